/** filter. Follows bltinmodule.c: filter_new, filter_next. */
import { Ob } from '../memory/layout.js';
import { checkArgs, noKeywords } from './args.js';
import { call1 } from './call.js';
import { defineType } from './defineType.js';
import { selfIter } from './iteratorCore.js';
import type { Machine } from './machine.js';
import { freeInstance, getIter, isTrue, trashcanBegin, trashcanEnd } from './object.js';
import { packTuple } from './tupleCore.js';
import { S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from './typeInfo.js';

const FUNC = 4;
const IT = 6;
const ITEM = 6;

function create(rt: Machine, type: number, func: number, iterable: number): number {
  const it = getIter(rt, iterable);
  if (it === 0) return 0;
  const p = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (p === 0) {
    rt.decref(it);
    return 0;
  }
  rt.M[p + FUNC] = rt.newRef(func);
  rt.M[p + IT] = it;
  return p;
}

function filterNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const M = rt.M;
  if (type === T.FILTER && kwargs !== 0 && M[kwargs + 4] !== 0) return noKeywords(rt, 'filter()');
  if (!checkArgs(rt, 'filter', M[args + Ob.SIZE]!, 2, 2)) return 0;
  return create(rt, type, M[args + ITEM]!, M[args + ITEM + 2]!);
}

function filterVectorcall(rt: Machine, type: number, args: number, nargs: number, kwnames: number): number {
  if (kwnames !== 0 && rt.M[kwnames + Ob.SIZE] !== 0) return noKeywords(rt, 'filter()');
  if (!checkArgs(rt, 'filter', nargs, 2, 2)) return 0;
  return create(rt, type, rt.M[args]!, rt.M[args + 2]!);
}

/** The next item that passes, 0 at the end. */
export function filterNext(rt: Machine, self: number): number {
  const M = rt.M;
  const it = M[self + IT]!;
  const func = M[self + FUNC]!;
  const next = rt.typeOf(it).tp_iternext!;
  const truth = func === S.NONE || func === T.BOOL;
  for (;;) {
    if (--rt.nativeTurns < 0) rt.nativeTurnsOver();
    const item = next(rt, it);
    if (item === 0) return 0;
    let good: number;
    if (truth) good = isTrue(rt, item);
    else {
      const answer = call1(rt, func, item);
      if (answer === 0) good = -1;
      else {
        good = isTrue(rt, answer);
        rt.decref(answer);
      }
    }
    if (good > 0) return item;
    rt.decref(item);
    if (good < 0) return 0;
  }
}

function dealloc(rt: Machine, self: number): void {
  const M = rt.M;
  rt.gcUntrack(self);
  const mayWait = rt.profile.minor >= 10 && rt.is(self, T.FILTER);
  if (mayWait && !trashcanBegin(rt, self)) return;
  rt.xdecref(M[self + FUNC]!);
  rt.xdecref(M[self + IT]!);
  freeInstance(rt, self);
  if (mayWait) trashcanEnd(rt);
}

function traverse(rt: Machine, self: number, visit: Visit): void {
  const M = rt.M;
  if (M[self + IT] !== 0) visit(rt, M[self + IT]!);
  if (M[self + FUNC] !== 0) visit(rt, M[self + FUNC]!);
}

function reduce(rt: Machine, self: number): number {
  const M = rt.M;
  const args = packTuple(rt, M[self + FUNC]!, M[self + IT]!);
  const result = packTuple(rt, M[self + Ob.TYPE]!, args);
  rt.decref(args);
  return result;
}

const METHODS: readonly MethodDef[] = [{ name: '__reduce__', kind: MethodKind.NOARGS, fn: reduce }];

export function defineFilter(rt: Machine): void {
  defineType(rt, T.FILTER, {
    name: 'filter',
    basicsize: 32,
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE,
    tp_new: filterNew,
    tp_vectorcall: rt.profile.minor >= 10 ? filterVectorcall : null,
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_iter: selfIter,
    tp_iternext: filterNext,
    methods: METHODS,
  });
}
