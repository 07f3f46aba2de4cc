/** The end of the interpreter: atexit, module teardown, the last collection. Follows pylifecycle.c: Py_FinalizeEx, finalize_modules. */

import { DebugFlag } from '../memory/collector/candidates.js';
import { flushStream } from '../modules/textOutput.js';
import { warnAtExit, warningFilters } from '../modules/warningsNative.js';
import { call0 } from '../objects/call.js';
import { type DictEntry, dictDel, dictNext, dictSet } from '../objects/dictCore.js';
import { listLength } from '../objects/list.js';
import { moduleDict } from '../objects/module.js';
import { lookupAttr, repr } from '../objects/object.js';
import { internStr } from '../objects/strCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { newWeakref, weakrefObject } from '../objects/weakref.js';
import type { Runtime } from './runtime.js';

/** Tears the interpreter down. Finalizers that run here still print. */
export function finalizeRuntime(rt: Runtime): void {
  const { observer } = rt;
  observer?.tearing?.({ kind: 'atexit' });
  runAtExit(rt);
  for (const stream of rt.importer.outputs()) flushStream(rt, stream);
  // Everything is still reachable: this only orders the objects anew, breadth first from the modules.
  observer?.tearing?.({ kind: 'firstCollection' });
  if (rt.gcEnabled) rt.collect(2, 'exit');
  observer?.tearing?.({ kind: 'modules' });
  rt.finalizing = true;
  clearSysAttributes(rt);
  const filters = rt.garbage !== 0 && listLength(rt, rt.garbage) > 0 ? warningFilters(rt) : 0;
  const modules = rt.importer.modules;
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  const kept: { name: string; reference: number }[] = [];
  const names: number[] = [];
  for (let pos = dictNext(rt, modules, 0, entry); pos >= 0; pos = dictNext(rt, modules, pos, entry)) {
    if (rt.isStr(entry.key) && rt.is(entry.value, T.MODULE)) {
      kept.push({ name: rt.text(entry.key), reference: newWeakref(rt, entry.value, 0) });
    }
    names.push(entry.key);
  }
  rt.incref(rt.importer.imported('builtins'));
  rt.incref(rt.importer.sys);
  for (const name of names) dictSet(rt, modules, name, S.NONE);
  restoreBuiltins(rt);
  observer?.tearing?.({ kind: 'lastCollection' });
  rt.collect(2, 'exit');
  tellOfGarbage(rt, filters);
  // What is still alive is emptied, the last imported first; sys and builtins at the very end.
  for (const { name, reference } of kept.reverse()) {
    const module = weakrefObject(rt, reference);
    if (module !== 0 && module !== S.NONE && name !== 'sys' && name !== 'builtins') {
      rt.incref(module);
      clearModule(rt, name, moduleDict(rt, module));
      rt.decref(module);
    }
    rt.decref(reference);
  }
  // What finalizers print from here on is lost: sys is empty by now.
}

/** Objects in `gc.garbage` that nobody asked to save are worth a warning. Follows gcmodule.c: _PyGC_DumpShutdownStats. */
function tellOfGarbage(rt: Runtime, filters: number): void {
  const { debug } = rt.collector;
  const quiet = (debug & DebugFlag.SAVEALL) !== 0 || rt.collector.kind === 'python2';
  const n = rt.garbage === 0 || quiet ? 0 : listLength(rt, rt.garbage);
  if (n > 0 && filters !== 0) {
    const list = (debug & DebugFlag.UNCOLLECTABLE) !== 0;
    const hint = list ? '' : '; use gc.set_debug(gc.DEBUG_UNCOLLECTABLE) to list them';
    warnAtExit(rt, filters, E.ResourceWarning, `gc: ${n} uncollectable objects at shutdown${hint}`, 'gc');
  }
  if (n > 0 && (debug & DebugFlag.UNCOLLECTABLE) !== 0) {
    const text = repr(rt, rt.garbage);
    if (text === 0) rt.writeUnraisable('', rt.garbage);
    else {
      rt.write(2, `      ${rt.text(text)}\n`);
      rt.decref(text);
    }
  }
  if (filters !== 0) rt.decref(filters);
}

/** What the program put into builtins goes, and `open`, which is added late at the start. Follows finalize_restore_builtins_dict. */
function restoreBuiltins(rt: Runtime): void {
  const dict = moduleDict(rt, rt.importer.builtinsModule);
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  const added: number[] = [];
  for (let pos = dictNext(rt, dict, 0, entry); pos >= 0; pos = dictNext(rt, dict, pos, entry)) {
    if (!rt.isStr(entry.key)) continue;
    const name = rt.text(entry.key);
    if (name === 'open' || !rt.importer.builtinNames.has(name)) added.push(rt.newRef(entry.key));
  }
  for (const key of added) {
    if (dictDel(rt, dict, key) < 0) rt.clearError();
    rt.decref(key);
  }
}

/** Runs the functions of `atexit`, last registered first. */
function runAtExit(rt: Runtime): void {
  const module = rt.importer.imported('atexit');
  if (module === 0 || module === S.NONE) return;
  const run = lookupAttr(rt, module, internStr(rt, '_run_exitfuncs'));
  if (run === 0) {
    rt.clearError();
    return;
  }
  const result = call0(rt, run);
  rt.decref(run);
  if (result === 0) rt.writeUnraisable('', module);
  else rt.decref(result);
}

/** Attributes of sys that may hold objects of the program. */
const SYS_DELETES = [
  'path',
  'argv',
  'ps1',
  'ps2',
  'last_exc',
  'last_type',
  'last_value',
  'last_traceback',
  'path_hooks',
  'path_importer_cache',
  'meta_path',
];

function clearSysAttributes(rt: Runtime): void {
  const dict = moduleDict(rt, rt.importer.sys);
  const builtins = moduleDict(rt, rt.importer.imported('builtins'));
  dictSet(rt, builtins, rt.ids._, S.NONE);
  for (const name of SYS_DELETES) if (rt.sysAttribute(name) !== 0) dictSet(rt, dict, internStr(rt, name), S.NONE);
  for (const name of ['stdin', 'stdout', 'stderr']) {
    const original = rt.sysAttribute(`__${name}__`);
    if (original !== 0) dictSet(rt, dict, internStr(rt, name), original);
  }
}

/** Sets names to None: first those with one leading underscore, then all but `__builtins__`. Follows moduleobject.c: _PyModule_ClearDict. */
function clearModule(rt: Runtime, module: string, dict: number): void {
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  const pass = (wanted: (name: string) => boolean): void => {
    for (let pos = dictNext(rt, dict, 0, entry); pos >= 0; pos = dictNext(rt, dict, pos, entry)) {
      if (entry.value === S.NONE || !rt.isStr(entry.key)) continue;
      const name = rt.text(entry.key);
      if (!wanted(name)) continue;
      rt.observer?.tearing?.({ kind: 'name', module, name });
      dictSet(rt, dict, entry.key, S.NONE);
    }
  };
  pass((name) => name[0] === '_' && name[1] !== '_');
  pass((name) => !(name[0] === '_' && name[1] !== '_') && name !== '__builtins__');
}
