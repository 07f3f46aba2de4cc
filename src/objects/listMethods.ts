/** Slots and methods of list. Follows listobject.c. */
import { ListLayout, Ob } from '../memory/layout.js';
import { checkArgs, initParser, noKeywords, type Parameters, parseKeywords } from './args.js';
import { newGenericAlias } from './genericAlias.js';
import { asIndex, newCompactInt, newInt } from './intCore.js';
import { newIndexIterator } from './iteratorCore.js';
import {
  LIST_FREE_LIST,
  listAppend,
  listAssignSlice,
  listAssignSteps,
  listClear,
  listConcat,
  listDeleteSteps,
  listExtend,
  listInplaceRepeat,
  listInsert,
  listLength,
  listReserve,
  listResize,
  listReverse,
  listSlice,
  listStepSlice,
} from './list.js';
import { listSort } from './listSort.js';
import type { Machine } from './machine.js';
import { compare, compareBool, freeInstance, isTrue, size, trashcanBegin, trashcanEnd } from './object.js';
import { reprEnter, reprLeave } from './reprlib.js';
import { sliceAdjust, sliceIndexNotNone, slicePositions, sliceUnpack } from './slice.js';
import { newStr } from './strCore.js';
import { reprText } from './support.js';
import { compareLengths } from './tuple.js';
import { tupleItem, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from './typeInfo.js';

export function isList(rt: Machine, p: number): boolean {
  return rt.M[p + Ob.TYPE] === T.LIST || rt.hasFlag(p, TypeFlag.LIST_SUBCLASS);
}

export function listDealloc(rt: Machine, self: number): void {
  const M = rt.M;
  rt.gcUntrack(self);
  const exact = M[self + Ob.TYPE] === T.LIST;
  if (exact && !trashcanBegin(rt, self)) return;
  const items = M[self + ListLayout.ITEMS]!;
  if (items !== 0) {
    for (let i = M[self + Ob.SIZE]! - 1; i >= 0; i--) {
      const item = M[items + 2 * i]!;
      if (item !== 0) rt.decref(item);
    }
    rt.memFree(items);
  }
  if (exact && rt.freeLists.length < LIST_FREE_LIST) {
    if (rt.observer !== null) rt.observer.freed(self);
    rt.freeLists.push(self);
  } else freeInstance(rt, self);
  if (exact) trashcanEnd(rt);
}

export function listTraverse(rt: Machine, self: number, visit: Visit): void {
  const M = rt.M;
  const items = M[self + ListLayout.ITEMS]!;
  for (let i = M[self + Ob.SIZE]! - 1; i >= 0; i--) {
    const item = M[items + 2 * i]!;
    if (item !== 0) visit(rt, item);
  }
}

export function listRepr(rt: Machine, self: number): number {
  const M = rt.M;
  if (M[self + Ob.SIZE] === 0) return newStr(rt, '[]');
  if (reprEnter(rt, self)) return newStr(rt, '[...]');
  const texts: string[] = [];
  for (let i = 0; i < M[self + Ob.SIZE]!; i++) {
    // Borrowed: an item's `__repr__` sees the list's reference only.
    const text = reprText(rt, M[M[self + ListLayout.ITEMS]! + 2 * i]!);
    if (text === null) {
      reprLeave(rt, self);
      return 0;
    }
    texts.push(text);
  }
  reprLeave(rt, self);
  return newStr(rt, `[${texts.join(', ')}]`);
}

export function listCompare(rt: Machine, a: number, b: number, op: number): number {
  if (!isList(rt, a) || !isList(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
  const M = rt.M;
  if (M[a + Ob.SIZE] !== M[b + Ob.SIZE] && (op === 2 || op === 3)) return rt.bool(op === 3);
  let i = 0;
  for (; i < M[a + Ob.SIZE]! && i < M[b + Ob.SIZE]!; i++) {
    const v = M[M[a + ListLayout.ITEMS]! + 2 * i]!;
    const w = M[M[b + ListLayout.ITEMS]! + 2 * i]!;
    if (v === w) continue;
    rt.incref(v);
    rt.incref(w);
    const k = compareBool(rt, v, w, 2);
    rt.decref(v);
    rt.decref(w);
    if (k < 0) return 0;
    if (k === 0) break;
  }
  if (i >= M[a + Ob.SIZE]! || i >= M[b + Ob.SIZE]!) {
    return rt.bool(compareLengths(M[a + Ob.SIZE]!, M[b + Ob.SIZE]!, op));
  }
  if (op === 2) return rt.bool(false);
  if (op === 3) return rt.bool(true);
  const v = rt.newRef(M[M[a + ListLayout.ITEMS]! + 2 * i]!);
  const w = rt.newRef(M[M[b + ListLayout.ITEMS]! + 2 * i]!);
  const result = compare(rt, v, w, op);
  rt.decref(v);
  rt.decref(w);
  return result;
}

export function listContains(rt: Machine, self: number, value: number): number {
  const M = rt.M;
  for (let i = 0; i < M[self + Ob.SIZE]!; i++) {
    const item = M[M[self + ListLayout.ITEMS]! + 2 * i]!;
    if (item === value) return 1;
    rt.incref(item);
    const k = rt.profile.minor === 8 ? compareBool(rt, value, item, 2) : compareBool(rt, item, value, 2);
    rt.decref(item);
    if (k !== 0) return k;
  }
  return 0;
}

export function listItemSlot(rt: Machine, self: number, i: number): number {
  const M = rt.M;
  if (i < 0 || i >= M[self + Ob.SIZE]!) return rt.raise(E.IndexError, 'list index out of range');
  return rt.newRef(M[M[self + ListLayout.ITEMS]! + 2 * i]!);
}

export function listAssignItem(rt: Machine, self: number, i: number, value: number): number {
  const M = rt.M;
  const n = M[self + Ob.SIZE]!;
  if (i < 0 || i >= n) return rt.fail(E.IndexError, 'list assignment index out of range');
  const items = M[self + ListLayout.ITEMS]!;
  if (value === 0) {
    if (rt.profile.minor < 13) return listAssignSlice(rt, self, i, i + 1, 0);
    // Since 3.13 the array keeps its size.
    const old = M[items + 2 * i]!;
    M.copyWithin(items + 2 * i, items + 2 * (i + 1), items + 2 * n);
    M[self + Ob.SIZE] = n - 1;
    rt.decref(old);
    return 0;
  }
  const old = M[items + 2 * i]!;
  M[items + 2 * i] = rt.newRef(value);
  rt.decref(old);
  return 0;
}

export function listSubscript(rt: Machine, self: number, key: number): number {
  if (rt.isInt(key) || rt.typeOf(key).nb_index !== null) {
    const i = asIndex(rt, key, E.IndexError);
    if (Number.isNaN(i)) return 0;
    return listItemSlot(rt, self, i < 0 ? i + listLength(rt, self) : i);
  }
  if (!rt.is(key, T.SLICE)) {
    return rt.raise(E.TypeError, `list indices must be integers or slices, not ${rt.typeOf(key).name}`);
  }
  const bounds = sliceUnpack(rt, key);
  if (bounds === null) return 0;
  const slice = sliceAdjust(bounds, listLength(rt, self));
  if (slice.step === 1) return listSlice(rt, self, slice.start, slice.start + slice.length);
  return listStepSlice(rt, self, slice.start, slice.step, slice.length);
}

export function listAssignSubscript(rt: Machine, self: number, key: number, value: number): number {
  if (rt.isInt(key) || rt.typeOf(key).nb_index !== null) {
    const i = asIndex(rt, key, E.IndexError);
    if (Number.isNaN(i)) return -1;
    return listAssignItem(rt, self, i < 0 ? i + listLength(rt, self) : i, value);
  }
  if (!rt.is(key, T.SLICE)) {
    return rt.fail(E.TypeError, `list indices must be integers or slices, not ${rt.typeOf(key).name}`);
  }
  const slice = slicePositions(rt, key, listLength(rt, self));
  if (slice === null) return -1;
  if (slice.step === 1) return listAssignSlice(rt, self, slice.start, slice.stop, value);
  if (value === 0) {
    listDeleteSteps(rt, self, slice.start, slice.step, slice.length);
    return 0;
  }
  return listAssignSteps(rt, self, slice.start, slice.step, slice.length, value);
}

export function listConcatSlot(rt: Machine, a: number, b: number): number {
  if (!isList(rt, b)) {
    return rt.raise(E.TypeError, `can only concatenate list (not "${rt.typeOf(b).name}") to list`);
  }
  return listConcat(rt, a, b);
}

export function listInplaceConcat(rt: Machine, self: number, other: number): number {
  return listExtend(rt, self, other) < 0 ? 0 : rt.newRef(self);
}

export function listInplaceRepeatSlot(rt: Machine, self: number, count: number): number {
  return listInplaceRepeat(rt, self, count) < 0 ? 0 : rt.newRef(self);
}

/** Fills a list from an iterable (0: none). Follows list___init___impl. */
function fillList(rt: Machine, self: number, iterable: number): number {
  const M = rt.M;
  if (M[self + ListLayout.ITEMS] !== 0) listClear(rt, self);
  if (iterable === 0) return 0;
  if (rt.profile.minor <= 9) {
    const info = rt.typeOf(iterable);
    if (info.sq_length !== null || info.mp_length !== null) {
      const n = size(rt, iterable);
      if (n < 0) {
        if (!rt.errorIs(E.TypeError)) return -1;
        rt.clearError();
      }
      if (n > 0 && M[self + ListLayout.ITEMS] === 0) listReserve(rt, self, n);
    }
  }
  return listExtend(rt, self, iterable);
}

export function listInit(rt: Machine, self: number, args: number, kwargs: number): number {
  if (kwargs !== 0 && rt.M[kwargs + 4] !== 0 && rt.is(self, T.LIST)) {
    noKeywords(rt, 'list()');
    return -1;
  }
  const n = tupleLength(rt, args);
  if (!checkArgs(rt, 'list', n, 0, 1)) return -1;
  return fillList(rt, self, n === 0 ? 0 : tupleItem(rt, args, 0));
}

export function listNewSlot(rt: Machine, type: number, _args: number, _kwargs: number): number {
  return rt.infoOf(type).tp_alloc!(rt, type, 0);
}

export function listVectorcall(rt: Machine, type: number, args: number, nargs: number, kwnames: number): number {
  if (kwnames !== 0 && rt.M[kwnames + Ob.SIZE] !== 0) return noKeywords(rt, 'list()');
  if (!checkArgs(rt, 'list', nargs, 0, 1)) return 0;
  const list = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (list !== 0 && nargs === 1 && fillList(rt, list, rt.M[args]!) < 0) {
    rt.decref(list);
    return 0;
  }
  return list;
}

function pop(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'pop', nargs, 0, 1)) return 0;
  const M = rt.M;
  let i = -1;
  if (nargs === 1) {
    i = asIndex(rt, M[args]!, E.OverflowError);
    if (Number.isNaN(i)) return 0;
  }
  const n = M[self + Ob.SIZE]!;
  if (n === 0) return rt.raise(E.IndexError, 'pop from empty list');
  if (i < 0) i += n;
  if (i < 0 || i >= n) return rt.raise(E.IndexError, 'pop index out of range');
  const items = M[self + ListLayout.ITEMS]!;
  const item = M[items + 2 * i]!;
  if (rt.profile.minor >= 12) {
    if (n === 1) {
      rt.incref(item);
      listClear(rt, self);
      return item;
    }
    if (i < n - 1) M.copyWithin(items + 2 * i, items + 2 * (i + 1), items + 2 * n);
    listResize(rt, self, n - 1);
    return item;
  }
  if (i === n - 1) {
    listResize(rt, self, n - 1);
    return item;
  }
  rt.incref(item);
  listAssignSlice(rt, self, i, i + 1, 0);
  return item;
}

function indexOf(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'index', nargs, 1, 3)) return 0;
  const M = rt.M;
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
  const n = M[self + Ob.SIZE]!;
  if (start < 0) start = Math.max(start + n, 0);
  if (stop < 0) stop = Math.max(stop + n, 0);
  for (let i = start; i < stop && i < M[self + Ob.SIZE]!; i++) {
    const item = rt.newRef(M[M[self + ListLayout.ITEMS]! + 2 * i]!);
    const k = compareBool(rt, item, value, 2);
    rt.decref(item);
    if (k > 0) return newCompactInt(rt, i);
    if (k < 0) return 0;
  }
  if (rt.profile.minor >= 14) return rt.raise(E.ValueError, 'list.index(x): x not in list');
  const text = reprText(rt, value);
  if (text === null) return 0;
  return rt.raise(E.ValueError, `${text} is not in list`);
}

function remove(rt: Machine, self: number, value: number): number {
  const M = rt.M;
  for (let i = 0; i < M[self + Ob.SIZE]!; i++) {
    const item = rt.newRef(M[M[self + ListLayout.ITEMS]! + 2 * i]!);
    const k = compareBool(rt, item, value, 2);
    rt.decref(item);
    if (k > 0) return listAssignSlice(rt, self, i, i + 1, 0) < 0 ? 0 : rt.none();
    if (k < 0) return 0;
  }
  return rt.raise(E.ValueError, 'list.remove(x): x not in list');
}

function count(rt: Machine, self: number, value: number): number {
  const M = rt.M;
  let found = 0;
  for (let i = 0; i < M[self + Ob.SIZE]!; i++) {
    const item = M[M[self + ListLayout.ITEMS]! + 2 * i]!;
    if (item === value) {
      found++;
      continue;
    }
    rt.incref(item);
    const k = compareBool(rt, item, value, 2);
    rt.decref(item);
    if (k < 0) return 0;
    found += k;
  }
  return newCompactInt(rt, found);
}

function insert(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'insert', nargs, 2, 2)) return 0;
  const where = asIndex(rt, rt.M[args]!, E.OverflowError);
  if (Number.isNaN(where)) return 0;
  listInsert(rt, self, where, rt.M[args + 2]!);
  return rt.none();
}

const SORT_PARAMETERS: Parameters = { name: 'sort', names: ['key', 'reverse'], required: 0, positional: 0 };

function sort(rt: Machine, self: number, args: number, nargs: number, kwnames: number): number {
  if (kwnames !== 0) initParser(rt, SORT_PARAMETERS);
  const values = parseKeywords(rt, SORT_PARAMETERS, args, nargs, kwnames);
  if (values === null) return 0;
  let reverse = false;
  if (values[1] !== 0) {
    const truth = reverseFlag(rt, values[1]!);
    if (truth < 0) return 0;
    reverse = truth > 0;
  }
  const key = values[0] === S.NONE ? 0 : values[0]!;
  return listSort(rt, self, key, reverse) < 0 ? 0 : rt.none();
}

/** `reverse` is an int to 3.10, and any object with a truth value since. */
function reverseFlag(rt: Machine, value: number): number {
  if (rt.profile.minor >= 11) return isTrue(rt, value);
  const n = asIndex(rt, value, E.OverflowError);
  return Number.isNaN(n) ? -1 : n !== 0 ? 1 : 0;
}

/** Bytes without GC header. */
function sizeOf(rt: Machine, self: number): number {
  return newInt(rt, rt.typeOf(self).basicsize + 8 * rt.M[self + ListLayout.ALLOCATED]!);
}

const METHODS: readonly MethodDef[] = [
  { name: '__getitem__', kind: MethodKind.O, fn: listSubscript, doc: 'Return self[index].' },
  {
    name: '__reversed__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => newIndexIterator(rt, T.LIST_REVERSEITERATOR, self, listLength(rt, self) - 1),
  },
  { name: '__sizeof__', kind: MethodKind.NOARGS, fn: sizeOf },
  {
    name: 'clear',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      listClear(rt, self);
      return rt.none();
    },
  },
  { name: 'copy', kind: MethodKind.NOARGS, fn: (rt, self) => listSlice(rt, self, 0, listLength(rt, self)) },
  {
    name: 'append',
    kind: MethodKind.O,
    fn: (rt, self, item) => {
      listAppend(rt, self, item);
      return rt.none();
    },
  },
  { name: 'insert', kind: MethodKind.FAST, fn: insert },
  { name: 'extend', kind: MethodKind.O, fn: (rt, self, other) => (listExtend(rt, self, other) < 0 ? 0 : rt.none()) },
  { name: 'pop', kind: MethodKind.FAST, fn: pop },
  { name: 'remove', kind: MethodKind.O, fn: remove },
  { name: 'index', kind: MethodKind.FAST, fn: indexOf },
  { name: 'count', kind: MethodKind.O, fn: count },
  {
    name: 'reverse',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      listReverse(rt, self);
      return rt.none();
    },
  },
  { name: 'sort', kind: MethodKind.FASTKW, fn: sort },
];
const CLASS_GETITEM: MethodDef = {
  name: '__class_getitem__',
  kind: MethodKind.O | MethodKind.CLASS,
  fn: newGenericAlias,
};

/** The method table of list in the version. */
export function listMethods(rt: Machine): readonly MethodDef[] {
  return rt.profile.minor >= 9 ? [...METHODS, CLASS_GETITEM] : METHODS;
}
