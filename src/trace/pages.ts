/** Copies of a machine's memory at several moments. A page that did not change between two is kept once. */

const PAGE_BITS = 10;
/** Words of a page. */
const PAGE_WORDS = 1 << PAGE_BITS;
/** What every page holds that nobody has written to: most of a machine that has just booted. */
const ZERO_PAGE = new Int32Array(PAGE_WORDS);

/** Words of memory that are in use: from the first up to the second. */
export type Range = readonly [from: number, to: number];

/** What memory held at a moment. */
export interface MemoryImage {
  /** Ascending. */
  readonly numbers: readonly number[];
  /** Parallel to `numbers`. */
  readonly pages: readonly Int32Array[];
}

/** Takes images of one memory and writes them back. */
export class PageStore {
  private readonly M: Int32Array;
  /** The copy of each page that was taken or written back last. */
  private readonly latest: (Int32Array | undefined)[] = [];
  /** Of all copies that are kept. */
  bytes = 0;

  /** `known`: an image that is kept elsewhere; its pages need no second copy. */
  constructor(M: Int32Array, known?: MemoryImage) {
    this.M = M;
    known?.numbers.forEach((number, i) => {
      this.latest[number] = known.pages[i];
    });
  }

  take(ranges: readonly Range[]): MemoryImage {
    const { M, latest } = this;
    const numbers: number[] = [];
    const pages: Int32Array[] = [];
    let done = -1;
    for (const [from, to] of ranges) {
      for (let number = Math.max(done + 1, from >> PAGE_BITS); number << PAGE_BITS < to; number++) {
        const base = number << PAGE_BITS;
        let page = latest[number];
        if (page === undefined || differs(M, base, page)) {
          page = differs(M, base, ZERO_PAGE) ? M.slice(base, base + PAGE_WORDS) : ZERO_PAGE;
          latest[number] = page;
          if (page !== ZERO_PAGE) this.bytes += page.byteLength;
        }
        numbers.push(number);
        pages.push(page);
        done = number;
      }
    }
    return { numbers, pages };
  }

  restore({ numbers, pages }: MemoryImage): void {
    const { M, latest } = this;
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i]!;
      const page = pages[i]!;
      latest[number] = page;
      if (page !== ZERO_PAGE) {
        M.set(page, number << PAGE_BITS);
        continue;
      }
      // Pages of zeros stand side by side.
      while (pages[i + 1] === ZERO_PAGE && numbers[i + 1] === numbers[i]! + 1) latest[numbers[++i]!] = ZERO_PAGE;
      M.fill(0, number << PAGE_BITS, (numbers[i]! + 1) << PAGE_BITS);
    }
  }

  /** Pages that no image of the list needs are no longer kept. */
  forget(kept: readonly MemoryImage[]): void {
    const needed = new Set(kept.flatMap((image) => image.pages));
    this.latest.forEach((page, number) => {
      if (page !== undefined && page !== ZERO_PAGE && !needed.has(page)) this.latest[number] = undefined;
    });
    needed.delete(ZERO_PAGE);
    this.bytes = needed.size * PAGE_WORDS * 4;
  }
}

function differs(M: Int32Array, base: number, page: Int32Array): boolean {
  for (let i = 0; i < page.length; i++) if (M[base + i] !== page[i]) return true;
  return false;
}
