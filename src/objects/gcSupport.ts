/** The objects' side of the collector: its questions answered by the types' slots. */
import type { CollectionReason, CollectorPort, VisitReference } from '../memory/collector/port.js';
import { DictLayout, KeysKind, KeysLayout, Ob, TupleLayout, TypeLayout, WeakrefLayout } from '../memory/layout.js';
import { call2 } from './call.js';
import { dictSet, mayBeTracked, newDict } from './dictCore.js';
import { entriesOf, entryWords, keyOffset } from './dictKeys.js';
import { edgesOf } from './edges.js';
import { clearFreeLists } from './freeLists.js';
import { weaklistAddress } from './instance.js';
import { newInt } from './intCore.js';
import { listAppend, listItem, listLength } from './list.js';
import type { Machine } from './machine.js';
import { moduleDict } from './module.js';
import { addressText } from './object.js';
import { slot_tp_finalize } from './slotGeneric.js';
import { internStr, newStr } from './strCore.js';
import { T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';
import { callCallback, clearWeakrefKeepCallback, isWeakref } from './weakref.js';

/** Whether an object has a GC header: its type says so, and it is no static type. Follows objimpl.h: PyObject_IS_GC. */
export function isCollectable(rt: Machine, p: number): boolean {
  const M = rt.M;
  const type = M[p + Ob.TYPE]!;
  if (type === T.DICT || type === T.LIST || type === T.TUPLE) return true;
  const info = rt.types[M[type + TypeLayout.INFO]!]!;
  if ((info.flags & TypeFlag.HAVE_GC) === 0) return false;
  return (info.flags & TypeFlag.TYPE_SUBCLASS) === 0 || rt.infoOf(p).isHeapType;
}

/** Follows tupleobject.c: _PyTuple_MaybeUntrack. */
function maybeUntrackTuple(rt: Machine, p: number): boolean {
  const M = rt.M;
  if (M[p + Ob.TYPE] !== T.TUPLE) return false;
  const end = p + TupleLayout.ITEM + 2 * M[p + Ob.SIZE]!;
  for (let at = p + TupleLayout.ITEM; at < end; at += 2) {
    const item = M[at]!;
    // A slot that is not filled yet: the tuple is under construction.
    if (item === 0 || mayBeTracked(rt, item)) return false;
  }
  rt.gcUntrack(p);
  return true;
}

/** Follows dictobject.c: _PyDict_MaybeUntrack. */
function maybeUntrackDict(rt: Machine, p: number): boolean {
  const M = rt.M;
  if (M[p + Ob.TYPE] !== T.DICT) return false;
  const keys = M[p + DictLayout.KEYS]!;
  const values = M[p + DictLayout.VALUES]!;
  const n = M[keys + KeysLayout.NENTRIES]!;
  if (values !== 0) {
    for (let i = 0; i < n; i++) {
      const value = M[values + 2 * i]!;
      if (value !== 0 && mayBeTracked(rt, value)) return false;
    }
  } else {
    const kind = M[keys + KeysLayout.KIND]!;
    const words = entryWords(rt, kind);
    let entry = entriesOf(rt, keys) + keyOffset(rt, kind);
    for (let i = 0; i < n; i++, entry += words) {
      const value = M[entry + 2]!;
      if (value === 0) continue;
      if (mayBeTracked(rt, value)) return false;
      if (kind !== KeysKind.UNICODE && mayBeTracked(rt, M[entry]!)) return false;
    }
  }
  rt.gcUntrack(p);
  return true;
}

/** What the collector keeps for Python: `gc.garbage` and `gc.callbacks`, as addresses of lists; 0 while not made. */
export interface CollectorLists {
  garbage: number;
  callbacks: number;
}

/** The port of a machine's collector. */
export function collectorPort(rt: Machine, lists: CollectorLists): CollectorPort {
  const M = rt.M;
  return {
    isCollectable: (p) => isCollectable(rt, p),
    traverse: (p, visit: VisitReference) => {
      const traverse = rt.types[M[M[p + Ob.TYPE]! + TypeLayout.INFO]!]!.tp_traverse;
      if (traverse !== null) traverse(rt, p, visit);
    },
    references: (p, visit: VisitReference) => edgesOf(rt, p, visit),
    roots: (visit) => {
      for (const info of rt.types) if (!info.isHeapType) visit(rt, info.address);
      rt.visitRoots((p) => visit(rt, p));
    },
    globalRoots: (visit) => {
      for (const name of ['sys', 'builtins']) {
        const module = rt.importedModule(name);
        if (module !== 0) visit(rt, moduleDict(rt, module));
      }
      for (const info of rt.types) {
        if (info.isHeapType) continue;
        for (const field of [TypeLayout.DICT, TypeLayout.SUBCLASSES] as const) {
          const p = M[info.address + field]!;
          if (p !== 0) visit(rt, p);
        }
      }
    },
    stackRoots: (visit) => rt.visitStacks((p) => visit(rt, p)),
    // No type of the simulator has tp_del.
    hasLegacyFinalizer: () => false,
    hasFinalizer: (p) => rt.typeOf(p).tp_finalize !== null,
    hasDel: (p) => rt.typeOf(p).tp_finalize === slot_tp_finalize,
    finalize: (p) => rt.typeOf(p).tp_finalize!(rt, p),
    clear: (p) => {
      const clear = rt.typeOf(p).tp_clear;
      if (clear === null) return;
      clear(rt, p);
      if (rt.currentException !== 0) rt.writeUnraisable('Exception ignored in tp_clear of: ', M[p + Ob.TYPE]!);
    },
    isWeakref: (p) => isWeakref(rt, p),
    weaklist: (p) => weaklistAddress(rt, p),
    nextWeakref: (reference) => M[reference + WeakrefLayout.NEXT]!,
    clearWeakref: (reference) => clearWeakrefKeepCallback(rt, reference),
    weakrefCallback: (reference) => M[reference + WeakrefLayout.CALLBACK]!,
    callWeakrefCallback: (reference) => callCallback(rt, reference, M[reference + WeakrefLayout.CALLBACK]!),
    maybeUntrackTuple: (p) => maybeUntrackTuple(rt, p),
    maybeUntrackDict: (p) => maybeUntrackDict(rt, p),
    clearFreeLists: () => clearFreeLists(rt),
    incref: (p) => rt.incref(p),
    decref: (p) => rt.decref(p),
    saveException: () => rt.takeError(),
    restoreException: (exception) => rt.restoreError(exception),
    appendGarbage: (p) => {
      if (lists.garbage !== 0) listAppend(rt, lists.garbage, p);
    },
    callCallbacks: (phase, generation, collected, uncollectable) => {
      if (lists.callbacks !== 0) callCallbacks(rt, lists.callbacks, phase, generation, collected, uncollectable);
    },
    writeDebug: (text) => rt.write(2, text),
    describe: (p) => `<${rt.typeOf(p).fullName} ${addressText(rt, p)}>`,
    get collected() {
      const observer = rt.observer;
      if (observer === null) return null;
      return (generation: number, reason: CollectionReason, found: number, uncollectable: number, garbage: number[]) =>
        observer.collected(generation, reason, found, uncollectable, garbage);
    },
  };
}

/** Calls what stands in `gc.callbacks` with the phase and a dict of numbers. Follows gcmodule.c: invoke_gc_callback. */
function callCallbacks(
  rt: Machine,
  callbacks: number,
  phase: 'start' | 'stop',
  generation: number,
  collected: number,
  uncollectable: number,
): void {
  if (listLength(rt, callbacks) === 0) return;
  const info = newDict(rt);
  const put = (name: string, value: number): void => {
    const number = newInt(rt, value);
    dictSet(rt, info, internStr(rt, name), number);
    rt.decref(number);
  };
  put('generation', generation);
  put('collected', collected);
  put('uncollectable', uncollectable);
  const phaseText = newStr(rt, phase);
  for (let i = 0; i < listLength(rt, callbacks); i++) {
    const callback = rt.newRef(listItem(rt, callbacks, i));
    const result = call2(rt, callback, phaseText, info);
    if (result === 0) rt.writeUnraisable('Exception ignored in: ', callback);
    else rt.decref(result);
    rt.decref(callback);
  }
  rt.decref(phaseText);
  rt.decref(info);
}
