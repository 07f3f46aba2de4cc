/** `_tracemalloc`: which line asked for which block. Follows _tracemalloc.c. */
import type { HeapTracer } from '../memory/heap.js';
import { Frame, Gc } from '../memory/layout.js';
import { checkArgs } from '../objects/args.js';
import { dictDel } from '../objects/dictCore.js';
import { isCollectable } from '../objects/gcSupport.js';
import { asIndex, newInt } from '../objects/intCore.js';
import { listAppendSteal, listNew } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { moduleDict } from '../objects/module.js';
import { preHeader } from '../objects/object.js';
import { internStr, newStr } from '../objects/strCore.js';
import { frameLine } from '../objects/traceback.js';
import { stealTuple } from '../objects/tupleCore.js';
import { E } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, type NativeFn } from '../objects/typeInfo.js';
import type { ModuleDef } from './moduleDef.js';

const MAX_FRAMES = 65535;
/** Up to 3.8 the limit is what the size of a traceback may be. */
const MAX_FRAMES_38 = 178956969;
/** Bytes that CPython's tables take for a trace, and for a traceback: what get_tracemalloc_memory() goes by. */
const TRACE_BYTES = 64;
const TRACEBACK_BYTES = 48;

/** The most recent frame first, as many as the limit lets through. */
interface Traceback {
  readonly frames: readonly { readonly file: string; readonly line: number }[];
  /** Frames that there were, at most {@link MAX_FRAMES}. */
  readonly depth: number;
}

interface Trace {
  readonly bytes: number;
  readonly traceback: Traceback;
}

const NOWHERE: Traceback = { frames: [{ file: '<unknown>', line: 0 }], depth: 1 };

/** The traces of a run. Its own results are not traced. */
class Tracer implements HeapTracer {
  limit = 1;
  current = 0;
  peak = 0;
  readonly traces = new Map<number, Trace>();
  private readonly tracebacks = new Map<string, Traceback>();
  private readonly rt: Machine;

  constructor(rt: Machine) {
    this.rt = rt;
  }

  allocated(block: number, bytes: number): void {
    this.released(block);
    this.traces.set(block, { bytes, traceback: this.here() });
    this.current += bytes;
    if (this.current > this.peak) this.peak = this.current;
  }

  moved(from: number, to: number, bytes: number): void {
    this.released(from);
    this.allocated(to, bytes);
  }

  released(block: number): void {
    const trace = this.traces.get(block);
    if (trace === undefined) return;
    this.traces.delete(block);
    this.current -= trace.bytes;
  }

  /** Follows _tracemalloc.c: _PyTraceMalloc_NewReference. */
  reused(block: number): void {
    const trace = this.traces.get(block);
    if (trace !== undefined) this.traces.set(block, { bytes: trace.bytes, traceback: this.here() });
  }

  origin(block: number): Traceback['frames'] | undefined {
    return this.traces.get(block)?.traceback.frames;
  }

  clear(): void {
    this.traces.clear();
    this.tracebacks.clear();
    this.current = 0;
    this.peak = 0;
  }

  /** What the tables take. */
  get bytes(): number {
    return this.traces.size * TRACE_BYTES + this.tracebacks.size * TRACEBACK_BYTES;
  }

  /** Where the program is. Equal tracebacks are the same object. */
  private here(): Traceback {
    const { M, frame } = this.rt;
    if (frame === 0) return NOWHERE;
    let key = '';
    let depth = 0;
    for (let f = frame; f !== 0; f = M[f + Frame.PREVIOUS]!) {
      if (depth < this.limit) key += `${M[f + Frame.CODE_INDEX]}:${frameLine(this.rt, f)} `;
      if (depth < MAX_FRAMES) depth++;
    }
    if (this.limit > 1) key += depth;
    const known = this.tracebacks.get(key);
    if (known !== undefined) return known;
    const frames: { file: string; line: number }[] = [];
    for (let f = frame; f !== 0 && frames.length < this.limit; f = M[f + Frame.PREVIOUS]!) {
      const code = this.rt.codeOf(M[f + Frame.CODE]!);
      frames.push({ file: code.spec.filename, line: frameLine(this.rt, f) });
    }
    const traceback = { frames, depth };
    this.tracebacks.set(key, traceback);
    return traceback;
  }
}

const tracerOf = (rt: Machine, module: number): Tracer => rt.natural.get(module) as Tracer;

/** Runs what builds a result; its blocks are not traced. */
function untraced(rt: Machine, build: () => number): number {
  const tracer = rt.tracer;
  rt.traceWith(null);
  try {
    return build();
  } finally {
    rt.traceWith(tracer);
  }
}

function start(rt: Machine, module: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'start', nargs, 0, 1)) return 0;
  const limit = nargs === 0 ? 1 : asIndex(rt, rt.M[args]!, E.OverflowError);
  if (Number.isNaN(limit)) return 0;
  const max = rt.profile.minor >= 9 ? MAX_FRAMES : MAX_FRAMES_38;
  if (limit < 1 || limit > max) {
    return rt.raise(E.ValueError, `the number of frames must be in range [1; ${max}]`);
  }
  if (rt.tracer !== null) return rt.none();
  const tracer = tracerOf(rt, module);
  tracer.limit = limit;
  rt.traceWith(tracer);
  return rt.none();
}

function stop(rt: Machine, module: number): number {
  rt.traceWith(null);
  tracerOf(rt, module).clear();
  return rt.none();
}

function clearTraces(rt: Machine, module: number): number {
  if (rt.tracer !== null) tracerOf(rt, module).clear();
  return rt.none();
}

function getTracedMemory(rt: Machine, module: number): number {
  const { current, peak } = tracerOf(rt, module);
  return stealTuple(rt, [newInt(rt, current), newInt(rt, peak)]);
}

function resetPeak(rt: Machine, module: number): number {
  const tracer = tracerOf(rt, module);
  tracer.peak = tracer.current;
  return rt.none();
}

/** ((filename, lineno), ...), the most recent frame first. Equal names are one str. */
function framesTuple(rt: Machine, traceback: Traceback, names: Map<string, number>): number {
  const frames = traceback.frames.map(({ file, line }) => {
    let name = names.get(file) ?? 0;
    if (name === 0) {
      name = newStr(rt, file);
      names.set(file, name);
    }
    return stealTuple(rt, [rt.newRef(name), newInt(rt, line)]);
  });
  return stealTuple(rt, frames);
}

/** [(domain, size, frames, depth), ...]; the depth since 3.9. */
function getTraces(rt: Machine, module: number): number {
  const { traces } = tracerOf(rt, module);
  return untraced(rt, () => {
    const result = listNew(rt, 0);
    const names = new Map<string, number>();
    const tuples = new Map<Traceback, number>();
    for (const { bytes, traceback } of traces.values()) {
      let frames = tuples.get(traceback) ?? 0;
      if (frames === 0) {
        frames = framesTuple(rt, traceback, names);
        tuples.set(traceback, frames);
      }
      const row = [newInt(rt, 0), newInt(rt, bytes), rt.newRef(frames)];
      if (rt.profile.minor >= 9) row.push(newInt(rt, traceback.depth));
      listAppendSteal(rt, result, stealTuple(rt, row));
    }
    for (const p of tuples.values()) rt.decref(p);
    for (const p of names.values()) rt.decref(p);
    return result;
  });
}

/** The frames of the object's block, or None. */
function getObjectTraceback(rt: Machine, module: number, object: number): number {
  const block = isCollectable(rt, object) ? object - Gc.HEADER - (preHeader(rt.typeOf(object)) >> 2) : object;
  const trace = tracerOf(rt, module).traces.get(block);
  if (trace === undefined) return rt.none();
  const names = new Map<string, number>();
  const result = framesTuple(rt, trace.traceback, names);
  for (const p of names.values()) rt.decref(p);
  return result;
}

const noArguments = (name: string, fn: NativeFn): MethodDef => ({ name, kind: MethodKind.NOARGS, fn });

export const tracemallocNativeModule: ModuleDef = {
  name: '_tracemalloc',
  doc: 'Debug module to trace memory blocks allocated by Python.',
  methods: [
    { name: 'start', kind: MethodKind.FAST, fn: start },
    noArguments('stop', stop),
    noArguments('is_tracing', (rt) => rt.bool(rt.tracer !== null)),
    noArguments('clear_traces', clearTraces),
    noArguments('get_traced_memory', getTracedMemory),
    noArguments('reset_peak', resetPeak),
    noArguments('get_traceback_limit', (rt, module) => newInt(rt, tracerOf(rt, module).limit)),
    noArguments('get_tracemalloc_memory', (rt, module) => newInt(rt, tracerOf(rt, module).bytes)),
    noArguments('_get_traces', getTraces),
    { name: '_get_object_traceback', kind: MethodKind.O, fn: getObjectTraceback },
  ],
  setup(rt, module) {
    rt.natural.set(module, new Tracer(rt));
    if (rt.profile.minor < 9) return dictDel(rt, moduleDict(rt, module), internStr(rt, 'reset_peak'));
    return 0;
  },
};
