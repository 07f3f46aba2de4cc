import { DiagnosticSink } from '@zzzen/pyright-internal/dist/common/diagnosticSink.js';
import { PythonVersion as PyrightVersion } from '@zzzen/pyright-internal/dist/common/pythonVersion.js';
import type { ModuleNode } from '@zzzen/pyright-internal/dist/parser/parseNodes.js';
import { ParseOptions, Parser } from '@zzzen/pyright-internal/dist/parser/parser.js';
import { LineMap } from './positions.js';
import { type FrontToken, TokenTable } from './tokens.js';

/*
 * The only file that calls the Pyright parser (the lowering reads its nodes, by type only).
 *
 * A bundle needs three things, which `src/build/pyrightStubs.mjs` gives as an esbuild plugin:
 * - `localization/localize` replaced by one without texts (the original loads 15 languages); the front words its errors itself;
 * - `common/uri/uri` replaced by an empty one (it reaches for `path`, `vscode-uri` and the file system);
 * - `common/core` without `Buffer` and `process`.
 */

/** An error of the Pyright parser. Offsets count UTF-16 units from 0. */
export interface PyrightError {
  message: string;
  start: number;
  end: number;
}

export interface PyrightResult {
  tree: ModuleNode;
  tokens: TokenTable;
  lines: LineMap;
  /** In the order of their positions. */
  errors: PyrightError[];
}

/** Answers 0 for every node, which switches the parser's own limit of 256 nested or chained operators off. */
class NoDepths extends Map<number, number> {
  override get(): number {
    return 0;
  }
}

/** The private parts of the parser that are replaced for each parse. */
interface ParserInternals {
  _maxChildDepthMap: Map<number, number>;
  _parseVariableTypeAnnotationComment: () => undefined;
}

/** Makes a private switch of the parser answer `value` for ever. */
function pin(parser: Parser, name: string, value: boolean): void {
  Object.defineProperty(parser, name, { get: () => value, set: () => undefined });
}

/**
 * Parses a text. Always as the newest version: which versions have which syntax is checked later, with CPython's words.
 * Throws a `RangeError` where the nesting is too deep for the host's stack.
 */
export function parsePyright(text: string, lines = new LineMap(text)): PyrightResult {
  const options = new ParseOptions();
  options.pythonVersion = PyrightVersion.create(3, 14);
  const parser = new Parser();
  const internals = parser as unknown as ParserInternals;
  internals._maxChildDepthMap = new NoDepths();
  // Comments like `# type: ...` mean nothing to the interpreter.
  internals._parseVariableTypeAnnotationComment = () => undefined;
  // To the interpreter an annotation is an expression like any other, and quoted ones are strings.
  pin(parser, '_isParsingTypeAnnotation', false);
  // Where `return`, `break` and `continue` may stand is for the compiler to say, after the whole file is parsed.
  pin(parser, '_isInFunction', true);
  pin(parser, '_isInLoop', true);
  pin(parser, '_isInExceptionGroup', false);
  pin(parser, '_isInFinallyBlock', false);
  pin(parser, '_isInFinallyLoop', false);

  const sink = new DiagnosticSink();
  const result = parser.parseSourceFile(text, options, sink);
  const errors = sink.fetchAndClear().map(({ message, range }) => ({
    message: String(message),
    start: lines.offsetOf(range.start.line + 1, range.start.character),
    end: lines.offsetOf(range.end.line + 1, range.end.character),
  }));
  errors.sort((a, b) => a.start - b.start);

  const collection = result.tokenizerOutput.tokens;
  const tokens: FrontToken[] = [];
  for (let i = 0; i < collection.count; i++) tokens.push(collection.getItemAt(i));
  return { tree: result.parserOutput.parseTree, tokens: new TokenTable(tokens), lines, errors };
}
