/** Counts the pools and arenas of a heap, as `sys._debugmallocstats()` does. */
import {
  type ArenaMap,
  type ClassStats,
  type MallocStats,
  mallocSums,
  POOL_HEADER_BYTES,
} from '../spec/mallocStats.js';
import type { Heap } from './heap.js';
import { Pool, SIZE_CLASSES } from './pymalloc.js';

interface Sum {
  pools: number;
  blocksInUse: number;
  availableBlocks: number;
}

export function heapStats(heap: Heap): MallocStats {
  const { M, profile, pymalloc } = heap;
  const sums = Array.from({ length: SIZE_CLASSES }, (): Sum => ({ pools: 0, blocksInUse: 0, availableBlocks: 0 }));
  let unusedPools = 0;
  let poolsTotal = 0;
  for (const arena of pymalloc.arenas) {
    if (arena === null) continue;
    unusedPools += arena.freePools;
    poolsTotal += arena.totalPools;
    for (let pool = arena.firstPool; pool < arena.poolAddress; pool += profile.poolSize / 4) {
      const used = M[pool + Pool.COUNT]!;
      if (used === 0) continue;
      const sizeClass = M[pool + Pool.SIZE_INDEX]!;
      const sum = sums[sizeClass]!;
      sum.pools++;
      sum.blocksInUse += used;
      sum.availableBlocks += Math.floor((profile.poolSize - POOL_HEADER_BYTES) / ((sizeClass + 1) * 16)) - used;
    }
  }
  const classes = sums.map((sum, i): ClassStats => ({ sizeClass: i, size: (i + 1) * 16, ...sum }));
  return mallocSums({
    classes: classes.filter((c) => c.pools > 0),
    arenasMapped: pymalloc.arenasMapped,
    arenasHighWater: pymalloc.arenasHighWater,
    arenasCurrent: pymalloc.arenasNow,
    arenaSize: profile.arenaSize,
    poolSize: profile.poolSize,
    unusedPools,
    poolsTotal,
  });
}

/**
 * Nodes of the arena map. A node at the bottom covers 256 MiB in 3.10 and 16 GiB since; where a process's arenas begin
 * within one is chance, so they are taken to begin at the end of one, and nodes are never given back.
 */
export function arenaMapOf(heap: Heap): ArenaMap {
  const covered = (heap.profile.minor === 10 ? 2 ** 28 : 2 ** 34) / heap.profile.arenaSize;
  return { midNodes: 1, bottomNodes: Math.max(1, Math.ceil(heap.pymalloc.arenasHighWater / covered)) };
}
