/** The tuple type and its iterator. Follows tupleobject.c. */
import { Gc, Ob, TupleLayout } from '../memory/layout.js';
import { checkArgs, noKeywords } from './args.js';
import { defineType } from './defineType.js';
import { mayBeTracked } from './dictCore.js';
import { newGenericAlias } from './genericAlias.js';
import type { Pair } from './hash64.js';
import { add64 } from './hash64.js';
import { asIndex, newCompactInt } from './intCore.js';
import {
  exhaust,
  IT_INDEX,
  IT_SEQ,
  iteratorDealloc,
  iteratorTraverse,
  newIndexIterator,
  reduceWith,
  selfIter,
  stateNumber,
} from './iteratorCore.js';
import { addReferences } from './list.js';
import type { Machine } from './machine.js';
import { compare, compareBool, freeInstance, getIter, hash, lengthHint, trashcanBegin, trashcanEnd } from './object.js';
import { reprEnter, reprLeave } from './reprlib.js';
import { mixLane, sliceIndexNotNone, slicePositions } from './slice.js';
import { newStr } from './strCore.js';
import { reprText } from './support.js';
import { newTuple, packTuple1, tupleFromVector, tupleItem, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from './typeInfo.js';

/** Longest free list of tuples of one length. */
const TUPLE_FREE_LIST = 2000;
const ITEM = TupleLayout.ITEM;

/** A tracked tuple of the items of a list or tuple. Follows PyList_AsTuple. */
export function tupleFromList(rt: Machine, list: number): number {
  return tupleFromVector(rt, rt.M[list + 6]!, rt.M[list + Ob.SIZE]!);
}

/**
 * Changes the length of a tuple that nobody else sees; the new address. Items cut off are given up. Follows
 * _PyTuple_Resize.
 */
export function tupleResize(rt: Machine, tuple: number, n: number): number {
  const M = rt.M;
  const old = M[tuple + Ob.SIZE]!;
  if (old === n) return tuple;
  if (n === 0) {
    rt.decref(tuple);
    return rt.newRef(S.EMPTY_TUPLE);
  }
  if (old === 0) {
    rt.decref(tuple);
    const fresh = newTuple(rt, n);
    for (let i = 0; i < n; i++) M[fresh + ITEM + 2 * i] = 0;
    rt.gcTrack(fresh);
    return fresh;
  }
  const tracked = M[tuple + Gc.NEXT] !== 0;
  if (tracked) rt.gcUntrack(tuple);
  for (let i = n; i < old; i++) {
    const item = M[tuple + ITEM + 2 * i]!;
    if (item !== 0) rt.decref(item);
  }
  const moved = rt.realloc(tuple - Gc.HEADER, 16 + 24 + 8 * n) + Gc.HEADER;
  M[moved + Ob.SIZE] = n;
  for (let i = old; i < n; i++) M[moved + ITEM + 2 * i] = 0;
  rt.gcTrack(moved);
  return moved;
}

/** PySequence_Tuple: the items of any iterable as a tuple, new reference or 0. */
export function sequenceTuple(rt: Machine, o: number): number {
  if (rt.is(o, T.TUPLE)) return rt.newRef(o);
  if (rt.is(o, T.LIST) || rt.hasFlag(o, TypeFlag.LIST_SUBCLASS)) return tupleFromList(rt, o);
  const it = getIter(rt, o);
  if (it === 0) return 0;
  let n = lengthHint(rt, o, 10);
  if (n < 0) {
    rt.decref(it);
    return 0;
  }
  const M = rt.M;
  let result = newTuple(rt, n);
  if (n > 0) {
    for (let i = 0; i < n; i++) M[result + ITEM + 2 * i] = 0;
    rt.gcTrack(result);
  }
  const next = rt.typeOf(it).tp_iternext!;
  let j = 0;
  for (; ; j++) {
    const item = next(rt, it);
    if (item === 0) {
      if (rt.currentException !== 0) {
        if (!rt.errorIs(E.StopIteration)) {
          rt.decref(it);
          rt.decref(result);
          return 0;
        }
        rt.clearError();
      }
      break;
    }
    if (j >= n) {
      n += 10;
      n += n >> 2;
      result = tupleResize(rt, result, n);
    }
    M[result + ITEM + 2 * j] = item;
  }
  if (j < n) result = tupleResize(rt, result, j);
  rt.decref(it);
  return result;
}

/** The items from `low` up to `high` as a tuple, clipped. Follows PyTuple_GetSlice. */
export function tupleSlice(rt: Machine, tuple: number, low: number, high: number): number {
  const n = tupleLength(rt, tuple);
  if (low < 0) low = 0;
  if (high > n) high = n;
  if (high < low) high = low;
  if (low === 0 && high === n && rt.is(tuple, T.TUPLE)) return rt.newRef(tuple);
  return tupleFromVector(rt, tuple + ITEM + 2 * low, high - low);
}

/** Takes a tuple out of the collector's sight when nothing in it may be tracked. Follows _PyTuple_MaybeUntrack. */
export function tupleMaybeUntrack(rt: Machine, tuple: number): void {
  const M = rt.M;
  if (M[tuple + Ob.TYPE] !== T.TUPLE || M[tuple + Gc.NEXT] === 0) return;
  const n = M[tuple + Ob.SIZE]!;
  for (let i = 0; i < n; i++) {
    const item = M[tuple + ITEM + 2 * i]!;
    // An empty slot: the tuple is not finished.
    if (item === 0 || mayBeTracked(rt, item)) return;
  }
  rt.gcUntrack(tuple);
}

function tupleDealloc(rt: Machine, self: number): void {
  const M = rt.M;
  const n = M[self + Ob.SIZE]!;
  if (self === S.EMPTY_TUPLE) {
    M[self] = 1;
    return;
  }
  rt.gcUntrack(self);
  const exact = M[self + Ob.TYPE] === T.TUPLE;
  if (exact && !trashcanBegin(rt, self)) return;
  for (let i = n - 1; i >= 0; i--) {
    const item = M[self + ITEM + 2 * i]!;
    if (item !== 0) rt.decref(item);
  }
  // A dead tuple of 20 is kept in 3.11 and 3.12 too, though never used again.
  const kept = exact && n > 0 && n < (rt.profile.minor >= 11 ? 21 : 20) && rt.freeTuples[n]!.length < TUPLE_FREE_LIST;
  if (kept) {
    if (rt.observer !== null) rt.observer.freed(self);
    rt.freeTuples[n]!.push(self);
  } else freeInstance(rt, self);
  if (exact) trashcanEnd(rt);
}

function tupleTraverse(rt: Machine, self: number, visit: Visit): void {
  const M = rt.M;
  for (let i = M[self + Ob.SIZE]! - 1; i >= 0; i--) {
    const item = M[self + ITEM + 2 * i]!;
    if (item !== 0) visit(rt, item);
  }
}

function tupleRepr(rt: Machine, self: number): number {
  const M = rt.M;
  const n = M[self + Ob.SIZE]!;
  if (n === 0) return newStr(rt, '()');
  if (reprEnter(rt, self)) return newStr(rt, '(...)');
  const texts: string[] = [];
  for (let i = 0; i < n; i++) {
    const text = reprText(rt, M[self + ITEM + 2 * i]!);
    if (text === null) {
      reprLeave(rt, self);
      return 0;
    }
    texts.push(text);
  }
  reprLeave(rt, self);
  return newStr(rt, n === 1 ? `(${texts[0]},)` : `(${texts.join(', ')})`);
}

/** Follows tuplehash of 3.8+ (xxHash without its last steps). */
function tupleHash(rt: Machine, self: number): number {
  const M = rt.M;
  const n = M[self + Ob.SIZE]!;
  const mix: Pair = { low: 374761413, high: 668265263 };
  for (let i = 0; i < n; i++) {
    if (hash(rt, M[self + ITEM + 2 * i]!) < 0) return -1;
    mixLane(mix, rt.hashLow, rt.hashHigh);
  }
  add64(mix, mix.low, mix.high, n ^ 375633078, 668265263);
  if (mix.low === -1 && mix.high === -1) {
    mix.low = 1546275796;
    mix.high = 0;
  }
  rt.hashLow = mix.low;
  rt.hashHigh = mix.high;
  return 0;
}

function isTuple(rt: Machine, p: number): boolean {
  return rt.M[p + Ob.TYPE] === T.TUPLE || rt.hasFlag(p, TypeFlag.TUPLE_SUBCLASS);
}

function tupleCompare(rt: Machine, a: number, b: number, op: number): number {
  if (!isTuple(rt, a) || !isTuple(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
  const M = rt.M;
  const nA = M[a + Ob.SIZE]!;
  const nB = M[b + Ob.SIZE]!;
  let i = 0;
  for (; i < nA && i < nB; i++) {
    const k = compareBool(rt, M[a + ITEM + 2 * i]!, M[b + ITEM + 2 * i]!, 2);
    if (k < 0) return 0;
    if (k === 0) break;
  }
  if (i >= nA || i >= nB) return rt.bool(compareLengths(nA, nB, op));
  if (op === 2) return rt.bool(false);
  if (op === 3) return rt.bool(true);
  return compare(rt, M[a + ITEM + 2 * i]!, M[b + ITEM + 2 * i]!, op);
}

/** `a op b` of two lengths. */
export function compareLengths(a: number, b: number, op: number): boolean {
  switch (op) {
    case 0:
      return a < b;
    case 1:
      return a <= b;
    case 2:
      return a === b;
    case 3:
      return a !== b;
    case 4:
      return a > b;
    default:
      return a >= b;
  }
}

function tupleContains(rt: Machine, self: number, item: number): number {
  const M = rt.M;
  const n = M[self + Ob.SIZE]!;
  for (let i = 0; i < n; i++) {
    const own = M[self + ITEM + 2 * i]!;
    const k = rt.profile.minor === 8 ? compareBool(rt, item, own, 2) : compareBool(rt, own, item, 2);
    if (k !== 0) return k;
  }
  return 0;
}

function tupleItemSlot(rt: Machine, self: number, i: number): number {
  const M = rt.M;
  if (i < 0 || i >= M[self + Ob.SIZE]!) return rt.raise(E.IndexError, 'tuple index out of range');
  return rt.newRef(M[self + ITEM + 2 * i]!);
}

function tupleSubscript(rt: Machine, self: number, key: number): number {
  const M = rt.M;
  const n = M[self + Ob.SIZE]!;
  if (rt.isInt(key) || rt.typeOf(key).nb_index !== null) {
    const i = asIndex(rt, key, E.IndexError);
    if (Number.isNaN(i)) return 0;
    return tupleItemSlot(rt, self, i < 0 ? i + n : i);
  }
  if (!rt.is(key, T.SLICE)) {
    return rt.raise(E.TypeError, `tuple indices must be integers or slices, not ${rt.typeOf(key).name}`);
  }
  const slice = slicePositions(rt, key, n);
  if (slice === null) return 0;
  if (slice.length <= 0) return rt.newRef(S.EMPTY_TUPLE);
  if (slice.start === 0 && slice.step === 1 && slice.length === n && rt.is(self, T.TUPLE)) return rt.newRef(self);
  const result = newTuple(rt, slice.length);
  for (let i = 0, at = slice.start; i < slice.length; i++, at += slice.step) {
    M[result + ITEM + 2 * i] = rt.newRef(M[self + ITEM + 2 * at]!);
  }
  rt.gcTrack(result);
  return result;
}

function tupleConcat(rt: Machine, a: number, b: number): number {
  const M = rt.M;
  if (M[a + Ob.SIZE] === 0 && rt.is(b, T.TUPLE)) return rt.newRef(b);
  if (!isTuple(rt, b)) {
    return rt.raise(E.TypeError, `can only concatenate tuple (not "${rt.typeOf(b).name}") to tuple`);
  }
  if (M[b + Ob.SIZE] === 0 && rt.is(a, T.TUPLE)) return rt.newRef(a);
  const n = M[a + Ob.SIZE]!;
  const m = M[b + Ob.SIZE]!;
  if (n + m === 0) return rt.newRef(S.EMPTY_TUPLE);
  const p = newTuple(rt, n + m);
  for (let i = 0; i < 2 * n; i += 2) M[p + ITEM + i] = rt.newRef(M[a + ITEM + i]!);
  for (let i = 0; i < 2 * m; i += 2) M[p + ITEM + 2 * n + i] = rt.newRef(M[b + ITEM + i]!);
  rt.gcTrack(p);
  return p;
}

function tupleRepeat(rt: Machine, self: number, count: number): number {
  const M = rt.M;
  const n = M[self + Ob.SIZE]!;
  if ((n === 0 || count === 1) && rt.is(self, T.TUPLE)) return rt.newRef(self);
  if (n === 0 || count <= 0) return rt.newRef(S.EMPTY_TUPLE);
  if (n * count > 0x0fff_ffff) return rt.raise(E.MemoryError, '');
  const total = n * count;
  const p = newTuple(rt, total);
  for (let i = 0; i < n; i++) {
    const item = M[self + ITEM + 2 * i]!;
    addReferences(rt, item, count);
    M[p + ITEM + 2 * i] = item;
  }
  for (let i = 2 * n; i < 2 * total; i += 2) M[p + ITEM + i] = M[p + ITEM + i - 2 * n]!;
  rt.gcTrack(p);
  return p;
}

/** Follows tuple_new and tuple_subtype_new. */
function makeTuple(rt: Machine, type: number, iterable: number): number {
  const tuple = iterable === 0 ? rt.newRef(S.EMPTY_TUPLE) : sequenceTuple(rt, iterable);
  if (tuple === 0 || type === T.TUPLE) return tuple;
  const M = rt.M;
  const n = M[tuple + Ob.SIZE]!;
  const p = rt.infoOf(type).tp_alloc!(rt, type, n);
  if (p === 0) {
    rt.decref(tuple);
    return 0;
  }
  for (let i = 0; i < n; i++) M[p + ITEM + 2 * i] = rt.newRef(M[tuple + ITEM + 2 * i]!);
  rt.decref(tuple);
  return p;
}

function tupleNew(rt: Machine, type: number, args: number, kwargs: number): number {
  if (type === T.TUPLE && kwargs !== 0 && rt.M[kwargs + 4] !== 0) return noKeywords(rt, 'tuple()');
  const n = tupleLength(rt, args);
  if (!checkArgs(rt, 'tuple', n, 0, 1)) return 0;
  return makeTuple(rt, type, n === 0 ? 0 : tupleItem(rt, args, 0));
}

function tupleVectorcall(rt: Machine, type: number, args: number, nargs: number, kwnames: number): number {
  if (kwnames !== 0 && rt.M[kwnames + Ob.SIZE] !== 0) return noKeywords(rt, 'tuple()');
  if (!checkArgs(rt, 'tuple', nargs, 0, 1)) return 0;
  return makeTuple(rt, type, nargs === 0 ? 0 : rt.M[args]!);
}

function tupleIndex(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'index', nargs, 1, 3)) return 0;
  const M = rt.M;
  const n = M[self + Ob.SIZE]!;
  let start = 0;
  let stop = Number.MAX_SAFE_INTEGER;
  if (nargs > 1) {
    start = sliceIndexNotNone(rt, M[args + 2]!);
    if (Number.isNaN(start)) return 0;
  }
  if (nargs > 2) {
    stop = sliceIndexNotNone(rt, M[args + 4]!);
    if (Number.isNaN(stop)) return 0;
  }
  const value = M[args]!;
  if (start < 0) start = Math.max(start + n, 0);
  if (stop < 0) stop += n;
  else if (stop > n) stop = n;
  for (let i = start; i < stop; i++) {
    const k = compareBool(rt, M[self + ITEM + 2 * i]!, value, 2);
    if (k > 0) return newCompactInt(rt, i);
    if (k < 0) return 0;
  }
  return rt.raise(E.ValueError, 'tuple.index(x): x not in tuple');
}

function tupleCount(rt: Machine, self: number, value: number): number {
  const M = rt.M;
  let count = 0;
  for (let i = 0; i < M[self + Ob.SIZE]!; i++) {
    const k = compareBool(rt, M[self + ITEM + 2 * i]!, value, 2);
    if (k < 0) return 0;
    count += k;
  }
  return newCompactInt(rt, count);
}

function tupleGetNewArgs(rt: Machine, self: number): number {
  const copy = tupleFromVector(rt, self + ITEM, rt.M[self + Ob.SIZE]!);
  const result = packTuple1(rt, copy);
  rt.decref(copy);
  return result;
}

const METHODS: readonly MethodDef[] = [
  { name: '__getnewargs__', kind: MethodKind.NOARGS, fn: tupleGetNewArgs },
  { name: 'index', kind: MethodKind.FAST, fn: tupleIndex },
  { name: 'count', kind: MethodKind.O, fn: tupleCount },
];
const CLASS_GETITEM: MethodDef = {
  name: '__class_getitem__',
  kind: MethodKind.O | MethodKind.CLASS,
  fn: newGenericAlias,
};

/** The next item of a tuple iterator, 0 at the end. */
export function tupleIterNext(rt: Machine, it: number): number {
  const M = rt.M;
  const tuple = M[it + IT_SEQ]!;
  if (tuple === 0) return 0;
  const i = M[it + IT_INDEX]!;
  if (i < M[tuple + Ob.SIZE]!) {
    M[it + IT_INDEX] = i + 1;
    return rt.newRef(M[tuple + ITEM + 2 * i]!);
  }
  return exhaust(rt, it);
}

const ITERATOR_METHODS: readonly MethodDef[] = [
  {
    name: '__length_hint__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const tuple = rt.M[self + IT_SEQ]!;
      return newCompactInt(rt, tuple === 0 ? 0 : rt.M[tuple + Ob.SIZE]! - rt.M[self + IT_INDEX]!);
    },
  },
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const tuple = rt.M[self + IT_SEQ]!;
      if (tuple !== 0) return reduceWith(rt, 'iter', [tuple], rt.M[self + IT_INDEX]!);
      return reduceWith(rt, 'iter', [S.EMPTY_TUPLE], null);
    },
  },
  {
    name: '__setstate__',
    kind: MethodKind.O,
    fn: (rt, self, state) => {
      const i = stateNumber(rt, state);
      if (Number.isNaN(i)) return 0;
      const tuple = rt.M[self + IT_SEQ]!;
      if (tuple !== 0) rt.M[self + IT_INDEX] = Math.max(0, Math.min(i, rt.M[tuple + Ob.SIZE]!));
      return rt.none();
    },
  },
];

export function defineTuple(rt: Machine): void {
  defineType(rt, T.TUPLE, {
    name: 'tuple',
    basicsize: 24,
    itemsize: 8,
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE | TypeFlag.TUPLE_SUBCLASS | TypeFlag.SEQUENCE,
    tp_new: tupleNew,
    tp_vectorcall: rt.profile.minor >= 9 ? tupleVectorcall : null,
    tp_dealloc: tupleDealloc,
    tp_traverse: tupleTraverse,
    tp_repr: tupleRepr,
    tp_hash: tupleHash,
    tp_richcompare: tupleCompare,
    tp_iter: (rt, self) => newIndexIterator(rt, T.TUPLE_ITERATOR, self, 0),
    sq_length: tupleLength,
    sq_concat: tupleConcat,
    sq_repeat: tupleRepeat,
    sq_item: tupleItemSlot,
    sq_contains: tupleContains,
    mp_length: tupleLength,
    mp_subscript: tupleSubscript,
    methods: rt.profile.minor >= 9 ? [...METHODS, CLASS_GETITEM] : METHODS,
  });
  defineType(rt, T.TUPLE_ITERATOR, {
    name: 'tuple_iterator',
    basicsize: 32,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: iteratorDealloc,
    tp_traverse: iteratorTraverse,
    tp_iter: selfIter,
    tp_iternext: tupleIterNext,
    methods: ITERATOR_METHODS,
  });
}
