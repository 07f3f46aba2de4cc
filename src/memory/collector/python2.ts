/**
 * The collector of Python 2.7, before PEP 442 (3.4). It cannot know in which order finalizers of a cycle may run, so
 * it does not run them: unreachable objects whose class has `__del__`, and all they refer to, are uncollectable. They
 * are kept, and those with `__del__` are put into `gc.garbage`, where the program may break their cycles by hand.
 * Follows gcmodule.c (2.7): move_finalizers, move_finalizer_reachable, handle_garbage.
 *
 * The generations, their thresholds (700, 10, 10) and the rule of the quarter are those of Python 3. With no finalizer
 * called, nothing can come back to life, so nobody looks for it. A finalizer that runs because a count fell to zero
 * runs again when the object it revived dies for the second time.
 */
import type { Heap } from '../heap.js';
import type { Candidates } from './candidates.js';
import { Generational } from './generational.js';
import type { Found } from './policy.js';
import type { CollectorPort } from './port.js';

const THRESHOLDS = [700, 10, 10] as const;

export class Python2 extends Generational {
  constructor(heap: Heap, port: CollectorPort, candidates: Candidates) {
    super(heap, port, candidates);
    heap.gcThreshold0 = THRESHOLDS[0];
    this.thresholds[0] = THRESHOLDS[1];
    this.thresholds[1] = THRESHOLDS[2];
  }

  protected override treat(old: number): Found {
    return this.candidates.treatGarbageWithoutFinalizing(old, (object) => this.port.hasDel(object));
  }
}
