/**
 * The incremental collector of CPython 3.14.0 to 3.14.4 (3.14.5 went back to the generations). Follows gc.c (3.14):
 * gc_collect_increment, gc_collect_young, gc_collect_full; InternalDocs/garbage_collector.md.
 *
 * There are two generations, young and old, and the old one has two spaces: `pending`, still to be looked at in this
 * round, and `visited`. When the young count passes its threshold, one increment is collected: the young objects and as
 * many of the pending ones as there is work to do, always together with all pending objects that they lead to, so
 * that no cycle is cut in two. What survives is visited. When nothing is pending the round is complete: the spaces
 * change places and the next one begins. So no pause looks at the whole heap, but a cycle of old objects waits for the
 * round to come to it, and the memory is larger meanwhile.
 *
 * A round begins with marking: what is reachable from the interpreter's own dicts and from the stacks is alive for
 * sure and goes to `visited` without being counted. An object whose references are not followed is cheaper than one
 * that is, which is why an increment of mostly live objects may do several times the work.
 *
 * The work that an increment has to do is the number of new objects, and as much as a hundredth of the heap (at most
 * twice the new objects): the first so that the collector keeps up with the program, the second so that a round ends.
 * What was done too much is subtracted from the next.
 *
 * Here each object carries a bit that says "visited in this round"; CPython's bit says in which space it stands.
 */
import type { Heap } from '../heap.js';
import { Gc, GcFlag } from '../layout.js';
import { gcListHead, PERMANENT } from '../regions.js';
import { CANDIDATES, type Candidates } from './candidates.js';
import { listInit, listIsEmpty, listMerge, listMove, listSize } from './lists.js';
import type { CollectorPolicy, Found } from './policy.js';
import type { CollectorPort, VisitReference } from './port.js';

const YOUNG = 0;
const THRESHOLDS = [2000, 10, 0] as const;
/** With the second threshold of 10: an increment scans a hundredth of the heap. */
const SCAN_RATE_DIVISOR = 10;
/** The start of an interpreter makes objects that live: nothing is done for the first of them. */
const WORK_AT_START = -5000;
/** Objects that are reached and have not been followed yet. */
const REACHED = 9;

export class Incremental implements CollectorPolicy {
  /** Young collections since the round before, by space: what `gc.get_count()` shows. */
  readonly counts: [number, number] = [0, 0];
  readonly thresholds: [number, number] = [THRESHOLDS[1], THRESHOLDS[2]];
  readonly keepsThirdThreshold = false;
  /** The list of visited objects: 1 or 2; the other holds the pending ones. */
  private visited = 1;
  private phase: 'mark' | 'collect' = 'mark';
  private workToDo = WORK_AT_START;
  private added = 0;
  private base = 0;
  private readonly add: VisitReference;

  constructor(
    private readonly heap: Heap,
    private readonly port: CollectorPort,
    private readonly candidates: Candidates,
  ) {
    heap.gcThreshold0 = THRESHOLDS[0];
    this.add = (_machine, object) => {
      if (this.isPending(object)) this.visit(object, this.base);
    };
  }

  private get pendingHead(): number {
    return gcListHead(3 - this.visited);
  }

  private get visitedHead(): number {
    return gcListHead(this.visited);
  }

  scriptStarts(): void {
    const { M } = this.heap;
    listMerge(M, gcListHead(YOUNG), this.pendingHead);
    listMerge(M, this.visitedHead, this.pendingHead);
    this.setVisited(this.pendingHead, false);
    this.heap.gcCount0 = 0;
    this.phase = 'mark';
    this.workToDo = WORK_AT_START;
  }

  /** Automatic collections are increments, which `gc` calls generation 1. */
  due(): number {
    return 1;
  }

  run(generation: number): Found | null {
    if (generation === 0) return this.collectYoung();
    return generation === 1 ? this.collectIncrement() : this.collectAll();
  }

  private collectYoung(): Found {
    const young = gcListHead(YOUNG);
    this.candidates.untrackTuples(young);
    const found = this.collect(young, 0, listSize(this.heap.M, young));
    this.heap.gcCount0 = 0;
    this.counts[this.visited - 1]!++;
    return found;
  }

  private collectIncrement(): Found | null {
    const { candidates } = this;
    const { M } = this.heap;
    this.workToDo += this.assessWork();
    if (this.workToDo < 0) return null;
    const young = gcListHead(YOUNG);
    candidates.untrackTuples(young);
    if (this.phase === 'mark') {
      this.markAtStart();
      return null;
    }
    const marked = this.markStacks();
    this.workToDo -= marked;
    this.setVisited(young, true);
    const increment = gcListHead(CANDIDATES);
    listInit(M, increment);
    listMerge(M, young, increment);
    let size = listSize(M, increment);
    const pending = this.pendingHead;
    while (size < this.workToDo && !listIsEmpty(M, pending)) {
      const p = M[pending + Gc.NEXT]!;
      this.visit(p, increment);
      size += 1 + this.expand(p, increment);
    }
    const found = this.collect(increment, 1, marked + size);
    this.workToDo -= size;
    if (listIsEmpty(M, pending)) this.completeRound();
    return found;
  }

  private collectAll(): Found {
    const { M } = this.heap;
    const { candidates, visitedHead, pendingHead } = this;
    const young = gcListHead(YOUNG);
    candidates.untrackTuples(young);
    listMerge(M, young, pendingHead);
    this.setVisited(pendingHead, true);
    listMerge(M, pendingHead, visitedHead);
    const found = this.collect(visitedHead, 2, listSize(M, visitedHead));
    this.heap.gcCount0 = 0;
    this.counts[0] = 0;
    this.counts[1] = 0;
    this.completeRound();
    this.port.clearFreeLists();
    return found;
  }

  /** Follows gc.c (3.14): gc_collect_region. */
  private collect(head: number, generation: number, examined: number): Found {
    const { candidates, visitedHead } = this;
    candidates.begin(head, generation, this.visited);
    candidates.examined = examined;
    candidates.tell('merged');
    this.setVisited(head, true);
    candidates.deduceUnreachable();
    candidates.untrackTuples(head);
    if (head !== visitedHead) listMerge(this.heap.M, head, visitedHead);
    return candidates.treatGarbage(visitedHead);
  }

  /** Follows gc.c (3.14): assess_work_to_do. */
  private assessWork(): number {
    const scale = Math.max(2, this.thresholds[0]);
    const fresh = this.heap.gcCount0;
    const most = 2 * fresh;
    const fraction = Math.floor(this.heapSize(most * SCAN_RATE_DIVISOR * scale) / SCAN_RATE_DIVISOR / scale);
    this.heap.gcCount0 = 0;
    return fresh + Math.min(fraction, most);
  }

  /** Tracked objects, as far as they matter: CPython counts those that are not tracked, too. */
  private heapSize(most: number): number {
    const { M } = this.heap;
    let n = 0;
    for (let i = 0; i < 3; i++) {
      const head = gcListHead(i);
      for (let p = M[head + Gc.NEXT]!; p !== head && n < most; p = M[p + Gc.NEXT]!) n++;
    }
    return n;
  }

  /** The round begins: what the interpreter itself holds is alive. Follows gc.c (3.14): mark_at_start. */
  private markAtStart(): void {
    const marked = this.mark((visit) => this.port.globalRoots(visit)) + this.markStacks();
    this.candidates.examined = marked;
    // CPython subtracts it in two places.
    this.workToDo -= 2 * marked;
    this.phase = 'collect';
  }

  private markStacks(): number {
    return this.mark((visit) => this.port.stackRoots(visit));
  }

  /** Moves what is pending or young and reachable from some roots to the visited objects; returns how many. */
  private mark(roots: (visit: VisitReference) => void): number {
    const { M } = this.heap;
    const reached = gcListHead(REACHED);
    listInit(M, reached);
    this.base = reached;
    this.added = 0;
    roots(this.add);
    while (!listIsEmpty(M, reached)) {
      const p = M[reached + Gc.NEXT]!;
      listMove(M, p, this.visitedHead);
      this.port.traverse(p, this.add);
    }
    return this.added;
  }

  /** Adds all pending objects that an object of the increment leads to. Follows gc.c (3.14): expand_region_transitively_reachable. */
  private expand(first: number, increment: number): number {
    const { M } = this.heap;
    this.base = increment;
    this.added = 0;
    for (let p = first; p !== increment; ) {
      const next = M[p + Gc.NEXT]!;
      if (M[p]! < 0) {
        listMove(M, p, gcListHead(PERMANENT));
        p = next;
        continue;
      }
      this.port.traverse(p, this.add);
      p = M[p + Gc.NEXT]!;
    }
    return this.added;
  }

  /** Whether an object is tracked and has not been visited in this round. */
  private isPending(object: number): boolean {
    const { M } = this.heap;
    if (M[object]! < 0 || !this.port.isCollectable(object) || M[object + Gc.NEXT] === 0) return false;
    return (M[object + Gc.FLAGS]! & GcFlag.VISITED) === 0;
  }

  private visit(object: number, list: number): void {
    const { M } = this.heap;
    M[object + Gc.FLAGS]! |= GcFlag.VISITED;
    listMove(M, object, list);
    this.added++;
  }

  private setVisited(head: number, visited: boolean): void {
    const { M } = this.heap;
    for (let p = M[head + Gc.NEXT]!; p !== head; p = M[p + Gc.NEXT]!) {
      if (visited) M[p + Gc.FLAGS]! |= GcFlag.VISITED;
      else M[p + Gc.FLAGS]! &= ~GcFlag.VISITED;
    }
  }

  /** Nothing is pending: the visited objects are what the next round has to look at. Follows gc.c (3.14): completed_scavenge. */
  private completeRound(): void {
    const { M } = this.heap;
    if (listIsEmpty(M, gcListHead(PERMANENT))) this.visited = 3 - this.visited;
    else listMerge(M, this.visitedHead, this.pendingHead);
    this.setVisited(this.pendingHead, false);
    this.setVisited(gcListHead(YOUNG), false);
    this.workToDo = 0;
    this.phase = 'mark';
  }

  /** The old objects are not told apart by age. Follows gc.c (3.14): _PyGC_GetObjects. */
  listsOf(generation: number): readonly number[] {
    return generation === 0 ? [YOUNG] : generation === 1 ? [] : [1, 2];
  }

  frozen(): void {
    this.setVisited(gcListHead(PERMANENT), true);
    this.counts[0] = 0;
    this.counts[1] = 0;
  }

  thawInto(): number {
    return this.visited;
  }
}
