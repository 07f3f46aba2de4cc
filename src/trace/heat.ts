/** Where in memory a run allocates, and when; and where the blocks come from. Seen while the run is followed once more. */
import { hookOffset } from '../memory/allocators/hooksAround.js';
import type { HeapTracer } from '../memory/heap.js';
import { Pool } from '../memory/pymalloc.js';
import type { AllocationHeat } from '../protocol/memoryMap.js';
import type { Runtime } from '../vm/runtime.js';
import { addressOf } from './still.js';
import type { FollowErrand } from './timeMachine.js';

/** Columns of one pool, or of the system heap. */
type Times = Uint32Array;

class HeatCounter implements HeapTracer {
  column = 0;
  /** By word address. */
  readonly pools = new Map<number, Times>();
  readonly system: Times;
  readonly origins = { freeLists: 0, again: 0, fresh: 0, system: 0 };
  /** A bit for each place of memory where a block began at some time. */
  private readonly used: Uint8Array;
  private readonly offset: number;

  constructor(
    readonly rt: Runtime,
    private readonly columns: number,
  ) {
    this.system = new Uint32Array(columns);
    this.used = new Uint8Array((rt.M.length >> 5) + 1);
    this.offset = hookOffset(rt);
    this.before();
  }

  /** What is there before the program's first line. */
  private before(): void {
    const { rt } = this;
    const { M, pymalloc } = rt;
    const words = rt.profile.poolSize / 4;
    for (const arena of pymalloc.arenas) {
      if (arena === null) continue;
      for (let pool = arena.firstPool; pool < arena.poolAddress; pool += words) {
        if (M[pool + Pool.SIZE_INDEX]! >= 32) continue;
        this.timesOf(pool)[0] = M[pool + Pool.COUNT]!;
        const size = (M[pool + Pool.SIZE_INDEX]! + 1) * 4;
        for (let at = Pool.HEADER; at < M[pool + Pool.NEXT_OFFSET]!; at += size) this.isUsedAgain(pool + at);
      }
    }
    for (const block of rt.domains.object.blocks())
      if (!pymalloc.owns(rt.domains.object.span(block).start)) this.system[0]!++;
  }

  private timesOf(pool: number): Times {
    let times = this.pools.get(pool);
    if (times === undefined) {
      times = new Uint32Array(this.columns);
      this.pools.set(pool, times);
    }
    return times;
  }

  /** Whether a block began here before; from now on one did. */
  private isUsedAgain(block: number): boolean {
    const bit = 1 << ((block >> 2) & 7);
    const known = this.used[block >> 5]!;
    this.used[block >> 5] = known | bit;
    return (known & bit) !== 0;
  }

  allocated(seen: number): void {
    const { rt, column, origins } = this;
    const block = seen - this.offset;
    if (!rt.pymalloc.owns(block)) {
      this.system[column]!++;
      origins.system++;
      return;
    }
    this.timesOf(rt.pymalloc.poolOf(block))[column]!++;
    if (this.isUsedAgain(block)) origins.again++;
    else origins.fresh++;
  }

  moved(from: number, to: number): void {
    if (from !== to) this.allocated(to);
  }

  released(): void {}

  reused(): void {
    this.origins.freeLists++;
  }

  origin(): undefined {
    return undefined;
  }
}

/**
 * The heat of a run of so many lines, in at most so many rows of pools and `most` columns of time. Null where the run was not
 * followed to its end. `follow` runs it again from its first line on.
 */
export function heatOf(
  follow: (errand: FollowErrand) => boolean,
  steps: number,
  rows: number,
  most: number,
): AllocationHeat | null {
  const stepsPerColumn = Math.max(1, Math.ceil(steps / Math.max(1, most - 1)));
  const stops = Array.from({ length: Math.ceil(Math.max(1, steps) / stepsPerColumn) }, (_, i) => i * stepsPerColumn);
  const columns = 1 + stops.length;
  const counters: HeatCounter[] = [];
  const boundary = (rt: Runtime, step: number): void => {
    if (counters.length === 0) {
      counters.push(new HeatCounter(rt, columns));
      rt.traceWith(counters[0]!);
    }
    counters[0]!.column = Math.min(columns - 1, 1 + Math.floor(step / stepsPerColumn));
  };
  const stop = (): void => {
    for (const counter of counters) if (counter.rt.tracer === counter) counter.rt.traceWith(null);
  };
  const hasEnded = follow({ stops, boundary, ended: stop });
  stop();
  const [counter] = counters;
  if (!hasEnded || counter === undefined) return null;
  const { pools, system, origins } = counter;
  const addresses = [...pools.keys()].sort((a, b) => a - b);
  const poolsPerRow = Math.max(1, Math.ceil(addresses.length / rows));
  const used = Math.ceil(addresses.length / poolsPerRow);
  const counts = new Uint32Array(used * columns);
  addresses.forEach((pool, i) => {
    const row = Math.floor(i / poolsPerRow) * columns;
    pools.get(pool)!.forEach((n, column) => {
      counts[row + column]! += n;
    });
  });
  return {
    rows: used,
    columns,
    rowAddresses: Uint32Array.from({ length: used }, (_, row) => addressOf(addresses[row * poolsPerRow]!)),
    pools: addresses.length,
    poolsPerRow,
    stepsPerColumn,
    steps,
    counts,
    system,
    origins,
  };
}
