/** Checking and unpacking arguments of native functions, with CPython's messages. Follows getargs.c. */
import { Ob, TupleLayout } from '../memory/layout.js';
import { type DictEntry, dictGetStr, dictLength, dictNext } from './dictCore.js';
import type { Machine } from './machine.js';
import { internStr, sameText } from './strCore.js';
import { newTuple } from './tupleCore.js';
import { E } from './typeIds.js';

/** Whether the number of positional arguments is allowed; otherwise TypeError is set. Follows getargs.c: _PyArg_CheckPositional. */
export function checkArgs(rt: Machine, name: string, nargs: number, min: number, max: number): boolean {
  if (nargs < min) {
    rt.raise(
      E.TypeError,
      `${name} expected ${min === max ? '' : 'at least '}${min} argument${min === 1 ? '' : 's'}, got ${nargs}`,
    );
    return false;
  }
  if (nargs > max) {
    rt.raise(
      E.TypeError,
      `${name} expected ${min === max ? '' : 'at most '}${max} argument${max === 1 ? '' : 's'}, got ${nargs}`,
    );
    return false;
  }
  return true;
}

/** Raises the TypeError of a function that takes no keyword arguments; returns 0. `name` as `list.append()`. */
export function noKeywords(rt: Machine, name: string): 0 {
  return rt.raise(E.TypeError, `${name} takes no keyword arguments`);
}

/** Parameters of a native function as Argument Clinic knows them. */
export interface Parameters {
  /** As it stands in messages, without parentheses: `sorted`. */
  readonly name: string;
  /** All names in order; those of positional-only parameters are ''. */
  readonly names: readonly string[];
  /** How many must be given. Required keyword-only parameters are not counted here. */
  readonly required: number;
  /** How many may be given by position. */
  readonly positional: number;
  /** First minor version whose function keeps the tuple of its names; left out: all did. */
  readonly parserSince?: number;
}

/**
 * The first call that parses by name makes the tuple of the names, which stays; since 3.12 it is there from the start.
 * Follows getargs.c: parser_init.
 */
export function initParser(rt: Machine, parameters: Parameters): void {
  const { minor } = rt.profile;
  if (minor >= 12 || minor < (parameters.parserSince ?? 0) || rt.keywordTuples.has(parameters.name)) return;
  const names = parameters.names.filter((name) => name !== '');
  const tuple = newTuple(rt, names.length);
  names.forEach((name, i) => {
    rt.M[tuple + TupleLayout.ITEM + 2 * i] = rt.newRef(internStr(rt, name));
  });
  rt.gcTrack(tuple);
  rt.keywordTuples.set(parameters.name, tuple);
}

/**
 * Sorts a vectorcall argument list into parameters: borrowed values, 0 where left out; null with TypeError set.
 * Follows getargs.c: _PyArg_UnpackKeywords.
 */
export function parseKeywords(
  rt: Machine,
  parameters: Parameters,
  args: number,
  nargs: number,
  kwnames: number,
): number[] | null {
  const M = rt.M;
  if (kwnames !== 0) initParser(rt, parameters);
  const values = startValues(rt, parameters, nargs, kwnames === 0 ? 0 : M[kwnames + Ob.SIZE]!);
  if (values === null) return null;
  for (let i = 0; i < nargs; i++) values[i] = M[args + 2 * i]!;
  const nkw = kwnames === 0 ? 0 : M[kwnames + Ob.SIZE]!;
  for (let k = 0; k < nkw; k++) {
    const name = M[kwnames + TupleLayout.ITEM + 2 * k]!;
    if (!placeKeyword(rt, parameters, values, nargs, name, M[args + 2 * (nargs + k)]!)) return null;
  }
  return finishValues(rt, parameters, values, nargs);
}

/** {@link parseKeywords} for a tuple and a dict (or 0), as tp_new and tp_init get them. */
export function parseTupleKeywords(rt: Machine, parameters: Parameters, args: number, kwargs: number): number[] | null {
  const M = rt.M;
  const nargs = M[args + Ob.SIZE]!;
  if (kwargs !== 0) initParser(rt, parameters);
  const values = startValues(rt, parameters, nargs, kwargs === 0 ? 0 : dictLength(rt, kwargs));
  if (values === null) return null;
  for (let i = 0; i < nargs; i++) values[i] = M[args + TupleLayout.ITEM + 2 * i]!;
  if (kwargs !== 0) {
    const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
    for (let pos = dictNext(rt, kwargs, 0, entry); pos >= 0; pos = dictNext(rt, kwargs, pos, entry)) {
      if (!rt.isStr(entry.key)) {
        rt.raise(E.TypeError, 'keywords must be strings');
        return null;
      }
      if (!placeKeyword(rt, parameters, values, nargs, entry.key, entry.value)) return null;
    }
  }
  return finishValues(rt, parameters, values, nargs);
}

function startValues(rt: Machine, parameters: Parameters, nargs: number, nkw: number): number[] | null {
  const { name, names, positional, required } = parameters;
  if (nargs > positional || nargs + nkw > names.length) {
    if (nargs <= positional && nkw > 0 && nargs + nkw > names.length) {
      const total = names.length;
      rt.raise(
        E.TypeError,
        `${name}() takes at most ${total} ${nargs === 0 ? 'keyword ' : ''}argument${total === 1 ? '' : 's'} (${nargs + nkw} given)`,
      );
      return null;
    }
    if (positional === 0) rt.raise(E.TypeError, `${name}() takes no positional arguments`);
    else {
      const least = Math.min(required, positional);
      const how = least < positional ? 'at most' : 'exactly';
      const kind = positional < names.length ? ' positional' : '';
      rt.raise(
        E.TypeError,
        `${name}() takes ${how} ${positional}${kind} argument${positional === 1 ? '' : 's'} (${nargs + (kind ? 0 : nkw)} given)`,
      );
    }
    return null;
  }
  return new Array<number>(names.length).fill(0);
}

function placeKeyword(
  rt: Machine,
  parameters: Parameters,
  values: number[],
  nargs: number,
  name: number,
  value: number,
): boolean {
  const text = rt.text(name);
  const i = text === '' ? -1 : parameters.names.indexOf(text);
  if (i < 0) {
    const what =
      rt.profile.minor >= 13
        ? `${parameters.name}() got an unexpected keyword argument '${text}'`
        : `'${text}' is an invalid keyword argument for ${parameters.name}()`;
    rt.raise(E.TypeError, what);
    return false;
  }
  if (i < nargs) {
    rt.raise(E.TypeError, `argument for ${parameters.name}() given by name ('${text}') and position (${i + 1})`);
    return false;
  }
  values[i] = value;
  return true;
}

function finishValues(rt: Machine, parameters: Parameters, values: number[], nargs: number): number[] | null {
  for (let i = nargs; i < parameters.required; i++) {
    if (values[i] !== 0) continue;
    const name = parameters.names[i]!;
    if (name === '') {
      const least = parameters.names.filter((n, k) => n === '' && k < parameters.required).length;
      const how = least < parameters.positional ? 'at least' : 'exactly';
      rt.raise(
        E.TypeError,
        `${parameters.name}() takes ${how} ${least} positional argument${least === 1 ? '' : 's'} (${nargs} given)`,
      );
    } else rt.raise(E.TypeError, `${parameters.name}() missing required argument '${name}' (pos ${i + 1})`);
    return null;
  }
  return values;
}

/** The i-th item of a tuple of arguments, borrowed, or 0 when there are fewer. */
export function argument(rt: Machine, tuple: number, i: number): number {
  return i < rt.M[tuple + Ob.SIZE]! ? rt.M[tuple + TupleLayout.ITEM + 2 * i]! : 0;
}

/** Borrowed value of a keyword in a dict of arguments (or 0 for no dict). */
export function keywordArgument(rt: Machine, kwargs: number, name: string): number {
  return kwargs === 0 ? 0 : dictGetStr(rt, kwargs, internStr(rt, name));
}

/** Borrowed value of a keyword in a vectorcall list, or 0. */
export function keywordOf(rt: Machine, name: string, args: number, nargs: number, kwnames: number): number {
  if (kwnames === 0) return 0;
  const wanted = internStr(rt, name);
  const n = rt.M[kwnames + Ob.SIZE]!;
  for (let k = 0; k < n; k++) {
    if (sameText(rt, rt.M[kwnames + TupleLayout.ITEM + 2 * k]!, wanted)) return rt.M[args + 2 * (nargs + k)]!;
  }
  return 0;
}
