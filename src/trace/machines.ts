/**
 * Booted machines that are used again. What booting makes is the same for all runs of a version: a machine that is
 * done with its run is set back to where it stood after it, in a fraction of the time.
 */
import { Region } from '../memory/regions.js';
import { Runtime, type RuntimeOptions } from '../vm/runtime.js';
import { HostState } from './hostState.js';
import { clearEnds, type Untouched, untouchedEnds, usedRanges } from './mapped.js';
import { type MemoryImage, PageStore } from './pages.js';

/** Machines that wait for a run at most: the last ones given back. */
const MOST_IDLE = 2;
/** Words that a run may have written for its machine to be used again. */
const MOST_WRITTEN = 8 << 20;
/** Words that are looked at together: where all are zero, nothing above was written. */
const STRIDE = 1 << 14;

/** A machine with what it was when it had booted. */
interface Booted {
  readonly rt: Runtime;
  readonly kind: string;
  readonly ends: readonly Untouched[];
  readonly memory: MemoryImage;
  readonly pages: PageStore;
  readonly host: HostState;
}

/** What booting depends on. */
function kindOf({ version, memoryBytes, countsLines, allocator = 'pymalloc' }: RuntimeOptions): string {
  return `${version} ${memoryBytes} ${countsLines} ${allocator}`;
}

/** Gives machines to runs and takes them back. */
export class Machines {
  private readonly idle: Booted[] = [];
  /** Weakly: not every machine comes back. */
  private readonly lent = new WeakMap<Runtime, Booted>();

  /** A machine as it is after booting. */
  take(options: RuntimeOptions): Runtime {
    const kind = kindOf(options);
    const at = this.idle.findIndex((booted) => booted.kind === kind);
    const [booted = boot(options, kind)] = at < 0 ? [] : this.idle.splice(at, 1);
    this.lent.set(booted.rt, booted);
    return booted.rt;
  }

  /** What the memory of a machine that was taken held when it had booted. */
  bootedMemory(rt: Runtime): MemoryImage | undefined {
    return this.lent.get(rt)?.memory;
  }

  /** Sets a machine back that was taken, for another run of whoever has it. */
  renew(rt: Runtime): void {
    const booted = this.lent.get(rt);
    if (booted === undefined) throw new Error('This machine was not taken here.');
    setBack(booted);
  }

  /** Nobody asks this machine any more. */
  giveBack(rt: Runtime): void {
    const booted = this.lent.get(rt);
    if (booted === undefined) return;
    this.lent.delete(rt);
    const { top, floor } = rt.system.written();
    if (top - Region.SYSTEM_HEAP + rt.M.length - floor > MOST_WRITTEN) return;
    setBack(booted);
    this.idle.push(booted);
    if (this.idle.length > MOST_IDLE) this.idle.shift();
  }
}

function boot(options: RuntimeOptions, kind: string): Booted {
  const rt = new Runtime(options);
  const ends = untouchedEnds(rt);
  const pages = new PageStore(rt.M);
  const memory = pages.take(usedRanges(rt, ends));
  return { rt, kind, ends, memory, pages, host: new HostState(rt) };
}

function setBack({ rt, ends, memory, pages, host }: Booted): void {
  const { M, system } = rt;
  const written = system.written();
  clearEnds(rt, ends);
  host.restore();
  system.wipe(written);
  wipeAbove(M, rt.dataTop, Region.DATA_STACK_LIMIT);
  wipeAbove(M, rt.nativeTop, Region.NATIVE_STACK_LIMIT);
  wipeAbove(M, rt.codeTop, Region.CODE_LIMIT);
  pages.restore(memory);
  rt.observer = null;
  rt.collector.trace = null;
}

/** Makes all zero that was written above `from`. */
function wipeAbove(M: Int32Array, from: number, limit: number): void {
  for (let at = from; at < limit; at += STRIDE) {
    const end = Math.min(limit, at + STRIDE);
    let i = at;
    while (i < end && M[i] === 0) i++;
    if (i === end) return;
    M.fill(0, i, end);
  }
}

/** The machines that explorations of one run stand on; the last one that closes gives them back. */
export class Lease {
  private users = 1;
  private readonly held = new Set<Runtime>();

  constructor(private readonly machines: Machines) {}

  hold(rt: Runtime | null): void {
    if (rt !== null) this.held.add(rt);
  }

  share(): Lease {
    this.users++;
    return this;
  }

  close(): void {
    if (--this.users > 0) return;
    for (const rt of this.held) this.machines.giveBack(rt);
    this.held.clear();
  }
}
