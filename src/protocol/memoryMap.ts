/**
 * The heap as a map: where every pool and block lies, in columns of numbers that cross a border without being copied
 * one by one. The pools come first and cost little; blocks are asked for in ranges of pools, when they are looked at.
 */
import type { Address } from './address.js';
import type { ObjectSummary } from './objects.js';

/** What `BlockColumns.state` counts. */
export const BLOCK_STATES = ['untouched', 'freed', 'data', 'object', 'tracked', 'garbage'] as const;
export type BlockState = (typeof BLOCK_STATES)[number];

/** `BlockColumns.generation` of what the collector does not track. */
export const UNTRACKED = 255;
/** `MemoryMap.poolClass` of a pool that was never given a size class. */
export const NO_CLASS = 255;

export interface MapArena {
  readonly address: Address;
  /** Index of its first pool in the columns of `MemoryMap`, and how many of its pools are there: those carved so far. */
  readonly firstPool: number;
  readonly pools: number;
  readonly poolsTotal: number;
  readonly freePools: number;
  /** Bytes from the arena's address to its first pool. */
  readonly padding: number;
}

/** Pools arena after arena, in the order of their addresses. */
export interface MemoryMap {
  readonly poolBytes: number;
  readonly arenaBytes: number;
  /** By address. */
  readonly arenas: readonly MapArena[];
  readonly poolAddress: Uint32Array;
  /** Index of the size class from 0, or `NO_CLASS`. */
  readonly poolClass: Uint8Array;
  /** Blocks in use and blocks that fit. */
  readonly poolUsed: Uint16Array;
  readonly poolCapacity: Uint16Array;
  /** Blocks outside of the pools, by address. */
  readonly systemAddress: Uint32Array;
  readonly systemBytes: Uint32Array;
  /** Executed lines at the moment: the scale of `born`. */
  readonly steps: number;
}

/** One entry for each block, in the order of addresses. */
export interface BlockColumns {
  /** Names that `type` counts; the first is that of what no object owns. */
  readonly types: readonly string[];
  /** Index into `BLOCK_STATES`. */
  readonly state: Uint8Array;
  /** Index into `types`: of the object, or of the owner of the data. */
  readonly type: Uint16Array;
  /** 0 to 3, or `UNTRACKED`; that of the owner for data. */
  readonly generation: Uint8Array;
  /** Executed lines when the object was made; 0: before the program's first line. */
  readonly born: Uint32Array;
  /** The program's line that made it; 0: none of them. */
  readonly line: Uint32Array;
  /** The object, or the owner of the data; 0 where there is none. */
  readonly owner: Uint32Array;
  /** Bytes asked for; 0 where it is not known. */
  readonly asked: Uint16Array;
  /** Of freed blocks: when the pool hands it out again, from 1. */
  readonly freeOrder: Uint16Array;
  /** Index into `BlockOwners.owners`, once somebody has asked for them. */
  holder?: Uint8Array;
}

/** How many blocks the whole run allocated when (columns) and where (rows: stretches of the pools it ever had). */
export interface AllocationHeat {
  readonly rows: number;
  readonly columns: number;
  /** Of the first pool of each row. */
  readonly rowAddresses: Uint32Array;
  readonly pools: number;
  /** Pools in one row, the last may have fewer. */
  readonly poolsPerRow: number;
  /** Executed lines in one column; the first column is what was there before the first line. */
  readonly stepsPerColumn: number;
  readonly steps: number;
  /** Row after row. */
  readonly counts: Uint32Array;
  /** The same of blocks outside of the pools. */
  readonly system: Uint32Array;
  /** Where what was asked for from the first line on came from. */
  readonly origins: AllocationOrigins;
}

/** How fine the panel wants it. */
export const HEAT_SIZE = { rows: 12, columns: 48 };

/** Objects and blocks by where they came from. */
export interface AllocationOrigins {
  /** Dead objects that a type had kept for its next one. */
  readonly freeLists: number;
  /** Blocks of pools where a block had been before. */
  readonly again: number;
  /** Blocks of pools that were never used before. */
  readonly fresh: number;
  /** Blocks of the system heap. */
  readonly system: number;
}

/** Without whom an object would go. */
export type BlockOwner =
  /** All ways to it lead through what this name holds; `scope` as in frames, empty for the module. */
  | { readonly kind: 'name'; readonly scope: string; readonly name: string }
  /** What a frame works with: temporaries, arguments on their way. */
  | { readonly kind: 'frame'; readonly scope: string }
  /** Through a module of the library. */
  | { readonly kind: 'module'; readonly name: string }
  /** Several of them keep it. */
  | { readonly kind: 'several' }
  /** The interpreter, its modules, the program's code. */
  | { readonly kind: 'interpreter' }
  /** Nothing leads to it any more. */
  | { readonly kind: 'nobody' };

/** Who owns the blocks, for all of the map's: those of the pools in the order of addresses, then those of the system heap. */
export interface BlockOwners {
  /** At most `MOST_OWNERS`; the first is the interpreter. */
  readonly owners: readonly BlockOwner[];
  /** Index into `owners`; of blocks that nothing is in: 0. */
  readonly of: Uint8Array;
}
export const MOST_OWNERS = 200;

/** What keeps an arena from being given back. */
export interface ArenaDetail {
  readonly address: Address;
  readonly usedBlocks: number;
  readonly usedPools: number;
  readonly usedBytes: number;
  /** Blocks by the type of their owner, the most bytes first. */
  readonly types: readonly { readonly type: string; readonly blocks: number; readonly bytes: number }[];
  /** The program's own objects in it, oldest first, at most 100. */
  readonly own: readonly ObjectSummary[];
  readonly ownTotal: number;
}
