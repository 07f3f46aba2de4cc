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

/** The place in a document whose program has so many lines before it. */
export function toRange({ line, column, endLine, endColumn }: SourceRange, before = 0): vscode.Range {
  const from = Math.max(0, line - before - 1);
  return new vscode.Range(from, column, Math.max(from, endLine - before - 1), endColumn);
}

export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('arenascope');
  private readonly disposables: vscode.Disposable[];

  constructor(private readonly explorer: Explorer) {
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
    const { programs } = this.explorer;
    const { key } = run;
    const lists = new Map(programs.partsOf(key).map(({ document }) => [document, [] as vscode.Diagnostic[]]));
    const add = (place: SourceRange, message: string, severity: vscode.DiagnosticSeverity) => {
      const part = programs.partAt(key, place.line);
      const diagnostic = new vscode.Diagnostic(toRange(place, part?.before), message, severity);
      diagnostic.source = 'Arenascope';
      if (part) lists.get(part.document)?.push(diagnostic);
      return diagnostic;
    };
    for (const p of problems(run.result, say)) {
      if (p.range.file !== 0) continue;
      const diagnostic = add(p.range, p.message, SEVERITY[p.severity]);
      diagnostic.code = p.code;
      diagnostic.relatedInformation = p.related.flatMap(({ range, message }) => {
        const part = range.file === 0 ? programs.partAt(key, range.line) : undefined;
        if (!part) return [];
        const location = new vscode.Location(part.document.uri, toRange(range, part.before));
        return [new vscode.DiagnosticRelatedInformation(location, message)];
      });
    }
    for (const { line, from, to, name } of programs.ownLinesOf(key)) {
      const place = { file: 0, line, column: from, endLine: line, endColumn: to };
      const text = say('{0} is a command of IPython and is not simulated: it is left out.', name);
      add(place, text, SEVERITY.information).code = 'notSimulated';
    }
    for (const [{ uri }, list] of lists) this.collection.set(uri, list);
  }
}
