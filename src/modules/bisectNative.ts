/** The module _bisect. Follows _bisectmodule.c. */
import { type Parameters, parseKeywords } from '../objects/args.js';
import { call1, callMethod2 } from '../objects/call.js';
import { asIndex, newInt } from '../objects/intCore.js';
import { sequenceGetItem } from '../objects/iterators.js';
import { listInsert } from '../objects/list.js';
import { lessThan } from '../objects/listSort.js';
import type { Machine } from '../objects/machine.js';
import { size } from '../objects/object.js';
import { internStr } from '../objects/strCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind } from '../objects/typeInfo.js';
import type { ModuleDef } from './moduleDef.js';

/** Where the item belongs: before equal ones (left) or after them; -1 with an exception. */
function find(rt: Machine, a: number, x: number, lo: number, hi: number, key: number, left: boolean): number {
  while (lo < hi) {
    const middle = Math.floor((lo + hi) / 2);
    let item = sequenceGetItem(rt, a, middle);
    if (item === 0) return -1;
    if (key !== 0) {
      const keyed = call1(rt, key, item);
      rt.decref(item);
      if (keyed === 0) return -1;
      item = keyed;
    }
    const k = left ? lessThan(rt, item, x) : lessThan(rt, x, item);
    rt.decref(item);
    if (k < 0) return -1;
    if (left ? k > 0 : k === 0) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}

/** A function of `(a, x, lo=0, hi=None, *, key=None)`. */
function bisect(name: string, left: boolean, inserts: boolean): MethodDef {
  const old: Parameters = { name, names: ['a', 'x', 'lo', 'hi'], required: 2, positional: 4 };
  const parameters: Parameters = { ...old, names: [...old.names, 'key'] };
  return {
    name,
    kind: MethodKind.FASTKW,
    fn: (rt, _module, args, nargs, kwnames) => {
      const values = parseKeywords(rt, rt.profile.minor >= 10 ? parameters : old, args, nargs, kwnames);
      if (values === null) return 0;
      const [a, x] = values as [number, number];
      const lo = values[2] === 0 ? 0 : asIndex(rt, values[2]!, E.OverflowError);
      if (Number.isNaN(lo)) return 0;
      let hi = values[3] === 0 || values[3] === S.NONE ? -1 : asIndex(rt, values[3]!, E.OverflowError);
      if (Number.isNaN(hi)) return 0;
      const key = values.length > 4 && values[4] !== S.NONE ? values[4]! : 0;
      if (lo < 0) return rt.raise(E.ValueError, 'lo must be non-negative');
      if (hi === -1) {
        hi = size(rt, a);
        if (hi < 0) return 0;
      }
      let needle = x;
      if (inserts && key !== 0) {
        needle = call1(rt, key, x);
        if (needle === 0) return 0;
      } else rt.incref(needle);
      const i = find(rt, a, needle, lo, hi, key, left);
      rt.decref(needle);
      if (i < 0) return 0;
      if (!inserts) return newInt(rt, i);
      if (rt.is(a, T.LIST)) {
        listInsert(rt, a, i, x);
        return rt.none();
      }
      const at = newInt(rt, i);
      const result = callMethod2(rt, a, internStr(rt, 'insert'), at, x);
      rt.decref(at);
      if (result === 0) return 0;
      rt.decref(result);
      return rt.none();
    },
  };
}

export const bisectNativeModule: ModuleDef = {
  name: '_bisect',
  doc: 'Bisection algorithms.',
  methods: [
    bisect('bisect_right', false, false),
    bisect('bisect_left', true, false),
    bisect('insort_right', false, true),
    bisect('insort_left', true, true),
  ],
};
