/** Watches the members of known cycles while the program runs again: which line closed the cycle, which one orphaned it. */
import { Ob } from '../memory/layout.js';
import { edgesOf } from '../objects/edges.js';
import type { ObjectEdge } from '../protocol/objects.js';
import type { Runtime } from '../vm/runtime.js';
import { internalEdges, type KnownCycle } from './cycleBook.js';
import { components, graphOf } from './cycles.js';
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
      const edge = closingEdge(internalEdges(this.rt, members), members, watched.pairs);
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

/** Whether each of so many objects leads to all of them. */
function isClosed(size: number, pairs: Pairs): boolean {
  // Where one leads to none, which is usual while a cycle is being made, nothing more need be looked at.
  const leads = new Uint8Array(size);
  for (let i = 0; i < pairs.length; i += 2) leads[pairs[i]!] = 1;
  if (leads.includes(0)) return false;
  const successors = Array.from({ length: size }, (): number[] => []);
  for (let i = 0; i < pairs.length; i += 2) successors[pairs[i]!]!.push(pairs[i + 1]!);
  return components(graphOf(successors)).some((c) => c.length === size);
}

/** The reference that was not there before; of several the one that comes from the oldest object and leads back. */
function closingEdge(edges: readonly ObjectEdge[], members: readonly number[], before: Pairs): ObjectEdge | undefined {
  const known = new Set<string>();
  for (let i = 0; i < before.length; i += 2)
    known.add(`${addressOf(members[before[i]!]!)} ${addressOf(members[before[i + 1]!]!)}`);
  const fresh = edges.filter((e) => !known.has(`${e.from} ${e.to}`));
  // The dict of an instance comes with its first attribute, which is what the line stored.
  return fresh.find((e) => e.kind !== 'type' && e.label !== '__dict__') ?? fresh[0];
}
