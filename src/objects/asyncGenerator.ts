/** What async generators give to be awaited: asend(), athrow(), aclose(), and anext() with a default. Follows genobject.c. */
import { GenLayout } from '../memory/layout.js';
import { checkArgs } from './args.js';
import { defineType } from './defineType.js';
import { makeException, raiseObject } from './exceptionCore.js';
import { generatorSend, generatorThrow, isFinished, stopIteration } from './generator.js';
import { newGenericAlias } from './genericAlias.js';
import type { Machine } from './machine.js';
import { getIter, iterNext } from './object.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

/** Fields of asend, athrow and aclose objects. */
const GENERATOR = 4;
const SENT = 6;
/** 0 fresh, 1 running, 2 closed; in the upper half of the generator's field. */
const PROGRESS = 5;
const FRESH = 0;
const STARTED = 1;
const CLOSED = 2;
/** athrow: type, value, traceback; no type for aclose. CPython keeps them in one tuple: the third is an upper half. */
const TYPE = 6;
const VALUE = 8;
const TRACEBACK = 7;

/** Bits of a generator's flags while it is not completed. */
const RUNNING_ASYNC = 1;
const CLOSING = 2;

function finished(rt: Machine, g: number): boolean {
  return isFinished(rt, g);
}

function hasBit(rt: Machine, g: number, bit: number): boolean {
  return !finished(rt, g) && (rt.M[g + GenLayout.FLAGS]! & bit) !== 0;
}

/** The word holds something else once the generator has ended (to 3.10). */
function setBit(rt: Machine, g: number, bit: number, on: boolean): void {
  if (finished(rt, g)) return;
  if (on) rt.M[g + GenLayout.FLAGS]! |= bit;
  else rt.M[g + GenLayout.FLAGS]! &= ~bit;
}

function raiseEmpty(rt: Machine, type: number): 0 {
  raiseObject(rt, makeException(rt, type, S.EMPTY_TUPLE));
  return 0;
}

/** A return ends an async generator with StopAsyncIteration. */
function endOfGenerator(rt: Machine, g: number): void {
  if (!finished(rt, g)) return;
  if (rt.currentException === 0) raiseEmpty(rt, E.StopAsyncIteration);
  else if (rt.errorIs(E.StopIteration)) {
    rt.clearError();
    raiseEmpty(rt, E.StopAsyncIteration);
  }
}

/** A yielded value ends the await as its result; what an inner await yields is passed on. Follows async_gen_unwrap_value. */
function unwrap(rt: Machine, g: number, result: number): number {
  if (result === 0) {
    endOfGenerator(rt, g);
    if (rt.errorIs(E.StopAsyncIteration) || rt.errorIs(E.GeneratorExit)) setBit(rt, g, CLOSING, true);
    setBit(rt, g, RUNNING_ASYNC, false);
    return 0;
  }
  if (!rt.is(result, T.ASYNC_GEN_WRAPPED)) return result;
  stopIteration(rt, rt.M[result + GENERATOR]!);
  rt.decref(result);
  setBit(rt, g, RUNNING_ASYNC, false);
  return 0;
}

function newAsend(rt: Machine, g: number, value: number): number {
  const p = rt.newGcObject(T.ASYNC_GEN_ASEND, 40);
  const M = rt.M;
  M[p + GENERATOR] = rt.newRef(g);
  M[p + PROGRESS] = FRESH;
  M[p + SENT] = value === 0 ? 0 : rt.newRef(value);
  rt.gcTrack(p);
  return p;
}

function newAthrow(rt: Machine, g: number, type: number, value: number, traceback: number): number {
  const p = rt.newGcObject(T.ASYNC_GEN_ATHROW, 40);
  const M = rt.M;
  M[p + GENERATOR] = rt.newRef(g);
  M[p + PROGRESS] = FRESH;
  M[p + TYPE] = type === 0 ? 0 : rt.newRef(type);
  M[p + VALUE] = value === 0 ? 0 : rt.newRef(value);
  M[p + TRACEBACK] = traceback === 0 ? 0 : rt.newRef(traceback);
  rt.gcTrack(p);
  return p;
}

/** Follows async_gen_asend_send. */
function asendSend(rt: Machine, p: number, value: number): number {
  const M = rt.M;
  const g = M[p + GENERATOR]!;
  if (M[p + PROGRESS] === CLOSED) {
    return rt.raise(E.RuntimeError, 'cannot reuse already awaited __anext__()/asend()');
  }
  let sent = value;
  if (M[p + PROGRESS] === FRESH) {
    if (hasBit(rt, g, RUNNING_ASYNC)) {
      M[p + PROGRESS] = CLOSED;
      return rt.raise(E.RuntimeError, 'anext(): asynchronous generator is already running');
    }
    if (sent === S.NONE && M[p + SENT] !== 0) sent = M[p + SENT]!;
    M[p + PROGRESS] = STARTED;
  }
  setBit(rt, g, RUNNING_ASYNC, true);
  const result = unwrap(rt, g, generatorSend(rt, g, sent, false));
  if (result === 0) M[p + PROGRESS] = CLOSED;
  return result;
}

function asendThrow(rt: Machine, p: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'throw', nargs, 1, 3)) return 0;
  const M = rt.M;
  const g = M[p + GENERATOR]!;
  if (M[p + PROGRESS] === CLOSED) {
    return rt.raise(E.RuntimeError, 'cannot reuse already awaited __anext__()/asend()');
  }
  const at = (i: number): number => (i < nargs ? M[args + 2 * i]! : 0);
  const result = unwrap(rt, g, generatorThrow(rt, g, at(0), at(1), at(2)));
  if (result === 0) M[p + PROGRESS] = CLOSED;
  return result;
}

/** After an error of athrow or aclose: the end of an aclose() is no error. */
function athrowFailed(rt: Machine, p: number, g: number): 0 {
  setBit(rt, g, RUNNING_ASYNC, false);
  rt.M[p + PROGRESS] = CLOSED;
  endOfGenerator(rt, g);
  if (rt.M[p + TYPE] === 0 && (rt.errorIs(E.StopAsyncIteration) || rt.errorIs(E.GeneratorExit))) {
    rt.clearError();
    raiseEmpty(rt, E.StopIteration);
  }
  return 0;
}

function ignoredExit(rt: Machine, p: number, g: number): 0 {
  setBit(rt, g, RUNNING_ASYNC, false);
  rt.M[p + PROGRESS] = CLOSED;
  return rt.raise(E.RuntimeError, 'async generator ignored GeneratorExit');
}

/** What the generator gave to an aclose() or athrow(). */
function athrowResult(rt: Machine, p: number, g: number, result: number): number {
  if (rt.M[p + TYPE] !== 0) {
    const value = unwrap(rt, g, result);
    if (value !== 0) return value;
    rt.M[p + PROGRESS] = CLOSED;
    return 0;
  }
  if (result === 0) return athrowFailed(rt, p, g);
  if (rt.is(result, T.ASYNC_GEN_WRAPPED)) {
    rt.decref(result);
    return ignoredExit(rt, p, g);
  }
  return result;
}

/** Follows async_gen_athrow_send. */
function athrowSend(rt: Machine, p: number, value: number): number {
  const M = rt.M;
  const g = M[p + GENERATOR]!;
  if (M[p + PROGRESS] === CLOSED) {
    return rt.raise(E.RuntimeError, 'cannot reuse already awaited aclose()/athrow()');
  }
  if (M[p + PROGRESS] === STARTED) return athrowResult(rt, p, g, generatorSend(rt, g, value, false));
  const name = M[p + TYPE] === 0 ? 'aclose' : 'athrow';
  if (hasBit(rt, g, RUNNING_ASYNC)) {
    M[p + PROGRESS] = CLOSED;
    return rt.raise(E.RuntimeError, `${name}(): asynchronous generator is already running`);
  }
  if (finished(rt, g)) {
    M[p + PROGRESS] = CLOSED;
    return raiseEmpty(rt, M[p + TYPE] === 0 ? E.StopIteration : E.StopAsyncIteration);
  }
  if (hasBit(rt, g, CLOSING)) {
    M[p + PROGRESS] = CLOSED;
    return raiseEmpty(rt, E.StopAsyncIteration);
  }
  if (value !== S.NONE) return rt.raise(E.RuntimeError, "can't send non-None value to a just-started coroutine");
  M[p + PROGRESS] = STARTED;
  setBit(rt, g, RUNNING_ASYNC, true);
  if (M[p + TYPE] === 0) {
    setBit(rt, g, CLOSING, true);
    return athrowResult(rt, p, g, generatorThrow(rt, g, E.GeneratorExit, 0, 0));
  }
  return athrowResult(rt, p, g, generatorThrow(rt, g, M[p + TYPE]!, M[p + VALUE]!, M[p + TRACEBACK]!));
}

function athrowThrow(rt: Machine, p: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'throw', nargs, 1, 3)) return 0;
  const M = rt.M;
  const g = M[p + GENERATOR]!;
  if (M[p + PROGRESS] === CLOSED) {
    return rt.raise(E.RuntimeError, 'cannot reuse already awaited aclose()/athrow()');
  }
  const at = (i: number): number => (i < nargs ? M[args + 2 * i]! : 0);
  return athrowResult(rt, p, g, generatorThrow(rt, g, at(0), at(1), at(2)));
}

function close(rt: Machine, p: number): number {
  rt.M[p + PROGRESS] = CLOSED;
  return rt.none();
}

/** Methods of async generators. */
export const ASYNC_GENERATOR_METHODS: readonly MethodDef[] = [
  { name: 'asend', kind: MethodKind.O, fn: (rt, g, value) => newAsend(rt, g, value) },
  {
    name: 'athrow',
    kind: MethodKind.FAST,
    fn: (rt, g, args, nargs) => {
      if (!checkArgs(rt, 'athrow', nargs, 1, 3)) return 0;
      const at = (i: number): number => (i < nargs ? rt.M[args + 2 * i]! : 0);
      return newAthrow(rt, g, at(0), at(1), at(2));
    },
  },
  { name: 'aclose', kind: MethodKind.NOARGS, fn: (rt, g) => newAthrow(rt, g, 0, 0, 0) },
  { name: '__class_getitem__', kind: MethodKind.O | MethodKind.CLASS, fn: newGenericAlias },
];

/** Slots of async generators. */
export const ASYNC_GENERATOR_SLOTS = {
  am_aiter: (rt: Machine, g: number): number => rt.newRef(g),
  am_anext: (rt: Machine, g: number): number => newAsend(rt, g, 0),
};

function defineAwaitable(
  rt: Machine,
  type: number,
  name: string,
  bytes: number,
  fields: readonly number[],
  send: (rt: Machine, p: number, value: number) => number,
  raise: (rt: Machine, p: number, args: number, nargs: number) => number,
): void {
  defineType(rt, type, {
    name,
    base: T.OBJECT,
    basicsize: bytes,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: (m, p) => {
      m.gcUntrack(p);
      for (const field of fields) m.xdecref(m.M[p + field]!);
      m.freeGcObject(p);
    },
    tp_traverse: (m, p, visit) => {
      for (const field of fields) if (m.M[p + field] !== 0) visit(m, m.M[p + field]!);
    },
    tp_iter: (m, p) => m.newRef(p),
    tp_iternext: (m, p) => send(m, p, S.NONE),
    am_await: (m, p) => m.newRef(p),
    methods: [
      { name: 'send', kind: MethodKind.O, fn: send as MethodDef['fn'] },
      { name: 'throw', kind: MethodKind.FAST, fn: raise as MethodDef['fn'] },
      { name: 'close', kind: MethodKind.NOARGS, fn: close },
    ],
  });
}

/** `anext(it, default)`: what was awaited, or the default at the end. */
function anextSend(rt: Machine, p: number): number {
  const inner = rt.M[p + GENERATOR]!;
  const awaitable = rt.typeOf(inner).am_await;
  const it = awaitable === null ? getIter(rt, inner) : awaitable(rt, inner);
  if (it === 0) return 0;
  const result = iterNextRaw(rt, it);
  rt.decref(it);
  if (result !== 0) return result;
  if (rt.errorIs(E.StopAsyncIteration)) {
    rt.clearError();
    stopIteration(rt, rt.M[p + SENT]!);
  }
  return 0;
}

/** The next value; a StopIteration stays. */
function iterNextRaw(rt: Machine, it: number): number {
  const next = rt.typeOf(it).tp_iternext;
  const result = next === null ? iterNext(rt, it) : next(rt, it);
  if (result === 0 && rt.currentException === 0) raiseEmpty(rt, E.StopIteration);
  return result;
}

/** Defines what async generators hand out. */
export function defineAsyncGeneratorTypes(rt: Machine): void {
  defineAwaitable(rt, T.ASYNC_GEN_ASEND, 'async_generator_asend', 40, [GENERATOR, SENT], asendSend, asendThrow);
  defineAwaitable(
    rt,
    T.ASYNC_GEN_ATHROW,
    'async_generator_athrow',
    40,
    [GENERATOR, TYPE, VALUE, TRACEBACK],
    athrowSend,
    athrowThrow,
  );
  defineAwaitable(
    rt,
    T.ANEXT_AWAITABLE,
    'anext_awaitable',
    32,
    [GENERATOR, SENT],
    (m, p) => anextSend(m, p),
    (m) => m.raise(E.RuntimeError, 'throw() on anext() with a default is not simulated'),
  );
  defineType(rt, T.ASYNC_GEN_WRAPPED, {
    name: 'async_generator_wrapped_value',
    base: T.OBJECT,
    basicsize: 24,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: (m, p) => {
      m.gcUntrack(p);
      m.decref(m.M[p + GENERATOR]!);
      m.freeGcObject(p);
    },
    tp_traverse: (m, p, visit) => visit(m, m.M[p + GENERATOR]!),
  });
}
