/** How a native slot is called as a method: `int.__add__(1, 2)`. Follows typeobject.c: wrap_binaryfunc and its kin. */
import { Ob, TupleLayout } from '../memory/layout.js';
import { asIndex, newInt } from './intCore.js';
import type { Machine } from './machine.js';
import { E, S } from './typeIds.js';
import type { TypeInfo } from './typeInfo.js';

/** Calls the slot function `wrapped` on `self` with a tuple and a dict (or 0) of arguments. */
// biome-ignore lint/suspicious/noExplicitAny: slots have many signatures; each wrapper knows its own.
export type Wrapper = (rt: Machine, self: number, args: number, kwargs: number, wrapped: any) => number;

function count(rt: Machine, args: number, kwargs: number, min: number, max = min): boolean {
  void kwargs;
  const n = rt.M[args + Ob.SIZE]!;
  if (n < min || n > max) {
    if (max === 0) rt.raise(E.TypeError, `expected 0 arguments, got ${n}`);
    else if (n < min)
      rt.raise(
        E.TypeError,
        `expected ${min === max ? '' : 'at least '}${min} argument${min === 1 ? '' : 's'}, got ${n}`,
      );
    else
      rt.raise(
        E.TypeError,
        `expected ${min === max ? '' : 'at most '}${max} argument${max === 1 ? '' : 's'}, got ${n}`,
      );
    return false;
  }
  return true;
}

const item = (rt: Machine, args: number, i: number): number => rt.M[args + TupleLayout.ITEM + 2 * i]!;
const noneOr = (rt: Machine, status: number): number => (status < 0 ? 0 : rt.none());

/** Comparison wrappers differ in the operator only. */
const comparison =
  (op: number): Wrapper =>
  (rt, self, args, kwargs, wrapped) =>
    count(rt, args, kwargs, 1) ? wrapped(rt, self, item(rt, args, 0), op) : 0;

/** The index of a sequence slot, counted from the end when negative. NaN with an exception. */
function sequenceIndex(rt: Machine, self: number, key: number): number {
  let i = asIndex(rt, key, E.OverflowError);
  if (i < 0) {
    const length = rt.typeOf(self).sq_length;
    if (length !== null) {
      const n = length(rt, self);
      if (n < 0) return Number.NaN;
      i += n;
    }
  }
  return i;
}

/** `object.__setattr__` of a base must not be used to get round a subclass's own. Follows typeobject.c: hackcheck. */
function hackcheck(rt: Machine, self: number, wrapped: unknown, what: string): boolean {
  let info: TypeInfo | null = rt.typeOf(self);
  while (info?.isHeapType) info = info.base;
  if (info !== null && info.tp_setattro !== wrapped && wrapped !== null) {
    let found = false;
    for (let base: TypeInfo | null = info; base !== null; base = base.base)
      if (base.tp_setattro === wrapped) found = true;
    if (found && info.tp_setattro !== wrapped) {
      rt.raise(E.TypeError, `can't apply this ${what} to ${rt.typeOf(self).name} object`);
      return false;
    }
  }
  return true;
}

/** Wrappers by the shape of the slot. */
export const WRAPPERS = {
  unary: ((rt, self, args, kwargs, wrapped) => (count(rt, args, kwargs, 0) ? wrapped(rt, self) : 0)) as Wrapper,
  binary: ((rt, self, args, kwargs, wrapped) =>
    count(rt, args, kwargs, 1) ? wrapped(rt, self, item(rt, args, 0)) : 0) as Wrapper,
  binaryLeft: ((rt, self, args, kwargs, wrapped) =>
    count(rt, args, kwargs, 1) ? wrapped(rt, self, item(rt, args, 0)) : 0) as Wrapper,
  binaryRight: ((rt, self, args, kwargs, wrapped) =>
    count(rt, args, kwargs, 1) ? wrapped(rt, item(rt, args, 0), self) : 0) as Wrapper,
  ternary: ((rt, self, args, kwargs, wrapped) =>
    count(rt, args, kwargs, 1, 2)
      ? wrapped(rt, self, item(rt, args, 0), rt.M[args + Ob.SIZE]! > 1 ? item(rt, args, 1) : S.NONE)
      : 0) as Wrapper,
  ternaryRight: ((rt, self, args, kwargs, wrapped) =>
    count(rt, args, kwargs, 1, 2)
      ? wrapped(rt, item(rt, args, 0), self, rt.M[args + Ob.SIZE]! > 1 ? item(rt, args, 1) : S.NONE)
      : 0) as Wrapper,
  inquiry: ((rt, self, args, kwargs, wrapped) => {
    if (!count(rt, args, kwargs, 0)) return 0;
    const truth = wrapped(rt, self);
    return truth < 0 ? 0 : rt.bool(truth === 1);
  }) as Wrapper,
  length: ((rt, self, args, kwargs, wrapped) => {
    if (!count(rt, args, kwargs, 0)) return 0;
    const n = wrapped(rt, self);
    return n < 0 ? 0 : newInt(rt, n);
  }) as Wrapper,
  hash: ((rt, self, args, kwargs, wrapped) => {
    if (!count(rt, args, kwargs, 0)) return 0;
    return wrapped(rt, self) < 0 ? 0 : rt.hashObject();
  }) as Wrapper,
  call: ((rt, self, args, kwargs, wrapped) => wrapped(rt, self, args, kwargs)) as Wrapper,
  init: ((rt, self, args, kwargs, wrapped) => noneOr(rt, wrapped(rt, self, args, kwargs))) as Wrapper,
  setattr: ((rt, self, args, kwargs, wrapped) => {
    if (!count(rt, args, kwargs, 2) || !hackcheck(rt, self, wrapped, '__setattr__')) return 0;
    return noneOr(rt, wrapped(rt, self, item(rt, args, 0), item(rt, args, 1)));
  }) as Wrapper,
  delattr: ((rt, self, args, kwargs, wrapped) => {
    if (!count(rt, args, kwargs, 1) || !hackcheck(rt, self, wrapped, '__delattr__')) return 0;
    return noneOr(rt, wrapped(rt, self, item(rt, args, 0), 0));
  }) as Wrapper,
  lt: comparison(0),
  le: comparison(1),
  eq: comparison(2),
  ne: comparison(3),
  gt: comparison(4),
  ge: comparison(5),
  next: ((rt, self, args, kwargs, wrapped) => {
    if (!count(rt, args, kwargs, 0)) return 0;
    const value = wrapped(rt, self);
    if (value === 0 && rt.currentException === 0) rt.raiseStopIteration();
    return value;
  }) as Wrapper,
  descrGet: ((rt, self, args, kwargs, wrapped) => {
    if (!count(rt, args, kwargs, 1, 2)) return 0;
    const object = item(rt, args, 0);
    const type = rt.M[args + Ob.SIZE]! > 1 ? item(rt, args, 1) : 0;
    const o = object === S.NONE ? 0 : object;
    const t = type === S.NONE ? 0 : type;
    if (o === 0 && t === 0) return rt.raise(E.TypeError, '__get__(None, None) is invalid');
    return wrapped(rt, self, o, t);
  }) as Wrapper,
  descrSet: ((rt, self, args, kwargs, wrapped) =>
    count(rt, args, kwargs, 2) ? noneOr(rt, wrapped(rt, self, item(rt, args, 0), item(rt, args, 1))) : 0) as Wrapper,
  descrDelete: ((rt, self, args, kwargs, wrapped) =>
    count(rt, args, kwargs, 1) ? noneOr(rt, wrapped(rt, self, item(rt, args, 0), 0)) : 0) as Wrapper,
  finalize: ((rt, self, args, kwargs, wrapped) => {
    if (!count(rt, args, kwargs, 0)) return 0;
    wrapped(rt, self);
    return rt.none();
  }) as Wrapper,
  setitem: ((rt, self, args, kwargs, wrapped) =>
    count(rt, args, kwargs, 2) ? noneOr(rt, wrapped(rt, self, item(rt, args, 0), item(rt, args, 1))) : 0) as Wrapper,
  delitem: ((rt, self, args, kwargs, wrapped) =>
    count(rt, args, kwargs, 1) ? noneOr(rt, wrapped(rt, self, item(rt, args, 0), 0)) : 0) as Wrapper,
  repeat: ((rt, self, args, kwargs, wrapped) => {
    if (!count(rt, args, kwargs, 1)) return 0;
    const n = asIndex(rt, item(rt, args, 0), E.OverflowError);
    return Number.isNaN(n) ? 0 : wrapped(rt, self, n);
  }) as Wrapper,
  sqItem: ((rt, self, args, kwargs, wrapped) => {
    if (!count(rt, args, kwargs, 1)) return 0;
    const i = sequenceIndex(rt, self, item(rt, args, 0));
    return Number.isNaN(i) ? 0 : wrapped(rt, self, i);
  }) as Wrapper,
  sqSetItem: ((rt, self, args, kwargs, wrapped) => {
    if (!count(rt, args, kwargs, 2)) return 0;
    const i = sequenceIndex(rt, self, item(rt, args, 0));
    return Number.isNaN(i) ? 0 : noneOr(rt, wrapped(rt, self, i, item(rt, args, 1)));
  }) as Wrapper,
  sqDelItem: ((rt, self, args, kwargs, wrapped) => {
    if (!count(rt, args, kwargs, 1)) return 0;
    const i = sequenceIndex(rt, self, item(rt, args, 0));
    return Number.isNaN(i) ? 0 : noneOr(rt, wrapped(rt, self, i, 0));
  }) as Wrapper,
  contains: ((rt, self, args, kwargs, wrapped) => {
    if (!count(rt, args, kwargs, 1)) return 0;
    const truth = wrapped(rt, self, item(rt, args, 0));
    return truth < 0 ? 0 : rt.bool(truth === 1);
  }) as Wrapper,
};
