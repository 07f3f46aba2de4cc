/** Runs an expression on a machine that stands still. The machine is of no use for the run afterwards. */
import { Frame, Ob } from '../../memory/layout.js';
import { type DictEntry, dictNext } from '../../objects/dictCore.js';
import { frameLocals } from '../../objects/frameObject.js';
import { BudgetExceeded, NotSimulated, type Observer } from '../../objects/machine.js';
import { repr } from '../../objects/object.js';
import { formatException } from '../../objects/tracebackSnapshot.js';
import type { Runtime } from '../../vm/runtime.js';
import type { Walk } from './walk.js';

/** Lines that an expression may execute. */
const MOST_LINES = 2_000_000;

/** What came of an expression: an object (one reference to it is ours), or why there is none. */
export type Evaluated = { readonly object: number } | { readonly error: string; readonly why: EvaluationError };
export type EvaluationError = 'python' | 'notSimulated' | 'budget';

/** Ends an expression that goes on and on. */
class Guard implements Observer {
  private lines = 0;

  line(): void {
    if (++this.lines > MOST_LINES) throw new BudgetExceeded('steps', 'the expression takes too long');
  }
  freed(): void {}
  left(): void {}
  cleared(): void {}
  collected(): void {}
}

/** Evaluates in a frame, as `eval(text)` there would: without the references that a dict of the variables would hold. */
export function evaluateIn(walk: Walk, frame: number, text: string): Evaluated {
  const { rt } = walk;
  walk.atFullSpeed();
  rt.observer = new Guard();
  rt.lineCountdown = 0;
  rt.currentException = 0;
  rt.frame = frame;
  return attempt(rt, () => {
    const code = rt.compileSource(text.trim(), '<expression>', 'eval', 0);
    if (code === 0) return 0;
    const isFunction = (rt.codes[rt.M[frame + Frame.CODE_INDEX]!]!.flags & 1) !== 0;
    const locals = isFunction ? variablesOf(rt, frame) : rt.M[frame + Frame.LOCALS]!;
    const globals = rt.M[frame + Frame.GLOBALS]!;
    return rt.evalCode(code, globals, locals === 0 ? globals : locals);
  });
}

/** `repr()` of an object on a machine that is to be thrown away. */
export function reprOn(rt: Runtime, object: number): string | undefined {
  const text = attempt(rt, () => repr(rt, object));
  return 'object' in text ? rt.text(text.object) : undefined;
}

function attempt(rt: Runtime, work: () => number): Evaluated {
  try {
    const object = work();
    if (object !== 0) return { object };
    return { error: lastLine(rt), why: 'python' };
  } catch (error) {
    if (error instanceof NotSimulated) return { error: rt.notSimulatedAt?.what ?? error.message, why: 'notSimulated' };
    if (error instanceof BudgetExceeded) return { error: error.message, why: 'budget' };
    if (error instanceof Error && /memory is used up|call stack/i.test(error.message))
      return { error: error.message, why: 'budget' };
    throw error;
  }
}

/** The last line of what Python would print for the current exception. */
function lastLine(rt: Runtime): string {
  const exception = rt.takeError();
  if (exception === 0) return 'SystemError';
  const text = formatException(rt, exception, () => null).trimEnd();
  return text.slice(text.lastIndexOf('\n') + 1);
}

/**
 * A function's variables in a dict that takes no references: counts stay what they are. The frame holds the objects,
 * and the dict is never freed.
 */
function variablesOf(rt: Runtime, frame: number): number {
  const dict = frameLocals(rt, frame, true);
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  for (let at = dictNext(rt, dict, 0, entry); at >= 0; at = dictNext(rt, dict, at, entry))
    if (rt.M[entry.value + Ob.REFCNT]! > 1) rt.M[entry.value + Ob.REFCNT]!--;
  return dict;
}
