/** What can be done with any object: text, hash, comparison, truth, attributes, iteration. Follows object.c and abstract.c. */

import { clearWords } from '../memory/clearWords.js';
import { Gc, GcFlag, Ob, TypeLayout } from '../memory/layout.js';
import { shownAddress } from '../memory/regions.js';
import { indexForSequence } from './abstract.js';
import {
  dictPointer,
  getInstanceAttribute,
  initInstanceValues,
  NO_ATTRIBUTE,
  setInstanceAttribute,
} from './attributes.js';
import { call0, call1 } from './call.js';
import { dictGetStr } from './dictCore.js';
import { exceptionExtra } from './exceptionBase.js';
import { newGenericAlias } from './genericAlias.js';
import { intNumber } from './intCore.js';
import { newSequenceIterator } from './iterators.js';
import type { Machine } from './machine.js';
import { boundSpecial } from './specialCall.js';
import { internInPlace, newStr } from './strCore.js';
import { E, S, T } from './typeIds.js';
import { TypeFlag, type TypeInfo } from './typeInfo.js';
import { typeLookup } from './typeLookup.js';
import { inlineValuesBytes } from './values.js';

/** Levels that must be free again before what was put off is destroyed (3.13+). */
const TRASHCAN_HEADROOM = 50;
/** Nesting at which deallocations of containers are put off: since 3.13 only where the C stack would end. */
const trashcanLimit = (rt: Machine): number => (rt.profile.minor >= 13 ? 9948 : 50);

/** `repr(o)`: a str, new reference, or 0. Follows object.c: PyObject_Repr. */
export function repr(rt: Machine, o: number): number {
  const slot = rt.typeOf(o).tp_repr;
  if (slot === null) return newStr(rt, `<${rt.typeOf(o).fullName} object at ${addressText(rt, o)}>`);
  if (rt.enterRecursion(' while getting the repr of an object') < 0) return 0;
  const result = slot(rt, o);
  rt.leaveRecursion();
  if (result === 0) return 0;
  if (!rt.isStr(result)) {
    const name = rt.typeOf(result).name;
    rt.decref(result);
    return rt.raise(E.TypeError, `__repr__ returned non-string (type ${name})`);
  }
  return result;
}

/** `str(o)`. Follows object.c: PyObject_Str. */
export function str(rt: Machine, o: number): number {
  if (rt.M[o + Ob.TYPE] === T.STR) return rt.newRef(o);
  const slot = rt.typeOf(o).tp_str;
  if (slot === null) return repr(rt, o);
  if (rt.enterRecursion(' while getting the str of an object') < 0) return 0;
  const result = slot(rt, o);
  rt.leaveRecursion();
  if (result === 0) return 0;
  if (!rt.isStr(result)) {
    const name = rt.typeOf(result).name;
    rt.decref(result);
    return rt.raise(E.TypeError, `__str__ returned non-string (type ${name})`);
  }
  return result;
}

/** The address as `%p` prints it. */
export function addressText(_rt: Machine, o: number): string {
  return `0x${shownAddress(o).toString(16)}`;
}

/** Hash into rt.hashLow and rt.hashHigh; 0, or -1 with an exception. Follows object.c: PyObject_Hash. */
export function hash(rt: Machine, o: number): number {
  const slot = rt.typeOf(o).tp_hash;
  if (slot !== null) return slot(rt, o);
  return rt.fail(E.TypeError, `unhashable type: '${rt.typeOf(o).fullName}'`);
}

/** The hash of identity: the address rotated by four bits. Follows pyhash.c: _Py_HashPointer. */
export function hashPointer(rt: Machine, o: number): number {
  const shown = shownAddress(o);
  const rotated = Math.floor(shown / 16);
  rt.hashLow = rotated | 0;
  rt.hashHigh = Math.floor(rotated / 0x1_0000_0000) | 0;
  return 0;
}

const SWAPPED = [4, 5, 2, 3, 0, 1];
const SYMBOLS = ['<', '<=', '==', '!=', '>', '>='];

/** `a op b` (0..5 = < <= == != > >=), new reference or 0. Follows object.c: do_richcompare. */
export function compare(rt: Machine, a: number, b: number, op: number): number {
  if (rt.enterRecursion(' in comparison') < 0) return 0;
  const result = doCompare(rt, a, b, op);
  rt.leaveRecursion();
  return result;
}

function doCompare(rt: Machine, a: number, b: number, op: number): number {
  const M = rt.M;
  const typeA = M[a + Ob.TYPE]!;
  const typeB = M[b + Ob.TYPE]!;
  const compareB = rt.infoOf(typeB).tp_richcompare;
  let reflected = false;
  if (typeA !== typeB && compareB !== null && rt.isSubtype(typeB, typeA)) {
    reflected = true;
    const result = compareB(rt, b, a, SWAPPED[op]!);
    if (result !== S.NOT_IMPLEMENTED) return result;
    rt.decref(result);
  }
  const compareA = rt.infoOf(typeA).tp_richcompare;
  if (compareA !== null) {
    const result = compareA(rt, a, b, op);
    if (result !== S.NOT_IMPLEMENTED) return result;
    rt.decref(result);
  }
  if (!reflected && compareB !== null) {
    const result = compareB(rt, b, a, SWAPPED[op]!);
    if (result !== S.NOT_IMPLEMENTED) return result;
    rt.decref(result);
  }
  if (op === 2) return rt.bool(a === b);
  if (op === 3) return rt.bool(a !== b);
  return rt.raise(
    E.TypeError,
    `'${SYMBOLS[op]}' not supported between instances of '${rt.infoOf(typeA).fullName}' and '${rt.infoOf(typeB).fullName}'`,
  );
}

/** Truth of a comparison: 0, 1, or -1. Identical objects are equal. Follows object.c: PyObject_RichCompareBool. */
export function compareBool(rt: Machine, a: number, b: number, op: number): number {
  if (a === b) {
    if (op === 2) return 1;
    if (op === 3) return 0;
  }
  if (--rt.nativeTurns < 0) rt.nativeTurnsOver();
  const result = compare(rt, a, b, op);
  if (result === 0) return -1;
  if (result === S.TRUE || result === S.FALSE) {
    rt.decref(result);
    return result === S.TRUE ? 1 : 0;
  }
  const truth = isTrue(rt, result);
  rt.decref(result);
  return truth;
}

/** 0, 1, or -1 with an exception. Follows object.c: PyObject_IsTrue. */
export function isTrue(rt: Machine, o: number): number {
  if (o === S.TRUE) return 1;
  if (o === S.FALSE || o === S.NONE) return 0;
  const info = rt.typeOf(o);
  if (info.nb_bool !== null) return info.nb_bool(rt, o);
  const length = info.mp_length ?? info.sq_length;
  if (length === null) return 1;
  const n = length(rt, o);
  return n > 0 ? 1 : n;
}

/** `o.name`: new reference, or 0 with AttributeError or another exception. `name` is a str object. */
export function getAttr(rt: Machine, o: number, name: number): number {
  const info = rt.typeOf(o);
  if (info.tp_getattro === null) return raiseNoAttribute(rt, o, name);
  const result = info.tp_getattro(rt, o, name);
  if (result === 0) setAttributeErrorContext(rt, o, name);
  return result;
}

/** Like {@link getAttr}, but a missing attribute is 0 without an exception. Follows object.c: _PyObject_LookupAttr. */
export function lookupAttr(rt: Machine, o: number, name: number): number {
  const info = rt.typeOf(o);
  if (info.tp_getattro === genericGetAttr) return genericGetAttrOr(rt, o, name, true);
  if (info.tp_getattro === null) return 0;
  const result = info.tp_getattro(rt, o, name);
  if (result === 0 && rt.errorIs(E.AttributeError)) rt.clearError();
  return result;
}

/** Sets (or with value 0 deletes) an attribute: 0 or -1. Follows object.c: PyObject_SetAttr. */
export function setAttr(rt: Machine, o: number, name: number, value: number): number {
  const info = rt.typeOf(o);
  if (info.tp_setattro !== null) {
    // Names of attributes are interned as they are stored.
    const interned = internInPlace(rt, rt.newRef(name), false);
    const status = info.tp_setattro(rt, o, interned, value);
    rt.decref(interned);
    return status;
  }
  const what = info.tp_getattro === null ? 'no' : 'only read-only';
  const how = value === 0 ? 'del' : 'assign to';
  return rt.fail(E.TypeError, `'${info.fullName}' object has ${what} attributes (${how} .${rt.text(name)})`);
}

/** Raises AttributeError with its `name` and `obj`; returns 0. */
export function raiseNoAttribute(rt: Machine, o: number, name: number): 0 {
  const info = rt.typeOf(o);
  rt.raise(E.AttributeError, `'${info.fullName}' object has no attribute '${rt.text(name)}'`);
  setAttributeErrorContext(rt, o, name);
  return 0;
}

/** Notes name and object on a fresh AttributeError (3.10+). Follows object.c: set_attribute_error_context. */
export function setAttributeErrorContext(rt: Machine, o: number, name: number): void {
  if (rt.profile.minor < 10 || !rt.errorIs(E.AttributeError)) return;
  const M = rt.M;
  const exception = rt.currentException;
  const at = exception + exceptionExtra(rt);
  // obj and name (PyAttributeErrorObject).
  if (M[at + 2] !== 0 || M[at] !== 0) return;
  M[at] = rt.newRef(o);
  M[at + 2] = rt.newRef(name);
}

/** `object.__getattribute__`. Follows object.c: PyObject_GenericGetAttr. */
export function genericGetAttr(rt: Machine, o: number, name: number): number {
  return genericGetAttrOr(rt, o, name, false);
}

/** The same; with `suppress`, 0 without an exception where there is no such attribute. */
export function genericGetAttrOr(rt: Machine, o: number, name: number, suppress: boolean): number {
  if (!rt.isStr(name)) {
    return rt.raise(E.TypeError, `attribute name must be string, not '${rt.typeOf(name).fullName}'`);
  }
  const M = rt.M;
  const info = rt.typeOf(o);
  const descriptor = typeLookup(rt, info, name);
  let get = null;
  if (descriptor !== 0) {
    rt.incref(descriptor);
    const kind = rt.typeOf(descriptor);
    get = kind.tp_descr_get;
    if (get !== null && kind.tp_descr_set !== null) {
      const result = get(rt, descriptor, o, M[o + Ob.TYPE]!);
      rt.decref(descriptor);
      if (result === 0 && suppress && rt.errorIs(E.AttributeError)) rt.clearError();
      return result;
    }
  }
  if (info.dictoffset !== 0) {
    const value = getInstanceAttribute(rt, o, info, name);
    if (value !== 0) {
      rt.incref(value);
      if (descriptor !== 0) rt.decref(descriptor);
      return value;
    }
    if (rt.currentException !== 0) {
      if (descriptor !== 0) rt.decref(descriptor);
      return 0;
    }
  }
  if (get !== null) {
    const result = get(rt, descriptor, o, M[o + Ob.TYPE]!);
    rt.decref(descriptor);
    if (result === 0 && suppress && rt.errorIs(E.AttributeError)) rt.clearError();
    return result;
  }
  if (descriptor !== 0) return descriptor;
  return suppress ? 0 : raiseNoAttribute(rt, o, name);
}

/** `object.__setattr__` and `__delattr__` (value 0). Follows object.c: _PyObject_GenericSetAttrWithDict. */
export function genericSetAttr(rt: Machine, o: number, name: number, value: number): number {
  if (!rt.isStr(name)) {
    return rt.fail(E.TypeError, `attribute name must be string, not '${rt.typeOf(name).fullName}'`);
  }
  const info = rt.typeOf(o);
  rt.incref(name);
  const descriptor = typeLookup(rt, info, name);
  let status: number;
  if (descriptor !== 0) {
    rt.incref(descriptor);
    const set = rt.typeOf(descriptor).tp_descr_set;
    if (set !== null) {
      status = set(rt, descriptor, o, value);
      rt.decref(descriptor);
      rt.decref(name);
      return status;
    }
  }
  status = info.dictoffset === 0 ? NO_ATTRIBUTE : setInstanceAttribute(rt, o, info, name, value);
  if (status === NO_ATTRIBUTE) {
    if (descriptor !== 0 && info.dictoffset === 0) {
      rt.raise(E.AttributeError, `'${info.fullName}' object attribute '${rt.text(name)}' is read-only`);
    } else if (info.dictoffset === 0 && rt.profile.minor >= 13) {
      const hint = ' and no __dict__ for setting new attributes';
      rt.raise(E.AttributeError, `'${info.fullName}' object has no attribute '${rt.text(name)}'${hint}`);
    } else if (rt.profile.minor <= 10 && info.dictoffset !== 0) {
      // Up to 3.10 a missing attribute that is deleted is named alone.
      rt.raise(E.AttributeError, rt.text(name));
    } else rt.raise(E.AttributeError, `'${info.fullName}' object has no attribute '${rt.text(name)}'`);
    if (rt.profile.minor >= 10) setAttributeErrorContext(rt, o, name);
    status = -1;
  }
  if (descriptor !== 0) rt.decref(descriptor);
  rt.decref(name);
  return status;
}

/** `iter(o)`: new reference or 0. Follows abstract.c: PyObject_GetIter. */
export function getIter(rt: Machine, o: number): number {
  const info = rt.typeOf(o);
  if (info.tp_iter === null) {
    if (info.sq_item !== null && (info.flags & TypeFlag.DICT_SUBCLASS) === 0) return newSequenceIterator(rt, o);
    return rt.raise(E.TypeError, `'${info.fullName}' object is not iterable`);
  }
  const it = info.tp_iter(rt, o);
  if (it !== 0 && rt.typeOf(it).tp_iternext === null) {
    const name = rt.typeOf(it).name;
    rt.decref(it);
    return rt.raise(E.TypeError, `iter() returned non-iterator of type '${name}'`);
  }
  return it;
}

/** The next value; 0 at the end (StopIteration is swallowed) or with an exception. Follows abstract.c: PyIter_Next. */
export function iterNext(rt: Machine, it: number): number {
  if (--rt.nativeTurns < 0) rt.nativeTurnsOver();
  const result = rt.typeOf(it).tp_iternext!(rt, it);
  if (result === 0 && rt.currentException !== 0 && rt.errorIs(E.StopIteration)) rt.clearError();
  return result;
}

/** `o[key]`. Follows abstract.c: PyObject_GetItem. */
export function getItem(rt: Machine, o: number, key: number): number {
  const info = rt.typeOf(o);
  if (info.mp_subscript !== null) return info.mp_subscript(rt, o, key);
  if (info.sq_item !== null) {
    const i = indexForSequence(rt, o, key, info);
    if (Number.isNaN(i)) return 0;
    return info.sq_item(rt, o, i);
  }
  if ((info.flags & TypeFlag.TYPE_SUBCLASS) !== 0) {
    if (o === T.TYPE && rt.profile.minor >= 9) return newGenericAlias(rt, o, key);
    const method = lookupAttr(rt, o, rt.ids.__class_getitem__);
    if (method !== 0) {
      const result = call1(rt, method, key);
      rt.decref(method);
      return result;
    }
    if (rt.currentException !== 0) return 0;
    if (rt.profile.minor >= 9) return rt.raise(E.TypeError, `type '${rt.infoOf(o).fullName}' is not subscriptable`);
  }
  return rt.raise(E.TypeError, `'${info.fullName}' object is not subscriptable`);
}

/** `o[key] = value`, or `del o[key]` with value 0: 0 or -1. Follows abstract.c: PyObject_SetItem. */
export function setItem(rt: Machine, o: number, key: number, value: number): number {
  const info = rt.typeOf(o);
  if (info.mp_ass_subscript !== null) return info.mp_ass_subscript(rt, o, key, value);
  if (info.sq_ass_item !== null) {
    const i = indexForSequence(rt, o, key, info);
    if (Number.isNaN(i)) return -1;
    return info.sq_ass_item(rt, o, i, value);
  }
  const what = value === 0 ? 'deletion' : 'assignment';
  return rt.fail(E.TypeError, `'${info.fullName}' object does not support item ${what}`);
}

/** `len(o)`, or -1. Follows abstract.c: PyObject_Size. */
export function size(rt: Machine, o: number): number {
  const info = rt.typeOf(o);
  const slot = info.sq_length ?? info.mp_length;
  if (slot !== null) return slot(rt, o);
  return rt.fail(E.TypeError, `object of type '${info.fullName}' has no len()`);
}

/** What `__length_hint__` or `len` says, `fallback` without one, -1 with an exception. Follows abstract.c: PyObject_LengthHint. */
export function lengthHint(rt: Machine, o: number, fallback: number): number {
  const info = rt.typeOf(o);
  const slot = info.sq_length ?? info.mp_length;
  if (slot !== null) {
    const n = slot(rt, o);
    if (n >= 0) return n;
    if (!rt.errorIs(E.TypeError)) return -1;
    rt.clearError();
  }
  const hint = boundSpecial(rt, o, '__length_hint__');
  if (hint === 0) return rt.currentException !== 0 ? -1 : fallback;
  const result = call0(rt, hint);
  rt.decref(hint);
  if (result === 0) {
    if (!rt.errorIs(E.TypeError)) return -1;
    rt.clearError();
    return fallback;
  }
  if (result === S.NOT_IMPLEMENTED) {
    rt.decref(result);
    return fallback;
  }
  if (!rt.isInt(result)) {
    const name = rt.typeOf(result).name;
    rt.decref(result);
    return rt.fail(E.TypeError, `__length_hint__ must be an integer, not ${name}`);
  }
  const n = intNumber(rt, result);
  rt.decref(result);
  return n < 0 ? rt.fail(E.ValueError, '__length_hint__() should return >= 0') : n;
}

/** Bytes in front of the GC header of instances of a type (managed dict and weak references). */
export function preHeader(info: TypeInfo): number {
  return (info.flags & (TypeFlag.MANAGED_DICT | TypeFlag.MANAGED_WEAKREF)) !== 0 ? 16 : 0;
}

/**
 * PyType_GenericAlloc: a zeroed instance with count 1, tracked when its type has GC. `nitems` for types of variable
 * size; one more slot is allocated as in CPython. A heap type gains a reference.
 */
export function genericAlloc(rt: Machine, type: number, nitems: number): number {
  const M = rt.M;
  const info = rt.infoOf(type);
  let bytes = info.basicsize;
  if (info.itemsize !== 0) bytes = (bytes + (nitems + 1) * info.itemsize + 7) & ~7;
  const pre = preHeader(info);
  if ((info.flags & TypeFlag.INLINE_VALUES) !== 0) bytes += inlineValuesBytes(rt, M[type + TypeLayout.HT_CACHED_KEYS]!);
  let p: number;
  if (info.hasGc) p = rt.newGcObject(type, bytes, pre);
  else p = rt.newObject(type, bytes);
  clearWords(M, p + 4, p + (bytes >> 2));
  M[p + Ob.AUX] = 0;
  if (pre !== 0) clearWords(M, p - 8, p - 4);
  if (info.isHeapType) rt.incref(type);
  if (info.itemsize !== 0) M[p + Ob.SIZE] = nitems;
  if ((info.flags & TypeFlag.INLINE_VALUES) !== 0) initInstanceValues(rt, p, info);
  if (info.hasGc) rt.gcTrack(p);
  return p;
}

/** The end of a dealloc of a type that can be subclassed: gives the memory back by the object's own type. */
export function freeInstance(rt: Machine, p: number): void {
  const info = rt.typeOf(p);
  if (info.hasGc) rt.freeGcObject(p, preHeader(info));
  else rt.freeObject(p);
}

/**
 * Opens a deallocation that may nest deeply. True: go on, and call {@link trashcanEnd} at the end. False: the object
 * was put off. Follows object.c: _PyTrash_cond and _PyTrash_thread_deposit_object.
 */
export function trashcanBegin(rt: Machine, p: number): boolean {
  if (rt.trashDepth >= trashcanLimit(rt)) {
    rt.trashChain.push(p);
    return false;
  }
  rt.trashDepth++;
  return true;
}

/**
 * Closes what {@link trashcanBegin} opened; what was put off is destroyed, last first: to 3.12 by the outermost
 * deallocation, since 3.13 as soon as there is room for some more. Follows object.c: _PyTrash_thread_destroy_chain.
 */
export function trashcanEnd(rt: Machine): void {
  const depth = --rt.trashDepth;
  if (rt.trashChain.length === 0) return;
  if (rt.profile.minor >= 13 ? depth >= trashcanLimit(rt) - TRASHCAN_HEADROOM : depth > 0) return;
  while (rt.trashChain.length > 0) {
    const p = rt.trashChain.pop()!;
    rt.trashDepth++;
    if (rt.observer !== null) rt.observer.deallocating?.(p);
    rt.typeOf(p).tp_dealloc(rt, p);
    rt.trashDepth--;
  }
}

/**
 * Runs `tp_finalize` on a dying object: false when it was resurrected, then the dealloc stops. Follows object.c:
 * PyObject_CallFinalizerFromDealloc.
 */
export function finalizeFromDealloc(rt: Machine, p: number): boolean {
  const M = rt.M;
  const info = rt.typeOf(p);
  if (info.tp_finalize === null) return true;
  M[p] = 1;
  callFinalizer(rt, p);
  if (M[p] === 1) {
    M[p] = 0;
    return true;
  }
  M[p]!--;
  return false;
}

/** Runs `tp_finalize` once in an object's life. Follows object.c: PyObject_CallFinalizer. */
export function callFinalizer(rt: Machine, p: number): void {
  const info = rt.typeOf(p);
  if (info.tp_finalize === null) return;
  if (info.hasGc) {
    if ((rt.M[p + Gc.FLAGS]! & GcFlag.FINALIZED) !== 0) return;
    info.tp_finalize(rt, p);
    // In Python 2 nobody remembered.
    if (rt.collector.kind !== 'python2') rt.M[p + Gc.FLAGS]! |= GcFlag.FINALIZED;
  } else info.tp_finalize(rt, p);
}

/** A special method bound to its object, new reference; 0 without an exception when there is none. Follows _PyObject_LookupSpecial. */
export function lookupSpecialBound(rt: Machine, o: number, name: number): number {
  const found = typeLookup(rt, rt.typeOf(o), name);
  if (found === 0) return 0;
  const get = rt.typeOf(found).tp_descr_get;
  return get === null ? rt.newRef(found) : get(rt, found, o, rt.M[o + Ob.TYPE]!);
}

/** Looks a special method up on the type, unbound and without `__getattr__`; borrowed or 0. */
export function lookupSpecial(rt: Machine, o: number, name: number): number {
  return typeLookup(rt, rt.typeOf(o), name);
}

/** The attribute of a module or other object with a plain dict, borrowed or 0. */
export function dictAttribute(rt: Machine, o: number, name: number): number {
  const at = dictPointer(rt, o, rt.typeOf(o));
  return at === 0 || rt.M[at] === 0 ? 0 : dictGetStr(rt, rt.M[at]!, name);
}

/** The name of a heap type, a str; for static types its text is made new. */
export function typeNameText(rt: Machine, type: number): string {
  const info = rt.infoOf(type);
  return info.isHeapType ? rt.text(rt.M[type + TypeLayout.HT_NAME]!) : info.name;
}
