/** What the interpreter says of exceptions that cannot be raised. Follows errors.c: _PyErr_WriteUnraisableMsg. */
import { ExcLayout, Ob } from '../memory/layout.js';
import { call0, call1 } from '../objects/call.js';
import type { Machine } from '../objects/machine.js';
import { newNamespace } from '../objects/namespace.js';
import { lookupAttr, repr, setAttr } from '../objects/object.js';
import { internStr, newStr } from '../objects/strCore.js';
import { formatUnraisable } from '../objects/tracebackSnapshot.js';
import { S } from '../objects/typeIds.js';
import { ports } from './builtinsPorts.js';

/** `repr(o)` as text; `<object repr() failed>` when it raises. */
function reprOrFailed(rt: Machine, o: number): string {
  const text = repr(rt, o);
  if (text === 0) {
    rt.clearError();
    return '<object repr() failed>';
  }
  const result = rt.text(text);
  rt.decref(text);
  return result;
}

/** Calls a hook that the program set, with what went wrong as attributes; its own exceptions are written. */
function callHook(rt: Machine, hook: number, exception: number, message: string, object: number): void {
  const args = newNamespace(rt, 0);
  const traceback = rt.M[exception + ExcLayout.TRACEBACK]!;
  // The object's repr follows a message of its own; the usual one is left to the hook.
  const text =
    message === '' || /^Exception ignored in: $/.test(message) ? rt.none() : newStr(rt, message.replace(/: $/, ''));
  const fields: readonly (readonly [string, number])[] = [
    ['exc_type', rt.newRef(rt.M[exception + Ob.TYPE]!)],
    ['exc_value', rt.newRef(exception)],
    ['exc_traceback', traceback === 0 ? rt.none() : rt.newRef(traceback)],
    ['err_msg', text],
    ['object', object === 0 ? rt.none() : rt.newRef(object)],
  ];
  for (const [name, value] of fields) {
    setAttr(rt, args, internStr(rt, name), value);
    rt.decref(value);
  }
  const result = call1(rt, hook, args);
  rt.decref(args);
  if (result !== 0) {
    rt.decref(result);
    return;
  }
  printUnraisable(rt, 'Exception ignored in sys.unraisablehook: ', hook);
}

/** Hands the current exception to sys.unraisablehook and drops it. `message` stands before the object's repr. */
export function writeUnraisable(rt: Machine, message: string, object: number): void {
  if (rt.currentException === 0) return;
  const hook = ports(rt).sysAttribute('unraisablehook');
  if (hook !== 0 && hook !== S.NONE && hook !== ports(rt).sysAttribute('__unraisablehook__')) {
    const exception = rt.takeError();
    callHook(rt, hook, exception, message, object);
    rt.decref(exception);
    return;
  }
  printUnraisable(rt, message, object);
}

/** What sys.unraisablehook does by itself. */
export function printUnraisable(rt: Machine, message: string, object: number): void {
  const exception = rt.takeError();
  if (exception === 0) return;
  let head = message === '' ? 'Exception ignored in: ' : message;
  if (object !== 0 && object !== S.NONE) head += `${reprOrFailed(rt, object)}\n`;
  else head = head.replace(/ in: $/, ':').concat('\n');
  const text = formatUnraisable(rt, exception, (file, line) => rt.sourceLine(file, line));
  writeError(rt, head + text);
  rt.decref(exception);
}

/** Writes to what `sys.stderr` is; whatever goes wrong is forgotten. */
function writeError(rt: Machine, text: string): void {
  const host = ports(rt);
  const stream = host.sysAttribute('stderr');
  if (stream === 0 || stream === S.NONE) return;
  const standard = host.standardStream(stream);
  if (standard !== 0) {
    rt.write(standard, text);
    return;
  }
  rt.incref(stream);
  const message = newStr(rt, text);
  for (const [name, args] of [
    ['write', [message]],
    ['flush', []],
  ] as const) {
    const method = lookupAttr(rt, stream, internStr(rt, name));
    const result = method === 0 ? 0 : args.length === 0 ? call0(rt, method) : call1(rt, method, message);
    rt.xdecref(method);
    if (result === 0) rt.clearError();
    else rt.decref(result);
  }
  rt.decref(message);
  rt.decref(stream);
}
