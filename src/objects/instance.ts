/** Life and death of instances of classes made by a class statement. Follows typeobject.c: subtype_dealloc and its kin. */
import { Ob } from '../memory/layout.js';
import { clearInstanceAttributes, MANAGED_WEAKLIST, visitInstanceAttributes } from './attributes.js';
import type { Machine } from './machine.js';
import { callFinalizer, trashcanBegin, trashcanEnd } from './object.js';
import { TypeFlag, type TypeInfo, type Visit } from './typeInfo.js';

/** Word address of the head of an object's list of weak references; 0 when it can have none. */
export function weaklistAddress(rt: Machine, p: number): number {
  const offset = rt.typeOf(p).weaklistoffset;
  if (offset > 0) return p + (offset >> 2);
  return offset === -1 ? p + MANAGED_WEAKLIST : 0;
}

/** The nearest base that has its own dealloc. */
function nativeBase(info: TypeInfo): TypeInfo {
  let base = info;
  while (base.tp_dealloc === subtypeDealloc) base = base.base!;
  return base;
}

/** Follows typeobject.c: subtype_dealloc. */
export function subtypeDealloc(rt: Machine, p: number): void {
  const M = rt.M;
  const info = rt.typeOf(p);
  const type = M[p + Ob.TYPE]!;
  const base = nativeBase(info);
  if (!info.hasGc) {
    if (info.tp_finalize !== null) {
      M[p] = 1;
      callFinalizer(rt, p);
      if (M[p]! > 1) {
        M[p]!--;
        return;
      }
      M[p] = 0;
    }
    base.tp_dealloc(rt, p);
    rt.decref(type);
    return;
  }
  rt.gcUntrack(p);
  if (!trashcanBegin(rt, p)) return;
  if (info.tp_finalize !== null) {
    rt.gcTrack(p);
    M[p] = 1;
    callFinalizer(rt, p);
    if (M[p]! > 1) {
      M[p]!--;
      trashcanEnd(rt);
      return;
    }
    M[p] = 0;
    rt.gcUntrack(p);
  }
  if (info.weaklistoffset !== 0 && base.weaklistoffset === 0) {
    const list = weaklistAddress(rt, p);
    if (M[list] !== 0) {
      // Callbacks see a dying object that is tracked, as in CPython.
      rt.clearWeakrefs(p);
    }
  }
  for (let t: TypeInfo = info; t !== base; t = t.base!) {
    if (t.slotOffsets.length > 0) clearSlots(rt, p, t);
  }
  if (info.dictoffset !== 0 && base.dictoffset === 0) clearInstanceAttributes(rt, p, info);
  if (base.hasGc) rt.gcTrack(p);
  base.tp_dealloc(rt, p);
  rt.decref(type);
  trashcanEnd(rt);
}

function clearSlots(rt: Machine, p: number, info: TypeInfo): void {
  const M = rt.M;
  for (const offset of info.slotOffsets) {
    const value = M[p + offset]!;
    if (value !== 0) {
      M[p + offset] = 0;
      rt.decref(value);
    }
  }
}

/** Follows typeobject.c: subtype_traverse. */
export function subtypeTraverse(rt: Machine, p: number, visit: Visit): void {
  const M = rt.M;
  const info = rt.typeOf(p);
  let base: TypeInfo = info;
  while (base.tp_traverse === subtypeTraverse) {
    for (const offset of base.slotOffsets) {
      const value = M[p + offset]!;
      if (value !== 0) visit(rt, value);
    }
    base = base.base!;
  }
  if (info.dictoffset !== 0 && (base.dictoffset === 0 || (info.flags & TypeFlag.MANAGED_DICT) !== 0)) {
    visitInstanceAttributes(rt, p, info, visit);
  }
  if (info.isHeapType && !base.isHeapType && !base.showsType) visit(rt, M[p + Ob.TYPE]!);
  if (base.tp_traverse !== null) base.tp_traverse(rt, p, visit);
}

/** Follows typeobject.c: subtype_clear. */
export function subtypeClear(rt: Machine, p: number): void {
  const info = rt.typeOf(p);
  let base: TypeInfo = info;
  while (base.tp_clear === subtypeClear) {
    if (base.slotOffsets.length > 0) clearSlots(rt, p, base);
    base = base.base!;
  }
  if (info.dictoffset !== 0 && base.dictoffset === 0) clearInstanceAttributes(rt, p, info);
  if (base.tp_clear !== null) base.tp_clear(rt, p);
}
