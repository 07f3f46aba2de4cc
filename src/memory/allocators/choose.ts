/** Which allocator stands behind each domain. Follows obmalloc.c: _PyMem_SetupAllocators. */
import { type AllocatorName, hasDebugHooks, usesPools } from '../../protocol/allocators.js';
import type { Pymalloc } from '../pymalloc.js';
import type { SystemHeap } from '../systemHeap.js';
import { BumpAllocator } from './bump.js';
import { DebugHooks } from './debugHooks.js';
import { MallocAllocator } from './malloc.js';
import type { Domains, MemAllocator } from './port.js';
import { PymallocAllocator } from './pymallocAllocator.js';

/** The domains of a run with the allocator of that name, over the words and managers of its heap. */
export function chooseAllocators(name: AllocatorName, words: Int32Array, pools: Pymalloc, system: SystemHeap): Domains {
  const malloc = new MallocAllocator(system);
  if (name === 'bump') {
    const bump = new BumpAllocator(words, system);
    return { raw: malloc, mem: bump, object: bump };
  }
  const hooked = hasDebugHooks(name);
  const raw: MemAllocator = hooked ? new DebugHooks(words, malloc, 'r') : malloc;
  // What is too large for pools is asked of the raw domain as it is now: with hooks, such a block has two pairs of them.
  const small = usesPools(name) ? new PymallocAllocator(words, pools, raw) : malloc;
  if (!hooked) return { raw, mem: small, object: small };
  return { raw, mem: new DebugHooks(words, small, 'm'), object: new DebugHooks(words, small, 'o') };
}
