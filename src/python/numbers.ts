import type { ConstantValue } from './ast.js';

/**
 * The error CPython's tokenizer has for a number that starts at `start`, or null. Follows tokenizer.c: tok_get and
 * verify_end_of_number. `column` is the offset the error points at, relative to the number's start.
 */
export interface NumberError {
  message: string;
  /** The offset of the character complained of, from the number's start. */
  at: number;
  /** How far the token reaches, from the number's start. */
  length: number;
  /** What comes behind is wrong, which the tokenizer looks at since 3.10 only. */
  atEnd?: boolean;
}

/** The value of a well-formed number literal. */
export function numberValue(literal: string): ConstantValue {
  const text = literal.replaceAll('_', '').toLowerCase();
  if (/^0[xob]/.test(text)) return { type: 'int', value: BigInt(text) };
  if (text.endsWith('j')) return { type: 'complex', imag: Number(text.slice(0, -1)) };
  if (/[.e]/.test(text)) return { type: 'float', value: Number(text) };
  return { type: 'int', value: BigInt(text.replace(/^0+(?=.)/, '')) };
}

/** What CPython calls a number in its messages. */
export function numberKind(literal: string): string {
  if (/^0x/i.test(literal)) return 'hexadecimal';
  if (/^0o/i.test(literal)) return 'octal';
  if (/^0b/i.test(literal)) return 'binary';
  return /j$/i.test(literal) ? 'imaginary' : 'decimal';
}

const identifierPart = /[\p{ID_Continue}_]/u;

/** Keywords that may follow a number without a space, as in `1if x else y`. */
const followers = ['and', 'else', 'for', 'if', 'in', 'is', 'or', 'not'];

/** Follows tokenizer.c: verify_end_of_number. */
function wrongEnd(text: string, end: number, kind: string): string | null {
  const rest = text.slice(end, end + 8);
  if (rest === '' || !identifierPart.test(String.fromCodePoint(rest.codePointAt(0) as number))) return null;
  if (followers.some((word) => rest.startsWith(word))) return null;
  return `invalid ${kind} literal`;
}

/**
 * Reads the number that starts at `start` as CPython's tokenizer does.
 * Returns its length, or the error the tokenizer raises there.
 */
export function scanNumber(text: string, start: number): { length: number; error: NumberError | null } {
  let at = start;
  const failure = (message: string, offset: number) => ({
    length: offset - start,
    error: { message, at: offset - start, length: offset - start + 1 },
  });
  const isDigit = (offset: number) => text[offset] >= '0' && text[offset] <= '9';
  /** Digits with single underscores between them. */
  const decimalTail = (): boolean => {
    for (;;) {
      while (isDigit(at)) at++;
      if (text[at] !== '_') return true;
      at++;
      if (!isDigit(at)) return false;
    }
  };
  const finish = (kind: string) => {
    const message = wrongEnd(text, at, kind);
    // CPython points at the last character it has taken as part of the number.
    if (!message) return { length: at - start, error: null };
    const length = at - start;
    return { length, error: { message, at: length - 1, length, atEnd: true } };
  };
  const fraction = () => {
    if (isDigit(at) && !decimalTail()) return failure('invalid decimal literal', at - 1);
    return exponent();
  };
  const exponent = () => {
    if (text[at] === 'e' || text[at] === 'E') {
      const sign = text[at + 1] === '+' || text[at + 1] === '-' ? 1 : 0;
      if (isDigit(at + 1 + sign)) {
        at += 1 + sign;
        if (!decimalTail()) return failure('invalid decimal literal', at - 1);
      } else if (sign) {
        at += 2;
        return failure('invalid decimal literal', at - 1);
      } else {
        return finish('decimal');
      }
    }
    return imaginary('decimal');
  };
  const imaginary = (kind: string) => {
    if (text[at] === 'j' || text[at] === 'J') {
      at++;
      return finish('imaginary');
    }
    return finish(kind);
  };

  if (text[at] === '.') {
    at++;
    return fraction();
  }
  const radix = text[at] === '0' ? (text[at + 1] ?? '').toLowerCase() : '';
  if (radix === 'x' || radix === 'o' || radix === 'b') {
    const kind = radix === 'x' ? 'hexadecimal' : radix === 'o' ? 'octal' : 'binary';
    const digits = radix === 'x' ? /[0-9a-fA-F]/ : radix === 'o' ? /[0-7]/ : /[01]/;
    at += 2;
    for (;;) {
      if (text[at] === '_') at++;
      if (!digits.test(text[at] ?? '')) {
        if (isDigit(at)) return failure(`invalid digit '${text[at]}' in ${kind} literal`, at);
        return failure(`invalid ${kind} literal`, at - 1);
      }
      while (digits.test(text[at] ?? '')) at++;
      if (text[at] !== '_') break;
    }
    if (isDigit(at)) return failure(`invalid digit '${text[at]}' in ${kind} literal`, at);
    return finish(kind);
  }
  let nonZero = text[at] !== '0';
  const first = at;
  if (!decimalTail()) return failure('invalid decimal literal', at - 1);
  if (!nonZero) nonZero = /[1-9]/.test(text.slice(first, at));
  if (text[at] === '.') {
    at++;
    return fraction();
  }
  if (text[at] === 'e' || text[at] === 'E') return exponent();
  if (text[at] === 'j' || text[at] === 'J') return imaginary('decimal');
  if (text[first] === '0' && nonZero) {
    return {
      length: at - start,
      error: {
        message: 'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
        at: 0,
        length: (/^0*/.exec(text.slice(start, at)) as RegExpExecArray)[0].length,
      },
    };
  }
  return finish('decimal');
}
