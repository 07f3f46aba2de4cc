/**
 * The instruction stream between code generation and assembly: rewriting inside straight runs, the graph of blocks,
 * handlers, stack depth, and which locals are surely bound. Follows flowgraph.c (peephole.c up to 3.9).
 */
import type { Located } from './ast.js';
import { NOWHERE, Pseudo, type Unit } from './codegenUnit.js';
import { tupleConst } from './constants.js';
import { isTrue } from './fold.js';
import { INSTRUCTIONS, Op } from './instructions.js';

/** The stream with its jumps resolved to instruction indices. */
export interface Stream {
  readonly ops: number[];
  /** Operands; of jumps and handlers the index of the target. */
  readonly args: number[];
  readonly locations: Located[];
}

/** An open handler while code runs: its first instruction and what stays on the stack. */
export interface Handler {
  readonly target: number;
  /** Stack slots that stay when the handler is entered. */
  readonly depth: number;
  /** The position is pushed below the exception. */
  readonly pushesPosition: boolean;
}

export interface Block {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Indices of the blocks that it jumps to. */
  readonly jumps: number[];
  /** It runs on into the block behind it. */
  fallsThrough: boolean;
  /** Handlers of its instructions: an entry for each instruction from `start` on. */
  readonly handlers: (Handler | null)[];
  reachable: boolean;
  depth: number;
}

export function isJump(op: number): boolean {
  return (
    (op >= Op.JUMP && op <= Op.JUMP_IF_TRUE_OR_POP) ||
    op === Op.FOR_ITER ||
    op === Op.SEND ||
    op === Pseudo.JUMP_NO_INTERRUPT
  );
}

export function isSetup(op: number): boolean {
  return op === Pseudo.SETUP_FINALLY || op === Pseudo.SETUP_CLEANUP || op === Pseudo.SETUP_WITH;
}

export function leaves(op: number): boolean {
  return (
    op === Op.RETURN_VALUE ||
    op === Op.RERAISE ||
    op === Op.RAISE_VARARGS ||
    op === Op.JUMP ||
    op === Op.JUMP_BACKWARD ||
    op === Pseudo.JUMP_NO_INTERRUPT
  );
}

// ---- rewriting

/** Marks the instructions that something jumps to. */
function findTargets(stream: Stream): Uint8Array {
  const targets = new Uint8Array(stream.ops.length + 1);
  stream.ops.forEach((op, i) => {
    if (isJump(op) || isSetup(op)) targets[stream.args[i]!] = 1;
  });
  return targets;
}

/** Rewrites what CPython's optimizer rewrites and a program can notice. */
export function optimize(stream: Stream, unit: Unit, minor: number): void {
  const targets = findTargets(stream);
  const { ops, args, locations } = stream;
  /** Up to 3.9 an instruction that went away took its line with it. */
  const drop = (i: number) => {
    ops[i] = Op.NOP;
    args[i] = 0;
    if (minor < 10) locations[i] = NOWHERE;
  };
  for (let i = 0; i < ops.length; i++) {
    const follows = i + 1 < ops.length && !targets[i + 1];
    switch (ops[i]) {
      case Op.BUILD_TUPLE: {
        const count = args[i]!;
        if (follows && ops[i + 1] === Op.UNPACK_SEQUENCE && args[i + 1] === count && count >= 1 && count <= 3) {
          drop(i);
          if (count === 1) drop(i + 1);
          else {
            ops[i + 1] = Op.SWAP;
            args[i + 1] = count;
          }
        } else if (count > 0 || minor >= 10) {
          foldTuple(stream, unit, targets, i, count, minor, drop);
        }
        break;
      }
      case Op.LOAD_CONST:
        if (follows) constantCondition(stream, unit, targets, i, minor, drop);
        break;
    }
  }
  if (minor >= 11) for (let i = 0; i < ops.length; i++) if (ops[i] === Op.SWAP) swapStores(stream, targets, i);
  threadJumps(stream, targets, minor);
  if (minor >= 10) duplicateExits(stream);
}

function foldTuple(
  stream: Stream,
  unit: Unit,
  targets: Uint8Array,
  at: number,
  count: number,
  minor: number,
  drop: (i: number) => void,
): void {
  const { ops, args } = stream;
  const first = at - count;
  if (first < 0) return;
  for (let i = first; i < at; i++) if (ops[i] !== Op.LOAD_CONST || targets[i + 1]) return;
  const items = [];
  for (let i = first; i < at; i++) {
    items.push(unit.consts.items[args[i]!]!);
    drop(i);
  }
  ops[at] = Op.LOAD_CONST;
  const tuple = tupleConst(items);
  // Up to 3.9 an equal constant was not looked for.
  args[at] = minor < 10 ? unit.consts.append({ ...tuple, apart: true }) : unit.consts.add(tuple, false);
}

/** A constant that is tested, or compared with None. */
function constantCondition(
  stream: Stream,
  unit: Unit,
  targets: Uint8Array,
  i: number,
  minor: number,
  drop: (i: number) => void,
): void {
  const { ops, args } = stream;
  const constant = unit.consts.items[args[i]!]!;
  const next = ops[i + 1];
  if (next === Op.POP_JUMP_IF_FALSE || next === Op.POP_JUMP_IF_TRUE) {
    drop(i);
    if (isTrue(constant) === (next === Op.POP_JUMP_IF_TRUE)) ops[i + 1] = Op.JUMP;
    else drop(i + 1);
    return;
  }
  if (next === Op.POP_TOP && minor >= 12) {
    drop(i);
    drop(i + 1);
    return;
  }
  if (next === Op.COPY && args[i + 1] === 1 && !targets[i + 2]) {
    const jump = ops[i + 2];
    if (jump !== Op.POP_JUMP_IF_FALSE && jump !== Op.POP_JUMP_IF_TRUE) return;
    const jumps = isTrue(constant) === (jump === Op.POP_JUMP_IF_TRUE);
    if (!jumps && (ops[i + 3] !== Op.POP_TOP || targets[i + 3])) return;
    drop(i + 1);
    if (jumps) {
      ops[i + 2] = Op.JUMP;
      return;
    }
    drop(i);
    drop(i + 2);
    drop(i + 3);
    return;
  }
  if (minor < 12 && (next === Op.JUMP_IF_FALSE_OR_POP || next === Op.JUMP_IF_TRUE_OR_POP)) {
    if (isTrue(constant) === (next === Op.JUMP_IF_TRUE_OR_POP)) ops[i + 1] = Op.JUMP;
    else {
      drop(i);
      drop(i + 1);
    }
    return;
  }
  if (minor < 11 || next !== Op.IS_OP || constant.type !== 'None' || targets[i + 2]) return;
  const jump = ops[i + 2];
  if (jump !== Op.POP_JUMP_IF_FALSE && jump !== Op.POP_JUMP_IF_TRUE) return;
  const jumpsOnNone = (jump === Op.POP_JUMP_IF_TRUE) === (args[i + 1] === 0);
  drop(i);
  drop(i + 1);
  ops[i + 2] = jumpsOnNone ? Op.POP_JUMP_IF_NONE : Op.POP_JUMP_IF_NOT_NONE;
}

function isSwappable(op: number): boolean {
  return op === Op.STORE_FAST || op === Op.POP_TOP || op === Pseudo.STORE_FAST_MAYBE_NULL;
}

/** The next instruction that may be moved, on the same line where one is given. Follows flowgraph.c: next_swappable_instruction. */
function nextSwappable(stream: Stream, targets: Uint8Array, from: number, line: number): number {
  const { ops, locations } = stream;
  for (let i = from + 1; i < ops.length; i++) {
    if (targets[i]) return -1;
    if (line >= 0 && locations[i]!.lineno !== line) return -1;
    if (ops[i] === Op.NOP) continue;
    return isSwappable(ops[i]!) ? i : -1;
  }
  return -1;
}

/** Exchanges two stores instead of the values for them. Follows flowgraph.c: apply_static_swaps. */
function swapStores(stream: Stream, targets: Uint8Array, from: number): void {
  const { ops, args, locations } = stream;
  const storesTo = (i: number) => (ops[i] === Op.POP_TOP ? -1 : args[i]!);
  for (let i = from; i >= 0; i--) {
    if (ops[i] !== Op.SWAP) {
      if ((ops[i] === Op.NOP || isSwappable(ops[i]!)) && !targets[i + 1]) continue;
      return;
    }
    const first = nextSwappable(stream, targets, i, -1);
    if (first < 0) return;
    const line = locations[first]!.lineno;
    let last = first;
    for (let count = args[i]! - 1; count > 0; count--) {
      last = nextSwappable(stream, targets, last, line);
      if (last < 0) return;
    }
    const x = storesTo(first);
    const y = storesTo(last);
    if (x >= 0 || y >= 0) {
      if (x === y) return;
      for (let k = first + 1; k < last; k++) {
        if (ops[k] === Op.NOP) continue;
        const z = storesTo(k);
        if (z >= 0 && (z === x || z === y)) return;
      }
    }
    ops[i] = Op.NOP;
    args[i] = 0;
    for (const column of [ops, args]) [column[first], column[last]] = [column[last]!, column[first]!];
    [locations[first], locations[last]] = [locations[last]!, locations[first]!];
  }
}

/** A jump to a jump goes to the end of the way, where no line is skipped by that. Follows flowgraph.c: jump_thread. */
function threadJumps(stream: Stream, targets: Uint8Array, minor: number): void {
  const { ops, args, locations } = stream;
  const landing = (i: number) => {
    let at = i;
    while (at < ops.length && ops[at] === Op.NOP && locations[at]!.lineno < 0) at++;
    return at;
  };
  for (let i = 0; i < ops.length; i++) {
    const op = ops[i]!;
    if (!(op >= Op.JUMP && op <= Op.JUMP_IF_TRUE_OR_POP)) continue;
    for (let hops = 0; hops < 20; hops++) {
      const target = landing(args[i]!);
      if (target >= ops.length || target === i) break;
      const line = locations[target]!.lineno;
      if (minor >= 10 && line >= 0 && line !== locations[i]!.lineno) break;
      const there = ops[target]!;
      if (there === Op.JUMP && landing(args[target]!) !== target) {
        args[i] = args[target]!;
        continue;
      }
      const here = ops[i]!;
      if (here !== Op.JUMP_IF_FALSE_OR_POP && here !== Op.JUMP_IF_TRUE_OR_POP) break;
      const whenTrue = here === Op.JUMP_IF_TRUE_OR_POP;
      const pops = there === Op.POP_JUMP_IF_TRUE || there === Op.POP_JUMP_IF_FALSE;
      if (!pops && there !== Op.JUMP_IF_TRUE_OR_POP && there !== Op.JUMP_IF_FALSE_OR_POP) break;
      const sameWay = whenTrue === (there === Op.POP_JUMP_IF_TRUE || there === Op.JUMP_IF_TRUE_OR_POP);
      if (pops || !sameWay) ops[i] = whenTrue ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE;
      args[i] = sameWay ? args[target]! : target + 1;
      targets[args[i]!] = 1;
    }
  }
}

/**
 * A jump to a `return None` that stands on no line gets a copy of its own, which counts to the line of the jump.
 * Follows flowgraph.c: duplicate_exits_without_lineno.
 */
function duplicateExits(stream: Stream): void {
  const { ops, args, locations } = stream;
  const { length } = ops;
  for (let i = 0; i < length; i++) {
    if (!isJump(ops[i]!)) continue;
    const target = args[i]!;
    if (ops[target] !== Op.LOAD_CONST || ops[target + 1] !== Op.RETURN_VALUE) continue;
    if (locations[target]!.lineno >= 0 || locations[target + 1]!.lineno >= 0) continue;
    const at = locations[i]!;
    args[i] = ops.length;
    ops.push(Op.LOAD_CONST, Op.RETURN_VALUE);
    args.push(args[target]!, 0);
    locations.push(at, at);
  }
}

// ---- the graph

/** Cuts the stream into blocks, follows all ways from the start, and settles stack depths and handlers. */
export function buildGraph(stream: Stream, name: string): { blocks: Block[]; blockOf: Int32Array; maxDepth: number } {
  const { ops } = stream;
  const starts = findTargets(stream);
  starts[0] = 1;
  ops.forEach((op, i) => {
    if (isJump(op) || leaves(op)) starts[i + 1] = 1;
  });
  const blocks: Block[] = [];
  const blockOf = new Int32Array(ops.length + 1).fill(-1);
  for (let i = 0; i < ops.length; ) {
    let end = i + 1;
    while (end < ops.length && !starts[end]) end++;
    blockOf[i] = blocks.length;
    blocks.push({ start: i, end, jumps: [], fallsThrough: false, handlers: [], reachable: false, depth: -1 });
    i = end;
  }
  return { blocks, blockOf, maxDepth: follow(stream, blocks, blockOf, name) };
}

/** Net effect of an instruction that runs on, in stack slots. */
export function effectOf(op: number, arg: number): number {
  if (op < 240) return INSTRUCTIONS[op]!.effect(arg);
  return op === Pseudo.STORE_FAST_MAYBE_NULL ? -1 : 0;
}

export function jumpEffectOf(op: number, arg: number): number {
  if (op >= 240) return 0;
  const row = INSTRUCTIONS[op]!;
  return (row.jumpEffect ?? row.effect)(arg);
}

function follow(stream: Stream, blocks: Block[], blockOf: Int32Array, name: string): number {
  const { ops, args } = stream;
  const work: { block: Block; depth: number; open: readonly Handler[] }[] = [];
  let maxDepth = 0;
  const reach = (target: number, depth: number, open: readonly Handler[]): number => {
    const index = blockOf[target]!;
    const block = blocks[index];
    if (block === undefined) throw new Error(`A jump in ${name} leaves the code.`);
    if (!block.reachable) {
      block.reachable = true;
      block.depth = depth;
      work.push({ block, depth, open });
    } else if (block.depth !== depth) {
      throw new Error(`Two ways in ${name} meet with stack depths ${block.depth} and ${depth}.`);
    }
    return index;
  };
  reach(0, 0, []);
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const { block } = next;
    let { depth, open } = next;
    let ended = false;
    for (let i = block.start; i < block.end; i++) {
      const op = ops[i]!;
      const arg = args[i]!;
      block.handlers.push(open.length > 0 ? open[open.length - 1]! : null);
      if (isSetup(op)) {
        const handler: Handler = {
          target: arg,
          depth: op === Pseudo.SETUP_WITH ? depth - 1 : depth,
          pushesPosition: op !== Pseudo.SETUP_FINALLY,
        };
        const entry = handler.depth + (handler.pushesPosition ? 2 : 1);
        maxDepth = Math.max(maxDepth, entry);
        reach(arg, entry, open);
        open = [...open, handler];
        continue;
      }
      if (op === Pseudo.POP_BLOCK) {
        if (open.length === 0) throw new Error(`A handler in ${name} is closed twice.`);
        open = open.slice(0, -1);
        continue;
      }
      if (isJump(op)) block.jumps.push(reach(arg, depth + jumpEffectOf(op, arg), open));
      depth += effectOf(op, arg);
      if (depth < 0) throw new Error(`The stack of ${name} runs empty at ${INSTRUCTIONS[op]?.name ?? op}.`);
      maxDepth = Math.max(maxDepth, depth);
      if (leaves(op)) ended = true;
    }
    if (ended) continue;
    if (block.end >= ops.length) throw new Error(`The code of ${name} has no end.`);
    block.fallsThrough = true;
    reach(block.end, depth, open);
  }
  return maxDepth;
}

// ---- unbound locals

/**
 * Turns LOAD_FAST of a variable that may be unbound into LOAD_FAST_CHECK.
 * Follows flowgraph.c: add_checks_for_loads_of_uninitialized_variables.
 *
 * @param count number of fast locals; operands are below it
 * @param parameters how many of them are bound from the start
 */
export function checkLoads(
  stream: Stream,
  blocks: readonly Block[],
  blockOf: Int32Array,
  count: number,
  parameters: number,
): void {
  if (count === 0) return;
  const words = (count + 31) >> 5;
  const { ops, args } = stream;
  // A bit is set while the variable may be unbound.
  const states = new Int32Array(blocks.length * words);
  const seen = new Uint8Array(blocks.length);
  const work: number[] = [];
  const state = new Int32Array(words);
  const meet = (target: number) => {
    let changed = seen[target] === 0;
    for (let w = 0; w < words; w++) {
      const merged = states[target * words + w]! | state[w]!;
      if (merged !== states[target * words + w]) {
        states[target * words + w] = merged;
        changed = true;
      }
    }
    if (!changed) return;
    seen[target] = 1;
    work.push(target);
  };
  for (let i = parameters; i < count; i++) state[i >> 5]! |= 1 << (i & 31);
  meet(0);
  for (let index = work.pop(); index !== undefined; index = work.pop()) {
    const block = blocks[index]!;
    for (let w = 0; w < words; w++) state[w] = states[index * words + w]!;
    for (let i = block.start; i < block.end; i++) {
      const handler = block.handlers[i - block.start];
      if (handler) meet(blockOf[handler.target]!);
      const arg = args[i]!;
      switch (ops[i]) {
        case Op.STORE_FAST:
          state[arg >> 5]! &= ~(1 << (arg & 31));
          break;
        case Op.DELETE_FAST:
        case Op.LOAD_FAST_AND_CLEAR:
        case Pseudo.STORE_FAST_MAYBE_NULL:
          state[arg >> 5]! |= 1 << (arg & 31);
          break;
        case Op.LOAD_FAST:
        case Op.LOAD_FAST_CHECK:
          if (state[arg >> 5]! & (1 << (arg & 31))) ops[i] = Op.LOAD_FAST_CHECK;
          // Behind a load that went well the variable is bound.
          state[arg >> 5]! &= ~(1 << (arg & 31));
          break;
      }
    }
    for (const target of block.jumps) meet(target);
    if (block.fallsThrough) meet(blockOf[block.end]!);
  }
}
