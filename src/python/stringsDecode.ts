import { unicodeCharacter } from './unicodeNames.js';

/** Is told of the first escape of a literal that means nothing. */
export type EscapeWarning = (message: string) => void;

/** What is wrong with a literal, in CPython's words. */
export class StringDecodeError extends Error {}

/** Line ends inside a literal are `\n` to the interpreter, whatever the file has. */
function normaliseLineEnds(body: string): string {
  return body.includes('\r') ? body.replace(/\r\n?/g, '\n') : body;
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

/**
 * How many bytes CPython's decoder has before offset `end` of `body`: it writes every character beyond ASCII as
 * `\UXXXXXXXX` first, and counts those ten bytes in its messages.
 */
function decoderPosition(body: string, end: number): number {
  let position = 0;
  for (let i = 0; i < end; i++) {
    const code = body.charCodeAt(i);
    if (code < 128) position++;
    else {
      position += 10;
      if (code >= 0xd800 && code < 0xdc00) i++;
    }
  }
  return position;
}

function unicodeError(body: string, backslash: number, end: number, what: string): never {
  const from = decoderPosition(body, backslash);
  const to = decoderPosition(body, end) - 1;
  const where = to > from ? `bytes in position ${from}-${to}` : `byte 0x5c in position ${from}`;
  throw new StringDecodeError(`(unicode error) 'unicodeescape' codec can't decode ${where}: ${what}`);
}

function octalWarning(digits: string): string {
  return `invalid octal escape sequence '\\${digits}'`;
}

/** CPython warns once for each literal. */
function once(warning: EscapeWarning | undefined): EscapeWarning {
  let done = false;
  return (message) => {
    if (!done) warning?.(message);
    done = true;
  };
}

/** The text of a `str` literal's body (without prefix and quotes). Follows string_parser.c: decode_unicode_with_escapes. */
export function decodeStr(source: string, raw: boolean, warning?: EscapeWarning): string {
  const body = normaliseLineEnds(source);
  if (raw || !body.includes('\\')) return body;
  const warn = once(warning);
  let out = '';
  let i = 0;
  for (;;) {
    const backslash = body.indexOf('\\', i);
    if (backslash < 0) return out + body.slice(i);
    out += body.slice(i, backslash);
    const c = body[backslash + 1] ?? '';
    i = backslash + 2;
    const simple = simpleEscapes.get(c);
    if (simple !== undefined) {
      out += simple;
    } else if (c === 'x' || c === 'u' || c === 'U') {
      const count = c === 'x' ? 2 : c === 'u' ? 4 : 8;
      const digits = (/^[0-9a-fA-F]*/.exec(body.slice(i, i + count)) as RegExpExecArray)[0];
      if (digits.length < count) {
        const shape = c === 'x' ? '\\xXX' : c === 'u' ? '\\uXXXX' : '\\UXXXXXXXX';
        unicodeError(body, backslash, i + digits.length, `truncated ${shape} escape`);
      }
      const code = Number.parseInt(digits, 16);
      if (code > 0x10ffff) unicodeError(body, backslash, i + count, 'illegal Unicode character');
      out += String.fromCodePoint(code);
      i += count;
    } else if (c === 'N') {
      const name = /^\{([^}]+)\}/.exec(body.slice(i));
      if (!name) {
        const brace = body[i] === '{' ? body.indexOf('}', i) : -1;
        const end = body[i] !== '{' ? i : brace < 0 ? body.length : brace + 1;
        unicodeError(body, backslash, end, 'malformed \\N character escape');
      }
      const character = unicodeCharacter(name[1]);
      if (character === undefined) {
        unicodeError(body, backslash, i + name[0].length, 'unknown Unicode character name');
      }
      out += character;
      i += name[0].length;
    } else if (c >= '0' && c <= '7') {
      const digits = (/^[0-7]{1,3}/.exec(body.slice(i - 1, i + 2)) as RegExpExecArray)[0];
      const code = Number.parseInt(digits, 8);
      if (code > 0o377) warn(octalWarning(digits));
      out += String.fromCharCode(code);
      i += digits.length - 1;
    } else {
      // In an f-string the backslash can be the last of its piece, in front of a brace.
      warn(`invalid escape sequence '\\${c || '{'}'`);
      out += `\\${c}`;
    }
  }
}

/** The bytes of a `bytes` literal's body. Follows bytesobject.c: _PyBytes_DecodeEscape. */
export function decodeBytes(source: string, raw: boolean, warning?: EscapeWarning): Uint8Array {
  const body = normaliseLineEnds(source);
  const warn = once(warning);
  const out: number[] = [];
  for (let i = 0; i < body.length; i++) {
    const code = body.charCodeAt(i);
    if (code > 127) throw new StringDecodeError('bytes can only contain ASCII literal characters');
    if (code !== 92 || raw) {
      out.push(code);
      continue;
    }
    const c = body[++i] ?? '';
    const simple = simpleEscapes.get(c);
    if (simple !== undefined) {
      if (simple !== '') out.push(simple.charCodeAt(0));
    } else if (c === 'x') {
      const digits = body.slice(i + 1, i + 3);
      if (!/^[0-9a-fA-F]{2}$/.test(digits)) {
        throw new StringDecodeError(`(value error) invalid \\x escape at position ${i - 1}`);
      }
      out.push(Number.parseInt(digits, 16));
      i += 2;
    } else if (c >= '0' && c <= '7') {
      const digits = (/^[0-7]{1,3}/.exec(body.slice(i, i + 3)) as RegExpExecArray)[0];
      const code = Number.parseInt(digits, 8);
      if (code > 0o377) warn(octalWarning(digits));
      out.push(code & 255);
      i += digits.length - 1;
    } else {
      warn(`invalid escape sequence '\\${c}'`);
      out.push(92);
      i--;
    }
  }
  return Uint8Array.from(out);
}
