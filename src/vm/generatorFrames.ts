/** Generators as frames that leave the data stack: making, entering, suspending, finishing. Follows genobject.c and ceval.c. */
import { Frame, FrameObjectLayout, FunctionLayout, GenLayout, Ob } from '../memory/layout.js';
import type { CodeInfo } from '../objects/code.js';
import { GEN_FRAME, GenState } from '../objects/generator.js';
import { E, T } from '../objects/typeIds.js';
import { CodeFlag } from '../python/code.js';
import { clearFrame, type FrameKind, OwnFrame } from './frames.js';
import type { Runtime } from './runtime.js';

/** Bytes of a generator object, without GC header. Up to 3.10 the frame is a block of its own. */
function generatorBytes(rt: Runtime, type: number, { shownSlots, frameSlots }: CodeInfo): number {
  const minor = rt.profile.minor;
  const own = minor >= 12 ? 144 : minor === 11 ? 152 : minor === 10 ? 88 : 96;
  // What CPython asks for, unless the frame with slots that only our instructions need takes more.
  const needed = 4 * (GenLayout.FRAME + Frame.LOCALSPLUS) + 8 * frameSlots;
  if (minor >= 11) return Math.max(own + 8 * shownSlots, needed);
  return own + (type === T.COROUTINE ? 8 : type === T.ASYNC_GENERATOR ? 24 : 0);
}

/**
 * A generator, coroutine or async generator of a frame that has just begun: the frame's content moves into it. New
 * reference. The data stack's part is free afterwards.
 */
export function makeGenerator(rt: Runtime, fp: number, code: CodeInfo): number {
  const M = rt.M;
  const type =
    (code.flags & CodeFlag.ASYNC_GENERATOR) !== 0
      ? T.ASYNC_GENERATOR
      : (code.flags & CodeFlag.COROUTINE) !== 0
        ? T.COROUTINE
        : T.GENERATOR;
  const slots = code.frameSlots;
  const generator = rt.newGcObject(type, generatorBytes(rt, type, code));
  M.fill(0, generator + 4, generator + (rt.profile.heapFrames ? GenLayout.END_BEFORE_FRAMES : GenLayout.FRAME));
  M[generator + Ob.AUX] = 0;
  let frame = generator + GenLayout.FRAME;
  if (rt.profile.heapFrames) frame = M[fp + OwnFrame.BLOCK]!;
  M.copyWithin(frame, fp, fp + Frame.LOCALSPLUS + 2 * slots);
  M[frame + Frame.SP] = frame + (M[fp + Frame.SP]! - fp);
  M[frame + Frame.PREVIOUS] = 0;
  M[frame + OwnFrame.CALL_SLOTS] = 0;
  M[frame + OwnFrame.ARGUMENTS] = 0;
  M[frame + OwnFrame.BLOCK] = 0;
  M[frame + OwnFrame.GENERATOR] = generator;
  rt.incref(code.address);
  // To 3.11 the generator refers to the code beside its frame: gi_code.
  if (rt.profile.minor <= 11) rt.incref(code.address);
  const object = M[frame + Frame.FRAME_OBJ]!;
  if (object !== 0) M[object + FrameObjectLayout.FRAME] = frame;
  const func = M[frame + Frame.FUNC]!;
  M[generator + GenLayout.NAME] = rt.newRef(func === 0 ? code.nameObject : M[func + FunctionLayout.NAME]!);
  M[generator + GenLayout.QUALNAME] = rt.newRef(func === 0 ? code.qualnameObject : M[func + FunctionLayout.QUALNAME]!);
  if (rt.profile.heapFrames) M[frame + Frame.FUNC] = 0;
  M[generator + GEN_FRAME] = frame;
  M[generator + GenLayout.STATE] = GenState.CREATED;
  rt.gcTrack(generator);
  return generator;
}

/** Whether FOR_ITER may run the generator's frame on top of its own: it stands at a yield or at its start. */
export function canResumeInline(rt: Runtime, generator: number): boolean {
  return rt.M[generator + GenLayout.STATE]! <= GenState.SUSPENDED;
}

/** Links a generator's frame above the running one; its address, or 0 with an exception. */
export function enterGenerator(rt: Runtime, generator: number, previous: number, kind: FrameKind): number {
  const M = rt.M;
  if (++rt.recursionDepth > rt.recursionLimit) {
    rt.recursionDepth--;
    rt.raise(E.RecursionError, 'maximum recursion depth exceeded');
    return 0;
  }
  const frame = M[generator + GEN_FRAME]!;
  M[frame + Frame.PREVIOUS] = previous;
  M[frame + Frame.KIND] = kind;
  M[generator + GenLayout.STATE] = GenState.RUNNING;
  M[generator + GenLayout.EXC_PREVIOUS] = rt.excInfo;
  rt.excInfo = generator + GenLayout.EXC_VALUE;
  rt.frame = frame;
  return frame;
}

/** A generator yielded. */
export function suspendGenerator(rt: Runtime, frame: number): void {
  const M = rt.M;
  const generator = M[frame + OwnFrame.GENERATOR]!;
  M[generator + GenLayout.STATE] = GenState.SUSPENDED;
  rt.excInfo = M[generator + GenLayout.EXC_PREVIOUS]!;
  M[generator + GenLayout.EXC_PREVIOUS] = 0;
  M[frame + Frame.PREVIOUS] = 0;
}

/** A generator returned or was left by an exception: its frame is cleared. Follows ceval.c: clear_gen_frame. */
export function finishGenerator(rt: Runtime, frame: number): void {
  const M = rt.M;
  const generator = M[frame + OwnFrame.GENERATOR]!;
  M[generator + GenLayout.STATE] = GenState.COMPLETED;
  rt.excInfo = M[generator + GenLayout.EXC_PREVIOUS]!;
  M[generator + GenLayout.EXC_PREVIOUS] = 0;
  // To 3.11 it has left its caller before it is cleared: a frame object that stays knows none.
  if (rt.profile.minor <= 11) M[frame + Frame.PREVIOUS] = 0;
  clearFrame(rt, frame);
  if (rt.profile.minor <= 11) rt.decref(M[frame + Frame.CODE]!);
  M[frame + Frame.PREVIOUS] = 0;
  rt.releaseGeneratorFrame(generator);
}
