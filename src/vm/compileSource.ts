/** Code objects and SyntaxErrors from source text at run time: exec, eval, compile, imports. Follows pythonrun.c. */
import { ConstantPool, makeCode } from '../objects/code.js';
import { makeException, raiseObject } from '../objects/exceptionCore.js';
import { newCompactInt } from '../objects/intCore.js';
import { newStr } from '../objects/strCore.js';
import { stealTuple } from '../objects/tupleCore.js';
import { E } from '../objects/typeIds.js';
import type { SyntaxDiagnostic } from '../python/diagnostics.js';
import type { Runtime } from './runtime.js';
import { compileText } from './source.js';
import { keepBytesOfTokens } from './startCharacters.js';
import { fillAfterCompile } from './startFreeLists.js';

const CLASSES = { SyntaxError: E.SyntaxError, IndentationError: E.IndentationError, TabError: E.TabError } as const;

/** Raises CPython's SyntaxError for what the front found. `source` null: the exception keeps no line of text. */
export function raiseSyntaxError(
  rt: Runtime,
  diagnostic: SyntaxDiagnostic,
  filename: string,
  source: string | null,
): void {
  const line = source === null ? null : (source.split('\n')[diagnostic.lineno - 1] ?? '');
  const known = diagnostic.col_offset >= 0;
  const details = [
    newStr(rt, filename),
    newCompactInt(rt, diagnostic.lineno),
    known ? newCompactInt(rt, diagnostic.col_offset + 1) : rt.none(),
    line === null ? rt.none() : newStr(rt, line.endsWith('\n') || rt.profile.minor >= 10 ? line : `${line}\n`),
  ];
  if (rt.profile.minor >= 10) {
    details.push(
      newCompactInt(rt, diagnostic.end_lineno),
      newCompactInt(rt, known ? diagnostic.end_col_offset + 1 : 0),
    );
  }
  const args = stealTuple(rt, [newStr(rt, diagnostic.message), stealTuple(rt, details)]);
  const exception = makeException(rt, CLASSES[diagnostic.errorClass], args);
  rt.decref(args);
  if (exception !== 0) raiseObject(rt, exception);
}

/** A code object (new reference), or 0 with SyntaxError. */
export function codeFromSource(rt: Runtime, source: string, filename: string, mode: string, _flags: number): number {
  const kind = mode === 'eval' || mode === 'single' ? mode : 'exec';
  const { code, error } = compileText(source, filename, rt.version, kind);
  if (error !== null || code === null) {
    raiseSyntaxError(rt, error!, filename, source);
    return 0;
  }
  keepBytesOfTokens(rt, source);
  const pool = new ConstantPool();
  const object = makeCode(rt, code, pool);
  // Compiling is over: the parser's arena goes.
  for (const p of pool.arena) rt.decref(p);
  fillAfterCompile(rt, code);
  return object;
}
