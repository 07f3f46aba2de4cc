/**
 * The simulated memory of one process: words, pymalloc, the system heap, the collector's lists.
 * Knows no Python type.
 */
import { type AllocatorName, DEFAULT_ALLOCATOR, usesPools } from '../protocol/allocators.js';
import type { Profile } from '../spec/profile.js';
import { chooseAllocators } from './allocators/choose.js';
import type { Domains, MemAllocator } from './allocators/port.js';
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
  /** Where the block was asked for, the most recent call first; undefined where that is not known. */
  origin(block: number): readonly { readonly file: string; readonly line: number }[] | undefined;
}

/**
 * Memory and its managers. All addresses are word indices, all requests bytes.
 *
 * What is done most often is a function of each heap, not a method of all: so the host compiles it for that heap, whose
 * memory has one place and one length.
 */
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
  readonly allocator: AllocatorName;
  readonly domains: Domains;
  /** Nothing stands between a request and pymalloc: no other allocator, no hooks, no tracer. */
  direct: boolean;
  /** Blocks in use of the domains mem and object: used blocks of all pools and every larger block. */
  allocatedBlocks = 0;
  /** GC objects in the young generation's count: allocations less releases, never below 0. */
  gcCount0 = 0;
  private threshold0: number;
  /** The count above which an allocation looks whether to collect: the threshold, or none where each does. */
  gcLimit0: number;
  /** Called at each allocation of a collectable object: set by {@link stressCollector}. */
  gcStress: (() => void) | null = null;
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
  /** Items that native code takes from iterators, or compares, until the run looks around. */
  nativeTurns = 0;
  /** Follows the blocks as they come and go; null as long as nobody asks. Set by {@link traceWith}. */
  tracer: HeapTracer | null = null;

  constructor(profile: Profile, bytes: number, allocator: AllocatorName = DEFAULT_ALLOCATOR) {
    this.profile = profile;
    this.allocator = allocator;
    this.direct = allocator === 'pymalloc';
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
    this.domains = chooseAllocators(allocator, this.M, this.pymalloc, this.system);
    this.threshold0 = profile.thresholds[0];
    this.gcLimit0 = this.threshold0;
    for (let i = 0; i < 8; i++) {
      const head = gcListHead(i);
      this.M[head + Gc.NEXT] = head;
      this.M[head + Gc.PREV] = head;
    }
  }

  /** PyObject_Malloc: a block of at least `bytes` bytes (16-byte aligned); its content is undefined. */
  readonly alloc = (bytes: number): number => {
    if (!this.direct) return this.allocThrough(this.domains.object, bytes);
    // Nothing asked for is not small.
    const block =
      (bytes - 1) >>> 0 < SMALL_REQUEST_THRESHOLD
        ? this.pymalloc.allocate((bytes - 1) >> 4)
        : this.system.malloc(bytes);
    if (block === 0) throw new MemoryBudgetExceeded();
    this.allocatedBlocks++;
    return block;
  };

  /** PyObject_Free. */
  readonly free = (block: number): void => {
    if (!this.direct) {
      this.freeThrough(this.domains.object, block);
      return;
    }
    this.allocatedBlocks--;
    if (this.pymalloc.owns(block)) this.pymalloc.free(block);
    else this.system.free(block);
  };

  /** PyObject_Realloc: returns the block's new address; 0 as the block asks for a new one. */
  realloc(block: number, bytes: number): number {
    return this.reallocThrough(this.domains.object, block, bytes);
  }

  /** PyMem_Malloc. */
  memAlloc(bytes: number): number {
    return this.direct ? this.alloc(bytes) : this.allocThrough(this.domains.mem, bytes);
  }

  /** PyMem_Free. */
  memFree(block: number): void {
    if (this.direct) this.free(block);
    else this.freeThrough(this.domains.mem, block);
  }

  /** PyMem_Realloc. */
  memRealloc(block: number, bytes: number): number {
    return this.reallocThrough(this.domains.mem, block, bytes);
  }

  /** Has each block reported from now on; null: no longer. */
  traceWith(tracer: HeapTracer | null): void {
    this.tracer = tracer;
    this.direct = tracer === null && this.allocator === 'pymalloc';
  }

  /** What `sys.getallocatedblocks()` says: nothing is counted where there are no pools. */
  countedBlocks(): number {
    return usesPools(this.allocator) ? this.allocatedBlocks : 0;
  }

  /** Bytes of the block as its allocator has it: of its size class, or of the system heap's chunk, hooks included. */
  blockBytes(block: number): number {
    return this.domains.object.span(block).bytes;
  }

  private allocThrough(domain: MemAllocator, bytes: number): number {
    const block = domain.malloc(bytes);
    if (block === 0) throw new MemoryBudgetExceeded();
    this.allocatedBlocks++;
    if (this.tracer !== null) this.tracer.allocated(block, bytes);
    return block;
  }

  private freeThrough(domain: MemAllocator, block: number): void {
    this.allocatedBlocks--;
    if (this.tracer !== null) this.tracer.released(block);
    domain.free(block);
  }

  private reallocThrough(domain: MemAllocator, block: number, bytes: number): number {
    if (block === 0) return this.allocThrough(domain, bytes);
    const moved = domain.realloc(block, bytes);
    if (moved === 0) throw new MemoryBudgetExceeded();
    // For a tracer this is one event, not a release and an allocation.
    if (this.tracer !== null) this.tracer.moved(block, moved, bytes);
    return moved;
  }

  /** The threshold of the youngest generation; 0 turns automatic collections off. */
  get gcThreshold0(): number {
    return this.threshold0;
  }

  set gcThreshold0(threshold: number) {
    this.threshold0 = threshold;
    this.gcLimit0 = this.gcStress !== null ? -1 : threshold;
  }

  /** From now on each allocation of a collectable object calls `look`. */
  stressCollector(look: () => void): void {
    this.gcStress = look;
    this.gcLimit0 = -1;
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
