/**
 * The text of `sys._debugmallocstats()`: CPython's own words and columns, which differ a little by version.
 * Follows obmalloc.c: _PyObject_DebugMallocStats, printone, _PyDebugAllocatorStats; sysmodule.c: sys__debugmallocstats.
 */

/** Bytes of `struct pool_header` on 64-bit builds. */
export const POOL_HEADER_BYTES = 48;

export interface ClassStats {
  /** Index of the size class, from 0. */
  readonly sizeClass: number;
  /** Bytes of a block. */
  readonly size: number;
  readonly pools: number;
  readonly blocksInUse: number;
  readonly availableBlocks: number;
}

/** Bytes, unless the name says otherwise. The six from `allocated` to `arenaAlignment` sum to `total`. */
export interface MallocStats {
  /** Size classes with at least one pool in use. */
  readonly classes: readonly ClassStats[];
  readonly arenasAllocatedTotal: number;
  readonly arenasReclaimed: number;
  readonly arenasHighWater: number;
  readonly arenasCurrent: number;
  readonly arenaSize: number;
  readonly poolSize: number;
  readonly unusedPools: number;
  readonly allocated: number;
  readonly available: number;
  readonly inUnusedPools: number;
  readonly poolHeaders: number;
  readonly quantization: number;
  readonly arenaAlignment: number;
  readonly total: number;
}

/** Pools and arenas as they were counted, from which the sums follow. */
export interface PoolCounts {
  readonly classes: readonly ClassStats[];
  readonly arenasMapped: number;
  readonly arenasHighWater: number;
  readonly arenasCurrent: number;
  readonly arenaSize: number;
  readonly poolSize: number;
  readonly unusedPools: number;
  /** Pools that all arenas have room for. */
  readonly poolsTotal: number;
}

/** What the arenas' bytes are used for. */
export function mallocSums(counts: PoolCounts): MallocStats {
  const { classes, arenasCurrent, arenasMapped, arenasHighWater, arenaSize, poolSize, unusedPools } = counts;
  const sum = (value: (stats: ClassStats) => number): number => classes.reduce((n, c) => n + value(c), 0);
  const parts = {
    allocated: sum((c) => c.blocksInUse * c.size),
    available: sum((c) => c.availableBlocks * c.size),
    inUnusedPools: unusedPools * poolSize,
    poolHeaders: sum((c) => c.pools) * POOL_HEADER_BYTES,
    quantization: sum((c) => c.pools * ((poolSize - POOL_HEADER_BYTES) % c.size)),
    arenaAlignment: arenasCurrent * arenaSize - counts.poolsTotal * poolSize,
  };
  return {
    classes,
    arenasAllocatedTotal: arenasMapped,
    arenasReclaimed: arenasMapped - arenasCurrent,
    arenasHighWater,
    arenasCurrent,
    arenaSize,
    poolSize,
    unusedPools,
    ...parts,
    total: Object.values(parts).reduce((n, bytes) => n + bytes, 0),
  };
}

const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** A name padded to 35 columns, `=`, a number in 21. */
function one(what: string, value: number): string {
  return `${what.padEnd(35)}=${grouped(value).padStart(21)}`;
}

/** The table of size classes. */
export function classTable(stats: MallocStats): readonly string[] {
  const widths = [5, 6, 11, 15, 13];
  const row = (cells: readonly number[]) => cells.map((c, i) => String(c).padStart(widths[i]!)).join(' ');
  return [
    'class   size   num pools   blocks in use  avail blocks',
    '-----   ----   ---------   -------------  ------------',
    ...stats.classes.map((c) => row([c.sizeClass, c.size, c.pools, c.blocksInUse, c.availableBlocks])),
  ];
}

/** Arenas, and what their bytes are used for. */
export function sumLines(stats: MallocStats): readonly string[] {
  return [
    one('# arenas allocated total', stats.arenasAllocatedTotal),
    one('# arenas reclaimed', stats.arenasReclaimed),
    one('# arenas highwater mark', stats.arenasHighWater),
    one('# arenas allocated current', stats.arenasCurrent),
    one(`${stats.arenasCurrent} arenas * ${stats.arenaSize} bytes/arena`, stats.arenasCurrent * stats.arenaSize),
    '',
    one('# bytes in allocated blocks', stats.allocated),
    one('# bytes in available blocks', stats.available),
    one(`${stats.unusedPools} unused pools * ${stats.poolSize} bytes`, stats.inUnusedPools),
    one('# bytes lost to pool headers', stats.poolHeaders),
    one('# bytes lost to quantization', stats.quantization),
    one('# bytes lost to arena alignment', stats.arenaAlignment),
    one('Total', stats.total),
  ];
}

/** Nodes of the radix tree that finds the arena of an address (3.10+): they lie outside of the arenas. */
export interface ArenaMap {
  readonly midNodes: number;
  readonly bottomNodes: number;
}

/** Bytes of the root and of a middle node, and of a node at the bottom. */
function nodeBytes(minor: number): readonly [number, number] {
  return minor === 10 ? [8192, 2048] : [262_144, 131_072];
}

function arenaMapLines({ midNodes, bottomNodes }: ArenaMap, minor: number): readonly string[] {
  const [inner, bottom] = nodeBytes(minor);
  return [
    'arena map counts',
    one('# arena map mid nodes', midNodes),
    one('# arena map bot nodes', bottomNodes),
    '',
    one('# bytes lost to arena map root', inner),
    one('# bytes lost to arena map mid', inner * midNodes),
    one('# bytes lost to arena map bot', bottom * bottomNodes),
    one('Total', inner + inner * midNodes + bottom * bottomNodes),
  ];
}

/** The part about pools. */
export function poolStatsText(stats: MallocStats, map: ArenaMap, minor: number): string {
  return [
    'Small block threshold = 512, in 32 size classes.',
    '',
    ...classTable(stats),
    '',
    ...sumLines(stats),
    ...(minor >= 10 ? ['', ...arenaMapLines(map, minor)] : []),
    '',
  ].join('\n');
}

/** Objects that lie on the free lists. */
export interface FreeListCounts {
  readonly builtins: number;
  readonly dicts: number;
  readonly keys: number;
  readonly floats: number;
  readonly frames: number;
  readonly lists: number;
  readonly methods: number;
  /** By length; the first is not used. */
  readonly tuples: readonly number[];
}

/** Bytes of a frame without slots. */
const FRAME_BYTES: Readonly<Record<number, number>> = { 8: 368, 9: 368, 10: 360 };

/** The part about the free lists of objects: the lists that the version tells of, each with the bytes of its struct. */
export function freeListStatsText(counts: FreeListCounts, minor: number): string {
  const lines: string[] = [];
  const tell = (n: number, what: string, bytes: number): void => {
    lines.push(one(`${`${n} ${what}s * ${bytes} bytes each`.padStart(48)} `, n * bytes));
  };
  if (minor === 8) tell(counts.builtins, 'free PyCFunctionObject', 56);
  tell(counts.dicts, 'free PyDictObject', 48);
  if (minor >= 13) tell(counts.keys, 'free PyDictKeysObject', 32);
  tell(counts.floats, 'free PyFloatObject', 24);
  const frame = FRAME_BYTES[minor];
  if (frame !== undefined) tell(counts.frames, 'free PyFrameObject', frame);
  tell(counts.lists, 'free PyListObject', 40);
  if (minor === 8) tell(counts.methods, 'free PyMethodObject', 48);
  const longest = minor >= 11 ? 20 : 19;
  for (let n = 1; n <= longest; n++) tell(counts.tuples[n] ?? 0, `free ${n}-sized PyTupleObject`, 24 + 8 * n);
  return `${lines.join('\n')}\n`;
}
