/** How containers and buffers grew over a run: what they used of the memory that they had asked for. */

import type { Address } from './address.js';

/** Objects of a run that are told at most, and points of one of them; totals count all. */
export const GROWTH_LIMITS = { series: 20, points: 400 } as const;

/**
 * What is counted: `items` of a list or deque, `entries` of a dict, `slots` of a set's table, `bytes`, `characters` of
 * text, `pieces` of a StringIO up to 3.11 (it keeps what is written in a list until somebody reads).
 */
export type GrowthUnit = 'items' | 'entries' | 'slots' | 'bytes' | 'characters' | 'pieces';

/** How much of its buffer an object uses at a moment. */
export interface BufferUse {
  /** In the object's unit. */
  readonly used: number;
  /** What fits before it must ask for more, in the same unit. */
  readonly allocated: number;
  /** Bytes that what is used needs. */
  readonly usedBytes: number;
  /** Bytes that were asked for. */
  readonly allocatedBytes: number;
  /** Bytes of the block or blocks that the allocator gave: rounded up. */
  readonly blockBytes: number;
}

export interface GrowthPoint extends BufferUse {
  /** Lines begun so far. */
  readonly step: number;
  /** The line that did it. */
  readonly file: number;
  /** From 1. */
  readonly line: number;
  /** The object asked for another buffer since the point before. */
  readonly resized: boolean;
}

/** One object over its life. */
export interface GrowthSeries {
  /** Where it was last. */
  readonly address: Address;
  readonly type: string;
  readonly unit: GrowthUnit;
  /** A name that it had, or a way to it (`store.items`), where one is known. */
  readonly name?: string;
  /** Where the name is: `''` for the module. */
  readonly scope?: string;
  /** The line that made it, and its file. */
  readonly bornFile?: number;
  readonly bornLine?: number;
  /** How often it asked for another buffer. */
  readonly resizes: number;
  /** Objects of the same type, made by the same line, that grew less and are not told. */
  readonly alike: number;
  /** At its largest: the most bytes asked for. */
  readonly peak: GrowthPoint;
  /**
   * Ascending by step; several of one step where a line resized it several times. Where there were more than the
   * limit, points without a resize are left out first.
   */
  readonly points: readonly GrowthPoint[];
  /** Changes that were seen. */
  readonly pointsTotal: number;
  /** Lines begun when it had died; absent: it was alive at the end, or its end was not seen. */
  readonly diedStep?: number;
}

/** The growing objects of a run, the largest first. */
export interface Growth {
  /** Lines begun in the whole run. */
  readonly steps: number;
  readonly series: readonly GrowthSeries[];
  /** How many there were, those that are not told among them. */
  readonly seriesTotal: number;
  /** False where the run could not be followed to its end in time: later growth is missing. */
  readonly complete: boolean;
}
