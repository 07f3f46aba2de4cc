/** Copying, merging, comparing and ending dicts. Follows dictobject.c. Tables stand in dictKeys.ts and dictCore.ts. */
import { DictLayout, KeysKind, KeysLayout, Ob, StrLayout } from '../memory/layout.js';
import { call0, callMethod0 } from './call.js';
import {
  DICT_FREE_LIST,
  type DictEntry,
  dictContains,
  dictLength,
  dictLookup,
  dictNext,
  dictSet,
  dictSetHashed,
  dictWithKeys,
  hashKey,
  increfKeys,
  newDict,
  resizeDict,
  valueAddress,
} from './dictCore.js';
import { newDictIterator } from './dictIterator.js';
import {
  allocKeys,
  decrefKeys,
  entriesOf,
  entryWords,
  keyOffset,
  keysBytes,
  LOOKUP_ERROR,
  usableFraction,
} from './dictKeys.js';
import { sequenceFast, sequenceItems, sequenceList } from './list.js';
import type { Machine } from './machine.js';
import {
  compareBool,
  freeInstance,
  getItem,
  getIter,
  iterNext,
  lookupAttr,
  setItem,
  trashcanBegin,
  trashcanEnd,
} from './object.js';
import { SET_HASH_HIGH, SET_HASH_LOW, setLength, setNext, setSlot } from './setTable.js';
import { E, T } from './typeIds.js';
import { TypeFlag, type Visit } from './typeInfo.js';
import { freeValues, newValues, orderAt, valuesAreEmbedded, valuesCapacity } from './values.js';

/** `dict` or a subclass. */
export function isDict(rt: Machine, p: number): boolean {
  return rt.M[p + Ob.TYPE] === T.DICT || rt.hasFlag(p, TypeFlag.DICT_SUBCLASS);
}

/** log2 of the table that is made for `n` entries at once. Follows estimate_log2_keysize. */
function estimateLog2(rt: Machine, n: number): number {
  const m = Math.floor((n * 3 + 1) / 2);
  const minor = rt.profile.minor;
  if (minor >= 10 && minor <= 13) return 32 - Math.clz32(((m | 8) - 1) | 7);
  let log2 = 3;
  while (2 ** log2 < m) log2++;
  return log2;
}

/** Entries that fit in the dict's table as it is. */
function tableRoom(rt: Machine, d: number): number {
  const keys = rt.M[d + DictLayout.KEYS]!;
  return keys === rt.emptyKeys ? 0 : usableFraction(2 ** rt.M[keys + KeysLayout.LOG2_SIZE]!);
}

export function dictDealloc(rt: Machine, self: number): void {
  const M = rt.M;
  rt.gcUntrack(self);
  const exact = M[self + Ob.TYPE] === T.DICT;
  if (exact && !trashcanBegin(rt, self)) return;
  const keys = M[self + DictLayout.KEYS]!;
  const values = M[self + DictLayout.VALUES]!;
  if (values !== 0 && !valuesAreEmbedded(rt, values)) {
    const n = valuesCapacity(rt, values, keys);
    for (let i = 0; i < n; i++) {
      const value = M[values + 2 * i]!;
      if (value !== 0) rt.decref(value);
    }
    freeValues(rt, values);
  }
  if (keys === rt.emptyKeys) {
    if (M[keys]! > 0) M[keys]!--;
  } else if (keys !== 0) decrefKeys(rt, keys);
  if (exact && rt.freeDicts.length < DICT_FREE_LIST) {
    if (rt.observer !== null) rt.observer.freed(self);
    rt.freeDicts.push(self);
  } else freeInstance(rt, self);
  if (exact) trashcanEnd(rt);
}

export function dictTraverse(rt: Machine, self: number, visit: Visit): void {
  const M = rt.M;
  const keys = M[self + DictLayout.KEYS]!;
  if (keys === 0 || keys === rt.emptyKeys) return;
  const n = M[keys + KeysLayout.NENTRIES]!;
  const values = M[self + DictLayout.VALUES]!;
  if (values !== 0) {
    if (valuesAreEmbedded(rt, values)) return;
    for (let i = 0; i < n; i++) if (M[values + 2 * i] !== 0) visit(rt, M[values + 2 * i]!);
    return;
  }
  const kind = M[keys + KeysLayout.KIND]!;
  const words = entryWords(rt, kind);
  const first = entriesOf(rt, keys) + keyOffset(rt, kind);
  const withKeys = traversesKeys(rt, keys);
  for (let i = 0, at = first; i < n; i++, at += words) {
    const value = M[at + 2]!;
    if (value === 0) continue;
    visit(rt, value);
    if (withKeys) visit(rt, M[at]!);
  }
}

/** Whether the traversal of a dict visits the keys of its table, too. */
export function traversesKeys(rt: Machine, keys: number): boolean {
  const M = rt.M;
  const kind = M[keys + KeysLayout.KIND]!;
  if (kind !== KeysKind.GENERAL || rt.profile.dictUnicodeEntries) return kind === KeysKind.GENERAL;
  // Up to 3.10 keys are visited only in tables that have seen another key than a str.
  const words = entryWords(rt, kind);
  const first = entriesOf(rt, keys) + keyOffset(rt, kind);
  const n = M[keys + KeysLayout.NENTRIES]!;
  for (let i = 0, at = first; i < n; i++, at += words) {
    if (M[at + 2] !== 0 && M[M[at]! + Ob.TYPE] !== T.STR) return true;
  }
  return false;
}

/** A new table with the same entries (new references). Follows clone_combined_dict_keys. */
function cloneKeys(rt: Machine, d: number): number {
  const M = rt.M;
  const keys = M[d + DictLayout.KEYS]!;
  const kind = M[keys + KeysLayout.KIND]!;
  const bytes = keysBytes(rt, M[keys + KeysLayout.LOG2_SIZE]!, kind);
  const copy = allocKeys(rt, bytes);
  M.copyWithin(copy, keys, keys + (bytes >> 2));
  M[copy + KeysLayout.REFCNT] = 1;
  M[copy + KeysLayout.VERSION] = rt.nextKeysVersion++;
  const words = entryWords(rt, kind);
  const n = M[copy + KeysLayout.NENTRIES]!;
  for (let i = 0, at = entriesOf(rt, copy) + keyOffset(rt, kind); i < n; i++, at += words) {
    if (M[at + 2] === 0) continue;
    rt.incref(M[at]!);
    rt.incref(M[at + 2]!);
  }
  return copy;
}

/** Whether a dict has the iteration of dict itself. */
function iteratesAsDict(rt: Machine, d: number): boolean {
  return rt.typeOf(d).tp_iter === newDictIterator;
}

/** `d.copy()`: a new dict. Follows PyDict_Copy. */
export function dictCopy(rt: Machine, d: number): number {
  const M = rt.M;
  const used = M[d + DictLayout.USED]!;
  if (used === 0) return newDict(rt);
  const keys = M[d + DictLayout.KEYS]!;
  const values = M[d + DictLayout.VALUES]!;
  if (values !== 0) return copySplit(rt, d, keys, values);
  const plain = rt.profile.minor === 8 ? rt.is(d, T.DICT) : iteratesAsDict(rt, d);
  if (plain && used >= Math.floor((M[keys + KeysLayout.NENTRIES]! * 2) / 3)) {
    const copy = dictWithKeys(rt, cloneKeys(rt, d), 0, used);
    if (rt.gcIsTracked(d) && !rt.gcIsTracked(copy)) rt.gcTrack(copy);
    return copy;
  }
  const copy = newDict(rt);
  if (dictMerge(rt, copy, d, 1) < 0) {
    rt.decref(copy);
    return 0;
  }
  return copy;
}

function copySplit(rt: Machine, d: number, keys: number, values: number): number {
  const M = rt.M;
  const minor = rt.profile.minor;
  const n = minor <= 10 ? usableFraction(2 ** M[keys + KeysLayout.LOG2_SIZE]!) : valuesCapacity(rt, values, keys);
  const copied = newValues(rt, n);
  const copy = rt.newGcObject(T.DICT, 48);
  M[copy + DictLayout.USED] = M[d + DictLayout.USED]!;
  M[copy + DictLayout.VERSION] = 0;
  M[copy + DictLayout.KEYS] = keys;
  M[copy + DictLayout.VALUES] = copied;
  increfKeys(rt, keys);
  for (let i = 0; i < 2 * n; i += 2) {
    const value = M[values + i]!;
    if (value !== 0) M[copied + i] = rt.newRef(value);
  }
  if (minor >= 13) {
    for (let b = 0; b < n; b++) rt.U8[copied * 4 + 8 * n + b] = rt.U8[values * 4 + 8 * n + b]!;
    rt.U8[copied * 4 - 7] = rt.U8[values * 4 - 7]!;
  } else if (minor >= 11) {
    const prefix = rt.U8[values * 4 - 1]!;
    for (let b = 2; b <= prefix; b++) rt.U8[copied * 4 - b] = rt.U8[values * 4 - b]!;
  }
  if (rt.gcIsTracked(d) || minor >= 14) rt.gcTrack(copy);
  return copy;
}

/**
 * Takes the entries of a mapping into a dict: 0 or -1. `override`: 1 replaces, 0 keeps what is there, 2 raises
 * KeyError for a key that is there. Follows dict_merge.
 */
export function dictMerge(rt: Machine, d: number, other: number, override: number): number {
  if (isDict(rt, other) && iteratesAsDict(rt, other)) return mergeDict(rt, d, other, override);
  const keys = mappingKeys(rt, other);
  if (keys === 0) return -1;
  const it = getIter(rt, keys);
  rt.decref(keys);
  if (it === 0) return -1;
  for (let key = iterNext(rt, it); key !== 0; key = iterNext(rt, it)) {
    if (override !== 1) {
      const found = dictContains(rt, d, key);
      if (found !== 0) {
        if (found > 0 && override === 0) {
          rt.decref(key);
          continue;
        }
        if (found > 0) rt.raiseKeyError(key);
        rt.decref(key);
        rt.decref(it);
        return -1;
      }
    }
    const value = getItem(rt, other, key);
    let status = -1;
    if (value !== 0) {
      status = dictSet(rt, d, key, value);
      rt.decref(key);
      rt.decref(value);
    } else rt.decref(key);
    if (status < 0) {
      rt.decref(it);
      return -1;
    }
  }
  rt.decref(it);
  return rt.currentException !== 0 ? -1 : 0;
}

/** PyMapping_Keys: the keys of a mapping as a list; 0 with an exception. */
export function mappingKeys(rt: Machine, o: number): number {
  if (rt.is(o, T.DICT)) return sequenceList(rt, o);
  const output = callMethod0(rt, o, rt.ids.keys);
  if (output === 0 || rt.is(output, T.LIST)) return output;
  const it = getIter(rt, output);
  if (it === 0) {
    if (rt.errorIs(E.TypeError)) {
      rt.clearError();
      rt.raise(E.TypeError, `${rt.typeOf(o).name}.keys() returned a non-iterable (type ${rt.typeOf(output).name})`);
    }
    rt.decref(output);
    return 0;
  }
  rt.decref(output);
  const list = sequenceList(rt, it);
  rt.decref(it);
  return list;
}

function mergeDict(rt: Machine, d: number, other: number, override: number): number {
  const M = rt.M;
  const used = M[other + DictLayout.USED]!;
  if (other === d || used === 0) return 0;
  if (M[d + DictLayout.USED] === 0) override = 1;
  const minor = rt.profile.minor;
  const otherKeys = M[other + DictLayout.KEYS]!;
  if (minor >= 10 && M[d + DictLayout.USED] === 0 && M[d + DictLayout.VALUES] === 0) {
    // A table without holes that fits is copied as it is.
    const log2 = M[otherKeys + KeysLayout.LOG2_SIZE]!;
    if (
      M[other + DictLayout.VALUES] === 0 &&
      used === M[otherKeys + KeysLayout.NENTRIES] &&
      (log2 === 3 || usableFraction(2 ** (log2 - 1)) < used)
    ) {
      const keys = cloneKeys(rt, other);
      const old = M[d + DictLayout.KEYS]!;
      M[d + DictLayout.KEYS] = keys;
      M[d + DictLayout.USED] = used;
      if (old === rt.emptyKeys) {
        if (M[old]! > 0) M[old]!--;
      } else decrefKeys(rt, old);
      if (rt.gcIsTracked(other) && !rt.gcIsTracked(d)) rt.gcTrack(d);
      return 0;
    }
  }
  if (tableRoom(rt, d) < used) {
    const unicode = M[otherKeys + KeysLayout.KIND] !== KeysKind.GENERAL;
    resizeDict(rt, d, estimateLog2(rt, M[d + DictLayout.USED]! + used), unicode);
  }
  const count = M[otherKeys + KeysLayout.NENTRIES]!;
  const found: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  for (let pos = dictNext(rt, other, 0, found); pos >= 0; pos = dictNext(rt, other, pos, found)) {
    const { key, value, low, high } = found;
    rt.incref(key);
    rt.incref(value);
    let status = 0;
    if (override === 1) status = dictSetHashed(rt, d, key, value, low, high);
    else {
      const ix = dictLookup(rt, d, key, low, high);
      if (ix === LOOKUP_ERROR) status = -1;
      else if (ix < 0) status = dictSetHashed(rt, d, key, value, low, high);
      else if (override !== 0) {
        rt.raiseKeyError(key);
        status = -1;
      }
    }
    rt.decref(value);
    rt.decref(key);
    if (status < 0) return -1;
    if (M[M[other + DictLayout.KEYS]! + KeysLayout.NENTRIES] !== count) {
      return rt.fail(E.RuntimeError, 'dict mutated during update');
    }
  }
  return 0;
}

/** PyDict_Update: `d.update(other)` of a mapping. 0 or -1. */
export function dictUpdate(rt: Machine, d: number, other: number): number {
  return dictMerge(rt, d, other, 1);
}

/** Takes in pairs from an iterable. 0 or -1. Follows PyDict_MergeFromSeq2. */
export function dictMergePairs(rt: Machine, d: number, pairs: number, override: boolean): number {
  const it = getIter(rt, pairs);
  if (it === 0) return -1;
  const M = rt.M;
  for (let i = 0; ; i++) {
    const item = iterNext(rt, it);
    if (item === 0) break;
    const fast = sequenceFast(rt, item, '');
    let status = -1;
    if (fast === 0) {
      if (rt.errorIs(E.TypeError)) {
        rt.clearError();
        rt.raise(E.TypeError, `cannot convert dictionary update sequence element #${i} to a sequence`);
      }
    } else {
      const n = M[fast + Ob.SIZE]!;
      if (n !== 2) {
        rt.raise(E.ValueError, `dictionary update sequence element #${i} has length ${n}; 2 is required`);
      } else {
        const at = sequenceItems(rt, fast);
        const key = rt.newRef(M[at]!);
        const value = rt.newRef(M[at + 2]!);
        if (override) status = dictSet(rt, d, key, value);
        else {
          const have = dictContains(rt, d, key);
          status = have === 0 ? dictSet(rt, d, key, value) : have < 0 ? -1 : 0;
        }
        rt.decref(key);
        rt.decref(value);
      }
      rt.decref(fast);
    }
    rt.decref(item);
    if (status < 0) {
      rt.decref(it);
      return -1;
    }
  }
  rt.decref(it);
  return rt.currentException !== 0 ? -1 : 0;
}

/** A mapping (with `keys`) or an iterable of pairs. 0 or -1. Follows dict_update_arg. */
export function dictUpdateFrom(rt: Machine, d: number, source: number): number {
  // Up to 3.8 even a dict is asked for `keys`.
  if (rt.is(source, T.DICT) && rt.profile.minor >= 9) return dictMerge(rt, d, source, 1);
  const keys = lookupAttr(rt, source, rt.ids.keys);
  if (keys !== 0) {
    rt.decref(keys);
    return dictMerge(rt, d, source, 1);
  }
  if (rt.currentException !== 0) return -1;
  return dictMergePairs(rt, d, source, true);
}

/** The value of a key, which is set to `value` when it is not there: borrowed, 0 with an exception. */
export function dictSetDefault(rt: Machine, d: number, key: number, value: number): number {
  if (hashKey(rt, key) < 0) return 0;
  const low = rt.hashLow;
  const high = rt.hashHigh;
  const ix = dictLookup(rt, d, key, low, high);
  if (ix === LOOKUP_ERROR) return 0;
  if (ix >= 0) return rt.M[valueAddress(rt, d, ix)]!;
  return dictSetHashed(rt, d, key, value, low, high) < 0 ? 0 : value;
}

/** `cls.fromkeys(iterable, value)`. Follows _PyDict_FromKeys. */
export function dictFromKeys(rt: Machine, type: number, iterable: number, value: number): number {
  const d = call0(rt, type);
  if (d === 0) return 0;
  const M = rt.M;
  const exact = rt.is(d, T.DICT);
  if (exact && M[d + DictLayout.USED] === 0) {
    if (rt.is(iterable, T.DICT)) {
      const unicode = M[M[iterable + DictLayout.KEYS]! + KeysLayout.KIND] !== KeysKind.GENERAL;
      presize(rt, d, dictLength(rt, iterable), unicode);
      const found: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
      for (let pos = dictNext(rt, iterable, 0, found); pos >= 0; pos = dictNext(rt, iterable, pos, found)) {
        if (dictSetHashed(rt, d, found.key, value, found.low, found.high) < 0) {
          rt.decref(d);
          return 0;
        }
      }
      return d;
    }
    if (rt.is(iterable, T.SET) || rt.is(iterable, T.FROZENSET)) {
      presize(rt, d, setLength(rt, iterable), false);
      for (let i = setNext(rt, iterable, 0); i >= 0; i = setNext(rt, iterable, i + 1)) {
        const entry = setSlot(rt, iterable, i);
        if (dictSetHashed(rt, d, M[entry]!, value, M[entry + SET_HASH_LOW]!, M[entry + SET_HASH_HIGH]!) < 0) {
          rt.decref(d);
          return 0;
        }
      }
      return d;
    }
  }
  const it = getIter(rt, iterable);
  if (it === 0) {
    rt.decref(d);
    return 0;
  }
  for (let key = iterNext(rt, it); key !== 0; key = iterNext(rt, it)) {
    const status = exact ? dictSet(rt, d, key, value) : setItem(rt, d, key, value);
    rt.decref(key);
    if (status < 0) {
      rt.decref(it);
      rt.decref(d);
      return 0;
    }
  }
  rt.decref(it);
  if (rt.currentException !== 0) {
    rt.decref(d);
    return 0;
  }
  return d;
}

/** A table for `n` keys, though not a smaller one than there is (3.11+). */
function presize(rt: Machine, d: number, n: number, unicode: boolean): void {
  const keys = rt.M[d + DictLayout.KEYS]!;
  const own = keys === rt.emptyKeys ? 0 : rt.M[keys + KeysLayout.LOG2_SIZE]!;
  resizeDict(rt, d, Math.max(estimateLog2(rt, n), rt.profile.minor >= 11 ? own : 0), unicode);
}

/** Whether two dicts have equal items: 0, 1, -1. Follows dict_equal. */
export function dictEqual(rt: Machine, a: number, b: number): number {
  const M = rt.M;
  if (M[a + DictLayout.USED] !== M[b + DictLayout.USED]) return 0;
  const found: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  for (let pos = dictNext(rt, a, 0, found); pos >= 0; pos = dictNext(rt, a, pos, found)) {
    const { key, value, low, high } = found;
    rt.incref(value);
    rt.incref(key);
    const ix = dictLookup(rt, b, key, low, high);
    rt.decref(key);
    if (ix < 0) {
      rt.decref(value);
      return rt.currentException !== 0 ? -1 : 0;
    }
    const other = rt.newRef(M[valueAddress(rt, b, ix)]!);
    const k = compareBool(rt, value, other, 2);
    rt.decref(value);
    rt.decref(other);
    if (k <= 0) return k;
  }
  return 1;
}

/** The table entry at iteration position `pos` or after it, -1 at the end. The next position is its own plus one. */
export function entryAt(rt: Machine, d: number, pos: number): number {
  const M = rt.M;
  const keys = M[d + DictLayout.KEYS]!;
  const values = M[d + DictLayout.VALUES]!;
  if (values !== 0) {
    if (pos >= M[d + DictLayout.USED]!) return -1;
    return rt.profile.minor >= 11 ? orderAt(rt, values, pos) : pos;
  }
  const n = M[keys + KeysLayout.NENTRIES]!;
  if (pos >= n) return -1;
  const kind = M[keys + KeysLayout.KIND]!;
  const words = entryWords(rt, kind);
  let at = entriesOf(rt, keys) + keyOffset(rt, kind) + 2 + pos * words;
  let i = pos;
  while (M[at] === 0) {
    if (++i >= n) return -1;
    at += words;
  }
  return i;
}

/** Borrowed key of a table entry. */
export function keyAt(rt: Machine, d: number, ix: number): number {
  const M = rt.M;
  const keys = M[d + DictLayout.KEYS]!;
  const kind = M[keys + KeysLayout.KIND]!;
  return M[entriesOf(rt, keys) + ix * entryWords(rt, kind) + keyOffset(rt, kind)]!;
}

/** Low and high half of the hash of a table entry's key. */
export function hashAt(rt: Machine, d: number, ix: number): [low: number, high: number] {
  const M = rt.M;
  const keys = M[d + DictLayout.KEYS]!;
  const kind = M[keys + KeysLayout.KIND]!;
  const words = entryWords(rt, kind);
  const entry = entriesOf(rt, keys) + ix * words;
  if (words === 6) return [M[entry]!, M[entry + 1]!];
  const key = M[entry]!;
  return [M[key + StrLayout.HASH]!, M[key + StrLayout.HASH + 1]!];
}

/** Bytes of a dict without GC header: the object, values of its own, a table of its own. Follows _PyDict_SizeOf. */
export function dictBytes(rt: Machine, d: number): number {
  const M = rt.M;
  const keys = M[d + DictLayout.KEYS]!;
  let bytes = rt.typeOf(d).basicsize;
  if (M[d + DictLayout.VALUES] !== 0) {
    const slots =
      rt.profile.minor <= 10
        ? usableFraction(2 ** M[keys + KeysLayout.LOG2_SIZE]!)
        : M[keys + KeysLayout.NENTRIES]! + M[keys + KeysLayout.USABLE]!;
    bytes += 8 * slots;
  }
  if (keys !== rt.emptyKeys && M[keys] === 1) {
    bytes += keysBytes(rt, M[keys + KeysLayout.LOG2_SIZE]!, M[keys + KeysLayout.KIND]!);
  }
  return bytes;
}
