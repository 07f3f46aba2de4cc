/** Marks in the editor what is selected in the panel: the names that refer to the object. */
import * as vscode from 'vscode';
import { namesOfObject } from '../present/namesOfObject.js';
import { type Explorer, keyOf } from './explorer.js';
import { say } from './say.js';

export class SelectionMarks implements vscode.Disposable {
  private readonly style = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.wordHighlightStrongBackground'),
    border: '1px solid',
    borderColor: new vscode.ThemeColor('editor.wordHighlightStrongBorder'),
    borderRadius: '2px',
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.wordHighlightStrongForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
  private readonly disposables: vscode.Disposable[];
  private address: number | undefined;
  private readonly explorer: Explorer;

  constructor(explorer: Explorer) {
    this.explorer = explorer;
    this.disposables = [
      this.style,
      explorer.onDidChangeRun(() => this.mark()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.mark()),
    ];
  }

  /** Marks an object, or nothing. */
  show(address: number | undefined): void {
    this.address = address;
    this.mark();
  }

  dispose(): void {
    for (const d of this.disposables.splice(0)) d.dispose();
  }

  private mark(): void {
    const { current, currentRun, programs } = this.explorer;
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const isCurrent = current && programs.keyOf(document) === keyOf(current);
      const before = isCurrent ? programs.linesBefore(document) : 0;
      const result = isCurrent && !isStale(currentRun) ? currentRun?.result : undefined;
      const marks = result && this.address !== undefined ? namesOfObject(result, this.address) : [];
      editor.setDecorations(
        this.style,
        marks
          .flatMap(({ line, name }) => wordRanges(document, line - before, name))
          .map((range) => ({
            range,
            hoverMessage: say('Refers to the object that is selected in the panel'),
          })),
      );
    }
  }
}

function isStale(run: { readonly state: { readonly kind: string; readonly stale?: boolean } } | undefined): boolean {
  return run?.state.kind === 'done' && run.state.stale === true;
}

/** Where a name stands in a line (from 1) as a word of its own. */
function wordRanges(document: vscode.TextDocument, line: number, name: string): vscode.Range[] {
  if (line < 1 || line > document.lineCount) return [];
  const { text } = document.lineAt(line - 1);
  const ranges: vscode.Range[] = [];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const word = document.getWordRangeAtPosition(new vscode.Position(line - 1, at));
    if (word && document.getText(word) === name) ranges.push(word);
  }
  return ranges;
}
