/**
 * CPython's small-object allocator over the simulated memory. Follows obmalloc.c.
 *
 * Requests of 1 to 512 bytes are rounded up to one of 32 size classes of 16-byte steps. A pool serves one class; its
 * header stands in its first 48 bytes: blocks in use, first free block, links, class, offsets of untouched space.
 * Pools come from arenas; arenas are kept sorted by their number of free pools, fewest first.
 */
import type { Profile } from '../spec/profile.js';
import { Region } from './regions.js';
import type { SystemHeap } from './systemHeap.js';

/** Largest request, in bytes, that a pool serves. */
export const SMALL_REQUEST_THRESHOLD = 512;
/** Number of size classes. */
export const SIZE_CLASSES = 32;

/** Words of a pool's header. */
export const enum Pool {
  /** Blocks in use. */
  COUNT = 0,
  FREEBLOCK = 2,
  NEXT = 4,
  PREV = 6,
  ARENA = 8,
  SIZE_INDEX = 9,
  /** Word offset of the first untouched block. */
  NEXT_OFFSET = 10,
  MAX_NEXT_OFFSET = 11,
  /** Words of the header: the first block stands here. */
  HEADER = 12,
}

/** An arena, as `struct arena_object`. Addresses and sizes in words. */
export interface Arena {
  address: number;
  /** First pool. */
  firstPool: number;
  /** Next pool never used. */
  poolAddress: number;
  freePools: number;
  totalPools: number;
  /** Stack of pools given back, linked through their NEXT word; 0 = empty. */
  freePoolList: number;
  next: Arena | null;
  prev: Arena | null;
  index: number;
}

const UNUSED_CLASS = 0xffff;

/** The pools and arenas of one simulated process. */
export class Pymalloc {
  private readonly words: Int32Array;
  private readonly system: SystemHeap;
  private readonly profile: Profile;
  private readonly poolWords: number;
  /** Arenas by index; null after it was given back. */
  readonly arenas: (Arena | null)[] = [];
  /** Arenas with free pools, fewest first. */
  usableArenas: Arena | null = null;
  /** By unit of arena size: 1 where a pool of ours may stand. */
  private readonly arenaMap: Uint8Array;
  private readonly arenaShift: number;
  /** Arenas ever mapped. */
  arenasMapped = 0;
  arenasHighWater = 0;
  arenasNow = 0;

  constructor(words: Int32Array, system: SystemHeap, profile: Profile) {
    this.words = words;
    this.system = system;
    this.profile = profile;
    this.poolWords = profile.poolSize / 4;
    this.arenaShift = 31 - Math.clz32(profile.arenaSize / 4);
    this.arenaMap = new Uint8Array((words.length >>> this.arenaShift) + 2);
    for (let size = 0; size < SIZE_CLASSES; size++) {
      const head = Region.USED_POOLS + size * Region.POOL_HEADER;
      words[head + Pool.NEXT] = head;
      words[head + Pool.PREV] = head;
    }
  }

  /** Whether a block at this address belongs to a pool. */
  owns(block: number): boolean {
    return this.arenaMap[block >>> this.arenaShift] === 1;
  }

  /** The pool that a block of ours stands in. */
  poolOf(block: number): number {
    return block & ~(this.poolWords - 1);
  }

  /** Gives a block of the class, 0 when no arena can be mapped. Follows obmalloc.c: pymalloc_alloc. */
  allocate(sizeClass: number): number {
    const M = this.words;
    const head = Region.USED_POOLS + sizeClass * Region.POOL_HEADER;
    const pool = M[head + Pool.NEXT]!;
    if (pool !== head) {
      M[pool + Pool.COUNT]!++;
      const block = M[pool + Pool.FREEBLOCK]!;
      const next = M[block]!;
      M[pool + Pool.FREEBLOCK] = next;
      if (next === 0) this.extend(pool, sizeClass);
      return block;
    }
    return this.allocateFromNewPool(sizeClass);
  }

  /** Takes a block back. Follows obmalloc.c: pymalloc_free. */
  free(block: number): void {
    const M = this.words;
    const pool = block & ~(this.poolWords - 1);
    const lastFree = M[pool + Pool.FREEBLOCK]!;
    M[block] = lastFree;
    M[pool + Pool.FREEBLOCK] = block;
    const used = --M[pool + Pool.COUNT]!;
    if (lastFree === 0) {
      this.insertToUsed(pool);
      return;
    }
    if (used !== 0) return;
    this.insertToFree(pool);
  }

  /** Bytes of the block's class. */
  blockSize(block: number): number {
    return (this.words[this.poolOf(block) + Pool.SIZE_INDEX]! + 1) * 16;
  }

  /** All blocks in use, pool by pool. */
  *usedBlocks(): Generator<number> {
    const M = this.words;
    for (const arena of this.arenas) {
      if (arena === null) continue;
      for (let pool = arena.firstPool; pool < arena.poolAddress; pool += this.poolWords) {
        if (M[pool + Pool.COUNT] === 0) continue;
        const free = new Set<number>();
        for (let block = M[pool + Pool.FREEBLOCK]!; block !== 0; block = M[block]!) free.add(block);
        const size = (M[pool + Pool.SIZE_INDEX]! + 1) * 4;
        const end = pool + Math.min(M[pool + Pool.NEXT_OFFSET]!, M[pool + Pool.MAX_NEXT_OFFSET]! + 1);
        for (let block = pool + Pool.HEADER; block < end; block += size) if (!free.has(block)) yield block;
      }
    }
  }

  /** The pool has no free block left: carve the next one, or take the pool off the list. */
  private extend(pool: number, sizeClass: number): void {
    const M = this.words;
    const offset = M[pool + Pool.NEXT_OFFSET]!;
    if (offset <= M[pool + Pool.MAX_NEXT_OFFSET]!) {
      M[pool + Pool.FREEBLOCK] = pool + offset;
      M[pool + Pool.NEXT_OFFSET] = offset + (sizeClass + 1) * 4;
      M[pool + offset] = 0;
      return;
    }
    const next = M[pool + Pool.NEXT]!;
    const previous = M[pool + Pool.PREV]!;
    M[next + Pool.PREV] = previous;
    M[previous + Pool.NEXT] = next;
  }

  private allocateFromNewPool(sizeClass: number): number {
    const M = this.words;
    if (this.usableArenas === null && !this.newArena()) return 0;
    const arena = this.usableArenas!;
    let pool = arena.freePoolList;
    if (pool !== 0) {
      arena.freePoolList = M[pool + Pool.NEXT]!;
      arena.freePools--;
      if (arena.freePools === 0) this.dropHeadArena(arena);
    } else {
      pool = arena.poolAddress;
      M[pool + Pool.ARENA] = arena.index;
      M[pool + Pool.SIZE_INDEX] = UNUSED_CLASS;
      arena.poolAddress += this.poolWords;
      arena.freePools--;
      if (arena.freePools === 0) this.dropHeadArena(arena);
    }
    const head = Region.USED_POOLS + sizeClass * Region.POOL_HEADER;
    const next = M[head + Pool.NEXT]!;
    M[pool + Pool.NEXT] = head;
    M[pool + Pool.PREV] = next;
    M[head + Pool.NEXT] = pool;
    M[head + Pool.PREV] = pool;
    M[pool + Pool.COUNT] = 1;
    if (M[pool + Pool.SIZE_INDEX] === sizeClass) {
      const block = M[pool + Pool.FREEBLOCK]!;
      const following = M[block]!;
      M[pool + Pool.FREEBLOCK] = following;
      if (following === 0) this.extend(pool, sizeClass);
      return block;
    }
    const size = (sizeClass + 1) * 4;
    const block = pool + Pool.HEADER;
    M[pool + Pool.SIZE_INDEX] = sizeClass;
    M[pool + Pool.NEXT_OFFSET] = Pool.HEADER + 2 * size;
    M[pool + Pool.MAX_NEXT_OFFSET] = this.poolWords - size;
    M[pool + Pool.FREEBLOCK] = block + size;
    M[block + size] = 0;
    return block;
  }

  private dropHeadArena(arena: Arena): void {
    this.usableArenas = arena.next;
    if (arena.next !== null) arena.next.prev = null;
    arena.next = null;
  }

  /** A full pool got a free block: to the front of its class list. Follows obmalloc.c: insert_to_usedpool. */
  private insertToUsed(pool: number): void {
    const M = this.words;
    const head = Region.USED_POOLS + M[pool + Pool.SIZE_INDEX]! * Region.POOL_HEADER;
    const next = M[head + Pool.NEXT]!;
    M[pool + Pool.NEXT] = next;
    M[pool + Pool.PREV] = head;
    M[next + Pool.PREV] = pool;
    M[head + Pool.NEXT] = pool;
  }

  /** An empty pool goes back to its arena. Follows obmalloc.c: insert_to_freepool. */
  private insertToFree(pool: number): void {
    const M = this.words;
    const next = M[pool + Pool.NEXT]!;
    const previous = M[pool + Pool.PREV]!;
    M[next + Pool.PREV] = previous;
    M[previous + Pool.NEXT] = next;
    const arena = this.arenas[M[pool + Pool.ARENA]!]!;
    M[pool + Pool.NEXT] = arena.freePoolList;
    arena.freePoolList = pool;
    arena.freePools++;
    if (arena.freePools === arena.totalPools && (!this.profile.keepsLastArena || arena.next !== null)) {
      if (arena.prev === null) this.usableArenas = arena.next;
      else arena.prev.next = arena.next;
      if (arena.next !== null) arena.next.prev = arena.prev;
      this.releaseArena(arena);
      return;
    }
    if (arena.freePools === 1) {
      // The first free pool of an arena: it becomes usable, and first.
      arena.next = this.usableArenas;
      arena.prev = null;
      if (this.usableArenas !== null) this.usableArenas.prev = arena;
      this.usableArenas = arena;
      return;
    }
    this.settle(arena);
  }

  /** Moves an arena behind all arenas with fewer free pools, keeping the order of those with as many. */
  private settle(arena: Arena): void {
    let next = arena.next;
    if (next === null || arena.freePools <= next.freePools) return;
    if (arena.prev === null) this.usableArenas = next;
    else arena.prev.next = next;
    next.prev = arena.prev;
    let before = next;
    for (;;) {
      next = before.next;
      if (next === null || next.freePools >= arena.freePools) break;
      before = next;
    }
    arena.prev = before;
    arena.next = next;
    before.next = arena;
    if (next !== null) next.prev = arena;
  }

  private newArena(): boolean {
    const arenaWords = this.profile.arenaSize / 4;
    // Since 3.10 a mapping usually is aligned to a page, not to a pool: one pool is lost.
    const offset = this.profile.poolsPerArena < 64 ? 1024 : 0;
    const address = this.system.map(arenaWords, arenaWords, offset);
    if (address === 0) return false;
    let index = this.arenas.indexOf(null);
    if (index < 0) index = this.arenas.length;
    const firstPool = (address + this.poolWords - 1) & ~(this.poolWords - 1);
    const arena: Arena = {
      address,
      firstPool,
      poolAddress: firstPool,
      freePools: this.profile.poolsPerArena,
      totalPools: this.profile.poolsPerArena,
      freePoolList: 0,
      next: null,
      prev: null,
      index,
    };
    this.arenas[index] = arena;
    this.arenaMap[firstPool >>> this.arenaShift] = 1;
    this.usableArenas = arena;
    this.arenasMapped++;
    this.arenasNow++;
    if (this.arenasNow > this.arenasHighWater) this.arenasHighWater = this.arenasNow;
    return true;
  }

  private releaseArena(arena: Arena): void {
    this.arenas[arena.index] = null;
    this.arenaMap[arena.firstPool >>> this.arenaShift] = 0;
    this.arenasNow--;
    this.system.unmap(arena.address, this.profile.arenaSize / 4);
  }
}
