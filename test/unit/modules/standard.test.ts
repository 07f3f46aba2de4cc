import { expect, test } from 'vitest';
import { runProgram } from '../../../src/vm/run.js';

/** Standard output of a program under 3.12. */
function outputOf(program: string): string {
  let out = '';
  const result = runProgram({
    files: new Map([['/p/main.py', program]]),
    main: '/p/main.py',
    version: '3.12',
    argv: ['/p/main.py'],
    stdin: () => null,
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      out += text;
    },
  });
  expect(result.exitStatus).toBe(0);
  return out;
}

// Written by hand after CPython 3.12.
test.each([
  [
    'json',
    'import json\nprint(json.dumps({"b": [1, 2.5, None], "a": "é"}, sort_keys=True))\ntry: json.loads("[1,]")\nexcept ValueError as e: print(e)',
    '{"a": "\\u00e9", "b": [1, 2.5, null]}\nExpecting value: line 1 column 4 (char 3)\n',
  ],
  [
    'datetime',
    'from datetime import *\nd = datetime(2024, 2, 29, 13, 5)\nprint(repr(d + timedelta(days=1)), d.strftime("%a %j"), datetime.strptime("21 June, 2018", "%d %B, %Y"))',
    'datetime.datetime(2024, 3, 1, 13, 5) Thu 060 2018-06-21 00:00:00\n',
  ],
  [
    'asyncio',
    'import asyncio\nasync def w(n, d):\n    await asyncio.sleep(d)\n    print(n)\n    return n\nasync def main(): print(await asyncio.gather(w(1, 2), w(2, 1)))\nasyncio.run(main())',
    '2\n1\n[1, 2]\n',
  ],
  [
    'hashlib',
    'import hashlib\nprint(hashlib.md5(b"a").hexdigest(), hashlib.sha224(b"").hexdigest())',
    '0cc175b9c0f1b6a831c399e269772661 d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f\n',
  ],
  [
    'doctest',
    '"""\n>>> 1 + 1\n2\n>>> [][0]\nTraceback (most recent call last):\nIndexError: list index out of range\n"""\nimport doctest\nprint(doctest.testmod())',
    'TestResults(failed=0, attempted=2)\n',
  ],
  [
    'ast.literal_eval',
    'import ast\nprint(ast.literal_eval("[1, (2.5, -3), {\'a\': {1, 2}}, None, 1+2j]"))',
    "[1, (2.5, -3), {'a': {1, 2}}, None, (1+2j)]\n",
  ],
])('%s does what CPython does', (_name, program, expected) => {
  expect(outputOf(program)).toBe(expected);
});
