/** A program with what each line did, as text that can be compared line by line with that of another version. */
import type { ExploreResult } from '../protocol/run.js';
import { collectionWords, outcomeWords, reasonWords } from './describe.js';
import { formatBytes, formatInteger, listWords, plural } from './format.js';
import { lineNotes } from './lineNotes.js';
import type { Say } from './say.js';

/** Source lines are padded to the longest, but not beyond this column. */
const WIDEST = 60;

/** Counts and events behind the lines, then the collections, the output, and the sums at the end. No addresses. */
export function versionListing(result: ExploreResult, source: string, say: Say): string {
  const lines = source.replace(/(\r\n|\n|\r)$/, '').split(/\r\n|\n|\r/);
  const notes = new Map(lineNotes(result, 0, say).map((note) => [note.line, note]));
  const width = Math.min(WIDEST, Math.max(0, ...lines.map((line) => line.length)));
  const listing = lines.map((line, i) => {
    const note = notes.get(i + 1);
    if (!note) return line;
    const words = [note.hits, note.counts.join('  '), listWords(note.events, say)].filter(Boolean).join('  ');
    return `${line.padEnd(width)}  # ${words}`;
  });
  const totals = result.picture?.heap.totals;
  const ended = outcomeWords(result.outcome, say);
  const sums = [
    plural(say, result.steps, '{0} line executed', '{0} lines executed'),
    ...(totals
      ? [
          plural(say, totals.objects, '{0} object', '{0} objects'),
          say('{0} blocks in use, {1}', formatInteger(totals.usedBlocks), formatBytes(totals.usedBytes, say)),
        ]
      : []),
    ...(ended ? [ended] : []),
  ];
  const collections = result.collections.map(
    (c) =>
      `${c.line > 0 ? say('line {0}', c.line) : say('outside any line')}: ${collectionWords(c, say)} · ${reasonWords(c, say)}`,
  );
  const printed = result.output.map(({ text }) => text).join('');
  const part = (title: string, body: readonly string[]) => (body.length === 0 ? [] : ['', `# ${title}`, ...body]);
  const output = printed === '' ? [] : printed.replace(/\n$/, '').split('\n');
  return `${[
    ...listing,
    ...part(
      say('Memory'),
      sums.map((line) => `#   ${line}`),
    ),
    ...part(
      say('Collections'),
      collections.map((line) => `#   ${line}`),
    ),
    ...part(
      say('Output'),
      output.map((line) => `#   ${line}`),
    ),
  ].join('\n')}\n`;
}
