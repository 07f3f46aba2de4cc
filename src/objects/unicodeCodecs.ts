/**
 * Text to bytes and back for the built-in encodings. Pure: what to do about a piece that cannot be converted is asked
 * of a handler. Positions in text are code points, in content bytes, both 0-based. Follows unicodeobject.c's codecs.
 */

/** The encodings that are simulated. */
export type Codec =
  | 'utf-8'
  | 'utf-8-sig'
  | 'ascii'
  | 'latin-1'
  | 'cp1252'
  | 'utf-16'
  | 'utf-16-le'
  | 'utf-16-be'
  | 'utf-32'
  | 'utf-32-le'
  | 'utf-32-be';

/** A piece of the input that cannot be converted. */
export interface CodecProblem {
  readonly start: number;
  /** Past the last. */
  readonly end: number;
  readonly reason: string;
}

/** Replaces a piece of text that cannot be encoded: by text to encode instead, by bytes, or null after an error. */
export type EncodeHandler = (problem: CodecProblem) => string | Uint8Array | null;

/** Replaces bytes that cannot be decoded: by text, or null after an error. `consume` bytes are taken from `start` on. */
export type DecodeHandler = (problem: CodecProblem) => { readonly text: string; readonly consume: number } | null;

const ALIASES: ReadonlyMap<string, Codec> = new Map<string, Codec>([
  ['utf_8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['u8', 'utf-8'],
  ['utf', 'utf-8'],
  ['cp65001', 'utf-8'],
  ['utf8_ucs2', 'utf-8'],
  ['utf8_ucs4', 'utf-8'],
  ['utf_8_sig', 'utf-8-sig'],
  ['ascii', 'ascii'],
  ['us_ascii', 'ascii'],
  ['us', 'ascii'],
  ['646', 'ascii'],
  ['ansi_x3.4_1968', 'ascii'],
  ['iso646_us', 'ascii'],
  ['latin_1', 'latin-1'],
  ['latin1', 'latin-1'],
  ['latin', 'latin-1'],
  ['l1', 'latin-1'],
  ['iso_8859_1', 'latin-1'],
  ['iso8859_1', 'latin-1'],
  ['iso8859', 'latin-1'],
  ['8859', 'latin-1'],
  ['cp819', 'latin-1'],
  ['cp1252', 'cp1252'],
  ['windows_1252', 'cp1252'],
  ['1252', 'cp1252'],
  ['utf_16', 'utf-16'],
  ['utf16', 'utf-16'],
  ['u16', 'utf-16'],
  ['utf_16_le', 'utf-16-le'],
  ['utf_16le', 'utf-16-le'],
  ['unicodelittleunmarked', 'utf-16-le'],
  ['utf_16_be', 'utf-16-be'],
  ['utf_16be', 'utf-16-be'],
  ['unicodebigunmarked', 'utf-16-be'],
  ['utf_32', 'utf-32'],
  ['utf32', 'utf-32'],
  ['u32', 'utf-32'],
  ['utf_32_le', 'utf-32-le'],
  ['utf_32le', 'utf-32-le'],
  ['utf_32_be', 'utf-32-be'],
  ['utf_32be', 'utf-32-be'],
]);

/** Characters of cp1252 from 0x80 on; 0 where there is none. */
const CP1252: readonly number[] = [
  0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0, 0, 0x2018,
  0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178,
];

/** The codec of an encoding's name, or undefined. */
export function findCodec(name: string): Codec | undefined {
  return ALIASES.get(
    name
      .toLowerCase()
      .replace(/[^a-z0-9.]+/g, '_')
      .replace(/^_|_$/g, ''),
  );
}

/** How error messages call the codec. */
export function codecTitle(codec: Codec): string {
  return codec === 'cp1252' ? 'charmap' : codec === 'utf-8-sig' ? 'utf-8' : codec;
}

/** A growing array of bytes. */
class Output {
  bytes = new Uint8Array(64);
  length = 0;

  push(byte: number): void {
    if (this.length === this.bytes.length) this.grow(1);
    this.bytes[this.length++] = byte;
  }

  append(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.bytes.length) this.grow(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  private grow(more: number): void {
    const next = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    next.set(this.bytes.subarray(0, this.length));
    this.bytes = next;
  }

  result(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

/** Whether the codec has the character. */
function encodable(codec: Codec, code: number): boolean {
  switch (codec) {
    case 'ascii':
      return code < 128;
    case 'latin-1':
      return code < 256;
    case 'cp1252':
      return code < 128 || (code >= 160 && code < 256) || CP1252.includes(code);
    default:
      return !isSurrogate(code);
  }
}

function reasonOf(codec: Codec): string {
  if (codec === 'ascii') return 'ordinal not in range(128)';
  if (codec === 'latin-1') return 'ordinal not in range(256)';
  if (codec === 'cp1252') return 'character maps to <undefined>';
  return 'surrogates not allowed';
}

function put(codec: Codec, out: Output, code: number): void {
  switch (codec) {
    case 'utf-8':
    case 'utf-8-sig':
      if (code < 0x80) out.push(code);
      else if (code < 0x800) {
        out.push(0xc0 | (code >> 6));
        out.push(0x80 | (code & 63));
      } else if (code < 0x10000) {
        out.push(0xe0 | (code >> 12));
        out.push(0x80 | ((code >> 6) & 63));
        out.push(0x80 | (code & 63));
      } else {
        out.push(0xf0 | (code >> 18));
        out.push(0x80 | ((code >> 12) & 63));
        out.push(0x80 | ((code >> 6) & 63));
        out.push(0x80 | (code & 63));
      }
      return;
    case 'ascii':
    case 'latin-1':
      out.push(code);
      return;
    case 'cp1252':
      out.push(code < 256 ? code : 128 + CP1252.indexOf(code));
      return;
    case 'utf-16':
    case 'utf-16-le':
    case 'utf-16-be': {
      const units = code < 0x10000 ? [code] : [0xd7c0 + (code >> 10), 0xdc00 | (code & 0x3ff)];
      for (const unit of units) {
        out.push(codec === 'utf-16-be' ? unit >> 8 : unit & 255);
        out.push(codec === 'utf-16-be' ? unit & 255 : unit >> 8);
      }
      return;
    }
    default:
      for (let i = 0; i < 4; i++) out.push((code >> (codec === 'utf-32-be' ? 24 - 8 * i : 8 * i)) & 255);
  }
}

/** Encodes a text; null when the handler gave up. */
export function encodeText(text: string, codec: Codec, handler: EncodeHandler): Uint8Array | null {
  const out = new Output();
  if (codec === 'utf-8-sig') out.append(new Uint8Array([0xef, 0xbb, 0xbf]));
  if (codec === 'utf-16') out.append(new Uint8Array([0xff, 0xfe]));
  if (codec === 'utf-32') out.append(new Uint8Array([0xff, 0xfe, 0, 0]));
  const n = text.length;
  let position = 0;
  for (let i = 0; i < n; ) {
    const code = text.codePointAt(i)!;
    if (encodable(codec, code)) {
      put(codec, out, code);
      i += code > 0xffff ? 2 : 1;
      position++;
      continue;
    }
    // The whole run of characters that cannot be encoded is one problem.
    const start = position;
    while (i < n) {
      const next = text.codePointAt(i)!;
      if (encodable(codec, next)) break;
      i += next > 0xffff ? 2 : 1;
      position++;
    }
    const replacement = handler({ start, end: position, reason: reasonOf(codec) });
    if (replacement === null) return null;
    if (typeof replacement !== 'string') out.append(replacement);
    else {
      for (const c of replacement) {
        const other = c.codePointAt(0)!;
        if (!encodable(codec, other)) {
          handler({ start, end: position, reason: reasonOf(codec) });
          return null;
        }
        put(codec, out, other);
      }
    }
  }
  return out.result();
}

/** Latin-1 text of a piece of content. */
export function latinText(content: Uint8Array): string {
  let text = '';
  for (let at = 0; at < content.length; at += 8192) {
    text += String.fromCharCode(...content.subarray(at, at + 8192));
  }
  return text;
}

/** Decodes content; null when the handler gave up. */
export function decodeContent(content: Uint8Array, codec: Codec, handler: DecodeHandler): string | null {
  switch (codec) {
    case 'utf-8':
      return decodeUtf8(content, 0, handler);
    case 'utf-8-sig':
      return decodeUtf8(content, content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf ? 3 : 0, handler);
    case 'latin-1':
      return latinText(content);
    case 'ascii':
    case 'cp1252':
      return decodeBytes(content, codec, handler);
    case 'utf-16':
    case 'utf-16-le':
    case 'utf-16-be':
      return decodeUtf16(content, codec, handler);
    default:
      return decodeUtf32(content, codec, handler);
  }
}

function isAscii(content: Uint8Array): boolean {
  for (let i = 0; i < content.length; i++) if (content[i]! > 127) return false;
  return true;
}

function decodeBytes(content: Uint8Array, codec: 'ascii' | 'cp1252', handler: DecodeHandler): string | null {
  if (isAscii(content)) return latinText(content);
  let text = '';
  for (let i = 0; i < content.length; ) {
    const byte = content[i]!;
    const code = byte < 128 ? byte : codec === 'ascii' ? 0 : byte < 160 ? CP1252[byte - 128]! : byte;
    if (code !== 0 || byte === 0) {
      text += String.fromCharCode(code);
      i++;
      continue;
    }
    const fixed = handler({ start: i, end: i + 1, reason: reasonOf(codec) });
    if (fixed === null) return null;
    text += fixed.text;
    i += fixed.consume;
  }
  return text;
}

function decodeUtf8(content: Uint8Array, from: number, handler: DecodeHandler): string | null {
  if (isAscii(content)) return latinText(content);
  const n = content.length;
  let text = '';
  let i = from;
  while (i < n) {
    const lead = content[i]!;
    if (lead < 0x80) {
      text += String.fromCharCode(lead);
      i++;
      continue;
    }
    const problem = utf8Problem(content, i, n);
    if (problem === null) {
      if (lead < 0xe0) {
        text += String.fromCharCode(((lead & 31) << 6) | (content[i + 1]! & 63));
        i += 2;
      } else if (lead < 0xf0) {
        text += String.fromCharCode(((lead & 15) << 12) | ((content[i + 1]! & 63) << 6) | (content[i + 2]! & 63));
        i += 3;
      } else {
        text += String.fromCodePoint(
          ((lead & 7) << 18) | ((content[i + 1]! & 63) << 12) | ((content[i + 2]! & 63) << 6) | (content[i + 3]! & 63),
        );
        i += 4;
      }
      continue;
    }
    const fixed = handler(problem);
    if (fixed === null) return null;
    text += fixed.text;
    i += fixed.consume;
  }
  return text;
}

/** What is wrong with the sequence at `i` (its first byte is not ASCII), or null. */
function utf8Problem(content: Uint8Array, i: number, n: number): CodecProblem | null {
  const lead = content[i]!;
  if (lead < 0xc2 || lead > 0xf4) return { start: i, end: i + 1, reason: 'invalid start byte' };
  const need = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  for (let k = 1; k <= need; k++) {
    if (i + k >= n) return { start: i, end: n, reason: 'unexpected end of data' };
    const byte = content[i + k]!;
    let low = 0x80;
    let high = 0xbf;
    if (k === 1) {
      if (lead === 0xe0) low = 0xa0;
      else if (lead === 0xed) high = 0x9f;
      else if (lead === 0xf0) low = 0x90;
      else if (lead === 0xf4) high = 0x8f;
    }
    if (byte < low || byte > high) return { start: i, end: i + k, reason: 'invalid continuation byte' };
  }
  return null;
}

function decodeUtf16(content: Uint8Array, codec: Codec, handler: DecodeHandler): string | null {
  let big = codec === 'utf-16-be';
  let i = 0;
  if (codec === 'utf-16' && content.length >= 2) {
    const mark = content[0]! | (content[1]! << 8);
    if (mark === 0xfeff) i = 2;
    else if (mark === 0xfffe) {
      i = 2;
      big = true;
    }
  }
  const n = content.length;
  const unitAt = (at: number): number =>
    big ? (content[at]! << 8) | content[at + 1]! : content[at]! | (content[at + 1]! << 8);
  let text = '';
  while (i < n) {
    let problem: CodecProblem | null = null;
    if (i + 1 >= n) problem = { start: i, end: n, reason: 'truncated data' };
    else {
      const unit = unitAt(i);
      if (!isSurrogate(unit)) {
        text += String.fromCharCode(unit);
        i += 2;
        continue;
      }
      if (unit >= 0xdc00) problem = { start: i, end: i + 2, reason: 'illegal encoding' };
      else if (i + 3 >= n) problem = { start: i, end: n, reason: 'unexpected end of data' };
      else {
        const low = unitAt(i + 2);
        if (low >= 0xdc00 && low < 0xe000) {
          text += String.fromCharCode(unit, low);
          i += 4;
          continue;
        }
        problem = { start: i, end: i + 2, reason: 'illegal UTF-16 surrogate' };
      }
    }
    const fixed = handler(problem);
    if (fixed === null) return null;
    text += fixed.text;
    i += fixed.consume;
  }
  return text;
}

function decodeUtf32(content: Uint8Array, codec: Codec, handler: DecodeHandler): string | null {
  let big = codec === 'utf-32-be';
  let i = 0;
  const n = content.length;
  const codeAt = (at: number): number => {
    const b = content.subarray(at, at + 4);
    return big
      ? ((b[0]! << 24) | (b[1]! << 16) | (b[2]! << 8) | b[3]!) >>> 0
      : ((b[3]! << 24) | (b[2]! << 16) | (b[1]! << 8) | b[0]!) >>> 0;
  };
  if (codec === 'utf-32' && n >= 4) {
    const mark = codeAt(0);
    if (mark === 0xfeff) i = 4;
    else if (mark === 0xfffe0000) {
      i = 4;
      big = true;
    }
  }
  let text = '';
  while (i < n) {
    let problem: CodecProblem;
    if (i + 3 >= n) problem = { start: i, end: n, reason: 'truncated data' };
    else {
      const code = codeAt(i);
      if (code <= 0x10ffff && !isSurrogate(code)) {
        text += String.fromCodePoint(code);
        i += 4;
        continue;
      }
      const reason =
        code > 0x10ffff
          ? 'code point not in range(0x110000)'
          : 'code point in surrogate code point range(0xd800, 0xe000)';
      problem = { start: i, end: i + 4, reason };
    }
    const fixed = handler(problem);
    if (fixed === null) return null;
    text += fixed.text;
    i += fixed.consume;
  }
  return text;
}
