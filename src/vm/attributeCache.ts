/**
 * Inline caches of attribute instructions. Words of a cache: version of the type; kind; index; where the values
 * stand; version of the shared keys. Kind 1: slot of shared keys; 2: word of the object (`__slots__`).
 */
import { DescrLayout, DictLayout, KeysLayout, Ob, TypeLayout } from '../memory/layout.js';
import { getInstanceAttribute, instanceValues } from '../objects/attributes.js';
import { isMethodDescriptor } from '../objects/call.js';
import { dictLookup, hashKey, valueAddress } from '../objects/dictCore.js';
import { lookupStr } from '../objects/dictKeys.js';
import type { Machine } from '../objects/machine.js';
import { ModuleLayout } from '../objects/module.js';
import { genericGetAttr, genericSetAttr, getAttr, setAttr } from '../objects/object.js';
import { T } from '../objects/typeIds.js';
import type { TypeInfo } from '../objects/typeInfo.js';
import { typeLookup } from '../objects/typeLookup.js';
import { addToInsertionOrder } from '../objects/values.js';

/** Where an instance keeps its values, for the third word of a cache: -offset of the dict (to 3.10), 0 beside (3.11, 3.12), offset inside (3.13). */
function layoutOf(rt: Machine, info: TypeInfo): number {
  const minor = rt.profile.minor;
  if (minor <= 10) return -(info.dictoffset >> 2);
  return minor <= 12 ? 0 : (info.basicsize >> 2) + 2;
}

/** The values of an instance whose cache holds, or 0 when it has a dict of its own by now. */
export function instanceValuesAt(rt: Machine, owner: number, cache: Int32Array, at: number): number {
  const M = rt.M;
  const layout = cache[at + 3]!;
  if (layout === 0) return M[owner - 5] === 1 ? M[owner - 6]! : 0;
  if (layout > 0) {
    const values = owner + layout;
    return M[owner - 6] === 0 && rt.U8[values * 4 - 5] === 1 ? values : 0;
  }
  const dict = M[owner - layout]!;
  if (dict === 0 || M[M[dict + DictLayout.KEYS]! + KeysLayout.VERSION] !== cache[at + 4]) return 0;
  return M[dict + DictLayout.VALUES]!;
}

/** Shared keys of an instance's class, when the instance uses them now; 0 otherwise. */
function sharedKeysInUse(rt: Machine, owner: number, info: TypeInfo): number {
  const M = rt.M;
  if (!info.isHeapType) return 0;
  const keys = M[info.address + TypeLayout.HT_CACHED_KEYS]!;
  if (keys === 0) return 0;
  if (rt.profile.minor >= 11) return instanceValues(rt, owner, info) !== 0 ? keys : 0;
  if (info.dictoffset <= 0) return 0;
  const dict = M[owner + (info.dictoffset >> 2)]!;
  return dict !== 0 && M[dict + DictLayout.VALUES] !== 0 && M[dict + DictLayout.KEYS] === keys ? keys : 0;
}

/**
 * Fills an empty slot of an instance's values, taking the reference over; false when it has no such slot. Follows
 * bytecodes.c: STORE_ATTR_INSTANCE_VALUE.
 */
export function fillValue(rt: Machine, values: number, index: number, value: number): boolean {
  if (rt.profile.minor >= 13 && index >= rt.U8[values * 4 - 8]!) return false;
  rt.M[values + 2 * index] = value;
  addToInsertionOrder(rt, values, index);
  return true;
}

/** A module's attribute from the cache: version of its dict's table, address of the value. Borrowed, 0 when it does not hold. */
export function loadModuleAttr(rt: Machine, module: number, cache: Int32Array, at: number): number {
  const M = rt.M;
  const keys = M[M[module + ModuleLayout.DICT]! + DictLayout.KEYS]!;
  return M[keys + KeysLayout.VERSION] === cache[at + 2] ? M[cache[at + 3]!]! : 0;
}

/** `owner.name`, filling the cache when the attribute is an instance's. */
export function loadAttrCached(rt: Machine, owner: number, name: number, cache: Int32Array, at: number): number {
  const M = rt.M;
  const info = rt.typeOf(owner);
  if (cache[at] !== 0) {
    cache[at] = 0;
    cache[at + 4] = 0;
  }
  if (info.tp_getattro === genericGetAttr && info.isHeapType) {
    const descriptor = typeLookup(rt, info, name);
    if (descriptor === 0) {
      const keys = sharedKeysInUse(rt, owner, info);
      if (keys !== 0 && hashKey(rt, name) === 0) {
        const ix = lookupStr(rt, keys, name, rt.hashLow, rt.hashHigh);
        if (ix >= 0) fill(rt, info, cache, at, 1, ix, keys);
      }
    } else if (M[descriptor + Ob.TYPE] === T.MEMBER_DESCRIPTOR) {
      const def = rt.members[M[descriptor + DescrLayout.DEF]!]!;
      if (def.missing === 'error') fill(rt, info, cache, at, 2, def.offset, 0);
    }
  }
  if (M[owner + Ob.TYPE] === T.MODULE) {
    const dict = M[owner + ModuleLayout.DICT]!;
    if (typeLookup(rt, info, name) === 0 && hashKey(rt, name) === 0) {
      const ix = dictLookup(rt, dict, name, rt.hashLow, rt.hashHigh);
      if (ix >= 0) {
        cache[at] = M[T.MODULE + TypeLayout.VERSION]!;
        cache[at + 1] = 4;
        cache[at + 2] = M[M[dict + DictLayout.KEYS]! + KeysLayout.VERSION]!;
        cache[at + 3] = valueAddress(rt, dict, ix);
      }
    }
  }
  return getAttr(rt, owner, name);
}

function fill(
  rt: Machine,
  info: TypeInfo,
  cache: Int32Array,
  at: number,
  kind: number,
  index: number,
  keys: number,
): void {
  cache[at] = rt.M[info.address + TypeLayout.VERSION]!;
  cache[at + 1] = kind;
  cache[at + 2] = index;
  cache[at + 3] = layoutOf(rt, info);
  cache[at + 4] = keys === 0 ? 0 : rt.M[keys + KeysLayout.VERSION]!;
}

/** `owner.name = value`, filling the cache when the attribute is an instance's. */
export function storeAttrCached(
  rt: Machine,
  owner: number,
  name: number,
  value: number,
  cache: Int32Array,
  at: number,
): number {
  const info = rt.typeOf(owner);
  cache[at] = 0;
  if (info.tp_setattro === genericSetAttr && info.isHeapType) {
    const descriptor = typeLookup(rt, info, name);
    if (descriptor === 0 || rt.typeOf(descriptor).tp_descr_set === null) {
      const status = setAttr(rt, owner, name, value);
      const keys = sharedKeysInUse(rt, owner, info);
      if (keys !== 0 && status === 0 && hashKey(rt, name) === 0) {
        const ix = lookupStr(rt, keys, name, rt.hashLow, rt.hashHigh);
        if (ix >= 0) fill(rt, info, cache, at, 1, ix, keys);
      }
      return status;
    }
  }
  return setAttr(rt, owner, name, value);
}

/**
 * Replaces the top of the stack by a method and the object, or by an attribute and NULL: 0, or -1 with an exception.
 * Cache: version of the type, the method, what to look at in the instance (0 nothing, 1 values of shared keys that
 * lack the name, 2 never cached), number of entries of the shared keys.
 */
export function loadMethod(
  rt: Machine,
  sp: number,
  owner: number,
  name: number,
  cache: Int32Array,
  at: number,
): number {
  const M = rt.M;
  const info = rt.typeOf(owner);
  cache[at] = 0;
  if (info.tp_getattro === genericGetAttr) {
    const descriptor = typeLookup(rt, info, name);
    if (descriptor !== 0 && isMethodDescriptor(rt, descriptor)) {
      const own = info.dictoffset === 0 ? 0 : getInstanceAttribute(rt, owner, info, name);
      if (own === 0 && rt.currentException === 0) {
        fillMethod(rt, owner, info, descriptor, cache, at);
        M[sp - 2] = rt.newRef(descriptor);
        M[sp] = owner;
        return 0;
      }
    }
    if (rt.currentException !== 0) return -1;
  }
  const value = getAttr(rt, owner, name);
  if (value === 0) return -1;
  M[sp - 2] = value;
  M[sp] = 0;
  rt.decref(owner);
  return 0;
}

function fillMethod(rt: Machine, owner: number, info: TypeInfo, method: number, cache: Int32Array, at: number): void {
  const M = rt.M;
  if (info.dictoffset === 0) {
    cache[at + 2] = 0;
    cache[at + 3] = 0;
  } else {
    const keys = sharedKeysInUse(rt, owner, info);
    if (keys === 0 || rt.profile.minor <= 10) {
      // To 3.10 an instance without a dict cannot hide the method either.
      if (rt.profile.minor > 10 || info.dictoffset <= 0 || !info.isHeapType) return;
      if (M[owner + (info.dictoffset >> 2)] !== 0 && keys === 0) return;
      cache[at + 2] = 2;
      cache[at + 3] = info.dictoffset >> 2;
      const cached = M[info.address + TypeLayout.HT_CACHED_KEYS]!;
      if (cached === 0) return;
      cache[at + 4] = M[cached + KeysLayout.VERSION]!;
      cache[at + 5] = M[cached + KeysLayout.NENTRIES]!;
    } else {
      cache[at + 2] = 1;
      cache[at + 3] = layoutOf(rt, info);
      cache[at + 4] = M[keys + KeysLayout.VERSION]!;
      cache[at + 5] = M[keys + KeysLayout.NENTRIES]!;
    }
  }
  cache[at] = M[info.address + TypeLayout.VERSION]!;
  cache[at + 1] = method;
}

/** Whether the instance does not hide the cached method. The type's version was compared already. */
export function methodCacheHolds(rt: Machine, owner: number, cache: Int32Array, at: number): boolean {
  const kind = cache[at + 2]!;
  if (kind === 0) return true;
  const M = rt.M;
  if (kind === 1) {
    const keys = M[M[owner + Ob.TYPE]! + TypeLayout.HT_CACHED_KEYS]!;
    return instanceValuesAt(rt, owner, cache, at) !== 0 && M[keys + KeysLayout.NENTRIES] === cache[at + 5];
  }
  const dict = M[owner + cache[at + 3]!]!;
  if (dict === 0) return true;
  const keys = M[dict + DictLayout.KEYS]!;
  return (
    M[dict + DictLayout.VALUES] !== 0 &&
    M[keys + KeysLayout.VERSION] === cache[at + 4] &&
    M[keys + KeysLayout.NENTRIES] === cache[at + 5]
  );
}
