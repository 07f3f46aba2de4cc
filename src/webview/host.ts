/** The host as the view sees it: the extension, or a report's own page. The only file that knows `acquireVsCodeApi`. */
import type { FromPanel, PanelMethod, PanelMethods, PanelSelection, PanelViewId, ToPanel } from '../protocol/panel.js';

/** Where messages go and where the view's state is kept; answers arrive as `message` events of the window. */
export interface HostPort {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: unknown): void;
  /** The questions that are answered; all of them if left out. */
  readonly methods?: readonly PanelMethod[];
  /** Whether a question has an answer; every one has, if left out. */
  answers?(method: PanelMethod, params: unknown): boolean;
  /** There is one moment and no simulator: nothing can be moved, run or followed. */
  readonly isStill?: boolean;
}
declare function acquireVsCodeApi(): HostPort;

/** The extension's side, in a webview of VS Code. */
export function extensionPort(): HostPort {
  return acquireVsCodeApi();
}

/** What the panel keeps over hiding and reload: only where it looks. */
export interface PanelState {
  readonly view?: PanelViewId;
  readonly selection?: PanelSelection;
  /** What each view's `state()` said, by its id. */
  readonly views: Readonly<Record<string, unknown>>;
  /** Views whose text twin is open. */
  readonly texts: readonly string[];
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Host {
  private readonly port: HostPort;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;

  /** `receive` gets what is not the answer to a question. */
  constructor(port: HostPort, receive: (message: Exclude<ToPanel, { kind: 'answer' | 'failure' }>) => void) {
    this.port = port;
    window.addEventListener('message', (event: MessageEvent<ToPanel>) => {
      const message = event.data;
      if (message.kind === 'answer') this.take(message.id)?.resolve(message.value);
      else if (message.kind === 'failure') this.take(message.id)?.reject(new Error(message.message));
      else receive(message);
    });
  }

  post(message: Exclude<FromPanel, { kind: 'ask' }>): void {
    this.port.postMessage(message);
  }

  ask<M extends PanelMethod>(method: M, params: PanelMethods[M]['params']): Promise<PanelMethods[M]['result']> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.port.postMessage({ kind: 'ask', id, method, params } as FromPanel);
    });
  }

  get state(): PanelState {
    const state = this.port.getState() as Partial<PanelState> | undefined;
    return { ...state, views: state?.views ?? {}, texts: state?.texts ?? [] };
  }

  set state(state: PanelState) {
    this.port.setState(state);
  }

  private take(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    return waiting;
  }
}
