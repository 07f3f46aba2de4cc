/** The module cmath. Follows cmathmodule.c. */
import { checkArgs, parseKeywords } from '../objects/args.js';
import { complexImag, complexReal, newComplex } from '../objects/complexCore.js';
import { type Complex, complexAbs, complexQuotient } from '../objects/complexOps.js';
import { put } from '../objects/defineType.js';
import { newFloat } from '../objects/floatCore.js';
import type { Machine } from '../objects/machine.js';
import { moduleDict } from '../objects/module.js';
import { asDouble, failedDouble } from '../objects/numberText.js';
import { callSpecial } from '../objects/specialCall.js';
import { stealTuple } from '../objects/tupleCore.js';
import { E, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind } from '../objects/typeInfo.js';
import { atan2, cos, sin } from '../spec/elementary.js';
import * as functions from './cmathFunctions.js';
import type { ModuleDef } from './moduleDef.js';

/** The argument as a complex value; null with an exception. Follows PyComplex_AsCComplex. */
function complexArgument(rt: Machine, o: number): Complex | null {
  if (rt.isInstance(o, T.COMPLEX)) return { real: complexReal(rt, o), imag: complexImag(rt, o) };
  const converted = callSpecial(rt, o, '__complex__');
  if (converted !== 0) {
    if (!rt.isInstance(converted, T.COMPLEX)) {
      const name = rt.typeOf(converted).name;
      rt.decref(converted);
      rt.raise(E.TypeError, `__complex__ returned non-complex (type ${name})`);
      return null;
    }
    const value = { real: complexReal(rt, converted), imag: complexImag(rt, converted) };
    rt.decref(converted);
    return value;
  }
  if (rt.currentException !== 0) return null;
  const real = asDouble(rt, o);
  return failedDouble(rt, real) ? null : { real, imag: 0 };
}

function one(name: string, fn: (z: Complex) => functions.Result): MethodDef {
  return {
    name,
    kind: MethodKind.O,
    fn: (rt, _self, o) => {
      const z = complexArgument(rt, o);
      if (z === null) return 0;
      const result = fn(z);
      if (result === 'domain') return rt.raise(E.ValueError, 'math domain error');
      if (z.real - z.real === 0 && z.imag - z.imag === 0) {
        const infinite = (x: number) => Math.abs(x) === Number.POSITIVE_INFINITY;
        if (infinite(result.real) || infinite(result.imag)) return rt.raise(E.OverflowError, 'math range error');
      }
      return newComplex(rt, result.real, result.imag);
    },
  };
}

function test(name: string, fn: (z: Complex) => boolean): MethodDef {
  return {
    name,
    kind: MethodKind.O,
    fn: (rt, _self, o) => {
      const z = complexArgument(rt, o);
      return z === null ? 0 : rt.bool(fn(z));
    },
  };
}

function log(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'log', nargs, 1, 2)) return 0;
  const z = complexArgument(rt, rt.M[args]!);
  if (z === null) return 0;
  let result: functions.Result | null = functions.cLog(z);
  if (nargs === 2) {
    const base = complexArgument(rt, rt.M[args + 2]!);
    if (base === null) return 0;
    const divisor = functions.cLog(base);
    if (result !== 'domain') result = divisor === 'domain' ? 'domain' : complexQuotient(result, divisor);
  }
  if (result === 'domain' || result === null) return rt.raise(E.ValueError, 'math domain error');
  return newComplex(rt, result.real, result.imag);
}

function phase(rt: Machine, _self: number, o: number): number {
  const z = complexArgument(rt, o);
  return z === null ? 0 : newFloat(rt, atan2(z.imag, z.real));
}

function polar(rt: Machine, _self: number, o: number): number {
  const z = complexArgument(rt, o);
  if (z === null) return 0;
  const size = complexAbs(rt, z.real, z.imag);
  if (size === null) {
    rt.clearError();
    return rt.raise(E.OverflowError, 'math range error');
  }
  return stealTuple(rt, [newFloat(rt, size), newFloat(rt, atan2(z.imag, z.real))]);
}

function rect(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'rect', nargs, 2, 2)) return 0;
  const r = asDouble(rt, rt.M[args]!);
  if (failedDouble(rt, r)) return 0;
  const phi = asDouble(rt, rt.M[args + 2]!);
  if (failedDouble(rt, phi)) return 0;
  if (phi === 0) return newComplex(rt, r, r * phi);
  if (phi - phi !== 0 && r !== 0 && phi === phi) return rt.raise(E.ValueError, 'math domain error');
  return newComplex(rt, r * cos(phi), r * sin(phi));
}

const IS_CLOSE = { name: 'isclose', names: ['a', 'b', 'rel_tol', 'abs_tol'], required: 2, positional: 2 };

function isClose(rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, IS_CLOSE, args, nargs, kwnames);
  if (values === null) return 0;
  const a = complexArgument(rt, values[0]!);
  if (a === null) return 0;
  const b = complexArgument(rt, values[1]!);
  if (b === null) return 0;
  const relative = values[2] === 0 ? 1e-9 : asDouble(rt, values[2]!);
  if (failedDouble(rt, relative)) return 0;
  const absolute = values[3] === 0 ? 0 : asDouble(rt, values[3]!);
  if (failedDouble(rt, absolute)) return 0;
  if (relative < 0 || absolute < 0) return rt.raise(E.ValueError, 'tolerances must be non-negative');
  if (a.real === b.real && a.imag === b.imag) return rt.bool(true);
  const infinite = [a.real, a.imag, b.real, b.imag].some((x) => Math.abs(x) === Number.POSITIVE_INFINITY);
  if (infinite) return rt.bool(false);
  const size = (x: number, y: number) => Math.hypot(x, y);
  const difference = size(a.real - b.real, a.imag - b.imag);
  return rt.bool(
    difference <= relative * size(b.real, b.imag) ||
      difference <= relative * size(a.real, a.imag) ||
      difference <= absolute,
  );
}

const FUNCTIONS: readonly MethodDef[] = [
  one('acos', functions.cAcos),
  one('acosh', functions.cAcosh),
  one('asin', functions.cAsin),
  one('asinh', functions.cAsinh),
  one('atan', functions.cAtan),
  one('atanh', functions.cAtanh),
  one('cos', functions.cCos),
  one('cosh', functions.cCosh),
  one('exp', functions.cExp),
  { name: 'isclose', kind: MethodKind.FASTKW, fn: isClose },
  test('isfinite', (z) => z.real - z.real === 0 && z.imag - z.imag === 0),
  test('isinf', (z) => Math.abs(z.real) === Number.POSITIVE_INFINITY || Math.abs(z.imag) === Number.POSITIVE_INFINITY),
  test('isnan', (z) => z.real !== z.real || z.imag !== z.imag),
  { name: 'log', kind: MethodKind.FAST, fn: log },
  one('log10', functions.cLog10),
  { name: 'phase', kind: MethodKind.O, fn: phase },
  { name: 'polar', kind: MethodKind.O, fn: polar },
  { name: 'rect', kind: MethodKind.FAST, fn: rect },
  one('sin', functions.cSin),
  one('sinh', functions.cSinh),
  one('sqrt', functions.sqrt),
  one('tan', functions.cTan),
  one('tanh', functions.cTanh),
];

export const cmathModule: ModuleDef = {
  name: 'cmath',
  doc: 'Mathematical functions of complex numbers.',
  methods: FUNCTIONS,
  setup(rt, module) {
    const dict = moduleDict(rt, module);
    put(rt, dict, 'pi', newFloat(rt, Math.PI));
    put(rt, dict, 'e', newFloat(rt, Math.E));
    put(rt, dict, 'tau', newFloat(rt, 2 * Math.PI));
    put(rt, dict, 'inf', newFloat(rt, Number.POSITIVE_INFINITY));
    put(rt, dict, 'infj', newComplex(rt, 0, Number.POSITIVE_INFINITY));
    put(rt, dict, 'nan', newFloat(rt, Number.NaN));
    put(rt, dict, 'nanj', newComplex(rt, 0, Number.NaN));
    return 0;
  },
};
