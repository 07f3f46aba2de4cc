/** What the front has to say about a source text: plain data, never thrown out of it. */

/** The classes CPython raises for a text it cannot compile. */
export type SyntaxErrorClass = 'SyntaxError' | 'IndentationError' | 'TabError';

/** A `SyntaxWarning` that CPython prints before it runs a program. */
export interface SyntaxWarningNote {
  message: string;
  /** From 1. */
  lineno: number;
}

/** One syntax error, with CPython's words where they are known. */
export interface SyntaxDiagnostic {
  errorClass: SyntaxErrorClass;
  message: string;
  /** From 1. */
  lineno: number;
  /** From 0, in UTF-16 units (CPython's `offset` is this plus 1). -1 where CPython knows the line only: no caret then. */
  col_offset: number;
  /** From 1; exclusive end. Equal to the start where CPython marks a single position. */
  end_lineno: number;
  end_col_offset: number;
  /** CPython accepts the text; it is the front that does not. */
  notSimulated?: true;
}
