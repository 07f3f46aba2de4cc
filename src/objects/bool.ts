/** The type bool. Follows boolobject.c. */

import { Ob } from '../memory/layout.js';
import { argument, checkArgs } from './args.js';
import { defineType } from './defineType.js';
import { intBitwise, intInvert } from './intArithmetic.js';
import type { Machine } from './machine.js';
import { isIntObject } from './numberText.js';
import { isTrue } from './object.js';
import { internStr } from './strCore.js';
import { noKeywords } from './support.js';
import { E, S, T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';

function isBool(p: number): boolean {
  return p === S.TRUE || p === S.FALSE;
}

/** `&`, `|` and `^`: of two bools a bool, else what int makes of it. */
function bitwise(op: '&' | '|' | '^'): (rt: Machine, a: number, b: number) => number {
  return (rt, a, b) => {
    if (isBool(a) && isBool(b)) {
      const x = a === S.TRUE;
      const y = b === S.TRUE;
      return rt.bool(op === '&' ? x && y : op === '|' ? x || y : x !== y);
    }
    if (!isIntObject(rt, a) || !isIntObject(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
    return intBitwise(rt, a, b, op);
  };
}

/** `~True` has warned since 3.12. */
function invert(rt: Machine, p: number): number {
  const end = rt.profile.minor >= 13 ? ' and will be removed in Python 3.16' : '';
  const warned = rt.warn(
    E.DeprecationWarning,
    `Bitwise inversion '~' on bool is deprecated${end}. This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.`,
  );
  return warned < 0 ? 0 : intInvert(rt, p);
}

function boolRepr(rt: Machine, p: number): number {
  return rt.newRef(internStr(rt, p === S.TRUE ? 'True' : 'False'));
}

function boolNew(rt: Machine, _type: number, args: number, kwargs: number): number {
  if (noKeywords(rt, 'bool', kwargs) < 0) return 0;
  if (!checkArgs(rt, 'bool', rt.M[args + Ob.SIZE]!, 0, 1)) return 0;
  const x = argument(rt, args, 0);
  const truth = x === 0 ? 0 : isTrue(rt, x);
  return truth < 0 ? 0 : rt.bool(truth === 1);
}

function boolVectorcall(rt: Machine, _type: number, args: number, nargs: number, kwnames: number): number {
  if (kwnames !== 0 && rt.M[kwnames + Ob.SIZE]! > 0) return rt.raise(E.TypeError, 'bool() takes no keyword arguments');
  if (!checkArgs(rt, 'bool', nargs, 0, 1)) return 0;
  const truth = nargs === 0 ? 0 : isTrue(rt, rt.M[args]!);
  return truth < 0 ? 0 : rt.bool(truth === 1);
}

/** Defines bool; int must be there. */
export function defineBool(rt: Machine): void {
  defineType(rt, T.BOOL, {
    name: 'bool',
    doc: 'The truth of the argument; the only instances are True and False.',
    base: T.INT,
    flags: TypeFlag.LONG_SUBCLASS,
    basicsize: rt.profile.minor >= 12 ? 24 : 32,
    itemsize: 4,
    // The two bools never die: a count that reaches zero is only reset.
    tp_dealloc: (m, p) => {
      m.M[p] = 1000;
    },
    tp_new: boolNew,
    tp_vectorcall: rt.profile.minor >= 10 ? boolVectorcall : null,
    tp_repr: boolRepr,
    nb_and: bitwise('&'),
    nb_xor: bitwise('^'),
    nb_or: bitwise('|'),
    ...(rt.profile.minor >= 12 ? { nb_invert: invert } : {}),
  });
}
