/** Calling objects. Follows call.c: _PyObject_Vectorcall and its kin. */
import { Ob, TupleLayout } from '../memory/layout.js';
import { getInstanceAttribute } from './attributes.js';
import { type DictEntry, dictLength, dictNext, dictSet, newDict } from './dictCore.js';
import type { Machine } from './machine.js';
import { genericGetAttr, getAttr } from './object.js';
import { newTuple, tupleFromVector } from './tupleCore.js';
import { E, T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';
import { typeLookup } from './typeLookup.js';

/** Calls with an argument vector: `nargs` positional, then the values of `kwnames` (a tuple or 0). New reference or 0. */
export function call(rt: Machine, callable: number, args: number, nargs: number, kwnames: number): number {
  const vectorcall = rt.typeOf(callable).vectorcall;
  if (vectorcall !== null) return vectorcall(rt, callable, args, nargs, kwnames);
  return makeTpCall(rt, callable, args, nargs, kwnames);
}

/** Packs the vector into a tuple and a dict for `tp_call`. Follows call.c: _PyObject_MakeTpCall. */
export function makeTpCall(rt: Machine, callable: number, args: number, nargs: number, kwnames: number): number {
  const info = rt.typeOf(callable);
  if (info.tp_call === null) return rt.raise(E.TypeError, `'${info.fullName}' object is not callable`);
  const tuple = tupleFromVector(rt, args, nargs);
  let kwargs = 0;
  if (kwnames !== 0 && rt.M[kwnames + Ob.SIZE]! > 0) {
    kwargs = keywordDict(rt, args + 2 * nargs, kwnames);
    if (kwargs === 0) {
      rt.decref(tuple);
      return 0;
    }
  }
  let result = 0;
  if (rt.enterRecursion(' while calling a Python object') === 0) {
    result = info.tp_call(rt, callable, tuple, kwargs);
    rt.leaveRecursion();
  }
  rt.decref(tuple);
  if (kwargs !== 0) rt.decref(kwargs);
  return result;
}

/** A dict of keyword names and a vector of values; 0 on error. Follows call.c: _PyStack_AsDict. */
export function keywordDict(rt: Machine, values: number, kwnames: number): number {
  const M = rt.M;
  const n = M[kwnames + Ob.SIZE]!;
  const dict = newDict(rt);
  for (let i = 0; i < n; i++) {
    if (dictSet(rt, dict, M[kwnames + TupleLayout.ITEM + 2 * i]!, M[values + 2 * i]!) < 0) {
      rt.decref(dict);
      return 0;
    }
  }
  return dict;
}

/** Calls with a tuple and a dict (or 0). Follows call.c: _PyObject_Call. */
export function callTupleDict(rt: Machine, callable: number, tuple: number, kwargs: number): number {
  const info = rt.typeOf(callable);
  // A class has the vectorcall of its own instances' construction; most have none and take the tuple as it is.
  const direct =
    info.vectorcall !== null &&
    ((info.flags & TypeFlag.TYPE_SUBCLASS) === 0 || callable === T.TYPE || rt.infoOf(callable).tp_vectorcall !== null);
  if (direct) return vectorcallDict(rt, callable, tuple, kwargs);
  if (info.tp_call === null) return rt.raise(E.TypeError, `'${info.fullName}' object is not callable`);
  if (rt.enterRecursion(' while calling a Python object') < 0) return 0;
  const result = info.tp_call(rt, callable, tuple, kwargs);
  rt.leaveRecursion();
  return result;
}

/** Spreads a tuple and a dict into a vector. Follows call.c: _PyVectorcall_Call and _PyStack_UnpackDict. */
function vectorcallDict(rt: Machine, callable: number, tuple: number, kwargs: number): number {
  const M = rt.M;
  const vectorcall = rt.typeOf(callable).vectorcall!;
  const nargs = M[tuple + Ob.SIZE]!;
  if (kwargs === 0 || dictLength(rt, kwargs) === 0) return vectorcall(rt, callable, tuple + TupleLayout.ITEM, nargs, 0);
  const nkw = dictLength(rt, kwargs);
  const args = rt.pushArguments(nargs + nkw);
  for (let i = 0; i < nargs; i++) M[args + 2 * i] = rt.newRef(M[tuple + TupleLayout.ITEM + 2 * i]!);
  const names = newTuple(rt, nkw);
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  let allStr = true;
  let n = 0;
  for (let pos = dictNext(rt, kwargs, 0, entry); pos >= 0; pos = dictNext(rt, kwargs, pos, entry)) {
    if (!rt.isStr(entry.key)) allStr = false;
    M[names + TupleLayout.ITEM + 2 * n] = rt.newRef(entry.key);
    M[args + 2 * (nargs + n)] = rt.newRef(entry.value);
    n++;
  }
  rt.gcTrack(names);
  const result = allStr
    ? vectorcall(rt, callable, args, nargs, names)
    : rt.raise(E.TypeError, 'keywords must be strings');
  for (let i = 0; i < nargs + nkw; i++) rt.decref(M[args + 2 * i]!);
  rt.decref(names);
  rt.popArguments(args);
  return result;
}

export function call0(rt: Machine, callable: number): number {
  return call(rt, callable, rt.nativeTop, 0, 0);
}

/** Calls with one borrowed argument. */
export function call1(rt: Machine, callable: number, a: number): number {
  const args = rt.pushArguments(1);
  rt.M[args] = a;
  const result = call(rt, callable, args, 1, 0);
  rt.popArguments(args);
  return result;
}

export function call2(rt: Machine, callable: number, a: number, b: number): number {
  const args = rt.pushArguments(2);
  rt.M[args] = a;
  rt.M[args + 2] = b;
  const result = call(rt, callable, args, 2, 0);
  rt.popArguments(args);
  return result;
}

export function call3(rt: Machine, callable: number, a: number, b: number, c: number): number {
  const args = rt.pushArguments(3);
  rt.M[args] = a;
  rt.M[args + 2] = b;
  rt.M[args + 4] = c;
  const result = call(rt, callable, args, 3, 0);
  rt.popArguments(args);
  return result;
}

/** Whether objects of this kind take `self` as their first argument when they are found on a type. */
export function isMethodDescriptor(rt: Machine, descriptor: number): boolean {
  return (rt.typeOf(descriptor).flags & TypeFlag.METHOD_DESCRIPTOR) !== 0;
}

/**
 * Calls a method without making a bound one where that can be seen: `args[0]` is the object, `nargs` counts it.
 * Follows object.c: PyObject_VectorcallMethod.
 */
export function callMethodVector(rt: Machine, name: number, args: number, nargs: number, kwnames: number): number {
  const M = rt.M;
  const self = M[args]!;
  const found = methodWithoutBinding(rt, self, name);
  if (found === 0) return 0;
  let result: number;
  if (found > 0) {
    result = call(rt, found, args, nargs, kwnames);
    rt.decref(found);
  } else {
    const bound = -found;
    result = call(rt, bound, args + 2, nargs - 1, kwnames);
    rt.decref(bound);
  }
  return result;
}

/**
 * The method of that name: its address (new reference) when it is to be called with the object first, minus the
 * address of an ordinary attribute otherwise, 0 with an exception. Follows object.c: _PyObject_GetMethod.
 */
export function methodWithoutBinding(rt: Machine, self: number, name: number): number {
  const info = rt.typeOf(self);
  if (info.tp_getattro === genericGetAttr) {
    const descriptor = typeLookup(rt, info, name);
    if (descriptor !== 0 && isMethodDescriptor(rt, descriptor) && getInstanceAttribute(rt, self, info, name) === 0) {
      return rt.newRef(descriptor);
    }
    if (rt.currentException !== 0) return 0;
  }
  const attribute = getAttr(rt, self, name);
  return attribute === 0 ? 0 : -attribute;
}

/** `self.name()`; `name` is an interned str object. */
export function callMethod0(rt: Machine, self: number, name: number): number {
  const args = rt.pushArguments(1);
  rt.M[args] = self;
  const result = callMethodVector(rt, name, args, 1, 0);
  rt.popArguments(args);
  return result;
}

/** `self.name(a)` */
export function callMethod1(rt: Machine, self: number, name: number, a: number): number {
  const args = rt.pushArguments(2);
  rt.M[args] = self;
  rt.M[args + 2] = a;
  const result = callMethodVector(rt, name, args, 2, 0);
  rt.popArguments(args);
  return result;
}

/** `self.name(a, b)` */
export function callMethod2(rt: Machine, self: number, name: number, a: number, b: number): number {
  const args = rt.pushArguments(3);
  rt.M[args] = self;
  rt.M[args + 2] = a;
  rt.M[args + 4] = b;
  const result = callMethodVector(rt, name, args, 3, 0);
  rt.popArguments(args);
  return result;
}

/** Calls with an object in front of a tuple of arguments. Follows call.c: _PyObject_Call_Prepend. */
export function callPrepend(rt: Machine, callable: number, object: number, tuple: number, kwargs: number): number {
  const M = rt.M;
  const n = M[tuple + Ob.SIZE]!;
  const nkw = kwargs === 0 ? 0 : dictLength(rt, kwargs);
  const args = rt.pushArguments(n + 1 + nkw);
  M[args] = object;
  for (let i = 0; i < n; i++) M[args + 2 + 2 * i] = M[tuple + TupleLayout.ITEM + 2 * i]!;
  let names = 0;
  if (nkw > 0) {
    // _PyStack_UnpackDict holds what stands before the keywords too.
    for (let i = 0; i <= n; i++) rt.incref(M[args + 2 * i]!);
    names = newTuple(rt, nkw);
    const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
    let k = 0;
    for (let pos = dictNext(rt, kwargs, 0, entry); pos >= 0; pos = dictNext(rt, kwargs, pos, entry), k++) {
      M[names + TupleLayout.ITEM + 2 * k] = rt.newRef(entry.key);
      M[args + 2 * (n + 1 + k)] = rt.newRef(entry.value);
    }
    rt.gcTrack(names);
  }
  const result = call(rt, callable, args, n + 1, names);
  if (nkw > 0) for (let i = 0; i <= n + nkw; i++) rt.decref(M[args + 2 * i]!);
  if (names !== 0) rt.decref(names);
  rt.popArguments(args);
  return result;
}
