/** The range type. Follows rangeobject.c. Iterators stand in rangeIterator.ts. */
import { Ob } from '../memory/layout.js';
import { index, iterSearch } from './abstract.js';
import { checkArgs, noKeywords } from './args.js';
import { defineType } from './defineType.js';
import { intBig, intNumber, newBigInt, newCompactInt, newInt } from './intCore.js';
import type { Machine } from './machine.js';
import { compareBool, hash } from './object.js';
import { newRangeIterator, rangeReversed } from './rangeIterator.js';
import { slicePositions } from './slice.js';
import { newStr } from './strCore.js';
import { packTuple, tupleItem, tupleLength } from './tupleCore.js';
import { E, S, smallIntAddress, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

/** Words of the fields, all ints. */
export const RANGE_START = 4;
export const RANGE_STOP = 6;
export const RANGE_STEP = 8;
export const RANGE_LENGTH = 10;

/** Number of items between the bounds. */
export function rangeCount(start: bigint, stop: bigint, step: bigint): bigint {
  if (step > 0n) return start < stop ? (stop - start - 1n) / step + 1n : 0n;
  return start > stop ? (start - stop - 1n) / -step + 1n : 0n;
}

/** A new range; the references to the three ints are taken over. Follows make_range_object. */
export function makeRange(rt: Machine, start: number, stop: number, step: number): number {
  const M = rt.M;
  const a = intNumber(rt, start);
  const b = intNumber(rt, stop);
  const c = intNumber(rt, step);
  let length: number;
  const span = b - a;
  if (Number.isSafeInteger(span) && Number.isSafeInteger(c)) {
    let n = 0;
    if (c > 0) n = a < b ? Math.floor((span - 1) / c) + 1 : 0;
    else n = a > b ? Math.floor((-span - 1) / -c) + 1 : 0;
    length = newInt(rt, n);
  } else length = newBigInt(rt, rangeCount(intBig(rt, start), intBig(rt, stop), intBig(rt, step)));
  const p = rt.newObject(T.RANGE, 48);
  M[p + RANGE_START] = start;
  M[p + RANGE_STOP] = stop;
  M[p + RANGE_STEP] = step;
  M[p + RANGE_LENGTH] = length;
  return p;
}

/** Follows range_from_array. */
function rangeFrom(rt: Machine, args: readonly number[]): number {
  if (args.length === 1) {
    const stop = index(rt, args[0]!);
    if (stop === 0) return 0;
    return makeRange(rt, rt.newRef(smallIntAddress(0)), stop, rt.newRef(smallIntAddress(1)));
  }
  const start = index(rt, args[0]!);
  if (start === 0) return 0;
  const stop = index(rt, args[1]!);
  if (stop === 0) {
    rt.decref(start);
    return 0;
  }
  const step = args.length === 3 ? index(rt, args[2]!) : rt.newRef(smallIntAddress(1));
  if (step === 0 || intNumber(rt, step) === 0) {
    if (step !== 0) {
      rt.decref(step);
      rt.raise(E.ValueError, 'range() arg 3 must not be zero');
    }
    rt.decref(stop);
    rt.decref(start);
    return 0;
  }
  return makeRange(rt, start, stop, step);
}

function checkCount(rt: Machine, n: number): boolean {
  // Up to 3.8 "at least" is missing.
  if (n === 0 && rt.profile.minor === 8) {
    rt.raise(E.TypeError, 'range expected 1 argument, got 0');
    return false;
  }
  return checkArgs(rt, 'range', n, 1, 3);
}

function rangeNew(rt: Machine, _type: number, args: number, kwargs: number): number {
  if (kwargs !== 0 && rt.M[kwargs + 4] !== 0) return noKeywords(rt, 'range()');
  const n = tupleLength(rt, args);
  if (!checkCount(rt, n)) return 0;
  const values: number[] = [];
  for (let i = 0; i < n; i++) values.push(tupleItem(rt, args, i));
  return rangeFrom(rt, values);
}

function rangeVectorcall(rt: Machine, _type: number, args: number, nargs: number, kwnames: number): number {
  if (kwnames !== 0 && rt.M[kwnames + Ob.SIZE] !== 0) return noKeywords(rt, 'range()');
  if (!checkCount(rt, nargs)) return 0;
  const values: number[] = [];
  for (let i = 0; i < nargs; i++) values.push(rt.M[args + 2 * i]!);
  return rangeFrom(rt, values);
}

function rangeDealloc(rt: Machine, self: number): void {
  const M = rt.M;
  rt.decref(M[self + RANGE_START]!);
  rt.decref(M[self + RANGE_STOP]!);
  rt.decref(M[self + RANGE_STEP]!);
  rt.decref(M[self + RANGE_LENGTH]!);
  rt.freeObject(self);
}

/** `len(r)`, or -1 with OverflowError. */
function rangeLength(rt: Machine, self: number): number {
  const n = intNumber(rt, rt.M[self + RANGE_LENGTH]!);
  if (!Number.isNaN(n)) return n;
  if (intBig(rt, rt.M[self + RANGE_LENGTH]!) < 2n ** 63n) return Number(intBig(rt, rt.M[self + RANGE_LENGTH]!));
  return rt.fail(E.OverflowError, 'Python int too large to convert to C ssize_t');
}

/** The item number `i`, a non-negative number below the length, as a new int. */
export function rangeItemAt(rt: Machine, self: number, i: bigint): number {
  const M = rt.M;
  if (i === 0n) return rt.newRef(M[self + RANGE_START]!);
  return newBigInt(rt, intBig(rt, M[self + RANGE_START]!) + i * intBig(rt, M[self + RANGE_STEP]!));
}

function itemChecked(rt: Machine, self: number, i: bigint): number {
  const n = intBig(rt, rt.M[self + RANGE_LENGTH]!);
  if (i < 0n) i += n;
  if (i < 0n || i >= n) return rt.raise(E.IndexError, 'range object index out of range');
  return rangeItemAt(rt, self, i);
}

function rangeItem(rt: Machine, self: number, i: number): number {
  const n = intBig(rt, rt.M[self + RANGE_LENGTH]!);
  if (i < 0 || BigInt(i) >= n) return rt.raise(E.IndexError, 'range object index out of range');
  return rangeItemAt(rt, self, BigInt(i));
}

function rangeSubscript(rt: Machine, self: number, key: number): number {
  if (rt.isInt(key) || rt.typeOf(key).nb_index !== null) {
    const i = index(rt, key);
    if (i === 0) return 0;
    const M = rt.M;
    const n = intNumber(rt, M[self + RANGE_LENGTH]!);
    let at = intNumber(rt, i);
    const start = intNumber(rt, M[self + RANGE_START]!);
    const step = intNumber(rt, M[self + RANGE_STEP]!);
    let result: number;
    if (at < 0) at += n;
    const value = start + at * step;
    if (Number.isSafeInteger(value)) {
      result = at < 0 || at >= n ? rt.raise(E.IndexError, 'range object index out of range') : newInt(rt, value);
    } else result = itemChecked(rt, self, intBig(rt, i));
    rt.decref(i);
    return result;
  }
  if (!rt.is(key, T.SLICE)) {
    return rt.raise(E.TypeError, `range indices must be integers or slices, not ${rt.typeOf(key).name}`);
  }
  const n = rangeLength(rt, self);
  if (n < 0) return 0;
  const slice = slicePositions(rt, key, n);
  if (slice === null) return 0;
  const M = rt.M;
  const start = intBig(rt, M[self + RANGE_START]!);
  const step = intBig(rt, M[self + RANGE_STEP]!);
  // In the order of the C code: step, start, stop.
  const newStep = newBigInt(rt, step * BigInt(slice.step));
  const newStart = newBigInt(rt, start + BigInt(slice.start) * step);
  const newStop = newBigInt(rt, start + BigInt(slice.stop) * step);
  return makeRange(rt, newStart, newStop, newStep);
}

/** Whether an exact int (or bool) is in the range. */
function containsInt(rt: Machine, self: number, value: number): boolean {
  const M = rt.M;
  const v = intBig(rt, value);
  const start = intBig(rt, M[self + RANGE_START]!);
  const stop = intBig(rt, M[self + RANGE_STOP]!);
  const step = intBig(rt, M[self + RANGE_STEP]!);
  if (step > 0n ? v < start || v >= stop : v > start || v <= stop) return false;
  return (v - start) % step === 0n;
}

function isExactInt(rt: Machine, p: number): boolean {
  return rt.is(p, T.INT) || rt.is(p, T.BOOL);
}

function rangeContains(rt: Machine, self: number, value: number): number {
  if (isExactInt(rt, value)) return containsInt(rt, self, value) ? 1 : 0;
  return iterSearch(rt, self, value, 'contains');
}

function rangeCountMethod(rt: Machine, self: number, value: number): number {
  if (isExactInt(rt, value)) return newCompactInt(rt, containsInt(rt, self, value) ? 1 : 0);
  const n = iterSearch(rt, self, value, 'count');
  return n < 0 ? 0 : newInt(rt, n);
}

function rangeIndex(rt: Machine, self: number, value: number): number {
  if (!isExactInt(rt, value)) {
    const n = iterSearch(rt, self, value, 'index');
    return n < 0 ? 0 : newInt(rt, n);
  }
  if (containsInt(rt, self, value)) {
    const M = rt.M;
    const distance = intBig(rt, value) - intBig(rt, M[self + RANGE_START]!);
    return newBigInt(rt, distance / intBig(rt, M[self + RANGE_STEP]!));
  }
  return rt.raise(E.ValueError, `${intBig(rt, value)} is not in range`);
}

/** Follows range_equals. */
function rangeEquals(rt: Machine, a: number, b: number): number {
  if (a === b) return 1;
  const M = rt.M;
  let k = compareBool(rt, M[a + RANGE_LENGTH]!, M[b + RANGE_LENGTH]!, 2);
  if (k !== 1) return k;
  const n = intNumber(rt, M[a + RANGE_LENGTH]!);
  if (n === 0) return 1;
  k = compareBool(rt, M[a + RANGE_START]!, M[b + RANGE_START]!, 2);
  if (k !== 1 || n === 1) return k;
  return compareBool(rt, M[a + RANGE_STEP]!, M[b + RANGE_STEP]!, 2);
}

function rangeCompare(rt: Machine, a: number, b: number, op: number): number {
  if (!rt.is(b, T.RANGE) || (op !== 2 && op !== 3)) return rt.newRef(S.NOT_IMPLEMENTED);
  const k = rangeEquals(rt, a, b);
  return k < 0 ? 0 : rt.bool(op === 2 ? k > 0 : k === 0);
}

function rangeHash(rt: Machine, self: number): number {
  const M = rt.M;
  const n = intNumber(rt, M[self + RANGE_LENGTH]!);
  const t = packTuple(
    rt,
    M[self + RANGE_LENGTH]!,
    n === 0 ? S.NONE : M[self + RANGE_START]!,
    n === 0 || n === 1 ? S.NONE : M[self + RANGE_STEP]!,
  );
  const status = hash(rt, t);
  const low = rt.hashLow;
  const high = rt.hashHigh;
  rt.decref(t);
  rt.hashLow = low;
  rt.hashHigh = high;
  return status;
}

function rangeRepr(rt: Machine, self: number): number {
  const M = rt.M;
  const start = intBig(rt, M[self + RANGE_START]!);
  const stop = intBig(rt, M[self + RANGE_STOP]!);
  const step = intBig(rt, M[self + RANGE_STEP]!);
  return newStr(rt, step === 1n ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`);
}

function rangeReduce(rt: Machine, self: number): number {
  const M = rt.M;
  const inner = packTuple(rt, M[self + RANGE_START]!, M[self + RANGE_STOP]!, M[self + RANGE_STEP]!);
  const result = packTuple(rt, T.RANGE, inner);
  rt.decref(inner);
  return result;
}

const METHODS: readonly MethodDef[] = [
  { name: '__reversed__', kind: MethodKind.NOARGS, fn: rangeReversed },
  { name: '__reduce__', kind: MethodKind.NOARGS, fn: rangeReduce },
  { name: 'count', kind: MethodKind.O, fn: rangeCountMethod },
  { name: 'index', kind: MethodKind.O, fn: rangeIndex },
];

export function defineRange(rt: Machine): void {
  defineType(rt, T.RANGE, {
    name: 'range',
    basicsize: 48,
    flags: TypeFlag.SEQUENCE,
    tp_new: rangeNew,
    tp_vectorcall: rt.profile.minor >= 9 ? rangeVectorcall : null,
    tp_dealloc: rangeDealloc,
    tp_repr: rangeRepr,
    tp_hash: rangeHash,
    tp_richcompare: rangeCompare,
    tp_iter: newRangeIterator,
    nb_bool: (rt_, self) => (intNumber(rt_, rt_.M[self + RANGE_LENGTH]!) === 0 ? 0 : 1),
    sq_length: rangeLength,
    sq_item: rangeItem,
    sq_contains: rangeContains,
    mp_length: rangeLength,
    mp_subscript: rangeSubscript,
    methods: METHODS,
    members: [
      { name: 'start', offset: RANGE_START, readonly: true, missing: 'none' },
      { name: 'stop', offset: RANGE_STOP, readonly: true, missing: 'none' },
      { name: 'step', offset: RANGE_STEP, readonly: true, missing: 'none' },
    ],
  });
}
