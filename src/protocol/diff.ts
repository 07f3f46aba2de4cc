/** What became of a program's objects between two moments of one run. Sizes are what `sys.getsizeof` says, in bytes. */

import type { ObjectSummary } from './objects.js';
import type { Moment } from './position.js';

/** Groups and objects that a difference names at most; totals count all. */
export const DIFF_LIMITS = { groups: 200, objects: 100 } as const;

/** A moment as it was found in the run. */
export interface DiffMoment {
  readonly moment: Moment;
  /** Executed lines so far. */
  readonly step: number;
  /** The line that ran last, and its file; 0: none yet. */
  readonly file: number;
  readonly line: number;
}

/** Objects of one type that one line made. */
export interface DiffGroup {
  readonly type: string;
  /** Index of the file and the line that made them; line 0 where it is not known. */
  readonly file: number;
  readonly line: number;
  readonly objects: number;
  readonly bytes: number;
}

/** An object that was there at both moments, with another size. */
export interface DiffSize {
  readonly object: ObjectSummary;
  readonly bornLine?: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** Objects that were in one generation and are in another; null: not tracked. */
export interface DiffMove {
  readonly from: number | null;
  readonly to: number | null;
  readonly type: string;
  readonly objects: number;
}

export interface DiffTotal {
  readonly objects: number;
  readonly bytes: number;
}

export interface MomentDiff {
  readonly from: DiffMoment;
  readonly to: DiffMoment;
  /** The most bytes first, as in all lists here. Who was born and died in between is in none of them. */
  readonly born: readonly DiffGroup[];
  readonly bornTotal: DiffTotal;
  readonly died: readonly DiffGroup[];
  readonly diedTotal: DiffTotal;
  readonly grown: readonly DiffSize[];
  /** `bytes` is the sum of the differences. */
  readonly grownTotal: DiffTotal;
  readonly moved: readonly DiffMove[];
}
