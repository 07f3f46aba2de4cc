/** Creation of classes: `type(name, bases, namespace)`. Follows typeobject.c: type_new. */
import { Ob, TupleLayout, TypeLayout } from '../memory/layout.js';
import { newSharedKeys } from './attributes.js';
import { call, call2, callMethodVector, callTupleDict } from './call.js';
import { newWrapper } from './classmethod.js';
import { newGetSetDescriptor, newMemberDescriptor } from './descr.js';
import { dictCopy } from './dict.js';
import { type DictEntry, dictDel, dictGetStr, dictNext, dictSet } from './dictCore.js';
import { addNote, wrapError } from './exceptionCore.js';
import { subtypeClear, subtypeDealloc, subtypeTraverse } from './instance.js';
import { listAppend, listExtend, listInitItem, listNew, listOf } from './list.js';
import type { Machine } from './machine.js';
import { bestBase, computeMro } from './mro.js';
import { genericAlloc, getAttr, lookupAttr, lookupSpecialBound } from './object.js';
import { DICT_GETSET, WEAKREF_GETSET } from './objectType.js';
import { inheritSlots } from './slots.js';
import { internStr } from './strCore.js';
import { addSubclass } from './subclasses.js';
import { sequenceToTuple } from './support.js';
import { packTuple1, stealTuple } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { TypeFlag, TypeInfo } from './typeInfo.js';
import { typeLookup } from './typeLookup.js';
import { isIdentifier } from './unicodeData.js';
import { updateAllSlots } from './updateSlots.js';

const INHERITED_FLAGS =
  TypeFlag.LONG_SUBCLASS |
  TypeFlag.LIST_SUBCLASS |
  TypeFlag.TUPLE_SUBCLASS |
  TypeFlag.BYTES_SUBCLASS |
  TypeFlag.UNICODE_SUBCLASS |
  TypeFlag.DICT_SUBCLASS |
  TypeFlag.BASE_EXC_SUBCLASS |
  TypeFlag.TYPE_SUBCLASS |
  TypeFlag.SEQUENCE |
  TypeFlag.MAPPING;

const tupleItems = (rt: Machine, tuple: number): number[] =>
  Array.from({ length: rt.M[tuple + Ob.SIZE]! }, (_, i) => rt.M[tuple + TupleLayout.ITEM + 2 * i]!);

/** `tp_new` of type: arguments name, bases, namespace and class keywords. */
export function newClass(rt: Machine, metatype: number, args: number, kwargs: number): number {
  const M = rt.M;
  const n = M[args + Ob.SIZE]!;
  if (n !== 3) return rt.raise(E.TypeError, `type.__new__() takes exactly 3 arguments (${n} given)`);
  const name = M[args + TupleLayout.ITEM]!;
  let bases = M[args + TupleLayout.ITEM + 2]!;
  const namespace = M[args + TupleLayout.ITEM + 4]!;
  const wrong = (i: number, what: string, o: number): 0 =>
    rt.raise(E.TypeError, `type.__new__() argument ${i} must be ${what}, not ${rt.typeOf(o).name}`);
  if (!rt.isStr(name)) return wrong(1, 'str', name);
  if (!rt.hasFlag(bases, TypeFlag.TUPLE_SUBCLASS)) return wrong(2, 'tuple', bases);
  if (!rt.hasFlag(namespace, TypeFlag.DICT_SUBCLASS)) return wrong(3, 'dict', namespace);
  let winner = metatype;
  for (const base of tupleItems(rt, bases)) {
    const meta = M[base + Ob.TYPE]!;
    if (rt.isSubtype(winner, meta)) continue;
    if (rt.isSubtype(meta, winner)) {
      winner = meta;
      continue;
    }
    if ((rt.typeOf(base).flags & TypeFlag.TYPE_SUBCLASS) === 0) {
      const entries = lookupAttr(rt, base, internStr(rt, '__mro_entries__'));
      if (entries !== 0) {
        rt.decref(entries);
        return rt.raise(E.TypeError, "type() doesn't support MRO entry resolution; use types.new_class()");
      }
    }
    return rt.raise(
      E.TypeError,
      'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
    );
  }
  if (winner !== metatype && rt.infoOf(winner).tp_new !== newClass)
    return rt.infoOf(winner).tp_new!(rt, winner, args, kwargs);
  metatype = winner;
  if (M[bases + Ob.SIZE] === 0) {
    bases = packTuple1(rt, T.OBJECT);
  } else rt.incref(bases);
  const base = bestBase(rt, bases);
  const type = base === null ? 0 : build(rt, metatype, name, bases, base, namespace, kwargs);
  rt.decref(bases);
  return type;
}

/** Names of `__slots__`, mangled, with the two special ones told apart; null with an exception. */
interface SlotNames {
  readonly names: string[];
  readonly dict: boolean;
  readonly weakref: boolean;
  /** The tuple object kept in ht_slots (new reference), 0 without `__slots__`. */
  readonly tuple: number;
}

function readSlots(
  rt: Machine,
  className: string,
  base: TypeInfo,
  slots: number,
  mayDict: boolean,
  mayWeak: boolean,
): SlotNames | null {
  const given = rt.isStr(slots) ? packTuple1(rt, slots) : sequenceToTuple(rt, slots);
  if (given === 0) return null;
  const names: string[] = [];
  let dict = false;
  let weakref = false;
  const fail = (type: number, message: string): null => {
    rt.decref(given);
    rt.raise(type, message);
    return null;
  };
  const items = tupleItems(rt, given);
  if (items.length > 0 && base.itemsize !== 0)
    return fail(E.TypeError, `nonempty __slots__ not supported for subtype of '${base.name}'`);
  for (const item of items) {
    if (!rt.isStr(item)) return fail(E.TypeError, `__slots__ items must be strings, not '${rt.typeOf(item).name}'`);
    const text = rt.text(item);
    if (!isIdentifier(text)) return fail(E.TypeError, '__slots__ must be identifiers');
    if (text === '__dict__') {
      if (!mayDict || dict) return fail(E.TypeError, '__dict__ slot disallowed: we already got one');
      dict = true;
    } else if (text === '__weakref__') {
      if (!mayWeak || weakref) return fail(E.TypeError, '__weakref__ slot disallowed: we already got one');
      weakref = true;
    } else names.push(mangle(className, text));
  }
  rt.decref(given);
  names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  // A list first, then the tuple that stays.
  const list = listOf(
    rt,
    names.map((text) => rt.newRef(internStr(rt, text))),
  );
  const tuple = sequenceToTuple(rt, list);
  rt.decref(list);
  return { names, dict, weakref, tuple };
}

/** Private names of slots are mangled like attributes. Follows compile.c: _Py_Mangle. */
function mangle(className: string, name: string): string {
  if (!name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name;
  const stripped = className.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}

function build(
  rt: Machine,
  metatype: number,
  name: number,
  bases: number,
  base: TypeInfo,
  namespace: number,
  kwargs: number,
): number {
  const M = rt.M;
  const minor = rt.profile.minor;
  const className = rt.text(name);
  const dict = dictCopy(rt, namespace);
  if (dict === 0) return 0;
  const mayDict = base.dictoffset === 0;
  const mayWeak = base.weaklistoffset === 0 && base.itemsize === 0;
  const slotsObject = dictGetStr(rt, dict, rt.ids.__slots__);
  let slots: SlotNames = { names: [], dict: mayDict, weakref: mayWeak, tuple: 0 };
  if (slotsObject !== 0) {
    const read = readSlots(rt, className, base, slotsObject, mayDict, mayWeak);
    if (read === null) {
      rt.decref(dict);
      return 0;
    }
    slots = read;
    for (const slot of slots.names) {
      if (dictGetStr(rt, dict, internStr(rt, slot)) !== 0 && slot !== '__qualname__' && slot !== '__classcell__') {
        rt.decref(dict);
        return rt.raise(E.ValueError, `'${slot}' in __slots__ conflicts with class variable`);
      }
    }
    // Further bases may bring a dict or weak references along.
    for (const other of tupleItems(rt, bases)) {
      const info = rt.infoOf(other);
      if (other === base.address) continue;
      if (mayDict && !slots.dict && info.dictoffset !== 0) slots = { ...slots, dict: true };
      if (mayWeak && !slots.weakref && info.weaklistoffset !== 0) slots = { ...slots, weakref: true };
    }
  }
  const type = genericAlloc(rt, metatype, slots.names.length);
  const info = new TypeInfo(rt.types.length, type, className);
  rt.types.push(info);
  M[type + TypeLayout.INFO] = info.index;
  M[type + TypeLayout.HT_NAME] = rt.newRef(name);
  M[type + TypeLayout.HT_SLOTS] = slots.tuple;
  M[type + TypeLayout.DICT] = dict;
  M[type + TypeLayout.BASES] = rt.newRef(bases);
  M[type + TypeLayout.BASE] = rt.newRef(base.address);
  info.base = base;
  info.flags = TypeFlag.HEAPTYPE | TypeFlag.BASETYPE | (base.flags & INHERITED_FLAGS) | TypeFlag.HAVE_GC;
  if (base.hasGc || slots.dict || slots.names.length > 0 || minor >= 8) info.flags |= TypeFlag.HAVE_GC;
  for (const other of tupleItems(rt, bases))
    info.flags |= rt.infoOf(other).flags & (TypeFlag.SEQUENCE | TypeFlag.MAPPING);
  setNames(rt, info, dict);
  const status = fillDict(rt, info, dict);
  if (status < 0) {
    rt.decref(type);
    return 0;
  }
  // Since 3.10 the MRO stands before the descriptors of slots are made.
  if (minor >= 10 && !setMro(rt, type, metatype)) {
    rt.decref(type);
    return 0;
  }
  layOut(rt, info, base, slots, dict);
  info.tp_alloc = genericAlloc;
  info.tp_dealloc = subtypeDealloc;
  info.tp_traverse = subtypeTraverse;
  info.tp_clear = subtypeClear;
  const cell = dictGetStr(rt, dict, rt.ids.__classcell__);
  if (cell !== 0) {
    if (!rt.is(cell, T.CELL)) {
      rt.decref(type);
      return rt.raise(E.TypeError, `__classcell__ must be a nonlocal cell, not ${rt.typeOf(cell).name}`);
    }
    M[cell + 4] = rt.newRef(type);
    dictDel(rt, dict, rt.ids.__classcell__);
  }
  if (!ready(rt, info, base, metatype)) {
    rt.decref(type);
    return 0;
  }
  if (callSetNames(rt, type, dict) < 0 || initSubclass(rt, type, kwargs) < 0) {
    rt.decref(type);
    return 0;
  }
  return type;
}

/** `__module__`, `__qualname__`, `__doc__`. */
function setNames(rt: Machine, info: TypeInfo, dict: number): void {
  const M = rt.M;
  const type = info.address;
  if (dictGetStr(rt, dict, rt.ids.__module__) === 0) {
    const globals = rt.currentGlobals();
    const module = globals === 0 ? 0 : dictGetStr(rt, globals, rt.ids.__name__);
    if (module !== 0) dictSet(rt, dict, rt.ids.__module__, module);
  }
  const qualname = dictGetStr(rt, dict, rt.ids.__qualname__);
  if (qualname !== 0) {
    M[type + TypeLayout.HT_QUALNAME] = rt.newRef(qualname);
    dictDel(rt, dict, rt.ids.__qualname__);
  } else M[type + TypeLayout.HT_QUALNAME] = rt.newRef(M[type + TypeLayout.HT_NAME]!);
}

/** Wraps `__new__`, `__init_subclass__` and `__class_getitem__` as CPython does. */
function fillDict(rt: Machine, info: TypeInfo, dict: number): number {
  const qualname = rt.M[info.address + TypeLayout.HT_QUALNAME]!;
  if (!rt.isStr(qualname))
    return rt.fail(E.TypeError, `type __qualname__ must be a str, not ${rt.typeOf(qualname).name}`);
  const wrap = (name: number, kind: number): void => {
    const func = dictGetStr(rt, dict, name);
    if (func === 0 || !rt.is(func, T.FUNCTION)) return;
    const wrapped = newWrapper(rt, kind, func);
    dictSet(rt, dict, name, wrapped);
    rt.decref(wrapped);
  };
  wrap(rt.ids.__new__, T.STATICMETHOD);
  wrap(rt.ids.__init_subclass__, T.CLASSMETHOD);
  wrap(rt.ids.__class_getitem__, T.CLASSMETHOD);
  return 0;
}

/** Sizes and offsets of instances, and the descriptors of slots, `__dict__` and `__weakref__`. */
function layOut(rt: Machine, info: TypeInfo, base: TypeInfo, slots: SlotNames, dict: number): void {
  const minor = rt.profile.minor;
  let size = base.basicsize;
  info.itemsize = base.itemsize;
  const put = (name: string, descriptor: number): void => {
    dictSet(rt, dict, internStr(rt, name), descriptor);
    rt.decref(descriptor);
  };
  for (const name of slots.names) {
    const offset = size >> 2;
    info.slotOffsets.push(offset);
    put(name, newMemberDescriptor(rt, info, { name, offset, readonly: false, missing: 'error' }));
    size += 8;
  }
  info.dictoffset = base.dictoffset;
  info.weaklistoffset = base.weaklistoffset;
  info.flags |= base.flags & (TypeFlag.MANAGED_DICT | TypeFlag.MANAGED_WEAKREF);
  const addsDict = slots.dict && base.dictoffset === 0;
  const addsWeak = slots.weakref && base.weaklistoffset === 0;
  if (addsDict) {
    if (minor >= 12 || (minor === 11 && base.itemsize === 0)) {
      info.dictoffset = -1;
      info.flags |= TypeFlag.MANAGED_DICT;
    } else if (base.itemsize !== 0) {
      info.dictoffset = -8;
      size += 8;
    } else {
      info.dictoffset = size;
      size += 8;
    }
  }
  if (addsWeak) {
    if (minor >= 12) {
      info.weaklistoffset = -1;
      info.flags |= TypeFlag.MANAGED_WEAKREF;
    } else {
      info.weaklistoffset = size;
      size += 8;
    }
  }
  info.basicsize = size;
  if (addsDict) put('__dict__', newGetSetDescriptor(rt, info, DICT_GETSET));
  if (addsWeak) put('__weakref__', newGetSetDescriptor(rt, info, WEAKREF_GETSET));
}

/** MRO, subclasses, inherited slots, documentation, shared keys. Follows typeobject.c: PyType_Ready for heap types. */
function ready(rt: Machine, info: TypeInfo, base: TypeInfo, metatype: number): boolean {
  const M = rt.M;
  const type = info.address;
  const dict = M[type + TypeLayout.DICT]!;
  M[type + TypeLayout.VERSION] = rt.nextTypeVersion++;
  if (rt.profile.minor < 10 && !setMro(rt, type, metatype)) return false;
  if (dictGetStr(rt, dict, rt.ids.__doc__) === 0) {
    const none = rt.none();
    dictSet(rt, dict, rt.ids.__doc__, none);
    rt.decref(none);
  }
  // A class that compares without hashing cannot be hashed.
  if (dictGetStr(rt, dict, rt.ids.__eq__) !== 0 && dictGetStr(rt, dict, rt.ids.__hash__) === 0) {
    const none = rt.none();
    dictSet(rt, dict, rt.ids.__hash__, none);
    rt.decref(none);
  }
  inheritSlots(info, base);
  for (const parent of tupleItems(rt, M[type + TypeLayout.BASES]!)) addSubclass(rt, parent, type);
  updateAllSlots(rt, info);
  // Since 3.11 only where the instances have managed dicts: not below exceptions.
  if (info.dictoffset !== 0 && (rt.profile.minor <= 10 || (info.flags & TypeFlag.MANAGED_DICT) !== 0)) {
    M[type + TypeLayout.HT_CACHED_KEYS] = newSharedKeys(rt);
    if (rt.profile.minor >= 13 && (info.flags & TypeFlag.MANAGED_DICT) !== 0 && info.basicsize === 16) {
      info.flags |= TypeFlag.INLINE_VALUES;
    }
  }
  return true;
}

/** Computes the MRO, through `metaclass.mro()` when that is overridden. */
function setMro(rt: Machine, type: number, metatype: number): boolean {
  const M = rt.M;
  if (metatype !== T.TYPE) {
    const custom = typeLookup(rt, rt.infoOf(metatype), rt.ids.mro);
    if (custom !== 0 && rt.is(custom, T.FUNCTION)) {
      const args = rt.pushArguments(1);
      M[args] = type;
      const result = callMethodVector(rt, rt.ids.mro, args, 1, 0);
      rt.popArguments(args);
      if (result === 0) return false;
      const tuple = sequenceToTuple(rt, result);
      rt.decref(result);
      if (tuple === 0) return false;
      M[type + TypeLayout.MRO] = tuple;
      return true;
    }
  }
  const mro = computeMro(rt, type);
  if (mro === null) return false;
  const tuple = (items: readonly number[]) =>
    stealTuple(
      rt,
      items.map((t) => rt.newRef(t)),
    );
  const single = M[M[type + TypeLayout.BASES]! + Ob.SIZE] === 1;
  if (single && metatype === T.TYPE) {
    M[type + TypeLayout.MRO] = tuple(mro);
    return true;
  }
  // The orders of several bases are merged into a list; `mro()` of a metaclass answers with a list as well.
  const list = listNew(rt, single ? 0 : 1);
  if (single) {
    const made = tuple(mro);
    listExtend(rt, list, made);
    rt.decref(made);
  } else {
    listInitItem(rt, list, 0, rt.newRef(mro[0]!));
    for (let i = 1; i < mro.length; i++) listAppend(rt, list, mro[i]!);
  }
  M[type + TypeLayout.MRO] = sequenceToTuple(rt, list);
  rt.decref(list);
  return true;
}

/** Calls `__set_name__` of the attributes. Follows typeobject.c: type_new_set_names. */
function callSetNames(rt: Machine, type: number, dict: number): number {
  // The calls may change the class: they walk over a copy.
  const copy = dictCopy(rt, dict);
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  let status = 0;
  for (let pos = dictNext(rt, copy, 0, entry); pos >= 0 && status === 0; pos = dictNext(rt, copy, pos, entry)) {
    const { key, value } = entry;
    if (typeLookup(rt, rt.typeOf(value), rt.ids.__set_name__) !== 0) {
      // Bound first: the method holds the attribute once more.
      const method = lookupSpecialBound(rt, value, rt.ids.__set_name__);
      const args = rt.pushArguments(2);
      rt.M[args] = type;
      rt.M[args + 2] = key;
      const result = method === 0 ? 0 : call(rt, method, args, 2, 0);
      rt.popArguments(args);
      if (method !== 0) rt.decref(method);
      if (result === 0) {
        status = -1;
        const note = `Error calling __set_name__ on '${rt.typeOf(value).name}' instance '${rt.text(key)}' in '${rt.infoOf(type).name}'`;
        if (rt.profile.minor >= 12) addNote(rt, note);
        else wrapError(rt, E.RuntimeError, note);
      } else rt.decref(result);
    }
  }
  rt.decref(copy);
  return status;
}

/** Calls `super(type, type).__init_subclass__(**kwargs)`. Follows typeobject.c: type_new_init_subclass. */
function initSubclass(rt: Machine, type: number, kwargs: number): number {
  const start = call2(rt, T.SUPER, type, type);
  if (start === 0) return -1;
  const bound = getAttr(rt, start, rt.ids.__init_subclass__);
  rt.decref(start);
  if (bound === 0) return -1;
  const empty = rt.newRef(S.EMPTY_TUPLE);
  const result = callTupleDict(rt, bound, empty, kwargs);
  rt.decref(empty);
  rt.decref(bound);
  if (result === 0) return -1;
  rt.decref(result);
  return 0;
}
