/**
 * Where the memory map draws what, in world units: one unit across is one byte. A pool is a square of rows of bytes; an
 * arena is eight by eight of them; the system heap stands beside, in columns as wide as a pool. So equal areas are
 * equal amounts of memory everywhere, and a place in the picture is an address.
 */
import type { Address } from '../../../protocol/address.js';
import type { MapArena, MemoryMap } from '../../../protocol/memoryMap.js';
import { POOL_HEADER_BYTES } from '../../../spec/mallocStats.js';

/** Height of one row of bytes. */
export const ROW = 64;
/** Pools beside each other in an arena. */
export const ARENA_SIDE = 8;

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is at a place: the innermost thing that is known. `index` of a block counts from 0 in its pool. */
export type Place =
  | { readonly kind: 'arena'; readonly arena: number }
  | { readonly kind: 'pool'; readonly arena: number; readonly pool: number }
  | { readonly kind: 'block'; readonly arena: number; readonly pool: number; readonly index: number }
  | { readonly kind: 'system'; readonly index: number };

export class MapLayout {
  readonly map: MemoryMap;
  /** Bytes in a row, which is also a pool's side and the width of the system heap's columns. */
  readonly side: number;
  /** From one pool to the next. */
  readonly pitch: number;
  readonly arenaSide: number;
  readonly width: number;
  readonly height: number;
  readonly systemX: number;
  /** First row of each block of the system heap, and behind the last. */
  readonly systemRows: Uint32Array;
  readonly rowsPerColumn: number;
  readonly systemColumns: number;
  private readonly columns: number;
  private readonly arenaPitchX: number;
  private readonly arenaPitchY: number;
  private readonly top: number;

  constructor(map: MemoryMap) {
    this.map = map;
    this.side = map.poolBytes > 4096 ? 1024 : 512;
    this.pitch = this.side * 1.0625;
    this.arenaSide = ARENA_SIDE * this.pitch - (this.pitch - this.side);
    this.top = this.pitch * 0.7;
    this.arenaPitchX = this.arenaSide + this.pitch * 0.6;
    this.arenaPitchY = this.arenaSide + this.pitch * 1.3;
    this.columns = Math.max(1, Math.min(map.arenas.length, Math.ceil(Math.sqrt(map.arenas.length * 1.4))));
    const lines = Math.max(1, Math.ceil(map.arenas.length / this.columns));
    const arenasHeight = this.top + lines * this.arenaPitchY - this.pitch * 1.3;
    const { systemBytes } = map;
    this.systemRows = new Uint32Array(systemBytes.length + 1);
    for (let i = 0; i < systemBytes.length; i++)
      this.systemRows[i + 1] = this.systemRows[i]! + Math.max(1, Math.ceil(systemBytes[i]! / this.side));
    const rows = this.systemRows[systemBytes.length]!;
    this.rowsPerColumn = Math.max(1, Math.floor((arenasHeight - this.top) / ROW));
    this.systemColumns = Math.ceil(rows / this.rowsPerColumn);
    this.systemX = map.arenas.length > 0 ? this.columns * this.arenaPitchX + this.pitch * 0.2 : 0;
    this.width = Math.max(
      this.side,
      this.systemColumns > 0
        ? this.systemX + this.systemColumns * this.pitch - (this.pitch - this.side)
        : this.columns * this.arenaPitchX - this.pitch * 0.6,
    );
    this.height = arenasHeight;
  }

  /** Arenas with some part in a rectangle. */
  arenasIn(view: Rect): number[] {
    const found: number[] = [];
    const firstColumn = Math.max(0, Math.floor((view.x - this.arenaSide) / this.arenaPitchX));
    const lastColumn = Math.min(this.columns - 1, Math.floor((view.x + view.width) / this.arenaPitchX));
    const firstLine = Math.max(0, Math.floor((view.y - this.top - this.arenaSide) / this.arenaPitchY));
    const lastLine = Math.floor((view.y + view.height) / this.arenaPitchY);
    for (let line = firstLine; line <= lastLine; line++)
      for (let column = firstColumn; column <= lastColumn; column++) {
        const arena = line * this.columns + column;
        if (arena < this.map.arenas.length) found.push(arena);
      }
    return found;
  }

  arenaRect(arena: number): Rect {
    return {
      x: (arena % this.columns) * this.arenaPitchX,
      y: this.top + Math.floor(arena / this.columns) * this.arenaPitchY,
      width: this.arenaSide,
      height: this.arenaSide,
    };
  }

  /** The square of an arena's pool, by its number in the arena from 0. */
  slotRect(arena: number, slot: number): Rect {
    const { x, y } = this.arenaRect(arena);
    return {
      x: x + (slot % ARENA_SIDE) * this.pitch,
      y: y + Math.floor(slot / ARENA_SIDE) * this.pitch,
      width: this.side,
      height: this.side,
    };
  }

  poolRect(pool: number): Rect {
    const arena = this.arenaOfPool(pool);
    return this.slotRect(arena, pool - this.map.arenas[arena]!.firstPool);
  }

  /** The arena of a pool, both by their place in the map. */
  arenaOfPool(pool: number): number {
    const { arenas } = this.map;
    let low = 0;
    for (let high = arenas.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if (arenas[middle]!.firstPool <= pool) low = middle;
      else high = middle;
    }
    return low;
  }

  blockBytes(pool: number): number {
    return (this.map.poolClass[pool]! + 1) * 16;
  }

  /** The rows that the bytes `from` to `to` of a pool take. */
  poolBytesRects(pool: number, from: number, to: number): Rect[] {
    const square = this.poolRect(pool);
    return rows(from, to, this.side).map(({ row, start, end }) => ({
      x: square.x + start,
      y: square.y + row * ROW,
      width: end - start,
      height: ROW,
    }));
  }

  blockRects(pool: number, index: number): Rect[] {
    const from = POOL_HEADER_BYTES + index * this.blockBytes(pool);
    return this.poolBytesRects(pool, from, from + this.blockBytes(pool));
  }

  /** A block of the system heap: whole rows as one rectangle, for each column that it crosses. */
  systemRects(index: number): Rect[] {
    const bytes = this.map.systemBytes[index]!;
    const first = this.systemRows[index]!;
    const whole = Math.floor(bytes / this.side);
    const rects: Rect[] = [];
    for (let row = first; row < first + whole; ) {
      const column = Math.floor(row / this.rowsPerColumn);
      const end = Math.min(first + whole, (column + 1) * this.rowsPerColumn);
      rects.push(this.systemRow(row, this.side, end - row));
      row = end;
    }
    const rest = bytes - whole * this.side;
    if (rest > 0 || bytes === 0) rects.push(this.systemRow(first + whole, Math.max(1, rest), 1));
    return rects;
  }

  private systemRow(row: number, width: number, count: number): Rect {
    const column = Math.floor(row / this.rowsPerColumn);
    return {
      x: this.systemX + column * this.pitch,
      y: this.top + (row - column * this.rowsPerColumn) * ROW,
      width,
      height: count * ROW,
    };
  }

  /** The block of the system heap that stands in a row, counted through all columns. */
  systemAtRow(row: number): number {
    let low = 0;
    let high = this.map.systemBytes.length;
    if (row < 0 || row >= this.systemRows[high]!) return -1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.systemRows[middle]! <= row) low = middle;
      else high = middle;
    }
    return low;
  }

  /** What is at a point; null for the ground between. */
  at(x: number, y: number): Place | null {
    if (this.systemColumns > 0 && x >= this.systemX) return this.systemAt(x, y);
    const arena = this.arenasIn({ x, y, width: 0, height: this.top }).find((candidate) => {
      const r = this.arenaRect(candidate);
      return x >= r.x && x <= r.x + r.width && y > r.y - this.top && y <= r.y + r.height;
    });
    if (arena === undefined) return null;
    const rect = this.arenaRect(arena);
    if (y < rect.y) return { kind: 'arena', arena };
    const column = Math.floor((x - rect.x) / this.pitch);
    const line = Math.floor((y - rect.y) / this.pitch);
    const slot = line * ARENA_SIDE + column;
    const { firstPool, pools } = this.map.arenas[arena]!;
    if (slot >= pools) return { kind: 'arena', arena };
    const pool = firstPool + slot;
    const square = this.slotRect(arena, slot);
    if (x >= square.x + this.side || y >= square.y + this.side) return { kind: 'arena', arena };
    const offset = Math.floor((y - square.y) / ROW) * this.side + Math.floor(x - square.x);
    const index = Math.floor((offset - POOL_HEADER_BYTES) / this.blockBytes(pool));
    if (offset < POOL_HEADER_BYTES || index >= this.map.poolCapacity[pool]!) return { kind: 'pool', arena, pool };
    return { kind: 'block', arena, pool, index };
  }

  private systemAt(x: number, y: number): Place | null {
    const column = Math.floor((x - this.systemX) / this.pitch);
    const row = Math.floor((y - this.top) / ROW);
    if (row < 0 || row >= this.rowsPerColumn || x - this.systemX - column * this.pitch >= this.side) return null;
    const index = this.systemAtRow(column * this.rowsPerColumn + row);
    return index < 0 ? null : { kind: 'system', index };
  }

  /** The pool with an address; -1 where there is none. */
  poolAt(address: Address): number {
    const arena = this.map.arenas.findIndex((a) => address >= a.address && address < a.address + this.map.arenaBytes);
    if (arena < 0) return -1;
    const { address: start, padding, firstPool, pools } = this.map.arenas[arena]!;
    const slot = Math.floor((address - start - padding) / this.map.poolBytes);
    return slot >= 0 && slot < pools ? firstPool + slot : -1;
  }

  /** The block that a byte belongs to, in a pool or in the system heap. */
  placeOf(address: Address): Place | null {
    const pool = this.poolAt(address);
    if (pool >= 0) {
      const arena = this.arenaOfPool(pool);
      const offset = address - this.map.poolAddress[pool]! - POOL_HEADER_BYTES;
      const index = Math.floor(offset / this.blockBytes(pool));
      if (offset < 0 || index >= this.map.poolCapacity[pool]!) return { kind: 'pool', arena, pool };
      return { kind: 'block', arena, pool, index };
    }
    const { systemAddress, systemBytes } = this.map;
    let low = -1;
    for (let high = systemAddress.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if (systemAddress[middle]! <= address) low = middle;
      else high = middle;
    }
    if (low < 0 || address >= systemAddress[low]! + systemBytes[low]!) return null;
    return { kind: 'system', index: low };
  }

  /** What a place covers; the smallest rectangle around it. */
  around(place: Place): Rect {
    switch (place.kind) {
      case 'arena':
        return this.arenaRect(place.arena);
      case 'pool':
        return this.poolRect(place.pool);
      case 'block':
        return union(this.blockRects(place.pool, place.index));
      case 'system':
        return union(this.systemRects(place.index));
    }
  }

  arena(index: number): MapArena {
    return this.map.arenas[index]!;
  }

  /** The address at which a block starts. */
  blockAddress(pool: number, index: number): Address {
    return this.map.poolAddress[pool]! + POOL_HEADER_BYTES + index * this.blockBytes(pool);
  }
}

/** The parts of a stretch of bytes that stand in one row each. */
function rows(from: number, to: number, side: number): { row: number; start: number; end: number }[] {
  const parts: { row: number; start: number; end: number }[] = [];
  for (let at = from; at < to; ) {
    const row = Math.floor(at / side);
    const end = Math.min(to, (row + 1) * side);
    parts.push({ row, start: at - row * side, end: end - row * side });
    at = end;
  }
  return parts;
}

function union(rects: readonly Rect[]): Rect {
  const x = Math.min(...rects.map((r) => r.x));
  const y = Math.min(...rects.map((r) => r.y));
  return {
    x,
    y,
    width: Math.max(...rects.map((r) => r.x + r.width)) - x,
    height: Math.max(...rects.map((r) => r.y + r.height)) - y,
  };
}
