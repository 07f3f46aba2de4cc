/** `format()` of int, float and complex. Follows formatter_unicode.c. */
import { floatValue } from './floatCore.js';
import { intBig, intNumber, isCompact } from './intCore.js';
import { intDecimal, intToDouble } from './intText.js';
import type { Machine } from './machine.js';
import { DoubleFlag, formatDouble } from './numberDigits.js';
import {
  type FormatSpec,
  layOutNumber,
  padText,
  parseFormatSpec,
  precisionTooBig,
  unknownFormatCode,
} from './numberFormatSpec.js';
import { E, S, T } from './typeIds.js';

/** `format(value, spec)` of an int (an int object) as text; null with an exception. An empty spec is the caller's. */
export function formatInt(rt: Machine, value: number, spec: string): string | null {
  const typeName = rt.typeOf(value).name;
  const format = parseFormatSpec(rt, spec, typeName, 'd', '>');
  if (format === null) return null;
  switch (format.type) {
    case 'b':
    case 'c':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
    case 'n':
      return formatIntParsed(rt, value, format);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%': {
      const x = intToDouble(rt, value);
      if (Number.isNaN(x)) {
        rt.raise(E.OverflowError, 'int too large to convert to float');
        return null;
      }
      return formatFloatParsed(rt, x, format);
    }
    default:
      return unknownFormatCode(rt, format.type, typeName);
  }
}

/** Follows formatter_unicode.c: format_long_internal. */
function formatIntParsed(rt: Machine, value: number, format: FormatSpec): string | null {
  const fail = (message: string): null => {
    rt.raise(E.ValueError, message);
    return null;
  };
  if (format.precision !== -1) return fail('Precision not allowed in integer format specifier');
  if (format.noNegativeZero) return fail('Negative zero coercion (z) not allowed in integer format specifier');
  if (format.type === 'c') {
    if (format.sign !== '') return fail("Sign not allowed with integer format specifier 'c'");
    if (format.alternate) return fail("Alternate form (#) not allowed with integer format specifier 'c'");
    const code = intNumber(rt, value);
    if (Number.isNaN(code) && intBig(rt, value) !== BigInt.asIntN(64, intBig(rt, value))) {
      rt.raise(E.OverflowError, 'Python int too large to convert to C long');
      return null;
    }
    if (!(code >= 0 && code <= 0x10ffff)) {
      rt.raise(E.OverflowError, '%c arg not in range(0x110000)');
      return null;
    }
    const plain: FormatSpec = { ...format };
    // The character counts as what follows the digits, of which there are none.
    return layOutNumber(plain, false, '', '', String.fromCodePoint(code));
  }
  const radix =
    format.type === 'b' ? 2 : format.type === 'o' ? 8 : format.type === 'x' || format.type === 'X' ? 16 : 10;
  let digits: string | null;
  if (radix === 10) digits = intDecimal(rt, value);
  else digits = isCompact(rt, value) ? intNumber(rt, value).toString(radix) : intBig(rt, value).toString(radix);
  if (digits === null) return null;
  const negative = digits.startsWith('-');
  if (negative) digits = digits.slice(1);
  if (format.type === 'X') digits = digits.toUpperCase();
  const prefix = format.alternate && radix !== 10 ? `0${format.type}` : '';
  return layOutNumber(format, negative, prefix, digits, '', radix === 10 ? 3 : 4);
}

/** `format(x, spec)` of a float's value as text; null with an exception. An empty spec is the caller's. */
export function formatFloat(rt: Machine, x: number, spec: string, typeName = 'float'): string | null {
  const format = parseFormatSpec(rt, spec, typeName, '', '>');
  if (format === null) return null;
  if (format.type !== '' && !'eEfFgGn%'.includes(format.type)) return unknownFormatCode(rt, format.type, typeName);
  return formatFloatParsed(rt, x, format);
}

interface FloatParts {
  readonly negative: boolean;
  readonly digits: string;
  readonly rest: string;
}

/** Sign, leading digits, and the rest. Follows parse_number. */
function splitNumber(text: string): FloatParts {
  const negative = text[0] === '-';
  let at = negative ? 1 : 0;
  const start = at;
  while (at < text.length && text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at++;
  return { negative, digits: text.slice(start, at), rest: text.slice(at) };
}

/** Follows formatter_unicode.c: format_float_internal. */
function formatFloatParsed(rt: Machine, value: number, format: FormatSpec): string | null {
  if (precisionTooBig(rt, format)) return null;
  let x = value;
  let flags = 0;
  if (format.alternate) flags |= DoubleFlag.ALT;
  if (format.noNegativeZero) flags |= DoubleFlag.NO_NEG_0;
  let type = format.type;
  let precision = 6;
  let percent = false;
  if (type === '') {
    flags |= DoubleFlag.ADD_DOT_0;
    type = 'r';
    precision = 0;
  }
  if (type === 'n') type = 'g';
  if (type === '%') {
    type = 'f';
    x *= 100;
    percent = true;
  }
  if (format.precision >= 0) {
    precision = format.precision;
    if (type === 'r') type = 'g';
  }
  const text = formatDouble(x, type, precision, flags) + (percent ? '%' : '');
  if (
    format.sign !== '+' &&
    format.sign !== ' ' &&
    format.width === -1 &&
    format.type !== 'n' &&
    format.thousands === ''
  ) {
    return text;
  }
  const parts = splitNumber(text);
  return layOutNumber(format, parts.negative, '', parts.digits, parts.rest);
}

/** `format(complex(real, imag), spec)` as text; null with an exception. Follows format_complex_internal. */
export function formatComplex(
  rt: Machine,
  real: number,
  imag: number,
  spec: string,
  typeName = 'complex',
): string | null {
  const format = parseFormatSpec(rt, spec, typeName, '', '>');
  if (format === null) return null;
  if (format.type !== '' && !'eEfFgGn'.includes(format.type)) return unknownFormatCode(rt, format.type, typeName);
  if (precisionTooBig(rt, format)) return null;
  if (format.fill === '0') {
    rt.raise(E.ValueError, 'Zero padding is not allowed in complex format specifier');
    return null;
  }
  if (format.align === '=') {
    rt.raise(E.ValueError, "'=' alignment flag is not allowed in complex format specifier");
    return null;
  }
  let flags = 0;
  if (format.alternate) flags |= DoubleFlag.ALT;
  if (format.noNegativeZero) flags |= DoubleFlag.NO_NEG_0;
  let type = format.type;
  let precision = 6;
  let parentheses = false;
  let skipReal = false;
  if (type === '') {
    type = 'r';
    precision = 0;
    if (real === 0 && !Object.is(real, -0)) skipReal = true;
    else parentheses = true;
  }
  if (type === 'n') type = 'g';
  if (format.precision >= 0) {
    precision = format.precision;
    if (type === 'r') type = 'g';
  }
  const plain: FormatSpec = { ...format, fill: '\0', align: '<', width: -1 };
  const re = splitNumber(formatDouble(real, type, precision, flags));
  const im = splitNumber(formatDouble(imag, type, precision, flags));
  let text = skipReal ? '' : layOutNumber(plain, re.negative, '', re.digits, re.rest);
  const second: FormatSpec = skipReal ? plain : { ...plain, sign: '+' };
  text += `${layOutNumber(second, im.negative, '', im.digits, im.rest)}j`;
  if (parentheses) text = `(${text})`;
  return padText(format, text, format.width - text.length);
}

/** Text of an exact int, bool or float formatted without a specification, or null when it is another object. */
export function plainNumberText(rt: Machine, o: number): string | null {
  if (rt.is(o, T.INT)) return intDecimal(rt, o);
  if (o === S.TRUE) return 'True';
  if (o === S.FALSE) return 'False';
  if (rt.is(o, T.FLOAT)) return formatDouble(floatValue(rt, o), 'r', 0, DoubleFlag.ADD_DOT_0);
  return null;
}
