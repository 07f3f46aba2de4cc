/** Code for calls. */
import type { Attribute, Call, Expr, Keyword, Located } from './ast.js';
import { type Compiler, STACK_USE_GUIDELINE } from './codegen.js';
import { compileSequence, dictOf, mergeParts, pushParts, unpackParts } from './codegenDisplays.js';
import { attributePlace, expression, expressions, isSuperCall, loadSuperArguments } from './codegenExpressions.js';
import { warnOfCall } from './codegenWarnings.js';
import { namesConst, strConst } from './constants.js';
import { Op } from './instructions.js';
import { mangle } from './symtableEntry.js';

/** Follows compile.c: compiler_call. */
export function compileCall(c: Compiler, node: Call): void {
  checkKeywords(c, node.keywords);
  if (methodCall(c, node)) return;
  warnOfCall(c, node.func);
  callee(c, node.func);
  callArguments(c, node, node.args, node.keywords);
}

/** Pushes the callable and the empty self slot. */
export function callee(c: Compiler, func: Expr): void {
  if (func.kind === 'Name' && func.id !== '__debug__') {
    const mangled = mangle(c.unit.className, func.id);
    if (c.accessOf(mangled) === 'global' && !c.unit.scope.canSeeClassScope) {
      c.op(Op.LOAD_GLOBAL_CALL, c.unit.names.add(mangled), func);
      return;
    }
  }
  expression(c, func);
  c.op(Op.PUSH_NULL, 0, func);
}

/** SyntaxError where a keyword comes twice. Follows compile.c: validate_keywords. */
export function checkKeywords(c: Compiler, keywords: readonly Keyword[]): void {
  const seen = new Set<string>();
  for (const { arg, ...place } of keywords) {
    if (arg === null) continue;
    if (arg === '__debug__') c.error('cannot assign to __debug__', place);
    if (seen.has(arg)) c.error(c.minor >= 9 ? `keyword argument repeated: ${arg}` : 'keyword argument repeated', place);
    seen.add(arg);
  }
}

/**
 * `x.m(...)` without a bound method object.
 * Follows compile.c: maybe_optimize_method_call.
 */
function methodCall(c: Compiler, node: Call): boolean {
  const { func, args, keywords } = node;
  if (func.kind !== 'Attribute' || func.ctx !== 'Load') return false;
  if (keywords.length > 0 && c.minor < 11) return false;
  if (c.minor >= 11 && args.length + keywords.length + (keywords.length > 0 ? 1 : 0) >= STACK_USE_GUIDELINE)
    return false;
  if (args.some((arg) => arg.kind === 'Starred') || keywords.some((keyword) => keyword.arg === null)) return false;
  if (c.minor >= 12 && isImportedModule(c, func)) return false;
  const place = attributePlace(c, func, func);
  if (isSuperCall(c, func)) {
    loadSuperArguments(c, func.value as Call);
    c.name(Op.LOAD_SUPER_METHOD, func.attr, place);
  } else {
    expression(c, func.value);
    c.name(Op.LOAD_METHOD, func.attr, place);
  }
  simpleArguments(c, attributePlace(c, node, func), args, keywords, 0);
  return true;
}

/** Calls of functions of an imported module load an attribute, not a method. Follows compile.c: is_import_originated. */
function isImportedModule(c: Compiler, func: Attribute): boolean {
  if (func.value.kind !== 'Name') return false;
  const flags = c.symtable.top.symbols.get(func.value.id)?.flags ?? 0;
  const DEF_IMPORT = 128;
  return c.unit.scope === c.symtable.top && (flags & DEF_IMPORT) !== 0;
}

function simpleArguments(
  c: Compiler,
  at: Located,
  args: readonly Expr[],
  keywords: readonly Keyword[],
  pushed: number,
): void {
  expressions(c, args);
  const count = pushed + args.length + keywords.length;
  if (keywords.length === 0) {
    c.op(Op.CALL, count, at);
    return;
  }
  for (const keyword of keywords) expression(c, keyword.value);
  c.load(namesConst(keywords.map((keyword) => keyword.arg as string)), at);
  c.op(Op.CALL_KW, count, at);
}

/**
 * Calls what lies below; `pushed` arguments are already on the stack.
 * Follows compile.c: compiler_call_helper.
 */
export function callArguments(
  c: Compiler,
  at: Located,
  args: readonly Expr[],
  keywords: readonly Keyword[],
  pushed = 0,
): void {
  const many = c.minor >= 10 && args.length + keywords.length * 2 > STACK_USE_GUIDELINE;
  if (!many && !args.some((arg) => arg.kind === 'Starred') && keywords.every((keyword) => keyword.arg !== null)) {
    simpleArguments(c, at, args, keywords, pushed);
    return;
  }
  if (c.minor < 9) {
    unpackedCall(c, at, args, keywords, pushed);
    return;
  }
  const only = args.length === 1 && pushed === 0 ? args[0]! : null;
  if (only?.kind === 'Starred') expression(c, only.value);
  else compileSequence(c, at, 'Tuple', args, pushed);
  if (keywords.length > 0) keywordDict(c, at, keywords);
  c.op(Op.CALL_FUNCTION_EX, keywords.length > 0 ? 1 : 0, at);
}

function keywordDict(c: Compiler, at: Located, keywords: readonly Keyword[]): void {
  let haveDict = false;
  let seen = 0;
  const flush = (to: number) => {
    namedDict(c, at, keywords.slice(to - seen, to));
    if (haveDict) c.op(Op.DICT_MERGE, 1, at);
    haveDict = true;
    seen = 0;
  };
  keywords.forEach((keyword, i) => {
    if (keyword.arg !== null) {
      seen++;
      return;
    }
    if (seen > 0) flush(i);
    if (!haveDict) {
      c.op(Op.BUILD_MAP, 0, at);
      haveDict = true;
    }
    expression(c, keyword.value);
    c.op(Op.DICT_MERGE, 1, at);
  });
  if (seen > 0) flush(keywords.length);
}

/** Follows compile.c: compiler_subkwargs. */
function namedDict(c: Compiler, at: Located, keywords: readonly Keyword[]): void {
  const names = keywords.map((keyword) => strConst(keyword.arg as string));
  const values = keywords.map((keyword) => keyword.value);
  dictOf(c, at, values, names, (i) => c.load(names[i]!, at));
}

/** The call of 3.8: all arguments are evaluated before the first iterable is unpacked; a single dict is passed as it is. */
function unpackedCall(
  c: Compiler,
  at: Located,
  args: readonly Expr[],
  keywords: readonly Keyword[],
  pushed: number,
): void {
  const { starred, count } = pushParts(c, at, args, pushed, Op.BUILD_TUPLE);
  if (!starred) c.op(Op.BUILD_TUPLE, args.length + pushed, at);
  else if (count > 1) unpackParts(c, at, 'Tuple', count);
  let parts = 0;
  let seen = 0;
  keywords.forEach((keyword, i) => {
    if (keyword.arg !== null) {
      seen++;
      return;
    }
    if (seen > 0) {
      namedDict(c, at, keywords.slice(i - seen, i));
      parts++;
      seen = 0;
    }
    expression(c, keyword.value);
    parts++;
  });
  if (seen > 0) {
    namedDict(c, at, keywords.slice(keywords.length - seen));
    parts++;
  }
  if (parts > 1) mergeParts(c, at, parts, Op.DICT_MERGE);
  c.op(Op.CALL_FUNCTION_EX, parts > 0 ? 1 : 0, at);
}
