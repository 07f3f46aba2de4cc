/** The module _heapq: a binary heap in a list. Follows _heapqmodule.c. */
import { ListLayout, Ob } from '../memory/layout.js';
import { checkArgs } from '../objects/args.js';
import { listAppend, listAssignSlice, listLength } from '../objects/list.js';
import { isList } from '../objects/listMethods.js';
import { lessThan } from '../objects/listSort.js';
import type { Machine } from '../objects/machine.js';
import { E } from '../objects/typeIds.js';
import { type MethodDef, MethodKind } from '../objects/typeInfo.js';
import type { ModuleDef } from './moduleDef.js';

/** Whether `a` belongs above `b`: 1, 0, -1. Arguments as they stand in the comparison `a < b`. */
type Above = (rt: Machine, a: number, b: number) => number;

function itemAt(rt: Machine, heap: number, i: number): number {
  return rt.M[rt.M[heap + ListLayout.ITEMS]! + 2 * i]!;
}

function swap(rt: Machine, heap: number, i: number, j: number): void {
  const M = rt.M;
  const items = M[heap + ListLayout.ITEMS]!;
  const t = M[items + 2 * i]!;
  M[items + 2 * i] = M[items + 2 * j]!;
  M[items + 2 * j] = t;
}

/** The comparison with references held; -1 also when the list changed its length. */
function test(rt: Machine, heap: number, n: number, a: number, b: number, above: Above): number {
  rt.incref(a);
  rt.incref(b);
  const k = above(rt, a, b);
  rt.decref(a);
  rt.decref(b);
  if (k >= 0 && listLength(rt, heap) !== n) return rt.fail(E.RuntimeError, 'list changed size during iteration');
  return k;
}

function siftDown(rt: Machine, heap: number, start: number, pos: number, above: Above): number {
  const n = listLength(rt, heap);
  if (pos >= n) return rt.fail(E.IndexError, 'index out of range');
  while (pos > start) {
    const parent = (pos - 1) >> 1;
    const k = test(rt, heap, n, itemAt(rt, heap, pos), itemAt(rt, heap, parent), above);
    if (k < 0) return -1;
    if (k === 0) break;
    swap(rt, heap, parent, pos);
    pos = parent;
  }
  return 0;
}

function siftUp(rt: Machine, heap: number, pos: number, above: Above): number {
  const n = listLength(rt, heap);
  const start = pos;
  if (pos >= n) return rt.fail(E.IndexError, 'index out of range');
  const limit = n >> 1;
  while (pos < limit) {
    let child = 2 * pos + 1;
    if (child + 1 < n) {
      const k = test(rt, heap, n, itemAt(rt, heap, child), itemAt(rt, heap, child + 1), above);
      if (k < 0) return -1;
      if (k === 0) child++;
    }
    swap(rt, heap, child, pos);
    pos = child;
  }
  return siftDown(rt, heap, start, pos, above);
}

const less: Above = lessThan;
const greater: Above = (rt, a, b) => lessThan(rt, b, a);

function pop(rt: Machine, heap: number, above: Above): number {
  const n = listLength(rt, heap);
  if (n === 0) return rt.raise(E.IndexError, 'index out of range');
  const last = rt.newRef(itemAt(rt, heap, n - 1));
  if (listAssignSlice(rt, heap, n - 1, n, 0) < 0) {
    rt.decref(last);
    return 0;
  }
  if (n === 1) return last;
  return replace(rt, heap, last, above);
}

/** Puts an item (its reference is taken over) at the top; the item that was there. */
function replace(rt: Machine, heap: number, item: number, above: Above): number {
  const M = rt.M;
  const items = M[heap + ListLayout.ITEMS]!;
  const top = M[items]!;
  M[items] = item;
  if (siftUp(rt, heap, 0, above) < 0) {
    rt.decref(top);
    return 0;
  }
  return top;
}

function highestBit(n: number): number {
  return n === 0 ? 0 : 2 ** (31 - Math.clz32(n));
}

/** Follows heapify_internal; long lists level by level, so that neighbours stay in the cache. */
function heapify(rt: Machine, heap: number, above: Above): number {
  const n = listLength(rt, heap);
  if (n > 2500) {
    const m = n >> 1;
    const leftmost = highestBit(m + 1) - 1;
    const half = m >> 1;
    for (const [from, to] of [
      [leftmost - 1, half],
      [m - 1, leftmost],
    ] as const) {
      for (let i = from; i >= to; i--) {
        for (let j = i; ; j >>= 1) {
          if (siftUp(rt, heap, j, above) < 0) return 0;
          if ((j & 1) === 0) break;
        }
      }
    }
    return rt.none();
  }
  for (let i = (n >> 1) - 1; i >= 0; i--) if (siftUp(rt, heap, i, above) < 0) return 0;
  return rt.none();
}

function needList(rt: Machine, name: string, heap: number): boolean {
  if (isList(rt, heap)) return true;
  if (rt.profile.minor >= 9)
    rt.raise(
      E.TypeError,
      `${name}() argument${name.startsWith('heapify') || name === 'heappop' || name.startsWith('_heappop') ? '' : ' 1'} must be list, not ${rt.typeOf(heap).name}`,
    );
  else rt.raise(E.TypeError, 'heap argument must be a list');
  return false;
}

function withHeap(name: string, fn: (rt: Machine, heap: number) => number): MethodDef {
  return {
    name,
    kind: MethodKind.O,
    fn: (rt, _module, heap) => (needList(rt, name, heap) ? fn(rt, heap) : 0),
  };
}

function withItem(name: string, fn: (rt: Machine, heap: number, item: number) => number): MethodDef {
  return {
    name,
    kind: MethodKind.FAST,
    fn: (rt, _module, args, nargs) => {
      if (!checkArgs(rt, name, nargs, 2, 2)) return 0;
      if (!needList(rt, name, rt.M[args]!)) return 0;
      return fn(rt, rt.M[args]!, rt.M[args + 2]!);
    },
  };
}

function push(rt: Machine, heap: number, item: number, above: Above): number {
  listAppend(rt, heap, item);
  return siftDown(rt, heap, 0, rt.M[heap + Ob.SIZE]! - 1, above) < 0 ? 0 : rt.none();
}

function pushPop(rt: Machine, heap: number, item: number, above: Above): number {
  const n = listLength(rt, heap);
  if (n === 0) return rt.newRef(item);
  const k = test(rt, heap, n, itemAt(rt, heap, 0), item, above);
  if (k < 0) return 0;
  return k === 0 ? rt.newRef(item) : replace(rt, heap, rt.newRef(item), above);
}

function replaceTop(rt: Machine, heap: number, item: number, above: Above): number {
  if (listLength(rt, heap) === 0) return rt.raise(E.IndexError, 'index out of range');
  return replace(rt, heap, rt.newRef(item), above);
}

export const heapqNativeModule: ModuleDef = {
  name: '_heapq',
  doc: 'Heap queue algorithm (a.k.a. priority queue).',
  methods: [
    withItem('heappush', (rt, heap, item) => push(rt, heap, item, less)),
    withItem('heappushpop', (rt, heap, item) => pushPop(rt, heap, item, less)),
    withHeap('heappop', (rt, heap) => pop(rt, heap, less)),
    withItem('heapreplace', (rt, heap, item) => replaceTop(rt, heap, item, less)),
    withHeap('heapify', (rt, heap) => heapify(rt, heap, less)),
    withHeap('_heappop_max', (rt, heap) => pop(rt, heap, greater)),
    withHeap('_heapify_max', (rt, heap) => heapify(rt, heap, greater)),
    withItem('_heapreplace_max', (rt, heap, item) => replaceTop(rt, heap, item, greater)),
  ],
};
