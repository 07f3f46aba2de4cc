/** One observed run of a program, from its first line to a moment or to the end of the interpreter. */

import { listIsEmpty, listMembers } from '../memory/collector/lists.js';
import type { CollectionPhase } from '../memory/collector/port.js';
import { ExcLayout, Frame, Ob, TracebackLayout } from '../memory/layout.js';
import { gcListHead } from '../memory/regions.js';
import type { Moment } from '../protocol/position.js';
import {
  type Budgets,
  type Collection,
  type ExploreRequest,
  LIMITS,
  type OutputChunk,
  type RunSums,
} from '../protocol/run.js';
import type { ExplorePorts } from '../protocol/worker.js';
import type { PythonVersion } from '../spec/version.js';
import { type RunOptions, type RunOutcome, runProgram } from '../vm/run.js';
import type { Runtime } from '../vm/runtime.js';
import type { Compiled } from '../vm/source.js';
import { Checkpoints } from './checkpoints.js';
import { type CycleBook, UNREACHABLE_LIST } from './cycleBook.js';
import { intervene } from './intervene.js';
import type { LineRecord } from './lineRecords.js';
import { Machines } from './machines.js';
import type { Program } from './program.js';
import { Recorder } from './recorder.js';
import { Still } from './still.js';
import { type RunControl, TimeMachine } from './timeMachine.js';

/** Thrown where a run has reached what it was to reach; the machine stays as it is. */
class Halt extends Error {}

/** Compiled modules of the standard library, by file name: equal for all runs of a version. */
export type LibraryCode = Map<string, Compiled>;

/** What has happened in a run so far. */
export interface RunCounts {
  /** Lines begun. */
  readonly steps: number;
  /** Objects of the program that died. */
  readonly deaths: number;
  readonly collections: number;
}

/** What an observed run is to do beside running. */
export interface Errand {
  /** Called at the moment with the machine standing still; true ends the run there. */
  readonly at?: { readonly moment: Moment; readonly arrived: (still: Still) => boolean };
  /** Called between two lines, with the number of lines begun so far: before each, or at `stops` alone. True ends the run. */
  readonly boundary?: (rt: Runtime, steps: number, still: () => Still) => boolean;
  /** Ascending. */
  readonly stops?: readonly number[];
  /** Follows births alone, in a fraction of the time: see `RecorderOptions`. */
  readonly light?: boolean;
  readonly lineEnded?: (rt: Runtime, record: LineRecord, counts: RunCounts) => void;
  /** An object has another buffer: see `Machine.resized`. */
  readonly resized?: (rt: Runtime, object: number, was: number) => void;
  /** Cycles that collections free are entered here. */
  readonly book?: CycleBook;
  /** Called at each phase of the collection with this index. */
  readonly collection?: {
    readonly index: number;
    readonly phase: (phase: CollectionPhase, generation: number, still: () => Still) => void;
  };
  readonly libraryCode: LibraryCode;
  /** Where the machine comes from. Whoever has the run gives it back. */
  readonly machines?: Machines;
  /** Keeps checkpoints, so that the machine can go back in time. */
  readonly keepsTime?: boolean;
}

/** What is left of a run. */
export interface Observed {
  readonly rt: Runtime | null;
  readonly recorder: Recorder | null;
  readonly outcome: RunOutcome;
  readonly halted: boolean;
  readonly stopped: 'cancelled' | 'milliseconds' | undefined;
  readonly collections: readonly Collection[];
  readonly collectionsTotal: number;
  readonly sums: RunSums;
  readonly output: readonly OutputChunk[];
  readonly outputCut: boolean;
  /** The exception that left the program, and where. */
  readonly uncaught: { readonly type: string; readonly file: number; readonly line: number } | undefined;
  /** Whether the reference that the request changes was found; undefined where it changes none. */
  readonly intervened: boolean | undefined;
  readonly stderr: string;
  /** Goes to other moments of the same run; null where nobody asked for it. */
  readonly time: TimeMachine | null;
}

/** Bytes of memory that the machine needs for its own stacks and static objects. */
const OWN_MEMORY = 24 << 20;
const MOST_MEMORY = 0x7fff_0000;
/** Objects that a collection looks at in the time of one line, nearly. */
const EXAMINED_PER_LINE = 4;
/** More lines than any run has. */
const NEVER = 0x7fff_ffff;

/** Bytes of memory that the machine of a run reserves. */
export function memoryOf(budgets: Budgets): number {
  return Math.min(MOST_MEMORY, (budgets.memoryBytes + OWN_MEMORY + 0xffff) & ~0xffff);
}

/** Runs a program under observation. */
export function observe(program: Program, request: ExploreRequest, ports: ExplorePorts, errand: Errand): Observed {
  const run = new ObservedRun(program, request, errand, { ports, muted: false, linesRead: 0 });
  return run.go();
}

class ObservedRun {
  private rt: Runtime | null = null;
  private recorder: Recorder | null = null;
  private checkpoints: Checkpoints | null = null;
  private stopped: 'cancelled' | 'milliseconds' | undefined;
  private halted = false;
  private readonly machines: Machines;
  private readonly collections: Collection[] = [];
  private collectionsTotal = 0;
  private readonly output: OutputChunk[] = [];
  private outputLength = 0;
  private outputCut = false;
  private stderr = '';
  private uncaught: { type: string; file: number; line: number } | undefined;
  /** A module of the library was loaded since the last checkpoint. */
  private loaded = false;
  /** Of the main file. */
  private lines: readonly string[] | undefined;
  private due = false;
  private collectDue = false;
  private changeDue = false;
  private changed: boolean | undefined;
  private arrivedDone = false;
  /** Steps at which something is to be done, ascending, and how many of them are behind. */
  private stops: readonly number[] = [];
  private passed = 0;
  private asking = false;
  private hasCollected = false;
  private before: number[] = [];
  /** The program's objects among the unreachable of a collection, with their births; how many of them it freed. */
  private doomed: { readonly p: number; readonly born: number }[] = [];
  private freed = 0;
  private readonly cost = {
    collections: [0, 0, 0],
    examined: 0,
    largestCollection: 0,
    collected: 0,
    uncollectable: 0,
    freed: 0,
  };

  constructor(
    private readonly program: Program,
    private readonly request: ExploreRequest,
    private readonly errand: Errand,
    private readonly control: RunControl,
  ) {
    this.machines = errand.machines ?? new Machines();
  }

  private options(): RunOptions {
    const { program, request, control } = this;
    const { options } = request;
    const input = (options.stdin ?? '').match(/[^\n]*\n|[^\n]+$/g) ?? [];
    return {
      files: program.texts,
      main: program.main,
      version: options.python as PythonVersion,
      argv: [program.main, ...(options.argv ?? [])],
      maxSteps: options.budgets.lines,
      maxMemory: memoryOf(options.budgets),
      compiled: program.compiled,
      ...(options.collector ? { collector: options.collector } : {}),
      ...(options.allocator ? { allocator: options.allocator } : {}),
      libraryCode: this.errand.libraryCode,
      machine: (wanted) => this.machines.take(wanted),
      stdin: () => input[control.linesRead++] ?? null,
      stdout: (text) => this.write('stdout', text),
      stderr: (text) => this.write('stderr', text),
      shouldStop: () => {
        this.stopped = control.ports.shouldStop(this.recorder?.steps ?? 0);
        return this.stopped !== undefined;
      },
    };
  }

  /** Runs the program once more from its beginning, on the same machine. */
  private restart(attach: (rt: Runtime) => void, ended?: (rt: Runtime) => void): RunOutcome {
    const rt = this.rt!;
    this.machines.renew(rt);
    return runProgram({ ...this.options(), machine: () => rt, attach, ...(ended ? { ended } : {}) });
  }

  go(): Observed {
    const { program, control } = this;
    const outcome = runProgram({
      ...this.options(),
      attach: (rt) => this.attach(rt),
      ended: (rt) => this.ended(rt),
    });
    return {
      rt: this.rt,
      recorder: this.recorder,
      outcome,
      halted: this.halted,
      stopped: this.stopped,
      collections: this.collections,
      collectionsTotal: this.collectionsTotal,
      sums: this.sums(),
      output: this.output,
      outputCut: this.outputCut,
      uncaught: this.uncaught,
      intervened: this.changed,
      stderr: this.stderr,
      time:
        this.checkpoints === null
          ? null
          : new TimeMachine(this.rt!, this.recorder!, program.files, this.checkpoints, control, (attach, ended) =>
              this.restart(attach, ended),
            ),
    };
  }

  private sums(): RunSums {
    const { recorder, rt } = this;
    const { freed, ...cost } = this.cost;
    const { run = 0, exit = 0 } = recorder?.deaths ?? {};
    return {
      ...cost,
      // What else dies while the collector runs (in finalizers, in callbacks) dies by its count.
      deaths: { count: run - freed, collector: freed, exit },
      peakBytes: rt?.system.peakBytes ?? 0,
      peakBlocks: recorder?.peakBlocks ?? 0,
    };
  }

  private write(stream: 'stdout' | 'stderr', text: string): void {
    if (this.control.muted) return;
    if (stream === 'stderr') this.stderr = (this.stderr + text).slice(-4000);
    const room = LIMITS.outputLength - this.outputLength;
    if (room <= 0) {
      this.outputCut = true;
      return;
    }
    let kept = text;
    if (text.length > room) {
      kept = text.slice(0, room);
      this.outputCut = true;
    }
    this.outputLength += kept.length;
    const record = this.recorder?.current;
    const line = record?.file === 0 ? record.line : undefined;
    const last = this.output[this.output.length - 1];
    if (last !== undefined && last.stream === stream && last.line === line) {
      this.output[this.output.length - 1] = { ...last, text: last.text + kept };
    } else this.output.push({ stream, text: kept, ...(line !== undefined ? { line } : {}) });
  }

  private attach(rt: Runtime): void {
    this.rt = rt;
    const { at, boundary, lineEnded, light = false } = this.errand;
    const { collectAt, intervene: change } = this.request;
    const moments = [at?.moment, collectAt, change?.at].filter((m) => m !== undefined);
    const still = (): Still => this.still();
    const steps = moments.flatMap((m) => (m.kind === 'step' ? [m.step] : []));
    this.stops = [...steps, ...(this.errand.stops ?? [])].sort((a, b) => a - b);
    const always = boundary !== undefined && this.errand.stops === undefined;
    const events = {
      boundary: (steps: number) => {
        const { errand } = this;
        if (errand.collection !== undefined && errand.collection.index < this.collectionsTotal) throw this.halt();
        this.betweenLines(steps);
        if (boundary?.(rt, steps, still) === true) throw this.halt();
        while (this.passed < this.stops.length && this.stops[this.passed]! <= steps) this.passed++;
        const { checkpoints } = this;
        const isDue = checkpoints !== null && (steps >= checkpoints.next || this.hasLoadedLibraries(recorder));
        // The end of the interpreter is native code: nothing goes on from the middle of it.
        if (isDue && !recorder.exiting) {
          this.loaded = false;
          checkpoints.take(recorder, this.control.linesRead);
        }
        recorder.stopAt =
          always || this.loaded ? 0 : Math.min(this.stops[this.passed] ?? NEVER, checkpoints?.next ?? NEVER);
      },
      lineEnded: (record: LineRecord, hit: number) => {
        if (record.watched) this.checkLine(record, hit);
        const { steps, deaths } = recorder;
        lineEnded?.(rt, record, { steps, deaths: deaths.run, collections: this.collectionsTotal });
      },
      ended: () => this.lastLineEnded(rt),
      libraryLoaded: () => {
        this.loaded = true;
        recorder.stopAt = 0;
      },
      worked: (lines: number) => {
        if (this.checkpoints === null) return;
        this.checkpoints.worked(lines);
        recorder.stopAt = Math.min(recorder.stopAt, this.checkpoints.next);
      },
      collected: (
        generation: number,
        reason: 'automatic' | 'explicit' | 'exit',
        found: number,
        uncollectable: number,
      ) => this.collected(generation, reason, found, uncollectable),
    };
    const recorder = new Recorder(rt, this.program.files, events, {
      light,
      tellsAllLines: lineEnded !== undefined,
      watched: moments.flatMap((m) => (m.kind === 'line' ? [m] : [])),
    });
    this.recorder = recorder;
    const { resized } = this.errand;
    if (resized !== undefined) rt.resized = (object, was) => resized(rt, object, was);
    if (this.errand.keepsTime) this.checkpoints = new Checkpoints(rt, this.machines.bootedMemory(rt));
    rt.collector.trace = { phase: (phase, generation) => this.phase(rt, phase, generation) };
  }

  /** All modules of the library that some lines in a row import are there: nobody should have to load them again. */
  private hasLoadedLibraries({ coming, comingFile }: Recorder): boolean {
    if (!this.loaded) return false;
    this.lines ??= (this.request.files[0]?.text ?? '').split('\n');
    return comingFile !== 0 || !/^\s*(import|from)\s/.test(this.lines[coming - 1] ?? '');
  }

  private checkLine(record: LineRecord, hit: number): void {
    const { at } = this.errand;
    const is = (m: Moment | undefined): boolean =>
      m?.kind === 'line' && m.file === record.file && m.line === record.line && m.hit === hit;
    // Of several codes on one line the outermost counts.
    const { collectAt, intervene: change } = this.request;
    if ((is(at?.moment) || is(collectAt) || is(change?.at)) && this.outermost(record)) {
      if (is(change?.at)) this.changeDue = true;
      if (is(at?.moment)) this.due = true;
      if (is(collectAt)) this.collectDue = true;
      this.recorder!.stopAt = 0;
    }
  }

  private outermost(record: LineRecord): boolean {
    return !this.recorder!.records.some(
      (r) => r.file === record.file && r.line === record.line && r.hits > 0 && r.depth < record.depth,
    );
  }

  private betweenLines(steps: number): void {
    const { collectAt, intervene: change } = this.request;
    const { at } = this.errand;
    if (change !== undefined && (this.changeDue || (change.at.kind === 'step' && change.at.step === steps))) {
      this.changeDue = false;
      this.changed ??= intervene(this.rt!, change);
    }
    if (this.collectDue || (collectAt?.kind === 'step' && collectAt.step === steps)) this.collectNow();
    if (this.due || (at?.moment.kind === 'step' && at.moment.step === steps)) this.arrive();
  }

  private collectNow(): void {
    this.collectDue = false;
    if (this.hasCollected) return;
    this.hasCollected = true;
    this.asking = true;
    this.rt!.collect(2, 'explicit');
    this.asking = false;
  }

  private arrive(): void {
    const { at } = this.errand;
    this.due = false;
    if (at === undefined || this.arrivedDone) return;
    this.arrivedDone = true;
    if (!at.arrived(this.still())) return;
    throw this.halt();
  }

  private halt(): Halt {
    this.halted = true;
    return new Halt('the run has come as far as it was to');
  }

  private still(): Still {
    return new Still(this.rt!, this.recorder!, this.program.files);
  }

  /** The program's last line is done; a moment that has not come until now will not come. */
  private lastLineEnded(rt: Runtime): void {
    if (rt.currentException !== 0) this.noteUncaught(rt);
    if (this.request.intervene !== undefined) this.changed ??= intervene(rt, this.request.intervene);
    if (this.request.collectAt !== undefined) this.collectNow();
    this.arrive();
  }

  private noteUncaught(rt: Runtime): void {
    const { M } = rt;
    const exception = rt.currentException;
    let file = 0;
    let line = M[this.recorder!.mainFrame + Frame.LINE]!;
    for (let tb = M[exception + ExcLayout.TRACEBACK]!; tb !== 0; tb = M[tb + TracebackLayout.NEXT]!) {
      const frame = M[M[tb + TracebackLayout.FRAME]! + 6]!;
      const code = frame === 0 ? undefined : rt.codes[M[frame + Frame.CODE_INDEX]!];
      const index = code === undefined ? undefined : this.program.files.get(code.spec.filename);
      if (index === undefined) continue;
      file = index;
      line = M[tb + TracebackLayout.LINENO]!;
    }
    this.uncaught = { type: rt.typeOf(exception).name, file, line };
  }

  /** Called before the interpreter is torn down. */
  private ended(rt: Runtime): void {
    const recorder = this.recorder!;
    if (!recorder.hasEnded) {
      recorder.hasEnded = true;
      this.arrive();
    }
    const names = new Still(rt, recorder, this.program.files).mainNames();
    recorder.beginExit(names);
  }

  private phase(rt: Runtime, phase: CollectionPhase, generation: number): void {
    const { collection } = this.errand;
    if (collection?.index === this.collectionsTotal) collection.phase(phase, generation, () => this.still());
    if (phase === 'start') {
      this.before = rt.collector.getCounts();
      this.doomed = [];
    } else if (phase === 'cleared') this.freed = this.doomed.filter(({ p, born }) => !isSame(rt, p, born)).length;
    else if (phase === 'divided') {
      for (const p of listMembers(rt.M, gcListHead(UNREACHABLE_LIST)))
        if (rt.M[p + Ob.BORN]! >= 2) this.doomed.push({ p, born: rt.M[p + Ob.BORN]! });
      const { book } = this.errand;
      if (book === undefined) return;
      if (this.recorder!.exiting) book.markCollected(this.still(), this.collectionsTotal);
      else if (!book.isFull && !listIsEmpty(rt.M, gcListHead(UNREACHABLE_LIST)))
        book.noticeCollected(this.still(), this.collectionsTotal);
    }
  }

  private collected(
    generation: number,
    reason: 'automatic' | 'explicit' | 'exit',
    found: number,
    uncollectable: number,
  ): void {
    const recorder = this.recorder!;
    const { examined } = this.rt!.collector;
    // Of the start of the interpreter, where CPython does other things than we do.
    if (recorder.steps === 0) return;
    const index = this.collectionsTotal++;
    this.checkpoints?.worked(examined / EXAMINED_PER_LINE);
    if (this.errand.collection?.index === index) recorder.stopAt = 0;
    const record = recorder.exiting ? null : recorder.current;
    if (record !== null && record.collections.length < 1000) record.collections.push(index);
    if (!recorder.exiting) {
      this.cost.collections[generation]!++;
      this.cost.examined += examined;
      this.cost.largestCollection = Math.max(this.cost.largestCollection, examined);
      this.cost.freed += this.freed;
      this.cost.collected += found;
      this.cost.uncollectable += uncollectable;
    }
    if (index >= LIMITS.collections) return;
    this.collections.push({
      index,
      reason: this.asking ? 'asked' : reason === 'automatic' ? 'threshold' : reason,
      generation,
      examined,
      collected: found,
      uncollectable,
      freed: this.freed,
      countsBefore: this.before,
      file: record?.file ?? 0,
      line: record?.line ?? 0,
      step: recorder.steps,
    });
  }
}

/** Whether an object of an earlier look is still the same. */
export function isSame(rt: Runtime, p: number, born: number): boolean {
  return rt.M[p + Ob.BORN] === born;
}
