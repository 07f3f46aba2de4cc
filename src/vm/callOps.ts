/**
 * Calls, returns and yields: the instructions that change which frame runs. Apart from the evaluation loop, so that
 * the host compiles that one fast and needs not do it again whenever a kind of call is met for the first time.
 * Follows bytecodes.c: CALL and its specialised forms, RETURN_VALUE, YIELD_VALUE, RETURN_GENERATOR.
 */
import { Frame, FunctionLayout, MethodLayout, Ob, TypeLayout } from '../memory/layout.js';
import { callPositional } from '../objects/builtinFunction.js';
import type { CodeInfo } from '../objects/code.js';
import { str } from '../objects/object.js';
import { newInstance, objectNew } from '../objects/objectType.js';
import { slot_tp_init } from '../objects/slotGeneric.js';
import { tupleFromVector } from '../objects/tupleCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { TypeFlag, type TypeInfo } from '../objects/typeInfo.js';
import { typeLookup } from '../objects/typeLookup.js';
import { bindArguments, bindInit, clearFrame, dropCall, FrameKind, OwnFrame, pushFrame } from './frames.js';
import { finishGenerator, makeGenerator, suspendGenerator } from './generatorFrames.js';
import { raiseRecursion } from './globals.js';
import type { Runtime } from './runtime.js';
import { callIsSpecialized, countOtherCall, GUARD, OTHER } from './specialize.js';

/** How the loop goes on after one of these instructions. */
export enum Outcome {
  /** With the current exception, at the instruction; stack pointer in `rt.stackTop` (calls) or in `rt.frame`. */
  FAILED = 0,
  /** With the next instruction; stack pointer in `rt.stackTop`. */
  PUSHED = 1,
  /** Where `rt.frame` stands. */
  SWITCHED = 2,
  /** Not at all: the frame that the loop was entered for is left, with `rt.leaving` as its result. */
  LEFT = 3,
}

/** The instructions that change which frame runs, as {@link makeCallOps} makes them for a machine. */
export interface CallOps {
  callInstruction(fp: number, sp: number, arg: number, pc: number): Outcome;
  returnInstruction(fp: number, sp: number): Outcome;
  yieldInstruction(fp: number, sp: number, pc: number): Outcome;
  generatorInstruction(fp: number, sp: number, pc: number, code: CodeInfo): Outcome;
}

/** Made for one machine, as the loop is: see {@link makeEvalSlice}. */
export function makeCallOps(rt: Runtime): CallOps {
  /** CALL: `arg` arguments above the callable and the slot of a bound object. `pc` is the instruction's. */
  function callInstruction(fp: number, sp: number, arg: number, pc: number): Outcome {
    const M = rt.M;
    const moves = rt.profile.argumentsMove;
    const selfSlot = sp - 2 * arg - 2;
    let callable = M[selfSlot - 2]!;
    let type = M[callable + Ob.TYPE]!;
    M[fp + Frame.SP] = sp;
    if (type === T.METHOD && M[selfSlot] === 0 && moves) {
      // A bound method gives way to its function and its object.
      const method = callable;
      M[selfSlot] = rt.newRef(M[method + MethodLayout.SELF]!);
      callable = rt.newRef(M[method + MethodLayout.FUNC]!);
      M[selfSlot - 2] = callable;
      rt.decref(method);
      type = M[callable + Ob.TYPE]!;
    }
    let args = selfSlot + 2;
    let nargs = arg;
    if (M[selfSlot] !== 0) {
      args = selfSlot;
      nargs = arg + 1;
    }
    if (type === T.FUNCTION) {
      if (moves && M[pc + GUARD] !== OTHER) countOtherCall(rt, fp, pc);
      return enterFunction(fp, callable, selfSlot, sp, args, nargs);
    }
    let direct = false;
    if (type === T.TYPE) {
      // A class whose instances Python code initialises: `__init__` runs in the same loop.
      const info = rt.types[M[callable + TypeLayout.INFO]!]!;
      if (
        info.tp_vectorcall === null &&
        info.tp_init === slot_tp_init &&
        info.tp_new === objectNew &&
        (info.flags & TypeFlag.ABSTRACT) === 0 &&
        M[selfSlot] === 0
      ) {
        const at = pc + 2;
        if (M[at] !== M[callable + TypeLayout.VERSION]) {
          M[at] = M[callable + TypeLayout.VERSION]!;
          M[at + 1] = typeLookup(rt, info, rt.ids.__init__);
        }
        const init = M[at + 1]!;
        const specializes = rt.profile.minor >= 13 && callIsSpecialized(rt, fp, pc, callable, init, nargs);
        if (init !== 0 && M[init + Ob.TYPE] === T.FUNCTION && rt.recursionDepth < rt.recursionLimit) {
          if (specializes) return enterInitDirectly(fp, callable, info, init, selfSlot, args, nargs);
          return enterInit(fp, callable, info, init, selfSlot, sp, args, nargs);
        }
      } else if (callable === T.STR && moves && rt.profile.minor <= 12 && nargs === 1 && M[selfSlot] === 0) {
        direct = callIsSpecialized(rt, fp, pc, callable, 0, nargs);
      } else if (moves && M[pc + GUARD] !== OTHER) countOtherCall(rt, fp, pc);
    } else if (moves && M[pc + GUARD] !== OTHER) countOtherCall(rt, fp, pc);
    const result = direct ? str(rt, M[args]!) : callPositional(rt, callable, args, nargs);
    let top = selfSlot - 2;
    if (moves) {
      for (let slot = args; slot < sp; slot += 2) {
        const o = M[slot]!;
        const count = M[o]!;
        if (count > 1) M[o] = count - 1;
        else if (count >= 0) rt.dealloc(o);
      }
      M[fp + Frame.SP] = top;
      rt.decref(callable);
    } else top = dropCall(rt, top, sp, rt.profile.minor);
    let outcome = Outcome.FAILED;
    if (result !== 0) {
      M[top] = result;
      top += 2;
      outcome = Outcome.PUSHED;
      if (rt.breaker && rt.profile.collectsAtBreaker) {
        M[fp + Frame.SP] = top;
        if (rt.handleBreaker() < 0) outcome = Outcome.FAILED;
      }
    }
    // Last: whatever Python code ran meanwhile used the field too.
    rt.stackTop = top;
    return outcome;
  }

  /** Pushes the frame of a Python function; the arguments move into it, or are held twice up to 3.10. */
  function enterFunction(
    fp: number,
    callable: number,
    selfSlot: number,
    sp: number,
    args: number,
    nargs: number,
  ): Outcome {
    const M = rt.M;
    const moves = rt.profile.argumentsMove;
    const minor = rt.profile.minor;
    const target: CodeInfo = rt.codes[M[M[callable + FunctionLayout.CODE]! + Ob.AUX]!]!;
    if (++rt.recursionDepth > rt.recursionLimit) {
      rt.recursionDepth--;
      raiseRecursion(rt);
      rt.stackTop = dropCall(rt, selfSlot - 2, sp, minor);
      return Outcome.FAILED;
    }
    const builtins = minor >= 10 ? M[callable + FunctionLayout.BUILTINS]! : M[fp + Frame.BUILTINS]!;
    const globals = M[callable + FunctionLayout.GLOBALS]!;
    const next = pushFrame(rt, target, callable, globals, builtins, 0);
    M[next + Frame.KIND] = FrameKind.INLINE;
    const locals = next + Frame.LOCALSPLUS;
    if (!moves) {
      for (let i = 0; i < nargs; i++) rt.incref(M[args + 2 * i]!);
      M[next + OwnFrame.CALL_SLOTS] = (sp - selfSlot + 2) >> 1;
    }
    if (target.simple && nargs === target.argcount) {
      const end = locals + 2 * nargs;
      for (let slot = locals, from = args; slot < end; slot += 2, from += 2) M[slot] = M[from]!;
      const top = locals + 2 * target.nlocalsplus;
      for (let slot = end; slot < top; slot += 2) M[slot] = 0;
    } else if (bindArguments(rt, next, target, callable, args, nargs, 0) < 0) {
      clearFrame(rt, next);
      rt.dataTop = next;
      rt.recursionDepth--;
      rt.stackTop = moves ? selfSlot - 2 : dropCall(rt, selfSlot - 2, sp, minor);
      return Outcome.FAILED;
    }
    if (moves) M[fp + Frame.SP] = selfSlot - 2;
    rt.frame = next;
    return Outcome.SWITCHED;
  }

  /** Makes the instance and pushes the frame of its class's `__init__`. */
  function enterInit(
    fp: number,
    type: number,
    info: TypeInfo,
    init: number,
    selfSlot: number,
    sp: number,
    args: number,
    nargs: number,
  ): Outcome {
    const M = rt.M;
    const minor = rt.profile.minor;
    const target: CodeInfo = rt.codes[M[M[init + FunctionLayout.CODE]! + Ob.AUX]!]!;
    const tuple = tupleFromVector(rt, args, nargs);
    const object = newInstance(rt, type, info);
    rt.recursionDepth++;
    const builtins = minor >= 10 ? M[init + FunctionLayout.BUILTINS]! : M[fp + Frame.BUILTINS]!;
    // slot_tp_init holds the function until the call is dropped; the frame does too since 3.11.
    M[selfSlot] = rt.newRef(init);
    if (rt.profile.argumentsMove) rt.incref(init);
    const next = pushFrame(rt, target, init, M[init + FunctionLayout.GLOBALS]!, builtins, 0);
    M[next + Frame.KIND] = FrameKind.INIT;
    M[next + Frame.PENDING] = object;
    M[next + OwnFrame.ARGUMENTS] = tuple;
    M[next + OwnFrame.CALL_SLOTS] = (sp - selfSlot + 2) >> 1;
    const locals = next + Frame.LOCALSPLUS;
    if (target.simple && nargs + 1 === target.argcount) {
      M[locals] = rt.newRef(object);
      for (let i = 0; i < nargs; i++) M[locals + 2 * i + 2] = rt.newRef(M[args + 2 * i]!);
      for (let i = nargs + 1; i < target.nlocalsplus; i++) M[locals + 2 * i] = 0;
    } else if (!bindInit(rt, next, target, init, object, args, nargs)) {
      clearFrame(rt, next);
      rt.dataTop = next;
      rt.recursionDepth--;
      rt.decref(object);
      rt.decref(tuple);
      rt.stackTop = dropCall(rt, selfSlot - 2, sp, minor);
      return Outcome.FAILED;
    }
    rt.frame = next;
    return Outcome.SWITCHED;
  }

  /**
   * Makes the instance and pushes the frame of its class's `__init__`, which takes the arguments over: no tuple of them
   * is made. Follows bytecodes.c: CALL_ALLOC_AND_ENTER_INIT (3.13).
   */
  function enterInitDirectly(
    fp: number,
    type: number,
    info: TypeInfo,
    init: number,
    selfSlot: number,
    args: number,
    nargs: number,
  ): Outcome {
    const M = rt.M;
    const target: CodeInfo = rt.codes[M[M[init + FunctionLayout.CODE]! + Ob.AUX]!]!;
    const object = newInstance(rt, type, info);
    M[selfSlot - 2] = 0;
    rt.decref(type);
    rt.recursionDepth++;
    rt.incref(init);
    const next = pushFrame(rt, target, init, M[init + FunctionLayout.GLOBALS]!, M[init + FunctionLayout.BUILTINS]!, 0);
    M[next + Frame.KIND] = FrameKind.INIT;
    M[next + Frame.PENDING] = object;
    const locals = next + Frame.LOCALSPLUS;
    M[locals] = rt.newRef(object);
    for (let i = 0; i < nargs; i++) M[locals + 2 * i + 2] = M[args + 2 * i]!;
    for (let i = nargs + 1; i < target.nlocalsplus; i++) M[locals + 2 * i] = 0;
    M[fp + Frame.SP] = selfSlot - 2;
    rt.frame = next;
    return Outcome.SWITCHED;
  }

  /** RETURN_VALUE: the frame is cleared, its result goes to the frame below. The frame's PC is that of the instruction. */
  function returnInstruction(fp: number, sp: number): Outcome {
    const M = rt.M;
    const result = M[sp - 2]!;
    M[fp + Frame.SP] = sp - 2;
    const kind = M[fp + Frame.KIND]!;
    const previous = M[fp + Frame.PREVIOUS]!;
    if (rt.observer !== null) rt.observer.left(fp);
    // What its locals' finalizers see is the caller.
    rt.frame = previous;
    if (M[fp + OwnFrame.GENERATOR] !== 0) return returnFromGenerator(fp, result, kind, previous);
    if (M[fp + Frame.FRAME_OBJ] === 0 && M[fp + Frame.LOCALS] === 0 && rt.observer === null) {
      // clearFrame for the usual frame, unobserved: locals in order, then the function.
      const locals = fp + Frame.LOCALSPLUS;
      const top = sp - 2;
      for (let slot = locals; slot < top; slot += 2) {
        const o = M[slot]!;
        if (o === 0) continue;
        const count = M[o]!;
        if (count > 1) M[o] = count - 1;
        else if (count >= 0) {
          M[slot] = 0;
          rt.dealloc(o);
        }
      }
      M[fp + Frame.SP] = locals;
      if (M[fp + Frame.FRAME_OBJ] !== 0) clearFrame(rt, fp);
      else {
        if (M[fp + OwnFrame.BLOCK] !== 0) rt.releaseFrameBlock(fp);
        if (!rt.profile.heapFrames) rt.decref(M[fp + Frame.FUNC]!);
      }
    } else clearFrame(rt, fp);
    rt.dataTop = fp;
    rt.recursionDepth--;
    if (kind === FrameKind.ENTRY) {
      rt.leaving = result;
      return Outcome.LEFT;
    }
    const slots = M[fp + OwnFrame.CALL_SLOTS]!;
    let value = result;
    let failed = false;
    if (kind === FrameKind.INIT) {
      value = M[fp + Frame.PENDING]!;
      const tuple = M[fp + OwnFrame.ARGUMENTS]!;
      if (result !== S.NONE) {
        rt.raise(E.TypeError, `__init__() should return None, not '${rt.typeOf(result).name}'`);
        failed = true;
      }
      rt.decref(result);
      if (failed) rt.decref(value);
      if (tuple !== 0) rt.decref(tuple);
    }
    return resume(previous, slots, failed ? 0 : value, rt.profile.collectsAtBreaker);
  }

  /** The generator's frame returned: it is finished, and the FOR_ITER below it ends. */
  function returnFromGenerator(fp: number, result: number, kind: number, previous: number): Outcome {
    const M = rt.M;
    finishGenerator(rt, fp);
    rt.recursionDepth--;
    if (kind === FrameKind.ENTRY) {
      rt.leaving = result;
      return Outcome.LEFT;
    }
    rt.decref(result);
    const sp = M[previous + Frame.SP]! - 2;
    M[previous + Frame.SP] = sp;
    rt.decref(M[sp]!);
    M[previous + Frame.PC] = M[M[previous + Frame.PC]! + 1]!;
    return Outcome.SWITCHED;
  }

  /** Back in the frame below: the call's slots go, the value (0: the current exception) comes. */
  function resume(fp: number, slots: number, value: number, checks: boolean): Outcome {
    const M = rt.M;
    let sp = M[fp + Frame.SP]!;
    if (slots !== 0) {
      sp = dropCall(rt, sp - 2 * slots, sp, rt.profile.minor);
      M[fp + Frame.SP] = sp;
    }
    if (value === 0) return Outcome.FAILED;
    M[sp] = value;
    M[fp + Frame.SP] = sp + 2;
    if (rt.breaker && checks && rt.handleBreaker() < 0) return Outcome.FAILED;
    M[fp + Frame.PC] = M[fp + Frame.PC]! + 8;
    return Outcome.SWITCHED;
  }

  /** YIELD_VALUE: the generator's frame rests behind the instruction. */
  function yieldInstruction(fp: number, sp: number, pc: number): Outcome {
    const M = rt.M;
    const value = M[sp - 2]!;
    M[fp + Frame.PC] = pc + 8;
    M[fp + Frame.SP] = sp - 2;
    const kind = M[fp + Frame.KIND]!;
    const previous = M[fp + Frame.PREVIOUS]!;
    if (rt.observer !== null) rt.observer.left(fp);
    suspendGenerator(rt, fp);
    rt.recursionDepth--;
    rt.frame = previous;
    if (kind === FrameKind.ENTRY) {
      rt.leaving = value;
      return Outcome.LEFT;
    }
    return resume(previous, 0, value, false);
  }

  /** RETURN_GENERATOR: the frame moves into a generator, which is the call's result. */
  function generatorInstruction(fp: number, sp: number, pc: number, code: CodeInfo): Outcome {
    const M = rt.M;
    M[fp + Frame.PC] = pc + 8;
    M[fp + Frame.SP] = sp;
    const kind = M[fp + Frame.KIND]!;
    const previous = M[fp + Frame.PREVIOUS]!;
    const slots = M[fp + OwnFrame.CALL_SLOTS]!;
    const generator = makeGenerator(rt, fp, code);
    rt.dataTop = fp;
    rt.recursionDepth--;
    rt.frame = previous;
    if (kind === FrameKind.ENTRY) {
      rt.leaving = generator;
      return Outcome.LEFT;
    }
    return resume(previous, slots, generator, false);
  }

  return { callInstruction, returnInstruction, yieldInstruction, generatorInstruction };
}
