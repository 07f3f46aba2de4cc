/** What if the program ran otherwise: what is changed, and what is kept of a run to compare it. */
import type { AllocatorName } from './allocators.js';
import type { HeapTotals } from './heap.js';
import type { CollectorOptions, Intervention, Outcome, PythonVersion, RunSums } from './run.js';

/** What differs from the run that is shown; what is left out stays as it is. */
export interface RunChange {
  readonly python?: PythonVersion;
  readonly collector?: CollectorOptions;
  readonly allocator?: AllocatorName;
  readonly intervene?: Intervention;
}

export interface RunFigures {
  readonly steps: number;
  readonly sums: RunSums;
  readonly outcome: Outcome;
  /** At the end; null where there is no picture of it. */
  readonly totals: HeapTotals | null;
  readonly cyclesWaiting: number;
  /** All that the program printed, stream by stream. */
  readonly printed: string;
  /** False: the reference that was to be changed could not be. */
  readonly intervened?: boolean;
}
