/** A cache of a function that only grows: one with a limit. */
import type { QuickFix, TextEdit } from '../../protocol/run.js';
import type { Expr, ImportFrom } from '../../python/ast.js';
import type { Source } from './source.js';

/** Results that a cache keeps then: what `functools.lru_cache` keeps by itself. */
const KEPT = 128;

/** `@functools.cache` and `@lru_cache(maxsize=None)` become `@lru_cache(maxsize=128)`; null where there is no such decorator. */
export function boundedCache(source: Source, name: string): QuickFix | null {
  const fits = source.functions().filter(({ qualname }) => qualname === name);
  if (fits.length !== 1) return null;
  for (const decorator of fits[0]!.node.decorator_list) {
    const edits = editsOf(source, decorator);
    if (edits !== null) return { kind: 'boundedCache', detail: name, edits };
  }
  return null;
}

function editsOf(source: Source, decorator: Expr): TextEdit[] | null {
  if (decorator.kind === 'Call') {
    const { func, args, keywords } = decorator;
    const name = source.textOf(func);
    const limit = args[0] ?? keywords.find(({ arg }) => arg === 'maxsize')?.value;
    if (!/(^|\.)lru_cache$/.test(name) || limit?.kind !== 'Constant' || limit.value.type !== 'None') return null;
    return [source.replace(limit, String(KEPT))];
  }
  if (decorator.kind === 'Attribute' && decorator.attr === 'cache' && decorator.value.kind === 'Name')
    return [source.replace(decorator, `${decorator.value.id}.lru_cache(maxsize=${KEPT})`)];
  if (decorator.kind !== 'Name' || decorator.id !== 'cache') return null;
  const found = source.module.body.find(
    (statement): statement is ImportFrom => statement.kind === 'ImportFrom' && statement.module === 'functools',
  );
  const alias = found?.names.find((one) => one.name === 'cache' && one.asname === null);
  if (found === undefined || alias === undefined) return null;
  const has = found.names.some((one) => one.name === 'lru_cache' && one.asname === null);
  return [
    ...(has ? [] : [source.replace(alias, 'cache, lru_cache')]),
    source.replace(decorator, `lru_cache(maxsize=${KEPT})`),
  ];
}
