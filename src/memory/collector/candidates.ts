/**
 * The objects that one collection looks at, and what becomes of those among them that nothing outside refers to. Which
 * objects these are is the collector's choice; what follows is the same for all. Follows gcmodule.c and gc.c:
 * deduce_unreachable, handle_weakrefs, finalize_garbage, delete_garbage; gc_collect_region of 3.14.
 *
 * What is not reachable from outside is split off; weak references to the garbage die and their callbacks run; its
 * finalizers run; what they revived is kept; the rest is cleared, whereupon the counts do the work.
 */
import type { Heap } from '../heap.js';
import { Gc, GcFlag } from '../layout.js';
import { gcListHead, PERMANENT } from '../regions.js';
import { listInit, listIsEmpty, listMembers, listMerge, listMove, listSize } from './lists.js';
import type { Found } from './policy.js';
import type { CollectionPhase, CollectionTrace, CollectorPort, VisitReference } from './port.js';
import { Reachability } from './reachability.js';

/** Lists used during a collection. */
export const UNREACHABLE = 4;
const FINALIZERS = 5;
const SCRATCH = 6;
export const FINAL = 7;
/** For collectors whose candidates are not a generation. */
export const CANDIDATES = 8;
/** What stands aside while the library makes objects. */
export const ASIDE = 9;

/** The flags of `gc.set_debug`. */
export const DebugFlag = {
  STATS: 1,
  COLLECTABLE: 2,
  UNCOLLECTABLE: 4,
  SAVEALL: 32,
  LEAK: 2 | 4 | 32,
} as const;

export class Candidates {
  private readonly heap: Heap;
  private readonly M: Int32Array;
  private readonly port: CollectorPort;
  readonly reach: Reachability;
  debug = 0;
  /** Follows each collection; null where nobody looks. */
  trace: CollectionTrace | null = null;
  /** Objects that the collection looked at: its cost. */
  examined = 0;
  /** Head of the list of the candidates. */
  head = gcListHead(0);
  /** The generation that is collected, and the list to which what survives goes. */
  generation = 0;
  survivors = 0;
  /** Whether the collector asks again after the finalizers, so that list {@link FINAL} holds what is cleared. */
  asksAgain = true;
  /** The garbage of the collection, where somebody observes it. */
  garbage: number[] = [];

  constructor(heap: Heap, port: CollectorPort) {
    this.heap = heap;
    this.M = heap.M;
    this.port = port;
    this.reach = new Reachability(heap.M, port);
  }

  /** A collection begins. */
  begin(head: number, generation: number, survivors: number): void {
    this.head = head;
    this.generation = generation;
    this.survivors = survivors;
    this.garbage = [];
    listInit(this.M, gcListHead(UNREACHABLE));
    listInit(this.M, gcListHead(FINALIZERS));
  }

  tell(phase: CollectionPhase): void {
    if (this.trace !== null) this.trace.phase(phase, this.generation);
  }

  /** Splits off what nothing outside refers to; what is left of the candidates is alive. Returns their number before. */
  deduceUnreachable(): number {
    const { reach, head } = this;
    const n = reach.updateRefs(head, gcListHead(PERMANENT));
    this.tell('copied');
    reach.subtractRefs(head);
    this.tell('subtracted');
    reach.moveUnreachable(head, gcListHead(UNREACHABLE));
    this.tell('divided');
    return n;
  }

  /** PEP 442: finalizers run first, in any order; what they revive lives on with all it refers to. */
  treatGarbage(old: number): Found {
    const unreachable = gcListHead(UNREACHABLE);
    this.moveLegacyFinalizers(unreachable, (p) => this.port.hasLegacyFinalizer(p));
    this.tellCollectable(unreachable);
    const late = this.heap.profile.minor >= 14;
    let found = late ? this.callWeakrefCallbacks(unreachable, old) : this.handleWeakrefs(unreachable, old);
    this.tell('weakrefs');
    this.finalizeGarbage(unreachable);
    this.tell('finalized');
    found += this.deleteUnlessRevived(unreachable, old, late);
    this.tell('cleared');
    return { collected: found, uncollectable: this.keepUncollectable(old) };
  }

  /** Before PEP 442: what has a finalizer, and what it refers to, is kept. */
  treatGarbageWithoutFinalizing(old: number, hasFinalizer: (object: number) => boolean): Found {
    const unreachable = gcListHead(UNREACHABLE);
    this.moveLegacyFinalizers(unreachable, hasFinalizer);
    this.tellCollectable(unreachable);
    const found = listSize(this.M, unreachable);
    this.handleWeakrefs(unreachable, old);
    this.tell('weakrefs');
    this.tell('finalized');
    this.asksAgain = false;
    this.tell('resurrected');
    this.deleteGarbage(unreachable, old);
    this.tell('cleared');
    return { collected: found, uncollectable: this.keepUncollectable(old, hasFinalizer) };
  }

  /** Takes tuples that can be in no cycle out of the collector's sight; returns how many objects are left. */
  untrackTuples(head: number): number {
    const { M, port } = this;
    let left = 0;
    for (let p = M[head + Gc.NEXT]!; p !== head; ) {
      const next = M[p + Gc.NEXT]!;
      if (!port.maybeUntrackTuple(p)) left++;
      p = next;
    }
    return left;
  }

  /** As for tuples. */
  untrackDicts(head: number): number {
    const { M, port } = this;
    let left = 0;
    for (let p = M[head + Gc.NEXT]!; p !== head; ) {
      const next = M[p + Gc.NEXT]!;
      if (!port.maybeUntrackDict(p)) left++;
      p = next;
    }
    return left;
  }

  private tellCollectable(unreachable: number): void {
    if (this.port.collected !== null) this.garbage = listMembers(this.M, unreachable);
    if ((this.debug & DebugFlag.COLLECTABLE) !== 0) this.writeCycle('collectable', unreachable);
  }

  /** Objects with finalizers that must not be called, and all they refer to, cannot be collected. Follows gcmodule.c: move_legacy_finalizers, move_legacy_finalizer_reachable. */
  private moveLegacyFinalizers(unreachable: number, isLegacy: (object: number) => boolean): void {
    const { M, port, reach } = this;
    const finalizers = gcListHead(FINALIZERS);
    for (let p = M[unreachable + Gc.NEXT]!; p !== unreachable; ) {
      const next = M[p + Gc.NEXT]!;
      if (isLegacy(p)) {
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

  /** What cannot be collected grows old; `gc.garbage` gets those with finalizers. Follows gcmodule.c: handle_legacy_finalizers. */
  private keepUncollectable(
    old: number,
    isLegacy: (object: number) => boolean = (p) => this.port.hasLegacyFinalizer(p),
  ): number {
    const { M, port, debug } = this;
    const finalizers = gcListHead(FINALIZERS);
    const n = listSize(M, finalizers);
    if ((debug & DebugFlag.UNCOLLECTABLE) !== 0) this.writeCycle('uncollectable', finalizers);
    for (let p = M[finalizers + Gc.NEXT]!; p !== finalizers; p = M[p + Gc.NEXT]!) {
      if ((debug & DebugFlag.SAVEALL) !== 0 || isLegacy(p)) port.appendGarbage(p);
    }
    listMerge(M, finalizers, old);
    return n;
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
    return this.runCallbacks(toCall, old);
  }

  /**
   * Runs the callbacks as above, but leaves references without one alive until the finalizers have run: these may
   * still need caches that are made of them. Follows gc.c (3.14): handle_weakref_callbacks.
   */
  private callWeakrefCallbacks(unreachable: number, old: number): number {
    const { M, port, reach } = this;
    const toCall = gcListHead(SCRATCH);
    listInit(M, toCall);
    for (let p = M[unreachable + Gc.NEXT]!; p !== unreachable; p = M[p + Gc.NEXT]!) {
      const list = port.weaklist(p);
      if (list === 0) continue;
      let next: number;
      for (let reference = M[list]!; reference !== 0; reference = next) {
        next = port.nextWeakref(reference);
        if (port.weakrefCallback(reference) === 0) continue;
        port.clearWeakref(reference);
        if (reach.isCollecting(reference)) continue;
        port.incref(reference);
        listMove(M, reference, toCall);
      }
    }
    return this.runCallbacks(toCall, old);
  }

  private runCallbacks(toCall: number, old: number): number {
    const { M, port } = this;
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

  /** Follows gc.c (3.14): clear_weakrefs. */
  private clearWeakrefs(unreachable: number): void {
    const { M, port } = this;
    for (let p = M[unreachable + Gc.NEXT]!; p !== unreachable; p = M[p + Gc.NEXT]!) {
      if (port.isWeakref(p)) port.clearWeakref(p);
      const list = port.weaklist(p);
      if (list === 0) continue;
      for (let reference = M[list]!; reference !== 0; reference = M[list]!) port.clearWeakref(reference);
    }
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
  private deleteUnlessRevived(unreachable: number, old: number, clearsWeakrefs: boolean): number {
    const { M, reach } = this;
    this.asksAgain = this.heap.profile.minor >= 9;
    if (!this.asksAgain) {
      if (reach.isReferredFromOutside(unreachable)) {
        listMerge(M, unreachable, old);
        return 0;
      }
      this.tell('resurrected');
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
    if (clearsWeakrefs) this.clearWeakrefs(final);
    this.tell('resurrected');
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
}
