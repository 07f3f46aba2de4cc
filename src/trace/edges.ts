/** The references that an object owns, each with what it is: an element, a key, an attribute. All of them, as the audit counts them. */
import {
  CellLayout,
  DictLayout,
  Frame,
  FunctionLayout,
  GenLayout,
  ListLayout,
  MethodLayout,
  Ob,
  TracebackLayout,
  TupleLayout,
  TypeLayout,
  WeakrefLayout,
} from '../memory/layout.js';
import { instanceDict, instanceValues } from '../objects/attributes.js';
import { CodeLayout } from '../objects/code.js';
import { type DictEntry, dictLength, dictNext } from '../objects/dictCore.js';
import { entriesOf, entryWords, keyOffset } from '../objects/dictKeys.js';
import { edgesOf } from '../objects/edges.js';
import { GEN_FRAME } from '../objects/generator.js';
import type { Machine } from '../objects/machine.js';
import { isAnySet, setLength, setNext, setSlot } from '../objects/setTable.js';
import { T } from '../objects/typeIds.js';
import { TypeFlag, type TypeInfo } from '../objects/typeInfo.js';
import { isWeakref } from '../objects/weakref.js';
import type { HolderKind } from '../protocol/objects.js';
import { LocalKind } from '../python/code.js';
import { preview } from './preview.js';

/** One reference. `scope`: of a variable in a generator's frame. */
export interface Edge {
  readonly to: number;
  readonly kind: HolderKind;
  readonly label: string;
  readonly scope?: string;
}

type Add = (to: number, kind: HolderKind, label: string, scope?: string) => void;

/** Most characters of a key in a label. */
const LABEL_LENGTH = 30;

const FUNCTION_FIELDS: readonly (readonly [number, string])[] = [
  [FunctionLayout.GLOBALS, '__globals__'],
  [FunctionLayout.BUILTINS, '__builtins__'],
  [FunctionLayout.NAME, '__name__'],
  [FunctionLayout.QUALNAME, '__qualname__'],
  [FunctionLayout.CODE, '__code__'],
  [FunctionLayout.DEFAULTS, '__defaults__'],
  [FunctionLayout.KWDEFAULTS, '__kwdefaults__'],
  [FunctionLayout.CLOSURE, '__closure__'],
  [FunctionLayout.DOC, '__doc__'],
  [FunctionLayout.DICT, '__dict__'],
  [FunctionLayout.MODULE, '__module__'],
  [FunctionLayout.ANNOTATIONS, '__annotations__'],
];

const TYPE_FIELDS: readonly (readonly [number, string])[] = [
  [TypeLayout.DICT, '__dict__'],
  [TypeLayout.MRO, '__mro__'],
  [TypeLayout.BASES, '__bases__'],
  [TypeLayout.BASE, '__base__'],
  [TypeLayout.SUBCLASSES, '__subclasses__'],
];
const HEAP_TYPE_FIELDS: readonly (readonly [number, string])[] = [
  [TypeLayout.HT_NAME, '__name__'],
  [TypeLayout.HT_SLOTS, '__slots__'],
  [TypeLayout.HT_QUALNAME, '__qualname__'],
  [TypeLayout.HT_MODULE, '__module__'],
];

const CODE_FIELDS: readonly (readonly [number, string])[] = [
  [CodeLayout.CONSTS, 'co_consts'],
  [CodeLayout.NAMES, 'co_names'],
  [CodeLayout.VARNAMES, 'co_varnames'],
  [CodeLayout.FILENAME, 'co_filename'],
  [CodeLayout.NAME, 'co_name'],
  [CodeLayout.QUALNAME, 'co_qualname'],
];

/**
 * All references that an object owns; their number is exact. What is owned is told by `edgesOf`, what it is called by
 * the fields of the type: a name that finds no reference is left out, a reference that finds no name is `other`.
 */
export function labelledEdges(rt: Machine, p: number): Edge[] {
  const rest = new Map<number, number>();
  edgesOf(rt, p, (_rt, to) => rest.set(to, (rest.get(to) ?? 0) + 1));
  const edges: Edge[] = [];
  if (rest.size === 0) return edges;
  nameEdges(rt, p, (to, kind, label, scope) => {
    const n = rest.get(to);
    if (to === 0 || n === undefined) return;
    if (n === 1) rest.delete(to);
    else rest.set(to, n - 1);
    edges.push(scope === undefined ? { to, kind, label } : { to, kind, label, scope });
  });
  const kind: HolderKind = isIterator(rt, p) ? 'iterator' : 'other';
  for (const [to, n] of rest) for (let i = 0; i < n; i++) edges.push({ to, kind, label: '' });
  return edges;
}

/** The first of them; of large lists, tuples and sets without naming all. */
export function firstEdges(rt: Machine, p: number, most: number): Edge[] {
  const { M } = rt;
  const edges: Edge[] = [];
  const element = (to: number, label: string): void => {
    edges.push({ to, kind: 'element', label });
  };
  const items = rt.is(p, T.LIST) ? M[p + ListLayout.ITEMS]! : rt.is(p, T.TUPLE) ? p + TupleLayout.ITEM : 0;
  if (items !== 0 && M[p + Ob.SIZE]! > most) {
    for (let i = 0; i < most; i++) element(M[items + 2 * i]!, String(i));
    return edges;
  }
  if (rt.is(p, T.DICT) && dictLength(rt, p) > most) {
    const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
    for (let at = dictNext(rt, p, 0, entry); at >= 0 && edges.length < most; at = dictNext(rt, p, at, entry)) {
      const label = preview(rt, entry.key, LABEL_LENGTH);
      edges.push({ to: entry.value, kind: 'value', label }, { to: entry.key, kind: 'key', label });
    }
    return edges;
  }
  if ((rt.is(p, T.SET) || rt.is(p, T.FROZENSET)) && setLength(rt, p) > most) {
    for (let at = setNext(rt, p, 0); at >= 0 && edges.length < most; at = setNext(rt, p, at + 1)) {
      const item = M[setSlot(rt, p, at)]!;
      element(item, preview(rt, item, LABEL_LENGTH));
    }
    return edges;
  }
  return labelledEdges(rt, p).slice(0, most);
}

/** Keys of a table that instances share, as references of the class. */
export function sharedKeyNames(rt: Machine, keys: number, visit: (key: number) => void): void {
  const M = rt.M;
  const kind = M[keys + 3]!;
  const words = entryWords(rt, kind);
  let at = entriesOf(rt, keys) + keyOffset(rt, kind);
  for (let i = 0; i < M[keys + 6]!; i++, at += words) if (M[at] !== 0) visit(M[at]!);
}

function isIterator(rt: Machine, p: number): boolean {
  const { name } = rt.typeOf(p);
  return (
    name.endsWith('iterator') ||
    name === 'enumerate' ||
    name === 'zip' ||
    name === 'map' ||
    name === 'filter' ||
    name === 'reversed'
  );
}

function fields(rt: Machine, p: number, list: readonly (readonly [number, string])[], add: Add): void {
  for (const [offset, name] of list) add(rt.M[p + offset]!, 'attribute', name);
}

function nameEdges(rt: Machine, p: number, add: Add): void {
  const M = rt.M;
  const info = rt.typeOf(p);
  const { flags } = info;
  if ((flags & TypeFlag.TYPE_SUBCLASS) !== 0) {
    fields(rt, p, TYPE_FIELDS, add);
    if (rt.infoOf(p).isHeapType) fields(rt, p, HEAP_TYPE_FIELDS, add);
    add(info.address, 'type', '');
    return;
  }
  if (info.isHeapType) {
    instanceEdges(rt, p, info, add);
    add(info.address, 'type', '');
  }
  if ((flags & TypeFlag.LIST_SUBCLASS) !== 0) {
    const items = M[p + ListLayout.ITEMS]!;
    for (let i = 0; i < M[p + Ob.SIZE]!; i++) add(M[items + 2 * i]!, 'element', String(i));
    return;
  }
  if ((flags & TypeFlag.TUPLE_SUBCLASS) !== 0) {
    for (let i = 0; i < M[p + Ob.SIZE]!; i++) add(M[p + TupleLayout.ITEM + 2 * i]!, 'element', String(i));
    return;
  }
  if ((flags & TypeFlag.DICT_SUBCLASS) !== 0) {
    if (M[p + DictLayout.KEYS] === 0) return;
    const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
    for (let at = dictNext(rt, p, 0, entry); at >= 0; at = dictNext(rt, p, at, entry)) {
      const label = preview(rt, entry.key, LABEL_LENGTH);
      add(entry.value, 'value', label);
      add(entry.key, 'key', label);
    }
    return;
  }
  if ((flags & TypeFlag.BASE_EXC_SUBCLASS) !== 0) {
    for (const [offset, name] of EXCEPTION_FIELDS) add(M[p + offset]!, 'attribute', name);
    return;
  }
  if (isAnySet(rt, p)) {
    for (let at = setNext(rt, p, 0); at >= 0; at = setNext(rt, p, at + 1)) {
      const item = M[setSlot(rt, p, at)]!;
      add(item, 'element', preview(rt, item, LABEL_LENGTH));
    }
    return;
  }
  if (isWeakref(rt, p)) {
    add(M[p + WeakrefLayout.CALLBACK]!, 'attribute', '__callback__');
    return;
  }
  switch (info.address) {
    case T.FUNCTION:
      fields(rt, p, FUNCTION_FIELDS, add);
      return;
    case T.CODE:
      fields(rt, p, CODE_FIELDS, add);
      return;
    case T.CELL:
      add(M[p + CellLayout.CONTENTS]!, 'cell', 'cell_contents');
      return;
    case T.METHOD:
      add(M[p + MethodLayout.FUNC]!, 'attribute', '__func__');
      add(M[p + MethodLayout.SELF]!, 'attribute', '__self__');
      return;
    case T.BUILTIN_FUNCTION:
      add(M[p + 6]!, 'attribute', '__self__');
      add(M[p + 8]!, 'attribute', '__module__');
      return;
    case T.MODULE:
      add(M[p + 4]!, 'attribute', '__dict__');
      return;
    case T.METHOD_DESCRIPTOR:
    case T.CLASSMETHOD_DESCRIPTOR:
    case T.WRAPPER_DESCRIPTOR:
    case T.MEMBER_DESCRIPTOR:
    case T.GETSET_DESCRIPTOR:
      add(M[p + 4]!, 'attribute', '__objclass__');
      add(M[p + 6]!, 'attribute', '__name__');
      add(M[p + 8]!, 'attribute', '__qualname__');
      return;
    case T.PROPERTY:
      add(M[p + 4]!, 'attribute', 'fget');
      add(M[p + 6]!, 'attribute', 'fset');
      add(M[p + 8]!, 'attribute', 'fdel');
      return;
    case T.CLASSMETHOD:
    case T.STATICMETHOD:
      add(M[p + 4]!, 'attribute', '__func__');
      return;
    case T.TRACEBACK:
      add(M[p + TracebackLayout.FRAME]!, 'attribute', 'tb_frame');
      add(M[p + TracebackLayout.NEXT]!, 'attribute', 'tb_next');
      return;
    case T.GENERATOR:
    case T.COROUTINE:
    case T.ASYNC_GENERATOR:
      add(M[p + GenLayout.NAME]!, 'attribute', '__name__');
      add(M[p + GenLayout.QUALNAME]!, 'attribute', '__qualname__');
      frameEdges(rt, M[p + GEN_FRAME]!, add);
      return;
    case T.FRAME:
      add(M[p + 4]!, 'attribute', 'f_back');
      if (M[p + 11] === 1) frameEdges(rt, M[p + 6]!, add);
      return;
    default:
  }
}

const EXCEPTION_FIELDS: readonly (readonly [number, string])[] = [
  [6, 'args'],
  [10, '__traceback__'],
  [12, '__context__'],
  [14, '__cause__'],
  [4, '__dict__'],
];

/** Attributes of an instance: those in its values, its dict, its slots. */
function instanceEdges(rt: Machine, p: number, info: TypeInfo, add: Add): void {
  const M = rt.M;
  const values = instanceValues(rt, p, info);
  if (values !== 0) {
    const keys = M[info.address + TypeLayout.HT_CACHED_KEYS]!;
    let i = 0;
    sharedKeyNames(rt, keys, (key) => {
      add(M[values + 2 * i]!, 'attribute', rt.text(key));
      i++;
    });
  }
  const dict = instanceDict(rt, p, info);
  if (dict !== 0) add(dict, 'attribute', '__dict__');
  for (let t: TypeInfo | null = info; t?.isHeapType; t = t.base) {
    if (t.slotOffsets.length === 0) continue;
    const names = slotNames(rt, t);
    for (const offset of t.slotOffsets) add(M[p + offset]!, 'attribute', names.get(offset) ?? '');
  }
}

/** The slots of an instance: their names, and the words that hold their values. */
export function slotEdges(rt: Machine, p: number, info: TypeInfo): { readonly name: string; readonly word: number }[] {
  const found: { name: string; word: number }[] = [];
  for (let t: TypeInfo | null = info; t?.isHeapType; t = t.base) {
    const names = slotNames(rt, t);
    for (const offset of t.slotOffsets) found.push({ name: names.get(offset) ?? '', word: p + offset });
  }
  return found;
}

/** Names of a class's slots by their word offset. */
function slotNames(rt: Machine, info: TypeInfo): Map<number, string> {
  const names = new Map<number, string>();
  const slots = rt.M[info.address + TypeLayout.HT_SLOTS]!;
  if (slots === 0 || !rt.is(slots, T.TUPLE)) return names;
  const n = rt.M[slots + Ob.SIZE]!;
  if (n !== info.slotOffsets.length) return names;
  info.slotOffsets.forEach((offset, i) => {
    names.set(offset, rt.text(rt.M[slots + TupleLayout.ITEM + 2 * i]!));
  });
  return names;
}

/** What a frame holds, wherever it stands: variables by name, temporaries, its own things. */
export function frameEdges(rt: Machine, frame: number, add: Add): void {
  const M = rt.M;
  const code = rt.codes[M[frame + Frame.CODE_INDEX]!];
  if (code === undefined) return;
  const { spec } = code;
  const scope = spec.qualname === '<module>' ? '' : spec.qualname;
  const locals = frame + Frame.LOCALSPLUS;
  const top = M[frame + Frame.SP]!;
  for (let i = 0; i < code.nlocalsplus; i++) {
    if (locals + 2 * i >= top) break;
    const isCell = (spec.localsplusKinds[i]! & (LocalKind.CELL | LocalKind.FREE)) !== 0;
    add(M[locals + 2 * i]!, isCell ? 'cell' : 'name', spec.localsplusNames[i]!, scope);
  }
  for (let slot = locals + 2 * code.nlocalsplus; slot < top; slot += 2) add(M[slot]!, 'temporary', '', scope);
  if (!rt.profile.heapFrames) add(M[frame + Frame.FUNC]!, 'frame', '', scope);
  add(M[frame + Frame.LOCALS]!, 'frame', '', scope);
  add(M[frame + Frame.CODE]!, 'frame', '', scope);
}
