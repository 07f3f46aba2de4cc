/**
 * Explores a program: runs it once under observation and tells what each line did; runs it again up to a moment where
 * a question is about a moment. Nothing is stored for a step: equal runs are equal, so any moment is reached again.
 */

import { Ob } from '../memory/layout.js';
import { ADDRESS_BASE } from '../memory/regions.js';
import { T } from '../objects/typeIds.js';
import type { CollectionSteps } from '../protocol/collection.js';
import type { CountHistory } from '../protocol/countHistory.js';
import type { DefinitionNote } from '../protocol/definitions.js';
import type { MomentDiff } from '../protocol/diff.js';
import type { DominatorList, GraphQuery, ObjectGraph } from '../protocol/graph.js';
import { GROWTH_LIMITS, type Growth, type GrowthSeries } from '../protocol/growth.js';
import type { AllocationHeat } from '../protocol/memoryMap.js';

import type { ObjectDetail, ObjectSummary, Why } from '../protocol/objects.js';
import { END, type Moment } from '../protocol/position.js';
import type { ExploreRequest, ExploreResult, MomentPicture, RunSums } from '../protocol/run.js';
import type { Timeline } from '../protocol/timeline.js';
import type { ReferenceSelector, WhatIf } from '../protocol/whatIf.js';
import type { EventQuery, ExplorePorts, ObjectSelector, OpenRun } from '../protocol/worker.js';
import { ParseMemory } from '../python/parseMemory.js';
import type { Runtime } from '../vm/runtime.js';
import { advice } from './advice.js';
import { CollectionFollower } from './collectionSteps.js';
import { CountFollower } from './countHistory.js';
import { CycleBook, cycleData, type KnownCycle } from './cycleBook.js';
import { definitionsOf } from './definitions.js';
import type { EdgeLines } from './edgeLines.js';
import { cachesAtEnd, fillable, type GrowingCache, onlyGrows, watchCache } from './growingCaches.js';
import { type Growing, GrowthFinder, GrowthFollower, seriesAtEnd } from './growth.js';
import { heatOf } from './heat.js';
import {
  type GrowingDefault,
  growingDefaults,
  type KeptTraceback,
  keptTracebacks,
  sizeOfContainer,
  watchDefault,
} from './keptAlive.js';
import type { LineRecord, TouchRecord } from './lineRecords.js';
import { Lease, Machines } from './machines.js';
import { diffSince, takeCensus } from './momentDiff.js';
import { EventFinder, nextExecution } from './nextEvent.js';
import { type Errand, isSame, type LibraryCode, type Observed, observe } from './observedRun.js';
import { endDiagnostics, isCutShort, outcomeOf } from './outcome.js';
import { type Program, readProgram } from './program.js';
import { find, Questions } from './questions.js';
import type { Recorder } from './recorder.js';
import { annotations, freedNotes, hitsOf, takePicture } from './result.js';
import { Still } from './still.js';
import { timelineOf } from './timeline.js';
import type { FollowErrand, TimeMachine } from './timeMachine.js';
import { CycleWatch } from './watch.js';

/** Lines of a run that is gone through once more for the past of a moment's cycles, and for caches. */
const LINES_TO_WATCH = 200_000;

const NO_SUMS: RunSums = {
  deaths: { count: 0, collector: 0, exit: 0 },
  collections: [0, 0, 0],
  examined: 0,
  largestCollection: 0,
  collected: 0,
  uncollectable: 0,
  peakBytes: 0,
  peakBlocks: 0,
};

/** Explores a program; never throws for what it does. */
export function explore(request: ExploreRequest, ports: ExplorePorts): ExploreResult {
  return openRun(request, ports).result;
}

/** What several explorations have in common: compiled modules of the library, booted machines, texts that were parsed. */
export interface Workshop {
  readonly parses: ParseMemory;
  readonly libraryCode: LibraryCode;
  readonly machines: Machines;
}

/** For whoever explores programs one after the other. */
export function newWorkshop(): Workshop {
  return { libraryCode: new Map(), machines: new Machines(), parses: new ParseMemory() };
}

/** Explores a program and answers questions about its objects at the request's moment. */
export function openRun(request: ExploreRequest, ports: ExplorePorts, workshop: Workshop = newWorkshop()): OpenRun {
  return new Exploration(request, ports, workshop);
}

class Exploration implements OpenRun {
  readonly result: ExploreResult;
  private readonly program: Program;
  private readonly book: CycleBook;
  private time: TimeMachine | null = null;
  private history: Recorder | null = null;
  private makePicture: (() => MomentPicture) | undefined;
  /** The machine at the moment, once somebody has asked. */
  private machine: Still | null | undefined;
  private questions: Questions | undefined;
  private moment: Moment;
  private defaults: readonly GrowingDefault[] = [];
  private tracebacks: readonly KeptTraceback[] = [];
  private caches: readonly GrowingCache[] = [];

  /** What `time` and `machine` stand on. */
  private readonly lease: Lease;

  /** The request with moments that count from the last execution made to count from the first. */
  private request: ExploreRequest;

  constructor(
    request: ExploreRequest,
    private readonly ports: ExplorePorts,
    private readonly workshop: Workshop,
    base: Exploration | null = Exploration.whole(request, ports, workshop),
  ) {
    this.request = request;
    this.lease = base?.lease ?? new Lease(workshop.machines);
    if (base !== null) {
      this.program = base.program;
      this.book = base.book;
      this.time = base.time;
      this.history = base.history;
      this.moment = resolved(request.at ?? END, base.history!);
      this.result = this.lookAgain(base.result);
      return;
    }
    this.book = new CycleBook();
    this.program = readProgram(request, workshop.parses);
    if (isFromEnd(request.collectAt)) this.countFirst();
    this.moment = this.request.at ?? END;
    this.result = this.explore();
  }

  /** Where to collect is told from the last execution of a line: a run without the collection tells how many there are. */
  private countFirst(): void {
    const { collectAt, ...plain } = this.request;
    if (this.program.compiled.code === null) return;
    const { recorder } = this.passBy(plain, {});
    if (recorder === null || collectAt === undefined) return;
    this.request = { ...this.request, collectAt: resolved(collectAt, recorder) };
  }

  private explore(): ExploreResult {
    const { request, program, ports, book } = this;
    if (program.compiled.code === null) return this.withoutRun();
    const fromEnd = isFromEnd(this.moment);
    const arrived = (still: Still): boolean => {
      this.look(still);
      return false;
    };
    const run = observe(program, request, ports, {
      ...this.workshop,
      book,
      keepsTime: request.collectAt === undefined && request.intervene === undefined,
      ...(fromEnd ? {} : { at: { moment: this.moment, arrived } }),
    });
    this.lease.hold(run.rt);
    this.time = run.time;
    if (this.time !== null) this.time.isCut = run.stopped === 'milliseconds';
    this.history = run.recorder;
    if (run.recorder !== null && run.stopped !== 'cancelled') {
      if (fromEnd) this.moment = resolved(this.moment, run.recorder);
      if (this.makePicture === undefined && isCutShort(run)) this.standWhereItEnded(run);
      this.runAgain(run, fromEnd);
    }
    return this.assemble(run);
  }

  /** A run of which no machine is needed once it is over. */
  private passBy(request: ExploreRequest, errand: Omit<Errand, keyof Workshop>, ports = this.ports): Observed {
    const { program, workshop } = this;
    const run = observe(program, request, ports, { ...workshop, ...errand });
    if (run.rt !== null && run.outcome.fault === undefined) workshop.machines.giveBack(run.rt);
    return run;
  }

  /** The run up to its end, where a request is about a moment before; null where that is no run to go back in. */
  private static whole(request: ExploreRequest, ports: ExplorePorts, workshop: Workshop): Exploration | null {
    const { at, ...whole } = request;
    if (at === undefined || at.kind === 'end' || request.collectAt !== undefined || request.intervene) return null;
    const base = new Exploration(whole, ports, workshop, null);
    if (base.time !== null && base.result.outcome.kind !== 'cancelled') return base;
    base.close();
    return null;
  }

  close(): void {
    this.time = null;
    this.machine = null;
    this.lease.close();
  }

  moved(at: Moment | undefined, ports: ExplorePorts): OpenRun | null {
    const { at: _, ...request } = this.request;
    if (this.time === null || this.history === null) return null;
    const there = new Exploration(at ? { ...request, at } : request, ports, this.workshop, this);
    this.lease.share();
    if (there.result.picture !== undefined) return there;
    there.close();
    return null;
  }

  diff(from: Moment, to: Moment, ports: ExplorePorts): MomentDiff | null {
    const { time, history } = this;
    if (time === null || history === null) return null;
    const moments = [from, to].map((moment) => resolved(moment, history));
    moments.sort((a, b) => time.stepOf(a) - time.stepOf(b));
    const [first, last] = moments;
    let still = time.goTo(first!, ports);
    if (still === null) return null;
    const before = takeCensus(still, first!);
    still = time.goTo(last!, ports);
    return still && diffSince(before, still, last!);
  }

  nextEvent(query: EventQuery, ports: ExplorePorts): number | null {
    const { history, request } = this;
    if (history === null) return null;
    if (query.kind === 'line') return nextExecution(history, query);
    const finder = new EventFinder(query);
    const { at: _, ...whole } = request;
    const errand = {
      lineEnded: (_rt: Runtime, record: LineRecord) => finder.lineEnded(record),
      boundary: (rt: Runtime, steps: number) => finder.boundary(rt, steps),
      at: {
        moment: END,
        arrived: ({ rt, recorder }: Still) => {
          finder.boundary(rt, recorder.steps);
          return true;
        },
      },
    };
    this.passBy(whole, errand, ports);
    return finder.found;
  }

  growth(selector: ObjectSelector | null, ports: ExplorePorts): Growth | null {
    const { history } = this;
    if (history === null) return null;
    const chosen = selector === null ? null : this.growing(selector);
    if (selector !== null && chosen === null) return null;
    const finder = new GrowthFinder(history, this.program.files);
    let complete = chosen !== null || this.again({ resized: (rt, p, was) => finder.resized(rt, p, was) }, ports);
    const found = chosen !== null ? [chosen] : finder.found();
    const follower = new GrowthFollower(history, found.slice(0, 2 * GROWTH_LIMITS.series));
    let series: readonly GrowthSeries[] | undefined;
    if (found.length > 0) {
      const errand = {
        resized: (rt: Runtime, p: number, was: number) => follower.resized(rt, p, was),
        lineEnded: (rt: Runtime, record: LineRecord, steps: number) => follower.lineEnded(rt, record, steps),
        ended: (still: Still) => {
          series = seriesAtEnd(still, follower);
        },
      };
      complete = this.again(errand, ports) && complete;
    }
    const all = series ?? follower.result(() => undefined);
    return {
      steps: history.steps,
      series: all.slice(0, GROWTH_LIMITS.series),
      seriesTotal: Math.max(0, found.length - Math.min(found.length, 2 * GROWTH_LIMITS.series)) + all.length,
      complete,
    };
  }

  countHistory(selector: ObjectSelector, ports: ExplorePorts): CountHistory | null {
    const { time } = this;
    const still = time && this.stand();
    const found = still && find(still, selector);
    if (!time || !found || !still.isOwn(found.object) || still.rt.M[found.object]! < 0) return null;
    const born = still.rt.M[found.object + Ob.BORN]!;
    const follower = new CountFollower(found.object, born);
    const complete = time.follow(
      {
        from: Math.max(1, born - 2),
        stops: 'all',
        boundary: (rt, steps, current) => follower.look(rt, current, steps),
        lineEnded: (rt, record, steps) => follower.look(rt, record, steps),
      },
      ports,
    );
    return follower.history(complete);
  }

  private growing(selector: ObjectSelector): Growing | null {
    const still = this.stand();
    const found = still && find(still, selector);
    if (!found || !still.isOwn(found.object)) return null;
    const { rt } = still;
    const { object } = found;
    return { address: object, born: rt.M[object + Ob.BORN]!, isStr: rt.is(object, T.STR), alike: 0 };
  }

  /** Follows the whole run once more, with nothing to be seen between lines; false where it was not followed to its end. */
  private again(errand: Omit<FollowErrand, 'stops' | 'boundary'>, ports: ExplorePorts): boolean {
    return this.follow({ ...errand, stops: [], boundary: () => undefined }, ports);
  }

  /** The result of a run that was explored before, with the picture of another moment. */
  private lookAgain({ picture: _, ...result }: ExploreResult): ExploreResult {
    const { book } = this;
    const still = this.time!.goTo(this.moment, this.ports);
    if (still === null) return result;
    this.machine = still;
    const { picture } = takePicture(still, book, this.moment);
    const unknown = book.all.filter((cycle) => !result.cycles.some(({ id }) => id === cycle.id));
    if (unknown.length > 0 && still.recorder.steps <= LINES_TO_WATCH) this.watchCycles(unknown);
    const known = result.cycles.map((cycle) => cycle.id);
    const added = book.all.filter(({ id }) => !known.includes(id)).map(cycleData);
    return { ...result, cycles: [...result.cycles, ...added], picture: { ...picture(), moment: this.moment } };
  }

  /** Runs once more up to the moment, to see which lines closed cycles. */
  private watchCycles(cycles: readonly KnownCycle[]): void {
    let watch: CycleWatch | undefined;
    this.passBy(this.request, {
      light: true,
      at: { moment: this.moment, arrived: () => true },
      lineEnded: (rt, record, { steps }) => {
        watch ??= new CycleWatch(rt, cycles);
        watch.lineEnded(record, steps);
      },
    });
  }

  private look(still: Still): void {
    this.makePicture = takePicture(still, this.book, this.moment).picture;
    if (this.moment.kind !== 'end') return;
    this.defaults = growingDefaults(still);
    this.tracebacks = keptTracebacks(still);
    if (still.recorder.steps <= LINES_TO_WATCH) this.caches = cachesAtEnd(still);
  }

  /** A budget ended the run: the machine shows the moment at which it did. */
  private standWhereItEnded(run: Observed): void {
    try {
      const still = new Still(run.rt!, run.recorder!, this.program.files);
      this.look(still);
      this.machine = still;
      if (this.time !== null) this.time.standing = still;
    } catch {
      this.machine = null;
    }
  }

  /** Runs again for what could not be known at the first time: the past of cycles, counts before some lines. */
  private runAgain(run: Observed, fromEnd: boolean): void {
    const probes = probesOf(run.recorder!);
    if (run.stopped === undefined) this.caches = fillable(this.caches, run.rt!, run.recorder!.records);
    const sizes = new Map<number, GrowingDefault[]>();
    for (const growing of this.defaults) sizes.set(growing.step, [...(sizes.get(growing.step) ?? []), growing]);
    const needed =
      probes.size > 0 ||
      sizes.size > 0 ||
      this.book.all.length > 0 ||
      this.caches.length > 0 ||
      (fromEnd && this.makePicture === undefined);
    if (!needed || run.stopped !== undefined) return;
    let watch: CycleWatch | undefined;
    const { caches, book, defaults } = this;
    const stops = [...new Set([...sizes.keys(), ...[...probes.keys()].map((step) => step - 1)])].sort((a, b) => a - b);
    const boundary = (rt: Runtime, steps: number): void => {
      for (const growing of sizes.get(steps) ?? [])
        if (isSame(rt, growing.object, growing.born)) growing.firstSize ??= sizeOfContainer(rt, growing.object);
      const here = probes.get(steps + 1);
      if (here !== undefined)
        for (const touch of here) if (isSame(rt, touch.address, touch.born)) touch.before = rt.M[touch.address]!;
    };
    const look = (rt: Runtime, record: LineRecord, steps: number): void => {
      watch ??= new CycleWatch(rt, book.all);
      watch.lineEnded(record, steps);
      for (let i = 0; i < caches.length; i++) watchCache(rt, caches[i]!, record);
      for (let i = 0; i < defaults.length; i++) watchDefault(rt, defaults[i]!, record);
    };
    const looks = book.all.length > 0 || caches.length > 0 || defaults.length > 0;
    // Who can go back in time needs no machine of its own for it.
    if (this.time !== null) {
      // What is not there yet has no past: the stamp of a birth is the number of its line, and 2.
      const births = [
        ...book.all.map((cycle) => Math.max(...cycle.births)),
        ...[...caches, ...defaults].map((c) => c.born),
      ];
      const from = births.reduce((least, born) => Math.min(least, born - 2), Number.MAX_SAFE_INTEGER);
      this.time.follow({ from, stops, boundary, ...(looks ? { lineEnded: look } : {}) }, this.ports);
      return;
    }
    const isEnd = this.moment.kind === 'end';
    const again = observe(this.program, this.request, this.ports, {
      ...this.workshop,
      at: {
        moment: this.moment,
        arrived: (still) => {
          if (fromEnd) this.look(still);
          // After the end nothing is left to see: the machine stays for questions.
          if (isEnd) this.machine = still;
          return isEnd;
        },
      },
      stops,
      boundary: (rt, steps) => {
        boundary(rt, steps);
        return false;
      },
      ...(looks ? { lineEnded: (rt, record, { steps }) => look(rt, record, steps) } : {}),
    });
    this.lease.hold(again.rt);
  }

  private withoutRun(): ExploreResult {
    const { request, program } = this;
    this.machine = null;
    return {
      schema: 1,
      python: request.options.python,
      addressBase: ADDRESS_BASE,
      files: request.files.map(({ path }) => ({ path, lines: [] })),
      steps: 0,
      outcome: program.hasSyntaxError ? { kind: 'syntaxError' } : { kind: 'notSimulated' },
      output: [],
      outputCut: false,
      diagnostics: program.diagnostics,
      collections: [],
      collectionsTotal: 0,
      sums: NO_SUMS,
      cycles: [],
      freedAtExit: [],
    };
  }

  private assemble(run: Observed): ExploreResult {
    const { request, program, book } = this;
    const { recorder } = run;
    const cycles = book.all;
    const outcome = outcomeOf(run, program);
    const picture = this.makePicture?.();
    return {
      schema: 1,
      python: request.options.python,
      addressBase: ADDRESS_BASE,
      files:
        recorder === null
          ? request.files.map(({ path }) => ({ path, lines: [] }))
          : annotations(
              recorder,
              request.files.map((f) => f.path),
              cycles,
            ),
      steps: recorder?.steps ?? 0,
      ...(recorder?.exiting && recorder.steps > recorder.endStep ? { endStep: recorder.endStep } : {}),
      outcome,
      // CPython would have printed nothing but the syntax error.
      output: program.hasSyntaxError ? [] : run.output,
      outputCut: run.outputCut,
      diagnostics: [
        ...program.diagnostics,
        ...endDiagnostics(run, outcome, program, request),
        ...advice(
          this.request,
          {
            cycles: book.all,
            tracebacks: this.tracebacks,
            defaults: this.defaults,
            caches: this.caches.filter(onlyGrows),
          },
          this.workshop.parses,
        ),
      ],
      collections: run.collections,
      collectionsTotal: run.collectionsTotal,
      sums: run.sums,
      cycles: cycles.map(cycleData),
      freedAtExit: recorder === null ? [] : freedNotes(recorder.deaths.atExit, 100),
      ...(run.intervened === undefined ? {} : { intervened: run.intervened }),
      ...(picture ? { picture: { ...picture, moment: this.moment } } : {}),
    };
  }

  // -- questions

  /** The machine at the moment: run again up to it when somebody asks for the first time. */
  private stand(): Still | null {
    const { time } = this;
    if (this.machine !== undefined && (time === null || this.machine === null || time.standing === this.machine))
      return this.machine;
    if (time !== null) {
      this.machine = time.goTo(this.moment, this.ports) ?? undefined;
      if (this.machine !== undefined) return this.machine;
    }
    let found: Still | null = null;
    const run = observe(this.program, this.request, this.ports, {
      ...this.workshop,
      at: {
        moment: this.moment,
        arrived: (still) => {
          found = still;
          return true;
        },
      },
    });
    this.lease.hold(run.rt);
    this.machine = found;
    return this.machine;
  }

  /** Whoever answers for the moment; null where no machine stands there. */
  private ask(): Questions | null {
    const still = this.stand();
    if (still === null) return null;
    if (this.questions?.still !== still) {
      const cycles = this.result.picture?.cycles ?? [];
      this.questions = new Questions(still, { book: this.book, cycles, watchLines: (lines) => this.watchLines(lines) });
    }
    return this.questions;
  }

  object(selector: ObjectSelector): ObjectDetail | null {
    return this.ask()?.object(selector) ?? null;
  }

  why(selector: ObjectSelector): Why | null {
    return this.ask()?.why(selector) ?? null;
  }

  whatIf(selector: ReferenceSelector): WhatIf | null {
    return this.ask()?.whatIf(selector) ?? null;
  }

  graph(query: GraphQuery): ObjectGraph | null {
    return this.ask()?.graph(query) ?? null;
  }

  dominated(parent: number | undefined): DominatorList | null {
    return this.ask()?.dominated(parent) ?? null;
  }

  find(text: string): readonly ObjectSummary[] {
    return this.ask()?.find(text) ?? [];
  }

  pool(address: number): ReturnType<OpenRun['pool']> {
    return this.ask()?.pool(address) ?? null;
  }

  memoryMap(): ReturnType<OpenRun['memoryMap']> {
    return this.ask()?.memoryMap() ?? null;
  }

  mapBlocks(from: number, to: number): ReturnType<OpenRun['mapBlocks']> {
    return this.ask()?.mapBlocks(from, to) ?? null;
  }

  owners(): ReturnType<OpenRun['owners']> {
    return this.ask()?.owners() ?? null;
  }

  arena(address: number): ReturnType<OpenRun['arena']> {
    return this.ask()?.arena(address) ?? null;
  }

  bytes(address: number, length: number): Uint8Array | null {
    return this.ask()?.bytes(address, length) ?? null;
  }

  members(generation: number, from: number, length: number): readonly ObjectSummary[] {
    return this.ask()?.members(generation, from, length) ?? [];
  }

  definitions(): readonly DefinitionNote[] {
    const still = this.stand();
    return still === null || this.history === null ? [] : definitionsOf(still, this.history, this.program.files);
  }

  timeline(ports: ExplorePorts): Timeline | null {
    const { history } = this;
    if (history === null) return null;
    return timelineOf((errand) => this.follow(errand, ports), history, this.traces());
  }

  heat(rows: number, columns: number, ports: ExplorePorts): AllocationHeat | null {
    const { history } = this;
    if (history === null || this.traces()) return null;
    return heatOf((errand) => this.follow(errand, ports), history.steps, rows, columns);
  }

  /** Whether the program looks at its own blocks, and would see that somebody else does. */
  private traces(): boolean {
    return this.request.files.some(({ text }) => text.includes('tracemalloc'));
  }

  /** Follows the run from its first line to its last, a run with a change in it, too. */
  private follow(errand: FollowErrand, ports: ExplorePorts): boolean {
    if (this.time !== null) return this.time.follow(errand, ports);
    const { lineEnded, resized } = errand;
    let hasEnded = false;
    this.passBy(
      this.request,
      {
        light: true,
        ...(resized ? { resized } : {}),
        ...(lineEnded ? { lineEnded: (rt, record, { steps }) => lineEnded(rt, record, steps) } : {}),
        // Left out, it is told of all.
        ...(errand.stops === 'all' ? {} : { stops: errand.stops }),
        boundary: (rt, steps) => {
          errand.boundary(rt, steps, null);
          return false;
        },
        at: {
          moment: END,
          arrived: (still) => {
            hasEnded = true;
            errand.ended?.(still);
            return true;
          },
        },
      },
      ports,
    );
    return hasEnded;
  }

  collectionSteps(index: number): CollectionSteps | null {
    const collection = this.result.collections[index];
    if (collection === undefined) return null;
    const follower = new CollectionFollower();
    this.passBy(this.request, {
      collection: { index, phase: (phase, generation, still) => follower.phase(phase, generation, still) },
    });
    return follower.result(collection);
  }

  /** Runs once more up to the moment, to see which lines took references. */
  private watchLines(lines: EdgeLines): void {
    this.passBy(this.request, {
      at: { moment: this.moment, arrived: () => true },
      lineEnded: (rt, record, { steps }) => lines.lineEnded(rt, record, steps),
    });
  }
}

function isFromEnd(moment: Moment | undefined): boolean {
  return moment?.kind === 'line' && moment.hit < 0;
}

/** The same moment counted from the first execution of its line; the end where the line did not run so often. */
function resolved(moment: Moment, recorder: Recorder): Moment {
  if (moment.kind !== 'line' || moment.hit >= 0) return moment;
  const hit = hitsOf(recorder.records, moment.file, moment.line) + moment.hit + 1;
  return hit > 0 ? { ...moment, hit } : END;
}

/** Touches whose count before the line was not noted, by the step at whose beginning it can be read. */
function probesOf(recorder: Recorder): Map<number, TouchRecord[]> {
  const probes = new Map<number, TouchRecord[]>();
  for (const record of recorder.records) {
    for (const touch of record.touches) {
      if (touch.before !== -2 || touch.probe === 0 || touch.immortal) continue;
      const known = probes.get(touch.probe);
      if (known === undefined) probes.set(touch.probe, [touch]);
      else known.push(touch);
    }
  }
  return probes;
}
