/** Exact sums of floats: fsum, sumprod, dist, hypot. Follows mathmodule.c. */
import { add, multiply } from '../objects/abstract.js';
import { checkArgs } from '../objects/args.js';
import { floatValue, newFloat } from '../objects/floatCore.js';
import { intNumber, newInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { asDouble, failedDouble } from '../objects/numberText.js';
import { getIter, iterNext } from '../objects/object.js';
import { sequenceToTuple } from '../objects/support.js';
import { tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, T } from '../objects/typeIds.js';
import { exactProduct, vectorLength } from '../spec/elementary.js';

/** Adds doubles without error: the sum is that of the partial sums, which do not overlap. */
class ExactSum {
  private readonly partials: number[] = [];
  private special = 0;
  private infinities = 0;

  /** False on overflow of finite values. */
  add(value: number): boolean {
    const { partials } = this;
    let x = value;
    let kept = 0;
    for (let i = 0; i < partials.length; i++) {
      let y = partials[i]!;
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    if (x !== 0) {
      if (x - x !== 0) {
        if (value - value === 0) return false;
        if (value === value) this.infinities += value;
        this.special += value;
        partials.length = 0;
      } else partials.push(x);
    }
    return true;
  }

  /** The sum rounded once; null when there were infinities of both signs. */
  total(): number | null {
    if (this.special !== 0) return this.infinities !== this.infinities ? null : this.special;
    const { partials } = this;
    let n = partials.length;
    if (n === 0) return 0;
    let high = partials[--n]!;
    let low = 0;
    while (n > 0) {
      const x = high;
      const y = partials[--n]!;
      high = x + y;
      low = y - (high - x);
      if (low !== 0) break;
    }
    // A tie is decided by the partial sums that are left.
    if (n > 0 && ((low < 0 && partials[n - 1]! < 0) || (low > 0 && partials[n - 1]! > 0))) {
      const y = low * 2;
      const x = high + y;
      if (y === x - high) high = x;
    }
    return high;
  }
}

export function fsum(rt: Machine, _self: number, iterable: number): number {
  const it = getIter(rt, iterable);
  if (it === 0) return 0;
  const sum = new ExactSum();
  let overflow = false;
  for (;;) {
    const item = iterNext(rt, it);
    if (item === 0) break;
    const x = asDouble(rt, item);
    rt.decref(item);
    if (failedDouble(rt, x)) break;
    if (!sum.add(x)) {
      overflow = true;
      break;
    }
  }
  rt.decref(it);
  if (rt.currentException !== 0) return 0;
  if (overflow) return rt.raise(E.OverflowError, 'intermediate overflow in fsum');
  const total = sum.total();
  if (total === null) return rt.raise(E.ValueError, '-inf + inf in fsum');
  return newFloat(rt, total);
}

/** The length of a vector. Up to 3.9 with a compensated sum, since then rounded once. Follows vector_norm. */
function norm(rt: Machine, values: readonly number[]): number {
  let max = 0;
  let nan = false;
  for (const value of values) {
    if (value !== value) nan = true;
    else max = Math.max(max, Math.abs(value));
  }
  if (max === Number.POSITIVE_INFINITY) return max;
  if (nan) return Number.NaN;
  if (max === 0 || values.length <= 1) return max;
  if (rt.profile.minor >= 10) return vectorLength(values);
  let sum = 1;
  let rest = 0;
  for (const value of values) {
    const scaled = Math.abs(value) / max;
    const square = scaled * scaled;
    const before = sum;
    sum += square;
    rest += before - sum + square;
  }
  return max * Math.sqrt(sum - 1 + rest);
}

export function hypot(rt: Machine, _self: number, args: number, nargs: number): number {
  const values: number[] = [];
  for (let i = 0; i < nargs; i++) {
    const x = asDouble(rt, rt.M[args + 2 * i]!);
    if (failedDouble(rt, x)) return 0;
    values.push(x);
  }
  return newFloat(rt, norm(rt, values));
}

export function dist(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'dist', nargs, 2, 2)) return 0;
  const p = sequenceToTuple(rt, rt.M[args]!);
  if (p === 0) return 0;
  const q = sequenceToTuple(rt, rt.M[args + 2]!);
  if (q === 0) {
    rt.decref(p);
    return 0;
  }
  const values = differences(rt, p, q);
  rt.decref(p);
  rt.decref(q);
  return values === null ? 0 : newFloat(rt, norm(rt, values));
}

function differences(rt: Machine, p: number, q: number): number[] | null {
  const n = tupleLength(rt, p);
  if (n !== tupleLength(rt, q)) {
    rt.raise(E.ValueError, 'both points must have the same number of dimensions');
    return null;
  }
  const values: number[] = [];
  for (let i = 0; i < n; i++) {
    const x = asDouble(rt, tupleItem(rt, p, i));
    if (failedDouble(rt, x)) return null;
    const y = asDouble(rt, tupleItem(rt, q, i));
    if (failedDouble(rt, y)) return null;
    values.push(Math.abs(x - y));
  }
  return values;
}

/** The sum of products; of floats with one rounding. Follows math_sumprod_impl. */
export function sumprod(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'sumprod', nargs, 2, 2)) return 0;
  const p = getIter(rt, rt.M[args]!);
  if (p === 0) return 0;
  const q = getIter(rt, rt.M[args + 2]!);
  if (q === 0) {
    rt.decref(p);
    return 0;
  }
  let total = newInt(rt, 0);
  let exact: ExactSum | null = null;
  const flush = (): boolean => {
    if (exact === null) return true;
    const sum = newFloat(rt, exact.total() ?? Number.NaN);
    exact = null;
    const next = add(rt, total, sum);
    rt.decref(total);
    rt.decref(sum);
    total = next;
    return next !== 0;
  };
  for (;;) {
    const a = iterNext(rt, p);
    if (a === 0 && rt.currentException !== 0) break;
    const b = iterNext(rt, q);
    if (b === 0 && rt.currentException !== 0) {
      rt.xdecref(a);
      break;
    }
    if ((a === 0) !== (b === 0)) {
      rt.xdecref(a);
      rt.xdecref(b);
      rt.raise(E.ValueError, 'Inputs are not the same length');
      break;
    }
    if (a === 0) {
      flush();
      break;
    }
    const x = plainValue(rt, a);
    const y = plainValue(rt, b);
    const floats = rt.is(a, T.FLOAT) || rt.is(b, T.FLOAT);
    if (floats && x - x === 0 && y - y === 0) {
      const [high, low] = exactProduct(x, y);
      exact ??= new ExactSum();
      exact.add(high);
      exact.add(low);
      rt.decref(a);
      rt.decref(b);
      continue;
    }
    if (!flush()) {
      rt.decref(a);
      rt.decref(b);
      break;
    }
    const product = multiply(rt, a, b);
    rt.decref(a);
    rt.decref(b);
    if (product === 0) break;
    const next = add(rt, total, product);
    rt.decref(product);
    rt.decref(total);
    total = next;
    if (total === 0) break;
  }
  rt.decref(p);
  rt.decref(q);
  if (rt.currentException !== 0) {
    rt.xdecref(total);
    return 0;
  }
  return total;
}

/** Value of an exact float, or of an exact int that a double holds; else NaN. */
function plainValue(rt: Machine, o: number): number {
  if (rt.is(o, T.FLOAT)) return floatValue(rt, o);
  return rt.is(o, T.INT) ? intNumber(rt, o) : Number.NaN;
}
