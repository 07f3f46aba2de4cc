/**
 * The instructions that are not in the hot loop. Each function takes the stack pointer and returns the new one; 0
 * means an exception, with the stack pointer to unwind from in `rt.stackTop`. Follows bytecodes.c.
 */

import { CellLayout, ExcLayout, Frame, FunctionLayout, MethodLayout, Ob, TupleLayout } from '../memory/layout.js';
import { invert, negative, positive } from '../objects/abstract.js';
import { call, call1, callMethod1, callTupleDict } from '../objects/call.js';
import type { CodeInfo } from '../objects/code.js';
import { dictMerge, dictUpdate } from '../objects/dict.js';
import {
  type DictEntry,
  dictDel,
  dictGet,
  dictGetStr,
  dictLength,
  dictNext,
  dictSet,
  dictSetTake,
  newDict,
} from '../objects/dictCore.js';
import { exceptionExtra } from '../objects/exceptionBase.js';
import { newCell, newFunction } from '../objects/function.js';
import { canResume, generatorSend, generatorSendMoved, takeStopValue } from '../objects/generator.js';
import { newInt } from '../objects/intCore.js';
import { listExtend } from '../objects/list.js';
import {
  getAttr,
  getItem,
  getIter,
  isTrue,
  iterNext,
  lookupSpecialBound,
  repr,
  setAttr,
  setItem,
  size,
  str,
} from '../objects/object.js';
import { setNew } from '../objects/set.js';
import { setAdd, setUpdate } from '../objects/setTable.js';
import { newSlice } from '../objects/slice.js';
import { asciiRepr, format } from '../objects/strFormat.js';
import { joinPieces } from '../objects/strText.js';
import { superLookup } from '../objects/super.js';
import { sequenceToTuple } from '../objects/support.js';
import { tupleFromList } from '../objects/tuple.js';
import { newTuple } from '../objects/tupleCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import { MakeFunction, OPERATION, Op, TRAP } from '../python/instructions.js';
import { asyncOp } from './asyncOps.js';
import {
  checkExceptionMatch,
  checkGroupMatch,
  doRaise,
  popExceptionState,
  prepareReraiseStar,
  pushExceptionState,
  saveExceptionState,
  setTraceback,
} from './exceptionOps.js';
import { bindArguments, clearFrame, FrameKind, pushFrame } from './frames.js';
import { lookupGlobal, raiseName, raiseRecursion, raiseUnboundDeref, raiseUnboundLocal } from './globals.js';
import { importFrom, importName, importStar } from './importOps.js';
import { matchClass, matchKeys } from './matchOps.js';
import { callableText, cutList, dictForDisplay, listFromIterator } from './opHelpers.js';
import type { Runtime } from './runtime.js';

/** `rt.jumpTo` when an instruction pushed the frame of a function: the loop goes on in `rt.enteredFrame`. */
export const ENTERED = -2;

/** Fails with the stack as given: the loop unwinds from there. */
function fail(rt: Runtime, sp: number): 0 {
  rt.stackTop = sp;
  return 0;
}

/** Replaces the top by a result (0: fails), giving the old top up. */
function replaceTop(rt: Runtime, sp: number, result: number): number {
  const old = rt.M[sp - 2]!;
  if (result === 0) {
    rt.decref(old);
    return fail(rt, sp - 2);
  }
  rt.M[sp - 2] = result;
  rt.decref(old);
  return sp;
}

/** Drops the top `n` values, topmost first. */
function drop(rt: Runtime, sp: number, n: number): number {
  for (let i = 0; i < n; i++) {
    sp -= 2;
    const o = rt.M[sp]!;
    if (o !== 0) rt.decref(o);
  }
  return sp;
}

function push(rt: Runtime, sp: number, value: number): number {
  if (value === 0) return fail(rt, sp);
  rt.M[sp] = value;
  return sp + 2;
}

/** Executes one instruction of the frame; see the head of this file. */
export function executeRare(
  rt: Runtime,
  fp: number,
  code: CodeInfo,
  op: number,
  arg: number,
  sp: number,
  pc: number,
): number {
  const M = rt.M;
  const locals = fp + Frame.LOCALSPLUS;
  switch (op) {
    case Op.LOAD_FAST_CHECK: {
      const value = M[locals + 2 * arg]!;
      if (value === 0) {
        raiseUnboundLocal(rt, code, arg);
        return fail(rt, sp);
      }
      return push(rt, sp, rt.newRef(value));
    }
    case Op.LOAD_FAST_AND_CLEAR:
      M[sp] = M[locals + 2 * arg]!;
      M[locals + 2 * arg] = 0;
      return sp + 2;
    case Op.DELETE_FAST: {
      const old = M[locals + 2 * arg]!;
      if (old === 0) {
        raiseUnboundLocal(rt, code, arg);
        return fail(rt, sp);
      }
      M[locals + 2 * arg] = 0;
      rt.decref(old);
      return sp;
    }
    case Op.DELETE_GLOBAL:
      return deleteName(rt, sp, M[fp + Frame.GLOBALS]!, code.names[arg]!);
    case Op.LOAD_NAME: {
      const value = loadName(rt, fp, code.names[arg]!);
      return push(rt, sp, value);
    }
    case Op.STORE_NAME: {
      const namespace = M[fp + Frame.LOCALS]!;
      const value = M[sp - 2]!;
      if (namespace === 0) {
        rt.raise(E.SystemError, `no locals found when storing '${rt.text(code.names[arg]!)}'`);
        return fail(rt, sp);
      }
      const status = setItem(rt, namespace, code.names[arg]!, value);
      rt.decref(value);
      return status < 0 ? fail(rt, sp - 2) : sp - 2;
    }
    case Op.DELETE_NAME:
      return deleteName(rt, sp, M[fp + Frame.LOCALS]!, code.names[arg]!);
    case Op.LOAD_LOCALS:
      return push(rt, sp, rt.newRef(M[fp + Frame.LOCALS]!));
    case Op.LOAD_FROM_DICT_OR_GLOBALS: {
      const value = fromMapping(rt, M[sp - 2]!, code.names[arg]!);
      if (value === 0 && rt.currentException !== 0) return fail(rt, sp);
      return replaceTop(rt, sp, value !== 0 ? value : lookupGlobal(rt, fp, code.names[arg]!));
    }
    case Op.LOAD_FROM_DICT_OR_DEREF: {
      const value = fromMapping(rt, M[sp - 2]!, code.localNames[arg]!);
      if (value !== 0) return replaceTop(rt, sp, value);
      if (rt.currentException !== 0) return fail(rt, sp);
      const contents = M[M[locals + 2 * arg]! + CellLayout.CONTENTS]!;
      if (contents === 0) {
        raiseUnboundDeref(rt, code, arg);
        return fail(rt, sp);
      }
      return replaceTop(rt, sp, rt.newRef(contents));
    }
    case Op.MAKE_CELL:
      M[locals + 2 * arg] = newCell(rt, M[locals + 2 * arg]!);
      return sp;
    case Op.COPY_FREE_VARS: {
      const closure = M[M[fp + Frame.FUNC]! + FunctionLayout.CLOSURE]!;
      const first = code.nlocalsplus - arg;
      for (let i = 0; i < arg; i++) M[locals + 2 * (first + i)] = rt.newRef(M[closure + TupleLayout.ITEM + 2 * i]!);
      return sp;
    }
    case Op.LOAD_CLOSURE:
      return push(rt, sp, rt.newRef(M[locals + 2 * arg]!));
    case Op.DELETE_DEREF: {
      const cell = M[locals + 2 * arg]!;
      const old = M[cell + CellLayout.CONTENTS]!;
      if (old === 0) {
        raiseUnboundDeref(rt, code, arg);
        return fail(rt, sp);
      }
      M[cell + CellLayout.CONTENTS] = 0;
      rt.decref(old);
      return sp;
    }
    case Op.DELETE_ATTR: {
      const owner = M[sp - 2]!;
      const status = setAttr(rt, owner, code.names[arg]!, 0);
      rt.decref(owner);
      return status < 0 ? fail(rt, sp - 2) : sp - 2;
    }
    case Op.LOAD_SUPER_ATTR:
    case Op.LOAD_SUPER_METHOD:
      return loadSuper(rt, sp, code.names[arg]!, op === Op.LOAD_SUPER_METHOD);
    case Op.UNARY_NEGATIVE:
      return replaceTop(rt, sp, negative(rt, M[sp - 2]!));
    case Op.UNARY_POSITIVE:
      return replaceTop(rt, sp, positive(rt, M[sp - 2]!));
    case Op.UNARY_INVERT:
      return replaceTop(rt, sp, invert(rt, M[sp - 2]!));
    case Op.UNARY_NOT: {
      const truth = isTrue(rt, M[sp - 2]!);
      return replaceTop(rt, sp, truth < 0 ? 0 : rt.bool(truth === 0));
    }
    case Op.DELETE_SUBSCR: {
      const status = setItem(rt, M[sp - 4]!, M[sp - 2]!, 0);
      const container = M[sp - 4]!;
      const key = M[sp - 2]!;
      rt.decref(container);
      rt.decref(key);
      return status < 0 ? fail(rt, sp - 4) : sp - 4;
    }
    case Op.BUILD_SLICE: {
      const at = sp - 2 * arg;
      const slice = newSlice(rt, M[at]!, M[at + 2]!, arg === 3 ? M[at + 4]! : S.NONE);
      for (let i = 0; i < arg; i++) rt.decref(M[at + 2 * i]!);
      return push(rt, at, slice);
    }
    case Op.BINARY_SLICE: {
      const slice = newSlice(rt, M[sp - 4]!, M[sp - 2]!, S.NONE);
      rt.decref(M[sp - 4]!);
      rt.decref(M[sp - 2]!);
      const container = M[sp - 6]!;
      const value = slice === 0 ? 0 : getItem(rt, container, slice);
      if (slice !== 0) rt.decref(slice);
      rt.decref(container);
      return push(rt, sp - 6, value);
    }
    case Op.STORE_SLICE: {
      const slice = newSlice(rt, M[sp - 4]!, M[sp - 2]!, S.NONE);
      rt.decref(M[sp - 4]!);
      rt.decref(M[sp - 2]!);
      const status = slice === 0 ? -1 : setItem(rt, M[sp - 6]!, slice, M[sp - 8]!);
      if (slice !== 0) rt.decref(slice);
      rt.decref(M[sp - 8]!);
      rt.decref(M[sp - 6]!);
      return status < 0 ? fail(rt, sp - 8) : sp - 8;
    }
    case Op.GET_LEN: {
      const n = size(rt, M[sp - 2]!);
      return n < 0 ? fail(rt, sp) : push(rt, sp, newInt(rt, n));
    }
    case Op.BUILD_SET: {
      const at = sp - 2 * arg;
      const set = setNew(rt);
      let failed = false;
      for (let i = 0; i < arg; i++) {
        const item = M[at + 2 * i]!;
        if (!failed && setAdd(rt, set, item) < 0) failed = true;
        rt.decref(item);
      }
      if (failed) {
        rt.decref(set);
        return fail(rt, at);
      }
      return push(rt, at, set);
    }
    case Op.BUILD_MAP: {
      const at = sp - 4 * arg;
      const dict = dictForDisplay(rt, arg, at, 4);
      let failed = false;
      for (let i = 0; i < arg && !failed; i++) failed = dictSet(rt, dict, M[at + 4 * i]!, M[at + 4 * i + 2]!) < 0;
      for (let i = 0; i < 2 * arg; i++) rt.decref(M[at + 2 * i]!);
      if (failed) {
        rt.decref(dict);
        return fail(rt, at);
      }
      return push(rt, at, dict);
    }
    case Op.BUILD_CONST_KEY_MAP: {
      const keys = M[sp - 2]!;
      const at = sp - 2 - 2 * arg;
      const dict = dictForDisplay(rt, arg, keys + TupleLayout.ITEM, 2);
      let failed = false;
      for (let i = 0; i < arg && !failed; i++) {
        failed = dictSet(rt, dict, M[keys + TupleLayout.ITEM + 2 * i]!, M[at + 2 * i]!) < 0;
      }
      for (let i = 0; i < arg; i++) rt.decref(M[at + 2 * i]!);
      rt.decref(keys);
      if (failed) {
        rt.decref(dict);
        return fail(rt, at);
      }
      return push(rt, at, dict);
    }
    case Op.BUILD_STRING: {
      const at = sp - 2 * arg;
      const pieces: number[] = [];
      for (let i = 0; i < arg; i++) pieces.push(M[at + 2 * i]!);
      const text = joinPieces(rt, pieces);
      for (const piece of pieces) rt.decref(piece);
      return push(rt, at, text);
    }
    case Op.SET_ADD: {
      const item = M[sp - 2]!;
      const status = setAdd(rt, M[sp - 2 - 2 * arg]!, item);
      rt.decref(item);
      return status < 0 ? fail(rt, sp - 2) : sp - 2;
    }
    case Op.MAP_ADD: {
      if (rt.profile.minor >= 11) {
        const status = dictSetTake(rt, M[sp - 4 - 2 * arg]!, M[sp - 4]!, M[sp - 2]!);
        return status < 0 ? fail(rt, sp - 4) : sp - 4;
      }
      const status = dictSet(rt, M[sp - 4 - 2 * arg]!, M[sp - 4]!, M[sp - 2]!);
      const key = M[sp - 4]!;
      const value = M[sp - 2]!;
      rt.decref(key);
      rt.decref(value);
      return status < 0 ? fail(rt, sp - 4) : sp - 4;
    }
    case Op.LIST_EXTEND: {
      const iterable = M[sp - 2]!;
      const status = listExtend(rt, M[sp - 2 - 2 * arg]!, iterable);
      if (
        status < 0 &&
        rt.profile.minor >= 9 &&
        rt.errorIs(E.TypeError) &&
        rt.typeOf(iterable).tp_iter === null &&
        rt.typeOf(iterable).sq_item === null
      ) {
        rt.clearError();
        rt.raise(E.TypeError, `Value after * must be an iterable, not ${rt.typeOf(iterable).name}`);
      }
      rt.decref(iterable);
      return status < 0 ? fail(rt, sp - 2) : sp - 2;
    }
    case Op.SET_UPDATE: {
      const iterable = M[sp - 2]!;
      const status = setUpdate(rt, M[sp - 2 - 2 * arg]!, iterable);
      rt.decref(iterable);
      return status < 0 ? fail(rt, sp - 2) : sp - 2;
    }
    case Op.DICT_UPDATE: {
      const mapping = M[sp - 2]!;
      const status = dictUpdate(rt, M[sp - 2 - 2 * arg]!, mapping);
      if (status < 0 && rt.errorIs(E.AttributeError)) {
        rt.clearError();
        rt.raise(E.TypeError, `'${rt.typeOf(mapping).name}' object is not a mapping`);
      }
      rt.decref(mapping);
      return status < 0 ? fail(rt, sp - 2) : sp - 2;
    }
    case Op.DICT_MERGE:
      return mergeKeywords(rt, sp, arg);
    case Op.LIST_TO_TUPLE:
      return replaceTop(rt, sp, tupleFromList(rt, M[sp - 2]!));
    case Op.UNPACK_SEQUENCE:
      return unpack(rt, sp, arg, -1);
    case Op.UNPACK_EX:
      return unpack(rt, sp, arg & 255, arg >> 8);
    case Op.FORMAT_VALUE:
      return formatValue(rt, sp, arg);
    case Op.CALL_KW: {
      const names = M[sp - 2]!;
      const nkw = M[names + Ob.SIZE]!;
      const selfSlot = sp - 2 - 2 * arg - 2;
      if (rt.profile.argumentsMove) unpackMethod(rt, selfSlot);
      const callable = M[selfSlot - 2]!;
      if (rt.profile.argumentsMove && rt.is(callable, T.FUNCTION))
        return enterWithKeywords(rt, fp, sp, selfSlot, arg, nkw);
      let args = selfSlot + 2;
      let nargs = arg - nkw;
      if (M[selfSlot] !== 0) {
        args = selfSlot;
        nargs++;
      }
      return finishCall(rt, sp, selfSlot - 2, call(rt, callable, args, nargs, names), 1);
    }
    case Op.CALL_FUNCTION_EX: {
      let kwargs = (arg & 1) !== 0 ? M[sp - 2]! : 0;
      const at = sp - ((arg & 1) !== 0 ? 4 : 2);
      const tuple = spreadTuple(rt, at, M[at - 4]!);
      if (tuple === 0) return fail(rt, sp);
      if (kwargs !== 0 && !rt.is(kwargs, T.DICT)) {
        // To 3.8 a mapping arrives as it was written.
        const dict = newDict(rt);
        M[sp - 2] = dict;
        const status = dictUpdate(rt, dict, kwargs);
        if (status < 0 && rt.errorIs(E.AttributeError)) {
          rt.clearError();
          const what = rt.typeOf(kwargs).name;
          rt.raise(E.TypeError, `${callableText(rt, M[at - 4]!)} argument after ** must be a mapping, not ${what}`);
        }
        rt.decref(kwargs);
        if (status < 0) return fail(rt, sp);
        kwargs = dict;
      }
      if (rt.profile.minor >= 12 && rt.is(M[at - 4]!, T.FUNCTION)) return enterSpread(rt, fp, at, tuple, kwargs);
      const result = callTupleDict(rt, M[at - 4]!, tuple, kwargs);
      // Dropped in CPython's order: callable, arguments, keywords.
      const callable = M[at - 4]!;
      const args = M[at]!;
      if (rt.profile.minor >= 11) {
        rt.decref(callable);
        rt.decref(args);
        if (kwargs !== 0) rt.decref(kwargs);
      } else {
        rt.decref(callable);
        rt.decref(args);
        if (kwargs !== 0) rt.decref(kwargs);
      }
      const next = push(rt, at - 4, result);
      return next === 0 ? 0 : afterCall(rt, fp, next);
    }
    case Op.MAKE_FUNCTION:
      return makeFunction(rt, fp, sp, arg);
    case Op.LOAD_BUILD_CLASS: {
      const builtins = M[fp + Frame.BUILTINS]!;
      const value = dictGet(rt, builtins, rt.ids.__build_class__);
      if (value === 0) {
        if (rt.currentException === 0) rt.raise(E.NameError, '__build_class__ not found');
        return fail(rt, sp);
      }
      return push(rt, sp, rt.newRef(value));
    }
    case Op.GET_YIELD_FROM_ITER: {
      const o = M[sp - 2]!;
      if (rt.is(o, T.COROUTINE)) {
        if ((code.flags & 0x180) === 0) {
          rt.raise(E.TypeError, "cannot 'yield from' a coroutine object in a non-coroutine generator");
          return fail(rt, sp);
        }
        return sp;
      }
      if (rt.is(o, T.GENERATOR)) return sp;
      return replaceTop(rt, sp, getIter(rt, o));
    }
    case Op.SEND: {
      const receiver = M[sp - 4]!;
      const value = M[sp - 2]!;
      if (rt.profile.minor >= 12 && canResume(rt, receiver)) {
        // The value goes over to the frame of the receiver, as an inlined call's does.
        M[sp - 2] = 0;
        const result = generatorSendMoved(rt, receiver, value);
        if (result !== 0) {
          M[sp - 2] = result;
          return sp;
        }
        if (rt.currentException !== 0 && !rt.errorIs(E.StopIteration)) return fail(rt, sp - 2);
        M[sp - 2] = takeStopValue(rt);
        rt.jumpTo = arg;
        return sp;
      }
      const result = sendTo(rt, receiver, value);
      if (result !== 0) {
        M[sp - 2] = result;
        rt.decref(value);
        return sp;
      }
      if (rt.currentException !== 0 && !rt.errorIs(E.StopIteration)) return fail(rt, sp);
      const returned = takeStopValue(rt);
      M[sp - 2] = returned;
      rt.decref(value);
      rt.jumpTo = arg;
      return sp;
    }
    case Op.END_SEND: {
      const value = M[sp - 2]!;
      const receiver = M[sp - 4]!;
      M[sp - 4] = value;
      rt.decref(receiver);
      return sp - 2;
    }
    case Op.CLEANUP_THROW: {
      const exception = M[sp - 2]!;
      if (rt.isInstance(exception, E.StopIteration)) {
        const held = M[exception + exceptionExtra(rt)]!;
        const value = rt.newRef(held === 0 ? S.NONE : held);
        drop(rt, sp, 3);
        M[sp - 6] = 0;
        M[sp - 4] = value;
        return sp - 2;
      }
      M[sp - 2] = 0;
      rt.restoreError(exception);
      rt.reraising = true;
      return fail(rt, sp - 2);
    }
    case Op.RAISE_VARARGS: {
      const cause = arg === 2 ? M[sp - 2]! : 0;
      const exception = arg >= 1 ? M[sp - (arg === 2 ? 4 : 2)]! : 0;
      doRaise(rt, exception, cause);
      return fail(rt, sp - 2 * arg);
    }
    case Op.RERAISE: {
      const exception = M[sp - 2]!;
      // Up to 3.10 the traceback comes back from the stack, whatever the exception says by now.
      if (rt.profile.minor < 11 && arg !== 1) setTraceback(rt, exception, M[sp - 6]!);
      rt.restoreError(exception);
      rt.reraising = true;
      return fail(rt, sp - 2);
    }
    case Op.PUSH_EXC_INFO: {
      const exception = M[sp - 2]!;
      const info = rt.excInfo;
      const previous = M[info]!;
      M[sp - 2] = previous !== 0 ? previous : rt.none();
      M[info] = rt.newRef(exception);
      M[sp] = exception;
      return sp + 2;
    }
    case Op.POP_EXCEPT: {
      const info = rt.excInfo;
      const saved = M[sp - 2]!;
      const old = M[info]!;
      M[info] = saved === S.NONE ? 0 : saved;
      if (saved === S.NONE) rt.decref(saved);
      if (old !== 0) rt.decref(old);
      return sp - 2;
    }
    case Op.SAVE_EXC_STATE:
      return saveExceptionState(rt, sp);
    case Op.PUSH_EXC_STATE:
      return pushExceptionState(rt, sp);
    case Op.POP_EXC_STATE:
      return popExceptionState(rt, sp, arg);
    case Op.CHECK_EXC_MATCH: {
      const type = M[sp - 2]!;
      const answer = checkExceptionMatch(rt, M[sp - 4]!, type);
      rt.decref(type);
      if (answer < 0) return fail(rt, sp - 2);
      return push(rt, sp - 2, rt.bool(answer === 1));
    }
    case Op.CHECK_EG_MATCH:
      return checkGroupMatch(rt, sp);
    case Op.PREP_RERAISE_STAR: {
      const result = prepareReraiseStar(rt, M[sp - 4]!, M[sp - 2]!);
      const after = drop(rt, sp, 2);
      return push(rt, after, result);
    }
    case Op.STOPITERATION_ERROR:
      return stopIterationError(rt, sp, code);
    case Op.LOAD_ASSERTION_ERROR:
      return push(rt, sp, rt.newRef(E.AssertionError));
    case Op.BEFORE_WITH:
      return beforeWith(rt, sp);
    case Op.WITH_EXCEPT_START: {
      const exception = M[sp - 2]!;
      const args = rt.pushArguments(3);
      M[args + 2] = exception;
      let exit: number;
      if (rt.profile.minor < 11) {
        M[args] = M[sp - 4]!;
        M[args + 4] = M[sp - 6]!;
        exit = M[sp - 16]!;
      } else {
        const traceback = M[exception + ExcLayout.TRACEBACK]!;
        M[args] = M[exception + Ob.TYPE]!;
        M[args + 4] = traceback === 0 ? S.NONE : traceback;
        exit = M[sp - 8]!;
      }
      const result = call(rt, exit, args, 3, 0);
      rt.popArguments(args);
      if (rt.profile.minor === 8) {
        // Follows ceval.c: WITH_CLEANUP_START. What was called goes before the answer is looked at, or awaited.
        M[sp - 16] = rt.none();
        rt.decref(exit);
      }
      return push(rt, sp, result);
    }
    case Op.IMPORT_NAME: {
      const result = importName(rt, fp, code.names[arg]!, M[sp - 2]!, M[sp - 4]!);
      const after = drop(rt, sp, 2);
      return push(rt, after, result);
    }
    case Op.IMPORT_FROM:
      return push(rt, sp, importFrom(rt, M[sp - 2]!, code.names[arg]!));
    case Op.IMPORT_STAR: {
      const status = importStar(rt, fp, M[sp - 2]!);
      const after = drop(rt, sp, 1);
      return status < 0 ? fail(rt, after) : after;
    }
    case Op.SETUP_ANNOTATIONS: {
      const namespace = M[fp + Frame.LOCALS]!;
      if (rt.is(namespace, T.DICT)) {
        if (dictGetStr(rt, namespace, rt.ids.__annotations__) !== 0) return sp;
        const dict = newDict(rt);
        const status = dictSet(rt, namespace, rt.ids.__annotations__, dict);
        rt.decref(dict);
        return status < 0 ? fail(rt, sp) : sp;
      }
      const existing = getItem(rt, namespace, rt.ids.__annotations__);
      if (existing !== 0) {
        rt.decref(existing);
        return sp;
      }
      if (!rt.errorIs(E.KeyError)) return fail(rt, sp);
      rt.clearError();
      const dict = newDict(rt);
      const status = setItem(rt, namespace, rt.ids.__annotations__, dict);
      rt.decref(dict);
      return status < 0 ? fail(rt, sp) : sp;
    }
    case Op.MATCH_CLASS: {
      const result = matchClass(rt, M[sp - 6]!, M[sp - 4]!, arg, M[sp - 2]!);
      const failed = rt.currentException !== 0;
      const after = drop(rt, sp, 3);
      if (failed) return fail(rt, after);
      return push(rt, after, result === 0 ? rt.none() : result);
    }
    case Op.MATCH_KEYS: {
      const result = matchKeys(rt, M[sp - 4]!, M[sp - 2]!);
      if (rt.currentException !== 0) return fail(rt, sp);
      return push(rt, sp, result === 0 ? rt.none() : result);
    }
    case Op.MATCH_MAPPING:
      return push(rt, sp, rt.bool((rt.typeOf(M[sp - 2]!).flags & TypeFlag.MAPPING) !== 0));
    case Op.MATCH_SEQUENCE:
      return push(rt, sp, rt.bool((rt.typeOf(M[sp - 2]!).flags & TypeFlag.SEQUENCE) !== 0));
    case Op.PRINT_EXPR: {
      const hook = rt.sysAttribute('displayhook');
      const value = M[sp - 2]!;
      const result = hook === 0 ? rt.raise(E.RuntimeError, 'lost sys.displayhook') : call1(rt, hook, value);
      rt.decref(value);
      if (result === 0) return fail(rt, sp - 2);
      rt.decref(result);
      return sp - 2;
    }
    case Op.NOT_SIMULATED:
      rt.notSimulated(rt.text(M[code.constItems + 2 * arg]!), fp);
      return fail(rt, sp);
    default:
      if (op >= TRAP) {
        // The observer has had its look: the same instruction again.
        M[pc] = op & OPERATION;
        rt.jumpTo = pc;
        rt.observer?.instruction?.(fp, pc);
        return sp;
      }
      return asyncOp(rt, fp, code, op, arg, sp, pc);
  }
}

function deleteName(rt: Runtime, sp: number, namespace: number, name: number): number {
  if (rt.is(namespace, T.DICT)) {
    if (dictGetStr(rt, namespace, name) === 0) {
      if (rt.currentException === 0) raiseName(rt, name);
      return fail(rt, sp);
    }
    return dictDel(rt, namespace, name) < 0 ? fail(rt, sp) : sp;
  }
  if (setItem(rt, namespace, name, 0) < 0) {
    if (rt.errorIs(E.KeyError)) {
      rt.clearError();
      raiseName(rt, name);
    }
    return fail(rt, sp);
  }
  return sp;
}

/** A name in a mapping, new reference; 0 without an exception when it is not there. */
function fromMapping(rt: Runtime, mapping: number, name: number): number {
  if (rt.is(mapping, T.DICT)) {
    const value = dictGetStr(rt, mapping, name);
    return value === 0 ? 0 : rt.newRef(value);
  }
  const value = getItem(rt, mapping, name);
  if (value === 0 && rt.errorIs(E.KeyError)) rt.clearError();
  return value;
}

function loadName(rt: Runtime, fp: number, name: number): number {
  const namespace = rt.M[fp + Frame.LOCALS]!;
  if (namespace !== 0) {
    const value = fromMapping(rt, namespace, name);
    if (value !== 0 || rt.currentException !== 0) return value;
  }
  return lookupGlobal(rt, fp, name);
}

/** `super().name` without a super object (3.12+). Stack: super, __class__, self. */
function loadSuper(rt: Runtime, sp: number, name: number, method: boolean): number {
  const M = rt.M;
  const superType = M[sp - 6]!;
  const cls = M[sp - 4]!;
  const self = M[sp - 2]!;
  if (superType !== T.SUPER) {
    // Somebody replaced super: call it, then take the attribute.
    const args = rt.pushArguments(2);
    M[args] = cls;
    M[args + 2] = self;
    const object = call(rt, superType, args, 2, 0);
    rt.popArguments(args);
    const after = drop(rt, sp, 3);
    if (object === 0) return fail(rt, after);
    const value = getAttr(rt, object, name);
    rt.decref(object);
    if (value === 0) return fail(rt, after);
    M[after] = value;
    if (!method) return after + 2;
    M[after + 2] = 0;
    return after + 4;
  }
  const found = { unbound: false };
  const value = superLookup(rt, cls, self, name, method ? found : null);
  rt.decref(superType);
  rt.decref(cls);
  if (value === 0) {
    rt.decref(self);
    return fail(rt, sp - 6);
  }
  M[sp - 6] = value;
  if (!method) {
    rt.decref(self);
    return sp - 4;
  }
  if (found.unbound) M[sp - 4] = self;
  else {
    rt.decref(self);
    M[sp - 4] = 0;
  }
  return sp - 2;
}

/** A bound method about to be called gives way to its function and its object (3.11+). */
function unpackMethod(rt: Runtime, selfSlot: number): void {
  const M = rt.M;
  const method = M[selfSlot - 2]!;
  if (!rt.is(method, T.METHOD) || M[selfSlot] !== 0) return;
  M[selfSlot] = rt.newRef(M[method + MethodLayout.SELF]!);
  M[selfSlot - 2] = rt.newRef(M[method + MethodLayout.FUNC]!);
  rt.decref(method);
}

/**
 * Pushes the frame of a Python function whose arguments' references are taken over from a vector; the loop goes on in
 * it. `from` is the stack pointer without the call. Returns it, or 0 with an exception.
 */
function enterFunction(
  rt: Runtime,
  fp: number,
  from: number,
  func: number,
  args: number,
  nargs: number,
  kwnames: number,
): number {
  const M = rt.M;
  const target = rt.codes[M[M[func + FunctionLayout.CODE]! + Ob.AUX]!]!;
  const total = nargs + (kwnames === 0 ? 0 : M[kwnames + Ob.SIZE]!);
  if (++rt.recursionDepth > rt.recursionLimit) {
    rt.recursionDepth--;
    for (let i = 0; i < total; i++) rt.decref(M[args + 2 * i]!);
    rt.decref(func);
    raiseRecursion(rt);
    return fail(rt, from);
  }
  const next = pushFrame(rt, target, func, M[func + FunctionLayout.GLOBALS]!, M[func + FunctionLayout.BUILTINS]!, 0);
  M[next + Frame.KIND] = FrameKind.INLINE;
  const status = bindArguments(rt, next, target, func, args, nargs, kwnames);
  if (status < 0) {
    clearFrame(rt, next);
    rt.dataTop = next;
    rt.recursionDepth--;
    return fail(rt, from);
  }
  M[fp + Frame.SP] = from;
  rt.enteredFrame = next;
  rt.jumpTo = ENTERED;
  return from;
}

/** `f(a, k=v)` of a Python function (3.11+). */
function enterWithKeywords(rt: Runtime, fp: number, sp: number, selfSlot: number, count: number, nkw: number): number {
  const M = rt.M;
  const names = M[sp - 2]!;
  const withSelf = M[selfSlot] !== 0;
  const args = withSelf ? selfSlot : selfSlot + 2;
  const nargs = count - nkw + (withSelf ? 1 : 0);
  const result = enterFunction(rt, fp, selfSlot - 2, M[selfSlot - 2]!, args, nargs, names);
  rt.decref(names);
  return result;
}

/** `f(*args, **kwargs)` of a Python function (3.12+): tuple and dict are gone before it begins. Follows _PyEvalFramePushAndInit_Ex. */
function enterSpread(rt: Runtime, fp: number, at: number, tuple: number, kwargs: number): number {
  const M = rt.M;
  const nargs = M[tuple + Ob.SIZE]!;
  const nkw = kwargs === 0 ? 0 : dictLength(rt, kwargs);
  const vector = rt.pushArguments(nargs + nkw);
  for (let i = 0; i < nargs; i++) M[vector + 2 * i] = rt.newRef(M[tuple + TupleLayout.ITEM + 2 * i]!);
  let names = 0;
  if (nkw > 0) {
    names = newTuple(rt, nkw);
    const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
    let k = 0;
    for (let pos = dictNext(rt, kwargs, 0, entry); pos >= 0; pos = dictNext(rt, kwargs, pos, entry), k++) {
      M[names + TupleLayout.ITEM + 2 * k] = rt.newRef(entry.key);
      M[vector + 2 * (nargs + k)] = rt.newRef(entry.value);
    }
    rt.gcTrack(names);
  }
  const func = M[at - 4]!;
  rt.decref(tuple);
  if (kwargs !== 0) rt.decref(kwargs);
  const result = enterFunction(rt, fp, at - 4, func, vector, nargs, names);
  if (names !== 0) rt.decref(names);
  rt.popArguments(vector);
  return result;
}

/** Drops a finished call with `extra` slots above the arguments and pushes the result. */
function finishCall(rt: Runtime, sp: number, from: number, result: number, extra: number): number {
  const M = rt.M;
  const names = extra === 1 ? M[sp - 2]! : 0;
  const top = sp - 2 * extra;
  if (rt.profile.minor >= 11) {
    for (let slot = from + 2; slot < top; slot += 2) if (M[slot] !== 0) rt.decref(M[slot]!);
    rt.decref(M[from]!);
    if (names !== 0) rt.decref(names);
  } else {
    for (let slot = sp - 2; slot >= from; slot -= 2) if (M[slot] !== 0) rt.decref(M[slot]!);
  }
  const next = push(rt, from, result);
  return next === 0 ? 0 : afterCall(rt, rt.frame, next);
}

/** The eval breaker is looked at after calls of native code (3.12+). */
function afterCall(rt: Runtime, fp: number, sp: number): number {
  if (!rt.breaker || !rt.profile.collectsAtBreaker) return sp;
  rt.M[fp + Frame.SP] = sp;
  return rt.handleBreaker() < 0 ? fail(rt, sp) : sp;
}

/** The positional arguments of `f(*args)` as a tuple, borrowed from the stack slot that holds it afterwards. */
function spreadTuple(rt: Runtime, at: number, func: number): number {
  const M = rt.M;
  const o = M[at]!;
  if (rt.is(o, T.TUPLE)) return o;
  if (rt.typeOf(o).tp_iter === null && rt.typeOf(o).sq_item === null) {
    const name = callableText(rt, func);
    return rt.raise(E.TypeError, `${name} argument after * must be an iterable, not ${rt.typeOf(o).name}`);
  }
  const tuple = sequenceToTuple(rt, o);
  if (tuple === 0) return 0;
  M[at] = tuple;
  rt.decref(o);
  return tuple;
}

/** `f(**a, **b)`: a key that is there twice is an error. Stack: callable below the dict. */
function mergeKeywords(rt: Runtime, sp: number, depth: number): number {
  const M = rt.M;
  const mapping = M[sp - 2]!;
  const dict = M[sp - 2 - 2 * depth]!;
  // callable, NULL, arguments tuple, dict
  const callable = M[sp - 2 - 2 * depth - 6]!;
  const status = dictMerge(rt, dict, mapping, 2);
  if (status < 0) {
    const name = callable === 0 ? 'function' : callableText(rt, callable);
    if (rt.errorIs(E.AttributeError)) {
      rt.clearError();
      rt.raise(E.TypeError, `${name} argument after ** must be a mapping, not ${rt.typeOf(mapping).name}`);
    } else if (rt.errorIs(E.KeyError)) {
      const exception = rt.takeError();
      const args = M[exception + 6]!;
      const key = args !== 0 && M[args + Ob.SIZE] === 1 ? M[args + TupleLayout.ITEM]! : 0;
      if (key !== 0 && rt.isStr(key))
        rt.raise(E.TypeError, `${name} got multiple values for keyword argument '${rt.text(key)}'`);
      else rt.raise(E.TypeError, `${name} keywords must be strings`);
      rt.decref(exception);
    }
  }
  rt.decref(mapping);
  return status < 0 ? fail(rt, sp - 2) : sp - 2;
}

/** Unpacks an iterable into `before` values, or (after >= 0) into before, a list, after. Follows ceval.c: unpack_iterable. */
function unpack(rt: Runtime, sp: number, before: number, after: number): number {
  const M = rt.M;
  const o = M[sp - 2]!;
  const bottom = sp - 2;
  const it = getIter(rt, o);
  if (it === 0) {
    if (rt.errorIs(E.TypeError) && rt.typeOf(o).tp_iter === null && rt.typeOf(o).sq_item === null) {
      rt.clearError();
      rt.raise(E.TypeError, `cannot unpack non-iterable ${rt.typeOf(o).name} object`);
    }
    rt.decref(o);
    return fail(rt, bottom);
  }
  const values: number[] = [];
  const failWith = (): number => {
    for (const value of values) rt.decref(value);
    rt.decref(it);
    rt.decref(o);
    return fail(rt, bottom);
  };
  for (let i = 0; i < before; i++) {
    const value = iterNext(rt, it);
    if (value === 0) {
      if (rt.currentException === 0) {
        if (after < 0) rt.raise(E.ValueError, `not enough values to unpack (expected ${before}, got ${i})`);
        else rt.raise(E.ValueError, `not enough values to unpack (expected at least ${before + after}, got ${i})`);
      }
      return failWith();
    }
    values.push(value);
  }
  if (after < 0) {
    const more = iterNext(rt, it);
    if (more !== 0) {
      rt.decref(more);
      let got = '';
      if (rt.profile.minor >= 14 && (rt.is(o, T.LIST) || rt.is(o, T.TUPLE) || rt.is(o, T.DICT)))
        got = `, got ${size(rt, o)}`;
      rt.raise(E.ValueError, `too many values to unpack (expected ${before}${got})`);
      return failWith();
    }
    if (rt.currentException !== 0) return failWith();
    rt.decref(it);
    rt.decref(o);
    for (let i = before - 1, slot = bottom; i >= 0; i--, slot += 2) M[slot] = values[i]!;
    return bottom + 2 * before;
  }
  const rest = listFromIterator(rt, it);
  if (rest === 0) return failWith();
  const n = M[rest + Ob.SIZE]!;
  if (n < after) {
    rt.raise(E.ValueError, `not enough values to unpack (expected at least ${before + after}, got ${before + n})`);
    rt.decref(rest);
    return failWith();
  }
  const tail = cutList(rt, rest, n - after);
  let slot = bottom;
  for (let i = tail.length - 1; i >= 0; i--, slot += 2) M[slot] = tail[i]!;
  M[slot] = rest;
  slot += 2;
  for (let i = before - 1; i >= 0; i--, slot += 2) M[slot] = values[i]!;
  rt.decref(it);
  rt.decref(o);
  return slot;
}

/** Follows bytecodes.c: FORMAT_VALUE. */
function formatValue(rt: Runtime, sp: number, flags: number): number {
  const M = rt.M;
  const spec = (flags & 4) !== 0 ? M[sp - 2]! : 0;
  const at = spec === 0 ? sp : sp - 2;
  let value = M[at - 2]!;
  const conversion = flags & 3;
  if (conversion !== 0) {
    const converted = conversion === 1 ? str(rt, value) : conversion === 2 ? repr(rt, value) : asciiRepr(rt, value);
    rt.decref(value);
    value = converted;
    if (value === 0) {
      if (spec !== 0) rt.decref(spec);
      return fail(rt, at - 2);
    }
  }
  if (rt.is(value, T.STR) && spec === 0) {
    M[at - 2] = value;
    return at;
  }
  const result = format(rt, value, spec);
  rt.decref(value);
  if (spec !== 0) rt.decref(spec);
  const next = push(rt, at - 2, result);
  // Formatting polls for pending work, as CPython's C code that checks for signals does.
  return next === 0 ? 0 : afterCall(rt, rt.frame, next);
}

/** Follows bytecodes.c: MAKE_FUNCTION. The code object is on top, below it what the flags name. */
function makeFunction(rt: Runtime, fp: number, sp: number, flags: number): number {
  const M = rt.M;
  const code = M[sp - 2]!;
  let at = sp - 2;
  const func = newFunction(rt, code, M[fp + Frame.GLOBALS]!, 0);
  rt.decref(code);
  if ((flags & MakeFunction.CLOSURE) !== 0) {
    at -= 2;
    M[func + FunctionLayout.CLOSURE] = M[at]!;
  }
  if ((flags & MakeFunction.ANNOTATIONS) !== 0) {
    at -= 2;
    M[func + FunctionLayout.ANNOTATIONS] = M[at]!;
  }
  if ((flags & MakeFunction.KWDEFAULTS) !== 0) {
    at -= 2;
    M[func + FunctionLayout.KWDEFAULTS] = M[at]!;
  }
  if ((flags & MakeFunction.DEFAULTS) !== 0) {
    at -= 2;
    M[func + FunctionLayout.DEFAULTS] = M[at]!;
  }
  return push(rt, at, func);
}

/** Sends a value to what `yield from` or `await` waits for. */
function sendTo(rt: Runtime, receiver: number, value: number): number {
  if (rt.is(receiver, T.GENERATOR) || rt.is(receiver, T.COROUTINE)) return generatorSend(rt, receiver, value, false);
  const next = rt.typeOf(receiver).tp_iternext;
  if (value === S.NONE && next !== null) return next(rt, receiver);
  return callMethod1(rt, receiver, rt.ids.send, value);
}

/** Follows intrinsics.c: stopiteration_error. */
function stopIterationError(rt: Runtime, sp: number, code: CodeInfo): number {
  const M = rt.M;
  const exception = M[sp - 2]!;
  const isAsync = (code.flags & 0x200) !== 0;
  const isCoroutine = (code.flags & 0x180) !== 0;
  let message = '';
  if (rt.isInstance(exception, E.StopIteration)) {
    message = isAsync
      ? 'async generator raised StopIteration'
      : isCoroutine
        ? 'coroutine raised StopIteration'
        : 'generator raised StopIteration';
  } else if (isAsync && rt.isInstance(exception, E.StopAsyncIteration))
    message = 'async generator raised StopAsyncIteration';
  if (message === '') return sp;
  rt.raise(E.RuntimeError, message);
  const error = rt.takeError();
  const oldContext = M[error + ExcLayout.CONTEXT]!;
  M[error + ExcLayout.CAUSE] = rt.newRef(exception);
  M[error + ExcLayout.CONTEXT] = rt.newRef(exception);
  M[error + ExcLayout.SUPPRESS_CONTEXT] = 1;
  if (oldContext !== 0) rt.decref(oldContext);
  M[sp - 2] = error;
  rt.decref(exception);
  return sp;
}
/** Follows bytecodes.c: BEFORE_WITH. */
function beforeWith(rt: Runtime, sp: number): number {
  const M = rt.M;
  const manager = M[sp - 2]!;
  const enter = lookupSpecialBound(rt, manager, rt.ids.__enter__);
  const name = rt.typeOf(manager).name;
  const protocol = 'the context manager protocol';
  if (enter === 0) {
    if (rt.currentException === 0) {
      if (rt.profile.minor >= 11) rt.raise(E.TypeError, `'${name}' object does not support ${protocol}`);
      else rt.raise(E.AttributeError, '__enter__');
    }
    return fail(rt, sp);
  }
  const exit = lookupSpecialBound(rt, manager, rt.ids.__exit__);
  if (exit === 0) {
    if (rt.currentException === 0) {
      if (rt.profile.minor >= 11)
        rt.raise(E.TypeError, `'${name}' object does not support ${protocol} (missed __exit__ method)`);
      else rt.raise(E.AttributeError, '__exit__');
    }
    rt.decref(enter);
    return fail(rt, sp);
  }
  rt.decref(manager);
  M[sp - 2] = exit;
  M[rt.frame + Frame.SP] = sp;
  const result = call(rt, enter, rt.nativeTop, 0, 0);
  rt.decref(enter);
  return push(rt, sp, result);
}
