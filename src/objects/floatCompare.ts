/** Comparison of floats with floats and ints, exact. Follows floatobject.c: float_richcompare. */
import { intBig, intNumber } from './intCore.js';
import type { Machine } from './machine.js';

/** -1, 0, 1; NaN when `x` is NaN. */
export function compareDoubleInt(rt: Machine, x: number, p: number): number {
  if (x !== x) return Number.NaN;
  const number = intNumber(rt, p);
  if (number === number) return x < number ? -1 : x > number ? 1 : 0;
  const big = intBig(rt, p);
  // The language compares a number with a BigInt by their exact values.
  return x < big ? -1 : x > big ? 1 : 0;
}
