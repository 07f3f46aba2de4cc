import { minorOf, type PythonVersion } from '../spec/version.js';
import type {
  AnnAssign,
  Arg,
  Arguments,
  AsyncFunctionDef,
  ClassDef,
  Comprehension,
  DictComp,
  Expr,
  FunctionDef,
  GeneratorExp,
  ListComp,
  Located,
  Module,
  Name,
  Pattern,
  SetComp,
  Stmt,
  TypeParam,
} from './ast.js';
import type { SyntaxDiagnostic } from './diagnostics.js';
import { analyze, isFunctionLike, SymtableError } from './symtableAnalyze.js';
import {
  type BlockType,
  type ComprehensionKind,
  SymbolFlag as F,
  mangle,
  type SymtableEntry,
} from './symtableEntry.js';
import { checkFutureFeatures, checkFuturePlaces, hasFutureAnnotations } from './symtableFuture.js';

/** The symbol tables of a module. */
export interface Symtable {
  top: SymtableEntry;
  /** One at most: CPython stops at the first. */
  diagnostics: SyntaxDiagnostic[];
  /**
   * The block of a node: `Module`, function and class definitions, `Lambda`, comprehensions, `TypeAlias`. The block
   * that holds type parameters goes by the array `type_params`; that of a bound or a default by its expression; that of
   * an annotation under the annotations future by its expression or, for a function's, by its `Arguments`.
   */
  blocks: Map<object, SymtableEntry>;
  /** `from __future__ import annotations` is in force. */
  futureAnnotations: boolean;
}

/** Builds and analyzes the symbol tables of a module. Follows symtable.c: _PySymtable_Build. */
export function buildSymtable(module: Module, version: PythonVersion): Symtable {
  const builder = new SymtableBuilder(module, minorOf(version));
  const { top, blocks, futureAnnotations } = builder;
  try {
    checkFutureFeatures(module);
    builder.visitBody(module.body);
    analyze(top, { minor: builder.minor, directives: builder.directives });
    checkFuturePlaces(module);
  } catch (error) {
    if (!(error instanceof SymtableError)) throw error;
    const { lineno, col_offset, end_lineno, end_col_offset } = error.where;
    const { message } = error;
    const diagnostics: SyntaxDiagnostic[] = [
      { errorClass: 'SyntaxError', message, lineno, col_offset, end_lineno, end_col_offset },
    ];
    return { top, diagnostics, blocks, futureAnnotations };
  }
  for (const entry of blocks.values()) entry.isAsyncGenerator = entry.isGenerator && entry.isCoroutine;
  return { top, diagnostics: [], blocks, futureAnnotations };
}

/** An entry while its block is visited. */
interface OpenEntry {
  entry: SymtableEntry;
  /** Inside the target of a comprehension's `for`. */
  inIterationTarget: boolean;
  /** How many iterables of comprehensions surround the node. */
  iterableDepth: number;
}

/** The words for a construct that an annotation scope refuses. */
type Refused = 'named expression' | 'yield expression' | 'await expression';

class SymtableBuilder {
  readonly blocks = new Map<object, SymtableEntry>();
  readonly directives = new Map<SymtableEntry, Map<string, Located>>();
  readonly top: SymtableEntry;
  readonly futureAnnotations: boolean;
  private readonly stack: OpenEntry[] = [];
  private privateName: string | null = null;

  constructor(
    module: Module,
    readonly minor: number,
  ) {
    this.futureAnnotations = hasFutureAnnotations(module);
    const nowhere = { lineno: 0, col_offset: 0, end_lineno: 0, end_col_offset: 0 };
    this.top = this.enter('top', 'module', module, nowhere);
  }

  private get open(): OpenEntry {
    return this.stack[this.stack.length - 1];
  }

  private get current(): SymtableEntry {
    return this.open.entry;
  }

  // ---- blocks

  private enter(name: string, type: BlockType, node: object, where: Located): SymtableEntry {
    const parent = this.stack.length > 0 ? this.current : null;
    const entry: SymtableEntry = {
      lineno: where.lineno,
      col_offset: where.col_offset,
      end_lineno: where.end_lineno,
      end_col_offset: where.end_col_offset,
      type,
      name,
      node,
      symbols: new Map(),
      varnames: [],
      children: [],
      privateName: this.privateName,
      comprehension: null,
      nested: parent !== null && (parent.nested || isFunctionLike(parent)),
      hasFreeVars: false,
      childHasFreeVars: false,
      isGenerator: false,
      isCoroutine: false,
      isAsyncGenerator: false,
      hasVarargs: false,
      hasVarkeywords: false,
      returnsValue: false,
      needsClassClosure: false,
      needsClassDict: false,
      inlined: false,
      canSeeClassScope: false,
    };
    this.blocks.set(node, entry);
    // What stands in a future annotation is never run, so CPython leaves its blocks out of the tree.
    if (parent && type !== 'annotation') parent.children.push(entry);
    this.stack.push({ entry, inIterationTarget: false, iterableDepth: 0 });
    return entry;
  }

  private exit(): void {
    this.stack.pop();
  }

  // ---- names

  private fail(message: string, where: Located): never {
    throw new SymtableError(message, where);
  }

  private lookup(name: string, entry = this.current): number {
    return entry.symbols.get(mangle(this.privateName, name))?.flags ?? 0;
  }

  /** Follows symtable.c: symtable_add_def. */
  private define(name: string, flag: number, where: Located, open = this.open): void {
    const mangled = mangle(this.privateName, name);
    const { entry } = open;
    const before = entry.symbols.get(mangled);
    if (before && flag & F.DEF_PARAM && before.flags & F.DEF_PARAM) {
      // Up to 3.9 the function is pointed to.
      this.fail(`duplicate argument '${name}' in function definition`, this.minor <= 9 ? entry : where);
    }
    if (before && flag & F.DEF_TYPE_PARAM && before.flags & F.DEF_TYPE_PARAM) {
      this.fail(`duplicate type parameter '${name}'`, where);
    }
    let flags = (before?.flags ?? 0) | flag;
    if (open.inIterationTarget) {
      // An inner loop must not take the name that a `:=` has already put outside.
      if (flags & (F.DEF_GLOBAL | F.DEF_NONLOCAL)) {
        this.fail(`comprehension inner loop cannot rebind assignment expression target '${name}'`, where);
      }
      flags |= F.DEF_COMP_ITER;
    }
    if (before) before.flags = flags;
    else entry.symbols.set(mangled, { name: mangled, flags, scope: 'LOCAL' });
    if (flag & F.DEF_PARAM) entry.varnames.push(mangled);
    else if (flag & F.DEF_GLOBAL && entry !== this.top) {
      const global = this.top.symbols.get(mangled);
      if (global) global.flags |= flag;
      else this.top.symbols.set(mangled, { name: mangled, flags: flag, scope: 'LOCAL' });
    }
  }

  private recordDirective(name: string, where: Located): void {
    let directives = this.directives.get(this.current);
    if (!directives) {
      directives = new Map();
      this.directives.set(this.current, directives);
    }
    const mangled = mangle(this.privateName, name);
    if (!directives.has(mangled)) directives.set(mangled, where);
  }

  // ---- statements

  visitBody(body: readonly Stmt[]): void {
    for (const statement of body) this.statement(statement);
  }

  /** Follows symtable.c: symtable_visit_stmt. */
  private statement(node: Stmt): void {
    switch (node.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.functionDefinition(node);
        return;
      case 'ClassDef':
        this.classDefinition(node);
        return;
      case 'TypeAlias': {
        this.expression(node.name);
        const inClass = this.current.type === 'class';
        const generic = node.type_params.length > 0;
        if (generic) {
          this.enterTypeParameters(node.name.id, node.type_params, node, false, false, false);
          this.typeParameters(node.type_params);
        }
        this.enter(node.name.id, 'type alias', node, node);
        this.seeClassScope(inClass, node.value);
        this.expression(node.value);
        this.exit();
        if (generic) this.exit();
        return;
      }
      case 'Return':
        if (node.value) {
          this.expression(node.value);
          this.current.returnsValue = true;
        }
        return;
      case 'Delete':
        this.expressions(node.targets);
        return;
      case 'Assign':
        this.expressions(node.targets);
        this.expression(node.value);
        return;
      case 'AnnAssign':
        this.annotatedAssignment(node);
        return;
      case 'AugAssign':
        this.expression(node.target);
        this.expression(node.value);
        return;
      case 'For':
      case 'AsyncFor':
        this.expression(node.target);
        this.expression(node.iter);
        this.visitBody(node.body);
        this.visitBody(node.orelse);
        return;
      case 'If':
      case 'While':
        this.expression(node.test);
        this.visitBody(node.body);
        this.visitBody(node.orelse);
        return;
      case 'Match':
        this.expression(node.subject);
        for (const clause of node.cases) {
          this.pattern(clause.pattern);
          this.optional(clause.guard);
          this.visitBody(clause.body);
        }
        return;
      case 'Raise':
        this.optional(node.exc);
        this.optional(node.cause);
        return;
      case 'Try':
      case 'TryStar':
        this.visitBody(node.body);
        if (this.minor < 13) this.visitBody(node.orelse);
        for (const handler of node.handlers) {
          this.optional(handler.type);
          if (handler.name !== null) this.define(handler.name, F.DEF_LOCAL, handler);
          this.visitBody(handler.body);
        }
        if (this.minor >= 13) this.visitBody(node.orelse);
        this.visitBody(node.finalbody);
        return;
      case 'Assert':
        this.expression(node.test);
        this.optional(node.msg);
        return;
      case 'Import':
      case 'ImportFrom':
        for (const alias of node.names) {
          if (alias.name === '*') {
            if (this.current.type !== 'module') this.fail('import * only allowed at module level', alias);
            continue;
          }
          this.define(alias.asname ?? alias.name.split('.')[0], F.DEF_IMPORT, alias);
        }
        return;
      case 'Global':
      case 'Nonlocal':
        for (const name of node.names) this.directive(name, node.kind === 'Global', node);
        return;
      case 'Expr':
        this.expression(node.value);
        return;
      case 'With':
      case 'AsyncWith':
        for (const item of node.items) {
          this.expression(item.context_expr);
          this.optional(item.optional_vars);
        }
        this.visitBody(node.body);
        return;
      case 'Pass':
      case 'Break':
      case 'Continue':
        return;
    }
  }

  private directive(name: string, isGlobal: boolean, where: Located): void {
    const word = isGlobal ? 'global' : 'nonlocal';
    const flags = this.lookup(name);
    if (flags & (F.DEF_PARAM | F.DEF_LOCAL | F.USE | F.DEF_ANNOT)) {
      if (flags & F.DEF_PARAM) this.fail(`name '${name}' is parameter and ${word}`, where);
      if (flags & F.USE) this.fail(`name '${name}' is used prior to ${word} declaration`, where);
      if (flags & F.DEF_ANNOT) this.fail(`annotated name '${name}' can't be ${word}`, where);
      this.fail(`name '${name}' is assigned to before ${word} declaration`, where);
    }
    this.define(name, isGlobal ? F.DEF_GLOBAL : F.DEF_NONLOCAL, where);
    this.recordDirective(name, where);
  }

  private functionDefinition(node: FunctionDef | AsyncFunctionDef): void {
    const { args } = node;
    this.define(node.name, F.DEF_LOCAL, node);
    this.expressions(args.defaults);
    for (const value of args.kw_defaults) this.optional(value);
    this.expressions(node.decorator_list);
    const generic = node.type_params.length > 0;
    if (generic) {
      const hasKeywordDefaults = args.kw_defaults.some((value) => value !== null);
      // CPython asks whether the list of defaults exists, and it always does.
      this.enterTypeParameters(node.name, node.type_params, node, true, hasKeywordDefaults, false);
      this.typeParameters(node.type_params);
    }
    this.functionAnnotations(node);
    const entry = this.enter(node.name, 'function', node, node);
    if (node.kind === 'AsyncFunctionDef') entry.isCoroutine = true;
    this.arguments(args);
    this.visitBody(node.body);
    this.exit();
    if (generic) this.exit();
  }

  private functionAnnotations(node: FunctionDef | AsyncFunctionDef): void {
    const { args } = node;
    const apart = this.futureAnnotations && this.minor >= 10;
    if (apart) this.enter('_annotation', 'annotation', args, node);
    const visit = (arg: Arg | null) => {
      if (arg) this.optional(arg.annotation);
    };
    args.posonlyargs.forEach(visit);
    args.args.forEach(visit);
    visit(args.vararg);
    visit(args.kwarg);
    args.kwonlyargs.forEach(visit);
    if (apart) this.exit();
    if (node.returns) this.annotation(node.returns);
  }

  private annotation(node: Expr): void {
    const apart = this.futureAnnotations && this.minor >= 10;
    if (apart) this.enter('_annotation', 'annotation', node, node);
    this.expression(node);
    if (apart) this.exit();
  }

  private annotatedAssignment(node: AnnAssign): void {
    const { target } = node;
    if (target.kind === 'Name') {
      const flags = this.lookup(target.id);
      if (flags & (F.DEF_GLOBAL | F.DEF_NONLOCAL) && this.current !== this.top && node.simple) {
        const word = flags & F.DEF_GLOBAL ? 'global' : 'nonlocal';
        this.fail(`annotated name '${target.id}' can't be ${word}`, node);
      }
      if (node.simple) this.define(target.id, F.DEF_ANNOT | F.DEF_LOCAL, target);
      else if (node.value) this.define(target.id, F.DEF_LOCAL, target);
    } else {
      this.expression(target);
    }
    this.annotation(node.annotation);
    this.optional(node.value);
  }

  private classDefinition(node: ClassDef): void {
    this.define(node.name, F.DEF_LOCAL, node);
    this.expressions(node.decorator_list);
    const outer = this.privateName;
    const generic = node.type_params.length > 0;
    if (generic) {
      this.enterTypeParameters(node.name, node.type_params, node, false, false, true);
      this.typeParameters(node.type_params);
    }
    this.expressions(node.bases);
    for (const keyword of node.keywords) this.expression(keyword.value);
    this.privateName = node.name;
    this.enter(node.name, 'class', node, node);
    if (generic) {
      this.define('__type_params__', F.DEF_LOCAL, node);
      this.define('.type_params', F.USE, node);
    }
    this.visitBody(node.body);
    this.exit();
    if (generic) this.exit();
    this.privateName = outer;
  }

  // ---- type parameters

  /** Follows symtable.c: symtable_enter_type_param_block. */
  private enterTypeParameters(
    name: string,
    key: readonly TypeParam[],
    where: Located,
    hasDefaults: boolean,
    hasKeywordDefaults: boolean,
    isClass: boolean,
  ): void {
    const inClass = this.current.type === 'class';
    this.enter(name, 'type parameters', key, where);
    this.seeClassScope(inClass, where);
    if (isClass) {
      this.define('.type_params', F.DEF_LOCAL, where);
      this.define('.type_params', F.USE, where);
      this.privateName = name;
      this.define('.generic_base', F.DEF_LOCAL, where);
      this.define('.generic_base', F.USE, where);
    }
    if (hasDefaults) this.define('.defaults', F.DEF_PARAM, where);
    if (hasKeywordDefaults) this.define('.kwdefaults', F.DEF_PARAM, where);
  }

  /** An annotation scope in a class reads the class's names through `__classdict__`. */
  private seeClassScope(inClass: boolean, where: Located): void {
    if (!inClass) return;
    this.current.canSeeClassScope = true;
    this.define('__classdict__', F.USE, where);
  }

  private typeParameters(nodes: readonly TypeParam[]): void {
    for (const node of nodes) {
      this.define(node.name, F.DEF_TYPE_PARAM | F.DEF_LOCAL, node);
      if (node.kind === 'TypeVar' && node.bound) this.typeVariablePart(node.name, node.bound, node);
      if (node.default_value) this.typeVariablePart(node.name, node.default_value, node);
    }
  }

  private typeVariablePart(name: string, value: Expr, where: Located): void {
    const inClass = this.current.canSeeClassScope;
    this.enter(name, 'type variable', value, where);
    this.seeClassScope(inClass, value);
    this.expression(value);
    this.exit();
  }

  // ---- expressions

  private expressions(nodes: readonly Expr[]): void {
    for (const node of nodes) this.expression(node);
  }

  private optional(node: Expr | null): void {
    if (node) this.expression(node);
  }

  /** Follows symtable.c: symtable_visit_expr. */
  private expression(node: Expr): void {
    switch (node.kind) {
      case 'NamedExpr':
        this.refuseInAnnotation('named expression', node);
        if (this.open.iterableDepth > 0) {
          this.fail('assignment expression cannot be used in a comprehension iterable expression', node);
        }
        if (this.current.comprehension) this.extendNamedExpressionScope(node.target);
        this.expression(node.value);
        this.expression(node.target);
        return;
      case 'BoolOp':
        this.expressions(node.values);
        return;
      case 'BinOp': {
        // Long chains lean to the left: a loop keeps the host's stack flat.
        const rights: Expr[] = [];
        let left: Expr = node;
        while (left.kind === 'BinOp') {
          rights.push(left.right);
          left = left.left;
        }
        this.expression(left);
        for (const right of rights.reverse()) this.expression(right);
        return;
      }
      case 'UnaryOp':
        this.expression(node.operand);
        return;
      case 'Lambda':
        this.expressions(node.args.defaults);
        for (const value of node.args.kw_defaults) this.optional(value);
        this.enter('lambda', 'function', node, node);
        this.arguments(node.args);
        this.expression(node.body);
        this.exit();
        return;
      case 'IfExp':
        this.expression(node.test);
        this.expression(node.body);
        this.expression(node.orelse);
        return;
      case 'Dict':
        for (const key of node.keys) this.optional(key);
        this.expressions(node.values);
        return;
      case 'Set':
      case 'List':
      case 'Tuple':
        this.expressions(node.elts);
        return;
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        this.comprehension(node, node.elt, null);
        return;
      case 'DictComp':
        this.comprehension(node, node.key, node.value);
        return;
      case 'Yield':
      case 'YieldFrom':
        this.refuseInAnnotation('yield expression', node);
        this.optional(node.value);
        this.current.isGenerator = true;
        if (this.current.comprehension) {
          const kind = this.current.comprehension;
          const what = kind === 'generator' ? 'generator expression' : `${kind} comprehension`;
          this.fail(`'yield' inside ${what}`, node);
        }
        return;
      case 'Await':
        this.refuseInAnnotation('await expression', node);
        this.expression(node.value);
        this.current.isCoroutine = true;
        return;
      case 'Compare':
        this.expression(node.left);
        this.expressions(node.comparators);
        return;
      case 'Call':
        this.expression(node.func);
        this.expressions(node.args);
        for (const keyword of node.keywords) this.expression(keyword.value);
        return;
      case 'FormattedValue':
      case 'Interpolation':
        this.expression(node.value);
        this.optional(node.format_spec);
        return;
      case 'JoinedStr':
      case 'TemplateStr':
        this.expressions(node.values);
        return;
      case 'Constant':
        return;
      case 'Attribute':
      case 'Starred':
        this.expression(node.value);
        return;
      case 'Subscript':
        this.expression(node.value);
        this.expression(node.slice);
        return;
      case 'Slice':
        this.optional(node.lower);
        this.optional(node.upper);
        this.optional(node.step);
        return;
      case 'Name':
        this.define(node.id, node.ctx === 'Load' ? F.USE : F.DEF_LOCAL, node);
        // `super()` reads `__class__`, which nobody mentions.
        if (node.ctx === 'Load' && node.id === 'super' && isFunctionLike(this.current)) {
          this.define('__class__', F.USE, node);
        }
        return;
    }
  }

  /** Follows symtable.c: symtable_visit_arguments. */
  private arguments(args: Arguments): void {
    for (const arg of [...args.posonlyargs, ...args.args, ...args.kwonlyargs]) {
      this.define(arg.arg, F.DEF_PARAM, arg);
    }
    if (args.vararg) {
      this.define(args.vararg.arg, F.DEF_PARAM, args.vararg);
      this.current.hasVarargs = true;
    }
    if (args.kwarg) {
      this.define(args.kwarg.arg, F.DEF_PARAM, args.kwarg);
      this.current.hasVarkeywords = true;
    }
  }

  /** Follows symtable.c: symtable_handle_comprehension. */
  private comprehension(node: ListComp | SetComp | DictComp | GeneratorExp, element: Expr, value: Expr | null): void {
    const [outermost, ...others] = node.generators;
    // The outermost iterable is evaluated where the comprehension stands.
    this.open.iterableDepth++;
    this.expression(outermost.iter);
    this.open.iterableDepth--;

    const kind = comprehensionKinds[node.kind];
    const entry = this.enter(kind.name, 'function', node, node);
    entry.comprehension = kind.kind;
    if (outermost.is_async) entry.isCoroutine = true;
    this.define('.0', F.DEF_PARAM, node);
    this.iterationTarget(outermost);
    this.expressions(outermost.ifs);
    for (const generator of others) {
      this.iterationTarget(generator);
      this.open.iterableDepth++;
      this.expression(generator.iter);
      this.open.iterableDepth--;
      this.expressions(generator.ifs);
      if (generator.is_async) entry.isCoroutine = true;
    }
    this.optional(value);
    this.expression(element);
    entry.isGenerator = kind.kind === 'generator';
    const isAsync = entry.isCoroutine && !entry.isGenerator;
    this.exit();
    if (isAsync) this.current.isCoroutine = true;
  }

  private iterationTarget(generator: Comprehension): void {
    this.open.inIterationTarget = true;
    this.expression(generator.target);
    this.open.inIterationTarget = false;
  }

  /** The target of `:=` in a comprehension belongs to the function around. Follows symtable_extend_namedexpr_scope. */
  private extendNamedExpressionScope(target: Name): void {
    const name = target.id;
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const open = this.stack[i];
      const { entry } = open;
      const flags = this.lookup(name, entry);
      if (entry.comprehension) {
        if (flags & F.DEF_COMP_ITER && flags & (F.DEF_LOCAL | F.DEF_GLOBAL)) {
          this.fail(`assignment expression cannot rebind comprehension iteration variable '${name}'`, target);
        }
        continue;
      }
      if (entry.type === 'function') {
        this.define(name, flags & F.DEF_GLOBAL ? F.DEF_GLOBAL : F.DEF_NONLOCAL, target);
        this.recordDirective(name, target);
        this.define(name, F.DEF_LOCAL, target, open);
        return;
      }
      if (entry.type === 'module') {
        this.define(name, F.DEF_GLOBAL, target);
        this.recordDirective(name, target);
        this.define(name, F.DEF_GLOBAL, target, open);
        return;
      }
      const where = entry.type === 'class' ? 'in a class body' : annotationScopes.get(entry.type);
      this.fail(`assignment expression within a comprehension cannot be used ${where}`, target);
    }
  }

  /** Follows symtable.c: symtable_raise_if_annotation_block. */
  private refuseInAnnotation(what: Refused, node: Expr): void {
    const scope = annotationScopes.get(this.current.type);
    if (scope === undefined) return;
    this.fail(this.minor >= 12 ? `${what} cannot be used ${scope}` : `'${what}' can not be used ${scope}`, node);
  }

  // ---- patterns

  /** Follows symtable.c: symtable_visit_pattern. */
  private pattern(node: Pattern): void {
    switch (node.kind) {
      case 'MatchValue':
        this.expression(node.value);
        return;
      case 'MatchSingleton':
        return;
      case 'MatchSequence':
      case 'MatchOr':
        node.patterns.forEach((pattern) => {
          this.pattern(pattern);
        });
        return;
      case 'MatchStar':
        if (node.name !== null) this.define(node.name, F.DEF_LOCAL, node);
        return;
      case 'MatchMapping':
        this.expressions(node.keys);
        for (const pattern of node.patterns) this.pattern(pattern);
        if (node.rest !== null) this.define(node.rest, F.DEF_LOCAL, node);
        return;
      case 'MatchClass':
        this.expression(node.cls);
        for (const pattern of node.patterns) this.pattern(pattern);
        for (const pattern of node.kwd_patterns) this.pattern(pattern);
        return;
      case 'MatchAs':
        if (node.pattern) this.pattern(node.pattern);
        if (node.name !== null) this.define(node.name, F.DEF_LOCAL, node);
        return;
    }
  }
}

/** The scopes that allow neither `:=` nor `yield` nor `await`, in the words of the errors. */
const annotationScopes: ReadonlyMap<BlockType, string> = new Map<BlockType, string>([
  ['annotation', 'within an annotation'],
  ['type variable', 'within a TypeVar bound'],
  ['type alias', 'within a type alias'],
  ['type parameters', 'within the definition of a generic'],
]);

const comprehensionKinds: Record<
  'ListComp' | 'SetComp' | 'DictComp' | 'GeneratorExp',
  { name: string; kind: ComprehensionKind }
> = {
  ListComp: { name: 'listcomp', kind: 'list' },
  SetComp: { name: 'setcomp', kind: 'set' },
  DictComp: { name: 'dictcomp', kind: 'dict' },
  GeneratorExp: { name: 'genexpr', kind: 'generator' },
};
