// A process that simulates programs one after another. It is bundled by harness.mjs, which sends the tasks.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PythonVersion } from '../../src/spec/version.js';
import { runProgram } from '../../src/vm/run.js';

interface Task {
  id: number;
  /** Absolute path of the program. */
  file: string;
  version: PythonVersion;
}

/** What one simulated run showed. `trouble` is a sentence when the run did not end as a Python program ends. */
interface Reply {
  id: number;
  status: number;
  stdout: string;
  stderr: string;
  trouble?: string;
}

function readModule(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function simulate(task: Task): Reply {
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
      stdin: () => null,
      stdout: (text) => {
        stdout += text;
      },
      stderr: (text) => {
        stderr += text;
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
  return { id: task.id, status, stdout, stderr, trouble };
}

process.on('message', (task: Task) => {
  process.send?.(simulate(task));
});
