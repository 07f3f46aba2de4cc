/** Draws notes behind the lines of one editor, and leaves alone what stands there already. */
import * as vscode from 'vscode';
import { type DrawnNote, DrawnNotes, type TextChange } from '../present/drawnNotes.js';
import type { LineNote } from '../present/lineNotes.js';
import { COLOR } from './ids.js';

/** Spaces that CSS does not fold. */
const SPACE = '\u00a0';
const EVENT_COLOR = { quiet: COLOR.count, changed: COLOR.changed, freed: COLOR.freed, cycle: COLOR.cycle };
const MARGIN = { counts: '0 0 0 3ch', events: '0 0 0 2ch' };

function options({ line, column, text, color, stale }: DrawnNote, margin: string): vscode.DecorationOptions {
  return {
    range: new vscode.Range(line, column, line, column),
    renderOptions: {
      after: {
        contentText: text.replaceAll('  ', SPACE.repeat(2)),
        margin,
        color: new vscode.ThemeColor(color),
        ...(stale ? { fontStyle: 'italic' } : {}),
      },
    },
  };
}

/**
 * The types of all editors: two, drawn in this order at a line's end, because the editor sorts what stands at one place
 * by the type's key. (Text before an empty range would do as well, but there the editor's highlights of a word run on
 * into it.)
 */
export class NoteTypes implements vscode.Disposable {
  readonly counts: vscode.TextEditorDecorationType;
  readonly events: vscode.TextEditorDecorationType;

  constructor() {
    const rangeBehavior = vscode.DecorationRangeBehavior.ClosedClosed;
    const [one, two] = [0, 1].map(() => vscode.window.createTextEditorDecorationType({ rangeBehavior }));
    [this.counts, this.events] = one!.key < two!.key ? [one!, two!] : [two!, one!];
  }

  dispose(): void {
    this.counts.dispose();
    this.events.dispose();
  }
}

/** What stands in one editor. */
export class EditorNotes {
  private readonly counts = new DrawnNotes();
  private readonly events = new DrawnNotes();
  private readonly editor: vscode.TextEditor;
  private readonly types: NoteTypes;

  constructor(editor: vscode.TextEditor, types: NoteTypes) {
    this.editor = editor;
    this.types = types;
  }

  edited(change: TextChange): void {
    this.counts.edited(change);
    this.events.edited(change);
  }

  /** Draws notes by line (from 0). `stale`: they are of a text that has changed since. */
  draw(notes: Iterable<readonly [number, LineNote]>, stale: boolean): void {
    const { document } = this.editor;
    const counts: DrawnNote[] = [];
    const events: DrawnNote[] = [];
    for (const [line, note] of notes) {
      if (line >= document.lineCount) continue;
      const column = document.lineAt(line).text.length;
      const mark = stale ? '~ ' : '';
      const count = [note.hits, note.shownCounts.join('  ')].filter(Boolean).join('  ');
      const color = note.changes && !stale ? COLOR.changed : COLOR.count;
      if (count !== '') counts.push({ line, column, text: mark + count, color, stale });
      const event = note.shownEvents;
      const tone = stale ? COLOR.count : EVENT_COLOR[note.tone];
      if (event !== '') events.push({ line, column, text: (count === '' ? mark : '') + event, color: tone, stale });
    }
    this.set(this.types.counts, this.counts, counts, MARGIN.counts);
    this.set(this.types.events, this.events, events, MARGIN.events);
  }

  private set(type: vscode.TextEditorDecorationType, drawn: DrawnNotes, notes: DrawnNote[], margin: string): void {
    if (drawn.replace(notes))
      this.editor.setDecorations(
        type,
        notes.map((note) => options(note, margin)),
      );
  }
}
