/** Where and when the whole run allocates, as a field of squares. */
import { formatAddress } from '../../../protocol/address.js';
import type { AllocationHeat } from '../../../protocol/memoryMap.js';
import { h, svg } from '../../dom.js';
import { table } from '../../parts.js';
import type { Context, Scene } from '../view.js';

const WIDTH = 672;
const HEIGHT = 12;
const LEFT = 4;
const TOP = 4;
const FOOT = 20;
/** Between the pools and the system heap. */
const GAP = 5;

/** The counts of a row; the last one, behind those of the pools, is the system heap. */
function countOf(heat: AllocationHeat, row: number, column: number): number {
  return row < heat.rows ? heat.counts[row * heat.columns + column]! : heat.system[column]!;
}

/** Squares from pale to full by the logarithm of how many blocks they stand for; a line where the panel's moment is. */
export function heatPicture(heat: AllocationHeat, { subject }: Scene, context: Context): SVGElement {
  const { labels } = context;
  const { addressBase, picture } = subject.result;
  const most = Math.max(1, ...heat.counts, ...heat.system);
  const rows = heat.rows + 1;
  const cell = WIDTH / heat.columns;
  const width = LEFT * 2 + WIDTH;
  const bottom = TOP + rows * HEIGHT + GAP;
  const top = (row: number): number => TOP + row * HEIGHT + (row === heat.rows ? GAP : 0);
  const cells: SVGElement[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < heat.columns; column++) {
      const count = countOf(heat, row, column);
      const strength = count === 0 ? 0 : 0.18 + 0.82 * (Math.log1p(count) / Math.log1p(most));
      cells.push(
        svg(
          'rect',
          {
            class: count === 0 ? 'heat-none' : 'heat',
            x: LEFT + column * cell,
            y: top(row),
            width: cell - 1,
            height: HEIGHT - 1,
            'fill-opacity': count === 0 ? undefined : Math.round(strength * 100) / 100,
          },
          count > 0 &&
            svg(
              'title',
              {},
              labels.heatCell(count, timeOf(heat, column, context), placeOf(heat, row, addressBase, context)),
            ),
        ),
      );
    }
  const axis = (x: number, anchor: string, text: string) =>
    svg('text', { class: 'heat-axis', x, y: bottom + FOOT - 6, 'text-anchor': anchor }, text);
  const step = picture?.step ?? 0;
  const columns = step === 0 ? 1 : 1 + step / heat.stepsPerColumn;
  const now = Math.min(width - LEFT, LEFT + columns * cell) - 0.5;
  const share = (now - LEFT) / (width - LEFT * 2);
  return svg(
    'svg',
    {
      class: 'heat-map',
      viewBox: `0 0 ${width} ${bottom + FOOT}`,
      width,
      height: bottom + FOOT,
      role: 'img',
      'aria-label': labels.heat,
    },
    ...cells,
    svg('path', { class: 'heat-now', d: `M ${now} 0 V ${bottom}` }, svg('title', {}, labels.heatNow)),
    axis(LEFT, 'start', labels.heatStart),
    share > 0.3 && share < 0.8 && axis(now, 'middle', labels.heatNow),
    axis(width - LEFT, 'end', labels.heatEnd(heat.steps)),
  );
}

function timeOf(heat: AllocationHeat, column: number, { labels }: Context): string {
  if (column === 0) return labels.heatStart;
  const from = (column - 1) * heat.stepsPerColumn + 1;
  return labels.heatSteps(from, Math.min(heat.steps, from + heat.stepsPerColumn - 1));
}

function placeOf(heat: AllocationHeat, row: number, addressBase: number, { labels }: Context): string {
  if (row >= heat.rows) return labels.heatSystem;
  const from = row * heat.poolsPerRow;
  const address = formatAddress(addressBase, heat.rowAddresses[row]!);
  return labels.heatPools(from + 1, Math.min(heat.pools, from + heat.poolsPerRow), address);
}

/** The same as a table: for each time how many blocks, and where most of them are. */
export function heatTable(heat: AllocationHeat, addressBase: number, context: Context): HTMLElement {
  const { labels } = context;
  const rows = [];
  for (let column = 0; column < heat.columns; column++) {
    let total = 0;
    let best = 0;
    for (let row = 0; row <= heat.rows; row++) {
      const count = countOf(heat, row, column);
      total += count;
      if (count > countOf(heat, best, column)) best = row;
    }
    if (total > 0)
      rows.push({ cells: [timeOf(heat, column, context), String(total), placeOf(heat, best, addressBase, context)] });
  }
  const view = { headings: [labels.heatWhen, labels.heatCount, labels.heatWhere], rows };
  return h('div', {}, h('h4', {}, labels.heat), table(view, 'heat-table', context));
}
