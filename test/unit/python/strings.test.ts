import { describe, expect, test } from 'vitest';
import { numberValue, scanNumber } from '../../../src/python/numbers.js';
import { decodeBytes, decodeStr } from '../../../src/python/stringsDecode.js';

describe('decodeStr', () => {
  test.each([
    ['a\\nb', 'a\nb'],
    ['\\x41\\u00e9\\U0001F600', 'Aé😀'],
    ['\\101\\60\\0', 'A0\0'],
    ['a\\\nb', 'ab'],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['\\N{greek small letter alpha}\\N{BULLET}', 'α•'],
    ['\\d\\é', '\\d\\é'],
  ])('%j', (body, value) => {
    expect(decodeStr(body, false)).toBe(value);
  });

  test('raw', () => {
    expect(decodeStr('\\n\\', true)).toBe('\\n\\');
  });

  test.each([
    ['\\x4', 'bytes in position 0-2: truncated \\xXX escape'],
    ['é\\u12', 'bytes in position 10-13: truncated \\uXXXX escape'],
    ['\\U00110000', 'bytes in position 0-9: illegal Unicode character'],
    ['\\N', 'bytes in position 0-1: malformed \\N character escape'],
    ['\\N{no such thing}', 'bytes in position 0-16: unknown Unicode character name'],
  ])('%j is wrong', (body, message) => {
    expect(() => decodeStr(body, false)).toThrow(`(unicode error) 'unicodeescape' codec can't decode ${message}`);
  });
});

describe('decodeBytes', () => {
  test.each([
    ['a\\x00\\xff', [97, 0, 255]],
    ['\\400\\n', [0, 10]],
    ['\\d\\u0041', [92, 100, 92, 117, 48, 48, 52, 49]],
  ])('%j', (body, value) => {
    expect([...decodeBytes(body, false)]).toEqual(value);
  });

  test('errors', () => {
    expect(() => decodeBytes('a\\x4', false)).toThrow('(value error) invalid \\x escape at position 1');
    expect(() => decodeBytes('é', false)).toThrow('bytes can only contain ASCII literal characters');
  });
});

describe('numbers', () => {
  test.each([
    ['1_000', { type: 'int', value: 1000n }],
    ['0xFF', { type: 'int', value: 255n }],
    ['0o17', { type: 'int', value: 15n }],
    ['0b11', { type: 'int', value: 3n }],
    ['00', { type: 'int', value: 0n }],
    ['1e3', { type: 'float', value: 1000 }],
    ['.5', { type: 'float', value: 0.5 }],
    ['1e400', { type: 'float', value: Number.POSITIVE_INFINITY }],
    ['2.5J', { type: 'complex', imag: 2.5 }],
  ])('%s', (literal, value) => {
    expect(scanNumber(literal, 0)).toEqual({ length: literal.length, error: null });
    expect(numberValue(literal)).toEqual(value);
  });

  test.each([
    ['1__0', 'invalid decimal literal'],
    ['0xg', 'invalid hexadecimal literal'],
    ['0b12', "invalid digit '2' in binary literal"],
    ['1abc', 'invalid decimal literal'],
    ['1jx', 'invalid imaginary literal'],
  ])('%s is wrong', (literal, message) => {
    expect(scanNumber(literal, 0).error?.message).toBe(message);
  });
});
