/** dict_keys, dict_values and dict_items. Follows dictobject.c. */
import { Ob } from '../memory/layout.js';
import { contains } from './abstract.js';
import { callMethod1 } from './call.js';
import { defineType } from './defineType.js';
import { dictContains, dictGet, dictLength } from './dictCore.js';
import { newDictIteratorOf } from './dictIterator.js';
import { sequenceList } from './list.js';
import type { Machine } from './machine.js';
import { newMappingProxy } from './mappingproxy.js';
import { compareBool, getIter, hash, iterNext, size } from './object.js';
import { reprEnter, reprLeave } from './reprlib.js';
import { makeSet, setNew } from './set.js';
import { isAnySet, setAdd, setAddEntry, setContainsEntry, setDiscardKey } from './setTable.js';
import { internStr, newStr } from './strCore.js';
import { reprText } from './support.js';
import { tupleItem } from './tupleCore.js';
import { S, T } from './typeIds.js';
import { type GetSetDef, type MethodDef, MethodKind, TypeFlag, type TypeInfo, type Visit } from './typeInfo.js';

/** Word of `dv_dict`. */
export const VIEW_DICT = 4;

/** A view of the type over a dict. */
export function newDictView(rt: Machine, type: number, d: number): number {
  const p = rt.newGcObject(type, 24);
  rt.M[p + VIEW_DICT] = rt.newRef(d);
  rt.gcTrack(p);
  return p;
}

function dictOf(rt: Machine, view: number): number {
  return rt.M[view + VIEW_DICT]!;
}

function dealloc(rt: Machine, self: number): void {
  rt.gcUntrack(self);
  rt.xdecref(dictOf(rt, self));
  rt.freeGcObject(self);
}

function traverse(rt: Machine, self: number, visit: Visit): void {
  if (dictOf(rt, self) !== 0) visit(rt, dictOf(rt, self));
}

function length(rt: Machine, self: number): number {
  return dictLength(rt, dictOf(rt, self));
}

function viewRepr(rt: Machine, self: number): number {
  if (reprEnter(rt, self)) return newStr(rt, '...');
  const list = sequenceList(rt, self);
  let result = 0;
  if (list !== 0) {
    const text = reprText(rt, list);
    if (text !== null) result = newStr(rt, `${rt.typeOf(self).name}(${text})`);
    rt.decref(list);
  }
  reprLeave(rt, self);
  return result;
}

function isView(rt: Machine, p: number): boolean {
  const type = rt.M[p + Ob.TYPE]!;
  return type === T.DICT_KEYS || type === T.DICT_ITEMS;
}

function keysContain(rt: Machine, self: number, key: number): number {
  return dictContains(rt, dictOf(rt, self), key);
}

function itemsContain(rt: Machine, self: number, pair: number): number {
  if (!rt.hasFlag(pair, TypeFlag.TUPLE_SUBCLASS) || rt.M[pair + Ob.SIZE] !== 2) return 0;
  const found = dictGet(rt, dictOf(rt, self), tupleItem(rt, pair, 0));
  if (found === 0) return rt.currentException !== 0 ? -1 : 0;
  rt.incref(found);
  const value = tupleItem(rt, pair, 1);
  const k = rt.profile.minor === 8 ? compareBool(rt, value, found, 2) : compareBool(rt, found, value, 2);
  rt.decref(found);
  return k;
}

/** Whether all items of `a` are in `b`: 0, 1, -1. */
function allContained(rt: Machine, a: number, b: number): number {
  const it = getIter(rt, a);
  if (it === 0) return -1;
  let ok = 1;
  for (;;) {
    const item = iterNext(rt, it);
    if (item === 0) {
      if (rt.currentException !== 0) ok = -1;
      break;
    }
    ok = contains(rt, b, item);
    rt.decref(item);
    if (ok <= 0) break;
  }
  rt.decref(it);
  return ok;
}

function viewCompare(rt: Machine, self: number, other: number, op: number): number {
  if (!isAnySet(rt, other) && !isView(rt, other)) return rt.newRef(S.NOT_IMPLEMENTED);
  const n = size(rt, self);
  if (n < 0) return 0;
  const m = size(rt, other);
  if (m < 0) return 0;
  let ok = 0;
  if (op === 2 || op === 3) {
    if (n === m) ok = allContained(rt, self, other);
    if (op === 3 && ok >= 0) ok = 1 - ok;
  } else if (op === 0) {
    if (n < m) ok = allContained(rt, self, other);
  } else if (op === 1) {
    if (n <= m) ok = allContained(rt, self, other);
  } else if (op === 4) {
    if (n > m) ok = allContained(rt, other, self);
  } else if (n >= m) ok = allContained(rt, other, self);
  return ok < 0 ? 0 : rt.bool(ok > 0);
}

/** A new set of the view's items. Follows dictviews_to_set. */
function toSet(rt: Machine, self: number): number {
  let source = self;
  if (rt.profile.minor >= 9 && rt.is(self, T.DICT_KEYS) && rt.is(dictOf(rt, self), T.DICT)) source = dictOf(rt, self);
  return makeSet(rt, T.SET, source);
}

/** A binary operation that builds a set of the left side and updates it with the right one. */
function setOperation(method: string) {
  return (rt: Machine, self: number, other: number): number => {
    const result = toSet(rt, self);
    if (result === 0) return 0;
    const done = callMethod1(rt, result, internStr(rt, method), other);
    if (done === 0) {
      rt.decref(result);
      return 0;
    }
    rt.decref(done);
    return result;
  };
}

/** `a & b`. Follows _PyDictView_Intersect (3.9+); up to 3.8 a set is made and updated. */
function and(rt: Machine, a: number, b: number): number {
  if (rt.profile.minor === 8) return setOperation('intersection_update')(rt, a, b);
  let self = a;
  let other = b;
  if (!isView(rt, self)) {
    self = b;
    other = a;
  }
  const n = length(rt, self);
  if (rt.is(other, T.SET) && n <= size(rt, other)) return callMethod1(rt, other, internStr(rt, 'intersection'), self);
  if (isView(rt, other) && length(rt, other) > n) {
    const t = self;
    self = other;
    other = t;
  }
  const result = setNew(rt);
  const it = getIter(rt, other);
  if (it === 0) {
    rt.decref(result);
    return 0;
  }
  const test = rt.is(self, T.DICT_ITEMS) ? itemsContain : keysContain;
  for (;;) {
    const key = iterNext(rt, it);
    if (key === 0) break;
    let status = test(rt, self, key);
    if (status > 0) status = setAdd(rt, result, key);
    rt.decref(key);
    if (status < 0) {
      rt.decref(it);
      rt.decref(result);
      return 0;
    }
  }
  rt.decref(it);
  if (rt.currentException !== 0) {
    rt.decref(result);
    return 0;
  }
  return result;
}

/** `a ^ b` of two items views. Follows dictitems_xor (3.10+). */
function xor(rt: Machine, a: number, b: number): number {
  if (rt.profile.minor < 10 || !rt.is(a, T.DICT_ITEMS) || !rt.is(b, T.DICT_ITEMS)) {
    return setOperation('symmetric_difference_update')(rt, a, b);
  }
  const left = makeSet(rt, T.SET, a);
  if (left === 0) return 0;
  const it = getIter(rt, b);
  for (;;) {
    const pair = iterNext(rt, it);
    if (pair === 0) break;
    let status = hash(rt, pair);
    if (status >= 0) {
      const low = rt.hashLow;
      const high = rt.hashHigh;
      status = setContainsEntry(rt, left, pair, low, high);
      if (status > 0) status = setDiscardKey(rt, left, pair);
      else if (status === 0) status = setAddEntry(rt, left, pair, low, high);
    }
    rt.decref(pair);
    if (status < 0) {
      rt.decref(it);
      rt.decref(left);
      return 0;
    }
  }
  rt.decref(it);
  return left;
}

/** Follows dictviews_isdisjoint. */
function isDisjoint(rt: Machine, self: number, other: number): number {
  if (self === other) return rt.bool(length(rt, self) === 0);
  let a = self;
  let b = other;
  if ((rt.is(b, T.SET) || rt.is(b, T.FROZENSET) || isView(rt, b)) && size(rt, b) > length(rt, a)) {
    a = other;
    b = self;
  }
  const it = getIter(rt, b);
  if (it === 0) return 0;
  for (;;) {
    const item = iterNext(rt, it);
    if (item === 0) break;
    const k = contains(rt, a, item);
    rt.decref(item);
    if (k !== 0) {
      rt.decref(it);
      return k < 0 ? 0 : rt.bool(false);
    }
  }
  rt.decref(it);
  return rt.currentException !== 0 ? 0 : rt.bool(true);
}

function mappingProxy(rt: Machine, self: number): number {
  return newMappingProxy(rt, dictOf(rt, self));
}

function reversedMethod(type: number): MethodDef {
  return {
    name: '__reversed__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => newDictIteratorOf(rt, type, dictOf(rt, self)),
  };
}

const IS_DISJOINT: MethodDef = { name: 'isdisjoint', kind: MethodKind.O, fn: isDisjoint };

/** Takes a dict (checked by the caller). */
export function viewMethod(name: string, type: number): MethodDef {
  return { name, kind: MethodKind.NOARGS, fn: (rt, self) => newDictView(rt, type, self) };
}

export function defineDictViews(rt: Machine): void {
  const getset: GetSetDef[] = rt.profile.minor >= 10 ? [{ name: 'mapping', get: mappingProxy }] : [];
  const common = {
    basicsize: 24,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_repr: viewRepr,
    sq_length: length,
  } satisfies Partial<TypeInfo>;
  const sets = {
    tp_richcompare: viewCompare,
    nb_subtract: setOperation('difference_update'),
    nb_and: and,
    nb_xor: xor,
    nb_or: setOperation('update'),
  } satisfies Partial<TypeInfo>;
  defineType(rt, T.DICT_KEYS, {
    ...common,
    ...sets,
    name: 'dict_keys',
    tp_iter: (machine, self) => newDictIteratorOf(machine, T.DICT_KEYITERATOR, dictOf(machine, self)),
    sq_contains: keysContain,
    methods: [IS_DISJOINT, reversedMethod(T.DICT_REVERSEKEYITERATOR)],
    getset,
  });
  defineType(rt, T.DICT_ITEMS, {
    ...common,
    ...sets,
    name: 'dict_items',
    tp_iter: (machine, self) => newDictIteratorOf(machine, T.DICT_ITEMITERATOR, dictOf(machine, self)),
    sq_contains: itemsContain,
    methods: [IS_DISJOINT, reversedMethod(T.DICT_REVERSEITEMITERATOR)],
    getset,
  });
  defineType(rt, T.DICT_VALUES, {
    ...common,
    name: 'dict_values',
    tp_iter: (machine, self) => newDictIteratorOf(machine, T.DICT_VALUEITERATOR, dictOf(machine, self)),
    methods: [reversedMethod(T.DICT_REVERSEVALUEITERATOR)],
    getset,
  });
}
