/** Above functions and classes, on demand: calls, and what is alive of what they made. */
import * as vscode from 'vscode';
import { definitionLens } from '../present/definitionLens.js';
import { type Explorer, isExplorable } from './explorer.js';
import { COMMAND, SECTION, SETTING } from './ids.js';
import { say } from './say.js';
import { showsLenses } from './settings.js';

export class DefinitionLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly disposables: vscode.Disposable[];

  constructor(private readonly explorer: Explorer) {
    this.disposables = [
      this.changed,
      vscode.languages.registerCodeLensProvider({ language: 'python' }, this),
      explorer.onDidChangeRun(({ state }) => {
        if (state.kind === 'done' && !state.stale && showsLenses()) this.changed.fire();
      }),
      vscode.workspace.onDidChangeConfiguration((e) => {
        if (e.affectsConfiguration(`${SECTION}.${SETTING.codeLens}`)) this.changed.fire();
      }),
    ];
  }

  dispose(): void {
    for (const d of this.disposables.splice(0)) d.dispose();
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    if (!showsLenses(document.uri) || !isExplorable(document)) return [];
    const fresh = this.explorer.freshRun(document);
    if (!fresh) return [];
    const abort = new AbortController();
    const listener = token.onCancellationRequested(() => abort.abort());
    try {
      const { key } = fresh.run;
      const found = (await this.explorer.runs.ask(key, 'definitions', {}, { signal: abort.signal })) ?? [];
      return found.flatMap((definition) => {
        const line = definition.line - fresh.before - 1;
        if (line < 0 || line >= document.lineCount) return [];
        const title = definitionLens(definition, say);
        return [new vscode.CodeLens(document.lineAt(line).range, { title, command: COMMAND.explore })];
      });
    } catch {
      return []; // Cancelled, or the worker is gone: the status bar tells.
    } finally {
      listener.dispose();
    }
  }
}

/** Shows the lenses, or takes them away: changes the setting where it is set, else for the user. */
export async function toggleLenses(): Promise<void> {
  const section = vscode.workspace.getConfiguration(SECTION);
  const at = section.inspect(SETTING.codeLens);
  const target =
    at?.workspaceValue === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
  await section.update(SETTING.codeLens, !showsLenses(), target);
}
