/** The type `object`, and what every class has: `__dict__`, `__weakref__`, `__class__`, `__dir__`, `__reduce_ex__`. Follows typeobject.c. */
import { Ob, TupleLayout, TypeLayout } from '../memory/layout.js';
import { initInstanceValues, instanceDict, instanceValues, materializeDict, replaceDict } from './attributes.js';
import { call0, call2, callMethod1 } from './call.js';
import { defineType } from './defineType.js';
import { type DictEntry, dictGetStr, dictLength, dictNext, dictSet, newDict } from './dictCore.js';
import { weaklistAddress } from './instance.js';
import { newInt } from './intCore.js';
import { listItem, listLength, listOf } from './list.js';
import type { Machine } from './machine.js';
import {
  addressText,
  freeInstance,
  genericAlloc,
  genericGetAttr,
  genericSetAttr,
  getAttr,
  getIter,
  hashPointer,
  isTrue,
  iterNext,
  lookupAttr,
  str,
} from './object.js';
import { internStr, newStr } from './strCore.js';
import { packTuple2 } from './tupleCore.js';
import { typeModule } from './type.js';
import { E, S, T } from './typeIds.js';
import { type GetSetDef, MethodKind, TypeFlag, type TypeInfo } from './typeInfo.js';
import { typeLookup } from './typeLookup.js';
import { valuesUsed } from './values.js';

/** Follows typeobject.c: object_new. */
export function objectNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const info = rt.infoOf(type);
  const given = rt.M[args + Ob.SIZE]! > 0 || (kwargs !== 0 && dictLength(rt, kwargs) > 0);
  if (given) {
    if (info.tp_new !== objectNew) {
      return rt.raise(E.TypeError, 'object.__new__() takes exactly one argument (the type to instantiate)');
    }
    if (info.tp_init === objectInit) return rt.raise(E.TypeError, `${info.name}() takes no arguments`);
  }
  if ((info.flags & TypeFlag.ABSTRACT) !== 0) return abstractError(rt, type);
  return newInstance(rt, type, info);
}

/** An instance of a class without arguments to check, with its empty values (3.11, 3.12; 3.13: the allocation makes them). */
export function newInstance(rt: Machine, type: number, info: TypeInfo): number {
  const p = info.tp_alloc!(rt, type, 0);
  if ((info.flags & TypeFlag.MANAGED_DICT) !== 0 && rt.profile.minor <= 12) initInstanceValues(rt, p, info);
  return p;
}

function abstractError(rt: Machine, type: number): number {
  const methods = getAttr(rt, type, rt.ids.__abstractmethods__);
  if (methods === 0) return 0;
  const sorted = sortedTexts(rt, methods);
  rt.decref(methods);
  if (sorted === null) return 0;
  const name = rt.infoOf(type).name;
  if (rt.profile.minor >= 12) {
    const list = sorted.map((text) => `'${text}'`).join(', ');
    const plural = sorted.length === 1 ? '' : 's';
    return rt.raise(
      E.TypeError,
      `Can't instantiate abstract class ${name} without an implementation for abstract method${plural} ${list}`,
    );
  }
  const plural = rt.profile.minor === 8 || sorted.length > 1 ? 's' : '';
  return rt.raise(
    E.TypeError,
    `Can't instantiate abstract class ${name} with abstract method${plural} ${sorted.join(', ')}`,
  );
}

/** The texts that iterating gives, sorted; null with an exception. */
function sortedTexts(rt: Machine, iterable: number): string[] | null {
  const it = getIter(rt, iterable);
  if (it === 0) return null;
  const texts: string[] = [];
  for (let item = iterNext(rt, it); item !== 0; item = iterNext(rt, it)) {
    if (rt.isStr(item)) texts.push(rt.text(item));
    rt.decref(item);
  }
  rt.decref(it);
  return rt.currentException !== 0 ? null : texts.sort();
}

/** Follows typeobject.c: object_init. */
export function objectInit(rt: Machine, self: number, args: number, kwargs: number): number {
  const given = rt.M[args + Ob.SIZE]! > 0 || (kwargs !== 0 && dictLength(rt, kwargs) > 0);
  if (!given) return 0;
  const info = rt.typeOf(self);
  if (info.tp_init !== objectInit) {
    return rt.fail(E.TypeError, 'object.__init__() takes exactly one argument (the instance to initialize)');
  }
  if (info.tp_new === objectNew) {
    return rt.fail(E.TypeError, `${info.name}.__init__() takes exactly one argument (the instance to initialize)`);
  }
  return 0;
}

/** Follows typeobject.c: object_repr. */
function objectRepr(rt: Machine, self: number): number {
  const type = rt.M[self + Ob.TYPE]!;
  const info = rt.infoOf(type);
  const module = typeModule(rt, type);
  if (module === 0) rt.clearError();
  const moduleText = module !== 0 && rt.isStr(module) ? rt.text(module) : '';
  if (module !== 0) rt.decref(module);
  const name = info.isHeapType ? rt.text(rt.M[type + TypeLayout.HT_QUALNAME]!) : info.name;
  const full =
    moduleText !== '' && moduleText !== 'builtins' ? `${moduleText}.${name}` : info.isHeapType ? name : info.fullName;
  return newStr(rt, `<${full} object at ${addressText(rt, self)}>`);
}

function objectRichcompare(rt: Machine, a: number, b: number, op: number): number {
  if (op === 2) return rt.newRef(a === b ? S.TRUE : S.NOT_IMPLEMENTED);
  if (op === 3) {
    const slot = rt.typeOf(a).tp_richcompare;
    if (slot === null) return rt.newRef(S.NOT_IMPLEMENTED);
    const result = slot(rt, a, b, 2);
    if (result === 0 || result === S.NOT_IMPLEMENTED) return result;
    const truth = isTrue(rt, result);
    rt.decref(result);
    return truth < 0 ? 0 : rt.bool(truth === 0);
  }
  return rt.newRef(S.NOT_IMPLEMENTED);
}

/** `__dict__` of instances of classes made by a class statement. Follows typeobject.c: subtype_dict. */
export const DICT_GETSET: GetSetDef = {
  name: '__dict__',
  get: (rt, self) => {
    const dict = materializeDict(rt, self, rt.typeOf(self));
    if (dict === 0) return rt.raise(E.AttributeError, 'This object has no __dict__');
    return rt.newRef(dict);
  },
  set: (rt, self, value) => {
    if (value !== 0 && !rt.hasFlag(value, TypeFlag.DICT_SUBCLASS)) {
      return rt.fail(E.TypeError, `__dict__ must be set to a dictionary, not a '${rt.typeOf(value).name}'`);
    }
    replaceDict(rt, self, rt.typeOf(self), value);
    return 0;
  },
  doc: 'dictionary for instance variables',
};

/** `__weakref__`: the first weak reference, or None. Follows typeobject.c: subtype_getweakref. */
export const WEAKREF_GETSET: GetSetDef = {
  name: '__weakref__',
  get: (rt, self) => {
    const at = weaklistAddress(rt, self);
    return rt.newRef(at === 0 || rt.M[at] === 0 ? S.NONE : rt.M[at]!);
  },
  doc: 'list of weak references to the object',
};

/** Names of a dict into a set of texts. */
function addNames(rt: Machine, dict: number, names: Set<string>): void {
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  for (let pos = dictNext(rt, dict, 0, entry); pos >= 0; pos = dictNext(rt, dict, pos, entry)) {
    if (rt.isStr(entry.key)) names.add(rt.text(entry.key));
  }
}

const nameList = (rt: Machine, names: Set<string>): number =>
  listOf(
    rt,
    [...names].map((name) => newStr(rt, name)),
  );

/** Names of a type and its bases. Follows typeobject.c: type___dir___impl. */
export function typeDir(rt: Machine, type: number): number {
  const names = new Set<string>();
  collectTypeNames(rt, type, names);
  return nameList(rt, names);
}

function collectTypeNames(rt: Machine, type: number, names: Set<string>): void {
  const M = rt.M;
  const mro = M[type + TypeLayout.MRO]!;
  const n = M[mro + Ob.SIZE]!;
  for (let i = n - 1; i >= 0; i--) addNames(rt, M[M[mro + TupleLayout.ITEM + 2 * i]! + TypeLayout.DICT]!, names);
}

function objectDir(rt: Machine, self: number): number {
  const names = new Set<string>();
  const dict = lookupAttr(rt, self, rt.ids.__dict__);
  if (dict === 0 && rt.currentException !== 0) return 0;
  if (dict !== 0) {
    if (rt.hasFlag(dict, TypeFlag.DICT_SUBCLASS)) addNames(rt, dict, names);
    rt.decref(dict);
  }
  const cls = getAttr(rt, self, rt.ids.__class__);
  if (cls === 0) return 0;
  if (rt.hasFlag(cls, TypeFlag.TYPE_SUBCLASS)) collectTypeNames(rt, cls, names);
  rt.decref(cls);
  return nameList(rt, names);
}

/** Whether the fields of instances stand at the same places. */
const sameFields = (a: TypeInfo, b: TypeInfo): boolean =>
  a.basicsize === b.basicsize &&
  a.itemsize === b.itemsize &&
  a.dictoffset === b.dictoffset &&
  a.weaklistoffset === b.weaklistoffset;

/** Whether instances have the same fields by descent. Follows typeobject.c: compatible_for_assignment. */
function sameLayout(from: TypeInfo, to: TypeInfo): boolean {
  const withOwnFields = (type: TypeInfo): TypeInfo => {
    let at = type;
    while (at.base !== null && at.isHeapType && at.slotOffsets.length === 0 && sameFields(at, at.base)) at = at.base;
    return at;
  };
  const a = withOwnFields(from);
  const b = withOwnFields(to);
  return a === b || (a.base === b.base && sameFields(a, b) && a.slotOffsets.join() === b.slotOffsets.join());
}

/** Whether instances of two classes have the same layout: assignment to `__class__`. Follows compatible_for_assignment. */
function setClass(rt: Machine, self: number, value: number): number {
  if (value === 0) return rt.fail(E.TypeError, "can't delete __class__ attribute");
  if (!rt.hasFlag(value, TypeFlag.TYPE_SUBCLASS)) {
    return rt.fail(E.TypeError, `__class__ must be set to a class, not '${rt.typeOf(value).name}' object`);
  }
  const M = rt.M;
  const from = rt.typeOf(self);
  const to = rt.infoOf(value);
  const isModule = rt.isInstance(self, T.MODULE) && rt.isSubtype(value, T.MODULE);
  if (!isModule && (!from.isHeapType || !to.isHeapType)) {
    return rt.fail(E.TypeError, '__class__ assignment only supported for mutable types or ModuleType subclasses');
  }
  if (!sameLayout(from, to)) {
    return rt.fail(E.TypeError, `__class__ assignment: '${to.name}' object layout differs from '${from.name}'`);
  }
  // Shared keys belong to the class: the attributes move to a dict first.
  if (from.isHeapType && (from.flags & TypeFlag.MANAGED_DICT) !== 0 && instanceDict(rt, self, from) === 0) {
    materializeDict(rt, self, from);
  }
  const old = M[self + Ob.TYPE]!;
  M[self + Ob.TYPE] = rt.newRef(value);
  rt.decref(old);
  return 0;
}

/** `copyreg.__newobj__`-style reduction for protocols 2 and above. Follows typeobject.c: reduce_newobj. */
function reduceEx(rt: Machine, self: number, protocol: number): number {
  const reduce = lookupAttr(rt, self, rt.ids.__reduce__);
  if (reduce === 0) return 0;
  const cls = getAttr(rt, self, rt.ids.__class__);
  const own = cls === 0 ? 0 : getAttr(rt, cls, rt.ids.__reduce__);
  const native = typeLookup(rt, rt.infoOf(T.OBJECT), rt.ids.__reduce__);
  const override = own !== 0 && own !== native;
  rt.xdecref(own);
  rt.xdecref(cls);
  if (override) {
    const result = call0(rt, reduce);
    rt.decref(reduce);
    return result;
  }
  rt.decref(reduce);
  const copyreg = rt.importModule('copyreg');
  if (copyreg === 0) return 0;
  const helper = getAttr(rt, copyreg, internStr(rt, '_reduce_object'));
  rt.decref(copyreg);
  if (helper === 0) return 0;
  const result = call2(rt, helper, self, protocol);
  rt.decref(helper);
  return result;
}

/** The names of the members of a class, as `copyreg` finds them and keeps them in the class: new, or 0. Follows typeobject.c: _PyType_GetSlotNames. */
function slotNames(rt: Machine, type: number): number {
  const known = dictGetStr(rt, rt.M[type + TypeLayout.DICT]!, internStr(rt, '__slotnames__'));
  if (known !== 0) return rt.newRef(known);
  const copyreg = rt.importModule('copyreg');
  if (copyreg === 0) return 0;
  const names = callMethod1(rt, copyreg, internStr(rt, '_slotnames'), type);
  rt.decref(copyreg);
  return names;
}

/** Whether an instance has no attributes in its dict, which need not be made to tell. Follows dictobject.c: _PyObject_IsInstanceDictEmpty. */
function hasNoAttributes(rt: Machine, self: number, info: TypeInfo): boolean {
  const values = instanceValues(rt, self, info);
  if (values !== 0) return valuesUsed(rt, values) === 0;
  const dict = instanceDict(rt, self, info);
  return dict === 0 || dictLength(rt, dict) === 0;
}

/** `object.__getstate__` (3.11+): the dict, or the dict and the slots. Follows typeobject.c: object_getstate_default. */
function getState(rt: Machine, self: number): number {
  const info = rt.typeOf(self);
  let state = info.dictoffset === 0 || hasNoAttributes(rt, self, info) ? 0 : materializeDict(rt, self, info);
  state = state === 0 ? rt.none() : rt.newRef(state);
  const names = slotNames(rt, rt.M[self + Ob.TYPE]!);
  if (names === 0) {
    rt.decref(state);
    return 0;
  }
  const n = names === S.NONE ? 0 : listLength(rt, names);
  const slots = n === 0 ? 0 : newDict(rt);
  for (let i = 0; i < n; i++) {
    const name = listItem(rt, names, i);
    const value = lookupAttr(rt, self, name);
    if (value === 0) {
      if (rt.currentException === 0) continue;
      for (const p of [names, slots, state]) rt.decref(p);
      return 0;
    }
    dictSet(rt, slots, name, value);
    rt.decref(value);
  }
  rt.decref(names);
  if (slots === 0) return state;
  if (dictLength(rt, slots) === 0) {
    rt.decref(slots);
    return state;
  }
  const pair = packTuple2(rt, state, slots);
  rt.decref(state);
  rt.decref(slots);
  return pair;
}

export function defineObjectType(rt: Machine): void {
  const minor = rt.profile.minor;
  defineType(rt, T.OBJECT, {
    name: 'object',
    basicsize: 16,
    flags: TypeFlag.BASETYPE,
    tp_alloc: genericAlloc,
    tp_new: objectNew,
    tp_init: objectInit,
    tp_dealloc: (rt, p) => {
      const type = rt.M[p + Ob.TYPE]!;
      if (rt.infoOf(type).hasGc) rt.gcUntrack(p);
      freeInstance(rt, p);
    },
    tp_repr: objectRepr,
    tp_str: (rt, self) => {
      const slot = rt.typeOf(self).tp_repr;
      return slot === null ? objectRepr(rt, self) : slot(rt, self);
    },
    tp_hash: hashPointer,
    tp_getattro: genericGetAttr,
    tp_setattro: genericSetAttr,
    tp_richcompare: objectRichcompare,
    getset: [
      {
        name: '__class__',
        get: (rt, self) => rt.newRef(rt.M[self + Ob.TYPE]!),
        set: setClass,
        doc: "the object's class",
      },
    ],
    methods: [
      { name: '__reduce_ex__', kind: MethodKind.O, fn: reduceEx },
      {
        name: '__reduce__',
        kind: MethodKind.NOARGS,
        fn: (rt, self) => {
          const zero = newInt(rt, 0);
          const result = callMethod1(rt, self, rt.ids.__reduce_ex__, zero);
          rt.decref(zero);
          return result;
        },
      },
      ...(minor >= 11 ? [{ name: '__getstate__', kind: MethodKind.NOARGS, fn: getState }] : []),
      { name: '__subclasshook__', kind: MethodKind.FAST | MethodKind.CLASS, fn: (rt) => rt.newRef(S.NOT_IMPLEMENTED) },
      {
        name: '__init_subclass__',
        kind: MethodKind.FASTKW | MethodKind.CLASS,
        fn: (rt, cls, _args, nargs, kwnames) => {
          const name = rt.infoOf(cls).name;
          if (kwnames !== 0 && rt.M[kwnames + Ob.SIZE]! > 0)
            return rt.raise(E.TypeError, `${name}.__init_subclass__() takes no keyword arguments`);
          if (nargs > 0) return rt.raise(E.TypeError, `object.__init_subclass__() takes no arguments (${nargs} given)`);
          return rt.none();
        },
      },
      {
        name: '__format__',
        kind: MethodKind.O,
        fn: (rt, self, spec) => {
          if (!rt.isStr(spec))
            return rt.raise(E.TypeError, `__format__() argument must be str, not ${rt.typeOf(spec).name}`);
          if (rt.length(spec) > 0)
            return rt.raise(E.TypeError, `unsupported format string passed to ${rt.typeOf(self).name}.__format__`);
          return str(rt, self);
        },
      },
      {
        name: '__sizeof__',
        kind: MethodKind.NOARGS,
        fn: (rt, self) => {
          const info = rt.typeOf(self);
          const items = info.itemsize === 0 ? 0 : Math.abs(rt.M[self + Ob.SIZE]!);
          return newInt(rt, info.basicsize + items * info.itemsize);
        },
      },
      { name: '__dir__', kind: MethodKind.NOARGS, fn: objectDir },
    ],
  });
}
