/** Assignment to `__bases__`. Follows typeobject.c: type_set_bases. */
import { Ob, TupleLayout, TypeLayout } from '../memory/layout.js';
import type { Machine } from './machine.js';
import { bestBase, computeMro, solidBase } from './mro.js';
import { addSubclass, forgetSubclass } from './subclasses.js';
import { stealTuple } from './tupleCore.js';
import { E } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';
import { typeModified } from './typeLookup.js';
import { updateAllSlots } from './updateSlots.js';

/** Gives a class other bases: 0, or -1 with an exception. */
export function setBases(rt: Machine, type: number, value: number): number {
  const M = rt.M;
  const info = rt.infoOf(type);
  if (value === 0 || !rt.hasFlag(value, TypeFlag.TUPLE_SUBCLASS)) {
    return rt.fail(
      E.TypeError,
      `can only assign tuple to ${info.name}.__bases__, not ${value === 0 ? 'NULL' : rt.typeOf(value).name}`,
    );
  }
  const n = M[value + Ob.SIZE]!;
  if (n === 0) return rt.fail(E.TypeError, `can only assign non-empty tuple to ${info.name}.__bases__, not ()`);
  const base = bestBase(rt, value);
  if (base === null) return -1;
  if (solidBase(rt, info.base!) !== solidBase(rt, base)) {
    return rt.fail(E.TypeError, `__bases__ assignment: '${base.name}' object layout differs from '${info.base!.name}'`);
  }
  const oldBases = M[type + TypeLayout.BASES]!;
  const oldMro = M[type + TypeLayout.MRO]!;
  M[type + TypeLayout.BASES] = rt.newRef(value);
  const mro = computeMro(rt, type);
  if (mro === null) {
    M[type + TypeLayout.BASES] = oldBases;
    rt.decref(value);
    return -1;
  }
  M[type + TypeLayout.MRO] = stealTuple(
    rt,
    mro.map((t) => rt.newRef(t)),
  );
  const oldBase = M[type + TypeLayout.BASE]!;
  M[type + TypeLayout.BASE] = rt.newRef(base.address);
  info.base = base;
  for (let i = 0; i < M[oldBases + Ob.SIZE]!; i++) forgetSubclass(rt, M[oldBases + TupleLayout.ITEM + 2 * i]!, type);
  for (let i = 0; i < n; i++) addSubclass(rt, M[value + TupleLayout.ITEM + 2 * i]!, type);
  typeModified(rt, info);
  updateAllSlots(rt, info);
  rt.decref(oldBases);
  rt.decref(oldMro);
  rt.decref(oldBase);
  return 0;
}
