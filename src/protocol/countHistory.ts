/** How an object's count went over its life, line by line. */

/** Changes of one object that are told at most, the first ones and the last ones. */
export const HISTORY_LIMITS = { changes: 200 } as const;

/** What executions of a line did to the count, each from its beginning (or a call's return) to the next line. */
export interface CountChange {
  /** Lines begun so far, this one included, at the first such execution. */
  readonly step: number;
  readonly file: number;
  /** From 1; 0: no line of the program's files. */
  readonly line: number;
  /** `''` for the module. */
  readonly scope: string;
  /** 0: the line made the object. */
  readonly before: number;
  /** 0: the object died. */
  readonly after: number;
  /** Rounds of a loop that did this and the same beside it. */
  readonly times: number;
}

export interface CountHistory {
  /** In their order. */
  readonly changes: readonly CountChange[];
  /** All, each round counted. */
  readonly changesTotal: number;
  /** Changes are left out after so many. */
  readonly cutAfter?: number;
  /** False where the run could not be followed to its end in time. */
  readonly complete: boolean;
}
