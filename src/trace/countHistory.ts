/** Watches the count of one object between the lines of a run. */
import { type CountChange, type CountHistory, HISTORY_LIMITS } from '../protocol/countHistory.js';
import type { Runtime } from '../vm/runtime.js';
import type { LineRecord } from './lineRecords.js';
import { isSame } from './observedRun.js';

/** Changes of a loop's round, at most, for the rounds to be told once. */
const LONGEST_ROUND = 8;
const FIRST = HISTORY_LIMITS.changes / 2;

export class CountFollower {
  private readonly changes: CountChange[] = [];
  private total = 0;
  private isCut = false;
  private count = 0;

  /** `object` and its birth, as a machine at some moment of the run tells them. */
  constructor(
    private readonly object: number,
    private readonly born: number,
  ) {}

  /** Between two lines, or where one ended: what changed since is of `record`, which began as line `step`. */
  look(rt: Runtime, record: LineRecord | null, step: number): void {
    const after = isSame(rt, this.object, this.born) ? rt.M[this.object]! : 0;
    const before = this.count;
    if (after === before) return;
    this.count = after;
    this.total++;
    const { changes } = this;
    const { file, line, scope } = record ?? { file: 0, line: 0, scope: '' };
    changes.push({ step, file, line, scope, before, after, times: 1 });
    for (let round = 1; round <= LONGEST_ROUND; round++) if (fold(changes, round)) return;
    if (changes.length <= HISTORY_LIMITS.changes) return;
    changes.splice(FIRST, 1);
    this.isCut = true;
  }

  history(complete: boolean): CountHistory {
    const { changes, total, isCut } = this;
    return { changes, changesTotal: total, ...(isCut ? { cutAfter: FIRST } : {}), complete };
  }
}

/** Where the last changes are those of the round before once more, counts them there. */
function fold(changes: CountChange[], round: number): boolean {
  const from = changes.length - round;
  if (from < round) return false;
  const times = changes[from - round]!.times;
  for (let i = from; i < changes.length; i++) {
    const now = changes[i]!;
    const was = changes[i - round]!;
    if (now.times !== 1 || was.times !== times || now.before !== was.before || now.after !== was.after) return false;
    if (now.line !== was.line || now.file !== was.file || now.scope !== was.scope) return false;
  }
  for (let i = from - round; i < from; i++) changes[i] = { ...changes[i]!, times: times + 1 };
  changes.length = from;
  return true;
}
