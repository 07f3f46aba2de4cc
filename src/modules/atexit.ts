/** The module atexit: functions that run when the program ends, last registered first. Follows atexitmodule.c. */
import { Ob, TupleLayout } from '../memory/layout.js';
import { callTupleDict } from '../objects/call.js';
import { newInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { compareBool } from '../objects/object.js';
import { formatException } from '../objects/tracebackSnapshot.js';
import { newTuple } from '../objects/tupleCore.js';
import { E } from '../objects/typeIds.js';
import { type MethodDef, MethodKind } from '../objects/typeInfo.js';
import type { ModuleDef } from './moduleDef.js';

function register(rt: Machine, args: number, kwargs: number): number {
  const M = rt.M;
  const n = M[args + Ob.SIZE]!;
  if (n === 0) return rt.raise(E.TypeError, 'register() takes at least 1 argument (0 given)');
  const func = M[args + TupleLayout.ITEM]!;
  const info = rt.typeOf(func);
  if (info.tp_call === null && info.vectorcall === null) {
    return rt.raise(E.TypeError, 'the first argument must be callable');
  }
  const rest = newTuple(rt, n - 1);
  for (let i = 1; i < n; i++) {
    M[rest + TupleLayout.ITEM + 2 * (i - 1)] = rt.newRef(M[args + TupleLayout.ITEM + 2 * i]!);
  }
  if (n > 1) rt.gcTrack(rest);
  rt.xincref(kwargs);
  rt.exitFunctions.push({ func: rt.newRef(func), args: rest, kwargs });
  return rt.newRef(func);
}

function drop(rt: Machine, entry: { func: number; args: number; kwargs: number }): void {
  rt.decref(entry.func);
  rt.decref(entry.args);
  if (entry.kwargs !== 0) rt.decref(entry.kwargs);
}

function clear(rt: Machine): void {
  while (rt.exitFunctions.length > 0) drop(rt, rt.exitFunctions.pop()!);
}

/** Calls the registered functions, last first; exceptions are printed. Follows atexitmodule.c: atexit_callfuncs. */
export function runExitFunctions(rt: Machine): void {
  while (rt.exitFunctions.length > 0) {
    const entry = rt.exitFunctions.pop()!;
    const result = callTupleDict(rt, entry.func, entry.args, entry.kwargs);
    if (result !== 0) rt.decref(result);
    else report(rt, entry.func);
    drop(rt, entry);
  }
}

function report(rt: Machine, func: number): void {
  if (rt.profile.minor >= 10) {
    // From 3.13 on the colon stands behind the function.
    rt.writeUnraisable('Exception ignored in atexit callback: ', func);
    return;
  }
  if (rt.errorIs(E.SystemExit)) {
    rt.clearError();
    return;
  }
  const exception = rt.takeError();
  rt.write(2, `Error in atexit._run_exitfuncs:\n${formatException(rt, exception, () => null)}`);
  rt.decref(exception);
}

function unregister(rt: Machine, func: number): number {
  for (let i = rt.exitFunctions.length - 1; i >= 0; i--) {
    const same = compareBool(rt, rt.exitFunctions[i]!.func, func, 2);
    if (same < 0) return 0;
    if (same === 1) drop(rt, rt.exitFunctions.splice(i, 1)[0]!);
  }
  return rt.none();
}

const METHODS: readonly MethodDef[] = [
  {
    name: 'register',
    kind: MethodKind.VARARGS | MethodKind.KEYWORDS,
    fn: (rt, _self, args, kwargs) => register(rt, args, kwargs),
    doc: 'Register a function to be executed upon normal program termination.',
  },
  {
    name: '_clear',
    kind: MethodKind.NOARGS,
    fn: (rt) => {
      clear(rt);
      return rt.none();
    },
  },
  { name: 'unregister', kind: MethodKind.O, fn: (rt, _self, func) => unregister(rt, func) },
  {
    name: '_run_exitfuncs',
    kind: MethodKind.NOARGS,
    fn: (rt) => {
      runExitFunctions(rt);
      return rt.none();
    },
  },
  { name: '_ncallbacks', kind: MethodKind.NOARGS, fn: (rt) => newInt(rt, rt.exitFunctions.length) },
];

export const atexitModule: ModuleDef = { name: 'atexit', methods: METHODS };
