/**
 * `bump`: an allocator to learn from, not one of CPython's. A request gets the next bytes of a region; what is released
 * is not used again until all of its region is, whereupon the region starts anew. Nothing is searched and nothing is
 * rounded but to 16 bytes, and one long-lived object keeps a whole region.
 */
import { OUT_OF_MEMORY, type SystemHeap } from '../systemHeap.js';
import type { MemAllocator, Span } from './port.js';

/** Bytes of a region; larger requests go to the system heap. */
export const REGION_BYTES = 64 * 1024;
const REGION_WORDS = REGION_BYTES / 4;

/** Words at the start of a region. */
const enum Field {
  /** Blocks in use. */
  LIVE = 0,
  /** Word offset of the first byte never handed out. */
  TOP = 1,
  HEADER = 4,
}

/** Words before a block: its bytes, and whether it was released. */
const BLOCK_HEADER = 4;
const RELEASED = 1;
/** Largest request that a region serves. */
const LARGEST = REGION_BYTES / 4;

export class BumpAllocator implements MemAllocator {
  private readonly words: Int32Array;
  private readonly system: SystemHeap;
  private readonly regions = new Set<number>();
  /** Where the next block comes from; 0 while there is none. */
  private current = 0;
  /** Regions without a block in use. */
  private readonly empty: number[] = [];

  constructor(words: Int32Array, system: SystemHeap) {
    this.words = words;
    this.system = system;
  }

  malloc(bytes: number): number {
    if (bytes > LARGEST) return this.system.malloc(bytes);
    const M = this.words;
    const need = BLOCK_HEADER + wordsOf(bytes);
    let region = this.current;
    if (region === 0 || M[region + Field.TOP]! + need > REGION_WORDS) {
      region = this.nextRegion();
      if (region === 0) return OUT_OF_MEMORY;
    }
    const block = region + M[region + Field.TOP]! + BLOCK_HEADER;
    M[block - BLOCK_HEADER] = bytes;
    M[block - BLOCK_HEADER + RELEASED] = 0;
    M[region + Field.TOP]! += need;
    M[region + Field.LIVE]!++;
    return block;
  }

  realloc(block: number, bytes: number): number {
    if (block === 0) return this.malloc(bytes);
    const region = regionOf(block);
    if (!this.regions.has(region)) return this.system.realloc(block, bytes);
    const M = this.words;
    const before = M[block - BLOCK_HEADER]!;
    if (wordsOf(bytes) <= wordsOf(before)) return block;
    const moved = this.malloc(bytes);
    if (moved === OUT_OF_MEMORY) return OUT_OF_MEMORY;
    M.copyWithin(moved, block, block + wordsOf(before));
    this.free(block);
    return moved;
  }

  free(block: number): void {
    const region = regionOf(block);
    if (!this.regions.has(region)) {
      this.system.free(block);
      return;
    }
    const M = this.words;
    M[block - BLOCK_HEADER + RELEASED] = 1;
    if (--M[region + Field.LIVE]! > 0) return;
    M[region + Field.TOP] = Field.HEADER;
    if (region !== this.current) this.empty.push(region);
  }

  span(block: number): Span {
    if (!this.regions.has(regionOf(block))) return { start: block, bytes: this.system.usableSize(block) };
    return { start: block, bytes: wordsOf(this.words[block - BLOCK_HEADER]!) * 4 };
  }

  *blocks(): Generator<number> {
    const M = this.words;
    for (const region of this.regions) {
      const end = region + M[region + Field.TOP]!;
      for (let at = region + Field.HEADER; at < end; at += BLOCK_HEADER + wordsOf(M[at]!))
        if (M[at + RELEASED] === 0) yield at + BLOCK_HEADER;
    }
    for (const { address } of this.system.blocks()) yield address;
  }

  private nextRegion(): number {
    let region = this.empty.pop() ?? 0;
    if (region === 0) {
      region = this.system.map(REGION_WORDS, REGION_WORDS);
      if (region === OUT_OF_MEMORY) return OUT_OF_MEMORY;
      this.regions.add(region);
      this.words[region + Field.LIVE] = 0;
      this.words[region + Field.TOP] = Field.HEADER;
    }
    this.current = region;
    return region;
  }
}

function regionOf(block: number): number {
  return block & ~(REGION_WORDS - 1);
}

/** Words of a block's content; never none, so that two blocks never share an address. */
function wordsOf(bytes: number): number {
  return bytes === 0 ? 4 : ((bytes + 15) >> 4) << 2;
}
