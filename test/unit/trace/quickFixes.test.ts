// A quick fix makes what it is offered for go away, and the program prints what it printed before.
import { describe, expect, test } from 'vitest';
import { problems } from '../../../src/present/problems.js';
import { applyEdits } from '../../../src/present/textEdits.js';
import type { PythonVersion, TextEdit } from '../../../src/protocol/run.js';
import { explored } from './run.js';

interface Told {
  readonly codes: readonly string[];
  readonly printed: string;
  readonly fixes: readonly { readonly code: string; readonly title: string; readonly edits: readonly TextEdit[] }[];
  readonly related: readonly string[];
}

function run(text: string, python: PythonVersion = '3.12'): Told {
  const result = explored(text, { python });
  const found = problems(result);
  return {
    codes: found.map(({ code }) => code),
    printed: result.output.map((chunk) => chunk.text).join(''),
    fixes: found.flatMap(({ code, fixes }) => fixes.map((fix) => ({ code, ...fix }))),
    related: found.flatMap(({ related }) => related.map(({ range, message }) => `${range.line}: ${message}`)),
  };
}

/** Applies the only fix for a diagnostic; the changed text. */
function fixed(text: string, code: string, python?: PythonVersion): string {
  const before = run(text, python);
  const fixes = before.fixes.filter((fix) => fix.code === code);
  expect([code, fixes.length]).toEqual([code, 1]);
  const changed = applyEdits(text, fixes[0]!.edits);
  const after = run(changed, python);
  expect(after.codes).not.toContain(code);
  expect(after.printed).toBe(before.printed);
  return changed;
}

const DEFAULT = `def add(item, items=[]):
    """Adds."""
    items.append(item)
    return items

for n in range(3):
    add(n, items=None or []) if n > 5 else add(n)
print('done')
`;

const TREE = `"""A tree."""
import gc

class Node:
    def __init__(self, name):
        self.name = name
        self.parent = None
        self.children = []

    def add(self, child):
        self.children.append(child)
        child.parent = self

def show(node):
    for child in node.children:
        print(child.name, child.parent.name, child.parent is node)

root = Node('root')
root.add(Node('leaf'))
show(root)
print(root.parent)
del root
`;

const LINKED = `class Item:
    def __init__(self, value, owner=None):
        self.value = value
        self.owner = owner
    def __del__(self):
        pass

class Box:
    def __init__(self):
        self.item = Item(1, self)

box = Box()
print(box.item.owner is box)
box = None`;

const TRACEBACK = `def work():
    big = list(range(1000))
    raise ValueError('no')

saved = None
try:
    work()
except ValueError as error:
    saved = error
print(repr(saved))
`;

describe('a mutable default', () => {
  test('becomes None, and a new object in each call', () => {
    const changed = fixed(DEFAULT, 'growingDefault');
    expect(changed.split('\n').slice(0, 5)).toEqual([
      'def add(item, items=None):',
      '    """Adds."""',
      '    if items is None:',
      '        items = []',
      '    items.append(item)',
    ]);
    expect(run(DEFAULT).related).toEqual(['3: It grew here last.']);
  });

  test('of a method, by keyword only, indented by tabs', () => {
    const text = 'class A:\n\tdef put(self, key, *, seen={}):\n\t\tseen[key] = 1\nfor k in "ab": A().put(k)\n';
    expect(fixed(text, 'growingDefault')).toContain('\t\tif seen is None:\n\t\t\tseen = {}\n\t\tseen[key] = 1\n');
  });

  test.each([
    ['in a lambda', 'f = lambda x, seen=[]: seen.append(x)\nf(1)\nf(2)\n'],
    ['on the line of its body', 'def f(x, seen=[]): seen.append(x)\nf(1)\nf(2)\n'],
    ['of other objects', 'first = [0]\ndef f(x, seen=[first]):\n    seen.append(x)\nf(1)\nf(2)\n'],
  ])('%s has no fix', (_name, text) => {
    expect(run(text)).toMatchObject({ codes: ['growingDefault'], fixes: [] });
  });
});

describe('a cycle', () => {
  test.each(['3.8', '3.11', '3.13'] as const)('the way back becomes weak, Python %s', (python) => {
    const changed = fixed(TREE, 'cycle', python);
    expect(changed).toContain('"""A tree."""\nimport weakref\nimport gc\n');
    expect(changed).toContain('        child.parent = self\n\n    @property\n    def parent(self):\n');
    expect(changed).toContain('        self._parent = None if value is None else weakref.ref(value)\n');
  });

  test('with a finalizer: both are told, with the place of __del__', () => {
    const told = run(LINKED);
    expect(told.codes).toEqual(['cycle', 'finalizerInCycle']);
    expect(told.related).toContain('5: Item.__del__() is here.');
    fixed(LINKED, 'cycle');
    fixed(LINKED, 'finalizerInCycle');
  });

  test.each([
    ['all of one attribute', 'class N: pass\na = N(); b = N()\na.next = b\nb.next = a\ndel a, b\n'],
    [
      'of a class with slots',
      "class N:\n    __slots__ = ('up', 'down')\na = N(); b = N()\na.down = b\nb.up = a\ndel a, b\n",
    ],
    ['of containers', 'a = []\na.append(a)\ndel a\n'],
    [
      'of an attribute that is deleted',
      'class N: pass\na = N(); b = N()\na.down = b\nb.up = a\nb.up = None\ndel b.up\nb.up = a\ndel a, b\n',
    ],
  ])('%s has no fix', (_name, text) => {
    expect(run(text)).toMatchObject({ codes: ['cycle'], fixes: [] });
  });
});

describe('a cache of a function', () => {
  test.each([
    ['import functools\n@functools.cache\ndef f(n):\n    return n\n', '@functools.lru_cache(maxsize=128)'],
    [
      'import functools\n@functools.lru_cache(maxsize=None)\ndef f(n):\n    return n\n',
      '@functools.lru_cache(maxsize=128)',
    ],
    [
      'from functools import cache\n@cache\ndef f(n):\n    return n\n',
      'from functools import cache, lru_cache\n@lru_cache',
    ],
  ])('gets a limit: %s', (head, changed) => {
    const text = `${head}def work():\n    for i in range(50):\n        f(i)\nwork()\n`;
    expect(fixed(text, 'growingCache')).toContain(changed);
  });
});

test('an exception is kept without its traceback', () => {
  expect(fixed(TRACEBACK, 'tracebackHolds')).toContain('    saved = error.with_traceback(None)\n');
  expect(run(TRACEBACK).related).toEqual([
    '3: ValueError was raised here: its traceback keeps the variables of this call.',
  ]);
});

test('line ends of the file are kept', () => {
  const text = TREE.replaceAll('\n', '\r\n');
  const [fix] = run(text).fixes;
  expect(fix!.edits.map((edit) => edit.text.replaceAll('\r\n', '')).join('')).not.toContain('\n');
});
