/**
 * Which line took a reference: watched while the program runs again. Of each reference that is there at the moment,
 * the line after which it was there and before which it was not.
 */
import { Ob } from '../memory/layout.js';
import { edgesOf } from '../objects/edges.js';
import type { Machine } from '../objects/machine.js';
import { labelledEdges } from './edges.js';
import type { LineRecord } from './lineRecords.js';

/** References looked at before the watch gives up: what it knows then stands, the rest stays unknown. */
const PATIENCE = 30_000_000;

interface Pair {
  readonly owner: number;
  readonly ownerBorn: number;
  readonly to: number;
  readonly toBorn: number;
  /** References from the one to the other when it was last looked. */
  times: number;
  /** By kind and label: the line that took the reference; 0 where it is not of the program's file. */
  readonly lines: Map<string, number>;
}

const labelKey = (kind: string, label: string): string => `${kind} ${label}`;

/** Watches pairs of objects. A pair is told apart from others at its addresses by the births of both. */
export class EdgeLines {
  private readonly pairs = new Map<string, Pair>();
  private readonly waiting: Pair[] = [];
  private readonly active: Pair[] = [];
  private looked = 0;
  private started = false;

  add(rt: Machine, owner: number, to: number): void {
    const key = `${owner} ${to}`;
    if (owner === 0 || this.pairs.has(key)) return;
    const { M } = rt;
    const pair = { owner, ownerBorn: M[owner + Ob.BORN]!, to, toBorn: M[to + Ob.BORN]!, times: 0, lines: new Map() };
    this.pairs.set(key, pair);
    this.waiting.push(pair);
  }

  get isEmpty(): boolean {
    return this.pairs.size === 0;
  }

  /** A line ended; `steps` lines were begun so far. */
  lineEnded(rt: Machine, record: LineRecord, steps: number): void {
    if (!this.started) {
      this.started = true;
      this.waiting.sort((a, b) => birth(b) - birth(a));
    }
    while (this.waiting.length > 0 && birth(this.waiting[this.waiting.length - 1]!) - 2 <= steps)
      this.active.push(this.waiting.pop()!);
    for (const pair of this.active) if (this.looked <= PATIENCE) this.look(rt, pair, record);
  }

  /** The line that took a reference; undefined where it is not known. */
  lineOf(owner: number, to: number, kind: string, label: string): number | undefined {
    const lines = this.pairs.get(`${owner} ${to}`)?.lines;
    // What people know as an attribute or name is an entry of a dict, where the owner is one.
    const entry = lines?.get(labelKey('value', `'${label}'`));
    return lines?.get(labelKey(kind, label)) || (kind === 'attribute' || kind === 'name' ? entry : 0) || undefined;
  }

  private look(rt: Machine, pair: Pair, record: LineRecord): void {
    const { M } = rt;
    if (M[pair.owner + Ob.BORN] !== pair.ownerBorn || M[pair.to + Ob.BORN] !== pair.toBorn) return;
    let times = 0;
    edgesOf(rt, pair.owner, (_rt, to) => {
      this.looked++;
      if (to === pair.to) times++;
    });
    if (times === pair.times) return;
    pair.times = times;
    const line = record.file === 0 ? record.line : 0;
    const now = new Set<string>();
    for (const edge of labelledEdges(rt, pair.owner)) if (edge.to === pair.to) now.add(labelKey(edge.kind, edge.label));
    for (const key of pair.lines.keys()) if (!now.has(key)) pair.lines.delete(key);
    for (const key of now) if (!pair.lines.has(key)) pair.lines.set(key, line);
  }
}

/** When both objects are there. */
function birth(pair: Pair): number {
  return Math.max(pair.ownerBorn, pair.toBorn);
}
