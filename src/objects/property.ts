/** property. Follows descrobject.c: property_*. */
import { Ob } from '../memory/layout.js';
import { parseTupleKeywords } from './args.js';
import { call1, call2, callTupleDict } from './call.js';
import { defineType } from './defineType.js';
import type { Machine } from './machine.js';
import { freeInstance, genericGetAttr, isTrue, lookupAttr } from './object.js';
import { internStr } from './strCore.js';
import { clearField, findAttr, putAttr, reprText, setField } from './support.js';
import { packTuple, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MemberDef, type MethodDef, MethodKind, TypeFlag, type Visit } from './typeInfo.js';

/** Words of the object. */
export const PropertyLayout = { GET: 4 } as const;

const GET = PropertyLayout.GET;
const SET = 6;
const DELETE = 8;
const DOC = 10;
/** 3.10+. */
const NAME = 12;

/** Whether the doc was taken from the getter stands in the last word. */
function getterDocField(rt: Machine): number {
  return rt.profile.minor >= 10 ? 14 : 12;
}

function references(rt: Machine): number[] {
  return rt.profile.minor >= 10 ? [GET, SET, DELETE, DOC, NAME] : [GET, SET, DELETE, DOC];
}

function propertyInit(rt: Machine, self: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(
    rt,
    { name: 'property', names: ['fget', 'fset', 'fdel', 'doc'], required: 0, positional: 4 },
    args,
    kwargs,
  );
  if (values === null) return -1;
  const [get, set, del, doc] = values.map((value) => (value === S.NONE ? 0 : value)) as [
    number,
    number,
    number,
    number,
  ];
  const docGiven = values[3] !== 0;
  setField(rt, self, GET, get);
  setField(rt, self, SET, set);
  setField(rt, self, DELETE, del);
  setField(rt, self, DOC, values[3]!);
  if (rt.profile.minor >= 10) clearField(rt, self, NAME);
  rt.M[self + getterDocField(rt)] = 0;
  if ((!docGiven || doc === 0) && get !== 0) return takeDoc(rt, self, get);
  if (!rt.is(self, T.PROPERTY) && rt.profile.minor >= 12) {
    const status = putAttr(rt, self, '__doc__', doc === 0 ? S.NONE : doc);
    if (status < 0 && !rt.errorIs(E.AttributeError)) return -1;
    if (status < 0) rt.clearError();
  }
  return 0;
}

/** The getter's docstring becomes the property's; an instance of a subclass keeps it as an attribute. */
function takeDoc(rt: Machine, self: number, get: number): number {
  const doc = findAttr(rt, get, '__doc__');
  if (doc === 0) {
    if (rt.currentException !== 0) return -1;
    return 0;
  }
  let status = 0;
  if (rt.is(self, T.PROPERTY)) setField(rt, self, DOC, doc === S.NONE && rt.profile.minor >= 12 ? 0 : doc);
  else {
    status = putAttr(rt, self, '__doc__', doc);
    if (status < 0 && rt.profile.minor >= 12 && rt.errorIs(E.AttributeError)) {
      rt.clearError();
      status = 0;
    }
  }
  rt.decref(doc);
  rt.M[self + getterDocField(rt)] = 1;
  return status;
}

function propertyTraverse(rt: Machine, self: number, visit: Visit): void {
  for (const field of references(rt)) if (rt.M[self + field] !== 0) visit(rt, rt.M[self + field]!);
}

function propertyClear(rt: Machine, self: number): void {
  clearField(rt, self, DOC);
}

function propertyDealloc(rt: Machine, self: number): void {
  rt.gcUntrack(self);
  for (const field of references(rt)) rt.xdecref(rt.M[self + field]!);
  freeInstance(rt, self);
}

/** Raises the AttributeError of a property without a getter, setter or deleter. Returns 0. */
function refuse(rt: Machine, self: number, o: number, what: 'getter' | 'setter' | 'deleter'): 0 {
  const minor = rt.profile.minor;
  const verb = what === 'setter' ? 'set' : 'delete';
  const name = minor >= 10 ? rt.M[self + NAME]! : 0;
  const quoted = name === 0 ? null : reprText(rt, name);
  if (name !== 0 && quoted === null) return 0;
  if (minor >= 11) {
    const type = rt.typeOf(o);
    const owner = type.isHeapType ? qualname(rt, type.address) : type.name;
    return rt.raise(
      E.AttributeError,
      `property${quoted === null ? '' : ` ${quoted}`} of '${owner}' object has no ${what}`,
    );
  }
  const text = what === 'getter' ? 'unreadable attribute' : `can't ${verb} attribute`;
  return rt.raise(E.AttributeError, quoted === null ? text : `${text} ${quoted}`);
}

function qualname(rt: Machine, type: number): string {
  const name = findAttr(rt, type, '__qualname__');
  if (name === 0) {
    rt.clearError();
    return rt.infoOf(type).name;
  }
  const text = rt.isStr(name) ? rt.text(name) : rt.infoOf(type).name;
  rt.decref(name);
  return text;
}

function propertyGet(rt: Machine, self: number, o: number, _type: number): number {
  if (o === 0 || o === S.NONE) return rt.newRef(self);
  const get = rt.M[self + GET]!;
  if (get === 0) return refuse(rt, self, o, 'getter');
  return call1(rt, get, o);
}

function propertySet(rt: Machine, self: number, o: number, value: number): number {
  const func = rt.M[self + (value === 0 ? DELETE : SET)]!;
  if (func === 0) {
    refuse(rt, self, o, value === 0 ? 'deleter' : 'setter');
    return -1;
  }
  const result = value === 0 ? call1(rt, func, o) : call2(rt, func, o, value);
  if (result === 0) return -1;
  rt.decref(result);
  return 0;
}

/** A property of the same type with one function replaced. Follows descrobject.c: property_copy. */
function copyWith(field: number) {
  return (rt: Machine, self: number, func: number): number => {
    const M = rt.M;
    const pick = (at: number): number => (at === field && func !== S.NONE ? func : M[self + at]! || S.NONE);
    const get = pick(GET);
    const doc = M[self + getterDocField(rt)] !== 0 && get !== S.NONE ? S.NONE : M[self + DOC]! || S.NONE;
    const args = packTuple(rt, get, pick(SET), pick(DELETE), doc);
    const made = callTupleDict(rt, M[self + Ob.TYPE]!, args, 0);
    rt.decref(args);
    if (made !== 0 && rt.profile.minor >= 10 && rt.isInstance(made, T.PROPERTY))
      setField(rt, made, NAME, M[self + NAME]!);
    return made;
  };
}

function setName(rt: Machine, self: number, args: number): number {
  const n = tupleLength(rt, args);
  if (n !== 2) return rt.raise(E.TypeError, `__set_name__() takes 2 positional arguments but ${n} were given`);
  setField(rt, self, NAME, rt.M[args + 8]!);
  return rt.none();
}

function isAbstract(rt: Machine, self: number): number {
  for (const field of [GET, SET, DELETE]) {
    const func = rt.M[self + field]!;
    const answer = func === 0 ? 0 : isAbstractMethod(rt, func);
    if (answer < 0) return 0;
    if (answer > 0) return rt.bool(true);
  }
  return rt.bool(false);
}

/** Truth of `o.__isabstractmethod__`: 0 when it has none, -1 with an exception. */
export function isAbstractMethod(rt: Machine, o: number): number {
  const flag = findAttr(rt, o, '__isabstractmethod__');
  if (flag === 0) return rt.currentException !== 0 ? -1 : 0;
  const truth = isTrue(rt, flag);
  rt.decref(flag);
  return truth;
}

function getName(rt: Machine, self: number): number {
  const own = rt.M[self + NAME]!;
  if (own !== 0) return rt.newRef(own);
  const get = rt.M[self + GET]!;
  if (get !== 0) {
    const name = lookupAttr(rt, get, internStr(rt, '__name__'));
    if (name !== 0 || rt.currentException !== 0) return name;
  }
  return rt.raise(E.AttributeError, "'property' object has no attribute '__name__'");
}

export function definePropertyType(rt: Machine): void {
  const minor = rt.profile.minor;
  const member = (name: string, offset: number, readonly: boolean): MemberDef => ({
    name,
    offset,
    readonly,
    missing: 'none',
  });
  const methods: MethodDef[] = [
    {
      name: 'getter',
      kind: MethodKind.O,
      fn: copyWith(GET),
      doc: 'Descriptor to obtain a copy of the property with a different getter.',
    },
    {
      name: 'setter',
      kind: MethodKind.O,
      fn: copyWith(SET),
      doc: 'Descriptor to obtain a copy of the property with a different setter.',
    },
    {
      name: 'deleter',
      kind: MethodKind.O,
      fn: copyWith(DELETE),
      doc: 'Descriptor to obtain a copy of the property with a different deleter.',
    },
  ];
  if (minor >= 10) methods.push({ name: '__set_name__', kind: MethodKind.VARARGS, fn: setName });
  const getset = [{ name: '__isabstractmethod__', get: isAbstract }];
  if (minor >= 13) {
    getset.push({
      name: '__name__',
      get: getName,
      set: (m: Machine, self: number, value: number) => {
        setField(m, self, NAME, value);
        return 0;
      },
    } as never);
  }
  defineType(rt, T.PROPERTY, {
    name: 'property',
    base: T.OBJECT,
    basicsize: minor >= 10 ? 64 : 56,
    flags: TypeFlag.BASETYPE | TypeFlag.HAVE_GC,
    doc: 'Property attribute.',
    tp_init: propertyInit,
    tp_dealloc: propertyDealloc,
    tp_traverse: propertyTraverse,
    tp_clear: propertyClear,
    tp_getattro: genericGetAttr,
    tp_descr_get: propertyGet,
    tp_descr_set: propertySet,
    methods,
    getset,
    members: [
      member('fget', GET, true),
      member('fset', SET, true),
      member('fdel', DELETE, true),
      member('__doc__', DOC, false),
    ],
  });
}
