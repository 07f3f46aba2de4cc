// The commands: arguments in, an exit status out. main.ts runs this file in a thread.
import { isatty } from 'node:tty';
import { parentPort } from 'node:worker_threads';
import { Command, CommanderError } from 'commander';
import { version as packageVersion } from '../../package.json';
import type { AllocatorName } from '../protocol/allocators.js';
import type { Buffering, CollectorKind } from '../protocol/run.js';
import type { PythonVersion } from '../spec/version.js';
import { compare, settings } from './compare.js';
import { diff } from './diff.js';
import { explain } from './explain.js';
import type { Subject } from './exploration.js';
import { gc } from './gc.js';
import { growth } from './growth.js';
import { heap } from './heap.js';
import { HELP } from './help.js';
import type { Watched } from './main.js';
import { collectorOptions, type LineMoment, OPTIONS, type Options, positiveInteger } from './options.js';
import { report } from './report.js';
import { run } from './run.js';
import { ExitStatus } from './status.js';
import { Terminal } from './terminal.js';
import { trace } from './trace.js';
import { verify } from './verify/verify.js';
import { whatif } from './whatif.js';
import { why } from './why.js';

/** Two in the simulator, three in the interpreter. */
const RUNS_OF_VERIFY = 5;

/** As python decides it: by PYTHONUNBUFFERED, and whether its output goes to a terminal. */
function bufferingOf({ PYTHONUNBUFFERED }: NodeJS.ProcessEnv): Buffering {
  if (PYTHONUNBUFFERED) return 'none';
  return isatty(1) ? 'line' : 'block';
}

/** Asks the main thread to end this one if it is still busy a while after its time: inside one long native call. */
function watch(file: string, seconds: number): void {
  const watched: Watched = { file, milliseconds: seconds * 1000 + 5000 };
  parentPort?.postMessage(watched);
}

class CommandLine {
  private readonly terminal = new Terminal();
  readonly program = new Command('arenascope')
    .description("Explore how a Python program uses memory, in a simulation of CPython's memory manager.")
    .version(packageVersion)
    .exitOverride()
    .showHelpAfterError('(arenascope --help tells more)')
    .addHelpText('after', HELP.program);

  constructor() {
    this.addRun();
    this.add<Options>(
      'explain',
      'list FILE with the reference counts after each line, deaths, cycles, collections, heap',
      {
        help: HELP.explain,
        act: (subject) => explain(subject, this.terminal),
      },
    )
      .addOption(OPTIONS.gcThreshold())
      .addOption(OPTIONS.gcDisable())
      .addOption(OPTIONS.collector());
    this.add<Options & { blocks?: boolean }>('heap', 'show arenas, pools, blocks and generations at a moment', {
      help: HELP.heap,
      act: (subject, { blocks }) => heap(subject, blocks === true, this.terminal),
    })
      .addOption(OPTIONS.at('the moment: just after this line (the end if left out)'))
      .option('--blocks', 'draw the blocks of each pool');
    this.add<Options & { of?: string }>('growth', 'show how lists, dicts, buffers and strings grew over the run', {
      help: HELP.growth,
      act: (subject, { of }) => growth(subject, of, this.terminal),
    })
      .option('--of <name>', "only this object; FUNCTION:NAME for a function's variable")
      .addOption(OPTIONS.at('where --of is looked up: just after this line (the end if left out)'));
    this.addWhy();
    this.add<Options & { cut?: string; weak?: string }>('whatif', 'tell what if a reference were cut, or weak', {
      help: HELP.whatif,
      act: (subject, { cut, weak }) => whatif(subject, { cut, weak }, this.terminal),
    })
      .option('--cut <reference>', 'as the program would write it: left.partner, bus.handlers[0]; or cycle:1')
      .option('--weak <reference>', 'the same, as if it did not count')
      .addOption(OPTIONS.at('the moment: just after this line (the end if left out)'));
    this.add<Options & { output: string }>('trace', 'write the run line by line as JSON', {
      help: HELP.trace,
      writesFile: true,
      act: (subject, { output }) => trace(subject, output, this.terminal),
    })
      .requiredOption('-o, --output <file>', 'the file to write')
      .addOption(OPTIONS.gcThreshold())
      .addOption(OPTIONS.gcDisable())
      .addOption(OPTIONS.collector());
    this.add<Options & { output: string }>(
      'report',
      'write one page (HTML, no network) with the listing and the views of the panel',
      {
        help: HELP.report,
        writesFile: true,
        act: (subject, { output }) => report(subject, output, this.terminal),
      },
    )
      .requiredOption('-o, --output <file>', 'the page to write')
      .addOption(OPTIONS.at('the moment: just after this line (the end if left out)'))
      .addOption(OPTIONS.gcThreshold())
      .addOption(OPTIONS.gcDisable())
      .addOption(OPTIONS.collector());
    this.addVerify();
    this.addDiff();
    this.addCompare();
    this.add<Options & { steps?: boolean; collection?: number }>(
      'gc',
      'list the collections of the run, and what each found',
      {
        help: HELP.gc,
        act: (subject, { steps, collection }) => gc(subject, { steps: steps === true, collection }, this.terminal),
      },
    )
      .addOption(OPTIONS.at('collect once just after this line, as if gc.collect() were called there'))
      .option('--steps', 'tell the algorithm step by step on the objects of the program')
      .option('--collection <number>', 'tell the steps of this collection of the list', positiveInteger)
      .addOption(OPTIONS.gcThreshold())
      .addOption(OPTIONS.gcDisable())
      .addOption(OPTIONS.collector());
  }

  /** The name stands behind the file, so this command hands no arguments to the program but those after it. */
  private addWhy(): void {
    const command = this.program
      .command('why')
      .description("tell why NAME's object is alive: who holds it, by which ways, and what would die with it")
      .argument('<file>', 'a Python file')
      .argument('<name>', "a name that is bound at the moment; FUNCTION:NAME for a function's variable")
      .argument('[args...]', "the program's own arguments");
    this.shared(command, HELP.why)
      .addOption(OPTIONS.json())
      .addOption(OPTIONS.at('the moment: just after this line').makeOptionMandatory())
      .action((file: string, name: string, args: string[], options: Options) =>
        this.act(options, { file, args, options }, (subject) => why(subject, name, this.terminal)),
      );
  }

  private addVerify(): void {
    const command = this.program
      .command('verify')
      .description('run FILE in a real Python as well, and compare output, exit status and counts')
      .argument('<file>', 'a Python file')
      .argument('[args...]', "the program's own arguments")
      .requiredOption('--interpreter <path>', 'the real Python: FILE is executed by it')
      .addOption(OPTIONS.json());
    type VerifyOptions = Options & { interpreter: string };
    this.shared(command, HELP.verify, true)
      .addOption(OPTIONS.malloc())
      .action((file: string, args: string[], options: VerifyOptions) => {
        const subject = { file, args, options };
        return this.act(options, subject, () => verify(subject, options.interpreter, this.terminal), RUNS_OF_VERIFY);
      });
  }

  private addDiff(): void {
    const command = this.program
      .command('diff')
      .description('tell what changed between two moments: objects born, died, grown, moved between generations')
      .argument('<file>', 'a Python file')
      .argument('[args...]', "the program's own arguments")
      .addOption(OPTIONS.json())
      .addOption(OPTIONS.moments().makeOptionMandatory());
    type Given = Omit<Options, 'at'> & { at: readonly LineMoment[] };
    this.shared(command, HELP.diff).action((file: string, args: string[], { at, ...options }: Given) =>
      this.act(options, { file, args, options }, (subject) => diff(subject, at, this.terminal)),
    );
  }

  private addCompare(): void {
    const command = this.program
      .command('compare')
      .description(
        'compare deaths, collections, pauses, peaks and costs as several Pythons, with other settings or collectors',
      )
      .argument('<file>', 'a Python file')
      .argument('[args...]', "the program's own arguments");
    type Given = Omit<Options, 'python' | 'gcThreshold' | 'collector' | 'malloc'> & {
      python: readonly PythonVersion[];
      malloc?: readonly AllocatorName[];
      gcThreshold?: readonly (readonly number[])[];
      collector: readonly CollectorKind[];
    };
    this.shared(command, HELP.compare, true)
      .addOption(OPTIONS.mallocs())
      .addOption(OPTIONS.pythons())
      .addOption(OPTIONS.gcThresholds())
      .addOption(OPTIONS.gcDisable())
      .addOption(OPTIONS.collectors())
      .addOption(OPTIONS.json())
      .action((file: string, args: string[], given: Given) => {
        const {
          python: versions,
          gcThreshold: thresholds = [],
          gcDisable,
          collector: kinds,
          malloc: allocators = [],
          ...rest
        } = given;
        const options: Options = { ...rest, python: versions[0]! };
        const what = { versions, allocators, kinds, thresholds, disable: gcDisable === true };
        const runs = versions.length * settings(what).length;
        return this.act(options, { file, args, options }, (subject) => compare(subject, what, this.terminal), runs);
      });
  }

  private addRun(): void {
    this.program
      .command('run')
      .description('run FILE as python would: its output, traceback and exit status')
      .argument('<file>', 'a Python file')
      .argument('[args...]', "the program's own arguments")
      .addOption(OPTIONS.python())
      .addOption(OPTIONS.maxSteps())
      .addOption(OPTIONS.maxSeconds())
      .addOption(OPTIONS.gcThreshold())
      .addOption(OPTIONS.gcDisable())
      .addOption(OPTIONS.collector())
      .addOption(OPTIONS.gcStress())
      .addOption(OPTIONS.malloc())
      .addHelpText('after', HELP.run)
      .action((file: string, args: string[], options: Options) => {
        const { python: version, maxSteps, maxSeconds, malloc: allocator } = options;
        watch(file, maxSeconds);
        const collector = collectorOptions(options);
        const buffering = bufferingOf(process.env);
        process.exitCode = run(
          { file, args, version, ...(maxSteps ? { maxSteps } : {}), maxSeconds, collector, buffering, allocator },
          this.terminal,
        );
      });
  }

  /** A command that explores a program. */
  private add<O extends Options>(
    name: string,
    description: string,
    {
      help,
      act,
      writesFile,
    }: { help: string; writesFile?: boolean; act: (subject: Subject, options: O) => Promise<number> },
  ): Command {
    const command = this.program
      .command(name)
      .description(description)
      .argument('<file>', 'a Python file')
      .argument('[args...]', "the program's own arguments");
    if (!writesFile) command.addOption(OPTIONS.json());
    return this.shared(command, help).action((file: string, args: string[], options: O) =>
      this.act(options, { file, args, options }, (subject) => act(subject, options)),
    );
  }

  /** `severalRuns`: the command has options of its own for what each run is like. */
  private shared(command: Command, help: string, severalRuns = false): Command {
    if (!severalRuns) command.addOption(OPTIONS.python()).addOption(OPTIONS.malloc());
    return command.addOption(OPTIONS.maxSteps()).addOption(OPTIONS.maxSeconds()).addHelpText('after', help);
  }

  /** `runs`: how often the program runs, each with the whole time. */
  private async act(
    options: Options,
    subject: Subject,
    act: (subject: Subject) => Promise<number>,
    runs = 1,
  ): Promise<void> {
    watch(subject.file, options.maxSeconds * runs);
    process.exitCode = await act(subject);
    this.terminal.flush();
  }
}

try {
  await new CommandLine().program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : ExitStatus.usage;
}
