import { LoweringError } from './lowerContext.js';
import { CheckStatements } from './parseCheckStatements.js';
import { CheckTokenizer } from './parseCheckTokens.js';
import type { LineMap } from './positions.js';

/**
 * The error that CPython has for a text, or null if it would accept it. `start` is the offset of a line at which no
 * block is open and before which all is well.
 */
export function findSyntaxError(text: string, lines: LineMap, minor: number, start: number): LoweringError | null {
  const tokenizer = new CheckTokenizer(text, lines, minor, start);
  const error = new CheckStatements(tokenizer, text, lines, minor).run();
  return error && new LoweringError(error.message, error.start, error.end, error.errorClass, error.shift);
}
