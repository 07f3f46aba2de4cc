/** What if a reference of a moment were not there, or did not count. */

import type { Fate, Holder, ObjectSummary } from './objects.js';

/**
 * Which reference. `path`: as the program would write it, from a name on: `left.partner`, `bus.handlers[0]`,
 * `cache['a']`; a name alone is the name's own reference; `f:x.y` begins at a variable of the function f. `cycle`: the
 * reference that closed the cycle with this id.
 */
export type ReferenceSelector =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'cycle'; readonly id: number };

/** What the machine would look like without one reference. */
export interface WithoutReference {
  /** The reference, and the object that it leads to. */
  readonly holder: Holder;
  readonly object: ObjectSummary;
  /** References to the object that would be left. */
  readonly left: number;
  /** Nothing leads to the object from outside already: it waits for the collector. */
  readonly unreachable: boolean;
  /** Freed at once, as counts fall to zero. */
  readonly dies: Fate;
  /** Out of reach then, and left to the collector. */
  readonly waits: Fate;
  /** Ids of the cycles at the moment through which the reference leads. */
  readonly cycles: readonly number[];
  /** Those that would be none without it. */
  readonly opened: readonly number[];
}

/** Why there is no answer: where the path ends, and what could stand there. */
export interface NoSuchReference {
  /** What was found of the path: `left`. */
  readonly found: string;
  /** What was not: `.partner`. */
  readonly missing: string;
  /** What is there: names, attributes, indexes; at most 40. */
  readonly known: readonly string[];
}

export type WhatIf =
  | { readonly kind: 'without'; readonly is: WithoutReference }
  | { readonly kind: 'none'; readonly is: NoSuchReference };
