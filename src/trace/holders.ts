/** The ledger of an object: who holds a reference to it, by name and place. The entries sum to its count. */
import { Frame, FunctionLayout, Ob } from '../memory/layout.js';
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

interface Found {
  kind: HolderKind;
  label: string;
  times: number;
  from: number;
  scope: string | undefined;
  line: number | undefined;
}

/** Visits what the interpreter itself holds: frames of the data stack, the module table, what is being handled. */
function rootEdges(rt: Runtime, add: (to: number, kind: HolderKind, label: string, scope?: string) => void): void {
  const { M } = rt;
  const root = (to: number, label: string): void => {
    if (to !== 0) add(to, 'interpreter', label);
  };
  root(rt.importer.modules, 'sys.modules');
  root(rt.currentException, 'the exception that is being raised');
  root(rt.garbage, 'gc.garbage');
  root(rt.callbacks, 'gc.callbacks');
  root(rt.exceptionGroupType(), '');
  root(rt.emptyFrozenset, 'the empty frozenset');
  for (const { func, args, kwargs } of rt.exitFunctions) for (const p of [func, args, kwargs]) root(p, 'atexit');
  let record = rt.excInfo;
  while (record !== 0 && M[record + 2] !== 0) record = M[record + 2]!;
  if (record !== 0) root(M[record]!, 'the exception that is being handled');
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

/** The holders of an object, names first. */
export function holdersOf(still: Still, p: number): Holder[] {
  const { rt } = still;
  const found = new Map<string, Found>();
  let sum = 0;
  const add = (kind: HolderKind, label: string, from: number, scope?: string, line?: number): void => {
    sum++;
    const key = `${kind} ${from} ${scope ?? ''} ${label}`;
    const known = found.get(key);
    if (known !== undefined) known.times++;
    else found.set(key, { kind, label, times: 1, from, scope, line });
  };
  rootEdges(rt, (to, kind, label, scope) => {
    if (to === p)
      add(kind, label, 0, scope, kind === 'name' ? still.recorder.bindingLine(scope ?? '', label, p) : undefined);
  });
  const tables = new Set<number>();
  for (const owner of still.objects()) {
    let holds = false;
    edgesOf(rt, owner, (_rt, to) => {
      if (to === p) holds = true;
    });
    if (holds) for (const edge of labelledEdges(rt, owner)) if (edge.to === p) holderIn(still, owner, edge, add);
    const shared = sharedKeysOf(rt, owner);
    if (shared === 0 || shared === rt.emptyKeys || tables.has(shared)) continue;
    tables.add(shared);
    keysOf(rt, shared, (_rt, to) => {
      if (to === p)
        add(
          'key',
          preview(rt, p, 30),
          (rt.typeOf(owner).flags & TypeFlag.TYPE_SUBCLASS) !== 0 ? owner : rt.M[owner + Ob.TYPE]!,
        );
    });
  }
  const count = rt.M[p]!;
  if (count > sum) {
    const label = still.isConstant(p) ? "the parser's tree of the running script" : '';
    found.set('rest', { kind: 'interpreter', label, times: count - sum, from: 0, scope: undefined, line: undefined });
  }
  return [...found.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)).map((f) => holder(still, f));
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

function holder(still: Still, f: Found): Holder {
  const { rt } = still;
  return {
    kind: f.kind,
    label: f.label,
    times: f.times,
    ...(f.from !== 0
      ? { from: { address: addressOf(f.from), type: typeName(rt, rt.M[f.from + Ob.TYPE]!), repr: preview(rt, f.from) } }
      : {}),
    ...(f.scope !== undefined ? { scope: f.scope } : {}),
    ...(f.line !== undefined ? { line: f.line } : {}),
  };
}

/** A holder as people know it: the entry of a module's dict is a name, that of an instance's an attribute. */
function holderIn(
  still: Still,
  owner: number,
  edge: Edge,
  add: (kind: HolderKind, label: string, from: number, scope?: string, line?: number) => void,
): void {
  const { rt } = still;
  const { kind, label } = edge;
  if (rt.is(owner, T.TUPLE) && kind === 'element') {
    const scope = still.constantsOf(owner);
    if (scope !== undefined) {
      add('constant', '', 0, scope);
      return;
    }
  }
  if (kind === 'value' && rt.hasFlag(owner, TypeFlag.DICT_SUBCLASS)) {
    const of = still.ownerOfDict(owner);
    const text = label.replace(/^'(.*)'$/, '$1');
    if (of?.kind === 'module') {
      if (moduleName(rt, of.owner) === '__main__')
        add('name', text, 0, '', still.recorder.bindingLine('', text, edge.to));
      else add('attribute', text, of.owner);
      return;
    }
    if (of !== undefined) {
      add('attribute', text, of.owner);
      return;
    }
  }
  add(kind, label, owner, edge.scope);
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
