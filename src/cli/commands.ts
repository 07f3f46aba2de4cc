// The commands: arguments in, an exit status out. main.ts runs this file in a thread.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version as packageVersion } from '../../package.json';
import { DEFAULT_VERSION, PYTHON_VERSIONS, type PythonVersion } from '../spec/version.js';
import { explain } from './explain.js';
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
}

/** Budgets of `explain`, which keeps what it saw; `run` keeps nothing and has a budget of steps alone. */
const EXPLAIN_BUDGETS = { lines: 20_000_000, memoryBytes: 1 << 30, milliseconds: 60_000 };

function makeProgram(terminal: Terminal): Command {
  const python = new Option('--python <version>', 'the Python to simulate')
    .choices(PYTHON_VERSIONS)
    .default(DEFAULT_VERSION);
  const maxSteps = new Option('--max-steps <number>', 'end the run after so many executed lines').argParser(
    positiveInteger,
  );

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
    .action((file: string, args: string[], { python: version, maxSteps: limit }: Options) => {
      process.exitCode = run({ file, args, version, maxSteps: limit }, terminal);
    });

  program
    .command('explain')
    .description('list FILE with the reference counts after each line, deaths, cycles, collections and the heap')
    .argument('<file>', 'a Python file')
    .argument('[args...]', "the program's own arguments")
    .addOption(python)
    .addOption(maxSteps)
    .option('--json', 'as JSON', false)
    .action((file: string, args: string[], { python: version, maxSteps: limit, json }: Options & { json: boolean }) => {
      const budgets = { ...EXPLAIN_BUDGETS, lines: limit ?? EXPLAIN_BUDGETS.lines };
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
