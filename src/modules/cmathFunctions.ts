/** Functions of complex values. Follows cmathmodule.c; special values fall out of the formulas. */

import type { Complex } from '../objects/complexOps.js';
import { copySign } from '../objects/floatOps.js';
import { asinh, atan2, cos, cosh, exp, hypot, log, sin, sinh, tan } from '../spec/elementary.js';

const LARGE = Number.MAX_VALUE / 4;
const ROOT_LARGE = Math.sqrt(LARGE);
const LOG_LARGE = Math.log(LARGE);
const ROOT_SMALL = Math.sqrt(2 ** -1022);
const LN2 = Math.LN2;

/** A result, or that the argument is outside the domain. */
export type Result = Complex | 'domain';

const finite = (z: Complex): boolean => z.real - z.real === 0 && z.imag - z.imag === 0;
const large = (z: Complex): boolean => Math.abs(z.real) > LARGE || Math.abs(z.imag) > LARGE;

export function sqrt(z: Complex): Complex {
  if (!finite(z)) {
    if (Math.abs(z.imag) === Number.POSITIVE_INFINITY) return { real: Number.POSITIVE_INFINITY, imag: z.imag };
    if (z.real === Number.POSITIVE_INFINITY)
      return { real: z.real, imag: z.imag === z.imag ? copySign(0, z.imag) : z.imag };
    if (z.real === Number.NEGATIVE_INFINITY) {
      return { real: z.imag === z.imag ? 0 : z.imag, imag: copySign(Number.POSITIVE_INFINITY, z.imag) };
    }
    return { real: Number.NaN, imag: Number.NaN };
  }
  if (z.real === 0 && z.imag === 0) return { real: 0, imag: z.imag };
  let ax = Math.abs(z.real);
  const ay = Math.abs(z.imag);
  let s: number;
  if (ax < 2 ** -1022 && ay < 2 ** -1022) {
    ax *= 2 ** 107;
    s = Math.sqrt(ax + hypot(ax, ay * 2 ** 107)) * 2 ** -54;
  } else {
    ax /= 8;
    s = 2 * Math.sqrt(ax + hypot(ax, ay / 8));
  }
  const d = ay / (2 * s);
  if (z.real >= 0) return { real: s, imag: copySign(d, z.imag) };
  return { real: d, imag: copySign(s, z.imag) };
}

export function cAcos(z: Complex): Complex {
  if (large(z)) {
    const size = log(hypot(z.real / 2, z.imag / 2)) + LN2 * 2;
    return {
      real: atan2(Math.abs(z.imag), z.real),
      imag: z.real < 0 ? -copySign(size, z.imag) : copySign(size, -z.imag),
    };
  }
  const s1 = sqrt({ real: 1 - z.real, imag: -z.imag });
  const s2 = sqrt({ real: 1 + z.real, imag: z.imag });
  return { real: 2 * atan2(s1.real, s2.real), imag: asinh(s2.real * s1.imag - s2.imag * s1.real) };
}

export function cAcosh(z: Complex): Complex {
  if (large(z)) return { real: log(hypot(z.real / 2, z.imag / 2)) + LN2 * 2, imag: atan2(z.imag, z.real) };
  const s1 = sqrt({ real: z.real - 1, imag: z.imag });
  const s2 = sqrt({ real: z.real + 1, imag: z.imag });
  return { real: asinh(s1.real * s2.real + s1.imag * s2.imag), imag: 2 * atan2(s1.imag, s2.real) };
}

export function cAsinh(z: Complex): Complex {
  if (large(z)) {
    const size = log(hypot(z.real / 2, z.imag / 2)) + LN2 * 2;
    return {
      real: z.imag < 0 ? -copySign(size, -z.real) : copySign(size, z.real),
      imag: atan2(z.imag, Math.abs(z.real)),
    };
  }
  const s1 = sqrt({ real: 1 + z.imag, imag: -z.real });
  const s2 = sqrt({ real: 1 - z.imag, imag: z.real });
  return {
    real: asinh(s1.real * s2.imag - s2.real * s1.imag),
    imag: atan2(z.imag, s1.real * s2.real - s1.imag * s2.imag),
  };
}

export function cAsin(z: Complex): Complex {
  const s = cAsinh({ real: -z.imag, imag: z.real });
  return { real: s.imag, imag: -s.real };
}

export function cAtanh(z: Complex): Result {
  if (z.real < 0 || Object.is(z.real, -0)) {
    const s = cAtanh({ real: -z.real, imag: -z.imag });
    return s === 'domain' ? s : { real: -s.real, imag: -s.imag };
  }
  const ay = Math.abs(z.imag);
  if (z.real > ROOT_LARGE || ay > ROOT_LARGE) {
    const h = hypot(z.real / 2, z.imag / 2);
    return { real: z.real / 4 / h / h, imag: -copySign(Math.PI / 2, -z.imag) };
  }
  if (z.real === 1 && ay < ROOT_SMALL) {
    if (ay === 0) return 'domain';
    return { real: -log(Math.sqrt(ay) / Math.sqrt(hypot(ay, 2))), imag: copySign(atan2(2, -ay) / 2, z.imag) };
  }
  return {
    real: Math.log1p((4 * z.real) / ((1 - z.real) * (1 - z.real) + ay * ay)) / 4,
    imag: -atan2(-2 * z.imag, (1 - z.real) * (1 + z.real) - ay * ay) / 2,
  };
}

export function cAtan(z: Complex): Result {
  const s = cAtanh({ real: -z.imag, imag: z.real });
  return s === 'domain' ? s : { real: s.imag, imag: -s.real };
}

export function cCosh(z: Complex): Result {
  if (Math.abs(z.real) === Number.POSITIVE_INFINITY && Math.abs(z.imag) === Number.POSITIVE_INFINITY) return 'domain';
  if (Math.abs(z.real) > LOG_LARGE && finite(z)) {
    const less = z.real - copySign(1, z.real);
    return { real: cos(z.imag) * cosh(less) * Math.E, imag: sin(z.imag) * sinh(less) * Math.E };
  }
  return { real: cos(z.imag) * cosh(z.real), imag: sin(z.imag) * sinh(z.real) };
}

export function cSinh(z: Complex): Result {
  if (Math.abs(z.real) > LOG_LARGE && finite(z)) {
    const less = z.real - copySign(1, z.real);
    return { real: cos(z.imag) * sinh(less) * Math.E, imag: sin(z.imag) * cosh(less) * Math.E };
  }
  return { real: cos(z.imag) * sinh(z.real), imag: sin(z.imag) * cosh(z.real) };
}

export function cTanh(z: Complex): Result {
  if (Math.abs(z.real) > LOG_LARGE) {
    return {
      real: copySign(1, z.real),
      imag: z.imag - z.imag === 0 ? 4 * sin(z.imag) * cos(z.imag) * exp(-2 * Math.abs(z.real)) : 0,
    };
  }
  const tx = Math.tanh(z.real);
  const ty = tan(z.imag);
  const cx = 1 / cosh(z.real);
  const divisor = 1 + tx * ty * (tx * ty);
  return { real: (tx * (1 + ty * ty)) / divisor, imag: (ty / divisor) * cx * cx };
}

export function cCos(z: Complex): Result {
  return cCosh({ real: -z.imag, imag: z.real });
}

export function cSin(z: Complex): Result {
  const s = cSinh({ real: -z.imag, imag: z.real });
  return s === 'domain' ? s : { real: s.imag, imag: -s.real };
}

export function cTan(z: Complex): Result {
  const s = cTanh({ real: -z.imag, imag: z.real });
  return s === 'domain' ? s : { real: s.imag, imag: -s.real };
}

export function cExp(z: Complex): Result {
  if (z.real > LOG_LARGE && finite(z)) {
    const size = exp(z.real - 1);
    return { real: size * cos(z.imag) * Math.E, imag: size * sin(z.imag) * Math.E };
  }
  const size = exp(z.real);
  if (z.imag === 0) return { real: size, imag: z.imag };
  return { real: size * cos(z.imag), imag: size * sin(z.imag) };
}

export function cLog(z: Complex): Result {
  const ax = Math.abs(z.real);
  const ay = Math.abs(z.imag);
  let real: number;
  if (!finite(z)) real = hypot(ax, ay);
  else if (large(z)) real = log(hypot(ax / 2, ay / 2)) + LN2;
  else if (ax < 2 ** -1022 && ay < 2 ** -1022) {
    if (ax === 0 && ay === 0) return 'domain';
    real = log(hypot(ax * 2 ** 53, ay * 2 ** 53)) - 53 * LN2;
  } else {
    const h = hypot(ax, ay);
    if (h >= 0.71 && h <= 1.73) {
      const more = Math.max(ax, ay);
      const less = Math.min(ax, ay);
      real = Math.log1p((more - 1) * (more + 1) + less * less) / 2;
    } else real = log(h);
  }
  return { real, imag: atan2(z.imag, z.real) };
}

export function cLog10(z: Complex): Result {
  const r = cLog(z);
  return r === 'domain' ? r : { real: r.real / Math.LN10, imag: r.imag / Math.LN10 };
}
