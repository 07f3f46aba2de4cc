/** How iterators of itertools are taken apart, for copy and pickle (to 3.13). Follows itertoolsmodule.c: *_reduce, *_setstate. */
import { Ob } from '../memory/layout.js';
import { newCompactInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { isTrue } from '../objects/object.js';
import { packTuple, tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, S } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';

const GOING = 'Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.';

/** A method of iterators that 3.12 and 3.13 warn of and 3.14 has not. */
function fading(rt: Machine, method: MethodDef): MethodDef[] {
  if (rt.profile.minor >= 14) return [];
  if (rt.profile.minor < 12) return [method];
  const { fn } = method;
  return [
    {
      ...method,
      fn: (machine, self, args, nargs, kwnames) =>
        machine.warn(E.DeprecationWarning, GOING) < 0 ? 0 : fn(machine, self, args, nargs, kwnames),
    },
  ];
}

const reduction = (rt: Machine, fn: (rt: Machine, self: number) => number): MethodDef[] =>
  fading(rt, { name: '__reduce__', kind: MethodKind.NOARGS, fn });

/** `(type, (references...), state?)`: the fields that hold the arguments, and the word of a flag that is the state. */
export function reduceFields(rt: Machine, fields: readonly number[], flag = 0): MethodDef[] {
  const reduce = reduction(rt, (machine, self) => {
    const M = machine.M;
    const args = packTuple(machine, ...fields.map((field) => M[self + field]!));
    const parts = [M[self + Ob.TYPE]!, args];
    if (flag !== 0) parts.push(newCompactInt(machine, M[self + flag]!));
    const result = packTuple(machine, ...parts);
    for (const part of parts.slice(1)) machine.decref(part);
    return result;
  });
  if (flag === 0) return reduce;
  const restore = (machine: Machine, self: number, state: number): number => {
    const truth = isTrue(machine, state);
    if (truth < 0) return 0;
    machine.M[self + flag] = truth;
    return machine.none();
  };
  return [...reduce, ...fading(rt, { name: '__setstate__', kind: MethodKind.O, fn: restore })];
}

/** chain: without arguments, what is left of it as the state. */
export function reduceChain(rt: Machine, source: number, active: number): MethodDef[] {
  const reduce = reduction(rt, (machine, self) => {
    const M = machine.M;
    const type = M[self + Ob.TYPE]!;
    if (M[self + source] === 0) return packTuple(machine, type, S.EMPTY_TUPLE);
    const left = [M[self + source]!];
    if (M[self + active] !== 0) left.push(M[self + active]!);
    const state = packTuple(machine, ...left);
    const result = packTuple(machine, type, S.EMPTY_TUPLE, state);
    machine.decref(state);
    return result;
  });
  const restore = (machine: Machine, self: number, state: number): number => {
    const M = machine.M;
    if (!machine.hasFlag(state, TypeFlag.TUPLE_SUBCLASS)) {
      return machine.raise(E.TypeError, 'state is not a tuple');
    }
    const n = tupleLength(machine, state);
    const isIterator = (i: number): boolean => machine.typeOf(tupleItem(machine, state, i)).tp_iternext !== null;
    if (n < 1 || n > 2 || !isIterator(0) || (n === 2 && !isIterator(1))) {
      return machine.raise(E.TypeError, 'Arguments must be iterators.');
    }
    const old = [M[self + source]!, M[self + active]!];
    M[self + source] = machine.newRef(tupleItem(machine, state, 0));
    M[self + active] = n === 2 ? machine.newRef(tupleItem(machine, state, 1)) : 0;
    for (const p of old) machine.xdecref(p);
    return machine.none();
  };
  return [...reduce, ...fading(rt, { name: '__setstate__', kind: MethodKind.O, fn: restore })];
}
