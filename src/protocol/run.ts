/** An explored run: what a host is told of it. Counts are numbers of references, sizes are bytes, lines count from 1. */

import type { Address } from './address.js';
import type { AllocatorName } from './allocators.js';
import type { CollectorPicture, HeapPicture } from './heap.js';
import type { ObjectEdge, ObjectSummary } from './objects.js';
import type { Moment, SourceFile, SourceRange } from './position.js';

/** How much an answer holds before it is cut; a cut list has its total beside it. */
export const LIMITS = {
  /** Names kept for one line. */
  namesPerLine: 40,
  /** Freed notes kept for one line. */
  freedPerLine: 20,
  /** Members of one generation in a picture. */
  members: 200,
  /** Objects of a picture's frames and cycles. */
  objects: 2000,
  /** Members of one cycle. */
  cycleMembers: 100,
  cycles: 200,
  collections: 1000,
  referents: 200,
  holders: 200,
  /** Objects of one fate that are named. */
  fate: 100,
  paths: 10,
  /** Objects that the steps of a collection show. */
  stepObjects: 60,
  largeBlocks: 200,
  mappedPools: 512,
  /** UTF-16 code units of output; the rest is dropped and `outputCut` is true. */
  outputLength: 1_000_000,
} as const;

/** Python's minor versions that can be asked for. */
export const PYTHON_VERSIONS = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14'] as const;
export type PythonVersion = (typeof PYTHON_VERSIONS)[number];

/** Where a run ends though the program would go on. */
export interface Budgets {
  /** Executed lines. */
  readonly lines: number;
  /** Bytes of simulated memory. */
  readonly memoryBytes: number;
  /** Wall-clock milliseconds; the host's port watches it, the simulator never looks at a clock. */
  readonly milliseconds: number;
}

/**
 * The collectors that can be chosen. `default`: that of the simulated version. `python2`: cycles with `__del__` go to
 * `gc.garbage`. `incremental`: that of 3.14.0 to 3.14.4. `none`: reference counting alone. `mark-sweep`: a traditional
 * one, from the roots.
 */
export const COLLECTOR_KINDS = ['default', 'python2', 'incremental', 'none', 'mark-sweep'] as const;
export type CollectorKind = (typeof COLLECTOR_KINDS)[number];

/** What if the collector were set otherwise: applied before the program's first line. */
export interface CollectorOptions {
  /** Another collector; its thresholds are its own unless `thresholds` says otherwise. */
  readonly kind?: CollectorKind;
  /** As `gc.disable()` does. */
  readonly disabled?: boolean;
  /** One to three thresholds, as `gc.set_threshold()` takes them. */
  readonly thresholds?: readonly number[];
  /**
   * The collector's algorithm is tried at allocations of objects with its header and compared with a second
   * computation. Nothing is freed by it and nothing counted; a difference ends the run as a fault of the simulator.
   */
  readonly stress?: boolean;
}

/** How text leaves the program: in blocks of 8 KiB as into a pipe, line by line as to a terminal, or at once as with `-u`. */
export type Buffering = 'block' | 'line' | 'none';

/** Everything that a run depends on: equal options and files give equal results. */
export interface RunOptions {
  readonly python: PythonVersion;
  readonly budgets: Budgets;
  /** `sys.argv[1:]`. */
  readonly argv?: readonly string[];
  /** What `input()` reads. */
  readonly stdin?: string;
  readonly collector?: CollectorOptions;
  /** As PYTHONMALLOC names it; pymalloc if left out. */
  readonly allocator?: AllocatorName;
}

/**
 * What if a reference were not there (`cut`: None stands in its place), or did not count (`weak`: a `weakref.proxy` of the
 * object does). `at`: when it is changed, which must be at a moment when it is there.
 */
export interface Intervention {
  readonly how: 'cut' | 'weak';
  readonly at: Moment;
  readonly edge: Pick<ObjectEdge, 'from' | 'to' | 'kind' | 'label'>;
}

export interface ExploreRequest {
  /** The program first, then the modules beside it that it may import. */
  readonly files: readonly SourceFile[];
  readonly options: RunOptions;
  /** The moment that `picture` shows; the end if left out. */
  readonly at?: Moment;
  /** Run `gc.collect()` once at this moment, as if the program had called it between two lines. */
  readonly collectAt?: Moment;
  readonly intervene?: Intervention;
}

/**
 * What one executed line did to one name. Names are those that the line reads, binds or deletes, and others in scope
 * whose object's count the line changed.
 */
export interface NameTouch {
  /** `''` for the module, else the function's qualified name (`Node.__init__`). */
  readonly scope: string;
  readonly name: string;
  /** False when the name refers to nothing after the line (`del`, or a function's end). */
  readonly bound: boolean;
  /** Count of the object just before the line, at its last hit; null when the line created the object. */
  readonly before: number | null;
  /** Count of the same object just after the line, at its last hit; 0 when the line freed it. */
  readonly after: number;
  /** Least and greatest `after` over all hits. */
  readonly min: number;
  readonly max: number;
  /** At the last hit. */
  readonly type: string;
  readonly address: Address;
  /** At the last hit: its count never changes (3.12+), the numbers above mean nothing. */
  readonly immortal: boolean;
}

/** What the interpreter does at its end, in this order. Follows pylifecycle.c: Py_FinalizeEx, finalize_modules. */
export type Teardown =
  /** Runs the functions of `atexit`. */
  | { readonly kind: 'atexit' }
  /** Looks at all objects while they are still in use. */
  | { readonly kind: 'firstCollection' }
  /** Sets the entries of `sys.modules` to None. */
  | { readonly kind: 'modules' }
  /** Collects what the modules held together. */
  | { readonly kind: 'lastCollection' }
  /** Sets the names of a module that something still refers to to None. */
  | { readonly kind: 'name'; readonly module: string; readonly name: string };

/** Objects freed while a line ran: one note for equal type, cause, birth line and holder; each stands after its holder's. */
export interface FreedNote {
  readonly type: string;
  /** Preview of the last such object just before its death, where it was taken. */
  readonly repr?: string;
  /** Of the last such object. */
  readonly address: Address;
  /** How many, over all hits of the line. */
  readonly times: number;
  /** `count`: the count fell to zero; `collector`: the collector cleared it; `exit`: the interpreter's end. */
  readonly cause: 'count' | 'collector' | 'exit';
  /** A name that referred to it last, where one did. */
  readonly name?: string;
  /** The line that created it, where it is known. */
  readonly bornLine?: number;
  /** The object whose own death let it go: one note leads to the next. Absent where the line itself did. */
  readonly holder?: { readonly type: string; readonly name?: string; readonly bornLine?: number };
  /** For the cause `exit`: what the interpreter was doing. */
  readonly exit?: Teardown;
}

/** What one line did, over all its executions. A line that never ran has no annotation. */
export interface LineAnnotation {
  readonly line: number;
  /** How often the line ran. */
  readonly hits: number;
  /** In order of appearance in the line, then others. */
  readonly names: readonly NameTouch[];
  readonly namesTotal: number;
  readonly freed: readonly FreedNote[];
  /** Ids of the cycles that the line closed. */
  readonly closedCycles: readonly number[];
  /** Indexes into `collections` of those that ran while the line did. */
  readonly collections: readonly number[];
}

export interface FileAnnotations {
  readonly path: string;
  /** Ascending by line. */
  readonly lines: readonly LineAnnotation[];
}

export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** The main file's line that ran, where there was one. */
  readonly line?: number;
}

/** How the run ended. */
export type Outcome =
  | { readonly kind: 'finished'; readonly exitStatus: number }
  | { readonly kind: 'exception'; readonly exitStatus: number; readonly type: string; readonly message: string }
  | { readonly kind: 'syntaxError' }
  | { readonly kind: 'notSimulated' }
  | { readonly kind: 'budget'; readonly which: 'lines' | 'memory' | 'milliseconds' }
  | { readonly kind: 'cancelled' };

/**
 * Something to tell about a place. The words are made in `present`; `detail` is data:
 *
 * - `syntaxError`: CPython's message.
 * - `notSimulated`: what is missing (`async generators`, `module socket`). `reached` says whether the run ended there.
 * - `uncaughtException`: the last line of the traceback (`ZeroDivisionError: division by zero`).
 * - `budget`: which one (`lines`, `memory`, `milliseconds`).
 * - `cycle`: id of a cycle that outlives its last name, as text.
 * - `finalizerInCycle`: the class with `__del__` whose instance is in a cycle that only the collector can free.
 * - `tracebackHolds`: the type of an exception that is kept. `values`: its name (may be empty), the variables that its
 *   traceback holds, how many objects and bytes die with it.
 * - `growingDefault`: the function. `values`: parameter, type, elements at the `def` and at the end.
 * - `growingCache`: a container of a module or class that functions fill and nobody empties (`cache`, `Store.items`), at the
 *   line that added to it last. `values`: its type, entries at the end, executions of lines that added some, its own
 *   bytes; related: the line that made it.
 * - `simulatorFault`: an assertion of ours that failed.
 *
 * `related` are other places that have to do with it; their `detail` goes with the role:
 * `closed` the line that closed the cycle, `finalizer` the class's `__del__`, `made` the line that made the container,
 * `grew` the line that let it grow last, `raised` the line where the exception was raised.
 */
export interface Diagnostic {
  readonly code:
    | 'syntaxError'
    | 'notSimulated'
    | 'uncaughtException'
    | 'budget'
    | 'cycle'
    | 'finalizerInCycle'
    | 'tracebackHolds'
    | 'growingDefault'
    | 'growingCache'
    | 'simulatorFault';
  readonly range: SourceRange;
  readonly detail: string;
  readonly reached?: boolean;
  /** What the words need beside `detail`. */
  readonly values?: readonly (string | number)[];
  readonly related?: readonly RelatedPlace[];
  /** Changes of the text that make it go away, the best first; only where one is known to be safe. */
  readonly fixes?: readonly QuickFix[];
}

export interface RelatedPlace {
  readonly range: SourceRange;
  readonly role: 'closed' | 'finalizer' | 'made' | 'grew' | 'raised';
  readonly detail: string;
}

/** A range of the text and what is to stand there; an empty range is a place to insert. */
export interface TextEdit {
  readonly range: SourceRange;
  readonly text: string;
}

/**
 * What to do about a diagnostic. `detail` by kind:
 *
 * - `noneDefault`: the parameter whose default becomes None, with a new container in each call.
 * - `weakAttribute`: the attribute that becomes a property over `weakref.ref`. `values`: the class.
 * - `boundedCache`: the function whose cache gets a limit.
 * - `withoutTraceback`: the name that keeps the exception, without its traceback then.
 */
export interface QuickFix {
  readonly kind: 'noneDefault' | 'weakAttribute' | 'boundedCache' | 'withoutTraceback';
  readonly detail: string;
  readonly values?: readonly (string | number)[];
  /** In the text of the run, none over another. */
  readonly edits: readonly TextEdit[];
}

/** One run of the collector. */
export interface Collection {
  /** Index among all collections of the run, from 0. */
  readonly index: number;
  /** `threshold`: an allocation passed the threshold; `explicit`: `gc.collect()`; `asked`: the request's `collectAt`; `exit`. */
  readonly reason: 'threshold' | 'explicit' | 'asked' | 'exit';
  readonly generation: number;
  /** Objects looked at. */
  readonly examined: number;
  /** Objects found unreachable and cleared, as `gc.collect()` counts them. */
  readonly collected: number;
  readonly uncollectable: number;
  /** Objects of the program that it freed. */
  readonly freed?: number;
  /** `gc.get_count()` just before. */
  readonly countsBefore: readonly number[];
  /** Where the run was; file 0 is the program. Line 0: outside any line. */
  readonly file: number;
  readonly line: number;
  /** Executed lines before it. */
  readonly step: number;
}

/** Sums over a whole run, those of lists that were cut included. Collections at the interpreter's end are left out. */
export interface RunSums {
  /** Objects of the program that died, by cause (see `FreedNote`). */
  readonly deaths: { readonly count: number; readonly collector: number; readonly exit: number };
  /** Collections by generation. */
  readonly collections: readonly number[];
  /** Objects that they looked at: what they cost. */
  readonly examined: number;
  /** Objects that the largest of them looked at: the longest pause. */
  readonly largestCollection: number;
  readonly collected: number;
  readonly uncollectable: number;
  /** Bytes of arenas and large blocks at the highest. */
  readonly peakBytes: number;
  /** What `sys.getallocatedblocks()` says, at the highest between two lines. */
  readonly peakBlocks: number;
}

/** A strongly connected component of more than one object, or an object that refers to itself. */
export interface Cycle {
  /** Unique in the run. */
  readonly id: number;
  readonly members: readonly ObjectSummary[];
  readonly membersTotal: number;
  /** References between members. */
  readonly edges: readonly ObjectEdge[];
  /** True: no name reaches it, it waits for the collector. */
  readonly unreachable: boolean;
  /** The line that stored the reference that closed it, and that reference; absent where not known. `step`: lines executed then. */
  readonly closedBy?: {
    readonly file: number;
    readonly line: number;
    readonly step?: number;
    readonly edge?: ObjectEdge;
  };
  /** The line that took the last outside reference away. */
  readonly orphanedBy?: { readonly file: number; readonly line: number };
  /** Names outside that reach a member directly: `a`, `f.node`; empty when unreachable. */
  readonly heldBy: readonly string[];
  /** Index of the collection that freed it. Set only in `ExploreResult.cycles`. */
  readonly collectedBy?: number;
}

export interface NameBinding {
  readonly name: string;
  readonly object: ObjectSummary;
}

export interface FrameView {
  /** `''` for the module. */
  readonly scope: string;
  readonly file: number;
  /** The line it stands at. */
  readonly line: number;
  /** Names without the module's own dunders, in order of binding. */
  readonly names: readonly NameBinding[];
}

/** The whole memory at one moment. */
export interface MomentPicture {
  readonly moment: Moment;
  /** Executed lines so far. */
  readonly step: number;
  /** The line that ran last (0: none yet), in the file. */
  readonly file: number;
  readonly line: number;
  /** Outermost (the module) first. */
  readonly frames: readonly FrameView[];
  readonly heap: HeapPicture;
  readonly collector: CollectorPicture;
  /** Cycles that are there at the moment. */
  readonly cycles: readonly Cycle[];
  readonly cyclesTotal: number;
  /** The interpreter is ending: what it does at the moment. */
  readonly exit?: Teardown;
}

export interface ExploreResult {
  /** Version of this shape; raised when a field changes its meaning or goes away. */
  readonly schema: 1;
  /** Version that was simulated. */
  readonly python: PythonVersion;
  /** What `formatAddress` adds to an address. */
  readonly addressBase: number;
  /** In the order of the request's files; only files that ran have lines. */
  readonly files: readonly FileAnnotations[];
  /** Executed lines in all. */
  readonly steps: number;
  /** Lines begun when the program's last line ended; absent where no finalizer ran lines after that. */
  readonly endStep?: number;
  readonly outcome: Outcome;
  readonly output: readonly OutputChunk[];
  readonly outputCut: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** The first `LIMITS.collections` of `collectionsTotal`, in order. */
  readonly collections: readonly Collection[];
  readonly collectionsTotal: number;
  readonly sums: RunSums;
  /** Every cycle noticed during the run (at the end, at `at`, and when a collection freed it), by id. */
  readonly cycles: readonly Cycle[];
  /** What died after the last line, when the interpreter cleared its modules. */
  readonly freedAtExit: readonly FreedNote[];
  /** With a request's `intervene`: whether the reference was found and changed. */
  readonly intervened?: boolean;
  /** The memory at the request's `at`; absent only where the program could not start (syntax error in all of it). */
  readonly picture?: MomentPicture;
}
