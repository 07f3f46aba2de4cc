/** Pictures of the panel as files. */
import * as vscode from 'vscode';
import type { FromPanel } from '../protocol/panel.js';
import { say } from './say.js';

/** Writes a picture to the file that the user chooses beside the program, unless one is given. */
export async function savePicture(
  picture: Extract<FromPanel, { kind: 'picture' }>,
  program: vscode.Uri | undefined,
  given?: vscode.Uri,
): Promise<void> {
  const { format, name, data } = picture;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? (program && vscode.Uri.joinPath(program, '..'));
  const filters: Record<string, string[]> = format === 'svg' ? { SVG: ['svg'] } : { PNG: ['png'] };
  const defaultUri = folder && vscode.Uri.joinPath(folder, `${name}.${format}`);
  const target = given ?? (await vscode.window.showSaveDialog({ ...(defaultUri ? { defaultUri } : {}), filters }));
  if (!target) return;
  const bytes = format === 'svg' ? new TextEncoder().encode(data) : Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  try {
    await vscode.workspace.fs.writeFile(target, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(say('The picture could not be written: {0}', reason));
  }
}
