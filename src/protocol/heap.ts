/** The memory manager at a moment of a run. */

import type { Address } from './address.js';
import type { AllocatorName } from './allocators.js';
import type { BlockHooks, ObjectSummary } from './objects.js';

/** One character of `Pool.map`, one for each block in address order. */
export const BLOCK = {
  /** An object that the collector tracks. */
  tracked: 'T',
  /** An object that it does not track. */
  object: 'o',
  /** In use, but not an object: a list's items, a dict's keys. */
  data: 'd',
  /** An object that nothing reaches any more and that waits for the collector. */
  garbage: 'g',
  /** Freed: on the pool's free list. */
  freed: '-',
  /** Never handed out since the pool was given this size class. */
  untouched: '.',
} as const;

/** `used`: some blocks in use; `full`: all; `empty`: none, back on the arena's list of free pools. */
export type PoolState = 'used' | 'full' | 'empty';

export interface Pool {
  readonly address: Address;
  readonly state: PoolState;
  /** Index of the size class from 0; that of the last use where the pool is empty. */
  readonly sizeClass: number;
  readonly blockBytes: number;
  readonly usedBlocks: number;
  readonly freeBlocks: number;
  /** Blocks that fit into the pool. */
  readonly capacity: number;
  /** One character for each block, see `BLOCK`; absent where the picture has more pools than `LIMITS.mappedPools`. */
  readonly map?: string;
}

export interface Arena {
  readonly address: Address;
  readonly sizeBytes: number;
  readonly poolBytes: number;
  /** Pools that were never carved or are free, of `poolsTotal`. */
  readonly freePools: number;
  readonly poolsTotal: number;
  /** The pools that were carved so far, in address order. */
  readonly pools: readonly Pool[];
}

/** A block outside of the pools: more than 512 bytes, or any where the run has another allocator than pymalloc. */
export interface LargeBlock {
  readonly address: Address;
  readonly sizeBytes: number;
  /** The object it belongs to, where it is known: itself, or the owner of the buffer. */
  readonly owner?: { readonly address: Address; readonly type: string };
}

/** Freed objects that a type keeps for its next allocation. */
export interface FreeList {
  /** `float`, `list`, `dict`, `tuple[2]` ... */
  readonly name: string;
  readonly length: number;
  /** The most it keeps. */
  readonly capacity: number;
}

/** Objects that are handed out again instead of being made. */
export interface SharedObjects {
  /** Integers made at the start (-5 to 256), and those of them that something refers to. */
  readonly smallInts: number;
  readonly smallIntsUsed: number;
  readonly internedStrings: number;
  /** Objects whose count never changes (3.12+), static types and small integers among them. */
  readonly immortals: number;
}

/** Totals; blocks and bytes are pymalloc's, as `sys._debugmallocstats()` counts them. */
export interface HeapTotals {
  /** Objects in the heap, tracked or not. */
  readonly objects: number;
  readonly trackedObjects: number;
  /** Tracked objects that nothing reaches any more. */
  readonly garbage?: number;
  readonly pools: number;
  readonly usedBlocks: number;
  readonly usedBytes: number;
  /** Bytes of blocks in use that nobody asked for: rounding. The bytes of debug hooks are not among them. */
  readonly roundingBytes: number;
  /** All blocks in use, whatever allocator has them, and their bytes with all that is rounded or put around. */
  readonly blocks: number;
  readonly blockBytes: number;
  /** Bytes that the debug hooks add to the blocks in use. */
  readonly hookBytes: number;
  /** What the process has from the operating system: arenas, mappings, the heap up to its last chunk. */
  readonly heldBytes: number;
  readonly largeBlocks: number;
  readonly largeBytes: number;
  readonly arenaBytes: number;
  /** The most arenas' and large blocks' bytes together at any time of the run, up to the moment. */
  readonly peakBytes?: number;
}

/** The hooks around the object that a name refers to. */
export interface HookedName {
  /** `''` for the module. */
  readonly scope: string;
  readonly name: string;
  readonly type: string;
  readonly address: Address;
  readonly hooks: readonly BlockHooks[];
}

export interface HeapPicture {
  /** Arenas that were ever mapped, and the most at one time. */
  readonly arenasMapped?: number;
  readonly arenasHighWater?: number;
  readonly allocator: AllocatorName;
  readonly arenas: readonly Arena[];
  /** The largest first, at most `LIMITS.largeBlocks`; all of them are counted in the totals. */
  readonly largeBlocks: readonly LargeBlock[];
  readonly freeLists: readonly FreeList[];
  readonly shared?: SharedObjects;
  /** Of names bound in frames, at most `LIMITS.namesPerLine`; absent where the run has no debug hooks. */
  readonly hooks?: readonly HookedName[];
  readonly totals: HeapTotals;
}

/** One block of a pool, answered on request. */
export interface Block {
  readonly address: Address;
  /** One of `BLOCK`'s characters. */
  readonly state: string;
  /** The object in the block, or the owner of the data. */
  readonly object?: ObjectSummary;
  readonly requestedBytes?: number;
}

export interface PoolDetail extends Pool {
  readonly arena: Address;
  readonly blocks: readonly Block[];
  /** Addresses of the freed blocks in the order in which they are handed out again. */
  readonly freeListOrder: readonly Address[];
}

/** One generation of the collector. */
export interface Generation {
  /** 0 to 2; 3 is the permanent generation. */
  readonly index: number;
  /** As `gc.get_count()` reads: for 0 allocations less deallocations, for others collections of the younger one. */
  readonly count: number;
  readonly threshold: number;
  /** Objects in it. */
  readonly membersTotal: number;
  /** The user's objects in it, oldest first, at most `LIMITS.members`; more by a `members` request. */
  readonly members: readonly ObjectSummary[];
}

export interface CollectorPicture {
  readonly enabled: boolean;
  readonly generations: readonly Generation[];
}
