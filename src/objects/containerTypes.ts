/** The builtin container types and their iterators. */
import { defineDict } from './dictType.js';
import { defineEnumerate } from './enumerate.js';
import { defineFilter } from './filter.js';
import { defineIterators } from './iterators.js';
import { defineList } from './listType.js';
import type { Machine } from './machine.js';
import { defineMap } from './map.js';
import { defineRange } from './range.js';
import { defineReversed } from './reversed.js';
import { defineSet } from './setType.js';
import { defineSlice } from './slice.js';
import { defineTuple } from './tuple.js';
import { defineZip } from './zip.js';

/** Defines list, tuple, dict, set, frozenset, range, slice, their views and iterators, enumerate, zip, map, filter, reversed. */
export function defineContainerTypes(rt: Machine): void {
  defineTuple(rt);
  defineList(rt);
  defineDict(rt);
  defineSet(rt);
  defineRange(rt);
  defineSlice(rt);
  defineIterators(rt);
  defineEnumerate(rt);
  defineZip(rt);
  defineMap(rt);
  defineFilter(rt);
  defineReversed(rt);
}
