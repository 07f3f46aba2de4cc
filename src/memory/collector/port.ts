/** What the collector asks of the objects: it knows their headers and lists, not their types. */

/** Called for each reference of an object. The first argument is whatever machine the port's traversal passes along. */
export type VisitReference = (machine: unknown, object: number) => void;

/** Why a collection runs. */
export type CollectionReason = 'automatic' | 'explicit' | 'exit';

/** Where a collection is: each name is reported when that step has just been done. */
export type CollectionPhase =
  | 'start'
  | 'merged'
  | 'copied'
  | 'subtracted'
  | 'divided'
  | 'weakrefs'
  | 'finalized'
  | 'resurrected'
  | 'cleared'
  | 'end';

/** Follows a collection. While it is told of a step, the lists and the `gc_refs` can be read in memory. */
export interface CollectionTrace {
  phase(phase: CollectionPhase, generation: number): void;
}

/** The objects' side of a collection. Addresses are of objects; all are tracked unless said otherwise. */
export interface CollectorPort {
  /** Whether any object, tracked or not, has a GC header. */
  isCollectable(object: number): boolean;
  /** Visits every reference of an object that its type tells the collector. */
  traverse(object: number, visit: VisitReference): void;
  /** Visits every reference of any object, those included that its type keeps from the collector. */
  references(object: number, visit: VisitReference): void;
  /** Visits whatever the interpreter itself holds on to: frames, modules, static types, native modules. */
  roots(visit: VisitReference): void;
  /** Visits the dicts of sys, builtins and the static types. */
  globalRoots(visit: VisitReference): void;
  /** Visits functions, variables and temporaries of all frames. */
  stackRoots(visit: VisitReference): void;
  /** Whether the object has a finalizer that may only run when the object dies by count (`tp_del`). */
  hasLegacyFinalizer(object: number): boolean;
  /** Whether the object's type has a finalizer (`tp_finalize`). */
  hasFinalizer(object: number): boolean;
  /** Whether the object's class has `__del__`. */
  hasDel(object: number): boolean;
  /** Runs the finalizer; exceptions are dealt with inside. */
  finalize(object: number): void;
  /** Drops the object's references as far as its type does (`tp_clear`). */
  clear(object: number): void;
  /** Whether the object is a weak reference or proxy. */
  isWeakref(object: number): boolean;
  /** Head of the object's list of weak references (a word address), 0 when there can be none. */
  weaklist(object: number): number;
  /** The next weak reference to the same object, 0 at the end. */
  nextWeakref(reference: number): number;
  /** Makes a weak reference dead, keeping its callback. */
  clearWeakref(reference: number): void;
  /** The callback of a weak reference, 0 when there is none. */
  weakrefCallback(reference: number): number;
  /** Calls a weak reference's callback; exceptions are dealt with inside. */
  callWeakrefCallback(reference: number): void;
  /** Untracks an exact tuple that holds nothing the collector has to see; whether it did. */
  maybeUntrackTuple(object: number): boolean;
  /** Untracks an exact dict that holds nothing the collector has to see; whether it did. */
  maybeUntrackDict(object: number): boolean;
  /** Gives all free lists of objects back to the allocator. */
  clearFreeLists(): void;
  incref(object: number): void;
  decref(object: number): void;
  /** Puts the current exception aside and returns it; 0 when there is none. */
  saveException(): number;
  restoreException(exception: number): void;
  /** Appends an object to `gc.garbage`. */
  appendGarbage(object: number): void;
  /** Calls what stands in `gc.callbacks`. */
  callCallbacks(phase: 'start' | 'stop', generation: number, collected: number, uncollectable: number): void;
  /** Writes a line of the debug flags to the simulated stderr. */
  writeDebug(text: string): void;
  /** `<type address>` of an object, as debug lines show it. */
  describe(object: number): string;
  /** Tells the run's observer; null where nobody looks. `garbage`: what was found unreachable, by address. */
  readonly collected:
    | ((generation: number, reason: CollectionReason, found: number, uncollectable: number, garbage: number[]) => void)
    | null;
}
