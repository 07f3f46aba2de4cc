/** Method resolution order and the choice of the base whose layout counts. Follows typeobject.c: mro_implementation, best_base. */
import { Ob, TupleLayout, TypeLayout } from '../memory/layout.js';
import type { Machine } from './machine.js';
import { E, T } from './typeIds.js';
import { TypeFlag, type TypeInfo } from './typeInfo.js';

const items = (rt: Machine, tuple: number): number[] => {
  const n = rt.M[tuple + Ob.SIZE]!;
  return Array.from({ length: n }, (_, i) => rt.M[tuple + TupleLayout.ITEM + 2 * i]!);
};

/** C3 linearisation: borrowed addresses beginning with the type, or null with TypeError. */
export function computeMro(rt: Machine, type: number): number[] | null {
  const bases = items(rt, rt.M[type + TypeLayout.BASES]!);
  for (let i = 0; i < bases.length; i++) {
    if (bases.indexOf(bases[i]!) !== i) {
      rt.raise(E.TypeError, `duplicate base class ${rt.infoOf(bases[i]!).name}`);
      return null;
    }
  }
  const lists = bases.map((base) => items(rt, rt.M[base + TypeLayout.MRO]!));
  lists.push([...bases]);
  const result = [type];
  for (;;) {
    const open = lists.filter((list) => list.length > 0);
    if (open.length === 0) return result;
    const next = open.map((list) => list[0]!).find((candidate) => !open.some((list) => list.indexOf(candidate) > 0));
    if (next === undefined) {
      const names: string[] = [];
      for (const list of open) {
        const name = rt.infoOf(list[0]!).name;
        if (!names.includes(name)) names.push(name);
      }
      rt.raise(E.TypeError, `Cannot create a consistent method resolution order (MRO) for bases ${names.join(', ')}`);
      return null;
    }
    result.push(next);
    for (const list of lists) if (list[0] === next) list.shift();
  }
}

/** Whether a type adds fields to its base beyond dict and weak reference list. Follows extra_ivars and shape_differs. */
function extraFields(rt: Machine, info: TypeInfo, base: TypeInfo): boolean {
  if (info.itemsize !== base.itemsize) return true;
  let size = info.basicsize;
  if (info.isHeapType) {
    if (info.weaklistoffset > 0 && base.weaklistoffset === 0 && info.weaklistoffset + 8 === size) size -= 8;
    if (info.dictoffset > 0 && base.dictoffset === 0 && info.dictoffset + 8 === size) size -= 8;
    if (info.weaklistoffset > 0 && base.weaklistoffset === 0 && info.weaklistoffset + 8 === size) size -= 8;
  }
  void rt;
  return size !== base.basicsize;
}

/** The nearest base that adds fields. */
export function solidBase(rt: Machine, info: TypeInfo): TypeInfo {
  const base = info.base === null ? rt.infoOf(T.OBJECT) : solidBase(rt, info.base);
  return info.base !== null && extraFields(rt, info, base) ? info : base;
}

/** The base whose layout a new class extends; null with TypeError. */
export function bestBase(rt: Machine, bases: number): TypeInfo | null {
  let winner: TypeInfo | null = null;
  let result: TypeInfo | null = null;
  for (const base of items(rt, bases)) {
    if ((rt.typeOf(base).flags & TypeFlag.TYPE_SUBCLASS) === 0) {
      rt.raise(E.TypeError, 'bases must be types');
      return null;
    }
    const info = rt.infoOf(base);
    if ((info.flags & TypeFlag.BASETYPE) === 0) {
      rt.raise(E.TypeError, `type '${info.fullName}' is not an acceptable base type`);
      return null;
    }
    const candidate = solidBase(rt, info);
    if (winner === null) {
      winner = candidate;
      result = info;
    } else if (rt.isSubtype(winner.address, candidate.address)) continue;
    else if (rt.isSubtype(candidate.address, winner.address)) {
      winner = candidate;
      result = info;
    } else {
      rt.raise(E.TypeError, 'multiple bases have instance lay-out conflict');
      return null;
    }
  }
  return result;
}
