import { describe, expect, test } from 'vitest';
import { Ob } from '../../../src/memory/layout.js';
import {
  bigQuotient,
  intAbs,
  intAdd,
  intBitwise,
  intCompare,
  intDivMod,
  intFloorDiv,
  intInvert,
  intLshift,
  intMod,
  intMul,
  intNeg,
  intRshift,
  intSub,
} from '../../../src/objects/intArithmetic.js';
import { intNumber, newBigInt, newInt } from '../../../src/objects/intCore.js';
import { intModPow, intPow } from '../../../src/objects/intPower.js';
import { smallIntAddress } from '../../../src/objects/typeIds.js';
import { numberMachine, seeded, take } from './numberMachine.js';

function floorDiv(a: bigint, b: bigint): bigint {
  const q = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? q - 1n : q;
}

describe.each(['3.8', '3.10', '3.12'] as const)('Python %s', (version) => {
  test('computes as integers do, and leaves no memory behind', () => {
    const rt = numberMachine(version);
    const random = seeded(42);
    const value = (): bigint => {
      const bits = [3, 8, 29, 30, 31, 53, 59, 60, 61, 90, 200][Math.floor(random() * 11)]!;
      let v = 0n;
      for (let i = 0; i < bits; i += 20) v = (v << 20n) | BigInt(Math.floor(random() * 2 ** 20));
      v &= (1n << BigInt(bits)) - 1n;
      return random() < 0.5 ? -v : v;
    };
    for (let i = 0; i < 4_000; i++) {
      const a = value();
      const b = random() < 0.05 ? a + BigInt(Math.floor(random() * 9) - 4) : value();
      const before = rt.allocatedBlocks;
      const p = newBigInt(rt, a);
      const q = newBigInt(rt, b);
      const what = `${a} and ${b}`;
      expect(take(rt, intAdd(rt, p, q)), what).toBe(a + b);
      expect(take(rt, intSub(rt, p, q)), what).toBe(a - b);
      expect(take(rt, intMul(rt, p, q)), what).toBe(a * b);
      if (b !== 0n) {
        expect(take(rt, intFloorDiv(rt, p, q)), what).toBe(floorDiv(a, b));
        expect(take(rt, intMod(rt, p, q)), what).toBe(a - floorDiv(a, b) * b);
        const { div, mod } = intDivMod(rt, p, q)!;
        expect([take(rt, div), take(rt, mod)], what).toEqual([floorDiv(a, b), a - floorDiv(a, b) * b]);
      }
      expect(take(rt, intBitwise(rt, p, q, '&')), what).toBe(a & b);
      expect(take(rt, intBitwise(rt, p, q, '|')), what).toBe(a | b);
      expect(take(rt, intBitwise(rt, p, q, '^')), what).toBe(a ^ b);
      expect(take(rt, intNeg(rt, p)), what).toBe(-a);
      expect(take(rt, intInvert(rt, p)), what).toBe(~a);
      expect(take(rt, intAbs(rt, p)), what).toBe(a < 0n ? -a : a);
      expect(intCompare(rt, p, q), what).toBe(a < b ? -1 : a > b ? 1 : 0);
      const count = Math.floor(random() * 100);
      const shift = newInt(rt, count);
      expect(take(rt, intLshift(rt, p, shift)), what).toBe(a << BigInt(count));
      expect(take(rt, intRshift(rt, p, shift)), what).toBe(a >> BigInt(count));
      rt.decref(shift);
      rt.decref(p);
      rt.decref(q);
      expect(rt.allocatedBlocks, what).toBe(before);
    }
  });

  test('raises to powers', () => {
    const rt = numberMachine(version);
    for (const [a, b] of [
      [2n, 0n],
      [0n, 0n],
      [3n, 1n],
      [7n, 2n],
      [-7n, 3n],
      [2n, 100n],
      [10n, 30n],
      [-3n, 77n],
      [1n, 10n ** 30n],
      [-1n, 10n ** 30n + 1n],
    ] as const) {
      const p = newBigInt(rt, a);
      const q = newBigInt(rt, b);
      const before = rt.allocatedBlocks;
      expect(take(rt, intPow(rt, p, q))).toBe(b > 10n ** 20n ? (a === 1n ? 1n : -1n) : a ** b);
      expect(rt.allocatedBlocks).toBe(before);
      rt.decref(p);
      rt.decref(q);
    }
  });

  test('small results are the shared ints', () => {
    const rt = numberMachine(version);
    const big = newBigInt(rt, 10n ** 30n);
    const near = newBigInt(rt, 10n ** 30n - 5n);
    const five = smallIntAddress(5);
    // Up to 3.8 and 3.10 these two made a new 5.
    expect(intSub(rt, big, near) === five).toBe(version !== '3.8');
    expect(intMod(rt, big, near) === five).toBe(version === '3.12');
    expect(intSub(rt, big, big)).toBe(smallIntAddress(0));
    expect(intFloorDiv(rt, big, near)).toBe(smallIntAddress(1));
    // Fewer digits than the divisor: the object itself.
    const two = newBigInt(rt, 2n ** 40n);
    expect(intMod(rt, two, big)).toBe(two);
  });
});

test('an int keeps its digits', () => {
  const rt = numberMachine('3.12');
  for (const value of [0n, 1n, -1n, 2n ** 30n - 1n, 2n ** 30n, -(2n ** 53n), 2n ** 60n - 1n, 2n ** 60n, -(2n ** 90n)]) {
    const p = newBigInt(rt, value);
    const size = value < 0n ? -value : value;
    expect(Math.abs(rt.M[p + Ob.SIZE]!)).toBe(Math.ceil(size.toString(2).length / 30) * (value === 0n ? 0 : 1));
    if (size < 2n ** 53n) expect(intNumber(rt, p)).toBe(Number(value));
    expect(take(rt, p)).toBe(value);
  }
});

test('the errors of a division by zero', () => {
  for (const [version, modulo] of [
    ['3.10', 'integer division or modulo by zero'],
    ['3.12', 'integer modulo by zero'],
  ] as const) {
    const rt = numberMachine(version);
    const one = smallIntAddress(1);
    const zero = smallIntAddress(0);
    expect(intFloorDiv(rt, one, zero)).toBe(0);
    expect(rt.error).toBe('integer division or modulo by zero');
    expect(intMod(rt, one, zero)).toBe(0);
    expect(rt.error).toBe(modulo);
  }
});

test('pow with a modulus', () => {
  const rt = numberMachine('3.12');
  const pow = (a: number, b: number, c: number) => intModPow(rt, newInt(rt, a), newInt(rt, b), newInt(rt, c));
  expect(take(rt, pow(2, 3, 5))).toBe(3n);
  expect(take(rt, pow(2, 3, -5))).toBe(-2n);
  expect(take(rt, pow(2, -1, 5))).toBe(3n);
  expect(take(rt, pow(38, -1, 97))).toBe(23n);
  expect(pow(2, -1, 4)).toBe(0);
  expect(rt.error).toBe('base is not invertible for the given modulus');
  expect(pow(2, 3, 0)).toBe(0);
  expect(rt.error).toBe('pow() 3rd argument cannot be 0');
});

test('quotients are rounded once', () => {
  expect(bigQuotient(10n ** 400n, 10n ** 399n)).toBe(10);
  expect(bigQuotient(1n, 3n)).toBe(1 / 3);
  expect(bigQuotient(-(2n ** 2000n), 2n ** 1000n)).toBe(-(2 ** 1000));
  expect(bigQuotient(1n, 2n ** 1074n)).toBe(5e-324);
  expect(bigQuotient(1n, 2n ** 1075n)).toBe(0);
  expect(bigQuotient(3n, 2n ** 1075n)).toBe(1e-323);
  expect(bigQuotient(2n ** 1024n, 1n)).toBeNaN();
  expect(bigQuotient(2n ** 1024n - 1n, 1n)).toBeNaN();
  expect(bigQuotient(9007199254740993n, 1n)).toBe(9007199254740992);
  expect(bigQuotient(18014398509481987n, 2n)).toBe(9007199254740994);
});
