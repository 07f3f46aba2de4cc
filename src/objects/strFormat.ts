/** `format()`, `str.format`, `str.format_map`. Follows unicode_format.h, and formatter_unicode.c for str. */
import { Ob } from '../memory/layout.js';
import { call1 } from './call.js';
import { raiseWithArgument } from './exceptionCore.js';
import { floatValue } from './floatCore.js';
import { newInt } from './intCore.js';
import type { Machine } from './machine.js';
import { formatFloat, formatInt, plainNumberText } from './numberFormat.js';
import { type FormatSpec, padText, parseFormatSpec, unknownFormatCode } from './numberFormatSpec.js';
import { getAttr, getItem, lookupSpecial, repr, str } from './object.js';
import { internStr, newStr } from './strCore.js';
import { asciiOfText } from './strRepr.js';
import { sliceText, unchanged } from './strText.js';
import { StrWriter } from './strWriter.js';
import { tupleItem, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';

/** `format(value, spec)`; `spec` is a borrowed str object, or 0 for none. New reference or 0. Follows PyObject_Format. */
export function format(rt: Machine, value: number, spec: number): number {
  if (spec === 0 || rt.length(spec) === 0) {
    if (rt.is(value, T.STR)) return rt.newRef(value);
    if (rt.is(value, T.INT)) return str(rt, value);
  }
  const method = lookupSpecial(rt, value, internStr(rt, '__format__'));
  if (method === 0) {
    return rt.raise(E.TypeError, `Type ${rt.typeOf(value).name} doesn't define __format__`);
  }
  const get = rt.typeOf(method).tp_descr_get;
  const bound = get === null ? rt.newRef(method) : get(rt, method, value, rt.M[value + Ob.TYPE]!);
  if (bound === 0) return 0;
  const result = call1(rt, bound, spec === 0 ? S.EMPTY_STR : spec);
  rt.decref(bound);
  if (result !== 0 && !rt.isStr(result)) {
    const name = rt.typeOf(result).name;
    rt.decref(result);
    return rt.raise(E.TypeError, `__format__ must return a str, not ${name}`);
  }
  return result;
}

/** `str.__format__` with a specification that is not empty: the text, or null with ValueError. */
function formattedText(rt: Machine, value: number, spec: string): { text: string; whole: boolean } | null {
  const parsed = parseFormatSpec(rt, spec, rt.typeOf(value).name, 's', '<');
  if (parsed === null) return null;
  if (parsed.type !== 's') return unknownFormatCode(rt, parsed.type, rt.typeOf(value).name);
  const problem = refusal(rt, parsed);
  if (problem !== '') {
    rt.raise(E.ValueError, problem);
    return null;
  }
  const length = rt.length(value);
  if (parsed.width <= length && (parsed.precision === -1 || parsed.precision >= length)) {
    return { text: rt.text(value), whole: true };
  }
  const kept = parsed.precision >= 0 && parsed.precision < length ? parsed.precision : length;
  const text = kept === length ? rt.text(value) : sliceText(rt, value, 0, kept);
  return { text: padText(parsed, text, Math.max(0, parsed.width - kept)), whole: false };
}

/** Why a specification does not suit text, or ''. Follows format_string_internal. */
function refusal(rt: Machine, spec: FormatSpec): string {
  if (spec.sign !== '') {
    if (spec.sign === ' ' && rt.profile.minor >= 9) return 'Space not allowed in string format specifier';
    return 'Sign not allowed in string format specifier';
  }
  if (spec.noNegativeZero) return 'Negative zero coercion (z) not allowed in string format specifier';
  if (spec.alternate) return 'Alternate form (#) not allowed in string format specifier';
  if (spec.align === '=') return "'=' alignment not allowed in string format specifier";
  return '';
}

/** `str.__format__(value, spec)`. */
export function formatStr(rt: Machine, value: number, spec: string): number {
  if (spec === '') return rt.is(value, T.STR) ? rt.newRef(value) : str(rt, value);
  const formatted = formattedText(rt, value, spec);
  if (formatted === null) return 0;
  if (formatted.whole) return unchanged(rt, value);
  return newStr(rt, formatted.text);
}

/** Where the fields without a name stand. */
interface Numbering {
  mode: 'init' | 'auto' | 'manual';
  next: number;
}

interface FormatArgs {
  /** A tuple, or 0 in format_map. */
  readonly args: number;
  /** A mapping, or 0. */
  readonly kwargs: number;
  readonly numbering: Numbering;
}

function fail(rt: Machine, message: string): false {
  rt.raise(E.ValueError, message);
  return false;
}

/** `self.format(*args, **kwargs)`: `args` a tuple or 0, `kwargs` a mapping or 0. Follows do_string_format. */
export function formatTemplate(rt: Machine, self: number, args: number, kwargs: number): number {
  const given: FormatArgs = { args, kwargs, numbering: { mode: 'init', next: 0 } };
  return buildString(rt, self, rt.text(self), given, 2);
}

/** Follows build_string. `whole`: the str object of the template when there is one (a template without fields is itself). */
function buildString(rt: Machine, whole: number, template: string, given: FormatArgs, depth: number): number {
  if (depth <= 0) {
    fail(rt, 'Max string recursion exceeded');
    return 0;
  }
  const writer = new StrWriter(rt);
  writer.overallocate = true;
  writer.minLength = (whole === 0 ? template.length : rt.length(whole)) + 100;
  if (!writeMarkup(rt, writer, whole, template, given, depth)) {
    writer.drop();
    return 0;
  }
  return writer.finish();
}

/** Follows do_markup and MarkupIterator_next. */
function writeMarkup(
  rt: Machine,
  writer: StrWriter,
  whole: number,
  template: string,
  given: FormatArgs,
  depth: number,
): boolean {
  const n = template.length;
  let at = 0;
  while (at < n) {
    const start = at;
    let brace = '';
    while (at < n) {
      const c = template[at++]!;
      if (c === '{' || c === '}') {
        brace = c;
        break;
      }
    }
    const atEnd = at >= n;
    let end = at;
    let field = brace !== '';
    if (brace === '}' && (atEnd || template[at] !== '}')) return fail(rt, "Single '}' encountered in format string");
    if (atEnd && brace === '{') return fail(rt, "Single '{' encountered in format string");
    if (!atEnd) {
      if (template[at] === brace) {
        at++;
        field = false;
      } else end--;
    }
    if (end > start) {
      if (!field && at >= n) writer.overallocate = false;
      if (start === 0 && end === n && whole !== 0) writer.writeStr(whole);
      else writer.writeText(template.slice(start, end));
    }
    if (field) {
      at = writeField(rt, writer, template, at, given, depth);
      if (at < 0) return false;
    }
  }
  return true;
}

/** Parses and renders the field behind a brace; the position behind it, or -1. Follows parse_field and output_markup. */
function writeField(
  rt: Machine,
  writer: StrWriter,
  template: string,
  from: number,
  given: FormatArgs,
  depth: number,
): number {
  const n = template.length;
  let at = from;
  let c = '';
  scan: while (at < n) {
    c = template[at++]!;
    switch (c) {
      case '{':
        fail(rt, "unexpected '{' in field name");
        return -1;
      case '[':
        while (at < n && template[at] !== ']') at++;
        continue;
      case '}':
      case ':':
      case '!':
        break scan;
    }
  }
  const name = template.slice(from, c === '}' || c === ':' || c === '!' ? at - 1 : at);
  let conversion = '';
  let spec = '';
  let nested = false;
  if (c === '!' || c === ':') {
    let closed = false;
    if (c === '!') {
      if (at >= n) {
        fail(rt, 'end of string while looking for conversion specifier');
        return -1;
      }
      conversion = String.fromCodePoint(template.codePointAt(at)!);
      at += conversion.length;
      if (at < n) {
        c = template[at++]!;
        closed = c === '}';
        if (!closed && c !== ':') {
          fail(rt, "expected ':' after conversion specifier");
          return -1;
        }
      }
    }
    if (!closed) {
      const start = at;
      let open = 1;
      while (at < n && open > 0) {
        const s = template[at++]!;
        if (s === '{') {
          nested = true;
          open++;
        } else if (s === '}') open--;
      }
      if (open > 0) {
        fail(rt, "unmatched '{' in format spec");
        return -1;
      }
      spec = template.slice(start, at - 1);
    }
  } else if (c !== '}') {
    fail(rt, "expected '}' before end of string");
    return -1;
  }
  if (at >= n) writer.overallocate = false;
  let object = fieldObject(rt, name, given);
  if (object === 0) return -1;
  if (conversion !== '') {
    const converted = convert(rt, object, conversion);
    rt.decref(object);
    if (converted === 0) return -1;
    object = converted;
  }
  let expanded = 0;
  if (nested) {
    expanded = buildString(rt, 0, spec, given, depth - 1);
    if (expanded === 0) {
      rt.decref(object);
      return -1;
    }
    spec = rt.text(expanded);
  }
  const ok = renderField(rt, writer, object, spec);
  rt.decref(object);
  if (expanded !== 0) rt.decref(expanded);
  return ok ? at : -1;
}

/** Follows do_conversion. */
function convert(rt: Machine, object: number, conversion: string): number {
  if (conversion === 'r') return repr(rt, object);
  if (conversion === 's') return str(rt, object);
  if (conversion === 'a') return asciiRepr(rt, object);
  const code = conversion.codePointAt(0)!;
  const shown = code > 32 && code < 127 ? conversion : `\\x${code.toString(16)}`;
  return rt.raise(E.ValueError, `Unknown conversion specifier ${shown}`);
}

/** `ascii(object)`. Follows PyObject_ASCII. */
export function asciiRepr(rt: Machine, object: number): number {
  const shown = repr(rt, object);
  if (shown === 0) return 0;
  const text = rt.text(shown);
  const escaped = asciiOfText(text);
  if (escaped === text) return shown;
  rt.decref(shown);
  return newStr(rt, escaped);
}

/** Follows render_field: text and numbers are written without `__format__`. */
function renderField(rt: Machine, writer: StrWriter, object: number, spec: string): boolean {
  const plain = spec === '' ? plainNumberText(rt, object) : null;
  if (rt.is(object, T.STR)) {
    if (spec === '') {
      writer.writeStr(object);
      return true;
    }
    const formatted = formattedText(rt, object, spec);
    if (formatted === null) return false;
    if (formatted.whole) writer.writeStr(object);
    else writer.writeText(formatted.text);
    return true;
  }
  if (rt.is(object, T.INT) || rt.is(object, T.FLOAT)) {
    let text = plain;
    if (spec !== '') {
      text = rt.is(object, T.INT) ? formatInt(rt, object, spec) : formatFloat(rt, floatValue(rt, object), spec);
    }
    if (text === null) return false;
    writer.writeText(text);
    return true;
  }
  const specObject = newStr(rt, spec);
  const result = format(rt, object, specObject);
  rt.decref(specObject);
  if (result === 0) return false;
  writer.writeStr(result);
  rt.decref(result);
  return true;
}

/** A decimal number, -1 when the text is none, NaN (with ValueError) when it is too long. Follows get_integer. */
function integerOf(rt: Machine, text: string): number {
  if (!/^[0-9]+$/.test(text)) return -1;
  const value = Number(text);
  if (value > Number.MAX_SAFE_INTEGER) {
    fail(rt, 'Too many decimal digits in format string');
    return Number.NaN;
  }
  return value;
}

/** The value a field names, new reference or 0. Follows get_field_object. */
function fieldObject(rt: Machine, name: string, given: FormatArgs): number {
  let at = 0;
  while (at < name.length && name[at] !== '.' && name[at] !== '[') at++;
  const first = name.slice(0, at);
  let index = integerOf(rt, first);
  if (Number.isNaN(index)) return 0;
  const numbering = given.numbering;
  if (first === '' || index !== -1) {
    if (numbering.mode === 'init') numbering.mode = first === '' ? 'auto' : 'manual';
    if (first === '' && numbering.mode === 'manual') {
      return rt.raise(E.ValueError, 'cannot switch from manual field specification to automatic field numbering');
    }
    if (first !== '' && numbering.mode === 'auto') {
      return rt.raise(E.ValueError, 'cannot switch from automatic field numbering to manual field specification');
    }
    if (first === '') index = numbering.next++;
  }
  let object: number;
  if (index === -1) {
    const key = newStr(rt, first);
    if (given.kwargs === 0) {
      raiseWithArgument(rt, E.KeyError, key);
      rt.decref(key);
      return 0;
    }
    object = getItem(rt, given.kwargs, key);
    rt.decref(key);
  } else {
    if (given.args === 0) return rt.raise(E.ValueError, 'Format string contains positional fields');
    if (index >= tupleLength(rt, given.args)) {
      return rt.raise(E.IndexError, `Replacement index ${index} out of range for positional args tuple`);
    }
    object = rt.newRef(tupleItem(rt, given.args, index));
  }
  while (object !== 0 && at < name.length) {
    const c = name[at++]!;
    let next = 0;
    if (c === '.') {
      const start = at;
      while (at < name.length && name[at] !== '.' && name[at] !== '[') at++;
      if (at === start) fail(rt, 'Empty attribute in format string');
      else {
        const attribute = newStr(rt, name.slice(start, at));
        next = getAttr(rt, object, attribute);
        rt.decref(attribute);
      }
    } else if (c === '[') {
      const close = name.indexOf(']', at);
      if (close < 0) fail(rt, "Missing ']' in format string");
      else {
        const text = name.slice(at, close);
        at = close + 1;
        if (text === '') fail(rt, 'Empty attribute in format string');
        else next = itemOf(rt, object, text);
      }
    } else fail(rt, "Only '.' or '[' may follow ']' in format field specifier");
    rt.decref(object);
    object = next;
  }
  return object;
}

function itemOf(rt: Machine, object: number, text: string): number {
  const index = integerOf(rt, text);
  if (Number.isNaN(index)) return 0;
  const key = index === -1 ? newStr(rt, text) : newInt(rt, index);
  const result = getItem(rt, object, key);
  rt.decref(key);
  return result;
}
