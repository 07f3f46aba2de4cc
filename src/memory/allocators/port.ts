/**
 * The port through which an allocator is written, and the three domains that use one. The idea is that of
 * PyMemAllocatorEx: a run chooses at its start which allocator stands behind each domain.
 *
 * To add one: write a class that implements {@link MemAllocator} (`bump.ts` is a small example), give it a name in
 * `ALLOCATORS` (protocol/allocators.ts) and choose it in `choose.ts`. It gets its memory from the `SystemHeap`, by `malloc`
 * in chunks or by `map` in pages. The audit then checks it like the others: what `blocks` tells must be the blocks that
 * were handed out and not released.
 */

/** A block as the innermost allocator sees it: first word, and its bytes with all that was rounded or put around. */
export interface Span {
  readonly start: number;
  readonly bytes: number;
}

/** Addresses are word indices that are a multiple of 4 (16 bytes), sizes are bytes. */
export interface MemAllocator {
  /** A block of at least `bytes` bytes (0 too) with undefined content; 0 where no memory is left. */
  malloc(bytes: number): number;
  /**
   * Gives a block another size and returns where it stands now, its content kept as far as it fits; 0 where no memory
   * is left, whereupon the block is as it was.
   */
  realloc(block: number, bytes: number): number;
  free(block: number): void;
  /** The whole of a block in use. */
  span(block: number): Span;
  /** All blocks in use, in no order. Those of domains that share memory below are told by each. */
  blocks(): Iterable<number>;
}

/**
 * Who uses what. `raw`: PyMem_RawMalloc, what may be asked for without the GIL; `mem`: PyMem_Malloc, items of lists,
 * tables of sets, buffers; `object`: PyObject_Malloc, objects themselves, and what up to 3.12 was asked for the same
 * way (keys of dicts, bytes of bytearrays).
 */
export interface Domains {
  readonly raw: MemAllocator;
  readonly mem: MemAllocator;
  readonly object: MemAllocator;
}
