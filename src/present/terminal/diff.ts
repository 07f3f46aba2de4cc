/** The text of `arenascope diff`: what two moments of a run differ in. */
import type { DiffGroup, DiffMoment, DiffTotal, MomentDiff } from '../../protocol/diff.js';
import type { ExploreResult } from '../../protocol/run.js';
import { formatBytes, formatInteger, formatSigned, plural } from '../format.js';
import { english, type Say } from '../say.js';
import { jsonText } from './json.js';
import { heading, momentWords, section, tabulate, type Voice } from './lines.js';
import { plain } from './style.js';

/** Rows of a table; the rest is counted. */
const ROWS = 20;

function momentName({ moment, line }: DiffMoment, say: Say): string {
  return moment.kind === 'step' && line > 0
    ? `${momentWords(moment, say)} (${say('line {0}', line)})`
    : momentWords(moment, say);
}

function totalWords({ objects, bytes }: DiffTotal, say: Say): string {
  return plural(say, objects, '{0} object, {1}', '{0} objects, {1}', formatBytes(bytes, say));
}

function rest(total: number, shown: number, say: Say): readonly string[] {
  return total > shown ? [plural(say, total - shown, '{0} more', '{0} more')] : [];
}

function placeWords({ file, line }: DiffGroup, paths: readonly string[], say: Say): string {
  if (line === 0) return '';
  return file === 0 ? say('made by line {0}', line) : say('made by line {0} of {1}', line, paths[file] ?? '');
}

function groupLines(groups: readonly DiffGroup[], paths: readonly string[], say: Say): readonly string[] {
  const rows = groups
    .slice(0, ROWS)
    .map((g) => [formatInteger(g.objects), g.type, formatBytes(g.bytes, say), placeWords(g, paths, say)]);
  return [...tabulate(rows, [true, false, true, false]), ...rest(groups.length, ROWS, say)];
}

function grownLines({ grown, grownTotal }: MomentDiff, say: Say): readonly string[] {
  const lines = grown.slice(0, ROWS).map(({ object, bytesBefore, bytesAfter, bornLine }) => {
    const name = object.names?.[0] ?? '';
    const from = bornLine === undefined ? '' : say('made by line {0}', bornLine);
    const sizes = `${formatInteger(bytesBefore)} -> ${formatInteger(bytesAfter)}`;
    return [object.type, name, sizes, `(${formatSigned(bytesAfter - bytesBefore)})`, from];
  });
  return [...tabulate(lines, [false, false, true, true, false]), ...rest(grownTotal.objects, ROWS, say)];
}

function generationName(generation: number | null, say: Say): string {
  if (generation === null) return say('not tracked');
  return generation > 2 ? say('permanent generation') : say('generation {0}', generation);
}

function movedLines({ moved }: MomentDiff, say: Say): readonly string[] {
  const rows = moved
    .slice(0, ROWS)
    .map((m) => [formatInteger(m.objects), m.type, `${generationName(m.from, say)} -> ${generationName(m.to, say)}`]);
  return [...tabulate(rows, [true, false, false]), ...rest(moved.length, ROWS, say)];
}

export function diffText(
  result: ExploreResult,
  diff: MomentDiff,
  voice: Voice = { say: english, style: plain },
): string {
  const { say } = voice;
  const paths = result.files.map((file) => file.path);
  const nothing =
    diff.bornTotal.objects + diff.diedTotal.objects + diff.grownTotal.objects + diff.moved.length === 0
      ? ['', say('The two moments do not differ in the objects of the program.')]
      : [];
  const lines = [
    heading(result, voice),
    say('From {0} to {1}.', momentName(diff.from, say), momentName(diff.to, say)),
    ...nothing,
    ...section(
      say('Born since, and alive: {0}', totalWords(diff.bornTotal, say)),
      groupLines(diff.born, paths, say),
      voice,
    ),
    ...section(say('Died since: {0}', totalWords(diff.diedTotal, say)), groupLines(diff.died, paths, say), voice),
    ...section(
      plural(say, diff.grownTotal.objects, '{0} object of another size', '{0} objects of another size'),
      grownLines(diff, say),
      voice,
    ),
    ...section(say('Between generations'), movedLines(diff, say), voice),
  ];
  return `${lines.join('\n')}\n`;
}

export function diffJson(result: ExploreResult, diff: MomentDiff): string {
  const { python, addressBase, steps, outcome } = result;
  return jsonText('diff', { python, addressBase, steps, outcome, files: result.files.map((f) => f.path), ...diff });
}
