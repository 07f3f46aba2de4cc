/** The module _operator: operators as functions. Follows _operator.c. */
import {
  absolute,
  binaryOp,
  contains,
  index,
  invert,
  iterSearch,
  multiply,
  negative,
  positive,
  power,
} from '../objects/abstract.js';
import { checkArgs } from '../objects/args.js';
import { call } from '../objects/call.js';
import { asIndex, newInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { compare, getItem, isTrue, lengthHint, setItem } from '../objects/object.js';
import { E, S } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import type { ModuleDef } from './moduleDef.js';
import { defineGetters } from './operatorGetters.js';

type Two = (rt: Machine, a: number, b: number) => number;

/** A function of one argument. */
function one(name: string, fn: (rt: Machine, a: number) => number): MethodDef {
  return { name, kind: MethodKind.O, fn: (rt, _module, a) => fn(rt, a) };
}

/** A function of two arguments. */
function two(name: string, fn: Two): MethodDef {
  return {
    name,
    kind: MethodKind.FAST,
    fn: (rt, _module, args, nargs) => {
      if (!checkArgs(rt, name, nargs, 2, 2)) return 0;
      return fn(rt, rt.M[args]!, rt.M[args + 2]!);
    },
  };
}

function comparison(name: string, op: number): MethodDef {
  return two(name, (rt, a, b) => compare(rt, a, b, op));
}

/** An operator of BinaryOp with its in-place form. */
function operator(name: string, inplace: string, op: number): MethodDef[] {
  return [two(name, (rt, a, b) => binaryOp(rt, op, a, b)), two(inplace, (rt, a, b) => binaryOp(rt, op + 13, a, b))];
}

function truth(k: number, rt: Machine): number {
  return k < 0 ? 0 : rt.bool(k > 0);
}

function concat(rt: Machine, a: number, b: number, inplace: boolean): number {
  const infoA = rt.typeOf(a);
  const slot = (inplace ? infoA.sq_inplace_concat : null) ?? infoA.sq_concat;
  if (slot !== null) return slot(rt, a, b);
  const sequence = (p: number) => rt.typeOf(p).sq_item !== null && (rt.typeOf(p).flags & TypeFlag.DICT_SUBCLASS) === 0;
  if (sequence(a) && sequence(b)) return binaryOp(rt, inplace ? 13 : 0, a, b);
  return rt.raise(E.TypeError, `'${infoA.name}' object can't be concatenated`);
}

const METHODS: readonly MethodDef[] = [
  comparison('lt', 0),
  comparison('le', 1),
  comparison('eq', 2),
  comparison('ne', 3),
  comparison('gt', 4),
  comparison('ge', 5),
  ...operator('add', 'iadd', 0),
  ...operator('and_', 'iand', 1),
  ...operator('floordiv', 'ifloordiv', 2),
  ...operator('lshift', 'ilshift', 3),
  ...operator('matmul', 'imatmul', 4),
  ...operator('mod', 'imod', 6),
  ...operator('or_', 'ior', 7),
  ...operator('rshift', 'irshift', 9),
  ...operator('sub', 'isub', 10),
  ...operator('truediv', 'itruediv', 11),
  ...operator('xor', 'ixor', 12),
  two('mul', multiply),
  two('imul', (rt, a, b) => binaryOp(rt, 18, a, b)),
  two('pow', (rt, a, b) => power(rt, a, b, S.NONE)),
  two('ipow', (rt, a, b) => binaryOp(rt, 21, a, b)),
  one('neg', negative),
  one('pos', positive),
  one('abs', absolute),
  one('inv', invert),
  one('invert', invert),
  one('index', index),
  one('truth', (rt, a) => truth(isTrue(rt, a), rt)),
  one('not_', (rt, a) => {
    const k = isTrue(rt, a);
    return k < 0 ? 0 : rt.bool(k === 0);
  }),
  two('is_', (rt, a, b) => rt.bool(a === b)),
  two('is_not', (rt, a, b) => rt.bool(a !== b)),
  two('contains', (rt, a, b) => truth(contains(rt, a, b), rt)),
  two('concat', (rt, a, b) => concat(rt, a, b, false)),
  two('iconcat', (rt, a, b) => concat(rt, a, b, true)),
  two('getitem', getItem),
  two('delitem', (rt, a, b) => (setItem(rt, a, b, 0) < 0 ? 0 : rt.none())),
  two('countOf', (rt, a, b) => {
    const n = iterSearch(rt, a, b, 'count');
    return n < 0 ? 0 : newInt(rt, n);
  }),
  two('indexOf', (rt, a, b) => {
    const n = iterSearch(rt, a, b, 'index');
    return n < 0 ? 0 : newInt(rt, n);
  }),
  {
    name: 'setitem',
    kind: MethodKind.FAST,
    fn: (rt, _module, args, nargs) => {
      if (!checkArgs(rt, 'setitem', nargs, 3, 3)) return 0;
      return setItem(rt, rt.M[args]!, rt.M[args + 2]!, rt.M[args + 4]!) < 0 ? 0 : rt.none();
    },
  },
  {
    name: 'length_hint',
    kind: MethodKind.FAST,
    fn: (rt, _module, args, nargs) => {
      if (!checkArgs(rt, 'length_hint', nargs, 1, 2)) return 0;
      const fallback = nargs === 2 ? asIndex(rt, rt.M[args + 2]!, E.OverflowError) : 0;
      if (Number.isNaN(fallback)) return 0;
      const n = lengthHint(rt, rt.M[args]!, fallback);
      return n < 0 && rt.currentException !== 0 ? 0 : newInt(rt, n);
    },
  },
];

/** Since 3.11. */
const CALL: MethodDef = {
  name: 'call',
  kind: MethodKind.FASTKW,
  fn: (rt, _module, args, nargs, kwnames) => {
    if (nargs < 1) return rt.raise(E.TypeError, 'call expected at least 1 argument, got 0');
    return call(rt, rt.M[args]!, args + 2, nargs - 1, kwnames);
  },
};

export const operatorNativeModule: ModuleDef = {
  name: '_operator',
  doc: 'Operator interface.',
  methods: [...METHODS, CALL],
  setup(rt, module) {
    defineGetters(rt, module);
    return 0;
  },
};
