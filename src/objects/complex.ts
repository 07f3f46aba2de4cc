/** The type complex. Follows complexobject.c. */
import { type Parameters, parseTupleKeywords } from './args.js';
import { complexImag, complexReal, newComplex, storeComplex } from './complexCore.js';
import { type Complex, complexAbs, complexPower, complexProduct, complexQuotient } from './complexOps.js';
import { defineType } from './defineType.js';
import { compareDoubleInt } from './floatCompare.js';
import { floatValue, newFloat } from './floatCore.js';
import { intAsDouble } from './intText.js';
import type { Machine } from './machine.js';
import { DoubleFlag, formatDouble } from './numberDigits.js';
import { formatComplex } from './numberFormat.js';
import { hashOfDouble, storeHash } from './numberHash.js';
import { parseComplexText } from './numberParse.js';
import { isIntObject, numberFloat } from './numberText.js';
import { freeInstance, genericAlloc, genericGetAttr, hashPointer, str } from './object.js';
import { callSpecial } from './specialCall.js';
import { newStr } from './strCore.js';
import { stealTuple } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

/** `repr` of a complex value. */
export function complexRepr(real: number, imag: number): string {
  if (Object.is(real, 0)) return `${formatDouble(imag, 'r', 0, 0)}j`;
  return `(${formatDouble(real, 'r', 0, 0)}${formatDouble(imag, 'r', 0, DoubleFlag.SIGN)}j)`;
}

function complexValue(rt: Machine, p: number): Complex {
  return { real: complexReal(rt, p), imag: complexImag(rt, p) };
}

/** The operand as a complex value; 'other' for other types; null with an exception. */
function operand(rt: Machine, o: number): Complex | 'other' | null {
  if (rt.is(o, T.COMPLEX) || rt.isInstance(o, T.COMPLEX)) return complexValue(rt, o);
  if (isIntObject(rt, o)) {
    const x = intAsDouble(rt, o);
    return x === x ? { real: x, imag: 0 } : null;
  }
  if (rt.isInstance(o, T.FLOAT)) return { real: floatValue(rt, o), imag: 0 };
  return 'other';
}

function both(operation: (rt: Machine, a: Complex, b: Complex) => Complex | null) {
  return (rt: Machine, a: number, b: number): number => {
    const x = operand(rt, a);
    if (x === null) return 0;
    if (x === 'other') return rt.newRef(S.NOT_IMPLEMENTED);
    const y = operand(rt, b);
    if (y === null) return 0;
    if (y === 'other') return rt.newRef(S.NOT_IMPLEMENTED);
    const result = operation(rt, x, y);
    return result === null ? 0 : newComplex(rt, result.real, result.imag);
  };
}

function divide(rt: Machine, a: Complex, b: Complex): Complex | null {
  const result = complexQuotient(a, b);
  if (result === null) {
    rt.raise(E.ZeroDivisionError, rt.profile.minor >= 14 ? 'division by zero' : 'complex division by zero');
  }
  return result;
}

const power = both((rt, a, b) => complexPower(rt, a.real, a.imag, b.real, b.imag));

function powerSlot(rt: Machine, a: number, b: number, c: number): number {
  if (c !== S.NONE) {
    const x = operand(rt, a);
    const y = x === null ? null : operand(rt, b);
    if (x === null || y === null) return 0;
    if (x === 'other' || y === 'other') return rt.newRef(S.NOT_IMPLEMENTED);
    return rt.raise(E.ValueError, 'complex modulo');
  }
  return power(rt, a, b);
}

/** Hash of one part: that of a float, or of the object for NaN (3.10+). */
function partHash(rt: Machine, p: number, x: number): bigint {
  if (x === x) return hashOfDouble(x);
  if (rt.profile.minor < 10) return 0n;
  hashPointer(rt, p);
  return (BigInt(rt.hashHigh) << 32n) | BigInt(rt.hashLow >>> 0);
}

function complexHash(rt: Machine, p: number): number {
  const { real, imag } = complexValue(rt, p);
  let hash = BigInt.asIntN(64, partHash(rt, p, real) + 1000003n * partHash(rt, p, imag));
  if (hash === -1n) hash = -2n;
  storeHash(rt, hash);
  return 0;
}

function richCompare(rt: Machine, a: number, b: number, op: number): number {
  if (op !== 2 && op !== 3) return rt.newRef(S.NOT_IMPLEMENTED);
  const { real, imag } = complexValue(rt, a);
  let equal: boolean;
  if (isIntObject(rt, b)) equal = imag === 0 && compareDoubleInt(rt, real, b) === 0;
  else if (rt.isInstance(b, T.FLOAT)) equal = imag === 0 && real === floatValue(rt, b);
  else if (rt.isInstance(b, T.COMPLEX)) equal = real === complexReal(rt, b) && imag === complexImag(rt, b);
  else return rt.newRef(S.NOT_IMPLEMENTED);
  return rt.bool(equal === (op === 2));
}

const PARAMETERS: Parameters = { name: 'complex', names: ['real', 'imag'], required: 0, positional: 2 };

function instance(rt: Machine, type: number, real: number, imag: number): number {
  if (type === T.COMPLEX) return newComplex(rt, real, imag);
  const p = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (p !== 0) storeComplex(rt, p, real, imag);
  return p;
}

/** Whether the object can be one part of a complex number. */
function isNumber(rt: Machine, o: number): boolean {
  const info = rt.typeOf(o);
  return info.nb_float !== null || info.nb_index !== null || rt.isInstance(o, T.COMPLEX);
}

/** A part of the constructor: complex when the argument is; null with an exception. */
function part(rt: Machine, o: number): { value: Complex; complex: boolean } | null {
  if (rt.isInstance(o, T.COMPLEX)) return { value: complexValue(rt, o), complex: true };
  const float = numberFloat(rt, o);
  if (float === 0) return null;
  const real = floatValue(rt, float);
  rt.decref(float);
  return { value: { real, imag: 0 }, complex: false };
}

/** Follows complexobject.c: complex_new_impl. */
function complexNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(rt, PARAMETERS, args, kwargs);
  if (values === null) return 0;
  const [r, i] = values as [number, number];
  if (r === 0 && i === 0) return instance(rt, type, 0, 0);
  if (r !== 0 && i === 0 && type === T.COMPLEX && rt.is(r, T.COMPLEX)) return rt.newRef(r);
  if (r !== 0 && rt.isStr(r)) {
    if (i !== 0) return rt.raise(E.TypeError, "complex() can't take second arg if first is a string");
    const parsed = parseComplexText(rt.text(r));
    if (parsed === null) return rt.raise(E.ValueError, 'complex() arg is a malformed string');
    return instance(rt, type, parsed.real, parsed.imag);
  }
  if (i !== 0 && rt.isStr(i)) return rt.raise(E.TypeError, "complex() second arg can't be a string");
  let first = r === 0 ? 0 : rt.newRef(r);
  if (first !== 0 && !rt.is(first, T.COMPLEX)) {
    const converted = callSpecial(rt, first, '__complex__');
    if (converted !== 0) {
      rt.decref(first);
      first = converted;
      if (!rt.isInstance(first, T.COMPLEX)) {
        const name = rt.typeOf(first).name;
        rt.decref(first);
        return rt.raise(E.TypeError, `__complex__ returned non-complex (type ${name})`);
      }
    } else if (rt.currentException !== 0) {
      rt.decref(first);
      return 0;
    }
  }
  const result = fromParts(rt, type, first, i);
  rt.xdecref(first);
  return result;
}

function fromParts(rt: Machine, type: number, r: number, i: number): number {
  if (r !== 0 && !isNumber(rt, r)) {
    return rt.raise(E.TypeError, `complex() first argument must be a string or a number, not '${rt.typeOf(r).name}'`);
  }
  if (i !== 0 && !isNumber(rt, i)) {
    return rt.raise(E.TypeError, `complex() second argument must be a number, not '${rt.typeOf(i).name}'`);
  }
  const first = r === 0 ? { value: { real: 0, imag: 0 }, complex: false } : part(rt, r);
  if (first === null) return 0;
  if (i === 0) return instance(rt, type, first.value.real, first.value.imag);
  const second = part(rt, i);
  if (second === null) return 0;
  const real = second.complex ? first.value.real - second.value.imag : first.value.real;
  const imag = first.complex ? second.value.real + first.value.imag : second.value.real;
  return instance(rt, type, real, imag);
}

function format(rt: Machine, p: number, spec: number): number {
  if (!rt.isStr(spec)) {
    return rt.raise(E.TypeError, `__format__() argument must be str, not ${rt.typeOf(spec).name}`);
  }
  const text = rt.text(spec);
  if (text === '') return str(rt, p);
  const { real, imag } = complexValue(rt, p);
  const result = formatComplex(rt, real, imag, text, rt.typeOf(p).name);
  return result === null ? 0 : newStr(rt, result);
}

function methodsOf(minor: number): MethodDef[] {
  const methods: (MethodDef | false)[] = [
    {
      name: 'conjugate',
      kind: MethodKind.NOARGS,
      fn: (rt, p) => newComplex(rt, complexReal(rt, p), -complexImag(rt, p)),
    },
    minor >= 11 && {
      name: '__complex__',
      kind: MethodKind.NOARGS,
      fn: (rt, p) => (rt.is(p, T.COMPLEX) ? rt.newRef(p) : newComplex(rt, complexReal(rt, p), complexImag(rt, p))),
    },
    {
      name: '__getnewargs__',
      kind: MethodKind.NOARGS,
      fn: (rt, p) => stealTuple(rt, [newFloat(rt, complexReal(rt, p)), newFloat(rt, complexImag(rt, p))]),
    },
    { name: '__format__', kind: MethodKind.O, fn: format },
  ];
  return methods.filter((method) => method !== false);
}

/** Slots that only say why they cannot be used (to 3.9). */
function refusals(minor: number) {
  if (minor >= 10) return {};
  const refuse = (message: string) => (rt: Machine) => rt.raise(E.TypeError, message);
  return {
    nb_remainder: refuse("can't mod complex numbers."),
    nb_divmod: refuse("can't take floor or mod of complex number."),
    nb_floor_divide: refuse("can't take floor of complex number."),
    nb_int: refuse("can't convert complex to int"),
    nb_float: refuse("can't convert complex to float"),
  };
}

/** Defines complex. */
export function defineComplex(rt: Machine): void {
  defineType(rt, T.COMPLEX, {
    name: 'complex',
    doc: 'Makes a complex number of a real and an imaginary part, or of a text.',
    flags: TypeFlag.BASETYPE,
    basicsize: 32,
    tp_dealloc: freeInstance,
    tp_alloc: genericAlloc,
    tp_new: complexNew,
    tp_getattro: genericGetAttr,
    tp_repr: (m, p) => newStr(m, complexRepr(complexReal(m, p), complexImag(m, p))),
    tp_hash: complexHash,
    tp_richcompare: richCompare,
    nb_add: both((_m, a, b) => ({ real: a.real + b.real, imag: a.imag + b.imag })),
    nb_subtract: both((_m, a, b) => ({ real: a.real - b.real, imag: a.imag - b.imag })),
    nb_multiply: both((_m, a, b) => complexProduct(a, b)),
    nb_power: powerSlot,
    nb_negative: (m, p) => newComplex(m, -complexReal(m, p), -complexImag(m, p)),
    nb_positive: (m, p) => (m.is(p, T.COMPLEX) ? m.newRef(p) : newComplex(m, complexReal(m, p), complexImag(m, p))),
    nb_absolute: (m, p) => {
      const size = complexAbs(m, complexReal(m, p), complexImag(m, p));
      return size === null ? 0 : newFloat(m, size);
    },
    nb_bool: (m, p) => (complexReal(m, p) !== 0 || complexImag(m, p) !== 0 ? 1 : 0),
    nb_true_divide: both(divide),
    ...refusals(rt.profile.minor),
    methods: methodsOf(rt.profile.minor),
    getset: [
      { name: 'real', get: (m, p) => newFloat(m, complexReal(m, p)) },
      { name: 'imag', get: (m, p) => newFloat(m, complexImag(m, p)) },
    ],
  });
}
