/** Strongly connected components. Follows Tarjan's algorithm, without recursion: chains of objects can be long. */

/** Nodes as numbers from 0; `edges(n)` their successors. Returns components of more than one node, and of nodes that refer to themselves. */
export function components(size: number, edges: (node: number) => readonly number[]): number[][] {
  const order = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const onStack = new Uint8Array(size);
  const stack: number[] = [];
  const found: number[][] = [];
  let next = 0;
  const work: { node: number; at: number; successors: readonly number[] }[] = [];
  const enter = (node: number): void => {
    order[node] = low[node] = next++;
    stack.push(node);
    onStack[node] = 1;
    work.push({ node, at: 0, successors: edges(node) });
  };
  for (let root = 0; root < size; root++) {
    if (order[root] !== -1) continue;
    enter(root);
    while (work.length > 0) {
      const top = work[work.length - 1]!;
      const { node, successors } = top;
      if (top.at < successors.length) {
        const to = successors[top.at++]!;
        if (order[to] === -1) enter(to);
        else if (onStack[to] === 1 && order[to]! < low[node]!) low[node] = order[to]!;
        continue;
      }
      work.pop();
      const below = work[work.length - 1];
      if (below !== undefined && low[node]! < low[below.node]!) low[below.node] = low[node]!;
      if (low[node] !== order[node]) continue;
      const component: number[] = [];
      for (;;) {
        const member = stack.pop()!;
        onStack[member] = 0;
        component.push(member);
        if (member === node) break;
      }
      if (component.length > 1 || successors.includes(node)) found.push(component.reverse());
    }
  }
  return found;
}
