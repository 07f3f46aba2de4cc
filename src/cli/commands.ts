// The commands: arguments in, an exit status out. main.ts runs this file in a thread.
import { parentPort } from 'node:worker_threads';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version as packageVersion } from '../../package.json';
import { DEFAULT_VERSION, PYTHON_VERSIONS, type PythonVersion } from '../spec/version.js';
import { explain } from './explain.js';
import type { Watched } from './main.js';
import { run } from './run.js';
import { ExitStatus } from './status.js';
import { Terminal } from './terminal.js';

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value === 0) {
    throw new InvalidArgumentError('It must be a positive whole number.');
  }
  return value;
}

interface Options {
  python: PythonVersion;
  maxSteps?: number;
  maxSeconds: number;
}

/** Executed lines at most, unless the user says otherwise. `explain` remembers what it saw of each. */
const MAX_STEPS = { run: 300_000_000, explain: 20_000_000 };
const EXPLAIN_MEMORY = 1 << 30;

/** Asks the main thread to end this one if it is still busy a while after its time: inside one long native call. */
function watch(file: string, seconds: number): void {
  const watched: Watched = { file, milliseconds: seconds * 1000 + 5000 };
  parentPort?.postMessage(watched);
}

function makeProgram(terminal: Terminal): Command {
  const python = new Option('--python <version>', 'the Python to simulate')
    .choices(PYTHON_VERSIONS)
    .default(DEFAULT_VERSION);
  const maxSteps = new Option('--max-steps <number>', 'end the run after so many executed lines').argParser(
    positiveInteger,
  );
  const maxSeconds = new Option('--max-seconds <number>', 'end the run after so much time')
    .argParser(positiveInteger)
    .default(120);

  const program = new Command('arenascope')
    .description("Explore how a Python program uses memory, in a simulation of CPython's memory manager.")
    .version(packageVersion)
    .exitOverride()
    .showHelpAfterError('(arenascope --help tells more)');

  program
    .command('run')
    .description('run FILE as python would: its output, traceback and exit status')
    .argument('<file>', 'a Python file')
    .argument('[args...]', "the program's own arguments")
    .addOption(python)
    .addOption(maxSteps)
    .addOption(maxSeconds)
    .action((file: string, args: string[], { python: version, maxSteps: limit, maxSeconds: seconds }: Options) => {
      watch(file, seconds);
      process.exitCode = run({ file, args, version, maxSteps: limit ?? MAX_STEPS.run, maxSeconds: seconds }, terminal);
    });

  program
    .command('explain')
    .description('list FILE with the reference counts after each line, deaths, cycles, collections and the heap')
    .argument('<file>', 'a Python file')
    .argument('[args...]', "the program's own arguments")
    .addOption(python)
    .addOption(maxSteps)
    .addOption(maxSeconds)
    .option('--json', 'as JSON', false)
    .action((file: string, args: string[], options: Options & { json: boolean }) => {
      const { python: version, maxSteps: limit, maxSeconds: seconds, json } = options;
      watch(file, seconds);
      const lines = limit ?? MAX_STEPS.explain;
      const budgets = { lines, memoryBytes: EXPLAIN_MEMORY, milliseconds: seconds * 1000 };
      process.exitCode = explain({ file, args, version, budgets, json }, terminal);
    });

  return program;
}

try {
  makeProgram(new Terminal()).parse();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : ExitStatus.usage;
}
