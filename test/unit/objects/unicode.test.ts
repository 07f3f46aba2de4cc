// Values recorded from CPython 3.12.
import { expect, test } from 'vitest';
import { asciiOfText, reprOfBytes, reprOfText } from '../../../src/objects/strRepr.js';
import { decodeContent, encodeText, findCodec } from '../../../src/objects/unicodeCodecs.js';
import * as unicode from '../../../src/objects/unicodeData.js';

test('the properties of characters', () => {
  const points = (test: (code: number) => boolean): string =>
    Array.from('a1 ²Ⅷ٣五_é')
      .filter((c) => test(c.codePointAt(0)!))
      .join('');
  expect(points(unicode.isAlpha)).toBe('a五é');
  expect(points(unicode.isDecimal)).toBe('1٣');
  expect(points(unicode.isDigit)).toBe('1²٣');
  expect(points(unicode.isNumeric)).toBe('1²Ⅷ٣五');
  expect(points(unicode.isLower)).toBe('aé');
  expect(unicode.decimalValue(0x663)).toBe(3);
  expect(unicode.digitValue(0x1f10a)).toBe(9);
  expect([0x1c, 0x85, 0xa0, 0x2028, 0x200b].map(unicode.isSpace)).toEqual([true, true, true, true, false]);
});

test('case mappings of one character to several, and the final sigma', () => {
  expect(unicode.titleText("ǆungla ﬁsh o'clock ŉ ᾳ")).toBe("ǅungla Fish O'Clock ʼN ᾼ");
  expect(unicode.capitalizeText('ßA')).toBe('Ssa');
  expect(unicode.lowerText('ΑΣ Σ ΑΣΑ')).toBe('ας σ ασα');
  expect(unicode.swapcaseText('aΣ ßǅ')).toBe('Aς SSǅ');
  expect(unicode.casefoldText('ẞıꭰᏸΣς')).toBe('ssıᎠᏰσσ');
});

test('repr and ascii choose quotes and escapes', () => {
  expect(reprOfText(`it's`)).toBe(`"it's"`);
  expect(reprOfText(`'"`)).toBe(`'\\'"'`);
  expect(reprOfText('\t\x00\x7f\xa0é\u200b😀\ud800')).toBe(String.raw`'\t\x00\x7f\xa0é\u200b😀\ud800'`);
  expect(asciiOfText('é€😀')).toBe(String.raw`\xe9\u20ac\U0001f600`);
  expect(reprOfBytes(new Uint8Array([39, 0, 255, 92]))).toBe(String.raw`b"'\x00\xff\\"`);
});

test('names of encodings', () => {
  expect(['UTF8', 'utf-8', 'U8', 'Latin 1', 'ISO-8859-1', 'us-ascii', 'UTF-16LE'].map(findCodec)).toEqual([
    'utf-8',
    'utf-8',
    'utf-8',
    'latin-1',
    'latin-1',
    'ascii',
    'utf-16-le',
  ]);
  expect(findCodec('klingon')).toBeUndefined();
});

test('what cannot be converted is told with its range', () => {
  const told: unknown[] = [];
  const note = (problem: unknown): null => {
    told.push(problem);
    return null;
  };
  expect(encodeText('aéß', 'ascii', note)).toBeNull();
  expect(encodeText('\ud800\udfffa'.slice(0, 1), 'utf-8', note)).toBeNull();
  expect(decodeContent(new Uint8Array([0xe2, 0x82]), 'utf-8', note)).toBeNull();
  expect(decodeContent(new Uint8Array([0xf0, 0x82, 0x83]), 'utf-8', note)).toBeNull();
  expect(decodeContent(new Uint8Array([97, 0, 0, 0xd8]), 'utf-16-le', note)).toBeNull();
  expect(told).toEqual([
    { start: 1, end: 3, reason: 'ordinal not in range(128)' },
    { start: 0, end: 1, reason: 'surrogates not allowed' },
    { start: 0, end: 2, reason: 'unexpected end of data' },
    { start: 0, end: 1, reason: 'invalid continuation byte' },
    { start: 2, end: 4, reason: 'unexpected end of data' },
  ]);
  expect(encodeText('h😀', 'utf-16', note)).toEqual(new Uint8Array([0xff, 0xfe, 104, 0, 0x3d, 0xd8, 0, 0xde]));
});
