/** The panel's details of one object or pool. */
import { type Address, formatAddress } from '../../protocol/address.js';
import { BLOCK, type PoolDetail } from '../../protocol/heap.js';
import type { ArenaDetail, BlockState } from '../../protocol/memoryMap.js';
import type { ObjectDetail } from '../../protocol/objects.js';
import type { ExploreResult } from '../../protocol/run.js';
import {
  countWords,
  edgeWords,
  generationWords,
  holderWords,
  hookWords,
  markWords,
  objectWords,
  placeWords,
} from '../describe.js';
import { formatBytes, formatInteger, plural } from '../format.js';
import { english, type Say } from '../say.js';
import { poolUseWords } from '../tree.js';
import { stateWords } from './map/words.js';

export interface DetailRow {
  readonly text: string;
  readonly object?: Address;
  readonly line?: number;
}

export interface DetailView {
  readonly title: string;
  readonly subtitle: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly lists: readonly { readonly title: string; readonly rows: readonly DetailRow[]; readonly more: string }[];
  /** The pool that the object lies in. */
  readonly pool?: Address;
}

function hookFacts({ place }: ObjectDetail, say: Say): DetailView['facts'] {
  if (place.kind === 'static' || !place.hooks) return [];
  return place.hooks.map((hooks) => ({ name: say('Debug hooks'), value: hookWords(hooks, say) }));
}

export function objectDetailView(
  detail: ObjectDetail,
  result: Pick<ExploreResult, 'addressBase'>,
  say: Say = english,
): DetailView {
  const rest = detail.referentsTotal - detail.referents.length;
  return {
    title: detail.type,
    subtitle: detail.repr,
    facts: [
      { name: say('Count'), value: countWords(detail, say) },
      { name: say('Address'), value: formatAddress(result.addressBase, detail.address) },
      { name: say('Size'), value: formatBytes(detail.sizeBytes, say) },
      { name: say('Block'), value: placeWords(detail.place, result.addressBase, say) },
      ...hookFacts(detail, say),
      { name: say('Collector'), value: generationWords(detail, say) },
      ...(detail.bornLine ? [{ name: say('Created'), value: say('line {0}', detail.bornLine) }] : []),
      ...detail.marks
        .filter((m) => m !== 'static' || detail.place.kind !== 'static')
        .map((m) => ({ name: say('Special'), value: markWords(m, say) })),
    ],
    lists: [
      {
        title: say('Held by'),
        rows: detail.holders.map((h) => ({
          text: `${holderWords(h, say)}${h.times > 1 ? ` ×${h.times}` : ''}`,
          ...(h.from ? { object: h.from.address } : {}),
          ...(h.line ? { line: h.line } : {}),
        })),
        more: detail.holdersCut ? say('and others') : '',
      },
      {
        title: say('Refers to'),
        rows: detail.referents.map((r) => ({
          text: `${edgeWords(r.edge)} → ${objectWords(r.object)}`,
          object: r.object.address,
          ...(r.edge.line ? { line: r.edge.line } : {}),
        })),
        more: rest > 0 ? plural(say, rest, '{0} more', '{0} more') : '',
      },
    ],
    ...(detail.place.kind === 'pool' ? { pool: detail.place.pool } : {}),
  };
}

const STATES: ReadonlyMap<string, BlockState> = new Map([
  [BLOCK.tracked, 'tracked'],
  [BLOCK.object, 'object'],
  [BLOCK.data, 'data'],
  [BLOCK.garbage, 'garbage'],
  [BLOCK.freed, 'freed'],
]);

function blockState(state: string): BlockState {
  return STATES.get(state) ?? 'untouched';
}

const BLOCKS_SHOWN = 300;
const TYPES_SHOWN = 12;

/** What keeps an arena from being given back to the operating system. */
export function arenaDetailView(
  detail: ArenaDetail,
  result: Pick<ExploreResult, 'addressBase'>,
  say: Say = english,
): DetailView {
  const rest = detail.ownTotal - detail.own.length;
  const types = detail.types.slice(0, TYPES_SHOWN);
  return {
    title: say('Arena {0}', formatAddress(result.addressBase, detail.address)),
    subtitle:
      detail.usedBlocks === 0
        ? say('Nothing is in use: it can be given back.')
        : say('It is given back when its last block is freed.'),
    facts: [
      { name: say('Blocks in use'), value: formatInteger(detail.usedBlocks) },
      { name: say('In pools'), value: formatInteger(detail.usedPools) },
      { name: say('Bytes in use'), value: formatBytes(detail.usedBytes, say) },
    ],
    lists: [
      {
        title: say('Kept by objects of the program'),
        rows: detail.own.map((object) => ({
          text: `${objectWords(object)}${object.names ? ` (${object.names.join(', ')})` : ''}`,
          object: object.address,
        })),
        more: rest > 0 ? plural(say, rest, '{0} more', '{0} more') : '',
      },
      {
        title: say('Kept by blocks of'),
        rows: types.map(({ type, blocks, bytes }) => ({
          text: `${type || say("the interpreter's own")}: ${plural(say, blocks, '{0} block', '{0} blocks')}, ${formatBytes(bytes, say)}`,
        })),
        more:
          detail.types.length > TYPES_SHOWN
            ? plural(say, detail.types.length - TYPES_SHOWN, '{0} more type', '{0} more types')
            : '',
      },
    ],
  };
}

export function poolDetailView(
  detail: PoolDetail,
  result: Pick<ExploreResult, 'addressBase'>,
  say: Say = english,
): DetailView {
  const address = (a: Address) => formatAddress(result.addressBase, a);
  const used = detail.blocks.filter((b) => !['freed', 'untouched'].includes(blockState(b.state)));
  const order = detail.freeListOrder;
  return {
    title: say('Pool of {0}-byte blocks', detail.blockBytes),
    subtitle: poolUseWords(detail, say),
    facts: [
      { name: say('Address'), value: address(detail.address) },
      { name: say('Arena'), value: address(detail.arena) },
      { name: say('Size class'), value: String(detail.sizeClass) },
    ],
    lists: [
      {
        title: say('Blocks in use'),
        rows: used.slice(0, BLOCKS_SHOWN).map((b) => ({
          text: `${address(b.address)} ${b.object ? objectWords(b.object) : stateWords(blockState(b.state), say)}`,
          ...(b.object ? { object: b.object.address } : {}),
        })),
        more: used.length > BLOCKS_SHOWN ? plural(say, used.length - BLOCKS_SHOWN, '{0} more', '{0} more') : '',
      },
      {
        title: say('Free list, next first'),
        rows: order.slice(0, BLOCKS_SHOWN).map((a) => ({ text: address(a) })),
        more: order.length > BLOCKS_SHOWN ? plural(say, order.length - BLOCKS_SHOWN, '{0} more', '{0} more') : '',
      },
    ],
  };
}
