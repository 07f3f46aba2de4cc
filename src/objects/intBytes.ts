/** Ints to and from bytes, most significant byte first. */
import { asIndex } from './intCore.js';
import type { Machine } from './machine.js';
import { getIter, iterNext } from './object.js';
import { E } from './typeIds.js';

/** The value of bytes, most significant first. */
export function bigFromBytes(data: Uint8Array, signed: boolean): bigint {
  if (data.length === 0) return 0n;
  let hex = '';
  for (const byte of data) hex += byte.toString(16).padStart(2, '0');
  const value = BigInt(`0x${hex}`);
  return signed && data[0]! >= 128 ? value - (1n << BigInt(8 * data.length)) : value;
}

/** Bytes of a value, most significant first; null when it does not fit. */
export function bytesFromBig(value: bigint, length: number, signed: boolean): Uint8Array | null {
  const bits = BigInt(8 * length);
  if (signed) {
    if (length === 0 ? value !== 0n : value !== BigInt.asIntN(8 * length, value)) return null;
  } else if (value < 0n || value >> bits !== 0n) return null;
  const data = new Uint8Array(length);
  if (length === 0) return data;
  const hex = BigInt.asUintN(8 * length, value)
    .toString(16)
    .padStart(2 * length, '0');
  for (let i = 0; i < length; i++) data[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return data;
}

/** What `bytes(o)` holds, for bytes-like objects and iterables of ints; null with an exception. Follows PyObject_Bytes. */
export function bytesLike(rt: Machine, o: number): Uint8Array | null {
  const info = rt.typeOf(o);
  if (info.bf_getbuffer !== null) return info.bf_getbuffer(rt, o);
  if (rt.isStr(o) || (info.tp_iter === null && info.sq_item === null)) {
    rt.raise(E.TypeError, `cannot convert '${info.fullName}' object to bytes`);
    return null;
  }
  const it = getIter(rt, o);
  if (it === 0) return null;
  const data: number[] = [];
  for (;;) {
    const item = iterNext(rt, it);
    if (item === 0) break;
    const byte = asIndex(rt, item, 0);
    rt.decref(item);
    if (byte !== byte) break;
    if (byte < 0 || byte > 255) {
      rt.raise(E.ValueError, 'bytes must be in range(0, 256)');
      break;
    }
    data.push(byte);
  }
  rt.decref(it);
  return rt.currentException !== 0 ? null : Uint8Array.from(data);
}
