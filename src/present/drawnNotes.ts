/** The notes that stand in an editor, followed through edits as the editor itself moves them. */

/** A text behind the end of a line. */
export interface DrawnNote {
  /** From 0. */
  readonly line: number;
  /** UTF-16 code units from 0. */
  readonly column: number;
  readonly text: string;
  readonly color: string;
  /** Of a text that has changed since. */
  readonly stale: boolean;
}

/** One replacement in a text, in the coordinates of the text before it. Lines from 0. */
export interface TextChange {
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

/** Where a line went; undefined where it is gone or was written to. */
export function movedLine(line: number, { startLine, endLine, text }: TextChange): number | undefined {
  if (line < startLine) return line;
  if (line <= endLine) return undefined;
  return line + text.split('\n').length - 1 - (endLine - startLine);
}

/** What belongs to lines (from 0), where they are after an edit. The first line of a change keeps what it had. */
export function movedLines<T>(byLine: ReadonlyMap<number, T>, change: TextChange): Map<number, T> {
  const moved = new Map<number, T>();
  for (const [line, what] of byLine) {
    const now = line === change.startLine ? line : movedLine(line, change);
    if (now !== undefined) moved.set(now, what);
  }
  return moved;
}

/** What was drawn last, so that equal notes are not drawn again. */
export class DrawnNotes {
  private notes: readonly DrawnNote[] = [];
  /** An edit touched one of them: where the editor has put it is not known. */
  private unsure = false;

  /** Whether `notes` differ from those that stand there; takes them as drawn. */
  replace(notes: readonly DrawnNote[]): boolean {
    const same =
      !this.unsure && notes.length === this.notes.length && notes.every((n, i) => sameNote(n, this.notes[i]!));
    this.notes = notes;
    this.unsure = false;
    return !same;
  }

  edited(change: TextChange): void {
    if (this.unsure) return;
    const moved: DrawnNote[] = [];
    for (const note of this.notes) {
      const line = movedLine(note.line, change);
      if (line === undefined) {
        this.unsure = true;
        return;
      }
      moved.push(line === note.line ? note : { ...note, line });
    }
    this.notes = moved;
  }
}

function sameNote(a: DrawnNote, b: DrawnNote): boolean {
  return a.line === b.line && a.column === b.column && a.text === b.text && a.color === b.color && a.stale === b.stale;
}
