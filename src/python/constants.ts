/** Constants of code objects: equality by type and value, and the pool of one code object. */
import type { CodeSpec, ConstSpec } from './code.js';

export const NONE: ConstSpec = { type: 'None' };
export const TRUE: ConstSpec = { type: 'True' };
export const FALSE: ConstSpec = { type: 'False' };

export function strConst(value: string): ConstSpec {
  return { type: 'str', value };
}

export function intConst(value: number | bigint): ConstSpec {
  return { type: 'int', value: BigInt(value) };
}

export function tupleConst(items: readonly ConstSpec[]): ConstSpec & { type: 'tuple' } {
  return { type: 'tuple', items };
}

/**
 * A frozenset keeps the first of equal items, and numbers of different types can be equal: `{0, 0.0, False}` has one.
 */
export function frozensetConst(items: readonly ConstSpec[]): ConstSpec {
  const kept = new Map<string, ConstSpec>();
  for (const item of items) {
    const key = equalityKey(item);
    if (!kept.has(key)) kept.set(key, item);
  }
  return { type: 'frozenset', items: [...kept.values()] };
}

/** The same for constants that are equal in Python. */
function equalityKey(constant: ConstSpec): string {
  switch (constant.type) {
    case 'True':
      return 'i1';
    case 'False':
      return 'i0';
    case 'float':
      return Number.isInteger(constant.value) ? `i${BigInt(constant.value)}` : constantKey(constant);
    case 'complex':
      return constant.imag === 0 ? equalityKey({ type: 'float', value: constant.real ?? 0 }) : constantKey(constant);
    case 'tuple':
      return `(${constant.items.map(equalityKey).join(' ')})`;
    default:
      return constantKey(constant);
  }
}

export function namesConst(names: readonly string[]): ConstSpec {
  return tupleConst(names.map(strConst));
}

/** Tells the two zeros apart; every NaN is one key. */
function floatKey(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/**
 * Two constants have the same key when CPython keeps one object for both.
 * Follows codeobject.c: _PyCode_ConstantKey.
 */
export function constantKey(constant: ConstSpec): string {
  switch (constant.type) {
    case 'int':
      return `i${constant.value}`;
    case 'float':
      return `f${floatKey(constant.value)}`;
    case 'complex':
      return `c${floatKey(constant.real ?? 0)},${floatKey(constant.imag)}`;
    case 'str':
      return `s${constant.value}`;
    case 'bytes':
      return `b${hex(constant.value)}`;
    case 'tuple':
      return `(${keysOf(constant.items).join(' ')})`;
    case 'frozenset':
      return `{${keysOf(constant.items).sort().join(' ')}}`;
    case 'code':
      return codeKey(constant.code);
    default:
      return constant.type;
  }
}

/** Keys with their lengths in front, so that no text inside a string can end an item. */
function keysOf(items: readonly ConstSpec[]): string[] {
  return items.map((item) => {
    const key = constantKey(item);
    return `${key.length}:${key}`;
  });
}

/**
 * Follows codeobject.c: code_richcompare. Where the positions count too, two places in the source never
 * give equal code objects.
 */
function codeKey(code: CodeSpec, withPositions = true): string {
  return [
    'code',
    code.name,
    code.firstlineno,
    code.argcount,
    code.posonlyargcount,
    code.kwonlyargcount,
    code.flags,
    code.instructions.join(),
    withPositions ? code.positions.join() : '',
    code.names.join(),
    code.localsplusNames.join(),
    keysOf(code.consts).join(' '),
  ].join('|');
}

/** The constants of the code object that is being made. */
export class ConstantPool {
  readonly items: ConstSpec[] = [];
  /** For each constant whether its object hangs in the syntax tree. */
  readonly inTree: boolean[] = [];
  private readonly indices = new Map<string, number>();
  private readonly codes = new Map<string, CodeSpec[]>();

  constructor(private readonly comparePositions: boolean) {}

  /** Index of the constant, added when no equal one is there. */
  add(constant: ConstSpec, inTree: boolean): number {
    const key = constant.type === 'code' ? this.keyOfCode(constant.code) : constantKey(constant);
    const known = this.indices.get(key);
    if (known !== undefined) return known;
    const index = this.items.length;
    this.items.push(constant);
    this.inTree.push(inTree);
    this.indices.set(key, index);
    return index;
  }

  /** Adds a constant without looking for an equal one. */
  append(constant: ConstSpec): number {
    this.inTree.push(false);
    return this.items.push(constant) - 1;
  }

  /** The whole key of a code object is long: it is made only to compare code objects of one name and line. */
  private keyOfCode(code: CodeSpec): string {
    const short = `code ${code.firstlineno} ${code.name}`;
    const alike = this.codes.get(short);
    if (alike === undefined) {
      this.codes.set(short, [code]);
      return `${short} 0`;
    }
    const key = codeKey(code, this.comparePositions);
    let nth = alike.findIndex((other) => codeKey(other, this.comparePositions) === key);
    if (nth < 0) nth = alike.push(code) - 1;
    return `${short} ${nth}`;
  }
}
