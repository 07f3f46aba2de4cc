/**
 * Follows a run line by line and keeps what each line did, added up over its executions. Nothing is stored for each
 * step but the number of its line (two bytes), so that the birth of any object can be told.
 *
 * A line of a frame lasts until the frame's next line, or its end: lines of functions it calls lie inside it.
 *
 * All of this happens at every line: nothing is allocated here but at the first executions of a line.
 */

import { DictLayout, Frame, KeysLayout, Ob, StrLayout, TypeLayout } from '../memory/layout.js';
import { isStatic } from '../memory/regions.js';
import { INSTRUCTION_WORDS } from '../objects/code.js';
import { dictGetStr } from '../objects/dictCore.js';
import { entriesOf, entryWords, keyOffset } from '../objects/dictKeys.js';
import type { Observer } from '../objects/machine.js';
import { T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import type { Teardown } from '../protocol/run.js';
import { Op } from '../python/instructions.js';
import { OwnFrame } from '../vm/frames.js';
import type { Runtime } from '../vm/runtime.js';
import { DeathBook, Mortal } from './deathBook.js';
import { DeathChain } from './deathChain.js';
import { LineRecord, StepLines, type TouchRecord } from './lineRecords.js';
import { type CodeNames, NamePlace, type NameRef, namesOfCode, Touch } from './namesByLine.js';
import { preview, typeName } from './preview.js';
import { SmallHoldings } from './smallHoldings.js';

/** Executions of a line in which all names of its scope are looked at, not only those that it mentions. */
const CURIOUS_HITS = 32;
/** Names of a scope that are looked at then. */
const CURIOUS_NAMES = 48;
/** Executions of a line in which previews of what it will drop are taken. */
const PREVIEW_HITS = 2;

/** What is known of one code object of the request's files. */
interface CodeTable {
  /** Index of the code. */
  readonly index: number;
  readonly file: number;
  readonly scope: string;
  readonly names: CodeNames;
  /** Records by line, from `firstLine` on. */
  readonly lines: (LineRecord | undefined)[];
  readonly firstLine: number;
  readonly depth: number;
  /** Names of its variables, by their slots. */
  readonly locals: readonly string[];
  /** Frames of it that have begun a line. */
  entries: number;
}

/** A line that is being executed in a frame. */
class Pending {
  record: LineRecord | null = null;
  table: CodeTable;
  hit = 0;
  /** Step of the line's beginning. */
  step = 0;
  curious = false;
  /** Notes on objects that no name refers to yet; they stand behind those on names. */
  unnamed = 0;
  /** The counts after the line were noted, or those before it were not. */
  measured = false;
  /** Where its notes begin in the recorder's store: for each name of the code object, what stood there before the line. */
  notes: number;
  /** Names that there is room for. */
  room: number;

  constructor(table: CodeTable, notes: number, room: number) {
    this.table = table;
    this.notes = notes;
    this.room = room;
  }
}

/** What the recorder tells as it goes. */
export interface RecorderEvents {
  /** Between two lines, once `stopAt` lines have begun. Whoever hears it sets `stopAt` anew. */
  boundary(step: number): void;
  /** A module of the library was loaded, which takes the time of many lines. */
  libraryLoaded?(): void;
  /** Native code has done alone what takes the time of so many lines. */
  worked?(lines: number): void;
  /** The program's last line has been executed; its frame is still there. */
  ended(): void;
  /** An execution of a line ended. Only for watched lines, or all where `tellsAllLines` is set. */
  lineEnded(record: LineRecord, hit: number, step: number): void;
  collected(generation: number, reason: 'automatic' | 'explicit' | 'exit', found: number, uncollectable: number): void;
}

/** What a recorder is to look at. */
export interface RecorderOptions {
  /**
   * Follows lines and births, and nothing else, from the beginning on: neither names nor deaths. The machine goes
   * through the same states in a fraction of the time.
   */
  readonly light?: boolean;
  readonly tellsAllLines?: boolean;
  /** Lines whose ends are told. */
  readonly watched?: readonly { readonly file: number; readonly line: number }[];
  /** The run was recorded before, and goes on from a place in it once more. */
  readonly history?: { readonly recorder: Recorder; readonly place: RecorderPlace };
}

/** Where a recorder stands between two lines: what it needs to go on from there. */
export interface RecorderPlace {
  readonly steps: number;
  readonly mainFrame: number;
  readonly currentFrame: number;
  /** Number of the record; -1: none. */
  readonly lastLine: number;
  /** Lines under way: index of the code, number of the record (-1: none), step. */
  readonly pendings: readonly { readonly code: number; readonly record: number; readonly step: number }[];
  readonly spare: readonly number[];
  readonly dying: readonly number[];
}

/** The beginning of a run. */
export const START: RecorderPlace = {
  steps: 0,
  mainFrame: 0,
  currentFrame: 0,
  lastLine: -1,
  pendings: [],
  spare: [],
  dying: [],
};

/** Words of a note on a name: object, count, birth, type. */
const NOTE = 4;
const NONE: readonly number[] = [];
/** Notes on objects that no name refers to, at most: a few, and where that was too little what the line's objects hold. */
const UNNAMED = 12;
const FEW = 4;
/** Names that a set of notes has room for at least, so that most sets serve most functions. */
const ROOM = 12;
/** Words of a note on a variable of a frame that goes: object, birth, index of the name. */
const LAST_WORDS = 3;

/** The observer of a run. */
export class Recorder implements Observer {
  private readonly rt: Runtime;
  private readonly M: Int32Array;
  private readonly events: RecorderEvents;
  /** File index by the name that code objects carry. */
  private readonly files: ReadonlyMap<string, number>;
  private readonly tellsAllLines: boolean;
  private readonly watched: readonly { readonly file: number; readonly line: number }[];
  private light: boolean;
  private readonly history: Recorder | null;
  /** By index of the code; null for code that is not of the request's files. */
  private readonly tables: (CodeTable | null | undefined)[] = [];
  readonly records: LineRecord[] = [];
  /** By the number that stands in a frame (`OwnFrame.NOTES`), from 1. */
  private readonly pendings: Pending[] = [];
  private readonly spare: number[] = [];
  /** The notes of all pending lines. */
  private store = new Int32Array(1 << 12);
  private stored = 0;
  /** Frames that were left and whose variables go now, the outer ones first. */
  private readonly dying: number[] = [];
  /** Variables of dying frames that nothing else refers to, and where those of each frame begin. */
  private lastWords = new Int32Array(1 << 10);
  private lastWordsTop = 0;
  private readonly lastWordsOf: number[] = [];
  /** The line that runs now, innermost; null outside of the request's files. */
  current: LineRecord | null = null;
  private currentFrame = 0;
  private currentPending: Pending | null = null;
  /** The line that ended last. */
  lastLine: LineRecord | null = null;
  /** Lines begun so far. */
  steps = 0;
  /** `boundary` is told when so many lines have begun. */
  stopAt = 0;
  /** At a boundary: the line that is about to begin. */
  coming = 0;
  comingFile = 0;
  private readonly stepLines: StepLines;
  /** The end of the line that began with this step is told. */
  endOf = -1;
  /** The module frame of the program; 0 until its first line. */
  mainFrame = 0;
  readonly deaths: DeathBook;
  private readonly chain: DeathChain;
  private readonly holdings: SmallHoldings;
  /** The most blocks in use between two lines. */
  peakBlocks = 0;
  exiting = false;
  /** What the interpreter does at its end; null before that. */
  stage: Teardown | null = null;
  /** Lines begun when the program's last line had ended; 0 before that. */
  endStep = 0;
  /** Whether the program's end was told. */
  hasEnded = false;

  constructor(rt: Runtime, files: ReadonlyMap<string, number>, events: RecorderEvents, options: RecorderOptions = {}) {
    this.rt = rt;
    this.M = rt.M;
    this.files = files;
    this.events = events;
    this.light = options.light === true;
    this.tellsAllLines = options.tellsAllLines === true;
    this.watched = options.watched ?? [];
    this.deaths = new DeathBook(rt);
    this.holdings = new SmallHoldings(rt, UNNAMED);
    this.chain = new DeathChain(rt, this.deaths, {
      lastName: (object, born) =>
        (this.currentPending && this.nameOf(this.currentPending, object, born)) ?? this.deaths.lastNames.get(object),
      bornLine: (born) => lineInMain(this.bornAt(born)),
    });
    rt.lineCountdown = 0;
    rt.observer = this;
    this.history = options.history?.recorder ?? null;
    this.stepLines = this.history?.stepLines ?? new StepLines();
    const { place = START } = options.history ?? {};
    if (place.steps === 0) rt.stamp = 2;
    if (options.history !== undefined) this.goOnFrom(options.history.recorder, place);
  }

  private goOnFrom(history: Recorder, place: RecorderPlace): void {
    const recordOf = (id: number): LineRecord | null => {
      if (id < 0) return null;
      const { line, code } = history.records[id]!;
      const table = this.tableOf(code)!;
      return table.lines[line - table.firstLine] ?? this.newRecord(table, line);
    };
    this.steps = place.steps;
    this.mainFrame = place.mainFrame;
    this.lastLine = recordOf(place.lastLine);
    this.spare.push(...place.spare);
    for (const frame of place.dying) {
      this.dying.push(frame);
      this.lastWordsOf.push(0);
    }
    for (const { code, record, step } of place.pendings) {
      const table = this.tableOf(code)!;
      const pending = new Pending(table, 0, 0);
      this.makeRoom(pending, Math.max(ROOM, table.names.refs.length));
      pending.record = recordOf(record);
      pending.step = step;
      pending.measured = true;
      this.pendings.push(pending);
    }
    this.currentFrame = place.currentFrame;
    const index = place.currentFrame === 0 ? 0 : this.M[place.currentFrame + OwnFrame.NOTES]!;
    this.currentPending = index === 0 ? null : this.pendings[index - 1]!;
    this.current = this.currentPending?.record ?? null;
  }

  /** Between two lines. */
  place(): RecorderPlace {
    return {
      steps: this.steps,
      mainFrame: this.mainFrame,
      currentFrame: this.currentFrame,
      lastLine: this.lastLine?.id ?? -1,
      pendings: this.pendings.map(({ table, record, step }) => ({
        code: table.index,
        record: record?.id ?? -1,
        step,
      })),
      spare: [...this.spare],
      dying: [...this.dying],
    };
  }

  /** The codes of a file that ran, and how often each was begun. */
  enteredCodes(file: number): readonly { readonly scope: string; readonly line: number; readonly calls: number }[] {
    return this.tables.flatMap((table) =>
      table?.file === file
        ? [{ scope: table.scope, line: this.rt.codes[table.index]!.spec.firstlineno, calls: table.entries }]
        : [],
    );
  }

  /** The step in which a line was executed for the `hit`-th time; 0: it was not. Of several codes on a line the outermost counts. */
  stepOf(file: number, line: number, hit: number): number {
    let left = hit;
    if (hit > 0) for (const step of this.stepsOf(file, line)) if (--left === 0) return step;
    return 0;
  }

  /** The steps in which a line was executed, ascending. Of several codes on a line the outermost counts. */
  *stepsOf(file: number, line: number): Generator<number> {
    const here = this.records.filter((r) => r.file === file && r.line === line && r.hits > 0);
    const record = here.sort((a, b) => a.depth - b.depth)[0];
    if (record === undefined) return;
    for (let step = 1; step <= this.steps; step++) if (this.stepLines.at(step) === record.id) yield step;
  }

  /** Looks at names and deaths from here on. What runs now is told from the next line on. */
  openEyes(): void {
    if (!this.light) return;
    this.light = false;
    for (const pending of this.pendings) pending.measured = true;
  }

  // -- where and when

  /** The line at which an object was born, from its stamp; null where it is older than the program. */
  bornAt(stamp: number): LineRecord | null {
    const step = stamp - 2;
    if (step < 1 || step > this.steps) return null;
    return (this.history ?? this).records[this.stepLines.at(step)] ?? null;
  }

  private tableOf(index: number): CodeTable | null {
    const known = this.tables[index];
    if (known !== undefined) return known;
    const code = this.rt.codes[index]!;
    const file = this.files.get(code.spec.filename);
    let table: CodeTable | null = null;
    if (file !== undefined) {
      const scope = code.spec.qualname === '<module>' ? '' : code.spec.qualname;
      const depth = scope === '' ? 0 : scope.split('.').length;
      const names = namesOfCode(this.rt, code);
      table = {
        index,
        file,
        scope,
        names,
        lines: [],
        firstLine: names.firstLine,
        depth,
        locals: code.spec.localsplusNames,
        entries: 0,
      };
    }
    this.tables[index] = table;
    return table;
  }

  private newRecord(table: CodeTable, line: number): LineRecord {
    const { file, scope, depth, names, index: code } = table;
    const watched = this.watched.some((w) => w.file === file && w.line === line);
    const twin = this.history?.tables[table.index]?.lines[line - table.firstLine];
    const record = new LineRecord({ file, line, scope, depth, code }, twin?.id ?? this.records.length, watched);
    for (const { ref, touch } of names.lines.get(line) ?? []) record.addTouch(names.refs[ref]!, ref, touch);
    record.constants = names.constants.get(line) ?? NONE;
    this.records.push(record);
    table.lines[line - table.firstLine] = record;
    return record;
  }

  /** What a name refers to in a frame now; 0 for nothing, and for what only builtins have. */
  private read(ref: NameRef, frame: number): number {
    const M = this.M;
    switch (ref.place) {
      case NamePlace.fast:
        return M[frame + Frame.LOCALSPLUS + 2 * ref.slot]!;
      case NamePlace.cell: {
        const cell = M[frame + Frame.LOCALSPLUS + 2 * ref.slot]!;
        return cell === 0 ? 0 : this.rt.is(cell, T.CELL) ? M[cell + 4]! : cell;
      }
      case NamePlace.namespace: {
        const locals = M[frame + Frame.LOCALS]!;
        const globals = M[frame + Frame.GLOBALS]!;
        if (locals !== globals && locals !== 0 && this.rt.is(locals, T.DICT)) {
          const value = this.lookUp(locals, ref.object);
          if (value !== 0) return value;
        }
        return this.inDict(ref, globals);
      }
      default:
        return this.inDict(ref, M[frame + Frame.GLOBALS]!);
    }
  }

  private inDict(ref: NameRef, dict: number): number {
    const M = this.M;
    const keys = M[dict + DictLayout.KEYS]!;
    if (keys === ref.cachedKeys) {
      if (ref.cachedKey === 0) {
        // A name of builtins: it is not in the table as long as the table has got no new entry.
        if (M[keys + KeysLayout.NENTRIES] === ref.cachedValue) return 0;
      } else if (M[ref.cachedKey] === ref.object) return M[ref.cachedValue]!;
    }
    return this.search(ref, dict, keys);
  }

  private search(ref: NameRef, dict: number, keys: number): number {
    const { M } = this;
    const value = this.lookUp(dict, ref.object);
    if (M[dict + DictLayout.VALUES] !== 0) return value;
    if (value !== 0) this.remember(ref, keys);
    else {
      ref.cachedKeys = keys;
      ref.cachedKey = 0;
      ref.cachedValue = M[keys + KeysLayout.NENTRIES]!;
    }
    return value;
  }

  /** What was never hashed is in no table; to hash it now would change the machine. */
  private lookUp(dict: number, name: number): number {
    const hash = name + StrLayout.HASH;
    return this.M[hash] === -1 && this.M[hash + 1] === -1 ? 0 : dictGetStr(this.rt, dict, name);
  }

  /** Keeps where in a table the name stands. */
  private remember(ref: NameRef, keys: number): void {
    const { rt, M } = this;
    const kind = M[keys + KeysLayout.KIND]!;
    const words = entryWords(rt, kind);
    const n = M[keys + KeysLayout.NENTRIES]!;
    let at = entriesOf(rt, keys) + keyOffset(rt, kind);
    for (let i = 0; i < n; i++, at += words) {
      if (M[at] !== ref.object) continue;
      ref.cachedKeys = keys;
      ref.cachedKey = at;
      ref.cachedValue = at + 2;
      return;
    }
  }

  // -- lines

  line(frame: number, line: number): void {
    const { rt, M } = this;
    const index = M[frame + OwnFrame.NOTES]!;
    let pending: Pending;
    if (index !== 0) {
      pending = this.pendings[index - 1]!;
      if (pending.record !== null) this.endLine(pending, pending.record, frame);
    } else {
      const table = this.tableOf(M[frame + Frame.CODE_INDEX]!);
      if (table === null) return;
      if (this.mainFrame === 0) this.mainFrame = frame;
      pending = this.enter(frame, table);
    }
    if (this.steps >= this.stopAt) {
      this.coming = line;
      this.comingFile = pending.table.file;
      this.events.boundary(this.steps);
    }
    const { table } = pending;
    const record = table.lines[line - table.firstLine] ?? this.newRecord(table, line);
    const step = this.steps + 1;
    this.steps = step;
    if (rt.allocatedBlocks > this.peakBlocks) this.peakBlocks = rt.allocatedBlocks;
    if (this.history === null) this.stepLines.put(step, record.id);
    pending.record = record;
    pending.hit = ++record.hits;
    pending.step = step;
    pending.unnamed = 0;
    this.current = record;
    this.currentFrame = frame;
    this.currentPending = pending;
    rt.stamp = step + 2;
    if (this.light) return;
    pending.measured = false;
    if (record.hits <= CURIOUS_HITS) this.beginCurious(pending, record, frame);
    else this.begin(pending, record, frame);
    if (record.binds.length > 0) this.noteUnnamed(pending, record, frame);
  }

  /** What the line may give a name to: what stands on the frame's stack, as a caught exception does, and its constants. */
  private noteUnnamed(pending: Pending, record: LineRecord, frame: number): void {
    const { M } = this;
    const { constants } = record;
    const first = pending.notes + NOTE * pending.room;
    const bottom = frame + Frame.LOCALSPLUS + 2 * this.rt.codes[M[frame + Frame.CODE_INDEX]!]!.nlocalsplus;
    let n = 0;
    for (let k = 0; k < constants.length && n < FEW; k++) this.note(first + NOTE * n++, constants[k]!);
    for (let at = M[frame + Frame.SP]! - 2; at >= bottom && n < FEW; at -= 2) {
      const object = M[at]!;
      if (object !== 0) this.note(first + NOTE * n++, object);
    }
    if (record.missed || pending.curious) n = this.noteHeld(pending, record, n);
    pending.unnamed = n;
  }

  /** What the objects of the line's names hold: it may take one of them out, as `node = node.next` does. */
  private noteHeld(pending: Pending, { touches }: LineRecord, noted: number): number {
    const { holdings } = this;
    holdings.count = 0;
    for (let k = 0; k < touches.length; k++) {
      const object = this.store[pending.notes + NOTE * touches[k]!.index]!;
      if (object !== 0) holdings.add(object);
    }
    const first = pending.notes + NOTE * pending.room;
    let n = noted;
    for (let i = 0; i < holdings.count && n < UNNAMED; i++) this.note(first + NOTE * n++, holdings.found[i]!);
    return n;
  }

  private enter(frame: number, table: CodeTable): Pending {
    const index = this.spare.pop() ?? this.pendings.push(new Pending(table, 0, 0));
    const pending = this.pendings[index - 1]!;
    pending.table = table;
    table.entries++;
    pending.record = null;
    pending.measured = true;
    const size = table.names.refs.length;
    if (pending.room < size || pending.room === 0) this.makeRoom(pending, Math.max(ROOM, size));
    this.M[frame + OwnFrame.NOTES] = index;
    return pending;
  }

  private makeRoom(pending: Pending, room: number): void {
    pending.room = room;
    pending.notes = this.stored;
    this.stored += NOTE * (room + UNNAMED);
    if (this.stored <= this.store.length) return;
    const larger = new Int32Array(2 * this.stored);
    larger.set(this.store);
    this.store = larger;
  }

  private begin(pending: Pending, record: LineRecord, frame: number): void {
    pending.curious = false;
    const { touches } = record;
    for (let k = 0; k < touches.length; k++) {
      const touch = touches[k]!;
      this.note(pending.notes + NOTE * touch.index, this.read(touch.ref, frame));
    }
  }

  private beginCurious(pending: Pending, record: LineRecord, frame: number): void {
    pending.curious = true;
    const refs = pending.table.names.refs;
    const n = Math.min(refs.length, CURIOUS_NAMES);
    for (let i = 0; i < n; i++) this.note(pending.notes + NOTE * i, this.read(refs[i]!, frame));
    for (const touch of record.touches) {
      const at = pending.notes + NOTE * touch.index;
      if (touch.index >= CURIOUS_NAMES) this.note(at, this.read(touch.ref, frame));
      if (touch.touch < Touch.bind || record.hits > PREVIEW_HITS) continue;
      const object = this.store[at]!;
      if (object !== 0) this.keepPreview(object);
    }
  }

  private note(at: number, object: number): void {
    const { store, M } = this;
    store[at] = object;
    if (object === 0) return;
    store[at + 1] = M[object]!;
    store[at + 2] = M[object + Ob.BORN]!;
    store[at + 3] = M[object + Ob.TYPE]!;
  }

  /** A name has let go of an object that lives on: perhaps the last name that knew it. */
  private letGo(object: number, name: string): void {
    const M = this.M;
    if (M[object]! < 0 || M[object + Ob.BORN]! < 2) return;
    const kind = this.deaths.kindOf(M[M[object + Ob.TYPE]! + TypeLayout.INFO]!);
    if (kind === Mortal.plain || (kind === Mortal.instance && !this.rt.typeOf(object).hasGc)) return;
    this.deaths.lastNames.set(object, name);
  }

  private keepPreview(object: number): void {
    const { M } = this;
    const born = M[object + Ob.BORN]!;
    if (M[object] !== 1 || born < 2) return;
    this.deaths.previews.set(object, { born, repr: preview(this.rt, object) });
  }

  private endLine(pending: Pending, record: LineRecord, frame: number): void {
    if (!pending.measured) this.measure(pending, record, frame);
    pending.record = null;
    this.lastLine = record;
    if (this.tellsAllLines || record.watched || pending.step === this.endOf)
      this.events.lineEnded(record, pending.hit, pending.step);
  }

  /** Notes the counts after a line. */
  private measure(pending: Pending, record: LineRecord, frame: number): void {
    pending.measured = true;
    const { touches } = record;
    for (let k = 0; k < touches.length; k++) {
      const touch = touches[k]!;
      const now = this.read(touch.ref, frame);
      if (now !== 0) this.finishBound(pending, touch, now);
      else this.finishUnbound(pending, touch);
    }
    if (pending.curious) this.lookAround(pending, record, frame);
  }

  private finishBound(pending: Pending, touch: TouchRecord, now: number): void {
    const { M, store } = this;
    const at = pending.notes + NOTE * touch.index;
    const was = store[at]!;
    const after = M[now]!;
    const born = M[now + Ob.BORN]!;
    touch.fresh = true;
    if (now === was && store[at + 2] === born) {
      const before = store[at + 1]!;
      // Nothing new since the last execution: the usual case in a loop.
      if (touch.after === after && touch.before === before && touch.address === now && touch.bound)
        if (touch.typeAddress === M[now + Ob.TYPE]) return;
      touch.before = before;
      if (before !== after) touch.changed = true;
    } else {
      touch.changed = true;
      const before = this.countBefore(pending, now, born);
      touch.before = before;
      if (before === -2) {
        pending.record!.missed = true;
        touch.probe = pending.step;
        touch.born = born;
      }
      if (was !== now && touch.touch >= Touch.bind) {
        touch.boundObject = now;
        touch.boundStep = pending.step;
        if (was !== 0 && M[was + Ob.BORN] === store[at + 2]) this.letGo(was, touch.ref.name);
      }
    }
    touch.seen = true;
    touch.bound = true;
    touch.address = now;
    touch.after = after;
    touch.immortal = after < 0;
    const type = M[now + Ob.TYPE]!;
    if (touch.typeAddress !== type) this.newType(touch, now, type);
    // Immortal objects have no count; that of others which the interpreter shares is not the program's.
    if (after < 0 || isStatic(now)) return;
    if (after < touch.min) touch.min = after;
    if (after > touch.max) touch.max = after;
  }

  private newType(touch: TouchRecord, object: number, type: number): void {
    touch.typeAddress = type;
    touch.type = typeName(this.rt, type);
    touch.definition =
      type === T.FUNCTION || type === T.MODULE || (this.rt.typeOf(object).flags & TypeFlag.TYPE_SUBCLASS) !== 0;
  }

  private finishUnbound(pending: Pending, touch: TouchRecord): void {
    const { M, store } = this;
    const at = pending.notes + NOTE * touch.index;
    const was = store[at]!;
    touch.fresh = was !== 0;
    if (was === 0) return;
    const isAlive = M[was + Ob.BORN] === store[at + 2];
    if (isAlive && touch.touch >= Touch.bind) this.letGo(was, touch.ref.name);
    const after = isAlive ? M[was]! : 0;
    touch.seen = true;
    touch.bound = false;
    touch.changed = true;
    touch.address = was;
    touch.before = store[at + 1]!;
    touch.after = after;
    touch.immortal = touch.before < 0;
    if (touch.typeAddress !== store[at + 3]) {
      touch.typeAddress = store[at + 3]!;
      touch.type = typeName(this.rt, touch.typeAddress);
    }
    if (after < 0 || isStatic(was)) return;
    if (after < touch.min) touch.min = after;
    if (after > touch.max) touch.max = after;
  }

  /** Count of an object before the line: -1 where the line created it, -2 where nobody looked. */
  private countBefore(pending: Pending, object: number, born: number): number {
    if (born >= pending.step + 2 || born <= -pending.step - 2) return -1;
    const { store } = this;
    if (pending.curious) {
      const n = Math.min(pending.table.names.refs.length, CURIOUS_NAMES);
      for (let i = 0; i < n; i++) {
        const at = pending.notes + NOTE * i;
        if (store[at] === object && store[at + 2] === born) return store[at + 1]!;
      }
    } else {
      const { touches } = pending.record!;
      for (let k = 0; k < touches.length; k++) {
        const at = pending.notes + NOTE * touches[k]!.index;
        if (store[at] === object && store[at + 2] === born) return store[at + 1]!;
      }
    }
    const first = pending.notes + NOTE * pending.room;
    for (let at = first; at < first + NOTE * pending.unnamed; at += NOTE)
      if (store[at] === object && store[at + 2] === born) return store[at + 1]!;
    return -2;
  }

  /** The line of the program that last bound a name of a scope to the object; undefined where something else was bound since. */
  bindingLine(scope: string, name: string, object: number): number | undefined {
    if (this.history !== null) return this.lastBinding(this.history, scope, name);
    let last: TouchRecord | undefined;
    let line = 0;
    for (const record of this.records) {
      if (record.file !== 0 || record.scope !== scope) continue;
      for (const touch of record.touches) {
        if (touch.ref.name !== name || touch.boundStep <= (last?.boundStep ?? 0)) continue;
        last = touch;
        line = record.line;
      }
    }
    return last !== undefined && last.boundObject === object ? line : undefined;
  }

  /** The line before this moment that last bound a name of a scope. */
  private lastBinding({ records }: Recorder, scope: string, name: string): number | undefined {
    const binds = records.map(
      (r) => r.file === 0 && r.scope === scope && r.binds.some((touch) => touch.ref.name === name),
    );
    const underWay = new Set(this.pendings.filter(({ record }) => record !== null).map(({ step }) => step));
    for (let step = this.steps; step > 0; step--) {
      const id = this.stepLines.at(step);
      if (binds[id] === true && !underWay.has(step)) return records[id]!.line;
    }
    return undefined;
  }

  /** Names that the line does not mention and whose object's count it changed all the same. */
  private lookAround(pending: Pending, record: LineRecord, frame: number): void {
    const { M, store } = this;
    const refs = pending.table.names.refs;
    const n = Math.min(refs.length, CURIOUS_NAMES);
    for (let i = 0; i < n; i++) {
      const at = pending.notes + NOTE * i;
      const was = store[at]!;
      const now = this.read(refs[i]!, frame);
      if (was === now && (now === 0 || (M[now] === store[at + 1] && M[now + Ob.BORN] === store[at + 2]))) continue;
      if (record.touches.some((touch) => touch.index === i)) continue;
      // Parameters are bound before the first line of a function, its variables go with its frame: no news of this line.
      const type = M[(now || was) + Ob.TYPE]!;
      if (now !== 0 && (type === T.FUNCTION || type === T.MODULE)) continue;
      if (now === 0 && pending.table.scope !== '') continue;
      const touch = record.addTouch(refs[i]!, i, Touch.none);
      if (now !== 0) this.finishBound(pending, touch, now);
      else this.finishUnbound(pending, touch);
    }
  }

  // -- frames

  left(frame: number): void {
    const { rt, M } = this;
    const index = M[frame + OwnFrame.NOTES]!;
    if (index === 0) return;
    const pending = this.pendings[index - 1]!;
    const code = rt.codes[M[frame + Frame.CODE_INDEX]!]!;
    if (
      M[frame + OwnFrame.GENERATOR] !== 0 &&
      rt.currentException === 0 &&
      M[M[frame + Frame.PC]! - INSTRUCTION_WORDS] === Op.YIELD_VALUE
    ) {
      if (frame === this.currentFrame) this.goBack(frame);
      return;
    }
    const { record } = pending;
    if ((code.flags & 1) === 0) {
      if (record !== null) this.endLine(pending, record, frame);
      if (frame === this.mainFrame && !this.hasEnded) {
        this.hasEnded = true;
        this.events.ended();
      }
      return;
    }
    this.dying.push(frame);
    this.lastWordsOf.push(this.lastWordsTop);
    if (this.light) return;
    // What a function's last line did is told while its variables are there; their deaths belong to it, too.
    if (record !== null && !pending.measured) this.measure(pending, record, frame);
    const locals = frame + Frame.LOCALSPLUS;
    const { nlocalsplus } = code;
    if (this.lastWordsTop + LAST_WORDS * nlocalsplus > this.lastWords.length) {
      const larger = new Int32Array(2 * this.lastWords.length + LAST_WORDS * nlocalsplus);
      larger.set(this.lastWords);
      this.lastWords = larger;
    }
    const words = this.lastWords;
    let top = this.lastWordsTop;
    for (let i = 0; i < nlocalsplus; i++) {
      const object = M[locals + 2 * i]!;
      if (object === 0 || M[object] !== 1) continue;
      words[top] = object;
      words[top + 1] = M[object + Ob.BORN]!;
      words[top + 2] = i;
      top += LAST_WORDS;
    }
    this.lastWordsTop = top;
  }

  cleared(frame: number): void {
    const { M } = this;
    const index = M[frame + OwnFrame.NOTES]!;
    if (index === 0) return;
    const pending = this.pendings[index - 1]!;
    if (pending.record !== null) this.endLine(pending, pending.record, frame);
    M[frame + OwnFrame.NOTES] = 0;
    this.spare.push(index);
    const { dying } = this;
    if (dying.length > 0 && dying[dying.length - 1] === frame) {
      dying.pop();
      const top = this.lastWordsTop;
      this.lastWordsTop = this.lastWordsOf.pop()!;
      // A frame that somebody keeps takes its variables along: they live on by these names.
      const words = this.lastWords;
      for (let at = this.lastWordsTop; at < top; at += LAST_WORDS)
        if (M[words[at]! + Ob.BORN] === words[at + 1])
          this.deaths.lastNames.set(words[at]!, pending.table.locals[words[at + 2]!]!);
    }
    if (frame === this.currentFrame) this.goBack(frame);
  }

  /** The line of the calling frame goes on; behind a finalizer, that of the function whose variables go. */
  private goBack(frame: number): void {
    const { M, dying } = this;
    let at = M[frame + Frame.PREVIOUS]!;
    if (dying.length > 0) {
      const last = dying[dying.length - 1]!;
      if (last !== frame && M[last + Frame.PREVIOUS] === at) at = last;
    }
    while (at !== 0 && M[at + OwnFrame.NOTES] === 0) at = M[at + Frame.PREVIOUS]!;
    this.currentFrame = at;
    const pending = at === 0 ? null : this.pendings[M[at + OwnFrame.NOTES]! - 1]!;
    this.currentPending = pending;
    this.current = pending === null ? null : pending.record;
    if (pending !== null) this.rt.stamp = pending.step + 2;
  }

  // -- deaths

  deallocating(object: number): void {
    if (!this.light && !this.exiting && this.currentPending !== null)
      this.chain.begin(object, this.currentPending.step);
  }

  freed(object: number): void {
    const { rt, M, deaths } = this;
    const born = M[object + Ob.BORN]!;
    const isWatched = !this.light && !this.exiting;
    const order = isWatched ? this.chain.end(object) : 0;
    M[object + Ob.BORN] = 0;
    if (born < 2 || this.light) return;
    if (this.exiting) {
      this.freedAtExit(object, born);
      return;
    }
    deaths.run++;
    const pending = this.currentPending;
    const index = M[M[object + Ob.TYPE]! + TypeLayout.INFO]!;
    const kind = deaths.kindOf(index);
    // What a line makes and drops again is a temporary that nobody named.
    if (
      kind === Mortal.plain &&
      pending !== null &&
      born >= pending.step + 2 &&
      this.dying.length === 0 &&
      deaths.lastNames.size === 0
    )
      return;
    let name = pending === null ? undefined : this.nameOf(pending, object, born);
    if (deaths.lastNames.size > 0) {
      const last = deaths.takeName(object);
      if (name === undefined) name = last;
    }
    if (pending === null || kind === Mortal.hidden) return;
    const record = pending.record;
    if (record === null) return;
    let from: LineRecord | null = null;
    if (name === undefined && kind !== Mortal.instance) {
      if (born >= pending.step + 2) return;
      from = this.bornAt(born);
      if (from !== null && from.line === record.line && from.file === record.file) return;
    } else from = this.bornAt(born);
    const bornLine = lineInMain(from);
    const cause = rt.gcCollecting ? 'collector' : 'count';
    const info = rt.types[index]!;
    const holder = this.chain.holder(object, pending.step);
    deaths.enter(record.deaths, { address: object, born, cause, info, name, bornLine, holder, order });
  }

  /** The name that held an object alone: it is rebound by the line that runs, or goes with its function. */
  private nameOf(pending: Pending, object: number, born: number): string | undefined {
    const { store, dying } = this;
    if (dying.length > 0) {
      const words = this.lastWords;
      const from = this.lastWordsOf[dying.length - 1]!;
      for (let at = from; at < this.lastWordsTop; at += LAST_WORDS) {
        if (words[at] !== object || words[at + 1] !== born) continue;
        return this.pendings[this.M[dying[dying.length - 1]! + OwnFrame.NOTES]! - 1]!.table.locals[words[at + 2]!];
      }
    }
    if (pending.record === null || born >= pending.step + 2) return undefined;
    const { binds } = pending.record;
    for (let k = 0; k < binds.length; k++) {
      const touch = binds[k]!;
      const at = pending.notes + NOTE * touch.index;
      if (store[at] === object && store[at + 2] === born) return touch.ref.name;
    }
    return undefined;
  }

  private freedAtExit(object: number, born: number): void {
    const { rt, M, deaths } = this;
    deaths.exit++;
    const info = rt.types[M[M[object + Ob.TYPE]! + TypeLayout.INFO]!];
    if (info === undefined) return;
    const name = deaths.takeName(object);
    if (!deaths.isNewsAtExit(info, name !== undefined)) return;
    const bornLine = lineInMain(this.bornAt(born));
    const order = deaths.exit;
    deaths.enter(deaths.atExit, {
      address: object,
      born,
      cause: 'exit',
      info,
      name,
      bornLine,
      holder: undefined,
      exit: this.stage ?? undefined,
      order,
    });
  }

  libraryLoaded(): void {
    this.events.libraryLoaded?.();
  }

  worked(lines: number): void {
    this.events.worked?.(lines);
  }

  tearing(stage: Teardown): void {
    this.stage = stage;
  }

  collected(generation: number, reason: 'automatic' | 'explicit' | 'exit', found: number, uncollectable: number): void {
    this.events.collected(generation, reason, found, uncollectable);
  }

  /** The interpreter begins to clear its modules: the names of the program let go. */
  beginExit(names: readonly { readonly object: number; readonly name: string }[]): void {
    this.exiting = true;
    this.endStep = this.steps;
    this.current = null;
    this.currentPending = null;
    const { M } = this;
    for (const { object, name } of names) {
      const count = M[object]!;
      if (count < 0 || M[object + Ob.BORN]! < 2) continue;
      if (count > 1 && !this.rt.typeOf(object).hasGc) continue;
      this.deaths.lastNames.set(object, name);
      this.keepPreview(object);
    }
  }
}

/** Lines of other files are not told by number alone: 0 for them. */
function lineInMain(from: LineRecord | null): number {
  return from === null || from.file !== 0 ? 0 : from.line;
}
