/** Counts after the lines of visible editors. */
import * as vscode from 'vscode';
import { type LineNote, lineNotes } from '../present/lineNotes.js';
import type { DocumentRun } from '../session/documentRuns.js';
import { type Explorer, isExplorable, keyOf } from './explorer.js';
import { COLOR } from './ids.js';
import { say } from './say.js';
import { readSettings } from './settings.js';

const VISIBLE = 'arenascope.countsVisible';
/** Counts first, events after them; both are generated content of an empty range at the line's end. */
const MARGIN = '0 0 0 3ch';

const EVENT_COLOR = { quiet: COLOR.count, changed: COLOR.changed, freed: COLOR.freed, cycle: COLOR.cycle };

function option(note: LineNote, end: vscode.Position): vscode.DecorationOptions {
  const counts = [note.hits, note.shownCounts.join('  ')].filter(Boolean).join('  ');
  const events = note.shownEvents.join(', ');
  const color = (id: string) => new vscode.ThemeColor(id);
  const quiet = note.tone === 'quiet' || (note.events.length > 0 && !note.changes);
  return {
    range: new vscode.Range(end, end),
    renderOptions: {
      ...(counts
        ? { before: { contentText: counts, margin: MARGIN, color: color(quiet ? COLOR.count : COLOR.changed) } }
        : {}),
      ...(events
        ? {
            after: { contentText: events, margin: counts ? '0 0 0 2ch' : MARGIN, color: color(EVENT_COLOR[note.tone]) },
          }
        : {}),
    },
  };
}

export class Decorations implements vscode.Disposable {
  private readonly type = vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    before: { fontStyle: 'normal' },
    after: { fontStyle: 'normal' },
  });
  private readonly disposables: vscode.Disposable[];
  private readonly explorer: Explorer;
  private readonly memento: vscode.Memento;

  constructor(explorer: Explorer, memento: vscode.Memento) {
    this.explorer = explorer;
    this.memento = memento;
    this.disposables = [
      this.type,
      explorer.onDidChangeRun((run) => this.showRun(run)),
      vscode.window.onDidChangeVisibleTextEditors(() => this.showAll()),
      vscode.window.onDidChangeTextEditorSelection((e) => {
        if (readSettings(e.textEditor.document.uri).mode === 'activeLine') this.show(e.textEditor);
      }),
      vscode.workspace.onDidChangeConfiguration(() => this.showAll()),
    ];
    this.showAll();
  }

  get visible(): boolean {
    return this.memento.get(VISIBLE, true);
  }

  async setVisible(visible: boolean): Promise<void> {
    await this.memento.update(VISIBLE, visible);
    this.showAll();
  }

  dispose(): void {
    for (const d of this.disposables.splice(0)) d.dispose();
  }

  private showAll(): void {
    for (const editor of vscode.window.visibleTextEditors) this.show(editor);
  }

  private showRun(run: DocumentRun): void {
    for (const editor of vscode.window.visibleTextEditors)
      if (keyOf(editor.document.uri) === run.key) this.show(editor);
  }

  private show(editor: vscode.TextEditor): void {
    const { document } = editor;
    if (!isExplorable(document)) return;
    const run = this.explorer.runs.get(keyOf(document.uri));
    const { mode } = readSettings(document.uri);
    // While a run is under way the last notes stay where the editor moved them.
    if (run && (run.state.kind === 'running' || (run.state.kind === 'done' && run.state.stale)) && this.visible) return;
    if (
      !run?.result ||
      run.version !== document.version ||
      !this.visible ||
      mode === 'off' ||
      run.state.kind === 'failed'
    ) {
      editor.setDecorations(this.type, []);
      return;
    }
    const active = mode === 'activeLine' ? editor.selection.active.line + 1 : undefined;
    const options: vscode.DecorationOptions[] = [];
    for (const note of lineNotes(run.result, 0, say)) {
      if (note.line > document.lineCount || (active !== undefined && note.line !== active)) continue;
      options.push(option(note, document.lineAt(note.line - 1).range.end));
    }
    editor.setDecorations(this.type, options);
  }
}
