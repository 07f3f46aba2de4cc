// Which arena a pool comes from, and when an arena is given back: what CPython did with whole arenas of 512-byte blocks.
import { describe, expect, test } from 'vitest';
import { Heap } from '../../../src/memory/heap.js';
import { profileOf } from '../../../src/spec/profile.js';
import type { PythonVersion } from '../../../src/spec/version.js';

const VERSIONS: readonly PythonVersion[] = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13'];

/** A heap with full arenas; `pools[arena][i]` is the list of blocks of a pool. */
function fullArenas(version: PythonVersion, arenas: number): { heap: Heap; pools: number[][][] } {
  const heap = new Heap(profileOf(version), 64 << 20);
  const perPool = Math.floor((heap.profile.poolSize - 48) / 512);
  const pools = Array.from({ length: arenas }, () =>
    Array.from({ length: heap.profile.poolsPerArena }, () => Array.from({ length: perPool }, () => heap.alloc(512))),
  );
  return { heap, pools };
}

const freePool = (heap: Heap, blocks: readonly number[]): void => {
  for (const block of blocks) heap.free(block);
};

/** Names of the pools from which blocks of a fresh class come, in order. */
function order(heap: Heap, names: ReadonlyMap<number, string>): string[] {
  const out: string[] = [];
  let last = 0;
  while (out.length < names.size) {
    const pool = heap.pymalloc.poolOf(heap.alloc(496));
    if (pool === last) continue;
    last = pool;
    out.push(names.get(pool) ?? '?');
  }
  return out;
}

describe.each(VERSIONS)('%s', (version) => {
  test('pools of a fresh arena are carved in ascending order', () => {
    const { heap, pools } = fullArenas(version, 1);
    const addresses = pools[0]!.map((blocks) => heap.pymalloc.poolOf(blocks[0]!));
    const step = heap.profile.poolSize / 4;
    expect(addresses).toEqual(addresses.map((_, i) => addresses[0]! + i * step));
  });

  test('the arena with the fewest free pools is drained first', () => {
    const { heap, pools } = fullArenas(version, 3);
    const names = new Map<number, string>();
    const release = (arena: number, name: string, from: number, to: number): void => {
      for (let i = from; i <= to; i++) {
        names.set(heap.pymalloc.poolOf(pools[arena]![i]![0]!), `${name}${i}`);
        freePool(heap, pools[arena]![i]!);
      }
    };
    release(0, 'A', 3, 7);
    release(1, 'B', 10, 11);
    release(2, 'C', 20, 22);
    expect(order(heap, names)).toEqual(['B11', 'B10', 'C22', 'C21', 'C20', 'A7', 'A6', 'A5', 'A4', 'A3']);
  });

  test('of arenas with as many free pools the one that got there last is first', () => {
    const { heap, pools } = fullArenas(version, 3);
    const names = new Map<number, string>();
    for (const [arena, name] of ['D', 'E', 'F'].entries()) {
      for (const i of [0, 1]) {
        names.set(heap.pymalloc.poolOf(pools[arena]![i]![0]!), `${name}${i}`);
        freePool(heap, pools[arena]![i]!);
      }
    }
    expect(order(heap, names)).toEqual(['F1', 'F0', 'E1', 'E0', 'D1', 'D0']);
  });

  test('a wholly free arena is returned, from 3.9 on unless it is the last usable one', () => {
    const { heap, pools } = fullArenas(version, 3);
    const arenasNow = (): number => heap.pymalloc.arenasNow;
    for (const blocks of pools[0]!.slice(1)) freePool(heap, blocks);
    expect(arenasNow()).toBe(3);
    freePool(heap, pools[0]![0]!);
    expect(arenasNow()).toBe(version === '3.8' ? 2 : 3);
    // A second one: now one of the two free arenas goes.
    for (const blocks of pools[1]!) freePool(heap, blocks);
    expect(arenasNow()).toBe(version === '3.8' ? 1 : 2);
  });

  test('a returned arena is mapped again at the same place', () => {
    const { heap, pools } = fullArenas(version, 3);
    const first = heap.pymalloc.poolOf(pools[1]![0]![0]!);
    for (const arena of [0, 1]) for (const blocks of pools[arena]!) freePool(heap, blocks);
    const high = heap.pymalloc.arenasHighWater;
    expect(high).toBe(3);
    const perPool = Math.floor((heap.profile.poolSize - 48) / 512);
    for (let i = 0; i < 2 * heap.profile.poolsPerArena * perPool; i++) heap.alloc(512);
    expect(heap.pymalloc.arenasNow).toBe(3);
    expect(heap.pymalloc.arenasHighWater).toBe(3);
    expect(heap.pymalloc.owns(first)).toBe(true);
  });
});
