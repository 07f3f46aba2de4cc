import { expect, test } from 'vitest';
import { PYTHON_VERSIONS } from '../../../src/protocol/run.js';
import { open } from './run.js';

const ports = { shouldStop: () => undefined };
const sum = (counts: Iterable<number>): number => [...counts].reduce((a, b) => a + b, 0);

/** Makes and drops more than it keeps. */
const PROGRAM = `kept = []
for i in range(3000):
    kept.append([i * 1000])
    if i % 3 == 0:
        kept.clear()
text = 'x' * 5000
last = 1
`;

test.each(PYTHON_VERSIONS)('all that %s allocates is counted, freed or not', (python) => {
  const run = open(PROGRAM, { python });
  const heat = run.heat(12, 48, ports)!;
  const { counts, system, columns, rows, origins } = heat;
  expect(counts).toHaveLength(rows * columns);
  expect(rows).toBeLessThanOrEqual(12);
  const early = sum(Array.from({ length: rows }, (_, row) => counts[row * columns]!)) + system[0]!;
  const later = sum(counts) + sum(system) - early;
  expect(origins.again + origins.fresh + origins.system).toBe(later);
  const { samples } = run.timeline(ports)!;
  const [first] = samples;
  expect(early).toBe(first!.blocks);
  // Blocks that moved when they grew count where they went to.
  const allocated = sum(samples.slice(1).map((s) => s.allocated));
  expect(later).toBeGreaterThanOrEqual(allocated);
  expect(later - allocated).toBeLessThan(allocated / 10);
  // Far more than what is alive at the end: the lists' blocks are used again and again.
  expect(later).toBeGreaterThan(samples.at(-1)!.blocks - early);
  expect(origins.again).toBeGreaterThan(origins.fresh);
  expect(origins.freeLists).toBeGreaterThan(500);
  expect(system[columns - 1]).toBeGreaterThanOrEqual(1);
});

test('the machine stands where it stood before the run was followed', () => {
  const run = open(PROGRAM, { at: { kind: 'line', file: 0, line: 1, hit: 1 } });
  const before = run.graph({ definitions: false, values: false, reach: 'all', types: [], expanded: [] });
  run.heat(4, 8, ports);
  expect(run.graph({ definitions: false, values: false, reach: 'all', types: [], expanded: [] })).toEqual(before);
});

test('a run with a collection that was asked for is followed, too', () => {
  const collectAt = { kind: 'line', file: 0, line: 6, hit: 1 } as const;
  const run = open(PROGRAM, { at: collectAt, collectAt });
  expect(run.heat(4, 8, ports)).not.toBeNull();
  expect(run.timeline(ports)!.samples.length).toBeGreaterThan(100);
});

test('a program that traces its memory is not disturbed', () => {
  expect(open('import tracemalloc\ntracemalloc.start()\na = [0] * 1000\n').heat(4, 8, ports)).toBeNull();
});

test('no gap in the curves of a long run: what two samples differ by was allocated or freed between them', () => {
  const text = 'kept = []\nfor i in range(20000):\n    kept.append([i])\ndel kept\nlast = 1\n';
  const { samples } = open(text).timeline(ports)!;
  for (let i = 1; i < samples.length; i++)
    expect(samples[i]!.blocks - samples[i - 1]!.blocks).toBe(samples[i]!.allocated - samples[i]!.freed);
});
