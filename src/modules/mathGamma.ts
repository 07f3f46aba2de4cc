/** The gamma function and its logarithm. Follows mathmodule.c: m_tgamma, m_lgamma (Lanczos' approximation). */
import { cos, exp, log, pow, sin } from '../spec/elementary.js';

const NUMERATOR = [
  23531376880.41075968857200767445163675473076, 42919803642.64909876895789904700198885093,
  35711959237.35566804944018545154716670596, 17921034426.03720969991975575445893111267,
  6039542586.352028005064291644307297921070699, 1439720407.3117216736632230727949123939715,
  248874557.86205415651146038641322942321632, 31426415.585400194380614231628318205362874,
  2876370.6289353724412254090516208496135991, 186056.26539522349504029498971604569928220784,
  8071.6720023658162106380029022722506138218516, 210.82427775157934587250973392071336271166969580291,
  2.5066282746310002701649081771338373386264310793408,
];
const DENOMINATOR = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
];
const G = 6.024680040776729583740234375;
const G_MINUS_HALF = 5.524680040776729583740234375;
const LOG_PI = 1.144729885849400174143427351353058711647;

function lanczosSum(x: number): number {
  let numerator = 0;
  let denominator = 0;
  if (x < 5) {
    for (let i = 12; i >= 0; i--) {
      numerator = numerator * x + NUMERATOR[i]!;
      denominator = denominator * x + DENOMINATOR[i]!;
    }
  } else {
    for (let i = 0; i <= 12; i++) {
      numerator = numerator / x + NUMERATOR[i]!;
      denominator = denominator / x + DENOMINATOR[i]!;
    }
  }
  return numerator / denominator;
}

/** sin(pi * x), exact at multiples of a half. */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2;
  const n = Math.round(2 * y);
  let result: number;
  if (n === 0) result = sin(Math.PI * y);
  else if (n === 1) result = cos(Math.PI * (y - 0.5));
  else if (n === 2) result = sin(Math.PI * (1 - y));
  else if (n === 3) result = -cos(Math.PI * (y - 1.5));
  else result = sin(Math.PI * (y - 2));
  return x < 0 ? -result : result;
}

/** What a function of the C library would have left in errno. */
export type Failure = 'domain' | 'range';

/** The gamma function. */
export function gamma(x: number): number | Failure {
  if (x - x !== 0) return x === Number.NEGATIVE_INFINITY ? 'domain' : x;
  if (x === 0) return 'domain';
  if (x === Math.floor(x)) {
    if (x < 0) return 'domain';
    if (x <= 23) {
      let product = 1;
      for (let i = 2; i < x; i++) product *= i;
      return product;
    }
  }
  const size = Math.abs(x);
  if (size < 1e-20) {
    const result = 1 / x;
    return result - result !== 0 ? 'range' : result;
  }
  if (size > 200) return x < 0 ? 0 / sinPi(x) : 'range';
  const y = size + G_MINUS_HALF;
  // The rounding error of y.
  let z = size > G_MINUS_HALF ? y - size - G_MINUS_HALF : y - G_MINUS_HALF - size;
  z = (z * G) / y;
  let result: number;
  if (x < 0) {
    result = ((-Math.PI / sinPi(size) / size) * exp(y)) / lanczosSum(size);
    result -= z * result;
    if (size < 140) result /= pow(y, size - 0.5);
    else {
      const root = pow(y, size / 2 - 0.25);
      result /= root;
      result /= root;
    }
  } else {
    result = lanczosSum(size) / exp(y);
    result += z * result;
    if (size < 140) result *= pow(y, size - 0.5);
    else {
      const root = pow(y, size / 2 - 0.25);
      result *= root;
      result *= root;
    }
  }
  return result - result !== 0 ? 'range' : result;
}

/** The logarithm of the absolute value of the gamma function. */
export function lgamma(x: number): number | Failure {
  if (x !== x) return x;
  if (x - x !== 0) return Number.POSITIVE_INFINITY;
  if (x === Math.floor(x) && x <= 2) return x <= 0 ? 'domain' : 0;
  const size = Math.abs(x);
  if (size < 1e-20) return -log(size);
  let result = log(lanczosSum(size)) - G;
  result += (size - 0.5) * (log(size + G - 0.5) - 1);
  if (x < 0) result = LOG_PI - log(Math.abs(sinPi(size))) - log(size) - result;
  return result - result !== 0 ? 'range' : result;
}
