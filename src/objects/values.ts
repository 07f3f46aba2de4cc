/**
 * Values of split tables: the array beside shared keys, and the order in which its slots were filled.
 *
 * 3.11 and 3.12: order bytes stand before the values, counted down from byte -3; byte -2 the number of values, byte
 * -1 the size of that prefix. 3.13: byte -8 the capacity, -7 the number of values, -6 whether they stand inside an
 * instance, -5 whether they are valid; the order bytes follow the values. To 3.10 there is no order: byte positions
 * are not used. Follows dictobject.c: new_values and _PyDictValues_AddToInsertionOrder.
 */
import { clearWords } from '../memory/clearWords.js';
import { KeysLayout } from '../memory/layout.js';
import type { Machine } from './machine.js';

function roundUp8(n: number): number {
  return (n + 7) & ~7;
}

/** Values with room for `size` slots (all NULL), in a block of their own. */
export function newValues(rt: Machine, size: number): number {
  const minor = rt.profile.minor;
  let values: number;
  if (minor <= 10) values = rt.memAlloc(8 * size);
  else if (minor <= 12) {
    const prefix = roundUp8(size + 2);
    values = rt.memAlloc(prefix + 8 * size) + (prefix >> 2);
    rt.U8[values * 4 - 1] = prefix;
    rt.U8[values * 4 - 2] = 0;
  } else {
    values = rt.memAlloc(bytesOfValues(size)) + 2;
    initInlineValues(rt, values, size, false);
    return values;
  }
  clearWords(rt.M, values, values + 2 * size);
  return values;
}

/** Prepares the values inside an instance (3.13+), or those of a detached dict. */
export function initInlineValues(rt: Machine, values: number, size: number, embedded: boolean): void {
  const U8 = rt.U8;
  U8[values * 4 - 8] = size;
  U8[values * 4 - 7] = 0;
  U8[values * 4 - 6] = embedded ? 1 : 0;
  U8[values * 4 - 5] = 1;
  rt.M.fill(0, values, values + 2 * size);
}

/** Bytes of so many values since 3.13: a prefix, the values, their order. */
function bytesOfValues(size: number): number {
  return 8 + 8 * size + roundUp8(size);
}

/** Bytes of values inside an instance for shared keys, prefix and order included (3.13+). */
export function inlineValuesBytes(rt: Machine, keys: number): number {
  return bytesOfValues(rt.M[keys + KeysLayout.NENTRIES]! + rt.M[keys + KeysLayout.USABLE]!);
}

/** The same of an instance that is there: it was given room before its class's keys came to have one place less. */
export function embeddedBytes(rt: Machine, values: number): number {
  return bytesOfValues(rt.U8[values * 4 - 8]! + 1);
}

/** Whether the values stand inside an instance (3.13+). */
export function valuesAreEmbedded(rt: Machine, values: number): boolean {
  return rt.profile.minor >= 13 && rt.U8[values * 4 - 6] === 1;
}

/** Values inside an instance that were taken away by its dict are not valid any more. */
export function inlineValuesValid(rt: Machine, values: number): boolean {
  return rt.U8[values * 4 - 5] === 1;
}

export function invalidateInlineValues(rt: Machine, values: number): void {
  rt.U8[values * 4 - 5] = 0;
}

/** Slots. */
export function valuesCapacity(rt: Machine, values: number, keys: number): number {
  if (rt.profile.minor >= 13) return rt.U8[values * 4 - 8]!;
  return rt.M[keys + KeysLayout.NENTRIES]! + rt.M[keys + KeysLayout.USABLE]!;
}

/** Number of values (3.11+). */
export function valuesUsed(rt: Machine, values: number): number {
  return rt.U8[values * 4 - (rt.profile.minor >= 13 ? 7 : 2)]!;
}

/** The slot that was filled as number `i` (3.11+). */
export function orderAt(rt: Machine, values: number, i: number): number {
  if (rt.profile.minor >= 13) return rt.U8[values * 4 + 8 * rt.U8[values * 4 - 8]! + i]!;
  return rt.U8[values * 4 - 3 - i]!;
}

function setOrder(rt: Machine, values: number, i: number, slot: number): void {
  if (rt.profile.minor >= 13) rt.U8[values * 4 + 8 * rt.U8[values * 4 - 8]! + i] = slot;
  else rt.U8[values * 4 - 3 - i] = slot;
}

function setUsed(rt: Machine, values: number, used: number): void {
  rt.U8[values * 4 - (rt.profile.minor >= 13 ? 7 : 2)] = used;
}

/** Slot `ix` was filled. Nothing to do up to 3.10. */
export function addToInsertionOrder(rt: Machine, values: number, ix: number): void {
  if (rt.profile.minor <= 10) return;
  const used = valuesUsed(rt, values);
  setOrder(rt, values, used, ix);
  setUsed(rt, values, used + 1);
}

/** Slot `ix` was emptied. */
export function removeFromInsertionOrder(rt: Machine, values: number, ix: number): void {
  if (rt.profile.minor <= 10) return;
  const used = valuesUsed(rt, values);
  let i = 0;
  while (orderAt(rt, values, i) !== ix) i++;
  for (; i < used - 1; i++) setOrder(rt, values, i, orderAt(rt, values, i + 1));
  setUsed(rt, values, used - 1);
}

/** All slots were emptied. */
export function clearInsertionOrder(rt: Machine, values: number): void {
  if (rt.profile.minor >= 11) setUsed(rt, values, 0);
}

/** Moves a copy of embedded values into a block of their own; references go along. Follows dictobject.c: copy_values. */
export function copyValues(rt: Machine, values: number): number {
  const size = rt.U8[values * 4 - 8]!;
  const bytes = 8 + 8 * size + roundUp8(size);
  const copy = rt.memAlloc(bytes) + 2;
  rt.M.copyWithin(copy - 2, values - 2, values - 2 + (bytes >> 2));
  rt.U8[copy * 4 - 6] = 0;
  return copy;
}

/** Releases the block of values; those inside an instance are only marked as gone. */
export function freeValues(rt: Machine, values: number): void {
  const minor = rt.profile.minor;
  if (minor <= 10) rt.memFree(values);
  else if (minor <= 12) rt.memFree(values - (rt.U8[values * 4 - 1]! >> 2));
  else if (valuesAreEmbedded(rt, values)) invalidateInlineValues(rt, values);
  else rt.memFree(values - 2);
}
