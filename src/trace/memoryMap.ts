/** The map of the heap: pools and blocks as columns of numbers, for pictures of any size. */
import { hookOffset } from '../memory/allocators/hooksAround.js';
import { Gc, Ob } from '../memory/layout.js';
import { type Arena, Pool } from '../memory/pymalloc.js';
import { isStatic, PERMANENT } from '../memory/regions.js';
import { blocksOf } from '../objects/audit.js';
import { freeListViews } from '../objects/freeLists.js';
import {
  type ArenaDetail,
  BLOCK_STATES,
  type BlockColumns,
  type BlockOwners,
  type MemoryMap,
  NO_CLASS,
  UNTRACKED,
} from '../protocol/memoryMap.js';
import { blockOf, dataBytes, requestedBytes } from './heapPicture.js';
import type { Owners } from './owners.js';
import { typeName } from './preview.js';
import { addressOf, type Still } from './still.js';

const STATE = Object.fromEntries(BLOCK_STATES.map((name, i) => [name, i])) as Record<
  (typeof BLOCK_STATES)[number],
  number
>;

/** Objects of an arena that are named. */
const OWN_OBJECTS = 100;

/** One machine that stands still. Pools are read at once, who is in which block when it is asked first. */
export class HeapMap {
  private readonly arenas: readonly Arena[];
  /** Number of an arena's first pool, by the arena's index. */
  private readonly firstPools: number[] = [];
  /** Word address of each pool. */
  private readonly pools: number[] = [];
  /** Number of each pool's first block. */
  private readonly firstBlocks: Int32Array;
  private readonly system: { readonly address: number; readonly seen: number; readonly bytes: number }[] = [];
  private filled: Columns | undefined;

  constructor(
    private readonly still: Still,
    /** Objects that nothing reaches any more. */
    private readonly garbage: () => ReadonlySet<number>,
  ) {
    const { rt } = still;
    this.arenas = rt.pymalloc.arenas.filter((a) => a !== null).sort((a, b) => a.address - b.address);
    const words = rt.profile.poolSize / 4;
    for (const arena of this.arenas) {
      this.firstPools[arena.index] = this.pools.length;
      for (let pool = arena.firstPool; pool < arena.poolAddress; pool += words) this.pools.push(pool);
    }
    this.firstBlocks = new Int32Array(this.pools.length + 1);
    this.pools.forEach((pool, i) => {
      this.firstBlocks[i + 1] = this.firstBlocks[i]! + this.capacity(pool);
    });
    for (const block of rt.domains.object.blocks()) {
      const { start, bytes } = rt.domains.object.span(block);
      if (!rt.pymalloc.owns(start)) this.system.push({ address: start, seen: block, bytes });
    }
    this.system.sort((a, b) => a.address - b.address);
  }

  overview(): MemoryMap {
    const { pools } = this;
    const { M, profile } = this.still.rt;
    return {
      poolBytes: profile.poolSize,
      arenaBytes: profile.arenaSize,
      arenas: this.arenas.map((arena, i) => ({
        address: addressOf(arena.address),
        firstPool: this.firstPools[arena.index]!,
        pools:
          (this.arenas[i + 1] ? this.firstPools[this.arenas[i + 1]!.index]! : pools.length) -
          this.firstPools[arena.index]!,
        poolsTotal: arena.totalPools,
        freePools: arena.freePools,
        padding: (arena.firstPool - arena.address) * 4,
      })),
      poolAddress: Uint32Array.from(pools, addressOf),
      poolClass: Uint8Array.from(pools, (pool) => Math.min(NO_CLASS, M[pool + Pool.SIZE_INDEX]!)),
      poolUsed: Uint16Array.from(pools, (pool) => (this.capacity(pool) > 0 ? M[pool + Pool.COUNT]! : 0)),
      poolCapacity: Uint16Array.from(pools, (pool) => this.capacity(pool)),
      systemAddress: Uint32Array.from(this.system, (block) => addressOf(block.address)),
      systemBytes: Uint32Array.from(this.system, (block) => block.bytes),
      steps: this.still.recorder.steps,
    };
  }

  /** The blocks of the pools `from` to `to` (exclusive, by their place in the overview). */
  blocks(from: number, to: number): BlockColumns {
    const last = Math.min(to, this.pools.length);
    const first = Math.min(Math.max(0, from), last);
    return this.slice(this.firstBlocks[first]!, this.firstBlocks[last]!);
  }

  /** The blocks outside of the pools. */
  systemBlocks(): BlockColumns {
    const start = this.firstBlocks[this.pools.length]!;
    return this.slice(start, start + this.system.length);
  }

  /** Who owns each block. `ownerOf` tells it of an object. */
  owners({ owners, ownerOf }: Owners): BlockOwners {
    const { owner } = this.columns();
    return { owners, of: Uint8Array.from(owner, (address) => (address === 0 ? 0 : ownerOf(address / 4))) };
  }

  /** What keeps an arena (by its byte address) in use; null where there is none. */
  arena(address: number): ArenaDetail | null {
    const at = this.arenas.findIndex((a) => addressOf(a.address) === address);
    const arena = this.arenas[at];
    if (!arena) return null;
    const { still } = this;
    const columns = this.columns();
    const first = this.firstPools[arena.index]!;
    const next = this.arenas[at + 1];
    const last = next ? this.firstPools[next.index]! : this.pools.length;
    const types = new Map<string, { type: string; blocks: number; bytes: number }>();
    const own = new Set<number>();
    let usedBlocks = 0;
    let usedPools = 0;
    let usedBytes = 0;
    for (let pool = first; pool < last; pool++) {
      const bytes = this.blockWords(this.pools[pool]!) * 4;
      const before = usedBlocks;
      for (let i = this.firstBlocks[pool]!; i < this.firstBlocks[pool + 1]!; i++) {
        if (columns.state[i]! < STATE.data) continue;
        usedBlocks++;
        usedBytes += bytes;
        const type = columns.types[columns.type[i]!]!;
        const known = types.get(type) ?? { type, blocks: 0, bytes: 0 };
        types.set(type, { type, blocks: known.blocks + 1, bytes: known.bytes + bytes });
        if (columns.owner[i] !== 0 && columns.born[i]! > 0) own.add(columns.owner[i]!);
      }
      if (usedBlocks > before) usedPools++;
    }
    return {
      address,
      usedBlocks,
      usedPools,
      usedBytes,
      types: [...types.values()].sort((a, b) => b.bytes - a.bytes),
      own: [...own].slice(0, OWN_OBJECTS).map((p) => still.summary(p / 4, true)),
      ownTotal: own.size,
    };
  }

  private capacity(pool: number): number {
    const { rt } = this.still;
    if (rt.M[pool + Pool.SIZE_INDEX]! >= 32) return 0;
    return Math.floor((rt.profile.poolSize - Pool.HEADER * 4) / (this.blockWords(pool) * 4));
  }

  private blockWords(pool: number): number {
    return (this.still.rt.M[pool + Pool.SIZE_INDEX]! + 1) * 4;
  }

  /** The address, as the program sees it, of the block with a number. */
  private seen(number: number): number {
    const beyond = number - this.firstBlocks[this.pools.length]!;
    if (beyond >= 0) return this.system[beyond]!.seen;
    let low = 0;
    for (let high = this.pools.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if (this.firstBlocks[middle]! <= number) low = middle;
      else high = middle;
    }
    const pool = this.pools[low]!;
    const block = pool + Pool.HEADER + (number - this.firstBlocks[low]!) * this.blockWords(pool);
    return block + hookOffset(this.still.rt);
  }

  private slice(from: number, to: number): BlockColumns {
    const all = this.columns();
    const asked = new Uint16Array(to - from);
    for (let number = from; number < to; number++) {
      const owner = all.owner[number]! / 4;
      if (owner === 0) continue;
      const bytes =
        all.state[number] === STATE.data
          ? dataBytes(this.still, owner, this.seen(number))
          : requestedBytes(this.still, owner);
      asked[number - from] = Math.min(0xffff, bytes);
    }
    return {
      types: all.types,
      state: all.state.slice(from, to),
      type: all.type.slice(from, to),
      generation: all.generation.slice(from, to),
      born: all.born.slice(from, to),
      line: all.line.slice(from, to),
      owner: all.owner.slice(from, to),
      asked,
      freeOrder: all.freeOrder.slice(from, to),
    };
  }

  private columns(): Columns {
    this.filled ??= new Filler(this.still, this.garbage(), {
      pools: this.pools,
      firstBlocks: this.firstBlocks,
      firstPools: this.firstPools,
      system: this.system,
    }).fill();
    return this.filled;
  }
}

type Columns = Omit<BlockColumns, 'asked'>;

interface Places {
  readonly pools: readonly number[];
  readonly firstBlocks: Int32Array;
  readonly firstPools: readonly number[];
  readonly system: readonly { readonly seen: number }[];
}

/** Walks the live objects once and writes down whose each block is. */
class Filler {
  private readonly columns: Columns;
  private readonly types: string[] = [''];
  private readonly typeNumbers = new Map<number, number>();
  private readonly systemNumbers = new Map<number, number>();
  /** Line by stamp: most objects are made by lines that made others. */
  private readonly lines = new Map<number, number>();
  private readonly poolWords: number;

  constructor(
    private readonly still: Still,
    private readonly garbage: ReadonlySet<number>,
    private readonly places: Places,
  ) {
    const inPools = places.firstBlocks[places.pools.length]!;
    const n = inPools + places.system.length;
    this.columns = {
      types: this.types,
      state: new Uint8Array(n),
      type: new Uint16Array(n),
      generation: new Uint8Array(n).fill(UNTRACKED),
      born: new Uint32Array(n),
      line: new Uint32Array(n),
      owner: new Uint32Array(n),
      freeOrder: new Uint16Array(n),
    };
    this.poolWords = still.rt.profile.poolSize / 4;
    places.system.forEach(({ seen }, i) => {
      this.systemNumbers.set(seen, inPools + i);
      this.columns.state[inPools + i] = STATE.data;
    });
  }

  fill(): Columns {
    this.free();
    const { still } = this;
    const { rt } = still;
    let own = 0;
    let object = 0;
    const claim = (block: number): void => {
      const number = this.numberOf(block);
      if (number >= 0) this.enter(number, object, block === own);
    };
    for (const p of still.objects()) {
      if (isStatic(p)) continue;
      object = p;
      own = blockOf(still, p);
      blocksOf(rt, p, claim);
    }
    for (let g = 0; g <= PERMANENT; g++) for (const p of still.members(g)) this.enterGeneration(p, g);
    this.kept();
    return this.columns;
  }

  /** Blocks that are free or were never used; all others are taken for data until somebody claims them. */
  private free(): void {
    const { M } = this.still.rt;
    const { state, freeOrder } = this.columns;
    this.places.pools.forEach((pool, i) => {
      const first = this.places.firstBlocks[i]!;
      const last = this.places.firstBlocks[i + 1]!;
      if (first === last) return;
      const words = (M[pool + Pool.SIZE_INDEX]! + 1) * 4;
      const touched = Math.floor((M[pool + Pool.NEXT_OFFSET]! - Pool.HEADER) / words);
      const isEmpty = M[pool + Pool.COUNT] === 0;
      state.fill(isEmpty ? STATE.freed : STATE.data, first, Math.min(last, first + touched));
      let order = 0;
      for (let block = M[pool + Pool.FREEBLOCK]!; block !== 0; block = M[block]!) {
        const number = first + Math.floor((block - pool - Pool.HEADER) / words);
        if (number >= Math.min(last, first + touched)) break;
        state[number] = STATE.freed;
        freeOrder[number] = ++order;
      }
    });
  }

  private enter(number: number, p: number, isObject: boolean): void {
    const { M } = this.still.rt;
    const { state, type, born, line, owner } = this.columns;
    // A block that one object calls its data may be another object itself.
    if (!isObject && (state[number] === STATE.object || state[number] === STATE.garbage)) return;
    state[number] = isObject ? (this.garbage.has(p) ? STATE.garbage : STATE.object) : STATE.data;
    type[number] = this.typeNumber(M[p + Ob.TYPE]!);
    owner[number] = addressOf(p);
    const stamp = M[p + Ob.BORN]!;
    if (stamp <= 2) return;
    born[number] = stamp - 2;
    line[number] = this.lineOf(stamp);
  }

  private enterGeneration(p: number, generation: number): void {
    const { state, generation: generations } = this.columns;
    const { still } = this;
    blocksOf(still.rt, p, (block) => {
      const number = this.numberOf(block);
      if (number < 0 || this.columns.owner[number] !== addressOf(p)) return;
      generations[number] = generation;
      if (state[number] === STATE.object) state[number] = STATE.tracked;
    });
  }

  /** Blocks of dead objects that a type keeps for its next one. */
  private kept(): void {
    for (const { name, members, gc } of freeListViews(this.still.rt)) {
      if (members.length === 0) continue;
      const type = this.types.push(`${name} (free list)`) - 1;
      for (const p of members) {
        const number = this.numberOf(gc ? p - Gc.HEADER : p);
        if (number >= 0) this.columns.type[number] = type;
      }
    }
  }

  private typeNumber(type: number): number {
    let number = this.typeNumbers.get(type);
    if (number === undefined) {
      number = this.types.push(typeName(this.still.rt, type)) - 1;
      this.typeNumbers.set(type, number);
    }
    return number;
  }

  private lineOf(stamp: number): number {
    let line = this.lines.get(stamp);
    if (line === undefined) {
      const record = this.still.recorder.bornAt(stamp);
      line = record?.file === 0 ? record.line : 0;
      this.lines.set(stamp, line);
    }
    return line;
  }

  /** The number of the block that the program sees at an address; -1 where there is none. */
  private numberOf(seen: number): number {
    const { rt } = this.still;
    const block = seen - hookOffset(rt);
    if (!rt.pymalloc.owns(block)) return this.systemNumbers.get(seen) ?? -1;
    const pool = rt.pymalloc.poolOf(block);
    const arena = rt.pymalloc.arenas[rt.M[pool + Pool.ARENA]!];
    if (!arena) return -1;
    const number = this.places.firstPools[arena.index]! + (pool - arena.firstPool) / this.poolWords;
    const words = (rt.M[pool + Pool.SIZE_INDEX]! + 1) * 4;
    const offset = block - pool - Pool.HEADER;
    // Inside of a block stands what is no block of its own: values beside their object.
    return offset % words === 0 ? this.places.firstBlocks[number]! + offset / words : -1;
  }
}
