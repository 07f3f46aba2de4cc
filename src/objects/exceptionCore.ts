/** Making and raising exceptions from native code. Follows errors.c: _PyErr_SetObject. */
import { ExcLayout, ExcRecord, Ob } from '../memory/layout.js';
import { callMethod1 } from './call.js';
import type { Machine } from './machine.js';
import { internStr, newStr } from './strCore.js';
import { packTuple1 } from './tupleCore.js';

/**
 * Raises an exception of `type` with one message argument: it becomes the current exception, with the handled one
 * as its context.
 */
export function newException(rt: Machine, type: number, message: string): void {
  const text = newStr(rt, message);
  raiseWithArgument(rt, type, text);
  rt.decref(text);
}

/** Raises `type(argument)`; the argument is borrowed. */
export function raiseWithArgument(rt: Machine, type: number, argument: number): void {
  const args = packTuple1(rt, argument);
  const exception = makeException(rt, type, args);
  rt.decref(args);
  if (exception !== 0) raiseObject(rt, exception);
}

/** A new exception object of a builtin type with an arguments tuple (borrowed), initialised by the type; 0 on error. */
export function makeException(rt: Machine, type: number, args: number): number {
  const info = rt.infoOf(type);
  const exception = info.tp_alloc!(rt, type, 0);
  rt.M[exception + ExcLayout.ARGS] = rt.newRef(args);
  if (info.tp_init !== null && info.tp_init(rt, exception, args, 0) < 0) {
    rt.decref(exception);
    return 0;
  }
  return exception;
}

/**
 * Makes an exception object (its reference is taken over) the current one. Its context becomes the exception that is
 * being handled; a cycle in the chain of contexts is cut.
 */
export function raiseObject(rt: Machine, exception: number): void {
  const M = rt.M;
  const handled = topmostHandled(rt);
  if (handled !== 0 && handled !== exception) {
    let o = handled;
    let slow = handled;
    let toggle = false;
    for (;;) {
      const context = M[o + ExcLayout.CONTEXT]!;
      if (context === 0) break;
      if (context === exception) {
        M[o + ExcLayout.CONTEXT] = 0;
        rt.decref(context);
        break;
      }
      o = context;
      if (o === slow) break;
      if (toggle) slow = M[slow + ExcLayout.CONTEXT]!;
      toggle = !toggle;
    }
    const old = M[exception + ExcLayout.CONTEXT]!;
    M[exception + ExcLayout.CONTEXT] = rt.newRef(handled);
    if (old !== 0) rt.decref(old);
  }
  rt.restoreError(exception);
}

/** The exception that is being handled in the innermost frame that handles one, borrowed; 0 when there is none. */
export function topmostHandled(rt: Machine): number {
  const record = handlingRecord(rt);
  return record === 0 ? 0 : rt.M[record + ExcRecord.VALUE]!;
}

/** The innermost record (see ExcRecord) of an exception that is being handled; 0 when there is none. */
export function handlingRecord(rt: Machine): number {
  const M = rt.M;
  let record = rt.excInfo;
  while (record !== 0 && M[record + ExcRecord.VALUE] === 0) record = M[record + ExcRecord.PREVIOUS]!;
  return record;
}

/** The arguments tuple of an exception, borrowed. */
export function exceptionArgs(rt: Machine, exception: number): number {
  return rt.M[exception + ExcLayout.ARGS]!;
}

/** Whether an exception value's type is `type` or a subclass. */
export function exceptionMatches(rt: Machine, exception: number, type: number): boolean {
  return rt.isSubtype(rt.M[exception + Ob.TYPE]!, type);
}

/** Replaces the current exception by one of `type` whose cause and context it becomes. Follows errors.c: _PyErr_FormatVFromCause. */
export function wrapError(rt: Machine, type: number, message: string): void {
  const cause = rt.takeError();
  newException(rt, type, message);
  const M = rt.M;
  const exception = rt.currentException;
  const oldContext = M[exception + ExcLayout.CONTEXT]!;
  M[exception + ExcLayout.CAUSE] = rt.newRef(cause);
  M[exception + ExcLayout.CONTEXT] = cause;
  M[exception + ExcLayout.SUPPRESS_CONTEXT] = 1;
  if (oldContext !== 0) rt.decref(oldContext);
}

/** Adds a note to the current exception (3.11+). */
export function addNote(rt: Machine, text: string): void {
  const exception = rt.takeError();
  const note = newStr(rt, text);
  const result = callMethod1(rt, exception, internStr(rt, 'add_note'), note);
  rt.decref(note);
  if (result !== 0) rt.decref(result);
  else rt.clearError();
  rt.restoreError(exception);
}
