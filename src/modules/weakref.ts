/** The native half of the module weakref. Follows _weakref.c. */
import { checkArgs } from '../objects/args.js';
import { put } from '../objects/defineType.js';
import { dictDel, dictGet } from '../objects/dictCore.js';
import { newInt } from '../objects/intCore.js';
import { listOf } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { moduleDict } from '../objects/module.js';
import { E, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import { isWeakref, newProxy, weakrefCount, weakrefObject, weakrefsOf } from '../objects/weakref.js';
import type { ModuleDef } from './moduleDef.js';

/** Deletes an entry of a dict whose value is a dead weak reference; anything else stays. Follows _PyDict_DelItemIf. */
function removeDead(rt: Machine, dict: number, key: number): number {
  if (!rt.hasFlag(dict, TypeFlag.DICT_SUBCLASS)) {
    return rt.raise(E.TypeError, `_remove_dead_weakref() argument 1 must be dict, not ${rt.typeOf(dict).name}`);
  }
  const value = dictGet(rt, dict, key);
  if (value === 0) return rt.currentException !== 0 ? 0 : rt.none();
  if (!isWeakref(rt, value)) return rt.raise(E.TypeError, 'not a weakref');
  if (weakrefObject(rt, value) === 0 && dictDel(rt, dict, key) < 0) return 0;
  return rt.none();
}

const METHODS: readonly MethodDef[] = [
  {
    name: 'getweakrefcount',
    kind: MethodKind.O,
    fn: (rt, _self, o) => newInt(rt, weakrefCount(rt, o)),
    doc: "Return the number of weak references to 'object'.",
  },
  {
    name: '_remove_dead_weakref',
    kind: MethodKind.FAST,
    fn: (rt, _self, args, nargs) =>
      checkArgs(rt, '_remove_dead_weakref', nargs, 2, 2) ? removeDead(rt, rt.M[args]!, rt.M[args + 2]!) : 0,
    doc: 'Atomically remove key from dict if it points to a dead weakref.',
  },
  {
    name: 'getweakrefs',
    kind: MethodKind.O,
    fn: (rt, _self, o) =>
      listOf(
        rt,
        weakrefsOf(rt, o).map((reference) => rt.newRef(reference)),
      ),
    doc: "Return a list of all weak reference objects pointing to 'object'.",
  },
  {
    name: 'proxy',
    kind: MethodKind.FAST,
    fn: (rt, _self, args, nargs) =>
      checkArgs(rt, 'proxy', nargs, 1, 2) ? newProxy(rt, rt.M[args]!, nargs === 2 ? rt.M[args + 2]! : 0) : 0,
    doc: "Create a proxy object that weakly references 'object'.",
  },
];

export const weakrefNativeModule: ModuleDef = {
  name: '_weakref',
  doc: 'Weak-reference support module.',
  methods: METHODS,
  setup: (rt, module) => {
    const dict = moduleDict(rt, module);
    put(rt, dict, 'ref', rt.newRef(T.WEAKREF));
    put(rt, dict, 'ReferenceType', rt.newRef(T.WEAKREF));
    put(rt, dict, 'ProxyType', rt.newRef(T.WEAKPROXY));
    put(rt, dict, 'CallableProxyType', rt.newRef(T.WEAKCALLABLEPROXY));
    return 0;
  },
};
