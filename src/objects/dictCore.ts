/**
 * Dicts: creation, look-up, insertion, deletion, growth; combined and split tables. Follows dictobject.c.
 * Methods, views and iterators stand in dict.ts.
 */
import { DictLayout, Gc, KeysKind, KeysLayout, Ob, StrLayout } from '../memory/layout.js';
import {
  ABSENT,
  decrefKeys,
  entriesOf,
  entryWords,
  findEmptySlot,
  findSlotOf,
  freeKeysMemory,
  keyOffset,
  LOOKUP_ERROR,
  lookupKey,
  lookupStr,
  MIN_LOG2,
  newKeys,
  setIndex,
  usableFraction,
} from './dictKeys.js';
import type { Machine } from './machine.js';
import { hash } from './object.js';
import { hashStr } from './siphash.js';
import { T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';
import {
  addToInsertionOrder,
  clearInsertionOrder,
  freeValues,
  orderAt,
  removeFromInsertionOrder,
  valuesAreEmbedded,
} from './values.js';

/** Longest free list of dict objects. */
export const DICT_FREE_LIST = 80;

/** A dict object around a table (the reference to it is taken over); not tracked, except in 3.14+. */
export function dictWithKeys(rt: Machine, keys: number, values: number, used: number): number {
  const M = rt.M;
  let d: number;
  if (rt.freeDicts.length > 0) {
    d = rt.freeDicts.pop()!;
    M[d] = 1;
    M[d + Ob.BORN] = rt.stamp;
    M[d + Gc.NEXT] = 0;
    M[d + Gc.FLAGS] = 0;
    if (rt.tracer !== null) rt.tracer.reused(d - Gc.HEADER);
  } else d = rt.newGcObject(T.DICT, 48);
  M[d + DictLayout.USED] = used;
  M[d + DictLayout.VERSION] = 0;
  M[d + DictLayout.KEYS] = keys;
  M[d + DictLayout.VALUES] = values;
  if (rt.profile.minor >= 14) rt.gcTrack(d);
  return d;
}

/** A new empty dict, with the table that all empty dicts share. */
export function newDict(rt: Machine): number {
  increfKeys(rt, rt.emptyKeys);
  return dictWithKeys(rt, rt.emptyKeys, 0, 0);
}

/** A new dict with room for `n` entries. Follows dictobject.c: dict_new_presized. */
export function newDictPresized(rt: Machine, n: number, unicode: boolean): number {
  if (n <= 5) return newDict(rt);
  const log2 = n > 87381 ? 17 : log2KeysSize(Math.floor((n * 3 + 1) / 2));
  const kind = unicode && rt.profile.dictUnicodeEntries ? KeysKind.UNICODE : KeysKind.GENERAL;
  return dictWithKeys(rt, newKeys(rt, log2, kind), 0, 0);
}

export function increfKeys(rt: Machine, keys: number): void {
  if (rt.M[keys]! >= 0) rt.M[keys]!++;
}

/** Smallest log2 of a table of at least `minimum` slots. Follows dictobject.c: calculate_log2_keysize and calculate_keysize. */
export function log2KeysSize(minimum: number): number {
  let log2 = MIN_LOG2;
  while (1 << log2 < minimum) log2++;
  return log2;
}

/** log2 of the size that a full or converted dict grows to. */
function growthLog2(rt: Machine, used: number): number {
  const m = used * 3;
  const minor = rt.profile.minor;
  if (minor >= 10 && minor <= 13) return 32 - Math.clz32(((m | 8) - 1) | 7);
  return log2KeysSize(m);
}

/** The hash of a key into rt.hashLow and rt.hashHigh; 0, or -1 with an exception. */
export function hashKey(rt: Machine, key: number): number {
  const M = rt.M;
  if (M[key + Ob.TYPE] === T.STR) {
    const low = M[key + StrLayout.HASH]!;
    const high = M[key + StrLayout.HASH + 1]!;
    if (low === -1 && high === -1) {
      hashStr(rt, key);
      return 0;
    }
    rt.hashLow = low;
    rt.hashHigh = high;
    return 0;
  }
  if (M[key + Ob.TYPE] === T.INT) {
    const size = M[key + Ob.SIZE]!;
    if (size >= -1 && size <= 1) {
      const value = M[key + Ob.AUX]!;
      rt.hashLow = value === -1 ? -2 : value;
      rt.hashHigh = value >> 31;
      return 0;
    }
  }
  return hash(rt, key);
}

/** Address of the word that holds the value of entry `ix`. */
export function valueAddress(rt: Machine, d: number, ix: number): number {
  const M = rt.M;
  const values = M[d + DictLayout.VALUES]!;
  if (values !== 0) return values + 2 * ix;
  const keys = M[d + DictLayout.KEYS]!;
  const kind = M[keys + KeysLayout.KIND]!;
  return entriesOf(rt, keys) + ix * entryWords(rt, kind) + keyOffset(rt, kind) + 2;
}

/** The number of the entry of a key with a known hash whose value is there; ABSENT or LOOKUP_ERROR otherwise. */
export function dictLookup(rt: Machine, d: number, key: number, low: number, high: number): number {
  const ix = lookupKey(rt, d + DictLayout.KEYS, key, low, high);
  if (ix >= 0 && rt.M[valueAddress(rt, d, ix)] === 0) return ABSENT;
  return ix;
}

/** Borrowed value of a key, or 0: not there, or with an exception (then `rt.currentException` is set). */
export function dictGet(rt: Machine, d: number, key: number): number {
  if (hashKey(rt, key) < 0) return 0;
  return dictGetHashed(rt, d, key, rt.hashLow, rt.hashHigh);
}

/** {@link dictGet} with a known hash. */
export function dictGetHashed(rt: Machine, d: number, key: number, low: number, high: number): number {
  const ix = lookupKey(rt, d + DictLayout.KEYS, key, low, high);
  return ix < 0 ? 0 : rt.M[valueAddress(rt, d, ix)]!;
}

/** Borrowed value of an exact str, or 0. Runs Python code only when the dict has keys of other types. */
export function dictGetStr(rt: Machine, d: number, name: number): number {
  const M = rt.M;
  let low = M[name + StrLayout.HASH]!;
  let high = M[name + StrLayout.HASH + 1]!;
  if (low === -1 && high === -1) {
    hashStr(rt, name);
    low = rt.hashLow;
    high = rt.hashHigh;
  }
  const keys = M[d + DictLayout.KEYS]!;
  const ix =
    M[keys + KeysLayout.KIND] !== KeysKind.GENERAL
      ? lookupStr(rt, keys, name, low, high)
      : lookupKey(rt, d + DictLayout.KEYS, name, low, high);
  return ix < 0 ? 0 : M[valueAddress(rt, d, ix)]!;
}

/** Membership: 0, 1, or -1 with an exception. */
export function dictContains(rt: Machine, d: number, key: number): number {
  if (hashKey(rt, key) < 0) return -1;
  const ix = dictLookup(rt, d, key, rt.hashLow, rt.hashHigh);
  return ix === LOOKUP_ERROR ? -1 : ix < 0 ? 0 : 1;
}

/** Whether the collector may have to see an object now or later. Follows pycore_gc.h: _PyObject_GC_MAY_BE_TRACKED. */
export function mayBeTracked(rt: Machine, p: number): boolean {
  const M = rt.M;
  const type = M[p + Ob.TYPE]!;
  if (type === T.STR || type === T.INT) return false;
  if (type === T.TUPLE) return M[p + Gc.NEXT] !== 0;
  const info = rt.infoOf(type);
  if ((info.flags & TypeFlag.HAVE_GC) === 0) return false;
  if ((info.flags & TypeFlag.TYPE_SUBCLASS) === 0) return true;
  // A native type may be a heap type as well.
  const own = rt.infoOf(p);
  return own.isHeapType || own.showsType;
}

/** A dict is tracked once it holds something that may be (to 3.13). Follows dictobject.c: MAINTAIN_TRACKING. */
export function maybeTrackDict(rt: Machine, d: number, key: number, value: number): void {
  if (rt.M[d + Gc.NEXT] === 0 && (mayBeTracked(rt, value) || mayBeTracked(rt, key))) rt.gcTrack(d);
}

/** Stores a value under a key (new references are taken). 0, or -1 with an exception. */
export function dictSet(rt: Machine, d: number, key: number, value: number): number {
  // Since 3.11 the dict's own references are taken before `__hash__` runs; that of a str or an int runs nothing.
  const type = rt.M[key + Ob.TYPE]!;
  const held = type !== T.STR && type !== T.INT && rt.profile.minor >= 11;
  if (held) {
    rt.incref(key);
    rt.incref(value);
  }
  const status = hashKey(rt, key);
  if (held) {
    rt.decref(key);
    rt.decref(value);
  }
  if (status < 0) return -1;
  return dictSetHashed(rt, d, key, value, rt.hashLow, rt.hashHigh);
}

/** {@link dictSet} that takes the references of key and value over, as _PyDict_SetItem_Take2 does (3.11+). */
export function dictSetTake(rt: Machine, d: number, key: number, value: number): number {
  const M = rt.M;
  if (hashKey(rt, key) < 0) {
    rt.decref(value);
    rt.decref(key);
    return -1;
  }
  if (M[key]! >= 0) M[key]!--;
  if (M[value]! >= 0) M[value]!--;
  return dictSetHashed(rt, d, key, value, rt.hashLow, rt.hashHigh);
}

/** {@link dictSet} with a known hash. Follows dictobject.c: insertdict and insert_to_emptydict. */
export function dictSetHashed(rt: Machine, d: number, key: number, value: number, low: number, high: number): number {
  const M = rt.M;
  rt.incref(key);
  rt.incref(value);
  if (M[d + DictLayout.KEYS] === rt.emptyKeys) {
    insertToEmpty(rt, d, key, value, low, high);
    return 0;
  }
  const minor = rt.profile.minor;
  const unicodeKey = M[key + Ob.TYPE] === T.STR;
  if (minor >= 12 && !unicodeKey && M[M[d + DictLayout.KEYS]! + KeysLayout.KIND] !== KeysKind.GENERAL) {
    grow(rt, d, false);
  }
  let ix = lookupKey(rt, d + DictLayout.KEYS, key, low, high);
  if (ix === LOOKUP_ERROR) {
    rt.decref(value);
    rt.decref(key);
    return -1;
  }
  const values = M[d + DictLayout.VALUES]!;
  if (minor < 14) maybeTrackDict(rt, d, key, value);
  let old = 0;
  if (ix >= 0) old = M[valueAddress(rt, d, ix)]!;
  if (values !== 0 && minor <= 10) {
    // Another order than that of the shared keys: this dict gets a table of its own.
    const used = M[d + DictLayout.USED]!;
    const keys = M[d + DictLayout.KEYS]!;
    if ((ix >= 0 && old === 0 && used !== ix) || (ix === ABSENT && used !== M[keys + KeysLayout.NENTRIES]!)) {
      grow(rt, d, unicodeKey);
      ix = ABSENT;
    }
  }
  if (ix === ABSENT) {
    insertSlot(rt, d, key, value, low, high, unicodeKey);
    return 0;
  }
  const at = valueAddress(rt, d, ix);
  if (old !== value) {
    M[at] = value;
    if (old === 0) {
      if (M[d + DictLayout.VALUES] !== 0 && minor >= 11) addToInsertionOrder(rt, M[d + DictLayout.VALUES]!, ix);
      M[d + DictLayout.USED]!++;
    }
    if (old !== 0) rt.decref(old);
  } else rt.decref(value);
  rt.decref(key);
  return 0;
}

function insertSlot(
  rt: Machine,
  d: number,
  key: number,
  value: number,
  low: number,
  high: number,
  unicodeKey: boolean,
): void {
  const M = rt.M;
  let keys = M[d + DictLayout.KEYS]!;
  if (M[keys + KeysLayout.USABLE]! <= 0) {
    grow(rt, d, unicodeKey);
    keys = M[d + DictLayout.KEYS]!;
  }
  const kind = M[keys + KeysLayout.KIND]!;
  if (kind !== KeysKind.GENERAL && !unicodeKey) {
    grow(rt, d, false);
    keys = M[d + DictLayout.KEYS]!;
  }
  const slot = findEmptySlot(rt, keys, low, high);
  const n = M[keys + KeysLayout.NENTRIES]!;
  const log2 = M[keys + KeysLayout.LOG2_SIZE]!;
  setIndex(rt, keys + (rt.profile.dictKeysHeader >> 2), log2, slot, n);
  writeEntry(rt, keys, n, key, low, high);
  M[valueAddress(rt, d, n)] = value;
  const values = M[d + DictLayout.VALUES]!;
  if (values !== 0 && rt.profile.minor >= 11) addToInsertionOrder(rt, values, n);
  M[d + DictLayout.USED]!++;
  M[keys + KeysLayout.USABLE]!--;
  M[keys + KeysLayout.NENTRIES] = n + 1;
}

/** Writes key (and hash) of entry `n`. */
export function writeEntry(rt: Machine, keys: number, n: number, key: number, low: number, high: number): void {
  const M = rt.M;
  const kind = M[keys + KeysLayout.KIND]!;
  const words = entryWords(rt, kind);
  const entry = entriesOf(rt, keys) + n * words;
  if (words === 6) {
    M[entry] = low;
    M[entry + 1] = high;
    M[entry + 2] = key;
  } else M[entry] = key;
}

function insertToEmpty(rt: Machine, d: number, key: number, value: number, low: number, high: number): void {
  const M = rt.M;
  const kind = rt.profile.dictUnicodeEntries && M[key + Ob.TYPE] === T.STR ? KeysKind.UNICODE : KeysKind.GENERAL;
  const keys = newKeys(rt, MIN_LOG2, kind);
  if (rt.profile.minor < 14) maybeTrackDict(rt, d, key, value);
  M[d + DictLayout.KEYS] = keys;
  if (M[rt.emptyKeys]! > 0) M[rt.emptyKeys]!--;
  setIndex(rt, keys + (rt.profile.dictKeysHeader >> 2), MIN_LOG2, low & 7, 0);
  writeEntry(rt, keys, 0, key, low, high);
  M[valueAddress(rt, d, 0)] = value;
  M[d + DictLayout.USED] = 1;
  M[keys + KeysLayout.USABLE]!--;
  M[keys + KeysLayout.NENTRIES] = 1;
}

function grow(rt: Machine, d: number, unicode: boolean): void {
  resizeDict(rt, d, growthLog2(rt, rt.M[d + DictLayout.USED]!), unicode);
}

/**
 * Gives a dict a new, combined table of `1 << log2` slots without the deleted entries. Follows dictobject.c:
 * dictresize.
 */
export function resizeDict(rt: Machine, d: number, log2: number, unicode: boolean): void {
  const M = rt.M;
  const oldKeys = M[d + DictLayout.KEYS]!;
  const oldKind = M[oldKeys + KeysLayout.KIND]!;
  const oldValues = M[d + DictLayout.VALUES]!;
  const kind =
    unicode && rt.profile.dictUnicodeEntries && oldKind !== KeysKind.GENERAL ? KeysKind.UNICODE : KeysKind.GENERAL;
  const used = M[d + DictLayout.USED]!;
  while (usableFraction(1 << log2) < used) log2++;
  const keys = newKeys(rt, log2, kind);
  const indices = keys + (rt.profile.dictKeysHeader >> 2);
  const oldWords = entryWords(rt, oldKind);
  const oldAt = keyOffset(rt, oldKind);
  const oldEntries = entriesOf(rt, oldKeys);
  const words = entryWords(rt, kind);
  const entries = entriesOf(rt, keys);
  const oldCount = M[oldKeys + KeysLayout.NENTRIES]!;
  const split = oldValues !== 0;
  let n = 0;
  for (let j = 0; j < oldCount; j++) {
    const i = split && rt.profile.minor >= 11 ? (j < used ? orderAt(rt, oldValues, j) : -1) : j;
    if (i < 0) break;
    const entry = oldEntries + i * oldWords;
    const key = M[entry + oldAt]!;
    const value = split ? M[oldValues + 2 * i]! : M[entry + oldAt + 2]!;
    if (value === 0 || key === 0) continue;
    if (split) rt.incref(key);
    let low: number;
    let high: number;
    if (oldWords === 6) {
      low = M[entry]!;
      high = M[entry + 1]!;
    } else {
      low = M[key + StrLayout.HASH]!;
      high = M[key + StrLayout.HASH + 1]!;
    }
    const to = entries + n * words;
    if (words === 6) {
      M[to] = low;
      M[to + 1] = high;
      M[to + 2] = key;
      M[to + 4] = value;
    } else {
      M[to] = key;
      M[to + 2] = value;
    }
    setIndex(rt, indices, log2, findEmptySlot(rt, keys, low, high), n);
    n++;
  }
  M[keys + KeysLayout.NENTRIES] = n;
  M[keys + KeysLayout.USABLE]! -= n;
  M[d + DictLayout.KEYS] = keys;
  M[d + DictLayout.VALUES] = 0;
  if (split) {
    decrefKeys(rt, oldKeys);
    freeValues(rt, oldValues);
  } else if (oldKeys === rt.emptyKeys) {
    if (M[oldKeys]! > 0) M[oldKeys]!--;
  } else freeKeysMemory(rt, oldKeys);
  if (rt.resized !== null) rt.resized(d, d);
}

/** Deletes a key: 0, or -1 with KeyError or another exception. */
export function dictDel(rt: Machine, d: number, key: number): number {
  if (hashKey(rt, key) < 0) return -1;
  const low = rt.hashLow;
  const high = rt.hashHigh;
  const ix = dictLookup(rt, d, key, low, high);
  if (ix === LOOKUP_ERROR) return -1;
  if (ix < 0) {
    rt.raiseKeyError(key);
    return -1;
  }
  deleteEntry(rt, d, ix, low, high, true);
  return 0;
}

/**
 * Removes entry `ix`. Returns the value: borrowed and already given up when `release`, otherwise its reference is
 * the caller's. Follows dictobject.c: delitem_common.
 */
export function deleteEntry(rt: Machine, d: number, ix: number, low: number, high: number, release: boolean): number {
  const M = rt.M;
  const minor = rt.profile.minor;
  if (M[d + DictLayout.VALUES] !== 0 && minor <= 10) {
    resizeDict(rt, d, log2OfKeys(rt, d), true);
    ix = lookupIndexAfterResize(rt, d, ix, low, high);
  }
  const value = M[valueAddress(rt, d, ix)]!;
  M[d + DictLayout.USED]!--;
  const values = M[d + DictLayout.VALUES]!;
  let key = 0;
  if (values !== 0) {
    M[values + 2 * ix] = 0;
    removeFromInsertionOrder(rt, values, ix);
  } else {
    const keys = M[d + DictLayout.KEYS]!;
    const kind = M[keys + KeysLayout.KIND]!;
    const slot = findSlotOf(rt, keys, low, high, ix);
    setIndex(rt, keys + (rt.profile.dictKeysHeader >> 2), M[keys + KeysLayout.LOG2_SIZE]!, slot, -2);
    const at = entriesOf(rt, keys) + ix * entryWords(rt, kind) + keyOffset(rt, kind);
    key = M[at]!;
    M[at] = 0;
    M[at + 2] = 0;
    if (M[keys + KeysLayout.KIND] === KeysKind.GENERAL) {
      M[at - 2] = 0;
      M[at - 1] = 0;
    }
  }
  if (key !== 0) rt.decref(key);
  if (release) rt.decref(value);
  return value;
}

function log2OfKeys(rt: Machine, d: number): number {
  return rt.M[rt.M[d + DictLayout.KEYS]! + KeysLayout.LOG2_SIZE]!;
}

/** After a split table became a combined one its entries stand in order without gaps: the same key has another number. */
function lookupIndexAfterResize(rt: Machine, d: number, _old: number, low: number, high: number): number {
  const M = rt.M;
  const keys = M[d + DictLayout.KEYS]!;
  const kind = M[keys + KeysLayout.KIND]!;
  const words = entryWords(rt, kind);
  const entries = entriesOf(rt, keys);
  // Shared keys hold str only and the old number counts entries with values: it is still right.
  const entry = entries + _old * words;
  if (M[entry] === low && M[entry + 1] === high) return _old;
  const n = M[keys + KeysLayout.NENTRIES]!;
  for (let i = 0; i < n; i++) if (M[entries + i * words] === low && M[entries + i * words + 1] === high) return i;
  throw new Error('A key was lost when a dict was given a table of its own.');
}

/** Makes a dict empty. Follows dictobject.c: PyDict_Clear. */
export function dictClear(rt: Machine, d: number): void {
  const M = rt.M;
  const keys = M[d + DictLayout.KEYS]!;
  const values = M[d + DictLayout.VALUES]!;
  if (keys === rt.emptyKeys) return;
  if (values !== 0 && valuesAreEmbedded(rt, values)) {
    const n = M[keys + KeysLayout.NENTRIES]!;
    for (let i = 0; i < n; i++) {
      const value = M[values + 2 * i]!;
      M[values + 2 * i] = 0;
      if (value !== 0) rt.decref(value);
    }
    clearInsertionOrder(rt, values);
    M[d + DictLayout.USED] = 0;
    return;
  }
  M[d + DictLayout.KEYS] = rt.emptyKeys;
  increfKeys(rt, rt.emptyKeys);
  M[d + DictLayout.VALUES] = 0;
  M[d + DictLayout.USED] = 0;
  if (values !== 0) {
    const n = M[keys + KeysLayout.NENTRIES]!;
    for (let i = 0; i < n; i++) {
      const value = M[values + 2 * i]!;
      if (value !== 0) {
        M[values + 2 * i] = 0;
        rt.decref(value);
      }
    }
    freeValues(rt, values);
  }
  decrefKeys(rt, keys);
}

/** What {@link dictNext} found; reused by the caller. */
export interface DictEntry {
  key: number;
  value: number;
  low: number;
  high: number;
}

/**
 * The entry at or after position `pos` (0 at first): fills `out` with borrowed references and returns the position
 * after it, or -1 at the end. Follows dictobject.c: _PyDict_Next.
 */
export function dictNext(rt: Machine, d: number, pos: number, out: DictEntry): number {
  const M = rt.M;
  const keys = M[d + DictLayout.KEYS]!;
  const kind = M[keys + KeysLayout.KIND]!;
  const values = M[d + DictLayout.VALUES]!;
  const words = entryWords(rt, kind);
  const at = keyOffset(rt, kind);
  const entries = entriesOf(rt, keys);
  let i = pos;
  if (values !== 0) {
    if (i >= M[d + DictLayout.USED]!) return -1;
    const ix = rt.profile.minor >= 11 ? orderAt(rt, values, i) : i;
    const entry = entries + ix * words;
    out.key = M[entry + at]!;
    out.value = M[values + 2 * ix]!;
    out.low = M[out.key + StrLayout.HASH]!;
    out.high = M[out.key + StrLayout.HASH + 1]!;
    return i + 1;
  }
  const n = M[keys + KeysLayout.NENTRIES]!;
  while (i < n && M[entries + i * words + at + 2] === 0) i++;
  if (i >= n) return -1;
  const entry = entries + i * words;
  out.key = M[entry + at]!;
  out.value = M[entry + at + 2]!;
  if (words === 6) {
    out.low = M[entry]!;
    out.high = M[entry + 1]!;
  } else {
    out.low = M[out.key + StrLayout.HASH]!;
    out.high = M[out.key + StrLayout.HASH + 1]!;
  }
  return i + 1;
}

/** Entries that are in use: `len(d)`. */
export function dictLength(rt: Machine, d: number): number {
  return rt.M[d + DictLayout.USED]!;
}
