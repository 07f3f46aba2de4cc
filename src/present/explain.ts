/** The text of `arenascope explain`: the program with what each line did, then what died, which cycles there were, and the heap. */
import { formatAddress } from '../protocol/address.js';
import type { ExploreResult, FreedNote } from '../protocol/run.js';
import { collectionWords, cycleStateWords, cycleWords, freedWords, outcomeWords, reasonWords } from './describe.js';
import { formatBytes, formatInteger, plural, shorten } from './format.js';
import { lineNotes } from './lineNotes.js';
import { problems } from './problems.js';
import { english, type Say } from './say.js';

/** Source is padded to the longest line, but not beyond this column. */
const WIDEST = 60;

/** Expands tabs as Python's tokenizer counts them, so that notes stand in one column. */
function expandTabs(text: string): string {
  return text.replace(/[^\t]*\t/g, (part) => part.slice(0, -1).padEnd(Math.ceil(part.length / 8) * 8));
}

function sourceLines(source: string): readonly string[] {
  const lines = source.split(/\r\n|\n|\r/);
  if (lines.length > 1 && lines[lines.length - 1] === '') lines.pop();
  return lines.map(expandTabs);
}

function listing(result: ExploreResult, source: string, say: Say): readonly string[] {
  const lines = sourceLines(source);
  const notes = new Map(lineNotes(result, 0, say).map((n) => [n.line, n]));
  const width = Math.min(WIDEST, Math.max(0, ...lines.map((l) => l.length)));
  const digits = String(lines.length).length;
  return lines.map((line, i) => {
    const note = notes.get(i + 1);
    const number = String(i + 1).padStart(digits);
    if (!note) return `${number}  ${line}`.trimEnd();
    const text = [note.hits, note.counts.join('  '), note.events.join(', ')].filter(Boolean).join('  ');
    return `${number}  ${line.padEnd(width)}  # ${text}`;
  });
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((l) => `  ${l}`)];
}

function death(note: FreedNote, where: string, say: Say): string {
  const parts = [freedWords(note, say)];
  if (note.repr && note.times === 1 && note.repr !== note.type) parts.push(shorten(note.repr, 40));
  if (note.name) parts.push(say('last name {0}', note.name));
  if (note.bornLine) parts.push(say('created on line {0}', note.bornLine));
  return `${where}: ${parts.join(', ')}`;
}

function deaths(result: ExploreResult, say: Say): readonly string[] {
  const lines: string[] = [];
  for (const line of result.files[0]?.lines ?? [])
    for (const note of line.freed) lines.push(death(note, say('line {0}', line.line), say));
  return lines;
}

function heapLines(result: ExploreResult, say: Say): readonly string[] {
  const picture = result.picture;
  if (!picture) return [];
  const { totals, arenas, freeLists } = picture.heap;
  const lines = [
    say(
      '{0} objects, {1} tracked by the collector',
      formatInteger(totals.objects),
      formatInteger(totals.trackedObjects),
    ),
    say(
      '{0} blocks in use in {1} pools: {2}, of which {3} lost to rounding',
      formatInteger(totals.usedBlocks),
      formatInteger(totals.pools),
      formatBytes(totals.usedBytes, say),
      formatBytes(totals.roundingBytes, say),
    ),
    plural(
      say,
      totals.largeBlocks,
      'system heap: {0} block, {1}',
      'system heap: {0} blocks, {1}',
      formatBytes(totals.largeBytes, say),
    ),
  ];
  for (const arena of arenas)
    lines.push(
      say(
        'arena {0}: {1} of {2} pools used',
        formatAddress(result.addressBase, arena.address),
        arena.poolsTotal - arena.freePools,
        arena.poolsTotal,
      ),
    );
  for (const g of picture.collector.generations)
    lines.push(
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
  const kept = freeLists.filter((f) => f.length > 0).map((f) => `${f.name} ${f.length}`);
  if (kept.length > 0) lines.push(say('free lists: {0}', kept.join(', ')));
  return lines;
}

/** The whole explanation of a run; `source` is the main file's text. Ends with a line end. */
export function explainText(result: ExploreResult, source: string, say: Say = english): string {
  const path = result.files[0]?.path ?? '';
  const ended = outcomeWords(result.outcome, say);
  const out = [
    [
      path,
      say('Python {0}', result.python),
      plural(say, result.steps, '{0} line executed', '{0} lines executed'),
      ended,
    ]
      .filter(Boolean)
      .join(' · '),
    '',
    ...listing(result, source, say),
    ...section(
      say('Problems'),
      problems(result, say).map((p) => say('line {0}: {1}', p.range.line, p.message)),
    ),
    ...section(say('Deaths'), deaths(result, say)),
    ...section(
      say('Deaths at the end of the interpreter'),
      result.freedAtExit.map((n) => death(n, say('exit'), say)),
    ),
    ...section(
      say('Reference cycles'),
      result.cycles.map((c) =>
        [
          cycleWords(c, say),
          ...(c.closedBy ? [say('closed on line {0}', c.closedBy.line)] : []),
          cycleStateWords(c, result.collections, say),
        ].join(', '),
      ),
    ),
    ...section(
      say('Collections'),
      result.collections.map((c) => {
        const where = c.line > 0 ? say('line {0}', c.line) : say('outside any line');
        return `${where}: ${collectionWords(c, say)} (${reasonWords(c, say)})`;
      }),
    ),
    ...section(result.picture?.moment.kind === 'end' ? say('Heap at the end') : say('Heap'), heapLines(result, say)),
  ];
  return `${out.join('\n')}\n`;
}

/** The same as data, for `--json`: the run as `src/protocol` declares it, `schema` its version, `kind` which view of it. */
export function explainJson(result: ExploreResult): string {
  return `${JSON.stringify({ kind: 'arenascope.explain', ...result }, undefined, 2)}\n`;
}
