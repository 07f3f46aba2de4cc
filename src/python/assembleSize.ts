/** How many bytes `co_code` has in CPython: an estimate, for sizes of code objects only. */
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
