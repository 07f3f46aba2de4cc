/** Making and resizing bytearrays. Follows bytearrayobject.c. */
import { BytearrayLayout, Ob } from '../memory/layout.js';
import type { Machine } from './machine.js';
import { E, T } from './typeIds.js';

/** `sizeof(PyByteArrayObject)` */
export const BYTEARRAY_SIZE = 56;

/** The buffer with another size, a new one for 0; from the domain that the version asks. */
function resizeBuffer(rt: Machine, buffer: number, bytes: number): number {
  return rt.profile.buffersAreMem ? rt.memRealloc(buffer, bytes) : rt.realloc(buffer, bytes);
}

export function freeBuffer(rt: Machine, buffer: number): void {
  if (rt.profile.buffersAreMem) rt.memFree(buffer);
  else rt.free(buffer);
}

/** A new bytearray of `length` undefined bytes. Follows PyByteArray_FromStringAndSize. */
export function newBytearrayRoom(rt: Machine, length: number): number {
  if (length > 0x3000_0000) return rt.raise(E.MemoryError, '');
  const p = rt.newObject(T.BYTEARRAY, BYTEARRAY_SIZE);
  initBytearray(rt, p);
  if (length > 0) {
    const M = rt.M;
    M[p + BytearrayLayout.BUFFER] = resizeBuffer(rt, 0, length + 1);
    M[p + BytearrayLayout.ALLOC] = length + 1;
    setLength(rt, p, length);
  }
  return p;
}

/** Fields of an empty bytearray. */
function initBytearray(rt: Machine, p: number): void {
  const M = rt.M;
  M[p + Ob.AUX] = 0;
  M[p + Ob.SIZE] = 0;
  M[p + BytearrayLayout.ALLOC] = 0;
  M[p + BytearrayLayout.BUFFER] = 0;
  M[p + BytearrayLayout.START] = 0;
  M[p + BytearrayLayout.EXPORTS] = 0;
}

/** A new bytearray with the content. */
export function newBytearray(rt: Machine, content: Uint8Array): number {
  const p = newBytearrayRoom(rt, content.length);
  if (p !== 0 && content.length > 0) rt.U8.set(content, bytearrayStart(rt, p));
  return p;
}

/** Byte address of the content. `START` counts bytes from the start of the buffer. */
export function bytearrayStart(rt: Machine, p: number): number {
  return rt.M[p + BytearrayLayout.BUFFER]! * 4 + rt.M[p + BytearrayLayout.START]!;
}

/** The content: a view, valid until the bytearray is resized. */
export function bytearrayView(rt: Machine, p: number): Uint8Array {
  const at = bytearrayStart(rt, p);
  return rt.U8.subarray(at, at + rt.M[p + Ob.SIZE]!);
}

function setLength(rt: Machine, p: number, length: number): void {
  rt.M[p + Ob.SIZE] = length;
  if (rt.M[p + BytearrayLayout.BUFFER] !== 0) rt.U8[bytearrayStart(rt, p) + length] = 0;
}

/** 0, or -1 with BufferError while views are open. */
export function checkResizable(rt: Machine, p: number): number {
  if (rt.M[p + BytearrayLayout.EXPORTS]! <= 0) return 0;
  return rt.fail(E.BufferError, 'Existing exports of data: object cannot be re-sized');
}

/** Gives the bytearray the length; new bytes are undefined. 0 or -1. Follows PyByteArray_Resize. */
export function bytearrayResize(rt: Machine, p: number, length: number): number {
  const M = rt.M;
  const old = M[p + Ob.SIZE]!;
  if (length === old) return 0;
  if (checkResizable(rt, p) < 0) return -1;
  let alloc = M[p + BytearrayLayout.ALLOC]!;
  const start = M[p + BytearrayLayout.START]!;
  if (length + start + 1 <= alloc) {
    if (length >= Math.floor(alloc / 2)) {
      setLength(rt, p, length);
      return 0;
    }
    alloc = length + 1;
  } else if (length <= alloc * 1.125) alloc = length + (length >> 3) + (length < 9 ? 3 : 6);
  else alloc = length + 1;
  if (alloc > 0x3000_0000) return rt.fail(E.MemoryError, '');
  const buffer = M[p + BytearrayLayout.BUFFER]!;
  if (start > 0) {
    const moved = resizeBuffer(rt, 0, alloc);
    const from = buffer * 4 + start;
    rt.U8.copyWithin(moved * 4, from, from + Math.min(length, old));
    freeBuffer(rt, buffer);
    M[p + BytearrayLayout.BUFFER] = moved;
    M[p + BytearrayLayout.START] = 0;
  } else M[p + BytearrayLayout.BUFFER] = resizeBuffer(rt, buffer, alloc);
  M[p + BytearrayLayout.ALLOC] = alloc;
  setLength(rt, p, length);
  if (rt.resized !== null) rt.resized(p, p);
  return 0;
}

/** Replaces the bytes from `low` up to `high` by others. 0 or -1. Follows bytearray_setslice_linear. */
export function bytearraySetSlice(rt: Machine, p: number, low: number, high: number, content: Uint8Array): number {
  const M = rt.M;
  const length = M[p + Ob.SIZE]!;
  const growth = content.length - (high - low);
  if (growth < 0) {
    if (checkResizable(rt, p) < 0) return -1;
    if (low === 0) M[p + BytearrayLayout.START]! -= growth;
    else {
      const at = bytearrayStart(rt, p);
      rt.U8.copyWithin(at + low + content.length, at + high, at + length);
    }
    if (bytearrayResize(rt, p, length + growth) < 0) return -1;
  } else if (growth > 0) {
    if (bytearrayResize(rt, p, length + growth) < 0) return -1;
    const at = bytearrayStart(rt, p);
    rt.U8.copyWithin(at + low + content.length, at + high, at + length);
  }
  if (content.length > 0) rt.U8.set(content, bytearrayStart(rt, p) + low);
  return 0;
}
