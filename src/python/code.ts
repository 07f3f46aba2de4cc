/** What the compiler hands to the machine: a code object as plain immutable data, without memory. */
import type { ConstantValue } from './ast.js';

/** A constant of a code object. Tuples and frozensets are folded displays. */
export type ConstSpec =
  | Exclude<ConstantValue, { type: 'complex' }>
  /** `real` is left out where it is zero: a literal has none, a folded sum has. */
  | { readonly type: 'complex'; readonly real?: number; readonly imag: number }
  /** `apart`: an equal constant is another object. */
  | { readonly type: 'tuple'; readonly items: readonly ConstSpec[]; readonly apart?: true }
  | { readonly type: 'frozenset'; readonly items: readonly ConstSpec[] }
  | { readonly type: 'code'; readonly code: CodeSpec };

/** Bits of `co_flags`, CPython's values. */
export enum CodeFlag {
  OPTIMIZED = 0x1,
  NEWLOCALS = 0x2,
  VARARGS = 0x4,
  VARKEYWORDS = 0x8,
  NESTED = 0x10,
  GENERATOR = 0x20,
  COROUTINE = 0x80,
  ITERABLE_COROUTINE = 0x100,
  ASYNC_GENERATOR = 0x200,
}

/** How a slot of `localsplus` is used. A parameter that closures share is LOCAL | CELL. */
export enum LocalKind {
  LOCAL = 0x20,
  CELL = 0x40,
  FREE = 0x80,
  /** A comprehension's variable in an inlined comprehension (3.12+). */
  HIDDEN = 0x10,
}

/** Words of one row of {@link CodeSpec.exceptionTable}. */
export const EXCEPTION_ROW = 5;

/** A code object. Indices of instructions count instructions (two words each). */
export interface CodeSpec {
  readonly name: string;
  readonly qualname: string;
  readonly filename: string;
  /** 1-based. */
  readonly firstlineno: number;
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly flags: number;
  /** Stack slots that our instructions need at most. */
  readonly stacksize: number;
  /** `co_stacksize` as CPython of that version has it: it shows in the sizes of frames and generators. */
  readonly shownStacksize: number;
  readonly names: readonly string[];
  readonly consts: readonly ConstSpec[];
  /**
   * For each constant whether its object is one of the syntax tree (a literal, or folded there), to which the tree
   * holds a reference while a script runs. Items of constant tuples always are. Where equal constants of one
   * compilation become one object, the first one met decides.
   */
  readonly constsInTree: readonly boolean[];
  /** Locals, then cells that are not parameters, then free variables (CPython's localsplus). */
  readonly localsplusNames: readonly string[];
  readonly localsplusKinds: readonly number[];
  /** Pairs of operation and operand; jump operands are instruction indices. */
  readonly instructions: Int32Array;
  /** For each instruction: line, column, end line, end column (lines 1-based, columns 0-based, -1 unknown). */
  readonly positions: Int32Array;
  /**
   * Rows of {@link EXCEPTION_ROW}: start, end (exclusive), target, stack depth, 1 when the position is pushed too.
   * Each instruction has at most one row, that of its innermost handler: rows do not overlap and are sorted by start,
   * so the first match is the innermost.
   */
  readonly exceptionTable: Int32Array;
  /** Size in bytes that `co_code` would have in CPython of that version, caches included (an estimate; for sizes only). */
  readonly codeBytes: number;
}
