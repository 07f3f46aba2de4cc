import { expect, test } from 'vitest';
import { floatFromHex, floatHex, floorDivMod, roundHalfEven, roundPlaces } from '../../../src/objects/floatOps.js';
import { hashOfBig, hashOfDouble } from '../../../src/objects/numberHash.js';
import {
  digitsAndSpacesToAscii,
  parseComplexText,
  parseFloatText,
  parseIntText,
} from '../../../src/objects/numberParse.js';

function parse(text: string, base = 10): bigint | string {
  const parsed = parseIntText(digitsAndSpacesToAscii(text), base, 4300);
  return parsed.kind === 'value' ? parsed.value : parsed.kind;
}

test.each([
  ['12', 10, 12n],
  [' -1_0\n', 10, -10n],
  ['0x1f', 0, 31n],
  ['0x1f', 16, 31n],
  ['0b_101', 0, 5n],
  ['00', 0, 0n],
  ['012', 0, 'invalid'],
  ['1__0', 10, 'invalid'],
  ['_1', 10, 'invalid'],
  ['1_', 10, 'invalid'],
  ['', 10, 'invalid'],
  ['0x', 16, 'invalid'],
  ['9', 8, 'invalid'],
  ['z', 36, 35n],
  ['zzzzzzzzzzzzzzzz', 36, 36n ** 16n - 1n],
  ['٣٤', 10, 34n],
  ['\u00a012\u2003', 10, 12n],
  ['1\0', 10, 'invalid'],
  ['9'.repeat(4300), 10, 10n ** 4300n - 1n],
  ['9'.repeat(4301), 10, 'limit'],
  ['f'.repeat(4301), 16, 16n ** 4301n - 1n],
])('int(%j, %d)', (text, base, value) => {
  expect(parse(text, base)).toBe(value);
});

test.each([
  ['1_0.5', 10.5],
  [' 1.5 ', 1.5],
  ['.5', 0.5],
  ['5.', 5],
  ['1e400', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['nan', Number.NaN],
  ['١.٢', 1.2],
  ['1_.5', null],
  ['1e', null],
  ['.', null],
  ['0x10', null],
  ['infin', null],
  ['', null],
])('float(%j)', (text, value) => {
  expect(parseFloatText(text)).toBe(value);
});

test.each([
  ['1+2j', [1, 2]],
  [' ( 1-2J ) ', [1, -2]],
  ['j', [0, 1]],
  ['-j', [0, -1]],
  ['1+j', [1, 1]],
  ['3', [3, 0]],
  ['nan+infj', [Number.NaN, Number.POSITIVE_INFINITY]],
  ['1 + 2j', null],
  ['', null],
  ['1+2', null],
])('complex(%j)', (text, value) => {
  const parsed = parseComplexText(text);
  expect(parsed === null ? null : [parsed.real, parsed.imag]).toEqual(value);
});

test('hashes are those of CPython', () => {
  expect(hashOfBig(-1n)).toBe(-2n);
  expect(hashOfBig(2n ** 61n - 1n)).toBe(0n);
  expect(hashOfBig(-(2n ** 61n))).toBe(-2n);
  expect(hashOfBig(10n ** 30n)).toBe(465258685558744706n);
  expect(hashOfDouble(1.5)).toBe(1152921504606846977n);
  expect(hashOfDouble(0.1)).toBe(230584300921369408n);
  expect(hashOfDouble(-1)).toBe(-2n);
  expect(hashOfDouble(1e300)).toBe(1224995262755759164n);
  expect(hashOfDouble(-1.5e-300)).toBe(-1876877353711978326n);
  expect(hashOfDouble(5e-324)).toBe(16777216n);
  expect(hashOfDouble(Number.NEGATIVE_INFINITY)).toBe(-314159n);
});

test('float.hex and float.fromhex', () => {
  for (const [x, text] of [
    [2.5, '0x1.4000000000000p+1'],
    [-0, '-0x0.0p+0'],
    [5e-324, '0x0.0000000000001p-1022'],
    [1e300, '0x1.7e43c8800759cp+996'],
  ] as const) {
    expect(floatHex(x)).toBe(text);
    expect(floatFromHex(text)).toBe(x);
  }
  expect(floatFromHex('0x1.00000000000008p0')).toBe(1);
  expect(floatFromHex('0x1.000000000000081p0')).toBe(1 + Number.EPSILON);
  expect(floatFromHex('1p10')).toBe(1024);
  expect(floatFromHex('0x1p5000')).toBe('overflow');
  expect(floatFromHex('xyz')).toBe('invalid');
});

test('rounding and floor division of floats', () => {
  expect([0.5, 1.5, 2.5, -2.5, -3.5, 2.4, 1e20].map(roundHalfEven)).toEqual([0, 2, 2, -2, -4, 2, 1e20]);
  expect(roundPlaces(2.675, 2)).toBe(2.67);
  expect(roundPlaces(1250, -2)).toBe(1200);
  expect(roundPlaces(5.015, 2)).toBe(5.01);
  expect(floorDivMod(-7.5, 2)).toEqual({ div: -4, mod: 0.5 });
  expect(floorDivMod(-5, Number.POSITIVE_INFINITY)).toEqual({ div: -1, mod: Number.POSITIVE_INFINITY });
  expect(floorDivMod(0, -1).mod).toBe(-0);
});
