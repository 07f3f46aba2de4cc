/** The dict type and its methods. Follows dictobject.c. */
import { DictLayout, KeysLayout, Ob } from '../memory/layout.js';
import { checkArgs } from './args.js';
import { call1 } from './call.js';
import { defineType } from './defineType.js';
import {
  dictBytes,
  dictCopy,
  dictDealloc,
  dictEqual,
  dictFromKeys,
  dictMerge,
  dictSetDefault,
  dictTraverse,
  dictUpdateFrom,
  hashAt,
  isDict,
} from './dict.js';
import {
  type DictEntry,
  deleteEntry,
  dictClear,
  dictContains,
  dictDel,
  dictGet,
  dictLength,
  dictLookup,
  dictNext,
  dictSet,
  hashKey,
  increfKeys,
  resizeDict,
  valueAddress,
} from './dictCore.js';
import { newDictIterator, newDictIteratorOf } from './dictIterator.js';
import { entriesOf, entryWords, findSlotOf, keyOffset, LOOKUP_ERROR, MIN_LOG2, newKeys, setIndex } from './dictKeys.js';
import { viewMethod } from './dictView.js';
import { newGenericAlias } from './genericAlias.js';
import { newInt } from './intCore.js';
import type { Machine } from './machine.js';
import { reprEnter, reprLeave } from './reprlib.js';
import { boundSpecial } from './specialCall.js';
import { newStr } from './strCore.js';
import { reprText } from './support.js';
import { newTuple, tupleItem, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

/** `d[key]`, with `__missing__` for subclasses. Follows dict_subscript. */
export function dictSubscript(rt: Machine, self: number, key: number): number {
  const value = dictGet(rt, self, key);
  if (value !== 0) return rt.newRef(value);
  if (rt.currentException !== 0) return 0;
  if (!rt.is(self, T.DICT)) {
    const missing = boundSpecial(rt, self, '__missing__');
    if (missing !== 0) {
      const result = call1(rt, missing, key);
      rt.decref(missing);
      return result;
    }
    if (rt.currentException !== 0) return 0;
  }
  return rt.raiseKeyError(key);
}

/** `d[key] = value`, or `del d[key]` with 0. */
export function dictAssignSubscript(rt: Machine, self: number, key: number, value: number): number {
  return value === 0 ? dictDel(rt, self, key) : dictSet(rt, self, key, value);
}

function dictRepr(rt: Machine, self: number): number {
  if (reprEnter(rt, self)) return newStr(rt, '{...}');
  const parts: string[] = [];
  const found: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  for (let pos = dictNext(rt, self, 0, found); pos >= 0; pos = dictNext(rt, self, pos, found)) {
    const key = rt.newRef(found.key);
    const value = rt.newRef(found.value);
    const keyText = reprText(rt, key);
    const valueText = keyText === null ? null : reprText(rt, value);
    rt.decref(key);
    rt.decref(value);
    if (keyText === null || valueText === null) {
      reprLeave(rt, self);
      return 0;
    }
    parts.push(`${keyText}: ${valueText}`);
  }
  reprLeave(rt, self);
  return newStr(rt, `{${parts.join(', ')}}`);
}

function dictCompare(rt: Machine, a: number, b: number, op: number): number {
  if ((op !== 2 && op !== 3) || !isDict(rt, a) || !isDict(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
  const k = dictEqual(rt, a, b);
  return k < 0 ? 0 : rt.bool(op === 2 ? k > 0 : k === 0);
}

/** Follows dict_new: up to 3.9 a table of eight slots at once. */
export function dictNew(rt: Machine, type: number, _args: number, _kwargs: number): number {
  const M = rt.M;
  const d = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (d === 0) return 0;
  if (type === T.DICT && rt.profile.minor < 14) rt.gcUntrack(d);
  M[d + DictLayout.USED] = 0;
  M[d + DictLayout.VERSION] = 0;
  M[d + DictLayout.VALUES] = 0;
  if (rt.profile.minor <= 9) M[d + DictLayout.KEYS] = newKeys(rt, MIN_LOG2, 0);
  else {
    increfKeys(rt, rt.emptyKeys);
    M[d + DictLayout.KEYS] = rt.emptyKeys;
  }
  return d;
}

/** Positional source and keywords of `dict(...)` and `update(...)`. 0 or -1. Follows dict_update_common. */
function updateCommon(rt: Machine, self: number, args: number, kwargs: number, name: string): number {
  const n = tupleLength(rt, args);
  if (!checkArgs(rt, name, n, 0, 1)) return -1;
  if (n === 1 && dictUpdateFrom(rt, self, tupleItem(rt, args, 0)) < 0) return -1;
  if (kwargs !== 0) {
    const found: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
    for (let pos = dictNext(rt, kwargs, 0, found); pos >= 0; pos = dictNext(rt, kwargs, pos, found)) {
      if (!rt.isStr(found.key)) return rt.fail(E.TypeError, 'keywords must be strings');
    }
    return dictMerge(rt, self, kwargs, 1);
  }
  return 0;
}

function dictInit(rt: Machine, self: number, args: number, kwargs: number): number {
  return updateCommon(rt, self, args, kwargs, 'dict');
}

function dictVectorcall(rt: Machine, type: number, args: number, nargs: number, kwnames: number): number {
  if (!checkArgs(rt, 'dict', nargs, 0, 1)) return 0;
  const M = rt.M;
  const self = dictNew(rt, type, 0, 0);
  if (self === 0) return 0;
  if (nargs === 1 && dictUpdateFrom(rt, self, M[args]!) < 0) {
    rt.decref(self);
    return 0;
  }
  if (kwnames !== 0) {
    const n = M[kwnames + Ob.SIZE]!;
    for (let i = 0; i < n; i++) {
      if (dictSet(rt, self, tupleItem(rt, kwnames, i), M[args + 2 * (nargs + i)]!) < 0) {
        rt.decref(self);
        return 0;
      }
    }
  }
  return self;
}

function get(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'get', nargs, 1, 2)) return 0;
  const value = dictGet(rt, self, rt.M[args]!);
  if (value !== 0) return rt.newRef(value);
  if (rt.currentException !== 0) return 0;
  return rt.newRef(nargs === 2 ? rt.M[args + 2]! : S.NONE);
}

function setDefault(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'setdefault', nargs, 1, 2)) return 0;
  const value = dictSetDefault(rt, self, rt.M[args]!, nargs === 2 ? rt.M[args + 2]! : S.NONE);
  return value === 0 ? 0 : rt.newRef(value);
}

/** `pop` with an optional default (0: none): new reference or 0. Follows _PyDict_Pop. */
export function dictPop(rt: Machine, self: number, key: number, fallback: number): number {
  if (dictLength(rt, self) === 0) return fallback !== 0 ? rt.newRef(fallback) : rt.raiseKeyError(key);
  if (hashKey(rt, key) < 0) return 0;
  const low = rt.hashLow;
  const high = rt.hashHigh;
  const ix = dictLookup(rt, self, key, low, high);
  if (ix === LOOKUP_ERROR) return 0;
  if (ix < 0) return fallback !== 0 ? rt.newRef(fallback) : rt.raiseKeyError(key);
  return deleteEntry(rt, self, ix, low, high, false);
}

function pop(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'pop', nargs, 1, 2)) return 0;
  return dictPop(rt, self, rt.M[args]!, nargs === 2 ? rt.M[args + 2]! : 0);
}

/** Follows dict_popitem_impl: the tuple is made first. */
export function dictPopItem(rt: Machine, self: number): number {
  const M = rt.M;
  const result = newTuple(rt, 2);
  M[result + 6] = 0;
  M[result + 8] = 0;
  rt.gcTrack(result);
  if (dictLength(rt, self) === 0) {
    rt.decref(result);
    return rt.raise(E.KeyError, 'popitem(): dictionary is empty');
  }
  if (M[self + DictLayout.VALUES] !== 0) {
    resizeDict(rt, self, M[M[self + DictLayout.KEYS]! + KeysLayout.LOG2_SIZE]!, true);
  }
  const keys = M[self + DictLayout.KEYS]!;
  let i = M[keys + KeysLayout.NENTRIES]! - 1;
  while (i >= 0 && M[valueAddress(rt, self, i)] === 0) i--;
  const [low, high] = hashAt(rt, self, i);
  const kind = M[keys + KeysLayout.KIND]!;
  const at = entriesOf(rt, keys) + i * entryWords(rt, kind) + keyOffset(rt, kind);
  const slot = findSlotOf(rt, keys, low, high, i);
  setIndex(rt, keys + (rt.profile.dictKeysHeader >> 2), M[keys + KeysLayout.LOG2_SIZE]!, slot, -2);
  M[result + 6] = M[at]!;
  M[result + 8] = M[at + 2]!;
  M[at] = 0;
  M[at + 2] = 0;
  M[keys + KeysLayout.NENTRIES] = i;
  M[self + DictLayout.USED]!--;
  return result;
}

function update(rt: Machine, self: number, args: number, kwargs: number): number {
  return updateCommon(rt, self, args, kwargs, 'update') < 0 ? 0 : rt.none();
}

function or(rt: Machine, a: number, b: number): number {
  if (!isDict(rt, a) || !isDict(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
  const result = dictCopy(rt, a);
  if (result === 0) return 0;
  if (dictUpdateFrom(rt, result, b) < 0) {
    rt.decref(result);
    return 0;
  }
  return result;
}

function inplaceOr(rt: Machine, self: number, other: number): number {
  return dictUpdateFrom(rt, self, other) < 0 ? 0 : rt.newRef(self);
}

function fromKeys(rt: Machine, type: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'fromkeys', nargs, 1, 2)) return 0;
  return dictFromKeys(rt, type, rt.M[args]!, nargs === 2 ? rt.M[args + 2]! : S.NONE);
}

const METHODS: readonly MethodDef[] = [
  {
    name: '__contains__',
    kind: MethodKind.O,
    fn: (rt, self, key) => {
      const k = dictContains(rt, self, key);
      return k < 0 ? 0 : rt.bool(k > 0);
    },
    doc: 'True if the dictionary has the specified key, else False.',
  },
  { name: '__getitem__', kind: MethodKind.O, fn: dictSubscript, doc: 'Return self[key].' },
  { name: '__sizeof__', kind: MethodKind.NOARGS, fn: (rt, self) => newInt(rt, dictBytes(rt, self)) },
  { name: 'get', kind: MethodKind.FAST, fn: get },
  { name: 'setdefault', kind: MethodKind.FAST, fn: setDefault },
  { name: 'pop', kind: MethodKind.FAST, fn: pop },
  { name: 'popitem', kind: MethodKind.NOARGS, fn: dictPopItem },
  viewMethod('keys', T.DICT_KEYS),
  viewMethod('items', T.DICT_ITEMS),
  viewMethod('values', T.DICT_VALUES),
  { name: 'update', kind: MethodKind.VARARGS | MethodKind.KEYWORDS, fn: update },
  { name: 'fromkeys', kind: MethodKind.FAST | MethodKind.CLASS, fn: fromKeys },
  {
    name: 'clear',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      dictClear(rt, self);
      return rt.none();
    },
  },
  { name: 'copy', kind: MethodKind.NOARGS, fn: dictCopy },
  {
    name: '__reversed__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => newDictIteratorOf(rt, T.DICT_REVERSEKEYITERATOR, self),
  },
];
const CLASS_GETITEM: MethodDef = {
  name: '__class_getitem__',
  kind: MethodKind.O | MethodKind.CLASS,
  fn: newGenericAlias,
};

export function defineDict(rt: Machine): void {
  const modern = rt.profile.minor >= 9;
  defineType(rt, T.DICT, {
    name: 'dict',
    basicsize: 48,
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE | TypeFlag.DICT_SUBCLASS | TypeFlag.MAPPING,
    tp_new: dictNew,
    tp_init: dictInit,
    tp_vectorcall: modern ? dictVectorcall : null,
    tp_dealloc: dictDealloc,
    tp_traverse: dictTraverse,
    tp_clear: dictClear,
    tp_repr: dictRepr,
    tp_richcompare: dictCompare,
    tp_iter: newDictIterator,
    sq_contains: dictContains,
    mp_length: dictLength,
    mp_subscript: dictSubscript,
    mp_ass_subscript: dictAssignSubscript,
    nb_or: modern ? or : null,
    nb_inplace_or: modern ? inplaceOr : null,
    methods: modern ? [...METHODS, CLASS_GETITEM] : METHODS,
  });
}
