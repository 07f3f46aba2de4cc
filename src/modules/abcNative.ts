/** The native half of `abc`: abstract methods, registration, and the caches of isinstance. Follows _abc.c. */
import { Ob, TypeLayout } from '../memory/layout.js';
import { checkArgs } from '../objects/args.js';
import { newBuiltin } from '../objects/builtinFunction.js';
import { call0, callMethod1 } from '../objects/call.js';
import { defineType } from '../objects/defineType.js';
import { isSubclassOf } from '../objects/instanceCheck.js';
import { newInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { freeInstance, isTrue } from '../objects/object.js';
import { isAbstractMethod } from '../objects/property.js';
import { makeBaseSet, setNew } from '../objects/set.js';
import { setAdd, setClear, setContainsKey, setDiscardKey, setLength, setNext, setSlot } from '../objects/setTable.js';
import { internStr } from '../objects/strCore.js';
import { attrOf, dictEntries, findAttr, putAttr, sequenceToTuple } from '../objects/support.js';
import { stealTuple, tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type TypeInfo, type Visit } from '../objects/typeInfo.js';
import { newWeakref, weakrefObject } from '../objects/weakref.js';
import type { ModuleDef } from './moduleDef.js';
import { defineNativeTypeAt, dropField } from './nativeType.js';

/** Words of the fields of an _abc_data: three sets of weak references, 0 while nothing was put in. */
const REGISTRY = 4;
const CACHE = 6;
const NEGATIVE = 8;
const VERSION = 10;
const DATA_BYTES = 48;

/** `version` is counted up by each registration: negative caches of before are stale. */
interface AbcState {
  dataType: number;
  version: number;
}

/** The state stands among the machine's side data under the address of `type`. */
function stateOf(rt: Machine): AbcState {
  let state = rt.natural.get(T.TYPE) as AbcState | undefined;
  if (state === undefined) {
    state = { dataType: 0, version: 0 };
    rt.natural.set(T.TYPE, state);
  }
  return state;
}

/** The _abc_data of a class, borrowed: the class holds it. 0 with an exception. Follows _abc.c: _get_impl. */
function dataOf(rt: Machine, cls: number): number {
  const data = attrOf(rt, cls, '_abc_impl');
  if (data === 0) return 0;
  rt.decref(data);
  if (!rt.is(data, stateOf(rt).dataType)) return rt.raise(E.TypeError, '_abc_impl is set to a wrong type');
  return data;
}

/** Takes the reference to a class that died out of its set, if that is still there. Follows _abc.c: _destroy. */
const DESTROY: MethodDef = {
  name: '_destroy',
  kind: MethodKind.O,
  fn: (rt, setReference, reference) => {
    const set = weakrefObject(rt, setReference);
    if (set === S.NONE) return rt.none();
    rt.incref(set);
    const status = setDiscardKey(rt, set, reference);
    rt.decref(set);
    return status < 0 ? 0 : rt.none();
  },
};

/** Whether the set in a field has the class: 1 or 0, -1 with an exception. Follows _abc.c: _in_weak_set. */
function inWeakSet(rt: Machine, data: number, field: number, cls: number): number {
  const set = rt.M[data + field]!;
  if (set === 0 || setLength(rt, set) === 0) return 0;
  const reference = newWeakref(rt, cls, 0);
  if (reference === 0) {
    if (!rt.errorIs(E.TypeError)) return -1;
    rt.clearError();
    return 0;
  }
  const answer = setContainsKey(rt, set, reference);
  rt.decref(reference);
  return answer;
}

/** Puts a weak reference to a class into the set of a field: 0, or -1. Follows _abc.c: _add_to_weak_set. */
function addToWeakSet(rt: Machine, data: number, field: number, cls: number): number {
  if (rt.M[data + field] === 0) rt.M[data + field] = setNew(rt);
  const set = rt.M[data + field]!;
  const setReference = newWeakref(rt, set, 0);
  const destroy = newBuiltin(rt, DESTROY, setReference, 0);
  const reference = newWeakref(rt, cls, destroy);
  rt.decref(destroy);
  const status = reference === 0 ? -1 : setAdd(rt, set, reference);
  rt.xdecref(reference);
  rt.decref(setReference);
  return status;
}

function clearWeakSet(rt: Machine, data: number, field: number): void {
  const set = rt.M[data + field]!;
  if (set !== 0) setClear(rt, set);
}

/** Follows _abc.c: _abc_data; with GC since 3.9. */
function defineData(rt: Machine): number {
  const type = rt.nextStaticType();
  const references = [REGISTRY, CACHE, NEGATIVE];
  const slots = { name: '_abc._abc_data', basicsize: DATA_BYTES };
  if (rt.profile.minor >= 9) {
    const tp_clear = (machine: Machine, self: number): void => {
      for (const field of references) dropField(machine, self, field);
    };
    defineNativeTypeAt(rt, type, { ...slots, references, tp_clear });
    return type;
  }
  const owned = (machine: Machine, self: number, visit: Visit): void => {
    for (const field of references) if (machine.M[self + field] !== 0) visit(machine, machine.M[self + field]!);
  };
  defineType(rt, type, {
    ...slots,
    tp_dealloc: (machine, self) => {
      for (const field of references) dropField(machine, self, field);
      freeInstance(machine, self);
    },
    untraversed: owned,
  });
  return type;
}

function newData(rt: Machine): number {
  const state = stateOf(rt);
  const gc = rt.profile.minor >= 9;
  const p = gc ? rt.newGcObject(state.dataType, DATA_BYTES) : rt.newObject(state.dataType, DATA_BYTES);
  for (const field of [REGISTRY, CACHE, NEGATIVE]) rt.M[p + field] = 0;
  rt.M[p + VERSION] = state.version;
  if (gc) rt.gcTrack(p);
  return p;
}

/** The names of the abstract methods of a class into `__abstractmethods__`: 0, or -1. Follows compute_abstract_methods. */
function computeAbstractMethods(rt: Machine, cls: number): number {
  const found: number[] = [];
  const add = (name: number): void => {
    if (!found.some((other) => rt.text(other) === rt.text(name))) found.push(rt.newRef(name));
  };
  const give = (status: number): number => {
    for (const name of found) rt.decref(name);
    return status;
  };
  for (const [name, value] of dictEntries(rt, rt.M[cls + TypeLayout.DICT]!)) {
    const answer = isAbstractMethod(rt, value);
    if (answer < 0) return give(-1);
    if (answer > 0) add(name);
  }
  const bases = rt.M[cls + TypeLayout.BASES]!;
  for (let i = 0; i < tupleLength(rt, bases); i++) {
    const inherited = findAttr(rt, tupleItem(rt, bases, i), '__abstractmethods__');
    if (inherited === 0) {
      if (rt.currentException !== 0) return give(-1);
      continue;
    }
    const names = sequenceToTuple(rt, inherited);
    rt.decref(inherited);
    if (names === 0) return give(-1);
    for (let k = 0; k < tupleLength(rt, names); k++) {
      const name = tupleItem(rt, names, k);
      const value = findAttrObject(rt, cls, name);
      const answer = value === 0 ? (rt.currentException !== 0 ? -1 : 0) : isAbstractMethod(rt, value);
      rt.xdecref(value);
      if (answer < 0) {
        rt.decref(names);
        return give(-1);
      }
      if (answer > 0) add(name);
    }
    rt.decref(names);
  }
  const tuple = stealTuple(rt, found);
  const set = makeBaseSet(rt, T.FROZENSET, tuple);
  rt.decref(tuple);
  if (set === 0) return -1;
  const status = putAttr(rt, cls, '__abstractmethods__', set);
  rt.decref(set);
  return status;
}

function findAttrObject(rt: Machine, o: number, name: number): number {
  return findAttr(rt, o, rt.text(name));
}

function abcInit(rt: Machine, _module: number, cls: number): number {
  if (computeAbstractMethods(rt, cls) < 0) return 0;
  const info = rt.infoOf(cls);
  const impl = newData(rt);
  const status = putAttr(rt, cls, '_abc_impl', impl);
  rt.decref(impl);
  if (status < 0) return 0;
  if (rt.profile.minor >= 10) inheritPatternFlags(rt, cls, info);
  return rt.none();
}

/** Sequence and Mapping of collections.abc mark their subclasses for `match`. */
function inheritPatternFlags(rt: Machine, cls: number, info: TypeInfo): void {
  const flags = findAttr(rt, cls, '__abc_tpflags__');
  if (flags === 0) {
    rt.clearError();
    return;
  }
  const bits = rt.isInt(flags) ? rt.M[flags + Ob.AUX]! & (TypeFlag.SEQUENCE | TypeFlag.MAPPING) : 0;
  rt.decref(flags);
  info.flags |= bits;
}

function abcRegister(rt: Machine, _module: number, args: number, nargs: number): number {
  if (!checkArgs(rt, '_abc_register', nargs, 2, 2)) return 0;
  const cls = rt.M[args]!;
  const subclass = rt.M[args + 2]!;
  if (!rt.hasFlag(subclass, TypeFlag.TYPE_SUBCLASS)) return rt.raise(E.TypeError, 'Can only register classes');
  const known = isSubclassOf(rt, subclass, cls);
  if (known !== 0) return known < 0 ? 0 : rt.newRef(subclass);
  const circular = isSubclassOf(rt, cls, subclass);
  if (circular < 0) return 0;
  if (circular > 0) return rt.raise(E.RuntimeError, 'Refusing to create an inheritance cycle');
  const data = dataOf(rt, cls);
  if (data === 0 || addToWeakSet(rt, data, REGISTRY, subclass) < 0) return 0;
  stateOf(rt).version++;
  if (rt.profile.minor >= 10) {
    const bits = rt.infoOf(cls).flags & (TypeFlag.SEQUENCE | TypeFlag.MAPPING);
    if (bits !== 0) setPatternFlags(rt, subclass, bits);
  }
  return rt.newRef(subclass);
}

/** Built-in types cannot be changed: what is registered of them was marked by their own makers. Follows _abc.c: set_collection_flag_recursive. */
function setPatternFlags(rt: Machine, cls: number, bits: number): void {
  const info = rt.infoOf(cls);
  const both = TypeFlag.SEQUENCE | TypeFlag.MAPPING;
  if (!info.isHeapType || (info.flags & both) === bits) return;
  info.flags = (info.flags & ~both) | bits;
  for (const child of info.subclasses) setPatternFlags(rt, child, bits);
}

function subclassCheckHook(rt: Machine, cls: number, subclass: number): number {
  return callMethod1(rt, cls, internStr(rt, '__subclasscheck__'), subclass);
}

function abcInstanceCheck(rt: Machine, _module: number, args: number, nargs: number): number {
  if (!checkArgs(rt, '_abc_instancecheck', nargs, 2, 2)) return 0;
  const cls = rt.M[args]!;
  const o = rt.M[args + 2]!;
  const data = dataOf(rt, cls);
  if (data === 0) return 0;
  const subclass = attrOf(rt, o, '__class__');
  if (subclass === 0) return 0;
  const result = checkInstance(rt, cls, data, subclass, rt.M[o + Ob.TYPE]!);
  rt.decref(subclass);
  return result;
}

/** `type` is that of the object, `subclass` what it says. Follows _abc.c: _abc__abc_instancecheck_impl. */
function checkInstance(rt: Machine, cls: number, data: number, subclass: number, type: number): number {
  const cached = inWeakSet(rt, data, CACHE, subclass);
  if (cached !== 0) return cached < 0 ? 0 : rt.bool(true);
  if (type === subclass) {
    if (rt.M[data + VERSION] === stateOf(rt).version) {
      const excluded = inWeakSet(rt, data, NEGATIVE, subclass);
      if (excluded !== 0) return excluded < 0 ? 0 : rt.bool(false);
    }
    return subclassCheckHook(rt, cls, subclass);
  }
  const result = subclassCheckHook(rt, cls, subclass);
  if (result === 0) return 0;
  const truth = isTrue(rt, result);
  if (truth > 0) return result;
  rt.decref(result);
  return truth < 0 ? 0 : subclassCheckHook(rt, cls, type);
}

function abcSubclassCheck(rt: Machine, _module: number, args: number, nargs: number): number {
  if (!checkArgs(rt, '_abc_subclasscheck', nargs, 2, 2)) return 0;
  const M = rt.M;
  const cls = M[args]!;
  const subclass = M[args + 2]!;
  if (!rt.hasFlag(subclass, TypeFlag.TYPE_SUBCLASS)) return rt.raise(E.TypeError, 'issubclass() arg 1 must be a class');
  const data = dataOf(rt, cls);
  if (data === 0) return 0;
  const cached = inWeakSet(rt, data, CACHE, subclass);
  if (cached !== 0) return cached < 0 ? 0 : rt.bool(true);
  const state = stateOf(rt);
  if (M[data + VERSION]! < state.version) {
    clearWeakSet(rt, data, NEGATIVE);
    M[data + VERSION] = state.version;
  } else {
    const excluded = inWeakSet(rt, data, NEGATIVE, subclass);
    if (excluded !== 0) return excluded < 0 ? 0 : rt.bool(false);
  }
  const keep = (field: number, answer: boolean): number =>
    addToWeakSet(rt, data, field, subclass) < 0 ? 0 : rt.bool(answer);
  // 1. The hook.
  const answer = callMethod1(rt, cls, internStr(rt, '__subclasshook__'), subclass);
  if (answer === 0) return 0;
  rt.decref(answer);
  if (answer === S.TRUE) return keep(CACHE, true);
  if (answer === S.FALSE) return keep(NEGATIVE, false);
  if (answer !== S.NOT_IMPLEMENTED) {
    return rt.raise(E.AssertionError, '__subclasshook__ must return either False, True, or NotImplemented');
  }
  // 2. A direct subclass.
  const mro = M[subclass + TypeLayout.MRO]!;
  for (let i = 0; i < tupleLength(rt, mro); i++) if (tupleItem(rt, mro, i) === cls) return keep(CACHE, true);
  // 3. A subclass of a registered class.
  const registered = checkRegistry(rt, data, subclass);
  if (registered !== 0) {
    if (registered < 0) return 0;
    return registered === 1 ? rt.bool(true) : keep(CACHE, true);
  }
  // 4. A subclass of a subclass.
  const list = callSubclasses(rt, cls);
  if (list === 0) return 0;
  const subclasses = sequenceToTuple(rt, list);
  rt.decref(list);
  if (subclasses === 0) return 0;
  for (let i = 0; i < tupleLength(rt, subclasses); i++) {
    const matches = isSubclassOf(rt, subclass, tupleItem(rt, subclasses, i));
    if (matches !== 0) {
      rt.decref(subclasses);
      return matches < 0 ? 0 : keep(CACHE, true);
    }
  }
  rt.decref(subclasses);
  return keep(NEGATIVE, false);
}

/**
 * Whether a class is registered (1) or a subclass of one that is (2); 0 for neither, -1 with an exception. Follows
 * _abc.c: subclasscheck_check_registry.
 */
function checkRegistry(rt: Machine, data: number, subclass: number): number {
  const own = inWeakSet(rt, data, REGISTRY, subclass);
  if (own !== 0) return own;
  const registry = rt.M[data + REGISTRY]!;
  if (registry === 0) return 0;
  // Callbacks may take references out meanwhile: those that are there now are held.
  const references: number[] = [];
  for (let i = setNext(rt, registry, 0); i >= 0; i = setNext(rt, registry, i + 1)) {
    references.push(rt.newRef(rt.M[setSlot(rt, registry, i)]!));
  }
  let found = 0;
  for (const reference of references) {
    const cls = weakrefObject(rt, reference);
    if (cls === S.NONE) continue;
    rt.incref(cls);
    const matches = isSubclassOf(rt, subclass, cls);
    rt.decref(cls);
    if (matches === 0) continue;
    found = matches < 0 ? -1 : 2;
    break;
  }
  for (const reference of references) rt.decref(reference);
  return found;
}

function callSubclasses(rt: Machine, cls: number): number {
  const method = attrOf(rt, cls, '__subclasses__');
  if (method === 0) return 0;
  const list = call0(rt, method);
  rt.decref(method);
  return list;
}

function resetRegistry(rt: Machine, _module: number, cls: number): number {
  const data = dataOf(rt, cls);
  if (data === 0) return 0;
  clearWeakSet(rt, data, REGISTRY);
  return rt.none();
}

function resetCaches(rt: Machine, _module: number, cls: number): number {
  const data = dataOf(rt, cls);
  if (data === 0) return 0;
  clearWeakSet(rt, data, CACHE);
  clearWeakSet(rt, data, NEGATIVE);
  return rt.none();
}

const METHODS: readonly MethodDef[] = [
  { name: 'get_cache_token', kind: MethodKind.NOARGS, fn: (rt) => newInt(rt, stateOf(rt).version) },
  { name: '_abc_init', kind: MethodKind.O, fn: abcInit },
  { name: '_abc_register', kind: MethodKind.FAST, fn: abcRegister },
  { name: '_abc_instancecheck', kind: MethodKind.FAST, fn: abcInstanceCheck },
  { name: '_abc_subclasscheck', kind: MethodKind.FAST, fn: abcSubclassCheck },
  { name: '_reset_registry', kind: MethodKind.O, fn: resetRegistry },
  { name: '_reset_caches', kind: MethodKind.O, fn: resetCaches },
];

export const abcNativeModule: ModuleDef = {
  name: '_abc',
  methods: METHODS,
  setup(rt) {
    stateOf(rt).dataType = defineData(rt);
    return 0;
  },
};
