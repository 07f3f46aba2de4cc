/** Objects of a machine that stands still, as a debugger lists them: one line each, and what is in them by ranges. */
import { DictLayout, Ob, TupleLayout, TypeLayout } from '../../memory/layout.js';
import { isStatic } from '../../memory/regions.js';
import { type DictEntry, dictLength, dictNext } from '../../objects/dictCore.js';
import { isCollectable } from '../../objects/gcSupport.js';
import { intBig } from '../../objects/intCore.js';
import { listItem, listLength } from '../../objects/list.js';
import { moduleDict } from '../../objects/module.js';
import { preHeader } from '../../objects/object.js';
import { isAnySet, setLength, setNext, setSlot } from '../../objects/setTable.js';
import { reprOfText } from '../../objects/strRepr.js';
import { S, T } from '../../objects/typeIds.js';
import { TypeFlag } from '../../objects/typeInfo.js';
import type { DebugObject, DebugVariable } from '../../protocol/debug.js';
import type { Runtime } from '../../vm/runtime.js';
import { labelledEdges } from '../edges.js';
import { PREVIEW_LENGTH, preview, typeName } from '../preview.js';
import { addressOf, shownCountOf } from '../still.js';

/** Most children of one listing. */
const MOST = 5000;
/** Most characters of an object that was asked for by itself. */
export const FULL_LENGTH = 10_000;

/** An object in one line. `own`: references that the asking itself holds. */
export function debugObject(rt: Runtime, p: number, length: number = PREVIEW_LENGTH, own = 0): DebugObject {
  const marks: DebugObject['marks'][number][] = [];
  if (rt.M[p]! < 0) marks.push('immortal');
  if (isStatic(p)) marks.push('static');
  const indexed = isSequence(rt, p) ? lengthOf(rt, p) : 0;
  return {
    address: addressOf(p),
    born: rt.M[p + Ob.BORN]!,
    type: typeName(rt, rt.M[p + Ob.TYPE]!),
    repr: preview(rt, p, length),
    count: shownCountOf(rt, p) - own,
    marks,
    named: namedSize(rt, p),
    indexed,
    block: addressOf(isCollectable(rt, p) && !isStatic(p) ? p - 4 - (preHeader(rt.typeOf(p)) >> 2) : p),
  };
}

function isSequence(rt: Runtime, p: number): boolean {
  const { flags } = rt.typeOf(p);
  return (flags & (TypeFlag.LIST_SUBCLASS | TypeFlag.TUPLE_SUBCLASS)) !== 0 || isAnySet(rt, p);
}

function lengthOf(rt: Runtime, p: number): number {
  if (isAnySet(rt, p)) return setLength(rt, p);
  return (rt.typeOf(p).flags & TypeFlag.LIST_SUBCLASS) !== 0 ? listLength(rt, p) : rt.M[p + Ob.SIZE]!;
}

/** Types whose attributes nobody looks for in a list of variables. */
const PLAIN = TypeFlag.LONG_SUBCLASS | TypeFlag.UNICODE_SUBCLASS | TypeFlag.BYTES_SUBCLASS;

/** How many named children there are; for large dicts their length, without a look at each. */
function namedSize(rt: Runtime, p: number): number {
  if (p === S.NONE || p === S.TRUE || p === S.FALSE) return 0;
  const info = rt.typeOf(p);
  if (info.address === T.DICT) return rt.M[p + DictLayout.KEYS] === 0 ? 0 : dictLength(rt, p);
  if (!info.isHeapType && (info.flags & PLAIN) !== 0) return 0;
  if (!info.isHeapType && isSequence(rt, p)) return 0;
  return namedChildren(rt, p).length;
}

interface Child {
  readonly name: string;
  readonly object: number;
  /** What is written behind an expression for the parent; undefined where no text gives the child. */
  readonly suffix?: string;
}

/** Attributes, and the entries of a dict, in order. */
function namedChildren(rt: Runtime, p: number): Child[] {
  const info = rt.typeOf(p);
  if ((info.flags & TypeFlag.DICT_SUBCLASS) !== 0) {
    const own = info.isHeapType ? attributes(rt, p) : [];
    return [...own, ...entries(rt, p)];
  }
  return attributes(rt, p);
}

function entries(rt: Runtime, dict: number): Child[] {
  const found: Child[] = [];
  if (rt.M[dict + DictLayout.KEYS] === 0) return found;
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  for (let at = dictNext(rt, dict, 0, entry); at >= 0; at = dictNext(rt, dict, at, entry)) {
    const literal = literalOf(rt, entry.key);
    found.push({
      name: preview(rt, entry.key, 40),
      object: entry.value,
      ...(literal !== undefined ? { suffix: `[${literal}]` } : {}),
    });
  }
  return found;
}

/** A key as a text that the program could write. */
function literalOf(rt: Runtime, key: number): string | undefined {
  if (key === S.NONE || key === S.TRUE || key === S.FALSE) return preview(rt, key);
  if (rt.is(key, T.STR)) return reprOfText(rt.text(key));
  return rt.is(key, T.INT) ? String(intBig(rt, key)) : undefined;
}

function attributes(rt: Runtime, p: number): Child[] {
  const info = rt.typeOf(p);
  if (info.address === T.MODULE) return dictAttributes(rt, moduleDict(rt, p));
  if ((info.flags & TypeFlag.TYPE_SUBCLASS) !== 0) {
    const dict = rt.M[p + TypeLayout.DICT]!;
    return dict === 0 ? [] : dictAttributes(rt, dict);
  }
  const found: Child[] = [];
  for (const { to, kind, label } of labelledEdges(rt, p)) {
    if (label === '' || (kind !== 'attribute' && kind !== 'cell' && kind !== 'name')) continue;
    // The entries of an instance's dict are its attributes.
    if (label === '__dict__' && info.isHeapType && rt.is(to, T.DICT)) found.push(...dictAttributes(rt, to));
    else found.push({ name: label, object: to, suffix: `.${label}` });
  }
  return found;
}

function dictAttributes(rt: Runtime, dict: number): Child[] {
  return entries(rt, dict)
    .filter(({ suffix }) => suffix !== undefined && /^\['[^']*'\]$/.test(suffix))
    .map(({ object, suffix }) => ({ name: suffix!.slice(2, -2), object, suffix: `.${suffix!.slice(2, -2)}` }))
    .filter(({ name }) => !(name.startsWith('__') && name.endsWith('__')));
}

/** The object of an attribute that is kept in the object itself; 0 for none. */
export function ownAttribute(rt: Runtime, p: number, name: string): number {
  return attributes(rt, p).find((child) => child.name === name && child.suffix === `.${name}`)?.object ?? 0;
}

/** Items `from` .. `from + length` of a list, tuple or set, addresses. */
function itemsOf(rt: Runtime, p: number, from: number, length: number): number[] {
  const end = Math.min(lengthOf(rt, p), from + length);
  const items: number[] = [];
  if (isAnySet(rt, p)) {
    let i = 0;
    for (let at = setNext(rt, p, 0); at >= 0 && i < end; at = setNext(rt, p, at + 1), i++)
      if (i >= from) items.push(rt.M[setSlot(rt, p, at)]!);
    return items;
  }
  const isList = (rt.typeOf(p).flags & TypeFlag.LIST_SUBCLASS) !== 0;
  for (let i = from; i < end; i++) items.push(isList ? listItem(rt, p, i) : rt.M[p + TupleLayout.ITEM + 2 * i]!);
  return items;
}

/** The item of an exact list or tuple, 0 where there is none. */
export function itemAt(rt: Runtime, p: number, index: number): number {
  if (!rt.is(p, T.LIST) && !rt.is(p, T.TUPLE)) return 0;
  const at = index < 0 ? index + lengthOf(rt, p) : index;
  return at < 0 ? 0 : (itemsOf(rt, p, at, 1)[0] ?? 0);
}

/** What is in an object. `expression` gives the object itself, where one does. */
export function childrenOf(
  rt: Runtime,
  p: number,
  filter: 'named' | 'indexed' | undefined,
  from: number,
  length: number | undefined,
  expression?: string,
): DebugVariable[] {
  const most = Math.min(length ?? MOST, MOST);
  const variable = (name: string, object: number, suffix?: string): DebugVariable => ({
    name,
    object: object === 0 ? null : debugObject(rt, object),
    ...(expression !== undefined && suffix !== undefined ? { expression: `${wrapped(expression)}${suffix}` } : {}),
  });
  const named =
    filter === 'indexed'
      ? []
      : namedChildren(rt, p)
          .slice(filter === undefined ? 0 : from, filter === undefined ? MOST : from + most)
          .map(({ name, object, suffix }) => variable(name, object, suffix));
  if (filter === 'named' || !isSequence(rt, p)) return named;
  const canIndex = !isAnySet(rt, p);
  const items = itemsOf(rt, p, from, most).map((object, i) =>
    variable(String(from + i), object, canIndex ? `[${from + i}]` : undefined),
  );
  return [...named, ...items];
}

/** In parentheses, unless it is a name with attributes and subscripts. */
function wrapped(expression: string): string {
  return /^[\w.[\]'"]+$/u.test(expression) ? expression : `(${expression})`;
}
