/** The ledger of an object: who holds a reference to it, by name and place. The entries sum to its count. */
import { ExcRecord, Frame, FunctionLayout, Ob } from '../memory/layout.js';
import { Stream } from '../modules/textOutput.js';
import { edgesOf, keysOf, sharedKeysOf } from '../objects/edges.js';
import { moduleName } from '../objects/module.js';
import { T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import type { Holder, HolderKind } from '../protocol/objects.js';
import { OwnFrame } from '../vm/frames.js';
import type { Runtime } from '../vm/runtime.js';
import { type Edge, frameEdges, labelledEdges } from './edges.js';
import { preview, typeName } from './preview.js';
import { addressOf, type Still } from './still.js';

/** What a reference is called, and where it stands. */
export interface Held {
  readonly kind: HolderKind;
  readonly label: string;
  /** The object whose slot it is, 0 for what the machine itself holds: the dict of an instance, say. */
  readonly owner: number;
  /** The object that is named as the holder: the instance. 0: none. */
  readonly from: number;
  readonly scope?: string | undefined;
  /** The line that took it, where it is known. */
  readonly line?: number | undefined;
}

/** Equal holders of one object. */
export interface Found extends Held {
  times: number;
}

/** Visits what the interpreter itself holds: frames of the data stack, the module table, what is being handled. */
export function rootEdges(
  rt: Runtime,
  add: (to: number, kind: HolderKind, label: string, scope?: string) => void,
): void {
  const { M } = rt;
  const root = (to: number, label: string): void => {
    if (to !== 0) add(to, 'interpreter', label);
  };
  root(rt.importer.modules, 'sys.modules');
  for (const p of rt.importer.copies) root(p, 'the copy of a core module');
  root(rt.currentException, 'the exception that is being raised');
  root(rt.garbage, 'gc.garbage');
  root(rt.callbacks, 'gc.callbacks');
  root(rt.threadDict, "the thread's dict");
  for (const stream of rt.importer.outputs()) root(M[stream + Stream.PENDING]!, 'printed text that waits to go out');
  for (const p of rt.methodCacheNames.values()) root(p, 'the cache of attribute look-ups');
  for (const p of rt.keywordTuples.values()) root(p, 'a parser of keywords');
  root(rt.exceptionGroupType(), '');
  root(rt.emptyFrozenset, 'the empty frozenset');
  for (const { func, args, kwargs } of rt.exitFunctions) for (const p of [func, args, kwargs]) root(p, 'atexit');
  let record = rt.excInfo;
  while (record !== 0 && M[record + 2] !== 0) record = M[record + 2]!;
  if (record !== 0) root(M[record]!, 'the exception that is being handled');
  if (record !== 0 && M[record] !== 0 && rt.profile.heapFrames) {
    root(M[record + ExcRecord.TYPE]!, 'the exception that is being handled');
    root(M[record + ExcRecord.TRACEBACK]!, 'the exception that is being handled');
  }
  for (let frame = rt.frame; frame !== 0; frame = M[frame + Frame.PREVIOUS]!) {
    if (M[frame + OwnFrame.GENERATOR] !== 0) continue;
    const { spec } = rt.codes[M[frame + Frame.CODE_INDEX]!]!;
    const scope = spec.qualname === '<module>' ? '' : spec.qualname;
    // The code belongs to the function, where there is one.
    frameEdges(rt, frame, (to, kind, label, inner) => {
      if (to !== M[frame] || kind !== 'frame') add(to, kind, label, inner);
    });
    const own = (to: number, kind: HolderKind): void => {
      if (to !== 0) add(to, kind, '', scope);
    };
    own(M[frame + Frame.FRAME_OBJ]!, 'frame');
    own(M[frame + OwnFrame.ARGUMENTS]!, 'argument');
    own(M[frame + Frame.PENDING]!, 'temporary');
    const func = M[frame + Frame.FUNC]!;
    if (func === 0) for (let i = 0; i < 2; i++) own(M[frame]!, 'frame');
    else if (M[func + FunctionLayout.CODE] !== M[frame]) own(M[frame]!, 'frame');
  }
}

/** The holders of an object, names first; their `times` sum to its count. */
export function heldBy(still: Still, p: number): Found[] {
  const { rt } = still;
  const found = new Map<string, Found>();
  let sum = 0;
  const add = (held: Held): void => {
    sum++;
    const key = `${held.kind} ${held.from} ${held.scope ?? ''} ${held.label}`;
    const known = found.get(key);
    if (known !== undefined) known.times++;
    else found.set(key, { ...held, times: 1 });
  };
  rootEdges(rt, (to, kind, label, scope) => {
    if (to === p) add(rootHeld(still, p, kind, label, scope));
  });
  const tables = new Set<number>();
  for (const owner of still.objects()) {
    let holds = false;
    edgesOf(rt, owner, (_rt, to) => {
      if (to === p) holds = true;
    });
    if (holds) for (const edge of labelledEdges(rt, owner)) if (edge.to === p) add(heldIn(still, owner, edge));
    const shared = sharedKeysOf(rt, owner);
    if (shared === 0 || shared === rt.emptyKeys || tables.has(shared)) continue;
    tables.add(shared);
    const from = (rt.typeOf(owner).flags & TypeFlag.TYPE_SUBCLASS) !== 0 ? owner : rt.M[owner + Ob.TYPE]!;
    keysOf(rt, shared, (_rt, to) => {
      if (to === p) add({ kind: 'key', label: preview(rt, p, 30), owner: from, from });
    });
  }
  const count = rt.M[p]!;
  if (count > sum) {
    const label = still.isConstant(p) ? "the parser's tree of the running script" : '';
    found.set('rest', { kind: 'interpreter', label, times: count - sum, owner: 0, from: 0 });
  }
  return [...found.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

/** The same as hosts are told of it. */
export function holdersOf(still: Still, p: number): Holder[] {
  return heldBy(still, p).map((found) => holderData(still, found));
}

const ORDER: readonly HolderKind[] = [
  'name',
  'argument',
  'attribute',
  'element',
  'value',
  'key',
  'cell',
  'constant',
  'temporary',
  'iterator',
  'type',
  'frame',
  'other',
  'interpreter',
];

/** `line`: where it is known better. */
export function holderData(still: Still, found: Found, line = found.line): Holder {
  const { rt } = still;
  const { from, scope } = found;
  return {
    kind: found.kind,
    label: found.label,
    times: found.times,
    ...(from !== 0
      ? { from: { address: addressOf(from), type: typeName(rt, rt.M[from + Ob.TYPE]!), repr: preview(rt, from) } }
      : {}),
    ...(scope !== undefined ? { scope } : {}),
    ...(line !== undefined ? { line } : {}),
  };
}

/** What the machine itself holds of an object. */
export function rootHeld(still: Still, p: number, kind: HolderKind, label: string, scope?: string): Held {
  const line = kind === 'name' ? still.recorder.bindingLine(scope ?? '', label, p) : undefined;
  return { kind, label, owner: 0, from: 0, scope, line };
}

/** A reference as people know it: the entry of a module's dict is a name, that of an instance's an attribute. */
export function heldIn(still: Still, owner: number, edge: Edge): Held {
  const { rt } = still;
  const { kind, label } = edge;
  if (rt.is(owner, T.TUPLE) && kind === 'element') {
    const scope = still.constantsOf(owner);
    if (scope !== undefined) return { kind: 'constant', label: '', owner, from: 0, scope };
  }
  if (kind === 'value' && rt.hasFlag(owner, TypeFlag.DICT_SUBCLASS)) {
    const of = still.ownerOfDict(owner);
    const text = label.replace(/^'(.*)'$/, '$1');
    if (of?.kind === 'module' && moduleName(rt, of.owner) === '__main__') {
      const line = still.recorder.bindingLine('', text, edge.to);
      return { kind: 'name', label: text, owner, from: 0, scope: '', line };
    }
    if (of !== undefined) return { kind: 'attribute', label: text, owner, from: of.owner };
  }
  return { kind, label, owner, from: owner, scope: edge.scope };
}

/** How many references to each object its holders account for: what the ledgers sum to before the rest is added. */
export function accountedReferences(still: Still): Map<number, number> {
  const { rt } = still;
  const counts = new Map<number, number>();
  const add = (p: number): void => {
    counts.set(p, (counts.get(p) ?? 0) + 1);
  };
  rootEdges(rt, add);
  const tables = new Set<number>();
  for (const owner of still.objects()) {
    for (const edge of labelledEdges(rt, owner)) add(edge.to);
    const shared = sharedKeysOf(rt, owner);
    if (shared === 0 || shared === rt.emptyKeys || tables.has(shared)) continue;
    tables.add(shared);
    keysOf(rt, shared, (_rt, to) => add(to));
  }
  return counts;
}
