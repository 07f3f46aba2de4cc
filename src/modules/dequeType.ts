/** The type collections.deque and its iterators. Follows _collectionsmodule.c. */
import { Ob } from '../memory/layout.js';
import { checkArgs, type Parameters, parseTupleKeywords } from '../objects/args.js';
import { call1, call2 } from '../objects/call.js';
import { asIndex, newInt } from '../objects/intCore.js';
import { selfIter } from '../objects/iteratorCore.js';
import { sequenceList } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { compareBool, freeInstance, getIter, iterNext } from '../objects/object.js';
import { reprEnter, reprLeave } from '../objects/reprlib.js';
import { sliceIndexNotNone } from '../objects/slice.js';
import { newStr } from '../objects/strCore.js';
import { reprText } from '../objects/support.js';
import { compareLengths } from '../objects/tuple.js';
import { packTuple, tupleItem } from '../objects/tupleCore.js';
import { E, S } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import {
  BLOCK,
  BLOCK_DATA,
  DQ_LEFT,
  DQ_LEFT_INDEX,
  DQ_MAXLEN,
  DQ_RIGHT,
  DQ_RIGHT_INDEX,
  DQ_STATE,
  DQ_WEAKREFLIST,
  dequeAppend,
  dequeAppendLeft,
  dequeBasicSize,
  dequeBlockBytes,
  dequeBlocks,
  dequeClear,
  dequeDrop,
  dequeInit,
  dequeLength,
  dequePop,
  dequePopLeft,
  dequeRoom,
  dequeRotate,
  dequeSkew,
  dequeSlot,
  dequeTraverse,
  neighbour,
} from './deque.js';
import { allocate, CLASS_GETITEM, defineNativeType, defineNativeTypeAt } from './nativeType.js';

/** Words of the iterators. */
const IT_BLOCK = 4;
const IT_INDEX = 6;
const IT_DEQUE = 8;
const IT_STATE = 10;
const IT_LEFT = 12;

const PARAMETERS: Parameters = {
  name: 'deque',
  names: ['iterable', 'maxlen'],
  required: 0,
  positional: 2,
  parserSince: 13,
};

function dequeNew(rt: Machine, type: number): number {
  const dq = allocate(rt, type);
  if (dq !== 0) dequeInit(rt, dq);
  return dq;
}

/** Adds the items of an iterable at one end: 0 or -1. Follows deque_extend, deque_extendleft. */
function extend(rt: Machine, dq: number, iterable: number, left: boolean): number {
  if (iterable === dq) {
    const list = sequenceList(rt, iterable);
    if (list === 0) return -1;
    const status = extend(rt, dq, list, left);
    rt.decref(list);
    return status;
  }
  const it = getIter(rt, iterable);
  if (it === 0) return -1;
  const none = rt.M[dq + DQ_MAXLEN] === 0;
  if (!none) dequeSkew(rt, dq, left);
  for (let item = iterNext(rt, it); item !== 0; item = iterNext(rt, it)) {
    if (none) rt.decref(item);
    else if (left) dequeAppendLeft(rt, dq, item);
    else dequeAppend(rt, dq, item);
  }
  rt.decref(it);
  return rt.currentException !== 0 ? -1 : 0;
}

function dequeInitSlot(rt: Machine, self: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(rt, PARAMETERS, args, kwargs);
  if (values === null) return -1;
  let maxlen = -1;
  if (values[1] !== 0 && values[1] !== S.NONE) {
    if (!rt.isInt(values[1]!)) return rt.fail(E.TypeError, 'an integer is required');
    maxlen = asIndex(rt, values[1]!, E.OverflowError);
    if (Number.isNaN(maxlen)) return -1;
    if (maxlen < 0) return rt.fail(E.ValueError, 'maxlen must be non-negative');
  }
  rt.M[self + DQ_MAXLEN] = Math.min(maxlen, 0x7fff_ffff);
  if (dequeLength(rt, self) > 0) dequeClear(rt, self);
  return values[0] !== 0 ? extend(rt, self, values[0]!, false) : 0;
}

function dequeDealloc(rt: Machine, self: number): void {
  rt.gcUntrack(self);
  if (rt.M[self + DQ_WEAKREFLIST] !== 0) rt.clearWeakrefs(self);
  dequeDrop(rt, self);
  freeInstance(rt, self);
}

function maxlenOf(rt: Machine, dq: number): number {
  return rt.M[dq + DQ_MAXLEN]!;
}

/** A new deque of the same type and limit. Follows deque_copy. */
function dequeCopy(rt: Machine, self: number, dequeType: number): number {
  const type = rt.M[self + Ob.TYPE]!;
  if (type === dequeType) {
    const copy = dequeNew(rt, type);
    if (copy === 0) return 0;
    rt.M[copy + DQ_MAXLEN] = maxlenOf(rt, self);
    if (extend(rt, copy, self, false) < 0) {
      rt.decref(copy);
      return 0;
    }
    return copy;
  }
  if (maxlenOf(rt, self) < 0) return call1(rt, type, self);
  const maxlen = newInt(rt, maxlenOf(rt, self));
  const copy = call2(rt, type, self, maxlen);
  rt.decref(maxlen);
  return copy;
}

function dequeRepr(rt: Machine, self: number): number {
  if (reprEnter(rt, self)) return newStr(rt, '[...]');
  const list = sequenceList(rt, self);
  let result = 0;
  if (list !== 0) {
    const text = reprText(rt, list);
    rt.decref(list);
    if (text !== null) {
      const max = maxlenOf(rt, self);
      result = newStr(rt, `${rt.typeOf(self).name}(${text}${max >= 0 ? `, maxlen=${max}` : ''})`);
    }
  }
  reprLeave(rt, self);
  return result;
}

/** Walks items 0..n; `see` returns null to go on or a result. Mutations are an error with `message`. */
function walk(
  rt: Machine,
  dq: number,
  error: number,
  message: string,
  see: (item: number, i: number) => number | null,
): number | null {
  const state = rt.M[dq + DQ_STATE]!;
  const n = dequeLength(rt, dq);
  for (let i = 0; i < n; i++) {
    const item = rt.newRef(rt.M[dequeSlot(rt, dq, i)]!);
    const result = see(item, i);
    rt.decref(item);
    if (result !== null) return result;
    if (rt.M[dq + DQ_STATE] !== state) return rt.raise(error, message) - 1;
  }
  return null;
}

const MUTATED = 'deque mutated during iteration';

function contains(rt: Machine, dq: number, value: number): number {
  const found = walk(rt, dq, E.RuntimeError, MUTATED, (item) => {
    const k = compareBool(rt, item, value, 2);
    return k === 0 ? null : k;
  });
  return found ?? 0;
}

function count(rt: Machine, dq: number, value: number): number {
  let n = 0;
  const failed = walk(rt, dq, E.RuntimeError, MUTATED, (item) => {
    const k = compareBool(rt, item, value, 2);
    if (k > 0) n++;
    return k < 0 ? -1 : null;
  });
  return failed === null ? newInt(rt, n) : 0;
}

function indexOf(rt: Machine, dq: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'index', nargs, 1, 3)) return 0;
  const n = dequeLength(rt, dq);
  const M = rt.M;
  let start = nargs > 1 ? sliceIndexNotNone(rt, M[args + 2]!) : 0;
  let stop = nargs > 2 ? sliceIndexNotNone(rt, M[args + 4]!) : n;
  if (Number.isNaN(start) || Number.isNaN(stop)) return 0;
  if (start < 0) start = Math.max(0, start + n);
  if (stop < 0) stop = Math.max(0, stop + n);
  const state = M[dq + DQ_STATE]!;
  for (let i = start; i < Math.min(stop, n); i++) {
    const k = compareBool(rt, M[dequeSlot(rt, dq, i)]!, M[args]!, 2);
    if (k > 0) return newInt(rt, i);
    if (k < 0) return 0;
    if (M[dq + DQ_STATE] !== state) return rt.raise(E.RuntimeError, MUTATED);
  }
  const text = reprText(rt, M[args]!);
  return text === null ? 0 : rt.raise(E.ValueError, `${text} is not in deque`);
}

function deleteAt(rt: Machine, dq: number, i: number): void {
  dequeRotate(rt, dq, -i);
  const item = dequePopLeft(rt, dq);
  dequeRotate(rt, dq, i);
  rt.decref(item);
}

function remove(rt: Machine, dq: number, value: number): number {
  const M = rt.M;
  const n = dequeLength(rt, dq);
  const state = M[dq + DQ_STATE]!;
  for (let i = 0; i < n; i++) {
    const item = rt.newRef(M[dequeSlot(rt, dq, i)]!);
    const k = compareBool(rt, item, value, 2);
    rt.decref(item);
    if (k < 0) return 0;
    if (M[dq + DQ_STATE] !== state) return rt.raise(E.IndexError, 'deque mutated during remove().');
    if (k > 0) {
      deleteAt(rt, dq, i);
      return rt.none();
    }
  }
  if (rt.profile.minor <= 9) return rt.raise(E.ValueError, 'deque.remove(x): x not in deque');
  const text = reprText(rt, value);
  return text === null ? 0 : rt.raise(E.ValueError, `${text} is not in deque`);
}

function insert(rt: Machine, dq: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'insert', nargs, 2, 2)) return 0;
  const i = asIndex(rt, rt.M[args]!, E.OverflowError);
  if (Number.isNaN(i)) return 0;
  const n = dequeLength(rt, dq);
  if (maxlenOf(rt, dq) === n) return rt.raise(E.IndexError, 'deque already at its maximum size');
  const item = rt.newRef(rt.M[args + 2]!);
  if (i >= n) dequeAppend(rt, dq, item);
  else if (i <= -n || i === 0) dequeAppendLeft(rt, dq, item);
  else {
    dequeRotate(rt, dq, -i);
    if (i < 0) dequeAppend(rt, dq, item);
    else dequeAppendLeft(rt, dq, item);
    dequeRotate(rt, dq, i);
  }
  return rt.none();
}

function itemSlot(rt: Machine, dq: number, i: number): number {
  if (i < 0 || i >= dequeLength(rt, dq)) return rt.raise(E.IndexError, 'deque index out of range');
  return rt.newRef(rt.M[dequeSlot(rt, dq, i)]!);
}

function assignItem(rt: Machine, dq: number, i: number, value: number): number {
  if (i < 0 || i >= dequeLength(rt, dq)) return rt.fail(E.IndexError, 'deque index out of range');
  if (value === 0) deleteAt(rt, dq, i);
  else {
    const at = dequeSlot(rt, dq, i);
    const old = rt.M[at]!;
    rt.M[at] = rt.newRef(value);
    rt.decref(old);
  }
  return 0;
}

/** `dq *= n`: 0 or -1. Follows deque_inplace_repeat. */
function repeatInplace(rt: Machine, dq: number, n: number): number {
  const size = dequeLength(rt, dq);
  if (size === 0 || n === 1) return 0;
  if (n <= 0) {
    dequeClear(rt, dq);
    return 0;
  }
  const items = sequenceList(rt, dq);
  if (items === 0) return -1;
  for (let i = 1; i < n; i++) {
    if (extend(rt, dq, items, false) < 0) {
      rt.decref(items);
      return -1;
    }
  }
  rt.decref(items);
  return 0;
}

function reverse(rt: Machine, dq: number): number {
  const M = rt.M;
  for (let i = 0, j = dequeLength(rt, dq) - 1; i < j; i++, j--) {
    const a = dequeSlot(rt, dq, i);
    const b = dequeSlot(rt, dq, j);
    const t = M[a]!;
    M[a] = M[b]!;
    M[b] = t;
  }
  return rt.none();
}

function rotate(rt: Machine, dq: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'rotate', nargs, 0, 1)) return 0;
  const n = nargs === 0 ? 1 : asIndex(rt, rt.M[args]!, E.OverflowError);
  if (Number.isNaN(n)) return 0;
  dequeRotate(rt, dq, n);
  return rt.none();
}

/** Methods that need nothing but the deque. */
const METHODS: readonly MethodDef[] = [
  {
    name: 'append',
    kind: MethodKind.O,
    fn: (rt, self, item) => {
      dequeAppend(rt, self, rt.newRef(item));
      return rt.none();
    },
  },
  {
    name: 'appendleft',
    kind: MethodKind.O,
    fn: (rt, self, item) => {
      dequeAppendLeft(rt, self, rt.newRef(item));
      return rt.none();
    },
  },
  {
    name: 'clear',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      dequeClear(rt, self);
      return rt.none();
    },
  },
  { name: 'count', kind: MethodKind.O, fn: count },
  { name: 'extend', kind: MethodKind.O, fn: (rt, self, o) => (extend(rt, self, o, false) < 0 ? 0 : rt.none()) },
  { name: 'extendleft', kind: MethodKind.O, fn: (rt, self, o) => (extend(rt, self, o, true) < 0 ? 0 : rt.none()) },
  { name: 'index', kind: MethodKind.FAST, fn: indexOf },
  { name: 'insert', kind: MethodKind.FAST, fn: insert },
  { name: 'pop', kind: MethodKind.NOARGS, fn: dequePop },
  { name: 'popleft', kind: MethodKind.NOARGS, fn: dequePopLeft },
  { name: 'remove', kind: MethodKind.O, fn: remove },
  { name: 'reverse', kind: MethodKind.NOARGS, fn: reverse },
  { name: 'rotate', kind: MethodKind.FAST, fn: rotate },
  {
    name: '__sizeof__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => newInt(rt, rt.typeOf(self).basicsize + dequeBlockBytes(rt, self)),
  },
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const max = maxlenOf(rt, self);
      const maxlen = max < 0 ? rt.none() : newInt(rt, max);
      const empty = rt.newRef(S.EMPTY_TUPLE);
      const args = max < 0 ? empty : packTuple(rt, empty, maxlen);
      const it = getIter(rt, self);
      const result = it === 0 ? 0 : packTuple(rt, rt.M[self + Ob.TYPE]!, args, S.NONE, it);
      rt.xdecref(it);
      if (args !== empty) rt.decref(args);
      rt.decref(empty);
      rt.decref(maxlen);
      return result;
    },
  },
];

function compareDeques(rt: Machine, a: number, b: number, op: number, type: number): number {
  if (!rt.isInstance(a, type) || !rt.isInstance(b, type)) return rt.newRef(S.NOT_IMPLEMENTED);
  const nA = dequeLength(rt, a);
  const nB = dequeLength(rt, b);
  if (op === 2 && a !== b && nA !== nB) return rt.bool(false);
  if (op === 3 && a !== b && nA !== nB) return rt.bool(true);
  const itA = getIter(rt, a);
  const itB = getIter(rt, b);
  let answer: number | null = null;
  let x = 0;
  let y = 0;
  for (;;) {
    x = iterNext(rt, itA);
    if (x === 0 && rt.currentException !== 0) break;
    y = iterNext(rt, itB);
    if (x === 0 || y === 0) break;
    const same = compareBool(rt, x, y, 2);
    if (same === 0) answer = op === 2 ? 0 : op === 3 ? 1 : compareBool(rt, x, y, op);
    else if (same < 0) answer = -1;
    rt.decref(x);
    rt.decref(y);
    x = 0;
    y = 0;
    if (answer !== null) break;
  }
  if (answer === null && rt.currentException === 0) {
    answer = compareLengths(x !== 0 ? 1 : 0, y !== 0 ? 1 : 0, op) ? 1 : 0;
  }
  rt.xdecref(x);
  rt.xdecref(y);
  rt.decref(itA);
  rt.decref(itB);
  return answer === null || answer < 0 ? 0 : rt.bool(answer > 0);
}

function iteratorNext(rt: Machine, it: number): number {
  const M = rt.M;
  if (M[M[it + IT_DEQUE]! + DQ_STATE] !== M[it + IT_STATE]) {
    M[it + IT_LEFT] = 0;
    return rt.raise(E.RuntimeError, MUTATED);
  }
  if (M[it + IT_LEFT] === 0) return 0;
  const item = rt.newRef(M[M[it + IT_BLOCK]! + BLOCK_DATA + 2 * M[it + IT_INDEX]!]!);
  M[it + IT_INDEX]!++;
  M[it + IT_LEFT]!--;
  if (M[it + IT_INDEX] === BLOCK && M[it + IT_LEFT]! > 0) {
    M[it + IT_BLOCK] = neighbour(rt, M[it + IT_BLOCK]!, true);
    M[it + IT_INDEX] = 0;
  }
  return item;
}

function reverseNext(rt: Machine, it: number): number {
  const M = rt.M;
  if (M[it + IT_LEFT] === 0) return 0;
  if (M[M[it + IT_DEQUE]! + DQ_STATE] !== M[it + IT_STATE]) {
    M[it + IT_LEFT] = 0;
    return rt.raise(E.RuntimeError, MUTATED);
  }
  const item = rt.newRef(M[M[it + IT_BLOCK]! + BLOCK_DATA + 2 * M[it + IT_INDEX]!]!);
  M[it + IT_INDEX]!--;
  M[it + IT_LEFT]!--;
  if (M[it + IT_INDEX]! < 0 && M[it + IT_LEFT]! > 0) {
    M[it + IT_BLOCK] = neighbour(rt, M[it + IT_BLOCK]!, false);
    M[it + IT_INDEX] = BLOCK - 1;
  }
  return item;
}

function newIterator(rt: Machine, type: number, dq: number, right: boolean): number {
  const M = rt.M;
  const it = rt.newGcObject(type, 56);
  M[it + IT_BLOCK] = M[dq + (right ? DQ_RIGHT : DQ_LEFT)]!;
  M[it + IT_INDEX] = M[dq + (right ? DQ_RIGHT_INDEX : DQ_LEFT_INDEX)]!;
  M[it + IT_DEQUE] = rt.newRef(dq);
  M[it + IT_STATE] = M[dq + DQ_STATE]!;
  M[it + IT_LEFT] = dequeLength(rt, dq);
  rt.gcTrack(it);
  return it;
}

/** An iterator over a deque, some items on. Follows _collectionsmodule.c: dequeiter_new. */
function iteratorNew(right: boolean) {
  return (rt: Machine, type: number, args: number): number => {
    const nargs = rt.M[args + Ob.SIZE]!;
    const name = rt.infoOf(type).name;
    if (!checkArgs(rt, name, nargs, 1, 2)) return 0;
    const dq = tupleItem(rt, args, 0);
    const index = nargs === 2 ? asIndex(rt, tupleItem(rt, args, 1), E.OverflowError) : 0;
    if (Number.isNaN(index)) return 0;
    const it = newIterator(rt, type, dq, right);
    for (let i = 0; i < index; i++) {
      const item = right ? reverseNext(rt, it) : iteratorNext(rt, it);
      if (item === 0) break;
      rt.decref(item);
    }
    return it;
  };
}

const ITERATOR_METHODS: readonly MethodDef[] = [
  { name: '__length_hint__', kind: MethodKind.NOARGS, fn: (rt, self) => newInt(rt, rt.M[self + IT_LEFT]!) },
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const deque = rt.M[self + IT_DEQUE]!;
      const index = newInt(rt, dequeLength(rt, deque) - rt.M[self + IT_LEFT]!);
      const args = packTuple(rt, deque, index);
      const result = packTuple(rt, rt.M[self + Ob.TYPE]!, args);
      rt.decref(index);
      rt.decref(args);
      return result;
    },
  },
];

/** Defines deque; returns its address. */
export function defineDeque(rt: Machine): number {
  const type = rt.nextStaticType();
  const home = rt.profile.minor >= 12 ? 'collections' : '_collections';
  const iterator = defineNativeType(rt, {
    name: `${home}._deque_iterator`,
    basicsize: 56,
    references: [IT_DEQUE],
    tp_new: iteratorNew(false),
    tp_iter: selfIter,
    tp_iternext: iteratorNext,
    methods: ITERATOR_METHODS,
  });
  const reverseIterator = defineNativeType(rt, {
    name: `${home}._deque_reverse_iterator`,
    basicsize: 56,
    references: [IT_DEQUE],
    tp_new: iteratorNew(true),
    tp_iter: selfIter,
    tp_iternext: reverseNext,
    methods: ITERATOR_METHODS,
  });
  const copy = (machine: Machine, self: number) => dequeCopy(machine, self, type);
  defineNativeTypeAt(rt, type, {
    name: 'collections.deque',
    basicsize: dequeBasicSize(rt),
    weaklistoffset: DQ_WEAKREFLIST * 4,
    flags: TypeFlag.BASETYPE | TypeFlag.SEQUENCE,
    references: [],
    tp_new: dequeNew,
    tp_init: dequeInitSlot,
    tp_dealloc: dequeDealloc,
    tp_traverse: dequeTraverse,
    tp_clear: dequeClear,
    ownedBlocks: dequeBlocks,
    room: dequeRoom,
    tp_repr: dequeRepr,
    tp_richcompare: (machine, a, b, op) => compareDeques(machine, a, b, op, type),
    tp_iter: (machine, self) => newIterator(machine, iterator, self, false),
    sq_length: dequeLength,
    sq_contains: contains,
    sq_item: itemSlot,
    sq_ass_item: assignItem,
    sq_concat: (machine, a, b) => {
      if (!machine.isInstance(b, type)) {
        return machine.raise(E.TypeError, `can only concatenate deque (not "${machine.typeOf(b).name}") to deque`);
      }
      const result = copy(machine, a);
      if (result !== 0 && extend(machine, result, b, false) < 0) {
        machine.decref(result);
        return 0;
      }
      return result;
    },
    sq_inplace_concat: (machine, self, other) => (extend(machine, self, other, false) < 0 ? 0 : machine.newRef(self)),
    sq_repeat: (machine, self, n) => {
      const result = copy(machine, self);
      if (result !== 0 && repeatInplace(machine, result, n) < 0) {
        machine.decref(result);
        return 0;
      }
      return result;
    },
    sq_inplace_repeat: (machine, self, n) => (repeatInplace(machine, self, n) < 0 ? 0 : machine.newRef(self)),
    methods: [
      ...METHODS,
      { name: 'copy', kind: MethodKind.NOARGS, fn: copy },
      { name: '__copy__', kind: MethodKind.NOARGS, fn: copy },
      {
        name: '__reversed__',
        kind: MethodKind.NOARGS,
        fn: (machine, self) => newIterator(machine, reverseIterator, self, true),
      },
      ...(rt.profile.minor >= 9 ? [CLASS_GETITEM] : []),
    ],
    getset: [
      {
        name: 'maxlen',
        get: (machine, self) =>
          maxlenOf(machine, self) < 0 ? machine.none() : newInt(machine, maxlenOf(machine, self)),
      },
    ],
  });
  return type;
}
