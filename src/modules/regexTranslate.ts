/**
 * Python regular expressions: parsed into a tree, which becomes an expression of the host's engine where that means
 * the same. Both backtrack in the same order; what the host has not or means otherwise is left to regexMatch.ts.
 * Follows sre_parse.py for syntax and errors.
 */
import { hostSource, mayMiss, type RegexNode, repeatsDifferently, widthOf } from './regexTree.js';

/** Bits of `re` flags. */
export enum RegexFlag {
  TEMPLATE = 1,
  IGNORECASE = 2,
  LOCALE = 4,
  MULTILINE = 8,
  DOTALL = 16,
  UNICODE = 32,
  VERBOSE = 64,
  DEBUG = 128,
  ASCII = 256,
}

/** A syntax error of the pattern: `re.error`. `position` counts UTF-16 units from 0; -1: CPython names none. */
export class RegexError extends Error {
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/** A parsed pattern. */
export interface Translation {
  readonly tree: RegexNode;
  /** What the host's engine is given; null where it would mean something else. */
  readonly source: string | null;
  /** Flags of the host's RegExp. */
  readonly hostFlags: string;
  /** Python flags with those set inside the pattern. */
  readonly flags: number;
  readonly groups: number;
  /** Numbers by name, in order of appearance. */
  readonly names: ReadonlyMap<string, number>;
}

const UNICODE_CLASSES: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  w: '\\p{L}\\p{N}_',
  s: ' \\t\\n\\r\\f\\v\\x1c-\\x1f\\x85\\p{Z}',
};
const ASCII_CLASSES: Readonly<Record<string, string>> = { d: '0-9', w: 'a-zA-Z0-9_', s: ' \\t\\n\\r\\f\\v' };
const SIMPLE_ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };
const START = '(?<![\\s\\S])';
const END = '(?![\\s\\S])';

/** A code point as it stands outside or inside a class of the host's syntax. */
function literal(code: number): string {
  if ((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95) {
    return String.fromCodePoint(code);
  }
  return `\\u{${code.toString(16)}}`;
}

const at = (source: string): RegexNode => ({ kind: 'at', source });

class Translator {
  private readonly text: string;
  private at = 0;
  private flags: number;
  private groups = 0;
  private readonly open = new Set<number>();
  private readonly names = new Map<string, number>();
  private readonly bytes: boolean;
  /** Whether the host's engine would mean something else. */
  private foreign = false;
  /** Whether a set has sets inside, which the host writes with its flag v. */
  private nested = false;
  /** Groups that are referred to, with the place of a reference by a condition. */
  private readonly referred = new Map<number, number>();
  private readonly minor: number;

  constructor(text: string, flags: number, bytes: boolean, minor: number) {
    this.text = text;
    this.flags = flags;
    this.bytes = bytes;
    this.minor = minor;
  }

  run(): Translation {
    this.globalFlags();
    const tree = this.alternatives(0);
    if (this.at < this.text.length) throw new RegexError('unbalanced parenthesis', this.at);
    if (!this.bytes && (this.flags & RegexFlag.ASCII) === 0) this.flags |= RegexFlag.UNICODE;
    const ignoreCase = (this.flags & RegexFlag.IGNORECASE) !== 0;
    for (const [number, from] of this.referred) {
      if (number > this.groups) throw new RegexError(`invalid group reference ${number}`, from);
    }
    // A reference to a group that took no part matches nothing in Python, and the empty text in the host's engine.
    if (this.foreign || mayMiss(tree, this.referred)) this.foreign = true;
    const flags = `${this.nested ? 'v' : 'u'}${ignoreCase ? 'i' : ''}`;
    return {
      tree,
      source: this.foreign ? null : hostSource(tree),
      hostFlags: `d${flags}`,
      flags: this.flags,
      groups: this.groups,
      names: this.names,
    };
  }

  /** `(?im)` at the start (and, with a warning, elsewhere up to 3.10). */
  private globalFlags(): void {
    const match = /^\(\?([aiLmsux]+)\)/.exec(this.text);
    if (match === null) return;
    for (const letter of match[1]!) this.flags |= this.flagOf(letter, 2);
    this.at = match[0].length;
  }

  private flagOf(letter: string, position: number): number {
    const bits: Record<string, number> = { a: 256, i: 2, L: 4, m: 8, s: 16, u: 32, x: 64 };
    const bit = bits[letter];
    if (bit === undefined) throw new RegexError('unknown flag', position);
    return bit;
  }

  private alternatives(depth: number): RegexNode {
    const branches = [this.sequence(depth)];
    while (this.text[this.at] === '|') {
      this.at++;
      branches.push(this.sequence(depth));
    }
    return branches.length === 1 ? branches[0]! : { kind: 'alternatives', branches };
  }

  private one(source: string): RegexNode {
    const flags = `${this.nested ? 'v' : 'u'}${(this.flags & RegexFlag.IGNORECASE) !== 0 ? 'i' : ''}`;
    return { kind: 'one', source, flags };
  }

  private sequence(depth: number): RegexNode {
    const items: RegexNode[] = [];
    const text = this.text;
    while (this.at < text.length) {
      const c = text[this.at]!;
      if (c === '|' || c === ')') break;
      if ((this.flags & RegexFlag.VERBOSE) !== 0) {
        if (/\s/.test(c)) {
          this.at++;
          continue;
        }
        if (c === '#') {
          while (this.at < text.length && text[this.at] !== '\n') this.at++;
          continue;
        }
      }
      const item = this.atom(depth);
      if (item !== null) items.push(this.repeated(item));
    }
    return items.length === 1 ? items[0]! : { kind: 'sequence', items };
  }

  /** Reads the repeat behind an atom. */
  private repeated(item: RegexNode): RegexNode {
    const text = this.text;
    let result = item;
    let repeats = 0;
    for (;;) {
      if ((this.flags & RegexFlag.VERBOSE) !== 0) while (/\s/.test(text[this.at] ?? '')) this.at++;
      const where = this.at;
      const c = text[where];
      let least: number;
      let most: number;
      if (c === '*') [least, most] = [0, Infinity];
      else if (c === '+') [least, most] = [1, Infinity];
      else if (c === '?') [least, most] = [0, 1];
      else if (c === '{') {
        const match = /^\{(\d*)(?:(,)(\d*))?\}/.exec(text.slice(where));
        if (match === null || (match[1] === '' && match[2] === undefined)) return result;
        least = match[1] === '' ? 0 : Number(match[1]);
        most = match[2] === undefined ? least : match[3] === '' ? Infinity : Number(match[3]);
        if (most < least) throw new RegexError('min repeat greater than max repeat', where + 1);
        this.at += match[0].length - 1;
      } else return result;
      this.at++;
      if (item.kind === 'at') throw new RegexError('nothing to repeat', where);
      if (repeats++ > 0) throw new RegexError('multiple repeat', where);
      let mode: 'greedy' | 'lazy' | 'possessive' = 'greedy';
      if (text[this.at] === '?') {
        mode = 'lazy';
        this.at++;
      } else if (text[this.at] === '+' && this.minor >= 11) {
        mode = 'possessive';
        this.at++;
      }
      result = { kind: 'repeat', body: item, least, most, mode };
      if (most > 1 && repeatsDifferently(item)) this.foreign = true;
    }
  }

  private classOf(letter: string): string {
    const lower = letter.toLowerCase();
    const table = this.bytes || (this.flags & RegexFlag.ASCII) !== 0 ? ASCII_CLASSES : UNICODE_CLASSES;
    return table[lower]!;
  }

  /** One item; null for what matches nothing and cannot be repeated (comments, inline flags). */
  private atom(depth: number): RegexNode | null {
    const text = this.text;
    const start = this.at;
    const c = text[this.at++]!;
    switch (c) {
      case '.':
        return this.one((this.flags & RegexFlag.DOTALL) !== 0 ? '[\\s\\S]' : '[^\\n]');
      case '^':
        return at((this.flags & RegexFlag.MULTILINE) !== 0 ? '(?<=\\n|(?<![\\s\\S]))' : START);
      case '$':
        return at((this.flags & RegexFlag.MULTILINE) !== 0 ? `(?=\\n|${END})` : `(?=\\n?${END})`);
      case '(':
        return this.group(start, depth);
      case '[':
        return this.characterClass(start);
      case '\\':
        return this.escape(start);
      case '*':
      case '+':
      case '?':
        throw new RegexError('nothing to repeat', start);
      default: {
        const code = text.codePointAt(start)!;
        if (code > 0xffff) this.at++;
        return this.one(literal(code));
      }
    }
  }

  private escape(start: number): RegexNode {
    const text = this.text;
    const c = text[this.at];
    if (c === undefined) throw new RegexError('bad escape (end of pattern)', start);
    this.at++;
    if ('dws'.includes(c)) return this.one(`[${this.classOf(c)}]`);
    if ('DWS'.includes(c)) return this.one(`[^${this.classOf(c)}]`);
    if (c === 'A') return at(START);
    if (c === 'Z') return at(END);
    if (c === 'b' || c === 'B') {
      const word = `[${this.classOf('w')}]`;
      const boundary = `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
      return at(c === 'b' ? boundary : `(?!${boundary})`);
    }
    if (c >= '1' && c <= '9') {
      const octal = /^[0-3][0-7][0-7]/.exec(text.slice(this.at - 1));
      if (octal !== null) {
        this.at += 2;
        return this.one(literal(Number.parseInt(octal[0], 8)));
      }
      const digits = /^\d{1,2}/.exec(text.slice(this.at - 1))![0];
      const number = Number(digits);
      if (number > this.groups) throw new RegexError(`invalid group reference ${number}`, start + 1);
      if (this.open.has(number)) throw new RegexError('cannot refer to an open group', start);
      this.at += digits.length - 1;
      return this.reference(number);
    }
    return this.one(literal(this.escapedCode(start, c, false)));
  }

  private reference(number: number): RegexNode {
    this.referred.set(number, -1);
    return { kind: 'reference', number, ignoreCase: (this.flags & RegexFlag.IGNORECASE) !== 0 };
  }

  /** The code point of an escape; `c` is its first character, already read. */
  private escapedCode(start: number, c: string, inClass: boolean): number {
    const text = this.text;
    const hex = (n: number): number => {
      const digits = text.slice(this.at, this.at + n);
      if (!new RegExp(`^[0-9a-fA-F]{${n}}$`).test(digits)) {
        const got = /^[0-9a-fA-F]*/.exec(digits)![0];
        throw new RegexError(`incomplete escape \\${c}${got}`, start);
      }
      this.at += n;
      return Number.parseInt(digits, 16);
    };
    if (c === 'x') return hex(2);
    if (c === 'u' && !this.bytes) return hex(4);
    if (c === 'U' && !this.bytes) return hex(8);
    if (c === '0' || (inClass && c >= '1' && c <= '7')) {
      const digits = /^[0-7]{0,2}/.exec(text.slice(this.at))![0];
      this.at += digits.length;
      return Number.parseInt(c + digits, 8);
    }
    const simple = SIMPLE_ESCAPES[c];
    if (simple !== undefined && (c !== 'b' || inClass)) return simple;
    if (/[A-Za-z]/.test(c) || (inClass && /[89]/.test(c))) throw new RegexError(`bad escape \\${c}`, start);
    const code = text.codePointAt(this.at - 1)!;
    if (code > 0xffff) this.at++;
    return code;
  }

  private characterClass(start: number): RegexNode {
    const text = this.text;
    let out = '[';
    if (text[this.at] === '^') {
      out += '^';
      this.at++;
    }
    let first = true;
    for (;;) {
      const c = text[this.at];
      if (c === undefined) throw new RegexError('unterminated character set', start);
      if (c === ']' && !first) {
        this.at++;
        break;
      }
      first = false;
      const where = this.at;
      const low = this.classItem(start);
      if (text[this.at] === '-' && text[this.at + 1] !== ']' && text[this.at + 1] !== undefined) {
        this.at++;
        const high = this.classItem(start);
        if (typeof low === 'string' || typeof high === 'string' || high < low) {
          throw new RegexError(`bad character range ${text.slice(where, this.at)}`, where);
        }
        out += `${literal(low)}-${literal(high)}`;
      } else out += typeof low === 'string' ? low : literal(low);
    }
    return this.one(`${out}]`);
  }

  /** A code point, or the inside of a class for an escape such as `\d`. */
  private classItem(start: number): number | string {
    const text = this.text;
    const c = text[this.at]!;
    if (c !== '\\') {
      const code = text.codePointAt(this.at)!;
      this.at += code > 0xffff ? 2 : 1;
      return code;
    }
    const where = this.at;
    const e = text[this.at + 1];
    if (e === undefined) throw new RegexError('unterminated character set', start);
    this.at += 2;
    if ('dws'.includes(e)) return this.classOf(e);
    if ('DSW'.includes(e)) {
      this.nested = true;
      return `[^${this.classOf(e)}]`;
    }
    return this.escapedCode(where, e, true);
  }

  private close(start: number): void {
    if (this.text[this.at] !== ')') throw new RegexError('missing ), unterminated subpattern', start);
    this.at++;
  }

  private capture(start: number, depth: number, name: string | null): RegexNode {
    const number = ++this.groups;
    if (name !== null) {
      if (this.names.has(name)) {
        throw new RegexError(
          `redefinition of group name '${name}' as group ${number}; was group ${this.names.get(name)}`,
          start + 4,
        );
      }
      this.names.set(name, number);
    }
    this.open.add(number);
    const body = this.alternatives(depth + 1);
    this.open.delete(number);
    this.close(start);
    return { kind: 'group', number, body };
  }

  private group(start: number, depth: number): RegexNode | null {
    const text = this.text;
    if (text[this.at] !== '?') return this.capture(start, depth, null);
    this.at++;
    const c = text[this.at++];
    if (c === undefined) throw new RegexError('unexpected end of pattern', this.at - 1);
    switch (c) {
      case ':': {
        const body = this.alternatives(depth + 1);
        this.close(start);
        return { kind: 'sequence', items: [body] };
      }
      case '#': {
        const end = text.indexOf(')', this.at);
        if (end < 0) throw new RegexError('missing ), unterminated comment', start);
        this.at = end + 1;
        return null;
      }
      case '=':
      case '!': {
        const body = this.alternatives(depth + 1);
        this.close(start);
        return { kind: 'look', behind: false, negative: c === '!', body };
      }
      case '>': {
        if (this.minor < 11) throw new RegexError('unknown extension ?>', start + 1);
        const body = this.alternatives(depth + 1);
        this.close(start);
        return { kind: 'repeat', body, least: 1, most: 1, mode: 'possessive' };
      }
      case '<': {
        const kind = text[this.at++];
        if (kind !== '=' && kind !== '!') throw new RegexError(`unknown extension ?<${kind ?? ''}`, start + 1);
        const groupsBefore = this.groups;
        const body = this.alternatives(depth + 1);
        if (widthOf(body) === null) {
          throw new RegexError('look-behind requires fixed-width pattern', -1);
        }
        this.close(start);
        // The host looks behind from right to left: groups inside would match other text.
        if (this.groups > groupsBefore) this.foreign = true;
        return { kind: 'look', behind: true, negative: kind === '!', body };
      }
      case 'P':
        return this.named(start, depth);
      case '(':
        return this.condition(start, depth);
      default:
        return this.inlineFlags(start, depth);
    }
  }

  /** `(?(1)yes|no)`, `(?(name)yes|no)`. */
  private condition(start: number, depth: number): RegexNode {
    const text = this.text;
    const from = this.at;
    const end = text.indexOf(')', from);
    if (end < 0) throw new RegexError('missing ), unterminated name', from);
    const name = text.slice(from, end);
    if (name === '') throw new RegexError('missing group name', from);
    let number: number | undefined;
    if (/^\d+$/.test(name)) {
      number = Number(name);
      if (number === 0) throw new RegexError('bad group number', from);
      this.referred.set(number, from);
    } else {
      if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) throw new RegexError(`bad character in group name '${name}'`, from);
      number = this.names.get(name);
      if (number === undefined) throw new RegexError(`unknown group name '${name}'`, from);
    }
    this.at = end + 1;
    const yes = this.sequence(depth + 1);
    let no: RegexNode = { kind: 'sequence', items: [] };
    if (text[this.at] === '|') {
      this.at++;
      no = this.sequence(depth + 1);
      if (text[this.at] === '|') throw new RegexError('conditional backref with more than two branches', this.at);
    }
    this.close(start);
    this.foreign = true;
    return { kind: 'condition', number, yes, no };
  }

  private named(start: number, depth: number): RegexNode {
    const text = this.text;
    const kind = text[this.at++];
    if (kind === '<') {
      const end = text.indexOf('>', this.at);
      if (end < 0) throw new RegexError('missing >, unterminated name', this.at);
      const name = text.slice(this.at, end);
      if (name === '') throw new RegexError('missing group name', this.at);
      if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
        throw new RegexError(`bad character in group name '${name}'`, this.at);
      this.at = end + 1;
      return this.capture(start, depth, name);
    }
    if (kind === '=') {
      const end = text.indexOf(')', this.at);
      if (end < 0) throw new RegexError('missing ), unterminated name', this.at);
      const name = text.slice(this.at, end);
      const number = this.names.get(name);
      if (number === undefined) throw new RegexError(`unknown group name '${name}'`, this.at);
      this.at = end + 1;
      return this.reference(number);
    }
    if (kind === undefined) throw new RegexError('unexpected end of pattern', this.at - 1);
    throw new RegexError(`unknown extension ?P${kind}`, start + 1);
  }

  /** `(?i:...)`, `(?-i:...)`. Ignoring case cannot be switched inside the host's pattern. */
  private inlineFlags(start: number, depth: number): RegexNode | null {
    const text = this.text;
    const match = /^([aiLmsux]*)(?:-([imsx]+))?([:)])/.exec(text.slice(this.at - 1));
    if (match === null) {
      const letters = /^[aiLmsux]*(?:-[imsx]*)?/.exec(text.slice(this.at - 1))![0];
      if (letters === '') throw new RegexError(`unknown extension ?${text[this.at - 1]}`, start + 1);
      const where = this.at - 1 + letters.length;
      throw new RegexError(/\p{L}/u.test(text[where] ?? '') ? 'unknown flag' : 'missing -, : or )', where);
    }
    this.at += match[0].length - 1;
    if (match[3] === ')') {
      if (this.minor >= 11) throw new RegexError('global flags not at the start of the expression', start);
      for (const letter of match[1]!) this.flags |= this.flagOf(letter, start);
      return null;
    }
    const before = this.flags;
    for (const letter of match[1]!) this.flags |= this.flagOf(letter, start);
    for (const letter of match[2] ?? '') this.flags &= ~this.flagOf(letter, start);
    if (((before ^ this.flags) & RegexFlag.IGNORECASE) !== 0) this.foreign = true;
    const body = this.alternatives(depth + 1);
    this.close(start);
    this.flags = before;
    return { kind: 'sequence', items: [body] };
  }
}

/** Parses and translates a pattern (for bytes: one character for each byte). Throws {@link RegexError} for what Python refuses. */
export function translateRegex(pattern: string, flags: number, bytes: boolean, minor: number): Translation {
  return new Translator(pattern, flags, bytes, minor).run();
}
