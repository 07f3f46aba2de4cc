/** Small steps that builtins and exceptions take all the time. */
import { DictLayout, ListLayout, Ob } from '../memory/layout.js';
import { type DictEntry, dictNext } from './dictCore.js';
import type { Machine } from './machine.js';
import { getAttr, getIter, iterNext, lookupAttr, repr, setAttr, str } from './object.js';
import { internStr } from './strCore.js';
import { stealTuple, tupleFromVector } from './tupleCore.js';
import { E, T } from './typeIds.js';

/** The text of `str(o)`, or null with an exception. */
export function strText(rt: Machine, o: number): string | null {
  const s = str(rt, o);
  if (s === 0) return null;
  const text = rt.text(s);
  rt.decref(s);
  return text;
}

/** The text of `repr(o)`, or null with an exception. */
export function reprText(rt: Machine, o: number): string | null {
  const s = repr(rt, o);
  if (s === 0) return null;
  const text = rt.text(s);
  rt.decref(s);
  return text;
}

/** The attribute of a fixed name: new reference, or 0 with an exception. */
export function attrOf(rt: Machine, o: number, name: string): number {
  return getAttr(rt, o, internStr(rt, name));
}

/** The attribute of a fixed name: new reference, or 0 when it is missing (without) or on an error (with an exception). */
export function findAttr(rt: Machine, o: number, name: string): number {
  return lookupAttr(rt, o, internStr(rt, name));
}

/** Sets (or with 0 deletes) the attribute of a fixed name: 0, or -1 with an exception. */
export function putAttr(rt: Machine, o: number, name: string, value: number): number {
  return setAttr(rt, o, internStr(rt, name), value);
}

/** Keys and values of a dict, borrowed, as they are now. */
export function dictEntries(rt: Machine, dict: number): [key: number, value: number][] {
  const found: [number, number][] = [];
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  for (let at = dictNext(rt, dict, 0, entry); at >= 0; at = dictNext(rt, dict, at, entry)) {
    found.push([entry.key, entry.value]);
  }
  return found;
}

/** Replaces the reference in a field (`value` is borrowed, 0 clears it). */
export function setField(rt: Machine, p: number, offset: number, value: number): void {
  const old = rt.M[p + offset]!;
  rt.M[p + offset] = value === 0 ? 0 : rt.newRef(value);
  if (old !== 0) rt.decref(old);
}

/** Drops the reference in a field. */
export function clearField(rt: Machine, p: number, offset: number): void {
  const old = rt.M[p + offset]!;
  if (old !== 0) {
    rt.M[p + offset] = 0;
    rt.decref(old);
  }
}

/** Refuses keyword arguments (a dict or 0) as _PyArg_NoKeywords does: 0, or -1 with TypeError. */
export function noKeywords(rt: Machine, name: string, kwargs: number): number {
  if (kwargs === 0 || rt.M[kwargs + DictLayout.USED] === 0) return 0;
  return rt.fail(E.TypeError, `${name}() takes no keyword arguments`);
}

/** Values of optional keyword arguments by name: borrowed, 0 where one is missing; null with TypeError for others. */
export function takeKeywords(rt: Machine, type: string, kwargs: number, names: readonly string[]): number[] | null {
  const found = names.map(() => 0);
  if (kwargs === 0) return found;
  for (const [key, value] of dictEntries(rt, kwargs)) {
    const text = rt.isStr(key) ? rt.text(key) : '';
    const at = names.indexOf(text);
    if (at < 0) {
      rt.raise(
        E.TypeError,
        rt.profile.minor >= 13
          ? `${type}() got an unexpected keyword argument '${text}'`
          : `'${text}' is an invalid keyword argument for ${type}()`,
      );
      return null;
    }
    found[at] = value;
  }
  return found;
}

/** Code points of a text. */
export function codePoints(text: string): number[] {
  const points: number[] = [];
  for (const character of text) points.push(character.codePointAt(0)!);
  return points;
}

/** `tuple(o)`: new reference, or 0 with an exception. Follows abstract.c: PySequence_Tuple. */
export function sequenceToTuple(rt: Machine, o: number): number {
  if (rt.is(o, T.TUPLE)) return rt.newRef(o);
  if (rt.is(o, T.LIST)) {
    const n = rt.M[o + Ob.SIZE]!;
    const items = rt.M[o + ListLayout.ITEMS]!;
    return tupleFromVector(rt, items, n);
  }
  const it = getIter(rt, o);
  if (it === 0) return 0;
  const items: number[] = [];
  for (let item = iterNext(rt, it); item !== 0; item = iterNext(rt, it)) items.push(item);
  rt.decref(it);
  if (rt.currentException !== 0) {
    for (const item of items) rt.decref(item);
    return 0;
  }
  return stealTuple(rt, items);
}
