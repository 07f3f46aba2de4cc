/** Guards the repr of containers that contain themselves. Follows object.c: Py_ReprEnter and Py_ReprLeave. */
import type { Machine } from './machine.js';

/** True when the repr of this object is under way already: the caller prints an ellipsis. Otherwise notes it. */
export function reprEnter(rt: Machine, p: number): boolean {
  if (rt.reprRunning.includes(p)) return true;
  rt.reprRunning.push(p);
  return false;
}

export function reprLeave(rt: Machine, p: number): void {
  const i = rt.reprRunning.lastIndexOf(p);
  if (i >= 0) rt.reprRunning.splice(i, 1);
}
