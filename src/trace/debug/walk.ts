/**
 * A run that a debugger follows: it counts lines as the recorder does and nothing else, so that any place is reached
 * again in little more than the time of a plain run. Visitors look from where they want to on and may halt the run;
 * the machine then stays as it is.
 */
import { Frame, Ob } from '../../memory/layout.js';
import type { Observer } from '../../objects/machine.js';
import type { ExploreRequest } from '../../protocol/run.js';
import type { PythonVersion } from '../../spec/version.js';
import { type RunOutcome, runProgram } from '../../vm/run.js';
import type { Runtime } from '../../vm/runtime.js';
import type { Machines } from '../machines.js';
import { type LibraryCode, memoryOf } from '../observedRun.js';
import type { Program } from '../program.js';
import { Traps } from './traps.js';

/** Thrown where a visitor has seen enough. */
class Halt extends Error {}

/** What looks at a run. Frames are word addresses; lines and instructions of the library are not shown to it. */
export interface Visitor {
  /** Boundaries of earlier steps are not asked about. */
  readonly from: number;
  /** A line is about to begin in the frame, `walk.steps` lines were begun. True halts the run. */
  boundary(walk: Walk, frame: number, line: number, file: number): boolean;
  /** An exception goes through a frame of the program. */
  raising?(walk: Walk, frame: number): boolean;
  /** An instruction is about to be executed; comes only while the walk is set to single instructions. */
  instruction?(walk: Walk, frame: number): boolean;
  /** A frame has ended and given up what it held. */
  cleared?(frame: number): void;
  /** The last line has been executed, the module's frame is still there. True halts the run. */
  ended?(walk: Walk, frame: number): boolean;
}

/** The observer of a debugger's run. */
export class Walk implements Observer {
  readonly rt: Runtime;
  /** Lines begun so far. */
  steps = 0;
  /** Exceptions seen since the last boundary. */
  raises = 0;
  /** Instructions begun since the last boundary, while single ones are looked at. */
  instructions = 0;
  /** The frame of the program's module. */
  mainFrame = 0;
  /** The line that began last, and its file. */
  lastLine = 0;
  lastFile = 0;
  hasEnded = false;
  private readonly files: ReadonlyMap<string, number>;
  private readonly visitor: Visitor;
  /** By index of the code: the file's number, -1 for the library. */
  private readonly fileOfCode: number[] = [];
  private readonly traps = new Traps();

  /** `halt` makes what is thrown to end the run. */
  constructor(
    rt: Runtime,
    files: ReadonlyMap<string, number>,
    visitor: Visitor,
    private readonly halt: () => Error,
  ) {
    this.rt = rt;
    this.files = files;
    this.visitor = visitor;
    rt.stamp = 2;
    rt.lineCountdown = 0;
    rt.observer = this;
  }

  /** The file of the code that a frame runs; -1 for the library. */
  fileOf(frame: number): number {
    const index = this.rt.M[frame + Frame.CODE_INDEX]!;
    return this.fileOfCode[index] ?? this.findFile(index);
  }

  private findFile(index: number): number {
    const file = this.files.get(this.rt.codes[index]!.spec.filename) ?? -1;
    this.fileOfCode[index] = file;
    return file;
  }

  /** From the next instruction on each is shown to the visitor; until the run has gone by {@link atFullSpeed}. */
  bySingleInstructions(): void {
    this.traps.set(this.rt, this.files);
  }

  atFullSpeed(): void {
    this.traps.remove(this.rt);
  }

  get isBySingleInstructions(): boolean {
    return this.traps.areSet;
  }

  // -- the observer

  line(frame: number, line: number): void {
    const file = this.fileOf(frame);
    if (file < 0) return;
    const { visitor, steps } = this;
    if (this.mainFrame === 0) this.mainFrame = frame;
    this.raises = 0;
    this.instructions = 0;
    if (steps >= visitor.from && visitor.boundary(this, frame, line, file)) throw this.halt();
    this.lastLine = line;
    this.lastFile = file;
    this.steps = steps + 1;
    this.rt.stamp = steps + 3;
  }

  freed(object: number): void {
    this.rt.M[object + Ob.BORN] = 0;
  }

  left(frame: number): void {
    if (frame !== this.mainFrame || this.hasEnded) return;
    this.hasEnded = true;
    if (this.visitor.ended?.(this, frame) === true) throw this.halt();
  }

  cleared(frame: number): void {
    this.visitor.cleared?.(frame);
  }

  collected(): void {}

  raising(frame: number): void {
    if (this.steps === 0 || this.fileOf(frame) < 0) return;
    this.raises++;
    if (this.visitor.raising?.(this, frame) === true) throw this.halt();
  }

  instruction(frame: number, position: number): void {
    this.traps.passed(this.rt, position);
    this.instructions++;
    if (this.visitor.instruction?.(this, frame) === true) throw this.halt();
  }
}

/** What is left of a run. */
export interface Walked {
  /** Null where the machine could not even start. */
  readonly walk: Walk | null;
  readonly outcome: RunOutcome;
  readonly halted: boolean;
  readonly cancelled: boolean;
}

export interface WalkOptions {
  readonly program: Program;
  readonly request: ExploreRequest;
  readonly library: LibraryCode;
  /** Where the machine is taken from; whoever walks gives it back. A new one if left out. */
  readonly machines?: Machines;
  readonly visitor: Visitor;
  /** Asked every few thousand lines: true ends the run where it is. */
  readonly shouldStop: () => boolean;
  readonly write: (stream: 'stdout' | 'stderr', text: string, walk: Walk | null) => void;
}

/** Runs a program for a visitor, from the beginning to where the visitor halts it or to its end. */
export function walkRun({ program, request, library, machines, visitor, shouldStop, write }: WalkOptions): Walked {
  const { options } = request;
  const input = (options.stdin ?? '').match(/[^\n]*\n|[^\n]+$/g) ?? [];
  let nextLine = 0;
  let walk: Walk | null = null;
  let halted = false;
  let cancelled = false;
  const outcome = runProgram({
    files: program.texts,
    main: program.main,
    version: options.python as PythonVersion,
    argv: [program.main, ...(options.argv ?? [])],
    maxSteps: options.budgets.lines,
    maxMemory: memoryOf(options.budgets),
    // Of a text with errors CPython runs nothing: it is compiled again, to be told of them.
    ...(program.hasSyntaxError ? {} : { compiled: program.compiled }),
    ...(options.collector ? { collector: options.collector } : {}),
    ...(options.allocator ? { allocator: options.allocator } : {}),
    libraryCode: library,
    ...(machines ? { machine: (wanted) => machines.take(wanted) } : {}),
    stdin: () => input[nextLine++] ?? null,
    stdout: (text) => write('stdout', text, walk),
    stderr: (text) => write('stderr', text, walk),
    shouldStop: () => {
      cancelled = shouldStop();
      return cancelled;
    },
    attach: (rt: Runtime) => {
      walk = new Walk(rt, program.files, visitor, () => {
        halted = true;
        return new Halt('the run has come as far as it was to');
      });
    },
  });
  return { walk, outcome, halted, cancelled };
}
