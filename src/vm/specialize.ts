/**
 * The specialised instructions whose effect on counts and blocks can be seen (3.11+): a call of Python code that takes
 * its arguments over from the stack instead of copying them. Each place has a counter that says when the instruction
 * tries to specialise itself. Follows specialize.c, pycore_code.h (3.11, 3.12) and pycore_backoff.h (3.13).
 */
import { Frame, FunctionLayout, Ob, TypeLayout } from '../memory/layout.js';
import { WARMUP } from '../objects/code.js';
import { genericGetAttr } from '../objects/object.js';
import { objectNew } from '../objects/objectType.js';
import { PropertyLayout } from '../objects/property.js';
import { slot_tp_getattr_hook } from '../objects/slotGeneric.js';
import { T } from '../objects/typeIds.js';
import { TypeFlag, type TypeInfo } from '../objects/typeInfo.js';
import { typeLookup } from '../objects/typeLookup.js';
import { CodeFlag } from '../python/code.js';
import { FrameKind, pushFrame } from './frames.js';
import type { Runtime } from './runtime.js';

/** Words of an instruction: the counter (0: never run), and what the instruction is specialised for (0: nothing). */
const COUNTER = 6;
export const GUARD = 7;
/** The guard of a CALL that is specialised for something of no interest here. */
export const OTHER = -1;

/** Misses after which a specialised instruction tries anew. */
const COOLDOWN = { 11: 53, 12: 52 };
/** A counter has a value and, in its last four bits, a backoff: a failed try doubles the runs up to the next. */
const BACKOFF_BITS = 4;
const MAX_BACKOFF = 12;
/** Where an instruction of 3.11 starts again after too many misses. */
const RESTART_BACKOFF = 5;

const packed = (value: number, backoff: number): number => ((value << BACKOFF_BITS) | backoff) + 1;

/**
 * Whether the instruction at `pc` tries to specialise itself now; counts the run otherwise. Called for runs that the
 * specialised form, if there is one, does not fit.
 */
function tries(rt: Runtime, fp: number, pc: number): boolean {
  const M = rt.M;
  const old = rt.profile.minor === 11;
  if (old && M[rt.codes[M[fp + Frame.CODE_INDEX]!]!.base + WARMUP]! < 0) return false;
  let counter = M[pc + COUNTER]!;
  // From 3.12 on the second run tries, in 3.11 the first one of a code object that is warm.
  if (counter === 0) counter = old ? packed(0, 0) : packed(1, 1);
  counter--;
  if (old && M[pc + GUARD] !== 0) {
    if (--counter === 0) {
      M[pc + GUARD] = 0;
      counter = packed((1 << RESTART_BACKOFF) - 1, RESTART_BACKOFF) - 1;
    }
    M[pc + COUNTER] = counter + 1;
    return false;
  }
  if (counter >> BACKOFF_BITS === 0) return true;
  M[pc + COUNTER] = counter + 1 - (1 << BACKOFF_BITS);
  return false;
}

/** A try succeeded. */
function specialized(rt: Runtime, pc: number, guard: number): void {
  rt.M[pc + COUNTER] = rt.profile.minor === 11 ? COOLDOWN[11] + 1 : packed(COOLDOWN[12], 0);
  rt.M[pc + GUARD] = guard;
}

/** A try failed: the next comes later. */
function failed(rt: Runtime, pc: number): void {
  const M = rt.M;
  const counter = M[pc + COUNTER]!;
  const before = counter === 0 ? (rt.profile.minor === 11 ? 0 : 1) : (counter - 1) & ((1 << BACKOFF_BITS) - 1);
  const backoff = Math.min(before + 1, MAX_BACKOFF);
  M[pc + COUNTER] = packed((1 << backoff) - 1, backoff);
}

/** Whether the function takes exactly so many positional arguments and no others. Follows specialize.c: function_kind. */
function isSimple(rt: Runtime, func: number, argcount: number): boolean {
  if (func === 0 || rt.M[func + Ob.TYPE] !== T.FUNCTION) return false;
  const code = rt.codes[rt.M[rt.M[func + FunctionLayout.CODE]! + Ob.AUX]!]!;
  return (
    code.kwonlyargcount === 0 &&
    (code.spec.flags & (CodeFlag.VARARGS | CodeFlag.VARKEYWORDS)) === 0 &&
    (argcount < 0 || code.argcount === argcount)
  );
}

/**
 * Pushes the frame of a function whose first argument, the stack's slot `at`, and second one, if it has one, move into
 * it; what it returns comes in that slot.
 */
function enterFromStack(rt: Runtime, fp: number, func: number, at: number, second = 0): void {
  const M = rt.M;
  const code = rt.codes[M[M[func + FunctionLayout.CODE]! + Ob.AUX]!]!;
  const globals = M[func + FunctionLayout.GLOBALS]!;
  rt.recursionDepth++;
  const next = pushFrame(rt, code, rt.newRef(func), globals, M[func + FunctionLayout.BUILTINS]!, 0);
  M[next + Frame.KIND] = FrameKind.INLINE;
  const locals = next + Frame.LOCALSPLUS;
  M.fill(0, locals, locals + 2 * code.nlocalsplus);
  M[locals] = M[at]!;
  if (second !== 0) M[locals + 2] = second;
  M[fp + Frame.SP] = at;
  rt.frame = next;
}

/** BINARY_SUBSCR of an object whose class writes `__getitem__` in Python: true when its frame was entered. Follows BINARY_SUBSCR_GETITEM. */
export function enterGetItem(rt: Runtime, fp: number, pc: number, sp: number): boolean {
  const M = rt.M;
  if (rt.profile.minor < 11) return false;
  const info = rt.typeOf(M[sp - 4]!);
  const version = M[info.address + TypeLayout.VERSION]!;
  let getitem = 0;
  if (M[pc + GUARD] !== version) {
    if (!tries(rt, fp, pc)) return false;
    getitem = info.isHeapType ? typeLookup(rt, info, rt.ids.__getitem__) : 0;
    if (!isSimple(rt, getitem, 2)) {
      failed(rt, pc);
      return false;
    }
    specialized(rt, pc, version);
  } else getitem = typeLookup(rt, info, rt.ids.__getitem__);
  if (!isSimple(rt, getitem, 2) || rt.recursionDepth >= rt.recursionLimit) return false;
  enterFromStack(rt, fp, getitem, sp - 4, M[sp - 2]!);
  return true;
}

/**
 * LOAD_ATTR of a property, or of an object whose class writes `__getattribute__` in Python (3.12+): true when the
 * function's frame was entered. Follows LOAD_ATTR_PROPERTY and LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN.
 */
export function enterAttribute(rt: Runtime, fp: number, pc: number, sp: number, name: number): boolean {
  const M = rt.M;
  if (rt.profile.minor < 12) return false;
  const info = rt.typeOf(M[sp - 2]!);
  const version = M[info.address + TypeLayout.VERSION]!;
  if (M[pc + GUARD] !== version) {
    // The counter shares its word with the cache of instances' attributes, which such places leave empty.
    if (M[pc + 2] !== 0 || !info.isHeapType || !tries(rt, fp, pc)) return false;
    if (pythonGetter(rt, info, name) === 0) {
      failed(rt, pc);
      return false;
    }
    specialized(rt, pc, version);
  }
  const getter = pythonGetter(rt, info, name);
  if (getter === 0 || rt.recursionDepth >= rt.recursionLimit) return false;
  enterFromStack(rt, fp, getter, sp - 2, info.tp_getattro === genericGetAttr ? 0 : rt.newRef(name));
  return true;
}

/** The function that gives the attribute: a property's getter, or `__getattribute__`; 0 when neither is simple. */
function pythonGetter(rt: Runtime, info: TypeInfo, name: number): number {
  if (info.tp_getattro === genericGetAttr) {
    const descriptor = typeLookup(rt, info, name);
    if (descriptor === 0 || rt.M[descriptor + Ob.TYPE] !== T.PROPERTY) return 0;
    const getter = rt.M[descriptor + PropertyLayout.GET]!;
    return isSimple(rt, getter, 1) ? getter : 0;
  }
  if (info.tp_getattro !== slot_tp_getattr_hook || typeLookup(rt, info, rt.ids.__getattr__) !== 0) return 0;
  const getattribute = typeLookup(rt, info, rt.ids.__getattribute__);
  return isSimple(rt, getattribute, 2) ? getattribute : 0;
}

/**
 * Whether a CALL of `str` with one argument, or of a class whose instances have inline values and a simple `__init__`,
 * runs in its specialised form, which makes no tuple of the arguments. Follows specialize.c: specialize_class_call.
 */
export function callIsSpecialized(
  rt: Runtime,
  fp: number,
  pc: number,
  type: number,
  init: number,
  nargs: number,
): boolean {
  const M = rt.M;
  const version = M[type + TypeLayout.VERSION]!;
  if (M[pc + GUARD] !== version) {
    if (!tries(rt, fp, pc)) return false;
    const info = rt.types[M[type + TypeLayout.INFO]!]!;
    const fits =
      type === T.STR
        ? nargs === 1
        : info.tp_new === objectNew && (info.flags & TypeFlag.INLINE_VALUES) !== 0 && isSimple(rt, init, -1);
    if (!fits) {
      failed(rt, pc);
      return false;
    }
    specialized(rt, pc, version);
  }
  if (type === T.STR || isSimple(rt, init, nargs + 1)) return true;
  // A miss: the counter of misses goes down.
  const guard = M[pc + GUARD]!;
  if (tries(rt, fp, pc)) specialized(rt, pc, guard);
  return false;
}

/** A CALL of something else: the place counts it too. */
export function countOtherCall(rt: Runtime, fp: number, pc: number): void {
  if (tries(rt, fp, pc)) specialized(rt, pc, OTHER);
}

/** Whether a STORE_SUBSCR into a dict runs in the form that gives key and value to the dict. Follows STORE_SUBSCR_DICT. */
export function storesInDict(rt: Runtime, fp: number, pc: number): boolean {
  if (rt.M[pc + GUARD] === OTHER) return true;
  if (rt.profile.minor < 11 || !tries(rt, fp, pc)) return false;
  specialized(rt, pc, OTHER);
  return true;
}
