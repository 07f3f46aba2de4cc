/** The collector's time line: a lane for each generation with a mark for each collection, and the same as tables. */
import type { Collection, ExploreResult, MomentPicture } from '../../protocol/run.js';
import { collectionWords, reasonWords } from '../describe.js';
import { formatInteger, plural } from '../format.js';
import type { Say } from '../say.js';
import type { TableView } from './view.js';

export interface LaneMark {
  /** The collection's index in the run. */
  readonly index: number;
  /** Executed lines before it: the moment to jump to. */
  readonly step: number;
  /** 0 to 1, along the run. */
  readonly at: number;
  /** 0 to 1: objects looked at, compared with the costliest collection (by their square roots: marks are areas). */
  readonly cost: number;
  /** It found garbage. */
  readonly found: boolean;
  /** It lies after the shown moment. */
  readonly later: boolean;
  /** Line, reason, cost and result in a sentence. */
  readonly words: string;
}

export interface Lane {
  readonly title: string;
  readonly sum: string;
  readonly marks: readonly LaneMark[];
}

export interface CollectorLanes {
  readonly lanes: readonly Lane[];
  /** The shown moment, 0 to 1. */
  readonly now: number;
  /** Collections that the marks leave out. */
  readonly more: string;
  /** The text twin: generations with members, counts and thresholds. */
  readonly generations: TableView;
}

/** Marks that a lane shows; the first ones of the run. */
const MARKS = 200;

/** `line 26: gc.collect() called, generation 2: 4 of 37 unreachable, 37 objects looked at`. */
export function collectionSentence(collection: Collection, say: Say): string {
  const where = collection.line > 0 ? say('line {0}', collection.line) : say('start');
  const cost = plural(say, collection.examined, '{0} object looked at', '{0} objects looked at');
  return `${where}: ${reasonWords(collection, say)}, ${collectionWords(collection, say)}, ${cost}`;
}

export function collectorLanes(result: ExploreResult, picture: MomentPicture, say: Say): CollectorLanes {
  // The one at the interpreter's end lies behind the run's last line.
  const collections = result.collections.filter((c) => c.reason !== 'exit');
  const most = Math.max(1, ...collections.map((c) => c.examined));
  const along = (step: number): number => (result.steps === 0 ? 0 : Math.min(1, step / result.steps));
  let shown = 0;
  const lanes = [0, 1, 2].map((generation): Lane => {
    const own = collections.filter((c) => c.generation === generation);
    const marks = own.slice(0, MARKS).map((c) => ({
      index: c.index,
      step: c.step,
      at: along(c.step),
      cost: Math.sqrt(c.examined / most),
      found: c.collected + c.uncollectable > 0,
      later: c.step > picture.step,
      words: collectionSentence(c, say),
    }));
    shown += marks.length;
    return {
      title: say('Generation {0}', generation),
      sum: plural(say, own.length, '{0} collection', '{0} collections'),
      marks,
    };
  });
  const left = collections.length - shown;
  return {
    lanes,
    now: along(picture.step),
    more: left > 0 ? plural(say, left, '{0} more collection', '{0} more collections') : '',
    generations: {
      headings: [say('Generation'), say('Objects'), say('Count'), say('Threshold')],
      rows: picture.collector.generations.map((g) => ({
        cells: [
          g.index > 2 ? say('Permanent generation') : String(g.index),
          formatInteger(g.membersTotal),
          g.index > 2 ? '–' : String(g.count),
          g.index > 2 ? '–' : String(g.threshold),
        ],
      })),
    },
  };
}
