/**
 * All references that an object owns, for the audit and for views that explain a count: those that its type tells
 * the collector, and those that it need not tell (names, keys that are str, the class of an instance).
 */

import { DescrLayout, DictLayout, GenLayout, KeysKind, KeysLayout, TypeLayout } from '../memory/layout.js';
import { inlineValues, instanceDict } from './attributes.js';
import { CODE_REFERENCES } from './code.js';
import { traversesKeys } from './dict.js';
import { entriesOf, entryWords, keyOffset } from './dictKeys.js';
import { GenState } from './generator.js';
import { subtypeTraverse } from './instance.js';
import type { Machine } from './machine.js';
import { ModuleLayout } from './module.js';
import { RANGE_LENGTH, RANGE_START, RANGE_STEP, RANGE_STOP } from './range.js';
import { T } from './typeIds.js';
import { TypeFlag, type TypeInfo, type Visit } from './typeInfo.js';
import { inlineValuesValid } from './values.js';

const OF_DESCRIPTORS: readonly number[] = [DescrLayout.NAME, DescrLayout.QUALNAME];

/**
 * Fields of types without traverse, or that their traverse leaves out. Asked for, not kept in a table: the types' files
 * lead back to this one, and which of them has been read first is not ours to say.
 */
function furtherFields(type: number): readonly number[] | undefined {
  switch (type) {
    case T.CODE:
      return CODE_REFERENCES;
    case T.RANGE:
      return [RANGE_START, RANGE_STOP, RANGE_STEP, RANGE_LENGTH];
    case T.MODULE:
      return [ModuleLayout.NAME];
    case T.METHOD_DESCRIPTOR:
    case T.CLASSMETHOD_DESCRIPTOR:
    case T.WRAPPER_DESCRIPTOR:
    case T.MEMBER_DESCRIPTOR:
    case T.GETSET_DESCRIPTOR:
      return OF_DESCRIPTORS;
    default:
      return undefined;
  }
}

/** What type_traverse visits for classes made by a class statement. */
const VISITED_TYPE_FIELDS = [
  TypeLayout.DICT,
  TypeLayout.CACHE,
  TypeLayout.MRO,
  TypeLayout.BASES,
  TypeLayout.BASE,
  TypeLayout.HT_MODULE,
] as const;
/** What it does not visit. */
const HEAP_TYPE_FIELDS = [
  TypeLayout.SUBCLASSES,
  TypeLayout.HT_NAME,
  TypeLayout.HT_SLOTS,
  TypeLayout.HT_QUALNAME,
] as const;

const FIELDS_OF_HEAP_TYPES = [...VISITED_TYPE_FIELDS, ...HEAP_TYPE_FIELDS];
const FIELDS_OF_STATIC_TYPES = [...VISITED_TYPE_FIELDS.slice(0, 5), TypeLayout.SUBCLASSES];

/** Visits every object that `p` owns a reference to, as often as it owns one. Keys of shared tables: see {@link keysOf}. */
export function edgesOf(rt: Machine, p: number, visit: Visit): void {
  const M = rt.M;
  const info = rt.typeOf(p);
  if ((info.flags & TypeFlag.TYPE_SUBCLASS) !== 0) {
    typeEdges(rt, p, visit);
    if (info.isHeapType) metaclassEdges(rt, p, info, visit);
    return;
  }
  if (info.tp_traverse !== null) info.tp_traverse(rt, p, visit);
  if (info.isHeapType && info.tp_traverse !== subtypeTraverse) visit(rt, info.address);
  if ((info.flags & TypeFlag.INLINE_VALUES) !== 0 && inlineValuesValid(rt, inlineValues(p, info))) {
    const dict = instanceDict(rt, p, info);
    if (dict !== 0) visit(rt, dict);
  }
  const base = staticBase(info);
  base.untraversed?.(rt, p, visit);
  const further = furtherFields(base.address);
  if (further !== undefined) for (const field of further) if (M[p + field] !== 0) visit(rt, M[p + field]!);
  if ((info.flags & TypeFlag.DICT_SUBCLASS) !== 0) unvisitedKeys(rt, p, visit);
  if (base.address === T.LONGRANGE_ITERATOR) {
    for (const field of rt.profile.minor <= 9 ? [4, 6, 8, 10] : [4, 6, 8]) visit(rt, M[p + field]!);
  }
  if (isGenerator(base.address) && rt.profile.minor >= 12 && M[p + GenLayout.STATE] === GenState.COMPLETED) {
    visit(rt, rt.generatorCode(p));
  }
}

/** Whether all references of the type's objects are those that its traverse visits, so that nobody need ask {@link edgesOf}. */
export function hasOnlyTraversedEdges(info: TypeInfo): boolean {
  const { flags, address } = info;
  return (
    (flags & (TypeFlag.TYPE_SUBCLASS | TypeFlag.DICT_SUBCLASS | TypeFlag.INLINE_VALUES)) === 0 &&
    !info.isHeapType &&
    info.untraversed === null &&
    furtherFields(address) === undefined &&
    address !== T.LONGRANGE_ITERATOR &&
    !isGenerator(address)
  );
}

export function isGenerator(type: number): boolean {
  return type === T.GENERATOR || type === T.COROUTINE || type === T.ASYNC_GENERATOR;
}

/** The nearest base that is not made by a class statement. */
export function staticBase(info: TypeInfo): TypeInfo {
  let base = info;
  while (base.isHeapType) base = base.base!;
  return base;
}

function typeEdges(rt: Machine, type: number, visit: Visit): void {
  const M = rt.M;
  const heap = rt.infoOf(type).isHeapType;
  const fields = heap ? FIELDS_OF_HEAP_TYPES : FIELDS_OF_STATIC_TYPES;
  for (const field of fields) if (M[type + field] !== 0) visit(rt, M[type + field]!);
}

/** What the metaclass adds to a class: its own class, slots. */
function metaclassEdges(rt: Machine, type: number, meta: TypeInfo, visit: Visit): void {
  visit(rt, meta.address);
  for (let info = meta; info.isHeapType; info = info.base!) {
    for (const offset of info.slotOffsets) if (rt.M[type + offset] !== 0) visit(rt, rt.M[type + offset]!);
  }
}

/** Keys of a dict's own table that dict_traverse leaves out: those of tables that only ever had str keys. */
function unvisitedKeys(rt: Machine, p: number, visit: Visit): void {
  const M = rt.M;
  const keys = M[p + DictLayout.KEYS]!;
  if (keys === 0 || keys === rt.emptyKeys || M[p + DictLayout.VALUES] !== 0) return;
  const kind = M[keys + KeysLayout.KIND]!;
  const words = entryWords(rt, kind);
  const first = entriesOf(rt, keys) + keyOffset(rt, kind);
  const n = M[keys + KeysLayout.NENTRIES]!;
  const keysVisited = traversesKeys(rt, keys);
  for (let i = 0, at = first; i < n; i++, at += words) {
    if (M[at] !== 0 && (M[at + 2] === 0 || !keysVisited)) visit(rt, M[at]!);
  }
}

/** The table of shared keys that a class or a split dict refers to, 0 when there is none. */
export function sharedKeysOf(rt: Machine, p: number): number {
  const M = rt.M;
  const flags = rt.typeOf(p).flags;
  if ((flags & TypeFlag.TYPE_SUBCLASS) !== 0) return rt.infoOf(p).isHeapType ? M[p + TypeLayout.HT_CACHED_KEYS]! : 0;
  if ((flags & TypeFlag.DICT_SUBCLASS) !== 0 && M[p + DictLayout.VALUES] !== 0) return M[p + DictLayout.KEYS]!;
  return 0;
}

/** Visits the key objects that a table of shared keys owns. */
export function keysOf(rt: Machine, keys: number, visit: Visit): void {
  const M = rt.M;
  const kind = M[keys + KeysLayout.KIND]!;
  const words = entryWords(rt, kind);
  const n = M[keys + KeysLayout.NENTRIES]!;
  let at = entriesOf(rt, keys) + keyOffset(rt, kind);
  for (let i = 0; i < n; i++, at += words) {
    if (M[at] !== 0) visit(rt, M[at]!);
    if (kind !== KeysKind.SPLIT && M[at + 2] !== 0) visit(rt, M[at + 2]!);
  }
}
