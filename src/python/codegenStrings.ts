/** Code for f-strings. */
import type { FormattedValue, JoinedStr } from './ast.js';
import { type Compiler, STACK_USE_GUIDELINE } from './codegen.js';
import { expression } from './codegenExpressions.js';
import { strConst } from './constants.js';
import { FORMAT_HAS_SPEC, Op } from './instructions.js';

/** Follows compile.c: compiler_joined_str. */
export function compileJoinedStr(c: Compiler, node: JoinedStr): void {
  const { values } = node;
  if (c.minor >= 10 && values.length > STACK_USE_GUIDELINE) {
    c.load(strConst(''), node);
    c.name(Op.LOAD_METHOD, 'join', node);
    c.op(Op.BUILD_LIST, 0, node);
    for (const value of values) {
      expression(c, value);
      c.op(Op.LIST_APPEND, 1, node);
    }
    c.op(Op.CALL, 1, node);
    return;
  }
  for (const value of values) expression(c, value);
  if (values.length !== 1) c.op(Op.BUILD_STRING, values.length, node);
}

const CONVERSIONS: Record<string, number> = { s: 1, r: 2, a: 3 };

/** Follows compile.c: compiler_formatted_value. */
export function compileFormat(c: Compiler, node: FormattedValue): void {
  expression(c, node.value);
  let how = node.conversion < 0 ? 0 : (CONVERSIONS[String.fromCharCode(node.conversion)] ?? 0);
  if (node.format_spec) {
    compileJoinedStr(c, formatSpec(c, node.format_spec));
    how |= FORMAT_HAS_SPEC;
  }
  c.op(Op.FORMAT_VALUE, how, node);
}

/** 3.12 put an empty string behind a replacement field that ends a format specification. */
function formatSpec(c: Compiler, spec: JoinedStr): JoinedStr {
  const last = spec.values[spec.values.length - 1];
  if (c.minor !== 12 || last?.kind !== 'FormattedValue') return spec;
  const { lineno, col_offset, end_lineno, end_col_offset } = last;
  const place = { lineno, col_offset, end_lineno, end_col_offset };
  const empty = { kind: 'Constant', value: { type: 'str', value: '' }, prefix: null, ...place } as const;
  return { ...spec, values: [...spec.values, empty] };
}
