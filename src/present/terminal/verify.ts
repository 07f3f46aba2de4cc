/** The text of `arenascope verify`: where the simulator and a real interpreter agree, and where not. */
import type { StreamComparison, Verification } from '../../protocol/verify.js';
import { formatInteger, oneLine, plural } from '../format.js';
import { english, type Say } from '../say.js';
import { jsonText } from './json.js';
import { tabulate, type Voice } from './lines.js';
import { plain } from './style.js';

/** Differing lines shown of each side. */
const SHOWN = 12;

function side(title: string, lines: readonly string[], say: Say): readonly string[] {
  const rest = lines.length - SHOWN;
  return [
    ...lines.slice(0, SHOWN).map((line) => `    ${title} ${oneLine(line)}`.trimEnd()),
    ...(rest > 0 ? [`    ${title} ${plural(say, rest, '{0} more line', '{0} more lines')}`] : []),
  ];
}

function streamLines(compared: StreamComparison, { say, style }: Voice): readonly string[] {
  const { stream, linesTotal, unstableLines, difference } = compared;
  const unstable =
    unstableLines === 0
      ? []
      : [
          plural(
            say,
            unstableLines,
            '  {0} line of {1} was not compared: the interpreter differs from itself in it',
            '  {0} lines of {1} were not compared: the interpreter differs from itself in them',
            stream,
          ),
        ];
  if (!difference)
    return [
      linesTotal === 0
        ? say('  {0}: both print nothing', stream)
        : plural(say, linesTotal, '  {1}: {0} line, equal', '  {1}: {0} lines, equal', stream),
      ...unstable,
    ];
  return [
    style.alert(say('  {0} differs from line {1} on', stream, difference.line)),
    ...side('- Python', difference.real, say),
    ...side('+ here  ', difference.simulated, say),
    ...unstable,
  ];
}

function countLines({ counts }: Verification, { say, style }: Voice): readonly string[] {
  if (!counts) return [say('  counts: the interpreter did not tell them')];
  const { compared, differences } = counts;
  if (differences.length === 0)
    return [
      plural(say, compared, '  counts: {0}, equal to sys.getrefcount', '  counts: {0}, all equal to sys.getrefcount'),
    ];
  const words = (count: number | null): string => (count === null ? say('unbound') : formatInteger(count));
  const rows = differences
    .slice(0, SHOWN)
    .map((d) => [
      say('line {0}', d.line),
      d.name,
      say('Python {0}', words(d.real)),
      say('here {0}', words(d.simulated)),
    ]);
  return [
    style.alert(
      plural(
        say,
        differences.length,
        '  counts: {0} of {1} differs from sys.getrefcount',
        '  counts: {0} of {1} differ from sys.getrefcount',
        formatInteger(compared),
      ),
    ),
    ...tabulate(rows, [false, false, false, false]).map((row) => `    ${row}`),
  ];
}

export function verifyText(verification: Verification, voice: Voice = { say: english, style: plain }): string {
  const { say, style } = voice;
  const { file, interpreter, version, equal, streams, exitStatus } = verification;
  const statuses = exitStatus.simulated === exitStatus.real;
  const out = [
    style.title(
      equal
        ? say('{0}: as Python {1} ({2})', file, version, interpreter)
        : say('{0}: not as Python {1} ({2})', file, version, interpreter),
    ),
    ...streams.flatMap((stream) => streamLines(stream, voice)),
    statuses
      ? say('  exit status: {0}', exitStatus.real)
      : style.alert(say('  exit status differs: Python {0}, here {1}', exitStatus.real, exitStatus.simulated)),
    ...countLines(verification, voice),
  ];
  return `${out.join('\n')}\n`;
}

export function verifyJson(verification: Verification): string {
  return jsonText('verify', verification);
}
