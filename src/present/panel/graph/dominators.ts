/** A row of the tree of what keeps what alive. */
import type { Dominated } from '../../../protocol/graph.js';
import { objectWords } from '../../describe.js';
import { formatBytes, formatInteger } from '../../format.js';
import type { Say } from '../../say.js';

export interface DominatorRow {
  readonly name: string;
  readonly retained: string;
  readonly own: string;
  readonly objects: string;
  /** Of all that is reachable, 0 to 1. */
  readonly share: number;
}

export function dominatorRow(
  { object, retainedBytes, retainedObjects }: Dominated,
  total: number,
  say: Say,
): DominatorRow {
  const name = object.names?.[0];
  return {
    name: name === undefined ? objectWords(object) : `${name}: ${objectWords(object, 30)}`,
    retained: formatBytes(retainedBytes, say),
    own: formatBytes(object.sizeBytes, say),
    objects: formatInteger(retainedObjects),
    share: total > 0 ? retainedBytes / total : 0,
  };
}
