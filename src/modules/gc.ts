/** The module gc. Follows gcmodule.c. */

import { DebugFlag } from '../memory/collector/candidates.js';
import { Gc, Ob, TupleLayout } from '../memory/layout.js';
import { gcListHead } from '../memory/regions.js';
import { parseKeywords } from '../objects/args.js';
import { put } from '../objects/defineType.js';
import { dictDel, dictSet, newDict } from '../objects/dictCore.js';
import { isCollectable } from '../objects/gcSupport.js';
import { asIndex, newInt } from '../objects/intCore.js';
import { listAppend, listAppendSteal, listNew } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { moduleDict } from '../objects/module.js';
import { internStr } from '../objects/strCore.js';
import { stealTuple } from '../objects/tupleCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, type NativeFn } from '../objects/typeInfo.js';
import { getReferents, getReferrers } from './gcReferences.js';
import type { ModuleDef } from './moduleDef.js';

const GENERATIONS = 3;
const INT_MAX = 0x7fff_ffff;

/** A C int from an argument; NaN with an exception. Follows getargs.c: the format unit i. */
function cInt(rt: Machine, o: number): number {
  if (rt.profile.minor <= 9) {
    if (rt.is(o, T.FLOAT)) {
      rt.raise(E.TypeError, 'integer argument expected, got float');
      return Number.NaN;
    }
    if (rt.typeOf(o).nb_index === null) {
      rt.raise(E.TypeError, `an integer is required (got type ${rt.typeOf(o).name})`);
      return Number.NaN;
    }
  }
  const n = asIndex(rt, o, E.OverflowError);
  if (Number.isNaN(n)) {
    if (rt.errorIs(E.OverflowError)) rt.raise(E.OverflowError, 'Python int too large to convert to C int');
    return n;
  }
  if (n > INT_MAX || n < -INT_MAX - 1) {
    const what = n > 0 ? 'greater than maximum' : 'less than minimum';
    const fits = Number.isSafeInteger(n) && rt.profile.minor <= 9;
    rt.raise(E.OverflowError, fits ? `signed integer is ${what}` : 'Python int too large to convert to C int');
    return Number.NaN;
  }
  return n;
}

const ints = (rt: Machine, values: readonly number[]): number =>
  stealTuple(
    rt,
    values.map((value) => newInt(rt, value)),
  );

function collect(rt: Machine, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(
    rt,
    { name: 'collect', names: ['generation'], required: 0, positional: 1 },
    args,
    nargs,
    kwnames,
  );
  if (values === null) return 0;
  const generation = values[0] === 0 ? GENERATIONS - 1 : cInt(rt, values[0]!);
  if (Number.isNaN(generation)) return 0;
  if (generation < 0 || generation >= GENERATIONS) return rt.raise(E.ValueError, 'invalid generation');
  return newInt(rt, rt.collect(generation, 'explicit'));
}

function setThreshold(rt: Machine, args: number): number {
  const M = rt.M;
  const n = M[args + Ob.SIZE]!;
  if (n < 1 || n > GENERATIONS) {
    if (rt.profile.minor >= 13) return rt.raise(E.TypeError, 'gc.set_threshold requires 1 to 3 arguments');
    const limit = n < 1 ? 'at least 1 argument' : 'at most 3 arguments';
    return rt.raise(E.TypeError, `set_threshold() takes ${limit} (${n} given)`);
  }
  const values: number[] = [];
  for (let i = 0; i < n; i++) {
    const value = cInt(rt, M[args + TupleLayout.ITEM + 2 * i]!);
    if (Number.isNaN(value)) return 0;
    values.push(value);
  }
  rt.collector.setThresholds(values);
  return rt.none();
}

/** The tracked objects of a generation (all three where it is left out), without the list itself. */
function getObjects(rt: Machine, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(
    rt,
    { name: 'get_objects', names: ['generation'], required: 0, positional: 1 },
    args,
    nargs,
    kwnames,
  );
  if (values === null) return 0;
  let generation = -1;
  const given = values[0]!;
  if (given !== 0 && given !== S.NONE) {
    if (rt.typeOf(given).nb_index === null) {
      return rt.raise(E.TypeError, `argument should be integer or None, not '${rt.typeOf(given).name}'`);
    }
    generation = asIndex(rt, given, E.OverflowError);
    if (Number.isNaN(generation)) return 0;
    if (generation >= GENERATIONS) {
      return rt.raise(E.ValueError, 'generation parameter must be less than the number of available generations (3)');
    }
    if (generation < -1) return rt.raise(E.ValueError, 'generation parameter cannot be negative');
  }
  const result = listNew(rt, 0);
  for (const i of rt.collector.listsOf(generation)) {
    const head = gcListHead(i);
    for (let p = rt.M[head + Gc.NEXT]!; p !== head; p = rt.M[p + Gc.NEXT]!) {
      if (p !== result) listAppend(rt, result, p);
    }
  }
  return result;
}

function getStats(rt: Machine): number {
  const result = listNew(rt, 0);
  // The numbers are read first: making the dicts may run a collection.
  for (const stats of rt.collector.stats.map((s) => ({ ...s }))) {
    const dict = newDict(rt);
    for (const key of ['collections', 'collected', 'uncollectable'] as const) {
      const value = newInt(rt, stats[key]);
      dictSet(rt, dict, internStr(rt, key), value);
      rt.decref(value);
    }
    listAppendSteal(rt, result, dict);
  }
  return result;
}

const noArguments = (name: string, doc: string, fn: NativeFn): MethodDef => ({
  name,
  kind: MethodKind.NOARGS,
  fn,
  doc,
  signature: '$module, /',
});

const METHODS: readonly MethodDef[] = [
  noArguments('enable', 'Enable automatic garbage collection.', (rt) => {
    rt.gcEnabled = true;
    return rt.none();
  }),
  noArguments('disable', 'Disable automatic garbage collection.', (rt) => {
    rt.gcEnabled = false;
    return rt.none();
  }),
  noArguments('isenabled', 'Returns true if automatic garbage collection is enabled.', (rt) => rt.bool(rt.gcEnabled)),
  {
    name: 'set_debug',
    kind: MethodKind.O,
    doc: 'Set the garbage collection debugging flags.',
    signature: '$module, flags, /',
    fn: (rt, _self, flags) => {
      const value = cInt(rt, flags);
      if (Number.isNaN(value)) return 0;
      rt.collector.debug = value;
      return rt.none();
    },
  },
  noArguments('get_debug', 'Get the garbage collection debugging flags.', (rt) => newInt(rt, rt.collector.debug)),
  noArguments('get_count', 'Return a three-tuple of the current collection counts.', (rt) =>
    ints(rt, rt.collector.getCounts()),
  ),
  {
    name: 'set_threshold',
    kind: MethodKind.VARARGS,
    doc: 'Sets the collection thresholds.  Setting threshold0 to zero disables\ncollection.',
    fn: (rt, _self, args) => setThreshold(rt, args),
  },
  noArguments('get_threshold', 'Return the current collection thresholds.', (rt) =>
    ints(rt, rt.collector.getThresholds()),
  ),
  {
    name: 'collect',
    kind: MethodKind.FASTKW,
    doc: 'Run the garbage collector.',
    signature: '$module, /, generation=2',
    fn: (rt, _self, args, nargs, kwnames) => collect(rt, args, nargs, kwnames),
  },
  {
    name: 'get_objects',
    kind: MethodKind.FASTKW,
    doc: 'Return a list of objects tracked by the collector (excluding the list returned).',
    signature: '$module, /, generation=None',
    fn: (rt, _self, args, nargs, kwnames) => getObjects(rt, args, nargs, kwnames),
  },
  noArguments('get_stats', 'Return a list of dictionaries containing per-generation statistics.', getStats),
  {
    name: 'is_tracked',
    kind: MethodKind.O,
    doc: 'Returns true if the object is tracked by the garbage collector.',
    signature: '$module, obj, /',
    fn: (rt, _self, o) => rt.bool(isCollectable(rt, o) && rt.gcIsTracked(o)),
  },
  {
    name: 'is_finalized',
    kind: MethodKind.O,
    doc: 'Returns true if the object has been already finalized by the GC.',
    signature: '$module, obj, /',
    fn: (rt, _self, o) => rt.bool(isCollectable(rt, o) && rt.gcFinalized(o)),
  },
  {
    name: 'get_referrers',
    kind: MethodKind.VARARGS,
    doc: 'Return the list of objects that directly refer to any of objs.',
    fn: (rt, _self, args) => getReferrers(rt, args),
  },
  {
    name: 'get_referents',
    kind: MethodKind.VARARGS,
    doc: 'Return the list of objects that are directly referred to by objs.',
    fn: (rt, _self, args) => getReferents(rt, args),
  },
  noArguments('freeze', 'Freeze all current tracked objects and ignore them for future collections.', (rt) => {
    rt.collector.freeze();
    return rt.none();
  }),
  noArguments('unfreeze', 'Unfreeze all objects in the permanent generation.', (rt) => {
    rt.collector.unfreeze();
    return rt.none();
  }),
  noArguments('get_freeze_count', 'Return the number of objects in the permanent generation.', (rt) =>
    newInt(rt, rt.collector.freezeCount()),
  ),
];

/** `is_finalized` is there since 3.9. */
export const gcModule: ModuleDef = {
  name: 'gc',
  doc: 'This module provides access to the garbage collector for reference cycles.',
  methods: METHODS,
  setup: (rt, module) => {
    const dict = moduleDict(rt, module);
    if (rt.profile.minor <= 8) dictDel(rt, dict, internStr(rt, 'is_finalized'));
    rt.garbage ||= listNew(rt, 0);
    rt.callbacks ||= listNew(rt, 0);
    put(rt, dict, 'garbage', rt.newRef(rt.garbage));
    put(rt, dict, 'callbacks', rt.newRef(rt.callbacks));
    for (const [name, value] of Object.entries(DebugFlag)) put(rt, dict, `DEBUG_${name}`, newInt(rt, value));
    return 0;
  },
};
