/** `malloc`: the C library's allocator behind a domain. Follows obmalloc.c: _PyMem_RawMalloc and its kin. */
import type { SystemHeap } from '../systemHeap.js';
import type { MemAllocator, Span } from './port.js';

export class MallocAllocator implements MemAllocator {
  private readonly system: SystemHeap;

  constructor(system: SystemHeap) {
    this.system = system;
  }

  /** A request of nothing gets a block of its own, too. */
  malloc(bytes: number): number {
    return this.system.malloc(bytes === 0 ? 1 : bytes);
  }

  realloc(block: number, bytes: number): number {
    return block === 0 ? this.malloc(bytes) : this.system.realloc(block, bytes === 0 ? 1 : bytes);
  }

  free(block: number): void {
    this.system.free(block);
  }

  span(block: number): Span {
    return { start: block, bytes: this.system.usableSize(block) };
  }

  *blocks(): Generator<number> {
    for (const { address } of this.system.blocks()) yield address;
  }
}
