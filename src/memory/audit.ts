/**
 * Checks of the memory itself: every block is in exactly one state, and the collector's lists hang together.
 * Knows no object; `objects/audit.ts` compares the blocks with the objects that own them.
 */
import { hasDebugHooks } from '../protocol/allocators.js';
import { readHooks } from './allocators/debugHooks.js';
import type { Heap } from './heap.js';
import { Gc } from './layout.js';
import { type Arena, Pool, SIZE_CLASSES } from './pymalloc.js';
import { gcListHead, PERMANENT, Region } from './regions.js';

/** Used blocks of a heap (word addresses), and what is wrong with its bookkeeping, in sentences. */
export interface BlockAudit {
  readonly used: Set<number>;
  readonly problems: string[];
}

/** Looks at all pools, arenas and chunks. */
export function auditBlocks(heap: Heap): BlockAudit {
  const problems: string[] = [];
  const listed = listedPools(heap, problems);
  for (const arena of heap.pymalloc.arenas) if (arena !== null) auditArena(heap, arena, listed, problems);
  auditUsableArenas(heap, problems);
  const used = new Set(heap.domains.object.blocks());
  if (heap.allocatedBlocks !== used.size)
    problems.push(`allocatedBlocks is ${heap.allocatedBlocks}, but ${used.size} blocks are used.`);
  auditHooks(heap, used, problems);
  return { used, problems };
}

/** Every block's hooks are whole, and its letter is that of a domain that has blocks of objects and data. */
function auditHooks(heap: Heap, used: ReadonlySet<number>, problems: string[]): void {
  if (!hasDebugHooks(heap.allocator)) return;
  for (const block of used) {
    const { api, whole } = readHooks(heap.M, block);
    if ((api !== 'm' && api !== 'o') || !whole) problems.push(`The hooks of block ${block} are damaged.`);
  }
}

/** Pools that stand in the list of their class. */
function listedPools(heap: Heap, problems: string[]): Set<number> {
  const M = heap.M;
  const listed = new Set<number>();
  for (let i = 0; i < SIZE_CLASSES; i++) {
    const head = Region.USED_POOLS + i * Region.POOL_HEADER;
    for (let pool = M[head + Pool.NEXT]!; pool !== head; pool = M[pool + Pool.NEXT]!) {
      if (listed.has(pool)) {
        problems.push(`Pool ${pool} is listed twice.`);
        break;
      }
      listed.add(pool);
      if (M[pool + Pool.SIZE_INDEX] !== i) problems.push(`Pool ${pool} is in the list of class ${i}, but of another.`);
      if (M[M[pool + Pool.NEXT]! + Pool.PREV] !== pool) problems.push(`The links of pool ${pool} do not agree.`);
    }
  }
  return listed;
}

function auditArena(heap: Heap, arena: Arena, listed: Set<number>, problems: string[]): void {
  const M = heap.M;
  const poolWords = heap.profile.poolSize / 4;
  const free = new Set<number>();
  for (let pool = arena.freePoolList; pool !== 0; pool = M[pool + Pool.NEXT]!) {
    if (free.has(pool)) {
      problems.push(`Pool ${pool} is twice among the free pools of arena ${arena.index}.`);
      break;
    }
    free.add(pool);
  }
  let untouched = 0;
  for (let i = 0; i < arena.totalPools; i++) {
    const pool = arena.firstPool + i * poolWords;
    if (pool >= arena.poolAddress) untouched++;
    else if (free.has(pool)) {
      if (M[pool + Pool.COUNT] !== 0)
        problems.push(`Pool ${pool} is free, but ${M[pool + Pool.COUNT]} blocks are used.`);
    } else auditPool(heap, pool, listed.has(pool), problems);
  }
  if (arena.freePools !== free.size + untouched) {
    problems.push(`Arena ${arena.index} has ${free.size + untouched} free pools, but counts ${arena.freePools}.`);
  }
}

function auditPool(heap: Heap, pool: number, isListed: boolean, problems: string[]): void {
  const M = heap.M;
  const size = (M[pool + Pool.SIZE_INDEX]! + 1) * 4;
  const free = new Set<number>();
  for (let block = M[pool + Pool.FREEBLOCK]!; block !== 0; block = M[block]!) {
    const at = block - pool - Pool.HEADER;
    if (at < 0 || at % size !== 0 || block >= pool + heap.profile.poolSize / 4) {
      problems.push(`The free list of pool ${pool} leads to ${block}, which is no block.`);
      return;
    }
    if (free.has(block)) {
      problems.push(`Block ${block} is free twice.`);
      return;
    }
    free.add(block);
  }
  let n = 0;
  for (let block = pool + Pool.HEADER; block < pool + M[pool + Pool.NEXT_OFFSET]!; block += size) {
    if (block - pool > M[pool + Pool.MAX_NEXT_OFFSET]!) break;
    if (!free.has(block)) n++;
  }
  if (n !== M[pool + Pool.COUNT])
    problems.push(`Pool ${pool} has ${n} used blocks, but counts ${M[pool + Pool.COUNT]}.`);
  if (isListed === (free.size === 0)) {
    problems.push(`Pool ${pool} with ${free.size} free blocks is ${isListed ? '' : 'not '}in the list of its class.`);
  }
}

function auditUsableArenas(heap: Heap, problems: string[]): void {
  let before = 0;
  const seen = new Set<Arena>();
  for (let arena = heap.pymalloc.usableArenas; arena !== null; arena = arena.next) {
    if (seen.has(arena)) {
      problems.push(`Arena ${arena.index} is listed twice.`);
      return;
    }
    seen.add(arena);
    if (arena.freePools === 0) problems.push(`Arena ${arena.index} is full, but usable.`);
    if (arena.freePools < before) problems.push('The usable arenas are not sorted by their free pools.');
    before = arena.freePools;
    if (arena.next !== null && arena.next.prev !== arena)
      problems.push(`The links of arena ${arena.index} do not agree.`);
  }
  for (const arena of heap.pymalloc.arenas) {
    if (arena !== null && arena.freePools > 0 && !seen.has(arena)) {
      problems.push(`Arena ${arena.index} has free pools, but is not usable.`);
    }
  }
}

/** Tracked objects of all generations, and what is wrong with the lists. */
export function auditLists(heap: Heap): { tracked: Set<number>; problems: string[] } {
  const M = heap.M;
  const tracked = new Set<number>();
  const problems: string[] = [];
  for (let i = 0; i <= PERMANENT; i++) {
    const head = gcListHead(i);
    for (let p = M[head + Gc.NEXT]!; p !== head; p = M[p + Gc.NEXT]!) {
      if (p === 0) {
        problems.push(`The list of generation ${i} ends in nothing.`);
        break;
      }
      if (tracked.has(p)) {
        problems.push(`Object ${p} is tracked twice.`);
        break;
      }
      tracked.add(p);
      if (M[M[p + Gc.NEXT]! + Gc.PREV] !== p)
        problems.push(`The links of object ${p} in generation ${i} do not agree.`);
    }
  }
  return { tracked, problems };
}
