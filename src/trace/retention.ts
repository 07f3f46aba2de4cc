/**
 * Who keeps an object alive: ways from the roots to it, what dominates it and what it dominates.
 *
 * The nodes are the objects of the program. All that is older than its first line (the interpreter, its modules, the
 * code of the program) and what the machine itself holds is one node, the root.
 */
import { edgesOf, keysOf, sharedKeysOf } from '../objects/edges.js';
import type { Visit } from '../objects/typeInfo.js';
import { type DominatorList, GRAPH_LIMITS } from '../protocol/graph.js';
import type { Fate, ObjectSummary, PathStep } from '../protocol/objects.js';
import { LIMITS } from '../protocol/run.js';
import { distances, dominated, type Graph, immediateDominators, reversed } from './dominators.js';
import type { EdgeLines } from './edgeLines.js';
import { labelledEdges } from './edges.js';
import { type Held, heldIn, holderData, rootEdges, rootHeld } from './holders.js';
import { isDefinition, isValue } from './kinds.js';
import { ObjectNumbers } from './objectMap.js';
import type { Still } from './still.js';
import { Words } from './words.js';

/** Partial ways looked at before the search for further ones ends. */
const PATIENCE = 20_000;

/** A way that is being followed backwards: `node` is held as `held` tells, and holds `next`. */
interface Way {
  readonly node: number;
  readonly length: number;
  readonly next: Way | null;
  /** What holds the node of `next`; null at the object itself. */
  readonly held: Held | null;
}

export class Retention {
  private readonly still: Still;
  /** Word addresses by node; 0 for the root. */
  private readonly addresses: Int32Array;
  /** Nodes by object; 0 for what is no object of the program. */
  private readonly nodes: ObjectNumbers;
  private readonly graph: Graph;
  private readonly backwards: Graph;
  private dominatorTree: Int32Array | undefined;
  private subtreeSums:
    | { readonly bytes: Float64Array; readonly objects: Int32Array; readonly children: Int32Array }
    | undefined;
  /** Holders of what the root holds: of the machine by object, else objects older than the program. */
  private readonly rootHolders = new Map<number, Held[]>();
  private readonly oldHolders = new Map<number, number[]>();

  constructor(still: Still) {
    this.still = still;
    const { rt } = still;
    const nodes = new ObjectNumbers(still.map());
    this.nodes = nodes;
    const objects = still.objects();
    const own = new Words();
    own.push(0);
    for (let i = 0; i < objects.length; i++) {
      const p = objects[i]!;
      if (!still.isOwn(p)) continue;
      nodes.give(p, own.length);
      own.push(p);
    }
    this.addresses = own.all();
    const size = own.length;
    const starts = new Int32Array(size + 1);
    const targets = new Words();
    rootEdges(rt, (to, kind, label, scope) => {
      const node = nodes.of(to);
      if (node === 0) return;
      targets.push(node);
      this.listOf(this.rootHolders, to).push(rootHeld(still, to, kind, label, scope));
    });
    const tables = new Set<number>();
    const follow = (owner: number, visit: Visit): void => {
      edgesOf(rt, owner, visit);
      const shared = sharedKeysOf(rt, owner);
      if (shared === 0 || shared === rt.emptyKeys || tables.has(shared)) return;
      tables.add(shared);
      keysOf(rt, shared, visit);
    };
    let old = 0;
    const fromOld: Visit = (_rt, to) => {
      const node = nodes.of(to);
      if (node === 0) return;
      targets.push(node);
      this.listOf(this.oldHolders, to).push(old);
    };
    for (let i = 0; i < objects.length; i++) {
      old = objects[i]!;
      if (!still.isOwn(old)) follow(old, fromOld);
    }
    const fromOwn: Visit = (_rt, to) => {
      const node = nodes.of(to);
      if (node !== 0) targets.push(node);
    };
    for (let node = 1; node < size; node++) {
      starts[node] = targets.length;
      follow(own.at(node), fromOwn);
    }
    starts[size] = targets.length;
    this.graph = { size, starts, targets: targets.all() };
    this.backwards = reversed(this.graph);
  }

  private listOf<T>(lists: Map<number, T[]>, p: number): T[] {
    let list = lists.get(p);
    if (list === undefined) {
      list = [];
      lists.set(p, list);
    }
    return list;
  }

  /**
   * Ways from the root to an object, the shortest first, at most `LIMITS.paths` and one more. Each is the list of
   * references from the root on, and the objects that they lead to.
   */
  paths(p: number): { readonly held: Held; readonly object: number }[][] {
    const target = this.nodes.of(p);
    if (target === 0) return [];
    const distance = distances(this.graph);
    if (distance[target] === -1) return [];
    // Buckets by the least length that a way can have: the number of steps so far and the distance that is left.
    const buckets: Way[][] = [];
    const put = (way: Way): void => {
      const least = way.length + distance[way.node]!;
      buckets[least] ??= [];
      buckets[least].push(way);
    };
    put({ node: target, length: 0, next: null, held: null });
    const found: Way[] = [];
    let patience = PATIENCE;
    for (let least = 0; least < buckets.length && found.length <= LIMITS.paths; least++) {
      const bucket = buckets[least] ?? [];
      for (let i = 0; i < bucket.length && found.length <= LIMITS.paths && patience-- > 0; i++) {
        const way = bucket[i]!;
        if (way.node === 0) found.push(way);
        else for (const further of this.before(way, distance)) put(further);
      }
    }
    return found.map((way) => {
      const steps: { held: Held; object: number }[] = [];
      for (let at: Way = way; at.next !== null; at = at.next)
        steps.push({ held: at.held!, object: this.addresses[at.next.node]! });
      return steps;
    });
  }

  /** The way made longer by one reference at its beginning. */
  private before(way: Way, distance: Int32Array): Way[] {
    const p = this.addresses[way.node]!;
    const ways: Way[] = [];
    const length = way.length + 1;
    for (const held of this.rootHolders.get(p) ?? []) ways.push({ node: 0, length, next: way, held });
    for (const owner of new Set(this.oldHolders.get(p) ?? []))
      for (const held of this.heldBy(owner, p)) ways.push({ node: 0, length, next: way, held });
    const sources = new Set<number>();
    for (let e = this.backwards.starts[way.node]!; e < this.backwards.starts[way.node + 1]!; e++)
      sources.add(this.backwards.targets[e]!);
    for (const source of sources) {
      if (source === 0 || distance[source] === -1 || passes(way, source)) continue;
      for (const held of this.heldBy(this.addresses[source]!, p)) ways.push({ node: source, length, next: way, held });
    }
    return ways;
  }

  private heldBy(owner: number, p: number): Held[] {
    const { still } = this;
    const held = labelledEdges(still.rt, owner)
      .filter((edge) => edge.to === p)
      .map((edge) => heldIn(still, owner, edge));
    return held.length > 0 ? held : [{ kind: 'key', label: '', owner, from: owner }];
  }

  /** Objects through which every way from the root leads, the nearest first. */
  dominators(p: number): number[] {
    const node = this.nodes.of(p);
    const chain: number[] = [];
    if (node === 0 || this.tree()[node] === -1) return chain;
    for (let at = this.tree()[node]!; at !== 0; at = this.tree()[at]!) chain.push(this.addresses[at]!);
    return chain;
  }

  /** The node below the root through which all ways to each node lead; -1 for what nothing leads to. */
  private tops(): Int32Array {
    const tree = this.tree();
    const tops = new Int32Array(tree.length);
    const way = new Words();
    for (let start = 1; start < tree.length; start++) {
      let at = start;
      for (; tops[at] === 0 && tree[at]! > 0; at = tree[at]!) way.push(at);
      if (tops[at] === 0) tops[at] = tree[at] === 0 ? at : -1;
      while (way.length > 0) tops[way.pop()] = tops[at]!;
    }
    return tops;
  }

  /**
   * The object through which all ways to an object lead, the nearest to the root; 0 where nothing leads to it, itself
   * where ways part before it, -1 for what is no object of the program.
   */
  topDominators(): (p: number) => number {
    const tops = this.tops();
    return (p) => {
      const node = this.nodes.of(p);
      if (node === 0) return -1;
      return tops[node]! < 0 ? 0 : this.addresses[tops[node]!]!;
    };
  }

  /** The scope of a frame that works with the object; undefined where none does. */
  frameOf(p: number): string | undefined {
    return this.rootHolders.get(p)?.find(({ kind }) => kind === 'temporary' || kind === 'argument')?.scope;
  }

  /** Whether objects of the program hold it. */
  isHeldByOwn(p: number): boolean {
    const { starts, targets } = this.backwards;
    const node = this.nodes.of(p);
    for (let e = starts[node]!; e < starts[node + 1]!; e++) if (targets[e] !== 0 && targets[e] !== node) return true;
    return false;
  }

  /** What only this object keeps alive, itself left out. */
  retained(p: number): number[] {
    const node = this.nodes.of(p);
    if (node === 0 || this.tree()[node] === -1) return [];
    return dominated(this.tree(), node).map((n) => this.addresses[n]!);
  }

  /** Sums over the subtrees of the tree of dominators, by node. */
  private sums(): { readonly bytes: Float64Array; readonly objects: Int32Array; readonly children: Int32Array } {
    if (this.subtreeSums !== undefined) return this.subtreeSums;
    const tree = this.tree();
    const { size } = this.graph;
    const bytes = new Float64Array(size);
    const objects = new Int32Array(size);
    const children = new Int32Array(size);
    const left = new Int32Array(size);
    for (let node = 1; node < size; node++) {
      if (tree[node] === -1) continue;
      left[tree[node]!]!++;
      if (this.isListed(node)) children[tree[node]!]!++;
    }
    const ready: number[] = [];
    for (let node = 1; node < size; node++) {
      if (tree[node] === -1) continue;
      bytes[node] = this.still.size(this.addresses[node]!);
      objects[node] = 1;
      if (left[node] === 0) ready.push(node);
    }
    // From the leaves up: a node is ready when all below it are summed.
    while (ready.length > 0) {
      const node = ready.pop()!;
      const parent = tree[node]!;
      bytes[parent]! += bytes[node]!;
      objects[parent]! += objects[node]!;
      if (--left[parent]! === 0 && parent !== 0) ready.push(parent);
    }
    this.subtreeSums = { bytes, objects, children };
    return this.subtreeSums;
  }

  /** Values and definitions count in sums, and are in no list. */
  private isListed(node: number): boolean {
    const { rt } = this.still;
    const p = this.addresses[node]!;
    return !isValue(rt, p) && !isDefinition(rt, p);
  }

  /** What an object dominates directly, or what nothing else of the program dominates; with what each retains. */
  dominatedBy(parent: number | undefined): DominatorList {
    const { still } = this;
    const tree = this.tree();
    const { bytes, objects, children } = this.sums();
    const at = parent === undefined ? 0 : this.nodes.of(parent) || -1;
    const nodes: number[] = [];
    if (at >= 0)
      for (let node = 1; node < tree.length; node++) if (tree[node] === at && this.isListed(node)) nodes.push(node);
    nodes.sort((a, b) => bytes[b]! - bytes[a]! || a - b);
    return {
      rows: nodes.slice(0, GRAPH_LIMITS.dominated).map((node) => ({
        object: still.summary(this.addresses[node]!, true),
        retainedBytes: bytes[node]!,
        retainedObjects: objects[node]!,
        children: children[node]!,
      })),
      rowsTotal: nodes.length,
      totalBytes: bytes[0]!,
    };
  }

  private tree(): Int32Array {
    this.dominatorTree ??= immediateDominators(this.graph, this.backwards);
    return this.dominatorTree;
  }

  /** What giving up one reference of the root to an object would free at once, and what it would leave to the collector. */
  withoutOne(p: number): { dies: number[]; waits: number[] } {
    return this.without(0, p);
  }

  /**
   * The same of one reference of any holder; what is no object of the program counts as the root. `isReached`: whether
   * something leads to the object now.
   */
  without(owner: number, p: number): { dies: number[]; waits: number[]; isReached: boolean } {
    const node = this.nodes.of(p);
    if (node === 0) return { dies: [], waits: [], isReached: true };
    const from = this.nodes.of(owner);
    const dies = this.cascade(p);
    const { starts, targets } = this.graph;
    const reached = new Uint8Array(this.graph.size);
    const waiting: number[] = [0];
    let left = 1;
    while (waiting.length > 0) {
      const at = waiting.pop()!;
      for (let e = starts[at]!; e < starts[at + 1]!; e++) {
        const to = targets[e]!;
        if (at === from && to === node && left-- > 0) continue;
        if (reached[to] !== 0 || to === 0) continue;
        reached[to] = 1;
        waiting.push(to);
      }
    }
    const gone = new Set(dies);
    const before = distances(this.graph);
    const waits = Array.from(this.addresses).filter(
      (q, n) => n > 0 && before[n] !== -1 && reached[n] === 0 && !gone.has(q),
    );
    return { dies, waits, isReached: before[node] !== -1 };
  }

  /** Which counts fall to zero when one reference to an object goes. */
  private cascade(first: number): number[] {
    const { rt } = this.still;
    const counts = new Map<number, number>();
    const dies: number[] = [];
    const pending = [first];
    while (pending.length > 0) {
      const p = pending.pop()!;
      if (this.nodes.of(p) === 0 || rt.M[p]! < 0) continue;
      const count = (counts.get(p) ?? rt.M[p]!) - 1;
      counts.set(p, count);
      if (count !== 0) continue;
      dies.push(p);
      edgesOf(rt, p, (_rt, to) => pending.push(to));
    }
    return dies;
  }
}

function passes(way: Way, node: number): boolean {
  for (let at: Way | null = way; at !== null; at = at.next) if (at.node === node) return true;
  return false;
}

/** A path as hosts are told of it: the dict of an instance is no step of its own. */
export function pathData(
  still: Still,
  path: readonly { readonly held: Held; readonly object: number }[],
  lines: EdgeLines,
): PathStep[] {
  const steps: PathStep[] = [];
  path.forEach(({ held, object }, i) => {
    const next = path[i + 1]?.held;
    if (next !== undefined && next.owner === object && next.from !== object) return;
    const line = held.line ?? lines.lineOf(held.owner, object, held.kind, held.label);
    steps.push({ holder: holderData(still, { ...held, times: 1 }, line), object: still.summary(object) });
  });
  return steps;
}

/** A set of objects as hosts are told of it. */
export function fateData(still: Still, objects: readonly number[]): Fate {
  const sized: (readonly [number, number])[] = objects.map((p) => [p, still.size(p)]);
  sized.sort((a, b) => b[1] - a[1]);
  const shown: ObjectSummary[] = sized.slice(0, LIMITS.fate).map(([p]) => still.summary(p, true));
  return { objects: shown, objectsTotal: objects.length, bytes: sized.reduce((n, [, size]) => n + size, 0) };
}
