/**
 * The three generations of CPython up to 3.13. Follows gcmodule.c (3.8 to 3.12) and gc.c (3.13): gc_select_generation,
 * gc_collect_main.
 *
 * New objects are generation 0. When its count passes the threshold it is collected, and what survives is generation 1;
 * after as many such collections as the second threshold says, 0 and 1 are collected together into 2. All of it is
 * looked at only when the third threshold is passed and the objects that have come to generation 2 since the last time
 * are more than a quarter of those that were there: so the cost of full collections stays in proportion to allocation.
 */
import type { Heap } from '../heap.js';
import { gcListHead } from '../regions.js';
import type { Candidates } from './candidates.js';
import { listMerge } from './lists.js';
import type { CollectorPolicy, Found } from './policy.js';
import type { CollectorPort } from './port.js';

const OLDEST = 2;

/**
 * Counts of the three generations when the first line of a script runs, as measured: they depend a little on the
 * installation. What the start of the interpreter made stands in generation 1 by then.
 */
const COUNTS_AT_START: Readonly<Record<number, readonly [number, number, number]>> = {
  8: [353, 9, 0],
  9: [494, 9, 0],
  10: [2, 10, 0],
  11: [422, 6, 0],
  12: [688, 4, 0],
  13: [4, 3, 0],
};

export class Generational implements CollectorPolicy {
  readonly counts: [number, number] = [0, 0];
  readonly thresholds: [number, number];
  readonly keepsThirdThreshold = true;
  /** Objects that survived the last full collection. */
  private longLivedTotal = 0;
  /** Objects that survived collections of generation 1 since then. */
  private longLivedPending = 0;

  constructor(
    protected readonly heap: Heap,
    protected readonly port: CollectorPort,
    protected readonly candidates: Candidates,
  ) {
    // 3.14 has no third generation; its collectors of old have.
    this.thresholds = [heap.profile.thresholds[1], heap.profile.thresholds[2] || 10];
  }

  scriptStarts(): void {
    listMerge(this.heap.M, gcListHead(0), gcListHead(1));
    const counts = COUNTS_AT_START[this.heap.profile.minor] ?? [0, 0, 0];
    this.heap.gcCount0 = counts[0];
    this.counts[0] = counts[1];
    this.counts[1] = counts[2];
  }

  scriptCompiled(objects: number): boolean {
    const { heap } = this;
    heap.gcCount0 += objects;
    if (heap.gcCount0 <= heap.gcThreshold0) return false;
    // Up to 3.11 in the midst of it; since then before the first line.
    heap.gcCount0 = heap.profile.minor >= 12 ? 0 : heap.gcCount0 - heap.gcThreshold0 - 1;
    this.counts[0]++;
    return true;
  }

  /** The oldest generation whose count exceeds its threshold. */
  due(): number {
    for (let i = OLDEST; i >= 0; i--) {
      const count = i === 0 ? this.heap.gcCount0 : this.counts[i - 1]!;
      const threshold = i === 0 ? this.heap.gcThreshold0 : this.thresholds[i - 1]!;
      if (count <= threshold) continue;
      if (i === OLDEST && this.longLivedPending < Math.floor(this.longLivedTotal / 4)) continue;
      return i;
    }
    return -1;
  }

  run(generation: number): Found {
    const { heap, counts, candidates } = this;
    const { M } = heap;
    if (generation < OLDEST) counts[generation]!++;
    heap.gcCount0 = 0;
    for (let i = 1; i <= generation; i++) counts[i - 1] = 0;
    const young = gcListHead(generation);
    for (let i = 0; i < generation; i++) listMerge(M, gcListHead(i), young);
    const old = generation < OLDEST ? gcListHead(generation + 1) : young;
    candidates.begin(young, generation, Math.min(OLDEST, generation + 1));
    candidates.tell('merged');

    candidates.examined = candidates.deduceUnreachable();
    const survivors = candidates.untrackTuples(young);
    if (young !== old) {
      if (generation === OLDEST - 1) this.longLivedPending += survivors;
      listMerge(M, young, old);
    } else {
      this.longLivedPending = 0;
      this.longLivedTotal = candidates.untrackDicts(young);
    }
    const found = this.treat(old);
    if (generation === OLDEST) this.port.clearFreeLists();
    return found;
  }

  /** What happens to the unreachable. */
  protected treat(old: number): Found {
    return this.candidates.treatGarbage(old);
  }

  listsOf(generation: number): readonly number[] {
    return [generation];
  }

  frozen(): void {
    this.counts[0] = 0;
    this.counts[1] = 0;
  }

  thawInto(): number {
    return OLDEST;
  }
}
