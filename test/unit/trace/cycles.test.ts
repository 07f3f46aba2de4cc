import { expect, test } from 'vitest';
import { components, graphOf } from '../../../src/trace/cycles.js';

/** Components as sorted lists. */
function found(successors: readonly (readonly number[])[]): string[] {
  return components(graphOf(successors))
    .map((component) => component.sort((a, b) => a - b).join(' '))
    .sort();
}

test('nothing refers back', () => {
  expect(found([])).toEqual([]);
  expect(found([[1, 2], [2], [], [0]])).toEqual([]);
});

test('a node that refers to itself', () => {
  expect(found([[0], [0]])).toEqual(['0']);
});

test('several components, one within reach of another', () => {
  expect(found([[1], [2, 3], [0], [4], [5], [3, 6], []])).toEqual(['0 1 2', '3 4 5']);
});

test('a ring as long as memory allows is found without recursion', () => {
  const size = 200_000;
  const ring = Array.from({ length: size }, (_, i) => [(i + 1) % size]);
  expect(found(ring)[0]!.split(' ').length).toBe(size);
});
