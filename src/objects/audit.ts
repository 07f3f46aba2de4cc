/**
 * Does every count equal the references that exist, and every used block belong to somebody? Walks everything that
 * can be reached, with its own list of who owns what, and compares.
 */
import { auditBlocks, auditLists } from '../memory/audit.js';
import {
  BytearrayLayout,
  DictLayout,
  Gc,
  GenLayout,
  ListLayout,
  Ob,
  SetLayout,
  StrLayout,
  StrState,
} from '../memory/layout.js';
import { isStatic } from '../memory/regions.js';
import { instanceValues } from './attributes.js';
import { edgesOf, isGenerator, keysOf, sharedKeysOf, staticBase } from './edges.js';
import { freeListViews } from './freeLists.js';
import { isCollectable } from './gcSupport.js';
import { GEN_FRAME, GenState } from './generator.js';
import type { Machine } from './machine.js';
import { addressText, preHeader } from './object.js';
import { T } from './typeIds.js';
import { TypeFlag, type TypeInfo } from './typeInfo.js';
import { valuesAreEmbedded } from './values.js';

/** References that are not held by objects: frames, the module table, the interpreter. */
export interface RootReferences {
  /** Visits each owned reference with the name of its holder. */
  rootReferences(visit: (object: number, holder: string) => void): void;
  /** Visits blocks of memory that no object owns. */
  rootBlocks(claim: (block: number, holder: string) => void): void;
}

/** What an audit may let pass. */
export interface AuditOptions {
  /** Native code is running and may hold references that nobody can see: counts may be higher than what was found. */
  readonly nativeHolds?: boolean;
  /** Blocks of types whose memory the audit does not know may be left over. */
  readonly ignoreBlocks?: boolean;
}

/** What is wrong, in sentences; nothing when all is well. */
export function auditHeap(rt: Machine, roots: RootReferences, options: AuditOptions = {}): string[] {
  const problems: string[] = [];
  const lists = auditLists(rt);
  problems.push(...lists.problems);
  const found = countReferences(rt, roots, lists.tracked, problems);
  compareCounts(rt, roots, found, options, problems);
  const blocks = auditBlocks(rt);
  problems.push(...blocks.problems);
  if (!options.ignoreBlocks) compareBlocks(rt, roots, found, blocks.used, problems);
  return problems;
}

/** References to each object found, by address, and the tables of shared keys with theirs. */
interface Found {
  readonly counts: Map<number, number>;
  readonly keys: Map<number, number>;
}

function countReferences(rt: Machine, roots: RootReferences, tracked: Set<number>, problems: string[]): Found {
  const counts = new Map<number, number>();
  const keys = new Map<number, number>();
  const waiting: number[] = [];
  const reach = (p: number): void => {
    if (counts.has(p)) return;
    counts.set(p, 0);
    waiting.push(p);
  };
  let owner = 0;
  const visit = (_rt: Machine, p: number): void => {
    if (
      p <= 0 ||
      p >= rt.M.length ||
      rt.M[p + Ob.TYPE]! <= 0 ||
      rt.types[rt.M[rt.M[p + Ob.TYPE]! + 7]!] === undefined
    ) {
      problems.push(`${describe(rt, owner)} refers to ${p}, which is no object.`);
      return;
    }
    reach(p);
    counts.set(p, counts.get(p)! + 1);
  };
  for (const info of rt.types) if (!info.isHeapType) reach(info.address);
  for (const p of tracked) reach(p);
  // Borrowed, but for the names that the simulator uses itself.
  for (const p of rt.interned.values()) reach(p);
  roots.rootReferences((p) => visit(rt, p));
  while (waiting.length > 0) {
    const p = waiting.pop()!;
    owner = p;
    edgesOf(rt, p, visit);
    const shared = sharedKeysOf(rt, p);
    if (shared === 0 || shared === rt.emptyKeys) continue;
    const known = keys.get(shared);
    keys.set(shared, (known ?? 0) + 1);
    if (known === undefined) keysOf(rt, shared, visit);
  }
  return { counts, keys };
}

function compareCounts(
  rt: Machine,
  roots: RootReferences,
  found: Found,
  options: AuditOptions,
  problems: string[],
): void {
  const M = rt.M;
  const wrong = new Map<number, string[]>();
  for (const [p, n] of found.counts) {
    const count = M[p]!;
    if (count < 0 || isStatic(p)) continue;
    if (count === n) continue;
    if (count > n && options.nativeHolds) continue;
    // To 3.11 the simulator keeps a reference to the names that it uses itself.
    if (count === n + 1 && rt.is(p, T.STR) && (M[p + StrLayout.STATE]! & StrState.IMMORTAL_INTERNED) !== 0) continue;
    wrong.set(p, []);
  }
  if (wrong.size > 0) {
    noteHolders(rt, roots, found, wrong);
    for (const [p, holders] of wrong) {
      const n = found.counts.get(p)!;
      const who = holders.length === 0 ? 'nobody' : holders.join('; ');
      problems.push(`${describe(rt, p)} has the count ${M[p]}, but ${n} reference${n === 1 ? '' : 's'} to it: ${who}.`);
    }
  }
  for (const [keys, n] of found.keys) {
    if (M[keys] !== n) problems.push(`The shared keys at ${keys} have the count ${M[keys]}, but ${n} users.`);
  }
}

/** Adds to each object of `wrong` who refers to it. */
function noteHolders(rt: Machine, roots: RootReferences, found: Found, wrong: Map<number, string[]>): void {
  roots.rootReferences((p, holder) => wrong.get(p)?.push(holder));
  const note = (holder: string) => (_rt: Machine, p: number) => {
    const holders = wrong.get(p);
    if (holders !== undefined && holders.length < 24) holders.push(holder);
  };
  for (const p of found.counts.keys()) edgesOf(rt, p, note(describe(rt, p)));
  for (const keys of found.keys.keys()) keysOf(rt, keys, note(`the shared keys at ${keys}`));
}

/** An object in a few words. */
export function describe(rt: Machine, p: number): string {
  if (p === 0) return 'the interpreter';
  const info = rt.typeOf(p);
  const text = rt.is(p, T.STR) ? ` ${JSON.stringify(rt.text(p).slice(0, 40))}` : '';
  const name = (info.flags & TypeFlag.TYPE_SUBCLASS) !== 0 ? ` ${rt.infoOf(p).name}` : '';
  return `the ${info.name}${text}${name} at ${addressText(rt, p)}`;
}

/** Whether objects of the type have their own block and no other, so that nobody need ask {@link blocksOf}. */
export function ownsOneBlock(rt: Machine, info: TypeInfo): boolean {
  const { flags, address } = info;
  if ((flags & (TypeFlag.LIST_SUBCLASS | TypeFlag.DICT_SUBCLASS | TypeFlag.MANAGED_DICT)) !== 0) return false;
  if ((flags & TypeFlag.UNICODE_SUBCLASS) !== 0 && address !== T.STR) return false;
  if ([T.SET, T.FROZENSET, T.BYTEARRAY].some((base) => rt.isSubtype(address, base))) return false;
  return address !== T.CODE && !isGenerator(address) && staticBase(info).ownedBlocks === null;
}

/** Visits the blocks that an object owns: its own, and those of its arrays and tables. */
export function blocksOf(rt: Machine, p: number, claim: (block: number) => void): void {
  const M = rt.M;
  if (isStatic(p)) return;
  const info = rt.typeOf(p);
  claim(isCollectable(rt, p) ? p - Gc.HEADER - (preHeader(info) >> 2) : p);
  const flags = info.flags;
  if ((flags & TypeFlag.LIST_SUBCLASS) !== 0) {
    if (M[p + ListLayout.ITEMS] !== 0) claim(M[p + ListLayout.ITEMS]!);
  } else if ((flags & TypeFlag.DICT_SUBCLASS) !== 0) dictBlocks(rt, p, claim);
  else if ((flags & TypeFlag.UNICODE_SUBCLASS) !== 0 && !rt.is(p, T.STR)) {
    const data = M[p + (rt.profile.strHeader >> 2)]!;
    if (data !== 0) claim(data);
  } else if (rt.isInstance(p, T.SET) || rt.isInstance(p, T.FROZENSET)) {
    if (M[p + SetLayout.TABLE] !== p + SetLayout.SMALLTABLE) claim(M[p + SetLayout.TABLE]!);
  } else if (rt.isInstance(p, T.BYTEARRAY)) {
    if (M[p + BytearrayLayout.BUFFER] !== 0) claim(M[p + BytearrayLayout.BUFFER]!);
  } else if (rt.is(p, T.CODE)) {
    const zombie = rt.codeOf(p).zombieFrame;
    if (zombie !== 0) claim(zombie);
  } else if (rt.profile.heapFrames && isGenerator(info.address)) {
    if (M[p + GenLayout.STATE] !== GenState.COMPLETED) claim(M[p + GEN_FRAME]!);
  }
  staticBase(info).ownedBlocks?.(rt, p, claim);
  const values = ownedValues(rt, p, info);
  if (values !== 0) claim(values);
}

/** The block in which the values of an instance's attributes stand; 0 where it owns none. */
export function ownedValues(rt: Machine, p: number, info: TypeInfo): number {
  if ((info.flags & TypeFlag.MANAGED_DICT) === 0 || rt.profile.minor > 12) return 0;
  const values = instanceValues(rt, p, info);
  return values === 0 ? 0 : valuesBlock(rt, values);
}

/** Whether objects of a type own their own block and, at most, one of {@link ownedValues}. */
export function ownsOnlyValues(info: TypeInfo): boolean {
  return info.isHeapType && staticBase(info).address === T.OBJECT;
}

function dictBlocks(rt: Machine, p: number, claim: (block: number) => void): void {
  const keys = rt.M[p + DictLayout.KEYS]!;
  const values = rt.M[p + DictLayout.VALUES]!;
  if (values === 0) {
    if (keys !== 0 && keys !== rt.emptyKeys) claim(keys);
  } else if (!valuesAreEmbedded(rt, values)) claim(valuesBlock(rt, values));
}

/** First word of the block in which values stand. */
function valuesBlock(rt: Machine, values: number): number {
  if (rt.profile.minor <= 10) return values;
  if (rt.profile.minor <= 12) return values - (rt.U8[values * 4 - 1]! >> 2);
  return values - 2;
}

function compareBlocks(
  rt: Machine,
  roots: RootReferences,
  found: Found,
  used: ReadonlySet<number>,
  problems: string[],
): void {
  const owners = new Map<number, string>();
  const claim = (block: number, holder: string): void => {
    const other = owners.get(block);
    if (other !== undefined) problems.push(`Block ${block} belongs to ${holder} and to ${other}.`);
    if (!used.has(block)) problems.push(`Block ${block} of ${holder} is not in use.`);
    owners.set(block, holder);
  };
  for (const p of found.counts.keys()) blocksOf(rt, p, (block) => claim(block, describe(rt, p)));
  for (const keys of found.keys.keys()) claim(keys, 'shared keys');
  for (const { name, members, gc } of freeListViews(rt)) {
    for (const p of members) claim(gc ? p - Gc.HEADER : p, `the free list of ${name}`);
  }
  roots.rootBlocks(claim);
  for (const block of used) {
    if (owners.has(block)) continue;
    problems.push(`Block ${block} of ${rt.blockBytes(block)} bytes belongs to nobody${guess(rt, block)}.`);
  }
}

/** What a block that nobody owns may hold. */
function guess(rt: Machine, block: number): string {
  for (const p of [block, block + Gc.HEADER, block + Gc.HEADER + 4]) {
    const type = rt.M[p + Ob.TYPE]!;
    const info = type > 0 && type < rt.M.length - 8 ? rt.types[rt.M[type + 7]!] : undefined;
    if (info !== undefined && info.address === type) return `; it looks like a ${info.name} with the count ${rt.M[p]}`;
  }
  return '';
}
