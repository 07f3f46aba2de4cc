/** Making and reading floats, with their free list. Follows floatobject.c. */
import { Ob } from '../memory/layout.js';
import type { Machine } from './machine.js';
import { T } from './typeIds.js';

/** Longest free list of floats. */
export const FLOAT_FREE_LIST = 100;

/** A new float. */
export function newFloat(rt: Machine, value: number): number {
  const p = newFloatObject(rt);
  rt.F64[(p >> 1) + 2] = value;
  return p;
}

/** A float that has no value yet. */
export function newFloatObject(rt: Machine): number {
  const free = rt.freeFloats;
  let p: number;
  if (free.length > 0) {
    p = free.pop()!;
    rt.M[p] = 1;
    rt.M[p + Ob.TYPE] = T.FLOAT;
    rt.M[p + Ob.BORN] = rt.stamp;
    if (rt.tracer !== null) rt.tracer.reused(p);
  } else p = rt.newObject(T.FLOAT, 24);
  return p;
}

/** The value of a float (or of an instance of a subclass). */
export function floatValue(rt: Machine, p: number): number {
  return rt.F64[(p >> 1) + 2]!;
}
