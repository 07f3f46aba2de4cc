/** `s + t` and `s += t` of strings: in place where CPython does so. Follows ceval.c: unicode_concatenate. */
import { CellLayout, Frame } from '../memory/layout.js';
import { type CodeInfo, INSTRUCTION_WORDS } from '../objects/code.js';
import { dictDel, dictGetStr } from '../objects/dictCore.js';
import { concatInPlace, concatStr } from '../objects/strText.js';
import { S } from '../objects/typeIds.js';
import { OPERATION, Op } from '../python/instructions.js';
import type { Runtime } from './runtime.js';

/**
 * Joins two exact strings whose references are taken over; new reference or 0. When the next instruction stores the
 * result into the variable that holds the left string, the variable lets go of it first, so that it can grow in
 * place: any variable up to 3.10, a fast local since.
 */
export function concatStrings(
  rt: Runtime,
  fp: number,
  code: CodeInfo,
  pc: number,
  left: number,
  right: number,
): number {
  const M = rt.M;
  const next = M[pc + INSTRUCTION_WORDS]! & OPERATION;
  const operand = M[pc + INSTRUCTION_WORDS + 1]!;
  if (next === Op.STORE_FAST || next === Op.STORE_FAST_LOAD_FAST) {
    const slot = fp + operand;
    if (M[slot] === left) {
      M[slot] = 0;
      rt.decref(left);
      return appendTo(rt, left, right);
    }
  } else if (rt.profile.minor <= 10 && M[left] === 2) {
    if (next === Op.STORE_DEREF) {
      const cell = M[fp + Frame.LOCALSPLUS + 2 * operand]!;
      if (M[cell + CellLayout.CONTENTS] === left) {
        M[cell + CellLayout.CONTENTS] = 0;
        rt.decref(left);
        return appendTo(rt, left, right);
      }
    } else if (next === Op.STORE_NAME) {
      const namespace = M[fp + Frame.LOCALS]!;
      const name = code.names[operand]!;
      if (dictGetStr(rt, namespace, name) === left && dictDel(rt, namespace, name) === 0)
        return appendTo(rt, left, right);
    }
  }
  const result = concatStr(rt, left, right);
  rt.decref(left);
  rt.decref(right);
  return result;
}

function appendTo(rt: Runtime, left: number, right: number): number {
  const result = concatInPlace(rt, left, right);
  if (right !== S.NONE) rt.decref(right);
  return result;
}
