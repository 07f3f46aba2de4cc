/**
 * Elementary functions of doubles, rounded correctly in all but very rare cases, so that their results are those of
 * the C library under CPython; the host's own may differ in the last bit. Computed with pairs of doubles (about 106
 * bits): the host's value is corrected by one step of Newton's method, or a Taylor series is summed.
 */

/** An unevaluated sum of a double and a much smaller one. */
type Pair = readonly [high: number, low: number];

const LN2: readonly number[] = [Math.LN2, 2.3190468138462996e-17, 5.707708438416212e-34];
const LN2_PAIR: Pair = [Math.LN2, 2.3190468138462996e-17];
const HALF_PI: readonly number[] = [
  1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33, 5.562271104316826e-50,
];
/** 1 / n! */
const INVERSE_FACTORIAL: readonly Pair[] = [
  [1.0, 0.0],
  [1.0, 0.0],
  [0.5, 0.0],
  [0.16666666666666666, 9.25185853854297e-18],
  [0.041666666666666664, 2.3129646346357427e-18],
  [0.008333333333333333, 1.1564823173178714e-19],
  [0.001388888888888889, -5.300543954373577e-20],
  [0.0001984126984126984, 1.7209558293420705e-22],
  [2.48015873015873e-5, 2.1511947866775882e-23],
  [2.7557319223985893e-6, -1.858393274046472e-22],
  [2.755731922398589e-7, 2.3767714622250297e-23],
  [2.505210838544172e-8, -1.448814070935912e-24],
  [2.08767569878681e-9, -1.20734505911326e-25],
  [1.6059043836821613e-10, 1.2585294588752098e-26],
  [1.1470745597729725e-11, 2.0655512752830745e-28],
  [7.647163731819816e-13, 7.03872877733453e-30],
  [4.779477332387385e-14, 4.399205485834081e-31],
  [2.8114572543455206e-15, 1.6508842730861433e-31],
  [1.5619206968586225e-16, 1.1910679660273754e-32],
  [8.22063524662433e-18, 2.2141894119604265e-34],
  [4.110317623312165e-19, 1.4412973378659527e-36],
  [1.9572941063391263e-20, -1.3643503830087908e-36],
  [8.896791392450574e-22, -7.911402614872376e-38],
  [3.868170170630684e-23, -8.843177655482344e-40],
  [1.6117375710961184e-24, -3.6846573564509766e-41],
  [6.446950284384474e-26, -1.9330404233703465e-42],
  [2.4795962632247976e-27, -1.2953730964765229e-43],
  [9.183689863795546e-29, 1.4303150396787322e-45],
];
const SPLITTER = 134217729;

function quickSum(a: number, b: number): Pair {
  const s = a + b;
  return [s, b - (s - a)];
}

function sum(a: number, b: number): Pair {
  const s = a + b;
  const bb = s - a;
  return [s, a - (s - bb) + (b - bb)];
}

/** The product of two doubles, exactly. */
function product(a: number, b: number): Pair {
  const p = a * b;
  const ta = SPLITTER * a;
  const ah = ta - (ta - a);
  const al = a - ah;
  const tb = SPLITTER * b;
  const bh = tb - (tb - b);
  const bl = b - bh;
  return [p, ah * bh - p + ah * bl + al * bh + al * bl];
}

function add(a: Pair, b: Pair): Pair {
  const [s, e] = sum(a[0], b[0]);
  const [t, f] = sum(a[1], b[1]);
  const [u, v] = quickSum(s, e + t);
  return quickSum(u, v + f);
}

function subtract(a: Pair, b: Pair): Pair {
  return add(a, [-b[0], -b[1]]);
}

function multiply(a: Pair, b: Pair): Pair {
  const [p, e] = product(a[0], b[0]);
  return quickSum(p, e + a[0] * b[1] + a[1] * b[0]);
}

function scale(a: Pair, b: number): Pair {
  const [p, e] = product(a[0], b);
  return quickSum(p, e + a[1] * b);
}

function divide(a: Pair, b: Pair): Pair {
  const q1 = a[0] / b[0];
  const r1 = subtract(a, scale(b, q1));
  const q2 = r1[0] / b[0];
  const r2 = subtract(r1, scale(b, q2));
  return add(quickSum(q1, q2), [r2[0] / b[0], 0]);
}

function squareRoot(a: Pair): Pair {
  if (a[0] <= 0) return [0, 0];
  const root = Math.sqrt(a[0]);
  const rest = subtract(a, product(root, root));
  return quickSum(root, rest[0] / (2 * root));
}

/** `x` times two to the power `n`, where a factor alone may be out of range. */
function timesPowerOfTwo(x: number, n: number): number {
  if (n > 1000) return x * 2 ** 1000 * 2 ** (n - 1000);
  if (n < -1000) return x * 2 ** -1000 * 2 ** (n + 1000);
  return x * 2 ** n;
}

/** e to the power of a pair, as a pair and a power of two. */
function expPair(x: Pair): { value: Pair; power: number } {
  const power = Math.round(x[0] / LN2[0]!);
  let r = subtract(x, product(power, LN2[0]!));
  r = subtract(r, product(power, LN2[1]!));
  r = subtract(r, [power * LN2[2]!, 0]);
  // A small argument, whose series is squared back afterwards.
  const small: Pair = [r[0] / 512, r[1] / 512];
  let series: Pair = INVERSE_FACTORIAL[9]!;
  for (let n = 8; n >= 1; n--) series = add(multiply(series, small), INVERSE_FACTORIAL[n]!);
  // exp(r) - 1 keeps the accuracy while it is squared: (1 + s)**2 - 1 = 2s + s**2.
  let s = multiply(series, small);
  for (let i = 0; i < 9; i++) s = add([2 * s[0], 2 * s[1]], multiply(s, s));
  return { value: add(s, [1, 0]), power };
}

/** `exp`. */
export function exp(x: number): number {
  if (x !== x || x - x !== 0) return Math.exp(x);
  if (x > 709.79) return Number.POSITIVE_INFINITY;
  if (x < -745.2) return 0;
  if (x === 0) return 1;
  const { value, power } = expPair([x, 0]);
  return timesPowerOfTwo(value[0], power);
}

/** Natural logarithm of a positive finite double, as a pair. */
function logPair(x: number): Pair {
  if (x === 1) return [0, 0];
  // The mantissa between about 0.7 and 1.4, so that the series of exp needs no power of two.
  let power = 0;
  let m = x;
  if (m < 2 ** -1000) {
    m *= 2 ** 1000;
    power -= 1000;
  }
  const e = Math.round(Math.log2(m));
  m = timesPowerOfTwo(m, -e);
  power += e;
  const guess = Math.log(m);
  const { value, power: shift } = expPair([-guess, 0]);
  const t = subtract(scale([value[0] * 2 ** shift, value[1] * 2 ** shift], m), [1, 0]);
  let y = add([guess, 0], t);
  y = subtract(y, [(t[0] * t[0]) / 2, 0]);
  if (power === 0) return y;
  let whole = product(power, LN2[0]!);
  whole = add(whole, product(power, LN2[1]!));
  whole = add(whole, [power * LN2[2]!, 0]);
  return add(whole, y);
}

/** Natural logarithm. */
export function log(x: number): number {
  if (!(x > 0) || x - x !== 0) return Math.log(x);
  return logPair(x)[0];
}

/** Logarithm to base 2. */
export function log2(x: number): number {
  if (!(x > 0) || x - x !== 0) return Math.log2(x);
  return divide(logPair(x), LN2_PAIR)[0];
}

/** Logarithm to base 10, with the rounding errors of the C library. */
export function log10(x: number): number {
  if (!(x > 0) || x - x !== 0) return Math.log10(x);
  let k = 0;
  let m = x;
  if (m < 2 ** -1022) {
    m *= 2 ** 54;
    k -= 54;
  }
  let e = Math.floor(Math.log2(m));
  if (timesPowerOfTwo(m, -e) >= 2) e++;
  else if (timesPowerOfTwo(m, -e) < 1) e--;
  k += e;
  const i = k < 0 ? 1 : 0;
  const y = k + i;
  const z = y * 3.69423907715893078616e-13 + 4.34294481903251816668e-1 * log(timesPowerOfTwo(m, -e - i));
  return z + y * 3.01029995663611771306e-1;
}

/** `x` to the power `y`, `x` positive and finite, `y` finite. Infinite on overflow. */
export function pow(x: number, y: number): number {
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (y === 0.5) return Math.sqrt(x);
  if (y === -1) return 1 / x;
  if (Number.isInteger(2 * y) && y >= -8 && y <= 8 && x > 1e-18 && x < 1e18) return halfPower(x, y);
  if (x === 1 || y === 0) return 1;
  const rough = y * Math.log(x);
  if (rough > 710) return Number.POSITIVE_INFINITY;
  if (rough < -746) return 0;
  const { value, power } = expPair(scale(logPair(x), y));
  if (power < -1020) return subnormal(value, power);
  return timesPowerOfTwo(value[0], power);
}

/** `x` to a small power whose double is whole: by multiplication. */
function halfPower(x: number, y: number): number {
  const size = Math.abs(y);
  let result: Pair = size % 1 === 0 ? [1, 0] : squareRoot([x, 0]);
  for (let i = 1; i <= size; i++) result = scale(result, x);
  return y > 0 ? result[0] : divide([1, 0], result)[0];
}

/** A pair times a power of two that makes it subnormal: rounded once, ties to even. */
function subnormal(value: Pair, power: number): number {
  const unit = 2 ** (-1074 - power);
  const whole = Math.floor(value[0] / unit);
  const rest = value[0] / unit - whole + value[1] / unit;
  const up = rest > 0.5 || (rest === 0.5 && whole % 2 === 1);
  return (up ? whole + 1 : whole) * 2 ** -1074;
}

/** Quadrant (0..3) and the rest of an angle, as a pair. */
function reduce(x: number): { quadrant: number; rest: Pair } {
  if (Math.abs(x) <= Math.PI / 4) return { quadrant: 0, rest: [x, 0] };
  if (Math.abs(x) < 1e9) {
    const k = Math.round(x / HALF_PI[0]!);
    let rest: Pair = subtract([x, 0], product(k, HALF_PI[0]!));
    rest = subtract(rest, product(k, HALF_PI[1]!));
    rest = subtract(rest, product(k, HALF_PI[2]!));
    rest = subtract(rest, [k * HALF_PI[3]!, 0]);
    return { quadrant: ((k % 4) + 4) % 4, rest };
  }
  return reduceHuge(x);
}

/** Digits of pi times two to the power 1300, by Machin's formula. */
function piScaled(): bigint {
  const unit = 1n << 1340n;
  const arctan = (n: bigint): bigint => {
    let term = unit / n;
    let total = term;
    for (let k = 3n, sign = -1n; term !== 0n; k += 2n, sign = -sign) {
      term /= n * n;
      total += (sign * term) / k;
    }
    return total;
  };
  return (4n * (4n * arctan(5n) - arctan(239n))) >> 40n;
}

function reduceHuge(x: number): { quadrant: number; rest: Pair } {
  // Exact arithmetic with 1300 bits behind the point: more than the largest double needs.
  const half = piScaled() >> 1n;
  const scaled = BigInt(x) << 1300n;
  let k = scaled / half;
  let rest = scaled - k * half;
  if (2n * rest > half) {
    k += 1n;
    rest -= half;
  } else if (-2n * rest > half) {
    k -= 1n;
    rest += half;
  }
  const high = Number(rest >> 1000n) * 2 ** -300;
  const low = Number((rest >> 900n) - (BigInt(Math.round(high * 2 ** 300)) << 100n)) * 2 ** -400;
  return { quadrant: Number(((k % 4n) + 4n) % 4n), rest: quickSum(high, low) };
}

function sinSeries(x: Pair): Pair {
  const square = multiply(x, x);
  let s: Pair = INVERSE_FACTORIAL[27]!;
  for (let n = 25; n >= 1; n -= 2) s = subtract(INVERSE_FACTORIAL[n]!, multiply(s, square));
  return multiply(s, x);
}

function cosSeries(x: Pair): Pair {
  const square = multiply(x, x);
  let s: Pair = INVERSE_FACTORIAL[26]!;
  for (let n = 24; n >= 0; n -= 2) s = subtract(INVERSE_FACTORIAL[n]!, multiply(s, square));
  return s;
}

const minus = (a: Pair): Pair => [-a[0], -a[1]];

function sinCos(x: number): { s: Pair; c: Pair } {
  const { quadrant, rest } = reduce(x);
  const s = sinSeries(rest);
  const c = cosSeries(rest);
  if (quadrant === 0) return { s, c };
  if (quadrant === 1) return { s: c, c: minus(s) };
  if (quadrant === 2) return { s: minus(s), c: minus(c) };
  return { s: minus(c), c: s };
}

/** Whether the function of a tiny argument is the argument itself. */
function tiny(x: number): boolean {
  return Math.abs(x) < 1e-9;
}

export function sin(x: number): number {
  if (x - x !== 0) return Number.NaN;
  if (Math.abs(x) < 1e-150) return x;
  const { quadrant, rest } = reduce(x);
  const value = quadrant % 2 === 0 ? sinSeries(rest) : cosSeries(rest);
  return quadrant < 2 ? value[0] : -value[0];
}

export function cos(x: number): number {
  if (x - x !== 0) return Number.NaN;
  const { quadrant, rest } = reduce(x);
  const value = quadrant % 2 === 0 ? cosSeries(rest) : sinSeries(rest);
  return quadrant === 0 || quadrant === 3 ? value[0] : -value[0];
}

export function tan(x: number): number {
  if (x - x !== 0) return Number.NaN;
  if (Math.abs(x) < 1e-150) return x;
  const { s, c } = sinCos(x);
  return divide(s, c)[0];
}

export function atan(x: number): number {
  if (x !== x || Math.abs(x) > 1e17 || Math.abs(x) < 1e-150) return Math.atan(x);
  const guess = Math.atan(x);
  const { s, c } = sinCos(guess);
  const correction = subtract(scale(c, x), s)[0] / (c[0] + x * s[0]);
  return guess + correction;
}

export function atan2(y: number, x: number): number {
  const guess = Math.atan2(y, x);
  const size = Math.max(Math.abs(x), Math.abs(y));
  const least = Math.min(Math.abs(x), Math.abs(y));
  if (!(size < 1e150 && least > 1e-150) || guess - guess !== 0) return guess;
  const { s, c } = sinCos(guess);
  const correction = subtract(scale(c, y), scale(s, x))[0] / (x * c[0] + y * s[0]);
  return guess + correction;
}

/** The square root of 1 - x**2 as a pair. */
function otherLeg(x: number): Pair {
  return squareRoot(multiply(sum(1, x), sum(1, -x)));
}

export function asin(x: number): number {
  if (!(Math.abs(x) < 1) || tiny(x)) return Math.asin(x);
  const guess = Math.asin(x);
  const { s, c } = sinCos(guess);
  return guess + subtract(scale(c, x), multiply(otherLeg(x), s))[0];
}

export function acos(x: number): number {
  if (!(Math.abs(x) < 1)) return Math.acos(x);
  const guess = Math.acos(x);
  const { s, c } = sinCos(guess);
  return guess + subtract(multiply(otherLeg(x), c), scale(s, x))[0];
}

/** The length of a vector. */
export function hypot(x: number, y: number): number {
  const a = Math.abs(x);
  const b = Math.abs(y);
  if (a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const size = Math.max(a, b);
  if (size === 0 || size !== size) return size;
  // Scaled by a power of two, so that squares neither overflow nor vanish.
  const power = Math.floor(Math.log2(size));
  const u = timesPowerOfTwo(a, -power);
  const v = timesPowerOfTwo(b, -power);
  return timesPowerOfTwo(squareRoot(add(product(u, u), product(v, v)))[0], power);
}

/** 2 to the power `x`. */
export function exp2(x: number): number {
  return x - x === 0 ? pow(2, x) : 2 ** x;
}

/** Hyperbolic functions, with the steps and rounding errors of the C library. */
export function sinh(x: number): number {
  const size = Math.abs(x);
  if (!(size < 710.5)) return Math.sinh(x);
  const half = x < 0 ? -0.5 : 0.5;
  if (size < 22) {
    if (size < 2 ** -28) return x;
    const t = Math.expm1(size);
    return size < 1 ? half * (2 * t - (t * t) / (t + 1)) : half * (t + t / (t + 1));
  }
  if (size < 709.78) return half * exp(size);
  const w = exp(0.5 * size);
  return half * w * w;
}

export function cosh(x: number): number {
  const size = Math.abs(x);
  if (!(size < 710.5)) return Math.cosh(x);
  if (size < 22) {
    if (size < 0.34657359) {
      const t = Math.expm1(size);
      const w = 1 + t;
      return size < 2 ** -55 ? w : 1 + (t * t) / (w + w);
    }
    const t = exp(size);
    return 0.5 * t + 0.5 / t;
  }
  if (size < 709.78) return 0.5 * exp(size);
  const w = exp(0.5 * size);
  return 0.5 * w * w;
}

export function asinh(x: number): number {
  const size = Math.abs(x);
  if (!(size <= Number.MAX_VALUE) || size < 2 ** -28) return x;
  let w: number;
  if (size > 2 ** 28) w = log(size) + LN2[0]!;
  else if (size > 2) w = log(2 * size + 1 / (Math.sqrt(x * x + 1) + size));
  else {
    const t = x * x;
    w = Math.log1p(size + t / (1 + Math.sqrt(1 + t)));
  }
  return x < 0 ? -w : w;
}

export function acosh(x: number): number {
  if (!(x >= 1) || x - x !== 0) return x < 1 ? Number.NaN : x;
  if (x > 2 ** 28) return log(x) + LN2[0]!;
  if (x === 1) return 0;
  if (x > 2) return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
  const t = x - 1;
  return Math.log1p(t + Math.sqrt(2 * t + t * t));
}

/** The cube root. */
export function cbrt(x: number): number {
  if (x === 0 || x - x !== 0) return x;
  const { mantissa, exponent } = frexp(x);
  const shift = exponent - 3 * Math.floor(exponent / 3);
  const m = mantissa * 2 ** shift;
  const guess = Math.cbrt(m);
  const rest = subtract([m, 0], scale(product(guess, guess), guess));
  return timesPowerOfTwo(guess + rest[0] / (3 * guess * guess), Math.floor(exponent / 3));
}

/** A finite double as a mantissa of 0.5 up to 1 (with sign) and a power of two. */
export function frexp(x: number): { mantissa: number; exponent: number } {
  if (x === 0 || x - x !== 0) return { mantissa: x, exponent: 0 };
  let m = x;
  let exponent = 0;
  if (Math.abs(m) < 2 ** -1000) {
    m *= 2 ** 100;
    exponent = -100;
  }
  let e = Math.floor(Math.log2(Math.abs(m))) + 1;
  let mantissa = timesPowerOfTwo(m, -e);
  if (Math.abs(mantissa) >= 1) {
    mantissa /= 2;
    e++;
  } else if (Math.abs(mantissa) < 0.5) {
    mantissa *= 2;
    e--;
  }
  return { mantissa, exponent: exponent + e };
}

/** `x` times two to the power `n`, rounded once. */
export function ldexp(x: number, n: number): number {
  if (x === 0 || x - x !== 0) return x;
  const { mantissa, exponent } = frexp(x);
  const power = exponent + n;
  if (power > 1024) return x < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (power < -1075) return x < 0 ? -0 : 0;
  if (power > -1021) return mantissa * 2 ** (power - 1) * 2;
  // Subnormal: round to a multiple of the smallest double.
  const scaled = subnormal([Math.abs(mantissa), 0], power);
  return x < 0 ? -scaled : scaled;
}

/** The root of the sum of squares of any number of finite values, scaled by a power of two. */
export function vectorLength(values: readonly number[]): number {
  let size = 0;
  for (const value of values) size = Math.max(size, Math.abs(value));
  if (size === 0) return 0;
  const power = Math.floor(Math.log2(size));
  let total: Pair = [0, 0];
  for (const value of values) {
    const scaled = timesPowerOfTwo(value, -power);
    total = add(total, product(scaled, scaled));
  }
  return timesPowerOfTwo(squareRoot(total)[0], power);
}

/** The product of two doubles as a sum of two, exact unless it is tiny. */
export function exactProduct(a: number, b: number): readonly [number, number] {
  return product(a, b);
}

const TWO_OVER_ROOT_PI: Pair = [1.1283791670955126, 1.533545961316588e-17];

/** The error function as a pair, by its series of positive terms. */
function erfPair(x: number): Pair {
  const square = product(x, x);
  let term: Pair = [x, 0];
  let total: Pair = term;
  for (let n = 1; n < 200; n++) {
    term = divide(scale(multiply(term, square), 2), [2 * n + 1, 0]);
    total = add(total, term);
    if (Math.abs(term[0]) < 1e-34 * Math.abs(total[0])) break;
  }
  return multiply(multiply(total, expOfMinus(square)), TWO_OVER_ROOT_PI);
}

function expOfMinus(x: Pair): Pair {
  const { value, power } = expPair(minus(x));
  const factor = 2 ** power;
  return [value[0] * factor, value[1] * factor];
}

/** The error function. */
export function erf(x: number): number {
  if (x !== x) return x;
  if (x >= 6 || x <= -6) return Math.sign(x);
  return erfPair(x)[0];
}

/** 1 - erf(x), exact for large arguments. */
export function erfc(x: number): number {
  if (x !== x) return x;
  if (x < -6) return 2;
  if (x > 27.3) return 0;
  if (x < 3) return subtract([1, 0], erfPair(x))[0];
  // The continued fraction, from its end.
  let fraction: Pair = [x, 0];
  for (let k = 120; k >= 1; k--) fraction = add([x, 0], divide([k / 2, 0], fraction));
  const { value, power } = expPair(minus(product(x, x)));
  const result = divide(multiply(value, scale(TWO_OVER_ROOT_PI, 0.5)), fraction);
  return power < -1020
    ? subnormal(result[0] < 1 ? [result[0] * 16, result[1] * 16] : result, power - (result[0] < 1 ? 4 : 0))
    : result[0] * 2 ** power;
}
