/** Builds the world a program is born into: singletons, static types, the builtins module. */

import { Gc, KeysLayout, Ob, TupleLayout } from '../memory/layout.js';
import { Region } from '../memory/regions.js';
import { defineBuiltinFunctionType } from '../objects/builtinFunction.js';
import { defineBytearrayType } from '../objects/bytearrayType.js';
import { initBytesSingletons } from '../objects/bytesCore.js';
import { defineBytesType } from '../objects/bytesType.js';
import { defineClassmethodTypes } from '../objects/classmethod.js';
import { defineCodeType } from '../objects/code.js';
import { reserveType } from '../objects/defineType.js';
import { defineDescriptorTypes } from '../objects/descr.js';
import { defineDictIterators } from '../objects/dictIterator.js';
import { defineDict } from '../objects/dictType.js';
import { defineDictViews } from '../objects/dictView.js';
import { defineEnumerate } from '../objects/enumerate.js';
import { defineExceptionTypes } from '../objects/exceptions.js';
import { defineFilter } from '../objects/filter.js';
import { defineFrameLocalsProxyType } from '../objects/frameLocalsProxy.js';
import { defineFrameType } from '../objects/frameObject.js';
import { defineFunctionTypes } from '../objects/function.js';
import { defineGeneratorTypes } from '../objects/generator.js';
import { defineGenericAliasType } from '../objects/genericAlias.js';
import { defineIterators } from '../objects/iterators.js';
import { defineList } from '../objects/listType.js';
import type { Machine } from '../objects/machine.js';
import { defineMap } from '../objects/map.js';
import { defineMappingProxyType } from '../objects/mappingproxy.js';
import { defineMemoryviewType } from '../objects/memoryview.js';
import { defineModuleType } from '../objects/module.js';
import { defineNamespaceType } from '../objects/namespace.js';
import { defineNumberTypes } from '../objects/number.js';
import { defineObjectType } from '../objects/objectType.js';
import { definePropertyType } from '../objects/property.js';
import { defineRange } from '../objects/range.js';
import { defineRangeIterators } from '../objects/rangeIterator.js';
import { defineReversed } from '../objects/reversed.js';
import { defineSetIterator } from '../objects/setIterator.js';
import { defineSet } from '../objects/setType.js';
import { defineSlice, newSlice } from '../objects/slice.js';
import { staticCount } from '../objects/staticCount.js';
import { defineStrTypes, initStrSingletons } from '../objects/strType.js';
import { initSubclasses } from '../objects/subclasses.js';
import { defineSuperType } from '../objects/super.js';
import { defineTracebackType } from '../objects/traceback.js';
import { defineTuple } from '../objects/tuple.js';
import { defineTypeType } from '../objects/type.js';
import { EXCEPTIONS, exceptionTypeAddress, S, T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import { defineUnionType } from '../objects/union.js';
import { defineWeakrefTypes } from '../objects/weakrefProxy.js';
import { defineZip } from '../objects/zip.js';
import { defineSingletonTypes } from './singletons.js';

/** Types that objects are made of before their dicts exist. */
const EARLY: readonly (readonly [number, string, number])[] = [
  [T.OBJECT, 'object', TypeFlag.BASETYPE],
  [T.TYPE, 'type', TypeFlag.HAVE_GC | TypeFlag.BASETYPE | TypeFlag.TYPE_SUBCLASS],
  [T.INT, 'int', TypeFlag.BASETYPE | TypeFlag.LONG_SUBCLASS],
  [T.BOOL, 'bool', TypeFlag.LONG_SUBCLASS],
  [T.STR, 'str', TypeFlag.BASETYPE | TypeFlag.UNICODE_SUBCLASS],
  [T.BYTES, 'bytes', TypeFlag.BASETYPE | TypeFlag.BYTES_SUBCLASS],
  [T.TUPLE, 'tuple', TypeFlag.HAVE_GC | TypeFlag.BASETYPE | TypeFlag.TUPLE_SUBCLASS],
  [T.DICT, 'dict', TypeFlag.HAVE_GC | TypeFlag.BASETYPE | TypeFlag.DICT_SUBCLASS],
  [T.BUILTIN_FUNCTION, 'builtin_function_or_method', TypeFlag.HAVE_GC],
  [T.METHOD_DESCRIPTOR, 'method_descriptor', TypeFlag.HAVE_GC | TypeFlag.METHOD_DESCRIPTOR],
  [T.CLASSMETHOD_DESCRIPTOR, 'classmethod_descriptor', TypeFlag.HAVE_GC],
  [T.WRAPPER_DESCRIPTOR, 'wrapper_descriptor', TypeFlag.HAVE_GC | TypeFlag.METHOD_DESCRIPTOR],
  [T.MEMBER_DESCRIPTOR, 'member_descriptor', TypeFlag.HAVE_GC],
  [T.GETSET_DESCRIPTOR, 'getset_descriptor', TypeFlag.HAVE_GC],
  [T.STATICMETHOD, 'staticmethod', TypeFlag.HAVE_GC | TypeFlag.BASETYPE],
  [T.NONE_TYPE, 'NoneType', 0],
  [T.ELLIPSIS_TYPE, 'ellipsis', 0],
  [T.NOT_IMPLEMENTED_TYPE, 'NotImplementedType', 0],
];

/** Count of objects that never die: immortal, or a count that a long-lived process has. */
function permanentCount(rt: Machine): number {
  return rt.profile.immortal ? -1 : 1000;
}

/** Writes None, True, small ints, `()` and the keys of empty dicts into the static region. */
function initSingletons(rt: Machine): void {
  const M = rt.M;
  const count = permanentCount(rt);
  const shared = staticCount(rt);
  const plain: readonly (readonly [number, number])[] = [
    [S.NONE, T.NONE_TYPE],
    [S.ELLIPSIS, T.ELLIPSIS_TYPE],
    [S.NOT_IMPLEMENTED, T.NOT_IMPLEMENTED_TYPE],
  ];
  for (const [p, type] of plain) {
    M[p] = count;
    M[p + Ob.TYPE] = type;
  }
  const smallInt = (p: number, type: number, value: number): void => {
    M[p] = type === T.BOOL ? count : shared;
    M[p + Ob.TYPE] = type;
    M[p + Ob.AUX] = value;
    M[p + Ob.SIZE] = value === 0 ? 0 : value < 0 ? -1 : 1;
    M[p + 6] = Math.abs(value);
  };
  smallInt(S.TRUE, T.BOOL, 1);
  smallInt(S.FALSE, T.BOOL, 0);
  for (let value = -5; value <= 256; value++) smallInt(Region.SMALL_INTS + (value + 5) * 8, T.INT, value);
  M[S.EMPTY_TUPLE] = shared;
  M[S.EMPTY_TUPLE + Ob.TYPE] = T.TUPLE;
  M[S.EMPTY_TUPLE + Ob.SIZE] = 0;
  M[S.EMPTY_TUPLE + Gc.NEXT] = 0;
  M[S.EMPTY_TUPLE + TupleLayout.ITEM] = 0;
  // One slot that is never filled: every look-up ends at once. 3.11+: of kind str.
  const keys: number = S.EMPTY_KEYS;
  M[keys] = permanentCount(rt);
  M[keys + KeysLayout.LOG2_SIZE] = 0;
  M[keys + KeysLayout.KIND] = rt.profile.dictUnicodeEntries ? 1 : 0;
  M[keys + KeysLayout.USABLE] = 0;
  M[keys + KeysLayout.NENTRIES] = 0;
  M[keys + KeysLayout.VERSION] = rt.nextKeysVersion++;
  M.fill(-1, keys + (rt.profile.dictKeysHeader >> 2), keys + (rt.profile.dictKeysHeader >> 2) + 2);
  rt.emptyKeys = keys;
}

/** Makes the static types in an order in which each finds what its dict is made of. */
export function boot(rt: Machine): void {
  for (const [address, name, flags] of EARLY) reserveType(rt, address, name).flags = flags;
  EXCEPTIONS.forEach(([name], i) => {
    reserveType(rt, exceptionTypeAddress(i), name).flags =
      TypeFlag.HAVE_GC | TypeFlag.BASETYPE | TypeFlag.BASE_EXC_SUBCLASS;
  });
  initSingletons(rt);
  initStrSingletons(rt);
  initBytesSingletons(rt);
  rt.ids.fill(rt);
  defineObjectType(rt);
  defineTypeType(rt);
  defineClassmethodTypes(rt);
  defineBuiltinFunctionType(rt);
  defineDescriptorTypes(rt);
  defineTuple(rt);
  defineDict(rt);
  defineStrTypes(rt);
  defineNumberTypes(rt);
  defineBytesType(rt);
  defineBytearrayType(rt);
  defineMemoryviewType(rt);
  defineList(rt);
  defineSet(rt);
  defineSetIterator(rt);
  defineDictViews(rt);
  defineDictIterators(rt);
  defineRange(rt);
  defineRangeIterators(rt);
  defineSlice(rt);
  defineIterators(rt);
  defineEnumerate(rt);
  defineZip(rt);
  defineMap(rt);
  defineFilter(rt);
  defineReversed(rt);
  defineSingletonTypes(rt);
  defineFunctionTypes(rt);
  defineCodeType(rt);
  defineFrameType(rt);
  if (rt.profile.minor >= 13) defineFrameLocalsProxyType(rt);
  defineTracebackType(rt);
  defineGeneratorTypes(rt);
  defineModuleType(rt);
  defineMappingProxyType(rt);
  defineNamespaceType(rt);
  definePropertyType(rt);
  defineSuperType(rt);
  defineGenericAliasType(rt);
  defineUnionType(rt);
  defineWeakrefTypes(rt);
  defineExceptionTypes(rt);
  initSubclasses(rt);
  // The start of CPython slices: its cache of one slice is full when a program begins.
  rt.decref(newSlice(rt, S.NONE, S.NONE, S.NONE));
}
