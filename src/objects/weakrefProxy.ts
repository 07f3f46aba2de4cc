/** Weak proxies: each operation goes to the object, or raises ReferenceError once it is gone. Follows weakrefobject.c: proxy_*. */
import { absolute, binaryOp, contains, divmod, index, invert, negative, positive, power } from './abstract.js';
import { callMethod0, callTupleDict } from './call.js';
import { defineType, type TypeSpec } from './defineType.js';
import type { Machine } from './machine.js';
import {
  addressText,
  compare,
  getAttr,
  getItem,
  getIter,
  isTrue,
  iterNext,
  setAttr,
  setItem,
  size,
  str,
} from './object.js';
import { newStr } from './strCore.js';
import { E, S, T } from './typeIds.js';
import { type Binary, MethodKind, TypeFlag, type Unary } from './typeInfo.js';
import { defineWeakrefType, isProxy, WEAKREF_SLOTS, weakrefObject, weakrefSize } from './weakref.js';

/** The object behind a proxy, anything else as it is: a new reference, or 0 with ReferenceError. */
function unwrap(rt: Machine, p: number): number {
  if (!isProxy(rt, p)) return rt.newRef(p);
  const object = weakrefObject(rt, p);
  if (object === 0) return rt.raise(E.ReferenceError, 'weakly-referenced object no longer exists');
  return rt.newRef(object);
}

const unary =
  (operation: Unary): Unary =>
  (rt, p) => {
    const object = unwrap(rt, p);
    if (object === 0) return 0;
    const result = operation(rt, object);
    rt.decref(object);
    return result;
  };

const binary =
  (operation: Binary): Binary =>
  (rt, a, b) => {
    const left = unwrap(rt, a);
    if (left === 0) return 0;
    const right = unwrap(rt, b);
    const result = right === 0 ? 0 : operation(rt, left, right);
    rt.decref(left);
    if (right !== 0) rt.decref(right);
    return result;
  };

/** A slot that returns a status: -1 with an exception. */
const status =
  (operation: (rt: Machine, object: number) => number): ((rt: Machine, p: number) => number) =>
  (rt, p) => {
    const object = unwrap(rt, p);
    if (object === 0) return -1;
    const result = operation(rt, object);
    rt.decref(object);
    return result;
  };

const operator = (op: number): Binary => binary((rt, a, b) => binaryOp(rt, op, a, b));

function ternaryPower(rt: Machine, a: number, b: number, c: number): number {
  const left = unwrap(rt, a);
  const right = left === 0 ? 0 : unwrap(rt, b);
  const modulus = right === 0 ? 0 : unwrap(rt, c);
  const result = modulus === 0 ? 0 : power(rt, left, right, modulus);
  if (left !== 0) rt.decref(left);
  if (right !== 0) rt.decref(right);
  if (modulus !== 0) rt.decref(modulus);
  return result;
}

function toInt(rt: Machine, o: number): number {
  const info = rt.typeOf(o);
  if (info.nb_int !== null) return info.nb_int(rt, o);
  if (info.nb_index !== null) return info.nb_index(rt, o);
  return rt.raise(
    E.TypeError,
    `int() argument must be a string, a bytes-like object or a real number, not '${info.name}'`,
  );
}

function toFloat(rt: Machine, o: number): number {
  const info = rt.typeOf(o);
  if (info.nb_float !== null) return info.nb_float(rt, o);
  return rt.raise(E.TypeError, `float() argument must be a string or a real number, not '${info.name}'`);
}

function next(rt: Machine, o: number): number {
  const info = rt.typeOf(o);
  if (info.tp_iternext !== null) return iterNext(rt, o);
  if (rt.profile.minor <= 8) return rt.raise(E.TypeError, `'${info.name}' object is not iterable`);
  return rt.raise(E.TypeError, `Weakref proxy referenced a non-iterator '${info.name}' object`);
}

function proxyRepr(rt: Machine, p: number): number {
  const object = weakrefObject(rt, p) || S.NONE;
  const at = addressText(rt, p);
  if (rt.profile.minor <= 12) {
    return newStr(rt, `<weakproxy at ${at} to ${rt.typeOf(object).name} at ${addressText(rt, object)}>`);
  }
  if (object === S.NONE) return newStr(rt, `<weakproxy at ${at}; dead>`);
  return newStr(rt, `<weakproxy at ${at}; to '${rt.typeOf(object).name}' at ${addressText(rt, object)}>`);
}

const attributeSlots: Partial<TypeSpec> = {
  tp_getattro: binary(getAttr),
  tp_setattro: (rt, p, name, value) => {
    const object = unwrap(rt, p);
    if (object === 0) return -1;
    const result = setAttr(rt, object, name, value);
    rt.decref(object);
    return result;
  },
  tp_str: unary(str),
  tp_repr: proxyRepr,
  tp_richcompare: (rt, a, b, op) => binary((m, x, y) => compare(m, x, y, op))(rt, a, b),
  tp_hash: (rt, p) => rt.fail(E.TypeError, `unhashable type: '${rt.typeOf(p).fullName}'`),
  tp_iter: unary(getIter),
  tp_iternext: unary(next),
};

const numberSlots: Partial<TypeSpec> = {
  nb_add: operator(0),
  nb_and: operator(1),
  nb_floor_divide: operator(2),
  nb_lshift: operator(3),
  nb_matrix_multiply: operator(4),
  nb_multiply: operator(5),
  nb_remainder: operator(6),
  nb_or: operator(7),
  nb_rshift: operator(9),
  nb_subtract: operator(10),
  nb_true_divide: operator(11),
  nb_xor: operator(12),
  nb_divmod: binary(divmod),
  nb_power: ternaryPower,
  nb_inplace_add: operator(13),
  nb_inplace_and: operator(14),
  nb_inplace_floor_divide: operator(15),
  nb_inplace_lshift: operator(16),
  nb_inplace_matrix_multiply: operator(17),
  nb_inplace_multiply: operator(18),
  nb_inplace_remainder: operator(19),
  nb_inplace_or: operator(20),
  nb_inplace_power: binary((rt, a, b) => binaryOp(rt, 21, a, b)),
  nb_inplace_rshift: operator(22),
  nb_inplace_subtract: operator(23),
  nb_inplace_true_divide: operator(24),
  nb_inplace_xor: operator(25),
  nb_negative: unary(negative),
  nb_positive: unary(positive),
  nb_absolute: unary(absolute),
  nb_invert: unary(invert),
  nb_bool: status(isTrue),
  nb_int: unary(toInt),
  nb_float: unary(toFloat),
  nb_index: unary(index),
};

const containerSlots: Partial<TypeSpec> = {
  sq_contains: (rt, p, item) => {
    const object = unwrap(rt, p);
    if (object === 0) return -1;
    const result = contains(rt, object, item);
    rt.decref(object);
    return result;
  },
  mp_length: status(size),
  mp_subscript: binary(getItem),
  mp_ass_subscript: (rt, p, key, value) => {
    const object = unwrap(rt, p);
    if (object === 0) return -1;
    const result = setItem(rt, object, key, value);
    rt.decref(object);
    return result;
  },
};

function defineProxy(rt: Machine, type: number, name: string, callable: boolean): void {
  const methods = [
    { name: '__bytes__', kind: MethodKind.NOARGS, fn: unary((m, o) => callMethod0(m, o, m.ids.__bytes__)) },
  ];
  if (rt.profile.minor >= 9) {
    methods.push({
      name: '__reversed__',
      kind: MethodKind.NOARGS,
      fn: unary((m, o) => callMethod0(m, o, m.ids.__reversed__)),
    });
  }
  defineType(rt, type, {
    name,
    basicsize: weakrefSize(rt),
    flags: TypeFlag.HAVE_GC,
    ...WEAKREF_SLOTS,
    ...attributeSlots,
    ...numberSlots,
    ...containerSlots,
    ...(callable
      ? {
          tp_call: (m: Machine, p: number, args: number, kwargs: number) =>
            unary((_, o) => callTupleDict(m, o, args, kwargs))(m, p),
        }
      : {}),
    methods,
    entries: (m) => [['__hash__', m.none()]],
  });
}

/** `weakref.ref` and the two proxy types. */
export function defineWeakrefTypes(rt: Machine): void {
  const late = rt.profile.minor >= 10;
  defineWeakrefType(rt);
  defineProxy(rt, T.WEAKPROXY, late ? 'weakref.ProxyType' : 'weakproxy', false);
  defineProxy(rt, T.WEAKCALLABLEPROXY, late ? 'weakref.CallableProxyType' : 'weakcallableproxy', true);
}
