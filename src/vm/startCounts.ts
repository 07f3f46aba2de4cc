/** Counts of the objects that all share: what CPython's start and its library hold stands for what ours hold (3.8 to 3.10). */
import { Region } from '../memory/regions.js';
import { oneByteAddress } from '../objects/bytesCore.js';
import { type ConstantPool, isShared, keepShared } from '../objects/code.js';
import { characterAddress } from '../objects/strCore.js';
import { S } from '../objects/typeIds.js';
import { parseStrict } from '../python/parse.js';
import { literalsOf } from '../python/sharedLiterals.js';
import { CHARACTERS, heldBy, INTS, startCounts } from '../spec/startCounts.js';
import type { Runtime } from './runtime.js';

const ADDRESSES: readonly number[] = [
  ...Array.from({ length: INTS }, (_, i) => Region.SMALL_INTS + 8 * i),
  ...Array.from({ length: CHARACTERS }, (_, code) => characterAddress(code)),
  ...[S.NONE, S.FALSE, S.TRUE, S.ELLIPSIS, S.EMPTY_TUPLE, S.EMPTY_STR, S.EMPTY_BYTES],
];

/** To be called before the script's constants and names are made. */
export function startOfCounts(rt: Runtime): void {
  const counts = startCounts(rt.profile.minor);
  if (counts === null) return;
  counts.forEach((count, i) => {
    rt.M[ADDRESSES[i]!] = count;
  });
  // The others are there for themselves alone, once they are made.
  for (let code = CHARACTERS; code < 256; code++) rt.M[characterAddress(code)] = 1;
  for (let byte = 0; byte < 256; byte++) rt.M[oneByteAddress(byte)] = 1;
}

/** The counts before a module of the library is loaded; null where they are not known. */
export function countsBeforeImport(rt: Runtime): readonly number[] | null {
  return startCounts(rt.profile.minor) && ADDRESSES.map((p) => rt.M[p]!);
}

/** Puts what CPython's modules hold in the place of what ours took since `before`. */
export function countsAfterImport(rt: Runtime, before: readonly number[], modules: Iterable<string>): void {
  ADDRESSES.forEach((p, i) => {
    rt.M[p] = before[i]!;
  });
  for (const module of modules) for (const [i, n] of heldBy(rt.profile.minor, module)) rt.M[ADDRESSES[i]!]! += n;
}

/** What the parser of a script made of shared objects while it read the text. */
export function keepSharedLiterals(rt: Runtime, pool: ConstantPool, source: string): void {
  const { minor } = rt.profile;
  if (startCounts(minor) === null) return;
  const { module } = parseStrict(source, { version: rt.version, mode: 'exec' });
  pool.sharedAreKept = true;
  literalsOf(module, minor, (value, times) => {
    if (isShared(value)) keepShared(rt, pool, value, times);
  });
}
