import { expect, test } from 'vitest';
import { explainJson, explainText } from '../../../../src/present/terminal/explain.js';
import { cycleRun } from '../cycleRun.js';

const source = Array.from({ length: 36 }, (_, i) => (i === 24 ? 'right.partner = left' : `line${i + 1}`)).join('\n');

test('the listing carries each line with what it did', () => {
  const text = explainText(cycleRun(true), `${source}\n`);
  const lines = text.split('\n');
  expect(lines[0]).toBe('cycle.py · Python 3.12 · 33 lines executed');
  expect(lines).toContain('25  right.partner = left  # right 2  left 2 (+1)  closes a cycle');
  expect(lines).toContain('21  line21');
});

test('below stand problems, deaths, cycles, collections and the heap', () => {
  const text = explainText(cycleRun(true), source);
  expect(text.slice(text.indexOf('\nProblems'))).toMatchInlineSnapshot(`
    "
    Problems
      line 25: A reference cycle outlives its last name here: Node → Node → Node. Only the collector can free it.

    Deaths
      line 28: collector freed Node ×2, created on line 22
      line 35: freed Node, last name left, created on line 31
      line 35: freed Node, last name right, created on line 32
      line 35: freed weakref, created on line 34

    Reference cycles
      Node → Node → Node, closed on line 25, freed by the collection on line 28

    Collections
      line 28: generation 2: 4 of 623 unreachable (gc.collect() called)
      line 36: generation 2: 0 of 619 unreachable (gc.collect() called)

    Heap at the end
      1,742 objects, 623 tracked by the collector
      2,008 blocks in use in 12 pools: 128 KiB, of which 6,312 bytes lost to rounding
      system heap: 2 blocks, 2,888 bytes
      arena 0x7f2e00100000: 12 of 64 pools used
      generation 0: 210 objects, count 212 of 700
      generation 1: 61 objects, count 3 of 10
      generation 2: 350 objects, count 1 of 10
      free lists: float 3, list 12, dict 4, tuple[2] 7
    "
  `);
});

test('a run that could not start still lists the source', () => {
  const { picture: _, ...rest } = cycleRun();
  const text = explainText(
    {
      ...rest,
      files: [{ path: 'x.py', lines: [] }],
      steps: 0,
      outcome: { kind: 'syntaxError' },
      diagnostics: [
        {
          code: 'syntaxError',
          range: { file: 0, line: 1, column: 0, endLine: 1, endColumn: 1 },
          detail: 'invalid syntax',
        },
      ],
      cycles: [],
      collections: [],
      collectionsTotal: 0,
    },
    'x =',
  );
  expect(text).toBe(
    'x.py · Python 3.12 · 0 lines executed · syntax error\n\n1  x =\n\nProblems\n  line 1: invalid syntax\n',
  );
});

test('the data form names its kind and version', () => {
  expect(JSON.parse(explainJson(cycleRun()))).toMatchObject({ schema: 'arenascope/explain/1', python: '3.12' });
});
