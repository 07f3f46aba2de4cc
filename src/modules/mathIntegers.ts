/** The functions of math about integers. Follows mathmodule.c. */
import { index, multiply } from '../objects/abstract.js';
import { checkArgs, parseKeywords } from '../objects/args.js';
import { floatValue, newFloat } from '../objects/floatCore.js';
import { intAbs } from '../objects/intArithmetic.js';
import { intBig, intNumber, newBigInt, newInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { getIter, iterNext } from '../objects/object.js';
import { E, S, T } from '../objects/typeIds.js';

/** `gcd` of two non-negative values. */
function bigGcd(a: bigint, b: bigint): bigint {
  let x = a;
  let y = b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** The greatest common divisor of two int objects, a new reference. */
function gcdOf(rt: Machine, a: number, b: number): number {
  let x = Math.abs(intNumber(rt, a));
  let y = Math.abs(intNumber(rt, b));
  if (x === x && y === y) {
    while (y !== 0) [x, y] = [y, x % y];
    return newInt(rt, x);
  }
  const absolute = (v: bigint) => (v < 0n ? -v : v);
  return newBigInt(rt, bigGcd(absolute(intBig(rt, a)), absolute(intBig(rt, b))));
}

function lcmOf(rt: Machine, a: number, b: number): number {
  const x = intBig(rt, a);
  const y = intBig(rt, b);
  if (x === 0n || y === 0n) return newInt(rt, 0);
  const product = x * y;
  const size = product < 0n ? -product : product;
  return newBigInt(rt, size / bigGcd(x < 0n ? -x : x, y < 0n ? -y : y));
}

/** Folds int arguments; the absolute value of a single one. */
function fold(start: number, step: (rt: Machine, a: number, b: number) => number) {
  return (rt: Machine, _self: number, args: number, nargs: number): number => {
    if (nargs === 0) return newInt(rt, start);
    let result = index(rt, rt.M[args]!);
    if (result === 0) return 0;
    if (nargs === 1) {
      const size = intAbs(rt, result);
      rt.decref(result);
      return size;
    }
    for (let i = 1; i < nargs; i++) {
      const next = index(rt, rt.M[args + 2 * i]!);
      if (next === 0) {
        rt.decref(result);
        return 0;
      }
      const combined = step(rt, result, next);
      rt.decref(result);
      rt.decref(next);
      result = combined;
    }
    return result;
  };
}

export const lcm = fold(1, lcmOf);
const gcdAny = fold(0, gcdOf);

/** Takes two arguments in 3.8, any number since. */
export function gcd(rt: Machine, self: number, args: number, nargs: number): number {
  if (rt.profile.minor < 9 && !checkArgs(rt, 'gcd', nargs, 2, 2)) return 0;
  return gcdAny(rt, self, args, nargs);
}

/** The integer square root of a value that is not negative. */
function bigRoot(n: bigint): bigint {
  if (n < 2n ** 52n) return BigInt(Math.floor(Math.sqrt(Number(n))));
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

export function isqrt(rt: Machine, _self: number, o: number): number {
  const n = index(rt, o);
  if (n === 0) return 0;
  const value = intBig(rt, n);
  rt.decref(n);
  if (value < 0n) return rt.raise(E.ValueError, 'isqrt() argument must be nonnegative');
  return newBigInt(rt, bigRoot(value));
}

/** The product of low .. high, by halves. */
function bigRange(low: bigint, high: bigint): bigint {
  if (high - low < 8n) {
    let product = 1n;
    for (let i = low; i <= high; i++) product *= i;
    return product;
  }
  const middle = (low + high) >> 1n;
  return bigRange(low, middle) * bigRange(middle + 1n, high);
}

export function factorial(rt: Machine, _self: number, o: number): number {
  const minor = rt.profile.minor;
  let value: bigint;
  if (minor <= 9 && rt.isInstance(o, T.FLOAT)) {
    if (minor === 9 && rt.warn(E.DeprecationWarning, 'Using factorial() with floats is deprecated') < 0) return 0;
    const x = floatValue(rt, o);
    if (!Number.isInteger(x)) return rt.raise(E.ValueError, 'factorial() only accepts integral values');
    value = BigInt(x);
  } else {
    const n = index(rt, o);
    if (n === 0) return 0;
    value = intBig(rt, n);
    rt.decref(n);
  }
  if (value > 9223372036854775807n) {
    return rt.raise(E.OverflowError, 'factorial() argument should not exceed 9223372036854775807');
  }
  if (value < 0n) return rt.raise(E.ValueError, 'factorial() not defined for negative values');
  return newBigInt(rt, value < 2n ? 1n : bigRange(2n, value));
}

/** Two int arguments as values, both not negative; null with an exception. */
function pair(rt: Machine, first: number, second: number): [bigint, bigint] | null {
  const n = index(rt, first);
  if (n === 0) return null;
  const k = index(rt, second);
  if (k === 0) {
    rt.decref(n);
    return null;
  }
  const values: [bigint, bigint] = [intBig(rt, n), intBig(rt, k)];
  rt.decref(n);
  rt.decref(k);
  if (values[0] < 0n) {
    rt.raise(E.ValueError, 'n must be a non-negative integer');
    return null;
  }
  if (values[1] < 0n) {
    rt.raise(E.ValueError, 'k must be a non-negative integer');
    return null;
  }
  return values;
}

export function comb(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'comb', nargs, 2, 2)) return 0;
  const values = pair(rt, rt.M[args]!, rt.M[args + 2]!);
  if (values === null) return 0;
  const n = values[0];
  let k = values[1];
  if (k > n) return newInt(rt, 0);
  if (n - k < k) k = n - k;
  return newBigInt(rt, k === 0n ? 1n : bigRange(n - k + 1n, n) / bigRange(1n, k));
}

export function perm(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'perm', nargs, 1, 2)) return 0;
  const second = nargs < 2 ? S.NONE : rt.M[args + 2]!;
  if (second === S.NONE) return factorial(rt, self, rt.M[args]!);
  const values = pair(rt, rt.M[args]!, second);
  if (values === null) return 0;
  const [n, k] = values;
  return newBigInt(rt, k > n ? 0n : k === 0n ? 1n : bigRange(n - k + 1n, n));
}

const PROD = { name: 'prod', names: ['', 'start'], required: 1, positional: 1 };

/** Products of ints and of floats are kept as values as long as they can be. Follows math_prod_impl. */
export function prod(rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, PROD, args, nargs, kwnames);
  if (values === null) return 0;
  const it = getIter(rt, values[0]!);
  if (it === 0) return 0;
  let result = values[1] === 0 ? newInt(rt, 1) : rt.newRef(values[1]!);
  for (;;) {
    const item = iterNext(rt, it);
    if (item === 0) break;
    let product: number;
    if (rt.is(result, T.FLOAT) && (rt.is(item, T.FLOAT) || rt.is(item, T.INT)) && !Number.isNaN(numberOf(rt, item))) {
      product = newFloat(rt, floatValue(rt, result) * numberOf(rt, item));
    } else product = multiply(rt, result, item);
    rt.decref(result);
    rt.decref(item);
    result = product;
    if (result === 0) break;
  }
  rt.decref(it);
  if (rt.currentException !== 0) {
    rt.xdecref(result);
    return 0;
  }
  return result;
}

function numberOf(rt: Machine, o: number): number {
  return rt.is(o, T.FLOAT) ? floatValue(rt, o) : intNumber(rt, o);
}
