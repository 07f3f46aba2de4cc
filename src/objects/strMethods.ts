/** The methods of str. Follows unicodeobject.c. */
import { Ob, StrLayout, StrState, TupleLayout } from '../memory/layout.js';
import { checkArgs, parseKeywords } from './args.js';
import { type DictEntry, dictLength, dictNext, dictSet, newDict } from './dictCore.js';
import { asIndex, intNumber, newInt } from './intCore.js';
import { sequenceFast } from './list.js';
import type { Machine } from './machine.js';
import { getItem, isTrue } from './object.js';
import { tupleMethod } from './strArgs.js';
import { newStr, strBytes } from './strCore.js';
import { encodeStr } from './strEncode.js';
import { formatStr, formatTemplate } from './strFormat.js';
import {
  freshStr,
  replaceStr,
  strCount,
  strEndswith,
  strFind,
  strIndex,
  strRfind,
  strRindex,
  strStartswith,
} from './strSearch.js';
import { partitionStr, rsplitStr, splitLinesStr, splitStr, stripStr } from './strSplit.js';
import { codeAt, isAsciiStr, joinWith, substring, unchanged } from './strText.js';
import { packTuple1 } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, type NativeFn, TypeFlag } from './typeInfo.js';
import {
  capitalizeText,
  casefoldText,
  isAlnum,
  isAlpha,
  isDecimal,
  isDigit,
  isIdentifier,
  isLower,
  isNumeric,
  isPrintable,
  isSpace,
  isTitle,
  isUpper,
  lowerText,
  swapcaseText,
  titleText,
} from './unicodeData.js';

/** Follows case_operation and ascii_upper_or_lower: always a new object. */
function caseMethod(name: string, map: (text: string) => string): MethodDef {
  return { name, kind: MethodKind.NOARGS, fn: (rt, self) => freshStr(rt, map(rt.text(self))) };
}

/** Every character passes, and there is one. */
function everyMethod(name: string, test: (code: number) => boolean): MethodDef {
  const fn: NativeFn = (rt, self) => {
    const text = rt.text(self);
    for (const character of text) if (!test(character.codePointAt(0)!)) return rt.bool(false);
    return rt.bool(text !== '');
  };
  return { name, kind: MethodKind.NOARGS, fn };
}

/** `islower` and `isupper`: at least one such character and none of the others. */
function casedMethod(name: string, wanted: (code: number) => boolean, other: (code: number) => boolean): MethodDef {
  const fn: NativeFn = (rt, self) => {
    let found = false;
    for (const character of rt.text(self)) {
      const code = character.codePointAt(0)!;
      if (other(code) || isTitle(code)) return rt.bool(false);
      if (!found && wanted(code)) found = true;
    }
    return rt.bool(found);
  };
  return { name, kind: MethodKind.NOARGS, fn };
}

function strIstitle(rt: Machine, self: number): number {
  let cased = false;
  let previousCased = false;
  for (const character of rt.text(self)) {
    const code = character.codePointAt(0)!;
    if (isUpper(code) || isTitle(code)) {
      if (previousCased) return rt.bool(false);
      previousCased = true;
      cased = true;
    } else if (isLower(code)) {
      if (!previousCased) return rt.bool(false);
      cased = true;
    } else previousCased = false;
  }
  return rt.bool(cased);
}

function strIsprintable(rt: Machine, self: number): number {
  for (const character of rt.text(self)) if (!isPrintable(character.codePointAt(0)!)) return rt.bool(false);
  return rt.bool(true);
}

/** Width of center, ljust, rjust, zfill; NaN with TypeError. */
function widthArgument(rt: Machine, o: number): number {
  return asIndex(rt, o, E.OverflowError);
}

/** Follows pad. */
function padStr(rt: Machine, self: number, left: number, right: number, fill: string): number {
  if (left <= 0 && right <= 0) return unchanged(rt, self);
  return freshStr(rt, fill.repeat(Math.max(0, left)) + rt.text(self) + fill.repeat(Math.max(0, right)));
}

function justify(name: string, share: (missing: number, width: number) => number): MethodDef {
  const fn: NativeFn = (rt, self, args, nargs) => {
    if (!checkArgs(rt, name, nargs, 1, 2)) return 0;
    const width = widthArgument(rt, rt.M[args]!);
    if (Number.isNaN(width)) return 0;
    let fill = ' ';
    if (nargs > 1) {
      const o = rt.M[args + 2]!;
      if (!rt.isStr(o)) {
        return rt.raise(E.TypeError, `The fill character must be a unicode character, not ${rt.typeOf(o).name}`);
      }
      if (rt.length(o) !== 1) return rt.raise(E.TypeError, 'The fill character must be exactly one character long');
      fill = rt.text(o);
    }
    const missing = width - rt.length(self);
    if (missing <= 0) return unchanged(rt, self);
    if (missing > 0x3000_0000) return rt.raise(E.MemoryError, '');
    const left = share(missing, width);
    return padStr(rt, self, left, missing - left, fill);
  };
  return { name, kind: MethodKind.FAST, fn };
}

function strZfill(rt: Machine, self: number, o: number): number {
  const width = widthArgument(rt, o);
  if (Number.isNaN(width)) return 0;
  const missing = width - rt.length(self);
  if (missing <= 0) return unchanged(rt, self);
  const text = rt.text(self);
  const sign = text[0] === '+' || text[0] === '-' ? text[0] : '';
  return freshStr(rt, sign + '0'.repeat(missing) + text.slice(sign.length));
}

const EXPANDTABS = { name: 'expandtabs', names: ['tabsize'], required: 0, positional: 1 };

function strExpandtabs(rt: Machine, self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, EXPANDTABS, args, nargs, kwnames);
  if (values === null) return 0;
  let size = 8;
  if (values[0] !== 0) {
    size = asIndex(rt, values[0]!, E.OverflowError);
    if (Number.isNaN(size)) return 0;
  }
  const text = rt.text(self);
  if (!text.includes('\t')) return unchanged(rt, self);
  let result = '';
  let column = 0;
  for (const character of text) {
    if (character === '\t') {
      if (size > 0) {
        const room = size - (column % size);
        result += ' '.repeat(room);
        column += room;
      }
    } else {
      result += character;
      column = character === '\n' || character === '\r' ? 0 : column + 1;
    }
  }
  return newStr(rt, result);
}

const SPLIT = ['sep', 'maxsplit'];

function splitMethod(
  name: string,
  split: (rt: Machine, self: number, sep: number, maxsplit: number) => number,
): MethodDef {
  const parameters = { name, names: SPLIT, required: 0, positional: 2 };
  const fn: NativeFn = (rt, self, args, nargs, kwnames) => {
    if (kwnames === 0 && nargs <= 1) {
      const only = nargs === 0 || rt.M[args] === S.NONE ? 0 : rt.M[args]!;
      if (only === 0 || rt.M[only + Ob.TYPE] === T.STR) return split(rt, self, only, -1);
    }
    const values = parseKeywords(rt, parameters, args, nargs, kwnames);
    if (values === null) return 0;
    let maxsplit = -1;
    if (values[1] !== 0) {
      maxsplit = asIndex(rt, values[1]!, E.OverflowError);
      if (Number.isNaN(maxsplit)) return 0;
    }
    const sep = values[0] === S.NONE ? 0 : values[0]!;
    if (sep !== 0 && !rt.isStr(sep)) {
      return rt.raise(E.TypeError, `must be str or None, not ${rt.typeOf(sep).name}`);
    }
    return split(rt, self, sep, maxsplit < 0 ? -1 : maxsplit);
  };
  return { name, kind: MethodKind.FASTKW, fn };
}

function stripMethod(name: string, left: boolean, right: boolean): MethodDef {
  const fn: NativeFn = (rt, self, args, nargs) => {
    if (!checkArgs(rt, name, nargs, 0, 1)) return 0;
    const chars = nargs === 0 || rt.M[args] === S.NONE ? 0 : rt.M[args]!;
    if (chars !== 0 && !rt.isStr(chars)) return rt.raise(E.TypeError, `${name} arg must be None or str`);
    return stripStr(rt, self, chars, left, right);
  };
  return { name, kind: MethodKind.FAST, fn };
}

const SPLITLINES = { name: 'splitlines', names: ['keepends'], required: 0, positional: 1 };

function strSplitlines(rt: Machine, self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, SPLITLINES, args, nargs, kwnames);
  if (values === null) return 0;
  let keep = 0;
  if (values[0] !== 0) {
    keep = isTrue(rt, values[0]!);
    if (keep < 0) return 0;
  }
  return splitLinesStr(rt, self, keep === 1);
}

/** `sep.join(iterable)`. Follows PyUnicode_Join. */
export function strJoin(rt: Machine, self: number, iterable: number): number {
  const sequence = sequenceFast(rt, iterable, 'can only join an iterable');
  if (sequence === 0) return 0;
  const M = rt.M;
  const n = M[sequence + Ob.SIZE]!;
  const isList = rt.hasFlag(sequence, TypeFlag.LIST_SUBCLASS);
  const items = isList ? M[sequence + 6]! : sequence + TupleLayout.ITEM;
  const pieces: number[] = new Array(n);
  for (let i = 0; i < n; i++) {
    const item = M[items + 2 * i]!;
    if (!rt.isStr(item)) {
      rt.raise(E.TypeError, `sequence item ${i}: expected str instance, ${rt.typeOf(item).name} found`);
      rt.decref(sequence);
      return 0;
    }
    pieces[i] = item;
  }
  const result = joinWith(rt, rt.text(self), M[self + StrLayout.STATE]!, rt.length(self), pieces);
  rt.decref(sequence);
  return result;
}

const REPLACE = { name: 'replace', names: ['', '', 'count'], required: 2, positional: 3 };

function strReplace(rt: Machine, self: number, args: number, nargs: number, kwnames: number): number {
  const M = rt.M;
  let count = 0;
  if (kwnames !== 0 || rt.profile.minor >= 13) {
    const values = parseKeywords(rt, REPLACE, args, nargs, kwnames);
    if (values === null) return 0;
    count = values[2]!;
  } else {
    if (!checkArgs(rt, 'replace', nargs, 2, 3)) return 0;
    if (nargs > 2) count = M[args + 4]!;
  }
  for (let i = 0; i < 2; i++) {
    const o = M[args + 2 * i]!;
    if (!rt.isStr(o)) {
      return rt.raise(E.TypeError, `replace() argument ${i + 1} must be str, not ${rt.typeOf(o).name}`);
    }
  }
  let limit = -1;
  if (count !== 0) {
    limit = asIndex(rt, count, E.OverflowError);
    if (Number.isNaN(limit)) return 0;
  }
  return replaceStr(rt, self, M[args]!, M[args + 2]!, limit);
}

function affixMethod(name: string, suffix: boolean): MethodDef {
  const fn: NativeFn = (rt, self, affix) => {
    if (!rt.isStr(affix)) return rt.raise(E.TypeError, `${name}() argument must be str, not ${rt.typeOf(affix).name}`);
    const text = rt.text(self);
    const cut = rt.text(affix);
    const length = rt.length(self);
    const n = rt.length(affix);
    if (suffix) return text.endsWith(cut) && n > 0 ? substring(rt, self, 0, length - n) : unchanged(rt, self);
    return text.startsWith(cut) ? substring(rt, self, n, length) : unchanged(rt, self);
  };
  return { name, kind: MethodKind.O, fn };
}

const ENCODE = { name: 'encode', names: ['encoding', 'errors'], required: 0, positional: 2 };

/** Encoding and error handler among parsed keyword values; null with TypeError. */
export function codecArguments(rt: Machine, name: string, encoding: number, errors: number): [string, string] | null {
  const texts: [string, string] = ['utf-8', 'strict'];
  const given = [encoding, errors];
  for (let i = 0; i < 2; i++) {
    const o = given[i]!;
    if (o === 0) continue;
    if (!rt.isStr(o)) {
      const what =
        rt.profile.minor === 8 && name !== 'encode' && name !== 'decode'
          ? `${i + 2}`
          : i === 0
            ? "'encoding'"
            : "'errors'";
      rt.raise(E.TypeError, `${name}() argument ${what} must be str, not ${rt.typeOf(o).name}`);
      return null;
    }
    texts[i as 0 | 1] = rt.text(o);
  }
  return texts;
}

function strEncode(rt: Machine, self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, ENCODE, args, nargs, kwnames);
  if (values === null) return 0;
  const codec = codecArguments(rt, 'encode', values[0]!, values[1]!);
  return codec === null ? 0 : encodeStr(rt, self, codec[0], codec[1]);
}

/** What a translation table says about a character: text, or null with an exception. */
function translated(rt: Machine, table: number, character: string): string | null {
  const key = newInt(rt, character.codePointAt(0)!);
  const value = getItem(rt, table, key);
  rt.decref(key);
  if (value === 0) {
    if (!rt.errorIs(E.LookupError)) return null;
    rt.clearError();
    return character;
  }
  let text: string | null = null;
  if (value === S.NONE) text = '';
  else if (rt.isStr(value)) text = rt.text(value);
  else if (rt.isInt(value)) {
    const code = intNumber(rt, value);
    if (code >= 0 && code <= 0x10ffff) text = String.fromCodePoint(code);
    else rt.raise(E.ValueError, 'character mapping must be in range(0x110000)');
  } else rt.raise(E.TypeError, 'character mapping must return integer, None or str');
  rt.decref(value);
  return text;
}

/** Follows _PyUnicode_TranslateCharmap: what ASCII characters become is remembered. */
function strTranslate(rt: Machine, self: number, table: number): number {
  const known = new Map<string, string>();
  let result = '';
  for (const character of rt.text(self)) {
    let by = known.get(character);
    if (by === undefined) {
      const text = translated(rt, table, character);
      if (text === null) return 0;
      by = text;
      if (character.charCodeAt(0) < 128) known.set(character, by);
    }
    result += by;
  }
  return newStr(rt, result);
}

function strMaketrans(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'maketrans', nargs, 1, 3)) return 0;
  const M = rt.M;
  const x = M[args]!;
  for (let i = 1; i < nargs; i++) {
    const o = M[args + 2 * i]!;
    if (!rt.isStr(o)) {
      return rt.raise(E.TypeError, `maketrans() argument ${i + 1} must be str, not ${rt.typeOf(o).name}`);
    }
  }
  const table = newDict(rt);
  const ok = nargs > 1 ? pairsTable(rt, table, x, M[args + 2]!, nargs > 2 ? M[args + 4]! : 0) : dictTable(rt, table, x);
  if (ok) return table;
  rt.decref(table);
  return 0;
}

/** Stores `value`, whose reference is taken over, for a code point. */
function storePoint(rt: Machine, table: number, code: number, value: number): boolean {
  const key = newInt(rt, code);
  const status = dictSet(rt, table, key, value);
  rt.decref(key);
  rt.decref(value);
  return status === 0;
}

function pairsTable(rt: Machine, table: number, x: number, y: number, z: number): boolean {
  if (!rt.isStr(x)) {
    rt.raise(E.TypeError, 'first maketrans argument must be a string if there is a second argument');
    return false;
  }
  if (rt.length(x) !== rt.length(y)) {
    rt.raise(E.ValueError, 'the first two maketrans arguments must have equal length');
    return false;
  }
  const to = Array.from(rt.text(y));
  let i = 0;
  for (const character of rt.text(x)) {
    if (!storePoint(rt, table, character.codePointAt(0)!, newInt(rt, to[i++]!.codePointAt(0)!))) return false;
  }
  if (z !== 0) {
    for (const character of rt.text(z)) if (!storePoint(rt, table, character.codePointAt(0)!, rt.none())) return false;
  }
  return true;
}

function dictTable(rt: Machine, table: number, x: number): boolean {
  if (!rt.is(x, T.DICT)) {
    rt.raise(E.TypeError, 'if you give only one argument to maketrans it must be a dict');
    return false;
  }
  if (dictLength(rt, x) === 0) return true;
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  for (let pos = dictNext(rt, x, 0, entry); pos >= 0; pos = dictNext(rt, x, pos, entry)) {
    if (rt.isStr(entry.key)) {
      if (rt.length(entry.key) !== 1) {
        rt.raise(E.ValueError, 'string keys in translate table must be of length 1');
        return false;
      }
      if (!storePoint(rt, table, codeAt(rt, entry.key, 0), rt.newRef(entry.value))) return false;
    } else if (rt.isInt(entry.key)) {
      if (dictSet(rt, table, entry.key, entry.value) < 0) return false;
    } else {
      rt.raise(E.TypeError, 'keys in translate table must be strings or integers');
      return false;
    }
  }
  return true;
}

function strFormatMethod(rt: Machine, self: number, spec: number): number {
  if (!rt.isStr(spec)) {
    return rt.raise(E.TypeError, `__format__() argument must be str, not ${rt.typeOf(spec).name}`);
  }
  return formatStr(rt, self, rt.text(spec));
}

/** Follows unicode_sizeof. */
function strSizeof(rt: Machine, self: number): number {
  const state = rt.M[self + StrLayout.STATE]!;
  const length = rt.length(self);
  let bytes = strBytes(rt, state, length);
  if (!rt.is(self, T.STR)) {
    const info = rt.infoOf(T.STR);
    bytes = info.basicsize + (length + 1) * (state & StrState.KIND_MASK);
  }
  if ((state & StrState.UTF8_CACHED) !== 0) bytes += new TextEncoder().encode(rt.text(self)).length + 1;
  return newInt(rt, bytes);
}

const noArgs = (name: string, fn: (rt: Machine, self: number) => number): MethodDef => ({
  name,
  kind: MethodKind.NOARGS,
  fn,
});
const oneArg = (name: string, fn: (rt: Machine, self: number, arg: number) => number): MethodDef => ({
  name,
  kind: MethodKind.O,
  fn,
});
const keywords = (name: string, fn: NativeFn): MethodDef => ({ name, kind: MethodKind.FASTKW, fn });

/** The method table of str for the machine's version. */
export function strMethods(rt: Machine): MethodDef[] {
  const methods: MethodDef[] = [
    keywords('encode', strEncode),
    rt.profile.minor >= 13
      ? keywords('replace', strReplace)
      : { name: 'replace', kind: MethodKind.FAST, fn: (m, self, args, nargs) => strReplace(m, self, args, nargs, 0) },
    splitMethod('split', splitStr),
    splitMethod('rsplit', rsplitStr),
    oneArg('join', strJoin),
    caseMethod('capitalize', capitalizeText),
    caseMethod('casefold', casefoldText),
    caseMethod('title', titleText),
    justify('center', (missing, width) => Math.floor(missing / 2) + (missing & width & 1)),
    tupleMethod(rt, 'count', strCount, 13),
    keywords('expandtabs', strExpandtabs),
    tupleMethod(rt, 'find', strFind, 13),
    oneArg('partition', (m, self, sep) => partitionStr(m, self, sep, false)),
    tupleMethod(rt, 'index', strIndex, 13),
    justify('ljust', () => 0),
    caseMethod('lower', lowerText),
    stripMethod('lstrip', true, false),
    tupleMethod(rt, 'rfind', strRfind, 13),
    tupleMethod(rt, 'rindex', strRindex, 13),
    justify('rjust', (missing) => missing),
    stripMethod('rstrip', false, true),
    oneArg('rpartition', (m, self, sep) => partitionStr(m, self, sep, true)),
    keywords('splitlines', strSplitlines),
    stripMethod('strip', true, true),
    caseMethod('swapcase', swapcaseText),
    oneArg('translate', strTranslate),
    caseMethod('upper', (text) => text.toUpperCase()),
    tupleMethod(rt, 'startswith', strStartswith, 13),
    tupleMethod(rt, 'endswith', strEndswith, 13),
    noArgs('isascii', (m, self) => m.bool(isAsciiStr(m, self))),
    casedMethod('islower', isLower, isUpper),
    casedMethod('isupper', isUpper, isLower),
    noArgs('istitle', strIstitle),
    everyMethod('isspace', isSpace),
    everyMethod('isdecimal', isDecimal),
    everyMethod('isdigit', isDigit),
    everyMethod('isnumeric', isNumeric),
    everyMethod('isalpha', isAlpha),
    everyMethod('isalnum', isAlnum),
    noArgs('isidentifier', (m, self) => m.bool(isIdentifier(m.text(self)))),
    noArgs('isprintable', strIsprintable),
    oneArg('zfill', strZfill),
    {
      name: 'format',
      kind: MethodKind.VARARGS | MethodKind.KEYWORDS,
      fn: (m, self, args, kwargs) => formatTemplate(m, self, args, kwargs),
    },
    oneArg('format_map', (m, self, mapping) => formatTemplate(m, self, 0, mapping)),
    oneArg('__format__', strFormatMethod),
    { name: 'maketrans', kind: MethodKind.FAST | MethodKind.STATIC, fn: strMaketrans },
    noArgs('__sizeof__', strSizeof),
    noArgs('__getnewargs__', (m, self) => {
      const copy = unchanged(m, self);
      const args = packTuple1(m, copy);
      m.decref(copy);
      return args;
    }),
  ];
  if (rt.profile.minor >= 9) methods.push(affixMethod('removeprefix', false), affixMethod('removesuffix', true));
  return methods;
}
