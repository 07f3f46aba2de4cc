/** zip_longest. Follows itertoolsmodule.c. */
import { Gc, Ob } from '../memory/layout.js';
import { keywordArgument } from '../objects/args.js';
import { dictLength } from '../objects/dictCore.js';
import { newTrackedTuple, selfIter } from '../objects/iteratorCore.js';
import type { Machine } from '../objects/machine.js';
import { getIter } from '../objects/object.js';
import { E, S } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import { addType, allocate, defineNativeType } from './nativeType.js';

const SIZE = 4;
const ACTIVE = 6;
const ITERATORS = 8;
const RESULT = 10;
const FILL = 12;
const ITEM = 6;

function zipNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const M = rt.M;
  let fill = 0;
  if (kwargs !== 0 && dictLength(rt, kwargs) > 0) {
    fill = keywordArgument(rt, kwargs, 'fillvalue');
    if (fill === 0 || dictLength(rt, kwargs) > 1) {
      return rt.raise(E.TypeError, 'zip_longest() got an unexpected keyword argument');
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
  for (let i = 0; i < n; i++) M[result + ITEM + 2 * i] = rt.none();
  const p = allocate(rt, type);
  if (p === 0) {
    rt.decref(iterators);
    rt.decref(result);
    return 0;
  }
  M[p + SIZE] = n;
  M[p + ACTIVE] = n;
  M[p + ITERATORS] = iterators;
  M[p + RESULT] = result;
  M[p + FILL] = rt.newRef(fill === 0 ? S.NONE : fill);
  return p;
}

function zipNext(rt: Machine, self: number): number {
  const M = rt.M;
  const n = M[self + SIZE]!;
  if (n === 0 || M[self + ACTIVE] === 0) return 0;
  const iterators = M[self + ITERATORS]!;
  let result = M[self + RESULT]!;
  const reuse = M[result] === 1;
  if (reuse) rt.incref(result);
  else result = newTrackedTuple(rt, n);
  for (let i = 0; i < n; i++) {
    const it = M[iterators + ITEM + 2 * i]!;
    let item = it === 0 ? rt.newRef(M[self + FILL]!) : rt.typeOf(it).tp_iternext!(rt, it);
    if (item === 0) {
      M[self + ACTIVE]!--;
      if (rt.currentException !== 0 && rt.errorIs(E.StopIteration)) rt.clearError();
      if (M[self + ACTIVE] === 0 || rt.currentException !== 0) {
        M[self + ACTIVE] = 0;
        rt.decref(result);
        return 0;
      }
      item = rt.newRef(M[self + FILL]!);
      M[iterators + ITEM + 2 * i] = 0;
      rt.decref(it);
    }
    const old = M[result + ITEM + 2 * i]!;
    M[result + ITEM + 2 * i] = item;
    if (old !== 0) rt.decref(old);
  }
  if (M[result + Gc.NEXT] === 0) rt.gcTrack(result);
  return result;
}

export function defineZippingIterators(rt: Machine, module: number): void {
  const type = defineNativeType(rt, {
    name: 'itertools.zip_longest',
    basicsize: 56,
    flags: TypeFlag.BASETYPE,
    references: [ITERATORS, RESULT, FILL],
    tp_new: zipNew,
    tp_iter: selfIter,
    tp_iternext: zipNext,
  });
  addType(rt, module, type);
}
