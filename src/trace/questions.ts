/** What is asked of one moment of a run: answered from the machine that stands there. */
import { isStatic } from '../memory/regions.js';
import type { DominatorList, GraphQuery, ObjectGraph } from '../protocol/graph.js';
import type { Holder, ObjectDetail, ObjectSummary, Why } from '../protocol/objects.js';
import { type Cycle, LIMITS } from '../protocol/run.js';
import type { ReferenceSelector, WhatIf } from '../protocol/whatIf.js';
import type { ObjectSelector, OpenRun } from '../protocol/worker.js';
import { type CycleBook, unreachableObjects } from './cycleBook.js';
import { bytesAt } from './debug/bytes.js';
import { EdgeLines } from './edgeLines.js';
import { labelledEdges } from './edges.js';
import { placeOf, poolDetail } from './heapPicture.js';
import { heldBy, holderData, holdersOf } from './holders.js';
import { HeapMap } from './memoryMap.js';
import { findObjects, objectGraph } from './objectGraph.js';
import { ownersOf } from './owners.js';
import { fateData, pathData, Retention } from './retention.js';
import { addressOf, type BoundName, type Still } from './still.js';
import { whatIf } from './whatIf.js';

/** Most bytes of one reading. */
const MOST_BYTES = 1 << 16;

/** What an answer needs of the run beside the machine. */
export interface RunOfMoment {
  readonly book: CycleBook;
  /** Cycles that are there at the moment. */
  readonly cycles: readonly Cycle[];
  /** Runs once more up to the moment, to see which lines took references. */
  watchLines(lines: EdgeLines): void;
}

/** The questions about one moment; what is dear to find is kept for the next. */
export class Questions {
  private heapMap: HeapMap | undefined;
  private kept: Retention | undefined;
  private unreachable: ReadonlySet<number> | undefined;

  constructor(
    readonly still: Still,
    private readonly run: RunOfMoment,
  ) {}

  object(selector: ObjectSelector): ObjectDetail | null {
    const { still } = this;
    const found = find(still, selector);
    return found ? this.detail(found.object, holdersIn(still, found.object)) : null;
  }

  why(selector: ObjectSelector): Why | null {
    const { still } = this;
    const found = find(still, selector);
    if (!found) return null;
    const { object } = found;
    const { rt } = still;
    const retention = this.retention();
    const held = heldBy(still, object);
    const all = retention.paths(object);
    const paths = all.slice(0, LIMITS.paths);
    const lines = new EdgeLines();
    for (const { owner } of held.slice(0, LIMITS.holders)) lines.add(rt, owner, object);
    for (const { held: reference, object: to } of paths.flat()) lines.add(rt, reference.owner, to);
    if (!lines.isEmpty) this.run.watchLines(lines);
    const unknown = isWithoutHolders(still, object);
    const holders = held.map((f) => holderData(still, f, f.line ?? lines.lineOf(f.owner, object, f.kind, f.label)));
    const { name } = found;
    // A variable of a closure is held by its cell: what else goes with it is not told.
    const isRoot = held.some((f) => f.kind === 'name' && f.label === name?.name);
    const without = isRoot ? retention.withoutOne(object) : undefined;
    return {
      detail: this.detail(object, unknown ? [] : holders),
      paths: paths.map((path) => pathData(still, path, lines)),
      pathsCut: all.length > paths.length,
      dominators: retention.dominators(object).map((p) => still.summary(p, true)),
      retained: fateData(still, retention.retained(object)),
      ...(name !== undefined && without !== undefined
        ? {
            unbinding: {
              name: name.name,
              scope: name.scope,
              dies: fateData(still, without.dies),
              waits: fateData(still, without.waits),
            },
          }
        : {}),
    };
  }

  whatIf(selector: ReferenceSelector): WhatIf | null {
    const { still } = this;
    const { cycles } = this.run.book.notice(still);
    return whatIf(still, selector, cycles, ({ owner, kind, label }, to) => {
      const lines = new EdgeLines();
      lines.add(still.rt, owner, to);
      if (!lines.isEmpty) this.run.watchLines(lines);
      return lines.lineOf(owner, to, kind, label);
    });
  }

  graph(query: GraphQuery): ObjectGraph {
    return objectGraph(this.still, query, this.run.cycles, () => this.retention(), this.garbage());
  }

  dominated(parent: number | undefined): DominatorList | null {
    return this.retention().dominatedBy(parent === undefined ? undefined : parent / 4);
  }

  find(text: string): readonly ObjectSummary[] {
    return findObjects(this.still, text);
  }

  private detail(p: number, holders: readonly Holder[]): ObjectDetail {
    const { still } = this;
    const { rt } = still;
    const edges = labelledEdges(rt, p);
    const born = still.recorder.bornAt(rt.M[p + 3]!);
    const cycle = this.run.cycles.find((c) => c.members.some((m) => m.address === addressOf(p)));
    return {
      ...still.summary(p),
      place: placeOf(still, p),
      holders: holders.slice(0, LIMITS.holders),
      holdersCut: holders.length > LIMITS.holders,
      referents: edges.slice(0, LIMITS.referents).map(({ to, kind, label }) => ({
        edge: { from: addressOf(p), to: addressOf(to), kind, label },
        object: still.summary(to),
      })),
      referentsTotal: edges.length,
      ...(born !== null && born.file === 0 && !isStatic(p) ? { bornLine: born.line } : {}),
      ...(cycle ? { cycle: cycle.id } : {}),
    };
  }

  pool(address: number): ReturnType<OpenRun['pool']> {
    return poolDetail(this.still, address, this.garbage());
  }

  memoryMap(): ReturnType<OpenRun['memoryMap']> {
    return this.map().overview();
  }

  /** Those of the system heap where `to` is negative. */
  mapBlocks(from: number, to: number): ReturnType<OpenRun['mapBlocks']> {
    return to < 0 ? this.map().systemBlocks() : this.map().blocks(from, to);
  }

  owners(): ReturnType<OpenRun['owners']> {
    return this.map().owners(ownersOf(this.still, this.retention()));
  }

  arena(address: number): ReturnType<OpenRun['arena']> {
    return this.map().arena(address);
  }

  bytes(address: number, length: number): Uint8Array | null {
    return bytesAt(this.still, address, Math.min(length, MOST_BYTES));
  }

  members(generation: number, from: number, length: number): readonly ObjectSummary[] {
    const { still } = this;
    if (generation < 0 || generation > 3) return [];
    return Array.from(still.members(generation).subarray(from, from + length), (p) => still.summary(p));
  }

  private map(): HeapMap {
    this.heapMap ??= new HeapMap(this.still, () => this.garbage());
    return this.heapMap;
  }

  /** Kept, because building it looks at every reference. */
  private retention(): Retention {
    this.kept ??= new Retention(this.still);
    return this.kept;
  }

  /** Kept, because finding it looks at every tracked object. */
  private garbage(): ReadonlySet<number> {
    this.unreachable ??= unreachableObjects(this.still);
    return this.unreachable;
  }
}

/** An object at a moment, and the name that it was asked for by. */
export function find(still: Still, selector: ObjectSelector): { object: number; name?: BoundName } | null {
  if (selector.kind === 'address') {
    const p = selector.address / 4;
    return Number.isInteger(p) && still.isObject(p) ? { object: p } : null;
  }
  const fits = [...still.boundNames()].reverse().filter((n) => n.name === selector.name);
  const name = fits.find((n) => n.scope === selector.scope) ?? fits[0];
  return name === undefined ? null : { object: name.object, name };
}

/** Nobody needs the thousands of holders of None. */
function isWithoutHolders(still: Still, p: number): boolean {
  return still.rt.M[p]! < 0 || isStatic(p);
}

function holdersIn(still: Still, p: number): Holder[] {
  return isWithoutHolders(still, p) ? [] : holdersOf(still, p);
}
