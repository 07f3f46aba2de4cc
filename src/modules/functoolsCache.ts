/** The object that lru_cache makes. Follows _functoolsmodule.c: lru_cache_*. */
import { Ob } from '../memory/layout.js';
import { type Parameters, parseTupleKeywords } from '../objects/args.js';
import { call, callTupleDict } from '../objects/call.js';
import { defineType } from '../objects/defineType.js';
import { dictClear, dictGetHashed, dictLength, dictSetHashed, hashKey, newDict } from '../objects/dictCore.js';
import { dictPop } from '../objects/dictType.js';
import { newMethod } from '../objects/function.js';
import { asIndex, newInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { freeInstance, genericGetAttr, genericSetAttr, isTrue } from '../objects/object.js';
import { internStr } from '../objects/strCore.js';
import { dictEntries } from '../objects/support.js';
import { newTuple, tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { MethodKind, TypeFlag, type TypeInfo, type Visit } from '../objects/typeInfo.js';
import { allocate } from './nativeType.js';

/** Links of the list of results: the wrapper's own head is the root. Words. */
const PREVIOUS = 4;
const NEXT = 6;
const LINK_HASH = 8;
const LINK_KEY = 10;
const LINK_RESULT = 12;
const LINK_BYTES = 56;

/** Words of the wrapper behind its root. */
const KIND = 14;
const TYPED = 16;
const CACHE = 18;
const HITS = 20;
const FUNC = 22;
const MAXSIZE = 24;
const MISSES = 26;
/** The type of links (3.10+ has it here, and the mark between positional arguments and keywords). */
const LATER = 28;

const UNBOUNDED = 0;
const UNCACHED = 1;
const BOUNDED = 2;
const ITEM = 6;

interface Fields {
  /** Word offsets that differ by version. */
  readonly mark: number;
  readonly infoType: number;
  readonly dict: number;
  readonly weak: number;
  readonly bytes: number;
}

function fieldsOf(minor: number): Fields {
  if (minor === 8) return { mark: 0, infoType: LATER, dict: LATER + 2, weak: 0, bytes: 128 };
  if (minor === 9) return { mark: 0, infoType: LATER, dict: LATER + 2, weak: LATER + 4, bytes: 136 };
  return { mark: LATER, infoType: LATER + 4, dict: LATER + 6, weak: LATER + 8, bytes: 152 };
}

const PARAMETERS: Parameters = {
  name: 'lru_cache',
  names: ['user_function', 'maxsize', 'typed', 'cache_info_type'],
  required: 4,
  positional: 4,
};

/** Follows lru_cache_make_key: new reference. */
function makeKey(rt: Machine, mark: number, args: number, kwargs: number, typed: boolean): number {
  const M = rt.M;
  const n = tupleLength(rt, args);
  const nkw = kwargs === 0 ? 0 : dictLength(rt, kwargs);
  if (!typed && nkw === 0) {
    if (n === 1) {
      const only = tupleItem(rt, args, 0);
      if (rt.is(only, T.STR) || rt.is(only, T.INT)) return rt.newRef(only);
    }
    return rt.newRef(args);
  }
  const size = n + (nkw > 0 ? 2 * nkw + 1 : 0) + (typed ? n + nkw : 0);
  const key = newTuple(rt, size);
  let at = key + ITEM;
  const put = (p: number) => {
    M[at] = rt.newRef(p);
    at += 2;
  };
  for (let i = 0; i < n; i++) put(tupleItem(rt, args, i));
  const pairs = nkw > 0 ? dictEntries(rt, kwargs) : [];
  if (nkw > 0) {
    put(mark);
    for (const [name, value] of pairs) {
      put(name);
      put(value);
    }
  }
  if (typed) {
    for (let i = 0; i < n; i++) put(M[tupleItem(rt, args, i) + Ob.TYPE]!);
    for (const [, value] of pairs) put(M[value + Ob.TYPE]!);
  }
  if (size > 0) rt.gcTrack(key);
  return key;
}

function extractLink(rt: Machine, link: number): void {
  const M = rt.M;
  const previous = M[link + PREVIOUS]!;
  const next = M[link + NEXT]!;
  M[previous + NEXT] = next;
  M[next + PREVIOUS] = previous;
}

function appendLink(rt: Machine, self: number, link: number): void {
  const M = rt.M;
  const last = M[self + PREVIOUS]!;
  M[last + NEXT] = link;
  M[self + PREVIOUS] = link;
  M[link + PREVIOUS] = last;
  M[link + NEXT] = self;
}

/** Takes all links out of the list; their references are the caller's. */
function unlinkAll(rt: Machine, self: number): number[] {
  const M = rt.M;
  const links: number[] = [];
  for (let link = M[self + NEXT]!; link !== self && link !== 0; link = M[link + NEXT]!) links.push(link);
  M[self + NEXT] = self;
  M[self + PREVIOUS] = self;
  return links;
}

/** Key of the mark's address in Machine.natural. */
const MARK = -3;

/** Defines _lru_cache_wrapper; returns its address. */
export function defineLruCache(rt: Machine): number {
  const type = rt.nextStaticType();
  const linkType = rt.nextStaticType();
  const fields = fieldsOf(rt.profile.minor);
  const mark = rt.newObject(T.OBJECT, 16);
  rt.natural.set(MARK, mark);
  defineType(rt, linkType, {
    name: 'functools._lru_list_elem',
    basicsize: LINK_BYTES,
    tp_dealloc: (machine, self) => {
      machine.xdecref(machine.M[self + LINK_KEY]!);
      machine.xdecref(machine.M[self + LINK_RESULT]!);
      machine.freeObject(self);
    },
  });

  const create = (machine: Machine, cls: number, args: number, kwargs: number): number => {
    const values = parseTupleKeywords(machine, PARAMETERS, args, kwargs);
    if (values === null) return 0;
    const [func, maxsize, typedFlag, infoType] = values as [number, number, number, number];
    const info = machine.typeOf(func);
    if (info.tp_call === null && info.vectorcall === null) {
      return machine.raise(E.TypeError, 'the first argument must be callable');
    }
    let kind = UNBOUNDED;
    let limit = -1;
    if (maxsize !== S.NONE) {
      if (machine.typeOf(maxsize).nb_index === null)
        return machine.raise(E.TypeError, 'maxsize should be integer or None');
      limit = asIndex(machine, maxsize, E.OverflowError);
      if (Number.isNaN(limit)) return 0;
      limit = Math.min(Math.max(limit, 0), 0x7fff_ffff);
      kind = limit === 0 ? UNCACHED : BOUNDED;
    }
    const typed = isTrue(machine, typedFlag);
    if (typed < 0) return 0;
    const cache = newDict(machine);
    const p = allocate(machine, cls);
    if (p === 0) {
      machine.decref(cache);
      return 0;
    }
    const M = machine.M;
    M[p + PREVIOUS] = p;
    M[p + NEXT] = p;
    M[p + KIND] = kind;
    M[p + TYPED] = typed;
    M[p + CACHE] = cache;
    M[p + FUNC] = machine.newRef(func);
    M[p + MAXSIZE] = limit;
    if (fields.mark !== 0) {
      M[p + fields.mark] = machine.newRef(mark);
      M[p + fields.mark + 2] = machine.newRef(linkType);
    }
    M[p + fields.infoType] = machine.newRef(infoType);
    return p;
  };

  const run = (machine: Machine, self: number, args: number, kwargs: number): number => {
    const M = machine.M;
    const kind = M[self + KIND]!;
    if (kind === UNCACHED) {
      M[self + MISSES]!++;
      return callTupleDict(machine, M[self + FUNC]!, args, kwargs);
    }
    const key = makeKey(machine, mark, args, kwargs, M[self + TYPED] !== 0);
    if (hashKey(machine, key) < 0) {
      machine.decref(key);
      return 0;
    }
    const low = machine.hashLow;
    const high = machine.hashHigh;
    const cache = M[self + CACHE]!;
    const known = dictGetHashed(machine, cache, key, low, high);
    if (machine.currentException !== 0) {
      machine.decref(key);
      return 0;
    }
    if (known !== 0) {
      let result = known;
      if (kind === BOUNDED) {
        extractLink(machine, known);
        appendLink(machine, self, known);
        result = M[known + LINK_RESULT]!;
      }
      machine.incref(result);
      M[self + HITS]!++;
      machine.decref(key);
      return result;
    }
    M[self + MISSES]!++;
    const result = callTupleDict(machine, M[self + FUNC]!, args, kwargs);
    if (result === 0) {
      machine.decref(key);
      return 0;
    }
    if (kind === UNBOUNDED) {
      const status = dictSetHashed(machine, cache, key, result, low, high);
      machine.decref(key);
      if (status < 0) {
        machine.decref(result);
        return 0;
      }
      return result;
    }
    return remember(machine, self, key, result, low, high);
  };

  /** Keeps a result in a bounded cache. Follows bounded_lru_cache_wrapper. */
  const remember = (machine: Machine, self: number, key: number, result: number, low: number, high: number): number => {
    const M = machine.M;
    const cache = M[self + CACHE]!;
    const meanwhile = dictGetHashed(machine, cache, key, low, high);
    if (meanwhile !== 0 || machine.currentException !== 0) {
      machine.decref(key);
      if (meanwhile !== 0) return result;
      machine.decref(result);
      return 0;
    }
    if (dictLength(machine, cache) < M[self + MAXSIZE]! || M[self + NEXT] === self) {
      const link = machine.newObject(linkType, LINK_BYTES);
      M[link + LINK_HASH] = low;
      M[link + LINK_HASH + 1] = high;
      M[link + LINK_KEY] = key;
      M[link + LINK_RESULT] = result;
      if (dictSetHashed(machine, cache, key, link, low, high) < 0) {
        machine.decref(link);
        return 0;
      }
      appendLink(machine, self, link);
      return machine.newRef(result);
    }
    // Full: the oldest link is used again.
    const link = M[self + NEXT]!;
    extractLink(machine, link);
    const popped = dictPop(machine, cache, M[link + LINK_KEY]!, S.NONE);
    if (popped === 0) {
      appendLink(machine, self, link);
      machine.decref(key);
      machine.decref(result);
      return 0;
    }
    if (popped === S.NONE) {
      machine.decref(popped);
      machine.decref(link);
      machine.decref(key);
      return result;
    }
    const oldKey = M[link + LINK_KEY]!;
    const oldResult = M[link + LINK_RESULT]!;
    M[link + LINK_HASH] = low;
    M[link + LINK_HASH + 1] = high;
    M[link + LINK_KEY] = key;
    M[link + LINK_RESULT] = result;
    if (dictSetHashed(machine, cache, key, link, low, high) < 0) {
      machine.decref(popped);
      machine.decref(link);
      machine.decref(oldKey);
      machine.decref(oldResult);
      return 0;
    }
    appendLink(machine, self, link);
    machine.incref(result);
    machine.decref(popped);
    machine.decref(oldKey);
    machine.decref(oldResult);
    return result;
  };

  const slots = {
    basicsize: fields.bytes,
    dictoffset: fields.dict * 4,
    weaklistoffset: fields.weak * 4,
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE | TypeFlag.METHOD_DESCRIPTOR,
    tp_new: create,
    tp_call: run,
    tp_descr_get: (machine, self, object) =>
      object === 0 || object === S.NONE ? machine.newRef(self) : newMethod(machine, self, object),
    tp_getattro: genericGetAttr,
    tp_setattro: genericSetAttr,
    tp_dealloc: (machine, self) => {
      const M = machine.M;
      machine.gcUntrack(self);
      if (fields.weak !== 0 && M[self + fields.weak] !== 0) machine.clearWeakrefs(self);
      const links = unlinkAll(machine, self);
      machine.xdecref(M[self + CACHE]!);
      machine.xdecref(M[self + FUNC]!);
      if (fields.mark !== 0) {
        machine.xdecref(M[self + fields.mark]!);
        machine.xdecref(M[self + fields.mark + 2]!);
      }
      machine.xdecref(M[self + fields.infoType]!);
      machine.xdecref(M[self + fields.dict]!);
      for (const link of links) machine.decref(link);
      freeInstance(machine, self);
    },
    tp_traverse: (machine: Machine, self: number, visit: Visit) => {
      const M = machine.M;
      const see = (p: number) => {
        if (p !== 0) visit(machine, p);
      };
      for (let link = M[self + NEXT]!; link !== self && link !== 0; link = M[link + NEXT]!) {
        see(M[link + LINK_KEY]!);
        see(M[link + LINK_RESULT]!);
        if (fields.mark !== 0) see(M[link + Ob.TYPE]!);
      }
      see(M[self + (fields.mark !== 0 ? CACHE : FUNC)]!);
      see(M[self + (fields.mark !== 0 ? FUNC : CACHE)]!);
      if (fields.mark !== 0) {
        see(M[self + fields.mark]!);
        see(M[self + fields.mark + 2]!);
      }
      see(M[self + fields.infoType]!);
      see(M[self + fields.dict]!);
    },
    untraversed: (machine: Machine, self: number, visit: Visit) => {
      const M = machine.M;
      for (let link = M[self + NEXT]!; link !== self && link !== 0; link = M[link + NEXT]!) visit(machine, link);
    },
    tp_clear: (machine, self) => {
      const M = machine.M;
      const links = unlinkAll(machine, self);
      for (const field of [CACHE, FUNC, fields.infoType, fields.dict]) {
        const old = M[self + field]!;
        M[self + field] = 0;
        machine.xdecref(old);
      }
      for (const link of links) machine.decref(link);
    },
  } satisfies Partial<TypeInfo>;
  defineType(rt, type, {
    ...slots,
    name: 'functools._lru_cache_wrapper',
    methods: [
      {
        name: 'cache_info',
        kind: MethodKind.NOARGS,
        fn: (machine, self) => {
          const M = machine.M;
          const args = machine.pushArguments(4);
          M[args] = newInt(machine, M[self + HITS]!);
          M[args + 2] = newInt(machine, M[self + MISSES]!);
          M[args + 4] = M[self + MAXSIZE]! < 0 ? machine.none() : newInt(machine, M[self + MAXSIZE]!);
          M[args + 6] = newInt(machine, dictLength(machine, M[self + CACHE]!));
          const result = call(machine, M[self + fields.infoType]!, args, 4, 0);
          for (let i = 0; i < 4; i++) machine.decref(M[args + 2 * i]!);
          machine.popArguments(args);
          return result;
        },
      },
      {
        name: 'cache_clear',
        kind: MethodKind.NOARGS,
        fn: (machine, self) => {
          const links = unlinkAll(machine, self);
          machine.M[self + HITS] = 0;
          machine.M[self + MISSES] = 0;
          dictClear(machine, machine.M[self + CACHE]!);
          for (const link of links) machine.decref(link);
          return machine.none();
        },
      },
      {
        name: '__reduce__',
        kind: MethodKind.NOARGS,
        fn: (machine, self) => {
          return genericGetAttr(machine, self, internStr(machine, '__qualname__'));
        },
      },
      { name: '__copy__', kind: MethodKind.NOARGS, fn: (machine, self) => machine.newRef(self) },
      { name: '__deepcopy__', kind: MethodKind.O, fn: (machine, self) => machine.newRef(self) },
    ],
    getset: [
      {
        name: '__dict__',
        get: (machine, self) => {
          const M = machine.M;
          if (M[self + fields.dict] === 0) M[self + fields.dict] = newDict(machine);
          return machine.newRef(M[self + fields.dict]!);
        },
      },
    ],
  });
  return type;
}
