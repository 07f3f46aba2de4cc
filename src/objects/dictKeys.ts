/**
 * Tables of dicts: header, indices, entries. Follows dictobject.c: new_keys_object, the lookup functions and
 * find_empty_slot.
 *
 * Entries of a GENERAL table are hash, key, value (six words); of a UNICODE table key, value (four words, 3.11+);
 * of a SPLIT table the same as of a UNICODE one (3.11+) or a GENERAL one, with the values elsewhere.
 */
import { clearWords } from '../memory/clearWords.js';
import { KeysKind, KeysLayout, Ob, StrLayout } from '../memory/layout.js';
import type { Machine } from './machine.js';
import { compareBool } from './object.js';
import { T } from './typeIds.js';

/** Longest free list of tables with eight slots. */
const KEYS_FREE_LIST = 80;
/** log2 of the smallest table. */
export const MIN_LOG2 = 3;
/** The key is not there. */
export const ABSENT = -1;
/** The comparison raised. */
export const LOOKUP_ERROR = -3;

/** Bytes of the indices of a table of `1 << log2` slots. */
function indexBytes(log2: number): number {
  return log2 < 8 ? 1 << log2 : log2 < 16 ? 2 << log2 : 4 << log2;
}

/** Entries that fit before the table is full. */
export function usableFraction(slots: number): number {
  return Math.floor((slots << 1) / 3);
}

/** Words of an entry. */
export function entryWords(rt: Machine, kind: number): number {
  return kind === KeysKind.GENERAL || !rt.profile.dictUnicodeEntries ? 6 : 4;
}

/** Words from an entry's start to its key. */
export function keyOffset(rt: Machine, kind: number): number {
  return kind === KeysKind.GENERAL || !rt.profile.dictUnicodeEntries ? 2 : 0;
}

/** Bytes of a table, as the allocator is asked and `sys.getsizeof` adds. */
export function keysBytes(rt: Machine, log2: number, kind: number): number {
  return rt.profile.dictKeysHeader + indexBytes(log2) + usableFraction(1 << log2) * entryWords(rt, kind) * 4;
}

/** Address of the first entry. */
export function entriesOf(rt: Machine, keys: number): number {
  const log2 = rt.M[keys + KeysLayout.LOG2_SIZE]!;
  return keys + (rt.profile.dictKeysHeader >> 2) + (indexBytes(log2) >> 2);
}

/** Memory of a table, from the domain that the version asks. */
export function allocKeys(rt: Machine, bytes: number): number {
  return rt.profile.buffersAreMem ? rt.memAlloc(bytes) : rt.alloc(bytes);
}

export function releaseKeys(rt: Machine, keys: number): void {
  if (rt.profile.buffersAreMem) rt.memFree(keys);
  else rt.free(keys);
}

/** A new empty table with count 1. */
export function newKeys(rt: Machine, log2: number, kind: number): number {
  let keys: number;
  if (log2 === MIN_LOG2 && (kind === KeysKind.UNICODE || !rt.profile.dictUnicodeEntries) && rt.freeKeys.length > 0) {
    keys = rt.freeKeys.pop()!;
  } else keys = allocKeys(rt, keysBytes(rt, log2, kind));
  return initKeys(rt, keys, log2, kind);
}

/** Fills the header and clears the indices and entries of a table. */
export function initKeys(rt: Machine, keys: number, log2: number, kind: number): number {
  const M = rt.M;
  const slots = 1 << log2;
  M[keys + KeysLayout.REFCNT] = 1;
  M[keys + 1] = 0;
  M[keys + KeysLayout.LOG2_SIZE] = log2;
  M[keys + KeysLayout.KIND] = kind;
  const usable = usableFraction(slots);
  M[keys + KeysLayout.USABLE] = usable;
  M[keys + KeysLayout.VERSION] = rt.nextKeysVersion++;
  M[keys + KeysLayout.NENTRIES] = 0;
  const indices = keys + (rt.profile.dictKeysHeader >> 2);
  const entries = indices + (indexBytes(log2) >> 2);
  if (log2 <= 5) {
    for (let w = indices; w < entries; w++) M[w] = -1;
    const end = entries + usable * entryWords(rt, kind);
    for (let w = entries; w < end; w++) M[w] = 0;
  } else {
    M.fill(-1, indices, entries);
    clearWords(M, entries, entries + usable * entryWords(rt, kind));
  }
  return keys;
}

/** Releases the memory of a table whose entries were given up already. */
export function freeKeysMemory(rt: Machine, keys: number): void {
  const M = rt.M;
  if (
    M[keys + KeysLayout.LOG2_SIZE] === MIN_LOG2 &&
    (M[keys + KeysLayout.KIND] === KeysKind.UNICODE ||
      (!rt.profile.dictUnicodeEntries && M[keys + KeysLayout.KIND] === KeysKind.GENERAL)) &&
    rt.freeKeys.length < KEYS_FREE_LIST
  ) {
    rt.freeKeys.push(keys);
    return;
  }
  releaseKeys(rt, keys);
}

/** Gives a reference to a table up; with the last one its keys and values go. Follows dictobject.c: dictkeys_decref. */
export function decrefKeys(rt: Machine, keys: number): void {
  const M = rt.M;
  const count = M[keys]!;
  if (count > 1) {
    M[keys] = count - 1;
    return;
  }
  if (count < 0) return;
  M[keys] = 0;
  const kind = M[keys + KeysLayout.KIND]!;
  const words = entryWords(rt, kind);
  const at = keyOffset(rt, kind);
  const n = M[keys + KeysLayout.NENTRIES]!;
  let entry = entriesOf(rt, keys) + at;
  for (let i = 0; i < n; i++, entry += words) {
    const key = M[entry]!;
    const value = M[entry + 2]!;
    if (key !== 0) rt.decref(key);
    if (value !== 0 && kind !== KeysKind.SPLIT) rt.decref(value);
  }
  freeKeysMemory(rt, keys);
}

/** The index in slot `i`: an entry's number, -1 empty, -2 dummy. */
export function indexAt(rt: Machine, indices: number, log2: number, i: number): number {
  if (log2 < 8) return rt.I8[(indices << 2) + i]!;
  if (log2 < 16) return rt.I16[(indices << 1) + i]!;
  return rt.M[indices + i]!;
}

export function setIndex(rt: Machine, indices: number, log2: number, i: number, value: number): void {
  if (log2 < 8) rt.I8[(indices << 2) + i] = value;
  else if (log2 < 16) rt.I16[(indices << 1) + i] = value;
  else rt.M[indices + i] = value;
}

/** Number of the entry of an exact str in a table whose keys are all exact str, or {@link ABSENT}. */
export function lookupStr(rt: Machine, keys: number, key: number, low: number, high: number): number {
  const M = rt.M;
  const log2 = M[keys + KeysLayout.LOG2_SIZE]!;
  const mask = (1 << log2) - 1;
  const header = rt.profile.dictKeysHeader;
  const indices = keys + (header >> 2);
  const words = entryWords(rt, KeysKind.UNICODE);
  const entries = indices + (indexBytes(log2) >> 2) + (words === 6 ? 2 : 0);
  let perturbLow = low;
  let perturbHigh = high;
  let i = low & mask;
  for (;;) {
    const ix = indexAt(rt, indices, log2, i);
    if (ix >= 0) {
      const other = M[entries + ix * words]!;
      if (
        other === key ||
        (other !== 0 &&
          M[other + StrLayout.HASH] === low &&
          M[other + StrLayout.HASH + 1] === high &&
          M[other + StrLayout.LENGTH] === M[key + StrLayout.LENGTH] &&
          rt.texts[M[other + Ob.AUX]!] === rt.texts[M[key + Ob.AUX]!])
      ) {
        return ix;
      }
    } else if (ix === -1) return ABSENT;
    perturbLow = (perturbLow >>> 5) | (perturbHigh << 27);
    perturbHigh >>>= 5;
    i = (i * 5 + perturbLow + 1) & mask;
  }
}

/**
 * Number of the entry of any key in a dict's table, {@link ABSENT} or {@link LOOKUP_ERROR}. Comparisons may run
 * Python code; when the table was changed meanwhile the search starts again. Follows dictobject.c: _Py_dict_lookup.
 */
export function lookupKey(rt: Machine, dictKeysField: number, key: number, low: number, high: number): number {
  const M = rt.M;
  restart: for (;;) {
    const keys = M[dictKeysField]!;
    const kind = M[keys + KeysLayout.KIND]!;
    if (kind !== KeysKind.GENERAL && M[key + Ob.TYPE] === T.STR) return lookupStr(rt, keys, key, low, high);
    const log2 = M[keys + KeysLayout.LOG2_SIZE]!;
    const mask = (1 << log2) - 1;
    const indices = keys + (rt.profile.dictKeysHeader >> 2);
    const words = entryWords(rt, kind);
    const entries = indices + (indexBytes(log2) >> 2);
    const at = keyOffset(rt, kind);
    let perturbLow = low;
    let perturbHigh = high;
    let i = low & mask;
    for (;;) {
      const ix = indexAt(rt, indices, log2, i);
      if (ix >= 0) {
        const entry = entries + ix * words;
        const other = M[entry + at]!;
        if (other === key) return ix;
        if (other !== 0) {
          let same: boolean;
          if (at === 2) same = M[entry] === low && M[entry + 1] === high;
          else same = M[other + StrLayout.HASH] === low && M[other + StrLayout.HASH + 1] === high;
          if (same) {
            if (sameSmallInt(M, other, key)) return ix;
            rt.incref(other);
            const answer = compareBool(rt, other, key, 2);
            rt.decref(other);
            if (answer < 0) return LOOKUP_ERROR;
            if (keys !== M[dictKeysField] || M[entry + at] !== other) continue restart;
            if (answer > 0) return ix;
          }
        }
      } else if (ix === -1) return ABSENT;
      perturbLow = (perturbLow >>> 5) | (perturbHigh << 27);
      perturbHigh >>>= 5;
      i = (i * 5 + perturbLow + 1) & mask;
    }
  }
}

/** Whether two objects are exact ints of one digit and equal: what comparing them would say. */
export function sameSmallInt(M: Int32Array, a: number, b: number): boolean {
  if (M[a + Ob.TYPE] !== T.INT || M[b + Ob.TYPE] !== T.INT || M[a + Ob.AUX] !== M[b + Ob.AUX]) return false;
  const size = M[a + Ob.SIZE]!;
  return size === M[b + Ob.SIZE] && size >= -1 && size <= 1;
}

/** The first slot for a hash that holds no entry. Follows dictobject.c: find_empty_slot. */
export function findEmptySlot(rt: Machine, keys: number, low: number, high: number): number {
  const log2 = rt.M[keys + KeysLayout.LOG2_SIZE]!;
  const mask = (1 << log2) - 1;
  const indices = keys + (rt.profile.dictKeysHeader >> 2);
  let perturbLow = low;
  let perturbHigh = high;
  let i = low & mask;
  while (indexAt(rt, indices, log2, i) >= 0) {
    perturbLow = (perturbLow >>> 5) | (perturbHigh << 27);
    perturbHigh >>>= 5;
    i = (i * 5 + perturbLow + 1) & mask;
  }
  return i;
}

/** The slot that holds entry number `index`. Follows dictobject.c: lookdict_index. */
export function findSlotOf(rt: Machine, keys: number, low: number, high: number, index: number): number {
  const log2 = rt.M[keys + KeysLayout.LOG2_SIZE]!;
  const mask = (1 << log2) - 1;
  const indices = keys + (rt.profile.dictKeysHeader >> 2);
  let perturbLow = low;
  let perturbHigh = high;
  let i = low & mask;
  for (;;) {
    const ix = indexAt(rt, indices, log2, i);
    if (ix === index) return i;
    if (ix === -1) return -1;
    perturbLow = (perturbLow >>> 5) | (perturbHigh << 27);
    perturbHigh >>>= 5;
    i = (i * 5 + perturbLow + 1) & mask;
  }
}
