/** OSError: its fields, and which subclass an errno makes. Follows exceptions.c: OSError_*. */
import { ExcLayout, Ob } from '../memory/layout.js';
import { baseExceptionStr, exceptionExtra } from './exceptionBase.js';
import { fieldSlots } from './exceptionSpecial.js';
import { asIndex, intNumber, newInt } from './intCore.js';
import type { Machine } from './machine.js';
import { newStr } from './strCore.js';
import { noKeywords, reprText, strText } from './support.js';
import { newTuple, packTuple, packTuple2, tupleItem, tupleLength } from './tupleCore.js';
import { E, EXCEPTIONS, exceptionTypeAddress, S } from './typeIds.js';
import { type GetSetDef, type MemberDef, type MethodDef, MethodKind } from './typeInfo.js';

/** Words behind {@link exceptionExtra}: errno, strerror, filename, filename2, and the number of characters plus one. */
const ERRNO = 0;
const STRERROR = 2;
const FILENAME = 4;
const FILENAME2 = 6;
const WRITTEN = 8;

/** Slots of the four references. */
export const OS_ERROR_SLOTS = fieldSlots(4);

const BY_ERRNO = new Map<number, string>([
  [11, 'BlockingIOError'],
  [114, 'BlockingIOError'],
  [115, 'BlockingIOError'],
  [32, 'BrokenPipeError'],
  [108, 'BrokenPipeError'],
  [10, 'ChildProcessError'],
  [103, 'ConnectionAbortedError'],
  [111, 'ConnectionRefusedError'],
  [104, 'ConnectionResetError'],
  [17, 'FileExistsError'],
  [2, 'FileNotFoundError'],
  [21, 'IsADirectoryError'],
  [20, 'NotADirectoryError'],
  [4, 'InterruptedError'],
  [13, 'PermissionError'],
  [1, 'PermissionError'],
  [3, 'ProcessLookupError'],
  [110, 'TimeoutError'],
]);

function typeAddressOf(name: string): number {
  return exceptionTypeAddress(EXCEPTIONS.findIndex(([own]) => own === name));
}

/** A class that brings its own `__init__` and keeps OSError's `__new__` is initialised there. */
function usesInit(rt: Machine, type: number): boolean {
  const info = rt.infoOf(type);
  return info.tp_init !== osErrorInit && info.tp_new === osErrorNew;
}

interface Parsed {
  errno: number;
  strerror: number;
  filename: number;
  filename2: number;
}

function parse(rt: Machine, args: number): Parsed {
  const n = tupleLength(rt, args);
  const at = (i: number): number => (n >= 2 && n <= 5 && i < n ? tupleItem(rt, args, i) : 0);
  return { errno: at(0), strerror: at(1), filename: at(2), filename2: at(4) };
}

/** Fills the fields; 0, or -1 with an exception. */
function fill(rt: Machine, self: number, args: number, parsed: Parsed): number {
  const M = rt.M;
  const at = self + exceptionExtra(rt);
  let kept = rt.newRef(args);
  if (parsed.filename !== 0 && parsed.filename !== S.NONE) {
    if (rt.is(self, typeAddressOf('BlockingIOError')) && rt.typeOf(parsed.filename).nb_index !== null) {
      const written = asIndex(rt, parsed.filename, E.ValueError);
      if (Number.isNaN(written)) {
        rt.decref(kept);
        return -1;
      }
      M[at + WRITTEN] = written + 1;
    } else {
      M[at + FILENAME] = rt.newRef(parsed.filename);
      if (parsed.filename2 !== 0 && parsed.filename2 !== S.NONE) M[at + FILENAME2] = rt.newRef(parsed.filename2);
      const shortened = packTuple2(rt, tupleItem(rt, args, 0), tupleItem(rt, args, 1));
      rt.decref(kept);
      kept = shortened;
    }
  }
  if (parsed.errno !== 0) M[at + ERRNO] = rt.newRef(parsed.errno);
  if (parsed.strerror !== 0) M[at + STRERROR] = rt.newRef(parsed.strerror);
  const old = M[self + ExcLayout.ARGS]!;
  M[self + ExcLayout.ARGS] = kept;
  if (old !== 0) rt.decref(old);
  return 0;
}

export function osErrorNew(rt: Machine, type: number, args: number, kwargs: number): number {
  let made = type;
  const now = !usesInit(rt, type);
  let parsed: Parsed | null = null;
  if (now) {
    if (noKeywords(rt, rt.infoOf(type).fullName, kwargs) < 0) return 0;
    parsed = parse(rt, args);
    if (parsed.errno !== 0 && type === E.OSError && rt.isInt(parsed.errno)) {
      const name = BY_ERRNO.get(intNumber(rt, parsed.errno));
      if (name !== undefined) made = typeAddressOf(name);
    }
  }
  const self = rt.infoOf(made).tp_alloc!(rt, made, 0);
  if (self === 0) return 0;
  if (parsed !== null) {
    if (fill(rt, self, args, parsed) < 0) {
      rt.decref(self);
      return 0;
    }
  } else rt.M[self + ExcLayout.ARGS] = newTuple(rt, 0);
  return self;
}

export function osErrorInit(rt: Machine, self: number, args: number, kwargs: number): number {
  const type = rt.M[self + Ob.TYPE]!;
  if (!usesInit(rt, type)) return 0;
  if (noKeywords(rt, rt.infoOf(type).fullName, kwargs) < 0) return -1;
  return fill(rt, self, args, parse(rt, args));
}

export function osErrorStr(rt: Machine, self: number): number {
  const at = self + exceptionExtra(rt);
  const [errno, strerror, filename, filename2] = [ERRNO, STRERROR, FILENAME, FILENAME2].map((i) => rt.M[at + i]!);
  if (filename !== 0 || (errno !== 0 && strerror !== 0)) {
    const number = strText(rt, errno! || S.NONE);
    const words = number === null ? null : strText(rt, strerror! || S.NONE);
    if (words === null) return 0;
    let text = `[Errno ${number}] ${words}`;
    if (filename !== 0) {
      const first = reprText(rt, filename!);
      if (first === null) return 0;
      text += `: ${first}`;
      if (filename2 !== 0) {
        const second = reprText(rt, filename2!);
        if (second === null) return 0;
        text += ` -> ${second}`;
      }
    }
    return newStr(rt, text);
  }
  return baseExceptionStr(rt, self);
}

function osErrorReduce(rt: Machine, self: number): number {
  const M = rt.M;
  const at = self + exceptionExtra(rt);
  let args = rt.newRef(M[self + ExcLayout.ARGS]!);
  if (tupleLength(rt, args) === 2 && M[at + FILENAME] !== 0) {
    const [first, second] = [tupleItem(rt, args, 0), tupleItem(rt, args, 1)];
    const whole =
      M[at + FILENAME2] !== 0
        ? packTuple(rt, first, second, M[at + FILENAME]!, S.NONE, M[at + FILENAME2]!)
        : packTuple(rt, first, second, M[at + FILENAME]!);
    rt.decref(args);
    args = whole;
  }
  const dict = M[self + ExcLayout.DICT]!;
  const type = M[self + Ob.TYPE]!;
  const result = dict !== 0 ? packTuple(rt, type, args, dict) : packTuple(rt, type, args);
  rt.decref(args);
  return result;
}

export const OS_ERROR_METHODS: readonly MethodDef[] = [
  { name: '__reduce__', kind: MethodKind.NOARGS, fn: osErrorReduce },
];

function writtenGet(rt: Machine, self: number): number {
  const written = rt.M[self + exceptionExtra(rt) + WRITTEN]!;
  if (written === 0) return rt.raise(E.AttributeError, 'characters_written');
  return newInt(rt, written - 1);
}

function writtenSet(rt: Machine, self: number, value: number): number {
  const at = self + exceptionExtra(rt) + WRITTEN;
  if (value === 0) {
    if (rt.M[at] === 0) return rt.fail(E.AttributeError, 'characters_written');
    rt.M[at] = 0;
    return 0;
  }
  const n = asIndex(rt, value, E.ValueError);
  if (Number.isNaN(n)) return -1;
  rt.M[at] = n + 1;
  return 0;
}

export const OS_ERROR_GETSET: readonly GetSetDef[] = [{ name: 'characters_written', get: writtenGet, set: writtenSet }];

export function osErrorMembers(rt: Machine): MemberDef[] {
  return ['errno', 'strerror', 'filename', 'filename2'].map((name, i) => ({
    name,
    offset: exceptionExtra(rt) + 2 * i,
    readonly: false,
    missing: 'none',
  }));
}

/** The errno of an OSError, borrowed; 0 when there is none. */
export function osErrorNumber(rt: Machine, self: number): number {
  return rt.M[self + exceptionExtra(rt) + ERRNO]!;
}
