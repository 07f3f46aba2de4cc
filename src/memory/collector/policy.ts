/** What makes one collector different from another: when it runs, and which objects it looks at. */

/** What a collection came to. */
export interface Found {
  /** Unreachable objects that were cleared. */
  readonly collected: number;
  /** Unreachable objects that could not be. */
  readonly uncollectable: number;
}

/**
 * A way to collect, over the lists of a heap. Lists 0, 1 and 2 hold all tracked objects but the frozen ones; what they
 * mean is the policy's own. The young count, its threshold and the switches stand in the heap.
 */
export interface CollectorPolicy {
  /** What the two counts behind the young one are, as `gc.get_count()` shows them. */
  readonly counts: [number, number];
  /** The second and the third of `gc.get_threshold()`. */
  readonly thresholds: [number, number];
  /** Whether `gc.set_threshold()` changes the third. */
  readonly keepsThirdThreshold: boolean;
  /** The interpreter has started: what is there is old. */
  scriptStarts(): void;
  /** The script was compiled, which left so many objects counted. Whether that was a collection of generation 0, too. */
  scriptCompiled?(objects: number): boolean;
  /** An allocation has passed the young threshold: the generation to collect, -1 where it is not time yet. */
  due(): number;
  /** Collects a generation; null where there was nothing to collect yet, which is no collection for the statistics. */
  run(generation: number): Found | null;
  /** Lists of what `gc.get_objects(generation)` returns. */
  listsOf(generation: number): readonly number[];
  /** All objects have been frozen, or are about to be thawed: into which list. */
  frozen(): void;
  thawInto(): number;
}
