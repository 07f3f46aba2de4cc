/** What the memory map knows of the heap: the pools at once, blocks and bytes as they come into sight. */
import type { Scheme } from '../../../present/panel/map/colouring.js';
import { addToCensus, type Colouring, schemeOf } from '../../../present/panel/map/colouring.js';
import { MapLayout } from '../../../present/panel/map/layout.js';
import type { BlockColumns, BlockOwner, BlockOwners, MemoryMap } from '../../../protocol/memoryMap.js';
import type { Context } from '../view.js';

/** The blocks of one arena. */
export interface ArenaBlocks {
  readonly columns: BlockColumns;
  /** Number of each pool's first block in the columns, by the pool's number in the arena. */
  readonly first: Int32Array;
  /** The category of each block; made anew for another scheme. */
  categories: Uint8Array;
  scheme: Scheme | undefined;
}

/** Arenas whose blocks are asked for in one question. */
const ARENAS_AT_ONCE = 8;

/** One moment's heap. */
export class MapData {
  readonly layout: MapLayout;
  system: BlockColumns | undefined;
  scheme: Scheme;
  /** Counts up with every change of what is known. */
  version = 0;
  private readonly arenas = new Map<number, ArenaBlocks>();
  private readonly poolBytes = new Map<number, Uint8Array | null>();
  private readonly systemBytes = new Map<number, Uint8Array | null>();
  private readonly census = {
    types: new Map<string, number>(),
    ownTypes: new Map<string, number>(),
    lines: new Map<number, number>(),
  };
  /** Who owns blocks; asked for when somebody wants to see it. */
  owners: readonly BlockOwner[] | undefined;
  private ownersOf: BlockOwners | undefined;
  /** Number of each pool's first block among all. */
  private firstBlocks = new Int32Array(0);
  private askedOwners = false;
  private ownedBytes: ReadonlyMap<number, number> = new Map();
  private readonly wanted: number[] = [];
  private asking = false;
  private closed = false;

  constructor(
    readonly map: MemoryMap,
    readonly addressBase: number,
    readonly minor: number,
    private readonly context: Pick<Context, 'ask' | 'say'>,
    private colouring: Colouring,
    /** Something more is known. */
    private readonly changed: () => void,
  ) {
    this.layout = new MapLayout(map);
    this.scheme = schemeOf(colouring, map, context.say);
    if (map.systemBytes.length > 0) void this.askSystem();
    if (colouring === 'owner') void this.askOwners();
  }

  /** Nobody looks any more: answers that are still to come are dropped. */
  close(): void {
    this.closed = true;
  }

  colour(colouring: Colouring): void {
    this.colouring = colouring;
    this.newScheme();
    if (colouring === 'owner') void this.askOwners();
  }

  private newScheme(): void {
    const owners = this.owners && { list: this.owners, bytes: this.ownedBytes };
    this.scheme = schemeOf(this.colouring, this.map, this.context.say, {
      ...this.census,
      ...(owners ? { owners } : {}),
    });
    this.version++;
  }

  private async askOwners(): Promise<void> {
    if (this.askedOwners) return;
    this.askedOwners = true;
    const answer = await this.context.ask('owners', {}).catch(() => null);
    if (this.closed || !answer) return;
    this.ownersOf = answer;
    this.owners = answer.owners;
    const bytes = new Map<number, number>();
    let at = 0;
    const add = (size: number): void => {
      const owner = answer.of[at++]!;
      bytes.set(owner, (bytes.get(owner) ?? 0) + size);
    };
    const { poolCapacity } = this.map;
    this.firstBlocks = new Int32Array(poolCapacity.length + 1);
    for (let pool = 0; pool < poolCapacity.length; pool++) {
      this.firstBlocks[pool + 1] = this.firstBlocks[pool]! + poolCapacity[pool]!;
      for (let i = poolCapacity[pool]!; i > 0; i--) add(this.layout.blockBytes(pool));
    }
    for (const size of this.map.systemBytes) add(size);
    this.ownedBytes = bytes;
    for (const [arena, { columns }] of this.arenas) this.ownArena(arena, columns);
    if (this.system) this.ownSystem(this.system);
    this.newScheme();
    this.changed();
  }

  private ownArena(arena: number, columns: BlockColumns): void {
    if (!this.ownersOf) return;
    const first = this.firstBlocks[this.map.arenas[arena]!.firstPool]!;
    columns.holder = this.ownersOf.of.subarray(first, first + columns.state.length);
  }

  private ownSystem(columns: BlockColumns): void {
    if (this.ownersOf) columns.holder = this.ownersOf.of.subarray(this.firstBlocks.at(-1));
  }

  blocksOf(pool: number): { columns: BlockColumns; first: number } | undefined {
    const arena = this.layout.arenaOfPool(pool);
    const known = this.arenas.get(arena);
    return known && { columns: known.columns, first: known.first[pool - this.map.arenas[arena]!.firstPool]! };
  }

  /** The blocks of an arena with their categories, if they are known. */
  arena(arena: number): ArenaBlocks | undefined {
    const blocks = this.arenas.get(arena);
    if (!blocks) return undefined;
    if (blocks.scheme !== this.scheme) this.sort(arena, blocks);
    return blocks;
  }

  private sort(arena: number, blocks: ArenaBlocks): void {
    const { scheme, layout } = this;
    const { firstPool, pools } = this.map.arenas[arena]!;
    for (let slot = 0; slot < pools; slot++) {
      const bytes = layout.blockBytes(firstPool + slot);
      for (let i = blocks.first[slot]!; i < blocks.first[slot + 1]!; i++)
        blocks.categories[i] = scheme.of(blocks.columns, i, bytes);
    }
    blocks.scheme = scheme;
  }

  /** Categories that some known block has. */
  occurring(): ReadonlySet<number> {
    const seen = new Uint8Array(256);
    for (const arena of this.arenas.keys()) for (const category of this.arena(arena)!.categories) seen[category] = 1;
    for (let i = 0; i < this.map.systemBytes.length; i++) seen[this.systemCategory(i)] = 1;
    return new Set([...seen.keys()].filter((i) => seen[i] === 1));
  }

  systemCategory(index: number): number {
    return this.system ? this.scheme.of(this.system, index, this.map.systemBytes[index]!) : 2;
  }

  /** Asks for the blocks of arenas in sight, those named first before the others. */
  want(arenas: readonly number[]): void {
    this.wanted.length = 0;
    for (const arena of arenas)
      if (!this.arenas.has(arena) && this.map.arenas[arena]!.pools > 0) this.wanted.push(arena);
    void this.askBlocks();
  }

  /** Nothing that is looked at is on its way any more. */
  async settled(): Promise<void> {
    while (!this.closed) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (!this.asking && this.wanted.length === 0) return;
    }
  }

  private async askBlocks(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      while (this.wanted.length > 0 && !this.closed) {
        const from = this.wanted.shift()!;
        let to = from + 1;
        for (; to < from + ARENAS_AT_ONCE && this.wanted.includes(to); to++)
          this.wanted.splice(this.wanted.indexOf(to), 1);
        const { firstPool } = this.map.arenas[from]!;
        const last = this.map.arenas[to - 1]!;
        const columns = await this.context.ask('mapBlocks', { from: firstPool, to: last.firstPool + last.pools });
        if (this.closed || !columns) return;
        this.take(from, to, columns);
      }
    } catch {
      // The map stays without what is in its blocks: the pools are drawn all the same.
    } finally {
      this.asking = false;
    }
  }

  private take(from: number, to: number, all: BlockColumns): void {
    let at = 0;
    for (let arena = from; arena < to; arena++) {
      const { firstPool, pools } = this.map.arenas[arena]!;
      const first = new Int32Array(pools + 1);
      for (let slot = 0; slot < pools; slot++)
        first[slot + 1] = first[slot]! + this.map.poolCapacity[firstPool + slot]!;
      const end = at + first[pools]!;
      const columns: BlockColumns = {
        types: all.types,
        state: all.state.subarray(at, end),
        type: all.type.subarray(at, end),
        generation: all.generation.subarray(at, end),
        born: all.born.subarray(at, end),
        line: all.line.subarray(at, end),
        owner: all.owner.subarray(at, end),
        asked: all.asked.subarray(at, end),
        freeOrder: all.freeOrder.subarray(at, end),
      };
      this.ownArena(arena, columns);
      this.arenas.set(arena, { columns, first, categories: new Uint8Array(end - at), scheme: undefined });
      this.count(columns, firstPool, first);
      at = end;
    }
    if (this.colouring === 'type' || this.colouring === 'line') this.newScheme();
    this.version++;
    this.changed();
  }

  private count(columns: BlockColumns, firstPool: number, first: Int32Array): void {
    let slot = 0;
    addToCensus(this.census, columns, (i) => {
      while (i >= first[slot + 1]!) slot++;
      return this.layout.blockBytes(firstPool + slot);
    });
  }

  private async askSystem(): Promise<void> {
    try {
      const columns = await this.context.ask('mapBlocks', { from: -1, to: -1 });
      if (this.closed || !columns) return;
      this.system = columns;
      this.ownSystem(columns);
      addToCensus(this.census, columns, (i) => this.map.systemBytes[i]!);
      if (this.colouring === 'type' || this.colouring === 'line') this.newScheme();
      this.version++;
      this.changed();
    } catch {
      // As above.
    }
  }

  /** The bytes of a pool; undefined while they are on their way, null where there are none. */
  bytesOfPool(pool: number): Uint8Array | null | undefined {
    return this.bytes(this.poolBytes, pool, this.map.poolAddress[pool]!, this.map.poolBytes);
  }

  /** The first bytes of a block of the system heap. */
  bytesOfSystem(index: number): Uint8Array | null | undefined {
    const length = Math.min(4096, this.map.systemBytes[index]!);
    return this.bytes(this.systemBytes, index, this.map.systemAddress[index]!, length);
  }

  private bytes(
    known: Map<number, Uint8Array | null>,
    key: number,
    address: number,
    length: number,
  ): Uint8Array | null | undefined {
    if (known.has(key)) return known.get(key)?.length === 0 ? undefined : known.get(key);
    known.set(key, new Uint8Array(0)); // asked for
    const keep = (bytes: Uint8Array | null): void => {
      if (this.closed) return;
      known.set(key, bytes);
      this.version++;
      this.changed();
    };
    this.context.ask('bytes', { address, length }).then(keep, () => keep(null));
    return undefined;
  }
}
