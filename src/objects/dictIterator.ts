/** Iterators over dicts and their views, forwards and backwards. Follows dictobject.c. */
import { DictLayout, KeysLayout } from '../memory/layout.js';
import { defineType } from './defineType.js';
import { entryAt, keyAt } from './dict.js';
import { valueAddress } from './dictCore.js';
import { resultPair } from './enumerate.js';
import { newInt } from './intCore.js';
import { reduceWith, selfIter } from './iteratorCore.js';
import { sequenceList } from './list.js';
import type { Machine } from './machine.js';
import { packTuple2 } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from './typeInfo.js';

/** Words of the fields. */
const DICT = 4;
const USED = 6;
const POS = 8;
const RESULT = 10;
const LEN = 12;

/** An iterator of one of the six types over a dict. Follows dictiter_new. */
export function newDictIteratorOf(rt: Machine, type: number, d: number): number {
  const M = rt.M;
  const p = rt.newGcObject(type, 56);
  M[p + DICT] = rt.newRef(d);
  const used = M[d + DictLayout.USED]!;
  M[p + USED] = used;
  M[p + LEN] = used;
  let pos = 0;
  if (type >= T.DICT_REVERSEKEYITERATOR) {
    pos = M[d + DictLayout.VALUES] !== 0 ? used - 1 : M[M[d + DictLayout.KEYS]! + KeysLayout.NENTRIES]! - 1;
  }
  M[p + POS] = pos;
  M[p + RESULT] =
    type === T.DICT_ITEMITERATOR || type === T.DICT_REVERSEITEMITERATOR ? packTuple2(rt, S.NONE, S.NONE) : 0;
  rt.gcTrack(p);
  return p;
}

/** `iter(d)`. */
export function newDictIterator(rt: Machine, d: number): number {
  return newDictIteratorOf(rt, T.DICT_KEYITERATOR, d);
}

/** The entry to deliver next, -1 at the end (the dict is let go) or with an exception. */
function advance(rt: Machine, it: number): number {
  const M = rt.M;
  const d = M[it + DICT]!;
  if (d === 0) return -1;
  if (M[it + USED] !== M[d + DictLayout.USED]) {
    rt.raise(E.RuntimeError, 'dictionary changed size during iteration');
    // From now on every call fails.
    M[it + USED] = -1;
    return -1;
  }
  const pos = M[it + POS]!;
  const ix = entryAt(rt, d, pos);
  if (ix < 0) return finish(rt, it, d);
  if (M[it + LEN] === 0) {
    rt.raise(E.RuntimeError, 'dictionary keys changed during iteration');
    return finish(rt, it, d);
  }
  M[it + POS] = (M[d + DictLayout.VALUES] !== 0 ? pos : ix) + 1;
  M[it + LEN]!--;
  return ix;
}

function finish(rt: Machine, it: number, d: number): -1 {
  rt.M[it + DICT] = 0;
  rt.decref(d);
  return -1;
}

/** Backwards. Follows dictreviter_iternext. */
function retreat(rt: Machine, it: number): number {
  const M = rt.M;
  const d = M[it + DICT]!;
  if (d === 0) return -1;
  if (M[it + USED] !== M[d + DictLayout.USED]) {
    rt.raise(E.RuntimeError, 'dictionary changed size during iteration');
    M[it + USED] = -1;
    return -1;
  }
  let pos = M[it + POS]!;
  if (M[d + DictLayout.VALUES] !== 0) {
    if (pos < 0) return finish(rt, it, d);
    M[it + POS] = pos - 1;
    M[it + LEN]!--;
    return entryAt(rt, d, pos);
  }
  while (pos >= 0 && M[valueAddress(rt, d, pos)] === 0) pos--;
  if (pos < 0) return finish(rt, it, d);
  M[it + POS] = pos - 1;
  M[it + LEN]!--;
  return pos;
}

/** The next key, 0 at the end or with an exception. */
export function dictKeyIterNext(rt: Machine, it: number): number {
  const ix = advance(rt, it);
  return ix < 0 ? 0 : rt.newRef(keyAt(rt, rt.M[it + DICT]!, ix));
}

/** The next value. */
export function dictValueIterNext(rt: Machine, it: number): number {
  const ix = advance(rt, it);
  return ix < 0 ? 0 : rt.newRef(rt.M[valueAddress(rt, rt.M[it + DICT]!, ix)]!);
}

/** The next pair; the last one is used again when nobody else holds it. */
export function dictItemIterNext(rt: Machine, it: number): number {
  const ix = advance(rt, it);
  return ix < 0 ? 0 : pairAt(rt, it, ix);
}

function pairAt(rt: Machine, it: number, ix: number): number {
  const d = rt.M[it + DICT]!;
  const key = rt.newRef(keyAt(rt, d, ix));
  const value = rt.newRef(rt.M[valueAddress(rt, d, ix)]!);
  return resultPair(rt, rt.M[it + RESULT]!, key, value);
}

function reverseKeyNext(rt: Machine, it: number): number {
  const ix = retreat(rt, it);
  return ix < 0 ? 0 : rt.newRef(keyAt(rt, rt.M[it + DICT]!, ix));
}

function reverseValueNext(rt: Machine, it: number): number {
  const ix = retreat(rt, it);
  return ix < 0 ? 0 : rt.newRef(rt.M[valueAddress(rt, rt.M[it + DICT]!, ix)]!);
}

function reverseItemNext(rt: Machine, it: number): number {
  const ix = retreat(rt, it);
  return ix < 0 ? 0 : pairAt(rt, it, ix);
}

function dealloc(rt: Machine, self: number): void {
  const M = rt.M;
  rt.gcUntrack(self);
  rt.xdecref(M[self + DICT]!);
  rt.xdecref(M[self + RESULT]!);
  rt.freeGcObject(self);
}

function traverse(rt: Machine, self: number, visit: Visit): void {
  const M = rt.M;
  if (M[self + DICT] !== 0) visit(rt, M[self + DICT]!);
  if (M[self + RESULT] !== 0) visit(rt, M[self + RESULT]!);
}

const METHODS: readonly MethodDef[] = [
  {
    name: '__length_hint__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const M = rt.M;
      const d = M[self + DICT]!;
      return newInt(rt, d !== 0 && M[self + USED] === M[d + DictLayout.USED] ? M[self + LEN]! : 0);
    },
  },
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      // The rest is listed by a copy of the iterator.
      const M = rt.M;
      const copy = rt.newGcObject(M[self + 2]!, 56);
      for (let w = DICT; w < 14; w++) M[copy + w] = M[self + w]!;
      rt.xincref(M[copy + DICT]!);
      rt.xincref(M[copy + RESULT]!);
      rt.gcTrack(copy);
      const rest = sequenceList(rt, copy);
      rt.decref(copy);
      if (rest === 0) return 0;
      const result = reduceWith(rt, 'iter', [rest], null);
      rt.decref(rest);
      return result;
    },
  },
];

export function defineDictIterators(rt: Machine): void {
  for (const [type, name, next] of [
    [T.DICT_KEYITERATOR, 'dict_keyiterator', dictKeyIterNext],
    [T.DICT_VALUEITERATOR, 'dict_valueiterator', dictValueIterNext],
    [T.DICT_ITEMITERATOR, 'dict_itemiterator', dictItemIterNext],
    [T.DICT_REVERSEKEYITERATOR, 'dict_reversekeyiterator', reverseKeyNext],
    [T.DICT_REVERSEVALUEITERATOR, 'dict_reversevalueiterator', reverseValueNext],
    [T.DICT_REVERSEITEMITERATOR, 'dict_reverseitemiterator', reverseItemNext],
  ] as const) {
    defineType(rt, type, {
      name,
      basicsize: 56,
      flags: TypeFlag.HAVE_GC,
      tp_dealloc: dealloc,
      tp_traverse: traverse,
      tp_iter: selfIter,
      tp_iternext: next,
      methods: METHODS,
    });
  }
}
