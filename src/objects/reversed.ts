/** reversed. Follows enumobject.c: reversed_new, reversed_next. */
import { Ob } from '../memory/layout.js';
import { checkArgs, noKeywords } from './args.js';
import { call0 } from './call.js';
import { defineType } from './defineType.js';
import { newInt } from './intCore.js';
import { exhaust, IT_INDEX, IT_SEQ, selfIter, stateNumber } from './iteratorCore.js';
import { endOfSequence, sequenceGetItem } from './iterators.js';
import type { Machine } from './machine.js';
import { freeInstance, lookupSpecial, size } from './object.js';
import { boundSpecial } from './specialCall.js';
import { packTuple, packTuple1 } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from './typeInfo.js';

const ITEM = 6;

function create(rt: Machine, type: number, o: number): number {
  const info = rt.typeOf(o);
  const method = lookupSpecial(rt, o, rt.ids.__reversed__);
  if (method === S.NONE) return rt.raise(E.TypeError, `'${info.name}' object is not reversible`);
  if (method !== 0) {
    const bound = boundSpecial(rt, o, '__reversed__');
    if (bound === 0) return 0;
    const result = call0(rt, bound);
    rt.decref(bound);
    return result;
  }
  if (info.sq_item === null || (info.flags & TypeFlag.DICT_SUBCLASS) !== 0) {
    return rt.raise(E.TypeError, `'${info.name}' object is not reversible`);
  }
  const n = size(rt, o);
  if (n < 0) return 0;
  const p = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (p === 0) return 0;
  rt.M[p + IT_INDEX] = n - 1;
  rt.M[p + IT_SEQ] = rt.newRef(o);
  return p;
}

function reversedNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const M = rt.M;
  if (type === T.REVERSED && kwargs !== 0 && M[kwargs + 4] !== 0) return noKeywords(rt, 'reversed()');
  if (!checkArgs(rt, 'reversed', M[args + Ob.SIZE]!, 1, 1)) return 0;
  return create(rt, type, M[args + ITEM]!);
}

function reversedVectorcall(rt: Machine, type: number, args: number, nargs: number, kwnames: number): number {
  if (kwnames !== 0 && rt.M[kwnames + Ob.SIZE] !== 0) return noKeywords(rt, 'reversed()');
  if (!checkArgs(rt, 'reversed', nargs, 1, 1)) return 0;
  return create(rt, type, rt.M[args]!);
}

/** The next item, 0 at the end. */
export function reversedNext(rt: Machine, self: number): number {
  const M = rt.M;
  const i = M[self + IT_INDEX]!;
  if (i >= 0 && M[self + IT_SEQ] !== 0) {
    const item = sequenceGetItem(rt, M[self + IT_SEQ]!, i);
    if (item !== 0) {
      M[self + IT_INDEX] = i - 1;
      return item;
    }
    endOfSequence(rt);
  }
  M[self + IT_INDEX] = -1;
  return exhaust(rt, self);
}

function dealloc(rt: Machine, self: number): void {
  rt.gcUntrack(self);
  rt.xdecref(rt.M[self + IT_SEQ]!);
  freeInstance(rt, self);
}

function traverse(rt: Machine, self: number, visit: Visit): void {
  const o = rt.M[self + IT_SEQ]!;
  if (o !== 0) visit(rt, o);
}

const METHODS: readonly MethodDef[] = [
  {
    name: '__length_hint__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const o = rt.M[self + IT_SEQ]!;
      if (o === 0) return newInt(rt, 0);
      const position = rt.M[self + IT_INDEX]! + 1;
      const n = size(rt, o);
      if (n < 0) return 0;
      return newInt(rt, n < position ? 0 : position);
    },
  },
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const M = rt.M;
      const o = M[self + IT_SEQ]!;
      const args = packTuple1(rt, o !== 0 ? o : S.EMPTY_TUPLE);
      let result: number;
      if (o === 0) result = packTuple(rt, M[self + Ob.TYPE]!, args);
      else {
        const i = newInt(rt, M[self + IT_INDEX]!);
        result = packTuple(rt, M[self + Ob.TYPE]!, args, i);
        rt.decref(i);
      }
      rt.decref(args);
      return result;
    },
  },
  {
    name: '__setstate__',
    kind: MethodKind.O,
    fn: (rt, self, state) => {
      const i = stateNumber(rt, state);
      if (Number.isNaN(i)) return 0;
      const o = rt.M[self + IT_SEQ]!;
      if (o !== 0) {
        const n = size(rt, o);
        if (n < 0) return 0;
        rt.M[self + IT_INDEX] = Math.max(-1, Math.min(i, n - 1));
      }
      return rt.none();
    },
  },
];

export function defineReversed(rt: Machine): void {
  defineType(rt, T.REVERSED, {
    name: 'reversed',
    basicsize: 32,
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE,
    tp_new: reversedNew,
    tp_vectorcall: rt.profile.minor >= 10 ? reversedVectorcall : null,
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_iter: selfIter,
    tp_iternext: reversedNext,
    methods: METHODS,
  });
}
