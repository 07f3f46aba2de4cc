import { expect, test } from 'vitest';
import { keyOf, packed, unpacked } from '../../../src/present/plainData.js';

test.each([
  ['numbers and texts', { a: [1, 'x', null, true], b: { c: 2.5 } }],
  ['long runs', { bytes: new Uint8Array(1000).fill(7, 10, 900) }],
  ['no runs', { words: Uint32Array.from({ length: 50 }, (_, i) => i * 4096) }],
  ['nothing', { none: new Uint16Array(0), list: [] }],
])('comes back from JSON as it was: %s', (_, value) => {
  expect(unpacked(JSON.parse(JSON.stringify(packed(value))))).toEqual(value);
});

test('runs are told once', () => {
  expect(JSON.stringify(packed(new Uint8Array(4096))).length).toBeLessThan(60);
});

test('equal questions have equal keys', () => {
  expect(keyOf(['graph', { b: [1, { d: 1, c: undefined }], a: 2 }])).toBe(keyOf(['graph', { a: 2, b: [1, { d: 1 }] }]));
  expect(keyOf({ a: [1, 2] })).not.toBe(keyOf({ a: [2, 1] }));
});
