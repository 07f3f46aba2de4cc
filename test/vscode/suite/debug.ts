import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ArenascopeDebugSession } from '../../../src/debug/session.js';
import { COMMAND } from '../../../src/extension/ids.js';
import { breakAt, Debugging } from './debugging.js';
import { eventually } from './tools.js';

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

const LOOP = `\
def grow(items, n):
    items.append(n)
    return len(items)

items = []
for n in range(5):
    size = grow(items, n)
print(size)
try:
    items[9]
except IndexError:
    print("caught")
`;

export function debugTests(): void {
  describe('the debugger', () => {
    const asked = new Set<string>();
    let is: Debugging;
    let uri: vscode.Uri;

    before(async () => {
      const folder = vscode.workspace.workspaceFolders![0]!;
      uri = vscode.Uri.joinPath(folder.uri, 'debugged.py');
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(PROGRAM));
      await vscode.window.showTextDocument(uri);
    });

    beforeEach(() => {
      is = new Debugging(asked);
    });

    afterEach(() => is.dispose());

    after(() => vscode.workspace.fs.delete(uri));

    it('hits a breakpoint, steps in, out and back', async () => {
      breakAt(uri, 10);
      assert.equal(await is.stop(() => is.launch(uri)), 'the module:10');
      assert.equal(await is.stop('stepInto'), 'build:6 < the module:10');
      assert.equal(await is.stop('stepOver'), 'build:7 < the module:10');
      assert.equal(await is.stop('stepOver'), 'build:8 < the module:10');
      const locals = new Map((await is.scope('Locals')).map((v) => [v.name, v.value]));
      assert.match(locals.get('nodes')!, /^\[<__main__\.Node object at 0x[0-9a-f]+>.* · 1 reference$/);
      assert.equal(locals.get('first'), 'Node · 2 references');
      assert.equal(await is.stop('stepBack'), 'build:7 < the module:10');
      assert.equal(await is.stop('stepOut'), 'the module:11', JSON.stringify(is.tracker.events.slice(-6)));
      assert.equal(await is.stop('reverseContinue'), 'the module:10');
      assert.match(is.tracker.lastStop.reason!, /breakpoint/);
    });

    it('stops when a count changes and when an object is freed', async () => {
      breakAt(uri, 11);
      await is.stop(() => is.launch(uri));
      const kept = (await is.scope('Globals')).find((v) => v.name === 'kept')!;
      const memory = (await is.variables(kept.variablesReference)).find((v) => v.name === 'memory')!;
      const lines = await is.variables(memory.variablesReference);
      assert.deepEqual(lines.map((v) => v.name).slice(0, 3), ['references', 'freed', 'address']);
      const info = async (name: string) =>
        is.request('dataBreakpointInfo', { variablesReference: memory.variablesReference, name });
      const count = await info('references');
      const death = await info('freed');
      await is.request('setDataBreakpoints', { breakpoints: [{ dataId: count.dataId }] });
      assert.equal(await is.stop('continue'), 'the module:12');
      assert.match(is.tracker.lastStop.description!, /^count of Node: 1 → 2 by line 11$/);
      await is.request('setDataBreakpoints', { breakpoints: [{ dataId: death.dataId }] });
      assert.equal(await is.stop('continue'), 'the module:15');
      assert.match(is.tracker.lastStop.description!, /^death of Node: freed by line 14$/);
      assert.equal(is.tracker.output('stdout'), '0\n');
    });

    it('evaluates without a trace in the run, and reads the bytes of an object', async () => {
      breakAt(uri, 12);
      await is.stop(() => is.launch(uri));
      const [top] = await is.stack();
      const evaluate = (expression: string, context = 'watch') =>
        is.request('evaluate', { expression, context, frameId: top!.id });
      assert.match((await evaluate('kept')).result, / · 2 references$/);
      assert.match((await evaluate('[setattr(kept, "label", 9), kept.label][1]', 'repl')).result, /^9 · /);
      assert.match((await evaluate('kept.label', 'hover')).result, /^0 · /);
      const kept = (await is.scope('Globals')).find((v) => v.name === 'kept')!;
      const path = `/${encodeURIComponent(kept.memoryReference!)}/memory.bin`;
      const bytes = await vscode.workspace.fs.readFile(
        vscode.Uri.from({ scheme: 'vscode-debug-memory', authority: is.session().id, path, query: '?range=0:48' }),
      );
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      // In front of the object stand the words of its dict and its weak references, and the collector's header.
      assert.equal(Number(view.getBigUint64(32, true)), 2);
    });

    it('stops where an exception is raised that nobody catches', async () => {
      assert.equal(await is.stop(() => is.launch(uri)), 'the module:16');
      assert.equal(is.tracker.lastStop.reason, 'exception');
      const info = await is.request('exceptionInfo', { threadId: 1 });
      assert.equal(info.exceptionId, 'ValueError');
      assert.equal(info.description, 'at the end');
      await vscode.commands.executeCommand('workbench.action.debug.continue');
      await is.over();
      const exited = is.tracker.events.find((e) => e.event === 'exited');
      assert.deepEqual(exited?.body, { exitCode: 1 });
      assert.match(is.tracker.output('stderr'), /ValueError: at the end/);
      assert.equal(is.tracker.output('stdout'), '0\ndone\n');
    });

    it('pauses a run that does not end, and the host goes on meanwhile', async () => {
      const endless = vscode.Uri.joinPath(uri, '../endless.py');
      await vscode.workspace.fs.writeFile(endless, new TextEncoder().encode('n = 0\nwhile True:\n    n += 1\n'));
      await is.launch(endless, { maxSteps: 1_000_000_000 });
      await eventually('the run', () => is.tracker.count('thread') > 0);
      await new Promise((resolve) => setTimeout(resolve, 2000));
      assert.match(await is.stop(() => is.request('pause', { threadId: 1 })), /^the module:[23]$/);
      const n = (await is.scope('Globals')).find((v) => v.name === 'n')!;
      assert.match(n.value, /^\d+ · \d reference/);
    });

    describe('a program with a loop', () => {
      let loop: vscode.Uri;
      const at = (line: number) => new vscode.Location(loop, new vscode.Position(line - 1, 0));
      const value = async (name: string) =>
        (await is.request('evaluate', { expression: name, context: 'watch', frameId: (await is.stack())[0]!.id }))
          .result;

      before(async () => {
        loop = vscode.Uri.joinPath(uri, '../loop.py');
        await vscode.workspace.fs.writeFile(loop, new TextEncoder().encode(LOOP));
      });

      after(() => vscode.workspace.fs.delete(loop));

      it('stops by a condition and by a hit count, and writes where a log point is', async () => {
        vscode.debug.addBreakpoints([
          new vscode.SourceBreakpoint(at(2), true, 'n == 1'),
          new vscode.SourceBreakpoint(at(3), true, undefined, '>= 4'),
          new vscode.SourceBreakpoint(at(7), true, undefined, undefined, 'n is {n}'),
        ]);
        assert.equal(await is.stop(() => is.launch(loop)), 'grow:2 < the module:7');
        assert.match(await value('n'), /^1 /);
        assert.equal(await is.stop('continue'), 'grow:3 < the module:7');
        assert.match(await value('n'), /^3 /);
        assert.equal(
          is.tracker
            .output('console')
            .match(/n is \d/g)
            ?.join(),
          'n is 0,n is 1,n is 2,n is 3',
        );
      });

      it('stops in a function by its name', async () => {
        vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint('grow', true, 'n == 2')]);
        assert.equal(await is.stop(() => is.launch(loop)), 'grow:2 < the module:7');
        assert.match(await value('n'), /^2 /);
        assert.match(is.tracker.lastStop.reason!, /function breakpoint/);
      });

      it('stops where an exception is raised that somebody catches', async () => {
        breakAt(loop, 8);
        await is.stop(() => is.launch(loop));
        await is.request('setExceptionBreakpoints', {
          filters: [],
          filterOptions: [{ filterId: 'raised', condition: 'IndexError' }],
        });
        assert.equal(await is.stop('continue'), 'the module:10');
        assert.equal((await is.request('exceptionInfo', { threadId: 1 })).exceptionId, 'IndexError');
      });

      it('travels to another time that a line ran, to the start of a frame, and begins again', async () => {
        vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(at(3), true, 'n == 2')]);
        assert.equal(await is.stop(() => is.launch(loop)), 'grow:3 < the module:7');
        const [top] = await is.stack();
        assert.equal(await is.stop(() => is.request('restartFrame', { frameId: top!.id })), 'grow:2 < the module:7');
        assert.match(await value('n'), /^2 /);
        const { targets } = await is.request('gotoTargets', { source: top!.source, line: 7 });
        assert.deepEqual(
          targets.map(({ label }: { label: string }) => label.replace(/\d+\)/, 'N)')),
          ['the next time line 7 runs (step N)', 'the last time line 7 ran (step N)'],
        );
        const goTo = (i: number) => is.stop(() => is.request('goto', { threadId: 1, targetId: targets[i].id }));
        assert.equal(await goTo(0), 'the module:7');
        assert.match(await value('n'), /^3 /);
        await is.stop('restart');
        assert.match(await value('n'), /^2 /);
      });

      it('goes by instructions, with the value stack', async () => {
        breakAt(loop, 7);
        await is.stop(() => is.launch(loop));
        const before = (await is.stack())[0]!.instructionPointerReference;
        for (let i = 0; i < 3; i++)
          await is.stop(() => is.request('next', { threadId: 1, granularity: 'instruction' }));
        const after = (await is.stack())[0]!.instructionPointerReference;
        assert.notEqual(after, before);
        assert.match((await is.scope('Value Stack')).map((v) => v.value).join(' '), /grow/);
        const { instructions } = await is.request('disassemble', {
          memoryReference: before,
          instructionOffset: -2,
          instructionCount: 8,
        });
        assert.equal(instructions.length, 8);
        assert.match(instructions.map(({ instruction }: { instruction: string }) => instruction).join(' '), /CALL/);
      });

      it('tells its sources, lines that can run, and names to complete', async () => {
        breakAt(loop, 3);
        await is.stop(() => is.launch(loop));
        const [top] = await is.stack();
        const { sources } = await is.request('loadedSources');
        assert.deepEqual(
          sources.map(({ path }: { path: string }) => path),
          [top!.source.path],
        );
        assert.equal((await is.request('source', { source: top!.source, sourceReference: 0 })).content, LOOP);
        const { breakpoints } = await is.request('breakpointLocations', { source: top!.source, line: 4, endLine: 6 });
        assert.deepEqual(
          breakpoints.map(({ line }: { line: number }) => line),
          [5, 6],
        );
        const { targets } = await is.request('completions', { frameId: top!.id, text: 'ite', column: 4 });
        assert.ok(targets.some(({ label }: { label: string }) => label === 'items'));
        await assert.rejects(async () => is.request('attach'), /there is none to attach to/);
      });

      it('can be ended in the middle', async () => {
        breakAt(loop, 7);
        await is.stop(() => is.launch(loop));
        await vscode.commands.executeCommand('workbench.action.debug.stop');
        await is.over();
        assert.equal(is.tracker.output('stdout'), '');
      });
    });

    it('runs what is not saved', async () => {
      const content = 'kept = []\nkept.append(kept)\n';
      const document = await vscode.workspace.openTextDocument({ language: 'python', content });
      await vscode.window.showTextDocument(document);
      assert.equal(await is.stop(() => vscode.commands.executeCommand(COMMAND.debugFile)), 'the module:1');
      assert.equal(await is.stop('stepOver'), 'the module:2');
      await vscode.commands.executeCommand('workbench.action.debug.stop');
      await is.over();
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });

    it('runs and debugs the file in the editor by command', async () => {
      await vscode.window.showTextDocument(uri);
      await vscode.commands.executeCommand(COMMAND.runFile);
      await eventually('the end', () => is.tracker.count('terminated') > 0);
      assert.match(is.tracker.output('stderr'), /ValueError: at the end/);
      await is.over();
      assert.equal(await is.stop(() => vscode.commands.executeCommand(COMMAND.debugFile)), 'the module:1');
    });

    describe('after all this', () => {
      it('was sent every request that it answers', () => {
        const names = Object.getOwnPropertyNames(ArenascopeDebugSession.prototype);
        const answered = names
          .filter((name) => name.endsWith('Request'))
          .map((name) => name.slice(0, -'Request'.length));
        const sent = new Set([...asked].map((name) => name.toLowerCase()));
        assert.ok(answered.length > 30);
        assert.deepEqual(
          answered.filter((name) => !sent.has(name.toLowerCase())),
          [],
        );
      });
    });
  });
}
