/**
 * What crosses the border between a host and the simulator's worker. Every request is answered: with a value or with
 * an error. Values are plain data (structured clone and JSON both keep them).
 *
 * The simulator's side, in `src/trace/explore.ts`:
 *
 *     explore(request: ExploreRequest, ports: ExplorePorts): ExploreResult
 *     openRun(request: ExploreRequest, ports: ExplorePorts): OpenRun
 *
 * `openRun` is `explore` with the machine kept at the request's moment, so that questions about one object or pool
 * need no second run. `explore` is `openRun(...).result`. Both never throw for what a program does: that is data.
 */
import type { Address } from './address.js';
import type { CollectionSteps } from './collection.js';
import type { CountHistory } from './countHistory.js';
import type { DebugMethods } from './debug.js';
import type { DefinitionNote } from './definitions.js';
import type { MomentDiff } from './diff.js';
import type { DominatorList, GraphQuery, ObjectGraph } from './graph.js';
import type { Growth } from './growth.js';

import type { PoolDetail } from './heap.js';
import type { AllocationHeat, ArenaDetail, BlockColumns, BlockOwners, MemoryMap } from './memoryMap.js';
import type { ObjectDetail, ObjectSummary, Why } from './objects.js';
import type { Moment } from './position.js';
import type { ExploreRequest, ExploreResult } from './run.js';
import type { RunChange, RunFigures } from './runChange.js';
import type { Timeline } from './timeline.js';
import type { ReferenceSelector, WhatIf } from './whatIf.js';

/** What the simulator is handed by whoever runs it. */
export interface ExplorePorts {
  /**
   * Asked every few thousand lines and collections, with the lines executed so far: a reason to end the run now, or
   * undefined to go on.
   */
  shouldStop(lines: number): 'cancelled' | 'milliseconds' | undefined;
}

/** Which object: by a name in scope at the moment, or by address. A name is looked up from the innermost frame outwards. */
export type ObjectSelector =
  | { readonly kind: 'name'; readonly name: string; readonly scope?: string }
  | { readonly kind: 'address'; readonly address: Address };

/**
 * Where a run goes next. `allocation`: a line after which more blocks are in use than before it; `free`: one in which an
 * object of the program died; `line`: just before a line of the program (from 1) is executed.
 */
export interface EventQuery {
  readonly kind: 'allocation' | 'free' | 'line';
  /** Executed lines: the event lies behind this moment, or before it. */
  readonly from: number;
  readonly backwards?: boolean;
  readonly line?: number;
}

/** A run whose machine stands at the request's moment. */
export interface OpenRun {
  readonly result: ExploreResult;
  /**
   * The same run with the machine at another moment (the end if left out), without running all of it again. Null where
   * that cannot be done: then it has to be opened anew.
   */
  moved(at: Moment | undefined, ports: ExplorePorts): OpenRun | null;
  /** What changed from one moment to another, the earlier of the two first; null where `ports` said stop. */
  diff(from: Moment, to: Moment, ports: ExplorePorts): MomentDiff | null;
  /** Executed lines at the event; null where there is none. Runs the program once more, but for lines. */
  nextEvent(query: EventQuery, ports: ExplorePorts): number | null;
  /**
   * How an object's buffer grew over the whole run, or with null those of all that grew. Null where there is no such
   * object, or `ports` said stop before anything was found. Follows the run again, up to twice.
   */
  growth(selector: ObjectSelector | null, ports: ExplorePorts): Growth | null;
  /**
   * How an object's count went. Null where there is no such name or object, where its count tells nothing (immortal),
   * and in runs that cannot be followed again. Follows the run once more.
   */
  countHistory(selector: ObjectSelector, ports: ExplorePorts): CountHistory | null;
  /** Null where there is no such name or object. */
  object(selector: ObjectSelector): ObjectDetail | null;
  /** Null where there is no such name or object. Runs the program once more. */
  why(selector: ObjectSelector): Why | null;
  /** What if a reference of the moment were cut, or weak; null where there is no moment to stand at. */
  whatIf(selector: ReferenceSelector): WhatIf | null;
  /** Names, frames and objects at the moment, as far as the query asks for them; null where no machine stands there. */
  graph(query: GraphQuery): ObjectGraph | null;
  /** What an object dominates, or, without one, what no object of the program dominates. */
  dominated(parent: Address | undefined): DominatorList | null;
  /** Functions and classes of the main file, by line; none where no machine stands at the moment. */
  definitions(): readonly DefinitionNote[];
  /** Objects of the program whose names, type or preview contain a text. */
  find(text: string): readonly ObjectSummary[];
  /** The run at a glance; null where it cannot be followed once more. */
  timeline(ports: ExplorePorts): Timeline | null;
  /** One collection of the run step by step; null where there is no such collection. Runs the program once more. */
  collectionSteps(index: number): CollectionSteps | null;
  pool(address: Address): PoolDetail | null;
  /** The whole heap's pools, and what stands in the blocks of some; null where there is no machine. */
  memoryMap(): MemoryMap | null;
  /** Blocks of the map's pools `from` to `to`, exclusive; those outside of the pools where both are -1. */
  mapBlocks(from: number, to: number): BlockColumns | null;
  /** Where and when the whole run allocates; null where it cannot be followed once more, or traces its memory itself. */
  heat(rows: number, columns: number, ports: ExplorePorts): AllocationHeat | null;
  /** Who owns the map's blocks. */
  owners(): BlockOwners | null;
  arena(address: Address): ArenaDetail | null;
  /** Bytes as CPython would have them, at most 64 KiB; null: there is no memory. */
  bytes(address: Address, length: number): Uint8Array | null;
  /** Members `from` .. `from + length` of a generation, oldest first. */
  members(generation: number, from: number, length: number): readonly ObjectSummary[];
  /** The run is let go of: its machine may serve another. Nothing is asked of it any more. */
  close(): void;
}

/** Requests by method: `params` in, `result` out. The run that a question is about is named by its request. */
export interface WorkerMethods extends DebugMethods {
  explore: { params: ExploreRequest; result: ExploreResult };
  diff: { params: { run: ExploreRequest; from: Moment; to: Moment }; result: MomentDiff | null };
  nextEvent: { params: { run: ExploreRequest; query: EventQuery }; result: number | null };
  growth: { params: { run: ExploreRequest; selector: ObjectSelector | null }; result: Growth | null };
  countHistory: { params: { run: ExploreRequest; selector: ObjectSelector }; result: CountHistory | null };
  object: { params: { run: ExploreRequest; selector: ObjectSelector }; result: ObjectDetail | null };
  why: { params: { run: ExploreRequest; selector: ObjectSelector }; result: Why | null };
  whatIf: { params: { run: ExploreRequest; selector: ReferenceSelector }; result: WhatIf | null };
  graph: { params: { run: ExploreRequest; query: GraphQuery }; result: ObjectGraph | null };
  dominated: { params: { run: ExploreRequest; parent?: Address }; result: DominatorList | null };
  definitions: { params: { run: ExploreRequest }; result: readonly DefinitionNote[] };
  find: { params: { run: ExploreRequest; text: string }; result: readonly ObjectSummary[] };
  timeline: { params: { run: ExploreRequest }; result: Timeline | null };
  /** Runs the whole program with something changed; the machine is not kept. */
  rerun: { params: { run: ExploreRequest; change: RunChange }; result: RunFigures };
  collectionSteps: { params: { run: ExploreRequest; index: number }; result: CollectionSteps | null };
  pool: { params: { run: ExploreRequest; address: Address }; result: PoolDetail | null };
  memoryMap: { params: { run: ExploreRequest }; result: MemoryMap | null };
  mapBlocks: { params: { run: ExploreRequest; from: number; to: number }; result: BlockColumns | null };
  heat: { params: { run: ExploreRequest; rows: number; columns: number }; result: AllocationHeat | null };
  owners: { params: { run: ExploreRequest }; result: BlockOwners | null };
  arena: { params: { run: ExploreRequest; address: Address }; result: ArenaDetail | null };
  bytes: { params: { run: ExploreRequest; address: Address; length: number }; result: Uint8Array | null };
  members: {
    params: { run: ExploreRequest; generation: number; from: number; length: number };
    result: readonly ObjectSummary[];
  };
}
export type WorkerMethod = keyof WorkerMethods;

export type WorkerRequest = {
  [M in WorkerMethod]: { readonly id: number; readonly method: M; readonly params: WorkerMethods[M]['params'] };
}[WorkerMethod];

/**
 * To the worker. The host sends one request at a time and waits for its answer. A run under way is cancelled by storing
 * its id in the first word (Int32) of `control`; where there is no shared memory the host ends the worker.
 */
export type ToWorker =
  | { readonly kind: 'request'; readonly request: WorkerRequest }
  | { readonly kind: 'control'; readonly control: SharedArrayBuffer };

/**
 * `cancelled`: nobody waits any more. `timeout`: the worker did not answer in time and was ended. `crashed`: the worker
 * died (out of memory, killed). `fault`: the simulator threw, which is our mistake; `message` says what.
 */
export type WorkerErrorCode = 'cancelled' | 'timeout' | 'crashed' | 'fault';

export interface WorkerError {
  readonly code: WorkerErrorCode;
  readonly message: string;
}

/** JSON: a text, or a long one in UTF-8, so that its buffer can be handed over. */
export type PackedText = string | Uint8Array<ArrayBuffer>;

/** An `ExploreResult` in parts that are read where they are looked at. */
export interface PackedResult {
  /** `Omit<ExploreResult, 'files' | 'cycles' | 'picture'>` */
  readonly rest: PackedText;
  readonly files: readonly PackedFile[];
  readonly cycles: PackedText;
  /** By property. */
  readonly picture?: readonly { readonly key: string; readonly value: PackedText }[];
}
export interface PackedFile {
  readonly path: string;
  readonly parts: readonly PackedPart[];
}
export interface PackedPart {
  /** The lines of its first and its last annotation. */
  readonly first: number;
  readonly last: number;
  /** An array of `LineAnnotation`. */
  readonly lines: PackedText;
}

/** From the worker. */
export type FromWorker =
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  /** The answer to `explore`. */
  | { readonly kind: 'packed'; readonly id: number; readonly value: PackedResult }
  | { readonly kind: 'error'; readonly id: number; readonly error: WorkerError };
