/** The text of `arenascope explain`: the program with what each line did, then what died, which cycles there were, and the heap. */
import { formatAddress } from '../../protocol/address.js';
import type { Cycle, ExploreResult, Teardown } from '../../protocol/run.js';
import { cycleStateWords, cycleWords, deathWords, teardownWords } from '../describe.js';
import { formatBytes, formatInteger, oneLine, plural } from '../format.js';
import { type LineTone, lineNotes } from '../lineNotes.js';
import { problems } from '../problems.js';
import { english, type Say } from '../say.js';
import { changedLines } from '../textEdits.js';
import { jsonText } from './json.js';
import { collectionLines, generationLines, heading, section, type Voice } from './lines.js';
import { plain, type Style } from './style.js';

/** Source is padded to the longest line, but not beyond this column. */
const WIDEST = 60;

/** Expands tabs as Python's tokenizer counts them, so that notes stand in one column. */
function expandTabs(text: string): string {
  return text.replace(/[^\t]*\t/g, (part) => part.slice(0, -1).padEnd(Math.ceil(part.length / 8) * 8));
}

function sourceLines(source: string): readonly string[] {
  const lines = source.split(/\r\n|\n|\r/);
  if (lines.length > 1 && lines[lines.length - 1] === '') lines.pop();
  return lines.map((line) => oneLine(expandTabs(line)));
}

function noteStyle(tone: LineTone, style: Style): (text: string) => string {
  if (tone === 'cycle') return style.alert;
  return tone === 'quiet' ? style.quiet : style.news;
}

function listing(result: ExploreResult, source: string, { say, style }: Voice): readonly string[] {
  const lines = sourceLines(source);
  const notes = new Map(lineNotes(result, 0, say).map((n) => [n.line, n]));
  const width = Math.min(WIDEST, Math.max(0, ...lines.map((l) => l.length)));
  const digits = String(lines.length).length;
  return lines.map((line, i) => {
    const note = notes.get(i + 1);
    const number = String(i + 1).padStart(digits);
    if (!note) return `${style.quiet(number)}  ${line}`.trimEnd();
    const text = ['#', note.hits, note.counts.join('  '), note.events.join(', ')].filter(Boolean);
    const [mark, ...words] = text;
    return `${style.quiet(number)}  ${line.padEnd(width)}  ${noteStyle(note.tone, style)(`${mark} ${words.join('  ')}`)}`;
  });
}

/** The problems, each with its other places and what can be done about it. */
function problemLines(result: ExploreResult, source: string, { say, style }: Voice): readonly string[] {
  const where = (line: number, file: number): string =>
    file === 0 ? say('line {0}', line) : say('line {0} of {1}', line, result.files[file]?.path ?? '');
  const seen = new Set<string>();
  return problems(result, say).flatMap(({ range, message, related, fixes }) => [
    say('{0}: {1}', where(range.line, range.file), message),
    ...related.map((r) => `  ${say('{0}: {1}', where(r.range.line, r.range.file), r.message)}`),
    ...fixes
      .filter(({ title }) => !seen.has(title) && seen.add(title))
      .flatMap(({ title, edits }) => [
        `  ${say('What would help: {0}', title)}`,
        ...changedLines(source, edits).map(({ sign, line, text }) => {
          const place = style.quiet(String(line).padStart(4));
          return `  ${place} ${sign} ${oneLine(expandTabs(text))}`.trimEnd();
        }),
      ]),
  ]);
}

function deaths(result: ExploreResult, say: Say): readonly string[] {
  const lines: string[] = [];
  for (const line of result.files[0]?.lines ?? [])
    for (const note of line.freed) lines.push(`${say('line {0}', line.line)}: ${deathWords(note, say)}`);
  return lines;
}

function cycleLine(cycle: Cycle, result: ExploreResult, say: Say): string {
  const closed = cycle.closedBy ? [say('closed on line {0}', cycle.closedBy.line)] : [];
  return [cycleWords(cycle, say), ...closed, cycleStateWords(cycle, result.collections, say)].join(', ');
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
  lines.push(...generationLines(picture, say));
  const kept = freeLists.filter((f) => f.length > 0).map((f) => `${f.name} ${f.length}`);
  if (kept.length > 0) lines.push(say('free lists: {0}', kept.join(', ')));
  return lines;
}

function exitLines({ freedAtExit, steps, endStep = steps }: ExploreResult, say: Say): string[] {
  const ran =
    endStep < steps
      ? [
          plural(
            say,
            steps - endStep,
            '{0} line runs then, step {1}',
            '{0} lines run then, steps {1} to {2}',
            formatInteger(endStep + 1),
            formatInteger(steps),
          ),
        ]
      : [];
  return [
    ...ran,
    ...freedAtExit.flatMap(({ exit, ...note }, i) => {
      const before = freedAtExit[i - 1]?.exit;
      const isNext = exit !== undefined && teardownWords(exit, say) !== (before && teardownWords(before, say));
      return [...(isNext ? [teardownReason(exit, say)] : []), `  ${deathWords(note, say)}`];
    }),
  ];
}

/** What the interpreter does at its end, and why that is when something dies. */
function teardownReason(exit: Teardown, say: Say): string {
  const words = teardownWords(exit, say);
  switch (exit.kind) {
    case 'modules':
      return say('{0}: no function or class keeps their names', words);
    case 'lastCollection':
      return say('{0}: functions and classes kept their names until then', words);
    case 'name':
      return say('{0}: something still refers to the module', words);
    default:
      return words;
  }
}

/** The whole explanation of a run; `source` is the main file's text. Ends with a line end. */
export function explainText(
  result: ExploreResult,
  source: string,
  voice: Voice = { say: english, style: plain },
): string {
  const { say } = voice;
  const out = [
    heading(result, voice),
    '',
    ...listing(result, source, voice),
    ...section(say('Problems'), problemLines(result, source, voice), voice),
    ...section(say('Deaths'), deaths(result, say), voice),
    ...section(say('Deaths at the end of the interpreter'), exitLines(result, say), voice),
    ...section(
      say('Reference cycles'),
      result.cycles.map((c) => cycleLine(c, result, say)),
      voice,
    ),
    ...section(say('Collections'), collectionLines(result, say), voice),
    ...section(
      result.picture?.moment.kind === 'end' ? say('Heap at the end') : say('Heap'),
      heapLines(result, say),
      voice,
    ),
  ];
  return `${out.join('\n')}\n`;
}

/** The same as data, for `--json`: the run as `src/protocol` declares it. */
export function explainJson(result: ExploreResult): string {
  return jsonText('explain', result);
}
