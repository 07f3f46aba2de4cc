/** The modules beside a file that it may import, read through VS Code's file system (virtual workspaces included). */
import * as vscode from 'vscode';
import type { SourceFile } from '../protocol/position.js';
import { withModules } from '../session/imports.js';

/** The largest file read. */
const MOST_BYTES = 1_000_000;

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((d) => d.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    const stat = await vscode.workspace.fs.stat(uri);
    if (stat.type !== vscode.FileType.File || stat.size > MOST_BYTES) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined; // Not there: a module of the standard library, or a mistake that the run will tell.
  }
}

/** The document as the program, and the modules beside it. Paths are relative to the document's folder. */
export async function sourceFiles(document: vscode.TextDocument): Promise<readonly SourceFile[]> {
  const program: SourceFile = { path: document.uri.path.split('/').pop() || 'untitled.py', text: document.getText() };
  if (document.isUntitled) return [program];
  const folder = vscode.Uri.joinPath(document.uri, '..');
  return withModules(program, (path) => readText(vscode.Uri.joinPath(folder, path)));
}
