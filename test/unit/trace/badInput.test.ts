import { describe, expect, test } from 'vitest';
import { openRun } from '../../../src/trace/explore.js';
import { explored, line, open, requestOf } from './run.js';

describe('bad input', () => {
  test('a syntax error: told with its place, and the rest runs', () => {
    const result = explored('a = []\nb = (\nc = a\n');
    expect(result.outcome).toEqual({ kind: 'syntaxError' });
    expect(result.diagnostics).toMatchObject([
      { code: 'syntaxError', range: { line: 2, column: 4 }, detail: "'(' was never closed" },
    ]);
    expect(line(result, 1).names[0]).toMatchObject({ name: 'a', after: 1 });
    expect(result.picture).toBeDefined();
    expect(result.output).toEqual([]);
  });

  test.each([
    'def',
    'class A(',
    'x = [1,',
    'if True:',
    'a = 1\n  b = 2',
    'for',
    '"unclosed',
    '\\',
    '(((((',
    'def f(:\n  pass',
  ])('half-typed: %j', (text) => {
    const result = explored(text);
    expect(result.outcome.kind).toBe('syntaxError');
    expect(result.diagnostics.length).toBeGreaterThan(0);
  });

  test('an error that only the compiler sees', () => {
    const result = explored('a = 1\nreturn a\n');
    expect(result.diagnostics).toMatchObject([
      { code: 'syntaxError', range: { line: 2 }, detail: "'return' outside function" },
    ]);
  });

  test('binary garbage', () => {
    let text = '';
    for (let i = 0; i < 3000; i++) text += String.fromCharCode((i * 7919) % 256);
    const result = explored(text);
    expect(result.outcome).toEqual({ kind: 'syntaxError' });
    expect(result.diagnostics).not.toEqual([]);
  });

  test('an endless loop ends at the budget of lines; what came before is kept', () => {
    const result = explored('a = []\nwhile True:\n    a.append(1)\n', { lines: 5000 });
    expect(result.outcome).toEqual({ kind: 'budget', which: 'lines' });
    expect(result.diagnostics).toMatchObject([{ code: 'budget', detail: 'lines' }]);
    expect(line(result, 3).hits).toBeGreaterThan(2000);
    expect(result.picture!.frames[0]!.names.map((n) => n.name)).toEqual(['a']);
  });

  test('an endless loop ends when its host says so, and answers questions about where it stands', () => {
    let asked = 0;
    const request = requestOf('a = []\nwhile True:\n    pass\n', { lines: 100_000_000 });
    const run = openRun(request, { shouldStop: () => (++asked > 2 ? 'milliseconds' : undefined) });
    expect(run.result.outcome).toEqual({ kind: 'budget', which: 'milliseconds' });
    expect(run.object({ kind: 'name', name: 'a' })).toMatchObject({ type: 'list', count: 1 });
  });

  test('a loop without a line of its own is stopped as well', () => {
    let asked = 0;
    const request = requestOf('while True: pass\n', { lines: 100_000_000 });
    const run = openRun(request, { shouldStop: () => (++asked > 2 ? 'cancelled' : undefined) });
    expect(run.result.outcome).toEqual({ kind: 'cancelled' });
  });

  test('endless recursion is a RecursionError at its line', () => {
    const result = explored('def f(n):\n    return f(n + 1)\nf(0)\n');
    expect(result.outcome).toMatchObject({
      kind: 'exception',
      type: 'RecursionError',
      message: 'maximum recursion depth exceeded',
    });
    expect(result.diagnostics).toMatchObject([{ code: 'uncaughtException', range: { line: 2 } }]);
  });

  test('recursion without a limit ends at a budget', () => {
    const result = explored('import sys\nsys.setrecursionlimit(10**9)\ndef f():\n    f()\nf()\n', {
      lines: 100_000_000,
    });
    expect(result.outcome.kind).toBe('budget');
  });

  test.each([
    'a = [0] * 10**9\n',
    'a = "x" * 10**10\n',
    'a = bytearray(10**9)\n',
    'a = []\nwhile True:\n    a.append("x" * 1000 + str(len(a)))\n',
  ])('a huge allocation ends at the budget of memory or is a MemoryError: %j', (text) => {
    const { outcome, picture } = explored(text, { lines: 1_000_000, memoryBytes: 1 << 24 });
    expect(['budget', 'exception']).toContain(outcome.kind);
    expect(picture).toBeDefined();
  });

  test('an uncaught exception: its line, what it says, what died', () => {
    const result = explored('def f():\n    x = []\n    return 1 / 0\nf()\n');
    expect(result.outcome).toEqual({
      kind: 'exception',
      exitStatus: 1,
      type: 'ZeroDivisionError',
      message: 'division by zero',
    });
    expect(result.diagnostics).toMatchObject([
      { code: 'uncaughtException', range: { line: 3, column: 4 }, detail: 'ZeroDivisionError: division by zero' },
    ]);
  });

  test('sys.exit is no exception', () => {
    expect(explored('import sys\nsys.exit(3)\n').outcome).toEqual({ kind: 'finished', exitStatus: 3 });
  });

  test('an empty file', () => {
    const run = open('');
    expect(run.result).toMatchObject({ outcome: { kind: 'finished', exitStatus: 0 }, diagnostics: [] });
  });
});
