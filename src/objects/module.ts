/** Modules: a dict with a name. Follows moduleobject.c. */

import { argument } from './args.js';
import { call1 } from './call.js';
import { defineType, put } from './defineType.js';
import { dictGetStr, newDict } from './dictCore.js';
import type { Machine } from './machine.js';
import { freeInstance, genericAlloc, genericGetAttr } from './object.js';
import { internStr, newStr } from './strCore.js';
import { clearField } from './support.js';
import { E, T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';

/** Words of a module. */
export const enum ModuleLayout {
  DICT = 4,
  DEF = 6,
  STATE = 8,
  WEAKREFLIST = 10,
  NAME = 12,
}

/** A new module with its `__name__` and the other standard entries. */
export function newModule(rt: Machine, name: string, doc: string | null): number {
  const p = rt.newGcObject(T.MODULE, 56);
  const M = rt.M;
  M.fill(0, p + 4, p + 14);
  const dict = newDict(rt);
  M[p + ModuleLayout.DICT] = dict;
  M[p + ModuleLayout.NAME] = rt.newRef(internStr(rt, name));
  put(rt, dict, '__name__', rt.newRef(internStr(rt, name)));
  put(rt, dict, '__doc__', doc === null ? rt.none() : newStr(rt, doc));
  put(rt, dict, '__package__', rt.none());
  put(rt, dict, '__loader__', rt.none());
  put(rt, dict, '__spec__', rt.none());
  rt.gcTrack(p);
  return p;
}

/** The module's dict, borrowed. */
export function moduleDict(rt: Machine, module: number): number {
  return rt.M[module + ModuleLayout.DICT]!;
}

/** `__name__` as text; '?' when it is not a str. */
export function moduleName(rt: Machine, module: number): string {
  const dict = moduleDict(rt, module);
  const name = dict === 0 ? 0 : dictGetStr(rt, dict, rt.ids.__name__);
  return name !== 0 && rt.isStr(name) ? rt.text(name) : '?';
}

function getattro(rt: Machine, p: number, name: number): number {
  const result = genericGetAttr(rt, p, name);
  if (result !== 0 || !rt.errorIs(E.AttributeError)) return result;
  const dict = moduleDict(rt, p);
  const hook = dictGetStr(rt, dict, rt.ids.__getattr__);
  if (hook !== 0) {
    rt.clearError();
    return call1(rt, hook, name);
  }
  rt.clearError();
  rt.missingMember(p, rt.text(name));
  const module = dictGetStr(rt, dict, rt.ids.__name__);
  if (module !== 0 && rt.isStr(module)) {
    rt.raise(E.AttributeError, `module '${rt.text(module)}' has no attribute '${rt.text(name)}'`);
  } else rt.raise(E.AttributeError, `module has no attribute '${rt.text(name)}'`);
  return 0;
}

export function defineModuleType(rt: Machine): void {
  defineType(rt, T.MODULE, {
    name: 'module',
    basicsize: 56,
    flags: TypeFlag.HAVE_GC | TypeFlag.BASETYPE,
    dictoffset: ModuleLayout.DICT * 4,
    weaklistoffset: ModuleLayout.WEAKREFLIST * 4,
    tp_getattro: getattro,
    tp_new: (rt, type) => {
      const p = genericAlloc(rt, type, 0);
      rt.M[p + ModuleLayout.DICT] = newDict(rt);
      return p;
    },
    tp_init: (rt, p, args) => {
      const name = argument(rt, args, 0);
      if (name === 0 || !rt.isStr(name))
        return rt.fail(E.TypeError, "module() missing required argument 'name' (pos 1)");
      const doc = argument(rt, args, 1);
      const dict = moduleDict(rt, p);
      put(rt, dict, '__name__', rt.newRef(name));
      put(rt, dict, '__doc__', doc === 0 ? rt.none() : rt.newRef(doc));
      put(rt, dict, '__package__', rt.none());
      put(rt, dict, '__loader__', rt.none());
      put(rt, dict, '__spec__', rt.none());
      return 0;
    },
    tp_dealloc: (rt, p) => {
      rt.gcUntrack(p);
      if (rt.M[p + ModuleLayout.WEAKREFLIST] !== 0) rt.clearWeakrefs(p);
      clearField(rt, p, ModuleLayout.DICT);
      clearField(rt, p, ModuleLayout.NAME);
      freeInstance(rt, p);
    },
    tp_traverse: (rt, p, visit) => {
      if (rt.M[p + ModuleLayout.DICT] !== 0) visit(rt, rt.M[p + ModuleLayout.DICT]!);
    },
    tp_clear: (rt, p) => clearField(rt, p, ModuleLayout.DICT),
    tp_repr: (rt, p) => {
      const dict = moduleDict(rt, p);
      const file = dictGetStr(rt, dict, rt.ids.__file__);
      const where = file !== 0 && rt.isStr(file) ? ` from '${rt.text(file)}'` : ' (built-in)';
      return newStr(rt, `<module '${moduleName(rt, p)}'${where}>`);
    },
    members: [{ name: '__dict__', offset: ModuleLayout.DICT, readonly: true, missing: 'none' }],
  });
}
