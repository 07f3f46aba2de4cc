/**
 * The debug hooks around an allocator: bytes before and after each block by which damage is found when the block is
 * resized or released. Follows obmalloc.c: _PyMem_DebugRawAlloc, _PyMem_DebugRawFree, _PyMem_DebugRawRealloc.
 *
 * A block of n bytes at p, as the program sees it:
 *
 *     p-16  n, 8 bytes, the highest first
 *     p-8   the domain's letter: r, m or o
 *     p-7   7 x 0xFD
 *     p     n bytes: 0xCD until they are written, 0xDD when they are released
 *     p+n   8 x 0xFD
 *
 * A serial number behind that exists only where CPython was compiled with PYMEM_DEBUG_SERIALNO, which no release build
 * of 3.8 and later is.
 */
import { HOOK_BYTES, HOOK_HEAD } from '../../protocol/allocators.js';
import type { MemAllocator, Span } from './port.js';

/** Fills new memory. */
export const CLEAN_BYTE = 0xcd;
/** Fills released memory. */
export const DEAD_BYTE = 0xdd;
/** Stands before and after a block. */
export const FORBIDDEN_BYTE = 0xfd;

const HEAD_WORDS = HOOK_HEAD / 4;
/** Bytes at either end of a block that are marked as released while it is resized. */
const ERASED = 64;
const PAD = HOOK_BYTES - HOOK_HEAD;
const FORBIDDEN_WORD = 0xfdfdfdfd | 0;
/** The forbidden bytes beside the domain's letter. */
const FORBIDDEN_UPPER = 0xfdfdfd00 | 0;

/** The letter of a domain in its blocks. */
export type ApiId = 'r' | 'm' | 'o';

/** Damage found in a block: ends the process, as Py_FatalError does. Caught once, where a run ends. */
export class DamagedBlock extends Error {
  /** Word address of the block as the program sees it. */
  readonly block: number;
  /** The C function that found it. */
  readonly finder: string;
  /** The bytes as they were found: from 16 before the block to 8 behind its end as its size says, if that can be. */
  readonly bytes: Uint8Array;

  constructor(message: string, finder: string, block: number, bytes: Uint8Array) {
    super(message);
    this.finder = finder;
    this.block = block;
    this.bytes = bytes;
  }
}

/** Turns the bytes of a word around. */
function swapped(n: number): number {
  return (n >>> 24) | ((n >>> 8) & 0xff00) | ((n << 8) & 0xff0000) | (n << 24) | 0;
}

/** What stands around a block. */
export interface Hooks {
  readonly api: string;
  /** Bytes that were asked for, as the block itself says. */
  readonly requested: number;
  /** The bytes before it, size and letter among them, and those behind it. */
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  /** All that should be {@link FORBIDDEN_BYTE} is. */
  readonly whole: boolean;
}

/** Reads the bytes around a block that has hooks. */
export function readHooks(words: Int32Array, block: number): Hooks {
  const bytes = new Uint8Array(words.buffer);
  const at = block * 4;
  const requested = swapped(words[block - 3]!) >>> 0;
  const head = bytes.slice(at - HOOK_HEAD, at);
  const tail = bytes.slice(at + requested, at + requested + PAD);
  return {
    api: String.fromCharCode(head[8]!),
    requested,
    head,
    tail,
    whole: [...head.subarray(9), ...tail].every((byte) => byte === FORBIDDEN_BYTE),
  };
}

export class DebugHooks implements MemAllocator {
  private readonly words: Int32Array;
  private readonly bytes: Uint8Array;
  private readonly inner: MemAllocator;
  private readonly letter: number;

  constructor(words: Int32Array, inner: MemAllocator, api: ApiId) {
    this.words = words;
    this.bytes = new Uint8Array(words.buffer);
    this.inner = inner;
    this.letter = api.charCodeAt(0);
  }

  malloc(bytes: number): number {
    const base = this.inner.malloc(bytes + HOOK_BYTES);
    if (base === 0) return 0;
    const block = base + HEAD_WORDS;
    this.decorate(block, bytes);
    this.bytes.fill(CLEAN_BYTE, block * 4, block * 4 + bytes);
    return block;
  }

  realloc(block: number, bytes: number): number {
    if (block === 0) return this.malloc(bytes);
    this.check(block, '_PyMem_DebugRawRealloc');
    const before = this.requested(block);
    const kept = this.bytes.slice(block * 4, block * 4 + before);
    this.erase(block, before);
    const base = this.inner.realloc(block - HEAD_WORDS, bytes + HOOK_BYTES);
    const moved = base === 0 ? block : base + HEAD_WORDS;
    this.decorate(moved, base === 0 ? before : bytes);
    this.bytes.set(base === 0 ? kept : kept.subarray(0, bytes), moved * 4);
    if (base === 0) return 0;
    if (bytes > before) this.bytes.fill(CLEAN_BYTE, moved * 4 + before, moved * 4 + bytes);
    return moved;
  }

  free(block: number): void {
    this.check(block, '_PyMem_DebugRawFree');
    const start = block * 4 - HOOK_HEAD;
    this.bytes.fill(DEAD_BYTE, start, start + this.requested(block) + HOOK_BYTES);
    this.inner.free(block - HEAD_WORDS);
  }

  span(block: number): Span {
    return this.inner.span(block - HEAD_WORDS);
  }

  /** Blocks of the other domains over the same memory are told, too: their letters differ. */
  *blocks(): Generator<number> {
    for (const base of this.inner.blocks()) yield base + HEAD_WORDS;
  }

  private requested(block: number): number {
    return swapped(this.words[block - 3]!) >>> 0;
  }

  private decorate(block: number, bytes: number): void {
    const M = this.words;
    M[block - 4] = 0;
    M[block - 3] = swapped(bytes);
    M[block - 2] = FORBIDDEN_UPPER | this.letter;
    M[block - 1] = FORBIDDEN_WORD;
    const tail = block * 4 + bytes;
    this.bytes.fill(FORBIDDEN_BYTE, tail, tail + PAD);
  }

  /** Marks what a resized block may leave behind: all of it, or its two ends. */
  private erase(block: number, bytes: number): void {
    const start = block * 4 - HOOK_HEAD;
    const end = block * 4 + bytes + PAD;
    if (bytes <= 2 * ERASED) this.bytes.fill(DEAD_BYTE, start, end);
    else {
      this.bytes.fill(DEAD_BYTE, start, start + HOOK_HEAD + ERASED);
      this.bytes.fill(DEAD_BYTE, end - PAD - ERASED, end);
    }
  }

  /** Looks for damage. Follows obmalloc.c: _PyMem_DebugCheckAddress. */
  private check(block: number, finder: string): void {
    const { words: M, bytes } = this;
    const found = M[block - 2]! & 0xff;
    if (found !== this.letter) {
      const letters = [found, this.letter].map((code) => String.fromCharCode(code));
      this.damaged(`bad ID: Allocated using API '${letters[0]}', verified using API '${letters[1]}'`, finder, block);
    }
    if ((M[block - 2]! & ~0xff) !== FORBIDDEN_UPPER || M[block - 1] !== FORBIDDEN_WORD)
      this.damaged('bad leading pad byte', finder, block);
    const tail = block * 4 + this.requested(block);
    for (let i = 0; i < PAD; i++) {
      if (bytes[tail + i] !== FORBIDDEN_BYTE) this.damaged('bad trailing pad byte', finder, block);
    }
  }

  private damaged(message: string, finder: string, block: number): never {
    const start = block * 4 - HOOK_HEAD;
    throw new DamagedBlock(message, finder, block, this.bytes.slice(start, start + this.requested(block) + HOOK_BYTES));
  }
}
