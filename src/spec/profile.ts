/** The facts of one CPython version that the memory manager and the objects need, as plain data. Sizes are bytes. */
import { minorOf, type PythonVersion } from './version.js';

/** Facts of a version. Sizes in bytes, as on 64-bit Linux, release build. */
export interface Profile {
  readonly version: PythonVersion;
  /** 12 for 3.12. */
  readonly minor: number;
  /** Immortal objects exist (PEP 683). */
  readonly immortal: boolean;
  /** 4 KiB to 3.9, 16 KiB since. */
  readonly poolSize: number;
  /** 256 KiB to 3.9, 1 MiB since. */
  readonly arenaSize: number;
  /** Pools that fit in an arena: one is lost when the mapping is not aligned to a pool, the usual case since 3.10. */
  readonly poolsPerArena: number;
  /** A wholly free arena is kept while it is the last usable one (3.9+). */
  readonly keepsLastArena: boolean;
  /** Thresholds of the three generations. */
  readonly thresholds: readonly [number, number, number];
  /** Automatic collections wait for the eval breaker (3.12+) instead of running inside the allocation. */
  readonly collectsAtBreaker: boolean;
  /** Header of a str whose characters are ASCII (compact ASCII object). */
  readonly strAsciiHeader: number;
  /** Header of a str with other characters. */
  readonly strHeader: number;
  /** What `0` needs: one digit since 3.11, none before. */
  readonly intZeroDigits: number;
  /** A one-digit int made by arithmetic asks for this many bytes (32 since 3.11: the struct is rounded). */
  readonly intOneDigitRequest: number;
  /** Header of a dict's keys. */
  readonly dictKeysHeader: number;
  /** Tables with str keys alone have 16-byte entries (3.11+). */
  readonly dictUnicodeEntries: boolean;
  /** Tables of dicts and bytes of bytearrays come from the domain mem (3.13+), not from that of objects. */
  readonly buffersAreMem: boolean;
  /** Bytes of a function object, without GC header. */
  readonly functionSize: number;
  /** Bytes of BaseException, without GC header. */
  readonly exceptionSize: number;
  /** How instances keep their attributes. */
  readonly instanceDict: 'split' | 'values' | 'inline';
  /** A tuple of 20 is kept on a free list but never taken from it (3.11, 3.12), or is used (3.13+). */
  readonly tupleFreeListSizes: number;
  /** Bound methods are kept on a free list (3.8). */
  readonly methodFreeList: number;
  /** Arguments stay on the caller's stack during a call (to 3.10), or move to the callee (3.11+). */
  readonly argumentsMove: boolean;
  /** Frames are objects of their own on the heap (to 3.10). */
  readonly heapFrames: boolean;
}

/** The profile of a version. */
export function profileOf(version: PythonVersion): Profile {
  const minor = minorOf(version);
  const old = minor <= 9;
  return {
    version,
    minor,
    immortal: minor >= 12,
    poolSize: old ? 4096 : 16384,
    arenaSize: old ? 262144 : 1048576,
    poolsPerArena: old ? 64 : 63,
    keepsLastArena: minor >= 9,
    thresholds: minor >= 14 ? [2000, 10, 0] : minor === 13 ? [2000, 10, 10] : [700, 10, 10],
    collectsAtBreaker: minor >= 12,
    strAsciiHeader: minor >= 12 ? 40 : 48,
    strHeader: minor >= 12 ? 56 : 72,
    intZeroDigits: minor >= 11 ? 1 : 0,
    intOneDigitRequest: minor >= 11 ? 32 : 28,
    dictKeysHeader: minor >= 11 ? 32 : 40,
    dictUnicodeEntries: minor >= 11,
    buffersAreMem: minor >= 13,
    functionSize: minor >= 12 ? 144 : minor === 11 ? 136 : minor === 10 ? 128 : 120,
    exceptionSize: minor >= 11 ? 72 : 64,
    instanceDict: minor >= 13 ? 'inline' : minor >= 11 ? 'values' : 'split',
    tupleFreeListSizes: minor >= 13 ? 21 : 20,
    methodFreeList: minor === 8 ? 256 : 0,
    argumentsMove: minor >= 11,
    heapFrames: minor <= 10,
  };
}
