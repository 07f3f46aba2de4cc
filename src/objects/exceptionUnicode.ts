/** UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError. Follows exceptions.c. */
import { BytesLayout, Ob } from '../memory/layout.js';
import { baseExceptionClear, baseExceptionInit, baseExceptionTraverse, exceptionExtra } from './exceptionBase.js';
import { asIndex, newInt } from './intCore.js';
import type { Machine } from './machine.js';
import { freeInstance } from './object.js';
import { newStr } from './strCore.js';
import { clearField, codePoints, setField, strText } from './support.js';
import { tupleItem, tupleLength } from './tupleCore.js';
import { E } from './typeIds.js';
import { type GetSetDef, type MemberDef, TypeFlag, type Visit } from './typeInfo.js';

/** Words behind {@link exceptionExtra}. `start` and `end` are numbers. */
const ENCODING = 0;
const OBJECT = 2;
const START = 4;
const END = 6;
const REASON = 8;
const REFERENCES = [ENCODING, OBJECT, REASON];

export const UNICODE_ERROR_SLOTS = {
  tp_traverse(rt: Machine, self: number, visit: Visit): void {
    const at = self + exceptionExtra(rt);
    for (const field of REFERENCES) if (rt.M[at + field] !== 0) visit(rt, rt.M[at + field]!);
    baseExceptionTraverse(rt, self, visit);
  },
  tp_clear: clear,
  tp_dealloc(rt: Machine, self: number): void {
    rt.gcUntrack(self);
    clear(rt, self);
    freeInstance(rt, self);
  },
};

function clear(rt: Machine, self: number): void {
  for (const field of REFERENCES) clearField(rt, self, exceptionExtra(rt) + field);
  baseExceptionClear(rt, self);
}

export type UnicodeErrorKind = 'encode' | 'decode' | 'translate';

/** `tp_init` of the three: (encoding, object, start, end, reason), without encoding for translate. */
export function unicodeErrorInit(kind: UnicodeErrorKind) {
  const expected = kind === 'translate' ? 4 : 5;
  return (rt: Machine, self: number, args: number, kwargs: number): number => {
    if (baseExceptionInit(rt, self, args, kwargs) < 0) return -1;
    const n = tupleLength(rt, args);
    if (n !== expected) return rt.fail(E.TypeError, `function takes exactly ${expected} arguments (${n} given)`);
    const values = [...Array(n).keys()].map((i) => tupleItem(rt, args, i));
    if (kind === 'translate') values.unshift(0);
    const [encoding, object, startObject, endObject, reason] = values as [number, number, number, number, number];
    const shift = kind === 'translate' ? 0 : 1;
    for (const [position, value] of [
      [1, encoding],
      [4 + shift, reason],
    ] as const) {
      if (value !== 0 && !rt.isStr(value)) {
        return rt.fail(E.TypeError, `argument ${position} must be str, not ${rt.typeOf(value).name}`);
      }
    }
    if (kind === 'decode') {
      if (!rt.hasFlag(object, TypeFlag.BYTES_SUBCLASS) && rt.typeOf(object).bf_getbuffer === null) {
        return rt.fail(E.TypeError, `a bytes-like object is required, not '${rt.typeOf(object).name}'`);
      }
    } else if (!rt.isStr(object)) {
      return rt.fail(E.TypeError, `argument ${1 + shift} must be str, not ${rt.typeOf(object).name}`);
    }
    const start = asIndex(rt, startObject, E.OverflowError);
    if (Number.isNaN(start)) return -1;
    const end = asIndex(rt, endObject, E.OverflowError);
    if (Number.isNaN(end)) return -1;
    const at = exceptionExtra(rt);
    setField(rt, self, at + ENCODING, encoding);
    setField(rt, self, at + OBJECT, object);
    setField(rt, self, at + REASON, reason);
    rt.M[self + at + START] = start;
    rt.M[self + at + END] = end;
    return 0;
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function escaped(point: number): string {
  if (point <= 0xff) return `\\x${hex(point, 2)}`;
  return point <= 0xffff ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;
}

/** `tp_str` of the three. */
export function unicodeErrorStr(kind: UnicodeErrorKind) {
  return (rt: Machine, self: number): number => {
    const M = rt.M;
    const at = self + exceptionExtra(rt);
    const object = M[at + OBJECT]!;
    if (object === 0) return newStr(rt, '');
    const reason = strText(rt, M[at + REASON]!);
    const encoding = reason === null ? null : kind === 'translate' ? '' : strText(rt, M[at + ENCODING]!);
    if (encoding === null) return 0;
    const start = M[at + START]!;
    const end = M[at + END]!;
    const head = kind === 'translate' ? "can't translate" : `'${encoding}' codec can't ${kind}`;
    const one = end === start + 1 && start >= 0;
    if (kind === 'decode') {
      if (one && start < M[object + Ob.SIZE]!) {
        const byte = rt.U8[(object + BytesLayout.DATA) * 4 + start]!;
        return newStr(rt, `${head} byte 0x${hex(byte, 2)} in position ${start}: ${reason}`);
      }
      return newStr(rt, `${head} bytes in position ${start}-${end - 1}: ${reason}`);
    }
    if (one && start < rt.length(object)) {
      const point = codePoints(rt.text(object))[start]!;
      return newStr(rt, `${head} character '${escaped(point)}' in position ${start}: ${reason}`);
    }
    return newStr(rt, `${head} characters in position ${start}-${end - 1}: ${reason}`);
  };
}

export function unicodeErrorMembers(rt: Machine): MemberDef[] {
  const at = exceptionExtra(rt);
  return [
    { name: 'encoding', offset: at + ENCODING, readonly: false, missing: 'none' },
    { name: 'object', offset: at + OBJECT, readonly: false, missing: 'none' },
    { name: 'reason', offset: at + REASON, readonly: false, missing: 'none' },
  ];
}

function numberField(name: string, field: number): GetSetDef {
  return {
    name,
    get: (rt, self) => newInt(rt, rt.M[self + exceptionExtra(rt) + field]!),
    set: (rt, self, value) => {
      if (value === 0) return rt.fail(E.TypeError, "can't delete numeric/char attribute");
      const n = asIndex(rt, value, E.OverflowError);
      if (Number.isNaN(n)) return -1;
      rt.M[self + exceptionExtra(rt) + field] = n;
      return 0;
    },
  };
}

export const UNICODE_ERROR_GETSET: readonly GetSetDef[] = [numberField('start', START), numberField('end', END)];
