/** A whole run at a glance: sums at equal distances. */

/** Samples of one run at most. */
export const TIMELINE_SAMPLES = 400;

/** Between two lines, `step` of them executed. */
export interface TimelineSample {
  readonly step: number;
  /** The program's line that runs next; 0: none, or of another file. */
  readonly line: number;
  /** What `sys.getallocatedblocks()` would say. */
  readonly blocks: number;
  /** Bytes that the process holds from the operating system. */
  readonly heldBytes: number;
  /** Bytes of them that are in use: arenas and large blocks. */
  readonly usedBytes: number;
  /** Blocks taken and given back since the sample before. */
  readonly allocated: number;
  readonly freed: number;
}

export interface Timeline {
  /** Ascending by step; the first is before the first line. */
  readonly samples: readonly TimelineSample[];
  /** False: `allocated` and `freed` tell what changed on balance, because the program traces its memory itself. */
  readonly countsBlocks: boolean;
}
