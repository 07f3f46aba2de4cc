/** The memory that a machine has in use: what was never used of an arena is zero, and needs no copy. */
import { Region } from '../memory/regions.js';
import type { Runtime } from '../vm/runtime.js';
import type { Range } from './pages.js';

/** The end of an arena, where no pool has been used yet. Words. */
export interface Untouched {
  readonly arena: number;
  readonly from: number;
  readonly to: number;
}

/** Ascending. */
export function untouchedEnds(rt: Runtime): readonly Untouched[] {
  const size = rt.profile.arenaSize / 4;
  const ends: Untouched[] = [];
  for (const arena of rt.pymalloc.arenas)
    if (arena !== null) ends.push({ arena: arena.address, from: arena.poolAddress, to: arena.address + size });
  return ends.sort((a, b) => a.arena - b.arena);
}

/** All memory that is in use, or was and may be again. */
export function usedRanges(rt: Runtime, ends: readonly Untouched[]): readonly Range[] {
  return [
    [0, Region.STATIC_LIMIT],
    [Region.DATA_STACK, rt.dataTop],
    [Region.NATIVE_STACK, rt.nativeTop],
    [Region.CODE, rt.codeTop],
    // What stands above its end is found again by blocks to come.
    [Region.SYSTEM_HEAP, rt.system.written().top],
    ...mappedRanges(rt, ends),
  ];
}

/** What is mapped, but for those ends. */
function mappedRanges(rt: Runtime, ends: readonly Untouched[]): readonly Range[] {
  const ranges: Range[] = [];
  let { floor: from } = rt.system.bounds();
  for (const end of ends) {
    if (end.from > from) ranges.push([from, end.from]);
    from = end.to;
  }
  ranges.push([from, rt.M.length]);
  return ranges;
}

/** Makes those ends of an earlier moment zero again. To be called before the machine's own state is written back. */
export function clearEnds(rt: Runtime, ends: readonly Untouched[]): void {
  const now = new Map(rt.pymalloc.arenas.flatMap((arena) => (arena ? [[arena.address, arena.poolAddress]] : [])));
  for (const { arena, from, to } of ends) {
    const written = Math.min(to, now.get(arena) ?? to);
    if (written > from) rt.M.fill(0, from, written);
  }
}
