/** iterator (over `__getitem__`) and callable_iterator (`iter(f, sentinel)`). Follows iterobject.c. */
import { call0 } from './call.js';
import { defineType } from './defineType.js';
import { newCompactInt, newInt } from './intCore.js';
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
import type { Machine } from './machine.js';
import { compareBool, size } from './object.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from './typeInfo.js';

/** An iterator over an object with `__getitem__`, new reference. */
export function newSequenceIterator(rt: Machine, o: number): number {
  return newIndexIterator(rt, T.ITERATOR, o, 0);
}

/** PySequence_GetItem: `o[i]` through the sequence slot; negative numbers count from the end. */
export function sequenceGetItem(rt: Machine, o: number, i: number): number {
  const info = rt.typeOf(o);
  if (info.sq_item !== null) {
    if (i < 0 && info.sq_length !== null) {
      const n = info.sq_length(rt, o);
      if (n < 0) return 0;
      i += n;
    }
    return info.sq_item(rt, o, i);
  }
  if (info.mp_subscript !== null) return rt.raise(E.TypeError, `${info.name} is not a sequence`);
  return rt.raise(E.TypeError, `'${info.name}' object does not support indexing`);
}

/** Swallows the end of a sequence (IndexError, StopIteration): true when it was one. */
export function endOfSequence(rt: Machine): boolean {
  if (!rt.errorIs(E.IndexError) && !rt.errorIs(E.StopIteration)) return false;
  rt.clearError();
  return true;
}

function sequenceNext(rt: Machine, it: number): number {
  const M = rt.M;
  const o = M[it + IT_SEQ]!;
  if (o === 0) return 0;
  const result = sequenceGetItem(rt, o, M[it + IT_INDEX]!);
  if (result !== 0) {
    M[it + IT_INDEX]!++;
    return result;
  }
  if (endOfSequence(rt)) exhaust(rt, it);
  return 0;
}

const SEQUENCE_METHODS: readonly MethodDef[] = [
  {
    name: '__length_hint__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const o = rt.M[self + IT_SEQ]!;
      if (o === 0) return newCompactInt(rt, 0);
      const info = rt.typeOf(o);
      if (info.sq_length === null && info.mp_length === null) return rt.newRef(S.NOT_IMPLEMENTED);
      const n = size(rt, o);
      if (n < 0) return 0;
      return newInt(rt, Math.max(0, n - rt.M[self + IT_INDEX]!));
    },
  },
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const o = rt.M[self + IT_SEQ]!;
      return o !== 0
        ? reduceWith(rt, 'iter', [o], rt.M[self + IT_INDEX]!)
        : reduceWith(rt, 'iter', [S.EMPTY_TUPLE], null);
    },
  },
  {
    name: '__setstate__',
    kind: MethodKind.O,
    fn: (rt, self, state) => {
      const i = stateNumber(rt, state);
      if (Number.isNaN(i)) return 0;
      if (rt.M[self + IT_SEQ] !== 0) rt.M[self + IT_INDEX] = Math.max(0, i);
      return rt.none();
    },
  },
];

/** Words of callable_iterator. */
const CALLABLE = 4;
const SENTINEL = 6;

/** `iter(callable, sentinel)`. */
export function newCallableIterator(rt: Machine, callable: number, sentinel: number): number {
  const M = rt.M;
  const p = rt.newGcObject(T.CALLABLE_ITERATOR, 32);
  M[p + CALLABLE] = rt.newRef(callable);
  M[p + SENTINEL] = rt.newRef(sentinel);
  rt.gcTrack(p);
  return p;
}

function drop(rt: Machine, self: number): void {
  const M = rt.M;
  const callable = M[self + CALLABLE]!;
  M[self + CALLABLE] = 0;
  if (callable !== 0) rt.decref(callable);
  const sentinel = M[self + SENTINEL]!;
  M[self + SENTINEL] = 0;
  if (sentinel !== 0) rt.decref(sentinel);
}

function callableNext(rt: Machine, it: number): number {
  const M = rt.M;
  const callable = M[it + CALLABLE]!;
  if (callable === 0) return 0;
  const result = call0(rt, callable);
  if (result !== 0) {
    const sentinel = M[it + SENTINEL]!;
    // The call may have ended the iterator.
    const same = sentinel === 0 ? 1 : compareBool(rt, sentinel, result, 2);
    if (same === 0) return result;
    rt.decref(result);
    if (same > 0) drop(rt, it);
  } else if (rt.errorIs(E.StopIteration)) {
    rt.clearError();
    drop(rt, it);
  }
  return 0;
}

function callableDealloc(rt: Machine, self: number): void {
  rt.gcUntrack(self);
  const M = rt.M;
  rt.xdecref(M[self + CALLABLE]!);
  rt.xdecref(M[self + SENTINEL]!);
  rt.freeGcObject(self);
}

function callableTraverse(rt: Machine, self: number, visit: Visit): void {
  const M = rt.M;
  if (M[self + CALLABLE] !== 0) visit(rt, M[self + CALLABLE]!);
  if (M[self + SENTINEL] !== 0) visit(rt, M[self + SENTINEL]!);
}

export function defineIterators(rt: Machine): void {
  defineType(rt, T.ITERATOR, {
    name: 'iterator',
    basicsize: 32,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: iteratorDealloc,
    tp_traverse: iteratorTraverse,
    tp_iter: selfIter,
    tp_iternext: sequenceNext,
    methods: SEQUENCE_METHODS,
  });
  defineType(rt, T.CALLABLE_ITERATOR, {
    name: 'callable_iterator',
    basicsize: 32,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: callableDealloc,
    tp_traverse: callableTraverse,
    tp_iter: selfIter,
    tp_iternext: callableNext,
    methods: [
      {
        name: '__reduce__',
        kind: MethodKind.NOARGS,
        fn: (machine, self) => {
          const callable = machine.M[self + CALLABLE]!;
          if (callable === 0) return reduceWith(machine, 'iter', [S.EMPTY_TUPLE], null);
          return reduceWith(machine, 'iter', [callable, machine.M[self + SENTINEL]!], null);
        },
      },
    ],
  });
}
