import { describe, expect, test } from 'vitest';
import { explored, open } from './run.js';

const CYCLE = `import gc
gc.disable()
class Node:
    pass
a = Node()
b = Node()
a.other = b
b.other = a
del a, b
gc.collect()
x = 1
`;

describe('cycles', () => {
  test('the line that closes one, the reference, and the line that orphans it', () => {
    const { cycles, collections } = explored(CYCLE);
    expect(cycles).toHaveLength(1);
    const [cycle] = cycles;
    expect(cycle).toMatchObject({
      membersTotal: 2,
      unreachable: true,
      closedBy: { line: 8, edge: { kind: 'attribute', label: 'other' } },
      orphanedBy: { line: 9 },
    });
    expect(cycle!.members.map((m) => m.names)).toEqual([['a'], ['b']]);
    expect(collections[cycle!.collectedBy!]).toMatchObject({ line: 10, reason: 'explicit', collected: 2 });
  });

  test('a living cycle is held by names', () => {
    const { picture } = explored('a = []\nbox = [a]\na.append(a)\n');
    expect(picture!.cycles).toMatchObject([{ unreachable: false, heldBy: ['a', 'box[0]'], membersTotal: 1 }]);
  });

  test('classes and functions of a module are no cycles', () => {
    expect(explored('class A:\n    def f(self):\n        pass\ndef g():\n    pass\n').picture!.cycles).toEqual([]);
  });

  test('a line is told that it closed a cycle', () => {
    const result = explored(CYCLE);
    expect(result.files[0]!.lines.find((l) => l.line === 8)!.closedCycles).toEqual([result.cycles[0]!.id]);
    expect(result.diagnostics).toMatchObject([
      { code: 'cycle', range: { line: 9 }, related: [{ range: { line: 8 } }] },
    ]);
  });
});

describe('moments', () => {
  test('after a line', () => {
    const { picture } = explored(CYCLE, { at: { kind: 'line', file: 0, line: 9, hit: 1 } });
    expect(picture).toMatchObject({ line: 9, step: 10 });
    expect(picture!.cycles).toMatchObject([{ unreachable: true }]);
    expect(picture!.frames.map((f) => f.names.map((n) => n.name))).toEqual([['gc', 'Node']]);
  });

  test('counted from the last execution', () => {
    const text = 'k = []\nfor i in range(3):\n    k.append([])\nk = None\n';
    const { picture } = explored(text, { at: { kind: 'line', file: 0, line: 3, hit: -1 } });
    expect(picture!.frames[0]!.names.find((n) => n.name === 'k')!.object.repr).toBe('[[], [], []]');
    expect(picture!.moment).toEqual({ kind: 'line', file: 0, line: 3, hit: 3 });
  });

  test('inside a call, with its frames', () => {
    const text = 'def f(x):\n    y = [x]\n    return y\nf([])\n';
    const { picture } = explored(text, { at: { kind: 'line', file: 0, line: 2, hit: 1 } });
    expect(picture!.frames.map((f) => [f.scope, f.names.map((n) => n.name)])).toEqual([
      ['', ['f']],
      ['f', ['x', 'y']],
    ]);
  });

  test('every step is reached', () => {
    const { steps } = explored(CYCLE);
    for (let step = 0; step <= steps; step++) {
      const { picture } = explored(CYCLE, { at: { kind: 'step', step } });
      expect(picture!.step).toBe(step);
    }
  });

  test('a collection that is asked for', () => {
    const text = 'import gc\ngc.disable()\na = []\na.append(a)\ndel a\nb = 1\n';
    const { collections, cycles } = explored(text, { collectAt: { kind: 'line', file: 0, line: 5, hit: -1 } });
    const [asked] = collections.filter((c) => c.reason === 'asked');
    expect(asked).toMatchObject({ line: 5, generation: 2, collected: 1 });
    expect(cycles).toMatchObject([{ collectedBy: asked!.index }]);
  });
});

describe('the heap', () => {
  test('every used block of a pool has its character', () => {
    const { picture } = explored('x = [object() for i in range(500)]\n');
    for (const arena of picture!.heap.arenas) {
      for (const pool of arena.pools) {
        expect(pool.map).toHaveLength(pool.capacity);
        expect([...pool.map!].filter((c) => 'Todg'.includes(c))).toHaveLength(pool.usedBlocks);
      }
    }
  });

  test('garbage is drawn', () => {
    const run = open('import gc\ngc.disable()\na = []\na.append(a)\ndel a\n');
    const [cycle] = run.result.picture!.cycles;
    const [member] = cycle!.members;
    const detail = run.object({ kind: 'address', address: member!.address });
    const place = detail!.place;
    if (place.kind !== 'pool') throw new Error('A list stands in a pool.');
    const pool = run.pool(place.pool)!;
    expect(pool.blocks.find((b) => b.address === place.block)).toMatchObject({ state: 'g', object: { type: 'list' } });
    expect(detail!.cycle).toBe(cycle!.id);
  });

  test('generations and their members', () => {
    const run = open('import gc\ngc.collect()\na = []\nb = {"k": a}\n');
    const [young] = run.result.picture!.collector.generations;
    expect(young!.members.map((m) => m.type)).toEqual(['list', 'dict']);
    expect(run.members(0, 0, 5).map((m) => m.type)).toEqual(['list', 'dict']);
    expect(young!.threshold).toBe(700);
  });
});

describe('the ledger', () => {
  function ledger(text: string, name: string): string[] {
    const detail = open(text).object({ kind: 'name', name })!;
    expect(detail.holders.reduce((n, h) => n + h.times, 0)).toBe(detail.count);
    return detail.holders.map((h) => `${h.kind} ${h.label}${h.times > 1 ? ` x${h.times}` : ''}`);
  }

  test('names, elements, keys and values', () => {
    expect(ledger('a = []\nb = a\nc = [a, a]\nd = {"k": a}\n', 'a')).toEqual([
      'name a',
      'name b',
      'element 0',
      'element 1',
      "value 'k'",
    ]);
  });

  test('attributes, slots, cells and bound methods', () => {
    const text = `class A:
    def m(self): pass
class S:
    __slots__ = ('s',)
x = A()
y = A()
y.held = x
z = S()
z.s = x
def f():
    n = x
    return lambda: n
g = f()
m = x.m
`;
    expect(ledger(text, 'x')).toEqual([
      'name x',
      'attribute held',
      'attribute s',
      'attribute __self__',
      'cell cell_contents',
    ]);
  });

  test('constants and the parser', () => {
    expect(ledger('a = 123456\n', 'a')).toEqual([
      'name a',
      'constant ',
      "interpreter the parser's tree of the running script",
    ]);
  });

  test('the line that bound a name, and that of the birth', () => {
    const detail = open('a = []\nb = a\n').object({ kind: 'name', name: 'b' })!;
    expect(detail.bornLine).toBe(1);
    expect(detail.holders.map((h) => h.line)).toEqual([1, 2]);
  });

  test('no such name', () => {
    expect(open('a = 1\n').object({ kind: 'name', name: 'nobody' })).toBeNull();
    expect(open('a = 1\n').object({ kind: 'address', address: 12 })).toBeNull();
    expect(open('a = 1\n').pool(12)).toBeNull();
  });
});
