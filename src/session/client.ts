/** The host's side of the border: one request at a time goes to the worker, each is answered, a dead worker is replaced. */
import type { WorkerError, WorkerErrorCode, WorkerMethod, WorkerMethods, WorkerRequest } from '../protocol/worker.js';
import type { StartWorker, WorkerLink } from './link.js';
import { unpackResult } from './packedResult.js';

/** The error of a request that got no value. */
export class SimulatorError extends Error {
  readonly code: WorkerErrorCode;

  constructor(error: WorkerError) {
    super(error.message || error.code);
    this.name = 'SimulatorError';
    this.code = error.code;
  }
}

export interface RequestOptions {
  /** Milliseconds the worker may take once it has begun; then it is ended and the request fails with `timeout`. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
  /** Milliseconds that a cancelled request may take to notice, before its worker is ended. */
  readonly grace?: number;
}

/** {@link RequestOptions.grace} where nothing is said. */
const CANCEL_GRACE = 500;

interface Waiting {
  readonly request: WorkerRequest;
  readonly options: RequestOptions;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: SimulatorError) => void;
  /** Undoes the listening to the caller's signal. */
  readonly detach: () => void;
}

/** Owns at most one worker, started by the first request and again by the first one after a fault. */
export class SimulatorClient {
  private link: WorkerLink | undefined;
  private control: Int32Array | undefined;
  private readonly queue: Waiting[] = [];
  private active: { readonly waiting: Waiting; readonly timer: ReturnType<typeof setTimeout> } | undefined;
  private nextId = 1;
  private disposed = false;
  private readonly start: StartWorker;

  constructor(start: StartWorker) {
    this.start = start;
  }

  /** Answers with a value or fails with a `SimulatorError`. */
  request<M extends WorkerMethod>(
    method: M,
    params: WorkerMethods[M]['params'],
    options: RequestOptions,
  ): Promise<WorkerMethods[M]['result']> {
    return new Promise((resolve, reject) => {
      const { signal } = options;
      if (signal?.aborted || this.disposed) return reject(new SimulatorError({ code: 'cancelled', message: '' }));
      const request = { id: this.nextId++, method, params } as WorkerRequest;
      const cancel = () => this.cancel(request.id);
      signal?.addEventListener('abort', cancel, { once: true });
      const detach = () => signal?.removeEventListener('abort', cancel);
      this.queue.push({ request, options, resolve: resolve as (value: unknown) => void, reject, detach });
      this.next();
    });
  }

  /** Ends the worker; whatever still waits fails with `cancelled`. */
  dispose(): void {
    this.disposed = true;
    this.drop();
    if (this.active) this.fail({ code: 'cancelled', message: '' });
    for (const waiting of this.queue.splice(0)) {
      waiting.detach();
      waiting.reject(new SimulatorError({ code: 'cancelled', message: '' }));
    }
  }

  private next(): void {
    if (this.active || this.disposed) return;
    const waiting = this.queue.shift();
    if (!waiting) return;
    const { timeout } = waiting.options;
    const timer = setTimeout(() => {
      this.drop();
      this.fail({ code: 'timeout', message: `no answer within ${timeout} ms` });
    }, timeout);
    this.active = { waiting, timer };
    try {
      this.link ??= this.begin();
      this.link.post({ kind: 'request', request: waiting.request });
    } catch (error) {
      this.drop();
      this.fail({ code: 'crashed', message: String(error) });
    }
  }

  private begin(): WorkerLink {
    let link: WorkerLink | undefined;
    link = this.start({
      message: (message) => {
        if (link !== this.link) return;
        if (message.kind === 'value') this.settle(message.id, (w) => w.resolve(message.value));
        else if (message.kind === 'packed') this.settle(message.id, (w) => w.resolve(unpackResult(message.value)));
        else this.settle(message.id, (w) => w.reject(new SimulatorError(message.error)));
      },
      gone: (reason) => {
        if (link !== this.link) return;
        this.link = undefined;
        if (this.active) this.fail({ code: 'crashed', message: reason });
      },
    });
    if (typeof SharedArrayBuffer !== 'undefined') {
      const shared = new SharedArrayBuffer(4);
      this.control = new Int32Array(shared);
      link.post({ kind: 'control', control: shared });
    }
    return link;
  }

  private cancel(id: number): void {
    const at = this.queue.findIndex((w) => w.request.id === id);
    if (at >= 0) {
      const [waiting] = this.queue.splice(at, 1);
      waiting!.detach();
      waiting!.reject(new SimulatorError({ code: 'cancelled', message: '' }));
      return;
    }
    const { active } = this;
    if (active?.waiting.request.id !== id) return;
    if (!this.control) {
      // Nothing reaches a worker that runs without shared memory.
      this.drop();
      this.fail({ code: 'cancelled', message: '' });
      return;
    }
    Atomics.store(this.control, 0, id);
    setTimeout(() => {
      if (this.active !== active) return;
      this.drop();
      this.fail({ code: 'cancelled', message: '' });
    }, active.waiting.options.grace ?? CANCEL_GRACE);
  }

  private settle(id: number, how: (waiting: Waiting) => void): void {
    const { active } = this;
    if (active?.waiting.request.id !== id) return;
    clearTimeout(active.timer);
    active.waiting.detach();
    this.active = undefined;
    how(active.waiting);
    this.next();
  }

  private fail(error: WorkerError): void {
    if (this.active) this.settle(this.active.waiting.request.id, (w) => w.reject(new SimulatorError(error)));
  }

  private drop(): void {
    const { link } = this;
    this.link = undefined;
    this.control = undefined;
    link?.terminate();
  }
}
