/** raise, except matching, exception groups. Follows ceval.c: do_raise, exception_group_match. */
import { ExcLayout, ExcRecord, Ob, TupleLayout } from '../memory/layout.js';
import { call0, call2, callMethod1 } from '../objects/call.js';
import { handlingRecord, raiseObject, topmostHandled } from '../objects/exceptionCore.js';
import { isSubclassOf } from '../objects/instanceCheck.js';
import { listItem, listLength, listOf } from '../objects/list.js';
import { internStr, newStr } from '../objects/strCore.js';
import { reprText } from '../objects/support.js';
import { packTuple1 } from '../objects/tupleCore.js';
import { E, S } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import type { Runtime } from './runtime.js';

/** `raise exception from cause`; both references are taken over, 0 where left out. The exception becomes the current one. */
export function doRaise(rt: Runtime, exception: number, cause: number): void {
  if (exception === 0) {
    const handled = topmostHandled(rt);
    if (handled === 0) {
      rt.raise(E.RuntimeError, 'No active exception to reraise');
      return;
    }
    if (rt.profile.minor < 11) setTraceback(rt, handled, rt.M[handlingRecord(rt) + ExcRecord.TRACEBACK]!);
    rt.restoreError(rt.newRef(handled));
    rt.reraising = true;
    return;
  }
  let value: number;
  if (rt.hasFlag(exception, TypeFlag.TYPE_SUBCLASS) && rt.isSubtype(exception, E.BaseException)) {
    value = call0(rt, exception);
    if (value !== 0 && !rt.hasFlag(value, TypeFlag.BASE_EXC_SUBCLASS)) {
      const [made, got] = [reprText(rt, exception), reprText(rt, rt.M[value + Ob.TYPE]!)];
      if (made !== null && got !== null) {
        rt.raise(E.TypeError, `calling ${made} should have returned an instance of BaseException, not ${got}`);
      }
      rt.decref(value);
      value = 0;
    }
    if (value === 0) {
      rt.decref(exception);
      if (cause !== 0) rt.decref(cause);
      return;
    }
    rt.decref(exception);
  } else if (rt.hasFlag(exception, TypeFlag.BASE_EXC_SUBCLASS)) value = exception;
  else {
    rt.raise(E.TypeError, 'exceptions must derive from BaseException');
    rt.decref(exception);
    if (cause !== 0) rt.decref(cause);
    return;
  }
  if (cause !== 0) {
    let fixed: number;
    if (rt.hasFlag(cause, TypeFlag.TYPE_SUBCLASS) && rt.isSubtype(cause, E.BaseException)) {
      fixed = call0(rt, cause);
      rt.decref(cause);
      if (fixed === 0) {
        rt.decref(value);
        return;
      }
    } else if (rt.hasFlag(cause, TypeFlag.BASE_EXC_SUBCLASS)) fixed = cause;
    else if (cause === S.NONE) {
      rt.decref(cause);
      fixed = 0;
    } else {
      rt.raise(E.TypeError, 'exception causes must derive from BaseException');
      rt.decref(cause);
      rt.decref(value);
      return;
    }
    const M = rt.M;
    const old = M[value + ExcLayout.CAUSE]!;
    M[value + ExcLayout.CAUSE] = fixed;
    M[value + ExcLayout.SUPPRESS_CONTEXT] = 1;
    if (old !== 0) rt.decref(old);
  }
  raiseObject(rt, value);
}

/**
 * Up to 3.10: puts traceback and type of what is being handled (None: nothing) below the exception on top. Returns the
 * stack pointer. Follows ceval.c: exception_unwind.
 */
export function saveExceptionState(rt: Runtime, sp: number): number {
  const M = rt.M;
  const info = rt.excInfo;
  const nothing = M[info + ExcRecord.VALUE] === 0;
  M[sp + 2] = M[sp - 2]!;
  M[sp - 2] = nothing ? rt.none() : M[info + ExcRecord.TRACEBACK]!;
  M[sp] = nothing ? rt.none() : M[info + ExcRecord.TYPE]!;
  return sp + 4;
}

/** Its other half: the value that was being handled, then traceback, type and value of the exception, which becomes the handled one. */
export function pushExceptionState(rt: Runtime, sp: number): number {
  const M = rt.M;
  const info = rt.excInfo;
  const value = M[sp - 2]!;
  const type = M[value + Ob.TYPE]!;
  const traceback = M[value + ExcLayout.TRACEBACK]! === 0 ? S.NONE : M[value + ExcLayout.TRACEBACK]!;
  M[sp - 2] = M[info + ExcRecord.VALUE] === 0 ? rt.none() : M[info + ExcRecord.VALUE]!;
  M[sp] = rt.newRef(traceback);
  M[sp + 2] = rt.newRef(type);
  M[sp + 4] = value;
  M[info + ExcRecord.TRACEBACK] = rt.newRef(traceback);
  M[info + ExcRecord.TYPE] = rt.newRef(type);
  M[info + ExcRecord.VALUE] = rt.newRef(value);
  return sp + 6;
}

/** Makes `traceback` (None: none) that of an exception. */
export function setTraceback(rt: Runtime, exception: number, traceback: number): void {
  const M = rt.M;
  const old = M[exception + ExcLayout.TRACEBACK]!;
  M[exception + ExcLayout.TRACEBACK] = traceback === S.NONE ? 0 : rt.newRef(traceback);
  if (old !== 0) rt.decref(old);
}

/** Up to 3.10: what was handled before, `above` slots below the top, is the handled exception again. Returns the stack pointer. */
export function popExceptionState(rt: Runtime, sp: number, above: number): number {
  const M = rt.M;
  const info = rt.excInfo;
  const saved = sp - 2 * (above + 3);
  const fields = [ExcRecord.TRACEBACK, ExcRecord.TYPE, ExcRecord.VALUE];
  const old = fields.map((field) => M[info + field]!);
  const none = M[saved + 4] === S.NONE;
  fields.forEach((field, i) => {
    const object = M[saved + 2 * i]!;
    M[info + field] = none ? 0 : object;
    if (none) rt.decref(object);
  });
  M.copyWithin(saved, saved + 6, sp);
  rt.stackTop = sp - 6;
  for (const i of [1, 2, 0]) if (old[i] !== 0) rt.decref(old[i]!);
  return sp - 6;
}

const NOT_EXCEPTION = 'catching classes that do not inherit from BaseException is not allowed';

/** Whether an exception matches what stands behind `except`: 0, 1, -1. */
export function checkExceptionMatch(rt: Runtime, exception: number, type: number): number {
  const M = rt.M;
  const isClass = (t: number): boolean => rt.hasFlag(t, TypeFlag.TYPE_SUBCLASS) && rt.isSubtype(t, E.BaseException);
  if (rt.hasFlag(type, TypeFlag.TUPLE_SUBCLASS)) {
    const n = M[type + Ob.SIZE]!;
    for (let i = 0; i < n; i++) {
      if (!isClass(M[type + TupleLayout.ITEM + 2 * i]!)) return rt.fail(E.TypeError, NOT_EXCEPTION);
    }
    for (let i = 0; i < n; i++) {
      if (rt.isSubtype(M[exception + Ob.TYPE]!, M[type + TupleLayout.ITEM + 2 * i]!)) return 1;
    }
    return 0;
  }
  if (!isClass(type)) return rt.fail(E.TypeError, NOT_EXCEPTION);
  return rt.isSubtype(M[exception + Ob.TYPE]!, type) ? 1 : 0;
}

/** `except*`: stack exception, type; afterwards rest (or None) and match (or None). Returns the stack pointer or 0. */
export function checkGroupMatch(rt: Runtime, sp: number): number {
  const M = rt.M;
  const type = M[sp - 2]!;
  const exception = M[sp - 4]!;
  const failed = (): 0 => {
    rt.decref(type);
    rt.stackTop = sp - 2;
    return 0;
  };
  const isGroupType = (t: number): number =>
    rt.hasFlag(t, TypeFlag.TYPE_SUBCLASS) ? isSubclassOf(rt, t, E.BaseExceptionGroup) : 0;
  const types = rt.hasFlag(type, TypeFlag.TUPLE_SUBCLASS)
    ? Array.from({ length: M[type + Ob.SIZE]! }, (_, i) => M[type + TupleLayout.ITEM + 2 * i]!)
    : [type];
  if (checkExceptionMatch(rt, exception, type) < 0) return failed();
  for (const t of types) {
    if (isGroupType(t) !== 0) {
      rt.raise(E.TypeError, 'catching ExceptionGroup with except* is not allowed. Use except instead.');
      return failed();
    }
  }
  if (exception === S.NONE) {
    rt.decref(type);
    M[sp - 2] = rt.none();
    return sp;
  }
  const matches = checkExceptionMatch(rt, exception, type);
  if (matches < 0) return failed();
  let match: number;
  let rest: number;
  if (matches === 1) {
    if (rt.isInstance(exception, E.BaseExceptionGroup)) match = rt.newRef(exception);
    else match = wrapInGroup(rt, exception);
    rest = rt.none();
  } else if (rt.isInstance(exception, E.BaseExceptionGroup)) {
    const pair = callMethod1(rt, exception, internStr(rt, 'split'), type);
    if (pair === 0) return failed();
    match = rt.newRef(M[pair + TupleLayout.ITEM]!);
    rest = rt.newRef(M[pair + TupleLayout.ITEM + 2]!);
    rt.decref(pair);
  } else {
    match = rt.none();
    rest = rt.newRef(exception);
  }
  if (match === 0) return failed();
  rt.decref(type);
  rt.decref(exception);
  M[sp - 4] = rest;
  M[sp - 2] = match;
  if (match !== S.NONE) {
    // The matched part is what is being handled.
    const info = rt.excInfo;
    const old = M[info]!;
    M[info] = rt.newRef(match);
    if (old !== 0) rt.decref(old);
  }
  return sp;
}

/** A naked exception caught by `except*` arrives in a group of its own. */
function wrapInGroup(rt: Runtime, exception: number): number {
  const message = newStr(rt, '');
  const list = packTuple1(rt, exception);
  const group = call2(rt, rt.exceptionGroupType(), message, list);
  rt.decref(list);
  rt.decref(message);
  if (group !== 0) {
    const M = rt.M;
    M[group + ExcLayout.TRACEBACK] =
      M[exception + ExcLayout.TRACEBACK]! === 0 ? 0 : rt.newRef(M[exception + ExcLayout.TRACEBACK]!);
  }
  return group;
}

/** What is raised at the end of `except*`: the unhandled rest and what handlers raised. New reference (None: nothing), or 0. */
export function prepareReraiseStar(rt: Runtime, original: number, raisedList: number): number {
  const n = listLength(rt, raisedList);
  const M = rt.M;
  if (n === 0) return rt.none();
  if (!rt.isInstance(original, E.BaseExceptionGroup)) {
    // A naked exception: there is one at most, itself or what a handler raised instead.
    return rt.newRef(listItem(rt, raisedList, 0));
  }
  const raised: number[] = [];
  const reraised: number[] = [];
  for (let i = 0; i < n; i++) {
    const e = listItem(rt, raisedList, i);
    if (e === S.NONE) continue;
    const same =
      M[e + ExcLayout.TRACEBACK] === M[original + ExcLayout.TRACEBACK] &&
      M[e + ExcLayout.CAUSE] === M[original + ExcLayout.CAUSE] &&
      M[e + ExcLayout.CONTEXT] === M[original + ExcLayout.CONTEXT] &&
      rt.isInstance(e, E.BaseExceptionGroup);
    (same ? reraised : raised).push(e);
  }
  let projection = 0;
  if (reraised.length === 1 && reraised[0] === original) projection = rt.newRef(original);
  else if (reraised.length > 0) {
    projection = reraised.length === 1 ? rt.newRef(reraised[0]!) : deriveGroup(rt, original, reraised);
    if (projection === 0) return 0;
  }
  if (raised.length === 0) return projection === 0 ? rt.none() : projection;
  const all = projection === 0 ? raised : [...raised, projection];
  if (all.length === 1) return rt.newRef(all[0]!);
  const result = makeGroup(rt, all);
  if (projection !== 0) rt.decref(projection);
  return result;
}

function deriveGroup(rt: Runtime, original: number, parts: readonly number[]): number {
  const list = listOf(
    rt,
    parts.map((part) => rt.newRef(part)),
  );
  const group = callMethod1(rt, original, internStr(rt, 'derive'), list);
  rt.decref(list);
  return group;
}

function makeGroup(rt: Runtime, parts: readonly number[]): number {
  const message = newStr(rt, '');
  const list = listOf(
    rt,
    parts.map((part) => rt.newRef(part)),
  );
  const group = call2(rt, rt.exceptionGroupType(), message, list);
  rt.decref(list);
  rt.decref(message);
  return group;
}
