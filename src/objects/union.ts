/** types.UnionType: `int | str` (3.10+). Follows unionobject.c. */
import { Ob, TupleLayout } from '../memory/layout.js';
import { binaryOp } from './abstract.js';
import { defineType } from './defineType.js';
import { isAlias, makeParameters, substitute, typeRepr } from './genericAlias.js';
import { isInstanceOf, isSubclassOf } from './instanceCheck.js';
import type { Machine } from './machine.js';
import { compareBool, genericGetAttr, hash } from './object.js';
import { newStr } from './strCore.js';
import { stealTuple, tupleItem, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MemberDef, type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

const ARGS = 4;
const PARAMETERS = 6;
const OR = 7;

/** The alternatives of a union, a borrowed tuple. */
export function unionArgs(rt: Machine, union: number): number {
  return rt.M[union + ARGS]!;
}

function isUnionable(rt: Machine, p: number): boolean {
  return (
    p === S.NONE ||
    rt.hasFlag(p, TypeFlag.TYPE_SUBCLASS) ||
    isAlias(rt, p) ||
    rt.is(p, T.UNION_TYPE) ||
    rt.is(p, T.TYPEALIAS) ||
    (rt.profile.minor < 12 && ['TypeVar', 'NewType'].includes(rt.typeOf(p).name))
  );
}

/** `a | b` of types: new reference, NotImplemented, or 0. Follows _Py_union_type_or. */
export function unionOr(rt: Machine, a: number, b: number): number {
  if (!isUnionable(rt, a) || !isUnionable(rt, b)) return rt.newRef(S.NOT_IMPLEMENTED);
  const flat: number[] = [];
  for (const p of [a, b]) {
    if (p === S.NONE) flat.push(T.NONE_TYPE);
    else if (rt.is(p, T.UNION_TYPE)) {
      const args = rt.M[p + ARGS]!;
      for (let i = 0; i < tupleLength(rt, args); i++) flat.push(tupleItem(rt, args, i));
    } else flat.push(p);
  }
  return makeUnion(rt, flat);
}

/** A union of borrowed alternatives, without duplicates; a single one is returned itself. Follows make_union. */
export function makeUnion(rt: Machine, alternatives: readonly number[]): number {
  const kept: number[] = [];
  for (const p of alternatives) {
    let known = false;
    for (const other of kept) {
      const plain = rt.hasFlag(p, TypeFlag.TYPE_SUBCLASS) && rt.hasFlag(other, TypeFlag.TYPE_SUBCLASS);
      const same = p === other ? 1 : plain ? 0 : compareBool(rt, other, p, 2);
      if (same < 0) return 0;
      if (same > 0) {
        known = true;
        break;
      }
    }
    if (!known) kept.push(p);
  }
  if (kept.length === 1) return rt.newRef(kept[0]!);
  const args = stealTuple(
    rt,
    kept.map((p) => rt.newRef(p)),
  );
  const self = rt.newGcObject(T.UNION_TYPE, 32);
  rt.M[self + ARGS] = args;
  rt.M[self + PARAMETERS] = 0;
  rt.gcTrack(self);
  return self;
}

function unionRepr(rt: Machine, self: number): number {
  const args = rt.M[self + ARGS]!;
  const parts: string[] = [];
  for (let i = 0; i < tupleLength(rt, args); i++) {
    const text = typeRepr(rt, tupleItem(rt, args, i));
    if (text === null) return 0;
    parts.push(text);
  }
  return newStr(rt, parts.join(' | '));
}

/** Equal alternatives in any order. */
function unionCompare(rt: Machine, a: number, b: number, op: number): number {
  if (!rt.is(b, T.UNION_TYPE) || (op !== 2 && op !== 3)) return rt.newRef(S.NOT_IMPLEMENTED);
  const [left, right] = [rt.M[a + ARGS]!, rt.M[b + ARGS]!];
  let equal = tupleLength(rt, left) === tupleLength(rt, right);
  for (let i = 0; equal && i < tupleLength(rt, left); i++) {
    let found = false;
    for (let k = 0; !found && k < tupleLength(rt, right); k++) {
      const same = compareBool(rt, tupleItem(rt, left, i), tupleItem(rt, right, k), 2);
      if (same < 0) return 0;
      found = same > 0;
    }
    equal = found;
  }
  return rt.bool(equal === (op === 2));
}

function unionHash(rt: Machine, self: number): number {
  // Independent of the order, as the hash of a frozenset is.
  const args = rt.M[self + ARGS]!;
  let low = 0;
  let high = 0;
  for (let i = 0; i < tupleLength(rt, args); i++) {
    if (hash(rt, tupleItem(rt, args, i)) < 0) return -1;
    low ^= Math.imul(rt.hashLow ^ 89869747, 3644798167 | 0) ^ (rt.hashLow << 16);
    high ^= Math.imul(rt.hashHigh, 3644798167 | 0) ^ rt.hashLow;
  }
  rt.hashLow = low;
  rt.hashHigh = high;
  return 0;
}

/** Types that are arguments of a hook: an alias in the union is refused where it is reached (3.10: at once). */
function hook(what: 'isinstance' | 'issubclass') {
  return (rt: Machine, self: number, o: number): number => {
    const args = rt.M[self + ARGS]!;
    const n = rt.M[args + Ob.SIZE]!;
    if (what === 'issubclass' && !rt.hasFlag(o, TypeFlag.TYPE_SUBCLASS)) {
      return rt.raise(E.TypeError, 'issubclass() arg 1 must be a class');
    }
    for (let i = 0; rt.profile.minor === 10 && i < n; i++) {
      if (isAlias(rt, rt.M[args + TupleLayout.ITEM + 2 * i]!)) {
        return rt.raise(E.TypeError, `${what}() argument 2 cannot contain a parameterized generic`);
      }
    }
    for (let i = 0; i < n; i++) {
      const type = rt.M[args + TupleLayout.ITEM + 2 * i]!;
      if (!rt.hasFlag(type, TypeFlag.TYPE_SUBCLASS) && rt.profile.minor < 12) {
        if (rt.profile.minor === 11 && isAlias(rt, type)) {
          return rt.raise(E.TypeError, `${what}() argument 2 cannot be a parameterized generic`);
        }
        continue;
      }
      const answer = what === 'isinstance' ? isInstanceOf(rt, o, type) : isSubclassOf(rt, o, type);
      if (answer < 0) return 0;
      if (answer > 0) return rt.bool(true);
    }
    return rt.bool(false);
  };
}

function parametersOf(rt: Machine, self: number): number {
  const M = rt.M;
  if (M[self + PARAMETERS] === 0) {
    const made = makeParameters(rt, M[self + ARGS]!);
    if (made === 0) return 0;
    M[self + PARAMETERS] = made;
  }
  return M[self + PARAMETERS]!;
}

function unionGetItem(rt: Machine, self: number, item: number): number {
  const parameters = parametersOf(rt, self);
  if (parameters === 0) return 0;
  const args = substitute(rt, self, rt.M[self + ARGS]!, parameters, item);
  if (args === 0) return 0;
  let result = rt.newRef(tupleItem(rt, args, 0));
  for (let i = 1; result !== 0 && i < tupleLength(rt, args); i++) {
    const wider = binaryOp(rt, OR, result, tupleItem(rt, args, i));
    rt.decref(result);
    result = wider;
  }
  rt.decref(args);
  return result;
}

export function defineUnionType(rt: Machine): void {
  if (rt.profile.minor < 10) return;
  const members: MemberDef[] = [{ name: '__args__', offset: ARGS, readonly: true, missing: 'none' }];
  const methods: MethodDef[] = [
    { name: '__instancecheck__', kind: MethodKind.O, fn: hook('isinstance') },
    { name: '__subclasscheck__', kind: MethodKind.O, fn: hook('issubclass') },
  ];
  defineType(rt, T.UNION_TYPE, {
    name: 'types.UnionType',
    base: T.OBJECT,
    basicsize: 32,
    flags: TypeFlag.HAVE_GC,
    doc: 'Represent a PEP 604 union type\n\nE.g. for int | str',
    tp_dealloc: (m, self) => {
      m.gcUntrack(self);
      m.decref(m.M[self + ARGS]!);
      m.xdecref(m.M[self + PARAMETERS]!);
      m.freeGcObject(self);
    },
    tp_traverse: (m, self, visit) => {
      for (const field of [ARGS, PARAMETERS]) if (m.M[self + field] !== 0) visit(m, m.M[self + field]!);
    },
    tp_getattro: genericGetAttr,
    tp_repr: unionRepr,
    tp_hash: unionHash,
    tp_richcompare: unionCompare,
    mp_subscript: unionGetItem,
    nb_or: unionOr,
    methods,
    members,
    getset: [
      {
        name: '__parameters__',
        get: (m, self) => {
          const parameters = parametersOf(m, self);
          return parameters === 0 ? 0 : m.newRef(parameters);
        },
      },
    ],
  });
}
