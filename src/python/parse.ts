import { minorOf, type PythonVersion } from '../spec/version.js';
import type { Module } from './ast.js';
import type { SyntaxDiagnostic, SyntaxWarningNote } from './diagnostics.js';
import { LoweringError } from './lowerContext.js';
import { lowerModule } from './lowerModule.js';
import type { ParseMemory } from './parseMemory.js';
import { type PyrightResult, parsePyright } from './parsePyright.js';
import { LineMap } from './positions.js';
import { findSyntaxError } from './syntaxErrors.js';
import { TokenType } from './tokens.js';

export interface ParseOptions {
  version: PythonVersion;
  /** As `compile` takes it; 'exec' if left out. In 'eval' the module has one expression statement. */
  mode?: 'exec' | 'eval' | 'single';
  /** Where the text's file was parsed before, and is to be remembered. */
  memory?: { readonly of: ParseMemory; readonly file: string };
}

export interface ParseResult {
  /** In a strict parse with an error: the statements before it. */
  module: Module;
  /** Empty for a valid text. A strict parse has one at most: CPython's `SyntaxError`. */
  diagnostics: SyntaxDiagnostic[];
  /** What CPython warns of on stderr by default, in the order of the text. */
  warnings: SyntaxWarningNote[];
}

/** One strict parse, with the error as offsets. */
export interface TextParse {
  module: Module;
  error: LoweringError | null;
  warnings: SyntaxWarningNote[];
  notSimulated?: true;
}

/** Parses as the interpreter does: the first error ends it. Never throws. */
export function parseStrict(source: string, options: ParseOptions): ParseResult {
  const text = withoutByteOrderMark(source);
  const minor = minorOf(options.version);
  const lines = new LineMap(text);
  const { module, error, warnings, notSimulated } =
    parseRest(text, lines, minor, options.memory) ?? parseText(text, lines, minor, options.memory);
  if (error) {
    const diagnostic = diagnosticAt(lines, error);
    return { module, diagnostics: [notSimulated ? { ...diagnostic, notSimulated } : diagnostic], warnings };
  }
  if (options.mode === 'eval') {
    const only = module.body.length === 1 ? module.body[0] : null;
    if (only?.kind !== 'Expr') {
      const place = new LoweringError('invalid syntax', 0, Math.min(1, text.length));
      return { module, diagnostics: [diagnosticAt(lines, place)], warnings };
    }
  }
  return { module, diagnostics: [], warnings };
}

export function withoutByteOrderMark(source: string): string {
  return source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
}

/** Parses what is new of a text; null where nothing is known of it, or its rest has a mistake. */
function parseRest(text: string, lines: LineMap, minor: number, memory: ParseOptions['memory']): TextParse | null {
  if (!memory || text.includes('\0')) return null;
  const whole = memory.of.whole(memory.file, text, minor);
  if (whole) return { module: { kind: 'Module', body: [...whole.body] }, error: null, warnings: [...whole.warnings] };
  const known = memory.of.beginningOf(memory.file, text, minor, (offset) => lines.lineOf(offset));
  if (!known) return null;
  try {
    const { from } = known;
    // Offsets stay what they are in the whole text.
    const parsed = parsePyright(`${' '.repeat(from - 1)}\n${text.slice(from)}`, lines);
    const lowered = lowerModule(text, parsed, minor);
    if (firstComplaint(text, parsed, lowered.error) !== null) return null;
    const before = known.body.length;
    const body = [...known.body, ...lowered.body];
    const warnings = [...known.warnings, ...lowered.warnings];
    const starts = [...known.starts, ...parsed.tree.d.statements.map(({ start }) => start)];
    const ends = [...known.ends, ...lowered.ends.map((end) => before + end)];
    memory.of.keep(memory.file, { text, minor, starts, ends, body, warnings });
    return { module: { kind: 'Module', body }, error: null, warnings };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

/** One strict parse of a text without a byte order mark. */
export function parseText(text: string, lines: LineMap, minor: number, memory?: ParseOptions['memory']): TextParse {
  const empty: Module = { kind: 'Module', body: [] };
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    return { module: empty, error: new LoweringError('source code cannot contain null bytes', nul, nul), warnings: [] };
  }
  try {
    const parsed = parsePyright(text, lines);
    const lowered = lowerModule(text, parsed, minor);
    const { warnings, body, ends } = lowered;
    const module: Module = { kind: 'Module', body };
    const complaint = firstComplaint(text, parsed, lowered.error);
    if (complaint === null) {
      const starts = parsed.tree.d.statements.map(({ start }) => start);
      memory?.of.keep(memory.file, { text, minor, starts, ends, body, warnings });
      return { module, error: null, warnings };
    }
    const error = findSyntaxError(text, lines, minor, startOfCheck(parsed, complaint));
    if (error) return { module, error, warnings };
    // Pyright also reports what CPython leaves to its compiler; then the tree is whole.
    const unknown = lowered.error ?? unknownToken(parsed);
    if (unknown?.message !== 'invalid syntax') return { module, error: unknown, warnings };
    const { start, end } = unknown;
    return {
      module,
      warnings,
      error: new LoweringError('syntax that the parser does not know', start, end),
      notSimulated: true,
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { module: empty, error: tooDeep(text, lines, minor), warnings: [] };
  }
}

/** The host's stack was not deep enough. CPython has its own limit for brackets, and another for its stack. */
function tooDeep(text: string, lines: LineMap, minor: number): LoweringError {
  const fallback = new LoweringError('too many nested parentheses', 0, 0);
  try {
    return findSyntaxError(text, lines, minor, 0) ?? fallback;
  } catch (error) {
    if (error instanceof RangeError) return fallback;
    throw error;
  }
}

/** The offset of the first thing that Pyright or the lowering complain of, or null. */
function firstComplaint(text: string, parsed: PyrightResult, error: LoweringError | null): number | null {
  // CPython counts 200 brackets and 100 blocks; beyond, it is asked to say so.
  if (parsed.tokens.maximumBrackets > 200 || parsed.tokens.maximumIndents >= 100) return 0;
  const name = wrongIdentifier(text, parsed);
  const offsets = [parsed.errors[0]?.start, error?.start, name].filter((offset) => offset !== undefined);
  return offsets.length > 0 ? Math.min(...offsets) : null;
}

/** A token that Pyright could not read at all: what it made of the text around is not to be trusted. */
function unknownToken(parsed: PyrightResult): LoweringError | null {
  const token = parsed.tokens.tokens.find(({ type }) => type === TokenType.Invalid || type === TokenType.Backtick);
  return token ? new LoweringError('invalid syntax', token.start, token.start + token.length) : null;
}

/** The first name with a character that Pyright takes for a letter and CPython does not. */
function wrongIdentifier(text: string, parsed: PyrightResult): number | undefined {
  if (/^[\0-\x7f]*$/.test(text)) return undefined;
  return parsed.tokens.tokens.find(
    (token) =>
      token.type === TokenType.Identifier &&
      !/^[\p{XIDS}_]\p{XIDC}*$/u.test(text.slice(token.start, token.start + token.length)),
  )?.start;
}

/** The start of the statement before the one complained of: Pyright may have noticed late. */
function startOfCheck(parsed: PyrightResult, complaint: number): number {
  const starts = parsed.tree.d.statements.map((statement) => statement.start).filter((start) => start <= complaint);
  const start = starts[starts.length - 2] ?? 0;
  return parsed.lines.positionOf(start).column === 0 ? start : 0;
}

/** Marks a range of offsets. An exclusive end at the start of a line is shown at the end of the line before. */
export function diagnosticAt(lines: LineMap, error: LoweringError): SyntaxDiagnostic {
  const from = lines.positionOf(error.start);
  let to = from;
  if (error.end > error.start) {
    const last = lines.positionOf(error.end - 1);
    to = { line: last.line, column: last.column + 1 };
  }
  return {
    errorClass: error.errorClass,
    message: error.message,
    lineno: from.line,
    col_offset: from.column + error.shift,
    end_lineno: to.line,
    end_col_offset: to.column + error.shift,
  };
}
