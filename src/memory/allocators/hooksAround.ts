/** Which hooks stand around a block of the domains mem and object, and what they read. */
import { HOOK_BYTES, HOOK_HEAD, hasDebugHooks, usesPools } from '../../protocol/allocators.js';
import type { Heap } from '../heap.js';
import { type Hooks, readHooks } from './debugHooks.js';

/** Pairs of hooks: with pools, what is too large for one has those of the raw domain around its own. */
function pairs(heap: Heap, block: number): number {
  if (!hasDebugHooks(heap.allocator)) return 0;
  return usesPools(heap.allocator) && !heap.pymalloc.owns(block) ? 2 : 1;
}

/** The hooks of a block, those of its own domain first. */
export function hooksAround(heap: Heap, block: number): Hooks[] {
  return Array.from({ length: pairs(heap, block) }, (_, i) => readHooks(heap.M, block - (i * HOOK_HEAD) / 4));
}

/** Bytes of all hooks of a block. */
export function hookBytesOf(heap: Heap, block: number): number {
  return pairs(heap, block) * HOOK_BYTES;
}

/** Words from a pool's block to what the program sees of it. */
export function hookOffset(heap: Heap): number {
  return hasDebugHooks(heap.allocator) ? HOOK_HEAD / 4 : 0;
}
