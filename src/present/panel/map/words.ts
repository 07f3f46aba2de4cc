/** The memory map in words: what is at a place, and tables that tell what the picture shows. */
import { formatAddress } from '../../../protocol/address.js';
import type { BlockColumns, BlockOwner, MemoryMap } from '../../../protocol/memoryMap.js';
import { BLOCK_STATES, NO_CLASS, UNTRACKED } from '../../../protocol/memoryMap.js';
import { formatBytes, formatInteger, listWords, plural } from '../../format.js';
import type { Say } from '../../say.js';
import type { TableView } from '../view.js';
import type { FieldView } from './fields.js';
import type { MapLayout, Place } from './layout.js';

/** What the words need to know beside the place. */
export interface MapFacts {
  readonly layout: MapLayout;
  readonly addressBase: number;
  /** The columns that hold a pool's blocks, and the number of its first block in them; undefined while not known. */
  blocksOf(pool: number): { readonly columns: BlockColumns; readonly first: number } | undefined;
  readonly system: BlockColumns | undefined;
  /** What `BlockColumns.holder` counts; undefined while nobody asked. */
  readonly owners?: readonly BlockOwner[] | undefined;
}

export function stateWords(state: (typeof BLOCK_STATES)[number], say: Say): string {
  switch (state) {
    case 'tracked':
      return say('object, tracked');
    case 'object':
      return say('object, not tracked');
    case 'data':
      return say('data of an object');
    case 'garbage':
      return say('unreachable object');
    case 'freed':
      return say('freed');
    case 'untouched':
      return say('never used');
  }
}

/** `kept`, `work(): inside`. */
export function ownerWords(owner: BlockOwner, say: Say): string {
  switch (owner.kind) {
    case 'name':
      return owner.scope === '' ? owner.name : `${owner.scope}(): ${owner.name}`;
    case 'frame':
      return owner.scope === '' ? say('the module at work') : say('{0}() at work', owner.scope);
    case 'module':
      return say('module {0}', owner.name);
    case 'several':
      return say('several names');
    case 'interpreter':
      return say('the interpreter');
    case 'nobody':
      return say('nothing any more');
  }
}

export function poolWords(map: MemoryMap, pool: number, say: Say): string {
  if (map.poolClass[pool] === NO_CLASS) return say('pool without a size class yet');
  const bytes = (map.poolClass[pool]! + 1) * 16;
  const used = map.poolUsed[pool]!;
  const capacity = map.poolCapacity[pool]!;
  const what = say('{0}-byte blocks', bytes);
  return used === 0
    ? `${what}, ${say('empty')}`
    : `${what}, ${say('{0} of {1} in use', formatInteger(used), formatInteger(capacity))}`;
}

/** What one block is, without its address. */
export function blockText(
  columns: BlockColumns,
  i: number,
  blockBytes: number,
  say: Say,
  owners?: readonly BlockOwner[],
): string {
  const state = BLOCK_STATES[columns.state[i]!]!;
  const type = columns.types[columns.type[i]!]!;
  const order = columns.freeOrder[i]!;
  if (state === 'freed') return order > 0 ? say('freed, {0} on the free list', order) : stateWords(state, say);
  if (state === 'untouched') return stateWords(state, say);
  const parts: string[] = [];
  if (state === 'data') parts.push(type === '' ? say("the interpreter's own data") : say('data of {0}', type));
  else parts.push(`${type}, ${stateWords(state, say)}`);
  const generation = columns.generation[i]!;
  if (state !== 'data' && generation !== UNTRACKED) parts.push(say('generation {0}', generation));
  const asked = columns.asked[i]!;
  if (asked > 0 && blockBytes <= 512 && asked < blockBytes)
    parts.push(say('{0} of {1} bytes asked for', asked, blockBytes));
  if (columns.line[i]! > 0) parts.push(say('made by line {0}', columns.line[i]!));
  if (owners && columns.holder) parts.push(say('kept by {0}', ownerWords(owners[columns.holder[i]!]!, say)));
  return listWords(parts, say);
}

export function arenaWords(map: MemoryMap, arena: number, say: Say): string {
  const { poolsTotal, freePools } = map.arenas[arena]!;
  return say('{0} of {1} pools in use', formatInteger(poolsTotal - freePools), formatInteger(poolsTotal));
}

/** One sentence about a place. */
export function placeText(place: Place, facts: MapFacts, say: Say): string {
  const { layout, addressBase } = facts;
  const { map } = layout;
  const at = (address: number) => formatAddress(addressBase, address);
  switch (place.kind) {
    case 'arena':
      return `${say('Arena {0}', at(map.arenas[place.arena]!.address))} · ${arenaWords(map, place.arena, say)}`;
    case 'pool':
      return `${say('Pool {0}', at(map.poolAddress[place.pool]!))} · ${poolWords(map, place.pool, say)}`;
    case 'block': {
      const bytes = layout.blockBytes(place.pool);
      const block = say(
        'Block {0} of {1} bytes at {2}',
        place.index + 1,
        bytes,
        at(layout.blockAddress(place.pool, place.index)),
      );
      const known = facts.blocksOf(place.pool);
      return known
        ? `${block} · ${blockText(known.columns, known.first + place.index, bytes, say, facts.owners)}`
        : block;
    }
    case 'system': {
      const bytes = map.systemBytes[place.index]!;
      const block = say('{0} of the system heap at {1}', formatBytes(bytes, say), at(map.systemAddress[place.index]!));
      return facts.system ? `${block} · ${blockText(facts.system, place.index, bytes, say, facts.owners)}` : block;
    }
  }
}

/** Rows of one table; more are counted. */
export const TEXT_ROWS = 500;

/** The pools of some arenas, or of all. */
export function poolsTable(facts: MapFacts, pools: readonly number[], say: Say): TableView {
  const { map } = facts.layout;
  return {
    headings: [say('Pool'), say('Block size'), say('In use'), say('Blocks'), say('State')],
    rows: pools.slice(0, TEXT_ROWS).map((pool) => {
      const none = map.poolClass[pool] === NO_CLASS;
      const used = map.poolUsed[pool]!;
      const capacity = map.poolCapacity[pool]!;
      const state = used === 0 ? say('empty') : used === capacity ? say('full') : say('used');
      return {
        cells: [
          formatAddress(facts.addressBase, map.poolAddress[pool]!),
          none ? '–' : String((map.poolClass[pool]! + 1) * 16),
          String(used),
          String(capacity),
          none ? say('no size class yet') : state,
        ],
      };
    }),
  };
}

/** The blocks of one pool, with the order of its free list and what rounding costs. */
export function blocksTable(facts: MapFacts, pool: number, say: Say): TableView {
  const known = facts.blocksOf(pool);
  const bytes = facts.layout.blockBytes(pool);
  const rows = [];
  for (let i = 0; known && i < facts.layout.map.poolCapacity[pool]!; i++) {
    const at = known.first + i;
    const { columns } = known;
    const owner = columns.owner[at]!;
    rows.push({
      cells: [
        formatAddress(facts.addressBase, facts.layout.blockAddress(pool, i)),
        stateWords(BLOCK_STATES[columns.state[at]!]!, say),
        columns.freeOrder[at]! > 0 ? String(columns.freeOrder[at]!) : '',
        columns.asked[at]! > 0 ? String(columns.asked[at]!) : '',
        ...(facts.owners
          ? [columns.holder && owner > 0 ? ownerWords(facts.owners[columns.holder[at]!]!, say) : '']
          : []),
        columns.types[columns.type[at]!]!,
      ],
      ...(owner > 0 ? { object: owner } : {}),
    });
  }
  return {
    headings: [
      say('Block'),
      say('State'),
      say('Free list'),
      say('Bytes asked for, of {0}', bytes),
      ...(facts.owners ? [say('Kept by')] : []),
      say('Object'),
    ],
    rows,
  };
}

export function systemTable(facts: MapFacts, say: Say): TableView {
  const { map } = facts.layout;
  const rows = [];
  for (let i = 0; i < Math.min(map.systemBytes.length, TEXT_ROWS); i++) {
    const owner = facts.system?.owner[i] ?? 0;
    rows.push({
      cells: [
        formatAddress(facts.addressBase, map.systemAddress[i]!),
        formatBytes(map.systemBytes[i]!, say),
        facts.system ? facts.system.types[facts.system.type[i]!]! : '',
      ],
      ...(owner > 0 ? { object: owner } : {}),
    });
  }
  return { headings: [say('Address'), say('Size'), say('Belongs to')], rows };
}

export function fieldsTable(fields: readonly FieldView[], say: Say): TableView {
  return {
    headings: [say('Offset'), say('Field'), say('Value')],
    rows: fields.map((f) => ({ cells: [String(f.offset), f.name, f.value] })),
  };
}

/** What the whole map shows, in a sentence: for the picture's name. */
export function mapSummary(map: MemoryMap, say: Say): string {
  const systemBytes = map.systemBytes.reduce((n, b) => n + b, 0);
  const parts = [
    plural(say, map.arenas.length, '{0} arena', '{0} arenas'),
    plural(say, map.poolAddress.length, '{0} pool', '{0} pools'),
    `${plural(say, map.systemBytes.length, '{0} block of the system heap', '{0} blocks of the system heap')} (${formatBytes(systemBytes, say)})`,
  ];
  return listWords(parts, say);
}
