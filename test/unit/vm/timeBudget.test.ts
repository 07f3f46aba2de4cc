import { expect, test } from 'vitest';
import { openRun } from '../../../src/trace/explore.js';

/** Milliseconds of a budget, and how long after it a run may end: a host gives up on it some seconds later. */
const BUDGET = 300;
const LATE = 2000;

const PROGRAMS = [
  'while True: sum(range(9999))',
  'sum(range(10**10))',
  'max(range(10**10))',
  '"".join(str(i) for i in range(10**10))',
  'x = list(range(10**6))\nwhile True: -1 in x',
  'x = [0] * 20000\nwhile True: x.sort(key=lambda v: v)',
  'import collections\ncollections.deque(range(10**10), maxlen=1)',
  'import itertools\nlist(itertools.islice(itertools.count(), 10**10, None))',
  'next(filter(None, iter(int, 1)))',
  'import itertools\nany(itertools.dropwhile(lambda n: True, itertools.count()))',
  'kept = []\ntext = "a" * 10**6\nwhile True: text.replace("a", "b")',
];

test.each(PROGRAMS)('a run ends when its time is over, whatever its lines do: %s', (text) => {
  const budgets = { lines: 1e9, memoryBytes: 1 << 28, milliseconds: BUDGET };
  const begin = performance.now();
  const run = openRun(
    { files: [{ path: 'program.py', text: `kept_before = []\n${text}\n` }], options: { python: '3.12', budgets } },
    { shouldStop: () => (performance.now() - begin > BUDGET ? 'milliseconds' : undefined) },
  );
  expect(run.result.outcome).toEqual({ kind: 'budget', which: 'milliseconds' });
  expect(performance.now() - begin).toBeLessThan(BUDGET + LATE);
  // What was computed is there.
  const [first] = run.result.files[0]!.lines;
  expect(first).toMatchObject({ line: 1, names: [{ name: 'kept_before', after: 1 }] });
  expect(run.result.picture?.heap.totals.objects).toBeGreaterThan(1000);
  // Questions have a time of their own, and are soon answered: there, before, and there again.
  const again = performance.now();
  const ports = { shouldStop: () => (performance.now() - again > 1000 ? ('milliseconds' as const) : undefined) };
  const count = (of: typeof run | null) => of?.object({ kind: 'name', name: 'kept_before' })?.count;
  expect(count(run)).toBe(1);
  const before = run.moved({ kind: 'line', file: 0, line: 1, hit: 1 }, ports);
  expect(count(before)).toBe(1);
  const end = before?.moved({ kind: 'end' }, ports);
  expect(end?.result.picture?.step).toBeGreaterThanOrEqual(run.result.steps - 1);
  expect(count(end ?? null)).toBe(1);
});
