/** Which lines of a program can run: where a breakpoint can stand. */
import type { ExploreRequest } from '../../protocol/run.js';
import type { CodeSpec } from '../../python/code.js';
import { Op } from '../../python/instructions.js';
import { compileText } from '../../vm/source.js';
import type { Program } from '../program.js';

/** By file, ascending; empty where a file cannot be compiled. */
export function linesOf(request: ExploreRequest, program: Program): number[][] {
  return request.files.map(({ path, text }, i) => {
    const code = i === 0 ? program.compiled.code : compileText(text, path, request.options.python, 'exec').code;
    const lines = new Set<number>();
    if (code !== null) collect(code, lines);
    return [...lines].sort((a, b) => a - b);
  });
}

function collect(code: CodeSpec, lines: Set<number>): void {
  const { instructions, consts } = code;
  for (let i = 0; i < instructions.length; i += 2) if (instructions[i] === Op.LINE) lines.add(instructions[i + 1]!);
  for (const constant of consts) if (constant.type === 'code') collect(constant.code, lines);
}
