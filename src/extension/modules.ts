/** The modules beside a file that it may import, read through VS Code's file system (virtual workspaces included). */
import * as vscode from 'vscode';
import type { SourceFile } from '../protocol/position.js';
import { importedNames, modulePaths } from '../session/imports.js';

/** Most files of one run, and the largest one read, in bytes. */
const LIMIT = { files: 20, bytes: 1_000_000 };

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((d) => d.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    const stat = await vscode.workspace.fs.stat(uri);
    if (stat.type !== vscode.FileType.File || stat.size > LIMIT.bytes) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined; // Not there: a module of the standard library, or a mistake that the run will tell.
  }
}

/** The document as the program, and the modules beside it. Paths are relative to the document's folder. */
export async function sourceFiles(document: vscode.TextDocument): Promise<readonly SourceFile[]> {
  const name = document.uri.path.split('/').pop() || 'untitled.py';
  const files: SourceFile[] = [{ path: name, text: document.getText() }];
  if (document.isUntitled) return files;
  const folder = vscode.Uri.joinPath(document.uri, '..');
  const known = new Set([name]);
  for (let i = 0; i < files.length && files.length < LIMIT.files; i++) {
    for (const module of importedNames(files[i]!.text)) {
      for (const path of modulePaths(module)) {
        if (known.has(path) || files.length >= LIMIT.files) continue;
        known.add(path);
        const text = await readText(vscode.Uri.joinPath(folder, path));
        if (text !== undefined) files.push({ path, text });
      }
    }
  }
  return files;
}
