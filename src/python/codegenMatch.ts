/** Code for `match`. Follows compile.c: compiler_match and the pattern helpers. */
import type {
  Expr,
  Located,
  Match,
  MatchAs,
  MatchClass,
  MatchMapping,
  MatchOr,
  MatchSequence,
  Pattern,
} from './ast.js';
import type { ConstSpec } from './code.js';
import type { Compiler } from './codegen.js';
import { unpackOp } from './codegenDisplays.js';
import { expression, jumpIf } from './codegenExpressions.js';
import { statements } from './codegenStatements.js';
import { type Label, NOWHERE } from './codegenUnit.js';
import { constantKey, intConst, NONE, namesConst } from './constants.js';
import { BinaryOp, Compare, Op } from './instructions.js';

/** What is known while a pattern is compiled. Follows compile.c: pattern_context. */
interface PatternContext {
  /** Names captured so far; their values lie on the stack, the first one on top of the others. */
  stores: string[];
  /** A pattern that always matches is allowed here. */
  allowIrrefutable: boolean;
  /** Labels by the number of values that must be dropped when the pattern fails. */
  failPop: Label[];
  /** Values above the captured ones that are still needed. */
  onTop: number;
}

function isWildcard(pattern: Pattern): boolean {
  return pattern.kind === 'MatchAs' && pattern.name === null && pattern.pattern === null;
}

export function compileMatch(c: Compiler, node: Match): void {
  expression(c, node.subject);
  const end = c.label();
  const { cases } = node;
  const last = cases[cases.length - 1]!;
  const hasDefault = cases.length > 1 && isWildcard(last.pattern);
  const tested = hasDefault ? cases.length - 1 : cases.length;
  for (let i = 0; i < tested; i++) {
    const clause = cases[i]!;
    const { pattern } = clause;
    // Only the last test may use up the subject.
    if (i + 1 < tested) c.op(Op.COPY, 1, pattern);
    const pc: PatternContext = {
      stores: [],
      allowIrrefutable: clause.guard !== null || i + 1 === cases.length,
      failPop: [],
      onTop: 0,
    };
    compilePattern(c, pattern, pc);
    for (const name of pc.stores) c.nameOp(pattern, name, 'Store');
    if (clause.guard) {
      ensureFailPop(c, pc, 0);
      jumpIf(c, c.minor >= 13 ? clause.guard : pattern, clause.guard, pc.failPop[0]!, false);
    }
    if (i + 1 < tested) c.op(Op.POP_TOP, 0, pattern);
    statements(c, clause.body);
    c.jump(Op.JUMP, end, NOWHERE);
    emitFailPop(c, pattern, pc);
  }
  if (hasDefault) {
    // The default is on its line though it does nothing.
    c.op(Op.NOP, 0, last.pattern);
    if (last.guard) jumpIf(c, c.minor >= 13 ? last.guard : last.pattern, last.guard, end, false);
    statements(c, last.body);
  }
  c.place(end);
}

function ensureFailPop(c: Compiler, pc: PatternContext, pops: number): void {
  while (pc.failPop.length <= pops) pc.failPop.push(c.label());
}

/** Jumps to where the pattern fails; what lies on the stack is dropped there. */
function failJump(c: Compiler, at: Located, pc: PatternContext, op: Op): void {
  const pops = pc.onTop + pc.stores.length;
  ensureFailPop(c, pc, pops);
  c.jump(op, pc.failPop[pops]!, at);
}

function emitFailPop(c: Compiler, at: Located, pc: PatternContext): void {
  for (let pops = pc.failPop.length - 1; pops >= 0; pops--) {
    c.place(pc.failPop[pops]!);
    if (pops > 0) c.op(Op.POP_TOP, 0, at);
  }
  pc.failPop = [];
}

/** Puts the top below the `count - 1` values under it. */
function rotate(c: Compiler, at: Located, count: number): void {
  for (let i = count; i > 1; i--) c.op(Op.SWAP, i, at);
}

function storeName(c: Compiler, at: Located, name: string | null, pc: PatternContext): void {
  if (name === null) {
    c.op(Op.POP_TOP, 0, at);
    return;
  }
  if (pc.stores.includes(name)) {
    c.error(`multiple assignments to name '${name}' in pattern`, at);
    c.op(Op.POP_TOP, 0, at);
    return;
  }
  rotate(c, at, pc.onTop + pc.stores.length + 1);
  pc.stores.push(name);
}

function compilePattern(c: Compiler, node: Pattern, pc: PatternContext): void {
  switch (node.kind) {
    case 'MatchValue':
      expression(c, node.value);
      c.op(Op.COMPARE_OP, Compare.EQ, node);
      failJump(c, node, pc, Op.POP_JUMP_IF_FALSE);
      return;
    case 'MatchSingleton':
      c.load(node.value, node, true);
      c.op(Op.IS_OP, 0, node);
      failJump(c, node, pc, Op.POP_JUMP_IF_FALSE);
      return;
    case 'MatchSequence':
      sequence(c, node, pc);
      return;
    case 'MatchMapping':
      mapping(c, node, pc);
      return;
    case 'MatchClass':
      classPattern(c, node, pc);
      return;
    case 'MatchStar':
      storeName(c, node, node.name, pc);
      return;
    case 'MatchAs':
      capture(c, node, pc);
      return;
    case 'MatchOr':
      alternatives(c, node, pc);
      return;
  }
}

function subpattern(c: Compiler, node: Pattern, pc: PatternContext): void {
  const outer = pc.allowIrrefutable;
  pc.allowIrrefutable = true;
  compilePattern(c, node, pc);
  pc.allowIrrefutable = outer;
}

function capture(c: Compiler, node: MatchAs, pc: PatternContext): void {
  if (node.pattern === null) {
    if (!pc.allowIrrefutable) {
      c.error(
        node.name === null
          ? 'wildcard makes remaining patterns unreachable'
          : `name capture '${node.name}' makes remaining patterns unreachable`,
        node,
      );
    }
    storeName(c, node, node.name, pc);
    return;
  }
  pc.onTop++;
  c.op(Op.COPY, 1, node);
  compilePattern(c, node.pattern, pc);
  pc.onTop--;
  storeName(c, node, node.name, pc);
}

/** Compares the length of the top, which stays. */
function checkLength(c: Compiler, at: Located, length: number, compare: Compare, pc: PatternContext): void {
  c.op(Op.GET_LEN, 0, at);
  c.load(intConst(length), at);
  c.op(Op.COMPARE_OP, compare, at);
  failJump(c, at, pc, Op.POP_JUMP_IF_FALSE);
}

function sequence(c: Compiler, node: MatchSequence, pc: PatternContext): void {
  const { patterns } = node;
  let star = -1;
  let onlyWildcards = true;
  patterns.forEach((pattern, i) => {
    if (pattern.kind === 'MatchStar') {
      if (star >= 0) c.error('multiple starred expressions in sequence pattern', pattern);
      star = i;
      if (pattern.name !== null) onlyWildcards = false;
    } else if (!isWildcard(pattern)) {
      onlyWildcards = false;
    }
  });
  const starPattern = star < 0 ? null : patterns[star]!;
  pc.onTop++;
  c.op(Op.MATCH_SEQUENCE, 0, node);
  failJump(c, node, pc, Op.POP_JUMP_IF_FALSE);
  if (star < 0) checkLength(c, node, patterns.length, Compare.EQ, pc);
  else if (patterns.length > 1) checkLength(c, node, patterns.length - 1, Compare.GE, pc);
  pc.onTop--;
  if (onlyWildcards) c.op(Op.POP_TOP, 0, node);
  else if (starPattern?.kind === 'MatchStar' && starPattern.name === null) bySubscript(c, node, star, pc);
  else byUnpacking(c, node, pc);
}

function byUnpacking(c: Compiler, node: MatchSequence, pc: PatternContext): void {
  const { patterns } = node;
  unpackOp(
    c,
    node,
    patterns.length,
    (i) => patterns[i]!.kind === 'MatchStar',
    (i) => patterns[i]!,
    'multiple starred expressions in sequence pattern',
  );
  pc.onTop += patterns.length;
  for (const pattern of patterns) {
    pc.onTop--;
    subpattern(c, pattern, pc);
  }
}

/** With `*_` nothing is unpacked: the items are fetched one by one. */
function bySubscript(c: Compiler, node: MatchSequence, star: number, pc: PatternContext): void {
  const { patterns } = node;
  pc.onTop++;
  patterns.forEach((pattern, i) => {
    if (isWildcard(pattern) || i === star) return;
    c.op(Op.COPY, 1, node);
    if (i < star) {
      c.load(intConst(i), node);
    } else {
      // The subject may not know negative indices.
      c.op(Op.GET_LEN, 0, node);
      c.load(intConst(patterns.length - i), node);
      c.op(Op.BINARY_OP, BinaryOp.SUBTRACT, node);
    }
    c.op(Op.BINARY_SUBSCR, 0, node);
    subpattern(c, pattern, pc);
  });
  pc.onTop--;
  c.op(Op.POP_TOP, 0, node);
}

/** The top is a tuple of attributes or values, or None: fails on None. */
function failOnNone(c: Compiler, at: Located, pc: PatternContext): void {
  c.op(Op.COPY, 1, at);
  c.load(NONE, at);
  c.op(Op.IS_OP, 1, at);
  failJump(c, at, pc, Op.POP_JUMP_IF_FALSE);
}

function mapping(c: Compiler, node: MatchMapping, pc: PatternContext): void {
  const { keys, patterns } = node;
  pc.onTop++;
  c.op(Op.MATCH_MAPPING, 0, node);
  failJump(c, node, pc, Op.POP_JUMP_IF_FALSE);
  if (keys.length === 0 && node.rest === null) {
    pc.onTop--;
    c.op(Op.POP_TOP, 0, node);
    return;
  }
  if (keys.length > 0) checkLength(c, node, keys.length, Compare.GE, pc);
  checkKeys(c, node, keys);
  for (const key of keys) expression(c, key);
  c.op(Op.BUILD_TUPLE, keys.length, node);
  c.op(Op.MATCH_KEYS, 0, node);
  // The keys and the values lie above the subject.
  pc.onTop += 2;
  failOnNone(c, node, pc);
  if (c.minor < 11) {
    mappingBySubscript(c, node, pc);
    return;
  }
  c.op(Op.UNPACK_SEQUENCE, keys.length, node);
  pc.onTop += keys.length - 1;
  for (const pattern of patterns) {
    pc.onTop--;
    subpattern(c, pattern, pc);
  }
  pc.onTop -= 2;
  if (node.rest === null) {
    c.op(Op.POP_TOP, 0, node);
    c.op(Op.POP_TOP, 0, node);
    return;
  }
  // rest = dict(subject), without the keys
  c.op(Op.BUILD_MAP, 0, node);
  c.op(Op.SWAP, 3, node);
  c.op(Op.DICT_UPDATE, 2, node);
  dropKeys(c, node);
  storeName(c, node, node.rest, pc);
}

/** Matches the items of the tuple on top one by one, as 3.10 did. */
function itemsBySubscript(c: Compiler, node: Pattern, patterns: readonly Pattern[], pc: PatternContext): void {
  patterns.forEach((pattern, i) => {
    if (isWildcard(pattern)) return;
    c.op(Op.COPY, 1, node);
    c.load(intConst(i), node);
    c.op(Op.BINARY_SUBSCR, 0, node);
    subpattern(c, pattern, pc);
  });
}

function mappingBySubscript(c: Compiler, node: MatchMapping, pc: PatternContext): void {
  itemsBySubscript(c, node, node.patterns, pc);
  pc.onTop -= 2;
  c.op(Op.POP_TOP, 0, node);
  if (node.rest === null) {
    c.op(Op.POP_TOP, 0, node);
  } else {
    c.op(Op.BUILD_MAP, 0, node);
    c.op(Op.COPY, 3, node);
    c.op(Op.DICT_UPDATE, 1, node);
    c.op(Op.SWAP, 2, node);
    dropKeys(c, node);
    storeName(c, node, node.rest, pc);
  }
  pc.onTop--;
  c.op(Op.POP_TOP, 0, node);
}

/** Takes a dict and the tuple of keys on top, deletes the keys. */
function dropKeys(c: Compiler, node: MatchMapping): void {
  const { length } = node.keys;
  c.op(Op.UNPACK_SEQUENCE, length, node);
  for (let left = length; left > 0; left--) {
    c.op(Op.COPY, left + 1, node);
    c.op(Op.SWAP, 2, node);
    c.op(Op.DELETE_SUBSCR, 0, node);
  }
}

function checkKeys(c: Compiler, node: MatchMapping, keys: readonly Expr[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    const constant: ConstSpec | null = c.folder.constantOf(key);
    if (constant === null) {
      if (key.kind !== 'Attribute') {
        c.error('mapping pattern keys may only match literals and attribute lookups', key);
      }
      continue;
    }
    const text = constantKey(constant);
    if (seen.has(text)) c.error(`mapping pattern checks duplicate key (${reprOf(constant)})`, node);
    seen.add(text);
  }
}

function reprOf(constant: ConstSpec): string {
  if (constant.type === 'str') return `'${constant.value}'`;
  return constant.type === 'int' || constant.type === 'float' ? String(constant.value) : constant.type;
}

function classPattern(c: Compiler, node: MatchClass, pc: PatternContext): void {
  const { patterns, kwd_attrs, kwd_patterns } = node;
  const seen = new Set<string>();
  kwd_attrs.forEach((attr, i) => {
    if (seen.has(attr)) c.error(`attribute name repeated in class pattern: ${attr}`, kwd_patterns[i]!);
    seen.add(attr);
  });
  expression(c, node.cls);
  c.load(namesConst(kwd_attrs), node);
  c.op(Op.MATCH_CLASS, patterns.length, node);
  pc.onTop++;
  failOnNone(c, node, pc);
  const all = [...patterns, ...kwd_patterns];
  if (c.minor < 11) {
    itemsBySubscript(c, node, all, pc);
    pc.onTop--;
    c.op(Op.POP_TOP, 0, node);
    return;
  }
  c.op(Op.UNPACK_SEQUENCE, all.length, node);
  pc.onTop += all.length - 1;
  for (const pattern of all) {
    pc.onTop--;
    if (isWildcard(pattern)) c.op(Op.POP_TOP, 0, node);
    else subpattern(c, pattern, pc);
  }
}

/** Follows compile.c: compiler_pattern_or. */
function alternatives(c: Compiler, node: MatchOr, pc: PatternContext): void {
  const end = c.label();
  let control: string[] | null = null;
  node.patterns.forEach((alternative, i) => {
    const inner: PatternContext = {
      stores: [],
      allowIrrefutable: i + 1 === node.patterns.length && pc.allowIrrefutable,
      failPop: [],
      onTop: 0,
    };
    c.op(Op.COPY, 1, alternative);
    compilePattern(c, alternative, inner);
    if (control === null) control = inner.stores;
    else sameNames(c, node, alternative, control, inner);
    c.jump(Op.JUMP, end, alternative);
    emitFailPop(c, alternative, inner);
  });
  // No alternative matched.
  c.op(Op.POP_TOP, 0, node);
  failJump(c, node, pc, Op.JUMP);
  c.place(end);
  const names: readonly string[] = control ?? [];
  // The captured values lie above the subject: each goes to its place below what is still needed.
  const depth = names.length + 1 + pc.onTop + pc.stores.length;
  for (const name of names) {
    rotate(c, node, depth);
    if (pc.stores.includes(name)) c.error(`multiple assignments to name '${name}' in pattern`, node);
    pc.stores.push(name);
  }
  c.op(Op.POP_TOP, 0, node);
}

/** Brings the captured values into the order of the first alternative. */
function sameNames(c: Compiler, node: MatchOr, at: Located, control: readonly string[], pc: PatternContext): void {
  const { stores } = pc;
  if (stores.length !== control.length || control.some((name) => !stores.includes(name))) {
    c.error('alternative patterns bind different names', node);
    // Keep the stack even, so that the rest can be compiled.
    for (let i = stores.length; i > control.length; i--) c.op(Op.POP_TOP, 0, at);
    for (let i = stores.length; i < control.length; i++) c.load(NONE, at);
    return;
  }
  for (let i = control.length - 1; i >= 0; i--) {
    const found = stores.indexOf(control[i]!);
    if (found === i) continue;
    const rotated = stores.splice(0, found + 1);
    stores.splice(i - found, 0, ...rotated);
    for (let turn = 0; turn <= found; turn++) rotate(c, at, i + 1);
  }
}
