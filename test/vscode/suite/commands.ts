import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMAND, VIEW } from '../../../src/extension/ids.js';
import { EXTENSION, ended, eventually, openExample, openText, putCursor } from './tools.js';

const { executeCommand } = vscode.commands;

/** Whether the extension runs in a browser's worker: that flavour has no `main`. */
const inBrowser = () => vscode.extensions.getExtension(EXTENSION)!.packageJSON.main === undefined;

function beside(name: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, '..', name);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

const panelIsOpen = () =>
  vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .some((tab) => tab.input instanceof vscode.TabInputWebview && /arenascope/.test(tab.input.viewType));

/** Answers the questions of the extension, whose window this suite shares, and keeps what was asked. */
function answering(answer: string | undefined): { asked: string[]; restore(): void } {
  const asked: string[] = [];
  const window = vscode.window as unknown as Record<string, unknown>;
  const { showWarningMessage, showInformationMessage } = vscode.window;
  window.showWarningMessage = async (message: string) => {
    asked.push(message);
    return answer;
  };
  window.showInformationMessage = async (message: string) => {
    asked.push(message);
    return undefined;
  };
  return { asked, restore: () => Object.assign(window, { showWarningMessage, showInformationMessage }) };
}

export function commandTests(): void {
  describe('moving through a run', () => {
    it('goes to the next allocation, the next free and the next execution of a line', async () => {
      const editor = await openText('a = 1\nb = [1, 2]\nc = b\ndel b\ndel c\nfor i in range(3):\n    d = i\n');
      await ended(editor.document);
      const line = async () => (await ended(editor.document)).result!.picture!.line;
      await putCursor(editor.document, 1);
      await executeCommand(COMMAND.showMemoryHere);
      assert.equal(await line(), 1);
      await executeCommand(COMMAND.nextAllocation);
      assert.equal(await line(), 2);
      await executeCommand(COMMAND.nextFree);
      assert.equal(await line(), 5);
      await putCursor(editor.document, 7);
      await executeCommand(COMMAND.runToCursor);
      assert.equal(await line(), 6);
      const { step } = (await ended(editor.document)).result!.picture!;
      await executeCommand(COMMAND.runToCursor);
      assert.equal((await ended(editor.document)).result!.picture!.step, step + 2);
    });

    it('puts the panel beside the code, also where both stand in one place', async () => {
      const first = await openText('a = []\n');
      await ended(first.document);
      await executeCommand(COMMAND.showMemoryHere);
      await eventually('the panel', panelIsOpen);
      const { viewColumn } = await eventually("the panel's place", () =>
        vscode.window.tabGroups.all.find(({ activeTab }) => activeTab?.input instanceof vscode.TabInputWebview),
      );
      const document = await vscode.workspace.openTextDocument({ language: 'python', content: 'b = []\nc = b\n' });
      const editor = await vscode.window.showTextDocument(document, { viewColumn });
      await ended(document);
      await executeCommand(COMMAND.showMemoryHere);
      await eventually('both', () => {
        const active = vscode.window.tabGroups.all.map(({ activeTab }) => activeTab?.input);
        const isCode = (input: unknown) =>
          input instanceof vscode.TabInputText && input.uri.toString() === editor.document.uri.toString();
        return active.some(isCode) && active.some((input) => input instanceof vscode.TabInputWebview);
      });
    });

    it('collects at the moment that is shown', async () => {
      const editor = await openText('import gc\ngc.disable()\na = []\na.append(a)\ndel a\nprint(1)\n');
      await ended(editor.document);
      await executeCommand(COMMAND.stepBack);
      await executeCommand(COMMAND.collectNow);
      const { result } = await ended(editor.document);
      assert.ok(result!.collections.some((c) => c.reason === 'asked' && c.collected >= 1));
    });
  });

  describe('asking what if', () => {
    it('opens the panel', async () => {
      await executeCommand('workbench.action.closeAllEditors');
      await ended((await openExample('cycle.py')).document);
      await executeCommand(COMMAND.whatIf);
      await eventually('the panel', panelIsOpen);
    });

    it('shows two versions of Python side by side', async () => {
      const { document } = await openExample('cycle.py');
      await ended(document);
      await executeCommand(COMMAND.compareVersions, '3.8');
      const tab = await eventually('the comparison', () =>
        vscode.window.tabGroups.all
          .flatMap((group) => group.tabs)
          .find(({ input }) => input instanceof vscode.TabInputTextDiff),
      );
      const { original, modified } = tab.input as vscode.TabInputTextDiff;
      const [left, right] = await Promise.all(
        [original, modified].map((uri) => vscode.workspace.openTextDocument(uri)),
      );
      assert.match(original.path, /3\.8/);
      assert.match(left!.getText(), /# left 1 \(new\)/);
      assert.match(right!.getText(), /# left 1 \(new\)/);
    });
  });

  describe('exporting', () => {
    it('writes the trace as JSON', async () => {
      const editor = await openText('a = []\nb = a\n');
      await ended(editor.document);
      const target = beside('trace.json');
      await executeCommand(COMMAND.exportTrace, target);
      const trace = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(target)));
      assert.equal(trace.schema, 'arenascope/explain/1');
      assert.equal(trace.steps, 2);
    });
  });

  describe('verifying with a real Python', () => {
    it('runs nothing unless the user says so', async () => {
      const { document } = await openText('a = 1\n');
      await ended(document);
      const { asked, restore } = answering(undefined);
      try {
        await executeCommand(COMMAND.verifyWithPython, beside('fake-python').fsPath);
      } finally {
        restore();
      }
      assert.equal(asked.length, 1);
      assert.match(asked[0]!, inBrowser() ? /browser/ : /^Run .* with .*fake-python\?$/);
      assert.equal(await exists(beside('fake-python-ran')), false);
    });

    it('tells where both agree', async function () {
      if (inBrowser()) return this.skip();
      const { document } = await openText('a = []\nprint("hello")\n');
      await ended(document);
      const { restore } = answering('Run It');
      try {
        await executeCommand(COMMAND.verifyWithPython, beside('fake-python').fsPath);
      } finally {
        restore();
      }
      assert.equal(await exists(beside('fake-python-ran')), true);
      // The suite of the other flavour runs in the same folder.
      await vscode.workspace.fs.delete(beside('fake-python-ran'));
      const shown = vscode.workspace.textDocuments.find(
        ({ uri }) => uri.scheme === 'arenascope-text' && /3\.12\.1/.test(uri.path),
      );
      assert.match(shown!.getText(), /: as Python 3\.12\.1 \(/);
      assert.match(shown!.getText(), /stdout: 1 line, equal/);
      assert.match(shown!.getText(), /counts: 1, equal/);
    });
  });

  describe('when counts are shown', () => {
    it('is chosen by command', async () => {
      const section = () => vscode.workspace.getConfiguration('arenascope');
      try {
        for (const mode of ['activeLine', 'onDemand', 'off', 'allLines']) {
          await executeCommand(COMMAND.setMode, mode);
          assert.equal(section().get('mode'), mode);
        }
      } finally {
        await section().update('mode', undefined, vscode.ConfigurationTarget.Global);
      }
    });
  });

  describe('notes on functions and classes', () => {
    it('stand there when a command asks for them', async () => {
      const text = 'class Node: pass\n\ndef build(n):\n    return [Node() for _ in range(n)]\n\nkept = build(2)\n';
      const { document } = await openText(text);
      await ended(document);
      const lenses = async () => {
        const found = await executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10);
        return found.flatMap(({ command, range }) =>
          command?.command === COMMAND.explore ? [[range.start.line + 1, command.title]] : [],
        );
      };
      assert.deepEqual(await lenses(), []);
      await executeCommand(COMMAND.toggleCodeLens);
      try {
        const [node, build] = await eventually('lenses', async () => {
          const found = await lenses();
          return found.length === 2 && found;
        });
        assert.equal(node![0], 1);
        assert.match(String(node![1]), /^2 instances alive/);
        assert.equal(build![0], 3);
        assert.match(String(build![1]), /^1 call · \d+ objects made here are alive/);
      } finally {
        await executeCommand(COMMAND.toggleCodeLens);
      }
      assert.deepEqual(await eventually('no lenses', async () => (await lenses()).length === 0 && []), []);
    });
  });

  describe('the Python version', () => {
    it('is the one that the workspace names', async () => {
      const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, '.python-version');
      const { document } = await openExample('aliasing.py');
      assert.equal((await ended(document)).result!.python, '3.13');
      const python = async () => (await ended(document)).result!.python;
      try {
        await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('3.10.13\n'));
        await eventually('a run as 3.10', async () => (await python()) === '3.10');
      } finally {
        await vscode.workspace.fs.delete(file);
      }
      await eventually('a run as 3.13', async () => (await python()) === '3.13');
    });
  });

  describe('the views', () => {
    it('can all be shown', async () => {
      await ended((await openExample('cycle.py')).document);
      const { container: _container, panel: _panel, ...views } = VIEW;
      for (const id of Object.values(views)) await executeCommand(`${id}.focus`);
    });
  });
}
