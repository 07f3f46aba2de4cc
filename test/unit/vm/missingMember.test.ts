import { expect, test } from 'vitest';
import { runProgram } from '../../../src/vm/run.js';

function run(program: string) {
  return runProgram({
    files: new Map([['/p/main.py', program]]),
    main: '/p/main.py',
    version: '3.12',
    argv: ['/p/main.py'],
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
  });
}

test.each([
  ['import asyncio\n\nasyncio.open_connection()', 'asyncio.open_connection', 3],
  ['from ast import NodeVisitor', 'ast.NodeVisitor', 1],
  ['import json\nimport json.tool', 'module json.tool', 2],
  ['try:\n    from unittest import mock\nexcept ImportError:\n    pass', 'module unittest.mock', 2],
  ['import sys\nsys.stdout.buffer.write(b"")', 'sys.stdout.buffer', 2],
  ['def f():\n    pass\nf.__code__.co_lines()', 'code.co_lines()', 3],
  ['import sys\nhasattr(sys, "call_tracing")', 'sys.call_tracing', 2],
])('%s ends the run with what is missing', (program, what, line) => {
  expect(run(program).notSimulated).toMatchObject({ what, line });
});

test.each(['import math\nmath.nope', 'from math import nope', 'import math\nmath.sumprod = 1\nmath.nope'])(
  '%s raises as in CPython, which has no such name either',
  (program) => {
    const result = run(program);
    expect(result.notSimulated).toBeUndefined();
    expect(result.exitStatus).toBe(1);
  },
);
