/** Builtins that run through iterables. Follows bltinmodule.c. */

import { checkArgs, parseKeywords } from '../objects/args.js';
import { call, call1 } from '../objects/call.js';
import { dictSet, newDict } from '../objects/dictCore.js';
import { sequenceList } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { compareBool, getAttr, getIter, isTrue, iterNext } from '../objects/object.js';
import { internStr } from '../objects/strCore.js';
import { tupleFromVector, tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, S } from '../objects/typeIds.js';
import { type MethodDef, MethodKind } from '../objects/typeInfo.js';

/** `all` stops at the first false item, `any` at the first true one. */
function quantifier(stopAt: 0 | 1) {
  return (rt: Machine, _self: number, iterable: number): number => {
    const it = getIter(rt, iterable);
    if (it === 0) return 0;
    for (let item = iterNext(rt, it); item !== 0; item = iterNext(rt, it)) {
      const truth = isTrue(rt, item);
      rt.decref(item);
      if (truth < 0 || truth === stopAt) {
        rt.decref(it);
        return truth < 0 ? 0 : rt.bool(stopAt === 1);
      }
    }
    rt.decref(it);
    return rt.currentException !== 0 ? 0 : rt.bool(stopAt === 0);
  };
}

const LESS = 0;
const GREATER = 4;

type WithKeywords = (rt: Machine, self: number, args: number, nargs: number, kwnames: number) => number;

/** Up to 3.12 `min` and `max` take a tuple and a dict, whose memory the call needs and leaves on free lists. */
function withDict(fn: WithKeywords): WithKeywords {
  return (rt, self, args, nargs, kwnames) => {
    if (rt.profile.minor >= 13) return fn(rt, self, args, nargs, kwnames);
    const tuple = nargs === 1 ? tupleFromVector(rt, args, 1) : 0;
    let keywords = 0;
    if (kwnames !== 0) {
      keywords = newDict(rt);
      const values = args + 2 * nargs;
      for (let i = 0; i < tupleLength(rt, kwnames); i++) {
        dictSet(rt, keywords, tupleItem(rt, kwnames, i), rt.M[values + 2 * i]!);
      }
    }
    const result = fn(rt, self, args, nargs, kwnames);
    rt.xdecref(tuple);
    rt.xdecref(keywords);
    return result;
  };
}

/** `min` and `max`. Follows bltinmodule.c: min_max. */
function extreme(name: 'min' | 'max', op: number) {
  const parameters = { name, names: ['key', 'default'], required: 0, positional: 0, parserSince: 13 };
  return (rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number => {
    if (nargs === 0) {
      const least = rt.profile.minor >= 9 ? 'at least ' : '';
      return rt.raise(E.TypeError, `${name} expected ${least}1 argument, got 0`);
    }
    let key = 0;
    let fallback = 0;
    if (kwnames !== 0) {
      const values = parseKeywords(rt, parameters, args + 2 * nargs, 0, kwnames);
      if (values === null) return 0;
      [key, fallback] = values as [number, number];
    }
    const several = nargs > 1;
    if (several && fallback !== 0) {
      return rt.raise(E.TypeError, `Cannot specify a default for ${name}() with multiple positional arguments`);
    }
    if (key === S.NONE) key = 0;
    // Since 3.13 several arguments are looked at where they stand, without a tuple of them.
    const inPlace = several && rt.profile.minor >= 13;
    let it = 0;
    if (!inPlace) {
      const source = several ? tupleFromVector(rt, args, nargs) : rt.newRef(rt.M[args]!);
      it = getIter(rt, source);
      rt.decref(source);
      if (it === 0) return 0;
    }
    let taken = 0;
    const nextItem = (): number => {
      if (!inPlace) return iterNext(rt, it);
      return taken < nargs ? rt.newRef(rt.M[args + 2 * taken++]!) : 0;
    };
    let best = 0;
    let bestValue = 0;
    for (let item = nextItem(); item !== 0; item = nextItem()) {
      const value = key === 0 ? rt.newRef(item) : call1(rt, key, item);
      let better = 1;
      if (value === 0) better = -1;
      else if (bestValue !== 0) better = compareBool(rt, value, bestValue, op);
      if (better < 0) {
        rt.decref(item);
        rt.xdecref(value);
        rt.xdecref(bestValue);
        rt.xdecref(best);
        rt.xdecref(it);
        return 0;
      }
      if (better > 0) {
        rt.xdecref(bestValue);
        rt.xdecref(best);
        bestValue = value;
        best = item;
      } else {
        rt.decref(item);
        rt.decref(value);
      }
    }
    rt.xdecref(bestValue);
    rt.xdecref(it);
    if (rt.currentException !== 0) {
      rt.xdecref(best);
      return 0;
    }
    if (best !== 0) return best;
    if (fallback !== 0) return rt.newRef(fallback);
    const words = rt.profile.minor >= 12 ? 'iterable argument is empty' : 'arg is an empty sequence';
    return rt.raise(E.ValueError, `${name}() ${words}`);
  };
}

function next(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'next', nargs, 1, 2)) return 0;
  const it = rt.M[args]!;
  const info = rt.typeOf(it);
  if (info.tp_iternext === null) return rt.raise(E.TypeError, `'${info.name}' object is not an iterator`);
  const result = info.tp_iternext(rt, it);
  if (result !== 0) return result;
  if (nargs === 2) {
    if (rt.currentException !== 0) {
      if (!rt.errorIs(E.StopIteration)) return 0;
      rt.clearError();
    }
    return rt.newRef(rt.M[args + 2]!);
  }
  if (rt.currentException === 0) rt.raiseStopIteration();
  return 0;
}

function sorted(rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number {
  if (!checkArgs(rt, 'sorted', nargs, 1, 1)) return 0;
  const list = sequenceList(rt, rt.M[args]!);
  if (list === 0) return 0;
  const sort = getAttr(rt, list, internStr(rt, 'sort'));
  const done = sort === 0 ? 0 : call(rt, sort, args + 2, 0, kwnames);
  rt.xdecref(sort);
  if (done === 0) {
    rt.decref(list);
    return 0;
  }
  rt.decref(done);
  return list;
}

export const ITERATION_FUNCTIONS: readonly MethodDef[] = [
  { name: 'all', kind: MethodKind.O, fn: quantifier(0) },
  { name: 'any', kind: MethodKind.O, fn: quantifier(1) },
  { name: 'max', kind: MethodKind.FASTKW, fn: withDict(extreme('max', GREATER)) },
  { name: 'min', kind: MethodKind.FASTKW, fn: withDict(extreme('min', LESS)) },
  { name: 'next', kind: MethodKind.FAST, fn: next },
  { name: 'sorted', kind: MethodKind.FASTKW, fn: sorted },
];
