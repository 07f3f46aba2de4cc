/** The memory map: arenas with their pools, each pool with its blocks at their addresses. */
import { blockWords } from '../present/panel/detail.js';
import { type BoxKind, blockAt } from '../present/panel/poolBoxes.js';
import type { ArenaView, PoolView } from '../present/panel/view.js';
import { BLOCK } from '../protocol/heap.js';
import type { Context } from './context.js';
import { h } from './dom.js';
import { type Palette, paintPool, paintSwatch, scaleFor } from './paint.js';

/** Canvases by what paints them, so that a new theme can repaint all. */
export type Painters = Map<HTMLCanvasElement, (palette: Palette) => void>;

const LEGEND: readonly (readonly [BoxKind, string])[] = [
  ['tracked', BLOCK.tracked],
  ['object', BLOCK.object],
  ['data', BLOCK.data],
  ['garbage', BLOCK.garbage],
  ['freed', BLOCK.freed],
  ['untouched', BLOCK.untouched],
];

function legend(context: Context): HTMLElement {
  const items = LEGEND.map(([kind, state]) => {
    const canvas = h('canvas', { 'aria-hidden': 'true' });
    context.painters.set(canvas, (palette) => paintSwatch(canvas, kind, palette));
    return h('li', {}, canvas, blockWords(state, context.say));
  });
  return h('ul', { class: 'legend', 'aria-label': context.labels.legend }, ...items);
}

function poolCard(view: PoolView, poolBytes: number, context: Context): HTMLElement {
  const { pool } = view;
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  if (pool.map !== undefined) context.painters.set(canvas, (palette) => paintPool(canvas, pool, poolBytes, palette));
  const blockUnder = (event: Event) => {
    const { offsetX, offsetY } = event as MouseEvent;
    return event.target === canvas ? blockAt(pool, scaleFor(poolBytes), offsetX, offsetY) : -1;
  };
  canvas.addEventListener('mousemove', (event) => {
    const block = blockUnder(event);
    canvas.title = block < 0 ? '' : `${block + 1}: ${blockWords(pool.map?.charAt(block) ?? '', context.say)}`;
  });
  return h(
    'button',
    {
      type: 'button',
      id: `pool-${pool.address}`,
      class: `pool ${pool.state}`,
      'aria-label': view.aria,
      click: (event) => context.selectPool(pool.address, blockUnder(event)),
    },
    h('span', { class: 'pool-title' }, h('strong', {}, view.title), ' ', h('span', { class: 'address' }, view.address)),
    pool.map !== undefined && pool.state !== 'empty' && canvas,
    ' ',
    h('span', { class: 'pool-use' }, view.use),
  );
}

function poolTable(arena: ArenaView, context: Context): HTMLElement {
  const { labels } = context;
  const head = [labels.pool, labels.sizeClass, labels.use].map((t) => h('th', { scope: 'col' }, t));
  const rows = arena.pools.map((p) =>
    h(
      'tr',
      {},
      h('td', { class: 'address' }, p.address),
      h('td', {}, `${p.pool.sizeClass}: ${p.title}`),
      h('td', {}, p.use),
    ),
  );
  return h(
    'details',
    { class: 'twin' },
    h('summary', {}, labels.asText),
    h('table', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows)),
  );
}

export function arenas(views: readonly ArenaView[], context: Context): readonly HTMLElement[] {
  if (views.length === 0) return [h('p', { class: 'quiet' }, context.labels.noArenas)];
  return [
    legend(context),
    ...views.map((arena) =>
      h(
        'div',
        { class: 'arena' },
        h('h3', {}, arena.title, h('span', { class: 'note' }, arena.use)),
        h('div', { class: 'pools' }, ...arena.pools.map((p) => poolCard(p, arena.poolBytes, context))),
        arena.rest && h('p', { class: 'quiet' }, arena.rest),
        poolTable(arena, context),
      ),
    ),
  ];
}
