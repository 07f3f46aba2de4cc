/**
 * The simulated memory of one process: words, pymalloc, the system heap, the collector's lists.
 * Knows no Python type.
 */
import type { Profile } from '../spec/profile.js';
import { Gc } from './layout.js';
import { Pymalloc, SMALL_REQUEST_THRESHOLD } from './pymalloc.js';
import { gcListHead, Region } from './regions.js';
import { SystemHeap } from './systemHeap.js';

/** Thrown when the reserved memory is used up; caught once, where a run ends. */
export class MemoryBudgetExceeded extends Error {
  constructor() {
    super('The simulated memory is used up.');
  }
}

/** Hears of every block while a program traces its memory. Addresses as words, sizes as they were asked for. */
export interface HeapTracer {
  allocated(block: number, bytes: number): void;
  /** A block has a new size; `to` may be where it stood before. */
  moved(from: number, to: number, bytes: number): void;
  released(block: number): void;
  /** A free list hands the object in this block out again. */
  reused(block: number): void;
}

/** Memory and its managers. All addresses are word indices, all requests bytes. */
export class Heap {
  readonly profile: Profile;
  /** The memory itself. */
  readonly M: Int32Array;
  readonly F64: Float64Array;
  readonly U8: Uint8Array;
  readonly I8: Int8Array;
  readonly I16: Int16Array;
  readonly system: SystemHeap;
  readonly pymalloc: Pymalloc;
  /** What `sys.getallocatedblocks()` counts: used blocks of all pools and every larger block. */
  allocatedBlocks = 0;
  /** GC objects in the young generation's count: allocations less releases, never below 0. */
  gcCount0 = 0;
  gcThreshold0: number;
  gcEnabled = true;
  /** A collection was asked for and waits for the eval breaker (3.12+). */
  gcPending = false;
  gcCollecting = false;
  /** Ours: what new objects get as their birth; an observer changes it as the program goes on. */
  stamp = 1;
  /** Ours: set when the machine has something to look at between instructions. */
  breaker = false;
  /** Turns of loops and calls until the run looks around; 0 when the breaker is set. */
  turns = 0;
  /** Follows the blocks as they come and go; null as long as nobody asks. */
  tracer: HeapTracer | null = null;

  constructor(profile: Profile, bytes: number) {
    this.profile = profile;
    const buffer = new ArrayBuffer(bytes);
    this.M = new Int32Array(buffer);
    // NULL lies on the stack where a handler found a position: dropping it must do nothing, as for an immortal object.
    this.M[0] = -1;
    this.F64 = new Float64Array(buffer);
    this.U8 = new Uint8Array(buffer);
    this.I8 = new Int8Array(buffer);
    this.I16 = new Int16Array(buffer);
    this.system = new SystemHeap(this.M);
    this.pymalloc = new Pymalloc(this.M, this.system, profile);
    this.gcThreshold0 = profile.thresholds[0];
    for (let i = 0; i < 8; i++) {
      const head = gcListHead(i);
      this.M[head + Gc.NEXT] = head;
      this.M[head + Gc.PREV] = head;
    }
  }

  /** PyObject_Malloc: a block of at least `bytes` bytes (16-byte aligned); its content is undefined. */
  alloc(bytes: number): number {
    let block: number;
    if (bytes <= SMALL_REQUEST_THRESHOLD) block = this.pymalloc.allocate((bytes - 1) >> 4);
    else block = this.system.malloc(bytes);
    if (block === 0) throw new MemoryBudgetExceeded();
    this.allocatedBlocks++;
    if (this.tracer !== null) this.tracer.allocated(block, bytes);
    return block;
  }

  /** PyObject_Free. */
  free(block: number): void {
    this.allocatedBlocks--;
    if (this.tracer !== null) this.tracer.released(block);
    if (this.pymalloc.owns(block)) this.pymalloc.free(block);
    else this.system.free(block);
  }

  /**
   * PyObject_Realloc: returns the block's new address. A smaller request keeps the block when it wastes at most a
   * quarter. Follows obmalloc.c: pymalloc_realloc.
   */
  realloc(block: number, bytes: number): number {
    if (block === 0) return this.alloc(bytes);
    const tracer = this.tracer;
    if (tracer === null) return this.resize(block, bytes);
    // For a tracer this is one event, not a release and an allocation.
    this.tracer = null;
    try {
      const moved = this.resize(block, bytes);
      tracer.moved(block, moved, bytes);
      return moved;
    } finally {
      this.tracer = tracer;
    }
  }

  private resize(block: number, bytes: number): number {
    let size: number;
    if (this.pymalloc.owns(block)) {
      size = this.pymalloc.blockSize(block);
      if (bytes <= size) {
        if (4 * bytes > 3 * size) return block;
        size = bytes;
      }
    } else {
      // Small requests of the system heap stay there, as realloc of a C library does.
      if (this.system.resizeInPlace(block, bytes)) return block;
      size = Math.min(this.system.usableSize(block), bytes);
      const moved = this.system.malloc(bytes);
      if (moved === 0) throw new MemoryBudgetExceeded();
      this.M.copyWithin(moved, block, block + ((size + 3) >> 2));
      this.system.free(block);
      return moved;
    }
    const moved = this.alloc(bytes);
    this.M.copyWithin(moved, block, block + ((size + 3) >> 2));
    this.free(block);
    return moved;
  }

  /** Bytes of the block's size class, or of the system heap's chunk. */
  blockBytes(block: number): number {
    return this.pymalloc.owns(block) ? this.pymalloc.blockSize(block) : this.system.usableSize(block);
  }

  /** Adds an object to the youngest generation. */
  gcTrack(object: number): void {
    const M = this.M;
    const head: number = Region.GC_LISTS;
    const last = M[head + Gc.PREV]!;
    M[last + Gc.NEXT] = object;
    M[object + Gc.PREV] = last;
    M[object + Gc.NEXT] = head;
    M[head + Gc.PREV] = object;
  }

  /** Takes an object out of its generation. */
  gcUntrack(object: number): void {
    const M = this.M;
    const next = M[object + Gc.NEXT]!;
    if (next === 0) return;
    const previous = M[object + Gc.PREV]!;
    M[previous + Gc.NEXT] = next;
    M[next + Gc.PREV] = previous;
    M[object + Gc.NEXT] = 0;
    M[object + Gc.PREV] = 0;
  }

  /** Whether the collector sees the object. */
  gcIsTracked(object: number): boolean {
    return this.M[object + Gc.NEXT] !== 0;
  }
}
