/**
 * Places in source text and moments of a run.
 *
 * Lines are counted from 1, as Python counts them; columns from 0, in UTF-16 code units, as editors count them.
 */

/** One source file of a run. `path` is what the program sees as the file's name; it is never opened. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A half-open range in one file of the run; `file` is the index into the request's `files`. */
export interface SourceRange {
  readonly file: number;
  /** From 1. */
  readonly line: number;
  /** From 0, UTF-16 code units. */
  readonly column: number;
  /** From 1. */
  readonly endLine: number;
  /** From 0, exclusive. */
  readonly endColumn: number;
}

/**
 * A moment of a run: always a boundary between two lines, never inside one.
 *
 * - `end`: after the last line of the program, before the interpreter clears its modules.
 * - `line`: just after the `hit`-th execution of the line (from 1; negative counts from the last, so -1 is the last).
 * - `step`: after so many executed lines, all files together (0 is before the first).
 */
export type Moment =
  | { readonly kind: 'end' }
  | { readonly kind: 'line'; readonly file: number; readonly line: number; readonly hit: number }
  | { readonly kind: 'step'; readonly step: number };

export const END: Moment = { kind: 'end' };
