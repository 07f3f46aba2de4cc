/** isinstance() and issubclass() with their hooks. Follows abstract.c: object_isinstance and object_issubclass. */
import { Ob, TupleLayout, TypeLayout } from '../memory/layout.js';
import type { Machine } from './machine.js';
import { genericGetAttr } from './object.js';
import { callSpecial1 } from './specialCall.js';
import { findAttr } from './support.js';
import { E, T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';
import { typeLookup } from './typeLookup.js';
import { unionArgs } from './union.js';

/** `isinstance(o, cls)`: 0, 1, or -1 with an exception. */
export function isInstanceOf(rt: Machine, o: number, cls: number): number {
  const M = rt.M;
  if (M[o + Ob.TYPE] === cls) return 1;
  const meta = M[cls + Ob.TYPE]!;
  if (meta === T.TYPE) return realIsInstance(rt, o, cls);
  let choices = cls;
  if (meta === T.UNION_TYPE && rt.profile.minor >= 12) choices = unionArgs(rt, cls);
  if (rt.hasFlag(choices, TypeFlag.TUPLE_SUBCLASS))
    return anyOf(rt, choices, ' in __instancecheck__', (c) => isInstanceOf(rt, o, c));
  const answer = callSpecial1(rt, cls, '__instancecheck__', o);
  if (answer !== null) return answer;
  return realIsInstance(rt, o, cls);
}

/** `issubclass(derived, cls)`: 0, 1, or -1 with an exception. */
export function isSubclassOf(rt: Machine, derived: number, cls: number): number {
  const meta = rt.M[cls + Ob.TYPE]!;
  if (meta === T.TYPE) {
    if (derived === cls) return 1;
    return realIsSubclass(rt, derived, cls);
  }
  let choices = cls;
  if (meta === T.UNION_TYPE && rt.profile.minor >= 12) choices = unionArgs(rt, cls);
  if (rt.hasFlag(choices, TypeFlag.TUPLE_SUBCLASS)) {
    return anyOf(rt, choices, ' in __subclasscheck__', (c) => isSubclassOf(rt, derived, c));
  }
  const answer = callSpecial1(rt, cls, '__subclasscheck__', derived);
  if (answer !== null) return answer;
  return realIsSubclass(rt, derived, cls);
}

function anyOf(rt: Machine, tuple: number, where: string, check: (choice: number) => number): number {
  if (rt.enterRecursion(where) < 0) return -1;
  const n = rt.M[tuple + Ob.SIZE]!;
  let result = 0;
  for (let i = 0; i < n && result === 0; i++) result = check(rt.M[tuple + TupleLayout.ITEM + 2 * i]!);
  rt.leaveRecursion();
  return result;
}

/** isinstance without the hook: what `type.__instancecheck__` does. */
export function realIsInstance(rt: Machine, o: number, cls: number): number {
  if (rt.hasFlag(cls, TypeFlag.TYPE_SUBCLASS)) {
    if (rt.isInstance(o, cls)) return 1;
    if (hasPlainClass(rt, o)) return 0;
    const own = findAttr(rt, o, '__class__');
    if (own === 0) return rt.currentException !== 0 ? -1 : 0;
    let result = 0;
    if (own !== rt.M[o + Ob.TYPE] && rt.hasFlag(own, TypeFlag.TYPE_SUBCLASS)) result = rt.isSubtype(own, cls) ? 1 : 0;
    rt.decref(own);
    return result;
  }
  const words = rt.profile.minor >= 10 ? 'a type, a tuple of types, or a union' : 'a type or tuple of types';
  if (checkClass(rt, cls, `isinstance() arg 2 must be ${words}`) < 0) return -1;
  const own = findAttr(rt, o, '__class__');
  if (own === 0) return rt.currentException !== 0 ? -1 : 0;
  const result = abstractIsSubclass(rt, own, cls);
  rt.decref(own);
  return result;
}

/** Whether `o.__class__` can be nothing but the type: nobody overrides how it is found. */
function hasPlainClass(rt: Machine, o: number): boolean {
  const info = rt.typeOf(o);
  if (info.tp_getattro !== genericGetAttr) return false;
  const version = rt.M[info.address + TypeLayout.VERSION]!;
  if (info.plainClassVersion === version && version !== 0) return true;
  const name = rt.ids.__class__;
  const plain = typeLookup(rt, info, name) === typeLookup(rt, rt.infoOf(T.OBJECT), name);
  if (plain) info.plainClassVersion = version;
  return plain;
}

/** issubclass without the hook: what `type.__subclasscheck__` does. */
export function realIsSubclass(rt: Machine, derived: number, cls: number): number {
  if (rt.hasFlag(cls, TypeFlag.TYPE_SUBCLASS) && rt.hasFlag(derived, TypeFlag.TYPE_SUBCLASS)) {
    return rt.isSubtype(derived, cls) ? 1 : 0;
  }
  if (checkClass(rt, derived, 'issubclass() arg 1 must be a class') < 0) return -1;
  const words = rt.profile.minor >= 10 ? 'a class, a tuple of classes, or a union' : 'a class or tuple of classes';
  if (cls !== 0 && !rt.is(cls, T.UNION_TYPE) && checkClass(rt, cls, `issubclass() arg 2 must be ${words}`) < 0)
    return -1;
  return abstractIsSubclass(rt, derived, cls);
}

/** `__bases__` of a class-like object when it is a tuple: new reference; 0 without exception when it has none. */
function basesOf(rt: Machine, cls: number): number {
  const bases = findAttr(rt, cls, '__bases__');
  if (bases !== 0 && !rt.hasFlag(bases, TypeFlag.TUPLE_SUBCLASS)) {
    rt.decref(bases);
    return 0;
  }
  return bases;
}

function checkClass(rt: Machine, cls: number, message: string): number {
  const bases = basesOf(rt, cls);
  if (bases === 0) return rt.currentException !== 0 ? -1 : rt.fail(E.TypeError, message);
  rt.decref(bases);
  return 0;
}

function abstractIsSubclass(rt: Machine, derived: number, cls: number): number {
  if (derived === cls) return 1;
  const bases = basesOf(rt, derived);
  if (bases === 0) return rt.currentException !== 0 ? -1 : 0;
  const result = anyOf(rt, bases, ' in __issubclass__', (base) => abstractIsSubclass(rt, base, cls));
  rt.decref(bases);
  return result;
}
