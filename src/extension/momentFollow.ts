/** The editor and the panel go together: the editor shows the line of the moment, the moment follows the cursor on request. */
import * as vscode from 'vscode';
import { Debounce } from '../session/debounce.js';
import { type Explorer, keyOf } from './explorer.js';
import type { PanelHost } from './panelHost.js';

/** Milliseconds that the cursor rests on a line before the moment follows. */
const REST = 250;

export class MomentFollow implements vscode.Disposable {
  private readonly style = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.stackFrameHighlightBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.findMatchForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
  });
  private readonly disposables: vscode.Disposable[];
  /** The moment that the editor has shown last. */
  private shown = '';

  constructor(
    private readonly explorer: Explorer,
    private readonly panel: PanelHost,
  ) {
    const follow = new Debounce<vscode.TextEditor>(() => REST);
    this.disposables = [
      this.style,
      follow,
      explorer.onDidChangeRun(() => this.mark()),
      explorer.onDidChangeCurrent(() => this.mark()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.mark()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
        // Only what the user does with the cursor, not what we or an edit do.
        if (kind !== undefined && kind !== vscode.TextEditorSelectionChangeKind.Command)
          follow.call(textEditor, () => void this.followCursor(textEditor));
      }),
    ];
  }

  dispose(): void {
    for (const d of this.disposables.splice(0)) d.dispose();
  }

  /** Marks the line after which the panel stands, and brings it into view when the moment is another. */
  private mark(): void {
    const { current, currentRun, programs } = this.explorer;
    const picture = currentRun?.result?.picture;
    const isStale = currentRun?.state.kind === 'done' && currentRun.state.stale;
    const line = picture && !isStale && picture.moment.kind !== 'end' && picture.file === 0 ? picture.line : 0;
    const moment = `${current ? keyOf(current) : ''} ${picture?.step ?? -1}`;
    const isNew = moment !== this.shown;
    this.shown = moment;
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const part = current && line > 0 ? programs.partAt(keyOf(current), line) : undefined;
      const at = line - (part?.before ?? 0);
      const range = part?.document === document && at <= document.lineCount ? document.lineAt(at - 1).range : undefined;
      editor.setDecorations(this.style, range ? [range] : []);
      if (range && isNew && this.panel.visible)
        editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  private async followCursor(editor: vscode.TextEditor): Promise<void> {
    const { current, currentRun, programs } = this.explorer;
    if (!this.panel.follows || !this.panel.visible || !current) return;
    if (programs.keyOf(editor.document) !== keyOf(current)) return;
    const line = programs.linesBefore(editor.document) + editor.selection.active.line + 1;
    const result = currentRun?.result;
    // A line that never ran is no moment.
    if (!result?.files[0]?.lines.some((known) => known.line === line) || result.picture?.line === line) return;
    await this.explorer.explore(editor.document, { at: { kind: 'line', file: 0, line, hit: -1 } });
  }
}
