/** Watches the members of known cycles while the program runs again: which line closed the cycle, which one orphaned it. */
import { Ob } from '../memory/layout.js';
import { edgesOf } from '../objects/edges.js';
import type { ObjectEdge } from '../protocol/objects.js';
import type { Runtime } from '../vm/runtime.js';
import { internalEdges, type KnownCycle } from './cycleBook.js';
import { components, graphOf } from './cycles.js';
import type { LineRecord } from './lineRecords.js';

/** Looks at one cycle before it is given up. */
const PATIENCE = 5000;

interface Watched {
  readonly cycle: KnownCycle;
  /** Step in which its youngest member was born. */
  readonly from: number;
  closed: boolean;
  looks: number;
  sum: number;
  edges: readonly ObjectEdge[];
}

/** The watch over all cycles of a run. */
export class CycleWatch {
  private readonly rt: Runtime;
  private readonly waiting: Watched[];
  private readonly active: Watched[] = [];

  constructor(rt: Runtime, cycles: readonly KnownCycle[]) {
    this.rt = rt;
    this.waiting = cycles
      .map((cycle) => ({ cycle, from: Math.max(...cycle.births) - 2, closed: false, looks: 0, sum: -1, edges: [] }))
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
      const edges = internalEdges(this.rt, members);
      if (!isClosed(members, edges)) {
        watched.edges = edges;
        return false;
      }
      watched.closed = true;
      const edge = closingEdge(edges, watched.edges);
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

function isClosed(members: readonly number[], edges: readonly ObjectEdge[]): boolean {
  const index = new Map(members.map((p, i) => [p * 4, i]));
  const successors = members.map((): number[] => []);
  for (const { from, to } of edges) successors[index.get(from)!]!.push(index.get(to)!);
  return components(graphOf(successors)).some((c) => c.length === members.length);
}

/** The reference that was not there before; of several the one that comes from the oldest object and leads back. */
function closingEdge(edges: readonly ObjectEdge[], before: readonly ObjectEdge[]): ObjectEdge | undefined {
  const known = new Set(before.map((e) => `${e.from} ${e.to} ${e.kind} ${e.label}`));
  const fresh = edges.filter((e) => !known.has(`${e.from} ${e.to} ${e.kind} ${e.label}`));
  // The dict of an instance comes with its first attribute, which is what the line stored.
  return fresh.find((e) => e.kind !== 'type' && e.label !== '__dict__') ?? fresh[0];
}
