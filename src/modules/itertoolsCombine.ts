/** product, permutations, combinations, combinations_with_replacement. Follows itertoolsmodule.c. */
import { Gc, Ob } from '../memory/layout.js';
import { keywordArgument, type Parameters, parseTupleKeywords } from '../objects/args.js';
import { dictLength } from '../objects/dictCore.js';
import { asIndex, newInt } from '../objects/intCore.js';
import { newTrackedTuple, selfIter } from '../objects/iteratorCore.js';
import type { Machine } from '../objects/machine.js';
import { takeKeywords } from '../objects/support.js';
import { sequenceTuple } from '../objects/tuple.js';
import { tupleFromVector } from '../objects/tupleCore.js';
import { E, S } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import { addType, allocate, defineNativeType } from './nativeType.js';

/** Fields of product, combinations and combinations_with_replacement. */
const POOL = 4;
const INDICES = 6;
const RESULT = 8;
/** product: stopped. The others: r, then stopped. */
const R = 10;
const STOPPED = 12;
/** permutations: pool, indices, cycles, result, r, stopped. */
const P_CYCLES = 8;
const P_RESULT = 10;
const P_R = 12;
const P_STOPPED = 14;
const ITEM = 6;

/** The tuple to change for the next result: the kept one when nobody else holds it, or a copy that takes its place. */
function changeable(rt: Machine, self: number, field: number): number {
  const M = rt.M;
  const result = M[self + field]!;
  if (M[result]! > 1) {
    const copy = tupleFromVector(rt, result + ITEM, M[result + Ob.SIZE]!);
    M[self + field] = copy;
    rt.decref(result);
    return copy;
  }
  if (M[result + Ob.SIZE]! > 0 && M[result + Gc.NEXT] === 0) rt.gcTrack(result);
  return result;
}

function put(rt: Machine, result: number, i: number, value: number): void {
  const M = rt.M;
  rt.incref(value);
  const old = M[result + ITEM + 2 * i]!;
  M[result + ITEM + 2 * i] = value;
  if (old !== 0) rt.decref(old);
}

function poolItem(rt: Machine, pool: number, i: number): number {
  return rt.M[pool + ITEM + 2 * i]!;
}

/** Room for an index array; a block is asked for even for none. */
function newIndices(rt: Machine, n: number): number {
  return rt.memAlloc(8 * n);
}

function productNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const M = rt.M;
  let repeat = 1;
  if (kwargs !== 0 && dictLength(rt, kwargs) > 0) {
    if (takeKeywords(rt, 'product', kwargs, ['repeat']) === null) return 0;
    repeat = asIndex(rt, keywordArgument(rt, kwargs, 'repeat'), E.OverflowError);
    if (Number.isNaN(repeat)) return 0;
    if (repeat < 0) return rt.raise(E.ValueError, 'repeat argument cannot be negative');
  }
  const nargs = repeat === 0 ? 0 : M[args + Ob.SIZE]!;
  const n = nargs * repeat;
  if (n > 0x00ff_ffff) return rt.raise(E.OverflowError, 'repeat argument too large');
  const indices = newIndices(rt, n);
  const pools = newTrackedTuple(rt, n);
  for (let i = 0; i < nargs; i++) {
    const pool = sequenceTuple(rt, M[args + ITEM + 2 * i]!);
    if (pool === 0) {
      rt.memFree(indices);
      rt.decref(pools);
      return 0;
    }
    M[pools + ITEM + 2 * i] = pool;
  }
  for (let i = 0; i < n; i++) {
    M[indices + 2 * i] = 0;
    if (i >= nargs) M[pools + ITEM + 2 * i] = rt.newRef(M[pools + ITEM + 2 * (i - nargs)]!);
  }
  const p = allocate(rt, type);
  if (p === 0) {
    rt.memFree(indices);
    rt.decref(pools);
    return 0;
  }
  M[p + POOL] = pools;
  M[p + INDICES] = indices;
  return p;
}

function productNext(rt: Machine, self: number): number {
  const M = rt.M;
  if (M[self + R] !== 0) return 0;
  const pools = M[self + POOL]!;
  const n = M[pools + Ob.SIZE]!;
  const indices = M[self + INDICES]!;
  if (M[self + RESULT] === 0) {
    const result = newTrackedTuple(rt, n);
    M[self + RESULT] = result;
    for (let i = 0; i < n; i++) {
      const pool = poolItem(rt, pools, i);
      if (M[pool + Ob.SIZE] === 0) {
        M[self + R] = 1;
        return 0;
      }
      put(rt, result, i, poolItem(rt, pool, 0));
    }
    return rt.newRef(result);
  }
  const result = changeable(rt, self, RESULT);
  let i = n - 1;
  for (; i >= 0; i--) {
    const pool = poolItem(rt, pools, i);
    const next = M[indices + 2 * i]! + 1;
    if (next < M[pool + Ob.SIZE]!) {
      M[indices + 2 * i] = next;
      put(rt, result, i, poolItem(rt, pool, next));
      break;
    }
    M[indices + 2 * i] = 0;
    put(rt, result, i, poolItem(rt, pool, 0));
  }
  if (i < 0) {
    M[self + R] = 1;
    return 0;
  }
  return rt.newRef(result);
}

const WITH_R: Parameters = { name: '', names: ['iterable', 'r'], required: 2, positional: 2 };

/** `tp_new` of combinations (repeats: with replacement). */
function combinationsNew(name: string, repeats: boolean) {
  const parameters = { ...WITH_R, name };
  return (rt: Machine, type: number, args: number, kwargs: number): number => {
    const values = parseTupleKeywords(rt, parameters, args, kwargs);
    if (values === null) return 0;
    const r = asIndex(rt, values[1]!, E.OverflowError);
    if (Number.isNaN(r)) return 0;
    const pool = sequenceTuple(rt, values[0]!);
    if (pool === 0) return 0;
    if (r < 0) {
      rt.decref(pool);
      return rt.raise(E.ValueError, 'r must be non-negative');
    }
    const M = rt.M;
    const n = M[pool + Ob.SIZE]!;
    const indices = newIndices(rt, r);
    for (let i = 0; i < r; i++) M[indices + 2 * i] = repeats ? 0 : i;
    const p = allocate(rt, type);
    if (p === 0) {
      rt.memFree(indices);
      rt.decref(pool);
      return 0;
    }
    M[p + POOL] = pool;
    M[p + INDICES] = indices;
    M[p + R] = r;
    M[p + STOPPED] = (repeats ? n === 0 && r > 0 : r > n) ? 1 : 0;
    return p;
  };
}

function combinationsNext(rt: Machine, self: number): number {
  const M = rt.M;
  if (M[self + STOPPED] !== 0) return 0;
  const pool = M[self + POOL]!;
  const indices = M[self + INDICES]!;
  const r = M[self + R]!;
  if (M[self + RESULT] === 0) {
    const result = newTrackedTuple(rt, r);
    M[self + RESULT] = result;
    for (let i = 0; i < r; i++) put(rt, result, i, poolItem(rt, pool, M[indices + 2 * i]!));
    return rt.newRef(result);
  }
  const n = M[pool + Ob.SIZE]!;
  const result = changeable(rt, self, RESULT);
  let i = r - 1;
  while (i >= 0 && M[indices + 2 * i] === i + n - r) i--;
  if (i < 0) {
    M[self + STOPPED] = 1;
    return 0;
  }
  M[indices + 2 * i]!++;
  for (let j = i + 1; j < r; j++) M[indices + 2 * j] = M[indices + 2 * (j - 1)]! + 1;
  for (; i < r; i++) put(rt, result, i, poolItem(rt, pool, M[indices + 2 * i]!));
  return rt.newRef(result);
}

function replacementNext(rt: Machine, self: number): number {
  const M = rt.M;
  if (M[self + STOPPED] !== 0) return 0;
  const pool = M[self + POOL]!;
  const indices = M[self + INDICES]!;
  const r = M[self + R]!;
  if (M[self + RESULT] === 0) {
    const result = newTrackedTuple(rt, r);
    M[self + RESULT] = result;
    for (let i = 0; i < r; i++) put(rt, result, i, poolItem(rt, pool, 0));
    return rt.newRef(result);
  }
  const n = M[pool + Ob.SIZE]!;
  const result = changeable(rt, self, RESULT);
  let i = r - 1;
  while (i >= 0 && M[indices + 2 * i] === n - 1) i--;
  if (i < 0) {
    M[self + STOPPED] = 1;
    return 0;
  }
  const index = M[indices + 2 * i]! + 1;
  for (; i < r; i++) {
    M[indices + 2 * i] = index;
    put(rt, result, i, poolItem(rt, pool, index));
  }
  return rt.newRef(result);
}

const PERMUTATIONS: Parameters = { name: 'permutations', names: ['iterable', 'r'], required: 1, positional: 2 };

function permutationsNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(rt, PERMUTATIONS, args, kwargs);
  if (values === null) return 0;
  const M = rt.M;
  const pool = sequenceTuple(rt, values[0]!);
  if (pool === 0) return 0;
  const n = M[pool + Ob.SIZE]!;
  let r = n;
  if (values[1] !== 0 && values[1] !== S.NONE) {
    if (!rt.isInt(values[1]!)) {
      rt.decref(pool);
      return rt.raise(E.TypeError, 'Expected int as r');
    }
    r = asIndex(rt, values[1]!, E.OverflowError);
    if (Number.isNaN(r) || r < 0) {
      rt.decref(pool);
      return Number.isNaN(r) ? 0 : rt.raise(E.ValueError, 'r must be non-negative');
    }
  }
  const indices = newIndices(rt, n);
  const cycles = newIndices(rt, r);
  for (let i = 0; i < n; i++) M[indices + 2 * i] = i;
  for (let i = 0; i < r; i++) M[cycles + 2 * i] = n - i;
  const p = allocate(rt, type);
  if (p === 0) {
    rt.memFree(indices);
    rt.memFree(cycles);
    rt.decref(pool);
    return 0;
  }
  M[p + POOL] = pool;
  M[p + INDICES] = indices;
  M[p + P_CYCLES] = cycles;
  M[p + P_R] = r;
  M[p + P_STOPPED] = r > n ? 1 : 0;
  return p;
}

function permutationsNext(rt: Machine, self: number): number {
  const M = rt.M;
  if (M[self + P_STOPPED] !== 0) return 0;
  const pool = M[self + POOL]!;
  const indices = M[self + INDICES]!;
  const cycles = M[self + P_CYCLES]!;
  const r = M[self + P_R]!;
  if (M[self + P_RESULT] === 0) {
    const result = newTrackedTuple(rt, r);
    M[self + P_RESULT] = result;
    for (let i = 0; i < r; i++) put(rt, result, i, poolItem(rt, pool, M[indices + 2 * i]!));
    return rt.newRef(result);
  }
  const n = M[pool + Ob.SIZE]!;
  if (n === 0) {
    M[self + P_STOPPED] = 1;
    return 0;
  }
  const result = changeable(rt, self, P_RESULT);
  let i = r - 1;
  for (; i >= 0; i--) {
    const cycle = M[cycles + 2 * i]! - 1;
    if (cycle === 0) {
      // Used up: the index here goes to the end.
      const index = M[indices + 2 * i]!;
      M.copyWithin(indices + 2 * i, indices + 2 * (i + 1), indices + 2 * n);
      M[indices + 2 * (n - 1)] = index;
      M[cycles + 2 * i] = n - i;
      continue;
    }
    M[cycles + 2 * i] = cycle;
    const index = M[indices + 2 * i]!;
    M[indices + 2 * i] = M[indices + 2 * (n - cycle)]!;
    M[indices + 2 * (n - cycle)] = index;
    for (let k = i; k < r; k++) put(rt, result, k, poolItem(rt, pool, M[indices + 2 * k]!));
    break;
  }
  if (i < 0) {
    M[self + P_STOPPED] = 1;
    return 0;
  }
  return rt.newRef(result);
}

/** `__sizeof__`: the object and its index arrays. */
function sizeOf(slots: (rt: Machine, self: number) => number): MethodDef {
  return {
    name: '__sizeof__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => newInt(rt, rt.typeOf(self).basicsize + 8 * slots(rt, self)),
  };
}

export function defineCombinatoricIterators(rt: Machine, module: number): void {
  const flags = TypeFlag.BASETYPE;
  const types = [
    defineNativeType(rt, {
      name: 'itertools.product',
      basicsize: 48,
      flags,
      references: [POOL, RESULT],
      blocks: [INDICES],
      tp_new: productNew,
      tp_iter: selfIter,
      tp_iternext: productNext,
      methods: [sizeOf((machine, self) => machine.M[machine.M[self + POOL]! + Ob.SIZE]!)],
    }),
    defineNativeType(rt, {
      name: 'itertools.combinations',
      basicsize: 56,
      flags,
      references: [POOL, RESULT],
      blocks: [INDICES],
      tp_new: combinationsNew('combinations', false),
      tp_iter: selfIter,
      tp_iternext: combinationsNext,
      methods: [sizeOf((machine, self) => machine.M[self + R]!)],
    }),
    defineNativeType(rt, {
      name: 'itertools.combinations_with_replacement',
      basicsize: 56,
      flags,
      references: [POOL, RESULT],
      blocks: [INDICES],
      tp_new: combinationsNew('combinations_with_replacement', true),
      tp_iter: selfIter,
      tp_iternext: replacementNext,
      methods: [sizeOf((machine, self) => machine.M[self + R]!)],
    }),
    defineNativeType(rt, {
      name: 'itertools.permutations',
      basicsize: 64,
      flags,
      references: [POOL, P_RESULT],
      blocks: [INDICES, P_CYCLES],
      tp_new: permutationsNew,
      tp_iter: selfIter,
      tp_iternext: permutationsNext,
      methods: [sizeOf((machine, self) => machine.M[machine.M[self + POOL]! + Ob.SIZE]! + machine.M[self + P_R]!)],
    }),
  ];
  for (const type of types) addType(rt, module, type);
}
