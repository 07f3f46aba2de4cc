/** The free lists of objects: what a full collection gives back to the allocator. Follows gcmodule.c: clear_freelists. */
import { Gc } from '../memory/layout.js';
import type { FreeListCounts } from '../spec/mallocStats.js';
import { releaseKeys } from './dictKeys.js';
import type { Machine } from './machine.js';

/** Takes the memory of a dead object with GC header back, as PyObject_GC_Del does. */
function releaseGc(rt: Machine, p: number): void {
  if (rt.gcCount0 > 0) rt.gcCount0--;
  rt.free(p - Gc.HEADER);
}

function clearGcList(rt: Machine, list: number[]): void {
  while (list.length > 0) releaseGc(rt, list.pop()!);
}

function clearPlainList(rt: Machine, list: number[]): void {
  while (list.length > 0) rt.free(list.pop()!);
}

/** Empties all free lists, last in first out, in the order of the version. The one of slices stays. */
export function clearFreeLists(rt: Machine): void {
  clearGcList(rt, rt.freeMethods);
  while (rt.freeFrames.length > 0) rt.dropFrameBlock(rt.freeFrames.pop()!);
  clearGcList(rt, rt.freeBuiltins);
  if (rt.profile.minor >= 13) clearPlainList(rt, rt.freeFloats);
  for (const list of rt.freeTuples) clearGcList(rt, list);
  clearPlainList(rt, rt.freeFloats);
  clearGcList(rt, rt.freeLists);
  clearGcList(rt, rt.freeDicts);
  while (rt.freeKeys.length > 0) releaseKeys(rt, rt.freeKeys.pop()!);
  clearGcList(rt, rt.freeContexts);
}

/** How many objects lie on the lists that `sys._debugmallocstats()` tells of. */
export function freeListCounts(rt: Machine): FreeListCounts {
  return {
    builtins: rt.freeBuiltins.length,
    dicts: rt.freeDicts.length,
    keys: rt.freeKeys.length,
    floats: rt.freeFloats.length,
    frames: rt.freeFrames.length,
    lists: rt.freeLists.length,
    methods: rt.freeMethods.length,
    tuples: rt.freeTuples.map((list) => list.length),
  };
}

/** A free list as people see it: its name, the objects on it (most recent last), whether they have a GC header. */
export interface FreeListView {
  readonly name: string;
  readonly members: readonly number[];
  readonly gc: boolean;
}

/** All free lists of objects that can hold something in this version. */
export function freeListViews(rt: Machine): FreeListView[] {
  const views: FreeListView[] = [
    { name: 'float', members: rt.freeFloats, gc: false },
    { name: 'list', members: rt.freeLists, gc: true },
    { name: 'dict', members: rt.freeDicts, gc: true },
    { name: 'dict keys', members: rt.freeKeys, gc: false },
    { name: 'method', members: rt.freeMethods, gc: true },
    { name: 'builtin method', members: rt.freeBuiltins, gc: true },
    { name: 'frame', members: rt.freeFrames.map((block) => block + Gc.HEADER), gc: true },
    { name: 'slice', members: rt.freeSlices, gc: true },
    { name: 'context', members: rt.freeContexts, gc: true },
    { name: 'deque block', members: rt.freeDequeBlocks, gc: false },
  ];
  rt.freeTuples.forEach((members, n) => {
    if (n > 0) views.push({ name: `tuple of ${n}`, members, gc: true });
  });
  return views;
}
