/** Strongly connected components. Follows Tarjan's algorithm, without recursion: chains of objects can be long. */
import type { Graph } from './dominators.js';

/** A small graph, from the successors of each node. */
export function graphOf(successors: readonly (readonly number[])[]): Graph {
  const starts = new Int32Array(successors.length + 1);
  successors.forEach((list, i) => {
    starts[i + 1] = starts[i]! + list.length;
  });
  return { size: successors.length, starts, targets: Int32Array.from(successors.flat()) };
}

/**
 * Of nodes as numbers from 0, or of those that have a mark. Returns components of more than one node, and of nodes that
 * refer to themselves.
 */
export function components({ size, starts, targets }: Graph, marks?: Uint8Array): number[][] {
  const order = new Int32Array(size).fill(-1);
  // What has no mark counts as looked at.
  if (marks) for (let node = 0; node < size; node++) if (marks[node] === 0) order[node] = 0;
  const low = new Int32Array(size);
  const onStack = new Uint8Array(size);
  const stack = new Int32Array(size);
  /** Nodes on the way to the one that is looked at, and where each stands among its successors. */
  const way = new Int32Array(size);
  const at = new Int32Array(size);
  const found: number[][] = [];
  let next = 0;
  let stacked = 0;
  for (let root = 0; root < size; root++) {
    if (order[root] !== -1) continue;
    let depth = 0;
    let entered = root;
    for (;;) {
      if (entered >= 0) {
        order[entered] = next;
        low[entered] = next++;
        stack[stacked++] = entered;
        onStack[entered] = 1;
        at[entered] = starts[entered]!;
        way[depth++] = entered;
        entered = -1;
      }
      const node = way[depth - 1]!;
      if (at[node]! < starts[node + 1]!) {
        const to = targets[at[node]!++]!;
        if (order[to] === -1) entered = to;
        else if (onStack[to] === 1 && order[to]! < low[node]!) low[node] = order[to]!;
        continue;
      }
      depth--;
      if (depth > 0 && low[node]! < low[way[depth - 1]!]!) low[way[depth - 1]!] = low[node]!;
      if (low[node] === order[node]) {
        const first = stack.lastIndexOf(node, stacked - 1);
        for (let i = first; i < stacked; i++) onStack[stack[i]!] = 0;
        if (stacked - first > 1 || refersTo(node)) found.push(Array.from(stack.subarray(first, stacked)));
        stacked = first;
      }
      if (depth === 0) break;
    }
  }
  return found;

  function refersTo(node: number): boolean {
    for (let i = starts[node]!; i < starts[node + 1]!; i++) if (targets[i] === node) return true;
    return false;
  }
}
