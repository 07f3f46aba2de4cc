/** From a finished unit to a code object. Follows assemble.c, and compile.c: insert_prefix_instructions. */

import { placeLines } from './assembleLines.js';
import { codeBytes, shownStackSize } from './assembleSize.js';
import type { Located } from './ast.js';
import { CodeFlag, type CodeSpec, EXCEPTION_ROW, LocalKind } from './code.js';
import type { Compiler } from './codegen.js';
import { NOWHERE, Pseudo, type Unit } from './codegenUnit.js';
import {
  type Block,
  buildGraph,
  checkLoads,
  type Handler,
  isJump,
  isSetup,
  optimize,
  type Stream,
} from './flowgraph.js';
import { INSTRUCTIONS, Op } from './instructions.js';
import { isFunctionLike } from './symtableAnalyze.js';

export function assemble(unit: Unit, c: Compiler): CodeSpec {
  const layout = layOutLocals(unit, c.minor);
  const stream = resolve(unit, layout);
  optimize(stream, unit, c.minor);
  const { blocks, blockOf, maxDepth } = buildGraph(stream, unit.qualname);
  const parameters = unit.scope.varnames.length;
  checkLoads(stream, blocks, blockOf, unit.varnames.names.length, parameters);
  const shownStacksize = shownStackSize(stream, blocks, blockOf, maxDepth, c.minor);
  const out = emit(stream, blocks, blockOf, c.minor);
  const consts = trimConsts(unit, out.instructions, c.minor);
  return {
    name: unit.name,
    qualname: unit.qualname,
    filename: c.options.filename,
    firstlineno: unit.firstlineno,
    argcount: unit.argcount,
    posonlyargcount: unit.posonlyargcount,
    kwonlyargcount: unit.kwonlyargcount,
    flags: flagsOf(unit, c),
    stacksize: Math.max(maxDepth, 1),
    shownStacksize,
    names: unit.names.names,
    consts: consts.items,
    constsInTree: consts.inTree,
    localsplusNames: layout.names,
    localsplusKinds: layout.kinds,
    ...out,
    codeBytes: codeBytes(out.instructions, c.minor),
  };
}

// ---- localsplus

interface Layout {
  readonly names: string[];
  readonly kinds: number[];
  /** Slot of a cell or free variable. */
  slotOf(name: string): number;
  /** Slots of the cells that the frame makes when it starts. */
  readonly cells: number[];
  /** Up to 3.10: parameters that move into a cell of their own, by slot of the cell. */
  readonly moved: Map<number, number>;
}

/**
 * Since 3.11 a cell that is also a fast local (a parameter) keeps the local's slot; before it had its own.
 * Follows assemble.c: compute_localsplus_info.
 */
function layOutLocals(unit: Unit, minor: number): Layout {
  const names = [...unit.varnames.names];
  const kinds = names.map((name) => LocalKind.LOCAL | (unit.hidden.has(name) ? LocalKind.HIDDEN : 0));
  const slots = new Map<string, number>();
  const moved = new Map<number, number>();
  for (const name of unit.cellvars.names) {
    const local = unit.varnames.indexOf(name);
    if (local >= 0 && minor >= 11) {
      kinds[local]! |= LocalKind.CELL;
      slots.set(name, local);
      continue;
    }
    if (local >= 0) moved.set(names.length, local);
    slots.set(name, names.length);
    names.push(name);
    kinds.push(LocalKind.CELL);
  }
  const cells = [...slots.values()].sort((a, b) => a - b);
  for (const name of unit.freevars.names) {
    if (!slots.has(name)) slots.set(name, names.length);
    names.push(name);
    kinds.push(LocalKind.FREE);
  }
  const slotOf = (name: string): number => {
    const slot = slots.get(name);
    if (slot === undefined) throw new Error(`${unit.qualname} has no cell for ${name}.`);
    return slot;
  };
  return { names, kinds, slotOf, cells, moved };
}

// ---- the stream

/** Adds what a frame does first, and turns labels and names into indices. */
function resolve(unit: Unit, layout: Layout): Stream {
  const ops: number[] = [];
  const args: number[] = [];
  const locations: Located[] = [];
  const line = unit.kind === 'module' ? 0 : unit.firstlineno;
  const start: Located = { lineno: line, col_offset: 0, end_lineno: line, end_col_offset: 0 };
  const push = (op: number, arg: number, at: Located) => {
    ops.push(op);
    args.push(arg);
    locations.push(at);
  };
  if (unit.freevars.names.length > 0) push(Op.COPY_FREE_VARS, unit.freevars.names.length, NOWHERE);
  for (const cell of layout.cells) {
    push(Op.MAKE_CELL, cell, NOWHERE);
    const parameter = layout.moved.get(cell);
    if (parameter === undefined) continue;
    push(Op.LOAD_FAST_AND_CLEAR, parameter, NOWHERE);
    push(Op.STORE_DEREF, cell, NOWHERE);
  }
  if (isGenerator(unit)) {
    push(Op.RETURN_GENERATOR, 0, start);
    push(Op.POP_TOP, 0, NOWHERE);
  }
  push(Op.RESUME, 0, start);
  const prefix = ops.length;
  const slotNames = unit.slots.names;
  unit.ops.forEach((op, i) => {
    let arg = unit.args[i]!;
    if (isJump(op) || isSetup(op)) {
      arg = unit.labels[arg]! + prefix;
    } else {
      const operand = op < 240 ? INSTRUCTIONS[op]!.operand : op === Pseudo.STORE_FAST_MAYBE_NULL ? 'local' : 'none';
      if (operand === 'local') arg = unit.varnames.indexOf(slotNames[arg]!);
      else if (operand === 'deref') arg = layout.slotOf(slotNames[arg]!);
    }
    push(op, arg, unit.locations[i]!);
  });
  return { ops, args, locations };
}

function isGenerator(unit: Unit): boolean {
  return isFunctionLike(unit.scope) && (unit.scope.isGenerator || unit.scope.isCoroutine);
}

// ---- output

interface Emitted {
  readonly instructions: Int32Array;
  readonly positions: Int32Array;
  readonly exceptionTable: Int32Array;
}

/** Condition of the opposite jump, for a conditional jump back. */
const OPPOSITE = new Map<number, number>([
  [Op.POP_JUMP_IF_FALSE, Op.POP_JUMP_IF_TRUE],
  [Op.POP_JUMP_IF_TRUE, Op.POP_JUMP_IF_FALSE],
  [Op.POP_JUMP_IF_NONE, Op.POP_JUMP_IF_NOT_NONE],
  [Op.POP_JUMP_IF_NOT_NONE, Op.POP_JUMP_IF_NONE],
]);

function emit(stream: Stream, blocks: readonly Block[], blockOf: Int32Array, minor: number): Emitted {
  const { ops, args } = stream;
  const order = orderBlocks(blocks, blockOf, minor);
  const rank = new Int32Array(blocks.length).fill(-1);
  order.forEach((index, position) => {
    rank[index] = position;
  });
  const locations = inheritLocations(stream, blocks, blockOf, minor);
  const shown = minor < 10 ? stream.locations : locations;
  const lines = placeLines(stream, blocks, blockOf, shown, order, minor);
  const code: number[] = [];
  const positions: number[] = [];
  const handlers: (Handler | null)[] = [];
  /** For each block where it begins, and where it goes on behind its first LINE. */
  const entry = new Int32Array(blocks.length);
  const entryBehindLine = new Int32Array(blocks.length);
  const fixups: { at: number; block: number; skipsLine: boolean }[] = [];
  const put = (op: number, arg: number, at: Located, handler: Handler | null) => {
    code.push(op, arg);
    positions.push(at.lineno, at.col_offset, at.end_lineno, at.end_col_offset);
    handlers.push(handler);
  };
  const putJump = (op: number, block: number, skipsLine: boolean, at: Located, handler: Handler | null) => {
    fixups.push({ at: handlers.length, block, skipsLine });
    put(op, block, at, handler);
  };
  order.forEach((index, position) => {
    const block = blocks[index]!;
    const following = order[position + 1];
    entry[index] = entryBehindLine[index] = handlers.length;
    for (let i = block.start; i < block.end; i++) {
      const op = ops[i]!;
      const at = locations[i]!;
      const handler = block.handlers[i - block.start]!;
      if (lines.places[i]) {
        put(Op.LINE, at.lineno, at, handler);
        if (handlers.length === entry[index]! + 1) entryBehindLine[index] = handlers.length;
      }
      if (op === Op.NOP || op === Pseudo.POP_BLOCK || isSetup(op)) continue;
      if (op === Pseudo.STORE_FAST_MAYBE_NULL) {
        put(Op.STORE_FAST, args[i]!, at, handler);
        continue;
      }
      if (!isJump(op)) {
        put(op, args[i]!, at, handler);
        continue;
      }
      const target = blockOf[args[i]!]!;
      const back = rank[target]! <= position;
      const skips = lines.skips(index, target);
      if (op === Op.JUMP || op === Pseudo.JUMP_NO_INTERRUPT) {
        if (target === following && !skips) continue;
        putJump(back && op === Op.JUMP ? Op.JUMP_BACKWARD : Op.JUMP, target, skips, at, handler);
      } else if (back && OPPOSITE.has(op)) {
        // A conditional jump back looks at the eval breaker too: `if not x: skip; JUMP_BACKWARD`.
        put(OPPOSITE.get(op)!, handlers.length + 2, at, handler);
        putJump(Op.JUMP_BACKWARD, target, skips, at, handler);
      } else {
        putJump(op, target, skips, at, handler);
      }
    }
    if (block.fallsThrough) {
      const next = blockOf[block.end]!;
      const skips = lines.skips(index, next);
      if (next !== following || skips) {
        putJump(rank[next]! <= position ? Op.JUMP_BACKWARD : Op.JUMP, next, skips, NOWHERE, null);
      }
    }
  });
  for (const { at, block, skipsLine } of fixups) code[2 * at + 1] = (skipsLine ? entryBehindLine : entry)[block]!;
  return {
    instructions: Int32Array.from(code),
    positions: Int32Array.from(positions),
    exceptionTable: tableOf(handlers, entry, blockOf),
  };
}

/**
 * Since 3.11 code that only exceptions lead to stands at the end: a jump from it is a jump back.
 * Follows flowgraph.c: push_cold_blocks_to_end.
 */
function orderBlocks(blocks: readonly Block[], blockOf: Int32Array, minor: number): number[] {
  const reachable = blocks.map((_, i) => i).filter((i) => blocks[i]!.reachable);
  if (minor < 11) return reachable;
  const warm = new Uint8Array(blocks.length);
  const work = [0];
  warm[0] = 1;
  const reach = (index: number) => {
    if (warm[index]) return;
    warm[index] = 1;
    work.push(index);
  };
  for (let index = work.pop(); index !== undefined; index = work.pop()) {
    const block = blocks[index]!;
    block.jumps.forEach(reach);
    if (block.fallsThrough) reach(blockOf[block.end]!);
  }
  return [...reachable.filter((i) => warm[i]), ...reachable.filter((i) => !warm[i])];
}

/**
 * Instructions without a place take that of the one before, into a following block when there is no other way to it.
 * Follows flowgraph.c: propagate_line_numbers. Up to 3.9 the order in memory decided.
 */
function inheritLocations(stream: Stream, blocks: readonly Block[], blockOf: Int32Array, minor: number): Located[] {
  const locations = [...stream.locations];
  const ways = new Int32Array(blocks.length);
  for (const block of blocks) {
    if (!block.reachable) continue;
    for (const target of block.jumps) ways[target]!++;
    if (block.fallsThrough) ways[blockOf[block.end]!]!++;
    for (const handler of block.handlers) if (handler !== null) ways[blockOf[handler.target]!]! += 2;
  }
  const entering = new Array<Located>(blocks.length).fill(NOWHERE);
  let before: Located = NOWHERE;
  const start = stream.ops.indexOf(Op.RESUME);
  blocks.forEach((block, index) => {
    if (!block.reachable) return;
    if (minor >= 10) before = entering[index]!;
    for (let i = block.start; i < block.end; i++) {
      if (locations[i]!.lineno < 0) locations[i] = before;
      // The line of the definition belongs to the frame's start alone.
      else if (block.start > 0 || i > start) before = locations[i]!;
    }
    for (const target of block.jumps) if (ways[target] === 1) entering[target] = before;
    const next = block.fallsThrough ? blockOf[block.end]! : -1;
    if (next >= 0 && ways[next] === 1) entering[next] = before;
  });
  return locations;
}

/** Runs of instructions with the same handler. No two rows overlap, and they stand in order. */
function tableOf(handlers: readonly (Handler | null)[], entry: Int32Array, blockOf: Int32Array): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < handlers.length; ) {
    const handler = handlers[i]!;
    let end = i + 1;
    while (end < handlers.length && handlers[end] === handler) end++;
    if (handler !== null) {
      const target = entry[blockOf[handler.target]!]!;
      const last = rows.length - EXCEPTION_ROW;
      const pushes = handler.pushesPosition ? 1 : 0;
      if (last >= 0 && rows[last + 1] === i && rows[last + 2] === target && rows[last + 3] === handler.depth) {
        rows[last + 1] = end;
      } else {
        rows.push(i, end, target, handler.depth, pushes);
      }
    }
    i = end;
  }
  return Int32Array.from(rows);
}

// ---- constants and flags

/**
 * Drops constants that nothing loads any more: all of them since 3.12, those at the end in 3.10 and 3.11, none before.
 * The first stays, for it may be the docstring. Follows flowgraph.c: remove_unused_consts.
 */
function trimConsts(unit: Unit, instructions: Int32Array, minor: number) {
  const { items, inTree } = unit.consts;
  if (minor < 10 || items.length === 0) return { items, inTree };
  const used = new Uint8Array(items.length);
  used[0] = 1;
  for (const index of unit.keptConsts) used[index] = 1;
  for (let i = 0; i < instructions.length; i += 2) {
    const op = instructions[i]!;
    if (op === Op.LOAD_CONST || op === Op.NOT_SIMULATED) used[instructions[i + 1]!] = 1;
  }
  if (minor < 12) {
    const last = used.lastIndexOf(1);
    return { items: items.slice(0, last + 1), inTree: inTree.slice(0, last + 1) };
  }
  if (!used.includes(0)) return { items, inTree };
  const renumbered = new Int32Array(items.length);
  let next = 0;
  used.forEach((isUsed, i) => {
    if (isUsed) renumbered[i] = next++;
  });
  for (let i = 0; i < instructions.length; i += 2) {
    const op = instructions[i]!;
    if (op === Op.LOAD_CONST || op === Op.NOT_SIMULATED) instructions[i + 1] = renumbered[instructions[i + 1]!]!;
  }
  return { items: items.filter((_, i) => used[i]), inTree: inTree.filter((_, i) => used[i]) };
}

/** Set up to 3.10 for code without cells and free variables. */
const NO_FREE = 0x40;

/** Follows compile.c: compute_code_flags. */
function flagsOf(unit: Unit, c: Compiler): number {
  let { flags } = unit;
  const { scope } = unit;
  if (isFunctionLike(scope)) {
    flags |= CodeFlag.NEWLOCALS | CodeFlag.OPTIMIZED;
    if (scope.nested) flags |= CodeFlag.NESTED;
    if (scope.isGenerator) flags |= scope.isCoroutine ? CodeFlag.ASYNC_GENERATOR : CodeFlag.GENERATOR;
    else if (scope.isCoroutine) flags |= CodeFlag.COROUTINE;
  }
  if (c.minor < 11 && unit.cellvars.names.length === 0 && unit.freevars.names.length === 0) flags |= NO_FREE;
  return flags | c.futureFlags;
}
