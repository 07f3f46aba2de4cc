/** Hash values of numbers: equal numbers of all types hash alike, modulo the prime 2**61 - 1. Follows pyhash.c: _Py_HashDouble. */
import { IntLayout, Ob } from '../memory/layout.js';
import { intBig } from './intCore.js';
import type { Machine } from './machine.js';
import { integerAndExponent } from './numberDigits.js';

/** The modulus. */
export const HASH_PRIME = (1n << 61n) - 1n;

/** Writes a signed 64-bit value as two signed words. */
export function storeHash(target: { hashLow: number; hashHigh: number }, value: bigint): void {
  target.hashLow = Number(BigInt.asIntN(32, value));
  target.hashHigh = Number(BigInt.asIntN(32, value >> 32n));
}

/** Hash of an int. */
export function hashOfBig(value: bigint): bigint {
  if (value < 0n) {
    const hash = -(-value % HASH_PRIME);
    return hash === -1n ? -2n : hash;
  }
  return value % HASH_PRIME;
}

/** Hash of a double that is not a NaN. */
export function hashOfDouble(x: number): bigint {
  if (!Number.isFinite(x)) return x > 0 ? 314159n : -314159n;
  if (Number.isSafeInteger(x)) return hashOfBig(BigInt(x));
  const { mantissa, exponent } = integerAndExponent(Math.abs(x));
  // Two is a root of unity modulo the prime: 2**61 = 1.
  const power = ((exponent % 61) + 61) % 61;
  let hash = (mantissa << BigInt(power)) % HASH_PRIME;
  if (x < 0) hash = -hash;
  return hash === -1n ? -2n : hash;
}

/** Hash of an int object into rt.hashLow and rt.hashHigh; always succeeds. */
export function hashInt(rt: Machine, p: number): number {
  const M = rt.M;
  const size = M[p + Ob.SIZE]!;
  if (size >= -1 && size <= 1) {
    const value = M[p + Ob.AUX]!;
    rt.hashLow = value === -1 ? -2 : value;
    rt.hashHigh = value < 0 ? -1 : 0;
  } else if (size === 2) {
    // Below the modulus: its own hash.
    const high = M[p + IntLayout.DIGIT + 1]!;
    rt.hashLow = M[p + IntLayout.DIGIT]! | (high << 30);
    rt.hashHigh = high >>> 2;
  } else storeHash(rt, hashOfBig(intBig(rt, p)));
  return 0;
}
