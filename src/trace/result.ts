/** From what a recorder added up to the data of an explored run. */
import { isStatic } from '../memory/regions.js';
import type { Moment } from '../protocol/position.js';
import {
  type FileAnnotations,
  type FreedNote,
  LIMITS,
  type LineAnnotation,
  type MomentPicture,
  type NameTouch,
} from '../protocol/run.js';
import { type CycleBook, cycleData, type KnownCycle } from './cycleBook.js';
import { collectorPicture, heapPicture } from './heapPicture.js';
import type { DeathRecord, HolderRecord, LineRecord, TouchRecord } from './lineRecords.js';
import { Touch } from './namesByLine.js';
import type { Recorder } from './recorder.js';
import { addressOf, type Still } from './still.js';

/** Frames shown from the outermost on, and up to the innermost, where there are very many. */
const FRAMES = 100;

const IMMORTAL_COUNT = 4294967295;

function nameTouch(record: LineRecord, t: TouchRecord): NameTouch {
  const immortal = t.immortal;
  return {
    scope: record.scope,
    name: t.ref.name,
    bound: t.bound,
    before: immortal ? IMMORTAL_COUNT : t.before === -1 ? null : t.before === -2 ? Math.max(0, t.after - 1) : t.before,
    after: immortal ? IMMORTAL_COUNT : t.after,
    min: t.min > t.max ? IMMORTAL_COUNT : t.min,
    max: t.min > t.max ? IMMORTAL_COUNT : t.max,
    type: t.type,
    address: addressOf(t.address),
    immortal,
  };
}

/** Functions, classes and modules that a line only uses are no news. */
function isNews(t: TouchRecord): boolean {
  if (!t.seen) return false;
  // None, small ints, built-in types up to 3.11: how often the interpreter itself refers to them, nobody can tell.
  if (!t.immortal && isStatic(t.address)) return false;
  return !t.definition || t.touch >= Touch.bind || t.changed;
}

function freedNote(death: DeathRecord): FreedNote {
  return {
    type: death.type,
    ...(death.repr !== undefined ? { repr: death.repr } : {}),
    address: addressOf(death.address),
    times: death.times,
    cause: death.cause,
    ...(death.name !== undefined ? { name: death.name } : {}),
    ...(death.bornLine > 0 ? { bornLine: death.bornLine } : {}),
    ...(death.holder ? { holder: holderNote(death.holder) } : {}),
    ...(death.exit ? { exit: death.exit } : {}),
  };
}

function holderNote({ info, name, bornLine }: HolderRecord): NonNullable<FreedNote['holder']> {
  return { type: info.name, ...(name !== undefined ? { name } : {}), ...(bornLine > 0 ? { bornLine } : {}) };
}

/** The most frequent deaths, each after the one that led to it. */
export function freedNotes(deaths: readonly DeathRecord[], most: number): FreedNote[] {
  return [...deaths]
    .sort((a, b) => b.times - a.times)
    .slice(0, most)
    .sort((a, b) => a.order - b.order)
    .map(freedNote);
}

/** Executions of a line: those of the outermost code that stands on it. */
export function hitsOf(records: readonly LineRecord[], file: number, line: number): number {
  let hits = 0;
  let depth = Number.MAX_SAFE_INTEGER;
  for (const r of records) {
    if (r.file !== file || r.line !== line || r.hits === 0 || r.depth >= depth) continue;
    depth = r.depth;
    hits = r.hits;
  }
  return hits;
}

/** The notes of all files, lines ascending. */
export function annotations(
  recorder: Recorder,
  paths: readonly string[],
  cycles: readonly KnownCycle[],
): FileAnnotations[] {
  return paths.map((path, file) => {
    const byLine = new Map<number, LineRecord[]>();
    for (const record of recorder.records) {
      if (record.file !== file || record.hits === 0) continue;
      const known = byLine.get(record.line);
      if (known === undefined) byLine.set(record.line, [record]);
      else known.push(record);
    }
    const lines = [...byLine]
      .sort((a, b) => a[0] - b[0])
      .map(([line, records]) => lineAnnotation(file, line, records, cycles));
    return { path, lines };
  });
}

function lineAnnotation(
  file: number,
  line: number,
  records: LineRecord[],
  cycles: readonly KnownCycle[],
): LineAnnotation {
  records.sort((a, b) => a.depth - b.depth);
  const names = records.flatMap((r) => r.touches.filter(isNews).map((t) => nameTouch(r, t)));
  return {
    line,
    hits: records[0]!.hits,
    names: names.slice(0, LIMITS.namesPerLine),
    namesTotal: names.length,
    freed: freedNotes(
      records.flatMap((r) => r.deaths),
      LIMITS.freedPerLine,
    ),
    closedCycles: cycles.filter((c) => c.closedBy?.file === file && c.closedBy.line === line).map((c) => c.id),
    collections: records.flatMap((r) => r.collections).filter((i) => i < LIMITS.collections),
  };
}

/** The whole memory at a moment. */
export function takePicture(
  still: Still,
  book: CycleBook,
  moment: Moment,
): { picture: () => MomentPicture; garbage: Set<number> } {
  const { cycles, total, garbage } = book.notice(still);
  const frames = still.frames();
  const { lastLine, stage } = still.recorder;
  let left: number = LIMITS.objects;
  const some = frames.length <= 2 * FRAMES ? frames : [...frames.slice(0, FRAMES), ...frames.slice(-FRAMES)];
  const shown = frames.length > 0 ? some : [{ scope: '', file: 0, line: 0, names: still.mainNames() }];
  const views = shown.map(({ scope, file, line, names }) => ({
    scope,
    file,
    line,
    names: names.flatMap(({ name, object }) => (left-- > 0 ? [{ name, object: still.summary(object) }] : [])),
  }));
  const heap = heapPicture(still, garbage);
  const collector = collectorPicture(still);
  const step = still.recorder.steps;
  // What is known of the cycles' past is filled in later.
  const picture = (): MomentPicture => ({
    moment,
    step,
    file: lastLine?.file ?? 0,
    line: lastLine?.line ?? 0,
    frames: views,
    heap,
    collector,
    cycles: cycles.map((c) => {
      const { collectedBy: _, ...data } = cycleData(c);
      return data;
    }),
    cyclesTotal: total,
    ...(stage ? { exit: stage } : {}),
  });
  return { picture, garbage };
}
