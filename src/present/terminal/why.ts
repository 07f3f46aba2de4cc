/** The text of `arenascope why`: the ledger of an object, what keeps it alive, what would die with it. */
import { formatAddress } from '../../protocol/address.js';
import type { CountHistory } from '../../protocol/countHistory.js';
import type { Why } from '../../protocol/objects.js';
import type { ExploreResult, MomentPicture } from '../../protocol/run.js';
import { historyRows, leftOut } from '../countHistory.js';
import {
  countWords,
  generationWords,
  holderWords,
  hookLines,
  markWords,
  objectWords,
  placeWords,
} from '../describe.js';
import { formatBytes, formatInteger, plural } from '../format.js';
import { pathLines, pathWords } from '../path.js';
import { english, type Say } from '../say.js';
import { fateWords } from '../withoutReference.js';
import { jsonText } from './json.js';
import { heading, momentWords, section, tabulate, type Voice } from './lines.js';
import { plain } from './style.js';

type At = ExploreResult & { readonly picture: MomentPicture };

/** Whether its count tells anything of the program. */
function isCounted(why: Why): boolean {
  return !why.detail.marks.includes('immortal') && !why.detail.marks.includes('static');
}

function ledger(why: Why, name: string, result: At, { say, style }: Voice): readonly string[] {
  const { detail } = why;
  const sum = detail.holders.reduce((n, h) => n + h.times, 0);
  const rows = detail.holders.map((h) => [
    formatInteger(h.times),
    holderWords(h, say),
    h.line ? style.quiet(say('line {0}', h.line)) : '',
  ]);
  const lines = tabulate(rows, [true, false, false]);
  if (detail.holdersCut) return [...lines, say('and others, {0} references in all', formatInteger(detail.count))];
  const total = say('{0} in all', formatInteger(sum));
  // 3.14 lends locals of functions to a call, so there the sentence would not be true of every name.
  if (result.python === '3.14') return [...lines, total];
  const printed = say('sys.getrefcount({0}) prints {1}: its own argument is one more', name, formatInteger(sum + 1));
  return [...lines, `${total}; ${printed}`];
}

/** What `del NAME` would do, one sentence each. */
function unbindingLines(why: Why, say: Say): readonly string[] {
  const { unbinding, detail } = why;
  if (!unbinding) return [];
  const { dies, waits } = unbinding;
  const lines: string[] = [];
  if (dies.objectsTotal > 0) lines.push(say('would free at once {0}', fateWords(dies, say)));
  else if (waits.objectsTotal === 0)
    lines.push(
      isCounted(why)
        ? plural(
            say,
            detail.count - 1,
            'would free nothing: 1 reference remains',
            'would free nothing: {0} references remain',
          )
        : say('would free nothing: {0}', countWords(detail, say)),
    );
  if (waits.objectsTotal > 0) lines.push(say('would leave to the collector, in a cycle, {0}', fateWords(waits, say)));
  return lines;
}

function pathRows(why: Why, { say, style }: Voice): readonly string[] {
  if (why.paths.length === 0)
    return [say('nothing: no name and no part of the interpreter leads to it; it waits for the collector')];
  const rows = why.paths.map((path) => {
    const lines = pathLines(path);
    const taken = lines.length > 0 ? style.quiet(say('taken on line {0}', lines.join(', '))) : '';
    return [pathWords(path, say), taken];
  });
  return [...tabulate(rows, [false, false]), ...(why.pathsCut ? [say('and longer ways')] : [])];
}

function historyLines(history: CountHistory, files: At['files'], { say, style }: Voice): readonly string[] {
  const paths = files.map(({ path }) => path);
  const left = leftOut(history);
  const rows = historyRows(history, paths, say).map((row) =>
    row === null
      ? ['', style.quiet(plural(say, left, '1 more change', '{0} more changes')), '']
      : [row.where, row.change, row.times > 1 ? `×${formatInteger(row.times)}` : ''],
  );
  const cut = history.complete
    ? []
    : [say('The run could not be followed to its end in time: later changes are missing.')];
  return [...tabulate(rows, [false, false, false]), ...cut];
}

export function whyText(
  why: Why,
  history: CountHistory | null,
  name: string,
  result: At,
  voice: Voice = { say: english, style: plain },
): string {
  const { say } = voice;
  const { detail } = why;
  const base = result.addressBase;
  const facts = [
    say('{0} is {1}', name, objectWords(detail, 60)),
    [
      formatAddress(base, detail.address),
      formatBytes(detail.sizeBytes, say),
      countWords(detail, say),
      generationWords(detail, say),
      ...(detail.bornLine ? [say('created on line {0}', detail.bornLine)] : []),
    ].join(' · '),
    placeWords(detail.place, base, say),
    ...hookLines(detail.place, say),
    ...detail.marks.filter((m) => m !== 'static').map((m) => markWords(m, say)),
  ];
  const counted = isCounted(why);
  const out = [
    heading(result, voice, momentWords(result.picture.moment, say)),
    '',
    ...facts,
    ...(counted ? section(say('Held by'), ledger(why, name, result, voice), voice) : []),
    ...(counted ? section(say('Kept alive by, shortest way first'), pathRows(why, voice), voice) : []),
    ...section(
      say('Every way leads through'),
      why.dominators.map((o) => (o.names?.[0] ? `${o.names[0]} (${objectWords(o)})` : objectWords(o))),
      voice,
    ),
    ...section(say('del {0}', name), unbindingLines(why, say), voice),
    ...section(say('Its count, line by line'), history ? historyLines(history, result.files, voice) : [], voice),
    ...section(
      say('Only this object keeps alive'),
      why.retained.objectsTotal > 0 ? [fateWords(why.retained, say)] : [],
      voice,
    ),
  ];
  return `${out.join('\n')}\n`;
}

/** For `--json`. Addresses are offsets: add `addressBase` for what `id()` returns. */
export function whyJson(why: Why, history: CountHistory | null, name: string, result: At): string {
  const { python, addressBase, picture, files } = result;
  const { moment, step, line } = picture;
  return jsonText('why', {
    file: files[0]?.path ?? '',
    python,
    moment,
    step,
    line,
    addressBase,
    name,
    ...why,
    history,
  });
}
