/** `__build_class__`: what a class statement does. Follows bltinmodule.c: builtin___build_class__. */
import { CellLayout, Ob } from '../memory/layout.js';
import { call1, call2, call3, callTupleDict, keywordDict } from '../objects/call.js';
import { dictDel, dictGetStr, dictLength, newDict } from '../objects/dictCore.js';
import type { Machine } from '../objects/machine.js';
import { setItem } from '../objects/object.js';
import { internStr } from '../objects/strCore.js';
import { findAttr, reprText } from '../objects/support.js';
import { packTuple, packTuple2, stealTuple, tupleFromVector, tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import { ports } from './builtinsPorts.js';

/** The bases with `__mro_entries__` applied: new reference, or `bases` itself when nothing changes, or 0. */
export function updateBases(rt: Machine, bases: number): number {
  const n = tupleLength(rt, bases);
  let changed: number[] | null = null;
  const fail = (): 0 => {
    for (const p of changed ?? []) rt.decref(p);
    return 0;
  };
  for (let i = 0; i < n; i++) {
    const base = tupleItem(rt, bases, i);
    const entries = rt.hasFlag(base, TypeFlag.TYPE_SUBCLASS) ? 0 : findAttr(rt, base, '__mro_entries__');
    if (entries === 0) {
      if (rt.currentException !== 0) return fail();
      changed?.push(rt.newRef(base));
      continue;
    }
    const replaced = call1(rt, entries, bases);
    rt.decref(entries);
    if (replaced === 0) return fail();
    if (!rt.hasFlag(replaced, TypeFlag.TUPLE_SUBCLASS)) {
      rt.decref(replaced);
      rt.raise(E.TypeError, '__mro_entries__ must return a tuple');
      return fail();
    }
    if (changed === null) {
      changed = [];
      for (let k = 0; k < i; k++) changed.push(rt.newRef(tupleItem(rt, bases, k)));
    }
    for (let k = 0; k < tupleLength(rt, replaced); k++) changed.push(rt.newRef(tupleItem(rt, replaced, k)));
    rt.decref(replaced);
  }
  return changed === null ? bases : stealTuple(rt, changed);
}

/** The most derived metaclass of `meta` and those of the bases, borrowed, or 0 with TypeError. Follows _PyType_CalculateMetaclass. */
export function calculateMetaclass(rt: Machine, meta: number, bases: number): number {
  let winner = meta;
  for (let i = 0; i < tupleLength(rt, bases); i++) {
    const own = rt.M[tupleItem(rt, bases, i) + Ob.TYPE]!;
    if (rt.isSubtype(winner, own)) continue;
    if (rt.isSubtype(own, winner)) {
      winner = own;
      continue;
    }
    return rt.raise(
      E.TypeError,
      'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
    );
  }
  return winner;
}

export function buildClass(rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number {
  const M = rt.M;
  if (nargs < 2) return rt.raise(E.TypeError, '__build_class__: not enough arguments');
  const func = M[args]!;
  const name = M[args + 2]!;
  if (!rt.is(func, T.FUNCTION)) return rt.raise(E.TypeError, '__build_class__: func must be a function');
  if (!rt.isStr(name)) return rt.raise(E.TypeError, '__build_class__: name is not a string');
  const originalBases = tupleFromVector(rt, args + 4, nargs - 2);
  const bases = updateBases(rt, originalBases);
  if (bases === 0) {
    rt.decref(originalBases);
    return 0;
  }
  let meta = 0;
  let keywords = 0;
  let cell = 0;
  let namespace = 0;
  let cls = 0;
  const steps = (): void => {
    let isClass = false;
    if (kwnames !== 0) {
      keywords = keywordDict(rt, args + 2 * nargs, kwnames);
      if (keywords === 0) return;
      const key = internStr(rt, 'metaclass');
      meta = dictGetStr(rt, keywords, key);
      if (meta !== 0) {
        rt.incref(meta);
        if (dictDel(rt, keywords, key) < 0) return;
        isClass = rt.hasFlag(meta, TypeFlag.TYPE_SUBCLASS);
      }
    }
    if (meta === 0) {
      meta = rt.newRef(tupleLength(rt, bases) === 0 ? T.TYPE : M[tupleItem(rt, bases, 0) + Ob.TYPE]!);
      isClass = true;
    }
    if (isClass) {
      const winner = calculateMetaclass(rt, meta, bases);
      if (winner === 0) return;
      if (winner !== meta) {
        rt.incref(winner);
        rt.decref(meta);
        meta = winner;
      }
    }
    const prepare = findAttr(rt, meta, '__prepare__');
    if (prepare === 0) {
      if (rt.currentException !== 0) return;
      namespace = newDict(rt);
    } else {
      namespace = callPair(rt, prepare, name, bases, keywords);
      rt.decref(prepare);
      if (namespace === 0) return;
    }
    if (rt.typeOf(namespace).mp_subscript === null) {
      const what = isClass ? rt.infoOf(meta).name : '<metaclass>';
      rt.raise(E.TypeError, `${what}.__prepare__() must return a mapping, not ${rt.typeOf(namespace).name}`);
      return;
    }
    cell = ports(rt).evalClassBody(func, namespace);
    if (cell === 0) return;
    if (bases !== originalBases && setItem(rt, namespace, internStr(rt, '__orig_bases__'), originalBases) < 0) return;
    if (keywords === 0 || dictLength(rt, keywords) === 0) cls = call3(rt, meta, name, bases, namespace);
    else {
      const margs = packTuple(rt, name, bases, namespace);
      cls = callTupleDict(rt, meta, margs, keywords);
      rt.decref(margs);
    }
    if (cls !== 0 && rt.hasFlag(cls, TypeFlag.TYPE_SUBCLASS) && rt.is(cell, T.CELL)) checkCell(rt, cell, cls, name);
    if (cls !== 0 && rt.currentException !== 0) {
      rt.decref(cls);
      cls = 0;
    }
  };
  steps();
  rt.xdecref(cell);
  rt.xdecref(namespace);
  rt.xdecref(meta);
  rt.xdecref(keywords);
  rt.decref(bases);
  if (bases !== originalBases) rt.decref(originalBases);
  return cls;
}

/** `prepare(name, bases, **keywords)`; without keywords no tuple is made, as for a vector call. */
function callPair(rt: Machine, prepare: number, name: number, bases: number, keywords: number): number {
  if (keywords === 0 || dictLength(rt, keywords) === 0) return call2(rt, prepare, name, bases);
  const args = packTuple2(rt, name, bases);
  const result = callTupleDict(rt, prepare, args, keywords);
  rt.decref(args);
  return result;
}

/** The cell of `__class__` must have been filled by `type.__new__` with this class. */
function checkCell(rt: Machine, cell: number, cls: number, name: number): void {
  const content = rt.M[cell + CellLayout.CONTENTS]!;
  if (content === cls) return;
  const names = [reprText(rt, name), reprText(rt, cls), content === 0 ? '' : reprText(rt, content)];
  if (names.some((text) => text === null)) return;
  if (content === 0) {
    rt.raise(
      E.RuntimeError,
      `__class__ not set defining ${names[0]} as ${names[1]}. Was __classcell__ propagated to type.__new__?`,
    );
  } else rt.raise(E.TypeError, `__class__ set to ${names[2]} defining ${names[0]} as ${names[1]}`);
}
