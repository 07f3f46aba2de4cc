/** The panel's details of one object or pool. */
import { type Address, formatAddress } from '../../protocol/address.js';
import type { PoolDetail } from '../../protocol/heap.js';
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
import { formatBytes, plural } from '../format.js';
import { english, type Say } from '../say.js';
import { poolUseWords } from '../tree.js';
import { blockKind } from './poolBoxes.js';

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

/** A block's state in a word or two. */
export function blockWords(state: string, say: Say): string {
  switch (blockKind(state)) {
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
    case 'header':
      return say('pool header');
    case 'tail':
      return say('unused tail');
    case 'untouched':
      return say('never used');
  }
}

const BLOCKS_SHOWN = 300;

export function poolDetailView(
  detail: PoolDetail,
  result: Pick<ExploreResult, 'addressBase'>,
  say: Say = english,
): DetailView {
  const address = (a: Address) => formatAddress(result.addressBase, a);
  const used = detail.blocks.filter((b) => !['freed', 'untouched'].includes(blockKind(b.state)));
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
          text: `${address(b.address)} ${b.object ? objectWords(b.object) : blockWords(b.state, say)}`,
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
