/** Attribute look-up along the method resolution order, with a memo for each type. Follows typeobject.c. */
import { Ob, TypeLayout } from '../memory/layout.js';
import { dictGetStr } from './dictCore.js';
import type { Machine } from './machine.js';
import type { TypeInfo } from './typeInfo.js';

/** Borrowed attribute found in the dicts of the MRO, or 0. Never an exception. Follows typeobject.c: _PyType_Lookup. */
export function typeLookup(rt: Machine, info: TypeInfo, name: number): number {
  const text = rt.texts[rt.M[name + Ob.AUX]!]!;
  const known = info.cache.get(text);
  if (known !== undefined) return known;
  const M = rt.M;
  const mro = M[info.address + TypeLayout.MRO]!;
  let found = 0;
  if (mro !== 0) {
    const n = M[mro + Ob.SIZE]!;
    for (let i = 0; i < n && found === 0; i++) {
      const dict = M[M[mro + 6 + 2 * i]! + TypeLayout.DICT]!;
      if (dict !== 0) found = dictGetStr(rt, dict, name);
    }
    info.cache.set(text, found);
  }
  return found;
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
