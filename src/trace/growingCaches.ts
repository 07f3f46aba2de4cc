/** Containers of modules and classes that functions fill and nobody empties: caches that only grow. */
import { Ob, TypeLayout } from '../memory/layout.js';
import type { CodeInfo } from '../objects/code.js';
import { dictEntries } from '../objects/support.js';
import { T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import { INPLACE, Op } from '../python/instructions.js';
import type { Runtime } from '../vm/runtime.js';
import { labelledEdges } from './edges.js';
import { sizeOfContainer } from './keptAlive.js';
import type { LineRecord } from './lineRecords.js';
import { typeName } from './preview.js';
import type { Still } from './still.js';

/** Entries from which a container is worth a word. */
const ENTRIES = 16;
/** Containers that only their own methods change; a defaultdict grows where it is asked. */
const PLAIN = [T.LIST, T.DICT, T.SET];
/** Containers that are watched. */
const MOST = 20;

/** A container that has grown, and what was seen of its life. */
export interface GrowingCache {
  readonly object: number;
  readonly born: number;
  /** `cache`, `Store.items`, `lookup` where it is the cache of a function. */
  readonly name: string;
  readonly isOfFunction: boolean;
  readonly type: string;
  readonly sizeAtEnd: number;
  /** `sys.getsizeof`, without what it holds. */
  readonly bytes: number;
  /** The line of the main file that made it. */
  readonly madeBy: number;
  size: number;
  /** The line that made it has ended. */
  isMade: boolean;
  /** Executions of lines of functions that added something, and the line that did so last. */
  additions: number;
  line: number;
  /** Something was taken out, or added outside of functions. */
  isOther: boolean;
}

/** What can change no container of a built-in type: a line with nothing else in it adds nothing to a cache. */
const HARMLESS: ReadonlySet<Op> = new Set([
  ...[Op.LINE, Op.NOP, Op.RESUME, Op.POP_TOP, Op.PUSH_NULL, Op.COPY, Op.SWAP, Op.MAKE_CELL, Op.COPY_FREE_VARS],
  ...[Op.LOAD_CONST, Op.LOAD_FAST, Op.LOAD_FAST_CHECK, Op.LOAD_GLOBAL, Op.LOAD_NAME, Op.LOAD_DEREF, Op.LOAD_ATTR],
  ...[Op.STORE_FAST, Op.STORE_GLOBAL, Op.STORE_NAME, Op.STORE_DEREF, Op.RETURN_VALUE],
  ...[Op.BINARY_OP, Op.BINARY_SUBSCR, Op.COMPARE_OP, Op.IS_OP, Op.CONTAINS_OP, Op.UNARY_NEGATIVE, Op.UNARY_NOT],
  ...[Op.JUMP, Op.JUMP_BACKWARD, Op.POP_JUMP_IF_FALSE, Op.POP_JUMP_IF_TRUE, Op.BUILD_TUPLE],
  ...[Op.POP_JUMP_IF_NONE, Op.POP_JUMP_IF_NOT_NONE, Op.JUMP_IF_FALSE_OR_POP, Op.JUMP_IF_TRUE_OR_POP],
]);

/** Candidates at the end of a run, with their sizes then. */
export function cachesAtEnd(still: Still): GrowingCache[] {
  const { rt } = still;
  const found: GrowingCache[] = [];
  const seen = new Set<number>();
  const add = (object: number, name: string, isOfFunction = false): void => {
    if (found.length >= MOST || seen.has(object) || !still.isOwn(object)) return;
    seen.add(object);
    const sizeAtEnd = sizeOfContainer(rt, object);
    if (sizeAtEnd < ENTRIES) return;
    const born = rt.M[object + Ob.BORN]!;
    const made = still.recorder.bornAt(born);
    // A list that a function makes, fills and returns is a result, no cache.
    if (made === null || made.file !== 0 || (made.scope !== '' && !name.startsWith(`${made.scope}.`))) return;
    const life = { size: -1, isMade: false, additions: 0, line: 0, isOther: false };
    const type = typeName(rt, rt.M[object + Ob.TYPE]!);
    const bytes = still.size(object);
    found.push({ object, born, name, isOfFunction, type, sizeAtEnd, bytes, madeBy: made.line, ...life });
  };
  for (const { name, object } of still.mainNames()) {
    add(object, name);
    if (rt.typeOf(object).name === '_lru_cache_wrapper') addCacheOf(rt, object, name, add);
    if ((rt.typeOf(object).flags & TypeFlag.TYPE_SUBCLASS) === 0 || !still.isOwn(object)) continue;
    const dict = rt.M[object + TypeLayout.DICT]!;
    if (dict === 0) continue;
    for (const [key, value] of dictEntries(rt, dict)) if (rt.isStr(key)) add(value, `${name}.${rt.text(key)}`);
  }
  return found;
}

/** Those that functions can have filled, as far as one can tell without a look at the run: `records` has its lines. */
export function fillable(
  caches: readonly GrowingCache[],
  rt: Runtime,
  records: readonly LineRecord[],
): readonly GrowingCache[] {
  if (caches.length === 0 || additionsOf(rt, records) >= ENTRIES) return caches;
  return caches.filter(({ object, isOfFunction }) => isOfFunction || !PLAIN.some((type) => rt.is(object, type)));
}

/** Executions of lines of functions that may have added something to a container, at most. */
function additionsOf(rt: Runtime, records: readonly LineRecord[]): number {
  const lines = new Map<number, ReadonlySet<number>>();
  let executions = 0;
  for (const { file, scope, code, line, hits } of records) {
    if (file !== 0 || scope === '') continue;
    let changing = lines.get(code);
    if (changing === undefined) {
      changing = changingLines(rt.codes[code]!);
      lines.set(code, changing);
    }
    if (changing.has(line)) executions += hits;
  }
  return executions;
}

function changingLines({ spec: { instructions, firstlineno } }: CodeInfo): ReadonlySet<number> {
  const found = new Set<number>();
  let line = firstlineno;
  for (let i = 0; i < instructions.length; i += 2) {
    const op = instructions[i]!;
    const arg = instructions[i + 1]!;
    if (op === Op.LINE) line = arg;
    else if (!HARMLESS.has(op) || (op === Op.BINARY_OP && arg >= INPLACE)) found.add(line);
  }
  return found;
}

/** The dict in which `functools.cache` keeps results. That of a cache with a limit leads to links of a list. */
function addCacheOf(
  rt: Runtime,
  wrapper: number,
  name: string,
  add: (object: number, name: string, isOfFunction: boolean) => void,
): void {
  for (const { to } of labelledEdges(rt, wrapper)) {
    if (!rt.is(to, T.DICT)) continue;
    const [first] = dictEntries(rt, to);
    if (first !== undefined && rt.typeOf(first[1]).name !== '_lru_list_elem') add(to, name, true);
  }
}

/** Looks at a candidate after a line. */
export function watchCache(rt: Runtime, cache: GrowingCache, record: LineRecord): void {
  if (cache.isOther || rt.M[cache.object + Ob.BORN] !== cache.born) return;
  // What is added while the line that makes it still runs (`list(squares())`) belongs to its making.
  if (!cache.isMade) {
    cache.isMade = record.file === 0 && record.line === cache.madeBy;
    if (!cache.isMade) return;
    cache.size = sizeOfContainer(rt, cache.object);
    return;
  }
  const size = sizeOfContainer(rt, cache.object);
  if (size === cache.size) return;
  const before = cache.size;
  cache.size = size;
  // What a literal or the module itself put into it is no cache, unless it did so by calling the function.
  if (size < before || (record.scope === '' && !cache.isOfFunction) || record.file !== 0) cache.isOther = true;
  else {
    cache.additions++;
    cache.line = record.line;
  }
}

/** Whether it grew through most of its life, an addition at a time, and was never emptied. */
export function onlyGrows(cache: GrowingCache): boolean {
  return !cache.isOther && cache.additions >= ENTRIES && cache.size === cache.sizeAtEnd;
}
