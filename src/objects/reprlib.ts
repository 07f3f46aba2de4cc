/** Guards the repr of containers that contain themselves. Follows object.c: Py_ReprEnter and Py_ReprLeave. */
import type { Machine } from './machine.js';

/** 1 when the repr of this object is under way already: the caller prints an ellipsis. Otherwise notes it, 0. */
export function reprEnter(rt: Machine, p: number): number {
  if (rt.reprRunning.includes(p)) return 1;
  rt.reprRunning.push(p);
  return 0;
}

export function reprLeave(rt: Machine, p: number): void {
  const i = rt.reprRunning.lastIndexOf(p);
  if (i >= 0) rt.reprRunning.splice(i, 1);
}
