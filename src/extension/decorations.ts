/** Counts after the lines of visible editors. */
import * as vscode from 'vscode';
import { type LineNote, lineNotes } from '../present/lineNotes.js';
import type { DocumentRun } from '../session/documentRuns.js';
import { type Explorer, isExplorable, keyOf } from './explorer.js';
import { COLOR } from './ids.js';
import { say } from './say.js';
import { readSettings } from './settings.js';

const VISIBLE = 'arenascope.countsVisible';
/** Spaces that CSS does not fold. */
const SPACE = '\u00a0';
const EVENT_COLOR = { quiet: COLOR.count, changed: COLOR.changed, freed: COLOR.freed, cycle: COLOR.cycle };

function after(end: vscode.Position, text: string, margin: string, color: string): vscode.DecorationOptions {
  const contentText = text.replaceAll('  ', SPACE.repeat(2));
  return {
    range: new vscode.Range(end, end),
    renderOptions: { after: { contentText, margin, color: new vscode.ThemeColor(color) } },
  };
}

function countsAfter(note: LineNote, end: vscode.Position): vscode.DecorationOptions[] {
  const counts = [note.hits, note.shownCounts.join('  ')].filter(Boolean).join('  ');
  return counts ? [after(end, counts, '0 0 0 3ch', note.changes ? COLOR.changed : COLOR.count)] : [];
}

function eventsAfter(note: LineNote, end: vscode.Position): vscode.DecorationOptions[] {
  const events = note.shownEvents.join(', ');
  return events ? [after(end, events, '0 0 0 2ch', EVENT_COLOR[note.tone])] : [];
}

/**
 * Two types, drawn in this order at a line's end: the editor sorts what stands at one place by the type's key. (Text
 * before an empty range would do as well, but there the editor's highlights of a word run on into it.)
 */
function inOrder(): readonly [vscode.TextEditorDecorationType, vscode.TextEditorDecorationType] {
  const make = () =>
    vscode.window.createTextEditorDecorationType({ rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed });
  const [one, two] = [make(), make()];
  return one.key < two.key ? [one, two] : [two, one];
}

export class Decorations implements vscode.Disposable {
  private readonly types = inOrder();
  private readonly disposables: vscode.Disposable[];
  private readonly explorer: Explorer;
  private readonly memento: vscode.Memento;

  constructor(explorer: Explorer, memento: vscode.Memento) {
    this.explorer = explorer;
    this.memento = memento;
    this.disposables = [
      ...this.types,
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
      for (const type of this.types) editor.setDecorations(type, []);
      return;
    }
    const active = mode === 'activeLine' ? editor.selection.active.line + 1 : undefined;
    const counts: vscode.DecorationOptions[] = [];
    const events: vscode.DecorationOptions[] = [];
    for (const note of lineNotes(run.result, 0, say)) {
      if (note.line > document.lineCount || (active !== undefined && note.line !== active)) continue;
      const { end } = document.lineAt(note.line - 1).range;
      counts.push(...countsAfter(note, end));
      events.push(...eventsAfter(note, end));
    }
    editor.setDecorations(this.types[0], counts);
    editor.setDecorations(this.types[1], events);
  }
}
