/** What the colours and lines of a graph mean. */
import { h, svg } from './dom.js';

/** Each entry: `node` or `edge` with the classes it has in the picture, and what it means. */
export function legend(entries: readonly (readonly [string, string])[], title: string): HTMLElement {
  return h(
    'ul',
    { class: 'g-legend', 'aria-label': title },
    ...entries.map(([classes, words]) => {
      const [kind, ...rest] = classes.split(' ');
      const tones = rest.join(' ');
      const sample =
        kind === 'edge'
          ? svg('path', { class: `g-edge ${tones}`, d: 'M 1 7 H 23' })
          : kind === 'area'
            ? svg('rect', { class: `growth-${tones}`, x: 1, y: 1, width: 22, height: 12 })
            : svg(
                'g',
                { class: `g-node ${tones}` },
                svg('rect', { class: 'g-box', x: 1, y: 1, width: 22, height: 12, rx: 4 }),
              );
      return h(
        'li',
        {},
        svg('svg', { viewBox: '0 0 24 14', width: 24, height: 14, 'aria-hidden': 'true' }, sample) as unknown as Node,
        words,
      );
    }),
  );
}
