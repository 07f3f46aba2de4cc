/**
 * Decimal digits of doubles, correctly rounded (ties to even), and their assembly into text.
 * Follows pystrtod.c: PyOS_double_to_string, format_float_short.
 */

/** The value 0.d1d2d3... times ten to the power `point`; no trailing zeros, but at least one digit. */
export interface DecimalDigits {
  readonly digits: string;
  readonly point: number;
}

/** Flags of {@link formatDouble}. */
export const enum DoubleFlag {
  /** A sign for positive values too. */
  SIGN = 1,
  /** At least one digit behind the point for finite values. */
  ADD_DOT_0 = 2,
  /** The alternate form: keeps the point and trailing zeros of 'g'. */
  ALT = 4,
  /** No sign for a zero, also one that rounding made (3.11+). */
  NO_NEG_0 = 8,
}

const ZERO: DecimalDigits = { digits: '0', point: 1 };

function split(exponential: string): DecimalDigits {
  const e = exponential.indexOf('e');
  let digits = exponential[0]! + exponential.slice(2, e);
  let end = digits.length;
  while (end > 1 && digits.charCodeAt(end - 1) === 48) end--;
  if (end < digits.length) digits = digits.slice(0, end);
  return { digits, point: Number(exponential.slice(e + 1)) + 1 };
}

/** The shortest digits that read back as `x`, a finite double of any sign (the sign is left out). */
export function shortestDigits(x: number): DecimalDigits {
  if (x === 0) return ZERO;
  return split(Math.abs(x).toExponential());
}

/** `x` (finite, positive) as an integer times a power of two. */
export function integerAndExponent(x: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  if (biased === 0) return { mantissa: fraction, exponent: -1074 };
  return { mantissa: fraction | 0x10_0000_0000_0000n, exponent: biased - 1075 };
}

/** `x` (finite, positive) times ten to the power `power`, rounded to an integer, ties to even. */
export function scaledRound(x: number, power: number): bigint {
  const { mantissa, exponent } = integerAndExponent(x);
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (power >= 0) numerator *= 10n ** BigInt(power);
  else denominator *= 10n ** BigInt(-power);
  let quotient = numerator / denominator;
  const twice = (numerator - quotient * denominator) * 2n;
  if (twice > denominator || (twice === denominator && (quotient & 1n) === 1n)) quotient += 1n;
  return quotient;
}

function fromScaled(value: bigint, power: number): DecimalDigits {
  if (value === 0n) return { digits: '0', point: 1 };
  const text = value.toString();
  let end = text.length;
  while (end > 1 && text.charCodeAt(end - 1) === 48) end--;
  return { digits: text.slice(0, end), point: text.length - power };
}

/** `x` rounded to `count` significant digits (dtoa's mode 2). */
export function significantDigits(x: number, count: number): DecimalDigits {
  if (x === 0) return ZERO;
  const value = Math.abs(x);
  if (count <= 75) {
    // More digits than asked for: the tail shows whether there can be a tie, which the host rounds differently.
    const long = value.toExponential(count + 24);
    const tail = long.slice(count === 1 ? 2 : count + 1, long.indexOf('e'));
    if (!/^50*$/.test(tail)) return split(value.toExponential(count - 1));
  }
  const exponential = value.toExponential(100);
  let power = count - 1 - Number(exponential.slice(exponential.indexOf('e') + 1));
  let scaled = scaledRound(value, power);
  if (scaled.toString().length > count) {
    // Rounded up to the next power of ten.
    scaled /= 10n;
    power--;
  }
  return fromScaled(scaled, power);
}

/** `x` rounded to `places` digits behind the point, which may be negative (dtoa's mode 3). */
export function fixedDigits(x: number, places: number): DecimalDigits {
  if (x === 0) return ZERO;
  const value = Math.abs(x);
  if (places >= 0 && places <= 100 && value < 1e21) {
    const doubled = value * 2 ** (places + 1);
    if (!Number.isInteger(doubled) || (Number.isInteger(value) && value < 2 ** 53)) {
      const text = value.toFixed(places);
      const dot = text.indexOf('.');
      const whole = dot < 0 ? text : text.slice(0, dot);
      let digits = dot < 0 ? text : whole + text.slice(dot + 1);
      let point = whole.length;
      let start = 0;
      while (start < digits.length && digits.charCodeAt(start) === 48) start++;
      if (start === digits.length) return ZERO;
      let end = digits.length;
      while (digits.charCodeAt(end - 1) === 48) end--;
      digits = digits.slice(start, end);
      point -= start;
      return { digits, point };
    }
  }
  return fromScaled(scaledRound(value, places), places);
}

/**
 * A double as text. `code`: one of e E f F g G r; `precision` as in C's printf (without meaning for 'r').
 * `flags`: bits of {@link DoubleFlag}. Follows pystrtod.c: PyOS_double_to_string.
 */
export function formatDouble(x: number, code: string, precision: number, flags: number): string {
  const upper = code === 'E' || code === 'F' || code === 'G';
  const kind = upper ? code.toLowerCase() : code;
  if (!Number.isFinite(x)) {
    let text: string;
    if (x !== x) text = (flags & DoubleFlag.SIGN) !== 0 ? '+nan' : 'nan';
    else if (x < 0) text = '-inf';
    else text = (flags & DoubleFlag.SIGN) !== 0 ? '+inf' : 'inf';
    return upper ? text.toUpperCase() : text;
  }
  let decimal: DecimalDigits;
  let places = precision;
  let exponential = false;
  /** Position, counted from the point, behind the last digit to write. */
  let end: number;
  const addDot = (flags & DoubleFlag.ADD_DOT_0) !== 0;
  const alternate = (flags & DoubleFlag.ALT) !== 0;
  if (kind === 'r') {
    decimal = shortestDigits(x);
    exponential = decimal.point <= -4 || decimal.point > 16;
    end = decimal.digits.length;
  } else if (kind === 'e') {
    places++;
    decimal = significantDigits(x, places);
    exponential = true;
    end = places;
  } else if (kind === 'f') {
    decimal = fixedDigits(x, places);
    end = decimal.point + places;
  } else {
    if (places === 0) places = 1;
    decimal = significantDigits(x, places);
    exponential = decimal.point <= -4 || decimal.point > places - (addDot ? 1 : 0);
    end = alternate ? places : decimal.digits.length;
  }
  const { digits } = decimal;
  let { point } = decimal;
  let negative = x < 0 || Object.is(x, -0);
  if ((flags & DoubleFlag.NO_NEG_0) !== 0 && digits === '0') negative = false;
  let exponent = 0;
  if (exponential) {
    exponent = point - 1;
    point = 1;
  }
  if (!exponential && addDot) end = Math.max(end, point + 1);
  else end = Math.max(end, point);
  let whole: string;
  let fraction: string;
  if (point <= 0) {
    whole = '0';
    fraction = '0'.repeat(-point) + digits;
    const wanted = end - point;
    fraction = wanted > fraction.length ? fraction.padEnd(wanted, '0') : fraction.slice(0, Math.max(wanted, 0));
  } else {
    const padded = digits.length < end ? digits.padEnd(end, '0') : digits;
    whole = padded.slice(0, point);
    fraction = padded.slice(point);
  }
  let text = negative ? `-${whole}` : (flags & DoubleFlag.SIGN) !== 0 ? `+${whole}` : whole;
  if (fraction !== '' || alternate) text += `.${fraction}`;
  if (exponential) {
    const size = Math.abs(exponent);
    text += `${upper ? 'E' : 'e'}${exponent < 0 ? '-' : '+'}${size < 10 ? '0' : ''}${size}`;
  }
  return text;
}

/** `repr()` of a float. */
export function floatRepr(x: number): string {
  if (Number.isInteger(x) && x < 1e15 && x > -1e15) return Object.is(x, -0) ? '-0.0' : `${x}.0`;
  const size = Math.abs(x);
  // Where the host writes without exponent too, its text is Python's.
  if (size >= 1e-4 && size < 1e15) return `${x}`;
  return formatDouble(x, 'r', 0, DoubleFlag.ADD_DOT_0);
}
