import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMAND } from '../../../src/extension/ids.js';
import { lineNotes } from '../../../src/present/lineNotes.js';
import { api, ended, eventually, hoverText, openExample, openText, putCursor } from './tools.js';

/** The notes of an editor's present run, by line. */
async function notesOf(editor: vscode.TextEditor): Promise<Map<number, string>> {
  const { result } = await ended(editor.document);
  return new Map(lineNotes(result!, 0).map((n) => [n.line, n.text]));
}

function lineOf(document: vscode.TextDocument, text: string, nth = 1): number {
  const lines = document.getText().split('\n');
  const found = lines.flatMap((line, i) => (line.startsWith(text) ? [i + 1] : []))[nth - 1];
  if (!found) throw new Error(`no line starts with ${text}`);
  return found;
}

export function editorTests(): void {
  describe('counts', () => {
    it('stand after the lines of a plain program', async () => {
      const notes = await notesOf(await openText('a = []\nb = a\ndel a\nb = None\n'));
      assert.equal(notes.get(1), 'a 1 (new)');
      assert.match(notes.get(2)!, /\bb 2 \(\+1\)/);
      assert.match(notes.get(3)!, /a gone, count 1 \(-1\)/);
      assert.match(notes.get(4)!, /freed list/);
    });

    it('give hits and range in a loop', async () => {
      const notes = await notesOf(await openText('x = object()\nkeep = []\nfor i in range(3):\n    keep.append(x)\n'));
      assert.match(notes.get(4)!, /×3/);
      assert.match(notes.get(4)!, /x 2\.\.4/);
    });

    it('follow an edit', async () => {
      const editor = await openText('a = []\n');
      await ended(editor.document);
      await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'b = a\n'));
      assert.match((await notesOf(editor)).get(2)!, /b 2 \(\+1\)/);
    });

    it('name the line that closes the cycle', async () => {
      const editor = await openExample('cycle.py');
      const notes = await notesOf(editor);
      assert.match(notes.get(lineOf(editor.document, 'right.partner = left'))!, /closes a cycle/);
    });
  });

  describe('a hover', () => {
    it('says type, count, holders, address, size, generation, size class and pool', async () => {
      const editor = await openText('class Node: pass\na = Node()\nbox = [a]\n');
      await ended(editor.document);
      const text = await hoverText(editor.document, 3, 'a]');
      assert.match(text, /`Node`/);
      assert.match(text, /\*\*2 references\*\*/);
      assert.match(text, /name a in the module/);
      assert.match(text, /element 0 of list/);
      assert.match(text, /`0x[0-9a-f]+` · \d+ bytes/);
      assert.match(text, /generation \d/);
      assert.match(text, /size class \d+ \(blocks of \d+ bytes/);
      assert.match(text, /in pool 0x[0-9a-f]+/);
    });

    it('tells how its count went and what keeps it alive, and leads to the lines', async () => {
      const editor = await openText('class Box: pass\nbox = Box()\nbox.item = [1]\nx = box.item\nx = None\n');
      await ended(editor.document);
      const text = await hoverText(editor.document, 4, 'x');
      assert.match(text, /\*\*Its count\*\* made\\: 1 _\(\[line 3\]\(command:arenascope\.goToLine\?/);
      assert.match(text, /1 → 2 _\(\[line 4\]/);
      const [link] = /command:arenascope\.goToLine\?([^)]+)/.exec(text)!.slice(1);
      const [target] = JSON.parse(decodeURIComponent(link!));
      await vscode.commands.executeCommand(COMMAND.goToLine, target);
      await eventually(
        'the cursor there',
        () => vscode.window.activeTextEditor?.selection.active.line === target.line - 1,
      );
    });

    it('on a word that is no name says nothing', async () => {
      const editor = await openText('a = 1  # nothing here\n');
      await ended(editor.document);
      assert.doesNotMatch(await hoverText(editor.document, 1, 'nothing'), /reference/);
    });
  });

  describe('the commands', () => {
    it('run the collector at the cursor', async () => {
      const text = 'import gc\ngc.disable()\na = []\na.append(a)\ndel a\nprint(1)\n';
      const editor = await openText(text);
      await ended(editor.document);
      await putCursor(editor.document, 5);
      await vscode.commands.executeCommand(COMMAND.collectHere);
      const { result } = await ended(editor.document);
      const asked = result!.collections.find((c) => c.reason === 'asked');
      assert.equal(asked?.line, 5);
      assert.ok(asked!.collected >= 1);
    });

    it('show the memory after a line', async () => {
      const editor = await openText('a = []\na.append(a)\ndel a\n');
      await ended(editor.document);
      await putCursor(editor.document, 2);
      await vscode.commands.executeCommand(COMMAND.showMemoryHere);
      const { result } = await ended(editor.document);
      assert.equal(result!.picture!.line, 2);
      assert.deepEqual(
        result!.picture!.cycles.map((c) => c.unreachable),
        [false],
      );
      await vscode.commands.executeCommand(COMMAND.showMemoryAtEnd);
      const after = await ended(editor.document);
      assert.deepEqual(
        after.result!.picture!.cycles.map((c) => c.unreachable),
        [true],
      );
    });

    it('open the panel', async () => {
      await openExample('cycle.py');
      await vscode.commands.executeCommand(COMMAND.explore);
      await eventually('the panel', () =>
        vscode.window.tabGroups.all
          .flatMap((g) => g.tabs)
          .some((t) => t.input instanceof vscode.TabInputWebview && /arenascope/.test(t.input.viewType)),
      );
    });

    it('go a line back and forward, and from collection to collection', async () => {
      const { executeCommand } = vscode.commands;
      const editor = await openText('import gc\na = 1\ngc.collect()\nb = 2\ngc.collect()\nc = 3\n');
      const { result } = await ended(editor.document);
      const line = async () => (await ended(editor.document)).result!.picture!.line;
      const last = result!.steps;
      await executeCommand(COMMAND.stepBack);
      assert.equal((await ended(editor.document)).result!.picture!.step, last - 1);
      assert.equal(await line(), 5);
      await executeCommand(COMMAND.previousCollection);
      assert.equal(await line(), 3);
      await executeCommand(COMMAND.stepForward);
      assert.equal(await line(), 4);
      await executeCommand(COMMAND.nextCollection);
      assert.equal(await line(), 5);
      await executeCommand(COMMAND.showMemoryAtEnd);
      await executeCommand(COMMAND.stepForward);
      assert.equal((await ended(editor.document)).result!.picture!.step, last);
    });

    it('tell why the object of a name is alive, and open an example', async () => {
      const { executeCommand } = vscode.commands;
      const editor = await executeCommand<vscode.TextEditor>(COMMAND.openExample, 'cycle.py');
      assert.match(editor.document.getText(), /class Node/);
      await ended(editor.document);
      const at = editor.document.positionAt(editor.document.getText().indexOf('left = Node'));
      await putCursor(editor.document, at.line + 1, at.character);
      await executeCommand(COMMAND.whyAlive);
      const { result } = await ended(editor.document);
      assert.equal(result!.picture!.line, at.line + 1);
    });

    it('write the report of a run', async () => {
      const { executeCommand } = vscode.commands;
      const editor = await openText('a = []\na.append(a)\ndel a\n');
      await ended(editor.document);
      const target = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, '..', 'report.html');
      await executeCommand(COMMAND.exportReport, target);
      const page = new TextDecoder().decode(await vscode.workspace.fs.readFile(target));
      assert.match(page, /a\.append\(a\)/);
      assert.match(page, /Content-Security-Policy/);
    });

    it('save the picture of the panel, as SVG and as PNG', async () => {
      const { executeCommand } = vscode.commands;
      await executeCommand('workbench.action.closeAllEditors');
      const { document } = await openText('a = []\na.append(a)\n');
      await ended(document);
      await executeCommand(COMMAND.showCycles);
      const folder = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, '..');
      const written = async (name: string): Promise<string> => {
        const target = vscode.Uri.joinPath(folder, name);
        const read = async () => {
          try {
            return await vscode.workspace.fs.readFile(target);
          } catch {
            return undefined;
          }
        };
        let bytes: Uint8Array | undefined;
        for (let i = 0; i < 100 && !bytes?.length; i++) {
          // While the panel is still opening there is nothing to save.
          if (i % 10 === 0) await executeCommand(COMMAND.exportPicture, target);
          bytes = await read();
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        assert.ok(bytes, `${name} was not written`);
        return new TextDecoder('latin1').decode(bytes);
      };
      assert.match(await written('cycles.svg'), /^<svg[^>]*xmlns=[\s\S]*<\/svg>$/);
      assert.match(await written('cycles.png'), /^.PNG\r\n/);
    });

    it('toggle counts and show cycles without an error', async () => {
      await openExample('cycle.py');
      await vscode.commands.executeCommand(COMMAND.toggleCounts);
      await vscode.commands.executeCommand(COMMAND.toggleCounts);
      await vscode.commands.executeCommand(COMMAND.showCycles);
    });
  });

  describe('the setting of the Python version', () => {
    it('changes the run', async () => {
      const editor = await openText('a = []\n');
      assert.equal((await ended(editor.document)).result!.python, '3.13');
      const section = vscode.workspace.getConfiguration('arenascope');
      await section.update('pythonVersion', '3.9', vscode.ConfigurationTarget.Global);
      try {
        const { run } = await api();
        await eventually('a run as 3.9', () => run(editor.document.uri)?.result?.python === '3.9');
      } finally {
        await section.update('pythonVersion', undefined, vscode.ConfigurationTarget.Global);
      }
    });
  });
}
