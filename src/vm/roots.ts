/** What the interpreter itself holds on to: frames on the data stack, the module table, exceptions. For the audit. */
import { ExcRecord, Frame, FunctionLayout, Ob, TypeLayout } from '../memory/layout.js';
import { Stream } from '../modules/textOutput.js';
import type { RootReferences } from '../objects/audit.js';
import { OwnFrame } from './frames.js';
import type { Runtime } from './runtime.js';

/** The references of a runtime that no object holds. */
export function rootsOf(rt: Runtime): RootReferences {
  return {
    rootReferences: (visit) => {
      const hold = (object: number, holder: string): void => {
        if (object !== 0) visit(object, holder);
      };
      hold(rt.importer.modules, 'the module table');
      for (const p of rt.importer.copies) hold(p, 'the copy of a core module');
      hold(rt.currentException, 'the current exception');
      hold(rt.garbage, 'gc.garbage');
      hold(rt.callbacks, 'gc.callbacks');
      hold(rt.threadDict, "the thread's dict");
      for (const p of rt.methodCacheNames.values()) hold(p, 'the method cache');
      for (const p of rt.keywordTuples.values()) hold(p, 'a parser of keywords');
      // Native modules keep types and sentinels by address.
      for (const value of rt.natural.values()) if (typeof value === 'number') hold(value, 'a native module');
      hold(rt.emptyFrozenset, 'the empty frozenset');
      for (const { func, args, kwargs } of rt.exitFunctions) for (const p of [func, args, kwargs]) hold(p, 'atexit');
      for (const p of rt.constantArena) hold(p, "the parser's arena");
      for (const stream of rt.importer.outputs()) hold(rt.M[stream + Stream.PENDING]!, 'text that waits to go out');
      handledExceptions(rt, hold);
      for (let frame = rt.frame; frame !== 0; frame = rt.M[frame + Frame.PREVIOUS]!) frameReferences(rt, frame, hold);
    },
    rootBlocks: (claim) => {
      for (const block of rt.blocksOfOnes) claim(block, 'a shared str or bytes object of one character');
      for (const block of rt.blocksOfStart) claim(block, 'the start of the interpreter');
      for (let frame = rt.frame; frame !== 0; frame = rt.M[frame + Frame.PREVIOUS]!) {
        const block = rt.M[frame + OwnFrame.BLOCK]!;
        if (block !== 0 && rt.M[frame + Frame.FRAME_OBJ] === 0) claim(block, 'a running frame');
      }
    },
  };
}

/** The bottom of the stack of handled exceptions; records of generators are visited with them. */
function handledExceptions(rt: Runtime, hold: (object: number, holder: string) => void): void {
  const M = rt.M;
  let record = rt.excInfo;
  while (record !== 0 && M[record + 2] !== 0) record = M[record + 2]!;
  if (record === 0) return;
  hold(M[record]!, 'the handled exception');
  if (M[record] === 0 || !rt.profile.heapFrames) return;
  for (const field of [ExcRecord.TYPE, ExcRecord.TRACEBACK]) hold(M[record + field]!, 'the handled exception');
}

/** A frame on the data stack. Those inside generators are visited with them. */
function frameReferences(rt: Runtime, frame: number, hold: (object: number, holder: string) => void): void {
  const M = rt.M;
  if (M[frame + OwnFrame.GENERATOR] !== 0) return;
  const name = rt.codes[M[frame + Frame.CODE_INDEX]!]!.spec.name;
  const func = M[frame + Frame.FUNC]!;
  hold(M[frame + Frame.FRAME_OBJ]!, `the frame of ${name}`);
  hold(M[frame + Frame.LOCALS]!, `the frame of ${name}`);
  if (!rt.profile.heapFrames) hold(func, `the frame of ${name}`);
  hold(M[frame + OwnFrame.ARGUMENTS]!, `the frame of ${name}`);
  hold(M[frame + Frame.PENDING]!, `the frame of ${name}`);
  // A module's code is held by the import and by the call that runs it.
  if (func === 0) for (let i = 0; i < 2; i++) hold(M[frame]!, `running ${name}`);
  else if (M[func + FunctionLayout.CODE] !== M[frame]) hold(M[frame]!, `running ${name}`);
  const top = M[frame + Frame.SP]!;
  for (let slot = frame + Frame.LOCALSPLUS; slot < top; slot += 2) hold(M[slot]!, `the frame of ${name}`);
}

/** Functions, variables and temporaries of all frames, those of running generators included. Follows gc.c (3.14): mark_stacks. */
export function stackReferences(rt: Runtime, visit: (object: number) => void): void {
  const { M } = rt;
  const hold = (object: number): void => {
    // Above the top of a stack that is just changing may be what was there before.
    const type = object > 0 && M[object]! > 0 ? M[object + Ob.TYPE]! : 0;
    if (type > 0 && rt.types[M[type + TypeLayout.INFO]!]?.address === type) visit(object);
  };
  for (let frame = rt.frame; frame !== 0; frame = M[frame + Frame.PREVIOUS]!) {
    hold(M[frame + Frame.LOCALS]!);
    if (!rt.profile.heapFrames) hold(M[frame + Frame.FUNC]!);
    const top = M[frame + Frame.SP]!;
    for (let slot = frame + Frame.LOCALSPLUS; slot < top; slot += 2) hold(M[slot]!);
  }
}
