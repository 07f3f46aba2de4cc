/**
 * The methods that bytes and bytearray share. They work on the content as latin-1 text; results are made by the type.
 * Follows bytesobject.c, bytearrayobject.c and bytes_methods.c.
 */
import { Ob, TupleLayout } from '../memory/layout.js';
import { checkArgs, parseKeywords } from './args.js';
import { bytesText, bytesView, contentOf, isBytesLike, newBytes } from './bytesCore.js';
import { asIndex, intNumber, newInt } from './intCore.js';
import { listAppendSteal, listNew, sequenceFast } from './list.js';
import type { Machine } from './machine.js';
import { isTrue, size } from './object.js';
import { clipRange, findArguments, tupleMethod } from './strArgs.js';
import { newStr } from './strCore.js';
import { decodeObject } from './strEncode.js';
import { codecArguments } from './strMethods.js';
import { SplitList } from './strSplit.js';
import { newTuple } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, type NativeFn, TypeFlag } from './typeInfo.js';
import { latinText } from './unicodeCodecs.js';

/** What differs between the two types. */
export interface BytesFamily {
  readonly name: 'bytes' | 'bytearray';
  /** A new object of the exact type with the content. */
  make(rt: Machine, text: string): number;
  /** The result of a method that changed nothing: the object itself where it cannot be changed. */
  same(rt: Machine, self: number): number;
}

/** White space as isspace() of the C locale has it. */
export function isByteSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isUpperByte(code: number): boolean {
  return code >= 65 && code <= 90;
}

function isLowerByte(code: number): boolean {
  return code >= 97 && code <= 122;
}

function isAlphaByte(code: number): boolean {
  return isUpperByte(code) || isLowerByte(code);
}

function isDigitByte(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Only ASCII letters have cases. */
export function lowerBytes(text: string): string {
  return text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
}

export function upperBytes(text: string): string {
  return text.replace(/[a-z]+/g, (part) => part.toUpperCase());
}

function titleBytes(text: string): string {
  return text.replace(/[A-Za-z]+/g, (word) => word[0]!.toUpperCase() + word.slice(1).toLowerCase());
}

function swapcaseBytes(text: string): string {
  return text.replace(/[A-Za-z]/g, (c) => (c >= 'a' ? c.toUpperCase() : c.toLowerCase()));
}

function capitalizeBytes(text: string): string {
  return upperBytes(text.slice(0, 1)) + lowerBytes(text.slice(1));
}

/** The bytes of a bytes-like argument as text, or null with TypeError. */
function textArgument(rt: Machine, o: number): string | null {
  const content = contentOf(rt, o);
  return content === null ? null : latinText(content);
}

/** What is searched for: a byte or bytes-like object; null with an exception. Follows parse_args_finds_byte. */
export function subText(rt: Machine, sub: number): string | null {
  if (isBytesLike(rt, sub)) return textArgument(rt, sub);
  if (!rt.isInt(sub) && rt.typeOf(sub).nb_index === null) {
    rt.raise(E.TypeError, `argument should be integer or bytes-like object, not '${rt.typeOf(sub).name}'`);
    return null;
  }
  const byte = asIndex(rt, sub, 0);
  if (Number.isNaN(byte)) return null;
  if (byte < 0 || byte > 255) {
    rt.raise(E.ValueError, 'byte must be in range(0, 256)');
    return null;
  }
  return String.fromCharCode(byte);
}

function finder(name: string, backwards: boolean, raises: boolean) {
  return (rt: Machine, self: number, args: number, nargs: number): number => {
    const given = findArguments(rt, name, args, nargs);
    if (given === null) return 0;
    const wanted = subText(rt, given.sub);
    if (wanted === null) return 0;
    const text = bytesText(rt, self);
    const [from, to] = clipRange(given.start, given.end, text.length);
    let at = -1;
    if (from <= to && to - from >= wanted.length) {
      at = backwards ? text.lastIndexOf(wanted, to - wanted.length) : text.indexOf(wanted, from);
      if (at < from || at + wanted.length > to) at = -1;
    }
    if (at < 0 && raises) return rt.raise(E.ValueError, 'subsection not found');
    return newInt(rt, at);
  };
}

function bytesCount(rt: Machine, self: number, args: number, nargs: number): number {
  const given = findArguments(rt, 'count', args, nargs);
  if (given === null) return 0;
  const wanted = subText(rt, given.sub);
  if (wanted === null) return 0;
  const text = bytesText(rt, self);
  const [from, to] = clipRange(given.start, given.end, text.length);
  if (from > to) return newInt(rt, 0);
  if (wanted === '') return newInt(rt, to - from + 1);
  let n = 0;
  for (let at = text.indexOf(wanted, from); at >= 0 && at + wanted.length <= to; n++) {
    at = text.indexOf(wanted, at + wanted.length);
  }
  return newInt(rt, n);
}

function tailMatcher(name: string, atEnd: boolean) {
  /** 0, 1, or -1 with TypeError. */
  const matches = (rt: Machine, self: number, sub: number, start: number, end: number): number => {
    const wanted = textArgument(rt, sub);
    if (wanted === null) return -1;
    const text = bytesText(rt, self);
    const [from, to] = clipRange(start, end, text.length);
    if (from > to || to - from < wanted.length) return 0;
    return text.startsWith(wanted, atEnd ? to - wanted.length : from) ? 1 : 0;
  };
  return (rt: Machine, self: number, args: number, nargs: number): number => {
    const given = findArguments(rt, name, args, nargs);
    if (given === null) return 0;
    const { sub, start, end } = given;
    if (rt.hasFlag(sub, TypeFlag.TUPLE_SUBCLASS)) {
      const n = rt.M[sub + Ob.SIZE]!;
      for (let i = 0; i < n; i++) {
        const result = matches(rt, self, rt.M[sub + TupleLayout.ITEM + 2 * i]!, start, end);
        if (result !== 0) return result < 0 ? 0 : rt.bool(true);
      }
      return rt.bool(false);
    }
    if (!isBytesLike(rt, sub)) {
      return rt.raise(E.TypeError, `${name} first arg must be bytes or a tuple of bytes, not ${rt.typeOf(sub).name}`);
    }
    const result = matches(rt, self, sub, start, end);
    return result < 0 ? 0 : rt.bool(result === 1);
  };
}

/** Every byte passes, and there is one. */
function every(name: string, test: (code: number) => boolean): MethodDef {
  const fn: NativeFn = (rt, self) => {
    const content = contentOf(rt, self)!;
    for (let i = 0; i < content.length; i++) if (!test(content[i]!)) return rt.bool(false);
    return rt.bool(content.length > 0);
  };
  return { name, kind: MethodKind.NOARGS, fn };
}

function cased(name: string, wanted: (code: number) => boolean, other: (code: number) => boolean): MethodDef {
  const fn: NativeFn = (rt, self) => {
    const content = contentOf(rt, self)!;
    return rt.bool(content.some(wanted) && !content.some(other));
  };
  return { name, kind: MethodKind.NOARGS, fn };
}

function bytesIstitle(rt: Machine, self: number): number {
  const words = bytesText(rt, self).match(/[A-Za-z]+/g);
  return rt.bool(words?.every((word) => /^[A-Z][a-z]*$/.test(word)) ?? false);
}

/** `sep.join(iterable)` as text, or null with an exception. Follows stringlib/join.h. */
function joined(rt: Machine, self: number, iterable: number): string | null {
  const sequence = sequenceFast(rt, iterable, 'can only join an iterable');
  if (sequence === 0) return null;
  const M = rt.M;
  const n = M[sequence + Ob.SIZE]!;
  const items = rt.hasFlag(sequence, TypeFlag.LIST_SUBCLASS) ? M[sequence + 6]! : sequence + TupleLayout.ITEM;
  const parts: string[] = [];
  for (let i = 0; i < n; i++) {
    const item = M[items + 2 * i]!;
    if (!isBytesLike(rt, item)) {
      rt.raise(E.TypeError, `sequence item ${i}: expected a bytes-like object, ${rt.typeOf(item).name} found`);
      rt.decref(sequence);
      return null;
    }
    const text = textArgument(rt, item);
    if (text === null) {
      rt.decref(sequence);
      return null;
    }
    parts.push(text);
  }
  rt.decref(sequence);
  return parts.join(bytesText(rt, self));
}

function justify(family: BytesFamily, name: string, share: (missing: number, width: number) => number): MethodDef {
  const fn: NativeFn = (rt, self, args, nargs) => {
    if (!checkArgs(rt, name, nargs, 1, 2)) return 0;
    const width = asIndex(rt, rt.M[args]!, E.OverflowError);
    if (Number.isNaN(width)) return 0;
    let fill = ' ';
    if (nargs > 1) {
      const o = rt.M[args + 2]!;
      const suits = rt.hasFlag(o, TypeFlag.BYTES_SUBCLASS) || rt.isInstance(o, T.BYTEARRAY);
      if (!suits || rt.M[o + Ob.SIZE] !== 1) {
        return rt.raise(
          E.TypeError,
          `${name}() argument 2 must be a byte string of length 1, not ${rt.typeOf(o).name}`,
        );
      }
      fill = bytesText(rt, o);
    }
    const missing = width - rt.M[self + Ob.SIZE]!;
    if (missing <= 0) return family.same(rt, self);
    if (missing > 0x3000_0000) return rt.raise(E.MemoryError, '');
    const left = share(missing, width);
    return family.make(rt, fill.repeat(left) + bytesText(rt, self) + fill.repeat(missing - left));
  };
  return { name, kind: MethodKind.FAST, fn };
}

/** The separator of split: null for white space, undefined with an exception. */
function separator(rt: Machine, sep: number): string | null | undefined {
  if (sep === 0 || sep === S.NONE) return null;
  const text = textArgument(rt, sep);
  if (text === null) return undefined;
  if (text === '') {
    rt.raise(E.ValueError, 'empty separator');
    return undefined;
  }
  return text;
}

function splitMethod(family: BytesFamily, name: string, backwards: boolean): MethodDef {
  const parameters = { name, names: ['sep', 'maxsplit'], required: 0, positional: 2 };
  const immutable = family.name === 'bytes';
  const fn: NativeFn = (rt, self, args, nargs, kwnames) => {
    const values = parseKeywords(rt, parameters, args, nargs, kwnames);
    if (values === null) return 0;
    let limit = -1;
    if (values[1] !== 0) {
      limit = asIndex(rt, values[1]!, E.OverflowError);
      if (Number.isNaN(limit)) return 0;
    }
    if (limit < 0) limit = Number.MAX_SAFE_INTEGER;
    const sep = separator(rt, values[0]!);
    if (sep === undefined) return 0;
    const text = bytesText(rt, self);
    const out = new SplitList(rt, limit);
    const pieces = sep === null ? spacePieces(text, limit, backwards) : pieceRanges(text, sep, limit, backwards);
    for (const [from, to] of pieces) {
      const whole = immutable && pieces.length === 1 && from === 0 && to === text.length && rt.is(self, T.BYTES);
      out.add(whole ? rt.newRef(self) : family.make(rt, text.slice(from, to)));
    }
    return out.finish(backwards);
  };
  return { name, kind: MethodKind.FASTKW, fn };
}

/** Ranges between separators in the order in which they are found. */
function pieceRanges(text: string, sep: string, limit: number, backwards: boolean): [number, number][] {
  const found: [number, number][] = [];
  let left = limit;
  if (backwards) {
    let to = text.length;
    while (left-- > 0 && to >= sep.length) {
      const at = text.lastIndexOf(sep, to - sep.length);
      if (at < 0) break;
      found.push([at + sep.length, to]);
      to = at;
    }
    found.push([0, to]);
    return found;
  }
  let from = 0;
  while (left-- > 0) {
    const at = text.indexOf(sep, from);
    if (at < 0) break;
    found.push([from, at]);
    from = at + sep.length;
  }
  found.push([from, text.length]);
  return found;
}

function spacePieces(text: string, limit: number, backwards: boolean): [number, number][] {
  const found: [number, number][] = [];
  const space = (i: number): boolean => isByteSpace(text.charCodeAt(i));
  let left = limit;
  let from = 0;
  let to = text.length;
  for (;;) {
    if (backwards) while (to > from && space(to - 1)) to--;
    else while (from < to && space(from)) from++;
    if (from === to) return found;
    if (left-- <= 0) {
      found.push([from, to]);
      return found;
    }
    if (backwards) {
      const end = to;
      while (to > from && !space(to - 1)) to--;
      found.push([to, end]);
    } else {
      const start = from;
      while (from < to && !space(from)) from++;
      found.push([start, from]);
    }
  }
}

function splitLines(family: BytesFamily): MethodDef {
  const parameters = { name: 'splitlines', names: ['keepends'], required: 0, positional: 1 };
  const fn: NativeFn = (rt, self, args, nargs, kwnames) => {
    const values = parseKeywords(rt, parameters, args, nargs, kwnames);
    if (values === null) return 0;
    const keep = values[0] === 0 ? 0 : isTrue(rt, values[0]!);
    if (keep < 0) return 0;
    const text = bytesText(rt, self);
    const list = listNew(rt, 0);
    let start = 0;
    for (let i = 0; i < text.length; ) {
      while (i < text.length && text[i] !== '\n' && text[i] !== '\r') i++;
      let end = i;
      if (i < text.length) {
        i += text[i] === '\r' && text[i + 1] === '\n' ? 2 : 1;
        if (keep === 1) end = i;
      }
      const whole = family.name === 'bytes' && start === 0 && end === text.length && rt.is(self, T.BYTES);
      listAppendSteal(rt, list, whole ? rt.newRef(self) : family.make(rt, text.slice(start, end)));
      if (whole) break;
      start = i;
    }
    return list;
  };
  return { name: 'splitlines', kind: MethodKind.FASTKW, fn };
}

function partition(family: BytesFamily, name: string, last: boolean): MethodDef {
  const fn: NativeFn = (rt, self, sep) => {
    const wanted = textArgument(rt, sep);
    if (wanted === null) return 0;
    if (wanted === '') return rt.raise(E.ValueError, 'empty separator');
    const text = bytesText(rt, self);
    const at = last ? text.lastIndexOf(wanted) : text.indexOf(wanted);
    const M = rt.M;
    const parts = newTuple(rt, 3);
    const put = (i: number, o: number): void => {
      M[parts + TupleLayout.ITEM + 2 * i] = o;
    };
    if (at < 0) {
      const whole = family.name === 'bytes' ? rt.newRef(self) : family.make(rt, text);
      put(last ? 2 : 0, whole);
      put(1, family.make(rt, ''));
      put(last ? 0 : 2, family.make(rt, ''));
    } else {
      put(0, family.make(rt, text.slice(0, at)));
      put(1, family.name === 'bytes' ? rt.newRef(sep) : family.make(rt, wanted));
      put(2, family.make(rt, text.slice(at + wanted.length)));
    }
    rt.gcTrack(parts);
    return parts;
  };
  return { name, kind: MethodKind.O, fn };
}

function stripMethod(family: BytesFamily, name: string, left: boolean, right: boolean): MethodDef {
  const fn: NativeFn = (rt, self, args, nargs) => {
    if (!checkArgs(rt, name, nargs, 0, 1)) return 0;
    let set: string | null = null;
    if (nargs > 0 && rt.M[args] !== S.NONE) {
      set = textArgument(rt, rt.M[args]!);
      if (set === null) return 0;
    }
    const text = bytesText(rt, self);
    const goes = (i: number): boolean => (set === null ? isByteSpace(text.charCodeAt(i)) : set.includes(text[i]!));
    let from = 0;
    let to = text.length;
    if (left) while (from < to && goes(from)) from++;
    if (right) while (to > from && goes(to - 1)) to--;
    if (from === 0 && to === text.length) return family.same(rt, self);
    return family.make(rt, text.slice(from, to));
  };
  return { name, kind: MethodKind.FAST, fn };
}

function replaceMethod(family: BytesFamily): MethodDef {
  const fn: NativeFn = (rt, self, args, nargs) => {
    if (!checkArgs(rt, 'replace', nargs, 2, 3)) return 0;
    const old = textArgument(rt, rt.M[args]!);
    if (old === null) return 0;
    const by = textArgument(rt, rt.M[args + 2]!);
    if (by === null) return 0;
    let limit = Number.MAX_SAFE_INTEGER;
    if (nargs > 2) {
      const n = asIndex(rt, rt.M[args + 4]!, E.OverflowError);
      if (Number.isNaN(n)) return 0;
      if (n >= 0) limit = n;
    }
    const text = bytesText(rt, self);
    let result = '';
    let from = 0;
    let n = 0;
    if (old === '') {
      while (n < limit && n <= text.length) {
        result += by + (n < text.length ? text[n]! : '');
        n++;
      }
      from = n;
      if (by === '' || limit === 0) n = 0;
    } else {
      for (; n < limit; n++) {
        const at = text.indexOf(old, from);
        if (at < 0) break;
        result += text.slice(from, at) + by;
        from = at + old.length;
      }
    }
    return n === 0 ? family.same(rt, self) : family.make(rt, result + text.slice(from));
  };
  return { name: 'replace', kind: MethodKind.FAST, fn };
}

function affix(family: BytesFamily, name: string, suffix: boolean): MethodDef {
  const fn: NativeFn = (rt, self, o) => {
    const cut = textArgument(rt, o);
    if (cut === null) return 0;
    const text = bytesText(rt, self);
    if (cut !== '' && suffix && text.endsWith(cut)) return family.make(rt, text.slice(0, text.length - cut.length));
    if (cut !== '' && !suffix && text.startsWith(cut)) return family.make(rt, text.slice(cut.length));
    return family.same(rt, self);
  };
  return { name, kind: MethodKind.O, fn };
}

function expandtabs(family: BytesFamily): MethodDef {
  const parameters = { name: 'expandtabs', names: ['tabsize'], required: 0, positional: 1 };
  const fn: NativeFn = (rt, self, args, nargs, kwnames) => {
    const values = parseKeywords(rt, parameters, args, nargs, kwnames);
    if (values === null) return 0;
    const tab = values[0] === 0 ? 8 : asIndex(rt, values[0]!, E.OverflowError);
    if (Number.isNaN(tab)) return 0;
    let result = '';
    let column = 0;
    for (const c of bytesText(rt, self)) {
      if (c === '\t') {
        const room = tab > 0 ? tab - (column % tab) : 0;
        result += ' '.repeat(room);
        column += room;
      } else {
        result += c;
        column = c === '\n' || c === '\r' ? 0 : column + 1;
      }
    }
    return family.make(rt, result);
  };
  return { name: 'expandtabs', kind: MethodKind.FASTKW, fn };
}

function translate(family: BytesFamily): MethodDef {
  const parameters = { name: 'translate', names: ['', 'delete'], required: 1, positional: 2 };
  const fn: NativeFn = (rt, self, args, nargs, kwnames) => {
    const values = parseKeywords(rt, parameters, args, nargs, kwnames);
    if (values === null) return 0;
    let table: string | null = null;
    if (values[0] !== S.NONE) {
      table = textArgument(rt, values[0]!);
      if (table === null) return 0;
      if (table.length !== 256) return rt.raise(E.ValueError, 'translation table must be 256 characters long');
    }
    const gone = values[1] === 0 ? '' : textArgument(rt, values[1]!);
    if (gone === null) return 0;
    const text = bytesText(rt, self);
    let result = '';
    for (const c of text) if (!gone.includes(c)) result += table === null ? c : table[c.charCodeAt(0)]!;
    return result === text ? family.same(rt, self) : family.make(rt, result);
  };
  return { name: 'translate', kind: MethodKind.FASTKW, fn };
}

function zfill(family: BytesFamily): MethodDef {
  const fn: NativeFn = (rt, self, o) => {
    const width = asIndex(rt, o, E.OverflowError);
    if (Number.isNaN(width)) return 0;
    const text = bytesText(rt, self);
    if (text.length >= width) return family.same(rt, self);
    const sign = text[0] === '+' || text[0] === '-' ? text[0] : '';
    return family.make(rt, sign + '0'.repeat(width - text.length) + text.slice(sign.length));
  };
  return { name: 'zfill', kind: MethodKind.O, fn };
}

/** Hexadecimal text with separators every `group` bytes, from the right (negative: from the left). */
export function hexText(content: Uint8Array, sep: string, group: number): string {
  const pairs = Array.from(content, (byte) => byte.toString(16).padStart(2, '0'));
  const step = Math.abs(group);
  if (sep === '' || step === 0) return pairs.join('');
  let result = '';
  for (let i = 0; i < pairs.length; i++) {
    const boundary = group > 0 ? (pairs.length - i) % step === 0 : i % step === 0;
    result += (i > 0 && boundary ? sep : '') + pairs[i]!;
  }
  return result;
}

const HEX = { name: 'hex', names: ['sep', 'bytes_per_sep'], required: 0, positional: 2 };

/** `hex([sep[, bytes_per_sep]])` of any bytes-like object. */
export function bytesHex(rt: Machine, self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, HEX, args, nargs, kwnames);
  if (values === null) return 0;
  let sep = '';
  let group = 1;
  if (values[0] !== 0) {
    const o = values[0]!;
    const n = size(rt, o);
    if (n < 0) return 0;
    if (n !== 1) return rt.raise(E.ValueError, 'sep must be length 1.');
    if (rt.isStr(o)) sep = rt.text(o);
    else if (rt.hasFlag(o, TypeFlag.BYTES_SUBCLASS)) sep = bytesText(rt, o);
    else return rt.raise(E.TypeError, 'sep must be str or bytes.');
    if (sep.charCodeAt(0) > 127) return rt.raise(E.ValueError, 'sep must be ASCII.');
  }
  if (values[1] !== 0) {
    group = asIndex(rt, values[1]!, E.OverflowError);
    if (Number.isNaN(group)) return 0;
  }
  const content = contentOf(rt, self);
  return content === null ? 0 : newStr(rt, hexText(content, sep, group));
}

/** The content that a text of hexadecimal digits means, or the position of the first character that is wrong. */
export function parseHex(text: string): Uint8Array | number {
  const bytes: number[] = [];
  const value = (i: number): number => (/^[0-9a-fA-F]$/.test(text[i] ?? '') ? Number.parseInt(text[i]!, 16) : -1);
  for (let i = 0; i < text.length; ) {
    if (isByteSpace(text.charCodeAt(i))) {
      i++;
      continue;
    }
    const high = value(i);
    if (high < 0) return i;
    const low = value(i + 1);
    if (low < 0) return i + 1;
    bytes.push(high * 16 + low);
    i += 2;
  }
  return new Uint8Array(bytes);
}

/** `fromhex(string)`: the content, or null with an exception. */
export function fromHex(rt: Machine, string: number): Uint8Array | null {
  if (!rt.isStr(string)) {
    rt.raise(E.TypeError, `fromhex() argument must be str, not ${rt.typeOf(string).name}`);
    return null;
  }
  const parsed = parseHex(rt.text(string));
  if (typeof parsed !== 'number') return parsed;
  rt.raise(E.ValueError, `non-hexadecimal number found in fromhex() arg at position ${parsed}`);
  return null;
}

function maketrans(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'maketrans', nargs, 2, 2)) return 0;
  const from = textArgument(rt, rt.M[args]!);
  if (from === null) return 0;
  const to = textArgument(rt, rt.M[args + 2]!);
  if (to === null) return 0;
  if (from.length !== to.length) return rt.raise(E.ValueError, 'maketrans arguments must have same length');
  const table = new Uint8Array(256).map((_, i) => i);
  for (let i = 0; i < from.length; i++) table[from.charCodeAt(i)] = to.charCodeAt(i);
  return newBytes(rt, table);
}

const DECODE = { name: 'decode', names: ['encoding', 'errors'], required: 0, positional: 2 };

function bytesDecode(rt: Machine, self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, DECODE, args, nargs, kwnames);
  if (values === null) return 0;
  const codec = codecArguments(rt, 'decode', values[0]!, values[1]!);
  return codec === null ? 0 : decodeObject(rt, self, rt.is(self, T.BYTES), codec[0], codec[1]);
}

/** Bytes of an iterable of ints, a buffer or a sequence of bytes; used where a value is a byte. NaN with an exception. */
export function byteValue(rt: Machine, o: number, message = 'byte must be in range(0, 256)'): number {
  const value = rt.isInt(o) ? intNumber(rt, o) : asIndex(rt, o, 0);
  if (rt.currentException !== 0) return Number.NaN;
  if (value >= 0 && value <= 255) return value;
  rt.raise(E.ValueError, message);
  return Number.NaN;
}

/** The shared rows of the method tables. */
export function sharedBytesMethods(rt: Machine, family: BytesFamily): MethodDef[] {
  const map = (name: string, change: (text: string) => string): MethodDef => ({
    name,
    kind: MethodKind.NOARGS,
    fn: (m, self) => family.make(m, change(bytesText(m, self))),
  });
  const methods: MethodDef[] = [
    map('capitalize', capitalizeBytes),
    justify(family, 'center', (missing, width) => Math.floor(missing / 2) + (missing & width & 1)),
    tupleMethod(rt, 'count', bytesCount, 13),
    { name: 'decode', kind: MethodKind.FASTKW, fn: bytesDecode },
    tupleMethod(rt, 'endswith', tailMatcher('endswith', true), 13),
    expandtabs(family),
    tupleMethod(rt, 'find', finder('find', false, false), 13),
    { name: 'hex', kind: MethodKind.FASTKW, fn: bytesHex },
    tupleMethod(rt, 'index', finder('index', false, true), 13),
    every('isalnum', (code) => isAlphaByte(code) || isDigitByte(code)),
    every('isalpha', isAlphaByte),
    {
      name: 'isascii',
      kind: MethodKind.NOARGS,
      fn: (m, self) => m.bool(!contentOf(m, self)!.some((byte) => byte > 127)),
    },
    every('isdigit', isDigitByte),
    cased('islower', isLowerByte, isUpperByte),
    every('isspace', isByteSpace),
    { name: 'istitle', kind: MethodKind.NOARGS, fn: bytesIstitle },
    cased('isupper', isUpperByte, isLowerByte),
    {
      name: 'join',
      kind: MethodKind.O,
      fn: (m, self, iterable) => {
        const text = joined(m, self, iterable);
        return text === null ? 0 : family.make(m, text);
      },
    },
    justify(family, 'ljust', () => 0),
    map('lower', lowerBytes),
    stripMethod(family, 'lstrip', true, false),
    { name: 'maketrans', kind: MethodKind.FAST | MethodKind.STATIC, fn: maketrans },
    partition(family, 'partition', false),
    replaceMethod(family),
    tupleMethod(rt, 'rfind', finder('rfind', true, false), 13),
    tupleMethod(rt, 'rindex', finder('rindex', true, true), 13),
    justify(family, 'rjust', (missing) => missing),
    partition(family, 'rpartition', true),
    splitMethod(family, 'rsplit', true),
    stripMethod(family, 'rstrip', false, true),
    splitMethod(family, 'split', false),
    splitLines(family),
    tupleMethod(rt, 'startswith', tailMatcher('startswith', false), 13),
    stripMethod(family, 'strip', true, true),
    map('swapcase', swapcaseBytes),
    map('title', titleBytes),
    translate(family),
    map('upper', upperBytes),
    zfill(family),
  ];
  if (rt.profile.minor >= 9) methods.push(affix(family, 'removeprefix', false), affix(family, 'removesuffix', true));
  return methods;
}

/** Comparison of bytes-like objects: -1, 0 or 1. */
export function compareContents(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  return Math.sign(a.length - b.length);
}

/** The result of a comparison by its order. */
export function orderResult(rt: Machine, order: number, op: number): number {
  const truth = [order < 0, order <= 0, order === 0, order !== 0, order > 0, order >= 0][op]!;
  return rt.bool(truth);
}

/** `bytes` of exact type with a piece of its content; the object itself for all of it. */
export function bytesSlice(rt: Machine, self: number, start: number, length: number): number {
  const content = bytesView(rt, self);
  if (length === content.length && rt.is(self, T.BYTES)) return rt.newRef(self);
  return newBytes(rt, content.subarray(start, start + length));
}
