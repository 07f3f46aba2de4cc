/** Arguments that str and bytes methods share. */
import { Ob, TupleLayout } from '../memory/layout.js';
import type { Machine } from './machine.js';
import { sliceIndex } from './slice.js';
import { E, S } from './typeIds.js';
import { type MethodDef, MethodKind, type NativeFn } from './typeInfo.js';

/** A function that takes positional arguments as a vector. */
export type VectorFn = (rt: Machine, self: number, args: number, nargs: number) => number;

/** A row for a method that takes a vector of positional arguments from `since` on (a minor version), and a tuple before. */
export function tupleMethod(rt: Machine, name: string, fn: VectorFn, since: number): MethodDef {
  if (rt.profile.minor >= since) return { name, kind: MethodKind.FAST, fn: fn as NativeFn };
  const adapter: NativeFn = (machine, self, args) =>
    fn(machine, self, args + TupleLayout.ITEM, machine.M[args + Ob.SIZE]!);
  return { name, kind: MethodKind.VARARGS, fn: adapter };
}

/** Clips start and end to a length, as ADJUST_INDICES does. */
export function clipRange(start: number, end: number, length: number): readonly [start: number, end: number] {
  let from = start;
  let to = end;
  if (to > length) to = length;
  else if (to < 0) to = Math.max(0, to + length);
  if (from < 0) from = Math.max(0, from + length);
  return [from, to];
}

/** The arguments of find, count, startswith ...: object, start, end. */
export interface FindArguments {
  readonly sub: number;
  readonly start: number;
  readonly end: number;
}

/** Follows stringlib/find.h: parse_args_finds. Null with an exception. */
export function findArguments(rt: Machine, name: string, args: number, nargs: number): FindArguments | null {
  if (nargs < 1 || nargs > 3) {
    const bound = nargs < 1 ? 'at least 1 argument' : 'at most 3 arguments';
    rt.raise(
      E.TypeError,
      rt.profile.minor >= 13 ? `${name} expected ${bound}, got ${nargs}` : `${name}() takes ${bound} (${nargs} given)`,
    );
    return null;
  }
  const M = rt.M;
  const start = sliceIndex(rt, nargs > 1 ? M[args + 2]! : S.NONE, 0);
  if (Number.isNaN(start)) return null;
  const end = sliceIndex(rt, nargs > 2 ? M[args + 4]! : S.NONE, Number.MAX_SAFE_INTEGER);
  if (Number.isNaN(end)) return null;
  return { sub: M[args]!, start, end };
}
