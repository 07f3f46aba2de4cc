import { expect, test } from 'vitest';
import { constantText } from '../../../src/python/disassemble.js';
import { Folder, isTrue } from '../../../src/python/fold.js';
import { parseStrict } from '../../../src/python/parse.js';

/** The constant that an expression is folded to, as text; null where it is left to the machine. */
function fold(source: string): string | null {
  const { module, diagnostics } = parseStrict(source, { version: '3.12' });
  expect(diagnostics).toEqual([]);
  const [statement] = module.body;
  if (statement?.kind !== 'Expr') throw new Error('an expression was expected');
  const constant = new Folder().constantOf(statement.value);
  return constant && constantText(constant);
}

test.each([
  ['1 + 2 * 3', '7'],
  ['7 // -2', '-4'],
  ['7 % -3', '-2'],
  ['-7.5 % 2', '0.5'],
  ['-7.5 // 2', '-4.0'],
  ['2 ** 10', '1024'],
  ['2 ** -1', '0.5'],
  ['0 ** 0', '1'],
  ['10 / 4', '2.5'],
  ['(10 ** 30) / (10 ** 29)', '10.0'],
  ['True + True', '2'],
  ['True & False', 'False'],
  ['~7', '-8'],
  ['+True', '1'],
  ['not ""', 'True'],
  ['-0.0', '-0.0'],
  ['1 + 2j', '1+2j'],
  ['"a" + "b" * 3', '"abbb"'],
  ['b"ab"[1]', '98'],
  ['"\u{1F600}x"[1]', '"x"'],
  ['(1, 2, 3)[-1]', '3'],
  ['(1, (2, "x")) * 2', '(1, (2, "x"), 1, (2, "x"))'],
  ['-1 >> 1000000000000', '-1'],
  ['__debug__', 'True'],
])('%s is %s', (source, expected) => {
  expect(fold(source)).toBe(expected);
});

// The limits are CPython's: what is over them is computed when the program runs.
test.each([
  ['2 ** 64', true],
  ['2 ** 65', false],
  ['1 << 127', true],
  ['1 << 128', false],
  ['"a" * 4096', true],
  ['"a" * 4097', false],
  ['(1,) * 256', true],
  ['(1,) * 257', false],
  ['((1,) * 100,) * 100', true],
  ['(((1,) * 100,) * 100) * 2', false],
  ['"a" * -1', false],
  ['1 / 0', false],
  ['1 % 0', false],
  ['0 ** -1', false],
  ['1e308 ** 2', false],
  ['"abc"[3]', false],
  ['"%s" % 1', false],
  ['3 @ 4', false],
  ['[1, 2]', false],
  ['(1, x)', false],
  ['x + 1', false],
])('%s folded: %s', (source, folded) => {
  expect(fold(source) !== null).toBe(folded);
});

test('truth of constants', () => {
  expect(isTrue({ type: 'float', value: -0 })).toBe(false);
  expect(isTrue({ type: 'complex', real: 1, imag: 0 })).toBe(true);
  expect(isTrue({ type: 'tuple', items: [] })).toBe(false);
  expect(isTrue({ type: 'Ellipsis' })).toBe(true);
});
