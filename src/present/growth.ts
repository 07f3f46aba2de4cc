/** How objects grew, in words and as a curve: what the terminal and the panel say of it. */
import type { BufferUse, GrowthPoint, GrowthSeries, GrowthUnit } from '../protocol/growth.js';
import { scopeWords } from './describe.js';
import { formatBytes, formatInteger, plural } from './format.js';
import type { Say } from './say.js';

/** `12 items`, `1 entry`. */
export function unitWords(count: number, unit: GrowthUnit, say: Say): string {
  switch (unit) {
    case 'items':
      return plural(say, count, '{0} item', '{0} items');
    case 'entries':
      return plural(say, count, '{0} entry', '{0} entries');
    case 'slots':
      return plural(say, count, '{0} slot', '{0} slots');
    case 'bytes':
      return plural(say, count, '{0} byte', '{0} bytes');
    case 'characters':
      return plural(say, count, '{0} character', '{0} characters');
    case 'pieces':
      return plural(say, count, '{0} piece of text', '{0} pieces of text');
  }
}

/** `list store.items`, `list out in local()`, `list` where it has no name. */
export function growingName({ type, name, scope = '' }: GrowthSeries, say: Say): string {
  if (name === undefined) return type;
  return scope === '' ? `${type} ${name}` : say('{0} {1} in {2}', type, name, scopeWords(scope, say));
}

/** Where it comes from and how often it moved: `made by line 5; asked for another buffer 7 times`. */
export function growingOrigin({ bornLine, resizes, alike }: GrowthSeries, say: Say): string {
  const parts = bornLine === undefined ? [] : [say('made by line {0}', bornLine)];
  parts.push(plural(say, resizes, 'asked for another buffer once', 'asked for another buffer {0} times'));
  if (alike > 0)
    parts.push(
      plural(say, alike, '{0} more made by that line grew no further', '{0} more made by that line grew no further'),
    );
  return parts.join(say('; '));
}

/** `500 items, 526 fit: 4,000 bytes used of 4,208 bytes requested (95 %)`, and what the allocator made of it where that is more. */
export function useWords(use: BufferUse, unit: GrowthUnit, say: Say): string {
  const { used, allocated, usedBytes, allocatedBytes, blockBytes } = use;
  const share = allocatedBytes === 0 ? 0 : Math.round((100 * usedBytes) / allocatedBytes);
  const words = say(
    '{0}, {1} fit: {2} used of {3} requested ({4} %)',
    unitWords(used, unit, say),
    formatInteger(allocated),
    formatBytes(usedBytes, say),
    formatBytes(allocatedBytes, say),
    share,
  );
  return blockBytes > allocatedBytes
    ? say('{0}, rounded up to {1} by the allocator', words, formatBytes(blockBytes, say))
    : words;
}

/** A size from which on more fits: how many were there, and how many fit since. */
export interface GrowthStep {
  readonly line: number;
  readonly used: number;
  readonly allocated: number;
}

/** Where more came to fit, or less; each step once. */
export function growthSteps({ points }: GrowthSeries): readonly GrowthStep[] {
  const steps: GrowthStep[] = [];
  let before = 0;
  for (const { used, allocated, line } of points) {
    if (allocated !== before) steps.push({ line, used, allocated });
    before = allocated;
  }
  return steps;
}

/** Values of a series at evenly spaced moments of its life: of each span the last point that was seen. */
export function sampled(points: readonly GrowthPoint[], columns: number): readonly GrowthPoint[] {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return [];
  const span = Math.max(1, last.step - first.step);
  const samples: GrowthPoint[] = [];
  let at = 0;
  for (let column = 0; column < columns; column++) {
    const until = first.step + (span * (column + 1)) / columns;
    while (at + 1 < points.length && points[at + 1]!.step <= until) at++;
    samples.push(points[at]!);
  }
  return samples;
}
