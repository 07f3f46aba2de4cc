// The collector over a toy world: objects are headers with a list of references; no Python type is involved.
import { beforeEach, describe, expect, test } from 'vitest';
import { Candidates } from '../../../src/memory/collector/candidates.js';
import { Collector } from '../../../src/memory/collector/collector.js';
import { Generational } from '../../../src/memory/collector/generational.js';
import { listMembers } from '../../../src/memory/collector/lists.js';
import type { CollectorPort } from '../../../src/memory/collector/port.js';
import { Heap } from '../../../src/memory/heap.js';
import { Gc } from '../../../src/memory/layout.js';
import { gcListHead } from '../../../src/memory/regions.js';
import { profileOf } from '../../../src/spec/profile.js';
import type { PythonVersion } from '../../../src/spec/version.js';

/** The generations without the collector around them. */
function generational(world: World): Generational {
  return new Generational(world.heap, world, new Candidates(world.heap, world));
}

class World implements CollectorPort {
  readonly heap: Heap;
  readonly collector: Collector;
  readonly links = new Map<number, number[]>();
  readonly names = new Map<number, string>();
  readonly finalizers = new Map<number, () => void>();
  readonly log: string[] = [];
  readonly garbage: number[] = [];
  readonly collected = null;

  constructor(version: PythonVersion) {
    this.heap = new Heap(profileOf(version), 64 << 20);
    this.collector = new Collector(this.heap, this);
  }

  /** A tracked object that is held once from outside. */
  make(name: string): number {
    const M = this.heap.M;
    const p = this.heap.alloc(48) + Gc.HEADER;
    M.fill(0, p - Gc.HEADER, p + 4);
    M[p] = 1;
    this.links.set(p, []);
    this.names.set(p, name);
    this.heap.gcCount0++;
    this.heap.gcTrack(p);
    return p;
  }

  refer(from: number, to: number): void {
    this.links.get(from)!.push(to);
    this.incref(to);
  }

  isCollectable = (p: number): boolean => this.links.has(p);
  traverse = (p: number, visit: (machine: unknown, object: number) => void): void => {
    for (const to of this.links.get(p)!) visit(this, to);
  };
  references = this.traverse;
  /** What the interpreter holds, for collectors that begin there. */
  readonly held = new Set<number>();
  roots = (visit: (machine: unknown, object: number) => void): void => {
    for (const p of this.held) visit(this, p);
  };
  globalRoots = this.roots;
  stackRoots = (): void => {};
  hasDel = (p: number): boolean => this.finalizers.has(p);
  nextWeakref = (): number => 0;
  hasLegacyFinalizer = (): boolean => false;
  hasFinalizer = (p: number): boolean => this.finalizers.has(p);
  finalize = (p: number): void => this.finalizers.get(p)!();
  clear = (p: number): void => {
    const held = this.links.get(p)!;
    while (held.length > 0) this.decref(held.pop()!);
  };
  isWeakref = (): boolean => false;
  weaklist = (): number => 0;
  clearWeakref = (): void => {};
  weakrefCallback = (): number => 0;
  callWeakrefCallback = (): void => {};
  maybeUntrackTuple = (): boolean => false;
  maybeUntrackDict = (): boolean => false;
  clearFreeLists = (): void => {
    this.log.push('free lists');
  };
  incref = (p: number): void => {
    this.heap.M[p]!++;
  };
  decref = (p: number): void => {
    const count = --this.heap.M[p]!;
    if (count > 0) return;
    this.heap.gcUntrack(p);
    this.clear(p);
    this.log.push(`~${this.names.get(p)}`);
    this.links.delete(p);
    this.heap.free(p - Gc.HEADER);
  };
  saveException = (): number => 0;
  restoreException = (): void => {};
  appendGarbage = (p: number): void => {
    this.garbage.push(p);
    this.incref(p);
  };
  callCallbacks = (phase: string, generation: number, collected: number): void => {
    this.log.push(`${phase} ${generation} ${collected}`);
  };
  writeDebug = (): void => {};
  describe = (): string => '';

  generation(i: number): string[] {
    return listMembers(this.heap.M, gcListHead(i)).map((p) => this.names.get(p)!);
  }

  deaths(): string[] {
    return this.log.filter((line) => line.startsWith('~'));
  }
}

let world: World;
beforeEach(() => {
  world = new World('3.12');
});

describe('what is found', () => {
  test('a cycle that nobody holds', () => {
    const [a, b] = [world.make('a'), world.make('b')];
    world.refer(a, b);
    world.refer(b, a);
    world.decref(a);
    world.decref(b);
    expect(world.collector.collect(2, 'explicit')).toBe(2);
    expect(world.deaths().sort()).toEqual(['~a', '~b']);
    expect(world.heap.allocatedBlocks).toBe(0);
  });

  test('not a cycle that is held from outside, nor what hangs off it', () => {
    const [a, b, c] = [world.make('a'), world.make('b'), world.make('c')];
    world.refer(a, b);
    world.refer(b, a);
    world.refer(b, c);
    world.decref(b);
    world.decref(c);
    expect(world.collector.collect(2, 'explicit')).toBe(0);
    expect(world.generation(2)).toEqual(['a', 'b', 'c']);
  });

  test('a cycle in an older generation only by a collection of that generation', () => {
    const [a, b] = [world.make('a'), world.make('b')];
    world.refer(a, b);
    world.refer(b, a);
    world.collector.collect(1, 'explicit');
    world.decref(a);
    world.decref(b);
    expect(world.collector.collect(0, 'explicit')).toBe(0);
    expect(world.collector.collect(1, 'explicit')).toBe(0);
    expect(world.collector.collect(2, 'explicit')).toBe(2);
  });
});

describe('order', () => {
  test('an object that is found reachable late moves to the end', () => {
    // a is only held by d, which stands behind it.
    const [a, , , d] = [world.make('a'), world.make('b'), world.make('c'), world.make('d')];
    world.refer(d, a);
    world.decref(a);
    world.collector.collect(2, 'explicit');
    expect(world.generation(2)).toEqual(['b', 'c', 'd', 'a']);
    world.collector.collect(2, 'explicit');
    expect(world.generation(2)).toEqual(['b', 'c', 'd', 'a']);
  });

  test('a full collection looks at the oldest first, then 0, then 1', () => {
    world.make('old');
    world.collector.collect(2, 'explicit');
    world.make('middle');
    world.collector.collect(0, 'explicit');
    world.make('young');
    world.collector.collect(2, 'explicit');
    expect(world.generation(2)).toEqual(['old', 'young', 'middle']);
  });
});

describe('finalizers', () => {
  test('run once, before anything is cleared', () => {
    const [a, b] = [world.make('a'), world.make('b')];
    world.refer(a, b);
    world.refer(b, a);
    for (const p of [a, b]) {
      world.finalizers.set(p, () => world.log.push(`finalize ${world.names.get(p)}`));
      world.decref(p);
    }
    world.collector.collect(2, 'explicit');
    const lines = world.log.filter((line) => line.startsWith('finalize') || line.startsWith('~'));
    expect(lines.slice(0, 2)).toEqual(['finalize a', 'finalize b']);
    expect(lines.length).toBe(4);
  });

  test.each([
    ['3.8', 0, ['a', 'b', 'c', 'd']],
    ['3.9', 2, ['a', 'b']],
    ['3.13', 2, ['a', 'b']],
  ] as const)('a revived object in %s', (version, found, left) => {
    world = new World(version);
    const [a, b, c, d] = [world.make('a'), world.make('b'), world.make('c'), world.make('d')];
    for (const [from, to] of [
      [a, b],
      [b, a],
      [c, d],
      [d, c],
    ] as const)
      world.refer(from, to);
    world.finalizers.set(a, () => world.incref(a));
    for (const p of [a, b, c, d]) world.decref(p);
    expect(world.collector.collect(2, 'explicit')).toBe(found);
    expect(world.generation(2)).toEqual(left);
  });

  test('a collection asked for by a finalizer does nothing', () => {
    const a = world.make('a');
    world.refer(a, a);
    let nested = -1;
    world.finalizers.set(a, () => {
      nested = world.collector.collect(2, 'explicit');
    });
    world.decref(a);
    expect(world.collector.collect(2, 'explicit')).toBe(1);
    expect(nested).toBe(0);
  });
});

describe('counts and thresholds', () => {
  test('collections reset the counts below and raise the one above', () => {
    const counts = (): number[] => world.collector.getCounts();
    world.make('a');
    world.collector.collect(2, 'explicit');
    expect(counts()).toEqual([0, 0, 0]);
    world.collector.collect(0, 'explicit');
    expect(counts()).toEqual([0, 1, 0]);
    world.collector.collect(1, 'explicit');
    expect(counts()).toEqual([0, 0, 1]);
    for (let i = 0; i < 3; i++) world.collector.collect(0, 'explicit');
    expect(counts()).toEqual([0, 3, 1]);
    world.collector.collect(2, 'explicit');
    expect(counts()).toEqual([0, 0, 0]);
  });

  test('nothing is due while no count exceeds its threshold', () => {
    const policy = generational(world);
    world.heap.gcCount0 = 700;
    expect(policy.due()).toBe(-1);
    world.heap.gcCount0 = 701;
    expect(policy.due()).toBe(0);
    policy.counts[0] = 11;
    expect(policy.due()).toBe(1);
  });

  test('a full collection waits for a quarter of new survivors', () => {
    const policy = generational(world);
    for (let i = 0; i < 400; i++) world.make(`old ${i}`);
    policy.run(2);
    for (let i = 0; i < 99; i++) world.make(`new ${i}`);
    policy.run(1);
    world.heap.gcCount0 = 701;
    policy.counts[0] = 11;
    policy.counts[1] = 11;
    expect(policy.due()).toBe(1);
    world.make('the hundredth');
    policy.run(1);
    world.heap.gcCount0 = 701;
    policy.counts[0] = 11;
    policy.counts[1] = 11;
    expect(policy.due()).toBe(2);
    policy.run(2);
    policy.counts[1] = 11;
    expect(policy.due()).toBe(-1);
  });

  test('only a full collection empties the free lists', () => {
    world.collector.collect(0, 'explicit');
    world.collector.collect(1, 'explicit');
    expect(world.log).not.toContain('free lists');
    world.collector.collect(2, 'explicit');
    expect(world.log).toContain('free lists');
  });
});

describe('the rest of gc', () => {
  test('SAVEALL keeps the garbage', () => {
    const a = world.make('a');
    world.refer(a, a);
    world.decref(a);
    world.collector.debug = 32;
    expect(world.collector.collect(2, 'explicit')).toBe(1);
    expect(world.garbage).toEqual([a]);
    expect(world.generation(2)).toEqual(['a']);
  });

  test('frozen objects are not looked at', () => {
    world = new World('3.11');
    const a = world.make('a');
    world.refer(a, a);
    world.decref(a);
    world.collector.freeze();
    expect(world.collector.freezeCount()).toBe(1);
    expect(world.collector.collect(2, 'explicit')).toBe(0);
    world.collector.unfreeze();
    expect(world.collector.freezeCount()).toBe(0);
    expect(world.collector.collect(2, 'explicit')).toBe(1);
  });

  test('3.12 starts with objects in the permanent generation', () => {
    expect(new World('3.12').collector.freezeCount()).toBe(375);
    expect(new World('3.13').collector.freezeCount()).toBe(0);
  });

  test('callbacks hear of each collection and its result', () => {
    const a = world.make('a');
    world.refer(a, a);
    world.decref(a);
    world.collector.collect(1, 'explicit');
    expect(world.log.filter((line) => /^st/.test(line))).toEqual(['start 1 0', 'stop 1 1']);
    expect(world.collector.stats[1]).toEqual({ collections: 1, collected: 1, uncollectable: 0 });
  });
});
