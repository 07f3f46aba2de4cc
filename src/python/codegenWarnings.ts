/** What CPython's compiler warns of: SyntaxWarning for code that can only be a slip. */
import type { Compare, Expr, Located } from './ast.js';
import type { ConstSpec } from './code.js';
import type { Compiler } from './codegen.js';

/** A SyntaxWarning. */
export interface SyntaxWarning extends Located {
  readonly message: string;
}

const TYPE_NAMES: Record<ConstSpec['type'], string> = {
  int: 'int',
  float: 'float',
  complex: 'complex',
  str: 'str',
  bytes: 'bytes',
  None: 'NoneType',
  True: 'bool',
  False: 'bool',
  Ellipsis: 'ellipsis',
  tuple: 'tuple',
  frozenset: 'frozenset',
  code: 'code',
};

/** Name of the type that an expression surely has, or null. Follows compile.c: infer_type. */
function typeOf(c: Compiler, node: Expr): string | null {
  const constant = c.folder.constantOf(node);
  if (constant !== null) return TYPE_NAMES[constant.type];
  switch (node.kind) {
    case 'Tuple':
      return 'tuple';
    case 'List':
    case 'ListComp':
      return 'list';
    case 'Dict':
    case 'DictComp':
      return 'dict';
    case 'Set':
    case 'SetComp':
      return 'set';
    case 'GeneratorExp':
      return 'generator';
    case 'Lambda':
      return 'function';
    case 'JoinedStr':
    case 'FormattedValue':
      return 'str';
    default:
      return null;
  }
}

/** Follows compile.c: check_caller. */
export function warnOfCall(c: Compiler, func: Expr): void {
  const type = typeOf(c, func);
  if (type === null || type === 'function') return;
  c.warn(`'${type}' object is not callable; perhaps you missed a comma?`, func);
}

const WITHOUT_ITEMS = new Set([
  'NoneType',
  'ellipsis',
  'int',
  'bool',
  'float',
  'complex',
  'set',
  'frozenset',
  'generator',
  'function',
]);
const INDEXED_BY_INT = new Set(['str', 'bytes', 'tuple', 'list']);

/** Follows compile.c: check_subscripter and check_index. */
export function warnOfSubscript(c: Compiler, value: Expr, slice: Expr): void {
  const type = typeOf(c, value);
  if (type === null) return;
  if (WITHOUT_ITEMS.has(type)) c.warn(`'${type}' object is not subscriptable; perhaps you missed a comma?`, value);
  const index = typeOf(c, slice);
  if (index === null || index === 'int' || index === 'bool' || !INDEXED_BY_INT.has(type)) return;
  c.warn(`${type} indices must be integers or slices, not ${index}; perhaps you missed a comma?`, value);
}

/** Whether `is` makes sense with a value. Follows compile.c: check_is_arg. */
function canBeIdentical(c: Compiler, node: Expr): boolean {
  const type = c.folder.constantOf(node)?.type;
  return type === undefined || type === 'None' || type === 'True' || type === 'False' || type === 'Ellipsis';
}

/** Follows compile.c: check_compare. */
export function warnOfComparison(c: Compiler, node: Compare): void {
  if (!node.ops.some((op) => op === 'Is' || op === 'IsNot')) return;
  let left = node.left;
  for (let i = 0; i < node.ops.length; i++) {
    const op = node.ops[i];
    const right = node.comparators[i]!;
    const literal = !canBeIdentical(c, left) ? left : !canBeIdentical(c, right) ? right : null;
    if ((op === 'Is' || op === 'IsNot') && literal !== null) {
      const words = op === 'Is' ? ['is', '=='] : ['is not', '!='];
      const what = c.minor >= 12 ? `'${typeOf(c, literal)}' literal` : 'a literal';
      c.warn(`"${words[0]}" with ${what}. Did you mean "${words[1]}"?`, node);
      return;
    }
    left = right;
  }
}

/** Follows compile.c: compiler_assert. */
export function warnOfAssertion(c: Compiler, test: Expr, at: Located): void {
  if (test.kind !== 'Tuple' || test.elts.length === 0) return;
  c.warn('assertion is always true, perhaps remove parentheses?', at);
}
