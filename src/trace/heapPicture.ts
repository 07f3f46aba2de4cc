/** The memory manager at a moment: arenas, pools and blocks, larger blocks, free lists, generations. */
import { hookBytesOf, hookOffset, hooksAround } from '../memory/allocators/hooksAround.js';
import { Gc, ListLayout, Ob, StrLayout } from '../memory/layout.js';
import { type Arena as ArenaState, Pool as PoolWord } from '../memory/pymalloc.js';
import { PERMANENT } from '../memory/regions.js';
import { blocksOf } from '../objects/audit.js';
import { keysBytes } from '../objects/dictKeys.js';
import { isStatic } from '../objects/edges.js';
import { FLOAT_FREE_LIST } from '../objects/floatCore.js';
import { freeListViews } from '../objects/freeLists.js';
import { isCollectable } from '../objects/gcSupport.js';
import type { Machine } from '../objects/machine.js';
import { preHeader } from '../objects/object.js';
import { strBytes } from '../objects/strCore.js';
import { S, T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import { hasDebugHooks } from '../protocol/allocators.js';
import type {
  Arena,
  Block,
  CollectorPicture,
  FreeList,
  HeapPicture,
  HookedName,
  LargeBlock,
  Pool,
  PoolDetail,
} from '../protocol/heap.js';
import { BLOCK } from '../protocol/heap.js';
import type { BlockHooks, BlockPlace } from '../protocol/objects.js';
import { LIMITS } from '../protocol/run.js';
import { typeName } from './preview.js';
import { addressOf, type Still } from './still.js';

/** Bytes of a pool's header. */
const POOL_HEADER = PoolWord.HEADER * 4;

/** First word of an object's block: before its GC header, before its managed dict. */
export function blockOf(still: Still, p: number): number {
  const { rt } = still;
  return isCollectable(rt, p) ? p - Gc.HEADER - (preHeader(rt.typeOf(p)) >> 2) : p;
}

/** Bytes that were asked for when an object was made. */
export function requestedBytes(still: Still, p: number): number {
  const { rt } = still;
  const { M } = rt;
  const info = rt.typeOf(p);
  const header = isCollectable(rt, p) ? 16 + preHeader(info) : 0;
  const { flags } = info;
  if ((flags & TypeFlag.TYPE_SUBCLASS) !== 0) return still.size(p);
  if (rt.is(p, T.STR)) return strBytes(rt, M[p + StrLayout.STATE]!, M[p + StrLayout.LENGTH]!);
  if ((flags & TypeFlag.LONG_SUBCLASS) !== 0 && !info.isHeapType) {
    const digits = Math.max(1, Math.abs(M[p + Ob.SIZE]!));
    return digits === 1 ? rt.profile.intOneDigitRequest : 24 + 4 * digits;
  }
  if (rt.is(p, T.TUPLE)) return header + 24 + 8 * M[p + Ob.SIZE]!;
  if (rt.is(p, T.BYTES)) return 33 + M[p + Ob.SIZE]!;
  if (rt.is(p, T.LIST)) return header + 40;
  if (rt.is(p, T.DICT)) return header + 48;
  if (rt.is(p, T.SET) || rt.is(p, T.FROZENSET)) return header + 200;
  if (rt.is(p, T.FLOAT)) return 24;
  if (info.isHeapType && info.itemsize === 0) return still.size(p);
  return still.size(p);
}

/** Which object each block belongs to. */
export interface BlockOwners {
  /** The object in a block. */
  readonly objects: ReadonlyMap<number, number>;
  /** The owner of a block of data. */
  readonly data: ReadonlyMap<number, number>;
}

export function blockOwners(still: Still): BlockOwners {
  const { rt } = still;
  const objects = new Map<number, number>();
  const data = new Map<number, number>();
  for (const p of still.objects()) {
    if (isStatic(p)) continue;
    const own = blockOf(still, p);
    blocksOf(rt, p, (block) => {
      if (block === own) objects.set(block, p);
      else data.set(block, p);
    });
  }
  return { objects, data };
}

const NO_OWNERS: BlockOwners = { objects: new Map(), data: new Map() };

function poolState(used: number, capacity: number): Pool['state'] {
  return used === 0 ? 'empty' : used === capacity ? 'full' : 'used';
}

/** One character for each block of a pool. */
function poolMap(still: Still, pool: number, owners: BlockOwners, garbage: ReadonlySet<number>): string {
  const { M } = still.rt;
  const size = (M[pool + PoolWord.SIZE_INDEX]! + 1) * 4;
  const capacity = capacityOf(still, pool);
  const free = new Set<number>();
  for (let block = M[pool + PoolWord.FREEBLOCK]!; block !== 0; block = M[block]!) free.add(block);
  const frontier = pool + M[pool + PoolWord.NEXT_OFFSET]!;
  let map = '';
  const isEmpty = M[pool + PoolWord.COUNT] === 0;
  const offset = hookOffset(still.rt);
  for (let i = 0, block = pool + PoolWord.HEADER; i < capacity; i++, block += size) {
    if (block >= frontier) map += BLOCK.untouched;
    else if (isEmpty || free.has(block)) map += BLOCK.freed;
    else {
      const object = owners.objects.get(block + offset);
      if (object === undefined) map += BLOCK.data;
      else if (garbage.has(object)) map += BLOCK.garbage;
      else map += still.generationOf(object) !== null ? BLOCK.tracked : BLOCK.object;
    }
  }
  return map;
}

function capacityOf(still: Still, pool: number): number {
  const { rt } = still;
  const bytes = (rt.M[pool + PoolWord.SIZE_INDEX]! + 1) * 16;
  return Math.floor((rt.profile.poolSize - POOL_HEADER) / bytes);
}

function poolPicture(still: Still, pool: number): Pool {
  const { M } = still.rt;
  const sizeClass = M[pool + PoolWord.SIZE_INDEX]!;
  const used = M[pool + PoolWord.COUNT]!;
  const capacity = capacityOf(still, pool);
  return {
    address: addressOf(pool),
    state: poolState(used, capacity),
    sizeClass,
    blockBytes: (sizeClass + 1) * 16,
    usedBlocks: used,
    freeBlocks: capacity - used,
    capacity,
  };
}

function carvedPools(still: Still, arena: ArenaState): number[] {
  const words = still.rt.profile.poolSize / 4;
  const pools: number[] = [];
  for (let pool = arena.firstPool; pool < arena.poolAddress; pool += words) {
    // A pool that was never given a size class has nothing to show.
    if (still.rt.M[pool + PoolWord.SIZE_INDEX]! < 32) pools.push(pool);
  }
  return pools;
}

const CAPACITIES: ReadonlyMap<string, number> = new Map([
  ['float', FLOAT_FREE_LIST],
  ['list', 80],
  ['dict', 80],
  ['dict keys', 80],
  ['slice', 1],
  ['context', 255],
]);

function freeLists(still: Still): FreeList[] {
  const { rt } = still;
  return freeListViews(rt).flatMap(({ name, members }) => {
    const tuple = /^tuple of (\d+)$/.exec(name);
    const capacity = tuple
      ? 2000
      : name === 'method'
        ? rt.profile.methodFreeList
        : (CAPACITIES.get(name) ?? members.length);
    if (capacity === 0 || (tuple && members.length === 0)) return [];
    return [{ name: tuple ? `tuple[${tuple[1]}]` : name, length: members.length, capacity }];
  });
}

/** `garbage`: objects that nothing reaches any more. */
export function heapPicture(still: Still, garbage: ReadonlySet<number>): HeapPicture {
  const { rt } = still;
  const arenas: Arena[] = [];
  const states = rt.pymalloc.arenas.filter((a) => a !== null).sort((a, b) => a.address - b.address);
  const poolCount = states.reduce((n, a) => n + carvedPools(still, a).length, 0);
  // Of a large heap neither the maps nor the owners of its blocks are told.
  const owners = poolCount <= LIMITS.mappedPools ? blockOwners(still) : NO_OWNERS;
  let usedBlocks = 0;
  let usedBytes = 0;
  let pools = 0;
  for (const arena of states) {
    const pictures = carvedPools(still, arena).map((pool) => {
      const picture = poolPicture(still, pool);
      usedBlocks += picture.usedBlocks;
      usedBytes += picture.usedBlocks * picture.blockBytes;
      if (picture.usedBlocks > 0) pools++;
      return poolCount <= LIMITS.mappedPools ? { ...picture, map: poolMap(still, pool, owners, garbage) } : picture;
    });
    arenas.push({
      address: addressOf(arena.address),
      sizeBytes: rt.profile.arenaSize,
      poolBytes: rt.profile.poolSize,
      freePools: arena.freePools,
      poolsTotal: arena.totalPools,
      pools: pictures,
    });
  }
  const large = largeBlocks(still, owners);
  let rounding = 0;
  const lost = (block: number, asked: number): number =>
    Math.max(0, rt.blockBytes(block) - asked - hookBytesOf(rt, block));
  for (const p of still.objects()) if (!isStatic(p)) rounding += lost(blockOf(still, p), requestedBytes(still, p));
  for (const [block, p] of owners.data) {
    const asked = dataBytes(still, p, block);
    if (asked > 0) rounding += lost(block, asked);
  }
  let blocks = 0;
  let blockBytes = 0;
  let hookBytes = 0;
  for (const block of rt.domains.object.blocks()) {
    blocks++;
    blockBytes += rt.blockBytes(block);
    hookBytes += hookBytesOf(rt, block);
  }
  const trackedObjects = [0, 1, 2, PERMANENT].reduce((n, g) => n + still.members(g).length, 0);
  return {
    allocator: rt.allocator,
    arenasMapped: rt.pymalloc.arenasMapped,
    arenasHighWater: rt.pymalloc.arenasHighWater,
    arenas,
    largeBlocks: large.slice(0, LIMITS.largeBlocks),
    freeLists: freeLists(still),
    ...(hasDebugHooks(rt.allocator) ? { hooks: hookedNames(still) } : {}),
    totals: {
      objects: still.objects().reduce((n, p) => (isStatic(p) ? n : n + 1), 0),
      trackedObjects,
      garbage: garbage.size,
      pools,
      usedBlocks,
      usedBytes,
      roundingBytes: rounding,
      blocks,
      blockBytes,
      hookBytes,
      heldBytes: rt.system.heldBytes,
      largeBlocks: large.length,
      largeBytes: large.reduce((n, b) => n + b.sizeBytes, 0),
      arenaBytes: arenas.reduce((n, a) => n + a.sizeBytes, 0),
      peakBytes: rt.system.peakBytes,
    },
  };
}

/** Bytes asked for a block of data of an object; 0 where it is not known. */
function dataBytes(still: Still, p: number, block: number): number {
  const { rt } = still;
  const { M } = rt;
  if (rt.hasFlag(p, TypeFlag.LIST_SUBCLASS) && M[p + ListLayout.ITEMS] === block)
    return 8 * M[p + ListLayout.ALLOCATED]!;
  if (rt.hasFlag(p, TypeFlag.DICT_SUBCLASS) && M[p + 8] === block) return keysBytes(rt, M[block + 2]!, M[block + 3]!);
  return 0;
}

function largeBlocks(still: Still, owners: BlockOwners): LargeBlock[] {
  const { rt } = still;
  const blocks: LargeBlock[] = [];
  for (const block of rt.domains.object.blocks()) {
    const { start, bytes } = rt.domains.object.span(block);
    if (rt.pymalloc.owns(start)) continue;
    const owner = owners.objects.get(block) ?? owners.data.get(block);
    blocks.push({
      address: addressOf(start),
      sizeBytes: bytes,
      ...(owner !== undefined
        ? { owner: { address: addressOf(owner), type: typeName(rt, rt.M[owner + Ob.TYPE]!) } }
        : {}),
    });
  }
  return blocks.sort((a, b) => b.sizeBytes - a.sizeBytes || a.address - b.address);
}

export function collectorPicture(still: Still): CollectorPicture {
  const { rt } = still;
  const { collector } = rt;
  const counts = collector.getCounts();
  const thresholds = collector.getThresholds();
  const generations = [0, 1, 2].map((index) => {
    const members = still.members(index);
    return {
      index,
      count: counts[index]!,
      threshold: thresholds[index]!,
      membersTotal: members.length,
      members: members
        .filter((p) => still.isOwn(p))
        .slice(0, LIMITS.members)
        .map((p) => still.summary(p)),
    };
  });
  const frozen = still.members(PERMANENT);
  if (frozen.length > 0) {
    const members = frozen.filter((p) => still.isOwn(p)).slice(0, LIMITS.members);
    generations.push({
      index: PERMANENT,
      count: 0,
      threshold: 0,
      membersTotal: frozen.length,
      members: members.map((p) => still.summary(p)),
    });
  }
  return { enabled: rt.gcEnabled, generations };
}

/** Where the block of an object lies. */
export function placeOf(still: Still, p: number): BlockPlace {
  const { rt } = still;
  if (isStatic(p) || p === S.NONE) return { kind: 'static' };
  const block = blockOf(still, p);
  if (!rt.pymalloc.owns(block))
    return {
      kind: 'system',
      block: addressOf(block),
      requestedBytes: requestedBytes(still, p),
      ...blockHooks(rt, block),
    };
  const pool = rt.pymalloc.poolOf(block);
  const arena = rt.pymalloc.arenas[rt.M[pool + PoolWord.ARENA]!]!;
  const sizeClass = rt.M[pool + PoolWord.SIZE_INDEX]!;
  const blockBytes = (sizeClass + 1) * 16;
  return {
    kind: 'pool',
    arena: addressOf(arena.address),
    pool: addressOf(pool),
    sizeClass,
    blockBytes,
    requestedBytes: Math.min(blockBytes, requestedBytes(still, p)),
    block: addressOf(block),
    ...blockHooks(rt, block),
  };
}

function blockHooks(rt: Machine, block: number): { hooks?: readonly BlockHooks[] } {
  const hooks = hooksAround(rt, block).map(({ api, requested, head, tail }) => ({
    api,
    requestedBytes: requested,
    before: [...head],
    after: [...tail],
  }));
  return hooks.length > 0 ? { hooks } : {};
}

/** The hooks of what the names of all frames refer to, each object once. */
function hookedNames(still: Still): HookedName[] {
  const { rt } = still;
  const seen = new Set<number>();
  const found: HookedName[] = [];
  for (const { scope, name, object } of still.boundNames()) {
    if (found.length >= LIMITS.namesPerLine) break;
    if (seen.has(object) || isStatic(object) || !still.isOwn(object)) continue;
    seen.add(object);
    const { hooks = [] } = blockHooks(rt, blockOf(still, object));
    found.push({ scope, name, type: typeName(rt, rt.M[object + Ob.TYPE]!), address: addressOf(object), hooks });
  }
  return found;
}

/** One pool with its blocks; null where there is none at the address. */
export function poolDetail(still: Still, address: number, garbage: ReadonlySet<number>): PoolDetail | null {
  const { rt } = still;
  const pool = address / 4;
  const arena = rt.pymalloc.arenas.find((a) => a !== null && carvedPools(still, a).includes(pool));
  if (!arena) return null;
  const owners = blockOwners(still);
  const map = poolMap(still, pool, owners, garbage);
  const words = (rt.M[pool + PoolWord.SIZE_INDEX]! + 1) * 4;
  const blocks: Block[] = [...map].map((state, i) => {
    const block = pool + PoolWord.HEADER + i * words;
    const seen = block + hookOffset(rt);
    const object = owners.objects.get(seen) ?? owners.data.get(seen);
    if (object === undefined || state === BLOCK.freed || state === BLOCK.untouched)
      return { address: addressOf(block), state };
    const own = owners.objects.has(seen);
    const asked = own ? requestedBytes(still, object) : dataBytes(still, object, seen);
    return {
      address: addressOf(block),
      state,
      object: still.summary(object),
      ...(asked > 0 ? { requestedBytes: asked } : {}),
    };
  });
  const freeListOrder: number[] = [];
  for (let block = rt.M[pool + PoolWord.FREEBLOCK]!; block !== 0; block = rt.M[block]!)
    freeListOrder.push(addressOf(block));
  return { ...poolPicture(still, pool), map, arena: addressOf(arena.address), blocks, freeListOrder };
}
