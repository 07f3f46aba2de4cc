/** From a syntax tree and its symbol tables to a code object. */
import type { Module } from './ast.js';
import type { CodeSpec } from './code.js';
import { type CompileOptions, Compiler, type NotSimulated } from './codegen.js';
import { expression } from './codegenExpressions.js';
import { finishBody } from './codegenFunctions.js';
import { body, statements } from './codegenStatements.js';
import { NOWHERE } from './codegenUnit.js';
import type { SyntaxWarning } from './codegenWarnings.js';
import type { SyntaxDiagnostic } from './diagnostics.js';
import { Op } from './instructions.js';
import type { Symtable } from './symtable.js';

export interface CompileResult {
  readonly code: CodeSpec;
  /** In the order in which CPython would meet them: it reports the first. */
  readonly errors: SyntaxDiagnostic[];
  readonly notSimulated: NotSimulated[];
  /** What CPython writes to stderr as SyntaxWarning, in its order. */
  readonly warnings: SyntaxWarning[];
}

/**
 * Compiles a module. What a program can see of the result is what CPython of that version makes: constants, names,
 * order of evaluation, temporaries on the stack, lines and positions. Errors do not end it: the code is whole, but
 * means something only where there are none.
 */
export function compileModule(module: Module, symtable: Symtable, options: CompileOptions): CompileResult {
  const c = new Compiler(module, symtable, options);
  const first = module.body[0];
  const unit = c.enter('module', '<module>', module, 1);
  if (options.mode === 'eval' && first?.kind === 'Expr' && module.body.length === 1) {
    expression(c, first.value);
    c.op(Op.RETURN_VALUE, 0, first.value);
  } else {
    if (options.mode === 'single') statements(c, module.body);
    else body(c, module.body, NOWHERE);
    finishBody(c);
  }
  // Up to 3.9 the first line was that of the first instruction.
  if (c.minor < 10) unit.firstlineno = unit.locations.find((at) => at.lineno > 0)?.lineno ?? 1;
  return { code: c.exit(), errors: c.errors, notSimulated: c.notSimulated, warnings: c.warnings };
}
