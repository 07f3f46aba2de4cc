/** Methods and attributes of int. Follows longobject.c. */
import { Ob } from '../memory/layout.js';
import { index } from './abstract.js';
import { checkArgs, type Parameters, parseKeywords } from './args.js';
import { newBytes } from './bytesCore.js';
import { call1 } from './call.js';
import { bitLength, freshInt, intSelf, intSub } from './intArithmetic.js';
import { bigFromBytes, bytesFromBig, bytesLike } from './intBytes.js';
import { asIndex, intBig, intNumber, newBigInt, newInt } from './intCore.js';
import { intIsNegative } from './intPower.js';
import type { Machine } from './machine.js';
import { formatInt } from './numberFormat.js';
import { isTrue, str } from './object.js';
import { newStr } from './strCore.js';
import { stealTuple } from './tupleCore.js';
import { E, smallIntAddress, T } from './typeIds.js';
import { type GetSetDef, type MethodDef, MethodKind } from './typeInfo.js';

/** `getset` and methods that return the int itself. */
function self(rt: Machine, p: number): number {
  return intSelf(rt, p);
}

function magnitude(rt: Machine, p: number): bigint {
  const value = intBig(rt, p);
  return value < 0n ? -value : value;
}

function bitLengthMethod(rt: Machine, p: number): number {
  const number = intNumber(rt, p);
  if (number === number) {
    let n = Math.abs(number);
    let bits = 0;
    if (n >= 0x8000_0000) {
      bits = 31;
      n = Math.floor(n / 0x8000_0000);
    }
    return newInt(rt, n === 0 ? 0 : bits + 32 - Math.clz32(n));
  }
  return newInt(rt, bitLength(magnitude(rt, p)));
}

function bitCount(rt: Machine, p: number): number {
  let count = 0;
  for (const digit of magnitude(rt, p).toString(2)) if (digit === '1') count++;
  return newInt(rt, count);
}

/** The order of bytes: true for big; null with ValueError or TypeError. */
function bigEndian(rt: Machine, order: number, name: string): boolean | null {
  if (order === 0) return true;
  if (!rt.isStr(order)) {
    rt.raise(E.TypeError, `${name}() argument 'byteorder' must be str, not ${rt.typeOf(order).name}`);
    return null;
  }
  const text = rt.text(order);
  if (text === 'big') return true;
  if (text === 'little') return false;
  rt.raise(E.ValueError, "byteorder must be either 'little' or 'big'");
  return null;
}

function toBytesParameters(minor: number): Parameters {
  const required = minor >= 11 ? 0 : 2;
  return { name: 'to_bytes', names: ['length', 'byteorder', 'signed'], required, positional: 2 };
}

function fromBytesParameters(minor: number): Parameters {
  const required = minor >= 11 ? 1 : 2;
  return { name: 'from_bytes', names: ['bytes', 'byteorder', 'signed'], required, positional: 2 };
}

/** Follows longobject.c: int_to_bytes_impl. */
function toBytes(rt: Machine, p: number, parameters: Parameters, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, parameters, args, nargs, kwnames);
  if (values === null) return 0;
  const length = values[0] === 0 ? 1 : asIndex(rt, values[0]!, E.OverflowError);
  if (length !== length) return 0;
  const big = bigEndian(rt, values[1]!, 'to_bytes');
  if (big === null) return 0;
  const signed = values[2] === 0 ? 0 : isTrue(rt, values[2]!);
  if (signed < 0) return 0;
  if (length < 0) return rt.raise(E.ValueError, 'length argument must be non-negative');
  if (signed === 0 && intIsNegative(rt, p)) return rt.raise(E.OverflowError, "can't convert negative int to unsigned");
  const data = bytesFromBig(intBig(rt, p), length, signed === 1);
  if (data === null) return rt.raise(E.OverflowError, 'int too big to convert');
  if (!big) data.reverse();
  return newBytes(rt, data);
}

/** Follows longobject.c: int_from_bytes_impl. */
function fromBytes(
  rt: Machine,
  type: number,
  parameters: Parameters,
  args: number,
  nargs: number,
  kwnames: number,
): number {
  const values = parseKeywords(rt, parameters, args, nargs, kwnames);
  if (values === null) return 0;
  const big = bigEndian(rt, values[1]!, 'from_bytes');
  if (big === null) return 0;
  const signed = values[2] === 0 ? 0 : isTrue(rt, values[2]!);
  if (signed < 0) return 0;
  const view = bytesLike(rt, values[0]!);
  if (view === null) return 0;
  const data = big ? view : Uint8Array.from(view).reverse();
  const value = bigFromBytes(data, signed === 1);
  // Up to 3.10 small values were not shared here.
  const result = rt.profile.minor >= 11 || data.length === 0 ? newBigInt(rt, value) : freshInt(rt, value);
  if (type === T.INT) return result;
  const converted = call1(rt, type, result);
  rt.decref(result);
  return converted;
}

/** `round(p, ndigits)`: to a multiple of a power of ten, ties to even. Follows longobject.c: int___round___impl. */
function round(rt: Machine, p: number, args: number, nargs: number): number {
  if (!checkArgs(rt, '__round__', nargs, 0, 1)) return 0;
  const digits = nargs === 0 ? 0 : rt.M[args]!;
  if (digits === 0 || (rt.profile.minor >= 14 && rt.is(digits, T.NONE_TYPE))) return intSelf(rt, p);
  const whole = index(rt, digits);
  if (whole === 0) return 0;
  const keeps = !intIsNegative(rt, whole);
  const places = -intNumber(rt, whole);
  rt.decref(whole);
  if (keeps) return intSelf(rt, p);
  const value = intBig(rt, p);
  // More places than the value has digits: everything is rounded away.
  if (!(places <= 10 + Math.abs(rt.M[p + Ob.SIZE]!) * 10)) return rt.newRef(smallIntAddress(0));
  const unit = 10n ** BigInt(places);
  let rest = value % unit;
  if (rest < 0n) rest += unit;
  const quotient = (value - rest) / unit;
  if (rest * 2n > unit || (rest * 2n === unit && (quotient & 1n) === 1n)) rest -= unit;
  const excess = newBigInt(rt, rest);
  const result = intSub(rt, p, excess);
  rt.decref(excess);
  return result;
}

/** `format(p, spec)`. */
function format(rt: Machine, p: number, spec: number): number {
  if (!rt.isStr(spec)) {
    return rt.raise(E.TypeError, `__format__() argument must be str, not ${rt.typeOf(spec).name}`);
  }
  const text = rt.text(spec);
  if (text === '') return str(rt, p);
  const result = formatInt(rt, p, text);
  return result === null ? 0 : newStr(rt, result);
}

function sizeOf(rt: Machine, p: number): number {
  const digits = Math.abs(rt.M[p + Ob.SIZE]!);
  return newInt(rt, 24 + 4 * (digits === 0 ? rt.profile.intZeroDigits : digits));
}

/** A fresh int for `__getnewargs__`. */
function copy(rt: Machine, p: number): number {
  return newBigInt(rt, intBig(rt, p));
}

/** The methods of a version, in CPython's order. */
export function intMethods(minor: number): MethodDef[] {
  const toParameters = toBytesParameters(minor);
  const fromParameters = fromBytesParameters(minor);
  const methods: (MethodDef | false)[] = [
    { name: 'conjugate', kind: MethodKind.NOARGS, fn: self, signature: '$self' },
    { name: 'bit_length', kind: MethodKind.NOARGS, fn: bitLengthMethod, signature: '$self, /' },
    minor >= 10 && { name: 'bit_count', kind: MethodKind.NOARGS, fn: bitCount, signature: '$self, /' },
    {
      name: 'to_bytes',
      kind: MethodKind.FASTKW,
      fn: (rt, p, args, nargs, kwnames) => toBytes(rt, p, toParameters, args, nargs, kwnames),
    },
    {
      name: 'from_bytes',
      kind: MethodKind.FASTKW | MethodKind.CLASS,
      fn: (rt, type, args, nargs, kwnames) => fromBytes(rt, type, fromParameters, args, nargs, kwnames),
    },
    {
      name: 'as_integer_ratio',
      kind: MethodKind.NOARGS,
      fn: (rt, p) => stealTuple(rt, [intSelf(rt, p), rt.newRef(smallIntAddress(1))]),
    },
    { name: '__trunc__', kind: MethodKind.NOARGS, fn: self },
    { name: '__floor__', kind: MethodKind.NOARGS, fn: self },
    { name: '__ceil__', kind: MethodKind.NOARGS, fn: self },
    { name: '__round__', kind: MethodKind.FAST, fn: round },
    { name: '__getnewargs__', kind: MethodKind.NOARGS, fn: (rt, p) => stealTuple(rt, [copy(rt, p)]) },
    { name: '__format__', kind: MethodKind.O, fn: format },
    { name: '__sizeof__', kind: MethodKind.NOARGS, fn: sizeOf },
    minor >= 12 && { name: 'is_integer', kind: MethodKind.NOARGS, fn: (rt) => rt.bool(true) },
  ];
  return methods.filter((method) => method !== false);
}

/** `real`, `imag`, `numerator`, `denominator`. */
export const INT_GETSET: readonly GetSetDef[] = [
  { name: 'real', get: self },
  { name: 'imag', get: (rt) => rt.newRef(smallIntAddress(0)) },
  { name: 'numerator', get: self },
  { name: 'denominator', get: (rt) => rt.newRef(smallIntAddress(1)) },
];
