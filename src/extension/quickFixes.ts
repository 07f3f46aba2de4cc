/** Code actions: what can be done about a cycle, a growing default, a cache without limit, a kept traceback. */
import * as vscode from 'vscode';
import { problems } from '../present/problems.js';
import { type Explorer, isExplorable } from './explorer.js';
import { toRange } from './problems.js';
import { say } from './say.js';

export class QuickFixes implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];

  constructor(private readonly explorer: Explorer) {}

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    if (!isExplorable(document)) return [];
    // The positions are those of the text that ran.
    const fresh = this.explorer.freshRun(document);
    if (!fresh) return [];
    const { programs } = this.explorer;
    const { key, result } = fresh.run;
    const shown = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Arenascope');
    const actions: vscode.CodeAction[] = [];
    for (const problem of problems(result!, say)) {
      const place = toRange(problem.range, fresh.before);
      if (problem.range.file !== 0 || !place.intersection(range)) continue;
      for (const { title, edits } of problem.fixes) {
        if (actions.some((action) => action.title === title)) continue;
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.edit = new vscode.WorkspaceEdit();
        for (const edit of edits) {
          const part = programs.partAt(key, edit.range.line);
          if (part) action.edit.replace(part.document.uri, toRange(edit.range, part.before), edit.text);
        }
        action.diagnostics = shown.filter((d) => d.code === problem.code && d.range.isEqual(place));
        action.isPreferred = true;
        actions.push(action);
      }
    }
    return actions;
  }
}
