/** Code that suspends a frame: `yield`, `yield from`, `await`. */
import type { Located } from './ast.js';
import type { Compiler } from './codegen.js';
import { NOWHERE, Pseudo } from './codegenUnit.js';
import { Op } from './instructions.js';

/** Operands of RESUME. */
const AFTER_YIELD = 1;
const AFTER_YIELD_FROM = 2;
const AFTER_AWAIT = 3;

/** Hands out the top; the value that is sent takes its place. Follows compile.c: ADDOP_YIELD. */
export function yieldValue(c: Compiler, at: Located): void {
  const { scope } = c.unit;
  if (scope.isGenerator && scope.isCoroutine) c.op(Op.ASYNC_GEN_WRAP, 0, at);
  c.op(Op.YIELD_VALUE, 0, at);
  c.op(Op.RESUME, AFTER_YIELD, at);
}

/**
 * Delegates to the iterator below the top; the top is what is sent first. Leaves the iterator's result.
 * Follows compile.c: compiler_add_yield_from.
 */
export function yieldFrom(c: Compiler, at: Located, isAwait: boolean): void {
  const send = c.label();
  const fail = c.label();
  const exit = c.label();
  c.place(send);
  c.jump(Op.SEND, exit, at);
  // A close() or throw() into the delegate can end it with StopIteration.
  c.jump(Pseudo.SETUP_FINALLY, fail, at);
  c.op(Op.YIELD_VALUE, 0, at);
  c.op(Pseudo.POP_BLOCK, 0, NOWHERE);
  c.op(Op.RESUME, isAwait ? AFTER_AWAIT : AFTER_YIELD_FROM, at);
  c.jump(Pseudo.JUMP_NO_INTERRUPT, send, at);
  c.place(fail);
  c.op(Op.CLEANUP_THROW, 0, at);
  c.place(exit);
  c.op(Op.END_SEND, 0, at);
}
