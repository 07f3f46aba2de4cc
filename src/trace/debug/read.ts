/**
 * Reads an expression from a machine that stands still: names, attributes, items, comparisons and arithmetic of plain
 * values. Nothing is allocated and no code runs, so the run cannot notice. What cannot be read so is `undefined`.
 */

import { getInstanceAttribute } from '../../objects/attributes.js';
import { dictLength } from '../../objects/dictCore.js';
import { floatValue } from '../../objects/floatCore.js';
import { intBig } from '../../objects/intCore.js';
import { listLength } from '../../objects/list.js';
import { genericGetAttr } from '../../objects/object.js';
import { isAnySet, setLength } from '../../objects/setTable.js';
import { S, T } from '../../objects/typeIds.js';
import { TypeFlag } from '../../objects/typeInfo.js';
import { typeLookup } from '../../objects/typeLookup.js';
import type { BinaryOperator, CompareOperator, Expr } from '../../python/ast.js';
import { parseStrict } from '../../python/parse.js';
import type { Runtime } from '../../vm/runtime.js';
import { inDict, lookUp } from './frames.js';
import { childrenOf, itemAt, ownAttribute } from './objects.js';

/** A value that needs no object. */
type Plain = bigint | number | string | boolean | null;
/** An object that is there, or a plain value. */
export type Read = { readonly object: number } | { readonly plain: Plain };

/** The expression of a text; null where it is none. */
export function parseExpression(rt: Runtime, text: string): Expr | null {
  const { module, diagnostics } = parseStrict(text.trim(), { version: rt.version, mode: 'eval' });
  const only = module.body[0];
  return diagnostics.length === 0 && only?.kind === 'Expr' ? only.value : null;
}

/** Reads an expression in a frame. */
export function read(rt: Runtime, frame: number, node: Expr): Read | undefined {
  switch (node.kind) {
    case 'Name': {
      const object = lookUp(rt, frame, node.id);
      return object === 0 ? undefined : { object };
    }
    case 'Constant':
      return constant(node.value);
    case 'Attribute': {
      const owner = readObject(rt, frame, node.value);
      const object = owner === 0 ? 0 : attribute(rt, owner, node.attr);
      return object === 0 ? undefined : { object };
    }
    case 'Subscript': {
      const container = readObject(rt, frame, node.value);
      const key = readPlain(rt, frame, node.slice);
      const object = container === 0 || key === undefined ? 0 : item(rt, container, key);
      return object === 0 ? undefined : { object };
    }
    case 'UnaryOp': {
      if (node.op === 'Not') {
        const value = truth(rt, read(rt, frame, node.operand));
        return value === undefined ? undefined : { plain: !value };
      }
      const value = number(readPlain(rt, frame, node.operand));
      return node.op === 'USub' && value !== undefined ? { plain: -value } : undefined;
    }
    case 'BoolOp': {
      let last: Read | undefined;
      for (const value of node.values) {
        last = read(rt, frame, value);
        const isTrue = truth(rt, last);
        if (isTrue === undefined) return undefined;
        if (isTrue === (node.op === 'Or')) return last;
      }
      return last;
    }
    case 'Compare':
      return comparison(rt, frame, node.left, node.ops, node.comparators);
    case 'BinOp': {
      const left = readPlain(rt, frame, node.left);
      const right = readPlain(rt, frame, node.right);
      if (left === undefined || right === undefined) return undefined;
      const plain = arithmetic(node.op, left, right);
      return plain === undefined ? undefined : { plain };
    }
    case 'Call':
      return length(rt, frame, node.func, node.args, node.keywords.length);
    default:
      return undefined;
  }
}

/** The truth of what was read. */
export function truth(rt: Runtime, value: Read | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  const plain = plainOf(rt, value);
  if (plain !== undefined) return plain !== null && plain !== false && plain !== '' && plain !== 0 && plain !== 0n;
  if (!('object' in value)) return undefined;
  const size = sizeOf(rt, value.object);
  if (size !== undefined) return size > 0;
  const info = rt.typeOf(value.object);
  const has = (name: number): boolean => typeLookup(rt, info, name) !== 0;
  return has(rt.ids.__bool__) || has(rt.ids.__len__) ? undefined : true;
}

function readObject(rt: Runtime, frame: number, node: Expr): number {
  const value = read(rt, frame, node);
  return value !== undefined && 'object' in value ? value.object : 0;
}

function readPlain(rt: Runtime, frame: number, node: Expr): Plain | undefined {
  const value = read(rt, frame, node);
  return value === undefined ? undefined : plainOf(rt, value);
}

function constant(value: Extract<Expr, { kind: 'Constant' }>['value']): Read | undefined {
  switch (value.type) {
    case 'None':
      return { object: S.NONE };
    case 'True':
      return { object: S.TRUE };
    case 'False':
      return { object: S.FALSE };
    case 'int':
    case 'float':
    case 'str':
      return { plain: value.value };
    default:
      return undefined;
  }
}

function plainOf(rt: Runtime, value: Read): Plain | undefined {
  if ('plain' in value) return value.plain;
  const p = value.object;
  if (p === S.NONE) return null;
  if (p === S.TRUE || p === S.FALSE) return p === S.TRUE;
  if (rt.is(p, T.INT)) return intBig(rt, p);
  if (rt.is(p, T.FLOAT)) return floatValue(rt, p);
  return rt.is(p, T.STR) ? rt.text(p) : undefined;
}

/** An attribute that lies in the object, its class or module and that no descriptor makes; 0 for others. */
function attribute(rt: Runtime, owner: number, name: string): number {
  const info = rt.typeOf(owner);
  if ((info.flags & TypeFlag.TYPE_SUBCLASS) !== 0 || info.address === T.MODULE) return ownAttribute(rt, owner, name);
  if (!info.isHeapType || info.tp_getattro !== genericGetAttr) return 0;
  const known = rt.interned.get(name);
  if (known === undefined) return 0;
  const inClass = typeLookup(rt, info, known);
  if (inClass !== 0) {
    // A slot is read by its descriptor; what else a descriptor does is not known.
    if (rt.is(inClass, T.MEMBER_DESCRIPTOR)) return ownAttribute(rt, owner, name);
    const kind = rt.typeOf(inClass);
    if (kind.tp_descr_get !== null && kind.tp_descr_set !== null) return 0;
    const own = info.dictoffset === 0 ? 0 : getInstanceAttribute(rt, owner, info, known);
    if (own !== 0) return own;
    return kind.tp_descr_get === null ? inClass : 0;
  }
  return info.dictoffset === 0 ? 0 : getInstanceAttribute(rt, owner, info, known);
}

function item(rt: Runtime, container: number, key: Plain): number {
  if (typeof key === 'bigint' && !rt.is(container, T.DICT)) return itemAt(rt, container, Number(key));
  if (!rt.is(container, T.DICT)) return 0;
  if (typeof key === 'string') return inDict(rt, container, key);
  if (typeof key !== 'bigint' || dictLength(rt, container) > 5000) return 0;
  const found = childrenOf(rt, container, 'named', 0, undefined, 'd').find((c) => c.expression === `d[${key}]`);
  return found?.object ? found.object.address / 4 : 0;
}

function sizeOf(rt: Runtime, p: number): number | undefined {
  if (rt.is(p, T.LIST)) return listLength(rt, p);
  if (rt.is(p, T.TUPLE)) return rt.M[p + 4]!;
  if (rt.is(p, T.DICT)) return dictLength(rt, p);
  if (rt.is(p, T.STR)) return rt.length(p);
  const { isHeapType } = rt.typeOf(p);
  return isAnySet(rt, p) && !isHeapType ? setLength(rt, p) : undefined;
}

/** `len(x)`, where that is the built-in function. */
function length(rt: Runtime, frame: number, func: Expr, args: readonly Expr[], keywords: number): Read | undefined {
  if (func.kind !== 'Name' || func.id !== 'len' || args.length !== 1 || keywords > 0) return undefined;
  if (lookUp(rt, frame, 'len') !== inDict(rt, rt.builtins, 'len')) return undefined;
  const object = readObject(rt, frame, args[0]!);
  const size = object === 0 ? undefined : sizeOf(rt, object);
  return size === undefined ? undefined : { plain: BigInt(size) };
}

/** An int or float as a number of its kind; bool counts as int. */
function number(value: Plain | undefined): bigint | number | undefined {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'bigint' || typeof value === 'number' ? value : undefined;
}

/** Ints from here on are not told from their neighbours by a float. */
const EXACT = 2n ** 53n;
const isExact = (value: bigint): boolean => value < EXACT && value > -EXACT;

function arithmetic(op: BinaryOperator, a: Plain, b: Plain): Plain | undefined {
  if (typeof a === 'string' && typeof b === 'string') return op === 'Add' ? a + b : undefined;
  const left = number(a);
  const right = number(b);
  if (left === undefined || right === undefined) return undefined;
  if (typeof left === 'bigint' && typeof right === 'bigint') return intArithmetic(op, left, right);
  if ((typeof left === 'bigint' && !isExact(left)) || (typeof right === 'bigint' && !isExact(right))) return undefined;
  const x = Number(left);
  const y = Number(right);
  if (op === 'Add') return x + y;
  if (op === 'Sub') return x - y;
  if (op === 'Mult') return x * y;
  return op === 'Div' && y !== 0 ? x / y : undefined;
}

function intArithmetic(op: BinaryOperator, a: bigint, b: bigint): Plain | undefined {
  switch (op) {
    case 'Add':
      return a + b;
    case 'Sub':
      return a - b;
    case 'Mult':
      return a * b;
    case 'BitAnd':
      return a & b;
    case 'BitOr':
      return a | b;
    case 'BitXor':
      return a ^ b;
    case 'Mod':
    case 'FloorDiv': {
      if (b === 0n) return undefined;
      const rest = ((a % b) + b) % b;
      return op === 'Mod' ? rest : (a - rest) / b;
    }
    case 'Div':
      return b !== 0n && isExact(a) && isExact(b) ? Number(a) / Number(b) : undefined;
    default:
      return undefined;
  }
}

function comparison(
  rt: Runtime,
  frame: number,
  first: Expr,
  ops: readonly CompareOperator[],
  comparators: readonly Expr[],
): Read | undefined {
  let left = read(rt, frame, first);
  for (let i = 0; i < ops.length; i++) {
    const right = read(rt, frame, comparators[i]!);
    if (left === undefined || right === undefined) return undefined;
    const holds = compare(rt, ops[i]!, left, right);
    if (holds === undefined) return undefined;
    if (!holds) return { plain: false };
    left = right;
  }
  return { plain: true };
}

function compare(rt: Runtime, op: CompareOperator, left: Read, right: Read): boolean | undefined {
  if (op === 'Is' || op === 'IsNot') {
    // Which object a computed value would be is not known.
    if (!('object' in left) || !('object' in right)) return undefined;
    return (left.object === right.object) === (op === 'Is');
  }
  const a = plainOf(rt, left);
  const b = plainOf(rt, right);
  if (op === 'In' || op === 'NotIn') {
    if (typeof a !== 'string' || typeof b !== 'string') return undefined;
    return b.includes(a) === (op === 'In');
  }
  if (a === undefined || b === undefined) return undefined;
  if (op === 'Eq' || op === 'NotEq') return equal(a, b) === (op === 'Eq');
  const [x, y] = typeof a === 'string' && typeof b === 'string' ? [a, b] : [number(a), number(b)];
  if (x === undefined || y === undefined) return undefined;
  // The order of code points, which is not that of UTF-16 units.
  if (typeof x === 'string' && /[\ud800-\uffff]/.test(x + y)) return undefined;
  if (op === 'Lt') return x < y;
  if (op === 'LtE') return x <= y;
  return op === 'Gt' ? x > y : x >= y;
}

function equal(a: Plain, b: Plain): boolean {
  const x = number(a);
  const y = number(b);
  // biome-ignore lint/suspicious/noDoubleEquals: an int and a float are equal by value, as in Python.
  if (x !== undefined && y !== undefined) return x == y;
  return a === b;
}
