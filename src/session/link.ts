/** A worker as the client sees it, whatever kind of worker it is. */
import type { FromWorker, ToWorker } from '../protocol/worker.js';

export interface WorkerEvents {
  message(message: FromWorker): void;
  /** The worker is gone, or cannot be started; `reason` for a log. Not called after `terminate`. */
  gone(reason: string): void;
}

export interface WorkerLink {
  post(message: ToWorker): void;
  terminate(): void;
}

/** Starts a worker. Events arrive asynchronously. */
export type StartWorker = (events: WorkerEvents) => WorkerLink;
