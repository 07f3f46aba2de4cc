/** The problems list: what is not simulated, what ended the run, which cycles outlive their names. */
import * as vscode from 'vscode';
import { problems } from '../present/problems.js';
import type { SourceRange } from '../protocol/position.js';
import type { DocumentRun } from '../session/documentRuns.js';
import type { Explorer } from './explorer.js';
import { say } from './say.js';

const SEVERITY = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** The place in an editor. */
export function toRange(range: SourceRange): vscode.Range {
  return new vscode.Range(Math.max(0, range.line - 1), range.column, Math.max(0, range.endLine - 1), range.endColumn);
}

export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('arenascope');
  private readonly disposables: vscode.Disposable[];

  constructor(explorer: Explorer) {
    this.disposables = [
      this.collection,
      explorer.onDidChangeRun((run) => this.show(run)),
      vscode.workspace.onDidCloseTextDocument((document) => this.collection.delete(document.uri)),
    ];
  }

  dispose(): void {
    for (const d of this.disposables.splice(0)) d.dispose();
  }

  private show(run: DocumentRun): void {
    if (run.state.kind !== 'done' || run.state.stale || !run.result) return;
    const uri = vscode.Uri.parse(run.key, true);
    const list = problems(run.result, say)
      .filter((p) => p.range.file === 0)
      .map((p) => {
        const diagnostic = new vscode.Diagnostic(toRange(p.range), p.message, SEVERITY[p.severity]);
        diagnostic.source = 'Arenascope';
        diagnostic.code = p.code;
        diagnostic.relatedInformation = p.related
          .filter((r) => r.range.file === 0)
          .map((r) => new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, toRange(r.range)), r.message));
        return diagnostic;
      });
    this.collection.set(uri, list);
  }
}
