/** The compiler's state and what every part of it uses: units, names, constants, jumps. Follows compile.c. */

import { minorOf, type PythonVersion } from '../spec/version.js';
import { assemble } from './assemble.js';
import type { ExprContext, Located, Module } from './ast.js';
import type { CodeSpec, ConstSpec } from './code.js';
import { type Label, NOWHERE, Unit, type UnitKind } from './codegenUnit.js';
import type { SyntaxWarning } from './codegenWarnings.js';
import { NONE, strConst } from './constants.js';
import type { SyntaxDiagnostic } from './diagnostics.js';
import { Folder } from './fold.js';
import { Op } from './instructions.js';
import type { Symtable } from './symtable.js';
import { isFunctionLike } from './symtableAnalyze.js';
import { mangle, type SymtableEntry } from './symtableEntry.js';
import { futureImports } from './symtableFuture.js';

export interface CompileOptions {
  readonly version: PythonVersion;
  readonly filename: string;
  /** In 'eval' and 'single' the value of an expression is returned, or printed. */
  readonly mode: 'exec' | 'eval' | 'single';
}

/** A construct that is compiled to an instruction which stops the run when it is reached. */
export interface NotSimulated extends Located {
  readonly what: string;
}

/** From this many values on a display or call is built piece by piece (3.10 and later). */
export const STACK_USE_GUIDELINE = 30;

/** The other features leave no flag. */
const FUTURE_FLAGS = new Map([
  ['barry_as_FLUFL', 0x400000],
  ['annotations', 0x1000000],
]);

function futureFlagsOf(module: Module): number {
  let flags = 0;
  for (const statement of futureImports(module)) {
    for (const alias of statement.names) flags |= FUTURE_FLAGS.get(alias.name) ?? 0;
  }
  return flags;
}

export class Compiler {
  readonly minor: number;
  readonly folder = new Folder();
  readonly errors: SyntaxDiagnostic[] = [];
  readonly notSimulated: NotSimulated[] = [];
  readonly warnings: SyntaxWarning[] = [];
  /** Bits of `co_flags` that every code object gets for `from __future__` imports. */
  readonly futureFlags: number;
  /** The code object that is being made. Set by {@link enter}. */
  unit!: Unit;

  constructor(
    readonly module: Module,
    readonly symtable: Symtable,
    readonly options: CompileOptions,
  ) {
    this.minor = minorOf(options.version);
    this.futureFlags = futureFlagsOf(module);
  }

  // ---- units

  /** Opens a code object for the block of `node`. Follows compile.c: compiler_enter_scope. */
  enter(kind: UnitKind, name: string, node: object, firstlineno: number): Unit {
    const scope = this.symtable.blocks.get(node);
    if (scope === undefined) throw new Error(`The symbol tables have no block for ${name}.`);
    const parent = this.unit ?? null;
    const qualname = this.qualnameOf(kind, name, parent);
    // 3.12 merges code objects that differ in columns only; 3.11 and 3.13 compare all positions.
    const comparePositions = this.minor === 11 || this.minor >= 13;
    const unit = new Unit(kind, name, qualname, scope, parent, firstlineno, comparePositions);
    this.unit = unit;
    return unit;
  }

  /** Closes the open code object. The stream must end in an instruction that leaves the frame. */
  exit(): CodeSpec {
    const code = this.assembleUnit();
    this.unit = this.unit.parent as Unit;
    return code;
  }

  /** After an error the stream may make no sense: then the code object is empty. */
  private assembleUnit(): CodeSpec {
    try {
      return assemble(this.unit, this);
    } catch (error) {
      if (this.errors.length === 0) throw error;
      const { ops, args, locations } = this.unit;
      ops.length = args.length = locations.length = 0;
      this.loadNone(NOWHERE);
      this.op(Op.RETURN_VALUE, 0, NOWHERE);
      return assemble(this.unit, this);
    }
  }

  /** Follows compile.c: compiler_set_qualname. */
  private qualnameOf(kind: UnitKind, name: string, enclosing: Unit | null): string {
    if (enclosing === null || enclosing.parent === null) return name;
    let parent: Unit = enclosing;
    if (parent.kind === 'typeParams') {
      const grandparent = parent.parent as Unit;
      if (grandparent.parent === null) return name;
      parent = grandparent;
    }
    if (kind === 'function' || kind === 'asyncFunction' || kind === 'class') {
      if (parent.scopeOf(mangle(parent.className, name)) === 'GLOBAL_EXPLICIT') return name;
    }
    const isFunction = parent.kind === 'function' || parent.kind === 'asyncFunction' || parent.kind === 'lambda';
    return `${parent.qualname}${isFunction ? '.<locals>' : ''}.${name}`;
  }

  // ---- diagnostics

  error(message: string, at: Located): void {
    const { lineno, col_offset, end_lineno, end_col_offset } = at;
    this.errors.push({ errorClass: 'SyntaxError', message, lineno, col_offset, end_lineno, end_col_offset });
  }

  warn(message: string, at: Located): void {
    const { lineno, col_offset, end_lineno, end_col_offset } = at;
    this.warnings.push({ message, lineno, col_offset, end_lineno, end_col_offset });
  }

  /** Leaves an instruction that stops the run, and the note why. It changes no stack slot. */
  unsupported(what: string, at: Located): void {
    const { lineno, col_offset, end_lineno, end_col_offset } = at;
    this.notSimulated.push({ what, lineno, col_offset, end_lineno, end_col_offset });
    this.op(Op.NOT_SIMULATED, this.unit.addConst(strConst(what), false), at);
  }

  // ---- instructions

  op(op: Op | number, arg: number, at: Located): void {
    this.unit.emit(op, arg, at);
  }

  label(): Label {
    return this.unit.newLabel();
  }

  place(label: Label): void {
    this.unit.place(label);
  }

  jump(op: Op | number, target: Label, at: Located): void {
    this.unit.emit(op, target, at);
  }

  /** @param inTree whether the object hangs in CPython's syntax tree, which holds a reference to it. */
  load(constant: ConstSpec, at: Located, inTree = false): void {
    this.op(Op.LOAD_CONST, this.unit.addConst(constant, inTree), at);
  }

  loadNone(at: Located): void {
    this.load(NONE, at);
  }

  /** An instruction whose operand is a name of `co_names`. */
  name(op: Op, name: string, at: Located): void {
    this.op(op, this.unit.names.add(mangle(this.unit.className, name)), at);
  }

  /** An instruction on a fast local. */
  local(op: Op, mangled: string, at: Located): void {
    if (this.unit.mute > 0) return;
    this.unit.varnames.add(mangled);
    this.op(op, this.unit.slots.add(mangled), at);
  }

  /** An instruction on a cell or free variable. */
  deref(op: Op, mangled: string, at: Located): void {
    this.op(op, this.unit.slots.add(mangled), at);
  }

  // ---- names

  loadName(name: string, at: Located): void {
    this.nameOp(at, name, 'Load');
  }

  store(name: string, at: Located): void {
    this.nameOp(at, name, 'Store');
  }

  /** Where an access to a name goes. Follows compile.c: compiler_nameop. */
  accessOf(mangled: string): 'fast' | 'deref' | 'global' | 'name' {
    const { unit } = this;
    switch (unit.scopeOf(mangled)) {
      case 'FREE':
      case 'CELL':
        return 'deref';
      case 'LOCAL':
        return isFunctionLike(unit.scope) || unit.hidden.get(mangled) === true ? 'fast' : 'name';
      case 'GLOBAL_IMPLICIT':
        return isFunctionLike(unit.scope) ? 'global' : 'name';
      case 'GLOBAL_EXPLICIT':
        return 'global';
      default:
        return 'name';
    }
  }

  nameOp(at: Located, name: string, ctx: ExprContext): void {
    const { unit } = this;
    const mangled = mangle(unit.className, name);
    switch (this.accessOf(mangled)) {
      case 'fast':
        this.local(ctx === 'Load' ? Op.LOAD_FAST : ctx === 'Store' ? Op.STORE_FAST : Op.DELETE_FAST, mangled, at);
        return;
      case 'deref':
        if (ctx !== 'Load') {
          this.deref(ctx === 'Store' ? Op.STORE_DEREF : Op.DELETE_DEREF, mangled, at);
        } else if (unit.scope.type === 'class' && unit.inlinedDepth === 0) {
          this.op(Op.LOAD_LOCALS, 0, at);
          this.deref(Op.LOAD_FROM_DICT_OR_DEREF, mangled, at);
        } else if (unit.scope.canSeeClassScope && mangled !== '__classdict__') {
          this.deref(Op.LOAD_DEREF, '__classdict__', at);
          this.deref(Op.LOAD_FROM_DICT_OR_DEREF, mangled, at);
        } else {
          this.deref(Op.LOAD_DEREF, mangled, at);
        }
        return;
      case 'global':
        if (ctx !== 'Load') {
          this.op(ctx === 'Store' ? Op.STORE_GLOBAL : Op.DELETE_GLOBAL, unit.names.add(mangled), at);
        } else if (unit.scope.canSeeClassScope && unit.scopeOf(mangled) === 'GLOBAL_IMPLICIT') {
          this.deref(Op.LOAD_DEREF, '__classdict__', at);
          this.op(Op.LOAD_FROM_DICT_OR_GLOBALS, unit.names.add(mangled), at);
        } else {
          this.op(Op.LOAD_GLOBAL, unit.names.add(mangled), at);
        }
        return;
      case 'name': {
        const index = unit.names.add(mangled);
        if (ctx === 'Store') this.op(Op.STORE_NAME, index, at);
        else if (ctx === 'Del') this.op(Op.DELETE_NAME, index, at);
        else this.op(unit.scope.type === 'class' && unit.inlinedDepth > 0 ? Op.LOAD_GLOBAL : Op.LOAD_NAME, index, at);
      }
    }
  }

  /** Compiles something only for the names and constants that it adds. */
  rehearse(compile: () => void): void {
    const { ops, args, locations } = this.unit;
    const length = ops.length;
    const errors = this.errors.length;
    const notes = this.notSimulated.length;
    const warnings = this.warnings.length;
    compile();
    ops.length = args.length = locations.length = length;
    this.errors.length = errors;
    this.notSimulated.length = notes;
    this.warnings.length = warnings;
  }

  /** The block of a node. */
  scopeOfNode(node: object): SymtableEntry {
    const scope = this.symtable.blocks.get(node);
    if (scope === undefined) throw new Error('The symbol tables have no block for a node.');
    return scope;
  }
}
