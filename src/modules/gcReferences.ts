/**
 * `gc.get_referrers` and `gc.get_referents`. To 3.10 a frame is an object that the collector knows: what a suspended
 * generator holds is its frame's, though here it stands in the generator. Follows gcmodule.c, and frameobject.c:
 * frame_traverse.
 */
import { listMembers } from '../memory/collector/lists.js';
import { Frame, FrameObjectLayout, GenLayout, Ob, TupleLayout } from '../memory/layout.js';
import { gcListHead } from '../memory/regions.js';
import { isGenerator } from '../objects/edges.js';
import { isCollectable } from '../objects/gcSupport.js';
import { GEN_FRAME, GenState } from '../objects/generator.js';
import { listAppend, listAppendSteal, listNew } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { T } from '../objects/typeIds.js';
import type { Visit } from '../objects/typeInfo.js';

const GENERATIONS = 3;

/** The frame of a generator that has not ended, where a frame is an object of its own; else 0. */
function ownFrame(rt: Machine, p: number): number {
  if (rt.profile.minor > 10 || !isGenerator(rt.M[p + Ob.TYPE]!)) return 0;
  return rt.M[p + GenLayout.STATE] === GenState.COMPLETED ? 0 : rt.M[p + GEN_FRAME]!;
}

/** What a frame to 3.10 refers to: code, the namespaces, variables and, while it does not run, the stack; without the frame that called it. */
function visitWholeFrame(rt: Machine, frame: number, visit: Visit): void {
  const M = rt.M;
  for (const field of [Frame.CODE, Frame.BUILTINS, Frame.GLOBALS, Frame.LOCALS]) {
    if (M[frame + field] !== 0) visit(rt, M[frame + field]!);
  }
  const running = rt.isFrameRunning(frame);
  const top = running
    ? frame + Frame.LOCALSPLUS + 2 * rt.codes[M[frame + Frame.CODE_INDEX]!]!.nlocalsplus
    : M[frame + Frame.SP]!;
  for (let slot = frame + Frame.LOCALSPLUS; slot < top; slot += 2) if (M[slot] !== 0) visit(rt, M[slot]!);
}

/** What a generator refers to beside its frame. */
function visitGenerator(rt: Machine, p: number, visit: Visit): void {
  const M = rt.M;
  const fields = [GenLayout.NAME, GenLayout.QUALNAME, GenLayout.EXC_VALUE, GenLayout.ORIGIN_OR_FINALIZER];
  if (rt.profile.heapFrames) fields.splice(2, 1, GenLayout.EXC_TYPE, GenLayout.EXC_VALUE, GenLayout.EXC_TRACEBACK);
  visit(rt, rt.generatorCode(p));
  for (const field of fields) if (M[p + field] !== 0) visit(rt, M[p + field]!);
}

function appendReferents(rt: Machine, p: number, result: number): void {
  const append: Visit = (machine, object) => listAppend(machine, result, object);
  const frame = ownFrame(rt, p);
  if (frame !== 0) {
    listAppendSteal(rt, result, rt.frameObject(frame));
    visitGenerator(rt, p, append);
    return;
  }
  if (rt.profile.minor <= 10 && rt.is(p, T.FRAME) && rt.M[p + FrameObjectLayout.OWNED] !== 1) {
    const inner = rt.M[p + FrameObjectLayout.FRAME]!;
    const previous = rt.M[inner + Frame.PREVIOUS]!;
    if (previous !== 0) listAppendSteal(rt, result, rt.frameObject(previous));
    visitWholeFrame(rt, inner, append);
    return;
  }
  const traverse = isCollectable(rt, p) ? rt.typeOf(p).tp_traverse : null;
  if (traverse !== null) traverse(rt, p, append);
}

/** The objects that the arguments, a tuple, refer to. */
export function getReferents(rt: Machine, objects: number): number {
  const M = rt.M;
  const result = listNew(rt, 0);
  const n = M[objects + Ob.SIZE]!;
  for (let i = 0; i < n; i++) appendReferents(rt, M[objects + TupleLayout.ITEM + 2 * i]!, result);
  return result;
}

/** The tracked objects that refer to one of the arguments directly, by generation. Follows gcmodule.c: gc_referrers_for. */
export function getReferrers(rt: Machine, objects: number): number {
  const M = rt.M;
  const wanted = new Set<number>();
  const n = M[objects + Ob.SIZE]!;
  for (let i = 0; i < n; i++) wanted.add(M[objects + TupleLayout.ITEM + 2 * i]!);
  const result = listNew(rt, 0);
  let found = false;
  const visit: Visit = (_rt, object) => {
    if (wanted.has(object)) found = true;
  };
  /** Frames stand behind a minus: their objects are made when all lists have been looked through. */
  const referrers: number[] = [];
  for (let i = 0; i < GENERATIONS; i++) {
    for (const p of listMembers(M, gcListHead(i))) {
      if (p === objects || p === result) continue;
      found = false;
      const frame = ownFrame(rt, p);
      if (frame === 0) {
        const traverse = rt.typeOf(p).tp_traverse;
        if (traverse !== null) traverse(rt, p, visit);
      } else {
        if (wanted.has(M[frame + Frame.FRAME_OBJ]!)) found = true;
        visitGenerator(rt, p, visit);
      }
      if (found) referrers.push(p);
      if (frame === 0) continue;
      found = false;
      visitWholeFrame(rt, frame, visit);
      if (found) referrers.push(-frame);
    }
  }
  for (const p of referrers) {
    if (p > 0) listAppend(rt, result, p);
    else listAppendSteal(rt, result, rt.frameObject(-p));
  }
  return result;
}
