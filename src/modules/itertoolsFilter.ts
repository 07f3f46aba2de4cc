/** takewhile, dropwhile, filterfalse, starmap, compress, accumulate. Follows itertoolsmodule.c. */
import { add } from '../objects/abstract.js';
import { checkArgs, type Parameters, parseTupleKeywords } from '../objects/args.js';
import { call1, call2, callTupleDict } from '../objects/call.js';
import { selfIter } from '../objects/iteratorCore.js';
import type { Machine } from '../objects/machine.js';
import { getIter, isTrue } from '../objects/object.js';
import { noKeywords } from '../objects/support.js';
import { sequenceTuple } from '../objects/tuple.js';
import { tupleItem, tupleLength } from '../objects/tupleCore.js';
import { S, T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import { reduceFields } from './itertoolsReduce.js';
import { addType, allocate, defineNativeType } from './nativeType.js';

/** Words of the fields of most of these types. */
const FUNC = 4;
const IT = 6;
/** takewhile: whether it has ended; dropwhile: whether it has begun. */
const FLAG = 8;

/** `tp_new` of a type that takes a function and an iterable. */
function functionAndIterable(name: string) {
  return (rt: Machine, type: number, args: number, kwargs: number): number => {
    if (noKeywords(rt, name, kwargs) < 0) return 0;
    if (!checkArgs(rt, name, tupleLength(rt, args), 2, 2)) return 0;
    const it = getIter(rt, tupleItem(rt, args, 1));
    if (it === 0) return 0;
    const p = allocate(rt, type);
    if (p === 0) {
      rt.decref(it);
      return 0;
    }
    rt.M[p + FUNC] = rt.newRef(tupleItem(rt, args, 0));
    rt.M[p + IT] = it;
    return p;
  };
}

function nextOf(rt: Machine, it: number): number {
  if (--rt.nativeTurns < 0) rt.nativeTurnsOver();
  return rt.typeOf(it).tp_iternext!(rt, it);
}

/** Truth of `func(item)`: 0, 1, -1. */
function test(rt: Machine, func: number, item: number): number {
  const answer = call1(rt, func, item);
  if (answer === 0) return -1;
  const truth = isTrue(rt, answer);
  rt.decref(answer);
  return truth;
}

function takeWhileNext(rt: Machine, self: number): number {
  const M = rt.M;
  if (M[self + FLAG] !== 0) return 0;
  const item = nextOf(rt, M[self + IT]!);
  if (item === 0) return 0;
  const ok = test(rt, M[self + FUNC]!, item);
  if (ok > 0) return item;
  rt.decref(item);
  if (ok === 0) M[self + FLAG] = 1;
  return 0;
}

function dropWhileNext(rt: Machine, self: number): number {
  const M = rt.M;
  const it = M[self + IT]!;
  for (;;) {
    const item = nextOf(rt, it);
    if (item === 0 || M[self + FLAG] !== 0) return item;
    const ok = test(rt, M[self + FUNC]!, item);
    if (ok === 0) {
      M[self + FLAG] = 1;
      return item;
    }
    rt.decref(item);
    if (ok < 0) return 0;
  }
}

function filterFalseNext(rt: Machine, self: number): number {
  const M = rt.M;
  const func = M[self + FUNC]!;
  const it = M[self + IT]!;
  for (;;) {
    const item = nextOf(rt, it);
    if (item === 0) return 0;
    const ok = func === S.NONE || func === T.BOOL ? isTrue(rt, item) : test(rt, func, item);
    if (ok === 0) return item;
    rt.decref(item);
    if (ok < 0) return 0;
  }
}

function starMapNext(rt: Machine, self: number): number {
  const M = rt.M;
  let args = nextOf(rt, M[self + IT]!);
  if (args === 0) return 0;
  if (!rt.is(args, T.TUPLE)) {
    const tuple = sequenceTuple(rt, args);
    rt.decref(args);
    if (tuple === 0) return 0;
    args = tuple;
  }
  const result = callTupleDict(rt, M[self + FUNC]!, args, 0);
  rt.decref(args);
  return result;
}

const COMPRESS: Parameters = { name: 'compress', names: ['data', 'selectors'], required: 2, positional: 2 };

function compressNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(rt, COMPRESS, args, kwargs);
  if (values === null) return 0;
  const data = getIter(rt, values[0]!);
  if (data === 0) return 0;
  const selectors = getIter(rt, values[1]!);
  const p = selectors === 0 ? 0 : allocate(rt, type);
  if (p === 0) {
    rt.decref(data);
    rt.xdecref(selectors);
    return 0;
  }
  rt.M[p + FUNC] = data;
  rt.M[p + IT] = selectors;
  return p;
}

function compressNext(rt: Machine, self: number): number {
  const M = rt.M;
  for (;;) {
    const datum = nextOf(rt, M[self + FUNC]!);
    if (datum === 0) return 0;
    const selector = nextOf(rt, M[self + IT]!);
    if (selector === 0) {
      rt.decref(datum);
      return 0;
    }
    const ok = isTrue(rt, selector);
    rt.decref(selector);
    if (ok > 0) return datum;
    rt.decref(datum);
    if (ok < 0) return 0;
  }
}

/** accumulate. */
const TOTAL = 4;
const ACC_IT = 6;
const BINOP = 8;
const INITIAL = 10;

const ACCUMULATE: Parameters = {
  name: 'accumulate',
  names: ['iterable', 'func', 'initial'],
  required: 1,
  positional: 2,
};

function accumulateNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(rt, ACCUMULATE, args, kwargs);
  if (values === null) return 0;
  const it = getIter(rt, values[0]!);
  if (it === 0) return 0;
  const p = allocate(rt, type);
  if (p === 0) {
    rt.decref(it);
    return 0;
  }
  const M = rt.M;
  const func = values[1]!;
  M[p + BINOP] = func !== 0 && func !== S.NONE ? rt.newRef(func) : 0;
  M[p + ACC_IT] = it;
  M[p + INITIAL] = rt.newRef(values[2] === 0 ? S.NONE : values[2]!);
  return p;
}

function accumulateNext(rt: Machine, self: number): number {
  const M = rt.M;
  const initial = M[self + INITIAL]!;
  if (initial !== S.NONE) {
    M[self + TOTAL] = initial;
    M[self + INITIAL] = rt.none();
    return rt.newRef(initial);
  }
  const value = nextOf(rt, M[self + ACC_IT]!);
  if (value === 0) return 0;
  const total = M[self + TOTAL]!;
  if (total === 0) {
    M[self + TOTAL] = rt.newRef(value);
    return value;
  }
  const binop = M[self + BINOP]!;
  const next = binop === 0 ? add(rt, total, value) : call2(rt, binop, total, value);
  rt.decref(value);
  if (next === 0) return 0;
  rt.incref(next);
  const old = M[self + TOTAL]!;
  M[self + TOTAL] = next;
  rt.decref(old);
  return next;
}

export function defineFilteringIterators(rt: Machine, module: number): void {
  const flags = TypeFlag.BASETYPE;
  const references = [FUNC, IT];
  const visited = [IT, FUNC];
  const functions = [
    ['takewhile', 40, takeWhileNext, FLAG],
    ['dropwhile', 40, dropWhileNext, FLAG],
    ['filterfalse', 32, filterFalseNext, 0],
    ['starmap', 32, starMapNext, 0],
  ] as const;
  for (const [name, basicsize, tp_iternext, flag] of functions) {
    const type = defineNativeType(rt, {
      name: `itertools.${name}`,
      basicsize,
      flags,
      references,
      visited,
      tp_new: functionAndIterable(name),
      tp_iter: selfIter,
      tp_iternext,
      methods: reduceFields(rt, references, flag),
    });
    addType(rt, module, type);
  }
  const compress = defineNativeType(rt, {
    name: 'itertools.compress',
    basicsize: 32,
    flags,
    references,
    tp_new: compressNew,
    tp_iter: selfIter,
    tp_iternext: compressNext,
    methods: reduceFields(rt, references),
  });
  addType(rt, module, compress);
  const accumulate = defineNativeType(rt, {
    name: 'itertools.accumulate',
    basicsize: rt.profile.minor >= 12 ? 56 : 48,
    flags,
    references: [BINOP, TOTAL, ACC_IT, INITIAL],
    visited: [BINOP, ACC_IT, TOTAL, INITIAL],
    tp_new: accumulateNew,
    tp_iter: selfIter,
    tp_iternext: accumulateNext,
  });
  addType(rt, module, accumulate);
}
