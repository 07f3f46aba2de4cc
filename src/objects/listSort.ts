/** `list.sort` on objects: key function, emptied list, comparisons. Follows listobject.c: list_sort_impl. */
import { ListLayout, Ob, StrLayout, StrState } from '../memory/layout.js';
import { call1 } from './call.js';
import type { Machine } from './machine.js';
import { compare, isTrue } from './object.js';
import { reverseSlice, Timsort } from './timsort.js';
import { E, S, T } from './typeIds.js';

/** Items from which an observer is told of the time that a sort takes, and comparisons in the time of a line, nearly. */
const LONG_SORT = 1000;
const COMPARISONS_PER_LINE = 2;

/** Key slots that need no allocation. */
const FREE_KEY_SLOTS = 128;

/** Order of two texts by code points: negative, 0, positive. */
export function compareTexts(rt: Machine, a: number, b: number): number {
  const M = rt.M;
  const textA = rt.texts[M[a + Ob.AUX]!]!;
  const textB = rt.texts[M[b + Ob.AUX]!]!;
  if (textA === textB) return 0;
  const wide =
    (M[a + StrLayout.STATE]! & StrState.KIND_MASK) === 4 || (M[b + StrLayout.STATE]! & StrState.KIND_MASK) === 4;
  if (!wide) return textA < textB ? -1 : 1;
  const n = Math.min(textA.length, textB.length);
  let i = 0;
  while (i < n && textA.charCodeAt(i) === textB.charCodeAt(i)) i++;
  if (i === n) return textA.length - textB.length;
  let x = textA.charCodeAt(i);
  let y = textB.charCodeAt(i);
  // Surrogates stand for code points above all others.
  if (x >= 0xd800 && x < 0xe000) x += 0x10000;
  if (y >= 0xd800 && y < 0xe000) y += 0x10000;
  return x - y;
}

/** `a < b` for sorting: 1, 0, or -1 with an exception. */
export function lessThan(rt: Machine, a: number, b: number): number {
  const M = rt.M;
  const type = M[a + Ob.TYPE]!;
  if (type === M[b + Ob.TYPE]) {
    if (type === T.INT) {
      const sizeA = M[a + Ob.SIZE]!;
      const sizeB = M[b + Ob.SIZE]!;
      if (sizeA >= -1 && sizeA <= 1 && sizeB >= -1 && sizeB <= 1) return M[a + Ob.AUX]! < M[b + Ob.AUX]! ? 1 : 0;
    } else if (type === T.STR) return compareTexts(rt, a, b) < 0 ? 1 : 0;
    else if (type === T.FLOAT) return rt.F64[(a >> 1) + 2]! < rt.F64[(b >> 1) + 2]! ? 1 : 0;
  }
  const result = compare(rt, a, b, 0);
  if (result === 0) return -1;
  if (result === S.TRUE || result === S.FALSE) {
    rt.decref(result);
    return result === S.TRUE ? 1 : 0;
  }
  const truth = isTrue(rt, result);
  rt.decref(result);
  return truth;
}

/**
 * Sorts a list in place: 0, or -1 with an exception. `key` is 0 for none. The list is empty while key function and
 * comparisons run.
 */
export function listSort(rt: Machine, list: number, key: number, reverse: boolean): number {
  const M = rt.M;
  const n = M[list + Ob.SIZE]!;
  const items = M[list + ListLayout.ITEMS]!;
  const allocated = M[list + ListLayout.ALLOCATED]!;
  M[list + Ob.SIZE] = 0;
  M[list + ListLayout.ITEMS] = 0;
  M[list + ListLayout.ALLOCATED] = -1;
  const values: number[] = new Array(n);
  for (let i = 0; i < n; i++) values[i] = M[items + 2 * i]!;

  let status = 0;
  let keys: number[] = values;
  let keyBlock = 0;
  if (key !== 0) {
    keys = [];
    if (n >= FREE_KEY_SLOTS) keyBlock = rt.memAlloc(8 * n);
    for (let i = 0; i < n; i++) {
      const k = call1(rt, key, values[i]!);
      if (k === 0) {
        for (let j = i - 1; j >= 0; j--) rt.decref(keys[j]!);
        if (keyBlock !== 0) rt.memFree(keyBlock);
        status = -1;
        break;
      }
      keys.push(k);
    }
  }
  if (status === 0) {
    let buffer = 0;
    if (n > 1) {
      if (reverse) {
        if (key !== 0) reverseSlice(keys, 0, n);
        reverseSlice(values, 0, n);
      }
      const sort = new Timsort(
        keys,
        key === 0 ? null : values,
        rt.profile.minor,
        (a, b) => lessThan(rt, a, b),
        (slots) => {
          if (buffer !== 0) rt.memFree(buffer);
          buffer = rt.memAlloc(8 * slots);
        },
      );
      if (!sort.sort()) status = -1;
    }
    if (key !== 0) {
      for (let i = 0; i < n; i++) rt.decref(keys[i]!);
      if (keyBlock !== 0) rt.memFree(keyBlock);
    }
    if (M[list + ListLayout.ALLOCATED] !== -1 && status === 0) {
      status = rt.fail(E.ValueError, 'list modified during sort');
    }
    if (reverse && n > 1) reverseSlice(values, 0, n);
    if (buffer !== 0) rt.memFree(buffer);
    for (let i = 0; i < n; i++) M[items + 2 * i] = values[i]!;
  }
  if (n >= LONG_SORT) rt.observer?.worked?.(Math.round((n * Math.log2(n)) / COMPARISONS_PER_LINE));
  // What the list was given meanwhile is dropped.
  const added = M[list + ListLayout.ITEMS]!;
  let i = M[list + Ob.SIZE]!;
  M[list + Ob.SIZE] = n;
  M[list + ListLayout.ITEMS] = items;
  M[list + ListLayout.ALLOCATED] = allocated;
  if (added !== 0) {
    while (--i >= 0) rt.xdecref(M[added + 2 * i]!);
    rt.memFree(added);
  }
  return status;
}
