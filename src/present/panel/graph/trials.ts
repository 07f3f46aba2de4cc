/** What if: the changes that can be tried on a run, and the runs side by side. */
import { ALLOCATORS } from '../../../protocol/allocators.js';
import type { ObjectEdge } from '../../../protocol/objects.js';
import {
  COLLECTOR_KINDS,
  type Cycle,
  type ExploreResult,
  type Intervention,
  PYTHON_VERSIONS,
} from '../../../protocol/run.js';
import type { RunChange, RunFigures } from '../../../protocol/runChange.js';
import { collectorName } from '../../collectorNames.js';
import { type ComparisonRow, comparisonRows } from '../../comparison.js';
import { cycleWords, edgeWords, objectWords } from '../../describe.js';
import type { Say } from '../../say.js';

/** A change with its name. */
export interface Trial {
  readonly words: string;
  readonly change: RunChange;
}

/** A reference that can be changed: from the object graph, or one that closed a cycle. */
export interface ReferenceTrial {
  /** The cycle that it closed. */
  readonly cycle: number;
  readonly words: string;
  readonly cut: Trial;
  readonly weak: Trial;
}

/** What the object graph hands over. */
export interface HandedReference {
  readonly how: Intervention['how'];
  readonly at: Intervention['at'];
  readonly edge: Intervention['edge'];
  readonly words: string;
}

export function interventionTrial({ how, at, edge, words }: HandedReference, say: Say): Trial {
  return {
    words: how === 'cut' ? say('{0} cut', words) : say('{0} weak', words),
    change: { intervene: { how, at, edge } },
  };
}

/** The reference that closed a cycle, weak from the line on that stored it; undefined where it is not known. */
export function closingReference(
  { closedBy, members }: Cycle,
  how: Intervention['how'] = 'weak',
): HandedReference | undefined {
  if (closedBy?.edge === undefined || closedBy.step === undefined) return undefined;
  const { from, to, kind, label } = closedBy.edge;
  return {
    how,
    at: { kind: 'step', step: closedBy.step },
    edge: { from, to, kind, label },
    words: edgeSentence(closedBy.edge, members),
  };
}

/** The references that closed the cycles of the run, as they can be changed when they were stored. */
export function closingReferences(result: ExploreResult, say: Say): readonly ReferenceTrial[] {
  return result.cycles.flatMap((cycle): ReferenceTrial[] => {
    const cut = closingReference(cycle, 'cut');
    const weak = closingReference(cycle, 'weak');
    if (!cut || !weak) return [];
    return [
      {
        cycle: cycle.id,
        words: `${cut.words} · ${say('closed on line {0}', cycle.closedBy!.line)} · ${cycleWords(cycle, say)}`,
        cut: interventionTrial(cut, say),
        weak: interventionTrial(weak, say),
      },
    ];
  });
}

/** `right.partner → left`. */
function edgeSentence(edge: ObjectEdge, members: Cycle['members']): string {
  const name = (address: number): string => {
    const object = members.find((m) => m.address === address);
    return object ? (object.names?.[0] ?? objectWords(object, 24)) : '?';
  };
  return `${name(edge.from)}${edgeWords(edge)} → ${name(edge.to)}`;
}

/** All other changes, by what they change; the one that the run has already is left out. */
export function otherTrials(
  result: ExploreResult,
  say: Say,
): {
  readonly versions: readonly Trial[];
  readonly collectors: readonly Trial[];
  readonly allocators: readonly Trial[];
} {
  return {
    versions: PYTHON_VERSIONS.filter((python) => python !== result.python).map((python) => ({
      words: say('Python {0}', python),
      change: { python },
    })),
    collectors: COLLECTOR_KINDS.filter((kind) => kind !== 'default').map((kind) => ({
      words: collectorName(kind, say),
      change: { collector: { kind } },
    })),
    allocators: ALLOCATORS.filter((allocator) => allocator !== 'pymalloc').map((allocator) => ({
      words: allocator,
      change: { allocator },
    })),
  };
}

/** `700, 10`: one to three numbers; undefined where the text is something else. */
export function thresholdsTrial(text: string, say: Say): Trial | undefined {
  const thresholds = text.split(/[\s,]+/).filter((part) => part !== '');
  if (thresholds.length < 1 || thresholds.length > 3 || !thresholds.every((part) => /^\d{1,9}$/.test(part)))
    return undefined;
  return {
    words: say('thresholds {0}', thresholds.join(', ')),
    change: { collector: { thresholds: thresholds.map(Number) } },
  };
}

export function disabledTrial(say: Say): Trial {
  return { words: say('collector off'), change: { collector: { disabled: true } } };
}

export interface TrialTable {
  readonly headings: readonly string[];
  readonly rows: readonly ComparisonRow[];
  /** What each run printed, where it is not what the first did. */
  readonly outputs: readonly { readonly heading: string; readonly text: string }[];
}

/** The run as it is first, then the trials that have been made. */
export function trialTable(
  base: RunFigures,
  made: readonly { readonly trial: Trial; readonly figures: RunFigures }[],
  onlyDifferences: boolean,
  say: Say,
): TrialTable {
  const rows = comparisonRows([base, ...made.map(({ figures }) => figures)], say);
  const plain = ({ printed }: RunFigures): string => printed.replace(/^(stdout|stderr) /gm, '');
  const others = made.filter(({ figures }) => figures.printed !== base.printed);
  return {
    headings: [say('as it is'), ...made.map(({ trial }) => trial.words)],
    rows: onlyDifferences ? rows.filter((row) => row.differs) : rows,
    outputs:
      others.length === 0
        ? []
        : [
            { heading: say('as it is'), text: plain(base) },
            ...others.map(({ trial, figures }) => ({ heading: trial.words, text: plain(figures) })),
          ],
  };
}
