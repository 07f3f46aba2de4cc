/** Runs a program from its first line to the end of the interpreter: what `python FILE` does. Follows pythonrun.c and pylifecycle.c. */

import { DamagedBlock } from '../memory/allocators/debugHooks.js';
import { MemoryBudgetExceeded } from '../memory/heap.js';
import { put } from '../objects/defineType.js';
import { exceptionExtra } from '../objects/exceptionBase.js';
import { intNumber } from '../objects/intCore.js';
import { BudgetExceeded, NotSimulated } from '../objects/machine.js';
import { moduleDict, newModule } from '../objects/module.js';
import { str } from '../objects/object.js';
import { newStr } from '../objects/strCore.js';
import { formatException } from '../objects/tracebackSnapshot.js';
import { E, S } from '../objects/typeIds.js';
import type { AllocatorName } from '../protocol/allocators.js';
import type { Buffering, CollectorOptions } from '../protocol/run.js';
import type { PythonVersion } from '../spec/version.js';
import { raiseSyntaxError } from './compileSource.js';
import { fatalErrorText } from './fatalError.js';
import { finalizeRuntime } from './finalize.js';
import { Runtime, type RuntimeOptions } from './runtime.js';
import { type Compiled, compileText } from './source.js';

/** What a run needs. */
export interface RunOptions {
  /** Texts by path; `main` is one of them. */
  readonly files: ReadonlyMap<string, string>;
  /** Path of the main file as `__file__` and tracebacks show it. */
  readonly main: string;
  readonly version: PythonVersion;
  readonly argv: readonly string[];
  /** Executed lines at most. */
  readonly maxSteps?: number;
  /** Turns of loops and calls at most, nearly: a budget that takes no time. */
  readonly maxTurns?: number;
  /** Bytes of simulated memory. */
  readonly maxMemory?: number;
  /** As PYTHONMALLOC names it; pymalloc if left out. */
  readonly allocator?: AllocatorName;
  /** A line with its newline; null at the end. */
  readonly stdin: () => string | null;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** What is kept of a printed text in the interpreter (`line`). */
  readonly buffering?: Buffering;
  /** Text of a file beside the main one by its relative path, or null. */
  readonly loadModule?: (path: string) => string | null;
  readonly shouldStop?: () => boolean;
  /** What to run as the main file, where it is not simply its text compiled. */
  readonly compiled?: Compiled;
  /** Compiled modules of the library, kept between runs by whoever has several. */
  readonly libraryCode?: Map<string, Compiled>;
  /** What the collector is set to before the first line. */
  readonly collector?: CollectorOptions;
  /** Gives a machine that was booted for such options; a new one if left out. */
  readonly machine?: (options: RuntimeOptions) => Runtime;
  /** Called with the runtime before the first line: to observe the run. */
  readonly attach?: (rt: Runtime) => void;
  /** Called when the program has ended, before the interpreter is torn down. */
  readonly ended?: (rt: Runtime) => void;
}

/** How a run ended. */
export interface RunOutcome {
  readonly exitStatus: number;
  readonly notSimulated?: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly what: string;
  };
  /** `file` and `line` are where the run was. */
  readonly budget?: {
    readonly kind: 'steps' | 'memory' | 'time' | 'depth';
    readonly message: string;
    readonly file?: string;
    readonly line?: number;
  };
  /** A mistake of ours. */
  readonly fault?: string;
}

/** What a shell says of a process that aborted itself. */
const ABORTED = 134;

const DEFAULT_MEMORY = 1 << 29;

/** Runs a program. Never throws for what a program does. */
export function runProgram(options: RunOptions): RunOutcome {
  let rt: Runtime | null = null;
  try {
    const folder = options.main.includes('/') ? options.main.slice(0, options.main.lastIndexOf('/')) : '';
    const machineOptions: RuntimeOptions = {
      version: options.version,
      memoryBytes: options.maxMemory ?? DEFAULT_MEMORY,
      countsLines: options.maxSteps !== undefined || options.attach !== undefined,
      ...(options.maxSteps === undefined ? {} : { maxSteps: options.maxSteps }),
      ...(options.maxTurns === undefined ? {} : { maxTurns: options.maxTurns }),
      ...(options.allocator ? { allocator: options.allocator } : {}),
      argv: options.argv,
      stdin: options.stdin,
      stdout: options.stdout,
      stderr: options.stderr,
      sources: {
        folder,
        load: (path) =>
          options.loadModule?.(path) ?? options.files.get(folder === '' ? path : `${folder}/${path}`) ?? null,
      },
      ...(options.shouldStop ? { shouldStop: options.shouldStop } : {}),
      ...(options.libraryCode ? { libraryCode: options.libraryCode } : {}),
    };
    rt = options.machine?.(machineOptions) ?? new Runtime(machineOptions);
    rt.begin(machineOptions);
    if (options.buffering) rt.buffering = options.buffering;
    return runMain(rt, options);
  } catch (error) {
    return failure(rt, error);
  }
}

/**
 * Lets a program's machine go on that stood still between two lines, up to the program's last line, or through the end
 * of the interpreter where `ended` is given, which is called before. Never throws for what the program does.
 */
export function resumeProgram(rt: Runtime, ended?: (rt: Runtime) => void): RunOutcome {
  try {
    const code = rt.mainCode();
    const result = rt.goOn();
    if (ended === undefined) return { exitStatus: 0 };
    rt.leaveMain(code);
    return { exitStatus: finish(rt, result, ended) };
  } catch (error) {
    return failure(rt, error);
  }
}

function failure(rt: Runtime | null, error: unknown): RunOutcome {
  if (error instanceof NotSimulated && rt !== null) {
    const place = rt.notSimulatedAt ?? { what: error.message, ...placeOf(rt) };
    return {
      exitStatus: 3,
      notSimulated: { file: place.file, line: place.line, column: place.column + 1, what: place.what },
    };
  }
  if (error instanceof DamagedBlock && rt !== null) {
    rt.write(2, fatalErrorText(rt, error));
    return { exitStatus: ABORTED };
  }
  const place = rt === null ? {} : placeOf(rt);
  if (error instanceof BudgetExceeded)
    return { exitStatus: 4, budget: { kind: error.kind, message: `the run was ended: ${error.message}`, ...place } };
  if (error instanceof MemoryBudgetExceeded)
    return {
      exitStatus: 4,
      budget: { kind: 'memory', message: 'the run was ended: the simulated memory is used up', ...place },
    };
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return {
      exitStatus: 4,
      budget: { kind: 'depth', message: 'the run was ended: native calls nest too deeply', ...place },
    };
  }
  return { exitStatus: 70, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function placeOf(rt: Runtime): { file: string; line: number; column: number } {
  const { file, line } = rt.currentPlace();
  return { file, line, column: 0 };
}

function runMain(rt: Runtime, options: RunOptions): RunOutcome {
  const { main } = options;
  const source = options.files.get(main) ?? '';
  rt.importer.keepText(main, source);
  const { code, error } = options.compiled ?? compileText(source, main, options.version, 'exec');
  const module = newModule(rt, '__main__', null);
  const dict = moduleDict(rt, module);
  rt.importer.bindBuiltins(dict);
  put(rt, dict, '__file__', newStr(rt, main));
  if (rt.profile.minor <= 12) put(rt, dict, '__cached__', rt.none());
  rt.importer.register('__main__', module);
  rt.decref(module);
  if (options.collector) setCollector(rt, options.collector);
  options.attach?.(rt);
  let result = 0;
  if (code === null) raiseSyntaxError(rt, error!, main, source);
  else {
    rt.collector.scriptStarts();
    result = rt.importer.execute(code, dict, true);
  }
  return { exitStatus: finish(rt, result, options.ended) };
}

/** The end of the interpreter. `result`: of the module's code, 0 where an exception left it. Returns the exit status. */
function finish(rt: Runtime, result: number, ended: RunOptions['ended']): number {
  let status = 0;
  if (result === 0) status = handleUncaught(rt);
  else rt.decref(result);
  ended?.(rt);
  finalizeRuntime(rt);
  return status;
}

/** Follows gcmodule.c: gc_disable, gc_set_threshold. */
function setCollector(rt: Runtime, { kind, disabled, thresholds = [], stress }: CollectorOptions): void {
  if (kind !== undefined && kind !== 'default') rt.collector.use(kind);
  if (disabled) rt.gcEnabled = false;
  if (stress) rt.collector.stress();
  rt.collector.setThresholds(thresholds);
}

/** Prints the current exception, or takes the status of a SystemExit. Follows pythonrun.c: _PyErr_PrintEx. */
export function handleUncaught(rt: Runtime): number {
  if (rt.errorIs(E.SystemExit)) return systemExit(rt);
  const exception = rt.takeError();
  const hook = rt.sysAttribute('excepthook');
  if (hook !== 0 && hook !== rt.sysAttribute('__excepthook__')) {
    rt.callExceptHook(hook, exception);
  } else
    rt.write(
      2,
      formatException(rt, exception, (file, line) => rt.sourceLine(file, line)),
    );
  // The last exception stays reachable through sys.
  rt.keepLastException(exception);
  rt.decref(exception);
  return 1;
}

/** Follows pythonrun.c: _Py_HandleSystemExit. */
function systemExit(rt: Runtime): number {
  const exception = rt.takeError();
  const code = rt.M[exception + exceptionExtra(rt)]!;
  let status = 1;
  if (code === 0 || code === S.NONE) status = 0;
  else if (rt.isInt(code)) {
    const n = intNumber(rt, code);
    status = Number.isNaN(n) ? 255 : n & 0xff;
  } else {
    const text = str(rt, code);
    if (text !== 0) {
      rt.write(2, `${rt.text(text)}\n`);
      rt.decref(text);
    } else rt.clearError();
  }
  rt.decref(exception);
  return status;
}
