import { expect, test } from 'vitest';
import type { PythonVersion } from '../../../src/spec/version.js';
import { runProgram } from '../../../src/vm/run.js';

function printed(program: string, version: PythonVersion = '3.13'): string {
  let out = '';
  runProgram({
    files: new Map([['/p/main.py', program]]),
    main: '/p/main.py',
    version,
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

// As each CPython prints.
test.each([
  ['3.8', 97],
  ['3.9', 107],
  ['3.10', 105],
  ['3.11', 107],
  ['3.12', 107],
  ['3.13', 107],
] as const)('with the collector off, all that modules leave in %s is there', (version, left) => {
  expect(printed('import gc\ngc.disable()\nimport collections, functools\nprint(gc.collect())', version)).toBe(
    `${left}\n`,
  );
});

test.each([
  ['3.12', '0 6\n'],
  ['3.13', '7 3\n'],
] as const)('an import passes the threshold of generation 0 in %s or does not', (version, expected) => {
  const program = 'import gc, weakref\nprint(gc.collect(), gc.get_stats()[0]["collections"])\n';
  expect(printed(program, version)).toBe(expected);
});

test("a collection during an import is told to the program's callbacks", () => {
  const program = `\
import gc
gc.set_threshold(100)
told = []
gc.callbacks.append(lambda phase, info: told.append((phase, info['generation'])))
ring = []
ring.append(ring)
del ring
import weakref
print(told[0], ('stop', 0) in told, gc.get_stats()[0]['collected'] > 24)
`;
  expect(printed(program, '3.12')).toBe("('start', 0) True True\n");
});
