import { expect, test } from 'vitest';
import { growthText } from '../../../src/present/terminal/growth.js';
import type { Growth, GrowthSeries } from '../../../src/protocol/growth.js';
import { open } from './run.js';

const ports = { shouldStop: () => undefined };

function grown(text: string, python: '3.8' | '3.10' | '3.12' | '3.13' = '3.12'): Growth {
  return open(text, { python }).growth(null, ports)!;
}

function named(growth: Growth, name: string): GrowthSeries {
  const found = growth.series.find((series) => series.name === name);
  if (!found) throw new Error(`${name} is not among ${growth.series.map((s) => s.name)}.`);
  return found;
}

/** Containers, each filled or emptied by one statement in a loop of its own. */
const CASES: readonly (readonly [name: string, empty: string, change: string])[] = [
  ['a', '[]', 'a.append(i)'],
  ['d', '{}', 'd[i] = None'],
  ['t', '{}', 't[str(i)] = None'],
  ['b', 'bytearray()', 'b.append(i)'],
  ['q', 'collections.deque()', 'q.append(i)'],
  ['r', 'list(range(100))', 'r.pop()'],
];

test.each(['3.8', '3.10', '3.12', '3.13'] as const)(
  'what was requested is what sys.getsizeof says beyond the object itself, Python %s',
  (python) => {
    const loops = CASES.map(
      ([name, empty, change]) =>
        `${name} = ${empty}\nfor i in range(90):\n    ${change}\n    print(sys.getsizeof(${name}))\n`,
    );
    const run = open(`import sys, collections\n${loops.join('')}`, { python });
    const growth = run.growth(null, ports)!;
    const printed = run.result.output.map((chunk) => chunk.text).join('');
    const sizes = printed.trim().split('\n').map(Number);
    CASES.forEach(([name], k) => {
      // Of a line that resized it several times the last look counts.
      const ends = new Map<number, number>();
      for (const { step, line, allocatedBytes } of named(growth, name).points)
        if (line === 4 + 4 * k) ends.set(step, allocatedBytes);
      expect(ends.size).toBeGreaterThan(60);
      const [first] = ends.keys();
      const own = new Set([...ends].map(([step, bytes]) => sizes[90 * k + (step - first!) / 3]! - bytes));
      expect([name, own.size]).toEqual([name, 1]);
    });
  },
);

test('a set keeps its first table in itself', () => {
  const { points } = named(grown('x = set()\nfor i in range(30):\n    x.add(i)\n'), 'x');
  expect(points[0]).toMatchObject({ used: 0, allocated: 8, resized: false });
  expect(points.filter((p) => p.resized).map((p) => [p.used, p.allocated])).toEqual([
    [5, 32],
    [19, 128],
  ]);
});

test('buffers of io', () => {
  const text = [
    'import io',
    'b = io.BytesIO()',
    't = io.StringIO()',
    'for i in range(50):',
    "    b.write(b'abcd')",
    "    t.write('abcd')",
  ].join('\n');
  const growth = grown(text);
  expect(named(growth, 'b')).toMatchObject({ type: 'BytesIO', unit: 'bytes', bornLine: 2, peak: { used: 200 } });
  expect(named(growth, 't')).toMatchObject({ type: 'StringIO', unit: 'characters', peak: { used: 200 } });
  expect(named(grown(text, '3.10'), 't')).toMatchObject({ unit: 'pieces', peak: { used: 50 } });
  expect(grown(text, '3.10').series).toHaveLength(2);
});

test('a str that is built in place is one series, wherever it moves', () => {
  const growth = grown("def build(s):\n    for i in range(300):\n        s += 'ab'\n    return s\ntext = build('')\n");
  const series = named(growth, 'text');
  expect(series).toMatchObject({ type: 'str', unit: 'characters', scope: '', peak: { used: 600 } });
  expect(series.points.map((p) => p.used)).toEqual(series.points.map((p) => p.used).sort((a, b) => a - b));
});

test('attributes, variables of functions, objects alike', () => {
  const growth = grown(
    [
      'class Store:',
      '    def __init__(self):',
      '        self.items = []',
      'store = Store()',
      'for i in range(40):',
      '    store.items.append(i)',
      'def build(n):',
      '    out = []',
      '    for i in range(n):',
      '        out.append(i)',
      'for n in (9, 30, 20): build(n)',
    ].join('\n'),
  );
  expect(named(growth, 'store.items')).toMatchObject({ type: 'list', bornLine: 3, alike: 0 });
  expect(named(growth, 'out')).toMatchObject({ scope: 'build', bornLine: 8, alike: 2, peak: { used: 30 } });
  expect(growth.seriesTotal).toBe(2);
});

test('only one object, by its name at a moment', () => {
  const run = open('a = []\nb = []\nfor i in range(20):\n    a.append(i)\n    b.append(i)\n');
  const { series } = run.growth({ kind: 'name', name: 'b' }, ports)!;
  expect(series.map((s) => s.name)).toEqual(['b']);
  expect(run.growth({ kind: 'name', name: 'c' }, ports)).toBeNull();
  // The machine still answers for the moment.
  expect(run.object({ kind: 'name', name: 'a' })?.sizeBytes).toBe(248);
});

test('points are never too many, the last one is there', () => {
  const { points, pointsTotal, resizes } = named(grown('x = []\nfor i in range(3000):\n    x.append(i)\n'), 'x');
  expect(pointsTotal).toBeGreaterThan(3000);
  expect(points.length).toBeLessThanOrEqual(400);
  expect(points.filter((p) => p.resized)).toHaveLength(resizes);
  expect(points.at(-1)).toMatchObject({ used: 3000 });
});

test('the same with a collection that was asked for', () => {
  const at = { kind: 'line', file: 0, line: 1, hit: 1 } as const;
  const run = open('x = []\nfor i in range(30):\n    x.append(i)\n', { collectAt: at });
  expect(named(run.growth(null, ports)!, 'x').peak).toMatchObject({ used: 30, allocated: 32 });
});

test('what standard output keeps until it is written is nothing of the program', () => {
  for (const python of ['3.8', '3.10', '3.12', '3.13'] as const)
    expect([python, grown('for i in range(90):\n    print(i, "text")\n', python).series]).toEqual([python, []]);
});

test('nothing grew', () => {
  const run = open('x = 1\n');
  const growth = run.growth(null, ports)!;
  expect(growth).toMatchObject({ series: [], seriesTotal: 0, complete: true });
  expect(growthText(run.result, growth)).toContain('Nothing grew');
});

test('the text of the terminal', () => {
  const run = open('x = []\nfor i in range(20):\n    x.append(i)\n');
  const text = growthText(run.result, run.growth(null, ports)!);
  expect(text).toContain('list x\n  made by line 1; asked for another buffer 4 times\n');
  expect(text).toContain('at its largest: 20 items, 24 fit: 160 bytes used of 192 bytes requested (83 %)');
  expect(text).toContain('used→fits: 1→4, 5→8, 9→16, 17→24');
});
