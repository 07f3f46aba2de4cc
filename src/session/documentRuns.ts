/** The run of each open document: what is known of it, and the next run when it changes. */

import type { RunState } from '../present/status.js';
import type { Growth } from '../protocol/growth.js';
import type { PoolDetail } from '../protocol/heap.js';
import type { ObjectDetail } from '../protocol/objects.js';
import type { Moment, SourceFile } from '../protocol/position.js';
import type { ExploreRequest, ExploreResult, RunOptions } from '../protocol/run.js';
import type { EventQuery, ObjectSelector, WorkerError, WorkerMethod, WorkerMethods } from '../protocol/worker.js';
import { SimulatorClient, SimulatorError } from './client.js';
import type { StartWorker } from './link.js';

/** One document at one version. */
export interface DocumentSource {
  /** Unique among open documents. */
  readonly key: string;
  readonly version: number;
  /** The document first, then what it may import. */
  readonly files: readonly SourceFile[];
}

/** Methods that are about an explored run. */
type RunMethod = {
  [M in WorkerMethod]: WorkerMethods[M]['params'] extends { readonly run: ExploreRequest } ? M : never;
}[WorkerMethod];

/** Where in the run to look, beside what the document and the settings say. */
export interface Viewpoint {
  readonly at?: Moment;
  readonly collectAt?: Moment;
}

/** What is known of a document's run; `result` belongs to `version`. */
export interface DocumentRun {
  readonly key: string;
  readonly version: number;
  readonly state: RunState;
  readonly request?: ExploreRequest;
  readonly result?: ExploreResult;
  readonly viewpoint: Viewpoint;
}

/** Time beyond a run's own budget in which the worker must answer, in milliseconds. */
const GRACE = 3000;

/** A run that somebody will want to see, and that nobody is told of before. */
interface Prepared {
  readonly request: ExploreRequest;
  readonly abort: AbortController;
  readonly running: Promise<ExploreResult>;
  /** Once it has come. */
  result?: ExploreResult;
}

interface Entry {
  run: DocumentRun;
  abort: AbortController | undefined;
  /** Settles when the run under way has ended. */
  ended: Promise<DocumentRun> | undefined;
}

/** Whether two requests are for the same run; texts are compared as they are, which costs nothing when they are shared. */
function sameRequest(a: ExploreRequest, b: ExploreRequest): boolean {
  if (a.files.length !== b.files.length) return false;
  if (!a.files.every((file, i) => file.path === b.files[i]?.path && file.text === b.files[i]?.text)) return false;
  const rest = ({ files: _, ...others }: ExploreRequest) => JSON.stringify(others);
  return rest(a) === rest(b);
}

/** Owns the worker and, for each document, its last run. Results are kept until the document changes or closes. */
export class DocumentRuns {
  private readonly client: SimulatorClient;
  private readonly entries = new Map<string, Entry>();
  private readonly prepared = new Map<string, Prepared>();
  /** Milliseconds that a document's last run took. */
  private readonly took = new Map<string, number>();
  private readonly listeners = new Set<(run: DocumentRun) => void>();

  /** For runs beside the one that is shown, which keeps its machine; started when somebody asks for one. */
  private sideClient: SimulatorClient | undefined;
  private readonly start: StartWorker;

  constructor(
    start: StartWorker,
    private readonly now: () => number,
  ) {
    this.start = start;
    this.client = new SimulatorClient(start);
  }

  private aside(): SimulatorClient {
    this.sideClient ??= new SimulatorClient(this.start);
    return this.sideClient;
  }

  /** Calls back after each change of a run's state; returns what undoes it. */
  onDidChange(listener: (run: DocumentRun) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get(key: string): DocumentRun | undefined {
    return this.entries.get(key)?.run;
  }

  /** The document changed and its next run is still to come. */
  markStale(key: string): void {
    this.discard(key);
    const entry = this.entries.get(key);
    if (entry?.run.state.kind === 'done' && !entry.run.state.stale)
      this.set(entry, { ...entry.run, state: { ...entry.run.state, stale: true } });
  }

  /**
   * Runs a document whose run will be asked for within `wait` milliseconds, if nothing changes: it is there then. One that
   * would not be ready is left for later, when it is known to be wanted.
   */
  prepare(source: DocumentSource, options: RunOptions, wait: number): void {
    const { key, files } = source;
    const request: ExploreRequest = { files, options };
    const known = this.entries.get(key)?.run;
    if ((this.took.get(key) ?? Number.POSITIVE_INFINITY) > wait) return;
    if (known?.request && sameRequest(known.request, request)) return;
    this.discard(key);
    const abort = new AbortController();
    const prepared: Prepared = { request, abort, running: this.run(key, request, abort.signal) };
    this.prepared.set(key, prepared);
    prepared.running.then(
      (result) => {
        prepared.result = result;
      },
      () => {
        // Whoever asks for the run has it run again.
        if (this.prepared.get(key) === prepared) this.prepared.delete(key);
      },
    );
  }

  private discard(key: string): void {
    this.prepared.get(key)?.abort.abort();
    this.prepared.delete(key);
  }

  private async run(key: string, request: ExploreRequest, signal: AbortSignal): Promise<ExploreResult> {
    const began = this.now();
    const result = await this.client.request('explore', request, this.options(request, signal));
    this.took.set(key, this.now() - began);
    return result;
  }

  /** Explores the document unless that very run is known or under way. Resolves to the run, also where it failed. */
  async explore(source: DocumentSource, options: RunOptions, viewpoint: Viewpoint = {}): Promise<DocumentRun> {
    const request: ExploreRequest = { files: source.files, options, ...viewpoint };
    const known = this.entries.get(source.key);
    if (known?.run.request && sameRequest(known.run.request, request)) {
      const { state } = known.run;
      if (state.kind === 'running' && known.ended) {
        this.set(known, { ...known.run, version: source.version });
        return known.ended;
      }
      if (state.kind === 'done') {
        this.set(known, { ...known.run, version: source.version, state: { ...state, stale: false } });
        return known.run;
      }
    }
    if (known?.run.state.kind === 'running') known.abort?.abort();
    const result = known?.run.result;
    const last = result ? { result } : {};
    const { key, version } = source;
    const run: DocumentRun = { key, version, state: { kind: 'running', ...last }, request, ...last, viewpoint };
    const entry: Entry = known ?? { run, abort: undefined, ended: undefined };
    this.entries.set(key, entry);
    const ready = this.prepared.get(key);
    this.prepared.delete(key);
    const isReady = ready !== undefined && sameRequest(ready.request, request);
    if (!isReady) ready?.abort.abort();
    const abort = isReady ? ready.abort : new AbortController();
    entry.abort = abort;
    if (isReady && ready.result) {
      const { result } = ready;
      this.set(entry, { ...run, result, state: { kind: 'done', result, stale: false } });
      return entry.run;
    }
    entry.ended = this.finish(entry, isReady ? ready.running : this.run(key, request, abort.signal), abort);
    this.set(entry, run);
    return entry.ended;
  }

  private async finish(entry: Entry, running: Promise<ExploreResult>, abort: AbortController): Promise<DocumentRun> {
    try {
      const result = await running;
      if (entry.abort === abort)
        this.set(entry, { ...entry.run, result, state: { kind: 'done', result, stale: false } });
    } catch (error) {
      const superseded = entry.abort !== abort || (error instanceof SimulatorError && error.code === 'cancelled');
      if (!superseded) {
        const fault: WorkerError =
          error instanceof SimulatorError
            ? { code: error.code, message: error.message }
            : { code: 'fault', message: String(error) };
        this.set(entry, { ...entry.run, state: { kind: 'failed', error: fault } });
      }
    }
    return entry.run;
  }

  /** Asks about a document's run, at its own moment unless another is given; null where there is no run. */
  async ask<M extends RunMethod>(
    key: string,
    method: M,
    params: Omit<WorkerMethods[M]['params'], 'run'>,
    { at, signal }: { readonly at?: Moment | undefined; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<WorkerMethods[M]['result'] | null> {
    const run = this.request(key, at);
    if (!run) return null;
    const client = method === 'rerun' ? this.aside() : this.client;
    return client.request(method, { ...params, run } as WorkerMethods[M]['params'], this.options(run, signal));
  }

  /** A run of its own, beside those of the documents. */
  exploreOnce(request: ExploreRequest, signal?: AbortSignal): Promise<ExploreResult> {
    return this.client.request('explore', request, this.options(request, signal));
  }

  /** Where a document's run goes next; null where there is no such moment. */
  nextEvent(key: string, query: EventQuery, signal?: AbortSignal): Promise<number | null> {
    return this.ask(key, 'nextEvent', { query }, { signal });
  }

  /** One object at a moment of a document's run; null where there is none. */
  object(key: string, selector: ObjectSelector, at?: Moment, signal?: AbortSignal): Promise<ObjectDetail | null> {
    return this.ask(key, 'object', { selector }, { at, signal });
  }

  pool(key: string, address: number, signal?: AbortSignal): Promise<PoolDetail | null> {
    return this.ask(key, 'pool', { address }, { signal });
  }

  /** How an object grew over a document's run, or all that grew: null where there is no such object or no run. */
  growth(key: string, selector: ObjectSelector | null, signal?: AbortSignal): Promise<Growth | null> {
    return this.ask(key, 'growth', { selector }, { signal });
  }

  /** Forgets a document; a run under way is cancelled. */
  close(key: string): void {
    this.discard(key);
    this.took.delete(key);
    this.entries.get(key)?.abort?.abort();
    this.entries.delete(key);
  }

  dispose(): void {
    for (const key of [...this.entries.keys(), ...this.prepared.keys()]) this.close(key);
    this.listeners.clear();
    this.client.dispose();
    this.sideClient?.dispose();
  }

  private request(key: string, at?: Moment): ExploreRequest | undefined {
    const request = this.entries.get(key)?.run.request;
    return request && at ? { ...request, at } : request;
  }

  private options(run: ExploreRequest, signal?: AbortSignal) {
    return { timeout: run.options.budgets.milliseconds + GRACE, ...(signal ? { signal } : {}) };
  }

  private set(entry: Entry, run: DocumentRun): void {
    entry.run = run;
    for (const listener of [...this.listeners]) listener(run);
  }
}
