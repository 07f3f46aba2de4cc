import { expect, it } from 'vitest';
import { openRun } from '../../../src/trace/explore.js';

const SOURCE = `\
a = 1
b = [1, 2, 3]
c = b
del b
del c
for i in range(3):
    d = i
`;

const ports = { shouldStop: () => undefined };

function events(kind: 'allocation' | 'free' | 'line', line?: number) {
  const budgets = { lines: 10_000, memoryBytes: 64 << 20, milliseconds: 10_000 };
  const files = [{ path: 'p.py', text: SOURCE }];
  const run = openRun({ files, options: { python: '3.13', budgets } }, ports);
  const ask = (from: number, backwards = false) =>
    run.nextEvent({ kind, from, backwards, ...(line === undefined ? {} : { line }) }, ports);
  return { ask, steps: run.result.steps };
}

it('finds the line that allocates, forward and back', () => {
  const { ask } = events('allocation');
  const first = ask(1)!;
  expect(first).toBe(2);
  expect(ask(4, true)).toBe(2);
});

it('finds the line that frees', () => {
  const { ask } = events('free');
  expect(ask(0)).toBe(5);
  expect(ask(5, true)).toBeNull();
  expect(ask(6, true)).toBe(5);
});

it('finds the moments before the executions of a line', () => {
  const { ask, steps } = events('line', 7);
  const first = ask(0)!;
  const second = ask(first)!;
  const third = ask(second)!;
  expect([first, second, third]).toEqual([6, 8, 10]);
  expect(ask(third)).toBeNull();
  expect(ask(steps, true)).toBe(third);
  expect(events('line', 99).ask(0)).toBeNull();
});
