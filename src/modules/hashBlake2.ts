/** BLAKE2b and BLAKE2s (RFC 7693), with a key; no salt, person or tree. */
import { primes, rootBits } from './sha512.js';

/** The order of the message words in each round. */
const ORDERS = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const QUARTERS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

/** `bits` of a word: 64 for BLAKE2b, 32 for BLAKE2s. */
export function blake2(data: Uint8Array, bits: 64 | 32, length: number, key: Uint8Array): Uint8Array {
  const width = BigInt(bits);
  const mask = (1n << width) - 1n;
  const wordBytes = bits >> 3;
  const block = 16 * wordBytes;
  const [rounds, turns] = bits === 64 ? [12, [32n, 24n, 16n, 63n]] : [10, [16n, 12n, 8n, 7n]];
  const start = primes(8).map((p) => rootBits(p, 2n) >> (64n - width));
  const right = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (width - n))) & mask;
  const keyed = key.length > 0 ? block : 0;
  const message = new Uint8Array(keyed + data.length);
  message.set(key);
  message.set(data, keyed);
  const h = start.slice();
  h[0]! ^= 0x01010000n ^ (BigInt(key.length) << 8n) ^ BigInt(length);
  const blocks = Math.max(1, Math.ceil(message.length / block));
  for (let b = 0; b < blocks; b++) {
    const m: bigint[] = [];
    for (let i = 0; i < 16; i++) {
      let word = 0n;
      for (let k = wordBytes - 1; k >= 0; k--) {
        word = (word << 8n) | BigInt(message[b * block + i * wordBytes + k] ?? 0);
      }
      m.push(word);
    }
    const v = [...h, ...start];
    v[12]! ^= BigInt(Math.min(message.length, (b + 1) * block)) & mask;
    if (b === blocks - 1) v[14]! ^= mask;
    for (let round = 0; round < rounds; round++) {
      const order = ORDERS[round % 10]!;
      QUARTERS.forEach(([a, c, d, e], i) => {
        for (const half of [0, 1]) {
          v[a] = (v[a]! + v[c]! + m[order[2 * i + half]!]!) & mask;
          v[e] = right(v[e]! ^ v[a]!, turns[2 * half]!);
          v[d] = (v[d]! + v[e]!) & mask;
          v[c] = right(v[c]! ^ v[d]!, turns[2 * half + 1]!);
        }
      });
    }
    for (let i = 0; i < 8; i++) h[i]! ^= v[i]! ^ v[i + 8]!;
  }
  const out = new Uint8Array(8 * wordBytes);
  h.forEach((word, i) => {
    for (let k = 0; k < wordBytes; k++) out[i * wordBytes + k] = Number((word >> BigInt(8 * k)) & 255n);
  });
  return out.subarray(0, length);
}
