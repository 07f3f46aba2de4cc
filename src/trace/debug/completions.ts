/** Names that can stand where a person types an expression. */
import { Ob, TupleLayout, TypeLayout } from '../../memory/layout.js';
import { type DictEntry, dictNext } from '../../objects/dictCore.js';
import { T } from '../../objects/typeIds.js';
import type { Runtime } from '../../vm/runtime.js';
import { slotsOf } from './frames.js';
import { childrenOf } from './objects.js';
import { parseExpression, read } from './read.js';

/** Most names of one answer. */
const MOST = 500;

/** What fits behind a text: `prefix` of its characters are the beginning of each name. */
export function completionsOf(
  rt: Runtime,
  frame: number,
  text: string,
): { readonly prefix: number; readonly names: readonly string[] } {
  const [, owner = '', prefix = ''] = /([\p{L}\p{N}_.[\]'"]*\.)?([\p{L}_][\p{L}\p{N}_]*)?$/u.exec(text) ?? [];
  const names = owner === '' ? namesIn(rt, frame) : attributesOf(rt, frame, owner.slice(0, -1));
  const fitting = [...new Set(names)].filter((name) => name.startsWith(prefix) && isShown(name, prefix)).sort();
  return { prefix: prefix.length, names: fitting.slice(0, MOST) };
}

function isShown(name: string, prefix: string): boolean {
  return prefix.startsWith('_') || !name.startsWith('_');
}

function namesIn(rt: Runtime, frame: number): string[] {
  const scopes = ['locals', 'globals'] as const;
  return [...scopes.flatMap((scope) => slotsOf(rt, frame, scope).map(({ name }) => name)), ...keysOf(rt, rt.builtins)];
}

function attributesOf(rt: Runtime, frame: number, owner: string): string[] {
  const node = parseExpression(rt, owner);
  const found = node === null ? undefined : read(rt, frame, node);
  if (found === undefined || !('object' in found)) return [];
  const p = found.object;
  const own = childrenOf(rt, p, 'named', 0, undefined, 'x').flatMap(({ name, expression }) =>
    expression === `x.${name}` ? [name] : [],
  );
  const mro = rt.M[rt.M[p + Ob.TYPE]! + TypeLayout.MRO]!;
  for (let i = 0; mro !== 0 && i < rt.M[mro + Ob.SIZE]!; i++)
    own.push(...keysOf(rt, rt.M[rt.M[mro + TupleLayout.ITEM + 2 * i]! + TypeLayout.DICT]!));
  return own;
}

function keysOf(rt: Runtime, dict: number): string[] {
  const names: string[] = [];
  if (dict === 0 || !rt.is(dict, T.DICT)) return names;
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  for (let at = dictNext(rt, dict, 0, entry); at >= 0; at = dictNext(rt, dict, at, entry))
    if (rt.isStr(entry.key)) names.push(rt.text(entry.key));
  return names;
}
