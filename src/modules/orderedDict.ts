/**
 * The nodes of collections.OrderedDict: a doubly linked list beside the dict. Follows odictobject.c.
 *
 * A node is 32 bytes: key (owned), hash, next, previous. `od_fast_nodes` holds the node of each table entry; it is
 * made anew when the dict has got another table.
 */
import { DictLayout, KeysLayout } from '../memory/layout.js';
import { deleteEntry, dictClear, dictLookup, dictSetHashed, hashKey } from '../objects/dictCore.js';
import { LOOKUP_ERROR } from '../objects/dictKeys.js';
import type { Machine } from '../objects/machine.js';

/** Words of the fields behind those of dict. */
export const OD_FAST_NODES = 12;
export const OD_FAST_SIZE = 14;
const OD_SENTINEL = 16;
export const OD_STATE = 18;
export const OD_FIRST = 20;
const OD_LAST = 22;
export const OD_DICT = 24;
export const OD_WEAKREFLIST = 26;
/** Bytes without GC header. */
export const OD_BASICSIZE = 112;

/** Words of a node. */
export const NODE_KEY = 0;
const NODE_HASH = 2;
export const NODE_NEXT = 4;
export const NODE_PREVIOUS = 6;
export const NODE_BYTES = 32;

export function lastNode(rt: Machine, od: number): number {
  return rt.M[od + OD_LAST]!;
}

function tableSlots(rt: Machine, keys: number): number {
  return keys === rt.emptyKeys ? 1 : 2 ** rt.M[keys + KeysLayout.LOG2_SIZE]!;
}

/** Makes `od_fast_nodes` for the table as it is: false with an exception. Follows _odict_resize. */
function resize(rt: Machine, od: number): boolean {
  const M = rt.M;
  const keys = M[od + DictLayout.KEYS]!;
  const size = tableSlots(rt, keys);
  const fast = rt.memAlloc(8 * size);
  M.fill(0, fast, fast + 2 * size);
  for (let node = M[od + OD_FIRST]!; node !== 0; node = M[node + NODE_NEXT]!) {
    const ix = dictLookup(rt, od, M[node + NODE_KEY]!, M[node + NODE_HASH]!, M[node + NODE_HASH + 1]!);
    if (ix === LOOKUP_ERROR) {
      rt.memFree(fast);
      return false;
    }
    if (ix >= 0) M[fast + 2 * ix] = node;
  }
  if (M[od + OD_FAST_NODES] !== 0) rt.memFree(M[od + OD_FAST_NODES]!);
  M[od + OD_FAST_NODES] = fast;
  M[od + OD_FAST_SIZE] = size;
  M[od + OD_SENTINEL] = keys;
  return true;
}

/** Number of the entry of a key, -1 when it is not there, -3 with an exception; the nodes are in step then. */
function entryOf(rt: Machine, od: number, key: number, low: number, high: number): number {
  const M = rt.M;
  const keys = M[od + DictLayout.KEYS]!;
  if (M[od + OD_SENTINEL] !== keys || M[od + OD_FAST_SIZE] !== tableSlots(rt, keys)) {
    if (!resize(rt, od)) return LOOKUP_ERROR;
  }
  return dictLookup(rt, od, key, low, high);
}

/** The node of a key, 0 when it is not there or with an exception. */
export function findNode(rt: Machine, od: number, key: number): number {
  if (rt.M[od + OD_FIRST] === 0) return 0;
  if (hashKey(rt, key) < 0) return 0;
  const ix = entryOf(rt, od, key, rt.hashLow, rt.hashHigh);
  return ix < 0 ? 0 : rt.M[rt.M[od + OD_FAST_NODES]! + 2 * ix]!;
}

function linkLast(rt: Machine, od: number, node: number): void {
  const M = rt.M;
  const last = M[od + OD_LAST]!;
  M[node + NODE_NEXT] = 0;
  M[node + NODE_PREVIOUS] = last;
  if (last === 0) M[od + OD_FIRST] = node;
  else M[last + NODE_NEXT] = node;
  M[od + OD_LAST] = node;
  M[od + OD_STATE]!++;
}

function linkFirst(rt: Machine, od: number, node: number): void {
  const M = rt.M;
  const first = M[od + OD_FIRST]!;
  M[node + NODE_PREVIOUS] = 0;
  M[node + NODE_NEXT] = first;
  if (first === 0) M[od + OD_LAST] = node;
  else M[first + NODE_PREVIOUS] = node;
  M[od + OD_FIRST] = node;
  M[od + OD_STATE]!++;
}

function unlink(rt: Machine, od: number, node: number): void {
  const M = rt.M;
  const next = M[node + NODE_NEXT]!;
  const previous = M[node + NODE_PREVIOUS]!;
  if (previous === 0) M[od + OD_FIRST] = next;
  else M[previous + NODE_NEXT] = next;
  if (next === 0) M[od + OD_LAST] = previous;
  else M[next + NODE_PREVIOUS] = previous;
  M[od + OD_STATE]!++;
}

/** Moves a node to one end. */
export function moveNode(rt: Machine, od: number, node: number, last: boolean): void {
  unlink(rt, od, node);
  if (last) linkLast(rt, od, node);
  else linkFirst(rt, od, node);
}

/** Stores a value and notes the key as the last one when it is new: 0 or -1. Follows PyODict_SetItem. */
export function orderedSet(rt: Machine, od: number, key: number, value: number): number {
  if (hashKey(rt, key) < 0) return -1;
  const low = rt.hashLow;
  const high = rt.hashHigh;
  if (dictSetHashed(rt, od, key, value, low, high) < 0) return -1;
  const M = rt.M;
  rt.incref(key);
  const ix = entryOf(rt, od, key, low, high);
  if (ix < 0) {
    rt.decref(key);
    return rt.currentException !== 0 ? -1 : rt.raiseKeyError(key) - 1;
  }
  const at = M[od + OD_FAST_NODES]! + 2 * ix;
  if (M[at] !== 0) {
    rt.decref(key);
    return 0;
  }
  const node = rt.memAlloc(NODE_BYTES);
  M[node + NODE_KEY] = key;
  M[node + NODE_HASH] = low;
  M[node + NODE_HASH + 1] = high;
  linkLast(rt, od, node);
  M[at] = node;
  return 0;
}

/** Takes a node out: 0, or -1 with an exception. Follows _odict_clear_node. */
function clearNode(rt: Machine, od: number, key: number, low: number, high: number): number {
  const M = rt.M;
  if (M[od + OD_FIRST] === 0) return 0;
  const ix = entryOf(rt, od, key, low, high);
  if (ix < 0) return rt.currentException !== 0 ? -1 : 0;
  const fast = M[od + OD_FAST_NODES]!;
  const node = M[fast + 2 * ix]!;
  if (node === 0) return 0;
  M[fast + 2 * ix] = 0;
  unlink(rt, od, node);
  rt.decref(M[node + NODE_KEY]!);
  rt.memFree(node);
  return 0;
}

/** `del od[key]`: 0 or -1. Follows PyODict_DelItem. */
export function orderedDelete(rt: Machine, od: number, key: number): number {
  const value = orderedPop(rt, od, key);
  if (value === 0) {
    if (rt.currentException === 0) rt.raiseKeyError(key);
    return -1;
  }
  rt.decref(value);
  return 0;
}

/** Removes a key; its value, whose reference is the caller's. 0 when it is not there or with an exception. */
export function orderedPop(rt: Machine, od: number, key: number): number {
  if (hashKey(rt, key) < 0) return 0;
  const low = rt.hashLow;
  const high = rt.hashHigh;
  rt.incref(key);
  if (clearNode(rt, od, key, low, high) < 0) {
    rt.decref(key);
    return 0;
  }
  const ix = dictLookup(rt, od, key, low, high);
  const value = ix < 0 ? 0 : deleteEntry(rt, od, ix, low, high, false);
  rt.decref(key);
  return value;
}

/** Frees all nodes and the array. Follows _odict_clear_nodes. */
export function clearNodes(rt: Machine, od: number): void {
  const M = rt.M;
  if (M[od + OD_FAST_NODES] !== 0) rt.memFree(M[od + OD_FAST_NODES]!);
  M[od + OD_FAST_NODES] = 0;
  M[od + OD_FAST_SIZE] = 0;
  M[od + OD_SENTINEL] = 0;
  let node = M[od + OD_FIRST]!;
  M[od + OD_FIRST] = 0;
  M[od + OD_LAST] = 0;
  while (node !== 0) {
    const next = M[node + NODE_NEXT]!;
    rt.decref(M[node + NODE_KEY]!);
    rt.memFree(node);
    node = next;
  }
}

/** The nodes and their array. */
export function orderedBlocks(rt: Machine, od: number, claim: (block: number) => void): void {
  const M = rt.M;
  if (M[od + OD_FAST_NODES] !== 0) claim(M[od + OD_FAST_NODES]!);
  for (let node = M[od + OD_FIRST]!; node !== 0; node = M[node + NODE_NEXT]!) claim(node);
}

/** `od.clear()`. */
export function orderedClear(rt: Machine, od: number): void {
  dictClear(rt, od);
  clearNodes(rt, od);
}
