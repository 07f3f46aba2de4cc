/** types.GenericAlias: `list[int]`. Follows genericaliasobject.c. */
import { contains } from './abstract.js';
import { checkArgs } from './args.js';
import { callMethod1, callTupleDict } from './call.js';
import { defineType } from './defineType.js';
import { listAppend, sequenceList } from './list.js';
import type { Machine } from './machine.js';
import { compareBool, freeInstance, genericGetAttr, genericSetAttr, getAttr, getItem, hash } from './object.js';
import { callSpecial } from './specialCall.js';
import { internStr, newStr } from './strCore.js';
import { findAttr, noKeywords, putAttr, reprText, sequenceToTuple } from './support.js';
import { packTuple, packTuple1, stealTuple, tupleItem, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type GetSetDef, type MemberDef, type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';
import { unionOr } from './union.js';

const ORIGIN = 4;
const ARGS = 6;
const PARAMETERS = 8;
const WEAKREFS = 10;
/** 3.11+: `*tuple[int]`. */
const STARRED = 12;

/** `origin[args]` as an alias: what `__class_getitem__` of builtin classes returns. Follows Py_GenericAlias. */
export function newGenericAlias(rt: Machine, origin: number, args: number): number {
  return makeAlias(rt, T.GENERIC_ALIAS, origin, args, false);
}

function makeAlias(rt: Machine, type: number, origin: number, args: number, starred: boolean): number {
  const tuple = rt.hasFlag(args, TypeFlag.TUPLE_SUBCLASS) ? rt.newRef(args) : packTuple1(rt, args);
  const M = rt.M;
  let self: number;
  if (type === T.GENERIC_ALIAS) {
    self = rt.newGcObject(type, rt.profile.minor >= 11 ? 64 : 48);
    M.fill(0, self + 4, self + (rt.profile.minor >= 11 ? 16 : 12));
    rt.gcTrack(self);
  } else self = rt.infoOf(type).tp_alloc!(rt, type, 0);
  M[self + ORIGIN] = rt.newRef(origin);
  M[self + ARGS] = tuple;
  M[self + PARAMETERS] = 0;
  M[self + WEAKREFS] = 0;
  if (rt.profile.minor >= 11) M[self + STARRED] = starred ? 1 : 0;
  return self;
}

/** The origin of an alias, borrowed. */
export function aliasOrigin(rt: Machine, alias: number): number {
  return rt.M[alias + ORIGIN]!;
}

/** The arguments of an alias, a borrowed tuple. */
export function aliasArgs(rt: Machine, alias: number): number {
  return rt.M[alias + ARGS]!;
}

/** How a type parameter is written in the repr of an alias or union; null with an exception. Follows _Py_typing_type_repr. */
export function typeRepr(rt: Machine, p: number): string | null {
  if (p === S.ELLIPSIS) return '...';
  if (p === T.NONE_TYPE) return 'None';
  for (const name of ['__origin__', '__args__']) {
    const part = findAttr(rt, p, name);
    if (part === 0) {
      if (rt.currentException !== 0) return null;
      break;
    }
    rt.decref(part);
    if (name === '__args__') return reprText(rt, p);
  }
  const qualname = findAttr(rt, p, '__qualname__');
  if (qualname === 0) return rt.currentException !== 0 ? null : reprText(rt, p);
  const module = findAttr(rt, p, '__module__');
  if (module === 0 && rt.currentException !== 0) {
    rt.decref(qualname);
    return null;
  }
  let text: string | null;
  if (module === 0 || module === S.NONE || !rt.isStr(qualname)) text = reprText(rt, p);
  else if (rt.isStr(module) && rt.text(module) === 'builtins') text = rt.text(qualname);
  else text = `${rt.isStr(module) ? rt.text(module) : ''}.${rt.text(qualname)}`;
  rt.decref(qualname);
  rt.xdecref(module);
  return text;
}

function itemRepr(rt: Machine, p: number): string | null {
  // A list of types stands for the parameters of a callable.
  if (rt.is(p, T.LIST)) {
    const parts = reprAll(rt, p, true);
    return parts === null ? null : `[${parts}]`;
  }
  return typeRepr(rt, p);
}

function reprAll(rt: Machine, sequence: number, isList: boolean): string | null {
  const tuple = isList ? sequenceToTuple(rt, sequence) : rt.newRef(sequence);
  if (tuple === 0) return null;
  const parts: string[] = [];
  for (let i = 0; i < tupleLength(rt, tuple); i++) {
    const text = itemRepr(rt, tupleItem(rt, tuple, i));
    if (text === null) {
      rt.decref(tuple);
      return null;
    }
    parts.push(text);
  }
  rt.decref(tuple);
  return parts.join(', ');
}

function aliasRepr(rt: Machine, self: number): number {
  const M = rt.M;
  const origin = typeRepr(rt, M[self + ORIGIN]!);
  const args = origin === null ? null : reprAll(rt, M[self + ARGS]!, false);
  if (args === null) return 0;
  const star = rt.profile.minor >= 11 && M[self + STARRED] !== 0 ? '*' : '';
  return newStr(rt, `${star}${origin}[${tupleLength(rt, M[self + ARGS]!) === 0 ? '()' : args}]`);
}

/** Names that are not looked up on the origin. */
const OWN = new Set([
  '__class__',
  '__origin__',
  '__args__',
  '__unpacked__',
  '__parameters__',
  '__typing_unpacked_tuple_args__',
  '__mro_entries__',
  '__reduce_ex__',
  '__reduce__',
  '__copy__',
  '__deepcopy__',
]);
const BLOCKED = new Set(['__bases__', '__copy__', '__deepcopy__']);

function aliasGetAttr(rt: Machine, self: number, name: number): number {
  if (rt.isStr(name)) {
    const text = rt.text(name);
    const own = OWN.has(text) || (rt.profile.minor >= 12 && BLOCKED.has(text));
    if (!own) return getAttr(rt, rt.M[self + ORIGIN]!, name);
  }
  return genericGetAttr(rt, self, name);
}

function aliasCall(rt: Machine, self: number, args: number, kwargs: number): number {
  const made = callTupleDict(rt, rt.M[self + ORIGIN]!, args, kwargs);
  if (made === 0) return 0;
  if (putAttr(rt, made, '__orig_class__', self) < 0) {
    if (!rt.errorIs(E.AttributeError) && !rt.errorIs(E.TypeError) && rt.profile.minor < 12) {
      rt.decref(made);
      return 0;
    }
    rt.clearError();
  }
  return made;
}

/** The distinct type variables in the arguments, a new tuple, or 0. Follows _Py_make_parameters. */
export function makeParameters(rt: Machine, args: number): number {
  const found: number[] = [];
  const add = (p: number): void => {
    if (!found.includes(p)) found.push(rt.newRef(p));
  };
  const walk = (p: number): boolean => {
    if (rt.hasFlag(p, TypeFlag.TYPE_SUBCLASS)) return true;
    if (rt.is(p, T.TUPLE) || rt.is(p, T.LIST)) {
      const items = sequenceToTuple(rt, p);
      let fine = items !== 0;
      for (let i = 0; fine && i < tupleLength(rt, items); i++) fine = walk(tupleItem(rt, items, i));
      rt.xdecref(items);
      return fine;
    }
    const subst = findAttr(rt, p, '__typing_subst__');
    if (subst !== 0) {
      rt.decref(subst);
      add(p);
      return true;
    }
    if (rt.currentException !== 0) return false;
    if (isTypeVariable(rt, p)) {
      add(p);
      return true;
    }
    const nested = findAttr(rt, p, '__parameters__');
    if (nested === 0) return rt.currentException === 0;
    if (rt.is(nested, T.TUPLE)) for (let i = 0; i < tupleLength(rt, nested); i++) add(tupleItem(rt, nested, i));
    rt.decref(nested);
    return true;
  };
  let fine = true;
  for (let i = 0; fine && i < tupleLength(rt, args); i++) fine = walk(tupleItem(rt, args, i));
  if (!fine) {
    for (const p of found) rt.decref(p);
    return 0;
  }
  return stealTuple(rt, found);
}

function isTypeVariable(rt: Machine, p: number): boolean {
  return ['TypeVar', 'ParamSpec', 'TypeVarTuple'].includes(rt.typeOf(p).name);
}

/** Puts `items` for the parameters of a generic: a new arguments tuple, or 0. Follows _Py_subs_parameters. */
export function substitute(rt: Machine, self: number, args: number, parameters: number, items: number): number {
  const count = tupleLength(rt, parameters);
  if (count === 0) {
    const text = reprText(rt, self);
    if (text === null) return 0;
    const late = rt.profile.minor >= 11;
    return rt.raise(
      E.TypeError,
      late ? `${text} is not a generic class` : `There are no type variables left in ${text}`,
    );
  }
  const tuple = rt.is(items, T.TUPLE) ? rt.newRef(items) : packTuple1(rt, items);
  const given = tupleLength(rt, tuple);
  if (given !== count) {
    rt.decref(tuple);
    const text = reprText(rt, self);
    if (text === null) return 0;
    const late = rt.profile.minor >= 11;
    const how = given > count ? 'many' : 'few';
    const counts = late ? `; actual ${given}, expected ${count}` : '';
    return rt.raise(E.TypeError, `Too ${how} arguments for ${text}${counts}`);
  }
  const result: number[] = [];
  const give = (): 0 => {
    for (const p of result) rt.decref(p);
    rt.decref(tuple);
    return 0;
  };
  for (let i = 0; i < tupleLength(rt, args); i++) {
    const arg = tupleItem(rt, args, i);
    const at = indexIn(rt, parameters, arg);
    if (at >= 0) {
      const value = tupleItem(rt, tuple, at);
      const subst = findAttr(rt, arg, '__typing_subst__');
      if (subst === 0 && rt.currentException !== 0) return give();
      if (subst === 0) result.push(rt.newRef(value));
      else {
        rt.decref(subst);
        const replaced = callMethod1(rt, arg, internStr(rt, '__typing_subst__'), value);
        if (replaced === 0) return give();
        result.push(replaced);
      }
      continue;
    }
    const nested = rt.hasFlag(arg, TypeFlag.TYPE_SUBCLASS) ? 0 : findAttr(rt, arg, '__parameters__');
    if (nested === 0) {
      if (rt.currentException !== 0) return give();
      result.push(rt.newRef(arg));
      continue;
    }
    if (!rt.is(nested, T.TUPLE) || tupleLength(rt, nested) === 0) {
      rt.decref(nested);
      result.push(rt.newRef(arg));
      continue;
    }
    const inner: number[] = [];
    for (let k = 0; k < tupleLength(rt, nested); k++) {
      const place = indexIn(rt, parameters, tupleItem(rt, nested, k));
      inner.push(rt.newRef(place < 0 ? tupleItem(rt, nested, k) : tupleItem(rt, tuple, place)));
    }
    rt.decref(nested);
    const key = stealTuple(rt, inner);
    const replaced = getItem(rt, arg, key);
    rt.decref(key);
    if (replaced === 0) return give();
    result.push(replaced);
  }
  rt.decref(tuple);
  return stealTuple(rt, result);
}

function indexIn(rt: Machine, tuple: number, p: number): number {
  for (let i = 0; i < tupleLength(rt, tuple); i++) if (tupleItem(rt, tuple, i) === p) return i;
  return -1;
}

function parametersOf(rt: Machine, self: number): number {
  const M = rt.M;
  if (M[self + PARAMETERS] === 0) {
    const made = makeParameters(rt, M[self + ARGS]!);
    if (made === 0) return 0;
    M[self + PARAMETERS] = made;
  }
  return M[self + PARAMETERS]!;
}

function aliasGetItem(rt: Machine, self: number, item: number): number {
  const parameters = parametersOf(rt, self);
  if (parameters === 0) return 0;
  const args = substitute(rt, self, rt.M[self + ARGS]!, parameters, item);
  if (args === 0) return 0;
  const made = makeAlias(
    rt,
    T.GENERIC_ALIAS,
    rt.M[self + ORIGIN]!,
    args,
    rt.profile.minor >= 11 && rt.M[self + STARRED] !== 0,
  );
  rt.decref(args);
  return made;
}

function aliasHash(rt: Machine, self: number): number {
  if (hash(rt, rt.M[self + ORIGIN]!) < 0) return -1;
  const low = rt.hashLow;
  const high = rt.hashHigh;
  if (hash(rt, rt.M[self + ARGS]!) < 0) return -1;
  rt.hashLow ^= low;
  rt.hashHigh ^= high;
  return 0;
}

function aliasCompare(rt: Machine, a: number, b: number, op: number): number {
  if (!rt.isInstance(a, T.GENERIC_ALIAS) || !rt.isInstance(b, T.GENERIC_ALIAS) || (op !== 2 && op !== 3)) {
    return rt.newRef(S.NOT_IMPLEMENTED);
  }
  if (op === 3) {
    const equal = aliasCompare(rt, a, b, 2);
    if (equal === 0) return 0;
    rt.decref(equal);
    return rt.bool(equal === S.FALSE);
  }
  const M = rt.M;
  if (rt.profile.minor >= 11 && M[a + STARRED] !== M[b + STARRED]) return rt.bool(false);
  const origins = compareBool(rt, M[a + ORIGIN]!, M[b + ORIGIN]!, 2);
  if (origins <= 0) return origins < 0 ? 0 : rt.bool(false);
  const args = compareBool(rt, M[a + ARGS]!, M[b + ARGS]!, 2);
  return args < 0 ? 0 : rt.bool(args > 0);
}

function aliasNew(rt: Machine, type: number, args: number, kwargs: number): number {
  if (noKeywords(rt, 'GenericAlias', kwargs) < 0) return 0;
  if (!checkArgs(rt, 'GenericAlias', tupleLength(rt, args), 2, 2)) return 0;
  return makeAlias(rt, type, tupleItem(rt, args, 0), tupleItem(rt, args, 1), false);
}

/** What the origin has, and the alias's own names. */
function aliasDir(rt: Machine, self: number): number {
  const names = callSpecial(rt, rt.M[self + ORIGIN]!, '__dir__');
  const list = names === 0 ? 0 : sequenceList(rt, names);
  rt.xdecref(names);
  if (list === 0) return 0;
  const minor = rt.profile.minor;
  const own = [...OWN].filter((name) => minor >= 11 || !name.includes('unpacked'));
  if (minor >= 13) own.push('__bases__');
  for (const name of own) {
    const text = internStr(rt, name);
    const known = contains(rt, list, text);
    if (known < 0) {
      rt.decref(list);
      return 0;
    }
    if (known === 0) listAppend(rt, list, text);
  }
  return list;
}

/** Yields one starred alias: `[*tuple[int]]` (3.11+). */
function aliasIter(rt: Machine, self: number): number {
  const starred = makeAlias(rt, T.GENERIC_ALIAS, rt.M[self + ORIGIN]!, rt.M[self + ARGS]!, true);
  const tuple = stealTuple(rt, [starred]);
  const it = rt.infoOf(T.TUPLE).tp_iter!(rt, tuple);
  rt.decref(tuple);
  return it;
}

export function defineGenericAliasType(rt: Machine): void {
  const minor = rt.profile.minor;
  if (minor < 9) return;
  const refuse =
    (what: string) =>
    (m: Machine): number =>
      m.raise(E.TypeError, `${what}() argument 2 cannot be a parameterized generic`);
  const methods: MethodDef[] = [
    { name: '__mro_entries__', kind: MethodKind.O, fn: (m, self) => packTuple(m, m.M[self + ORIGIN]!) },
    { name: '__instancecheck__', kind: MethodKind.O, fn: refuse('isinstance') },
    { name: '__subclasscheck__', kind: MethodKind.O, fn: refuse('issubclass') },
    { name: '__dir__', kind: MethodKind.NOARGS, fn: aliasDir },
    {
      name: '__reduce__',
      kind: MethodKind.NOARGS,
      fn: (m, self) => {
        const args = packTuple(m, m.M[self + ORIGIN]!, m.M[self + ARGS]!);
        const result = packTuple(m, T.GENERIC_ALIAS, args);
        m.decref(args);
        return result;
      },
    },
  ];
  const members: MemberDef[] = [
    { name: '__origin__', offset: ORIGIN, readonly: true, missing: 'none' },
    { name: '__args__', offset: ARGS, readonly: true, missing: 'none' },
  ];
  const getset: GetSetDef[] = [
    {
      name: '__parameters__',
      get: (m, self) => {
        const parameters = parametersOf(m, self);
        return parameters === 0 ? 0 : m.newRef(parameters);
      },
    },
  ];
  if (minor >= 11) {
    getset.push({ name: '__unpacked__', get: (m, self) => m.bool(m.M[self + STARRED] !== 0) });
    getset.push({
      name: '__typing_unpacked_tuple_args__',
      get: (m, self) =>
        m.M[self + STARRED] !== 0 && m.M[self + ORIGIN] === T.TUPLE ? m.newRef(m.M[self + ARGS]!) : m.none(),
    });
  }
  defineType(rt, T.GENERIC_ALIAS, {
    name: 'types.GenericAlias',
    base: T.OBJECT,
    basicsize: minor >= 11 ? 64 : 48,
    weaklistoffset: 40,
    flags: TypeFlag.BASETYPE | TypeFlag.HAVE_GC,
    doc: 'Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).',
    tp_new: aliasNew,
    tp_dealloc: (m, self) => {
      m.gcUntrack(self);
      if (m.M[self + WEAKREFS] !== 0) m.clearWeakrefs(self);
      m.decref(m.M[self + ORIGIN]!);
      m.decref(m.M[self + ARGS]!);
      m.xdecref(m.M[self + PARAMETERS]!);
      freeInstance(m, self);
    },
    tp_traverse: (m, self, visit) => {
      for (const field of [ORIGIN, ARGS, PARAMETERS]) if (m.M[self + field] !== 0) visit(m, m.M[self + field]!);
    },
    tp_repr: aliasRepr,
    tp_hash: aliasHash,
    tp_call: aliasCall,
    tp_getattro: aliasGetAttr,
    tp_setattro: genericSetAttr,
    tp_richcompare: aliasCompare,
    ...(minor >= 11 ? { tp_iter: aliasIter } : {}),
    mp_subscript: aliasGetItem,
    ...(minor >= 10 ? { nb_or: unionOr } : {}),
    methods,
    members,
    getset,
  });
}

/** Whether an object is an alias. */
export function isAlias(rt: Machine, p: number): boolean {
  return rt.isInstance(p, T.GENERIC_ALIAS);
}
