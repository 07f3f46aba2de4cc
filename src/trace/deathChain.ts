/** Which death led to which: an object is freed while the one that held it is being deallocated. */
import { Ob, TypeLayout } from '../memory/layout.js';
import type { Machine } from '../objects/machine.js';
import { T } from '../objects/typeIds.js';
import { type DeathBook, Mortal } from './deathBook.js';
import type { HolderRecord } from './lineRecords.js';

/** Words of an entry: object, step of the line that runs, number of the deallocation. */
const ENTRY = 3;
/** Entries at most; deeper than deallocations nest. What finalizers saved stays, until there is no more room. */
const MOST = 1 << 14;

/** What a recorder knows of an object that dies. */
export interface Origins {
  /** The last name of an object with this birth. */
  lastName(object: number, born: number): string | undefined;
  /** The line of the main file that made an object with this birth; 0 where it is not known. */
  bornLine(born: number): number;
}

/** Deallocations under way, the outer ones first. */
export class DeathChain {
  private entries = new Int32Array(1 << 8);
  private top = 0;
  private begun = 0;
  /** Objects whose deallocation was put off until that of their holder was over, and the step of all of these. */
  private readonly putOff = new Map<number, HolderRecord>();
  private putOffStep = 0;

  constructor(
    private readonly rt: Machine,
    private readonly deaths: DeathBook,
    private readonly origins: Origins,
  ) {}

  /** The last reference to an object is gone, in the line that began with this step. */
  begin(object: number, step: number): void {
    if (this.top === ENTRY * MOST) this.top = 0;
    const { top } = this;
    if (top + ENTRY > this.entries.length) {
      const larger = new Int32Array(2 * this.entries.length);
      larger.set(this.entries);
      this.entries = larger;
    }
    this.entries[top] = object;
    this.entries[top + 1] = step;
    this.begun += 2;
    this.entries[top + 2] = this.begun;
    this.top = top + ENTRY;
  }

  /** The object is freed, of which all can still be read; returns when that began, as a number that grows. */
  end(object: number): number {
    const { entries } = this;
    for (let at = this.top - ENTRY; at >= 0; at -= ENTRY) {
      if (entries[at] !== object) continue;
      if (at + ENTRY < this.top) this.putOffAbove(at);
      this.top = at;
      return entries[at + 2]!;
    }
    // An int or a float: after what holds it.
    return this.begun + 1;
  }

  /** What began after a deallocation and did not end with it was put off by the trashcan, or saved by a finalizer. */
  private putOffAbove(at: number): void {
    const { entries, putOff } = this;
    const step = entries[at + 1]!;
    if (step !== this.putOffStep) putOff.clear();
    this.putOffStep = step;
    const holder = this.record(entries[at]!, at);
    for (let above = at + ENTRY; holder !== undefined && above < this.top; above += ENTRY)
      if (entries[above + 1] === step) putOff.set(entries[above]!, holder);
  }

  /**
   * Who held the object that has just ended: the innermost deallocation that began in the same line. What a finalizer
   * itself lets go of is not the doing of the object that dies.
   */
  holder(object: number, step: number): HolderRecord | undefined {
    const { entries } = this;
    for (let at = this.top - ENTRY; at >= 0 && entries[at + 1] === step; at -= ENTRY) {
      const record = this.record(entries[at]!, at);
      if (record !== undefined) return record;
    }
    if (this.putOff.size === 0 || this.putOffStep !== step) return undefined;
    const record = this.putOff.get(object);
    this.putOff.delete(object);
    return record;
  }

  /** What is told of an object; nothing of what no line made, and of the dict that holds an instance's attributes. */
  private record(object: number, at: number): HolderRecord | undefined {
    const { rt, origins } = this;
    const info = rt.types[this.typeIndex(object)]!;
    const born = rt.M[object + Ob.BORN]!;
    if (born < 2) return undefined;
    if (info.address === T.DICT && at > 0 && this.kind(this.entries[at - ENTRY]!) === Mortal.instance) return undefined;
    return { info, name: origins.lastName(object, born), bornLine: origins.bornLine(born) };
  }

  private typeIndex(object: number): number {
    const { M } = this.rt;
    return M[M[object + Ob.TYPE]! + TypeLayout.INFO]!;
  }

  private kind(object: number): number {
    return this.deaths.kindOf(this.typeIndex(object));
  }
}
