import type {
  ArgumentNode,
  BinaryOperationNode,
  ComprehensionForIfNode,
  ComprehensionNode,
  DictionaryNode,
  IndexNode,
  ParameterNode,
  ParseNode,
  TupleNode,
} from '@zzzen/pyright-internal/dist/parser/parseNodes.js';
import type {
  Arg,
  Arguments,
  CompareOperator,
  Comprehension,
  Constant,
  ConstantValue,
  Expr,
  GeneratorExp,
  Keyword,
  Name,
} from './ast.js';
import type { LowerContext, Span } from './lowerContext.js';
import { lowerStrings } from './lowerStrings.js';
import { storeTarget } from './lowerTargets.js';
import { numberKind, numberValue, scanNumber } from './numbers.js';
import {
  ArgCategory,
  binaryOperators,
  compareOperators,
  KeywordType,
  NodeType,
  OperatorType,
  ParamCategory,
  TokenType,
  unaryOperators,
} from './tokens.js';

function constant(context: LowerContext, node: ParseNode, value: ConstantValue): Constant {
  return { kind: 'Constant', value, prefix: null, ...context.atSpan(context.tight(node)) };
}

/** Lowers an expression of any kind. */
export function lowerExpression(context: LowerContext, node: ParseNode): Expr {
  switch (node.nodeType) {
    case NodeType.Name: {
      const { start, length } = node.d.token;
      return {
        kind: 'Name',
        id: context.identifier(node.d.value),
        ctx: 'Load',
        ...context.at(start, start + length),
      };
    }
    case NodeType.Number: {
      const [start, end] = context.tight(node);
      const { error } = scanNumber(context.text, start);
      if (error) context.fail(error.message, start + error.at, start + error.length);
      // A keyword right behind the digits is being phased out.
      if (context.minor >= 11 && /[a-zA-Z]/.test(context.text[end] ?? '')) {
        context.warn(`invalid ${numberKind(context.text.slice(start, end))} literal`, start);
      }
      return constant(context, node, numberValue(context.text.slice(start, end)));
    }
    case NodeType.Constant:
      switch (node.d.constType) {
        case KeywordType.Debug:
          return { kind: 'Name', id: '__debug__', ctx: 'Load', ...context.atSpan(context.tight(node)) };
        case KeywordType.True:
          return constant(context, node, { type: 'True' });
        case KeywordType.False:
          return constant(context, node, { type: 'False' });
        default:
          return constant(context, node, { type: 'None' });
      }
    case NodeType.Ellipsis:
      return constant(context, node, { type: 'Ellipsis' });
    case NodeType.StringList:
      return lowerStrings(context, node);
    case NodeType.MemberAccess: {
      const [start] = context.tight(node);
      return {
        kind: 'Attribute',
        value: lowerExpression(context, node.d.leftExpr),
        attr: context.identifier(node.d.member.d.value),
        ctx: 'Load',
        ...context.at(start, context.end(node.d.member)),
      };
    }
    case NodeType.Call: {
      const where = context.atSpan(context.tight(node));
      const func = lowerExpression(context, node.d.leftExpr);
      const { args, keywords } = lowerCallArguments(context, node.d.args, true);
      return { kind: 'Call', func, args, keywords, ...where };
    }
    case NodeType.Index:
      return lowerIndex(context, node);
    case NodeType.Slice: {
      const first = context.tokens.at(node.start);
      const last = context.tokens.scan(first, TokenType.Comma, TokenType.CloseBracket) - 1;
      for (const part of [node.d.startValue, node.d.endValue, node.d.stepValue]) context.refuseBareWalrus(part);
      return {
        kind: 'Slice',
        lower: context.optional(node.d.startValue),
        upper: context.optional(node.d.endValue),
        step: context.optional(node.d.stepValue),
        ...context.at(node.start, context.tokens.end(last)),
      };
    }
    case NodeType.Tuple:
      return {
        kind: 'Tuple',
        elts: node.d.items.map((item) => lowerExpression(context, item)),
        ctx: 'Load',
        ...context.atSpan(tupleSpan(context, node)),
      };
    case NodeType.List:
    case NodeType.Set: {
      const where = context.atSpan(context.tight(node));
      const isList = node.nodeType === NodeType.List;
      const only = node.d.items.length === 1 ? node.d.items[0] : undefined;
      if (only?.nodeType === NodeType.Comprehension && !only.d.isGenerator) {
        const elt = lowerExpression(context, only.d.expr);
        const generators = lowerGenerators(context, only.d.forIfNodes);
        return isList
          ? { kind: 'ListComp', elt, generators, ...where }
          : { kind: 'SetComp', elt, generators, ...where };
      }
      const elts = node.d.items.map((item) => {
        if (item.nodeType === NodeType.Comprehension && !item.d.hasParens) context.fail('invalid syntax', item.start);
        return lowerExpression(context, item);
      });
      return isList ? { kind: 'List', elts, ctx: 'Load', ...where } : { kind: 'Set', elts, ...where };
    }
    case NodeType.Dictionary:
      return lowerDictionary(context, node);
    case NodeType.Comprehension:
      return lowerGeneratorExpression(context, node, context.tightWithParentheses(node));
    case NodeType.BinaryOperation:
      return lowerBinaryOperation(context, node);
    case NodeType.UnaryOperation: {
      const op = unaryOperators.get(node.d.operator);
      if (!op) return context.fail('invalid syntax', node.start);
      return {
        kind: 'UnaryOp',
        op,
        operand: lowerExpression(context, node.d.expr),
        ...context.atSpan(context.tight(node)),
      };
    }
    case NodeType.Ternary:
      return {
        kind: 'IfExp',
        test: lowerExpression(context, node.d.testExpr),
        body: lowerExpression(context, node.d.ifExpr),
        orelse: lowerExpression(context, node.d.elseExpr),
        ...context.atSpan(context.tight(node)),
      };
    case NodeType.Lambda:
      return {
        kind: 'Lambda',
        args: lowerParameters(context, node.d.params),
        body: lowerExpression(context, node.d.expr),
        ...context.atSpan(context.tight(node)),
      };
    case NodeType.Await:
      return {
        kind: 'Await',
        value: lowerExpression(context, node.d.expr),
        ...context.atSpan(context.tight(node)),
      };
    case NodeType.Yield:
      return { kind: 'Yield', value: context.optional(node.d.expr), ...context.atSpan(context.tight(node)) };
    case NodeType.YieldFrom:
      return {
        kind: 'YieldFrom',
        value: lowerExpression(context, node.d.expr),
        ...context.atSpan(context.tight(node)),
      };
    case NodeType.Unpack: {
      const [start, end] = context.tight(node);
      if (start !== context.start(node)) context.fail('cannot use starred expression here', start, end);
      return {
        kind: 'Starred',
        value: lowerExpression(context, node.d.expr),
        ctx: 'Load',
        ...context.at(start, end),
      };
    }
    case NodeType.AssignmentExpression:
      return {
        kind: 'NamedExpr',
        target: storeTarget(context, lowerExpression(context, node.d.name)) as Name,
        value: lowerExpression(context, node.d.rightExpr),
        ...context.atSpan(context.tight(node)),
      };
    default:
      return context.fail('invalid syntax', node.start, context.end(node));
  }
}

function tupleSpan(context: LowerContext, node: TupleNode): Span {
  if (node.d.hasParens) return context.tightWithParentheses(node);
  let end = context.end(node);
  const after = context.tokens.lastBefore(end) + 1;
  if (context.tokens.get(after).type === TokenType.Comma) end = context.tokens.end(after);
  return [context.start(node), end];
}

/** Chains of operators are lowered in a loop: a thousand terms need not be a thousand calls deep. */
function lowerBinaryOperation(context: LowerContext, node: BinaryOperationNode): Expr {
  const operator = node.d.operator;
  if (operator === OperatorType.And || operator === OperatorType.Or) {
    const values: Expr[] = [];
    let left: ParseNode = node;
    while (
      left.nodeType === NodeType.BinaryOperation &&
      left.d.operator === operator &&
      (left === node || !left.d.hasParens)
    ) {
      values.push(lowerExpression(context, left.d.rightExpr));
      left = left.d.leftExpr;
    }
    values.push(lowerExpression(context, left));
    values.reverse();
    return {
      kind: 'BoolOp',
      op: operator === OperatorType.And ? 'And' : 'Or',
      values,
      ...context.atSpan(context.tight(node)),
    };
  }
  if (compareOperators.has(operator)) return lowerComparison(context, node);

  const chain: BinaryOperationNode[] = [];
  let bottom: ParseNode = node;
  while (bottom.nodeType === NodeType.BinaryOperation && binaryOperators.has(bottom.d.operator)) {
    chain.push(bottom);
    bottom = bottom.d.leftExpr;
  }
  if (chain.length === 0) return context.fail('invalid syntax', node.d.operatorToken.start);
  let left = lowerExpression(context, bottom);
  for (const link of chain.reverse()) {
    left = {
      kind: 'BinOp',
      left,
      op: binaryOperators.get(link.d.operator) ?? 'Add',
      right: lowerExpression(context, link.d.rightExpr),
      ...context.atSpan(context.tight(link)),
    };
  }
  return left;
}

function lowerComparison(context: LowerContext, node: BinaryOperationNode): Expr {
  const ops: CompareOperator[] = [];
  const comparators: Expr[] = [];
  const left = lowerExpression(context, node.d.leftExpr);
  let link = node;
  for (;;) {
    const op = compareOperators.get(link.d.operator);
    if (!op) return context.fail('invalid syntax', link.d.operatorToken.start);
    ops.push(op);
    const right: ParseNode = link.d.rightExpr;
    if (right.nodeType !== NodeType.BinaryOperation || !compareOperators.has(right.d.operator) || right.d.hasParens) {
      comparators.push(lowerExpression(context, right));
      break;
    }
    comparators.push(lowerExpression(context, right.d.leftExpr));
    link = right;
  }
  return { kind: 'Compare', left, ops, comparators, ...context.atSpan(context.tight(node)) };
}

/** The arguments of a call, or of a class statement, where a bare generator expression is an error. */
export function lowerCallArguments(
  context: LowerContext,
  nodes: readonly ArgumentNode[],
  isCall: boolean,
): { args: Expr[]; keywords: Keyword[] } {
  const args: Expr[] = [];
  const keywords: Keyword[] = [];
  for (const node of nodes) {
    const value = node.d.valueExpr;
    const name = node.d.name;
    const end = context.end(value);
    if (name) {
      const arg = context.identifier(name.d.value);
      // Pyright lets parentheses around the name pass.
      const equals = context.tokens.get(context.tokens.at(name.start) + 1);
      if (equals.operatorType !== OperatorType.Assign) context.fail('invalid syntax', name.start);
      keywords.push({ kind: 'keyword', arg, value: lowerExpression(context, value), ...context.at(name.start, end) });
    } else if (node.d.argCategory === ArgCategory.UnpackedDictionary) {
      keywords.push({
        kind: 'keyword',
        arg: null,
        value: lowerExpression(context, value),
        ...context.at(node.start, end),
      });
    } else if (node.d.argCategory === ArgCategory.UnpackedList) {
      context.refuseBareWalrus(value);
      if (keywords.some((keyword) => keyword.arg === null)) {
        context.fail('iterable argument unpacking follows keyword argument unpacking', node.start, end);
      }
      args.push({
        kind: 'Starred',
        value: lowerExpression(context, value),
        ctx: 'Load',
        ...context.at(node.start, end),
      });
    } else {
      if (keywords.length > 0) {
        const unpacking = keywords.some((keyword) => keyword.arg === null) ? ' unpacking' : '';
        context.fail(`positional argument follows keyword argument${unpacking}`, node.start, end);
      }
      if (value.nodeType === NodeType.Comprehension && !value.d.hasParens) {
        if (!isCall) context.fail('invalid syntax', value.start, end);
        if (nodes.length > 1) context.fail('Generator expression must be parenthesized', value.start, end);
        const call = context.tokens.parenthesesByInnerStart.get(context.start(value));
        const span: Span = call ? [call.start, call.end] : context.tight(value);
        args.push(lowerGeneratorExpression(context, value, span));
      } else {
        args.push(lowerExpression(context, value));
      }
    }
  }
  return { args, keywords };
}

function lowerIndex(context: LowerContext, node: IndexNode): Expr {
  const where = context.atSpan(context.tight(node));
  const value = lowerExpression(context, node.d.leftExpr);
  const items = node.d.items;
  if (items.length === 0) return context.fail('invalid syntax', context.end(node) - 1);
  const lowerItem = (item: ArgumentNode): Expr => {
    if (item.d.name || item.d.argCategory === ArgCategory.UnpackedDictionary) {
      context.fail('invalid syntax', item.start, context.end(item));
    }
    const value = item.d.valueExpr;
    if (value.nodeType === NodeType.AssignmentExpression && !value.d.hasParens) context.since(10, item.start);
    if (item.d.argCategory !== ArgCategory.Simple) {
      context.since(11, item.start);
      if (value.nodeType === NodeType.Slice) context.fail('invalid syntax', item.start);
    }
    const inner = lowerExpression(context, value);
    if (item.d.argCategory === ArgCategory.Simple) return inner;
    return { kind: 'Starred', value: inner, ctx: 'Load', ...context.at(item.start, context.end(item.d.valueExpr)) };
  };
  let slice: Expr;
  if (items.length === 1 && !node.d.trailingComma && items[0].d.argCategory === ArgCategory.Simple) {
    slice = lowerItem(items[0]);
  } else {
    const last = context.tokens.scan(context.tokens.at(items[0].start), TokenType.CloseBracket) - 1;
    slice = {
      kind: 'Tuple',
      elts: items.map(lowerItem),
      ctx: 'Load',
      ...context.at(items[0].start, context.tokens.end(last)),
    };
  }
  return { kind: 'Subscript', value, slice, ctx: 'Load', ...where };
}

function lowerDictionary(context: LowerContext, node: DictionaryNode): Expr {
  const where = context.atSpan(context.tight(node));
  const items = node.d.items;
  const only = items.length === 1 ? items[0] : undefined;
  if (only?.nodeType === NodeType.Comprehension) {
    const entry = only.d.expr;
    if (entry.nodeType !== NodeType.DictionaryKeyEntry) {
      return context.fail('dict unpacking cannot be used in dict comprehension', only.start, only.start + 2);
    }
    return {
      kind: 'DictComp',
      key: lowerExpression(context, entry.d.keyExpr),
      value: lowerExpression(context, entry.d.valueExpr),
      generators: lowerGenerators(context, only.d.forIfNodes),
      ...where,
    };
  }
  const keys: (Expr | null)[] = [];
  const values: Expr[] = [];
  for (const item of items) {
    if (item.nodeType === NodeType.DictionaryKeyEntry) {
      keys.push(lowerExpression(context, item.d.keyExpr));
      values.push(lowerExpression(context, item.d.valueExpr));
    } else if (item.nodeType === NodeType.DictionaryExpandEntry) {
      keys.push(null);
      values.push(lowerExpression(context, item.d.expr));
    } else {
      context.fail('invalid syntax', item.start, context.end(item));
    }
  }
  return { kind: 'Dict', keys, values, ...where };
}

function lowerGeneratorExpression(context: LowerContext, node: ComprehensionNode, span: Span): GeneratorExp {
  return {
    kind: 'GeneratorExp',
    elt: lowerElement(context, node.d.expr),
    generators: lowerGenerators(context, node.d.forIfNodes),
    ...context.atSpan(span),
  };
}

function lowerElement(context: LowerContext, node: ParseNode): Expr {
  if (node.nodeType === NodeType.Unpack) {
    context.fail('iterable unpacking cannot be used in comprehension', node.start, context.end(node));
  }
  return lowerExpression(context, node);
}

function lowerGenerators(context: LowerContext, nodes: readonly ComprehensionForIfNode[]): Comprehension[] {
  const out: Comprehension[] = [];
  for (const node of nodes) {
    if (node.nodeType === NodeType.ComprehensionFor) {
      out.push({
        kind: 'comprehension',
        target: storeTarget(context, lowerExpression(context, node.d.targetExpr)),
        iter: lowerExpression(context, node.d.iterableExpr),
        ifs: [],
        is_async: node.d.isAsync ? 1 : 0,
      });
    } else {
      const test = node.d.testExpr;
      const bareLambda = test.nodeType === NodeType.Lambda && context.tight(test)[0] === context.start(test);
      if (bareLambda && context.minor >= 9) context.fail('invalid syntax', test.start);
      out[out.length - 1].ifs.push(lowerExpression(context, node.d.testExpr));
    }
  }
  return out;
}

/** The parameters of a `def` or a `lambda`. */
export function lowerParameters(context: LowerContext, nodes: readonly ParameterNode[]): Arguments {
  const out: Arguments = {
    kind: 'arguments',
    posonlyargs: [],
    args: [],
    vararg: null,
    kwonlyargs: [],
    kw_defaults: [],
    kwarg: null,
    defaults: [],
  };
  let afterStar = false;
  for (const node of nodes) {
    const { name, annotation, defaultValue, category } = node.d;
    if (!name) {
      if (category === ParamCategory.Simple) {
        // The lone `/`.
        out.posonlyargs = out.args;
        out.args = [];
      } else {
        afterStar = true;
      }
      continue;
    }
    if (annotation?.nodeType === NodeType.Unpack) {
      context.since(11, annotation.start);
      if (category !== ParamCategory.ArgsList) context.fail('invalid syntax', annotation.start);
    }
    const arg: Arg = {
      kind: 'arg',
      arg: context.identifier(name.d.value),
      annotation: context.optional(annotation),
      ...context.at(name.start, annotation ? context.end(annotation) : context.end(name)),
    };
    if (category === ParamCategory.ArgsList) {
      afterStar = true;
      out.vararg = arg;
    } else if (category === ParamCategory.KwargsDict) {
      out.kwarg = arg;
    } else if (afterStar) {
      out.kwonlyargs.push(arg);
      out.kw_defaults.push(context.optional(defaultValue));
    } else {
      out.args.push(arg);
      if (defaultValue) out.defaults.push(lowerExpression(context, defaultValue));
    }
  }
  return out;
}
