/** The numbers of `sys._debugmallocstats()`, worked out from a picture of the heap. */
import type { HeapPicture } from '../protocol/heap.js';
import { type ClassStats, type MallocStats, mallocSums } from '../spec/mallocStats.js';

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
  const arenasCurrent = heap.arenas.length;
  return mallocSums({
    classes: [...byClass.values()].sort((a, b) => a.sizeClass - b.sizeClass),
    arenasMapped: heap.arenasMapped ?? arenasCurrent,
    arenasHighWater: heap.arenasHighWater ?? arenasCurrent,
    arenasCurrent,
    arenaSize,
    poolSize,
    unusedPools: heap.arenas.reduce((n, a) => n + a.freePools, 0),
    poolsTotal: heap.arenas.reduce((n, a) => n + a.poolsTotal, 0),
  });
}
