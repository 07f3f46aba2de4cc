/** The modules beside a file that it may import, read through VS Code's file system (virtual workspaces included). */
import * as vscode from 'vscode';
import type { SourceFile } from '../protocol/position.js';
import { withModules } from '../session/imports.js';
import type { ProgramText } from './programs.js';

/** The largest file read. */
const MOST_BYTES = 1_000_000;

async function readFile(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const stat = await vscode.workspace.fs.stat(uri);
    if (stat.type !== vscode.FileType.File || stat.size > MOST_BYTES) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined; // Not there: a module of the standard library, or a mistake that the run will tell.
  }
}

/**
 * Reads modules, and remembers what it found, also that there was nothing: each look at a file system takes longer than
 * a short run. Only where a watcher tells of changes, that is in the workspace's folders.
 */
export class ModuleFiles implements vscode.Disposable {
  private readonly known = new Map<string, Promise<string | undefined>>();
  private readonly disposables: vscode.Disposable[];

  constructor() {
    const { workspace, window } = vscode;
    const watcher = workspace.createFileSystemWatcher('**/*.py');
    const forget = (uri: vscode.Uri) => void this.known.delete(uri.toString());
    this.disposables = [
      watcher,
      watcher.onDidChange(forget),
      watcher.onDidCreate(forget),
      watcher.onDidDelete(forget),
      workspace.onDidSaveTextDocument(({ uri }) => forget(uri)),
      workspace.onDidChangeWorkspaceFolders(() => this.known.clear()),
      // Not every file system tells of changes that are made outside of the window.
      window.onDidChangeWindowState(({ focused }) => focused && this.known.clear()),
    ];
  }

  /** The program, and the modules beside it. Paths are relative to its folder. */
  async sourceFiles({ uri, text, isUntitled }: Omit<ProgramText, 'version'>): Promise<readonly SourceFile[]> {
    const program: SourceFile = { path: uri.path.split('/').pop() || 'untitled.py', text };
    if (isUntitled) return [program];
    const folder = vscode.Uri.joinPath(uri, '..');
    return withModules(program, (path) => this.read(vscode.Uri.joinPath(folder, path)));
  }

  dispose(): void {
    for (const d of this.disposables.splice(0)) d.dispose();
    this.known.clear();
  }

  private read(uri: vscode.Uri): Promise<string | undefined> | string {
    const key = uri.toString();
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
    if (open) return open.getText();
    if (vscode.workspace.getWorkspaceFolder(uri) === undefined) return readFile(uri);
    const known = this.known.get(key) ?? readFile(uri);
    this.known.set(key, known);
    return known;
  }
}
