// Looking at each single instruction changes nothing: what a program prints, and how it ends.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ExploreRequest, PythonVersion } from '../../src/protocol/run.js';
import { walkRun } from '../../src/trace/debug/walk.js';
import { readProgram } from '../../src/trace/program.js';

const root = path.resolve(import.meta.dirname, '../conformance/programs');
/** Each so-many-th program of the corpus is run. */
const STEP = 12;

const programs = fs
  .readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.py'))
  .sort()
  .filter((_file, i) => i % STEP === 0);
const library = new Map();

function run(file: string, python: PythonVersion, single: boolean): { output: string; exitStatus: number } {
  const request: ExploreRequest = {
    files: [{ path: path.basename(file), text: fs.readFileSync(path.join(root, file), 'utf8') }],
    options: { python, budgets: { lines: 200_000, memoryBytes: 1 << 27, milliseconds: 60_000 } },
  };
  let output = '';
  const { outcome } = walkRun({
    program: readProgram(request),
    request,
    library,
    shouldStop: () => false,
    write: (_stream, text) => {
      output += text;
    },
    visitor: {
      from: 0,
      boundary: (walk) => {
        // Code that was made since has no traps yet.
        if (single && walk.steps % 50 === 0) walk.atFullSpeed();
        if (single) walk.bySingleInstructions();
        return false;
      },
      instruction: () => false,
    },
  });
  return { output, exitStatus: outcome.exitStatus };
}

test.each(['3.9', '3.12'] as const)('as Python %s', { timeout: 240_000 }, (python) => {
  for (const file of programs) expect([file, run(file, python, true)]).toEqual([file, run(file, python, false)]);
});
