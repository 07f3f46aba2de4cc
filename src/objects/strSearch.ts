/** Finding, counting and replacing text. Follows unicodeobject.c and stringlib/fastsearch.h. */
import { StrLayout, StrState } from '../memory/layout.js';
import { newInt } from './intCore.js';
import type { Machine } from './machine.js';
import { clipRange, findArguments } from './strArgs.js';
import { makeStr, measureText } from './strCore.js';
import { isAstral, pointOf, unchanged, unitOf } from './strText.js';
import { E, S } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';

/** A text and the UTF-16 range of it that a method looks at; null when the range is empty backwards. */
interface Range {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

function rangeOf(rt: Machine, self: number, start: number, end: number): Range | null {
  const text = rt.text(self);
  const [from, to] = clipRange(start, end, rt.length(self));
  if (from > to) return null;
  if (!isAstral(rt, self)) return { text, from, to };
  return { text, from: unitOf(text, from), to: unitOf(text, to) };
}

/** The str that is searched for; false with TypeError when it is none. */
function checkSub(rt: Machine, name: string, sub: number): boolean {
  if (rt.isStr(sub)) return true;
  const type = rt.typeOf(sub).name;
  rt.raise(
    E.TypeError,
    rt.profile.minor >= 13 ? `${name}() argument 1 must be str, not ${type}` : `must be str, not ${type}`,
  );
  return false;
}

/** find, rfind, index, rindex: the position, -1, or NaN with an exception. */
function search(rt: Machine, name: string, self: number, args: number, nargs: number, backwards: boolean): number {
  const given = findArguments(rt, name, args, nargs);
  if (given === null || !checkSub(rt, name, given.sub)) return Number.NaN;
  const range = rangeOf(rt, self, given.start, given.end);
  if (range === null) return -1;
  const wanted = rt.text(given.sub);
  const { text, from, to } = range;
  let at: number;
  if (backwards) {
    at = to - wanted.length < from ? -1 : text.lastIndexOf(wanted, to - wanted.length);
    if (at < from) at = -1;
  } else {
    at = text.indexOf(wanted, from);
    if (at + wanted.length > to) at = -1;
  }
  return at > 0 && isAstral(rt, self) ? pointOf(text, at) : at;
}

function finder(name: string, backwards: boolean, raises: boolean) {
  return (rt: Machine, self: number, args: number, nargs: number): number => {
    const at = search(rt, name, self, args, nargs, backwards);
    if (Number.isNaN(at)) return 0;
    if (at < 0 && raises) return rt.raise(E.ValueError, 'substring not found');
    return newInt(rt, at);
  };
}

export const strFind = finder('find', false, false);
export const strRfind = finder('rfind', true, false);
export const strIndex = finder('index', false, true);
export const strRindex = finder('rindex', true, true);

/** Occurrences that do not overlap; an empty text is found before each character and at the end. */
function countIn(text: string, wanted: string, from: number, to: number): number {
  let n = 0;
  if (wanted === '') {
    for (let i = from; i < to; n++) i += text.codePointAt(i)! > 0xffff ? 2 : 1;
    return n + 1;
  }
  for (let i = from; ; n++) {
    const at = text.indexOf(wanted, i);
    if (at < 0 || at + wanted.length > to) return n;
    i = at + wanted.length;
  }
}

/** `self.count(sub[, start[, end]])` */
export function strCount(rt: Machine, self: number, args: number, nargs: number): number {
  const given = findArguments(rt, 'count', args, nargs);
  if (given === null || !checkSub(rt, 'count', given.sub)) return 0;
  const range = rangeOf(rt, self, given.start, given.end);
  if (range === null) return newInt(rt, 0);
  return newInt(rt, countIn(range.text, rt.text(given.sub), range.from, range.to));
}

function tailMatcher(name: string, atEnd: boolean) {
  const matches = (rt: Machine, self: number, sub: number, start: number, end: number): boolean => {
    const range = rangeOf(rt, self, start, end);
    if (range === null) return false;
    const wanted = rt.text(sub);
    if (range.to - range.from < wanted.length) return false;
    return range.text.startsWith(wanted, atEnd ? range.to - wanted.length : range.from);
  };
  return (rt: Machine, self: number, args: number, nargs: number): number => {
    const given = findArguments(rt, name, args, nargs);
    if (given === null) return 0;
    const { sub, start, end } = given;
    if (rt.isStr(sub)) return rt.bool(matches(rt, self, sub, start, end));
    if (!rt.hasFlag(sub, TypeFlag.TUPLE_SUBCLASS)) {
      return rt.raise(E.TypeError, `${name} first arg must be str or a tuple of str, not ${rt.typeOf(sub).name}`);
    }
    const M = rt.M;
    const n = M[sub + 4]!;
    for (let i = 0; i < n; i++) {
      const item = M[sub + 6 + 2 * i]!;
      if (!rt.isStr(item)) {
        return rt.raise(E.TypeError, `tuple for ${name} must only contain str, not ${rt.typeOf(item).name}`);
      }
      if (matches(rt, self, item, start, end)) return rt.bool(true);
    }
    return rt.bool(false);
  };
}

export const strStartswith = tailMatcher('startswith', false);
export const strEndswith = tailMatcher('endswith', true);

/** A str that is never shared, except the empty one: what PyUnicode_New makes. */
export function freshStr(rt: Machine, text: string): number {
  if (text === '') return rt.newRef(S.EMPTY_STR);
  const { state, length } = measureText(text);
  return makeStr(rt, text, state, length);
}

/** `self.replace(old, new, count)`; a count below 0 means all. Follows unicodeobject.c: replace. */
export function replaceStr(rt: Machine, self: number, old: number, by: number, count: number): number {
  const text = rt.text(self);
  const wanted = rt.text(old);
  const limit = count < 0 ? Number.MAX_SAFE_INTEGER : count;
  if (limit === 0 || old === by || wanted.length > text.length || wanted === rt.text(by)) return unchanged(rt, self);
  const replacement = rt.text(by);
  let result = '';
  let n = 0;
  if (wanted === '') {
    let at = 0;
    for (const character of text) {
      if (n >= limit) break;
      result += replacement + character;
      at += character.length;
      n++;
    }
    if (n < limit) result += replacement;
    result += text.slice(at);
  } else {
    if (!text.includes(wanted)) return unchanged(rt, self);
    if (limit >= text.length) result = text.replaceAll(wanted, () => replacement);
    else {
      let from = 0;
      for (; n < limit; n++) {
        const at = text.indexOf(wanted, from);
        if (at < 0) break;
        result += text.slice(from, at) + replacement;
        from = at + wanted.length;
      }
      result += text.slice(from);
    }
  }
  const bothAscii = rt.M[self + StrLayout.STATE]! & rt.M[by + StrLayout.STATE]! & StrState.ASCII;
  if (bothAscii !== 0 && result !== '') return makeStr(rt, result, 1 | StrState.ASCII, result.length);
  return freshStr(rt, result);
}
