/** Constant folding. Follows ast_opt.c, whose limits are part of what a program can see in `co_consts`. */
import { atan2, cos, exp, hypot, log, pow, sin } from '../spec/elementary.js';
import type { BinaryOperator, Expr, UnaryOperator } from './ast.js';
import type { ConstSpec } from './code.js';
import { FALSE, intConst, strConst, TRUE, tupleConst } from './constants.js';

/** Bits of a folded product, power or shift. */
const MAX_INT_BITS = 128;
/** Items of a folded repetition of a tuple. */
const MAX_COLLECTION_SIZE = 256;
/** Characters of a folded repetition of a str or bytes. */
const MAX_STR_SIZE = 4096;
/** Items of a repeated tuple, counted through nested tuples. */
const MAX_TOTAL_ITEMS = 1024;

/** Finds the constant an expression is folded to. Keeps what it found, so that asking again costs nothing. */
export class Folder {
  private readonly known = new Map<Expr, ConstSpec | null>();
  /** Above zero nothing but literals is a constant. */
  suspended = 0;

  /** The value of an expression that is a constant or is folded to one, else null. */
  constantOf(expr: Expr): ConstSpec | null {
    switch (expr.kind) {
      case 'Constant':
        return expr.value;
      case 'Name':
        return expr.id === '__debug__' && expr.ctx === 'Load' ? TRUE : null;
      case 'UnaryOp':
      case 'BinOp':
      case 'Tuple':
      case 'Subscript': {
        if (this.suspended > 0) return null;
        const known = this.known.get(expr);
        if (known !== undefined) return known;
        const value = this.fold(expr);
        this.known.set(expr, value);
        return value;
      }
      default:
        return null;
    }
  }

  /** All values, or null when one is not constant. */
  constantsOf(exprs: readonly Expr[]): ConstSpec[] | null {
    const values: ConstSpec[] = [];
    for (const expr of exprs) {
      const value = this.constantOf(expr);
      if (value === null) return null;
      values.push(value);
    }
    return values;
  }

  private fold(expr: Extract<Expr, { kind: 'UnaryOp' | 'BinOp' | 'Tuple' | 'Subscript' }>): ConstSpec | null {
    switch (expr.kind) {
      case 'UnaryOp': {
        const operand = this.constantOf(expr.operand);
        return operand && foldUnary(expr.op, operand);
      }
      case 'BinOp':
        return this.foldChain(expr);
      case 'Tuple': {
        if (expr.ctx !== 'Load') return null;
        const items = this.constantsOf(expr.elts);
        return items && tupleConst(items);
      }
      case 'Subscript': {
        if (expr.ctx !== 'Load') return null;
        const container = this.constantOf(expr.value);
        if (container === null) return null;
        const index = this.constantOf(expr.slice);
        return index && foldSubscript(container, index);
      }
    }
  }

  /** A long `a + b + c + ...` leans to the left: it is walked without recursion. */
  private foldChain(expr: Extract<Expr, { kind: 'BinOp' }>): ConstSpec | null {
    const spine = [expr];
    let left: Expr = expr.left;
    while (left.kind === 'BinOp' && !this.known.has(left)) {
      spine.push(left);
      left = left.left;
    }
    let value = this.constantOf(left);
    for (let i = spine.length - 1; i >= 0; i--) {
      const node = spine[i]!;
      if (value !== null) {
        const right = this.constantOf(node.right);
        value = right && foldBinary(value, node.op, right);
      }
      this.known.set(node, value);
    }
    return value;
  }
}

/** `bool(value)`. */
export function isTrue(value: ConstSpec): boolean {
  switch (value.type) {
    case 'None':
    case 'False':
      return false;
    case 'int':
      return value.value !== 0n;
    case 'float':
      return value.value !== 0;
    case 'complex':
      return value.imag !== 0 || (value.real ?? 0) !== 0;
    case 'str':
    case 'bytes':
      return value.value.length > 0;
    case 'tuple':
    case 'frozenset':
      return value.items.length > 0;
    default:
      return true;
  }
}

/** The value of an int or bool, else null. */
function asInt(value: ConstSpec): bigint | null {
  if (value.type === 'int') return value.value;
  if (value.type === 'True') return 1n;
  if (value.type === 'False') return 0n;
  return null;
}

/** The value of an int, bool or float as a float; null for other types and ints that are too large. */
function asFloat(value: ConstSpec): number | null {
  if (value.type === 'float') return value.value;
  const integer = asInt(value);
  if (integer === null) return null;
  const float = Number(integer);
  return Number.isFinite(float) ? float : null;
}

interface Complex {
  readonly real: number;
  readonly imag: number;
}

function asComplex(value: ConstSpec): Complex | null {
  if (value.type === 'complex') return { real: value.real ?? 0, imag: value.imag };
  const real = asFloat(value);
  return real === null ? null : { real, imag: 0 };
}

const boolConst = (value: boolean): ConstSpec => (value ? TRUE : FALSE);
const floatConst = (value: number): ConstSpec => ({ type: 'float', value });
const complexConst = (real: number, imag: number): ConstSpec => ({ type: 'complex', real, imag });

function foldUnary(op: UnaryOperator, operand: ConstSpec): ConstSpec | null {
  if (op === 'Not') return boolConst(!isTrue(operand));
  const integer = asInt(operand);
  if (integer !== null) {
    if (op === 'Invert') return intConst(~integer);
    return intConst(op === 'USub' ? -integer : integer);
  }
  if (op === 'Invert') return null;
  if (operand.type === 'float') return op === 'USub' ? floatConst(-operand.value) : operand;
  if (operand.type === 'complex') {
    return op === 'USub' ? complexConst(-(operand.real ?? 0), -operand.imag) : operand;
  }
  return null;
}

function foldBinary(left: ConstSpec, op: BinaryOperator, right: ConstSpec): ConstSpec | null {
  const a = asInt(left);
  const b = asInt(right);
  if (a !== null && b !== null) return foldInts(left, a, op, right, b);
  if (left.type === 'complex' || right.type === 'complex') {
    const x = asComplex(left);
    const y = asComplex(right);
    return x && y && foldComplex(x, op, y);
  }
  const x = asFloat(left);
  const y = asFloat(right);
  if (x !== null && y !== null) return foldFloats(x, op, y);
  if (op === 'Mult') {
    if (b !== null) return repeat(left, b);
    return a !== null ? repeat(right, a) : null;
  }
  return op === 'Add' ? concatenate(left, right) : null;
}

function bits(value: bigint): number {
  return value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length;
}

function foldInts(left: ConstSpec, a: bigint, op: BinaryOperator, right: ConstSpec, b: bigint): ConstSpec | null {
  switch (op) {
    case 'Add':
      return intConst(a + b);
    case 'Sub':
      return intConst(a - b);
    case 'Mult':
      return bits(a) + bits(b) > MAX_INT_BITS && a !== 0n && b !== 0n ? null : intConst(a * b);
    case 'Div':
      return b === 0n ? null : divideInts(a, b);
    case 'FloorDiv':
      return b === 0n ? null : intConst(floorDivide(a, b));
    case 'Mod':
      return b === 0n ? null : intConst(a - floorDivide(a, b) * b);
    case 'Pow':
      if (b < 0n) return a === 0n ? null : foldFloats(Number(a), 'Pow', Number(b));
      if (a !== 0n && b > 0n && (b > 0xffffffffn || bits(a) > MAX_INT_BITS / Number(b))) return null;
      return a === 0n ? intConst(b === 0n ? 1 : 0) : intConst(a ** b);
    case 'LShift':
      if (b < 0n) return null;
      if (a === 0n || b === 0n) return intConst(a);
      return b > BigInt(MAX_INT_BITS) || bits(a) > MAX_INT_BITS - Number(b) ? null : intConst(a << b);
    case 'RShift':
      if (b < 0n) return null;
      return intConst(b > 0xffffffffn ? (a < 0n ? -1n : 0n) : a >> b);
    case 'MatMult':
      return null;
  }
  const result = op === 'BitAnd' ? a & b : op === 'BitOr' ? a | b : a ^ b;
  return left.type !== 'int' && right.type !== 'int' ? boolConst(result !== 0n) : intConst(result);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** True division, rounded once: the quotient is made with some spare bits and a bit for the rest. */
function divideInts(a: bigint, b: bigint): ConstSpec | null {
  if (bits(a) <= 53 && bits(b) <= 53) return floatConst(Number(a) / Number(b) + 0);
  const negative = a < 0n !== b < 0n;
  const dividend = a < 0n ? -a : a;
  const divisor = b < 0n ? -b : b;
  const shift = Math.max(0, bits(divisor) - bits(dividend) + 66);
  if (shift > 1000) return null;
  const scaled = dividend << BigInt(shift);
  const quotient = ((scaled / divisor) << 1n) | (scaled % divisor === 0n ? 0n : 1n);
  const value = Number(quotient) * 2 ** -(shift + 1);
  return Number.isFinite(value) ? floatConst(negative ? -value : value) : null;
}

function foldFloats(x: number, op: BinaryOperator, y: number): ConstSpec | null {
  switch (op) {
    case 'Add':
      return floatConst(x + y);
    case 'Sub':
      return floatConst(x - y);
    case 'Mult':
      return floatConst(x * y);
    case 'Div':
      return y === 0 ? null : floatConst(x / y);
    case 'FloorDiv':
    case 'Mod': {
      if (y === 0) return null;
      const { quotient, rest } = divmod(x, y);
      return floatConst(op === 'Mod' ? rest : quotient);
    }
    case 'Pow': {
      if (x === 0 && y < 0) return null;
      if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y)) {
        return powerComplex({ real: x, imag: 0 }, { real: y, imag: 0 });
      }
      const value = powerReal(x, y);
      return Number.isFinite(value) || !Number.isFinite(x) || !Number.isFinite(y) ? floatConst(value) : null;
    }
    default:
      return null;
  }
}

/** Follows floatobject.c: _float_div_mod. */
function divmod(x: number, y: number): { quotient: number; rest: number } {
  let rest = x % y;
  let quotient = (x - rest) / y;
  if (rest !== 0) {
    if (y < 0 !== rest < 0) {
      rest += y;
      quotient -= 1;
    }
  } else {
    rest = y < 0 ? -0 : 0;
  }
  if (quotient !== 0) {
    const floor = Math.floor(quotient);
    quotient = quotient - floor > 0.5 ? floor + 1 : floor;
  } else {
    quotient = x / y < 0 || Object.is(x / y, -0) ? -0 : 0;
  }
  return { quotient, rest };
}

function foldComplex(x: Complex, op: BinaryOperator, y: Complex): ConstSpec | null {
  switch (op) {
    case 'Add':
      return complexConst(x.real + y.real, x.imag + y.imag);
    case 'Sub':
      return complexConst(x.real - y.real, x.imag - y.imag);
    case 'Mult':
      return complexConst(x.real * y.real - x.imag * y.imag, x.real * y.imag + x.imag * y.real);
    case 'Div':
      return divideComplex(x, y);
    case 'Pow':
      return powerComplex(x, y);
    default:
      return null;
  }
}

/** Follows complexobject.c: _Py_c_quot. */
function divideComplex(a: Complex, b: Complex): ConstSpec | null {
  if (b.real === 0 && b.imag === 0) return null;
  if (Math.abs(b.real) >= Math.abs(b.imag)) {
    const ratio = b.imag / b.real;
    const denominator = b.real + b.imag * ratio;
    return complexConst((a.real + a.imag * ratio) / denominator, (a.imag - a.real * ratio) / denominator);
  }
  const ratio = b.real / b.imag;
  const denominator = b.real * ratio + b.imag;
  return complexConst((a.real * ratio + a.imag) / denominator, (a.imag * ratio - a.real) / denominator);
}

/** `x ** y` of floats whose power is real. */
function powerReal(x: number, y: number): number {
  if (x === 1 || y === 0) return 1;
  const size = Math.abs(x);
  if (size === 0 || size === 1 || !Number.isFinite(x) || !Number.isFinite(y)) return x ** y;
  const value = pow(size, y);
  return x < 0 && Math.abs(y % 2) === 1 ? -value : value;
}

/** Follows complexobject.c: _Py_c_pow. Small whole exponents, which CPython multiplies out, are left to the machine. */
function powerComplex(a: Complex, b: Complex): ConstSpec | null {
  if (b.imag === 0 && Number.isInteger(b.real)) return null;
  const size = hypot(a.real, a.imag);
  if (size === 0) return null;
  const angle = atan2(a.imag, a.real);
  let length = powerReal(size, b.real);
  let phase = angle * b.real;
  if (b.imag !== 0) {
    length /= exp(angle * b.imag);
    phase += b.imag * log(size);
  }
  return complexConst(length * cos(phase), length * sin(phase));
}

/** Follows ast_opt.c: safe_multiply. */
function repeat(sequence: ConstSpec, times: bigint): ConstSpec | null {
  const size =
    sequence.type === 'tuple'
      ? sequence.items.length
      : sequence.type === 'str'
        ? codePoints(sequence.value).length
        : sequence.type === 'bytes'
          ? sequence.value.length
          : -1;
  if (size < 0) return null;
  const limit = sequence.type === 'tuple' ? MAX_COLLECTION_SIZE : MAX_STR_SIZE;
  if (size > 0 && (times < 0n || times > BigInt(Math.floor(limit / size)))) return null;
  const count = size === 0 || times < 0n ? 0 : Number(times);
  if (sequence.type === 'str') return strConst(sequence.value.repeat(count));
  if (sequence.type === 'tuple') {
    if (count > 0 && totalItems(sequence.items) > MAX_TOTAL_ITEMS) return null;
    return tupleConst(Array.from({ length: count }, () => sequence.items).flat());
  }
  if (sequence.type !== 'bytes') return null;
  const value = new Uint8Array(count * size);
  for (let i = 0; i < count; i++) value.set(sequence.value, i * size);
  return { type: 'bytes', value };
}

function totalItems(items: readonly ConstSpec[]): number {
  let total = items.length;
  for (const item of items) if (item.type === 'tuple') total += totalItems(item.items);
  return total;
}

function concatenate(left: ConstSpec, right: ConstSpec): ConstSpec | null {
  if (left.type === 'str' && right.type === 'str') return strConst(left.value + right.value);
  if (left.type === 'tuple' && right.type === 'tuple') return tupleConst([...left.items, ...right.items]);
  if (left.type === 'bytes' && right.type === 'bytes') {
    const value = new Uint8Array(left.value.length + right.value.length);
    value.set(left.value);
    value.set(right.value, left.value.length);
    return { type: 'bytes', value };
  }
  return null;
}

function codePoints(text: string): string[] {
  return Array.from(text);
}

function foldSubscript(container: ConstSpec, index: ConstSpec): ConstSpec | null {
  const position = asInt(index);
  if (position === null) return null;
  const pick = <T>(items: ArrayLike<T>): T | undefined => {
    const at = position < 0n ? position + BigInt(items.length) : position;
    return at >= 0n && at < BigInt(items.length) ? items[Number(at)] : undefined;
  };
  if (container.type === 'tuple') return pick(container.items) ?? null;
  if (container.type === 'bytes') {
    const byte = pick(container.value);
    return byte === undefined ? null : intConst(byte);
  }
  if (container.type === 'str') {
    const character = pick(codePoints(container.value));
    return character === undefined ? null : strConst(character);
  }
  return null;
}
