/** Defines the types of numbers. */
import { defineBool } from './bool.js';
import { defineComplex } from './complex.js';
import { defineFloat } from './float.js';
import { defineInt } from './int.js';
import type { Machine } from './machine.js';

/** Defines int, bool, float and complex; object and type must be there. */
export function defineNumberTypes(rt: Machine): void {
  defineInt(rt);
  defineBool(rt);
  defineFloat(rt);
  defineComplex(rt);
}
