import type { Module } from './ast.js';
import { minorOf, type PythonVersion, type SyntaxDiagnostic } from './diagnostics.js';
import { LoweringError } from './lowerContext.js';
import { lowerModule } from './lowerModule.js';
import { parsePyright } from './parsePyright.js';
import { LineMap } from './positions.js';

export interface ParseOptions {
  version: PythonVersion;
  /** As `compile` takes it; 'exec' if left out. */
  mode?: 'exec' | 'eval' | 'single';
}

export interface ParseResult {
  /** Up to the first error in a strict parse. */
  module: Module;
  /** Empty for a valid text. A strict parse has one at most: CPython's `SyntaxError`. */
  diagnostics: SyntaxDiagnostic[];
}

/** Marks a range of offsets. */
export function diagnosticAt(lines: LineMap, error: LoweringError): SyntaxDiagnostic {
  const from = lines.positionOf(error.start);
  const to = lines.positionOf(Math.max(error.start, error.end));
  return {
    errorClass: error.errorClass,
    message: error.message,
    lineno: from.line,
    col_offset: from.column,
    end_lineno: to.line,
    end_col_offset: to.column,
  };
}

/** Parses as the interpreter does: the first error ends it. Never throws. */
export function parseStrict(source: string, options: ParseOptions): ParseResult {
  const text = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  try {
    const parsed = parsePyright(text);
    const { body, error } = lowerModule(text, parsed, minorOf(options.version));
    const module: Module = { kind: 'Module', body };
    const first = parsed.errors[0];
    const failure =
      first && (!error || first.start <= error.start)
        ? new LoweringError('invalid syntax', first.start, first.end)
        : error;
    return { module, diagnostics: failure ? [diagnosticAt(parsed.lines, failure)] : [] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const failure = new LoweringError('too many nested parentheses', 0, 0);
    return { module: { kind: 'Module', body: [] }, diagnostics: [diagnosticAt(new LineMap(text), failure)] };
  }
}
