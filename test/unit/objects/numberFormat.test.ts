import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { newBigInt } from '../../../src/objects/intCore.js';
import { floatRepr } from '../../../src/objects/numberDigits.js';
import { formatComplex, formatFloat, formatInt } from '../../../src/objects/numberFormat.js';
import { parseComplexText, parseFloatText } from '../../../src/objects/numberParse.js';
import { type NumberMachine, numberMachine, seeded } from './numberMachine.js';

function formatText(rt: NumberMachine, value: string, spec: string): string | null {
  if (value.endsWith('j)')) {
    const { real, imag } = parseComplexText(value)!;
    return formatComplex(rt, real, imag, spec);
  }
  if (/^-?\d+$/.test(value)) {
    const p = newBigInt(rt, BigInt(value));
    const text = formatInt(rt, p, spec);
    rt.decref(p);
    return text;
  }
  return formatFloat(rt, parseFloatText(value)!, spec);
}

describe.each(['3.8', '3.10', '3.12'] as const)('Python %s formats', (version) => {
  const file = new URL(`../../oracle/numbers/format-${version}.json`, import.meta.url);
  const { specs, rows } = JSON.parse(readFileSync(file, 'utf8')) as {
    specs: string[];
    rows: [value: string, results: (string | [error: string, message: string])[]][];
  };
  const rt = numberMachine(version);
  test.each(rows)('%s', (value, results) => {
    const got = specs.map((spec) => {
      // An empty specification is str(), which is not in question here.
      if (spec === '') return '';
      return [spec, formatText(rt, value, spec) ?? rt.error];
    });
    const wanted = specs.map((spec, i) => {
      if (spec === '') return '';
      const result = results[i]!;
      return [spec, typeof result === 'string' ? result : result[1]];
    });
    expect(got).toEqual(wanted);
  });
});

// Recorded: repr(x) of doubles where the shortest digits and the choice of an exponent are in question.
test.each([
  [0.1 + 0.2, '0.30000000000000004'],
  [1e16, '1e+16'],
  [9999999999999998, '9999999999999998.0'],
  [1e15 + 0.5, '1000000000000000.5'],
  [1e22, '1e+22'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [1.5e-7, '1.5e-07'],
  [5e-324, '5e-324'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [123456789012345680, '1.2345678901234568e+17'],
  [-0, '-0.0'],
  [100, '100.0'],
  [Number.NaN, 'nan'],
  [Number.NEGATIVE_INFINITY, '-inf'],
])('repr(%d) is %s', (x, text) => {
  expect(floatRepr(x)).toBe(text);
});

test('%f is exact and rounds ties to even', () => {
  const rt = numberMachine('3.12');
  expect(formatFloat(rt, 0.5, '.0f')).toBe('0');
  expect(formatFloat(rt, 1.5, '.0f')).toBe('2');
  expect(formatFloat(rt, 2.5, '.0f')).toBe('2');
  expect(formatFloat(rt, 0.125, '.2f')).toBe('0.12');
  expect(formatFloat(rt, 0.1, '.55f')).toBe('0.1000000000000000055511151231257827021181583404541015625');
  expect(formatFloat(rt, 2 ** 70, '.1f')).toBe('1180591620717411303424.0');
  expect(formatFloat(rt, 1e23, '.0f')).toBe('99999999999999991611392');
  expect(formatFloat(rt, 1e23, '.16g')).toBe('9.999999999999999e+22');
});

test('17 significant digits read back as the same double', () => {
  const rt = numberMachine('3.12');
  const random = seeded(7);
  for (let i = 0; i < 3000; i++) {
    const x = (random() - 0.5) * 10 ** Math.floor(random() * 600 - 300);
    expect(Number(formatFloat(rt, x, '.16e'))).toBe(x);
    expect(Number(floatRepr(x))).toBe(x);
  }
});
