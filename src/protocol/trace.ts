/** A run line by line, for other programs. */
import type { Address } from './address.js';

/** One name that a line touched, at this one execution. */
export interface TracedName {
  readonly name: string;
  readonly type: string;
  readonly address: Address;
  /** False: it refers to nothing after the line. */
  readonly bound: boolean;
  /** Counts before and after; -1: immortal. `before` is null where the line made the object, or nobody looked. */
  readonly before: number | null;
  readonly after: number;
}

/** One execution of a line. They stand in the order in which they ended: a line that calls a function after its lines. */
export interface TracedLine {
  /** Index into `files`. */
  readonly file: number;
  /** From 1. */
  readonly line: number;
  /** `''` for the module. */
  readonly scope: string;
  /** From 1. */
  readonly hit: number;
  readonly names: readonly TracedName[];
  /** Objects of the program that have died so far. */
  readonly deaths: number;
  /** Collections so far. */
  readonly collections: number;
  /** What `sys.getallocatedblocks()` would say. */
  readonly blocks: number;
}
