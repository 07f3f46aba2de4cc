/** import statements. Follows ceval.c: import_name, import_from, import_all_from. */
import { Frame, Ob, TupleLayout } from '../memory/layout.js';
import { call } from '../objects/call.js';
import { type DictEntry, dictGetStr, dictNext } from '../objects/dictCore.js';
import { exceptionExtra } from '../objects/exceptionBase.js';
import { moduleDict } from '../objects/module.js';
import { getAttr, getIter, iterNext, lookupAttr, setItem } from '../objects/object.js';
import { newStr } from '../objects/strCore.js';
import { E, S, T } from '../objects/typeIds.js';
import type { Runtime } from './runtime.js';

/** The module of an import statement, through `__import__` when that was replaced. New reference or 0. */
export function importName(rt: Runtime, fp: number, name: number, fromlist: number, level: number): number {
  const M = rt.M;
  const locals = M[fp + Frame.LOCALS]!;
  const hook = dictGetStr(rt, M[fp + Frame.BUILTINS]!, rt.ids.__import__);
  if (hook === 0) return rt.raise(E.ImportError, '__import__ not found');
  if (hook === rt.builtinImport) return rt.importByName(name, M[fp + Frame.GLOBALS]!, locals, fromlist, level);
  const args = rt.pushArguments(5);
  M[args] = name;
  M[args + 2] = M[fp + Frame.GLOBALS]!;
  M[args + 4] = locals === 0 ? S.NONE : locals;
  M[args + 6] = fromlist;
  M[args + 8] = level;
  const result = call(rt, hook, args, 5, 0);
  rt.popArguments(args);
  return result;
}

/** `from module import name`: new reference, or 0 with ImportError. */
export function importFrom(rt: Runtime, module: number, name: number): number {
  const value = lookupAttr(rt, module, name);
  if (value !== 0 || rt.currentException !== 0) return value;
  const moduleName = lookupAttr(rt, module, rt.ids.__name__);
  rt.clearError();
  const package_ = moduleName !== 0 && rt.isStr(moduleName) ? rt.text(moduleName) : '';
  rt.xdecref(moduleName);
  if (package_ !== '') {
    const submodule = rt.importedModule(`${package_}.${rt.text(name)}`);
    if (submodule !== 0) return rt.newRef(submodule);
  }
  const file = lookupAttr(rt, module, rt.ids.__file__);
  rt.clearError();
  const where = file !== 0 && rt.isStr(file) ? rt.text(file) : 'unknown location';
  rt.xdecref(file);
  rt.raise(
    E.ImportError,
    `cannot import name '${rt.text(name)}' from '${package_ === '' ? '<unknown module name>' : package_}' (${where})`,
  );
  const exception = rt.currentException;
  // ImportError.name, path, name_from.
  const text = newStr(rt, package_);
  const M = rt.M;
  const at = exception + exceptionExtra(rt);
  if (M[at + 2] === 0) M[at + 2] = rt.newRef(text);
  rt.decref(text);
  if (rt.profile.minor >= 12 && M[at + 6] === 0) M[at + 6] = rt.newRef(name);
  return 0;
}

/** `from module import *` into the frame's namespace: 0 or -1. */
export function importStar(rt: Runtime, fp: number, module: number): number {
  const namespace = rt.M[fp + Frame.LOCALS]!;
  const all = lookupAttr(rt, module, rt.ids.__all__);
  if (all === 0 && rt.currentException !== 0) return -1;
  if (all !== 0) {
    const it = getIter(rt, all);
    rt.decref(all);
    if (it === 0) return -1;
    let status = 0;
    for (let name = iterNext(rt, it); name !== 0; name = iterNext(rt, it)) {
      const value = rt.isStr(name)
        ? getAttr(rt, module, name)
        : rt.raise(E.TypeError, `Item in ${'module'}.__all__ must be str, not ${rt.typeOf(name).name}`);
      if (value !== 0) {
        status = setItem(rt, namespace, name, value);
        rt.decref(value);
      }
      rt.decref(name);
      if (value === 0 || status < 0) {
        rt.decref(it);
        return -1;
      }
    }
    rt.decref(it);
    return rt.currentException !== 0 ? -1 : 0;
  }
  if (!rt.isInstance(module, T.MODULE))
    return rt.fail(E.ImportError, 'from-import-* object has no __dict__ and no __all__');
  const dict = moduleDict(rt, module);
  const entries: [number, number][] = [];
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  for (let pos = dictNext(rt, dict, 0, entry); pos >= 0; pos = dictNext(rt, dict, pos, entry)) {
    if (rt.isStr(entry.key) && !rt.text(entry.key).startsWith('_')) entries.push([entry.key, entry.value]);
  }
  for (const [key, value] of entries) if (setItem(rt, namespace, key, value) < 0) return -1;
  return 0;
}

/** Names of a `from` list as texts. */
export function fromListTexts(rt: Runtime, fromlist: number): string[] {
  if (fromlist === 0 || fromlist === S.NONE) return [];
  const M = rt.M;
  if (!rt.is(fromlist, T.TUPLE)) return [];
  const n = M[fromlist + Ob.SIZE]!;
  return Array.from({ length: n }, (_, i) => M[fromlist + TupleLayout.ITEM + 2 * i]!)
    .filter((name) => rt.isStr(name))
    .map((name) => rt.text(name));
}
