/** classmethod and staticmethod. Follows funcobject.c: cm_* and sm_*. */
import { Ob } from '../memory/layout.js';
import { checkArgs } from './args.js';
import { callTupleDict } from './call.js';
import { defineType } from './defineType.js';
import { newDict } from './dictCore.js';
import { newMethod } from './function.js';
import type { Machine } from './machine.js';
import { freeInstance, genericGetAttr } from './object.js';
import { isAbstractMethod } from './property.js';
import { newStr } from './strCore.js';
import { clearField, findAttr, noKeywords, putAttr, reprText, setField } from './support.js';
import { tupleItem, tupleLength } from './tupleCore.js';
import { E, T } from './typeIds.js';
import { type GetSetDef, type MemberDef, TypeFlag, type Visit } from './typeInfo.js';

const CALLABLE = 4;
const DICT = 6;
const CALLABLE_FIRST = [CALLABLE, DICT];
const DICT_FIRST = [DICT, CALLABLE];

function traverse(rt: Machine, self: number, visit: Visit): void {
  const fields = rt.profile.minor >= 10 ? CALLABLE_FIRST : DICT_FIRST;
  for (const field of fields) {
    const p = rt.M[self + field]!;
    if (p !== 0) visit(rt, p);
  }
}

function clear(rt: Machine, self: number): void {
  clearField(rt, self, CALLABLE);
  clearField(rt, self, DICT);
}

function dealloc(rt: Machine, self: number): void {
  rt.gcUntrack(self);
  rt.xdecref(rt.M[self + CALLABLE]!);
  rt.xdecref(rt.M[self + DICT]!);
  freeInstance(rt, self);
}

/** What is copied from the function to its wrapper (3.10+). */
const COPIED = ['__module__', '__name__', '__qualname__', '__doc__', '__annotations__'];

function copyAttributes(rt: Machine, self: number, func: number): number {
  if (rt.profile.minor < 10) return 0;
  for (const name of COPIED) {
    // Since 3.14 annotations are not evaluated for this.
    if (name === '__annotations__' && rt.profile.minor >= 14) continue;
    const value = findAttr(rt, func, name);
    if (value === 0) {
      if (rt.currentException !== 0) return -1;
      continue;
    }
    const status = putAttr(rt, self, name, value);
    rt.decref(value);
    if (status < 0) return -1;
  }
  return 0;
}

function init(name: string) {
  return (rt: Machine, self: number, args: number, kwargs: number): number => {
    if (noKeywords(rt, name, kwargs) < 0) return -1;
    if (!checkArgs(rt, name, tupleLength(rt, args), 1, 1)) return -1;
    const func = tupleItem(rt, args, 0);
    setField(rt, self, CALLABLE, func);
    return copyAttributes(rt, self, func);
  };
}

function classmethodGet(rt: Machine, self: number, o: number, type: number): number {
  const M = rt.M;
  const func = M[self + CALLABLE]!;
  if (func === 0) return rt.raise(E.RuntimeError, 'uninitialized classmethod object');
  const owner = type === 0 ? M[o + Ob.TYPE]! : type;
  if (rt.profile.minor >= 9 && rt.profile.minor <= 12) {
    const get = rt.typeOf(func).tp_descr_get;
    if (get !== null) return get(rt, func, owner, owner);
  }
  return newMethod(rt, func, owner);
}

function staticmethodGet(rt: Machine, self: number): number {
  const func = rt.M[self + CALLABLE]!;
  if (func === 0) return rt.raise(E.RuntimeError, 'uninitialized staticmethod object');
  return rt.newRef(func);
}

/** The function that a classmethod or staticmethod object wraps, borrowed. */
export function wrappedFunction(rt: Machine, self: number): number {
  return rt.M[self + CALLABLE]!;
}

/** A new classmethod or staticmethod (`type`) around a function, as a call of the type makes it. Follows PyClassMethod_New. */
export function newWrapper(rt: Machine, type: number, func: number): number {
  const self = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (self !== 0) rt.M[self + CALLABLE] = rt.newRef(func);
  return self;
}

function isAbstract(rt: Machine, self: number): number {
  const answer = isAbstractMethod(rt, rt.M[self + CALLABLE]!);
  return answer < 0 ? 0 : rt.bool(answer > 0);
}

function getDict(rt: Machine, self: number): number {
  if (rt.M[self + DICT] === 0) rt.M[self + DICT] = newDict(rt);
  return rt.newRef(rt.M[self + DICT]!);
}

function setDict(rt: Machine, self: number, value: number): number {
  if (value === 0) return rt.fail(E.TypeError, 'cannot delete __dict__');
  if (!rt.hasFlag(value, TypeFlag.DICT_SUBCLASS)) {
    return rt.fail(E.TypeError, `__dict__ must be set to a dictionary, not a '${rt.typeOf(value).name}'`);
  }
  setField(rt, self, DICT, value);
  return 0;
}

function wrapperRepr(name: string) {
  return (rt: Machine, self: number): number => {
    const text = reprText(rt, rt.M[self + CALLABLE]!);
    return text === null ? 0 : newStr(rt, `<${name}(${text})>`);
  };
}

export function defineClassmethodTypes(rt: Machine): void {
  const late = rt.profile.minor >= 10;
  const names: readonly [number, string][] = [
    [T.CLASSMETHOD, 'classmethod'],
    [T.STATICMETHOD, 'staticmethod'],
  ];
  for (const [type, name] of names) {
    const members: MemberDef[] = [{ name: '__func__', offset: CALLABLE, readonly: true, missing: 'none' }];
    if (late) members.push({ name: '__wrapped__', offset: CALLABLE, readonly: true, missing: 'none' });
    const getset: GetSetDef[] = [
      { name: '__isabstractmethod__', get: isAbstract },
      { name: '__dict__', get: getDict, set: setDict },
    ];
    defineType(rt, type, {
      name,
      base: T.OBJECT,
      basicsize: 32,
      dictoffset: 24,
      flags: TypeFlag.BASETYPE | TypeFlag.HAVE_GC,
      tp_init: init(name),
      tp_dealloc: dealloc,
      tp_traverse: traverse,
      tp_clear: clear,
      tp_getattro: genericGetAttr,
      tp_descr_get: type === T.CLASSMETHOD ? classmethodGet : staticmethodGet,
      ...(late ? { tp_repr: wrapperRepr(name) } : {}),
      ...(late && type === T.STATICMETHOD
        ? {
            tp_call: (m: Machine, self: number, args: number, kwargs: number) =>
              callTupleDict(m, m.M[self + CALLABLE]!, args, kwargs),
          }
        : {}),
      members,
      getset,
    });
  }
}
