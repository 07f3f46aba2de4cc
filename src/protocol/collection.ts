/** One run of the collector, step by step, on the program's own objects. */
import type { Address } from './address.js';
import type { Holder, HolderKind, ObjectSummary } from './objects.js';
import type { Collection } from './run.js';

/**
 * One step of the algorithm. `object` and `from` are among the objects of the steps.
 *
 * `copy`: the count is copied to `gc_refs`. `subtract`: a reference between two candidates does not count: one less.
 * `subtractOthers`: the same for `times` references from candidates that are not shown (the interpreter's own).
 * `reachable`: `gc_refs` is above zero, so something outside of the candidates refers to it. `putOff`: it is zero, so
 * it may be unreachable. `reached`: a reachable object refers to it. `unreachable`: it is left at the end.
 * `weakrefDies`: a weak reference to garbage is cleared. `callback`: its callback runs. `finalizer`: `__del__` runs.
 * `revived`: a finalizer has made it reachable again. `freed`: it was cleared and its memory given back.
 * `survived`: it lives on, in generation `generation`.
 */
export type CollectionStep =
  | { readonly kind: 'copy'; readonly object: Address; readonly refs: number }
  | {
      readonly kind: 'subtract';
      readonly from: Address;
      readonly object: Address;
      readonly edge: HolderKind;
      readonly label: string;
      /** Afterwards. */
      readonly refs: number;
    }
  | { readonly kind: 'subtractOthers'; readonly object: Address; readonly times: number; readonly refs: number }
  | { readonly kind: 'reachable'; readonly object: Address; readonly refs: number }
  | { readonly kind: 'putOff'; readonly object: Address }
  /** `from` is absent where it is not shown. */
  | { readonly kind: 'reached'; readonly object: Address; readonly from?: Address }
  | { readonly kind: 'unreachable'; readonly object: Address }
  | { readonly kind: 'weakrefDies'; readonly object: Address; readonly hasCallback: boolean }
  | { readonly kind: 'callback'; readonly object: Address }
  | { readonly kind: 'finalizer'; readonly object: Address }
  | { readonly kind: 'revived'; readonly object: Address }
  | { readonly kind: 'freed'; readonly object: Address }
  | { readonly kind: 'survived'; readonly object: Address; readonly generation: number };

export interface CollectionSteps {
  readonly collection: Collection;
  /** Candidates that are shown, in the order of the collector's list: the unreachable ones first chosen, at most `LIMITS.stepObjects`. */
  readonly objects: readonly ObjectSummary[];
  /** Candidates that the program made; `collection.examined` counts those of the interpreter, too. */
  readonly ownTotal: number;
  /** What refers to the shown objects and is not shown itself: names, the interpreter, other objects. */
  readonly outside: readonly { readonly object: Address; readonly holder: Holder }[];
  /** In the order in which the collector takes them. */
  readonly steps: readonly CollectionStep[];
}
