/**
 * Arithmetic of ints. One-digit operands are added and multiplied as numbers, longer ones as doubles while these are
 * exact, the rest as BigInt. Results are asked of the allocator with the digits that CPython reserves, which can be
 * one more than the result needs. Follows longobject.c.
 */
import { IntLayout, Ob } from '../memory/layout.js';
import { digitsOf, fillBigInt, intBig, intNumber, newBigInt, newInt } from './intCore.js';
import { BudgetExceeded, type Machine } from './machine.js';
import { E, smallIntAddress, T } from './typeIds.js';

const DIGIT = 0x4000_0000;
const SAFE = Number.MAX_SAFE_INTEGER;
/** More digits than the host's BigInt can have. */
const MOST_DIGITS = 35_000_000;

function isSmall(value: number): boolean {
  return value >= -5 && value <= 256;
}

/** Digits of a safe integer. */
function digitsOfNumber(value: number): number {
  const magnitude = value < 0 ? -value : value;
  return magnitude === 0 ? 0 : magnitude < DIGIT ? 1 : 2;
}

/** Memory for an int of `digits` digits. Follows longobject.c: _PyLong_New. */
function allocate(rt: Machine, digits: number): number {
  if (digits > MOST_DIGITS) throw new BudgetExceeded('memory', 'an int with too many digits');
  return rt.newObject(T.INT, 24 + 4 * (digits === 0 ? rt.profile.intZeroDigits : digits));
}

/** Writes a value of at most 53 bits into an int's memory. */
export function storeNumber(rt: Machine, p: number, value: number): void {
  const M = rt.M;
  const magnitude = value < 0 ? -value : value;
  if (magnitude < DIGIT) {
    M[p + Ob.AUX] = value;
    M[p + Ob.SIZE] = value === 0 ? 0 : value < 0 ? -1 : 1;
    M[p + IntLayout.DIGIT] = magnitude;
    return;
  }
  const high = Math.floor(magnitude / DIGIT);
  M[p + Ob.AUX] = 0;
  M[p + Ob.SIZE] = value < 0 ? -2 : 2;
  M[p + IntLayout.DIGIT] = magnitude - high * DIGIT;
  M[p + IntLayout.DIGIT + 1] = high;
}

/** Writes any value into an int's memory, which must have room for its digits. */
export function storeBig(rt: Machine, p: number, value: bigint): void {
  if (value >= -0x1f_ffff_ffff_ffffn && value <= 0x1f_ffff_ffff_ffffn) {
    storeNumber(rt, p, Number(value));
    return;
  }
  const digits = digitsOf(value < 0n ? -value : value);
  fillBigInt(rt, p, value, digits);
  rt.M[p + Ob.SIZE] = value < 0n ? -digits : digits;
}

/** A result for which CPython reserved `digits` digits. Small values are shared if `share`. */
function sizedNumber(rt: Machine, value: number, digits: number, share = true): number {
  if (share && isSmall(value)) return rt.newRef(smallIntAddress(value));
  const p = allocate(rt, digits);
  storeNumber(rt, p, value);
  return p;
}

function sizedBig(rt: Machine, value: bigint, digits: number, share = true): number {
  if (share && value >= -5n && value <= 256n) return rt.newRef(smallIntAddress(Number(value)));
  const p = allocate(rt, digits);
  storeBig(rt, p, value);
  return p;
}

/** A fresh int, never a shared one. */
export function freshInt(rt: Machine, value: bigint): number {
  return sizedBig(rt, value, digitsOf(value < 0n ? -value : value), false);
}

/** An int of `digits` reserved digits (at least those of the value); small values are shared. */
export function reservedInt(rt: Machine, value: bigint, digits: number): number {
  return sizedBig(rt, value, Math.max(digits, digitsOf(value < 0n ? -value : value)));
}

function digitCount(rt: Machine, p: number): number {
  const size = rt.M[p + Ob.SIZE]!;
  return size < 0 ? -size : size;
}

/** The object itself for an exact int, else a copy. Follows longobject.c: long_long. */
export function intSelf(rt: Machine, p: number): number {
  if (rt.is(p, T.INT)) return rt.newRef(p);
  return intCopy(rt, p);
}

/** A new exact int of the same value. */
export function intCopy(rt: Machine, p: number): number {
  const number = intNumber(rt, p);
  return Number.isNaN(number) ? newBigInt(rt, intBig(rt, p)) : newInt(rt, number);
}

/** Magnitudes differ in sign: the digits that x_sub reserves. */
function subtractionDigits(a: bigint, b: bigint, na: number, nb: number): number {
  if (na !== nb) return Math.max(na, nb);
  return digitsOf((a < 0n ? -a : a) ^ (b < 0n ? -b : b));
}

/** Sum of operands of which one has two or more digits. */
function addLong(rt: Machine, a: number, b: number, sign: 1 | -1): number {
  const na = digitCount(rt, a);
  const nb = digitCount(rt, b);
  const x = intNumber(rt, a);
  const y = sign * intNumber(rt, b);
  const sum = x + y;
  if (sum >= -SAFE && sum <= SAFE) {
    if (x < 0 === y < 0) return sizedNumber(rt, sum, Math.max(na, nb) + 1);
    if (sum === 0) return rt.newRef(smallIntAddress(0));
    let digits = Math.max(na, nb);
    if (na === nb) {
      // Equal leading digits are left out before the result is reserved.
      const high = Math.floor(Math.abs(x) / DIGIT) === Math.floor(Math.abs(y) / DIGIT);
      if (high) digits = 1;
    }
    return sizedNumber(rt, sum, digits, rt.profile.minor >= 9);
  }
  const big = intBig(rt, a);
  const other = sign === 1 ? intBig(rt, b) : -intBig(rt, b);
  const result = big + other;
  if (big < 0n === other < 0n) return sizedBig(rt, result, Math.max(na, nb) + 1);
  if (result === 0n) return rt.newRef(smallIntAddress(0));
  return sizedBig(rt, result, subtractionDigits(big, other, na, nb), rt.profile.minor >= 9);
}

/** `a + b` of two ints. */
export function intAdd(rt: Machine, a: number, b: number): number {
  const M = rt.M;
  const sa = M[a + Ob.SIZE]!;
  const sb = M[b + Ob.SIZE]!;
  if (sa >= -1 && sa <= 1 && sb >= -1 && sb <= 1) return newInt(rt, M[a + Ob.AUX]! + M[b + Ob.AUX]!);
  return addLong(rt, a, b, 1);
}

/** `a - b` of two ints. */
export function intSub(rt: Machine, a: number, b: number): number {
  const M = rt.M;
  const sa = M[a + Ob.SIZE]!;
  const sb = M[b + Ob.SIZE]!;
  if (sa >= -1 && sa <= 1 && sb >= -1 && sb <= 1) return newInt(rt, M[a + Ob.AUX]! - M[b + Ob.AUX]!);
  return addLong(rt, a, b, -1);
}

/** `a * b` of two ints. */
export function intMul(rt: Machine, a: number, b: number): number {
  const M = rt.M;
  const sa = M[a + Ob.SIZE]!;
  const sb = M[b + Ob.SIZE]!;
  if (sa >= -1 && sa <= 1 && sb >= -1 && sb <= 1) {
    const x = M[a + Ob.AUX]!;
    const y = M[b + Ob.AUX]!;
    const product = x * y;
    if (product >= -SAFE && product <= SAFE) return newInt(rt, product + 0);
    return twoDigitProduct(rt, x, y);
  }
  const na = digitCount(rt, a);
  const nb = digitCount(rt, b);
  if (na === 0 || nb === 0) return rt.newRef(smallIntAddress(0));
  const x = intNumber(rt, a);
  const y = intNumber(rt, b);
  const product = x * y;
  if (product >= -SAFE && product <= SAFE) return sizedNumber(rt, product, na + nb);
  if (product - product === 0) return sizedBig(rt, BigInt(x) * BigInt(y), na + nb);
  if (na + nb > MOST_DIGITS) throw new BudgetExceeded('memory', 'an int with too many digits');
  return sizedBig(rt, intBig(rt, a) * intBig(rt, b), na + nb);
}

/** The product of two one-digit values that a double does not hold: two digits. */
function twoDigitProduct(rt: Machine, a: number, b: number): number {
  const negative = a < 0 !== b < 0;
  const x = a < 0 ? -a : a;
  const y = b < 0 ? -b : b;
  const low = x * (y & 0x7fff);
  const high = x * (y >>> 15);
  const middle = low + (high % 0x8000) * 0x8000;
  const p = rt.newObject(T.INT, 32);
  const M = rt.M;
  M[p + Ob.AUX] = 0;
  M[p + Ob.SIZE] = negative ? -2 : 2;
  M[p + IntLayout.DIGIT] = middle % DIGIT;
  M[p + IntLayout.DIGIT + 1] = Math.floor(high / 0x8000) + Math.floor(middle / DIGIT);
  return p;
}

/** Quotient and remainder of a division, new references; kept by the caller. */
interface DivMod {
  div: number;
  mod: number;
}

function topDigit(value: bigint, digits: number): bigint {
  return value >> BigInt(30 * (digits - 1));
}

function negatedNumber(rt: Machine, p: number): number {
  const result = intNeg(rt, p);
  rt.decref(p);
  return result;
}

/** `a % b` of safe integers, a >= 0, b > 0. The division is exact enough, and ten times as fast as the host's `%`. */
function remainder(a: number, b: number): number {
  if (a >= 2 ** 52) return a % b;
  const rest = a - Math.floor(a / b) * b;
  // The quotient may have been rounded up to the next integer.
  return rest < 0 ? rest + b : rest;
}

/** Quotient rounded towards zero and remainder, of a nonzero divisor. Follows longobject.c: long_divrem and x_divrem. */
function divideLong(rt: Machine, a: number, b: number, out: DivMod, remainderOnly: boolean): void {
  const na = digitCount(rt, a);
  const nb = digitCount(rt, b);
  const modern = rt.profile.minor >= 11;
  const x = intNumber(rt, a);
  const y = intNumber(rt, b);
  const numbers = x - x === 0 && y - y === 0;
  let big = 0n;
  let other = 0n;
  let shorter = na < nb;
  if (numbers) {
    if (na === nb)
      shorter =
        na === 1 ? Math.abs(x) < Math.abs(y) : Math.floor(Math.abs(x) / DIGIT) < Math.floor(Math.abs(y) / DIGIT);
  } else {
    big = intBig(rt, a);
    other = intBig(rt, b);
    if (big < 0n) big = -big;
    if (other < 0n) other = -other;
    if (na === nb) shorter = topDigit(big, na) < topDigit(other, nb);
  }
  if (shorter) {
    out.div = remainderOnly && modern ? 0 : rt.newRef(smallIntAddress(0));
    out.mod = intSelf(rt, a);
    return;
  }
  const negative = rt.M[a + Ob.SIZE]! < 0;
  const flip = negative !== rt.M[b + Ob.SIZE]! < 0;
  if (nb === 1) {
    const value = Math.abs(y);
    if (numbers) {
      const rest = x < 0 ? -remainder(-x, value) : remainder(x, value);
      const quotient = (Math.abs(x) - Math.abs(rest)) / value;
      out.div = remainderOnly && modern ? 0 : sizedNumber(rt, flip ? -quotient : quotient, na);
      out.mod = newInt(rt, rest + 0);
    } else {
      const divisor = BigInt(value);
      out.div = remainderOnly && modern ? 0 : sizedBig(rt, flip ? -(big / divisor) : big / divisor, na);
      const rest = Number(big % divisor);
      out.mod = newInt(rt, negative ? 0 - rest : rest);
    }
    return;
  }
  // The dividend is copied with one digit more, shifted so that the divisor's leading bit is set.
  const scratch = allocate(rt, na + 1);
  let quotientDigits = na - nb;
  if (numbers) {
    const wx = Math.abs(x);
    const wy = Math.abs(y);
    const scale = 1 << (Math.clz32(Math.floor(wy / DIGIT)) - 2);
    const top = Math.floor((wy * scale) / DIGIT);
    if (Math.floor((wx * scale) / DIGIT) >= top) quotientDigits++;
    const rest = remainder(wx, wy);
    const quotient = (wx - rest) / wy;
    const w = allocate(rt, nb);
    out.div = sizedNumber(rt, flip ? -quotient : quotient, Math.max(quotientDigits, digitsOfNumber(quotient)));
    freeScratch(rt, scratch);
    const signed = negative ? 0 - rest : rest;
    if (modern && isSmall(signed)) {
      freeScratch(rt, w);
      out.mod = rt.newRef(smallIntAddress(signed));
    } else {
      storeNumber(rt, w, signed);
      out.mod = w;
    }
  } else {
    if (leadsLower(big, na, other, nb)) quotientDigits++;
    const w = allocate(rt, nb);
    let rest: bigint;
    if (remainderOnly) {
      rest = big % other;
      out.div = 0;
      if (quotientDigits > 0) freeScratch(rt, allocate(rt, quotientDigits));
    } else {
      const quotient = big / other;
      rest = big - quotient * other;
      out.div = sizedBig(rt, flip ? -quotient : quotient, quotientDigits);
    }
    if (negative) rest = -rest;
    freeScratch(rt, scratch);
    if (modern && rest >= -5n && rest <= 256n) {
      freeScratch(rt, w);
      out.mod = rt.newRef(smallIntAddress(Number(rest)));
    } else {
      storeBig(rt, w, rest);
      out.mod = w;
    }
  }
}

/**
 * Whether the dividend's leading digit is at least the divisor's once both are shifted so that the divisor's leading
 * bit is set: then the quotient has a digit more. By leading bits only: it decides about reserved memory.
 */
function leadsLower(a: bigint, na: number, b: bigint, nb: number): boolean {
  const x = leading(a, na);
  const y = leading(b, nb);
  const scale = 1 << Math.clz32(Math.floor(y) << 2);
  return Math.floor(x * scale) >= Math.floor(y * scale);
}

/** The leading digit with what follows it as a fraction, nearly. */
function leading(value: bigint, digits: number): number {
  if (digits === 2) return Number(value) / DIGIT;
  if (digits === 3) return Number(value) / (DIGIT * DIGIT);
  return Number(value >> BigInt(30 * (digits - 3))) / (DIGIT * DIGIT);
}

/** Gives back memory of an int that never had a value. */
function freeScratch(rt: Machine, p: number): void {
  rt.M[p] = 0;
  rt.free(p);
}

/** Floor division and modulo of operands that are not both of one digit. Follows longobject.c: l_divmod. */
function floorLong(rt: Machine, a: number, b: number, remainderOnly: boolean): DivMod {
  const out: DivMod = { div: 0, mod: 0 };
  divideLong(rt, a, b, out, remainderOnly);
  const mod = rt.M[out.mod + Ob.SIZE]!;
  const modNegative = mod < 0;
  const modZero = mod === 0 || (mod === 1 && rt.M[out.mod + Ob.AUX] === 0);
  if (!modZero && modNegative !== rt.M[b + Ob.SIZE]! < 0) {
    const raised = intAdd(rt, out.mod, b);
    rt.decref(out.mod);
    out.mod = raised;
    if (out.div !== 0) {
      const lowered = intSub(rt, out.div, smallIntAddress(1));
      rt.decref(out.div);
      out.div = lowered;
    }
  }
  return out;
}

function zeroDivision(rt: Machine, modulo: boolean): 0 {
  const minor = rt.profile.minor;
  if (minor >= 14) return rt.raise(E.ZeroDivisionError, 'division by zero');
  return rt.raise(
    E.ZeroDivisionError,
    modulo && minor >= 11 ? 'integer modulo by zero' : 'integer division or modulo by zero',
  );
}

/** Whether an int is zero. */
export function intIsZero(rt: Machine, p: number): boolean {
  const size = rt.M[p + Ob.SIZE]!;
  return size === 0 || (size === 1 && rt.M[p + Ob.AUX] === 0);
}

/** `a // b` of two ints. */
export function intFloorDiv(rt: Machine, a: number, b: number): number {
  const M = rt.M;
  const sa = M[a + Ob.SIZE]!;
  const sb = M[b + Ob.SIZE]!;
  if (sa >= -1 && sa <= 1 && sb >= -1 && sb <= 1) {
    const y = M[b + Ob.AUX]!;
    if (y === 0) return zeroDivision(rt, false);
    return newInt(rt, Math.floor(M[a + Ob.AUX]! / y));
  }
  if (intIsZero(rt, b)) return zeroDivision(rt, false);
  const { div, mod } = floorLong(rt, a, b, false);
  rt.decref(mod);
  return div;
}

/** `a % b` of positive ints of two digits each, since 3.11: {@link divideLong} for them, with the same blocks. */
function modTwoDigits(rt: Machine, a: number, x: number, y: number): number {
  const top = Math.floor(y / DIGIT);
  if (Math.floor(x / DIGIT) < top) return intSelf(rt, a);
  const scratch = allocate(rt, 3);
  const w = allocate(rt, 2);
  const rest = remainder(x, y);
  const quotient = (x - rest) / y;
  let div = 0;
  if (!isSmall(quotient)) {
    const scale = 1 << (Math.clz32(top) - 2);
    const more = Math.floor((x * scale) / DIGIT) >= Math.floor((y * scale) / DIGIT) ? 1 : 0;
    div = allocate(rt, Math.max(more, digitsOfNumber(quotient)));
  }
  freeScratch(rt, scratch);
  let mod = w;
  if (isSmall(rest)) {
    freeScratch(rt, w);
    mod = rt.newRef(smallIntAddress(rest));
  } else storeNumber(rt, w, rest);
  if (div !== 0) freeScratch(rt, div);
  return mod;
}

/** `a % b` of two ints. */
export function intMod(rt: Machine, a: number, b: number): number {
  const M = rt.M;
  const sa = M[a + Ob.SIZE]!;
  const sb = M[b + Ob.SIZE]!;
  if (sa >= -1 && sa <= 1 && sb >= -1 && sb <= 1) {
    const y = M[b + Ob.AUX]!;
    if (y === 0) return zeroDivision(rt, true);
    let rest = M[a + Ob.AUX]! % y;
    if (rest !== 0 && rest < 0 !== y < 0) rest += y;
    return newInt(rt, rest | 0);
  }
  if (sa === 2 && (sb === 2 || (sb === 1 && M[b + Ob.AUX]! > 0)) && rt.profile.minor >= 11) {
    const x = M[a + IntLayout.DIGIT + 1]! * DIGIT + M[a + IntLayout.DIGIT]!;
    const y = sb === 1 ? M[b + Ob.AUX]! : M[b + IntLayout.DIGIT + 1]! * DIGIT + M[b + IntLayout.DIGIT]!;
    if (x < 2 ** 52 && y < 2 ** 52) return sb === 1 ? newInt(rt, remainder(x, y)) : modTwoDigits(rt, a, x, y);
  }
  if (intIsZero(rt, b)) return zeroDivision(rt, true);
  const { div, mod } = floorLong(rt, a, b, true);
  if (div !== 0) rt.decref(div);
  return mod;
}

/** `divmod(a, b)` of two ints: quotient and remainder as new references, or null with ZeroDivisionError. */
export function intDivMod(rt: Machine, a: number, b: number): { div: number; mod: number } | null {
  const M = rt.M;
  const sa = M[a + Ob.SIZE]!;
  const sb = M[b + Ob.SIZE]!;
  if (intIsZero(rt, b)) {
    zeroDivision(rt, false);
    return null;
  }
  if (sa >= -1 && sa <= 1 && sb >= -1 && sb <= 1) {
    const x = M[a + Ob.AUX]!;
    const y = M[b + Ob.AUX]!;
    const quotient = Math.floor(x / y);
    const div = newInt(rt, quotient);
    return { div, mod: newInt(rt, x - quotient * y) };
  }
  return floorLong(rt, a, b, false);
}

/** Bits of a positive value. */
export function bitLength(magnitude: bigint): number {
  if (magnitude === 0n) return 0;
  const hex = magnitude.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex[0]!, 16)));
}

/** The quotient of two BigInts as the nearest double; NaN when it is too large. The divisor is not zero. */
export function bigQuotient(a: bigint, b: bigint): number {
  const negative = a < 0n !== b < 0n;
  const x = a < 0n ? -a : a;
  const y = b < 0n ? -b : b;
  if (x === 0n) return negative ? -0 : 0;
  // The exponent of the result is `difference` or one less.
  const difference = bitLength(x) - bitLength(y);
  if (difference > 1024) return Number.NaN;
  let result: number;
  if (difference < -1021) {
    if (difference < -1080) result = 0;
    else result = Number(roundedQuotient(x << 1074n, y)) * 2 ** -1074;
  } else {
    // 66 bits and a sticky bit: the host's conversion rounds once.
    const shift = 66 - difference;
    const numerator = shift >= 0 ? x << BigInt(shift) : x;
    const denominator = shift >= 0 ? y : y << BigInt(-shift);
    let quotient = numerator / denominator;
    if (quotient * denominator !== numerator) quotient |= 1n;
    const value = Number(quotient);
    // In two steps, since 2 ** -shift alone may underflow.
    result = shift > 1000 ? value * 2 ** -1000 * 2 ** (1000 - shift) : value * 2 ** -shift;
    if (!Number.isFinite(result)) return Number.NaN;
  }
  return negative ? -result : result;
}

/** Quotient of positive values rounded to an integer, ties to even. */
export function roundedQuotient(x: bigint, y: bigint): bigint {
  let quotient = x / y;
  const twice = (x - quotient * y) * 2n;
  if (twice > y || (twice === y && (quotient & 1n) === 1n)) quotient += 1n;
  return quotient;
}

/** `a / b` of two ints as a double; NaN with an exception. Follows longobject.c: long_true_divide. */
export function intTrueDivide(rt: Machine, a: number, b: number): number {
  if (intIsZero(rt, b)) {
    rt.raise(E.ZeroDivisionError, 'division by zero');
    return Number.NaN;
  }
  const x = intNumber(rt, a);
  const y = intNumber(rt, b);
  const quotient = x / y;
  if (quotient === quotient) return quotient;
  const result = bigQuotient(intBig(rt, a), intBig(rt, b));
  if (Number.isNaN(result)) rt.raise(E.OverflowError, 'integer division result too large for a float');
  return result;
}

/** `-a`. */
export function intNeg(rt: Machine, a: number): number {
  const M = rt.M;
  const size = M[a + Ob.SIZE]!;
  if (size >= -1 && size <= 1) return newInt(rt, 0 - M[a + Ob.AUX]!);
  const number = intNumber(rt, a);
  return Number.isNaN(number) ? newBigInt(rt, -intBig(rt, a)) : newInt(rt, -number);
}

/** `~a`. */
export function intInvert(rt: Machine, a: number): number {
  const M = rt.M;
  const size = M[a + Ob.SIZE]!;
  if (size >= -1 && size <= 1) return newInt(rt, ~M[a + Ob.AUX]!);
  return negatedInPlace(rt, intAdd(rt, a, smallIntAddress(1)));
}

/** Turns the sign of an int of two and more digits that nobody else holds. */
function negatedInPlace(rt: Machine, p: number): number {
  const M = rt.M;
  const size = M[p + Ob.SIZE]!;
  if (size >= -1 && size <= 1) return negatedNumber(rt, p);
  M[p + Ob.SIZE] = -size;
  if (size > 2 || size < -2) {
    const index = M[p + Ob.AUX]!;
    rt.bigs[index] = -rt.bigs[index]!;
  }
  return p;
}

/** `abs(a)`. */
export function intAbs(rt: Machine, a: number): number {
  return rt.M[a + Ob.SIZE]! < 0 ? intNeg(rt, a) : intSelf(rt, a);
}

/** A shift count as a number, or -1 with an exception when it is negative; huge counts become Infinity. */
function shiftCount(rt: Machine, b: number): number {
  if (rt.M[b + Ob.SIZE]! < 0) return rt.fail(E.ValueError, 'negative shift count');
  const count = intNumber(rt, b);
  return Number.isNaN(count) ? Number.POSITIVE_INFINITY : count;
}

/** `a << b` of two ints. */
export function intLshift(rt: Machine, a: number, b: number): number {
  const count = shiftCount(rt, b);
  if (count < 0) return 0;
  if (intIsZero(rt, a)) return rt.newRef(smallIntAddress(0));
  if (count >= 2 ** 63) return rt.raise(E.OverflowError, 'too many digits in integer');
  const x = intNumber(rt, a);
  const na = digitCount(rt, a);
  if (count < 54) {
    const shifted = x * 2 ** count;
    if (shifted >= -SAFE && shifted <= SAFE) {
      if (na === 1 && count < 30 && rt.profile.minor >= 11) return newInt(rt, shifted);
      return sizedNumber(rt, shifted, na + Math.floor(count / 30) + (count % 30 !== 0 ? 1 : 0));
    }
  }
  const digits = na + Math.floor(count / 30) + (count % 30 !== 0 ? 1 : 0);
  const p = allocate(rt, digits);
  storeBig(rt, p, intBig(rt, a) << BigInt(count));
  return p;
}

/** `a >> b` of two ints. */
export function intRshift(rt: Machine, a: number, b: number): number {
  const count = shiftCount(rt, b);
  if (count < 0) return 0;
  const M = rt.M;
  const size = M[a + Ob.SIZE]!;
  if (size >= -1 && size <= 1) return newInt(rt, M[a + Ob.AUX]! >> Math.min(count, 31));
  const na = Math.abs(size);
  const words = Math.floor(count / 30);
  if (words >= na) return rt.newRef(smallIntAddress(size < 0 ? -1 : 0));
  if (size < 0 && rt.profile.minor < 11) {
    // Rounds towards minus infinity by complementing before and after.
    const complement = intInvert(rt, a);
    const shifted = intRshift(rt, complement, b);
    rt.decref(complement);
    const result = intInvert(rt, shifted);
    rt.decref(shifted);
    return result;
  }
  const x = intNumber(rt, a);
  if (!Number.isNaN(x)) return sizedNumber(rt, Math.floor(x / 2 ** count), na - words + (size < 0 ? 1 : 0));
  return sizedBig(rt, intBig(rt, a) >> BigInt(count), na - words);
}

/** `a & b`, `a | b`, `a ^ b` of two ints; `op` is the operator. Follows longobject.c: long_bitwise. */
export function intBitwise(rt: Machine, a: number, b: number, op: '&' | '|' | '^'): number {
  const M = rt.M;
  const sa = M[a + Ob.SIZE]!;
  const sb = M[b + Ob.SIZE]!;
  if (sa >= -1 && sa <= 1 && sb >= -1 && sb <= 1) {
    const x = M[a + Ob.AUX]!;
    const y = M[b + Ob.AUX]!;
    return newInt(rt, op === '&' ? x & y : op === '|' ? x | y : x ^ y);
  }
  const x = intBig(rt, a);
  const y = intBig(rt, b);
  const result = op === '&' ? x & y : op === '|' ? x | y : x ^ y;
  const longer = Math.max(Math.abs(sa), Math.abs(sb));
  const shorter = Math.min(Math.abs(sa), Math.abs(sb));
  const shortNegative = (Math.abs(sa) >= Math.abs(sb) ? sb : sa) < 0;
  let digits = longer;
  if (op === '&' && !shortNegative) digits = shorter;
  if (op === '|' && shortNegative) digits = shorter;
  return sizedBig(rt, result, digits + (result < 0n ? 1 : 0));
}

/** -1, 0 or 1 as `a` is less than, equal to or greater than `b`. */
export function intCompare(rt: Machine, a: number, b: number): number {
  const M = rt.M;
  const sa = M[a + Ob.SIZE]!;
  const sb = M[b + Ob.SIZE]!;
  if (sa >= -1 && sa <= 1 && sb >= -1 && sb <= 1) {
    const x = M[a + Ob.AUX]!;
    const y = M[b + Ob.AUX]!;
    return x < y ? -1 : x > y ? 1 : 0;
  }
  if (sa !== sb) return sa < sb ? -1 : 1;
  const x = intNumber(rt, a);
  const y = intNumber(rt, b);
  if (x < y) return -1;
  if (x > y) return 1;
  if (x === y) return 0;
  const big = intBig(rt, a);
  const other = intBig(rt, b);
  return big < other ? -1 : big > other ? 1 : 0;
}

/** Whether two ints are equal. */
export function intEquals(rt: Machine, a: number, b: number): boolean {
  return a === b || intCompare(rt, a, b) === 0;
}
