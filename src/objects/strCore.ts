/** Making str objects. The bytes of the text are not written to memory; its size is exact. Follows unicodeobject.c. */
import { Ob, StrLayout, StrState } from '../memory/layout.js';
import { Region } from '../memory/regions.js';
import { START_NAMES } from '../spec/startNames.generated.js';
import type { Machine } from './machine.js';
import { S, T } from './typeIds.js';

/** Address of the cached one-character string, code point below 256. */
export function characterAddress(code: number): number {
  return Region.CHARACTERS + code * 20;
}

/** The shared str of one character with a code below 256: made once in a run up to 3.10. Follows get_latin1_char. */
export function oneCharacter(rt: Machine, code: number): number {
  if (rt.madeOnes[code] === 0) {
    rt.madeOnes[code] = 1;
    rt.blocksOfOnes.push(rt.alloc(code < 128 ? 50 : 74));
  }
  return rt.newRef(characterAddress(code));
}

/** State word and code points of a text: 1, 2 or 4 bytes for each character, and whether all are ASCII. */
export function measureText(text: string): { state: number; length: number } {
  let max = 0;
  let pairs = 0;
  const n = text.length;
  for (let i = 0; i < n; i++) {
    const unit = text.charCodeAt(i);
    max |= unit;
    if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < n) {
      const low = text.charCodeAt(i + 1);
      if (low >= 0xdc00 && low < 0xe000) {
        pairs++;
        i++;
      }
    }
  }
  if (max < 128) return { state: 1 | StrState.ASCII, length: n };
  if (max < 256) return { state: 1, length: n };
  return pairs > 0 ? { state: 4, length: n - pairs } : { state: 2, length: n };
}

/** Bytes that a str of this state and length asks the allocator for. */
export function strBytes(rt: Machine, state: number, length: number): number {
  const kind = state & StrState.KIND_MASK;
  if ((state & StrState.ASCII) !== 0) return rt.profile.strAsciiHeader + length + 1;
  return rt.profile.strHeader + (length + 1) * kind;
}

/** A str with the text, new reference. Empty and one-character latin-1 strings are shared. */
export function newStr(rt: Machine, text: string): number {
  const n = text.length;
  if (n <= 1) {
    if (n === 0) return rt.newRef(S.EMPTY_STR);
    const code = text.charCodeAt(0);
    if (code < 256) return oneCharacter(rt, code);
  }
  // Most strings are ASCII: look for the exception first.
  let ascii = true;
  for (let i = 0; i < n; i++) {
    if (text.charCodeAt(i) > 127) {
      ascii = false;
      break;
    }
  }
  if (ascii) return makeStr(rt, text, 1 | StrState.ASCII, n);
  const { state, length } = measureText(text);
  return makeStr(rt, text, state, length);
}

/** A fresh str, never shared, of a text whose state and length are known. */
export function makeStr(rt: Machine, text: string, state: number, length: number): number {
  const M = rt.M;
  const p = rt.newObject(T.STR, strBytes(rt, state, length));
  M[p + Ob.AUX] = rt.keepText(text);
  M[p + StrLayout.LENGTH] = length;
  M[p + StrLayout.HASH] = -1;
  M[p + StrLayout.HASH + 1] = -1;
  M[p + StrLayout.STATE] = state;
  return p;
}

/**
 * The interned str of a text, borrowed: it lives as long as the run. For names that the simulator itself uses
 * (attribute names, method names).
 */
export function internStr(rt: Machine, text: string): number {
  const known = rt.interned.get(text);
  if (known !== undefined) {
    if ((rt.M[known + StrLayout.STATE]! & StrState.IMMORTAL_INTERNED) === 0) immortalize(rt, known);
    return known;
  }
  const p = newStr(rt, text);
  rt.M[p + StrLayout.STATE]! |= StrState.INTERNED;
  rt.interned.set(text, p);
  immortalize(rt, p);
  return p;
}

/** Interned names live for ever from 3.12 on; before, the runtime keeps one reference to those it made itself. */
function immortalize(rt: Machine, p: number): void {
  rt.M[p + StrLayout.STATE]! |= StrState.IMMORTAL_INTERNED;
  if (rt.profile.immortal) rt.M[p] = -1;
}

/**
 * PyUnicode_InternInPlace: takes over a reference to a str and returns a reference to the interned one with the same
 * text. `immortal`: names in code objects (3.12+); in 3.12 every interned string is immortal.
 */
export function internInPlace(rt: Machine, p: number, immortal: boolean): number {
  const M = rt.M;
  if (M[p + Ob.TYPE] !== T.STR) return p;
  const state = M[p + StrLayout.STATE]!;
  let forEver = rt.profile.immortal && (immortal || rt.profile.minor === 12);
  if ((state & StrState.INTERNED) !== 0) {
    if (forEver && M[p]! >= 0) immortalize(rt, p);
    return p;
  }
  const text = rt.text(p);
  // What the start of 3.13 interned for ever, a program's constants share.
  if (!forEver && rt.profile.minor === 13) forEver = START_NAMES.has(text);
  const known = rt.interned.get(text);
  if (known !== undefined) {
    if (known !== p) {
      rt.incref(known);
      rt.decref(p);
    }
    if (forEver && M[known]! >= 0) immortalize(rt, known);
    return known;
  }
  rt.interned.set(text, p);
  M[p + StrLayout.STATE]! |= StrState.INTERNED;
  if (forEver && M[p]! >= 0) immortalize(rt, p);
  return p;
}

/** Whether two str objects have the same text. */
export function sameText(rt: Machine, a: number, b: number): boolean {
  if (a === b) return true;
  const M = rt.M;
  if (M[a + StrLayout.LENGTH] !== M[b + StrLayout.LENGTH]) return false;
  return rt.texts[M[a + Ob.AUX]!] === rt.texts[M[b + Ob.AUX]!];
}
