/** Code for comprehensions and generator expressions. */
import type { Comprehension, DictComp, Expr, GeneratorExp, ListComp, Located, SetComp } from './ast.js';
import type { Compiler } from './codegen.js';
import { expression, iterable, jumpIf } from './codegenExpressions.js';
import { makeFunction } from './codegenFunctions.js';
import { type Label, NOWHERE, Pseudo } from './codegenUnit.js';
import { yieldFrom, yieldValue } from './codegenYield.js';
import { Op } from './instructions.js';
import { isFunctionLike } from './symtableAnalyze.js';
import { SymbolFlag as F, type SymbolScope, type SymtableEntry } from './symtableEntry.js';

type ComprehensionNode = ListComp | SetComp | DictComp | GeneratorExp;

const NAMES: Record<ComprehensionNode['kind'], string> = {
  ListComp: '<listcomp>',
  SetComp: '<setcomp>',
  DictComp: '<dictcomp>',
  GeneratorExp: '<genexpr>',
};

/** Follows compile.c: compiler_comprehension. */
export function compileComprehension(c: Compiler, node: ComprehensionNode): void {
  const scope = c.scopeOfNode(node);
  const outermost = node.generators[0]!;
  const isGenerator = node.kind === 'GeneratorExp';
  const isAsync = scope.isCoroutine;
  const iterPlace = c.minor >= 13 ? outermost.iter : node;
  if (isAsync && !isGenerator && c.unit.kind !== 'asyncFunction' && c.unit.kind !== 'comprehension') {
    c.error('asynchronous comprehension outside of an asynchronous function', node);
  }
  if (scope.inlined) {
    iterable(c, outermost.iter);
    c.op(outermost.is_async ? Op.GET_AITER : Op.GET_ITER, 0, iterPlace);
    const state = pushInlined(c, node, scope);
    buildContainer(c, node, true);
    generator(c, node, 0, 0, true);
    popInlined(c, node, state);
    return;
  }
  const unit = c.enter('comprehension', NAMES[node.kind], node, node.lineno);
  unit.argcount = 1;
  if (isGenerator) openGenerator(c);
  else buildContainer(c, node, false);
  generator(c, node, 0, 0, false);
  if (isGenerator) closeGenerator(c);
  else c.op(Op.RETURN_VALUE, 0, node);
  const code = c.exit();
  makeFunction(c, node, code, 0);
  iterable(c, outermost.iter);
  c.op(outermost.is_async ? Op.GET_AITER : Op.GET_ITER, 0, iterPlace);
  // The iterator takes the self slot, so the call has no further argument.
  c.op(Op.CALL, 0, node);
  if (isAsync && !isGenerator) {
    c.op(Op.GET_AWAITABLE, 0, node);
    c.loadNone(node);
    yieldFrom(c, node, true);
  }
}

function buildContainer(c: Compiler, node: ComprehensionNode, inlined: boolean): void {
  if (node.kind === 'GeneratorExp') return;
  const op = node.kind === 'ListComp' ? Op.BUILD_LIST : node.kind === 'SetComp' ? Op.BUILD_SET : Op.BUILD_MAP;
  c.op(op, 0, node);
  if (inlined) c.op(Op.SWAP, 2, node);
}

/** A StopIteration that leaves a generator's body becomes a RuntimeError. Follows compile.c: wrap_in_stopiteration_handler. */
export function openGenerator(c: Compiler): void {
  const handler = c.label();
  c.unit.stopIterationHandler = handler;
  c.jump(Pseudo.SETUP_CLEANUP, handler, NOWHERE);
}

export function closeGenerator(c: Compiler): void {
  c.loadNone(NOWHERE);
  c.op(Op.RETURN_VALUE, 0, NOWHERE);
  placeStopIteration(c);
}

export function placeStopIteration(c: Compiler): void {
  c.place(c.unit.stopIterationHandler);
  c.op(Op.STOPITERATION_ERROR, 0, NOWHERE);
  c.op(Op.RERAISE, 1, NOWHERE);
}

function generator(c: Compiler, node: ComprehensionNode, index: number, depth: number, inlined: boolean): void {
  const clause = node.generators[index]!;
  if (clause.is_async) asyncGenerator(c, node, clause, index, depth, inlined);
  else syncGenerator(c, node, clause, index, depth, inlined);
}

/** Follows compile.c: compiler_sync_comprehension_generator. */
function syncGenerator(
  c: Compiler,
  node: ComprehensionNode,
  clause: Comprehension,
  index: number,
  depth: number,
  inlined: boolean,
): void {
  const start = c.label();
  const ifCleanup = c.label();
  const anchor = c.label();
  const single = index === 0 ? null : onlyElement(c, clause.iter);
  const place = c.minor >= 13 ? clause.iter : node;
  if (index === 0) {
    if (!inlined) c.local(Op.LOAD_FAST, '.0', node);
  } else if (single) {
    // `for y in [f(x)]` is an assignment, not a loop (3.9 and later).
    expression(c, single);
  } else {
    iterable(c, clause.iter);
    c.op(Op.GET_ITER, 0, place);
  }
  let inner = depth;
  if (!single) {
    inner++;
    c.place(start);
    c.jump(Op.FOR_ITER, anchor, place);
  }
  expression(c, clause.target);
  for (const test of clause.ifs) jumpIf(c, restPlace(c, node, test), test, ifCleanup, false);
  const at = lastPart(c, node, index, inner, inlined);
  c.place(ifCleanup);
  if (!single) {
    c.jump(Op.JUMP, start, at);
    c.place(anchor);
  }
}

/** Follows compile.c: compiler_async_comprehension_generator. */
function asyncGenerator(
  c: Compiler,
  node: ComprehensionNode,
  clause: Comprehension,
  index: number,
  depth: number,
  inlined: boolean,
): void {
  const start = c.label();
  const except = c.label();
  const ifCleanup = c.label();
  if (index === 0) {
    if (!inlined) c.local(Op.LOAD_FAST, '.0', node);
  } else {
    expression(c, clause.iter);
    c.op(Op.GET_AITER, 0, node);
  }
  c.place(start);
  c.jump(Pseudo.SETUP_FINALLY, except, node);
  c.op(Op.GET_ANEXT, 0, node);
  c.loadNone(node);
  yieldFrom(c, node, true);
  c.op(Pseudo.POP_BLOCK, 0, node);
  expression(c, clause.target);
  for (const test of clause.ifs) jumpIf(c, restPlace(c, node, test), test, ifCleanup, false);
  const at = lastPart(c, node, index, depth + 1, inlined);
  c.place(ifCleanup);
  c.jump(Op.JUMP, start, at);
  c.place(except);
  c.op(Op.END_ASYNC_FOR, 0, node);
}

/** 3.10 and 3.11 count what is done with a part to the whole comprehension, earlier versions to no line of its own. */
function restPlace(c: Compiler, node: Located, part: Located): Located {
  return c.minor >= 12 ? part : c.minor >= 10 ? node : NOWHERE;
}

/** The next `for`, or the element. Gives the place that the jump back has. */
function lastPart(c: Compiler, node: ComprehensionNode, index: number, depth: number, inlined: boolean): Located {
  if (index + 1 < node.generators.length) {
    generator(c, node, index + 1, depth, inlined);
    return restPlace(c, node, node);
  }
  if (node.kind === 'DictComp') {
    expression(c, node.key);
    expression(c, node.value);
    const { lineno, col_offset } = node.key;
    const { end_lineno, end_col_offset } = node.value;
    const at = restPlace(c, node, { lineno, col_offset, end_lineno, end_col_offset });
    c.op(Op.MAP_ADD, depth + 1, at);
    return at;
  }
  expression(c, node.elt);
  const at = restPlace(c, node, node.elt);
  if (node.kind === 'GeneratorExp') {
    yieldValue(c, at);
    c.op(Op.POP_TOP, 0, at);
  } else {
    c.op(node.kind === 'ListComp' ? Op.LIST_APPEND : Op.SET_ADD, depth + 1, at);
  }
  return at;
}

function onlyElement(c: Compiler, iter: Expr): Expr | null {
  if (c.minor < 9 || (iter.kind !== 'List' && iter.kind !== 'Tuple')) return null;
  const [element, ...others] = iter.elts;
  return element && others.length === 0 && element.kind !== 'Starred' ? element : null;
}

// ---- inlining (PEP 709)

interface InlinedState {
  readonly pushed: string[];
  readonly hidden: string[];
  readonly overlaid: Map<string, SymbolScope | undefined>;
  readonly cleanup: Label;
  readonly end: Label;
}

/**
 * Keeps the outer values of the comprehension's variables on the stack, below the iterator.
 * Follows compile.c: push_inlined_comprehension_state.
 */
function pushInlined(c: Compiler, node: Located, scope: SymtableEntry): InlinedState {
  const { unit } = c;
  const inClass = unit.scope.type === 'class' && unit.inlinedDepth === 0;
  const pushed: string[] = [];
  const hidden: string[] = [];
  const overlaid = new Map<string, SymbolScope | undefined>();
  unit.inlinedDepth++;
  for (const symbol of scope.symbols.values()) {
    const { name, flags, scope: inner } = symbol;
    const bound = (flags & F.DEF_LOCAL) !== 0 && (flags & F.DEF_NONLOCAL) === 0;
    // In a class every name is handled so, even `.0`: the body must not see the class's variables.
    if (!bound && !inClass) continue;
    const outer = unit.scopeOf(name);
    // Inside the comprehension the name has the comprehension's scope.
    if ((inner !== outer && inner !== 'FREE' && !(inner === 'CELL' && outer === 'FREE')) || inClass) {
      overlaid.set(name, unit.overlay.get(name));
      unit.overlay.set(name, inner);
    }
    if (!isFunctionLike(unit.scope) && !unit.hidden.get(name)) {
      unit.hidden.set(name, true);
      hidden.push(name);
    }
    // A cell may hide an outer one: then the outer cell itself is kept.
    unit.varnames.add(name);
    c.op(Op.LOAD_FAST_AND_CLEAR, unit.slots.add(name), node);
    pushed.push(name);
    if (inner === 'CELL') c.deref(Op.MAKE_CELL, name, node);
  }
  const state = { pushed, hidden, overlaid, cleanup: c.label(), end: c.label() };
  if (pushed.length > 0) {
    c.op(Op.SWAP, pushed.length + 1, node);
    c.jump(Pseudo.SETUP_FINALLY, state.cleanup, node);
  }
  return state;
}

/** Follows compile.c: pop_inlined_comprehension_state. */
function popInlined(c: Compiler, node: Located, state: InlinedState): void {
  const { unit } = c;
  unit.inlinedDepth--;
  for (const [name, scope] of state.overlaid) {
    if (scope === undefined) unit.overlay.delete(name);
    else unit.overlay.set(name, scope);
  }
  const { pushed } = state;
  if (pushed.length > 0) {
    c.op(Pseudo.POP_BLOCK, 0, NOWHERE);
    c.jump(Op.JUMP, state.end, NOWHERE);
    c.place(state.cleanup);
    c.op(Op.SWAP, 2, NOWHERE);
    c.op(Op.POP_TOP, 0, NOWHERE);
    restoreLocals(c, node, pushed);
    c.op(Op.RERAISE, 0, node);
    c.place(state.end);
    restoreLocals(c, node, pushed);
  }
  for (const name of state.hidden) unit.hidden.set(name, false);
}

/** Keeps the top and gives the variables below it their outer values back. */
function restoreLocals(c: Compiler, node: Located, pushed: readonly string[]): void {
  const { unit } = c;
  c.op(Op.SWAP, pushed.length + 1, node);
  for (let i = pushed.length - 1; i >= 0; i--) {
    c.op(Pseudo.STORE_FAST_MAYBE_NULL, unit.slots.add(pushed[i]!), node);
  }
}
