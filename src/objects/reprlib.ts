/**
 * Guards the repr of containers that contain themselves: a list in the dict of the thread holds those whose repr is
 * under way. Both are made by the first repr of a container and stay. Follows object.c: Py_ReprEnter, Py_ReprLeave.
 */
import { Ob } from '../memory/layout.js';
import { dictGetStr, dictSet, newDict } from './dictCore.js';
import { listAppend, listAssignSlice, listItem, listNew } from './list.js';
import type { Machine } from './machine.js';
import { internStr } from './strCore.js';

/** The key of that list. A static string since 3.11; before, its first use makes it. */
const KEY = 'Py_Repr';

/** 1 when the repr of this object is under way already: the caller prints an ellipsis. Otherwise notes it, 0. */
export function reprEnter(rt: Machine, p: number): number {
  if (rt.threadDict === 0) rt.threadDict = newDict(rt);
  const key = internStr(rt, KEY);
  let list = dictGetStr(rt, rt.threadDict, key);
  if (list === 0) {
    list = listNew(rt, 0);
    dictSet(rt, rt.threadDict, key, list);
    rt.decref(list);
  }
  const n = rt.M[list + Ob.SIZE]!;
  for (let i = n - 1; i >= 0; i--) if (listItem(rt, list, i) === p) return 1;
  listAppend(rt, list, p);
  return 0;
}

export function reprLeave(rt: Machine, p: number): void {
  const list = dictGetStr(rt, rt.threadDict, internStr(rt, KEY));
  for (let i = rt.M[list + Ob.SIZE]! - 1; i >= 0; i--) {
    if (listItem(rt, list, i) !== p) continue;
    listAssignSlice(rt, list, i, i + 1, 0);
    return;
  }
}
