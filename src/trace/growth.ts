/**
 * How containers and buffers grow over a run. A first look at the run notes every object that asks for another buffer;
 * a second one follows the largest of them line by line. Nothing of this happens in a run that nobody asks about.
 */
import { listMembers } from '../memory/collector/lists.js';
import { Frame, Ob } from '../memory/layout.js';
import { gcListHead, PERMANENT } from '../memory/regions.js';
import { Stream } from '../modules/textOutput.js';
import { edgesOf, staticBase } from '../objects/edges.js';
import { Room, roomOf } from '../objects/room.js';
import { T } from '../objects/typeIds.js';
import { GROWTH_LIMITS, type GrowthPoint, type GrowthSeries } from '../protocol/growth.js';
import type { Runtime } from '../vm/runtime.js';
import { outsideNames } from './cycleBook.js';
import type { LineRecord } from './lineRecords.js';
import { typeName } from './preview.js';
import type { Recorder } from './recorder.js';
import { addressOf, type Still } from './still.js';

/** Types with a buffer that is an object of its own. */
const HIDERS: ReadonlySet<string> = new Set(['_io.StringIO', '_array.Items']);
/** What waits to be written is a list of its own, that nobody sees. */
const STREAM = '_io.TextIOWrapper';
/** Bytes asked for from which an object that grew is worth a word. */
const WORTH_BYTES = 64;

/** An object to follow. A str moves when it grows: it is known by its birth. */
export interface Growing {
  address: number;
  readonly born: number;
  readonly isStr: boolean;
  readonly alike: number;
}

interface Seen {
  readonly born: number;
  readonly isStr: boolean;
  resizes: number;
  peakBytes: number;
  address: number;
}

/** Objects that one line made, of one type: the one that grew most, and how many there were. */
interface Group {
  best: Seen;
  count: number;
}

/** The first look: which objects grew. */
export class GrowthFinder {
  private readonly live = new Map<number, Seen>();
  private readonly groups = new Map<string, Group>();
  private readonly room = new Room();
  private streams: readonly number[] | undefined;

  /** `history`: the run as it was recorded. */
  constructor(
    private readonly history: Recorder,
    private readonly files: ReadonlyMap<string, number>,
  ) {}

  resized(rt: Runtime, p: number, was: number): void {
    const { M } = rt;
    const born = M[p + Ob.BORN]!;
    // The namespace of a class body is no container that anybody knows.
    if (born < 2 || !this.isOfProgram(rt) || M[rt.frame + Frame.LOCALS] === p) return;
    let seen = this.live.get(was);
    if (was !== p) this.live.delete(was);
    if (!roomOf(rt, p, this.room)) return;
    if (seen === undefined || seen.born !== born) {
      if (this.waitsInStream(rt, p)) return;
      seen = { born, isStr: rt.is(p, T.STR), resizes: 0, peakBytes: 0, address: p };
      this.enter(rt, p, seen);
    }
    this.live.set(p, seen);
    seen.resizes++;
    seen.address = p;
    seen.peakBytes = Math.max(seen.peakBytes, this.room.allocatedBytes);
    const group = this.groups.get(this.keyOf(rt, p, born))!;
    if (group.best.peakBytes < seen.peakBytes) group.best = seen;
  }

  /** Whether it is what a text stream is about to write. */
  private waitsInStream(rt: Runtime, p: number): boolean {
    const isStream = (object: number): boolean => staticBase(rt.typeOf(object)).fullName === STREAM;
    if (this.streams === undefined) {
      const lists = Array.from({ length: PERMANENT + 1 }, (_, i) => listMembers(rt.M, gcListHead(i)));
      this.streams = lists.flat().filter(isStream);
    }
    return this.streams.some((stream) => isStream(stream) && rt.M[stream + Stream.PENDING] === p);
  }

  /** Whether code of the program asked, not that of a library. */
  private isOfProgram({ M, frame, codes }: Runtime): boolean {
    const code = frame === 0 ? undefined : codes[M[frame + Frame.CODE_INDEX]!];
    return code !== undefined && this.files.has(code.spec.filename);
  }

  private keyOf(rt: Runtime, p: number, born: number): string {
    return `${this.history.bornAt(born)?.id ?? -1} ${rt.M[p + Ob.TYPE]}`;
  }

  private enter(rt: Runtime, p: number, seen: Seen): void {
    const key = this.keyOf(rt, p, seen.born);
    const known = this.groups.get(key);
    if (known === undefined) this.groups.set(key, { best: seen, count: 1 });
    else known.count++;
  }

  /** The largest first; each line's largest of a type. */
  found(): readonly Growing[] {
    return [...this.groups.values()]
      .filter(({ best }) => best.peakBytes >= WORTH_BYTES)
      .sort((a, b) => b.best.peakBytes - a.best.peakBytes || a.best.born - b.best.born)
      .map(({ best: { address, born, isStr }, count }) => ({ address, born, isStr, alike: count - 1 }));
  }
}

/** Where the run is while an object is looked at. */
interface Place {
  readonly step: number;
  readonly file: number;
  readonly line: number;
}

class Series {
  address: number;
  type = '';
  unit: GrowthSeries['unit'] = 'items';
  resizes = 0;
  pointsTotal = 0;
  peak: GrowthPoint | null = null;
  diedStep: number | undefined;
  private points: GrowthPoint[] = [];
  private last: GrowthPoint | null = null;
  /** Of the points without a resize every so many is kept. */
  private stride = 1;
  private passed = 0;

  constructor(readonly growing: Growing) {
    this.address = growing.address;
  }

  add(room: Room, place: Place, resized: boolean): void {
    const { used, allocated, usedBytes, allocatedBytes, blockBytes } = room;
    const { last } = this;
    if (!resized && last?.used === used && last.allocated === allocated && last.allocatedBytes === allocatedBytes)
      return;
    const { step, file, line } = place;
    const point = { step, file, line, used, allocated, usedBytes, allocatedBytes, blockBytes, resized };
    this.unit = room.unit;
    this.last = point;
    this.pointsTotal++;
    if (resized) this.resizes++;
    if (
      this.peak === null ||
      allocatedBytes > this.peak.allocatedBytes ||
      (allocatedBytes === this.peak.allocatedBytes && used > this.peak.used)
    )
      this.peak = point;
    if (!resized && ++this.passed % this.stride !== 0) return;
    this.points.push(point);
    if (this.points.length > 2 * GROWTH_LIMITS.points) this.thin();
  }

  /** Leaves out every second point, first of those without a resize. */
  private thin(): void {
    const plain = this.points.filter((point) => !point.resized).length;
    let i = 0;
    this.stride *= 2;
    this.points =
      plain > GROWTH_LIMITS.points / 2
        ? this.points.filter((point) => point.resized || i++ % 2 === 0)
        : this.points.filter(() => i++ % 2 === 0);
  }

  /** The points to tell: never more than the limit, the last one always. */
  told(): readonly GrowthPoint[] {
    while (this.points.length >= GROWTH_LIMITS.points) this.thin();
    const { points, last } = this;
    return last === null || points.at(-1) === last ? points : [...points, last];
  }
}

/** The second look: some objects line by line. */
export class GrowthFollower {
  private readonly all: readonly Series[];
  /** Those whose object may be alive. */
  private readonly byAddress = new Map<number, Series>();
  private readonly room = new Room();

  constructor(
    private readonly history: Recorder,
    growing: readonly Growing[],
  ) {
    this.all = growing.map((one) => new Series(one));
    for (const series of this.all) if (!series.growing.isStr) this.byAddress.set(series.address, series);
  }

  /** `steps`: lines begun. */
  resized(rt: Runtime, p: number, was: number): void {
    const born = rt.M[p + Ob.BORN]!;
    let series = this.byAddress.get(was);
    if (series === undefined || series.growing.born !== born)
      series = this.all.find((s) => s.growing.born === born && s.growing.isStr && rt.is(p, T.STR));
    if (series === undefined) return;
    if (was !== p) this.byAddress.delete(was);
    series.address = p;
    this.byAddress.set(p, series);
    // The stamp of births tells the line that runs.
    const step = rt.stamp - 2;
    const record = this.history.bornAt(rt.stamp);
    if (record !== null && roomOf(rt, p, this.room)) {
      this.name(rt, series);
      series.add(this.room, { step, file: record.file, line: record.line }, true);
    }
  }

  lineEnded(rt: Runtime, record: LineRecord, steps: number): void {
    const { M } = rt;
    for (const series of this.byAddress.values()) {
      const { address: p } = series;
      const { born } = series.growing;
      if (born > steps + 2) continue;
      if (M[p + Ob.BORN] !== born) {
        series.diedStep = steps;
        this.byAddress.delete(p);
        continue;
      }
      if (!roomOf(rt, p, this.room)) continue;
      this.name(rt, series);
      series.add(this.room, { step: steps, file: record.file, line: record.line }, false);
    }
  }

  private name(rt: Runtime, series: Series): void {
    if (series.type === '') series.type = typeName(rt, rt.M[series.address + Ob.TYPE]!);
  }

  /** `nameOf`: a name of an object that is alive at the end of the look; null: it is not to be told. */
  result(nameOf: (address: number, born: number) => GrowthName | undefined | null): readonly GrowthSeries[] {
    return this.all.flatMap((series) => {
      const { growing, type, unit, resizes, peak, pointsTotal, address, diedStep } = series;
      if (peak === null) return [];
      const born = this.history.bornAt(growing.born);
      const named = nameOf(address, growing.born);
      if (named === null) return [];
      const { name, scope } = named ?? nameInPast(this.history, address, growing.born) ?? {};
      return [
        {
          address: addressOf(address),
          type,
          unit,
          ...(name !== undefined ? { name } : {}),
          ...(scope !== undefined ? { scope } : {}),
          ...(born !== null ? { bornFile: born.file, bornLine: born.line } : {}),
          resizes,
          alike: growing.alike,
          peak,
          points: series.told(),
          pointsTotal,
          ...(diedStep !== undefined ? { diedStep } : {}),
        },
      ];
    });
  }
}

/** What an object is called. */
export interface GrowthName {
  readonly name: string;
  readonly scope: string;
}

/** The name that the program last bound to an object that may be gone. */
function nameInPast(history: Recorder, address: number, born: number): GrowthName | undefined {
  let found: GrowthName | undefined;
  let latest = born - 3;
  for (const { touches, scope } of history.records) {
    for (const { ref, boundObject, boundStep } of touches) {
      if (boundObject !== address || boundStep <= latest) continue;
      latest = boundStep;
      found = { name: ref.name, scope };
    }
  }
  return found;
}

/** The series of a look that ended with the program, without what is no container of its own. */
export function seriesAtEnd(still: Still, follower: GrowthFollower): readonly GrowthSeries[] {
  const names = outsideNames(still);
  const hidden = hiddenBuffers(still);
  const isHidden = (p: number): boolean => hidden.has(p) || still.ownerOfDict(p) !== undefined;
  return follower.result((p, born) => {
    if (still.rt.M[p + Ob.BORN] !== born) return undefined;
    if (isHidden(p)) return null;
    const bound = still.boundNames().find(({ object }) => object === p);
    if (bound !== undefined) return bound;
    const [first] = [...(names.get(p) ?? [])].sort((a, b) => a.text.length - b.text.length);
    return first && { name: first.text, scope: '' };
  });
}

/** Buffers that are objects here, and part of their owner in CPython or out of sight. */
function hiddenBuffers(still: Still): ReadonlySet<number> {
  const { rt } = still;
  const hidden = new Set<number>();
  for (const p of still.objects())
    if (HIDERS.has(staticBase(rt.typeOf(p)).fullName)) edgesOf(rt, p, (_rt, to) => hidden.add(to));
  return hidden;
}
