/** Moving through a run: a line back or forward, and from collection to collection. */
import type { Moment } from '../protocol/position.js';
import type { ExploreResult } from '../protocol/run.js';

/** Where a command goes from the moment that is shown. */
export const MOVES = {
  stepForward: (result) => after(result, shownStep(result) + 1),
  stepBack: (result) => after(result, shownStep(result) - 1),
  nextCollection: (result) => {
    const now = shownStep(result);
    const next = result.collections.find((c) => c.reason !== 'exit' && c.step > now);
    return next && after(result, next.step);
  },
  previousCollection: (result) => {
    const now = shownStep(result);
    const previous = [...result.collections].reverse().find((c) => c.reason !== 'exit' && c.step < now);
    return previous && after(result, previous.step);
  },
} satisfies Record<string, (result: ExploreResult) => Moment | undefined>;

export type Move = keyof typeof MOVES;

/** Executed lines at the moment that is shown. */
function shownStep(result: ExploreResult): number {
  return result.picture?.step ?? result.steps;
}

/** The moment after so many executed lines; none before the first and after the last. */
function after(result: ExploreResult, step: number): Moment | undefined {
  if (step < 0 || step > result.steps) return undefined;
  return step === result.steps ? { kind: 'end' } : { kind: 'step', step };
}
