/**
 * memoryview of one dimension. All views on one object share a managed buffer, which holds the reference to it and
 * counts as one export. Follows memoryobject.c.
 */
import { Ob } from '../memory/layout.js';
import { parseKeywords, parseTupleKeywords } from './args.js';
import { contentOf, isBytesLike, newBytes } from './bytesCore.js';
import { NATIVE_SIZES, readItem, writeItem } from './bytesItem.js';
import { bytesHex, compareContents } from './bytesMethods.js';
import { defineType } from './defineType.js';
import { asIndex, newInt } from './intCore.js';
import { exhaust, IT_INDEX, IT_SEQ, iteratorDealloc, iteratorTraverse, selfIter } from './iteratorCore.js';
import { listAppendSteal, listNew } from './list.js';
import { type Machine, NotSimulated } from './machine.js';
import { addressText, compareBool, hash } from './object.js';
import { hashContent } from './siphash.js';
import { slicePositions } from './slice.js';
import { newStr } from './strCore.js';
import { packTuple1 } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type GetSetDef, type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

/** Words of a managed buffer. */
const enum Managed {
  RELEASED = 4,
  EXPORTS = 6,
  OBJECT = 8,
  READONLY = 10,
}

/** Words of a memoryview. BUFFER is a byte address; FORMAT an index into FORMATS. */
const enum View {
  MANAGED = 6,
  HASH = 8,
  RELEASED = 10,
  EXPORTS = 12,
  BUFFER = 14,
  LENGTH = 18,
  ITEMSIZE = 20,
  READONLY = 22,
  FORMAT = 24,
  WEAKLIST = 34,
  STRIDE = 38,
}

const MANAGED_SIZE = 112;
const VIEW_SIZE = 168;
const FORMATS = ['B', 'b', 'c', '?', 'h', 'H', 'i', 'I', 'l', 'L', 'q', 'Q', 'n', 'N', 'e', 'f', 'd', 'P'];

function formatOf(rt: Machine, view: number): string {
  return FORMATS[rt.M[view + View.FORMAT]!]!;
}

/** Raises ValueError and returns true when the view was released. */
function isReleased(rt: Machine, view: number): boolean {
  const M = rt.M;
  if (M[view + View.RELEASED] === 0 && M[M[view + View.MANAGED]! + Managed.RELEASED] === 0) return false;
  rt.raise(E.ValueError, 'operation forbidden on released memoryview object');
  return true;
}

/** A view on a managed buffer; counts as one of its exports. Follows mbuf_add_view. */
function addView(rt: Machine, managed: number, buffer: number, length: number, stride: number, format: number): number {
  const M = rt.M;
  const p = rt.newGcObject(T.MEMORYVIEW, VIEW_SIZE);
  M.fill(0, p + 4, p + (VIEW_SIZE >> 2));
  M[p + Ob.AUX] = 0;
  M[p + Ob.SIZE] = 3;
  M[p + View.MANAGED] = rt.newRef(managed);
  M[managed + Managed.EXPORTS]!++;
  M[p + View.HASH] = -1;
  M[p + View.HASH + 1] = -1;
  M[p + View.BUFFER] = buffer;
  M[p + View.LENGTH] = length;
  M[p + View.FORMAT] = format;
  M[p + View.ITEMSIZE] = NATIVE_SIZES.get(FORMATS[format]!)!;
  M[p + View.STRIDE] = stride;
  M[p + View.READONLY] = M[managed + Managed.READONLY]!;
  rt.gcTrack(p);
  return p;
}

/** `memoryview(object)`: new reference or 0. Follows PyMemoryView_FromObject. */
export function newMemoryview(rt: Machine, o: number): number {
  const M = rt.M;
  if (rt.is(o, T.MEMORYVIEW)) {
    if (isReleased(rt, o)) return 0;
    const view = addView(
      rt,
      M[o + View.MANAGED]!,
      M[o + View.BUFFER]!,
      M[o + View.LENGTH]!,
      M[o + View.STRIDE]!,
      M[o + View.FORMAT]!,
    );
    M[view + View.READONLY] = M[o + View.READONLY]!;
    return view;
  }
  if (!isBytesLike(rt, o)) {
    return rt.raise(E.TypeError, `memoryview: a bytes-like object is required, not '${rt.typeOf(o).name}'`);
  }
  const info = rt.typeOf(o);
  const content = contentOf(rt, o);
  if (content === null) return 0;
  const described = info.bf_format?.(rt, o) ?? { format: 'B', itemsize: 1, readonly: true };
  const format = FORMATS.indexOf(described.format);
  if (format < 0 || content.buffer !== rt.U8.buffer) throw new NotSimulated(`memoryview of '${info.name}'`);
  const managed = rt.newGcObject(T.MANAGED_BUFFER, MANAGED_SIZE);
  M.fill(0, managed + 4, managed + (MANAGED_SIZE >> 2));
  M[managed + Ob.AUX] = 0;
  M[managed + Managed.OBJECT] = rt.newRef(o);
  M[managed + Managed.READONLY] = described.readonly ? 1 : 0;
  info.bf_exports?.(rt, o, 1);
  rt.gcTrack(managed);
  const view = addView(
    rt,
    managed,
    content.byteOffset,
    content.length / described.itemsize,
    described.itemsize,
    format,
  );
  rt.decref(managed);
  return view;
}

/** The last view is gone: the object is let go. Follows mbuf_release. */
function releaseManaged(rt: Machine, managed: number): void {
  const M = rt.M;
  if (M[managed + Managed.RELEASED] !== 0) return;
  M[managed + Managed.RELEASED] = 1;
  rt.gcUntrack(managed);
  const o = M[managed + Managed.OBJECT]!;
  M[managed + Managed.OBJECT] = 0;
  if (o === 0) return;
  rt.typeOf(o).bf_exports?.(rt, o, -1);
  rt.decref(o);
}

/** 0, or -1 with BufferError while the view itself is exported. Follows _memory_release. */
function releaseView(rt: Machine, view: number): number {
  const M = rt.M;
  if (M[view + View.RELEASED] !== 0) return 0;
  const exports = M[view + View.EXPORTS]!;
  if (exports > 0) {
    return rt.fail(E.BufferError, `memoryview has ${exports} exported buffer${exports === 1 ? '' : 's'}`);
  }
  M[view + View.RELEASED] = 1;
  const managed = M[view + View.MANAGED]!;
  if (--M[managed + Managed.EXPORTS]! === 0) releaseManaged(rt, managed);
  return 0;
}

function viewDealloc(rt: Machine, view: number): void {
  const M = rt.M;
  rt.gcUntrack(view);
  releaseView(rt, view);
  const managed = M[view + View.MANAGED]!;
  M[view + View.MANAGED] = 0;
  if (managed !== 0) rt.decref(managed);
  if (M[view + View.WEAKLIST] !== 0) rt.clearWeakrefs(view);
  rt.freeGcObject(view);
}

function byteAt(rt: Machine, view: number, index: number): number {
  return rt.M[view + View.BUFFER]! + index * rt.M[view + View.STRIDE]!;
}

function itemObject(rt: Machine, view: number, index: number): number {
  const data = new DataView(rt.U8.buffer);
  return readItem(rt, data, byteAt(rt, view, index), formatOf(rt, view), rt.M[view + View.ITEMSIZE]!, true);
}

/** A copy of the bytes in the order of the items. */
function viewBytes(rt: Machine, view: number): Uint8Array {
  const M = rt.M;
  const n = M[view + View.LENGTH]!;
  const size = M[view + View.ITEMSIZE]!;
  const result = new Uint8Array(n * size);
  for (let i = 0; i < n; i++) {
    const at = byteAt(rt, view, i);
    result.set(rt.U8.subarray(at, at + size), i * size);
  }
  return result;
}

/** bf_getbuffer: the memory itself while it is contiguous. */
function viewContent(rt: Machine, view: number): Uint8Array | null {
  if (isReleased(rt, view)) return null;
  const M = rt.M;
  const size = M[view + View.ITEMSIZE]!;
  if (M[view + View.STRIDE] !== size) return viewBytes(rt, view);
  const at = M[view + View.BUFFER]!;
  return rt.U8.subarray(at, at + M[view + View.LENGTH]! * size);
}

function indexOf(rt: Machine, view: number, key: number): number {
  let index = asIndex(rt, key, E.IndexError);
  if (Number.isNaN(index)) return index;
  const length = rt.M[view + View.LENGTH]!;
  if (index < 0) index += length;
  if (index >= 0 && index < length) return index;
  rt.raise(E.IndexError, 'index out of bounds on dimension 1');
  return Number.NaN;
}

function isIndex(rt: Machine, key: number): boolean {
  return rt.isInt(key) || rt.typeOf(key).nb_index !== null;
}

function viewSubscript(rt: Machine, view: number, key: number): number {
  if (isReleased(rt, view)) return 0;
  if (isIndex(rt, key)) {
    const index = indexOf(rt, view, key);
    return Number.isNaN(index) ? 0 : itemObject(rt, view, index);
  }
  if (key === S.ELLIPSIS) return rt.newRef(view);
  if (!rt.is(key, T.SLICE)) return rt.raise(E.TypeError, 'memoryview: invalid slice key');
  return sliceView(rt, view, key);
}

function sliceView(rt: Machine, view: number, key: number): number {
  const M = rt.M;
  const bounds = slicePositions(rt, key, M[view + View.LENGTH]!);
  if (bounds === null) return 0;
  const stride = M[view + View.STRIDE]!;
  const part = addView(
    rt,
    M[view + View.MANAGED]!,
    byteAt(rt, view, bounds.start),
    Math.max(0, bounds.length),
    stride * bounds.step,
    M[view + View.FORMAT]!,
  );
  M[part + View.READONLY] = M[view + View.READONLY]!;
  return part;
}

function viewAssign(rt: Machine, view: number, key: number, value: number): number {
  if (isReleased(rt, view)) return -1;
  const M = rt.M;
  if (M[view + View.READONLY] !== 0) return rt.fail(E.TypeError, 'cannot modify read-only memory');
  if (value === 0) return rt.fail(E.TypeError, 'cannot delete memory');
  if (isIndex(rt, key)) {
    const index = indexOf(rt, view, key);
    return Number.isNaN(index) ? -1 : assignItem(rt, view, index, value);
  }
  if (!rt.is(key, T.SLICE)) return rt.fail(E.TypeError, 'memoryview: invalid slice key');
  const content = contentOf(rt, value);
  if (content === null) return -1;
  const source = content.slice();
  const part = sliceView(rt, view, key);
  if (part === 0) return -1;
  const size = M[part + View.ITEMSIZE]!;
  const n = M[part + View.LENGTH]!;
  const format = rt.typeOf(value).bf_format?.(rt, value)?.format ?? 'B';
  let status = 0;
  if (source.length !== n * size || format !== formatOf(rt, part)) {
    status = rt.fail(E.ValueError, 'memoryview assignment: lvalue and rvalue have different structures');
  } else {
    for (let i = 0; i < n; i++) rt.U8.set(source.subarray(i * size, (i + 1) * size), byteAt(rt, part, i));
  }
  rt.decref(part);
  return status;
}

function assignItem(rt: Machine, view: number, index: number, value: number): number {
  const format = formatOf(rt, view);
  const size = rt.M[view + View.ITEMSIZE]!;
  const data = new DataView(rt.U8.buffer);
  const failure = writeItem(rt, data, byteAt(rt, view, index), format, size, true, value);
  if (failure === 'range') return rt.fail(E.ValueError, `memoryview: invalid value for format '${format}'`);
  if (failure === 'type') return rt.fail(E.TypeError, `memoryview: invalid type for format '${format}'`);
  return failure === null ? 0 : -1;
}

/** Equality only: by bytes for the same format, else item by item. Follows memory_richcompare. */
function viewCompare(rt: Machine, a: number, b: number, op: number): number {
  if (op !== 2 && op !== 3) return rt.newRef(S.NOT_IMPLEMENTED);
  if (a === b) return rt.bool(op === 2);
  const M = rt.M;
  const released = (o: number): boolean => rt.is(o, T.MEMORYVIEW) && M[o + View.RELEASED] !== 0;
  if (released(a) || released(b)) return rt.bool(op === 3);
  if (!isBytesLike(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
  const left = viewBytes(rt, a);
  const right = contentOf(rt, b);
  if (right === null) {
    rt.clearError();
    return rt.newRef(S.NOT_IMPLEMENTED);
  }
  const formatB = rt.typeOf(b).bf_format?.(rt, b)?.format ?? 'B';
  const format = formatOf(rt, a);
  if (format === formatB && !'efd'.includes(format)) {
    return rt.bool((compareContents(left, right) === 0) === (op === 2));
  }
  const sizeB = NATIVE_SIZES.get(formatB) ?? 1;
  const n = M[a + View.LENGTH]!;
  let equal = right.length / sizeB === n;
  const data = new DataView(right.buffer, right.byteOffset, right.length);
  for (let i = 0; equal && i < n; i++) {
    const x = itemObject(rt, a, i);
    const y = readItem(rt, data, i * sizeB, formatB, sizeB, true);
    equal = compareBool(rt, x, y, 2) === 1;
    rt.decref(x);
    rt.decref(y);
  }
  return rt.bool(equal === (op === 2));
}

function viewHash(rt: Machine, view: number): number {
  const M = rt.M;
  if (M[view + View.HASH] !== -1 || M[view + View.HASH + 1] !== -1) {
    rt.hashLow = M[view + View.HASH]!;
    rt.hashHigh = M[view + View.HASH + 1]!;
    return 0;
  }
  if (isReleased(rt, view)) return -1;
  if (M[view + View.READONLY] === 0) return rt.fail(E.ValueError, 'cannot hash writable memoryview object');
  const format = formatOf(rt, view);
  if (format !== 'B' && format !== 'b' && format !== 'c') {
    return rt.fail(E.ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
  }
  const o = M[M[view + View.MANAGED]! + Managed.OBJECT]!;
  if (hash(rt, o) < 0) return -1;
  hashContent(rt, viewBytes(rt, view));
  M[view + View.HASH] = rt.hashLow;
  M[view + View.HASH + 1] = rt.hashHigh;
  return 0;
}

function viewRepr(rt: Machine, view: number): number {
  const word = rt.M[view + View.RELEASED] !== 0 ? '<released memory at' : '<memory at';
  return newStr(rt, `${word} ${addressText(rt, view)}>`);
}

function toList(rt: Machine, view: number): number {
  if (isReleased(rt, view)) return 0;
  const list = listNew(rt, 0);
  for (let i = 0; i < rt.M[view + View.LENGTH]!; i++) listAppendSteal(rt, list, itemObject(rt, view, i));
  return list;
}

const CAST = { name: 'cast', names: ['format', 'shape'], required: 1, positional: 2, parserSince: 13 };

function cast(rt: Machine, view: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, CAST, args, nargs, kwnames);
  if (values === null || isReleased(rt, view)) return 0;
  const M = rt.M;
  if (!rt.isStr(values[0]!)) {
    if (rt.profile.minor <= 9) return rt.raise(E.TypeError, 'memoryview: format argument must be a string');
    return rt.raise(E.TypeError, `cast() argument 'format' must be str, not ${rt.typeOf(values[0]!).name}`);
  }
  if (values[1] !== 0) throw new NotSimulated('memoryview.cast() to several dimensions');
  if (M[view + View.STRIDE] !== M[view + View.ITEMSIZE]) {
    return rt.raise(E.TypeError, 'memoryview: casts are restricted to C-contiguous views');
  }
  const text = rt.text(values[0]!);
  const format = FORMATS.indexOf(text[0] === '@' ? text.slice(1) : text);
  if (format < 0) {
    return rt.raise(
      E.ValueError,
      "memoryview: destination format must be a native single character format prefixed with an optional '@'",
    );
  }
  const isByte = (name: string): boolean => name === 'B' || name === 'b' || name === 'c';
  if (!isByte(FORMATS[format]!) && !isByte(formatOf(rt, view))) {
    return rt.raise(E.TypeError, 'memoryview: cannot cast between two non-byte formats');
  }
  const bytes = M[view + View.LENGTH]! * M[view + View.ITEMSIZE]!;
  const size = NATIVE_SIZES.get(FORMATS[format]!)!;
  if (bytes % size !== 0) return rt.raise(E.TypeError, 'memoryview: length is not a multiple of itemsize');
  const result = addView(rt, M[view + View.MANAGED]!, M[view + View.BUFFER]!, bytes / size, size, format);
  M[result + View.READONLY] = M[view + View.READONLY]!;
  return result;
}

function whileOpen(fn: (rt: Machine, view: number) => number): (rt: Machine, view: number) => number {
  return (rt, view) => (isReleased(rt, view) ? 0 : fn(rt, view));
}

const release = (rt: Machine, view: number): number => (releaseView(rt, view) < 0 ? 0 : rt.none());

const METHODS: readonly MethodDef[] = [
  { name: 'release', kind: MethodKind.NOARGS, fn: release },
  {
    name: 'tobytes',
    kind: MethodKind.FASTKW,
    fn: (rt, view) => (isReleased(rt, view) ? 0 : newBytes(rt, viewBytes(rt, view))),
  },
  { name: 'hex', kind: MethodKind.FASTKW, fn: bytesHex },
  { name: 'tolist', kind: MethodKind.NOARGS, fn: toList },
  { name: 'cast', kind: MethodKind.FASTKW, fn: cast },
  {
    name: 'toreadonly',
    kind: MethodKind.NOARGS,
    fn: (rt, view) => {
      const copy = newMemoryview(rt, view);
      if (copy !== 0) rt.M[copy + View.READONLY] = 1;
      return copy;
    },
  },
  { name: '__enter__', kind: MethodKind.NOARGS, fn: whileOpen((rt, view) => rt.newRef(view)) },
  { name: '__exit__', kind: MethodKind.FAST, fn: release },
];

/** `__buffer__` of types with a buffer (3.12+). */
export const BUFFER_METHOD: MethodDef = {
  name: '__buffer__',
  kind: MethodKind.O,
  fn: (rt, self) => newMemoryview(rt, self),
};

/** `__release_buffer__` of types that count their exports (3.12+). */
export const RELEASE_BUFFER_METHOD: MethodDef = {
  name: '__release_buffer__',
  kind: MethodKind.O,
  fn: (rt, _self, view) => (rt.is(view, T.MEMORYVIEW) && releaseView(rt, view) < 0 ? 0 : rt.none()),
};

const GETSET: readonly GetSetDef[] = [
  {
    name: 'obj',
    get: whileOpen((rt, view) => {
      const o = rt.M[rt.M[view + View.MANAGED]! + Managed.OBJECT]!;
      return o === 0 ? rt.none() : rt.newRef(o);
    }),
  },
  { name: 'nbytes', get: whileOpen((rt, view) => newInt(rt, rt.M[view + View.LENGTH]! * rt.M[view + View.ITEMSIZE]!)) },
  { name: 'readonly', get: whileOpen((rt, view) => rt.bool(rt.M[view + View.READONLY] !== 0)) },
  { name: 'itemsize', get: whileOpen((rt, view) => newInt(rt, rt.M[view + View.ITEMSIZE]!)) },
  { name: 'format', get: whileOpen((rt, view) => newStr(rt, formatOf(rt, view))) },
  { name: 'ndim', get: whileOpen((rt) => newInt(rt, 1)) },
  { name: 'shape', get: whileOpen((rt, view) => tupleOf(rt, rt.M[view + View.LENGTH]!)) },
  { name: 'strides', get: whileOpen((rt, view) => tupleOf(rt, rt.M[view + View.STRIDE]!)) },
  { name: 'suboffsets', get: whileOpen((rt) => rt.newRef(S.EMPTY_TUPLE)) },
  { name: 'c_contiguous', get: whileOpen(contiguous) },
  { name: 'f_contiguous', get: whileOpen(contiguous) },
  { name: 'contiguous', get: whileOpen(contiguous) },
];

function contiguous(rt: Machine, view: number): number {
  return rt.bool(rt.M[view + View.STRIDE] === rt.M[view + View.ITEMSIZE] || rt.M[view + View.LENGTH] === 1);
}

function tupleOf(rt: Machine, n: number): number {
  const number = newInt(rt, n);
  const tuple = packTuple1(rt, number);
  rt.decref(number);
  return tuple;
}

const PARAMETERS = { name: 'memoryview', names: ['object'], required: 1, positional: 1 };

function viewIter(rt: Machine, view: number): number {
  if (isReleased(rt, view)) return 0;
  const M = rt.M;
  // memoryiterobject: index, view, length, format (48 bytes).
  const p = rt.newGcObject(T.MEMORY_ITERATOR, rt.profile.minor >= 10 ? 48 : 32);
  M[p + IT_INDEX] = 0;
  M[p + IT_SEQ] = rt.newRef(view);
  rt.gcTrack(p);
  return p;
}

function viewIterNext(rt: Machine, it: number): number {
  const M = rt.M;
  const view = M[it + IT_SEQ]!;
  if (view === 0) return 0;
  const i = M[it + IT_INDEX]!;
  if (isReleased(rt, view)) return 0;
  if (i >= M[view + View.LENGTH]!) return exhaust(rt, it);
  M[it + IT_INDEX] = i + 1;
  return itemObject(rt, view, i);
}

/** Defines memoryview, its iterator and the managed buffer. */
export function defineMemoryviewType(rt: Machine): void {
  defineType(rt, T.MANAGED_BUFFER, {
    name: 'managedbuffer',
    basicsize: MANAGED_SIZE,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: (m, managed) => {
      releaseManaged(m, managed);
      m.freeGcObject(managed);
    },
    tp_traverse: (m, managed, visit) => {
      const o = m.M[managed + Managed.OBJECT]!;
      if (o !== 0) visit(m, o);
    },
    tp_clear: releaseManaged,
  });
  defineType(rt, T.MEMORYVIEW, {
    name: 'memoryview',
    doc: 'Create a new memoryview object which references the given object.',
    basicsize: 144,
    itemsize: 8,
    weaklistoffset: View.WEAKLIST * 4,
    flags: TypeFlag.HAVE_GC | TypeFlag.SEQUENCE,
    tp_new: (m, _type, args, kwargs) => {
      const values = parseTupleKeywords(m, PARAMETERS, args, kwargs);
      return values === null ? 0 : newMemoryview(m, values[0]!);
    },
    tp_dealloc: viewDealloc,
    tp_traverse: (m, view, visit) => {
      const managed = m.M[view + View.MANAGED]!;
      if (managed !== 0) visit(m, managed);
    },
    tp_clear: (m, view) => {
      releaseView(m, view);
      const managed = m.M[view + View.MANAGED]!;
      m.M[view + View.MANAGED] = 0;
      if (managed !== 0) m.decref(managed);
    },
    tp_repr: viewRepr,
    tp_hash: viewHash,
    tp_richcompare: viewCompare,
    tp_iter: rt.profile.minor >= 10 ? viewIter : null,
    sq_length: viewLength,
    sq_item: (m, view, index) => {
      if (isReleased(m, view)) return 0;
      if (index >= 0 && index < m.M[view + View.LENGTH]!) return itemObject(m, view, index);
      return m.raise(E.IndexError, 'index out of bounds on dimension 1');
    },
    mp_length: viewLength,
    mp_subscript: viewSubscript,
    mp_ass_subscript: viewAssign,
    bf_getbuffer: viewContent,
    bf_exports: (m, view, change) => {
      m.M[view + View.EXPORTS]! += change;
    },
    bf_format: (m, view) => ({
      format: formatOf(m, view),
      itemsize: m.M[view + View.ITEMSIZE]!,
      readonly: m.M[view + View.READONLY] !== 0,
    }),
    methods: rt.profile.minor >= 12 ? [...METHODS, BUFFER_METHOD, RELEASE_BUFFER_METHOD] : METHODS,
    getset: GETSET,
  });
  defineType(rt, T.MEMORY_ITERATOR, {
    name: 'memory_iterator',
    basicsize: 48,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: iteratorDealloc,
    tp_traverse: iteratorTraverse,
    tp_iter: selfIter,
    tp_iternext: viewIterNext,
  });
}

function viewLength(rt: Machine, view: number): number {
  return isReleased(rt, view) ? -1 : rt.M[view + View.LENGTH]!;
}
