/** itemgetter, attrgetter, methodcaller. Follows _operator.c. */
import { Ob } from '../memory/layout.js';
import { checkArgs } from '../objects/args.js';
import { callTupleDict } from '../objects/call.js';
import { newTrackedTuple } from '../objects/iteratorCore.js';
import type { Machine } from '../objects/machine.js';
import { getAttr, getItem } from '../objects/object.js';
import { reprEnter, reprLeave } from '../objects/reprlib.js';
import { internInPlace, newStr } from '../objects/strCore.js';
import { dictEntries, noKeywords, reprText } from '../objects/support.js';
import { tupleSlice } from '../objects/tuple.js';
import { packTuple, packTuple1, stealTuple, tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, T } from '../objects/typeIds.js';
import { MethodKind } from '../objects/typeInfo.js';
import { addType, allocate, defineNativeType } from './nativeType.js';

/** itemgetter and attrgetter: how many, and the item or the tuple of them. */
const COUNT = 4;
const WHAT = 6;
/** methodcaller. */
const NAME = 4;
const ARGS = 6;
const KWARGS = 8;

function itemGetterNew(rt: Machine, type: number, args: number, kwargs: number): number {
  if (noKeywords(rt, 'itemgetter', kwargs) < 0) return 0;
  const n = tupleLength(rt, args);
  if (n < 1) return rt.raise(E.TypeError, 'itemgetter expected 1 argument, got 0');
  const p = allocate(rt, type);
  if (p === 0) return 0;
  rt.M[p + COUNT] = n;
  rt.M[p + WHAT] = rt.newRef(n === 1 ? tupleItem(rt, args, 0) : args);
  return p;
}

/** The single argument of a call, borrowed; 0 with TypeError. */
function onlyArgument(rt: Machine, name: string, args: number, kwargs: number): number {
  if (noKeywords(rt, name, kwargs) < 0 || !checkArgs(rt, name, tupleLength(rt, args), 1, 1)) return 0;
  return tupleItem(rt, args, 0);
}

/** One value, or a tuple of several, made by `get` for each part of `what`. */
function each(rt: Machine, n: number, what: number, get: (part: number) => number): number {
  const result = newTrackedTuple(rt, n);
  for (let i = 0; i < n; i++) {
    const value = get(tupleItem(rt, what, i));
    if (value === 0) {
      rt.decref(result);
      return 0;
    }
    rt.M[result + 6 + 2 * i] = value;
  }
  return result;
}

function itemGetterCall(rt: Machine, self: number, args: number, kwargs: number): number {
  const o = onlyArgument(rt, 'itemgetter', args, kwargs);
  if (o === 0) return 0;
  const n = rt.M[self + COUNT]!;
  const what = rt.M[self + WHAT]!;
  return n === 1 ? getItem(rt, o, what) : each(rt, n, what, (part) => getItem(rt, o, part));
}

/** `operator.itemgetter(1, 2)`. */
function getterRepr(rt: Machine, self: number, names: boolean): number {
  const { fullName } = rt.typeOf(self);
  if (reprEnter(rt, self)) return newStr(rt, `${fullName}(...)`);
  const n = rt.M[self + COUNT]!;
  const what = rt.M[self + WHAT]!;
  const parts: string[] = [];
  for (let i = 0; i < n; i++) {
    let text: string | null;
    if (names) text = `'${attributePath(rt, tupleItem(rt, what, i))}'`;
    else text = reprText(rt, n === 1 ? what : tupleItem(rt, what, i));
    if (text === null) {
      reprLeave(rt, self);
      return 0;
    }
    parts.push(text);
  }
  reprLeave(rt, self);
  return newStr(rt, `${fullName}(${parts.join(', ')})`);
}

/** The dotted name of an attribute: a str or a tuple of strs. */
function attributePath(rt: Machine, part: number): string {
  if (!rt.is(part, T.TUPLE)) return rt.text(part);
  const names: string[] = [];
  for (let i = 0; i < tupleLength(rt, part); i++) names.push(rt.text(tupleItem(rt, part, i)));
  return names.join('.');
}

function attrGetterNew(rt: Machine, type: number, args: number, kwargs: number): number {
  if (noKeywords(rt, 'attrgetter', kwargs) < 0) return 0;
  const n = tupleLength(rt, args);
  if (n < 1) return rt.raise(E.TypeError, 'attrgetter expected 1 argument, got 0');
  const attributes = newTrackedTuple(rt, n);
  for (let i = 0; i < n; i++) {
    const name = tupleItem(rt, args, i);
    if (!rt.isStr(name)) {
      rt.decref(attributes);
      return rt.raise(E.TypeError, 'attribute name must be a string');
    }
    const parts = rt.text(name).split('.');
    rt.M[attributes + 6 + 2 * i] =
      parts.length === 1
        ? internInPlace(rt, rt.newRef(name), false)
        : stealTuple(
            rt,
            parts.map((part) => internInPlace(rt, newStr(rt, part), false)),
          );
  }
  const p = allocate(rt, type);
  if (p === 0) {
    rt.decref(attributes);
    return 0;
  }
  rt.M[p + COUNT] = n;
  rt.M[p + WHAT] = attributes;
  return p;
}

/** The attribute along a dotted path. Follows dotted_getattr. */
function dottedAttribute(rt: Machine, o: number, path: number): number {
  if (!rt.is(path, T.TUPLE)) return getAttr(rt, o, path);
  let current = rt.newRef(o);
  for (let i = 0; i < tupleLength(rt, path) && current !== 0; i++) {
    const next = getAttr(rt, current, tupleItem(rt, path, i));
    rt.decref(current);
    current = next;
  }
  return current;
}

function attrGetterCall(rt: Machine, self: number, args: number, kwargs: number): number {
  const o = onlyArgument(rt, 'attrgetter', args, kwargs);
  if (o === 0) return 0;
  const n = rt.M[self + COUNT]!;
  const what = rt.M[self + WHAT]!;
  if (n === 1) return dottedAttribute(rt, o, tupleItem(rt, what, 0));
  return each(rt, n, what, (part) => dottedAttribute(rt, o, part));
}

function methodCallerNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const n = tupleLength(rt, args);
  if (n < 1) return rt.raise(E.TypeError, 'methodcaller needs at least one argument, the method name');
  const name = tupleItem(rt, args, 0);
  if (!rt.isStr(name)) return rt.raise(E.TypeError, 'method name must be a string');
  const p = allocate(rt, type);
  if (p === 0) return 0;
  const M = rt.M;
  M[p + NAME] = internInPlace(rt, rt.newRef(name), false);
  M[p + KWARGS] = kwargs === 0 ? 0 : rt.newRef(kwargs);
  M[p + ARGS] = tupleSlice(rt, args, 1, n);
  return p;
}

function methodCallerCall(rt: Machine, self: number, args: number, kwargs: number): number {
  const o = onlyArgument(rt, 'methodcaller', args, kwargs);
  if (o === 0) return 0;
  const M = rt.M;
  const method = getAttr(rt, o, M[self + NAME]!);
  if (method === 0) return 0;
  const result = callTupleDict(rt, method, M[self + ARGS]!, M[self + KWARGS]!);
  rt.decref(method);
  return result;
}

function methodCallerRepr(rt: Machine, self: number): number {
  const M = rt.M;
  const { fullName } = rt.typeOf(self);
  if (reprEnter(rt, self)) return newStr(rt, `${fullName}(...)`);
  const parts: (string | null)[] = [reprText(rt, M[self + NAME]!)];
  const args = M[self + ARGS]!;
  for (let i = 0; i < tupleLength(rt, args); i++) parts.push(reprText(rt, tupleItem(rt, args, i)));
  if (M[self + KWARGS] !== 0) {
    for (const [key, value] of dictEntries(rt, M[self + KWARGS]!)) parts.push(`${rt.text(key)}=${reprText(rt, value)}`);
  }
  reprLeave(rt, self);
  return rt.currentException !== 0 ? 0 : newStr(rt, `${fullName}(${parts.join(', ')})`);
}

/** `(type, arguments)`. */
function reduceGetter(rt: Machine, self: number): number {
  const M = rt.M;
  const n = M[self + COUNT]!;
  const args =
    n === 1 && !rt.typeOf(self).name.startsWith('attr') ? packTuple1(rt, M[self + WHAT]!) : rt.newRef(M[self + WHAT]!);
  const result = packTuple(rt, M[self + Ob.TYPE]!, args);
  rt.decref(args);
  return result;
}

export function defineGetters(rt: Machine, module: number): void {
  const modern = rt.profile.minor >= 11;
  const itemgetter = defineNativeType(rt, {
    name: 'operator.itemgetter',
    basicsize: modern ? 48 : 40,
    references: [WHAT],
    tp_new: itemGetterNew,
    tp_call: itemGetterCall,
    tp_repr: (machine, self) => getterRepr(machine, self, false),
    methods: [{ name: '__reduce__', kind: MethodKind.NOARGS, fn: reduceGetter }],
  });
  const attrgetter = defineNativeType(rt, {
    name: 'operator.attrgetter',
    basicsize: modern ? 40 : 32,
    references: [WHAT],
    tp_new: attrGetterNew,
    tp_call: attrGetterCall,
    tp_repr: (machine, self) => getterRepr(machine, self, true),
  });
  const methodcaller = defineNativeType(rt, {
    name: 'operator.methodcaller',
    basicsize: rt.profile.minor >= 13 ? 64 : 40,
    references: [NAME, ARGS, KWARGS],
    visited: rt.profile.minor >= 10 ? [NAME, ARGS, KWARGS] : [ARGS, KWARGS],
    tp_new: methodCallerNew,
    tp_call: methodCallerCall,
    tp_repr: methodCallerRepr,
  });
  for (const type of [itemgetter, attrgetter, methodcaller]) addType(rt, module, type);
}
