/** A machine that has run a program once and stands at any moment of that run again. */
import type { Moment } from '../protocol/position.js';
import type { ExplorePorts } from '../protocol/worker.js';
import { type RunOutcome, resumeProgram } from '../vm/run.js';
import type { Runtime } from '../vm/runtime.js';
import type { Checkpoint, Checkpoints } from './checkpoints.js';
import type { LineRecord } from './lineRecords.js';
import { Recorder, type RecorderPlace, START } from './recorder.js';
import { Still } from './still.js';

/** Lines before a moment from which names and deaths are looked at: what was let go of lately has a name. */
const WINDOW = 1000;
/** More lines than any run has. */
const NEVER = 0x7fff_ffff;

/** What a run has of the world outside, and what it may still tell it. */
export interface RunControl {
  ports: ExplorePorts;
  /** Output was told already. */
  muted: boolean;
  /** Lines of stdin that were read. */
  linesRead: number;
}

/** What is to be done while a run is followed. */
export interface FollowErrand {
  /** The first line, by number, that anything is to be seen of; left out: the run's first. */
  readonly from?: number;
  /** Numbers of lines begun, ascending, or all. */
  readonly stops: readonly number[] | 'all';
  /** `current`: the line that was under way since the last one began or ended. */
  readonly boundary: (rt: Runtime, steps: number, current: LineRecord | null) => void;
  readonly lineEnded?: (rt: Runtime, record: LineRecord, steps: number) => void;
  /** An object has another buffer: see `Machine.resized`. */
  readonly resized?: (rt: Runtime, object: number, was: number) => void;
  /** The program's last line has been executed, and its objects are still there. */
  readonly ended?: (still: Still) => void;
}

/** Where a moment lies in a run. */
interface Target {
  /** `lineEnd`: the line that begins then has also ended. */
  readonly kind: 'step' | 'lineEnd' | 'end';
  /** Lines that have begun. */
  readonly step: number;
  /** The line is one of a finalizer at the interpreter's end. */
  readonly isAtExit: boolean;
}

/** Thrown where the machine has come as far as it was to. Where that was does not matter. */
const ARRIVED = new Error('the machine has come as far as it was to');

/** Follows the run that `history` recorded. */
export class TimeMachine {
  /** What was asked for last; nothing else of this machine may be asked. */
  standing: Still | null = null;
  /** The run's time was over within its last line: how far that got is chance, so the end is where the line began. */
  isCut = false;

  constructor(
    private readonly rt: Runtime,
    private readonly history: Recorder,
    private readonly files: ReadonlyMap<string, number>,
    private readonly checkpoints: Checkpoints,
    private readonly control: RunControl,
    private readonly restart: (attach: (rt: Runtime) => void, ended?: (rt: Runtime) => void) => RunOutcome,
  ) {}

  /**
   * Lets the run go on from a checkpoint, or begin again; `watch` makes its recorder. Where `ended` is given it goes on
   * through the end of the interpreter.
   */
  private goOn(
    checkpoint: Checkpoint | undefined,
    ports: ExplorePorts,
    watch: (place: RecorderPlace) => void,
    ended?: (rt: Runtime) => void,
  ): RunOutcome {
    const { rt, control } = this;
    this.standing = null;
    control.ports = ports;
    control.muted = true;
    control.linesRead = checkpoint?.linesRead ?? 0;
    if (checkpoint === undefined) return this.restart(() => watch(START), ended);
    this.checkpoints.restore(checkpoint);
    watch(checkpoint.place);
    return resumeProgram(rt, ended);
  }

  /**
   * Takes the machine to a moment; null where it cannot be reached (`ports` said stop). What stood before stands no
   * more: a `Still` of it must not be asked again.
   */
  goTo(moment: Moment, ports: ExplorePorts): Still | null {
    const { rt, history } = this;
    const target = this.targetOf(moment);
    let hasArrived = false;
    const arrive = (): never => {
      hasArrived = true;
      throw ARRIVED;
    };
    const { isAtExit } = target;
    let due = false;
    const from = Math.max(0, target.step - WINDOW);
    const events = {
      boundary: (steps: number) => {
        if (due || (target.kind === 'step' && steps >= target.step)) arrive();
        if (steps >= from) recorder.openEyes();
        recorder.stopAt = steps < from ? from : target.step;
      },
      lineEnded: () => {
        // What comes next at the interpreter's end is perhaps no line, but all the rest of it.
        if (isAtExit) arrive();
        due = true;
        recorder.stopAt = 0;
      },
      ended: isAtExit ? () => undefined : arrive,
      collected: () => undefined,
    };
    let recorder: Recorder;
    const watch = (place: RecorderPlace): void => {
      recorder = new Recorder(rt, this.files, events, { light: true, history: { recorder: history, place } });
      if (target.kind === 'lineEnd') recorder.endOf = target.step + 1;
      rt.collector.trace = null;
    };
    const ended = (): void => recorder.beginExit(new Still(rt, recorder, this.files).mainNames());
    const outcome = this.goOn(this.checkpoints.before(target.step), ports, watch, isAtExit ? ended : undefined);
    recorder = recorder!;
    // A budget ended the run here the first time, too.
    if (!hasArrived && !isAtExit && (outcome.budget === undefined || recorder.steps < history.steps)) return null;
    this.standing = new Still(rt, recorder, this.files);
    return this.standing;
  }

  /**
   * Follows the whole run once more, from a line on: `boundary` is told between two lines at `stops`, `lineEnded` of
   * each line, where it is given. False where it could not be followed to its last line.
   */
  follow(errand: FollowErrand, ports: ExplorePorts): boolean {
    const { from = 1, stops, lineEnded, resized, ended } = errand;
    // What is to be seen at some steps alone is seen from the checkpoints before them.
    const isAlways = lineEnded !== undefined || resized !== undefined || ended !== undefined;
    if (isAlways || stops === 'all') {
      const first = stops === 'all' ? NEVER : (stops[0] ?? NEVER);
      const before = this.checkpoints.before(Math.min(from - 1, first));
      return this.followFrom(before, { ...errand, isAlways }, ports) === NEVER;
    }
    for (let done = 0; done < stops.length; ) {
      const before = this.checkpoints.before(stops[done]!);
      const reached = this.followFrom(before, { ...errand, stops: stops.slice(done), isAlways }, ports);
      if (reached < stops[done]!) return false;
      while (done < stops.length && stops[done]! <= reached) done++;
    }
    return true;
  }

  /**
   * Follows the run from a checkpoint on, to its end or to where another checkpoint is nearer to the next stop. Returns
   * the lines that had begun there; {@link NEVER} for the end.
   */
  private followFrom(
    checkpoint: Checkpoint | undefined,
    errand: FollowErrand & { readonly isAlways: boolean },
    ports: ExplorePorts,
  ): number {
    const { rt, history } = this;
    const { stops, lineEnded, resized } = errand;
    let passed = 0;
    let reached = -1;
    const events = {
      boundary: (steps: number) => {
        errand.boundary(rt, steps, recorder.current);
        if (stops === 'all') return;
        while (passed < stops.length && stops[passed]! <= steps) passed++;
        const next = stops[passed] ?? NEVER;
        recorder.stopAt = next;
        if (errand.isAlways) return;
        // Nothing is left to be seen from here.
        if (next !== NEVER && (this.checkpoints.before(next)?.place.steps ?? 0) <= steps) return;
        reached = steps;
        throw ARRIVED;
      },
      lineEnded: (record: LineRecord) => lineEnded?.(rt, record, recorder.steps),
      ended: () => ended(),
      collected: () => undefined,
    };
    const ended = (): never => {
      reached = NEVER;
      errand.ended?.(new Still(rt, recorder, this.files));
      throw ARRIVED;
    };
    let recorder: Recorder;
    const outcome = this.goOn(checkpoint, ports, (place) => {
      recorder = new Recorder(rt, this.files, events, {
        light: true,
        tellsAllLines: lineEnded !== undefined,
        history: { recorder: history, place },
      });
      rt.collector.trace = null;
      if (resized !== undefined) rt.resized = (object, was) => resized(rt, object, was);
    });
    recorder = recorder!;
    rt.resized = null;
    return outcome.budget !== undefined && recorder.steps >= history.steps ? NEVER : reached;
  }

  /** Where a moment lies in the run. */
  stepOf(moment: Moment): number {
    return this.targetOf(moment).step;
  }

  private targetOf(moment: Moment): Target {
    const { history, isCut } = this;
    const end: Target = isCut
      ? { kind: 'step', step: history.steps - 1, isAtExit: false }
      : { kind: 'end', step: NEVER, isAtExit: false };
    if (moment.kind === 'end') return end;
    const isAfterEnd = (step: number) => history.exiting && step > history.endStep;
    if (moment.kind === 'step') {
      const { step } = moment;
      if (step > history.steps || (isCut && step === history.steps)) return end;
      // A finalizer's last line is followed by none.
      if (step === history.steps && isAfterEnd(step)) return { kind: 'lineEnd', step: step - 1, isAtExit: true };
      return { kind: 'step', step, isAtExit: isAfterEnd(step) };
    }
    const step = history.stepOf(moment.file, moment.line, moment.hit);
    return step === 0 || (isCut && step === history.steps)
      ? end
      : { kind: 'lineEnd', step: step - 1, isAtExit: isAfterEnd(step) };
  }
}
