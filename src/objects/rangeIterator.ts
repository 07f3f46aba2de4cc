/** Iterators of range: one on machine integers, one on ints of any size. Follows rangeobject.c. */

import { defineType } from './defineType.js';
import { asIndex, intBig, intNumber, newBigInt, newInt } from './intCore.js';
import { reduceWith, selfIter } from './iteratorCore.js';
import type { Machine } from './machine.js';
import { makeRange, RANGE_LENGTH, RANGE_START, RANGE_STEP } from './range.js';
import { smallIntAddress, T } from './typeIds.js';

import { type MethodDef, MethodKind } from './typeInfo.js';

/**
 * Fields of range_iterator, 64 bits each. To 3.11: index, start, step, length, and the next value is start plus index
 * times step. Since 3.12: start (the next value), step, and how many are left.
 */
const A = 4;
const B = 6;
const C = 8;
const D = 10;

function read(rt: Machine, at: number): number {
  const M = rt.M;
  const low = M[at]!;
  const high = M[at + 1]!;
  return high === low >> 31 ? low : high * 0x1_0000_0000 + (low >>> 0);
}

function write(rt: Machine, at: number, value: number): void {
  const M = rt.M;
  M[at] = value | 0;
  M[at + 1] = Math.floor(value / 0x1_0000_0000);
}

function isOld(rt: Machine): boolean {
  return rt.profile.minor <= 11;
}

function newFast(rt: Machine, start: number, step: number, length: number): number {
  if (isOld(rt)) {
    const p = rt.newObject(T.RANGE_ITERATOR, 48);
    write(rt, p + A, 0);
    write(rt, p + B, start);
    write(rt, p + C, step);
    write(rt, p + D, length);
    return p;
  }
  const p = rt.newObject(T.RANGE_ITERATOR, 40);
  write(rt, p + A, start);
  write(rt, p + B, step);
  write(rt, p + C, length);
  return p;
}

/** Takes over the references to the ints. */
function newLong(rt: Machine, start: number, step: number, length: number): number {
  const M = rt.M;
  if (isOld(rt)) {
    const p = rt.newObject(T.LONGRANGE_ITERATOR, 48);
    M[p + A] = rt.newRef(smallIntAddress(0));
    M[p + B] = start;
    M[p + C] = step;
    M[p + D] = length;
    return p;
  }
  const p = rt.newObject(T.LONGRANGE_ITERATOR, 40);
  M[p + A] = start;
  M[p + B] = step;
  M[p + C] = length;
  return p;
}

/** `iter(r)`. */
export function newRangeIterator(rt: Machine, range: number): number {
  const M = rt.M;
  const start = intNumber(rt, M[range + RANGE_START]!);
  const step = intNumber(rt, M[range + RANGE_STEP]!);
  const length = intNumber(rt, M[range + RANGE_LENGTH]!);
  if (Number.isSafeInteger(start + step * length)) return newFast(rt, start, step, length);
  return newLong(
    rt,
    rt.newRef(M[range + RANGE_START]!),
    rt.newRef(M[range + RANGE_STEP]!),
    rt.newRef(M[range + RANGE_LENGTH]!),
  );
}

/** `reversed(r)`. */
export function rangeReversed(rt: Machine, range: number): number {
  const M = rt.M;
  const start = intNumber(rt, M[range + RANGE_START]!);
  const step = intNumber(rt, M[range + RANGE_STEP]!);
  const length = intNumber(rt, M[range + RANGE_LENGTH]!);
  if (Number.isSafeInteger(start + step * length)) return newFast(rt, start + (length - 1) * step, -step, length);
  const bigStep = intBig(rt, M[range + RANGE_STEP]!);
  const last = intBig(rt, M[range + RANGE_START]!) + (intBig(rt, M[range + RANGE_LENGTH]!) - 1n) * bigStep;
  return newLong(rt, newBigInt(rt, last), newBigInt(rt, -bigStep), rt.newRef(M[range + RANGE_LENGTH]!));
}

/** As {@link rangeIterNext}, where a number may take more than a word (3.12+). */
function nextOfLarge(rt: Machine, it: number): number {
  const left = read(rt, it + C);
  if (left <= 0) return 0;
  const value = read(rt, it + A);
  write(rt, it + A, value + read(rt, it + B));
  write(rt, it + C, left - 1);
  return newInt(rt, value);
}

/** The next int of a range iterator, 0 at the end. */
export function rangeIterNext(rt: Machine, it: number): number {
  const M = rt.M;
  if (rt.profile.minor >= 12) {
    const left = M[it + C]!;
    const low = M[it + A]!;
    const step = M[it + B]!;
    const next = low + step;
    if (
      left > 0 &&
      M[it + C + 1] === 0 &&
      M[it + A + 1] === low >> 31 &&
      M[it + B + 1] === step >> 31 &&
      next === (next | 0)
    ) {
      // All of them are small, the usual case.
      M[it + A] = next;
      M[it + A + 1] = next >> 31;
      M[it + C] = left - 1;
      return newInt(rt, low);
    }
    return nextOfLarge(rt, it);
  }
  const low = M[it + A]!;
  if ((M[it + A + 1]! | M[it + D + 1]!) === 0 && low >= 0 && M[it + D]! >= 0) {
    // Index and length are small, the usual case.
    if (low >= M[it + D]!) return 0;
    M[it + A] = low + 1;
    const start = M[it + B]!;
    const step = M[it + C]!;
    if (M[it + B + 1] === start >> 31 && M[it + C + 1] === step >> 31) return newInt(rt, start + low * step);
    return newInt(rt, read(rt, it + B) + low * read(rt, it + C));
  }
  const i = read(rt, it + A);
  if (i >= read(rt, it + D)) return 0;
  write(rt, it + A, i + 1);
  return newInt(rt, read(rt, it + B) + i * read(rt, it + C));
}

/** What is left of a machine-integer iterator: next value, step, count, and the index of old versions. */
function stateOf(rt: Machine, it: number): { start: number; step: number; length: number; index: number } {
  if (isOld(rt)) {
    return { start: read(rt, it + B), step: read(rt, it + C), length: read(rt, it + D), index: read(rt, it + A) };
  }
  return { start: read(rt, it + A), step: read(rt, it + B), length: read(rt, it + C), index: 0 };
}

/** `(iter, (range(...),), index or None)`. */
function reduceRange(rt: Machine, range: number, indexOrNull: number | null): number {
  if (range === 0) return 0;
  let result: number;
  if (indexOrNull !== null) result = reduceWith(rt, 'iter', [range], indexOrNull);
  else {
    // Since 3.12 the state is None.
    const two = reduceWith(rt, 'iter', [range], 0);
    if (two !== 0) {
      const old = rt.M[two + 10]!;
      rt.M[two + 10] = rt.none();
      rt.decref(old);
    }
    result = two;
  }
  rt.decref(range);
  return result;
}

const METHODS: readonly MethodDef[] = [
  {
    name: '__length_hint__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const state = stateOf(rt, self);
      return newInt(rt, state.length - state.index);
    },
  },
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const state = stateOf(rt, self);
      const range = makeRange(
        rt,
        newInt(rt, state.start),
        newInt(rt, state.start + state.length * state.step),
        newInt(rt, state.step),
      );
      return reduceRange(rt, range, isOld(rt) ? state.index : null);
    },
  },
  {
    name: '__setstate__',
    kind: MethodKind.O,
    fn: (rt, self, value) => {
      let i = asIndex(rt, value, 0);
      if (Number.isNaN(i)) return 0;
      const state = stateOf(rt, self);
      i = Math.max(0, Math.min(i, state.length));
      if (isOld(rt)) write(rt, self + A, i);
      else {
        write(rt, self + A, state.start + i * state.step);
        write(rt, self + C, state.length - i);
      }
      return rt.none();
    },
  },
];

function longNext(rt: Machine, it: number): number {
  const M = rt.M;
  if (isOld(rt)) {
    const i = intBig(rt, M[it + A]!);
    if (i >= intBig(rt, M[it + D]!)) return 0;
    const next = newBigInt(rt, i + 1n);
    const product = newBigInt(rt, i * intBig(rt, M[it + C]!));
    const result = newBigInt(rt, intBig(rt, M[it + B]!) + intBig(rt, product));
    const old = M[it + A]!;
    M[it + A] = next;
    rt.decref(product);
    rt.decref(old);
    return result;
  }
  const left = intBig(rt, M[it + C]!);
  if (left === 0n) return 0;
  const next = newBigInt(rt, intBig(rt, M[it + A]!) + intBig(rt, M[it + B]!));
  const oldLeft = M[it + C]!;
  M[it + C] = newBigInt(rt, left - 1n);
  const result = M[it + A]!;
  M[it + A] = next;
  rt.decref(oldLeft);
  return result;
}

function longDealloc(rt: Machine, self: number): void {
  const M = rt.M;
  rt.decref(M[self + A]!);
  rt.decref(M[self + B]!);
  rt.decref(M[self + C]!);
  if (isOld(rt)) rt.decref(M[self + D]!);
  rt.freeObject(self);
}

const LONG_METHODS: readonly MethodDef[] = [
  {
    name: '__length_hint__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const M = rt.M;
      if (isOld(rt)) return newBigInt(rt, intBig(rt, M[self + D]!) - intBig(rt, M[self + A]!));
      return rt.newRef(M[self + C]!);
    },
  },
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const M = rt.M;
      const old = isOld(rt);
      const start = M[self + (old ? B : A)]!;
      const step = M[self + (old ? C : B)]!;
      const length = M[self + (old ? D : C)]!;
      const stop = newBigInt(rt, intBig(rt, start) + intBig(rt, length) * intBig(rt, step));
      const range = makeRange(rt, rt.newRef(start), stop, rt.newRef(step));
      return reduceRange(rt, range, old ? Number(intBig(rt, M[self + A]!)) : null);
    },
  },
];

export function defineRangeIterators(rt: Machine): void {
  const basicsize = isOld(rt) ? 48 : 40;
  defineType(rt, T.RANGE_ITERATOR, {
    name: 'range_iterator',
    basicsize,
    tp_dealloc: (machine, self) => machine.freeObject(self),
    tp_iter: selfIter,
    tp_iternext: rangeIterNext,
    methods: METHODS,
  });
  defineType(rt, T.LONGRANGE_ITERATOR, {
    name: 'longrange_iterator',
    basicsize,
    tp_dealloc: longDealloc,
    tp_iter: selfIter,
    tp_iternext: longNext,
    methods: LONG_METHODS,
  });
}
