/** The type int: slots, creation and destruction. Follows longobject.c. Methods: intMethods.ts. */
import { IntLayout, Ob, TupleLayout } from '../memory/layout.js';
import { isStatic } from '../memory/regions.js';
import { power } from './abstract.js';
import { type Parameters, parseKeywords, parseTupleKeywords } from './args.js';
import { defineType } from './defineType.js';
import { newFloat } from './floatCore.js';
import {
  intAbs,
  intAdd,
  intBitwise,
  intCompare,
  intDivMod,
  intFloorDiv,
  intInvert,
  intIsZero,
  intLshift,
  intMod,
  intMul,
  intNeg,
  intRshift,
  intSelf,
  intSub,
  intTrueDivide,
} from './intArithmetic.js';
import { asIndex, intBig } from './intCore.js';
import { INT_GETSET, intMethods } from './intMethods.js';
import { intIsNegative, intModPow, intPow } from './intPower.js';
import { intAsDouble, intDecimal } from './intText.js';
import type { Machine } from './machine.js';
import { hashInt } from './numberHash.js';
import { intFromBytesText, intFromStr, isIntObject, numberLong } from './numberText.js';
import { freeInstance, genericAlloc, genericGetAttr } from './object.js';
import { makeStr } from './strCore.js';
import { stealTuple } from './tupleCore.js';
import { E, S, smallIntAddress, T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';

/** Gives the memory of an int back. */
function intDealloc(rt: Machine, p: number): void {
  if (isStatic(p)) {
    rt.M[p] = 1;
    return;
  }
  const size = rt.M[p + Ob.SIZE]!;
  if (size > 2 || size < -2) rt.dropBig(rt.M[p + Ob.AUX]!);
  if (rt.is(p, T.INT)) rt.freeObject(p);
  else freeInstance(rt, p);
}

/** `repr(p)`: a new str even for one digit. */
export function intRepr(rt: Machine, p: number): number {
  const text = intDecimal(rt, p);
  return text === null ? 0 : makeStr(rt, text, 1 | 8, text.length);
}

function intRichCompare(rt: Machine, a: number, b: number, op: number): number {
  if (!isIntObject(rt, a) || !isIntObject(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
  const order = a === b ? 0 : intCompare(rt, a, b);
  return rt.bool(holds(order, op));
}

/** Whether the order -1, 0, 1 satisfies the operator 0..5. */
export function holds(order: number, op: number): boolean {
  switch (op) {
    case 0:
      return order < 0;
    case 1:
      return order <= 0;
    case 2:
      return order === 0;
    case 3:
      return order !== 0;
    case 4:
      return order > 0;
    default:
      return order >= 0;
  }
}

type Operation = (rt: Machine, a: number, b: number) => number;

/** A binary slot: NotImplemented unless both operands are ints. */
function both(operation: Operation): Operation {
  return (rt, a, b) => {
    if (!isIntObject(rt, a) || !isIntObject(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
    return operation(rt, a, b);
  };
}

function divmodTuple(rt: Machine, a: number, b: number): number {
  const result = intDivMod(rt, a, b);
  return result === null ? 0 : stealTuple(rt, [result.div, result.mod]);
}

function trueDivide(rt: Machine, a: number, b: number): number {
  const x = intTrueDivide(rt, a, b);
  return x !== x ? 0 : newFloat(rt, x);
}

/** `pow(a, b, c)`, `c` None for `a ** b`. Follows longobject.c: long_pow. */
function intPowerSlot(rt: Machine, a: number, b: number, c: number): number {
  if (!isIntObject(rt, a) || !isIntObject(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
  if (c !== S.NONE) {
    if (!isIntObject(rt, c)) return rt.newRef(S.NOT_IMPLEMENTED);
    return intModPow(rt, a, b, c);
  }
  if (intIsNegative(rt, b)) {
    const x = intAsDouble(rt, a);
    if (x !== x) return 0;
    const y = intAsDouble(rt, b);
    if (y !== y) return 0;
    const left = newFloat(rt, x);
    const right = newFloat(rt, y);
    const result = power(rt, left, right, S.NONE);
    rt.decref(left);
    rt.decref(right);
    return result;
  }
  return intPow(rt, a, b);
}

const PARAMETERS: Parameters = { name: 'int', names: ['', 'base'], required: 0, positional: 2 };

/** An exact int from the arguments of `int(...)`; 0 for one that is left out. Follows longobject.c: long_new_impl. */
function intFromArguments(rt: Machine, x: number, base: number): number {
  if (x === 0) {
    if (base !== 0) return rt.raise(E.TypeError, 'int() missing string argument');
    return rt.newRef(smallIntAddress(0));
  }
  if (base === 0) return numberLong(rt, x);
  const radix = asIndex(rt, base, 0);
  if (radix !== radix) return 0;
  if ((radix !== 0 && radix < 2) || radix > 36) {
    return rt.raise(E.ValueError, 'int() base must be >= 2 and <= 36, or 0');
  }
  if (rt.isStr(x)) return intFromStr(rt, x, radix);
  if (rt.isInstance(x, T.BYTES) || rt.isInstance(x, T.BYTEARRAY)) {
    const data = rt.typeOf(x).bf_getbuffer!(rt, x);
    return data === null ? 0 : intFromBytesText(rt, data, radix);
  }
  return rt.raise(E.TypeError, "int() can't convert non-string with explicit base");
}

/** An instance of a subclass of int with the value of `value`. Follows longobject.c: long_subtype_new. */
function intSubtype(rt: Machine, type: number, value: number): number {
  const M = rt.M;
  const size = M[value + Ob.SIZE]!;
  const digits = size < 0 ? -size : size;
  const p = rt.infoOf(type).tp_alloc!(rt, type, digits === 0 ? rt.profile.intZeroDigits : digits);
  if (p === 0) return 0;
  M[p + Ob.SIZE] = size;
  if (digits <= 2) {
    M[p + Ob.AUX] = M[value + Ob.AUX]!;
    for (let i = 0; i < digits; i++) M[p + IntLayout.DIGIT + i] = M[value + IntLayout.DIGIT + i]!;
  } else M[p + Ob.AUX] = rt.keepBig(intBig(rt, value));
  return p;
}

function intNew(rt: Machine, type: number, args: number, kwargs: number): number {
  let x = 0;
  let base = 0;
  const nargs = rt.M[args + Ob.SIZE]!;
  if (nargs <= 1 && kwargs === 0) {
    if (nargs === 1) x = rt.M[args + TupleLayout.ITEM]!;
  } else {
    const values = parseTupleKeywords(rt, PARAMETERS, args, kwargs);
    if (values === null) return 0;
    x = values[0]!;
    base = values[1]!;
  }
  const value = intFromArguments(rt, x, base);
  if (value === 0 || type === T.INT) return value;
  const p = intSubtype(rt, type, value);
  rt.decref(value);
  return p;
}

/** `int(...)` called with a vector. */
function intVectorcall(rt: Machine, _type: number, args: number, nargs: number, kwnames: number): number {
  if (kwnames === 0) {
    if (nargs === 0) return rt.newRef(smallIntAddress(0));
    if (nargs === 1) return numberLong(rt, rt.M[args]!);
    if (nargs === 2) return intFromArguments(rt, rt.M[args]!, rt.M[args + 2]!);
    if (rt.profile.minor >= 13) return rt.raise(E.TypeError, `int expected at most 2 arguments, got ${nargs}`);
  }
  const values = parseKeywords(rt, PARAMETERS, args, nargs, kwnames);
  return values === null ? 0 : intFromArguments(rt, values[0]!, values[1]!);
}

/** Defines int. */
export function defineInt(rt: Machine): void {
  defineType(rt, T.INT, {
    name: 'int',
    doc: 'int([x]) -> integer\nint(x, base=10) -> integer\n\nMakes an int of a number or of a text with digits of the base; 0 without argument.',
    flags: TypeFlag.BASETYPE | TypeFlag.LONG_SUBCLASS,
    basicsize: 24,
    itemsize: 4,
    tp_dealloc: intDealloc,
    tp_alloc: genericAlloc,
    tp_new: intNew,
    tp_vectorcall: rt.profile.minor >= 13 ? intVectorcall : null,
    tp_getattro: genericGetAttr,
    tp_repr: intRepr,
    tp_hash: hashInt,
    tp_richcompare: intRichCompare,
    nb_add: both(intAdd),
    nb_subtract: both(intSub),
    nb_multiply: both(intMul),
    nb_remainder: both(intMod),
    nb_divmod: both(divmodTuple),
    nb_power: intPowerSlot,
    nb_negative: intNeg,
    nb_positive: intSelf,
    nb_absolute: intAbs,
    nb_bool: (m, p) => (intIsZero(m, p) ? 0 : 1),
    nb_invert: intInvert,
    nb_lshift: both(intLshift),
    nb_rshift: both(intRshift),
    nb_and: both((m, a, b) => intBitwise(m, a, b, '&')),
    nb_xor: both((m, a, b) => intBitwise(m, a, b, '^')),
    nb_or: both((m, a, b) => intBitwise(m, a, b, '|')),
    nb_int: intSelf,
    nb_float: (m, p) => {
      const x = intAsDouble(m, p);
      return x !== x ? 0 : newFloat(m, x);
    },
    nb_floor_divide: both(intFloorDiv),
    nb_true_divide: both(trueDivide),
    nb_index: intSelf,
    methods: intMethods(rt.profile.minor),
    getset: INT_GETSET,
  });
}
