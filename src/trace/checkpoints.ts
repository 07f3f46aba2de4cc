/** Moments of a run that are kept, so that a machine goes on from the nearest one instead of from the start. */
import type { Runtime } from '../vm/runtime.js';
import { HostState } from './hostState.js';
import { clearEnds, type Untouched, untouchedEnds, usedRanges } from './mapped.js';
import { type MemoryImage, PageStore } from './pages.js';
import type { Recorder, RecorderPlace } from './recorder.js';

/** Lines between two checkpoints at least. */
const LINES = 1 << 15;
/** Words of memory that are compared in the time of one line, nearly: a larger memory is copied less often. */
const WORDS_PER_LINE = 80;
/** Checkpoints at most, and bytes of all their pages together; then each second one goes. */
const MOST = { checkpoints: 64, bytes: 96 << 20 };

/** All of a run at a moment between two lines. */
export interface Checkpoint {
  readonly place: RecorderPlace;
  /** What it takes to get here, in lines: those that had begun, and as many as other work takes the time of. */
  readonly work: number;
  /** Lines of stdin that were read. */
  readonly linesRead: number;
  readonly memory: MemoryImage;
  readonly ends: readonly Untouched[];
  readonly host: HostState;
}

/** The checkpoints of one machine but for the run's beginning, which a booted machine is; their number and size are bounded. */
export class Checkpoints {
  private readonly rt: Runtime;
  private readonly pages: PageStore;
  private kept: Checkpoint[] = [];
  private interval = LINES;
  /** Lines that have begun when the next one is due. */
  next = LINES;
  /** What was done beside lines, in lines. */
  private beside = 0;

  /** `booted`: what the machine's memory held when it had booted, where that is kept. */
  constructor(rt: Runtime, booted?: MemoryImage) {
    this.rt = rt;
    this.pages = new PageStore(rt.M, booted);
  }

  /** Something was done that takes the time of so many lines: the next one is due earlier. */
  worked(lines: number): void {
    this.beside += lines;
    this.next -= lines;
  }

  /** Keeps this moment, where the machine holds nothing on the host's stack but its own loop. */
  take(recorder: Recorder, linesRead: number): void {
    const { rt } = this;
    if (rt.hostDepth !== 1 || rt.gcCollecting || rt.tracer !== null || rt.trashDepth !== 0) {
      // Perhaps the next line is the only one for long at which nothing is under way.
      this.next = recorder.steps + 1;
      return;
    }
    const ends = untouchedEnds(rt);
    const memory = this.pages.take(usedRanges(rt, ends));
    const work = recorder.steps + this.beside;
    this.kept.push({ place: recorder.place(), work, linesRead, memory, ends, host: new HostState(rt) });
    const words = memory.pages.length << 10;
    if (this.kept.length > MOST.checkpoints || this.pages.bytes > MOST.bytes) this.thin();
    this.next = recorder.steps + Math.max(this.interval, Math.floor(words / WORDS_PER_LINE));
  }

  /** Lets a third of them go at least: of those that are near each other. The last one always stays. */
  private thin(): void {
    this.interval *= 2;
    const most = Math.max(1, Math.floor((2 * this.kept.length) / 3));
    for (let span = this.interval; this.kept.length > most; span *= 2) {
      const all = this.kept;
      let last = 0;
      this.kept = all.filter(({ work }, i) => {
        const next = all[i + 1];
        if (next !== undefined && next.work - last <= span) return false;
        last = work;
        return true;
      });
    }
    this.pages.forget(this.kept.map((c) => c.memory));
  }

  /** The last one at which at most so many lines had begun. */
  before(steps: number): Checkpoint | undefined {
    for (let i = this.kept.length - 1; i >= 0; i--) if (this.kept[i]!.place.steps <= steps) return this.kept[i];
    return undefined;
  }

  get count(): number {
    return this.kept.length;
  }

  restore(checkpoint: Checkpoint): void {
    const { system } = this.rt;
    const written = system.written();
    clearEnds(this.rt, checkpoint.ends);
    checkpoint.host.restore();
    system.wipe(written);
    this.pages.restore(checkpoint.memory);
  }
}
