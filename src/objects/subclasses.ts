/** The weak references that a type keeps to its direct subclasses. Follows typeobject.c: add_subclass, remove_subclass. */
import { Ob, TupleLayout, TypeLayout } from '../memory/layout.js';
import { shownAddress } from '../memory/regions.js';
import { dictDel, dictSet, newDict } from './dictCore.js';
import { newInt } from './intCore.js';
import type { Machine } from './machine.js';
import { T } from './typeIds.js';
import { newWeakref } from './weakref.js';

/** Notes a class made by a class statement with its base. */
export function addSubclass(rt: Machine, base: number, type: number): void {
  const M = rt.M;
  let dict = M[base + TypeLayout.SUBCLASSES]!;
  if (dict === 0) {
    dict = newDict(rt);
    M[base + TypeLayout.SUBCLASSES] = dict;
  }
  const key = newInt(rt, shownAddress(type));
  const reference = newWeakref(rt, type, 0);
  dictSet(rt, dict, key, reference);
  rt.decref(key);
  rt.decref(reference);
  rt.infoOf(base).subclasses.push(type);
}

/** Forgets a dying class in all its bases. */
export function removeSubclass(rt: Machine, type: number): void {
  const bases = rt.M[type + TypeLayout.BASES]!;
  if (bases === 0) return;
  const n = rt.M[bases + Ob.SIZE]!;
  for (let i = 0; i < n; i++) forgetSubclass(rt, rt.M[bases + TupleLayout.ITEM + 2 * i]!, type);
}

export function forgetSubclass(rt: Machine, base: number, type: number): void {
  const info = rt.infoOf(base);
  const at = info.subclasses.indexOf(type);
  if (at >= 0) info.subclasses.splice(at, 1);
  const dict = rt.M[base + TypeLayout.SUBCLASSES]!;
  if (dict === 0) return;
  const saved = rt.takeError();
  const key = newInt(rt, shownAddress(type));
  if (dictDel(rt, dict, key) < 0) rt.clearError();
  rt.decref(key);
  if (saved !== 0) rt.restoreError(saved);
}

/** The direct subclasses that are alive: new references, in order of creation. */
export function subclassesList(rt: Machine, type: number): number[] {
  return rt.infoOf(type).subclasses.map((subclass) => rt.newRef(subclass));
}

/** Types whose subclasses were noted while the interpreter started, when they have none of their own here. */
function typesWithSubclasses(minor: number): readonly number[] {
  const types: number[] = [T.CLASSMETHOD, T.DICT, T.PROPERTY, T.STATICMETHOD, T.TYPE];
  if (minor >= 9) types.push(T.BUILTIN_FUNCTION);
  if (minor >= 12) types.push(T.LIST);
  return types;
}

/** The dicts of subclasses that exist when a script begins, with a slot in use: a first subclass makes none. */
export function initSubclasses(rt: Machine): void {
  const types = new Set(typesWithSubclasses(rt.profile.minor));
  for (const info of rt.types) if (info.base !== null) types.add(info.base.address);
  for (const type of types) {
    const at = type + TypeLayout.SUBCLASSES;
    if (rt.M[at] !== 0) continue;
    const dict = newDict(rt);
    const key = newInt(rt, 0);
    dictSet(rt, dict, key, key);
    dictDel(rt, dict, key);
    rt.decref(key);
    rt.M[at] = dict;
  }
}
