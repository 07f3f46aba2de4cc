/**
 * The merge sort of lists, with CPython's order of comparisons in each version. Works on plain arrays of numbers
 * (addresses); knows nothing of objects. Follows listobject.c: list_sort_impl and what it calls; the plan stands in
 * CPython's listsort.txt.
 *
 * Runs are found, short ones filled up by binary insertion, and merged with galloping. Which runs are merged when:
 * an invariant on the lengths of the last three runs (to 3.10), the powersort rule (3.11+).
 */

const MIN_GALLOP = 7;
/** Slots of the merge buffer that need no allocation. */
const TEMP_SLOTS = 256;

/** Whether `a < b`: 1, 0, or -1 when the comparison failed. */
export type Less = (a: number, b: number) => number;

interface Run {
  start: number;
  length: number;
  power: number;
}

/** One sort. */
export class Timsort {
  private readonly less: Less;
  private readonly keys: number[];
  /** Sorted along with the keys; null when the keys are the items. */
  private readonly values: number[] | null;
  private readonly minor: number;
  private readonly pending: Run[] = [];
  private minGallop = MIN_GALLOP;
  /** Called when a merge needs a buffer of so many slots. */
  private readonly needBuffer: (slots: number) => void;
  private bufferSlots = TEMP_SLOTS;

  constructor(keys: number[], values: number[] | null, minor: number, less: Less, needBuffer: (slots: number) => void) {
    this.keys = keys;
    this.values = values;
    this.minor = minor;
    this.less = less;
    this.needBuffer = needBuffer;
    // With a key function the buffer holds keys and values.
    if (values !== null) {
      const half = (keys.length + 1) >> 1;
      this.bufferSlots = Math.min(half, TEMP_SLOTS / 2);
    }
  }

  /** Sorts `keys` (and `values` with them) in place; false when a comparison failed (then in some order). */
  sort(): boolean {
    let remaining = this.keys.length;
    if (remaining < 2) return true;
    const minimum = minimumRun(remaining);
    let low = 0;
    do {
      let n = this.minor >= 13 ? this.countRunNew(low, remaining) : this.countRun(low, low + remaining);
      if (n < 0) return false;
      if (n < minimum) {
        const force = Math.min(remaining, minimum);
        if (!this.binarySort(low, low + force, low + n)) return false;
        n = force;
      }
      if (this.minor >= 11 && !this.foundNewRun(n)) return false;
      this.pending.push({ start: low, length: n, power: 0 });
      if (this.minor < 11 && !this.mergeCollapse()) return false;
      low += n;
      remaining -= n;
    } while (remaining > 0);
    return this.mergeForceCollapse();
  }

  private reverse(low: number, high: number): void {
    reverseSlice(this.keys, low, high);
    if (this.values !== null) reverseSlice(this.values, low, high);
  }

  /** Length of the run at `low`, made ascending; -1 on failure. To 3.12: equal items end a descending run. */
  private countRun(low: number, high: number): number {
    const { keys, less } = this;
    if (low + 1 === high) return 1;
    let i = low + 2;
    let k = less(keys[low + 1]!, keys[low]!);
    if (k < 0) return -1;
    const descending = k > 0;
    for (; i < high; i++) {
      k = less(keys[i]!, keys[i - 1]!);
      if (k < 0) return -1;
      if (k > 0 !== descending) break;
    }
    if (descending) this.reverse(low, i);
    return i - low;
  }

  /** Length of the run at `low`, made ascending; -1 on failure. 3.13+: equal items may stand in descending runs. */
  private countRunNew(low: number, remaining: number): number {
    const { keys, less } = this;
    if (remaining === 1) return 1;
    let n = 1;
    let k = 0;
    for (; n < remaining; n++) {
      k = less(keys[low + n]!, keys[low + n - 1]!);
      if (k < 0) return -1;
      if (k > 0) break;
    }
    if (n === remaining) return n;
    // The item at n is strictly smaller than the one before.
    if (n > 1) {
      k = less(keys[low]!, keys[low + n - 1]!);
      if (k < 0) return -1;
      if (k > 0) return n;
      this.reverse(low, low + n);
    }
    n++;
    // Runs of equal items are reversed on the way; the reversal of all puts them right again.
    let equal = 0;
    for (; n < remaining; n++) {
      k = less(keys[low + n]!, keys[low + n - 1]!);
      if (k < 0) return -1;
      if (k > 0) {
        if (equal > 0) this.reverse(low + n - equal - 1, low + n);
        equal = 0;
        continue;
      }
      k = less(keys[low + n - 1]!, keys[low + n]!);
      if (k < 0) return -1;
      if (k > 0) break;
      equal++;
    }
    if (equal > 0) this.reverse(low + n - equal - 1, low + n);
    this.reverse(low, low + n);
    for (; n < remaining; n++) {
      k = less(keys[low + n]!, keys[low + n - 1]!);
      if (k < 0) return -1;
      if (k > 0) break;
    }
    return n;
  }

  /** Sorts `low..high` of which `low..start` is sorted, by binary insertion. */
  private binarySort(low: number, high: number, start: number): boolean {
    const { keys, values, less } = this;
    if (low === start) start++;
    for (; start < high; start++) {
      let l = low;
      let r = start;
      const pivot = keys[r]!;
      do {
        const p = l + ((r - l) >> 1);
        const k = less(pivot, keys[p]!);
        if (k < 0) return false;
        if (k > 0) r = p;
        else l = p + 1;
      } while (l < r);
      for (let p = start; p > l; p--) keys[p] = keys[p - 1]!;
      keys[l] = pivot;
      if (values !== null) {
        const value = values[start]!;
        for (let p = start; p > l; p--) values[p] = values[p - 1]!;
        values[l] = value;
      }
    }
    return true;
  }

  private foundNewRun(n2: number): boolean {
    const p = this.pending;
    if (p.length > 0) {
      const last = p[p.length - 1]!;
      const power = powerOf(last.start, last.length, n2, this.keys.length);
      while (p.length > 1 && p[p.length - 2]!.power > power) if (!this.mergeAt(p.length - 2)) return false;
      p[p.length - 1]!.power = power;
    }
    return true;
  }

  private mergeCollapse(): boolean {
    const p = this.pending;
    while (p.length > 1) {
      let n = p.length - 2;
      if (
        (n > 0 && p[n - 1]!.length <= p[n]!.length + p[n + 1]!.length) ||
        (n > 1 && p[n - 2]!.length <= p[n - 1]!.length + p[n]!.length)
      ) {
        if (p[n - 1]!.length < p[n + 1]!.length) n--;
        if (!this.mergeAt(n)) return false;
      } else if (p[n]!.length <= p[n + 1]!.length) {
        if (!this.mergeAt(n)) return false;
      } else break;
    }
    return true;
  }

  private mergeForceCollapse(): boolean {
    const p = this.pending;
    while (p.length > 1) {
      let n = p.length - 2;
      if (n > 0 && p[n - 1]!.length < p[n + 1]!.length) n--;
      if (!this.mergeAt(n)) return false;
    }
    return true;
  }

  private mergeAt(i: number): boolean {
    const p = this.pending;
    const { keys } = this;
    const a = p[i]!;
    const b = p[i + 1]!;
    let startA = a.start;
    let nA = a.length;
    const startB = b.start;
    let nB = b.length;
    a.length = nA + nB;
    p.splice(i + 1, 1);
    const k = this.gallopRight(keys[startB]!, keys, startA, nA, 0);
    if (k < 0) return false;
    startA += k;
    nA -= k;
    if (nA === 0) return true;
    nB = this.gallopLeft(keys[startA + nA - 1]!, keys, startB, nB, nB - 1);
    if (nB <= 0) return nB === 0;
    return nA <= nB ? this.mergeLow(startA, nA, startB, nB) : this.mergeHigh(startA, nA, startB, nB);
  }

  /** Position in `a[base .. base + n]` before the first item that is not less than the key; -1 on failure. */
  private gallopLeft(key: number, a: number[], base: number, n: number, hint: number): number {
    const { less } = this;
    const at = base + hint;
    let last = 0;
    let ofs = 1;
    let k = less(a[at]!, key);
    if (k < 0) return -1;
    if (k > 0) {
      const max = n - hint;
      while (ofs < max) {
        k = less(a[at + ofs]!, key);
        if (k < 0) return -1;
        if (k === 0) break;
        last = ofs;
        ofs = 2 * ofs + 1;
      }
      if (ofs > max) ofs = max;
      last += hint;
      ofs += hint;
    } else {
      const max = hint + 1;
      while (ofs < max) {
        k = less(a[at - ofs]!, key);
        if (k < 0) return -1;
        if (k > 0) break;
        last = ofs;
        ofs = 2 * ofs + 1;
      }
      if (ofs > max) ofs = max;
      const t = last;
      last = hint - ofs;
      ofs = hint - t;
    }
    last++;
    while (last < ofs) {
      const m = last + ((ofs - last) >> 1);
      k = less(a[base + m]!, key);
      if (k < 0) return -1;
      if (k > 0) last = m + 1;
      else ofs = m;
    }
    return ofs;
  }

  /** Position in `a[base .. base + n]` after the last item that is not greater than the key; -1 on failure. */
  private gallopRight(key: number, a: number[], base: number, n: number, hint: number): number {
    const { less } = this;
    const at = base + hint;
    let last = 0;
    let ofs = 1;
    let k = less(key, a[at]!);
    if (k < 0) return -1;
    if (k > 0) {
      const max = hint + 1;
      while (ofs < max) {
        k = less(key, a[at - ofs]!);
        if (k < 0) return -1;
        if (k === 0) break;
        last = ofs;
        ofs = 2 * ofs + 1;
      }
      if (ofs > max) ofs = max;
      const t = last;
      last = hint - ofs;
      ofs = hint - t;
    } else {
      const max = n - hint;
      while (ofs < max) {
        k = less(key, a[at + ofs]!);
        if (k < 0) return -1;
        if (k > 0) break;
        last = ofs;
        ofs = 2 * ofs + 1;
      }
      if (ofs > max) ofs = max;
      last += hint;
      ofs += hint;
    }
    last++;
    while (last < ofs) {
      const m = last + ((ofs - last) >> 1);
      k = less(key, a[base + m]!);
      if (k < 0) return -1;
      if (k > 0) ofs = m;
      else last = m + 1;
    }
    return ofs;
  }

  private reserve(slots: number): void {
    if (slots <= this.bufferSlots) return;
    this.needBuffer(this.values === null ? slots : 2 * slots);
    this.bufferSlots = slots;
  }

  /** Merges two neighbouring runs, the left one kept aside. */
  private mergeLow(startA: number, nA: number, startB: number, nB: number): boolean {
    const { keys, values, less } = this;
    this.reserve(nA);
    const bufferKeys = keys.slice(startA, startA + nA);
    const bufferValues = values === null ? null : values.slice(startA, startA + nA);
    let a = 0;
    let b = startB;
    let to = startA;
    const takeA = () => {
      keys[to] = bufferKeys[a]!;
      if (values !== null) values[to] = bufferValues![a]!;
      to++;
      a++;
      nA--;
    };
    const takeB = () => {
      keys[to] = keys[b]!;
      if (values !== null) values[to] = values[b]!;
      to++;
      b++;
      nB--;
    };
    // Whether all is well and the last item of A stands behind the rest of B.
    let copyB = false;
    let ok = true;
    takeB();
    if (nB > 0) {
      if (nA === 1) copyB = true;
      else {
        let minGallop = this.minGallop;
        merging: for (;;) {
          let countA = 0;
          let countB = 0;
          for (;;) {
            const k = less(keys[b]!, bufferKeys[a]!);
            if (k !== 0) {
              if (k < 0) {
                ok = false;
                break merging;
              }
              takeB();
              countB++;
              countA = 0;
              if (nB === 0) break merging;
              if (countB >= minGallop) break;
            } else {
              takeA();
              countA++;
              countB = 0;
              if (nA === 1) {
                copyB = true;
                break merging;
              }
              if (countA >= minGallop) break;
            }
          }
          minGallop++;
          do {
            if (minGallop > 1) minGallop--;
            this.minGallop = minGallop;
            countA = this.gallopRight(keys[b]!, bufferKeys, a, nA, 0);
            if (countA < 0) {
              ok = false;
              break merging;
            }
            for (let i = 0; i < countA; i++) takeA();
            if (countA > 0) {
              if (nA === 1) {
                copyB = true;
                break merging;
              }
              if (nA === 0) break merging;
            }
            takeB();
            if (nB === 0) break merging;
            countB = this.gallopLeft(bufferKeys[a]!, keys, b, nB, 0);
            if (countB < 0) {
              ok = false;
              break merging;
            }
            for (let i = 0, n = countB; i < n; i++) takeB();
            if (countB > 0 && nB === 0) break merging;
            takeA();
            if (nA === 1) {
              copyB = true;
              break merging;
            }
          } while (countA >= MIN_GALLOP || countB >= MIN_GALLOP);
          minGallop++;
          this.minGallop = minGallop;
        }
      }
    }
    if (copyB) while (nB > 0) takeB();
    while (nA > 0) takeA();
    return ok;
  }

  /** Merges two neighbouring runs, the right one kept aside, from the end. */
  private mergeHigh(startA: number, nA: number, startB: number, nB: number): boolean {
    const { keys, values, less } = this;
    this.reserve(nB);
    const bufferKeys = keys.slice(startB, startB + nB);
    const bufferValues = values === null ? null : values.slice(startB, startB + nB);
    let a = startA + nA - 1;
    let b = nB - 1;
    let to = startB + nB - 1;
    const takeA = () => {
      keys[to] = keys[a]!;
      if (values !== null) values[to] = values[a]!;
      to--;
      a--;
      nA--;
    };
    const takeB = () => {
      keys[to] = bufferKeys[b]!;
      if (values !== null) values[to] = bufferValues![b]!;
      to--;
      b--;
      nB--;
    };
    let copyA = false;
    let ok = true;
    takeA();
    if (nA > 0) {
      if (nB === 1) copyA = true;
      else {
        let minGallop = this.minGallop;
        merging: for (;;) {
          let countA = 0;
          let countB = 0;
          for (;;) {
            const k = less(bufferKeys[b]!, keys[a]!);
            if (k !== 0) {
              if (k < 0) {
                ok = false;
                break merging;
              }
              takeA();
              countA++;
              countB = 0;
              if (nA === 0) break merging;
              if (countA >= minGallop) break;
            } else {
              takeB();
              countB++;
              countA = 0;
              if (nB === 1) {
                copyA = true;
                break merging;
              }
              if (countB >= minGallop) break;
            }
          }
          minGallop++;
          do {
            if (minGallop > 1) minGallop--;
            this.minGallop = minGallop;
            let k = this.gallopRight(bufferKeys[b]!, keys, startA, nA, nA - 1);
            if (k < 0) {
              ok = false;
              break merging;
            }
            countA = nA - k;
            for (let i = 0, n = countA; i < n; i++) takeA();
            if (countA > 0 && nA === 0) break merging;
            takeB();
            if (nB === 1) {
              copyA = true;
              break merging;
            }
            k = this.gallopLeft(keys[a]!, bufferKeys, 0, nB, nB - 1);
            if (k < 0) {
              ok = false;
              break merging;
            }
            countB = nB - k;
            for (let i = 0, n = countB; i < n; i++) takeB();
            if (countB > 0) {
              if (nB === 1) {
                copyA = true;
                break merging;
              }
              if (nB === 0) break merging;
            }
            takeA();
            if (nA === 0) break merging;
          } while (countA >= MIN_GALLOP || countB >= MIN_GALLOP);
          minGallop++;
          this.minGallop = minGallop;
        }
      }
    }
    if (copyA) while (nA > 0) takeA();
    while (nB > 0) takeB();
    return ok;
  }
}

/** Reverses `a[low .. high]` in place. */
export function reverseSlice(a: number[], low: number, high: number): void {
  for (let i = low, j = high - 1; i < j; i++, j--) {
    const t = a[i]!;
    a[i] = a[j]!;
    a[j] = t;
  }
}

/** Follows merge_compute_minrun: between 32 and 64, so that the number of runs is a power of two or little less. */
function minimumRun(n: number): number {
  let r = 0;
  while (n >= 64) {
    r |= n & 1;
    n >>= 1;
  }
  return n + r;
}

/** Depth at which the boundary of two runs stands in a perfect merge tree. Follows powerloop. */
function powerOf(start: number, n1: number, n2: number, n: number): number {
  let result = 0;
  let a = 2 * start + n1;
  let b = a + n1 + n2;
  for (;;) {
    result++;
    if (a >= n) {
      a -= n;
      b -= n;
    } else if (b >= n) break;
    a *= 2;
    b *= 2;
  }
  return result;
}
