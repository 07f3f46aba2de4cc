import type { Expr, ExprContext, Located } from './ast.js';
import type { LowerContext } from './lowerContext.js';

/** What CPython calls an expression in its errors. Follows pegen.c: _PyPegen_get_expr_name. */
export function expressionName(node: Expr, minor: number): string {
  switch (node.kind) {
    case 'Call':
      return 'function call';
    case 'BinOp':
    case 'UnaryOp':
      return minor >= 10 ? 'expression' : 'operator';
    case 'BoolOp':
      return minor >= 10 ? 'expression' : 'operator';
    case 'Compare':
      return 'comparison';
    case 'IfExp':
      return 'conditional expression';
    case 'Dict':
      return minor >= 10 ? 'dict literal' : 'dict display';
    case 'Set':
      return 'set display';
    case 'ListComp':
      return 'list comprehension';
    case 'SetComp':
      return 'set comprehension';
    case 'DictComp':
      return 'dict comprehension';
    case 'GeneratorExp':
      return 'generator expression';
    case 'Yield':
    case 'YieldFrom':
      return 'yield expression';
    case 'Await':
      return 'await expression';
    case 'FormattedValue':
    case 'JoinedStr':
      return 'f-string expression';
    case 'Interpolation':
    case 'TemplateStr':
      return 't-string expression';
    case 'NamedExpr':
      return 'named expression';
    case 'Constant':
      switch (node.value.type) {
        case 'None':
        case 'True':
        case 'False':
          return node.value.type;
        case 'Ellipsis':
          return minor >= 10 ? 'ellipsis' : 'Ellipsis';
        default:
          return 'literal';
      }
    default:
      return node.kind.toLowerCase();
  }
}

/** The node itself, or the first thing inside that cannot be a target. Follows pegen.c: _PyPegen_get_invalid_target. */
export function invalidTarget(node: Expr, ctx: ExprContext, forLoop = false): Expr | null {
  switch (node.kind) {
    case 'List':
    case 'Tuple':
      for (const item of node.elts) {
        const found = invalidTarget(item, ctx, forLoop);
        if (found) return found;
      }
      return null;
    case 'Starred':
      return ctx === 'Del' ? node : invalidTarget(node.value, ctx, forLoop);
    case 'Compare':
      // The target of a `for` reaches up to the `in`, which was parsed as a comparison.
      if (forLoop) return node.ops[0] === 'In' ? invalidTarget(node.left, ctx, forLoop) : null;
      return node;
    case 'Name':
    case 'Subscript':
    case 'Attribute':
      return null;
    default:
      return node;
  }
}

function spanOf(context: LowerContext, node: Located): [number, number] {
  return [
    context.lines.offsetOf(node.lineno, node.col_offset),
    context.lines.offsetOf(node.end_lineno, node.end_col_offset),
  ];
}

/** Raises an error that marks a whole node. */
export function failAt(context: LowerContext, node: Located, message: string): never {
  const [start, end] = spanOf(context, node);
  return context.fail(message, start, end);
}

function setContext(node: Expr, ctx: ExprContext): void {
  switch (node.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      node.ctx = ctx;
      return;
    case 'Starred':
      node.ctx = ctx;
      setContext(node.value, ctx);
      return;
    case 'List':
    case 'Tuple':
      node.ctx = ctx;
      for (const item of node.elts) setContext(item, ctx);
  }
}

/** Turns an expression into a target, in place. `statement` is true for the left side of `=`. */
export function storeTarget(context: LowerContext, node: Expr, statement = false): Expr {
  const wrong = invalidTarget(node, 'Store');
  if (wrong) {
    const name = expressionName(wrong, context.minor);
    // Only for what `==` could follow as a statement of its own does CPython offer it.
    const hint =
      statement &&
      context.minor >= 10 &&
      wrong === node &&
      !['True', 'False', 'None', 'ellipsis', 'Ellipsis'].includes(name) &&
      !['Compare', 'BoolOp', 'GeneratorExp', 'Yield', 'YieldFrom', 'ListComp', 'Lambda', 'IfExp'].includes(node.kind);
    failAt(context, wrong, `cannot assign to ${name}${hint ? " here. Maybe you meant '==' instead of '='?" : ''}`);
  }
  setContext(node, 'Store');
  return node;
}

/** Turns an expression into a target of `del`, in place. */
export function deleteTarget(context: LowerContext, node: Expr): Expr {
  const wrong = invalidTarget(node, 'Del');
  if (wrong) failAt(context, wrong, `cannot delete ${expressionName(wrong, context.minor)}`);
  setContext(node, 'Del');
  return node;
}
