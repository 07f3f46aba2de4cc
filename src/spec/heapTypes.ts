/**
 * Native types that are heap types, with the first minor version in which they are: their instances refer to them, and
 * the collector sees that. Source: `type.__flags__` and `gc.get_referents()` of 3.8.18 to 3.13.0.
 */
const SINCE: readonly (readonly [minor: number, names: readonly string[]])[] = [
  [9, ['_abc._abc_data']],
  [
    10,
    [
      'array.array',
      'array.arrayiterator',
      '_array.buffer',
      '_struct.Struct',
      '_struct.unpack_iterator',
      'functools.KeyWrapper',
      'functools._lru_cache_wrapper',
      'functools.partial',
      'operator.attrgetter',
      'operator.itemgetter',
      'operator.methodcaller',
      're.Match',
      're.Pattern',
      '_sre.SRE_Scanner',
      '_thread.RLock',
    ],
  ],
  [
    12,
    [
      '_collections._tuplegetter',
      '_io.BytesIO',
      '_io.StringIO',
      '_io.TextIOWrapper',
      '_io._BytesIOBuffer',
      'collections._deque_iterator',
      'collections._deque_reverse_iterator',
      'collections.defaultdict',
      'collections.deque',
    ],
  ],
];

/** Those whose traverse visits the type after the fields; the others visit it first. */
const TYPE_LAST: ReadonlySet<string> = new Set(['operator.attrgetter', 'operator.methodcaller']);

/** Whether traversal of an object of a native heap type comes to the type last. */
export function visitsTypeLast(name: string): boolean {
  return TYPE_LAST.has(name);
}

/** Whether instances of the native type refer to it in Python 3.`minor`. */
export function isNativeHeapType(name: string, minor: number): boolean {
  if (name.startsWith('itertools.')) return minor >= 12;
  return SINCE.some(([since, names]) => minor >= since && names.includes(name));
}
