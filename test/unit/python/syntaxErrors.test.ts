import { describe, expect, test } from 'vitest';
import { parseStrict } from '../../../src/python/parse.js';
import type { PythonVersion } from '../../../src/spec/version.js';
import { forVersion, recorded, recordedVersions } from './recorded.js';

type Recorded = [
  errorClass: string,
  message: string,
  lineno: number,
  offset: number,
  endLine: number,
  endOffset: number,
];

interface Difference {
  source: string;
  expected: string;
  actual: string;
}

function differences(version: PythonVersion, withPlace: boolean): Difference[] {
  const out: Difference[] = [];
  for (const [source, results] of recorded<Record<string, Recorded | null | 'not comparable'>>('syntaxErrors.json')) {
    const result = forVersion(results, version);
    if (result === 'not comparable') continue;
    const [found] = parseStrict(source, { version }).diagnostics;
    const expected = result ? (withPlace ? result.slice(0, 4) : result.slice(0, 2)).join(' | ') : 'none';
    const place = found && withPlace ? [found.lineno, found.col_offset + 1] : [];
    const actual = found ? [found.errorClass, found.message, ...place].join(' | ') : 'none';
    if (expected !== actual) out.push({ source, expected, actual });
  }
  return out;
}

/** By version: what differs from CPython, and is known to. */
const known: Record<string, string[]> = {
  always: [
    // Pyright takes the `e` behind the 2 for an exponent.
    '1if 2else 3',
    // Refused while parsing, where CPython leaves it to its compiler.
    'match x:\n    case f"{x}": pass',
  ],
  // Joiners in names.
  '3.13': ['x\u200cy = 1'],
  // CPython gives column 0 here.
  'without place': ['@a\n@b'],
  '3.11': ['f"\\N{AMPERSAND"'],
  '3.10': ['f"\\N{AMPERSAND"'],
};

describe.each(['3.10', '3.11', '3.12', '3.13'] as const)('Python %s', (version) => {
  test('errors have the words and the place of CPython', () => {
    const expected = [...known.always, ...known['without place'], ...(known[version] ?? [])];
    const found = differences(version, true).filter(({ source }) => !expected.includes(source));
    expect(found).toEqual([]);
  });
});

/** The old parsers of 3.8 and 3.9 put errors elsewhere and have fewer words; this keeps count of how far we are. */
test.each([
  ['3.9', 10],
  ['3.8', 45],
] as const)('Python %s: most errors have the words of CPython', (version, allowed) => {
  expect(differences(version, false).length).toBeLessThanOrEqual(allowed);
});

test.each(recordedVersions)('Python %s accepts and refuses what CPython does', (version) => {
  const acceptance = differences(version, false).filter(
    ({ source, expected, actual }) =>
      (expected === 'none') !== (actual === 'none') && ![...known.always, ...(known[version] ?? [])].includes(source),
  );
  const allowed = version === '3.8' ? 9 : version === '3.9' ? 1 : 0;
  expect(acceptance.length, JSON.stringify(acceptance, null, 1)).toBeLessThanOrEqual(allowed);
});

test('the end of an error is exclusive', () => {
  const [error] = parseStrict('x = 1 +\n', { version: '3.12' }).diagnostics;
  expect(error).toEqual({
    errorClass: 'SyntaxError',
    message: 'invalid syntax',
    lineno: 1,
    col_offset: 7,
    end_lineno: 1,
    end_col_offset: 8,
  });
});

test('an error behind many statements has its place in the file', () => {
  const source = `${'x = 1\n'.repeat(500)}y = (1,\n${'z = 2\n'.repeat(500)}`;
  const [error] = parseStrict(source, { version: '3.12' }).diagnostics;
  expect([error.message, error.lineno, error.col_offset]).toEqual(["'(' was never closed", 501, 4]);
});

test.each([
  ['brackets', '('.repeat(201) + ')'.repeat(201), 'too many nested parentheses'],
  ['open brackets', '['.repeat(100_000), 'too many nested parentheses'],
  ['null bytes', 'x = 1\0', 'source code cannot contain null bytes'],
  [
    'indents',
    Array.from({ length: 101 }, (_, i) => `${' '.repeat(i)}if x:\n`).join(''),
    'too many levels of indentation',
  ],
])('too many %s', (_what, source, message) => {
  const [error] = parseStrict(source, { version: '3.12' }).diagnostics;
  expect(error?.message).toBe(message);
});

test.each([
  ['terms', `x = ${Array(3000).fill('a').join(' + ')}`],
  ['signs', `x = ${'-'.repeat(2000)}1`],
  ['attributes', `x = a${'.b'.repeat(2000)}`],
  ['elifs', `if a: pass\n${'elif b: pass\n'.repeat(1000)}`],
])('many %s are no error', (_what, source) => {
  expect(parseStrict(source, { version: '3.12' }).diagnostics).toEqual([]);
});

test('warnings that CPython shows by default', () => {
  const source = `s = '\\d \\q'
t = f"\\{1}\\w" '\\400'
u = f"""{1}
\\p"""
v = rb'\\d' b'\\z' if 1if 1else 1 else 0
`.replace('1else', '1 else');
  const warnings = (version: PythonVersion) =>
    parseStrict(source, { version }).warnings.map(({ message, lineno }) => `${lineno}: ${message}`);
  expect(warnings('3.10')).toEqual([]);
  expect(warnings('3.11')).toEqual(['5: invalid decimal literal']);
  expect(warnings('3.12')).toEqual([
    "1: invalid escape sequence '\\d'",
    "2: invalid escape sequence '\\{'",
    "2: invalid escape sequence '\\w'",
    "2: invalid octal escape sequence '\\400'",
    "4: invalid escape sequence '\\p'",
    "5: invalid escape sequence '\\z'",
    '5: invalid decimal literal',
  ]);
});
