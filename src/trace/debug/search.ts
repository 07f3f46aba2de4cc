/** The way from one stop of a debugger to the next, or back to the last one before. */
import { Frame, Ob } from '../../memory/layout.js';
import { instructionIndex } from '../../objects/code.js';
import { E } from '../../objects/typeIds.js';
import type {
  DataChange,
  DataStop,
  DebugOutput,
  DebugPosition,
  DebugSearch,
  DebugStopReason,
  FunctionStop,
  HitCondition,
} from '../../protocol/debug.js';
import { LIMITS } from '../../protocol/run.js';
import type { Expr } from '../../python/ast.js';
import { Op } from '../../python/instructions.js';
import { preview } from '../preview.js';
import { typeNames } from './exceptions.js';
import { codeOfFrame, framesOf } from './frames.js';
import { parseExpression, read, truth } from './read.js';
import { hitsFit, logPieces, StopLines } from './stops.js';
import { Arrival } from './travel.js';
import type { Visitor, Walk } from './walk.js';

/** A place where the search may end. */
export interface Candidate {
  readonly position: DebugPosition;
  readonly reason: DebugStopReason;
  readonly ids: readonly number[];
  readonly changes: readonly DataChange[];
  /** Order among all candidates of the run. */
  readonly order: number;
}

/** An expression evaluated on another machine at a position, in the innermost frame: its truth and its text, or an error. */
export type Ask = (
  position: DebugPosition,
  expression: string,
) => { readonly truth: boolean; readonly text: string } | { readonly error: string };

interface Watched {
  readonly stop: DataStop;
  readonly p: number;
  /** 0: not alive. */
  count: number;
}

interface Raised {
  readonly born: number;
  readonly at: Candidate;
  readonly armed: boolean;
  /** Output of the run until then. */
  readonly written: number;
}

/** Looks for stops while the program runs. */
export class Search implements Visitor {
  readonly from: number;
  found: Candidate | undefined;
  /** The machine stands where the search ended; false: it was found out later. */
  isHere = true;
  readonly output: DebugOutput[] = [];
  outputCut = false;
  readonly logged = new Map<number, number>();
  /** Output of the run so far, UTF-16 units. */
  written = 0;

  private readonly forward: boolean;
  private readonly arrival: Arrival | null;
  /** The place where the search begins has been passed. */
  private armed: boolean;
  private order = 0;
  private readonly lines: StopLines;
  private readonly watched: readonly Watched[];
  private readonly expressions = new Map<string, Expr | null>();
  private readonly hits = new Map<number, number>();
  /** The frame of the beginning and those that called it, as long as they live. */
  private chain = new Set<number>();
  /** Frames of functions with a breakpoint that have begun. */
  private readonly begun = new Set<number>();
  /** Backward: the first and the last place in each living frame. */
  private readonly firstIn = new Map<number, Candidate>();
  private readonly lastIn = new Map<number, Candidate>();
  private last: Candidate | undefined;
  private start: Candidate | undefined;
  /** Exceptions by address, and where they were raised. */
  private readonly raised = new Map<number, Raised>();
  private room: number = LIMITS.outputLength;

  constructor(
    private readonly search: DebugSearch,
    private readonly ask: Ask,
    /** Backward by instructions: the step from which on single ones are looked at. */
    private readonly singleFrom = Number.MAX_SAFE_INTEGER,
  ) {
    const { from, direction, stops } = search;
    this.forward = direction === 'forward';
    this.armed = from === null;
    this.arrival = from === null ? null : new Arrival(from);
    this.lines = new StopLines(stops.lines);
    this.watched = stops.data.map((stop) => ({ stop, p: stop.address / 4, count: 0 }));
    const counts = [...stops.lines, ...stops.functions, ...stops.data].some(({ hits }) => hits !== undefined);
    const fromStart = !this.forward || counts || stops.functions.length > 0;
    this.from = fromStart || from === null || from.last ? 0 : from.step;
  }

  get begin(): DebugPosition | null {
    return this.search.from;
  }

  /** Output that was shown, UTF-16 units. */
  get shown(): number {
    return Math.max(this.search.shown, this.forward ? this.written : 0);
  }

  private get instructions(): boolean {
    const { goal } = this.search;
    return (goal.kind === 'over' || goal.kind === 'in' || goal.kind === 'out') && goal.instructions === true;
  }

  // -- events

  boundary(walk: Walk, frame: number, line: number, file: number): boolean {
    if (walk.steps === 0 && this.arrival !== null) this.watch(walk);
    const here = { step: walk.steps };
    if (!this.armed && this.arrival!.boundary(walk)) {
      // Hits of the place itself count, but it is not found again.
      if (this.forward) this.stopAt(walk, frame, line, file, here);
      return this.arrive(walk);
    }
    if (!this.forward && walk.steps === this.singleFrom) walk.bySingleInstructions();
    const candidate = this.stopAt(walk, frame, line, file, here);
    if (candidate !== undefined && this.offer(candidate)) return true;
    const { goal } = this.search;
    const fits = goal.kind === 'line' ? goal.file === file && goal.line === line : this.goalFits(frame);
    const reason = goal.kind === 'line' ? 'goal' : goal.kind === 'entry' ? 'entry' : 'step';
    if (this.step(here, frame, fits, reason)) return true;
    const { until } = this.search;
    return this.armed && until !== undefined && walk.steps >= until && this.offer(this.candidate(here, 'pause'));
  }

  instruction(walk: Walk, frame: number): boolean {
    if (!this.armed && this.arrival!.instruction(walk)) return this.arrive(walk);
    if (!this.instructions) return false;
    const here = { step: walk.steps - 1, instruction: walk.instructions };
    return this.step(here, frame, this.goalFits(frame), 'step');
  }

  raising(walk: Walk, frame: number): boolean {
    if (!this.armed && this.arrival!.raising(walk)) {
      this.noteRaise(walk, frame);
      return this.arrive(walk);
    }
    const candidate = this.noteRaise(walk, frame);
    const { raised } = this.search.stops.exceptions;
    if (candidate === undefined || raised === undefined || !this.typeFits(walk, raised.types)) return false;
    return this.offer(candidate);
  }

  cleared(frame: number): void {
    this.chain.delete(frame);
    this.begun.delete(frame);
    this.firstIn.delete(frame);
    this.lastIn.delete(frame);
  }

  ended(walk: Walk): boolean {
    const { rt } = walk;
    const { stops, stopAtEnd } = this.search;
    const { uncaught } = stops.exceptions;
    const exception = rt.currentException;
    if (exception !== 0 && uncaught !== undefined && !rt.errorIs(E.SystemExit) && this.typeFits(walk, uncaught.types)) {
      const known = this.raised.get(exception);
      if (known !== undefined && known.born === rt.M[exception + Ob.BORN] && (known.armed || !this.forward)) {
        this.offer(known.at);
        if (this.forward) {
          this.isHere = false;
          this.takeBack(known.written);
          return true;
        }
      }
    }
    if (this.arrival?.ended() === true) {
      if (!this.forward) return this.arrive(walk);
      this.armed = true;
      return false;
    }
    if (this.forward && stopAtEnd) return this.offer(this.candidate({ step: walk.steps, last: true }, 'end'));
    return false;
  }

  /** The text that the program writes; shown is what was not shown before. */
  write(stream: 'stdout' | 'stderr', text: string, walk: Walk | null): void {
    const { shown } = this.search;
    const skip = Math.max(0, Math.min(text.length, shown - this.written));
    this.written += text.length;
    if (!this.forward || skip === text.length) return;
    this.put({ stream, text: text.slice(skip), ...(walk === null ? {} : placeOf(walk)) });
  }

  /** The run ended at the place where a backward search began. */
  arriveAtEnd(walk: Walk): void {
    if (!this.armed) this.arrive(walk);
  }

  /** What a backward search has found. */
  result(): Candidate {
    const { goal } = this.search;
    let best = this.last;
    const consider = (candidate: Candidate | undefined): void => {
      if (candidate !== undefined && (best === undefined || candidate.order > best.order)) best = candidate;
    };
    if (goal.kind === 'frame') best = this.atArrival;
    else consider(this.atArrival);
    return best ?? this.start ?? this.candidate({ step: 0 }, 'start');
  }

  // -- beginning

  /** Of the goal, from the frames of the place where a backward search began. */
  private atArrival: Candidate | undefined;

  private arrive(walk: Walk): boolean {
    this.armed = true;
    const frames = framesOf(walk.rt);
    this.watch(walk);
    if (this.forward) {
      const { goal } = this.search;
      this.chain = new Set(goal.kind === 'out' ? frames.slice(1) : frames);
      if (this.instructions) walk.bySingleInstructions();
      else walk.atFullSpeed();
      return false;
    }
    const { goal } = this.search;
    if (goal.kind === 'frame') {
      this.atArrival = this.firstIn.get(frames[goal.frame] ?? 0);
      return true;
    }
    const asked = goal.kind === 'over' ? frames : goal.kind === 'out' ? frames.slice(1) : [];
    for (const frame of asked) {
      const candidate = this.lastIn.get(frame);
      if (candidate !== undefined && candidate.order > (this.atArrival?.order ?? -1)) this.atArrival = candidate;
    }
    return true;
  }

  /** The counts of what is watched, where no line has changed them yet. */
  private watch(walk: Walk): void {
    for (const watched of this.watched) watched.count = countOf(walk, watched);
  }

  // -- candidates

  private candidate(
    position: DebugPosition,
    reason: DebugStopReason,
    ids: readonly number[] = [],
    changes: readonly DataChange[] = [],
  ): Candidate {
    return { position, reason, ids, changes, order: this.order++ };
  }

  /** True: the search is over. */
  private offer(candidate: Candidate): boolean {
    if (!this.forward) {
      this.last = candidate;
      return false;
    }
    if (!this.armed) return false;
    this.found = candidate;
    return true;
  }

  /** A place that the goal is about. */
  private step(here: DebugPosition, frame: number, fits: boolean, reason: DebugStopReason): boolean {
    if (this.forward) return fits && this.armed && this.offer(this.candidate(here, reason));
    const { goal } = this.search;
    if (!fits && here.step > 0 && (goal.kind === 'continue' || goal.kind === 'line')) return false;
    const candidate = this.candidate(here, reason);
    if (here.step === 0 && here.instruction === undefined) this.start = { ...candidate, reason: 'start' };
    if (goal.kind === 'frame') {
      if (!this.firstIn.has(frame)) this.firstIn.set(frame, candidate);
    } else if (goal.kind === 'over' || goal.kind === 'out') this.lastIn.set(frame, candidate);
    else if (goal.kind === 'in' || fits) this.last = candidate;
    return false;
  }

  /** Forward: whether a place in the frame is what the goal wants. */
  private goalFits(frame: number): boolean {
    const { goal } = this.search;
    switch (goal.kind) {
      case 'entry':
      case 'in':
        return this.forward;
      case 'over':
      case 'out':
        return this.chain.has(frame);
      default:
        return false;
    }
  }

  /** Breakpoints and watches at a boundary. */
  private stopAt(walk: Walk, frame: number, line: number, file: number, here: DebugPosition): Candidate | undefined {
    const ids: number[] = [];
    let reason: DebugStopReason = 'breakpoint';
    const changes = this.watched.length > 0 ? this.changes(walk, here) : [];
    if (changes.length > 0) reason = 'data';
    for (const { id } of changes) ids.push(id);
    for (const stop of this.lines.at(file, line) ?? []) {
      if (!this.fits(walk, stop, here)) continue;
      if (stop.log === undefined) ids.push(stop.id);
      else if (this.forward && this.armed && here.step > (stop.logged ?? -1)) {
        this.put({ stream: 'log', text: `${this.logText(walk, stop.log, here)}\n`, file, line });
        this.logged.set(stop.id, here.step);
      }
    }
    if (this.search.stops.functions.length > 0) {
      const fitting = this.functionStops(walk, frame, here);
      if (fitting.length > 0 && ids.length === 0) reason = 'function';
      for (const { id } of fitting) ids.push(id);
    }
    return ids.length === 0 ? undefined : this.candidate(here, reason, ids, changes);
  }

  private functionStops(walk: Walk, frame: number, here: DebugPosition): FunctionStop[] {
    const { name, qualname } = codeOfFrame(walk.rt, frame).spec;
    const stops = this.search.stops.functions.filter((stop) => stop.name === name || stop.name === qualname);
    if (stops.length === 0 || this.begun.has(frame)) return [];
    this.begun.add(frame);
    return stops.filter((stop) => this.fits(walk, stop, here));
  }

  private fits(
    walk: Walk,
    stop: { readonly id: number; readonly condition?: string; readonly hits?: HitCondition },
    here: DebugPosition,
  ): boolean {
    // On the way to the beginning hits are counted, and nothing else is asked for.
    if (this.forward && !this.armed && stop.hits === undefined) return false;
    if (stop.condition !== undefined && !this.holds(walk, stop.condition, here)) return false;
    if (stop.hits === undefined) return true;
    const n = (this.hits.get(stop.id) ?? 0) + 1;
    this.hits.set(stop.id, n);
    return hitsFit(stop.hits, n);
  }

  /** A condition is read where that is possible; else another machine runs it. One that fails holds, and is told of. */
  private holds(walk: Walk, condition: string, here: DebugPosition): boolean {
    const node = this.parsed(walk, condition);
    const known = node === null ? undefined : truth(walk.rt, read(walk.rt, walk.rt.frame, node));
    if (known !== undefined) return known;
    const answer = this.ask(here, condition);
    if ('truth' in answer) return answer.truth;
    this.put({ stream: 'log', text: `${condition}: ${answer.error}\n`, ...placeOf(walk) });
    return true;
  }

  private parsed(walk: Walk, text: string): Expr | null {
    let node = this.expressions.get(text);
    if (node === undefined) {
      node = parseExpression(walk.rt, text);
      this.expressions.set(text, node);
    }
    return node;
  }

  private logText(walk: Walk, text: string, here: DebugPosition): string {
    const { rt } = walk;
    return logPieces(text)
      .map((piece) => {
        if (!piece.isExpression) return piece.text;
        const node = this.parsed(walk, piece.text);
        const value = node === null ? undefined : read(rt, rt.frame, node);
        if (value !== undefined && 'object' in value)
          return rt.isStr(value.object) ? rt.text(value.object) : preview(rt, value.object, 200);
        const answer = this.ask(here, piece.text);
        return 'error' in answer ? answer.error : answer.text;
      })
      .join('');
  }

  // -- watched objects

  private changes(walk: Walk, here: DebugPosition): DataChange[] {
    const found: DataChange[] = [];
    for (const watched of this.watched) {
      const { stop } = watched;
      const before = watched.count;
      const after = countOf(walk, watched);
      if (after === before) continue;
      watched.count = after;
      if (stop.what === 'freed' && after !== 0) continue;
      if (!this.fits(walk, stop, here)) continue;
      found.push({ id: stop.id, what: stop.what, before, after, file: walk.lastFile, line: walk.lastLine });
    }
    return found;
  }

  // -- exceptions

  /** The place where an exception is raised, if it was not seen before. */
  private noteRaise(walk: Walk, frame: number): Candidate | undefined {
    const { rt } = walk;
    const exception = rt.currentException;
    if (rt.reraising || exception === 0) return undefined;
    const born = rt.M[exception + Ob.BORN]!;
    const code = codeOfFrame(rt, frame);
    const at = 2 * instructionIndex(code, rt.M[frame + Frame.PC]!);
    const isStatement = code.spec.instructions[at] === Op.RAISE_VARARGS && code.spec.instructions[at + 1]! > 0;
    if (this.raised.get(exception)?.born === born && !isStatement) return undefined;
    const candidate = this.candidate({ step: walk.steps - 1, raise: walk.raises }, 'exception');
    this.raised.set(exception, { born, at: candidate, armed: this.armed, written: this.written });
    return candidate;
  }

  private typeFits(walk: Walk, types: readonly string[]): boolean {
    if (types.length === 0) return true;
    return typeNames(walk.rt, walk.rt.currentException).some((name) => types.includes(name));
  }

  // -- output

  /** Output behind a place that was found later is not shown yet. */
  private takeBack(written: number): void {
    let excess = this.written - Math.max(written, this.search.shown);
    this.written = Math.max(written, this.search.shown);
    while (excess > 0) {
      const last = this.output.pop();
      if (last === undefined) return;
      if (last.stream === 'log') continue;
      if (last.text.length > excess) this.output.push({ ...last, text: last.text.slice(0, -excess) });
      excess -= last.text.length;
    }
  }

  private put(output: DebugOutput): void {
    if (output.text.length > this.room) this.outputCut = true;
    const text = output.text.slice(0, this.room);
    this.room -= text.length;
    const last = this.output[this.output.length - 1];
    if (text === '') return;
    if (last !== undefined && last.stream === output.stream && last.file === output.file && last.line === output.line)
      this.output[this.output.length - 1] = { ...last, text: last.text + text };
    else this.output.push({ ...output, text });
  }
}

/** References to a watched object now; 0 where it is not alive. */
function countOf(walk: Walk, { p, stop }: Watched): number {
  const { M } = walk.rt;
  return M[p + Ob.BORN] === stop.born ? Math.abs(M[p]!) : 0;
}

/** The line of the program that runs. */
export function placeOf(walk: Walk): { file: number; line: number } | Record<string, never> {
  for (const frame of framesOf(walk.rt)) {
    const file = walk.fileOf(frame);
    if (file >= 0) return { file, line: walk.rt.M[frame + Frame.LINE]! };
  }
  return {};
}
