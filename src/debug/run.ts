/** The run of a session, in a worker of its own: where it stands, and what is asked of it there. */
import type { DebugMethods, DebugPosition } from '../protocol/debug.js';
import type { ExploreRequest } from '../protocol/run.js';
import { SimulatorClient } from '../session/client.js';
import type { StartWorker } from '../session/link.js';

/** Milliseconds for an answer: for a question at a place, and for a search, which a person may end. */
const QUESTION = 60_000;
const SEARCH = 2 ** 31 - 1;
/** Milliseconds in which a search that is ended must say where it stands: a line is not interrupted. */
const GRACE = 5000;
/** Milliseconds that an expression may take. */
const EXPRESSION = 10_000;

/** What a question needs beside the run and the place. */
export type Asked<M extends keyof DebugMethods> = Omit<DebugMethods[M]['params'], 'run' | 'at'>;
export type Question = Exclude<keyof DebugMethods, 'debugProgram' | 'debugSearch'>;

export class DebugRun {
  private readonly client: SimulatorClient;
  readonly request: ExploreRequest;

  constructor(start: StartWorker, request: ExploreRequest) {
    this.client = new SimulatorClient(start);
    this.request = request;
  }

  program(): Promise<DebugMethods['debugProgram']['result']> {
    return this.client.request('debugProgram', { run: this.request }, { timeout: QUESTION });
  }

  search(
    params: Omit<DebugMethods['debugSearch']['params'], 'run'>,
    signal: AbortSignal,
  ): Promise<DebugMethods['debugSearch']['result']> {
    return this.client.request(
      'debugSearch',
      { ...params, run: this.request },
      { timeout: SEARCH, grace: GRACE, signal },
    );
  }

  ask<M extends Question>(method: M, at: DebugPosition, params: Asked<M>): Promise<DebugMethods[M]['result']> {
    const all = { ...params, run: this.request, at } as DebugMethods[M]['params'];
    return this.client.request(method, all, { timeout: method === 'debugEvaluate' ? EXPRESSION : QUESTION }) as Promise<
      DebugMethods[M]['result']
    >;
  }

  dispose(): void {
    this.client.dispose();
  }
}
