/** Calls of special methods that are looked up on the type, bypassing the instance. */
import { Ob } from '../memory/layout.js';
import { call0, call1, call2 } from './call.js';
import type { Machine } from './machine.js';
import { isTrue } from './object.js';
import { internStr } from './strCore.js';
import { typeLookup } from './typeLookup.js';

/** The special method of an object, bound: new reference; 0 when it has none or with an exception. Follows _PyObject_LookupSpecial. */
export function boundSpecial(rt: Machine, o: number, name: string): number {
  const found = typeLookup(rt, rt.typeOf(o), internStr(rt, name));
  if (found === 0) return 0;
  const get = rt.typeOf(found).tp_descr_get;
  if (get === null) return rt.newRef(found);
  return get(rt, found, o, rt.M[o + Ob.TYPE]!);
}

/** Truth of `type(o).name(o, argument)`: 0, 1, -1 with an exception, or null when there is no such method. */
export function callSpecial1(rt: Machine, o: number, name: string, argument: number): number | null {
  const method = boundSpecial(rt, o, name);
  if (method === 0) return rt.currentException !== 0 ? -1 : null;
  const result = call1(rt, method, argument);
  rt.decref(method);
  if (result === 0) return -1;
  const truth = isTrue(rt, result);
  rt.decref(result);
  return truth;
}

/** Calls a bound special method with up to two arguments (0: none): new reference; 0 with an exception or, without one, when there is no such method. */
export function callSpecial(rt: Machine, o: number, name: string, first = 0, second = 0): number {
  const method = boundSpecial(rt, o, name);
  if (method === 0) return 0;
  const result =
    first === 0 ? call0(rt, method) : second === 0 ? call1(rt, method, first) : call2(rt, method, first, second);
  rt.decref(method);
  return result;
}
