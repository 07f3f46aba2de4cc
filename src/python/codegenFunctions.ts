/** Code for functions and lambdas. */
import type { Arg, Arguments, AsyncFunctionDef, Expr, FunctionDef, Lambda, Located, Stmt } from './ast.js';
import { CodeFlag, type CodeSpec } from './code.js';
import type { Compiler } from './codegen.js';
import { openGenerator, placeStopIteration } from './codegenComprehensions.js';
import { cleanDocstring } from './codegenDocstring.js';
import { expression, expressions } from './codegenExpressions.js';
import { callGeneric, openGeneric } from './codegenGenerics.js';
import { statements } from './codegenStatements.js';
import { NOWHERE, type Unit, type UnitKind } from './codegenUnit.js';
import { unparse } from './codegenUnparse.js';
import { NONE, namesConst, strConst } from './constants.js';
import { MakeFunction, Op } from './instructions.js';
import { mangle } from './symtableEntry.js';

/** Follows compile.c: compiler_function. */
export function compileFunction(c: Compiler, node: FunctionDef | AsyncFunctionDef): void {
  const firstlineno = node.decorator_list[0]?.lineno ?? node.lineno;
  expressions(c, node.decorator_list);
  const defaults = pushDefaults(c, node, node.args);
  if (node.type_params.length > 0) {
    openGeneric(c, node.name, node.type_params, firstlineno, defaults);
    const inner = defaults & (MakeFunction.DEFAULTS | MakeFunction.KWDEFAULTS);
    const arguments_ = [MakeFunction.DEFAULTS, MakeFunction.KWDEFAULTS].filter((flag) => inner & flag);
    for (const flag of arguments_) {
      c.local(Op.LOAD_FAST, flag === MakeFunction.DEFAULTS ? '.defaults' : '.kwdefaults', node);
    }
    functionObject(c, node, firstlineno, defaults);
    c.op(Op.SET_TYPE_PARAMS, 0, node);
    c.op(Op.RETURN_VALUE, 0, node);
    callGeneric(c, node, arguments_.length);
  } else {
    functionObject(c, node, firstlineno, defaults);
  }
  applyDecorators(c, node, node.decorator_list);
  c.store(node.name, node);
}

function functionObject(
  c: Compiler,
  node: FunctionDef | AsyncFunctionDef,
  firstlineno: number,
  defaults: number,
): void {
  const flags = defaults | pushAnnotations(c, node, node.args, node.returns);
  const kind = node.kind === 'AsyncFunctionDef' ? 'asyncFunction' : 'function';
  const unit = c.enter(kind, node.name, node, firstlineno);
  openFunction(c, unit, node.args);
  let { body } = node;
  const docstring = docstringOf(body);
  if (docstring === null) unit.addConst(NONE, false);
  else unit.addConst(strConst(c.minor >= 13 ? cleanDocstring(docstring) : docstring), true);
  const isGenerator = unit.scope.isGenerator || unit.scope.isCoroutine;
  if (isGenerator) openGenerator(c);
  if (docstring !== null) {
    unit.silent = { statement: body[0]!, before: unit.ops.length };
    body = body.slice(1);
  }
  statements(c, body);
  finishBody(c);
  if (isGenerator) placeStopIteration(c);
  makeFunction(c, node, c.exit(), flags);
}

/** The text of a leading string statement, else null. */
export function docstringOf(body: readonly Stmt[]): string | null {
  const first = body[0];
  if (first?.kind !== 'Expr' || first.value.kind !== 'Constant') return null;
  return first.value.value.type === 'str' ? first.value.value.value : null;
}

/** `return None` at the end of a body. Up to 3.11 (but for 3.10) it is left out where a `return` stands last. */
export function finishBody(c: Compiler): void {
  const { ops, labels, silent } = c.unit;
  if (c.minor < 12 && c.minor !== 10 && ops[ops.length - 1] === Op.RETURN_VALUE && !labels.includes(ops.length)) return;
  // Up to 3.9 a last statement without code of its own gives its line to the return.
  c.loadNone(c.minor < 10 && silent?.before === ops.length ? silent.statement : NOWHERE);
  c.op(Op.RETURN_VALUE, 0, NOWHERE);
}

/** Parameters of the code object, and the flags that follow from them. */
function openFunction(c: Compiler, unit: Unit, args: Arguments): void {
  unit.posonlyargcount = args.posonlyargs.length;
  unit.argcount = args.posonlyargs.length + args.args.length;
  unit.kwonlyargcount = args.kwonlyargs.length;
  if (args.vararg) unit.flags |= CodeFlag.VARARGS;
  if (args.kwarg) unit.flags |= CodeFlag.VARKEYWORDS;
  for (const arg of allArguments(args)) if (arg.arg === '__debug__') c.error('cannot assign to __debug__', arg);
}

function allArguments(args: Arguments): Arg[] {
  const all = [...args.posonlyargs, ...args.args, ...args.kwonlyargs];
  if (args.vararg) all.push(args.vararg);
  if (args.kwarg) all.push(args.kwarg);
  return all;
}

/** Pushes the tuple of defaults and the dict of keyword-only defaults. Follows compile.c: compiler_default_arguments. */
function pushDefaults(c: Compiler, at: Located, args: Arguments): number {
  let flags = 0;
  if (args.defaults.length > 0) {
    flags |= MakeFunction.DEFAULTS;
    expressions(c, args.defaults);
    c.op(Op.BUILD_TUPLE, args.defaults.length, at);
  }
  const names: string[] = [];
  args.kwonlyargs.forEach((arg, i) => {
    const value = args.kw_defaults[i];
    if (!value) return;
    names.push(mangle(c.unit.className, arg.arg));
    expression(c, value);
  });
  if (names.length > 0) {
    flags |= MakeFunction.KWDEFAULTS;
    c.load(namesConst(names), at);
    c.op(Op.BUILD_CONST_KEY_MAP, names.length, at);
  }
  return flags;
}

/** Pushes the annotations: a tuple of names and values, a dict up to 3.9. Follows compile.c: compiler_visit_annotations. */
function pushAnnotations(c: Compiler, at: Located, args: Arguments, returns: Expr | null): number {
  const names: string[] = [];
  const annotate = (name: string, annotation: Expr | null) => {
    if (annotation === null) return;
    const mangled = mangle(c.unit.className, name);
    names.push(mangled);
    if (c.minor >= 10) c.load(strConst(mangled), at);
    pushAnnotation(c, at, annotation);
  };
  for (const arg of args.args) annotate(arg.arg, arg.annotation);
  for (const arg of args.posonlyargs) annotate(arg.arg, arg.annotation);
  if (args.vararg) annotate(args.vararg.arg, args.vararg.annotation);
  for (const arg of args.kwonlyargs) annotate(arg.arg, arg.annotation);
  if (args.kwarg) annotate(args.kwarg.arg, args.kwarg.annotation);
  annotate('return', returns);
  if (names.length === 0) return 0;
  if (c.minor >= 10) {
    c.op(Op.BUILD_TUPLE, names.length * 2, at);
  } else {
    c.load(namesConst(names), at);
    c.op(Op.BUILD_CONST_KEY_MAP, names.length, at);
  }
  return MakeFunction.ANNOTATIONS;
}

/** The value of an annotation, or its text under the annotations future. `*args: *Ts` annotates with the one unpacked value. */
export function pushAnnotation(c: Compiler, at: Located, annotation: Expr): void {
  if (c.symtable.futureAnnotations) {
    c.load(strConst(unparse(annotation)), annotation);
  } else if (annotation.kind === 'Starred') {
    expression(c, annotation.value);
    c.op(Op.UNPACK_SEQUENCE, 1, at);
  } else {
    expression(c, annotation);
  }
}

/** Takes a code object and what its function holds. Follows compile.c: compiler_make_closure. */
export function makeFunction(c: Compiler, at: Located, code: CodeSpec, flags: number, qualname = code.qualname): void {
  let all = flags;
  const free = freeNames(code);
  if (free.length > 0) {
    for (const name of free) c.deref(Op.LOAD_CLOSURE, name, at);
    c.op(Op.BUILD_TUPLE, free.length, at);
    all |= MakeFunction.CLOSURE;
  }
  c.load({ type: 'code', code }, at);
  // Up to 3.10 the qualified name was a constant beside the code.
  if (c.minor < 11) c.unit.keptConsts.add(c.unit.addConst(strConst(qualname), false));
  c.op(Op.MAKE_FUNCTION, all, at);
}

function freeNames(code: CodeSpec): string[] {
  const FREE = 0x80;
  return code.localsplusNames.filter((_, i) => code.localsplusKinds[i]! & FREE);
}

/** Calls the decorators, the last one first: the function lies in the self slot. */
export function applyDecorators(c: Compiler, at: Located, decorators: readonly Expr[]): void {
  for (let i = decorators.length - 1; i >= 0; i--) {
    c.op(Op.CALL, 0, c.minor >= 11 ? decorators[i]! : at);
  }
}

/** Follows compile.c: compiler_lambda. */
export function compileLambda(c: Compiler, node: Lambda): void {
  const flags = pushDefaults(c, node, node.args);
  const unit = c.enter('lambda' satisfies UnitKind, '<lambda>', node, node.lineno);
  openFunction(c, unit, node.args);
  // A lambda cannot have a docstring.
  unit.addConst(NONE, false);
  if (unit.scope.isGenerator) openGenerator(c);
  expression(c, node.body);
  c.op(Op.RETURN_VALUE, 0, c.minor === 11 || c.minor === 12 ? node : node.body);
  if (unit.scope.isGenerator) placeStopIteration(c);
  makeFunction(c, node, c.exit(), flags);
}
