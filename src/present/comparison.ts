/** Several runs of one program side by side: what if the version, the collector, the allocator or a reference were another. */
import type { AllocatorName } from '../protocol/allocators.js';
import type { CollectorOptions, ExploreResult, PythonVersion } from '../protocol/run.js';
import type { RunFigures } from '../protocol/runChange.js';
import { collectorName } from './collectorNames.js';
import { outcomeWords } from './describe.js';
import { formatInteger } from './format.js';
import type { Say } from './say.js';

/** How a run differs from the program as it stands. */
export interface RunSetting {
  readonly python: PythonVersion;
  readonly collector?: CollectorOptions;
  readonly allocator?: AllocatorName;
  /** A reference that was changed, in words. */
  readonly change?: string;
}

export function figuresOf(result: ExploreResult): RunFigures {
  const { steps, sums, outcome, picture } = result;
  return {
    steps,
    sums,
    outcome,
    totals: picture?.heap.totals ?? null,
    cyclesWaiting: picture?.cycles.filter((c) => c.unreachable).length ?? 0,
    printed: result.output.map(({ stream, text }) => `${stream} ${text}`).join(''),
    ...(result.intervened === undefined ? {} : { intervened: result.intervened }),
  };
}

/** `3.12`, `3.12 malloc`, `3.12 gc 100,10`, `3.12 gc off`, `3.12 python2`. */
export function settingWords({ python, collector, allocator, change }: RunSetting, say: Say): string {
  if (change) return change;
  if (allocator) return `${python} ${allocator}`;
  if (collector?.disabled) return say('{0} gc off', python);
  if (collector?.kind) return `${python} ${collectorName(collector.kind, say)}`;
  return collector?.thresholds ? say('{0} gc {1}', python, collector.thresholds.join(',')) : python;
}

/** How much of the memory that the process holds is in no block: what fragmentation costs. */
function unusedShare({ totals }: RunFigures, say: Say): string {
  if (!totals) return say('unknown');
  return say('{0} %', ((100 * (totals.heldBytes - totals.blockBytes)) / Math.max(1, totals.heldBytes)).toFixed(1));
}

/** One line of a comparison: as many cells as there are runs. */
export interface ComparisonRow {
  readonly name: string;
  readonly cells: readonly string[];
  /** Not all cells say the same. */
  readonly differs: boolean;
}

export function comparisonRows(runs: readonly RunFigures[], say: Say): readonly ComparisonRow[] {
  const first = runs[0]!;
  const rows: readonly (readonly [string, (run: RunFigures) => number | string])[] = [
    [say('lines executed'), (r) => r.steps],
    [say('deaths by count'), (r) => r.sums.deaths.count],
    [say('deaths by the collector'), (r) => r.sums.deaths.collector],
    [say('collections of generation 0'), (r) => r.sums.collections[0] ?? 0],
    [say('collections of generation 1'), (r) => r.sums.collections[1] ?? 0],
    [say('collections of generation 2'), (r) => r.sums.collections[2] ?? 0],
    [say('objects examined by them'), (r) => r.sums.examined],
    [say('objects examined by the largest'), (r) => r.sums.largestCollection],
    [say('objects found unreachable'), (r) => r.sums.collected + r.sums.uncollectable],
    [say('objects found uncollectable'), (r) => r.sums.uncollectable],
    [say('peak blocks'), (r) => r.sums.peakBlocks],
    [say('peak bytes'), (r) => r.sums.peakBytes],
    [say('objects at the end'), (r) => r.totals?.objects ?? 0],
    [say('garbage left at the end'), (r) => r.totals?.garbage ?? 0],
    [say('blocks at the end'), (r) => r.totals?.blocks ?? 0],
    [say('bytes of these blocks'), (r) => r.totals?.blockBytes ?? 0],
    [say('of them lost to rounding'), (r) => r.totals?.roundingBytes ?? 0],
    [say('of them debug hooks'), (r) => r.totals?.hookBytes ?? 0],
    [say('bytes held at the end'), (r) => r.totals?.heldBytes ?? 0],
    [say('of them in no block'), (r) => unusedShare(r, say)],
    [say('cycles waiting at the end'), (r) => r.cyclesWaiting],
    [say('prints the same'), (r) => (r.printed === first.printed ? say('yes') : say('no'))],
    [say('ends'), (r) => outcomeWords(r.outcome, say) || say('normally')],
  ];
  return rows.map(([name, value]) => {
    const cells = runs.map((run) => {
      const found = value(run);
      return typeof found === 'number' ? formatInteger(found) : found;
    });
    return { name, cells, differs: new Set(cells).size > 1 };
  });
}
