/**
 * All live objects of a machine that stands still: one byte for each place of memory where an object may begin. What
 * is asked of millions of objects is told by sweeps over such bytes, without a table of the host's.
 */
import { Gc, Ob, TypeLayout } from '../memory/layout.js';
import { gcListHead, PERMANENT, Region } from '../memory/regions.js';
import { edgesOf, hasOnlyTraversedEdges, keysOf, sharedKeysOf } from '../objects/edges.js';
import { TypeFlag, type Visit } from '../objects/typeInfo.js';
import { rootsOf } from '../vm/roots.js';
import type { Runtime } from '../vm/runtime.js';
import { Words } from './words.js';

/** What a byte says. */
const enum Mark {
  LIVE = 1,
  /** The generation of a tracked object, counted from 1. */
  GENERATION = 0b1110,
  GENERATION_SHIFT = 1,
  GARBAGE = 16,
  /** A block of a pool that is free. */
  FREE = 32,
  /** A table of keys whose keys were visited. */
  TABLE = 64,
}

/** Bits of a word address below a place: objects and blocks begin at multiples of 16 bytes. */
const PLACE_BITS = 2;
const STATIC_PLACES = Region.STATIC_LIMIT >> PLACE_BITS;

/** What an object's references are to the sweep, by its type. */
const enum Edges {
  UNKNOWN = 0,
  /** It has none. */
  NONE,
  /** Those that `tp_traverse` visits. */
  TRAVERSED,
  /** All that `edgesOf` visits, and perhaps a table of shared keys. */
  ALL,
}

/** The places of a machine's memory. */
export class ObjectMap {
  private readonly rt: Runtime;
  private readonly marks: Uint8Array;
  private readonly top: number;
  private readonly floor: number;
  /** Index of the first place of the system heap's end. */
  private readonly upper: number;
  /** Members of the generations, one after another, and where each begins. */
  private readonly tracked: Int32Array;
  private readonly firstOf: number[] = [];
  private found: Int32Array | undefined;

  constructor(rt: Runtime) {
    this.rt = rt;
    const { top, floor } = rt.system.bounds();
    this.top = top;
    this.floor = floor;
    this.upper = STATIC_PLACES + ((top - Region.SYSTEM_HEAP) >> PLACE_BITS);
    this.marks = new Uint8Array(this.upper + ((rt.M.length - floor) >> PLACE_BITS));
    this.tracked = this.markGenerations();
  }

  /** How many places there are. */
  get places(): number {
    return this.marks.length;
  }

  /** Index of the place of a word address; -1 where no object can be. */
  place(p: number): number {
    if (p >= this.floor) return this.upper + ((p - this.floor) >> PLACE_BITS);
    if (p < Region.STATIC_LIMIT) return p >> PLACE_BITS;
    return p >= Region.SYSTEM_HEAP && p < this.top ? STATIC_PLACES + ((p - Region.SYSTEM_HEAP) >> PLACE_BITS) : -1;
  }

  private markGenerations(): Int32Array {
    const { M } = this.rt;
    const { marks, firstOf } = this;
    const tracked = new Words();
    for (let i = 0; i <= PERMANENT; i++) {
      firstOf.push(tracked.length);
      const head = gcListHead(i);
      for (let p = M[head + Gc.NEXT]!; p !== head && p !== 0; p = M[p + Gc.NEXT]!) {
        const at = this.place(p);
        // A list that does not end.
        if ((marks[at]! & Mark.GENERATION) !== 0) break;
        marks[at] = marks[at]! | ((i + 1) << Mark.GENERATION_SHIFT);
        tracked.push(p);
      }
    }
    firstOf.push(tracked.length);
    return tracked.all();
  }

  /** Members of some generations that follow each other, oldest first in each. */
  members(from: number, to = from): Int32Array {
    return this.tracked.subarray(this.firstOf[from], this.firstOf[to + 1]);
  }

  /** The generation of a tracked object; null for others. */
  generationOf(p: number): number | null {
    const mark = this.marks[this.place(p)];
    const generation = mark === undefined ? 0 : (mark & Mark.GENERATION) >> Mark.GENERATION_SHIFT;
    return generation === 0 ? null : generation - 1;
  }

  /** Whether there is a live object at a word address. */
  has(p: number): boolean {
    this.objects();
    return (p & 3) === 0 && (this.marks[this.place(p)]! & Mark.LIVE) !== 0;
  }

  /** All live objects, static types among them: what the interpreter, the collector's lists and other objects refer to. */
  objects(): Int32Array {
    this.found ??= this.sweep();
    return this.found;
  }

  private sweep(): Int32Array {
    const { rt, marks } = this;
    const { M } = rt;
    const found = new Words();
    const waiting = new Words();
    const reach = (p: number): void => {
      const at = this.place(p);
      const mark = marks[at];
      if (mark === undefined) throw new Error(`An object at ${p}, where there is no heap.`);
      if ((mark & Mark.LIVE) !== 0) return;
      marks[at] = mark | Mark.LIVE;
      found.push(p);
      waiting.push(p);
    };
    const visit: Visit = (_rt, p) => reach(p);
    for (const info of rt.types) if (!info.isHeapType) reach(info.address);
    for (let i = 0; i < this.tracked.length; i++) reach(this.tracked[i]!);
    for (const p of rt.interned.values()) reach(p);
    rootsOf(rt).rootReferences((p) => reach(p));
    const kinds = new Uint8Array(rt.types.length);
    while (waiting.length > 0) {
      const p = waiting.pop();
      const index = M[M[p + Ob.TYPE]! + TypeLayout.INFO]!;
      let kind = kinds[index]!;
      if (kind === Edges.UNKNOWN) {
        const info = rt.types[index]!;
        kind = !hasOnlyTraversedEdges(info) ? Edges.ALL : info.tp_traverse === null ? Edges.NONE : Edges.TRAVERSED;
        kinds[index] = kind;
      }
      if (kind === Edges.NONE) continue;
      if (kind === Edges.TRAVERSED) {
        rt.types[index]!.tp_traverse!(rt, p, visit);
        continue;
      }
      edgesOf(rt, p, visit);
      const shared = sharedKeysOf(rt, p);
      if (shared === 0 || shared === rt.emptyKeys) continue;
      const at = this.place(shared);
      if ((marks[at]! & Mark.TABLE) !== 0) continue;
      marks[at] = marks[at]! | Mark.TABLE;
      keysOf(rt, shared, visit);
    }
    return found.all();
  }

  // -- blocks of pools

  /** Marks what nothing reaches any more. */
  markGarbage(garbage: Iterable<number>): void {
    const { marks } = this;
    for (const p of garbage) {
      const at = this.place(p);
      marks[at] = marks[at]! | Mark.GARBAGE;
    }
  }

  isGarbage(p: number): boolean {
    return (this.marks[this.place(p)]! & Mark.GARBAGE) !== 0;
  }

  /** Marks the blocks of a pool's free list. */
  markFree(first: number): void {
    const { M } = this.rt;
    const { marks } = this;
    for (let block = first; block !== 0; block = M[block]!) {
      const at = this.place(block);
      marks[at] = marks[at]! | Mark.FREE;
    }
  }

  isFree(block: number): boolean {
    return (this.marks[this.place(block)]! & Mark.FREE) !== 0;
  }

  /** The object in a block of so many words: behind its headers, if it has any; 0 where the block is none's own. */
  objectIn(block: number, words: number): number {
    const { rt, marks } = this;
    this.objects();
    const at = this.place(block);
    const most = Math.min(MOST_HEADERS, words - 1);
    for (let header = 0; header <= most; header += 4)
      if ((marks[at + (header >> PLACE_BITS)]! & Mark.LIVE) !== 0 && headerWords(rt, block + header) === header)
        return block + header;
    return 0;
  }
}

/** A number for each of millions of objects: 0 for those that were given none. */
export class ObjectNumbers {
  private readonly numbers: Int32Array;

  constructor(private readonly map: ObjectMap) {
    this.numbers = new Int32Array(map.places);
  }

  of(p: number): number {
    return this.numbers[this.map.place(p)] ?? 0;
  }

  give(p: number, number: number): void {
    this.numbers[this.map.place(p)] = number;
  }
}

/** Words before an object at most: the GC header, and what instances of classes have before it. */
const MOST_HEADERS = 8;

/** Words before an object in its block. */
export function headerWords(rt: Runtime, p: number): number {
  const info = rt.typeOf(p);
  if ((info.flags & TypeFlag.HAVE_GC) === 0) return 0;
  if ((info.flags & TypeFlag.TYPE_SUBCLASS) !== 0 && !rt.infoOf(p).isHeapType) return 0;
  return Gc.HEADER + ((info.flags & (TypeFlag.MANAGED_DICT | TypeFlag.MANAGED_WEAKREF)) !== 0 ? 4 : 0);
}
