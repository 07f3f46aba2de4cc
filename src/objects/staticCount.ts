import type { Machine } from './machine.js';

/**
 * The count of what the interpreter has in its static data, small integers, shared texts and the empty tuple, before
 * anyone holds it: immortal since 3.12; in 3.11 so high that it never comes to zero. To 3.10 they are objects like
 * others, with the references of a start. Follows pycore_runtime_init.h.
 */
export function staticCount(rt: Machine): number {
  if (rt.profile.immortal) return -1;
  return rt.profile.minor === 11 ? 999_999_999 : 1000;
}
