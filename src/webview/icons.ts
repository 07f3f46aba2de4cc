/** The few symbols of the panel, drawn, since fonts differ in which they have. */
import { svg } from './dom.js';

const PATHS = {
  start: 'M3 3h1.5v10H3zM13 3v10L5.5 8z',
  back: 'M11.5 3v10L4 8z',
  forward: 'M4.5 3v10L12 8z',
  end: 'M11.5 3H13v10h-1.5zM3 3v10l7.5-5z',
  play: 'M4 2.5v11L13.5 8z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  plus: 'M7.4 2.5h1.2v4.9h4.9v1.2H8.6v4.9H7.4V8.6H2.5V7.4h4.9z',
  minus: 'M2.5 7.4h11v1.2h-11z',
  fit: 'M2.5 2.5h4v1.2H3.7v2.8H2.5zM9.5 2.5h4v4h-1.2V3.7H9.5zM2.5 9.5h1.2v2.8h2.8v1.2h-4zM12.3 9.5h1.2v4h-4v-1.2h2.8z',
  previous: 'M7.4 3.3 2.7 8l4.7 4.7.9-.9L5.1 8.6H13V7.4H5.1l3.2-3.2z',
  whole: 'M2 2h4v1.2H3.2V6H2zM10 2h4v4h-1.2V3.2H10zM2 10h1.2v2.8H6V14H2zM12.8 10H14v4h-4v-1.2h2.8z',
  close: 'M8 7.1 4 3.1l-.9.9 4 4-4 4 .9.9 4-4 4 4 .9-.9-4-4 4-4-.9-.9z',
} as const;
export type IconName = keyof typeof PATHS;

export function icon(name: IconName): Node {
  return svg(
    'svg',
    { class: 'glyph', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    svg('path', { d: PATHS[name] }),
  );
}
