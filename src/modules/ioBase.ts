/** The base types of module io: what every file object can do. Follows iobase.c, bufferedio.c and textio.c. */

import { call0, call1, callMethod0, callMethod1 } from '../objects/call.js';
import { defineType } from '../objects/defineType.js';
import { raiseWithArgument } from '../objects/exceptionCore.js';
import { asIndex, intNumber } from '../objects/intCore.js';
import { listAppendSteal, listNew } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { freeInstance, getAttr, getIter, isTrue, iterNext, size } from '../objects/object.js';
import { internStr, newStr } from '../objects/strCore.js';
import { E, S } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, type NativeFn, TypeFlag, type Visit } from '../objects/typeInfo.js';

/** Types of one machine's module io. */
export interface IoTypes {
  base: number;
  raw: number;
  buffered: number;
  text: number;
  /** `io.UnsupportedOperation` */
  unsupported: number;
}

/** Raises UnsupportedOperation with the name of what cannot be done; returns 0. */
export function unsupported(rt: Machine, types: IoTypes, name: string): 0 {
  const text = newStr(rt, name);
  raiseWithArgument(rt, types.unsupported, text);
  rt.decref(text);
  return 0;
}

/** Whether the file's `closed` is true: 0, 1 or -1. */
export function isClosed(rt: Machine, self: number): number {
  const closed = getAttr(rt, self, internStr(rt, 'closed'));
  if (closed === 0) return -1;
  const truth = isTrue(rt, closed);
  rt.decref(closed);
  return truth;
}

/** 0, or -1 with ValueError when the file is closed. */
function checkClosed(rt: Machine, self: number): number {
  const closed = isClosed(rt, self);
  if (closed <= 0) return closed;
  return rt.fail(E.ValueError, 'I/O operation on closed file.');
}

/** The size argument of read methods: -1 for None or a negative number, NaN with TypeError. */
export function sizeArgument(rt: Machine, args: number, nargs: number): number {
  if (nargs === 0) return -1;
  const o = rt.M[args]!;
  if (o === S.NONE) return -1;
  if (!rt.isInt(o) && rt.typeOf(o).nb_index === null) {
    rt.raise(E.TypeError, `argument should be integer or None, not '${rt.typeOf(o).name}'`);
    return Number.NaN;
  }
  const n = asIndex(rt, o, E.OverflowError);
  return n < 0 ? -1 : n;
}

/** `readlines(hint)` by iteration. */
function readlines(rt: Machine, self: number, args: number, nargs: number): number {
  const hint = sizeArgument(rt, args, nargs);
  if (Number.isNaN(hint)) return 0;
  const it = getIter(rt, self);
  if (it === 0) return 0;
  const list = listNew(rt, 0);
  let length = 0;
  for (;;) {
    const line = iterNext(rt, it);
    if (line === 0) break;
    listAppendSteal(rt, list, line);
    length += Math.max(0, size(rt, line));
    if (hint > 0 && length >= hint) break;
  }
  rt.decref(it);
  if (rt.currentException === 0) return list;
  rt.decref(list);
  return 0;
}

/** `writelines(lines)` through `write`. */
function writelines(rt: Machine, self: number, lines: number): number {
  if (checkClosed(rt, self) < 0) return 0;
  const it = getIter(rt, lines);
  if (it === 0) return 0;
  for (;;) {
    const line = iterNext(rt, it);
    if (line === 0) break;
    const result = callMethod1(rt, self, internStr(rt, 'write'), line);
    rt.decref(line);
    if (result === 0) break;
    rt.decref(result);
  }
  rt.decref(it);
  return rt.currentException === 0 ? rt.none() : 0;
}

/** Lines through the object's own `readline`. */
function nextLine(rt: Machine, self: number): number {
  const line = callMethod0(rt, self, internStr(rt, 'readline'));
  if (line === 0) return 0;
  if (size(rt, line) > 0) return line;
  rt.decref(line);
  return 0;
}

/** `readline(size)` of a class that only has `read`: byte by byte. */
function readline(rt: Machine, self: number, args: number, nargs: number): number {
  const limit = sizeArgument(rt, args, nargs);
  if (Number.isNaN(limit)) return 0;
  const read = getAttr(rt, self, internStr(rt, 'read'));
  if (read === 0) return 0;
  const one = rt.newRef(smallOne(rt));
  let joined = 0;
  for (let n = 0; limit < 0 || n < limit; n++) {
    const piece = call1(rt, read, one);
    if (piece === 0) break;
    const length = size(rt, piece);
    const text = rt.isStr(piece)
      ? rt.text(piece)
      : String.fromCharCode(...(rt.typeOf(piece).bf_getbuffer?.(rt, piece) ?? []));
    if (joined === 0) joined = piece;
    else if (length > 0) {
      const sum = rt.typeOf(joined).sq_concat!(rt, joined, piece);
      rt.decref(joined);
      rt.decref(piece);
      joined = sum;
    } else rt.decref(piece);
    if (joined === 0 || length <= 0 || text.endsWith('\n')) break;
  }
  rt.decref(one);
  rt.decref(read);
  if (rt.currentException === 0) return joined === 0 ? rt.newRef(S.EMPTY_BYTES) : joined;
  if (joined !== 0) rt.decref(joined);
  return 0;
}

function smallOne(rt: Machine): number {
  const one = rt.infoOf(rt.M[S.TRUE + 2]!).nb_index!(rt, S.TRUE);
  if (intNumber(rt, one) !== 1) throw new Error('True is not 1.');
  return one;
}

function method(name: string, fn: (rt: Machine, self: number) => number): MethodDef {
  return { name, kind: MethodKind.NOARGS, fn };
}

/** Byte offsets of the dict and the list of weak references of plain IOBase objects. */
const DICT = 4;
const BASE_SIZE = 32;

function baseTraverse(rt: Machine, self: number, visit: Visit): void {
  const dict = rt.M[self + DICT]!;
  if (dict !== 0) visit(rt, dict);
}

function baseDealloc(rt: Machine, self: number): void {
  rt.gcUntrack(self);
  const M = rt.M;
  if (M[self + DICT + 2] !== 0) rt.clearWeakrefs(self);
  const dict = M[self + DICT]!;
  M[self + DICT] = 0;
  if (dict !== 0) rt.decref(dict);
  freeInstance(rt, self);
}

/** Defines the four base types. `types.unsupported` must be set before any of their methods runs. */
export function defineIoBases(rt: Machine): IoTypes {
  const types: IoTypes = { base: 0, raw: 0, buffered: 0, text: 0, unsupported: 0 };
  const refuse =
    (name: string): NativeFn =>
    (m) =>
      unsupported(m, types, name);
  const methods: MethodDef[] = [
    { name: 'seek', kind: MethodKind.FAST, fn: refuse('seek') },
    method('tell', (m, self) => {
      const seek = getAttr(m, self, internStr(m, 'seek'));
      if (seek === 0) return 0;
      const result = call0(m, seek);
      m.decref(seek);
      return result;
    }),
    { name: 'truncate', kind: MethodKind.FAST, fn: refuse('truncate') },
    method('flush', (m, self) => (checkClosed(m, self) < 0 ? 0 : m.none())),
    method('close', (m) => m.none()),
    method('seekable', (m) => m.bool(false)),
    method('readable', (m) => m.bool(false)),
    method('writable', (m) => m.bool(false)),
    method('isatty', (m, self) => (checkClosed(m, self) < 0 ? 0 : m.bool(false))),
    { name: 'fileno', kind: MethodKind.NOARGS, fn: refuse('fileno') },
    method('__enter__', (m, self) => (checkClosed(m, self) < 0 ? 0 : m.newRef(self))),
    { name: '__exit__', kind: MethodKind.FAST, fn: (m, self) => callMethod0(m, self, internStr(m, 'close')) },
    { name: 'readline', kind: MethodKind.FAST, fn: readline },
    { name: 'readlines', kind: MethodKind.FAST, fn: readlines },
    { name: 'writelines', kind: MethodKind.O, fn: writelines },
  ];
  types.base = rt.nextStaticType();
  defineType(rt, types.base, {
    name: '_io._IOBase',
    basicsize: BASE_SIZE,
    dictoffset: DICT * 4,
    weaklistoffset: DICT * 4 + 8,
    flags: TypeFlag.BASETYPE | TypeFlag.HAVE_GC,
    tp_new: (m, type) => m.infoOf(type).tp_alloc!(m, type, 0),
    tp_dealloc: baseDealloc,
    tp_traverse: baseTraverse,
    tp_iter: (m, self) => (checkClosed(m, self) < 0 ? 0 : m.newRef(self)),
    tp_iternext: nextLine,
    methods,
    getset: [{ name: 'closed', get: (m) => m.bool(false) }],
  });
  const derived = (name: string, refused: readonly string[]): number => {
    const address = rt.nextStaticType();
    defineType(rt, address, {
      name,
      base: types.base,
      basicsize: BASE_SIZE,
      flags: TypeFlag.BASETYPE | TypeFlag.HAVE_GC,
      tp_dealloc: baseDealloc,
      tp_traverse: baseTraverse,
      methods: refused.map((what) => ({ name: what, kind: MethodKind.FAST, fn: refuse(what) })),
    });
    return address;
  };
  types.raw = derived('_io._RawIOBase', ['read', 'readall']);
  types.buffered = derived('_io._BufferedIOBase', ['detach', 'read', 'read1', 'write']);
  types.text = derived('_io._TextIOBase', ['detach', 'read', 'write']);
  return types;
}
