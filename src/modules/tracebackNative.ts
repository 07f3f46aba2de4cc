/** `_traceback`: what the modules `traceback` and `linecache` ask of the machine (ours). */
import { checkArgs } from '../objects/args.js';
import { asIndex } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { isTrue } from '../objects/object.js';
import { newStr } from '../objects/strCore.js';
import { instructionSpan } from '../objects/traceback.js';
import { formatException, snapshotException } from '../objects/tracebackSnapshot.js';
import { exceptionText, stackText } from '../objects/tracebackText.js';
import { E, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import type { PythonVersion } from '../spec/version.js';
import type { ModuleDef } from './moduleDef.js';

function sourceOf(rt: Machine): (file: string, line: number) => string | null {
  return (file, line) => rt.sourceLine(file, line);
}

function needsException(rt: Machine, o: number): boolean {
  if (rt.hasFlag(o, TypeFlag.BASE_EXC_SUBCLASS)) return true;
  rt.raise(E.TypeError, `Exception expected for value, ${rt.typeOf(o).name} found`);
  return false;
}

/** exception_text(exception, chain): all that is printed for an exception. */
function exceptionTextOf(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'exception_text', nargs, 2, 2) || !needsException(rt, rt.M[args]!)) return 0;
  const chain = isTrue(rt, rt.M[args + 2]!);
  if (chain < 0) return 0;
  if (chain > 0) return newStr(rt, formatException(rt, rt.M[args]!, sourceOf(rt)));
  const model = { ...snapshotException(rt, rt.M[args]!), cause: null, context: null };
  if (rt.currentException !== 0) rt.clearError();
  return newStr(rt, exceptionText(model, rt.profile.version as PythonVersion, sourceOf(rt)));
}

/** last_text(exception): the lines without the stack. */
function lastText(rt: Machine, _self: number, exception: number): number {
  if (!needsException(rt, exception)) return 0;
  const model = { ...snapshotException(rt, exception), cause: null, context: null, stack: [], group: null };
  if (rt.currentException !== 0) rt.clearError();
  return newStr(rt, exceptionText(model, rt.profile.version as PythonVersion, sourceOf(rt)));
}

/** level_text(code, lasti, lineno): one level of a stack; lasti -1 where it is not known. */
function levelText(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'level_text', nargs, 3, 3)) return 0;
  const code = rt.M[args]!;
  if (!rt.is(code, T.CODE)) return rt.raise(E.TypeError, 'a code object is needed');
  const lasti = asIndex(rt, rt.M[args + 2]!);
  const line = asIndex(rt, rt.M[args + 4]!);
  if (Number.isNaN(lasti) || Number.isNaN(line)) return 0;
  const spec = rt.codeOf(code).spec;
  const found = lasti < 0 ? null : instructionSpan(rt, code, lasti >> 1);
  const span = found !== null && found.line === line ? found : null;
  const entry = { filename: spec.filename, line, name: spec.name, span };
  return newStr(rt, stackText([entry], rt.profile.version as PythonVersion, sourceOf(rt)));
}

/** source_line(filename, lineno): the text of a line without its end, or None. */
function sourceLine(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'source_line', nargs, 2, 2)) return 0;
  const line = asIndex(rt, rt.M[args + 2]!);
  if (Number.isNaN(line)) return 0;
  const text = rt.isStr(rt.M[args]!) ? rt.sourceLine(rt.text(rt.M[args]!), line) : null;
  return text === null ? rt.none() : newStr(rt, text);
}

const METHODS: readonly MethodDef[] = [
  { name: 'exception_text', kind: MethodKind.FAST, fn: exceptionTextOf },
  { name: 'last_text', kind: MethodKind.O, fn: lastText },
  { name: 'level_text', kind: MethodKind.FAST, fn: levelText },
  { name: 'source_line', kind: MethodKind.FAST, fn: sourceLine },
];

export const tracebackNativeModule: ModuleDef = { name: '_traceback', methods: METHODS };
