import { describe, expect, test } from 'vitest';
import { Heap } from '../../../src/memory/heap.js';
import { profileOf } from '../../../src/spec/profile.js';

const newHeap = (): Heap => new Heap(profileOf('3.12'), 64 << 20);

describe('the system heap', () => {
  test('chunks do not overlap and keep their content', () => {
    const heap = newHeap();
    // A fixed sequence of sizes and of blocks to free: the history is its own seed.
    let state = 12345;
    const random = (n: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return state % n;
    };
    const live = new Map<number, number>();
    for (let step = 0; step < 2000; step++) {
      if (live.size < 200 && random(3) > 0) {
        const bytes = 513 + random(6000);
        const block = heap.alloc(bytes);
        const words = bytes >> 2;
        const overlaps = [...live].some(([other, size]) => block + words > other && other + (size >> 2) > block);
        expect(overlaps).toBe(false);
        heap.M.fill(block, block, block + words);
        live.set(block, bytes);
      } else if (live.size > 0) {
        const [block, bytes] = [...live][random(live.size)]!;
        expect(heap.M.subarray(block, block + (bytes >> 2)).every((word) => word === block)).toBe(true);
        heap.free(block);
        live.delete(block);
      }
    }
    const listed = new Set([...heap.system.blocks()].map(({ address }) => address));
    for (const block of live.keys()) expect(listed.has(block)).toBe(true);
    expect(heap.allocatedBlocks).toBe(live.size);
  });

  test('neighbours that are free become one chunk again', () => {
    const heap = newHeap();
    const [a, b, c] = [heap.alloc(1000), heap.alloc(1000), heap.alloc(1000)];
    heap.alloc(1000);
    heap.free(a);
    heap.free(c);
    heap.free(b);
    expect(heap.alloc(3000)).toBe(a);
  });

  test('a block that grows keeps its content when it moves', () => {
    const heap = newHeap();
    const block = heap.alloc(600);
    heap.alloc(600);
    for (let i = 0; i < 150; i++) heap.M[block + i] = i;
    const moved = heap.realloc(block, 5000);
    expect(moved).not.toBe(block);
    expect([...heap.M.subarray(moved, moved + 150)]).toEqual(Array.from({ length: 150 }, (_, i) => i));
  });

  test('the last block of the heap grows in place', () => {
    const heap = newHeap();
    heap.alloc(600);
    const block = heap.alloc(600);
    expect(heap.realloc(block, 5000)).toBe(block);
  });
});

describe('realloc of a block in a pool', () => {
  test('stays while it wastes at most a quarter', () => {
    const heap = newHeap();
    const block = heap.alloc(400);
    expect(heap.realloc(block, 301)).toBe(block);
    expect(heap.realloc(block, 300)).not.toBe(block);
  });

  test('moves up into a larger class with its content', () => {
    const heap = newHeap();
    const block = heap.alloc(32);
    heap.M.fill(7, block, block + 8);
    const moved = heap.realloc(block, 48);
    expect(moved).not.toBe(block);
    expect([...heap.M.subarray(moved, moved + 8)]).toEqual(Array(8).fill(7));
    expect(heap.allocatedBlocks).toBe(1);
  });
});
