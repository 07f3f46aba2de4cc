/** 64-bit arithmetic on pairs of 32-bit halves, for hashing. */

/** Low and high half of a product; kept by the caller to save allocation. */
export interface Pair {
  low: number;
  high: number;
}

/** The low 64 bits of a product of two 64-bit numbers. */
export function multiply64(out: Pair, aLow: number, aHigh: number, bLow: number, bHigh: number): void {
  const a0 = aLow & 0xffff;
  const a1 = aLow >>> 16;
  const b0 = bLow & 0xffff;
  const b1 = bLow >>> 16;
  const p00 = a0 * b0;
  const middle = a1 * b0 + (p00 >>> 16);
  const middle2 = a0 * b1 + (middle % 0x1_0000);
  const low = ((middle2 & 0xffff) << 16) | (p00 & 0xffff);
  const carry = a1 * b1 + Math.floor(middle / 0x1_0000) + Math.floor(middle2 / 0x1_0000);
  out.high = (Math.imul(aLow, bHigh) + Math.imul(aHigh, bLow) + carry) | 0;
  out.low = low;
}

/** Sum of two 64-bit numbers. */
export function add64(out: Pair, aLow: number, aHigh: number, bLow: number, bHigh: number): void {
  const low = (aLow >>> 0) + (bLow >>> 0);
  out.low = low | 0;
  out.high = (aHigh + bHigh + (low > 0xffff_ffff ? 1 : 0)) | 0;
}
