import { expect, test } from 'vitest';
import { addToCensus, COLOURINGS, type Colouring, schemeOf } from '../../../../src/present/panel/map/colouring.js';
import { english } from '../../../../src/present/say.js';
import { BLOCK_STATES, type BlockColumns, UNTRACKED } from '../../../../src/protocol/memoryMap.js';

/** One block of each kind: never used, freed, a list's items, an int, a list, a lost Node. */
const columns: BlockColumns = {
  types: ['', 'list', 'int', 'Node'],
  state: Uint8Array.from([0, 1, 2, 3, 4, 5]),
  type: Uint16Array.from([0, 0, 1, 2, 1, 3]),
  generation: Uint8Array.from([UNTRACKED, UNTRACKED, 1, UNTRACKED, 1, 0]),
  born: Uint32Array.from([0, 0, 10, 0, 10, 60]),
  line: Uint32Array.from([0, 0, 4, 0, 4, 9]),
  owner: Uint32Array.from([0, 0, 96, 32, 96, 160]),
  asked: Uint16Array.from([0, 0, 40, 28, 56, 48]),
  freeOrder: Uint16Array.from([0, 1, 0, 0, 0, 0]),
};

function names(colouring: Colouring): string[] {
  const census = {
    types: new Map<string, number>(),
    ownTypes: new Map<string, number>(),
    lines: new Map<number, number>(),
  };
  addToCensus(census, columns, () => 64);
  const scheme = schemeOf(colouring, { steps: 60, poolClass: new Uint8Array() }, english, census);
  return [...columns.state.keys()].map((i) => scheme.categories[scheme.of(columns, i, 64)]!.name);
}

test.each<[Colouring, string[]]>([
  ['state', ['data of an object', 'object, not tracked', 'object, tracked', 'unreachable object']],
  ['type', ['list', 'int', 'list', 'Node']],
  ['sizeClass', ['64 bytes', '64 bytes', '64 bytes', '64 bytes']],
  ['generation', ['Generation 1', 'not tracked', 'Generation 1', 'Generation 0']],
  ['age', ['lines 1 to 10 of the run', 'before the program', 'lines 1 to 10 of the run', 'lines 51 to 60 of the run']],
  ['line', ['line 4', 'before the program, or in a module', 'line 4', 'line 9']],
  ['rounding', ['9 to 15 bytes lost', '9 to 15 bytes lost', '5 to 8 bytes lost', '9 to 15 bytes lost']],
])('by %s', (colouring, expected) => expect(names(colouring)).toEqual(['never used', 'freed', ...expected]));

test('every way has a category for every block', () => {
  for (const colouring of COLOURINGS) expect(names(colouring)).not.toContain(undefined);
  expect(BLOCK_STATES).toHaveLength(6);
});

test('by owner: names first, what the interpreter has apart, what nobody has as unreachable', () => {
  const owned = { ...columns, holder: Uint8Array.from([0, 0, 3, 0, 3, 1]) };
  const owners = {
    list: [
      { kind: 'interpreter' },
      { kind: 'nobody' },
      { kind: 'several' },
      { kind: 'name', scope: '', name: 'kept' },
      { kind: 'frame', scope: 'work' },
    ] as const,
    bytes: new Map([
      [0, 128],
      [1, 64],
      [3, 128],
    ]),
  };
  const census = { types: new Map(), ownTypes: new Map(), lines: new Map() };
  const map = { steps: 60, poolClass: new Uint8Array() };
  const scheme = schemeOf('owner', map, english, { ...census, owners });
  const named = [...columns.state.keys()].map((i) => scheme.categories[scheme.of(owned, i, 64)]!.name);
  expect(named.slice(2)).toEqual(['kept', 'the interpreter and code', 'kept', 'unreachable object']);
  // Until they are looked up nothing is said of them.
  const before = schemeOf('owner', map, english, census);
  expect(before.categories[before.of(columns, 2, 64)]!.name).toBe('not looked up yet');
});
