import * as vscode from 'vscode';
import type { ArenascopeApi } from '../../../src/extension/app.js';
import type { DocumentRun } from '../../../src/session/documentRuns.js';

export const EXTENSION = 'arenascope.arenascope';

export async function api(): Promise<ArenascopeApi> {
  const extension = vscode.extensions.getExtension<ArenascopeApi>(EXTENSION);
  if (!extension) throw new Error(`${EXTENSION} is not installed`);
  return extension.activate();
}

/** Polls until `probe` gives something. */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  ms = 15_000,
): Promise<T> {
  for (const begin = Date.now(); Date.now() - begin < ms; await new Promise((r) => setTimeout(r, 25))) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`waited in vain for ${what}`);
}

/** Opens an example of the workspace's folder in an editor. */
export async function openExample(name: string): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('no folder is open');
  return vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, name));
}

/** Opens an untitled Python file with the text. */
export async function openText(content: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'python', content }));
}

/** Puts the cursor at a column of a line (from 1), and waits until the window says that it is there. */
export async function putCursor(document: vscode.TextDocument, line: number, column = 0): Promise<void> {
  const there = new vscode.Selection(line - 1, column, line - 1, column);
  const inEditor = () => vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  if (inEditor()?.selection.isEqual(there)) return;
  let isThere = false;
  const listening = vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
    if (textEditor.document === document) isThere = selections[0]?.isEqual(there) === true;
  });
  try {
    await eventually(`the cursor in line ${line}`, () => {
      const editor = inEditor();
      if (editor && !isThere) editor.selection = there;
      return isThere;
    });
  } catch (error) {
    const editors = vscode.window.visibleTextEditors.map(
      (e) => `${e.document.uri} ${e.viewColumn} ${e.selection.active.line}`,
    );
    const tabs = vscode.window.tabGroups.all.map((g) => `${g.viewColumn}: ${g.activeTab?.label}`);
    throw new Error(`${error}: ${document.uri} among ${editors.join(', ')}; tabs ${tabs.join(', ')}`);
  } finally {
    listening.dispose();
  }
}

/** Waits for the run of the document's present text. */
export async function ended(document: vscode.TextDocument): Promise<DocumentRun> {
  const { run } = await api();
  return eventually(`the run of ${document.uri.path}`, () => {
    const now = run(document.uri);
    if (now?.version !== document.version) return undefined;
    return now.state.kind === 'failed' || (now.state.kind === 'done' && !now.state.stale) ? now : undefined;
  });
}

/** The longest time in milliseconds that this thread could not run a timer while `work` was under way. */
export async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 2);
    last = now;
  }, 2);
  await work();
  clearInterval(timer);
  return longest;
}

/** The text of all hovers at the first occurrence of `text` in a line (from 1). */
export async function hoverText(document: vscode.TextDocument, line: number, text: string): Promise<string> {
  const column = document.lineAt(line - 1).text.indexOf(text);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    new vscode.Position(line - 1, column),
  );
  return hovers.flatMap((h) => h.contents.map((c) => (typeof c === 'string' ? c : c.value))).join('\n');
}
