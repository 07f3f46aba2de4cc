/**
 * The hash table of set and frozenset: look-up, insertion, growth, merging. Follows setobject.c.
 *
 * An entry is four words: key (2), hash low, hash high. The table stands inside the object while it has eight slots.
 * An unused entry is all zero; a deleted one has the key {@link SET_DUMMY} and the hash -1.
 */
import { Ob, SetLayout } from '../memory/layout.js';
import { type DictEntry, dictLength, dictNext, hashKey } from './dictCore.js';
import { sameSmallInt } from './dictKeys.js';
import type { Machine } from './machine.js';
import { compareBool, getIter, iterNext } from './object.js';
import { sameText } from './strCore.js';
import { T } from './typeIds.js';

/** Key of a deleted entry; no object has this address. */
export const SET_DUMMY = 1;
/** Words of an entry. */
export const SET_ENTRY = 4;
/** Offsets of the hash inside an entry. */
export const SET_HASH_LOW = 2;
export const SET_HASH_HIGH = 3;

const MIN_SIZE = 8;
const LINEAR_PROBES = 9;

/** Fills the fields of a fresh set: no entries, the table inside the object. */
export function setInit(rt: Machine, so: number): void {
  const M = rt.M;
  M.fill(0, so + SetLayout.FILL, so + SetLayout.WEAKREFLIST + 2);
  M[so + SetLayout.MASK] = MIN_SIZE - 1;
  M[so + SetLayout.TABLE] = so + SetLayout.SMALLTABLE;
  M[so + SetLayout.HASH] = -1;
  M[so + SetLayout.HASH + 1] = -1;
}

/** Number of elements. */
export function setLength(rt: Machine, so: number): number {
  return rt.M[so + SetLayout.USED]!;
}

/** `set` or `frozenset` or a subclass. */
export function isAnySet(rt: Machine, p: number): boolean {
  const type = rt.M[p + Ob.TYPE]!;
  return type === T.SET || type === T.FROZENSET || rt.isSubtype(type, T.SET) || rt.isSubtype(type, T.FROZENSET);
}

/** Whether two keys are exact str or exact small ints and equal: no code of theirs has to be asked. */
function sameKey(rt: Machine, a: number, b: number): boolean {
  const M = rt.M;
  if (M[a + Ob.TYPE] !== T.STR) return sameSmallInt(M, a, b);
  return M[b + Ob.TYPE] === T.STR && sameText(rt, a, b);
}

/** The entry of a key, or the unused entry where the search ended; 0 with an exception. Follows set_lookkey. */
export function setLookup(rt: Machine, so: number, key: number, hashLow: number, hashHigh: number): number {
  const M = rt.M;
  const low = hashLow | 0;
  const high = hashHigh | 0;
  restart: for (;;) {
    let mask = M[so + SetLayout.MASK]!;
    let i = low & mask;
    let perturbLow = low;
    let perturbHigh = high;
    for (;;) {
      let entry = (M[so + SetLayout.TABLE]! + i * SET_ENTRY) | 0;
      const last = i + LINEAR_PROBES <= mask ? (entry + LINEAR_PROBES * SET_ENTRY) | 0 : entry;
      for (; entry <= last; entry = (entry + SET_ENTRY) | 0) {
        const start = M[entry]!;
        if (start === 0) return entry;
        if (M[entry + SET_HASH_LOW] !== low || M[entry + SET_HASH_HIGH] !== high) continue;
        if (start === key || sameKey(rt, start, key)) return entry;
        const table = M[so + SetLayout.TABLE]!;
        rt.incref(start);
        const answer = compareBool(rt, start, key, 2);
        rt.decref(start);
        if (answer < 0) return 0;
        if (table !== M[so + SetLayout.TABLE] || M[entry] !== start) continue restart;
        if (answer > 0) return entry;
        mask = M[so + SetLayout.MASK]!;
      }
      perturbLow = (perturbLow >>> 5) | (perturbHigh << 27);
      perturbHigh >>>= 5;
      i = (i * 5 + 1 + perturbLow) & mask;
    }
  }
}

/** Adds a key with a known hash (a new reference is taken unless it is there). 0 or -1. Follows set_add_entry. */
export function setAddEntry(rt: Machine, so: number, key: number, low: number, high: number): number {
  const M = rt.M;
  const reuses = rt.profile.minor !== 9;
  rt.incref(key);
  restart: for (;;) {
    let mask = M[so + SetLayout.MASK]!;
    let i = low & mask;
    let perturbLow = low;
    let perturbHigh = high;
    let free = 0;
    for (;;) {
      let entry = (M[so + SetLayout.TABLE]! + i * SET_ENTRY) | 0;
      let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
      do {
        const start = M[entry]!;
        if (start === 0) {
          M[so + SetLayout.USED]!++;
          if (free !== 0) {
            M[free] = key;
            M[free + SET_HASH_LOW] = low;
            M[free + SET_HASH_HIGH] = high;
            return 0;
          }
          M[entry] = key;
          M[entry + SET_HASH_LOW] = low;
          M[entry + SET_HASH_HIGH] = high;
          const fill = ++M[so + SetLayout.FILL]!;
          if (fill * 5 >= mask * 3) {
            const used = M[so + SetLayout.USED]!;
            resizeSet(rt, so, used > 50000 ? used * 2 : used * 4);
          }
          return 0;
        }
        if (start === SET_DUMMY) {
          // The last deleted entry on the way is taken; 3.9 takes none.
          if (reuses) free = entry;
        } else if (M[entry + SET_HASH_LOW] === low && M[entry + SET_HASH_HIGH] === high) {
          if (start === key || sameKey(rt, start, key)) {
            rt.decref(key);
            return 0;
          }
          const table = M[so + SetLayout.TABLE]!;
          rt.incref(start);
          const answer = compareBool(rt, start, key, 2);
          rt.decref(start);
          if (answer > 0) {
            rt.decref(key);
            return 0;
          }
          if (answer < 0) {
            rt.decref(key);
            return -1;
          }
          if (table !== M[so + SetLayout.TABLE] || M[entry] !== start) continue restart;
          mask = M[so + SetLayout.MASK]!;
        }
        entry = (entry + SET_ENTRY) | 0;
      } while (probes-- > 0);
      perturbLow = (perturbLow >>> 5) | (perturbHigh << 27);
      perturbHigh >>>= 5;
      i = (i * 5 + 1 + perturbLow) & mask;
    }
  }
}

/** Puts a key that is known to be absent into a table without deleted entries. Follows set_insert_clean. */
function insertClean(rt: Machine, table: number, mask: number, key: number, low: number, high: number): void {
  const M = rt.M;
  let i = low & mask;
  let perturbLow = low;
  let perturbHigh = high;
  for (;;) {
    let entry = table + i * SET_ENTRY;
    let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
    do {
      if (M[entry] === 0) {
        M[entry] = key;
        M[entry + SET_HASH_LOW] = low;
        M[entry + SET_HASH_HIGH] = high;
        return;
      }
      entry += SET_ENTRY;
    } while (probes-- > 0);
    perturbLow = (perturbLow >>> 5) | (perturbHigh << 27);
    perturbHigh >>>= 5;
    i = (i * 5 + 1 + perturbLow) & mask;
  }
}

/** Gives the set a table with more than `minimum` slots and without deleted entries. Follows set_table_resize. */
export function resizeSet(rt: Machine, so: number, minimum: number): void {
  const M = rt.M;
  let size = MIN_SIZE;
  while (size <= minimum) size *= 2;
  let old = M[so + SetLayout.TABLE]!;
  const small = so + SetLayout.SMALLTABLE;
  const release = old !== small ? old : 0;
  const oldMask = M[so + SetLayout.MASK]!;
  let table: number;
  let copy: Int32Array | null = null;
  if (size === MIN_SIZE) {
    table = small;
    if (table === old) {
      if (M[so + SetLayout.FILL] === M[so + SetLayout.USED]) return;
      copy = M.slice(old, old + MIN_SIZE * SET_ENTRY);
      old = 0;
    }
  } else table = rt.memAlloc(size * SET_ENTRY * 4);
  M.fill(0, table, table + size * SET_ENTRY);
  M[so + SetLayout.MASK] = size - 1;
  M[so + SetLayout.TABLE] = table;
  M[so + SetLayout.FILL] = M[so + SetLayout.USED]!;
  const source = copy ?? M;
  for (let i = 0, entry = old; i <= oldMask; i++, entry += SET_ENTRY) {
    const key = source[entry]!;
    if (key !== 0 && key !== SET_DUMMY) {
      insertClean(rt, table, size - 1, key, source[entry + SET_HASH_LOW]!, source[entry + SET_HASH_HIGH]!);
    }
  }
  if (release !== 0) rt.memFree(release);
  if (rt.resized !== null) rt.resized(so, so);
}

/** Membership of a key with a known hash: 0, 1, or -1 with an exception. */
export function setContainsEntry(rt: Machine, so: number, key: number, low: number, high: number): number {
  const entry = setLookup(rt, so, key, low, high);
  if (entry === 0) return -1;
  return rt.M[entry] !== 0 ? 1 : 0;
}

/** Membership: 0, 1, or -1 with an exception. Does not turn sets into frozensets. */
export function setContainsKey(rt: Machine, so: number, key: number): number {
  if (hashKey(rt, key) < 0) return -1;
  return setContainsEntry(rt, so, key, rt.hashLow, rt.hashHigh);
}

/** `add`: 0, or -1 with an exception. A new reference to the item is taken. */
export function setAdd(rt: Machine, so: number, item: number): number {
  if (hashKey(rt, item) < 0) return -1;
  return setAddEntry(rt, so, item, rt.hashLow, rt.hashHigh);
}

/** Removes a key with a known hash: 1 found, 0 not there, -1 with an exception. */
export function setDiscardEntry(rt: Machine, so: number, key: number, low: number, high: number): number {
  const M = rt.M;
  const entry = setLookup(rt, so, key, low, high);
  if (entry === 0) return -1;
  const old = M[entry]!;
  if (old === 0) return 0;
  M[entry] = SET_DUMMY;
  M[entry + SET_HASH_LOW] = -1;
  M[entry + SET_HASH_HIGH] = -1;
  M[so + SetLayout.USED]!--;
  rt.decref(old);
  return 1;
}

/** Removes a key: 1 found, 0 not there, -1 with an exception. */
export function setDiscardKey(rt: Machine, so: number, key: number): number {
  if (hashKey(rt, key) < 0) return -1;
  return setDiscardEntry(rt, so, key, rt.hashLow, rt.hashHigh);
}

/** Index of the first active entry at or after slot `i`, -1 at the end. Follows set_next. */
export function setNext(rt: Machine, so: number, i: number): number {
  const M = rt.M;
  const mask = M[so + SetLayout.MASK]!;
  const table = M[so + SetLayout.TABLE]!;
  for (; i <= mask; i++) {
    const key = M[table + i * SET_ENTRY]!;
    if (key !== 0 && key !== SET_DUMMY) return i;
  }
  return -1;
}

/** Address of slot `i`. */
export function setSlot(rt: Machine, so: number, i: number): number {
  return rt.M[so + SetLayout.TABLE]! + i * SET_ENTRY;
}

/** Gives all elements up; the table is the one inside the object afterwards. Follows set_clear_internal. */
export function setClear(rt: Machine, so: number): void {
  const M = rt.M;
  const small = so + SetLayout.SMALLTABLE;
  const table = M[so + SetLayout.TABLE]!;
  const mask = M[so + SetLayout.MASK]!;
  let used = M[so + SetLayout.USED]!;
  let copy: Int32Array | null = null;
  if (table !== small) emptyToMinimum(rt, so);
  else if (M[so + SetLayout.FILL]! > 0) {
    copy = M.slice(table, table + MIN_SIZE * SET_ENTRY);
    emptyToMinimum(rt, so);
  }
  const source = copy ?? M;
  for (let i = 0, entry = copy === null ? table : 0; used > 0 && i <= mask; i++, entry += SET_ENTRY) {
    const key = source[entry]!;
    if (key !== 0 && key !== SET_DUMMY) {
      used--;
      rt.decref(key);
    }
  }
  if (table !== small) rt.memFree(table);
}

function emptyToMinimum(rt: Machine, so: number): void {
  const M = rt.M;
  const small = so + SetLayout.SMALLTABLE;
  M.fill(0, small, small + MIN_SIZE * SET_ENTRY);
  M[so + SetLayout.FILL] = 0;
  M[so + SetLayout.USED] = 0;
  M[so + SetLayout.MASK] = MIN_SIZE - 1;
  M[so + SetLayout.TABLE] = small;
  M[so + SetLayout.HASH] = -1;
  M[so + SetLayout.HASH + 1] = -1;
}

/** Takes in the elements of another set. 0 or -1. Follows set_merge. */
export function setMerge(rt: Machine, so: number, other: number): number {
  const M = rt.M;
  const count = M[other + SetLayout.USED]!;
  if (other === so || count === 0) return 0;
  if ((M[so + SetLayout.FILL]! + count) * 5 >= M[so + SetLayout.MASK]! * 3) {
    resizeSet(rt, so, (M[so + SetLayout.USED]! + count) * 2);
  }
  const mask = M[other + SetLayout.MASK]!;
  const otherTable = M[other + SetLayout.TABLE]!;
  if (M[so + SetLayout.FILL] === 0) {
    const table = M[so + SetLayout.TABLE]!;
    const ownMask = M[so + SetLayout.MASK]!;
    if (ownMask === mask && M[other + SetLayout.FILL] === count) {
      for (let i = 0, e = 0; i <= mask; i++, e += SET_ENTRY) {
        const key = M[otherTable + e]!;
        if (key === 0) continue;
        M[table + e] = rt.newRef(key);
        M[table + e + SET_HASH_LOW] = M[otherTable + e + SET_HASH_LOW]!;
        M[table + e + SET_HASH_HIGH] = M[otherTable + e + SET_HASH_HIGH]!;
      }
    } else {
      for (let i = 0, e = otherTable; i <= mask; i++, e += SET_ENTRY) {
        const key = M[e]!;
        if (key === 0 || key === SET_DUMMY) continue;
        rt.incref(key);
        insertClean(rt, table, ownMask, key, M[e + SET_HASH_LOW]!, M[e + SET_HASH_HIGH]!);
      }
    }
    M[so + SetLayout.FILL] = count;
    M[so + SetLayout.USED] = count;
    return 0;
  }
  for (let i = 0; i <= M[other + SetLayout.MASK]!; i++) {
    const e = M[other + SetLayout.TABLE]! + i * SET_ENTRY;
    const key = M[e]!;
    if (key === 0 || key === SET_DUMMY) continue;
    if (setAddEntry(rt, so, key, M[e + SET_HASH_LOW]!, M[e + SET_HASH_HIGH]!) < 0) return -1;
  }
  return 0;
}

/** Takes in the elements of any iterable. 0 or -1. Follows set_update_internal. */
export function setUpdate(rt: Machine, so: number, other: number): number {
  const M = rt.M;
  if (isAnySet(rt, other)) return setMerge(rt, so, other);
  if (rt.is(other, T.DICT)) {
    const count = dictLength(rt, other);
    if ((M[so + SetLayout.FILL]! + count) * 5 >= M[so + SetLayout.MASK]! * 3) {
      resizeSet(rt, so, (M[so + SetLayout.USED]! + count) * 2);
    }
    const found: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
    for (let pos = dictNext(rt, other, 0, found); pos >= 0; pos = dictNext(rt, other, pos, found)) {
      if (setAddEntry(rt, so, found.key, found.low, found.high) < 0) return -1;
    }
    return 0;
  }
  const it = getIter(rt, other);
  if (it === 0) return -1;
  for (;;) {
    const key = iterNext(rt, it);
    if (key === 0) break;
    const status = setAdd(rt, so, key);
    rt.decref(key);
    if (status < 0) {
      rt.decref(it);
      return -1;
    }
  }
  rt.decref(it);
  return rt.currentException !== 0 ? -1 : 0;
}

/** Removes and returns an element (its reference is the caller's), 0 when there is none. Follows set_pop. */
export function setPopElement(rt: Machine, so: number): number {
  const M = rt.M;
  if (M[so + SetLayout.USED] === 0) return 0;
  const table = M[so + SetLayout.TABLE]!;
  const mask = M[so + SetLayout.MASK]!;
  let i = M[so + SetLayout.FINGER]! & mask;
  for (;;) {
    const key = M[table + i * SET_ENTRY]!;
    if (key !== 0 && key !== SET_DUMMY) break;
    i = i + 1 > mask ? 0 : i + 1;
  }
  const entry = table + i * SET_ENTRY;
  const key = M[entry]!;
  M[entry] = SET_DUMMY;
  M[entry + SET_HASH_LOW] = -1;
  M[entry + SET_HASH_HIGH] = -1;
  M[so + SetLayout.USED]!--;
  M[so + SetLayout.FINGER] = i + 1;
  return key;
}

/** Exchanges the contents of two sets. Follows set_swap_bodies. */
export function setSwapBodies(rt: Machine, a: number, b: number): void {
  const M = rt.M;
  for (const field of [SetLayout.FILL, SetLayout.USED, SetLayout.MASK, SetLayout.TABLE]) {
    const t = M[a + field]!;
    M[a + field] = M[b + field]!;
    M[b + field] = t;
  }
  const inA = M[a + SetLayout.TABLE] === b + SetLayout.SMALLTABLE;
  const inB = M[b + SetLayout.TABLE] === a + SetLayout.SMALLTABLE;
  if (inA || inB) {
    const tableA = M.slice(a + SetLayout.SMALLTABLE, a + SetLayout.WEAKREFLIST);
    M.copyWithin(a + SetLayout.SMALLTABLE, b + SetLayout.SMALLTABLE, b + SetLayout.WEAKREFLIST);
    M.set(tableA, b + SetLayout.SMALLTABLE);
    if (inA) M[a + SetLayout.TABLE] = a + SetLayout.SMALLTABLE;
    if (inB) M[b + SetLayout.TABLE] = b + SetLayout.SMALLTABLE;
  }
  const bothFrozen = rt.isSubtype(M[a + Ob.TYPE]!, T.FROZENSET) && rt.isSubtype(M[b + Ob.TYPE]!, T.FROZENSET);
  for (const field of [SetLayout.HASH, SetLayout.HASH + 1]) {
    const t = M[a + field]!;
    M[a + field] = bothFrozen ? M[b + field]! : -1;
    M[b + field] = bothFrozen ? t : -1;
  }
}
