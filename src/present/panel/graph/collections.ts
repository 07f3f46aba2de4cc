/** The collections of a run to choose from, and the one that is worth looking at first. */
import type { Collection, ExploreResult } from '../../../protocol/run.js';
import { collectionWords, reasonWords } from '../../describe.js';
import type { Say } from '../../say.js';

export interface CollectionChoice {
  readonly index: number;
  readonly words: string;
}

/** `best` is the index of one of `rows`; -1 where there are none. */
export function collectionChoices(
  result: ExploreResult,
  say: Say,
): { readonly rows: readonly CollectionChoice[]; readonly best: number } {
  const rows = result.collections.map((c) => ({
    index: c.index,
    words: `${c.index + 1}. ${c.line > 0 ? say('line {0}', c.line) : reasonWords(c, say)} · ${
      c.line > 0 ? `${reasonWords(c, say)} · ` : ''
    }${collectionWords(c, say)}`,
  }));
  const first = (is: (c: Collection) => boolean): number | undefined => result.collections.find(is)?.index;
  const best =
    first((c) => c.reason === 'asked') ??
    first((c) => (c.freed ?? 0) > 0 && c.reason !== 'exit') ??
    first((c) => c.reason === 'explicit') ??
    first(() => true) ??
    -1;
  return { rows, best };
}
