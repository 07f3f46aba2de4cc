import type {
  AssignmentNode,
  DecoratorNode,
  ExpressionNode,
  IfNode,
  ModuleNameNode,
  ParseNode,
  StatementNode,
  SuiteNode,
  TryNode,
  TypeAnnotationNode,
  TypeParameterListNode,
  WithNode,
} from '@zzzen/pyright-internal/dist/parser/parseNodes.js';
import type {
  AnnAssign,
  Attribute,
  ExceptHandler,
  Expr,
  If,
  Name,
  Stmt,
  Subscript,
  TypeParam,
  WithItem,
} from './ast.js';
import type { LowerContext } from './lowerContext.js';
import { lowerCallArguments, lowerExpression, lowerParameters } from './lowerExpressions.js';
import { lowerPattern } from './lowerPatterns.js';
import { deleteTarget, expressionName, failAt, storeTarget } from './lowerTargets.js';
import { augmentedOperator, NodeType, TokenType } from './tokens.js';

/** The statements of an indented block, or behind a colon. */
function lowerSuite(context: LowerContext, suite: SuiteNode): Stmt[] {
  const out: Stmt[] = [];
  for (const statement of suite.d.statements) lowerStatement(context, statement, out);
  // Pyright has reported what is missing; this only keeps what follows from meeting an empty block.
  if (out.length === 0) context.fail('expected an indented block', suite.start);
  return out;
}

/** Where a compound statement ends: behind the last statement of its last block, a semicolon there included. */
function blockEnd(context: LowerContext, block: readonly Stmt[]): number {
  const last = block[block.length - 1];
  const end = context.lines.offsetOf(last.end_lineno, last.end_col_offset);
  const after = context.tokens.lastBefore(end) + 1;
  return context.tokens.get(after).type === TokenType.Semicolon ? context.tokens.end(after) : end;
}

/** Lowers one statement, or the several of one line, onto `out`. */
export function lowerStatement(context: LowerContext, node: StatementNode, out: Stmt[]): void {
  switch (node.nodeType) {
    case NodeType.StatementList:
      for (const statement of node.d.statements) out.push(lowerSimpleStatement(context, statement));
      return;
    case NodeType.TypeAlias:
      out.push(lowerSimpleStatement(context, node));
      return;
    case NodeType.If:
      out.push(lowerIf(context, node));
      return;
    case NodeType.While: {
      const test = lowerExpression(context, node.d.testExpr);
      const body = lowerSuite(context, node.d.whileSuite);
      const orelse = node.d.elseSuite ? lowerSuite(context, node.d.elseSuite) : [];
      const end = blockEnd(context, orelse.length > 0 ? orelse : body);
      out.push({ kind: 'While', test, body, orelse, ...context.at(node.start, end) });
      return;
    }
    case NodeType.For: {
      const target = storeTarget(context, lowerExpression(context, node.d.targetExpr));
      const iter = lowerExpression(context, node.d.iterableExpr);
      if (iter.kind === 'Tuple' && iter.elts.some((item) => item.kind === 'Starred')) {
        if (node.d.iterableExpr.nodeType === NodeType.Tuple && !node.d.iterableExpr.d.hasParens) {
          context.since(9, node.d.iterableExpr.start);
        }
      }
      const body = lowerSuite(context, node.d.forSuite);
      const orelse = node.d.elseSuite ? lowerSuite(context, node.d.elseSuite) : [];
      const end = blockEnd(context, orelse.length > 0 ? orelse : body);
      const kind = node.d.isAsync ? 'AsyncFor' : 'For';
      out.push({ kind, target, iter, body, orelse, ...context.at(node.start, end) });
      return;
    }
    case NodeType.With: {
      const parenthesised = lowerWithTuple(context, node);
      const before = context.tokens.lastBefore(context.start(node.d.withItems[0]));
      const inParentheses = context.tokens.get(before).type === TokenType.OpenParenthesis;
      const items =
        parenthesised ??
        node.d.withItems.map((item): WithItem => {
          if (!inParentheses) context.refuseBareWalrus(item.d.expr);
          return {
            kind: 'withitem',
            context_expr: lowerExpression(context, item.d.expr),
            optional_vars: item.d.target ? storeTarget(context, lowerExpression(context, item.d.target)) : null,
          };
        });
      const body = lowerSuite(context, node.d.suite);
      const kind = node.d.isAsync ? 'AsyncWith' : 'With';
      out.push({ kind, items, body, ...context.at(node.start, blockEnd(context, body)) });
      return;
    }
    case NodeType.Try:
      out.push(lowerTry(context, node));
      return;
    case NodeType.Match: {
      context.since(10, node.start);
      const subject = lowerExpression(context, node.d.expr);
      const cases = node.d.cases.map((clause) => ({
        kind: 'match_case' as const,
        pattern: lowerPattern(context, clause.d.pattern),
        guard: context.optional(clause.d.guardExpr),
        body: lowerSuite(context, clause.d.suite),
      }));
      if (cases.length === 0) context.fail('invalid syntax', node.start);
      const end = blockEnd(context, cases[cases.length - 1].body);
      out.push({ kind: 'Match', subject, cases, ...context.at(node.start, end) });
      return;
    }
    case NodeType.Function: {
      // The `def` is the token before the name; decorators stand before the start.
      const def = context.tokens.at(node.d.name.start) - 1;
      const decorator_list = lowerDecorators(context, node.d.decorators);
      const type_params = lowerTypeParameters(context, node.d.typeParams);
      const args = lowerParameters(context, node.d.params);
      const returns = context.optional(node.d.returnAnnotation);
      const body = lowerSuite(context, node.d.suite);
      out.push({
        kind: node.d.isAsync ? 'AsyncFunctionDef' : 'FunctionDef',
        name: context.identifier(node.d.name.d.value),
        args,
        body,
        decorator_list,
        returns,
        type_params,
        ...context.at(context.tokens.get(node.d.isAsync ? def - 1 : def).start, blockEnd(context, body)),
      });
      return;
    }
    case NodeType.Class: {
      const keyword = context.tokens.get(context.tokens.at(node.d.name.start) - 1);
      const decorator_list = lowerDecorators(context, node.d.decorators);
      const type_params = lowerTypeParameters(context, node.d.typeParams);
      const { args, keywords } = lowerCallArguments(context, node.d.arguments, false);
      const body = lowerSuite(context, node.d.suite);
      out.push({
        kind: 'ClassDef',
        name: context.identifier(node.d.name.d.value),
        bases: args,
        keywords,
        body,
        decorator_list,
        type_params,
        ...context.at(keyword.start, blockEnd(context, body)),
      });
      return;
    }
    default:
      context.fail('invalid syntax', node.start, context.end(node));
  }
}

/** Before 3.9 a decorator is a dotted name, perhaps called. */
function lowerDecorators(context: LowerContext, nodes: readonly DecoratorNode[]): Expr[] {
  return nodes.map((node) => {
    const decorator = lowerExpression(context, node.d.expr);
    let name = decorator.kind === 'Call' ? decorator.func : decorator;
    while (name.kind === 'Attribute') name = name.value;
    if (name.kind !== 'Name') context.since(9, node.start, context.end(node));
    return decorator;
  });
}

/** Before 3.9 `with (a, b):` has one item, a tuple; with names behind `as` it is an error. */
function lowerWithTuple(context: LowerContext, node: WithNode): WithItem[] | null {
  const items = node.d.withItems;
  if (context.minor >= 9) return null;
  const { tokens } = context;
  const open = tokens.get(tokens.lastBefore(items[0].start));
  const pair = tokens.parenthesesByStart.get(open.start);
  if (!pair || pair.innerStart !== items[0].start) return null;
  if (tokens.get(tokens.at(pair.end - 1) + 1).type !== TokenType.Colon) return null;
  if (items.some((item) => item.d.target)) context.fail('invalid syntax', pair.start, pair.end);
  const elts = items.map((item) => lowerExpression(context, item.d.expr));
  return [
    {
      kind: 'withitem',
      context_expr: { kind: 'Tuple', elts, ctx: 'Load', ...context.at(pair.start, pair.end) },
      optional_vars: null,
    },
  ];
}

function lowerIf(context: LowerContext, node: IfNode): If {
  const test = lowerExpression(context, node.d.testExpr);
  const body = lowerSuite(context, node.d.ifSuite);
  const rest = node.d.elseSuite;
  const orelse = !rest ? [] : rest.nodeType === NodeType.If ? [lowerIf(context, rest)] : lowerSuite(context, rest);
  const end = blockEnd(context, orelse.length > 0 ? orelse : body);
  return { kind: 'If', test, body, orelse, ...context.at(node.start, end) };
}

function lowerTry(context: LowerContext, node: TryNode): Stmt {
  const body = lowerSuite(context, node.d.trySuite);
  let star = false;
  const handlers = node.d.exceptClauses.map((clause): ExceptHandler => {
    if (clause.d.isExceptGroup) {
      context.since(11, clause.start);
      star = true;
    } else if (star) {
      context.fail("cannot have both 'except' and 'except*' on the same 'try'", clause.start, context.end(clause));
    }
    const typeNode = clause.d.typeExpr;
    if (typeNode?.nodeType === NodeType.Tuple && !typeNode.d.hasParens) context.since(14, typeNode.start);
    const type = context.optional(typeNode);
    const name = clause.d.name ? context.identifier(clause.d.name.d.value) : null;
    const block = lowerSuite(context, clause.d.exceptSuite);
    return { kind: 'ExceptHandler', type, name, body: block, ...context.at(clause.start, blockEnd(context, block)) };
  });
  const orelse = node.d.elseSuite ? lowerSuite(context, node.d.elseSuite) : [];
  const finalbody = node.d.finallySuite ? lowerSuite(context, node.d.finallySuite) : [];
  const last = [finalbody, orelse, handlers[handlers.length - 1]?.body ?? [], body].find((block) => block.length > 0);
  const where = context.at(node.start, blockEnd(context, last as Stmt[]));
  return { kind: star ? 'TryStar' : 'Try', body, handlers, orelse, finalbody, ...where };
}

function lowerTypeParameters(context: LowerContext, list: TypeParameterListNode | undefined): TypeParam[] {
  if (!list) return [];
  context.since(12, list.start);
  return list.d.params.map((node): TypeParam => {
    const { name: nameNode, boundExpr, defaultExpr, typeParamKind } = node.d;
    const isPlain = typeParamKind === 0;
    if (defaultExpr) context.since(13, defaultExpr.start);
    // A `*` or `**` stands before the name.
    const start = isPlain ? nameNode.start : context.tokens.get(context.tokens.at(nameNode.start) - 1).start;
    const where = context.at(start, context.end(defaultExpr ?? boundExpr ?? nameNode));
    const name = context.identifier(nameNode.d.value);
    const default_value = context.optional(defaultExpr);
    if (isPlain) return { kind: 'TypeVar', name, bound: context.optional(boundExpr), default_value, ...where };
    return { kind: typeParamKind === 1 ? 'TypeVarTuple' : 'ParamSpec', name, default_value, ...where };
  });
}

function moduleName(context: LowerContext, node: ModuleNameNode): string {
  return node.d.nameParts.map((part) => context.identifier(part.d.value)).join('.');
}

function lowerSimpleStatement(context: LowerContext, node: ParseNode): Stmt {
  const start = context.start(node);
  const where = context.at(start, context.tokens.simpleStatementEnd(context.tokens.at(start)));
  switch (node.nodeType) {
    case NodeType.Assignment:
      return lowerAssignment(context, node);
    case NodeType.TypeAnnotation:
      return lowerAnnotated(context, node, null);
    case NodeType.AugmentedAssignment: {
      const target = lowerExpression(context, node.d.leftExpr);
      const op = augmentedOperator(node.d.operator);
      if (!op) return context.fail('invalid syntax', start);
      if (target.kind !== 'Name' && target.kind !== 'Attribute' && target.kind !== 'Subscript') {
        const name = expressionName(target, context.minor);
        return failAt(context, target, `'${name}' is an illegal expression for augmented assignment`);
      }
      target.ctx = 'Store';
      return { kind: 'AugAssign', target, op, value: lowerExpression(context, node.d.rightExpr), ...where };
    }
    case NodeType.Pass:
      return { kind: 'Pass', ...where };
    case NodeType.Break:
      return { kind: 'Break', ...where };
    case NodeType.Continue:
      return { kind: 'Continue', ...where };
    case NodeType.Return:
      context.refuseBareWalrus(node.d.expr);
      return { kind: 'Return', value: context.optional(node.d.expr), ...where };
    case NodeType.Raise:
      return {
        kind: 'Raise',
        exc: context.optional(node.d.expr),
        cause: context.optional(node.d.fromExpr),
        ...where,
      };
    case NodeType.Assert:
      return {
        kind: 'Assert',
        test: lowerExpression(context, node.d.testExpr),
        msg: context.optional(node.d.exceptionExpr),
        ...where,
      };
    case NodeType.Del:
      return {
        kind: 'Delete',
        targets: node.d.targets.map((target) => deleteTarget(context, lowerExpression(context, target))),
        ...where,
      };
    case NodeType.Global:
    case NodeType.Nonlocal: {
      const names = node.d.targets.map((target) => context.identifier(target.d.value));
      return { kind: node.nodeType === NodeType.Global ? 'Global' : 'Nonlocal', names, ...where };
    }
    case NodeType.Import:
      return {
        kind: 'Import',
        names: node.d.list.map(({ start: from, d: { module, alias } }) => ({
          kind: 'alias',
          name: moduleName(context, module),
          asname: alias ? context.identifier(alias.d.value) : null,
          ...context.at(from, context.end(alias ?? module)),
        })),
        ...where,
      };
    case NodeType.ImportFrom: {
      const star = node.d.isWildcardImport ? node.d.wildcardToken : undefined;
      return {
        kind: 'ImportFrom',
        module: node.d.module.d.nameParts.length > 0 ? moduleName(context, node.d.module) : null,
        names: star
          ? [{ kind: 'alias', name: '*', asname: null, ...context.at(star.start, star.start + 1) }]
          : node.d.imports.map(({ start: from, d: { name, alias } }) => ({
              kind: 'alias',
              name: context.identifier(name.d.value),
              asname: alias ? context.identifier(alias.d.value) : null,
              ...context.at(from, context.end(alias ?? name)),
            })),
        level: node.d.module.d.leadingDots,
        ...where,
      };
    }
    case NodeType.TypeAlias: {
      const name = node.d.name;
      context.since(12, start);
      return {
        kind: 'TypeAlias',
        name: {
          kind: 'Name',
          id: context.identifier(name.d.value),
          ctx: 'Store',
          ...context.at(name.start, context.end(name)),
        },
        type_params: lowerTypeParameters(context, node.d.typeParams),
        value: lowerExpression(context, node.d.expr),
        ...where,
      };
    }
    default:
      return { kind: 'Expr', value: lowerExpression(context, node), ...where };
  }
}

/** `a = b = c`: Pyright nests the assignments to the right and puts the last target outermost. */
function lowerAssignment(context: LowerContext, node: AssignmentNode): Stmt {
  if (node.d.leftExpr.nodeType === NodeType.TypeAnnotation) {
    return lowerAnnotated(context, node.d.leftExpr, node.d.rightExpr);
  }
  const targets: ExpressionNode[] = [];
  let link = node;
  for (;;) {
    targets.unshift(link.d.leftExpr);
    if (link.d.rightExpr.nodeType !== NodeType.Assignment) break;
    link = link.d.rightExpr;
  }
  const start = context.start(targets[0]);
  return {
    kind: 'Assign',
    targets: targets.map((target) => storeTarget(context, lowerExpression(context, target), true)),
    value: lowerExpression(context, link.d.rightExpr),
    ...context.at(start, context.tokens.simpleStatementEnd(context.tokens.at(start))),
  };
}

function lowerAnnotated(context: LowerContext, node: TypeAnnotationNode, value: ExpressionNode | null): AnnAssign {
  const start = context.start(node);
  const valueNode = node.d.valueExpr;
  if (node.d.annotation.nodeType === NodeType.Unpack) context.fail('invalid syntax', node.d.annotation.start);
  const target = lowerExpression(context, valueNode);
  if (target.kind === 'Tuple' || target.kind === 'List') {
    return failAt(context, target, `only single target (not ${target.kind.toLowerCase()}) can be annotated`);
  }
  if (target.kind !== 'Name' && target.kind !== 'Attribute' && target.kind !== 'Subscript') {
    return failAt(context, target, 'illegal target for annotation');
  }
  const checked: Name | Attribute | Subscript = target;
  checked.ctx = 'Store';
  return {
    kind: 'AnnAssign',
    target: checked,
    annotation: lowerExpression(context, node.d.annotation),
    value: value ? lowerExpression(context, value) : null,
    // In parentheses the name stands behind the start of the statement.
    simple: target.kind === 'Name' && context.start(valueNode) === context.tight(valueNode)[0] ? 1 : 0,
    ...context.at(start, context.tokens.simpleStatementEnd(context.tokens.at(start))),
  };
}
