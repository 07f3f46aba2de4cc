/** Leaving blocks early: what `return`, `break` and `continue` undo on their way. */
import type { Located, Stmt } from './ast.js';
import type { Compiler } from './codegen.js';
import { statements } from './codegenStatements.js';
import { type FrameBlock, NOWHERE, Pseudo } from './codegenUnit.js';
import { yieldFrom } from './codegenYield.js';
import { Op } from './instructions.js';

export interface Unwound {
  /** The loop at which the unwinding ended, if it was to end at one. */
  readonly loop: FrameBlock | null;
  /** Where the instructions that follow stand. */
  readonly at: Located;
}

/**
 * Undoes the open blocks, the innermost first, up to the nearest loop (`toLoop`) or all of them.
 * Follows compile.c: compiler_unwind_fblock_stack.
 */
export function unwindBlocks(c: Compiler, at: Located, preserveTop: boolean, toLoop: boolean): Unwound {
  const blocks = c.unit.frameBlocks;
  const saved: FrameBlock[] = [];
  let place = at;
  let loop: FrameBlock | null = null;
  while (blocks.length > 0) {
    const top = blocks[blocks.length - 1]!;
    if (top.kind === 'exceptionGroupHandler') {
      c.error("'break', 'continue' and 'return' cannot appear in an except* block", at);
      break;
    }
    if (toLoop && (top.kind === 'whileLoop' || top.kind === 'forLoop')) {
      loop = top;
      break;
    }
    blocks.pop();
    saved.push(top);
    place = unwindBlock(c, top, place, preserveTop);
  }
  while (saved.length > 0) blocks.push(saved.pop()!);
  return { loop, at: place };
}

/** Undoes one block and says where the instructions that follow stand. Follows compile.c: compiler_unwind_fblock. */
export function unwindBlock(c: Compiler, block: FrameBlock, at: Located, preserveTop: boolean): Located {
  const keep = () => {
    if (preserveTop) c.op(Op.SWAP, 2, at);
  };
  switch (block.kind) {
    case 'whileLoop':
    case 'exceptionHandler':
    case 'exceptionGroupHandler':
    case 'asyncComprehension':
    case 'stopIteration':
      return at;
    case 'forLoop':
      keep();
      c.op(Op.POP_TOP, 0, at);
      return at;
    case 'tryExcept':
      c.op(Pseudo.POP_BLOCK, 0, at);
      return at;
    case 'finallyTry':
      c.op(Pseudo.POP_BLOCK, 0, at);
      if (preserveTop) c.unit.frameBlocks.push({ kind: 'popValue', start: -1, exit: -1 });
      statements(c, block.finalbody as readonly Stmt[]);
      if (preserveTop) c.unit.frameBlocks.pop();
      // What follows seems to run after the finally body, on no line of its own; up to 3.9 it came back to its line.
      return c.minor >= 10 ? NOWHERE : at;
    case 'finallyEnd':
      keep();
      c.op(Op.POP_TOP, 0, at);
      dropTypeAndTraceback(c, at, keep);
      popHandled(c, at, preserveTop, true);
      return at;
    case 'with':
    case 'asyncWith': {
      // Since 3.10 the exit counts to the line of the with statement.
      const place = c.minor >= 10 ? (block.location as Located) : at;
      c.op(Pseudo.POP_BLOCK, 0, place);
      if (preserveTop) c.op(Op.SWAP, 2, place);
      callExit(c, place, block.kind === 'asyncWith');
      return NOWHERE;
    }
    case 'handlerCleanup':
      if (block.handlerName != null) c.op(Pseudo.POP_BLOCK, 0, at);
      popHandled(c, at, preserveTop, true);
      if (block.handlerName != null) forgetName(c, block.handlerName, at);
      return at;
    case 'popValue':
      keep();
      c.op(Op.POP_TOP, 0, at);
      return at;
  }
}

/** Up to 3.10 type and traceback lie below an exception that is handled: drops them, too. `keep` saves the top each time. */
export function dropTypeAndTraceback(c: Compiler, at: Located, keep?: () => void): void {
  if (c.minor >= 11) return;
  for (let i = 0; i < 2; i++) {
    keep?.();
    c.op(Op.POP_TOP, 0, at);
  }
}

/** What was handled before becomes the handled exception again; `preserveTop` keeps the value above it. */
export function popHandled(c: Compiler, at: Located, preserveTop: boolean, popBlock = false): void {
  const old = c.minor < 11;
  if (preserveTop && !old) c.op(Op.SWAP, 2, at);
  if (popBlock) c.op(Pseudo.POP_BLOCK, 0, at);
  if (old) c.op(Op.POP_EXC_STATE, preserveTop ? 1 : 0, at);
  else c.op(Op.POP_EXCEPT, 0, at);
}

/** Calls the `__exit__` on top with three None and drops its answer: the first None takes the self slot. */
export function callExit(c: Compiler, at: Located, isAsync: boolean): void {
  c.loadNone(at);
  c.loadNone(at);
  c.loadNone(at);
  c.op(Op.CALL, 2, at);
  if (isAsync) {
    c.op(Op.GET_AWAITABLE, 2, at);
    c.loadNone(at);
    yieldFrom(c, at, true);
  }
  c.op(Op.POP_TOP, 0, at);
}

/** `name = None; del name`: the end of `except E as name`, which must not fail when the body has deleted it. */
export function forgetName(c: Compiler, name: string, at: Located): void {
  c.loadNone(at);
  c.nameOp(at, name, 'Store');
  c.nameOp(at, name, 'Del');
}
