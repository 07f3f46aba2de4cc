/** The words for the collectors that can be chosen. */
import type { CollectorKind } from '../protocol/run.js';
import type { Say } from './say.js';

/** What a column of a comparison, or a choice, is called. */
export function collectorName(kind: CollectorKind, say: Say): string {
  switch (kind) {
    case 'default':
      return say("the version's own");
    case 'python2':
      return say('Python 2');
    case 'incremental':
      return say('incremental');
    case 'none':
      return say('counting alone');
    case 'mark-sweep':
      return say('mark and sweep');
  }
}

/** One sentence on what it does. */
export function collectorSentence(kind: CollectorKind, say: Say): string {
  switch (kind) {
    case 'default':
      return say('The collector that the simulated version has.');
    case 'python2':
      return say('Cycles with __del__ are not collected: their objects go to gc.garbage, as in Python 2.');
    case 'incremental':
      return say('Old objects are collected a part at a time, as in CPython 3.14.0 to 3.14.4.');
    case 'none':
      return say('Reference counting alone: cycles are never freed.');
    case 'mark-sweep':
      return say('A traditional collector: what cannot be reached from the frames and modules is freed.');
  }
}
