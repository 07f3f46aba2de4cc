/** The collector's doubly linked lists of tracked objects. A list is named by its head, a pseudo object. Follows gcmodule.c: gc_list_*. */
import { Gc } from '../layout.js';

export function listInit(M: Int32Array, head: number): void {
  M[head + Gc.NEXT] = head;
  M[head + Gc.PREV] = head;
}

export function listIsEmpty(M: Int32Array, head: number): boolean {
  return M[head + Gc.NEXT] === head;
}

/** Moves an object from the list it is in to the end of another. */
export function listMove(M: Int32Array, object: number, head: number): void {
  const next = M[object + Gc.NEXT]!;
  const previous = M[object + Gc.PREV]!;
  M[previous + Gc.NEXT] = next;
  M[next + Gc.PREV] = previous;
  const last = M[head + Gc.PREV]!;
  M[last + Gc.NEXT] = object;
  M[object + Gc.PREV] = last;
  M[object + Gc.NEXT] = head;
  M[head + Gc.PREV] = object;
}

/** Appends a whole list to another; the first is empty afterwards. */
export function listMerge(M: Int32Array, from: number, to: number): void {
  const first = M[from + Gc.NEXT]!;
  if (first === from) return;
  const last = M[from + Gc.PREV]!;
  const tail = M[to + Gc.PREV]!;
  M[tail + Gc.NEXT] = first;
  M[first + Gc.PREV] = tail;
  M[last + Gc.NEXT] = to;
  M[to + Gc.PREV] = last;
  listInit(M, from);
}

export function listSize(M: Int32Array, head: number): number {
  let n = 0;
  for (let p = M[head + Gc.NEXT]!; p !== head; p = M[p + Gc.NEXT]!) n++;
  return n;
}

/** The objects of a list, in order. */
export function listMembers(M: Int32Array, head: number): number[] {
  const out: number[] = [];
  for (let p = M[head + Gc.NEXT]!; p !== head; p = M[p + Gc.NEXT]!) out.push(p);
  return out;
}
