/** Counts after the lines of visible editors. */
import * as vscode from 'vscode';
import { movedLines } from '../present/drawnNotes.js';
import { type LineNote, lineNote } from '../present/lineNotes.js';
import type { ExploreResult } from '../protocol/run.js';
import { Debounce } from '../session/debounce.js';
import type { DocumentRun } from '../session/documentRuns.js';
import { linesBetween } from '../session/packedResult.js';
import { type Explorer, isExplorable, keyOf } from './explorer.js';
import { SECTION } from './ids.js';
import { EditorNotes, NoteTypes } from './noteTypes.js';
import { say } from './say.js';
import { readSettings } from './settings.js';

const VISIBLE = 'arenascope.countsVisible';
/** Milliseconds after the wait for more edits in which a new run is expected; then the notes are marked as old. */
const STALE_AFTER = 300;
/** Longer files have notes around the visible lines only, so many lines to each side. */
const LONG_FILE = 1000;
const AROUND = 150;

/** The counts of a document's version stand in an editor. */
export interface Shown {
  readonly uri: vscode.Uri;
  readonly version: number;
  /** Since the wait for more edits was over; absent where no edit was waited for. */
  readonly milliseconds?: number;
}

/** The notes of a document's last run. */
interface Notes {
  readonly result: ExploreResult;
  /** Lines of the program before the document's first. */
  readonly before: number;
  /** Of the text as it is: others can still be looked up in the result. */
  fresh: boolean;
  /** Marked as old. */
  stale: boolean;
  /** By line from 0; null where a line has none. */
  byLine: Map<number, LineNote | null>;
}

export class Decorations implements vscode.Disposable {
  private readonly shown = new vscode.EventEmitter<Shown>();
  readonly onDidShow = this.shown.event;
  private readonly types = new NoteTypes();
  private readonly notes = new Map<string, Notes>();
  private readonly editors = new Map<vscode.TextEditor, EditorNotes>();
  private readonly aging = new Debounce<string>(() => readSettings().debounce + STALE_AFTER);
  private readonly disposables: vscode.Disposable[];
  private readonly explorer: Explorer;
  private readonly memento: vscode.Memento;

  constructor(explorer: Explorer, memento: vscode.Memento) {
    this.explorer = explorer;
    this.memento = memento;
    const { window, workspace } = vscode;
    this.disposables = [
      this.types,
      this.shown,
      this.aging,
      explorer.onDidChangeRun((run) => this.showRun(run)),
      workspace.onDidChangeTextDocument((e) => this.edited(e)),
      workspace.onDidCloseTextDocument(({ uri }) => this.notes.delete(keyOf(uri))),
      window.onDidChangeVisibleTextEditors((visible) => {
        for (const editor of this.editors.keys()) if (!visible.includes(editor)) this.editors.delete(editor);
        this.showAll();
      }),
      window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
        if (textEditor.document.lineCount > LONG_FILE) this.show(textEditor);
      }),
      window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (isExplorable(textEditor.document) && readSettings(textEditor.document.uri).mode === 'activeLine')
          this.show(textEditor);
      }),
      workspace.onDidChangeConfiguration((e) => {
        if (e.affectsConfiguration(SECTION)) this.showAll();
      }),
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

  private showDocument(key: string): void {
    for (const editor of vscode.window.visibleTextEditors) if (keyOf(editor.document.uri) === key) this.show(editor);
  }

  /** Takes the notes of a run that has ended; while one is under way the last ones stay. */
  private showRun(run: DocumentRun): void {
    const { version, state, result } = run;
    const { programs } = this.explorer;
    for (const { document, before } of programs.partsOf(run.key)) {
      if (programs.versionOf(document) !== version) return; // Overtaken by an edit.
      const key = keyOf(document.uri);
      const notes = this.notes.get(key);
      if (state.kind === 'failed') {
        if (!notes) continue;
        // What was counted last is still worth something, but it is not of this run.
        this.aging.cancel(key);
        notes.fresh = false;
        notes.stale = true;
      } else if (state.kind === 'done' && !state.stale && result) {
        this.aging.cancel(key);
        this.notes.set(key, { result, before, fresh: true, stale: false, byLine: new Map() });
      } else return;
      this.showDocument(key);
    }
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || !isExplorable(document)) return;
    const key = keyOf(document.uri);
    const notes = this.notes.get(key);
    if (notes) notes.fresh = false;
    for (const { range, text } of contentChanges) {
      const change = { startLine: range.start.line, endLine: range.end.line, text };
      if (notes) notes.byLine = movedLines(notes.byLine, change);
      for (const [editor, drawn] of this.editors) if (editor.document === document) drawn.edited(change);
    }
    if (notes && !notes.stale)
      this.aging.call(key, () => {
        notes.stale = true;
        if (this.notes.get(key) === notes && !notes.fresh) this.showDocument(key);
      });
  }

  private show(editor: vscode.TextEditor): void {
    const { document } = editor;
    if (!isExplorable(document)) return;
    const key = keyOf(document.uri);
    const drawn = this.editors.get(editor) ?? new EditorNotes(editor, this.types);
    this.editors.set(editor, drawn);
    const notes = this.notes.get(key);
    const { mode } = readSettings(document.uri);
    if (!notes || !this.visible || mode === 'off') {
      drawn.draw([], false);
      return;
    }
    drawn.draw(this.wanted(editor, notes, mode === 'activeLine'), notes.stale);
    if (!notes.fresh) return;
    const { uri, version } = document;
    const milliseconds = this.explorer.sinceWait(this.explorer.programs.keyOf(document));
    this.shown.fire({ uri, version, ...(milliseconds === undefined ? {} : { milliseconds }) });
  }

  private *wanted(
    editor: vscode.TextEditor,
    notes: Notes,
    activeOnly: boolean,
  ): Generator<readonly [number, LineNote]> {
    const { document, selection } = editor;
    const last = document.lineCount - 1;
    const active = selection.active.line;
    const ranges: readonly (readonly [number, number])[] = activeOnly
      ? [[active, active]]
      : last < LONG_FILE
        ? [[0, last]]
        : editor.visibleRanges.map(({ start, end }) => [start.line - AROUND, end.line + AROUND]);
    let next = 0;
    for (const [from, to] of ranges) {
      const first = Math.max(next, from);
      next = Math.min(last, to) + 1;
      if (notes.fresh) this.lookUp(notes, first, next - 1);
      for (let line = first; line < next; line++) {
        const note = notes.byLine.get(line);
        if (note) yield [line, note];
      }
    }
  }

  /** Words the notes of some lines (from 0, both included) unless that is done. */
  private lookUp({ result, before, byLine }: Notes, from: number, to: number): void {
    let missing = false;
    for (let line = from; line <= to; line++) {
      if (byLine.has(line)) continue;
      byLine.set(line, null);
      missing = true;
    }
    if (!missing) return;
    for (const annotation of linesBetween(result.files[0], before + from + 1, before + to + 1)) {
      const note = lineNote(annotation, result, say);
      if (note.text !== '') byLine.set(annotation.line - before - 1, note);
    }
  }
}
