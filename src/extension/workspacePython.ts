/** The Python that each folder of the workspace says it is for: `.python-version`, then `pyproject.toml`. */
import * as vscode from 'vscode';
import type { PythonVersion } from '../protocol/run.js';
import { pinnedVersion, requiredVersion } from '../session/pythonVersion.js';

const FILES = [
  ['.python-version', pinnedVersion],
  ['pyproject.toml', requiredVersion],
] as const;

export class WorkspacePython implements vscode.Disposable {
  private readonly versions = new Map<string, PythonVersion | undefined>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly disposables: vscode.Disposable[];
  /** A folder says something else than before. */
  readonly onDidChange = this.changed.event;
  /** All folders were read once. */
  readonly ready: Promise<void>;

  constructor() {
    const { workspace } = vscode;
    const watcher = workspace.createFileSystemWatcher(`**/{${FILES.map(([name]) => name).join(',')}}`);
    const look = () => void this.readAll();
    this.disposables = [
      this.changed,
      watcher,
      watcher.onDidChange(look),
      watcher.onDidCreate(look),
      watcher.onDidDelete(look),
      workspace.onDidChangeWorkspaceFolders(look),
    ];
    this.ready = this.readAll();
  }

  /** For a file of the workspace; undefined where nothing is said, or the file is of no folder and there are several. */
  versionFor(uri: vscode.Uri | undefined): PythonVersion | undefined {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const folder = (uri && vscode.workspace.getWorkspaceFolder(uri)) ?? (folders.length === 1 ? folders[0] : undefined);
    return folder && this.versions.get(folder.uri.toString());
  }

  dispose(): void {
    for (const d of this.disposables.splice(0)) d.dispose();
  }

  private async readAll(): Promise<void> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const found = await Promise.all(folders.map(({ uri }) => readVersion(uri)));
    let differs = false;
    folders.forEach(({ uri }, i) => {
      const key = uri.toString();
      differs ||= this.versions.get(key) !== found[i];
      this.versions.set(key, found[i]);
    });
    if (differs) this.changed.fire();
  }
}

async function readVersion(folder: vscode.Uri): Promise<PythonVersion | undefined> {
  for (const [name, versionIn] of FILES) {
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name));
      const version = versionIn(new TextDecoder().decode(bytes));
      if (version) return version;
    } catch {
      // There is no such file.
    }
  }
  return undefined;
}
