/** An exception that is being raised on a machine that stands still. */
import { ExcLayout, Frame, Ob, TupleLayout, TypeLayout } from '../../memory/layout.js';
import { baseExceptionStr } from '../../objects/exceptionBase.js';
import { T } from '../../objects/typeIds.js';
import type { DebugException } from '../../protocol/debug.js';
import type { Runtime } from '../../vm/runtime.js';
import { preview } from '../preview.js';
import { codeOfFrame, framesOf } from './frames.js';

/** Names of an exception's type and of its bases. */
export function typeNames(rt: Runtime, exception: number): string[] {
  const mro = rt.M[rt.M[exception + Ob.TYPE]! + TypeLayout.MRO]!;
  const names: string[] = [];
  for (let i = 0; mro !== 0 && i < rt.M[mro + Ob.SIZE]!; i++)
    names.push(rt.infoOf(rt.M[mro + TupleLayout.ITEM + 2 * i]!).name);
  return names;
}

/** What is raised; null where nothing is. `uncaught`: nobody will catch it. */
export function exceptionNow(rt: Runtime, uncaught: boolean): DebugException | null {
  const exception = rt.currentException;
  if (exception === 0) return null;
  const { name, fullName } = rt.typeOf(exception);
  const stack = framesOf(rt)
    .reverse()
    .flatMap((frame) => {
      const { filename, name: function_ } = codeOfFrame(rt, frame).spec;
      const line = rt.M[frame + Frame.LINE]!;
      const text = rt.sourceLine(filename, line)?.trim();
      return [`  File "${filename}", line ${line}, in ${function_}`, ...(text ? [`    ${text}`] : [])];
    });
  return { type: name, qualifiedType: fullName, message: messageOf(rt, exception), uncaught, stack: stack.join('\n') };
}

/** The message, as far as it can be told without running code of the program. */
function messageOf(rt: Runtime, exception: number): string {
  const args = rt.M[exception + ExcLayout.ARGS]!;
  if (args === 0 || !rt.is(args, T.TUPLE)) return '';
  const n = rt.M[args + Ob.SIZE]!;
  if (n === 0) return '';
  if (n > 1) return preview(rt, args, 200);
  const only = rt.M[args + TupleLayout.ITEM]!;
  const plain = rt.typeOf(exception).tp_str === baseExceptionStr;
  return plain && rt.is(only, T.STR) ? rt.text(only) : preview(rt, only, 200);
}
