/** SyntaxError and its kin. Follows exceptions.c: SyntaxError_*. */
import { Ob, TupleLayout } from '../memory/layout.js';
import { baseExceptionInit, exceptionExtra } from './exceptionBase.js';
import { fieldSlots } from './exceptionSpecial.js';
import type { Machine } from './machine.js';
import { str } from './object.js';
import { newStr } from './strCore.js';
import { sequenceToTuple, setField, strText } from './support.js';
import { tupleItem, tupleLength } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import type { MemberDef } from './typeInfo.js';

/** Names of the fields in the order in which they stand behind BaseException's. */
export function syntaxErrorFields(rt: Machine): string[] {
  const late = rt.profile.minor >= 10 ? ['end_lineno', 'end_offset'] : [];
  return ['msg', 'filename', 'lineno', 'offset', ...late, 'text', 'print_file_and_line'];
}

export function syntaxErrorSlots(rt: Machine) {
  return fieldSlots(syntaxErrorFields(rt).length);
}

export function syntaxErrorMembers(rt: Machine): MemberDef[] {
  return syntaxErrorFields(rt).map((name, i) => ({
    name,
    offset: exceptionExtra(rt) + 2 * i,
    readonly: false,
    missing: 'none',
  }));
}

/** A field of a SyntaxError, borrowed; 0 when it is not set. */
export function syntaxErrorField(rt: Machine, self: number, name: string): number {
  const i = syntaxErrorFields(rt).indexOf(name);
  return i < 0 ? 0 : rt.M[self + exceptionExtra(rt) + 2 * i]!;
}

function put(rt: Machine, self: number, name: string, value: number): void {
  const i = syntaxErrorFields(rt).indexOf(name);
  if (i >= 0) setField(rt, self, exceptionExtra(rt) + 2 * i, value);
}

export function syntaxErrorInit(rt: Machine, self: number, args: number, kwargs: number): number {
  if (baseExceptionInit(rt, self, args, kwargs) < 0) return -1;
  const n = tupleLength(rt, args);
  if (n >= 1) put(rt, self, 'msg', tupleItem(rt, args, 0));
  if (n !== 2) return 0;
  const info = sequenceToTuple(rt, tupleItem(rt, args, 1));
  if (info === 0) return -1;
  const count = rt.M[info + Ob.SIZE]!;
  const late = rt.profile.minor >= 10;
  let problem = '';
  if (!late && count !== 4) {
    rt.decref(info);
    return rt.fail(E.IndexError, 'tuple index out of range');
  }
  if (count < 4) problem = `function takes at least 4 arguments (${count} given)`;
  else if (count > 6) problem = `function takes at most 6 arguments (${count} given)`;
  else if (count === 5) problem = 'end_offset must be provided when end_lineno is provided';
  if (problem !== '') {
    rt.decref(info);
    return rt.fail(E.TypeError, problem);
  }
  const names = ['filename', 'lineno', 'offset', 'text', 'end_lineno', 'end_offset'];
  for (let i = 0; i < names.length; i++) {
    put(rt, self, names[i]!, i < count ? rt.M[info + TupleLayout.ITEM + 2 * i]! : 0);
  }
  rt.decref(info);
  return 0;
}

export function syntaxErrorStr(rt: Machine, self: number): number {
  const message = syntaxErrorField(rt, self, 'msg') || S.NONE;
  const filenameObject = syntaxErrorField(rt, self, 'filename');
  const lineno = syntaxErrorField(rt, self, 'lineno');
  const filename = filenameObject !== 0 && rt.isStr(filenameObject) ? baseName(rt.text(filenameObject)) : null;
  const line = lineno !== 0 && rt.is(lineno, T.INT) ? strText(rt, lineno) : null;
  if (filename === null && line === null) return str(rt, message);
  const text = strText(rt, message);
  if (text === null) return 0;
  if (filename !== null && line !== null) return newStr(rt, `${text} (${filename}, line ${line})`);
  return newStr(rt, filename !== null ? `${text} (${filename})` : `${text} (line ${line})`);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
