/** Generators and coroutines: send, throw, close, finalization. Follows genobject.c. The frames are the machine's business. */

import { Frame, GenLayout, Ob } from '../memory/layout.js';
import { OPERATION, Op } from '../python/instructions.js';
import { checkArgs } from './args.js';
import { ASYNC_GENERATOR_METHODS, ASYNC_GENERATOR_SLOTS, defineAsyncGeneratorTypes } from './asyncGenerator.js';
import { call, call0, call1, callMethodVector, callTupleDict } from './call.js';
import { defineType } from './defineType.js';
import { exceptionExtra } from './exceptionBase.js';
import { makeException, raiseObject } from './exceptionCore.js';
import { newCompactInt } from './intCore.js';
import type { Machine } from './machine.js';
import { addressText, callFinalizer, lookupAttr } from './object.js';
import { newStr } from './strCore.js';
import { clearField, reprText } from './support.js';
import { packTuple1 } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type GetSetDef, type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

/** Word of a generator that holds the address of its frame (ours: the upper half of a name). */
export const GEN_FRAME = 7;

/** Where a generator stands. */
export enum GenState {
  CREATED = 0,
  SUSPENDED = 1,
  RUNNING = 2,
  COMPLETED = 3,
  /** Closed before it began (3.12+) or where nothing could notice (3.13): finished, but its frame is kept until it dies. */
  CLOSED = 4,
}

const state = (rt: Machine, g: number): number => rt.M[g + GenLayout.STATE]!;

/** Whether it will never run again. */
export const isFinished = (rt: Machine, g: number): boolean => state(rt, g) >= GenState.COMPLETED;

const KIND_NAMES: ReadonlyMap<number, string> = new Map([
  [T.GENERATOR, 'generator'],
  [T.COROUTINE, 'coroutine'],
  [T.ASYNC_GENERATOR, 'async generator'],
]);

const kindName = (rt: Machine, g: number): string => KIND_NAMES.get(rt.M[g + Ob.TYPE]!) ?? 'generator';

/** What a suspended generator delegates to (`yield from`, `await`), borrowed; 0 when it does not. Follows _PyGen_yf. */
export function delegate(rt: Machine, g: number): number {
  if (state(rt, g) !== GenState.SUSPENDED) return 0;
  const M = rt.M;
  const frame = M[g + GEN_FRAME]!;
  const pc = M[frame + Frame.PC]!;
  if ((M[pc]! & OPERATION) !== Op.RESUME || M[pc + 1]! < 2) return 0;
  return M[M[frame + Frame.SP]! - 2]!;
}

/**
 * Sends a value (borrowed) into a generator: the yielded value (new reference); 0 at the end, with the returned value
 * as StopIteration unless it is None and `quiet`; 0 with another exception. Follows gen_send_ex.
 */
export function generatorSend(rt: Machine, g: number, value: number, quiet: boolean): number {
  const now = state(rt, g);
  if (now === GenState.RUNNING) return rt.raise(E.ValueError, `${kindName(rt, g)} already executing`);
  if (isFinished(rt, g)) {
    if (rt.is(g, T.COROUTINE)) return rt.raise(E.RuntimeError, 'cannot reuse already awaited coroutine');
    if (!quiet) stopIteration(rt, S.NONE);
    return 0;
  }
  if (now === GenState.CREATED && value !== S.NONE) {
    return rt.raise(E.TypeError, `can't send non-None value to a just-started ${kindName(rt, g)}`);
  }
  const result = rt.resumeGenerator(g, value);
  return afterResume(rt, g, result, quiet);
}

/** Whether an object is a generator or coroutine that waits at its start or at a yield. */
export function canResume(rt: Machine, g: number): boolean {
  return (rt.is(g, T.GENERATOR) || rt.is(g, T.COROUTINE)) && state(rt, g) !== GenState.RUNNING && !isFinished(rt, g);
}

/** {@link generatorSend} to what {@link canResume}, with a value that is taken over (3.12+). Follows bytecodes.c: SEND. */
export function generatorSendMoved(rt: Machine, g: number, value: number): number {
  return afterResume(rt, g, rt.resumeGenerator(g, value, true), false);
}

/** Tells a yield from a return. */
function afterResume(rt: Machine, g: number, result: number, quiet: boolean): number {
  if (result === 0) return 0;
  if (state(rt, g) === GenState.SUSPENDED) return result;
  if (result !== S.NONE || !quiet) stopIteration(rt, result);
  rt.decref(result);
  return 0;
}

/** Raises StopIteration(value); with None without an argument. Follows _PyGen_SetStopIterationValue. */
export function stopIteration(rt: Machine, value: number): void {
  if (value === S.NONE) raiseObject(rt, makeException(rt, E.StopIteration, S.EMPTY_TUPLE));
  else {
    const args = packTuple1(rt, value);
    const exception = makeException(rt, E.StopIteration, args);
    rt.decref(args);
    raiseObject(rt, exception);
  }
}

/** Resumes with the current exception. */
function resumeRaising(rt: Machine, g: number): number {
  const now = state(rt, g);
  if (now === GenState.RUNNING) {
    rt.clearError();
    return rt.raise(E.ValueError, `${kindName(rt, g)} already executing`);
  }
  if (isFinished(rt, g)) return 0;
  const result = rt.resumeGenerator(g, 0);
  return afterResume(rt, g, result, false);
}

/** Closes an iterator that a generator delegates to: 0, or -1 with an exception. Follows gen_close_iter. */
function closeDelegate(rt: Machine, it: number): number {
  if (rt.is(it, T.GENERATOR) || rt.is(it, T.COROUTINE)) {
    const result = generatorClose(rt, it);
    if (result === 0) return -1;
    rt.decref(result);
    return 0;
  }
  const method = lookupAttr(rt, it, rt.ids.close);
  if (method === 0) {
    if (rt.currentException !== 0) rt.writeUnraisable('', it);
    return 0;
  }
  const result = call0(rt, method);
  rt.decref(method);
  if (result === 0) return -1;
  rt.decref(result);
  return 0;
}

/** `close()`: None (3.13: the returned value), or 0 with an exception. Follows gen_close. */
export function generatorClose(rt: Machine, g: number): number {
  const now = state(rt, g);
  if (isFinished(rt, g)) return rt.none();
  if (now === GenState.CREATED) {
    if (rt.profile.minor >= 12) rt.M[g + GenLayout.STATE] = GenState.CLOSED;
    else rt.abandonGenerator(g);
    return rt.none();
  }
  const it = delegate(rt, g);
  let failed = false;
  if (it !== 0) {
    rt.incref(it);
    const before = rt.M[g + GenLayout.STATE]!;
    rt.M[g + GenLayout.STATE] = GenState.RUNNING;
    failed = closeDelegate(rt, it) < 0;
    rt.M[g + GenLayout.STATE] = before;
    rt.decref(it);
  }
  // Nothing in it can notice: since 3.13 its variables are dropped, and the frame goes with the generator.
  if (rt.profile.minor >= 13 && !failed && rt.yieldsUnguarded(g)) {
    rt.M[g + GenLayout.STATE] = GenState.CLOSED;
    rt.clearGeneratorLocals(g);
    return rt.none();
  }
  if (!failed) raiseObject(rt, makeException(rt, E.GeneratorExit, S.EMPTY_TUPLE));
  const result = resumeRaising(rt, g);
  if (result !== 0) {
    rt.decref(result);
    return rt.raise(E.RuntimeError, `${kindName(rt, g)} ignored GeneratorExit`);
  }
  if (rt.errorIs(E.StopIteration)) {
    if (rt.profile.minor >= 13) return takeStopValue(rt);
    rt.clearError();
    return rt.none();
  }
  if (rt.errorIs(E.GeneratorExit)) {
    rt.clearError();
    return rt.none();
  }
  return 0;
}

/** The value of the current StopIteration, which is dropped; new reference, None without one. Follows _PyGen_FetchStopIterationValue. */
export function takeStopValue(rt: Machine): number {
  if (rt.currentException === 0) return rt.none();
  const exception = rt.takeError();
  // StopIteration.value is the first word that it adds.
  const value = rt.M[exception + exceptionExtra(rt)]!;
  const result = rt.newRef(value === 0 ? S.NONE : value);
  rt.decref(exception);
  return result;
}

/** `throw(exception)`: arguments as for `raise` with type, value, traceback. Follows gen_throw and _gen_throw. */
export function generatorThrow(rt: Machine, g: number, type: number, value: number, traceback: number): number {
  const it = delegate(rt, g);
  if (it !== 0) {
    rt.incref(it);
    let result: number;
    const isExit = rt.hasFlag(type, TypeFlag.TYPE_SUBCLASS)
      ? rt.isSubtype(type, E.GeneratorExit)
      : rt.isInstance(type, E.GeneratorExit);
    if (isExit) {
      rt.M[g + GenLayout.STATE] = GenState.RUNNING;
      const failed = closeDelegate(rt, it) < 0;
      rt.M[g + GenLayout.STATE] = GenState.SUSPENDED;
      rt.decref(it);
      if (failed) return resumeRaising(rt, g);
      return raiseInto(rt, g, type, value, traceback);
    }
    if (rt.is(it, T.GENERATOR) || rt.is(it, T.COROUTINE)) {
      rt.M[g + GenLayout.STATE] = GenState.RUNNING;
      // Since 3.9 the delegate sees the generator as its caller.
      const running = rt.profile.minor >= 9 ? rt.linkGenerator(g) : 0;
      result = generatorThrow(rt, it, type, value, traceback);
      if (running !== 0) rt.unlinkGenerator(g, running);
      rt.M[g + GenLayout.STATE] = GenState.SUSPENDED;
    } else {
      const method = lookupAttr(rt, it, rt.ids.throw);
      if (method === 0) {
        rt.decref(it);
        if (rt.currentException !== 0) return 0;
        return raiseInto(rt, g, type, value, traceback);
      }
      rt.decref(method);
      rt.M[g + GenLayout.STATE] = GenState.RUNNING;
      const args = rt.pushArguments(4);
      rt.M[args] = it;
      rt.M[args + 2] = type;
      let n = 2;
      if (value !== 0) rt.M[args + 2 * n++] = value;
      if (traceback !== 0) rt.M[args + 2 * n++] = traceback;
      result = callMethodVector(rt, rt.ids.throw, args, n, 0);
      rt.popArguments(args);
      rt.M[g + GenLayout.STATE] = GenState.SUSPENDED;
    }
    rt.decref(it);
    if (result !== 0) return result;
    // The delegate ended: the generator goes on behind its `yield from`.
    const resumed = rt.resumeAfterDelegate(g);
    return afterResume(rt, g, resumed, false);
  }
  return raiseInto(rt, g, type, value, traceback);
}

/** Makes the exception of throw()'s arguments the current one and resumes. */
function raiseInto(rt: Machine, g: number, type: number, value: number, traceback: number): number {
  if (traceback !== 0 && traceback !== S.NONE && !rt.is(traceback, T.TRACEBACK)) {
    return rt.raise(E.TypeError, 'throw() third argument must be a traceback object');
  }
  let exception: number;
  if (rt.hasFlag(type, TypeFlag.TYPE_SUBCLASS) && rt.isSubtype(type, E.BaseException)) {
    if (value !== 0 && value !== S.NONE && rt.isInstance(value, type)) exception = rt.newRef(value);
    else {
      const args = rt.pushArguments(1);
      rt.M[args] = value;
      const given = value !== 0 && value !== S.NONE;
      if (given && rt.is(value, T.TUPLE)) exception = callTupleDict(rt, type, value, 0);
      else exception = call(rt, type, args, given ? 1 : 0, 0);
      rt.popArguments(args);
      if (exception === 0) return 0;
      if (!rt.hasFlag(exception, TypeFlag.BASE_EXC_SUBCLASS)) {
        const [made, got] = [reprText(rt, type), rt.typeOf(exception).name];
        rt.decref(exception);
        if (made === null) return 0;
        const message = `calling ${made} should have returned an instance of BaseException, not ${got}`;
        const text = newStr(rt, message);
        const given = packTuple1(rt, text);
        rt.decref(text);
        exception = makeException(rt, E.TypeError, given);
        rt.decref(given);
      }
    }
  } else if (rt.hasFlag(type, TypeFlag.BASE_EXC_SUBCLASS)) {
    if (value !== 0 && value !== S.NONE)
      return rt.raise(E.TypeError, 'instance exception may not have a separate value');
    exception = rt.newRef(type);
  } else {
    return rt.raise(
      E.TypeError,
      `exceptions must be classes or instances deriving from BaseException, not ${rt.typeOf(type).name}`,
    );
  }
  if (traceback !== 0 && traceback !== S.NONE) {
    const old = rt.M[exception + 10]!;
    rt.M[exception + 10] = rt.newRef(traceback);
    if (old !== 0) rt.decref(old);
  }
  // A generator that has not begun, or has ended, raises at once.
  if (isFinished(rt, g)) {
    if (rt.is(g, T.COROUTINE)) {
      rt.decref(exception);
      return rt.raise(E.RuntimeError, 'cannot reuse already awaited coroutine');
    }
    rt.restoreError(exception);
    return 0;
  }
  rt.restoreError(exception);
  return resumeRaising(rt, g);
}

const THROW_OF_THREE = 'the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.';

/** A suspended generator that dies is closed first. Follows _PyGen_Finalize. */
function finalize(rt: Machine, g: number): void {
  if (isFinished(rt, g)) return;
  const M = rt.M;
  if (rt.is(g, T.ASYNC_GENERATOR) && M[g + GenLayout.ORIGIN_OR_FINALIZER] !== 0) {
    const saved = rt.takeError();
    const finalizer = M[g + GenLayout.ORIGIN_OR_FINALIZER]!;
    const result = call1(rt, finalizer, g);
    if (result === 0) rt.writeUnraisable('', g);
    else rt.decref(result);
    if (saved !== 0) rt.restoreError(saved);
    return;
  }
  // Since 3.12 one that never began keeps its frame until it dies: the collector finds what the frame holds.
  if (rt.profile.minor >= 12 && state(rt, g) === GenState.CREATED && !rt.is(g, T.COROUTINE)) return;
  const saved = rt.takeError();
  if (rt.is(g, T.COROUTINE) && state(rt, g) === GenState.CREATED) {
    const name = rt.text(M[g + GenLayout.QUALNAME]!);
    if (rt.warn(E.RuntimeWarning, `coroutine '${name}' was never awaited`, true) < 0) rt.writeUnraisable('', g);
    if (rt.profile.minor < 12) rt.abandonGenerator(g);
  } else {
    const result = generatorClose(rt, g);
    if (result === 0) {
      if (rt.currentException !== 0) rt.writeUnraisable('', g);
    } else rt.decref(result);
  }
  if (saved !== 0) rt.restoreError(saved);
}

function dealloc(rt: Machine, g: number): void {
  const M = rt.M;
  rt.gcUntrack(g);
  if (M[g + GenLayout.WEAKREFLIST] !== 0) rt.clearWeakrefs(g);
  rt.gcTrack(g);
  M[g] = 1;
  callFinalizer(rt, g);
  if (M[g]! > 1) {
    M[g]!--;
    return;
  }
  M[g] = 0;
  rt.gcUntrack(g);
  if (state(rt, g) !== GenState.COMPLETED) rt.abandonGenerator(g);
  if (rt.profile.heapFrames) clearField(rt, g, GenLayout.EXC_TYPE);
  clearField(rt, g, GenLayout.EXC_VALUE);
  if (rt.profile.heapFrames) clearField(rt, g, GenLayout.EXC_TRACEBACK);
  const code = rt.generatorCode(g);
  if (code !== 0) rt.decref(code);
  clearField(rt, g, GenLayout.NAME);
  clearField(rt, g, GenLayout.QUALNAME);
  clearField(rt, g, GenLayout.ORIGIN_OR_FINALIZER);
  rt.freeGcObject(g);
}

function traverse(rt: Machine, g: number, visit: (rt: Machine, o: number) => void): void {
  const M = rt.M;
  if (rt.profile.minor <= 10) {
    if (state(rt, g) !== GenState.COMPLETED) rt.visitGeneratorFrame(g, visit);
    if (rt.generatorCode(g) !== 0) visit(rt, rt.generatorCode(g));
    visit(rt, M[g + GenLayout.NAME]!);
    visit(rt, M[g + GenLayout.QUALNAME]!);
  } else {
    if (rt.profile.minor === 11) visit(rt, rt.generatorCode(g));
    if (M[g + GenLayout.NAME] !== 0) visit(rt, M[g + GenLayout.NAME]!);
    if (M[g + GenLayout.QUALNAME] !== 0) visit(rt, M[g + GenLayout.QUALNAME]!);
    if (state(rt, g) !== GenState.COMPLETED) rt.visitGeneratorFrame(g, visit);
  }
  if (M[g + GenLayout.EXC_VALUE] !== 0) {
    visit(rt, M[g + GenLayout.EXC_VALUE]!);
    if (rt.profile.heapFrames) {
      visit(rt, M[g + GenLayout.EXC_TYPE]!);
      visit(rt, M[g + GenLayout.EXC_TRACEBACK]!);
    }
  }
  if (M[g + GenLayout.ORIGIN_OR_FINALIZER] !== 0) visit(rt, M[g + GenLayout.ORIGIN_OR_FINALIZER]!);
}

const name = (field: number, attribute: string): GetSetDef => ({
  name: attribute,
  get: (rt, g) => rt.newRef(rt.M[g + field]!),
  set: (rt, g, value) => {
    if (value === 0 || !rt.isStr(value)) return rt.fail(E.TypeError, `${attribute} must be set to a string object`);
    const old = rt.M[g + field]!;
    rt.M[g + field] = rt.newRef(value);
    rt.decref(old);
    return 0;
  },
});

/** `send`, `throw`, `close`. */
const methods: readonly MethodDef[] = [
  { name: 'send', kind: MethodKind.O, fn: (rt, g, value) => generatorSend(rt, g, value, false) },
  {
    name: 'throw',
    kind: MethodKind.FAST,
    fn: (rt, g, args, nargs) => {
      if (!checkArgs(rt, 'throw', nargs, 1, 3)) return 0;
      if (nargs > 1 && rt.profile.minor >= 12 && rt.warn(E.DeprecationWarning, THROW_OF_THREE) < 0) return 0;
      const M = rt.M;
      return generatorThrow(rt, g, M[args]!, nargs > 1 ? M[args + 2]! : 0, nargs > 2 ? M[args + 4]! : 0);
    },
  },
  { name: 'close', kind: MethodKind.NOARGS, fn: generatorClose },
];

const getset = (prefix: string): GetSetDef[] => [
  name(GenLayout.NAME, '__name__'),
  name(GenLayout.QUALNAME, '__qualname__'),
  { name: `${prefix}_running`, get: (rt, g) => rt.bool(state(rt, g) === GenState.RUNNING) },
  { name: `${prefix}_suspended`, get: (rt, g) => rt.bool(state(rt, g) === GenState.SUSPENDED) },
  {
    name: prefix === 'gi' ? 'gi_yieldfrom' : `${prefix}_await`,
    get: (rt, g) => {
      const it = delegate(rt, g);
      return it === 0 ? rt.none() : rt.newRef(it);
    },
  },
  {
    name: `${prefix}_frame`,
    get: (rt, g) => (isFinished(rt, g) ? rt.none() : rt.frameObject(rt.M[g + GEN_FRAME]!)),
  },
  { name: `${prefix}_code`, get: (rt, g) => rt.newRef(rt.generatorCode(g) === 0 ? S.NONE : rt.generatorCode(g)) },
];

const reprOf = (rt: Machine, g: number): number =>
  newStr(
    rt,
    `<${kindName(rt, g) === 'async generator' ? 'async_generator' : kindName(rt, g)} object ${rt.text(rt.M[g + GenLayout.QUALNAME]!)} at ${addressText(rt, g)}>`,
  );

/** Bytes of `sys.getsizeof` without the GC header. */
function sizeOf(rt: Machine, g: number): number {
  const minor = rt.profile.minor;
  const code = rt.codeOf(rt.generatorCode(g));
  const slots = code.shownSlots;
  const extra = rt.is(g, T.COROUTINE) ? 8 : rt.is(g, T.ASYNC_GENERATOR) ? 24 : 0;
  if (minor >= 12) return 144 + 8 * slots;
  if (minor === 11) return 152 + 8 * slots;
  return (minor === 10 ? 88 : 96) + extra;
}

const sizeofMethod: MethodDef = {
  name: '__sizeof__',
  kind: MethodKind.NOARGS,
  fn: (rt, g) => newCompactInt(rt, sizeOf(rt, g)),
};

const common = {
  basicsize: 96,
  flags: TypeFlag.HAVE_GC,
  weaklistoffset: GenLayout.WEAKREFLIST * 4,
  tp_dealloc: dealloc,
  tp_traverse: traverse,
  tp_finalize: finalize,
  tp_repr: reprOf,
};

export function defineGeneratorTypes(rt: Machine): void {
  defineType(rt, T.GENERATOR, {
    ...common,
    name: 'generator',
    tp_iter: (rt, g) => rt.newRef(g),
    tp_iternext: (rt, g) => generatorSend(rt, g, S.NONE, true),
    methods: [...methods, sizeofMethod],
    getset: getset('gi'),
  });
  defineType(rt, T.COROUTINE, {
    ...common,
    name: 'coroutine',
    am_await: (rt, g) => {
      const p = rt.newGcObject(T.COROUTINE_WRAPPER, 24);
      rt.M[p + 4] = rt.newRef(g);
      rt.gcTrack(p);
      return p;
    },
    methods: [...methods, sizeofMethod],
    getset: [...getset('cr'), { name: 'cr_origin', get: (rt) => rt.none() }],
  });
  defineType(rt, T.ASYNC_GENERATOR, {
    ...common,
    name: 'async_generator',
    tp_iter: null,
    ...ASYNC_GENERATOR_SLOTS,
    methods: [...ASYNC_GENERATOR_METHODS, sizeofMethod],
    getset: getset('ag'),
  });
  defineAsyncGeneratorTypes(rt);
  const forward = (
    fn: (rt: Machine, g: number, args: number, nargs: number) => number,
    label: string,
    kind: number,
  ): MethodDef => ({
    name: label,
    kind,
    fn: (rt, w, a, b) => fn(rt, rt.M[w + 4]!, a, b),
  });
  defineType(rt, T.COROUTINE_WRAPPER, {
    name: 'coroutine_wrapper',
    basicsize: 24,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: (rt, p) => {
      rt.gcUntrack(p);
      clearField(rt, p, 4);
      rt.freeGcObject(p);
    },
    tp_traverse: (rt, p, visit) => {
      if (rt.M[p + 4] !== 0) visit(rt, rt.M[p + 4]!);
    },
    tp_iter: (rt, p) => rt.newRef(p),
    tp_iternext: (rt, p) => generatorSend(rt, rt.M[p + 4]!, S.NONE, true),
    methods: methods.map((def) => forward(def.fn as never, def.name, def.kind)),
  });
}
