// The ledger of an object sums to its count: checked for every object of every program of the corpus, at several moments.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ledgerProblems } from '../../src/trace/ledgerCheck.js';
import { type LibraryCode, observe } from '../../src/trace/observedRun.js';
import { readProgram } from '../../src/trace/program.js';
import type { Still } from '../../src/trace/still.js';

const programs = path.resolve(import.meta.dirname, '../conformance/programs');
/** Moments looked at in each program, beside its end. */
const MOMENTS = 2;
/** Lines of a program that are run to know how long it is. */
const LINES = 100_000;

const library: LibraryCode = new Map();
const ports = { shouldStop: () => undefined };

/** Runs a program and gives what is wrong with the ledgers. */
function problemsOf(file: string): string[] {
  const budgets = { lines: LINES, memoryBytes: 1 << 27, milliseconds: 60_000 };
  const request = {
    files: [{ path: file, text: fs.readFileSync(file, 'utf8') }],
    options: { python: '3.12', budgets },
  } as const;
  const program = readProgram(request);
  const problems: string[] = [];
  const look = (still: Still): false => {
    for (const problem of ledgerProblems(still)) problems.push(`after ${still.recorder.steps} lines: ${problem}`);
    return false;
  };
  const at = { moment: { kind: 'end' }, arrived: look } as const;
  const { recorder } = observe(program, request, ports, { libraryCode: library, at });
  const every = Math.ceil((recorder?.steps ?? 0) / (MOMENTS + 1));
  if (every === 0) return problems;
  observe(program, request, ports, {
    libraryCode: library,
    boundary: (_rt, steps, still) => {
      if (steps > 0 && steps % every === 0) look(still());
      return false;
    },
  });
  return problems;
}

for (const area of fs.readdirSync(programs).sort()) {
  describe(area, () => {
    const files = fs.readdirSync(path.join(programs, area)).filter((file) => file.endsWith('.py'));
    test.each(files)('%s', { timeout: 60_000 }, (file) => {
      expect(problemsOf(path.join(programs, area, file))).toEqual([]);
    });
  });
}
