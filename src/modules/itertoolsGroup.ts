/** groupby and its groups, pairwise, batched. Follows itertoolsmodule.c. */
import { checkArgs, type Parameters, parseTupleKeywords } from '../objects/args.js';
import { call1 } from '../objects/call.js';
import { resultPair } from '../objects/enumerate.js';
import { asIndex } from '../objects/intCore.js';
import { newTrackedTuple, selfIter } from '../objects/iteratorCore.js';
import type { Machine } from '../objects/machine.js';
import { compareBool, getIter, isTrue, iterNext } from '../objects/object.js';
import { noKeywords } from '../objects/support.js';
import { tupleResize } from '../objects/tuple.js';
import { packTuple2, tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, S } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import { addType, allocate, defineNativeType, dropField } from './nativeType.js';

/** groupby. */
const IT = 4;
const KEYFUNC = 6;
const TARGET = 8;
const CURRENT_KEY = 10;
const CURRENT_VALUE = 12;
/** Borrowed. */
const CURRENT_GROUP = 14;

/** _grouper. */
const PARENT = 4;
const GROUP_KEY = 6;

const GROUPBY: Parameters = { name: 'groupby', names: ['iterable', 'key'], required: 1, positional: 2 };

function groupByNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(rt, GROUPBY, args, kwargs);
  if (values === null) return 0;
  const p = allocate(rt, type);
  if (p === 0) return 0;
  rt.M[p + KEYFUNC] = rt.newRef(values[1] === 0 ? S.NONE : values[1]!);
  const it = getIter(rt, values[0]!);
  if (it === 0) {
    rt.decref(p);
    return 0;
  }
  rt.M[p + IT] = it;
  return p;
}

/** Reads the next value and its key: 0, or -1 at the end or with an exception. */
function step(rt: Machine, self: number): number {
  const M = rt.M;
  const value = iterNext(rt, M[self + IT]!);
  if (value === 0) return -1;
  let key: number;
  if (M[self + KEYFUNC] === S.NONE) key = rt.newRef(value);
  else {
    key = call1(rt, M[self + KEYFUNC]!, value);
    if (key === 0) {
      rt.decref(value);
      return -1;
    }
  }
  const oldValue = M[self + CURRENT_VALUE]!;
  M[self + CURRENT_VALUE] = value;
  const oldKey = M[self + CURRENT_KEY]!;
  M[self + CURRENT_KEY] = key;
  rt.xdecref(oldKey);
  rt.xdecref(oldValue);
  return 0;
}

function groupByNext(rt: Machine, self: number, grouperType: number): number {
  const M = rt.M;
  M[self + CURRENT_GROUP] = 0;
  for (;;) {
    if (M[self + CURRENT_KEY] !== 0) {
      if (M[self + TARGET] === 0) break;
      const same = compareBool(rt, M[self + TARGET]!, M[self + CURRENT_KEY]!, 2);
      if (same < 0) return 0;
      if (same === 0) break;
    }
    if (step(rt, self) < 0) return 0;
  }
  const key = rt.newRef(M[self + CURRENT_KEY]!);
  const oldTarget = M[self + TARGET]!;
  M[self + TARGET] = key;
  rt.xdecref(oldTarget);
  const group = rt.newGcObject(grouperType, 32);
  M[group + PARENT] = rt.newRef(self);
  M[group + GROUP_KEY] = rt.newRef(key);
  M[self + CURRENT_GROUP] = group;
  rt.gcTrack(group);
  const result = packTuple2(rt, M[self + CURRENT_KEY]!, group);
  rt.decref(group);
  return result;
}

function grouperNext(rt: Machine, self: number): number {
  const M = rt.M;
  const parent = M[self + PARENT]!;
  if (M[parent + CURRENT_GROUP] !== self) return 0;
  if (M[parent + CURRENT_VALUE] === 0 && step(rt, parent) < 0) return 0;
  if (compareBool(rt, M[self + GROUP_KEY]!, M[parent + CURRENT_KEY]!, 2) <= 0) return 0;
  const value = M[parent + CURRENT_VALUE]!;
  M[parent + CURRENT_VALUE] = 0;
  dropField(rt, parent, CURRENT_KEY);
  return value;
}

/** pairwise (3.10+). The result tuple is kept since 3.13. */
const OLD = 6;
const RESULT = 8;

function pairwiseNew(rt: Machine, type: number, args: number, kwargs: number): number {
  if (noKeywords(rt, 'pairwise', kwargs) < 0) return 0;
  if (!checkArgs(rt, 'pairwise', tupleLength(rt, args), 1, 1)) return 0;
  const it = getIter(rt, tupleItem(rt, args, 0));
  if (it === 0) return 0;
  const p = allocate(rt, type);
  if (p === 0) {
    rt.decref(it);
    return 0;
  }
  rt.M[p + IT] = it;
  if (rt.profile.minor >= 13) rt.M[p + RESULT] = packTuple2(rt, S.NONE, S.NONE);
  return p;
}

function pairwiseNext(rt: Machine, self: number): number {
  const M = rt.M;
  const it = M[self + IT]!;
  if (it === 0) return 0;
  const next = rt.typeOf(it).tp_iternext!;
  if (M[self + OLD] === 0) {
    const first = next(rt, it);
    M[self + OLD] = first;
    if (first === 0) {
      dropField(rt, self, IT);
      return 0;
    }
  }
  const old = rt.newRef(M[self + OLD]!);
  const item = next(rt, it);
  if (item === 0) {
    dropField(rt, self, IT);
    dropField(rt, self, OLD);
    rt.decref(old);
    return 0;
  }
  const result =
    rt.profile.minor >= 13
      ? resultPair(rt, M[self + RESULT]!, rt.newRef(old), rt.newRef(item))
      : packTuple2(rt, old, item);
  const previous = M[self + OLD]!;
  M[self + OLD] = item;
  rt.xdecref(previous);
  rt.decref(old);
  return result;
}

/** batched (3.12+). */
const SIZE = 6;
const STRICT = 8;
const ITEM = 6;
const BATCHED: Parameters = { name: 'batched', names: ['iterable', 'n', 'strict'], required: 2, positional: 2 };
const BATCHED_312: Parameters = { name: 'batched', names: ['iterable', 'n'], required: 2, positional: 2 };

function batchedNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(rt, rt.profile.minor >= 13 ? BATCHED : BATCHED_312, args, kwargs);
  if (values === null) return 0;
  const n = asIndex(rt, values[1]!, E.OverflowError);
  if (Number.isNaN(n)) return 0;
  let strict = 0;
  if (values.length > 2 && values[2] !== 0) {
    strict = isTrue(rt, values[2]!);
    if (strict < 0) return 0;
  }
  if (n < 1) return rt.raise(E.ValueError, 'n must be at least one');
  const it = getIter(rt, values[0]!);
  if (it === 0) return 0;
  const p = allocate(rt, type);
  if (p === 0) {
    rt.decref(it);
    return 0;
  }
  rt.M[p + IT] = it;
  rt.M[p + SIZE] = Math.min(n, 0x0fff_ffff);
  if (rt.profile.minor >= 13) rt.M[p + STRICT] = strict;
  return p;
}

function batchedNext(rt: Machine, self: number): number {
  const M = rt.M;
  const it = M[self + IT]!;
  if (it === 0) return 0;
  const n = M[self + SIZE]!;
  const next = rt.typeOf(it).tp_iternext!;
  const result = newTrackedTuple(rt, n);
  for (let i = 0; i < n; i++) {
    if (--rt.nativeTurns < 0) rt.nativeTurnsOver();
    const item = next(rt, it);
    if (item === 0) {
      if (rt.currentException !== 0) {
        if (!rt.errorIs(E.StopIteration)) {
          dropField(rt, self, IT);
          rt.decref(result);
          return 0;
        }
        rt.clearError();
      }
      dropField(rt, self, IT);
      if (i === 0) {
        rt.decref(result);
        return 0;
      }
      if (rt.profile.minor >= 13 && M[self + STRICT] !== 0) {
        rt.decref(result);
        return rt.raise(E.ValueError, 'batched(): incomplete batch');
      }
      return tupleResize(rt, result, i);
    }
    M[result + ITEM + 2 * i] = item;
  }
  return result;
}

export function defineGroupingIterators(rt: Machine, module: number): void {
  const minor = rt.profile.minor;
  const grouper = defineNativeType(rt, {
    name: 'itertools._grouper',
    basicsize: 32,
    references: [PARENT, GROUP_KEY],
    tp_iter: selfIter,
    tp_iternext: grouperNext,
  });
  const references = [IT, KEYFUNC, TARGET, CURRENT_KEY, CURRENT_VALUE];
  const groupby = defineNativeType(rt, {
    name: 'itertools.groupby',
    basicsize: minor >= 12 ? 72 : 64,
    flags: TypeFlag.BASETYPE,
    references,
    tp_new: groupByNew,
    tp_iter: selfIter,
    tp_iternext: (machine, self) => groupByNext(machine, self, grouper),
  });
  addType(rt, module, grouper);
  addType(rt, module, groupby);
  if (minor >= 10) {
    const pairwise = defineNativeType(rt, {
      name: 'itertools.pairwise',
      basicsize: minor >= 13 ? 40 : 32,
      flags: TypeFlag.BASETYPE,
      references: minor >= 13 ? [IT, OLD, RESULT] : [IT, OLD],
      tp_new: pairwiseNew,
      tp_iter: selfIter,
      tp_iternext: pairwiseNext,
    });
    addType(rt, module, pairwise);
  }
  if (minor >= 12) {
    const batched = defineNativeType(rt, {
      name: 'itertools.batched',
      basicsize: minor >= 13 ? 40 : 32,
      flags: TypeFlag.BASETYPE,
      references: [IT],
      tp_new: batchedNew,
      tp_iter: selfIter,
      tp_iternext: batchedNext,
    });
    addType(rt, module, batched);
  }
}
