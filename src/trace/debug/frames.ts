/** The stack of a machine that stands still: frames, their scopes and what is in them. Read from memory, nothing runs. */
import { CellLayout, Frame } from '../../memory/layout.js';
import { type CodeInfo, instructionIndex } from '../../objects/code.js';
import { type DictEntry, dictNext } from '../../objects/dictCore.js';
import { T } from '../../objects/typeIds.js';
import type { DebugFrame, DebugScope, DebugScopeKind } from '../../protocol/debug.js';
import { LocalKind } from '../../python/code.js';
import type { Runtime } from '../../vm/runtime.js';
import { addressOf } from '../still.js';
import type { Walk } from './walk.js';

/** A named slot: what it holds, 0 for nothing. */
export interface Slot {
  readonly name: string;
  readonly object: number;
}

/** Word addresses of the frames of the stack, the innermost first. */
export function framesOf(rt: Runtime): number[] {
  const frames: number[] = [];
  for (let frame = rt.frame; frame !== 0; frame = rt.M[frame + Frame.PREVIOUS]!) frames.push(frame);
  return frames;
}

export function codeOfFrame(rt: Runtime, frame: number): CodeInfo {
  return rt.codes[rt.M[frame + Frame.CODE_INDEX]!]!;
}

/** The frames as a debugger is told of them. */
export function stackOf(rt: Runtime, walk: Walk): DebugFrame[] {
  const { M } = rt;
  return framesOf(rt).map((frame) => {
    const code = codeOfFrame(rt, frame);
    const { qualname, filename, positions } = code.spec;
    const position = M[frame + Frame.PC]!;
    const at = 4 * instructionIndex(code, position);
    const [line = -1, column = -1, endLine = -1, endColumn = -1] = positions.subarray(at, at + 4);
    return {
      scope: qualname === '<module>' ? '' : qualname,
      file: walk.fileOf(frame),
      path: filename,
      line: M[frame + Frame.LINE]!,
      ...(line > 0 && column >= 0 ? { range: { line, column, endLine, endColumn } } : {}),
      instruction: addressOf(position),
      scopes: scopesOf(rt, frame),
    };
  });
}

function scopesOf(rt: Runtime, frame: number): DebugScope[] {
  const kinds: readonly DebugScopeKind[] = ['locals', 'globals', 'cells', 'stack'];
  return kinds
    .filter((kind) => kind !== 'locals' || hasLocals(rt, frame))
    .map((kind) => ({ kind, size: slotsOf(rt, frame, kind).length }))
    .filter(({ kind, size }) => size > 0 || kind === 'locals' || kind === 'globals');
}

/** Whether the frame has names of its own beside the module's. */
function hasLocals(rt: Runtime, frame: number): boolean {
  const { M } = rt;
  const locals = M[frame + Frame.LOCALS]!;
  return (codeOfFrame(rt, frame).flags & 1) !== 0 || (locals !== 0 && locals !== M[frame + Frame.GLOBALS]);
}

/** What is in a scope of a frame. */
export function slotsOf(rt: Runtime, frame: number, scope: DebugScopeKind): Slot[] {
  const { M } = rt;
  const code = codeOfFrame(rt, frame);
  switch (scope) {
    case 'globals':
      return dictSlots(rt, M[frame + Frame.GLOBALS]!);
    case 'locals':
      return (code.flags & 1) !== 0 ? variables(rt, frame, code) : namespace(rt, frame);
    case 'cells':
      return fastSlots(rt, frame, code).flatMap(({ name, object, kind }) =>
        (kind & (LocalKind.CELL | LocalKind.FREE)) !== 0 && object !== 0 && rt.is(object, T.CELL)
          ? [{ name, object }]
          : [],
      );
    case 'stack': {
      const slots: Slot[] = [];
      const base = frame + Frame.LOCALSPLUS + 2 * code.nlocalsplus;
      for (let at = base; at < M[frame + Frame.SP]!; at += 2)
        slots.push({ name: String(slots.length), object: M[at]! });
      return slots.reverse();
    }
  }
}

/** A class body's namespace, if it is a dict. */
function namespace(rt: Runtime, frame: number): Slot[] {
  const locals = rt.M[frame + Frame.LOCALS]!;
  return locals !== 0 && rt.is(locals, T.DICT) ? dictSlots(rt, locals) : [];
}

function fastSlots(rt: Runtime, frame: number, code: CodeInfo): (Slot & { readonly kind: number })[] {
  const { localsplusNames, localsplusKinds } = code.spec;
  return localsplusNames.map((name, i) => ({
    name,
    object: rt.M[frame + Frame.LOCALSPLUS + 2 * i]!,
    kind: localsplusKinds[i]!,
  }));
}

/** A function's bound variables, those that closures share by what their cells hold. */
function variables(rt: Runtime, frame: number, code: CodeInfo): Slot[] {
  const found: Slot[] = [];
  for (const { name, object, kind } of fastSlots(rt, frame, code)) {
    const isCell = (kind & (LocalKind.CELL | LocalKind.FREE)) !== 0 && object !== 0 && rt.is(object, T.CELL);
    const value = isCell ? rt.M[object + CellLayout.CONTENTS]! : object;
    if (value !== 0 && !name.startsWith('.')) found.push({ name, object: value });
  }
  return found;
}

/** Entries with str keys; the module's own dunders are left out. */
function dictSlots(rt: Runtime, dict: number): Slot[] {
  const slots: Slot[] = [];
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  for (let at = dictNext(rt, dict, 0, entry); at >= 0; at = dictNext(rt, dict, at, entry)) {
    if (!rt.isStr(entry.key)) continue;
    const name = rt.text(entry.key);
    if (!(name.startsWith('__') && name.endsWith('__'))) slots.push({ name, object: entry.value });
  }
  return slots;
}

/** What a name refers to in a frame, as LOAD_NAME and its kin find it; 0 for nothing. */
export function lookUp(rt: Runtime, frame: number, name: string): number {
  const { M } = rt;
  const code = codeOfFrame(rt, frame);
  if ((code.flags & 1) !== 0) {
    const local = variables(rt, frame, code).find((slot) => slot.name === name);
    if (local !== undefined) return local.object;
  }
  const dicts = [M[frame + Frame.LOCALS]!, M[frame + Frame.GLOBALS]!, M[frame + Frame.BUILTINS]!];
  for (const dict of dicts) {
    if (dict === 0 || !rt.is(dict, T.DICT)) continue;
    const found = inDict(rt, dict, name);
    if (found !== 0) return found;
  }
  return 0;
}

/** The value of a str key, looked for without hashing or comparing anything of the program's. */
export function inDict(rt: Runtime, dict: number, name: string): number {
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  const interned = rt.interned.get(name);
  let equal = 0;
  for (let at = dictNext(rt, dict, 0, entry); at >= 0; at = dictNext(rt, dict, at, entry)) {
    if (entry.key === interned) return entry.value;
    if (equal === 0 && rt.is(entry.key, T.STR) && rt.text(entry.key) === name) equal = entry.value;
  }
  return equal;
}
