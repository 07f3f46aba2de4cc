/** A run at a glance, sampled while it is followed once more. */
import type { HeapTracer } from '../memory/heap.js';
import { TIMELINE_SAMPLES, type Timeline, type TimelineSample } from '../protocol/timeline.js';
import type { Runtime } from '../vm/runtime.js';
import type { Recorder } from './recorder.js';
import type { FollowErrand } from './timeMachine.js';

/** Counts blocks as they come and go. */
class BlockCounter implements HeapTracer {
  allocatedBlocks = 0;
  freedBlocks = 0;

  allocated(): void {
    this.allocatedBlocks++;
  }

  released(): void {
    this.freedBlocks++;
  }

  moved(): void {}

  reused(): void {}

  origin(): undefined {
    return undefined;
  }
}

/** The steps that are sampled: the first, the last, and as many between them as there is room for. */
export function sampledSteps(steps: number): readonly number[] {
  const n = Math.min(steps, TIMELINE_SAMPLES - 1);
  return Array.from({ length: n + 1 }, (_, i) => (n === 0 ? 0 : Math.round((i * steps) / n)));
}

/**
 * Follows a run from its first line to its last. Null where it cannot be followed. `traces`: the program looks at its
 * own blocks with tracemalloc, and would see that somebody else does.
 */
export function timelineOf(
  follow: (errand: FollowErrand) => boolean,
  history: Recorder,
  traces: boolean,
): Timeline | null {
  const samples: TimelineSample[] = [];
  const counter = new BlockCounter();
  let before = 0;
  let machine: Runtime | undefined;
  const stops = sampledSteps(history.steps);
  const wanted = new Set(stops);
  const boundary = (rt: Runtime, step: number): void => {
    machine = rt;
    // The way may pass other boundaries, too.
    if (!wanted.has(step)) return;
    if (samples.length > 0 && samples[samples.length - 1]!.step >= step) return;
    if (!traces && rt.tracer === null) rt.traceWith(counter);
    const blocks = rt.countedBlocks();
    const change = samples.length === 0 ? 0 : rt.allocatedBlocks - before;
    before = rt.allocatedBlocks;
    samples.push({
      step,
      line: lineOf(history, step + 1),
      blocks,
      heldBytes: rt.system.heldBytes,
      usedBytes: rt.system.bytesInUse,
      allocated: traces ? Math.max(0, change) : counter.allocatedBlocks,
      freed: traces ? Math.max(0, -change) : counter.freedBlocks,
    });
    counter.allocatedBlocks = 0;
    counter.freedBlocks = 0;
  };
  // To the end without a gap: what happens between two samples is counted, too.
  const hasEnded = follow({ stops, boundary, ended: () => undefined });
  // Nothing follows the last line that would tell of its end; the machine stands there still.
  if (hasEnded && machine !== undefined) boundary(machine, history.steps);
  // The machine goes on to do other things.
  if (machine?.tracer === counter) machine.traceWith(null);
  if (!hasEnded) return null;
  return { samples, countsBlocks: !traces };
}

/** The program's line that was executed as the `step`-th; 0 where there is none. */
function lineOf(history: Recorder, step: number): number {
  const record = history.bornAt(step + 2);
  return record?.file === 0 ? record.line : 0;
}
