/** What decimal.py needs of the machine: its types are C's in CPython, whose names in messages have the module. */
import { checkArgs } from '../objects/args.js';
import type { Machine } from '../objects/machine.js';
import { E } from '../objects/typeIds.js';
import { MethodKind, TypeFlag } from '../objects/typeInfo.js';
import type { ModuleDef } from './moduleDef.js';

/** `name_type(type, name)`: the name that messages print. */
function nameType(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'name_type', nargs, 2, 2)) return 0;
  const type = rt.M[args]!;
  const name = rt.M[args + 2]!;
  if (!rt.hasFlag(type, TypeFlag.TYPE_SUBCLASS) || !rt.isStr(name)) return rt.raise(E.TypeError, 'a type and a str');
  rt.infoOf(type).fullName = rt.text(name);
  return rt.none();
}

export const decimalNativeModule: ModuleDef = {
  name: '_decimal',
  methods: [{ name: 'name_type', kind: MethodKind.FAST, fn: nameType }],
};
