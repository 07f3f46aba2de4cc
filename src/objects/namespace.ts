/** types.SimpleNamespace. Follows namespaceobject.c. */
import { Ob } from '../memory/layout.js';
import { callTupleDict } from './call.js';
import { defineType } from './defineType.js';
import { dictSet, newDict } from './dictCore.js';
import type { Machine } from './machine.js';
import { compare, freeInstance, genericGetAttr, genericSetAttr } from './object.js';
import { reprEnter, reprLeave } from './reprlib.js';
import { newStr } from './strCore.js';
import { clearField, dictEntries, reprText } from './support.js';
import { packTuple, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type GetSetDef, type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

const DICT = 4;

function namespaceNew(rt: Machine, type: number): number {
  const self = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (self === 0) return 0;
  rt.M[self + DICT] = newDict(rt);
  return self;
}

function namespaceInit(rt: Machine, self: number, args: number, kwargs: number): number {
  const n = tupleLength(rt, args);
  const dict = rt.M[self + DICT]!;
  if (n > 0) {
    if (rt.profile.minor < 13) return rt.fail(E.TypeError, 'no positional arguments expected');
    if (n > 1) return rt.fail(E.TypeError, `${rt.typeOf(self).name} expected at most 1 argument, got ${n}`);
    const from = callTupleDict(rt, T.DICT, args, 0);
    if (from === 0) return -1;
    for (const [key, value] of dictEntries(rt, from)) {
      if (!rt.isStr(key)) {
        rt.decref(from);
        return rt.fail(E.TypeError, 'keywords must be strings');
      }
      dictSet(rt, dict, key, value);
    }
    rt.decref(from);
  }
  if (kwargs === 0) return 0;
  for (const [key, value] of dictEntries(rt, kwargs)) {
    if (!rt.isStr(key)) return rt.fail(E.TypeError, 'keywords must be strings');
    if (dictSet(rt, dict, key, value) < 0) return -1;
  }
  return 0;
}

/** A namespace of the entries of a dict (copied); 0 gives an empty one. Follows _PyNamespace_New. */
export function newNamespace(rt: Machine, entries: number): number {
  const self = namespaceNew(rt, T.SIMPLE_NAMESPACE);
  if (self !== 0 && entries !== 0) {
    for (const [key, value] of dictEntries(rt, entries)) dictSet(rt, rt.M[self + DICT]!, key, value);
  }
  return self;
}

function namespaceRepr(rt: Machine, self: number): number {
  const name = rt.is(self, T.SIMPLE_NAMESPACE) ? 'namespace' : rt.typeOf(self).name;
  if (reprEnter(rt, self)) return newStr(rt, `${name}(...)`);
  const entries = dictEntries(rt, rt.M[self + DICT]!).filter(([key]) => rt.isStr(key) && rt.text(key) !== '');
  if (rt.profile.minor < 9) entries.sort(([a], [b]) => (rt.text(a) < rt.text(b) ? -1 : 1));
  const parts: string[] = [];
  for (const [key, value] of entries) {
    const text = reprText(rt, value);
    if (text === null) {
      reprLeave(rt, self);
      return 0;
    }
    parts.push(`${rt.text(key)}=${text}`);
  }
  reprLeave(rt, self);
  return newStr(rt, `${name}(${parts.join(', ')})`);
}

function namespaceCompare(rt: Machine, a: number, b: number, op: number): number {
  if (rt.isInstance(a, T.SIMPLE_NAMESPACE) && rt.isInstance(b, T.SIMPLE_NAMESPACE)) {
    return compare(rt, rt.M[a + DICT]!, rt.M[b + DICT]!, op);
  }
  return rt.newRef(S.NOT_IMPLEMENTED);
}

function reduce(rt: Machine, self: number): number {
  return packTuple(rt, rt.M[self + Ob.TYPE]!, S.EMPTY_TUPLE, rt.M[self + DICT]!);
}

/** `__replace__` (3.13+): a copy with some attributes changed. */
function replace(rt: Machine, self: number, args: number, kwargs: number): number {
  if (tupleLength(rt, args) > 0) return rt.raise(E.TypeError, '__replace__() takes no positional arguments');
  const made = callTupleDict(rt, rt.M[self + Ob.TYPE]!, S.EMPTY_TUPLE, 0);
  if (made === 0) return 0;
  for (const dict of [rt.M[self + DICT]!, kwargs]) {
    if (dict !== 0) for (const [key, value] of dictEntries(rt, dict)) dictSet(rt, rt.M[made + DICT]!, key, value);
  }
  return made;
}

export function defineNamespaceType(rt: Machine): void {
  const methods: MethodDef[] = [{ name: '__reduce__', kind: MethodKind.NOARGS, fn: reduce }];
  if (rt.profile.minor >= 13) {
    methods.push({ name: '__replace__', kind: MethodKind.VARARGS | MethodKind.KEYWORDS, fn: replace });
  }
  const getset: GetSetDef[] = [{ name: '__dict__', get: (m, self) => m.newRef(m.M[self + DICT]!) }];
  defineType(rt, T.SIMPLE_NAMESPACE, {
    name: 'types.SimpleNamespace',
    base: T.OBJECT,
    basicsize: 24,
    dictoffset: 16,
    flags: TypeFlag.BASETYPE | TypeFlag.HAVE_GC,
    tp_new: namespaceNew,
    tp_init: namespaceInit,
    tp_dealloc: (m, self) => {
      m.gcUntrack(self);
      clearField(m, self, DICT);
      freeInstance(m, self);
    },
    tp_traverse: (m, self, visit) => {
      if (m.M[self + DICT] !== 0) visit(m, m.M[self + DICT]!);
    },
    tp_clear: (m, self) => clearField(m, self, DICT),
    tp_repr: namespaceRepr,
    tp_richcompare: namespaceCompare,
    tp_getattro: genericGetAttr,
    tp_setattro: genericSetAttr,
    methods,
    getset,
  });
}
