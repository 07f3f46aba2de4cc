/** What the first import of a module of the library leaves to the collector. */
import { CellLayout } from '../memory/layout.js';
import { newCell } from '../objects/function.js';
import { IMPORT_GARBAGE } from '../spec/importGarbage.generated.js';
import { garbageOf, startCounts } from '../spec/startCounts.js';
import type { Runtime } from './runtime.js';

/**
 * Makes as many unreachable objects as CPython's sources leave when they define what they replace again: a ring of
 * cells, no program sees more of them than their number. `loads` are the modules that CPython loads now, `left` is how
 * many objects earlier imports left; returns how many there are now. Modules share what they import, and the collector comes by while they load: so several leave about
 * what the worst of them leaves alone. The collector does not notice what is made here.
 */
export function leaveImportGarbage(rt: Runtime, module: string, loads: readonly string[], left: number): number {
  const { minor } = rt.profile;
  if (startCounts(minor) !== null && (loads.length === 0 || !rt.gcEnabled)) {
    // No collector comes by: each of the modules leaves its own.
    ring(
      rt,
      loads.reduce((sum, other) => sum + garbageOf(minor, other), 0),
    );
    return left;
  }
  const all = IMPORT_GARBAGE.get(minor)?.get(module) ?? 0;
  if (all <= left) return left;
  ring(rt, all - left);
  return all;
}

/** Makes a ring of `length` cells that nobody else knows. */
function ring(rt: Runtime, length: number): void {
  if (length === 0) return;
  const { gcCount0, gcEnabled, M } = rt;
  rt.gcEnabled = false;
  const first = newCell(rt, 0);
  let last = first;
  // Each takes the reference to the one before; the first takes the last and closes the ring.
  for (let i = 1; i < length; i++) last = newCell(rt, last);
  M[first + CellLayout.CONTENTS] = last;
  rt.gcCount0 = gcCount0;
  rt.gcEnabled = gcEnabled;
}
