/** functools.partial. Follows _functoolsmodule.c. */
import { Ob } from '../memory/layout.js';
import { call, callTupleDict, keywordDict } from '../objects/call.js';
import { dictCopy, dictMerge, isDict } from '../objects/dict.js';
import { dictLength, newDict } from '../objects/dictCore.js';
import type { Machine } from '../objects/machine.js';
import { genericGetAttr, genericSetAttr } from '../objects/object.js';
import { reprEnter, reprLeave } from '../objects/reprlib.js';
import { newStr } from '../objects/strCore.js';
import { dictEntries, reprText } from '../objects/support.js';
import { tupleSlice } from '../objects/tuple.js';
import { newTuple, packTuple, packTuple1, tupleFromVector, tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, S } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import { allocate, CLASS_GETITEM, defineNativeTypeAt } from './nativeType.js';

const FN = 4;
const ARGS = 6;
const KW = 8;
const DICT = 10;
const WEAK = 12;
const ITEM = 6;

/** The items of two tuples. */
function joined(rt: Machine, a: number, from: number, n: number): number {
  const M = rt.M;
  const m = tupleLength(rt, a);
  if (m + n === 0) return rt.newRef(S.EMPTY_TUPLE);
  const p = newTuple(rt, m + n);
  for (let i = 0; i < m; i++) M[p + ITEM + 2 * i] = rt.newRef(M[a + ITEM + 2 * i]!);
  for (let i = 0; i < n; i++) M[p + ITEM + 2 * (m + i)] = rt.newRef(M[from + 2 * i]!);
  rt.gcTrack(p);
  return p;
}

function partialNew(rt: Machine, type: number, args: number, kwargs: number, partialType: number): number {
  const M = rt.M;
  const n = tupleLength(rt, args);
  if (n < 1) return rt.raise(E.TypeError, "type 'partial' takes at least one argument");
  let func = tupleItem(rt, args, 0);
  const info = rt.typeOf(func);
  let partArgs = 0;
  let partKw = 0;
  // A partial of a partial is made flat, unless it has attributes of its own.
  if (rt.is(func, partialType) && type === partialType && M[func + DICT] === 0) {
    partArgs = M[func + ARGS]!;
    partKw = M[func + KW]!;
    func = M[func + FN]!;
  }
  if (info.tp_call === null && info.vectorcall === null)
    return rt.raise(E.TypeError, 'the first argument must be callable');
  const p = allocate(rt, type);
  if (p === 0) return 0;
  M[p + FN] = rt.newRef(func);
  const own = tupleSlice(rt, args, 1, n);
  if (partArgs === 0) M[p + ARGS] = own;
  else if (tupleLength(rt, own) === 0) {
    // Nothing to add: the arguments are shared. Follows tupleobject.c: tupleconcat.
    M[p + ARGS] = rt.newRef(partArgs);
    rt.decref(own);
  } else {
    M[p + ARGS] = joined(rt, partArgs, own + ITEM, tupleLength(rt, own));
    rt.decref(own);
  }
  if (partKw === 0 || dictLength(rt, partKw) === 0) {
    if (kwargs === 0) M[p + KW] = newDict(rt);
    else if (M[kwargs] === 1) M[p + KW] = rt.newRef(kwargs);
    else M[p + KW] = dictCopy(rt, kwargs);
  } else {
    M[p + KW] = dictCopy(rt, partKw);
    if (kwargs !== 0 && dictMerge(rt, M[p + KW]!, kwargs, 1) < 0) {
      rt.decref(p);
      return 0;
    }
  }
  return p;
}

function partialVectorcall(rt: Machine, self: number, args: number, nargs: number, kwnames: number): number {
  const M = rt.M;
  const own = M[self + ARGS]!;
  const m = tupleLength(rt, own);
  const nkw = kwnames === 0 ? 0 : tupleLength(rt, kwnames);
  if (dictLength(rt, M[self + KW]!) === 0) {
    if (m === 0) return call(rt, M[self + FN]!, args, nargs, kwnames);
    const stack = rt.pushArguments(m + nargs + nkw);
    for (let i = 0; i < m; i++) M[stack + 2 * i] = tupleItem(rt, own, i);
    for (let i = 0; i < nargs + nkw; i++) M[stack + 2 * (m + i)] = M[args + 2 * i]!;
    const result = call(rt, M[self + FN]!, stack, m + nargs, kwnames);
    rt.popArguments(stack);
    return result;
  }
  // With keywords of its own it is called with a tuple and a dict: partial_vectorcall_fallback, then partial_call.
  const tuple = tupleFromVector(rt, args, nargs);
  const more = nkw > 0 ? keywordDict(rt, args + 2 * nargs, kwnames) : 0;
  const kw = nkw > 0 && more === 0 ? 0 : dictCopy(rt, M[self + KW]!);
  let status = kw === 0 ? -1 : 0;
  if (status === 0 && more !== 0) status = dictMerge(rt, kw, more, 1);
  const all = nargs === 0 ? rt.newRef(own) : m === 0 ? rt.newRef(tuple) : joined(rt, own, args, nargs);
  const result = status < 0 ? 0 : callTupleDict(rt, M[self + FN]!, all, kw);
  rt.decref(all);
  rt.xdecref(kw);
  rt.decref(tuple);
  rt.xdecref(more);
  return result;
}

function partialRepr(rt: Machine, self: number): number {
  const M = rt.M;
  const info = rt.typeOf(self);
  const name = info.isHeapType ? info.name : info.fullName;
  if (reprEnter(rt, self)) return newStr(rt, '...');
  const parts: (string | null)[] = [reprText(rt, M[self + FN]!)];
  const args = M[self + ARGS]!;
  for (let i = 0; i < tupleLength(rt, args); i++) parts.push(reprText(rt, tupleItem(rt, args, i)));
  for (const [key, value] of dictEntries(rt, M[self + KW]!)) {
    parts.push(`${rt.isStr(key) ? rt.text(key) : reprText(rt, key)}=${reprText(rt, value)}`);
  }
  reprLeave(rt, self);
  return rt.currentException !== 0 ? 0 : newStr(rt, `${name}(${parts.join(', ')})`);
}

const METHODS: readonly MethodDef[] = [
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const M = rt.M;
      const args = packTuple1(rt, M[self + FN]!);
      const dict = M[self + DICT]!;
      const state = packTuple(rt, M[self + FN]!, M[self + ARGS]!, M[self + KW]!, dict === 0 ? S.NONE : dict);
      const result = packTuple(rt, M[self + Ob.TYPE]!, args, state);
      rt.decref(args);
      rt.decref(state);
      return result;
    },
  },
  {
    name: '__setstate__',
    kind: MethodKind.O,
    fn: (rt, self, state) => {
      const M = rt.M;
      if (!rt.hasFlag(state, TypeFlag.TUPLE_SUBCLASS) || tupleLength(rt, state) !== 4) {
        return rt.raise(E.TypeError, 'invalid partial state');
      }
      const [fn, args, kw, dict] = [0, 1, 2, 3].map((i) => tupleItem(rt, state, i)) as [number, number, number, number];
      if (!rt.hasFlag(args, TypeFlag.TUPLE_SUBCLASS) || (kw !== S.NONE && !isDict(rt, kw))) {
        return rt.raise(E.TypeError, 'invalid partial state');
      }
      const fresh: [number, number][] = [
        [FN, rt.newRef(fn)],
        [ARGS, tupleFromVector(rt, args + ITEM, tupleLength(rt, args))],
        [KW, kw === S.NONE ? newDict(rt) : dictCopy(rt, kw)],
        [DICT, dict === S.NONE ? 0 : rt.newRef(dict)],
      ];
      for (const [offset, value] of fresh) {
        const old = M[self + offset]!;
        M[self + offset] = value;
        rt.xdecref(old);
      }
      return rt.none();
    },
  },
];

/** Defines partial; returns its address. */
export function definePartial(rt: Machine): number {
  const type = rt.nextStaticType();
  defineNativeTypeAt(rt, type, {
    name: 'functools.partial',
    basicsize: 64,
    dictoffset: DICT * 4,
    weaklistoffset: WEAK * 4,
    flags: TypeFlag.BASETYPE,
    references: [FN, ARGS, KW, DICT],
    tp_new: (machine, cls, args, kwargs) => partialNew(machine, cls, args, kwargs, type),
    vectorcall: partialVectorcall,
    tp_repr: partialRepr,
    tp_getattro: genericGetAttr,
    tp_setattro: genericSetAttr,
    methods: rt.profile.minor >= 9 ? [...METHODS, CLASS_GETITEM] : METHODS,
    members: [
      { name: 'func', offset: FN, readonly: true, missing: 'none' },
      { name: 'args', offset: ARGS, readonly: true, missing: 'none' },
      { name: 'keywords', offset: KW, readonly: true, missing: 'none' },
    ],
    getset: [
      {
        name: '__dict__',
        get: (machine, self) => {
          const M = machine.M;
          if (M[self + DICT] === 0) M[self + DICT] = newDict(machine);
          return machine.newRef(M[self + DICT]!);
        },
      },
    ],
  });
  return type;
}
