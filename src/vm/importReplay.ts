/** What the first import of a module of the library is to the collector: its count, collections, what is left unreachable. */
import { CellLayout } from '../memory/layout.js';
import { newCell } from '../objects/function.js';
import { hasImportEvents, importSteps } from '../spec/importEvents.js';
import type { Runtime } from './runtime.js';

/**
 * The body of a module here is not CPython's, so the collector does not look on while it runs. Then the steps of CPython's
 * bodies are taken: the count goes up and down, collections are run where it passes the threshold, and unreachable
 * objects (classes that a faster one replaces, helpers that are deleted again) are a ring of cells: no program sees more
 * of them than their number.
 */
export class ImportReplay {
  private readonly rt: Runtime;
  private readonly loaded = new Set<string>();

  constructor(rt: Runtime) {
    this.rt = rt;
  }

  /** `count` is the collector's first count before the import. */
  replay(module: string, count: number): void {
    const { rt } = this;
    if (!hasImportEvents(rt.profile.minor)) {
      if (rt.gcThreshold0 > 0) rt.gcCount0 %= rt.gcThreshold0 + 1;
      return;
    }
    rt.gcCount0 = count;
    const exception = rt.takeError();
    this.run(module);
    if (exception !== 0) rt.restoreError(exception);
  }

  private run(module: string): void {
    if (this.loaded.has(module)) return;
    this.loaded.add(module);
    const made: number[] = [];
    for (const step of importSteps(this.rt.profile.minor, module)) {
      switch (step.kind) {
        case 'import':
          this.run(step.module);
          break;
        case 'change':
          this.change(step.by);
          break;
        case 'load':
          this.load(step.by);
          break;
        case 'make':
          made.push(ring(this.rt, step.objects));
          break;
        case 'drop':
          this.rt.decref(made[step.index]!);
      }
    }
  }

  /** Since 3.12 collections wait for the evaluation loop. */
  private load(by: number): void {
    const { rt } = this;
    if (rt.profile.minor < 12) {
      this.change(by);
      return;
    }
    rt.gcCount0 = Math.max(0, rt.gcCount0 + by);
    if (rt.gcEnabled && rt.gcThreshold0 > 0 && rt.gcCount0 > rt.gcThreshold0) rt.collect(-1, 'automatic');
  }

  private change(by: number): void {
    const { rt } = this;
    let left = by;
    while (rt.gcEnabled && rt.gcThreshold0 > 0 && rt.gcCount0 + left > rt.gcThreshold0) {
      const taken = Math.max(0, rt.gcThreshold0 + 1 - rt.gcCount0);
      rt.gcCount0 += taken;
      left -= taken;
      rt.collect(-1, 'automatic');
      // A collection that is under way already.
      if (rt.gcCount0 > rt.gcThreshold0) break;
    }
    rt.gcCount0 = Math.max(0, rt.gcCount0 + left);
  }
}

/** A ring of `length` cells, one of which is referenced once more. The collector's count stays. */
function ring(rt: Runtime, length: number): number {
  const { gcCount0, gcEnabled, M } = rt;
  rt.gcEnabled = false;
  const first = newCell(rt, 0);
  let last = first;
  // Each takes the reference to the one before; the first takes the last and closes the ring.
  for (let i = 1; i < length; i++) last = newCell(rt, last);
  M[first + CellLayout.CONTENTS] = length === 1 ? rt.newRef(first) : last;
  rt.gcCount0 = gcCount0;
  rt.gcEnabled = gcEnabled;
  return length === 1 ? first : rt.newRef(first);
}
