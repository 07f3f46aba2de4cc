import { expect, test } from 'vitest';
import type { BlockOwner } from '../../../src/protocol/memoryMap.js';
import { PYTHON_VERSIONS, type PythonVersion } from '../../../src/protocol/run.js';
import { open } from './run.js';

const PROGRAM = `class Node:
    pass
kept = [[i] for i in range(30)]
shared = kept[:10]
left, right = Node(), Node()
left.next, right.next = right, left
del left, right
def work():
    inside = [[] for i in range(5)]
    return inside
work()
last = 1
`;

/** How many blocks each owner has: `kept`, `work: inside`. */
function ownersAt(line: number, python: PythonVersion, hit = 1): Record<string, number> {
  const run = open(PROGRAM, { python, at: { kind: 'line', file: 0, line, hit } });
  const map = run.memoryMap()!;
  const { owners, of } = run.owners()!;
  expect(of).toHaveLength(map.poolCapacity.reduce((n, c) => n + c, 0) + map.systemBytes.length);
  const words = (owner: BlockOwner): string =>
    owner.kind === 'name' ? [owner.scope, owner.name].filter((s) => s !== '').join(': ') : owner.kind;
  const counts: Record<string, number> = {};
  of.forEach((owner) => {
    const name = words(owners[owner]!);
    counts[name] = (counts[name] ?? 0) + 1;
  });
  return counts;
}

test.each(PYTHON_VERSIONS)('blocks belong to the name that keeps them, in %s', (python) => {
  const counts = ownersAt(7, python);
  // The list, its items and 20 lists with theirs; ten more are the second name's as well.
  expect(counts.kept).toBe(2 + 20 * 2);
  expect(counts.shared).toBe(2);
  expect(counts.several).toBeGreaterThanOrEqual(10 * 2);
  expect(counts.several).toBeLessThan(30);
  expect(counts.nobody).toBeGreaterThanOrEqual(2);
  expect(counts.Node).toBeGreaterThan(3);
  expect(counts.interpreter).toBeGreaterThan(1000);
});

test('a name of a running function owns, too', () => {
  // While the list is made it is a temporary of the function.
  expect(ownersAt(9, '3.12').frame).toBe(4);
  expect(ownersAt(9, '3.12', -1)['work: inside']).toBe(7);
});
