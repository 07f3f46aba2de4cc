/** `_hash`: the digests under the module `hashlib` (RFC 1321, FIPS 180-4). */
import { checkArgs } from '../objects/args.js';
import { contentOf, newBytes } from '../objects/bytesCore.js';
import { asIndex } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { E } from '../objects/typeIds.js';
import { MethodKind } from '../objects/typeInfo.js';
import { blake2 } from './hashBlake2.js';
import { keccak } from './hashSha3.js';
import type { ModuleDef } from './moduleDef.js';
import { primes, rootBits, sha512 } from './sha512.js';

const left = (x: number, n: number): number => (x << n) | (x >>> (32 - n));
const right = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

/** The message with its end mark and its length in bits, in blocks of 64 bytes. */
function padded(data: Uint8Array, littleEndian: boolean): DataView {
  const bytes = new Uint8Array(Math.ceil((data.length + 9) / 64) * 64);
  bytes.set(data);
  bytes[data.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(bytes.length - 8, BigInt(data.length) * 8n, littleEndian);
  return view;
}

function words(H: readonly number[], littleEndian: boolean): Uint8Array {
  const out = new DataView(new ArrayBuffer(H.length * 4));
  H.forEach((word, i) => {
    out.setUint32(i * 4, word >>> 0, littleEndian);
  });
  return new Uint8Array(out.buffer);
}

function md5(data: Uint8Array): Uint8Array {
  const K = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 0x1_0000_0000) | 0);
  const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
  const H = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  const view = padded(data, true);
  for (let at = 0; at < view.byteLength; at += 64) {
    let [a, b, c, d] = H as [number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      let f: number;
      let g: number;
      if (round === 0) [f, g] = [(b & c) | (~b & d), i];
      else if (round === 1) [f, g] = [(d & b) | (~d & c), (5 * i + 1) & 15];
      else if (round === 2) [f, g] = [b ^ c ^ d, (3 * i + 5) & 15];
      else [f, g] = [c ^ (b | ~d), (7 * i) & 15];
      const sum = (a + f + K[i]! + view.getInt32(at + 4 * g, true)) | 0;
      [a, d, c, b] = [d, c, b, (b + left(sum, shifts[round * 4 + (i & 3)]!)) | 0];
    }
    [a, b, c, d].forEach((value, i) => {
      H[i] = (H[i]! + value) | 0;
    });
  }
  return words(H, true);
}

function sha1(data: Uint8Array): Uint8Array {
  const H = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0];
  const K = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6];
  const view = padded(data, false);
  for (let at = 0; at < view.byteLength; at += 64) {
    const w: number[] = [];
    for (let t = 0; t < 16; t++) w.push(view.getInt32(at + 4 * t));
    for (let t = 16; t < 80; t++) w.push(left(w[t - 3]! ^ w[t - 8]! ^ w[t - 14]! ^ w[t - 16]!, 1));
    let [a, b, c, d, e] = H as [number, number, number, number, number];
    for (let t = 0; t < 80; t++) {
      const round = Math.floor(t / 20);
      const f = round === 0 ? (b & c) | (~b & d) : round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
      const next = (left(a, 5) + f + e + K[round]! + w[t]!) | 0;
      [e, d, c, b, a] = [d, c, left(b, 30), a, next];
    }
    [a, b, c, d, e].forEach((value, i) => {
      H[i] = (H[i]! + value) | 0;
    });
  }
  return words(H, false);
}

function sha256(data: Uint8Array, bits: 224 | 256): Uint8Array {
  const roots = primes(64);
  const K = roots.map((p) => Number(rootBits(p, 3n) >> 32n) | 0);
  const H =
    bits === 256
      ? roots.slice(0, 8).map((p) => Number(rootBits(p, 2n) >> 32n) | 0)
      : roots.slice(8, 16).map((p) => Number(rootBits(p, 2n) & 0xffff_ffffn) | 0);
  const view = padded(data, false);
  for (let at = 0; at < view.byteLength; at += 64) {
    const w: number[] = [];
    for (let t = 0; t < 16; t++) w.push(view.getInt32(at + 4 * t));
    for (let t = 16; t < 64; t++) {
      const x = w[t - 15]!;
      const y = w[t - 2]!;
      const s0 = right(x, 7) ^ right(x, 18) ^ (x >>> 3);
      const s1 = right(y, 17) ^ right(y, 19) ^ (y >>> 10);
      w.push((w[t - 16]! + s0 + w[t - 7]! + s1) | 0);
    }
    let [a, b, c, d, e, f, g, h] = H as [number, number, number, number, number, number, number, number];
    for (let t = 0; t < 64; t++) {
      const s1 = right(e, 6) ^ right(e, 11) ^ right(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[t]! + w[t]!) | 0;
      const s0 = right(a, 2) ^ right(a, 13) ^ right(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => {
      H[i] = (H[i]! + value) | 0;
    });
  }
  return words(H, false).subarray(0, bits >> 3);
}

const DIGESTS: ReadonlyMap<string, (data: Uint8Array) => Uint8Array> = new Map([
  ['md5', md5],
  ['sha1', sha1],
  ['sha224', (data) => sha256(data, 224)],
  ['sha256', (data) => sha256(data, 256)],
  ['sha384', (data) => sha512(data, 384)],
  ['sha512', (data) => sha512(data)],
]);

/** Bytes taken in at a time, and the mark behind the message, of the digests that are made of Keccak. */
const KECCAK: ReadonlyMap<string, readonly [rate: number, mark: number]> = new Map([
  ['sha3_224', [144, 6]],
  ['sha3_256', [136, 6]],
  ['sha3_384', [104, 6]],
  ['sha3_512', [72, 6]],
  ['shake_128', [168, 0x1f]],
  ['shake_256', [136, 0x1f]],
]);

/** sized_digest(name, data, length, key): a digest whose length can be chosen. */
function sizedDigest(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'sized_digest', nargs, 4, 4)) return 0;
  const name = rt.text(rt.M[args]!);
  const content = contentOf(rt, rt.M[args + 2]!);
  const length = asIndex(rt, rt.M[args + 4]!, E.OverflowError);
  const key = contentOf(rt, rt.M[args + 6]!);
  if (content === null || key === null || Number.isNaN(length)) return 0;
  const sponge = KECCAK.get(name);
  if (sponge !== undefined) return newBytes(rt, keccak(content, ...sponge, length));
  return newBytes(rt, blake2(content, name === 'blake2b' ? 64 : 32, length, key));
}

/** digest(name, data): the bytes of the digest. */
function digest(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'digest', nargs, 2, 2)) return 0;
  const how = DIGESTS.get(rt.text(rt.M[args]!));
  if (how === undefined) return rt.raise(E.ValueError, `unsupported hash type ${rt.text(rt.M[args]!)}`);
  const content = contentOf(rt, rt.M[args + 2]!);
  return content === null ? 0 : newBytes(rt, how(content));
}

export const hashNativeModule: ModuleDef = {
  name: '_hash',
  methods: [
    { name: 'digest', kind: MethodKind.FAST, fn: digest },
    { name: 'sized_digest', kind: MethodKind.FAST, fn: sizedDigest },
  ],
};
