// Under stress the collector's algorithm is tried at allocations. A slice of the corpus finds nothing and prints what it
// prints without; `node test/conformance/check.mjs --gc-stress` is the same for all. A wrong count is found.
import { expect, test } from 'vitest';
import { T } from '../../src/objects/typeIds.js';
import { runProgram } from '../../src/vm/run.js';
import type { Runtime } from '../../src/vm/runtime.js';
import { allPrograms, recordedTasks, runCorpus } from '../conformance/harness.mjs';

const AREAS = /^(gc_|weakrefs\/|finalizers\/|generators_memory\/|refcount_flow\/)/;

test('a slice of the corpus prints the same, and the audit is content', async () => {
  const tasks = ['3.8', '3.11', '3.13'].flatMap((version, shift) => {
    const slice = allPrograms().filter((program) => AREAS.test(program));
    return recordedTasks(
      [version],
      slice.filter((_, i) => i % 3 === shift),
    );
  });
  const results = await runCorpus(
    tasks.map((task) => ({ ...task, gcStress: true, audit: 'end' })),
    { timeLimit: 120_000 },
  );
  const wrong = results.filter(({ difference, findings }) => difference !== undefined || findings.length > 0);
  expect(
    wrong.map(({ version, program, difference, findings }) => ({ version, program, difference, findings })),
  ).toEqual([]);
}, 300_000);

/** Runs `source` under stress; `spoil` is called with the machine before the second line. */
function underStress(source: string, spoil: (rt: Runtime) => void): string | undefined {
  const outcome = runProgram({
    files: new Map([['main.py', source]]),
    main: 'main.py',
    version: '3.12',
    argv: ['main.py'],
    collector: { stress: true },
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
    attach: (rt) => {
      rt.lineCountdown = 0;
      rt.observer = {
        freed: () => {},
        left: () => {},
        cleared: () => {},
        collected: () => {},
        line: (_frame, line) => {
          if (line === 2) spoil(rt);
        },
      };
    },
    loadModule: () => null,
  });
  return outcome.fault === undefined ? undefined : String(outcome.fault);
}

test('a count that is too low is found', () => {
  const source = 'kept = [[], []]\nmade = [[i] for i in range(5000)]\n';
  expect(underStress(source, () => {})).toBeUndefined();
  const spoil = (rt: Runtime): void => {
    rt.M[listInList(rt)]! -= 1;
  };
  expect(underStress(source, spoil)).toMatch(/The collector under stress: <list 0x[0-9a-f]+> has 0 references/);
});

/** An empty list that only a list of the program holds. */
function listInList(rt: Runtime): number {
  let found = 0;
  const visit = (p: number): void => {
    if (found === 0 && rt.is(p, T.LIST) && rt.M[p] === 1 && rt.M[p + 4] === 0) found = p;
  };
  rt.visitRoots((p) =>
    rt.typeOf(p).tp_traverse?.(rt, p, (_rt, to) => rt.typeOf(to).tp_traverse?.(rt, to, (_m, item) => visit(item))),
  );
  return found;
}
