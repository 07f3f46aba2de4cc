/** The memory manager at a moment: arenas, pools and blocks, larger blocks, free lists, generations. */
import { hookBytesOf, hookOffset, hooksAround } from '../memory/allocators/hooksAround.js';
import { ListLayout, Ob, StrLayout, TypeLayout } from '../memory/layout.js';
import { type Arena as ArenaState, Pool as PoolWord } from '../memory/pymalloc.js';
import { isStatic, PERMANENT, Region } from '../memory/regions.js';
import { inlineValues } from '../objects/attributes.js';
import { blocksOf, ownedValues, ownsOneBlock, ownsOnlyValues } from '../objects/audit.js';
import { keysBytes } from '../objects/dictKeys.js';
import { FLOAT_FREE_LIST } from '../objects/floatCore.js';
import { freeListViews } from '../objects/freeLists.js';
import { isCollectable } from '../objects/gcSupport.js';
import type { Machine } from '../objects/machine.js';
import { preHeader } from '../objects/object.js';
import { strBytes } from '../objects/strCore.js';
import { S, T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import { embeddedBytes } from '../objects/values.js';
import { hasDebugHooks, usesPools } from '../protocol/allocators.js';
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
  SharedObjects,
} from '../protocol/heap.js';
import { BLOCK } from '../protocol/heap.js';
import type { BlockHooks, BlockPlace, ObjectSummary } from '../protocol/objects.js';
import { LIMITS } from '../protocol/run.js';
import { headerWords } from './objectMap.js';
import { typeName } from './preview.js';
import { addressOf, isInterned, isSmallInt, SMALL_INTS, type Still } from './still.js';

/** Bytes of a pool's header. */
const POOL_HEADER = PoolWord.HEADER * 4;

/** First word of an object's block: before its GC header, before its managed dict. */
export function blockOf(still: Still, p: number): number {
  return p - headerWords(still.rt, p);
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
  // `sys.getsizeof` leaves out the values that stand inside an instance.
  return still.size(p) + ((flags & TypeFlag.INLINE_VALUES) !== 0 ? embeddedBytes(rt, inlineValues(p, info)) : 0);
}

/** Blocks of data, and objects outside of the pools. */
interface Owners {
  /** The owner of each block that stands in no pool. */
  readonly large: ReadonlyMap<number, number>;
  /** Bytes lost to rounding, of objects and of the items and tables whose size is known. */
  readonly roundingBytes: number;
  readonly objects: number;
  readonly smallIntsUsed: number;
  readonly internedStrings: number;
  /** Without small integers. */
  readonly immortals: number;
}

/** What is the same for all objects of a type; -1 where it is not. */
interface Shape {
  readonly headerWords: number;
  readonly requestedBytes: number;
  readonly ownsOneBlock: boolean;
  /** Beside its own block one with the values of its attributes, perhaps. */
  readonly ownsOnlyValues: boolean;
}

function shapeOf(still: Still, p: number): Shape {
  const { rt } = still;
  const info = rt.typeOf(p);
  const blocks = { ownsOneBlock: ownsOneBlock(rt, info), ownsOnlyValues: ownsOnlyValues(info) };
  if ((info.flags & TypeFlag.TYPE_SUBCLASS) !== 0) return { headerWords: -1, requestedBytes: -1, ...blocks };
  const isSame = SAME_REQUEST.has(info.address) || still.fixedSize(info) >= 0;
  return {
    headerWords: headerWords(rt, p),
    requestedBytes: isSame ? requestedBytes(still, p) : -1,
    ...blocks,
  };
}

/** Types whose objects ask for the same bytes, though their `__sizeof__` counts more. */
const SAME_REQUEST: ReadonlySet<number> = new Set([T.LIST, T.DICT, T.SET, T.FROZENSET, T.FLOAT]);

/** One sweep over all objects. */
function sweepOwners(still: Still): Owners {
  const { rt } = still;
  const { M, pymalloc, types } = rt;
  const hooked = hasDebugHooks(rt.allocator);
  const inPools = usesPools(rt.allocator);
  const large = new Map<number, number>();
  const shapes: (Shape | undefined)[] = [];
  let roundingBytes = 0;
  let objects = 0;
  let smallIntsUsed = 0;
  let internedStrings = 0;
  let immortals = 0;
  let p = 0;
  let own = 0;
  /** A block of the object, and the bytes that were asked for; 0: not known. */
  const place = (block: number, asked: number): void => {
    const isPooled = inPools && pymalloc.owns(block);
    if (!isPooled) large.set(block, p);
    if (asked === 0) return;
    const bytes = isPooled && !hooked ? pymalloc.blockSize(block) : rt.blockBytes(block);
    const lost = hooked ? bytes - asked - hookBytesOf(rt, block) : bytes - asked;
    if (lost > 0) roundingBytes += lost;
  };
  const claim = (block: number): void => {
    if (block !== own) place(block, Math.max(0, dataBytes(still, p, block)));
  };
  const found = still.objects();
  for (let i = 0; i < found.length; i++) {
    p = found[i]!;
    if (isSmallInt(p)) smallIntsUsed++;
    else if (M[p]! < 0) immortals++;
    if (isInterned(rt, p)) internedStrings++;
    if (isStatic(p)) continue;
    objects++;
    const { index } = types[M[M[p + Ob.TYPE]! + TypeLayout.INFO]!]!;
    let shape = shapes[index];
    if (shape === undefined) {
      shape = shapeOf(still, p);
      shapes[index] = shape;
    }
    own = shape.headerWords < 0 ? blockOf(still, p) : p - shape.headerWords;
    place(own, shape.requestedBytes < 0 ? requestedBytes(still, p) : shape.requestedBytes);
    if (shape.ownsOneBlock) continue;
    if (shape.ownsOnlyValues) {
      const values = ownedValues(rt, p, types[index]!);
      if (values !== 0) place(values, 0);
    } else blocksOf(rt, p, claim);
  }
  return { large, roundingBytes, objects, smallIntsUsed, internedStrings, immortals };
}

function poolState(used: number, capacity: number): Pool['state'] {
  return used === 0 ? 'empty' : used === capacity ? 'full' : 'used';
}

const CHARACTERS = Object.fromEntries(
  Object.entries(BLOCK).map(([state, character]) => [state, character.charCodeAt(0)]),
) as Record<keyof typeof BLOCK, number>;

/** One character for each block of a pool. */
function poolMap(still: Still, pool: number): string {
  const { M } = still.rt;
  const places = still.map();
  const size = (M[pool + PoolWord.SIZE_INDEX]! + 1) * 4;
  const capacity = capacityOf(still, pool);
  const frontier = pool + M[pool + PoolWord.NEXT_OFFSET]!;
  const isEmpty = M[pool + PoolWord.COUNT] === 0;
  const offset = hookOffset(still.rt);
  places.markFree(M[pool + PoolWord.FREEBLOCK]!);
  const map = new Uint8Array(capacity).fill(CHARACTERS.untouched);
  for (let i = 0, block = pool + PoolWord.HEADER; i < capacity && block < frontier; i++, block += size) {
    if (isEmpty || places.isFree(block)) map[i] = CHARACTERS.freed;
    else {
      const object = places.objectIn(block + offset, size - offset);
      if (object === 0) map[i] = CHARACTERS.data;
      else if (places.isGarbage(object)) map[i] = CHARACTERS.garbage;
      else map[i] = places.generationOf(object) !== null ? CHARACTERS.tracked : CHARACTERS.object;
    }
  }
  return String.fromCharCode(...map);
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

/** Blocks in use, and their bytes. */
function blockTotals(rt: Machine, usedBlocks: number, usedBytes: number): BlockTotals {
  // What stands in pools has been counted there.
  const isPlain = rt.allocator === 'pymalloc';
  const totals = { blocks: isPlain ? usedBlocks : 0, blockBytes: isPlain ? usedBytes : 0, hookBytes: 0 };
  for (const block of isPlain ? rt.domains.raw.blocks() : rt.domains.object.blocks()) {
    totals.blocks++;
    totals.blockBytes += rt.blockBytes(block);
    totals.hookBytes += hookBytesOf(rt, block);
  }
  return totals;
}

type BlockTotals = Pick<HeapPicture['totals'], 'blocks' | 'blockBytes' | 'hookBytes'>;

/** `garbage`: objects that nothing reaches any more. */
export function heapPicture(still: Still, garbage: ReadonlySet<number>): HeapPicture {
  const { rt } = still;
  const arenas: Arena[] = [];
  const states = rt.pymalloc.arenas.filter((a) => a !== null).sort((a, b) => a.address - b.address);
  const carved = states.map((arena) => carvedPools(still, arena));
  // The maps of a large heap are not told.
  const isMapped = carved.reduce((n, pools) => n + pools.length, 0) <= LIMITS.mappedPools;
  still.map().markGarbage(garbage);
  let usedBlocks = 0;
  let usedBytes = 0;
  let pools = 0;
  states.forEach((arena, i) => {
    const pictures = carved[i]!.map((pool) => {
      const picture = poolPicture(still, pool);
      usedBlocks += picture.usedBlocks;
      usedBytes += picture.usedBlocks * picture.blockBytes;
      if (picture.usedBlocks > 0) pools++;
      return isMapped ? { ...picture, map: poolMap(still, pool) } : picture;
    });
    arenas.push({
      address: addressOf(arena.address),
      sizeBytes: rt.profile.arenaSize,
      poolBytes: rt.profile.poolSize,
      freePools: arena.freePools,
      poolsTotal: arena.totalPools,
      pools: pictures,
    });
  });
  const owners = sweepOwners(still);
  const large = largeBlocks(still, owners);
  return {
    allocator: rt.allocator,
    arenasMapped: rt.pymalloc.arenasMapped,
    arenasHighWater: rt.pymalloc.arenasHighWater,
    arenas,
    largeBlocks: large.slice(0, LIMITS.largeBlocks),
    freeLists: freeLists(still),
    shared: sharedObjects(still, owners),
    ...(hasDebugHooks(rt.allocator) ? { hooks: hookedNames(still) } : {}),
    totals: {
      objects: owners.objects,
      trackedObjects: still.map().members(0, PERMANENT).length,
      garbage: garbage.size,
      pools,
      usedBlocks,
      usedBytes,
      roundingBytes: owners.roundingBytes,
      ...blockTotals(rt, usedBlocks, usedBytes),
      heldBytes: rt.system.heldBytes,
      largeBlocks: large.length,
      largeBytes: large.reduce((n, b) => n + b.sizeBytes, 0),
      arenaBytes: arenas.reduce((n, a) => n + a.sizeBytes, 0),
      peakBytes: rt.system.peakBytes,
    },
  };
}

/** Bytes asked for a block of data of an object; 0 where it is not known. */
export function dataBytes(still: Still, p: number, block: number): number {
  const { rt } = still;
  const { M } = rt;
  if (rt.hasFlag(p, TypeFlag.LIST_SUBCLASS) && M[p + ListLayout.ITEMS] === block)
    return 8 * M[p + ListLayout.ALLOCATED]!;
  if (rt.hasFlag(p, TypeFlag.DICT_SUBCLASS) && M[p + 8] === block) return keysBytes(rt, M[block + 2]!, M[block + 3]!);
  return 0;
}

function largeBlocks(still: Still, { large }: Owners): LargeBlock[] {
  const { rt } = still;
  const blocks: LargeBlock[] = [];
  for (const block of rt.allocator === 'pymalloc' ? rt.domains.raw.blocks() : rt.domains.object.blocks()) {
    const { start, bytes } = rt.domains.object.span(block);
    if (rt.pymalloc.owns(start)) continue;
    const owner = large.get(block);
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

/** The first objects of the program among some. */
function firstOwn(still: Still, members: Int32Array): ObjectSummary[] {
  const found: ObjectSummary[] = [];
  for (let i = 0; i < members.length && found.length < LIMITS.members; i++)
    if (still.isOwn(members[i]!)) found.push(still.summary(members[i]!));
  return found;
}

/** What the interpreter shares: cached integers, interned strings, immortal objects. */
function sharedObjects({ rt }: Still, owners: Owners): SharedObjects {
  const { smallIntsUsed, internedStrings, immortals } = owners;
  // Small integers count whether something refers to them or not.
  const smallIntsAreImmortal = rt.M[Region.SMALL_INTS]! < 0;
  return {
    smallInts: SMALL_INTS,
    smallIntsUsed,
    internedStrings,
    immortals: immortals + (smallIntsAreImmortal ? SMALL_INTS : 0),
  };
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
      members: firstOwn(still, members),
    };
  });
  const frozen = still.members(PERMANENT);
  if (frozen.length > 0) {
    generations.push({
      index: PERMANENT,
      count: 0,
      threshold: 0,
      membersTotal: frozen.length,
      members: firstOwn(still, frozen),
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

/** The owners of blocks of data in a pool. */
function dataOwners(still: Still, pool: number): Map<number, number> {
  const { rt } = still;
  const end = pool + rt.profile.poolSize / 4;
  const found = new Map<number, number>();
  for (const p of still.objects()) {
    if (isStatic(p)) continue;
    const own = blockOf(still, p);
    blocksOf(rt, p, (block) => {
      if (block !== own && block > pool && block < end) found.set(block, p);
    });
  }
  return found;
}

/** One pool with its blocks; null where there is none at the address. */
export function poolDetail(still: Still, address: number, garbage: ReadonlySet<number>): PoolDetail | null {
  const { rt } = still;
  const pool = address / 4;
  const arena = rt.pymalloc.arenas.find((a) => a !== null && carvedPools(still, a).includes(pool));
  if (!arena) return null;
  still.map().markGarbage(garbage);
  const map = poolMap(still, pool);
  const data = dataOwners(still, pool);
  const words = (rt.M[pool + PoolWord.SIZE_INDEX]! + 1) * 4;
  const blocks: Block[] = [...map].map((state, i) => {
    const block = pool + PoolWord.HEADER + i * words;
    const seen = block + hookOffset(rt);
    const own = still.map().objectIn(seen, words - (seen - block));
    const object = own !== 0 ? own : data.get(seen);
    if (object === undefined || state === BLOCK.freed || state === BLOCK.untouched)
      return { address: addressOf(block), state };
    const asked = own !== 0 ? requestedBytes(still, object) : dataBytes(still, object, seen);
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
