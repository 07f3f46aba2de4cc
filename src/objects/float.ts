/** The type float. Follows floatobject.c. */
import { Ob } from '../memory/layout.js';
import { index } from './abstract.js';
import { argument, checkArgs } from './args.js';
import { call1 } from './call.js';
import { newComplex } from './complexCore.js';
import { complexPower } from './complexOps.js';
import { defineType } from './defineType.js';
import { compareDoubleInt } from './floatCompare.js';
import { FLOAT_FREE_LIST, floatValue, newFloat } from './floatCore.js';
import {
  floatFromHex,
  floatHex,
  floatPower,
  floorDivMod,
  floorMod,
  integerRatio,
  roundHalfEven,
  roundPlaces,
} from './floatOps.js';
import { holds } from './int.js';
import { freshInt } from './intArithmetic.js';
import { asIndex, newBigInt } from './intCore.js';
import { intFromDouble, roundedIntFromDouble } from './intFromDouble.js';
import { intAsDouble, intToDouble } from './intText.js';
import type { Machine } from './machine.js';
import { floatRepr } from './numberDigits.js';
import { formatFloat } from './numberFormat.js';
import { hashOfDouble, storeHash } from './numberHash.js';
import { isIntObject, numberFloat } from './numberText.js';
import { freeInstance, genericAlloc, genericGetAttr, hashPointer, str } from './object.js';
import { newStr } from './strCore.js';
import { noKeywords } from './support.js';
import { stealTuple } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

function floatDealloc(rt: Machine, p: number): void {
  if (rt.is(p, T.FLOAT)) {
    if (rt.freeFloats.length < FLOAT_FREE_LIST) {
      if (rt.observer !== null) rt.observer.freed(p);
      rt.freeFloats.push(p);
    } else rt.freeObject(p);
  } else freeInstance(rt, p);
}

/** Hash of a float object. */
export function floatHash(rt: Machine, p: number): number {
  const x = floatValue(rt, p);
  if (x !== x) {
    if (rt.profile.minor >= 10) return hashPointer(rt, p);
    rt.hashLow = 0;
    rt.hashHigh = 0;
    return 0;
  }
  storeHash(rt, hashOfDouble(x));
  return 0;
}

function floatRichCompare(rt: Machine, a: number, b: number, op: number): number {
  const x = floatValue(rt, a);
  let order: number;
  if (rt.is(b, T.FLOAT) || rt.isInstance(b, T.FLOAT)) {
    const y = floatValue(rt, b);
    order = x < y ? -1 : x > y ? 1 : x === y ? 0 : Number.NaN;
  } else if (isIntObject(rt, b)) order = compareDoubleInt(rt, x, b);
  else return rt.newRef(S.NOT_IMPLEMENTED);
  return rt.bool(order === order ? holds(order, op) : op === 3);
}

/** Outcomes of {@link operandState}. */
const NEITHER = 1;
const FAILED = 2;

/** Both operands as doubles, handed to an operation. NotImplemented when one is neither float nor int. */
function both(operation: (rt: Machine, x: number, y: number) => number): (rt: Machine, a: number, b: number) => number {
  return (rt, a, b) => {
    let x: number;
    let y: number;
    if (rt.is(a, T.FLOAT)) x = floatValue(rt, a);
    else {
      const state = operandState(rt, a);
      if (state === NEITHER) return rt.newRef(S.NOT_IMPLEMENTED);
      if (state === FAILED) return 0;
      x = operandValue(rt, a);
    }
    if (rt.is(b, T.FLOAT)) y = floatValue(rt, b);
    else {
      const state = operandState(rt, b);
      if (state === NEITHER) return rt.newRef(S.NOT_IMPLEMENTED);
      if (state === FAILED) return 0;
      y = operandValue(rt, b);
    }
    return operation(rt, x, y);
  };
}

/** 0 for a float and for an int that a double can hold, else what is wrong (an exception is set for FAILED). */
function operandState(rt: Machine, o: number): number {
  if (isIntObject(rt, o)) {
    const x = intAsDouble(rt, o);
    return x === x ? 0 : FAILED;
  }
  return rt.isInstance(o, T.FLOAT) ? 0 : NEITHER;
}

function operandValue(rt: Machine, o: number): number {
  return isIntObject(rt, o) ? intToDouble(rt, o) : floatValue(rt, o);
}

function zeroDivision(rt: Machine, message: string): 0 {
  return rt.raise(E.ZeroDivisionError, rt.profile.minor >= 14 ? 'division by zero' : message);
}

function divide(rt: Machine, x: number, y: number): number {
  if (y === 0)
    return rt.raise(E.ZeroDivisionError, rt.profile.minor >= 14 ? 'division by zero' : 'float division by zero');
  return newFloat(rt, x / y);
}

function remainder(rt: Machine, x: number, y: number): number {
  if (y === 0) return zeroDivision(rt, rt.profile.minor >= 13 ? 'float modulo by zero' : 'float modulo');
  return newFloat(rt, floorMod(x, y));
}

function floorDivide(rt: Machine, x: number, y: number): number {
  if (y === 0) return zeroDivision(rt, rt.profile.minor >= 9 ? 'float floor division by zero' : 'float divmod()');
  return newFloat(rt, floorDivMod(x, y).div);
}

function divmodSlot(rt: Machine, x: number, y: number): number {
  if (y === 0) return zeroDivision(rt, 'float divmod()');
  const { div, mod } = floorDivMod(x, y);
  return stealTuple(rt, [newFloat(rt, div), newFloat(rt, mod)]);
}

function powerSlot(rt: Machine, a: number, b: number, c: number): number {
  if (c !== S.NONE) {
    return rt.raise(E.TypeError, 'pow() 3rd argument not allowed unless all arguments are integers');
  }
  return powerOfBoth(rt, a, b);
}

const powerOfBoth = both((rt, x, y) => {
  const result = floatPower(rt, x, y);
  if (result === null) return 0;
  if (result !== 'complex') return newFloat(rt, result);
  const root = complexPower(rt, x, 0, y, 0);
  return root === null ? 0 : newComplex(rt, root.real, root.imag);
});

/** `float(x)` for a type. Follows floatobject.c: float_new_impl. */
function makeFloat(rt: Machine, type: number, x: number): number {
  const value = x === 0 ? newFloat(rt, 0) : numberFloat(rt, x);
  if (value === 0 || type === T.FLOAT) return value;
  const p = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (p !== 0) rt.F64[(p >> 1) + 2] = floatValue(rt, value);
  rt.decref(value);
  return p;
}

function floatNew(rt: Machine, type: number, args: number, kwargs: number): number {
  if (type === T.FLOAT && noKeywords(rt, 'float', kwargs) < 0) return 0;
  if (!checkArgs(rt, 'float', rt.M[args + Ob.SIZE]!, 0, 1)) return 0;
  return makeFloat(rt, type, argument(rt, args, 0));
}

function floatVectorcall(rt: Machine, _type: number, args: number, nargs: number, kwnames: number): number {
  if (kwnames !== 0 && rt.M[kwnames + Ob.SIZE]! > 0) return rt.raise(E.TypeError, 'float() takes no keyword arguments');
  if (!checkArgs(rt, 'float', nargs, 0, 1)) return 0;
  return makeFloat(rt, T.FLOAT, nargs === 0 ? 0 : rt.M[args]!);
}

/** The float itself when it is exact, else a new one. */
function self(rt: Machine, p: number): number {
  return rt.is(p, T.FLOAT) ? rt.newRef(p) : newFloat(rt, floatValue(rt, p));
}

function truncate(rt: Machine, p: number): number {
  return intFromDouble(rt, floatValue(rt, p));
}

/** Follows floatobject.c: float___round___impl. */
function round(rt: Machine, p: number, args: number, nargs: number): number {
  if (!checkArgs(rt, '__round__', nargs, 0, 1)) return 0;
  const x = floatValue(rt, p);
  const digits = nargs === 0 ? S.NONE : rt.M[args]!;
  if (digits === S.NONE) return roundedIntFromDouble(rt, roundHalfEven(x));
  const whole = index(rt, digits);
  if (whole === 0) return 0;
  const places = asIndex(rt, whole, 0);
  rt.decref(whole);
  if (places !== places) return 0;
  if (x - x !== 0 || x === 0) return newFloat(rt, x);
  // So many places leave a double as it is, so few leave nothing of it.
  if (places > 323) return newFloat(rt, x);
  if (places < -308) return newFloat(rt, x < 0 ? -0 : 0);
  const result = roundPlaces(x, places);
  if (result !== result) return rt.raise(E.OverflowError, 'rounded value too large to represent');
  return newFloat(rt, result);
}

function asIntegerRatio(rt: Machine, p: number): number {
  const x = floatValue(rt, p);
  if (x !== x) return rt.raise(E.ValueError, 'cannot convert NaN to integer ratio');
  if (x - x !== 0) return rt.raise(E.OverflowError, 'cannot convert Infinity to integer ratio');
  const { numerator, denominator } = integerRatio(x);
  const old = rt.profile.minor === 8 && denominator !== 1n;
  return stealTuple(rt, [old ? freshInt(rt, numerator) : newBigInt(rt, numerator), newBigInt(rt, denominator)]);
}

function fromHex(rt: Machine, type: number, text: number): number {
  if (!rt.isStr(text)) return rt.raise(E.TypeError, 'bad argument type for built-in operation');
  const value = floatFromHex(rt.text(text));
  if (value === 'invalid') return rt.raise(E.ValueError, 'invalid hexadecimal floating-point string');
  if (value === 'overflow') {
    return rt.raise(E.OverflowError, 'hexadecimal value too large to represent as a float');
  }
  const p = newFloat(rt, value);
  if (type === T.FLOAT) return p;
  const converted = call1(rt, type, p);
  rt.decref(p);
  return converted;
}

function format(rt: Machine, p: number, spec: number): number {
  if (!rt.isStr(spec)) {
    return rt.raise(E.TypeError, `__format__() argument must be str, not ${rt.typeOf(spec).name}`);
  }
  const text = rt.text(spec);
  if (text === '') return str(rt, p);
  const result = formatFloat(rt, floatValue(rt, p), text, rt.typeOf(p).name);
  return result === null ? 0 : newStr(rt, result);
}

function getFormat(rt: Machine, _type: number, name: number): number {
  const text = rt.isStr(name) ? rt.text(name) : '';
  if (text === 'double' || text === 'float') return newStr(rt, 'IEEE, little-endian');
  return rt.raise(E.ValueError, "__getformat__() argument 1 must be 'double' or 'float'");
}

function methodsOf(minor: number): MethodDef[] {
  const whole = (name: string, fn: (x: number) => number): MethodDef => ({
    name,
    kind: MethodKind.NOARGS,
    fn: (rt, p) => intFromDouble(rt, fn(floatValue(rt, p))),
  });
  const methods: (MethodDef | false)[] = [
    { name: 'conjugate', kind: MethodKind.NOARGS, fn: self },
    { name: '__trunc__', kind: MethodKind.NOARGS, fn: truncate },
    minor >= 9 && whole('__floor__', Math.floor),
    minor >= 9 && whole('__ceil__', Math.ceil),
    { name: '__round__', kind: MethodKind.FAST, fn: round },
    { name: 'as_integer_ratio', kind: MethodKind.NOARGS, fn: asIntegerRatio },
    { name: 'fromhex', kind: MethodKind.O | MethodKind.CLASS, fn: fromHex },
    { name: 'hex', kind: MethodKind.NOARGS, fn: (rt, p) => newStr(rt, floatHex(floatValue(rt, p))) },
    {
      name: 'is_integer',
      kind: MethodKind.NOARGS,
      fn: (rt, p) => rt.bool(Number.isInteger(floatValue(rt, p))),
    },
    {
      name: '__getnewargs__',
      kind: MethodKind.NOARGS,
      fn: (rt, p) => stealTuple(rt, [newFloat(rt, floatValue(rt, p))]),
    },
    { name: '__getformat__', kind: MethodKind.O | MethodKind.CLASS, fn: getFormat },
    { name: '__format__', kind: MethodKind.O, fn: format },
  ];
  return methods.filter((method) => method !== false);
}

/** Defines float. */
export function defineFloat(rt: Machine): void {
  defineType(rt, T.FLOAT, {
    name: 'float',
    doc: 'Makes a floating-point number of a number or of a text.',
    flags: TypeFlag.BASETYPE,
    basicsize: 24,
    tp_dealloc: floatDealloc,
    tp_alloc: genericAlloc,
    tp_new: floatNew,
    tp_vectorcall: rt.profile.minor >= 10 ? floatVectorcall : null,
    ...(rt.profile.minor <= 12 ? { tp_getattro: genericGetAttr } : {}),
    tp_repr: (m, p) => newStr(m, floatRepr(floatValue(m, p))),
    tp_hash: floatHash,
    tp_richcompare: floatRichCompare,
    nb_add: both((m, x, y) => newFloat(m, x + y)),
    nb_subtract: both((m, x, y) => newFloat(m, x - y)),
    nb_multiply: both((m, x, y) => newFloat(m, x * y)),
    nb_remainder: both(remainder),
    nb_divmod: both(divmodSlot),
    nb_power: powerSlot,
    nb_negative: (m, p) => newFloat(m, -floatValue(m, p)),
    nb_positive: self,
    nb_absolute: (m, p) => newFloat(m, Math.abs(floatValue(m, p))),
    nb_bool: (m, p) => (floatValue(m, p) === 0 ? 0 : 1),
    nb_int: truncate,
    nb_float: self,
    nb_floor_divide: both(floorDivide),
    nb_true_divide: both(divide),
    methods: methodsOf(rt.profile.minor),
    getset: [
      { name: 'real', get: self },
      { name: 'imag', get: (m) => newFloat(m, 0) },
    ],
  });
}
