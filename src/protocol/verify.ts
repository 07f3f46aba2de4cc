/** What came of running a program in the simulator and in a real interpreter. */

/** Line ends are not part of the lines. */
export interface StreamComparison {
  readonly stream: 'stdout' | 'stderr';
  readonly equal: boolean;
  readonly linesTotal: number;
  /** Lines in which the interpreter differs from itself between two runs (addresses, times): not compared. */
  readonly unstableLines: number;
  /** Where they differ: the line (from 1) of the first difference, and the lines from there to the last one. */
  readonly difference?: {
    readonly line: number;
    readonly simulated: readonly string[];
    readonly real: readonly string[];
  };
}

/** A name's count after the statement on a line; null: unbound. */
export interface CountDifference {
  readonly line: number;
  readonly name: string;
  readonly simulated: number | null;
  readonly real: number | null;
}

export interface Verification {
  readonly file: string;
  /** As it was called, and its version, `3.12.1`. */
  readonly interpreter: string;
  readonly version: string;
  readonly equal: boolean;
  readonly streams: readonly StreamComparison[];
  readonly exitStatus: { readonly simulated: number; readonly real: number };
  /** Absent where they could not be taken. */
  readonly counts?: { readonly compared: number; readonly differences: readonly CountDifference[] };
}
