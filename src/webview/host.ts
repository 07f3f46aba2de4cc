/** The extension as the view sees it. The only file that knows `acquireVsCodeApi`. */
import type { FromPanel, PanelMethod, PanelMethods, ToPanel } from '../protocol/panel.js';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** What the view keeps over hiding and reload: only where it looks. */
export interface ViewState {
  readonly selection?: Selection;
  /** Ids of sections and arenas that the user closed or opened against the default. */
  readonly toggled: readonly string[];
  readonly scroll: number;
}

export type Selection =
  | { readonly kind: 'object'; readonly address: number }
  | { readonly kind: 'pool'; readonly address: number };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Host {
  private readonly api = acquireVsCodeApi();
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;

  /** `receive` gets what is not the answer to a question. */
  constructor(receive: (message: Extract<ToPanel, { kind: 'subject' | 'reveal' }>) => void) {
    window.addEventListener('message', (event: MessageEvent<ToPanel>) => {
      const message = event.data;
      if (message.kind === 'answer') this.take(message.id)?.resolve(message.value);
      else if (message.kind === 'failure') this.take(message.id)?.reject(new Error(message.message));
      else receive(message);
    });
  }

  post(message: Exclude<FromPanel, { kind: 'ask' }>): void {
    this.api.postMessage(message);
  }

  ask<M extends PanelMethod>(method: M, params: PanelMethods[M]['params']): Promise<PanelMethods[M]['result']> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.api.postMessage({ kind: 'ask', id, method, params });
    });
  }

  get state(): ViewState {
    const state = this.api.getState() as Partial<ViewState> | undefined;
    return { toggled: [], scroll: 0, ...state };
  }

  set state(state: ViewState) {
    this.api.setState(state);
  }

  private take(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    return waiting;
  }
}
