/** References to objects that all share, which the start of the interpreter and modules of the library hold (3.8 to 3.10). */
import { HELD_BY_MODULES, LOADED_BY_MODULES, START_COUNTS } from './startCounts.generated.js';

/** Numbers of the objects in the tables: integers from {@link FIRST_INT}, then characters, then those of {@link OTHERS}. */
export const FIRST_INT = -5;
export const INTS = 262;
export const CHARACTERS = 128;
export const OTHERS = ['None', 'False', 'True', 'Ellipsis', '()', "''", "b''"] as const;

/** The counts at the first line of a script that has no literals; null for versions whose counts are not recorded. */
export const startCounts = (minor: number): readonly number[] | null => START_COUNTS.get(minor) ?? null;

/** The module and all that its import loads, if nothing is loaded yet. */
export function loadedWith(minor: number, module: string): ReadonlySet<string> {
  const own = LOADED_BY_MODULES.get(minor);
  const all = new Set([module]);
  for (const name of all) for (const other of own?.get(name)?.split(' ') ?? []) all.add(other);
  return all;
}

/** Number of an object and of the references to it that a module holds itself. */
export function heldBy(minor: number, module: string): readonly (readonly [number, number])[] {
  const text = HELD_BY_MODULES.get(minor)?.get(module);
  if (text === undefined || text === '') return [];
  return text.split(' ').map((pair) => {
    const colon = pair.indexOf(':');
    return [Number(pair.slice(0, colon)), Number(pair.slice(colon + 1))] as const;
  });
}
