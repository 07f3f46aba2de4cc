/** How classes written in Python fill the slots: each looks its special method up and calls it. Follows typeobject.c: slot_*. */
import { Ob } from '../memory/layout.js';
import { iterSearch } from './abstract.js';
import { call, callPrepend, callTupleDict } from './call.js';
import { asIndex, intBig, intNumber, newInt } from './intCore.js';
import { newSequenceIterator } from './iterators.js';
import type { Machine } from './machine.js';
import { hashInt } from './numberHash.js';
import { genericGetAttr, genericGetAttrOr, getAttr, hashPointer, isTrue, setAttributeErrorContext } from './object.js';
import { internStr } from './strCore.js';
import { E, S, T } from './typeIds.js';
import { type Binary, TypeFlag, type TypeInfo } from './typeInfo.js';
import { typeLookup } from './typeLookup.js';

/** The special method of an object's type, bound unless it takes self first: address (new reference), minus it when bound, 0 when there is none or with an exception. */
function lookupMaybe(rt: Machine, self: number, name: number): number {
  const found = typeLookup(rt, rt.typeOf(self), name);
  if (found === 0) return 0;
  const kind = rt.typeOf(found);
  if ((kind.flags & TypeFlag.METHOD_DESCRIPTOR) !== 0) return rt.newRef(found);
  if (kind.tp_descr_get === null) return -rt.newRef(found);
  const bound = kind.tp_descr_get(rt, found, self, rt.M[self + Ob.TYPE]!);
  return bound === 0 ? 0 : -bound;
}

/** Calls what {@link lookupMaybe} found with an argument vector that begins with self, and gives it up. */
function callFound(rt: Machine, found: number, args: number, nargs: number): number {
  const result = found > 0 ? call(rt, found, args, nargs, 0) : call(rt, -found, args + 2, nargs - 1, 0);
  rt.decref(found > 0 ? found : -found);
  return result;
}

/** Calls a special method; a missing one raises AttributeError with its name. `a`, `b` 0: left out. Follows vectorcall_method. */
export function callSpecial(rt: Machine, self: number, name: number, a = 0, b = 0): number {
  const found = lookupMaybe(rt, self, name);
  if (found === 0) {
    if (rt.currentException === 0) rt.raise(E.AttributeError, rt.text(name));
    return 0;
  }
  return callWith(rt, found, self, a, b);
}

function callWith(rt: Machine, found: number, self: number, a: number, b: number): number {
  const args = rt.pushArguments(3);
  const M = rt.M;
  M[args] = self;
  M[args + 2] = a;
  M[args + 4] = b;
  const result = callFound(rt, found, args, a === 0 ? 1 : b === 0 ? 2 : 3);
  rt.popArguments(args);
  return result;
}

/** Like {@link callSpecial}; a missing method gives NotImplemented. Follows vectorcall_maybe. */
function callMaybe(rt: Machine, self: number, name: number, a: number, b = 0): number {
  const found = lookupMaybe(rt, self, name);
  if (found === 0) return rt.currentException !== 0 ? 0 : rt.newRef(S.NOT_IMPLEMENTED);
  return callWith(rt, found, self, a, b);
}

/** Whether the type of `right` has its own version of a reflected method. Follows method_is_overloaded. */
function isOverloaded(rt: Machine, left: number, right: number, name: number): number {
  const b = typeLookup(rt, rt.typeOf(right), name);
  if (b === 0) return 0;
  const a = typeLookup(rt, rt.typeOf(left), name);
  if (a === 0) return 1;
  return a === b ? 0 : 1;
}

/** A binary slot with its reflected method. Follows SLOT1BINFULL. */
export function binarySlot(field: keyof TypeInfo, name: string, reflected: string): Binary {
  const slot: Binary = (rt, self, other) => {
    const selfInfo = rt.typeOf(self);
    const otherInfo = rt.typeOf(other);
    const op = internStr(rt, name);
    const rop = internStr(rt, reflected);
    let doOther = selfInfo !== otherInfo && otherInfo[field] === slot;
    if (selfInfo[field] === slot) {
      if (doOther && rt.isSubtype(otherInfo.address, selfInfo.address)) {
        if (isOverloaded(rt, self, other, rop) === 1) {
          const result = callMaybe(rt, other, rop, self);
          if (result !== S.NOT_IMPLEMENTED) return result;
          rt.decref(result);
          doOther = false;
        }
      }
      const result = callMaybe(rt, self, op, other);
      if (result !== S.NOT_IMPLEMENTED || otherInfo === selfInfo) return result;
      rt.decref(result);
    }
    if (doOther) return callMaybe(rt, other, rop, self);
    return rt.newRef(S.NOT_IMPLEMENTED);
  };
  return slot;
}

export function inplaceSlot(name: string): Binary {
  return (rt, self, other) => callSpecial(rt, self, internStr(rt, name), other);
}

export function unarySlot(name: string): (rt: Machine, self: number) => number {
  return (rt, self) => callSpecial(rt, self, internStr(rt, name));
}

export function slot_nb_power(rt: Machine, self: number, other: number, modulus: number): number {
  if (modulus === S.NONE) return POWER(rt, self, other);
  if (rt.typeOf(self).nb_power === slot_nb_power) return callMaybe(rt, self, rt.ids.__pow__, other, modulus);
  return rt.newRef(S.NOT_IMPLEMENTED);
}

const POWER: Binary = (rt, self, other) => {
  const selfInfo = rt.typeOf(self);
  const otherInfo = rt.typeOf(other);
  let doOther = selfInfo !== otherInfo && otherInfo.nb_power === slot_nb_power;
  if (selfInfo.nb_power === slot_nb_power) {
    if (
      doOther &&
      rt.isSubtype(otherInfo.address, selfInfo.address) &&
      isOverloaded(rt, self, other, rt.ids.__rpow__) === 1
    ) {
      const result = callMaybe(rt, other, rt.ids.__rpow__, self);
      if (result !== S.NOT_IMPLEMENTED) return result;
      rt.decref(result);
      doOther = false;
    }
    const result = callMaybe(rt, self, rt.ids.__pow__, other);
    if (result !== S.NOT_IMPLEMENTED || otherInfo === selfInfo) return result;
    rt.decref(result);
  }
  if (doOther) return callMaybe(rt, other, rt.ids.__rpow__, self);
  return rt.newRef(S.NOT_IMPLEMENTED);
};

export function slot_nb_inplace_power(rt: Machine, self: number, other: number, _modulus: number): number {
  return callSpecial(rt, self, rt.ids.__ipow__, other);
}

/** Follows slot_nb_bool. */
export function slot_nb_bool(rt: Machine, self: number): number {
  let found = lookupMaybe(rt, self, rt.ids.__bool__);
  let usesLength = false;
  if (found === 0) {
    if (rt.currentException !== 0) return -1;
    found = lookupMaybe(rt, self, rt.ids.__len__);
    if (found === 0) return rt.currentException !== 0 ? -1 : 1;
    usesLength = true;
  }
  const value = callWith(rt, found, self, 0, 0);
  if (value === 0) return -1;
  let result: number;
  if (usesLength) {
    result = lengthOf(rt, value);
    if (result > 0) result = 1;
  } else if (rt.is(value, T.BOOL)) result = value === S.TRUE ? 1 : 0;
  else {
    const name = rt.typeOf(value).name;
    result = rt.fail(E.TypeError, `__bool__ should return bool, returned ${name}`);
  }
  rt.decref(value);
  return result;
}

/** The length that `__len__` returned, or -1. */
function lengthOf(rt: Machine, value: number): number {
  if (rt.typeOf(value).nb_index === null) {
    return rt.fail(E.TypeError, `'${rt.typeOf(value).name}' object cannot be interpreted as an integer`);
  }
  if (rt.isInt(value) && rt.M[value + Ob.SIZE]! < 0) return rt.fail(E.ValueError, '__len__() should return >= 0');
  const n = asIndex(rt, value, E.OverflowError);
  if (Number.isNaN(n)) return -1;
  return n < 0 ? rt.fail(E.ValueError, '__len__() should return >= 0') : n;
}

export function slot_sq_length(rt: Machine, self: number): number {
  const value = callSpecial(rt, self, rt.ids.__len__);
  if (value === 0) return -1;
  const n = lengthOf(rt, value);
  rt.decref(value);
  return n;
}

export function slot_mp_subscript(rt: Machine, self: number, key: number): number {
  return callSpecial(rt, self, rt.ids.__getitem__, key);
}

export function slot_mp_ass_subscript(rt: Machine, self: number, key: number, value: number): number {
  const result =
    value === 0
      ? callSpecial(rt, self, rt.ids.__delitem__, key)
      : callSpecial(rt, self, rt.ids.__setitem__, key, value);
  if (result === 0) return -1;
  rt.decref(result);
  return 0;
}

export function slot_sq_item(rt: Machine, self: number, i: number): number {
  const key = newInt(rt, i);
  const result = callSpecial(rt, self, rt.ids.__getitem__, key);
  rt.decref(key);
  return result;
}

export function slot_sq_ass_item(rt: Machine, self: number, i: number, value: number): number {
  const key = newInt(rt, i);
  const status = slot_mp_ass_subscript(rt, self, key, value);
  rt.decref(key);
  return status;
}

/** Follows slot_sq_contains. */
export function slot_sq_contains(rt: Machine, self: number, item: number): number {
  const direct = typeLookup(rt, rt.typeOf(self), rt.ids.__contains__);
  if (direct === S.NONE) return rt.fail(E.TypeError, `'${rt.typeOf(self).name}' object is not a container`);
  const found = lookupMaybe(rt, self, rt.ids.__contains__);
  if (found !== 0) {
    const result = callWith(rt, found, self, item, 0);
    if (result === 0) return -1;
    const truth = isTrue(rt, result);
    rt.decref(result);
    return truth;
  }
  if (rt.currentException !== 0) return -1;
  return iterSearch(rt, self, item, 'contains');
}

export function slot_tp_repr(rt: Machine, self: number): number {
  const found = lookupMaybe(rt, self, rt.ids.__repr__);
  if (found === 0) return rt.currentException !== 0 ? 0 : rt.infoOf(T.OBJECT).tp_repr!(rt, self);
  return callWith(rt, found, self, 0, 0);
}

export function slot_tp_str(rt: Machine, self: number): number {
  return callSpecial(rt, self, rt.ids.__str__);
}

/** Follows slot_tp_hash. */
export function slot_tp_hash(rt: Machine, self: number): number {
  const direct = typeLookup(rt, rt.typeOf(self), rt.ids.__hash__);
  if (direct === S.NONE) return rt.fail(E.TypeError, `unhashable type: '${rt.typeOf(self).name}'`);
  const found = lookupMaybe(rt, self, rt.ids.__hash__);
  if (found === 0) return rt.currentException !== 0 ? -1 : hashPointer(rt, self);
  const value = callWith(rt, found, self, 0, 0);
  if (value === 0) return -1;
  if (!rt.isInt(value)) {
    rt.decref(value);
    return rt.fail(E.TypeError, '__hash__ method should return an integer');
  }
  const n = intNumber(rt, value);
  if (Number.isNaN(n)) {
    const big = intBig(rt, value);
    // What fits a Py_ssize_t is taken as it is.
    if (big >= 2n ** 63n || big < -(2n ** 63n)) hashInt(rt, value);
    else {
      rt.hashLow = Number(BigInt.asIntN(32, big));
      rt.hashHigh = Number(big >> 32n);
    }
  } else {
    rt.hashLow = n | 0;
    rt.hashHigh = Math.floor(n / 0x1_0000_0000) | 0;
    if (rt.hashLow === -1 && rt.hashHigh === -1) rt.hashLow = -2;
  }
  rt.decref(value);
  return 0;
}

export function slot_tp_call(rt: Machine, self: number, args: number, kwargs: number): number {
  const found = lookupMaybe(rt, self, rt.ids.__call__);
  if (found === 0) {
    if (rt.currentException === 0) rt.raise(E.AttributeError, '__call__');
    return 0;
  }
  if (found < 0) {
    const result = callTupleDict(rt, -found, args, kwargs);
    rt.decref(-found);
    return result;
  }
  const result = callPrepend(rt, found, self, args, kwargs);
  rt.decref(found);
  return result;
}

const COMPARISONS = ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__'] as const;

export function slot_tp_richcompare(rt: Machine, self: number, other: number, op: number): number {
  return callMaybe(rt, self, rt.ids[COMPARISONS[op]!], other);
}

/** Follows slot_tp_iter. */
export function slot_tp_iter(rt: Machine, self: number): number {
  const info = rt.typeOf(self);
  const direct = typeLookup(rt, info, rt.ids.__iter__);
  if (direct === S.NONE) return rt.raise(E.TypeError, `'${info.name}' object is not iterable`);
  const found = lookupMaybe(rt, self, rt.ids.__iter__);
  if (found !== 0) return callWith(rt, found, self, 0, 0);
  if (rt.currentException !== 0) return 0;
  if (typeLookup(rt, info, rt.ids.__getitem__) === 0) {
    return rt.raise(E.TypeError, `'${info.name}' object is not iterable`);
  }
  return newSequenceIterator(rt, self);
}

export function slot_tp_iternext(rt: Machine, self: number): number {
  return callSpecial(rt, self, rt.ids.__next__);
}

/** Follows slot_tp_descr_get. */
export function slot_tp_descr_get(rt: Machine, self: number, object: number, type: number): number {
  const get = typeLookup(rt, rt.typeOf(self), rt.ids.__get__);
  if (get === 0) return rt.newRef(self);
  const args = rt.pushArguments(3);
  rt.M[args] = self;
  rt.M[args + 2] = object === 0 ? S.NONE : object;
  rt.M[args + 4] = type === 0 ? S.NONE : type;
  const result = call(rt, get, args, 3, 0);
  rt.popArguments(args);
  return result;
}

export function slot_tp_descr_set(rt: Machine, self: number, object: number, value: number): number {
  const result =
    value === 0
      ? callSpecial(rt, self, rt.ids.__delete__, object)
      : callSpecial(rt, self, rt.ids.__set__, object, value);
  if (result === 0) return -1;
  rt.decref(result);
  return 0;
}

/** Follows slot_tp_init: `__init__` must return None. */
export function slot_tp_init(rt: Machine, self: number, args: number, kwargs: number): number {
  const found = lookupMaybe(rt, self, rt.ids.__init__);
  if (found === 0) {
    if (rt.currentException === 0) rt.raise(E.AttributeError, '__init__');
    return -1;
  }
  let result: number;
  if (found > 0) {
    result = callPrepend(rt, found, self, args, kwargs);
    rt.decref(found);
  } else {
    result = callTupleDict(rt, -found, args, kwargs);
    rt.decref(-found);
  }
  if (result === 0) return -1;
  if (result !== S.NONE) {
    const name = rt.typeOf(result).name;
    rt.decref(result);
    return rt.fail(E.TypeError, `__init__() should return None, not '${name}'`);
  }
  rt.decref(result);
  return 0;
}

/** Follows slot_tp_new. */
export function slot_tp_new(rt: Machine, type: number, args: number, kwargs: number): number {
  const method = getAttr(rt, type, rt.ids.__new__);
  if (method === 0) return 0;
  const result = callPrepend(rt, method, type, args, kwargs);
  rt.decref(method);
  return result;
}

/** Follows slot_tp_finalize: exceptions are written, the current one is kept. */
export function slot_tp_finalize(rt: Machine, self: number): void {
  const saved = rt.takeError();
  const found = lookupMaybe(rt, self, rt.ids.__del__);
  if (found !== 0) {
    const del = found > 0 ? found : -found;
    rt.incref(del);
    const result = callWith(rt, found, self, 0, 0);
    if (result === 0) rt.writeUnraisable('Exception ignored in: ', del);
    else rt.decref(result);
    rt.decref(del);
  }
  if (saved !== 0) rt.restoreError(saved);
}

/** Follows slot_tp_getattr_hook: `__getattribute__`, then `__getattr__`. */
export function slot_tp_getattr_hook(rt: Machine, self: number, name: number): number {
  const info = rt.typeOf(self);
  const getattr = typeLookup(rt, info, rt.ids.__getattr__);
  const getattribute = typeLookup(rt, info, rt.ids.__getattribute__);
  if (getattr === 0) {
    if (getattribute === 0 || isGenericGetattribute(rt, getattribute)) return genericGetAttr(rt, self, name);
    return callSpecial(rt, self, rt.ids.__getattribute__, name);
  }
  rt.incref(getattr);
  let result: number;
  const generic = getattribute === 0 || isGenericGetattribute(rt, getattribute);
  // Up to 3.9 the AttributeError is forgotten before there is an instance of it.
  if (generic && rt.profile.minor <= 9) {
    result = genericGetAttrOr(rt, self, name, true);
    if (result === 0 && rt.currentException === 0) {
      result = callAttribute(rt, self, getattr, name);
      rt.decref(getattr);
      return result;
    }
  } else if (generic) result = genericGetAttr(rt, self, name);
  else result = callAttribute(rt, self, getattribute, name);
  if (result === 0 && rt.errorIs(E.AttributeError)) {
    setAttributeErrorContext(rt, self, name);
    rt.clearError();
    result = callAttribute(rt, self, getattr, name);
  }
  rt.decref(getattr);
  return result;
}

/** Whether it is `object.__getattribute__`. */
function isGenericGetattribute(rt: Machine, method: number): boolean {
  return method === typeLookup(rt, rt.infoOf(T.OBJECT), rt.ids.__getattribute__);
}

function callAttribute(rt: Machine, self: number, method: number, name: number): number {
  const kind = rt.typeOf(method);
  const args = rt.pushArguments(2);
  rt.M[args] = self;
  rt.M[args + 2] = name;
  let result: number;
  // A function is called without binding it since 3.12.
  if ((kind.flags & TypeFlag.METHOD_DESCRIPTOR) !== 0 && rt.profile.minor >= 12) {
    rt.incref(method);
    result = call(rt, method, args, 2, 0);
    rt.decref(method);
  } else if (kind.tp_descr_get !== null) {
    const bound = kind.tp_descr_get(rt, method, self, rt.M[self + Ob.TYPE]!);
    result = bound === 0 ? 0 : call(rt, bound, args + 2, 1, 0);
    if (bound !== 0) rt.decref(bound);
  } else result = call(rt, method, args + 2, 1, 0);
  rt.popArguments(args);
  return result;
}

export function slot_tp_setattro(rt: Machine, self: number, name: number, value: number): number {
  const result =
    value === 0
      ? callSpecial(rt, self, rt.ids.__delattr__, name)
      : callSpecial(rt, self, rt.ids.__setattr__, name, value);
  if (result === 0) return -1;
  rt.decref(result);
  return 0;
}

export function slot_am_await(rt: Machine, self: number): number {
  const found = lookupMaybe(rt, self, rt.ids.__await__);
  if (found !== 0) return callWith(rt, found, self, 0, 0);
  if (rt.currentException !== 0) return 0;
  return rt.raise(E.AttributeError, `object ${rt.typeOf(self).name} does not have __await__ method`);
}

export function slot_am_aiter(rt: Machine, self: number): number {
  const found = lookupMaybe(rt, self, rt.ids.__aiter__);
  if (found !== 0) return callWith(rt, found, self, 0, 0);
  if (rt.currentException !== 0) return 0;
  return rt.raise(E.AttributeError, `object ${rt.typeOf(self).name} does not have __aiter__ method`);
}

export function slot_am_anext(rt: Machine, self: number): number {
  const found = lookupMaybe(rt, self, rt.ids.__anext__);
  if (found !== 0) return callWith(rt, found, self, 0, 0);
  if (rt.currentException !== 0) return 0;
  return rt.raise(E.AttributeError, `object ${rt.typeOf(self).name} does not have __anext__ method`);
}
