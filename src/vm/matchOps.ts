/** Class and mapping patterns. Follows ceval.c: match_class, match_keys. */
import { Ob, TupleLayout } from '../memory/layout.js';
import { call2 } from '../objects/call.js';
import { isInstanceOf } from '../objects/instanceCheck.js';
import { getItem, lookupAttr } from '../objects/object.js';
import { internStr } from '../objects/strCore.js';
import { stealTuple } from '../objects/tupleCore.js';
import { E, T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import type { Runtime } from './runtime.js';

/** Builtin types whose one positional pattern matches the subject itself. */
const SELF_MATCHING: ReadonlySet<number> = new Set([
  T.BOOL,
  T.BYTEARRAY,
  T.BYTES,
  T.DICT,
  T.FLOAT,
  T.FROZENSET,
  T.INT,
  T.LIST,
  T.SET,
  T.STR,
  T.TUPLE,
]);

function matchesSelf(rt: Runtime, type: number): boolean {
  for (let info: ReturnType<Runtime['infoOf']> | null = rt.infoOf(type); info !== null; info = info.base) {
    if (SELF_MATCHING.has(info.address)) return true;
  }
  return false;
}

/** A tuple of the attributes, new reference; 0 when it does not match (no exception) or with an exception. */
export function matchClass(rt: Runtime, subject: number, type: number, nargs: number, kwargs: number): number {
  const M = rt.M;
  if (!rt.hasFlag(type, TypeFlag.TYPE_SUBCLASS)) return rt.raise(E.TypeError, 'called match pattern must be a class');
  if (isInstanceOf(rt, subject, type) <= 0) return 0;
  const name = rt.infoOf(type).name;
  const seen = new Set<string>();
  const values: number[] = [];
  const giveUp = (): 0 => {
    for (const value of values) rt.decref(value);
    return 0;
  };
  const attribute = (key: number): boolean => {
    const text = rt.text(key);
    if (seen.has(text)) {
      rt.raise(E.TypeError, `${name}() got multiple sub-patterns for attribute '${text}'`);
      return false;
    }
    seen.add(text);
    const value = lookupAttr(rt, subject, key);
    if (value === 0) return false;
    values.push(value);
    return true;
  };
  if (nargs > 0) {
    let selfMatch = false;
    let matchArgs = lookupAttr(rt, type, internStr(rt, '__match_args__'));
    if (matchArgs === 0) {
      if (rt.currentException !== 0) return 0;
      selfMatch = matchesSelf(rt, type);
    } else if (!rt.is(matchArgs, T.TUPLE)) {
      rt.raise(E.TypeError, `${name}.__match_args__ must be a tuple (got ${rt.typeOf(matchArgs).name})`);
      rt.decref(matchArgs);
      return 0;
    }
    const allowed = selfMatch ? 1 : matchArgs === 0 ? 0 : M[matchArgs + Ob.SIZE]!;
    if (allowed < nargs) {
      rt.raise(
        E.TypeError,
        `${name}() accepts ${allowed} positional sub-pattern${allowed === 1 ? '' : 's'} (${nargs} given)`,
      );
      if (matchArgs !== 0) rt.decref(matchArgs);
      return 0;
    }
    if (selfMatch) values.push(rt.newRef(subject));
    else {
      for (let i = 0; i < nargs; i++) {
        const key = M[matchArgs + TupleLayout.ITEM + 2 * i]!;
        if (!rt.isStr(key)) {
          rt.raise(E.TypeError, `__match_args__ elements must be strings (got ${rt.typeOf(key).name})`);
          rt.decref(matchArgs);
          return giveUp();
        }
        if (!attribute(key)) {
          rt.decref(matchArgs);
          return giveUp();
        }
      }
    }
    if (matchArgs !== 0) rt.decref(matchArgs);
    matchArgs = 0;
  }
  const n = M[kwargs + Ob.SIZE]!;
  for (let i = 0; i < n; i++) if (!attribute(M[kwargs + TupleLayout.ITEM + 2 * i]!)) return giveUp();
  return stealTuple(rt, values);
}

/** A tuple of the values of the keys, new reference; 0 when one is missing (no exception) or with an exception. */
export function matchKeys(rt: Runtime, subject: number, keys: number): number {
  const M = rt.M;
  const n = M[keys + Ob.SIZE]!;
  const values: number[] = [];
  const giveUp = (): 0 => {
    for (const value of values) rt.decref(value);
    return 0;
  };
  const missing = rt.newSentinel();
  const get = lookupAttr(rt, subject, rt.ids.get);
  for (let i = 0; i < n; i++) {
    const key = M[keys + TupleLayout.ITEM + 2 * i]!;
    const value = get !== 0 ? call2(rt, get, key, missing) : getItem(rt, subject, key);
    if (value === 0 || value === missing) {
      if (value === missing) rt.decref(missing);
      rt.xdecref(get);
      rt.decref(missing);
      return giveUp();
    }
    values.push(value);
  }
  rt.xdecref(get);
  rt.decref(missing);
  return stealTuple(rt, values);
}
