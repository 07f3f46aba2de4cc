/** What the types of iterators over a container share: an index and a reference to the container. */
import { callMethod0 } from './call.js';
import { dictGetStr } from './dictCore.js';
import { asIndex, newInt } from './intCore.js';
import type { Machine } from './machine.js';
import { internStr } from './strCore.js';
import { newTuple, packTuple } from './tupleCore.js';
import type { Visit } from './typeInfo.js';

/** Words of the fields: `it_index` and `it_seq`. */
export const IT_INDEX = 4;
export const IT_SEQ = 6;

/** A tracked iterator object of 32 bytes over a container (new reference). */
export function newIndexIterator(rt: Machine, type: number, container: number, index: number): number {
  const M = rt.M;
  const p = rt.newGcObject(type, 32);
  M[p + IT_INDEX] = index;
  M[p + IT_INDEX + 1] = 0;
  M[p + IT_SEQ] = rt.newRef(container);
  rt.gcTrack(p);
  return p;
}

/** Dealloc of an iterator with one reference in {@link IT_SEQ}. */
export function iteratorDealloc(rt: Machine, self: number): void {
  rt.gcUntrack(self);
  const container = rt.M[self + IT_SEQ]!;
  if (container !== 0) rt.decref(container);
  rt.freeGcObject(self);
}

export function iteratorTraverse(rt: Machine, self: number, visit: Visit): void {
  const container = rt.M[self + IT_SEQ]!;
  if (container !== 0) visit(rt, container);
}

/** `tp_iter` of iterators. */
export function selfIter(rt: Machine, self: number): number {
  return rt.newRef(self);
}

/** Drops the container: the iterator is exhausted from now on. Returns 0. */
export function exhaust(rt: Machine, self: number): 0 {
  const M = rt.M;
  const container = M[self + IT_SEQ]!;
  M[self + IT_SEQ] = 0;
  if (container !== 0) rt.decref(container);
  return 0;
}

/** The builtin of that name, new reference; 0 with an exception. */
export function builtin(rt: Machine, name: string): number {
  const found = dictGetStr(rt, rt.builtins, internStr(rt, name));
  return found === 0 ? 0 : rt.newRef(found);
}

/** `(builtin, (arguments...), state?)` as `__reduce__` returns it; `state` a number or null. Arguments are borrowed. */
export function reduceWith(rt: Machine, name: string, args: readonly number[], state: number | null): number {
  const callable = builtin(rt, name);
  if (callable === 0) return 0;
  const inner = packTuple(rt, ...args);
  let result: number;
  if (state === null) result = packTuple(rt, callable, inner);
  else {
    const number = newInt(rt, state);
    result = packTuple(rt, callable, inner, number);
    rt.decref(number);
  }
  rt.decref(callable);
  rt.decref(inner);
  return result;
}

/** The state that `__setstate__` got, as a number clipped to the safe range; NaN with an exception. */
export function stateNumber(rt: Machine, state: number): number {
  return asIndex(rt, state, 0);
}

/** A tracked tuple of `n` empty slots, as PyTuple_New: arbitrary code may run before all are filled. */
export function newTrackedTuple(rt: Machine, n: number): number {
  const p = newTuple(rt, n);
  if (n === 0) return p;
  const M = rt.M;
  for (let i = 0; i < n; i++) M[p + 6 + 2 * i] = 0;
  rt.gcTrack(p);
  return p;
}

/** `o.copy()`-like call of a method without arguments by its name. */
export function callNamed0(rt: Machine, o: number, name: string): number {
  return callMethod0(rt, o, internStr(rt, name));
}
