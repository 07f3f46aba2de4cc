/** slice objects and the arithmetic of slicing. Follows sliceobject.c. */

import { Gc, Ob } from '../memory/layout.js';
import { checkArgs } from './args.js';
import { defineType } from './defineType.js';
import { add64, multiply64, type Pair } from './hash64.js';
import { asIndex, newInt } from './intCore.js';
import type { Machine } from './machine.js';
import { compare, hash } from './object.js';
import { newStr } from './strCore.js';
import { reprText } from './support.js';
import { packTuple, tupleItem, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from './typeInfo.js';

/** Words of the fields of a slice object. */
export const SLICE_START = 4;
export const SLICE_STOP = 6;
export const SLICE_STEP = 8;

const MAX = Number.MAX_SAFE_INTEGER;

/** A new slice; takes new references. */
export function newSlice(rt: Machine, start: number, stop: number, step: number): number {
  const M = rt.M;
  let p: number;
  if (rt.freeSlices.length > 0) {
    p = rt.freeSlices.pop()!;
    M[p] = 1;
    M[p + Ob.BORN] = rt.stamp;
    if (rt.tracer !== null) rt.tracer.reused(p - Gc.HEADER);
  } else p = rt.newGcObject(T.SLICE, 40);
  M[p + SLICE_STEP] = rt.newRef(step);
  M[p + SLICE_START] = rt.newRef(start);
  M[p + SLICE_STOP] = rt.newRef(stop);
  rt.gcTrack(p);
  return p;
}

/** The positions that a slice means in a sequence. `length`: how many. */
export interface SlicePositions {
  start: number;
  stop: number;
  step: number;
  length: number;
}

/** One bound of a slice as a number (clipped), `fallback` for None; NaN with an exception. Follows _PyEval_SliceIndex. */
export function sliceIndex(rt: Machine, o: number, fallback: number): number {
  if (o === S.NONE) return fallback;
  if (!rt.isInt(o) && rt.typeOf(o).nb_index === null) {
    rt.raise(E.TypeError, 'slice indices must be integers or None or have an __index__ method');
    return Number.NaN;
  }
  return asIndex(rt, o, 0);
}

/** The same for arguments of `index` methods, where None is not allowed. */
export function sliceIndexNotNone(rt: Machine, o: number): number {
  if (!rt.isInt(o) && rt.typeOf(o).nb_index === null) {
    rt.raise(E.TypeError, 'slice indices must be integers or have an __index__ method');
    return Number.NaN;
  }
  return asIndex(rt, o, 0);
}

/** Start, stop and step of a slice for a sequence of `n` items; null with an exception. Follows PySlice_Unpack. */
export function slicePositions(rt: Machine, slice: number, n: number): SlicePositions | null {
  const unpacked = sliceUnpack(rt, slice);
  return unpacked === null ? null : sliceAdjust(unpacked, n);
}

/** The bounds as numbers before they are fitted to a length; null with an exception. */
export function sliceUnpack(rt: Machine, slice: number): SlicePositions | null {
  const M = rt.M;
  const step = sliceIndex(rt, M[slice + SLICE_STEP]!, 1);
  if (Number.isNaN(step)) return null;
  if (step === 0) {
    rt.raise(E.ValueError, 'slice step cannot be zero');
    return null;
  }
  const start = sliceIndex(rt, M[slice + SLICE_START]!, step < 0 ? MAX : 0);
  if (Number.isNaN(start)) return null;
  const stop = sliceIndex(rt, M[slice + SLICE_STOP]!, step < 0 ? -MAX : MAX);
  if (Number.isNaN(stop)) return null;
  return { start, stop, step, length: 0 };
}

/** Fits bounds to a sequence of `n` items. Follows PySlice_AdjustIndices. */
export function sliceAdjust(slice: SlicePositions, n: number): SlicePositions {
  const { step } = slice;
  slice.start = adjust(slice.start, n, step);
  slice.stop = adjust(slice.stop, n, step);
  const { start, stop } = slice;
  if (step < 0) slice.length = stop < start ? Math.floor((start - stop - 1) / -step) + 1 : 0;
  else slice.length = start < stop ? Math.floor((stop - start - 1) / step) + 1 : 0;
  return slice;
}

function adjust(bound: number, n: number, step: number): number {
  if (bound < 0) {
    bound += n;
    if (bound < 0) return step < 0 ? -1 : 0;
    return bound;
  }
  if (bound >= n) return step < 0 ? n - 1 : n;
  return bound;
}

function sliceDealloc(rt: Machine, self: number): void {
  const M = rt.M;
  rt.gcUntrack(self);
  rt.decref(M[self + SLICE_STEP]!);
  rt.decref(M[self + SLICE_START]!);
  rt.decref(M[self + SLICE_STOP]!);
  if (rt.freeSlices.length === 0) {
    if (rt.observer !== null) rt.observer.freed(self);
    rt.freeSlices.push(self);
  } else rt.freeGcObject(self);
}

function sliceTraverse(rt: Machine, self: number, visit: Visit): void {
  const M = rt.M;
  visit(rt, M[self + SLICE_START]!);
  visit(rt, M[self + SLICE_STOP]!);
  visit(rt, M[self + SLICE_STEP]!);
}

function sliceNew(rt: Machine, _type: number, args: number, kwargs: number): number {
  if (kwargs !== 0 && rt.M[kwargs + 4] !== 0) return rt.raise(E.TypeError, 'slice() takes no keyword arguments');
  const n = tupleLength(rt, args);
  if (!checkArgs(rt, 'slice', n, 1, 3)) return 0;
  const a = tupleItem(rt, args, 0);
  if (n === 1) return newSlice(rt, S.NONE, a, S.NONE);
  return newSlice(rt, a, tupleItem(rt, args, 1), n === 3 ? tupleItem(rt, args, 2) : S.NONE);
}

function sliceRepr(rt: Machine, self: number): number {
  const M = rt.M;
  const texts: string[] = [];
  for (const field of [SLICE_START, SLICE_STOP, SLICE_STEP]) {
    const text = reprText(rt, M[self + field]!);
    if (text === null) return 0;
    texts.push(text);
  }
  return newStr(rt, `slice(${texts.join(', ')})`);
}

function sliceCompare(rt: Machine, a: number, b: number, op: number): number {
  if (!rt.is(a, T.SLICE) || !rt.is(b, T.SLICE)) return rt.newRef(S.NOT_IMPLEMENTED);
  if (a === b) return rt.bool(op === 1 || op === 2 || op === 5);
  const M = rt.M;
  const t1 = packTuple(rt, M[a + SLICE_START]!, M[a + SLICE_STOP]!, M[a + SLICE_STEP]!);
  const t2 = packTuple(rt, M[b + SLICE_START]!, M[b + SLICE_STOP]!, M[b + SLICE_STEP]!);
  const result = compare(rt, t1, t2, op);
  rt.decref(t1);
  rt.decref(t2);
  return result;
}

/** Follows slicehash (3.12+): the mixing of tuple hashes without the length. */
function sliceHash(rt: Machine, self: number): number {
  const mix: Pair = { low: 374761413, high: 668265263 };
  for (const field of [SLICE_START, SLICE_STOP, SLICE_STEP]) {
    if (hash(rt, rt.M[self + field]!) < 0) return -1;
    mixLane(mix, rt.hashLow, rt.hashHigh);
  }
  rt.hashLow = mix.low;
  rt.hashHigh = mix.high;
  if (mix.low === -1 && mix.high === -1) {
    rt.hashLow = 1546275796;
    rt.hashHigh = 0;
  }
  return 0;
}

/** One round of the hash of tuples: takes a lane into the accumulator. Follows tupleobject.c: tuplehash. */
export function mixLane(mix: Pair, low: number, high: number): void {
  const accLow = mix.low;
  const accHigh = mix.high;
  multiply64(mix, low, high, 668265295, -1028477379);
  add64(mix, mix.low, mix.high, accLow, accHigh);
  const l = mix.low;
  const h = mix.high;
  // Rotated left by 31 bits.
  multiply64(mix, (l << 31) | (h >>> 1), (h << 31) | (l >>> 1), -2048144761, -1640531535);
}

function sliceIndices(rt: Machine, self: number, length: number): number {
  const n = asIndex(rt, length, E.OverflowError);
  if (Number.isNaN(n)) return 0;
  if (n < 0) return rt.raise(E.ValueError, 'length should not be negative');
  const found = slicePositions(rt, self, n);
  if (found === null) return 0;
  const values = [newInt(rt, found.start), newInt(rt, found.stop), newInt(rt, found.step)];
  const result = packTuple(rt, ...values);
  for (const value of values) rt.decref(value);
  return result;
}

function sliceReduce(rt: Machine, self: number): number {
  const M = rt.M;
  const inner = packTuple(rt, M[self + SLICE_START]!, M[self + SLICE_STOP]!, M[self + SLICE_STEP]!);
  const result = packTuple(rt, T.SLICE, inner);
  rt.decref(inner);
  return result;
}

const METHODS: readonly MethodDef[] = [
  { name: 'indices', kind: MethodKind.O, fn: sliceIndices },
  { name: '__reduce__', kind: MethodKind.NOARGS, fn: sliceReduce },
];

export function defineSlice(rt: Machine): void {
  defineType(rt, T.SLICE, {
    name: 'slice',
    basicsize: 40,
    flags: TypeFlag.HAVE_GC,
    tp_new: sliceNew,
    tp_dealloc: sliceDealloc,
    tp_traverse: sliceTraverse,
    tp_repr: sliceRepr,
    tp_richcompare: sliceCompare,
    tp_hash: rt.profile.minor >= 12 ? sliceHash : null,
    methods: METHODS,
    members: [
      { name: 'start', offset: SLICE_START, readonly: true, missing: 'none' },
      { name: 'stop', offset: SLICE_STOP, readonly: true, missing: 'none' },
      { name: 'step', offset: SLICE_STEP, readonly: true, missing: 'none' },
    ],
  });
}
