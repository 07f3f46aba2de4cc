/** The next moment of a run at which something of a kind has happened, or the one before. */
import type { EventQuery } from '../protocol/worker.js';
import type { Runtime } from '../vm/runtime.js';
import type { LineRecord } from './lineRecords.js';
import type { Recorder } from './recorder.js';

/** Told of each boundary between two lines; knows in the end at which one the event lies. */
export class EventFinder {
  /** Executed lines at the event. */
  found: number | null = null;
  private blocks = Number.POSITIVE_INFINITY;
  /** Deaths that each line tells of, over all its executions. */
  private readonly deaths = new Map<LineRecord, number>();
  private hasFreed = false;

  constructor(private readonly query: EventQuery) {}

  lineEnded(record: LineRecord): void {
    const deaths = record.deaths.reduce((sum, { times }) => sum + times, 0);
    if (deaths > (this.deaths.get(record) ?? 0)) this.hasFreed = true;
    this.deaths.set(record, deaths);
  }

  /** True where nothing more has to be seen. */
  boundary(rt: Runtime, steps: number): boolean {
    const { kind, from, backwards = false } = this.query;
    const blocks = rt.allocatedBlocks;
    const happened = kind === 'free' ? this.hasFreed : blocks > this.blocks;
    this.blocks = blocks;
    this.hasFreed = false;
    if (backwards && steps >= from) return true;
    if (happened && (backwards || steps > from)) this.found = steps;
    return !backwards && this.found !== null;
  }
}

/** The moment just before the next execution of a line, or before the last one; null where there is none. */
export function nextExecution(history: Recorder, query: EventQuery): number | null {
  const { from, line = 0, backwards = false } = query;
  let before: number | null = null;
  for (const step of history.stepsOf(0, line)) {
    if (step - 1 > from && !backwards) return step - 1;
    if (step - 1 >= from && backwards) break;
    before = step - 1;
  }
  return backwards ? before : null;
}
