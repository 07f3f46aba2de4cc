import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runProgram } from '../../../src/vm/run.js';

const folder = new URL('../../oracle/numbers/', import.meta.url);

/** What a program of test/oracle/numbers prints in the simulator. */
function output(name: string, version: '3.8' | '3.10' | '3.12' | '3.13'): string {
  let text = '';
  let errors = '';
  const outcome = runProgram({
    files: new Map([['main.py', readFileSync(new URL(`${name}.py`, folder), 'utf8')]]),
    main: 'main.py',
    version,
    argv: ['main.py'],
    maxMemory: 1 << 27,
    stdin: () => null,
    stdout: (part) => {
      text += part;
    },
    stderr: (part) => {
      errors += part;
    },
  });
  expect([outcome.fault, outcome.notSimulated, outcome.exitStatus, errors.includes('Traceback')]).toEqual([
    undefined,
    undefined,
    0,
    false,
  ]);
  return text;
}

// Recorded with `python3.X -W ignore NAME.py > NAME-3.X.txt`.
describe.each(['3.8', '3.10', '3.12', '3.13'] as const)('Python %s', (version) => {
  test.each([
    ['objects', 'operations, conversions and their errors'],
    ['functions', 'the functions of math and cmath'],
    ['identity', 'which results are shared objects'],
  ])('%s: %s', (name) => {
    const recorded = readFileSync(new URL(`${name}-${version}.txt`, folder), 'utf8');
    expect(output(name, version).split('\n')).toEqual(recorded.split('\n'));
  });
});
