/**
 * `io.StringIO`. While text is only appended it is accumulated (in a list of pieces to 3.11, in a writer since);
 * otherwise it stands in a buffer of four bytes for each character. The text itself is kept in `rt.natural`; the
 * blocks of memory are those of CPython. Follows stringio.c.
 */
import { ListLayout, Ob } from '../memory/layout.js';
import { checkArgs, parseTupleKeywords } from '../objects/args.js';
import { defineType } from '../objects/defineType.js';
import { asIndex, newInt } from '../objects/intCore.js';
import { listAppend, listNew, sequenceItems } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { freeInstance } from '../objects/object.js';
import { blockBytes, type Room } from '../objects/room.js';
import { newStr } from '../objects/strCore.js';
import { joinPieces } from '../objects/strText.js';
import { StrWriter } from '../objects/strWriter.js';
import { E, S } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import { type IoTypes, sizeArgument, unsupported } from './ioBase.js';

/** Words of the object. */
const enum Field {
  BUFFER = 4,
  POSITION = 6,
  LENGTH = 8,
  /** Characters the buffer has room for. */
  ROOM = 10,
  /** 1 while text is only appended. */
  ACCUMULATES = 12,
  CLOSED = 13,
  /** To 3.11: the list of pieces. */
  PIECES = 16,
}

/** What has no bytes of its own. */
interface Content {
  /** Code points, while the state is realized. */
  characters: string[];
  /** Since 3.12: what is accumulated. */
  writer: StrWriter | null;
  /** Line ends are recognised in all forms. */
  universal: boolean;
  /** Line ends become line feeds when text is written. */
  translates: boolean;
  /** What a line feed becomes when text is written, or ''. */
  writes: string;
  /** What ends a line for readline. */
  ends: string;
}

const PARAMETERS = { name: 'StringIO', names: ['initial_value', 'newline'], required: 0, positional: 2 };

/** Words of dict and weak references by version. */
function dictField(rt: Machine): number {
  return rt.profile.minor >= 12 ? 38 : 26;
}

function contentOf(rt: Machine, self: number): Content {
  return rt.natural.get(self) as Content;
}

/** 0, or -1 with ValueError. */
function checkOpen(rt: Machine, self: number): number {
  if (rt.M[self + Field.CLOSED] === 0) return 0;
  return rt.fail(E.ValueError, 'I/O operation on closed file');
}

/** Follows resize_buffer. */
function resize(rt: Machine, self: number, length: number): void {
  const M = rt.M;
  const size = length + 1;
  let room = M[self + Field.ROOM]!;
  if (size < Math.floor(room / 2)) room = size + 1;
  else if (size < room) return;
  else if (size <= room * 1.125) room = size + (size >> 3) + (size < 9 ? 3 : 6);
  else room = size + 1;
  M[self + Field.BUFFER] = rt.memRealloc(M[self + Field.BUFFER]!, room * 4);
  M[self + Field.ROOM] = room;
  if (rt.resized !== null) rt.resized(self, self);
}

function startAccumulating(rt: Machine, self: number): void {
  const content = contentOf(rt, self);
  if (rt.profile.minor >= 12) {
    content.writer = new StrWriter(rt);
    content.writer.overallocate = true;
  } else rt.M[self + Field.PIECES] = listNew(rt, 0);
  rt.M[self + Field.ACCUMULATES] = 1;
}

function accumulate(rt: Machine, self: number, text: number): void {
  const writer = contentOf(rt, self).writer;
  const before = writer !== null ? writer.room : listRoom(rt, self);
  if (writer !== null) writer.writeStr(text);
  else listAppend(rt, rt.M[self + Field.PIECES]!, text);
  if (rt.resized !== null && before !== (writer !== null ? writer.room : listRoom(rt, self))) rt.resized(self, self);
}

/** Pieces that the list of pieces has room for. */
function listRoom(rt: Machine, self: number): number {
  return rt.M[rt.M[self + Field.PIECES]! + ListLayout.ALLOCATED]!;
}

function room(rt: Machine, self: number, out: Room): void {
  const M = rt.M;
  const writer = contentOf(rt, self).writer;
  const pieces = M[self + Field.PIECES]!;
  if (M[self + Field.ACCUMULATES] === 0) {
    const buffer = M[self + Field.BUFFER]!;
    out.set('characters', buffer === 0 ? 0 : M[self + Field.LENGTH]!, buffer === 0 ? 0 : M[self + Field.ROOM]!, 4);
    out.blockBytes = blockBytes(rt, buffer);
  } else if (writer !== null) {
    out.set('characters', writer.length, writer.room, writer.width);
    out.allocatedBytes = writer.bytes;
    out.blockBytes = blockBytes(rt, writer.block);
  } else {
    out.set('pieces', M[pieces + Ob.SIZE]!, M[pieces + ListLayout.ALLOCATED]!, 8);
    out.blockBytes = blockBytes(rt, M[pieces + ListLayout.ITEMS]!);
  }
}

/** Ends accumulation; what was collected, new reference. */
function finishAccumulating(rt: Machine, self: number): number {
  const M = rt.M;
  const content = contentOf(rt, self);
  M[self + Field.ACCUMULATES] = 0;
  if (content.writer !== null) {
    const result = content.writer.finish();
    content.writer = null;
    return result;
  }
  const list = M[self + Field.PIECES]!;
  M[self + Field.PIECES] = 0;
  const at = sequenceItems(rt, list);
  const pieces: number[] = [];
  for (let i = 0; i < M[list + 4]!; i++) pieces.push(M[at + 2 * i]!);
  const result = joinPieces(rt, pieces);
  rt.decref(list);
  return result;
}

/** The text so far while it is accumulated, new reference; accumulation goes on with it. Follows make_intermediate. */
function makeIntermediate(rt: Machine, self: number): number {
  const text = finishAccumulating(rt, self);
  startAccumulating(rt, self);
  accumulate(rt, self, text);
  return text;
}

/** From now on the text stands in the buffer. Follows realize. */
function realize(rt: Machine, self: number): void {
  if (rt.M[self + Field.ACCUMULATES] === 0) return;
  const text = finishAccumulating(rt, self);
  resize(rt, self, rt.length(text));
  contentOf(rt, self).characters = Array.from(rt.text(text));
  rt.decref(text);
}

/** Line ends as they are kept. */
function decoded(content: Content, text: string): string {
  let result = text;
  if (content.translates && result.includes('\r')) result = result.replace(/\r\n|\r/g, '\n');
  if (content.writes !== '' && result.includes('\n')) result = result.replaceAll('\n', content.writes);
  return result;
}

/** Writes a str at the position. Follows write_str. */
function writeStr(rt: Machine, self: number, text: number): void {
  const M = rt.M;
  const content = contentOf(rt, self);
  const source = rt.text(text);
  const kept = decoded(content, source);
  const piece = kept === source ? rt.newRef(text) : newStr(rt, kept);
  const n = rt.length(piece);
  const position = M[self + Field.POSITION]!;
  const length = M[self + Field.LENGTH]!;
  if (n === 0) {
    rt.decref(piece);
    return;
  }
  if (M[self + Field.ACCUMULATES] !== 0 && length === position) accumulate(rt, self, piece);
  else {
    realize(rt, self);
    if (position + n > length) resize(rt, self, position + n);
    const characters = content.characters;
    while (characters.length < position) characters.push('\0');
    let at = position;
    for (const character of kept) characters[at++] = character;
  }
  M[self + Field.POSITION] = position + n;
  if (position + n > length) M[self + Field.LENGTH] = position + n;
  rt.decref(piece);
}

function write(rt: Machine, self: number, text: number): number {
  if (!rt.isStr(text)) return rt.raise(E.TypeError, `string argument expected, got '${rt.typeOf(text).name}'`);
  if (checkOpen(rt, self) < 0) return 0;
  const n = rt.length(text);
  if (n > 0) writeStr(rt, self, text);
  return newInt(rt, n);
}

/** Text of the realized characters from the position on, and moves behind them. */
function take(rt: Machine, self: number, n: number): number {
  const position = rt.M[self + Field.POSITION]!;
  rt.M[self + Field.POSITION] = position + n;
  return newStr(
    rt,
    contentOf(rt, self)
      .characters.slice(position, position + n)
      .join(''),
  );
}

function rest(rt: Machine, self: number): number {
  return Math.max(0, rt.M[self + Field.LENGTH]! - rt.M[self + Field.POSITION]!);
}

function read(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'read', nargs, 0, 1)) return 0;
  const wanted = sizeArgument(rt, args, nargs);
  if (Number.isNaN(wanted) || checkOpen(rt, self) < 0) return 0;
  const M = rt.M;
  const left = rest(rt, self);
  const n = wanted < 0 ? left : Math.min(wanted, left);
  if (M[self + Field.ACCUMULATES] !== 0 && M[self + Field.POSITION] === 0 && n === M[self + Field.LENGTH]) {
    const text = makeIntermediate(rt, self);
    M[self + Field.POSITION] = M[self + Field.LENGTH]!;
    return text;
  }
  realize(rt, self);
  return take(rt, self, n);
}

/** Characters of the next line, at most `limit` (negative: any number). */
function lineLength(rt: Machine, self: number, limit: number): number {
  const content = contentOf(rt, self);
  const characters = content.characters;
  const position = rt.M[self + Field.POSITION]!;
  const left = rest(rt, self);
  const most = limit >= 0 ? Math.min(limit, left) : left;
  for (let i = 0; i < most; i++) {
    const c = characters[position + i]!;
    let ends = 0;
    if (content.translates) ends = c === '\n' ? 1 : 0;
    else if (content.universal) {
      if (c === '\n') ends = 1;
      else if (c === '\r') ends = characters[position + i + 1] === '\n' && i + 1 < left ? 2 : 1;
    } else if (characters.slice(position + i, position + i + content.ends.length).join('') === content.ends) {
      ends = content.ends.length;
    }
    if (ends > 0) return Math.min(i + ends, most);
  }
  return most;
}

function readline(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'readline', nargs, 0, 1)) return 0;
  const limit = sizeArgument(rt, args, nargs);
  if (Number.isNaN(limit) || checkOpen(rt, self) < 0) return 0;
  realize(rt, self);
  return take(rt, self, lineLength(rt, self, limit));
}

function nextLine(rt: Machine, self: number): number {
  if (checkOpen(rt, self) < 0) return 0;
  realize(rt, self);
  const n = lineLength(rt, self, -1);
  return n === 0 ? 0 : take(rt, self, n);
}

function seek(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'seek', nargs, 1, 2)) return 0;
  let position = asIndex(rt, rt.M[args]!, E.OverflowError);
  if (Number.isNaN(position)) return 0;
  const whence = nargs > 1 ? asIndex(rt, rt.M[args + 2]!, E.OverflowError) : 0;
  if (Number.isNaN(whence) || checkOpen(rt, self) < 0) return 0;
  if (whence < 0 || whence > 2) return rt.raise(E.ValueError, `Invalid whence (${whence}, should be 0, 1 or 2)`);
  if (position < 0 && whence === 0) return rt.raise(E.ValueError, `Negative seek position ${position}`);
  if (position !== 0 && whence !== 0) return rt.raise(E.OSError, "Can't do nonzero cur-relative seeks");
  if (whence === 1) position = rt.M[self + Field.POSITION]!;
  else if (whence === 2) position = rt.M[self + Field.LENGTH]!;
  rt.M[self + Field.POSITION] = position;
  return newInt(rt, position);
}

function truncate(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'truncate', nargs, 0, 1)) return 0;
  if (checkOpen(rt, self) < 0) return 0;
  let length = rt.M[self + Field.POSITION]!;
  if (nargs > 0 && rt.M[args] !== S.NONE) {
    length = asIndex(rt, rt.M[args]!, E.OverflowError);
    if (Number.isNaN(length)) return 0;
  }
  if (length < 0) return rt.raise(E.ValueError, `Negative size value ${length}`);
  if (length < rt.M[self + Field.LENGTH]!) {
    realize(rt, self);
    resize(rt, self, length);
    contentOf(rt, self).characters.length = length;
    rt.M[self + Field.LENGTH] = length;
  }
  return newInt(rt, length);
}

function getvalue(rt: Machine, self: number): number {
  if (rt.M[self + Field.ACCUMULATES] !== 0) return makeIntermediate(rt, self);
  return newStr(
    rt,
    contentOf(rt, self)
      .characters.slice(0, rt.M[self + Field.LENGTH]!)
      .join(''),
  );
}

function ownedBlocks(rt: Machine, self: number, claim: (block: number) => void): void {
  if (rt.M[self + Field.BUFFER] !== 0) claim(rt.M[self + Field.BUFFER]!);
  const accumulated = contentOf(rt, self).writer?.block ?? 0;
  if (accumulated !== 0) claim(accumulated);
}

/** Gives up the buffer and what was accumulated. */
function drop(rt: Machine, self: number): void {
  const M = rt.M;
  const buffer = M[self + Field.BUFFER]!;
  M[self + Field.BUFFER] = 0;
  if (buffer !== 0) rt.memFree(buffer);
  const content = contentOf(rt, self);
  content.writer?.drop();
  content.writer = null;
  if (rt.profile.minor < 12) {
    const pieces = M[self + Field.PIECES]!;
    M[self + Field.PIECES] = 0;
    if (pieces !== 0) rt.decref(pieces);
  }
}

function close(rt: Machine, self: number): number {
  rt.M[self + Field.CLOSED] = 1;
  // The buffer becomes a block of nothing.
  resize(rt, self, 0);
  if (rt.M[self + Field.ACCUMULATES] !== 0) rt.decref(finishAccumulating(rt, self));
  return rt.none();
}

function newStringIO(rt: Machine, type: number): number {
  const self = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (self === 0) return 0;
  rt.M[self + Field.BUFFER] = rt.memAlloc(0);
  rt.natural.set(self, { characters: [], writer: null, universal: false, translates: false, writes: '', ends: '\n' });
  return self;
}

/** Follows _io_StringIO___init___impl. */
function init(rt: Machine, self: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(rt, PARAMETERS, args, kwargs);
  if (values === null) return -1;
  const [initial, newlineObject] = values as [number, number];
  let newline: string | null = '\n';
  if (newlineObject === S.NONE) newline = null;
  else if (newlineObject !== 0) {
    if (!rt.isStr(newlineObject)) {
      return rt.fail(E.TypeError, `newline must be str or None, not ${rt.typeOf(newlineObject).name}`);
    }
    newline = rt.text(newlineObject);
    if (!['', '\n', '\r', '\r\n'].includes(newline)) {
      return rt.fail(E.ValueError, `illegal newline value: '${newline}'`);
    }
  }
  if (initial !== 0 && initial !== S.NONE && !rt.isStr(initial)) {
    return rt.fail(E.TypeError, `initial_value must be str or None, not ${rt.typeOf(initial).name}`);
  }
  const content = contentOf(rt, self);
  const M = rt.M;
  if (M[self + Field.ACCUMULATES] !== 0) rt.decref(finishAccumulating(rt, self));
  content.universal = newline === null || newline === '';
  content.translates = newline === null;
  content.writes = newline === '\r' || newline === '\r\n' ? newline : '';
  content.ends = newline === null || newline === '' ? '\n' : newline;
  content.characters = [];
  M[self + Field.CLOSED] = 0;
  M[self + Field.POSITION] = 0;
  M[self + Field.LENGTH] = 0;
  resize(rt, self, 0);
  if (initial !== 0 && initial !== S.NONE && rt.length(initial) > 0) writeStr(rt, self, initial);
  else startAccumulating(rt, self);
  M[self + Field.POSITION] = 0;
  return 0;
}

function dealloc(rt: Machine, self: number): void {
  const M = rt.M;
  rt.gcUntrack(self);
  drop(rt, self);
  rt.natural.delete(self);
  const field = self + dictField(rt);
  const dict = M[field]!;
  M[field] = 0;
  if (dict !== 0) rt.decref(dict);
  if (M[field + 2] !== 0) rt.clearWeakrefs(self);
  freeInstance(rt, self);
}

const whileOpen =
  (fn: (rt: Machine, self: number) => number) =>
  (rt: Machine, self: number): number =>
    checkOpen(rt, self) < 0 ? 0 : fn(rt, self);

/** Defines StringIO; the address of the type. */
export function defineStringIO(rt: Machine, types: IoTypes): number {
  const noArgs = (name: string, fn: (m: Machine, self: number) => number): MethodDef => ({
    name,
    kind: MethodKind.NOARGS,
    fn: whileOpen(fn),
  });
  const fast = (name: string, fn: MethodDef['fn']): MethodDef => ({ name, kind: MethodKind.FAST, fn });
  const address = rt.nextStaticType();
  const dict = dictField(rt);
  defineType(rt, address, {
    name: '_io.StringIO',
    base: types.text,
    doc: "Text I/O implementation using an in-memory buffer.\n\nThe initial_value argument sets the value of object.  The newline\nargument is like the one of TextIOWrapper's constructor.",
    basicsize: dict * 4 + 16,
    dictoffset: dict * 4,
    weaklistoffset: dict * 4 + 8,
    flags: TypeFlag.BASETYPE | TypeFlag.HAVE_GC,
    tp_new: newStringIO,
    tp_init: init,
    tp_dealloc: dealloc,
    ownedBlocks,
    room,
    untraversed: (m, self, visit) => {
      if (m.profile.minor < 12 && m.M[self + Field.PIECES] !== 0) visit(m, m.M[self + Field.PIECES]!);
    },
    tp_traverse: (m, self, visit) => {
      if (m.M[self + dict] !== 0) visit(m, m.M[self + dict]!);
    },
    tp_iter: (m, self) => (checkOpen(m, self) < 0 ? 0 : m.newRef(self)),
    tp_iternext: nextLine,
    methods: [
      noArgs('getvalue', getvalue),
      noArgs('tell', (m, self) => newInt(m, m.M[self + Field.POSITION]!)),
      fast('read', read),
      fast('readline', readline),
      fast('truncate', truncate),
      fast('seek', seek),
      { name: 'write', kind: MethodKind.O, fn: write },
      { name: 'close', kind: MethodKind.NOARGS, fn: close },
      noArgs('readable', (m) => m.bool(true)),
      noArgs('writable', (m) => m.bool(true)),
      noArgs('seekable', (m) => m.bool(true)),
      fast('detach', (m) => unsupported(m, types, 'detach')),
    ],
    getset: [
      { name: 'closed', get: (m, self) => m.bool(m.M[self + Field.CLOSED] !== 0) },
      { name: 'newlines', get: (m) => m.none() },
      { name: 'line_buffering', get: whileOpen((m) => m.bool(false)) },
      { name: 'encoding', get: (m) => m.none() },
      { name: 'errors', get: (m) => m.none() },
    ],
  });
  return address;
}
