/**
 * Weak references: the list that an object keeps of them, and the type `weakref.ref`. Follows weakrefobject.c.
 *
 * The list of an object: the shared plain reference first (without a callback, exactly of type ref), then the shared
 * plain proxy, then all others, newest first. Links are borrowed; a reference that dies leaves the list.
 */
import { Ob, TupleLayout, TypeLayout, WeakrefLayout } from '../memory/layout.js';
import { checkArgs } from './args.js';
import { call1 } from './call.js';
import { defineType } from './defineType.js';
import { dictGetStr } from './dictCore.js';
import { newGenericAlias } from './genericAlias.js';
import { weaklistAddress } from './instance.js';
import type { Machine } from './machine.js';
import { addressText, compare, freeInstance, genericAlloc, genericGetAttr, hash, lookupAttr } from './object.js';
import { boundSpecial } from './specialCall.js';
import { newStr } from './strCore.js';
import { newTuple } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { MethodKind, TypeFlag } from './typeInfo.js';

/** Bytes of a reference or proxy, without GC header. */
export function weakrefSize(rt: Machine): number {
  return rt.profile.minor >= 11 ? 64 : 56;
}

export function isProxy(rt: Machine, p: number): boolean {
  const type = rt.M[p + Ob.TYPE]!;
  return type === T.WEAKPROXY || type === T.WEAKCALLABLEPROXY;
}

/** A reference or a proxy. Follows weakrefobject.h: PyWeakref_Check. */
export function isWeakref(rt: Machine, p: number): boolean {
  const type = rt.M[p + Ob.TYPE]!;
  if (type === T.WEAKREF || type === T.WEAKPROXY || type === T.WEAKCALLABLEPROXY) return true;
  return rt.infoOf(type).isHeapType && rt.isSubtype(type, T.WEAKREF);
}

/** The object referred to, borrowed; 0 once it is gone or dying. Follows weakrefobject.h: PyWeakref_GET_OBJECT. */
export function weakrefObject(rt: Machine, reference: number): number {
  const object = rt.M[reference + WeakrefLayout.OBJECT]!;
  return object === S.NONE || rt.M[object] === 0 ? 0 : object;
}

/** Number of references to an object, proxies included. Follows weakrefobject.c: _PyWeakref_GetWeakrefCount. */
export function weakrefCount(rt: Machine, object: number): number {
  const list = weaklistAddress(rt, object);
  if (list === 0) return 0;
  let n = 0;
  for (let r = rt.M[list]!; r !== 0; r = rt.M[r + WeakrefLayout.NEXT]!) n++;
  return n;
}

/** All references to an object in the order of its list, borrowed. */
export function weakrefsOf(rt: Machine, object: number): number[] {
  const list = weaklistAddress(rt, object);
  const out: number[] = [];
  if (list !== 0) for (let r = rt.M[list]!; r !== 0; r = rt.M[r + WeakrefLayout.NEXT]!) out.push(r);
  return out;
}

/** The shared plain reference at the head of a list, or 0. */
function basicRef(rt: Machine, head: number): number {
  if (head === 0 || rt.M[head + WeakrefLayout.CALLBACK] !== 0) return 0;
  return rt.M[head + Ob.TYPE] === T.WEAKREF ? head : 0;
}

/** The shared plain proxy of a list, or 0. */
function basicProxy(rt: Machine, head: number): number {
  const at = basicRef(rt, head) === 0 ? head : rt.M[head + WeakrefLayout.NEXT]!;
  if (at === 0 || rt.M[at + WeakrefLayout.CALLBACK] !== 0) return 0;
  return isProxy(rt, at) ? at : 0;
}

function insertHead(rt: Machine, p: number, list: number): void {
  const M = rt.M;
  const next = M[list]!;
  M[p + WeakrefLayout.PREV] = 0;
  M[p + WeakrefLayout.NEXT] = next;
  if (next !== 0) M[next + WeakrefLayout.PREV] = p;
  M[list] = p;
}

function insertAfter(rt: Machine, p: number, previous: number): void {
  const M = rt.M;
  const next = M[previous + WeakrefLayout.NEXT]!;
  M[p + WeakrefLayout.PREV] = previous;
  M[p + WeakrefLayout.NEXT] = next;
  if (next !== 0) M[next + WeakrefLayout.PREV] = p;
  M[previous + WeakrefLayout.NEXT] = p;
}

function insert(rt: Machine, p: number, list: number): void {
  const M = rt.M;
  const head = M[list]!;
  const ref = basicRef(rt, head);
  const plain = M[p + WeakrefLayout.CALLBACK] === 0;
  if (plain && M[p + Ob.TYPE] === T.WEAKREF) {
    insertHead(rt, p, list);
    return;
  }
  const previous = plain && isProxy(rt, p) ? ref : basicProxy(rt, head) || ref;
  if (previous === 0) insertHead(rt, p, list);
  else insertAfter(rt, p, previous);
}

/** The list head of an object; 0 with TypeError when there can be no weak reference to it. */
function listOf(rt: Machine, object: number): number {
  const list = weaklistAddress(rt, object);
  if (list !== 0) return list;
  return rt.raise(E.TypeError, `cannot create weak reference to '${rt.typeOf(object).fullName}' object`);
}

function make(rt: Machine, type: number, object: number, callback: number): number {
  const list = listOf(rt, object);
  if (list === 0) return 0;
  const M = rt.M;
  if (callback === 0) {
    const known = type === T.WEAKREF ? basicRef(rt, M[list]!) : type === 0 ? basicProxy(rt, M[list]!) : 0;
    if (known !== 0) return rt.newRef(known);
  }
  const isRefSubclass = type !== 0 && type !== T.WEAKREF;
  let p: number;
  if (isRefSubclass) p = rt.infoOf(type).tp_alloc!(rt, type, 0);
  else p = rt.newGcObject(type === T.WEAKREF ? T.WEAKREF : proxyTypeFor(rt, object), weakrefSize(rt));
  if (p === 0) return 0;
  M[p + WeakrefLayout.OBJECT] = object;
  M[p + WeakrefLayout.CALLBACK] = callback === 0 ? 0 : rt.newRef(callback);
  M[p + WeakrefLayout.HASH] = -1;
  M[p + WeakrefLayout.HASH + 1] = -1;
  M[p + WeakrefLayout.PREV] = 0;
  M[p + WeakrefLayout.NEXT] = 0;
  if (!isRefSubclass) rt.gcTrack(p);
  // The allocation may have run the collector, which may have made the shared reference.
  if (callback === 0 && !isRefSubclass) {
    const known = type === T.WEAKREF ? basicRef(rt, M[list]!) : basicProxy(rt, M[list]!);
    if (known !== 0) {
      rt.incref(known);
      rt.decref(p);
      return known;
    }
  }
  insert(rt, p, list);
  return p;
}

function proxyTypeFor(rt: Machine, object: number): number {
  const info = rt.typeOf(object);
  return info.tp_call !== null || info.vectorcall !== null ? T.WEAKCALLABLEPROXY : T.WEAKPROXY;
}

/**
 * `weakref.ref(object, callback)`: a new reference to a reference object, the shared one when there is no callback
 * (0 or None); 0 with TypeError when the object cannot be referred to. Follows weakrefobject.c: PyWeakref_NewRef.
 */
export function newWeakref(rt: Machine, object: number, callback: number): number {
  return make(rt, T.WEAKREF, object, callback === S.NONE ? 0 : callback);
}

/** `weakref.proxy(object, callback)`. Follows weakrefobject.c: PyWeakref_NewProxy. */
export function newProxy(rt: Machine, object: number, callback: number): number {
  return make(rt, 0, object, callback === S.NONE ? 0 : callback);
}

/** Takes a reference off its list; it refers to nothing from now on. */
function unlink(rt: Machine, p: number): void {
  const M = rt.M;
  const object = M[p + WeakrefLayout.OBJECT]!;
  if (object === S.NONE) return;
  const list = weaklistAddress(rt, object);
  const previous = M[p + WeakrefLayout.PREV]!;
  const next = M[p + WeakrefLayout.NEXT]!;
  if (M[list] === p) M[list] = next;
  M[p + WeakrefLayout.OBJECT] = S.NONE;
  if (previous !== 0) M[previous + WeakrefLayout.NEXT] = next;
  if (next !== 0) M[next + WeakrefLayout.PREV] = previous;
  M[p + WeakrefLayout.PREV] = 0;
  M[p + WeakrefLayout.NEXT] = 0;
}

/** Makes a reference dead and drops its callback. Follows weakrefobject.c: clear_weakref. */
export function clearWeakref(rt: Machine, p: number): void {
  unlink(rt, p);
  const callback = rt.M[p + WeakrefLayout.CALLBACK]!;
  if (callback !== 0) {
    rt.M[p + WeakrefLayout.CALLBACK] = 0;
    rt.decref(callback);
  }
}

/** Makes a reference dead and keeps its callback. Follows weakrefobject.c: _PyWeakref_ClearRef. */
export function clearWeakrefKeepCallback(rt: Machine, p: number): void {
  unlink(rt, p);
}

/** Calls a callback with its reference; an exception is printed. Follows weakrefobject.c: handle_callback. */
export function callCallback(rt: Machine, reference: number, callback: number): void {
  const result = call1(rt, callback, reference);
  if (result === 0) rt.writeUnraisable('Exception ignored in: ', callback);
  else rt.decref(result);
}

/**
 * The object dies: its references become dead, then the callbacks run, newest reference first. Follows
 * weakrefobject.c: PyObject_ClearWeakRefs.
 */
export function weakrefClear(rt: Machine, object: number): void {
  const list = weaklistAddress(rt, object);
  const M = rt.M;
  if (list === 0 || M[list] === 0) return;
  for (let i = 0; i < 2; i++) {
    const head = M[list]!;
    if (head === 0 || M[head + WeakrefLayout.CALLBACK] !== 0) break;
    // From 3.13 on a plain reference of a subclass is treated like those with callbacks.
    if (rt.profile.minor >= 13 && M[head + Ob.TYPE] !== T.WEAKREF && !isProxy(rt, head)) break;
    clearWeakref(rt, head);
  }
  if (M[list] === 0) return;
  const saved = rt.takeError();
  const count = weakrefCount(rt, object);
  if (count === 1 && rt.profile.minor < 13) clearSingle(rt, M[list]!);
  else clearMany(rt, list, count);
  if (saved !== 0) rt.restoreError(saved);
}

function clearSingle(rt: Machine, reference: number): void {
  const M = rt.M;
  const callback = M[reference + WeakrefLayout.CALLBACK]!;
  M[reference + WeakrefLayout.CALLBACK] = 0;
  clearWeakref(rt, reference);
  if (callback === 0) return;
  if (M[reference]! !== 0) callCallback(rt, reference, callback);
  rt.decref(callback);
}

/** The callbacks may drop other references: a tuple keeps references and callbacks alive meanwhile. */
function clearMany(rt: Machine, list: number, count: number): void {
  const M = rt.M;
  const tuple = newTuple(rt, 2 * count);
  M.fill(0, tuple + TupleLayout.ITEM, tuple + TupleLayout.ITEM + 4 * count);
  rt.gcTrack(tuple);
  const late = rt.profile.minor >= 13;
  let item = tuple + TupleLayout.ITEM;
  for (let i = 0; i < count; i++) {
    const reference = M[list]!;
    const callback = M[reference + WeakrefLayout.CALLBACK]!;
    const alive = M[reference]! !== 0;
    if (alive) {
      M[item] = rt.newRef(reference);
      M[item + 2] = callback;
    }
    M[reference + WeakrefLayout.CALLBACK] = 0;
    if (!alive && callback !== 0) rt.decref(callback);
    clearWeakref(rt, reference);
    if (alive || !late) item += 4;
  }
  const end = tuple + TupleLayout.ITEM + 4 * count;
  for (let at = tuple + TupleLayout.ITEM; at < end; at += 4) {
    if (M[at + 2] !== 0) callCallback(rt, M[at]!, M[at + 2]!);
  }
  rt.decref(tuple);
}

function dealloc(rt: Machine, p: number): void {
  rt.gcUntrack(p);
  clearWeakref(rt, p);
  freeInstance(rt, p);
}

/** The slots that references and proxies share. */
export const WEAKREF_SLOTS = {
  tp_dealloc: dealloc,
  tp_traverse: (rt: Machine, p: number, visit: (rt: Machine, object: number) => void): void => {
    const callback = rt.M[p + WeakrefLayout.CALLBACK]!;
    if (callback !== 0) visit(rt, callback);
  },
  tp_clear: clearWeakref,
} as const;

/** The object of a reference as a call returns it: a new reference, None when it is gone. */
function dereference(rt: Machine, p: number): number {
  const object = weakrefObject(rt, p);
  return rt.newRef(object === 0 ? S.NONE : object);
}

function refHash(rt: Machine, p: number): number {
  const M = rt.M;
  const low = M[p + WeakrefLayout.HASH]!;
  const high = M[p + WeakrefLayout.HASH + 1]!;
  if (low !== -1 || high !== -1) {
    rt.hashLow = low;
    rt.hashHigh = high;
    return 0;
  }
  const object = weakrefObject(rt, p);
  if (object === 0) return rt.fail(E.TypeError, 'weak object has gone away');
  rt.incref(object);
  const status = hash(rt, object);
  const hashLow = rt.hashLow;
  const hashHigh = rt.hashHigh;
  rt.decref(object);
  if (status < 0) return -1;
  M[p + WeakrefLayout.HASH] = rt.hashLow = hashLow;
  M[p + WeakrefLayout.HASH + 1] = rt.hashHigh = hashHigh;
  return 0;
}

/** Live references compare as their objects, dead ones by identity. Follows weakrefobject.c: weakref_richcompare. */
function refCompare(rt: Machine, a: number, b: number, op: number): number {
  if ((op !== 2 && op !== 3) || !isWeakref(rt, a) || !isWeakref(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
  const objectA = weakrefObject(rt, a);
  const objectB = weakrefObject(rt, b);
  if (objectA === 0 || objectB === 0) return rt.bool((a === b) === (op === 2));
  rt.incref(objectA);
  rt.incref(objectB);
  const result = compare(rt, objectA, objectB, op);
  rt.decref(objectA);
  rt.decref(objectB);
  return result;
}

/** The type's name as the text of a reference shows it: from 3.13 on with the module, but for builtins and __main__. */
function shownTypeName(rt: Machine, object: number): string {
  const info = rt.typeOf(object);
  if (rt.profile.minor < 13 || !info.isHeapType) return info.name;
  const module = dictGetStr(rt, rt.M[info.address + TypeLayout.DICT]!, rt.ids.__module__);
  const qualname = rt.text(rt.M[info.address + TypeLayout.HT_QUALNAME]!);
  if (module === 0 || !rt.isStr(module)) return qualname;
  const text = rt.text(module);
  return text === 'builtins' || text === '__main__' ? qualname : `${text}.${qualname}`;
}

function refRepr(rt: Machine, p: number): number {
  const object = weakrefObject(rt, p);
  if (object === 0) return newStr(rt, `<weakref at ${addressText(rt, p)}; dead>`);
  rt.incref(object);
  // Since 3.11 the attributes of the instance itself do not matter.
  const name = rt.profile.minor >= 11 ? boundSpecial(rt, object, '__name__') : lookupAttr(rt, object, rt.ids.__name__);
  let result = 0;
  if (name !== 0 || rt.currentException === 0) {
    const called = name !== 0 && rt.isStr(name) ? ` (${rt.text(name)})` : '';
    const type = shownTypeName(rt, object);
    result = newStr(rt, `<weakref at ${addressText(rt, p)}; to '${type}' at ${addressText(rt, object)}${called}>`);
  }
  if (name !== 0) rt.decref(name);
  rt.decref(object);
  return result;
}

/** Unpacks (object, callback) of the constructor; the callback is 0 for None. Null with an exception. */
function refArguments(rt: Machine, name: string, args: number): { object: number; callback: number } | null {
  const n = rt.M[args + Ob.SIZE]!;
  if (!checkArgs(rt, name, n, 1, 2)) return null;
  const object = rt.M[args + TupleLayout.ITEM]!;
  const callback = n === 2 ? rt.M[args + TupleLayout.ITEM + 2]! : 0;
  return { object, callback: callback === S.NONE ? 0 : callback };
}

/** `weakref.ref` and the proxy types. */
export function defineWeakrefType(rt: Machine): void {
  const late = rt.profile.minor >= 11;
  defineType(rt, T.WEAKREF, {
    name: rt.profile.minor >= 10 ? 'weakref.ReferenceType' : 'weakref',
    basicsize: weakrefSize(rt),
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE,
    ...WEAKREF_SLOTS,
    tp_alloc: genericAlloc,
    tp_new: (rt, type, args) => {
      const given = refArguments(rt, '__new__', args);
      return given === null ? 0 : make(rt, type, given.object, given.callback);
    },
    tp_init: (rt, _self, args, kwargs) => {
      if (kwargs !== 0 && rt.M[kwargs + Ob.SIZE]! > 0) return rt.fail(E.TypeError, 'ref() takes no keyword arguments');
      return refArguments(rt, '__init__', args) === null ? -1 : 0;
    },
    tp_call: (rt, p, args, kwargs) => {
      const n = rt.M[args + Ob.SIZE]!;
      const nkw = kwargs === 0 ? 0 : rt.M[kwargs + Ob.SIZE]!;
      if (n + nkw === 0) return dereference(rt, p);
      const kind = n === 0 ? 'keyword argument' : 'argument';
      return rt.raise(E.TypeError, `__call__() takes at most 0 ${kind}s (${n + nkw} given)`);
    },
    vectorcall: late
      ? (rt, p, _args, nargs, kwnames) => {
          if (kwnames !== 0 && rt.M[kwnames + Ob.SIZE]! > 0) {
            return rt.raise(E.TypeError, 'weakref() takes no keyword arguments');
          }
          return checkArgs(rt, 'weakref', nargs, 0, 0) ? dereference(rt, p) : 0;
        }
      : null,
    tp_getattro: genericGetAttr,
    tp_hash: refHash,
    tp_richcompare: refCompare,
    tp_repr: refRepr,
    members: [{ name: '__callback__', offset: WeakrefLayout.CALLBACK, readonly: true, missing: 'none' }],
    methods:
      rt.profile.minor >= 9
        ? [{ name: '__class_getitem__', kind: MethodKind.O | MethodKind.CLASS, fn: newGenericAlias }]
        : [],
  });
}
