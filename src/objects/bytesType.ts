/** The type bytes and its iterator. Follows bytesobject.c. */

import { BytesLayout, Ob } from '../memory/layout.js';
import { isStatic } from '../memory/regions.js';
import { parseTupleKeywords } from './args.js';
import {
  BYTES_HEADER,
  bytesText,
  bytesView,
  contentOf,
  isBytes,
  isBytesLike,
  newBytes,
  newBytesOfText,
  newBytesRoom,
  oneByte,
} from './bytesCore.js';
import {
  type BytesFamily,
  bytesSlice,
  byteValue,
  compareContents,
  fromHex,
  orderResult,
  sharedBytesMethods,
} from './bytesMethods.js';

import { call1, callMethod0 } from './call.js';
import { defineType } from './defineType.js';
import { asIndex, newCompactInt, newInt } from './intCore.js';
import {
  exhaust,
  IT_INDEX,
  IT_SEQ,
  iteratorDealloc,
  iteratorTraverse,
  newIndexIterator,
  reduceWith,
  selfIter,
  stateNumber,
} from './iteratorCore.js';
import type { Machine } from './machine.js';
import { BUFFER_METHOD } from './memoryview.js';
import { freeInstance, getIter, iterNext, lookupAttr } from './object.js';
import { hashBytes } from './siphash.js';
import { slicePositions } from './slice.js';
import { internStr, newStr } from './strCore.js';
import { encodeStr } from './strEncode.js';
import { codecArguments } from './strMethods.js';
import { percentBytes } from './strPercent.js';
import { reprOfBytes } from './strRepr.js';
import { packTuple1 } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';
import { latinText } from './unicodeCodecs.js';

const FAMILY: BytesFamily = {
  name: 'bytes',
  make: newBytesOfText,
  same: (rt, self) => (rt.is(self, T.BYTES) ? rt.newRef(self) : newBytes(rt, bytesView(rt, self))),
};

const PARAMETERS = {
  name: 'bytes',
  names: ['source', 'encoding', 'errors'],
  required: 0,
  positional: 3,
  parserSince: 10,
};

function bytesNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(rt, PARAMETERS, args, kwargs);
  if (values === null) return 0;
  const made = makeBytes(rt, values[0]!, values[1]!, values[2]!);
  if (made === 0 || type === T.BYTES) return made;
  return subtypeNew(rt, type, made);
}

/** An instance of a subclass with the same content; `source` is taken over. Follows bytes_subtype_new. */
function subtypeNew(rt: Machine, type: number, source: number): number {
  const content = bytesView(rt, source);
  const p = rt.infoOf(type).tp_alloc!(rt, type, content.length);
  if (p !== 0) {
    rt.U8.set(content, (p + BytesLayout.DATA) * 4);
    rt.U8[(p + BytesLayout.DATA) * 4 + content.length] = 0;
    rt.M[p + BytesLayout.HASH] = rt.M[source + BytesLayout.HASH]!;
    rt.M[p + BytesLayout.HASH + 1] = rt.M[source + BytesLayout.HASH + 1]!;
  }
  rt.decref(source);
  return p;
}

/** Follows bytes_new_impl. */
function makeBytes(rt: Machine, source: number, encoding: number, errors: number): number {
  if (source === 0) {
    if (encoding !== 0 || errors !== 0) {
      if (codecArguments(rt, 'bytes', encoding, errors) === null) return 0;
      const what = encoding !== 0 ? 'encoding' : 'errors';
      return rt.raise(E.TypeError, `${what} without a string argument`);
    }
    return rt.newRef(S.EMPTY_BYTES);
  }
  if (encoding !== 0 || errors !== 0) {
    const codec = codecArguments(rt, 'bytes', encoding, errors);
    if (codec === null) return 0;
    if (!rt.isStr(source)) {
      return rt.raise(E.TypeError, `${encoding !== 0 ? 'encoding' : 'errors'} without a string argument`);
    }
    return encodeStr(rt, source, codec[0], codec[1]);
  }
  const method = lookupAttr(rt, source, internStr(rt, '__bytes__'));
  if (method !== 0 && !rt.is(source, T.BYTES)) {
    rt.decref(method);
    const result = callMethod0(rt, source, internStr(rt, '__bytes__'));
    if (result !== 0 && !isBytes(rt, result)) {
      const name = rt.typeOf(result).name;
      rt.decref(result);
      return rt.raise(E.TypeError, `__bytes__ returned non-bytes (type ${name})`);
    }
    return result;
  }
  if (method !== 0) rt.decref(method);
  if (rt.currentException !== 0) return 0;
  if (rt.isStr(source)) return rt.raise(E.TypeError, 'string argument without an encoding');
  if (rt.isInt(source) || rt.typeOf(source).nb_index !== null) {
    const count = asIndex(rt, source, E.OverflowError);
    if (Number.isNaN(count)) {
      if (!rt.errorIs(E.TypeError)) return 0;
      rt.clearError();
    } else {
      if (count < 0) return rt.raise(E.ValueError, 'negative count');
      if (count === 1) return oneByte(rt, 0);
      const p = newBytesRoom(rt, count);
      if (p !== 0 && count > 0) bytesView(rt, p).fill(0);
      return p;
    }
  }
  return bytesFromObject(rt, source);
}

/** Follows PyBytes_FromObject. */
export function bytesFromObject(rt: Machine, source: number): number {
  if (rt.is(source, T.BYTES)) return rt.newRef(source);
  if (isBytesLike(rt, source)) {
    const content = contentOf(rt, source);
    return content === null ? 0 : newBytes(rt, content);
  }
  if (!rt.isStr(source)) {
    const bytes = iterableBytes(rt, source, 'bytes must be in range(0, 256)');
    if (bytes !== null) return newBytes(rt, bytes);
    if (rt.currentException !== 0) return 0;
  }
  return rt.raise(E.TypeError, `cannot convert '${rt.typeOf(source).name}' object to bytes`);
}

/** The bytes of an iterable of ints; null with an exception, or without one when it is not iterable. */
export function iterableBytes(rt: Machine, source: number, message: string): Uint8Array | null {
  const it = getIter(rt, source);
  if (it === 0) {
    if (rt.errorIs(E.TypeError)) rt.clearError();
    return null;
  }
  const bytes: number[] = [];
  for (;;) {
    const item = iterNext(rt, it);
    if (item === 0) break;
    const value = byteValue(rt, item, message);
    rt.decref(item);
    if (Number.isNaN(value)) {
      rt.decref(it);
      return null;
    }
    bytes.push(value);
  }
  rt.decref(it);
  return rt.currentException !== 0 ? null : new Uint8Array(bytes);
}

/** Follows bytes_concat. */
function bytesConcat(rt: Machine, a: number, b: number): number {
  if (!isBytesLike(rt, a) || !isBytesLike(rt, b)) {
    return rt.raise(E.TypeError, `can't concat ${rt.typeOf(b).name} to ${rt.typeOf(a).name}`);
  }
  const left = contentOf(rt, a);
  if (left === null) return 0;
  const right = contentOf(rt, b);
  if (right === null) return 0;
  if (left.length === 0 && rt.is(b, T.BYTES)) return rt.newRef(b);
  if (right.length === 0 && rt.is(a, T.BYTES)) return rt.newRef(a);
  const p = newBytesRoom(rt, left.length + right.length);
  if (p === 0 || p === S.EMPTY_BYTES) return p;
  const at = (p + BytesLayout.DATA) * 4;
  rt.U8.set(left, at);
  rt.U8.set(right, at + left.length);
  return p;
}

/** Follows bytes_repeat. */
function bytesRepeat(rt: Machine, self: number, count: number): number {
  const content = bytesView(rt, self);
  const n = Math.max(0, count);
  const length = content.length * n;
  if (length === content.length && rt.is(self, T.BYTES)) return rt.newRef(self);
  const p = newBytesRoom(rt, length);
  if (p === 0 || length === 0) return p;
  const at = (p + BytesLayout.DATA) * 4;
  for (let i = 0; i < n; i++) rt.U8.set(content, at + i * content.length);
  return p;
}

function bytesItem(rt: Machine, self: number, index: number): number {
  if (index < 0 || index >= rt.M[self + Ob.SIZE]!) return rt.raise(E.IndexError, 'index out of range');
  return newCompactInt(rt, rt.U8[(self + BytesLayout.DATA) * 4 + index]!);
}

function bytesSubscript(rt: Machine, self: number, key: number): number {
  const length = rt.M[self + Ob.SIZE]!;
  if (rt.isInt(key) || rt.typeOf(key).nb_index !== null) {
    const index = asIndex(rt, key, E.IndexError);
    if (Number.isNaN(index)) return 0;
    return bytesItem(rt, self, index < 0 ? index + length : index);
  }
  if (!rt.is(key, T.SLICE)) {
    return rt.raise(E.TypeError, `byte indices must be integers or slices, not ${rt.typeOf(key).name}`);
  }
  const bounds = slicePositions(rt, key, length);
  if (bounds === null) return 0;
  if (bounds.length <= 0) return rt.newRef(S.EMPTY_BYTES);
  if (bounds.step === 1) return bytesSlice(rt, self, bounds.start, bounds.length);
  return newBytes(rt, stepContent(bytesView(rt, self), bounds.start, bounds.step, bounds.length));
}

/** Every `step`-th byte from `start` on, `length` of them. */
export function stepContent(content: Uint8Array, start: number, step: number, length: number): Uint8Array {
  const result = new Uint8Array(length);
  for (let i = 0, at = start; i < length; i++, at += step) result[i] = content[at]!;
  return result;
}

/** `item in self` for bytes and bytearray. Follows _Py_bytes_contains. */
export function bytesContains(rt: Machine, self: number, item: number): number {
  const content = contentOf(rt, self)!;
  if (rt.isInt(item) || rt.typeOf(item).nb_index !== null) {
    const value = asIndex(rt, item, 0);
    if (!Number.isNaN(value)) {
      if (value < 0 || value > 255) return rt.fail(E.ValueError, 'byte must be in range(0, 256)');
      return content.includes(value) ? 1 : 0;
    }
    rt.clearError();
  }
  const wanted = contentOf(rt, item);
  if (wanted === null) return -1;
  return latinText(content).includes(latinText(wanted)) ? 1 : 0;
}

function bytesCompare(rt: Machine, a: number, b: number, op: number): number {
  if (!isBytes(rt, a) || !isBytes(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
  return orderResult(rt, a === b ? 0 : compareContents(bytesView(rt, a), bytesView(rt, b)), op);
}

function bytesDealloc(rt: Machine, p: number): void {
  if (isStatic(p)) {
    rt.M[p] = 1;
    return;
  }
  if (rt.M[p + Ob.TYPE] === T.BYTES) rt.freeObject(p);
  else freeInstance(rt, p);
}

function bytesIterNext(rt: Machine, it: number): number {
  const M = rt.M;
  const self = M[it + IT_SEQ]!;
  if (self === 0) return 0;
  const i = M[it + IT_INDEX]!;
  if (i >= M[self + Ob.SIZE]!) return exhaust(rt, it);
  M[it + IT_INDEX] = i + 1;
  return newCompactInt(rt, rt.U8[(self + BytesLayout.DATA) * 4 + i]!);
}

const METHODS: readonly MethodDef[] = [
  {
    name: 'fromhex',
    kind: MethodKind.O | MethodKind.CLASS,
    fn: (rt, type, string) => {
      const content = fromHex(rt, string);
      if (content === null) return 0;
      const made = newBytes(rt, content);
      if (type === T.BYTES) return made;
      const result = call1(rt, type, made);
      rt.decref(made);
      return result;
    },
  },
  {
    name: '__getnewargs__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      const copy = newBytes(rt, bytesView(rt, self));
      const args = packTuple1(rt, copy);
      rt.decref(copy);
      return args;
    },
  },
  {
    name: '__sizeof__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => newInt(rt, rt.typeOf(self).basicsize + rt.M[self + Ob.SIZE]! * rt.typeOf(self).itemsize),
  },
];

const BYTES_METHOD: MethodDef = {
  name: '__bytes__',
  kind: MethodKind.NOARGS,
  fn: (rt, self) => FAMILY.same(rt, self),
};

/** `__length_hint__`, `__reduce__` and `__setstate__` of iterators over bytes and bytearray. */
export const BYTES_ITERATOR_METHODS: readonly MethodDef[] = [
  {
    name: '__length_hint__',
    kind: MethodKind.NOARGS,
    fn: (rt, it) => {
      const self = rt.M[it + IT_SEQ]!;
      return newInt(rt, self === 0 ? 0 : Math.max(0, rt.M[self + Ob.SIZE]! - rt.M[it + IT_INDEX]!));
    },
  },
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, it) => {
      const self = rt.M[it + IT_SEQ]!;
      return reduceWith(rt, 'iter', [self === 0 ? S.EMPTY_TUPLE : self], self === 0 ? null : rt.M[it + IT_INDEX]!);
    },
  },
  {
    name: '__setstate__',
    kind: MethodKind.O,
    fn: (rt, it, state) => {
      const i = stateNumber(rt, state);
      if (Number.isNaN(i)) return 0;
      const self = rt.M[it + IT_SEQ]!;
      if (self !== 0) rt.M[it + IT_INDEX] = Math.max(0, Math.min(i, rt.M[self + Ob.SIZE]!));
      return rt.none();
    },
  },
];

/** Defines bytes and bytes_iterator. */
export function defineBytesType(rt: Machine): void {
  defineType(rt, T.BYTES, {
    name: 'bytes',
    doc: 'bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes',
    basicsize: BYTES_HEADER,
    itemsize: 1,
    flags: TypeFlag.BASETYPE | TypeFlag.BYTES_SUBCLASS,
    tp_new: bytesNew,
    tp_dealloc: bytesDealloc,
    tp_repr: (m, self) => newStr(m, reprOfBytes(bytesView(m, self))),
    tp_str: (m, self) => newStr(m, reprOfBytes(bytesView(m, self))),
    tp_hash: hashBytes,
    tp_richcompare: bytesCompare,
    tp_iter: (m, self) => newIndexIterator(m, T.BYTES_ITERATOR, self, 0),
    nb_remainder: (m, a, b) => {
      if (!isBytes(m, a)) return m.newRef(S.NOT_IMPLEMENTED);
      const text = percentBytes(m, bytesText(m, a), b);
      return text === null ? 0 : newBytesOfText(m, text);
    },
    sq_length: (m, self) => m.M[self + Ob.SIZE]!,
    sq_concat: bytesConcat,
    sq_repeat: bytesRepeat,
    sq_item: bytesItem,
    sq_contains: bytesContains,
    mp_length: (m, self) => m.M[self + Ob.SIZE]!,
    mp_subscript: bytesSubscript,
    bf_getbuffer: bytesView,
    methods: [
      ...sharedBytesMethods(rt, FAMILY),
      ...METHODS,
      ...(rt.profile.minor >= 11 ? [BYTES_METHOD] : []),
      ...(rt.profile.minor >= 12 ? [BUFFER_METHOD] : []),
    ],
  });
  defineType(rt, T.BYTES_ITERATOR, {
    name: 'bytes_iterator',
    basicsize: 32,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: iteratorDealloc,
    tp_traverse: iteratorTraverse,
    tp_iter: selfIter,
    tp_iternext: bytesIterNext,
    methods: BYTES_ITERATOR_METHODS,
  });
}
