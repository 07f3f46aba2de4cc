/** What would become of a moment's objects if a reference were cut, or weak. */
import type { Fate, ObjectSummary } from '../protocol/objects.js';
import type { MomentPicture } from '../protocol/run.js';
import type { WithoutReference } from '../protocol/whatIf.js';
import { countWords, cycleWords, objectWords } from './describe.js';
import { formatBytes, formatInteger, listWords, plural } from './format.js';
import type { Say } from './say.js';

export type Change = 'cut' | 'weak';

/** Objects of a fate that are named. */
const NAMED = 8;

/** `8 objects, 41 KiB: list ×5, left (Node), dict, 1 more`: several of a type without names stand together. */
export function fateWords(fate: Fate, say: Say): string {
  const count = plural(say, fate.objectsTotal, '{0} object', '{0} objects');
  const unnamed = new Map<string, ObjectSummary[]>();
  const groups: (readonly ObjectSummary[])[] = [];
  for (const object of fate.objects) {
    const alike = object.names?.[0] ? undefined : unnamed.get(object.type);
    if (alike !== undefined) alike.push(object);
    else {
      const group = [object];
      groups.push(group);
      if (!object.names?.[0]) unnamed.set(object.type, group);
    }
  }
  const shown = groups.slice(0, NAMED);
  const named = shown.map(([first, ...others]) => {
    const { names, type } = first!;
    if (names?.[0]) return `${names[0]} (${type})`;
    return others.length > 0 ? `${type} ×${formatInteger(others.length + 1)}` : objectWords(first!, 24);
  });
  const rest = fate.objectsTotal - shown.reduce((n, group) => n + group.length, 0);
  if (rest > 0) named.push(plural(say, rest, '{0} more', '{0} more'));
  return `${count}, ${formatBytes(fate.bytes, say)}: ${listWords(named, say)}`;
}

function fateLines(is: WithoutReference, change: Change, say: Say): readonly string[] {
  const { dies, waits, unreachable, object, left } = is;
  const lines: string[] = [];
  if (dies.objectsTotal > 0) {
    const fate = fateWords(dies, say);
    if (!unreachable) lines.push(say('would free at once {0}', fate));
    else if (change === 'cut') lines.push(say('would free at once, without the collector, {0}', fate));
    else lines.push(say('would have freed as soon as the last name went, without the collector, {0}', fate));
  }
  if (waits.objectsTotal > 0) lines.push(say('would leave to the collector, in a cycle, {0}', fateWords(waits, say)));
  if (lines.length > 0) return lines;
  if (object.marks.includes('immortal') || object.marks.includes('static'))
    return [say('would free nothing: {0}', countWords(object, say))];
  return [
    plural(say, left, 'would free nothing now: 1 reference remains', 'would free nothing now: {0} references remain'),
  ];
}

function cycleLines(is: WithoutReference, picture: MomentPicture, say: Say): readonly string[] {
  return is.cycles.flatMap((id) => {
    const cycle = picture.cycles.find((one) => one.id === id);
    if (cycle === undefined) return [];
    const words = cycleWords(cycle, say);
    return is.opened.includes(id)
      ? [say('would open the cycle {0}: its objects can die by their counts then', words)]
      : [say('would not open the cycle {0}: its objects refer to each other by other ways, too', words)];
  });
}

/** What would become of the objects of the moment, a clause for each fate. */
export function withoutLines(
  is: WithoutReference,
  change: Change,
  picture: MomentPicture,
  say: Say,
): readonly string[] {
  return [...cycleLines(is, picture, say), ...fateLines(is, change, say)];
}
