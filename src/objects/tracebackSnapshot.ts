/** Reads an exception with its traceback, causes and notes into plain data, for printing. */
import { ExcLayout, Frame, Ob, TracebackLayout } from '../memory/layout.js';
import type { PythonVersion } from '../spec/version.js';
import { exceptionExtra } from './exceptionBase.js';
import { groupExceptions } from './exceptionGroup.js';
import { syntaxErrorField } from './exceptionSyntax.js';
import { intNumber } from './intCore.js';
import type { Machine } from './machine.js';
import { callSpecial } from './specialCall.js';
import { STDLIB_NAMES } from './stdlibNames.js';
import { suggest } from './suggestions.js';
import { dictEntries, findAttr, reprText, sequenceToTuple, strText } from './support.js';
import { instructionSpan, tracebackFrame } from './traceback.js';
import type { ExceptionModel, FrameEntry, SourceLine, SyntaxPlace } from './tracebackModel.js';
import { exceptionText, stackText } from './tracebackText.js';
import { tupleItem, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';

/**
 * The text that CPython prints to stderr for an uncaught exception (borrowed). Runs Python code (`__str__`, `__dir__`)
 * of the program; the current exception is as before afterwards.
 */
export function formatException(rt: Machine, exception: number, source: SourceLine): string {
  const pending = rt.takeError();
  const model = snapshotException(rt, exception);
  if (rt.currentException !== 0) rt.clearError();
  if (pending !== 0) rt.restoreError(pending);
  return exceptionText(model, rt.profile.version as PythonVersion, source);
}

/**
 * What is said of an exception (borrowed) that nobody can catch: its own levels and its last line, without causes,
 * notes or hints. Follows errors.c: write_unraisable_exc_file.
 */
export function formatUnraisable(rt: Machine, exception: number, source: SourceLine): string {
  const type = rt.M[exception + Ob.TYPE]!;
  const stack = stackOf(rt, rt.M[exception + ExcLayout.TRACEBACK]!);
  // Written in C, which has no markers any more since 3.13.
  const version = rt.profile.minor >= 13 ? '3.10' : (rt.profile.version as PythonVersion);
  const levels = stack.length === 0 ? '' : `Traceback (most recent call last):\n${stackText(stack, version, source)}`;
  const name = typeName(rt, type, rt.profile.minor >= 9);
  return `${levels}${name}: ${safely(rt, () => strText(rt, exception)) ?? '<exception str() failed>'}\n`;
}

/** An exception (borrowed) as plain data. */
export function snapshotException(rt: Machine, exception: number, seen: Set<number> = new Set()): ExceptionModel {
  const M = rt.M;
  seen.add(exception);
  const chained = (field: number): ExceptionModel | null => {
    const other = M[exception + field]!;
    return other === 0 || other === S.NONE || seen.has(other) ? null : snapshotException(rt, other, seen);
  };
  const traceback = M[exception + ExcLayout.TRACEBACK]!;
  const text = safely(rt, () => strText(rt, exception));
  const suppressContext = M[exception + ExcLayout.SUPPRESS_CONTEXT] !== 0;
  let group: ExceptionModel[] | null = null;
  if (rt.profile.minor >= 11 && rt.isInstance(exception, E.BaseExceptionGroup)) {
    const parts = groupExceptions(rt, exception);
    group = [];
    for (let i = 0; i < tupleLength(rt, parts); i++) group.push(snapshotException(rt, tupleItem(rt, parts, i), seen));
  }
  return {
    typeName: typeName(rt, M[exception + Ob.TYPE]!),
    text,
    suggestion: safely(rt, () => suggestionFor(rt, exception, traceback)) ?? '',
    stack: stackOf(rt, traceback),
    cause: chained(ExcLayout.CAUSE),
    context: suppressContext ? null : chained(ExcLayout.CONTEXT),
    suppressContext,
    notes: rt.profile.minor >= 11 ? notesOf(rt, exception) : [],
    group,
    syntax: rt.isInstance(exception, E.SyntaxError) ? syntaxPlace(rt, exception) : null,
  };
}

/** What a step gives; an exception of it is dropped and gives null. */
function safely<R>(rt: Machine, step: () => R | null): R | null {
  const result = step();
  if (rt.currentException !== 0) {
    rt.clearError();
    return null;
  }
  return result;
}

function attributeText(rt: Machine, o: number, name: string): string | null {
  const value = safely(rt, () => findAttr(rt, o, name));
  if (value === null || value === 0) return null;
  const text = rt.isStr(value) ? rt.text(value) : null;
  rt.decref(value);
  return text;
}

function typeName(rt: Machine, type: number, qualified = rt.profile.minor >= 10): string {
  const minor = rt.profile.minor;
  const info = rt.infoOf(type);
  const name = (qualified ? attributeText(rt, type, '__qualname__') : null) ?? info.name;
  const module = attributeText(rt, type, '__module__');
  if (module === null) return `<unknown>.${name}`;
  if (module === 'builtins' || (minor >= 11 && module === '__main__')) return name;
  return `${module}.${name}`;
}

/** The levels of a traceback (address or 0), oldest first. */
export function stackOf(rt: Machine, traceback: number): FrameEntry[] {
  const M = rt.M;
  const entries: FrameEntry[] = [];
  for (let level = traceback; level !== 0; level = M[level + TracebackLayout.NEXT]!) {
    const code = M[tracebackFrame(rt, level) + Frame.CODE]!;
    const spec = rt.codeOf(code).spec;
    const line = M[level + TracebackLayout.LINENO]!;
    const span = instructionSpan(rt, code, M[level + TracebackLayout.LASTI]!);
    entries.push({
      filename: spec.filename,
      line,
      name: spec.name,
      span: span !== null && span.line === line ? span : null,
    });
  }
  return entries;
}

function notesOf(rt: Machine, exception: number): string[] {
  const notes = safely(rt, () => findAttr(rt, exception, '__notes__'));
  if (notes === null || notes === 0 || notes === S.NONE) return [];
  const isSequence =
    rt.typeOf(notes).sq_item !== null && !rt.isStr(notes) && !rt.hasFlag(notes, TypeFlag.BYTES_SUBCLASS);
  const out: string[] = [];
  if (!isSequence) {
    out.push(safely(rt, () => reprText(rt, notes)) ?? '<__notes__ repr() failed>');
  } else {
    const items = sequenceToTuple(rt, notes);
    for (let i = 0; items !== 0 && i < tupleLength(rt, items); i++) {
      const item = tupleItem(rt, items, i);
      out.push(safely(rt, () => strText(rt, item)) ?? '<note str() failed>');
    }
    rt.xdecref(items);
    if (rt.currentException !== 0) rt.clearError();
  }
  rt.decref(notes);
  return out;
}

function syntaxPlace(rt: Machine, exception: number): SyntaxPlace | null {
  const field = (name: string): number => {
    const p = syntaxErrorField(rt, exception, name);
    return p === S.NONE ? 0 : p;
  };
  const number = (name: string): number | null => {
    const p = field(name);
    return p !== 0 && rt.isInt(p) ? intNumber(rt, p) : null;
  };
  const textOf = (name: string): string | null => {
    const p = field(name);
    return p !== 0 && rt.isStr(p) ? rt.text(p) : null;
  };
  const line = number('lineno');
  if (line === null) return null;
  const message = field('msg');
  return {
    filename: textOf('filename'),
    line,
    endLine: number('end_lineno'),
    offset: number('offset'),
    endOffset: number('end_offset'),
    text: textOf('text'),
    message: message === 0 ? '<no detail available>' : (safely(rt, () => strText(rt, message)) ?? ''),
  };
}

/** The text that is put behind a message, '' for none. */
function suggestionFor(rt: Machine, exception: number, traceback: number): string {
  const minor = rt.profile.minor;
  if (minor < 10) return '';
  const at = exception + exceptionExtra(rt);
  const M = rt.M;
  let found: string | null = null;
  if (rt.isInstance(exception, E.AttributeError)) {
    const [object, name] = [M[at]!, M[at + 2]!];
    if (object !== 0 && name !== 0 && rt.isStr(name)) found = suggestAttribute(rt, object, rt.text(name), traceback);
  } else if (rt.isInstance(exception, E.NameError)) {
    if (M[at] === 0 || !rt.isStr(M[at]!)) return '';
    const name = rt.text(M[at]!);
    found = suggestName(rt, name, traceback);
    if (minor >= 12 && STDLIB_NAMES.has(name)) {
      const hint = `did you forget to import '${name}'?`;
      return found === null ? `. D${hint.slice(1)}` : `. Did you mean: '${found}'? Or ${hint}`;
    }
  } else if (minor >= 12 && rt.isInstance(exception, E.ImportError)) {
    const [module, name] = [M[at + 2]!, M[at + 6]!];
    if (module !== 0 && name !== 0 && rt.isStr(module) && rt.isStr(name)) {
      const object = rt.importedModule(rt.text(module));
      if (object !== 0) found = suggest(rt.text(name), hidden(rt.text(name), namesOf(rt, object), minor >= 13));
    }
  }
  return found === null ? '' : `. Did you mean: '${found}'?`;
}

/** `dir(o)` as texts. */
function namesOf(rt: Machine, o: number): string[] {
  const list = callSpecial(rt, o, '__dir__');
  if (list === 0) return [];
  const items = sequenceToTuple(rt, list);
  rt.decref(list);
  const names: string[] = [];
  for (let i = 0; items !== 0 && i < tupleLength(rt, items); i++) {
    const item = tupleItem(rt, items, i);
    if (rt.isStr(item)) names.push(rt.text(item));
  }
  rt.xdecref(items);
  // dir() sorts by code points.
  return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Names with an underscore are offered only to who wrote one (3.13). */
function hidden(wrong: string, names: readonly string[], hide: boolean): readonly string[] {
  return hide && !wrong.startsWith('_') ? names.filter((name) => !name.startsWith('_')) : names;
}

function suggestAttribute(rt: Machine, object: number, wrong: string, traceback: number): string | null {
  let hide = rt.profile.minor >= 13;
  if (hide && traceback !== 0) {
    const self = localsOf(rt, lastFrame(rt, traceback)).find(([name]) => name === 'self');
    if (self !== undefined && self[1] === object) hide = false;
  }
  return suggest(wrong, hidden(wrong, namesOf(rt, object), hide));
}

function lastFrame(rt: Machine, traceback: number): number {
  let level = traceback;
  while (rt.M[level + TracebackLayout.NEXT] !== 0) level = rt.M[level + TracebackLayout.NEXT]!;
  return tracebackFrame(rt, level);
}

/** Names and values (borrowed, 0 where unbound) of the local variables of an interpreter frame. */
function localsOf(rt: Machine, frame: number): [name: string, value: number][] {
  const M = rt.M;
  const namespace = M[frame + Frame.LOCALS]!;
  if (namespace !== 0 && rt.hasFlag(namespace, TypeFlag.DICT_SUBCLASS)) {
    return dictEntries(rt, namespace)
      .filter(([key]) => rt.isStr(key))
      .map(([key, value]) => [rt.text(key), value]);
  }
  const spec = rt.codeOf(M[frame + Frame.CODE]!).spec;
  return spec.localsplusNames.map((name, i) => {
    let value = M[frame + Frame.LOCALSPLUS + 2 * i]!;
    if (value !== 0 && rt.is(value, T.CELL)) value = M[value + 4]!;
    return [name, value];
  });
}

function suggestName(rt: Machine, wrong: string, traceback: number): string | null {
  if (traceback === 0) return null;
  const M = rt.M;
  const frame = lastFrame(rt, traceback);
  const dictNames = (dict: number): string[] =>
    dict === 0 ? [] : dictEntries(rt, dict).flatMap(([key]) => (rt.isStr(key) ? [rt.text(key)] : []));
  const locals = localsOf(rt, frame);
  if (rt.profile.minor >= 12) {
    const self = locals.find(([name]) => name === 'self');
    if (self !== undefined && self[1] !== 0) {
      const value = safely(rt, () => findAttr(rt, self[1], wrong));
      if (value !== null && value !== 0) {
        rt.decref(value);
        return `self.${wrong}`;
      }
    }
  }
  const late = rt.profile.minor >= 13;
  const lists = [
    locals.filter(([, value]) => !late || value !== 0).map(([name]) => name),
    dictNames(M[frame + Frame.GLOBALS]!),
    dictNames(M[frame + Frame.BUILTINS]!),
  ];
  if (late) return suggest(wrong, lists.flat());
  for (const names of lists) {
    const found = suggest(wrong, names);
    if (found !== null) return found;
  }
  return null;
}
