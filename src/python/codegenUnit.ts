/** One code object in the making: its tables and the stream of instructions with labels. */
import type { Located, Stmt } from './ast.js';
import type { ConstSpec } from './code.js';
import { ConstantPool } from './constants.js';
import type { Op } from './instructions.js';
import { namesOfScope, SymbolFlag, type SymbolScope, type SymtableEntry } from './symtableEntry.js';

/** Instructions that only the compiler knows: they open and close the reach of an exception handler. */
export const Pseudo = {
  /** The handler finds the exception on the stack. Operand: label. */
  SETUP_FINALLY: 240,
  /** The handler finds the position and the exception. */
  SETUP_CLEANUP: 241,
  /** As SETUP_CLEANUP, but what `__enter__` returned is dropped first. */
  SETUP_WITH: 242,
  POP_BLOCK: 243,
  /** A jump back at which nothing is looked at: a delegating generator waits in it. Operand: label. */
  JUMP_NO_INTERRUPT: 244,
  /** STORE_FAST of a value that may be NULL: the variable may be unbound afterwards. */
  STORE_FAST_MAYBE_NULL: 245,
} as const;

/** A position in the instruction stream, known when the label has been placed. */
export type Label = number;

/** For instructions that belong to no line: they count to the line that was executed before. */
export const NOWHERE: Located = { lineno: -1, col_offset: -1, end_lineno: -1, end_col_offset: -1 };

export type UnitKind = 'module' | 'class' | 'function' | 'asyncFunction' | 'lambda' | 'comprehension' | 'typeParams';

/** What a statement that leaves a block has to undo. Follows compile.c: enum fblocktype. */
export type FrameBlockKind =
  | 'whileLoop'
  | 'forLoop'
  | 'tryExcept'
  | 'finallyTry'
  | 'finallyEnd'
  | 'with'
  | 'asyncWith'
  | 'handlerCleanup'
  | 'popValue'
  | 'exceptionHandler'
  | 'exceptionGroupHandler'
  | 'asyncComprehension'
  | 'stopIteration';

export interface FrameBlock {
  readonly kind: FrameBlockKind;
  /** Where `continue` goes. */
  readonly start: Label;
  /** Where `break` goes. */
  readonly exit: Label;
  /** What unwinding needs: the finally body, the with statement, or the name of a handler. */
  readonly finalbody?: readonly Stmt[];
  readonly location?: Located;
  readonly handlerName?: string | null;
}

/** Names in the order of their first use. */
export class NameTable {
  readonly names: string[] = [];
  private readonly indices = new Map<string, number>();

  constructor(names: readonly string[] = []) {
    for (const name of names) this.add(name);
  }

  add(name: string): number {
    let index = this.indices.get(name);
    if (index === undefined) {
      index = this.names.length;
      this.names.push(name);
      this.indices.set(name, index);
    }
    return index;
  }

  indexOf(name: string): number {
    return this.indices.get(name) ?? -1;
  }
}

export class Unit {
  readonly ops: number[] = [];
  /** Operands; of jumps and handlers a label; of `local` and `deref` instructions an index into `slots`. */
  readonly args: number[] = [];
  readonly locations: Located[] = [];
  /** For each label the index of the instruction that follows it, -1 while it is not placed. */
  readonly labels: number[] = [];

  readonly names = new NameTable();
  readonly varnames = new NameTable();
  readonly consts: ConstantPool;
  /** Constants that must stay though no instruction loads them. */
  readonly keptConsts = new Set<number>();
  /** Names of `local` and `deref` operands, resolved to slots of localsplus when the unit is assembled. */
  readonly slots = new NameTable();
  readonly cellvars: NameTable;
  readonly freevars: NameTable;

  readonly frameBlocks: FrameBlock[] = [];
  /** Above zero while code is made that can never run: constants and instructions are dropped (3.8 to 3.11). */
  mute = 0;
  argcount = 0;
  posonlyargcount = 0;
  kwonlyargcount = 0;
  flags = 0;
  /** Class name for name mangling. */
  className: string | null;
  /** How many inlined comprehensions are open. */
  inlinedDepth = 0;
  /** Names that are fast locals only inside the open inlined comprehensions of a module or class. */
  readonly hidden = new Map<string, boolean>();
  /** Scopes that an inlined comprehension puts over those of the surrounding block. */
  readonly overlay = new Map<string, SymbolScope>();
  /** The statement visited last that has no instruction, and how many instructions there were then. */
  silent: { readonly statement: Stmt; readonly before: number } | null = null;
  /** Set for generators: where a StopIteration that leaves the body goes. */
  stopIterationHandler: Label = -1;
  /** Attributes that methods assign to `self` (3.13). */
  readonly staticAttributes = new Set<string>();

  constructor(
    readonly kind: UnitKind,
    readonly name: string,
    readonly qualname: string,
    readonly scope: SymtableEntry,
    readonly parent: Unit | null,
    public firstlineno: number,
    comparePositions: boolean,
  ) {
    this.className = parent?.className ?? null;
    this.consts = new ConstantPool(comparePositions);
    const cells = namesOfScope(scope, 'CELL', SymbolFlag.DEF_COMP_CELL);
    if (scope.needsClassClosure) cells.push('__class__');
    if (scope.needsClassDict) cells.push('__classdict__');
    this.cellvars = new NameTable(cells);
    this.freevars = new NameTable(namesOfScope(scope, 'FREE', SymbolFlag.DEF_FREE_CLASS));
    for (const name of scope.varnames) this.varnames.add(name);
  }

  /** The scope of a mangled name here, null when the block does not know it. */
  scopeOf(name: string): SymbolScope | null {
    return this.overlay.get(name) ?? this.scope.symbols.get(name)?.scope ?? null;
  }

  emit(op: Op | number, arg: number, at: Located): void {
    if (this.mute > 0) return;
    this.ops.push(op);
    this.args.push(arg);
    this.locations.push(at);
  }

  newLabel(): Label {
    this.labels.push(-1);
    return this.labels.length - 1;
  }

  place(label: Label): void {
    this.labels[label] = this.ops.length;
  }

  addConst(constant: ConstSpec, inTree: boolean): number {
    return this.mute > 0 ? 0 : this.consts.add(constant, inTree);
  }
}
