/** The map of the simulated address space, in words. Below the system heap everything is at fixed addresses. */
export const enum Region {
  /** Heads of the collector's lists: pseudo objects, `GC_LIST_STRIDE` apart. */
  GC_LISTS = 80,
  GC_LIST_STRIDE = 8,
  /** Heads of the lists of used pools, one for each size class. */
  USED_POOLS = 192,
  POOL_HEADER = 12,
  /** Static types, `STATIC_TYPE_STRIDE` apart. */
  STATIC_TYPES = 1024,
  STATIC_TYPE_STRIDE = 104,
  STATIC_TYPE_LIMIT = 240,
  /** None, True, (), '' and so on, 16 words each. */
  SINGLETONS = 26112,
  /** -5 .. 256, 8 words each. */
  SMALL_INTS = 26624,
  /** One-character latin-1 strings, 20 words each. */
  CHARACTERS = 28736,
  /** One-byte bytes, 12 words each. */
  ONE_BYTES = 33856,
  STATIC_LIMIT = 65536,
  /** Frames and their value stacks. */
  DATA_STACK = 65536,
  DATA_STACK_LIMIT = 4259840,
  /** Argument vectors of calls made by native code. */
  NATIVE_STACK = 4259840,
  NATIVE_STACK_LIMIT = 4784128,
  /** Instructions of code objects with their inline caches. */
  CODE = 4784128,
  CODE_LIMIT = 6881280,
  /** The system heap grows up from here, mappings (arenas, large blocks) grow down from the end. */
  SYSTEM_HEAP = 6881280,
}

/** Index of the permanent generation among the collector's lists; 4 and above are used during a collection. */
export const PERMANENT = 3;

/** Address of the head of a list of the collector. */
export function gcListHead(index: number): number {
  return Region.GC_LISTS + index * Region.GC_LIST_STRIDE;
}

/**
 * What is added to a byte offset when an address is shown or returned by `id()`: simulated addresses look like
 * those of a 64-bit Linux process.
 */
export const ADDRESS_BASE = 0x7f00_0000_0000;

/** The address that `id()` returns and people see, for a word address. Below 2**53. */
export function shownAddress(address: number): number {
  return ADDRESS_BASE + address * 4;
}

/** The word address of a shown address. */
export function wordAddress(shown: number): number {
  return (shown - ADDRESS_BASE) / 4;
}

/** Whether an object is one that the simulator reserves for ever: static types, None, small ints and so on. */
export function isStatic(p: number): boolean {
  return p < 65536;
}
