/**
 * Python regular expressions into those of the host's engine. Both backtrack in the same order; what is written
 * differently is rewritten, what the host has not or means otherwise is refused with a sentence. Follows sre_parse.py
 * for syntax and errors.
 */

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

/** Valid in Python, but the host's engine means something else by it. */
export class RegexNotSimulated extends Error {}

/** A translated pattern. */
export interface Translation {
  readonly source: string;
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

class Translator {
  private readonly text: string;
  private at = 0;
  private flags: number;
  private groups = 0;
  private readonly open = new Set<number>();
  private readonly names = new Map<string, number>();
  private readonly bytes: boolean;
  private atomics = 0;
  private readonly minor: number;

  constructor(text: string, flags: number, bytes: boolean, minor: number) {
    this.text = text;
    this.flags = flags;
    this.bytes = bytes;
    this.minor = minor;
  }

  run(): Translation {
    this.globalFlags();
    const source = this.alternatives(0);
    if (this.at < this.text.length) throw new RegexError('unbalanced parenthesis', this.at);
    if (!this.bytes && (this.flags & RegexFlag.ASCII) === 0) this.flags |= RegexFlag.UNICODE;
    const ignoreCase = (this.flags & RegexFlag.IGNORECASE) !== 0;
    return {
      source,
      hostFlags: `du${ignoreCase ? 'i' : ''}`,
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

  private alternatives(depth: number): string {
    const branches = [this.sequence(depth)];
    while (this.text[this.at] === '|') {
      this.at++;
      branches.push(this.sequence(depth));
    }
    return branches.join('|');
  }

  private sequence(depth: number): string {
    let out = '';
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
      const start = this.at;
      const groupsBefore = this.groups;
      const item = this.atom(depth);
      out += item === null ? '' : this.repeated(item, start, groupsBefore);
    }
    return out;
  }

  /** Reads the repeat behind an atom. */
  private repeated(item: string, start: number, groupsBefore: number): string {
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
      if (item === '' || item.startsWith('(?<!') || item === '\\b' || /^\(\?(?:<=|[=!])/.test(item)) {
        if (item === '' || start === where) throw new RegexError('nothing to repeat', where);
      }
      if (repeats++ > 0) throw new RegexError('multiple repeat', where);
      let suffix =
        least === 0 && most === Infinity
          ? '*'
          : least === 1 && most === Infinity
            ? '+'
            : least === 0 && most === 1
              ? '?'
              : `{${least},${most === Infinity ? '' : most}}`;
      if (suffix === `{${least},${least}}`) suffix = `{${least}}`;
      // The host forgets what groups inside matched when a repetition begins; Python keeps it.
      if (most > 1 && this.groups > groupsBefore && /[|?*]|\{0/.test(item.slice(1).replace(/\(\?(?:<\w+>|:)/g, '('))) {
        const inner = text.slice(start, where);
        if (/\((?!\?)|\(\?P</.test(inner) && mayBeSkipped(inner)) {
          throw new RegexNotSimulated('a regular expression with a group that a repetition may leave out');
        }
      }
      if (text[this.at] === '?') {
        suffix += '?';
        this.at++;
        result = `${wrap(item)}${suffix}`;
      } else if (text[this.at] === '+' && this.minor >= 11) {
        this.at++;
        result = this.atomic(`${wrap(item)}${suffix}`);
      } else result = `${wrap(item)}${suffix}`;
    }
  }

  /** `(?>...)` as a lookahead whose capture is then matched. */
  private atomic(body: string): string {
    const name = `atomic${this.atomics++}`;
    return `(?:(?=(?<${name}>${body}))\\k<${name}>)`;
  }

  private classOf(letter: string): string {
    const lower = letter.toLowerCase();
    const table = this.bytes || (this.flags & RegexFlag.ASCII) !== 0 ? ASCII_CLASSES : UNICODE_CLASSES;
    return table[lower]!;
  }

  /** One item; null for what matches nothing and cannot be repeated (comments, inline flags). */
  private atom(depth: number): string | null {
    const text = this.text;
    const start = this.at;
    const c = text[this.at++]!;
    switch (c) {
      case '.':
        return (this.flags & RegexFlag.DOTALL) !== 0 ? '[\\s\\S]' : '[^\\n]';
      case '^':
        return (this.flags & RegexFlag.MULTILINE) !== 0 ? '(?<=\\n|(?<![\\s\\S]))' : START;
      case '$':
        return (this.flags & RegexFlag.MULTILINE) !== 0 ? `(?=\\n|${END})` : `(?=\\n?${END})`;
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
        return literal(code);
      }
    }
  }

  private escape(start: number): string {
    const text = this.text;
    const c = text[this.at];
    if (c === undefined) throw new RegexError('bad escape (end of pattern)', start);
    this.at++;
    if ('dws'.includes(c)) return `[${this.classOf(c)}]`;
    if ('DWS'.includes(c)) return `[^${this.classOf(c)}]`;
    if (c === 'A') return START;
    if (c === 'Z') return END;
    if (c === 'b' || c === 'B') {
      const word = `[${this.classOf('w')}]`;
      const boundary = `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
      return c === 'b' ? boundary : `(?!${boundary})`;
    }
    if (c >= '1' && c <= '9') {
      const octal = /^[0-3][0-7][0-7]/.exec(text.slice(this.at - 1));
      if (octal !== null) {
        this.at += 2;
        return literal(Number.parseInt(octal[0], 8));
      }
      const digits = /^\d{1,2}/.exec(text.slice(this.at - 1))![0];
      const number = Number(digits);
      if (number > this.groups) throw new RegexError(`invalid group reference ${number}`, start + 1);
      if (this.open.has(number)) throw new RegexError('cannot refer to an open group', start);
      this.at += digits.length - 1;
      return this.reference(number);
    }
    return literal(this.escapedCode(start, c, false));
  }

  private reference(number: number): string {
    return `(?:\\k<g${number}>)`;
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

  private characterClass(start: number): string {
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
    return `${out}]`;
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
    if (e === 'D') return this.bytes || (this.flags & RegexFlag.ASCII) !== 0 ? '\\D' : '\\P{Nd}';
    if (e === 'S') return '\\S';
    if (e === 'W') {
      if (this.bytes || (this.flags & RegexFlag.ASCII) !== 0) return '\\W';
      throw new RegexNotSimulated('\\W inside a set of a regular expression');
    }
    return this.escapedCode(where, e, true);
  }

  private close(start: number): void {
    if (this.text[this.at] !== ')') throw new RegexError('missing ), unterminated subpattern', start);
    this.at++;
  }

  private capture(start: number, depth: number, name: string | null): string {
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
    return `(?<g${number}>${body})`;
  }

  private group(start: number, depth: number): string | null {
    const text = this.text;
    if (text[this.at] !== '?') return this.capture(start, depth, null);
    this.at++;
    const c = text[this.at++];
    if (c === undefined) throw new RegexError('unexpected end of pattern', this.at - 1);
    switch (c) {
      case ':': {
        const body = this.alternatives(depth + 1);
        this.close(start);
        return `(?:${body})`;
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
        return `(?${c}${body})`;
      }
      case '>': {
        if (this.minor < 11) throw new RegexError('unknown extension ?>', start + 1);
        const body = this.alternatives(depth + 1);
        this.close(start);
        return this.atomic(body);
      }
      case '<': {
        const kind = text[this.at++];
        if (kind !== '=' && kind !== '!') throw new RegexError(`unknown extension ?<${kind ?? ''}`, start + 1);
        const from = this.at;
        const body = this.alternatives(depth + 1);
        if (
          /[*+]|\{\d*,\d*\}|(?<!\()\?/.test(
            text
              .slice(from, this.at)
              .replace(/\\./g, '')
              .replace(/\[[^\]]*\]/g, 'x'),
          )
        ) {
          throw new RegexError('look-behind requires fixed-width pattern', -1);
        }
        this.close(start);
        return `(?<${kind}${body})`;
      }
      case 'P':
        return this.named(start, depth);
      case '(':
        throw new RegexNotSimulated('a conditional group of a regular expression');
      default:
        return this.inlineFlags(start, depth);
    }
  }

  private named(start: number, depth: number): string {
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
  private inlineFlags(start: number, depth: number): string | null {
    const text = this.text;
    const match = /^([aiLmsux]*)(?:-([imsx]+))?([:)])/.exec(text.slice(this.at - 1));
    if (match === null) throw new RegexError(`unknown extension ?${text[this.at - 1]}`, start + 1);
    this.at += match[0].length - 1;
    if (match[3] === ')') {
      if (this.minor >= 11) throw new RegexError('global flags not at the start of the expression', start);
      for (const letter of match[1]!) this.flags |= this.flagOf(letter, start);
      return null;
    }
    const before = this.flags;
    for (const letter of match[1]!) this.flags |= this.flagOf(letter, start);
    for (const letter of match[2] ?? '') this.flags &= ~this.flagOf(letter, start);
    if (((before ^ this.flags) & RegexFlag.IGNORECASE) !== 0) {
      throw new RegexNotSimulated('a part of a regular expression that ignores case');
    }
    const body = this.alternatives(depth + 1);
    this.close(start);
    this.flags = before;
    return `(?:${body})`;
  }
}

/** Whether the text of a group has alternatives or optional parts: a repetition may then pass its inner groups by. */
function mayBeSkipped(inner: string): boolean {
  const plain = inner.replace(/\\./g, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x');
  const body = plain.replace(/^\((?:\?(?:P<\w+>|:))?/, '').replace(/\)$/, '');
  return body.includes('|') || /\)(?:\?|\*|\{0)/.test(body);
}

/** An item as the operand of a repeat. */
function wrap(item: string): string {
  if (/^(?:[A-Za-z0-9_]|\\u\{[0-9a-f]+\})$/.test(item)) return item;
  if (/^\[(?:\\.|[^\]\\])*\]$/.test(item)) return item;
  if (/^\((?:\?(?:<\w+>|:))?[\s\S]*\)$/.test(item) && balanced(item)) return item;
  return `(?:${item})`;
}

/** Whether the first parenthesis closes at the very end. */
function balanced(item: string): boolean {
  let depth = 0;
  for (let i = 0; i < item.length; i++) {
    const c = item[i];
    if (c === '\\') i++;
    else if (c === '[') {
      while (item[i] !== ']') {
        if (item[i] === '\\') i++;
        i++;
      }
    } else if (c === '(') depth++;
    else if (c === ')' && --depth === 0 && i < item.length - 1) return false;
  }
  return depth === 0;
}

/**
 * Translates a pattern (for bytes: one character for each byte). Throws {@link RegexError} for what Python refuses
 * and {@link RegexNotSimulated} for what cannot be said in the host's language.
 */
export function translateRegex(pattern: string, flags: number, bytes: boolean, minor: number): Translation {
  return new Translator(pattern, flags, bytes, minor).run();
}
