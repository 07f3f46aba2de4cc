/** The text of `arenascope whatif`: what would be if a reference were cut, or weak. */
import type { ExploreResult, MomentPicture } from '../../protocol/run.js';
import type { ReferenceSelector, WithoutReference } from '../../protocol/whatIf.js';
import { countWords, cycleWords, holderWords, objectWords } from '../describe.js';
import { plural } from '../format.js';
import { english, type Say } from '../say.js';
import { jsonText } from './json.js';
import { heading, momentWords, section, type Voice } from './lines.js';
import { plain } from './style.js';
import { fateWords } from './why.js';

type At = ExploreResult & { readonly picture: MomentPicture };
export type Change = 'cut' | 'weak';

/** The reference as the user named it. */
function nameOf(selector: ReferenceSelector, say: Say): string {
  return selector.kind === 'path' ? selector.path : say('the reference that closed cycle {0}', selector.id);
}

function titleOf(change: Change, selector: ReferenceSelector, say: Say): string {
  const name = nameOf(selector, say);
  return change === 'cut' ? say('What if {0} were cut', name) : say('What if {0} were weak', name);
}

function fateLines(is: WithoutReference, change: Change, say: Say): readonly string[] {
  const { dies, waits, unreachable, object, left } = is;
  const lines: string[] = [];
  if (dies.objectsTotal > 0) {
    const fate = fateWords(dies, say);
    if (!unreachable) lines.push(say('would free at once {0}', fate));
    else if (change === 'cut') lines.push(say('would free at once, without the collector, {0}', fate));
    else lines.push(say('would have freed as soon as the last name went, without the collector, {0}', fate));
  }
  if (waits.objectsTotal > 0) lines.push(say('would leave to the collector, in a cycle, {0}', fateWords(waits, say)));
  if (lines.length > 0) return lines;
  if (object.marks.includes('immortal') || object.marks.includes('static'))
    return [say('would free nothing: {0}', countWords(object, say))];
  return [
    plural(say, left, 'would free nothing now: 1 reference remains', 'would free nothing now: {0} references remain'),
  ];
}

function cycleLines(is: WithoutReference, result: At, say: Say): readonly string[] {
  return is.cycles.flatMap((id) => {
    const cycle = result.picture.cycles.find((one) => one.id === id);
    if (cycle === undefined) return [];
    const words = cycleWords(cycle, say);
    return is.opened.includes(id)
      ? [say('would open the cycle {0}: its objects can die by their counts then', words)]
      : [say('would not open the cycle {0}: its objects refer to each other by other ways, too', words)];
  });
}

/** What would become of the objects of the moment, a sentence for each fate. */
export function withoutLines(is: WithoutReference, change: Change, result: At, say: Say): readonly string[] {
  return [...cycleLines(is, result, say), ...fateLines(is, change, say)];
}

export function whatIfText(
  is: WithoutReference,
  change: Change,
  selector: ReferenceSelector,
  result: At,
  voice: Voice = { say: english, style: plain },
): string {
  const { say } = voice;
  const { holder, object } = is;
  const name = object.names?.[0];
  const target = name === undefined ? objectWords(object) : `${name} (${objectWords(object)})`;
  const taken = holder.line === undefined ? '' : say(', taken on line {0}', holder.line);
  const lines = [
    heading(result, voice, momentWords(result.picture.moment, say)),
    '',
    say('{0}{1}, leads to {2}', holderWords(holder, say), taken, target),
    ...section(titleOf(change, selector, say), withoutLines(is, change, result, say), voice),
  ];
  return `${lines.join('\n')}\n`;
}

/** For `--json`. Addresses are offsets: add `addressBase` for what `id()` returns. */
export function whatIfJson(is: WithoutReference, change: Change, selector: ReferenceSelector, result: At): string {
  const { python, addressBase, picture, files } = result;
  const { moment, step, line } = picture;
  const file = files[0]?.path ?? '';
  return jsonText('whatif', { file, python, moment, step, line, addressBase, change, reference: selector, ...is });
}
