/** Fills the free lists of objects as the start of the interpreter and the compiler of the script leave them. */
import { TupleLayout } from '../memory/layout.js';
import { dictSet, newDict } from '../objects/dictCore.js';
import { newFloat } from '../objects/floatCore.js';
import { listNew } from '../objects/list.js';
import { newTuple } from '../objects/tupleCore.js';
import { S } from '../objects/typeIds.js';
import type { CodeSpec } from '../python/code.js';
import { startFreeLists } from '../spec/startFreeLists.js';
import type { Runtime } from './runtime.js';

/** To be called before the script's constants are made: they take floats from their free list. */
export function fillFloats(rt: Runtime): void {
  letGo(rt, startFreeLists(rt.profile, 1, 1).floats, () => newFloat(rt, 0));
}

/** To be called before the first line of a script, whose code this is. The collector does not notice. */
export function fillFreeLists(rt: Runtime, code: CodeSpec): void {
  const count = rt.gcCount0;
  const { units, depth } = unitsOf(code);
  const { lists, dicts, keys, tuples } = startFreeLists(rt.profile, units, depth);
  letGo(rt, lists, () => listNew(rt, 0));
  letGo(rt, dicts - keys, () => newDict(rt));
  letGo(rt, keys, () => {
    const dict = newDict(rt);
    dictSet(rt, dict, rt.ids.__init__, S.NONE);
    return dict;
  });
  tuples.forEach((count, i) => {
    letGo(rt, count, () => {
      const tuple = newTuple(rt, i + 1);
      for (let k = 0; k <= i; k++) rt.M[tuple + TupleLayout.ITEM + 2 * k] = rt.newRef(S.NONE);
      return tuple;
    });
  });
  rt.gcCount0 = count;
}

/** Makes objects, all of them before the first goes. */
function letGo(rt: Runtime, count: number, make: () => number): void {
  const made: number[] = [];
  while (made.length < count) made.push(make());
  for (const p of made) rt.decref(p);
}

function unitsOf(code: CodeSpec): { units: number; depth: number } {
  let units = 1;
  let depth = 0;
  for (const constant of code.consts) {
    if (constant.type !== 'code') continue;
    const inner = unitsOf(constant.code);
    units += inner.units;
    depth = Math.max(depth, inner.depth);
  }
  return { units, depth: depth + 1 };
}
