import { describe, expect, test } from 'vitest';
import { MapLayout } from '../../../../src/present/panel/map/layout.js';
import type { MemoryMap } from '../../../../src/protocol/memoryMap.js';

const MiB = 1 << 20;

/** `arenas` of 63 pools each in blocks of 48 bytes, and blocks of the system heap. */
function mapOf(arenas: number, system: readonly number[] = [], poolBytes = 16384): MemoryMap {
  const pools = arenas * 63;
  const capacity = Math.floor((poolBytes - 48) / 48);
  const systemBytes = Uint32Array.from(system);
  let at = 512 * MiB;
  return {
    poolBytes,
    arenaBytes: poolBytes * 64,
    arenas: Array.from({ length: arenas }, (_, i) => ({
      address: (i + 1) * MiB * 2 + 4096,
      firstPool: i * 63,
      pools: 63,
      poolsTotal: 63,
      freePools: 0,
      padding: poolBytes - 4096,
    })),
    poolAddress: Uint32Array.from(
      { length: pools },
      (_, i) => (Math.floor(i / 63) + 1) * MiB * 2 + poolBytes * (1 + (i % 63)),
    ),
    poolClass: new Uint8Array(pools).fill(2),
    poolUsed: new Uint16Array(pools).fill(capacity),
    poolCapacity: new Uint16Array(pools).fill(capacity),
    systemAddress: systemBytes.map((bytes) => {
      const address = at;
      at += bytes;
      return address;
    }),
    systemBytes,
    steps: 100,
  };
}

describe.each([16384, 4096])('pools of %d bytes', (poolBytes) => {
  const layout = new MapLayout(mapOf(5, [600, 3000, 100_000], poolBytes));

  test('the middle of each block is found where the block is drawn, and by its address', () => {
    for (const pool of [0, 62, 63, 200, 314]) {
      for (const index of [0, 1, 17, layout.map.poolCapacity[pool]! - 1]) {
        const rects = layout.blockRects(pool, index);
        const place = { kind: 'block', arena: Math.floor(pool / 63), pool, index };
        for (const r of rects) expect(layout.at(r.x + r.width / 2, r.y + r.height / 2)).toEqual(place);
        expect(layout.placeOf(layout.blockAddress(pool, index) + 16)).toEqual(place);
      }
    }
  });

  test('a block takes as many units across as it has bytes', () => {
    for (let index = 0; index < 60; index++) {
      const rects = layout.blockRects(3, index);
      expect(rects.reduce((n, r) => n + r.width, 0)).toBe(48);
      expect(new Set(rects.map((r) => r.y)).size).toBe(rects.length);
    }
  });

  test('a block of the system heap is found where it is drawn', () => {
    for (const index of [0, 1, 2]) {
      const rects = layout.systemRects(index);
      for (const r of rects)
        expect(layout.at(r.x + r.width / 2, r.y + r.height / 2)).toEqual({ kind: 'system', index });
      const area = rects.reduce((n, r) => n + (r.width * r.height) / 64, 0);
      expect(area).toBe(layout.map.systemBytes[index]);
      expect(layout.placeOf(layout.map.systemAddress[index]! + 8)).toEqual({ kind: 'system', index });
    }
  });

  test('arenas do not overlap, and all are found in the whole', () => {
    const all = layout.arenasIn({ x: 0, y: 0, width: layout.width, height: layout.height });
    expect(all).toEqual([0, 1, 2, 3, 4]);
    for (const a of all)
      for (const b of all) {
        if (a >= b) continue;
        const [p, q] = [layout.arenaRect(a), layout.arenaRect(b)];
        expect(p.x + p.width <= q.x || q.x + q.width <= p.x || p.y + p.height <= q.y || q.y + q.height <= p.y).toBe(
          true,
        );
      }
  });

  test('a pool header is the pool, the ground is nothing', () => {
    const r = layout.poolRect(0);
    expect(layout.at(r.x + 10, r.y + 10)).toEqual({ kind: 'pool', arena: 0, pool: 0 });
    expect(layout.at(-10, -10)).toBeNull();
  });
});
