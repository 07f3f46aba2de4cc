/** Reading numbers from text, as `int()`, `float()` and `complex()` do. Pure functions. */

const NON_ASCII = /[\u0080-\uffff]/;
const DECIMAL_DIGIT = /\p{Nd}/u;
const SPACE = /[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** Digit value of a character of Unicode category Nd, else -1. Such characters stand in runs of ten. */
export function decimalDigit(code: number): number {
  if (code < 128) return code >= 48 && code <= 57 ? code - 48 : -1;
  if (!DECIMAL_DIGIT.test(String.fromCodePoint(code))) return -1;
  let start = code;
  while (DECIMAL_DIGIT.test(String.fromCodePoint(start - 1))) start--;
  return (code - start) % 10;
}

/**
 * The text with Unicode digits and spaces replaced by ASCII ones; everything from the first other non-ASCII character
 * on is dropped and a '?' put in its place. Follows unicodeobject.c: _PyUnicode_TransformDecimalAndSpaceToASCII.
 */
export function digitsAndSpacesToAscii(text: string): string {
  if (!NON_ASCII.test(text)) return text;
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 127) out += character;
    else if (SPACE.test(character)) out += ' ';
    else {
      const digit = decimalDigit(code);
      if (digit < 0) return `${out}?`;
      out += digit;
    }
  }
  return out;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
}

/** Strips the ASCII characters that Python takes for white space. */
export function stripAsciiSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** Result of {@link parseIntText}: a value, a syntax error, or too many digits for the limit. */
export type ParsedInt =
  | { readonly kind: 'value'; readonly value: bigint; readonly digits: number; readonly base: number }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'limit'; readonly digits: number };

const INVALID: ParsedInt = { kind: 'invalid' };

/**
 * Reads an int literal in `base` (0, 2 .. 36) from ASCII text. `limit`: greatest number of digits in a base that is
 * not a power of two, 0 for none. Follows longobject.c: PyLong_FromString.
 */
export function parseIntText(source: string, base: number, limit: number): ParsedInt {
  let text = stripAsciiSpace(source);
  let negative = false;
  if (text[0] === '+') text = text.slice(1);
  else if (text[0] === '-') {
    text = text.slice(1);
    negative = true;
  }
  let radix = base;
  let zeroOnly = false;
  const second = (text[1] ?? '').toLowerCase();
  if (radix === 0) {
    if (text[0] !== '0') radix = 10;
    else if (second === 'x') radix = 16;
    else if (second === 'o') radix = 8;
    else if (second === 'b') radix = 2;
    else {
      // "old" (C-style) octal: zeros only.
      zeroOnly = true;
      radix = 10;
    }
  }
  if (
    text[0] === '0' &&
    ((radix === 16 && second === 'x') || (radix === 8 && second === 'o') || (radix === 2 && second === 'b'))
  ) {
    text = text.slice(2);
    if (text[0] === '_') text = text.slice(1);
  }
  if (text === '' || text[0] === '_' || text.endsWith('_') || text.includes('__')) return INVALID;
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  for (let i = 0; i < digits.length; i++) {
    const code = digits.charCodeAt(i) | 32;
    const value = code >= 97 && code <= 122 ? code - 87 : digits.charCodeAt(i) - 48;
    if (value < 0 || value >= radix || (value > 9 && code < 97)) return INVALID;
  }
  const binary = (radix & (radix - 1)) === 0;
  if (!binary && limit > 0 && digits.length > 640 && digits.length > limit) {
    return { kind: 'limit', digits: digits.length };
  }
  const value = bigOfDigits(digits, radix);
  if (zeroOnly && value !== 0n) return INVALID;
  return { kind: 'value', value: negative ? -value : value, digits: digits.length, base: radix };
}

/** The value of well-formed digits in a base. */
function bigOfDigits(digits: string, radix: number): bigint {
  if (radix === 10) return BigInt(digits);
  if (radix === 16) return BigInt(`0x${digits}`);
  if (radix === 8) return BigInt(`0o${digits}`);
  if (radix === 2) return BigInt(`0b${digits}`);
  if (digits.length <= 10) return BigInt(Number.parseInt(digits, radix));
  const middle = digits.length >> 1;
  const low = digits.length - middle;
  return (
    bigOfDigits(digits.slice(0, middle), radix) * BigInt(radix) ** BigInt(low) +
    bigOfDigits(digits.slice(middle), radix)
  );
}

const FLOAT = /^[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)$/i;
const SPECIAL = /^([+-]?)(inf(?:inity)?|nan)$/i;

/** Drops single underscores between digits; null when one stands elsewhere. */
export function dropUnderscores(text: string): string | null {
  if (!text.includes('_')) return text;
  if (/(?:^|[^0-9])_|_(?:$|[^0-9])/.test(text)) return null;
  return text.replaceAll('_', '');
}

/** The value of a float literal without surrounding space or underscores, or null. */
export function parsePlainFloat(text: string): number | null {
  if (FLOAT.test(text)) return Number(text);
  const special = SPECIAL.exec(text);
  if (special === null) return null;
  if (special[2]![0]!.toLowerCase() === 'n') return Number.NaN;
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** What `float(text)` is, or null. `text` as given by the program. */
export function parseFloatText(source: string): number | null {
  const text = dropUnderscores(stripAsciiSpace(digitsAndSpacesToAscii(source)));
  return text === null ? null : parsePlainFloat(text);
}

const PREFIX = /^[+-]?(?:inf(?:inity)?|nan|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/i;

/** What `complex(text)` is, or null. Follows complexobject.c: complex_from_string_inner. */
export function parseComplexText(source: string): { real: number; imag: number } | null {
  let text = stripAsciiSpace(digitsAndSpacesToAscii(source));
  if (text.startsWith('(')) {
    if (!text.endsWith(')')) return null;
    text = stripAsciiSpace(text.slice(1, -1));
  }
  const plain = dropUnderscores(text);
  if (plain === null) return null;
  text = plain;
  const isJ = (character: string | undefined) => character === 'j' || character === 'J';
  let real = 0;
  let imag = 0;
  const first = PREFIX.exec(text);
  if (first !== null) {
    const value = parsePlainFloat(first[0])!;
    let rest = text.slice(first[0].length);
    if (rest[0] === '+' || rest[0] === '-') {
      real = value;
      const second = PREFIX.exec(rest);
      if (second !== null) {
        imag = parsePlainFloat(second[0])!;
        rest = rest.slice(second[0].length);
      } else {
        imag = rest[0] === '+' ? 1 : -1;
        rest = rest.slice(1);
      }
      if (!isJ(rest[0])) return null;
      text = rest.slice(1);
    } else if (isJ(rest[0])) {
      imag = value;
      text = rest.slice(1);
    } else {
      real = value;
      text = rest;
    }
  } else {
    let rest = text;
    imag = 1;
    if (rest[0] === '+' || rest[0] === '-') {
      imag = rest[0] === '+' ? 1 : -1;
      rest = rest.slice(1);
    }
    if (!isJ(rest[0])) return null;
    text = rest.slice(1);
  }
  return text === '' ? { real, imag } : null;
}
