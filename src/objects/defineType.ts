/** Making static types: memory, slots, the dict with methods and slot wrappers, MRO. Follows typeobject.c: PyType_Ready. */
import { Ob, TypeLayout } from '../memory/layout.js';
import { isNativeHeapType, visitsTypeLast } from '../spec/heapTypes.js';
import { asCalled, newStaticBuiltin } from './builtinFunction.js';
import {
  newClassMethodDescriptor,
  newGetSetDescriptor,
  newMemberDescriptor,
  newMethodDescriptor,
  newSlotWrapper,
} from './descr.js';
import { dictGetStr, dictSet, newDict } from './dictCore.js';
import type { Machine } from './machine.js';
import { inheritSlots, SLOTS } from './slots.js';
import { internStr, newStr } from './strCore.js';
import { newTuple, packTuple1 } from './tupleCore.js';
import { S, T } from './typeIds.js';
import { type GetSetDef, type MemberDef, type MethodDef, MethodKind, TypeFlag, TypeInfo } from './typeInfo.js';

/** The slots a definition may fill, and the tables of its dict. */
export interface TypeSpec
  extends Partial<Omit<TypeInfo, 'index' | 'address' | 'base' | 'cache' | 'hasGc' | 'isHeapType'>> {
  /** With the module where `repr` shows it: `collections.deque`. */
  readonly name: string;
  /** Address of the base; object where left out. */
  readonly base?: number;
  readonly doc?: string;
  readonly methods?: readonly MethodDef[];
  readonly getset?: readonly GetSetDef[];
  readonly members?: readonly MemberDef[];
  /** Further entries of the dict; takes the values over. */
  readonly entries?: (rt: Machine) => readonly (readonly [string, number])[];
}

/** Flags that a subclass takes over from its base. */
const INHERITED_FLAGS =
  TypeFlag.LONG_SUBCLASS |
  TypeFlag.LIST_SUBCLASS |
  TypeFlag.TUPLE_SUBCLASS |
  TypeFlag.BYTES_SUBCLASS |
  TypeFlag.UNICODE_SUBCLASS |
  TypeFlag.DICT_SUBCLASS |
  TypeFlag.BASE_EXC_SUBCLASS |
  TypeFlag.TYPE_SUBCLASS;
const PATTERN_FLAGS = TypeFlag.SEQUENCE | TypeFlag.MAPPING;

/** Lays a static type out in memory, without its dict: so that objects of it can be made while the dicts are not there yet. */
export function reserveType(rt: Machine, address: number, name: string): TypeInfo {
  const M = rt.M;
  M.fill(0, address, address + TypeLayout.STATIC_END);
  const info = new TypeInfo(rt.types.length, address, name.slice(name.lastIndexOf('.') + 1));
  info.fullName = name;
  rt.types.push(info);
  M[address] = rt.profile.immortal ? -1 : 1000;
  M[address + Ob.TYPE] = T.TYPE;
  M[address + TypeLayout.INFO] = info.index;
  M[address + TypeLayout.VERSION] = rt.nextTypeVersion++;
  return info;
}

/** Fills the slots of a reserved or new static type and makes its dict. */
export function defineType(rt: Machine, address: number, spec: TypeSpec): TypeInfo {
  const info =
    rt.M[address + Ob.TYPE] === T.TYPE && rt.M[address + TypeLayout.INFO] !== 0
      ? rt.infoOf(address)
      : reserveType(rt, address, spec.name);
  const base = address === T.OBJECT ? null : rt.infoOf(spec.base ?? T.OBJECT);
  const { name, base: _base, doc, methods, getset, members, entries, ...slots } = spec;
  info.name = name.slice(name.lastIndexOf('.') + 1);
  info.fullName = name;
  Object.assign(info, slots);
  const { tp_traverse: traverse } = info;
  if (traverse !== null && isNativeHeapType(name, rt.profile.minor)) {
    info.showsType = true;
    const last = visitsTypeLast(name);
    info.tp_traverse = (machine, self, visit) => {
      if (!last) visit(machine, machine.M[self + Ob.TYPE]!);
      traverse(machine, self, visit);
      if (last) visit(machine, machine.M[self + Ob.TYPE]!);
    };
  }
  linkType(rt, info, base);
  const M = rt.M;
  const dict = newDict(rt);
  M[address + TypeLayout.DICT] = dict;
  addSlotWrappers(rt, info, dict);
  for (const def of methods ?? []) addMethod(rt, info, dict, def);
  for (const def of members ?? []) put(rt, dict, def.name, newMemberDescriptor(rt, info, def));
  for (const def of getset ?? []) put(rt, dict, def.name, newGetSetDescriptor(rt, info, def));
  for (const [key, value] of entries?.(rt) ?? []) put(rt, dict, key, value);
  if (spec.tp_new) putNew(rt, info, dict);
  if (dictGetStr(rt, dict, internStr(rt, '__doc__')) === 0) {
    put(rt, dict, '__doc__', doc === undefined ? rt.none() : newStr(rt, doc));
  }
  if (info.tp_richcompare !== null && info.tp_hash === null && spec.tp_richcompare) {
    put(rt, dict, '__hash__', rt.none());
  }
  inheritSlots(info, base);
  if (base !== null) base.subclasses.push(address);
  return info;
}

/** Bases, MRO and inherited layout. */
function linkType(rt: Machine, info: TypeInfo, base: TypeInfo | null): void {
  const M = rt.M;
  info.base = base;
  if (base === null) {
    M[info.address + TypeLayout.BASES] = rt.newRef(S.EMPTY_TUPLE);
    M[info.address + TypeLayout.MRO] = packTuple1(rt, info.address);
    return;
  }
  info.flags |= base.flags & INHERITED_FLAGS;
  if ((info.flags & PATTERN_FLAGS) === 0) info.flags |= base.flags & PATTERN_FLAGS;
  if (info.basicsize < base.basicsize) info.basicsize = base.basicsize;
  if (info.itemsize === 0) info.itemsize = base.itemsize;
  if (info.dictoffset === 0) info.dictoffset = base.dictoffset;
  if (info.weaklistoffset === 0) info.weaklistoffset = base.weaklistoffset;
  if ((base.flags & TypeFlag.HAVE_GC) !== 0 && info.tp_traverse === null) info.flags |= TypeFlag.HAVE_GC;
  M[info.address + TypeLayout.BASE] = rt.newRef(base.address);
  M[info.address + TypeLayout.BASES] = packTuple1(rt, base.address);
  const baseMro = M[base.address + TypeLayout.MRO]!;
  const n = M[baseMro + Ob.SIZE]!;
  const mro = newTuple(rt, n + 1);
  M[mro + 6] = rt.newRef(info.address);
  for (let i = 0; i < n; i++) M[mro + 8 + 2 * i] = rt.newRef(M[baseMro + 6 + 2 * i]!);
  rt.gcTrack(mro);
  M[info.address + TypeLayout.MRO] = mro;
}

/** Stores a value, whose reference is taken over, under an interned name. */
export function put(rt: Machine, dict: number, name: string, value: number): void {
  dictSet(rt, dict, internStr(rt, name), value);
  rt.decref(value);
}

/** Wrappers (`__add__` ...) for the slots that a type fills itself. Follows typeobject.c: add_operators. */
function addSlotWrappers(rt: Machine, info: TypeInfo, dict: number): void {
  for (let i = 0; i < SLOTS.length; i++) {
    const slot = SLOTS[i]!;
    if (slot.wrapper === null) continue;
    if (info[slot.field] === null) continue;
    if (dictGetStr(rt, dict, internStr(rt, slot.name)) !== 0) continue;
    put(rt, dict, slot.name, newSlotWrapper(rt, info, i));
  }
}

function addMethod(rt: Machine, info: TypeInfo, dict: number, row: MethodDef): void {
  const def = asCalled(rt, info.name.slice(info.name.lastIndexOf('.') + 1), row);
  let value: number;
  if ((def.kind & MethodKind.CLASS) !== 0) value = newClassMethodDescriptor(rt, info, def);
  else if ((def.kind & MethodKind.STATIC) !== 0) value = newStaticBuiltin(rt, info, def);
  else value = newMethodDescriptor(rt, info, def);
  put(rt, dict, def.name, value);
}

/** `__new__`: a builtin bound to the type. Follows typeobject.c: add_tp_new_wrapper. */
function putNew(rt: Machine, info: TypeInfo, dict: number): void {
  put(rt, dict, '__new__', newStaticBuiltin(rt, info, NEW_DEF, info.address));
}

/** `T.__new__(S, ...)`: checks that S is a subtype of T. Follows typeobject.c: tp_new_wrapper. */
export const NEW_DEF: MethodDef = {
  name: '__new__',
  kind: MethodKind.VARARGS | MethodKind.KEYWORDS,
  fn: (rt, self, args, kwargs) => callNew(rt, self, args, kwargs),
  doc: 'Create and return a new object.  See help(type) for accurate signature.',
};

function callNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const M = rt.M;
  const n = M[args + Ob.SIZE]!;
  const info = rt.infoOf(type);
  const TYPE_ERROR = T.BASE_EXCEPTION + 104 * 6;
  if (n < 1) return rt.raise(TYPE_ERROR, `${info.fullName}.__new__(): not enough arguments`);
  const subtype = M[args + 6]!;
  if ((rt.typeOf(subtype).flags & TypeFlag.TYPE_SUBCLASS) === 0) {
    return rt.raise(TYPE_ERROR, `${info.fullName}.__new__(X): X is not a type object (${rt.typeOf(subtype).name})`);
  }
  const sub = rt.infoOf(subtype);
  if (!rt.isSubtype(subtype, type)) {
    return rt.raise(
      TYPE_ERROR,
      `${info.fullName}.__new__(${sub.fullName}): ${sub.fullName} is not a subtype of ${info.fullName}`,
    );
  }
  // The first base that is not made by a class statement must have the same tp_new.
  let staticBase: TypeInfo | null = sub;
  while (staticBase?.isHeapType && staticBase.tp_new !== info.tp_new) staticBase = staticBase.base;
  if (staticBase !== null && staticBase.tp_new !== info.tp_new) {
    return rt.raise(
      TYPE_ERROR,
      `${info.fullName}.__new__(${sub.fullName}) is not safe, use ${staticBase.fullName}.__new__()`,
    );
  }
  const rest = newTuple(rt, n - 1);
  for (let i = 1; i < n; i++) M[rest + 4 + 2 * i] = rt.newRef(M[args + 6 + 2 * i]!);
  if (n > 1) rt.gcTrack(rest);
  const result = info.tp_new!(rt, subtype, rest, kwargs);
  rt.decref(rest);
  return result;
}
