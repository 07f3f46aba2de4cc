/** enumerate. Follows enumobject.c. */
import { Gc, Ob } from '../memory/layout.js';
import { index } from './abstract.js';
import { keywordArgument, type Parameters, parseTupleKeywords } from './args.js';
import { defineType } from './defineType.js';
import { newGenericAlias } from './genericAlias.js';
import { intBig, intNumber, newBigInt, newInt } from './intCore.js';
import { selfIter } from './iteratorCore.js';
import type { Machine } from './machine.js';
import { freeInstance, getIter } from './object.js';
import { newTuple, packTuple, packTuple2, tupleItem, tupleLength } from './tupleCore.js';
import { E, S, smallIntAddress, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from './typeInfo.js';

/** Words of the fields: the index is a double here; `en_longindex` takes over beyond the safe range. */
const INDEX = 4;
const SIT = 6;
const RESULT = 8;
const LONGINDEX = 10;
/** The int 1 (3.11+). */
const ONE = 12;
const ITEM = 6;

/** Puts two items (references taken over) into a result tuple that only its owner holds; new reference. */
export function reuseResultPair(rt: Machine, result: number, first: number, second: number): number {
  const M = rt.M;
  rt.incref(result);
  const oldFirst = M[result + ITEM]!;
  const oldSecond = M[result + ITEM + 2]!;
  M[result + ITEM] = first;
  M[result + ITEM + 2] = second;
  rt.decref(oldFirst);
  rt.decref(oldSecond);
  // A collection may have lost sight of it while it held only atoms.
  if (M[result + Gc.NEXT] === 0) rt.gcTrack(result);
  return result;
}

/** A pair for an iterator that keeps `result` (its count is 1 when nobody else holds it). Items are taken over. */
export function resultPair(rt: Machine, result: number, first: number, second: number): number {
  const M = rt.M;
  if (M[result] === 1) return reuseResultPair(rt, result, first, second);
  const p = newTuple(rt, 2);
  M[p + ITEM] = first;
  M[p + ITEM + 2] = second;
  rt.gcTrack(p);
  return p;
}

function create(rt: Machine, type: number, iterable: number, start: number): number {
  const M = rt.M;
  const en = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (en === 0) return 0;
  if (start !== 0) {
    const number = index(rt, start);
    if (number === 0) {
      rt.decref(en);
      return 0;
    }
    const value = intNumber(rt, number);
    if (Number.isNaN(value)) M[en + LONGINDEX] = number;
    else {
      rt.F64[(en + INDEX) >> 1] = value;
      rt.decref(number);
    }
  }
  const it = getIter(rt, iterable);
  if (it === 0) {
    rt.decref(en);
    return 0;
  }
  M[en + SIT] = it;
  M[en + RESULT] = packTuple2(rt, S.NONE, S.NONE);
  if (rt.profile.minor >= 11) M[en + ONE] = rt.newRef(smallIntAddress(1));
  return en;
}

const PARAMETERS: Parameters = { name: 'enumerate', names: ['iterable', 'start'], required: 1, positional: 2 };

function enumerateNew(rt: Machine, type: number, args: number, kwargs: number): number {
  if (rt.profile.minor <= 10 && tupleLength(rt, args) === 0 && keywordArgument(rt, kwargs, 'iterable') === 0) {
    return rt.raise(E.TypeError, "enumerate() missing required argument 'iterable' (pos 1)");
  }
  const values = parseTupleKeywords(rt, PARAMETERS, args, kwargs);
  return values === null ? 0 : create(rt, type, values[0]!, values[1]!);
}

/** Follows enumerate_vectorcall (3.11+), which sorts its arguments itself. */
function enumerateVectorcall(rt: Machine, type: number, args: number, nargs: number, kwnames: number): number {
  const M = rt.M;
  const nkw = kwnames === 0 ? 0 : M[kwnames + Ob.SIZE]!;
  const values = [0, 0];
  for (let i = 0; i < nargs && i < 2; i++) values[i] = M[args + 2 * i]!;
  if (nargs + nkw > 2) {
    return rt.raise(E.TypeError, `enumerate() takes at most 2 arguments (${nargs + nkw} given)`);
  }
  for (let k = 0; k < nkw; k++) {
    const name = rt.text(tupleItem(rt, kwnames, k));
    const at = name === 'iterable' ? 0 : name === 'start' ? 1 : -1;
    if (at < 0 || values[at] !== 0) {
      return rt.raise(E.TypeError, `'${name}' is an invalid keyword argument for enumerate()`);
    }
    values[at] = M[args + 2 * (nargs + k)]!;
  }
  if (values[0] === 0) return rt.raise(E.TypeError, "enumerate() missing required argument 'iterable'");
  return create(rt, type, values[0]!, values[1]!);
}

/** The next pair, 0 at the end. */
export function enumerateNext(rt: Machine, en: number): number {
  const M = rt.M;
  const it = M[en + SIT]!;
  const item = rt.typeOf(it).tp_iternext!(rt, it);
  if (item === 0) return 0;
  const long = M[en + LONGINDEX]!;
  let number: number;
  if (long !== 0) {
    number = long;
    M[en + LONGINDEX] = newBigInt(rt, intBig(rt, long) + 1n);
  } else {
    const at = (en + INDEX) >> 1;
    const i = rt.F64[at]!;
    rt.F64[at] = i + 1;
    number = newInt(rt, i);
    if (i + 1 > Number.MAX_SAFE_INTEGER) M[en + LONGINDEX] = newBigInt(rt, BigInt(i) + 1n);
  }
  return resultPair(rt, M[en + RESULT]!, number, item);
}

function dealloc(rt: Machine, self: number): void {
  const M = rt.M;
  rt.gcUntrack(self);
  rt.xdecref(M[self + SIT]!);
  rt.xdecref(M[self + RESULT]!);
  rt.xdecref(M[self + LONGINDEX]!);
  if (rt.profile.minor >= 11) rt.xdecref(M[self + ONE]!);
  freeInstance(rt, self);
}

function traverse(rt: Machine, self: number, visit: Visit): void {
  const M = rt.M;
  if (M[self + SIT] !== 0) visit(rt, M[self + SIT]!);
  if (M[self + RESULT] !== 0) visit(rt, M[self + RESULT]!);
  if (M[self + LONGINDEX] !== 0) visit(rt, M[self + LONGINDEX]!);
}

function reduce(rt: Machine, self: number): number {
  const M = rt.M;
  const long = M[self + LONGINDEX]!;
  const number = long !== 0 ? rt.newRef(long) : newInt(rt, rt.F64[(self + INDEX) >> 1]!);
  const inner = packTuple(rt, M[self + SIT]!, number);
  rt.decref(number);
  const result = packTuple(rt, M[self + Ob.TYPE]!, inner);
  rt.decref(inner);
  return result;
}

const METHODS: readonly MethodDef[] = [{ name: '__reduce__', kind: MethodKind.NOARGS, fn: reduce }];
const CLASS_GETITEM: MethodDef = {
  name: '__class_getitem__',
  kind: MethodKind.O | MethodKind.CLASS,
  fn: newGenericAlias,
};

export function defineEnumerate(rt: Machine): void {
  defineType(rt, T.ENUMERATE, {
    name: 'enumerate',
    basicsize: rt.profile.minor >= 11 ? 56 : 48,
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE,
    tp_new: enumerateNew,
    tp_vectorcall: rt.profile.minor >= 11 ? enumerateVectorcall : null,
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_iter: selfIter,
    tp_iternext: enumerateNext,
    methods: rt.profile.minor >= 9 ? [...METHODS, CLASS_GETITEM] : METHODS,
  });
}
