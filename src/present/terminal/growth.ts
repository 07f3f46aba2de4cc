/** The text of `arenascope growth`: what containers and buffers used of the memory they asked for, over the run. */
import type { Growth, GrowthSeries } from '../../protocol/growth.js';
import type { ExploreResult } from '../../protocol/run.js';
import { formatInteger, plural } from '../format.js';
import { type GrowthStep, growingName, growingOrigin, growthSteps, sampled, useWords } from '../growth.js';
import { english, type Say } from '../say.js';
import { jsonText } from './json.js';
import { heading, section, type Voice } from './lines.js';
import { plain } from './style.js';

/** Columns of a curve. */
const COLUMNS = 60;
const BARS = ' ▁▂▃▄▅▆▇█';
/** Steps that are told at the beginning and at the end of a series. */
const STEPS = 6;

function bar(value: number, most: number): string {
  return BARS[value === 0 ? 0 : Math.max(1, Math.round((8 * value) / Math.max(1, most)))]!;
}

/** Two curves over the life of the object: what it had asked for, and what of it was in use. */
function curves(series: GrowthSeries, say: Say): readonly string[] {
  const samples = sampled(series.points, COLUMNS);
  const most = Math.max(...samples.map((s) => Math.max(s.allocated, s.used)));
  const draw = (value: (i: number) => number): string => samples.map((_, i) => bar(value(i), most)).join('');
  const [requested, used] = [say('fits'), say('used')];
  const width = Math.max(requested.length, used.length);
  return [
    `${requested.padEnd(width)} |${draw((i) => samples[i]!.allocated)}|`,
    `${used.padEnd(width)} |${draw((i) => samples[i]!.used)}|`,
  ];
}

function stepWords(steps: readonly GrowthStep[], say: Say): string {
  const words = ({ used, allocated }: GrowthStep): string => `${formatInteger(used)}→${formatInteger(allocated)}`;
  if (steps.length <= 2 * STEPS) return steps.map(words).join(', ');
  const rest = plural(say, steps.length - 2 * STEPS, '... {0} more ...', '... {0} more ...');
  return [...steps.slice(0, STEPS).map(words), rest, ...steps.slice(-STEPS).map(words)].join(', ');
}

function seriesLines(series: GrowthSeries, voice: Voice): readonly string[] {
  const { say } = voice;
  const { points, peak, unit } = series;
  const last = points.at(-1)!;
  const steps = growthSteps(series).filter(({ allocated }) => allocated > 0);
  const atPeak =
    last.allocatedBytes === peak.allocatedBytes && last.used === peak.used
      ? []
      : [say('last: {0}', useWords(last, unit, say))];
  return section(
    growingName(series, say),
    [
      growingOrigin(series, say),
      say('at its largest: {0}', useWords(peak, unit, say)),
      ...atPeak,
      ...curves(series, say),
      // A str has room for itself alone.
      ...(unit === 'characters' && series.type === 'str' ? [] : [say('used→fits: {0}', stepWords(steps, say))]),
    ],
    voice,
  );
}

export function growthText(
  result: ExploreResult,
  growth: Growth,
  voice: Voice = { say: english, style: plain },
): string {
  const { say } = voice;
  const rest = growth.seriesTotal - growth.series.length;
  const lines = [
    heading(result, voice),
    ...(growth.series.length === 0 ? ['', say('Nothing grew: no container or buffer asked for more memory.')] : []),
    ...growth.series.flatMap((series) => seriesLines(series, voice)),
    ...(rest > 0 ? ['', plural(say, rest, '{0} smaller one is not shown', '{0} smaller ones are not shown')] : []),
    ...(growth.complete ? [] : ['', say('The run could not be followed to its end in time: later growth is missing.')]),
  ];
  return `${lines.join('\n')}\n`;
}

/** For `--json`. Addresses are offsets: add `addressBase` for what `id()` returns. */
export function growthJson(result: ExploreResult, growth: Growth): string {
  const { python, addressBase, outcome, files } = result;
  return jsonText('growth', { python, addressBase, outcome, files: files.map((file) => file.path), ...growth });
}
