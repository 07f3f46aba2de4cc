/** What the adapter needs of the place where it runs. */
import type { Say } from '../present/say.js';
import type { AllocatorName } from '../protocol/allocators.js';
import type { SourceFile } from '../protocol/position.js';
import type { CollectorOptions, PythonVersion, RunOptions } from '../protocol/run.js';
import type { StartWorker } from '../session/link.js';
import type { ClientSource } from './clientSources.js';

/** A program and the modules beside it, and as what the client knows them. */
export interface OpenedProgram {
  readonly files: readonly SourceFile[];
  readonly sources: readonly ClientSource[];
}

export interface DebugHost {
  readonly startWorker: StartWorker;
  readonly say: Say;
  /** Reads a program; fails with a sentence for people. */
  open(program: string): Promise<OpenedProgram>;
  /** What a launch configuration leaves out. */
  defaults(program: string): RunOptions;
}

/** A launch configuration. What is not there is left to the host. */
export interface LaunchConfiguration {
  readonly program: string;
  readonly python?: PythonVersion;
  /** `sys.argv[1:]`. */
  readonly args?: readonly string[];
  /** What `input()` reads: a text, or lines. */
  readonly stdin?: string | readonly string[];
  readonly stopOnEntry?: boolean;
  /** Stop behind the last line, while the program's names are still there. */
  readonly stopAtEnd?: boolean;
  /** Executed lines at most. */
  readonly maxSteps?: number;
  /** MiB of simulated memory at most. */
  readonly maxMemory?: number;
  /** What the collector is set to before the first line. */
  readonly gc?: CollectorOptions;
  /** The allocator, as PYTHONMALLOC names it. */
  readonly malloc?: AllocatorName;
  /** Run to the end: no breakpoint counts. */
  readonly noDebug?: boolean;
}

/** The options of a run from its launch configuration. */
export function runOptions(configuration: LaunchConfiguration, defaults: RunOptions): RunOptions {
  const { python, args, stdin, maxSteps, maxMemory, gc, malloc } = configuration;
  const text = typeof stdin === 'string' ? stdin : stdin?.map((line) => `${line}\n`).join('');
  return {
    ...defaults,
    ...(python !== undefined ? { python } : {}),
    ...(args !== undefined ? { argv: args.map(String) } : {}),
    ...(text !== undefined ? { stdin: text } : {}),
    ...(gc !== undefined ? { collector: { ...defaults.collector, ...gc } } : {}),
    ...(malloc !== undefined ? { allocator: malloc } : {}),
    budgets: {
      ...defaults.budgets,
      ...(isPositive(maxSteps) ? { lines: maxSteps } : {}),
      ...(isPositive(maxMemory) ? { memoryBytes: Math.min(1024, Math.max(16, maxMemory)) * 2 ** 20 } : {}),
    },
  };
}

function isPositive(value: number | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}
