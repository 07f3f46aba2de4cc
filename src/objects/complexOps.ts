/** Arithmetic of complex numbers. Follows complexobject.c. */
import { atan2, cos, exp, hypot, log, pow, sin } from '../spec/elementary.js';
import type { Machine } from './machine.js';
import { E } from './typeIds.js';

/** A complex value. */
export interface Complex {
  readonly real: number;
  readonly imag: number;
}

/** Follows _Py_c_prod. */
export function complexProduct(a: Complex, b: Complex): Complex {
  return { real: a.real * b.real - a.imag * b.imag, imag: a.real * b.imag + a.imag * b.real };
}

/** The quotient; null for a zero divisor. Follows _Py_c_quot. */
export function complexQuotient(a: Complex, b: Complex): Complex | null {
  const re = Math.abs(b.real);
  const im = Math.abs(b.imag);
  if (re >= im) {
    if (re === 0) return null;
    const ratio = b.imag / b.real;
    const divisor = b.real + b.imag * ratio;
    return { real: (a.real + a.imag * ratio) / divisor, imag: (a.imag - a.real * ratio) / divisor };
  }
  if (im >= re) {
    const ratio = b.real / b.imag;
    const divisor = b.real * ratio + b.imag;
    return { real: (a.real * ratio + a.imag) / divisor, imag: (a.imag * ratio - a.real) / divisor };
  }
  return { real: Number.NaN, imag: Number.NaN };
}

/** `pow` of reals as C's: with zeros, infinities and NaN. */
function realPower(x: number, y: number): number {
  return x > 0 && x - x === 0 && y - y === 0 ? pow(x, y) : x ** y;
}

/** Follows _Py_c_pow; null for zero to a negative or complex power. */
function generalPower(a: Complex, b: Complex): Complex | null {
  if (b.real === 0 && b.imag === 0) return { real: 1, imag: 0 };
  if (a.real === 0 && a.imag === 0) {
    return b.imag !== 0 || b.real < 0 ? null : { real: 0, imag: 0 };
  }
  const size = hypot(a.real, a.imag);
  let length = realPower(size, b.real);
  const angle = atan2(a.imag, a.real);
  let phase = angle * b.real;
  if (b.imag !== 0) {
    length /= exp(angle * b.imag);
    phase += b.imag * log(size);
  }
  // The cosine of an infinite angle is a domain error.
  if (Math.abs(phase) === Number.POSITIVE_INFINITY) return null;
  return { real: length * cos(phase), imag: length * sin(phase) };
}

/** A whole power from 0 to 100. Follows c_powu. */
function wholePower(x: Complex, n: number): Complex {
  let result: Complex = { real: 1, imag: 0 };
  let p = x;
  for (let mask = 1; mask <= n; mask <<= 1) {
    if ((n & mask) !== 0) result = complexProduct(result, p);
    p = complexProduct(p, p);
  }
  return result;
}

/** `a ** b`; null with ZeroDivisionError or OverflowError. Follows complexobject.c: complex_pow. */
export function complexPower(rt: Machine, ar: number, ai: number, br: number, bi: number): Complex | null {
  const a = { real: ar, imag: ai };
  const b = { real: br, imag: bi };
  let result: Complex | null;
  if (bi === 0 && br === Math.floor(br) && Math.abs(br) <= 100) {
    result = br > 0 ? wholePower(a, br) : complexQuotient({ real: 1, imag: 0 }, wholePower(a, -br));
  } else result = generalPower(a, b);
  if (result === null) {
    const zero = rt.profile.minor >= 14 ? 'zero to a negative or complex power' : '0.0 to a negative or complex power';
    rt.raise(E.ZeroDivisionError, zero);
    return null;
  }
  if (Math.abs(result.real) === Number.POSITIVE_INFINITY || Math.abs(result.imag) === Number.POSITIVE_INFINITY) {
    rt.raise(E.OverflowError, 'complex exponentiation');
    return null;
  }
  return result;
}

/** `abs(a)`; null with OverflowError. */
export function complexAbs(rt: Machine, real: number, imag: number): number | null {
  const result = hypot(real, imag);
  if (result === Number.POSITIVE_INFINITY && real - real === 0 && imag - imag === 0) {
    rt.raise(E.OverflowError, 'absolute value too large');
    return null;
  }
  return result;
}
