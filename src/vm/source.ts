/** From source text to a code object: the front in one call. */
import type { CodeSpec } from '../python/code.js';
import type { NotSimulated } from '../python/codegen.js';
import { compileModule } from '../python/compile.js';
import type { SyntaxDiagnostic } from '../python/diagnostics.js';
import { parseStrict } from '../python/parse.js';
import type { ParseMemory } from '../python/parseMemory.js';
import { buildSymtable } from '../python/symtable.js';
import type { PythonVersion } from '../spec/version.js';

/** What became of a source text: a code object, or CPython's SyntaxError. */
export interface Compiled {
  readonly code: CodeSpec | null;
  readonly error: SyntaxDiagnostic | null;
  readonly notSimulated: readonly NotSimulated[];
}

/** Compiles a text as the interpreter does: the first error ends it. `memory`: of earlier texts of the file. */
export function compileText(
  source: string,
  filename: string,
  version: PythonVersion,
  mode: 'exec' | 'eval' | 'single',
  memory?: ParseMemory,
): Compiled {
  const parsed = parseStrict(source, { version, mode, ...(memory ? { memory: { of: memory, file: filename } } : {}) });
  if (parsed.diagnostics.length > 0) return { code: null, error: parsed.diagnostics[0]!, notSimulated: [] };
  const symtable = buildSymtable(parsed.module, version);
  if (symtable.diagnostics.length > 0) return { code: null, error: symtable.diagnostics[0]!, notSimulated: [] };
  const { code, errors, notSimulated } = compileModule(parsed.module, symtable, { version, filename, mode });
  if (errors.length > 0) return { code: null, error: errors[0]!, notSimulated };
  return { code, error: null, notSimulated };
}
