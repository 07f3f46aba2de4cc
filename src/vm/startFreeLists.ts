/** Fills the free lists of objects as the start of the interpreter and the compiler of the script leave them. */
import { Gc, TupleLayout } from '../memory/layout.js';
import { newBuiltin } from '../objects/builtinFunction.js';
import { dictSet, newDict } from '../objects/dictCore.js';
import { newFloat } from '../objects/floatCore.js';
import { frameObjectBytes } from '../objects/frameObject.js';
import { newMethod } from '../objects/function.js';
import { listNew } from '../objects/list.js';
import { newTuple } from '../objects/tupleCore.js';
import { S, T } from '../objects/typeIds.js';
import type { CodeSpec } from '../python/code.js';
import {
  AFTER_IMPORT,
  compilerFreeLists,
  FRAME_SLOTS,
  START_BUILTINS,
  START_FRAMES,
  START_METHODS,
  startFreeLists,
} from '../spec/startFreeLists.js';
import type { Runtime } from './runtime.js';

/** To be called before the script's constants are made: they take floats from their free list. */
export function fillFloats(rt: Runtime): void {
  letGo(rt, startFreeLists(rt.profile, 1, 1).floats, () => newFloat(rt, 0));
}

/** To be called before the first line of a script, whose code this is. The collector does not notice. */
export function fillFreeLists(rt: Runtime, code: CodeSpec): void {
  const count = rt.gcCount0;
  const { units, depth } = unitsOf(code);
  const { lists, dicts, keys, tuples } = startFreeLists(rt.profile, units, depth);
  letGo(rt, lists, () => listNew(rt, 0));
  letGo(rt, dicts - keys, () => newDict(rt));
  letGo(rt, keys, () => {
    const dict = newDict(rt);
    dictSet(rt, dict, rt.ids.__init__, S.NONE);
    return dict;
  });
  tuples.forEach((count, i) => {
    letGo(rt, count, () => noneTuple(rt, i + 1));
  });
  fillFrames(rt, START_FRAMES);
  if (rt.profile.minor <= 8) {
    letGo(rt, START_METHODS, () => newMethod(rt, S.NONE, S.NONE));
    letGo(rt, START_BUILTINS, () => newBuiltin(rt, rt.natives[0]!, 0, 0));
  }
  rt.gcCount0 = count;
}

/**
 * To be called when a text was compiled while the program runs. What the free lists gain, the compiler allocated: it
 * counts for the collector, which does not run meanwhile.
 */
export function fillAfterCompile(rt: Runtime, code: CodeSpec): void {
  const { gcEnabled } = rt;
  rt.gcEnabled = false;
  const { units, depth } = unitsOf(code);
  const { lists, dicts, tuples } = compilerFreeLists(rt.profile, units, depth);
  letGo(rt, lists - rt.freeLists.length, () => listNew(rt, 0));
  letGo(rt, dicts - rt.freeDicts.length, () => newDict(rt));
  const leave = (wanted: number, n: number): void => {
    letGo(rt, wanted - rt.freeTuples[n]!.length, () => noneTuple(rt, n));
  };
  tuples.forEach((wanted, i) => {
    leave(wanted, i + 1);
  });
  for (const n of constantTuples(code)) leave(1, n);
  rt.gcEnabled = gcEnabled;
}

/** Lengths of the tuples that the compiler makes of the names and constants of code objects before the code has its own. */
function constantTuples(code: CodeSpec): Set<number> {
  const lengths = new Set<number>();
  for (const { length } of [code.consts, code.names, code.localsplusNames]) {
    if (length > 0 && length <= 20) lengths.add(length);
  }
  for (const constant of code.consts) {
    if (constant.type === 'code') for (const n of constantTuples(constant.code)) lengths.add(n);
  }
  return lengths;
}

/** To be called when a module has been read: the import itself leaves something on the free lists. */
export function fillAfterImport(rt: Runtime): void {
  const { gcCount0, gcEnabled } = rt;
  rt.gcEnabled = false;
  fillFrames(rt, AFTER_IMPORT.frames);
  letGo(rt, AFTER_IMPORT.lists - rt.freeLists.length, () => listNew(rt, 0));
  letGo(rt, AFTER_IMPORT.dicts - rt.freeDicts.length, () => newDict(rt));
  AFTER_IMPORT.tuples.forEach((wanted, i) => {
    letGo(rt, wanted - rt.freeTuples[i + 1]!.length, () => noneTuple(rt, i + 1));
  });
  rt.gcCount0 = gcCount0;
  rt.gcEnabled = gcEnabled;
}

/** Frames that no code object keeps (to 3.10). */
function fillFrames(rt: Runtime, wanted: number): void {
  if (!rt.profile.heapFrames) return;
  while (rt.freeFrames.length < wanted) {
    const bytes = frameObjectBytes(rt.profile.minor, FRAME_SLOTS) + 8;
    const block = rt.newGcObject(T.FRAME, bytes) - Gc.HEADER;
    rt.frameBytes.set(block, bytes);
    rt.freeFrames.push(block);
  }
}

function noneTuple(rt: Runtime, n: number): number {
  const tuple = newTuple(rt, n);
  for (let i = 0; i < n; i++) rt.M[tuple + TupleLayout.ITEM + 2 * i] = rt.newRef(S.NONE);
  return tuple;
}

/** Makes objects, all of them before the first goes. They are none of the program's. */
function letGo(rt: Runtime, count: number, make: () => number): void {
  const { stamp } = rt;
  rt.stamp = 1;
  const made: number[] = [];
  while (made.length < count) made.push(make());
  for (const p of made) rt.decref(p);
  rt.stamp = stamp;
}

function unitsOf(code: CodeSpec): { units: number; depth: number } {
  let units = 1;
  let depth = 0;
  for (const constant of code.consts) {
    if (constant.type !== 'code') continue;
    const inner = unitsOf(constant.code);
    units += inner.units;
    depth = Math.max(depth, inner.depth);
  }
  return { units, depth: depth + 1 };
}
