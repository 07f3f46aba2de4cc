/** What a request is about as the machine takes it: texts by path, the main file compiled, its errors. */

import type { SourceRange } from '../protocol/position.js';
import type { Diagnostic, ExploreRequest, PythonVersion } from '../protocol/run.js';
import type { Module } from '../python/ast.js';
import { compileModule } from '../python/compile.js';
import type { SyntaxDiagnostic } from '../python/diagnostics.js';
import { parseStrict } from '../python/parse.js';
import type { ParseMemory } from '../python/parseMemory.js';
import { parseTolerant } from '../python/retry.js';
import { buildSymtable } from '../python/symtable.js';
import { type Compiled, compileText } from '../vm/source.js';

/** A request made ready to run. */
export interface Program {
  readonly texts: ReadonlyMap<string, string>;
  readonly main: string;
  /** Index of a file by the name that its code objects carry. */
  readonly files: ReadonlyMap<string, number>;
  /** Code null: nothing of the main file can run. */
  readonly compiled: Compiled;
  readonly hasSyntaxError: boolean;
  /** What can be said without running. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the files of a request. `memory`: of what their texts were before. */
export function readProgram(request: ExploreRequest, memory?: ParseMemory): Program {
  const main = request.files[0]?.path ?? 'main.py';
  const text = request.files[0]?.text ?? '';
  const files = new Map<string, number>();
  request.files.forEach(({ path }, i) => {
    for (const name of [path, path.startsWith('/') ? path : `/${path}`]) if (!files.has(name)) files.set(name, i);
  });
  const texts = new Map(request.files.map((f) => [f.path, f.text]));
  const { python } = request.options;
  const first = compileText(text, main, python, 'exec', memory);
  const notSimulated: Diagnostic[] = first.notSimulated.map((n) => ({
    code: 'notSimulated',
    range: rangeOf(0, n),
    detail: n.what,
    reached: false,
  }));
  if (first.code !== null)
    return { texts, main, files, compiled: first, hasSyntaxError: false, diagnostics: notSimulated };
  return { texts, main, files, ...mend(text, main, python, first) };
}

function rangeOf(file: number, at: Omit<SyntaxDiagnostic, 'errorClass' | 'message'>): SourceRange {
  return {
    file,
    line: Math.max(1, at.lineno),
    column: Math.max(0, at.col_offset),
    endLine: Math.max(1, at.end_lineno, at.lineno),
    endColumn: Math.max(0, at.end_col_offset),
  };
}

/** Compiles what is intact of a text with errors. */
function mend(
  text: string,
  main: string,
  version: PythonVersion,
  first: Compiled,
): Pick<Program, 'compiled' | 'hasSyntaxError' | 'diagnostics'> {
  const diagnostics: Diagnostic[] = [];
  const report = (error: SyntaxDiagnostic): void => {
    if (diagnostics.some((d) => d.range.line === error.lineno && d.detail === error.message)) return;
    const range = rangeOf(0, error);
    if (error.notSimulated) diagnostics.push({ code: 'notSimulated', range, detail: error.message, reached: true });
    else diagnostics.push({ code: 'syntaxError', range, detail: error.message });
  };
  const strict = parseStrict(text, { version });
  let compiled: Compiled = { ...first, code: null };
  if (strict.diagnostics.length > 0 && !text.includes('\0')) {
    const tolerant = parseTolerant(text, { version });
    for (const d of tolerant.diagnostics.length > 0 ? tolerant.diagnostics : strict.diagnostics) report(d);
    compiled = { ...first, code: codeOf(tolerant.module, main, version) };
  } else {
    // A mistake that only the compiler sees: nothing is left out for it.
    if (first.error) report(first.error);
  }
  const hasSyntaxError = diagnostics.some((d) => d.code === 'syntaxError');
  return { compiled, hasSyntaxError, diagnostics };
}

function codeOf(module: Module, main: string, version: PythonVersion): Compiled['code'] {
  if (module.body.every((s) => s.kind === 'Pass')) return null;
  try {
    const symtable = buildSymtable(module, version);
    if (symtable.diagnostics.length > 0) return null;
    const { code, errors } = compileModule(module, symtable, { version, filename: main, mode: 'exec' });
    return errors.length > 0 ? null : code;
  } catch {
    // A mended tree may have a shape that no text has.
    return null;
  }
}
