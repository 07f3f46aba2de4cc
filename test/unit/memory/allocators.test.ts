// Every allocator under the same history of requests: blocks do not overlap, keep their content, and are all told.
import { describe, expect, test } from 'vitest';
import { REGION_BYTES } from '../../../src/memory/allocators/bump.js';
import { auditBlocks } from '../../../src/memory/audit.js';
import { Heap } from '../../../src/memory/heap.js';
import { ALLOCATORS, usesPools } from '../../../src/protocol/allocators.js';
import { profileOf } from '../../../src/spec/profile.js';

const MEBIBYTE = 1 << 20;

interface Live {
  readonly bytes: number;
  readonly mark: number;
  readonly mem: boolean;
}

describe.each(ALLOCATORS)('%s', (name) => {
  const newHeap = (version: '3.8' | '3.12' = '3.12'): Heap => new Heap(profileOf(version), 64 * MEBIBYTE, name);

  test.each(['3.8', '3.12'] as const)('a long history of requests, %s', (version) => {
    const heap = newHeap(version);
    let state = 20_24;
    const random = (n: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return (state >>> 8) % n;
    };
    const live = new Map<number, Live>();
    const size = (): number => (random(10) === 0 ? random(200_000) : random(600));
    const fill = (block: number, { bytes, mark }: Live): void => {
      heap.U8.fill(mark, block * 4, block * 4 + bytes);
    };
    const check = (block: number, { mark }: Live, bytes: number): void => {
      expect(heap.U8.subarray(block * 4, block * 4 + bytes).every((byte) => byte === mark)).toBe(true);
    };
    for (let step = 0; step < 3000; step++) {
      const choice = random(10);
      if (live.size < 20 || (live.size < 400 && choice < 5)) {
        const made = { bytes: size(), mark: step & 0xff, mem: random(2) === 0 };
        const block = made.mem ? heap.memAlloc(made.bytes) : heap.alloc(made.bytes);
        expect(live.has(block)).toBe(false);
        expect(block % 4).toBe(0);
        fill(block, made);
        live.set(block, made);
        continue;
      }
      const [block, was] = [...live][random(live.size)]!;
      check(block, was, was.bytes);
      live.delete(block);
      if (choice < 7) {
        const now = { ...was, bytes: size() };
        const moved = was.mem ? heap.memRealloc(block, now.bytes) : heap.realloc(block, now.bytes);
        check(moved, was, Math.min(was.bytes, now.bytes));
        fill(moved, now);
        live.set(moved, now);
      } else if (was.mem) heap.memFree(block);
      else heap.free(block);
    }
    const { used, problems } = auditBlocks(heap);
    expect(problems).toEqual([]);
    expect([...used].sort((a, b) => a - b)).toEqual([...live.keys()].sort((a, b) => a - b));
    expect(heap.countedBlocks()).toBe(usesPools(name) ? live.size : 0);
    for (const [block, was] of live) {
      check(block, was, was.bytes);
      if (was.mem) heap.memFree(block);
      else heap.free(block);
    }
    expect(auditBlocks(heap)).toEqual({ used: new Set(), problems: [] });
  });

  test('a request of nothing is a block', () => {
    const heap = newHeap();
    const block = heap.memAlloc(0);
    expect(block).not.toBe(heap.memAlloc(0));
    expect(heap.allocatedBlocks).toBe(2);
    heap.memFree(heap.memRealloc(block, 0));
    expect(heap.allocatedBlocks).toBe(1);
  });
});

describe('bump', () => {
  const newHeap = (): Heap => new Heap(profileOf('3.12'), 64 * MEBIBYTE, 'bump');

  test('addresses ascend, and what is released is not used again', () => {
    const heap = newHeap();
    const [a, b] = [heap.alloc(32), heap.alloc(32)];
    heap.free(a!);
    expect(b! - a!).toBe(12);
    expect(heap.alloc(32) - b!).toBe(12);
  });

  test('a region starts anew once nothing in it is in use', () => {
    const heap = newHeap();
    const first = heap.alloc(1000);
    const blocks = Array.from({ length: 100 }, () => heap.alloc(1000));
    const held = heap.system.heldBytes;
    expect(held).toBe(2 * REGION_BYTES);
    for (const block of [first, ...blocks]) heap.free(block);
    for (let i = 0; i < 100; i++) heap.alloc(1000);
    expect(heap.system.heldBytes).toBe(held);
  });
});
