/** The text of `arenascope compare`: one program as several Pythons, or with other settings of the collector. */

import { type AllocatorName, DEFAULT_ALLOCATOR } from '../../protocol/allocators.js';
import type { CollectorOptions, ExploreResult, PythonVersion } from '../../protocol/run.js';
import { collectorName } from '../collectorNames.js';
import { outcomeWords } from '../describe.js';
import { formatInteger } from '../format.js';
import { english, type Say } from '../say.js';
import { jsonText } from './json.js';
import { tabulate, type Voice } from './lines.js';
import { plain } from './style.js';

/** One way to run the program, and what came of it. */
export interface Variant {
  readonly python: PythonVersion;
  readonly collector?: CollectorOptions;
  readonly allocator?: AllocatorName;
  readonly result: ExploreResult;
}

/** `3.12`, `3.12 malloc`, `3.12 gc 100,10`, `3.12 gc off`, `3.12 python2`. */
function labelOf({ python, collector, allocator }: Variant, say: Say): string {
  if (allocator) return `${python} ${allocator}`;
  if (collector?.disabled) return say('{0} gc off', python);
  if (collector?.kind) return `${python} ${collectorName(collector.kind, say)}`;
  return collector?.thresholds ? say('{0} gc {1}', python, collector.thresholds.join(',')) : python;
}

function printedBy(result: ExploreResult): string {
  return result.output.map(({ stream, text }) => `${stream} ${text}`).join('');
}

/** How much of the memory that the process holds is in no block: what fragmentation costs. */
function unusedShare({ picture }: ExploreResult, say: Say): string {
  if (!picture) return say('unknown');
  const { heldBytes, blockBytes } = picture.heap.totals;
  return say('{0} %', ((100 * (heldBytes - blockBytes)) / Math.max(1, heldBytes)).toFixed(1));
}

/** What is compared: a name, and how a run answers; a number is grouped. */
function rows(
  first: ExploreResult,
  say: Say,
): readonly (readonly [string, (result: ExploreResult) => number | string])[] {
  const cyclesWaiting = (r: ExploreResult): number => r.picture?.cycles.filter((c) => c.unreachable).length ?? 0;
  return [
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
    [say('objects at the end'), (r) => r.picture?.heap.totals.objects ?? 0],
    [say('garbage left at the end'), (r) => r.picture?.heap.totals.garbage ?? 0],
    [say('blocks at the end'), (r) => r.picture?.heap.totals.blocks ?? 0],
    [say('bytes of these blocks'), (r) => r.picture?.heap.totals.blockBytes ?? 0],
    [say('of them lost to rounding'), (r) => r.picture?.heap.totals.roundingBytes ?? 0],
    [say('of them debug hooks'), (r) => r.picture?.heap.totals.hookBytes ?? 0],
    [say('bytes held at the end'), (r) => r.picture?.heap.totals.heldBytes ?? 0],
    [say('of them in no block'), (r) => unusedShare(r, say)],
    [say('cycles waiting at the end'), cyclesWaiting],
    [say('prints the same'), (r) => (printedBy(r) === printedBy(first) ? say('yes') : say('no'))],
    [say('ends'), (r) => outcomeWords(r.outcome, say) || say('normally')],
  ];
}

export function compareText(
  file: string,
  variants: readonly Variant[],
  { say, style }: Voice = { say: english, style: plain },
): string {
  const first = variants[0]!.result;
  const table = rows(first, say).map(([name, value]) => [
    name,
    ...variants.map(({ result }) => {
      const found = value(result);
      return typeof found === 'number' ? formatInteger(found) : found;
    }),
  ]);
  const headings = ['', ...variants.map((variant) => labelOf(variant, say))];
  const [head, ...lines] = tabulate([headings, ...table], [false, ...variants.map(() => true)]);
  const marked = lines.map((line, i) => (new Set(table[i]!.slice(1)).size > 1 ? style.news(line) : line));
  return `${[style.title(file), '', style.title(head!), ...marked].join('\n')}\n`;
}

export function compareJson(file: string, variants: readonly Variant[]): string {
  return jsonText('compare', 1, {
    file,
    variants: variants.map(({ python, collector, allocator, result }) => ({
      python,
      allocator: allocator ?? DEFAULT_ALLOCATOR,
      collector: collector ?? {},
      outcome: result.outcome,
      steps: result.steps,
      sums: result.sums,
      totals: result.picture?.heap.totals ?? null,
      cyclesWaiting: result.picture?.cycles.filter((c) => c.unreachable).length ?? 0,
      samePrinted: printedBy(result) === printedBy(variants[0]!.result),
    })),
  });
}
