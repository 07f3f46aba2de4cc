/** Exceptions with fields of their own, except OSError, SyntaxError, the Unicode errors and groups. Follows exceptions.c. */
import { ExcLayout, Ob } from '../memory/layout.js';
import { dictSet, newDict } from './dictCore.js';
import {
  baseExceptionClear,
  baseExceptionInit,
  baseExceptionStr,
  baseExceptionTraverse,
  exceptionExtra,
} from './exceptionBase.js';
import type { Machine } from './machine.js';
import { freeInstance, repr } from './object.js';
import { internStr } from './strCore.js';
import { clearField, dictEntries, setField, takeKeywords } from './support.js';
import { packTuple, tupleItem, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from './typeInfo.js';

/** Slots of an exception type whose extra fields are `count` references that stand behind BaseException's. */
export function fieldSlots(count: number) {
  const traverse = (rt: Machine, self: number, visit: Visit): void => {
    const extra = exceptionExtra(rt);
    for (let i = 0; i < count; i++) {
      const o = rt.M[self + extra + 2 * i]!;
      if (o !== 0) visit(rt, o);
    }
    baseExceptionTraverse(rt, self, visit);
  };
  const clear = (rt: Machine, self: number): void => {
    const extra = exceptionExtra(rt);
    for (let i = 0; i < count; i++) clearField(rt, self, extra + 2 * i);
    baseExceptionClear(rt, self);
  };
  const dealloc = (rt: Machine, self: number): void => {
    rt.gcUntrack(self);
    clear(rt, self);
    freeInstance(rt, self);
  };
  return { tp_traverse: traverse, tp_clear: clear, tp_dealloc: dealloc };
}

export function stopIterationInit(rt: Machine, self: number, args: number, kwargs: number): number {
  if (baseExceptionInit(rt, self, args, kwargs) < 0) return -1;
  const value = tupleLength(rt, args) > 0 ? tupleItem(rt, args, 0) : S.NONE;
  setField(rt, self, exceptionExtra(rt), value);
  return 0;
}

/** `value` of a StopIteration, borrowed; 0 when it was never initialised. */
export function stopIterationValue(rt: Machine, exception: number): number {
  return rt.M[exception + exceptionExtra(rt)]!;
}

export function systemExitInit(rt: Machine, self: number, args: number, kwargs: number): number {
  if (baseExceptionInit(rt, self, args, kwargs) < 0) return -1;
  const n = tupleLength(rt, args);
  if (n === 0) return 0;
  setField(rt, self, exceptionExtra(rt), n === 1 ? tupleItem(rt, args, 0) : args);
  return 0;
}

/** `code` of a SystemExit, borrowed; 0 when there is none. */
export function systemExitCode(rt: Machine, exception: number): number {
  return rt.M[exception + exceptionExtra(rt)]!;
}

/** Fields msg, name, path and, since 3.12, name_from. */
export function importErrorInit(rt: Machine, self: number, args: number, kwargs: number): number {
  if (baseExceptionInit(rt, self, args, 0) < 0) return -1;
  const names = rt.profile.minor >= 12 ? ['name', 'path', 'name_from'] : ['name', 'path'];
  const values = takeKeywords(rt, 'ImportError', kwargs, names);
  if (values === null) return -1;
  const extra = exceptionExtra(rt);
  for (let i = 0; i < values.length; i++) setField(rt, self, extra + 2 + 2 * i, values[i]!);
  if (tupleLength(rt, args) === 1) setField(rt, self, extra, tupleItem(rt, args, 0));
  return 0;
}

export function importErrorStr(rt: Machine, self: number): number {
  const message = rt.M[self + exceptionExtra(rt)]!;
  if (message !== 0 && rt.is(message, T.STR)) return rt.newRef(message);
  return baseExceptionStr(rt, self);
}

/** A dict of the given fields for `__reduce__`, joined with the instance's own; 0 without exception when all are empty. */
function stateOf(rt: Machine, self: number, fields: readonly [name: string, value: number][]): number {
  const own = rt.M[self + ExcLayout.DICT]!;
  if (own === 0 && fields.every(([, value]) => value === 0)) return 0;
  const state = newDict(rt);
  if (own !== 0) {
    for (const [key, value] of dictEntries(rt, own)) dictSet(rt, state, key, value);
  }
  for (const [name, value] of fields) {
    if (value !== 0) dictSet(rt, state, internStr(rt, name), value);
  }
  return state;
}

function reduceWith(rt: Machine, self: number, state: number): number {
  const type = rt.M[self + Ob.TYPE]!;
  const args = rt.M[self + ExcLayout.ARGS]!;
  if (state === 0) return packTuple(rt, type, args);
  const result = packTuple(rt, type, args, state);
  rt.decref(state);
  return result;
}

function importErrorReduce(rt: Machine, self: number): number {
  const at = self + exceptionExtra(rt);
  const fields: [string, number][] = [
    ['name', rt.M[at + 2]!],
    ['path', rt.M[at + 4]!],
  ];
  if (rt.profile.minor >= 12) fields.push(['name_from', rt.M[at + 6]!]);
  return reduceWith(rt, self, stateOf(rt, self, fields));
}

export const IMPORT_ERROR_METHODS: readonly MethodDef[] = [
  { name: '__reduce__', kind: MethodKind.NOARGS, fn: importErrorReduce },
];

/** Field name (3.10+). */
export function nameErrorInit(rt: Machine, self: number, args: number, kwargs: number): number {
  if (baseExceptionInit(rt, self, args, 0) < 0) return -1;
  const values = takeKeywords(rt, 'NameError', kwargs, ['name']);
  if (values === null) return -1;
  setField(rt, self, exceptionExtra(rt), values[0]!);
  return 0;
}

/** Fields obj and name (3.10+). */
export function attributeErrorInit(rt: Machine, self: number, args: number, kwargs: number): number {
  if (baseExceptionInit(rt, self, args, 0) < 0) return -1;
  const values = takeKeywords(rt, 'AttributeError', kwargs, ['name', 'obj']);
  if (values === null) return -1;
  const extra = exceptionExtra(rt);
  setField(rt, self, extra, values[1]!);
  setField(rt, self, extra + 2, values[0]!);
  return 0;
}

function attributeErrorState(rt: Machine, self: number): number {
  const name = rt.M[self + exceptionExtra(rt) + 2]!;
  const args = rt.M[self + ExcLayout.ARGS]!;
  return stateOf(
    rt,
    self,
    name === 0
      ? []
      : [
          ['name', name],
          ['args', args],
        ],
  );
}

function attributeErrorGetState(rt: Machine, self: number): number {
  const state = attributeErrorState(rt, self);
  return state !== 0 ? state : rt.none();
}

function attributeErrorReduce(rt: Machine, self: number): number {
  const state = attributeErrorGetState(rt, self);
  const result = packTuple(rt, rt.M[self + Ob.TYPE]!, rt.M[self + ExcLayout.ARGS]!, state);
  rt.decref(state);
  return result;
}

export const ATTRIBUTE_ERROR_METHODS: readonly MethodDef[] = [
  { name: '__getstate__', kind: MethodKind.NOARGS, fn: attributeErrorGetState },
  { name: '__reduce__', kind: MethodKind.NOARGS, fn: attributeErrorReduce },
];

export function keyErrorStr(rt: Machine, self: number): number {
  const args = rt.M[self + ExcLayout.ARGS]!;
  if (tupleLength(rt, args) === 1) return repr(rt, tupleItem(rt, args, 0));
  return baseExceptionStr(rt, self);
}

/**
 * Notes on the current exception, if it is an AttributeError, which name was missing on which object (3.10+): what
 * suggestions are made from. Follows object.c: set_attribute_error_context.
 */
export function noteMissingAttribute(rt: Machine, object: number, name: number): void {
  const exception = rt.currentException;
  if (rt.profile.minor < 10 || exception === 0 || !rt.isInstance(exception, E.AttributeError)) return;
  const extra = exceptionExtra(rt);
  if (rt.M[exception + extra] !== 0 || rt.M[exception + extra + 2] !== 0) return;
  rt.M[exception + extra] = rt.newRef(object);
  rt.M[exception + extra + 2] = rt.newRef(name);
}

/** Notes on the current exception, if it is a NameError, which name was missing (3.10+). */
export function noteMissingName(rt: Machine, name: number): void {
  const exception = rt.currentException;
  if (rt.profile.minor < 10 || exception === 0 || !rt.isInstance(exception, E.NameError)) return;
  const extra = exceptionExtra(rt);
  if (rt.M[exception + extra] === 0) rt.M[exception + extra] = rt.newRef(name);
}

/** Raises ImportError (or the subclass `type`) with `name`, `path` and `name_from` (borrowed, 0: none). Returns 0. */
export function raiseImportError(
  rt: Machine,
  type: number,
  message: string,
  name: number,
  path: number,
  nameFrom = 0,
): 0 {
  rt.raise(type, message);
  const exception = rt.currentException;
  if (exception !== 0 && rt.isInstance(exception, E.ImportError)) {
    const extra = exceptionExtra(rt);
    setField(rt, exception, extra + 2, name);
    setField(rt, exception, extra + 4, path);
    if (rt.profile.minor >= 12) setField(rt, exception, extra + 6, nameFrom);
  }
  return 0;
}

/** Whether an object is an exception instance. */
export function isException(rt: Machine, p: number): boolean {
  return rt.hasFlag(p, TypeFlag.BASE_EXC_SUBCLASS);
}

/** Whether an object is an exception class. */
export function isExceptionClass(rt: Machine, p: number): boolean {
  return rt.hasFlag(p, TypeFlag.TYPE_SUBCLASS) && (rt.infoOf(p).flags & TypeFlag.BASE_EXC_SUBCLASS) !== 0;
}
