/**
 * What holds at any moment of any program: the ledger of each of its objects sums to its count, and a machine that
 * travels to the moment stands in the same state as one that ran straight there.
 */
import fs from 'node:fs';
import { END } from '../../src/protocol/position.js';
import type { ExploreRequest, PythonVersion } from '../../src/protocol/run.js';
import { ledgerProblems } from '../../src/trace/ledgerCheck.js';
import { type LibraryCode, observe } from '../../src/trace/observedRun.js';
import { readProgram } from '../../src/trace/program.js';
import { stateHash } from '../../src/trace/stateHash.js';
import type { Still } from '../../src/trace/still.js';

const ports = { shouldStop: () => undefined };
/** Lines of a program that are run. */
const LINES = 100_000;

/** What is looked at in one program. */
export interface Plan {
  /**
   * `lines`: after the 1st, 2nd, 4th, 8th ... execution of each line, at most so many moments. `some`: after so many
   * lines, spread evenly. The end is always looked at.
   */
  readonly ledgers: { readonly kind: 'lines' | 'some'; readonly most: number };
  /** Moments to travel to, in no order. */
  readonly travels: number;
}

export interface Findings {
  readonly problems: readonly string[];
  readonly ledgers: number;
  readonly travels: number;
}

/** The state of a machine: its memory, and what is bound in its frames. */
function stateOf(still: Still): string {
  const frames = still.frames().map(({ scope, line, names }) => [scope, line, names.map((n) => [n.name, n.object])]);
  return JSON.stringify([still.recorder.steps, stateHash(still.rt), frames]);
}

/** Steps in no order: the same ones every time. */
function someSteps(total: number, count: number): number[] {
  if (total < 1) return [];
  let seed = total;
  const steps = Array.from({ length: count }, () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return 1 + Math.floor((seed / 2 ** 32) * total);
  });
  return [...new Set(steps)];
}

function isPowerOfTwo(n: number): boolean {
  return (n & (n - 1)) === 0;
}

function thinned(steps: readonly number[], most: number): readonly number[] {
  const every = Math.max(1, steps.length / most);
  return Array.from({ length: Math.min(most, steps.length) }, (_, i) => steps[Math.floor(i * every)]!);
}

/** Runs a program and tells what is wrong. `library`: kept for all programs of a version. */
export function check(file: string, python: PythonVersion, plan: Plan, library: LibraryCode): Findings {
  const request: ExploreRequest = {
    files: [{ path: file, text: fs.readFileSync(file, 'utf8') }],
    options: { python, budgets: { lines: LINES, memoryBytes: 1 << 27, milliseconds: 60_000 } },
  };
  const program = readProgram(request);
  const problems: string[] = [];
  let ledgers = 0;
  const look = (still: Still): void => {
    ledgers++;
    for (const problem of ledgerProblems(still)) problems.push(`after ${still.recorder.steps} lines: ${problem}`);
  };
  const ends = new Set<number>();
  let total = 0;
  const { time, recorder } = observe(program, request, ports, {
    libraryCode: library,
    keepsTime: plan.travels > 0,
    at: {
      moment: END,
      arrived: (still) => {
        look(still);
        // Lines of finalizers come later, while the interpreter clears its modules.
        total = still.recorder.steps - 1;
        return false;
      },
    },
    ...(plan.ledgers.kind === 'lines'
      ? {
          lineEnded: (_rt, record, { steps }) => {
            if (isPowerOfTwo(record.hits)) ends.add(steps);
          },
        }
      : {}),
  });
  if (total < 1) return { problems, ledgers, travels: 0 };
  const spread = Array.from({ length: plan.ledgers.most }, (_, i) =>
    Math.ceil(((i + 1) * total) / (plan.ledgers.most + 1)),
  );
  const moments = new Set(plan.ledgers.kind === 'lines' ? thinned([...ends], plan.ledgers.most) : spread);
  const atExit = someSteps(recorder!.steps - 1 - recorder!.endStep, plan.travels).map((n) => recorder!.endStep + n);
  const travels = [...someSteps(total, plan.travels), ...atExit];
  const straight = new Map<number, string>();
  observe(program, request, ports, {
    libraryCode: library,
    light: true,
    stops: [...new Set([...moments, ...travels])].sort((a, b) => a - b),
    boundary: (_rt, steps, still) => {
      if (moments.delete(steps)) look(still());
      if (travels.includes(steps)) straight.set(steps, stateOf(still()));
      return false;
    },
  });
  for (const step of travels) {
    const still = time?.goTo({ kind: 'step', step }, ports) ?? null;
    if (still === null) problems.push(`step ${step} is not reached again`);
    else if (stateOf(still) !== straight.get(step)) problems.push(`step ${step} is another state when travelled to`);
  }
  return { problems, ledgers, travels: travels.length };
}
