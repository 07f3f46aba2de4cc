import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ended, eventually, openText } from './tools.js';

function told(document: vscode.TextDocument, code: string): vscode.Diagnostic | undefined {
  return vscode.languages.getDiagnostics(document.uri).find((d) => d.source === 'Arenascope' && d.code === code);
}

/** The editor's code actions of ours for a diagnostic. */
async function actionsFor(document: vscode.TextDocument, code: string): Promise<vscode.CodeAction[]> {
  await ended(document);
  const diagnostic = await eventually(code, () => told(document, code));
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    diagnostic.range,
    vscode.CodeActionKind.QuickFix.value,
  );
  return actions.filter(({ edit }) => edit !== undefined);
}

/** Applies the first quick fix and waits until the diagnostic is gone. */
async function fix(text: string, code: string, title: RegExp): Promise<string> {
  const { document } = await openText(text);
  const [action] = await actionsFor(document, code);
  assert.match(action?.title ?? 'no action', title);
  assert.equal(await vscode.workspace.applyEdit(action!.edit!), true);
  await ended(document);
  await eventually(`${code} to go away`, () => told(document, code) === undefined);
  return document.getText();
}

export function quickFixTests(): void {
  describe('a quick fix', () => {
    it('makes the reference that leads back a weak one', async () => {
      const text = [
        'class Node:',
        '    def __init__(self):',
        '        self.parent = None',
        '        self.child = None',
        '',
        'root = Node()',
        'root.child = Node()',
        'root.child.parent = root',
        'print(root.child.parent is root)',
        'del root',
        '',
      ].join('\n');
      const changed = await fix(text, 'cycle', /Make Node\.parent a weak reference/);
      assert.match(changed, /^import weakref\nclass Node:/);
      assert.match(changed, /@parent\.setter/);
    });

    it('makes None the default', async () => {
      const changed = await fix(
        'def put(x, seen=[]):\n    seen.append(x)\n\nput(1)\nput(2)\n',
        'growingDefault',
        /Make None the default of seen/,
      );
      assert.match(
        changed,
        /^def put\(x, seen=None\):\n {4}if seen is None:\n {8}seen = \[\]\n {4}seen\.append\(x\)\n/,
      );
    });

    it('is not offered for a text that has changed since', async () => {
      const { document } = await openText('def put(x, seen=[]):\n    seen.append(x)\n\nput(1)\nput(2)\n');
      const [action] = await actionsFor(document, 'growingDefault');
      assert.ok(action);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), '# a line\n');
      await vscode.workspace.applyEdit(edit);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(0, 0, 2, 0),
        vscode.CodeActionKind.QuickFix.value,
      );
      for (const { edit: found } of actions) {
        const [[, edits] = [null, []]] = found?.entries() ?? [];
        // What is offered now is for the text as it is now: the default stands one line further down.
        assert.ok(edits.every((e) => e.range.start.line > 0));
      }
    });

    it('shows the other places of a problem', async () => {
      const { document } = await openText(
        'class A:\n    def __del__(self): pass\n\na = A()\na.me = a\ndel a\nprint(1)\n',
      );
      await ended(document);
      const diagnostic = await eventually('finalizerInCycle', () => told(document, 'finalizerInCycle'));
      const lines = diagnostic.relatedInformation?.map(({ location }) => location.range.start.line + 1);
      assert.deepEqual(lines, [2, 5]);
    });
  });
}
