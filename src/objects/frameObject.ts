/** Frame objects: what `sys._getframe()` and tracebacks hold. Follows frameobject.c. */
import { CellLayout, Frame, FrameObjectLayout, Gc } from '../memory/layout.js';
import { CodeFlag, LocalKind } from '../python/code.js';
import { instructionIndex } from './code.js';
import { defineType } from './defineType.js';
import { dictDel, dictGetStr, dictSet, newDict } from './dictCore.js';
import { newFrameLocalsProxy } from './frameLocalsProxy.js';
import { newCompactInt } from './intCore.js';
import type { Machine } from './machine.js';
import { addressText, trashcanBegin, trashcanEnd } from './object.js';
import { newStr } from './strCore.js';
import { clearField } from './support.js';
import { frameLine } from './traceback.js';
import { E, S, T } from './typeIds.js';
import { MethodKind, TypeFlag, type Visit } from './typeInfo.js';

/** Bytes of a frame object of a code with so many slots, without GC header. */
export function frameObjectBytes(minor: number, slots: number): number {
  const base = minor >= 13 ? 136 : minor >= 11 ? 120 : minor === 10 ? 352 : 360;
  return base + 8 * slots;
}

const inner = (rt: Machine, f: number): number => rt.M[f + FrameObjectLayout.FRAME]!;
const codeOf = (rt: Machine, f: number) => rt.codes[rt.M[inner(rt, f) + Frame.CODE_INDEX]!]!;

/** Line a frame stands at, 1-based. */
function lineOf(rt: Machine, f: number): number {
  return frameLine(rt, inner(rt, f));
}

/** Visits what an interpreter frame refers to: locals and stack, namespace, function. */
export function visitFrame(rt: Machine, frame: number, visit: Visit): void {
  const M = rt.M;
  if (M[frame + Frame.FRAME_OBJ] !== 0) visit(rt, M[frame + Frame.FRAME_OBJ]!);
  if (M[frame + Frame.LOCALS] !== 0) visit(rt, M[frame + Frame.LOCALS]!);
  if (M[frame + Frame.FUNC] !== 0) visit(rt, M[frame + Frame.FUNC]!);
  visit(rt, M[frame + Frame.CODE]!);
  const top = M[frame + Frame.SP]!;
  for (let slot = frame + Frame.LOCALSPLUS; slot < top; slot += 2) if (M[slot] !== 0) visit(rt, M[slot]!);
}

/**
 * The mapping of a frame's variables. A function's variables are written into a dict kept by the frame (to 3.12,
 * shared by all calls) or a fresh one (3.13+: what `locals()` gives). New reference. Follows frame.c: _PyFrame_GetLocals.
 */
export function frameLocals(rt: Machine, frame: number, fresh: boolean): number {
  const M = rt.M;
  const code = rt.codes[M[frame + Frame.CODE_INDEX]!]!;
  const optimized = (code.flags & 1) !== 0;
  if (!optimized && M[frame + Frame.LOCALS] !== 0) return rt.newRef(M[frame + Frame.LOCALS]!);
  let dict: number;
  if (fresh) dict = newDict(rt);
  else {
    if (M[frame + Frame.LOCALS] === 0) M[frame + Frame.LOCALS] = newDict(rt);
    dict = rt.newRef(M[frame + Frame.LOCALS]!);
  }
  const spec = code.spec;
  for (let i = 0; i < code.nlocalsplus; i++) {
    const kind = spec.localsplusKinds[i]!;
    if ((kind & LocalKind.HIDDEN) !== 0) continue;
    if ((kind & LocalKind.FREE) !== 0 && !optimized) continue;
    let value = M[frame + Frame.LOCALSPLUS + 2 * i]!;
    if (value !== 0 && (kind & (LocalKind.CELL | LocalKind.FREE)) !== 0 && rt.is(value, T.CELL)) {
      value = M[value + CellLayout.CONTENTS]!;
    }
    const name = code.localNames[i]!;
    if (value !== 0) dictSet(rt, dict, name, value);
    else if (!fresh && dictGetStr(rt, dict, name) !== 0) dictDel(rt, dict, name);
  }
  return dict;
}

function dealloc(rt: Machine, f: number): void {
  const M = rt.M;
  if (M[f - 4] !== 0) rt.gcUntrack(f);
  if (!trashcanBegin(rt, f)) return;
  const frame = inner(rt, f);
  const owned = M[f + FrameObjectLayout.OWNED] === 1;
  const code = codeOf(rt, f);
  if (owned) {
    const top = M[frame + Frame.SP]!;
    for (let slot = frame + Frame.LOCALSPLUS; slot < top; slot += 2) {
      const o = M[slot]!;
      if (o !== 0) {
        M[slot] = 0;
        rt.decref(o);
      }
    }
    clearField(rt, frame, Frame.LOCALS);
    clearField(rt, frame, Frame.FUNC);
  }
  clearField(rt, f, FrameObjectLayout.BACK);
  clearField(rt, f, FrameObjectLayout.TRACE);
  if (rt.profile.minor >= 13) clearField(rt, f, FrameObjectLayout.EXTRA_LOCALS);
  const codeObject = M[frame + Frame.CODE]!;
  if (!rt.frameBytes.has(f - Gc.HEADER)) rt.freeGcObject(f);
  else {
    if (rt.observer !== null) rt.observer.freed(f);
    // A frame that only now ends gives its block back itself.
    if (owned) rt.keepFrameBlock(f - Gc.HEADER, code);
  }
  if (owned) rt.decref(codeObject);
  trashcanEnd(rt);
}

export function defineFrameType(rt: Machine): void {
  defineType(rt, T.FRAME, {
    name: 'frame',
    basicsize: 56,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: dealloc,
    tp_traverse: (rt, f, visit) => {
      const M = rt.M;
      if (M[f + FrameObjectLayout.BACK] !== 0) visit(rt, M[f + FrameObjectLayout.BACK]!);
      if (M[f + FrameObjectLayout.TRACE] !== 0) visit(rt, M[f + FrameObjectLayout.TRACE]!);
      if (rt.profile.minor >= 13 && M[f + FrameObjectLayout.EXTRA_LOCALS] !== 0) {
        visit(rt, M[f + FrameObjectLayout.EXTRA_LOCALS]!);
      }
      if (M[f + FrameObjectLayout.OWNED] === 1) visitFrame(rt, inner(rt, f), visit);
    },
    tp_clear: (rt, f) => {
      if (rt.profile.minor >= 13) clearField(rt, f, FrameObjectLayout.EXTRA_LOCALS);
      if (rt.M[f + FrameObjectLayout.OWNED] === 1) clearLocals(rt, inner(rt, f));
    },
    tp_repr: (rt, f) => {
      const spec = codeOf(rt, f).spec;
      return newStr(
        rt,
        `<frame at ${addressText(rt, f)}, file '${spec.filename}', line ${lineOf(rt, f)}, code ${spec.name}>`,
      );
    },
    getset: [
      {
        name: 'f_back',
        get: (rt, f) => {
          const M = rt.M;
          if (M[f + FrameObjectLayout.BACK] !== 0) return rt.newRef(M[f + FrameObjectLayout.BACK]!);
          const previous = M[inner(rt, f) + Frame.PREVIOUS]!;
          return previous === 0 ? rt.none() : rt.frameObject(previous);
        },
      },
      { name: 'f_code', get: (rt, f) => rt.newRef(rt.M[inner(rt, f) + Frame.CODE]!) },
      { name: 'f_globals', get: (rt, f) => rt.newRef(rt.M[inner(rt, f) + Frame.GLOBALS]!) },
      { name: 'f_builtins', get: (rt, f) => rt.newRef(rt.M[inner(rt, f) + Frame.BUILTINS]!) },
      {
        name: 'f_locals',
        get: (rt, f) => {
          if (rt.profile.minor < 13) return frameLocals(rt, inner(rt, f), false);
          const isFunction = (codeOf(rt, f).flags & CodeFlag.OPTIMIZED) !== 0;
          return isFunction ? newFrameLocalsProxy(rt, f) : frameLocals(rt, inner(rt, f), true);
        },
      },
      { name: 'f_lineno', get: (rt, f) => newCompactInt(rt, lineOf(rt, f)) },
      {
        name: 'f_lasti',
        get: (rt, f) => newCompactInt(rt, 2 * instructionIndex(codeOf(rt, f), rt.M[inner(rt, f) + Frame.PC]!)),
      },
      {
        name: 'f_trace',
        get: (rt, f) =>
          rt.newRef(rt.M[f + FrameObjectLayout.TRACE]! === 0 ? S.NONE : rt.M[f + FrameObjectLayout.TRACE]!),
        set: (rt, f, value) => {
          const old = rt.M[f + FrameObjectLayout.TRACE]!;
          rt.M[f + FrameObjectLayout.TRACE] = value === 0 || value === S.NONE ? 0 : rt.newRef(value);
          if (old !== 0) rt.decref(old);
          return 0;
        },
      },
    ],
    methods: [
      {
        name: 'clear',
        kind: MethodKind.NOARGS,
        fn: (rt, f) => {
          if (rt.M[f + FrameObjectLayout.OWNED] !== 1) {
            if (rt.isFrameRunning(inner(rt, f))) return rt.raise(E.RuntimeError, 'cannot clear an executing frame');
            rt.closeFrameOwner(inner(rt, f));
            return rt.currentException !== 0 ? 0 : rt.none();
          }
          if (rt.profile.minor >= 13) clearField(rt, f, FrameObjectLayout.EXTRA_LOCALS);
          clearLocals(rt, inner(rt, f));
          return rt.none();
        },
      },
      {
        name: '__sizeof__',
        kind: MethodKind.NOARGS,
        fn: (rt, f) => {
          const code = codeOf(rt, f);
          return newCompactInt(rt, frameObjectBytes(rt.profile.minor, code.shownSlots));
        },
      },
    ],
  });
}

/** Drops the variables and the stack of a frame that does not run; a dict of them stays. Follows frame_tp_clear. */
function clearLocals(rt: Machine, frame: number): void {
  const M = rt.M;
  const top = M[frame + Frame.SP]!;
  for (let slot = frame + Frame.LOCALSPLUS; slot < top; slot += 2) {
    const o = M[slot]!;
    if (o !== 0) {
      M[slot] = 0;
      rt.decref(o);
    }
  }
}
