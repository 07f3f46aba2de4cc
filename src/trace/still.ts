/** A machine that stands still at a moment: its objects, what they are called, and what one line says of each. */
import { Frame, Ob, StrLayout, StrState, TupleLayout, TypeLayout } from '../memory/layout.js';
import { isStatic, Region } from '../memory/regions.js';
import { shownCount, sizeOf } from '../modules/sys.js';
import { instanceDict } from '../objects/attributes.js';
import { CodeLayout } from '../objects/code.js';
import { type DictEntry, dictGetStr, dictNext } from '../objects/dictCore.js';
import { moduleDict } from '../objects/module.js';
import { preHeader } from '../objects/object.js';
import { S, T } from '../objects/typeIds.js';
import { TypeFlag, type TypeInfo } from '../objects/typeInfo.js';
import { typeLookup } from '../objects/typeLookup.js';
import type { ObjectMark, ObjectSummary } from '../protocol/objects.js';
import type { Teardown } from '../protocol/run.js';
import { LocalKind } from '../python/code.js';
import type { Runtime } from '../vm/runtime.js';
import { ObjectMap } from './objectMap.js';
import { preview, typeName } from './preview.js';
import type { Recorder } from './recorder.js';

/** A name that is bound in a frame or a module. */
export interface BoundName {
  readonly scope: string;
  readonly name: string;
  readonly object: number;
}

/** One frame on the stack. */
export interface StillFrame {
  readonly frame: number;
  readonly scope: string;
  readonly file: number;
  readonly line: number;
  readonly names: readonly BoundName[];
}

/** Types whose objects can stand in `co_consts`. */
const CONSTANT_TYPES: ReadonlySet<number> = new Set([
  T.INT,
  T.FLOAT,
  T.COMPLEX,
  T.STR,
  T.BYTES,
  T.TUPLE,
  T.FROZENSET,
  T.CODE,
]);

/** Bytes of an address as `Address` counts them. */
export function addressOf(p: number): number {
  return p * 4;
}

/** Integers that are made at the start, -5 to 256. */
export const SMALL_INTS = 262;

export function isSmallInt(p: number): boolean {
  return p >= Region.SMALL_INTS && p < Region.SMALL_INTS + SMALL_INTS * 8;
}

export function isInterned(rt: Runtime, p: number): boolean {
  return rt.is(p, T.STR) && (rt.M[p + StrLayout.STATE]! & (StrState.INTERNED | StrState.IMMORTAL_INTERNED)) !== 0;
}

/** What is known of the run up to the moment. */
export type Past = Pick<Recorder, 'steps' | 'lastLine' | 'bornAt' | 'bindingLine'> & {
  readonly deaths: { readonly lastNames: ReadonlyMap<number, string> };
  /** What the interpreter does at its end. */
  readonly stage?: Teardown | null;
};

/** What is asked of a machine that stands still; answers are kept. */
export class Still {
  readonly rt: Runtime;
  readonly recorder: Past;
  private readonly files: ReadonlyMap<string, number>;
  private objectMap: ObjectMap | undefined;
  private readonly fixedSizes: (number | undefined)[] = [];
  private constantSet: Set<number> | undefined;
  private nameMap: Map<number, string[]> | undefined;
  private frameList: StillFrame[] | undefined;
  private dictOwners: Map<number, { kind: 'module' | 'instance' | 'class'; owner: number }> | undefined;
  private namespaces: Set<number> | undefined;
  private constOwners: Map<number, string> | undefined;

  constructor(rt: Runtime, recorder: Past, files: ReadonlyMap<string, number>) {
    this.rt = rt;
    this.recorder = recorder;
    this.files = files;
  }

  /** Whether the program made the object: it is younger than the first line. */
  isOwn(p: number): boolean {
    return !isStatic(p) && this.rt.M[p + Ob.BORN]! >= 2;
  }

  /** Where objects are. */
  map(): ObjectMap {
    this.objectMap ??= new ObjectMap(this.rt);
    return this.objectMap;
  }

  /** All live objects, static types among them. */
  objects(): Int32Array {
    return this.map().objects();
  }

  /** Whether there is a live object at a word address. */
  isObject(p: number): boolean {
    return this.map().has(p);
  }

  /** The generation of a tracked object; null for others. */
  generationOf(p: number): number | null {
    return this.map().generationOf(p);
  }

  /** Members of a generation, oldest first. */
  members(generation: number): Int32Array {
    return this.map().members(generation);
  }

  private constants(): Set<number> {
    if (this.constantSet !== undefined) return this.constantSet;
    const { rt } = this;
    const { M } = rt;
    this.constantSet = new Set();
    this.constOwners = new Map();
    for (let i = 0; i < rt.codes.length; i++) {
      const code = rt.codes[i]!.address;
      if (!this.isObject(code) || M[code + Ob.TYPE] !== T.CODE || M[code + Ob.AUX] !== i) continue;
      const tuple = M[code + CodeLayout.CONSTS]!;
      const { qualname } = rt.codes[i]!.spec;
      this.constOwners.set(tuple, qualname === '<module>' ? '' : qualname);
      this.addConstants(tuple, this.constantSet);
    }
    return this.constantSet;
  }

  /** Items of a tuple, of tuples in it, too. */
  private addConstants(tuple: number, found: Set<number>): void {
    const { M } = this.rt;
    for (let k = 0; k < M[tuple + Ob.SIZE]!; k++) {
      const item = M[tuple + 6 + 2 * k]!;
      found.add(item);
      if (M[item + Ob.TYPE] === T.TUPLE) this.addConstants(item, found);
    }
  }

  /** The scope of the code object whose `co_consts` a tuple is. */
  constantsOf(tuple: number): string | undefined {
    this.constants();
    return this.constOwners!.get(tuple);
  }

  isConstant(p: number): boolean {
    return CONSTANT_TYPES.has(this.rt.M[p + Ob.TYPE]!) && this.constants().has(p);
  }

  marks(p: number): ObjectMark[] {
    const { rt } = this;
    const { M } = rt;
    const marks: ObjectMark[] = [];
    if (M[p]! < 0) marks.push('immortal');
    if (isSmallInt(p)) marks.push('smallInt');
    if (isInterned(rt, p)) marks.push('interned');
    if (!isStatic(p) && this.isConstant(p)) marks.push('constant');
    if (isStatic(p)) marks.push('static');
    return marks;
  }

  /** What `sys.getsizeof` returns, where no code of the program has to run for it. */
  size(p: number): number {
    const { rt } = this;
    const info = rt.typeOf(p);
    const fixed = this.fixedSize(info);
    if (fixed >= 0) return fixed;
    const saved = rt.currentException;
    const { observer } = rt;
    rt.currentException = 0;
    // The int that tells the size is not the program's.
    rt.observer = null;
    let size = Number.NaN;
    try {
      const method = typeLookup(rt, info, rt.ids.__sizeof__);
      if (method !== 0 && rt.is(method, T.METHOD_DESCRIPTOR)) size = sizeOf(rt, p);
    } catch {
      size = Number.NaN;
    }
    if (rt.currentException !== 0) rt.clearError();
    rt.currentException = saved;
    rt.observer = observer;
    return Number.isNaN(size) ? info.basicsize + (info.hasGc ? 16 : 0) : size;
  }

  /** The size of all objects of a type whose `__sizeof__` is that of object; -1 where each has its own. */
  fixedSize(info: TypeInfo): number {
    let size = this.fixedSizes[info.index];
    if (size === undefined) {
      const { rt } = this;
      const isFixed =
        info.itemsize === 0 &&
        (info.flags & TypeFlag.TYPE_SUBCLASS) === 0 &&
        inheritedAttribute(rt, info, rt.ids.__sizeof__) ===
          inheritedAttribute(rt, rt.infoOf(T.OBJECT), rt.ids.__sizeof__);
      size = isFixed ? info.basicsize + (info.hasGc ? 16 + preHeader(info) : 0) : -1;
      this.fixedSizes[info.index] = size;
    }
    return size;
  }

  summary(p: number, withNames = false): ObjectSummary {
    const { rt } = this;
    const tracked = this.generationOf(p) !== null;
    const names = withNames ? this.namesOf(p) : [];
    return {
      address: addressOf(p),
      type: typeName(rt, rt.M[p + Ob.TYPE]!),
      repr: preview(rt, p),
      sizeBytes: this.size(p),
      count: shownCountOf(rt, p),
      tracked,
      generation: this.generationOf(p),
      marks: this.marks(p),
      ...(names.length > 0 ? { names } : {}),
    };
  }

  // -- frames and names

  /** Frames of the request's files, the module first. */
  frames(): readonly StillFrame[] {
    if (this.frameList !== undefined) return this.frameList;
    const { rt } = this;
    const { M } = rt;
    const frames: StillFrame[] = [];
    for (let frame = rt.frame; frame !== 0; frame = M[frame + Frame.PREVIOUS]!) {
      const code = rt.codes[M[frame + Frame.CODE_INDEX]!];
      if (code === undefined) break;
      const file = this.files.get(code.spec.filename);
      if (file === undefined) continue;
      const scope = code.spec.qualname === '<module>' ? '' : code.spec.qualname;
      const dict = M[frame + Frame.LOCALS]!;
      const names =
        (code.flags & 1) !== 0 || dict === 0 || !rt.is(dict, T.DICT)
          ? this.localNames(frame, scope)
          : this.dictNames(dict, scope);
      frames.push({ frame, scope, file, line: M[frame + Frame.LINE]!, names });
    }
    this.frameList = frames.reverse();
    return this.frameList;
  }

  /** Whether a frame runs code of the main file. */
  isMain(frame: number): boolean {
    const code = this.rt.codes[this.rt.M[frame + Frame.CODE_INDEX]!];
    return code !== undefined && this.files.get(code.spec.filename) === 0;
  }

  private localNames(frame: number, scope: string): BoundName[] {
    const { rt } = this;
    const { M } = rt;
    const code = rt.codes[M[frame + Frame.CODE_INDEX]!]!;
    const names: BoundName[] = [];
    code.spec.localsplusNames.forEach((name, i) => {
      if (name.startsWith('.') || (code.spec.localsplusKinds[i]! & LocalKind.HIDDEN) !== 0) return;
      let object = M[frame + Frame.LOCALSPLUS + 2 * i]!;
      if (
        object !== 0 &&
        (code.spec.localsplusKinds[i]! & (LocalKind.CELL | LocalKind.FREE)) !== 0 &&
        rt.is(object, T.CELL)
      )
        object = M[object + 4]!;
      if (object !== 0) names.push({ scope, name, object });
    });
    return names;
  }

  private dictNames(dict: number, scope: string): BoundName[] {
    const { rt } = this;
    const names: BoundName[] = [];
    const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
    for (let at = dictNext(rt, dict, 0, entry); at >= 0; at = dictNext(rt, dict, at, entry)) {
      if (!rt.isStr(entry.key)) continue;
      const name = rt.text(entry.key);
      if (!(name.startsWith('__') && name.endsWith('__'))) names.push({ scope, name, object: entry.value });
    }
    return names;
  }

  /** The program's module, also where no frame of it runs any more. */
  mainNames(): readonly BoundName[] {
    const main = this.rt.importer.imported('__main__');
    return main === 0 || main === S.NONE || !this.rt.is(main, T.MODULE)
      ? []
      : this.dictNames(moduleDict(this.rt, main), '');
  }

  /** All names bound in frames and in the program's module. */
  boundNames(): readonly BoundName[] {
    const frames = this.frames();
    const names = frames.flatMap((f) => f.names);
    return frames.some((f) => f.scope === '' && f.file === 0) ? names : [...this.mainNames(), ...names];
  }

  /** Up to three names of an object; where there is none, the last it had. */
  namesOf(p: number): string[] {
    if (this.nameMap === undefined) {
      this.nameMap = new Map();
      for (const { name, object } of this.boundNames()) {
        const known = this.nameMap.get(object);
        if (known === undefined) this.nameMap.set(object, [name]);
        else if (known.length < 3 && !known.includes(name)) known.push(name);
      }
    }
    const names = this.nameMap.get(p);
    if (names !== undefined) return names;
    const last = this.recorder.deaths.lastNames.get(p);
    return last !== undefined ? [last] : [];
  }

  /** Whether a dict is that of a class or a module. */
  isNamespace(dict: number): boolean {
    if (this.namespaces === undefined) {
      const { rt } = this;
      const { M } = rt;
      this.namespaces = new Set();
      // By type: 1 for modules, 2 for classes.
      const kinds = Uint8Array.from(rt.types, ({ address, flags }) =>
        address === T.MODULE ? 1 : (flags & TypeFlag.TYPE_SUBCLASS) !== 0 ? 2 : 0,
      );
      const objects = this.objects();
      for (let i = 0; i < objects.length; i++) {
        const p = objects[i]!;
        const kind = kinds[M[M[p + Ob.TYPE]! + TypeLayout.INFO]!]!;
        if (kind !== 0) this.namespaces.add(kind === 1 ? moduleDict(rt, p) : M[p + TypeLayout.DICT]!);
      }
    }
    return this.namespaces.has(dict);
  }

  /** Whose attributes, or which module's globals, a dict holds. */
  ownerOfDict(dict: number): { kind: 'module' | 'instance' | 'class'; owner: number } | undefined {
    if (this.dictOwners === undefined) {
      const { rt } = this;
      this.dictOwners = new Map();
      for (const p of this.objects()) {
        const info = rt.typeOf(p);
        if (!info.isHeapType && info.address !== T.MODULE && (info.flags & TypeFlag.TYPE_SUBCLASS) === 0) continue;
        if (info.address === T.MODULE) this.dictOwners.set(moduleDict(rt, p), { kind: 'module', owner: p });
        else if ((info.flags & TypeFlag.TYPE_SUBCLASS) !== 0) {
          const own = rt.M[p + TypeLayout.DICT]!;
          if (own !== 0) this.dictOwners.set(own, { kind: 'class', owner: p });
        } else if (info.isHeapType && info.dictoffset !== 0) {
          const own = instanceDict(rt, p, info);
          if (own !== 0) this.dictOwners.set(own, { kind: 'instance', owner: p });
        }
      }
    }
    return this.dictOwners.get(dict);
  }
}

/** `ob_refcnt` as CPython's field reads. */
export function shownCountOf(rt: Runtime, p: number): number {
  const shown = shownCount(rt, p);
  return shown < 0 ? 4294967295 : shown;
}

/** An attribute along the MRO of a type, borrowed; 0 for none. Leaves no trace in the machine, as a look-up would. */
function inheritedAttribute(rt: Runtime, info: TypeInfo, name: number): number {
  const { M } = rt;
  const mro = M[info.address + TypeLayout.MRO]!;
  const bases = mro === 0 ? 0 : M[mro + Ob.SIZE]!;
  for (let i = 0; i < bases; i++) {
    const dict = M[M[mro + TupleLayout.ITEM + 2 * i]! + TypeLayout.DICT]!;
    const found = dict === 0 ? 0 : dictGetStr(rt, dict, name);
    if (found !== 0) return found;
  }
  return 0;
}
