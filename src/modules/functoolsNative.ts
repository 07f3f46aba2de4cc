/** The module _functools: partial, reduce, cmp_to_key, the cache behind lru_cache. Follows _functoolsmodule.c. */
import { checkArgs } from '../objects/args.js';
import { callTupleDict } from '../objects/call.js';
import { newTrackedTuple } from '../objects/iteratorCore.js';
import type { Machine } from '../objects/machine.js';
import { getIter, iterNext } from '../objects/object.js';
import { E } from '../objects/typeIds.js';
import { type MethodDef, MethodKind } from '../objects/typeInfo.js';
import { defineLruCache } from './functoolsCache.js';
import { cmpToKeyMethod } from './functoolsCompare.js';
import { defineLock } from './functoolsLock.js';
import { definePartial } from './functoolsPartial.js';
import type { ModuleDef } from './moduleDef.js';
import { addType } from './nativeType.js';

const ITEM = 6;

/** Follows functools_reduce: one argument tuple is used again while nobody keeps it. */
function reduce(rt: Machine, _module: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'reduce', nargs, 2, 3)) return 0;
  const M = rt.M;
  const func = M[args]!;
  let result = nargs === 3 ? rt.newRef(M[args + 4]!) : 0;
  const it = getIter(rt, M[args + 2]!);
  if (it === 0) {
    if (rt.errorIs(E.TypeError)) {
      rt.clearError();
      rt.raise(E.TypeError, 'reduce() arg 2 must support iteration');
    }
    rt.xdecref(result);
    return 0;
  }
  let pair = newTrackedTuple(rt, 2);
  for (;;) {
    if (M[pair]! > 1) {
      rt.decref(pair);
      pair = newTrackedTuple(rt, 2);
    }
    const item = iterNext(rt, it);
    if (item === 0) {
      if (rt.currentException !== 0) {
        rt.xdecref(result);
        result = -1;
      }
      break;
    }
    if (result === 0) {
      result = item;
      continue;
    }
    const oldFirst = M[pair + ITEM]!;
    M[pair + ITEM] = result;
    rt.xdecref(oldFirst);
    const oldSecond = M[pair + ITEM + 2]!;
    M[pair + ITEM + 2] = item;
    rt.xdecref(oldSecond);
    result = callTupleDict(rt, func, pair, 0);
    if (result === 0) {
      result = -1;
      break;
    }
  }
  rt.decref(pair);
  rt.decref(it);
  if (result < 0) return 0;
  if (result === 0) {
    const what = rt.profile.minor >= 10 ? 'iterable' : 'sequence';
    return rt.raise(E.TypeError, `reduce() of empty ${what} with no initial value`);
  }
  return result;
}

const METHODS: readonly MethodDef[] = [{ name: 'reduce', kind: MethodKind.FAST, fn: reduce }, cmpToKeyMethod];

export const functoolsNativeModule: ModuleDef = {
  name: '_functools',
  doc: 'Tools that operate on functions.',
  methods: METHODS,
  setup(rt, module) {
    addType(rt, module, definePartial(rt));
    addType(rt, module, defineLruCache(rt));
    if (rt.profile.minor <= 11) addType(rt, module, defineLock(rt));
    return 0;
  },
};
