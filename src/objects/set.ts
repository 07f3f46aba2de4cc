/** Making, hashing, comparing and combining sets. Follows setobject.c. The table stands in setTable.ts. */
import { Ob, SetLayout } from '../memory/layout.js';
import { type DictEntry, dictLength, dictLookup, dictNext, hashKey } from './dictCore.js';
import { multiply64, type Pair } from './hash64.js';
import type { Machine } from './machine.js';
import { freeInstance, getIter, iterNext, trashcanBegin, trashcanEnd } from './object.js';
import {
  isAnySet,
  resizeSet,
  SET_DUMMY,
  SET_ENTRY,
  SET_HASH_HIGH,
  SET_HASH_LOW,
  setAddEntry,
  setClear,
  setContainsEntry,
  setDiscardEntry,
  setDiscardKey,
  setInit,
  setNext,
  setSlot,
  setUpdate,
} from './setTable.js';
import { S, T } from './typeIds.js';
import type { Visit } from './typeInfo.js';

/** A new empty set of the type with the elements of `iterable` (0: none); 0 with an exception. Follows make_new_set. */
export function makeSet(rt: Machine, type: number, iterable: number): number {
  const so = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (so === 0) return 0;
  setInit(rt, so);
  if (iterable !== 0 && setUpdate(rt, so, iterable) < 0) {
    rt.decref(so);
    return 0;
  }
  return so;
}

/** A new empty set. */
export function setNew(rt: Machine): number {
  return makeSet(rt, T.SET, 0);
}

/** A new set or frozenset (the builtin one, whatever subclass `type` is). Follows make_new_set_basetype. */
export function makeBaseSet(rt: Machine, type: number, iterable: number): number {
  const base = type === T.SET || rt.isSubtype(type, T.SET) ? T.SET : T.FROZENSET;
  return makeSet(rt, base, iterable);
}

/** A new frozenset of the elements. To 3.9 there is one empty frozenset. Follows make_new_frozenset. */
export function makeFrozenset(rt: Machine, type: number, iterable: number): number {
  if (type !== T.FROZENSET) return makeSet(rt, type, iterable);
  if (iterable !== 0 && rt.is(iterable, T.FROZENSET)) return rt.newRef(iterable);
  if (rt.profile.minor >= 10) return makeSet(rt, type, iterable);
  if (iterable !== 0) {
    const made = makeSet(rt, type, iterable);
    if (made === 0 || rt.M[made + SetLayout.USED]! > 0) return made;
    rt.decref(made);
  }
  let empty = rt.emptyFrozenset;
  if (empty === 0) {
    empty = makeSet(rt, type, 0);
    rt.emptyFrozenset = empty;
  }
  return rt.newRef(empty);
}

export function setDealloc(rt: Machine, self: number): void {
  const M = rt.M;
  rt.gcUntrack(self);
  const type = M[self + Ob.TYPE]!;
  const exact = type === T.SET || type === T.FROZENSET;
  if (exact && !trashcanBegin(rt, self)) return;
  if (M[self + SetLayout.WEAKREFLIST] !== 0) rt.clearWeakrefs(self);
  const table = M[self + SetLayout.TABLE]!;
  let used = M[self + SetLayout.USED]!;
  for (let entry = table; used > 0; entry += SET_ENTRY) {
    const key = M[entry]!;
    if (key !== 0 && key !== SET_DUMMY) {
      used--;
      rt.decref(key);
    }
  }
  if (table !== self + SetLayout.SMALLTABLE) rt.memFree(table);
  freeInstance(rt, self);
  if (exact) trashcanEnd(rt);
}

export function setTraverse(rt: Machine, self: number, visit: Visit): void {
  for (let i = setNext(rt, self, 0); i >= 0; i = setNext(rt, self, i + 1)) visit(rt, rt.M[setSlot(rt, self, i)]!);
}

/** Follows set_difference: `so - other`, a new set. */
export function setDifference(rt: Machine, so: number, other: number): number {
  const M = rt.M;
  const anySet = isAnySet(rt, other);
  const dict = !anySet && rt.is(other, T.DICT);
  if (!anySet && !dict) return copyAndDifference(rt, so, other);
  const otherSize = anySet ? M[other + SetLayout.USED]! : dictLength(rt, other);
  if (M[so + SetLayout.USED]! >> 2 > otherSize) return copyAndDifference(rt, so, other);
  const result = makeBaseSet(rt, M[so + Ob.TYPE]!, 0);
  for (let i = setNext(rt, so, 0); i >= 0; i = setNext(rt, so, i + 1)) {
    const entry = setSlot(rt, so, i);
    const key = M[entry]!;
    const low = M[entry + SET_HASH_LOW]!;
    const high = M[entry + SET_HASH_HIGH]!;
    rt.incref(key);
    let found: number;
    if (dict) {
      const ix = dictLookup(rt, other, key, low, high);
      found = ix >= 0 ? 1 : rt.currentException !== 0 ? -1 : 0;
    } else found = setContainsEntry(rt, other, key, low, high);
    if (found === 0) found = setAddEntry(rt, result, key, low, high);
    rt.decref(key);
    if (found < 0) {
      rt.decref(result);
      return 0;
    }
  }
  return result;
}

function copyAndDifference(rt: Machine, so: number, other: number): number {
  const result = makeBaseSet(rt, rt.M[so + Ob.TYPE]!, so);
  if (result !== 0 && setDifferenceUpdate(rt, result, other) < 0) {
    rt.decref(result);
    return 0;
  }
  return result;
}

/** Removes the elements of an iterable. 0 or -1. Follows set_difference_update_internal. */
export function setDifferenceUpdate(rt: Machine, so: number, other: number): number {
  const M = rt.M;
  if (so === other) {
    setClear(rt, so);
    return 0;
  }
  if (isAnySet(rt, other)) {
    let source = other;
    // Much larger than this set: look only at what both have (3.8.2+).
    if (M[other + SetLayout.USED]! >> 3 > M[so + SetLayout.USED]!) {
      source = setIntersection(rt, so, other);
      if (source === 0) return -1;
    } else rt.incref(other);
    let status = 0;
    for (let i = setNext(rt, source, 0); i >= 0 && status >= 0; i = setNext(rt, source, i + 1)) {
      const entry = setSlot(rt, source, i);
      const key = rt.newRef(M[entry]!);
      status = setDiscardEntry(rt, so, key, M[entry + SET_HASH_LOW]!, M[entry + SET_HASH_HIGH]!);
      rt.decref(key);
    }
    rt.decref(source);
    if (status < 0) return -1;
  } else {
    const it = getIter(rt, other);
    if (it === 0) return -1;
    for (;;) {
      const key = iterNext(rt, it);
      if (key === 0) break;
      const status = setDiscardKey(rt, so, key);
      rt.decref(key);
      if (status < 0) {
        rt.decref(it);
        return -1;
      }
    }
    rt.decref(it);
    if (rt.currentException !== 0) return -1;
  }
  purgeDummies(rt, so);
  return 0;
}

/** If more than a quarter of the table are deleted entries, they are cleaned up. */
function purgeDummies(rt: Machine, so: number): void {
  const M = rt.M;
  const used = M[so + SetLayout.USED]!;
  if (M[so + SetLayout.FILL]! - used <= M[so + SetLayout.MASK]! >> 2) return;
  resizeSet(rt, so, used > 50000 ? used * 2 : used * 4);
}

/** Follows set_intersection: `so & other`, a new set of the elements as they stand in the one that is walked. */
export function setIntersection(rt: Machine, so: number, other: number): number {
  const M = rt.M;
  if (so === other) return makeBaseSet(rt, M[so + Ob.TYPE]!, so);
  const result = makeBaseSet(rt, M[so + Ob.TYPE]!, 0);
  if (isAnySet(rt, other)) {
    if (M[other + SetLayout.USED]! > M[so + SetLayout.USED]!) {
      const t = so;
      so = other;
      other = t;
    }
    for (let i = setNext(rt, other, 0); i >= 0; i = setNext(rt, other, i + 1)) {
      const entry = setSlot(rt, other, i);
      const key = M[entry]!;
      const low = M[entry + SET_HASH_LOW]!;
      const high = M[entry + SET_HASH_HIGH]!;
      rt.incref(key);
      let status = setContainsEntry(rt, so, key, low, high);
      if (status > 0) status = setAddEntry(rt, result, key, low, high);
      rt.decref(key);
      if (status < 0) {
        rt.decref(result);
        return 0;
      }
    }
    return result;
  }
  const it = getIter(rt, other);
  if (it === 0) {
    rt.decref(result);
    return 0;
  }
  for (;;) {
    const key = iterNext(rt, it);
    if (key === 0) break;
    let status = hashKey(rt, key);
    if (status >= 0) {
      const low = rt.hashLow;
      const high = rt.hashHigh;
      status = setContainsEntry(rt, so, key, low, high);
      if (status > 0) {
        status = setAddEntry(rt, result, key, low, high);
        if (status >= 0 && rt.profile.minor >= 11 && M[result + SetLayout.USED]! >= M[so + SetLayout.USED]!) {
          rt.decref(key);
          break;
        }
      }
    }
    rt.decref(key);
    if (status < 0) {
      rt.decref(it);
      rt.decref(result);
      return 0;
    }
  }
  rt.decref(it);
  if (rt.currentException !== 0) {
    rt.decref(result);
    return 0;
  }
  return result;
}

/** Follows set_symmetric_difference_update: 0 or -1. */
export function setXorUpdate(rt: Machine, so: number, other: number): number {
  const M = rt.M;
  if (so === other) {
    setClear(rt, so);
    return 0;
  }
  if (rt.is(other, T.DICT)) {
    const found: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
    for (let pos = dictNext(rt, other, 0, found); pos >= 0; pos = dictNext(rt, other, pos, found)) {
      const { key, low, high } = found;
      rt.incref(key);
      let status = setDiscardEntry(rt, so, key, low, high);
      if (status === 0) status = setAddEntry(rt, so, key, low, high);
      rt.decref(key);
      if (status < 0) return -1;
    }
    return 0;
  }
  let source: number;
  if (isAnySet(rt, other)) source = rt.newRef(other);
  else {
    source = makeBaseSet(rt, M[so + Ob.TYPE]!, other);
    if (source === 0) return -1;
  }
  for (let i = setNext(rt, source, 0); i >= 0; i = setNext(rt, source, i + 1)) {
    const entry = setSlot(rt, source, i);
    const key = rt.newRef(M[entry]!);
    const low = M[entry + SET_HASH_LOW]!;
    const high = M[entry + SET_HASH_HIGH]!;
    let status = setDiscardEntry(rt, so, key, low, high);
    if (status === 0) status = setAddEntry(rt, so, key, low, high);
    rt.decref(key);
    if (status < 0) {
      rt.decref(source);
      return -1;
    }
  }
  rt.decref(source);
  return 0;
}

/** Whether there is no common element: 0, 1, -1. Follows set_isdisjoint. */
export function setIsDisjoint(rt: Machine, so: number, other: number): number {
  const M = rt.M;
  if (so === other) return M[so + SetLayout.USED] === 0 ? 1 : 0;
  if (rt.is(other, T.SET) || rt.is(other, T.FROZENSET)) {
    if (M[other + SetLayout.USED]! > M[so + SetLayout.USED]!) {
      const t = so;
      so = other;
      other = t;
    }
    for (let i = setNext(rt, other, 0); i >= 0; i = setNext(rt, other, i + 1)) {
      const entry = setSlot(rt, other, i);
      const key = rt.newRef(M[entry]!);
      const found = setContainsEntry(rt, so, key, M[entry + SET_HASH_LOW]!, M[entry + SET_HASH_HIGH]!);
      rt.decref(key);
      if (found !== 0) return found < 0 ? -1 : 0;
    }
    return 1;
  }
  const it = getIter(rt, other);
  if (it === 0) return -1;
  for (;;) {
    const key = iterNext(rt, it);
    if (key === 0) break;
    const found = hashKey(rt, key) < 0 ? -1 : setContainsEntry(rt, so, key, rt.hashLow, rt.hashHigh);
    rt.decref(key);
    if (found !== 0) {
      rt.decref(it);
      return found < 0 ? -1 : 0;
    }
  }
  rt.decref(it);
  return rt.currentException !== 0 ? -1 : 1;
}

/** Whether all elements of `so` are in the other set: 0, 1, -1. Follows set_issubset for sets. */
export function setIsSubset(rt: Machine, so: number, other: number): number {
  const M = rt.M;
  if (M[so + SetLayout.USED]! > M[other + SetLayout.USED]!) return 0;
  for (let i = setNext(rt, so, 0); i >= 0; i = setNext(rt, so, i + 1)) {
    const entry = setSlot(rt, so, i);
    const key = rt.newRef(M[entry]!);
    const found = setContainsEntry(rt, other, key, M[entry + SET_HASH_LOW]!, M[entry + SET_HASH_HIGH]!);
    rt.decref(key);
    if (found <= 0) return found;
  }
  return 1;
}

function hashIsKnown(rt: Machine, so: number): boolean {
  return rt.M[so + SetLayout.HASH] !== -1 || rt.M[so + SetLayout.HASH + 1] !== -1;
}

/** Follows set_richcompare. */
export function setCompare(rt: Machine, a: number, b: number, op: number): number {
  if (!isAnySet(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
  const M = rt.M;
  const nA = M[a + SetLayout.USED]!;
  const nB = M[b + SetLayout.USED]!;
  let k: number;
  switch (op) {
    case 2:
    case 3:
      if (nA !== nB) k = 0;
      else if (
        hashIsKnown(rt, a) &&
        hashIsKnown(rt, b) &&
        (M[a + SetLayout.HASH] !== M[b + SetLayout.HASH] || M[a + SetLayout.HASH + 1] !== M[b + SetLayout.HASH + 1])
      ) {
        k = 0;
      } else k = setIsSubset(rt, a, b);
      if (k >= 0 && op === 3) k = 1 - k;
      break;
    case 1:
      k = setIsSubset(rt, a, b);
      break;
    case 5:
      k = setIsSubset(rt, b, a);
      break;
    case 0:
      k = nA < nB ? setIsSubset(rt, a, b) : 0;
      break;
    default:
      k = nA > nB ? setIsSubset(rt, b, a) : 0;
  }
  return k < 0 ? 0 : rt.bool(k > 0);
}

/** Spreads the bits of an element's hash. Follows _shuffle_bits. */
function shuffle(out: Pair, low: number, high: number): void {
  multiply64(out, low ^ 89869747 ^ (low << 16), high ^ ((high << 16) | (low >>> 16)), 3644798167 | 0, 0);
}

/** Follows frozenset_hash. */
export function frozensetHash(rt: Machine, self: number): number {
  const M = rt.M;
  if (hashIsKnown(rt, self)) {
    rt.hashLow = M[self + SetLayout.HASH]!;
    rt.hashHigh = M[self + SetLayout.HASH + 1]!;
    return 0;
  }
  const mask = M[self + SetLayout.MASK]!;
  const fill = M[self + SetLayout.FILL]!;
  const used = M[self + SetLayout.USED]!;
  let low = 0;
  let high = 0;
  const part: Pair = { low: 0, high: 0 };
  let entry = M[self + SetLayout.TABLE]!;
  for (let i = 0; i <= mask; i++, entry += SET_ENTRY) {
    shuffle(part, M[entry + SET_HASH_LOW]!, M[entry + SET_HASH_HIGH]!);
    low ^= part.low;
    high ^= part.high;
  }
  if (((mask + 1 - fill) & 1) !== 0) {
    shuffle(part, 0, 0);
    low ^= part.low;
    high ^= part.high;
  }
  if (((fill - used) & 1) !== 0) {
    shuffle(part, -1, -1);
    low ^= part.low;
    high ^= part.high;
  }
  multiply64(part, used + 1, 0, 1927868237, 0);
  low ^= part.low;
  high ^= part.high;
  const lowShift = ((low >>> 11) | (high << 21)) ^ ((low >>> 25) | (high << 7));
  const highShift = (high >>> 11) ^ (high >>> 25);
  low ^= lowShift;
  high ^= highShift;
  multiply64(part, low, high, 69069, 0);
  const sum = (part.low >>> 0) + 907133923;
  low = sum | 0;
  high = (part.high + (sum > 0xffff_ffff ? 1 : 0)) | 0;
  if (low === -1 && high === -1) {
    low = 590923713;
    high = 0;
  }
  M[self + SetLayout.HASH] = low;
  M[self + SetLayout.HASH + 1] = high;
  rt.hashLow = low;
  rt.hashHigh = high;
  return 0;
}
