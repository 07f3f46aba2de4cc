/** The type bytearray and its iterator. Follows bytearrayobject.c. */
import { BytearrayLayout, Ob } from '../memory/layout.js';
import { checkArgs, parseTupleKeywords } from './args.js';
import {
  BYTEARRAY_SIZE,
  bytearrayResize,
  bytearraySetSlice,
  bytearrayStart,
  bytearrayView,
  checkResizable,
  freeBuffer,
  newBytearray,
  newBytearrayRoom,
} from './bytearrayCore.js';
import { REDUCE_METHODS } from './bytearrayReduce.js';
import { bytesText, contentOf, isBytesLike, newBytes } from './bytesCore.js';
import {
  type BytesFamily,
  byteValue,
  compareContents,
  fromHex,
  orderResult,
  sharedBytesMethods,
} from './bytesMethods.js';
import { BYTES_ITERATOR_METHODS, bytesContains, iterableBytes, stepContent } from './bytesType.js';
import { call1 } from './call.js';
import { defineType } from './defineType.js';
import { asIndex, newCompactInt, newInt } from './intCore.js';
import {
  exhaust,
  IT_INDEX,
  IT_SEQ,
  iteratorDealloc,
  iteratorTraverse,
  newIndexIterator,
  selfIter,
} from './iteratorCore.js';
import type { Machine } from './machine.js';
import { BUFFER_METHOD, RELEASE_BUFFER_METHOD } from './memoryview.js';
import { freeInstance, getIter, iterNext } from './object.js';
import { type SlicePositions, slicePositions } from './slice.js';
import { newStr } from './strCore.js';
import { encodeStr } from './strEncode.js';
import { codecArguments } from './strMethods.js';
import { percentBytes } from './strPercent.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

/** Content of characters below 256. */
function bytesOfText(text: string): Uint8Array {
  const content = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) content[i] = text.charCodeAt(i);
  return content;
}

const FAMILY: BytesFamily = {
  name: 'bytearray',
  make: (rt, text) => newBytearray(rt, bytesOfText(text)),
  same: (rt, self) => newBytearray(rt, bytearrayView(rt, self)),
};

function isBytearray(rt: Machine, o: number): boolean {
  return rt.M[o + Ob.TYPE] === T.BYTEARRAY || rt.isInstance(o, T.BYTEARRAY);
}

function bytearrayNew(rt: Machine, type: number): number {
  return rt.infoOf(type).tp_alloc!(rt, type, 0);
}

const PARAMETERS = {
  name: 'bytearray',
  names: ['source', 'encoding', 'errors'],
  required: 0,
  positional: 3,
  parserSince: 10,
};

/** `tp_init`. Follows bytearray___init___impl. */
function bytearrayInit(rt: Machine, self: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(rt, PARAMETERS, args, kwargs);
  if (values === null) return -1;
  const [source, encoding, errors] = values as [number, number, number];
  if (rt.M[self + Ob.SIZE] !== 0 && bytearrayResize(rt, self, 0) < 0) return -1;
  if (source === 0) {
    if (encoding === 0 && errors === 0) return 0;
    return rt.fail(E.TypeError, `${encoding !== 0 ? 'encoding' : 'errors'} without a string argument`);
  }
  if (rt.isStr(source)) {
    if (encoding === 0) return rt.fail(E.TypeError, 'string argument without an encoding');
    const codec = codecArguments(rt, 'bytearray', encoding, errors);
    if (codec === null) return -1;
    const encoded = encodeStr(rt, source, codec[0], codec[1]);
    if (encoded === 0) return -1;
    const status = bytearraySetSlice(rt, self, 0, 0, contentOf(rt, encoded)!);
    rt.decref(encoded);
    return status;
  }
  if (encoding !== 0 || errors !== 0) {
    return rt.fail(E.TypeError, `${encoding !== 0 ? 'encoding' : 'errors'} without a string argument`);
  }
  if (rt.isInt(source) || rt.typeOf(source).nb_index !== null) {
    const count = asIndex(rt, source, E.OverflowError);
    if (!Number.isNaN(count)) {
      if (count < 0) return rt.fail(E.ValueError, 'negative count');
      if (count > 0) {
        if (bytearrayResize(rt, self, count) < 0) return -1;
        bytearrayView(rt, self).fill(0);
      }
      return 0;
    }
    if (!rt.errorIs(E.TypeError)) return -1;
    rt.clearError();
  }
  if (isBytesLike(rt, source)) {
    const content = contentOf(rt, source);
    if (content === null || bytearrayResize(rt, self, content.length) < 0) return -1;
    bytearrayView(rt, self).set(content);
    return 0;
  }
  return initFromIterable(rt, self, source);
}

function initFromIterable(rt: Machine, self: number, source: number): number {
  const it = getIter(rt, source);
  if (it === 0) {
    if (rt.errorIs(E.TypeError)) {
      rt.clearError();
      rt.raise(E.TypeError, `cannot convert '${rt.typeOf(source).name}' object to bytearray`);
    }
    return -1;
  }
  for (;;) {
    const item = iterNext(rt, it);
    if (item === 0) break;
    const value = byteValue(rt, item);
    rt.decref(item);
    if (Number.isNaN(value) || appendByte(rt, self, value) < 0) {
      rt.decref(it);
      return -1;
    }
  }
  rt.decref(it);
  return rt.currentException !== 0 ? -1 : 0;
}

function appendByte(rt: Machine, self: number, value: number): number {
  const n = rt.M[self + Ob.SIZE]!;
  if (bytearrayResize(rt, self, n + 1) < 0) return -1;
  rt.U8[bytearrayStart(rt, self) + n] = value;
  return 0;
}

function bytearrayDealloc(rt: Machine, p: number): void {
  const buffer = rt.M[p + BytearrayLayout.BUFFER]!;
  if (buffer !== 0) freeBuffer(rt, buffer);
  if (rt.M[p + Ob.TYPE] === T.BYTEARRAY) rt.freeObject(p);
  else freeInstance(rt, p);
}

/** Follows bytearray_repr: the quote and the backslash are escaped, and always the single quote. */
function bytearrayRepr(rt: Machine, self: number): number {
  const content = bytearrayView(rt, self);
  const quote = content.includes(39) && !content.includes(34) ? '"' : "'";
  let text = '';
  for (const byte of content) {
    if (byte === 39 || byte === 92) text += `\\${String.fromCharCode(byte)}`;
    else if (byte === 9) text += '\\t';
    else if (byte === 10) text += '\\n';
    else if (byte === 13) text += '\\r';
    else if (byte < 32 || byte >= 127) text += `\\x${byte.toString(16).padStart(2, '0')}`;
    else text += String.fromCharCode(byte);
  }
  return newStr(rt, `${rt.typeOf(self).name}(b${quote}${text}${quote})`);
}

/** Follows PyByteArray_Concat. */
function bytearrayConcat(rt: Machine, a: number, b: number): number {
  if (!isBytesLike(rt, a) || !isBytesLike(rt, b)) {
    return rt.raise(E.TypeError, `can't concat ${rt.typeOf(b).name} to ${rt.typeOf(a).name}`);
  }
  const left = contentOf(rt, a);
  const right = left === null ? null : contentOf(rt, b);
  if (left === null || right === null) return 0;
  const p = newBytearrayRoom(rt, left.length + right.length);
  if (p !== 0) {
    const view = bytearrayView(rt, p);
    view.set(left);
    view.set(right, left.length);
  }
  return p;
}

/** Follows bytearray_iconcat. */
function bytearrayInplaceConcat(rt: Machine, self: number, other: number): number {
  if (!isBytesLike(rt, other)) {
    return rt.raise(E.TypeError, `can't concat ${rt.typeOf(other).name} to ${rt.typeOf(self).name}`);
  }
  const content = contentOf(rt, other);
  if (content === null) return 0;
  const n = rt.M[self + Ob.SIZE]!;
  if (other === self && n > 0) {
    // The bytes to add are looked into while the object grows.
    return rt.raise(E.BufferError, 'Existing exports of data: object cannot be re-sized');
  }
  if (bytearrayResize(rt, self, n + content.length) < 0) return 0;
  rt.U8.set(content, bytearrayStart(rt, self) + n);
  return rt.newRef(self);
}

function bytearrayRepeat(rt: Machine, self: number, count: number): number {
  const n = Math.max(0, count);
  const content = bytearrayView(rt, self);
  const p = newBytearrayRoom(rt, content.length * n);
  if (p !== 0) {
    const view = bytearrayView(rt, p);
    for (let i = 0; i < n; i++) view.set(content, i * content.length);
  }
  return p;
}

function bytearrayInplaceRepeat(rt: Machine, self: number, count: number): number {
  const content = bytearrayView(rt, self).slice();
  const n = Math.max(0, count);
  if (n === 1) return rt.newRef(self);
  if (bytearrayResize(rt, self, content.length * n) < 0) return 0;
  const view = bytearrayView(rt, self);
  for (let i = 0; i < n; i++) view.set(content, i * content.length);
  return rt.newRef(self);
}

function indexError(rt: Machine): -1 {
  return rt.fail(E.IndexError, 'bytearray index out of range');
}

function bytearrayItem(rt: Machine, self: number, index: number): number {
  if (index < 0 || index >= rt.M[self + Ob.SIZE]!) {
    indexError(rt);
    return 0;
  }
  return newCompactInt(rt, rt.U8[bytearrayStart(rt, self) + index]!);
}

function keyError(rt: Machine, key: number): void {
  rt.raise(E.TypeError, `bytearray indices must be integers or slices, not ${rt.typeOf(key).name}`);
}

function bytearraySubscript(rt: Machine, self: number, key: number): number {
  const length = rt.M[self + Ob.SIZE]!;
  if (rt.isInt(key) || rt.typeOf(key).nb_index !== null) {
    const index = asIndex(rt, key, E.IndexError);
    if (Number.isNaN(index)) return 0;
    return bytearrayItem(rt, self, index < 0 ? index + length : index);
  }
  if (!rt.is(key, T.SLICE)) {
    keyError(rt, key);
    return 0;
  }
  const bounds = slicePositions(rt, key, length);
  if (bounds === null) return 0;
  return newBytearray(rt, stepContent(bytearrayView(rt, self), bounds.start, bounds.step, bounds.length));
}

function bytearraySetItem(rt: Machine, self: number, index: number, value: number): number {
  const length = rt.M[self + Ob.SIZE]!;
  if (index < 0 || index >= length) return indexError(rt);
  if (value === 0) return bytearraySetSlice(rt, self, index, index + 1, new Uint8Array(0));
  const byte = byteValue(rt, value);
  if (Number.isNaN(byte)) return -1;
  rt.U8[bytearrayStart(rt, self) + index] = byte;
  return 0;
}

/** Follows bytearray_ass_subscript. */
function bytearrayAssign(rt: Machine, self: number, key: number, value: number): number {
  const length = rt.M[self + Ob.SIZE]!;
  if (rt.isInt(key) || rt.typeOf(key).nb_index !== null) {
    const index = asIndex(rt, key, E.IndexError);
    if (Number.isNaN(index)) return -1;
    return bytearraySetItem(rt, self, index < 0 ? index + length : index, value);
  }
  if (!rt.is(key, T.SLICE)) {
    keyError(rt, key);
    return -1;
  }
  const bounds = slicePositions(rt, key, length);
  if (bounds === null) return -1;
  let content: Uint8Array = new Uint8Array(0);
  if (value !== 0) {
    if (isBytearray(rt, value)) content = bytearrayView(rt, value).slice();
    else {
      if (rt.isStr(value) || rt.isInt(value)) {
        return rt.fail(E.TypeError, 'can assign only bytes, buffers, or iterables of ints in range(0, 256)');
      }
      const made = bytesOfAny(rt, value);
      if (made === null) return -1;
      content = made;
    }
  }
  return assignSlice(rt, self, bounds, content, content.length === 0);
}

function assignSlice(rt: Machine, self: number, bounds: SlicePositions, content: Uint8Array, deletes: boolean): number {
  const { start, step, length } = bounds;
  if (step === 1) return bytearraySetSlice(rt, self, start, Math.max(start, bounds.stop), content);
  if (deletes) {
    if (length === 0) return 0;
    if (checkResizable(rt, self) < 0) return -1;
    const gone = new Set<number>();
    for (let i = 0; i < length; i++) gone.add(start + i * step);
    const kept = bytearrayView(rt, self).filter((_, i) => !gone.has(i));
    bytearrayView(rt, self).set(kept);
    return bytearrayResize(rt, self, kept.length);
  }
  if (content.length !== length) {
    return rt.fail(
      E.ValueError,
      `attempt to assign bytes of size ${content.length} to extended slice of size ${length}`,
    );
  }
  const view = bytearrayView(rt, self);
  for (let i = 0; i < length; i++) view[start + i * step] = content[i]!;
  return 0;
}

/** A copy of the bytes of a buffer or iterable; null with an exception. */
function bytesOfAny(rt: Machine, value: number): Uint8Array | null {
  if (isBytesLike(rt, value)) return contentOf(rt, value)?.slice() ?? null;
  const content = iterableBytes(rt, value, 'byte must be in range(0, 256)');
  if (content === null && rt.currentException === 0) {
    rt.raise(E.TypeError, `cannot convert '${rt.typeOf(value).name}' object to bytearray`);
  }
  return content;
}

function bytearrayCompare(rt: Machine, a: number, b: number, op: number): number {
  if (rt.isStr(a) || rt.isStr(b) || !isBytesLike(rt, a) || !isBytesLike(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
  const left = contentOf(rt, a);
  const right = left === null ? null : contentOf(rt, b);
  if (left === null || right === null) {
    rt.clearError();
    return rt.newRef(S.NOT_IMPLEMENTED);
  }
  return orderResult(rt, compareContents(left, right), op);
}

function bytearrayIterNext(rt: Machine, it: number): number {
  const M = rt.M;
  const self = M[it + IT_SEQ]!;
  if (self === 0) return 0;
  const i = M[it + IT_INDEX]!;
  if (i >= M[self + Ob.SIZE]!) return exhaust(rt, it);
  M[it + IT_INDEX] = i + 1;
  return newCompactInt(rt, rt.U8[bytearrayStart(rt, self) + i]!);
}

function extend(rt: Machine, self: number, iterable: number): number {
  const n = rt.M[self + Ob.SIZE]!;
  if (isBytesLike(rt, iterable)) {
    const content = contentOf(rt, iterable)?.slice() ?? null;
    if (content === null || bytearraySetSlice(rt, self, n, n, content) < 0) return 0;
    return rt.none();
  }
  if (rt.isStr(iterable) && rt.profile.minor >= 13) {
    return rt.raise(E.TypeError, "expected iterable of integers; got: 'str'");
  }
  const content = iterableBytes(rt, iterable, 'byte must be in range(0, 256)');
  if (content === null) {
    if (rt.currentException === 0) rt.raise(E.TypeError, `can't extend bytearray with ${rt.typeOf(iterable).name}`);
    return 0;
  }
  return bytearraySetSlice(rt, self, n, n, content) < 0 ? 0 : rt.none();
}

function insert(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'insert', nargs, 2, 2)) return 0;
  let index = asIndex(rt, rt.M[args]!, E.OverflowError);
  if (Number.isNaN(index)) return 0;
  const byte = byteValue(rt, rt.M[args + 2]!);
  if (Number.isNaN(byte)) return 0;
  const n = rt.M[self + Ob.SIZE]!;
  if (bytearrayResize(rt, self, n + 1) < 0) return 0;
  if (index < 0) index = Math.max(0, index + n);
  if (index > n) index = n;
  const at = bytearrayStart(rt, self);
  rt.U8.copyWithin(at + index + 1, at + index, at + n);
  rt.U8[at + index] = byte;
  return rt.none();
}

/** Takes the byte at an index out; -1 with BufferError. */
function takeOut(rt: Machine, self: number, index: number): number {
  if (checkResizable(rt, self) < 0) return -1;
  const n = rt.M[self + Ob.SIZE]!;
  const at = bytearrayStart(rt, self);
  const byte = rt.U8[at + index]!;
  rt.U8.copyWithin(at + index, at + index + 1, at + n);
  return bytearrayResize(rt, self, n - 1) < 0 ? -1 : byte;
}

function pop(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'pop', nargs, 0, 1)) return 0;
  let index = nargs === 0 ? -1 : asIndex(rt, rt.M[args]!, E.IndexError);
  if (Number.isNaN(index)) return 0;
  const n = rt.M[self + Ob.SIZE]!;
  if (n === 0) return rt.raise(E.IndexError, 'pop from empty bytearray');
  if (index < 0) index += n;
  if (index < 0 || index >= n) return rt.raise(E.IndexError, 'pop index out of range');
  const byte = takeOut(rt, self, index);
  return byte < 0 ? 0 : newCompactInt(rt, byte);
}

function remove(rt: Machine, self: number, value: number): number {
  const byte = byteValue(rt, value);
  if (Number.isNaN(byte)) return 0;
  const index = bytearrayView(rt, self).indexOf(byte);
  if (index < 0) return rt.raise(E.ValueError, 'value not found in bytearray');
  return takeOut(rt, self, index) < 0 ? 0 : rt.none();
}

const METHODS: readonly MethodDef[] = [
  {
    name: 'append',
    kind: MethodKind.O,
    fn: (rt, self, item) => {
      const byte = byteValue(rt, item);
      return Number.isNaN(byte) || appendByte(rt, self, byte) < 0 ? 0 : rt.none();
    },
  },
  {
    name: 'clear',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => (bytearrayResize(rt, self, 0) < 0 ? 0 : rt.none()),
  },
  { name: 'copy', kind: MethodKind.NOARGS, fn: (rt, self) => newBytearray(rt, bytearrayView(rt, self)) },
  { name: 'extend', kind: MethodKind.O, fn: extend },
  { name: 'insert', kind: MethodKind.FAST, fn: insert },
  { name: 'pop', kind: MethodKind.FAST, fn: pop },
  { name: 'remove', kind: MethodKind.O, fn: remove },
  {
    name: 'reverse',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => {
      bytearrayView(rt, self).reverse();
      return rt.none();
    },
  },
  {
    name: 'fromhex',
    kind: MethodKind.O | MethodKind.CLASS,
    fn: (rt, type, string) => {
      const content = fromHex(rt, string);
      if (content === null) return 0;
      if (type === T.BYTEARRAY) return newBytearray(rt, content);
      const made = newBytes(rt, content);
      const result = call1(rt, type, made);
      rt.decref(made);
      return result;
    },
  },
  { name: '__alloc__', kind: MethodKind.NOARGS, fn: (rt, self) => newInt(rt, rt.M[self + BytearrayLayout.ALLOC]!) },
  {
    name: '__sizeof__',
    kind: MethodKind.NOARGS,
    fn: (rt, self) => newInt(rt, rt.typeOf(self).basicsize + rt.M[self + BytearrayLayout.ALLOC]!),
  },
  ...REDUCE_METHODS,
];

/** Defines bytearray and bytearray_iterator. */
export function defineBytearrayType(rt: Machine): void {
  defineType(rt, T.BYTEARRAY, {
    name: 'bytearray',
    doc: 'bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray',
    basicsize: BYTEARRAY_SIZE,
    flags: TypeFlag.BASETYPE,
    tp_new: bytearrayNew,
    tp_init: bytearrayInit,
    tp_dealloc: bytearrayDealloc,
    tp_repr: bytearrayRepr,
    tp_str: bytearrayRepr,
    tp_richcompare: bytearrayCompare,
    tp_iter: (m, self) => newIndexIterator(m, T.BYTEARRAY_ITERATOR, self, 0),
    nb_remainder: (m, a, b) => {
      if (!isBytearray(m, a)) return m.newRef(S.NOT_IMPLEMENTED);
      const text = percentBytes(m, bytesText(m, a), b);
      return text === null ? 0 : newBytearray(m, bytesOfText(text));
    },
    sq_length: (m, self) => m.M[self + Ob.SIZE]!,
    sq_concat: bytearrayConcat,
    sq_repeat: bytearrayRepeat,
    sq_item: bytearrayItem,
    sq_ass_item: bytearraySetItem,
    sq_contains: bytesContains,
    sq_inplace_concat: bytearrayInplaceConcat,
    sq_inplace_repeat: bytearrayInplaceRepeat,
    mp_length: (m, self) => m.M[self + Ob.SIZE]!,
    mp_subscript: bytearraySubscript,
    mp_ass_subscript: bytearrayAssign,
    bf_getbuffer: bytearrayView,
    bf_exports: (m, self, change) => {
      m.M[self + BytearrayLayout.EXPORTS]! += change;
    },
    bf_format: () => ({ format: 'B', itemsize: 1, readonly: false }),
    methods: [
      ...sharedBytesMethods(rt, FAMILY),
      ...METHODS,
      ...(rt.profile.minor >= 12 ? [BUFFER_METHOD, RELEASE_BUFFER_METHOD] : []),
    ],
  });
  defineType(rt, T.BYTEARRAY_ITERATOR, {
    name: 'bytearray_iterator',
    basicsize: 32,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: iteratorDealloc,
    tp_traverse: iteratorTraverse,
    tp_iter: selfIter,
    tp_iternext: bytearrayIterNext,
    methods: BYTES_ITERATOR_METHODS,
  });
}
