/** Numbers and sequences in general: operator dispatch, indices, membership. Follows abstract.c. */
import { CFunctionLayout, Ob } from '../memory/layout.js';
import { asIndex, newCompactInt, newInt } from './intCore.js';
import type { Machine } from './machine.js';
import { compareBool, getIter, iterNext } from './object.js';
import { E, S, T } from './typeIds.js';
import type { Binary, TypeInfo } from './typeInfo.js';

/** The binary slots in the order of BinaryOp: field, in-place field, symbol. */
type BinarySlot =
  | 'nb_add'
  | 'nb_and'
  | 'nb_floor_divide'
  | 'nb_lshift'
  | 'nb_matrix_multiply'
  | 'nb_multiply'
  | 'nb_remainder'
  | 'nb_or'
  | 'nb_rshift'
  | 'nb_subtract'
  | 'nb_true_divide'
  | 'nb_xor'
  | 'nb_divmod';

function slotOf(info: TypeInfo, slot: BinarySlot): Binary | null {
  switch (slot) {
    case 'nb_add':
      return info.nb_add;
    case 'nb_and':
      return info.nb_and;
    case 'nb_floor_divide':
      return info.nb_floor_divide;
    case 'nb_lshift':
      return info.nb_lshift;
    case 'nb_matrix_multiply':
      return info.nb_matrix_multiply;
    case 'nb_multiply':
      return info.nb_multiply;
    case 'nb_remainder':
      return info.nb_remainder;
    case 'nb_or':
      return info.nb_or;
    case 'nb_rshift':
      return info.nb_rshift;
    case 'nb_subtract':
      return info.nb_subtract;
    case 'nb_true_divide':
      return info.nb_true_divide;
    case 'nb_xor':
      return info.nb_xor;
    case 'nb_divmod':
      return info.nb_divmod;
  }
}

/** The result, NotImplemented, or 0. Follows abstract.c: binary_op1. */
function binaryOp1(rt: Machine, v: number, w: number, slot: BinarySlot): number {
  const infoV = rt.typeOf(v);
  const infoW = rt.typeOf(w);
  const slotV = slotOf(infoV, slot);
  let slotW: Binary | null = null;
  if (infoV !== infoW) {
    slotW = slotOf(infoW, slot);
    if (slotW === slotV) slotW = null;
  }
  if (slotV !== null) {
    if (slotW !== null && rt.isSubtype(infoW.address, infoV.address)) {
      const result = slotW(rt, v, w);
      if (result !== S.NOT_IMPLEMENTED) return result;
      rt.decref(result);
      slotW = null;
    }
    const result = slotV(rt, v, w);
    if (result !== S.NOT_IMPLEMENTED) return result;
    rt.decref(result);
  }
  if (slotW !== null) {
    const result = slotW(rt, v, w);
    if (result !== S.NOT_IMPLEMENTED) return result;
    rt.decref(result);
  }
  return rt.newRef(S.NOT_IMPLEMENTED);
}

/** Whether it is the builtin print: `print >> file` earns a hint. */
function isPrint(rt: Machine, v: number): boolean {
  return rt.M[v + Ob.TYPE] === T.BUILTIN_FUNCTION && rt.natives[rt.M[v + CFunctionLayout.DEF]!]!.name === 'print';
}

function binaryError(rt: Machine, v: number, w: number, symbol: string): 0 {
  return rt.raise(
    E.TypeError,
    `unsupported operand type(s) for ${symbol}: '${rt.typeOf(v).fullName}' and '${rt.typeOf(w).fullName}'`,
  );
}

function binary(rt: Machine, v: number, w: number, slot: BinarySlot, symbol: string): number {
  const result = binaryOp1(rt, v, w, slot);
  if (result !== S.NOT_IMPLEMENTED) return result;
  rt.decref(result);
  if (slot === 'nb_rshift' && isPrint(rt, v)) {
    return rt.raise(
      E.TypeError,
      `unsupported operand type(s) for >>: 'builtin_function_or_method' and '${rt.typeOf(w).fullName}'. Did you mean "print(<message>, file=<output_stream>)"?`,
    );
  }
  return binaryError(rt, v, w, symbol);
}

/** `a + b`. Follows abstract.c: PyNumber_Add. */
export function add(rt: Machine, a: number, b: number): number {
  const result = binaryOp1(rt, a, b, 'nb_add');
  if (result !== S.NOT_IMPLEMENTED) return result;
  rt.decref(result);
  const concat = rt.typeOf(a).sq_concat;
  if (concat !== null) return concat(rt, a, b);
  return binaryError(rt, a, b, '+');
}

/** `a * b`. Follows abstract.c: PyNumber_Multiply. */
export function multiply(rt: Machine, a: number, b: number): number {
  const result = binaryOp1(rt, a, b, 'nb_multiply');
  if (result !== S.NOT_IMPLEMENTED) return result;
  rt.decref(result);
  const repeatA = rt.typeOf(a).sq_repeat;
  if (repeatA !== null) return sequenceRepeat(rt, repeatA, a, b);
  const repeatB = rt.typeOf(b).sq_repeat;
  if (repeatB !== null) return sequenceRepeat(rt, repeatB, b, a);
  return binaryError(rt, a, b, '*');
}

function sequenceRepeat(
  rt: Machine,
  repeat: (rt: Machine, self: number, count: number) => number,
  sequence: number,
  n: number,
): number {
  if (rt.typeOf(n).nb_index === null) {
    return rt.raise(E.TypeError, `can't multiply sequence by non-int of type '${rt.typeOf(n).fullName}'`);
  }
  const count = asIndex(rt, n, E.OverflowError);
  if (Number.isNaN(count)) return 0;
  return repeat(rt, sequence, count);
}

export function subtract(rt: Machine, a: number, b: number): number {
  return binary(rt, a, b, 'nb_subtract', '-');
}

export function divmod(rt: Machine, a: number, b: number): number {
  return binary(rt, a, b, 'nb_divmod', 'divmod()');
}

/** `pow(a, b, c)`; `c` is None for `a ** b`. Follows abstract.c: ternary_op. */
export function power(rt: Machine, a: number, b: number, c: number, symbol = '** or pow()'): number {
  const slotA = rt.typeOf(a).nb_power;
  let slotB = rt.typeOf(a) === rt.typeOf(b) ? null : rt.typeOf(b).nb_power;
  if (slotB === slotA) slotB = null;
  if (slotA !== null) {
    if (slotB !== null && rt.isSubtype(rt.M[b + Ob.TYPE]!, rt.M[a + Ob.TYPE]!)) {
      const result = slotB(rt, a, b, c);
      if (result !== S.NOT_IMPLEMENTED) return result;
      rt.decref(result);
      slotB = null;
    }
    const result = slotA(rt, a, b, c);
    if (result !== S.NOT_IMPLEMENTED) return result;
    rt.decref(result);
  }
  if (slotB !== null) {
    const result = slotB(rt, a, b, c);
    if (result !== S.NOT_IMPLEMENTED) return result;
    rt.decref(result);
  }
  const slotC = rt.typeOf(c).nb_power;
  if (slotC !== null && slotC !== slotA && slotC !== slotB) {
    const result = slotC(rt, a, b, c);
    if (result !== S.NOT_IMPLEMENTED) return result;
    rt.decref(result);
  }
  if (c === S.NONE) return binaryError(rt, a, b, symbol);
  return rt.raise(
    E.TypeError,
    `unsupported operand type(s) for ** or pow(): '${rt.typeOf(a).fullName}', '${rt.typeOf(b).fullName}', '${rt.typeOf(c).fullName}'`,
  );
}

const PLAIN: readonly [BinarySlot | null, string][] = [
  ['nb_add', '+'],
  ['nb_and', '&'],
  ['nb_floor_divide', '//'],
  ['nb_lshift', '<<'],
  ['nb_matrix_multiply', '@'],
  ['nb_multiply', '*'],
  ['nb_remainder', '%'],
  ['nb_or', '|'],
  [null, '** or pow()'],
  ['nb_rshift', '>>'],
  ['nb_subtract', '-'],
  ['nb_true_divide', '/'],
  ['nb_xor', '^'],
];

/** Any operator of BinaryOp: 0..12 plain, 13..25 in place. New reference or 0. */
export function binaryOp(rt: Machine, op: number, a: number, b: number): number {
  if (op >= 13) return inplaceOp(rt, op - 13, a, b);
  if (op === 0) return add(rt, a, b);
  if (op === 5) return multiply(rt, a, b);
  if (op === 8) return power(rt, a, b, S.NONE);
  const [slot, symbol] = PLAIN[op]!;
  return binary(rt, a, b, slot!, symbol);
}

function inplaceSlot(info: TypeInfo, op: number): Binary | null {
  switch (op) {
    case 0:
      return info.nb_inplace_add;
    case 1:
      return info.nb_inplace_and;
    case 2:
      return info.nb_inplace_floor_divide;
    case 3:
      return info.nb_inplace_lshift;
    case 4:
      return info.nb_inplace_matrix_multiply;
    case 5:
      return info.nb_inplace_multiply;
    case 6:
      return info.nb_inplace_remainder;
    case 7:
      return info.nb_inplace_or;
    case 9:
      return info.nb_inplace_rshift;
    case 10:
      return info.nb_inplace_subtract;
    case 11:
      return info.nb_inplace_true_divide;
    case 12:
      return info.nb_inplace_xor;
    default:
      return null;
  }
}

/** `a op= b`. Follows abstract.c: binary_iop and PyNumber_InPlaceAdd. */
function inplaceOp(rt: Machine, op: number, a: number, b: number): number {
  const info = rt.typeOf(a);
  if (op === 8) {
    const slot = info.nb_inplace_power;
    if (slot !== null) {
      const result = slot(rt, a, b, S.NONE);
      if (result !== S.NOT_IMPLEMENTED) return result;
      rt.decref(result);
    }
    return power(rt, a, b, S.NONE, '**=');
  }
  const slot = inplaceSlot(info, op);
  if (slot !== null) {
    const result = slot(rt, a, b);
    if (result !== S.NOT_IMPLEMENTED) return result;
    rt.decref(result);
  }
  const [plain, symbol] = PLAIN[op]!;
  const result = binaryOp1(rt, a, b, plain!);
  if (result !== S.NOT_IMPLEMENTED) return result;
  rt.decref(result);
  if (op === 0) {
    const concat = info.sq_inplace_concat ?? info.sq_concat;
    if (concat !== null) return concat(rt, a, b);
  } else if (op === 5) {
    const repeat = info.sq_inplace_repeat ?? info.sq_repeat;
    if (repeat !== null) return sequenceRepeat(rt, repeat, a, b);
    const repeatB = rt.typeOf(b).sq_repeat;
    if (repeatB !== null) return sequenceRepeat(rt, repeatB, b, a);
  }
  return binaryError(rt, a, b, `${symbol}=`);
}

/** `-a`, `+a`, `~a`. */
export function negative(rt: Machine, a: number): number {
  const slot = rt.typeOf(a).nb_negative;
  return slot !== null
    ? slot(rt, a)
    : rt.raise(E.TypeError, `bad operand type for unary -: '${rt.typeOf(a).fullName}'`);
}

export function positive(rt: Machine, a: number): number {
  const slot = rt.typeOf(a).nb_positive;
  return slot !== null
    ? slot(rt, a)
    : rt.raise(E.TypeError, `bad operand type for unary +: '${rt.typeOf(a).fullName}'`);
}

export function invert(rt: Machine, a: number): number {
  const slot = rt.typeOf(a).nb_invert;
  return slot !== null
    ? slot(rt, a)
    : rt.raise(E.TypeError, `bad operand type for unary ~: '${rt.typeOf(a).fullName}'`);
}

export function absolute(rt: Machine, a: number): number {
  const slot = rt.typeOf(a).nb_absolute;
  return slot !== null ? slot(rt, a) : rt.raise(E.TypeError, `bad operand type for abs(): '${rt.typeOf(a).fullName}'`);
}

/** `operator.index(o)`: an int object, new reference, or 0. Follows abstract.c: _PyNumber_Index. */
export function index(rt: Machine, o: number): number {
  if (rt.isInt(o)) return rt.newRef(o);
  const info = rt.typeOf(o);
  if (info.nb_index === null) {
    return rt.raise(E.TypeError, `'${info.fullName}' object cannot be interpreted as an integer`);
  }
  const result = info.nb_index(rt, o);
  if (result === 0 || rt.isInt(result)) return result;
  const name = rt.typeOf(result).name;
  rt.decref(result);
  return rt.raise(E.TypeError, `__index__ returned non-int (type ${name})`);
}

/** The index of a sequence without mapping methods, made non-negative; NaN with an exception. */
export function indexForSequence(rt: Machine, o: number, key: number, info: TypeInfo): number {
  if (rt.typeOf(key).nb_index === null) {
    rt.raise(E.TypeError, `sequence index must be integer, not '${rt.typeOf(key).fullName}'`);
    return Number.NaN;
  }
  let i = asIndex(rt, key, E.IndexError);
  if (i < 0 && info.sq_length !== null) {
    const n = info.sq_length(rt, o);
    if (n < 0) return Number.NaN;
    i += n;
  }
  return i;
}

/** `item in o`: 0, 1 or -1. Follows abstract.c: PySequence_Contains. */
export function contains(rt: Machine, o: number, item: number): number {
  const slot = rt.typeOf(o).sq_contains;
  if (slot !== null) return slot(rt, o, item);
  return iterSearch(rt, o, item, 'contains');
}

/** Count, index, or membership by iteration; -1 with an exception. Follows abstract.c: _PySequence_IterSearch. */
export function iterSearch(rt: Machine, o: number, item: number, what: 'count' | 'index' | 'contains'): number {
  const it = getIter(rt, o);
  if (it === 0) {
    if (rt.errorIs(E.TypeError)) {
      rt.clearError();
      const suffix = rt.profile.minor >= 14 ? 'a container or iterable' : 'iterable';
      rt.raise(E.TypeError, `argument of type '${rt.typeOf(o).fullName}' is not ${suffix}`);
    }
    return -1;
  }
  let n = 0;
  for (;;) {
    const value = iterNext(rt, it);
    if (value === 0) {
      rt.decref(it);
      if (rt.currentException !== 0) return -1;
      if (what === 'index') return rt.fail(E.ValueError, 'sequence.index(x): x not in sequence');
      return n;
    }
    const same = compareBool(rt, value, item, 2);
    rt.decref(value);
    if (same < 0) {
      rt.decref(it);
      return -1;
    }
    if (what === 'count') n += same;
    else if (same === 1) {
      rt.decref(it);
      return what === 'contains' ? 1 : n;
    } else if (what === 'index') n++;
  }
}

/** An int object for a non-negative count. */
export function countObject(rt: Machine, n: number): number {
  return n < 0x4000_0000 ? newCompactInt(rt, n) : newInt(rt, n);
}
