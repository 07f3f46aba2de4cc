/** How an object's count went, in words. */
import type { CountChange, CountHistory } from '../protocol/countHistory.js';
import type { Say } from './say.js';

/** A change that a line made, once or in each round of a loop. */
export interface HistoryRow {
  /** `line 25`, `line 25 in f()`. */
  readonly where: string;
  /** From 1, of the main file; absent elsewhere. */
  readonly line?: number;
  /** `made, 1`, `1 → 2`, `1 → freed`. */
  readonly change: string;
  /** Rounds of a loop that did the same. */
  readonly times: number;
}

function changeWords({ before, after }: CountChange, say: Say): string {
  if (before === 0) return say('made: {0}', after);
  if (after === 0) return say('{0} → freed', before);
  return `${before} → ${after}`;
}

function placeWords({ file, line, scope }: CountChange, files: readonly string[], say: Say): string {
  if (line === 0) return say('outside the program');
  const place = file === 0 ? say('line {0}', line) : `${files[file] ?? ''}:${line}`;
  return scope === '' ? place : say('{0} in {1}()', place, scope);
}

/** The changes in order. Null stands for what was left out. */
export function historyRows(history: CountHistory, files: readonly string[], say: Say): readonly (HistoryRow | null)[] {
  const rows = history.changes.map((change) => ({
    where: placeWords(change, files, say),
    ...(change.file === 0 && change.line > 0 ? { line: change.line } : {}),
    change: changeWords(change, say),
    times: change.times,
  }));
  const { cutAfter } = history;
  return cutAfter === undefined ? rows : [...rows.slice(0, cutAfter), null, ...rows.slice(cutAfter)];
}

/** Changes that stand in no row. */
export function leftOut({ changes, changesTotal }: CountHistory): number {
  return changesTotal - changes.reduce((sum, { times }) => sum + times, 0);
}
