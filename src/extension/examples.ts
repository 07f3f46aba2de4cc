/** The examples that come with the extension, opened as files of the user's own: to be changed and explored. */
import * as vscode from 'vscode';
import { say } from './say.js';

/** Their files, in the order of the list; an extension that is served over HTTP cannot read its own folders. */
export const EXAMPLES = [
  'aliasing.py',
  'buffers.py',
  'cycle.py',
  'function_calls.py',
  'generations.py',
  'generator_vs_list.py',
  'growing_cache.py',
  'interning.py',
  'kept_traceback.py',
  'leak.py',
  'list_growth.py',
  'pools.py',
  'weakref_cache.py',
] as const;

interface Example extends vscode.QuickPickItem {
  readonly text: string;
}

/** The first line of an example says what it is about. */
function about(text: string): string {
  return text.slice(0, text.indexOf('\n')).replace(/^#\s*/, '');
}

async function examples(folder: vscode.Uri): Promise<readonly Example[]> {
  return Promise.all(
    EXAMPLES.map(async (label) => {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, label));
      const text = new TextDecoder().decode(bytes);
      return { label, detail: about(text), text };
    }),
  );
}

/** Opens the example of that file name, or the one that the user picks. */
export async function openExample(extension: vscode.Uri, name?: string): Promise<vscode.TextEditor | undefined> {
  const all = await examples(vscode.Uri.joinPath(extension, 'examples'));
  const chosen =
    all.find((example) => example.label === name) ??
    (await vscode.window.showQuickPick(all, { placeHolder: say('Which example?'), matchOnDetail: true }));
  if (!chosen) return undefined;
  const document = await vscode.workspace.openTextDocument({ language: 'python', content: chosen.text });
  return vscode.window.showTextDocument(document);
}
