/** The type of types: calls, attributes, creation of classes. Follows typeobject.c. */
import { Ob, TupleLayout, TypeLayout } from '../memory/layout.js';
import { makeTpCall } from './call.js';
import { defineType } from './defineType.js';
import { dictClear, dictDel, dictGetStr, dictSet, newDict } from './dictCore.js';
import { decrefKeys, keysBytes } from './dictKeys.js';
import { realIsInstance } from './instanceCheck.js';
import { newInt } from './intCore.js';
import { listFromVector, listOf } from './list.js';
import type { Machine } from './machine.js';
import { newMappingProxy } from './mappingproxy.js';
import { genericAlloc, hashPointer, isTrue, setAttributeErrorContext } from './object.js';
import { typeDir } from './objectType.js';
import { internStr, newStr } from './strCore.js';
import { removeSubclass, subclassesList } from './subclasses.js';
import { setBases } from './typeBases.js';
import { E, S, T } from './typeIds.js';
import { MethodKind, TypeFlag } from './typeInfo.js';
import { typeLookup, typeModified } from './typeLookup.js';
import { newClass } from './typeNew.js';
import { unionOr } from './union.js';
import { updateSlotsFor } from './updateSlots.js';

/** `type(x)`, `C(...)`. Follows typeobject.c: type_call. */
export function typeCall(rt: Machine, type: number, args: number, kwargs: number): number {
  const M = rt.M;
  if (type === T.TYPE) {
    const n = M[args + Ob.SIZE]!;
    if (n === 1 && kwargs === 0) return rt.newRef(M[M[args + TupleLayout.ITEM]! + Ob.TYPE]!);
    if (n !== 3) return rt.raise(E.TypeError, 'type() takes 1 or 3 arguments');
  }
  const info = rt.infoOf(type);
  if (info.tp_new === null || (info.flags & TypeFlag.DISALLOW_INSTANTIATION) !== 0) {
    return rt.raise(E.TypeError, `cannot create '${info.fullName}' instances`);
  }
  const object = info.tp_new(rt, type, args, kwargs);
  if (object === 0) return 0;
  if (!rt.isInstance(object, type)) return object;
  const own = rt.typeOf(object);
  if (own.tp_init !== null && own.tp_init(rt, object, args, kwargs) < 0) {
    rt.decref(object);
    return 0;
  }
  return object;
}

function typeVectorcall(rt: Machine, type: number, args: number, nargs: number, kwnames: number): number {
  if (type === T.TYPE && nargs === 1 && kwnames === 0 && rt.profile.minor >= 10)
    return rt.newRef(rt.M[rt.M[args]! + Ob.TYPE]!);
  const own = rt.infoOf(type).tp_vectorcall;
  if (own !== null) return own(rt, type, args, nargs, kwnames);
  return makeTpCall(rt, type, args, nargs, kwnames);
}

/** `C.name`. Follows typeobject.c: type_getattro. */
export function typeGetAttr(rt: Machine, type: number, name: number): number {
  if (!rt.isStr(name)) return rt.raise(E.TypeError, `attribute name must be string, not '${rt.typeOf(name).name}'`);
  const meta = rt.typeOf(type);
  const info = rt.infoOf(type);
  const metaAttribute = typeLookup(rt, meta, name);
  let metaGet = null;
  if (metaAttribute !== 0) {
    rt.incref(metaAttribute);
    const kind = rt.typeOf(metaAttribute);
    metaGet = kind.tp_descr_get;
    if (metaGet !== null && kind.tp_descr_set !== null) {
      const result = metaGet(rt, metaAttribute, type, meta.address);
      rt.decref(metaAttribute);
      return result;
    }
  }
  const attribute = typeLookup(rt, info, name);
  if (attribute !== 0) {
    rt.incref(attribute);
    if (metaAttribute !== 0) rt.decref(metaAttribute);
    const get = rt.typeOf(attribute).tp_descr_get;
    if (get === null) return attribute;
    const result = get(rt, attribute, 0, type);
    rt.decref(attribute);
    return result;
  }
  if (metaGet !== null) {
    const result = metaGet(rt, metaAttribute, type, meta.address);
    rt.decref(metaAttribute);
    return result;
  }
  if (metaAttribute !== 0) return metaAttribute;
  rt.raise(E.AttributeError, `type object '${info.name}' has no attribute '${rt.text(name)}'`);
  setAttributeErrorContext(rt, type, name);
  return 0;
}

/** `C.name = value`; value 0 deletes. Follows typeobject.c: type_setattro. */
function typeSetAttr(rt: Machine, type: number, name: number, value: number): number {
  const info = rt.infoOf(type);
  const text = rt.isStr(name) ? rt.text(name) : '';
  if (!info.isHeapType) {
    if (rt.profile.minor <= 9)
      return rt.fail(E.TypeError, `can't set attributes of built-in/extension type '${info.fullName}'`);
    return rt.fail(E.TypeError, `cannot set '${text}' attribute of immutable type '${info.fullName}'`);
  }
  if (!rt.isStr(name)) return rt.fail(E.TypeError, `attribute name must be string, not '${rt.typeOf(name).name}'`);
  const meta = rt.typeOf(type);
  const descriptor = typeLookup(rt, meta, name);
  if (descriptor !== 0) {
    const set = rt.typeOf(descriptor).tp_descr_set;
    if (set !== null) {
      const status = set(rt, descriptor, type, value);
      typeModified(rt, info);
      return status;
    }
  }
  const dict = rt.M[type + TypeLayout.DICT]!;
  if (value === 0) {
    if (dictGetStr(rt, dict, name) === 0) {
      if (rt.profile.minor >= 11)
        return rt.fail(E.AttributeError, `type object '${info.name}' has no attribute '${text}'`);
      return rt.fail(E.AttributeError, text);
    }
    // The memo must not see the old value while finalizers run.
    typeModified(rt, info);
    if (dictDel(rt, dict, name) < 0) return -1;
  } else {
    typeModified(rt, info);
    if (dictSet(rt, dict, internStr(rt, text), value) < 0) return -1;
  }
  typeModified(rt, info);
  if (text.startsWith('__') && text.endsWith('__')) updateSlotsFor(rt, info, text);
  return 0;
}

/** References of a class, in CPython's order. Follows typeobject.c: type_traverse. */
function typeTraverse(rt: Machine, type: number, visit: (rt: Machine, o: number) => void): void {
  if (!rt.infoOf(type).isHeapType) return;
  const M = rt.M;
  for (const field of [
    TypeLayout.DICT,
    TypeLayout.CACHE,
    TypeLayout.MRO,
    TypeLayout.BASES,
    TypeLayout.BASE,
    TypeLayout.HT_MODULE,
  ]) {
    if (M[type + field] !== 0) visit(rt, M[type + field]!);
  }
}

/** Follows typeobject.c: type_clear: the dict and the MRO; the rest goes with the type. */
function typeClear(rt: Machine, type: number): void {
  const M = rt.M;
  const info = rt.infoOf(type);
  typeModified(rt, info);
  // Since 3.11 instances that are not cleared yet still need the shared keys.
  const keys = rt.profile.minor <= 10 ? M[type + TypeLayout.HT_CACHED_KEYS]! : 0;
  if (keys !== 0) {
    M[type + TypeLayout.HT_CACHED_KEYS] = 0;
    decrefKeys(rt, keys);
  }
  const dict = M[type + TypeLayout.DICT]!;
  if (dict !== 0) dictClear(rt, dict);
  const mro = M[type + TypeLayout.MRO]!;
  if (mro !== 0) {
    M[type + TypeLayout.MRO] = 0;
    rt.decref(mro);
  }
}

/** What a class says of the place of its instances' dict. Follows typeobject.c: type_new_slots, type_new_alloc of 3.11. */
function shownDictOffset(rt: Machine, type: number): number {
  const info = rt.infoOf(type);
  if (rt.profile.minor !== 11 || (info.flags & TypeFlag.MANAGED_DICT) === 0) return info.dictoffset;
  // Counted from the end of the class that brought the dict, and passed on to those below.
  let owner = info;
  for (let base = rt.M[owner.address + TypeLayout.BASE]!; base !== 0; base = rt.M[base + TypeLayout.BASE]!) {
    const above = rt.infoOf(base);
    if ((above.flags & TypeFlag.MANAGED_DICT) === 0) break;
    owner = above;
  }
  return -(owner.basicsize + 24);
}

/** Follows typeobject.c: type_dealloc. */
function typeDealloc(rt: Machine, type: number): void {
  const M = rt.M;
  const info = rt.infoOf(type);
  rt.gcUntrack(type);
  info.cache.clear();
  if (M[type + TypeLayout.WEAKLIST] !== 0) rt.clearWeakrefs(type);
  removeSubclass(rt, type);
  for (const field of [
    TypeLayout.BASE,
    TypeLayout.DICT,
    TypeLayout.BASES,
    TypeLayout.MRO,
    TypeLayout.CACHE,
    TypeLayout.SUBCLASSES,
  ]) {
    const o = M[type + field]!;
    M[type + field] = 0;
    if (o !== 0) rt.decref(o);
  }
  for (const field of [TypeLayout.HT_NAME, TypeLayout.HT_QUALNAME, TypeLayout.HT_SLOTS]) {
    const o = M[type + field]!;
    M[type + field] = 0;
    if (o !== 0) rt.decref(o);
  }
  const keys = M[type + TypeLayout.HT_CACHED_KEYS]!;
  if (keys !== 0) decrefKeys(rt, keys);
  const module = M[type + TypeLayout.HT_MODULE]!;
  if (module !== 0) rt.decref(module);
  rt.freeGcObject(type, rt.typeOf(type).dictoffset === -1 ? 16 : 0);
}

/** `__module__` as an object: new reference. Follows typeobject.c: type_module. */
export function typeModule(rt: Machine, type: number): number {
  const info = rt.infoOf(type);
  if (info.isHeapType) {
    const module = dictGetStr(rt, rt.M[type + TypeLayout.DICT]!, rt.ids.__module__);
    return module === 0 ? rt.raise(E.AttributeError, '__module__') : rt.newRef(module);
  }
  const dot = info.fullName.lastIndexOf('.');
  return rt.newRef(dot < 0 ? internStr(rt, 'builtins') : internStr(rt, info.fullName.slice(0, dot)));
}

function typeRepr(rt: Machine, type: number): number {
  const info = rt.infoOf(type);
  const module = typeModule(rt, type);
  if (module === 0) rt.clearError();
  const moduleText = module !== 0 && rt.isStr(module) ? rt.text(module) : '';
  if (module !== 0) rt.decref(module);
  const qualname = info.isHeapType ? rt.text(rt.M[type + TypeLayout.HT_QUALNAME]!) : info.name;
  return newStr(
    rt,
    moduleText !== '' && moduleText !== 'builtins'
      ? `<class '${moduleText}.${qualname}'>`
      : `<class '${info.isHeapType ? qualname : info.name}'>`,
  );
}

const heapOnly = (rt: Machine, type: number, name: string): boolean => {
  if (rt.infoOf(type).isHeapType) return true;
  if (rt.profile.minor <= 9) rt.raise(E.TypeError, `can't set ${rt.infoOf(type).fullName}.${name}`);
  else rt.raise(E.TypeError, `cannot set '${name}' attribute of immutable type '${rt.infoOf(type).fullName}'`);
  return false;
};

function setDictEntry(rt: Machine, type: number, name: number, value: number): number {
  typeModified(rt, rt.infoOf(type));
  return dictSet(rt, rt.M[type + TypeLayout.DICT]!, name, value);
}

export function defineTypeType(rt: Machine): void {
  defineType(rt, T.TYPE, {
    name: 'type',
    basicsize: typeBasicSize(rt.profile.minor),
    itemsize: 40,
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE | TypeFlag.TYPE_SUBCLASS,
    weaklistoffset: TypeLayout.WEAKLIST * 4,
    dictoffset: TypeLayout.DICT * 4,
    tp_alloc: genericAlloc,
    tp_dealloc: typeDealloc,
    tp_traverse: typeTraverse,
    tp_clear: typeClear,
    tp_repr: typeRepr,
    tp_call: typeCall,
    vectorcall: typeVectorcall,
    tp_getattro: typeGetAttr,
    tp_setattro: typeSetAttr,
    tp_hash: hashPointer,
    tp_new: newClass,
    tp_init: (rt, _type, args, kwargs) => {
      const n = rt.M[args + Ob.SIZE]!;
      if (n !== 1 && n !== 3) return rt.fail(E.TypeError, 'type.__init__() takes 1 or 3 arguments');
      void kwargs;
      return 0;
    },
    nb_or: rt.profile.minor >= 10 ? unionOr : null,
    getset: [
      {
        name: '__name__',
        get: (rt, t) =>
          rt.infoOf(t).isHeapType ? rt.newRef(rt.M[t + TypeLayout.HT_NAME]!) : newStr(rt, rt.infoOf(t).name),
        set: (rt, t, value) => {
          if (!heapOnly(rt, t, '__name__')) return -1;
          if (value === 0 || !rt.isStr(value)) {
            return rt.fail(
              E.TypeError,
              `can only assign string to ${rt.infoOf(t).name}.__name__, not '${value === 0 ? '' : rt.typeOf(value).name}'`,
            );
          }
          const old = rt.M[t + TypeLayout.HT_NAME]!;
          rt.M[t + TypeLayout.HT_NAME] = rt.newRef(value);
          rt.infoOf(t).name = rt.text(value);
          rt.infoOf(t).fullName = rt.text(value);
          rt.decref(old);
          return 0;
        },
      },
      {
        name: '__qualname__',
        get: (rt, t) =>
          rt.infoOf(t).isHeapType ? rt.newRef(rt.M[t + TypeLayout.HT_QUALNAME]!) : newStr(rt, rt.infoOf(t).name),
        set: (rt, t, value) => {
          if (!heapOnly(rt, t, '__qualname__')) return -1;
          if (value === 0 || !rt.isStr(value)) {
            return rt.fail(
              E.TypeError,
              `can only assign string to ${rt.infoOf(t).name}.__qualname__, not '${value === 0 ? '' : rt.typeOf(value).name}'`,
            );
          }
          const old = rt.M[t + TypeLayout.HT_QUALNAME]!;
          rt.M[t + TypeLayout.HT_QUALNAME] = rt.newRef(value);
          rt.decref(old);
          return 0;
        },
      },
      {
        name: '__module__',
        get: typeModule,
        set: (rt, t, value) => (heapOnly(rt, t, '__module__') ? setDictEntry(rt, t, rt.ids.__module__, value) : -1),
      },
      {
        name: '__bases__',
        get: (rt, t) => rt.newRef(rt.M[t + TypeLayout.BASES]!),
        set: (rt, t, value) => (heapOnly(rt, t, '__bases__') ? setBases(rt, t, value) : -1),
      },
      {
        name: '__mro__',
        get: (rt, t) => rt.newRef(rt.M[t + TypeLayout.MRO]! === 0 ? S.NONE : rt.M[t + TypeLayout.MRO]!),
      },
      {
        name: '__base__',
        get: (rt, t) => rt.newRef(rt.M[t + TypeLayout.BASE]! === 0 ? S.NONE : rt.M[t + TypeLayout.BASE]!),
      },
      { name: '__dict__', get: (rt, t) => newMappingProxy(rt, rt.M[t + TypeLayout.DICT]!) },
      { name: '__flags__', get: (rt, t) => newInt(rt, rt.infoOf(t).flags >>> 0) },
      { name: '__basicsize__', get: (rt, t) => newInt(rt, rt.infoOf(t).basicsize) },
      { name: '__itemsize__', get: (rt, t) => newInt(rt, rt.infoOf(t).itemsize) },
      { name: '__dictoffset__', get: (rt, t) => newInt(rt, shownDictOffset(rt, t)) },
      {
        name: '__weakrefoffset__',
        get: (rt, t) => newInt(rt, rt.infoOf(t).weaklistoffset === -1 ? -32 : rt.infoOf(t).weaklistoffset),
      },
      {
        name: '__doc__',
        get: (rt, t) => {
          const doc = dictGetStr(rt, rt.M[t + TypeLayout.DICT]!, rt.ids.__doc__);
          if (doc === 0) return rt.none();
          // The text of a built-in type is made anew of what the C source says.
          if (!rt.infoOf(t).isHeapType && rt.isStr(doc)) return newStr(rt, rt.text(doc));
          const get = rt.typeOf(doc).tp_descr_get;
          return get === null ? rt.newRef(doc) : get(rt, doc, 0, t);
        },
        set: (rt, t, value) => (heapOnly(rt, t, '__doc__') ? setDictEntry(rt, t, rt.ids.__doc__, value) : -1),
      },
      {
        name: '__abstractmethods__',
        get: (rt, t) => {
          const value = t === T.TYPE ? 0 : dictGetStr(rt, rt.M[t + TypeLayout.DICT]!, rt.ids.__abstractmethods__);
          return value === 0 ? rt.raise(E.AttributeError, '__abstractmethods__') : rt.newRef(value);
        },
        set: (rt, t, value) => {
          if (value === 0) return rt.fail(E.AttributeError, '__abstractmethods__');
          const truth = isTrue(rt, value);
          if (truth < 0 || setDictEntry(rt, t, rt.ids.__abstractmethods__, value) < 0) return -1;
          const info = rt.infoOf(t);
          if (truth === 1) info.flags |= TypeFlag.ABSTRACT;
          else info.flags &= ~TypeFlag.ABSTRACT;
          return 0;
        },
      },
      {
        name: '__annotations__',
        get: (rt, t) => {
          const dict = rt.M[t + TypeLayout.DICT]!;
          const own = dictGetStr(rt, dict, rt.ids.__annotations__);
          if (own !== 0) {
            const get = rt.typeOf(own).tp_descr_get;
            return get === null ? rt.newRef(own) : get(rt, own, 0, t);
          }
          if (!rt.infoOf(t).isHeapType || rt.profile.minor <= 9) {
            return rt.raise(E.AttributeError, `type object '${rt.infoOf(t).name}' has no attribute '__annotations__'`);
          }
          const fresh = newDict(rt);
          dictSet(rt, dict, rt.ids.__annotations__, fresh);
          typeModified(rt, rt.infoOf(t));
          return fresh;
        },
        set: (rt, t, value) =>
          heapOnly(rt, t, '__annotations__')
            ? value === 0
              ? dictDel(rt, rt.M[t + TypeLayout.DICT]!, rt.ids.__annotations__)
              : setDictEntry(rt, t, rt.ids.__annotations__, value)
            : -1,
      },
      ...(rt.profile.minor >= 12
        ? [
            {
              name: '__type_params__',
              get: (rt: Machine, t: number) => {
                const value = dictGetStr(rt, rt.M[t + TypeLayout.DICT]!, rt.ids.__type_params__);
                return rt.newRef(value === 0 ? S.EMPTY_TUPLE : value);
              },
              set: (rt: Machine, t: number, value: number) => setDictEntry(rt, t, rt.ids.__type_params__, value),
            },
          ]
        : []),
    ],
    methods: [
      {
        name: 'mro',
        kind: MethodKind.NOARGS,
        fn: (rt, t) => mroList(rt, t),
      },
      { name: '__subclasses__', kind: MethodKind.NOARGS, fn: (rt, t) => listOf(rt, subclassesList(rt, t)) },
      {
        name: '__prepare__',
        kind: MethodKind.FASTKW | MethodKind.CLASS,
        fn: (rt) => newDict(rt),
      },
      {
        name: '__instancecheck__',
        kind: MethodKind.O,
        fn: (rt, t, o) => {
          const answer = realIsInstance(rt, o, t);
          return answer < 0 ? 0 : rt.bool(answer === 1);
        },
      },
      {
        name: '__subclasscheck__',
        kind: MethodKind.O,
        fn: (rt, t, o) => {
          if ((rt.typeOf(o).flags & TypeFlag.TYPE_SUBCLASS) === 0)
            return rt.raise(E.TypeError, 'issubclass() arg 1 must be a class');
          return rt.bool(rt.isSubtype(o, t));
        },
      },
      { name: '__dir__', kind: MethodKind.NOARGS, fn: (rt, t) => typeDir(rt, t) },
      {
        name: '__sizeof__',
        kind: MethodKind.NOARGS,
        fn: (rt, t) => newInt(rt, typeSizeof(rt, t)),
      },
    ],
  });
}

/** The MRO as a list. */
function mroList(rt: Machine, t: number): number {
  const mro = rt.M[t + TypeLayout.MRO]!;
  return listFromVector(rt, mro + TupleLayout.ITEM, rt.M[mro + Ob.SIZE]!);
}

/** Bytes of a class made by a class statement, without GC header. */
export function typeBasicSize(minor: number): number {
  return minor >= 13 ? 928 : minor === 12 ? 920 : minor === 11 ? 904 : minor === 10 ? 888 : 880;
}

/** Bytes of a PyTypeObject. */
function staticTypeSize(minor: number): number {
  if (minor <= 8) return 416;
  return minor <= 10 ? 408 : minor === 11 ? 424 : minor === 12 ? 432 : 416;
}

/** Neither the members behind a class nor what a metaclass adds is counted. Follows typeobject.c: type___sizeof___impl. */
function typeSizeof(rt: Machine, t: number): number {
  const { minor } = rt.profile;
  if (!rt.infoOf(t).isHeapType) return staticTypeSize(minor);
  const keys = rt.M[t + TypeLayout.HT_CACHED_KEYS]!;
  let size = typeBasicSize(minor);
  if (keys !== 0) size += keysBytes(rt, rt.M[keys + 2]!, rt.M[keys + 3]!);
  return size;
}
