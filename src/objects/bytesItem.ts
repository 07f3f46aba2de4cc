/** Numbers in memory by their struct format character: reading and writing. Used by memoryview and by module struct. */

import { index } from './abstract.js';
import { newBytes } from './bytesCore.js';
import { floatValue, newFloat } from './floatCore.js';
import { intBig, newBigInt, newInt } from './intCore.js';
import { intAsDouble } from './intText.js';
import type { Machine } from './machine.js';
import { isTrue } from './object.js';
import { E, T } from './typeIds.js';

/** Native sizes of the format characters on 64-bit Linux. */
export const NATIVE_SIZES: ReadonlyMap<string, number> = new Map([
  ['c', 1],
  ['b', 1],
  ['B', 1],
  ['?', 1],
  ['h', 2],
  ['H', 2],
  ['i', 4],
  ['I', 4],
  ['l', 8],
  ['L', 8],
  ['q', 8],
  ['Q', 8],
  ['n', 8],
  ['N', 8],
  ['e', 2],
  ['f', 4],
  ['d', 8],
  ['P', 8],
]);

/** Whether the character stands for a signed integer. */
export function isSigned(code: string): boolean {
  return 'bhilqn'.includes(code);
}

/** Half precision from its 16 bits. */
export function halfToDouble(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The 16 bits of the nearest half precision number (ties to even), or -1 when it is too large. */
export function doubleToHalf(x: number): number {
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  if (Number.isNaN(x)) return 0x7e00;
  const a = Math.abs(x);
  if (a === Number.POSITIVE_INFINITY) return sign | 0x7c00;
  let exponent = a === 0 ? -25 : Math.floor(Math.log2(a));
  if (a !== 0 && 2 ** exponent > a) exponent--;
  if (exponent < -14) {
    const units = roundEven(a / 2 ** -24);
    return sign | units;
  }
  let units = roundEven(a / 2 ** (exponent - 10));
  if (units === 2048) {
    units = 1024;
    exponent++;
  }
  if (exponent > 15) return -1;
  return sign | ((exponent + 15) << 10) | (units - 1024);
}

function roundEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest > 0.5 || (rest === 0.5 && floor % 2 === 1)) return floor + 1;
  return floor;
}

/** The integer of `size` bytes at a position. */
function readBig(view: DataView, at: number, size: number, signed: boolean, little: boolean): bigint {
  if (size === 8) return signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little);
  if (size === 4) return BigInt(signed ? view.getInt32(at, little) : view.getUint32(at, little));
  if (size === 2) return BigInt(signed ? view.getInt16(at, little) : view.getUint16(at, little));
  return BigInt(signed ? view.getInt8(at) : view.getUint8(at));
}

/** The object for the item at a position, new reference. */
export function readItem(rt: Machine, view: DataView, at: number, code: string, size: number, little: boolean): number {
  switch (code) {
    case 'c':
      return newBytes(rt, new Uint8Array([view.getUint8(at)]));
    case '?':
      return rt.bool(view.getUint8(at) !== 0);
    case 'e':
      return newFloat(rt, halfToDouble(view.getUint16(at, little)));
    case 'f':
      return newFloat(rt, view.getFloat32(at, little));
    case 'd':
      return newFloat(rt, view.getFloat64(at, little));
    case 'b':
      return newInt(rt, view.getInt8(at));
    case 'B':
      return newInt(rt, view.getUint8(at));
    default:
      return newBigInt(rt, readBig(view, at, size, isSigned(code), little));
  }
}

/** How writing an item failed. */
export type WriteFailure = 'type' | 'range' | 'raised';

/** Writes an integer item; the exact failure is the caller's to word. */
export function writeInteger(
  view: DataView,
  at: number,
  value: bigint,
  size: number,
  signed: boolean,
  little: boolean,
): boolean {
  const bits = BigInt(size * 8);
  const low = signed ? -(1n << (bits - 1n)) : 0n;
  const high = signed ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n;
  if (value < low || value > high) return false;
  for (let i = 0; i < size; i++) {
    const shift = BigInt(8 * (little ? i : size - 1 - i));
    view.setUint8(at + i, Number((value >> shift) & 255n));
  }
  return true;
}

/** Writes an object as an item; null when it is written. Integers go through `__index__`. */
export function writeItem(
  rt: Machine,
  view: DataView,
  at: number,
  code: string,
  size: number,
  little: boolean,
  value: number,
): WriteFailure | null {
  switch (code) {
    case '?': {
      const truth = isTrue(rt, value);
      if (truth < 0) return 'raised';
      view.setUint8(at, truth);
      return null;
    }
    case 'c':
      if (!rt.is(value, T.BYTES) || rt.M[value + 4] !== 1) return 'type';
      view.setUint8(at, rt.U8[(value + 8) * 4]!);
      return null;
    case 'e':
    case 'f':
    case 'd': {
      const x = doubleOf(rt, value);
      if (x === null) return rt.currentException !== 0 ? 'raised' : 'type';
      if (code === 'd') view.setFloat64(at, x, little);
      else if (code === 'f') {
        if (Number.isFinite(x) && !Number.isFinite(Math.fround(x))) {
          rt.raise(E.OverflowError, 'float too large to pack with f format');
          return 'raised';
        }
        view.setFloat32(at, x, little);
      } else {
        const half = doubleToHalf(x);
        if (half < 0) {
          rt.raise(E.OverflowError, 'float too large to pack with e format');
          return 'raised';
        }
        view.setUint16(at, half, little);
      }
      return null;
    }
    default: {
      if (!rt.isInt(value) && rt.typeOf(value).nb_index === null) return 'type';
      const number = index(rt, value);
      if (number === 0) return 'raised';
      const big = intBig(rt, number);
      rt.decref(number);
      return writeInteger(view, at, big, size, isSigned(code), little) ? null : 'range';
    }
  }
}

/** The value of a real number; null when it is none (without an exception) or on an error. */
export function doubleOf(rt: Machine, value: number): number | null {
  if (rt.isInstance(value, T.FLOAT)) return floatValue(rt, value);
  if (rt.isInt(value)) {
    const x = intAsDouble(rt, value);
    return Number.isNaN(x) ? null : x;
  }
  const info = rt.typeOf(value);
  if (info.nb_float !== null) {
    const result = info.nb_float(rt, value);
    if (result === 0) return null;
    const x = floatValue(rt, result);
    rt.decref(result);
    return x;
  }
  return null;
}
