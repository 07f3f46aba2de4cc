/** Code objects as text, for people and tests. */
import { type CodeSpec, type ConstSpec, EXCEPTION_ROW } from './code.js';
import { type BinaryOp, type Compare, INPLACE, INSTRUCTIONS, Op } from './instructions.js';

const BINARY = ['+', '&', '//', '<<', '@', '*', '%', '|', '**', '>>', '-', '/', '^'];
const COMPARE = ['<', '<=', '==', '!=', '>', '>='];

/** One line for each instruction (line number, index, name, operand, meaning), the exception table, then inner code. */
export function disassemble(code: CodeSpec): string {
  const { instructions, positions } = code;
  const lines = [`${code.qualname}, line ${code.firstlineno}:`];
  const targets = new Set<number>();
  for (let i = 0; i < instructions.length; i += 2) {
    if (INSTRUCTIONS[instructions[i]!]!.operand === 'jump') targets.add(instructions[i + 1]!);
  }
  for (let i = 0; i < instructions.length; i += 2) {
    const op = instructions[i]!;
    const arg = instructions[i + 1]!;
    const index = i / 2;
    const line = positions[index * 4]!;
    const mark = targets.has(index) ? '>>' : '  ';
    const { name } = INSTRUCTIONS[op]!;
    const operand = operandText(code, op, arg);
    lines.push(
      `${line > 0 ? String(line).padStart(5) : '    -'} ${mark} ${String(index).padStart(4)} ${name.padEnd(26)}${operand}`.trimEnd(),
    );
  }
  const table = code.exceptionTable;
  if (table.length > 0) lines.push('exception table:');
  for (let row = 0; row < table.length; row += EXCEPTION_ROW) {
    const [start, end, target, depth, position] = table.subarray(row, row + EXCEPTION_ROW);
    lines.push(`  ${start} to ${end} -> ${target} [${depth}]${position ? ' lasti' : ''}`);
  }
  for (const constant of code.consts) if (constant.type === 'code') lines.push('', disassemble(constant.code));
  return lines.join('\n');
}

function operandText(code: CodeSpec, op: number, arg: number): string {
  switch (INSTRUCTIONS[op]!.operand) {
    case 'none':
      return '';
    case 'const':
      return `${arg} (${constantText(code.consts[arg]!)})`;
    case 'local':
    case 'deref':
      return `${arg} (${code.localsplusNames[arg]})`;
    case 'name':
      return `${arg} (${code.names[arg]})`;
    case 'jump':
      return `to ${arg}`;
    case 'binary':
      return arg >= INPLACE ? `${BINARY[arg - INPLACE]}=` : BINARY[arg as BinaryOp]!;
    case 'compare':
      return COMPARE[arg as Compare]!;
    default:
      return op === Op.UNPACK_EX ? `${arg & 255} before, ${arg >> 8} after` : String(arg);
  }
}

/** A constant as Python writes it, nearly. */
export function constantText(constant: ConstSpec): string {
  switch (constant.type) {
    case 'int':
      return String(constant.value);
    case 'float':
      return Object.is(constant.value, -0)
        ? '-0.0'
        : Number.isInteger(constant.value)
          ? constant.value.toFixed(1)
          : String(constant.value);
    case 'complex':
      return `${constant.real ?? 0}+${constant.imag}j`;
    case 'str':
      return JSON.stringify(constant.value);
    case 'bytes':
      return `b${JSON.stringify(String.fromCharCode(...constant.value))}`;
    case 'tuple': {
      const items = constant.items.map(constantText);
      return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
    }
    case 'frozenset':
      return `frozenset({${constant.items.map(constantText).join(', ')}})`;
    case 'code':
      return `code ${constant.code.name}`;
    case 'Ellipsis':
      return '...';
    default:
      return constant.type;
  }
}
