/** count, repeat, cycle, chain, islice. Follows itertoolsmodule.c. */
import { add } from '../objects/abstract.js';
import { checkArgs, type Parameters, parseTupleKeywords } from '../objects/args.js';
import { asIndex, intNumber, newBigInt, newInt } from '../objects/intCore.js';
import { selfIter } from '../objects/iteratorCore.js';
import { listAppend, listItem, listLength, listNew } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { getIter, iterNext } from '../objects/object.js';
import { newStr } from '../objects/strCore.js';
import { noKeywords, reprText } from '../objects/support.js';
import { packTuple, packTuple1, tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, S, smallIntAddress, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import { reduceChain } from './itertoolsReduce.js';
import { addType, allocate, CLASS_GETITEM, defineNativeType, dropField } from './nativeType.js';

/** count: the next number as a double, or an object in LONG_COUNT. */
const COUNT = 4;
const LONG_COUNT = 6;
const LONG_STEP = 8;

const COUNT_PARAMETERS: Parameters = { name: 'count', names: ['start', 'step'], required: 0, positional: 2 };

function isNumber(rt: Machine, p: number): boolean {
  const info = rt.typeOf(p);
  return info.nb_index !== null || info.nb_int !== null || info.nb_float !== null || rt.is(p, T.COMPLEX);
}

function countNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(rt, COUNT_PARAMETERS, args, kwargs);
  if (values === null) return 0;
  const [start, step] = values as [number, number];
  if ((start !== 0 && !isNumber(rt, start)) || (step !== 0 && !isNumber(rt, step))) {
    return rt.raise(E.TypeError, 'a number is required');
  }
  const M = rt.M;
  const number = start === 0 ? 0 : rt.isInt(start) ? intNumber(rt, start) : Number.NaN;
  const fast = !Number.isNaN(number) && (step === 0 || (rt.isInt(step) && intNumber(rt, step) === 1));
  const p = allocate(rt, type);
  if (p === 0) return 0;
  M[p + LONG_STEP] = rt.newRef(step === 0 ? smallIntAddress(1) : step);
  if (fast) rt.F64[(p + COUNT) >> 1] = number;
  else M[p + LONG_COUNT] = rt.newRef(start === 0 ? smallIntAddress(0) : start);
  return p;
}

function countNext(rt: Machine, self: number): number {
  const M = rt.M;
  const long = M[self + LONG_COUNT]!;
  if (long === 0) {
    const at = (self + COUNT) >> 1;
    const n = rt.F64[at]!;
    rt.F64[at] = n + 1;
    if (n + 1 > Number.MAX_SAFE_INTEGER) M[self + LONG_COUNT] = newBigInt(rt, BigInt(n) + 1n);
    return newInt(rt, n);
  }
  const next = add(rt, long, M[self + LONG_STEP]!);
  if (next === 0) return 0;
  M[self + LONG_COUNT] = next;
  return long;
}

function countRepr(rt: Machine, self: number): number {
  const M = rt.M;
  const long = M[self + LONG_COUNT]!;
  if (long === 0) return newStr(rt, `count(${rt.F64[(self + COUNT) >> 1]})`);
  const start = reprText(rt, long);
  if (start === null) return 0;
  const step = M[self + LONG_STEP]!;
  if (rt.isInt(step) && intNumber(rt, step) === 1) return newStr(rt, `count(${start})`);
  const stepText = reprText(rt, step);
  return stepText === null ? 0 : newStr(rt, `count(${start}, ${stepText})`);
}

const COUNT_METHODS: readonly MethodDef[] = [
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const M = rt.M;
      const long = M[self + LONG_COUNT]!;
      const start = long !== 0 ? rt.newRef(long) : newInt(rt, rt.F64[(self + COUNT) >> 1]!);
      const args = long === 0 ? packTuple1(rt, start) : packTuple(rt, start, M[self + LONG_STEP]!);
      rt.decref(start);
      const result = packTuple(rt, M[self + 2]!, args);
      rt.decref(args);
      return result;
    },
  },
];

/** repeat: the element and how often it is still given, -1 for ever. */
const ELEMENT = 4;
const LEFT = 6;

const REPEAT_PARAMETERS: Parameters = {
  name: 'repeat',
  names: ['object', 'times'],
  required: 1,
  positional: 2,
  parserSince: 13,
};

function repeatNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(rt, REPEAT_PARAMETERS, args, kwargs);
  if (values === null) return 0;
  let left = -1;
  if (values[1] !== 0) {
    left = asIndex(rt, values[1]!, E.OverflowError);
    if (Number.isNaN(left)) return 0;
    left = Math.min(Math.max(left, 0), 0x7fff_ffff);
  }
  const p = allocate(rt, type);
  if (p === 0) return 0;
  rt.M[p + ELEMENT] = rt.newRef(values[0]!);
  rt.M[p + LEFT] = left;
  return p;
}

function repeatNext(rt: Machine, self: number): number {
  const M = rt.M;
  const left = M[self + LEFT]!;
  if (left === 0) return 0;
  if (left > 0) M[self + LEFT] = left - 1;
  return rt.newRef(M[self + ELEMENT]!);
}

function repeatRepr(rt: Machine, self: number): number {
  const text = reprText(rt, rt.M[self + ELEMENT]!);
  if (text === null) return 0;
  const left = rt.M[self + LEFT]!;
  return newStr(rt, left < 0 ? `repeat(${text})` : `repeat(${text}, ${left})`);
}

const REPEAT_METHODS: readonly MethodDef[] = [
  {
    name: '__length_hint__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const left = rt.M[self + LEFT]!;
      return left < 0 ? rt.raise(E.TypeError, 'len() of unsized object') : newInt(rt, left);
    },
  },
];

/** cycle. */
const CYCLE_IT = 4;
const CYCLE_SAVED = 6;
const CYCLE_INDEX = 8;

function cycleNew(rt: Machine, type: number, args: number, kwargs: number): number {
  if (noKeywords(rt, 'cycle', kwargs) < 0) return 0;
  if (!checkArgs(rt, 'cycle', tupleLength(rt, args), 1, 1)) return 0;
  const it = getIter(rt, tupleItem(rt, args, 0));
  if (it === 0) return 0;
  const saved = listNew(rt, 0);
  const p = allocate(rt, type);
  if (p === 0) {
    rt.decref(it);
    rt.decref(saved);
    return 0;
  }
  rt.M[p + CYCLE_IT] = it;
  rt.M[p + CYCLE_SAVED] = saved;
  return p;
}

function cycleNext(rt: Machine, self: number): number {
  const M = rt.M;
  const it = M[self + CYCLE_IT]!;
  const saved = M[self + CYCLE_SAVED]!;
  if (it !== 0) {
    const item = iterNext(rt, it);
    if (item !== 0) {
      listAppend(rt, saved, item);
      return item;
    }
    if (rt.currentException !== 0) return 0;
    dropField(rt, self, CYCLE_IT);
  }
  const n = listLength(rt, saved);
  if (n === 0) return 0;
  const i = M[self + CYCLE_INDEX]!;
  M[self + CYCLE_INDEX] = i + 1 >= n ? 0 : i + 1;
  return rt.newRef(listItem(rt, saved, i));
}

/** chain: the iterator over the iterables, and the one that runs. */
const CHAIN_SOURCE = 4;
const CHAIN_ACTIVE = 6;

/** Takes over the reference to the source. */
function makeChain(rt: Machine, type: number, source: number): number {
  if (source === 0) return 0;
  const p = allocate(rt, type);
  if (p === 0) {
    rt.decref(source);
    return 0;
  }
  rt.M[p + CHAIN_SOURCE] = source;
  return p;
}

function chainNew(rt: Machine, type: number, args: number, kwargs: number): number {
  if (noKeywords(rt, 'chain', kwargs) < 0) return 0;
  return makeChain(rt, type, getIter(rt, args));
}

function chainNext(rt: Machine, self: number): number {
  const M = rt.M;
  while (M[self + CHAIN_SOURCE] !== 0) {
    if (M[self + CHAIN_ACTIVE] === 0) {
      const iterable = iterNext(rt, M[self + CHAIN_SOURCE]!);
      if (iterable === 0) {
        dropField(rt, self, CHAIN_SOURCE);
        return 0;
      }
      const active = getIter(rt, iterable);
      rt.decref(iterable);
      if (active === 0) {
        dropField(rt, self, CHAIN_SOURCE);
        return 0;
      }
      M[self + CHAIN_ACTIVE] = active;
    }
    const active = M[self + CHAIN_ACTIVE]!;
    const item = rt.typeOf(active).tp_iternext!(rt, active);
    if (item !== 0) return item;
    if (rt.currentException !== 0) {
      if (!rt.errorIs(E.StopIteration)) return 0;
      rt.clearError();
    }
    dropField(rt, self, CHAIN_ACTIVE);
  }
  return 0;
}

/** islice: `stop` is -1 without an end. */
const SLICE_IT = 4;
const SLICE_NEXT = 6;
const SLICE_STOP = 8;
const SLICE_STEP = 10;
const SLICE_COUNT = 12;

/** A bound: -1 for None, NaN with ValueError. */
function bound(rt: Machine, o: number, message: string): number {
  if (o === S.NONE) return -1;
  const n = asIndex(rt, o, E.OverflowError);
  if (Number.isNaN(n) || n < 0) {
    if (rt.currentException !== 0) rt.clearError();
    rt.raise(E.ValueError, message);
    return Number.NaN;
  }
  return Math.min(n, 0x7fff_ffff);
}

function sliceNew(rt: Machine, type: number, args: number, kwargs: number): number {
  if (noKeywords(rt, 'islice', kwargs) < 0) return 0;
  const n = tupleLength(rt, args);
  if (!checkArgs(rt, 'islice', n, 2, 4)) return 0;
  let start = 0;
  let stop: number;
  let step = 1;
  const range = 'must be None or an integer: 0 <= x <= sys.maxsize.';
  if (n === 2) stop = bound(rt, tupleItem(rt, args, 1), `Stop argument for islice() ${range}`);
  else {
    const indices = `Indices for islice() ${range}`;
    start = Math.max(0, bound(rt, tupleItem(rt, args, 1), indices));
    if (Number.isNaN(start)) return 0;
    stop = bound(rt, tupleItem(rt, args, 2), indices);
  }
  if (Number.isNaN(stop)) return 0;
  if (n === 4 && tupleItem(rt, args, 3) !== S.NONE) {
    const message = 'Step for islice() must be a positive integer or None.';
    step = bound(rt, tupleItem(rt, args, 3), message);
    if (Number.isNaN(step)) return 0;
    if (step < 1) return rt.raise(E.ValueError, message);
  }
  const it = getIter(rt, tupleItem(rt, args, 0));
  if (it === 0) return 0;
  const p = allocate(rt, type);
  if (p === 0) {
    rt.decref(it);
    return 0;
  }
  const M = rt.M;
  M[p + SLICE_IT] = it;
  M[p + SLICE_NEXT] = start;
  M[p + SLICE_STOP] = stop;
  M[p + SLICE_STEP] = step;
  return p;
}

function sliceNext(rt: Machine, self: number): number {
  const M = rt.M;
  const it = M[self + SLICE_IT]!;
  if (it === 0) return 0;
  const next = rt.typeOf(it).tp_iternext!;
  while (M[self + SLICE_COUNT]! < M[self + SLICE_NEXT]!) {
    if (--rt.nativeTurns < 0) rt.nativeTurnsOver();
    const skipped = next(rt, it);
    if (skipped === 0) return sliceEnd(rt, self);
    rt.decref(skipped);
    M[self + SLICE_COUNT]!++;
  }
  const stop = M[self + SLICE_STOP]!;
  if (stop !== -1 && M[self + SLICE_COUNT]! >= stop) return sliceEnd(rt, self);
  const item = next(rt, it);
  if (item === 0) return sliceEnd(rt, self);
  M[self + SLICE_COUNT]!++;
  let following = M[self + SLICE_NEXT]! + M[self + SLICE_STEP]!;
  if (following > 0x7fff_ffff || (stop !== -1 && following > stop)) following = stop === -1 ? 0x7fff_ffff : stop;
  M[self + SLICE_NEXT] = following;
  return item;
}

function sliceEnd(rt: Machine, self: number): 0 {
  dropField(rt, self, SLICE_IT);
  return 0;
}

export function defineCountingIterators(rt: Machine, module: number): void {
  const flags = TypeFlag.BASETYPE;
  const types = [
    defineNativeType(rt, {
      name: 'itertools.count',
      basicsize: 40,
      flags,
      references: [LONG_COUNT, LONG_STEP],
      tp_new: countNew,
      tp_repr: countRepr,
      tp_iter: selfIter,
      tp_iternext: countNext,
      methods: COUNT_METHODS,
    }),
    defineNativeType(rt, {
      name: 'itertools.repeat',
      basicsize: 32,
      flags,
      references: [ELEMENT],
      tp_new: repeatNew,
      tp_repr: repeatRepr,
      tp_iter: selfIter,
      tp_iternext: repeatNext,
      methods: REPEAT_METHODS,
    }),
    defineNativeType(rt, {
      name: 'itertools.cycle',
      basicsize: 48,
      flags,
      references: [CYCLE_SAVED, CYCLE_IT],
      visited: [CYCLE_IT, CYCLE_SAVED],
      tp_new: cycleNew,
      tp_iter: selfIter,
      tp_iternext: cycleNext,
    }),
    defineNativeType(rt, {
      name: 'itertools.chain',
      basicsize: 32,
      flags,
      references: [CHAIN_ACTIVE, CHAIN_SOURCE],
      visited: [CHAIN_SOURCE, CHAIN_ACTIVE],
      tp_new: chainNew,
      tp_iter: selfIter,
      tp_iternext: chainNext,
      methods: [
        {
          name: 'from_iterable',
          kind: MethodKind.O | MethodKind.CLASS,
          fn: (machine, type, iterable) => makeChain(machine, type, getIter(machine, iterable)),
        },
        ...reduceChain(rt, CHAIN_SOURCE, CHAIN_ACTIVE),
        ...(rt.profile.minor >= 9 ? [CLASS_GETITEM] : []),
      ],
    }),
    defineNativeType(rt, {
      name: 'itertools.islice',
      basicsize: 56,
      flags,
      references: [SLICE_IT],
      tp_new: sliceNew,
      tp_iter: selfIter,
      tp_iternext: sliceNext,
    }),
  ];
  for (const type of types) addType(rt, module, type);
}
