/**
 * Where instances keep their attributes, by version: a dict made at the first store (to 3.10), values in a block of
 * their own (3.11, 3.12), values inside the instance (3.13). Follows object.c and dictobject.c.
 */
import { DictLayout, KeysKind, KeysLayout, Ob, TypeLayout } from '../memory/layout.js';
import { dictDel, dictGetStr, dictSet, dictWithKeys, hashKey, increfKeys, newDict, writeEntry } from './dictCore.js';
import {
  ABSENT,
  decrefKeys,
  entriesOf,
  entryWords,
  findEmptySlot,
  keyOffset,
  lookupStr,
  newKeys,
  setIndex,
  usableFraction,
} from './dictKeys.js';
import type { Machine } from './machine.js';
import { T } from './typeIds.js';
import { TypeFlag, type TypeInfo } from './typeInfo.js';
import {
  addToInsertionOrder,
  copyValues,
  freeValues,
  initInlineValues,
  inlineValuesValid,
  invalidateInlineValues,
  newValues,
  removeFromInsertionOrder,
  valuesAreEmbedded,
  valuesUsed,
} from './values.js';

/** Words from the object to its managed dict pointer, and to the tag that says that values stand there. */
const MANAGED = -6;
const MANAGED_TAG = -5;
/** Words from the object to its list of weak references (3.12+). */
export const MANAGED_WEAKLIST = -8;
/** Shared keys of a class hold at most this many attributes (3.11+). */
const SHARED_KEYS_MAX = 30;

/** The table that the instances of a new class share. Follows dictobject.c: _PyDict_NewKeysForClass. */
export function newSharedKeys(rt: Machine): number {
  const keys = newKeys(rt, rt.profile.minor >= 11 ? 6 : 3, KeysKind.SPLIT);
  if (rt.profile.minor >= 11) rt.M[keys + KeysLayout.USABLE] = SHARED_KEYS_MAX;
  return keys;
}

/** Address of the inline values (3.13+). */
export function inlineValues(p: number, info: TypeInfo): number {
  return p + (info.basicsize >> 2) + 2;
}

/** Word address of the plain dict pointer of an instance; 0 when the type has none or manages it. */
export function dictPointer(rt: Machine, p: number, info: TypeInfo): number {
  const offset = info.dictoffset;
  if (offset > 0) return p + (offset >> 2);
  if (offset === 0 || offset === -1) return 0;
  const size = Math.abs(rt.M[p + Ob.SIZE]!);
  const bytes = (info.basicsize + size * info.itemsize + 7) & ~7;
  return p + ((bytes + offset) >> 2);
}

/** Gives a fresh instance its empty values. Follows dictobject.c: _PyObject_InitInlineValues. */
export function initInstanceValues(rt: Machine, p: number, info: TypeInfo): void {
  const M = rt.M;
  const keys = M[info.address + TypeLayout.HT_CACHED_KEYS]!;
  if (keys === 0) {
    M[p + MANAGED] = 0;
    M[p + MANAGED_TAG] = 0;
    return;
  }
  if (rt.profile.minor >= 13) {
    M[p + MANAGED] = 0;
    M[p + MANAGED_TAG] = 0;
    if ((info.flags & TypeFlag.INLINE_VALUES) === 0) return;
    if (M[keys + KeysLayout.USABLE]! > 1) M[keys + KeysLayout.USABLE]!--;
    const size = M[keys + KeysLayout.NENTRIES]! + M[keys + KeysLayout.USABLE]!;
    initInlineValues(rt, inlineValues(p, info), size, true);
    return;
  }
  if (M[keys + KeysLayout.USABLE]! > 1) M[keys + KeysLayout.USABLE]!--;
  const size = M[keys + KeysLayout.NENTRIES]! + M[keys + KeysLayout.USABLE]!;
  M[p + MANAGED] = newValues(rt, size);
  M[p + MANAGED_TAG] = 1;
}

/** The values of an instance that has no dict yet; 0 otherwise. */
export function instanceValues(rt: Machine, p: number, info: TypeInfo): number {
  if ((info.flags & TypeFlag.MANAGED_DICT) === 0) return 0;
  const M = rt.M;
  if (rt.profile.minor >= 13) {
    if (M[p + MANAGED] !== 0 || (info.flags & TypeFlag.INLINE_VALUES) === 0) return 0;
    const values = inlineValues(p, info);
    return inlineValuesValid(rt, values) ? values : 0;
  }
  return M[p + MANAGED_TAG] === 1 ? M[p + MANAGED]! : 0;
}

/** The dict of an instance, borrowed; 0 when none was made yet. */
export function instanceDict(rt: Machine, p: number, info: TypeInfo): number {
  if ((info.flags & TypeFlag.MANAGED_DICT) !== 0) return rt.M[p + MANAGED_TAG] === 1 ? 0 : rt.M[p + MANAGED]!;
  const at = dictPointer(rt, p, info);
  return at === 0 ? 0 : rt.M[at]!;
}

/** Borrowed value of an instance attribute, or 0 (with an exception only when a key's comparison raised). */
export function getInstanceAttribute(rt: Machine, p: number, info: TypeInfo, name: number): number {
  const values = instanceValues(rt, p, info);
  if (values !== 0) {
    const keys = rt.M[info.address + TypeLayout.HT_CACHED_KEYS]!;
    if (hashKey(rt, name) < 0) return 0;
    const ix = lookupStr(rt, keys, name, rt.hashLow, rt.hashHigh);
    return ix < 0 ? 0 : rt.M[values + 2 * ix]!;
  }
  const dict = instanceDict(rt, p, info);
  return dict === 0 ? 0 : dictGetStr(rt, dict, name);
}

/** Number of the slot of a name in shared keys, adding it when there is room; ABSENT when there is none. */
export function insertIntoSharedKeys(rt: Machine, keys: number, name: number): number {
  const M = rt.M;
  hashKey(rt, name);
  const low = rt.hashLow;
  const high = rt.hashHigh;
  const ix = lookupStr(rt, keys, name, low, high);
  if (ix >= 0) return ix;
  if (M[keys + KeysLayout.USABLE]! <= 0) return ABSENT;
  rt.incref(name);
  const slot = findEmptySlot(rt, keys, low, high);
  const n = M[keys + KeysLayout.NENTRIES]!;
  setIndex(rt, keys + (rt.profile.dictKeysHeader >> 2), M[keys + KeysLayout.LOG2_SIZE]!, slot, n);
  writeEntry(rt, keys, n, name, low, high);
  M[keys + KeysLayout.USABLE]!--;
  M[keys + KeysLayout.NENTRIES] = n + 1;
  return n;
}

/** What a store answers when the attribute to delete was not there: the caller raises. */
export const NO_ATTRIBUTE = 1;

/**
 * Stores (or with value 0 deletes) an instance attribute: 0, -1 with an exception, or {@link NO_ATTRIBUTE}.
 * Follows dictobject.c: _PyObject_StoreInstanceAttribute and _PyObjectDict_SetItem.
 */
export function setInstanceAttribute(rt: Machine, p: number, info: TypeInfo, name: number, value: number): number {
  const M = rt.M;
  const values = instanceValues(rt, p, info);
  if (values !== 0) {
    const keys = M[info.address + TypeLayout.HT_CACHED_KEYS]!;
    const ix =
      value === 0 && rt.profile.minor >= 13 ? sharedIndex(rt, keys, name) : insertIntoSharedKeys(rt, keys, name);
    if (ix === ABSENT || (rt.profile.minor >= 13 && ix >= rt.U8[values * 4 - 8]!)) {
      if (value === 0 && rt.profile.minor >= 13) return NO_ATTRIBUTE;
      const dict = materializeDict(rt, p, info);
      return value === 0 ? deleteFrom(rt, dict, name) : dictSet(rt, dict, name, value);
    }
    const old = M[values + 2 * ix]!;
    if (value === 0) {
      if (old === 0) return NO_ATTRIBUTE;
      M[values + 2 * ix] = 0;
      removeFromInsertionOrder(rt, values, ix);
      rt.decref(old);
      return 0;
    }
    M[values + 2 * ix] = rt.newRef(value);
    if (old === 0) addToInsertionOrder(rt, values, ix);
    else rt.decref(old);
    return 0;
  }
  if (rt.profile.minor <= 10) return setInDict(rt, p, info, name, value);
  let dict = instanceDict(rt, p, info);
  if (dict === 0) {
    if (value === 0 && rt.profile.minor >= 12) return NO_ATTRIBUTE;
    dict = materializeDict(rt, p, info, true);
  }
  rt.incref(dict);
  const inside = M[dict + DictLayout.VALUES]!;
  const wasTracked = rt.gcIsTracked(dict);
  const status = value === 0 ? deleteFrom(rt, dict, name) : dictSet(rt, dict, name, value);
  // A store to a value inside the object does not tell the collector of its dict (3.13): so cycles are left behind.
  if (!wasTracked && inside !== 0 && M[dict + DictLayout.VALUES] === inside && valuesAreEmbedded(rt, inside)) {
    rt.gcUntrack(dict);
  }
  rt.decref(dict);
  return status;
}

function sharedIndex(rt: Machine, keys: number, name: number): number {
  hashKey(rt, name);
  return lookupStr(rt, keys, name, rt.hashLow, rt.hashHigh);
}

function deleteFrom(rt: Machine, dict: number, name: number): number {
  if (dictGetStr(rt, dict, name) === 0) return NO_ATTRIBUTE;
  return dictDel(rt, dict, name);
}

/** Follows dictobject.c (to 3.10): _PyObjectDict_SetItem. */
function setInDict(rt: Machine, p: number, info: TypeInfo, name: number, value: number): number {
  const M = rt.M;
  const at = dictPointer(rt, p, info);
  if (at === 0) return NO_ATTRIBUTE;
  const cachedAt = info.address + TypeLayout.HT_CACHED_KEYS;
  const cached = info.isHeapType ? M[cachedAt]! : 0;
  let dict = M[at]!;
  if (dict === 0) {
    // Even a delete that will fail makes the dict.
    dict = cached !== 0 ? dictWithSharedKeys(rt, cached) : newDict(rt);
    M[at] = dict;
  }
  rt.incref(dict);
  let status: number;
  if (value === 0) {
    status = deleteFrom(rt, dict, name);
    // Any delete ends the sharing for instances to come, found or not.
    if (cached !== 0 && M[cachedAt] !== 0) {
      M[cachedAt] = 0;
      decrefKeys(rt, cached);
    }
  } else {
    const wasShared = cached !== 0 && cached === M[dict + DictLayout.KEYS];
    status = dictSet(rt, dict, name, value);
    const now = cached !== 0 ? M[cachedAt]! : 0;
    if (wasShared && now !== 0 && now !== M[dict + DictLayout.KEYS]) {
      // The store gave the dict a table of its own. It becomes the shared one when nobody else shares.
      M[cachedAt] = M[now]! === 1 ? makeKeysShared(rt, dict) : 0;
      decrefKeys(rt, now);
    }
  }
  rt.decref(dict);
  return status;
}

/** Follows dictobject.c (to 3.10): new_dict_with_shared_keys. */
function dictWithSharedKeys(rt: Machine, keys: number): number {
  increfKeys(rt, keys);
  const size = usableFraction(1 << rt.M[keys + KeysLayout.LOG2_SIZE]!);
  return dictWithKeys(rt, keys, newValues(rt, size), 0);
}

/** Makes the table of a dict one that can be shared; returns it with a new reference, or 0. */
function makeKeysShared(rt: Machine, dict: number): number {
  const M = rt.M;
  if (M[dict + Ob.TYPE] !== T.DICT) return 0;
  const keys = M[dict + DictLayout.KEYS]!;
  if (M[dict + DictLayout.VALUES] === 0) {
    const kind = M[keys + KeysLayout.KIND]!;
    const words = entryWords(rt, kind);
    const at = keyOffset(rt, kind);
    const entries = entriesOf(rt, keys);
    const n = M[keys + KeysLayout.NENTRIES]!;
    for (let i = 0; i < n; i++) {
      const key = M[entries + i * words + at]!;
      if (key === 0 || M[key + Ob.TYPE] !== T.STR) return 0;
    }
    const size = usableFraction(1 << M[keys + KeysLayout.LOG2_SIZE]!);
    const values = newValues(rt, size);
    for (let i = 0; i < size; i++) {
      M[values + 2 * i] = M[entries + i * words + at + 2]!;
      M[entries + i * words + at + 2] = 0;
    }
    M[keys + KeysLayout.KIND] = KeysKind.SPLIT;
    M[dict + DictLayout.VALUES] = values;
  }
  increfKeys(rt, keys);
  return keys;
}

/**
 * The dict of an instance, borrowed, made now if there was none. 0 when the type has none. `storing`: for a store,
 * which lets it share keys in 3.11 too, where `instance.__dict__` does not.
 */
export function materializeDict(rt: Machine, p: number, info: TypeInfo, storing = false): number {
  const M = rt.M;
  const keys = info.isHeapType ? M[info.address + TypeLayout.HT_CACHED_KEYS]! : 0;
  if ((info.flags & TypeFlag.MANAGED_DICT) !== 0) {
    if (M[p + MANAGED_TAG] !== 1 && M[p + MANAGED] !== 0) return M[p + MANAGED]!;
    const values = instanceValues(rt, p, info);
    let dict: number;
    if (values !== 0) dict = dictFromValues(rt, keys, values);
    else if (keys !== 0 && (rt.profile.minor >= 12 || storing)) {
      increfKeys(rt, keys);
      const size = M[keys + KeysLayout.NENTRIES]! + M[keys + KeysLayout.USABLE]!;
      dict = dictWithKeys(rt, keys, newValues(rt, size), 0);
    } else dict = newDict(rt);
    M[p + MANAGED] = dict;
    M[p + MANAGED_TAG] = 0;
    return dict;
  }
  const at = dictPointer(rt, p, info);
  if (at === 0) return 0;
  if (M[at] === 0) M[at] = keys !== 0 && rt.profile.minor <= 10 ? dictWithSharedKeys(rt, keys) : newDict(rt);
  return M[at]!;
}

/** Follows dictobject.c: make_dict_from_instance_attributes. */
function dictFromValues(rt: Machine, keys: number, values: number): number {
  increfKeys(rt, keys);
  const M = rt.M;
  const dict = dictWithKeys(rt, keys, values, valuesUsed(rt, values));
  if (rt.profile.minor <= 13) {
    const n = rt.profile.minor === 13 ? rt.U8[values * 4 - 8]! : M[keys + KeysLayout.NENTRIES]!;
    for (let i = 0; i < n; i++) {
      const value = M[values + 2 * i]!;
      if (value !== 0 && (rt.typeOf(value).flags & TypeFlag.HAVE_GC) !== 0) {
        if (M[value + Ob.TYPE] === T.TUPLE && M[value - 4] === 0) continue;
        rt.gcTrack(dict);
        break;
      }
    }
  }
  return dict;
}

/** Replaces the dict of an instance (`instance.__dict__ = d`); 0 clears. The new reference is taken. */
export function replaceDict(rt: Machine, p: number, info: TypeInfo, dict: number): void {
  const M = rt.M;
  if (dict !== 0) rt.incref(dict);
  if ((info.flags & TypeFlag.MANAGED_DICT) !== 0) {
    const values = instanceValues(rt, p, info);
    const old = M[p + MANAGED_TAG] === 1 ? 0 : M[p + MANAGED]!;
    if (old !== 0) detachDict(rt, old);
    M[p + MANAGED] = dict;
    M[p + MANAGED_TAG] = 0;
    if (values !== 0) dropValues(rt, values, info);
    if (old !== 0) rt.decref(old);
    return;
  }
  const at = dictPointer(rt, p, info);
  const old = M[at]!;
  M[at] = dict;
  if (old !== 0) rt.decref(old);
}

/** Gives up the values of an instance without a dict, first to last. */
function dropValues(rt: Machine, values: number, info: TypeInfo): void {
  const M = rt.M;
  const keys = M[info.address + TypeLayout.HT_CACHED_KEYS]!;
  const n = M[keys + KeysLayout.NENTRIES]!;
  if (rt.profile.minor >= 13) {
    invalidateInlineValues(rt, values);
    const size = Math.min(n, rt.U8[values * 4 - 8]!);
    for (let i = 0; i < size; i++) {
      const value = M[values + 2 * i]!;
      M[values + 2 * i] = 0;
      if (value !== 0) rt.decref(value);
    }
    return;
  }
  for (let i = 0; i < n; i++) {
    const value = M[values + 2 * i]!;
    if (value !== 0) {
      M[values + 2 * i] = 0;
      rt.decref(value);
    }
  }
  freeValues(rt, values);
}

/** A dict that outlives its instance takes the inline values along. Follows dictobject.c: _PyDict_DetachFromObject. */
export function detachDict(rt: Machine, dict: number): void {
  const M = rt.M;
  if (rt.profile.minor < 13) return;
  const values = M[dict + DictLayout.VALUES]!;
  if (values === 0 || rt.U8[values * 4 - 6] !== 1) return;
  M[dict + DictLayout.VALUES] = copyValues(rt, values);
  invalidateInlineValues(rt, values);
}

/** Clears the attributes of a dying instance. Follows dictobject.c: PyObject_ClearManagedDict and subtype_dealloc. */
export function clearInstanceAttributes(rt: Machine, p: number, info: TypeInfo): void {
  const M = rt.M;
  if ((info.flags & TypeFlag.MANAGED_DICT) !== 0) {
    const values = instanceValues(rt, p, info);
    if (values !== 0) {
      M[p + MANAGED_TAG] = 0;
      M[p + MANAGED] = 0;
      dropValues(rt, values, info);
      return;
    }
    const dict = M[p + MANAGED]!;
    if (dict !== 0) {
      detachDict(rt, dict);
      M[p + MANAGED] = 0;
      rt.decref(dict);
    }
    return;
  }
  const at = dictPointer(rt, p, info);
  if (at === 0) return;
  const dict = M[at]!;
  if (dict !== 0) {
    M[at] = 0;
    rt.decref(dict);
  }
}

/** Visits what an instance's attributes refer to. Follows dictobject.c: PyObject_VisitManagedDict. */
export function visitInstanceAttributes(
  rt: Machine,
  p: number,
  info: TypeInfo,
  visit: (rt: Machine, object: number) => void,
): void {
  const M = rt.M;
  if ((info.flags & TypeFlag.MANAGED_DICT) !== 0) {
    const inline = rt.profile.minor >= 13 && (info.flags & TypeFlag.INLINE_VALUES) !== 0 ? inlineValues(p, info) : 0;
    const values = inline !== 0 && inlineValuesValid(rt, inline) ? inline : instanceValues(rt, p, info);
    if (values !== 0) {
      const keys = M[info.address + TypeLayout.HT_CACHED_KEYS]!;
      const n = rt.profile.minor >= 13 ? rt.U8[values * 4 - 8]! : M[keys + KeysLayout.NENTRIES]!;
      for (let i = 0; i < n; i++) {
        const value = M[values + 2 * i]!;
        if (value !== 0) visit(rt, value);
      }
      // In 3.13 a dict over valid values is not visited: it dies with the instance.
      return;
    }
    const dict = M[p + MANAGED_TAG] === 1 ? 0 : M[p + MANAGED]!;
    if (dict !== 0) visit(rt, dict);
    return;
  }
  const at = dictPointer(rt, p, info);
  if (at !== 0 && M[at] !== 0) visit(rt, M[at]!);
}
