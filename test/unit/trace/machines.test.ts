// A machine that is used again runs a program as one does that was booted for it.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ExploreResult } from '../../../src/protocol/run.js';
import { PYTHON_VERSIONS } from '../../../src/spec/version.js';
import { newWorkshop, openRun, type Workshop } from '../../../src/trace/explore.js';
import { Machines } from '../../../src/trace/machines.js';
import { observe } from '../../../src/trace/observedRun.js';
import { readProgram } from '../../../src/trace/program.js';
import { stateHash } from '../../../src/trace/stateHash.js';
import { requestOf } from './run.js';

const examples = path.resolve(import.meta.dirname, '../../../examples');
const ports = { shouldStop: () => undefined };
const texts = fs.readdirSync(examples).map((file) => fs.readFileSync(path.join(examples, file), 'utf8'));

/** Leaves as much behind as a program can. */
const UNTIDY = `import collections, sys, weakref, gc
class Node:
    pass
kept = []
def deep(n):
    kept.append([n] * n)
    return deep(n - 1) if n else 0
deep(700)
int.__add__(1, 2); str.upper("a"); (1.5).hex()
a = Node(); a.a = a; a.name = "untidy"
gc.set_threshold(10, 2, 2); gc.disable(); gc.freeze()
sys.setrecursionlimit(500)
big = 2 ** 900
sys.exit("in the middle")
`;

const freshly = (): Workshop => newWorkshop();

test.each(PYTHON_VERSIONS)('results are the same to the last address, Python %s', { timeout: 120_000 }, (python) => {
  const explored = (text: string, workshop: Workshop): ExploreResult => {
    const run = openRun(requestOf(text, { python, lines: 20_000 }), ports, workshop);
    run.close();
    return run.result;
  };
  const used = freshly();
  for (const text of texts) {
    const straight = explored(text, freshly());
    explored(UNTIDY, used);
    expect(explored(text, used)).toEqual(straight);
  }
});

test('the state is the same between any two lines', { timeout: 60_000 }, () => {
  const machines = new Machines();
  const statesOf = (text: string, from: Machines | undefined): number[] => {
    const request = requestOf(text, { lines: 3000 });
    const states: number[] = [];
    const { rt } = observe(readProgram(request), request, ports, {
      libraryCode: new Map(),
      ...(from ? { machines: from } : {}),
      light: true,
      boundary: (rt, steps) => {
        if (steps % 50 < 2) states.push(stateHash(rt));
        return false;
      },
    });
    from?.giveBack(rt!);
    return states;
  };
  statesOf(UNTIDY, machines);
  for (const text of texts.slice(0, 4)) expect(statesOf(text, machines)).toEqual(statesOf(text, undefined));
});

test('a machine is lent to one run at a time, and given back once', () => {
  const machines = new Machines();
  const workshop = { ...newWorkshop(), machines };
  const first = openRun(requestOf('a = [1]\n'), ports, workshop);
  const second = openRun(requestOf('a = [1, 2]\n'), ports, workshop);
  expect(first.object({ kind: 'name', name: 'a' })?.repr).toBe('[1]');
  const moved = second.moved({ kind: 'step', step: 0 }, ports)!;
  second.close();
  // Its machine is still needed.
  openRun(requestOf('a = [1, 2, 3]\n'), ports, workshop);
  expect(moved.moved(undefined, ports)?.object({ kind: 'name', name: 'a' })?.repr).toBe('[1, 2]');
  expect(first.object({ kind: 'name', name: 'a' })?.repr).toBe('[1]');
});

test('what a run left is gone: memory, instructions and stacks are zero where the booted machine has nothing', () => {
  const machines = new Machines();
  const request = requestOf(UNTIDY);
  const run = (): Int32Array => {
    const { rt } = observe(readProgram(request), request, ports, { libraryCode: new Map(), machines });
    machines.giveBack(rt!);
    return rt!.M;
  };
  const M = run();
  const booted = M.slice();
  expect(run()).toBe(M);
  let different = -1;
  for (let i = 0; i < M.length && different < 0; i++) if (M[i] !== booted[i]) different = i;
  expect(different).toBe(-1);
  const fresh = machines.take({
    version: '3.12',
    memoryBytes: M.byteLength,
    countsLines: true,
    argv: [],
    stdin: () => null,
    stdout: () => undefined,
    stderr: () => undefined,
    sources: { folder: '', load: () => null },
  });
  expect(fresh.M).toBe(M);
});
