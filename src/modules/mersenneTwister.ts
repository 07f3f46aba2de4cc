/**
 * The generator MT19937 of Matsumoto and Nishimura on a state of 624 words in an Int32Array, and how CPython draws
 * from it. Follows _randommodule.c.
 */

/** Words of a state: the index, then 624 words. */
export const STATE_WORDS = 625;
const N = 624;
const M = 397;

/** Fills the state (words at + 1 ..) from one 32-bit seed. */
function initGenrand(words: Int32Array, at: number, seed: number): void {
  const state = at + 1;
  words[state] = seed;
  for (let i = 1; i < N; i++) {
    const before = words[state + i - 1]!;
    words[state + i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
  }
  words[at] = N;
}

/** Fills the state from any number of 32-bit keys. */
export function initByArray(words: Int32Array, at: number, keys: readonly number[]): void {
  initGenrand(words, at, 19650218);
  const state = at + 1;
  let i = 1;
  let j = 0;
  for (let k = Math.max(N, keys.length); k > 0; k--) {
    const before = words[state + i - 1]!;
    words[state + i] = (words[state + i]! ^ Math.imul(before ^ (before >>> 30), 1664525)) + keys[j]! + j;
    i++;
    j++;
    if (i >= N) {
      words[state] = words[state + N - 1]!;
      i = 1;
    }
    if (j >= keys.length) j = 0;
  }
  for (let k = N - 1; k > 0; k--) {
    const before = words[state + i - 1]!;
    words[state + i] = (words[state + i]! ^ Math.imul(before ^ (before >>> 30), 1566083941)) - i;
    i++;
    if (i >= N) {
      words[state] = words[state + N - 1]!;
      i = 1;
    }
  }
  words[state] = 0x8000_0000 | 0;
}

/** Seeds with an integer that is not negative, as 32-bit words from the lowest. */
export function seedWith(words: Int32Array, at: number, value: bigint): void {
  const keys: number[] = [];
  for (let rest = value; rest !== 0n; rest >>= 32n) keys.push(Number(rest & 0xffff_ffffn));
  initByArray(words, at, keys.length === 0 ? [0] : keys);
}

/** The next 32 bits, unsigned. */
export function nextWord(words: Int32Array, at: number): number {
  const state = at + 1;
  let index = words[at]!;
  if (index >= N) {
    for (let k = 0; k < N; k++) {
      const y = (words[state + k]! & 0x8000_0000) | (words[state + ((k + 1) % N)]! & 0x7fff_ffff);
      words[state + k] = words[state + ((k + M) % N)]! ^ (y >>> 1) ^ ((y & 1) === 0 ? 0 : 0x9908_b0df);
    }
    index = 0;
  }
  let y = words[state + index]!;
  words[at] = index + 1;
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c_5680;
  y ^= (y << 15) & 0xefc6_0000;
  y ^= y >>> 18;
  return y >>> 0;
}

/** A double in [0, 1) of 53 random bits. */
export function nextDouble(words: Int32Array, at: number): number {
  const a = nextWord(words, at) >>> 5;
  const b = nextWord(words, at) >>> 6;
  return (a * 67108864 + b) / 9007199254740992;
}

/** An integer of `bits` random bits. */
export function nextBits(words: Int32Array, at: number, bits: number): bigint {
  let value = 0n;
  let shift = 0n;
  for (let left = bits; left > 0; left -= 32) {
    let word = nextWord(words, at);
    if (left < 32) word >>>= 32 - left;
    value |= BigInt(word) << shift;
    shift += 32n;
  }
  return value;
}
