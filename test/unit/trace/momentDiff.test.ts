import { expect, test } from 'vitest';
import { diffText } from '../../../src/present/terminal/diff.js';
import { END, type Moment } from '../../../src/protocol/position.js';
import { open } from './run.js';

const ports = { shouldStop: () => undefined };
const after = (line: number, hit = 1): Moment => ({ kind: 'line', file: 0, line, hit });

const PROGRAM = `class Node:
    pass

kept = []
gone = Node()
for n in range(10):
    kept.append(Node())
del gone
import gc
gc.collect()
last = 1
`;

test('what was born, died and grew, by type and line', () => {
  const run = open(PROGRAM);
  const diff = run.diff(after(5), after(8), ports)!;
  expect(diff.from).toMatchObject({ line: 5 });
  expect(diff.born[0]).toMatchObject({ type: 'Node', file: 0, line: 7, objects: 10 });
  expect(diff.died).toEqual([expect.objectContaining({ type: 'Node', line: 5, objects: 1 })]);
  expect(diff.grown).toEqual([expect.objectContaining({ bornLine: 4, bytesBefore: 56, bytesAfter: 184 })]);
  expect(diff.grownTotal).toEqual({ objects: 1, bytes: 128 });
  expect(diff.moved).toEqual([]);
});

test('what a collection moved to another generation', () => {
  const diff = open(PROGRAM).diff(after(8), END, ports)!;
  expect(diff.moved).toContainEqual({ from: 0, to: 2, type: 'Node', objects: 10 });
});

test('the earlier moment comes first', () => {
  const run = open(PROGRAM);
  expect(run.diff(after(8), after(5), ports)).toEqual(run.diff(after(5), after(8), ports));
});

test('a moment that counts from the last execution', () => {
  const diff = open(PROGRAM).diff(after(7, 1), after(7, -1), ports)!;
  expect(diff.bornTotal.objects).toBe(9);
});

test('in words', () => {
  const run = open(PROGRAM);
  expect(diffText(run.result, run.diff(after(5), after(8), ports)!)).toBe(`main.py · Python 3.12 · 30 lines executed
From after line 5 to after line 8.

Born since, and alive: 10 objects, 480 bytes
  10  Node  480 bytes  made by line 7

Died since: 1 object, 48 bytes
  1  Node  48 bytes  made by line 5

1 object of another size
  list  kept  56 -> 184  (+128)  made by line 4
`);
  expect(diffText(run.result, run.diff(after(11), END, ports)!)).toContain('do not differ');
});
