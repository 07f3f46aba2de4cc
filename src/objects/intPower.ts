/** Powers of ints. Follows longobject.c: long_pow, with its sequence of multiplications. */
import { Ob } from '../memory/layout.js';
import { bitLength, intIsZero, intMul } from './intArithmetic.js';
import { intBig, intNumber, newBigInt } from './intCore.js';
import { BudgetExceeded, type Machine } from './machine.js';
import { E, smallIntAddress } from './typeIds.js';

function modulo(a: bigint, m: bigint): bigint {
  const rest = a % m;
  return rest < 0n ? rest + m : rest;
}

/** `base` to the power `exponent` (not negative) modulo `m` (positive). */
export function modularPower(base: bigint, exponent: bigint, m: bigint): bigint {
  let result = 1n % m;
  const bits = exponent.toString(2);
  const b = modulo(base, m);
  for (let i = 0; i < bits.length; i++) {
    result = (result * result) % m;
    if (bits[i] === '1') result = (result * b) % m;
  }
  return result;
}

/** The inverse of `a` modulo `m` (positive), or null. */
function inverse(a: bigint, m: bigint): bigint | null {
  let [b, c] = [1n, 0n];
  let [x, y] = [a, m];
  while (y !== 0n) {
    const q = x / y;
    [x, y] = [y, x - q * y];
    [b, c] = [c, b - q * c];
  }
  return x === 1n ? b : x === -1n ? -b : null;
}

/** `pow(a, b, c)` of three ints. */
export function intModPow(rt: Machine, a: number, b: number, c: number): number {
  if (intIsZero(rt, c)) return rt.raise(E.ValueError, 'pow() 3rd argument cannot be 0');
  let m = intBig(rt, c);
  const negative = m < 0n;
  if (negative) m = -m;
  if (m === 1n) return rt.newRef(smallIntAddress(0));
  let base = intBig(rt, a);
  let exponent = intBig(rt, b);
  if (exponent < 0n) {
    const inverted = inverse(modulo(base, m), m);
    if (inverted === null) return rt.raise(E.ValueError, 'base is not invertible for the given modulus');
    base = modulo(inverted, m);
    exponent = -exponent;
  }
  let result = modularPower(base, exponent, m);
  if (negative && result !== 0n) result -= m;
  return newBigInt(rt, result);
}

/** `a ** b` of two ints, `b` not negative. */
export function intPow(rt: Machine, a: number, b: number): number {
  const exponent = intNumber(rt, b);
  const base = intNumber(rt, a);
  if (Number.isNaN(exponent) || exponent >= 2 ** 40) {
    if (base === 0 || base === 1) return rt.newRef(smallIntAddress(base));
    if (base === -1) return rt.newRef(smallIntAddress((intBig(rt, b) & 1n) === 0n ? 1 : -1));
    throw new BudgetExceeded('memory', 'an int with too many digits');
  }
  if (base !== 0 && base !== 1 && base !== -1) {
    const bits = Number.isNaN(base)
      ? bitLength(intBig(rt, a) < 0n ? -intBig(rt, a) : intBig(rt, a))
      : Math.log2(Math.abs(base));
    if ((bits - 1) * exponent > 1_000_000_000) throw new BudgetExceeded('memory', 'an int with too many digits');
  }
  /** Multiplies and gives up the reference to `z`, which holds the result from then on. */
  let z = rt.newRef(smallIntAddress(1));
  const multiply = (x: number, y: number): void => {
    const product = intMul(rt, x, y);
    rt.decref(z);
    z = product;
  };
  const bits = exponent.toString(2);
  if (exponent === 0) return z;
  if (rt.profile.minor <= 10) {
    for (let i = 0; i < bits.length; i++) {
      multiply(z, z);
      if (bits[i] === '1') multiply(z, a);
    }
    return z;
  }
  if (exponent <= 3) {
    if (exponent === 1) multiply(a, z);
    else {
      multiply(a, a);
      if (exponent === 3) multiply(z, a);
    }
    return z;
  }
  rt.decref(z);
  z = rt.newRef(a);
  for (let i = 1; i < bits.length; i++) {
    multiply(z, z);
    if (bits[i] === '1') multiply(z, a);
  }
  return z;
}

/** Whether the int is negative. */
export function intIsNegative(rt: Machine, p: number): boolean {
  return rt.M[p + Ob.SIZE]! < 0;
}
