/** BaseException: what every exception has. Follows exceptions.c: BaseException_*. */
import { ExcLayout, Ob } from '../memory/layout.js';
import { materializeDict } from './attributes.js';
import { callMethod1 } from './call.js';
import { listNew } from './list.js';
import type { Machine } from './machine.js';
import { freeInstance, setAttr, str, trashcanBegin, trashcanEnd } from './object.js';
import { internStr, newStr } from './strCore.js';
import {
  clearField,
  dictEntries,
  findAttr,
  noKeywords,
  putAttr,
  reprText,
  sequenceToTuple,
  setField,
} from './support.js';
import { newTuple, packTuple, tupleItem, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type GetSetDef, type MethodDef, MethodKind, TypeFlag, type Visit } from './typeInfo.js';

/** First word of what an exception type adds to BaseException: there is no slot for notes before 3.11. */
export function exceptionExtra(rt: Machine): number {
  return rt.profile.minor >= 11 ? ExcLayout.EXTRA : ExcLayout.EXTRA - 2;
}

export function baseExceptionNew(rt: Machine, type: number, args: number, _kwargs: number): number {
  const self = rt.infoOf(type).tp_alloc!(rt, type, 0);
  if (self === 0) return 0;
  rt.M[self + ExcLayout.ARGS] = args !== 0 ? rt.newRef(args) : newTuple(rt, 0);
  return self;
}

export function baseExceptionInit(rt: Machine, self: number, args: number, kwargs: number): number {
  if (noKeywords(rt, rt.typeOf(self).fullName, kwargs) < 0) return -1;
  setField(rt, self, ExcLayout.ARGS, args);
  return 0;
}

/** The fields of BaseException in the order in which they are visited and cleared. */
const FIELDS = [
  ExcLayout.DICT,
  ExcLayout.ARGS,
  ExcLayout.NOTES,
  ExcLayout.TRACEBACK,
  ExcLayout.CAUSE,
  ExcLayout.CONTEXT,
] as const;

export function baseExceptionTraverse(rt: Machine, self: number, visit: Visit): void {
  for (const field of FIELDS) {
    const o = rt.M[self + field]!;
    if (o !== 0) visit(rt, o);
  }
}

export function baseExceptionClear(rt: Machine, self: number): void {
  for (const field of FIELDS) clearField(rt, self, field);
}

/** Instances of classes that statements made went through the trashcan before they came here. */
export function baseExceptionDealloc(rt: Machine, self: number): void {
  rt.gcUntrack(self);
  const mayWait = rt.profile.minor >= 11 && !rt.typeOf(self).isHeapType;
  if (mayWait && !trashcanBegin(rt, self)) return;
  baseExceptionClear(rt, self);
  freeInstance(rt, self);
  if (mayWait) trashcanEnd(rt);
}

export function baseExceptionStr(rt: Machine, self: number): number {
  const args = rt.M[self + ExcLayout.ARGS]!;
  switch (tupleLength(rt, args)) {
    case 0:
      return newStr(rt, '');
    case 1:
      return str(rt, tupleItem(rt, args, 0));
    default:
      return str(rt, args);
  }
}

export function baseExceptionRepr(rt: Machine, self: number): number {
  const args = rt.M[self + ExcLayout.ARGS]!;
  const name = rt.typeOf(self).name;
  if (tupleLength(rt, args) === 1) {
    const text = reprText(rt, tupleItem(rt, args, 0));
    return text === null ? 0 : newStr(rt, `${name}(${text})`);
  }
  const text = reprText(rt, args);
  return text === null ? 0 : newStr(rt, name + text);
}

export function baseExceptionReduce(rt: Machine, self: number): number {
  const M = rt.M;
  const dict = M[self + ExcLayout.DICT]!;
  const args = M[self + ExcLayout.ARGS]!;
  return dict !== 0 ? packTuple(rt, M[self + Ob.TYPE]!, args, dict) : packTuple(rt, M[self + Ob.TYPE]!, args);
}

function setState(rt: Machine, self: number, state: number): number {
  if (state === S.NONE) return rt.none();
  if (!rt.hasFlag(state, TypeFlag.DICT_SUBCLASS)) return rt.raise(E.TypeError, 'state is not a dictionary');
  for (const [key, value] of dictEntries(rt, state)) {
    if (setAttr(rt, self, key, value) < 0) return 0;
  }
  return rt.none();
}

function withTraceback(rt: Machine, self: number, traceback: number): number {
  if (setTraceback(rt, self, traceback) < 0) return 0;
  return rt.newRef(self);
}

function addNote(rt: Machine, self: number, note: number): number {
  if (!rt.isStr(note)) return rt.raise(E.TypeError, `note must be a str, not '${rt.typeOf(note).name}'`);
  let notes = findAttr(rt, self, '__notes__');
  if (notes === 0) {
    if (rt.currentException !== 0) return 0;
    notes = listNew(rt, 0);
    if (putAttr(rt, self, '__notes__', notes) < 0) {
      rt.decref(notes);
      return 0;
    }
  }
  let result = 0;
  if (!rt.hasFlag(notes, TypeFlag.LIST_SUBCLASS)) rt.raise(E.TypeError, 'Cannot add note: __notes__ is not a list');
  else result = callMethod1(rt, notes, internStr(rt, 'append'), note);
  rt.decref(notes);
  return result;
}

export const BASE_EXCEPTION_METHODS: readonly MethodDef[] = [
  { name: '__reduce__', kind: MethodKind.NOARGS, fn: baseExceptionReduce },
  { name: '__setstate__', kind: MethodKind.O, fn: setState },
  {
    name: 'with_traceback',
    kind: MethodKind.O,
    fn: withTraceback,
    doc: 'Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self.',
  },
];

export const ADD_NOTE: MethodDef = {
  name: 'add_note',
  kind: MethodKind.O,
  fn: addNote,
  doc: 'Exception.add_note(note) --\n    add a note to the exception',
};

function getArgs(rt: Machine, self: number): number {
  const args = rt.M[self + ExcLayout.ARGS]!;
  return args === 0 ? rt.none() : rt.newRef(args);
}

function setArgs(rt: Machine, self: number, value: number): number {
  if (value === 0) return rt.fail(E.TypeError, 'args may not be deleted');
  const tuple = sequenceToTuple(rt, value);
  if (tuple === 0) return -1;
  setField(rt, self, ExcLayout.ARGS, tuple);
  rt.decref(tuple);
  return 0;
}

function getOrNone(offset: number): (rt: Machine, self: number) => number {
  return (rt, self) => {
    const o = rt.M[self + offset]!;
    return o === 0 ? rt.none() : rt.newRef(o);
  };
}

function setTraceback(rt: Machine, self: number, value: number): number {
  if (value === 0) return rt.fail(E.TypeError, '__traceback__ may not be deleted');
  if (value === S.NONE) {
    clearField(rt, self, ExcLayout.TRACEBACK);
    return 0;
  }
  if (!rt.is(value, T.TRACEBACK)) return rt.fail(E.TypeError, '__traceback__ must be a traceback or None');
  setField(rt, self, ExcLayout.TRACEBACK, value);
  return 0;
}

function setContext(rt: Machine, self: number, value: number): number {
  if (value === 0) return rt.fail(E.TypeError, '__context__ may not be deleted');
  if (value === S.NONE) setField(rt, self, ExcLayout.CONTEXT, 0);
  else if (!rt.hasFlag(value, TypeFlag.BASE_EXC_SUBCLASS)) {
    return rt.fail(E.TypeError, 'exception context must be None or derive from BaseException');
  } else setField(rt, self, ExcLayout.CONTEXT, value);
  return 0;
}

/** PyException_SetCause: sets `__cause__` (borrowed; 0: none) and suppresses the context. */
export function setExceptionCause(rt: Machine, self: number, cause: number): void {
  rt.M[self + ExcLayout.SUPPRESS_CONTEXT] = 1;
  setField(rt, self, ExcLayout.CAUSE, cause);
}

function setCause(rt: Machine, self: number, value: number): number {
  if (value === 0) return rt.fail(E.TypeError, '__cause__ may not be deleted');
  if (value === S.NONE) setExceptionCause(rt, self, 0);
  else if (!rt.hasFlag(value, TypeFlag.BASE_EXC_SUBCLASS)) {
    return rt.fail(E.TypeError, 'exception cause must be None or derive from BaseException');
  } else setExceptionCause(rt, self, value);
  return 0;
}

function setSuppressContext(rt: Machine, self: number, value: number): number {
  if (value === 0) return rt.fail(E.TypeError, "can't delete numeric/char attribute");
  if (!rt.is(value, T.BOOL)) return rt.fail(E.TypeError, 'attribute value type must be bool');
  rt.M[self + ExcLayout.SUPPRESS_CONTEXT] = value === S.TRUE ? 1 : 0;
  return 0;
}

/** PyObject_GenericGetDict for an exception: the dict is made when it is first asked for. */
function getDict(rt: Machine, self: number): number {
  return rt.newRef(materializeDict(rt, self, rt.typeOf(self)));
}

function setDict(rt: Machine, self: number, value: number): number {
  if (value === 0) return rt.fail(E.TypeError, 'cannot delete __dict__');
  if (!rt.hasFlag(value, TypeFlag.DICT_SUBCLASS)) {
    return rt.fail(E.TypeError, `__dict__ must be set to a dictionary, not a '${rt.typeOf(value).name}'`);
  }
  setField(rt, self, ExcLayout.DICT, value);
  return 0;
}

export const BASE_EXCEPTION_GETSET: readonly GetSetDef[] = [
  {
    name: '__suppress_context__',
    get: (rt, self) => rt.bool(rt.M[self + ExcLayout.SUPPRESS_CONTEXT] !== 0),
    set: setSuppressContext,
  },
  { name: '__dict__', get: getDict, set: setDict },
  { name: 'args', get: getArgs, set: setArgs },
  { name: '__traceback__', get: getOrNone(ExcLayout.TRACEBACK), set: setTraceback },
  { name: '__context__', get: getOrNone(ExcLayout.CONTEXT), set: setContext },
  { name: '__cause__', get: getOrNone(ExcLayout.CAUSE), set: setCause },
];
