/** Code for expressions. Follows compile.c: compiler_visit_expr. */
import type {
  Attribute,
  AugAssign,
  BinaryOperator,
  BoolOp,
  Call,
  Compare as CompareNode,
  CompareOperator,
  Expr,
  IfExp,
  JoinedStr,
  Located,
  Slice,
  Subscript,
  UnaryOperator,
} from './ast.js';
import type { Compiler } from './codegen.js';
import { compileCall } from './codegenCalls.js';
import { compileComprehension } from './codegenComprehensions.js';
import { compileDict, compileSequence, unpackInto } from './codegenDisplays.js';
import { compileLambda } from './codegenFunctions.js';
import { compileFormat, compileJoinedStr } from './codegenStrings.js';
import { type Label, NOWHERE } from './codegenUnit.js';
import { warnOfComparison, warnOfSubscript } from './codegenWarnings.js';
import { yieldFrom, yieldValue } from './codegenYield.js';
import { frozensetConst, NONE } from './constants.js';
import { BinaryOp, Compare, INPLACE, Op } from './instructions.js';
import { isFunctionLike } from './symtableAnalyze.js';

const BINARY: Record<BinaryOperator, BinaryOp> = {
  Add: BinaryOp.ADD,
  BitAnd: BinaryOp.AND,
  FloorDiv: BinaryOp.FLOOR_DIVIDE,
  LShift: BinaryOp.LSHIFT,
  MatMult: BinaryOp.MATRIX_MULTIPLY,
  Mult: BinaryOp.MULTIPLY,
  Mod: BinaryOp.REMAINDER,
  BitOr: BinaryOp.OR,
  Pow: BinaryOp.POWER,
  RShift: BinaryOp.RSHIFT,
  Sub: BinaryOp.SUBTRACT,
  Div: BinaryOp.TRUE_DIVIDE,
  BitXor: BinaryOp.XOR,
};

const UNARY: Record<UnaryOperator, Op> = {
  Invert: Op.UNARY_INVERT,
  Not: Op.UNARY_NOT,
  UAdd: Op.UNARY_POSITIVE,
  USub: Op.UNARY_NEGATIVE,
};

const INVERSE: Partial<Record<CompareOperator, CompareOperator>> = {
  Is: 'IsNot',
  IsNot: 'Is',
  In: 'NotIn',
  NotIn: 'In',
};

export function expressions(c: Compiler, nodes: readonly Expr[]): void {
  for (const node of nodes) expression(c, node);
}

export function expression(c: Compiler, node: Expr): void {
  const constant = c.folder.constantOf(node);
  if (constant !== null) {
    c.load(constant, node, true);
    return;
  }
  switch (node.kind) {
    case 'NamedExpr':
      // Up to 3.9 nothing is folded here.
      if (c.minor < 10) c.folder.suspended++;
      expression(c, node.value);
      if (c.minor < 10) c.folder.suspended--;
      c.op(Op.COPY, 1, node);
      expression(c, node.target);
      return;
    case 'BoolOp':
      boolOp(c, node);
      return;
    case 'BinOp':
      binaryChain(c, node);
      return;
    case 'UnaryOp':
      if (node.op === 'Not' && node.operand.kind === 'Compare') {
        const inverse = inverseOf(node.operand);
        if (inverse !== undefined) {
          expression(c, { ...node.operand, ops: [inverse] });
          return;
        }
      }
      // 3.13 merges a comparison with the `not` behind it and keeps the place of the latter.
      if (c.minor >= 13 && node.op === 'Not' && node.operand.kind === 'Compare' && node.operand.ops.length === 1) {
        expression(c, { ...node.operand, ...placeOf(node) });
      } else {
        expression(c, node.operand);
      }
      c.op(UNARY[node.op], 0, node);
      return;
    case 'Lambda':
      compileLambda(c, node);
      return;
    case 'IfExp':
      conditional(c, node);
      return;
    case 'Dict':
      compileDict(c, node);
      return;
    case 'Set':
    case 'List':
    case 'Tuple':
      if (node.kind !== 'Set' && node.ctx !== 'Load') {
        if (node.ctx === 'Store') unpackInto(c, node, node.elts);
        else expressions(c, node.elts);
        return;
      }
      compileSequence(c, node, node.kind, node.elts);
      return;
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      compileComprehension(c, node);
      return;
    case 'Yield':
      if (!isFunctionLike(c.unit.scope)) c.error("'yield' outside function", node);
      if (node.value) expression(c, node.value);
      else c.loadNone(node);
      yieldValue(c, node);
      return;
    case 'YieldFrom':
      if (!isFunctionLike(c.unit.scope)) c.error("'yield' outside function", node);
      else if (c.unit.kind === 'asyncFunction') c.error("'yield from' inside async function", node);
      expression(c, node.value);
      c.op(Op.GET_YIELD_FROM_ITER, 0, node);
      c.loadNone(node);
      yieldFrom(c, node, false);
      return;
    case 'Await':
      if (!isFunctionLike(c.unit.scope)) c.error("'await' outside function", node);
      else if (c.unit.kind !== 'asyncFunction' && c.unit.kind !== 'comprehension') {
        c.error("'await' outside async function", node);
      }
      expression(c, node.value);
      c.op(Op.GET_AWAITABLE, 0, node);
      c.loadNone(node);
      yieldFrom(c, node, true);
      return;
    case 'Compare':
      comparison(c, node);
      return;
    case 'Call':
      compileCall(c, node);
      return;
    case 'JoinedStr':
      compileJoinedStr(c, node);
      return;
    case 'FormattedValue':
      compileFormat(c, node);
      return;
    case 'TemplateStr':
    case 'Interpolation':
      c.unsupported('template strings', node);
      c.loadNone(node);
      return;
    case 'Attribute':
      attribute(c, node);
      return;
    case 'Subscript':
      subscript(c, node);
      return;
    case 'Starred':
      c.error(
        node.ctx === 'Store'
          ? 'starred assignment target must be in a list or tuple'
          : "can't use starred expression here",
        node,
      );
      if (node.ctx === 'Store') c.op(Op.POP_TOP, 0, node);
      else c.loadNone(node);
      return;
    case 'Name':
      c.nameOp(node, node.id, node.ctx);
      return;
    case 'Slice':
      c.op(Op.BUILD_SLICE, sliceParts(c, node), node);
      return;
    case 'Constant':
      throw new Error('A constant is its own value.');
  }
}

function placeOf(node: Located): Located {
  const { lineno, col_offset, end_lineno, end_col_offset } = node;
  return { lineno, col_offset, end_lineno, end_col_offset };
}

/** `a + b + c + ...` leans to the left: walked without recursion, for its depth has no limit. */
function binaryChain(c: Compiler, node: Extract<Expr, { kind: 'BinOp' }>): void {
  const spine = [node];
  let left = node.left;
  while (left.kind === 'BinOp' && c.folder.constantOf(left) === null && percentFormat(c, left) === null) {
    spine.push(left);
    left = left.left;
  }
  const lowest = spine[spine.length - 1]!;
  const formatted = percentFormat(c, lowest);
  if (formatted !== null) {
    compileJoinedStr(c, formatted);
    spine.pop();
  } else {
    expression(c, left);
  }
  for (let i = spine.length - 1; i >= 0; i--) {
    const operation = spine[i]!;
    expression(c, operation.right);
    c.op(Op.BINARY_OP, BINARY[operation.op], operation);
  }
}

/**
 * `'%s: %r' % (a, b)` is compiled as an f-string since 3.11.
 * Follows ast_opt.c: optimize_format.
 */
function percentFormat(c: Compiler, node: Extract<Expr, { kind: 'BinOp' }>): JoinedStr | null {
  if (c.minor < 11 || node.op !== 'Mod' || node.right.kind !== 'Tuple') return null;
  // A tuple of constants has become a constant by now.
  if (c.folder.constantOf(node.right) !== null) return null;
  const format = c.folder.constantOf(node.left);
  if (format?.type !== 'str' || node.right.elts.some((element) => element.kind === 'Starred')) return null;
  const values: Expr[] = [];
  const { elts } = node.right;
  const place = placeOf(node);
  let next = 0;
  let text = '';
  const literal = () => {
    if (text !== '') values.push({ kind: 'Constant', value: { type: 'str', value: text }, prefix: null, ...place });
    text = '';
  };
  const pattern = /%%|%(-?)(\d{0,2})(?:\.(\d{0,2}))?([sra])|%|[^%]+/gy;
  for (let match = pattern.exec(format.value); match !== null; match = pattern.exec(format.value)) {
    const [whole, minus, width, precision, conversion] = match;
    if (whole === '%%') text += '%';
    else if (whole === '%' || whole[0] !== '%') {
      if (whole === '%') return null;
      text += whole;
    } else {
      if (next >= elts.length) return null;
      // A precision without digits, and flags beside `-`, are left to the operator.
      if (precision === '' || (width === '' && minus !== '' && precision === undefined)) return null;
      if (width !== '' && width![0] === '0') return null;
      literal();
      let spec = '';
      if (width !== '') spec += minus === '' ? `>${width}` : width;
      if (precision !== undefined) spec += `.${precision}`;
      const format_spec: JoinedStr | null =
        spec === ''
          ? null
          : {
              kind: 'JoinedStr',
              values: [
                { kind: 'Constant', value: { type: 'str', value: spec }, prefix: null, ...placeOf(elts[next]!) },
              ],
              ...placeOf(elts[next]!),
            };
      values.push({
        kind: 'FormattedValue',
        value: elts[next]!,
        conversion: conversion!.charCodeAt(0),
        format_spec,
        ...placeOf(elts[next]!),
      });
      next++;
    }
  }
  literal();
  return next === elts.length ? { kind: 'JoinedStr', values, ...place } : null;
}

function boolOp(c: Compiler, node: BoolOp): void {
  const end = c.label();
  const last = node.values.length - 1;
  node.values.forEach((value, i) => {
    expression(c, value);
    if (i === last) return;
    jumpKeeping(c, node.op === 'Or', end, node);
  });
  c.place(end);
}

/** Jumps when the top is `when`, keeping it, else drops it. 3.12 and later copy the value, which its `__bool__` can see. */
function jumpKeeping(c: Compiler, when: boolean, target: Label, at: Located): void {
  if (c.minor < 12) {
    c.jump(when ? Op.JUMP_IF_TRUE_OR_POP : Op.JUMP_IF_FALSE_OR_POP, target, at);
    return;
  }
  c.op(Op.COPY, 1, at);
  c.jump(when ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, target, at);
  c.op(Op.POP_TOP, 0, at);
}

function conditional(c: Compiler, node: IfExp): void {
  const end = c.label();
  const orelse = c.label();
  jumpIf(c, node, node.test, orelse, false);
  expression(c, node.body);
  c.jump(Op.JUMP, end, NOWHERE);
  c.place(orelse);
  expression(c, node.orelse);
  c.place(end);
}

/**
 * Jumps to `target` when the truth of `test` is `when`. Follows compile.c: compiler_jump_if.
 *
 * @param at the place of the jumps up to 3.11; from 3.12 on each stands where its test does
 * @returns the place of what follows, which 3.10 and 3.11 left at the last comparison
 */
export function jumpIf(c: Compiler, at: Located, test: Expr, target: Label, when: boolean): Located {
  let place = at;
  if (c.folder.constantOf(test) === null) {
    switch (test.kind) {
      case 'UnaryOp':
        if (test.op === 'Not' && inverseOf(test.operand) === undefined) {
          return jumpIf(c, at, test.operand, target, !when);
        }
        break;
      case 'BoolOp': {
        const isOr = test.op === 'Or';
        const inner = isOr === when ? target : c.label();
        const last = test.values.length - 1;
        for (let i = 0; i < last; i++) place = jumpIf(c, place, test.values[i]!, inner, isOr);
        place = jumpIf(c, place, test.values[last]!, target, when);
        if (inner !== target) c.place(inner);
        return place;
      }
      case 'IfExp': {
        const end = c.label();
        const orelse = c.label();
        place = jumpIf(c, place, test.test, orelse, false);
        place = jumpIf(c, place, test.body, target, when);
        c.jump(Op.JUMP, end, NOWHERE);
        c.place(orelse);
        place = jumpIf(c, place, test.orelse, target, when);
        c.place(end);
        return place;
      }
      case 'Compare':
        if (c.minor >= 10) place = test;
        if (test.ops.length > 1) {
          jumpIfChain(c, place, test, target, when);
          return place;
        }
        break;
    }
    if (test.kind === 'UnaryOp' && c.minor >= 10 && inverseOf(test.operand) !== undefined) place = test.operand;
  }
  expression(c, test);
  c.jump(when ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, target, c.minor >= 12 ? test : place);
  return place;
}

/** The operator that `not` turns a comparison into, if there is one. Follows ast_opt.c: fold_unaryop. */
function inverseOf(node: Expr): CompareOperator | undefined {
  return node.kind === 'Compare' && node.ops.length === 1 ? INVERSE[node.ops[0]!] : undefined;
}

function jumpIfChain(c: Compiler, at: Located, test: CompareNode, target: Label, when: boolean): void {
  warnOfComparison(c, test);
  const cleanup = c.label();
  const end = c.label();
  const last = test.ops.length - 1;
  expression(c, test.left);
  for (let i = 0; i < last; i++) {
    comparator(c, test, i);
    c.op(Op.SWAP, 2, test);
    c.op(Op.COPY, 2, test);
    compareOp(c, test, test.ops[i]!);
    c.jump(Op.POP_JUMP_IF_FALSE, cleanup, test);
  }
  comparator(c, test, last);
  compareOp(c, test, test.ops[last]!);
  c.jump(when ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, target, at);
  c.jump(Op.JUMP, end, NOWHERE);
  c.place(cleanup);
  c.op(Op.POP_TOP, 0, test);
  if (!when) c.jump(Op.JUMP, target, NOWHERE);
  c.place(end);
}

function comparison(c: Compiler, node: CompareNode): void {
  warnOfComparison(c, node);
  const last = node.ops.length - 1;
  expression(c, node.left);
  if (last === 0) {
    comparator(c, node, 0);
    compareOp(c, node, node.ops[0]!);
    return;
  }
  const cleanup = c.label();
  const end = c.label();
  for (let i = 0; i < last; i++) {
    comparator(c, node, i);
    c.op(Op.SWAP, 2, node);
    c.op(Op.COPY, 2, node);
    compareOp(c, node, node.ops[i]!);
    jumpKeeping(c, false, cleanup, node);
  }
  comparator(c, node, last);
  compareOp(c, node, node.ops[last]!);
  c.jump(Op.JUMP, end, NOWHERE);
  c.place(cleanup);
  c.op(Op.SWAP, 2, node);
  c.op(Op.POP_TOP, 0, node);
  c.place(end);
}

/** The i-th right-hand side; behind the last `in` a constant display is a constant (ast_opt.c: fold_compare). */
function comparator(c: Compiler, node: CompareNode, i: number): void {
  const operand = node.comparators[i]!;
  const op = node.ops[i];
  if (i === node.ops.length - 1 && (op === 'In' || op === 'NotIn')) iterable(c, operand);
  else expression(c, operand);
}

/**
 * What is only iterated over or searched: a list display becomes a tuple, a constant set a frozenset.
 * Follows ast_opt.c: fold_iter.
 */
export function iterable(c: Compiler, node: Expr): void {
  if (node.kind === 'List' && !node.elts.some((element) => element.kind === 'Starred')) {
    const items = c.folder.constantsOf(node.elts);
    if (items) c.load({ type: 'tuple', items }, node, true);
    else compileSequence(c, node, 'Tuple', node.elts);
    return;
  }
  if (node.kind === 'Set') {
    const items = c.folder.constantsOf(node.elts);
    if (items) {
      c.load(frozensetConst(items), node, true);
      return;
    }
  }
  expression(c, node);
}

const COMPARE: Record<CompareOperator, readonly [Op, number]> = {
  Is: [Op.IS_OP, 0],
  IsNot: [Op.IS_OP, 1],
  In: [Op.CONTAINS_OP, 0],
  NotIn: [Op.CONTAINS_OP, 1],
  Lt: [Op.COMPARE_OP, Compare.LT],
  LtE: [Op.COMPARE_OP, Compare.LE],
  Eq: [Op.COMPARE_OP, Compare.EQ],
  NotEq: [Op.COMPARE_OP, Compare.NE],
  Gt: [Op.COMPARE_OP, Compare.GT],
  GtE: [Op.COMPARE_OP, Compare.GE],
};

function compareOp(c: Compiler, at: Located, op: CompareOperator): void {
  const [instruction, operand] = COMPARE[op];
  c.op(instruction, operand, at);
}

// ---- attributes and subscripts

/**
 * Where an instruction on an attribute stands: on the line of the attribute's name.
 * Follows compile.c: update_start_location_to_match_attr (3.10 knows lines only).
 */
export function attributePlace(c: Compiler, at: Located, attr: Attribute): Located {
  if (c.minor < 10 || attr.lineno === attr.end_lineno) return at;
  const length = attr.attr.length;
  const knows = length <= attr.end_col_offset;
  return {
    lineno: attr.end_lineno,
    col_offset: knows ? attr.end_col_offset - length : -1,
    end_lineno: at.end_lineno,
    end_col_offset: knows ? at.end_col_offset : -1,
  };
}

function attribute(c: Compiler, node: Attribute): void {
  if (node.ctx === 'Load' && isSuperCall(c, node)) {
    loadSuperArguments(c, node.value as Call);
    c.name(Op.LOAD_SUPER_ATTR, node.attr, attributePlace(c, node, node));
    return;
  }
  if (node.ctx === 'Store') noteStaticAttribute(c, node);
  expression(c, node.value);
  const op = node.ctx === 'Load' ? Op.LOAD_ATTR : node.ctx === 'Store' ? Op.STORE_ATTR : Op.DELETE_ATTR;
  c.name(op, node.attr, attributePlace(c, node, node));
}

/** 3.13 remembers in the class which attributes its methods assign to `self`. */
function noteStaticAttribute(c: Compiler, node: Attribute): void {
  if (c.minor < 13 || node.value.kind !== 'Name' || node.value.id !== 'self') return;
  for (let unit = c.unit.parent; unit !== null; unit = unit.parent) {
    if (unit.kind !== 'class') continue;
    unit.staticAttributes.add(node.attr);
    return;
  }
}

/**
 * `super().x` and `super(a, b).x` that need no super object (3.12 and later).
 * Follows compile.c: can_optimize_super_call.
 */
export function isSuperCall(c: Compiler, attr: Attribute): boolean {
  if (c.minor < 12 || attr.value.kind !== 'Call') return false;
  const { func, args, keywords } = attr.value;
  if (func.kind !== 'Name' || func.id !== 'super' || keywords.length > 0 || attr.attr === '__class__') return false;
  if (c.unit.scopeOf('super') !== 'GLOBAL_IMPLICIT' || c.symtable.top.symbols.has('super')) return false;
  if (args.length === 2) return !args.some((arg) => arg.kind === 'Starred');
  if (args.length !== 0) return false;
  if (c.unit.argcount + c.unit.posonlyargcount === 0) return false;
  return c.unit.scopeOf('__class__') === 'FREE';
}

export function loadSuperArguments(c: Compiler, call: Call): void {
  c.nameOp(call.func, 'super', 'Load');
  if (call.args.length > 0) {
    expressions(c, call.args);
    return;
  }
  c.deref(Op.LOAD_DEREF, '__class__', call);
  c.nameOp(call, c.unit.varnames.names[0]!, 'Load');
}

function subscript(c: Compiler, node: Subscript): void {
  if (node.ctx === 'Load') warnOfSubscript(c, node.value, node.slice);
  expression(c, node.value);
  if (node.ctx !== 'Del' && isRange(c, node.slice)) {
    sliceParts(c, node.slice);
    c.op(node.ctx === 'Load' ? Op.BINARY_SLICE : Op.STORE_SLICE, 0, node);
    return;
  }
  expression(c, node.slice);
  const op = node.ctx === 'Load' ? Op.BINARY_SUBSCR : node.ctx === 'Store' ? Op.STORE_SUBSCR : Op.DELETE_SUBSCR;
  c.op(op, 0, node);
}

/** `a:b`, which 3.12 and later handle without a slice object. */
function isRange(c: Compiler, slice: Expr): slice is Slice {
  return c.minor >= 12 && slice.kind === 'Slice' && slice.step === null;
}

/** Pushes the two or three parts of a slice and says how many. */
function sliceParts(c: Compiler, slice: Slice): number {
  for (const part of [slice.lower, slice.upper]) {
    if (part) expression(c, part);
    else c.load(NONE, slice);
  }
  if (!slice.step) return 2;
  expression(c, slice.step);
  return 3;
}

/** Follows compile.c: compiler_augassign. */
export function augmentedAssignment(c: Compiler, node: AugAssign): void {
  const { target } = node;
  switch (target.kind) {
    case 'Attribute': {
      expression(c, target.value);
      c.op(Op.COPY, 1, target);
      const place = attributePlace(c, target, target);
      c.name(Op.LOAD_ATTR, target.attr, place);
      expression(c, node.value);
      c.op(Op.BINARY_OP, BINARY[node.op] + INPLACE, node);
      c.op(Op.SWAP, 2, place);
      c.name(Op.STORE_ATTR, target.attr, place);
      return;
    }
    case 'Subscript': {
      expression(c, target.value);
      const range = isRange(c, target.slice);
      if (range) sliceParts(c, target.slice as Slice);
      else expression(c, target.slice);
      const depth = range ? 3 : 2;
      for (let i = 0; i < depth; i++) c.op(Op.COPY, depth, target);
      c.op(range ? Op.BINARY_SLICE : Op.BINARY_SUBSCR, 0, target);
      expression(c, node.value);
      c.op(Op.BINARY_OP, BINARY[node.op] + INPLACE, node);
      for (let i = depth + 1; i > 1; i--) c.op(Op.SWAP, i, target);
      c.op(range ? Op.STORE_SLICE : Op.STORE_SUBSCR, 0, target);
      return;
    }
    case 'Name':
      c.nameOp(target, target.id, 'Load');
      expression(c, node.value);
      c.op(Op.BINARY_OP, BINARY[node.op] + INPLACE, node);
      c.nameOp(target, target.id, 'Store');
  }
}
