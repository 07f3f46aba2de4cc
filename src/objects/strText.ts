/** Pieces and joins of str objects: substrings, concatenation, repetition, growing in place. Follows unicodeobject.c. */
import { Ob, StrLayout, StrState } from '../memory/layout.js';
import type { Machine } from './machine.js';
import { makeStr, measureText, newStr, strBytes } from './strCore.js';
import { E, S, T } from './typeIds.js';

/** Whether characters take 4 bytes: then positions in the JS text and code points differ. */
export function isAstral(rt: Machine, p: number): boolean {
  return (rt.M[p + StrLayout.STATE]! & StrState.KIND_MASK) === 4;
}

export function isAsciiStr(rt: Machine, p: number): boolean {
  return (rt.M[p + StrLayout.STATE]! & StrState.ASCII) !== 0;
}

/** UTF-16 position of a code point's index in a text. */
export function unitOf(text: string, point: number): number {
  let unit = 0;
  for (let i = 0; i < point && unit < text.length; i++) unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
  return unit;
}

/** Index of the code point at a UTF-16 position of a text. */
export function pointOf(text: string, unit: number): number {
  let point = 0;
  for (let i = 0; i < unit; point++) i += text.codePointAt(i)! > 0xffff ? 2 : 1;
  return point;
}

/** The text of the code points `start` up to `end` (0 <= start <= end <= length). */
export function sliceText(rt: Machine, p: number, start: number, end: number): string {
  const text = rt.text(p);
  if (!isAstral(rt, p)) return text.substring(start, end);
  const from = unitOf(text, start);
  return text.substring(from, from + unitOf(text.substring(from), end - start));
}

/** The code point at an index (0 <= index < length). */
export function codeAt(rt: Machine, p: number, index: number): number {
  const text = rt.text(p);
  return isAstral(rt, p) ? text.codePointAt(unitOf(text, index))! : text.charCodeAt(index);
}

/** A str with a text that is known to be ASCII when `ascii`. Empty and one-character strings are shared. */
export function newStrKnown(rt: Machine, text: string, ascii: boolean): number {
  if (!ascii || text.length <= 1) return newStr(rt, text);
  return makeStr(rt, text, 1 | StrState.ASCII, text.length);
}

/** The one-character str at an index. */
export function characterStr(rt: Machine, p: number, index: number): number {
  if (isAstral(rt, p)) return newStr(rt, String.fromCodePoint(codeAt(rt, p, index)));
  return newStr(rt, rt.text(p).charAt(index));
}

/** An exact str with the same text: the object itself when it is one, else a copy. Follows unicode_result_unchanged. */
export function unchanged(rt: Machine, p: number): number {
  const M = rt.M;
  if (M[p + Ob.TYPE] === T.STR) return rt.newRef(p);
  const length = M[p + StrLayout.LENGTH]!;
  if (length === 0) return rt.newRef(S.EMPTY_STR);
  return makeStr(rt, rt.text(p), M[p + StrLayout.STATE]! & (StrState.KIND_MASK | StrState.ASCII), length);
}

/** `p[start:end]` with bounds that were clipped. Follows PyUnicode_Substring. */
export function substring(rt: Machine, p: number, start: number, end: number): number {
  if (start === 0 && end === rt.M[p + StrLayout.LENGTH]!) return unchanged(rt, p);
  if (end <= start) return rt.newRef(S.EMPTY_STR);
  return newStrKnown(rt, sliceText(rt, p, start, end), isAsciiStr(rt, p));
}

const SHAPE = StrState.KIND_MASK | StrState.ASCII;

/** State of the text that two texts make together. */
function joinedState(a: number, b: number): number {
  const kindA = a & StrState.KIND_MASK;
  const kindB = b & StrState.KIND_MASK;
  if (kindA !== kindB) return kindA > kindB ? a & SHAPE : b & SHAPE;
  return kindA | (a & b & StrState.ASCII);
}

/** Whether the end of one and the start of another text would fuse to one character of the JS text. */
function fuses(left: string, right: string): boolean {
  const high = left.charCodeAt(left.length - 1);
  const low = right.charCodeAt(0);
  return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
}

/** `left + right` of two str objects. Follows PyUnicode_Concat. */
export function concatStr(rt: Machine, left: number, right: number): number {
  if (!rt.isStr(right)) {
    return rt.raise(E.TypeError, `can only concatenate str (not "${rt.typeOf(right).name}") to str`);
  }
  const M = rt.M;
  const a = M[left + StrLayout.LENGTH]!;
  const b = M[right + StrLayout.LENGTH]!;
  if (a === 0) return unchanged(rt, right);
  if (b === 0) return unchanged(rt, left);
  const state = joinedState(M[left + StrLayout.STATE]!, M[right + StrLayout.STATE]!);
  const textA = rt.text(left);
  const textB = rt.text(right);
  if ((state & StrState.KIND_MASK) !== 1 && fuses(textA, textB)) return newStr(rt, textA + textB);
  return makeStr(rt, textA + textB, state, a + b);
}

/**
 * `left += right` where the reference to `left` is given up: it grows in place when nobody else can see it. The
 * result is a new reference, or 0 with an exception (`left` is gone then too). The caller has dropped the variable's
 * reference before, as unicode_concatenate in ceval.c does. Follows PyUnicode_Append.
 */
export function concatInPlace(rt: Machine, left: number, right: number): number {
  const M = rt.M;
  if (!rt.isStr(right)) {
    const result = concatStr(rt, left, right);
    rt.decref(left);
    return result;
  }
  const a = M[left + StrLayout.LENGTH]!;
  const b = M[right + StrLayout.LENGTH]!;
  if (a === 0) {
    const result = unchanged(rt, right);
    rt.decref(left);
    return result;
  }
  if (b === 0) return left;
  const state = M[left + StrLayout.STATE]!;
  const joined = joinedState(state, M[right + StrLayout.STATE]!);
  if (!isModifiable(rt, left) || M[right + Ob.TYPE] !== T.STR || joined !== (state & SHAPE)) {
    const result = concatStr(rt, left, right);
    rt.decref(left);
    return result;
  }
  const p = rt.realloc(left, strBytes(rt, state, a + b));
  const index = M[p + Ob.AUX]!;
  rt.texts[index] += rt.text(right);
  M[p + StrLayout.LENGTH] = a + b;
  M[p + StrLayout.STATE] = joined;
  if (rt.resized !== null) rt.resized(p, left);
  return p;
}

/** unicode_modifiable: an exact str of one reference that was never hashed nor interned. */
export function isModifiable(rt: Machine, p: number): boolean {
  const M = rt.M;
  return (
    M[p] === 1 &&
    M[p + StrLayout.HASH] === -1 &&
    M[p + StrLayout.HASH + 1] === -1 &&
    (M[p + StrLayout.STATE]! & StrState.INTERNED) === 0 &&
    M[p + Ob.TYPE] === T.STR
  );
}

/** `p * count`. Follows unicode_repeat. */
export function repeatStr(rt: Machine, p: number, count: number): number {
  const M = rt.M;
  const length = M[p + StrLayout.LENGTH]!;
  if (count < 1 || length === 0) return rt.newRef(S.EMPTY_STR);
  if (count === 1) return unchanged(rt, p);
  if (length * count > 0x3000_0000) return rt.raise(E.MemoryError, '');
  return makeStr(rt, rt.text(p).repeat(count), M[p + StrLayout.STATE]! & SHAPE, length * count);
}

/**
 * One exact-size str of several pieces that are str objects; the only piece that is not empty is the result itself.
 * What BUILD_STRING does. Follows _PyUnicode_JoinArray with an empty separator.
 */
export function joinPieces(rt: Machine, pieces: readonly number[]): number {
  return joinWith(rt, '', 1 | StrState.ASCII, 0, pieces);
}

/** The pieces with a separator between them, given by text, state and length. */
export function joinWith(
  rt: Machine,
  separator: string,
  separatorState: number,
  separatorLength: number,
  pieces: readonly number[],
): number {
  const M = rt.M;
  const n = pieces.length;
  if (n === 0) return rt.newRef(S.EMPTY_STR);
  if (n === 1 && M[pieces[0]! + Ob.TYPE] === T.STR) return rt.newRef(pieces[0]!);
  let state = n > 1 && separatorLength > 0 ? separatorState : 1 | StrState.ASCII;
  let length = separatorLength * (n - 1);
  const texts: string[] = new Array(n);
  for (let i = 0; i < n; i++) {
    const piece = pieces[i]!;
    state = joinedState(state, M[piece + StrLayout.STATE]!);
    length += M[piece + StrLayout.LENGTH]!;
    texts[i] = rt.text(piece);
  }
  if (length === 0) return rt.newRef(S.EMPTY_STR);
  if (length > 0x3000_0000) return rt.raise(E.MemoryError, '');
  const text = texts.join(separator);
  if ((state & StrState.KIND_MASK) !== 1) {
    // Halves of a pair that meet become one character: measure what came out.
    const measured = measureText(text);
    return makeStr(rt, text, measured.state, measured.length);
  }
  return makeStr(rt, text, state, length);
}
