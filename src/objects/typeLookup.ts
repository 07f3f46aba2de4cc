/** Attribute look-up along the method resolution order, with a memo for each type. Follows typeobject.c. */
import { Ob, TypeLayout } from '../memory/layout.js';
import { dictGetStr } from './dictCore.js';
import type { Machine } from './machine.js';
import { T } from './typeIds.js';
import type { TypeInfo } from './typeInfo.js';

/** Borrowed attribute found in the dicts of the MRO, or 0. Never an exception. Follows typeobject.c: _PyType_Lookup. */
export function typeLookup(rt: Machine, info: TypeInfo, name: number): number {
  const M = rt.M;
  const text = rt.texts[M[name + Ob.AUX]!]!;
  const known = info.cache.get(text);
  if (known !== undefined) {
    if (known.name !== name) keepName(rt, info, name);
    return known.found;
  }
  const mro = M[info.address + TypeLayout.MRO]!;
  let found = 0;
  if (mro !== 0) {
    const n = M[mro + Ob.SIZE]!;
    for (let i = 0; i < n && found === 0; i++) {
      const dict = M[M[mro + 6 + 2 * i]! + TypeLayout.DICT]!;
      if (dict !== 0) found = dictGetStr(rt, dict, name);
    }
    info.cache.set(text, { name, found });
    keepName(rt, info, name);
  }
  return found;
}

/** Entries of the method cache. */
const MOST_NAMES = 4096;
/** Longer names are not cached. Follows typeobject.c: MCACHE_MAX_ATTR_SIZE. */
const LONGEST_NAME = 100;

/**
 * The method cache refers to each name that was looked up, for each version of a type. CPython drops an entry when
 * another falls on its place, which depends on addresses; here the oldest goes when the cache is full.
 */
function keepName(rt: Machine, info: TypeInfo, name: number): void {
  const M = rt.M;
  if (M[name]! < 0 || M[name + Ob.TYPE] !== T.STR || rt.length(name) > LONGEST_NAME) return;
  const names = rt.methodCacheNames;
  const key = M[info.address + TypeLayout.VERSION]! * 0x4000_0000 + name;
  if (names.has(key)) return;
  names.set(key, rt.newRef(name));
  if (names.size <= MOST_NAMES) return;
  for (const [oldest, held] of names) {
    names.delete(oldest);
    rt.decref(held);
    return;
  }
}

/**
 * An attribute of the type or of one of its bases changed: memos are dropped, the type and its subclasses get new
 * version tags. Follows typeobject.c: PyType_Modified.
 */
export function typeModified(rt: Machine, info: TypeInfo): void {
  info.cache.clear();
  rt.M[info.address + TypeLayout.VERSION] = rt.nextTypeVersion++;
  for (const subclass of info.subclasses) typeModified(rt, rt.infoOf(subclass));
}
