/**
 * What standard output and error keep of a text until it goes out: into a pipe, strings stay referred to until 8 KiB are
 * full; a terminal lets them go with each line. The host is told at once. Follows textio.c.
 */
import { Ob, StrLayout, StrState } from '../memory/layout.js';
import { newBytes, newBytesRoom, oneByte } from '../objects/bytesCore.js';
import { raiseObject } from '../objects/exceptionCore.js';
import { newInt } from '../objects/intCore.js';
import { listAppendSteal, listInitItem, listNew } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { newStr } from '../objects/strCore.js';
import { stealTuple } from '../objects/tupleCore.js';
import { E, T } from '../objects/typeIds.js';

/** Words of a text stream. */
export const Stream = {
  /** 0, 1 or 2: which of the standard streams it is. */
  NUMBER: 4,
  DICT: 6,
  /** A str, a bytes object or a list of such; 0 while nothing waits. */
  PENDING: 8,
  /** Bytes that wait. */
  COUNT: 10,
} as const;

/** Bytes that wait at most. */
const CHUNK = 8192;

/** `stream.write(text)`, without its result: 0, or -1 with an exception. Follows _io_TextIOWrapper_write_impl. */
export function writeStream(rt: Machine, stream: number, text: number): number {
  const M = rt.M;
  const content = rt.text(text);
  const number = M[stream + Stream.NUMBER] === 2 ? 2 : 1;
  let bytes: number;
  let piece: number;
  if ((M[text + StrLayout.STATE]! & StrState.ASCII) !== 0) {
    bytes = rt.length(text);
    piece = rt.newRef(text);
  } else {
    if (number === 1 && raiseSurrogates(rt, content)) return -1;
    piece = newBytes(rt, new TextEncoder().encode(content));
    bytes = M[piece + Ob.SIZE]!;
  }
  rt.write(number, content);
  const pending = M[stream + Stream.PENDING]!;
  if (pending === 0) M[stream + Stream.PENDING] = piece;
  else if (M[stream + Stream.COUNT]! + bytes > CHUNK) {
    flushStream(rt, stream);
    M[stream + Stream.PENDING] = piece;
  } else if (rt.is(pending, T.LIST)) listAppendSteal(rt, pending, piece);
  else {
    const list = listNew(rt, 2);
    listInitItem(rt, list, 0, pending);
    listInitItem(rt, list, 1, piece);
    M[stream + Stream.PENDING] = list;
  }
  M[stream + Stream.COUNT]! += bytes;
  if (M[stream + Stream.COUNT]! >= CHUNK || endsWaiting(rt, number, content)) flushStream(rt, stream);
  return 0;
}

/** Standard error is written line by line since 3.9, even into a pipe. */
export function isLineBuffered(rt: Machine, number: number): boolean {
  return rt.buffering === 'line' || (rt.buffering === 'block' && number === 2 && rt.profile.minor >= 9);
}

function endsWaiting(rt: Machine, number: 1 | 2, content: string): boolean {
  return rt.buffering === 'none' || (isLineBuffered(rt, number) && (content.includes('\n') || content.includes('\r')));
}

/** Lets what waits go, as one bytes object. Follows _textiowrapper_writeflush. */
export function flushStream(rt: Machine, stream: number): void {
  const M = rt.M;
  const pending = M[stream + Stream.PENDING]!;
  if (pending === 0) return;
  const count = M[stream + Stream.COUNT]!;
  let whole: number;
  if (rt.is(pending, T.BYTES)) whole = rt.newRef(pending);
  else if (count === 1 && !rt.is(pending, T.LIST)) whole = oneByte(rt, rt.text(pending).charCodeAt(0));
  else whole = newBytesRoom(rt, count);
  M[stream + Stream.PENDING] = 0;
  M[stream + Stream.COUNT] = 0;
  rt.decref(pending);
  const written = newInt(rt, count);
  rt.decref(whole);
  rt.decref(written);
}

/** Standard output takes no lone surrogates: true with UnicodeEncodeError. */
function raiseSurrogates(rt: Machine, text: string): boolean {
  const lone = /\p{Surrogate}/u.exec(text);
  if (lone === null) return false;
  const start = [...text.slice(0, lone.index)].length;
  let end = start + 1;
  const points = [...text];
  while (end < points.length && /^\p{Surrogate}$/u.test(points[end]!)) end++;
  const parts = [
    newStr(rt, 'utf-8'),
    newStr(rt, text),
    newInt(rt, start),
    newInt(rt, end),
    newStr(rt, 'surrogates not allowed'),
  ];
  const args = stealTuple(rt, parts);
  const info = rt.infoOf(E.UnicodeEncodeError);
  const exception = info.tp_new!(rt, E.UnicodeEncodeError, args, 0);
  if (exception !== 0 && info.tp_init!(rt, exception, args, 0) === 0) raiseObject(rt, exception);
  rt.decref(args);
  return true;
}
