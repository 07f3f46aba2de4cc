/** `io.BytesIO`. The buffer is a bytes object, shared with others until it is written to. Follows bytesio.c. */
import { BytesLayout, Ob } from '../memory/layout.js';
import { checkArgs, parseTupleKeywords } from '../objects/args.js';
import { BYTES_HEADER, contentOf, newBytes, newBytesRoom, resizeBytes } from '../objects/bytesCore.js';
import { defineType } from '../objects/defineType.js';
import { asIndex, newInt } from '../objects/intCore.js';
import { listAppendSteal, listNew } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { newMemoryview } from '../objects/memoryview.js';
import { freeInstance, getIter, iterNext } from '../objects/object.js';
import { blockBytes, type Room } from '../objects/room.js';
import { E, S, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import { type IoTypes, sizeArgument } from './ioBase.js';

/** Words of the object. A BUFFER of 0: closed. */
const enum Field {
  BUFFER = 4,
  POSITION = 6,
  LENGTH = 8,
  DICT = 10,
  WEAKLIST = 12,
  EXPORTS = 14,
}

const BYTESIO_SIZE = 64;
const PARAMETERS = { name: 'BytesIO', names: ['initial_bytes'], required: 0, positional: 1 };

/** 0, or -1 with ValueError. */
function checkOpen(rt: Machine, self: number): number {
  if (rt.M[self + Field.BUFFER] !== 0) return 0;
  return rt.fail(E.ValueError, 'I/O operation on closed file.');
}

function checkExports(rt: Machine, self: number): number {
  if (rt.M[self + Field.EXPORTS]! <= 0) return 0;
  return rt.fail(E.BufferError, 'Existing exports of data: object cannot be re-sized');
}

/** Whether somebody else sees the buffer. */
function isShared(rt: Machine, self: number): boolean {
  return rt.M[rt.M[self + Field.BUFFER]!]! !== 1;
}

/** Byte address of the buffer. */
function bufferStart(rt: Machine, self: number): number {
  return (rt.M[self + Field.BUFFER]! + BytesLayout.DATA) * 4;
}

/** A buffer of its own with room for `room` bytes. Follows unshare_buffer. */
function unshare(rt: Machine, self: number, room: number): number {
  const M = rt.M;
  const fresh = newBytesRoom(rt, room);
  if (fresh === 0) return -1;
  const from = bufferStart(rt, self);
  rt.U8.copyWithin((fresh + BytesLayout.DATA) * 4, from, from + M[self + Field.LENGTH]!);
  const old = M[self + Field.BUFFER]!;
  M[self + Field.BUFFER] = fresh;
  rt.decref(old);
  return 0;
}

/** Follows resize_buffer. */
function resize(rt: Machine, self: number, length: number): number {
  const M = rt.M;
  let alloc = M[M[self + Field.BUFFER]! + Ob.SIZE]!;
  if (length < Math.floor(alloc / 2)) alloc = length + 1;
  else if (length < alloc) return 0;
  else if (length <= alloc * 1.125) alloc = length + (length >> 3) + (length < 9 ? 3 : 6);
  else alloc = length + 1;
  if (isShared(rt, self)) {
    if (unshare(rt, self, alloc) < 0) return -1;
  } else {
    const buffer = resizeBytes(rt, M[self + Field.BUFFER]!, alloc);
    M[self + Field.BUFFER] = buffer;
    if (buffer === 0) return -1;
  }
  if (rt.resized !== null) rt.resized(self, self);
  return 0;
}

function room(rt: Machine, self: number, out: Room): void {
  const buffer = rt.M[self + Field.BUFFER]!;
  const allocated = buffer === 0 ? 0 : rt.M[buffer + Ob.SIZE]!;
  out.set('bytes', rt.M[self + Field.LENGTH]!, allocated, 1, BYTES_HEADER);
  out.blockBytes = blockBytes(rt, buffer);
}

/** Writes content at the position: 0 or -1. Follows write_bytes. */
function writeContent(rt: Machine, self: number, content: Uint8Array): number {
  const M = rt.M;
  const n = content.length;
  if (n === 0) return 0;
  const position = M[self + Field.POSITION]!;
  const end = position + n;
  const room = M[M[self + Field.BUFFER]! + Ob.SIZE]!;
  if (end > room) {
    if (resize(rt, self, end) < 0) return -1;
  } else if (isShared(rt, self) && unshare(rt, self, Math.max(end, M[self + Field.LENGTH]!)) < 0) return -1;
  const at = bufferStart(rt, self);
  const length = M[self + Field.LENGTH]!;
  if (position > length) rt.U8.fill(0, at + length, at + position);
  rt.U8.set(content, at + position);
  M[self + Field.POSITION] = end;
  if (end > length) M[self + Field.LENGTH] = end;
  return 0;
}

function write(rt: Machine, self: number, data: number): number {
  if (checkOpen(rt, self) < 0 || checkExports(rt, self) < 0) return 0;
  const content = contentOf(rt, data);
  if (content === null || writeContent(rt, self, content) < 0) return 0;
  return newInt(rt, content.length);
}

/** The next `n` bytes as a bytes object. Follows read_bytes: a whole exact buffer is given out itself. */
function readBytes(rt: Machine, self: number, n: number): number {
  const M = rt.M;
  const position = M[self + Field.POSITION]!;
  const buffer = M[self + Field.BUFFER]!;
  if (n > 1 && position === 0 && n === M[buffer + Ob.SIZE] && M[self + Field.EXPORTS] === 0) {
    M[self + Field.POSITION] = position + n;
    return rt.newRef(buffer);
  }
  const at = bufferStart(rt, self) + position;
  M[self + Field.POSITION] = position + n;
  return newBytes(rt, rt.U8.subarray(at, at + n));
}

function rest(rt: Machine, self: number): number {
  return Math.max(0, rt.M[self + Field.LENGTH]! - rt.M[self + Field.POSITION]!);
}

function read(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'read', nargs, 0, 1)) return 0;
  const wanted = sizeArgument(rt, args, nargs);
  if (Number.isNaN(wanted) || checkOpen(rt, self) < 0) return 0;
  const left = rest(rt, self);
  return readBytes(rt, self, wanted < 0 ? left : Math.min(wanted, left));
}

/** Bytes up to and with the next line feed, at most `limit` (negative: any number). Follows scan_eol. */
function lineLength(rt: Machine, self: number, limit: number): number {
  const at = bufferStart(rt, self) + rt.M[self + Field.POSITION]!;
  const left = limit >= 0 ? Math.min(limit, rest(rt, self)) : rest(rt, self);
  const found = rt.U8.subarray(at, at + left).indexOf(10);
  return found < 0 ? left : found + 1;
}

function readline(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'readline', nargs, 0, 1)) return 0;
  const limit = sizeArgument(rt, args, nargs);
  if (Number.isNaN(limit) || checkOpen(rt, self) < 0) return 0;
  return readBytes(rt, self, lineLength(rt, self, limit));
}

function readlines(rt: Machine, self: number, args: number, nargs: number): number {
  const limit = sizeArgument(rt, args, nargs);
  if (Number.isNaN(limit) || checkOpen(rt, self) < 0) return 0;
  const list = listNew(rt, 0);
  let total = 0;
  for (let n = lineLength(rt, self, -1); n > 0; n = lineLength(rt, self, -1)) {
    const at = bufferStart(rt, self) + rt.M[self + Field.POSITION]!;
    rt.M[self + Field.POSITION]! += n;
    listAppendSteal(rt, list, newBytes(rt, rt.U8.subarray(at, at + n)));
    total += n;
    if (limit > 0 && total >= limit) break;
  }
  return list;
}

function readinto(rt: Machine, self: number, target: number): number {
  if (checkOpen(rt, self) < 0) return 0;
  const content = contentOf(rt, target);
  if (content === null) return 0;
  if (rt.typeOf(target).bf_format?.(rt, target)?.readonly ?? true) {
    return rt.raise(
      E.TypeError,
      `readinto() argument must be read-write bytes-like object, not ${rt.typeOf(target).name}`,
    );
  }
  const n = Math.min(content.length, rest(rt, self));
  const at = bufferStart(rt, self) + rt.M[self + Field.POSITION]!;
  content.set(rt.U8.subarray(at, at + n));
  rt.M[self + Field.POSITION]! += n;
  return newInt(rt, n);
}

function writelines(rt: Machine, self: number, lines: number): number {
  if (checkOpen(rt, self) < 0) return 0;
  const it = getIter(rt, lines);
  if (it === 0) return 0;
  for (;;) {
    const line = iterNext(rt, it);
    if (line === 0) break;
    const result = write(rt, self, line);
    rt.decref(line);
    if (result === 0) break;
    rt.decref(result);
  }
  rt.decref(it);
  return rt.currentException === 0 ? rt.none() : 0;
}

function seek(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'seek', nargs, 1, 2)) return 0;
  let position = asIndex(rt, rt.M[args]!, E.OverflowError);
  if (Number.isNaN(position)) return 0;
  const whence = nargs > 1 ? asIndex(rt, rt.M[args + 2]!, E.OverflowError) : 0;
  if (Number.isNaN(whence) || checkOpen(rt, self) < 0) return 0;
  if (position < 0 && whence === 0) return rt.raise(E.ValueError, `negative seek value ${position}`);
  if (whence === 1) position += rt.M[self + Field.POSITION]!;
  else if (whence === 2) position += rt.M[self + Field.LENGTH]!;
  else if (whence !== 0) return rt.raise(E.ValueError, `invalid whence (${whence}, should be 0, 1 or 2)`);
  rt.M[self + Field.POSITION] = Math.max(0, position);
  return newInt(rt, Math.max(0, position));
}

function truncate(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'truncate', nargs, 0, 1)) return 0;
  if (checkOpen(rt, self) < 0 || checkExports(rt, self) < 0) return 0;
  let length = rt.M[self + Field.POSITION]!;
  if (nargs > 0 && rt.M[args] !== S.NONE) {
    length = asIndex(rt, rt.M[args]!, E.OverflowError);
    if (Number.isNaN(length)) return 0;
  }
  if (length < 0) return rt.raise(E.ValueError, `negative size value ${length}`);
  if (length < rt.M[self + Field.LENGTH]!) {
    rt.M[self + Field.LENGTH] = length;
    if (resize(rt, self, length) < 0) return 0;
  }
  return newInt(rt, length);
}

/** Cuts the buffer to the length and gives it out: later writes copy it. */
function getvalue(rt: Machine, self: number): number {
  if (checkOpen(rt, self) < 0) return 0;
  const M = rt.M;
  const length = M[self + Field.LENGTH]!;
  if (length !== M[M[self + Field.BUFFER]! + Ob.SIZE] && M[self + Field.EXPORTS] === 0) {
    if (isShared(rt, self)) {
      if (unshare(rt, self, length) < 0) return 0;
    } else M[self + Field.BUFFER] = resizeBytes(rt, M[self + Field.BUFFER]!, length);
  }
  return rt.newRef(M[self + Field.BUFFER]!);
}

function close(rt: Machine, self: number): number {
  if (checkExports(rt, self) < 0) return 0;
  const buffer = rt.M[self + Field.BUFFER]!;
  rt.M[self + Field.BUFFER] = 0;
  if (buffer !== 0) rt.decref(buffer);
  return rt.none();
}

function init(rt: Machine, self: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(rt, PARAMETERS, args, kwargs);
  if (values === null) return -1;
  const M = rt.M;
  M[self + Field.LENGTH] = 0;
  M[self + Field.POSITION] = 0;
  if (checkExports(rt, self) < 0) return -1;
  const initial = values[0]!;
  if (initial === 0 || initial === S.NONE) return 0;
  if (rt.is(initial, T.BYTES)) {
    const old = M[self + Field.BUFFER]!;
    M[self + Field.BUFFER] = rt.newRef(initial);
    rt.decref(old);
    M[self + Field.LENGTH] = M[initial + Ob.SIZE]!;
    return 0;
  }
  const content = contentOf(rt, initial);
  if (content === null || writeContent(rt, self, content) < 0) return -1;
  M[self + Field.POSITION] = 0;
  return 0;
}

/** Dict, weak references, memory. */
function dealloc(rt: Machine, self: number): void {
  const M = rt.M;
  rt.gcUntrack(self);
  const buffer = M[self + Field.BUFFER]!;
  M[self + Field.BUFFER] = 0;
  if (buffer !== 0) rt.decref(buffer);
  const dict = M[self + Field.DICT]!;
  M[self + Field.DICT] = 0;
  if (dict !== 0) rt.decref(dict);
  if (M[self + Field.WEAKLIST] !== 0) rt.clearWeakrefs(self);
  freeInstance(rt, self);
}

function sizeofBytesIO(rt: Machine, self: number): number {
  const M = rt.M;
  const buffer = M[self + Field.BUFFER]!;
  let bytes = rt.typeOf(self).basicsize;
  if (buffer !== 0 && !isShared(rt, self)) bytes += BYTES_HEADER + M[buffer + Ob.SIZE]!;
  return newInt(rt, bytes);
}

const whileOpen =
  (fn: (rt: Machine, self: number) => number) =>
  (rt: Machine, self: number): number =>
    checkOpen(rt, self) < 0 ? 0 : fn(rt, self);

/** The object behind `getbuffer()`: its SOURCE is the BytesIO. */
function defineBuffer(rt: Machine): number {
  const SOURCE = 4;
  const address = rt.nextStaticType();
  defineType(rt, address, {
    name: '_io._BytesIOBuffer',
    basicsize: 24,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: (m, self) => {
      m.gcUntrack(self);
      const source = m.M[self + SOURCE]!;
      if (source !== 0) m.decref(source);
      m.freeGcObject(self);
    },
    tp_traverse: (m, self, visit) => {
      if (m.M[self + SOURCE] !== 0) visit(m, m.M[self + SOURCE]!);
    },
    bf_getbuffer: (m, self) => {
      const source = m.M[self + SOURCE]!;
      if (m.M[source + Field.EXPORTS] === 0 && isShared(m, source)) {
        if (unshare(m, source, m.M[source + Field.LENGTH]!) < 0) return null;
      }
      const at = bufferStart(m, source);
      return m.U8.subarray(at, at + m.M[source + Field.LENGTH]!);
    },
    bf_exports: (m, self, change) => {
      m.M[m.M[self + SOURCE]! + Field.EXPORTS]! += change;
    },
    bf_format: () => ({ format: 'B', itemsize: 1, readonly: false }),
  });
  return address;
}

/** Defines BytesIO; the address of the type. */
export function defineBytesIO(rt: Machine, types: IoTypes): number {
  const bufferType = defineBuffer(rt);
  const getbuffer = (m: Machine, self: number): number => {
    const p = m.newGcObject(bufferType, 24);
    m.M[p + 4] = m.newRef(self);
    m.gcTrack(p);
    const view = newMemoryview(m, p);
    m.decref(p);
    return view;
  };
  const noArgs = (name: string, fn: (m: Machine, self: number) => number): MethodDef => ({
    name,
    kind: MethodKind.NOARGS,
    fn: whileOpen(fn),
  });
  const fast = (name: string, fn: MethodDef['fn']): MethodDef => ({ name, kind: MethodKind.FAST, fn });
  const address = rt.nextStaticType();
  defineType(rt, address, {
    name: '_io.BytesIO',
    base: types.buffered,
    doc: 'Buffered I/O implementation using an in-memory bytes buffer.',
    basicsize: BYTESIO_SIZE,
    dictoffset: Field.DICT * 4,
    weaklistoffset: Field.WEAKLIST * 4,
    flags: TypeFlag.BASETYPE | TypeFlag.HAVE_GC,
    tp_new: (m, type) => {
      const self = m.infoOf(type).tp_alloc!(m, type, 0);
      if (self !== 0) m.M[self + Field.BUFFER] = m.newRef(S.EMPTY_BYTES);
      return self;
    },
    tp_init: init,
    tp_dealloc: dealloc,
    room,
    tp_traverse: (m, self, visit) => {
      if (m.M[self + Field.DICT] !== 0) visit(m, m.M[self + Field.DICT]!);
      // Not for the collector, which does not see bytes, but for those who ask what refers to what.
      if (m.M[self + Field.BUFFER] !== 0) visit(m, m.M[self + Field.BUFFER]!);
    },
    tp_iter: (m, self) => (checkOpen(m, self) < 0 ? 0 : m.newRef(self)),
    tp_iternext: (m, self) => {
      if (checkOpen(m, self) < 0) return 0;
      const n = lineLength(m, self, -1);
      return n === 0 ? 0 : readBytes(m, self, n);
    },
    methods: [
      noArgs('readable', (m) => m.bool(true)),
      noArgs('seekable', (m) => m.bool(true)),
      noArgs('writable', (m) => m.bool(true)),
      { name: 'close', kind: MethodKind.NOARGS, fn: close },
      noArgs('flush', (m) => m.none()),
      noArgs('isatty', (m) => m.bool(false)),
      noArgs('tell', (m, self) => newInt(m, m.M[self + Field.POSITION]!)),
      { name: 'write', kind: MethodKind.O, fn: write },
      { name: 'writelines', kind: MethodKind.O, fn: writelines },
      fast('read1', read),
      { name: 'readinto', kind: MethodKind.O, fn: readinto },
      { name: 'readinto1', kind: MethodKind.O, fn: readinto },
      fast('readline', readline),
      fast('readlines', readlines),
      fast('read', read),
      noArgs('getbuffer', getbuffer),
      noArgs('getvalue', getvalue),
      fast('seek', seek),
      fast('truncate', truncate),
      { name: '__sizeof__', kind: MethodKind.NOARGS, fn: sizeofBytesIO },
    ],
    getset: [{ name: 'closed', get: (m, self) => m.bool(m.M[self + Field.BUFFER] === 0) }],
  });
  return address;
}
