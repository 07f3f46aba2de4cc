/** The format specification mini-language. Follows formatter_unicode.c: parse_internal_render_format_spec. */
import type { Machine } from './machine.js';
import { E } from './typeIds.js';

/** A parsed specification. */
export interface FormatSpec {
  fill: string;
  /** One of < > = ^ */
  align: string;
  alternate: boolean;
  /** '', '+', '-' or ' '. */
  sign: string;
  noNegativeZero: boolean;
  /** Code points, -1 when it is not given. */
  width: number;
  /** '', ',' or '_'. */
  thousands: string;
  /** -1 when it is not given. */
  precision: number;
  /** One character, '' for none (also for a NUL character). */
  type: string;
}

const MAX_INT = 0x7fff_ffff;
const MAX_SIZE = 9223372036854775807n;

function isAlign(character: string | undefined): boolean {
  return character === '<' || character === '>' || character === '=' || character === '^';
}

/** A character as the messages show it: as it is, or as \x escape. */
function shown(character: string): string {
  const code = character === '' ? 0 : character.codePointAt(0)!;
  return code > 32 && code < 128 ? character : `\\x${code.toString(16)}`;
}

/** The error for a presentation type that the type does not have; returns null. */
export function unknownFormatCode(rt: Machine, type: string, typeName: string): null {
  rt.raise(E.ValueError, `Unknown format code '${shown(type)}' for object of type '${typeName}'`);
  return null;
}

/**
 * Reads a specification; null with ValueError. `typeName`: name of the value's type for messages.
 * `defaultType`: 'd', 's' or ''. `defaultAlign`: '>' for numbers, '<' for text.
 */
export function parseFormatSpec(
  rt: Machine,
  spec: string,
  typeName: string,
  defaultType: string,
  defaultAlign: string,
): FormatSpec | null {
  const minor = rt.profile.minor;
  const text = Array.from(spec);
  const end = text.length;
  let at = 0;
  const format: FormatSpec = {
    fill: ' ',
    align: defaultAlign,
    alternate: false,
    sign: '',
    noNegativeZero: false,
    width: -1,
    thousands: '',
    precision: -1,
    type: defaultType,
  };
  const fail = (message: string): null => {
    rt.raise(E.ValueError, message);
    return null;
  };
  let fillGiven = false;
  let alignGiven = false;
  if (end >= 2 && isAlign(text[1])) {
    format.fill = text[0]!;
    format.align = text[1]!;
    fillGiven = true;
    alignGiven = true;
    at = 2;
  } else if (end >= 1 && isAlign(text[0])) {
    format.align = text[0]!;
    alignGiven = true;
    at = 1;
  }
  const sign = text[at];
  if (sign === ' ' || sign === '+' || sign === '-') {
    format.sign = sign;
    at++;
  }
  if (minor >= 11 && text[at] === 'z') {
    format.noNegativeZero = true;
    at++;
  }
  if (text[at] === '#') {
    format.alternate = true;
    at++;
  }
  if (!fillGiven && text[at] === '0') {
    format.fill = '0';
    if (!alignGiven && (defaultAlign === '>' || minor < 10)) format.align = '=';
    at++;
  }
  /** Digits as a number: NaN when there are too many, -1 when there is none. */
  const integer = (): number => {
    const start = at;
    let value = 0n;
    while (at < end && text[at]! >= '0' && text[at]! <= '9') {
      value = value * 10n + BigInt(text[at]!);
      if (value > MAX_SIZE) return Number.NaN;
      at++;
    }
    return at === start ? -1 : Number(value);
  };
  format.width = integer();
  if (Number.isNaN(format.width)) return fail('Too many decimal digits in format string');
  if (text[at] === ',') {
    format.thousands = ',';
    at++;
  }
  if (text[at] === '_') {
    if (format.thousands !== '') return fail("Cannot specify both ',' and '_'.");
    format.thousands = '_';
    at++;
  }
  if (text[at] === ',' && (format.thousands === '_' || (minor < 9 && format.thousands === ','))) {
    return fail("Cannot specify both ',' and '_'.");
  }
  if (text[at] === '.') {
    at++;
    format.precision = integer();
    if (Number.isNaN(format.precision)) return fail('Too many decimal digits in format string');
    if (format.precision < 0) return fail('Format specifier missing precision');
  }
  if (end - at > 1) {
    if (minor < 11) return fail('Invalid format specifier');
    return fail(`Invalid format specifier '${spec}' for object of type '${typeName}'`);
  }
  if (end - at === 1) {
    format.type = text[at]! === '\0' && defaultType === '' ? '' : text[at]!;
  }
  if (format.thousands !== '') {
    const type = format.type;
    const plain = type === '' || 'defgEG%F'.includes(type);
    const grouped = format.thousands === '_' && type !== '' && 'boxX'.includes(type);
    if (!plain && !grouped) return fail(`Cannot specify '${format.thousands}' with '${shown(type)}'.`);
  }
  return format;
}

/** Whether a precision is more than a C int holds: raises ValueError then. */
export function precisionTooBig(rt: Machine, format: FormatSpec): boolean {
  if (format.precision <= MAX_INT) return false;
  rt.raise(E.ValueError, 'precision too big');
  return true;
}

/**
 * Digits grouped from the right, padded with zeros to at least `width` characters.
 * Follows unicodeobject.c: _PyUnicode_InsertThousandsGrouping.
 */
export function groupDigits(digits: string, separator: string, size: number, width: number): string {
  if (separator === '') return digits.padStart(Math.max(width, 1), '0');
  const groups: string[] = [];
  let left = digits.length;
  let room = width;
  for (;;) {
    const take = Math.min(size, Math.max(left, room, 1));
    const zeros = Math.max(0, take - left);
    const some = Math.max(0, Math.min(left, take));
    groups.push('0'.repeat(zeros) + digits.slice(left - some, left));
    left -= some;
    room -= take;
    if (left <= 0 && room <= 0) break;
    room -= separator.length;
  }
  return groups.reverse().join(separator);
}

/**
 * Puts a number together: sign, prefix, padding, grouped digits and what follows them (point, fraction, exponent).
 * Follows formatter_unicode.c: calc_number_widths and fill_number.
 */
export function layOutNumber(
  format: FormatSpec,
  negative: boolean,
  prefix: string,
  digits: string,
  rest: string,
  groupSize = 3,
): string {
  const sign = negative ? '-' : format.sign === '+' || format.sign === ' ' ? format.sign : '';
  const fixed = sign.length + prefix.length + codePointLength(rest);
  let grouped = '';
  if (digits !== '') {
    const width = format.fill === '0' && format.align === '=' ? format.width - fixed : 0;
    grouped = groupDigits(digits, format.thousands, groupSize, width);
  }
  const padding = Math.max(0, format.width - fixed - codePointLength(grouped));
  if (padding === 0) return sign + prefix + grouped + rest;
  if (format.align === '=') return sign + prefix + format.fill.repeat(padding) + grouped + rest;
  return padText(format, sign + prefix + grouped + rest, padding);
}

/** `text` with `padding` fill characters, by the alignment. */
export function padText(format: FormatSpec, text: string, padding: number): string {
  if (padding <= 0) return text;
  if (format.align === '<') return text + format.fill.repeat(padding);
  if (format.align === '^') {
    const left = padding >> 1;
    return format.fill.repeat(left) + text + format.fill.repeat(padding - left);
  }
  return format.fill.repeat(padding) + text;
}

/** Number of code points. */
function codePointLength(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00) n--;
  }
  return n;
}
