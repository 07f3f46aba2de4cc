/** The types of all builtin exceptions. What they do stands in the files exception*.ts. Follows exceptions.c. */

import { callTupleDict } from './call.js';
import { defineType, type TypeSpec } from './defineType.js';
import { dictSet, newDict } from './dictCore.js';
import {
  ADD_NOTE,
  BASE_EXCEPTION_GETSET,
  BASE_EXCEPTION_METHODS,
  baseExceptionClear,
  baseExceptionDealloc,
  baseExceptionInit,
  baseExceptionNew,
  baseExceptionRepr,
  baseExceptionStr,
  baseExceptionTraverse,
  exceptionExtra,
} from './exceptionBase.js';
import { GROUP_METHODS, groupInit, groupMembers, groupNew, groupStr, setExceptionGroupType } from './exceptionGroup.js';
import {
  OS_ERROR_GETSET,
  OS_ERROR_METHODS,
  OS_ERROR_SLOTS,
  osErrorInit,
  osErrorMembers,
  osErrorNew,
  osErrorStr,
} from './exceptionOs.js';
import {
  ATTRIBUTE_ERROR_METHODS,
  attributeErrorInit,
  fieldSlots,
  IMPORT_ERROR_METHODS,
  importErrorInit,
  importErrorStr,
  keyErrorStr,
  nameErrorInit,
  stopIterationInit,
  systemExitInit,
} from './exceptionSpecial.js';
import {
  syntaxErrorFields,
  syntaxErrorInit,
  syntaxErrorMembers,
  syntaxErrorSlots,
  syntaxErrorStr,
} from './exceptionSyntax.js';
import {
  UNICODE_ERROR_GETSET,
  UNICODE_ERROR_SLOTS,
  unicodeErrorInit,
  unicodeErrorMembers,
  unicodeErrorStr,
} from './exceptionUnicode.js';
import type { Machine } from './machine.js';
import { genericGetAttr, genericSetAttr } from './object.js';
import { internStr, newStr } from './strCore.js';
import { packTuple, packTuple2 } from './tupleCore.js';
import { E, EXCEPTIONS, exceptionTypeAddress, T } from './typeIds.js';
import { type MemberDef, TypeFlag } from './typeInfo.js';

/** The version that brought an exception, for those that came after 3.8. */
const SINCE: Readonly<Record<string, number>> = {
  BaseExceptionGroup: 11,
  EncodingWarning: 10,
  PythonFinalizationError: 13,
};

/** Names of the builtin exception types of a version, in the order of {@link EXCEPTIONS}, with their addresses. */
export function exceptionNames(rt: Machine): [name: string, address: number][] {
  const found: [string, number][] = [];
  EXCEPTIONS.forEach(([name], i) => {
    if ((SINCE[name] ?? 0) <= rt.profile.minor) found.push([name, exceptionTypeAddress(i)]);
  });
  return found;
}

/** Defines all exception types; ExceptionGroup follows with {@link defineExceptionGroup}, when classes can be made. */
export function defineExceptionTypes(rt: Machine): void {
  const addresses = new Map<string, number>(EXCEPTIONS.map(([name], i) => [name, exceptionTypeAddress(i)]));
  EXCEPTIONS.forEach(([name, base], i) => {
    if ((SINCE[name] ?? 0) > rt.profile.minor) return;
    defineType(rt, exceptionTypeAddress(i), {
      name,
      base: base === 'object' ? T.OBJECT : addresses.get(base)!,
      flags: TypeFlag.BASETYPE | TypeFlag.HAVE_GC | TypeFlag.BASE_EXC_SUBCLASS,
      basicsize: rt.profile.exceptionSize,
      tp_new: baseExceptionNew,
      tp_init: baseExceptionInit,
      tp_traverse: baseExceptionTraverse,
      tp_clear: baseExceptionClear,
      tp_dealloc: baseExceptionDealloc,
      ...inherited(rt, base),
      ...special(rt, name),
    });
  });
  orderSubclasses(rt);
}

/** `__subclasses__()` lists the builtin ones by name since 3.11. */
function orderSubclasses(rt: Machine): void {
  for (const [, address] of exceptionNames(rt)) {
    const list = rt.infoOf(address).subclasses;
    if (rt.profile.minor >= 11) list.sort((a, b) => (rt.infoOf(a).name < rt.infoOf(b).name ? -1 : 1));
    else if (address === E.BaseException) list.splice(2, 2, E.SystemExit, E.KeyboardInterrupt);
  }
}

function memberAt(rt: Machine, name: string, i: number): MemberDef {
  return { name, offset: exceptionExtra(rt) + 2 * i, readonly: false, missing: 'none' };
}

/** Slots that a plain subclass repeats from a base with fields. */
function inherited(rt: Machine, base: string): Partial<TypeSpec> {
  switch (base) {
    case 'ImportError':
    case 'NameError':
    case 'OSError':
    case 'ConnectionError':
    case 'SyntaxError':
    case 'IndentationError': {
      const { methods: _m, members: _e, getset: _g, ...slots } = special(rt, root(base));
      return slots;
    }
    default:
      return {};
  }
}

function root(name: string): string {
  if (name === 'ConnectionError') return 'OSError';
  return name === 'IndentationError' ? 'SyntaxError' : name;
}

function special(rt: Machine, name: string): Partial<TypeSpec> {
  const minor = rt.profile.minor;
  const bytes = (fields: number): number => rt.profile.exceptionSize + 8 * fields;
  switch (name) {
    case 'BaseException':
      return {
        dictoffset: 16,
        tp_repr: baseExceptionRepr,
        tp_str: baseExceptionStr,
        tp_getattro: genericGetAttr,
        tp_setattro: genericSetAttr,
        methods: minor >= 11 ? [...BASE_EXCEPTION_METHODS, ADD_NOTE] : BASE_EXCEPTION_METHODS,
        getset: BASE_EXCEPTION_GETSET,
        doc: 'Common base class for all exceptions',
      };
    case 'BaseExceptionGroup':
      return {
        basicsize: bytes(2),
        tp_new: groupNew,
        tp_init: groupInit,
        tp_str: groupStr,
        methods: GROUP_METHODS,
        members: groupMembers(rt),
        ...fieldSlots(2),
      };
    case 'StopIteration':
      return { basicsize: bytes(1), tp_init: stopIterationInit, members: [memberAt(rt, 'value', 0)], ...fieldSlots(1) };
    case 'SystemExit':
      return { basicsize: bytes(1), tp_init: systemExitInit, members: [memberAt(rt, 'code', 0)], ...fieldSlots(1) };
    case 'ImportError': {
      const names = minor >= 12 ? ['msg', 'name', 'path', 'name_from'] : ['msg', 'name', 'path'];
      return {
        basicsize: bytes(names.length),
        tp_init: importErrorInit,
        tp_str: importErrorStr,
        methods: IMPORT_ERROR_METHODS,
        members: names.map((field, i) => memberAt(rt, field, i)),
        ...fieldSlots(names.length),
      };
    }
    case 'OSError':
      return {
        basicsize: bytes(5),
        tp_new: osErrorNew,
        tp_init: osErrorInit,
        tp_str: osErrorStr,
        methods: OS_ERROR_METHODS,
        getset: OS_ERROR_GETSET,
        members: osErrorMembers(rt),
        ...OS_ERROR_SLOTS,
      };
    case 'NameError':
      if (minor < 10) return {};
      return { basicsize: bytes(1), tp_init: nameErrorInit, members: [memberAt(rt, 'name', 0)], ...fieldSlots(1) };
    case 'AttributeError':
      if (minor < 10) return {};
      return {
        basicsize: bytes(2),
        tp_init: attributeErrorInit,
        methods: minor >= 12 ? ATTRIBUTE_ERROR_METHODS : [],
        members: [memberAt(rt, 'obj', 0), memberAt(rt, 'name', 1)],
        ...fieldSlots(2),
      };
    case 'SyntaxError':
      return {
        basicsize: bytes(syntaxErrorFields(rt).length),
        tp_init: syntaxErrorInit,
        tp_str: syntaxErrorStr,
        members: syntaxErrorMembers(rt),
        ...syntaxErrorSlots(rt),
      };
    case 'KeyError':
      return { tp_str: keyErrorStr };
    case 'UnicodeEncodeError':
    case 'UnicodeDecodeError':
    case 'UnicodeTranslateError': {
      const kind = name.slice('Unicode'.length, -'Error'.length).toLowerCase() as 'encode' | 'decode' | 'translate';
      return {
        basicsize: bytes(5),
        tp_init: unicodeErrorInit(kind),
        tp_str: unicodeErrorStr(kind),
        members: unicodeErrorMembers(rt),
        getset: UNICODE_ERROR_GETSET,
        ...UNICODE_ERROR_SLOTS,
      };
    }
    default:
      return {};
  }
}

/** Makes ExceptionGroup (3.11+), a class like those of programs: call it when `type(...)` works. 0, or -1 with an exception. */
export function defineExceptionGroup(rt: Machine): number {
  if (rt.profile.minor < 11) return 0;
  const name = newStr(rt, 'ExceptionGroup');
  const bases = packTuple2(rt, E.BaseExceptionGroup, E.Exception);
  const dict = newDict(rt);
  const module = newStr(rt, 'builtins');
  let made = 0;
  if (dictSet(rt, dict, internStr(rt, '__module__'), module) === 0) {
    const args = packTuple(rt, name, bases, dict);
    made = callTupleDict(rt, T.TYPE, args, 0);
    rt.decref(args);
  }
  for (const p of [module, dict, bases, name]) rt.decref(p);
  if (made === 0) return -1;
  setExceptionGroupType(rt, made);
  return 0;
}
