/** What the interpreter says of exceptions that cannot be raised. Follows errors.c: _PyErr_WriteUnraisableMsg. */
import type { Machine } from '../objects/machine.js';
import { repr } from '../objects/object.js';
import { formatException } from '../objects/tracebackSnapshot.js';
import { S } from '../objects/typeIds.js';

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

/** Prints and drops the current exception as sys.unraisablehook does. `message` stands before the object's repr. */
export function writeUnraisable(rt: Machine, message: string, object: number): void {
  const exception = rt.takeError();
  if (exception === 0) return;
  let head = message === '' ? 'Exception ignored in: ' : message;
  if (object !== 0 && object !== S.NONE) head += `${reprOrFailed(rt, object)}\n`;
  else head = head.replace(/ in: $/, ':').concat('\n');
  const text = formatException(rt, exception, (file, line) => rt.sourceLine(file, line));
  rt.write(2, head + text);
  rt.decref(exception);
}
