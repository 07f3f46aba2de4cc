/** Bars and lanes as one SVG: on the screen where it is the picture, and in a file for views that are made of elements. */
import { svg } from './dom.js';
import { type Picture, standalone } from './picture.js';

export interface Bar {
  readonly label: string;
  /** Behind the bar. */
  readonly note: string;
  /** 0 to 1. */
  readonly share: number;
}

/** A line of time with marks on it. */
export interface ChartLane {
  readonly label: string;
  readonly note: string;
  /** The shown moment, 0 to 1. */
  readonly now: number;
  readonly marks: readonly { readonly at: number; readonly found: boolean; readonly size: number }[];
}

const WIDTH = 860;
const LEFT = 190;
const LENGTH = 380;
const ROW = 24;
const BAR = 10;

export function chart(title: string, bars: readonly Bar[], lanes: readonly ChartLane[] = []): SVGElement {
  const height = (bars.length + lanes.length) * ROW + (lanes.length > 0 && bars.length > 0 ? ROW / 2 : 0) + 8;
  const words = (cls: string, x: number, y: number, text: string): SVGElement =>
    svg('text', { class: cls, x, y: y + ROW / 2, 'dominant-baseline': 'central' }, text);
  const rows = bars.flatMap(({ label, note, share }, i) => {
    const y = 4 + i * ROW;
    const top = y + (ROW - BAR) / 2;
    return [
      words('chart-label', 0, y, label),
      svg('rect', { class: 'chart-ground', x: LEFT, y: top, width: LENGTH, height: BAR, rx: 3 }),
      share > 0 &&
        svg('rect', { class: 'chart-bar', x: LEFT, y: top, width: Math.max(2, share * LENGTH), height: BAR, rx: 3 }),
      words('chart-note', LEFT + LENGTH + 14, y, note),
    ];
  });
  const times = lanes.flatMap(({ label, note, now, marks }, i) => {
    const y = height - 4 - (lanes.length - i) * ROW;
    const middle = y + ROW / 2;
    return [
      words('chart-label', 0, y, label),
      svg('path', { class: 'chart-line', d: `M ${LEFT} ${middle} h ${LENGTH}` }),
      svg('path', { class: 'chart-now', d: `M ${LEFT + now * LENGTH} ${y + 3} v ${ROW - 6}` }),
      ...marks.map(({ at, found, size }) => {
        const r = size / 2;
        const d = `M ${LEFT + at * LENGTH} ${middle - r} l ${r} ${r} l ${-r} ${r} l ${-r} ${-r} z`;
        return svg('path', { class: `chart-mark${found ? ' found' : ''}`, d });
      }),
      words('chart-note', LEFT + LENGTH + 14, y, note),
    ];
  });
  return svg(
    'svg',
    { class: 'chart', viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, role: 'img', 'aria-label': title },
    ...rows,
    ...times,
  );
}

/** A drawing as a document of its own; it need not be in the page. */
export function pictureOf(drawing: SVGElement, root: HTMLElement): Picture {
  if (drawing.isConnected) return standalone(drawing);
  // Styles are read from what is in the page.
  root.append(drawing as unknown as Node);
  const picture = standalone(drawing);
  drawing.remove();
  return picture;
}
