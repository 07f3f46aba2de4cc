/** A hand-made run of examples/cycle.py, for tests of words and pictures. Its numbers are plausible, not CPython's. */
import type { Arena, Pool } from '../../../src/protocol/heap.js';
import type { ObjectDetail, ObjectSummary } from '../../../src/protocol/objects.js';
import type { Cycle, ExploreResult, LineAnnotation, MomentPicture, NameTouch } from '../../../src/protocol/run.js';

export const ADDRESS_BASE = 0x7f2e00000000;

const LEFT = 0x1040b0;
const RIGHT = 0x104110;

function node(address: number, name: string): ObjectSummary {
  return {
    address,
    type: 'Node',
    repr: `<Node object at 0x${(ADDRESS_BASE + address).toString(16)}>`,
    sizeBytes: 48,
    count: 1,
    tracked: true,
    generation: name === 'left' ? 1 : 0,
    marks: [],
    names: [name],
  };
}

export const left = node(LEFT, 'left');
export const right = node(RIGHT, 'right');

const module = (name: string, address: number): ObjectSummary => ({
  address,
  type: 'module',
  repr: `<module '${name}' (built-in)>`,
  sizeBytes: 72,
  count: 3,
  tracked: true,
  generation: 2,
  marks: [],
});

export const nodeClass: ObjectSummary = {
  address: 0x120400,
  type: 'type',
  repr: "<class '__main__.Node'>",
  sizeBytes: 1688,
  count: 5,
  tracked: true,
  generation: 2,
  marks: [],
};

function touch(name: string, before: number | null, after: number, more: Partial<NameTouch> = {}): NameTouch {
  return {
    scope: '',
    name,
    bound: true,
    before,
    after,
    min: after,
    max: after,
    type: 'Node',
    address: name.startsWith('right') ? RIGHT : LEFT,
    immortal: false,
    ...more,
  };
}

function line(number: number, names: readonly NameTouch[], more: Partial<LineAnnotation> = {}): LineAnnotation {
  return {
    line: number,
    hits: 1,
    names,
    namesTotal: names.length,
    freed: [],
    closedCycles: [],
    collections: [],
    ...more,
  };
}

const lines: readonly LineAnnotation[] = [
  line(6, [touch('gc', 3, 4, { type: 'module', address: 0x130000 })]),
  line(7, [touch('weakref', 2, 3, { type: 'module', address: 0x131000 })]),
  line(9, [touch('gc', 4, 4, { type: 'module', address: 0x130000 })]),
  line(12, [touch('Node', null, 5, { type: 'type', address: 0x120400 })]),
  line(
    14,
    [
      touch('self', 2, 2, { scope: 'Node.__init__', min: 2, max: 2 }),
      touch('name', 4, 5, { scope: 'Node.__init__', immortal: true, type: 'str' }),
    ],
    { hits: 4 },
  ),
  line(15, [touch('self', 2, 2, { scope: 'Node.__init__', min: 2, max: 3 })], { hits: 4 }),
  line(18, [touch('self', 2, 2, { scope: 'Node.__del__' })], { hits: 4 }),
  line(22, [touch('left', null, 1), touch('Node', 5, 6, { type: 'type', address: 0x120400 })]),
  line(23, [touch('right', null, 1), touch('Node', 6, 7, { type: 'type', address: 0x120400 })]),
  line(24, [touch('left', 1, 1), touch('right', 1, 2)]),
  line(25, [touch('right', 2, 2), touch('left', 1, 2)], { closedCycles: [1] }),
  line(26, [touch('left', 2, 1, { bound: false }), touch('right', 2, 1, { bound: false })]),
  line(28, [touch('gc', 4, 4, { type: 'module', address: 0x130000 })], {
    collections: [0],
    freed: [{ type: 'Node', address: RIGHT, times: 2, cause: 'collector', bornLine: 22 }],
  }),
  line(31, [touch('left', null, 1)]),
  line(32, [touch('right', null, 1)]),
  line(33, [touch('left', 1, 1), touch('right', 1, 2)]),
  line(34, [touch('right', 2, 2), touch('left', 1, 1)]),
  line(35, [touch('left', 1, 0, { bound: false }), touch('right', 2, 0, { bound: false })], {
    freed: [
      { type: 'Node', address: LEFT, times: 1, cause: 'count', name: 'left', bornLine: 31 },
      { type: 'Node', address: RIGHT, times: 1, cause: 'count', name: 'right', bornLine: 32 },
      { type: 'weakref', address: RIGHT + 96, times: 1, cause: 'count', bornLine: 34 },
    ],
  }),
  line(36, [touch('gc', 4, 4, { type: 'module', address: 0x130000 })], { collections: [1] }),
];

export const cycle: Cycle = {
  id: 1,
  members: [left, right],
  membersTotal: 2,
  edges: [
    { from: LEFT, to: RIGHT, kind: 'attribute', label: 'partner', line: 24 },
    { from: RIGHT, to: LEFT, kind: 'attribute', label: 'partner', line: 25 },
  ],
  unreachable: true,
  closedBy: { file: 0, line: 25, edge: { from: RIGHT, to: LEFT, kind: 'attribute', label: 'partner', line: 25 } },
  orphanedBy: { file: 0, line: 26 },
  heldBy: [],
};

/** A pool whose blocks are used as the letters of `pattern`, repeated, say. */
export function pool(address: number, blockBytes: number, used: number, pattern: string, touched: number): Pool {
  const capacity = Math.floor((16384 - 48) / blockBytes);
  const map = Array.from({ length: capacity }, (_, i) => (i < touched ? pattern[i % pattern.length] : '.')).join('');
  return {
    address,
    state: used === 0 ? 'empty' : used === capacity ? 'full' : 'used',
    sizeClass: blockBytes / 16 - 1,
    blockBytes,
    usedBlocks: used,
    freeBlocks: capacity - used,
    capacity,
    map,
  };
}

export const arena: Arena = {
  address: 0x100000,
  sizeBytes: 1 << 20,
  poolBytes: 16384,
  freePools: 52,
  poolsTotal: 64,
  pools: [
    pool(0x100000, 32, 480, 'oooToo-oo', 512),
    pool(0x104000, 96, 118, 'TTTgTT-gT', 150),
    pool(0x108000, 64, 255, 'TToTTToT', 255),
    pool(0x10c000, 48, 200, 'oodod', 250),
    pool(0x110000, 128, 90, 'Td-', 127),
    pool(0x114000, 512, 12, 'Td', 12),
    pool(0x118000, 16, 700, 'dddd-', 900),
    pool(0x11c000, 80, 60, 'T', 60),
    pool(0x120000, 240, 20, 'Td', 20),
    pool(0x124000, 320, 0, '.', 0),
    pool(0x128000, 176, 40, 'TTd-', 55),
    pool(0x12c000, 144, 33, 'To', 33),
  ],
};

export function picture(atEnd: boolean): MomentPicture {
  return {
    moment: atEnd ? { kind: 'end' } : { kind: 'line', file: 0, line: 26, hit: -1 },
    step: atEnd ? 33 : 16,
    file: 0,
    line: atEnd ? 36 : 26,
    frames: [
      {
        scope: '',
        file: 0,
        line: atEnd ? 36 : 26,
        names: [
          { name: 'gc', object: module('gc', 0x130000) },
          { name: 'weakref', object: module('weakref', 0x131000) },
          { name: 'Node', object: nodeClass },
        ],
      },
    ],
    heap: {
      allocator: 'pymalloc',
      arenas: [arena],
      largeBlocks: [
        { address: 0x40000000, sizeBytes: 1704, owner: { address: 0x120400, type: 'type' } },
        { address: 0x40000800, sizeBytes: 1184, owner: { address: 0x120900, type: 'dict' } },
      ],
      freeLists: [
        { name: 'float', length: 3, capacity: 100 },
        { name: 'list', length: 12, capacity: 80 },
        { name: 'dict', length: 4, capacity: 80 },
        { name: 'tuple[2]', length: 7, capacity: 2000 },
      ],
      totals: {
        objects: 1742,
        trackedObjects: 623,
        pools: 12,
        usedBlocks: 2008,
        usedBytes: 131_072,
        roundingBytes: 6_312,
        largeBlocks: 2,
        largeBytes: 2888,
        blocks: 0,
        blockBytes: 0,
        hookBytes: 0,
        heldBytes: 0,
        arenaBytes: 1 << 20,
      },
    },
    collector: {
      enabled: false,
      generations: [
        { index: 0, count: 212, threshold: 700, membersTotal: atEnd ? 210 : 212, members: atEnd ? [] : [right] },
        { index: 1, count: 3, threshold: 10, membersTotal: 61, members: atEnd ? [] : [left] },
        { index: 2, count: 1, threshold: 10, membersTotal: 350, members: [nodeClass, module('gc', 0x130000)] },
      ],
    },
    cycles: atEnd ? [] : [cycle],
    cyclesTotal: atEnd ? 0 : 1,
  };
}

export function cycleRun(atEnd = false): ExploreResult {
  return {
    schema: 1,
    python: '3.12',
    addressBase: ADDRESS_BASE,
    files: [{ path: 'cycle.py', lines }],
    steps: 33,
    outcome: { kind: 'finished', exitStatus: 0 },
    output: [{ stream: 'stdout', text: 'strong both ways\n', line: 21 }],
    outputCut: false,
    diagnostics: [
      {
        code: 'cycle',
        range: { file: 0, line: 25, column: 0, endLine: 25, endColumn: 20 },
        detail: '1',
        related: [],
      },
    ],
    collections: [
      {
        index: 0,
        reason: 'explicit',
        generation: 2,
        examined: 623,
        collected: 4,
        uncollectable: 0,
        countsBefore: [214, 3, 1],
        file: 0,
        line: 28,
        step: 24,
      },
      {
        index: 1,
        reason: 'explicit',
        generation: 2,
        examined: 619,
        collected: 0,
        uncollectable: 0,
        countsBefore: [12, 0, 0],
        file: 0,
        line: 36,
        step: 33,
      },
    ],
    collectionsTotal: 2,
    sums: {
      deaths: { count: 3, collector: 2, exit: 0 },
      collections: [1, 0, 1],
      examined: 37,
      largestCollection: 37,
      collected: 2,
      uncollectable: 0,
      peakBytes: 300_000,
      peakBlocks: 5_970,
    },
    cycles: [{ ...cycle, collectedBy: 0 }],
    freedAtExit: [],
    picture: picture(atEnd),
  };
}

export const leftDetail: ObjectDetail = {
  ...left,
  count: 2,
  place: {
    kind: 'pool',
    arena: 0x100000,
    pool: 0x104000,
    sizeClass: 5,
    blockBytes: 96,
    requestedBytes: 88,
    block: LEFT - 16,
  },
  holders: [
    { kind: 'name', label: 'left', times: 1, scope: '', line: 22 },
    {
      kind: 'attribute',
      label: 'partner',
      times: 1,
      from: { address: RIGHT, type: 'Node', repr: right.repr },
      line: 25,
    },
  ],
  holdersCut: false,
  referents: [
    { edge: { from: LEFT, to: RIGHT, kind: 'attribute', label: 'partner', line: 24 }, object: right },
    { edge: { from: LEFT, to: nodeClass.address, kind: 'type', label: 'type' }, object: nodeClass },
  ],
  referentsTotal: 2,
  bornLine: 22,
  cycle: 1,
};
