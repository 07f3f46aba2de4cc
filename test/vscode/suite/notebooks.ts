import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMAND } from '../../../src/extension/ids.js';
import type { DocumentRun } from '../../../src/session/documentRuns.js';
import { breakAt, Debugging } from './debugging.js';
import { api, eventually, hoverText } from './tools.js';

const { Code, Markup } = vscode.NotebookCellKind;

/** A notebook file of Jupyter's with such code cells. */
async function openNotebook(name: string, cells: readonly string[]): Promise<vscode.NotebookEditor> {
  const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, name);
  const content = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { language_info: { name: 'python' } },
    cells: cells.map((source, i) => ({
      cell_type: 'code',
      id: `cell-${i}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
  };
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify(content)));
  return vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(uri));
}

/** The run of the notebook once its first file's text is as `isIt` wants it. */
async function ended(notebook: vscode.NotebookDocument, isIt: (text: string) => boolean): Promise<DocumentRun> {
  const { run } = await api();
  return eventually(`the run of ${notebook.uri.path}`, () => {
    const now = run(notebook.uri);
    const text = now?.request?.files[0]?.text;
    return text !== undefined && isIt(text) && now?.state.kind === 'done' && !now.state.stale ? now : undefined;
  });
}

const cellText = (notebook: vscode.NotebookDocument, index: number) => notebook.cellAt(index).document;

export function notebookTests(): void {
  describe('a notebook', () => {
    it('is explored as one program: its cells in order', async () => {
      const { notebook } = await openNotebook('cells.ipynb', ['a = []\nb = a', 'c = b\n', 'del a, b, c']);
      const { result } = await ended(notebook, (text) => text === 'a = []\nb = a\nc = b\n\ndel a, b, c\n');
      const names = result!.files[0]!.lines.map(({ line, names: [first] }) => [line, first?.name, first?.after]);
      assert.deepEqual(names.slice(0, 3), [
        [1, 'a', 1],
        [2, 'b', 2],
        [3, 'c', 3],
      ]);
      assert.equal(result!.files[0]!.lines.at(-1)!.freed[0]?.type, 'list');
    });

    it('has hovers in each cell', async () => {
      const { notebook } = await openNotebook('hovers.ipynb', ['class Node: pass\na = Node()', 'box = [a]']);
      await ended(notebook, (text) => text.includes('box = [a]'));
      const text = await hoverText(cellText(notebook, 1), 1, 'a]');
      assert.match(text, /`Node`/);
      assert.match(text, /\*\*2 references\*\*/);
    });

    it('says in the cell what is IPython and left out; the rest works', async () => {
      const { notebook } = await openNotebook('magics.ipynb', [
        '%matplotlib inline\na = [1]',
        '!ls\nb = a\nprint(len(b))',
      ]);
      const { result } = await ended(notebook, (text) => text.startsWith('pass\na = [1]\npass\n'));
      assert.equal(result!.output.map(({ text }) => text).join(''), '1\n');
      const said = await eventually('problems in both cells', () => {
        const found = [0, 1].map((i) => vscode.languages.getDiagnostics(cellText(notebook, i).uri));
        return found.every((list) => list.length > 0) && found;
      });
      assert.deepEqual(
        said.flat().map(({ message, range, source }) => [message.split(' ')[0], range.start.line, source]),
        [
          ['%matplotlib', 0, 'Arenascope'],
          ['!ls', 0, 'Arenascope'],
        ],
      );
    });

    it('puts problems into the cell that they are of', async () => {
      const { notebook } = await openNotebook('problems.ipynb', ['x = 1\ny = 2', '\nboom = x / 0']);
      await ended(notebook, (text) => text.includes('boom'));
      const [problem] = await eventually('the problem', () => {
        const list = vscode.languages.getDiagnostics(cellText(notebook, 1).uri);
        return list.length > 0 && list;
      });
      assert.equal(problem!.range.start.line, 1);
      assert.match(problem!.message, /ZeroDivisionError/);
      assert.deepEqual(vscode.languages.getDiagnostics(cellText(notebook, 0).uri), []);
    });

    it('follows edits, and cells that come, go and move', async () => {
      const { notebook } = await openNotebook('edits.ipynb', ['a = 1', 'b = 2']);
      await ended(notebook, (text) => text === 'a = 1\nb = 2\n');
      const typed = new vscode.WorkspaceEdit();
      typed.insert(cellText(notebook, 0).uri, new vscode.Position(0, 5), '0');
      await vscode.workspace.applyEdit(typed);
      await ended(notebook, (text) => text === 'a = 10\nb = 2\n');
      const inserted = new vscode.WorkspaceEdit();
      inserted.set(notebook.uri, [
        vscode.NotebookEdit.insertCells(1, [
          new vscode.NotebookCellData(Markup, '# words', 'markdown'),
          new vscode.NotebookCellData(Code, 'c = 3', 'python'),
        ]),
      ]);
      await vscode.workspace.applyEdit(inserted);
      await ended(notebook, (text) => text === 'a = 10\nc = 3\nb = 2\n');
      const deleted = new vscode.WorkspaceEdit();
      deleted.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(0, 1))]);
      await vscode.workspace.applyEdit(deleted);
      await ended(notebook, (text) => text === 'c = 3\nb = 2\n');
    });

    it('draws counts after the lines of its cells, and takes commands', async () => {
      const shown: string[] = [];
      const listener = (await api()).onDidShowCounts(({ uri }) => shown.push(uri.toString()));
      try {
        const { notebook } = await openNotebook('counts.ipynb', ['a = []\nb = a', 'c = b']);
        await ended(notebook, (text) => text.includes('c = b'));
        await eventually('counts in both cells', () =>
          notebook.getCells().every(({ document }) => shown.includes(document.uri.toString())),
        );
        await vscode.commands.executeCommand(COMMAND.stepBack);
        const moved = await eventually('the moment', async () => {
          const run = (await api()).run(notebook.uri);
          return run?.state.kind === 'done' && run.viewpoint.at !== undefined && run;
        });
        assert.equal(moved.result!.picture!.step, moved.result!.steps - 1);
      } finally {
        listener.dispose();
      }
    });

    it('is debugged as one program, from cell to cell', async () => {
      const { notebook } = await openNotebook('debugged.ipynb', ['def f(x):\n    return [x]', 'a = f(1)\nb = f(2)']);
      const [first, second] = [cellText(notebook, 0).uri, cellText(notebook, 1).uri];
      const is = new Debugging(new Set());
      try {
        breakAt(first, 2);
        assert.equal(await is.stop(() => is.launch(second)), 'f:2 < the module:1');
        const paths = (await is.stack()).map(({ source }) => source.path);
        assert.deepEqual(paths, [first.toString(), second.toString()]);
        assert.equal(await is.stop('continue'), 'f:2 < the module:2');
        const editor = await eventually('the cell in front', () => {
          const { activeTextEditor } = vscode.window;
          return activeTextEditor?.document.uri.toString() === first.toString() && activeTextEditor;
        });
        assert.equal(editor.selection.active.line, 1);
      } finally {
        await is.dispose();
      }
    });
  });
}
