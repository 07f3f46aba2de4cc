/** What a finished program should be told of its own memory: tracebacks that hold variables, defaults that grow. */
import { ExcLayout, Frame, FrameObjectLayout, FunctionLayout, Ob, TracebackLayout } from '../memory/layout.js';
import { type DictEntry, dictLength, dictNext } from '../objects/dictCore.js';
import { listLength } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { setLength } from '../objects/setTable.js';
import { T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import { frameEdges } from './edges.js';
import type { LineRecord } from './lineRecords.js';
import { fateData, Retention } from './retention.js';
import type { Still } from './still.js';

/** A default value of a function that can grow, and how large it is at the end. */
export interface GrowingDefault {
  readonly object: number;
  readonly born: number;
  /** The step in which the `def` made it: just after it, it has its first size. */
  readonly step: number;
  readonly scope: string;
  readonly parameter: string;
  readonly type: string;
  /** From 1, of the `def`. */
  readonly line: number;
  readonly sizeAtEnd: number;
  /** Undefined until it was looked up. */
  firstSize: number | undefined;
  /** The last size that was seen, and the line (from 1, main file) that made it; 0: none yet. */
  size: number;
  grewLine: number;
}

/** Elements of a container that can grow; -1 for other objects. */
export function sizeOfContainer(rt: Machine, p: number): number {
  const { flags } = rt.typeOf(p);
  if ((flags & TypeFlag.LIST_SUBCLASS) !== 0) return listLength(rt, p);
  if ((flags & TypeFlag.DICT_SUBCLASS) !== 0) return dictLength(rt, p);
  return rt.is(p, T.SET) ? setLength(rt, p) : -1;
}

/** Defaults of the program's functions that are containers with something in them. */
export function growingDefaults(still: Still): GrowingDefault[] {
  const { rt } = still;
  const { M } = rt;
  const found: GrowingDefault[] = [];
  for (const f of still.objects()) {
    if (M[f + Ob.TYPE] !== T.FUNCTION || !still.isOwn(f)) continue;
    const { spec } = rt.codeOf(M[f + FunctionLayout.CODE]!);
    for (const { object, parameter } of defaultsOf(rt, f)) {
      const sizeAtEnd = still.isOwn(object) ? sizeOfContainer(rt, object) : -1;
      if (sizeAtEnd <= 0) continue;
      const born = M[object + Ob.BORN]!;
      const made = still.recorder.bornAt(born);
      // Made by another line, it is an object that the program knows by other ways, too.
      if (made === null || made.file !== 0 || made.line !== spec.firstlineno) continue;
      const { name: type } = rt.typeOf(object);
      const { qualname: scope, firstlineno: line } = spec;
      found.push({
        object,
        born,
        step: born - 2,
        scope,
        parameter,
        type,
        line,
        sizeAtEnd,
        firstSize: undefined,
        size: -1,
        grewLine: 0,
      });
    }
  }
  return found;
}

function defaultsOf(rt: Machine, f: number): { object: number; parameter: string }[] {
  const { M } = rt;
  const { spec, argcount } = rt.codeOf(M[f + FunctionLayout.CODE]!);
  const found: { object: number; parameter: string }[] = [];
  const defaults = M[f + FunctionLayout.DEFAULTS]!;
  if (defaults !== 0 && rt.is(defaults, T.TUPLE)) {
    const n = M[defaults + Ob.SIZE]!;
    for (let i = 0; i < n; i++)
      found.push({ object: M[defaults + 6 + 2 * i]!, parameter: spec.localsplusNames[argcount - n + i] ?? '' });
  }
  const keywords = M[f + FunctionLayout.KWDEFAULTS]!;
  if (keywords !== 0 && rt.is(keywords, T.DICT)) {
    const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
    for (let at = dictNext(rt, keywords, 0, entry); at >= 0; at = dictNext(rt, keywords, at, entry))
      found.push({ object: entry.value, parameter: rt.text(entry.key) });
  }
  return found;
}

/** Looks at a default after a line. */
export function watchDefault(rt: Machine, growing: GrowingDefault, { file, line }: LineRecord): void {
  if (rt.M[growing.object + Ob.BORN] !== growing.born) return;
  const size = sizeOfContainer(rt, growing.object);
  if (size > growing.size && growing.size >= 0 && file === 0) growing.grewLine = line;
  growing.size = size;
}

/** An exception that is kept, and with it the variables of functions that have ended. */
export interface KeptTraceback {
  /** The name that holds the exception; `''` where none does. */
  readonly name: string;
  readonly type: string;
  /** The line (from 1, main file) that bound the name, or that made the exception. */
  readonly line: number;
  /** The line of the main file where it was raised, from its traceback; 0 where it was raised elsewhere. */
  readonly raisedLine: number;
  readonly variables: readonly string[];
  readonly objects: number;
  readonly bytes: number;
}

export function keptTracebacks(still: Still): KeptTraceback[] {
  const { rt } = still;
  const { M } = rt;
  const kept: KeptTraceback[] = [];
  let retention: Retention | undefined;
  for (const p of still.objects()) {
    if ((rt.typeOf(p).flags & TypeFlag.BASE_EXC_SUBCLASS) === 0 || !still.isOwn(p)) continue;
    if (p === rt.currentException || M[p + ExcLayout.TRACEBACK] === 0) continue;
    retention ??= new Retention(still);
    const retained = new Set(retention.retained(p));
    const variables = new Set<string>();
    const objects = new Set<number>();
    let raisedLine = 0;
    for (let tb = M[p + ExcLayout.TRACEBACK]!; tb !== 0; tb = M[tb + TracebackLayout.NEXT]!) {
      const frame = M[M[tb + TracebackLayout.FRAME]! + FrameObjectLayout.FRAME]!;
      if (frame === 0 || M[frame + Frame.LOCALS] !== 0) continue;
      raisedLine = still.isMain(frame) ? M[tb + TracebackLayout.LINENO]! : 0;
      frameEdges(rt, frame, (to, kind, label, scope) => {
        if (kind !== 'name' || to === p || !retained.has(to)) return;
        variables.add(`${label} of ${scope ?? ''}()`);
        objects.add(to);
      });
    }
    if (objects.size === 0) continue;
    const [bound] = still.boundNames().filter((n) => n.object === p);
    const made = still.recorder.bornAt(M[p + Ob.BORN]!);
    const line =
      (bound && still.recorder.bindingLine(bound.scope, bound.name, p)) ?? (made?.file === 0 ? made.line : undefined);
    if (line === undefined) continue;
    const { objectsTotal, bytes } = fateData(still, [...retained]);
    kept.push({
      name: bound?.name ?? '',
      type: rt.typeOf(p).name,
      line,
      raisedLine,
      variables: [...variables],
      objects: objectsTotal,
      bytes,
    });
  }
  return kept;
}
