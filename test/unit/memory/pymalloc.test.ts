// What CPython's allocator did when it was watched through id() and sys._debugmallocstats().
import { describe, expect, test } from 'vitest';
import { Heap } from '../../../src/memory/heap.js';
import { Pool, SIZE_CLASSES } from '../../../src/memory/pymalloc.js';
import { profileOf } from '../../../src/spec/profile.js';
import type { PythonVersion } from '../../../src/spec/version.js';

const VERSIONS: readonly PythonVersion[] = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13'];
const MEBIBYTE = 1 << 20;

const newHeap = (version: PythonVersion): Heap => new Heap(profileOf(version), 64 * MEBIBYTE);
const offsetInPool = (heap: Heap, block: number): number => (block - heap.pymalloc.poolOf(block)) * 4;
const blocksPerPool = (heap: Heap, bytes: number): number => Math.floor((heap.profile.poolSize - 48) / bytes);

/** Allocates `n` blocks and returns them. */
const allocate = (heap: Heap, n: number, bytes: number): number[] => Array.from({ length: n }, () => heap.alloc(bytes));

/** Fills whole pools of 512-byte blocks: pool by pool, its blocks. */
function fillPools(heap: Heap, pools: number): number[][] {
  const perPool = blocksPerPool(heap, 512);
  return Array.from({ length: pools }, () => allocate(heap, perPool, 512));
}

const freeAll = (heap: Heap, blocks: readonly number[]): void => {
  for (const block of blocks) heap.free(block);
};

describe.each(VERSIONS)('%s', (version) => {
  test('a fresh pool hands out ascending blocks from offset 48', () => {
    const heap = newHeap(version);
    const offsets = allocate(heap, blocksPerPool(heap, 496), 496).map((block) => offsetInPool(heap, block));
    expect(offsets).toEqual(offsets.map((_, i) => 48 + 496 * i));
    expect(offsets.at(-1)).toBe(version === '3.8' || version === '3.9' ? 3520 : 15424);
  });

  test('a pool holds as many blocks as fit behind its header', () => {
    const known: Record<number, [old: number, late: number]> = {
      16: [253, 1021],
      32: [126, 510],
      64: [63, 255],
      144: [28, 113],
      512: [7, 31],
    };
    for (const [bytes, [old, late]] of Object.entries(known)) {
      const heap = newHeap(version);
      const first = heap.pymalloc.poolOf(heap.alloc(Number(bytes)));
      let n = 1;
      while (heap.pymalloc.poolOf(heap.alloc(Number(bytes))) === first) n++;
      expect(n).toBe(heap.profile.poolSize === 4096 ? old : late);
    }
  });

  test('the smallest and largest request of a class get its size', () => {
    const heap = newHeap(version);
    for (let i = 0; i < SIZE_CLASSES; i++) {
      expect(heap.blockBytes(heap.alloc(16 * i + 1))).toBe(16 * (i + 1));
      expect(heap.blockBytes(heap.alloc(16 * i + 16))).toBe(16 * (i + 1));
    }
  });

  test('a request of 513 bytes goes past the pools and counts as a block', () => {
    const heap = newHeap(version);
    const before = heap.allocatedBlocks;
    const block = heap.alloc(513);
    expect(heap.pymalloc.owns(block)).toBe(false);
    expect(heap.allocatedBlocks - before).toBe(1);
    heap.free(block);
    expect(heap.allocatedBlocks).toBe(before);
  });

  test('freed blocks are used again last in, first out', () => {
    const heap = newHeap(version);
    const [p, q, r] = allocate(heap, 5, 48) as [number, number, number, number, number];
    freeAll(heap, [p, q, r]);
    expect(allocate(heap, 3, 48)).toEqual([r, q, p]);
  });

  test('a full pool that gets a free block moves to the front of its class', () => {
    const heap = newHeap(version);
    const [one, two, three] = fillPools(heap, 4) as [number[], number[], number[], number[]];
    freeAll(heap, [one[0]!, two[0]!, three[0]!]);
    expect(allocate(heap, 3, 512)).toEqual([three[0], two[0], one[0]]);
  });

  test('a further free does not move a listed pool', () => {
    const heap = newHeap(version);
    const [one, two] = fillPools(heap, 3) as [number[], number[], number[]];
    const [a, b, c] = one as [number, number, number];
    freeAll(heap, [a, b, two[0]!, c]);
    expect(allocate(heap, 4, 512)).toEqual([two[0], c, b, a]);
  });

  test('emptied pools are taken again last first', () => {
    const heap = newHeap(version);
    const pools = fillPools(heap, 6);
    freeAll(heap, pools[1]!);
    freeAll(heap, pools[2]!);
    const taken = fillPools(heap, 2).map((blocks) => heap.pymalloc.poolOf(blocks[0]!));
    expect(taken).toEqual([heap.pymalloc.poolOf(pools[2]![0]!), heap.pymalloc.poolOf(pools[1]![0]!)]);
  });

  test('an emptied pool starts anew for another class', () => {
    const heap = newHeap(version);
    const pools = fillPools(heap, 3);
    freeAll(heap, pools[1]!);
    const block = heap.alloc(64);
    expect(heap.pymalloc.poolOf(block)).toBe(heap.pymalloc.poolOf(pools[1]![0]!));
    expect(offsetInPool(heap, block)).toBe(48);
  });

  test('an emptied pool keeps its free list for the same class', () => {
    const heap = newHeap(version);
    const pools = fillPools(heap, 3);
    freeAll(heap, pools[1]!);
    expect(allocate(heap, 3, 512)).toEqual(pools[1]!.slice(-3).reverse());
  });

  test('the pool header tells what is used', () => {
    const heap = newHeap(version);
    const blocks = allocate(heap, 5, 100);
    const pool = heap.pymalloc.poolOf(blocks[0]!);
    expect(heap.M[pool + Pool.COUNT]).toBe(5);
    heap.free(blocks[2]!);
    expect(heap.M[pool + Pool.COUNT]).toBe(4);
    expect(heap.M[pool + Pool.FREEBLOCK]).toBe(blocks[2]);
  });
});
