/**
 * The module unicodedata, from what the host knows of characters: normal forms, categories, numeric values, the names
 * that `\N{...}` knows. What the host does not tell is not simulated. Follows unicodedata.c.
 */
import { checkArgs } from '../objects/args.js';
import { put } from '../objects/defineType.js';
import { newFloat } from '../objects/floatCore.js';
import { newCompactInt } from '../objects/intCore.js';
import { type Machine, NotSimulated } from '../objects/machine.js';
import { moduleDict } from '../objects/module.js';
import { newStr } from '../objects/strCore.js';
import { E } from '../objects/typeIds.js';
import { type MethodDef, MethodKind } from '../objects/typeInfo.js';
import { decimalValue, digitValue, isNumeric } from '../objects/unicodeData.js';
import { unicodeCharacter, unicodeName } from '../python/unicodeNames.js';
import type { ModuleDef } from './moduleDef.js';

const CATEGORIES = 'Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co'
  .split(' ')
  .map((name) => [name, new RegExp(`^\\p{${name}}$`, 'u')] as const);

/** Combining classes in the block of combining diacritical marks: the last code point of a run, and its class. */
const COMBINING: readonly (readonly [last: number, value: number])[] = [
  [0x314, 230],
  [0x315, 232],
  [0x319, 220],
  [0x31a, 232],
  [0x31b, 216],
  [0x320, 220],
  [0x322, 202],
  [0x326, 220],
  [0x328, 202],
  [0x333, 220],
  [0x338, 1],
  [0x33c, 220],
  [0x344, 230],
  [0x345, 240],
  [0x346, 230],
  [0x349, 220],
  [0x34c, 230],
  [0x34e, 220],
  [0x34f, 0],
  [0x352, 230],
  [0x356, 220],
  [0x357, 230],
  [0x358, 232],
  [0x35a, 220],
  [0x35b, 230],
  [0x35c, 233],
  [0x35e, 234],
  [0x35f, 233],
  [0x361, 234],
  [0x362, 233],
  [0x36f, 230],
];

/** Values of the fractions in Latin-1 and the block of number forms. */
const FRACTIONS: ReadonlyMap<number, number> = new Map([
  [0xbc, 1 / 4],
  [0xbd, 1 / 2],
  [0xbe, 3 / 4],
  [0x2150, 1 / 7],
  [0x2151, 1 / 9],
  [0x2152, 1 / 10],
  [0x2153, 1 / 3],
  [0x2154, 2 / 3],
  [0x2155, 1 / 5],
  [0x2156, 2 / 5],
  [0x2157, 3 / 5],
  [0x2158, 4 / 5],
  [0x2159, 1 / 6],
  [0x215a, 5 / 6],
  [0x215b, 1 / 8],
  [0x215c, 3 / 8],
  [0x215d, 5 / 8],
  [0x215e, 7 / 8],
]);

function categoryOf(code: number): string {
  const text = String.fromCodePoint(code);
  for (const [name, test] of CATEGORIES) if (test.test(text)) return name;
  return 'Cn';
}

function combiningOf(code: number): number {
  if (code >= 0x300 && code <= 0x36f) return COMBINING.find(([last]) => code <= last)![1];
  if (!categoryOf(code).startsWith('M')) return 0;
  throw new NotSimulated('unicodedata.combining() of this character');
}

/** The only character of an argument, or -1 with TypeError. */
function characterOf(rt: Machine, name: string, o: number, position = ' 1'): number {
  const text = rt.isStr(o) ? rt.text(o) : null;
  const code = text === null || text === '' ? undefined : text.codePointAt(0)!;
  if (code !== undefined && text!.length === (code > 0xffff ? 2 : 1)) return code;
  const got =
    text === null || rt.profile.minor < 14 ? rt.typeOf(o).name : `a string of length ${Array.from(text).length}`;
  const what = position === '' ? 'argument' : `argument${position}`;
  return rt.fail(E.TypeError, `${name}() ${what} must be a unicode character, not ${got}`);
}

const of = (name: string, get: (rt: Machine, code: number) => number): MethodDef => ({
  name,
  kind: MethodKind.O,
  fn: (rt, _self, o) => {
    const code = characterOf(rt, name, o, '');
    return code < 0 ? 0 : get(rt, code);
  },
});

/** A function of a character, and of what it gives where there is no value. */
const numberFunction = (name: string, missing: string, get: (rt: Machine, code: number) => number): MethodDef => ({
  name,
  kind: MethodKind.FAST,
  fn: (rt, _self, args, nargs) => {
    if (!checkArgs(rt, name, nargs, 1, 2)) return 0;
    const code = characterOf(rt, name, rt.M[args]!);
    if (code < 0) return 0;
    const value = get(rt, code);
    if (value !== 0) return value;
    return nargs === 2 ? rt.newRef(rt.M[args + 2]!) : rt.raise(E.ValueError, missing);
  },
});

function numericOf(rt: Machine, code: number): number {
  const digit = digitValue(code);
  if (digit >= 0) return newFloat(rt, digit);
  const fraction = FRACTIONS.get(code);
  if (fraction !== undefined) return newFloat(rt, fraction);
  if (code >= 0x2160 && code <= 0x217f) {
    return newFloat(rt, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 50, 100, 500, 1000][(code - 0x2160) & 15]!);
  }
  if (isNumeric(code)) throw new NotSimulated('unicodedata.numeric() of this character');
  return 0;
}

function nameOf(rt: Machine, code: number): number {
  const name = unicodeName(code);
  if (name !== undefined) return newStr(rt, name);
  const category = categoryOf(code);
  if (category !== 'Cn' && category !== 'Cc' && category !== 'Cs' && category !== 'Co') {
    throw new NotSimulated('unicodedata.name() of this character');
  }
  return 0;
}

function normalized(rt: Machine, form: number, text: number): string | null {
  if (!rt.isStr(form) || !rt.isStr(text)) {
    const [at, o] = rt.isStr(form) ? [2, text] : [1, form];
    rt.raise(E.TypeError, `normalize() argument ${at} must be str, not ${rt.typeOf(o).name}`);
    return null;
  }
  const name = rt.text(form);
  if (!['NFC', 'NFD', 'NFKC', 'NFKD'].includes(name)) {
    rt.raise(E.ValueError, 'invalid normalization form');
    return null;
  }
  return rt.text(text).normalize(name);
}

const METHODS: readonly MethodDef[] = [
  of('category', (rt, code) => newStr(rt, categoryOf(code))),
  of('combining', (rt, code) => newCompactInt(rt, combiningOf(code))),
  numberFunction('decimal', 'not a decimal', (rt, code) => {
    const value = decimalValue(code);
    return value < 0 ? 0 : newCompactInt(rt, value);
  }),
  numberFunction('digit', 'not a digit', (rt, code) => {
    const value = digitValue(code);
    return value < 0 ? 0 : newCompactInt(rt, value);
  }),
  numberFunction('numeric', 'not a numeric character', numericOf),
  numberFunction('name', 'no such name', nameOf),
  {
    name: 'lookup',
    kind: MethodKind.O,
    fn: (rt, _self, o) => {
      if (!rt.isStr(o)) return rt.raise(E.TypeError, `lookup() argument must be str, not ${rt.typeOf(o).name}`);
      const found = unicodeCharacter(rt.text(o));
      return found === undefined ? rt.raise(E.KeyError, `undefined character name '${rt.text(o)}'`) : newStr(rt, found);
    },
  },
  {
    name: 'normalize',
    kind: MethodKind.FAST,
    fn: (rt, _self, args, nargs) => {
      if (!checkArgs(rt, 'normalize', nargs, 2, 2)) return 0;
      const text = normalized(rt, rt.M[args]!, rt.M[args + 2]!);
      return text === null ? 0 : newStr(rt, text);
    },
  },
  {
    name: 'is_normalized',
    kind: MethodKind.FAST,
    fn: (rt, _self, args, nargs) => {
      if (!checkArgs(rt, 'is_normalized', nargs, 2, 2)) return 0;
      const text = normalized(rt, rt.M[args]!, rt.M[args + 2]!);
      return text === null ? 0 : rt.bool(text === rt.text(rt.M[args + 2]!));
    },
  },
];

/** Versions of the character database by version of Python. */
const DATABASES: Readonly<Record<number, string>> = {
  8: '12.1.0',
  9: '13.0.0',
  10: '13.0.0',
  11: '14.0.0',
  12: '15.0.0',
};

export const unicodedataModule: ModuleDef = {
  name: 'unicodedata',
  doc: 'What is known of characters',
  methods: METHODS,
  setup(rt, module) {
    put(rt, moduleDict(rt, module), 'unidata_version', newStr(rt, DATABASES[rt.profile.minor] ?? '15.1.0'));
    return 0;
  },
};
