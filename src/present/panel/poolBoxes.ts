/** Where a pool's blocks are drawn: true to their addresses, so that size classes can be compared by eye. */
import { BLOCK, type Pool } from '../../protocol/heap.js';

import { POOL_HEADER_BYTES } from '../../spec/mallocStats.js';

export type BoxKind = 'header' | 'tail' | 'tracked' | 'object' | 'data' | 'garbage' | 'freed' | 'untouched';

/** In CSS pixels from the pool's upper left corner. A block that crosses a row's end has two boxes. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly kind: BoxKind;
  /** The block's number from 0; -1 for header and tail. */
  readonly block: number;
}

export interface Scale {
  readonly bytesPerRow: number;
  readonly pixelsPerByte: number;
  readonly rowHeight: number;
}

const KINDS: ReadonlyMap<string, BoxKind> = new Map([
  [BLOCK.tracked, 'tracked'],
  [BLOCK.object, 'object'],
  [BLOCK.data, 'data'],
  [BLOCK.garbage, 'garbage'],
  [BLOCK.freed, 'freed'],
  [BLOCK.untouched, 'untouched'],
]);

export function blockKind(state: string): BoxKind {
  return KINDS.get(state) ?? 'untouched';
}

export function poolSize(poolBytes: number, scale: Scale): { readonly width: number; readonly height: number } {
  return {
    width: scale.bytesPerRow * scale.pixelsPerByte,
    height: Math.ceil(poolBytes / scale.bytesPerRow) * scale.rowHeight,
  };
}

function pushRange(boxes: Box[], from: number, to: number, kind: BoxKind, block: number, scale: Scale): void {
  for (let at = from; at < to; ) {
    const row = Math.floor(at / scale.bytesPerRow);
    const end = Math.min(to, (row + 1) * scale.bytesPerRow);
    boxes.push({
      x: (at - row * scale.bytesPerRow) * scale.pixelsPerByte,
      y: row * scale.rowHeight,
      width: (end - at) * scale.pixelsPerByte,
      height: scale.rowHeight,
      kind,
      block,
    });
    at = end;
  }
}

/** All boxes of a pool, header first, in address order. Empty pools show as untouched throughout. */
export function poolBoxes(pool: Pool, poolBytes: number, scale: Scale): readonly Box[] {
  const boxes: Box[] = [];
  pushRange(boxes, 0, POOL_HEADER_BYTES, 'header', -1, scale);
  const map = pool.map ?? '';
  for (let i = 0; i < pool.capacity; i++) {
    const from = POOL_HEADER_BYTES + i * pool.blockBytes;
    pushRange(boxes, from, from + pool.blockBytes, blockKind(map.charAt(i)), i, scale);
  }
  pushRange(boxes, POOL_HEADER_BYTES + pool.capacity * pool.blockBytes, poolBytes, 'tail', -1, scale);
  return boxes;
}

/** The block at a point, or -1. */
export function blockAt(pool: Pool, scale: Scale, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= scale.bytesPerRow * scale.pixelsPerByte) return -1;
  const offset = Math.floor(y / scale.rowHeight) * scale.bytesPerRow + Math.floor(x / scale.pixelsPerByte);
  const block = Math.floor((offset - POOL_HEADER_BYTES) / pool.blockBytes);
  return offset < POOL_HEADER_BYTES || block >= pool.capacity ? -1 : block;
}
