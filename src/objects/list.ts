/**
 * Lists: making, growing, slices. Follows listobject.c. Methods stand in listMethods.ts, the type in listType.ts.
 */
import { clearWords } from '../memory/clearWords.js';
import { Gc, ListLayout, Ob, TupleLayout } from '../memory/layout.js';
import { type DictEntry, dictLength, dictNext } from './dictCore.js';
import type { Machine } from './machine.js';
import { getIter, lengthHint } from './object.js';
import { isAnySet, setLength, setNext, setSlot } from './setTable.js';
import { packTuple2 } from './tupleCore.js';
import { E, T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';

/** Longest free list of list objects. */
export const LIST_FREE_LIST = 80;

/** Number of items. */
export function listLength(rt: Machine, list: number): number {
  return rt.M[list + Ob.SIZE]!;
}

/** Borrowed item. */
export function listItem(rt: Machine, list: number, i: number): number {
  const M = rt.M;
  return M[M[list + ListLayout.ITEMS]! + 2 * i]!;
}

/** Puts an item into a slot of a fresh list; its reference is taken over. */
export function listInitItem(rt: Machine, list: number, i: number, item: number): void {
  const M = rt.M;
  M[M[list + ListLayout.ITEMS]! + 2 * i] = item;
}

/** A new tracked list of `n` empty slots: fill all of them before anything else can run. Follows PyList_New. */
export function listNew(rt: Machine, n: number): number {
  const M = rt.M;
  let p: number;
  if (rt.freeLists.length > 0) {
    p = rt.freeLists.pop()!;
    M[p] = 1;
    M[p + Ob.BORN] = rt.stamp;
    if (rt.tracer !== null) rt.tracer.reused(p - Gc.HEADER);
  } else p = rt.newGcObject(T.LIST, 40);
  if (n <= 0) M[p + ListLayout.ITEMS] = 0;
  else {
    const items = rt.memAlloc(8 * n);
    clearWords(M, items, items + 2 * n);
    M[p + ListLayout.ITEMS] = items;
  }
  M[p + Ob.SIZE] = n;
  M[p + ListLayout.ALLOCATED] = n;
  rt.gcTrack(p);
  return p;
}

/** A new list with room for `n` items and length 0: write the items, then set the length. Follows list_new_prealloc. */
function listPreallocated(rt: Machine, n: number): number {
  const p = listNew(rt, 0);
  if (n > 0) {
    rt.M[p + ListLayout.ITEMS] = rt.memAlloc(8 * n);
    rt.M[p + ListLayout.ALLOCATED] = n;
  }
  return p;
}

/** A new list of the items, whose references are taken over. */
export function listOf(rt: Machine, items: readonly number[]): number {
  const p = listNew(rt, items.length);
  const at = rt.M[p + ListLayout.ITEMS]!;
  for (let i = 0; i < items.length; i++) rt.M[at + 2 * i] = items[i]!;
  return p;
}

/** A new list of `n` items that stand two words apart from `from` on; new references. */
export function listFromVector(rt: Machine, from: number, n: number): number {
  const M = rt.M;
  const p = listPreallocated(rt, n);
  const at = M[p + ListLayout.ITEMS]!;
  for (let i = 0; i < 2 * n; i += 2) M[at + i] = rt.newRef(M[from + i]!);
  M[p + Ob.SIZE] = n;
  return p;
}

/** Slots that a list of `n` items gets when it has to grow (or shrinks). */
function overAllocation(rt: Machine, old: number, n: number): number {
  if (n === 0) return 0;
  if (rt.profile.minor === 8) return n + (n >> 3) + (n < 9 ? 3 : 6);
  const slots = (n + (n >> 3) + 6) & ~3;
  return n - old > slots - n ? (n + 3) & ~3 : slots;
}

/** Gives the list the length `n`, with new room when needed; new slots are undefined. Follows list_resize. */
export function listResize(rt: Machine, list: number, n: number): void {
  const M = rt.M;
  const allocated = M[list + ListLayout.ALLOCATED]!;
  if (allocated >= n && n >= allocated >> 1) {
    M[list + Ob.SIZE] = n;
    return;
  }
  const slots = overAllocation(rt, M[list + Ob.SIZE]!, n);
  const old = M[list + ListLayout.ITEMS]!;
  // Nothing asked for is a block of its own.
  M[list + ListLayout.ITEMS] = rt.memRealloc(old, 8 * slots);
  M[list + Ob.SIZE] = n;
  M[list + ListLayout.ALLOCATED] = slots;
  if (rt.resized !== null) rt.resized(list, list);
}

/** Follows list_preallocate_exact: room for an empty list without an array. */
function preallocateExact(rt: Machine, list: number, n: number): void {
  // Rounded up to an even number of slots, as the memory is anyway.
  const slots = rt.profile.minor >= 10 ? (n + 1) & ~1 : n;
  rt.M[list + ListLayout.ITEMS] = rt.memAlloc(8 * slots);
  rt.M[list + ListLayout.ALLOCATED] = slots;
}

/** {@link preallocateExact} for `list.__init__` up to 3.9, which asks for the length before it extends. */
export function listReserve(rt: Machine, list: number, n: number): void {
  preallocateExact(rt, list, n);
}

/** Appends an item, taking over its reference. */
export function listAppendSteal(rt: Machine, list: number, item: number): void {
  const M = rt.M;
  const n = M[list + Ob.SIZE]!;
  if (n < M[list + ListLayout.ALLOCATED]!) M[list + Ob.SIZE] = n + 1;
  else listResize(rt, list, n + 1);
  M[M[list + ListLayout.ITEMS]! + 2 * n] = item;
}

/** Appends an item (a new reference is taken). */
export function listAppend(rt: Machine, list: number, item: number): void {
  listAppendSteal(rt, list, item);
  rt.incref(item);
}

/** Inserts an item (a new reference is taken) before position `where`, which is clipped. Follows ins1. */
export function listInsert(rt: Machine, list: number, where: number, item: number): void {
  const M = rt.M;
  const n = M[list + Ob.SIZE]!;
  listResize(rt, list, n + 1);
  if (where < 0) {
    where += n;
    if (where < 0) where = 0;
  }
  if (where > n) where = n;
  const items = M[list + ListLayout.ITEMS]!;
  const at = items + 2 * where;
  M.copyWithin(at + 2, at, items + 2 * n);
  M[at] = rt.newRef(item);
}

/** Gives all items up, the last first, and frees the array. Follows _list_clear. */
export function listClear(rt: Machine, list: number): void {
  const M = rt.M;
  const items = M[list + ListLayout.ITEMS]!;
  if (items === 0) return;
  let i = M[list + Ob.SIZE]!;
  M[list + Ob.SIZE] = 0;
  M[list + ListLayout.ITEMS] = 0;
  M[list + ListLayout.ALLOCATED] = 0;
  while (--i >= 0) {
    const item = M[items + 2 * i]!;
    if (item !== 0) rt.decref(item);
  }
  rt.memFree(items);
}

/** Items of a list or tuple: the address of the first; they stand two words apart. */
export function sequenceItems(rt: Machine, sequence: number): number {
  const tuple = rt.is(sequence, T.TUPLE) || rt.hasFlag(sequence, TypeFlag.TUPLE_SUBCLASS);
  return tuple ? sequence + TupleLayout.ITEM : rt.M[sequence + ListLayout.ITEMS]!;
}

/** PySequence_Fast: a list or tuple with the same items; new reference, or 0 with `message` when not iterable. */
export function sequenceFast(rt: Machine, o: number, message: string): number {
  if (rt.is(o, T.LIST) || rt.is(o, T.TUPLE) || rt.hasFlag(o, TypeFlag.LIST_SUBCLASS | TypeFlag.TUPLE_SUBCLASS)) {
    return rt.newRef(o);
  }
  const it = getIter(rt, o);
  if (it === 0) {
    if (rt.errorIs(E.TypeError)) {
      rt.clearError();
      return rt.raise(E.TypeError, message);
    }
    return 0;
  }
  const list = sequenceList(rt, it);
  rt.decref(it);
  return list;
}

/** PySequence_List: a new list of the items of any iterable, or 0. */
export function sequenceList(rt: Machine, o: number): number {
  const list = listNew(rt, 0);
  if (listExtend(rt, list, o) < 0) {
    rt.decref(list);
    return 0;
  }
  return list;
}

/** Adds the items of any iterable. 0, or -1 with an exception. Follows list_extend. */
export function listExtend(rt: Machine, list: number, iterable: number): number {
  if (rt.is(iterable, T.LIST) || rt.is(iterable, T.TUPLE) || iterable === list) {
    extendFast(rt, list, iterable);
    return 0;
  }
  if (rt.profile.minor >= 13 && extendSized(rt, list, iterable)) return 0;
  return extendIterator(rt, list, iterable);
}

function extendFast(rt: Machine, list: number, sequence: number): void {
  const M = rt.M;
  const n = M[sequence + Ob.SIZE]!;
  if (n === 0) return;
  const m = M[list + Ob.SIZE]!;
  if (rt.profile.minor >= 10 && M[list + ListLayout.ITEMS] === 0) {
    preallocateExact(rt, list, n);
    M[list + Ob.SIZE] = n;
  } else listResize(rt, list, m + n);
  // After the growth: the sequence may be the list itself.
  const from = M[sequence + Ob.TYPE] === T.TUPLE ? sequence + TupleLayout.ITEM : M[sequence + ListLayout.ITEMS]!;
  const to = M[list + ListLayout.ITEMS]! + 2 * m;
  for (let i = 0; i < 2 * n; i += 2) M[to + i] = rt.newRef(M[from + i]!);
}

/** What 3.13 treats apart: sets, dicts and their views. False when `o` is none of them. */
function extendSized(rt: Machine, list: number, o: number): boolean {
  const M = rt.M;
  const m = M[list + Ob.SIZE]!;
  if (isAnySet(rt, o)) {
    const n = setLength(rt, o);
    if (n === 0) return true;
    listResize(rt, list, m + n);
    let to = M[list + ListLayout.ITEMS]! + 2 * m;
    for (let i = setNext(rt, o, 0); i >= 0; i = setNext(rt, o, i + 1), to += 2)
      M[to] = rt.newRef(M[setSlot(rt, o, i)]!);
    return true;
  }
  const type = M[o + Ob.TYPE]!;
  const view = type === T.DICT_KEYS || type === T.DICT_VALUES || type === T.DICT_ITEMS;
  if (type !== T.DICT && !view) return false;
  const dict = view ? M[o + 4]! : o;
  const n = dictLength(rt, dict);
  if (n === 0) return true;
  listResize(rt, list, m + n);
  // While tuples are made a collection may look at the list.
  M[list + Ob.SIZE] = m;
  const found: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  let to = M[list + ListLayout.ITEMS]! + 2 * m;
  for (let pos = dictNext(rt, dict, 0, found); pos >= 0; pos = dictNext(rt, dict, pos, found), to += 2) {
    M[to] =
      type === T.DICT_ITEMS
        ? packTuple2(rt, found.key, found.value)
        : rt.newRef(type === T.DICT_VALUES ? found.value : found.key);
    if (type === T.DICT_ITEMS) M[list + Ob.SIZE]!++;
  }
  M[list + Ob.SIZE] = m + n;
  return true;
}

function extendIterator(rt: Machine, list: number, iterable: number): number {
  const M = rt.M;
  const it = getIter(rt, iterable);
  if (it === 0) return -1;
  const hint = lengthHint(rt, iterable, 8);
  if (hint < 0) {
    rt.decref(it);
    return -1;
  }
  const m = M[list + Ob.SIZE]!;
  if (hint < 0x0800_0000) {
    if (rt.profile.minor >= 10 && M[list + ListLayout.ITEMS] === 0) {
      if (hint > 0) preallocateExact(rt, list, hint);
    } else {
      listResize(rt, list, m + hint);
      M[list + Ob.SIZE] = m;
    }
  }
  const next = rt.typeOf(it).tp_iternext!;
  for (;;) {
    if (--rt.nativeTurns < 0) rt.nativeTurnsOver();
    const item = next(rt, it);
    if (item === 0) {
      if (rt.currentException !== 0) {
        if (!rt.errorIs(E.StopIteration)) {
          rt.decref(it);
          return -1;
        }
        rt.clearError();
      }
      break;
    }
    listAppendSteal(rt, list, item);
  }
  if (M[list + Ob.SIZE]! < M[list + ListLayout.ALLOCATED]!) listResize(rt, list, M[list + Ob.SIZE]!);
  rt.decref(it);
  return 0;
}

/** A new list of the items from `low` up to `high`, both inside the list. Follows list_slice. */
export function listSlice(rt: Machine, list: number, low: number, high: number): number {
  const n = high - low;
  if (n <= 0) return listNew(rt, 0);
  const M = rt.M;
  const p = listPreallocated(rt, n);
  const from = M[list + ListLayout.ITEMS]! + 2 * low;
  const to = M[p + ListLayout.ITEMS]!;
  for (let i = 0; i < 2 * n; i += 2) M[to + i] = rt.newRef(M[from + i]!);
  M[p + Ob.SIZE] = n;
  return p;
}

/** Every `step`-th item from `start` on, `n` of them, as a new list. */
export function listStepSlice(rt: Machine, list: number, start: number, step: number, n: number): number {
  const M = rt.M;
  const p = listPreallocated(rt, n);
  const from = M[list + ListLayout.ITEMS]!;
  const to = M[p + ListLayout.ITEMS]!;
  for (let i = 0, at = start; i < n; i++, at += step) M[to + 2 * i] = rt.newRef(M[from + 2 * at]!);
  M[p + Ob.SIZE] = n;
  return p;
}

/** `a + b` of two lists. Follows list_concat. */
export function listConcat(rt: Machine, a: number, b: number): number {
  const M = rt.M;
  const n = M[a + Ob.SIZE]!;
  const m = M[b + Ob.SIZE]!;
  const p = listPreallocated(rt, n + m);
  const to = M[p + ListLayout.ITEMS]!;
  const fromA = M[a + ListLayout.ITEMS]!;
  const fromB = M[b + ListLayout.ITEMS]!;
  for (let i = 0; i < 2 * n; i += 2) M[to + i] = rt.newRef(M[fromA + i]!);
  for (let i = 0; i < 2 * m; i += 2) M[to + 2 * n + i] = rt.newRef(M[fromB + i]!);
  M[p + Ob.SIZE] = n + m;
  return p;
}

/** Adds `n` references at once. */
export function addReferences(rt: Machine, p: number, n: number): void {
  const M = rt.M;
  if (M[p]! >= 0) M[p]! += n;
}

/** `list * count`. Follows list_repeat. */
export function listRepeat(rt: Machine, list: number, count: number): number {
  const M = rt.M;
  const n = M[list + Ob.SIZE]!;
  if (count <= 0 || n === 0) return listNew(rt, 0);
  if (n * count > 0x0fff_ffff) return rt.raise(E.MemoryError, '');
  const total = n * count;
  const p = listPreallocated(rt, total);
  const to = M[p + ListLayout.ITEMS]!;
  const from = M[list + ListLayout.ITEMS]!;
  if (n === 1) {
    const item = M[from]!;
    addReferences(rt, item, count);
    for (let i = 0; i < 2 * total; i += 2) M[to + i] = item;
  } else {
    for (let i = 0; i < n; i++) {
      const item = M[from + 2 * i]!;
      addReferences(rt, item, count);
      M[to + 2 * i] = item;
    }
    for (let i = 2 * n; i < 2 * total; i += 2) M[to + i] = M[to + i - 2 * n]!;
  }
  M[p + Ob.SIZE] = total;
  return p;
}

/** `list *= count`: 0, or -1 with an exception. Follows list_inplace_repeat. */
export function listInplaceRepeat(rt: Machine, list: number, count: number): number {
  const M = rt.M;
  const n = M[list + Ob.SIZE]!;
  if (n === 0 || count === 1) return 0;
  if (count < 1) {
    listClear(rt, list);
    return 0;
  }
  if (n * count > 0x0fff_ffff) return rt.fail(E.MemoryError, '');
  listResize(rt, list, n * count);
  const items = M[list + ListLayout.ITEMS]!;
  for (let i = 0; i < n; i++) addReferences(rt, M[items + 2 * i]!, count - 1);
  for (let i = 2 * n; i < 2 * n * count; i += 2) M[items + i] = M[items + i - 2 * n]!;
  return 0;
}

/**
 * `list[low:high] = value`, or `del` with 0. 0, or -1 with an exception. The removed items are given up, the last
 * first, once the list is whole again. Follows list_ass_slice.
 */
export function listAssignSlice(rt: Machine, list: number, low: number, high: number, value: number): number {
  const M = rt.M;
  let n = 0;
  let source = 0;
  if (value !== 0) {
    if (value === list) {
      const copy = listSlice(rt, list, 0, M[list + Ob.SIZE]!);
      const status = listAssignSlice(rt, list, low, high, copy);
      rt.decref(copy);
      return status;
    }
    source = sequenceFast(rt, value, 'can only assign an iterable');
    if (source === 0) return -1;
    n = M[source + Ob.SIZE]!;
  }
  const size = M[list + Ob.SIZE]!;
  if (low < 0) low = 0;
  else if (low > size) low = size;
  if (high < low) high = low;
  else if (high > size) high = size;
  const removed = high - low;
  const change = n - removed;
  if (size + change === 0) {
    if (source !== 0) rt.decref(source);
    listClear(rt, list);
    return 0;
  }
  let items = M[list + ListLayout.ITEMS]!;
  // More than eight removed items are kept in memory of the allocator meanwhile.
  const block = removed > 8 ? rt.memAlloc(8 * removed) : 0;
  const recycled: number[] = [];
  for (let i = 0; i < removed; i++) recycled.push(M[items + 2 * (low + i)]!);
  if (change < 0) {
    M.copyWithin(items + 2 * (high + change), items + 2 * high, items + 2 * size);
    listResize(rt, list, size + change);
    items = M[list + ListLayout.ITEMS]!;
  } else if (change > 0) {
    listResize(rt, list, size + change);
    items = M[list + ListLayout.ITEMS]!;
    M.copyWithin(items + 2 * (high + change), items + 2 * high, items + 2 * size);
  }
  if (n > 0) {
    const from = sequenceItems(rt, source);
    for (let i = 0; i < n; i++) M[items + 2 * (low + i)] = rt.newRef(M[from + 2 * i]!);
  }
  for (let i = removed - 1; i >= 0; i--) rt.xdecref(recycled[i]!);
  if (block !== 0) rt.memFree(block);
  rt.xdecref(source);
  return 0;
}

/** `del list[start:stop:step]` with a step other than 1. Follows list_ass_subscript. */
export function listDeleteSteps(rt: Machine, list: number, start: number, step: number, n: number): void {
  if (n <= 0) return;
  const M = rt.M;
  if (step < 0) {
    start = start + step * (n - 1);
    step = -step;
  }
  const size = M[list + Ob.SIZE]!;
  const items = M[list + ListLayout.ITEMS]!;
  const block = rt.memAlloc(8 * n);
  const garbage: number[] = [];
  let to = start;
  let next = start;
  for (let from = start; from < size; from++) {
    if (from === next && garbage.length < n) {
      garbage.push(M[items + 2 * from]!);
      next += step;
    } else M[items + 2 * to++] = M[items + 2 * from]!;
  }
  M[list + Ob.SIZE] = size - n;
  listResize(rt, list, size - n);
  for (const item of garbage) rt.decref(item);
  rt.memFree(block);
}

/** `list[start::step] = value` with a step other than 1, `n` items. 0 or -1. Follows list_ass_subscript. */
export function listAssignSteps(
  rt: Machine,
  list: number,
  start: number,
  step: number,
  n: number,
  value: number,
): number {
  const M = rt.M;
  const source =
    value === list
      ? listSlice(rt, value, 0, M[value + Ob.SIZE]!)
      : sequenceFast(rt, value, 'must assign iterable to extended slice');
  if (source === 0) return -1;
  const count = M[source + Ob.SIZE]!;
  if (count !== n) {
    rt.decref(source);
    return rt.fail(E.ValueError, `attempt to assign sequence of size ${count} to extended slice of size ${n}`);
  }
  if (n === 0) {
    rt.decref(source);
    return 0;
  }
  const block = rt.memAlloc(8 * n);
  const garbage: number[] = [];
  const items = M[list + ListLayout.ITEMS]!;
  const from = sequenceItems(rt, source);
  for (let i = 0, at = start; i < n; i++, at += step) {
    garbage.push(M[items + 2 * at]!);
    M[items + 2 * at] = rt.newRef(M[from + 2 * i]!);
  }
  for (const item of garbage) rt.decref(item);
  rt.memFree(block);
  rt.decref(source);
  return 0;
}

/** Reverses the items in place. */
export function listReverse(rt: Machine, list: number): void {
  const M = rt.M;
  const items = M[list + ListLayout.ITEMS]!;
  let low = items;
  let high = items + 2 * (M[list + Ob.SIZE]! - 1);
  while (low < high) {
    const t = M[low]!;
    M[low] = M[high]!;
    M[high] = t;
    low += 2;
    high -= 2;
  }
}
