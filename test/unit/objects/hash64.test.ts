import { expect, test } from 'vitest';
import { add64, multiply64, type Pair } from '../../../src/objects/hash64.js';

function join(low: number, high: number): bigint {
  return (BigInt.asUintN(32, BigInt(high)) << 32n) | BigInt.asUintN(32, BigInt(low));
}

test('products and sums are those of 64-bit numbers', () => {
  const words = [0, 1, -1, 0x7fff_ffff, -0x8000_0000, 0x1234_5678, -1234567, 0xffff, 0x1_0000];
  const out: Pair = { low: 0, high: 0 };
  for (const a of words) {
    for (const b of words) {
      for (const c of words) {
        for (const d of words) {
          multiply64(out, a, b, c, d);
          expect(join(out.low, out.high)).toBe(BigInt.asUintN(64, join(a, b) * join(c, d)));
          add64(out, a, b, c, d);
          expect(join(out.low, out.high)).toBe(BigInt.asUintN(64, join(a, b) + join(c, d)));
        }
      }
    }
  }
});
