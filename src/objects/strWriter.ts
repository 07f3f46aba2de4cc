/**
 * Builds a str piece by piece through the same blocks of memory as CPython: a buffer that is widened and grown as
 * needed and cut to size at the end. Follows unicodeobject.c: _PyUnicodeWriter.
 */
import { Ob, StrLayout, StrState } from '../memory/layout.js';
import type { Machine } from './machine.js';
import { measureText, newStr, strBytes } from './strCore.js';
import { S, T } from './typeIds.js';

const SHAPE = StrState.KIND_MASK | StrState.ASCII;

/** Order of widths: ASCII, latin-1, two bytes, four bytes. */
function widthRank(state: number): number {
  const kind = state & StrState.KIND_MASK;
  if (kind === 1) return (state & StrState.ASCII) !== 0 ? 0 : 1;
  return kind;
}

/** One use: write, then {@link StrWriter.finish} or {@link StrWriter.drop}. */
export class StrWriter {
  /** The buffer, a block of a str; 0 when there is none. With `borrowed`, a str object that was written alone. */
  private buffer = 0;
  private borrowed = false;
  private state: number = 1 | StrState.ASCII;
  /** Code points the buffer holds, and is filled with. */
  private size = 0;
  private position = 0;
  private parts: string[] = [];
  /** Ask for a quarter more than needed when growing. */
  overallocate = false;
  /** The first buffer holds at least this many code points. */
  minLength = 0;
  private readonly rt: Machine;

  constructor(rt: Machine) {
    this.rt = rt;
  }

  /** The buffer's block; 0 when there is none, or a str that was written alone. */
  get block(): number {
    return this.borrowed ? 0 : this.buffer;
  }

  /** Code points that it has room for, and that it holds. */
  get room(): number {
    return this.borrowed ? this.position : this.size;
  }

  get length(): number {
    return this.position;
  }

  /** Bytes of a code point. */
  get width(): number {
    return this.state & StrState.KIND_MASK;
  }

  /** Bytes that were asked for. */
  get bytes(): number {
    return this.block === 0 ? 0 : strBytes(this.rt, this.state, this.size);
  }

  /** Makes room for `length` more code points of the width of `state`. Follows _PyUnicodeWriter_PrepareInternal. */
  private prepare(length: number, state: number): void {
    const rt = this.rt;
    const needed = this.position + length;
    const wide = widthRank(state) > widthRank(this.state) ? state & SHAPE : this.state;
    if (this.buffer === 0) {
      this.state = wide;
      this.size = this.roomFor(needed);
      this.buffer = rt.alloc(strBytes(rt, this.state, this.size));
      return;
    }
    const size = needed > this.size ? this.roomFor(needed) : this.size;
    if (wide !== this.state || this.borrowed) {
      const buffer = rt.alloc(strBytes(rt, wide, size));
      this.release();
      this.buffer = buffer;
    } else if (size !== this.size) {
      this.buffer = rt.realloc(this.buffer, strBytes(rt, wide, size));
    }
    this.state = wide;
    this.size = size;
  }

  private roomFor(needed: number): number {
    const size = this.overallocate ? needed + Math.floor(needed / 4) : needed;
    return Math.max(size, this.minLength);
  }

  private release(): void {
    if (this.borrowed) this.rt.decref(this.buffer);
    else if (this.buffer !== 0) this.rt.free(this.buffer);
    this.buffer = 0;
    this.borrowed = false;
  }

  /** Writes a str object (borrowed). Follows _PyUnicodeWriter_WriteStr. */
  writeStr(p: number): void {
    const rt = this.rt;
    const length = rt.length(p);
    if (length === 0) return;
    const state = rt.M[p + StrLayout.STATE]! & SHAPE;
    if (this.buffer === 0 && !this.overallocate) {
      this.borrowed = true;
      this.buffer = rt.newRef(p);
      this.state = state;
      // The next write finds no room and copies.
      this.size = 0;
    } else if (this.mustPrepare(length, state)) this.prepare(length, state);
    this.parts.push(rt.text(p));
    this.position += length;
  }

  private mustPrepare(length: number, state: number): boolean {
    return this.buffer === 0 || length > this.size - this.position || widthRank(state) > widthRank(this.state);
  }

  /** Writes a text that has no object of its own. */
  writeText(text: string): void {
    if (text.length === 0) return;
    const { state, length } = measureText(text);
    if (this.mustPrepare(length, state)) this.prepare(length, state);
    this.parts.push(text);
    this.position += length;
  }

  /** The result, new reference. Follows _PyUnicodeWriter_Finish. */
  finish(): number {
    const rt = this.rt;
    if (this.position === 0) {
      this.release();
      return rt.newRef(S.EMPTY_STR);
    }
    if (this.borrowed) return this.buffer;
    const text = this.parts.length === 1 ? this.parts[0]! : this.parts.join('');
    let block = this.buffer;
    if (this.size !== this.position) block = rt.realloc(block, strBytes(rt, this.state, this.position));
    if (this.position === 1 && text.charCodeAt(0) < 256) {
      rt.free(block);
      return newStr(rt, text);
    }
    let state = this.state;
    let length = this.position;
    if ((state & StrState.KIND_MASK) !== 1) ({ state, length } = measureText(text));
    const M = rt.M;
    M[block] = 1;
    M[block + Ob.TYPE] = T.STR;
    M[block + Ob.BORN] = rt.stamp;
    M[block + Ob.AUX] = rt.keepText(text);
    M[block + StrLayout.LENGTH] = length;
    M[block + StrLayout.HASH] = -1;
    M[block + StrLayout.HASH + 1] = -1;
    M[block + StrLayout.STATE] = state;
    return block;
  }

  /** Gives up what was written. */
  drop(): void {
    this.release();
  }
}
