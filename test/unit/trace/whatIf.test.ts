// What if a reference were cut or weak: what dies at once, what waits, which cycles are none any more.
import { expect, test } from 'vitest';
import { whatIfText } from '../../../src/present/terminal/whatIf.js';
import type { Moment } from '../../../src/protocol/position.js';
import type { PythonVersion } from '../../../src/protocol/run.js';
import type { ReferenceSelector, WithoutReference } from '../../../src/protocol/whatIf.js';
import { open } from './run.js';

const PROGRAM = `class Node:
    def __init__(self, name):
        self.name = name
        self.next = None
        self.prev = None
a = Node('a')
b = Node('b')
a.next = b
b.prev = a
box = {'k': [a], 1: b}
del a, b
box = None
`;
const after = (line: number): Moment => ({ kind: 'line', file: 0, line, hit: 1 });

function asked(path: string | number, line: number, python: PythonVersion = '3.12'): WithoutReference {
  const selector: ReferenceSelector = typeof path === 'string' ? { kind: 'path', path } : { kind: 'cycle', id: path };
  const answer = open(PROGRAM, { at: after(line), python }).whatIf(selector);
  if (answer?.kind !== 'without') throw new Error(JSON.stringify(answer));
  return answer.is;
}

test.each(['3.8', '3.11', '3.13'] as const)('an attribute in a cycle, Python %s', (python) => {
  const found = asked('b.prev', 9, python);
  expect(found.holder).toMatchObject({ kind: 'attribute', label: 'prev', line: 9 });
  expect(found).toMatchObject({ left: 1, unreachable: false, dies: { objectsTotal: 0 }, waits: { objectsTotal: 0 } });
  expect(found.cycles).toHaveLength(1);
  expect(found.opened).toEqual(found.cycles);
});

test('a name, the last one of a cycle', () => {
  const found = asked('box', 11);
  expect(found.dies.objects.map(({ type }) => type).sort()).toEqual(['dict', 'list']);
  expect(found.waits.objects.map(({ type }) => type)).toEqual(['Node', 'Node']);
});

test('entries of a dict and of a list', () => {
  expect(asked("box['k'][0]", 10).object).toMatchObject({ type: 'Node', names: ['a'] });
  expect(asked('box["k"]', 10).dies.objects.map(({ type }) => type)).toEqual(['list']);
  expect(asked('box[1].prev.next', 11)).toMatchObject({ left: 1, dies: { objectsTotal: 0 } });
});

test('the reference that closed a cycle, when no name is left', () => {
  const found = asked(1, 12);
  expect(found).toMatchObject({ unreachable: true, left: 0, opened: [1], dies: { objectsTotal: 2 } });
  const { result } = open(PROGRAM, { at: after(12) });
  const text = whatIfText(found, 'weak', { kind: 'cycle', id: 1 }, { ...result, picture: result.picture! });
  expect(text).toContain('What if the reference that closed cycle 1 were weak\n');
  expect(text).toContain('would open the cycle Node → Node → Node: its objects can die by their counts then\n');
  expect(text).toContain('would have freed as soon as the last name went, without the collector, 2 objects');
});

test.each([
  ['a.nothing', { found: 'a', missing: '.nothing' }],
  ['nobody.x', { found: '', missing: 'nobody.x' }],
  ['box[2]', { found: 'box', missing: '[2]', known: ["['k']", '[1]'] }],
])('%s is not there', (path, is) => {
  const run = open(PROGRAM, { at: after(10) });
  expect(run.whatIf({ kind: 'path', path })).toMatchObject({ kind: 'none', is });
});
