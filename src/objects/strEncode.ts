/** Encoding str objects and decoding bytes with error handlers. Follows codecs.c and the codecs of unicodeobject.c. */
import { contentOf, newBytes } from './bytesCore.js';
import { makeException, raiseObject } from './exceptionCore.js';
import { newInt } from './intCore.js';
import { type Machine, NotSimulated } from './machine.js';
import { newStr } from './strCore.js';
import { escapeOf } from './strRepr.js';
import { sliceText } from './strText.js';
import { stealTuple } from './tupleCore.js';
import { E } from './typeIds.js';
import { type Codec, type CodecProblem, codecTitle, decodeContent, encodeText, findCodec } from './unicodeCodecs.js';

/** Raises UnicodeEncodeError or UnicodeDecodeError. `object` is borrowed. */
function raiseProblem(rt: Machine, type: number, encoding: string, object: number, problem: CodecProblem): void {
  const args = stealTuple(rt, [
    newStr(rt, encoding),
    rt.newRef(object),
    newInt(rt, problem.start),
    newInt(rt, problem.end),
    newStr(rt, problem.reason),
  ]);
  const exception = makeException(rt, type, args);
  rt.decref(args);
  if (exception !== 0) raiseObject(rt, exception);
}

/** Codecs that are not between text and bytes. */
const NO_TEXT =
  /^(?:rot_?13|hex|hex_codec|base64|base64_codec|base_64|zlib|zlib_codec|zip|bz2|bz2_codec|uu|uu_codec|quopri|quopri_codec|quotedprintable)$/;

/** Encodings that CPython has and the simulator has not. */
const KNOWN =
  /^(?:cp\d+|windows_\d+|iso_?8859_\d+|latin_?\d+|koi8_[rtu]|mac_\w+|ptcp154|big5\w*|shift_jis\w*|sjis\w*|euc_\w+|gb\d+|gbk|hz|iso2022\w*|johab|tis_620|idna|punycode|utf_?7|unicode_escape|raw_unicode_escape|palmos|kz1048)$/;

/** The codec of a name; null with LookupError. */
function codecOf(rt: Machine, encoding: string, decoding: boolean): Codec | null {
  const codec = findCodec(encoding);
  if (codec !== undefined) return codec;
  const name = encoding.toLowerCase().replace(/[^a-z0-9.]+/g, '_');
  if (NO_TEXT.test(name)) {
    const advice = 'use codecs.encode() to handle arbitrary codecs';
    rt.raise(E.LookupError, `'${encoding}' is not a text encoding; ${decoding ? advice.replace('en', 'de') : advice}`);
  } else if (KNOWN.test(name)) throw new NotSimulated(`the encoding ${encoding}`);
  else rt.raise(E.LookupError, `unknown encoding: ${encoding}`);
  return null;
}

function unknownHandler(rt: Machine, errors: string): null {
  rt.raise(E.LookupError, `unknown error handler name '${errors}'`);
  return null;
}

/** `self.encode(encoding, errors)`: a bytes object, or 0 with an exception. */
export function encodeStr(rt: Machine, self: number, encoding: string, errors: string): number {
  const codec = codecOf(rt, encoding, false);
  if (codec === null) return 0;
  const content = encodeText(rt.text(self), codec, (problem) => {
    const points = Array.from(sliceText(rt, self, problem.start, problem.end));
    const codes = points.map((point) => point.codePointAt(0)!);
    const strict = (): null => {
      raiseProblem(rt, E.UnicodeEncodeError, codecTitle(codec), self, problem);
      return null;
    };
    switch (errors) {
      case 'strict':
        return strict();
      case 'ignore':
        return '';
      case 'replace':
        return '?'.repeat(points.length);
      case 'xmlcharrefreplace':
        return codes.map((code) => `&#${code};`).join('');
      case 'backslashreplace':
      case 'namereplace':
        return codes.map(escapeOf).join('');
      case 'surrogateescape':
        if (codes.some((code) => code < 0xdc80 || code > 0xdcff)) return strict();
        return new Uint8Array(codes.map((code) => code - 0xdc00));
      case 'surrogatepass':
        return surrogateBytes(codec, codes) ?? strict();
      default:
        return unknownHandler(rt, errors);
    }
  });
  return content === null ? 0 : newBytes(rt, content);
}

/** Surrogates as the codec would write other characters; null for codecs that cannot. */
function surrogateBytes(codec: Codec, codes: readonly number[]): Uint8Array | null {
  if (codes.some((code) => code < 0xd800 || code > 0xdfff)) return null;
  const bytes: number[] = [];
  for (const code of codes) {
    if (codec === 'utf-8' || codec === 'utf-8-sig')
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else if (codec === 'utf-16' || codec === 'utf-16-le') bytes.push(code & 255, code >> 8);
    else if (codec === 'utf-16-be') bytes.push(code >> 8, code & 255);
    else if (codec === 'utf-32' || codec === 'utf-32-le') bytes.push(code & 255, code >> 8, 0, 0);
    else if (codec === 'utf-32-be') bytes.push(0, 0, code >> 8, code & 255);
    else return null;
  }
  return new Uint8Array(bytes);
}

/** The text of bytes; null with an exception. `object` is the bytes object that errors show (a copy is made of others). */
export function decodeText(
  rt: Machine,
  content: Uint8Array,
  object: number,
  encoding: string,
  errors: string,
): string | null {
  const codec = codecOf(rt, encoding, true);
  if (codec === null) return null;
  return decodeContent(content, codec, (problem) => {
    const { start, end } = problem;
    const bad = content.subarray(start, end);
    const strict = (): null => {
      const shown = object !== 0 ? rt.newRef(object) : newBytes(rt, content);
      const title = codec === 'utf-16' || codec === 'utf-32' ? `${codec}-le` : codecTitle(codec);
      raiseProblem(rt, E.UnicodeDecodeError, title, shown, problem);
      rt.decref(shown);
      return null;
    };
    const consume = end - start;
    switch (errors) {
      case 'strict':
        return strict();
      case 'ignore':
        return { text: '', consume };
      case 'replace':
        return { text: '\ufffd', consume };
      case 'backslashreplace':
        return { text: Array.from(bad, escapeOf).join(''), consume };
      case 'surrogateescape': {
        const escaped = Array.from(bad).filter((byte) => byte >= 128);
        if (escaped.length === 0) return strict();
        return { text: String.fromCharCode(...escaped.map((byte) => 0xdc00 + byte)), consume: escaped.length };
      }
      case 'surrogatepass': {
        const b = content.subarray(start, start + 3);
        if (
          codec !== 'utf-8' ||
          b.length < 3 ||
          b[0] !== 0xed ||
          b[1]! < 0xa0 ||
          b[1]! > 0xbf ||
          (b[2]! & 0xc0) !== 0x80
        ) {
          return strict();
        }
        return { text: String.fromCharCode(0xd000 | ((b[1]! & 63) << 6) | (b[2]! & 63)), consume: 3 };
      }
      default:
        return unknownHandler(rt, errors);
    }
  });
}

/** `object.decode(encoding, errors)` of a bytes-like object: a str, or 0 with an exception. */
export function decodeObject(rt: Machine, object: number, exact: boolean, encoding: string, errors: string): number {
  const content = contentOf(rt, object);
  if (content === null) return 0;
  const text = decodeText(rt, content, exact ? object : 0, encoding, errors);
  return text === null ? 0 : newStr(rt, text);
}
