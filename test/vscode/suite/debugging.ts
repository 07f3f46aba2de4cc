/** What the tests of the debugger share: a client of the session that the workbench runs. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../../../src/extension/ids.js';
import { eventually } from './tools.js';

export interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly source: { readonly path: string };
  readonly instructionPointerReference: string;
}
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly variablesReference: number;
  readonly memoryReference?: string;
}

/** What went between the workbench and the adapter, in order. */
class Tracker implements vscode.DebugAdapterTracker {
  readonly events: { readonly event: string; readonly body?: Record<string, never> }[] = [];

  constructor(private readonly asked: Set<string>) {}

  onWillReceiveMessage(message: { readonly type: string; readonly command: string }): void {
    if (message.type === 'request') this.asked.add(message.command);
  }

  onDidSendMessage(message: { readonly type: string; readonly event: string }): void {
    if (message.type === 'event') this.events.push(message);
  }

  count(event: string): number {
    return this.events.filter((e) => e.event === event).length;
  }

  get lastStop(): Record<string, string> {
    return this.events.filter((e) => e.event === 'stopped').at(-1)?.body ?? {};
  }

  output(category: string): string {
    const outputs = this.events.filter((e) => e.event === 'output').map((e) => e.body as Record<string, string>);
    return outputs
      .filter((body) => body.category === category)
      .map((body) => body.output)
      .join('');
  }
}

/** As a launch configuration names a file. */
export function programOf(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

/** One test's view of the session that runs. */
export class Debugging {
  readonly tracker: Tracker;
  private readonly registration: vscode.Disposable;

  /** `asked`: takes the names of all requests that the adapter gets. */
  constructor(asked: Set<string>) {
    this.tracker = new Tracker(asked);
    this.registration = vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, {
      createDebugAdapterTracker: () => this.tracker,
    });
  }

  session(): vscode.DebugSession {
    const { activeDebugSession } = vscode.debug;
    if (activeDebugSession?.type !== DEBUG_TYPE) throw new Error('no session');
    return activeDebugSession;
  }

  // biome-ignore lint/suspicious/noExplicitAny: each request has an answer of its own.
  request(command: string, args: object = {}): Thenable<any> {
    return this.session().customRequest(command, args);
  }

  async stack(): Promise<Frame[]> {
    return (await this.request('stackTrace', { threadId: 1 })).stackFrames;
  }

  async where(): Promise<string> {
    return (await this.stack()).map((f) => `${f.name}:${f.line}`).join(' < ');
  }

  async variables(reference: number): Promise<Variable[]> {
    return (await this.request('variables', { variablesReference: reference })).variables;
  }

  async scope(name: string): Promise<Variable[]> {
    const [top] = await this.stack();
    const { scopes } = await this.request('scopes', { frameId: top!.id });
    const found = scopes.find((s: { name: string }) => s.name === name);
    return this.variables(found.variablesReference);
  }

  /** Runs a command of the workbench (or a request) and waits for the stop that comes of it. */
  async stop(how: string | (() => Thenable<unknown>)): Promise<string> {
    const { tracker } = this;
    const before = tracker.count('stopped');
    let settled = false;
    const listener = vscode.debug.onDidChangeActiveStackItem((item) => {
      settled = tracker.count('stopped') > before && item !== undefined && 'frameId' in item;
    });
    if (typeof how === 'string') await vscode.commands.executeCommand(`workbench.action.debug.${how}`);
    else await how();
    await eventually('a stop', () => tracker.count('stopped') > before);
    // The workbench looks at the new frame before it takes the next command.
    for (let i = 0; i < 40 && !settled; i++) await new Promise((resolve) => setTimeout(resolve, 25));
    listener.dispose();
    await eventually('a frame', () => {
      const item = vscode.debug.activeStackItem;
      return item !== undefined && 'frameId' in item;
    });
    return this.where();
  }

  /** Starts a session for a file, as a launch configuration does. */
  async launch(uri: vscode.Uri, more: object = {}): Promise<void> {
    const configuration = { type: DEBUG_TYPE, request: 'launch', name: 'test', program: programOf(uri), ...more };
    assert.ok(await vscode.debug.startDebugging(undefined, configuration, { suppressSaveBeforeStart: true }));
  }

  async over(): Promise<void> {
    await eventually('the end', () => vscode.debug.activeDebugSession === undefined);
  }

  async dispose(): Promise<void> {
    vscode.debug.removeBreakpoints([...vscode.debug.breakpoints]);
    await vscode.debug.stopDebugging();
    await this.over();
    this.registration.dispose();
  }
}

/** Sets breakpoints on lines, from 1. */
export function breakAt(uri: vscode.Uri, ...lines: number[]): void {
  vscode.debug.addBreakpoints(
    lines.map((line) => new vscode.SourceBreakpoint(new vscode.Location(uri, new vscode.Position(line - 1, 0)))),
  );
}
