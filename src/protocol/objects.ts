/** Objects at a moment of a run, and what holds them. */
import type { Address } from './address.js';

/**
 * What is special about an object. CPython's words:
 * `immortal` (3.12+, its count never changes), `smallInt` (the cache of -5..256), `interned` (a string in the interned
 * dict), `constant` (held by some code object's `co_consts`), `static` (not in the heap at all: None, built-in types).
 */
export type ObjectMark = 'immortal' | 'smallInt' | 'interned' | 'constant' | 'static';

/** What one line in a tree or on a picture says of an object. */
export interface ObjectSummary {
  readonly address: Address;
  /** `tp_name` without its module: `list`, `Node`. */
  readonly type: string;
  /** A one-line preview made without running user code: at most 60 characters, `...` where cut. */
  readonly repr: string;
  /** What `sys.getsizeof` returns (the collector's header included, as CPython adds it). */
  readonly sizeBytes: number;
  /** `ob_refcnt` as CPython's own field would read, without the argument of a `getrefcount` call. */
  readonly count: number;
  /** `gc.is_tracked`. */
  readonly tracked: boolean;
  /** The collector's generation, 0 to 2; 3 is the permanent one (`gc.freeze`); null where untracked. */
  readonly generation: number | null;
  readonly marks: readonly ObjectMark[];
  /** Up to three names that refer to it now or, where none does, the last one that did; given for members of cycles. */
  readonly names?: readonly string[];
}

/** What the debug hooks put around a block, as it reads now. Bytes are numbers from 0 to 255. */
export interface BlockHooks {
  /** The domain: `r`, `m` or `o`. */
  readonly api: string;
  readonly requestedBytes: number;
  /** The 16 bytes before the block: its size, its domain, forbidden bytes. */
  readonly before: readonly number[];
  /** The 8 bytes behind it. */
  readonly after: readonly number[];
}

/** Where the block of an object lies. Sizes in bytes. */
export type BlockPlace =
  | {
      readonly kind: 'pool';
      readonly arena: Address;
      readonly pool: Address;
      /** Index of the size class, from 0 (blocks of 16 bytes; of 8 before 3.7). */
      readonly sizeClass: number;
      readonly blockBytes: number;
      /** What was asked for; `blockBytes - requestedBytes` is lost to rounding. */
      readonly requestedBytes: number;
      /** The block's start: 16 bytes before the object where it has a collector's header. */
      readonly block: Address;
      /** Its own first; absent where the run has none. */
      readonly hooks?: readonly BlockHooks[];
    }
  | {
      readonly kind: 'system';
      readonly block: Address;
      readonly requestedBytes: number;
      readonly hooks?: readonly BlockHooks[];
    }
  | { readonly kind: 'static' };

/**
 * What takes the reference.
 *
 * `name` a local or global variable; `element`, `key`, `value` of a container; `attribute` of an instance, class or
 * module; `cell` a closure's variable; `constant` of a code object; `argument` a caller's argument on its way; `temporary` on
 * a frame's value stack; `iterator` an iterator's own reference; `type` an instance's `ob_type`; `frame`, `interpreter` held by the machine itself; `other`.
 */
export type HolderKind =
  | 'name'
  | 'element'
  | 'key'
  | 'value'
  | 'attribute'
  | 'cell'
  | 'constant'
  | 'argument'
  | 'temporary'
  | 'iterator'
  | 'type'
  | 'frame'
  | 'interpreter'
  | 'other';

/**
 * One holder of an object, or several equal ones (`times`). The sum of `times` over an object's holders is its count.
 */
export interface Holder {
  readonly kind: HolderKind;
  /** The name, index, key preview or attribute: `a`, `0`, `'left'`, `parent`. Not the whole sentence. */
  readonly label: string;
  /** How many references this entry stands for, at least 1. */
  readonly times: number;
  /** The holding object, where there is one. */
  readonly from?: { readonly address: Address; readonly type: string; readonly repr: string };
  /** The holding frame's scope: `''` for the module, else the qualified name of the function. */
  readonly scope?: string;
  /** The line (from 1, main file) that took the reference, where it is known. */
  readonly line?: number;
}

/** A reference from one object to another. */
export interface ObjectEdge {
  readonly from: Address;
  readonly to: Address;
  readonly kind: HolderKind;
  readonly label: string;
  /** The line that stored the reference, where it is known. */
  readonly line?: number;
}

/** All that a hover or a detail view shows of one object. */
export interface ObjectDetail extends ObjectSummary {
  readonly place: BlockPlace;
  readonly holders: readonly Holder[];
  /** True when `holders` was cut: then `times` sum to less than `count`. */
  readonly holdersCut: boolean;
  /** The objects that this one refers to, at most `LIMITS.referents`; the total beside it. */
  readonly referents: readonly { readonly edge: ObjectEdge; readonly object: ObjectSummary }[];
  readonly referentsTotal: number;
  /** The line (from 1) that created the object, where it is known. */
  readonly bornLine?: number;
  /** The cycle of the same moment's picture that the object is in. */
  readonly cycle?: number;
}

/** One reference on the way from a root to an object, and the object that it leads to. */
export interface PathStep {
  readonly holder: Holder;
  readonly object: ObjectSummary;
}

/** Objects that die together. */
export interface Fate {
  /** The largest first, at most `LIMITS.fate`. */
  readonly objects: readonly ObjectSummary[];
  readonly objectsTotal: number;
  /** What `sys.getsizeof` sums to over all of them. */
  readonly bytes: number;
}

/** Why an object is alive, and what would die with it. */
export interface Why {
  /** `holders` with the lines that took the references, where they are known. */
  readonly detail: ObjectDetail;
  /** Ways from what the interpreter holds to the object, the shortest first; empty where there is none. */
  readonly paths: readonly (readonly PathStep[])[];
  /** There are more of them. */
  readonly pathsCut: boolean;
  /** Objects through which every way leads, the nearest first: the object lives until they die. */
  readonly dominators: readonly ObjectSummary[];
  /** What only this object keeps alive (what it dominates), itself left out. */
  readonly retained: Fate;
  /** What `del` of the name, or binding it to something else, would do; for names only. */
  readonly unbinding?: {
    readonly name: string;
    readonly scope: string;
    /** Freed at once, as counts fall to zero. */
    readonly dies: Fate;
    /** Left to the collector: out of reach, but in a cycle or held by one. */
    readonly waits: Fate;
  };
}
