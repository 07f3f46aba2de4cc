/**
 * Follows a run line by line and keeps what each line did, added up over its executions. Nothing is stored for each
 * step but the number of its line (two bytes), so that the birth of any object can be told.
 *
 * A line of a frame lasts until the frame's next line, or its end: lines of functions it calls lie inside it.
 */
import { DictLayout, Frame, KeysLayout, Ob } from '../memory/layout.js';
import { INSTRUCTION_WORDS } from '../objects/code.js';
import { dictGetStr } from '../objects/dictCore.js';
import { entriesOf, entryWords, keyOffset } from '../objects/dictKeys.js';
import { isStatic } from '../objects/edges.js';
import type { Observer } from '../objects/machine.js';
import { T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import { Op } from '../python/instructions.js';
import { OwnFrame } from '../vm/frames.js';
import type { Runtime } from '../vm/runtime.js';
import { type CodeNames, NamePlace, type NameRef, namesOfCode, Touch } from './namesByLine.js';
import { preview, typeName } from './preview.js';

/** Executions of a line in which all names of its scope are looked at, not only those that it mentions. */
const CURIOUS_HITS = 32;
/** Names of a scope that are looked at then. */
const CURIOUS_NAMES = 48;
/** Executions of a line in which previews of what it will drop are taken. */
const PREVIEW_HITS = 2;
/** Different deaths kept for one line. */
const DEATHS = 40;

/** What became of one name over all executions of a line. */
export interface TouchRecord {
  readonly ref: NameRef;
  touch: number;
  seen: boolean;
  /** Whether the last execution found the name bound before or after it: the fields below are of this execution. */
  fresh: boolean;
  bound: boolean;
  /** -1: the line created the object; -2: not known, see `probe`. */
  before: number;
  after: number;
  min: number;
  max: number;
  type: string;
  typeAddress: number;
  address: number;
  immortal: boolean;
  /** Whether its count, or what it refers to, ever changed. */
  changed: boolean;
  /** Where `before` is not known: the step at whose beginning it can be read. */
  probe: number;
  /** Birth of the object that is to be probed. */
  born: number;
  /** What the line last bound the name to, and the step in which it did; 0: never. */
  boundObject: number;
  boundStep: number;
  /** The object is a function, class or module. */
  definition: boolean;
}

/** Deaths of one kind while a line ran. */
export interface DeathRecord {
  type: string;
  readonly info: object;
  repr: string | undefined;
  address: number;
  times: number;
  readonly cause: 'count' | 'collector' | 'exit';
  name: string | undefined;
  readonly bornLine: number;
}

/** One line of one code object. */
export interface LineRecord {
  /** Index among all records; also stored for each step. */
  readonly id: number;
  readonly file: number;
  readonly line: number;
  readonly scope: string;
  /** Nesting of the code object in its file, by order of appearance: 0 the module. */
  readonly depth: number;
  hits: number;
  /** Indexes into the code's names, parallel to `touches`. */
  readonly refs: number[];
  readonly touches: TouchRecord[];
  readonly deaths: DeathRecord[];
  readonly collections: number[];
}

/** What is known of one code object of the request's files. */
interface CodeTable {
  readonly file: number;
  readonly scope: string;
  readonly names: CodeNames;
  readonly lines: Map<number, LineRecord>;
  readonly depth: number;
}

/** A line that is being executed in a frame. */
class Pending {
  record: LineRecord | null = null;
  table: CodeTable;
  hit = 0;
  /** Step of the line's beginning. */
  step = 0;
  curious = false;
  /** The counts after the line were noted: the frame is about to go. */
  measured = false;
  /** Where its notes begin in the recorder's store: for each name of the code object, count, birth and type before the line. */
  readonly notes: number;
  /** Names that there is room for. */
  readonly room: number;

  constructor(table: CodeTable, notes: number, room: number) {
    this.table = table;
    this.notes = notes;
    this.room = room;
  }
}

/** What the recorder tells as it goes. */
export interface RecorderEvents {
  /** Between two lines: `record` (null: none yet) has been executed for the `hit`-th time, `step` lines in all. */
  boundary(step: number): void;
  /** The program's last line has been executed; its frame is still there. */
  ended(): void;
  /** An execution of a line ended. Asked only where `watchLines` is set. */
  lineEnded(record: LineRecord, hit: number): void;
  collected(generation: number, reason: 'automatic' | 'explicit' | 'exit', found: number, uncollectable: number): void;
}

/** Words of a note on a name: object, count, birth, type. */
const NOTE = 4;
/** Names that a set of notes has room for at least, so that most sets serve most functions. */
const ROOM = 12;

/** Steps whose lines stand in one chunk. */
const CHUNK = 1 << 16;

/** The observer of a run. */
export class Recorder implements Observer {
  private readonly rt: Runtime;
  private readonly events: RecorderEvents;
  /** File index by the name that code objects carry. */
  private readonly files: ReadonlyMap<string, number>;
  /** By index of the code; null for code that is not of the request's files. */
  private readonly tables: (CodeTable | null | undefined)[] = [];
  readonly records: LineRecord[] = [];
  private readonly pending = new Map<number, Pending>();
  private readonly spare: Pending[] = [];
  /** The notes of all pending lines. */
  private store = new Int32Array(1 << 12);
  private stored = 0;
  private lastFrame = 0;
  private lastPending: Pending | null = null;
  /** Frames that were left and whose variables go now, the outer ones first. */
  private readonly dying: number[] = [];
  /** The line that runs now, innermost; null outside of the request's files. */
  current: LineRecord | null = null;
  private currentFrame = 0;
  private currentPending: Pending | null = null;
  /** The line that ended last. */
  lastLine: LineRecord | null = null;
  /** Lines begun so far. */
  steps = 0;
  private readonly stepLines: Uint16Array[] = [];
  /** The module frame of the program; 0 until its first line. */
  mainFrame = 0;
  /** The last name that let go of an object: by address, with the birth of the object. */
  readonly lastNames = new Map<
    number,
    { readonly name: string; readonly born: number; readonly repr: string | undefined }
  >();
  readonly deathsAtExit: DeathRecord[] = [];
  /** Objects of the program that died so far, and at the interpreter's end. */
  readonly deaths = { run: 0, exit: 0 };
  /** The most blocks in use between two lines. */
  peakBlocks = 0;
  exiting = false;
  /** Whether the program's end was told. */
  hasEnded = false;

  constructor(rt: Runtime, files: ReadonlyMap<string, number>, events: RecorderEvents) {
    this.rt = rt;
    this.files = files;
    this.events = events;
    rt.stamp = 2;
    rt.lineCountdown = 0;
    rt.observer = this;
  }

  // -- where and when

  /** The line at which an object was born, from its stamp; null where it is older than the program. */
  bornAt(stamp: number): LineRecord | null {
    const step = stamp - 2;
    if (step < 1 || step > this.steps) return null;
    return this.records[this.stepLines[(step - 1) >> 16]![(step - 1) & (CHUNK - 1)]!] ?? null;
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
      table = { file, scope, names: namesOfCode(code), lines: new Map(), depth };
    }
    this.tables[index] = table;
    return table;
  }

  private recordOf(table: CodeTable, line: number): LineRecord {
    let record = table.lines.get(line);
    if (record === undefined) {
      record = {
        id: Math.min(this.records.length, 0xffff),
        file: table.file,
        line,
        scope: table.scope,
        depth: table.depth,
        hits: 0,
        refs: [],
        touches: [],
        deaths: [],
        collections: [],
      };
      for (const { ref, touch } of table.names.lines.get(line) ?? []) this.addTouch(record, table, ref, touch);
      this.records.push(record);
      table.lines.set(line, record);
    }
    return record;
  }

  private addTouch(record: LineRecord, table: CodeTable, ref: number, touch: number): TouchRecord {
    const made: TouchRecord = {
      ref: table.names.refs[ref]!,
      touch,
      seen: false,
      fresh: false,
      bound: false,
      before: -1,
      after: 0,
      min: Number.MAX_SAFE_INTEGER,
      max: 0,
      type: '',
      typeAddress: 0,
      address: 0,
      immortal: false,
      changed: false,
      probe: 0,
      born: 0,
      boundObject: 0,
      boundStep: 0,
      definition: false,
    };
    record.refs.push(ref);
    record.touches.push(made);
    return made;
  }

  /** What a name refers to in a frame now; 0 for nothing, and for what only builtins have. */
  private read(ref: NameRef, frame: number): number {
    const M = this.rt.M;
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
        if (locals !== globals && locals !== 0) {
          if (this.rt.is(locals, T.DICT)) {
            const value = dictGetStr(this.rt, locals, ref.object);
            if (value !== 0) return value;
          }
        }
        return this.inDict(ref, globals);
      }
      default:
        return this.inDict(ref, M[frame + Frame.GLOBALS]!);
    }
  }

  private inDict(ref: NameRef, dict: number): number {
    const M = this.rt.M;
    const keys = M[dict + DictLayout.KEYS]!;
    if (keys === ref.cachedKeys && M[ref.cachedKey] === ref.object) return M[ref.cachedValue]!;
    const value = dictGetStr(this.rt, dict, ref.object);
    if (value !== 0 && M[dict + DictLayout.VALUES] === 0) this.remember(ref, keys);
    return value;
  }

  /** Keeps where in a table the name stands. */
  private remember(ref: NameRef, keys: number): void {
    const rt = this.rt;
    const kind = rt.M[keys + KeysLayout.KIND]!;
    const words = entryWords(rt, kind);
    const n = rt.M[keys + KeysLayout.NENTRIES]!;
    let at = entriesOf(rt, keys) + keyOffset(rt, kind);
    for (let i = 0; i < n; i++, at += words) {
      if (rt.M[at] !== ref.object) continue;
      ref.cachedKeys = keys;
      ref.cachedKey = at;
      ref.cachedValue = at + 2;
      return;
    }
  }

  // -- lines

  line(frame: number, line: number): void {
    const rt = this.rt;
    let pending = frame === this.lastFrame ? this.lastPending : (this.pending.get(frame) ?? null);
    if (pending !== null && pending.record !== null) {
      this.measure(pending, frame);
      this.endLine(pending);
    }
    if (pending === null) {
      const table = this.tableOf(rt.M[frame + Frame.CODE_INDEX]!);
      if (table === null) return;
      if (this.mainFrame === 0) this.mainFrame = frame;
      pending = this.newPending(table);
      this.pending.set(frame, pending);
    }
    this.lastFrame = frame;
    this.lastPending = pending;
    this.events.boundary(this.steps);
    const record = pending.table.lines.get(line) ?? this.recordOf(pending.table, line);
    const step = ++this.steps;
    if (rt.allocatedBlocks > this.peakBlocks) this.peakBlocks = rt.allocatedBlocks;
    let chunk = this.stepLines[(step - 1) >> 16];
    if (chunk === undefined) {
      chunk = new Uint16Array(CHUNK);
      this.stepLines.push(chunk);
    }
    chunk[(step - 1) & (CHUNK - 1)] = record.id;
    pending.record = record;
    pending.hit = ++record.hits;
    pending.step = step;
    pending.measured = false;
    this.current = record;
    this.currentFrame = frame;
    this.currentPending = pending;
    rt.stamp = step + 2;
    this.begin(pending, record, frame);
  }

  private newPending(table: CodeTable): Pending {
    const size = table.names.refs.length;
    const spare = this.spare.pop();
    if (spare !== undefined && spare.room >= size) {
      spare.table = table;
      spare.record = null;
      return spare;
    }
    const room = Math.max(ROOM, size);
    const notes = this.stored;
    this.stored += NOTE * room;
    if (this.stored > this.store.length) {
      const larger = new Int32Array(Math.max(this.stored, 2 * this.store.length));
      larger.set(this.store);
      this.store = larger;
    }
    return new Pending(table, notes, room);
  }

  private begin(pending: Pending, record: LineRecord, frame: number): void {
    const refs = pending.table.names.refs;
    const curious = record.hits <= CURIOUS_HITS;
    pending.curious = curious;
    if (curious) {
      const n = Math.min(refs.length, CURIOUS_NAMES);
      for (let i = 0; i < n; i++) this.note(pending, i, refs[i]!, frame);
    }
    const { touches } = record;
    for (let k = 0; k < touches.length; k++) {
      const i = record.refs[k]!;
      if (!curious || i >= CURIOUS_NAMES) this.note(pending, i, refs[i]!, frame);
      if (touches[k]!.touch >= Touch.bind)
        this.letGo(this.store[pending.notes + NOTE * i]!, refs[i]!.name, record.hits <= PREVIEW_HITS);
    }
  }

  private note(pending: Pending, i: number, ref: NameRef, frame: number): void {
    const M = this.rt.M;
    const object = this.read(ref, frame);
    const { store } = this;
    const at = pending.notes + NOTE * i;
    store[at] = object;
    if (object === 0) return;
    store[at + 1] = M[object]!;
    store[at + 2] = M[object + Ob.BORN]!;
    store[at + 3] = M[object + Ob.TYPE]!;
  }

  /** A name is about to let go of an object: perhaps the last that knew it. */
  private letGo(object: number, name: string, withPreview: boolean): void {
    if (object === 0) return;
    const rt = this.rt;
    const count = rt.M[object]!;
    if (count < 0 || rt.M[object + Ob.BORN]! < 2) return;
    if (count > 1 && !rt.typeOf(object).hasGc) return;
    const repr = withPreview && count === 1 ? preview(rt, object) : undefined;
    this.lastNames.set(object, { name, born: rt.M[object + Ob.BORN]!, repr });
  }

  /** Notes the counts after a line. */
  private measure(pending: Pending, frame: number): void {
    const record = pending.record!;
    if (pending.measured) return;
    pending.measured = true;
    const { touches, refs } = record;
    for (let k = 0; k < touches.length; k++) this.finishTouch(pending, touches[k]!, refs[k]!, frame);
    if (pending.curious) this.lookAround(pending, record, frame);
  }

  private endLine(pending: Pending): void {
    const record = pending.record!;
    pending.record = null;
    this.lastLine = record;
    this.events.lineEnded(record, pending.hit);
  }

  private finishTouch(pending: Pending, touch: TouchRecord, i: number, frame: number): void {
    const M = this.rt.M;
    const { store } = this;
    const at = pending.notes + NOTE * i;
    const was = store[at]!;
    const now = this.read(touch.ref, frame);
    let after: number;
    if (now !== 0) {
      after = M[now]!;
      touch.bound = true;
      touch.address = now;
      const born = M[now + Ob.BORN]!;
      if (now === was && store[at + 2] === born) {
        touch.before = store[at + 1]!;
        if (touch.before !== after) touch.changed = true;
      } else {
        touch.changed = true;
        touch.before = this.countBefore(pending, now, born);
        if (touch.before === -2) {
          touch.probe = pending.step;
          touch.born = born;
        }
      }
      touch.immortal = after < 0;
      if (touch.touch >= Touch.bind && was !== now) {
        touch.boundObject = now;
        touch.boundStep = pending.step;
      }
      const type = M[now + Ob.TYPE]!;
      touch.definition =
        type === T.FUNCTION || type === T.MODULE || (this.rt.typeOf(now).flags & TypeFlag.TYPE_SUBCLASS) !== 0;
      if (touch.typeAddress !== type) {
        touch.typeAddress = type;
        touch.type = typeName(this.rt, type);
      }
    } else {
      touch.fresh = was !== 0;
      if (was === 0) return;
      const alive = M[was + Ob.BORN] === store[at + 2];
      after = alive ? M[was]! : 0;
      touch.bound = false;
      touch.changed = true;
      touch.address = was;
      touch.before = store[at + 1]!;
      touch.immortal = touch.before < 0;
      touch.typeAddress = store[at + 3]!;
      touch.type = typeName(this.rt, touch.typeAddress);
    }
    touch.seen = true;
    touch.fresh = true;
    touch.after = after;
    // Immortal objects have no count; that of others which the interpreter shares is not the program's.
    if (after < 0 || isStatic(touch.address)) return;
    if (after < touch.min) touch.min = after;
    if (after > touch.max) touch.max = after;
  }

  /** Count of an object before the line: -1 where the line created it, -2 where nobody looked. */
  private countBefore(pending: Pending, object: number, born: number): number {
    if (born >= pending.step + 2 || born <= -pending.step - 2) return -1;
    const { store } = this;
    const n = pending.table.names.refs.length;
    const { touches, refs } = pending.record!;
    if (pending.curious) {
      for (let i = 0; i < n && i < CURIOUS_NAMES; i++) {
        const at = pending.notes + NOTE * i;
        if (store[at] === object && store[at + 2] === born) return store[at + 1]!;
      }
      return -2;
    }
    for (let k = 0; k < touches.length; k++) {
      const at = pending.notes + NOTE * refs[k]!;
      if (store[at] === object && store[at + 2] === born) return store[at + 1]!;
    }
    return -2;
  }

  /** The line of the program that last bound a name of a scope to the object; undefined where something else was bound since. */
  bindingLine(scope: string, name: string, object: number): number | undefined {
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

  /** Names that the line does not mention and whose object's count it changed all the same. */
  private lookAround(pending: Pending, record: LineRecord, frame: number): void {
    const M = this.rt.M;
    const refs = pending.table.names.refs;
    const { store } = this;
    const n = Math.min(refs.length, CURIOUS_NAMES);
    for (let i = 0; i < n; i++) {
      const at = pending.notes + NOTE * i;
      const was = store[at]!;
      const now = this.read(refs[i]!, frame);
      if (was === now && (now === 0 || (M[now] === store[at + 1] && M[now + Ob.BORN] === store[at + 2]))) continue;
      if (record.refs.includes(i)) continue;
      // Parameters are bound before the first line of a function, its variables go with its frame: no news of this line.
      const type = M[(now || was) + Ob.TYPE]!;
      if (now !== 0 && (type === T.FUNCTION || type === T.MODULE)) continue;
      if (now === 0 && pending.table.scope !== '') continue;
      this.finishTouch(pending, this.addTouch(record, pending.table, i, Touch.none), i, frame);
    }
  }

  // -- frames

  left(frame: number): void {
    const pending = frame === this.lastFrame ? this.lastPending : (this.pending.get(frame) ?? null);
    if (pending === null) return;
    const rt = this.rt;
    const M = rt.M;
    const code = rt.codes[M[frame + Frame.CODE_INDEX]!]!;
    if (
      M[frame + OwnFrame.GENERATOR] !== 0 &&
      rt.currentException === 0 &&
      M[M[frame + Frame.PC]! - INSTRUCTION_WORDS] === Op.YIELD_VALUE
    ) {
      if (frame === this.currentFrame) this.goBack(frame);
      return;
    }
    if ((code.flags & 1) === 0) {
      if (pending.record !== null) {
        this.measure(pending, frame);
        this.endLine(pending);
      }
      if (frame === this.mainFrame && !this.hasEnded) {
        this.hasEnded = true;
        this.events.ended();
      }
      return;
    }
    // What a function's last line did is told while its variables are there; their deaths belong to it, too.
    if (pending.record !== null) this.measure(pending, frame);
    const locals = frame + Frame.LOCALSPLUS;
    for (let i = 0; i < code.nlocalsplus; i++) {
      const object = M[locals + 2 * i]!;
      if (object !== 0 && M[object] === 1) this.letGo(object, code.spec.localsplusNames[i]!, false);
    }
    this.dying.push(frame);
  }

  cleared(frame: number): void {
    const pending = frame === this.lastFrame ? this.lastPending : (this.pending.get(frame) ?? null);
    if (pending === null) return;
    if (pending.record !== null) {
      this.measure(pending, frame);
      this.endLine(pending);
    }
    this.pending.delete(frame);
    this.spare.push(pending);
    this.lastFrame = 0;
    this.lastPending = null;
    if (this.dying.at(-1) === frame) this.dying.pop();
    if (frame === this.currentFrame) this.goBack(frame);
  }

  /** The line of the calling frame goes on; behind a finalizer, that of the function whose variables go. */
  private goBack(frame: number): void {
    const M = this.rt.M;
    let at = M[frame + Frame.PREVIOUS]!;
    const dying = this.dying.at(-1);
    if (dying !== undefined && dying !== frame && M[dying + Frame.PREVIOUS] === at) at = dying;
    let pending = at === 0 ? undefined : this.pending.get(at);
    while (at !== 0 && pending === undefined) {
      at = M[at + Frame.PREVIOUS]!;
      pending = this.pending.get(at);
    }
    this.currentFrame = at;
    this.currentPending = pending ?? null;
    this.current = pending?.record ?? null;
    if (pending !== undefined) this.rt.stamp = pending.step + 2;
  }

  // -- deaths

  freed(object: number): void {
    const rt = this.rt;
    const M = rt.M;
    const born = M[object + Ob.BORN]!;
    M[object + Ob.BORN] = 0;
    if (born < 2) return;
    this.deaths[this.exiting ? 'exit' : 'run']++;
    const record = this.current;
    const type = M[object + Ob.TYPE]!;
    const info = rt.types[M[type + 7]!];
    if (info === undefined) return;
    const collecting = rt.gcCollecting;
    let known = this.lastNames.get(object);
    if (known !== undefined) {
      this.lastNames.delete(object);
      if (known.born !== born) known = undefined;
    }
    if (this.exiting) {
      if (
        !HIDDEN_DEATHS.has(info.address) &&
        !DEFINITIONS.has(info.address) &&
        (info.isHeapType || known !== undefined)
      )
        this.addDeath(this.deathsAtExit, object, born, 'exit', info, known);
      return;
    }
    if (record === null) return;
    // What a line makes and drops again is a temporary of built-in type that nobody named.
    if (known === undefined && !info.isHeapType && this.currentPending !== null && born >= this.currentPending.step + 2)
      return;
    if (HIDDEN_DEATHS.has(info.address)) return;
    if (known === undefined && !info.isHeapType) {
      const from = this.bornAt(born);
      if (from !== null && from.line === record.line && from.file === record.file) return;
    }
    this.addDeath(record.deaths, object, born, collecting ? 'collector' : 'count', info, known);
  }

  private addDeath(
    deaths: DeathRecord[],
    address: number,
    born: number,
    cause: 'count' | 'collector' | 'exit',
    info: { readonly name: string },
    known: { readonly name: string; readonly repr: string | undefined } | undefined,
  ): void {
    const step = born - 2;
    const id = step < 1 ? -1 : this.stepLines[(step - 1) >> 16]![(step - 1) & (CHUNK - 1)]!;
    const line = id < 0 ? null : this.records[id]!;
    // Lines of other files are not told by number alone.
    const bornLine = line === null || line.file !== 0 ? 0 : line.line;
    for (let i = 0; i < deaths.length; i++) {
      const death = deaths[i]!;
      if (death.info !== info || death.bornLine !== bornLine || death.cause !== cause) continue;
      death.times++;
      death.address = address;
      if (known !== undefined) {
        death.name = known.name;
        death.repr = known.repr;
      }
      return;
    }
    if (deaths.length >= DEATHS) return;
    deaths.push({ type: info.name, info, repr: known?.repr, address, times: 1, cause, name: known?.name, bornLine });
  }

  collected(generation: number, reason: 'automatic' | 'explicit' | 'exit', found: number, uncollectable: number): void {
    this.events.collected(generation, reason, found, uncollectable);
  }

  /** The interpreter begins to clear its modules: the names of the program let go. */
  beginExit(names: readonly { readonly object: number; readonly name: string }[]): void {
    this.exiting = true;
    this.current = null;
    this.currentPending = null;
    for (const { object, name } of names) this.letGo(object, name, true);
  }
}

/** What a program defines and imports: its end is no news at the end of the interpreter. */
const DEFINITIONS: ReadonlySet<number> = new Set([T.FUNCTION, T.TYPE, T.MODULE]);

/** Types whose deaths are the machine's own business. */
const HIDDEN_DEATHS: ReadonlySet<number> = new Set([
  T.METHOD,
  T.CODE,
  T.FRAME,
  T.TRACEBACK,
  T.BUILTIN_FUNCTION,
  T.SLICE,
  T.CELL,
  T.LIST_ITERATOR,
  T.TUPLE_ITERATOR,
  T.RANGE_ITERATOR,
  T.DICT_KEYITERATOR,
  T.DICT_VALUEITERATOR,
  T.DICT_ITEMITERATOR,
  T.SET_ITERATOR,
  T.STR_ITERATOR,
  T.STR_ASCII_ITERATOR,
  T.ENUMERATE,
  T.ZIP,
]);
