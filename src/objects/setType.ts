/** The types set, frozenset and their iterator. Follows setobject.c. */
import { Ob, SetLayout } from '../memory/layout.js';
import { checkArgs, noKeywords } from './args.js';
import { defineType } from './defineType.js';
import { newGenericAlias } from './genericAlias.js';
import { newInt } from './intCore.js';
import { sequenceList } from './list.js';
import type { Machine } from './machine.js';
import { repr } from './object.js';
import { reprEnter, reprLeave } from './reprlib.js';
import {
  frozensetHash,
  makeBaseSet,
  makeFrozenset,
  makeSet,
  setCompare,
  setDealloc,
  setDifference,
  setDifferenceUpdate,
  setIntersection,
  setIsDisjoint,
  setIsSubset,
  setTraverse,
  setXorUpdate,
} from './set.js';
import { newSetIterator } from './setIterator.js';
import {
  isAnySet,
  SET_ENTRY,
  setAdd,
  setClear,
  setContainsKey,
  setDiscardKey,
  setLength,
  setPopElement,
  setSwapBodies,
  setUpdate,
} from './setTable.js';
import { newStr } from './strCore.js';
import { packTuple, packTuple1, tupleItem, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type TypeInfo } from './typeInfo.js';

function typeOfSet(rt: Machine, self: number): number {
  return rt.M[self + Ob.TYPE]!;
}

/** set(self) when the needle is an unhashable set: a temporary frozenset; 0 with an exception. */
function frozenNeedle(rt: Machine, key: number): number {
  if (!(rt.is(key, T.SET) || rt.isSubtype(typeOfSet(rt, key), T.SET)) || !rt.errorIs(E.TypeError)) return 0;
  rt.clearError();
  return makeSet(rt, T.FROZENSET, key);
}

/** `key in so`: 0, 1, or -1 with an exception. A set as key stands for the frozenset. Follows setobject.c: set_contains. */
export function setContains(rt: Machine, so: number, key: number): number {
  const found = setContainsKey(rt, so, key);
  if (found >= 0) return found;
  const needle = frozenNeedle(rt, key);
  if (needle === 0) return -1;
  const again = setContainsKey(rt, so, needle);
  rt.decref(needle);
  return again;
}

function discardElement(rt: Machine, so: number, key: number): number {
  const found = setDiscardKey(rt, so, key);
  if (found >= 0) return found;
  const needle = frozenNeedle(rt, key);
  if (needle === 0) return -1;
  const again = setDiscardKey(rt, so, needle);
  rt.decref(needle);
  return again;
}

function setRepr(rt: Machine, self: number): number {
  const info = rt.typeOf(self);
  if (reprEnter(rt, self)) return newStr(rt, `${info.name}(...)`);
  if (setLength(rt, self) === 0) {
    reprLeave(rt, self);
    return newStr(rt, `${info.name}()`);
  }
  const keys = sequenceList(rt, self);
  let result = 0;
  if (keys !== 0) {
    const listed = repr(rt, keys);
    rt.decref(keys);
    if (listed !== 0) {
      const inner = rt.text(listed).slice(1, -1);
      rt.decref(listed);
      result = newStr(rt, info.address === T.SET ? `{${inner}}` : `${info.name}({${inner}})`);
    }
  }
  reprLeave(rt, self);
  return result;
}

function notImplemented(rt: Machine): number {
  return rt.newRef(S.NOT_IMPLEMENTED);
}

function setCopy(rt: Machine, self: number): number {
  return makeBaseSet(rt, typeOfSet(rt, self), self);
}

function or(rt: Machine, a: number, b: number): number {
  if (!isAnySet(rt, a) || !isAnySet(rt, b)) return notImplemented(rt);
  const result = setCopy(rt, a);
  if (result === 0 || a === b) return result;
  if (setUpdate(rt, result, b) < 0) {
    rt.decref(result);
    return 0;
  }
  return result;
}

function and(rt: Machine, a: number, b: number): number {
  if (!isAnySet(rt, a) || !isAnySet(rt, b)) return notImplemented(rt);
  return setIntersection(rt, a, b);
}

function sub(rt: Machine, a: number, b: number): number {
  if (!isAnySet(rt, a) || !isAnySet(rt, b)) return notImplemented(rt);
  return setDifference(rt, a, b);
}

function xorSets(rt: Machine, a: number, b: number): number {
  const result = makeBaseSet(rt, typeOfSet(rt, a), b);
  if (result === 0) return 0;
  if (setXorUpdate(rt, result, a) < 0) {
    rt.decref(result);
    return 0;
  }
  return result;
}

function xor(rt: Machine, a: number, b: number): number {
  if (!isAnySet(rt, a) || !isAnySet(rt, b)) return notImplemented(rt);
  return xorSets(rt, a, b);
}

/** Wraps an in-place operation as a slot. */
function inplace(operation: (rt: Machine, so: number, other: number) => number) {
  return (rt: Machine, a: number, b: number): number => {
    if (!isAnySet(rt, b)) return notImplemented(rt);
    return operation(rt, a, b) < 0 ? 0 : rt.newRef(a);
  };
}

/** Follows set_intersection_update: the intersection, with bodies swapped. 0 or -1. */
function intersectionUpdate(rt: Machine, so: number, other: number): number {
  const result = setIntersection(rt, so, other);
  if (result === 0) return -1;
  setSwapBodies(rt, so, result);
  rt.decref(result);
  return 0;
}

/** A method that takes any number of iterables and returns a new set. */
function multi(
  name: string,
  first: (rt: Machine, so: number) => number,
  step: (rt: Machine, result: number, other: number) => number,
): MethodDef {
  return {
    name,
    kind: MethodKind.FAST,
    fn: (rt, self, args, nargs) => {
      let result = first(rt, self);
      for (let i = 0; i < nargs && result !== 0; i++) result = step(rt, result, rt.M[args + 2 * i]!);
      return result;
    },
  };
}

/** A method that takes any number of iterables and changes the set. */
function multiUpdate(name: string, step: (rt: Machine, so: number, other: number) => number): MethodDef {
  return {
    name,
    kind: MethodKind.FAST,
    fn: (rt, self, args, nargs) => {
      for (let i = 0; i < nargs; i++) if (step(rt, self, rt.M[args + 2 * i]!) < 0) return 0;
      return rt.none();
    },
  };
}

function sizeOf(rt: Machine, self: number): number {
  const M = rt.M;
  const own = M[self + SetLayout.TABLE] !== self + SetLayout.SMALLTABLE;
  const table = own ? (M[self + SetLayout.MASK]! + 1) * SET_ENTRY * 4 : 0;
  return newInt(rt, rt.typeOf(self).basicsize + table);
}

function isSubsetMethod(rt: Machine, self: number, other: number): number {
  let known = other;
  if (!isAnySet(rt, other)) {
    known = makeSet(rt, T.SET, other);
    if (known === 0) return 0;
  } else rt.incref(other);
  const k = setIsSubset(rt, self, known);
  rt.decref(known);
  return k < 0 ? 0 : rt.bool(k > 0);
}

function isSupersetMethod(rt: Machine, self: number, other: number): number {
  const known = isAnySet(rt, other) ? rt.newRef(other) : makeSet(rt, T.SET, other);
  if (known === 0) return 0;
  const k = setIsSubset(rt, known, self);
  rt.decref(known);
  return k < 0 ? 0 : rt.bool(k > 0);
}

function reduce(rt: Machine, self: number): number {
  const keys = sequenceList(rt, self);
  if (keys === 0) return 0;
  const args = packTuple1(rt, keys);
  rt.decref(keys);
  const result = packTuple(rt, typeOfSet(rt, self), args, S.NONE);
  rt.decref(args);
  return result;
}

/** Methods of both types. */
const COMMON: readonly MethodDef[] = [
  {
    name: '__contains__',
    kind: MethodKind.O,
    fn: (rt, self, key) => {
      const k = setContains(rt, self, key);
      return k < 0 ? 0 : rt.bool(k > 0);
    },
  },
  {
    name: 'copy',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => (rt.is(self, T.FROZENSET) ? rt.newRef(self) : makeSet(rt, copyType(rt, self), self)),
  },
  {
    name: 'difference',
    kind: MethodKind.FAST,
    fn: (rt, self, args, nargs) => {
      if (nargs === 0) return makeSet(rt, copyType(rt, self), self);
      const result = setDifference(rt, self, rt.M[args]!);
      for (let i = 1; i < nargs && result !== 0; i++) {
        if (setDifferenceUpdate(rt, result, rt.M[args + 2 * i]!) < 0) {
          rt.decref(result);
          return 0;
        }
      }
      return result;
    },
  },
  {
    name: 'intersection',
    kind: MethodKind.FAST,
    fn: (rt, self, args, nargs) => {
      if (nargs === 0) return makeSet(rt, copyType(rt, self), self);
      let result = rt.newRef(self);
      for (let i = 0; i < nargs; i++) {
        const next = setIntersection(rt, result, rt.M[args + 2 * i]!);
        rt.decref(result);
        if (next === 0) return 0;
        result = next;
      }
      return result;
    },
  },
  {
    name: 'isdisjoint',
    kind: MethodKind.O,
    fn: (rt, self, other) => {
      const k = setIsDisjoint(rt, self, other);
      return k < 0 ? 0 : rt.bool(k > 0);
    },
  },
  { name: 'issubset', kind: MethodKind.O, fn: isSubsetMethod },
  { name: 'issuperset', kind: MethodKind.O, fn: isSupersetMethod },
  { name: '__reduce__', kind: MethodKind.NOARGS, fn: reduce },
  { name: '__sizeof__', kind: MethodKind.NOARGS, fn: sizeOf },
  { name: 'symmetric_difference', kind: MethodKind.O, fn: xorSets },
  multi(
    'union',
    (rt, so) => makeSet(rt, copyType(rt, so), so),
    (rt, result, other) => {
      if (result !== other && setUpdate(rt, result, other) < 0) {
        rt.decref(result);
        return 0;
      }
      return result;
    },
  ),
];

/** Copies of instances of subclasses are plain sets and frozensets. */
function copyType(rt: Machine, self: number): number {
  return rt.isSubtype(typeOfSet(rt, self), T.SET) ? T.SET : T.FROZENSET;
}

const SET_METHODS: readonly MethodDef[] = [
  {
    name: 'add',
    kind: MethodKind.O,
    fn: (rt, self, key) => (setAdd(rt, self, key) < 0 ? 0 : rt.none()),
  },
  {
    name: 'clear',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      setClear(rt, self);
      return rt.none();
    },
  },
  { name: 'discard', kind: MethodKind.O, fn: (rt, self, key) => (discardElement(rt, self, key) < 0 ? 0 : rt.none()) },
  multiUpdate('difference_update', setDifferenceUpdate),
  {
    name: 'intersection_update',
    kind: MethodKind.FAST,
    fn: (rt, self, args, nargs) => {
      if (nargs === 0) return rt.none();
      let result = rt.newRef(self);
      for (let i = 0; i < nargs; i++) {
        const next = setIntersection(rt, result, rt.M[args + 2 * i]!);
        rt.decref(result);
        if (next === 0) return 0;
        result = next;
      }
      setSwapBodies(rt, self, result);
      rt.decref(result);
      return rt.none();
    },
  },
  {
    name: 'pop',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const key = setPopElement(rt, self);
      return key !== 0 ? key : rt.raise(E.KeyError, 'pop from an empty set');
    },
  },
  {
    name: 'remove',
    kind: MethodKind.O,
    fn: (rt, self, key) => {
      const found = discardElement(rt, self, key);
      if (found < 0) return 0;
      return found === 0 ? rt.raiseKeyError(key) : rt.none();
    },
  },
  {
    name: 'symmetric_difference_update',
    kind: MethodKind.O,
    fn: (rt, self, other) => (setXorUpdate(rt, self, other) < 0 ? 0 : rt.none()),
  },
  multiUpdate('update', setUpdate),
];
const CLASS_GETITEM: MethodDef = {
  name: '__class_getitem__',
  kind: MethodKind.O | MethodKind.CLASS,
  fn: newGenericAlias,
};

function setInitSlot(rt: Machine, self: number, args: number, kwargs: number): number {
  if (kwargs !== 0 && rt.M[kwargs + 4] !== 0 && rt.is(self, T.SET)) {
    noKeywords(rt, 'set()');
    return -1;
  }
  const n = tupleLength(rt, args);
  const name = rt.typeOf(self).name;
  if (!checkArgs(rt, rt.profile.minor >= 9 ? 'set' : name, n, 0, 1)) return -1;
  if (rt.M[self + SetLayout.FILL] !== 0) setClear(rt, self);
  rt.M[self + SetLayout.HASH] = -1;
  rt.M[self + SetLayout.HASH + 1] = -1;
  return n === 0 ? 0 : setUpdate(rt, self, tupleItem(rt, args, 0));
}

function setVectorcall(rt: Machine, type: number, args: number, nargs: number, kwnames: number): number {
  if (kwnames !== 0 && rt.M[kwnames + Ob.SIZE] !== 0) return noKeywords(rt, 'set()');
  if (!checkArgs(rt, 'set', nargs, 0, 1)) return 0;
  return makeSet(rt, type, nargs === 0 ? 0 : rt.M[args]!);
}

function frozensetNew(rt: Machine, type: number, args: number, kwargs: number): number {
  if (type === T.FROZENSET && kwargs !== 0 && rt.M[kwargs + 4] !== 0) return noKeywords(rt, 'frozenset()');
  const n = tupleLength(rt, args);
  if (!checkArgs(rt, 'frozenset', n, 0, 1)) return 0;
  return makeFrozenset(rt, type, n === 0 ? 0 : tupleItem(rt, args, 0));
}

function frozensetVectorcall(rt: Machine, type: number, args: number, nargs: number, kwnames: number): number {
  if (kwnames !== 0 && rt.M[kwnames + Ob.SIZE] !== 0) return noKeywords(rt, 'frozenset()');
  if (!checkArgs(rt, 'frozenset', nargs, 0, 1)) return 0;
  return makeFrozenset(rt, type, nargs === 0 ? 0 : rt.M[args]!);
}

export function defineSet(rt: Machine): void {
  const minor = rt.profile.minor;
  const alias = minor >= 9 ? [CLASS_GETITEM] : [];
  const common = {
    basicsize: 200,
    weaklistoffset: 192,
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE,
    tp_dealloc: setDealloc,
    tp_traverse: setTraverse,
    tp_clear: setClear,
    tp_repr: setRepr,
    tp_richcompare: setCompare,
    tp_iter: newSetIterator,
    sq_length: setLength,
    sq_contains: setContains,
    nb_or: or,
    nb_and: and,
    nb_xor: xor,
    nb_subtract: sub,
  } satisfies Partial<TypeInfo>;
  defineType(rt, T.SET, {
    ...common,
    name: 'set',
    tp_new: (runtime, type) => makeSet(runtime, type, 0),
    tp_init: setInitSlot,
    tp_vectorcall: minor >= 9 ? setVectorcall : null,
    nb_inplace_or: inplace(setUpdate),
    nb_inplace_and: inplace(intersectionUpdate),
    nb_inplace_xor: inplace(setXorUpdate),
    nb_inplace_subtract: inplace(setDifferenceUpdate),
    methods: [...COMMON, ...SET_METHODS, ...alias],
  });
  defineType(rt, T.FROZENSET, {
    ...common,
    name: 'frozenset',
    tp_new: frozensetNew,
    tp_vectorcall: minor >= 9 ? frozensetVectorcall : null,
    tp_hash: frozensetHash,
    methods: [...COMMON, ...alias],
  });
}
