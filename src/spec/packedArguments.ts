/**
 * Native functions whose arguments come in a tuple (METH_VARARGS), which is made for the call and stays on its free
 * list, though they are written here for a vector of arguments: the last version (3.x) in which that is so. Read from
 * `ml_flags` with test/oracle/record_conventions.py.
 */
const STILL = 99;
const PACKED_UNTIL: ReadonlyMap<string, number> = new Map([
  ['Match.group', STILL],
  ['OrderedDict.pop', 9],
  ['_IOBase.__exit__', STILL],
  ['async_generator.athrow', STILL],
  ['async_generator_asend.throw', 10],
  ['async_generator_athrow.throw', 10],
  ['bisect.bisect', 8],
  ['bisect.bisect_left', 8],
  ['bisect.bisect_right', 8],
  ['bisect.insort', 8],
  ['bisect.insort_left', 8],
  ['bisect.insort_right', 8],
  ['builtins.__import__', 10],
  ['builtins.dir', 11],
  ['builtins.vars', 11],
  ['coroutine.throw', 10],
  ['coroutine_wrapper.throw', 10],
  ['frozenset.difference', 12],
  ['frozenset.intersection', 12],
  ['frozenset.union', 12],
  ['functools.cmp_to_key', 11],
  ['functools.reduce', STILL],
  ['generator.throw', 10],
  ['int.__round__', 9],
  ['mappingproxy.get', 8],
  ['math.log', 11],
  ['memoryview.__exit__', STILL],
  ['memoryview.cast', 9],
  ['memoryview.tobytes', 9],
  ['object.__subclasshook__', 12],
  ['set.difference', 12],
  ['set.difference_update', 12],
  ['set.intersection', 12],
  ['set.intersection_update', 12],
  ['set.union', 12],
  ['set.update', 12],
  ['weakref.proxy', 10],
]);

/** In a tuple again since 3.13. */
const AGAIN: ReadonlySet<string> = new Set(['builtins.dir', 'builtins.vars']);

/** Whether `owner.name` (a type's or a module's own name) takes its arguments in a tuple in version 3.`minor`. */
export function takesTuple(owner: string, name: string, minor: number): boolean {
  const known = `${owner}.${name}`;
  return minor <= (PACKED_UNTIL.get(known) ?? 0) || (minor >= 13 && AGAIN.has(known));
}
