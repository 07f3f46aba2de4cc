/** Making and reading complex objects. Follows complexobject.c. */
import type { Machine } from './machine.js';
import { T } from './typeIds.js';

/** A new complex. */
export function newComplex(rt: Machine, real: number, imag: number): number {
  const p = rt.newObject(T.COMPLEX, 32);
  storeComplex(rt, p, real, imag);
  return p;
}

/** Writes the parts into an object's memory. */
export function storeComplex(rt: Machine, p: number, real: number, imag: number): void {
  rt.F64[(p >> 1) + 2] = real;
  rt.F64[(p >> 1) + 3] = imag;
}

export function complexReal(rt: Machine, p: number): number {
  return rt.F64[(p >> 1) + 2]!;
}

export function complexImag(rt: Machine, p: number): number {
  return rt.F64[(p >> 1) + 3]!;
}
