/** The text of `arenascope whatif`: what would be if a reference were cut, or weak. */
import type { ExploreResult, MomentPicture } from '../../protocol/run.js';
import type { ReferenceSelector, WithoutReference } from '../../protocol/whatIf.js';
import { holderWords, objectWords } from '../describe.js';
import { english, type Say } from '../say.js';
import { type Change, withoutLines } from '../withoutReference.js';
import { jsonText } from './json.js';
import { heading, momentWords, section, type Voice } from './lines.js';
import { plain } from './style.js';

type At = ExploreResult & { readonly picture: MomentPicture };

/** The reference as the user named it. */
function nameOf(selector: ReferenceSelector, say: Say): string {
  return selector.kind === 'path' ? selector.path : say('the reference that closed cycle {0}', selector.id);
}

function titleOf(change: Change, selector: ReferenceSelector, say: Say): string {
  const name = nameOf(selector, say);
  return change === 'cut' ? say('What if {0} were cut', name) : say('What if {0} were weak', name);
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
    ...section(titleOf(change, selector, say), withoutLines(is, change, result.picture, say), voice),
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
