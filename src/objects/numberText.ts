/** Conversions of objects to numbers: `int()`, `float()`. Follows abstract.c: PyNumber_Long, PyNumber_Float. */
import { index } from './abstract.js';
import { call0 } from './call.js';
import { floatValue, newFloat } from './floatCore.js';
import { intSelf, reservedInt } from './intArithmetic.js';
import { intAsDouble } from './intText.js';
import type { Machine } from './machine.js';
import { digitsAndSpacesToAscii, parseFloatText, parseIntText } from './numberParse.js';
import { boundSpecial } from './specialCall.js';
import { reprText } from './support.js';
import { E, T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';

/** `repr()` of bytes. */
export function bytesText(data: Uint8Array): string {
  const quote = data.includes(39) && !data.includes(34) ? '"' : "'";
  let text = `b${quote}`;
  for (const byte of data) {
    if (byte === 92 || String.fromCharCode(byte) === quote) text += `\\${String.fromCharCode(byte)}`;
    else if (byte === 9) text += '\\t';
    else if (byte === 10) text += '\\n';
    else if (byte === 13) text += '\\r';
    else if (byte < 32 || byte >= 127) text += `\\x${byte.toString(16).padStart(2, '0')}`;
    else text += String.fromCharCode(byte);
  }
  return text + quote;
}

/** Bytes as text of code points below 256. */
export function latin1(data: Uint8Array): string {
  let text = '';
  for (const byte of data) text += String.fromCharCode(byte);
  return text;
}

/** log(base) in digits of 30 bits, for the memory reserved for decimal and other literals. */
function reservedDigits(count: number, base: number): number {
  if ((base & (base - 1)) === 0) return Math.ceil((count * Math.log2(base)) / 30);
  return Math.floor((count * Math.log(base)) / Math.log(2 ** 30) + 1);
}

/** An int from a literal; `shown`: the object's repr for the message, made when it is needed. */
function intFromText(rt: Machine, text: string, base: number, shown: () => string | null): number {
  const parsed = parseIntText(text, base, rt.intMaxStrDigits);
  if (parsed.kind === 'value') return reservedInt(rt, parsed.value, reservedDigits(parsed.digits, parsed.base));
  if (parsed.kind === 'limit') {
    const unit = rt.profile.minor >= 11 ? ' digits' : '';
    return rt.raise(
      E.ValueError,
      `Exceeds the limit (${rt.intMaxStrDigits}${unit}) for integer string conversion: value has ${parsed.digits} digits; use sys.set_int_max_str_digits() to increase the limit`,
    );
  }
  const whole = shown();
  if (whole === null) return 0;
  const points = Array.from(whole);
  const cut = points.length > 200 ? points.slice(0, 200).join('') : whole;
  return rt.raise(E.ValueError, `invalid literal for int() with base ${base}: ${cut}`);
}

/** `int(text, base)` of a str object. Follows longobject.c: PyLong_FromUnicodeObject. */
export function intFromStr(rt: Machine, o: number, base: number): number {
  return intFromText(rt, digitsAndSpacesToAscii(rt.text(o)), base, () => reprText(rt, o));
}

/** `int(data, base)` of bytes. */
export function intFromBytesText(rt: Machine, data: Uint8Array, base: number): number {
  return intFromText(rt, latin1(data), base, () => bytesText(data));
}

/** The result of an `__int__`, `__index__` or `__trunc__` as an exact int; its reference is taken over. */
function exactInt(rt: Machine, result: number): number {
  if (result === 0 || rt.is(result, T.INT)) return result;
  const exact = intSelf(rt, result);
  rt.decref(result);
  return exact;
}

/** `int(o)`: new reference or 0. */
export function numberLong(rt: Machine, o: number): number {
  if (rt.is(o, T.INT)) return rt.newRef(o);
  const info = rt.typeOf(o);
  if (info.nb_int !== null) {
    const result = info.nb_int(rt, o);
    if (result === 0 || rt.is(result, T.INT)) return result;
    if (!rt.isInt(result)) {
      const name = rt.typeOf(result).name;
      rt.decref(result);
      return rt.raise(E.TypeError, `__int__ returned non-int (type ${name})`);
    }
    const warned = rt.warn(
      E.DeprecationWarning,
      `__int__ returned non-int (type ${rt.typeOf(result).name}).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python.`,
    );
    if (warned < 0) {
      rt.decref(result);
      return 0;
    }
    return exactInt(rt, result);
  }
  if (info.nb_index !== null) return exactInt(rt, index(rt, o));
  if (rt.profile.minor < 14) {
    const trunc = boundSpecial(rt, o, '__trunc__');
    if (trunc !== 0) {
      if (
        rt.profile.minor >= 11 &&
        rt.warn(E.DeprecationWarning, 'The delegation of int() to __trunc__ is deprecated.') < 0
      ) {
        rt.decref(trunc);
        return 0;
      }
      const result = call0(rt, trunc);
      rt.decref(trunc);
      if (result === 0 || rt.isInt(result)) return exactInt(rt, result);
      const resultInfo = rt.typeOf(result);
      if (resultInfo.nb_index === null) {
        rt.decref(result);
        return rt.raise(E.TypeError, `__trunc__ returned non-Integral (type ${resultInfo.fullName})`);
      }
      const whole = index(rt, result);
      rt.decref(result);
      return exactInt(rt, whole);
    }
    if (rt.currentException !== 0) return 0;
  }
  if (rt.isStr(o)) return intFromStr(rt, o, 10);
  if (info.bf_getbuffer !== null) {
    const data = info.bf_getbuffer(rt, o);
    return data === null ? 0 : intFromBytesText(rt, data, 10);
  }
  const number = rt.profile.minor >= 10 ? 'a real number' : 'a number';
  return rt.raise(
    E.TypeError,
    `int() argument must be a string, a bytes-like object or ${number}, not '${info.fullName}'`,
  );
}

/** `float(o)`: new reference or 0. */
export function numberFloat(rt: Machine, o: number): number {
  if (rt.is(o, T.FLOAT)) return rt.newRef(o);
  const info = rt.typeOf(o);
  if (info.nb_float !== null) {
    const result = info.nb_float(rt, o);
    if (result === 0 || rt.is(result, T.FLOAT)) return result;
    const resultName = rt.typeOf(result).name;
    if (!rt.isInstance(result, T.FLOAT)) {
      rt.decref(result);
      return rt.raise(E.TypeError, `${info.fullName}.__float__ returned non-float (type ${resultName})`);
    }
    const warned = rt.warn(
      E.DeprecationWarning,
      `${info.fullName}.__float__ returned non-float (type ${resultName}).  The ability to return an instance of a strict subclass of float is deprecated, and may be removed in a future version of Python.`,
    );
    const x = floatValue(rt, result);
    rt.decref(result);
    return warned < 0 ? 0 : newFloat(rt, x);
  }
  if (info.nb_index !== null) {
    const whole = index(rt, o);
    if (whole === 0) return 0;
    const x = intAsDouble(rt, whole);
    rt.decref(whole);
    return Number.isNaN(x) ? 0 : newFloat(rt, x);
  }
  if (rt.isInstance(o, T.FLOAT)) return newFloat(rt, floatValue(rt, o));
  let text: string;
  let data: Uint8Array | null = null;
  if (rt.isStr(o)) text = rt.text(o);
  else if (info.bf_getbuffer !== null) {
    data = info.bf_getbuffer(rt, o);
    if (data === null) return 0;
    text = latin1(data);
  } else {
    const number = rt.profile.minor >= 10 ? 'a real number' : 'a number';
    return rt.raise(E.TypeError, `float() argument must be a string or ${number}, not '${info.fullName}'`);
  }
  const x = parseFloatText(text);
  if (x !== null) return newFloat(rt, x);
  const shown = data !== null ? bytesText(data) : reprText(rt, o);
  return shown === null ? 0 : rt.raise(E.ValueError, `could not convert string to float: ${shown}`);
}

/**
 * The value of a real number object as a double. On an error the result is NaN and the exception is set: check
 * {@link failedDouble}. Follows floatobject.c: PyFloat_AsDouble.
 */
export function asDouble(rt: Machine, o: number): number {
  if (rt.is(o, T.FLOAT)) return floatValue(rt, o);
  if (rt.is(o, T.INT)) return intAsDouble(rt, o);
  if (rt.isInstance(o, T.FLOAT)) return floatValue(rt, o);
  const info = rt.typeOf(o);
  if (info.nb_float === null) {
    if (info.nb_index === null) {
      rt.raise(E.TypeError, `must be real number, not ${info.fullName}`);
      return Number.NaN;
    }
    const whole = index(rt, o);
    if (whole === 0) return Number.NaN;
    const x = intAsDouble(rt, whole);
    rt.decref(whole);
    return x;
  }
  const result = numberFloat(rt, o);
  if (result === 0) return Number.NaN;
  const x = floatValue(rt, result);
  rt.decref(result);
  return x;
}

/** Whether {@link asDouble} ended in an exception. */
export function failedDouble(rt: Machine, x: number): boolean {
  return x !== x && rt.currentException !== 0;
}

/** Whether the object is an int or an instance of a subclass of int, by flag. */
export function isIntObject(rt: Machine, o: number): boolean {
  return rt.is(o, T.INT) || rt.hasFlag(o, TypeFlag.LONG_SUBCLASS);
}
