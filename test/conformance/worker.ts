// A process that simulates programs one after another. It is bundled by harness.mjs, which sends the tasks.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { auditHeap } from '../../src/objects/audit.js';
import type { AllocatorName } from '../../src/protocol/allocators.js';
import type { Buffering } from '../../src/protocol/run.js';
import type { PythonVersion } from '../../src/spec/version.js';
import { rootsOf } from '../../src/vm/roots.js';
import { runProgram } from '../../src/vm/run.js';
import type { Runtime } from '../../src/vm/runtime.js';

interface Task {
  id: number;
  /** Absolute path of the program. */
  file: string;
  version: PythonVersion;
  /** Audit the heap when the program has ended, or before each line of its own as well. */
  audit?: 'end' | 'lines';
  /** How standard output is kept; the corpus was recorded through pipes. */
  buffering?: Buffering;
  /** As PYTHONMALLOC names it. */
  malloc?: AllocatorName;
  /** Try the collector's algorithm at allocations. */
  gcStress?: boolean;
}

/** What one simulated run showed. `trouble` is a sentence when the run did not end as a Python program ends. */
interface Reply {
  id: number;
  status: number;
  stdout: string;
  stderr: string;
  trouble?: string;
  /** What the audit found first, if it was asked. */
  findings?: string[];
}

/** Audits of one program at most: a loop's lines come again and again. */
const MOST_AUDITS = 400;

function readModule(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Looks through the heap until something is found. */
class Auditor {
  readonly findings: string[] = [];
  private left = MOST_AUDITS;

  look(rt: Runtime, where: string): void {
    if (this.findings.length > 0 || this.left-- <= 0) return;
    for (const problem of auditHeap(rt, rootsOf(rt))) this.findings.push(`${where}: ${problem}`);
  }

  /** Has the lines of the main script's own level looked at: further in, native code may hold what nobody can see. */
  watch(rt: Runtime, main: string): void {
    rt.lineCountdown = 0;
    rt.observer = {
      freed: () => {},
      left: () => {},
      cleared: () => {},
      collected: () => {},
      line: (frame, line) => {
        const { spec } = rt.codes[rt.M[frame + 1]!]!;
        if (spec.filename === main && spec.name === '<module>') this.look(rt, `before line ${line}`);
      },
    };
  }
}

function simulate(task: Task): Reply {
  const auditor = new Auditor();
  let stdout = '';
  let stderr = '';
  let trouble: string | undefined;
  let status = -1;
  try {
    const outcome = runProgram({
      files: new Map([[task.file, readFileSync(task.file, 'utf8')]]),
      main: task.file,
      version: task.version,
      argv: [task.file],
      buffering: task.buffering ?? 'block',
      ...(task.malloc ? { allocator: task.malloc } : {}),
      ...(task.gcStress ? { collector: { stress: true } } : {}),
      stdin: () => null,
      stdout: (text) => {
        stdout += text;
      },
      stderr: (text) => {
        stderr += text;
      },
      ...(task.audit === 'lines' ? { attach: (rt) => auditor.watch(rt, task.file) } : {}),
      ended: (rt) => {
        if (task.audit !== undefined) auditor.look(rt, 'at the end');
      },
      loadModule: (path) => readModule(join(dirname(task.file), path)) ?? readModule(path),
    });
    status = outcome.exitStatus;
    if (outcome.notSimulated) {
      trouble = `not simulated: ${outcome.notSimulated.what} (line ${outcome.notSimulated.line})`;
    } else if (outcome.budget) trouble = `budget of ${outcome.budget.kind}: ${outcome.budget.message}`;
    else if (outcome.fault) trouble = `fault: ${outcome.fault}`;
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    trouble = `crash: ${stack.split('\n').slice(0, 6).join('\n')}`;
  }
  return { id: task.id, status, stdout, stderr, trouble, findings: auditor.findings };
}

process.on('message', (task: Task) => {
  process.send?.(simulate(task));
});
