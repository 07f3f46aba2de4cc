/** An exception as plain data, ready to be put into words. Strings are texts of the simulated program. */

/** Where an instruction stands: lines from 1, columns from 0 in UTF-16 units. */
export interface SourceSpan {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A level of a traceback. */
export interface FrameEntry {
  readonly filename: string;
  readonly line: number;
  /** Name of the code object. */
  readonly name: string;
  /** Null where the columns are not known. */
  readonly span: SourceSpan | null;
}

/** What a SyntaxError says about its place. */
export interface SyntaxPlace {
  readonly filename: string | null;
  readonly line: number;
  readonly endLine: number | null;
  /** From 1. */
  readonly offset: number | null;
  readonly endOffset: number | null;
  readonly text: string | null;
  readonly message: string;
}

export interface ExceptionModel {
  /** With the module where CPython shows it. */
  readonly typeName: string;
  /** `str(exception)`, null when that failed. */
  readonly text: string | null;
  /** What is added to the text: ". Did you mean: 'x'?" or ''. */
  readonly suggestion: string;
  /** Oldest level first; empty without a traceback. */
  readonly stack: readonly FrameEntry[];
  readonly cause: ExceptionModel | null;
  readonly context: ExceptionModel | null;
  readonly suppressContext: boolean;
  /** Texts of `__notes__`. */
  readonly notes: readonly string[];
  /** The exceptions of a group. */
  readonly group: readonly ExceptionModel[] | null;
  readonly syntax: SyntaxPlace | null;
}

/** The text of a line of a source (from 1, without its end), or null when there is no such source or line. */
export type SourceLine = (filename: string, line: number) => string | null;
