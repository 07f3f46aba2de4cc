/** The memory map's text twin: tables of what the picture shows from where it is looked at. */
import {
  blocksTable,
  fieldsTable,
  type MapFacts,
  mapSummary,
  placeText,
  poolsTable,
  systemTable,
  TEXT_ROWS,
} from '../../../present/panel/map/words.js';
import type { AllocationHeat } from '../../../protocol/memoryMap.js';
import { h } from '../../dom.js';
import { table } from '../../parts.js';
import type { Context } from '../view.js';
import type { MapData } from './data.js';
import { heatTable } from './heat.js';
import type { MapCanvas } from './mapCanvas.js';
import { fieldsOfBlock } from './paint.js';

/** Pools whose blocks are told one by one. */
const POOLS_TOLD = 4;

export function mapText(
  facts: MapFacts,
  data: MapData,
  canvas: MapCanvas,
  heat: AllocationHeat | null,
  context: Context,
): HTMLElement {
  const { say, labels } = context;
  const { layout, map } = data;
  const parts: HTMLElement[] = [h('p', { id: 'map-summary' }, mapSummary(map, say))];
  const arenas = layout.arenasIn(canvas.view());
  const near = layout.side * canvas.camera.scale >= 200;
  const place = canvas.selected ?? canvas.middle();
  if (place) parts.push(h('p', {}, placeText(place, facts, say)));
  if (place?.kind === 'block' && near) {
    const fields = fieldsOfBlock(data, place.pool, place.index, say);
    if (fields) parts.push(h('h4', {}, labels.fields), table(fieldsTable(fields, say), 'fields-table', context));
  }
  for (const arena of arenas.slice(0, 50)) {
    const { firstPool, pools } = map.arenas[arena]!;
    const inside = Array.from({ length: pools }, (_, i) => firstPool + i);
    parts.push(
      h('h4', {}, placeText({ kind: 'arena', arena }, facts, say)),
      table(poolsTable(facts, inside, say), `pools-table-${arena}`, context),
    );
    if (!near) continue;
    const view = canvas.view();
    const seen = inside.filter((pool) => {
      const r = layout.poolRect(pool);
      return (
        r.x < view.x + view.width && r.y < view.y + view.height && r.x + r.width > view.x && r.y + r.height > view.y
      );
    });
    for (const pool of seen.slice(0, POOLS_TOLD))
      if (layout.map.poolCapacity[pool]! > 0)
        parts.push(
          h('h4', {}, placeText({ kind: 'pool', arena, pool }, facts, say)),
          table(blocksTable(facts, pool, say), `blocks-table-${pool}`, context),
        );
  }
  if (arenas.length > 50) parts.push(h('p', {}, labels.moreArenas(arenas.length - 50)));
  parts.push(h('h4', {}, labels.systemHeap));
  parts.push(
    map.systemBytes.length > 0
      ? table(systemTable(facts, say), 'system-table', context)
      : h('p', { class: 'quiet' }, labels.noSystem),
  );
  if (map.systemBytes.length > TEXT_ROWS) parts.push(h('p', {}, labels.moreBlocks(map.systemBytes.length - TEXT_ROWS)));
  if (heat) parts.push(heatTable(heat, data.addressBase, context));
  return h('div', { class: 'map-text' }, ...parts);
}
