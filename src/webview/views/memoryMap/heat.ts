/** When and where the living objects were made, as a field of squares. */
import type { AllocationHeat, MemoryMap } from '../../../protocol/memoryMap.js';
import { h, svg } from '../../dom.js';
import { table } from '../../parts.js';
import type { Context } from '../view.js';

export const HEAT_ROWS = 12;
export const HEAT_COLUMNS = 48;

const CELL = { width: 14, height: 12 };
const LEFT = 4;
const TOP = 4;
const FOOT = 20;

/** Squares from pale to full by the logarithm of how many objects they stand for. */
export function heatPicture(heat: AllocationHeat, map: MemoryMap, context: Context): SVGElement {
  const { labels } = context;
  const most = heat.counts.reduce((a, b) => Math.max(a, b), 0);
  const width = LEFT * 2 + heat.columns * CELL.width;
  const height = TOP + heat.rows * CELL.height + FOOT;
  const cells: SVGElement[] = [];
  for (let row = 0; row < heat.rows; row++)
    for (let column = 0; column < heat.columns; column++) {
      const count = heat.counts[row * heat.columns + column]!;
      const strength = count === 0 ? 0 : 0.18 + 0.82 * (Math.log1p(count) / Math.log1p(Math.max(1, most)));
      cells.push(
        svg(
          'rect',
          {
            class: count === 0 ? 'heat-none' : 'heat',
            x: LEFT + column * CELL.width,
            y: TOP + row * CELL.height,
            width: CELL.width - 1,
            height: CELL.height - 1,
            'fill-opacity': count === 0 ? undefined : Math.round(strength * 100) / 100,
          },
          count > 0 &&
            svg('title', {}, labels.heatCell(count, stepsOf(heat, column, context), poolsOf(heat, row, map))),
        ),
      );
    }
  const axis = (x: number, anchor: string, text: string) =>
    svg('text', { class: 'heat-axis', x, y: height - 5, 'text-anchor': anchor }, text);
  return svg(
    'svg',
    {
      class: 'heat-map',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': labels.heat,
    },
    ...cells,
    axis(LEFT, 'start', labels.heatStart),
    axis(width - LEFT, 'end', labels.heatEnd(map.steps)),
  );
}

function stepsOf(heat: AllocationHeat, column: number, { labels }: Context): string {
  if (column === 0) return labels.heatStart;
  const from = (column - 1) * heat.stepsPerColumn + 1;
  return labels.heatSteps(from, from + heat.stepsPerColumn - 1);
}

function poolsOf(heat: AllocationHeat, row: number, map: MemoryMap): string {
  const from = row * heat.poolsPerRow;
  return `${from + 1}–${Math.min(map.poolAddress.length, from + heat.poolsPerRow)}`;
}

/** The same as a table: for each time how many objects, and in which pools most of them are. */
export function heatTable(heat: AllocationHeat, map: MemoryMap, context: Context): HTMLElement {
  const { labels } = context;
  const rows = [];
  for (let column = 0; column < heat.columns; column++) {
    let total = 0;
    let best = 0;
    for (let row = 0; row < heat.rows; row++) {
      const count = heat.counts[row * heat.columns + column]!;
      total += count;
      if (count > heat.counts[best * heat.columns + column]!) best = row;
    }
    if (total > 0) rows.push({ cells: [stepsOf(heat, column, context), String(total), poolsOf(heat, best, map)] });
  }
  const view = { headings: [labels.heatWhen, labels.heatCount, labels.heatWhere], rows };
  return h('div', {}, h('h4', {}, labels.heat), table(view, 'heat-table', context));
}
