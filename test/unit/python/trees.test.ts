import { expect, test } from 'vitest';
import { parseStrict } from '../../../src/python/parse.js';
import { canonical } from './canonical.js';
import { recorded } from './recorded.js';

/** Valid Python that the front refuses, or reads differently. */
const knownDifferences = new Map([
  ['1if 2else 3', 'Pyright takes the `e` behind the 2 for an exponent'],
  ['rf"\\N{x}"', 'Pyright reads a named escape in raw f-strings too'],
  ['f"{x:\n}"', 'the line end is kept in the format specification'],
  ['if x:\n    a\n\\\n    b', 'an indent in front of a line continuation'],
  ['if 1:\n  x\n  \\\ny', 'an indent in front of a line continuation'],
  ['x\u200cy = 1', 'joiners in names'],
  ['match x:\n    case f"{x}": pass', 'refused while parsing, where CPython leaves it to its compiler'],
]);

test('trees are those of CPython 3.13', () => {
  const wrong: unknown[] = [];
  const surprises: string[] = [];
  for (const [source, expected] of recorded<string>('trees.json')) {
    const { module, diagnostics } = parseStrict(source, { version: '3.13' });
    const same = diagnostics.length === 0 && canonical(module) === expected;
    if (same && knownDifferences.has(source)) surprises.push(source);
    if (!same && !knownDifferences.has(source)) {
      wrong.push({ source, diagnostics, expected, actual: canonical(module) });
    }
  }
  expect(wrong).toEqual([]);
  expect(surprises, 'known differences that are none any more').toEqual([]);
});

test('a byte order mark is not part of the text', () => {
  const { module } = parseStrict('\ufeffx', { version: '3.13' });
  expect(canonical(module)).toBe(canonical(parseStrict('x', { version: '3.13' }).module));
});

test('line ends of any kind count', () => {
  const { module } = parseStrict('a\r\nb\rc\n', { version: '3.13' });
  expect(module.body.map((statement) => [statement.lineno, statement.col_offset])).toEqual([
    [1, 0],
    [2, 0],
    [3, 0],
  ]);
});

test('an expression in eval mode', () => {
  expect(parseStrict('1 + 2', { version: '3.12', mode: 'eval' }).diagnostics).toEqual([]);
  expect(parseStrict('x = 1', { version: '3.12', mode: 'eval' }).diagnostics).toHaveLength(1);
});
