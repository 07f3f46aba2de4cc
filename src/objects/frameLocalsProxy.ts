/**
 * FrameLocalsProxy, what `frame.f_locals` of a function gives since 3.13: a view that reads and writes its variables.
 * Follows frameobject.c: framelocalsproxy_*.
 */
import { CellLayout, Frame, FrameObjectLayout, TupleLayout } from '../memory/layout.js';
import { LocalKind } from '../python/code.js';
import { checkArgs } from './args.js';
import { callMethod0 } from './call.js';
import { defineType } from './defineType.js';
import { dictEqual, dictUpdate } from './dict.js';
import { dictContains, dictGet, dictLength, dictSet, newDict } from './dictCore.js';
import { listAppendSteal, listNew } from './list.js';
import type { Machine } from './machine.js';
import { genericGetAttr, getIter, repr } from './object.js';
import { reprEnter, reprLeave } from './reprlib.js';
import { internStr, newStr, sameText } from './strCore.js';
import { dictEntries, reprText } from './support.js';
import { packTuple2, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

const FRAME = 4;
const EQUAL = 2;
const NOT_EQUAL = 3;

/** A proxy of a frame object (new reference taken). */
export function newFrameLocalsProxy(rt: Machine, frameObject: number): number {
  const p = rt.newGcObject(T.FRAME_LOCALS_PROXY, 24);
  rt.M[p + FRAME] = rt.newRef(frameObject);
  rt.gcTrack(p);
  return p;
}

const frameOf = (rt: Machine, p: number): number => rt.M[rt.M[p + FRAME]! + FrameObjectLayout.FRAME]!;
const extraLocals = (rt: Machine, p: number): number => rt.M[rt.M[p + FRAME]! + FrameObjectLayout.EXTRA_LOCALS]!;

/** The slot of a frame's variable: a word of the frame, or of the cell that the variable is in. */
function slotOf(rt: Machine, frame: number, index: number): number {
  const M = rt.M;
  const kind = rt.codes[M[frame + Frame.CODE_INDEX]!]!.spec.localsplusKinds[index]!;
  const slot = frame + Frame.LOCALSPLUS + 2 * index;
  const inCell = (kind & (LocalKind.CELL | LocalKind.FREE)) !== 0 && M[slot] !== 0 && rt.is(M[slot]!, T.CELL);
  return inCell ? M[slot]! + CellLayout.CONTENTS : slot;
}

/** The slot of the variable with that name, bound or not; 0 when there is none. */
function slotNamed(rt: Machine, frame: number, name: number): number {
  const names = rt.codes[rt.M[frame + Frame.CODE_INDEX]!]!.localNames;
  let unbound = 0;
  for (let i = 0; i < names.length; i++) {
    if (names[i] !== name && !(rt.isStr(name) && sameText(rt, names[i]!, name))) continue;
    const slot = slotOf(rt, frame, i);
    if (rt.M[slot] !== 0) return slot;
    unbound = slot;
  }
  return unbound;
}

/** Names and values of the bound variables, then what was added by name; borrowed. */
function entries(rt: Machine, p: number): [key: number, value: number][] {
  const frame = frameOf(rt, p);
  const names = rt.codes[rt.M[frame + Frame.CODE_INDEX]!]!.localNames;
  const found: [number, number][] = [];
  for (let i = 0; i < names.length; i++) {
    const value = rt.M[slotOf(rt, frame, i)]!;
    if (value !== 0) found.push([names[i]!, value]);
  }
  const extra = extraLocals(rt, p);
  return extra === 0 ? found : [...found, ...dictEntries(rt, extra)];
}

/** Borrowed value, or 0; an unhashable key sets TypeError. */
function find(rt: Machine, p: number, key: number): number {
  const slot = slotNamed(rt, frameOf(rt, p), key);
  if (slot !== 0 && rt.M[slot] !== 0) return rt.M[slot]!;
  const extra = extraLocals(rt, p);
  return extra === 0 ? 0 : dictGet(rt, extra, key);
}

function subscript(rt: Machine, p: number, key: number): number {
  const value = find(rt, p, key);
  if (value !== 0) return rt.newRef(value);
  if (rt.currentException !== 0) return 0;
  const text = reprText(rt, key);
  return text === null ? 0 : rt.raise(E.KeyError, `local variable '${text}' is not defined`);
}

function assign(rt: Machine, p: number, key: number, value: number): number {
  const slot = slotNamed(rt, frameOf(rt, p), key);
  if (value === 0) {
    if (slot === 0 && find(rt, p, key) === 0) return subscript(rt, p, key) === 0 ? -1 : 0;
    return rt.fail(E.TypeError, 'cannot remove variables from FrameLocalsProxy');
  }
  if (slot !== 0) {
    const old = rt.M[slot]!;
    rt.M[slot] = rt.newRef(value);
    if (old !== 0) rt.decref(old);
    return 0;
  }
  const object = rt.M[p + FRAME]!;
  if (rt.M[object + FrameObjectLayout.EXTRA_LOCALS] === 0) rt.M[object + FrameObjectLayout.EXTRA_LOCALS] = newDict(rt);
  return dictSet(rt, rt.M[object + FrameObjectLayout.EXTRA_LOCALS]!, key, value);
}

function listOfParts(part: (rt: Machine, key: number, value: number) => number): MethodDef['fn'] {
  return (rt: Machine, p: number) => {
    const list = listNew(rt, 0);
    for (const [key, value] of entries(rt, p)) listAppendSteal(rt, list, part(rt, key, value));
    return list;
  };
}

const keys = listOfParts((rt, key) => rt.newRef(key)) as (rt: Machine, p: number) => number;

/** A dict of the variables: new reference. */
export function frameLocalsDict(rt: Machine, p: number): number {
  const dict = newDict(rt);
  for (const [key, value] of entries(rt, p)) dictSet(rt, dict, key, value);
  return dict;
}

function update(rt: Machine, p: number, other: number): number {
  const dict = newDict(rt);
  let status = dictUpdate(rt, dict, other);
  if (status === 0) {
    for (const [key, value] of dictEntries(rt, dict)) if (status === 0) status = assign(rt, p, key, value);
  }
  rt.decref(dict);
  return status < 0 ? 0 : rt.none();
}

function compareProxy(rt: Machine, p: number, other: number, op: number): number {
  if (op !== EQUAL && op !== NOT_EQUAL) return rt.newRef(S.NOT_IMPLEMENTED);
  if (rt.is(other, T.FRAME_LOCALS_PROXY)) return rt.bool((rt.M[p + FRAME] === rt.M[other + FRAME]) === (op === EQUAL));
  if (!rt.hasFlag(other, TypeFlag.DICT_SUBCLASS)) return rt.newRef(S.NOT_IMPLEMENTED);
  const dict = frameLocalsDict(rt, p);
  const same = dictEqual(rt, dict, other);
  rt.decref(dict);
  return same < 0 ? 0 : rt.bool((same === 1) === (op === EQUAL));
}

/** `a | b`: a dict. */
function or(rt: Machine, left: number, right: number): number {
  const fits = (o: number): boolean => rt.is(o, T.FRAME_LOCALS_PROXY) || rt.hasFlag(o, TypeFlag.DICT_SUBCLASS);
  if (!fits(left) || !fits(right)) return rt.newRef(S.NOT_IMPLEMENTED);
  const dict = newDict(rt);
  if (dictUpdate(rt, dict, left) < 0 || dictUpdate(rt, dict, right) < 0) {
    rt.decref(dict);
    return 0;
  }
  return dict;
}

const METHODS: readonly MethodDef[] = [
  { name: 'keys', kind: MethodKind.NOARGS, fn: keys },
  { name: 'values', kind: MethodKind.NOARGS, fn: listOfParts((rt, _key, value) => rt.newRef(value)) as typeof keys },
  {
    name: 'items',
    kind: MethodKind.NOARGS,
    fn: listOfParts((rt, key, value) => packTuple2(rt, key, value)) as typeof keys,
  },
  { name: 'copy', kind: MethodKind.NOARGS, fn: frameLocalsDict },
  { name: 'update', kind: MethodKind.O, fn: update },
  {
    name: 'get',
    kind: MethodKind.FAST,
    fn: (rt, p, args, nargs) => {
      if (!checkArgs(rt, 'get', nargs, 1, 2)) return 0;
      const value = find(rt, p, rt.M[args]!);
      if (value !== 0) return rt.newRef(value);
      if (rt.currentException !== 0) return 0;
      return rt.newRef(nargs === 2 ? rt.M[args + 2]! : S.NONE);
    },
  },
  {
    name: 'setdefault',
    kind: MethodKind.FAST,
    fn: (rt, p, args, nargs) => {
      if (!checkArgs(rt, 'setdefault', nargs, 1, 2)) return 0;
      const key = rt.M[args]!;
      const value = find(rt, p, key);
      if (value !== 0) return rt.newRef(value);
      const fallback = nargs === 2 ? rt.M[args + 2]! : S.NONE;
      if (rt.currentException !== 0 || assign(rt, p, key, fallback) < 0) return 0;
      return rt.newRef(fallback);
    },
  },
  {
    name: '__reversed__',
    kind: MethodKind.NOARGS,
    fn: (rt, p) => {
      const list = keys(rt, p);
      const reversed = callMethod0(rt, list, internStr(rt, '__reversed__'));
      rt.decref(list);
      return reversed;
    },
  },
];

export function defineFrameLocalsProxyType(rt: Machine): void {
  defineType(rt, T.FRAME_LOCALS_PROXY, {
    name: 'FrameLocalsProxy',
    base: T.OBJECT,
    basicsize: 24,
    flags: TypeFlag.HAVE_GC | TypeFlag.MAPPING,
    tp_new: (m, _type, args, kwargs) => {
      if (tupleLength(m, args) !== 1)
        return m.raise(E.TypeError, `FrameLocalsProxy expected 1 argument, got ${tupleLength(m, args)}`);
      const frame = m.M[args + TupleLayout.ITEM]!;
      if (!m.is(frame, T.FRAME)) return m.raise(E.TypeError, `expect frame, not ${m.typeOf(frame).name}`);
      if (kwargs !== 0 && dictLength(m, kwargs) > 0)
        return m.raise(E.TypeError, 'FrameLocalsProxy takes no keyword arguments');
      return newFrameLocalsProxy(m, frame);
    },
    tp_dealloc: (m, p) => {
      m.gcUntrack(p);
      m.decref(m.M[p + FRAME]!);
      m.freeGcObject(p);
    },
    tp_traverse: (m, p, visit) => visit(m, m.M[p + FRAME]!),
    tp_getattro: genericGetAttr,
    tp_repr: (m, p) => {
      if (reprEnter(m, p)) return newStr(m, '{...}');
      const dict = frameLocalsDict(m, p);
      const text = repr(m, dict);
      m.decref(dict);
      reprLeave(m, p);
      return text;
    },
    tp_richcompare: compareProxy,
    tp_iter: (m, p) => {
      const list = keys(m, p);
      const it = getIter(m, list);
      m.decref(list);
      return it;
    },
    mp_length: (m, p) => entries(m, p).length,
    mp_subscript: subscript,
    mp_ass_subscript: assign,
    sq_contains: (m, p, key) => {
      const slot = slotNamed(m, frameOf(m, p), key);
      if (slot !== 0 && m.M[slot] !== 0) return 1;
      const extra = extraLocals(m, p);
      return extra === 0 ? 0 : dictContains(m, extra, key);
    },
    nb_or: or,
    nb_inplace_or: (m, p, other) => {
      const done = update(m, p, other);
      if (done === 0) return 0;
      m.decref(done);
      return m.newRef(p);
    },
    methods: METHODS,
  });
}
