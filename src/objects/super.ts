/** super, and the look-up behind it that the machine uses without a super object (3.12+). Follows typeobject.c: super_*. */
import { CellLayout, Frame, Ob, TupleLayout, TypeLayout } from '../memory/layout.js';
import { LocalKind } from '../python/code.js';
import { checkArgs } from './args.js';
import { call2 } from './call.js';
import { defineType } from './defineType.js';
import { dictGetStr } from './dictCore.js';
import type { Machine } from './machine.js';
import { freeInstance, genericGetAttr } from './object.js';
import { newStr } from './strCore.js';
import { clearField, findAttr, noKeywords, setField } from './support.js';
import { tupleItem, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MemberDef, TypeFlag, type Visit } from './typeInfo.js';

const TYPE = 4;
const OBJECT = 6;
const OBJECT_TYPE = 8;

/** `__class__` and the first argument of the running function, borrowed; null with RuntimeError. Follows super_init_without_args. */
function argumentsOfFrame(rt: Machine): { type: number; object: number } | null {
  const M = rt.M;
  const frame = rt.frame;
  const fail = (message: string): null => {
    rt.raise(E.RuntimeError, `super(): ${message}`);
    return null;
  };
  if (frame === 0) return fail('no current frame');
  const spec = rt.codeOf(M[frame + Frame.CODE]!).spec;
  if (spec.argcount === 0) return fail('no arguments');
  let object = M[frame + Frame.LOCALSPLUS]!;
  if (object === 0) {
    // To 3.10 an argument that inner functions use has moved into a cell behind the locals.
    const i = spec.localsplusNames.indexOf(spec.localsplusNames[0]!, 1);
    const cell = i > 0 ? M[frame + Frame.LOCALSPLUS + 2 * i]! : 0;
    if (cell !== 0 && rt.is(cell, T.CELL)) object = M[cell + CellLayout.CONTENTS]!;
  } else if ((spec.localsplusKinds[0]! & LocalKind.CELL) !== 0 && rt.is(object, T.CELL)) {
    object = M[object + CellLayout.CONTENTS]!;
  }
  if (object === 0) return fail('arg[0] deleted');
  for (let i = 0; i < spec.localsplusNames.length; i++) {
    if ((spec.localsplusKinds[i]! & LocalKind.FREE) === 0 || spec.localsplusNames[i] !== '__class__') continue;
    const cell = M[frame + Frame.LOCALSPLUS + 2 * i]!;
    if (cell === 0 || !rt.is(cell, T.CELL)) return fail('bad __class__ cell');
    const type = M[cell + CellLayout.CONTENTS]!;
    if (type === 0) return fail('empty __class__ cell');
    if (!rt.hasFlag(type, TypeFlag.TYPE_SUBCLASS)) return fail(`__class__ is not a type (${rt.typeOf(type).fullName})`);
    return { type, object };
  }
  return fail('__class__ cell not found');
}

/** The class where the search starts: new reference to it, or 0 with TypeError. Follows typeobject.c: supercheck. */
export function superCheck(rt: Machine, type: number, o: number): number {
  const M = rt.M;
  const own = M[o + Ob.TYPE]!;
  if (rt.hasFlag(o, TypeFlag.TYPE_SUBCLASS) && rt.isSubtype(o, type)) return rt.newRef(o);
  if (rt.isSubtype(own, type)) return rt.newRef(own);
  const cls = findAttr(rt, o, '__class__');
  if (cls === 0 && rt.currentException !== 0) return 0;
  if (cls !== 0 && rt.hasFlag(cls, TypeFlag.TYPE_SUBCLASS) && cls !== own && rt.isSubtype(cls, type)) return cls;
  rt.xdecref(cls);
  if (rt.profile.minor >= 13) {
    const isType = rt.hasFlag(o, TypeFlag.TYPE_SUBCLASS);
    const what = isType ? 'type' : 'instance of';
    const name = isType ? rt.infoOf(o).name : rt.typeOf(o).name;
    const target = rt.infoOf(type).name;
    return rt.raise(
      E.TypeError,
      `super(type, obj): obj (${what} ${name}) is not an instance or subtype of type (${target}).`,
    );
  }
  return rt.raise(E.TypeError, 'super(type, obj): obj must be an instance or subtype of type');
}

/** Borrowed attribute behind `type` in the MRO of `start`, or 0. */
function lookupBehind(rt: Machine, start: number, type: number, name: number): number {
  const M = rt.M;
  const mro = M[start + TypeLayout.MRO]!;
  if (mro === 0) return 0;
  const n = M[mro + Ob.SIZE]!;
  let i = 0;
  while (i < n && M[mro + TupleLayout.ITEM + 2 * i] !== type) i++;
  for (i++; i < n; i++) {
    const base = M[mro + TupleLayout.ITEM + 2 * i]!;
    const dict = M[base + TypeLayout.DICT]!;
    const found = dict === 0 ? 0 : dictGetStr(rt, dict, name);
    if (found !== 0) return found;
  }
  return 0;
}

/** Binds what was found: new reference. */
function bind(rt: Machine, found: number, o: number, start: number): number {
  const get = rt.typeOf(found).tp_descr_get;
  if (get === null) return rt.newRef(found);
  rt.incref(found);
  const result = get(rt, found, start === o ? 0 : o, start);
  rt.decref(found);
  return result;
}

/** What {@link superLookup} found besides the value. */
export interface SuperFound {
  /** True: the value is a function that is to be called with the object as first argument. */
  unbound: boolean;
}

/**
 * `super(type, o).name` without a super object: new reference, or 0 with an exception. With `found` a method is left
 * unbound where that cannot be seen. Follows typeobject.c: _PySuper_Lookup.
 */
export function superLookup(rt: Machine, type: number, o: number, name: number, found: SuperFound | null): number {
  if (found !== null) found.unbound = false;
  const start = superCheck(rt, type, o);
  if (start === 0) return 0;
  let result = 0;
  if (rt.text(name) !== '__class__') {
    const attribute = lookupBehind(rt, start, type, name);
    if (attribute !== 0) {
      if (found !== null && start !== o && (rt.typeOf(attribute).flags & TypeFlag.METHOD_DESCRIPTOR) !== 0) {
        found.unbound = true;
        result = rt.newRef(attribute);
      } else result = bind(rt, attribute, o, start);
      rt.decref(start);
      return result;
    }
  }
  // Nothing there: the object itself is asked, as an ordinary super object would be.
  const stand = makeSuper(rt, type, o, start);
  result = genericGetAttr(rt, stand, name);
  rt.decref(stand);
  return result;
}

/** A super object; takes over the reference to `start`. */
function makeSuper(rt: Machine, type: number, o: number, start: number): number {
  const self = rt.infoOf(T.SUPER).tp_alloc!(rt, T.SUPER, 0);
  rt.M[self + TYPE] = rt.newRef(type);
  rt.M[self + OBJECT] = rt.newRef(o);
  rt.M[self + OBJECT_TYPE] = start;
  return self;
}

function superInit(rt: Machine, self: number, args: number, kwargs: number): number {
  if (noKeywords(rt, 'super', kwargs) < 0) return -1;
  const n = tupleLength(rt, args);
  if (!checkArgs(rt, 'super', n, 0, 2)) return -1;
  return initSuper(rt, self, n > 0 ? tupleItem(rt, args, 0) : 0, n > 1 ? tupleItem(rt, args, 1) : 0);
}

/** `super(type, o)` makes no tuple of its arguments since 3.11. Follows typeobject.c: super_vectorcall. */
function superVectorcall(rt: Machine, callable: number, args: number, nargs: number, kwnames: number): number {
  if (kwnames !== 0 && rt.M[kwnames + Ob.SIZE]! > 0) return rt.raise(E.TypeError, 'super() takes no keyword arguments');
  if (!checkArgs(rt, 'super', nargs, 0, 2)) return 0;
  const self = rt.infoOf(callable).tp_alloc!(rt, callable, 0);
  if (initSuper(rt, self, nargs > 0 ? rt.M[args]! : 0, nargs > 1 ? rt.M[args + 2]! : 0) < 0) {
    rt.decref(self);
    return 0;
  }
  return self;
}

/** Follows typeobject.c: super_init_impl. `type` 0: what the running function knows. */
function initSuper(rt: Machine, self: number, type: number, o: number): number {
  if (type === 0) {
    const found = argumentsOfFrame(rt);
    if (found === null) return -1;
    type = found.type;
    o = found.object;
  } else {
    if (!rt.hasFlag(type, TypeFlag.TYPE_SUBCLASS)) {
      const what = rt.profile.minor >= 11 ? 'a type' : 'type';
      return rt.fail(E.TypeError, `super() argument 1 must be ${what}, not ${rt.typeOf(type).name}`);
    }
    if (o === S.NONE) o = 0;
  }
  let start = 0;
  if (o !== 0) {
    start = superCheck(rt, type, o);
    if (start === 0) return -1;
  }
  setField(rt, self, TYPE, type);
  setField(rt, self, OBJECT, o);
  const old = rt.M[self + OBJECT_TYPE]!;
  rt.M[self + OBJECT_TYPE] = start;
  rt.xdecref(old);
  return 0;
}

function superGetAttr(rt: Machine, self: number, name: number): number {
  const M = rt.M;
  const start = M[self + OBJECT_TYPE]!;
  if (start !== 0 && rt.isStr(name) && rt.text(name) !== '__class__') {
    const found = lookupBehind(rt, start, M[self + TYPE]!, name);
    if (found !== 0) {
      rt.incref(start);
      const result = bind(rt, found, M[self + OBJECT]!, start);
      rt.decref(start);
      return result;
    }
  }
  return genericGetAttr(rt, self, name);
}

function superGet(rt: Machine, self: number, o: number, _type: number): number {
  const M = rt.M;
  if (o === 0 || o === S.NONE || M[self + OBJECT] !== 0) return rt.newRef(self);
  const type = M[self + TYPE]!;
  if (!rt.is(self, T.SUPER)) return call2(rt, M[self + Ob.TYPE]!, type, o);
  const start = superCheck(rt, type, o);
  return start === 0 ? 0 : makeSuper(rt, type, o, start);
}

function superRepr(rt: Machine, self: number): number {
  const M = rt.M;
  const name = M[self + TYPE] === 0 ? 'NULL' : rt.infoOf(M[self + TYPE]!).name;
  const start = M[self + OBJECT_TYPE]!;
  if (start === 0) return newStr(rt, `<super: <class '${name}'>, NULL>`);
  return newStr(rt, `<super: <class '${name}'>, <${rt.infoOf(start).name} object>>`);
}

function traverse(rt: Machine, self: number, visit: Visit): void {
  for (const field of [OBJECT, TYPE, OBJECT_TYPE]) if (rt.M[self + field] !== 0) visit(rt, rt.M[self + field]!);
}

function dealloc(rt: Machine, self: number): void {
  rt.gcUntrack(self);
  for (const field of [OBJECT, TYPE, OBJECT_TYPE]) clearField(rt, self, field);
  freeInstance(rt, self);
}

export function defineSuperType(rt: Machine): void {
  const member = (name: string, offset: number): MemberDef => ({ name, offset, readonly: true, missing: 'none' });
  defineType(rt, T.SUPER, {
    name: 'super',
    base: T.OBJECT,
    basicsize: 40,
    flags: TypeFlag.BASETYPE | TypeFlag.HAVE_GC,
    tp_init: superInit,
    tp_vectorcall: rt.profile.minor >= 11 ? superVectorcall : null,
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_getattro: superGetAttr,
    tp_repr: superRepr,
    tp_descr_get: superGet,
    members: [member('__thisclass__', TYPE), member('__self__', OBJECT), member('__self_class__', OBJECT_TYPE)],
  });
}
