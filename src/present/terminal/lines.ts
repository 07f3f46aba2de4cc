/** Parts that several texts of the command line share. */
import type { Moment } from '../../protocol/position.js';
import type { ExploreResult, MomentPicture } from '../../protocol/run.js';
import { collectionWords, outcomeWords, reasonWords } from '../describe.js';
import { plural } from '../format.js';
import type { Say } from '../say.js';
import type { Style } from './style.js';

/** A language and a style. */
export interface Voice {
  readonly say: Say;
  readonly style: Style;
}

/** A titled, indented block after an empty line; nothing where there are no lines. */
export function section(title: string, lines: readonly string[], { style }: Voice): readonly string[] {
  return lines.length === 0 ? [] : ['', style.title(title), ...lines.map((line) => (line === '' ? '' : `  ${line}`))];
}

/** `cycle.py · Python 3.12 · 34 lines executed`, and how it ended where it did not simply finish. */
export function heading(
  result: Pick<ExploreResult, 'python' | 'files' | 'steps' | 'outcome'>,
  { say, style }: Voice,
  ...more: readonly string[]
): string {
  const parts = [
    result.files[0]?.path ?? '',
    say('Python {0}', result.python),
    ...more,
    plural(say, result.steps, '{0} line executed', '{0} lines executed'),
    outcomeWords(result.outcome, say),
  ];
  return style.title(parts.filter(Boolean).join(' · '));
}

/** `at the end`, `after line 7`, `after line 7, execution 3`. */
export function momentWords(moment: Moment, say: Say): string {
  switch (moment.kind) {
    case 'end':
      return say('at the end');
    case 'step':
      return plural(say, moment.step, 'after {0} executed line', 'after {0} executed lines');
    case 'line':
      return moment.hit > 1
        ? say('after line {0}, execution {1}', moment.line, moment.hit)
        : say('after line {0}', moment.line);
  }
}

/** Aligns columns: `right` tells which are numbers. */
export function tabulate(rows: readonly (readonly string[])[], right: readonly boolean[]): readonly string[] {
  const widths = right.map((_, i) => Math.max(0, ...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, i) => (right[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** Generations, one line each. */
export function generationLines(picture: MomentPicture, say: Say): readonly string[] {
  return picture.collector.generations.map((g) =>
    g.index > 2
      ? plural(say, g.membersTotal, 'permanent generation: {0} object', 'permanent generation: {0} objects')
      : plural(
          say,
          g.membersTotal,
          'generation {1}: {0} object, count {2} of {3}',
          'generation {1}: {0} objects, count {2} of {3}',
          g.index,
          g.count,
          g.threshold,
        ),
  );
}

/** The collections of a run, one line each. */
export function collectionLines(
  result: Pick<ExploreResult, 'collections' | 'collectionsTotal'>,
  say: Say,
): readonly string[] {
  const lines = result.collections.map((c) => {
    const where = c.line > 0 ? say('line {0}', c.line) : say('outside any line');
    return `${where}: ${collectionWords(c, say)} (${reasonWords(c, say)})`;
  });
  const rest = result.collectionsTotal - lines.length;
  return rest > 0 ? [...lines, plural(say, rest, '{0} more', '{0} more')] : lines;
}
