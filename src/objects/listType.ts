/** The list type and its iterators. Follows listobject.c. */
import { ListLayout, Ob } from '../memory/layout.js';
import { defineType } from './defineType.js';
import { newCompactInt } from './intCore.js';
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
import { listClear, listLength, listNew, listRepeat } from './list.js';
import {
  listAssignItem,
  listAssignSubscript,
  listCompare,
  listConcatSlot,
  listContains,
  listDealloc,
  listInit,
  listInplaceConcat,
  listInplaceRepeatSlot,
  listItemSlot,
  listMethods,
  listNewSlot,
  listRepr,
  listSubscript,
  listTraverse,
  listVectorcall,
} from './listMethods.js';
import type { Machine } from './machine.js';
import { T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

/** The next item of a list iterator, 0 at the end. */
export function listIterNext(rt: Machine, it: number): number {
  const M = rt.M;
  const list = M[it + IT_SEQ]!;
  if (list === 0) return 0;
  const i = M[it + IT_INDEX]!;
  if (i < M[list + Ob.SIZE]!) {
    M[it + IT_INDEX] = i + 1;
    return rt.newRef(M[M[list + ListLayout.ITEMS]! + 2 * i]!);
  }
  return exhaust(rt, it);
}

function reverseIterNext(rt: Machine, it: number): number {
  const M = rt.M;
  const list = M[it + IT_SEQ]!;
  if (list === 0) return 0;
  const i = M[it + IT_INDEX]!;
  if (i >= 0 && i < M[list + Ob.SIZE]!) {
    M[it + IT_INDEX] = i - 1;
    return rt.newRef(M[M[list + ListLayout.ITEMS]! + 2 * i]!);
  }
  M[it + IT_INDEX] = -1;
  return exhaust(rt, it);
}

/** `(iter, ([],))`: what an exhausted iterator reduces to. */
function reduceEmpty(rt: Machine): number {
  const list = listNew(rt, 0);
  const result = reduceWith(rt, 'iter', [list], null);
  rt.decref(list);
  return result;
}

const ITERATOR_METHODS: readonly MethodDef[] = [
  {
    name: '__length_hint__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const list = rt.M[self + IT_SEQ]!;
      return newCompactInt(rt, list === 0 ? 0 : Math.max(0, listLength(rt, list) - rt.M[self + IT_INDEX]!));
    },
  },
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const list = rt.M[self + IT_SEQ]!;
      return list !== 0 ? reduceWith(rt, 'iter', [list], rt.M[self + IT_INDEX]!) : reduceEmpty(rt);
    },
  },
  {
    name: '__setstate__',
    kind: MethodKind.O,
    fn: (rt, self, state) => {
      const i = stateNumber(rt, state);
      if (Number.isNaN(i)) return 0;
      const list = rt.M[self + IT_SEQ]!;
      if (list !== 0) rt.M[self + IT_INDEX] = Math.max(0, Math.min(i, listLength(rt, list)));
      return rt.none();
    },
  },
];

const REVERSE_METHODS: readonly MethodDef[] = [
  {
    name: '__length_hint__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const list = rt.M[self + IT_SEQ]!;
      const n = rt.M[self + IT_INDEX]! + 1;
      return newCompactInt(rt, list === 0 || listLength(rt, list) < n ? 0 : n);
    },
  },
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const list = rt.M[self + IT_SEQ]!;
      return list !== 0 ? reduceWith(rt, 'reversed', [list], rt.M[self + IT_INDEX]!) : reduceEmpty(rt);
    },
  },
  {
    name: '__setstate__',
    kind: MethodKind.O,
    fn: (rt, self, state) => {
      const i = stateNumber(rt, state);
      if (Number.isNaN(i)) return 0;
      const list = rt.M[self + IT_SEQ]!;
      if (list !== 0) rt.M[self + IT_INDEX] = Math.max(-1, Math.min(i, listLength(rt, list) - 1));
      return rt.none();
    },
  },
];

export function defineList(rt: Machine): void {
  defineType(rt, T.LIST, {
    name: 'list',
    basicsize: 40,
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE | TypeFlag.LIST_SUBCLASS | TypeFlag.SEQUENCE,
    tp_new: listNewSlot,
    tp_init: listInit,
    tp_vectorcall: rt.profile.minor >= 9 ? listVectorcall : null,
    tp_dealloc: listDealloc,
    tp_traverse: listTraverse,
    tp_clear: listClear,
    tp_repr: listRepr,
    tp_richcompare: listCompare,
    tp_iter: (rt, self) => newIndexIterator(rt, T.LIST_ITERATOR, self, 0),
    sq_length: listLength,
    sq_concat: listConcatSlot,
    sq_repeat: listRepeat,
    sq_item: listItemSlot,
    sq_ass_item: listAssignItem,
    sq_contains: listContains,
    sq_inplace_concat: listInplaceConcat,
    sq_inplace_repeat: listInplaceRepeatSlot,
    mp_length: listLength,
    mp_subscript: listSubscript,
    mp_ass_subscript: listAssignSubscript,
    methods: listMethods(rt),
  });
  for (const [type, name, next, methods] of [
    [T.LIST_ITERATOR, 'list_iterator', listIterNext, ITERATOR_METHODS],
    [T.LIST_REVERSEITERATOR, 'list_reverseiterator', reverseIterNext, REVERSE_METHODS],
  ] as const) {
    defineType(rt, type, {
      name,
      basicsize: 32,
      flags: TypeFlag.HAVE_GC,
      tp_dealloc: iteratorDealloc,
      tp_traverse: iteratorTraverse,
      tp_iter: selfIter,
      tp_iternext: next,
      methods,
    });
  }
}
