/** Watches the members of known cycles while the program runs again: which line closed the cycle, which one orphaned it. */
import { Ob } from '../memory/layout.js';
import { edgesOf } from '../objects/edges.js';
import type { ObjectEdge } from '../protocol/objects.js';
import type { Runtime } from '../vm/runtime.js';
import { internalEdges, type KnownCycle } from './cycleBook.js';
import type { LineRecord } from './lineRecords.js';
import { addressOf } from './still.js';

/** Looks at one cycle before it is given up. */
const PATIENCE = 5000;

interface Watched {
  readonly cycle: KnownCycle;
  /** Step in which its youngest member was born. */
  readonly from: number;
  closed: boolean;
  looks: number;
  sum: number;
  /** References between members when it was last looked at, while it was not closed. */
  pairs: Pairs;
}

/** References between objects of a list, by their places there: from, to, from, to. */
type Pairs = readonly number[];

/** The watch over all cycles of a run. */
export class CycleWatch {
  private readonly rt: Runtime;
  private readonly waiting: Watched[];
  private readonly active: Watched[] = [];

  constructor(rt: Runtime, cycles: readonly KnownCycle[]) {
    this.rt = rt;
    this.waiting = cycles
      .map((cycle) => ({ cycle, from: Math.max(...cycle.births) - 2, closed: false, looks: 0, sum: -1, pairs: [] }))
      .sort((a, b) => b.from - a.from);
  }

  get isDone(): boolean {
    return this.waiting.length === 0 && this.active.length === 0;
  }

  /** A line ended; `steps` lines were begun so far. */
  lineEnded(record: LineRecord, steps: number): void {
    while (this.waiting.length > 0 && this.waiting[this.waiting.length - 1]!.from <= steps)
      this.active.push(this.waiting.pop()!);
    for (let i = this.active.length - 1; i >= 0; i--) {
      if (this.look(this.active[i]!, record, steps)) this.active.splice(i, 1);
    }
  }

  /** Returns whether there is nothing more to wait for. */
  private look(watched: Watched, record: LineRecord, step: number): boolean {
    const { M } = this.rt;
    const { members, births } = watched.cycle;
    let sum = 0;
    for (let i = 0; i < members.length; i++) {
      const p = members[i]!;
      if (M[p + Ob.BORN] !== births[i]) return true;
      sum += M[p]!;
    }
    if (sum === watched.sum) return false;
    watched.sum = sum;
    if (++watched.looks > PATIENCE) return true;
    if (!watched.closed) {
      const pairs = pairsAmong(this.rt, members);
      if (!isClosed(members.length, pairs)) {
        watched.pairs = pairs;
        return false;
      }
      watched.closed = true;
      const edge = closingEdge(this.rt, members, watched.pairs, pairs);
      const { file, line } = record;
      watched.cycle.closedBy = edge
        ? { file, line, step, edge: { ...edge, ...(file === 0 ? { line } : {}) } }
        : { file, line, step };
    }
    if (!watched.cycle.unreachable) return true;
    const inside = new Map(members.map((p) => [p, 0]));
    for (const p of members) {
      edgesOf(this.rt, p, (_rt, to) => {
        const n = inside.get(to);
        if (n !== undefined) inside.set(to, n + 1);
      });
    }
    const held = members.filter((p) => M[p]! > inside.get(p)!);
    if (held.length > 0) {
      watched.cycle.lastHeld = held;
      return false;
    }
    watched.cycle.orphanedBy = { file: record.file, line: record.line };
    return true;
  }
}

function pairsAmong(rt: Runtime, members: readonly number[]): number[] {
  const pairs: number[] = [];
  // Most cycles are of a few objects, where looking along the list is quickest.
  const places = members.length > 16 ? new Map(members.map((p, i) => [p, i])) : undefined;
  for (let from = 0; from < members.length; from++) {
    edgesOf(rt, members[from]!, (_rt, target) => {
      const to = places ? (places.get(target) ?? -1) : members.indexOf(target);
      if (to >= 0) pairs.push(from, to);
    });
  }
  return pairs;
}

/** Whether each of so many objects leads to all of them: the first leads to all, and all lead to it. */
function isClosed(size: number, pairs: Pairs): boolean {
  // Where one leads to none, which is usual while a cycle is being made, nothing more need be looked at.
  const leads = new Uint8Array(size);
  for (let i = 0; i < pairs.length; i += 2) leads[pairs[i]!] = 1;
  return !leads.includes(0) && leadsToAll(size, pairs, 0) && leadsToAll(size, pairs, 1);
}

/** Whether object 0 leads to all, over references in their direction (`side` 0) or against it (1). */
function leadsToAll(size: number, pairs: Pairs, side: 0 | 1): boolean {
  const starts = new Int32Array(size + 1);
  for (let i = side; i < pairs.length; i += 2) starts[pairs[i]! + 1]!++;
  for (let n = 0; n < size; n++) starts[n + 1]! += starts[n]!;
  const targets = new Int32Array(pairs.length >> 1);
  const next = starts.slice(0, size);
  for (let i = side; i < pairs.length; i += 2) targets[next[pairs[i]!]!++] = pairs[i ^ 1]!;
  const seen = new Uint8Array(size);
  seen[0] = 1;
  const reached = [0];
  for (const node of reached) {
    for (let k = starts[node]!; k < starts[node + 1]!; k++) {
      const to = targets[k]!;
      if (seen[to] === 0) {
        seen[to] = 1;
        reached.push(to);
      }
    }
  }
  return reached.length === size;
}

/** The reference that was not there before; of several the one that comes from the oldest object and leads back. */
function closingEdge(rt: Runtime, members: readonly number[], before: Pairs, now: Pairs): ObjectEdge | undefined {
  const keyOf = (from: number, to: number): number => from * members.length + to;
  const known = new Set<number>();
  for (let i = 0; i < before.length; i += 2) known.add(keyOf(before[i]!, before[i + 1]!));
  const fresh = new Set<string>();
  const holders = new Set<number>();
  for (let i = 0; i < now.length; i += 2) {
    const [from, to] = [now[i]!, now[i + 1]!];
    if (known.has(keyOf(from, to))) continue;
    holders.add(members[from]!);
    fresh.add(`${addressOf(members[from]!)} ${addressOf(members[to]!)}`);
  }
  const edges = internalEdges(rt, members, [...holders]);
  const isFresh = edges.filter((e) => fresh.has(`${e.from} ${e.to}`));
  // The dict of an instance comes with its first attribute, which is what the line stored.
  return isFresh.find((e) => e.kind !== 'type' && e.label !== '__dict__') ?? isFresh[0];
}
