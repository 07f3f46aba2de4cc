/** The iterator of set and frozenset. Follows setobject.c. */
import { SetLayout } from '../memory/layout.js';
import { defineType } from './defineType.js';
import { newCompactInt } from './intCore.js';
import { reduceWith, selfIter } from './iteratorCore.js';
import { sequenceList } from './list.js';
import type { Machine } from './machine.js';
import { setNext, setSlot } from './setTable.js';
import { E, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from './typeInfo.js';

/** Words of the fields. */
const SET = 4;
const USED = 6;
const POS = 8;
const LEN = 10;

export function newSetIterator(rt: Machine, so: number): number {
  const M = rt.M;
  const p = rt.newGcObject(T.SET_ITERATOR, 48);
  M[p + SET] = rt.newRef(so);
  M[p + USED] = M[so + SetLayout.USED]!;
  M[p + POS] = 0;
  M[p + LEN] = M[so + SetLayout.USED]!;
  rt.gcTrack(p);
  return p;
}

/** The next element, 0 at the end or with RuntimeError. */
export function setIterNext(rt: Machine, it: number): number {
  const M = rt.M;
  const so = M[it + SET]!;
  if (so === 0) return 0;
  if (M[it + USED] !== M[so + SetLayout.USED]) {
    M[it + USED] = -1;
    return rt.raise(E.RuntimeError, 'Set changed size during iteration');
  }
  const i = setNext(rt, so, M[it + POS]!);
  if (i < 0) {
    M[it + POS] = M[so + SetLayout.MASK]! + 2;
    M[it + SET] = 0;
    rt.decref(so);
    return 0;
  }
  M[it + POS] = i + 1;
  M[it + LEN]!--;
  return rt.newRef(M[setSlot(rt, so, i)]!);
}

function dealloc(rt: Machine, self: number): void {
  rt.gcUntrack(self);
  const so = rt.M[self + SET]!;
  if (so !== 0) rt.decref(so);
  rt.freeGcObject(self);
}

function traverse(rt: Machine, self: number, visit: Visit): void {
  const so = rt.M[self + SET]!;
  if (so !== 0) visit(rt, so);
}

const METHODS: readonly MethodDef[] = [
  {
    name: '__length_hint__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const M = rt.M;
      const so = M[self + SET]!;
      return newCompactInt(rt, so !== 0 && M[self + USED] === M[so + SetLayout.USED] ? M[self + LEN]! : 0);
    },
  },
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const M = rt.M;
      // The rest is listed by an iterator of its own, at the same place.
      const copy = rt.newGcObject(T.SET_ITERATOR, 48);
      for (let w = SET; w < 12; w++) M[copy + w] = M[self + w]!;
      if (M[copy + SET] !== 0) rt.incref(M[copy + SET]!);
      rt.gcTrack(copy);
      const rest = sequenceList(rt, copy);
      rt.decref(copy);
      if (rest === 0) return 0;
      const result = reduceWith(rt, 'iter', [rest], null);
      rt.decref(rest);
      return result;
    },
  },
];

export function defineSetIterator(rt: Machine): void {
  defineType(rt, T.SET_ITERATOR, {
    name: 'set_iterator',
    basicsize: 48,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_iter: selfIter,
    tp_iternext: setIterNext,
    methods: METHODS,
  });
}
