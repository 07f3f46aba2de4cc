/** What a hover says of a name's object: Markdown in which the program's own text is never interpreted. */
import { formatAddress } from '../protocol/address.js';
import type { Holder, ObjectDetail } from '../protocol/objects.js';
import type { ExploreResult, LineAnnotation, PythonVersion } from '../protocol/run.js';
import { countWords, generationWords, holderWords, hookLines, markWords, placeWords } from './describe.js';
import { formatBytes, formatRange, formatSigned, plural } from './format.js';
import { code, escapeMarkdown } from './markdown.js';
import { english, type Say } from './say.js';

export interface HoverInput {
  readonly name: string;
  readonly detail: ObjectDetail;
  readonly result: Pick<ExploreResult, 'addressBase' | 'python'>;
  /** The line that the pointer is on, where it ran. */
  readonly annotation?: LineAnnotation;
  /** Counts of the object after other lines of the file, ascending. */
  readonly history?: readonly { readonly line: number; readonly count: number }[];
  /** Where a link to a line leads; without it lines are told and lead nowhere. */
  readonly lineTarget?: (line: number) => string;
}

const HOLDERS_SHOWN = 12;
/** Of a longer history the lines around the pointer. */
const HISTORY_SHOWN = 8;

function lineLink(line: number, { lineTarget }: HoverInput, say: Say): string {
  const words = say('line {0}', line);
  return lineTarget ? `[${words}](${lineTarget(line)})` : words;
}

/** The object's count after each line that touches it: `line 3: 1 · line 4: 2`. */
function historyLine(input: HoverInput, say: Say): string | undefined {
  const { history = [], annotation } = input;
  if (history.length < 2) return undefined;
  const here = history.findIndex(({ line }) => line >= (annotation?.line ?? 0));
  const from = Math.max(0, Math.min(here - HISTORY_SHOWN / 2, history.length - HISTORY_SHOWN));
  const shown = history.slice(from, from + HISTORY_SHOWN).map(({ line, count }) => {
    const words = `${lineLink(line, input, say)}: ${count}`;
    return line === annotation?.line ? `**${words}**` : words;
  });
  if (from > 0) shown.unshift('…');
  if (from + HISTORY_SHOWN < history.length) shown.push('…');
  return `${say('Count after')} ${shown.join(' · ')}`;
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
  const history = historyLine(input, say);
  if (history) lines.push(history, '');
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
