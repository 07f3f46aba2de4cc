/** A mutable default argument that grows: None as the default, and a new object in each call. */
import type { QuickFix } from '../../protocol/run.js';
import type { Arguments, Expr } from '../../python/ast.js';
import { isDocstring, type Source } from './source.js';

/** `def f(items=[])` becomes `def f(items=None)` and `if items is None: items = []`; null where that is not safe. */
export function noneDefault(source: Source, qualname: string, parameter: string): QuickFix | null {
  const fits = source.functions().filter((found) => found.qualname === qualname);
  const value = fits.length === 1 ? defaultOf(fits[0]!.node.args, parameter) : null;
  if (value === null || !isFresh(value)) return null;
  const { body, lineno } = fits[0]!.node;
  const first = isDocstring(body[0]) ? body[1] : body[0];
  const before = first ?? body[0]!;
  // `def f(items=[]): return items` has no line of its own to put the question on.
  if (before.lineno === lineno || source.lines[before.lineno - 1]!.slice(0, before.col_offset).trim() !== '')
    return null;
  if ('decorator_list' in before && before.decorator_list.length > 0) return null;
  const indent = source.indentOf(before.lineno);
  const step = indent.slice(source.indentOf(lineno).length) || '    ';
  const lines = [`${indent}if ${parameter} is None:`, `${indent}${step}${parameter} = ${source.textOf(value)}`];
  const place = first === undefined ? before.end_lineno + 1 : before.lineno;
  return {
    kind: 'noneDefault',
    detail: parameter,
    edits: [source.replace(value, 'None'), source.insertLines(place, lines)],
  };
}

function defaultOf({ posonlyargs, args, defaults, kwonlyargs, kw_defaults }: Arguments, name: string): Expr | null {
  const positional = [...posonlyargs, ...args];
  const at = positional.findIndex(({ arg }) => arg === name) - (positional.length - defaults.length);
  const found = defaults[at];
  if (found !== undefined) return found;
  return kw_defaults[kwonlyargs.findIndex(({ arg }) => arg === name)] ?? null;
}

/** Whether an expression makes the same new container wherever it stands. */
function isFresh(value: Expr): boolean {
  switch (value.kind) {
    case 'List':
    case 'Set':
      return value.elts.every(isConstant);
    case 'Dict':
      return [...value.keys, ...value.values].every((part) => part !== null && isConstant(part));
    case 'Call':
      return value.func.kind === 'Name' && ['list', 'dict', 'set'].includes(value.func.id) && isEmptyCall(value);
    default:
      return false;
  }
}

function isEmptyCall({ args, keywords }: { readonly args: readonly Expr[]; readonly keywords: readonly unknown[] }) {
  return args.length === 0 && keywords.length === 0;
}

function isConstant(value: Expr): boolean {
  if (value.kind === 'UnaryOp') return isConstant(value.operand);
  return value.kind === 'Constant' || isFresh(value) || (value.kind === 'Tuple' && value.elts.every(isConstant));
}
