/** Sizes that CPython's code object of a version has: they show in the sizes of code objects, frames and generators only. */
import { Pseudo } from './codegenUnit.js';
import { type Block, effectOf, isJump, isSetup, jumpEffectOf, type Stream } from './flowgraph.js';
import { Op } from './instructions.js';

/** Inline caches behind an instruction, in units of two bytes: 3.11, 3.12, 3.13. */
const CACHES = new Map<number, readonly [number, number, number]>([
  [Op.LOAD_GLOBAL, [5, 4, 4]],
  [Op.LOAD_GLOBAL_CALL, [5, 4, 4]],
  [Op.LOAD_ATTR, [4, 9, 9]],
  [Op.LOAD_METHOD, [10, 9, 9]],
  [Op.LOAD_SUPER_ATTR, [1, 1, 1]],
  [Op.LOAD_SUPER_METHOD, [1, 1, 1]],
  [Op.STORE_ATTR, [4, 4, 4]],
  [Op.BINARY_OP, [1, 1, 1]],
  [Op.BINARY_SUBSCR, [4, 1, 1]],
  [Op.STORE_SUBSCR, [1, 1, 1]],
  [Op.COMPARE_OP, [2, 1, 1]],
  [Op.CONTAINS_OP, [0, 0, 1]],
  [Op.UNPACK_SEQUENCE, [1, 1, 1]],
  [Op.FOR_ITER, [0, 1, 1]],
  [Op.SEND, [0, 1, 1]],
  // 3.11 had a PRECALL with a cache before each CALL.
  [Op.CALL, [6, 3, 3]],
  [Op.CALL_KW, [6, 3, 0]],
  [Op.JUMP_BACKWARD, [0, 0, 1]],
  // 3.13 has a TO_BOOL with three caches before, and one cache behind.
  [Op.POP_JUMP_IF_FALSE, [0, 0, 1]],
  [Op.POP_JUMP_IF_TRUE, [0, 0, 1]],
  [Op.POP_JUMP_IF_NONE, [0, 0, 1]],
  [Op.POP_JUMP_IF_NOT_NONE, [0, 0, 1]],
]);

/** Instructions that older versions do not have. */
const SINCE_11 = new Set<number>([Op.RESUME, Op.PUSH_NULL, Op.MAKE_CELL, Op.COPY_FREE_VARS, Op.RETURN_GENERATOR]);

/** How many bytes `co_code` has: an estimate. */
export function codeBytes(instructions: Int32Array, minor: number): number {
  let units = 0;
  for (let i = 0; i < instructions.length; i += 2) {
    const op = instructions[i]!;
    if (op === Op.LINE || (minor < 11 && SINCE_11.has(op))) continue;
    units++;
    if (instructions[i + 1]! > 255) units++;
    if (minor >= 11) units += CACHES.get(op)?.[Math.min(minor, 13) - 11] ?? 0;
    // 3.12 and later return a constant with one instruction.
    if (minor >= 12 && op === Op.RETURN_VALUE && instructions[i - 2] === Op.LOAD_CONST) units--;
  }
  return units * 2;
}

// ---- co_stacksize

/** Values that an exception put on the stack of a handler up to 3.10. */
const EXCEPTION_VALUES = 6;

/**
 * `co_stacksize` of CPython of that version, where it differs from what our instructions need.
 *
 * Each slot has a weight: how many slots it was then. Up to 3.10 the NULL of a call was none, and an exception was
 * three. Nothing but the highest sum counts.
 */
export function shownStackSize(
  stream: Stream,
  blocks: readonly Block[],
  blockOf: Int32Array,
  maxDepth: number,
  minor: number,
): number {
  if (minor >= 13) return Math.max(maxDepth, 1);
  const { ops, args } = stream;
  const seen = new Uint8Array(blocks.length);
  const work: { index: number; weights: readonly number[] }[] = [];
  let highest = 0;
  const reach = (target: number, weights: readonly number[]) => {
    const index = blockOf[target]!;
    if (seen[index]) return;
    seen[index] = 1;
    work.push({ index, weights });
  };
  reach(0, []);
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const block = blocks[next.index]!;
    const weights = [...next.weights];
    for (let i = block.start; i < block.end; i++) {
      const op = ops[i]!;
      const arg = args[i]!;
      if (isSetup(op)) {
        if (ops[arg] === Op.STOPITERATION_ERROR && minor < 12) continue;
        reach(arg, handlerWeights(stream, weights, op, arg, minor));
        continue;
      }
      if (isJump(op)) reach(arg, resized(weights, weights.length + jumpEffectOf(op, arg)));
      const before = weights.length;
      const after = before + effectOf(op, arg);
      weights.length = Math.min(before, after);
      while (weights.length < after) weights.push(1);
      if (minor < 11) {
        if (op === Op.PUSH_NULL || op === Op.LOAD_GLOBAL_CALL) weights[after - 1] = 0;
        else if (op === Op.SAVE_EXC_STATE) weights.fill(EXCEPTION_VALUES / 3, after - 3);
        else if (op === Op.PUSH_EXC_STATE) weights.fill(1, after - EXCEPTION_VALUES);
      }
      const following = ops[i + 1];
      const isOperand =
        op === Op.LOAD_CONST &&
        ((following === Op.CALL_KW && minor >= 11) || (following === Op.RETURN_VALUE && minor >= 12));
      if (isOperand) continue;
      // Up to 3.10 a qualified name lay on the code object, and a copy of the exception below the type it is compared
      // with; 3.12 counted a slot too many for SEND.
      const extra =
        minor < 11 ? following === Op.MAKE_FUNCTION || op === Op.CHECK_EXC_MATCH : minor === 12 && op === Op.SEND;
      let sum = extra ? 1 : 0;
      for (const weight of weights) sum += weight;
      if (sum > highest) highest = sum;
    }
    if (block.fallsThrough) reach(block.end, weights);
  }
  return minor >= 12 ? highest : Math.max(highest, 1);
}

function resized(weights: readonly number[], length: number): number[] {
  const out = weights.slice(0, length);
  while (out.length < length) out.push(1);
  return out;
}

function handlerWeights(
  stream: Stream,
  weights: readonly number[],
  op: number,
  target: number,
  minor: number,
): number[] {
  const kept = weights.slice(0, op === Pseudo.SETUP_WITH ? weights.length - 1 : weights.length);
  if (op === Pseudo.SETUP_FINALLY) return [...kept, minor < 11 ? EXCEPTION_VALUES : 1];
  if (minor >= 11) return [...kept, 1, 1];
  // The handlers that only restore what was handled before did not exist.
  const restores = stream.ops[target] === Op.POP_EXC_STATE || stream.ops[target] === Op.STOPITERATION_ERROR;
  return [...kept, 0, restores ? 0 : EXCEPTION_VALUES];
}
