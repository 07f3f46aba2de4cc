import type { Stmt } from './ast.js';
import type { SyntaxWarningNote } from './diagnostics.js';
import { LowerContext, LoweringError } from './lowerContext.js';
import { lowerExpression } from './lowerExpressions.js';
import { lowerStatement } from './lowerStatements.js';
import type { PyrightResult } from './parsePyright.js';

export interface LoweredModule {
  /** The statements before the first error. */
  body: Stmt[];
  /** What Pyright let pass and CPython does not. */
  error: LoweringError | null;
  warnings: SyntaxWarningNote[];
  /** The length of `body` with each of Pyright's statements; all of them where there is no error. */
  ends: number[];
}

/** Lowers a whole file up to the first error. `minor` is the minor Python version. */
export function lowerModule(text: string, parsed: PyrightResult, minor: number): LoweredModule {
  const context = new LowerContext(text, parsed.tokens, parsed.lines, minor);
  context.expr = (node) => lowerExpression(context, node);
  const body: Stmt[] = [];
  const ends: number[] = [];
  try {
    for (const statement of parsed.tree.d.statements) {
      lowerStatement(context, statement, body);
      ends.push(body.length);
    }
  } catch (error) {
    if (error instanceof LoweringError) return { body, error, warnings: context.warnings(), ends };
    // Trees of texts with errors have holes where their types promise nodes.
    const first = parsed.errors[0];
    if (!(error instanceof TypeError) || !first) throw error;
    const hole = new LoweringError('invalid syntax', first.start, first.end);
    return { body, error: hole, warnings: context.warnings(), ends };
  }
  return { body, error: null, warnings: context.warnings(), ends };
}
