/** Ints as decimal text and as doubles. Follows longobject.c: long_to_decimal_string, PyLong_AsDouble. */
import { Ob } from '../memory/layout.js';
import { intBig, intNumber, isCompact } from './intCore.js';
import type { Machine } from './machine.js';
import { E } from './typeIds.js';

/** The decimal digits, or null with ValueError when there are more than the limit allows. */
export function intDecimal(rt: Machine, p: number): string | null {
  if (isCompact(rt, p)) return `${rt.M[p + Ob.AUX]!}`;
  const number = intNumber(rt, p);
  if (!Number.isNaN(number)) return `${number}`;
  const limit = rt.intMaxStrDigits;
  const size = Math.abs(rt.M[p + Ob.SIZE]!);
  // Digits that surely are too many are refused without conversion.
  if (limit > 0 && (size - 1) * 30 * 0.30103 > limit + 2) return refuse(rt, limit);
  const text = intBig(rt, p).toString();
  if (limit > 0 && text.length > limit && text.length - (text[0] === '-' ? 1 : 0) > limit) return refuse(rt, limit);
  return text;
}

function refuse(rt: Machine, limit: number): null {
  rt.raise(
    E.ValueError,
    `Exceeds the limit (${limit}${rt.profile.minor >= 11 ? ' digits' : ''}) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
  );
  return null;
}

/** The nearest double (ties to even); NaN when it is too large. */
export function intToDouble(rt: Machine, p: number): number {
  const number = intNumber(rt, p);
  if (!Number.isNaN(number)) return number;
  const x = Number(intBig(rt, p));
  return Number.isFinite(x) ? x : Number.NaN;
}

/** The nearest double; NaN with OverflowError when it is too large. */
export function intAsDouble(rt: Machine, p: number): number {
  const x = intToDouble(rt, p);
  if (Number.isNaN(x)) rt.raise(E.OverflowError, 'int too large to convert to float');
  return x;
}
