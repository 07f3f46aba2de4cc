/** What small objects refer to: an instance's attributes, the items of a short list or tuple. */
import { DictLayout, Ob, TypeLayout } from '../memory/layout.js';
import type { Machine } from '../objects/machine.js';
import { T } from '../objects/typeIds.js';

/** Items of a container that is looked into, at most. */
const SMALL = 8;

/** Collects objects without making any: it is asked between two lines of a run. */
export class SmallHoldings {
  /** Addresses; the first `count` are what was found. */
  readonly found: Int32Array;
  count = 0;
  private readonly visit: (rt: Machine, object: number) => void;

  constructor(
    private readonly rt: Machine,
    most: number,
  ) {
    this.found = new Int32Array(most);
    this.visit = (_rt, object) => {
      if (this.count < most) this.found[this.count++] = object;
    };
  }

  /** Adds what an object refers to, as far as there is room. */
  add(object: number): void {
    const { M, types } = this.rt;
    const info = types[M[M[object + Ob.TYPE]! + TypeLayout.INFO]!]!;
    if (info.tp_traverse === null || !this.isSmall(object, info.isHeapType)) return;
    const before = this.count;
    info.tp_traverse(this.rt, object, this.visit);
    // An instance may have its attributes in a dict.
    for (let i = before, n = this.count; i < n; i++) {
      const dict = this.found[i]!;
      if (info.isHeapType && M[dict + Ob.TYPE] === T.DICT && M[dict + DictLayout.USED]! <= SMALL)
        types[M[T.DICT + TypeLayout.INFO]!]!.tp_traverse?.(this.rt, dict, this.visit);
    }
  }

  private isSmall(object: number, isInstance: boolean): boolean {
    const { M } = this.rt;
    const type = M[object + Ob.TYPE];
    if (type === T.TUPLE || type === T.LIST) return M[object + Ob.SIZE]! <= SMALL;
    return isInstance && type !== T.TYPE;
  }
}
