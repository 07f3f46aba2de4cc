/** The `%` operator of str and bytes. Follows unicodeobject.c: PyUnicode_Format, bytesobject.c: _PyBytes_FormatEx. */
import { Ob } from '../memory/layout.js';
import { index } from './abstract.js';
import { bytesText, newBytesOfText } from './bytesCore.js';
import { callMethod0 } from './call.js';
import { floatValue } from './floatCore.js';
import { intBig, intNumber, isCompact } from './intCore.js';
import { intAsDouble, intDecimal } from './intText.js';
import type { Machine } from './machine.js';
import { DoubleFlag, formatDouble } from './numberDigits.js';
import { getItem, lookupAttr, repr, str } from './object.js';
import { internStr, newStr } from './strCore.js';
import { asciiRepr } from './strFormat.js';
import { sliceText } from './strText.js';
import { StrWriter } from './strWriter.js';
import { tupleItem, tupleLength } from './tupleCore.js';
import { E, T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';

/** What is being formatted, and how far. */
interface Context {
  readonly bytes: boolean;
  readonly format: string;
  at: number;
  readonly args: number;
  /** Arguments in the tuple; -1 for a single argument. */
  readonly count: number;
  /** Next argument; a single one is taken at -2. */
  next: number;
  /** The mapping that keys look into, or 0. */
  mapping: number;
  /** The argument for the current conversion when it came from the mapping; owned. */
  keyed: number;
}

interface Conversion {
  left: boolean;
  plus: boolean;
  blank: boolean;
  alternate: boolean;
  zero: boolean;
  width: number;
  precision: number;
  code: string;
}

/** `self % args` of a str. */
export function percentStr(rt: Machine, self: number, args: number): number {
  const text = rt.text(self);
  const writer = new StrWriter(rt);
  writer.overallocate = true;
  writer.minLength = rt.length(self) + 100;
  const context = contextOf(rt, false, text, args);
  while (context.at < text.length) {
    if (text[context.at] !== '%') {
      const found = text.indexOf('%', context.at);
      const end = found < 0 ? text.length : found;
      if (found < 0) writer.overallocate = false;
      if (context.at === 0 && found < 0) writer.writeStr(self);
      else writer.writeText(text.slice(context.at, end));
      context.at = end;
    } else if (!convertNext(rt, context, writer)) {
      writer.drop();
      return 0;
    }
  }
  if (leftOver(rt, context, 'string')) {
    writer.drop();
    return 0;
  }
  return writer.finish();
}

/** `self % args` of bytes and bytearray: the content as latin-1 text, or null with an exception. */
export function percentBytes(rt: Machine, content: string, args: number): string | null {
  const context = contextOf(rt, true, content, args);
  const parts: string[] = [];
  const sink = {
    overallocate: false,
    writeText: (text: string) => void parts.push(text),
    writeStr: (_p: number) => undefined,
  };
  while (context.at < content.length) {
    const found = content.indexOf('%', context.at);
    const end = found < 0 ? content.length : found;
    parts.push(content.slice(context.at, end));
    context.at = end;
    if (found >= 0 && !convertNext(rt, context, sink)) return null;
  }
  return leftOver(rt, context, 'bytes') ? null : parts.join('');
}

/** Where converted pieces go. */
interface Sink {
  overallocate: boolean;
  writeText(text: string): void;
  writeStr(p: number): void;
}

function contextOf(rt: Machine, bytes: boolean, format: string, args: number): Context {
  const isTuple = rt.hasFlag(args, TypeFlag.TUPLE_SUBCLASS);
  const info = rt.typeOf(args);
  const refused = bytes ? TypeFlag.BYTES_SUBCLASS | TypeFlag.UNICODE_SUBCLASS : TypeFlag.UNICODE_SUBCLASS;
  const mapping =
    !isTuple &&
    info.mp_subscript !== null &&
    (info.flags & refused) === 0 &&
    !(bytes && rt.isInstance(args, T.BYTEARRAY));
  return {
    bytes,
    format,
    at: 0,
    args,
    count: isTuple ? tupleLength(rt, args) : -1,
    next: isTuple ? 0 : -2,
    mapping: mapping ? args : 0,
    keyed: 0,
  };
}

function leftOver(rt: Machine, context: Context, what: string): boolean {
  if (context.next >= context.count || context.mapping !== 0) return false;
  rt.raise(E.TypeError, `not all arguments converted during ${what} formatting`);
  return true;
}

/** The next argument, borrowed, or 0 with TypeError. Follows getnextarg. */
function nextArgument(rt: Machine, context: Context): number {
  if (context.keyed !== 0) return context.keyed;
  const i = context.next;
  if (i < context.count) {
    context.next++;
    return context.count < 0 ? context.args : tupleItem(rt, context.args, i);
  }
  return rt.raise(E.TypeError, 'not enough arguments for format string');
}

function fail(rt: Machine, type: number, message: string): false {
  rt.raise(type, message);
  return false;
}

/** Reads and writes one conversion; the position stands on its percent sign. */
function convertNext(rt: Machine, context: Context, sink: Sink): boolean {
  context.at++;
  if (context.format[context.at] === '%') {
    context.at++;
    if (context.at >= context.format.length) sink.overallocate = false;
    sink.writeText('%');
    return true;
  }
  const conversion = parseConversion(rt, context);
  let ok = false;
  if (conversion !== null) {
    if (context.at >= context.format.length) sink.overallocate = false;
    const value = nextArgument(rt, context);
    if (value !== 0) ok = writeConversion(rt, context, conversion, value, sink);
  }
  if (context.keyed !== 0) {
    rt.decref(context.keyed);
    context.keyed = 0;
  }
  return ok;
}

/** Follows unicode_format_arg_parse. */
function parseConversion(rt: Machine, context: Context): Conversion | null {
  const format = context.format;
  const c: Conversion = {
    left: false,
    plus: false,
    blank: false,
    alternate: false,
    zero: false,
    width: -1,
    precision: -1,
    code: '',
  };
  if (format[context.at] === '(') {
    if (!parseKey(rt, context)) return null;
  }
  flags: for (; context.at < format.length; context.at++) {
    switch (format[context.at]) {
      case '-':
        c.left = true;
        break;
      case '+':
        c.plus = true;
        break;
      case ' ':
        c.blank = true;
        break;
      case '#':
        c.alternate = true;
        break;
      case '0':
        c.zero = true;
        break;
      default:
        break flags;
    }
  }
  const width = parseNumber(rt, context, 'width');
  if (Number.isNaN(width)) return null;
  c.width = width;
  if (width < -1) {
    c.left = true;
    c.width = -2 - width;
  }
  if (format[context.at] === '.') {
    context.at++;
    const precision = parseNumber(rt, context, 'precision');
    if (Number.isNaN(precision)) return null;
    c.precision = Math.max(0, precision);
  }
  if (context.at < format.length && 'hlL'.includes(format[context.at]!)) context.at++;
  if (context.at >= format.length) {
    rt.raise(E.ValueError, 'incomplete format');
    return null;
  }
  c.code = String.fromCodePoint(format.codePointAt(context.at)!);
  context.at += c.code.length;
  return c;
}

/** `(key)`: looks the argument up. */
function parseKey(rt: Machine, context: Context): boolean {
  const format = context.format;
  if (context.mapping === 0) return fail(rt, E.TypeError, 'format requires a mapping');
  const start = ++context.at;
  let open = 1;
  while (context.at < format.length && open > 0) {
    const c = format[context.at++];
    if (c === ')') open--;
    else if (c === '(') open++;
  }
  if (open > 0) return fail(rt, E.ValueError, 'incomplete format key');
  const name = format.slice(start, context.at - 1);
  const key = context.bytes ? newBytesOfText(rt, name) : newStr(rt, name);
  context.keyed = getItem(rt, context.mapping, key);
  rt.decref(key);
  // From here on there are no arguments without a key.
  context.next = -1;
  return context.keyed !== 0;
}

/** A number or `*`: -1 when there is none, NaN with an exception; a negative width w from `*` comes as -2 - |w|. */
function parseNumber(rt: Machine, context: Context, what: 'width' | 'precision'): number {
  const format = context.format;
  if (format[context.at] === '*') {
    context.at++;
    const value = nextArgument(rt, context);
    if (value === 0) return Number.NaN;
    if (!rt.isInt(value)) {
      rt.raise(E.TypeError, '* wants int');
      return Number.NaN;
    }
    const n = intNumber(rt, value);
    if (Number.isNaN(n) || Math.abs(n) > 0x7fff_ffff) {
      rt.raise(E.OverflowError, 'Python int too large to convert to C int');
      return Number.NaN;
    }
    if (n >= 0) return n;
    return what === 'width' ? -2 + n : 0;
  }
  const start = context.at;
  while (context.at < format.length && format[context.at]! >= '0' && format[context.at]! <= '9') context.at++;
  if (context.at === start) return -1;
  const value = Number(format.slice(start, context.at));
  if (value > (what === 'width' ? Number.MAX_SAFE_INTEGER : 0x7fff_ffff)) {
    rt.raise(E.ValueError, what === 'width' ? 'width too big' : context.bytes ? 'prec too big' : 'precision too big');
    return Number.NaN;
  }
  return value;
}

/** Follows unicode_format_arg_format and unicode_format_arg_output. */
function writeConversion(rt: Machine, context: Context, c: Conversion, value: number, sink: Sink): boolean {
  let numeric = false;
  let text: string | null = null;
  switch (c.code) {
    case 's':
    case 'r':
    case 'a':
    case 'b':
      if (c.code === 'b' && !context.bytes) return unsupported(rt, context, c.code);
      if (!context.bytes) return writeObject(rt, c, value, sink);
      text = c.code === 's' || c.code === 'b' ? bytesOf(rt, value) : textOf(rt, asciiRepr(rt, value));
      if (text !== null && c.precision >= 0) text = text.slice(0, c.precision);
      break;
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
      numeric = true;
      text = integerText(rt, context.bytes && c.code === 'i' ? { ...c, code: 'd' } : c, value);
      break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': {
      numeric = true;
      const x = doubleOf(rt, value);
      if (x === null) {
        if (!context.bytes) return false;
        rt.clearError();
        return fail(rt, E.TypeError, `float argument required, not ${rt.typeOf(value).name}`);
      }
      const precision = c.precision < 0 ? 6 : c.precision;
      text = formatDouble(x, c.code, precision, c.alternate ? DoubleFlag.ALT : 0);
      break;
    }
    case 'c':
      text = context.bytes ? byteOf(rt, value) : characterOf(rt, value);
      break;
    default:
      return unsupported(rt, context, c.code);
  }
  if (text === null) return false;
  sink.writeText(layOut(c, text, numeric));
  return true;
}

function unsupported(rt: Machine, context: Context, code: string): false {
  const point = code.codePointAt(0)!;
  const shown = point > 31 && point < 128 ? code : '?';
  const at = Array.from(context.format.slice(0, context.at)).length - 1;
  return fail(rt, E.ValueError, `unsupported format character '${shown}' (0x${point.toString(16)}) at index ${at}`);
}

function textOf(rt: Machine, p: number): string | null {
  if (p === 0) return null;
  const text = rt.text(p);
  rt.decref(p);
  return text;
}

/** %s, %r and %a of str: a piece that needs no padding is written as the object it is. */
function writeObject(rt: Machine, c: Conversion, value: number, sink: Sink): boolean {
  const shown = c.code === 's' ? str(rt, value) : c.code === 'r' ? repr(rt, value) : asciiRepr(rt, value);
  if (shown === 0) return false;
  const length = rt.length(shown);
  // The digits of an int are written, not copied from a str.
  if (rt.is(value, T.INT) && c.width === -1 && c.precision === -1) sink.writeText(rt.text(shown));
  else if (c.width <= length && (c.precision === -1 || c.precision >= length) && !c.plus && !c.blank)
    sink.writeStr(shown);
  else {
    const kept = c.precision >= 0 && c.precision < length ? c.precision : length;
    const padding = ' '.repeat(Math.max(0, c.width - kept));
    const text = kept === length ? rt.text(shown) : sliceText(rt, shown, 0, kept);
    sink.writeText(c.left ? text + padding : padding + text);
  }
  rt.decref(shown);
  return true;
}

/** Sign, padding and prefix around the text of a number or character. */
function layOut(c: Conversion, source: string, numeric: boolean): string {
  let text = source;
  let sign = '';
  if (numeric) {
    if (text[0] === '-' || text[0] === '+') {
      sign = text[0];
      text = text.slice(1);
    } else if (c.plus) sign = '+';
    else if (c.blank) sign = ' ';
  }
  const points = numeric ? text.length : Array.from(text).length;
  const missing = Math.max(0, c.width - sign.length - points);
  if (c.left) return sign + text + ' '.repeat(missing);
  if (!(numeric && c.zero)) return ' '.repeat(missing) + sign + text;
  const prefixed = c.alternate && (c.code === 'x' || c.code === 'X' || c.code === 'o');
  const prefix = prefixed ? text.slice(0, 2) : '';
  return sign + prefix + '0'.repeat(missing) + text.slice(prefix.length);
}

/** Follows mainformatlong and _PyUnicode_FormatLong; the sign stands in front. */
function integerText(rt: Machine, c: Conversion, value: number): string | null {
  const radix = c.code === 'o' ? 8 : c.code === 'x' || c.code === 'X' ? 16 : 10;
  let number = value;
  let owned = false;
  if (!rt.isInt(value)) {
    number = 0;
    const info = rt.typeOf(value);
    if (radix !== 10) {
      if (info.nb_index !== null) number = index(rt, value);
    } else if (info.nb_int !== null) number = info.nb_int(rt, value);
    else if (info.nb_index !== null) number = index(rt, value);
    if (number === 0) {
      if (rt.currentException !== 0) {
        if (!rt.errorIs(E.TypeError)) return null;
        rt.clearError();
      }
      const wanted = radix !== 10 ? 'an integer' : rt.profile.minor >= 10 ? 'a real number' : 'a number';
      rt.raise(E.TypeError, `%${c.code} format: ${wanted} is required, not ${info.name}`);
      return null;
    }
    owned = true;
  }
  let text: string | null;
  if (radix === 10) text = intDecimal(rt, number);
  else text = isCompact(rt, number) ? intNumber(rt, number).toString(radix) : intBig(rt, number).toString(radix);
  if (owned) rt.decref(number);
  if (text === null) return null;
  const negative = text[0] === '-';
  let digits = negative ? text.slice(1) : text;
  if (c.precision > digits.length) digits = digits.padStart(c.precision, '0');
  if (c.alternate && radix !== 10) digits = (radix === 8 ? '0o' : '0x') + digits;
  if (c.code === 'X') digits = digits.toUpperCase();
  return negative ? `-${digits}` : digits;
}

/** A float operand; null with TypeError. Follows PyFloat_AsDouble. */
function doubleOf(rt: Machine, value: number): number | null {
  if (rt.isInstance(value, T.FLOAT)) return floatValue(rt, value);
  const info = rt.typeOf(value);
  let x: number | null = null;
  if (rt.isInt(value)) x = intAsDouble(rt, value);
  else if (info.nb_float !== null) {
    const result = info.nb_float(rt, value);
    if (result !== 0) {
      x = floatValue(rt, result);
      rt.decref(result);
    }
  } else if (info.nb_index !== null) {
    const result = index(rt, value);
    if (result !== 0) {
      x = intAsDouble(rt, result);
      rt.decref(result);
    }
  } else {
    rt.raise(E.TypeError, `must be real number, not ${info.name}`);
  }
  return rt.currentException !== 0 ? null : x;
}

/** %c of str. Follows formatchar. */
function characterOf(rt: Machine, value: number): string | null {
  if (rt.isStr(value)) {
    if (rt.length(value) === 1) return rt.text(value);
  } else if (rt.isInt(value) || rt.typeOf(value).nb_index !== null) {
    const number = index(rt, value);
    if (number === 0) {
      if (!rt.errorIs(E.TypeError)) return null;
      rt.clearError();
    } else {
      const code = intNumber(rt, number);
      rt.decref(number);
      if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code);
      // A number beyond a C long was a wrong type up to 3.9.
      if (Number.isNaN(code) && rt.profile.minor <= 9) rt.raise(E.TypeError, '%c requires int or char');
      else rt.raise(E.OverflowError, '%c arg not in range(0x110000)');
      return null;
    }
  }
  rt.raise(E.TypeError, '%c requires int or char');
  return null;
}

/** %c of bytes. Follows byte_converter. */
function byteOf(rt: Machine, value: number): string | null {
  if (rt.hasFlag(value, TypeFlag.BYTES_SUBCLASS) || rt.isInstance(value, T.BYTEARRAY)) {
    if (rt.M[value + Ob.SIZE] === 1) return bytesText(rt, value);
  } else if (rt.isInt(value) || rt.typeOf(value).nb_index !== null) {
    const number = index(rt, value);
    if (number === 0) {
      if (!rt.errorIs(E.TypeError)) return null;
      rt.clearError();
    } else {
      const code = intNumber(rt, number);
      rt.decref(number);
      if (code >= 0 && code <= 255) return String.fromCharCode(code);
      rt.raise(E.OverflowError, '%c arg not in range(256)');
      return null;
    }
  }
  rt.raise(E.TypeError, '%c requires an integer in range(256) or a single byte');
  return null;
}

/** %b of bytes. Follows format_obj. */
function bytesOf(rt: Machine, value: number): string | null {
  const info = rt.typeOf(value);
  if (rt.hasFlag(value, TypeFlag.BYTES_SUBCLASS) || rt.isInstance(value, T.BYTEARRAY)) return bytesText(rt, value);
  const method = lookupAttr(rt, value, internStr(rt, '__bytes__'));
  if (method !== 0) {
    rt.decref(method);
    const result = callMethod0(rt, value, internStr(rt, '__bytes__'));
    if (result === 0) return null;
    if (!rt.hasFlag(result, TypeFlag.BYTES_SUBCLASS)) {
      rt.raise(E.TypeError, `__bytes__ returned non-bytes (type ${rt.typeOf(result).name})`);
      rt.decref(result);
      return null;
    }
    const text = bytesText(rt, result);
    rt.decref(result);
    return text;
  }
  if (rt.currentException !== 0) return null;
  if (info.bf_getbuffer !== null) return bytesText(rt, value);
  rt.raise(E.TypeError, `%b requires a bytes-like object, or an object that implements __bytes__, not '${info.name}'`);
  return null;
}
