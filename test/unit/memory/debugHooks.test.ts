// The debug hooks' bytes, as they were read from CPythons' memory, and their reports, as CPython wrote them.
import { describe, expect, test } from 'vitest';
import { readHooks } from '../../../src/memory/allocators/debugHooks.js';
import { hookBytesOf, hooksAround } from '../../../src/memory/allocators/hooksAround.js';
import { Heap } from '../../../src/memory/heap.js';
import { BytearrayLayout, Frame } from '../../../src/memory/layout.js';
import { profileOf } from '../../../src/spec/profile.js';
import { runProgram } from '../../../src/vm/run.js';
import type { Runtime } from '../../../src/vm/runtime.js';
import recorded from '../../oracle/memory/damagedBlocks.json';

const MEBIBYTE = 1 << 20;
const VERSIONS = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13'] as const;
const newHeap = (): Heap => new Heap(profileOf('3.12'), 64 * MEBIBYTE, 'debug');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesAt = (heap: Heap, block: number, from: number, to: number): string =>
  hex(heap.U8.subarray(block * 4 + from, block * 4 + to));

describe('the bytes around a block', () => {
  test('before it its size and letter, behind it forbidden bytes, in it clean ones', () => {
    const heap = newHeap();
    const block = heap.alloc(21);
    expect(bytesAt(heap, block, -16, 0)).toBe('00000000000000156ffdfdfdfdfdfdfd');
    expect(bytesAt(heap, block, 0, 21)).toBe('cd'.repeat(21));
    expect(bytesAt(heap, block, 21, 29)).toBe('fd'.repeat(8));
    const items = heap.memAlloc(40);
    expect(bytesAt(heap, items, -16, 0)).toBe('00000000000000286dfdfdfdfdfdfdfd');
  });

  test('the size class is that of the size with the hooks', () => {
    const heap = newHeap();
    expect(heap.blockBytes(heap.alloc(8))).toBe(32);
    expect(heap.blockBytes(heap.alloc(9))).toBe(48);
    expect(heap.blockBytes(heap.alloc(488))).toBe(512);
    expect(heap.pymalloc.owns(heap.alloc(488))).toBe(true);
    expect(heap.pymalloc.owns(heap.alloc(489))).toBe(false);
  });

  test('a released block is dead but for the link of the free list', () => {
    const heap = newHeap();
    const other = heap.alloc(40);
    const block = heap.alloc(40);
    heap.free(other);
    heap.free(block);
    expect(heap.M[block - 4]).toBe(other - 4);
    expect(bytesAt(heap, block, -8, 48)).toBe('dd'.repeat(56));
  });

  test('a resized block keeps its content, and what is new is clean', () => {
    const heap = newHeap();
    for (const [before, after] of [
      [20, 60],
      [60, 20],
      [200, 300],
      [300, 100],
      [700, 900],
      [900, 300],
    ] as const) {
      let block = heap.memAlloc(before);
      for (let i = 0; i < before; i++) heap.U8[block * 4 + i] = i & 0x7f;
      block = heap.memRealloc(block, after);
      const kept = Math.min(before, after);
      expect([...heap.U8.subarray(block * 4, block * 4 + kept)]).toEqual(
        Array.from({ length: kept }, (_, i) => i & 0x7f),
      );
      expect(bytesAt(heap, block, kept, after)).toBe('cd'.repeat(after - kept));
      expect(readHooks(heap.M, block)).toMatchObject({ api: 'm', requested: after, whole: true });
    }
  });

  test('what is too large for a pool has the hooks of the raw domain around its own', () => {
    const heap = newHeap();
    const block = heap.alloc(1000);
    expect(hooksAround(heap, block).map(({ api, requested }) => [api, requested])).toEqual([
      ['o', 1000],
      ['r', 1024],
    ]);
    expect(hookBytesOf(heap, block)).toBe(48);
    const malloc = new Heap(profileOf('3.12'), 64 * MEBIBYTE, 'malloc_debug');
    expect(hookBytesOf(malloc, malloc.alloc(1000))).toBe(24);
  });
});

/** The recorded program, its damage done from outside before line 9. */
const program = (resized: boolean): string => `
resized = ${resized ? 'True' : 'False'}

def work():
    data = bytearray(b"0123456789abcdefghij")
    pass
    pass
    pass
    if resized:
        data.extend(bytes(200))
    del data

work()
`;

function damage(rt: Runtime, pokes: Readonly<Record<string, number>>): void {
  rt.lineCountdown = 0;
  rt.observer = {
    freed: () => {},
    left: () => {},
    cleared: () => {},
    collected: () => {},
    line: (frame, line) => {
      if (line !== 9) return;
      const buffer = rt.M[rt.M[frame + Frame.LOCALSPLUS]! + BytearrayLayout.BUFFER]!;
      for (const [offset, value] of Object.entries(pokes)) rt.U8[buffer * 4 + Number(offset)] = value;
    },
  };
}

describe.each(VERSIONS)('the report of %s', (version) => {
  test.each(Object.entries(recorded.cases))('%s', (name, { pokes, resized }) => {
    let stderr = '';
    const main = '/tmp/damaged_block.py';
    const outcome = runProgram({
      files: new Map([[main, program(resized)]]),
      main,
      version,
      argv: [main],
      allocator: 'debug',
      maxMemory: 64 * MEBIBYTE,
      stdin: () => null,
      stdout: () => {},
      stderr: (text) => {
        stderr += text;
      },
      attach: (rt) => damage(rt, pokes as Record<string, number>),
    });
    const found = stderr
      .replace(/p=0x[0-9a-f]+/, 'p=P')
      .replace(/tail=0x[0-9a-f]+/, 'tail=TAIL')
      .replace(/thread 0x[0-9a-f]+/, 'thread T');
    const real = recorded.versions[version][name as keyof typeof recorded.cases];
    expect(found).toBe(real.stderr);
    expect(outcome.exitStatus).toBe(128 - real.status);
  });
});
