/**
 * `pymalloc` behind the domains mem and object: pools for small requests, the raw domain for the others.
 * Follows obmalloc.c: _PyObject_Malloc, _PyObject_Free, _PyObject_Realloc.
 */
import { type Pymalloc, SMALL_REQUEST_THRESHOLD } from '../pymalloc.js';
import type { MemAllocator, Span } from './port.js';

export class PymallocAllocator implements MemAllocator {
  private readonly words: Int32Array;
  private readonly pools: Pymalloc;
  private readonly raw: MemAllocator;

  constructor(words: Int32Array, pools: Pymalloc, raw: MemAllocator) {
    this.words = words;
    this.pools = pools;
    this.raw = raw;
  }

  /** A request of nothing is none for the pools. */
  malloc(bytes: number): number {
    if ((bytes - 1) >>> 0 < SMALL_REQUEST_THRESHOLD) return this.pools.allocate((bytes - 1) >> 4);
    return this.raw.malloc(bytes);
  }

  /** A smaller request keeps the block unless a quarter of it or more can be saved. Follows pymalloc_realloc. */
  realloc(block: number, bytes: number): number {
    if (block === 0) return this.malloc(bytes);
    // What the raw domain has stays there, however small it becomes.
    if (!this.pools.owns(block)) return this.raw.realloc(block, bytes);
    let size = this.pools.blockSize(block);
    if (bytes <= size) {
      if (4 * bytes > 3 * size) return block;
      size = bytes;
    }
    const moved = this.malloc(bytes);
    if (moved === 0) return 0;
    this.words.copyWithin(moved, block, block + ((size + 3) >> 2));
    this.pools.free(block);
    return moved;
  }

  free(block: number): void {
    if (this.pools.owns(block)) this.pools.free(block);
    else this.raw.free(block);
  }

  span(block: number): Span {
    return this.pools.owns(block) ? { start: block, bytes: this.pools.blockSize(block) } : this.raw.span(block);
  }

  *blocks(): Generator<number> {
    yield* this.pools.usedBlocks();
    yield* this.raw.blocks();
  }
}
