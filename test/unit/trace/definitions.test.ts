import { expect, test } from 'vitest';
import { definitionLens } from '../../../src/present/definitionLens.js';
import { open } from './run.js';

const SOURCE = `\
import weakref

class Node:
    count = 0

    def __init__(self, label):
        self.label = label


class Leaf(Node):
    pass


def build(n):
    return [Node(str(i) * 3) for i in range(n)]


def unused():
    return []


def made():
    yield [1]


kept = build(3)
build(2)
leaf = Leaf("leaf")
values = list(made())
`;

const say = (text: string, ...values: readonly (string | number)[]) =>
  text.replace(/\{(\d+)\}/g, (_, i) => String(values[Number(i)]));

test('functions and classes tell their calls and what is alive of what they made', () => {
  const found = open(SOURCE).definitions();
  expect(found.map(({ kind, name, line, calls }) => [kind, name, line, calls])).toEqual([
    ['class', 'Node', 3, 1],
    ['function', 'Node.__init__', 6, 6],
    ['class', 'Leaf', 10, 1],
    ['function', 'build', 14, 2],
    ['function', 'unused', 18, 0],
    ['function', 'made', 22, 1],
  ]);
  const by = new Map(found.map((definition) => [definition.name, definition]));
  expect(by.get('Node')?.objects).toBe(3);
  expect(by.get('Leaf')?.objects).toBe(1);
  expect(by.get('made')?.objects).toBe(1);
  // The list of the first call, three nodes and their labels.
  expect(by.get('build')?.objects).toBe(7);
});

test('their words', () => {
  const words = open(SOURCE)
    .definitions()
    .map((definition) => definitionLens(definition, say));
  expect(words[0]).toMatch(/^3 instances alive \(\d+ bytes\)$/);
  expect(words[1]).toMatch(/^6 calls · /);
  expect(words[2]).toMatch(/^1 instance alive/);
  expect(words[3]).toMatch(/^2 calls · 7 objects made here are alive/);
  expect(words[4]).toBe('not called');
  expect(words[5]).toMatch(/^1 call · 1 object made here is alive/);
});

test('they are of the moment', () => {
  const at = { kind: 'line', file: 0, line: 26, hit: -1 } as const;
  const found = open(SOURCE, { at }).definitions();
  expect(found.find(({ name }) => name === 'Leaf')?.objects).toBe(0);
});
