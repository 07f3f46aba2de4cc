/** Operations on doubles as CPython's float does them. Pure, but for the exceptions they raise. Follows floatobject.c. */

import { pow } from '../spec/elementary.js';
import { makeException, raiseObject } from './exceptionCore.js';
import { newInt } from './intCore.js';
import type { Machine } from './machine.js';
import { fixedDigits, integerAndExponent } from './numberDigits.js';
import { newStr } from './strCore.js';
import { stealTuple } from './tupleCore.js';
import { E } from './typeIds.js';

/** `math.copysign`. */
export function copySign(x: number, y: number): number {
  const size = Math.abs(x);
  return y < 0 || Object.is(y, -0) ? -size : size;
}

/** Quotient of a floor division and the remainder, which has the divisor's sign. The divisor is not zero. */
export function floorDivMod(x: number, y: number): { div: number; mod: number } {
  let mod = x % y;
  let div = (x - mod) / y;
  if (mod !== 0) {
    if (y < 0 !== mod < 0) {
      mod += y;
      div -= 1;
    }
  } else mod = copySign(0, y);
  if (div !== 0) {
    const whole = Math.floor(div);
    return { div: div - whole > 0.5 ? whole + 1 : whole, mod };
  }
  return { div: copySign(0, x / y), mod };
}

/** The remainder alone. */
export function floorMod(x: number, y: number): number {
  const mod = x % y;
  if (mod === 0) return copySign(0, y);
  return mod !== mod || y < 0 === mod < 0 ? mod : mod + y;
}

/** Rounds half to even. */
export function roundHalfEven(x: number): number {
  const rounded = Math.round(x);
  if (Math.abs(x - rounded) === 0.5 || x - Math.floor(x) === 0.5) return copySign(2 * Math.round(x / 2), x);
  return copySign(rounded, x);
}

/** `round(x, places)` of a finite double by its exact value; NaN when the result overflows. Follows floatobject.c: double_round. */
export function roundPlaces(x: number, places: number): number {
  const { digits, point } = fixedDigits(x, places);
  const result = Number(`0.${digits}e${point}`);
  if (!Number.isFinite(result)) return Number.NaN;
  return copySign(result, x);
}

/** Whether a finite double is an odd integer. */
function isOdd(x: number): boolean {
  return Math.abs(x % 2) === 1;
}

/** Raises OverflowError(34, 'Numerical result out of range'). */
export function raiseRange(rt: Machine): 0 {
  const args = stealTuple(rt, [newInt(rt, 34), newStr(rt, 'Numerical result out of range')]);
  const exception = makeException(rt, E.OverflowError, args);
  rt.decref(args);
  if (exception !== 0) raiseObject(rt, exception);
  return 0;
}

/**
 * `x ** y`: 'complex' when the result is no real number; null with an exception. Follows floatobject.c: float_pow.
 */
export function floatPower(rt: Machine, x: number, y: number): number | 'complex' | null {
  if (y === 0) return 1;
  if (x !== x) return x;
  if (y !== y) return x === 1 ? 1 : y;
  if (y - y !== 0) {
    const size = Math.abs(x);
    if (size === 1) return 1;
    return y > 0 === size > 1 ? Math.abs(y) : 0;
  }
  if (x - x !== 0) {
    const odd = isOdd(y);
    if (y > 0) return odd ? x : Math.abs(x);
    return odd ? copySign(0, x) : 0;
  }
  if (x === 0) {
    const odd = isOdd(y);
    if (y < 0) {
      const zero = rt.profile.minor >= 14 ? 'zero to a negative power' : '0.0 cannot be raised to a negative power';
      rt.raise(E.ZeroDivisionError, zero);
      return null;
    }
    return odd ? x : 0;
  }
  let base = x;
  let negate = false;
  if (x < 0) {
    if (y !== Math.floor(y)) return 'complex';
    base = -x;
    negate = isOdd(y);
  }
  if (base === 1) return negate ? -1 : 1;
  const result = pow(base, y);
  if (result - result !== 0) {
    raiseRange(rt);
    return null;
  }
  return negate ? -result : result;
}

/** A finite double as a fraction in lowest terms with a positive denominator. */
export function integerRatio(x: number): { numerator: bigint; denominator: bigint } {
  if (x === 0) return { numerator: 0n, denominator: 1n };
  let { mantissa, exponent } = integerAndExponent(Math.abs(x));
  while ((mantissa & 1n) === 0n && exponent < 0) {
    mantissa >>= 1n;
    exponent++;
  }
  const numerator = exponent > 0 ? mantissa << BigInt(exponent) : mantissa;
  const denominator = exponent < 0 ? 1n << BigInt(-exponent) : 1n;
  return { numerator: x < 0 ? -numerator : numerator, denominator };
}

/** `float.hex`. */
export function floatHex(x: number): string {
  if (x !== x) return 'nan';
  if (x - x !== 0) return x > 0 ? 'inf' : '-inf';
  const sign = x < 0 || Object.is(x, -0) ? '-' : '';
  if (x === 0) return `${sign}0x0.0p+0`;
  const { mantissa, exponent } = integerAndExponent(Math.abs(x));
  const normal = mantissa >> 52n;
  const power = exponent + 52;
  const fraction = (mantissa & 0xf_ffff_ffff_ffffn).toString(16).padStart(13, '0');
  return `${sign}0x${normal}.${fraction}p${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}

const HEX = /^([+-]?)(?:0x)?([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?\d+))?$/i;
const SPECIAL = /^([+-]?)(inf(?:inity)?|nan)$/i;

/** `float.fromhex`: the value, or what is wrong. */
export function floatFromHex(source: string): number | 'invalid' | 'overflow' {
  const text = source.replace(/^[ \t-\r]+/, '').replace(/[ \t-\r]+$/, '');
  const special = SPECIAL.exec(text);
  if (special !== null) {
    const value = special[2]![0]!.toLowerCase() === 'n' ? Number.NaN : Number.POSITIVE_INFINITY;
    return special[1] === '-' ? -value : value;
  }
  const match = HEX.exec(text);
  if (match === null) return 'invalid';
  const whole = match[2]!;
  const fraction = match[3] ?? '';
  if (whole === '' && fraction === '') return 'invalid';
  const negative = match[1] === '-';
  const mantissa = BigInt(`0x${whole}${fraction}`);
  if (mantissa === 0n) return negative ? -0 : 0;
  const power = BigInt(match[4] ?? '0') - 4n * BigInt(fraction.length);
  const bits = BigInt(mantissa.toString(2).length);
  const top = bits + power;
  if (top > 1024n) return 'overflow';
  if (top < -1076n) return negative ? -0 : 0;
  // Lowest bit of the result; what is below it is rounded, ties to even.
  const low = top - 53n < -1074n ? -1074n : top - 53n;
  let value: bigint;
  if (power >= low) value = mantissa << (power - low);
  else {
    const shift = low - power;
    value = mantissa >> shift;
    const rest = mantissa - (value << shift);
    const half = 1n << (shift - 1n);
    if (rest > half || (rest === half && (value & 1n) === 1n)) value += 1n;
  }
  // In two steps, so that no factor is out of range.
  const result = Number(value) * 2 ** Number(low / 2n) * 2 ** Number(low - low / 2n);
  if (!Number.isFinite(result)) return 'overflow';
  return negative ? -result : result;
}
