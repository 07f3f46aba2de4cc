/** tee: iterators over a shared chain of blocks of items. Follows itertoolsmodule.c. */
import { checkArgs } from '../objects/args.js';
import { callMethod0 } from '../objects/call.js';
import { dictGetStr } from '../objects/dictCore.js';
import { asIndex } from '../objects/intCore.js';
import { newTrackedTuple, selfIter } from '../objects/iteratorCore.js';
import type { Machine } from '../objects/machine.js';
import { moduleDict } from '../objects/module.js';
import { freeInstance, getIter, iterNext, lookupSpecial } from '../objects/object.js';
import { internStr } from '../objects/strCore.js';
import { noKeywords } from '../objects/support.js';
import { tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, type Visit } from '../objects/typeInfo.js';
import { addType, defineNativeType, defineNativeTypeAt } from './nativeType.js';

/** Items of a block. */
const LINK_CELLS = 57;

/** teedataobject. */
const DATA_IT = 4;
const DATA_READ = 6;
const DATA_RUNNING = 7;
const DATA_NEXT = 8;
const DATA_VALUES = 10;
const DATA_BYTES = 40 + 8 * LINK_CELLS;

/** teeobject. */
const TEE_DATA = 4;
const TEE_INDEX = 6;
const TEE_WEAK = 8;

/** Types live in the module's dict: `_tee` and `_tee_dataobject`. */
function typeNamed(rt: Machine, module: number, name: string): number {
  return dictGetStr(rt, moduleDict(rt, module), internStr(rt, name));
}

function newData(rt: Machine, type: number, it: number): number {
  const M = rt.M;
  const p = rt.newGcObject(type, DATA_BYTES);
  M.fill(0, p + DATA_IT, p + (DATA_BYTES >> 2));
  M[p + DATA_IT] = rt.newRef(it);
  rt.gcTrack(p);
  return p;
}

function newTee(rt: Machine, type: number, data: number, index: number): number {
  const M = rt.M;
  const bytes = rt.infoOf(type).basicsize;
  const p = rt.newGcObject(type, bytes);
  M.fill(0, p + TEE_DATA, p + (bytes >> 2));
  M[p + TEE_DATA] = data;
  M[p + TEE_INDEX] = index;
  rt.gcTrack(p);
  return p;
}

/** A tee over any iterator; a tee is copied. */
function teeOf(rt: Machine, teeType: number, dataType: number, iterable: number): number {
  const it = getIter(rt, iterable);
  if (it === 0) return 0;
  let result: number;
  if (rt.is(it, teeType)) result = newTee(rt, teeType, rt.newRef(rt.M[it + TEE_DATA]!), rt.M[it + TEE_INDEX]!);
  else result = newTee(rt, teeType, newData(rt, dataType, it), 0);
  rt.decref(it);
  return result;
}

function item(rt: Machine, data: number, i: number): number {
  const M = rt.M;
  if (i < M[data + DATA_READ]!) return rt.newRef(M[data + DATA_VALUES + 2 * i]!);
  if (M[data + DATA_RUNNING] !== 0) return rt.raise(E.RuntimeError, 'cannot re-enter the tee iterator');
  M[data + DATA_RUNNING] = 1;
  const value = iterNext(rt, M[data + DATA_IT]!);
  M[data + DATA_RUNNING] = 0;
  if (value === 0) return 0;
  M[data + DATA_READ]!++;
  M[data + DATA_VALUES + 2 * i] = value;
  return rt.newRef(value);
}

function teeNext(rt: Machine, self: number): number {
  const M = rt.M;
  if (M[self + TEE_INDEX]! >= LINK_CELLS) {
    const data = M[self + TEE_DATA]!;
    if (M[data + DATA_NEXT] === 0) M[data + DATA_NEXT] = newData(rt, M[data + 2]!, M[data + DATA_IT]!);
    M[self + TEE_DATA] = rt.newRef(M[data + DATA_NEXT]!);
    M[self + TEE_INDEX] = 0;
    rt.decref(data);
  }
  const value = item(rt, M[self + TEE_DATA]!, M[self + TEE_INDEX]!);
  if (value !== 0) M[self + TEE_INDEX]!++;
  return value;
}

/** Blocks that nobody else holds are dropped one after the other, not nested. Follows teedataobject_safe_decref. */
function dropData(rt: Machine, self: number): void {
  const M = rt.M;
  const it = M[self + DATA_IT]!;
  if (it !== 0) rt.decref(it);
  const n = M[self + DATA_READ]!;
  for (let i = 0; i < n; i++) rt.decref(M[self + DATA_VALUES + 2 * i]!);
  let next = M[self + DATA_NEXT]!;
  M[self + DATA_NEXT] = 0;
  while (next !== 0 && M[next] === 1) {
    const following = M[next + DATA_NEXT]!;
    M[next + DATA_NEXT] = 0;
    rt.decref(next);
    next = following;
  }
  if (next !== 0) rt.decref(next);
}

export const TEE_METHOD: MethodDef = {
  name: 'tee',
  kind: MethodKind.FAST,
  fn: (rt, module, args, nargs) => {
    if (!checkArgs(rt, 'tee', nargs, 1, 2)) return 0;
    let n = 2;
    if (nargs === 2) {
      n = asIndex(rt, rt.M[args + 2]!, E.OverflowError);
      if (Number.isNaN(n)) return 0;
      if (n < 0) return rt.raise(E.ValueError, 'n must be >= 0');
    }
    const result = newTrackedTuple(rt, n);
    if (n === 0) return result;
    const it = getIter(rt, rt.M[args]!);
    if (it === 0) {
      rt.decref(result);
      return 0;
    }
    let copyable = it;
    if (lookupSpecial(rt, it, rt.ids.__copy__) === 0) {
      copyable = teeOf(rt, typeNamed(rt, module, '_tee'), typeNamed(rt, module, '_tee_dataobject'), it);
      rt.decref(it);
      if (copyable === 0) {
        rt.decref(result);
        return 0;
      }
    }
    rt.M[result + 6] = copyable;
    for (let i = 1; i < n; i++) {
      const copy = callMethod0(rt, copyable, rt.ids.__copy__);
      if (copy === 0) {
        rt.decref(result);
        return 0;
      }
      rt.M[result + 6 + 2 * i] = copy;
    }
    return result;
  },
};

export function defineTee(rt: Machine, module: number): void {
  const dataType = defineNativeType(rt, {
    name: 'itertools._tee_dataobject',
    basicsize: DATA_BYTES,
    references: [],
    tp_dealloc: (machine, self) => {
      machine.gcUntrack(self);
      dropData(machine, self);
      freeInstance(machine, self);
    },
    tp_traverse: (machine: Machine, self: number, visit: Visit) => {
      const M = machine.M;
      if (M[self + DATA_IT] !== 0) visit(machine, M[self + DATA_IT]!);
      for (let i = 0; i < M[self + DATA_READ]!; i++) visit(machine, M[self + DATA_VALUES + 2 * i]!);
      if (M[self + DATA_NEXT] !== 0) visit(machine, M[self + DATA_NEXT]!);
    },
  });
  const teeType = rt.nextStaticType();
  defineNativeTypeAt(rt, teeType, {
    name: 'itertools._tee',
    basicsize: rt.profile.minor >= 12 ? 48 : 40,
    weaklistoffset: TEE_WEAK * 4,
    references: [TEE_DATA],
    tp_new: (machine, _type, args, kwargs) => {
      if (noKeywords(machine, '_tee', kwargs) < 0) return 0;
      if (!checkArgs(machine, '_tee', tupleLength(machine, args), 1, 1)) return 0;
      return teeOf(machine, teeType, dataType, tupleItem(machine, args, 0));
    },
    tp_iter: selfIter,
    tp_iternext: teeNext,
    methods: [
      {
        name: '__copy__',
        kind: MethodKind.NOARGS,
        fn: (machine, self) =>
          newTee(machine, teeType, machine.newRef(machine.M[self + TEE_DATA]!), machine.M[self + TEE_INDEX]!),
      },
    ],
  });
  addType(rt, module, teeType);
  addType(rt, module, dataType);
}
