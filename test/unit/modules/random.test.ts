import { expect, test } from 'vitest';
import { nextBits, nextDouble, STATE_WORDS, seedWith } from '../../../src/modules/mersenneTwister.js';
import { sha512 } from '../../../src/modules/sha512.js';

test.each([
  [42n, 0.6394267984578837, 327273841618135227089n],
  [0n, 0.8444218515250481, 496037447641349049516n],
  [10n ** 30n, 0.9341508484568806, 408113985819606942493n],
])('random.seed(%d) gives the numbers of CPython', (seed, first, bits) => {
  const state = new Int32Array(STATE_WORDS + 3);
  seedWith(state, 3, seed);
  expect(nextDouble(state, 3)).toBe(first);
  expect(nextBits(state, 3, 70)).toBe(bits);
});

test('a text is a seed by way of SHA-512', () => {
  const text = new TextEncoder().encode('hello');
  const digest = sha512(text);
  const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  expect(hex(digest).slice(0, 20)).toBe('9b71d224bd62f3785d96');
  const state = new Int32Array(STATE_WORDS);
  seedWith(state, 0, BigInt(`0x${hex(text)}${hex(digest)}`));
  expect(nextDouble(state, 0)).toBe(0.3537754404730722);
});
