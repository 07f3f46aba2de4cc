import { expect, test } from 'vitest';
import { compileModule } from '../../../src/python/compile.js';
import { disassemble } from '../../../src/python/disassemble.js';
import { INSTRUCTIONS, Op } from '../../../src/python/instructions.js';
import { parseStrict } from '../../../src/python/parse.js';
import { buildSymtable } from '../../../src/python/symtable.js';

function listing(source: string): string {
  const { module } = parseStrict(source, { version: '3.12' });
  const { code } = compileModule(module, buildSymtable(module, '3.12'), {
    version: '3.12',
    filename: 'f',
    mode: 'exec',
  });
  return disassemble(code);
}

test('lines, targets, operands and what they mean', () => {
  expect(listing('while x < 2:\n    x += f(x)\n')).toMatchInlineSnapshot(`
    "<module>, line 1:
        -       0 RESUME                    0
        1       1 LINE                      1
        1       2 LOAD_NAME                 0 (x)
        1       3 LOAD_CONST                0 (2)
        1       4 COMPARE_OP                <
        1       5 POP_JUMP_IF_FALSE         to 22
        2 >>    6 LINE                      2
        2       7 LOAD_NAME                 0 (x)
        2       8 LOAD_NAME                 1 (f)
        2       9 PUSH_NULL
        2      10 LOAD_NAME                 0 (x)
        2      11 CALL                      1
        2      12 BINARY_OP                 +=
        2      13 STORE_NAME                0 (x)
        1      14 LINE                      1
        1      15 LOAD_NAME                 0 (x)
        1      16 LOAD_CONST                0 (2)
        1      17 COMPARE_OP                <
        1      18 POP_JUMP_IF_FALSE         to 20
        1      19 JUMP_BACKWARD             to 6
        1 >>   20 LOAD_CONST                1 (None)
        1      21 RETURN_VALUE
        1 >>   22 LOAD_CONST                1 (None)
        1      23 RETURN_VALUE"
  `);
});

test('the exception table and inner code objects', () => {
  expect(listing('def f(a):\n    try: return a.b\n    finally: pass\n')).toMatchInlineSnapshot(`
    "<module>, line 1:
        -       0 RESUME                    0
        1       1 LINE                      1
        1       2 LOAD_CONST                0 (code f)
        1       3 MAKE_FUNCTION             0
        1       4 STORE_NAME                0 (f)
        1       5 LOAD_CONST                1 (None)
        1       6 RETURN_VALUE

    f, line 1:
        1       0 RESUME                    0
        2       1 LINE                      2
        2       2 LOAD_FAST                 0 (a)
        2       3 LOAD_ATTR                 0 (b)
        3       4 LINE                      3
        3       5 RETURN_VALUE
        -       6 PUSH_EXC_INFO
        3       7 LINE                      3
        3       8 RERAISE                   0
        -       9 COPY                      3
        -      10 POP_EXCEPT
        -      11 RERAISE                   1
    exception table:
      2 to 4 -> 6 [0]
      6 to 9 -> 9 [1] lasti"
  `);
});

test('the table has a row for each instruction, under its own name', () => {
  const names = Object.entries(Op).filter(([, value]) => typeof value === 'number');
  expect(INSTRUCTIONS.length).toBe(names.length);
  for (const [name, value] of names) expect(INSTRUCTIONS[value as number]?.name).toBe(name);
});
