/** The text of `arenascope compare`: one program as several Pythons, or with other settings of the collector. */

import { DEFAULT_ALLOCATOR } from '../../protocol/allocators.js';
import type { ExploreResult } from '../../protocol/run.js';
import { comparisonRows, figuresOf, type RunSetting, settingWords } from '../comparison.js';
import { english } from '../say.js';
import { jsonText } from './json.js';
import { tabulate, type Voice } from './lines.js';
import { plain } from './style.js';

/** One way to run the program, and what came of it. */
export interface Variant extends RunSetting {
  readonly result: ExploreResult;
}

export function compareText(
  file: string,
  variants: readonly Variant[],
  { say, style }: Voice = { say: english, style: plain },
): string {
  const rows = comparisonRows(
    variants.map(({ result }) => figuresOf(result)),
    say,
  );
  const headings = ['', ...variants.map((variant) => settingWords(variant, say))];
  const table = rows.map(({ name, cells }) => [name, ...cells]);
  const [head, ...lines] = tabulate([headings, ...table], [false, ...variants.map(() => true)]);
  const marked = lines.map((line, i) => (rows[i]!.differs ? style.news(line) : line));
  return `${[style.title(file), '', style.title(head!), ...marked].join('\n')}\n`;
}

export function compareJson(file: string, variants: readonly Variant[]): string {
  const first = variants[0] && figuresOf(variants[0].result);
  return jsonText('compare', {
    file,
    variants: variants.map(({ python, collector, allocator, result }) => {
      const { outcome, steps, sums, totals, cyclesWaiting, printed } = figuresOf(result);
      return {
        python,
        allocator: allocator ?? DEFAULT_ALLOCATOR,
        collector: collector ?? {},
        outcome,
        steps,
        sums,
        totals,
        cyclesWaiting,
        samePrinted: printed === first?.printed,
      };
    }),
  });
}
