/** The types re.Pattern and re.Match. Follows _sre.c. */
import { Ob } from '../memory/layout.js';
import { keywordOf, parseKeywords } from '../objects/args.js';
import { bytesText, isBytesLike, newBytesOfText } from '../objects/bytesCore.js';
import { call1 } from '../objects/call.js';
import { put } from '../objects/defineType.js';
import { dictSet, newDict } from '../objects/dictCore.js';
import { asIndex, newCompactInt, newInt } from '../objects/intCore.js';
import { listAppendSteal, listNew } from '../objects/list.js';
import { type Machine, NotSimulated } from '../objects/machine.js';
import { moduleDict } from '../objects/module.js';
import { compareBool, hashPointer, lookupAttr, repr } from '../objects/object.js';
import { internStr, newStr } from '../objects/strCore.js';
import { isAstral, pointOf, unitOf } from '../objects/strText.js';
import { stealTuple } from '../objects/tupleCore.js';
import { E, S } from '../objects/typeIds.js';
import { type MethodDef, MethodKind } from '../objects/typeInfo.js';
import type { ModuleDef } from './moduleDef.js';
import { defineNativeType } from './nativeType.js';
import { RegexMatcher } from './regexMatch.js';
import { RegexError, RegexFlag, type Translation, translateRegex } from './regexTranslate.js';

/** Words of a pattern: its source object. Of a match and a scanner: string, pattern. */
const SOURCE = 4;
const STRING = 6;
const PATTERN = 10;
/** `sizeof(MatchObject)` without the marks: two for each group and the whole. */
const MATCH_BYTES = 88;
const MARK_BYTES = 8;

/** What a pattern object keeps beside its memory. */
interface PatternData {
  readonly translation: Translation;
  readonly bytes: boolean;
  /** At a position; anywhere from a position; at a position up to the end. Made when first used. */
  sticky?: RegExp;
  search?: RegExp;
  full?: RegExp;
  /** For patterns that the host's engine would take otherwise. */
  own?: RegexMatcher;
}

/** What a match object keeps: its spans in code points, null for groups that took no part. */
interface MatchData {
  readonly spans: readonly (readonly [number, number] | null)[];
  readonly texts: readonly (string | null)[];
  readonly pos: number;
  readonly endpos: number;
  readonly last: number;
}

/** Addresses of the two types, kept with the module's run. */
interface RegexTypes {
  pattern: number;
  match: number;
  scanner: number;
}

const KEY_TYPES = -1001;
const types = (rt: Machine): RegexTypes => rt.natural.get(KEY_TYPES) as RegexTypes;
const patternData = (rt: Machine, p: number): PatternData => rt.natural.get(p) as PatternData;
const matchData = (rt: Machine, p: number): MatchData => rt.natural.get(p) as MatchData;

/** A subject: its text (bytes as latin-1) and how its positions count. */
interface Subject {
  readonly object: number;
  readonly text: string;
  readonly astral: boolean;
}

/** The subject of a search, or null with TypeError. */
function subjectOf(rt: Machine, pattern: number, o: number): Subject | null {
  const { bytes } = patternData(rt, pattern);
  if (rt.isStr(o)) {
    if (!bytes) return { object: o, text: rt.text(o), astral: isAstral(rt, o) };
    rt.raise(E.TypeError, 'cannot use a bytes pattern on a string-like object');
    return null;
  }
  if (isBytesLike(rt, o)) {
    if (bytes) return { object: o, text: bytesText(rt, o), astral: false };
    rt.raise(E.TypeError, 'cannot use a string pattern on a bytes-like object');
    return null;
  }
  const got = rt.profile.minor >= 11 ? `, got '${rt.typeOf(o).name}'` : '';
  rt.raise(E.TypeError, `expected string or bytes-like object${got}`);
  return null;
}

const slice = (rt: Machine, data: PatternData, text: string): number =>
  data.bytes ? newBytesOfText(rt, text) : newStr(rt, text);

type How = 'match' | 'search' | 'full';

function expression(data: PatternData, source: string, how: How): RegExp {
  const { hostFlags } = data.translation;
  if (how === 'search') {
    data.search ??= new RegExp(source, `${hostFlags}g`);
    return data.search;
  }
  if (how === 'match') {
    data.sticky ??= new RegExp(source, `${hostFlags}y`);
    return data.sticky;
  }
  data.full ??= new RegExp(`(?:${source})(?![\\s\\S])`, `${hostFlags}y`);
  return data.full;
}

function execute(data: PatternData, how: How, text: string, from: number): RegExpExecArray | null {
  const { source, tree, groups } = data.translation;
  if (source === null) {
    data.own ??= new RegexMatcher(tree, groups);
    try {
      return data.own.exec(text, from, how);
    } catch (error) {
      // The host's stack is the limit of how deep this matcher goes back.
      if (error instanceof RangeError) throw new NotSimulated('a regular expression that goes back so often');
      throw error;
    }
  }
  const regex = expression(data, source, how);
  regex.lastIndex = from;
  return regex.exec(text);
}

/** A match object; `found` null gives None. */
function makeMatch(
  rt: Machine,
  pattern: number,
  subject: Subject,
  found: RegExpExecArray | null,
  pos: number,
  endpos: number,
): number {
  if (found === null) return rt.none();
  const data = patternData(rt, pattern);
  const marks = 2 * (data.translation.groups + 1);
  const p = rt.newGcObject(types(rt).match, MATCH_BYTES + MARK_BYTES * marks);
  const M = rt.M;
  M.fill(0, p + 4, p + 12);
  M[p + Ob.SIZE] = marks;
  M[p + PATTERN] = rt.newRef(pattern);
  M[p + STRING] = rt.newRef(subject.object);
  M[p + Ob.AUX] = 0;
  const place = (unit: number): number => (subject.astral ? pointOf(subject.text, unit) : unit);
  const indices = found.indices!;
  const groups = indices.groups ?? {};
  const spans: ([number, number] | null)[] = [[place(indices[0]![0]), place(indices[0]![1])]];
  const texts: (string | null)[] = [found[0]];
  let last = 0;
  let lastEnd = -1;
  for (let g = 1; g <= data.translation.groups; g++) {
    const span = groups[`g${g}`];
    if (span === undefined) {
      spans.push(null);
      texts.push(null);
      continue;
    }
    spans.push([place(span[0]), place(span[1])]);
    texts.push(subject.text.slice(span[0], span[1]));
    // The last group that was closed.
    if (span[1] >= lastEnd && !(last !== 0 && span[1] === lastEnd && inside(spans[last]!, spans[g]!))) {
      last = g;
      lastEnd = span[1];
    }
  }
  rt.natural.set(p, { spans, texts, pos, endpos, last } satisfies MatchData);
  rt.gcTrack(p);
  return p;
}

const inside = (outer: readonly [number, number] | null, inner: readonly [number, number] | null): boolean =>
  outer !== null && inner !== null && outer[0] <= inner[0] && outer[1] >= inner[1];

const SEARCH_PARAMETERS = (name: string) => ({ name, names: ['string', 'pos', 'endpos'], required: 1, positional: 3 });

function searchMethod(name: string, how: How): MethodDef {
  const parameters = SEARCH_PARAMETERS(name);
  return {
    name,
    kind: MethodKind.FASTKW,
    fn: (rt, self, args, nargs, kwnames) => {
      const values = parseKeywords(rt, parameters, args, nargs, kwnames);
      if (values === null) return 0;
      const subject = subjectOf(rt, self, values[0]!);
      if (subject === null) return 0;
      const range = bounds(rt, subject, values[1]!, values[2]!);
      if (range === null) return 0;
      if (range.from > range.to) return rt.none();
      const cut = { ...subject, text: subject.text.slice(0, range.to) };
      return makeMatch(
        rt,
        self,
        cut,
        execute(patternData(rt, self), how, cut.text, range.from),
        range.pos,
        range.endpos,
      );
    },
  };
}

/** Positions given as arguments, in units of the host and in code points; null with an exception. */
function bounds(
  rt: Machine,
  subject: Subject,
  pos: number,
  endpos: number,
): { from: number; to: number; pos: number; endpos: number } | null {
  const length = subject.astral ? pointOf(subject.text, subject.text.length) : subject.text.length;
  const clip = (o: number, fallback: number): number => {
    if (o === 0) return fallback;
    const n = asIndex(rt, o, 0);
    return Number.isNaN(n) ? n : Math.max(0, Math.min(length, n));
  };
  const first = clip(pos, 0);
  const last = clip(endpos, length);
  if (Number.isNaN(first) || Number.isNaN(last)) return null;
  const unit = (point: number): number => (subject.astral ? unitOf(subject.text, point) : point);
  return { from: unit(first), to: unit(last), pos: first, endpos: last };
}

/** All matches from left to right; an empty match is not repeated where the one before ended empty. */
function* matches(data: PatternData, text: string, from = 0): Generator<RegExpExecArray> {
  let at = from;
  let mustAdvance = false;
  while (at <= text.length) {
    let found: RegExpExecArray | null;
    if (mustAdvance) {
      found = execute(data, 'match', text, at);
      if (found === null || found[0] === '') {
        const step = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
        if (at + step > text.length) return;
        found = execute(data, 'search', text, at + step);
      }
    } else found = execute(data, 'search', text, at);
    if (found === null) return;
    yield found;
    at = found.index + found[0].length;
    mustAdvance = found[0] === '';
  }
}

/** What `findall` collects of a match: the whole, the only group, or a tuple of all groups. */
function collected(rt: Machine, data: PatternData, found: RegExpExecArray): number {
  const { groups } = data.translation;
  const text = (g: number): number => slice(rt, data, found.groups?.[`g${g}`] ?? '');
  if (groups === 0) return slice(rt, data, found[0]);
  if (groups === 1) return text(1);
  return stealTuple(
    rt,
    Array.from({ length: groups }, (_, i) => text(i + 1)),
  );
}

function findall(rt: Machine, self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, SEARCH_PARAMETERS('findall'), args, nargs, kwnames);
  if (values === null) return 0;
  const subject = subjectOf(rt, self, values[0]!);
  if (subject === null) return 0;
  const range = bounds(rt, subject, values[1]!, values[2]!);
  if (range === null) return 0;
  const list = listNew(rt, 0);
  const data = patternData(rt, self);
  for (const found of matches(data, subject.text.slice(0, range.to), range.from))
    listAppendSteal(rt, list, collected(rt, data, found));
  return list;
}

function finditer(rt: Machine, self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, SEARCH_PARAMETERS('finditer'), args, nargs, kwnames);
  if (values === null) return 0;
  const subject = subjectOf(rt, self, values[0]!);
  if (subject === null) return 0;
  const range = bounds(rt, subject, values[1]!, values[2]!);
  if (range === null) return 0;
  const p = rt.newGcObject(types(rt).scanner, 48);
  rt.M.fill(0, p + 4, p + 12);
  rt.M[p + PATTERN] = rt.newRef(self);
  rt.M[p + STRING] = rt.newRef(subject.object);
  const text = subject.text.slice(0, range.to);
  rt.natural.set(p, {
    source: matches(patternData(rt, self), text, range.from),
    subject: { ...subject, text },
    pos: range.pos,
    endpos: range.endpos,
  });
  rt.gcTrack(p);
  return p;
}

function split(rt: Machine, self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(
    rt,
    { name: 'split', names: ['string', 'maxsplit'], required: 1, positional: 2 },
    args,
    nargs,
    kwnames,
  );
  if (values === null) return 0;
  const subject = subjectOf(rt, self, values[0]!);
  if (subject === null) return 0;
  const most = values[1] === 0 ? 0 : asIndex(rt, values[1]!, E.OverflowError);
  if (Number.isNaN(most)) return 0;
  const data = patternData(rt, self);
  const list = listNew(rt, 0);
  let last = 0;
  let n = 0;
  for (const found of matches(data, subject.text)) {
    if (most > 0 && n >= most) break;
    listAppendSteal(rt, list, slice(rt, data, subject.text.slice(last, found.index)));
    for (let g = 1; g <= data.translation.groups; g++) {
      const text = found.groups?.[`g${g}`];
      listAppendSteal(rt, list, text === undefined ? rt.none() : slice(rt, data, text));
    }
    last = found.index + found[0].length;
    n++;
  }
  listAppendSteal(rt, list, slice(rt, data, subject.text.slice(last)));
  return list;
}

/** A replacement template: texts and numbers of groups; null with an exception. */
function template(rt: Machine, data: PatternData, text: string): (string | number)[] | null {
  const out: (string | number)[] = [];
  const { names, groups } = data.translation;
  const fail = (message: string, position: number): null => {
    raisePatternError(rt, message, position, text);
    return null;
  };
  const escapes: Readonly<Record<string, string>> = {
    a: '\x07',
    b: '\b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
    v: '\v',
    '\\': '\\',
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c !== '\\') {
      out.push(c);
      continue;
    }
    const e = text[++i];
    if (e === undefined) return fail('bad escape (end of pattern)', i - 1);
    if (e === 'g') {
      const match = /^<([^>]*)>/.exec(text.slice(i + 1));
      if (match === null) return fail(text[i + 1] === '<' ? 'missing >, unterminated name' : 'missing <', i + 1);
      const name = match[1]!;
      if (name === '') return fail('missing group name', i + 2);
      let number: number | undefined;
      if (/^\d+$/.test(name)) {
        number = Number(name);
        if (number > groups) return fail(`invalid group reference ${number}`, i + 2);
      } else {
        if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return fail(`bad character in group name '${name}'`, i + 2);
        number = names.get(name);
        if (number === undefined) {
          rt.raise(E.IndexError, `unknown group name '${name}'`);
          return null;
        }
      }
      out.push(number);
      i += match[0].length;
    } else if (e === '0') {
      const octal = /^[0-7]{0,2}/.exec(text.slice(i + 1))![0];
      out.push(String.fromCharCode(Number.parseInt(`0${octal}`, 8)));
      i += octal.length;
    } else if (/\d/.test(e)) {
      const octal = /^[0-3][0-7][0-7]/.exec(text.slice(i));
      if (octal !== null) {
        out.push(String.fromCharCode(Number.parseInt(octal[0], 8)));
        i += 2;
        continue;
      }
      const digits = /^\d{1,2}/.exec(text.slice(i))![0];
      if (Number(digits) > groups) return fail(`invalid group reference ${Number(digits)}`, i);
      out.push(Number(digits));
      i += digits.length - 1;
    } else if (escapes[e] !== undefined) out.push(escapes[e]);
    else if (/[A-Za-z]/.test(e)) return fail(`bad escape \\${e}`, i - 1);
    else out.push(`\\${e}`);
  }
  return out;
}

const expand = (parts: readonly (string | number)[], groupText: (g: number) => string | null): string =>
  parts.map((part) => (typeof part === 'string' ? part : (groupText(part) ?? ''))).join('');

/** `sub` and `subn`. */
function substitute(
  rt: Machine,
  self: number,
  args: number,
  nargs: number,
  kwnames: number,
  withCount: boolean,
): number {
  const name = withCount ? 'subn' : 'sub';
  const values = parseKeywords(
    rt,
    { name, names: ['repl', 'string', 'count'], required: 2, positional: 3 },
    args,
    nargs,
    kwnames,
  );
  if (values === null) return 0;
  const subject = subjectOf(rt, self, values[1]!);
  if (subject === null) return 0;
  const most = values[2] === 0 ? 0 : asIndex(rt, values[2]!, E.OverflowError);
  if (Number.isNaN(most)) return 0;
  const data = patternData(rt, self);
  const repl = values[0]!;
  const callable = !rt.isStr(repl) && !isBytesLike(rt, repl);
  const parts = callable ? null : template(rt, data, rt.isStr(repl) ? rt.text(repl) : bytesText(rt, repl));
  if (!callable && parts === null) return 0;
  let out = '';
  let last = 0;
  let n = 0;
  for (const found of matches(data, subject.text)) {
    if (most > 0 && n >= most) break;
    out += subject.text.slice(last, found.index);
    if (parts !== null) out += expand(parts, (g) => (g === 0 ? found[0] : (found.groups?.[`g${g}`] ?? null)));
    else {
      const match = makeMatch(rt, self, subject, found, 0, subject.text.length);
      const value = call1(rt, repl, match);
      rt.decref(match);
      if (value === 0) return 0;
      if (value !== S.NONE) {
        if (!rt.isStr(value) && !isBytesLike(rt, value)) {
          rt.raise(E.TypeError, `sequence item ${n}: expected str instance, ${rt.typeOf(value).name} found`);
          rt.decref(value);
          return 0;
        }
        out += rt.isStr(value) ? rt.text(value) : bytesText(rt, value);
      }
      rt.decref(value);
    }
    last = found.index + found[0].length;
    n++;
  }
  const result = n === 0 ? rt.newRef(subject.object) : slice(rt, data, out + subject.text.slice(last));
  return withCount ? stealTuple(rt, [result, newInt(rt, n)]) : result;
}

/** Number of a group named by an int or a str; -1 with IndexError. */
function groupNumber(rt: Machine, match: number, key: number): number {
  const data = patternData(rt, rt.M[match + PATTERN]!);
  let number: number | undefined;
  if (rt.isStr(key)) number = data.translation.names.get(rt.text(key));
  else if (rt.typeOf(key).nb_index !== null) number = asIndex(rt, key, 0);
  if (number === undefined || !(number >= 0 && number <= data.translation.groups)) {
    if (rt.currentException === 0) rt.raise(E.IndexError, 'no such group');
    return -1;
  }
  return number;
}

/** The text of a group, or a default (new reference is taken). */
function groupObject(rt: Machine, match: number, g: number, fallback: number): number {
  const text = matchData(rt, match).texts[g]!;
  return text === null ? rt.newRef(fallback) : slice(rt, patternData(rt, rt.M[match + PATTERN]!), text);
}

function group(rt: Machine, self: number, args: number, nargs: number): number {
  if (nargs === 0) return groupObject(rt, self, 0, S.NONE);
  const out: number[] = [];
  for (let i = 0; i < nargs; i++) {
    const g = groupNumber(rt, self, rt.M[args + 2 * i]!);
    if (g < 0) {
      for (const o of out) rt.decref(o);
      return 0;
    }
    out.push(groupObject(rt, self, g, S.NONE));
  }
  return out.length === 1 ? out[0]! : stealTuple(rt, out);
}

/** A method that tells something of one group's span, by default of the whole match. */
const spanMethod = (name: string, of: (rt: Machine, span: readonly [number, number]) => number): MethodDef => ({
  name,
  kind: MethodKind.FAST,
  fn: (rt, self, args, nargs) => {
    const g = nargs === 0 ? 0 : groupNumber(rt, self, rt.M[args]!);
    return g < 0 ? 0 : of(rt, matchData(rt, self).spans[g] ?? [-1, -1]);
  },
});

const pairOf = (rt: Machine, span: readonly [number, number]): number =>
  stealTuple(rt, [newInt(rt, span[0]), newInt(rt, span[1])]);

function raisePatternError(rt: Machine, message: string, position: number, pattern: string): void {
  const module = rt.importModule('re');
  const type = module === 0 ? 0 : lookupAttr(rt, module, internStr(rt, 'error'));
  rt.xdecref(module);
  if (type === 0) {
    if (rt.currentException === 0) rt.raise(E.ValueError, message);
    return;
  }
  const make = lookupAttr(rt, type, internStr(rt, '_raise'));
  const args = rt.pushArguments(3);
  rt.M[args] = newStr(rt, message);
  rt.M[args + 2] = newStr(rt, pattern);
  rt.M[args + 4] = position < 0 ? rt.none() : newInt(rt, [...pattern.slice(0, position)].length);
  if (make !== 0) {
    const result = rt.typeOf(make).vectorcall!(rt, make, args, 3, 0);
    rt.xdecref(result);
    rt.decref(make);
  }
  for (let i = 0; i < 3; i++) rt.decref(rt.M[args + 2 * i]!);
  rt.popArguments(args);
  rt.decref(type);
}

/** `_sre.compile(pattern, flags)`. */
function compile(rt: Machine, _module: number, args: number): number {
  const source = rt.M[args]!;
  const flags = asIndex(rt, rt.M[args + 2]!, 0);
  const bytes = !rt.isStr(source);
  if (bytes && !isBytesLike(rt, source))
    return rt.raise(E.TypeError, 'first argument must be string or compiled pattern');
  const text = bytes ? bytesText(rt, source) : rt.text(source);
  let translation: Translation;
  try {
    translation = translateRegex(text, flags, bytes, rt.profile.minor);
    if (translation.source !== null) new RegExp(translation.source, translation.hostFlags);
  } catch (error) {
    if (error instanceof RegexError) {
      raisePatternError(rt, error.message, error.position, text);
      return 0;
    }
    if (error instanceof SyntaxError) throw new NotSimulated(`this regular expression (${error.message})`);
    throw error;
  }
  const p = rt.newGcObject(types(rt).pattern, 80);
  rt.M.fill(0, p + 4, p + 20);
  rt.M[p + SOURCE] = rt.newRef(source);
  rt.natural.set(p, { translation, bytes } satisfies PatternData);
  rt.gcTrack(p);
  return p;
}

function patternRepr(rt: Machine, self: number): number {
  const { translation, bytes } = patternData(rt, self);
  const text = repr(rt, rt.M[self + SOURCE]!);
  if (text === 0) return 0;
  let source = rt.text(text);
  rt.decref(text);
  if (source.length > 200) source = source.slice(0, 200);
  const names: string[] = [];
  let rest = bytes ? translation.flags : translation.flags & ~RegexFlag.UNICODE;
  for (const [name, bit] of [
    ['IGNORECASE', 2],
    ['LOCALE', 4],
    ['MULTILINE', 8],
    ['DOTALL', 16],
    ['VERBOSE', 64],
    ['DEBUG', 128],
    ['ASCII', 256],
  ] as const) {
    if ((rest & bit) !== 0) names.push(`re.${name}`);
    rest &= ~bit;
  }
  return newStr(rt, `re.compile(${source}${names.length > 0 ? `, ${names.join('|')}` : ''})`);
}

function defineTypes(rt: Machine): RegexTypes {
  const forget =
    (fields: readonly number[]) =>
    (m: Machine, p: number): void => {
      m.gcUntrack(p);
      m.natural.delete(p);
      for (const field of fields) m.xdecref(m.M[p + field]!);
      m.freeGcObject(p);
    };
  const copies: MethodDef[] = [
    { name: '__copy__', kind: MethodKind.NOARGS, fn: (m, p) => m.newRef(p) },
    { name: '__deepcopy__', kind: MethodKind.O, fn: (m, p) => m.newRef(p) },
  ];
  const pattern = defineNativeType(rt, {
    name: 're.Pattern',
    basicsize: 80,
    references: [SOURCE],
    tp_dealloc: forget([SOURCE]),
    tp_repr: patternRepr,
    tp_hash: (m, p) => hashPointer(m, m.M[p + SOURCE]!),
    tp_richcompare: (m, a, b, op) => {
      if ((op !== 2 && op !== 3) || !m.is(b, pattern)) return m.newRef(S.NOT_IMPLEMENTED);
      const x = patternData(m, a);
      const y = patternData(m, b);
      const same =
        x.bytes === y.bytes &&
        x.translation.flags === y.translation.flags &&
        compareBool(m, m.M[a + SOURCE]!, m.M[b + SOURCE]!, 2) === 1;
      return m.bool(same === (op === 2));
    },
    members: [{ name: 'pattern', offset: SOURCE, readonly: true, missing: 'none' }],
    getset: [
      { name: 'flags', get: (m, p) => newCompactInt(m, patternData(m, p).translation.flags) },
      { name: 'groups', get: (m, p) => newCompactInt(m, patternData(m, p).translation.groups) },
      {
        name: 'groupindex',
        get: (m, p) => {
          const dict = newDict(m);
          for (const [name, n] of patternData(m, p).translation.names) {
            const key = newStr(m, name);
            const value = newCompactInt(m, n);
            dictSet(m, dict, key, value);
            m.decref(key);
            m.decref(value);
          }
          return dict;
        },
      },
    ],
    methods: [
      searchMethod('match', 'match'),
      searchMethod('fullmatch', 'full'),
      searchMethod('search', 'search'),
      { name: 'findall', kind: MethodKind.FASTKW, fn: findall },
      { name: 'finditer', kind: MethodKind.FASTKW, fn: finditer },
      { name: 'split', kind: MethodKind.FASTKW, fn: split },
      { name: 'sub', kind: MethodKind.FASTKW, fn: (m, p, a, n, k) => substitute(m, p, a, n, k, false) },
      { name: 'subn', kind: MethodKind.FASTKW, fn: (m, p, a, n, k) => substitute(m, p, a, n, k, true) },
      ...copies,
    ],
  });
  const match = defineNativeType(rt, {
    name: 're.Match',
    basicsize: MATCH_BYTES,
    itemsize: MARK_BYTES,
    references: [STRING, PATTERN],
    tp_dealloc: forget([STRING, PATTERN]),
    tp_repr: (m, p) => {
      const data = matchData(m, p);
      const whole = groupObject(m, p, 0, S.NONE);
      const text = repr(m, whole);
      m.decref(whole);
      if (text === 0) return 0;
      const [start, end] = data.spans[0]!;
      const result = newStr(m, `<re.Match object; span=(${start}, ${end}), match=${m.text(text)}>`);
      m.decref(text);
      return result;
    },
    mp_subscript: (m, p, key) => {
      const g = groupNumber(m, p, key);
      return g < 0 ? 0 : groupObject(m, p, g, S.NONE);
    },
    members: [
      { name: 're', offset: PATTERN, readonly: true, missing: 'none' },
      { name: 'string', offset: STRING, readonly: true, missing: 'none' },
    ],
    getset: [
      { name: 'pos', get: (m, p) => newInt(m, matchData(m, p).pos) },
      { name: 'endpos', get: (m, p) => newInt(m, matchData(m, p).endpos) },
      {
        name: 'lastindex',
        get: (m, p) => (matchData(m, p).last === 0 ? m.none() : newCompactInt(m, matchData(m, p).last)),
      },
      {
        name: 'lastgroup',
        get: (m, p) => {
          const { last } = matchData(m, p);
          for (const [name, n] of patternData(m, m.M[p + PATTERN]!).translation.names)
            if (n === last) return newStr(m, name);
          return m.none();
        },
      },
      {
        name: 'regs',
        get: (m, p) =>
          stealTuple(
            m,
            matchData(m, p).spans.map((span) => pairOf(m, span ?? [-1, -1])),
          ),
      },
    ],
    methods: [
      { name: 'group', kind: MethodKind.FAST, fn: group },
      {
        name: 'groups',
        kind: MethodKind.FASTKW,
        fn: (m, p, args, nargs, kwnames) => {
          const fallback = nargs > 0 ? m.M[args]! : keywordOf(m, 'default', args, nargs, kwnames) || S.NONE;
          return stealTuple(
            m,
            matchData(m, p)
              .texts.slice(1)
              .map((_, i) => groupObject(m, p, i + 1, fallback)),
          );
        },
      },
      {
        name: 'groupdict',
        kind: MethodKind.FASTKW,
        fn: (m, p, args, nargs, kwnames) => {
          const fallback = nargs > 0 ? m.M[args]! : keywordOf(m, 'default', args, nargs, kwnames) || S.NONE;
          const dict = newDict(m);
          for (const [name, n] of patternData(m, m.M[p + PATTERN]!).translation.names) {
            const key = newStr(m, name);
            const value = groupObject(m, p, n, fallback);
            dictSet(m, dict, key, value);
            m.decref(key);
            m.decref(value);
          }
          return dict;
        },
      },
      spanMethod('start', (m, span) => newInt(m, span[0])),
      spanMethod('end', (m, span) => newInt(m, span[1])),
      spanMethod('span', pairOf),
      {
        name: 'expand',
        kind: MethodKind.O,
        fn: (m, p, text) => {
          const data = patternData(m, m.M[p + PATTERN]!);
          const parts = template(m, data, m.isStr(text) ? m.text(text) : bytesText(m, text));
          return parts === null
            ? 0
            : slice(
                m,
                data,
                expand(parts, (g) => matchData(m, p).texts[g] ?? null),
              );
        },
      },
      ...copies,
    ],
  });
  const scanner = defineNativeType(rt, {
    name: 'callable_iterator',
    basicsize: 48,
    references: [PATTERN, STRING],
    tp_dealloc: forget([PATTERN, STRING]),
    tp_iter: (m, p) => m.newRef(p),
    tp_iternext: (m, p) => {
      const data = m.natural.get(p) as {
        source: Generator<RegExpExecArray>;
        subject: Subject;
        pos: number;
        endpos: number;
      };
      const next = data.source.next();
      if (next.done === true) return 0;
      return makeMatch(m, m.M[p + PATTERN]!, data.subject, next.value, data.pos, data.endpos);
    },
  });
  return { pattern, match, scanner };
}

/** `_sre`: the engine below `re`. */
export const regexModule: ModuleDef = {
  name: '_sre',
  methods: [{ name: 'compile', kind: MethodKind.FAST, fn: compile }],
  setup(rt, module) {
    const made = defineTypes(rt);
    rt.natural.set(KEY_TYPES, made);
    const dict = moduleDict(rt, module);
    put(rt, dict, 'Pattern', rt.newRef(made.pattern));
    put(rt, dict, 'Match', rt.newRef(made.match));
    return 0;
  },
};
