/** What the first import of a module of the library leaves to the collector. */
import { CellLayout } from '../memory/layout.js';
import { newCell } from '../objects/function.js';
import { IMPORT_GARBAGE, IMPORTS_ALONG } from '../spec/importGarbage.generated.js';
import type { Runtime } from './runtime.js';

/**
 * Makes as many unreachable objects as CPython's sources leave when they define what they replace again: a ring of
 * cells, no program sees more of them than their number. `left`: modules whose share was made before. The collector
 * does not notice.
 */
export function leaveImportGarbage(rt: Runtime, module: string, left: Set<string>): void {
  const shares = IMPORT_GARBAGE.get(rt.profile.minor);
  if (shares === undefined) return;
  let n = 0;
  for (const name of (IMPORTS_ALONG.get(rt.profile.minor)?.get(module) ?? module).split(' ')) {
    if (left.has(name)) continue;
    left.add(name);
    n += shares.get(name) ?? 0;
  }
  if (n === 0) return;
  const { gcCount0, gcEnabled, M } = rt;
  rt.gcEnabled = false;
  const first = newCell(rt, 0);
  let last = first;
  // Each takes the reference to the one before; the first takes the last and closes the ring.
  for (let i = 1; i < n; i++) last = newCell(rt, last);
  M[first + CellLayout.CONTENTS] = last;
  rt.gcCount0 = gcCount0;
  rt.gcEnabled = gcEnabled;
}
