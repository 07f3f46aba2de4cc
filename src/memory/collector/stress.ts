/**
 * Tries the collector's algorithm on the heap as it is and puts everything back: what it finds is compared with a
 * second computation, and nothing is freed, moved or counted, so that a program under stress prints what it prints
 * without.
 *
 * A pass over the young generation comes at each allocation of a collectable object as long as it is small; larger
 * ones, and passes over all generations, come as often as keeps their work in proportion to the allocations. A pass
 * makes sure that
 *
 * 1. no object has fewer references than the objects of the pass alone show (a missing increment, or a traversal that
 *    shows a reference twice);
 * 2. `gc_refs` and the objects found unreachable are those that a count by table and a search by hand give;
 * 3. with all generations: nothing that frames, modules or static types lead to was found unreachable.
 */
import type { Heap } from '../heap.js';
import { Gc } from '../layout.js';
import { gcListHead } from '../regions.js';
import { CANDIDATES, FINAL, UNREACHABLE } from './candidates.js';
import { reachableFromRoots } from './fromRoots.js';
import { listInit, listMembers, listMove } from './lists.js';
import type { CollectorPort, VisitReference } from './port.js';
import type { Reachability } from './reachability.js';

/** Objects that may be looked at for each allocation: in the young generation, and in all. */
const YOUNG_WORK = 50;
const FULL_WORK = 20;
const GENERATIONS = 3;

export class CollectorStress {
  private readonly heap: Heap;
  private readonly port: CollectorPort;
  private readonly reach: Reachability;
  private youngCredit = 0;
  private fullCredit = 0;
  /** Objects of the last pass, with those allocated since: what the next will cost. */
  private youngSize = 0;
  private fullSize = 0;
  /** Passes made, for tests. */
  passes = 0;

  constructor(heap: Heap, port: CollectorPort, reach: Reachability) {
    this.heap = heap;
    this.port = port;
    this.reach = reach;
  }

  /** An object is being allocated. Throws an Error that says what is wrong with the heap. */
  allocated(): void {
    this.youngCredit += YOUNG_WORK;
    this.fullCredit += FULL_WORK;
    this.youngSize++;
    this.fullSize++;
    if (this.fullCredit >= this.fullSize) {
      this.fullCredit = 0;
      this.fullSize = this.pass(GENERATIONS);
    } else if (this.youngCredit >= this.youngSize) {
      this.youngCredit = 0;
      this.youngSize = this.pass(1);
    }
  }

  /** Looks at the youngest `generations`; returns how many objects there were. */
  private pass(generations: number): number {
    const { M } = this.heap;
    const lists = Array.from({ length: generations }, (_, i) => listMembers(M, gcListHead(i)));
    const members = lists.flat();
    const headers = members.map((p) => [M[p + Gc.REFS]!, M[p + Gc.FLAGS]!] as const);
    this.passes++;
    const problem = this.tryAlgorithm(members, generations === GENERATIONS);
    for (const [i, p] of members.entries()) {
      M[p + Gc.REFS] = headers[i]![0];
      M[p + Gc.FLAGS] = headers[i]![1];
    }
    for (const [i, list] of lists.entries()) this.relink(gcListHead(i), list);
    if (problem !== null) throw new Error(`The collector under stress: ${problem}.`);
    return members.length;
  }

  private relink(head: number, members: readonly number[]): void {
    const { M } = this.heap;
    let previous = head;
    for (const p of members) {
      M[previous + Gc.NEXT] = p;
      M[p + Gc.PREV] = previous;
      previous = p;
    }
    M[previous + Gc.NEXT] = head;
    M[head + Gc.PREV] = previous;
  }

  private tryAlgorithm(members: readonly number[], full: boolean): string | null {
    const { reach, heap } = this;
    const { M } = heap;
    const [candidates, unreachable, immortal] = [CANDIDATES, UNREACHABLE, FINAL].map(gcListHead) as [
      number,
      number,
      number,
    ];
    for (const head of [candidates, unreachable, immortal]) listInit(M, head);
    for (const p of members) listMove(M, p, candidates);
    reach.updateRefs(candidates, immortal);
    const mortals = listMembers(M, candidates);
    const expected = this.countOutside(mortals);
    reach.subtractRefs(candidates);
    for (const p of mortals) {
      const outside = expected.get(p)!;
      if (outside < 0) return `${this.port.describe(p)} has ${M[p]} references, ${-outside} fewer than objects show`;
      if (M[p + Gc.REFS] !== outside) return `gc_refs of ${this.port.describe(p)} is ${M[p + Gc.REFS]}, not ${outside}`;
    }
    const alive = this.search(mortals, expected);
    reach.moveUnreachable(candidates, unreachable);
    const found = listMembers(M, unreachable);
    for (const p of found) if (alive.has(p)) return `${this.port.describe(p)} is taken for garbage`;
    if (found.length + alive.size !== mortals.length) return 'garbage is taken for alive';
    return full && found.length > 0 ? this.compareWithRoots(found) : null;
  }

  /** The references to each object that do not come from the others. */
  private countOutside(members: readonly number[]): Map<number, number> {
    const { M } = this.heap;
    const outside = new Map(members.map((p) => [p, M[p]!]));
    const visit: VisitReference = (_machine, object) => {
      const count = outside.get(object);
      if (count !== undefined) outside.set(object, count - 1);
    };
    for (const p of members) this.port.traverse(p, visit);
    return outside;
  }

  /** What can be reached from objects that are referred to from outside. */
  private search(members: readonly number[], outside: ReadonlyMap<number, number>): ReadonlySet<number> {
    const alive = new Set<number>();
    const waiting: number[] = [];
    const visit: VisitReference = (_machine, object) => {
      if (alive.has(object) || !outside.has(object)) return;
      alive.add(object);
      waiting.push(object);
    };
    for (const p of members) if (outside.get(p)! > 0) visit(null, p);
    for (let p = waiting.pop(); p !== undefined; p = waiting.pop()) this.port.traverse(p, visit);
    return alive;
  }

  private compareWithRoots(garbage: readonly number[]): string | null {
    const live = reachableFromRoots(this.port);
    const wrong = garbage.find((p) => live.has(p));
    return wrong === undefined ? null : `${this.port.describe(wrong)} is taken for garbage, but the program reaches it`;
  }
}
