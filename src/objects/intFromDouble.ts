/** Ints from doubles. Follows longobject.c: PyLong_FromDouble. */
import { freshInt } from './intArithmetic.js';
import { newBigInt, newInt } from './intCore.js';
import type { Machine } from './machine.js';
import { E } from './typeIds.js';

/** The int of a double, truncated; ValueError or OverflowError for NaN and infinities. */
export function intFromDouble(rt: Machine, x: number): number {
  if (x !== x) return rt.raise(E.ValueError, 'cannot convert float NaN to integer');
  if (x - x !== 0) return rt.raise(E.OverflowError, 'cannot convert float infinity to integer');
  const whole = Math.trunc(x);
  return Number.isSafeInteger(whole) ? newInt(rt, whole) : newBigInt(rt, BigInt(whole));
}

/** The same where 3.8 made a new object even for small values (round, math.floor ...). */
export function roundedIntFromDouble(rt: Machine, x: number): number {
  if (rt.profile.minor >= 9 || !(x <= -1 || x >= 1) || x - x !== 0) return intFromDouble(rt, x);
  return freshInt(rt, BigInt(Math.trunc(x)));
}
