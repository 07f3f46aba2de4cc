/**
 * Reference counting alone: objects die when their last reference goes, at once and in a known order, and a cycle
 * never dies. `gc.collect()` finds nothing. What this leaves behind is what the other collectors are for.
 */
import type { Heap } from '../heap.js';
import type { CollectorPolicy, Found } from './policy.js';

export class CountingOnly implements CollectorPolicy {
  readonly counts: [number, number] = [0, 0];
  readonly thresholds: [number, number] = [0, 0];
  readonly keepsThirdThreshold = false;

  constructor(heap: Heap) {
    heap.gcThreshold0 = 0;
  }

  scriptStarts(): void {}

  due(): number {
    return -1;
  }

  run(): Found | null {
    return null;
  }

  listsOf(generation: number): readonly number[] {
    return [generation];
  }

  frozen(): void {}

  thawInto(): number {
    return 2;
  }
}
