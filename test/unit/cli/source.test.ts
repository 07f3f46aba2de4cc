import { describe, expect, test } from 'vitest';
import { decodeSource } from '../../../src/cli/source.js';
import type { PythonVersion } from '../../../src/spec/version.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const decode = (text: string, version: PythonVersion = '3.12') => decodeSource(bytes(text), '/p/x.py', version);
const textOf = (text: string) => {
  const result = decode(text);
  return result.ok ? result.text : result.stderr;
};

describe('decodes as CPython does', () => {
  test.each([
    ['UTF-8', "'\xc3\xa9'", "'é'"],
    ['a byte-order mark', '\xef\xbb\xbfx = 1', 'x = 1'],
    ['a latin-1 cookie', '# -*- coding: latin-1 -*-\n"\xe9"', '# -*- coding: latin-1 -*-\n"é"'],
    ['a cookie in the second line', '#!/bin/python\n# vim: set fileencoding=cp1251 :\n"\xe6"', 'ж'],
    ['no cookie after code', 'x = 1\n# coding: nonsense\n', 'x = 1'],
  ])('%s', (_name, source, part) => {
    expect(textOf(source)).toContain(part);
  });
});

// Recorded from 3.8.18, 3.9.18, 3.11.7 and 3.12.1.
describe('refuses in the words of CPython', () => {
  test.each([
    [
      'bytes that are not UTF-8',
      '3.12',
      'x = 1\n\xff\xfe',
      "SyntaxError: Non-UTF-8 code starting with '\\xff' in file /p/x.py on line 2, but no encoding declared; see https://peps.python.org/pep-0263/ for details\n",
    ],
    [
      'a character that is cut short',
      '3.12',
      'x="""\xe9"""',
      "SyntaxError: Non-UTF-8 code starting with '\\xe9' in file /p/x.py on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details\n",
    ],
    [
      'null bytes',
      '3.12',
      'x = 1\0\n',
      '  File "/p/x.py", line 1\n    x = 1\nSyntaxError: source code cannot contain null bytes\n',
    ],
    ['an unknown encoding', '3.12', '# coding: foo\n', 'SyntaxError: encoding problem: foo\n'],
    ['an unknown encoding', '3.8', '# coding: foo\n', '  File "/p/x.py", line 1\nSyntaxError: encoding problem: foo\n'],
  ] as const)('%s (%s)', (_name, version, source, stderr) => {
    expect(decode(source, version)).toEqual({ ok: false, stderr, status: 1 });
  });

  test('a null byte ends the source up to 3.10', () => {
    expect(decode('x = 1\0garbage', '3.10')).toEqual({ ok: true, text: 'x = 1' });
  });
});
