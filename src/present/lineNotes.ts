/** What stands after a line of source: in the editor, and in the listing of `arenascope explain`. */
import type { ExploreResult, LineAnnotation, NameTouch } from '../protocol/run.js';
import { freedWords } from './describe.js';
import { formatInteger, formatRange, formatSigned, listWords, plural } from './format.js';
import { english, type Say } from './say.js';

/** The weightiest thing that a line did; never told by colour alone, the words say it too. */
export type LineTone = 'quiet' | 'changed' | 'freed' | 'cycle';

export interface LineNote {
  /** From 1. */
  readonly line: number;
  readonly tone: LineTone;
  /** `×3`; empty where the line ran once. */
  readonly hits: string;
  /** `a 2 (+1)`, one for each name. */
  readonly counts: readonly string[];
  /** `freed list`, `closes a cycle`, `collection of generation 2` ... */
  readonly events: readonly string[];
  /** `counts` and `events` with all but the first few replaced by their number. */
  readonly shownCounts: readonly string[];
  readonly shownEvents: string;
  /** Some name's count changed, or it was bound or unbound. */
  readonly changes: boolean;
  /** All of it on one line. */
  readonly text: string;
}

/** Most names and events shown after one line; the rest is counted. */
const SHOWN = { counts: 4, events: 3 };

/** `a 2 (+1)`; over several hits `a 1..3`; `a gone` after `del`. */
export function nameWords(touch: NameTouch, hits: number, say: Say = english): string {
  if (touch.immortal) return touch.bound ? say('{0} immortal', touch.name) : say('{0} gone', touch.name);
  if (!touch.bound) {
    if (touch.after === 0 || touch.before === null) return say('{0} gone', touch.name);
    return say('{0} gone, count {1} ({2})', touch.name, touch.after, formatSigned(touch.after - touch.before));
  }
  if (hits > 1 && touch.min !== touch.max) return `${touch.name} ${formatRange(touch.min, touch.max)}`;
  if (touch.before === null) return say('{0} {1} (new)', touch.name, touch.after);
  const change = touch.after - touch.before;
  return change === 0 ? `${touch.name} ${touch.after}` : `${touch.name} ${touch.after} (${formatSigned(change)})`;
}

function labelled(touches: readonly NameTouch[]): readonly NameTouch[] {
  const first = touches[0];
  if (!first || touches.every((t) => t.scope === first.scope)) return touches;
  const count = new Map<string, number>();
  for (const t of touches) count.set(t.name, (count.get(t.name) ?? 0) + 1);
  return touches.map((t) => (count.get(t.name) === 1 ? t : { ...t, name: `${t.scope || '<module>'}.${t.name}` }));
}

function tone(line: LineAnnotation): LineTone {
  if (line.closedCycles.length > 0) return 'cycle';
  if (line.freed.length > 0) return 'freed';
  return changes(line) ? 'changed' : 'quiet';
}

function changes(line: LineAnnotation): boolean {
  return line.names.some((n) => !n.immortal && (n.before !== n.after || !n.bound));
}

function cut(parts: readonly string[], most: number, total: number, say: Say): readonly string[] {
  if (total <= most) return parts;
  return [...parts.slice(0, most), plural(say, total - most, '{0} more', '{0} more')];
}

/** What one line did, in words. */
export function lineNote(
  line: LineAnnotation,
  result: Pick<ExploreResult, 'collections'>,
  say: Say = english,
): LineNote {
  const counts = labelled(line.names).map((n) => nameWords(n, line.hits, say));
  const events: string[] = [];
  const closed = line.closedCycles.length;
  if (closed > 0) events.push(plural(say, closed, 'closes a cycle', 'closes {0} cycles'));
  if (line.collections.length > 0) {
    const generations = line.collections.map((i) => result.collections.find((c) => c.index === i)?.generation ?? 0);
    const oldest = Math.max(...generations);
    events.push(
      line.collections.length === 1
        ? say('collection of generation {0}', oldest)
        : say('{0} collections up to generation {1}', formatInteger(line.collections.length), oldest),
    );
  }
  const byWords = new Map<string, { type: string; cause: string; times: number }>();
  for (const note of line.freed) {
    const key = `${note.cause} ${note.type}`;
    const same = byWords.get(key);
    if (same) same.times += note.times;
    else byWords.set(key, { type: note.type, cause: note.cause, times: note.times });
  }
  for (const note of byWords.values())
    events.push(freedWords({ ...note, cause: note.cause as 'count', address: 0 }, say));

  const hits = line.hits > 1 ? `×${formatInteger(line.hits)}` : '';
  const shownCounts = cut(counts, SHOWN.counts, Math.max(line.namesTotal, counts.length), say);
  const shownEvents = listWords(cut(events, SHOWN.events, events.length, say), say);
  const text = [hits, shownCounts.join('  '), shownEvents].filter(Boolean).join('  ·  ');
  return {
    line: line.line,
    tone: tone(line),
    hits,
    counts,
    events,
    shownCounts,
    shownEvents,
    changes: changes(line),
    text,
  };
}

/** The notes of one file of a run, ascending by line. */
export function lineNotes(result: ExploreResult, file: number, say: Say = english): readonly LineNote[] {
  const notes = result.files[file]?.lines.map((l) => lineNote(l, result, say)) ?? [];
  return notes.filter((n) => n.text !== '');
}
