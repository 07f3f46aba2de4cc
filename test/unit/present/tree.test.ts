import { expect, test } from 'vitest';
import { heapTree, referentNodes, type TreeNode } from '../../../src/present/tree.js';
import { cycleRun, leftDetail } from './cycleRun.js';

function children(node: TreeNode | undefined): readonly TreeNode[] {
  return typeof node?.children === 'function' ? node.children() : [];
}

function find(nodes: readonly TreeNode[], label: string): TreeNode | undefined {
  return nodes.find((n) => n.label === label);
}

const roots = heapTree(cycleRun());

test('the roots', () => {
  expect(roots.map((r) => r.label)).toEqual([
    'Names and objects',
    'Reference cycles',
    'Generations',
    'Arenas and pools',
    'Collections',
  ]);
});

test('names stand under their frame with count and preview', () => {
  const [frame] = children(find(roots, 'Names and objects'));
  expect(children(frame).map((n) => `${n.label}: ${n.description}`)).toEqual([
    "gc: 3 references · <module 'gc' (built-in)>",
    "weakref: 3 references · <module 'weakref' (built-in)>",
    "Node: 5 references · <class '__main__.Node'>",
  ]);
});

test('a cycle that waits is marked and knows its line', () => {
  const [cycle] = children(find(roots, 'Reference cycles'));
  expect(cycle).toMatchObject({ label: 'Node → Node → Node', tone: 'garbage', icon: 'trash', line: 25 });
  expect(children(cycle).map((n) => n.tone)).toEqual(['garbage', 'garbage']);
});

test('generations show counts and thresholds', () => {
  expect(children(find(roots, 'Generations')).map((n) => n.description)).toEqual([
    '212 objects · count 212 of 700',
    '61 objects · count 3 of 10',
    '350 objects · count 1 of 10',
  ]);
});

test('an arena lists its pools with their use', () => {
  const [arena] = children(find(roots, 'Arenas and pools'));
  expect(arena).toMatchObject({ label: 'Arena 0x7f2e00100000', description: '12 of 64 pools used' });
  expect(children(arena)[0]).toMatchObject({
    label: 'Pool of 32-byte blocks',
    description: '480 of 510 blocks in use · 0x7f2e00100000',
  });
});

test('ids are unique', () => {
  const ids: string[] = [];
  const walk = (node: TreeNode) => {
    ids.push(node.id);
    children(node).forEach(walk);
  };
  roots.forEach(walk);
  expect(new Set(ids).size).toBe(ids.length);
});

test('an object unfolds into what it refers to', () => {
  const [frame] = children(find(roots, 'Names and objects'));
  const nodes = referentNodes(children(frame)[0]!, leftDetail, cycleRun());
  expect(nodes.map((n) => n.label)).toEqual(['.partner', 'type']);
});

test('without a picture there is no tree', () => {
  const { picture: _, ...rest } = cycleRun();
  expect(heapTree(rest)).toEqual([]);
});
