/**
 * Which objects of a list are reachable from outside it. Follows gcmodule.c: update_refs, subtract_refs,
 * move_unreachable, deduce_unreachable.
 *
 * 1. Each object's count is copied to its `gc_refs`, and the object is marked as part of the collection.
 * 2. References that come from objects of the list are subtracted: what is left comes from outside.
 * 3. The list is walked: an object with references left keeps its place and rescues what it refers to; one without is
 *    put off to the unreachable list. A rescued object that was put off already goes to the end of the list: so a
 *    collection changes the order of objects, which later finalizers and `gc.get_objects()` show.
 */
import { Gc, GcFlag } from '../layout.js';
import { listMove } from './lists.js';
import type { CollectorPort, VisitReference } from './port.js';

/**
 * The mark "part of the collection" is the number of the collection in the upper bits of the flags word, so that a
 * mark left behind on a freed object never means anything later.
 */
const EPOCH_SHIFT = 3;
const FLAG_MASK = (1 << EPOCH_SHIFT) - 1;

/** Finds unreachable objects. One of them belongs to each collector. */
export class Reachability {
  private readonly M: Int32Array;
  private readonly port: CollectorPort;
  private epoch = 0;
  private base = 0;
  /** References followed, for the cost of a collection. */
  visits = 0;
  private readonly visitDecref: VisitReference;
  private readonly visitReachable: VisitReference;

  constructor(M: Int32Array, port: CollectorPort) {
    this.M = M;
    this.port = port;
    // What stands before an object without GC header may look like a mark: the type decides then.
    this.visitDecref = (_machine, object) => {
      if (M[object + Gc.FLAGS]! >> EPOCH_SHIFT === this.epoch && port.isCollectable(object)) M[object + Gc.REFS]!--;
    };
    this.visitReachable = (_machine, object) => {
      const flags = M[object + Gc.FLAGS]!;
      if (flags >> EPOCH_SHIFT !== this.epoch || !port.isCollectable(object)) return;
      if ((flags & GcFlag.UNREACHABLE) !== 0) {
        M[object + Gc.FLAGS] = flags & ~GcFlag.UNREACHABLE;
        listMove(M, object, this.base);
        M[object + Gc.REFS] = 1;
      } else if (M[object + Gc.REFS] === 0) M[object + Gc.REFS] = 1;
    };
  }

  /** Whether an object with a GC header takes part in the collection and was not found reachable. */
  isCollecting(object: number): boolean {
    return this.M[object + Gc.FLAGS]! >> EPOCH_SHIFT === this.epoch;
  }

  clearCollecting(object: number): void {
    this.M[object + Gc.FLAGS]! &= FLAG_MASK;
  }

  /** Step 1; returns how many objects there were. Immortal ones are moved to the list `permanent`: their counts say nothing. */
  updateRefs(head: number, permanent: number): number {
    const M = this.M;
    const mark = ++this.epoch << EPOCH_SHIFT;
    let n = 0;
    let p = M[head + Gc.NEXT]!;
    while (p !== head) {
      const next = M[p + Gc.NEXT]!;
      const count = M[p]!;
      n++;
      if (count < 0) listMove(M, p, permanent);
      else {
        M[p + Gc.REFS] = count;
        M[p + Gc.FLAGS] = (M[p + Gc.FLAGS]! & (GcFlag.FINALIZED | GcFlag.VISITED)) | mark;
      }
      p = next;
    }
    return n;
  }

  /** Step 2. */
  subtractRefs(head: number): void {
    const M = this.M;
    const port = this.port;
    const visit = this.visitDecref;
    for (let p = M[head + Gc.NEXT]!; p !== head; p = M[p + Gc.NEXT]!) port.traverse(p, visit);
  }

  /** Step 3: moves what is not reachable to the list `unreachable`; only objects there are still marked. */
  moveUnreachable(head: number, unreachable: number): void {
    const M = this.M;
    const port = this.port;
    const visit = this.visitReachable;
    this.base = head;
    let previous = head;
    let p = M[head + Gc.NEXT]!;
    while (p !== head) {
      if (M[p + Gc.REFS] !== 0) {
        port.traverse(p, visit);
        M[p + Gc.FLAGS]! &= FLAG_MASK;
        previous = p;
      } else {
        listMove(M, p, unreachable);
        M[p + Gc.FLAGS]! |= GcFlag.UNREACHABLE;
      }
      p = M[previous + Gc.NEXT]!;
    }
    for (let q = M[unreachable + Gc.NEXT]!; q !== unreachable; q = M[q + Gc.NEXT]!) {
      M[q + Gc.FLAGS]! &= ~GcFlag.UNREACHABLE;
    }
  }

  /** Whether an object of the list is referred to from outside it (3.8 keeps all of the garbage then). Follows gcmodule.c (3.8): check_garbage. */
  isReferredFromOutside(head: number): boolean {
    const M = this.M;
    for (let p = M[head + Gc.NEXT]!; p !== head; p = M[p + Gc.NEXT]!) M[p + Gc.REFS] = M[p]!;
    this.subtractRefs(head);
    let found = false;
    for (let p = M[head + Gc.NEXT]!; p !== head; p = M[p + Gc.NEXT]!) {
      if (M[p + Gc.REFS] !== 0) found = true;
      M[p + Gc.FLAGS]! &= FLAG_MASK;
    }
    return found;
  }
}
