/** The memory map: arenas with their pools, each pool with its blocks at their addresses. */
import { blockWords } from '../../present/panel/detail.js';
import { type BoxKind, blockAt } from '../../present/panel/poolBoxes.js';
import type { ArenaView, PoolView } from '../../present/panel/view.js';
import { BLOCK } from '../../protocol/heap.js';
import { h } from '../dom.js';
import { type Palette, paintPool, paintSwatch, readPalette, scaleFor } from '../paint.js';
import { block, table } from '../parts.js';
import type { Context as PanelContext, ViewKind } from './view.js';

/** Canvases by what paints them, so that a new theme can repaint all. */
type Painters = Map<HTMLCanvasElement, (palette: Palette) => void>;

interface Context extends PanelContext {
  readonly painters: Painters;
  /** `block` from 0, or -1 for the pool as a whole. */
  selectPool(address: number, block: number): void;
}

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

function arenas(views: readonly ArenaView[], context: Context): readonly HTMLElement[] {
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

export const memoryView: ViewKind = {
  id: 'memory',
  title: (labels) => labels.memory,
  mount(root, panel) {
    const { labels } = panel;
    const painters: Painters = new Map();
    const selectPool = async (address: number, block: number): Promise<void> => {
      const detail = block >= 0 ? await panel.ask('pool', { address }).catch(() => null) : null;
      const object = detail?.blocks[block]?.object;
      if (object) panel.selectObject(object.address);
      else panel.select({ kind: 'pool', address });
    };
    const context: Context = {
      ...panel,
      painters,
      selectPool: (address, block) => void selectPool(address, block),
    };
    const repaint = (): void => {
      const palette = readPalette();
      for (const paint of painters.values()) paint(palette);
    };
    return {
      show({ view }) {
        painters.clear();
        root.replaceChildren(
          ...arenas(view.arenas, context),
          ...(view.largeBlocks.rows.length === 0
            ? []
            : [block('large', labels.systemHeap, '', table(view.largeBlocks, 'large-table', context))]),
        );
        repaint();
      },
      repaint,
      select(selection) {
        for (const marked of root.querySelectorAll('.pool.selected')) marked.classList.remove('selected');
        if (selection?.kind !== 'pool') return;
        const card = document.getElementById(`pool-${selection.address}`);
        card?.classList.add('selected');
        card?.scrollIntoView({ block: 'nearest' });
      },
    };
  },
};
