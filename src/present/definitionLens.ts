/** The line above a function or a class: how often it ran, what of it is alive. */
import type { DefinitionNote } from '../protocol/definitions.js';
import { formatBytes, plural } from './format.js';
import type { Say } from './say.js';

export function definitionLens({ kind, calls, objects, bytes }: DefinitionNote, say: Say): string {
  const size = formatBytes(bytes, say);
  if (kind === 'class')
    return objects === 0
      ? say('no instances alive')
      : plural(say, objects, '{0} instance alive ({1})', '{0} instances alive ({1})', size);
  const made =
    objects === 0
      ? say('nothing made here is alive')
      : plural(say, objects, '{0} object made here is alive ({1})', '{0} objects made here are alive ({1})', size);
  if (calls === 0) return say('not called');
  return `${plural(say, calls, '{0} call', '{0} calls')} · ${made}`;
}
