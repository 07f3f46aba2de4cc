/** Formats of module struct: parsing and layout. Pure; follows _struct.c: prepare_s. */
import { NATIVE_SIZES } from '../objects/bytesItem.js';

/** One code of a format. */
export interface StructCode {
  readonly code: string;
  /** Byte offset in the packed content. */
  readonly offset: number;
  /** Bytes of an item; for s and p those of the whole. */
  readonly size: number;
  /** How many items follow each other; 1 for s and p. */
  readonly repeat: number;
}

export interface StructFormat {
  readonly codes: readonly StructCode[];
  /** Bytes. */
  readonly size: number;
  /** Values that are packed. */
  readonly length: number;
  readonly little: boolean;
  readonly native: boolean;
}

const STANDARD_SIZES: ReadonlyMap<string, number> = new Map([
  ['c', 1],
  ['b', 1],
  ['B', 1],
  ['?', 1],
  ['h', 2],
  ['H', 2],
  ['i', 4],
  ['I', 4],
  ['l', 4],
  ['L', 4],
  ['q', 8],
  ['Q', 8],
  ['e', 2],
  ['f', 4],
  ['d', 8],
]);

/** Parses a format; a message where it is wrong. */
export function parseStructFormat(text: string): StructFormat | string {
  let at = 0;
  let native = true;
  let aligned = true;
  let little = true;
  const first = text[0] ?? '';
  if ('@=<>!'.includes(first) && first !== '') {
    at = 1;
    if (first !== '@') {
      native = false;
      aligned = false;
      little = first === '<' || first === '=';
    }
  }
  const codes: StructCode[] = [];
  let offset = 0;
  let length = 0;
  while (at < text.length) {
    const c = text[at]!;
    if (/\s/.test(c)) {
      at++;
      continue;
    }
    let count = 1;
    let code = c;
    const digits = /^[0-9]+/.exec(text.slice(at));
    if (digits !== null) {
      count = Number(digits[0]);
      at += digits[0].length;
      if (at >= text.length) return 'repeat count given without format specifier';
      code = text[at]!;
    }
    at++;
    if (code === 's' || code === 'p') {
      codes.push({ code, offset, size: count, repeat: 1 });
      offset += count;
      length++;
      continue;
    }
    if (code === 'x') {
      offset += count;
      continue;
    }
    const size = (native ? NATIVE_SIZES : STANDARD_SIZES).get(code);
    if (size === undefined) return 'bad char in struct format';
    if (aligned && offset % size !== 0) offset += size - (offset % size);
    if (count > 0) codes.push({ code, offset, size, repeat: count });
    offset += size * count;
    length += count;
    if (offset > Number.MAX_SAFE_INTEGER) return 'total struct size too long';
  }
  return { codes, size: offset, length, little, native };
}
