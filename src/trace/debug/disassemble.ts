/** The instructions of a machine's code objects, as they lie one behind the other in its memory. */
import { Ob } from '../../memory/layout.js';
import { type CodeInfo, INSTRUCTION_WORDS } from '../../objects/code.js';
import { T } from '../../objects/typeIds.js';
import type { Address } from '../../protocol/address.js';
import type { DebugInstruction } from '../../protocol/debug.js';
import type { CodeSpec } from '../../python/code.js';
import { BinaryOp, Compare, INPLACE, INSTRUCTIONS } from '../../python/instructions.js';
import type { Runtime } from '../../vm/runtime.js';
import { preview } from '../preview.js';
import { addressOf } from '../still.js';

/** `length` instructions from the `from`-th before (negative) or behind the one at an address. Always that many. */
export function disassemble(
  rt: Runtime,
  files: ReadonlyMap<string, number>,
  address: Address,
  from: number,
  length: number,
): DebugInstruction[] {
  const { M } = rt;
  const codes = rt.codes
    .filter((code, i) => M[code.address + Ob.TYPE] === T.CODE && M[code.address + Ob.AUX] === i && code.base > 0)
    .sort((a, b) => a.base - b.base);
  const position = address / 4;
  const first = codes.findIndex((code) => position >= code.base && position < endOf(code));
  if (first < 0) return Array.from({ length }, () => NONE);
  let at = first;
  let index = ((position - codes[first]!.base) / INSTRUCTION_WORDS) | 0;
  index += from;
  while (index < 0 && at > 0) index += countOf(codes[--at]!);
  const found: DebugInstruction[] = [];
  for (; index < 0 && found.length < length; index++) found.push(NONE);
  for (; at < codes.length && found.length < length; at++, index -= countOf(codes[at - 1]!)) {
    const code = codes[at]!;
    for (; index < countOf(code) && found.length < length; index++) found.push(instruction(rt, files, code, index));
    if (found.length >= length) break;
  }
  while (found.length < length) found.push(NONE);
  return found;
}

const NONE: DebugInstruction = { address: null, text: '' };

function countOf(code: CodeInfo): number {
  return code.spec.instructions.length >> 1;
}

function endOf(code: CodeInfo): number {
  return code.base + countOf(code) * INSTRUCTION_WORDS;
}

function instruction(rt: Runtime, files: ReadonlyMap<string, number>, code: CodeInfo, index: number): DebugInstruction {
  const { spec } = code;
  const [line = -1, column = -1, endLine = -1, endColumn = -1] = spec.positions.subarray(4 * index, 4 * index + 4);
  const file = files.get(spec.filename);
  return {
    address: addressOf(code.base + index * INSTRUCTION_WORDS),
    text: instructionText(rt, code, index),
    ...(index === 0 ? { symbol: spec.qualname } : {}),
    ...(file !== undefined && line > 0 ? { file, line } : {}),
    ...(file !== undefined && line > 0 && column >= 0 ? { column, endLine, endColumn } : {}),
  };
}

/** `LOAD_FAST 0 (a)`: name, operand, what the operand stands for. */
function instructionText(rt: Runtime, code: CodeInfo, index: number): string {
  const op = code.spec.instructions[2 * index]!;
  const operand = code.spec.instructions[2 * index + 1]!;
  const { name, operand: kind } = INSTRUCTIONS[op]!;
  if (kind === 'none') return name;
  const meaning = meaningOf(rt, code, kind, operand);
  return meaning === undefined ? `${name} ${operand}` : `${name} ${operand} (${meaning})`;
}

function meaningOf(rt: Runtime, code: CodeInfo, kind: string, operand: number): string | undefined {
  const { spec } = code;
  switch (kind) {
    case 'const':
      return preview(rt, rt.M[code.constItems + 2 * operand]!, 40);
    case 'local':
    case 'deref':
      return spec.localsplusNames[operand];
    case 'name':
      return spec.names[operand];
    case 'jump':
      return jumpTarget(spec, operand);
    case 'binary':
      return operand >= INPLACE ? `${BinaryOp[operand - INPLACE]}, in place` : BinaryOp[operand];
    case 'compare':
      return Compare[operand];
    default:
      return undefined;
  }
}

function jumpTarget(spec: CodeSpec, index: number): string | undefined {
  const line = spec.positions[4 * index];
  return line !== undefined && line > 0 ? `to instruction ${index}, line ${line}` : `to instruction ${index}`;
}
