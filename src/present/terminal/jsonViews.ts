/**
 * What `--json` prints, by view. `schemas/` has the same for other languages: `node src/build/schemas.mjs` writes it
 * from these types. Addresses are offsets: add `addressBase` for what `id()` returns.
 */
import type { AllocatorName } from '../../protocol/allocators.js';
import type { CollectionSteps } from '../../protocol/collection.js';
import type { CountHistory } from '../../protocol/countHistory.js';
import type { MomentDiff } from '../../protocol/diff.js';
import type { Growth } from '../../protocol/growth.js';
import type { HeapPicture } from '../../protocol/heap.js';
import type { Why } from '../../protocol/objects.js';
import type { Moment } from '../../protocol/position.js';
import type {
  Collection,
  CollectorOptions,
  Cycle,
  ExploreResult,
  MomentPicture,
  Outcome,
  PythonVersion,
  RunSums,
} from '../../protocol/run.js';
import type { RunFigures } from '../../protocol/runChange.js';
import type { TracedLine } from '../../protocol/trace.js';
import type { Verification } from '../../protocol/verify.js';
import type { ReferenceSelector, WithoutReference } from '../../protocol/whatIf.js';
import type { MallocStats } from '../../spec/mallocStats.js';

/** Where in a run a view looks. */
interface AtMoment {
  readonly file: string;
  readonly python: PythonVersion;
  readonly moment: Moment;
  /** Executed lines so far. */
  readonly step: number;
  /** The line that ran last; 0: none yet. */
  readonly line: number;
  readonly addressBase: number;
}

/** A run whose files are told by their paths. */
interface OfRun {
  readonly python: PythonVersion;
  readonly addressBase: number;
  readonly outcome: Outcome;
  readonly files: readonly string[];
}

export interface HeapJson extends AtMoment {
  readonly outcome: Outcome;
  /** As `sys._debugmallocstats()` tells it. */
  readonly mallocStats: MallocStats;
  readonly heap: HeapPicture;
  readonly collector: MomentPicture['collector'];
}

export interface WhyJson extends AtMoment, Why {
  /** As it was asked for. */
  readonly name: string;
  /** Null where its count tells nothing. */
  readonly history: CountHistory | null;
}

export interface WhatIfJson extends AtMoment, WithoutReference {
  readonly change: 'cut' | 'weak';
  readonly reference: ReferenceSelector;
}

export interface DiffJson extends OfRun, MomentDiff {
  readonly steps: number;
}

export interface GrowthJson extends OfRun, Growth {}

export interface GcJson {
  readonly file: string;
  readonly python: PythonVersion;
  readonly outcome: Outcome;
  readonly addressBase: number;
  readonly collections: readonly Collection[];
  readonly collectionsTotal: number;
  readonly sums: RunSums;
  /** Those that a collection found. */
  readonly cycles: readonly Cycle[];
  readonly collector?: MomentPicture['collector'];
  /** With `--steps`: of the collections that were asked for, by their indexes from 0. */
  readonly steps?: readonly CollectionSteps[];
}

export interface CompareJson {
  readonly file: string;
  readonly variants: readonly ({
    readonly python: PythonVersion;
    readonly allocator: AllocatorName;
    readonly collector: CollectorOptions;
    /** What it printed is what the first variant printed. */
    readonly samePrinted: boolean;
  } & Pick<RunFigures, 'outcome' | 'steps' | 'sums' | 'totals' | 'cyclesWaiting'>)[];
}

export type TraceJson = Omit<ExploreResult, 'schema' | 'picture' | 'files'> & {
  readonly files: readonly string[];
  readonly lines: readonly TracedLine[];
};

/** The views and their data, without `schema`. */
export interface JsonViews {
  readonly explain: Omit<ExploreResult, 'schema'>;
  readonly heap: HeapJson;
  readonly why: WhyJson;
  readonly whatif: WhatIfJson;
  readonly diff: DiffJson;
  readonly growth: GrowthJson;
  readonly gc: GcJson;
  readonly compare: CompareJson;
  readonly verify: Verification;
  readonly trace: TraceJson;
}

/** Raised when a field of the view changes its meaning or goes away; new fields may come at any time. */
export const JSON_VERSIONS: Readonly<Record<keyof JsonViews, number>> = {
  explain: 1,
  heap: 1,
  why: 1,
  whatif: 1,
  diff: 1,
  growth: 1,
  gc: 1,
  compare: 1,
  verify: 1,
  trace: 1,
};
