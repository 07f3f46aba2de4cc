/** SHA-512 (FIPS 180-4), for seeding random generators from text. */

const MASK = (1n << 64n) - 1n;

/** The first primes. */
export function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n);
  return found;
}

/** The first 64 bits of the fractional part of the k-th root of n. */
export function rootBits(n: number, k: 2n | 3n): bigint {
  const target = BigInt(n) << (64n * k);
  let low = 0n;
  let high = 1n << 70n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** k <= target) low = middle;
    else high = middle;
  }
  return low & MASK;
}

const rotate = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (64n - n))) & MASK;

/** The digest: 64 bytes; of SHA-384, which starts from other primes, 48. */
export function sha512(data: Uint8Array, bits: 384 | 512 = 512): Uint8Array {
  const roots = primes(80);
  const K = roots.map((p) => rootBits(p, 3n));
  const H = (bits === 512 ? roots.slice(0, 8) : roots.slice(8, 16)).map((p) => rootBits(p, 2n));
  const blocks = Math.ceil((data.length + 17) / 128);
  const padded = new Uint8Array(blocks * 128);
  padded.set(data);
  padded[data.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(data.length) * 8n);
  for (let block = 0; block < blocks; block++) {
    const w: bigint[] = [];
    for (let t = 0; t < 16; t++) w.push(view.getBigUint64(block * 128 + t * 8));
    for (let t = 16; t < 80; t++) {
      const x = w[t - 15]!;
      const y = w[t - 2]!;
      const s0 = rotate(x, 1n) ^ rotate(x, 8n) ^ (x >> 7n);
      const s1 = rotate(y, 19n) ^ rotate(y, 61n) ^ (y >> 6n);
      w.push((w[t - 16]! + s0 + w[t - 7]! + s1) & MASK);
    }
    let [a, b, c, d, e, f, g, h] = H as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    for (let t = 0; t < 80; t++) {
      const s1 = rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n);
      const choice = (e & f) ^ (~e & MASK & g);
      const t1 = (h + s1 + choice + K[t]! + w[t]!) & MASK;
      const s0 = rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      const t2 = (s0 + majority) & MASK;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => {
      H[i] = (H[i]! + value) & MASK;
    });
  }
  const out = new Uint8Array(64);
  const outView = new DataView(out.buffer);
  H.forEach((value, i) => {
    outView.setBigUint64(i * 8, value);
  });
  return out.subarray(0, bits >> 3);
}
