/** collections.defaultdict. Follows _collectionsmodule.c. */
import { Ob } from '../memory/layout.js';
import { call0, call2 } from '../objects/call.js';
import { defineType } from '../objects/defineType.js';
import { dictDealloc, dictTraverse, dictUpdateFrom, isDict } from '../objects/dict.js';
import { dictClear } from '../objects/dictCore.js';
import { newDictView } from '../objects/dictView.js';
import type { Machine } from '../objects/machine.js';
import { getIter, setItem } from '../objects/object.js';
import { reprEnter, reprLeave } from '../objects/reprlib.js';
import { newStr } from '../objects/strCore.js';
import { reprText } from '../objects/support.js';
import { packTuple, packTuple1, tupleFromVector } from '../objects/tupleCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from '../objects/typeInfo.js';
import { CLASS_GETITEM, dropField } from './nativeType.js';

/** Word of `default_factory`. */
const FACTORY = 12;
const ITEM = 6;

function missing(rt: Machine, self: number, key: number): number {
  const factory = rt.M[self + FACTORY]!;
  if (factory === 0 || factory === S.NONE) return rt.raiseKeyError(key);
  const value = call0(rt, factory);
  if (value === 0) return 0;
  if (setItem(rt, self, key, value) < 0) {
    rt.decref(value);
    return 0;
  }
  return value;
}

/** The same type with the same factory and items. */
function copyWith(rt: Machine, self: number, source: number): number {
  const factory = rt.M[self + FACTORY]!;
  return call2(rt, rt.M[self + Ob.TYPE]!, factory === 0 ? S.NONE : factory, source);
}

function copy(rt: Machine, self: number): number {
  return copyWith(rt, self, self);
}

function init(rt: Machine, self: number, args: number, kwargs: number): number {
  const M = rt.M;
  const n = M[args + Ob.SIZE]!;
  const first = n > 0 ? M[args + ITEM]! : 0;
  if (first !== 0 && first !== S.NONE && !isCallable(rt, first)) {
    return rt.fail(E.TypeError, 'first argument must be callable or None');
  }
  const rest = tupleFromVector(rt, args + ITEM + 2, Math.max(0, n - 1));
  const old = M[self + FACTORY]!;
  M[self + FACTORY] = first === 0 ? 0 : rt.newRef(first);
  const status = rt.infoOf(T.DICT).tp_init!(rt, self, rest, kwargs);
  rt.decref(rest);
  if (old !== 0) rt.decref(old);
  return status;
}

function isCallable(rt: Machine, p: number): boolean {
  const info = rt.typeOf(p);
  return info.tp_call !== null || info.vectorcall !== null;
}

function repr(rt: Machine, self: number): number {
  const base = rt.infoOf(T.DICT).tp_repr!(rt, self);
  if (base === 0) return 0;
  const items = rt.text(base);
  rt.decref(base);
  const factory = rt.M[self + FACTORY]!;
  let text: string | null = 'None';
  if (factory !== 0) {
    if (reprEnter(rt, factory)) text = '...';
    else {
      text = reprText(rt, factory);
      reprLeave(rt, factory);
    }
  }
  return text === null ? 0 : newStr(rt, `${rt.typeOf(self).name}(${text}, ${items})`);
}

function dealloc(rt: Machine, self: number): void {
  rt.gcUntrack(self);
  dropField(rt, self, FACTORY);
  dictDealloc(rt, self);
}

function traverse(rt: Machine, self: number, visit: Visit): void {
  if (rt.M[self + FACTORY] !== 0) visit(rt, rt.M[self + FACTORY]!);
  dictTraverse(rt, self, visit);
}

function clear(rt: Machine, self: number): void {
  dropField(rt, self, FACTORY);
  dictClear(rt, self);
}

function reduce(rt: Machine, self: number): number {
  const M = rt.M;
  const factory = M[self + FACTORY]!;
  const args = factory === 0 || factory === S.NONE ? rt.newRef(S.EMPTY_TUPLE) : packTuple1(rt, factory);
  const view = newDictView(rt, T.DICT_ITEMS, self);
  const it = getIter(rt, view);
  rt.decref(view);
  const result = it === 0 ? 0 : packTuple(rt, M[self + Ob.TYPE]!, args, S.NONE, S.NONE, it);
  rt.xdecref(it);
  rt.decref(args);
  return result;
}

const METHODS: readonly MethodDef[] = [
  { name: '__missing__', kind: MethodKind.O, fn: missing },
  { name: 'copy', kind: MethodKind.NOARGS, fn: copy },
  { name: '__copy__', kind: MethodKind.NOARGS, fn: copy },
  { name: '__reduce__', kind: MethodKind.NOARGS, fn: reduce },
];

/** Defines defaultdict; returns its address. */
export function defineDefaultDict(rt: Machine): number {
  const type = rt.nextStaticType();
  const modern = rt.profile.minor >= 9;
  // The left operand decides the type; a plain dict on the left gives way.
  const or = (machine: Machine, a: number, b: number): number => {
    const self = machine.isInstance(a, type) ? a : b;
    const other = self === a ? b : a;
    if (!isDict(machine, other)) return machine.newRef(S.NOT_IMPLEMENTED);
    const result = copyWith(machine, self, a);
    if (result === 0) return 0;
    if (dictUpdateFrom(machine, result, b) < 0) {
      machine.decref(result);
      return 0;
    }
    return result;
  };
  defineType(rt, type, {
    name: 'collections.defaultdict',
    base: T.DICT,
    basicsize: 56,
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE,
    tp_init: init,
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_clear: clear,
    tp_repr: repr,
    nb_or: modern ? or : null,
    methods: modern ? [...METHODS, CLASS_GETITEM] : METHODS,
    members: [{ name: 'default_factory', offset: FACTORY, readonly: false, missing: 'none' }],
  });
  return type;
}
