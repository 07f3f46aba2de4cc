/** map. Follows bltinmodule.c: map_new, map_next. */
import { Ob } from '../memory/layout.js';
import { keywordArgument, noKeywords } from './args.js';
import { call } from './call.js';
import { defineType } from './defineType.js';
import { dictLength } from './dictCore.js';
import { newTrackedTuple, selfIter } from './iteratorCore.js';
import type { Machine } from './machine.js';
import { freeInstance, getIter, isTrue } from './object.js';
import { newTuple, packTuple } from './tupleCore.js';
import { E, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from './typeInfo.js';
import { checkStrict } from './zip.js';

const ITERATORS = 4;
const FUNC = 6;
/** 3.14+. */
const STRICT = 8;
const ITEM = 6;

/** `args`: address of the function and the iterables, two words apart. */
function create(rt: Machine, type: number, args: number, nargs: number, strict: number): number {
  const M = rt.M;
  if (nargs < 2) return rt.raise(E.TypeError, 'map() must have at least two arguments.');
  const iterators = newTrackedTuple(rt, nargs - 1);
  for (let i = 1; i < nargs; i++) {
    const it = getIter(rt, M[args + 2 * i]!);
    if (it === 0) {
      rt.decref(iterators);
      return 0;
    }
    M[iterators + ITEM + 2 * (i - 1)] = it;
  }
  const p = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (p === 0) {
    rt.decref(iterators);
    return 0;
  }
  M[p + ITERATORS] = iterators;
  M[p + FUNC] = rt.newRef(M[args]!);
  if (rt.profile.minor >= 14) M[p + STRICT] = strict;
  return p;
}

function mapNew(rt: Machine, type: number, args: number, kwargs: number): number {
  let strict = 0;
  if (kwargs !== 0 && dictLength(rt, kwargs) > 0) {
    if (rt.profile.minor >= 14) {
      const value = keywordArgument(rt, kwargs, 'strict');
      if (value === 0 || dictLength(rt, kwargs) > 1)
        return rt.raise(E.TypeError, 'map() got an unexpected keyword argument');
      strict = isTrue(rt, value);
      if (strict < 0) return 0;
    } else if (type === T.MAP) return noKeywords(rt, 'map()');
  }
  return create(rt, type, args + ITEM, rt.M[args + Ob.SIZE]!, strict);
}

function mapVectorcall(rt: Machine, type: number, args: number, nargs: number, kwnames: number): number {
  if (kwnames !== 0 && rt.M[kwnames + Ob.SIZE] !== 0) return noKeywords(rt, 'map()');
  return create(rt, type, args, nargs, 0);
}

/** The next result, 0 at the end. */
export function mapNext(rt: Machine, self: number): number {
  const M = rt.M;
  const iterators = M[self + ITERATORS]!;
  const n = M[iterators + Ob.SIZE]!;
  const args = rt.pushArguments(n);
  let have = 0;
  let result = 0;
  for (; have < n; have++) {
    const it = M[iterators + ITEM + 2 * have]!;
    const value = rt.typeOf(it).tp_iternext!(rt, it);
    if (value === 0) break;
    M[args + 2 * have] = value;
  }
  if (have === n) result = call(rt, M[self + FUNC]!, args, n, 0);
  else if (rt.profile.minor >= 14 && M[self + STRICT] !== 0) checkStrict(rt, iterators, n, have, 'map');
  for (let i = 0; i < have; i++) rt.decref(M[args + 2 * i]!);
  rt.popArguments(args);
  return result;
}

function dealloc(rt: Machine, self: number): void {
  const M = rt.M;
  rt.gcUntrack(self);
  rt.xdecref(M[self + ITERATORS]!);
  rt.xdecref(M[self + FUNC]!);
  freeInstance(rt, self);
}

function traverse(rt: Machine, self: number, visit: Visit): void {
  const M = rt.M;
  if (M[self + ITERATORS] !== 0) visit(rt, M[self + ITERATORS]!);
  if (M[self + FUNC] !== 0) visit(rt, M[self + FUNC]!);
}

function reduce(rt: Machine, self: number): number {
  const M = rt.M;
  const iterators = M[self + ITERATORS]!;
  const n = M[iterators + Ob.SIZE]!;
  const args = newTuple(rt, n + 1);
  M[args + ITEM] = rt.newRef(M[self + FUNC]!);
  for (let i = 0; i < n; i++) M[args + ITEM + 2 * (i + 1)] = rt.newRef(M[iterators + ITEM + 2 * i]!);
  rt.gcTrack(args);
  const result = packTuple(rt, M[self + Ob.TYPE]!, args);
  rt.decref(args);
  return result;
}

const METHODS: readonly MethodDef[] = [{ name: '__reduce__', kind: MethodKind.NOARGS, fn: reduce }];

export function defineMap(rt: Machine): void {
  const minor = rt.profile.minor;
  defineType(rt, T.MAP, {
    name: 'map',
    basicsize: minor >= 14 ? 40 : 32,
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE,
    tp_new: mapNew,
    tp_vectorcall: minor >= 10 && minor < 14 ? mapVectorcall : null,
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_iter: selfIter,
    tp_iternext: mapNext,
    methods: METHODS,
  });
}
