/** The whole run as small curves over one axis of executed lines. */
import type { Collection } from '../../protocol/run.js';
import type { Timeline, TimelineSample } from '../../protocol/timeline.js';
import { collectionWords, reasonWords } from '../describe.js';
import { formatBytes, formatInteger } from '../format.js';
import type { Say } from '../say.js';

/** Of each curve, in units; the view stretches it to its own width. */
export const CURVE = { width: 1000, height: 48 } as const;

export interface Curve {
  readonly id: 'bytes' | 'blocks' | 'allocated' | 'freed';
  readonly title: string;
  /** SVG path data of the line and of the area below it, within `CURVE`. */
  readonly line: string;
  readonly area: string;
  /** The least and the most, in words. */
  readonly range: string;
  /** What it is at each sample, in words. */
  readonly values: readonly string[];
}

export interface CollectionMark {
  /** From 0 to `CURVE.width`. */
  readonly x: number;
  readonly step: number;
  readonly generation: number;
  readonly index: number;
  readonly words: string;
  /** It found garbage. */
  readonly found: boolean;
}

export interface TimelineView {
  readonly curves: readonly Curve[];
  readonly marks: readonly CollectionMark[];
  readonly steps: readonly number[];
  readonly lines: readonly number[];
  /** Blocks freed before each sample. */
  readonly freed: readonly number[];
  /** The text twin: headings and rows. */
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Rows of the text twin. */
const ROWS = 40;

export function timelineView(
  timeline: Timeline,
  steps: number,
  collections: readonly Collection[],
  say: Say,
): TimelineView {
  const { samples } = timeline;
  const x = (step: number): number => (steps === 0 ? 0 : (step / steps) * CURVE.width);
  const curve = (
    id: Curve['id'],
    title: string,
    of: (s: TimelineSample) => number,
    words: (n: number) => string,
    fromZero: boolean,
  ): Curve => {
    const values = samples.map(of);
    const least = fromZero ? 0 : Math.min(...values);
    const most = Math.max(...values);
    const y = (value: number): number =>
      most === least ? CURVE.height - 1 : CURVE.height - 1 - ((value - least) / (most - least)) * (CURVE.height - 4);
    const points = samples.map((s, i) => ({ x: x(s.step), y: y(values[i]!) }));
    const round = (n: number): number => Math.round(n * 10) / 10;
    // A value holds until the next one is known.
    const line = points
      .map((p, i) => (i === 0 ? `M ${round(p.x)} ${round(p.y)}` : `H ${round(p.x)} V ${round(p.y)}`))
      .join(' ');
    const last = points[points.length - 1];
    return {
      id,
      title,
      line,
      area: last ? `${line} V ${CURVE.height} H 0 Z` : '',
      range: say('{0} to {1}', words(Math.min(...values)), words(most)),
      values: values.map(words),
    };
  };
  const bytes = (n: number): string => formatBytes(n, say);
  const curves = [
    curve('bytes', say('Resident bytes'), (s) => s.heldBytes, bytes, false),
    curve('blocks', say('Blocks in use'), (s) => s.blocks, formatInteger, false),
    curve('allocated', say('Blocks allocated'), (s) => s.allocated, formatInteger, true),
    curve('freed', say('Blocks freed'), (s) => s.freed, formatInteger, true),
  ];
  const every = Math.max(1, Math.ceil(samples.length / ROWS));
  const shown = samples.map((_, i) => i).filter((i) => i % every === 0 || i === samples.length - 1);
  return {
    curves: samples.length === 0 ? [] : curves,
    marks: collections
      .filter((c) => c.reason !== 'exit')
      .map((c) => ({
        x: x(c.step),
        step: c.step,
        generation: c.generation,
        index: c.index,
        found: c.collected + c.uncollectable > 0,
        words: `${c.line > 0 ? say('line {0}', c.line) : say('start')}: ${reasonWords(c, say)}, ${collectionWords(c, say)}`,
      })),
    steps: samples.map((s) => s.step),
    lines: samples.map((s) => s.line),
    freed: samples.map((s) => s.freed),
    headings: [say('Lines executed'), ...curves.map((c) => c.title)],
    rows: shown.map((i) => [formatInteger(samples[i]!.step), ...curves.map((c) => c.values[i]!)]),
  };
}

/** The sample that a step falls into. */
export function sampleAt(view: TimelineView, step: number): number {
  let low = 0;
  let high = view.steps.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (view.steps[middle]! <= step) low = middle;
    else high = middle - 1;
  }
  return low;
}
