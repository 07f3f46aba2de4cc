/** The type collections.OrderedDict, its views and iterators. Follows odictobject.c. */
import { Ob } from '../memory/layout.js';
import { type Parameters, parseKeywords } from '../objects/args.js';
import { call0, callMethod1 } from '../objects/call.js';
import { defineType } from '../objects/defineType.js';
import { dictBytes, dictDealloc, dictEqual, dictTraverse, isDict, mappingKeys } from '../objects/dict.js';
import { dictContains, dictGet, dictLength } from '../objects/dictCore.js';
import { dictSubscript } from '../objects/dictType.js';
import { newDictView, VIEW_DICT } from '../objects/dictView.js';
import { resultPair } from '../objects/enumerate.js';
import { newInt } from '../objects/intCore.js';
import { selfIter } from '../objects/iteratorCore.js';
import { listOf, sequenceFast, sequenceItems, sequenceList } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import {
  compareBool,
  genericGetAttr,
  genericSetAttr,
  getItem,
  getIter,
  isTrue,
  iterNext,
  lookupAttr,
  lookupSpecial,
  setItem,
  trashcanBegin,
  trashcanEnd,
} from '../objects/object.js';
import { reprEnter, reprLeave } from '../objects/reprlib.js';
import { newStr } from '../objects/strCore.js';
import { reprText } from '../objects/support.js';
import { packTuple, packTuple2, tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from '../objects/typeInfo.js';
import { CLASS_GETITEM, defineNativeType, dropField } from './nativeType.js';
import {
  clearNodes,
  findNode,
  lastNode,
  moveNode,
  NODE_BYTES,
  NODE_KEY,
  NODE_NEXT,
  NODE_PREVIOUS,
  OD_BASICSIZE,
  OD_DICT,
  OD_FAST_SIZE,
  OD_FIRST,
  OD_STATE,
  OD_WEAKREFLIST,
  orderedBlocks,
  orderedClear,
  orderedDelete,
  orderedPop,
  orderedSet,
} from './orderedDict.js';

/** Words of odict_iterator. */
const IT_KIND = 4;
const IT_DICT = 6;
const IT_SIZE = 8;
const IT_STATE = 10;
const IT_RESULT = 12;
const IT_CURRENT = 14;
const KEYS = 1;
const VALUES = 2;
const REVERSED = 4;

/** Stores through `__setitem__` of subclasses. */
function store(rt: Machine, od: number, type: number, key: number, value: number): number {
  return rt.is(od, type) ? orderedSet(rt, od, key, value) : setItem(rt, od, key, value);
}

/** Follows mutablemapping_update_arg: a dict, something with keys or items, or pairs. 0 or -1. */
function updateFrom(rt: Machine, od: number, type: number, source: number): number {
  if (rt.is(source, T.DICT)) {
    const items = newDictView(rt, T.DICT_ITEMS, source);
    const list = sequenceList(rt, items);
    rt.decref(items);
    if (list === 0) return -1;
    const status = addPairs(rt, od, type, list);
    rt.decref(list);
    return status;
  }
  const keysMethod = lookupAttr(rt, source, rt.ids.keys);
  if (keysMethod !== 0) {
    rt.decref(keysMethod);
    const keys = mappingKeys(rt, source);
    if (keys === 0) return -1;
    const it = getIter(rt, keys);
    rt.decref(keys);
    if (it === 0) return -1;
    for (let key = iterNext(rt, it); key !== 0; key = iterNext(rt, it)) {
      const value = getItem(rt, source, key);
      const status = value === 0 ? -1 : store(rt, od, type, key, value);
      rt.xdecref(value);
      rt.decref(key);
      if (status < 0) {
        rt.decref(it);
        return -1;
      }
    }
    rt.decref(it);
    return rt.currentException !== 0 ? -1 : 0;
  }
  if (rt.currentException !== 0) return -1;
  return addPairs(rt, od, type, source);
}

function addPairs(rt: Machine, od: number, type: number, pairs: number): number {
  const it = getIter(rt, pairs);
  if (it === 0) return -1;
  for (let pair = iterNext(rt, it); pair !== 0; pair = iterNext(rt, it)) {
    const fast = sequenceFast(rt, pair, `'${rt.typeOf(pair).name}' object is not iterable`);
    let status = -1;
    if (fast !== 0) {
      const n = rt.M[fast + Ob.SIZE]!;
      if (n !== 2)
        rt.raise(
          E.ValueError,
          n < 2 ? `need more than ${n} value${n === 1 ? '' : 's'} to unpack` : 'too many values to unpack (expected 2)',
        );
      else {
        const at = sequenceItems(rt, fast);
        status = store(rt, od, type, rt.M[at]!, rt.M[at + 2]!);
      }
      rt.decref(fast);
    }
    rt.decref(pair);
    if (status < 0) {
      rt.decref(it);
      return -1;
    }
  }
  rt.decref(it);
  return rt.currentException !== 0 ? -1 : 0;
}

/** Arguments of the constructor and of `update`. */
function update(rt: Machine, od: number, type: number, args: number, kwargs: number, name: string): number {
  const n = tupleLength(rt, args);
  if (n > 1) return rt.fail(E.TypeError, `${name}() takes at most 1 positional argument (${n} given)`);
  if (n === 1 && updateFrom(rt, od, type, tupleItem(rt, args, 0)) < 0) return -1;
  if (kwargs !== 0 && dictLength(rt, kwargs) > 0) {
    return updateFrom(rt, od, type, kwargs);
  }
  return 0;
}

function dealloc(rt: Machine, self: number): void {
  rt.gcUntrack(self);
  const mayWait = !rt.typeOf(self).isHeapType;
  if (mayWait && !trashcanBegin(rt, self)) return;
  dropField(rt, self, OD_DICT);
  if (rt.M[self + OD_WEAKREFLIST] !== 0) rt.clearWeakrefs(self);
  clearNodes(rt, self);
  dictDealloc(rt, self);
  if (mayWait) trashcanEnd(rt);
}

function traverse(rt: Machine, self: number, visit: Visit): void {
  const M = rt.M;
  if (M[self + OD_DICT] !== 0) visit(rt, M[self + OD_DICT]!);
  for (let node = M[self + OD_FIRST]!; node !== 0; node = M[node + NODE_NEXT]!) visit(rt, M[node + NODE_KEY]!);
  dictTraverse(rt, self, visit);
}

function clear(rt: Machine, self: number): void {
  dropField(rt, self, OD_DICT);
  orderedClear(rt, self);
}

/** Pairs in order, each with new references. */
function pairsOf(rt: Machine, od: number): number {
  const pairs: number[] = [];
  for (let node = rt.M[od + OD_FIRST]!; node !== 0; node = rt.M[node + NODE_NEXT]!) {
    const key = rt.M[node + NODE_KEY]!;
    const value = dictGet(rt, od, key);
    if (value === 0) {
      for (const pair of pairs) rt.decref(pair);
      return 0;
    }
    pairs.push(packTuple2(rt, key, value));
  }
  return listOf(rt, pairs);
}

function repr(rt: Machine, self: number): number {
  const name = rt.typeOf(self).name;
  if (dictLength(rt, self) === 0) return newStr(rt, `${name}()`);
  if (reprEnter(rt, self)) return newStr(rt, '...');
  let result = 0;
  const pairs = pairsOf(rt, self);
  if (pairs !== 0) {
    if (rt.profile.minor < 12) {
      const text = reprText(rt, pairs);
      if (text !== null) result = newStr(rt, `${name}(${text})`);
    } else {
      const parts: string[] = [];
      const at = sequenceItems(rt, pairs);
      let ok = true;
      for (let i = 0; i < rt.M[pairs + Ob.SIZE]! && ok; i++) {
        const pair = rt.M[at + 2 * i]!;
        // The text is that of a dict's copy: it and the repr of a dict hold on to both.
        const held = [tupleItem(rt, pair, 0), tupleItem(rt, pair, 1)] as const;
        for (const p of held) rt.incref(p);
        const key = reprText(rt, held[0]);
        const value = key === null ? null : reprText(rt, held[1]);
        for (const p of held) rt.decref(p);
        if (value === null) ok = false;
        else parts.push(`${key}: ${value}`);
      }
      if (ok) result = newStr(rt, `${name}({${parts.join(', ')}})`);
    }
    rt.decref(pairs);
  }
  reprLeave(rt, self);
  return result;
}

function compare(rt: Machine, a: number, b: number, op: number, type: number): number {
  if ((op !== 2 && op !== 3) || !isDict(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
  let k = dictEqual(rt, a, b);
  if (k > 0 && rt.isInstance(b, type)) {
    let nodeA = rt.M[a + OD_FIRST]!;
    let nodeB = rt.M[b + OD_FIRST]!;
    while (k > 0 && nodeA !== 0 && nodeB !== 0) {
      k = compareBool(rt, rt.M[nodeA + NODE_KEY]!, rt.M[nodeB + NODE_KEY]!, 2);
      nodeA = rt.M[nodeA + NODE_NEXT]!;
      nodeB = rt.M[nodeB + NODE_NEXT]!;
    }
    if (k > 0 && nodeA !== nodeB) k = 0;
  }
  return k < 0 ? 0 : rt.bool(op === 2 ? k > 0 : k === 0);
}

function popItem(rt: Machine, self: number, last: boolean): number {
  const node = last ? lastNode(rt, self) : rt.M[self + OD_FIRST]!;
  if (node === 0) return rt.raise(E.KeyError, 'dictionary is empty');
  const key = rt.newRef(rt.M[node + NODE_KEY]!);
  const value = orderedPop(rt, self, key);
  if (value === 0) {
    rt.decref(key);
    return 0;
  }
  const result = packTuple2(rt, key, value);
  rt.decref(key);
  rt.decref(value);
  return result;
}

const POPITEM: Parameters = { name: 'popitem', names: ['last'], required: 0, positional: 1 };
const MOVE: Parameters = { name: 'move_to_end', names: ['key', 'last'], required: 1, positional: 2 };
const POP: Parameters = { name: 'pop', names: ['key', 'default'], required: 1, positional: 2 };
const SETDEFAULT: Parameters = { name: 'setdefault', names: ['key', 'default'], required: 1, positional: 2 };
const FROMKEYS: Parameters = { name: 'fromkeys', names: ['iterable', 'value'], required: 1, positional: 2 };

function pop(rt: Machine, self: number, key: number, fallback: number, type: number): number {
  if (rt.is(self, type)) {
    const value = orderedPop(rt, self, key);
    if (value !== 0 || rt.currentException !== 0) return value;
  } else {
    const found = dictContains(rt, self, key);
    if (found < 0) return 0;
    if (found > 0) {
      const value = getItem(rt, self, key);
      if (value !== 0 && setItem(rt, self, key, 0) < 0) {
        rt.decref(value);
        return 0;
      }
      return value;
    }
  }
  if (fallback !== 0) return rt.newRef(fallback);
  const missing = lookupSpecial(rt, self, rt.ids.__missing__);
  if (missing !== 0) return callMethod1(rt, self, rt.ids.__missing__, key);
  return rt.raiseKeyError(key);
}

function newIterator(rt: Machine, type: number, od: number, kind: number): number {
  const M = rt.M;
  const it = rt.newGcObject(type, 64);
  M[it + IT_RESULT] = (kind & (KEYS | VALUES)) === (KEYS | VALUES) ? packTuple2(rt, S.NONE, S.NONE) : 0;
  M[it + IT_KIND] = kind;
  const node = (kind & REVERSED) !== 0 ? lastNode(rt, od) : M[od + OD_FIRST]!;
  M[it + IT_CURRENT] = node === 0 ? 0 : rt.newRef(M[node + NODE_KEY]!);
  M[it + IT_SIZE] = dictLength(rt, od);
  M[it + IT_STATE] = M[od + OD_STATE]!;
  M[it + IT_DICT] = rt.newRef(od);
  rt.gcTrack(it);
  return it;
}

/** The next key, owned by the caller; 0 at the end or with an exception. Follows odictiter_nextkey. */
function nextKey(rt: Machine, it: number): number {
  const M = rt.M;
  const od = M[it + IT_DICT]!;
  if (od === 0) return 0;
  if (M[it + IT_CURRENT] === 0) {
    dropField(rt, it, IT_DICT);
    return 0;
  }
  if (M[it + IT_STATE] !== M[od + OD_STATE]) {
    rt.raise(E.RuntimeError, 'OrderedDict mutated during iteration');
    dropField(rt, it, IT_DICT);
    return 0;
  }
  if (M[it + IT_SIZE] !== dictLength(rt, od)) {
    rt.raise(E.RuntimeError, 'OrderedDict changed size during iteration');
    M[it + IT_SIZE] = -1;
    return 0;
  }
  const node = findNode(rt, od, M[it + IT_CURRENT]!);
  if (node === 0) {
    if (rt.currentException === 0) rt.raiseKeyError(M[it + IT_CURRENT]!);
    dropField(rt, it, IT_CURRENT);
    return 0;
  }
  const key = M[it + IT_CURRENT]!;
  const next = M[node + ((M[it + IT_KIND]! & REVERSED) !== 0 ? NODE_PREVIOUS : NODE_NEXT)]!;
  M[it + IT_CURRENT] = next === 0 ? 0 : rt.newRef(M[next + NODE_KEY]!);
  return key;
}

function iteratorNext(rt: Machine, it: number): number {
  const M = rt.M;
  const key = nextKey(rt, it);
  const kind = M[it + IT_KIND]! & (KEYS | VALUES);
  if (key === 0 || kind === KEYS) return key;
  const value = getItem(rt, M[it + IT_DICT]!, key);
  if (value === 0) {
    rt.decref(key);
    dropField(rt, it, IT_CURRENT);
    return 0;
  }
  if (kind === VALUES) {
    rt.decref(key);
    return value;
  }
  return resultPair(rt, M[it + IT_RESULT]!, key, value);
}

/** Defines OrderedDict; returns its address. */
export function defineOrderedDict(rt: Machine): number {
  const type = rt.nextStaticType();
  const modern = rt.profile.minor >= 9;
  const iterator = defineNativeType(rt, {
    name: 'odict_iterator',
    basicsize: 64,
    references: [IT_DICT, IT_CURRENT, IT_RESULT],
    tp_iter: selfIter,
    tp_iternext: iteratorNext,
  });
  const views = (
    [
      ['odict_keys', T.DICT_KEYS, KEYS],
      ['odict_values', T.DICT_VALUES, VALUES],
      ['odict_items', T.DICT_ITEMS, KEYS | VALUES],
    ] as const
  ).map(([name, base, kind]) => {
    const view = rt.nextStaticType();
    defineType(rt, view, {
      name,
      base,
      basicsize: 24,
      flags: TypeFlag.HAVE_GC,
      tp_iter: (machine, self) => newIterator(machine, iterator, machine.M[self + VIEW_DICT]!, kind),
      methods: [
        {
          name: '__reversed__',
          kind: MethodKind.NOARGS,
          fn: (machine, self) => newIterator(machine, iterator, machine.M[self + VIEW_DICT]!, kind | REVERSED),
        },
      ],
    });
    return view;
  });
  const viewMethod = (name: string, i: number): MethodDef => ({
    name,
    kind: MethodKind.NOARGS,
    fn: (machine, self) => newDictView(machine, views[i]!, self),
  });
  const copy = (machine: Machine, self: number): number => {
    const result = call0(machine, machine.M[self + Ob.TYPE]!);
    if (result === 0) return 0;
    for (let node = machine.M[self + OD_FIRST]!; node !== 0; node = machine.M[node + NODE_NEXT]!) {
      const key = machine.M[node + NODE_KEY]!;
      const value = getItem(machine, self, key);
      const status = value === 0 ? -1 : store(machine, result, type, key, value);
      machine.xdecref(value);
      if (status < 0) {
        machine.decref(result);
        return 0;
      }
    }
    return result;
  };
  const methods: MethodDef[] = [
    viewMethod('keys', 0),
    viewMethod('values', 1),
    viewMethod('items', 2),
    {
      name: 'fromkeys',
      kind: MethodKind.FASTKW | MethodKind.CLASS,
      fn: (machine, cls, args, nargs, kwnames) => {
        const values = parseKeywords(machine, FROMKEYS, args, nargs, kwnames);
        if (values === null) return 0;
        const result = call0(machine, cls);
        if (result === 0) return 0;
        const it = getIter(machine, values[0]!);
        for (let key = it === 0 ? 0 : iterNext(machine, it); key !== 0; key = iterNext(machine, it)) {
          const status = store(machine, result, type, key, values[1] === 0 ? S.NONE : values[1]!);
          machine.decref(key);
          if (status < 0) break;
        }
        machine.xdecref(it);
        if (machine.currentException !== 0) {
          machine.decref(result);
          return 0;
        }
        return result;
      },
    },
    {
      name: '__sizeof__',
      kind: MethodKind.NOARGS,
      fn: (machine, self) =>
        newInt(
          machine,
          dictBytes(machine, self) +
            8 * machine.M[self + OD_FAST_SIZE]! +
            (machine.M[self + OD_FAST_SIZE] === 0 ? 0 : NODE_BYTES * dictLength(machine, self)),
        ),
    },
    {
      name: 'pop',
      kind: MethodKind.FASTKW,
      fn: (machine, self, args, nargs, kwnames) => {
        const values = parseKeywords(machine, POP, args, nargs, kwnames);
        return values === null ? 0 : pop(machine, self, values[0]!, values[1]!, type);
      },
    },
    {
      name: 'popitem',
      kind: MethodKind.FASTKW,
      fn: (machine, self, args, nargs, kwnames) => {
        const values = parseKeywords(machine, POPITEM, args, nargs, kwnames);
        if (values === null) return 0;
        const last = values[0] === 0 ? 1 : isTrue(machine, values[0]!);
        return last < 0 ? 0 : popItem(machine, self, last > 0);
      },
    },
    {
      name: 'setdefault',
      kind: MethodKind.FASTKW,
      fn: (machine, self, args, nargs, kwnames) => {
        const values = parseKeywords(machine, SETDEFAULT, args, nargs, kwnames);
        if (values === null) return 0;
        const found = dictContains(machine, self, values[0]!);
        if (found < 0) return 0;
        if (found > 0) return getItem(machine, self, values[0]!);
        const value = values[1] === 0 ? S.NONE : values[1]!;
        return store(machine, self, type, values[0]!, value) < 0 ? 0 : machine.newRef(value);
      },
    },
    {
      name: 'update',
      kind: MethodKind.VARARGS | MethodKind.KEYWORDS,
      fn: (machine, self, args, kwargs) =>
        update(machine, self, type, args, kwargs, 'update') < 0 ? 0 : machine.none(),
    },
    {
      name: 'clear',
      kind: MethodKind.NOARGS,
      fn: (machine, self) => {
        orderedClear(machine, self);
        return machine.none();
      },
    },
    { name: 'copy', kind: MethodKind.NOARGS, fn: copy },
    { name: '__copy__', kind: MethodKind.NOARGS, fn: copy },
    {
      name: 'move_to_end',
      kind: MethodKind.FASTKW,
      fn: (machine, self, args, nargs, kwnames) => {
        const values = parseKeywords(machine, MOVE, args, nargs, kwnames);
        if (values === null) return 0;
        const last = values[1] === 0 ? 1 : isTrue(machine, values[1]!);
        if (last < 0) return 0;
        const node = findNode(machine, self, values[0]!);
        if (node === 0) return machine.currentException !== 0 ? 0 : machine.raiseKeyError(values[0]!);
        const end = last > 0 ? lastNode(machine, self) : machine.M[self + OD_FIRST]!;
        if (node !== end) moveNode(machine, self, node, last > 0);
        return machine.none();
      },
    },
    {
      name: '__reversed__',
      kind: MethodKind.NOARGS,
      fn: (machine, self) => newIterator(machine, iterator, self, KEYS | REVERSED),
    },
    {
      name: '__reduce__',
      kind: MethodKind.NOARGS,
      fn: (machine, self) => {
        const view = newDictView(machine, views[2]!, self);
        const it = getIter(machine, view);
        machine.decref(view);
        const result = packTuple(machine, machine.M[self + Ob.TYPE]!, S.EMPTY_TUPLE, S.NONE, S.NONE, it);
        machine.decref(it);
        return result;
      },
    },
  ];
  defineType(rt, type, {
    name: 'collections.OrderedDict',
    base: T.DICT,
    basicsize: OD_BASICSIZE,
    dictoffset: OD_DICT * 4,
    weaklistoffset: OD_WEAKREFLIST * 4,
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE,
    tp_init: (machine, self, args, kwargs) => update(machine, self, type, args, kwargs, 'OrderedDict'),
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_clear: clear,
    ownedBlocks: orderedBlocks,
    tp_repr: repr,
    tp_richcompare: (machine, a, b, op) => compare(machine, a, b, op, type),
    tp_iter: (machine, self) => newIterator(machine, iterator, self, KEYS),
    tp_getattro: genericGetAttr,
    tp_setattro: genericSetAttr,
    mp_length: dictLength,
    mp_subscript: dictSubscript,
    mp_ass_subscript: (machine, self, key, value) =>
      value === 0 ? orderedDelete(machine, self, key) : orderedSet(machine, self, key, value),
    nb_or: modern
      ? (machine, a, b) => {
          const self = machine.isInstance(a, type) ? a : b;
          const other = self === a ? b : a;
          if (!isDict(machine, other)) return machine.newRef(S.NOT_IMPLEMENTED);
          const result = call0(machine, machine.M[self + Ob.TYPE]!);
          if (result === 0) return 0;
          if (updateFrom(machine, result, type, a) < 0 || updateFrom(machine, result, type, b) < 0) {
            machine.decref(result);
            return 0;
          }
          return result;
        }
      : null,
    nb_inplace_or: modern
      ? (machine, self, other) => (updateFrom(machine, self, type, other) < 0 ? 0 : machine.newRef(self))
      : null,
    methods: modern ? [...methods, CLASS_GETITEM] : methods,
    getset: [
      {
        name: '__dict__',
        get: (machine, self) => {
          const M = machine.M;
          if (M[self + OD_DICT] === 0) M[self + OD_DICT] = call0(machine, T.DICT);
          return machine.newRef(M[self + OD_DICT]!);
        },
      },
    ],
  });
  return type;
}
