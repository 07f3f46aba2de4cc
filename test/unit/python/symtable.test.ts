import { describe, expect, test } from 'vitest';
import { parseStrict } from '../../../src/python/parse.js';
import { buildSymtable } from '../../../src/python/symtable.js';
import { mangle, namesOfScope, type SymtableEntry } from '../../../src/python/symtableEntry.js';
import { forVersion, recorded, recordedVersions } from './recorded.js';

type Table = [name: string, lineno: number, symbols: string[], varnames: string[], nested: boolean, children: Table[]];
type Failure = [errorClass: string, message: string, lineno: number, offset: number];

function tableOf(entry: SymtableEntry): Table {
  const symbols = [...entry.symbols.values()].map((symbol) => `${symbol.name}:${symbol.scope}`).sort();
  return [entry.name, entry.lineno, symbols, entry.varnames, entry.nested, entry.children.map(tableOf)];
}

function entryOf(source: string, ...path: string[]): SymtableEntry {
  const { module, diagnostics } = parseStrict(source, { version: '3.12' });
  expect(diagnostics).toEqual([]);
  const { top, diagnostics: errors } = buildSymtable(module, '3.12');
  expect(errors).toEqual([]);
  return path.reduce((entry, name) => entry.children.find((child) => child.name === name) as SymtableEntry, top);
}

describe.each(recordedVersions)('Python %s', (version) => {
  test('tables and errors are those of CPython', () => {
    const wrong: unknown[] = [];
    for (const [source, results] of recorded<Record<string, Table | Failure>>('symtables.json')) {
      const expected = forVersion(results, version);
      const parsed = parseStrict(source, { version });
      const table = buildSymtable(parsed.module, version);
      const [error] = [...parsed.diagnostics, ...table.diagnostics];
      const isFailure = String(expected[0]).endsWith('Error');
      // The parsers of 3.8 and 3.9 have other words; the symbol tables' are the same.
      if (parsed.diagnostics.length > 0 && isFailure && (version === '3.8' || version === '3.9')) continue;
      const actual = error ? [error.errorClass, error.message] : tableOf(table.top);
      const wanted = isFailure ? expected.slice(0, 2) : expected;
      if (JSON.stringify(actual) !== JSON.stringify(wanted)) wrong.push({ source, expected: wanted, actual });
    }
    expect(wrong).toEqual([]);
  });
});

test.each([
  ['from __future__ import nope', 'future feature nope is not defined'],
  ['from __future__ import braces', 'not a chance'],
  ['x = 1\nfrom __future__ import division', 'from __future__ imports must occur at the beginning of the file'],
])('%j is refused', (source, message) => {
  const { module } = parseStrict(source, { version: '3.12' });
  expect(buildSymtable(module, '3.12').diagnostics[0]?.message).toBe(message);
});

test('flags of blocks', () => {
  const gen = entryOf('def f():\n    yield 1', 'f');
  expect([gen.isGenerator, gen.isCoroutine, gen.isAsyncGenerator]).toEqual([true, false, false]);
  const agen = entryOf('async def f():\n    yield 1', 'f');
  expect([agen.isGenerator, agen.isCoroutine, agen.isAsyncGenerator]).toEqual([true, true, true]);
  const klass = entryOf('class C:\n    def f(self): super()', 'C');
  expect(klass.needsClassClosure).toBe(true);
  expect(entryOf('class C:\n    def f(self): pass', 'C').needsClassClosure).toBe(false);
  const varied = entryOf('def f(*a, **k): return 1', 'f');
  expect([varied.hasVarargs, varied.hasVarkeywords, varied.returnsValue]).toEqual([true, true, true]);
});

test('comprehensions are inlined since 3.12', () => {
  const { module } = parseStrict('def f(xs):\n    return [x for x in xs]', { version: '3.12' });
  const [statement] = module.body;
  if (statement.kind !== 'FunctionDef') throw new Error('a function was expected');
  const [returned] = statement.body;
  if (returned.kind !== 'Return' || returned.value === null) throw new Error('a return was expected');
  for (const [version, inlined] of [
    ['3.11', false],
    ['3.12', true],
  ] as const) {
    const { blocks } = buildSymtable(module, version);
    expect(blocks.get(returned.value)?.inlined).toBe(inlined);
    expect(blocks.get(statement)?.children).toHaveLength(inlined ? 0 : 1);
  }
});

test('mangling', () => {
  expect(mangle('C', '__x')).toBe('_C__x');
  expect(mangle('__C', '__x')).toBe('_C__x');
  expect(mangle('__', '__x')).toBe('__x');
  expect(mangle('C', '__x__')).toBe('__x__');
  expect(mangle('C', '__a.b')).toBe('__a.b');
  expect(mangle(null, '__x')).toBe('__x');
});

test('names of a scope are sorted', () => {
  const entry = entryOf('def f():\n    b = a = 1\n    return lambda: (b, a)', 'f');
  expect(namesOfScope(entry, 'CELL')).toEqual(['a', 'b']);
});
