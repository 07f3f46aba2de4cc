/** Instructions of coroutines and type parameters. Follows bytecodes.c and genobject.c: _PyCoro_GetAwaitableIter. */
import { Frame, FunctionLayout } from '../memory/layout.js';
import { call } from '../objects/call.js';
import type { CodeInfo } from '../objects/code.js';
import { lookupSpecialBound } from '../objects/object.js';
import { E, T } from '../objects/typeIds.js';
import { Op } from '../python/instructions.js';
import type { Runtime } from './runtime.js';

function fail(rt: Runtime, sp: number): 0 {
  rt.stackTop = sp;
  return 0;
}

/** The iterator that `await o` waits for, new reference, or 0 with TypeError. */
export function awaitableIterator(rt: Runtime, o: number): number {
  if (rt.is(o, T.COROUTINE)) return rt.newRef(o);
  if (rt.is(o, T.GENERATOR) && (rt.codeOf(rt.generatorCode(o)).flags & 0x100) !== 0) return rt.newRef(o);
  const info = rt.typeOf(o);
  if (info.am_await === null) {
    const word = rt.profile.minor >= 14 ? "object can't be awaited" : "object %s can't be used in 'await' expression";
    return rt.raise(E.TypeError, word.includes('%s') ? word.replace('%s', info.name) : `'${info.name}' ${word}`);
  }
  const it = info.am_await(rt, o);
  if (it === 0) return 0;
  if (rt.is(it, T.COROUTINE)) {
    rt.decref(it);
    return rt.raise(E.TypeError, '__await__() returned a coroutine');
  }
  if (rt.typeOf(it).tp_iternext === null) {
    const name = rt.typeOf(it).name;
    rt.decref(it);
    return rt.raise(E.TypeError, `__await__() returned non-iterator of type '${name}'`);
  }
  return it;
}

/** Executes an instruction of asynchronous code; see rareOps.ts for the convention. */
export function asyncOp(
  rt: Runtime,
  fp: number,
  code: CodeInfo,
  op: number,
  arg: number,
  sp: number,
  _pc: number,
): number {
  const M = rt.M;
  switch (op) {
    case Op.GET_AWAITABLE: {
      const o = M[sp - 2]!;
      const it = awaitableIterator(rt, o);
      if (it === 0) {
        if (arg !== 0 && rt.errorIs(E.TypeError) && rt.typeOf(o).am_await === null) {
          rt.clearError();
          const method = arg === 1 ? '__aenter__' : '__aexit__';
          rt.raise(
            E.TypeError,
            `'async with' received an object from ${method} that does not implement __await__: ${rt.typeOf(o).name}`,
          );
        }
        rt.decref(o);
        return fail(rt, sp - 2);
      }
      M[sp - 2] = it;
      rt.decref(o);
      return sp;
    }
    case Op.GET_AITER: {
      const o = M[sp - 2]!;
      const slot = rt.typeOf(o).am_aiter;
      const it =
        slot === null
          ? rt.raise(E.TypeError, `'async for' requires an object with __aiter__ method, got ${rt.typeOf(o).name}`)
          : slot(rt, o);
      if (it !== 0 && rt.typeOf(it).am_anext === null) {
        rt.raise(
          E.TypeError,
          `'async for' received an object from __aiter__ that does not implement __anext__: ${rt.typeOf(it).name}`,
        );
        rt.decref(it);
        rt.decref(o);
        return fail(rt, sp - 2);
      }
      rt.decref(o);
      if (it === 0) return fail(rt, sp - 2);
      M[sp - 2] = it;
      return sp;
    }
    case Op.GET_ANEXT: {
      const it = M[sp - 2]!;
      const slot = rt.typeOf(it).am_anext;
      if (slot === null) {
        rt.raise(E.TypeError, `'async for' requires an iterator with __anext__ method, got ${rt.typeOf(it).name}`);
        return fail(rt, sp);
      }
      const next = slot(rt, it);
      if (next === 0) return fail(rt, sp);
      if (rt.is(it, T.ASYNC_GENERATOR)) {
        M[sp] = next;
        return sp + 2;
      }
      const awaitable = awaitableIterator(rt, next);
      rt.decref(next);
      if (awaitable === 0) return fail(rt, sp);
      M[sp] = awaitable;
      return sp + 2;
    }
    case Op.END_ASYNC_FOR: {
      const exception = M[sp - 2]!;
      if (rt.isInstance(exception, E.StopAsyncIteration)) {
        const it = M[sp - 4]!;
        rt.decref(exception);
        rt.decref(it);
        return sp - 4;
      }
      rt.restoreError(exception);
      rt.reraising = true;
      return fail(rt, sp - 2);
    }
    case Op.ASYNC_GEN_WRAP: {
      const value = M[sp - 2]!;
      const wrapped = rt.newGcObject(T.ASYNC_GEN_WRAPPED, 24);
      M[wrapped + 4] = value;
      rt.gcTrack(wrapped);
      M[sp - 2] = wrapped;
      return sp;
    }
    case Op.BEFORE_ASYNC_WITH: {
      const manager = M[sp - 2]!;
      const name = rt.typeOf(manager).name;
      const protocol = 'the asynchronous context manager protocol';
      const enter = lookupSpecialBound(rt, manager, rt.ids.__aenter__);
      if (enter === 0) {
        if (rt.currentException === 0) {
          if (rt.profile.minor >= 11) rt.raise(E.TypeError, `'${name}' object does not support ${protocol}`);
          else rt.raise(E.AttributeError, '__aenter__');
        }
        return fail(rt, sp);
      }
      const exit = lookupSpecialBound(rt, manager, rt.ids.__aexit__);
      if (exit === 0) {
        if (rt.currentException === 0) {
          if (rt.profile.minor >= 11)
            rt.raise(E.TypeError, `'${name}' object does not support ${protocol} (missed __aexit__ method)`);
          else rt.raise(E.AttributeError, '__aexit__');
        }
        rt.decref(enter);
        return fail(rt, sp);
      }
      rt.decref(manager);
      M[sp - 2] = exit;
      M[fp + Frame.SP] = sp;
      const result = call(rt, enter, rt.nativeTop, 0, 0);
      rt.decref(enter);
      if (result === 0) return fail(rt, sp);
      M[sp] = result;
      return sp + 2;
    }
    case Op.SET_TYPE_PARAMS: {
      // Type parameters below, the function on top; the function stays.
      const func = M[sp - 2]!;
      const parameters = M[sp - 4]!;
      const old = M[func + FunctionLayout.TYPEPARAMS]!;
      M[func + FunctionLayout.TYPEPARAMS] = parameters;
      if (old !== 0) rt.decref(old);
      M[sp - 4] = func;
      return sp - 2;
    }
    case Op.TYPE_PARAM:
    case Op.TYPE_ALIAS:
    case Op.SUBSCRIPT_GENERIC:
      return rt.typeParameterOp(op, arg, sp);
    default:
      void code;
      throw new Error(`The instruction ${op} has no implementation.`);
  }
}
