import { expect, test } from 'vitest';
import { runProgram } from '../../../src/vm/run.js';

function printed(program: string): string {
  let out = '';
  runProgram({
    files: new Map([['/p/main.py', program]]),
    main: '/p/main.py',
    version: '3.13',
    argv: ['/p/main.py'],
    stdin: () => null,
    stdout: (text) => {
      out += text;
    },
    stderr: () => {},
  });
  return out;
}

// As CPython 3.13.0 prints: classes that a faster one replaced.
test('what an import leaves is found by the first collection and by no other', () => {
  expect(printed('import collections, gc\nprint(gc.collect(), gc.collect())')).toBe('80 0\n');
});

test('modules share what they import', () => {
  expect(printed('import collections, functools, gc\nprint(gc.collect())')).toBe('107\n');
});

test('a program without imports of the library is not concerned', () => {
  expect(printed('import gc, sys\nprint(gc.collect())')).toBe('0\n');
});
