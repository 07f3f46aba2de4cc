/** traceback objects: the levels an exception has passed through. Follows traceback.c. */
import { ExcLayout, Frame, FrameObjectLayout, TracebackLayout } from '../memory/layout.js';
import { parseTupleKeywords } from './args.js';
import { instructionIndex, instructionLine } from './code.js';
import { defineType } from './defineType.js';
import { asIndex, newInt } from './intCore.js';
import type { Machine } from './machine.js';
import { genericGetAttr, trashcanBegin, trashcanEnd } from './object.js';
import { setField } from './support.js';
import type { SourceSpan } from './tracebackModel.js';
import { E, S, T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';

/** Where the instruction with that number stands, or null where the columns are not known. */
export function instructionSpan(rt: Machine, code: number, instruction: number): SourceSpan | null {
  const positions = rt.codeOf(code).spec.positions;
  const at = instruction * 4;
  if (instruction < 0 || at + 3 >= positions.length) return null;
  const [line, column, endLine, endColumn] = positions.subarray(at, at + 4) as unknown as [
    number,
    number,
    number,
    number,
  ];
  if (line < 0 || column < 0 || endLine < 0 || endColumn < 0) return null;
  return { line, column, endLine, endColumn };
}

/** The line of the instruction that runs in an interpreter frame, from 1. */
export function frameLine(rt: Machine, frame: number): number {
  const M = rt.M;
  const code = rt.codeOf(M[frame + Frame.CODE]!);
  return instructionLine(code, instructionIndex(code, M[frame + Frame.PC]!));
}

/** Adds the interpreter frame to the traceback of an exception that leaves it. Follows traceback.c: PyTraceBack_Here. */
export function addTraceback(rt: Machine, exception: number, frame: number): void {
  const M = rt.M;
  const frameObject = rt.frameObject(frame);
  if (frameObject === 0) return;
  const p = rt.newGcObject(T.TRACEBACK, 40);
  // The reference to the older part moves from the exception to the new level.
  M[p + TracebackLayout.NEXT] = M[exception + ExcLayout.TRACEBACK]!;
  M[p + TracebackLayout.FRAME] = frameObject;
  M[p + TracebackLayout.LASTI] = instructionIndex(rt.codeOf(M[frame + Frame.CODE]!), M[frame + Frame.PC]!);
  M[p + TracebackLayout.LINENO] = frameLine(rt, frame);
  rt.gcTrack(p);
  M[exception + ExcLayout.TRACEBACK] = p;
}

function tracebackNew(rt: Machine, type: number, args: number, kwargs: number): number {
  const names = ['tb_next', 'tb_frame', 'tb_lasti', 'tb_lineno'];
  const values = parseTupleKeywords(rt, { name: 'traceback', names, required: 4, positional: 4 }, args, kwargs);
  if (values === null) return 0;
  const [next, frame, lasti, line] = values as [number, number, number, number];
  if (!rt.is(frame, T.FRAME)) {
    return rt.raise(E.TypeError, `traceback() argument 'tb_frame' must be frame, not ${rt.typeOf(frame).name}`);
  }
  if (next !== S.NONE && !rt.is(next, T.TRACEBACK)) {
    return rt.raise(E.TypeError, `expected traceback object or None, got '${rt.typeOf(next).name}'`);
  }
  const offset = asIndex(rt, lasti, E.OverflowError);
  if (Number.isNaN(offset)) return 0;
  const lineno = asIndex(rt, line, E.OverflowError);
  if (Number.isNaN(lineno)) return 0;
  const M = rt.M;
  const p = rt.newGcObject(type, 40);
  M[p + TracebackLayout.NEXT] = next === S.NONE ? 0 : rt.newRef(next);
  M[p + TracebackLayout.FRAME] = rt.newRef(frame);
  M[p + TracebackLayout.LASTI] = offset >> 1;
  M[p + TracebackLayout.LINENO] = lineno;
  rt.gcTrack(p);
  return p;
}

function setNext(rt: Machine, self: number, value: number): number {
  if (value === 0) return rt.fail(E.TypeError, "can't delete tb_next attribute");
  if (value === S.NONE) {
    setField(rt, self, TracebackLayout.NEXT, 0);
    return 0;
  }
  if (!rt.is(value, T.TRACEBACK)) {
    return rt.fail(E.TypeError, `expected traceback object, got '${rt.typeOf(value).name}'`);
  }
  for (let level = value; level !== 0; level = rt.M[level + TracebackLayout.NEXT]!) {
    if (level === self) return rt.fail(E.ValueError, 'traceback loop detected');
  }
  setField(rt, self, TracebackLayout.NEXT, value);
  return 0;
}

/** The interpreter frame of a level of a traceback. */
export function tracebackFrame(rt: Machine, traceback: number): number {
  return rt.M[rt.M[traceback + TracebackLayout.FRAME]! + FrameObjectLayout.FRAME]!;
}

export function defineTracebackType(rt: Machine): void {
  const fields = [TracebackLayout.NEXT, TracebackLayout.FRAME];
  defineType(rt, T.TRACEBACK, {
    name: 'traceback',
    base: T.OBJECT,
    basicsize: 40,
    flags: TypeFlag.HAVE_GC,
    tp_new: tracebackNew,
    tp_dealloc: (m, self) => {
      m.gcUntrack(self);
      if (!trashcanBegin(m, self)) return;
      for (const field of fields) m.xdecref(m.M[self + field]!);
      m.freeGcObject(self);
      trashcanEnd(m);
    },
    tp_traverse: (m, self, visit) => {
      for (const field of fields) if (m.M[self + field] !== 0) visit(m, m.M[self + field]!);
    },
    tp_clear: (m, self) => {
      for (const field of fields) setField(m, self, field, 0);
    },
    tp_getattro: genericGetAttr,
    members: [{ name: 'tb_frame', offset: TracebackLayout.FRAME, readonly: true, missing: 'none' }],
    getset: [
      {
        name: 'tb_next',
        get: (m, self) => m.newRef(m.M[self + TracebackLayout.NEXT]! || S.NONE),
        set: setNext,
      },
      { name: 'tb_lasti', get: (m, self) => newInt(m, m.M[self + TracebackLayout.LASTI]! * 2) },
      { name: 'tb_lineno', get: (m, self) => newInt(m, m.M[self + TracebackLayout.LINENO]!) },
    ],
  });
}
