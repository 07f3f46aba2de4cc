/** A debugger's client for tests: speaks the protocol with the adapter over the real simulator, in this thread. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DebugHost, LaunchConfiguration } from '../../../src/debug/host.js';
import { ArenascopeDebugSession } from '../../../src/debug/session.js';
import { english } from '../../../src/present/say.js';
import type { PythonVersion } from '../../../src/protocol/run.js';
import type { StartWorker } from '../../../src/session/link.js';
import { serve } from '../../../src/session/serve.js';
import { Debuggee } from '../../../src/trace/debug/debuggee.js';
import { openRun } from '../../../src/trace/explore.js';
import { Machines } from '../../../src/trace/machines.js';

const workshop = { libraryCode: new Map(), machines: new Machines() };

/** A worker that is none: it answers in a later turn of this thread. */
const inThisThread: StartWorker = (events) => {
  let ended = false;
  const handle = serve({
    simulator: {
      openRun: (request, ports) => openRun(request, ports),
      openDebuggee: (request, ports) => new Debuggee(request, ports, workshop),
    },
    post: (message) => setImmediate(() => !ended && events.message(message)),
    now: () => 0,
  });
  return {
    post: (message) => setImmediate(() => !ended && handle(message)),
    terminate: () => {
      ended = true;
    },
  };
};

export interface ProgramOptions {
  readonly python?: PythonVersion;
  readonly modules?: Readonly<Record<string, string>>;
  readonly launch?: Partial<LaunchConfiguration>;
  readonly lines?: number;
  /** The program's text as cells: their paths, and lines before each. */
  readonly cells?: readonly { readonly path: string; readonly before: number }[];
  readonly startWorker?: StartWorker;
}

export const MAIN = '/work/main.py';

type Breakpoints = readonly (number | DebugProtocol.SourceBreakpoint)[];

export class Client {
  readonly events: DebugProtocol.Event[] = [];
  private readonly session: ArenascopeDebugSession;
  private seq = 1;
  private readonly waiting = new Map<number, (response: DebugProtocol.Response) => void>();
  private seen = 0;
  private wake: (() => void)[] = [];
  private readonly launchArguments: Partial<LaunchConfiguration>;

  constructor(text: string, options: ProgramOptions = {}) {
    const { python = '3.12', modules = {}, lines = 1_000_000, startWorker = inThisThread } = options;
    const names = Object.keys(modules);
    const host: DebugHost = {
      startWorker,
      say: english,
      open: async () => ({
        files: [{ path: 'main.py', text }, ...names.map((path) => ({ path, text: modules[path]! }))],
        sources: [
          ...(options.cells ?? [{ path: MAIN, before: 0 }]).map((part) => ({
            ...part,
            name: 'main.py',
            text,
            file: 0,
          })),
          ...names.map((path, i) => ({
            path: `/work/${path}`,
            name: path,
            text: modules[path]!,
            file: i + 1,
            before: 0,
          })),
        ],
      }),
      defaults: () => ({ python, budgets: { lines, memoryBytes: 1 << 26, milliseconds: 60_000 } }),
    };
    this.launchArguments = options.launch ?? {};
    this.session = new ArenascopeDebugSession(host);
    this.session.onDidSendMessage((message) => this.receive(message as DebugProtocol.ProtocolMessage));
  }

  private receive(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'event') {
      this.events.push(message as DebugProtocol.Event);
      for (const wake of this.wake.splice(0)) wake();
    } else if (message.type === 'response') {
      const response = message as DebugProtocol.Response;
      this.waiting.get(response.request_seq)?.(response);
      this.waiting.delete(response.request_seq);
    }
  }

  /** Sends a request; fails with the adapter's words. */
  async request<T = Record<string, unknown>>(command: string, args: object = {}): Promise<T> {
    const seq = this.seq++;
    const response = await new Promise<DebugProtocol.Response>((resolve) => {
      this.waiting.set(seq, resolve);
      this.session.handleMessage({ seq, type: 'request', command, arguments: args } as DebugProtocol.Request);
    });
    if (!response.success) throw new Error(response.message);
    return response.body as T;
  }

  /** The next event of one of the kinds that was not waited for before. */
  async event(...kinds: string[]): Promise<DebugProtocol.Event> {
    for (;;) {
      for (; this.seen < this.events.length; this.seen++) {
        const event = this.events[this.seen]!;
        if (!kinds.includes(event.event)) continue;
        this.seen++;
        return event;
      }
      await new Promise<void>((resolve) => this.wake.push(resolve));
    }
  }

  /** Launches with breakpoints in the main file and waits for the first stop (or the end). */
  async launch(breakpoints: Breakpoints = [], exceptions: readonly string[] = []): Promise<string> {
    await this.request('initialize', { adapterID: 'arenascope', pathFormat: 'path' });
    await this.request('launch', { program: MAIN, ...this.launchArguments });
    await this.event('initialized');
    await this.setBreakpoints(breakpoints);
    await this.request('setExceptionBreakpoints', { filters: exceptions });
    await this.request('configurationDone');
    return this.stop();
  }

  async setBreakpoints(breakpoints: Breakpoints, path = MAIN): Promise<DebugProtocol.Breakpoint[]> {
    const asked = breakpoints.map((b) => (typeof b === 'number' ? { line: b } : b));
    const body = await this.request<DebugProtocol.SetBreakpointsResponse['body']>('setBreakpoints', {
      source: { path },
      breakpoints: asked,
    });
    return body.breakpoints;
  }

  /** Waits for a stop: `breakpoint main.py:3 in f`, with its words where there are some; `ended 0`. */
  async stop(): Promise<string> {
    const event = await this.event('stopped', 'exited', 'terminated');
    if (event.event === 'exited') return `ended ${event.body.exitCode}`;
    if (event.event === 'terminated') return 'terminated';
    const { reason, description } = event.body;
    return `${reason} ${await this.where()}${description ? ` (${description})` : ''}`;
  }

  async where(): Promise<string> {
    const [top] = await this.stack();
    return `${top!.source?.name}:${top!.line} in ${top!.name}`;
  }

  async stack(): Promise<DebugProtocol.StackFrame[]> {
    const body = await this.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId: 1 });
    return body.stackFrames;
  }

  /** Sends a request that moves the run and waits for where it comes to. */
  async go(command: string, args: object = {}): Promise<string> {
    await this.request(command, { threadId: 1, ...args });
    return this.stop();
  }

  async children(reference: number, args: object = {}): Promise<DebugProtocol.Variable[]> {
    const body = await this.request<DebugProtocol.VariablesResponse['body']>('variables', {
      variablesReference: reference,
      ...args,
    });
    return body.variables;
  }

  /** The variables of a scope of a frame. */
  async scope(name: string, frame = 0): Promise<DebugProtocol.Variable[]> {
    const frameId = (await this.stack())[frame]!.id;
    const { scopes } = await this.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId });
    const found = scopes.find((s) => s.name === name);
    return found ? this.children(found.variablesReference) : [];
  }

  /** The same as `name = value`. */
  async names(scope: string, frame = 0): Promise<string[]> {
    return (await this.scope(scope, frame)).map((v) => `${v.name} = ${v.value}`);
  }

  async evaluate(expression: string, context = 'watch', frame = 0): Promise<DebugProtocol.EvaluateResponse['body']> {
    const frameId = (await this.stack())[frame]!.id;
    return this.request('evaluate', { expression, context, frameId });
  }

  /** Everything that was written so far in a category. */
  output(category: string): string {
    return this.events
      .filter((e) => e.event === 'output' && e.body.category === category)
      .map((e) => e.body.output)
      .join('');
  }

  dispose(): void {
    this.session.dispose();
  }
}
