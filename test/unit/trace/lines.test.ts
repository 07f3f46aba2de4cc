import { describe, expect, test } from 'vitest';
import { explored, line, touches } from './run.js';

describe('counts after lines', () => {
  test('a name binds, shares and lets go', () => {
    const result = explored('a = []\nb = a\ndel a\nb = None\n');
    expect(touches(result, 1)).toEqual(['a 1 (new)']);
    expect(touches(result, 2)).toEqual(['b 2 (+1)', 'a 2 (+1)']);
    expect(touches(result, 3)).toEqual(['a gone 1 (-1)', 'b 1 (-1)']);
    expect(touches(result, 4)).toEqual(['b immortal']);
    expect(line(result, 4).freed).toMatchObject([
      { type: 'list', repr: '[]', name: 'b', cause: 'count', bornLine: 1, times: 1 },
    ]);
  });

  test('an object that was there before the line and had no name has its count', () => {
    const result = explored('box = [[1], [2]]\nx = box[0]\ny = box.pop()\n');
    expect(touches(result, 2)).toEqual(['x 2 (+1)', 'box 1']);
    expect(touches(result, 3)).toEqual(['y 1', 'box 1']);
  });

  test('loops give hits and ranges', () => {
    const result = explored('a = []\nk = []\nfor i in range(3):\n    k.append(a)\n');
    expect(line(result, 3).hits).toBe(4);
    expect(line(result, 4).hits).toBe(3);
    expect(touches(result, 4)).toEqual(['k 1', 'a 2..4 (+1)']);
  });

  test('functions have their own names; the last line is told before the variables go', () => {
    const result = explored('def f(x):\n    y = x\n    return y\nr = f([])\n');
    expect(touches(result, 2)).toEqual(['y 2 (+1)', 'x 2 (+1)']);
    expect(touches(result, 3)).toEqual(['y 3 (+1)', 'x 3 (+1)']);
    expect(line(result, 2).names[0]!.scope).toBe('f');
    expect(touches(result, 4)).toEqual(['r 1 (new)']);
  });

  test('closures are looked up in their cells', () => {
    const result = explored('def f():\n    n = []\n    def g():\n        return n\n    return g\nf()()\n');
    expect(touches(result, 4)).toEqual(['n 2 (+1)']);
    expect(line(result, 4).names[0]!.scope).toBe('f.<locals>.g');
  });

  test('a name that the line does not mention and whose count it changes is told', () => {
    const result = explored('a = []\nbox = [a]\ndel box\n');
    expect(touches(result, 3)).toEqual(['box gone 0 (-1)', 'a 1 (-1)']);
  });

  test('deaths inside a finalizer belong to the line that let go', () => {
    const text = 'class A:\n    def __del__(self):\n        pass\na = A()\ndel a\n';
    expect(line(explored(text), 5).freed).toMatchObject([{ type: 'A', name: 'a', bornLine: 4 }]);
  });

  test('generators: a line lasts until its frame goes on', () => {
    const result = explored('def g():\n    x = []\n    yield x\n    y = x\nfor v in g():\n    pass\n');
    expect(line(result, 3).hits).toBe(1);
    expect(touches(result, 4)).toEqual(['y 3 (+1)', 'x 3 (+1)']);
  });

  test('modules of the request have their own lines', () => {
    const result = explored('import helper\nx = helper.make()\n', {
      modules: { 'helper.py': 'def make():\n    a = []\n    return a\n' },
    });
    expect(line(result, 3, 1).names.map((n) => n.name)).toEqual(['a']);
    expect(touches(result, 2)[0]).toBe('x 1 (new)');
  });

  test('equal requests give equal results', () => {
    const text = 'import gc\nfor i in range(800):\n    a = []\n    a.append(a)\ngc.collect()\n';
    expect(JSON.stringify(explored(text))).toBe(JSON.stringify(explored(text)));
  });

  test.each(['3.8', '3.9', '3.10', '3.11', '3.13'] as const)('Python %s', (python) => {
    const result = explored('class N: pass\na = N()\na.me = a\ndel a\n', { python });
    expect(touches(result, 2)[0]).toBe('a 1 (new)');
    expect(touches(result, 4)[0]).toBe('a gone 1 (-1)');
    expect(result.cycles).toMatchObject([{ unreachable: true, closedBy: { line: 3 }, orphanedBy: { line: 4 } }]);
  });
});
