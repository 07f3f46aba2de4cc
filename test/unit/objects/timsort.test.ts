import { describe, expect, test } from 'vitest';
import { Timsort } from '../../../src/objects/timsort.js';
import { seeded } from './numberMachine.js';

/** Sorts places by values; what was compared, in order. */
function sorted(values: readonly number[], minor: number): { places: number[]; compared: string[]; ok: boolean } {
  const places = values.map((_, i) => i);
  const compared: string[] = [];
  const less = (a: number, b: number) => {
    compared.push(`${a}<${b}`);
    return values[a]! < values[b]! ? 1 : 0;
  };
  const ok = new Timsort(places, null, minor, less, () => {}).sort();
  return { places, compared, ok };
}

describe.each([8, 10, 11, 12, 13])('the sort of 3.%i', (minor) => {
  test('is stable and sorts runs of every kind', () => {
    const next = seeded(minor);
    for (const n of [0, 1, 2, 3, 31, 63, 64, 65, 129, 700]) {
      for (const spread of [1, 3, n, 1e6]) {
        const values = Array.from({ length: n }, () => Math.floor(next() * Math.max(1, spread)));
        const { places, ok } = sorted(values, minor);
        expect(ok).toBe(true);
        expect(places).toEqual(values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b));
      }
    }
  });

  test('stops at a comparison that fails and loses nothing', () => {
    const places = Array.from({ length: 200 }, (_, i) => i);
    let left = 150;
    const sort = new Timsort(
      places,
      null,
      minor,
      (a, b) => (left-- === 0 ? -1 : (a * 7919) % 200 < (b * 7919) % 200 ? 1 : 0),
      () => {},
    );
    expect(sort.sort()).toBe(false);
    expect([...places].sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i));
  });
});

test('a list in order costs one comparison for each neighbour', () => {
  expect(sorted([1, 2, 3, 4], 12).compared).toEqual(['1<0', '2<1', '3<2']);
});

test('equal items end a descending run up to 3.12, and belong to it since', () => {
  const values = [5, 4, 4, 3];
  expect(sorted(values, 12).compared).toEqual(['1<0', '2<1', '2<0', '2<1', '3<2', '3<1']);
  expect(sorted(values, 13).compared).toEqual(['1<0', '2<1', '1<2', '3<2']);
  expect(sorted(values, 13).places).toEqual([3, 1, 2, 0]);
});
