/**
 * The cyclic garbage collector of one machine, as the module gc and the interpreter see it: when to collect, callbacks,
 * statistics, the debug flags. Which objects a collection looks at is the business of a policy. Follows gcmodule.c
 * (3.8 to 3.12) and gc.c (3.13, 3.14): gc_collect_main, gc_collect_with_callback, _PyGC_Collect.
 */
import type { CollectorKind } from '../../protocol/run.js';
import type { Heap } from '../heap.js';
import { gcListHead, PERMANENT } from '../regions.js';
import { ASIDE, Candidates, DebugFlag, FINAL, UNREACHABLE } from './candidates.js';
import { policyOf } from './kinds.js';
import { listInit, listMerge, listSize } from './lists.js';
import type { CollectorPolicy } from './policy.js';
import type { CollectionReason, CollectionTrace, CollectorPort } from './port.js';
import { CollectorStress } from './stress.js';

const GENERATIONS = 3;

/** Totals of one generation, as `gc.get_stats()` tells them. */
export interface GenerationStats {
  collections: number;
  collected: number;
  uncollectable: number;
}

/** Objects that stand in the permanent generation of a fresh process. */
const FROZEN_AT_START: Readonly<Record<number, number>> = { 12: 375 };

/** Collections of generation 0 while an interpreter starts, and objects freed by them, as measured. */
const YOUNG_AT_START: Readonly<Record<number, readonly [number, number]>> = {
  8: [9, 0],
  9: [9, 0],
  10: [10, 0],
  11: [6, 24],
  12: [4, 24],
  13: [3, 24],
};

/** The young generation's count, threshold and switches stand in the {@link Heap}. */
export class Collector {
  private readonly heap: Heap;
  private readonly port: CollectorPort;
  private readonly candidates: Candidates;
  private policy: CollectorPolicy;
  kind: CollectorKind = 'default';
  readonly stats: readonly GenerationStats[];
  private frozenAtStart: number;

  constructor(heap: Heap, port: CollectorPort) {
    this.heap = heap;
    this.port = port;
    this.candidates = new Candidates(heap, port);
    this.policy = policyOf('default', heap, port, this.candidates);
    this.stats = Array.from({ length: GENERATIONS }, () => ({ collections: 0, collected: 0, uncollectable: 0 }));
    this.frozenAtStart = FROZEN_AT_START[heap.profile.minor] ?? 0;
  }

  /** From now on the algorithm is tried at allocations, without a change to anything. */
  stress(): void {
    const stress = new CollectorStress(this.heap, this.port, this.candidates.reach);
    this.heap.stressCollector(() => {
      if (!this.heap.gcCollecting) stress.allocated();
    });
  }

  /** Another collector takes over, before the script starts; its thresholds are its own. */
  use(kind: CollectorKind): void {
    this.kind = kind;
    this.policy = policyOf(kind, this.heap, this.port, this.candidates);
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
    const chosen = generation < 0 ? this.policy.due() : generation;
    const n = chosen < 0 ? 0 : this.collectWithCallbacks(chosen, reason);
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

  /**
   * Runs what makes objects that are not the program's, then frees those of them that are unreachable: unnoticed, with
   * no count, no statistics, and the objects of the program left alone.
   */
  apart(make: () => void): void {
    const { heap } = this;
    const { M, gcEnabled } = heap;
    const young = gcListHead(0);
    const aside = gcListHead(ASIDE);
    listInit(M, aside);
    listMerge(M, young, aside);
    heap.gcEnabled = false;
    try {
      make();
      if (!heap.gcCollecting) this.discard(young);
    } finally {
      heap.gcEnabled = gcEnabled;
      listMerge(M, young, aside);
      listMerge(M, aside, young);
    }
  }

  /** Frees what is unreachable in a list, unnoticed. */
  private discard(head: number): void {
    const { heap, port, candidates } = this;
    const { trace, debug } = candidates;
    const saved = port.saveException();
    const count = heap.gcCount0;
    heap.gcCollecting = true;
    candidates.trace = null;
    candidates.debug = 0;
    candidates.begin(head, 0, 0);
    candidates.deduceUnreachable();
    candidates.treatGarbage(head);
    candidates.trace = trace;
    candidates.debug = debug;
    heap.gcCollecting = false;
    heap.gcCount0 = count;
    port.restoreException(saved);
  }

  /** The interpreter has started and the script begins. */
  scriptStarts(): void {
    const atStart = this.kind === 'default' ? YOUNG_AT_START[this.heap.profile.minor] : undefined;
    const [collections, collected] = atStart ?? [0, 0];
    this.stats.forEach((stats, i) => {
      stats.collections = i === 0 ? collections : 0;
      stats.collected = i === 0 ? collected : 0;
      stats.uncollectable = 0;
    });
    this.policy.scriptStarts();
  }

  /** The script was compiled; `objects`: what that left counted. */
  scriptCompiled(objects: number): void {
    if (this.policy.scriptCompiled?.(objects)) this.stats[0]!.collections++;
  }

  /** `gc.get_count()`. */
  getCounts(): [number, number, number] {
    return [this.heap.gcCount0, ...this.policy.counts];
  }

  /** `gc.get_threshold()`. */
  getThresholds(): [number, number, number] {
    return [this.heap.gcThreshold0, ...this.policy.thresholds];
  }

  /** `gc.set_threshold()` with one to three values. */
  setThresholds(values: readonly number[]): void {
    const { heap, policy } = this;
    const [first, second, third] = values;
    if (first !== undefined) heap.gcThreshold0 = first;
    if (second !== undefined) policy.thresholds[0] = second;
    if (third !== undefined && policy.keepsThirdThreshold) policy.thresholds[1] = third;
  }

  get debug(): number {
    return this.candidates.debug;
  }

  set debug(flags: number) {
    this.candidates.debug = flags;
  }

  /** Follows each collection; null where nobody looks. */
  set trace(trace: CollectionTrace | null) {
    this.candidates.trace = trace;
  }

  /** Objects that the collection under way looks at. */
  get examined(): number {
    return this.candidates.examined;
  }

  /** Head of the list of the objects that are asked about. */
  get candidatesHead(): number {
    return this.candidates.head;
  }

  /** Where survivors of the collection under way go. */
  get survivors(): number {
    return this.candidates.survivors;
  }

  /** The list of what is cleared, once finalizers have run. */
  get doomedList(): number {
    return this.candidates.asksAgain ? FINAL : UNREACHABLE;
  }

  /** Lists of what `gc.get_objects(generation)` returns; of all objects for -1. */
  listsOf(generation: number): readonly number[] {
    return generation < 0 ? [0, 1, 2] : this.policy.listsOf(generation);
  }

  /** Moves all tracked objects to the permanent generation. */
  freeze(): void {
    for (let i = 0; i < GENERATIONS; i++) listMerge(this.heap.M, gcListHead(i), gcListHead(PERMANENT));
    this.heap.gcCount0 = 0;
    this.policy.frozen();
  }

  unfreeze(): void {
    listMerge(this.heap.M, gcListHead(PERMANENT), gcListHead(this.policy.thawInto()));
    this.frozenAtStart = 0;
  }

  /** `gc.get_freeze_count()`. */
  freezeCount(): number {
    return this.frozenAtStart + listSize(this.heap.M, gcListHead(PERMANENT));
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

  private run(generation: number, reason: CollectionReason): number {
    const { port, candidates } = this;
    const hasStats = (this.debug & DebugFlag.STATS) !== 0;
    if (hasStats) this.writeStartStats(generation);
    candidates.generation = generation;
    candidates.examined = 0;
    candidates.tell('start');
    const found = this.policy.run(generation);
    if (found === null) return 0;
    const { collected, uncollectable } = found;
    if (hasStats) {
      const total = collected + uncollectable;
      port.writeDebug(`gc: done, ${total} unreachable, ${uncollectable} uncollectable, 0.0000s elapsed\n`);
    }
    const stats = this.stats[generation]!;
    stats.collections++;
    stats.collected += collected;
    stats.uncollectable += uncollectable;
    candidates.tell('end');
    port.collected?.(generation, reason, collected, uncollectable, candidates.garbage);
    return collected + uncollectable;
  }

  private writeStartStats(generation: number): void {
    const sizes = [0, 1, 2].map((i) => listSize(this.heap.M, gcListHead(i))).join(' ');
    this.port.writeDebug(`gc: collecting generation ${generation}...\n`);
    this.port.writeDebug(`gc: objects in each generation: ${sizes}\n`);
    this.port.writeDebug(`gc: objects in permanent generation: ${this.freezeCount()}\n`);
  }
}
