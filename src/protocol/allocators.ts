/** The allocators that a run can be given: the values of PYTHONMALLOC, and `bump`, an example of ours. */

/**
 * `pymalloc` is what a release build has; `debug` and `pymalloc_debug` put the debug hooks around it; `malloc` sends
 * every request to the C library, `malloc_debug` through the hooks; `bump` hands out ascending addresses.
 */
export const ALLOCATORS = ['pymalloc', 'malloc', 'debug', 'pymalloc_debug', 'malloc_debug', 'bump'] as const;
export type AllocatorName = (typeof ALLOCATORS)[number];

/** What a Python uses that is not told otherwise. */
export const DEFAULT_ALLOCATOR: AllocatorName = 'pymalloc';

/** Whether small blocks come from pymalloc's pools: where not, CPython counts no blocks and prints no tables of them. */
export function usesPools(name: AllocatorName): boolean {
  return name === 'pymalloc' || name === 'debug' || name === 'pymalloc_debug';
}

/** Whether the debug hooks stand around each block. */
export function hasDebugHooks(name: AllocatorName): boolean {
  return name.endsWith('debug');
}

/** Bytes that the debug hooks put before a block: its size, its domain, forbidden bytes. */
export const HOOK_HEAD = 16;
/** Bytes before and behind it: release builds have no serial number (PYMEM_DEBUG_SERIALNO). */
export const HOOK_BYTES = 24;
