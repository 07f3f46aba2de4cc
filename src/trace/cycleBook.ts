/** The reference cycles of a run: found among live and among unreachable objects, known again by their members' births. */
import { Ob, TypeLayout } from '../memory/layout.js';
import { gcListHead, isStatic } from '../memory/regions.js';
import { T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import type { ObjectEdge, ObjectSummary } from '../protocol/objects.js';
import { type Cycle, LIMITS } from '../protocol/run.js';
import type { Runtime } from '../vm/runtime.js';
import { components } from './cycles.js';
import type { Graph } from './dominators.js';
import { firstEdges, labelledEdges } from './edges.js';
import { addressOf, type Still } from './still.js';
import { referencesAmong, TrackedGraph } from './trackedGraph.js';
import { Words } from './words.js';

/** A cycle while the run goes on. */
export interface KnownCycle {
  readonly id: number;
  /** Word addresses, oldest first, and their births. */
  readonly members: readonly number[];
  readonly births: readonly number[];
  summaries: readonly ObjectSummary[];
  edges: readonly ObjectEdge[];
  unreachable: boolean;
  heldBy: readonly string[];
  collectedBy: number | undefined;
  /** Classes of members that have `__del__`. */
  readonly finalizers: readonly string[];
  closedBy: Cycle['closedBy'];
  orphanedBy: Cycle['orphanedBy'];
  /** Members that something outside referred to when the cycle was last seen before it was orphaned. */
  lastHeld: readonly number[];
}

/** The list of the collector in which unreachable objects stand while it runs. */
export const UNREACHABLE_LIST = 4;

/** Tracked objects that nothing outside of them refers to: what a full collection would find. */
export function unreachableObjects(still: Still): Set<number> {
  const tracked = new TrackedGraph(still);
  return among(tracked.nodes, tracked.unreachable());
}

/** The nodes that have a mark. */
function among(nodes: Int32Array, marks: Uint8Array): Set<number> {
  const found = new Set<number>();
  for (let i = marks.indexOf(1); i >= 0; i = marks.indexOf(1, i + 1)) found.add(nodes[i]!);
  return found;
}

/** All cycles that were noticed, by the identity of their members. */
export class CycleBook {
  private readonly known = new Map<string, KnownCycle>();

  get all(): readonly KnownCycle[] {
    return [...this.known.values()];
  }

  get isFull(): boolean {
    return this.known.size >= LIMITS.cycles;
  }

  /** The cycles at a moment, with what no name reaches told apart. `total` counts those that were left out, too. */
  notice(still: Still): { cycles: KnownCycle[]; total: number; garbage: Set<number> } {
    const tracked = new TrackedGraph(still);
    const { nodes, graph } = tracked;
    const unreachable = tracked.unreachable();
    const garbage = among(nodes, unreachable);
    const { rt } = still;
    const { M } = rt;
    const shown = shownTypes(rt);
    const marks = new Uint8Array(nodes.length);
    for (let i = 0; i < nodes.length; i++) {
      const p = nodes[i]!;
      if (!still.isOwn(p)) continue;
      const is = unreachable[i] === 1 ? Shown.ALWAYS : shown[M[M[p + Ob.TYPE]! + TypeLayout.INFO]!]!;
      if (is === Shown.ALWAYS || (is === Shown.DICT && !still.isNamespace(p))) marks[i] = 1;
    }
    const found = cyclesAmong(rt, nodes, graph, marks);
    const cycles: KnownCycle[] = [];
    const names = outsideNames(still);
    for (const members of found) {
      if (cycles.length >= LIMITS.cycles) break;
      const cycle = this.enter(still, members, garbage.has(members[0]!));
      if (cycle === null) continue;
      cycle.heldBy = cycle.unreachable ? [] : heldBy(members, names);
      cycles.push(cycle);
    }
    return { cycles, total: found.length, garbage };
  }

  /** The cycles that a collection has just found. */
  noticeCollected(still: Still, collection: number): void {
    const { M } = still.rt;
    const head = gcListHead(UNREACHABLE_LIST);
    const nodes = new Words();
    for (let p = M[head - 4]!; p !== head && p !== 0; p = M[p - 4]!) if (still.isOwn(p)) nodes.push(p);
    // The collector counts in the same word, and is done with it when the objects are divided.
    for (const members of cyclesAmong(still.rt, nodes.all())) {
      if (this.isFull) return;
      const cycle = this.enter(still, members, true);
      if (cycle !== null) cycle.collectedBy = collection;
    }
  }

  /** Cycles that were known already and that a collection at the interpreter's end has just found. */
  markCollected(still: Still, collection: number): void {
    const { M } = still.rt;
    const head = gcListHead(UNREACHABLE_LIST);
    const found = new Set<number>();
    for (let p = M[head - 4]!; p !== head && p !== 0; p = M[p - 4]!) found.add(p);
    for (const cycle of this.known.values()) {
      const first = cycle.members[0]!;
      if (cycle.collectedBy === undefined && found.has(first) && M[first + Ob.BORN] === cycle.births[0])
        cycle.collectedBy = collection;
    }
  }

  private enter(still: Still, members: readonly number[], unreachable: boolean): KnownCycle | null {
    const { M } = still.rt;
    const births = members.map((p) => M[p + Ob.BORN]!);
    const key = `${members.length} ${members[0]}:${births[0]} ${members[members.length - 1]}:${births[births.length - 1]}`;
    let cycle = this.known.get(key);
    if (cycle === undefined) {
      if (this.isFull) return null;
      cycle = {
        id: this.known.size + 1,
        members: [...members],
        births,
        summaries: [],
        edges: [],
        unreachable,
        heldBy: [],
        collectedBy: undefined,
        finalizers: finalizersOf(still.rt, members),
        closedBy: undefined,
        orphanedBy: undefined,
        lastHeld: [],
      };
      this.known.set(key, cycle);
    }
    const shown = members.slice(0, LIMITS.cycleMembers);
    cycle.unreachable = unreachable;
    cycle.summaries = shown.map((p) => still.summary(p, true));
    cycle.edges = internalEdges(still.rt, shown);
    return cycle;
  }
}

/** Names of the classes of the program that have `__del__`. */
function finalizersOf(rt: Runtime, members: readonly number[]): string[] {
  const infos = members.map((p) => rt.typeOf(p)).filter((info) => info.isHeapType && info.tp_finalize !== null);
  return [...new Set(infos.map((info) => info.name))];
}

/** References between objects of a list, or those of them that some of the list hold. */
export function internalEdges(rt: Runtime, members: readonly number[], holders = members): ObjectEdge[] {
  const inside = new Set(members);
  const edges: ObjectEdge[] = [];
  for (const p of holders) {
    for (const { to, kind, label } of labelledEdges(rt, p)) {
      if (inside.has(to)) edges.push({ from: addressOf(p), to: addressOf(to), kind, label });
    }
  }
  return edges;
}

/** Components of objects, or of those of them that have a mark, each oldest first, by the age of their oldest. */
function cyclesAmong(
  rt: Runtime,
  nodes: Int32Array,
  graph: Graph = referencesAmong(rt, nodes),
  marks?: Uint8Array,
): number[][] {
  const age = (p: number): number => rt.M[p + Ob.BORN]!;
  const byAge = (a: number, b: number): number => age(a) - age(b) || a - b;
  return components(graph, marks)
    .map((component) => component.map((node) => nodes[node]!).sort(byAge))
    .sort((a, b) => byAge(a[0]!, b[0]!));
}

/** Live objects among which cycles are worth telling: each class and each module is one by nature. */
const enum Shown {
  NEVER = 0,
  ALWAYS,
  /** But for the namespaces of modules and classes. */
  DICT,
}

/** By type. */
function shownTypes(rt: Runtime): Uint8Array {
  return Uint8Array.from(rt.types, ({ address, flags }) => {
    if ((flags & TypeFlag.TYPE_SUBCLASS) !== 0 || address === T.MODULE) return Shown.NEVER;
    return address === T.DICT ? Shown.DICT : Shown.ALWAYS;
  });
}

/** Names, and attributes or elements of what has a name, by the object that they lead to. */
export function outsideNames(still: Still): Map<number, { readonly text: string; readonly through: number }[]> {
  const { rt } = still;
  const names = new Map<number, { text: string; through: number }[]>();
  const add = (object: number, text: string, through: number): void => {
    const known = names.get(object);
    if (known === undefined) names.set(object, [{ text, through }]);
    else known.push({ text, through });
  };
  const bound = still.boundNames();
  for (const { name, object } of bound) add(object, name, 0);
  for (const { name, object } of bound) {
    if (isStatic(object) || rt.is(object, T.MODULE) || rt.is(object, T.FUNCTION) || !still.isOwn(object)) continue;
    if ((rt.typeOf(object).flags & TypeFlag.TYPE_SUBCLASS) !== 0) {
      const dict = rt.M[object + TypeLayout.DICT]!;
      if (dict === 0) continue;
      for (const edge of labelledEdges(rt, dict)) {
        if (edge.kind === 'value') add(edge.to, `${name}.${edge.label.replace(/^'(.*)'$/, '$1')}`, object);
      }
      continue;
    }
    for (const edge of firstEdges(rt, object, 1000)) {
      if (edge.kind === 'attribute' && edge.label === '__dict__') {
        for (const { kind, label, to } of labelledEdges(rt, edge.to))
          if (kind === 'value') add(to, `${name}.${label.replace(/^'(.*)'$/, '$1')}`, object);
      } else if (edge.kind === 'attribute') add(edge.to, `${name}.${edge.label}`, object);
      else if (edge.kind === 'element' || edge.kind === 'value') add(edge.to, `${name}[${edge.label}]`, object);
    }
  }
  return names;
}

function heldBy(
  members: readonly number[],
  names: Map<number, { readonly text: string; readonly through: number }[]>,
): string[] {
  const inside = new Set(members);
  const held = new Set<string>();
  for (const p of members) {
    for (const { text, through } of names.get(p) ?? []) if (!inside.has(through)) held.add(text);
  }
  return [...held].sort((a, b) => a.length - b.length).slice(0, 10);
}

/** A cycle as hosts are told of it. */
export function cycleData(cycle: KnownCycle): Cycle {
  return {
    id: cycle.id,
    members: cycle.summaries,
    membersTotal: cycle.members.length,
    edges: cycle.edges,
    unreachable: cycle.unreachable,
    ...(cycle.closedBy ? { closedBy: cycle.closedBy } : {}),
    ...(cycle.orphanedBy ? { orphanedBy: cycle.orphanedBy } : {}),
    heldBy: cycle.heldBy,
    ...(cycle.collectedBy !== undefined ? { collectedBy: cycle.collectedBy } : {}),
  };
}
