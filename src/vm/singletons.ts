/** The types of None, Ellipsis and NotImplemented. Follows object.c. */
import { Ob } from '../memory/layout.js';
import { defineType } from '../objects/defineType.js';
import type { Machine } from '../objects/machine.js';
import { hashPointer } from '../objects/object.js';
import { internStr } from '../objects/strCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { MethodKind } from '../objects/typeInfo.js';

/** None cannot die; to 3.11 its count may reach zero through an error of ours only. */
function noDealloc(rt: Machine, p: number): void {
  rt.M[p] = 1000;
}

function noArguments(rt: Machine, name: string, args: number, kwargs: number, value: number): number {
  if (rt.M[args + Ob.SIZE]! > 0 || kwargs !== 0) return rt.raise(E.TypeError, `${name} takes no arguments`);
  return rt.newRef(value);
}

export function defineSingletonTypes(rt: Machine): void {
  const minor = rt.profile.minor;
  defineType(rt, T.NONE_TYPE, {
    name: 'NoneType',
    tp_dealloc: noDealloc,
    tp_repr: () => rt.newRef(internStr(rt, 'None')),
    tp_hash: (machine, p) => {
      if (minor < 12) return hashPointer(machine, p);
      machine.hashLow = 0xfca86420 | 0;
      machine.hashHigh = 0;
      return 0;
    },
    nb_bool: () => 0,
    tp_new: (machine, _type, args, kwargs) => noArguments(machine, 'NoneType', args, kwargs, S.NONE),
  });
  defineType(rt, T.ELLIPSIS_TYPE, {
    name: 'ellipsis',
    tp_dealloc: noDealloc,
    tp_repr: () => rt.newRef(internStr(rt, 'Ellipsis')),
    tp_new: (machine, _type, args, kwargs) => noArguments(machine, 'EllipsisType', args, kwargs, S.ELLIPSIS),
    methods: [{ name: '__reduce__', kind: MethodKind.NOARGS, fn: () => rt.newRef(internStr(rt, 'Ellipsis')) }],
  });
  defineType(rt, T.NOT_IMPLEMENTED_TYPE, {
    name: 'NotImplementedType',
    tp_dealloc: noDealloc,
    tp_repr: () => rt.newRef(internStr(rt, 'NotImplemented')),
    nb_bool: (machine) => {
      if (minor >= 14) return machine.fail(E.TypeError, 'NotImplemented should not be used in a boolean context');
      if (minor < 9) return 1;
      const message = 'NotImplemented should not be used in a boolean context';
      return machine.warn(E.DeprecationWarning, message) < 0 ? -1 : 1;
    },
    tp_new: (machine, _type, args, kwargs) =>
      noArguments(machine, 'NotImplementedType', args, kwargs, S.NOT_IMPLEMENTED),
    methods: [{ name: '__reduce__', kind: MethodKind.NOARGS, fn: () => rt.newRef(internStr(rt, 'NotImplemented')) }],
  });
}
