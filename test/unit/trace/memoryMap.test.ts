import { expect, test } from 'vitest';
import { BLOCK_STATES } from '../../../src/protocol/memoryMap.js';
import { PYTHON_VERSIONS } from '../../../src/protocol/run.js';
import { openRun } from '../../../src/trace/explore.js';

const PROGRAM = `
class Node:
    def __init__(self):
        self.me = self
kept = [Node() for i in range(40)]
numbers = [i * 1000 for i in range(600)]
del numbers[::2]
Node()
text = 'x' * 2000
`;

const LETTER: Record<string, string> = {
  untouched: '.',
  freed: '-',
  data: 'd',
  object: 'o',
  tracked: 'T',
  garbage: 'g',
};

test.each(PYTHON_VERSIONS)('the map says of each block what the picture of %s says', (python) => {
  const budgets = { lines: 100_000, memoryBytes: 1 << 28, milliseconds: 60_000 };
  const run = openRun(
    { files: [{ path: 'p.py', text: PROGRAM }], options: { python, budgets } },
    { shouldStop: () => undefined },
  );
  const { heap } = run.result.picture!;
  const map = run.memoryMap()!;
  const all = run.mapBlocks(0, map.poolAddress.length)!;
  const pools = heap.arenas.flatMap((arena) => arena.pools);
  const columns = new Map<number, string>();
  let at = 0;
  map.poolAddress.forEach((address, i) => {
    const capacity = map.poolCapacity[i]!;
    const letters = [...all.state.slice(at, at + capacity)].map((s) => LETTER[BLOCK_STATES[s]!]);
    columns.set(address, letters.join(''));
    at += capacity;
  });
  // The picture was taken after sizes were asked for, which may have touched a block and freed it again.
  const used = (letters: string | undefined) => letters?.replaceAll('.', '-');
  for (const pool of pools) expect(used(columns.get(pool.address))).toBe(used(pool.map));
  expect([...columns.values()].join('')).toContain('g');
  expect(map.systemBytes.reduce((a, b) => a + b, 0)).toBe(heap.totals.largeBytes);
  expect(map.arenas.map((a) => a.address)).toEqual(heap.arenas.map((a) => a.address));
  // A range is a part of the whole.
  const part = run.mapBlocks(3, 5)!;
  const before = map.poolCapacity.slice(0, 3).reduce((a, b) => a + b, 0);
  expect([...part.owner]).toEqual([...all.owner.slice(before, before + part.owner.length)]);
  expect([...part.asked]).toEqual([...all.asked.slice(before, before + part.asked.length)]);
});
