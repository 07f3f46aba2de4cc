/**
 * What texts were parsed to, by file: a text that begins as its file did last time needs only its rest parsed. While
 * somebody types, that is what stands below.
 */
import type { Stmt } from './ast.js';
import type { SyntaxWarningNote } from './diagnostics.js';

/** Characters of all texts that are kept at most: the last ones. */
const MOST_CHARACTERS = 1 << 20;

/** A text without a mistake, and what it was parsed to. */
export interface ParsedText {
  readonly text: string;
  readonly minor: number;
  /** Offsets of the statements that stand in no other; several on one line, divided by `;`, count as one. */
  readonly starts: readonly number[];
  /** The length of `body` with the statement of this place in `starts`, and those before. */
  readonly ends: readonly number[];
  readonly body: readonly Stmt[];
  readonly warnings: readonly SyntaxWarningNote[];
}

/** How a text begins that is to be parsed from an offset on. */
export interface KnownBeginning {
  /** A statement starts there, at the beginning of a line. */
  readonly from: number;
  /** What stands before it; these two, and the nodes, belong to the memory. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly body: readonly Stmt[];
  readonly warnings: readonly SyntaxWarningNote[];
}

/** The last texts that had no mistake, by file. */
export class ParseMemory {
  private readonly texts = new Map<string, ParsedText>();
  private characters = 0;

  keep(file: string, parsed: ParsedText): void {
    this.characters += parsed.text.length - (this.texts.get(file)?.text.length ?? 0);
    this.texts.delete(file);
    this.texts.set(file, parsed);
    for (const [oldest, { text }] of this.texts) {
      if (this.characters <= MOST_CHARACTERS) break;
      this.texts.delete(oldest);
      this.characters -= text.length;
    }
  }

  /** A text that is the file's last one. */
  whole(file: string, text: string, minor: number): ParsedText | null {
    const known = this.texts.get(file);
    return known?.text === text && known.minor === minor ? known : null;
  }

  /** What of a text was parsed before; null where that is nothing. `lineOf` gives the line of an offset, from 1. */
  beginningOf(file: string, text: string, minor: number, lineOf: (offset: number) => number): KnownBeginning | null {
    const known = this.texts.get(file);
    if (known === undefined || known.minor !== minor) return null;
    const same = sameCharacters(known.text, text);
    const { starts } = known;
    // A statement has ended for certain where the next one, too, begins in what is the same and has another behind it.
    let next = starts.length - 1;
    while (next > 0 && starts[next]! >= same) next--;
    next--;
    while (next > 0 && !startsLine(text, starts[next]!)) next--;
    if (next <= 0) return null;
    const from = starts[next]!;
    const ends = known.ends.slice(0, next);
    const line = lineOf(from);
    return {
      from,
      starts: starts.slice(0, next),
      ends,
      body: known.body.slice(0, ends[next - 1]),
      warnings: known.warnings.filter(({ lineno }) => lineno < line),
    };
  }
}

function sameCharacters(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let same = 0;
  while (same < most && a.charCodeAt(same) === b.charCodeAt(same)) same++;
  return same;
}

function startsLine(text: string, offset: number): boolean {
  const before = text.charCodeAt(offset - 1);
  return before === 10 || before === 13;
}
