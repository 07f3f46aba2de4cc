/** The module math. Follows mathmodule.c. */
import { binaryOp } from '../objects/abstract.js';
import { checkArgs, noKeywords, parseKeywords } from '../objects/args.js';
import { call0 } from '../objects/call.js';
import { put } from '../objects/defineType.js';
import { dictDel } from '../objects/dictCore.js';
import { floatValue, newFloat } from '../objects/floatCore.js';
import { copySign } from '../objects/floatOps.js';
import { bitLength } from '../objects/intArithmetic.js';
import { intBig, intNumber, intSign, newInt } from '../objects/intCore.js';
import { intFromDouble, roundedIntFromDouble } from '../objects/intFromDouble.js';
import type { Machine } from '../objects/machine.js';
import { moduleDict } from '../objects/module.js';
import { integerAndExponent } from '../objects/numberDigits.js';
import { asDouble, failedDouble, isIntObject } from '../objects/numberText.js';
import { boundSpecial } from '../objects/specialCall.js';
import { internStr } from '../objects/strCore.js';
import { stealTuple } from '../objects/tupleCore.js';
import { E, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind } from '../objects/typeInfo.js';
import * as elementary from '../spec/elementary.js';
import { type Failure, gamma, lgamma } from './mathGamma.js';
import { comb, factorial, gcd, isqrt, lcm, perm, prod } from './mathIntegers.js';
import { dist, fsum, hypot, sumprod } from './mathSums.js';
import type { ModuleDef } from './moduleDef.js';

/** `/` among the operators of BinaryOp. */
const TRUE_DIVIDE = 11;

function domain(rt: Machine): 0 {
  return rt.raise(E.ValueError, 'math domain error');
}

function range(rt: Machine): 0 {
  return rt.raise(E.OverflowError, 'math range error');
}

/** A function of one double. `overflows`: an infinite result of a finite argument is a range error. Follows math_1. */
function one(name: string, fn: (x: number) => number, overflows = false, expected = ''): MethodDef {
  return {
    name,
    kind: MethodKind.O,
    signature: '$module, x, /',
    fn: (rt, _self, o) => {
      const x = asDouble(rt, o);
      if (failedDouble(rt, x)) return 0;
      const result = fn(x);
      if (result - result !== 0) {
        if (result !== result && x === x) {
          if (expected !== '' && rt.profile.minor >= 14)
            return rt.raise(E.ValueError, `${expected}, got ${floatText(x)}`);
          return domain(rt);
        }
        if (result === result && x - x === 0) return overflows ? range(rt) : domain(rt);
      }
      return newFloat(rt, result);
    },
  };
}

function floatText(x: number): string {
  return Number.isInteger(x) ? `${x}.0` : `${x}`;
}

/** A function without errors of its own. */
function plain(name: string, fn: (x: number) => number): MethodDef {
  return {
    name,
    kind: MethodKind.O,
    fn: (rt, _self, o) => {
      const x = asDouble(rt, o);
      return failedDouble(rt, x) ? 0 : newFloat(rt, fn(x));
    },
  };
}

/** A function that reports its failures itself. */
function special(name: string, fn: (x: number) => number | Failure): MethodDef {
  return {
    name,
    kind: MethodKind.O,
    fn: (rt, _self, o) => {
      const x = asDouble(rt, o);
      if (failedDouble(rt, x)) return 0;
      const result = fn(x);
      if (result === 'domain') return domain(rt);
      if (result === 'range') return range(rt);
      return newFloat(rt, result);
    },
  };
}

/** A function of two doubles. Follows math_2. */
function two(name: string, fn: (x: number, y: number) => number): MethodDef {
  return {
    name,
    kind: MethodKind.FAST,
    fn: (rt, _self, args, nargs) => {
      const values = doubles(rt, name, args, nargs);
      if (values === null) return 0;
      const [x, y] = values;
      const result = fn(x, y);
      if (result - result !== 0) {
        if (result !== result && x === x && y === y) return domain(rt);
        if (result === result && x - x === 0 && y - y === 0) return range(rt);
      }
      return newFloat(rt, result);
    },
  };
}

function doubles(rt: Machine, name: string, args: number, nargs: number): [number, number] | null {
  if (!checkArgs(rt, name, nargs, 2, 2)) return null;
  const x = asDouble(rt, rt.M[args]!);
  if (failedDouble(rt, x)) return null;
  const y = asDouble(rt, rt.M[args + 2]!);
  return failedDouble(rt, y) ? null : [x, y];
}

function remainder(x: number, y: number): number {
  if (x - x === 0 && y - y === 0) {
    if (y === 0) return Number.NaN;
    const size = Math.abs(x);
    const modulus = Math.abs(y);
    const m = size % modulus;
    const c = modulus - m;
    let r: number;
    if (m < c) r = m;
    else if (m > c) r = -c;
    else r = m - 2 * ((0.5 * (size - m)) % modulus);
    return copySign(1, x) * r;
  }
  if (x !== x) return x;
  if (y !== y) return y;
  return x - x !== 0 ? Number.NaN : x;
}

/** `math.pow`: unlike `**` never complex. Follows math_pow_impl. */
function powFunction(rt: Machine, _self: number, args: number, nargs: number): number {
  const values = doubles(rt, 'pow', args, nargs);
  if (values === null) return 0;
  const [x, y] = values;
  if (x - x !== 0 || y - y !== 0) {
    if (x === 1 || y === 0) return newFloat(rt, 1);
    if (x === -1 && y === y) return newFloat(rt, 1);
    return newFloat(rt, x ** y);
  }
  let result: number;
  if (x === 0) {
    if (y < 0) return domain(rt);
    result = y === 0 ? 1 : Math.abs(y % 2) === 1 ? x : 0;
  } else if (x < 0) {
    if (y !== Math.floor(y)) return domain(rt);
    result = elementary.pow(-x, y);
    if (Math.abs(y % 2) === 1) result = -result;
  } else result = elementary.pow(x, y);
  return result - result !== 0 ? range(rt) : newFloat(rt, result);
}

/** A logarithm of any number, ints of any size included. NaN with an exception. Follows loghelper. */
function logarithm(rt: Machine, o: number, fn: (x: number) => number): number {
  if (isIntObject(rt, o)) {
    if (intSign(rt, o) <= 0) {
      if (rt.profile.minor >= 14) rt.raise(E.ValueError, 'expected a positive input');
      else domain(rt);
      return Number.NaN;
    }
    const number = intNumber(rt, o);
    if (number === number) return fn(number);
    const big = intBig(rt, o);
    const x = Number(big);
    if (x - x === 0) return fn(x);
    // Too large for a double: the leading 64 bits and the number of the others.
    const shift = bitLength(big) - 64;
    return fn(Number(big >> BigInt(shift)) * 2 ** -64) + fn(2) * (shift + 64);
  }
  const x = asDouble(rt, o);
  if (failedDouble(rt, x)) return Number.NaN;
  if (!(x > 0) && x === x) {
    if (rt.profile.minor >= 14) rt.raise(E.ValueError, `expected a positive input, got ${floatText(x)}`);
    else domain(rt);
    return Number.NaN;
  }
  return fn(x);
}

function log(rt: Machine, _self: number, args: number, nargs: number): number {
  if (rt.profile.minor >= 12) {
    if (!checkArgs(rt, 'log', nargs, 1, 2)) return 0;
  } else if (nargs < 1 || nargs > 2) return rt.raise(E.TypeError, 'math.log requires 1 to 2 arguments');
  const numerator = logarithm(rt, rt.M[args]!, elementary.log);
  if (failedDouble(rt, numerator)) return 0;
  const p = newFloat(rt, numerator);
  if (nargs === 1) return p;
  const denominator = logarithm(rt, rt.M[args + 2]!, elementary.log);
  if (failedDouble(rt, denominator)) {
    rt.decref(p);
    return 0;
  }
  const q = newFloat(rt, denominator);
  const result = binaryOp(rt, TRUE_DIVIDE, p, q);
  rt.decref(p);
  rt.decref(q);
  return result;
}

function otherLog(name: string, fn: (x: number) => number): MethodDef {
  return {
    name,
    kind: MethodKind.O,
    fn: (rt, _self, o) => {
      const x = logarithm(rt, o, fn);
      return failedDouble(rt, x) ? 0 : newFloat(rt, x);
    },
  };
}

/** `floor` and `ceil`: by the special method of other types than float. */
function whole(name: 'floor' | 'ceil', fn: (x: number) => number): MethodDef {
  return {
    name,
    kind: MethodKind.O,
    fn: (rt, _self, o) => {
      if (!rt.is(o, T.FLOAT)) {
        const method = boundSpecial(rt, o, `__${name}__`);
        if (method !== 0) {
          const result = call0(rt, method);
          rt.decref(method);
          return result;
        }
        if (rt.currentException !== 0) return 0;
      }
      const x = asDouble(rt, o);
      return failedDouble(rt, x) ? 0 : roundedIntFromDouble(rt, fn(x));
    },
  };
}

function trunc(rt: Machine, _self: number, o: number): number {
  if (rt.is(o, T.FLOAT)) return intFromDouble(rt, floatValue(rt, o));
  const method = boundSpecial(rt, o, '__trunc__');
  if (method === 0) {
    if (rt.currentException !== 0) return 0;
    return rt.raise(E.TypeError, `type ${rt.typeOf(o).name} doesn't define __trunc__ method`);
  }
  const result = call0(rt, method);
  rt.decref(method);
  return result;
}

function frexp(rt: Machine, _self: number, o: number): number {
  const x = asDouble(rt, o);
  if (failedDouble(rt, x)) return 0;
  const { mantissa, exponent } = elementary.frexp(x);
  return stealTuple(rt, [newFloat(rt, mantissa), newInt(rt, exponent)]);
}

function ldexp(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'ldexp', nargs, 2, 2)) return 0;
  const x = asDouble(rt, rt.M[args]!);
  if (failedDouble(rt, x)) return 0;
  const power = rt.M[args + 2]!;
  if (!isIntObject(rt, power)) return rt.raise(E.TypeError, 'Expected an int as second argument to ldexp.');
  let n = intNumber(rt, power);
  if (n !== n) n = intSign(rt, power) * 1e15;
  const result = elementary.ldexp(x, n);
  if (result - result !== 0 && x - x === 0) return range(rt);
  return newFloat(rt, result);
}

function modf(rt: Machine, _self: number, o: number): number {
  const x = asDouble(rt, o);
  if (failedDouble(rt, x)) return 0;
  let fraction: number;
  let integral: number;
  if (x - x !== 0) {
    fraction = x !== x ? x : copySign(0, x);
    integral = x;
  } else {
    integral = copySign(Math.trunc(x), x);
    fraction = copySign(x - integral, x);
  }
  return stealTuple(rt, [newFloat(rt, fraction), newFloat(rt, integral)]);
}

function test(name: string, fn: (x: number) => boolean): MethodDef {
  return {
    name,
    kind: MethodKind.O,
    fn: (rt, _self, o) => {
      const x = asDouble(rt, o);
      return failedDouble(rt, x) ? 0 : rt.bool(fn(x));
    },
  };
}

const IS_CLOSE = { name: 'isclose', names: ['a', 'b', 'rel_tol', 'abs_tol'], required: 2, positional: 2 };

function isClose(rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number {
  const given = parseKeywords(rt, IS_CLOSE, args, nargs, kwnames);
  if (given === null) return 0;
  const values: number[] = [0, 0, 1e-9, 0];
  for (let i = 0; i < 4; i++) {
    if (given[i] === 0) continue;
    const x = asDouble(rt, given[i]!);
    if (failedDouble(rt, x)) return 0;
    values[i] = x;
  }
  const [a, b, relative, absolute] = values as [number, number, number, number];
  if (relative < 0 || absolute < 0) return rt.raise(E.ValueError, 'tolerances must be non-negative');
  if (a === b) return rt.bool(true);
  if (Math.abs(a) === Number.POSITIVE_INFINITY || Math.abs(b) === Number.POSITIVE_INFINITY) return rt.bool(false);
  const difference = Math.abs(b - a);
  return rt.bool(
    difference <= Math.abs(relative * b) || difference <= Math.abs(relative * a) || difference <= absolute,
  );
}

/** The double `steps` places from `x` towards `y`. */
function nextAfter(x: number, y: number, steps: bigint): number {
  if (x !== x) return x;
  if (y !== y) return y;
  if (steps === 0n || x === y) return steps === 0n ? x : y;
  const view = new DataView(new ArrayBuffer(8));
  // Doubles in their order, as integers; both zeros are 0.
  const order = (value: number): bigint => {
    view.setFloat64(0, value);
    const bits = view.getBigUint64(0);
    return bits >> 63n === 0n ? bits : -(bits & 0x7fff_ffff_ffff_ffffn);
  };
  const from = order(x);
  const to = order(y);
  const distance = to > from ? to - from : from - to;
  if (steps >= distance) return y;
  const at = to > from ? from + steps : from - steps;
  const negative = at < 0n || (at === 0n && from < 0n);
  view.setBigUint64(0, at < 0n ? -at : at);
  const size = view.getFloat64(0);
  return negative ? -size : size;
}

const NEXT_AFTER = { name: 'nextafter', names: ['', '', 'steps'], required: 2, positional: 2 };

function nextAfterFunction(rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number {
  if (rt.profile.minor < 12) {
    if (kwnames !== 0) return noKeywords(rt, 'math.nextafter()');
    if (!checkArgs(rt, 'nextafter', nargs, 2, 2)) return 0;
  }
  const values = parseKeywords(rt, NEXT_AFTER, args, nargs, kwnames);
  if (values === null) return 0;
  const x = asDouble(rt, values[0]!);
  if (failedDouble(rt, x)) return 0;
  const y = asDouble(rt, values[1]!);
  if (failedDouble(rt, y)) return 0;
  let steps = 1n;
  if (values[2]) {
    if (!isIntObject(rt, values[2])) {
      return rt.raise(E.TypeError, `'${rt.typeOf(values[2]).name}' object cannot be interpreted as an integer`);
    }
    steps = intBig(rt, values[2]);
    if (steps < 0n) return rt.raise(E.ValueError, 'steps must be a non-negative integer');
  }
  return newFloat(rt, nextAfter(x, y, steps));
}

function ulp(x: number): number {
  if (x !== x) return x;
  const size = Math.abs(x);
  if (size === Number.POSITIVE_INFINITY) return size;
  const up = nextAfter(size, Number.POSITIVE_INFINITY, 1n);
  return up === Number.POSITIVE_INFINITY ? size - nextAfter(size, Number.NEGATIVE_INFINITY, 1n) : up - size;
}

/** `x * y + z` with one rounding, by exact integers. */
function fused(x: number, y: number, z: number): number {
  if (x - x !== 0 || y - y !== 0 || x === 0 || y === 0) return x * y + z;
  if (z - z !== 0) return z;
  const a = integerAndExponent(Math.abs(x));
  const b = integerAndExponent(Math.abs(y));
  let product = a.mantissa * b.mantissa;
  if (x < 0 !== y < 0) product = -product;
  let exponent = a.exponent + b.exponent;
  if (z !== 0) {
    const c = integerAndExponent(Math.abs(z));
    const addend = z < 0 ? -c.mantissa : c.mantissa;
    const least = Math.min(exponent, c.exponent);
    product = (product << BigInt(exponent - least)) + (addend << BigInt(c.exponent - least));
    exponent = least;
  }
  if (product === 0n) return x * y + z;
  const size = product < 0n ? -product : product;
  // Keep 64 bits and whether any bit below them was set.
  const excess = Math.max(bitLength(size) - 64, -1074 - exponent - 2, 0);
  let kept = size >> BigInt(excess);
  if (kept << BigInt(excess) !== size) kept = (kept << 1n) | 1n;
  else kept <<= 1n;
  const top = exponent + excess - 1;
  const bits = bitLength(kept);
  let result: number;
  if (bits + top > 1024) result = Number.POSITIVE_INFINITY;
  else if (bits + top > -1021) result = elementary.ldexp(Number(kept), top);
  else {
    const drop = -1074 - top;
    const floor = kept >> BigInt(drop);
    const rest = kept - (floor << BigInt(drop));
    const half = 1n << BigInt(drop - 1);
    const up = rest > half || (rest === half && (floor & 1n) === 1n);
    result = Number(up ? floor + 1n : floor) * 2 ** -1074;
  }
  return product < 0n ? -result : result;
}

function fma(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'fma', nargs, 3, 3)) return 0;
  const values: number[] = [];
  for (let i = 0; i < 3; i++) {
    const x = asDouble(rt, rt.M[args + 2 * i]!);
    if (failedDouble(rt, x)) return 0;
    values.push(x);
  }
  const [x, y, z] = values as [number, number, number];
  const result = fused(x, y, z);
  if (result !== result && x === x && y === y && z === z) {
    return rt.raise(E.ValueError, 'invalid operation in fma');
  }
  if (result - result !== 0 && result === result && x - x === 0 && y - y === 0 && z - z === 0) {
    return rt.raise(E.OverflowError, 'overflow in fma');
  }
  return newFloat(rt, result);
}

const fast = (name: string, fn: MethodDef['fn']): MethodDef => ({ name, kind: MethodKind.FAST, fn });
const single = (name: string, fn: MethodDef['fn']): MethodDef => ({ name, kind: MethodKind.O, fn });

/** In CPython's order. */
const FUNCTIONS: readonly MethodDef[] = [
  one('acos', elementary.acos),
  one('acosh', elementary.acosh),
  one('asin', elementary.asin),
  one('asinh', elementary.asinh),
  one('atan', elementary.atan),
  two('atan2', elementary.atan2),
  one('atanh', Math.atanh),
  one('cbrt', elementary.cbrt),
  whole('ceil', Math.ceil),
  two('copysign', copySign),
  one('cos', elementary.cos),
  one('cosh', elementary.cosh, true),
  plain('degrees', (x) => x * (180 / Math.PI)),
  fast('dist', dist),
  one('erf', elementary.erf),
  one('erfc', elementary.erfc),
  one('exp', elementary.exp, true),
  one('exp2', elementary.exp2, true),
  one('expm1', Math.expm1, true),
  plain('fabs', Math.abs),
  single('factorial', factorial),
  whole('floor', Math.floor),
  fast('fma', fma),
  two('fmod', (x, y) => x % y),
  single('frexp', frexp),
  single('fsum', fsum),
  special('gamma', gamma),
  fast('gcd', gcd),
  fast('hypot', hypot),
  { name: 'isclose', kind: MethodKind.FASTKW, fn: isClose },
  test('isfinite', (x) => x - x === 0),
  test('isinf', (x) => x === x && x - x !== 0),
  test('isnan', (x) => x !== x),
  single('isqrt', isqrt),
  fast('lcm', lcm),
  fast('ldexp', ldexp),
  special('lgamma', lgamma),
  fast('log', log),
  one('log1p', Math.log1p),
  otherLog('log10', elementary.log10),
  otherLog('log2', elementary.log2),
  single('modf', modf),
  fast('pow', powFunction),
  plain('radians', (x) => x * (Math.PI / 180)),
  two('remainder', remainder),
  one('sin', elementary.sin),
  one('sinh', elementary.sinh, true),
  one('sqrt', Math.sqrt, false, 'expected a nonnegative input'),
  one('tan', elementary.tan),
  one('tanh', Math.tanh),
  fast('sumprod', sumprod),
  single('trunc', trunc),
  { name: 'prod', kind: MethodKind.FASTKW, fn: prod },
  fast('perm', perm),
  fast('comb', comb),
  { name: 'nextafter', kind: MethodKind.FASTKW, fn: nextAfterFunction },
  plain('ulp', ulp),
];

/** Functions that came later, with their minor version. */
const SINCE: readonly (readonly [string, number])[] = [
  ['lcm', 9],
  ['nextafter', 9],
  ['ulp', 9],
  ['cbrt', 11],
  ['exp2', 11],
  ['sumprod', 12],
  ['fma', 13],
];

export const mathModule: ModuleDef = {
  name: 'math',
  doc: 'This module provides functions of real numbers, as the C library has them.',
  methods: FUNCTIONS,
  setup(rt, module) {
    const dict = moduleDict(rt, module);
    for (const [name, minor] of SINCE) {
      if (rt.profile.minor < minor) dictDel(rt, dict, internStr(rt, name));
    }
    put(rt, dict, 'pi', newFloat(rt, Math.PI));
    put(rt, dict, 'e', newFloat(rt, Math.E));
    put(rt, dict, 'tau', newFloat(rt, 2 * Math.PI));
    put(rt, dict, 'inf', newFloat(rt, Number.POSITIVE_INFINITY));
    put(rt, dict, 'nan', newFloat(rt, Number.NaN));
    return 0;
  },
};
