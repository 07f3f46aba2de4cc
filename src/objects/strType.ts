/** The type str and its iterators. Follows unicodeobject.c. */
import { Ob, StrLayout, StrState } from '../memory/layout.js';
import { isStatic, Region } from '../memory/regions.js';
import { checkArgs, parseTupleKeywords } from './args.js';
import { contentOf, isBytes, isBytesLike } from './bytesCore.js';
import { keywordDict } from './call.js';
import { defineType } from './defineType.js';
import { asIndex, newInt } from './intCore.js';
import {
  exhaust,
  IT_INDEX,
  IT_SEQ,
  iteratorDealloc,
  iteratorTraverse,
  newIndexIterator,
  reduceWith,
  selfIter,
  stateNumber,
} from './iteratorCore.js';
import type { Machine } from './machine.js';
import { freeInstance, str } from './object.js';
import { hashStr } from './siphash.js';
import { slicePositions } from './slice.js';
import { staticCount } from './staticCount.js';
import { characterAddress, newStr, oneCharacter } from './strCore.js';
import { decodeText } from './strEncode.js';
import { codecArguments, strMethods } from './strMethods.js';
import { percentStr } from './strPercent.js';
import { reprOfText } from './strRepr.js';
import { freshStr } from './strSearch.js';
import { characterStr, concatStr, isAsciiStr, isAstral, repeatStr, substring, unchanged } from './strText.js';
import { tupleFromVector } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

/** Word of the data pointer of a str that is no compact object (instances of subclasses). */
function dataField(rt: Machine): number {
  return rt.profile.strHeader >> 2;
}

/** Follows unicode_dealloc. */
function strDealloc(rt: Machine, p: number): void {
  const M = rt.M;
  if (isStatic(p)) {
    M[p] = 1;
    return;
  }
  if ((M[p + StrLayout.STATE]! & StrState.INTERNED) !== 0 && rt.interned.get(rt.text(p)) === p) {
    rt.interned.delete(rt.text(p));
  }
  rt.dropText(M[p + Ob.AUX]!);
  if (M[p + Ob.TYPE] === T.STR) rt.freeObject(p);
  else {
    const data = M[p + dataField(rt)]!;
    if (data !== 0) rt.free(data);
    freeInstance(rt, p);
  }
}

const STR = { name: 'str', names: ['object', 'encoding', 'errors'], required: 0, positional: 3, parserSince: 10 };

/** `str(object, encoding, errors)`; 0 for what was left out. Follows unicode_new_impl and PyUnicode_FromEncodedObject. */
function makeText(rt: Machine, object: number, encoding: number, errors: number): number {
  if (object === 0) return rt.newRef(S.EMPTY_STR);
  if (encoding === 0 && errors === 0) return str(rt, object);
  const codec = codecArguments(rt, 'str', encoding, errors);
  if (codec === null) return 0;
  if (isBytes(rt, object)) {
    const text = decodeText(rt, contentOf(rt, object)!, object, codec[0], codec[1]);
    return text === null ? 0 : newStr(rt, text);
  }
  if (rt.isStr(object)) return rt.raise(E.TypeError, 'decoding str is not supported');
  if (!isBytesLike(rt, object)) {
    return rt.raise(E.TypeError, `decoding to str: need a bytes-like object, ${rt.typeOf(object).name} found`);
  }
  const content = contentOf(rt, object);
  if (content === null) return 0;
  const text = decodeText(rt, content, 0, codec[0], codec[1]);
  return text === null ? 0 : newStr(rt, text);
}

/** `tp_new`. Follows unicode_new. */
function strNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(rt, STR, args, kwargs);
  if (values === null) return 0;
  const text = makeText(rt, values[0]!, values[1]!, values[2]!);
  if (text === 0 || type === T.STR) return text;
  return subtypeNew(rt, type, text);
}

/** An instance of a subclass with the same text; `source` is taken over. Follows unicode_subtype_new. */
function subtypeNew(rt: Machine, type: number, source: number): number {
  const M = rt.M;
  const p = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (p === 0) {
    rt.decref(source);
    return 0;
  }
  const state = M[source + StrLayout.STATE]! & (StrState.KIND_MASK | StrState.ASCII);
  const length = M[source + StrLayout.LENGTH]!;
  M[p + Ob.AUX] = rt.keepText(rt.text(source));
  M[p + StrLayout.LENGTH] = length;
  M[p + StrLayout.HASH] = M[source + StrLayout.HASH]!;
  M[p + StrLayout.HASH + 1] = M[source + StrLayout.HASH + 1]!;
  M[p + StrLayout.STATE] = state;
  M[p + dataField(rt)] = rt.alloc((length + 1) * (state & StrState.KIND_MASK));
  rt.decref(source);
  return p;
}

/** Calls of `str(...)` without an argument tuple (3.13+). Follows unicode_vectorcall. */
function strVectorcall(rt: Machine, type: number, args: number, nargs: number, kwnames: number): number {
  const M = rt.M;
  if (kwnames !== 0 && M[kwnames + Ob.SIZE]! > 0) {
    const tuple = tupleFromVector(rt, args, nargs);
    const kwargs = keywordDict(rt, args + 2 * nargs, kwnames);
    const result = kwargs === 0 ? 0 : strNew(rt, type, tuple, kwargs);
    rt.decref(tuple);
    if (kwargs !== 0) rt.decref(kwargs);
    return result;
  }
  if (!checkArgs(rt, 'str', nargs, 0, 3)) return 0;
  return makeText(rt, nargs > 0 ? M[args]! : 0, nargs > 1 ? M[args + 2]! : 0, nargs > 2 ? M[args + 4]! : 0);
}

/** -1, 0 or 1 by code points. */
function compareTexts(a: string, b: string, astral: boolean): number {
  if (a === b) return 0;
  if (!astral) return a < b ? -1 : 1;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates stand for characters above all others.
    if (x >= 0xd800 && y >= 0xd800) {
      x = x >= 0xe000 ? x - 0x800 : x + 0x2000;
      y = y >= 0xe000 ? y - 0x800 : y + 0x2000;
    }
    return x < y ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
}

function strCompare(rt: Machine, a: number, b: number, op: number): number {
  if (!rt.isStr(a) || !rt.isStr(b)) return rt.newRef(S.NOT_IMPLEMENTED);
  const M = rt.M;
  if (op === 2 || op === 3) {
    const same = a === b || (M[a + StrLayout.LENGTH] === M[b + StrLayout.LENGTH] && rt.text(a) === rt.text(b));
    return rt.bool(same === (op === 2));
  }
  const order = a === b ? 0 : compareTexts(rt.text(a), rt.text(b), isAstral(rt, a) || isAstral(rt, b));
  return rt.bool(op === 0 ? order < 0 : op === 1 ? order <= 0 : op === 4 ? order > 0 : order >= 0);
}

function strItem(rt: Machine, self: number, index: number): number {
  if (index < 0 || index >= rt.length(self)) return rt.raise(E.IndexError, 'string index out of range');
  return characterStr(rt, self, index);
}

function strSubscript(rt: Machine, self: number, key: number): number {
  const length = rt.length(self);
  if (rt.isInt(key) || rt.typeOf(key).nb_index !== null) {
    const index = asIndex(rt, key, E.IndexError);
    if (Number.isNaN(index)) return 0;
    return strItem(rt, self, index < 0 ? index + length : index);
  }
  if (!rt.is(key, T.SLICE)) {
    const type = rt.typeOf(key).name;
    return rt.raise(
      E.TypeError,
      rt.profile.minor >= 11 ? `string indices must be integers, not '${type}'` : 'string indices must be integers',
    );
  }
  const bounds = slicePositions(rt, key, length);
  if (bounds === null) return 0;
  if (bounds.length <= 0) return rt.newRef(S.EMPTY_STR);
  if (bounds.step === 1) {
    if (bounds.start === 0 && bounds.length === length) return unchanged(rt, self);
    return substring(rt, self, bounds.start, bounds.start + bounds.length);
  }
  const text = rt.text(self);
  const characters = isAstral(rt, self) ? Array.from(text) : null;
  let result = '';
  for (let i = 0, at = bounds.start; i < bounds.length; i++, at += bounds.step) {
    result += characters === null ? text[at]! : characters[at]!;
  }
  return freshStr(rt, result);
}

function strContains(rt: Machine, self: number, item: number): number {
  if (!rt.isStr(item)) {
    return rt.fail(E.TypeError, `'in <string>' requires string as left operand, not ${rt.typeOf(item).name}`);
  }
  return rt.text(self).includes(rt.text(item)) ? 1 : 0;
}

function strIter(rt: Machine, self: number): number {
  const ascii = rt.profile.minor >= 11 && isAsciiStr(rt, self);
  return newIndexIterator(rt, ascii ? T.STR_ASCII_ITERATOR : T.STR_ITERATOR, self, 0);
}

/** The upper half of the index field holds the UTF-16 position. Follows unicodeiter_next. */
function strIterNext(rt: Machine, it: number): number {
  const M = rt.M;
  const self = M[it + IT_SEQ]!;
  if (self === 0) return 0;
  const text = rt.texts[M[self + Ob.AUX]!]!;
  const at = M[it + IT_INDEX + 1]!;
  if (M[it + IT_INDEX]! >= M[self + StrLayout.LENGTH]!) return exhaust(rt, it);
  M[it + IT_INDEX]!++;
  const unit = text.charCodeAt(at);
  if (unit < 256) {
    M[it + IT_INDEX + 1] = at + 1;
    return oneCharacter(rt, unit);
  }
  const character = String.fromCodePoint(text.codePointAt(at)!);
  M[it + IT_INDEX + 1] = at + character.length;
  return newStr(rt, character);
}

const ITERATOR_METHODS: readonly MethodDef[] = [
  {
    name: '__length_hint__',
    kind: MethodKind.NOARGS,
    fn: (rt, it) => {
      const self = rt.M[it + IT_SEQ]!;
      return newInt(rt, self === 0 ? 0 : rt.length(self) - rt.M[it + IT_INDEX]!);
    },
  },
  {
    name: '__reduce__',
    kind: MethodKind.NOARGS,
    fn: (rt, it) => {
      const self = rt.M[it + IT_SEQ]!;
      return reduceWith(rt, 'iter', [self === 0 ? S.EMPTY_STR : self], self === 0 ? null : rt.M[it + IT_INDEX]!);
    },
  },
  {
    name: '__setstate__',
    kind: MethodKind.O,
    fn: (rt, it, state) => {
      const index = stateNumber(rt, state);
      if (Number.isNaN(index)) return 0;
      const self = rt.M[it + IT_SEQ]!;
      if (self !== 0) {
        const point = Math.max(0, Math.min(index, rt.length(self)));
        let unit = 0;
        const text = rt.text(self);
        for (let i = 0; i < point; i++) unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
        rt.M[it + IT_INDEX] = point;
        rt.M[it + IT_INDEX + 1] = unit;
      }
      return rt.none();
    },
  },
];

/** Defines str, str_iterator and str_ascii_iterator. */
export function defineStrTypes(rt: Machine): void {
  defineType(rt, T.STR, {
    name: 'str',
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str",
    basicsize: rt.profile.strHeader + 8,
    flags: TypeFlag.BASETYPE | TypeFlag.UNICODE_SUBCLASS,
    tp_new: strNew,
    tp_vectorcall: rt.profile.minor >= 13 ? strVectorcall : null,
    tp_dealloc: strDealloc,
    tp_repr: (m, self) => newStr(m, reprOfText(m.text(self))),
    tp_str: unchanged,
    tp_hash: hashStr,
    tp_richcompare: strCompare,
    tp_iter: strIter,
    nb_remainder: (m, a, b) => (m.isStr(a) ? percentStr(m, a, b) : m.newRef(S.NOT_IMPLEMENTED)),
    sq_length: (m, self) => m.length(self),
    sq_concat: concatStr,
    sq_repeat: repeatStr,
    sq_item: strItem,
    sq_contains: strContains,
    mp_length: (m, self) => m.length(self),
    mp_subscript: strSubscript,
    methods: strMethods(rt),
  });
  const iterator = {
    basicsize: 32,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: iteratorDealloc,
    tp_traverse: iteratorTraverse,
    tp_iter: selfIter,
    tp_iternext: strIterNext,
    methods: ITERATOR_METHODS,
  };
  defineType(rt, T.STR_ITERATOR, { name: 'str_iterator', ...iterator });
  defineType(rt, T.STR_ASCII_ITERATOR, { name: 'str_ascii_iterator', ...iterator });
}

/**
 * One-character names of the interpreter's own that are interned as objects beside the cached characters (3.11, 3.12):
 * the constant 'a' of a program is not the object that `chr(97)` returns.
 */
const INTERNED_CHARACTERS: ReadonlyMap<number, string> = new Map([
  [11, 'BCLST_abcdefhijklmnopqrstvwxy'],
  [12, '_abcdenprsx'],
]);
/** Where they stand: behind the one-byte bytes. */
const INTERNED_START = Region.ONE_BYTES + 256 * 12;

/** Writes the shared empty and one-character str objects into the static region. */
export function initStrSingletons(rt: Machine): void {
  for (let code = -1; code < 256; code++) {
    const cached = code >= 128 && rt.profile.minor >= 12 ? StrState.UTF8_CACHED : 0;
    const state = 1 | (code < 128 ? StrState.ASCII : 0) | cached;
    const text = code < 0 ? '' : String.fromCharCode(code);
    initStaticStr(rt, code < 0 ? S.EMPTY_STR : characterAddress(code), text, state);
  }
  let p: number = INTERNED_START;
  for (const character of INTERNED_CHARACTERS.get(rt.profile.minor) ?? '') {
    const state = 1 | StrState.ASCII | StrState.INTERNED | StrState.IMMORTAL_INTERNED;
    initStaticStr(rt, p, character, state);
    rt.interned.set(character, p);
    p += 20;
  }
}

function initStaticStr(rt: Machine, p: number, text: string, state: number): void {
  const M = rt.M;
  M[p] = staticCount(rt);
  M[p + Ob.TYPE] = T.STR;
  M[p + Ob.AUX] = rt.keepText(text);
  M[p + StrLayout.LENGTH] = text.length;
  M[p + StrLayout.HASH] = -1;
  M[p + StrLayout.HASH + 1] = -1;
  M[p + StrLayout.STATE] = state;
}
