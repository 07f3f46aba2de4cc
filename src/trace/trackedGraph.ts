/** The objects that the collector tracks at a moment and the references between them: read once, then looked at as numbers. */
import { Gc, Ob, TypeLayout } from '../memory/layout.js';
import { isStatic, PERMANENT } from '../memory/regions.js';
import type { Visit } from '../objects/typeInfo.js';
import type { Runtime } from '../vm/runtime.js';
import type { Graph } from './dominators.js';
import type { Still } from './still.js';
import { Words } from './words.js';

/**
 * Numbers objects in the word that a collector uses for its own counting, which is free between collections: the number
 * of any object among `nodes` is told without a table, -1 for others.
 */
function numbered(rt: Runtime, nodes: Int32Array): (p: number) => number {
  const { M } = rt;
  for (let i = 0; i < nodes.length; i++) M[nodes[i]! + Gc.REFS] = i;
  return (p) => {
    if (isStatic(p)) return -1;
    const i = M[p + Gc.REFS]!;
    return nodes[i] === p ? i : -1;
  };
}

/** References between objects, both by their places in `nodes`. */
export function referencesAmong(rt: Runtime, nodes: Int32Array): Graph {
  const { M, types } = rt;
  const numberOf = numbered(rt, nodes);
  const starts = new Int32Array(nodes.length + 1);
  const targets = new Words();
  const visit: Visit = (_rt, to) => {
    const at = numberOf(to);
    if (at >= 0) targets.push(at);
  };
  for (let node = 0; node < nodes.length; node++) {
    const p = nodes[node]!;
    const { tp_traverse } = types[M[M[p + Ob.TYPE]! + TypeLayout.INFO]!]!;
    if (tp_traverse !== null) tp_traverse(rt, p, visit);
    starts[node + 1] = targets.length;
  }
  return { size: nodes.length, starts, targets: targets.all() };
}

/** All tracked objects, those of the generations before those that `gc.freeze` put aside. */
export class TrackedGraph {
  readonly nodes: Int32Array;
  readonly graph: Graph;
  /** Nodes that a collection would look at. */
  private readonly collectable: number;

  constructor(private readonly still: Still) {
    this.nodes = still.map().members(0, PERMANENT);
    this.graph = referencesAmong(still.rt, this.nodes);
    this.collectable = still.map().members(0, PERMANENT - 1).length;
  }

  /** 1 for each node that nothing outside of the tracked objects leads to: what a full collection would find. */
  unreachable(): Uint8Array {
    const { nodes, collectable } = this;
    const { starts, targets } = this.graph;
    const { M } = this.still.rt;
    const refs = new Int32Array(collectable);
    // Counts of immortal objects are never used up.
    for (let i = 0; i < collectable; i++) refs[i] = M[nodes[i]!]! < 0 ? 0x7fff_ffff : M[nodes[i]!]!;
    const edges = starts[collectable]!;
    for (let e = 0; e < edges; e++) if (targets[e]! < collectable) refs[targets[e]!]!--;
    const found = new Uint8Array(nodes.length).fill(1, 0, collectable);
    const waiting = new Int32Array(collectable);
    let top = 0;
    for (let i = 0; i < collectable; i++) {
      if (refs[i]! <= 0) continue;
      found[i] = 0;
      waiting[top++] = i;
    }
    while (top > 0) {
      const node = waiting[--top]!;
      for (let e = starts[node]!; e < starts[node + 1]!; e++) {
        const to = targets[e]!;
        if (found[to] === 0) continue;
        found[to] = 0;
        waiting[top++] = to;
      }
    }
    return found;
  }
}
