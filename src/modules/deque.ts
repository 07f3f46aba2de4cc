/**
 * collections.deque: a doubly linked list of blocks of 64 items. Follows _collectionsmodule.c.
 *
 * A block is 66 pointers: left link, 64 items, right link.
 */
import { Ob } from '../memory/layout.js';
import type { Machine } from '../objects/machine.js';
import { blockBytes, type Room } from '../objects/room.js';
import { E } from '../objects/typeIds.js';
import type { Visit } from '../objects/typeInfo.js';

/** Items of a block. */
export const BLOCK = 64;
const BLOCK_BYTES = 8 * (BLOCK + 2);
const CENTER = (BLOCK - 1) >> 1;
const MAX_FREE = 16;

/** Offsets in a block, words. */
const LEFT_LINK = 0;
export const BLOCK_DATA = 2;
const RIGHT_LINK = 2 + 2 * BLOCK;

/** Words of the fields. */
export const DQ_LEFT = 6;
export const DQ_RIGHT = 8;
export const DQ_LEFT_INDEX = 10;
export const DQ_RIGHT_INDEX = 12;
export const DQ_STATE = 14;
export const DQ_MAXLEN = 16;
export const DQ_WEAKREFLIST = 18;
/** Blocks kept for this deque (3.11+). */
const DQ_FREE_COUNT = 20;
const DQ_FREE = 22;

/** Bytes without GC header. */
export function dequeBasicSize(rt: Machine): number {
  return rt.profile.minor >= 11 ? 216 : 80;
}

function newBlock(rt: Machine, dq: number): number {
  if (rt.profile.minor >= 11) {
    const n = rt.M[dq + DQ_FREE_COUNT]!;
    if (n > 0) {
      rt.M[dq + DQ_FREE_COUNT] = n - 1;
      return rt.M[dq + DQ_FREE + 2 * (n - 1)]!;
    }
  } else {
    const block = rt.freeDequeBlocks.pop();
    if (block !== undefined) return block;
  }
  return rt.memAlloc(BLOCK_BYTES);
}

function freeBlock(rt: Machine, dq: number, block: number): void {
  if (rt.profile.minor >= 11) {
    const n = rt.M[dq + DQ_FREE_COUNT]!;
    if (n < MAX_FREE) {
      rt.M[dq + DQ_FREE + 2 * n] = block;
      rt.M[dq + DQ_FREE_COUNT] = n + 1;
      return;
    }
  } else {
    const blocks = rt.freeDequeBlocks;
    if (blocks.length < MAX_FREE) {
      blocks.push(block);
      return;
    }
  }
  rt.memFree(block);
}

/** Gives a fresh, zeroed deque its first block. */
export function dequeInit(rt: Machine, dq: number): void {
  const M = rt.M;
  const block = newBlock(rt, dq);
  M[block + LEFT_LINK] = 0;
  M[block + RIGHT_LINK] = 0;
  M[dq + Ob.SIZE] = 0;
  M[dq + DQ_LEFT] = block;
  M[dq + DQ_RIGHT] = block;
  M[dq + DQ_LEFT_INDEX] = CENTER + 1;
  M[dq + DQ_RIGHT_INDEX] = CENTER;
  M[dq + DQ_MAXLEN] = -1;
}

export function dequeLength(rt: Machine, dq: number): number {
  return rt.M[dq + Ob.SIZE]!;
}

/** Blocks from the one with the first item to the one with the last, and those that the deque keeps. */
export function dequeRoom(rt: Machine, dq: number, out: Room): void {
  const M = rt.M;
  const n = M[dq + Ob.SIZE]!;
  const slots = M[dq + DQ_LEFT_INDEX]! + n + BLOCK - 1 - M[dq + DQ_RIGHT_INDEX]!;
  out.set('items', n, Math.max(BLOCK, slots), 8);
  const kept = rt.profile.minor >= 11 ? M[dq + DQ_FREE_COUNT]! : 0;
  const blocks = out.allocated / BLOCK + kept;
  out.allocatedBytes = blocks * BLOCK_BYTES;
  out.blockBytes = blocks * blockBytes(rt, M[dq + DQ_LEFT]!);
}

function isFull(rt: Machine, dq: number): boolean {
  const M = rt.M;
  const max = M[dq + DQ_MAXLEN]!;
  return max >= 0 && max < M[dq + Ob.SIZE]!;
}

/** Appends at the right; the reference is taken over. Follows deque_append_internal. */
export function dequeAppend(rt: Machine, dq: number, item: number): void {
  const M = rt.M;
  if (M[dq + DQ_RIGHT_INDEX] === BLOCK - 1) {
    const block = newBlock(rt, dq);
    M[block + LEFT_LINK] = M[dq + DQ_RIGHT]!;
    M[M[dq + DQ_RIGHT]! + RIGHT_LINK] = block;
    M[dq + DQ_RIGHT] = block;
    M[block + RIGHT_LINK] = 0;
    M[dq + DQ_RIGHT_INDEX] = -1;
    if (rt.resized !== null) rt.resized(dq, dq);
  }
  M[dq + Ob.SIZE]!++;
  const i = ++M[dq + DQ_RIGHT_INDEX]!;
  M[M[dq + DQ_RIGHT]! + BLOCK_DATA + 2 * i] = item;
  if (isFull(rt, dq)) rt.decref(dequePopLeft(rt, dq));
  else M[dq + DQ_STATE]!++;
}

/** Appends at the left; the reference is taken over. */
export function dequeAppendLeft(rt: Machine, dq: number, item: number): void {
  const M = rt.M;
  if (M[dq + DQ_LEFT_INDEX] === 0) {
    const block = newBlock(rt, dq);
    M[block + RIGHT_LINK] = M[dq + DQ_LEFT]!;
    M[M[dq + DQ_LEFT]! + LEFT_LINK] = block;
    M[dq + DQ_LEFT] = block;
    M[block + LEFT_LINK] = 0;
    M[dq + DQ_LEFT_INDEX] = BLOCK;
    if (rt.resized !== null) rt.resized(dq, dq);
  }
  M[dq + Ob.SIZE]!++;
  const i = --M[dq + DQ_LEFT_INDEX]!;
  M[M[dq + DQ_LEFT]! + BLOCK_DATA + 2 * i] = item;
  if (isFull(rt, dq)) rt.decref(dequePop(rt, dq));
  else M[dq + DQ_STATE]!++;
}

/** Removes the last item, whose reference is the caller's; 0 with IndexError. */
export function dequePop(rt: Machine, dq: number): number {
  const M = rt.M;
  if (M[dq + Ob.SIZE] === 0) return rt.raise(E.IndexError, 'pop from an empty deque');
  const item = M[M[dq + DQ_RIGHT]! + BLOCK_DATA + 2 * M[dq + DQ_RIGHT_INDEX]!]!;
  M[dq + DQ_RIGHT_INDEX]!--;
  M[dq + Ob.SIZE]!--;
  M[dq + DQ_STATE]!++;
  if (M[dq + DQ_RIGHT_INDEX]! < 0) {
    if (M[dq + Ob.SIZE] !== 0) {
      const previous = M[M[dq + DQ_RIGHT]! + LEFT_LINK]!;
      freeBlock(rt, dq, M[dq + DQ_RIGHT]!);
      M[previous + RIGHT_LINK] = 0;
      M[dq + DQ_RIGHT] = previous;
      M[dq + DQ_RIGHT_INDEX] = BLOCK - 1;
    } else recenter(rt, dq);
  }
  return item;
}

/** Removes the first item, whose reference is the caller's; 0 with IndexError. */
export function dequePopLeft(rt: Machine, dq: number): number {
  const M = rt.M;
  if (M[dq + Ob.SIZE] === 0) return rt.raise(E.IndexError, 'pop from an empty deque');
  const item = M[M[dq + DQ_LEFT]! + BLOCK_DATA + 2 * M[dq + DQ_LEFT_INDEX]!]!;
  M[dq + DQ_LEFT_INDEX]!++;
  M[dq + Ob.SIZE]!--;
  M[dq + DQ_STATE]!++;
  if (M[dq + DQ_LEFT_INDEX] === BLOCK) {
    if (M[dq + Ob.SIZE] !== 0) {
      const next = M[M[dq + DQ_LEFT]! + RIGHT_LINK]!;
      freeBlock(rt, dq, M[dq + DQ_LEFT]!);
      M[next + LEFT_LINK] = 0;
      M[dq + DQ_LEFT] = next;
      M[dq + DQ_LEFT_INDEX] = 0;
    } else recenter(rt, dq);
  }
  return item;
}

function recenter(rt: Machine, dq: number): void {
  rt.M[dq + DQ_LEFT_INDEX] = CENTER + 1;
  rt.M[dq + DQ_RIGHT_INDEX] = CENTER;
}

/** An empty deque about to be filled at one end uses its block from there. */
export function dequeSkew(rt: Machine, dq: number, left: boolean): void {
  const M = rt.M;
  if (M[dq + Ob.SIZE] !== 0) return;
  M[dq + DQ_LEFT_INDEX] = left ? BLOCK - 1 : 1;
  M[dq + DQ_RIGHT_INDEX] = left ? BLOCK - 2 : 0;
}

/** Gives all items up, first to last. Follows deque_clear. */
export function dequeClear(rt: Machine, dq: number): void {
  const M = rt.M;
  let n = M[dq + Ob.SIZE]!;
  if (n === 0) return;
  const fresh = newBlock(rt, dq);
  let block = M[dq + DQ_LEFT]!;
  let i = M[dq + DQ_LEFT_INDEX]!;
  M[fresh + LEFT_LINK] = 0;
  M[fresh + RIGHT_LINK] = 0;
  M[dq + Ob.SIZE] = 0;
  M[dq + DQ_LEFT] = fresh;
  M[dq + DQ_RIGHT] = fresh;
  recenter(rt, dq);
  M[dq + DQ_STATE]!++;
  for (; n > 0; n--) {
    if (i === BLOCK) {
      const previous = block;
      block = M[block + RIGHT_LINK]!;
      i = 0;
      freeBlock(rt, dq, previous);
    }
    rt.decref(M[block + BLOCK_DATA + 2 * i++]!);
  }
  freeBlock(rt, dq, block);
}

/** What dealloc does before the object's memory goes. */
export function dequeDrop(rt: Machine, dq: number): void {
  const M = rt.M;
  if (M[dq + DQ_LEFT] !== 0) {
    dequeClear(rt, dq);
    freeBlock(rt, dq, M[dq + DQ_LEFT]!);
  }
  M[dq + DQ_LEFT] = 0;
  M[dq + DQ_RIGHT] = 0;
  if (rt.profile.minor >= 11) {
    for (let i = 0; i < M[dq + DQ_FREE_COUNT]!; i++) rt.memFree(M[dq + DQ_FREE + 2 * i]!);
  }
}

/** The blocks of a deque, those it keeps for later included. */
export function dequeBlocks(rt: Machine, dq: number, claim: (block: number) => void): void {
  const M = rt.M;
  for (let block = M[dq + DQ_LEFT]!; block !== 0; block = block === M[dq + DQ_RIGHT] ? 0 : M[block + RIGHT_LINK]!)
    claim(block);
  if (rt.profile.minor < 11) return;
  for (let i = 0; i < M[dq + DQ_FREE_COUNT]!; i++) claim(M[dq + DQ_FREE + 2 * i]!);
}

export function dequeTraverse(rt: Machine, dq: number, visit: Visit): void {
  const M = rt.M;
  let block = M[dq + DQ_LEFT]!;
  let i = M[dq + DQ_LEFT_INDEX]!;
  for (let n = M[dq + Ob.SIZE]!; n > 0; n--) {
    if (i === BLOCK) {
      block = M[block + RIGHT_LINK]!;
      i = 0;
    }
    visit(rt, M[block + BLOCK_DATA + 2 * i++]!);
  }
}

/** The block to the right (or left) of a block. */
export function neighbour(rt: Machine, block: number, right: boolean): number {
  return rt.M[block + (right ? RIGHT_LINK : LEFT_LINK)]!;
}

/** Address of the word that holds item `i` (0 first). */
export function dequeSlot(rt: Machine, dq: number, i: number): number {
  const M = rt.M;
  const at = i + M[dq + DQ_LEFT_INDEX]!;
  const total = M[dq + Ob.SIZE]! + M[dq + DQ_LEFT_INDEX]!;
  let hops = Math.floor(at / BLOCK);
  let block: number;
  if (at * 2 < total) {
    block = M[dq + DQ_LEFT]!;
    while (hops-- > 0) block = M[block + RIGHT_LINK]!;
  } else {
    let back = Math.floor((total - 1) / BLOCK) - hops;
    block = M[dq + DQ_RIGHT]!;
    while (back-- > 0) block = M[block + LEFT_LINK]!;
  }
  return block + BLOCK_DATA + 2 * (at % BLOCK);
}

/** Moves the last `n` items to the front (negative: the first to the end). Follows _deque_rotate. */
export function dequeRotate(rt: Machine, dq: number, n: number): void {
  const M = rt.M;
  const length = M[dq + Ob.SIZE]!;
  if (length <= 1) return;
  const half = length >> 1;
  if (n > half || n < -half) {
    n %= length;
    if (n > half) n -= length;
    else if (n < -half) n += length;
  }
  M[dq + DQ_STATE]!++;
  let left = M[dq + DQ_LEFT]!;
  let right = M[dq + DQ_RIGHT]!;
  let leftIndex = M[dq + DQ_LEFT_INDEX]!;
  let rightIndex = M[dq + DQ_RIGHT_INDEX]!;
  let spare = 0;
  while (n > 0) {
    if (leftIndex === 0) {
      if (spare === 0) spare = newBlock(rt, dq);
      M[spare + RIGHT_LINK] = left;
      M[left + LEFT_LINK] = spare;
      left = spare;
      M[spare + LEFT_LINK] = 0;
      leftIndex = BLOCK;
      spare = 0;
    }
    const m = Math.min(n, rightIndex + 1, leftIndex);
    rightIndex -= m;
    leftIndex -= m;
    n -= m;
    const source = right + BLOCK_DATA + 2 * (rightIndex + 1);
    M.copyWithin(left + BLOCK_DATA + 2 * leftIndex, source, source + 2 * m);
    if (rightIndex < 0) {
      spare = right;
      right = M[right + LEFT_LINK]!;
      M[right + RIGHT_LINK] = 0;
      rightIndex = BLOCK - 1;
    }
  }
  while (n < 0) {
    if (rightIndex === BLOCK - 1) {
      if (spare === 0) spare = newBlock(rt, dq);
      M[spare + LEFT_LINK] = right;
      M[right + RIGHT_LINK] = spare;
      right = spare;
      M[spare + RIGHT_LINK] = 0;
      rightIndex = -1;
      spare = 0;
    }
    const m = Math.min(-n, BLOCK - leftIndex, BLOCK - 1 - rightIndex);
    const source = left + BLOCK_DATA + 2 * leftIndex;
    M.copyWithin(right + BLOCK_DATA + 2 * (rightIndex + 1), source, source + 2 * m);
    leftIndex += m;
    rightIndex += m;
    n += m;
    if (leftIndex === BLOCK) {
      spare = left;
      left = M[left + RIGHT_LINK]!;
      M[left + LEFT_LINK] = 0;
      leftIndex = 0;
    }
  }
  if (spare !== 0) freeBlock(rt, dq, spare);
  M[dq + DQ_LEFT] = left;
  M[dq + DQ_RIGHT] = right;
  M[dq + DQ_LEFT_INDEX] = leftIndex;
  M[dq + DQ_RIGHT_INDEX] = rightIndex;
}

/** Bytes of the blocks in use. */
export function dequeBlockBytes(rt: Machine, dq: number): number {
  const M = rt.M;
  const blocks = Math.floor((M[dq + DQ_LEFT_INDEX]! + M[dq + Ob.SIZE]! + BLOCK - 1) / BLOCK);
  return blocks * BLOCK_BYTES;
}
