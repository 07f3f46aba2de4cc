/** What the map's colours mean: each way of colouring sorts blocks into a few categories with names. */
import {
  BLOCK_STATES,
  type BlockColumns,
  type BlockOwner,
  type MemoryMap,
  UNTRACKED,
} from '../../../protocol/memoryMap.js';
import type { Say } from '../../say.js';
import { ownerWords } from './words.js';

export const COLOURINGS = ['state', 'type', 'owner', 'sizeClass', 'generation', 'age', 'line', 'rounding'] as const;
export type Colouring = (typeof COLOURINGS)[number];

/** Which colour of the theme a category has: a state's own, one of the distinct ones, or a step of a scale (0 to 1). */
export type Hue =
  | { readonly kind: 'state'; readonly state: (typeof BLOCK_STATES)[number] }
  | { readonly kind: 'distinct'; readonly index: number }
  | { readonly kind: 'scale'; readonly value: number }
  | { readonly kind: 'other' };

export interface Category {
  readonly name: string;
  readonly hue: Hue;
}

/** Distinct colours that a theme has for categories. */
export const DISTINCT = 8;
/** Steps of a scale. */
const STEPS = 6;

/** Categories of one way of colouring; the first `BLOCK_STATES.length` are always the states. */
export interface Scheme {
  readonly colouring: Colouring;
  readonly categories: readonly Category[];
  /** The category of a block: `i` is its place in the columns, `blockBytes` its size. */
  of(columns: BlockColumns, i: number, blockBytes: number): number;
}

const STATE_COUNT = BLOCK_STATES.length;
/** States with an object or its data in the block; below are blocks that are free. */
const IN_USE = BLOCK_STATES.indexOf('data');
const GARBAGE = BLOCK_STATES.indexOf('garbage');

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The categories of free blocks, and of what is in use where nothing else says more. */
function stateCategories(say: Say): Category[] {
  const names = {
    untouched: say('never used'),
    freed: say('freed'),
    data: say('data of an object'),
    object: say('object, not tracked'),
    tracked: say('object, tracked'),
    garbage: say('unreachable object'),
  };
  return BLOCK_STATES.map((state) => ({ name: names[state], hue: { kind: 'state', state } }));
}

export interface Census {
  /** Bytes in use by the name of the type. */
  readonly types: ReadonlyMap<string, number>;
  /** The same of what the program made. */
  readonly ownTypes: ReadonlyMap<string, number>;
  /** Who owns the blocks, and the bytes of each by its number; undefined while it is not known. */
  readonly owners?: { readonly list: readonly BlockOwner[]; readonly bytes: ReadonlyMap<number, number> };
  /** Bytes in use by the line that made the object; 0 for none of the program's. */
  readonly lines: ReadonlyMap<number, number>;
}

const NO_CENSUS: Census = { types: new Map(), ownTypes: new Map(), lines: new Map() };

function largest<K>(bytes: ReadonlyMap<K, number>, most: number): K[] {
  return [...bytes.entries()]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([key]) => key);
}

/** Adds what some blocks hold to a census. */
export function addToCensus(
  census: { types: Map<string, number>; ownTypes: Map<string, number>; lines: Map<number, number> },
  columns: BlockColumns,
  blockBytes: (i: number) => number,
): void {
  const byType = new Float64Array(columns.types.length);
  const ownByType = new Float64Array(columns.types.length);
  for (let i = 0; i < columns.state.length; i++) {
    if (columns.state[i]! < IN_USE) continue;
    const bytes = blockBytes(i);
    byType[columns.type[i]!]! += bytes;
    if (columns.born[i]! > 0) ownByType[columns.type[i]!]! += bytes;
    const line = columns.line[i]!;
    census.lines.set(line, (census.lines.get(line) ?? 0) + bytes);
  }
  const add = (to: Map<string, number>, from: Float64Array): void =>
    from.forEach((bytes, type) => {
      const name = columns.types[type]!;
      if (bytes > 0) to.set(name, (to.get(name) ?? 0) + bytes);
    });
  add(census.types, byType);
  add(census.ownTypes, ownByType);
}

export function schemeOf(
  colouring: Colouring,
  map: Pick<MemoryMap, 'steps' | 'poolClass'>,
  say: Say,
  census: Census = NO_CENSUS,
): Scheme {
  const categories = stateCategories(say);
  const add = (name: string, hue: Hue): number => categories.push({ name, hue }) - 1;
  const scheme = (of: (columns: BlockColumns, i: number, blockBytes: number) => number): Scheme => ({
    colouring,
    categories,
    of: (columns, i, blockBytes) => {
      const state = columns.state[i]!;
      return state < IN_USE ? state : of(columns, i, blockBytes);
    },
  });
  switch (colouring) {
    case 'state':
      return scheme((columns, i) => columns.state[i]!);
    case 'type': {
      const numbers = new Map<string, number>();
      // What the program made comes first: it would drown in what the interpreter has.
      const own = largest(census.ownTypes, DISTINCT / 2);
      const rest = largest(census.types, DISTINCT).filter((type) => !own.includes(type));
      [...own, ...rest].slice(0, DISTINCT).forEach((type, index) => {
        numbers.set(type, add(type || say("the interpreter's own"), { kind: 'distinct', index }));
      });
      const other = add(say('other types'), { kind: 'other' });
      const byTypes = new WeakMap<readonly string[], Uint8Array>();
      return scheme((columns, i) => {
        let table = byTypes.get(columns.types);
        if (!table) {
          table = Uint8Array.from(columns.types, (type) => numbers.get(type) ?? other);
          byTypes.set(columns.types, table);
        }
        return table[columns.type[i]!]!;
      });
    }
    case 'owner': {
      const unknown = add(say('not looked up yet'), { kind: 'other' });
      if (!census.owners) return scheme((columns, i) => (columns.state[i] === GARBAGE ? GARBAGE : unknown));
      const { list, bytes } = census.owners;
      const isNamed = (number: number): boolean => list[number]!.kind === 'name' || list[number]!.kind === 'module';
      const numbers = new Uint8Array(list.length);
      const named = largest(new Map([...bytes].filter(([number]) => isNamed(number))), DISTINCT);
      // By their names, so that a colour stays as the run goes on, as far as it can.
      named.sort((a, b) => compare(ownerWords(list[a]!, say), ownerWords(list[b]!, say)));
      named.forEach((number, index) => {
        numbers[number] = add(ownerWords(list[number]!, say), { kind: 'distinct', index });
      });
      const others = add(say('other names'), { kind: 'scale', value: 0.2 });
      const several = add(say('several of them'), { kind: 'scale', value: 0.9 });
      const interpreter = add(say('the interpreter and code'), { kind: 'other' });
      list.forEach(({ kind }, number) => {
        if (numbers[number] !== 0) return;
        numbers[number] =
          kind === 'nobody' ? GARBAGE : kind === 'several' ? several : kind === 'interpreter' ? interpreter : others;
      });
      return scheme((columns, i) => (columns.holder ? numbers[columns.holder[i]!]! : unknown));
    }
    case 'line': {
      const numbers = new Map<number, number>();
      numbers.set(0, add(say('before the program, or in a module'), { kind: 'other' }));
      largest(census.lines, DISTINCT + 1)
        .filter((line) => line !== 0)
        .slice(0, DISTINCT)
        .sort((a, b) => a - b)
        .forEach((line, index) => {
          numbers.set(line, add(say('line {0}', line), { kind: 'distinct', index }));
        });
      const other = add(say('other lines'), { kind: 'scale', value: 0.2 });
      return scheme((columns, i) => numbers.get(columns.line[i]!) ?? other);
    }
    case 'sizeClass': {
      const first = categories.length;
      for (let c = 0; c < 32; c++) add(say('{0} bytes', (c + 1) * 16), { kind: 'scale', value: c / 31 });
      const large = add(say('more than 512 bytes'), { kind: 'other' });
      return scheme((_columns, _i, blockBytes) => (blockBytes <= 512 ? first + blockBytes / 16 - 1 : large));
    }
    case 'generation': {
      const numbers = [0, 1, 2].map((g) => add(say('Generation {0}', g), { kind: 'distinct', index: g }));
      numbers.push(add(say('Permanent generation'), { kind: 'distinct', index: 3 }));
      const untracked = add(say('not tracked'), { kind: 'other' });
      return scheme((columns, i) => {
        const generation = columns.generation[i]!;
        return generation === UNTRACKED ? untracked : numbers[generation]!;
      });
    }
    case 'age': {
      const old = add(say('before the program'), { kind: 'other' });
      const first = categories.length;
      const per = Math.max(1, map.steps) / STEPS;
      for (let k = 0; k < STEPS; k++) {
        const from = Math.floor(k * per) + 1;
        const to = Math.floor((k + 1) * per);
        if (to >= from || k === STEPS - 1)
          add(say('lines {0} to {1} of the run', from, Math.max(from, to)), { kind: 'scale', value: k / (STEPS - 1) });
        else add(say('lines {0} to {1} of the run', from, from), { kind: 'scale', value: k / (STEPS - 1) });
      }
      return scheme((columns, i) => {
        const born = columns.born[i]!;
        return born === 0 ? old : first + Math.min(STEPS - 1, Math.floor((born - 1) / per));
      });
    }
    case 'rounding': {
      const unknown = add(say('size asked for not known'), { kind: 'other' });
      const names = [
        say('nothing lost'),
        say('1 to 4 bytes lost'),
        say('5 to 8 bytes lost'),
        say('9 to 15 bytes lost'),
      ];
      const first = categories.length;
      names.forEach((name, k) => {
        add(name, { kind: 'scale', value: k / 3 });
      });
      return scheme((columns, i, blockBytes) => {
        const asked = columns.asked[i]!;
        if (asked === 0) return unknown;
        const lost = blockBytes > 512 ? 0 : blockBytes - asked;
        return first + (lost <= 0 ? 0 : lost <= 4 ? 1 : lost <= 8 ? 2 : 3);
      });
    }
  }
}

/** The categories that a legend shows: those that occur, where it is known. */
export function legendOf(scheme: Scheme, occurring: ReadonlySet<number>): readonly number[] {
  return scheme.categories.map((_, i) => i).filter((i) => occurring.has(i) || (i < STATE_COUNT && i < IN_USE));
}
