/**
 * Hashes of str and bytes: SipHash-1-3 since 3.11, SipHash-2-4 before, with the all-zero key of PYTHONHASHSEED=0.
 * 64-bit words are pairs of 32-bit ones. Follows pyhash.c: siphash13, siphash24.
 */
import { BytesLayout, Ob, StrLayout, StrState } from '../memory/layout.js';
import { Region } from '../memory/regions.js';
import type { Machine } from './machine.js';

/** Longest content, in bytes, that is laid out behind the native stack for hashing. */
const SCRATCH_BYTES = 65536;

/** The hash of a str, left in `rt.hashLow`/`rt.hashHigh` and kept in the object. Always 0. */
export function hashStr(rt: Machine, p: number): number {
  const M = rt.M;
  const low = M[p + StrLayout.HASH]!;
  const high = M[p + StrLayout.HASH + 1]!;
  if (low !== -1 || high !== -1) {
    rt.hashLow = low;
    rt.hashHigh = high;
    return 0;
  }
  const length = M[p + StrLayout.LENGTH]!;
  hashText(rt, rt.texts[M[p + Ob.AUX]!]!, length, M[p + StrLayout.STATE]! & StrState.KIND_MASK);
  M[p + StrLayout.HASH] = rt.hashLow;
  M[p + StrLayout.HASH + 1] = rt.hashHigh;
  return 0;
}

/** The hash of a bytes object, left in `rt.hashLow`/`rt.hashHigh` and kept in the object. Always 0. */
export function hashBytes(rt: Machine, p: number): number {
  const M = rt.M;
  const low = M[p + BytesLayout.HASH]!;
  const high = M[p + BytesLayout.HASH + 1]!;
  if (low !== -1 || high !== -1) {
    rt.hashLow = low;
    rt.hashHigh = high;
    return 0;
  }
  sipHash(rt, M, p + BytesLayout.DATA, M[p + Ob.SIZE]!);
  M[p + BytesLayout.HASH] = rt.hashLow;
  M[p + BytesLayout.HASH + 1] = rt.hashHigh;
  return 0;
}

/** The hash of a piece of a byte array, left in `rt.hashLow`/`rt.hashHigh`. */
export function hashContent(rt: Machine, content: Uint8Array): void {
  const words = new Int32Array((content.length + 7) >> 2);
  new Uint8Array(words.buffer).set(content);
  sipHash(rt, words, 0, content.length);
}

/** The hash of a text of `length` code points that take `kind` bytes each. */
function hashText(rt: Machine, text: string, length: number, kind: number): void {
  const bytes = length * kind;
  let words = rt.M;
  let bytesView = rt.U8;
  let start = rt.nativeTop;
  if (bytes > SCRATCH_BYTES || start + (SCRATCH_BYTES >> 2) > Region.NATIVE_STACK_LIMIT) {
    words = new Int32Array((bytes + 7) >> 2);
    bytesView = new Uint8Array(words.buffer);
    start = 0;
  }
  let at = start * 4;
  if (kind === 1) {
    for (let i = 0; i < length; i++) bytesView[at + i] = text.charCodeAt(i);
  } else if (kind === 2) {
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      bytesView[at++] = unit;
      bytesView[at++] = unit >> 8;
    }
  } else {
    let word = start;
    for (const character of text) words[word++] = character.codePointAt(0)!;
  }
  sipHash(rt, words, start, bytes);
}

/** SipHash of `bytes` bytes from word `at` of `words`; trailing bytes of the last word are ignored. */
function sipHash(rt: Machine, words: Int32Array, at: number, bytes: number): void {
  if (bytes === 0) {
    rt.hashLow = 0;
    rt.hashHigh = 0;
    return;
  }
  const modern = rt.profile.minor >= 11;
  const compress = modern ? 1 : 2;
  let v0l = 0x70736575;
  let v0h = 0x736f6d65;
  let v1l = 0x6e646f6d;
  let v1h = 0x646f7261;
  let v2l = 0x6e657261;
  let v2h = 0x6c796765;
  let v3l = 0x79746573;
  let v3h = 0x74656462;
  const blocks = bytes >> 3;
  // Block `blocks` is the tail with the length in its top byte, block `blocks + 1` stands for the finalisation.
  for (let block = 0; block <= blocks + 1; block++) {
    let ml = 0;
    let mh = 0;
    let rounds = compress;
    if (block < blocks) {
      ml = words[at + 2 * block]!;
      mh = words[at + 2 * block + 1]!;
    } else if (block === blocks) {
      const rest = bytes & 7;
      const word = at + 2 * block;
      if (rest > 4) {
        ml = words[word]!;
        mh = words[word + 1]! & ((1 << (8 * (rest - 4))) - 1);
      } else if (rest === 4) ml = words[word]!;
      else if (rest > 0) ml = words[word]! & ((1 << (8 * rest)) - 1);
      mh |= (bytes & 255) << 24;
    } else {
      v2l ^= 0xff;
      rounds = modern ? 3 : 4;
    }
    v3l ^= ml;
    v3h ^= mh;
    for (let round = 0; round < rounds; round++) {
      // v0 += v1; v2 += v3
      let sum = (v0l + v1l) | 0;
      v0h = (v0h + v1h + (((v0l & v1l) | ((v0l | v1l) & ~sum)) >>> 31)) | 0;
      v0l = sum;
      sum = (v2l + v3l) | 0;
      v2h = (v2h + v3h + (((v2l & v3l) | ((v2l | v3l) & ~sum)) >>> 31)) | 0;
      v2l = sum;
      // v1 = rotl(v1, 13) ^ v0; v3 = rotl(v3, 16) ^ v2; v0 = rotl(v0, 32)
      let low = (v1l << 13) | (v1h >>> 19);
      v1h = ((v1h << 13) | (v1l >>> 19)) ^ v0h;
      v1l = low ^ v0l;
      low = (v3l << 16) | (v3h >>> 16);
      v3h = ((v3h << 16) | (v3l >>> 16)) ^ v2h;
      v3l = low ^ v2l;
      low = v0l;
      v0l = v0h;
      v0h = low;
      // v2 += v1; v0 += v3
      sum = (v2l + v1l) | 0;
      v2h = (v2h + v1h + (((v2l & v1l) | ((v2l | v1l) & ~sum)) >>> 31)) | 0;
      v2l = sum;
      sum = (v0l + v3l) | 0;
      v0h = (v0h + v3h + (((v0l & v3l) | ((v0l | v3l) & ~sum)) >>> 31)) | 0;
      v0l = sum;
      // v1 = rotl(v1, 17) ^ v2; v3 = rotl(v3, 21) ^ v0; v2 = rotl(v2, 32)
      low = (v1l << 17) | (v1h >>> 15);
      v1h = ((v1h << 17) | (v1l >>> 15)) ^ v2h;
      v1l = low ^ v2l;
      low = (v3l << 21) | (v3h >>> 11);
      v3h = ((v3h << 21) | (v3l >>> 11)) ^ v0h;
      v3l = low ^ v0l;
      low = v2l;
      v2l = v2h;
      v2h = low;
    }
    v0l ^= ml;
    v0h ^= mh;
  }
  const low = v0l ^ v1l ^ v2l ^ v3l;
  const high = v0h ^ v1h ^ v2h ^ v3h;
  rt.hashLow = low === -1 && high === -1 ? -2 : low;
  rt.hashHigh = high;
}
