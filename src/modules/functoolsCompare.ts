/** cmp_to_key. Follows _functoolsmodule.c. */
import { type Parameters, parseKeywords } from '../objects/args.js';
import { call2 } from '../objects/call.js';
import { defineType } from '../objects/defineType.js';
import type { Machine } from '../objects/machine.js';
import { compare } from '../objects/object.js';
import { E, smallIntAddress } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, type TypeInfo } from '../objects/typeInfo.js';
import { defineNativeTypeAt } from './nativeType.js';

const CMP = 4;
const OBJECT = 6;

const PARAMETERS: Parameters = { name: 'cmp_to_key', names: ['mycmp'], required: 1, positional: 1, parserSince: 13 };
const CALL: Parameters = { name: 'K', names: ['obj'], required: 1, positional: 1 };
/** Key of the type's address in Machine.natural. */
const KEY_TYPE = -2;

function newKey(rt: Machine, type: number, cmp: number, object: number): number {
  const M = rt.M;
  const gc = rt.infoOf(type).hasGc;
  const p = gc ? rt.newGcObject(type, 32) : rt.newObject(type, 32);
  M[p + CMP] = rt.newRef(cmp);
  M[p + OBJECT] = object === 0 ? 0 : rt.newRef(object);
  if (gc) rt.gcTrack(p);
  return p;
}

function keyType(rt: Machine): number {
  const known = rt.natural.get(KEY_TYPE) as number | undefined;
  if (known !== undefined) return known;
  const type = rt.nextStaticType();
  rt.natural.set(KEY_TYPE, type);
  const slots = {
    name: 'functools.KeyWrapper',
    basicsize: 32,
    vectorcall: (machine, self, args, nargs, kwnames) => {
      const values = parseKeywords(machine, CALL, args, nargs, kwnames);
      return values === null ? 0 : newKey(machine, type, machine.M[self + CMP]!, values[0]!);
    },
    tp_richcompare: (machine, a, b, op) => {
      const M = machine.M;
      if (!machine.is(b, type)) return machine.raise(E.TypeError, 'other argument must be K instance');
      if (M[a + OBJECT] === 0 || M[b + OBJECT] === 0) return machine.raise(E.AttributeError, 'object');
      const answer = call2(machine, M[a + CMP]!, M[a + OBJECT]!, M[b + OBJECT]!);
      if (answer === 0) return 0;
      const result = compare(machine, answer, smallIntAddress(0), op);
      machine.decref(answer);
      return result;
    },
  } satisfies Partial<TypeInfo> & { name: string };
  const members = [{ name: 'obj', offset: OBJECT, readonly: false, missing: 'error' }] as const;
  if (rt.profile.minor >= 10) defineNativeTypeAt(rt, type, { ...slots, references: [CMP, OBJECT], members });
  else {
    defineType(rt, type, {
      ...slots,
      members,
      tp_dealloc: (machine, self) => {
        machine.decref(machine.M[self + CMP]!);
        machine.xdecref(machine.M[self + OBJECT]!);
        machine.freeObject(self);
      },
      untraversed: (machine, self, visit) => {
        for (const field of [CMP, OBJECT]) if (machine.M[self + field] !== 0) visit(machine, machine.M[self + field]!);
      },
    });
  }
  return type;
}

export const cmpToKeyMethod: MethodDef = {
  name: 'cmp_to_key',
  kind: MethodKind.FASTKW,
  fn: (rt, _module, args, nargs, kwnames) => {
    const values = parseKeywords(rt, PARAMETERS, args, nargs, kwnames);
    return values === null ? 0 : newKey(rt, keyType(rt), values[0]!, 0);
  },
};
