/** Everything that the panel draws and says, computed from a run's picture; the webview only paints it. */
import type { Address } from '../../protocol/address.js';
import type { ObjectSummary } from '../../protocol/objects.js';
import type { PanelSubject } from '../../protocol/panel.js';
import type { Cycle, ExploreResult, MomentPicture } from '../../protocol/run.js';
import {
  collectionWords,
  countWords,
  cycleStateWords,
  cycleWords,
  edgeWords,
  objectWords,
  outcomeWords,
  reasonWords,
  teardownWords,
} from '../describe.js';
import { formatBytes, formatInteger, plural } from '../format.js';
import { english, type Say } from '../say.js';
import { type CycleAction, cycleActions } from './cycleActions.js';
import { type CycleGraph, cycleGraph } from './cycleGraph.js';

export interface Tile {
  readonly id: string;
  /** The view that tells more. */
  readonly view: 'memory' | 'generations' | 'cycles';
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly tone: 'plain' | 'cycle' | 'garbage';
}

export interface ChipView {
  readonly address: Address;
  readonly type: string;
  /** A name that refers to it, or did last; may be empty. */
  readonly name: string;
  readonly title: string;
  readonly tone: 'plain' | 'cycle' | 'garbage';
}

export interface GenerationView {
  readonly title: string;
  readonly members: string;
  /** `count 12 of 700`. */
  readonly meter: string;
  /** 0 to 1. */
  readonly filled: number;
  readonly count: number;
  readonly threshold: number;
  readonly chips: readonly ChipView[];
  /** `300 more`, or empty. */
  readonly more: string;
}

export interface CycleView {
  readonly id: number;
  readonly title: string;
  readonly state: string;
  readonly waiting: boolean;
  readonly freed: boolean;
  readonly closedLine?: number;
  readonly closed: string;
  readonly graph: CycleGraph;
  /** The text twin: one sentence for each reference. */
  readonly sentences: readonly string[];
  readonly members: readonly ChipView[];
  readonly actions: readonly CycleAction[];
}

/** A table with as many cells in each row as there are headings. */
export interface TableView {
  readonly headings: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly line?: number; readonly object?: Address }[];
}

export interface NameView {
  readonly name: string;
  readonly object: ChipView;
  readonly value: string;
  readonly count: string;
}

/** The names of one frame. */
export interface FrameNames {
  readonly title: string;
  readonly names: readonly NameView[];
}

export interface PanelView {
  readonly title: string;
  /** `after line 12`. */
  readonly moment: string;
  /** `Python 3.12 · 40 lines executed`. */
  readonly about: string;
  /** The line that the picture follows, 0 where none ran. */
  readonly line: number;
  readonly warning: string;
  /** That a collection was asked for, which can be undone; else empty. */
  readonly asked: string;
  readonly tiles: readonly Tile[];
  readonly frames: readonly FrameNames[];
  readonly generations: readonly GenerationView[];
  readonly collectorNote: string;
  readonly cycles: readonly CycleView[];
  readonly freeLists: TableView;
  /** Objects that are handed out again instead of being made. */
  readonly shared: TableView;
  readonly collections: TableView;
  readonly output: string;
}

type Tones = ReadonlyMap<Address, 'cycle' | 'garbage'>;

function chip(object: ObjectSummary, tones: Tones, say: Say): ChipView {
  return {
    address: object.address,
    type: object.type,
    name: object.names?.[0] ?? '',
    title: `${objectWords(object)}, ${countWords(object, say)}`,
    tone: tones.get(object.address) ?? 'plain',
  };
}

function tiles(result: ExploreResult, picture: MomentPicture, say: Say): readonly Tile[] {
  const { totals } = picture.heap;
  const waiting = picture.cycles.filter((c) => c.unreachable).length;
  const tile = (
    id: string,
    view: Tile['view'],
    label: string,
    value: string,
    note: string,
    tone: Tile['tone'] = 'plain',
  ): Tile => ({
    id,
    view,
    label,
    value,
    note,
    tone,
  });
  return [
    tile(
      'objects',
      'memory',
      say('Objects'),
      formatInteger(totals.objects),
      say('{0} tracked by the collector', formatInteger(totals.trackedObjects)),
    ),
    tile(
      'blocks',
      'memory',
      say('Blocks in use'),
      formatInteger(totals.usedBlocks),
      say('{0}, {1} lost to rounding', formatBytes(totals.usedBytes, say), formatBytes(totals.roundingBytes, say)),
    ),
    tile(
      'arenas',
      'memory',
      say('Arenas'),
      formatInteger(picture.heap.arenas.length),
      say('{0}, {1} pools', formatBytes(totals.arenaBytes, say), formatInteger(totals.pools)),
    ),
    tile(
      'system',
      'memory',
      say('System heap'),
      formatBytes(totals.largeBytes, say),
      plural(say, totals.largeBlocks, '{0} block', '{0} blocks'),
    ),
    tile(
      'cycles',
      'cycles',
      say('Cycles'),
      formatInteger(picture.cyclesTotal),
      waiting > 0
        ? plural(say, waiting, '{0} waits for the collector', '{0} wait for the collector')
        : say('none waits for the collector'),
      waiting > 0 ? 'garbage' : picture.cyclesTotal > 0 ? 'cycle' : 'plain',
    ),
    tile(
      'collections',
      'generations',
      say('Collections'),
      formatInteger(result.collectionsTotal),
      say('{0} objects freed by them', formatInteger(result.collections.reduce((n, c) => n + c.collected, 0))),
    ),
  ];
}

function generationViews(picture: MomentPicture, tones: Tones, say: Say): readonly GenerationView[] {
  return picture.collector.generations.map((g) => ({
    title: g.index > 2 ? say('Permanent generation') : say('Generation {0}', g.index),
    members: plural(say, g.membersTotal, '{0} object', '{0} objects'),
    meter: g.index > 2 ? '' : say('count {0} of {1}', g.count, g.threshold),
    filled: g.threshold > 0 ? Math.min(1, Math.max(0, g.count / g.threshold)) : 0,
    count: g.count,
    threshold: g.threshold,
    chips: g.members.map((m) => chip(m, tones, say)),
    more:
      g.membersTotal > g.members.length ? plural(say, g.membersTotal - g.members.length, '{0} more', '{0} more') : '',
  }));
}

function cycleView(cycle: Cycle, result: ExploreResult, tones: Tones, say: Say): CycleView {
  const types = new Map<Address, string>(cycle.members.map((m) => [m.address, objectWords(m, 24)]));
  return {
    id: cycle.id,
    title: cycleWords(cycle, say),
    state: cycleStateWords(cycle, result.collections, say),
    waiting: cycle.unreachable && cycle.collectedBy === undefined,
    freed: cycle.collectedBy !== undefined,
    ...(cycle.closedBy ? { closedLine: cycle.closedBy.line } : {}),
    closed: cycle.closedBy ? say('closed on line {0}', cycle.closedBy.line) : '',
    graph: cycleGraph(cycle),
    sentences: cycle.edges.map((e) => {
      const sentence = say('{0} refers by {1} to {2}', types.get(e.from) ?? '?', edgeWords(e), types.get(e.to) ?? '?');
      return e.line ? `${sentence} (${say('line {0}', e.line)})` : sentence;
    }),
    members: cycle.members.map((m) => chip(m, tones, say)),
    actions: cycleActions(cycle, result, say),
  };
}

function warningWords(subject: PanelSubject, say: Say): string {
  const ended = outcomeWords(subject.result.outcome, say);
  if (subject.state === 'running') return say('A new run is under way');
  if (subject.state === 'stale') return say('The file has changed since');
  return ended;
}

function momentWords(picture: MomentPicture, say: Say): string {
  if (picture.moment.kind === 'end') return say('at the end');
  if (picture.exit) return say('after line {0}, {1}', picture.line, teardownWords(picture.exit, say));
  return picture.line > 0 ? say('after line {0}', picture.line) : say('at the start');
}

function sharedTable({ heap: { shared } }: MomentPicture, say: Say): TableView {
  const rows = shared
    ? [
        [
          say('Small integers'),
          formatInteger(shared.smallInts),
          say('-5 to 256, made at the start; {0} of them are in use', formatInteger(shared.smallIntsUsed)),
        ],
        [
          say('Interned strings'),
          formatInteger(shared.internedStrings),
          say('equal names and short constants are one object'),
        ],
        [
          say('Immortal objects'),
          formatInteger(shared.immortals),
          shared.immortals > 0
            ? say('their counts never change, they are never freed')
            : say('there are none before 3.12'),
        ],
      ]
    : [];
  return { headings: [say('What'), say('Objects'), say('Why')], rows: rows.map((cells) => ({ cells })) };
}

/** The view of a run; null where there is nothing to draw (a file that does not parse at all). */
export function panelView(subject: PanelSubject, say: Say = english): PanelView | null {
  const { result } = subject;
  const { picture } = result;
  if (!picture) return null;
  const tones = new Map<Address, 'cycle' | 'garbage'>();
  for (const c of picture.cycles) for (const m of c.members) tones.set(m.address, c.unreachable ? 'garbage' : 'cycle');
  const past = result.cycles.filter((c) => c.collectedBy !== undefined && !picture.cycles.some((p) => p.id === c.id));
  return {
    title: subject.title,
    moment: momentWords(picture, say),
    about: [
      say('Python {0}', result.python),
      plural(say, picture.step, '{0} line executed', '{0} lines executed'),
    ].join(' · '),
    line: picture.line,
    warning: warningWords(subject, say),
    asked:
      subject.collectLine === undefined
        ? ''
        : say('with a collection after line {0}, as asked for', subject.collectLine),
    tiles: tiles(result, picture, say),
    frames: picture.frames.map((f) => ({
      title: f.scope === '' ? say('module') : `${f.scope}()`,
      names: f.names.map((n) => ({
        name: n.name,
        object: chip(n.object, tones, say),
        value: objectWords(n.object),
        count: countWords(n.object, say),
      })),
    })),
    generations: generationViews(picture, tones, say),
    collectorNote: picture.collector.enabled ? '' : say('Automatic collection is off (gc.disable).'),
    cycles: [...picture.cycles, ...past].map((c) => cycleView(c, result, tones, say)),
    freeLists: {
      headings: [say('Type'), say('Kept'), say('At most')],
      rows: picture.heap.freeLists.map((f) => ({
        cells: [f.name, formatInteger(f.length), formatInteger(f.capacity)],
      })),
    },
    shared: sharedTable(picture, say),
    collections: {
      headings: [say('Line'), say('Reason'), say('Result'), say('Counts before')],
      rows: result.collections.map((c) => ({
        cells: [
          c.line > 0 ? String(c.line) : '–',
          reasonWords(c, say),
          collectionWords(c, say),
          c.countsBefore.join(', '),
        ],
        ...(c.line > 0 ? { line: c.line } : {}),
      })),
    },
    output: result.output.map((o) => o.text).join(''),
  };
}
