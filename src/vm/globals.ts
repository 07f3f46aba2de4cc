/** Look-up of global and builtin names with inline caches, and the errors of unbound names. Follows ceval.c. */

import { DictLayout, Frame, KeysLayout, Ob } from '../memory/layout.js';
import type { CodeInfo } from '../objects/code.js';
import { dictGet, dictGetStr, dictLookup, dictSet, hashKey, valueAddress } from '../objects/dictCore.js';
import { exceptionExtra } from '../objects/exceptionBase.js';
import { getItem } from '../objects/object.js';
import { E, T } from '../objects/typeIds.js';
import { LocalKind } from '../python/code.js';
import type { Runtime } from './runtime.js';

/**
 * A global or builtin, new reference, or 0 with NameError. Fills the cache: version of the globals' table, address of
 * the value; for a builtin the number of entries of the globals, version of the builtins' table, address of the value.
 */
export function loadGlobal(rt: Runtime, fp: number, name: number, cache: Int32Array, at: number): number {
  const M = rt.M;
  const globals = M[fp + Frame.GLOBALS]!;
  const builtins = M[fp + Frame.BUILTINS]!;
  cache[at] = 0;
  hashKey(rt, name);
  const low = rt.hashLow;
  const high = rt.hashHigh;
  const ix = dictLookup(rt, globals, name, low, high);
  const keys = M[globals + DictLayout.KEYS]!;
  if (ix >= 0) {
    const address = valueAddress(rt, globals, ix);
    cache[at] = M[keys + KeysLayout.VERSION]!;
    cache[at + 1] = address;
    cache[at + 2] = 0;
    return rt.newRef(M[address]!);
  }
  if (rt.currentException !== 0) return 0;
  if (M[builtins + Ob.TYPE] !== T.DICT) {
    const value = getItem(rt, builtins, name);
    if (value === 0 && rt.errorIs(E.KeyError)) {
      rt.clearError();
      return raiseName(rt, name);
    }
    return value;
  }
  const found = dictLookup(rt, builtins, name, low, high);
  if (found < 0) return rt.currentException !== 0 ? 0 : raiseName(rt, name);
  const address = valueAddress(rt, builtins, found);
  cache[at] = M[keys + KeysLayout.VERSION]!;
  cache[at + 1] = M[keys + KeysLayout.NENTRIES]!;
  cache[at + 2] = M[M[builtins + DictLayout.KEYS]! + KeysLayout.VERSION]!;
  cache[at + 3] = address;
  return rt.newRef(M[address]!);
}

/** A name in globals or builtins without a cache, new reference, or 0 with NameError. */
export function lookupGlobal(rt: Runtime, fp: number, name: number): number {
  const M = rt.M;
  const builtins = M[fp + Frame.BUILTINS]!;
  let value = dictGetStr(rt, M[fp + Frame.GLOBALS]!, name);
  if (value === 0 && rt.currentException === 0) value = dictGet(rt, builtins, name);
  if (value !== 0) return rt.newRef(value);
  return rt.currentException !== 0 ? 0 : raiseName(rt, name);
}

/** Raises NameError with its `name` (3.10+); returns 0. */
export function raiseName(rt: Runtime, name: number): 0 {
  rt.raise(E.NameError, `name '${rt.text(name)}' is not defined`);
  noteName(rt, name);
  return 0;
}

/** NameError.name stands in the first word that it adds to Exception (3.10+). */
function noteName(rt: Runtime, name: number): void {
  if (rt.profile.minor < 10) return;
  const at = rt.currentException + exceptionExtra(rt);
  if (rt.M[at] === 0) rt.M[at] = rt.newRef(name);
}

/** Raises UnboundLocalError for a local variable, without a `name` (ceval.c: format_exc_check_arg); returns 0. */
export function raiseUnboundLocal(rt: Runtime, code: CodeInfo, i: number): 0 {
  const text = code.spec.localsplusNames[i]!;
  if (rt.profile.minor >= 11) {
    rt.raise(E.UnboundLocalError, `cannot access local variable '${text}' where it is not associated with a value`);
  } else rt.raise(E.UnboundLocalError, `local variable '${text}' referenced before assignment`);
  return 0;
}

/** Raises the error of an empty cell; returns 0. */
export function raiseUnboundDeref(rt: Runtime, code: CodeInfo, i: number): 0 {
  if ((code.spec.localsplusKinds[i]! & LocalKind.FREE) === 0) return raiseUnboundLocal(rt, code, i);
  const text = code.spec.localsplusNames[i]!;
  if (rt.profile.minor >= 11) {
    rt.raise(
      E.NameError,
      `cannot access free variable '${text}' where it is not associated with a value in enclosing scope`,
    );
  } else rt.raise(E.NameError, `free variable '${text}' referenced before assignment in enclosing scope`);
  noteName(rt, code.localNames[i]!);
  return 0;
}

/** The recursion limit is reached by a Python function. */
export function raiseRecursion(rt: Runtime): void {
  rt.raise(E.RecursionError, 'maximum recursion depth exceeded');
}

/** Stores a name of a dict namespace (a new reference is taken) and remembers where its value stands. 0 or -1. */
export function storeNameCached(
  rt: Runtime,
  namespace: number,
  name: number,
  value: number,
  cache: Int32Array,
  at: number,
): number {
  const M = rt.M;
  cache[at] = 0;
  if (dictSet(rt, namespace, name, value) < 0) return -1;
  if (M[namespace + DictLayout.VALUES] !== 0) return 0;
  hashKey(rt, name);
  const ix = dictLookup(rt, namespace, name, rt.hashLow, rt.hashHigh);
  if (ix < 0) return 0;
  cache[at] = M[M[namespace + DictLayout.KEYS]! + KeysLayout.VERSION]!;
  cache[at + 1] = valueAddress(rt, namespace, ix);
  return 0;
}
