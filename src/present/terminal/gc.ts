/** The text of `arenascope gc`: the collections of a run, and one of them step by step. */
import type { CollectionSteps } from '../../protocol/collection.js';
import type { Collection, ExploreResult } from '../../protocol/run.js';
import { collectionStory } from '../collectionStory.js';
import { cycleWords, reasonWords } from '../describe.js';
import { formatInteger, plural } from '../format.js';
import { english, type Say } from '../say.js';
import { jsonText } from './json.js';
import { heading, section, tabulate, type Voice } from './lines.js';
import { plain } from './style.js';

/** Sentences of one phase; the rest is counted. */
const SENTENCES = 120;

/** The cycles that a collection freed, one sentence each. */
function foundBy(collection: Collection, result: ExploreResult, say: Say): readonly string[] {
  return result.cycles
    .filter((cycle) => cycle.collectedBy === collection.index)
    .map((cycle) => {
      const parts = [cycleWords(cycle, say)];
      if (cycle.closedBy) parts.push(say('closed on line {0}', cycle.closedBy.line));
      if (cycle.orphanedBy) parts.push(say('unreachable since line {0}', cycle.orphanedBy.line));
      return parts.join(', ');
    });
}

function table(result: ExploreResult, { say, style }: Voice): readonly string[] {
  const headings = [
    say('#'),
    say('line'),
    say('generation'),
    say('examined'),
    say('unreachable'),
    say('freed'),
    say('counts before'),
    say('reason'),
  ];
  const rows = result.collections.map((c) => [
    String(c.index + 1),
    c.line > 0 ? String(c.line) : '-',
    String(c.generation),
    formatInteger(c.examined),
    formatInteger(c.collected + c.uncollectable),
    formatInteger(c.freed ?? 0),
    c.countsBefore.join(', '),
    c.uncollectable > 0 ? `${reasonWords(c, say)}; ${say('{0} uncollectable', c.uncollectable)}` : reasonWords(c, say),
  ]);
  const [first, ...lines] = tabulate([headings, ...rows], [true, true, true, true, true, true, false, false]);
  return [
    style.quiet(first!),
    ...lines.flatMap((line, i) => [
      line,
      ...foundBy(result.collections[i]!, result, say).map((words) => style.alert(`      ${words}`)),
    ]),
  ];
}

function sumWords(result: ExploreResult, say: Say): readonly string[] {
  const { sums } = result;
  const total = sums.collections.reduce((n, times) => n + times, 0);
  const by = sums.collections.map(formatInteger).join(', ');
  const objects = formatInteger(sums.examined);
  return [
    plural(
      say,
      total,
      '{0} collection while the program ran (generations 0, 1, 2: {1}): {2} objects examined, {3} unreachable',
      '{0} collections while the program ran (generations 0, 1, 2: {1}): {2} objects examined, {3} unreachable',
      by,
      objects,
      formatInteger(sums.collected + sums.uncollectable),
    ),
    say(
      '{0} objects of the program died by their count, {1} by the collector',
      formatInteger(sums.deaths.count),
      formatInteger(sums.deaths.collector),
    ),
  ];
}

function story(told: CollectionSteps, voice: Voice): readonly string[] {
  const { say, style } = voice;
  const { collection } = told;
  const title = say(
    'Collection {0}, generation {1}, {2}',
    collection.index + 1,
    collection.generation,
    reasonWords(collection, say),
  );
  const where = collection.line > 0 ? say(', line {0}', collection.line) : '';
  return [
    '',
    style.title(title + where),
    ...collectionStory(told, say).flatMap(({ title: phase, about, steps }, i) => {
      const rest = steps.length - SENTENCES;
      return [
        '',
        `${i + 1}. ${phase}`,
        `   ${style.quiet(about)}`,
        ...steps.slice(0, SENTENCES).map(({ words }) => `     ${words}`),
        ...(rest > 0 ? [`     ${plural(say, rest, '{0} more', '{0} more')}`] : []),
      ];
    }),
  ];
}

export function gcText(
  result: ExploreResult,
  steps: readonly CollectionSteps[],
  voice: Voice = { say: english, style: plain },
): string {
  const { say } = voice;
  const rest = result.collectionsTotal - result.collections.length;
  const out = [
    heading(result, voice),
    ...section(
      say('Collections'),
      result.collections.length === 0
        ? [say('The collector did not run.')]
        : [...table(result, voice), ...(rest > 0 ? [plural(say, rest, '{0} more', '{0} more')] : [])],
      voice,
    ),
    ...section(say('In all'), sumWords(result, say), voice),
    ...steps.flatMap((told) => story(told, voice)),
  ];
  return `${out.join('\n')}\n`;
}

/** For `--json`. Indexes of collections are from 0; addresses are offsets: add `addressBase` for what `id()` returns. */
export function gcJson(result: ExploreResult, steps: readonly CollectionSteps[]): string {
  const { python, addressBase, files, outcome, collections, collectionsTotal, cycles, sums, picture } = result;
  return jsonText('gc', {
    file: files[0]?.path ?? '',
    python,
    outcome,
    addressBase,
    collections,
    collectionsTotal,
    sums,
    cycles: cycles.filter((cycle) => cycle.collectedBy !== undefined),
    ...(picture ? { collector: picture.collector } : {}),
    ...(steps.length > 0 ? { steps } : {}),
  });
}
