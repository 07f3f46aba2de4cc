// A machine that goes back and forth in a run stands where a run straight there would.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ledgerProblems } from '../../../src/trace/ledgerCheck.js';
import { type LibraryCode, observe } from '../../../src/trace/observedRun.js';
import { readProgram } from '../../../src/trace/program.js';
import { stateHash } from '../../../src/trace/stateHash.js';
import type { Still } from '../../../src/trace/still.js';
import { open, requestOf } from './run.js';

const examples = path.resolve(import.meta.dirname, '../../../examples');
const ports = { shouldStop: () => undefined };
const library: LibraryCode = new Map();

/** The state of a machine: its memory, and what is bound in its frames. */
function stateOf(still: Still): string {
  const frames = still.frames().map(({ scope, line, names }) => [scope, line, names.map((n) => [n.name, n.object])]);
  return JSON.stringify([still.recorder.steps, stateHash(still.rt), frames]);
}

/** Steps in no order: the same ones every time. */
function someSteps(total: number, count: number): number[] {
  let seed = total;
  return Array.from({ length: count }, () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return 1 + Math.floor((seed / 2 ** 32) * total);
  });
}

test.each(fs.readdirSync(examples))('%s is the same at any step', { timeout: 60_000 }, (file) => {
  const request = requestOf(fs.readFileSync(path.join(examples, file), 'utf8'), { lines: 60_000 });
  const program = readProgram(request);
  const { time, recorder } = observe(program, request, ports, { libraryCode: library, keepsTime: true });
  const steps = [...new Set(someSteps(recorder!.steps - 1, 8))];
  const straight = new Map<number, string>();
  observe(program, request, ports, {
    libraryCode: library,
    light: true,
    stops: [...steps].sort((a, b) => a - b),
    boundary: (_rt, step, still) => {
      if (steps.includes(step)) straight.set(step, stateOf(still()));
      return false;
    },
  });
  for (const step of steps) {
    const still = time!.goTo({ kind: 'step', step }, ports)!;
    expect(ledgerProblems(still)).toEqual([]);
    expect(stateOf(still)).toBe(straight.get(step));
  }
});

const LOOP = `def push(n):
    item = [n]
    kept.append(item)
    return item

kept = []
for n in range(25_000):
    last = push(n)
    if n % 3 == 0:
        kept.clear()
print(len(kept))
`;

test('a moment of a long run is reached from the nearest checkpoint', () => {
  const run = open(LOOP, { lines: 200_000 });
  expect(run.result.steps).toBeGreaterThan(100_000);
  const there = run.moved({ kind: 'line', file: 0, line: 8, hit: 15_000 }, ports)!;
  const { picture } = there.result;
  expect(picture?.line).toBe(8);
  const names = picture!.frames[0]!.names.map(({ name, object }) => `${name} ${object.repr}`);
  expect(names).toContain('n 14999');
  expect(names).toContain('last [14999]');
  expect(there.object({ kind: 'name', name: 'last' })).toMatchObject({ count: 2, bornLine: 2 });
  // Back again, and to the end.
  const before = run.moved({ kind: 'step', step: 3 }, ports)!;
  expect(before.result.picture!.step).toBe(3);
  expect(there.object({ kind: 'name', name: 'n' })?.repr).toBe('14999');
  expect(run.moved(undefined, ports)!.result.picture!.step).toBe(run.result.steps);
});

test('a moment of a run that read input', () => {
  const request = requestOf('a = input()\nb = input()\nc = input()\n');
  const program = readProgram({ ...request, options: { ...request.options, stdin: '1\n2\n3\n' } });
  const withInput = { ...request, options: { ...request.options, stdin: '1\n2\n3\n' } };
  const { time } = observe(program, withInput, ports, { libraryCode: library, keepsTime: true });
  const names = time!.goTo({ kind: 'line', file: 0, line: 2, hit: 1 }, ports)!.mainNames();
  expect(names.map(({ name }) => name)).toEqual(['a', 'b']);
});

test('a run that a budget ended is gone back to, up to where it ended', () => {
  const run = open('n = 0\nwhile True:\n    n += 1\n', { lines: 50_000 });
  expect(run.result.outcome).toMatchObject({ kind: 'budget' });
  const end = run.result.picture!.frames[0]!.names.at(-1)?.object.repr;
  expect(run.moved({ kind: 'step', step: 1001 }, ports)!.result.picture!.step).toBe(1001);
  expect(run.moved(undefined, ports)!.result.picture!.frames[0]!.names.at(-1)?.object.repr).toBe(end);
});

test('what is to be seen at some steps is seen there, from the checkpoints before them', () => {
  const request = requestOf(LOOP, { lines: 200_000 });
  const program = readProgram(request);
  const { time } = observe(program, request, ports, { libraryCode: library, keepsTime: true });
  const stops = [0, 1, 700, 33_000, 33_001, 99_000, 100_020];
  const straight = new Map<number, number>();
  observe(program, request, ports, {
    libraryCode: library,
    light: true,
    stops,
    boundary: (rt, step) => {
      if (stops.includes(step)) straight.set(step, stateHash(rt));
      return false;
    },
  });
  const seen = new Map<number, number>();
  let lines = 0;
  const boundary = (rt: Still['rt'], step: number): void => {
    lines++;
    if (stops.includes(step)) seen.set(step, stateHash(rt));
  };
  expect(time!.follow({ stops, boundary }, ports)).toBe(true);
  expect(seen).toEqual(straight);
  expect(seen.size).toBe(stops.length);
  // Nothing was told between them, but where a checkpoint took over.
  expect(lines).toBeLessThan(2 * stops.length);
});
