/** Finding the handler of an exception, leaving the frames that have none. Follows ceval.c: exception_unwind. */
import { Frame } from '../memory/layout.js';
import { INSTRUCTION_WORDS, instructionAddress, instructionIndex } from '../objects/code.js';
import { addTraceback } from '../objects/traceback.js';
import { EXCEPTION_ROW } from '../python/code.js';
import { OPERATION, Op } from '../python/instructions.js';
import { clearFrame, dropCall, FrameKind, OwnFrame } from './frames.js';
import { finishGenerator } from './generatorFrames.js';
import type { Runtime } from './runtime.js';

/**
 * Looks for a handler of the current exception, from a frame outwards up to the entry frame of the loop. Returns the
 * frame that goes on (its PC and SP are set, the exception is on its stack), or 0 when the entry frame was left.
 */
export function unwind(rt: Runtime, from: number, entry: number): number {
  const M = rt.M;
  let fp = from;
  for (;;) {
    const code = rt.codes[M[fp + Frame.CODE_INDEX]!]!;
    const pc = M[fp + Frame.PC]!;
    if (rt.observer !== null) rt.observer.raising?.(fp);
    if (rt.reraising) rt.reraising = false;
    else addTraceback(rt, rt.currentException, fp);
    const table = code.spec.exceptionTable;
    const at = instructionIndex(code, pc);
    const base = fp + Frame.LOCALSPLUS + 2 * code.nlocalsplus;
    for (let row = 0; row < table.length; row += EXCEPTION_ROW) {
      if (table[row]! > at) break;
      if (at >= table[row + 1]!) continue;
      let sp = M[fp + Frame.SP]!;
      const level = base + 2 * table[row + 3]!;
      while (sp > level) {
        sp -= 2;
        const o = M[sp]!;
        M[fp + Frame.SP] = sp;
        if (o !== 0) rt.decref(o);
      }
      if (table[row + 4] === 1) {
        // The position that RERAISE restores: no object, its number stands in the upper half.
        M[sp] = 0;
        M[sp + 1] = pc;
        sp += 2;
      }
      M[sp] = rt.takeError();
      sp += 2;
      M[fp + Frame.SP] = sp;
      M[fp + Frame.PC] = instructionAddress(code, table[row + 2]!);
      rt.frame = fp;
      return fp;
    }
    let sp = M[fp + Frame.SP]!;
    while (sp > base) {
      sp -= 2;
      const o = M[sp]!;
      M[fp + Frame.SP] = sp;
      if (o !== 0) rt.decref(o);
    }
    const next = leave(rt, fp);
    if (fp === entry) return 0;
    fp = next;
  }
}

/**
 * Whether a frame stands behind a `yield` outside of all `try` and `with`: only the handler that is around every
 * generator's body covers it. Follows flowgraph.c: label_exception_targets (RESUME_OPARG_DEPTH1_MASK).
 */
export function yieldsUnguarded(rt: Runtime, fp: number): boolean {
  const code = rt.codes[rt.M[fp + Frame.CODE_INDEX]!]!;
  const at = instructionIndex(code, rt.M[fp + Frame.PC]! - INSTRUCTION_WORDS);
  const table = code.spec.exceptionTable;
  for (let row = 0; row < table.length; row += EXCEPTION_ROW) {
    if (at < table[row]! || at >= table[row + 1]!) continue;
    const handler = rt.M[instructionAddress(code, table[row + 2]!)]!;
    return (handler & OPERATION) === Op.STOPITERATION_ERROR;
  }
  return false;
}

/** Leaves a frame without a result; the frame below, its stack without the call's slots. */
function leave(rt: Runtime, fp: number): number {
  const M = rt.M;
  const previous = M[fp + Frame.PREVIOUS]!;
  const kind = M[fp + Frame.KIND]!;
  const slots = M[fp + OwnFrame.CALL_SLOTS]!;
  const pending = M[fp + Frame.PENDING]!;
  const tuple = M[fp + OwnFrame.ARGUMENTS]!;
  if (rt.observer !== null) rt.observer.left(fp);
  rt.recursionDepth--;
  rt.frame = previous;
  if (M[fp + OwnFrame.GENERATOR] !== 0) finishGenerator(rt, fp);
  else {
    clearFrame(rt, fp);
    rt.dataTop = fp;
  }
  if (kind === FrameKind.INIT) {
    rt.decref(pending);
    if (tuple !== 0) rt.decref(tuple);
  }
  if (slots !== 0 && kind !== FrameKind.ENTRY) {
    const sp = M[previous + Frame.SP]!;
    M[previous + Frame.SP] = dropCall(rt, sp - 2 * slots, sp, rt.profile.minor);
  }
  return previous;
}
