/** BaseExceptionGroup and ExceptionGroup (3.11+). Follows exceptions.c: BaseExceptionGroup_*. */
import { ExcLayout, Ob } from '../memory/layout.js';
import { call1, callMethod1 } from './call.js';
import { baseExceptionInit, baseExceptionNew, exceptionExtra } from './exceptionBase.js';
import { isException, isExceptionClass } from './exceptionSpecial.js';
import { newGenericAlias } from './genericAlias.js';
import { listAppend, listNew } from './list.js';
import type { Machine } from './machine.js';
import { isTrue } from './object.js';
import { internStr, newStr } from './strCore.js';
import { findAttr, noKeywords, putAttr, sequenceToTuple, setField, strText } from './support.js';
import { packTuple2, stealTuple, tupleItem, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MemberDef, type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

/** Words behind {@link exceptionExtra}. */
const MESSAGE = 0;
const EXCEPTIONS = 2;

/** The message of a group, borrowed. */
export function groupMessage(rt: Machine, group: number): number {
  return rt.M[group + exceptionExtra(rt) + MESSAGE]!;
}

/** The tuple of exceptions of a group, borrowed. */
export function groupExceptions(rt: Machine, group: number): number {
  return rt.M[group + exceptionExtra(rt) + EXCEPTIONS]!;
}

/** The type ExceptionGroup: a heap type that is made when the machine starts; 0 before. Kept in `rt.natural` under its base. */
export function exceptionGroupType(rt: Machine): number {
  return (rt.natural.get(E.BaseExceptionGroup) as number | undefined) ?? 0;
}

/** Notes the type ExceptionGroup; its reference is taken over. */
export function setExceptionGroupType(rt: Machine, type: number): void {
  rt.natural.set(E.BaseExceptionGroup, type);
}

export function groupNew(rt: Machine, type: number, args: number, kwargs: number): number {
  if (noKeywords(rt, rt.infoOf(type).name, kwargs) < 0) return 0;
  const n = tupleLength(rt, args);
  if (n !== 2) {
    return rt.raise(E.TypeError, `BaseExceptionGroup.__new__() takes exactly 2 arguments (${n} given)`);
  }
  const message = tupleItem(rt, args, 0);
  const sequence = tupleItem(rt, args, 1);
  if (!rt.isStr(message)) {
    const name = message === S.NONE ? 'None' : rt.typeOf(message).name;
    return rt.raise(E.TypeError, `BaseExceptionGroup.__new__() argument 1 must be str, not ${name}`);
  }
  const info = rt.typeOf(sequence);
  if (info.sq_item === null || rt.is(sequence, T.DICT)) {
    return rt.raise(E.TypeError, 'second argument (exceptions) must be a sequence');
  }
  const exceptions = sequenceToTuple(rt, sequence);
  if (exceptions === 0) return 0;
  const fail = (exception: number, text: string): 0 => {
    rt.decref(exceptions);
    return rt.raise(exception, text);
  };
  const count = tupleLength(rt, exceptions);
  if (count === 0) return fail(E.ValueError, 'second argument (exceptions) must be a non-empty sequence');
  let nestsBase = false;
  for (let i = 0; i < count; i++) {
    const item = tupleItem(rt, exceptions, i);
    if (!isException(rt, item)) {
      return fail(E.ValueError, `Item ${i} of second argument (exceptions) is not an exception`);
    }
    if (!rt.isInstance(item, E.Exception)) nestsBase = true;
  }
  let made = type;
  const plain = exceptionGroupType(rt);
  if (type === plain) {
    if (nestsBase) return fail(E.TypeError, 'Cannot nest BaseExceptions in an ExceptionGroup');
  } else if (type === E.BaseExceptionGroup) {
    if (!nestsBase) made = plain;
  } else if (nestsBase && rt.isSubtype(type, E.Exception)) {
    return fail(E.TypeError, `Cannot nest BaseExceptions in '${rt.infoOf(type).name}'`);
  }
  const self = baseExceptionNew(rt, made, args, kwargs);
  if (self === 0) {
    rt.decref(exceptions);
    return 0;
  }
  const at = self + exceptionExtra(rt);
  rt.M[at + MESSAGE] = rt.newRef(message);
  rt.M[at + EXCEPTIONS] = exceptions;
  return self;
}

export function groupInit(rt: Machine, self: number, args: number, kwargs: number): number {
  if (noKeywords(rt, rt.typeOf(self).name, kwargs) < 0) return -1;
  return baseExceptionInit(rt, self, args, kwargs);
}

export function groupStr(rt: Machine, self: number): number {
  const text = strText(rt, groupMessage(rt, self));
  if (text === null) return 0;
  const n = tupleLength(rt, groupExceptions(rt, self));
  return newStr(rt, `${text} (${n} sub-exception${n > 1 ? 's' : ''})`);
}

function derive(rt: Machine, self: number, exceptions: number): number {
  const args = packTuple2(rt, groupMessage(rt, self), exceptions);
  const made = groupNewInstance(rt, E.BaseExceptionGroup, args);
  rt.decref(args);
  return made;
}

/** `BaseExceptionGroup(message, exceptions)` for an arguments tuple (borrowed). */
function groupNewInstance(rt: Machine, type: number, args: number): number {
  const made = groupNew(rt, type, args, 0);
  if (made !== 0 && groupInit(rt, made, args, 0) < 0) {
    rt.decref(made);
    return 0;
  }
  return made;
}

/** A group of the exceptions (a list, borrowed) with the traceback, context, cause and notes of `original`. */
function subset(rt: Machine, original: number, list: number): number {
  if (rt.M[list + Ob.SIZE] === 0) return rt.none();
  const group = callMethod1(rt, original, internStr(rt, 'derive'), list);
  if (group === 0) return 0;
  if (!rt.isInstance(group, E.BaseExceptionGroup)) {
    rt.decref(group);
    return rt.raise(E.TypeError, 'derive must return an instance of BaseExceptionGroup');
  }
  const M = rt.M;
  for (const field of [ExcLayout.TRACEBACK, ExcLayout.CONTEXT, ExcLayout.CAUSE]) {
    if (M[original + field] !== 0) setField(rt, group, field, M[original + field]!);
  }
  if (M[original + ExcLayout.CAUSE] !== 0) M[group + ExcLayout.SUPPRESS_CONTEXT] = 1;
  const notes = findAttr(rt, original, '__notes__');
  if (notes === 0) {
    if (rt.currentException === 0) return group;
    rt.decref(group);
    return 0;
  }
  let status = 0;
  if (rt.typeOf(notes).sq_item !== null) {
    const copy = listNew(rt, 0);
    const items = sequenceToTuple(rt, notes);
    status = items === 0 ? -1 : 0;
    if (items !== 0) {
      for (let i = 0; i < tupleLength(rt, items); i++) listAppend(rt, copy, tupleItem(rt, items, i));
      rt.decref(items);
    }
    if (status === 0) status = putAttr(rt, group, '__notes__', copy);
    rt.decref(copy);
  }
  rt.decref(notes);
  if (status < 0) {
    rt.decref(group);
    return 0;
  }
  return group;
}

/** What decides which exceptions match: a type or tuple of types, a predicate, or (for except*) a set of instances. */
interface Matcher {
  kind: 'type' | 'predicate';
  value: number;
}

function matcherOf(rt: Machine, value: number): Matcher | null {
  const info = rt.typeOf(value);
  const late = rt.profile.minor >= 13;
  const predicate = late
    ? info.tp_call !== null && !rt.hasFlag(value, TypeFlag.TYPE_SUBCLASS)
    : rt.is(value, T.FUNCTION);
  if (predicate) return { kind: 'predicate', value };
  if (isExceptionClass(rt, value)) return { kind: 'type', value };
  if (rt.is(value, T.TUPLE)) {
    let all = true;
    for (let i = 0; i < tupleLength(rt, value); i++) if (!isExceptionClass(rt, tupleItem(rt, value, i))) all = false;
    if (all) return { kind: 'type', value };
  }
  rt.raise(
    E.TypeError,
    late
      ? 'expected an exception type, a tuple of exception types, or a callable (other than a class)'
      : 'expected a function, exception type or tuple of exception types',
  );
  return null;
}

/** 0, 1, or -1 with an exception. */
function matches(rt: Machine, exception: number, matcher: Matcher): number {
  if (matcher.kind === 'predicate') {
    const result = call1(rt, matcher.value, exception);
    if (result === 0) return -1;
    const truth = isTrue(rt, result);
    rt.decref(result);
    return truth;
  }
  if (!rt.is(matcher.value, T.TUPLE)) return rt.isInstance(exception, matcher.value) ? 1 : 0;
  for (let i = 0; i < tupleLength(rt, matcher.value); i++) {
    if (rt.isInstance(exception, tupleItem(rt, matcher.value, i))) return 1;
  }
  return 0;
}

/** New references, None where there is nothing. `rest` is 0 when it was not asked for. */
interface Split {
  match: number;
  rest: number;
}

/** Follows exceptions.c: exceptiongroup_split_recursive. Null with an exception. */
function split(rt: Machine, exception: number, matcher: Matcher, wantRest: boolean): Split | null {
  const whole = matches(rt, exception, matcher);
  if (whole < 0) return null;
  const none = (): number => (wantRest ? rt.none() : 0);
  if (whole === 1) return { match: rt.newRef(exception), rest: none() };
  if (!rt.isInstance(exception, E.BaseExceptionGroup)) {
    return { match: rt.none(), rest: wantRest ? rt.newRef(exception) : 0 };
  }
  const matched = listNew(rt, 0);
  const rest = wantRest ? listNew(rt, 0) : 0;
  const exceptions = groupExceptions(rt, exception);
  const n = tupleLength(rt, exceptions);
  let result: Split | null = null;
  let failed = false;
  for (let i = 0; i < n && !failed; i++) {
    if (rt.enterRecursion(' in exceptiongroup_split_recursive') < 0) {
      failed = true;
      break;
    }
    const part = split(rt, tupleItem(rt, exceptions, i), matcher, wantRest);
    rt.leaveRecursion();
    if (part === null) {
      failed = true;
      break;
    }
    if (part.match !== S.NONE) listAppend(rt, matched, part.match);
    rt.decref(part.match);
    if (part.rest !== 0) {
      if (part.rest !== S.NONE) listAppend(rt, rest, part.rest);
      rt.decref(part.rest);
    }
  }
  if (!failed) {
    const match = subset(rt, exception, matched);
    if (match !== 0) {
      const others = wantRest ? subset(rt, exception, rest) : 0;
      if (wantRest && others === 0) rt.decref(match);
      else result = { match, rest: others };
    }
  }
  rt.decref(matched);
  if (rest !== 0) rt.decref(rest);
  return result;
}

/**
 * Divides an exception (group or not) by the types of an `except*`: new references to the part that matches and to
 * the rest (None each when there is none). Null with an exception. Follows ceval.c: exception_group_match.
 */
export function splitByTypes(rt: Machine, exception: number, types: number): { match: number; rest: number } | null {
  return split(rt, exception, { kind: 'type', value: types }, true);
}

function splitMethod(rt: Machine, self: number, condition: number): number {
  const matcher = matcherOf(rt, condition);
  if (matcher === null) return 0;
  const parts = split(rt, self, matcher, true);
  if (parts === null) return 0;
  return stealTuple(rt, [parts.match, parts.rest]);
}

function subgroupMethod(rt: Machine, self: number, condition: number): number {
  const matcher = matcherOf(rt, condition);
  if (matcher === null) return 0;
  const parts = split(rt, self, matcher, false);
  return parts === null ? 0 : parts.match;
}

/**
 * The part of an exception group that consists of the given leaves (by identity) with the structure of `original`:
 * new reference, None when nothing is left, 0 with an exception. Follows exceptions.c: exception_group_projection.
 */
export function projectGroup(rt: Machine, original: number, leaves: ReadonlySet<number>): number {
  if (!rt.isInstance(original, E.BaseExceptionGroup)) return leaves.has(original) ? rt.newRef(original) : rt.none();
  const kept = listNew(rt, 0);
  const exceptions = groupExceptions(rt, original);
  for (let i = 0; i < tupleLength(rt, exceptions); i++) {
    const part = projectGroup(rt, tupleItem(rt, exceptions, i), leaves);
    if (part === 0) {
      rt.decref(kept);
      return 0;
    }
    if (part !== S.NONE) listAppend(rt, kept, part);
    rt.decref(part);
  }
  const result = subset(rt, original, kept);
  rt.decref(kept);
  return result;
}

/** The exceptions in a group that are not groups, in order; for another exception that itself. Borrowed. */
export function leavesOf(rt: Machine, exception: number, into: Set<number> = new Set()): Set<number> {
  if (!rt.isInstance(exception, E.BaseExceptionGroup)) into.add(exception);
  else {
    const exceptions = groupExceptions(rt, exception);
    for (let i = 0; i < tupleLength(rt, exceptions); i++) leavesOf(rt, tupleItem(rt, exceptions, i), into);
  }
  return into;
}

export const GROUP_METHODS: readonly MethodDef[] = [
  { name: '__class_getitem__', kind: MethodKind.O | MethodKind.CLASS, fn: newGenericAlias },
  { name: 'derive', kind: MethodKind.O, fn: derive },
  { name: 'split', kind: MethodKind.O, fn: splitMethod },
  { name: 'subgroup', kind: MethodKind.O, fn: subgroupMethod },
];

export function groupMembers(rt: Machine): MemberDef[] {
  const at = exceptionExtra(rt);
  return [
    { name: 'message', offset: at + MESSAGE, readonly: true, missing: 'none' },
    { name: 'exceptions', offset: at + EXCEPTIONS, readonly: true, missing: 'none' },
  ];
}

/** Makes a group of a list of exceptions (borrowed) with a message: new reference or 0. */
export function makeGroup(rt: Machine, message: string, list: number): number {
  const text = newStr(rt, message);
  const args = packTuple2(rt, text, list);
  rt.decref(text);
  const made = groupNewInstance(rt, E.BaseExceptionGroup, args);
  rt.decref(args);
  return made;
}
