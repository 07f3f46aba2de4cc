/** split, rsplit, splitlines, partition, strip. Follows stringlib/split.h and partition.h. */
import { ListLayout, Ob, TupleLayout } from '../memory/layout.js';
import { listAppendSteal, listNew, listReverse } from './list.js';
import type { Machine } from './machine.js';
import { isAsciiStr, isAstral, newStrKnown, unchanged } from './strText.js';
import { newTuple, packTuple } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { isLinebreak, isSpace } from './unicodeData.js';

const MAX_PREALLOC = 12;

/** A list whose first slots were allocated for `splits` splits and are filled one by one. */
export class SplitList {
  readonly list: number;
  private readonly rt: Machine;
  private count = 0;

  constructor(rt: Machine, splits: number) {
    this.rt = rt;
    const room = splits >= MAX_PREALLOC ? MAX_PREALLOC : splits + 1;
    this.list = listNew(rt, room);
  }

  /** Takes the reference over. */
  add(piece: number): void {
    const M = this.rt.M;
    if (this.count < MAX_PREALLOC) M[M[this.list + ListLayout.ITEMS]! + 2 * this.count] = piece;
    else listAppendSteal(this.rt, this.list, piece);
    this.count++;
  }

  finish(reverse: boolean): number {
    this.rt.M[this.list + Ob.SIZE] = this.count;
    if (reverse) listReverse(this.rt, this.list);
    return this.list;
  }
}

/** Limit of splits for preallocation: without one, what the length allows (3.12+). */
function splitLimit(rt: Machine, maxsplit: number, length: number, separatorLength: number): number {
  if (maxsplit >= 0) return maxsplit;
  if (rt.profile.minor < 12) return Number.MAX_SAFE_INTEGER;
  if (separatorLength === 0) return Math.trunc((length - 1) / 2) + 1;
  return Math.trunc(length / separatorLength) + 1;
}

/** `self.split(sep, maxsplit)`; `sep` a str or 0 for white space; `maxsplit` -1 for no limit. */
export function splitStr(rt: Machine, self: number, sep: number, maxsplit: number): number {
  const text = rt.text(self);
  const ascii = isAsciiStr(rt, self);
  const exact = rt.is(self, T.STR);
  if (sep === 0) {
    const splits = splitLimit(rt, maxsplit, rt.length(self), 0);
    return splitSpace(rt, self, text, splits, ascii, exact);
  }
  const separator = rt.text(sep);
  if (separator === '') return rt.raise(E.ValueError, 'empty separator');
  const wholeOnly = separatorTooWide(rt, self, sep);
  if (wholeOnly) return wholeList(rt, self);
  let left = splitLimit(rt, maxsplit, rt.length(self), rt.length(sep));
  const out = new SplitList(rt, left);
  let from = 0;
  while (left-- > 0) {
    const at = text.indexOf(separator, from);
    if (at < 0) break;
    out.add(newStrKnown(rt, text.substring(from, at), ascii));
    from = at + separator.length;
  }
  if (from === 0 && exact) out.add(rt.newRef(self));
  else out.add(newStrKnown(rt, text.substring(from), ascii));
  return out.finish(false);
}

/** A separator that is longer or wider than the text cannot occur: the list holds the text alone. */
function separatorTooWide(rt: Machine, self: number, sep: number): boolean {
  if (rt.length(self) < rt.length(sep)) return true;
  return (rt.M[self + 8]! & 7) < (rt.M[sep + 8]! & 7);
}

/** `[self]` */
function wholeList(rt: Machine, self: number): number {
  const list = listNew(rt, 1);
  const M = rt.M;
  M[M[list + ListLayout.ITEMS]!] = rt.newRef(self);
  return list;
}

function splitSpace(rt: Machine, self: number, text: string, splits: number, ascii: boolean, exact: boolean): number {
  const n = text.length;
  const out = new SplitList(rt, splits);
  let left = splits;
  let i = 0;
  while (left-- > 0) {
    while (i < n && isSpace(text.charCodeAt(i))) i++;
    if (i === n) break;
    const start = i++;
    while (i < n && !isSpace(text.charCodeAt(i))) i++;
    if (start === 0 && i === n && exact) {
      out.add(rt.newRef(self));
      break;
    }
    out.add(newStrKnown(rt, text.substring(start, i), ascii));
  }
  if (i < n) {
    while (i < n && isSpace(text.charCodeAt(i))) i++;
    if (i !== n) out.add(newStrKnown(rt, text.substring(i), ascii));
  }
  return out.finish(false);
}

/** `self.rsplit(sep, maxsplit)` */
export function rsplitStr(rt: Machine, self: number, sep: number, maxsplit: number): number {
  const text = rt.text(self);
  const ascii = isAsciiStr(rt, self);
  const exact = rt.is(self, T.STR);
  if (sep === 0) return rsplitSpace(rt, self, text, splitLimit(rt, maxsplit, rt.length(self), 0), ascii, exact);
  const separator = rt.text(sep);
  if (separator === '') return rt.raise(E.ValueError, 'empty separator');
  if (separatorTooWide(rt, self, sep)) return wholeList(rt, self);
  let left = splitLimit(rt, maxsplit, rt.length(self), rt.length(sep));
  const out = new SplitList(rt, left);
  let to = text.length;
  let found = false;
  while (left-- > 0 && to >= separator.length) {
    const at = text.lastIndexOf(separator, to - separator.length);
    if (at < 0) break;
    found = true;
    out.add(newStrKnown(rt, text.substring(at + separator.length, to), ascii));
    to = at;
  }
  if (!found && exact) out.add(rt.newRef(self));
  else out.add(newStrKnown(rt, text.substring(0, to), ascii));
  return out.finish(true);
}

function rsplitSpace(rt: Machine, self: number, text: string, splits: number, ascii: boolean, exact: boolean): number {
  const n = text.length;
  const out = new SplitList(rt, splits);
  let left = splits;
  let i = n - 1;
  while (left-- > 0) {
    while (i >= 0 && isSpace(text.charCodeAt(i))) i--;
    if (i < 0) break;
    const end = i--;
    while (i >= 0 && !isSpace(text.charCodeAt(i))) i--;
    if (end === n - 1 && i < 0 && exact) {
      out.add(rt.newRef(self));
      break;
    }
    out.add(newStrKnown(rt, text.substring(i + 1, end + 1), ascii));
  }
  if (i >= 0) {
    while (i >= 0 && isSpace(text.charCodeAt(i))) i--;
    if (i >= 0) out.add(newStrKnown(rt, text.substring(0, i + 1), ascii));
  }
  return out.finish(true);
}

/** `self.splitlines(keepends)` */
export function splitLinesStr(rt: Machine, self: number, keepEnds: boolean): number {
  const text = rt.text(self);
  const ascii = isAsciiStr(rt, self);
  const exact = rt.is(self, T.STR);
  const list = listNew(rt, 0);
  const n = text.length;
  let start = 0;
  for (let i = 0; i < n; ) {
    while (i < n && !isLinebreak(text.charCodeAt(i))) i++;
    let end = i;
    if (i < n) {
      i += text[i] === '\r' && text[i + 1] === '\n' ? 2 : 1;
      if (keepEnds) end = i;
    }
    if (start === 0 && end === n && exact) {
      listAppendSteal(rt, list, rt.newRef(self));
      break;
    }
    listAppendSteal(rt, list, newStrKnown(rt, text.substring(start, end), ascii));
    start = i;
  }
  return list;
}

/** `self.partition(sep)`, or rpartition with `last`. */
export function partitionStr(rt: Machine, self: number, sep: number, last: boolean): number {
  if (!rt.isStr(sep)) return rt.raise(E.TypeError, `must be str, not ${rt.typeOf(sep).name}`);
  const text = rt.text(self);
  const separator = rt.text(sep);
  if (separator === '') return rt.raise(E.ValueError, 'empty separator');
  const at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
  if (at < 0) {
    return last ? packTuple(rt, S.EMPTY_STR, S.EMPTY_STR, self) : packTuple(rt, self, S.EMPTY_STR, S.EMPTY_STR);
  }
  const ascii = isAsciiStr(rt, self);
  const M = rt.M;
  const parts = newTuple(rt, 3);
  M[parts + TupleLayout.ITEM] = newStrKnown(rt, text.substring(0, at), ascii);
  M[parts + TupleLayout.ITEM + 2] = rt.newRef(sep);
  M[parts + TupleLayout.ITEM + 4] = newStrKnown(rt, text.substring(at + separator.length), ascii);
  rt.gcTrack(parts);
  return parts;
}

/** `strip` and its kin: characters of `chars` (0: white space) go from the ends. */
export function stripStr(rt: Machine, self: number, chars: number, left: boolean, right: boolean): number {
  const text = rt.text(self);
  let from = 0;
  let to = text.length;
  if (chars === 0) {
    if (left) while (from < to && isSpace(text.charCodeAt(from))) from++;
    if (right) while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  } else if (!isAstral(rt, self) && !isAstral(rt, chars)) {
    const set = rt.text(chars);
    if (left) while (from < to && set.includes(text[from]!)) from++;
    if (right) while (to > from && set.includes(text[to - 1]!)) to--;
  } else {
    const points = new Set<string>(rt.text(chars));
    if (left) {
      while (from < to) {
        const character = String.fromCodePoint(text.codePointAt(from)!);
        if (!points.has(character)) break;
        from += character.length;
      }
    }
    if (right) {
      while (to > from) {
        let size = 1;
        const unit = text.charCodeAt(to - 1);
        if (unit >= 0xdc00 && unit < 0xe000 && to - from >= 2 && text.codePointAt(to - 2)! > 0xffff) size = 2;
        if (!points.has(text.substring(to - size, to))) break;
        to -= size;
      }
    }
  }
  if (from === 0 && to === text.length) return unchanged(rt, self);
  return newStrKnown(rt, text.substring(from, to), isAsciiStr(rt, self));
}
