import { expect, test } from 'vitest';
import { parseTolerant } from '../../../src/python/retry.js';

/** Kinds and places of the statements that are found around the damage. */
function outline(source: string): string[] {
  const out: string[] = [];
  const { module } = parseTolerant(source, { version: '3.12' });
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null && 'kind' in value) {
      const node = value as { kind: string; lineno?: number; col_offset?: number; body?: unknown };
      if (node.lineno !== undefined) out.push(`${node.kind}@${node.lineno}:${node.col_offset}`);
      visit(node.body);
    }
  };
  visit(module.body);
  return out;
}

function messages(source: string): string[] {
  return parseTolerant(source, { version: '3.12' }).diagnostics.map(({ message, lineno }) => `${lineno}: ${message}`);
}

test('a valid text has no diagnostics', () => {
  expect(messages('x = 1\n')).toEqual([]);
});

test('a half-typed line becomes a placeholder', () => {
  const source = 'a = 1\nb = a.\nc = 3\n';
  expect(messages(source)).toEqual(['2: invalid syntax']);
  expect(outline(source)).toEqual(['Assign@1:0', 'Pass@2:0', 'Assign@3:0']);
});

test('a header without a block gets one', () => {
  const source = 'def f():\n\nx = 1\n';
  expect(messages(source)).toEqual(['3: expected an indented block after function definition on line 1']);
  expect(outline(source)).toEqual(['FunctionDef@1:0', 'Pass@1:9', 'Assign@3:0']);
});

test('the body of a damaged header stays', () => {
  expect(outline('def f(a, :\n    x = 1\ny = 2\n')).toEqual(['FunctionDef@1:0', 'Assign@2:4', 'Assign@3:0']);
  expect(outline('while x ==:\n    y = 1\n')).toEqual(['If@1:0', 'Assign@2:4']);
});

test('a try without an except', () => {
  const source = 'try:\n    x = 1\ny = 2\n';
  expect(messages(source)).toEqual(["3: expected 'except' or 'finally' block"]);
  expect(outline(source)).toEqual(['If@1:0', 'Assign@2:4', 'Assign@3:0']);
});

test('a wrong indent keeps the columns of the text', () => {
  const source = 'def f():\n    x = 1\n      y = 2\n      z = 3\nw = 4\n';
  expect(messages(source)).toEqual(['3: unexpected indent']);
  expect(outline(source)).toEqual(['FunctionDef@1:0', 'Assign@2:4', 'Assign@3:6', 'Assign@4:6', 'Assign@5:0']);
});

test('an open bracket costs only its own lines', () => {
  const source = 'x = foo(1,\n    2\ny = 2\nz = 3\n';
  expect(messages(source)).toEqual(["1: '(' was never closed"]);
  expect(outline(source)).toEqual(['Pass@1:0', 'Assign@3:0', 'Assign@4:0']);
});

test('several damages are all reported', () => {
  expect(messages('a = \nb = 1\nc = )\nd = 2\n"e\n')).toHaveLength(3);
});

test('binary garbage ends', () => {
  let seed = 1;
  for (let run = 0; run < 200; run++) {
    let text = '';
    for (let i = 0; i < 200; i++) {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      text += String.fromCharCode((seed >> 8) % (run % 2 === 0 ? 128 : 0xffff));
    }
    expect(parseTolerant(text, { version: '3.12' }).diagnostics.length, JSON.stringify(text)).toBeLessThanOrEqual(7);
  }
});
