/** The collectors that can be chosen. */
import type { CollectorKind } from '../../protocol/run.js';
import type { Heap } from '../heap.js';
import type { Candidates } from './candidates.js';
import { CountingOnly } from './countingOnly.js';
import { Generational } from './generational.js';
import { Incremental } from './incremental.js';
import { MarkSweep } from './markSweep.js';
import type { CollectorPolicy } from './policy.js';
import type { CollectorPort } from './port.js';
import { Python2 } from './python2.js';

/** The collector of a kind; `default` is the one that the simulated version has. */
export function policyOf(
  kind: CollectorKind,
  heap: Heap,
  port: CollectorPort,
  candidates: Candidates,
): CollectorPolicy {
  switch (kind) {
    case 'default':
      return heap.profile.minor >= 14
        ? new Incremental(heap, port, candidates)
        : new Generational(heap, port, candidates);
    case 'python2':
      return new Python2(heap, port, candidates);
    case 'incremental':
      return new Incremental(heap, port, candidates);
    case 'none':
      return new CountingOnly(heap);
    case 'mark-sweep':
      return new MarkSweep(heap, port, candidates);
  }
}
