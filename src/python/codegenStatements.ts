/** Code for statements. Follows compile.c: compiler_visit_stmt. */
import type {
  AnnAssign,
  Assert,
  AsyncFor,
  Expr,
  For,
  If,
  Import,
  ImportFrom,
  Located,
  Return,
  Stmt,
  While,
} from './ast.js';
import type { Compiler } from './codegen.js';
import { compileClass } from './codegenClasses.js';
import { cleanDocstring } from './codegenDocstring.js';
import { augmentedAssignment, expression, iterable, jumpIf } from './codegenExpressions.js';
import { compileFunction, docstringOf, pushAnnotation } from './codegenFunctions.js';
import { compileTypeAlias } from './codegenGenerics.js';
import { compileMatch } from './codegenMatch.js';
import { compileTry, compileTryStar, compileWith } from './codegenTry.js';
import { NOWHERE, Pseudo } from './codegenUnit.js';
import { unwindBlock, unwindBlocks } from './codegenUnwind.js';
import { warnOfAssertion } from './codegenWarnings.js';
import { yieldFrom } from './codegenYield.js';
import { intConst, NONE, namesConst, strConst } from './constants.js';
import { isTrue } from './fold.js';
import { Op } from './instructions.js';
import { isFunctionLike } from './symtableAnalyze.js';
import { mangle } from './symtableEntry.js';

export function statements(c: Compiler, nodes: readonly Stmt[]): void {
  for (const node of nodes) statement(c, node);
}

/** The body of a module or class: annotations, docstring, statements. Follows compile.c: compiler_body. */
export function body(c: Compiler, nodes: readonly Stmt[], at: Located): void {
  let rest = nodes;
  const place = c.unit.kind === 'module' && nodes.length > 0 ? nodes[0]! : at;
  if (nodes.some(hasAnnotation)) c.op(Op.SETUP_ANNOTATIONS, 0, place);
  const docstring = docstringOf(nodes);
  if (docstring !== null) {
    const first = nodes[0]!;
    const value = (first as Extract<Stmt, { kind: 'Expr' }>).value;
    c.load(strConst(c.minor >= 13 ? cleanDocstring(docstring) : docstring), value, true);
    c.store('__doc__', c.minor >= 12 ? NOWHERE : first);
    rest = nodes.slice(1);
  }
  statements(c, rest);
}

/** Whether a statement annotates a variable of its own block. Follows compile.c: find_ann. */
function hasAnnotation(node: Stmt): boolean {
  switch (node.kind) {
    case 'AnnAssign':
      return true;
    case 'For':
    case 'AsyncFor':
    case 'While':
    case 'If':
      return node.body.some(hasAnnotation) || node.orelse.some(hasAnnotation);
    case 'Match':
      return node.cases.some((clause) => clause.body.some(hasAnnotation));
    case 'With':
    case 'AsyncWith':
      return node.body.some(hasAnnotation);
    case 'Try':
    case 'TryStar':
      return (
        node.body.some(hasAnnotation) ||
        node.handlers.some((handler) => handler.body.some(hasAnnotation)) ||
        node.finalbody.some(hasAnnotation) ||
        node.orelse.some(hasAnnotation)
      );
    default:
      return false;
  }
}

function statement(c: Compiler, node: Stmt): void {
  const { unit } = c;
  const before = unit.ops.length;
  compileStatement(c, node);
  if (unit.ops.length === before && unit.silent?.before !== before) unit.silent = { statement: node, before };
}

function compileStatement(c: Compiler, node: Stmt): void {
  switch (node.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      compileFunction(c, node);
      return;
    case 'ClassDef':
      compileClass(c, node);
      return;
    case 'TypeAlias':
      compileTypeAlias(c, node);
      return;
    case 'Return':
      returnStatement(c, node);
      return;
    case 'Delete':
      for (const target of node.targets) expression(c, target);
      return;
    case 'Assign':
      expression(c, node.value);
      node.targets.forEach((target, i) => {
        if (i + 1 < node.targets.length) c.op(Op.COPY, 1, node);
        expression(c, target);
      });
      return;
    case 'AugAssign':
      augmentedAssignment(c, node);
      return;
    case 'AnnAssign':
      annotatedAssignment(c, node);
      return;
    case 'For':
      forLoop(c, node);
      return;
    case 'AsyncFor':
      asyncForLoop(c, node);
      return;
    case 'While':
      whileLoop(c, node);
      return;
    case 'If':
      ifStatement(c, node);
      return;
    case 'Match':
      compileMatch(c, node);
      return;
    case 'Raise':
      if (node.exc) expression(c, node.exc);
      if (node.cause) expression(c, node.cause);
      c.op(Op.RAISE_VARARGS, node.exc ? (node.cause ? 2 : 1) : 0, node);
      return;
    case 'Try':
      compileTry(c, node);
      return;
    case 'TryStar':
      compileTryStar(c, node);
      return;
    case 'Assert':
      assertStatement(c, node);
      return;
    case 'Import':
      importStatement(c, node);
      return;
    case 'ImportFrom':
      importFrom(c, node);
      return;
    case 'Global':
    case 'Nonlocal':
      return;
    case 'Expr':
      expressionStatement(c, node, node.value);
      return;
    case 'With':
    case 'AsyncWith':
      compileWith(c, node, 0);
      return;
    case 'Pass':
      c.op(Op.NOP, 0, node);
      return;
    case 'Break':
      breakStatement(c, node);
      return;
    case 'Continue':
      continueStatement(c, node);
      return;
  }
}

function expressionStatement(c: Compiler, node: Located, value: Expr): void {
  if (c.options.mode === 'single' && c.unit.parent === null) {
    expression(c, value);
    c.op(Op.PRINT_EXPR, 0, node);
    return;
  }
  if (c.folder.constantOf(value) !== null) {
    // Nothing to do but to be seen on its line (3.10 and later).
    if (c.minor >= 10) c.op(Op.NOP, 0, node);
    return;
  }
  expression(c, value);
  c.op(Op.POP_TOP, 0, c.minor >= 11 ? NOWHERE : node);
}

/** Follows compile.c: compiler_return. */
function returnStatement(c: Compiler, node: Return): void {
  const { value } = node;
  const { scope } = c.unit;
  if (!isFunctionLike(scope)) c.error("'return' outside function", node);
  if (value && scope.isCoroutine && scope.isGenerator) c.error("'return' with value in async generator", node);
  const constant = value && c.folder.constantOf(value);
  const preserve = value !== null && constant === null;
  if (preserve) expression(c, value);
  else if (c.minor >= 10 && value) c.op(Op.NOP, 0, value);
  // 3.10 stayed on the line of a call.
  const staysAtCall = c.minor === 10 && value?.kind === 'Call';
  if (c.minor >= 10 && value?.lineno !== node.lineno && !staysAtCall) c.op(Op.NOP, 0, node);
  const { at } = unwindBlocks(c, staysAtCall ? value : node, preserve, false);
  // 3.8 and 3.9 come back to the line of the return when the finally bodies have run.
  const place = c.minor < 10 ? node : at;
  if (!preserve) c.load(constant ?? NONE, c.minor < 10 && value ? value : place, constant !== null);
  c.op(Op.RETURN_VALUE, 0, place);
}

function breakStatement(c: Compiler, node: Located): void {
  const { loop, at } = leaveToLoop(c, node);
  if (loop === null) {
    c.error("'break' outside loop", node);
    return;
  }
  const place = unwindBlock(c, loop, at, false);
  c.jump(Op.JUMP, loop.exit, c.minor < 10 ? node : place);
}

function continueStatement(c: Compiler, node: Located): void {
  const { loop, at } = leaveToLoop(c, node);
  if (loop === null) {
    c.error("'continue' not properly in loop", node);
    return;
  }
  c.jump(Op.JUMP, loop.start, c.minor < 10 ? node : at);
}

function leaveToLoop(c: Compiler, node: Located) {
  if (c.minor >= 10) c.op(Op.NOP, 0, node);
  return unwindBlocks(c, node, false, true);
}

/** Up to 3.9 a branch that a constant excludes is not compiled; its names are noted all the same. */
function muted(c: Compiler, nodes: readonly Stmt[]): void {
  c.unit.mute++;
  statements(c, nodes);
  c.unit.mute--;
}

/** Follows compile.c: compiler_if. */
function ifStatement(c: Compiler, node: If): void {
  const constant = c.minor < 10 ? c.folder.constantOf(node.test) : null;
  if (constant !== null) {
    if (isTrue(constant)) {
      statements(c, node.body);
      muted(c, node.orelse);
    } else {
      muted(c, node.body);
      statements(c, node.orelse);
    }
    return;
  }
  const end = c.label();
  const next = node.orelse.length > 0 ? c.label() : end;
  jumpIf(c, node, node.test, next, false);
  statements(c, node.body);
  if (next !== end) {
    c.jump(Op.JUMP, end, NOWHERE);
    c.place(next);
    statements(c, node.orelse);
  }
  c.place(end);
}

/** Follows compile.c: compiler_for. */
function forLoop(c: Compiler, node: For): void {
  const start = c.label();
  const cleanup = c.label();
  const end = c.label();
  const place = c.minor >= 13 ? node.iter : node;
  c.unit.frameBlocks.push({ kind: 'forLoop', start, exit: end });
  iterable(c, node.iter);
  c.op(Op.GET_ITER, 0, place);
  c.place(start);
  c.jump(Op.FOR_ITER, cleanup, place);
  expression(c, node.target);
  statements(c, node.body);
  c.jump(Op.JUMP, start, NOWHERE);
  c.place(cleanup);
  c.unit.frameBlocks.pop();
  statements(c, node.orelse);
  c.place(end);
}

/** Follows compile.c: compiler_async_for. */
function asyncForLoop(c: Compiler, node: AsyncFor): void {
  if (c.unit.kind !== 'asyncFunction') c.error("'async for' outside async function", node);
  const start = c.label();
  const except = c.label();
  const end = c.label();
  expression(c, node.iter);
  c.op(Op.GET_AITER, 0, node.iter);
  c.place(start);
  c.unit.frameBlocks.push({ kind: 'forLoop', start, exit: end });
  c.jump(Pseudo.SETUP_FINALLY, except, node);
  c.op(Op.GET_ANEXT, 0, node);
  c.loadNone(node);
  yieldFrom(c, node, true);
  c.op(Pseudo.POP_BLOCK, 0, node);
  expression(c, node.target);
  statements(c, node.body);
  c.jump(Op.JUMP, start, NOWHERE);
  c.unit.frameBlocks.pop();
  c.place(except);
  // The line of the iterable, not of the last statement of the body.
  c.op(Op.END_ASYNC_FOR, 0, node.iter);
  statements(c, node.orelse);
  c.place(end);
}

/** Follows compile.c: compiler_while; since 3.10 the test is compiled a second time behind the body. */
function whileLoop(c: Compiler, node: While): void {
  const start = c.label();
  const bodyLabel = c.label();
  const anchor = c.label();
  const end = c.label();
  const constant = c.minor < 10 ? c.folder.constantOf(node.test) : null;
  if (constant !== null && !isTrue(constant)) {
    c.unit.mute++;
    c.unit.frameBlocks.push({ kind: 'whileLoop', start, exit: end });
    statements(c, node.body);
    c.unit.frameBlocks.pop();
    c.unit.mute--;
    statements(c, node.orelse);
    return;
  }
  c.place(start);
  c.unit.frameBlocks.push({ kind: 'whileLoop', start, exit: end });
  if (constant === null) jumpIf(c, node, node.test, anchor, false);
  c.place(bodyLabel);
  statements(c, node.body);
  if (c.minor >= 10) jumpIf(c, node, node.test, bodyLabel, true);
  else c.jump(Op.JUMP, start, NOWHERE);
  c.unit.frameBlocks.pop();
  c.place(anchor);
  statements(c, node.orelse);
  c.place(end);
}

/** Follows compile.c: compiler_annassign. */
function annotatedAssignment(c: Compiler, node: AnnAssign): void {
  const { target, value, annotation } = node;
  if (value) {
    expression(c, value);
    expression(c, target);
  }
  const evaluates = c.unit.kind === 'module' || c.unit.kind === 'class';
  if (target.kind === 'Name') {
    if (node.simple && evaluates) {
      pushAnnotation(c, node, annotation);
      c.loadName('__annotations__', node);
      c.load(strConst(mangle(c.unit.className, target.id)), node);
      c.op(Op.STORE_SUBSCR, 0, node);
    }
  } else if (!value) {
    const parts = target.kind === 'Attribute' ? [target.value] : [target.value, ...sliceExpressions(target.slice)];
    for (const part of parts) evaluateAndDrop(c, part);
  }
  if (!node.simple && evaluates && !c.symtable.futureAnnotations) evaluateAndDrop(c, annotation);
}

function sliceExpressions(slice: Expr): Expr[] {
  if (slice.kind === 'Tuple') return slice.elts.flatMap(sliceExpressions);
  if (slice.kind !== 'Slice') return [slice];
  return [slice.lower, slice.upper, slice.step].filter((part) => part !== null);
}

function evaluateAndDrop(c: Compiler, node: Expr): void {
  expression(c, node);
  c.op(Op.POP_TOP, 0, node);
}

/** Follows compile.c: compiler_assert. */
function assertStatement(c: Compiler, node: Assert): void {
  const end = c.label();
  warnOfAssertion(c, node.test, node);
  const tested = jumpIf(c, node, node.test, end, true);
  // 3.8 looked the name up.
  if (c.minor < 9) c.name(Op.LOAD_GLOBAL, 'AssertionError', node);
  else c.op(Op.LOAD_ASSERTION_ERROR, 0, node);
  if (node.msg) {
    expression(c, node.msg);
    c.op(Op.CALL, 0, c.minor < 12 ? tested : node);
  }
  c.op(Op.RAISE_VARARGS, 1, c.minor < 12 ? tested : c.minor === 12 ? node : node.test);
  c.place(end);
}

// ---- imports

/** Follows compile.c: compiler_import. */
function importStatement(c: Compiler, node: Import): void {
  for (const alias of node.names) {
    c.load(intConst(0), node);
    c.loadNone(node);
    c.name(Op.IMPORT_NAME, alias.name, node);
    const parts = alias.name.split('.');
    if (alias.asname === null) {
      c.store(parts[0]!, node);
      continue;
    }
    parts.slice(1).forEach((part, i) => {
      if (i > 0) {
        c.op(Op.SWAP, 2, node);
        c.op(Op.POP_TOP, 0, node);
      }
      c.name(Op.IMPORT_FROM, part, node);
    });
    c.store(alias.asname, node);
    if (parts.length > 1) c.op(Op.POP_TOP, 0, node);
  }
}

/** Follows compile.c: compiler_from_import. */
function importFrom(c: Compiler, node: ImportFrom): void {
  c.load(intConst(node.level), node);
  c.load(namesConst(node.names.map((alias) => alias.name)), node);
  c.name(Op.IMPORT_NAME, node.module ?? '', node);
  for (const alias of node.names) {
    if (alias.name === '*') {
      c.op(Op.IMPORT_STAR, 0, node);
      return;
    }
    c.name(Op.IMPORT_FROM, alias.name, node);
    c.store(alias.asname ?? alias.name, node);
  }
  c.op(Op.POP_TOP, 0, node);
}
