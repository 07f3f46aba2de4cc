/** Making and reading bytes objects; any bytes-like object as content. Follows bytesobject.c. */

import { BytesLayout, Ob } from '../memory/layout.js';
import { Region } from '../memory/regions.js';
import type { Machine } from './machine.js';
import { staticCount } from './staticCount.js';
import { E, S, T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';
import { latinText } from './unicodeCodecs.js';

/** `sys.getsizeof(b'')`: header, hash and the closing zero. */
export const BYTES_HEADER = 33;

/** Address of the shared bytes object of one byte. */
export function oneByteAddress(byte: number): number {
  return Region.ONE_BYTES + byte * 12;
}

/** The shared bytes object of one byte: made once in a run up to 3.10. Follows PyBytes_FromStringAndSize. */
export function oneByte(rt: Machine, byte: number): number {
  if (rt.madeOnes[256 + byte] === 0) {
    rt.madeOnes[256 + byte] = 1;
    rt.blocksOfOnes.push(rt.alloc(34));
  }
  return rt.newRef(oneByteAddress(byte));
}

/** Lays out a bytes object in memory that was allocated for it; the content is undefined. */
function initBytes(rt: Machine, p: number, length: number): void {
  const M = rt.M;
  M[p + Ob.AUX] = 0;
  M[p + Ob.SIZE] = length;
  M[p + BytesLayout.HASH] = -1;
  M[p + BytesLayout.HASH + 1] = -1;
  rt.U8[(p + BytesLayout.DATA) * 4 + length] = 0;
}

/** A fresh bytes object of `length` undefined bytes, for the caller to fill; the shared empty one for 0. */
export function newBytesRoom(rt: Machine, length: number): number {
  if (length === 0) return rt.newRef(S.EMPTY_BYTES);
  if (length > 0x3000_0000) return rt.raise(E.MemoryError, '');
  const p = rt.newObject(T.BYTES, BYTES_HEADER + length);
  initBytes(rt, p, length);
  return p;
}

/** A bytes object of the content. Empty and one-byte objects are shared. */
export function newBytes(rt: Machine, content: Uint8Array): number {
  const length = content.length;
  if (length === 1) return oneByte(rt, content[0]!);
  // The content may stand in the simulated memory, which does not move.
  const p = newBytesRoom(rt, length);
  if (length > 0 && p !== 0) rt.U8.set(content, (p + BytesLayout.DATA) * 4);
  return p;
}

/** A bytes object of a text of characters below 256. */
export function newBytesOfText(rt: Machine, text: string): number {
  const length = text.length;
  if (length === 1) return oneByte(rt, text.charCodeAt(0));
  const p = newBytesRoom(rt, length);
  const at = (p + BytesLayout.DATA) * 4;
  for (let i = 0; i < length; i++) rt.U8[at + i] = text.charCodeAt(i);
  return p;
}

/** The content of a bytes object: a view of the memory, valid while the object lives. */
export function bytesView(rt: Machine, p: number): Uint8Array {
  const at = (p + BytesLayout.DATA) * 4;
  return rt.U8.subarray(at, at + rt.M[p + Ob.SIZE]!);
}

/** The content of a bytes-like object (one with a buffer) as a view, or null with TypeError. */
export function contentOf(rt: Machine, o: number): Uint8Array | null {
  if (rt.M[o + Ob.TYPE] === T.BYTES) return bytesView(rt, o);
  const info = rt.typeOf(o);
  if (info.bf_getbuffer !== null) return info.bf_getbuffer(rt, o);
  rt.raise(E.TypeError, `a bytes-like object is required, not '${info.name}'`);
  return null;
}

/** Whether the object has a buffer. */
export function isBytesLike(rt: Machine, o: number): boolean {
  return rt.M[o + Ob.TYPE] === T.BYTES || rt.typeOf(o).bf_getbuffer !== null;
}

/** Whether it is bytes or an instance of a subclass. */
export function isBytes(rt: Machine, o: number): boolean {
  return rt.M[o + Ob.TYPE] === T.BYTES || rt.hasFlag(o, TypeFlag.BYTES_SUBCLASS);
}

/** The content of an object that is known to be bytes-like as latin-1 text. */
export function bytesText(rt: Machine, o: number): string {
  const content = contentOf(rt, o);
  if (content === null) {
    rt.clearError();
    return '';
  }
  return latinText(content);
}

/** Writes the shared empty and one-byte bytes objects into the static region. */
export function initBytesSingletons(rt: Machine): void {
  const M = rt.M;
  const count = staticCount(rt);
  for (let byte = -1; byte < 256; byte++) {
    const p = byte < 0 ? S.EMPTY_BYTES : oneByteAddress(byte);
    M[p] = count;
    M[p + Ob.TYPE] = T.BYTES;
    initBytes(rt, p, byte < 0 ? 0 : 1);
    if (byte >= 0) {
      rt.U8[(p + BytesLayout.DATA) * 4] = byte;
      rt.U8[(p + BytesLayout.DATA) * 4 + 1] = 0;
    }
  }
}

/**
 * Gives a bytes object that nobody else has another length; the reference is taken over and a new one returned, 0
 * with an exception. New bytes are undefined. Follows _PyBytes_Resize.
 */
export function resizeBytes(rt: Machine, p: number, length: number): number {
  const M = rt.M;
  const old = M[p + Ob.SIZE]!;
  if (old === length) return p;
  if (old === 0 || length === 0) {
    const fresh = newBytesRoom(rt, length);
    rt.decref(p);
    return fresh;
  }
  if (length > 0x3000_0000) {
    rt.decref(p);
    return rt.raise(E.MemoryError, '');
  }
  const moved = rt.realloc(p, BYTES_HEADER + length);
  initBytes(rt, moved, length);
  return moved;
}
