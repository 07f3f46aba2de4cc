/** Code for type parameters and the `type` statement (3.12, PEP 695; defaults 3.13, PEP 696). */
import type { Expr, Located, TypeAlias, TypeParam } from './ast.js';
import type { Compiler } from './codegen.js';
import { expression } from './codegenExpressions.js';
import { makeFunction } from './codegenFunctions.js';
import { NONE, strConst } from './constants.js';
import { MakeFunction, Op } from './instructions.js';

/** Operands of TYPE_PARAM. */
const TYPE_VAR = 0;
const TYPE_VAR_TUPLE = 1;
const PARAM_SPEC = 2;
const HAS_BOUND = 4;
const HAS_DEFAULT = 8;

/** Opens the hidden function that holds the type parameters and leaves their tuple on its stack. */
export function openGeneric(
  c: Compiler,
  name: string,
  parameters: readonly TypeParam[],
  firstlineno: number,
  defaults = 0,
  className: string | null = null,
): void {
  enterGeneric(c, name, parameters, firstlineno);
  if (className !== null) c.unit.className = className;
  if (defaults & MakeFunction.DEFAULTS) c.unit.argcount++;
  if (defaults & MakeFunction.KWDEFAULTS) c.unit.argcount++;
  typeParameters(c, parameters);
}

function enterGeneric(c: Compiler, name: string, parameters: readonly TypeParam[], firstlineno: number): void {
  c.enter('typeParams', `<generic parameters of ${name}>`, parameters, firstlineno);
}

function typeParameters(c: Compiler, parameters: readonly TypeParam[]): void {
  for (const parameter of parameters) typeParameter(c, parameter);
  c.op(Op.BUILD_TUPLE, parameters.length, parameters[0]!);
}

/** Closes the hidden function and calls it with the `count` values that lie below. */
export function callGeneric(c: Compiler, at: Located, count: number): void {
  makeFunction(c, at, c.exit(), 0);
  if (count === 0) {
    c.op(Op.PUSH_NULL, 0, at);
    c.op(Op.CALL, 0, at);
    return;
  }
  // The function goes below its arguments, the first of which takes the self slot.
  c.op(Op.SWAP, count + 1, at);
  if (count === 2) c.op(Op.SWAP, 2, at);
  c.op(Op.CALL, count - 1, at);
}

/** Follows compile.c: compiler_type_params. */
function typeParameter(c: Compiler, node: TypeParam): void {
  c.load(strConst(node.name), node);
  let how = node.kind === 'TypeVar' ? TYPE_VAR : node.kind === 'TypeVarTuple' ? TYPE_VAR_TUPLE : PARAM_SPEC;
  if (node.kind === 'TypeVar' && node.bound) {
    lazyValue(c, node.name, node.bound, node.bound);
    how |= HAS_BOUND;
  }
  if (node.default_value) {
    lazyValue(c, node.name, node.default_value, node.default_value);
    how |= HAS_DEFAULT;
  }
  c.op(Op.TYPE_PARAM, how, node);
  c.op(Op.COPY, 1, node);
  c.store(node.name, node);
}

/** A function that computes a bound, a default or an alias's value when somebody asks for it. */
function lazyValue(c: Compiler, name: string, value: Expr, key: object): void {
  c.enter('function', name, key, value.lineno);
  c.unit.addConst(NONE, false);
  expression(c, value);
  c.op(Op.RETURN_VALUE, 0, value);
  makeFunction(c, value, c.exit(), 0);
}

/** Follows compile.c: compiler_typealias. */
export function compileTypeAlias(c: Compiler, node: TypeAlias): void {
  const name = node.name.id;
  const generic = node.type_params.length > 0;
  if (generic) {
    enterGeneric(c, name, node.type_params, node.lineno);
    c.load(strConst(name), node);
    typeParameters(c, node.type_params);
  } else {
    c.load(strConst(name), node);
    c.loadNone(node);
  }
  lazyValue(c, name, node.value, node);
  c.op(Op.TYPE_ALIAS, 0, node);
  if (generic) {
    c.op(Op.RETURN_VALUE, 0, node);
    callGeneric(c, node, 0);
  }
  c.store(name, node.name);
}
