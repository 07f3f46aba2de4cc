import { expect, test } from 'vitest';
import * as elementary from '../../../src/spec/elementary.js';

// Recorded with CPython 3.12 on glibc; the host's own functions are off by one unit in the last place in some of these.
test.each([
  ['exp', elementary.exp, [1], Math.E],
  ['exp', elementary.exp, [-745], 5e-324],
  ['exp', elementary.exp, [709.7], 1.6549840276802644e308],
  ['log', elementary.log, [10], Math.LN10],
  ['log', elementary.log, [1.0000000000000002], 2.2204460492503128e-16],
  ['log2', elementary.log2, [8], 3],
  ['log10', elementary.log10, [1000], 3],
  ['sin', elementary.sin, [1e22], -0.8522008497671888],
  ['tan', elementary.tan, [1e300], 1.4214488238747245],
  ['cos', elementary.cos, [1], 0.5403023058681398],
  ['pow', elementary.pow, [2, 0.5], Math.SQRT2],
  ['pow', elementary.pow, [10, -320], 1e-320],
  ['pow', elementary.pow, [1.1, 10], 2.5937424601000023],
  ['pow', elementary.pow, [0.1, 3], 0.0010000000000000002],
  ['pow', elementary.pow, [10, 400], Number.POSITIVE_INFINITY],
  ['atan2', elementary.atan2, [1, -1], 2.356194490192345],
  ['asin', elementary.asin, [0.5], 0.5235987755982989],
  ['acos', elementary.acos, [0.1], 1.4706289056333368],
  ['sinh', elementary.sinh, [1], 1.1752011936438014],
  ['cosh', elementary.cosh, [1], 1.5430806348152437],
  ['asinh', elementary.asinh, [1e300], 691.4686750787736],
  ['acosh', elementary.acosh, [2], 1.3169578969248166],
  ['erf', elementary.erf, [0.5], 0.5204998778130465],
  ['erfc', elementary.erfc, [10], 2.088487583762545e-45],
  ['hypot', elementary.hypot, [1e308, 1e308], 1.4142135623730951e308],
  ['exp2', elementary.exp2, [0.5], Math.SQRT2],
] as [string, (...values: number[]) => number, number[], number][])('%s %s(%j)', (_name, fn, args, value) => {
  expect(fn(...args)).toBe(value);
});

test('frexp and ldexp are exact', () => {
  for (const x of [8, 0.3, -5e-324, 1.7976931348623157e308, 2 ** -1022, 3 * 2 ** -1074]) {
    const { mantissa, exponent } = elementary.frexp(x);
    expect(Math.abs(mantissa)).toBeGreaterThanOrEqual(0.5);
    expect(Math.abs(mantissa)).toBeLessThan(1);
    expect(elementary.ldexp(mantissa, exponent)).toBe(x);
  }
  expect(elementary.ldexp(3, -1075)).toBe(1e-323);
  expect(elementary.ldexp(1, 2000)).toBe(Number.POSITIVE_INFINITY);
});
