import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMAND, DEBUG_TYPE } from '../../../src/extension/ids.js';
import { eventually } from './tools.js';

interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
}
interface Variable {
  readonly name: string;
  readonly value: string;
  readonly variablesReference: number;
  readonly memoryReference?: string;
}

const PROGRAM = `\
class Node:
    def __init__(self, label):
        self.label = label

def build(n):
    nodes = list(map(Node, range(n)))
    first = nodes[0]
    return first

kept = build(3)
also = kept
print(kept.label)
del also
del kept
print("done")
raise ValueError("at the end")
`;

/** What the adapter sent, in order. */
class Tracker implements vscode.DebugAdapterTracker {
  readonly events: { readonly event: string; readonly body?: Record<string, never> }[] = [];

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
function programOf(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

export function debugTests(): void {
  describe('the debugger', () => {
    let tracker: Tracker;
    let uri: vscode.Uri;
    const disposables: vscode.Disposable[] = [];

    const session = (): vscode.DebugSession => {
      const { activeDebugSession } = vscode.debug;
      if (activeDebugSession?.type !== DEBUG_TYPE) throw new Error('no session');
      return activeDebugSession;
    };
    const request = (command: string, args: object = {}) => session().customRequest(command, args);
    const stack = async (): Promise<Frame[]> => (await request('stackTrace', { threadId: 1 })).stackFrames;
    const where = async () => (await stack()).map((f) => `${f.name}:${f.line}`).join(' < ');
    const variables = async (reference: number): Promise<Variable[]> =>
      (await request('variables', { variablesReference: reference })).variables;

    async function scope(name: string): Promise<Variable[]> {
      const [top] = await stack();
      const { scopes } = await request('scopes', { frameId: top!.id });
      const found = scopes.find((s: { name: string }) => s.name === name);
      return variables(found.variablesReference);
    }

    /** Runs a command of the workbench (or a request) and waits for the stop that comes of it. */
    async function stop(how: string | (() => Thenable<unknown>)): Promise<string> {
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
      return where();
    }

    async function launch(more: object = {}): Promise<void> {
      const configuration = { type: DEBUG_TYPE, request: 'launch', name: 'test', program: programOf(uri), ...more };
      assert.ok(await vscode.debug.startDebugging(undefined, configuration));
    }

    async function over(): Promise<void> {
      await eventually('the end', () => vscode.debug.activeDebugSession === undefined);
    }

    function breakAt(...lines: number[]): void {
      vscode.debug.addBreakpoints(
        lines.map((line) => new vscode.SourceBreakpoint(new vscode.Location(uri, new vscode.Position(line - 1, 0)))),
      );
    }

    before(async () => {
      const folder = vscode.workspace.workspaceFolders![0]!;
      uri = vscode.Uri.joinPath(folder.uri, 'debugged.py');
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(PROGRAM));
      await vscode.window.showTextDocument(uri);
    });

    beforeEach(() => {
      tracker = new Tracker();
      disposables.push(
        vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, { createDebugAdapterTracker: () => tracker }),
      );
    });

    afterEach(async () => {
      vscode.debug.removeBreakpoints([...vscode.debug.breakpoints]);
      await vscode.debug.stopDebugging();
      await over();
      for (const d of disposables.splice(0)) d.dispose();
    });

    after(() => vscode.workspace.fs.delete(uri));

    it('hits a breakpoint, steps in, out and back', async () => {
      breakAt(10);
      assert.equal(await stop(() => launch()), 'the module:10');
      assert.equal(await stop('stepInto'), 'build:6 < the module:10');
      assert.equal(await stop('stepOver'), 'build:7 < the module:10');
      assert.equal(await stop('stepOver'), 'build:8 < the module:10');
      const locals = new Map((await scope('Locals')).map((v) => [v.name, v.value]));
      assert.match(locals.get('nodes')!, /^\[<__main__\.Node object at 0x[0-9a-f]+>.* · 1 reference$/);
      assert.equal(locals.get('first'), 'Node · 2 references');
      assert.equal(await stop('stepBack'), 'build:7 < the module:10');
      assert.equal(await stop('stepOut'), 'the module:11', JSON.stringify(tracker.events.slice(-6)));
      assert.equal(await stop('reverseContinue'), 'the module:10');
      assert.match(tracker.lastStop.reason!, /breakpoint/);
    });

    it('stops when a count changes and when an object is freed', async () => {
      breakAt(11);
      await stop(() => launch());
      const kept = (await scope('Globals')).find((v) => v.name === 'kept')!;
      const memory = (await variables(kept.variablesReference)).find((v) => v.name === 'memory')!;
      const lines = await variables(memory.variablesReference);
      assert.deepEqual(lines.map((v) => v.name).slice(0, 3), ['references', 'freed', 'address']);
      const info = async (name: string) =>
        request('dataBreakpointInfo', { variablesReference: memory.variablesReference, name });
      const count = await info('references');
      const death = await info('freed');
      await request('setDataBreakpoints', { breakpoints: [{ dataId: count.dataId }] });
      assert.equal(await stop('continue'), 'the module:12');
      assert.match(tracker.lastStop.description!, /^count of Node: 1 → 2 by line 11$/);
      await request('setDataBreakpoints', { breakpoints: [{ dataId: death.dataId }] });
      assert.equal(await stop('continue'), 'the module:15');
      assert.match(tracker.lastStop.description!, /^death of Node: freed by line 14$/);
      assert.equal(tracker.output('stdout'), '0\n');
    });

    it('evaluates without a trace in the run, and reads the bytes of an object', async () => {
      breakAt(12);
      await stop(() => launch());
      const [top] = await stack();
      const evaluate = (expression: string, context = 'watch') =>
        request('evaluate', { expression, context, frameId: top!.id });
      assert.match((await evaluate('kept')).result, / · 2 references$/);
      assert.match((await evaluate('[setattr(kept, "label", 9), kept.label][1]', 'repl')).result, /^9 · /);
      assert.match((await evaluate('kept.label', 'hover')).result, /^0 · /);
      const kept = (await scope('Globals')).find((v) => v.name === 'kept')!;
      const path = `/${encodeURIComponent(kept.memoryReference!)}/memory.bin`;
      const bytes = await vscode.workspace.fs.readFile(
        vscode.Uri.from({ scheme: 'vscode-debug-memory', authority: session().id, path, query: '?range=0:48' }),
      );
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      // In front of the object stand the words of its dict and its weak references, and the collector's header.
      assert.equal(Number(view.getBigUint64(32, true)), 2);
    });

    it('stops where an exception is raised that nobody catches', async () => {
      assert.equal(await stop(() => launch()), 'the module:16');
      assert.equal(tracker.lastStop.reason, 'exception');
      const info = await request('exceptionInfo', { threadId: 1 });
      assert.equal(info.exceptionId, 'ValueError');
      assert.equal(info.description, 'at the end');
      await vscode.commands.executeCommand('workbench.action.debug.continue');
      await over();
      const exited = tracker.events.find((e) => e.event === 'exited');
      assert.deepEqual(exited?.body, { exitCode: 1 });
      assert.match(tracker.output('stderr'), /ValueError: at the end/);
      assert.equal(tracker.output('stdout'), '0\ndone\n');
    });

    it('pauses a run that does not end, and the host goes on meanwhile', async () => {
      const endless = vscode.Uri.joinPath(uri, '../endless.py');
      await vscode.workspace.fs.writeFile(endless, new TextEncoder().encode('n = 0\nwhile True:\n    n += 1\n'));
      await launch({ program: programOf(endless), maxSteps: 1_000_000_000 });
      await eventually('the run', () => tracker.count('thread') > 0);
      await new Promise((resolve) => setTimeout(resolve, 2000));
      assert.match(await stop(() => request('pause', { threadId: 1 })), /^the module:[23]$/);
      const n = (await scope('Globals')).find((v) => v.name === 'n')!;
      assert.match(n.value, /^\d+ · \d reference/);
    });

    it('runs and debugs the file in the editor by command', async () => {
      await vscode.window.showTextDocument(uri);
      await vscode.commands.executeCommand(COMMAND.runFile);
      await eventually('the end', () => tracker.count('terminated') > 0);
      assert.match(tracker.output('stderr'), /ValueError: at the end/);
      await over();
      assert.equal(await stop(() => vscode.commands.executeCommand(COMMAND.debugFile)), 'the module:1');
    });
  });
}
