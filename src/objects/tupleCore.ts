/** Making tuples, with their free lists. Follows tupleobject.c. */
import { Gc, Ob, TupleLayout } from '../memory/layout.js';
import type { Machine } from './machine.js';
import { S, T } from './typeIds.js';

/** A new tuple of `n` empty slots, not tracked: fill all of them, then call `rt.gcTrack`. For 0 the shared empty tuple. */
export function newTuple(rt: Machine, n: number): number {
  if (n === 0) return rt.newRef(S.EMPTY_TUPLE);
  const M = rt.M;
  if (n < 21) {
    const list = rt.freeTuples[n]!;
    if (n < rt.profile.tupleFreeListSizes && list.length > 0) {
      const p = list.pop()!;
      M[p] = 1;
      M[p + Ob.BORN] = rt.stamp;
      if (rt.tracer !== null) rt.tracer.reused(p - Gc.HEADER);
      return p;
    }
  }
  const p = rt.newGcObject(T.TUPLE, 24 + 8 * n);
  M[p + Ob.SIZE] = n;
  return p;
}

/** A tracked tuple of one item (a new reference is taken). */
export function packTuple1(rt: Machine, a: number): number {
  const p = newTuple(rt, 1);
  rt.M[p + TupleLayout.ITEM] = rt.newRef(a);
  rt.gcTrack(p);
  return p;
}

/** A tracked tuple of two items (new references are taken). */
export function packTuple2(rt: Machine, a: number, b: number): number {
  const p = newTuple(rt, 2);
  rt.M[p + TupleLayout.ITEM] = rt.newRef(a);
  rt.M[p + TupleLayout.ITEM + 2] = rt.newRef(b);
  rt.gcTrack(p);
  return p;
}

/** A tracked tuple of the items (new references are taken). */
export function packTuple(rt: Machine, ...items: number[]): number {
  const p = newTuple(rt, items.length);
  if (items.length === 0) return p;
  for (let i = 0; i < items.length; i++) rt.M[p + TupleLayout.ITEM + 2 * i] = rt.newRef(items[i]!);
  rt.gcTrack(p);
  return p;
}

/** A tracked tuple that takes over the references to the items. */
export function stealTuple(rt: Machine, items: readonly number[]): number {
  const p = newTuple(rt, items.length);
  if (items.length === 0) return p;
  for (let i = 0; i < items.length; i++) rt.M[p + TupleLayout.ITEM + 2 * i] = items[i]!;
  rt.gcTrack(p);
  return p;
}

/** A tracked tuple of an argument vector (new references). Follows tupleobject.c: _PyTuple_FromArray. */
export function tupleFromVector(rt: Machine, args: number, n: number): number {
  const p = newTuple(rt, n);
  if (n === 0) return p;
  const M = rt.M;
  for (let i = 0; i < n; i++) M[p + TupleLayout.ITEM + 2 * i] = rt.newRef(M[args + 2 * i]!);
  rt.gcTrack(p);
  return p;
}

export function tupleLength(rt: Machine, tuple: number): number {
  return rt.M[tuple + Ob.SIZE]!;
}

/** Borrowed item. */
export function tupleItem(rt: Machine, tuple: number, i: number): number {
  return rt.M[tuple + TupleLayout.ITEM + 2 * i]!;
}
