// What a sweep over memory tells is what following every reference tells, object by object.

import { expect, test } from 'vitest';
import { auditLists } from '../../../src/memory/audit.js';
import { isStatic } from '../../../src/memory/regions.js';
import { edgesOf, keysOf, sharedKeysOf } from '../../../src/objects/edges.js';
import type { Moment } from '../../../src/protocol/position.js';
import { PYTHON_VERSIONS, type PythonVersion } from '../../../src/spec/version.js';
import { firstEdges, labelledEdges } from '../../../src/trace/edges.js';
import { headerWords } from '../../../src/trace/objectMap.js';
import { observe } from '../../../src/trace/observedRun.js';
import { readProgram } from '../../../src/trace/program.js';
import type { Still } from '../../../src/trace/still.js';
import { rootsOf } from '../../../src/vm/roots.js';
import { explored, requestOf } from './run.js';

const TEXT = `import collections, weakref, types
class Slots:
    __slots__ = ("a", "__weakref__")
class Node:
    def __init__(self, n):
        self.n = n
        self.me = self
class Text(str):
    pass
def numbers():
    local = [1]
    yield local
kept = [Node(1), Slots(), Text("t"), {1: 2.5, "b": {3}}, (1, [2]), range(9), numbers(), 2 ** 70, b"ab" * 300]
kept[1].a = kept
next(kept[6])
ref = weakref.ref(kept[1])
ordered = collections.OrderedDict(a=1)
queue = collections.deque([[n] for n in range(70)])
space = types.SimpleNamespace(x=1)
waits = Node(2)
del waits
big = [str(n) for n in range(500)]
table = {n: [n] for n in range(300)}
end = 1
`;

function standing<T>(look: (still: Still) => T, python: PythonVersion = '3.12', text = TEXT): T {
  const request = requestOf(text, { python });
  const moment: Moment = { kind: 'end' };
  let found: T | undefined;
  observe(
    readProgram(request),
    request,
    { shouldStop: () => undefined },
    {
      libraryCode: new Map(),
      at: {
        moment,
        arrived: (still) => {
          found = look(still);
          return true;
        },
      },
    },
  );
  return found!;
}

/** Every object that can be reached, by following all references. */
function reached({ rt }: Still): Set<number> {
  const seen = new Set<number>();
  const waiting: number[] = [];
  const reach = (p: number): void => {
    if (seen.has(p)) return;
    seen.add(p);
    waiting.push(p);
  };
  for (const info of rt.types) if (!info.isHeapType) reach(info.address);
  for (const p of auditLists(rt).tracked) reach(p);
  for (const p of rt.interned.values()) reach(p);
  rootsOf(rt).rootReferences((p) => reach(p));
  for (let p = waiting.pop(); p !== undefined; p = waiting.pop()) {
    edgesOf(rt, p, (_rt, to) => reach(to));
    const shared = sharedKeysOf(rt, p);
    if (shared !== 0) keysOf(rt, shared, (_rt, to) => reach(to));
  }
  return seen;
}

test.each(PYTHON_VERSIONS)('all objects, and no other place, Python %s', (python) => {
  standing((still) => {
    const expected = reached(still);
    const found = still.objects();
    expect(new Set(found)).toEqual(expected);
    expect(found.length).toBe(expected.size);
    for (const p of found) {
      expect(still.isObject(p)).toBe(true);
      if (!isStatic(p) && headerWords(still.rt, p) > 0)
        expect(still.isObject(p - headerWords(still.rt, p))).toBe(false);
    }
    for (const p of [0, 1, 2, 30, found[100]! + 1, 70_000, still.rt.M.length, -4, 0.5])
      expect(still.isObject(p)).toBe(false);
  }, python);
});

test('generations are those of the lists', () => {
  standing((still) => {
    const { tracked } = auditLists(still.rt);
    const members = [0, 1, 2, 3].flatMap((generation) => [...still.members(generation)]);
    expect(members).toEqual([...tracked]);
    for (const p of still.objects()) expect(still.generationOf(p) !== null).toBe(tracked.has(p));
  });
});

test('an object is found in its block, a block of data is none', () => {
  standing((still) => {
    const places = still.map();
    const { rt } = still;
    for (const p of still.objects()) {
      if (isStatic(p)) continue;
      const block = p - headerWords(rt, p);
      if (rt.pymalloc.owns(block)) expect(places.objectIn(block, rt.pymalloc.blockSize(block) / 4)).toBe(p);
    }
    const list = still.mainNames().find(({ name }) => name === 'kept')!.object;
    const items = rt.M[list + 6]!;
    expect(places.objectIn(items, 8)).toBe(0);
  });
});

test('the first references of a large container are those that all of them begin with', () => {
  standing((still) => {
    for (const name of ['big', 'table', 'queue', 'kept', 'space']) {
      const { object } = still.mainNames().find((n) => n.name === name)!;
      const all = labelledEdges(still.rt, object);
      expect(firstEdges(still.rt, object, 20)).toEqual(all.slice(0, 20));
    }
  });
});

test('a look at the memory changes nothing: no object of the simulator dies for it', () => {
  const request = requestOf(TEXT);
  const unseen = observe(readProgram(request), request, { shouldStop: () => undefined }, { libraryCode: new Map() });
  expect(explored(TEXT).sums).toEqual(unseen.sums);
});
