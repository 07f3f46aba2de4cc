/** The native half of `abc`: abstract methods, registration, and the caches of isinstance. Follows _abc.c. */
import { Ob, TypeLayout } from '../memory/layout.js';
import { checkArgs } from '../objects/args.js';
import { call0, call1, callMethod1 } from '../objects/call.js';
import { isSubclassOf } from '../objects/instanceCheck.js';
import { newInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { isTrue } from '../objects/object.js';
import { isAbstractMethod } from '../objects/property.js';
import { internStr } from '../objects/strCore.js';
import { attrOf, dictEntries, findAttr, putAttr, sequenceToTuple } from '../objects/support.js';
import { stealTuple, tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type TypeInfo } from '../objects/typeInfo.js';
import type { ModuleDef } from './moduleDef.js';

/** What a class with ABCMeta remembers. Classes are held weakly, by their TypeInfo. */
interface AbcData {
  readonly registry: Set<TypeInfo>;
  readonly cache: Set<TypeInfo>;
  readonly negative: Set<TypeInfo>;
  negativeVersion: number;
}

/** All data of a machine. `version` is counted up by each registration: negative caches of before are stale. */
interface AbcState {
  readonly data: Map<TypeInfo, AbcData>;
  version: number;
}

/** The state stands among the machine's side data under the address of `type`. */
function stateOf(rt: Machine): AbcState {
  let state = rt.natural.get(T.TYPE) as AbcState | undefined;
  if (state === undefined) {
    state = { data: new Map(), version: 0 };
    rt.natural.set(T.TYPE, state);
  }
  return state;
}

/** Whether the class of a TypeInfo still exists. */
function isAlive(rt: Machine, info: TypeInfo): boolean {
  const M = rt.M;
  const p = info.address;
  return M[p] !== 0 && M[p + TypeLayout.INFO] === info.index && M[p + TypeLayout.MRO] !== 0;
}

function dataOf(rt: Machine, cls: number): AbcData | null {
  const data = stateOf(rt).data.get(rt.infoOf(cls));
  if (data === undefined) rt.raise(E.TypeError, '_abc_impl is set to a wrong type');
  return data ?? null;
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
  const set = call1(rt, T.FROZENSET, tuple);
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
  const state = stateOf(rt);
  // Classes that died make room.
  if (state.data.size > 256 && state.data.size % 64 === 0) {
    for (const info of state.data.keys()) if (!isAlive(rt, info)) state.data.delete(info);
  }
  const info = rt.infoOf(cls);
  state.data.set(info, { registry: new Set(), cache: new Set(), negative: new Set(), negativeVersion: state.version });
  const impl = call0(rt, T.OBJECT);
  if (impl === 0) return 0;
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
  if (data === null) return 0;
  data.registry.add(rt.infoOf(subclass));
  stateOf(rt).version++;
  if (rt.profile.minor >= 10) {
    const bits = rt.infoOf(cls).flags & (TypeFlag.SEQUENCE | TypeFlag.MAPPING);
    if (bits !== 0) rt.infoOf(subclass).flags |= bits;
  }
  return rt.newRef(subclass);
}

function subclassCheckHook(rt: Machine, cls: number, subclass: number): number {
  return callMethod1(rt, cls, internStr(rt, '__subclasscheck__'), subclass);
}

function abcInstanceCheck(rt: Machine, _module: number, args: number, nargs: number): number {
  if (!checkArgs(rt, '_abc_instancecheck', nargs, 2, 2)) return 0;
  const cls = rt.M[args]!;
  const o = rt.M[args + 2]!;
  const data = dataOf(rt, cls);
  if (data === null) return 0;
  const subclass = attrOf(rt, o, '__class__');
  if (subclass === 0) return 0;
  const isType = rt.hasFlag(subclass, TypeFlag.TYPE_SUBCLASS);
  if (isType && data.cache.has(rt.infoOf(subclass))) {
    rt.decref(subclass);
    return rt.bool(true);
  }
  const type = rt.M[o + Ob.TYPE]!;
  let result: number;
  if (type === subclass) {
    if (data.negativeVersion === stateOf(rt).version && data.negative.has(rt.infoOf(subclass))) result = rt.bool(false);
    else result = subclassCheckHook(rt, cls, subclass);
  } else {
    result = subclassCheckHook(rt, cls, subclass);
    if (result !== 0) {
      const truth = isTrue(rt, result);
      if (truth === 0) {
        rt.decref(result);
        result = subclassCheckHook(rt, cls, type);
      } else if (truth < 0) {
        rt.decref(result);
        result = 0;
      }
    }
  }
  rt.decref(subclass);
  return result;
}

function abcSubclassCheck(rt: Machine, _module: number, args: number, nargs: number): number {
  if (!checkArgs(rt, '_abc_subclasscheck', nargs, 2, 2)) return 0;
  const cls = rt.M[args]!;
  const subclass = rt.M[args + 2]!;
  if (!rt.hasFlag(subclass, TypeFlag.TYPE_SUBCLASS)) return rt.raise(E.TypeError, 'issubclass() arg 1 must be a class');
  const data = dataOf(rt, cls);
  if (data === null) return 0;
  const info = rt.infoOf(subclass);
  if (data.cache.has(info)) return rt.bool(true);
  const state = stateOf(rt);
  if (data.negativeVersion < state.version) {
    data.negative.clear();
    data.negativeVersion = state.version;
  } else if (data.negative.has(info)) return rt.bool(false);
  const yes = (): number => {
    data.cache.add(info);
    return rt.bool(true);
  };
  // 1. The hook.
  const answer = callMethod1(rt, cls, internStr(rt, '__subclasshook__'), subclass);
  if (answer === 0) return 0;
  rt.decref(answer);
  if (answer === S.TRUE) return yes();
  if (answer === S.FALSE) {
    data.negative.add(info);
    return rt.bool(false);
  }
  if (answer !== S.NOT_IMPLEMENTED) {
    return rt.raise(E.AssertionError, '__subclasshook__ must return either False, True, or NotImplemented');
  }
  // 2. A direct subclass.
  const mro = rt.M[subclass + TypeLayout.MRO]!;
  for (let i = 0; i < tupleLength(rt, mro); i++) if (tupleItem(rt, mro, i) === cls) return yes();
  // 3. A subclass of a registered class.
  for (const registered of [...data.registry]) {
    if (!isAlive(rt, registered)) {
      data.registry.delete(registered);
      continue;
    }
    const matches = isSubclassOf(rt, subclass, registered.address);
    if (matches < 0) return 0;
    if (matches > 0) return yes();
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
      return matches < 0 ? 0 : yes();
    }
  }
  rt.decref(subclasses);
  data.negative.add(info);
  return rt.bool(false);
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
  if (data === null) return 0;
  data.registry.clear();
  return rt.none();
}

function resetCaches(rt: Machine, _module: number, cls: number): number {
  const data = dataOf(rt, cls);
  if (data === null) return 0;
  data.cache.clear();
  data.negative.clear();
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

export const abcNativeModule: ModuleDef = { name: '_abc', methods: METHODS };
