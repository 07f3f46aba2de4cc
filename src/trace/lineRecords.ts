/** What a run's lines did, added up over their executions: one record for each line of each code object. */
import type { Teardown } from '../protocol/run.js';
import { type NameRef, Touch } from './namesByLine.js';

/** More than any count. Counts stay small ints of the host: the fields of a record are written at every line. */
export const NO_COUNT = 0x3fff_ffff;

/** What became of one name over all executions of a line. */
export class TouchRecord {
  readonly ref: NameRef;
  /** Index of the name among those of its code object. */
  readonly index: number;
  touch: number;
  seen = false;
  /** Whether the last execution found the name bound before or after it: the fields below are of this execution. */
  fresh = false;
  bound = false;
  /** -1: the line created the object; -2: not known, see `probe`. */
  before = -1;
  after = 0;
  /** Least and greatest `after`; where `min` is greater there was none. */
  min = NO_COUNT;
  max = 0;
  type = '';
  typeAddress = 0;
  address = 0;
  immortal = false;
  /** Whether its count, or what it refers to, ever changed. */
  changed = false;
  /** Where `before` is not known: the step at whose beginning it can be read. */
  probe = 0;
  /** Birth of the object that is to be probed. */
  born = 0;
  /** What the line last bound the name to, and the step in which it did; 0: never. */
  boundObject = 0;
  boundStep = 0;
  /** The object is a function, class or module. */
  definition = false;

  constructor(ref: NameRef, index: number, touch: number) {
    this.ref = ref;
    this.index = index;
    this.touch = touch;
  }
}

/** Who held the objects that died, and died itself. */
export interface HolderRecord {
  readonly info: { readonly name: string };
  readonly name: string | undefined;
  /** 0 where it is not known. */
  readonly bornLine: number;
}

/** Deaths of one kind while a line ran. */
export interface DeathRecord {
  readonly type: string;
  readonly info: object;
  repr: string | undefined;
  address: number;
  times: number;
  readonly cause: 'count' | 'collector' | 'exit';
  name: string | undefined;
  readonly bornLine: number;
  readonly holder: HolderRecord | undefined;
  /** What the interpreter was doing at its end. */
  readonly exit?: Teardown | undefined;
  /** When the first of them began to die, among all deaths of the run. */
  readonly order: number;
}

/** Records that steps can tell apart: the number of a step's record takes two bytes. */
const MOST_RECORDS = 0xffff;

/** One line of one code object. */
export class LineRecord {
  /** Index among all records; also stored for each step. */
  readonly id: number;
  readonly file: number;
  readonly line: number;
  readonly scope: string;
  /** Nesting of the code object in its file, by order of appearance: 0 the module. */
  readonly depth: number;
  /** Index of the code object. */
  readonly code: number;
  hits = 0;
  readonly touches: TouchRecord[] = [];
  /** Those of `touches` that bind or delete. */
  readonly binds: TouchRecord[] = [];
  /** It has bound a name to an object whose count before was not noted. */
  missed = false;
  /** Constants that it binds names to. */
  constants: readonly number[] = [];
  readonly deaths: DeathRecord[] = [];
  readonly collections: number[] = [];
  /** Somebody asked to be told when it ends. */
  readonly watched: boolean;

  constructor(
    place: { file: number; line: number; scope: string; depth: number; code: number },
    id: number,
    watched: boolean,
  ) {
    this.id = Math.min(id, MOST_RECORDS);
    this.file = place.file;
    this.line = place.line;
    this.scope = place.scope;
    this.depth = place.depth;
    this.code = place.code;
    this.watched = watched;
  }

  addTouch(ref: NameRef, index: number, touch: number): TouchRecord {
    const made = new TouchRecord(ref, index, touch);
    this.touches.push(made);
    if (touch >= Touch.bind) this.binds.push(made);
    return made;
  }
}

/** Steps whose lines stand in one chunk. */
const CHUNK_BITS = 12;
const CHUNK = 1 << CHUNK_BITS;

/** The line of each step, by the number of its record: two bytes for a step. Steps count from 1. */
export class StepLines {
  private readonly chunks: Uint16Array[] = [];
  private last = new Uint16Array(0);

  /** Steps come one after the other. */
  put(step: number, id: number): void {
    const at = (step - 1) & (CHUNK - 1);
    if (at === 0) {
      this.last = new Uint16Array(CHUNK);
      this.chunks.push(this.last);
    }
    this.last[at] = id;
  }

  /** Number of the record of a step that has been put. */
  at(step: number): number {
    return this.chunks[(step - 1) >> CHUNK_BITS]![(step - 1) & (CHUNK - 1)]!;
  }
}
