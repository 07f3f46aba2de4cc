import { expect, test } from 'vitest';
import { type GraphQuery, type ObjectGraph, WHOLE_GRAPH } from '../../../src/protocol/graph.js';
import type { Moment } from '../../../src/protocol/position.js';
import type { PythonVersion } from '../../../src/protocol/run.js';
import { open } from './run.js';

const after = (line: number): Moment => ({ kind: 'line', file: 0, line, hit: 1 });

function graphOf(
  text: string,
  query: Partial<GraphQuery> = {},
  at?: Moment,
  python: PythonVersion = '3.12',
): ObjectGraph {
  return open(text, { python, ...(at ? { at } : {}) }).graph({ ...WHOLE_GRAPH, ...query })!;
}

/** `left.partner -> Node`, in order. */
function edges(graph: ObjectGraph): string[] {
  const name = (address: number): string => {
    const node = graph.nodes.find((n) => n.address === address)!;
    return node.names?.[0] ?? node.type;
  };
  return graph.edges.map((e) => `${name(e.from)} ${e.label} -> ${name(e.to)}${e.weak ? ' (weak)' : ''}`);
}

const CYCLE = `class Node:
    def __init__(self, name):
        self.name = name
left = Node('left')
right = Node('right')
left.partner = right
right.partner = left
del left, right
last = 1
`;

test.each(['3.8', '3.10', '3.11', '3.12', '3.13'] as const)(
  'names, objects, values in their holders, and who closed the cycle: %s',
  (python) => {
    const graph = graphOf(CYCLE, {}, after(7), python);
    expect(graph.frames).toMatchObject([{ scope: '', names: [{ name: 'left' }, { name: 'right' }] }]);
    expect(edges(graph)).toEqual(['left partner -> right', 'right partner -> left']);
    expect(graph.edges.map((e) => e.closingLine)).toEqual([undefined, 7]);
    expect(graph.nodes.map((n) => n.fields)).toEqual([
      [{ kind: 'attribute', label: 'name', text: "'left'" }],
      [{ kind: 'attribute', label: 'name', text: "'right'" }],
    ]);
    expect(graph.nodes.map(({ component, unreachable }) => [component, unreachable])).toEqual([
      [0, false],
      [0, false],
    ]);
  },
);

test('what is unreachable is there, without a name', () => {
  const graph = graphOf(CYCLE, {}, after(8));
  expect(graph.frames[0]!.names).toEqual([]);
  expect(graph.nodes.map((n) => n.unreachable)).toEqual([true, true]);
  expect(graph.unreachableTotal).toBe(2);
  expect(graphOf(CYCLE, { reach: 'reachable' }, after(8)).nodes).toEqual([]);
  expect(graphOf(CYCLE, { reach: 'unreachable' }, after(8)).nodes).toHaveLength(2);
});

test('a weak reference is an edge that does not count', () => {
  const graph = graphOf('import weakref\nclass A: pass\na = A()\nr = weakref.ref(a)\nlast = 1\n');
  expect(edges(graph)).toContain('r  -> a (weak)');
});

test('a long list is sliced, and shows more when it is asked to', () => {
  const text = 'many = [[] for i in range(100)]\n';
  const graph = graphOf(text);
  expect(graph.nodes[0]).toMatchObject({ type: 'list', shown: 8, hidden: 92 });
  expect(graph.nodes).toHaveLength(9);
  expect(graph.nodesTotal).toBe(101);
  const { address } = graph.nodes[0]!;
  expect(graphOf(text, { expanded: [{ address, references: 32 }] }).nodes).toHaveLength(33);
});

test('only objects of a type, and the types there are', () => {
  const graph = graphOf("a = [{}, {}]\nb = {'x': []}\n", { types: ['dict'] });
  expect(graph.nodes.map((n) => n.type)).toEqual(['dict', 'dict', 'dict']);
  expect(graph.types).toEqual([
    { type: 'dict', objects: 3 },
    { type: 'list', objects: 2 },
  ]);
});

test('classes and functions are shown on demand, what they hold always', () => {
  const text = 'class A:\n    cache = [[]]\ndef f(x=[]): pass\n';
  expect(graphOf(text).frames[0]!.names.map((n) => n.name)).toEqual(['A.cache', 'f.__defaults__[0]']);
  expect(graphOf(text, { definitions: true }).frames[0]!.names.map((n) => n.name)).toEqual(['A', 'f']);
});

test('an object in focus has the ways that keep it alive', () => {
  const text = "inner = []\nouter = {'key': [inner]}\nother = [1]\ndel inner\nlast = 1\n";
  const whole = graphOf(text);
  const list = whole.nodes.find((n) => n.repr === '[]')!;
  const graph = graphOf(text, { focus: list.address });
  expect(graph.nodes.map((n) => n.repr)).toEqual(['[]', "{'key': [[]]}", '[[]]']);
  expect(graph.nodes.every((n) => n.onPath)).toBe(true);
  expect(graph.edges.map((e) => e.onPath)).toEqual([true, true]);
  expect(graph.frames[0]!.names).toMatchObject([{ name: 'outer', onPath: true }]);
});

test('what dominates, by what it keeps alive', () => {
  const run = open('outer = [[1, 2, 3], [4]]\nlast = 1\n');
  const outer = run.dominated(undefined)!.rows.find(({ object }) => object.names?.[0] === 'outer')!;
  expect(outer).toMatchObject({ retainedObjects: 3, children: 2 });
  const children = run.dominated(outer.object.address)!;
  expect(children.rowsTotal).toBe(2);
  expect(outer.retainedBytes).toBe(
    outer.object.sizeBytes + children.rows.reduce((sum, row) => sum + row.retainedBytes, 0),
  );
});

test('objects are found by name, type and preview', () => {
  const run = open("needle = []\nhay = [['needle']]\n");
  const found = run.find('needle').map((o) => o.names?.[0] ?? o.repr);
  expect(found[0]).toBe('needle');
  expect(found).toContain("['needle']");
});

test('of a container with very many references the first are looked at, and all are counted', () => {
  const text = 'kept = [[i] for i in range(6000)]\ntable = {i: [i] for i in range(3000)}\n';
  const graph = graphOf(text);
  const [kept, table] = ['kept', 'table'].map((name) => graph.nodes.find((n) => n.names?.includes(name))!);
  expect(kept).toMatchObject({ type: 'list', shown: 8, hidden: 5992 });
  expect(table).toMatchObject({ type: 'dict', shown: 8, hidden: 2992 });
  expect(graph.nodesTotal).toBe(9002);
  expect(graph.types).toEqual([
    { type: 'list', objects: 9001 },
    { type: 'dict', objects: 1 },
  ]);
  // Values that are objects of their own: numbers beyond the small ones.
  expect(graphOf(text, { values: true }).nodesTotal).toBe(9002 + (6000 - 257) + 2 * (3000 - 257) - (3000 - 257));
});
