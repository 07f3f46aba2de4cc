/** How containers and buffers grew over the run, each as a curve of what it had against what it used. */
import type { Growth, GrowthSeries } from '../../protocol/growth.js';
import { formatBytes, formatInteger } from '../format.js';
import { growingName, growingOrigin, growthSteps, useWords } from '../growth.js';
import type { Say } from '../say.js';
import { CURVE } from './timelineView.js';

export interface GrowthCurve {
  readonly name: string;
  readonly origin: string;
  readonly peak: string;
  readonly address: number;
  /** SVG path data within `CURVE`: bytes requested, and bytes used of them. */
  readonly allocated: string;
  readonly used: string;
  /** The most bytes requested, beside the curve's top. */
  readonly top: string;
  readonly line?: number;
  /** Where more came to fit: line, used, fits. */
  readonly steps: readonly (readonly string[])[];
}

export interface GrowthView {
  readonly curves: readonly GrowthCurve[];
  readonly headings: readonly string[];
  readonly note: string;
}

/** Steps of one object that are listed. */
const STEPS = 40;

export function growthView(growth: Growth, say: Say): GrowthView {
  const rest = growth.seriesTotal - growth.series.length;
  const notes = [
    ...(rest > 0 ? [say('{0} others grew less', formatInteger(rest))] : []),
    ...(growth.complete ? [] : [say('The run could not be followed to its end: later growth is missing.')]),
  ];
  return {
    curves: growth.series.map((series) => curve(series, growth.steps, say)),
    headings: [say('Line'), say('Used'), say('Fits')],
    note: notes.join(' · '),
  };
}

function curve(series: GrowthSeries, steps: number, say: Say): GrowthCurve {
  const { points, peak, unit, bornLine, diedStep } = series;
  const most = Math.max(1, peak.allocatedBytes);
  const round = (n: number): number => Math.round(n * 10) / 10;
  const x = (step: number): number => round((step / Math.max(1, steps)) * CURVE.width);
  const y = (bytes: number): number => round(CURVE.height - 1 - (bytes / most) * (CURVE.height - 4));
  // What was asked for stays until the object dies, or to the end.
  const end = x(diedStep ?? steps);
  const path = (of: (point: (typeof points)[number]) => number): string =>
    points
      .map((p, i) => (i === 0 ? `M ${x(p.step)} ${CURVE.height} V ${y(of(p))}` : `H ${x(p.step)} V ${y(of(p))}`))
      .join(' ') + (points.length > 0 ? ` H ${end} V ${CURVE.height}` : '');
  return {
    name: growingName(series, say),
    origin: growingOrigin(series, say),
    peak: useWords(peak, unit, say),
    address: series.address,
    allocated: path((p) => p.allocatedBytes),
    used: path((p) => p.usedBytes),
    top: formatBytes(peak.allocatedBytes, say),
    ...(bornLine === undefined ? {} : { line: bornLine }),
    steps: growthSteps(series)
      .slice(0, STEPS)
      .map(({ line, used, allocated }) => [String(line), formatInteger(used), formatInteger(allocated)]),
  };
}
