/**
 * The system heap below pymalloc, and behind `malloc`: what `malloc` and `mmap` of a C library do.
 *
 * Policy: chunks with boundary tags, best effort first fit in power-of-two bins, coalescing of free neighbours, the
 * top of the heap grows upwards. Requests of 128 KiB and more, and arenas, are mappings: they grow downwards from
 * the end of the address space and a returned mapping is used again for the next request that fits.
 *
 * A chunk: word 0 its size in words with bit 0 set while it is in use, word 1 the size of the chunk before it,
 * payload from word 4. A free chunk keeps its bin's links in words 4 and 5.
 */
import { Region } from './regions.js';

const HEADER = 4;
const MIN_CHUNK = 8;
const BINS = 28;
/** Bytes from which a request becomes a mapping of its own. */
const MMAP_THRESHOLD = 128 * 1024;
const PAGE_WORDS = 1024;

/** Returned by allocations that do not fit. */
export const OUT_OF_MEMORY = 0;

/** `malloc`, `free`, `mmap` over the words of a heap. */
export class SystemHeap {
  private readonly words: Int32Array;
  /** First chunk of each bin, 0 = empty. */
  private readonly bins = new Int32Array(BINS);
  /** End of the last chunk: the wilderness begins here. */
  private top: number = Region.SYSTEM_HEAP;
  private lastChunkSize = 0;
  /** Bytes that were asked for since the beginning. */
  asked = 0;
  /** Lowest mapped word. */
  private mapFloor: number;
  /** Returned mappings: address and size in words. */
  private readonly freeMappings: { address: number; size: number }[] = [];
  /** Sizes of live mappings made by {@link malloc}, by payload address. */
  private readonly mappings = new Map<number, number>();
  /** Bytes of live mappings: arenas, regions, large blocks. */
  private mappedBytes = 0;
  /** Bytes in live chunks and mappings, headers included; arenas too. */
  bytesInUse = 0;
  peakBytes = 0;
  /** The most that was ever in use from below, and from above: what lies between was never written. */
  private highTop: number = Region.SYSTEM_HEAP;
  private lowFloor: number;

  constructor(words: Int32Array) {
    this.words = words;
    this.mapFloor = words.length;
    this.lowFloor = words.length;
  }

  /** Where what is in use lies, in words: from below up to `top`, from `floor` up to the end. */
  bounds(): { readonly top: number; readonly floor: number } {
    return { top: this.top, floor: this.mapFloor };
  }

  /** Where what was ever written lies. */
  written(): { readonly top: number; readonly floor: number } {
    return { top: this.highTop, floor: this.lowFloor };
  }

  /** Makes all zero that is not in use, as at the beginning; `written` says how far to look. */
  wipe({ top, floor }: { readonly top: number; readonly floor: number }): void {
    this.words.fill(0, this.top, Math.max(this.top, top));
    this.words.fill(0, Math.min(floor, this.mapFloor), this.mapFloor);
  }

  /** Gives `size` words, aligned to `align` words (a power of two), or 0. Follows the way of mmap: downwards. */
  map(size: number, align: number, offset = 0): number {
    for (let i = this.freeMappings.length - 1; i >= 0; i--) {
      const hole = this.freeMappings[i]!;
      if (hole.size === size && ((hole.address - offset) & (align - 1)) === 0) {
        this.freeMappings.splice(i, 1);
        this.mappedBytes += size * 4;
        this.account(size * 4);
        return hole.address;
      }
    }
    const address = ((this.mapFloor - size - offset) & ~(align - 1)) + offset;
    if (address <= this.top + PAGE_WORDS) return OUT_OF_MEMORY;
    this.mapFloor = address;
    if (address < this.lowFloor) this.lowFloor = address;
    this.mappedBytes += size * 4;
    this.account(size * 4);
    return address;
  }

  /** Gives a mapping back. Its pages read as zero when they are mapped again. */
  unmap(address: number, size: number): void {
    this.words.fill(0, address, address + size);
    this.mappedBytes -= size * 4;
    this.account(-size * 4);
    if (address === this.mapFloor) {
      this.mapFloor += size;
      return;
    }
    this.freeMappings.push({ address, size });
  }

  /** Returns the word address of a payload of at least `bytes` bytes, 16-byte aligned, or 0 when memory is exhausted. */
  malloc(bytes: number): number {
    this.asked += bytes;
    if (bytes >= MMAP_THRESHOLD) {
      const size = Math.ceil((bytes + 16) / (PAGE_WORDS * 4)) * PAGE_WORDS;
      const base = this.map(size, PAGE_WORDS);
      if (base === OUT_OF_MEMORY) return OUT_OF_MEMORY;
      this.mappings.set(base + HEADER, size);
      return base + HEADER;
    }
    const need = Math.max(MIN_CHUNK, (((bytes + 15) >> 4) << 2) + HEADER);
    const M = this.words;
    for (let bin = binOf(need); bin < BINS; bin++) {
      for (let chunk = this.bins[bin]!; chunk !== 0; chunk = M[chunk + 4]!) {
        const size = M[chunk]!;
        if (size < need) continue;
        this.unlink(chunk);
        this.take(chunk, size, need);
        return chunk + HEADER;
      }
    }
    const chunk = this.top;
    if (chunk + need >= this.mapFloor) return OUT_OF_MEMORY;
    M[chunk] = need | 1;
    M[chunk + 1] = this.lastChunkSize;
    this.top = chunk + need;
    if (this.top > this.highTop) this.highTop = this.top;
    this.lastChunkSize = need;
    this.account(need * 4);
    return chunk + HEADER;
  }

  /** Usable bytes of a payload. */
  usableSize(payload: number): number {
    const mapped = this.mappings.get(payload);
    if (mapped !== undefined) return (mapped - HEADER) * 4;
    return ((this.words[payload - HEADER]! & ~1) - HEADER) * 4;
  }

  free(payload: number): void {
    const mapped = this.mappings.get(payload);
    if (mapped !== undefined) {
      this.mappings.delete(payload);
      this.unmap(payload - HEADER, mapped);
      return;
    }
    const M = this.words;
    let chunk = payload - HEADER;
    let size = M[chunk]! & ~1;
    this.account(-size * 4);
    const next = chunk + size;
    if (next !== this.top && (M[next]! & 1) === 0) {
      this.unlink(next);
      size += M[next]!;
    }
    const before = M[chunk + 1]!;
    if (before !== 0 && (M[chunk - before]! & 1) === 0) {
      chunk -= before;
      this.unlink(chunk);
      size += before;
    }
    M[chunk] = size;
    if (chunk + size === this.top) {
      this.top = chunk;
      this.lastChunkSize = M[chunk + 1]!;
      return;
    }
    M[chunk + size + 1] = size;
    const bin = binOf(size);
    const head = this.bins[bin]!;
    M[chunk + 4] = head;
    M[chunk + 5] = 0;
    if (head !== 0) M[head + 5] = chunk;
    this.bins[bin] = chunk;
  }

  /** Gives a payload another size, in place where that is possible; 0 when memory is exhausted. */
  realloc(payload: number, bytes: number): number {
    if (this.resizeInPlace(payload, bytes)) return payload;
    const kept = Math.min(this.usableSize(payload), bytes);
    const moved = this.malloc(bytes);
    if (moved === OUT_OF_MEMORY) return OUT_OF_MEMORY;
    this.words.copyWithin(moved, payload, payload + ((kept + 3) >> 2));
    this.free(payload);
    return moved;
  }

  /** Tries to change a payload's size in place; returns whether it did. */
  resizeInPlace(payload: number, bytes: number): boolean {
    if (this.mappings.has(payload)) return bytes <= this.usableSize(payload) && bytes * 2 > this.usableSize(payload);
    const M = this.words;
    const chunk = payload - HEADER;
    const size = M[chunk]! & ~1;
    const need = Math.max(MIN_CHUNK, (((bytes + 15) >> 4) << 2) + HEADER);
    if (need <= size) {
      if (size - need >= MIN_CHUNK) this.split(chunk, size, need);
      return true;
    }
    const next = chunk + size;
    if (next === this.top) {
      if (chunk + need >= this.mapFloor) return false;
      M[chunk] = need | 1;
      this.top = chunk + need;
      if (this.top > this.highTop) this.highTop = this.top;
      this.lastChunkSize = need;
      this.account((need - size) * 4);
      return true;
    }
    if ((M[next]! & 1) === 0 && size + M[next]! >= need) {
      const whole = size + M[next]!;
      this.unlink(next);
      this.account(-size * 4);
      this.take(chunk, whole, need);
      return true;
    }
    return false;
  }

  /** Bytes that the process has from the operating system: up to the end of the last chunk, and all mappings. */
  get heldBytes(): number {
    return (this.top - Region.SYSTEM_HEAP) * 4 + this.mappedBytes;
  }

  /** Payload addresses and usable bytes of all live chunks and mappings, in address order. */
  *blocks(): Generator<{ address: number; bytes: number }> {
    for (let chunk: number = Region.SYSTEM_HEAP; chunk < this.top; ) {
      const size = this.words[chunk]!;
      if (size & 1) yield { address: chunk + HEADER, bytes: ((size & ~1) - HEADER) * 4 };
      chunk += size & ~1;
    }
    for (const [address, size] of [...this.mappings].sort((a, b) => a[0] - b[0])) {
      yield { address, bytes: (size - HEADER) * 4 };
    }
  }

  private account(bytes: number): void {
    this.bytesInUse += bytes;
    if (this.bytesInUse > this.peakBytes) this.peakBytes = this.bytesInUse;
  }

  /** Marks `need` words of an unlinked chunk of `size` words as used, leaving the rest free. */
  private take(chunk: number, size: number, need: number): void {
    const M = this.words;
    M[chunk] = size | 1;
    this.account(size * 4);
    if (chunk + size === this.top) this.lastChunkSize = size;
    else M[chunk + size + 1] = size;
    if (size - need >= MIN_CHUNK) this.split(chunk, size, need);
  }

  /** Cuts a used chunk to `need` words and frees the rest. */
  private split(chunk: number, size: number, need: number): void {
    const M = this.words;
    const rest = chunk + need;
    M[chunk] = need | 1;
    M[rest] = (size - need) | 1;
    M[rest + 1] = need;
    if (chunk + size === this.top) this.lastChunkSize = size - need;
    else M[chunk + size + 1] = size - need;
    this.free(rest + HEADER);
  }

  private unlink(chunk: number): void {
    const M = this.words;
    const next = M[chunk + 4]!;
    const previous = M[chunk + 5]!;
    if (previous !== 0) M[previous + 4] = next;
    else this.bins[binOf(M[chunk]!)] = next;
    if (next !== 0) M[next + 5] = previous;
  }
}

function binOf(words: number): number {
  return 31 - Math.clz32(words);
}
