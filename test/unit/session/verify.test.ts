import { expect, test } from 'vitest';
import { verifyText } from '../../../src/present/terminal/verify.js';
import type { Verification } from '../../../src/protocol/verify.js';
import { compareStream } from '../../../src/session/verify/compare.js';

test('equal output', () => {
  expect(compareStream('stdout', 'a\nb\n', 'a\nb\n', 'a\nb\n')).toEqual({
    stream: 'stdout',
    linesTotal: 2,
    unstableLines: 0,
    equal: true,
  });
});

test('a difference begins and ends where it does', () => {
  const { equal, difference } = compareStream('stdout', 'a\nx\nc\n', 'a\nb\nc\n', 'a\nb\nc\n');
  expect(equal).toBe(false);
  expect(difference).toEqual({ line: 2, simulated: ['x'], real: ['b'] });
});

test('a missing line is a difference', () => {
  expect(compareStream('stdout', 'a\n', 'a\nb\n', 'a\nb\n').difference).toEqual({
    line: 2,
    simulated: [],
    real: ['b'],
  });
});

test('a missing line end is a difference', () => {
  expect(compareStream('stdout', 'a', 'a\n', 'a\n').equal).toBe(false);
});

test('lines in which the interpreter differs from itself are not compared', () => {
  const compared = compareStream('stdout', '<object at 0x1>\nb\n', '<object at 0x2>\nb\n', '<object at 0x3>\nb\n');
  expect(compared).toMatchObject({ equal: true, unstableLines: 1 });
});

test('the text names both sides of a difference', () => {
  const verification: Verification = {
    file: 'x.py',
    interpreter: 'python3',
    version: '3.12.1',
    equal: false,
    streams: [compareStream('stdout', 'x\n', 'b\n', 'b\n'), compareStream('stderr', '', '', '')],
    exitStatus: { simulated: 0, real: 1 },
    counts: { compared: 2, differences: [{ line: 3, name: 'a', simulated: 2, real: null }] },
  };
  expect(verifyText(verification)).toMatchInlineSnapshot(`
    "x.py: not as Python 3.12.1 (python3)
      stdout differs from line 1 on
        - Python b
        + here   x
      stderr: both print nothing
      exit status differs: Python 1, here 0
      counts: 1 of 2 differs from sys.getrefcount
        line 3  a  Python unbound  here 2
    "
  `);
});
