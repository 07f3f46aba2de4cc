/**
 * Dominators of a directed graph: the nodes through which every path from the root leads. Follows Cooper, Harvey,
 * Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
 */

/** Edges of node i: `targets[starts[i]]` to `targets[starts[i + 1] - 1]`. Node 0 is the root. */
export interface Graph {
  readonly size: number;
  readonly starts: Int32Array;
  readonly targets: Int32Array;
}

/** The same graph with its edges turned round. */
export function reversed({ size, starts, targets }: Graph): Graph {
  const into = new Int32Array(size + 1);
  for (const target of targets) into[target + 1]!++;
  for (let i = 0; i < size; i++) into[i + 1]! += into[i]!;
  const next = into.slice();
  const sources = new Int32Array(targets.length);
  for (let node = 0; node < size; node++)
    for (let e = starts[node]!; e < starts[node + 1]!; e++) sources[next[targets[e]!]!++] = node;
  return { size, starts: into, targets: sources };
}

/** Steps from the root to each node, -1 where there is no way. */
export function distances({ size, starts, targets }: Graph): Int32Array {
  const distance = new Int32Array(size).fill(-1);
  const queue = new Int32Array(size);
  distance[0] = 0;
  let end = 1;
  for (let at = 0; at < end; at++) {
    const node = queue[at]!;
    for (let e = starts[node]!; e < starts[node + 1]!; e++) {
      const target = targets[e]!;
      if (distance[target] !== -1) continue;
      distance[target] = distance[node]! + 1;
      queue[end++] = target;
    }
  }
  return distance;
}

/** Nodes in reverse postorder of a depth-first walk from the root; unreachable ones are left out. */
function reversePostorder({ size, starts, targets }: Graph): Int32Array {
  const seen = new Uint8Array(size);
  const next = starts.slice(0, size);
  const stack = [0];
  const order: number[] = [];
  seen[0] = 1;
  while (stack.length > 0) {
    const node = stack[stack.length - 1]!;
    const e = next[node]!++;
    if (e >= starts[node + 1]!) {
      order.push(node);
      stack.pop();
    } else if (seen[targets[e]!] === 0) {
      seen[targets[e]!] = 1;
      stack.push(targets[e]!);
    }
  }
  return Int32Array.from(order.reverse());
}

/** For each node its immediate dominator; 0 for the root itself, -1 for nodes that the root does not reach. */
export function immediateDominators(graph: Graph, backwards: Graph = reversed(graph)): Int32Array {
  const order = reversePostorder(graph);
  const rank = new Int32Array(graph.size).fill(-1);
  order.forEach((node, i) => {
    rank[node] = i;
  });
  const dominator = new Int32Array(graph.size).fill(-1);
  dominator[0] = 0;
  const meet = (a: number, b: number): number => {
    let one = a;
    let other = b;
    while (one !== other) {
      while (rank[one]! > rank[other]!) one = dominator[one]!;
      while (rank[other]! > rank[one]!) other = dominator[other]!;
    }
    return one;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const node of order) {
      if (node === 0) continue;
      let best = -1;
      for (let e = backwards.starts[node]!; e < backwards.starts[node + 1]!; e++) {
        const source = backwards.targets[e]!;
        if (dominator[source] === -1) continue;
        best = best === -1 ? source : meet(source, best);
      }
      if (best === dominator[node]) continue;
      dominator[node] = best;
      changed = true;
    }
  }
  return dominator;
}

/** Nodes that `node` dominates, itself left out. */
export function dominated(dominators: Int32Array, node: number): number[] {
  // 0: not known yet, 1: below the node, 2: not below it.
  const state = new Uint8Array(dominators.length);
  state[0] = 2;
  state[node] = 1;
  const found: number[] = [];
  const way: number[] = [];
  for (let start = 0; start < dominators.length; start++) {
    if (dominators[start] === -1) continue;
    let at = start;
    for (; state[at] === 0; at = dominators[at]!) way.push(at);
    const answer = state[at]!;
    for (const passed of way) {
      state[passed] = answer;
      if (answer === 1) found.push(passed);
    }
    way.length = 0;
  }
  return found.sort((a, b) => a - b);
}
