/** The numbers of `sys._debugmallocstats()`, worked out from a picture of the heap. Follows obmalloc.c: _PyObject_DebugMallocStats. */
import type { HeapPicture } from '../protocol/heap.js';

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

export function mallocStats(heap: HeapPicture): MallocStats {
  const pools = heap.arenas.flatMap((a) => a.pools).filter((p) => p.usedBlocks > 0);
  const { sizeBytes: arenaSize = 0, poolBytes: poolSize = 0 } = heap.arenas[0] ?? {};
  const byClass = new Map<number, ClassStats>();
  for (const { sizeClass, blockBytes: size, usedBlocks, freeBlocks } of pools) {
    const sum = byClass.get(sizeClass) ?? { sizeClass, size, pools: 0, blocksInUse: 0, availableBlocks: 0 };
    byClass.set(sizeClass, {
      ...sum,
      pools: sum.pools + 1,
      blocksInUse: sum.blocksInUse + usedBlocks,
      availableBlocks: sum.availableBlocks + freeBlocks,
    });
  }
  const classes = [...byClass.values()].sort((a, b) => a.sizeClass - b.sizeClass);
  const sum = (value: (stats: ClassStats) => number): number => classes.reduce((n, c) => n + value(c), 0);
  const unusedPools = heap.arenas.reduce((n, a) => n + a.freePools, 0);
  const parts = {
    allocated: sum((c) => c.blocksInUse * c.size),
    available: sum((c) => c.availableBlocks * c.size),
    inUnusedPools: unusedPools * poolSize,
    poolHeaders: pools.length * POOL_HEADER_BYTES,
    quantization: sum((c) => c.pools * ((poolSize - POOL_HEADER_BYTES) % c.size)),
    arenaAlignment: heap.arenas.reduce((n, a) => n + a.sizeBytes - a.poolsTotal * a.poolBytes, 0),
  };
  const arenasCurrent = heap.arenas.length;
  const arenasAllocatedTotal = heap.arenasMapped ?? arenasCurrent;
  return {
    classes,
    arenasAllocatedTotal,
    arenasReclaimed: arenasAllocatedTotal - arenasCurrent,
    arenasHighWater: heap.arenasHighWater ?? arenasCurrent,
    arenasCurrent,
    arenaSize,
    poolSize,
    unusedPools,
    ...parts,
    total: Object.values(parts).reduce((n, bytes) => n + bytes, 0),
  };
}
