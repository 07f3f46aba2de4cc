/** The module _collections: deque, defaultdict, OrderedDict and helpers of collections. Follows _collectionsmodule.c. */
import { Ob } from '../memory/layout.js';
import { add } from '../objects/abstract.js';
import { checkArgs } from '../objects/args.js';
import { callMethod2 } from '../objects/call.js';
import { dictGet, dictSet } from '../objects/dictCore.js';
import { asIndex, newInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { getIter, iterNext, setItem } from '../objects/object.js';
import { newStr } from '../objects/strCore.js';
import { packTuple, packTuple2, tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, S, smallIntAddress, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import { defineDefaultDict } from './defaultDict.js';
import { defineDeque } from './dequeType.js';
import type { ModuleDef } from './moduleDef.js';
import { addType, allocate, defineNativeType } from './nativeType.js';
import { defineOrderedDict } from './orderedDictType.js';

/** Counts the items of an iterable in a mapping. Follows _count_elements. */
function countElements(rt: Machine, _module: number, args: number, nargs: number): number {
  if (!checkArgs(rt, '_count_elements', nargs, 2, 2)) return 0;
  const mapping = rt.M[args]!;
  const it = getIter(rt, rt.M[args + 2]!);
  if (it === 0) return 0;
  // A dict whose look-ups were not replaced is worked on directly.
  const info = rt.typeOf(mapping);
  const dict = rt.infoOf(T.DICT);
  const plain = rt.isInstance(mapping, T.DICT) && info.mp_ass_subscript === dict.mp_ass_subscript;
  const one = smallIntAddress(1);
  let ok = true;
  for (let key = iterNext(rt, it); key !== 0 && ok; key = iterNext(rt, it)) {
    if (plain) {
      const old = dictGet(rt, mapping, key);
      if (rt.currentException !== 0) ok = false;
      else if (old === 0) ok = dictSet(rt, mapping, key, one) >= 0;
      else {
        const sum = add(rt, old, one);
        ok = sum !== 0 && dictSet(rt, mapping, key, sum) >= 0;
        rt.xdecref(sum);
      }
    } else {
      const old = callMethod2(rt, mapping, rt.ids.get, key, smallIntAddress(0));
      const sum = old === 0 ? 0 : add(rt, old, one);
      rt.xdecref(old);
      ok = sum !== 0 && setItem(rt, mapping, key, sum) >= 0;
      rt.xdecref(sum);
    }
    rt.decref(key);
    if (!ok) break;
  }
  rt.decref(it);
  return rt.currentException !== 0 ? 0 : rt.none();
}

/** Words of _tuplegetter: the index and the docstring. */
const INDEX = 4;
const DOC = 6;

function tupleGetterNew(rt: Machine, type: number, args: number): number {
  if (!checkArgs(rt, '_tuplegetter', tupleLength(rt, args), 2, 2)) return 0;
  const i = asIndex(rt, tupleItem(rt, args, 0), E.OverflowError);
  if (Number.isNaN(i)) return 0;
  const p = allocate(rt, type);
  if (p === 0) return 0;
  rt.M[p + INDEX] = i;
  rt.M[p + DOC] = rt.newRef(tupleItem(rt, args, 1));
  return p;
}

function tupleGetterGet(rt: Machine, self: number, object: number, _type: number): number {
  if (object === 0 || object === S.NONE) return rt.newRef(self);
  const i = rt.M[self + INDEX]!;
  if (!rt.hasFlag(object, TypeFlag.TUPLE_SUBCLASS)) {
    return rt.raise(
      E.TypeError,
      `descriptor for index '${i}' for tuple subclasses doesn't apply to '${rt.typeOf(object).name}' object`,
    );
  }
  if (i >= rt.M[object + Ob.SIZE]!) return rt.raise(E.IndexError, 'tuple index out of range');
  return rt.newRef(tupleItem(rt, object, i));
}

function tupleGetterSet(rt: Machine, _self: number, _object: number, value: number): number {
  return rt.fail(E.AttributeError, value === 0 ? "can't delete attribute" : "can't set attribute");
}

function defineTupleGetter(rt: Machine): number {
  return defineNativeType(rt, {
    name: '_collections._tuplegetter',
    basicsize: 32,
    references: [DOC],
    tp_new: tupleGetterNew,
    tp_descr_get: tupleGetterGet,
    tp_descr_set: tupleGetterSet,
    tp_repr: (machine, self) => newStr(machine, `_tuplegetter(${machine.M[self + INDEX]}, ...)`),
    members: [{ name: '__doc__', offset: DOC, readonly: false, missing: 'none' }],
    methods: [
      {
        name: '__reduce__',
        kind: MethodKind.NOARGS,
        fn: (machine, self) => {
          const i = newInt(machine, machine.M[self + INDEX]!);
          const args = packTuple2(machine, i, machine.M[self + DOC]!);
          machine.decref(i);
          const result = packTuple(machine, machine.M[self + 2]!, args);
          machine.decref(args);
          return result;
        },
      },
    ],
  });
}

const METHODS: readonly MethodDef[] = [{ name: '_count_elements', kind: MethodKind.FAST, fn: countElements }];

export const collectionsNativeModule: ModuleDef = {
  name: '_collections',
  doc: 'High performance data structures.',
  methods: METHODS,
  setup(rt, module) {
    addType(rt, module, defineDeque(rt));
    addType(rt, module, defineDefaultDict(rt));
    addType(rt, module, defineOrderedDict(rt));
    addType(rt, module, defineTupleGetter(rt));
    return 0;
  },
};
