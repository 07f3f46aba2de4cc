/** The worker's side of the border: answers requests one at a time and keeps the machine of the last runs at hand. */
import { figuresOf } from '../present/comparison.js';
import { DEFAULT_ALLOCATOR } from '../protocol/allocators.js';
import type { DebugMethods } from '../protocol/debug.js';
import type { ExploreRequest, ExploreResult } from '../protocol/run.js';
import type { RunChange, RunFigures } from '../protocol/runChange.js';
import type {
  ExplorePorts,
  FromWorker,
  OpenRun,
  ToWorker,
  WorkerMethod,
  WorkerMethods,
  WorkerRequest,
} from '../protocol/worker.js';
import { packResult } from './packedResult.js';

/** What the worker runs: `src/trace/explore.ts`, or a stand-in in tests. */
export interface Simulator {
  openRun(request: ExploreRequest, ports: ExplorePorts): OpenRun;
  /** A program for a debugger's questions: `src/trace/debug/debuggee.ts`. */
  openDebuggee?(request: ExploreRequest, ports: { shouldStop(): boolean }): Debuggee;
}

/** Answers a debugger; throws where `shouldStop` ended the way to an answer. */
export type Debuggee = {
  [M in keyof DebugMethods]: (params: DebugMethods[M]['params']) => DebugMethods[M]['result'];
};

export interface ServeOptions {
  readonly simulator: Simulator;
  /** `transfer`: buffers of the message that are handed over. */
  readonly post: (message: FromWorker, transfer?: readonly ArrayBuffer[]) => void;
  /** Milliseconds, from any origin. */
  readonly now: () => number;
}

/** Runs whose machines are kept for questions: the panel's moment and the hover's. */
const KEPT_RUNS = 2;

class RunCancelled extends Error {}

/** A request that differs only in the wall-clock budget is the same run. */
function runKey(request: ExploreRequest): string {
  const { options, ...rest } = request;
  return JSON.stringify([
    rest,
    options.python,
    options.argv ?? [],
    options.stdin ?? '',
    options.collector ?? {},
    options.allocator ?? DEFAULT_ALLOCATOR,
    options.budgets.lines,
    options.budgets.memoryBytes,
  ]);
}

/** Requests that differ only in the moment they look at are about one run. */
function wholeKey({ at: _, ...request }: ExploreRequest): string {
  return runKey(request);
}

/** A run that questions may be about. */
interface Kept {
  readonly run: OpenRun;
  readonly request: ExploreRequest;
  readonly whole: string;
}

/** Whether a run ended because its time was over, and would have more now. */
function getsFurther({ run, request }: Kept, { options: { budgets } }: ExploreRequest): boolean {
  const { outcome } = run.result;
  const isCut = outcome.kind === 'budget' && outcome.which === 'milliseconds';
  return isCut && budgets.milliseconds > request.options.budgets.milliseconds;
}

/** Returns the handler of messages from the host. */
export function serve({ simulator, post, now }: ServeOptions): (message: ToWorker) => void {
  const kept = new Map<string, Kept>();
  let debuggee: { readonly key: string; readonly is: Debuggee } | undefined;
  let control: Int32Array | undefined;
  /** Id of the request that is being answered, and when it came. */
  let current = 0;
  let began = 0;

  const isCancelled = (): boolean => control !== undefined && Atomics.load(control, 0) === current;

  function open(request: ExploreRequest): OpenRun {
    const key = runKey(request);
    const known = kept.get(key);
    if (known && !getsFurther(known, request)) {
      keep(key, known);
      return known.run;
    }
    const ports = portsOf(request);
    const elsewhere = [...kept.values()].find((other) => other.whole === wholeKey(request));
    const moved = elsewhere && !getsFurther(elsewhere, request) ? elsewhere.run.moved(request.at, ports) : null;
    if (moved) {
      keep(key, { run: moved, request, whole: wholeKey(request) });
      return moved;
    }
    if (isCancelled()) throw new RunCancelled();
    // Let go before running: two machines at once would need twice the memory.
    letGo();
    const run = simulator.openRun(request, ports);
    const { outcome } = run.result;
    if (outcome.kind === 'cancelled') {
      run.close();
      throw new RunCancelled();
    }
    keep(key, { run, request, whole: wholeKey(request) });
    return run;
  }

  function rerun({ at: _, ...run }: ExploreRequest, { intervene, ...change }: RunChange): RunFigures {
    const request = { ...run, options: { ...run.options, ...change }, ...(intervene ? { intervene } : {}) };
    const opened = simulator.openRun(request, portsOf(request));
    const { result } = opened;
    opened.close();
    if (result.outcome.kind === 'cancelled') throw new RunCancelled();
    return figuresOf(result);
  }

  function debug(run: ExploreRequest): Debuggee {
    const key = runKey(run);
    if (debuggee?.key !== key) {
      debuggee = undefined;
      if (simulator.openDebuggee === undefined) throw new Error('This simulator takes no debugger.');
      debuggee = { key, is: simulator.openDebuggee(run, { shouldStop: isCancelled }) };
    }
    return debuggee.is;
  }

  /** A run's time begins anew with every request about it, and once more for looking around where it was over. */
  function portsOf({ options: { budgets } }: ExploreRequest): ExplorePorts {
    return {
      shouldStop: () => {
        if (isCancelled()) return 'cancelled';
        if (now() <= began + budgets.milliseconds) return undefined;
        began = now();
        return 'milliseconds';
      },
    };
  }

  function keep(key: string, run: Kept): void {
    kept.delete(key);
    letGo();
    kept.set(key, run);
  }

  function letGo(): void {
    for (const [key, { run }] of kept) {
      if (kept.size < KEPT_RUNS) break;
      kept.delete(key);
      run.close();
    }
  }

  function answer(request: WorkerRequest): WorkerMethods[WorkerMethod]['result'] {
    switch (request.method) {
      case 'explore':
        return open(request.params).result;
      case 'diff':
        return open(request.params.run).diff(request.params.from, request.params.to, portsOf(request.params.run));
      case 'nextEvent':
        return open(request.params.run).nextEvent(request.params.query, portsOf(request.params.run));
      case 'growth':
        return open(request.params.run).growth(request.params.selector, portsOf(request.params.run));
      case 'countHistory':
        return open(request.params.run).countHistory(request.params.selector, portsOf(request.params.run));
      case 'object':
        return open(request.params.run).object(request.params.selector);
      case 'why':
        return open(request.params.run).why(request.params.selector);
      case 'whatIf':
        return open(request.params.run).whatIf(request.params.selector);
      case 'graph':
        return open(request.params.run).graph(request.params.query);
      case 'dominated':
        return open(request.params.run).dominated(request.params.parent);
      case 'definitions':
        return open(request.params.run).definitions();
      case 'find':
        return open(request.params.run).find(request.params.text);
      case 'timeline':
        return open(request.params.run).timeline(portsOf(request.params.run));
      case 'rerun':
        return rerun(request.params.run, request.params.change);
      case 'collectionSteps':
        return open(request.params.run).collectionSteps(request.params.index);
      case 'pool':
        return open(request.params.run).pool(request.params.address);
      case 'memoryMap':
        return open(request.params.run).memoryMap();
      case 'mapBlocks':
        return open(request.params.run).mapBlocks(request.params.from, request.params.to);
      case 'heat':
        return open(request.params.run).heat(request.params.rows, request.params.columns, portsOf(request.params.run));
      case 'owners':
        return open(request.params.run).owners();
      case 'arena':
        return open(request.params.run).arena(request.params.address);
      case 'bytes':
        return open(request.params.run).bytes(request.params.address, request.params.length);
      case 'members':
        return open(request.params.run).members(request.params.generation, request.params.from, request.params.length);
      default:
        return ask(request);
    }
  }

  function ask<M extends keyof DebugMethods>(request: {
    readonly method: M;
    readonly params: DebugMethods[M]['params'];
  }) {
    return debug(request.params.run)[request.method](request.params);
  }

  return (message) => {
    if (message.kind === 'control') {
      control = new Int32Array(message.control);
      return;
    }
    const { id } = message.request;
    current = id;
    began = now();
    try {
      const value = answer(message.request);
      if (message.request.method === 'explore') {
        const { packed, transfer } = packResult(value as ExploreResult);
        post({ kind: 'packed', id, value: packed }, transfer);
      } else post({ kind: 'value', id, value });
    } catch (error) {
      if (error instanceof RunCancelled || (debuggee && isCancelled()))
        post({ kind: 'error', id, error: { code: 'cancelled', message: '' } });
      else {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        kept.clear();
        debuggee = undefined;
        post({ kind: 'error', id, error: { code: 'fault', message: text } });
      }
    }
  };
}
