/** `repr()` of text and bytes, `ascii()`. Pure; follows unicodeobject.c: unicode_repr, bytesobject.c: PyBytes_Repr. */
import { isPrintable } from './unicodeData.js';

/** Printable ASCII without quotes and backslashes: needs no escape. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** The shortest numeric escape of a code point: \xhh, \uhhhh, \Uhhhhhhhh. */
export function escapeOf(code: number): string {
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

/** `repr(text)`. */
export function reprOfText(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = quote;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (character === quote || character === '\\') result += `\\${character}`;
    else if (code === 9) result += '\\t';
    else if (code === 10) result += '\\n';
    else if (code === 13) result += '\\r';
    else if (isPrintable(code)) result += character;
    else result += escapeOf(code);
  }
  return result + quote;
}

/** Text with everything that is not ASCII escaped: what `ascii()` makes of a repr. */
export function asciiOfText(text: string): string {
  let result = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    result += code < 128 ? character : escapeOf(code);
  }
  return result;
}

/** `repr(content)` of bytes. */
export function reprOfBytes(content: Uint8Array): string {
  const hasSingle = content.includes(39);
  const quote = hasSingle && !content.includes(34) ? '"' : "'";
  let result = `b${quote}`;
  for (let i = 0; i < content.length; i++) {
    const byte = content[i]!;
    const character = String.fromCharCode(byte);
    if (character === quote || character === '\\') result += `\\${character}`;
    else if (byte === 9) result += '\\t';
    else if (byte === 10) result += '\\n';
    else if (byte === 13) result += '\\r';
    else if (byte < 32 || byte >= 127) result += `\\x${hex(byte, 2)}`;
    else result += character;
  }
  return result + quote;
}
