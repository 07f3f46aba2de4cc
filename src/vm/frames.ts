/** Interpreter frames on the data stack: pushing, binding arguments, popping. Follows frame.c and ceval.c. */
import { Frame, FrameObjectLayout, FunctionLayout, Ob, TupleLayout } from '../memory/layout.js';
import { Region } from '../memory/regions.js';
import type { CodeInfo } from '../objects/code.js';
import { dictGetStr, dictSet, newDict } from '../objects/dictCore.js';
import { BudgetExceeded } from '../objects/machine.js';
import { compareBool } from '../objects/object.js';
import { sameText } from '../objects/strCore.js';
import { newTuple } from '../objects/tupleCore.js';
import { E } from '../objects/typeIds.js';
import { CodeFlag } from '../python/code.js';
import { raiseMissing, raiseTooMany, raiseUnexpectedKeyword } from './argumentErrors.js';
import type { Runtime } from './runtime.js';

/** What happens when a frame is left. */
export enum FrameKind {
  /** The evaluation loop that was entered for it ends. */
  ENTRY = 0,
  /** The result goes to the stack of the frame below. */
  INLINE = 1,
  /** `__init__` of an object under construction: the object goes to the stack of the frame below. */
  INIT = 2,
  /** A generator resumed by FOR_ITER of the frame below. */
  FOR_ITER = 3,
}

/**
 * Words of a frame that are ours beside the kind: `CALL_SLOTS` the slots of the caller's stack that the call
 * occupies and that are dropped when it returns; `ARGUMENTS` the argument tuple that `__init__` holds.
 */
export enum OwnFrame {
  /** What an observer knows the frame by, 0 otherwise. */
  NOTES = 5,
  ARGUMENTS = 9,
  CALL_SLOTS = 11,
  /** Address of the generator the frame belongs to, 0 otherwise. */
  GENERATOR = 13,
  /** The heap block that stands for the frame up to 3.10 (with GC header), 0 otherwise. */
  BLOCK = 15,
}

/**
 * Reserves a frame for a code object: header filled, locals empty. The reference to the function is taken over since
 * 3.11; before, a frame knows its function but does not hold it.
 */
export function pushFrame(
  rt: Runtime,
  code: CodeInfo,
  func: number,
  globals: number,
  builtins: number,
  locals: number,
): number {
  const M = rt.M;
  const block = rt.profile.heapFrames ? rt.takeFrameBlock(code) : 0;
  const fp = rt.dataTop;
  const top = fp + Frame.LOCALSPLUS + 2 * (code.nlocalsplus + code.stacksize);
  if (top > Region.DATA_STACK_LIMIT) throw new BudgetExceeded('depth', 'the calls nest too deeply');
  rt.dataTop = top;
  M[fp] = code.address;
  M[fp + Frame.CODE_INDEX] = M[code.address + Ob.AUX]!;
  M[fp + Frame.PREVIOUS] = rt.frame;
  M[fp + Frame.KIND] = FrameKind.ENTRY;
  M[fp + Frame.FUNC] = func;
  M[fp + OwnFrame.NOTES] = 0;
  M[fp + Frame.GLOBALS] = globals;
  M[fp + Frame.PENDING] = 0;
  M[fp + Frame.BUILTINS] = builtins;
  M[fp + OwnFrame.ARGUMENTS] = 0;
  M[fp + Frame.LOCALS] = locals;
  M[fp + OwnFrame.CALL_SLOTS] = 0;
  M[fp + Frame.FRAME_OBJ] = 0;
  M[fp + OwnFrame.GENERATOR] = 0;
  M[fp + OwnFrame.BLOCK] = block;
  M[fp + Frame.PC] = code.base;
  M[fp + Frame.SP] = fp + Frame.LOCALSPLUS + 2 * code.nlocalsplus;
  M[fp + Frame.LINE] = code.spec.firstlineno;
  return fp;
}

/**
 * Puts arguments into the locals of a new frame. The references of `args` are taken over, whether it succeeds (0) or
 * fails (-1 with TypeError). Follows ceval.c: initialize_locals.
 */
export function bindArguments(
  rt: Runtime,
  fp: number,
  code: CodeInfo,
  func: number,
  args: number,
  nargs: number,
  kwnames: number,
): number {
  const M = rt.M;
  const locals = fp + Frame.LOCALSPLUS;
  const spec = code.spec;
  const argcount = code.argcount;
  const total = argcount + code.kwonlyargcount;
  const nkw = kwnames === 0 ? 0 : M[kwnames + Ob.SIZE]!;
  for (let i = 0; i < code.nlocalsplus; i++) M[locals + 2 * i] = 0;
  let next = total;
  const hasVarargs = (spec.flags & CodeFlag.VARARGS) !== 0;
  const hasVarkw = (spec.flags & CodeFlag.VARKEYWORDS) !== 0;
  let kwdict = 0;
  if (hasVarkw) {
    kwdict = newDict(rt);
    M[locals + 2 * (total + (hasVarargs ? 1 : 0))] = kwdict;
  }
  const positional = Math.min(nargs, argcount);
  for (let i = 0; i < positional; i++) M[locals + 2 * i] = M[args + 2 * i]!;
  if (hasVarargs) {
    const n = nargs > argcount ? nargs - argcount : 0;
    const rest = newTuple(rt, n);
    for (let i = 0; i < n; i++) M[rest + TupleLayout.ITEM + 2 * i] = M[args + 2 * (argcount + i)]!;
    if (n > 0) rt.gcTrack(rest);
    M[locals + 2 * next] = rest;
    next++;
  }
  let failed = false;
  for (let k = 0; k < nkw; k++) {
    const value = M[args + 2 * (nargs + k)]!;
    if (failed) {
      rt.decref(value);
      continue;
    }
    const name = M[kwnames + TupleLayout.ITEM + 2 * k]!;
    if (!rt.isStr(name)) {
      rt.raise(E.TypeError, `${qualname(rt, func, code)}() keywords must be strings`);
      failed = true;
      rt.decref(value);
      continue;
    }
    const j = parameterIndex(rt, code, name, spec.posonlyargcount, total);
    if (j === -2) {
      failed = true;
      rt.decref(value);
      continue;
    }
    if (j < 0) {
      if (kwdict === 0) {
        raiseUnexpectedKeyword(rt, code, func, kwnames, nkw, name);
        failed = true;
      } else if (dictSet(rt, kwdict, name, value) < 0) failed = true;
      rt.decref(value);
      continue;
    }
    if (M[locals + 2 * j] !== 0) {
      rt.raise(E.TypeError, `${qualname(rt, func, code)}() got multiple values for argument '${rt.text(name)}'`);
      failed = true;
      rt.decref(value);
      continue;
    }
    M[locals + 2 * j] = value;
  }
  if (nargs > argcount && !hasVarargs) {
    if (!failed) raiseTooMany(rt, code, func, nargs, locals);
    for (let i = argcount; i < nargs; i++) rt.decref(M[args + 2 * i]!);
    failed = true;
  }
  if (failed) return -1;
  if (nargs < argcount) {
    const defaults = M[func + FunctionLayout.DEFAULTS]!;
    const ndefaults = defaults === 0 ? 0 : M[defaults + Ob.SIZE]!;
    const first = argcount - ndefaults;
    let missing = 0;
    for (let i = nargs; i < first; i++) if (M[locals + 2 * i] === 0) missing++;
    if (missing > 0) {
      raiseMissing(rt, code, func, missing, first, locals, true);
      return -1;
    }
    for (let i = Math.max(nargs, first); i < argcount; i++) {
      if (M[locals + 2 * i] === 0) M[locals + 2 * i] = rt.newRef(M[defaults + TupleLayout.ITEM + 2 * (i - first)]!);
    }
  }
  if (code.kwonlyargcount > 0) {
    const kwdefaults = M[func + FunctionLayout.KWDEFAULTS]!;
    let missing = 0;
    for (let i = argcount; i < total; i++) {
      if (M[locals + 2 * i] !== 0) continue;
      const value = kwdefaults === 0 ? 0 : dictGetStr(rt, kwdefaults, code.localNames[i]!);
      if (value !== 0) M[locals + 2 * i] = rt.newRef(value);
      else missing++;
    }
    if (missing > 0) {
      raiseMissing(rt, code, func, missing, 0, locals, false);
      return -1;
    }
  }
  return 0;
}

/** Number of the parameter with a name, -1 when there is none, -2 with an exception. */
function parameterIndex(rt: Runtime, code: CodeInfo, name: number, from: number, to: number): number {
  for (let j = from; j < to; j++) if (code.localNames[j] === name) return j;
  for (let j = from; j < to; j++) {
    if (rt.M[name + Ob.TYPE] === rt.M[code.localNames[j]! + Ob.TYPE]) {
      if (sameText(rt, code.localNames[j]!, name)) return j;
      continue;
    }
    const same = compareBool(rt, name, code.localNames[j]!, 2);
    if (same < 0) return -2;
    if (same > 0) return j;
  }
  return -1;
}

/** `f.__qualname__` (3.10+) or the name, for messages. */
export function qualname(rt: Runtime, func: number, code: CodeInfo): string {
  if (rt.profile.minor >= 10 && func !== 0) return rt.text(rt.M[func + FunctionLayout.QUALNAME]!);
  return code.spec.name;
}

/**
 * Gives up what a frame that ended holds: a frame object that somebody keeps takes the locals along, otherwise locals
 * in order, then namespace, function, code. Follows frame.c: _PyFrame_ClearExceptCode.
 */
export function clearFrame(rt: Runtime, fp: number): void {
  const M = rt.M;
  const object = M[fp + Frame.FRAME_OBJ]!;
  if (object !== 0) {
    M[fp + Frame.FRAME_OBJ] = 0;
    if (M[object]! > 1) {
      takeOwnership(rt, object, fp);
      rt.decref(object);
      if (rt.observer !== null) rt.observer.cleared(fp);
      return;
    }
    rt.decref(object);
  }
  clearLocals(rt, fp);
  if (M[fp + OwnFrame.BLOCK] !== 0) rt.releaseFrameBlock(fp);
  const func = M[fp + Frame.FUNC]!;
  if (func !== 0) {
    M[fp + Frame.FUNC] = 0;
    if (!rt.profile.heapFrames) rt.decref(func);
  }
  if (rt.observer !== null) rt.observer.cleared(fp);
}

/** Drops variables and temporaries of a frame. Follows frame.c: _PyFrame_ClearLocals. */
export function clearLocals(rt: Runtime, fp: number): void {
  const M = rt.M;
  const top = M[fp + Frame.SP]!;
  for (let slot = fp + Frame.LOCALSPLUS; slot < top; slot += 2) {
    const o = M[slot]!;
    if (o !== 0) {
      M[slot] = 0;
      rt.decref(o);
    }
  }
  M[fp + Frame.SP] = fp + Frame.LOCALSPLUS;
  const locals = M[fp + Frame.LOCALS]!;
  if (locals !== 0) {
    M[fp + Frame.LOCALS] = 0;
    rt.decref(locals);
  }
}

/** Word of a frame object where its own copy of the frame begins. */
export function ownFrame(rt: Runtime, object: number): number {
  return object + (rt.profile.minor >= 13 ? 16 : 12);
}

/** The frame ends but its object is kept: the object gets the frame's content. Follows frame.c: take_ownership. */
export function takeOwnership(rt: Runtime, object: number, fp: number): void {
  const M = rt.M;
  const own = ownFrame(rt, object);
  M.copyWithin(own, fp, M[fp + Frame.SP]!);
  M[own + Frame.SP] = own + (M[fp + Frame.SP]! - fp);
  M[own + Frame.FRAME_OBJ] = 0;
  if (rt.profile.heapFrames) M[own + Frame.FUNC] = 0;
  M[own + OwnFrame.GENERATOR] = 0;
  M[own + OwnFrame.NOTES] = 0;
  // The block is the object's from now on.
  M[own + OwnFrame.BLOCK] = 0;
  rt.incref(M[own + Frame.CODE]!);
  M[object + FrameObjectLayout.FRAME] = own;
  M[object + FrameObjectLayout.OWNED] = 1;
  const previous = M[fp + Frame.PREVIOUS]!;
  M[own + Frame.PREVIOUS] = 0;
  if (previous !== 0 && M[object + FrameObjectLayout.BACK] === 0) {
    const back = rt.frameObject(previous);
    M[object + FrameObjectLayout.BACK] = back;
  }
  if (M[object - 4] === 0) rt.gcTrack(object);
}

/**
 * Drops the stack slots of a finished call, from `from` (the callable) up to `sp`: arguments in order, then the
 * callable (3.11+); from the top down to 3.10. Returns the new stack pointer.
 */
export function dropCall(rt: Runtime, from: number, sp: number, minor: number): number {
  const M = rt.M;
  if (minor >= 11) {
    for (let slot = from + 2; slot < sp; slot += 2) {
      const o = M[slot]!;
      M[slot] = 0;
      if (o !== 0) rt.decref(o);
    }
    const callable = M[from]!;
    M[from] = 0;
    rt.decref(callable);
    return from;
  }
  for (let slot = sp - 2; slot >= from; slot -= 2) {
    const o = M[slot]!;
    M[slot] = 0;
    if (o !== 0) rt.decref(o);
  }
  return from;
}

/** Binds the arguments of an inlined `__init__`: the object and the arguments, new references. False with an exception. */
export function bindInit(
  rt: Runtime,
  fp: number,
  code: CodeInfo,
  init: number,
  object: number,
  args: number,
  nargs: number,
): boolean {
  const M = rt.M;
  const vector = rt.pushArguments(nargs + 1);
  M[vector] = rt.newRef(object);
  for (let i = 0; i < nargs; i++) M[vector + 2 + 2 * i] = rt.newRef(M[args + 2 * i]!);
  const status = bindArguments(rt, fp, code, init, vector, nargs + 1, 0);
  rt.popArguments(vector);
  return status === 0;
}
