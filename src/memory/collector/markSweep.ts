/**
 * A traditional mark-and-sweep collector, which needs no counts to find garbage: it starts from the roots (what the
 * interpreter itself holds: frames and their stacks, modules, static types and what native code keeps) and marks
 * everything that can be reached; whatever is not marked after that is swept. CPython has never had it.
 *
 * It looks at all live objects each time, atoms included, where the others look at containers alone, and at a few of
 * them: the price is paid for what lives, not for what dies. There are no generations. It runs when as many containers
 * have been made as had survived the last time, so when the heap has doubled, and at least at the young threshold.
 *
 * Extension code holds references that no list of roots knows (a sort keeps the items of its list, say). So what was
 * not marked is counted as CPython counts it before it is swept: an object that somebody unknown refers to is left.
 */
import type { Heap } from '../heap.js';
import { Gc } from '../layout.js';
import { gcListHead } from '../regions.js';
import { CANDIDATES, type Candidates } from './candidates.js';
import { reachableFromRoots } from './fromRoots.js';
import { listInit, listMerge, listMove, listSize } from './lists.js';
import type { CollectorPolicy, Found } from './policy.js';
import type { CollectorPort } from './port.js';

const OLDEST = 2;

export class MarkSweep implements CollectorPolicy {
  readonly counts: [number, number] = [0, 0];
  readonly thresholds: [number, number] = [0, 0];
  readonly keepsThirdThreshold = false;
  /** What the program has set, and what came of it. */
  private least: number;
  private grown: number;

  constructor(
    private readonly heap: Heap,
    private readonly port: CollectorPort,
    private readonly candidates: Candidates,
  ) {
    this.least = heap.gcThreshold0;
    this.grown = heap.gcThreshold0;
  }

  scriptStarts(): void {
    const { M } = this.heap;
    for (let i = 0; i < OLDEST; i++) listMerge(M, gcListHead(i), gcListHead(OLDEST));
    this.heap.gcCount0 = 0;
    this.grow(listSize(M, gcListHead(OLDEST)));
  }

  due(): number {
    return this.heap.gcCount0 > this.heap.gcThreshold0 ? OLDEST : -1;
  }

  run(): Found {
    const { heap, candidates } = this;
    const { M } = heap;
    heap.gcCount0 = 0;
    const live = reachableFromRoots(this.port);
    const old = gcListHead(OLDEST);
    for (let i = 0; i < OLDEST; i++) listMerge(M, gcListHead(i), old);
    const unmarked = gcListHead(CANDIDATES);
    listInit(M, unmarked);
    const swept = this.sweep(old, unmarked, live);
    candidates.begin(unmarked, OLDEST, OLDEST);
    candidates.examined = live.size + swept;
    candidates.tell('merged');

    candidates.deduceUnreachable();
    listMerge(M, unmarked, old);
    candidates.untrackTuples(old);
    candidates.untrackDicts(old);
    const found = candidates.treatGarbage(old);
    this.port.clearFreeLists();
    this.grow(listSize(M, old));
    return found;
  }

  /** Moves what is not marked; returns how many objects it looked at. */
  private sweep(from: number, to: number, live: ReadonlySet<number>): number {
    const { M } = this.heap;
    let n = 0;
    for (let p = M[from + Gc.NEXT]!; p !== from; n++) {
      const next = M[p + Gc.NEXT]!;
      if (!live.has(p)) listMove(M, p, to);
      p = next;
    }
    return n;
  }

  /** The next collection is due when the heap has doubled. */
  private grow(survivors: number): void {
    const { heap } = this;
    if (heap.gcThreshold0 !== this.grown) this.least = heap.gcThreshold0;
    this.grown = this.least === 0 ? 0 : Math.max(this.least, survivors);
    heap.gcThreshold0 = this.grown;
  }

  listsOf(generation: number): readonly number[] {
    return [generation];
  }

  frozen(): void {}

  thawInto(): number {
    return OLDEST;
  }
}
