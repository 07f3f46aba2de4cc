/** Where objects come from besides new blocks: what types keep for reuse, and what is shared. */
import { type AllocationOrigins, HEAT_SIZE } from '../../protocol/memoryMap.js';
import { type Bar, chart, pictureOf } from '../chart.js';
import { h } from '../dom.js';
import { block, table } from '../parts.js';
import type { Context, Scene, ViewKind } from './view.js';

/** The run's allocations by where they came from. */
function originBars(origins: AllocationOrigins, { labels }: Context): readonly Bar[] {
  const rows = [
    [labels.fromFreeLists, origins.freeLists],
    [labels.fromFreed, origins.again],
    [labels.fromFresh, origins.fresh],
    [labels.fromSystem, origins.system],
  ] as const;
  const sum = Math.max(
    1,
    rows.reduce((n, [, count]) => n + count, 0),
  );
  return rows.map(([label, count]) => ({ label, note: labels.share(count, count / sum), share: count / sum }));
}

export const sourcesView: ViewKind = {
  id: 'sources',
  title: (labels) => labels.sources,
  mount(root, context) {
    const { labels } = context;
    const place = h('div', {});
    let scene: Scene | null = null;
    let counted = '';
    let origins: AllocationOrigins | null = null;

    const drawOrigins = (): SVGElement | null => origins && chart(labels.origins, originBars(origins, context));
    const keptBars = (): readonly Bar[] =>
      (scene?.subject.result.picture?.heap.freeLists ?? []).map(({ name, length, capacity }) => ({
        label: name,
        note: labels.ofMost(length, capacity),
        share: capacity > 0 ? length / capacity : 0,
      }));

    /** Of the whole run, which is followed once more. */
    async function count({ subject: { result, title } }: Scene): Promise<void> {
      const run = JSON.stringify([title, result.python, result.steps, result.sums]);
      if (run === counted || !context.answers('heat', HEAT_SIZE)) return;
      counted = run;
      place.replaceChildren(h('p', { class: 'quiet' }, labels.loading));
      const heat = await context.ask('heat', HEAT_SIZE).catch(() => null);
      if (run !== counted) return;
      origins = heat?.origins ?? null;
      const drawn = drawOrigins();
      place.replaceChildren(drawn ? (drawn as unknown as Node) : h('p', { class: 'quiet' }, labels.noHeat));
      context.textChanged();
    }

    return {
      show(next) {
        scene = next;
        const { view } = next;
        const kept = keptBars();
        root.replaceChildren(
          ...(context.answers('heat', HEAT_SIZE) ? [block('origins', labels.origins, labels.originsNote, place)] : []),
          block(
            'freelists',
            labels.freeLists,
            labels.freeListsNote,
            kept.length > 0
              ? (chart(labels.freeLists, kept) as unknown as Node)
              : h('p', { class: 'quiet' }, labels.noFreeLists),
          ),
          ...(view.shared.rows.length > 0
            ? [block('shared', labels.shared, labels.sharedNote, table(view.shared, 'shared-table', context))]
            : []),
        );
        void count(next);
      },
      text() {
        if (!scene) return null;
        const rows = origins ? originBars(origins, context).map(({ label, note }) => ({ cells: [label, note] })) : [];
        return h(
          'div',
          {},
          rows.length > 0 && table({ headings: [labels.origins, labels.heatCount], rows }, 'origin-table', context),
          table(scene.view.freeLists, 'freelist-table', context),
        );
      },
      picture() {
        const bars = keptBars();
        const all = [...(origins ? originBars(origins, context) : []), ...bars];
        return all.length > 0 ? pictureOf(chart(labels.sources, all), root) : null;
      },
    };
  },
};
