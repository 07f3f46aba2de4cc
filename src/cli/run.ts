// `arenascope run FILE`: does what `python3 FILE` does.
import { dirname, join, resolve } from 'node:path';
import type { AllocatorName } from '../protocol/allocators.js';
import type { Buffering, CollectorOptions } from '../protocol/run.js';
import { minorOf, type PythonVersion } from '../spec/version.js';
import { type RunOutcome, runProgram } from '../vm/run.js';
import { readModule, readProgram } from './source.js';
import { ExitStatus } from './status.js';
import type { Terminal } from './terminal.js';

/** What the program reads and prints; the {@link Terminal} of the process is one. */
export type Streams = Pick<Terminal, 'stdout' | 'stderr' | 'readLine' | 'flush'>;

/** Turns of loops and calls at most where no number of lines is given. */
const MOST_TURNS = 300_000_000;

export interface RunCommand {
  /** As the user wrote it. */
  file: string;
  /** `sys.argv[1:]`. */
  args: readonly string[];
  version: PythonVersion;
  /** Executed lines at most. */
  maxSteps?: number;
  /** Wall-clock time at most. */
  maxSeconds: number;
  collector: CollectorOptions | undefined;
  buffering: Buffering;
  /** pymalloc if left out. */
  allocator?: AllocatorName | undefined;
}

/** Runs the program on these streams and returns the exit status. */
export function run(command: RunCommand, terminal: Streams): number {
  const { file, args, version } = command;
  // Up to 3.8 tracebacks and __file__ have the path as it was written.
  const main = minorOf(version) >= 9 ? resolve(file) : file;
  const source = readProgram(file, main, version);
  if (!source.ok) {
    terminal.stderr(source.stderr);
    return source.status;
  }
  const folder = dirname(resolve(file));
  const end = Date.now() + command.maxSeconds * 1000;
  const outcome = runProgram({
    files: new Map([[main, source.text]]),
    main,
    version,
    argv: [file, ...args],
    ...(command.maxSteps === undefined ? { maxTurns: MOST_TURNS } : { maxSteps: command.maxSteps }),
    ...(command.collector ? { collector: command.collector } : {}),
    buffering: command.buffering,
    ...(command.allocator ? { allocator: command.allocator } : {}),
    stdin: () => terminal.readLine(),
    stdout: (text) => terminal.stdout(text),
    stderr: (text) => terminal.stderr(text),
    loadModule: (path) => readModule(join(folder, path), version),
    shouldStop: () => Date.now() > end,
  });
  terminal.flush();
  return endStatus(outcome, file, main, terminal);
}

function endStatus(outcome: RunOutcome, file: string, main: string, terminal: Streams): number {
  const { notSimulated, budget, fault } = outcome;
  if (fault !== undefined) {
    terminal.stderr(`arenascope: ${file}: the simulator failed, which is a mistake of ours: ${fault}\n`);
    return ExitStatus.fault;
  }
  if (notSimulated) {
    const { file: where, line, column, what } = notSimulated;
    terminal.stderr(`arenascope: ${where === main ? file : where}:${line}:${column}: not simulated: ${what}\n`);
    return ExitStatus.notSimulated;
  }
  if (budget) {
    const where = budget.line === undefined ? file : `${budget.file === main ? file : budget.file}:${budget.line}`;
    terminal.stderr(`arenascope: ${where}: ${budget.message}\n`);
    return ExitStatus.budget;
  }
  return outcome.exitStatus;
}
