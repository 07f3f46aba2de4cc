/**
 * Making and reading ints. `ob_size` is the signed number of 30-bit digits in every version; the AUX word holds the
 * value of a one-digit int, or the index of a BigInt for three and more digits. Follows longobject.c.
 */
import { IntLayout, Ob } from '../memory/layout.js';
import { Region } from '../memory/regions.js';
import type { Machine } from './machine.js';
import { E, T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';

const DIGIT = 0x4000_0000;
const MASK = 0x3fff_ffff;
const TWO_30 = 1n << 30n;
const TWO_60 = 1n << 60n;
const TWO_90 = 1n << 90n;
const TWO_120 = 1n << 120n;

/** An int of a one-digit value, |value| < 2**30. Small values are shared. */
export function newCompactInt(rt: Machine, value: number): number {
  if (value >= -5 && value <= 256) return rt.newRef(Region.SMALL_INTS + (value + 5) * 8);
  const M = rt.M;
  const p = rt.newObject(T.INT, rt.profile.minor >= 11 ? 32 : 28);
  M[p + Ob.AUX] = value;
  if (value < 0) {
    M[p + Ob.SIZE] = -1;
    M[p + IntLayout.DIGIT] = -value;
  } else {
    M[p + Ob.SIZE] = 1;
    M[p + IntLayout.DIGIT] = value;
  }
  return p;
}

/** An int of a safe integer, |value| < 2**53. */
export function newInt(rt: Machine, value: number): number {
  if (value > -DIGIT && value < DIGIT) return newCompactInt(rt, value | 0);
  const magnitude = value < 0 ? -value : value;
  const M = rt.M;
  const p = rt.newObject(T.INT, 32);
  const high = Math.floor(magnitude / DIGIT);
  M[p + Ob.AUX] = 0;
  M[p + Ob.SIZE] = value < 0 ? -2 : 2;
  M[p + IntLayout.DIGIT] = magnitude - high * DIGIT;
  M[p + IntLayout.DIGIT + 1] = high;
  return p;
}

/** An int of any size. */
export function newBigInt(rt: Machine, value: bigint): number {
  if (value >= -0x1f_ffff_ffff_ffffn && value <= 0x1f_ffff_ffff_ffffn) return newInt(rt, Number(value));
  const magnitude = value < 0n ? -value : value;
  const digits = digitsOf(magnitude);
  const M = rt.M;
  const p = rt.newObject(T.INT, 24 + 4 * digits);
  fillBigInt(rt, p, value, digits);
  M[p + Ob.SIZE] = value < 0n ? -digits : digits;
  return p;
}

/** Writes the payload of an int of two and more digits into memory that was allocated for it. */
export function fillBigInt(rt: Machine, p: number, value: bigint, digits: number): void {
  const M = rt.M;
  const magnitude = value < 0n ? -value : value;
  if (digits === 2) {
    M[p + Ob.AUX] = 0;
    M[p + IntLayout.DIGIT] = Number(magnitude & 0x3fff_ffffn);
    M[p + IntLayout.DIGIT + 1] = Number(magnitude >> 30n);
  } else {
    M[p + Ob.AUX] = rt.keepBig(value);
  }
}

/** Number of 30-bit digits of a positive value. */
export function digitsOf(magnitude: bigint): number {
  if (magnitude < TWO_90) return magnitude < TWO_30 ? (magnitude === 0n ? 0 : 1) : magnitude < TWO_60 ? 2 : 3;
  if (magnitude < TWO_120) return 4;
  const hex = magnitude.toString(16);
  const bits = (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex[0]!, 16)));
  return Math.ceil(bits / 30);
}

/** Whether the int has at most one digit: its value stands in the AUX word. */
export function isCompact(rt: Machine, p: number): boolean {
  const size = rt.M[p + Ob.SIZE]!;
  return size >= -1 && size <= 1;
}

/** The value as a JS number; NaN when it has more than 53 bits. Only for ints (subclasses too). */
export function intNumber(rt: Machine, p: number): number {
  const M = rt.M;
  const size = M[p + Ob.SIZE]!;
  if (size >= -1 && size <= 1) return M[p + Ob.AUX]!;
  if (size === 2 || size === -2) {
    const high = M[p + IntLayout.DIGIT + 1]!;
    if (high >= 0x80_0000) return Number.NaN;
    const magnitude = high * DIGIT + M[p + IntLayout.DIGIT]!;
    return size < 0 ? -magnitude : magnitude;
  }
  return Number.NaN;
}

/** The value as a BigInt. Only for ints. */
export function intBig(rt: Machine, p: number): bigint {
  const M = rt.M;
  const size = M[p + Ob.SIZE]!;
  if (size >= -1 && size <= 1) return BigInt(M[p + Ob.AUX]!);
  if (size === 2 || size === -2) {
    const high = M[p + IntLayout.DIGIT + 1]!;
    const low = M[p + IntLayout.DIGIT]!;
    if (high < 0x80_0000) return BigInt(size < 0 ? -(high * DIGIT + low) : high * DIGIT + low);
    const magnitude = (BigInt(high) << 30n) | BigInt(low);
    return size < 0 ? -magnitude : magnitude;
  }
  return rt.bigs[M[p + Ob.AUX]!]!;
}

/** -1, 0 or 1. */
export function intSign(rt: Machine, p: number): number {
  const size = rt.M[p + Ob.SIZE]!;
  if (size >= -1 && size <= 1) return Math.sign(rt.M[p + Ob.AUX]!);
  return size < 0 ? -1 : 1;
}

/**
 * An integer operand as a JS number through `__index__` (PyNumber_AsSsize_t without clipping): NaN with TypeError
 * or, when it does not fit 63 bits, with `overflow` (an exception type; 0: clipped to the nearest bound).
 */
export function asIndex(rt: Machine, o: number, overflow: number = E.IndexError): number {
  let p = o;
  let owned = false;
  if (!rt.hasFlag(p, TypeFlag.LONG_SUBCLASS)) {
    const info = rt.typeOf(o);
    if (info.nb_index === null) {
      rt.raise(E.TypeError, `'${info.name}' object cannot be interpreted as an integer`);
      return Number.NaN;
    }
    p = info.nb_index(rt, o);
    if (p === 0) return Number.NaN;
    owned = true;
  }
  let value = intNumber(rt, p);
  if (Number.isNaN(value)) {
    const big = intBig(rt, p);
    if (big >= 2n ** 63n || big < -(2n ** 63n)) {
      if (overflow !== 0) {
        rt.raise(overflow, `cannot fit '${rt.typeOf(o).name}' into an index-sized integer`);
        if (owned) rt.decref(p);
        return Number.NaN;
      }
      value = big > 0n ? Number.MAX_SAFE_INTEGER : -Number.MAX_SAFE_INTEGER;
    } else value = Number(big);
  }
  if (owned) rt.decref(p);
  return value;
}

export { MASK as DIGIT_MASK };
