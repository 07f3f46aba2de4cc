/** zip. Follows bltinmodule.c: zip_new, zip_next. */
import { Gc, Ob } from '../memory/layout.js';
import { keywordArgument, noKeywords } from './args.js';
import { defineType } from './defineType.js';
import { dictLength } from './dictCore.js';
import { newTrackedTuple, selfIter } from './iteratorCore.js';
import type { Machine } from './machine.js';
import { freeInstance, getIter, isTrue } from './object.js';
import { takeKeywords } from './support.js';
import { packTuple, tupleFromVector } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from './typeInfo.js';

const SIZE = 4;
const ITERATORS = 6;
const RESULT = 8;
/** 3.10+. */
const STRICT = 10;
const ITEM = 6;

function zipNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const M = rt.M;
  let strict = 0;
  if (kwargs !== 0 && dictLength(rt, kwargs) > 0) {
    if (rt.profile.minor < 10) {
      if (type === T.ZIP) return noKeywords(rt, 'zip()');
    } else {
      if (dictLength(rt, kwargs) > 1) {
        return rt.raise(E.TypeError, `zip() takes at most 1 keyword argument (${dictLength(rt, kwargs)} given)`);
      }
      const values = takeKeywords(rt, 'zip', kwargs, ['strict']);
      if (values === null) return 0;
      strict = isTrue(rt, keywordArgument(rt, kwargs, 'strict'));
      if (strict < 0) return 0;
    }
  }
  const n = M[args + Ob.SIZE]!;
  const iterators = newTrackedTuple(rt, n);
  for (let i = 0; i < n; i++) {
    const it = getIter(rt, M[args + ITEM + 2 * i]!);
    if (it === 0) {
      rt.decref(iterators);
      return 0;
    }
    M[iterators + ITEM + 2 * i] = it;
  }
  const result = newTrackedTuple(rt, n);
  for (let i = 0; i < n; i++) M[result + ITEM + 2 * i] = rt.newRef(S.NONE);
  const p = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (p === 0) {
    rt.decref(result);
    rt.decref(iterators);
    return 0;
  }
  M[p + SIZE] = n;
  M[p + ITERATORS] = iterators;
  M[p + RESULT] = result;
  if (rt.profile.minor >= 10) M[p + STRICT] = strict;
  return p;
}

/** The next tuple, 0 at the end. */
export function zipNext(rt: Machine, self: number): number {
  const M = rt.M;
  const n = M[self + SIZE]!;
  if (n === 0) return 0;
  const iterators = M[self + ITERATORS]!;
  let result = M[self + RESULT]!;
  if (M[result] === 1) {
    rt.incref(result);
    for (let i = 0; i < n; i++) {
      const it = M[iterators + ITEM + 2 * i]!;
      const item = rt.typeOf(it).tp_iternext!(rt, it);
      if (item === 0) {
        rt.decref(result);
        return ended(rt, self, i);
      }
      const old = M[result + ITEM + 2 * i]!;
      M[result + ITEM + 2 * i] = item;
      rt.decref(old);
    }
    if (M[result + Gc.NEXT] === 0) rt.gcTrack(result);
    return result;
  }
  result = newTrackedTuple(rt, n);
  for (let i = 0; i < n; i++) {
    const it = M[iterators + ITEM + 2 * i]!;
    const item = rt.typeOf(it).tp_iternext!(rt, it);
    if (item === 0) {
      rt.decref(result);
      return ended(rt, self, i);
    }
    M[result + ITEM + 2 * i] = item;
  }
  return result;
}

/** Iterator `i` is exhausted: with strict, the others must be too. Returns 0. */
function ended(rt: Machine, self: number, i: number): 0 {
  if (rt.profile.minor < 10 || rt.M[self + STRICT] === 0) return 0;
  return checkStrict(rt, rt.M[self + ITERATORS]!, rt.M[self + SIZE]!, i, 'zip');
}

/** ValueError unless all iterators of the tuple end together; `i` is the one that ended. Returns 0. */
export function checkStrict(rt: Machine, iterators: number, n: number, i: number, name: string): 0 {
  if (rt.currentException !== 0) {
    if (!rt.errorIs(E.StopIteration)) return 0;
    rt.clearError();
  }
  const others = (count: number) => (count === 1 ? ' 1' : `s 1-${count}`);
  if (i > 0) return rt.raise(E.ValueError, `${name}() argument ${i + 1} is shorter than argument${others(i)}`);
  for (let k = 1; k < n; k++) {
    const it = rt.M[iterators + ITEM + 2 * k]!;
    const item = rt.typeOf(it).tp_iternext!(rt, it);
    if (item !== 0) {
      rt.decref(item);
      return rt.raise(E.ValueError, `${name}() argument ${k + 1} is longer than argument${others(k)}`);
    }
    if (rt.currentException !== 0) {
      if (!rt.errorIs(E.StopIteration)) return 0;
      rt.clearError();
    }
  }
  return 0;
}

function dealloc(rt: Machine, self: number): void {
  const M = rt.M;
  rt.gcUntrack(self);
  rt.xdecref(M[self + ITERATORS]!);
  rt.xdecref(M[self + RESULT]!);
  freeInstance(rt, self);
}

function traverse(rt: Machine, self: number, visit: Visit): void {
  const M = rt.M;
  if (M[self + ITERATORS] !== 0) visit(rt, M[self + ITERATORS]!);
  if (M[self + RESULT] !== 0) visit(rt, M[self + RESULT]!);
}

function reduce(rt: Machine, self: number): number {
  const M = rt.M;
  const type = M[self + Ob.TYPE]!;
  const iterators = M[self + ITERATORS]!;
  const inner =
    iterators === 0 ? rt.newRef(S.EMPTY_TUPLE) : tupleFromVector(rt, iterators + ITEM, M[iterators + Ob.SIZE]!);
  const strict = rt.profile.minor >= 10 && M[self + STRICT] !== 0;
  const result = strict ? packTuple(rt, type, inner, S.TRUE) : packTuple(rt, type, inner);
  rt.decref(inner);
  return result;
}

const METHODS: readonly MethodDef[] = [{ name: '__reduce__', kind: MethodKind.NOARGS, fn: reduce }];
const SET_STATE: MethodDef = {
  name: '__setstate__',
  kind: MethodKind.O,
  fn: (rt, self, state) => {
    const strict = isTrue(rt, state);
    if (strict < 0) return 0;
    rt.M[self + STRICT] = strict;
    return rt.none();
  },
};

export function defineZip(rt: Machine): void {
  const strict = rt.profile.minor >= 10;
  defineType(rt, T.ZIP, {
    name: 'zip',
    basicsize: strict ? 48 : 40,
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE,
    tp_new: zipNew,
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_iter: selfIter,
    tp_iternext: zipNext,
    methods: strict ? [...METHODS, SET_STATE] : METHODS,
  });
}
