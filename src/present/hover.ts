/** What a hover says of a name's object: Markdown in which the program's own text is never interpreted. */
import { formatAddress } from '../protocol/address.js';
import type { CountHistory } from '../protocol/countHistory.js';
import type { Holder, ObjectDetail, Why } from '../protocol/objects.js';
import type { ExploreResult, LineAnnotation, PythonVersion } from '../protocol/run.js';
import { historyRows } from './countHistory.js';
import { countWords, generationWords, holderWords, hookLines, markWords, placeWords } from './describe.js';
import { formatBytes, formatRange, formatSigned, listWords, plural } from './format.js';
import { code, escapeMarkdown } from './markdown.js';
import { pathWords } from './path.js';
import { english, type Say } from './say.js';

export interface HoverInput {
  readonly name: string;
  readonly detail: ObjectDetail;
  readonly result: Pick<ExploreResult, 'addressBase' | 'python' | 'files'>;
  /** The line that the pointer is on, where it ran. */
  readonly annotation?: LineAnnotation;
  /** Where they are known: how its count went, and why it is alive. */
  readonly history?: CountHistory | null;
  readonly why?: Why | null;
  /** Where a link to a line leads; without it lines are told and lead nowhere. */
  readonly lineTarget?: (line: number) => string;
}

const HOLDERS_SHOWN = 12;
/** Changes of the count that are shown at its beginning and at its end. */
const CHANGES_SHOWN = 6;

/** Text that leads to a line. */
function linked(text: string, line: number | undefined, { lineTarget }: HoverInput): string {
  const words = escapeMarkdown(text);
  return line === undefined || lineTarget === undefined ? words : `[${words}](${lineTarget(line)})`;
}

function lineLink(line: number, input: HoverInput, say: Say): string {
  return linked(say('line {0}', line), line, input);
}

function countLine(input: HoverInput, say: Say): string {
  const { detail, annotation, name } = input;
  if (detail.marks.includes('immortal') || detail.marks.includes('static')) return `**${countWords(detail, say)}**`;
  const count = `**${plural(say, detail.count, '1 reference', '{0} references')}**`;
  const touch = annotation?.names.find((n) => n.name === name);
  if (!touch || !annotation) return count;
  if (annotation.hits > 1 && touch.min !== touch.max)
    return `${count} (${say('{0} over {1} runs of this line', formatRange(touch.min, touch.max), annotation.hits)})`;
  if (touch.before === null) return `${count} (${say('created by this line')})`;
  const change = touch.after - touch.before;
  return change === 0 ? count : `${count} (${say('{0} by this line', formatSigned(change))})`;
}

/**
 * What `sys.getrefcount(name)` would print, and why: its argument is one more reference. 3.14 lends locals of
 * functions to a call, so there the sentence would not be true of every name and is left out.
 */
function getrefcountLine(detail: ObjectDetail, python: PythonVersion, name: string, say: Say): string | undefined {
  if (
    detail.marks.includes('immortal') ||
    detail.marks.includes('static') ||
    python === '3.14' ||
    !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)
  )
    return undefined;
  return say('{0} prints {1}: its own argument is one more', code(`sys.getrefcount(${name})`), detail.count + 1);
}

function holderLine(holder: Holder, input: HoverInput, say: Say): string {
  const times = holder.times > 1 ? ` ×${holder.times}` : '';
  const line = holder.line ? ` _(${lineLink(holder.line, input, say)})_` : '';
  return `- ${escapeMarkdown(holderWords(holder, say))}${times}${line}`;
}

/** `**Its count** 1 (line 3), 1 → 2 (line 5)`: the first changes and the last ones. */
function historyLine(input: HoverInput, say: Say): string | undefined {
  const { history, result } = input;
  if (!history || history.changesTotal < 2) return undefined;
  const paths = result.files.map(({ path }) => path);
  const rows = historyRows(history, paths, say).map((row) => {
    if (row === null) return undefined;
    const times = row.times > 1 ? ` ×${row.times}` : '';
    return `${escapeMarkdown(row.change)}${times} _(${linked(row.where, row.line, input)})_`;
  });
  const hasGap = rows.length > 2 * CHANGES_SHOWN;
  const shown = hasGap ? [...rows.slice(0, CHANGES_SHOWN), undefined, ...rows.slice(-CHANGES_SHOWN)] : rows;
  const words = shown.map((row) => row ?? '…');
  if (!history.complete) words.push('…');
  return `**${say('Its count')}** ${listWords(words, say)}`;
}

/** The shortest way that keeps it alive, where it is more than a name of its own. */
function aliveLine({ why }: HoverInput, say: Say): string | undefined {
  if (!why) return undefined;
  const [path] = why.paths;
  if (path === undefined) return `**${say('Nothing leads to it: it waits for the collector')}**`;
  if (path.length < 2) return undefined;
  return `**${say('Kept alive by')}** ${code(pathWords(path, say))}`;
}

export function objectHover(input: HoverInput, say: Say = english): string {
  const { detail, result } = input;
  const base = result.addressBase;
  const lines = [`${code(input.name)} → ${code(detail.type)} — ${countLine(input, say)}`, '', code(detail.repr), ''];
  if (detail.holders.length > 0) {
    lines.push(`**${say('Held by')}**`, '');
    for (const holder of detail.holders.slice(0, HOLDERS_SHOWN)) lines.push(holderLine(holder, input, say));
    const rest = detail.holders.length - HOLDERS_SHOWN;
    if (rest > 0) lines.push(`- ${plural(say, rest, '{0} more', '{0} more')}`);
    else if (detail.holdersCut) lines.push(`- ${say('and others')}`);
    lines.push('');
  }
  for (const line of [aliveLine(input, say), historyLine(input, say)]) if (line) lines.push(line, '');
  const refcount = getrefcountLine(detail, result.python, input.name, say);
  if (refcount) lines.push(refcount, '');
  lines.push('---', '');
  lines.push(
    [
      code(formatAddress(base, detail.address)),
      `${formatBytes(detail.sizeBytes, say)} (${code('sys.getsizeof')})`,
      generationWords(detail, say),
    ].join(' · '),
    '',
    placeWords(detail.place, base, say),
    ...hookLines(detail.place, say).flatMap((line) => ['', code(line)]),
  );
  const marks = detail.marks
    .filter((m) => m !== 'static' || detail.place.kind !== 'static')
    .map((m) => markWords(m, say));
  for (const mark of marks) lines.push('', mark);
  if (detail.bornLine !== undefined) lines.push('', say('created on {0}', lineLink(detail.bornLine, input, say)));
  if (detail.cycle !== undefined) lines.push('', `$(sync) ${say('part of reference cycle {0}', detail.cycle)}`);
  return lines.join('\n');
}
