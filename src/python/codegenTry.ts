/** Code for `try`, `except*` and `with`. */
import type { AsyncWith, ExceptHandler, Located, Stmt, Try, TryStar, With } from './ast.js';
import type { Compiler } from './codegen.js';
import { expression } from './codegenExpressions.js';
import { statements } from './codegenStatements.js';
import { type Label, NOWHERE, Pseudo } from './codegenUnit.js';
import { callExit, dropTypeAndTraceback, forgetName, popHandled } from './codegenUnwind.js';
import { yieldFrom } from './codegenYield.js';
import { Op } from './instructions.js';

/** A handler went wrong itself: puts the exception handled before back and goes on. Operand of RERAISE: where the position lies. */
function popExceptAndReraise(c: Compiler): void {
  if (c.minor < 11) c.op(Op.POP_EXC_STATE, 2, NOWHERE);
  else {
    c.op(Op.COPY, 3, NOWHERE);
    c.op(Op.POP_EXCEPT, 0, NOWHERE);
  }
  c.op(Op.RERAISE, 1, NOWHERE);
}

/** The exception on top becomes the handled one; where a handler goes wrong, `cleanup` finds what was handled before. */
function pushHandled(c: Compiler, cleanup: Label, at: Located): void {
  const old = c.minor < 11;
  if (old) c.op(Op.SAVE_EXC_STATE, 0, at);
  c.jump(Pseudo.SETUP_CLEANUP, cleanup, at);
  c.op(old ? Op.PUSH_EXC_STATE : Op.PUSH_EXC_INFO, 0, at);
}

/** Follows compile.c: compiler_try. */
export function compileTry(c: Compiler, node: Try): void {
  if (node.finalbody.length === 0) tryExcept(c, node);
  else
    withFinally(c, node, node.finalbody, () =>
      node.handlers.length > 0 ? tryExcept(c, node) : statements(c, node.body),
    );
}

/** Follows compile.c: compiler_try_star. */
export function compileTryStar(c: Compiler, node: TryStar): void {
  if (node.finalbody.length === 0) tryStarExcept(c, node);
  else {
    withFinally(c, node, node.finalbody, () =>
      node.handlers.length > 0 ? tryStarExcept(c, node) : statements(c, node.body),
    );
  }
}

/** The finally body is compiled twice: for the normal way and for an exception. Follows compile.c: compiler_try_finally. */
function withFinally(c: Compiler, node: Located, finalbody: readonly Stmt[], inner: () => void): void {
  const end = c.label();
  const exit = c.label();
  const cleanup = c.label();
  const { frameBlocks } = c.unit;
  // 3.8 compiled the finally body first: its names and constants come before those of the body.
  if (c.minor < 9) {
    c.rehearse(() => {
      frameBlocks.push({ kind: 'finallyEnd', start: -1, exit: -1 });
      statements(c, finalbody);
      frameBlocks.pop();
    });
  }
  c.jump(Pseudo.SETUP_FINALLY, end, node);
  frameBlocks.push({ kind: 'finallyTry', start: -1, exit: end, finalbody });
  inner();
  c.op(Pseudo.POP_BLOCK, 0, NOWHERE);
  frameBlocks.pop();
  statements(c, finalbody);
  c.jump(Op.JUMP, exit, NOWHERE);
  c.place(end);
  frameBlocks.push({ kind: 'finallyEnd', start: -1, exit: -1 });
  pushHandled(c, cleanup, NOWHERE);
  statements(c, finalbody);
  frameBlocks.pop();
  c.op(Op.RERAISE, 0, NOWHERE);
  c.place(cleanup);
  popExceptAndReraise(c);
  c.place(exit);
}

/** Follows compile.c: compiler_try_except. */
function tryExcept(c: Compiler, node: Try): void {
  const end = c.label();
  const cleanup = c.label();
  let except = c.label();
  const { frameBlocks } = c.unit;
  c.jump(Pseudo.SETUP_FINALLY, except, node);
  frameBlocks.push({ kind: 'tryExcept', start: -1, exit: -1 });
  statements(c, node.body);
  frameBlocks.pop();
  c.op(Pseudo.POP_BLOCK, 0, NOWHERE);
  // Up to 3.10 the else part stood behind the handlers.
  const elseLast = c.minor < 11 && node.orelse.length > 0;
  const orelse = elseLast ? c.label() : end;
  if (!elseLast) statements(c, node.orelse);
  c.jump(Op.JUMP, orelse, NOWHERE);
  c.place(except);
  pushHandled(c, cleanup, NOWHERE);
  frameBlocks.push({ kind: 'exceptionHandler', start: -1, exit: -1 });
  node.handlers.forEach((handler, i) => {
    if (handler.type === null && i + 1 < node.handlers.length) {
      // Up to 3.9 the line was that of the try.
      c.error("default 'except:' must be last", c.minor < 10 ? node : handler);
    }
    except = c.label();
    if (handler.type) {
      expression(c, handler.type);
      c.op(Op.CHECK_EXC_MATCH, 0, handler);
      c.jump(Op.POP_JUMP_IF_FALSE, except, handler);
    }
    handlerBody(c, handler, end);
    c.place(except);
  });
  frameBlocks.pop();
  c.op(Op.RERAISE, 0, NOWHERE);
  c.place(cleanup);
  popExceptAndReraise(c);
  if (elseLast) {
    c.place(orelse);
    statements(c, node.orelse);
  }
  c.place(end);
}

function handlerBody(c: Compiler, handler: ExceptHandler, end: Label): void {
  const { frameBlocks } = c.unit;
  const { name } = handler;
  if (name === null) {
    c.op(Op.POP_TOP, 0, handler);
    dropTypeAndTraceback(c, handler);
    frameBlocks.push({ kind: 'handlerCleanup', start: -1, exit: -1, handlerName: null });
    statements(c, handler.body);
    frameBlocks.pop();
    c.op(Pseudo.POP_BLOCK, 0, NOWHERE);
    popHandled(c, NOWHERE, false);
    c.jump(Op.JUMP, end, NOWHERE);
    return;
  }
  // The body stands in a hidden `try ... finally: name = None; del name`.
  const cleanupEnd = c.label();
  c.store(name, handler);
  dropTypeAndTraceback(c, handler);
  c.jump(Pseudo.SETUP_CLEANUP, cleanupEnd, handler);
  frameBlocks.push({ kind: 'handlerCleanup', start: -1, exit: -1, handlerName: name });
  statements(c, handler.body);
  frameBlocks.pop();
  c.op(Pseudo.POP_BLOCK, 0, NOWHERE);
  c.op(Pseudo.POP_BLOCK, 0, NOWHERE);
  popHandled(c, NOWHERE, false);
  forgetName(c, name, NOWHERE);
  c.jump(Op.JUMP, end, NOWHERE);
  c.place(cleanupEnd);
  forgetName(c, name, NOWHERE);
  c.op(Op.RERAISE, 1, NOWHERE);
}

/**
 * On the stack below the handlers: the exception handled before, the original group, the list of what was raised,
 * the part of the group that is left. Follows compile.c: compiler_try_star_except.
 */
function tryStarExcept(c: Compiler, node: TryStar): void {
  const orelse = c.label();
  const end = c.label();
  const cleanup = c.label();
  const reraiseStar = c.label();
  const reraise = c.label();
  let except = c.label();
  const { frameBlocks } = c.unit;
  c.jump(Pseudo.SETUP_FINALLY, except, node);
  frameBlocks.push({ kind: 'tryExcept', start: -1, exit: -1 });
  statements(c, node.body);
  frameBlocks.pop();
  c.op(Pseudo.POP_BLOCK, 0, NOWHERE);
  c.jump(Op.JUMP, orelse, NOWHERE);
  c.place(except);
  c.jump(Pseudo.SETUP_CLEANUP, cleanup, NOWHERE);
  c.op(Op.PUSH_EXC_INFO, 0, NOWHERE);
  frameBlocks.push({ kind: 'exceptionGroupHandler', start: -1, exit: -1 });
  node.handlers.forEach((handler, i) => {
    const noMatch = c.label();
    const withError = c.label();
    const cleanupEnd = c.label();
    except = c.label();
    if (i === 0) {
      c.op(Op.BUILD_LIST, 0, handler);
      c.op(Op.COPY, 2, handler);
    }
    if (handler.type) {
      expression(c, handler.type);
      c.op(Op.CHECK_EG_MATCH, 0, handler);
      c.op(Op.COPY, 1, handler);
      c.jump(Op.POP_JUMP_IF_NONE, noMatch, handler);
    }
    if (handler.name !== null) c.store(handler.name, handler);
    else c.op(Op.POP_TOP, 0, handler);
    c.jump(Pseudo.SETUP_CLEANUP, cleanupEnd, handler);
    frameBlocks.push({ kind: 'handlerCleanup', start: -1, exit: -1, handlerName: handler.name });
    statements(c, handler.body);
    frameBlocks.pop();
    c.op(Pseudo.POP_BLOCK, 0, NOWHERE);
    if (handler.name !== null) forgetName(c, handler.name, NOWHERE);
    c.jump(Op.JUMP, except, NOWHERE);
    c.place(cleanupEnd);
    if (handler.name !== null) forgetName(c, handler.name, NOWHERE);
    c.op(Op.LIST_APPEND, 3, NOWHERE);
    c.op(Op.POP_TOP, 0, NOWHERE);
    c.jump(Op.JUMP, withError, NOWHERE);
    c.place(except);
    c.jump(Op.JUMP, withError, NOWHERE);
    c.place(noMatch);
    c.op(Op.POP_TOP, 0, handler);
    c.place(withError);
    if (i + 1 === node.handlers.length) {
      c.op(Op.LIST_APPEND, 1, NOWHERE);
      c.jump(Op.JUMP, reraiseStar, NOWHERE);
    }
  });
  frameBlocks.pop();
  c.place(reraiseStar);
  c.op(Op.PREP_RERAISE_STAR, 0, NOWHERE);
  c.op(Op.COPY, 1, NOWHERE);
  c.jump(Op.POP_JUMP_IF_NOT_NONE, reraise, NOWHERE);
  c.op(Op.POP_TOP, 0, NOWHERE);
  c.op(Pseudo.POP_BLOCK, 0, NOWHERE);
  c.op(Op.POP_EXCEPT, 0, NOWHERE);
  c.jump(Op.JUMP, end, NOWHERE);
  c.place(reraise);
  c.op(Pseudo.POP_BLOCK, 0, NOWHERE);
  c.op(Op.SWAP, 2, NOWHERE);
  c.op(Op.POP_EXCEPT, 0, NOWHERE);
  c.op(Op.RERAISE, 0, NOWHERE);
  c.place(cleanup);
  popExceptAndReraise(c);
  c.place(orelse);
  statements(c, node.orelse);
  c.place(end);
}

/** Follows compile.c: compiler_with and compiler_async_with. `position` counts the items. */
export function compileWith(c: Compiler, node: With | AsyncWith, position: number): void {
  const isAsync = node.kind === 'AsyncWith';
  if (isAsync && position === 0 && c.unit.kind !== 'asyncFunction') {
    c.error("'async with' outside async function", node);
  }
  const item = node.items[position]!;
  const final = c.label();
  const exit = c.label();
  const cleanup = c.label();
  const suppress = c.label();
  const { frameBlocks } = c.unit;
  // 3.13 counts the exit to the line of the item, earlier versions to that of the statement.
  const place: Located = c.minor >= 13 ? item.context_expr : node;
  const enterPlace: Located = c.minor >= 12 ? item.context_expr : node;
  expression(c, item.context_expr);
  c.op(isAsync ? Op.BEFORE_ASYNC_WITH : Op.BEFORE_WITH, 0, enterPlace);
  if (isAsync) awaitTop(c, enterPlace, 1);
  c.jump(Pseudo.SETUP_WITH, final, enterPlace);
  frameBlocks.push({ kind: isAsync ? 'asyncWith' : 'with', start: -1, exit: final, location: place });
  if (item.optional_vars) expression(c, item.optional_vars);
  else c.op(Op.POP_TOP, 0, enterPlace);
  if (position + 1 === node.items.length) statements(c, node.body);
  else compileWith(c, node, position + 1);
  frameBlocks.pop();
  c.op(Pseudo.POP_BLOCK, 0, NOWHERE);
  // Since 3.10 leaving counts to the line of the with statement again.
  const leave = c.minor >= 10 ? place : NOWHERE;
  callExit(c, leave, isAsync);
  c.jump(Op.JUMP, exit, c.minor >= 10 ? leave : NOWHERE);
  c.place(final);
  pushHandled(c, cleanup, leave);
  c.op(Op.WITH_EXCEPT_START, 0, leave);
  // 3.8 kept the type a second time until the answer was there.
  const keepsType = isAsync && c.minor < 9;
  if (keepsType) {
    c.op(Op.COPY, 3, leave);
    c.op(Op.SWAP, 2, leave);
  }
  if (isAsync) awaitTop(c, leave, 2);
  c.jump(Op.POP_JUMP_IF_TRUE, suppress, NOWHERE);
  if (keepsType) c.op(Op.POP_TOP, 0, NOWHERE);
  c.op(Op.RERAISE, 2, NOWHERE);
  c.place(suppress);
  if (keepsType) c.op(Op.POP_TOP, 0, NOWHERE);
  c.op(Op.POP_TOP, 0, NOWHERE);
  dropTypeAndTraceback(c, NOWHERE);
  c.op(Pseudo.POP_BLOCK, 0, NOWHERE);
  popHandled(c, NOWHERE, false);
  c.op(Op.POP_TOP, 0, NOWHERE);
  c.op(Op.POP_TOP, 0, NOWHERE);
  c.jump(Op.JUMP, exit, NOWHERE);
  c.place(cleanup);
  popExceptAndReraise(c);
  c.place(exit);
}

function awaitTop(c: Compiler, at: Located, how: number): void {
  c.op(Op.GET_AWAITABLE, how, at);
  c.loadNone(at);
  yieldFrom(c, at, true);
}
