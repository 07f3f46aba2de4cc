/**
 * The cyclic garbage collector with its generations. Follows gcmodule.c (3.8 to 3.12) and gc.c (3.13): collect,
 * gc_collect_generations.
 *
 * A collection of generation n: the younger lists are appended to list n; what is not reachable from outside is
 * split off; the rest grows one generation older; weak references to the garbage die and their callbacks run; its
 * finalizers run; what they revived is kept; the rest is cleared, whereupon the counts do the work.
 */
import type { Heap } from '../heap.js';
import { Gc, GcFlag } from '../layout.js';
import { gcListHead, PERMANENT } from '../regions.js';
import { listInit, listIsEmpty, listMembers, listMerge, listMove, listSize } from './lists.js';
import type { CollectionPhase, CollectionReason, CollectionTrace, CollectorPort, VisitReference } from './port.js';
import { Reachability } from './reachability.js';

const GENERATIONS = 3;
const OLDEST = GENERATIONS - 1;
/** Lists used during a collection. */
const UNREACHABLE = 4;
const FINALIZERS = 5;
const SCRATCH = 6;
const FINAL = 7;

/** The flags of `gc.set_debug`. */
export const DebugFlag = {
  STATS: 1,
  COLLECTABLE: 2,
  UNCOLLECTABLE: 4,
  SAVEALL: 32,
  LEAK: 2 | 4 | 32,
} as const;

/** Totals of one generation, as `gc.get_stats()` tells them. */
export interface GenerationStats {
  collections: number;
  collected: number;
  uncollectable: number;
}

/** Objects that stand in the permanent generation of a fresh process. */
const FROZEN_AT_START: Readonly<Record<number, number>> = { 12: 375 };

/**
 * Counts of the three generations when the first line of a script runs, as measured: they depend a little on the
 * installation. What the start of the interpreter made stands in generation 1 by then.
 */
const COUNTS_AT_START: Readonly<Record<number, readonly [number, number, number]>> = {
  8: [470, 9, 0],
  9: [613, 9, 0],
  10: [109, 10, 0],
  11: [519, 6, 0],
  12: [17, 5, 0],
  13: [55, 3, 0],
};

/** The collector of one machine. The young generation's count, threshold and switches stand in the {@link Heap}. */
export class Collector {
  private readonly heap: Heap;
  private readonly M: Int32Array;
  private readonly port: CollectorPort;
  private readonly reach: Reachability;
  /** Collections of generation 0 since the last of generation 1, and of 1 since the last of 2. */
  readonly counts: [number, number] = [0, 0];
  /** Thresholds of generations 1 and 2. */
  readonly thresholds: [number, number];
  readonly stats: readonly GenerationStats[];
  debug = 0;
  /** Objects that survived the last full collection. */
  longLivedTotal = 0;
  /** Objects that survived collections of generation 1 since then. */
  longLivedPending = 0;
  private frozenAtStart: number;
  /** Follows each collection; null where nobody looks. */
  trace: CollectionTrace | null = null;

  constructor(heap: Heap, port: CollectorPort) {
    this.heap = heap;
    this.M = heap.M;
    this.port = port;
    this.reach = new Reachability(heap.M, port);
    this.thresholds = [heap.profile.thresholds[1], heap.profile.thresholds[2]];
    this.stats = Array.from({ length: GENERATIONS }, () => ({ collections: 0, collected: 0, uncollectable: 0 }));
    this.frozenAtStart = FROZEN_AT_START[heap.profile.minor] ?? 0;
  }

  /**
   * Runs a collection and returns the number of unreachable objects. Generation -1: what the counts call for
   * (possibly nothing). 0 while a collection is under way.
   */
  collect(generation: number, reason: CollectionReason): number {
    const heap = this.heap;
    if (heap.gcCollecting) return 0;
    heap.gcCollecting = true;
    const saved = this.port.saveException();
    const n = generation < 0 ? this.collectGenerations(reason) : this.collectWithCallbacks(generation, reason);
    this.port.restoreException(saved);
    heap.gcCollecting = false;
    return n;
  }

  /** The breaker is set: runs the collection that an allocation asked for (3.12+). Follows gcmodule.c: _Py_RunGC. */
  handlePending(): void {
    const heap = this.heap;
    heap.gcPending = false;
    if (heap.gcEnabled) this.collect(-1, 'automatic');
  }

  /** The interpreter has started and the script begins. */
  scriptStarts(): void {
    listMerge(this.M, gcListHead(0), gcListHead(1));
    const counts = COUNTS_AT_START[this.heap.profile.minor] ?? [0, 0, 0];
    this.heap.gcCount0 = counts[0];
    this.counts[0] = counts[1];
    this.counts[1] = counts[2];
  }

  /** The oldest generation whose count exceeds its threshold, -1 when there is none. Follows gc.c: gc_select_generation. */
  dueGeneration(): number {
    for (let i = OLDEST; i >= 0; i--) {
      const count = i === 0 ? this.heap.gcCount0 : this.counts[i - 1]!;
      const threshold = i === 0 ? this.heap.gcThreshold0 : this.thresholds[i - 1]!;
      if (count <= threshold) continue;
      // A full collection waits until the candidates are more than a quarter of the old objects.
      if (i === OLDEST && this.longLivedPending < Math.floor(this.longLivedTotal / 4)) continue;
      return i;
    }
    return -1;
  }

  /** `gc.get_count()`. */
  getCounts(): [number, number, number] {
    return [this.heap.gcCount0, this.counts[0], this.counts[1]];
  }

  /** Moves all tracked objects to the permanent generation. */
  freeze(): void {
    for (let i = 0; i < GENERATIONS; i++) listMerge(this.M, gcListHead(i), gcListHead(PERMANENT));
    this.heap.gcCount0 = 0;
    this.counts[0] = 0;
    this.counts[1] = 0;
  }

  unfreeze(): void {
    listMerge(this.M, gcListHead(PERMANENT), gcListHead(OLDEST));
    this.frozenAtStart = 0;
  }

  /** `gc.get_freeze_count()`. */
  freezeCount(): number {
    return this.frozenAtStart + listSize(this.M, gcListHead(PERMANENT));
  }

  private collectGenerations(reason: CollectionReason): number {
    const generation = this.dueGeneration();
    return generation < 0 ? 0 : this.collectWithCallbacks(generation, reason);
  }

  private collectWithCallbacks(generation: number, reason: CollectionReason): number {
    if (reason === 'exit') return this.run(generation, reason);
    const stats = this.stats[generation]!;
    this.port.callCallbacks('start', generation, 0, 0);
    const collected = stats.collected;
    const uncollectable = stats.uncollectable;
    const n = this.run(generation, reason);
    this.port.callCallbacks('stop', generation, stats.collected - collected, stats.uncollectable - uncollectable);
    return n;
  }

  private phase(phase: CollectionPhase, generation: number): void {
    if (this.trace !== null) this.trace.phase(phase, generation);
  }

  private run(generation: number, reason: CollectionReason): number {
    const { heap, M, port, counts } = this;
    const debug = this.debug;
    if ((debug & DebugFlag.STATS) !== 0) this.writeStartStats(generation);
    this.phase('start', generation);
    if (generation < OLDEST) counts[generation]!++;
    heap.gcCount0 = 0;
    for (let i = 1; i <= generation; i++) counts[i - 1] = 0;
    const young = gcListHead(generation);
    for (let i = 0; i < generation; i++) listMerge(M, gcListHead(i), young);
    const old = generation < OLDEST ? gcListHead(generation + 1) : young;
    this.phase('merged', generation);

    const unreachable = gcListHead(UNREACHABLE);
    listInit(M, unreachable);
    this.deduceUnreachable(young, unreachable, generation);
    this.untrackTuples(young);
    if (young !== old) {
      if (generation === OLDEST - 1) this.longLivedPending += listSize(M, young);
      listMerge(M, young, old);
    } else {
      this.untrackDicts(young);
      this.longLivedPending = 0;
      this.longLivedTotal = listSize(M, young);
    }

    const finalizers = gcListHead(FINALIZERS);
    listInit(M, finalizers);
    this.moveLegacyFinalizers(unreachable, finalizers);
    const observe = port.collected;
    const garbage = observe === null ? [] : listMembers(M, unreachable);
    if ((debug & DebugFlag.COLLECTABLE) !== 0) this.writeCycle('collectable', unreachable);

    let found = this.handleWeakrefs(unreachable, old);
    this.phase('weakrefs', generation);
    this.finalizeGarbage(unreachable);
    this.phase('finalized', generation);
    found += this.deleteUnlessRevived(unreachable, old, generation);
    this.phase('cleared', generation);

    const uncollectable = listSize(M, finalizers);
    if ((debug & DebugFlag.UNCOLLECTABLE) !== 0) this.writeCycle('uncollectable', finalizers);
    if ((debug & DebugFlag.STATS) !== 0) {
      const total = found + uncollectable;
      port.writeDebug(`gc: done, ${total} unreachable, ${uncollectable} uncollectable, 0.0000s elapsed\n`);
    }
    this.handleLegacyFinalizers(finalizers, old);
    if (generation === OLDEST) port.clearFreeLists();
    const stats = this.stats[generation]!;
    stats.collections++;
    stats.collected += found;
    stats.uncollectable += uncollectable;
    this.phase('end', generation);
    if (observe !== null) observe(generation, reason, found, uncollectable, garbage);
    return found + uncollectable;
  }

  private deduceUnreachable(head: number, unreachable: number, generation: number): void {
    this.reach.updateRefs(head, gcListHead(PERMANENT));
    this.phase('copied', generation);
    this.reach.subtractRefs(head);
    this.phase('subtracted', generation);
    this.reach.moveUnreachable(head, unreachable);
    this.phase('divided', generation);
  }

  private untrackTuples(head: number): void {
    const { M, port } = this;
    for (let p = M[head + Gc.NEXT]!; p !== head; ) {
      const next = M[p + Gc.NEXT]!;
      port.maybeUntrackTuple(p);
      p = next;
    }
  }

  private untrackDicts(head: number): void {
    const { M, port } = this;
    for (let p = M[head + Gc.NEXT]!; p !== head; ) {
      const next = M[p + Gc.NEXT]!;
      port.maybeUntrackDict(p);
      p = next;
    }
  }

  /** Objects with legacy finalizers, and all they refer to, cannot be collected. Follows gcmodule.c: move_legacy_finalizers, move_legacy_finalizer_reachable. */
  private moveLegacyFinalizers(unreachable: number, finalizers: number): void {
    const { M, port, reach } = this;
    for (let p = M[unreachable + Gc.NEXT]!; p !== unreachable; ) {
      const next = M[p + Gc.NEXT]!;
      if (port.hasLegacyFinalizer(p)) {
        reach.clearCollecting(p);
        listMove(M, p, finalizers);
      }
      p = next;
    }
    if (listIsEmpty(M, finalizers)) return;
    const visit: VisitReference = (_machine, object) => {
      if (!port.isCollectable(object) || !reach.isCollecting(object)) return;
      listMove(M, object, finalizers);
      reach.clearCollecting(object);
    };
    for (let p = M[finalizers + Gc.NEXT]!; p !== finalizers; p = M[p + Gc.NEXT]!) port.traverse(p, visit);
  }

  private handleLegacyFinalizers(finalizers: number, old: number): void {
    const { M, port } = this;
    for (let p = M[finalizers + Gc.NEXT]!; p !== finalizers; p = M[p + Gc.NEXT]!) {
      if ((this.debug & DebugFlag.SAVEALL) !== 0 || port.hasLegacyFinalizer(p)) port.appendGarbage(p);
    }
    listMerge(M, finalizers, old);
  }

  /**
   * Makes the weak references to and in the garbage dead, then runs the callbacks of those that are not garbage
   * themselves. Returns how many references died in it. Follows gcmodule.c: handle_weakrefs.
   */
  private handleWeakrefs(unreachable: number, old: number): number {
    const { M, port, reach } = this;
    const toCall = gcListHead(SCRATCH);
    listInit(M, toCall);
    for (let p = M[unreachable + Gc.NEXT]!; p !== unreachable; p = M[p + Gc.NEXT]!) {
      if (port.isWeakref(p)) port.clearWeakref(p);
      const list = port.weaklist(p);
      if (list === 0) continue;
      for (let reference = M[list]!; reference !== 0; reference = M[list]!) {
        port.clearWeakref(reference);
        if (port.weakrefCallback(reference) === 0 || reach.isCollecting(reference)) continue;
        port.incref(reference);
        listMove(M, reference, toCall);
      }
    }
    let freed = 0;
    while (!listIsEmpty(M, toCall)) {
      const reference = M[toCall + Gc.NEXT]!;
      port.callWeakrefCallback(reference);
      port.decref(reference);
      if (M[toCall + Gc.NEXT] === reference) listMove(M, reference, old);
      else freed++;
    }
    return freed;
  }

  /** Follows gcmodule.c: finalize_garbage. */
  private finalizeGarbage(collectable: number): void {
    const { M, port } = this;
    const seen = gcListHead(SCRATCH);
    listInit(M, seen);
    while (!listIsEmpty(M, collectable)) {
      const p = M[collectable + Gc.NEXT]!;
      listMove(M, p, seen);
      if ((M[p + Gc.FLAGS]! & GcFlag.FINALIZED) !== 0 || !port.hasFinalizer(p)) continue;
      M[p + Gc.FLAGS]! |= GcFlag.FINALIZED;
      port.incref(p);
      port.finalize(p);
      port.decref(p);
    }
    listMerge(M, seen, collectable);
  }

  /** Keeps what finalizers revived and clears the rest; returns how many objects were left to clear. */
  private deleteUnlessRevived(unreachable: number, old: number, generation: number): number {
    const { M, reach } = this;
    if (this.heap.profile.minor <= 8) {
      if (reach.isReferredFromOutside(unreachable)) {
        listMerge(M, unreachable, old);
        return 0;
      }
      this.phase('resurrected', generation);
      const found = listSize(M, unreachable);
      this.deleteGarbage(unreachable, old);
      return found;
    }
    const final = gcListHead(FINAL);
    listInit(M, final);
    reach.updateRefs(unreachable, gcListHead(PERMANENT));
    reach.subtractRefs(unreachable);
    reach.moveUnreachable(unreachable, final);
    listMerge(M, unreachable, old);
    this.phase('resurrected', generation);
    const found = listSize(M, final);
    this.deleteGarbage(final, old);
    return found;
  }

  /** Follows gcmodule.c: delete_garbage. */
  private deleteGarbage(collectable: number, old: number): void {
    const { M, port, reach } = this;
    const saveAll = (this.debug & DebugFlag.SAVEALL) !== 0;
    while (!listIsEmpty(M, collectable)) {
      const p = M[collectable + Gc.NEXT]!;
      if (saveAll) port.appendGarbage(p);
      else {
        port.incref(p);
        port.clear(p);
        port.decref(p);
      }
      if (M[collectable + Gc.NEXT] === p) {
        // Still alive; it may die later.
        reach.clearCollecting(p);
        listMove(M, p, old);
      }
    }
  }

  private writeCycle(what: string, head: number): void {
    const { M, port } = this;
    for (let p = M[head + Gc.NEXT]!; p !== head; p = M[p + Gc.NEXT]!) {
      port.writeDebug(`gc: ${what} ${port.describe(p)}\n`);
    }
  }

  private writeStartStats(generation: number): void {
    const sizes = [0, 1, 2].map((i) => listSize(this.M, gcListHead(i))).join(' ');
    this.port.writeDebug(`gc: collecting generation ${generation}...\n`);
    this.port.writeDebug(`gc: objects in each generation: ${sizes}\n`);
    this.port.writeDebug(`gc: objects in permanent generation: ${this.freezeCount()}\n`);
  }
}
