/**
 * What lies on the free lists of objects when a script begins: what the start of the interpreter and the compiler of
 * the script put there. Measured with `sys._debugmallocstats()` as the first line of 200 programs in each version.
 */
import type { Profile } from './profile.js';

/** Numbers of objects on the free lists. */
export interface StartFreeLists {
  readonly lists: number;
  readonly dicts: number;
  /** Tables of dicts with up to five names (3.13+). */
  readonly keys: number;
  readonly floats: number;
  /** By length, from 1 on. */
  readonly tuples: readonly number[];
}

/** The most that a program found there. */
const AT_START: Readonly<Record<number, { lists: number; dicts: number; floats: number; tuples: readonly number[] }>> =
  {
    8: { lists: 6, dicts: 9, floats: 3, tuples: [7, 5, 3, 1, 4, 3, 9, 5, 3, 1, 1, 1, 0, 3, 2, 0, 1, 2, 3] },
    9: { lists: 6, dicts: 10, floats: 3, tuples: [6, 5, 4, 1, 4, 3, 8, 2, 3, 4, 2, 2, 0, 3, 2, 0, 1, 2, 3] },
    10: { lists: 5, dicts: 8, floats: 4, tuples: [4, 6, 2, 1, 4, 2, 8, 2, 3, 7, 1, 1, 0, 1, 2, 0, 1, 2, 3] },
    11: { lists: 40, dicts: 8, floats: 4, tuples: [4, 7, 2, 2, 3, 0, 8, 6, 1, 0, 1, 3, 5, 1, 2, 2, 2, 3, 1, 6] },
    12: { lists: 9, dicts: 14, floats: 3, tuples: [5, 7, 3, 1, 1, 1, 0, 0, 2, 0, 1, 0, 1, 1, 0, 0, 1, 2, 0, 0] },
    13: { lists: 10, dicts: 12, floats: 5, tuples: [5, 7, 4, 1, 0, 2, 5, 2, 3, 5, 2, 8, 2, 1, 1, 2, 2, 2, 1] },
  };

/** What the start of the interpreter leaves besides, where these have free lists: frames to 3.10, the others in 3.8. */
export const START_FRAMES = 4;
export const START_METHODS = 8;
export const START_BUILTINS = 3;
/** Slots of a frame of importlib, more than most functions need. */
export const FRAME_SLOTS = 16;

/**
 * The least that the import of a module written in Python leaves: importlib's own calls and the unmarshalled code.
 * Measured as the first line of a script, of nine modules in each version.
 */
export const AFTER_IMPORT = { frames: 5, lists: 1, dicts: 2, tuples: [1, 9, 2] } as const;

/** Modules that are written in C, or loaded before the first line of a script. */
const NOT_READ = new Set(
  (
    'sys builtins gc time itertools math cmath atexit errno marshal array binascii zlib select unicodedata ' +
    'os os.path io abc codecs stat posixpath genericpath _collections_abc encodings site'
  ).split(' '),
);

/** Whether an import reads the module's code from a file. */
export const isReadByImport = (name: string): boolean => !NOT_READ.has(name) && !name.startsWith('_');

/** Longest free lists of lists and dicts. */
const LONGEST = 80;

/**
 * The free lists at the start of a script that was compiled to `units` code objects (modules, functions, classes)
 * nested `depth` deep. The compiler's symbol tables leave two lists for each unit, its units in progress a handful of
 * dicts for each level, and tuples of two, keys of constants, that are told nearly.
 */
export function startFreeLists(profile: Profile, units: number, depth: number): StartFreeLists {
  const { minor } = profile;
  const start = AT_START[Math.min(Math.max(minor, 8), 13)]!;
  const perLevel = minor >= 12 ? 6 : 5;
  const tuples = [...start.tuples];
  tuples[1] = tuples[1]! + 6 * (depth - 1);
  return {
    lists: Math.min(LONGEST, Math.max(start.lists, 2 * units + 3)),
    dicts: Math.min(LONGEST, Math.max(start.dicts, perLevel * depth + 2 + units)),
    keys: minor >= 13 ? Math.min(LONGEST, Math.max(5, units + 3)) : 0,
    floats: start.floats,
    tuples,
  };
}

/**
 * The least that lies on the free lists when a source text was compiled to `units` code objects nested `depth` deep:
 * symbol tables, blocks and constants of the compiler. Measured with `sys._debugmallocstats()` after `compile()` of 18
 * texts in four versions.
 */
export function compilerFreeLists(
  { minor }: Profile,
  units: number,
  depth: number,
): Omit<StartFreeLists, 'keys' | 'floats'> {
  const [first, perLevel] = minor >= 12 ? [9, 7] : [8, 6];
  return {
    lists: Math.min(LONGEST, 2 * units + 4),
    dicts: Math.min(LONGEST, first + perLevel * (depth - 1) + (units - depth)),
    tuples: [depth === 2 ? 4 : 2, minor >= 11 ? 6 + 4 * (depth - 1) : 2 + 2 * (depth - 1)],
  };
}
