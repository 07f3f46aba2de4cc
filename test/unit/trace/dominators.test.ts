import { expect, test } from 'vitest';
import { distances, dominated, type Graph, immediateDominators } from '../../../src/trace/dominators.js';

/** A graph from its lists of targets, node 0 first. */
function graph(lists: readonly (readonly number[])[]): Graph {
  const starts = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => {
    starts[i + 1] = starts[i]! + list.length;
  });
  return { size: lists.length, starts, targets: Int32Array.from(lists.flat()) };
}

/** Which nodes are out of reach when one is taken away: what "dominated" means. */
function lostWithout(lists: readonly (readonly number[])[], gone: number): number[] {
  const before = distances(graph(lists));
  const after = distances(graph(lists.map((list, i) => (i === gone ? [] : list.filter((to) => to !== gone)))));
  return lists.flatMap((_, i) => (i !== gone && before[i] !== -1 && after[i] === -1 ? [i] : []));
}

test('a diamond is dominated by its top', () => {
  const dominators = immediateDominators(graph([[1], [2, 3], [4], [4], []]));
  expect([...dominators]).toEqual([0, 0, 1, 1, 1]);
  expect(dominated(dominators, 1)).toEqual([2, 3, 4]);
});

test('what the root does not reach has no dominator', () => {
  expect([...immediateDominators(graph([[1], [], [1, 2]]))]).toEqual([0, 0, -1]);
});

test('random graphs: what a node dominates is what is lost without it', () => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  for (let round = 0; round < 200; round++) {
    const size = 2 + random(12);
    const lists = Array.from({ length: size }, () => Array.from({ length: random(4) }, () => random(size)));
    const dominators = immediateDominators(graph(lists));
    for (let node = 1; node < size; node++) {
      if (dominators[node] === -1) continue;
      expect([JSON.stringify(lists), node, dominated(dominators, node)]).toEqual([
        JSON.stringify(lists),
        node,
        lostWithout(lists, node),
      ]);
    }
  }
});
