import { expect, test } from 'vitest';
import { notebookProgram } from '../../../src/session/notebook.js';

test('cells are one program, in order, and each knows where it begins', () => {
  const { text, offsets, ownLines } = notebookProgram(['a = []', 'b = a\nc = b\n', '', 'del a']);
  expect(text).toBe('a = []\nb = a\nc = b\n\n\ndel a\n');
  expect(offsets).toEqual([0, 1, 4, 5]);
  expect(ownLines).toEqual([]);
});

test('magics, shell commands and questions are left out, and all lines stay where they are', () => {
  const { text, ownLines } = notebookProgram([
    '%matplotlib inline\nx = 1\nif x:\n    !ls -l\nfiles = !ls\nt = %timeit -o x\nlist?\n?dict',
  ]);
  expect(text).toBe('pass\nx = 1\nif x:\n    pass\npass\npass\npass\npass\n');
  expect(ownLines.map(({ line, from, to, name }) => [line, from, to, name])).toEqual([
    [1, 0, 18, '%matplotlib'],
    [4, 4, 10, '!ls'],
    [5, 0, 11, '!ls'],
    [6, 0, 16, '%timeit'],
    [7, 0, 5, 'list?'],
    [8, 0, 5, '?dict'],
  ]);
});

test('a cell magic takes its whole cell', () => {
  const { text, ownLines } = notebookProgram(['x = 1', '\n%%bash\necho $x\n', 'y = x']);
  expect(text).toBe('x = 1\n\n\n\n\ny = x\n');
  expect(ownLines.map(({ line, name }) => [line, name])).toEqual([[3, '%%bash']]);
});

test('what only looks like a magic is Python', () => {
  const cell = [
    'text = """',
    '%d items',
    '!"""',
    'n = (17',
    '  % 5)',
    'm = 17 \\',
    '  % 5',
    "s = '%d' % n  # %time",
    'ok = n != m',
    "it's = 1",
    '%time n',
  ].join('\n');
  const { text, ownLines } = notebookProgram([cell]);
  expect(text).toBe(`${cell.replace('%time n', 'pass')}\n`);
  expect(ownLines.map(({ line }) => line)).toEqual([11]);
});
