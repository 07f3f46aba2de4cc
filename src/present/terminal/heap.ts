/** The text of `arenascope heap`: the tables of `sys._debugmallocstats()`, then arenas and pools, free lists, generations. */
import { formatAddress } from '../../protocol/address.js';
import { DEFAULT_ALLOCATOR, usesPools } from '../../protocol/allocators.js';
import type { Arena, HeapPicture, LargeBlock, Pool } from '../../protocol/heap.js';
import type { ExploreResult, MomentPicture } from '../../protocol/run.js';
import { classTable, sumLines } from '../../spec/mallocStats.js';
import { hookWords } from '../describe.js';
import { formatBytes, formatInteger, plural } from '../format.js';
import { mallocStats } from '../mallocStats.js';
import { english } from '../say.js';
import { poolUseWords } from '../tree.js';
import { jsonText } from './json.js';
import { generationLines, heading, momentWords, section, type Voice } from './lines.js';
import { plain } from './style.js';

/** Blocks drawn in one row of a pool's map. */
const ROW = 96;
/** Large blocks named; the rest is counted. */
const LARGE_SHOWN = 20;

function poolLines(pool: Pool, base: number, withBlocks: boolean, { say, style }: Voice): readonly string[] {
  const address = style.quiet(formatAddress(base, pool.address));
  const line = say('  {0}  blocks of {1}: {2}', address, String(pool.blockBytes).padStart(3), poolUseWords(pool, say));
  if (!withBlocks || !pool.map) return [line];
  return [line, ...(pool.map.match(new RegExp(`.{1,${ROW}}`, 'g')) ?? []).map((row) => `    ${row}`)];
}

function arenaLines(arena: Arena, base: number, withBlocks: boolean, voice: Voice): readonly string[] {
  const { say } = voice;
  const used = arena.poolsTotal - arena.freePools;
  return [
    say(
      'arena {0}: {1}, {2} of {3} pools used',
      formatAddress(base, arena.address),
      formatBytes(arena.sizeBytes, say),
      used,
      arena.poolsTotal,
    ),
    ...arena.pools.flatMap((pool) => poolLines(pool, base, withBlocks, voice)),
  ];
}

function largeLines(blocks: readonly LargeBlock[], total: number, base: number, { say, style }: Voice) {
  const lines = blocks.slice(0, LARGE_SHOWN).map((b) => {
    const address = style.quiet(formatAddress(base, b.address));
    return b.owner
      ? say('{0}  {1} of {2}', address, formatBytes(b.sizeBytes, say), b.owner.type)
      : say('{0}  {1}', address, formatBytes(b.sizeBytes, say));
  });
  const rest = total - lines.length;
  return rest > 0 ? [...lines, plural(say, rest, '{0} more', '{0} more')] : lines;
}

/** What the letters of a pool's map mean. */
function legend({ say }: Voice): string {
  return say('T tracked by the collector, o other object, d data of an object, g garbage, - freed, . never used');
}

/** CPython's tables where there are pools, else what the allocator has in all. */
function allocatorLines(heap: HeapPicture, { say }: Voice): readonly string[] {
  const { totals, allocator } = heap;
  const name = allocator === DEFAULT_ALLOCATOR ? [] : [say('allocator {0}', allocator), ''];
  const stats = mallocStats(heap);
  if (usesPools(allocator)) return [...name, ...classTable(stats), '', ...sumLines(stats)];
  const held = formatBytes(totals.heldBytes, say);
  return [
    ...name,
    say('no pools: sys.getallocatedblocks() is 0, sys._debugmallocstats() tells of free lists only'),
    plural(
      say,
      totals.blocks,
      '{0} block in use: {1}, of which {2} lost to rounding; {3} held',
      '{0} blocks in use: {1}, of which {2} lost to rounding; {3} held',
      formatBytes(totals.blockBytes, say),
      formatBytes(totals.roundingBytes, say),
      held,
    ),
  ];
}

/** The bytes around the blocks of what names refer to. */
function hookedLines({ hooks, totals }: HeapPicture, base: number, { say, style }: Voice): readonly string[] {
  if (!hooks) return [];
  const names = hooks.flatMap(({ scope, name, type, address, hooks: pairs }) => [
    `${scope === '' ? name : `${scope}:${name}`}  ${type}  ${style.quiet(formatAddress(base, address))}`,
    ...pairs.map((pair) => `  ${hookWords(pair, say)}`),
  ]);
  return [say('{0} in all; before and behind a block stand:', formatBytes(totals.hookBytes, say)), ...names];
}

export interface HeapTextOptions {
  /** Draw each pool's blocks. */
  readonly blocks: boolean;
}

export function heapText(
  result: ExploreResult & { readonly picture: MomentPicture },
  options: HeapTextOptions,
  voice: Voice = { say: english, style: plain },
): string {
  const { say } = voice;
  const { picture, addressBase: base } = result;
  const { heap, collector } = picture;
  const kept = heap.freeLists.filter((f) => f.length > 0);
  const out = [
    heading(result, voice, momentWords(picture.moment, say)),
    '',
    ...allocatorLines(heap, voice),
    ...section(
      say('Arenas and pools'),
      [
        ...(options.blocks ? [legend(voice)] : []),
        ...heap.arenas.flatMap((a) => arenaLines(a, base, options.blocks, voice)),
      ],
      voice,
    ),
    ...section(
      say(
        'System heap: {0} in {1}',
        formatBytes(heap.totals.largeBytes, say),
        blockWords(heap.totals.largeBlocks, voice),
      ),
      largeLines(heap.largeBlocks, heap.totals.largeBlocks, base, voice),
      voice,
    ),
    ...section(say('Debug hooks'), hookedLines(heap, base, voice), voice),
    ...section(
      say('Object free lists'),
      kept.map((f) => say('{0}: {1} of at most {2}', f.name, f.length, formatInteger(f.capacity))),
      voice,
    ),
    ...section(
      say('Generations'),
      [
        ...generationLines(picture, say),
        ...(collector.enabled ? [] : [say('automatic collection is off (gc.disable)')]),
      ],
      voice,
    ),
  ];
  return `${out.join('\n')}\n`;
}

function blockWords(count: number, { say }: Voice): string {
  return plural(say, count, '{0} block', '{0} blocks');
}

/** For `--json`. Addresses are offsets: add `addressBase` for what `id()` returns. */
export function heapJson(result: ExploreResult & { readonly picture: MomentPicture }): string {
  const { python, addressBase, picture, files, outcome } = result;
  const { moment, step, line, heap, collector } = picture;
  return jsonText('heap', {
    file: files[0]?.path ?? '',
    python,
    moment,
    step,
    line,
    outcome,
    addressBase,
    mallocStats: mallocStats(heap),
    heap,
    collector,
  });
}
