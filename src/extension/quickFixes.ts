/** Code actions: what can be done about a cycle, a growing default, a cache without limit, a kept traceback. */
import * as vscode from 'vscode';
import { problems } from '../present/problems.js';
import { type Explorer, isExplorable, keyOf } from './explorer.js';
import { toRange } from './problems.js';
import { say } from './say.js';

export class QuickFixes implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];

  constructor(private readonly explorer: Explorer) {}

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    if (!isExplorable(document)) return [];
    const run = this.explorer.runs.get(keyOf(document.uri));
    // The positions are those of the text that ran.
    if (run?.state.kind !== 'done' || !run.result || run.version !== document.version) return [];
    const shown = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Arenascope');
    const actions: vscode.CodeAction[] = [];
    for (const problem of problems(run.result, say)) {
      const place = toRange(problem.range);
      if (problem.range.file !== 0 || !place.intersection(range)) continue;
      for (const { title, edits } of problem.fixes) {
        if (actions.some((action) => action.title === title)) continue;
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.edit = new vscode.WorkspaceEdit();
        for (const edit of edits) action.edit.replace(document.uri, toRange(edit.range), edit.text);
        action.diagnostics = shown.filter((d) => d.code === problem.code && d.range.isEqual(place));
        action.isPreferred = true;
        actions.push(action);
      }
    }
    return actions;
  }
}
