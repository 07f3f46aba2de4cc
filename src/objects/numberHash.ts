/** Hash values of numbers: equal numbers of all types hash alike, modulo the prime 2**61 - 1. Follows pyhash.c: _Py_HashDouble. */
import { integerAndExponent } from './numberDigits.js';

/** The modulus. */
export const HASH_PRIME = (1n << 61n) - 1n;

/** Halves of a 64-bit value as signed words. */
export interface HashParts {
  low: number;
  high: number;
}

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
