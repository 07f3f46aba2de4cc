/**
 * Pictures of whole arenas, for when blocks are too small to be drawn one by one. Each arena has one at the size at
 * which it is seen; while a better one is made, what is there is stretched. So a frame copies pictures and no more,
 * however many blocks there are.
 */
import { ARENA_SIDE, type MapLayout } from '../../../present/panel/map/layout.js';
import { NO_CLASS } from '../../../protocol/memoryMap.js';
import { POOL_HEADER_BYTES } from '../../../spec/mallocStats.js';
import type { MapData } from './data.js';
import { type MapPalette, mix, type Rgb } from './palette.js';

/** Bytes that one point of a pool's finest picture stands for: every block is a multiple of it. */
const GRAIN = 16;
/** Values of a point beside the categories. */
const HEADER = 254;
const TAIL = 253;
const NONE = 255;
/** Pixels from one pool to the next in the coarsest and the finest picture. */
const COARSEST = 2;
const FINEST = 128;
/** Pixels of all pictures together; beyond, those unused longest go. */
const MOST_PIXELS = 30_000_000;

export interface ArenaImage {
  readonly canvas: HTMLCanvasElement;
  /** Pixels from one pool to the next. */
  readonly level: number;
  /** What it was made from. */
  readonly stamp: string;
  used: number;
}

export class ArenaImages {
  private readonly images = new Map<number, ArenaImage>();
  private pixels = 0;
  private clock = 0;
  private colours: { readonly r: Uint8Array; readonly g: Uint8Array; readonly b: Uint8Array } | undefined;
  private stamp = 0;

  constructor(
    private readonly data: MapData,
    private palette: MapPalette,
  ) {}

  /** Colours, categories or what is highlighted (-1: nothing) have changed. */
  recolour(palette: MapPalette, highlighted: number): void {
    this.palette = palette;
    this.stamp++;
    const table = { r: new Uint8Array(256), g: new Uint8Array(256), b: new Uint8Array(256) };
    const set = (i: number, [r, g, b]: Rgb): void => {
      table.r[i] = r;
      table.g[i] = g;
      table.b[i] = b;
    };
    const { categories } = this.data.scheme;
    categories.forEach((category, i) => {
      const own = palette.of(category);
      set(i, highlighted >= 0 && highlighted !== i ? mix(own, palette.ground, 0.82) : own);
    });
    set(HEADER, palette.header);
    set(TAIL, palette.tail);
    set(NONE, palette.ground);
    this.colours = table;
  }

  static levelFor(pixelsPerPool: number): number {
    let level = COARSEST;
    while (level < pixelsPerPool && level < FINEST) level *= 2;
    return level;
  }

  /** The best picture there is of an arena; `fresh` says whether it is the right one. */
  get(arena: number, level: number): { readonly image: ArenaImage | undefined; readonly fresh: boolean } {
    const image = this.images.get(arena);
    if (image) image.used = ++this.clock;
    return { image, fresh: image?.level === level && image.stamp === this.stampOf(arena) };
  }

  private stampOf(arena: number): string {
    return `${this.stamp} ${this.data.scheme.colouring} ${this.data.arena(arena) ? 1 : 0} ${this.data.scheme.categories.length}`;
  }

  /** Makes an arena's picture. */
  make(arena: number, level: number): ArenaImage {
    const old = this.images.get(arena);
    const size = ARENA_SIDE * level;
    const canvas = old?.level === level ? old.canvas : document.createElement('canvas');
    canvas.width = size;
    canvas.height = size;
    const context = canvas.getContext('2d')!;
    const picture = context.createImageData(size, size);
    this.paint(arena, level, picture);
    context.putImageData(picture, 0, 0);
    const image = { canvas, level, stamp: this.stampOf(arena), used: ++this.clock };
    if (old) this.pixels -= (ARENA_SIDE * old.level) ** 2;
    this.pixels += size * size;
    this.images.set(arena, image);
    this.forget(arena);
    return image;
  }

  private forget(keep: number): void {
    while (this.pixels > MOST_PIXELS && this.images.size > 1) {
      let oldest = -1;
      for (const [arena, image] of this.images)
        if (arena !== keep && (oldest < 0 || image.used < this.images.get(oldest)!.used)) oldest = arena;
      if (oldest < 0) return;
      this.pixels -= (ARENA_SIDE * this.images.get(oldest)!.level) ** 2;
      this.images.delete(oldest);
    }
  }

  private paint(arena: number, level: number, picture: ImageData): void {
    const { layout, map } = this.data;
    const { firstPool, pools, poolsTotal } = map.arenas[arena]!;
    const side = level <= 4 ? Math.max(1, level - 1) : Math.floor((level * layout.side) / layout.pitch);
    const blocks = this.data.arena(arena);
    const across = layout.side / GRAIN;
    const down = map.poolBytes / layout.side;
    const grains = new Uint8Array(across * down);
    const size = ARENA_SIDE * level;
    for (let slot = 0; slot < poolsTotal; slot++) {
      const left = (slot % ARENA_SIDE) * level;
      const top = Math.floor(slot / ARENA_SIDE) * level;
      const pool = firstPool + slot;
      if (slot >= pools) {
        this.fill(picture, size, left, top, side, mix(this.palette.ground, this.palette.text, 0.05));
        continue;
      }
      if (!blocks || map.poolClass[pool] === NO_CLASS) {
        this.fill(picture, size, left, top, side, this.coarse(pool));
        continue;
      }
      grainsOf(layout, pool, blocks.categories, blocks.first[slot]!, grains);
      this.sample(picture, size, left, top, side, grains, across, down);
    }
  }

  /** The colour of a pool whose blocks are not known yet: by how full it is. */
  private coarse(pool: number): Rgb {
    const { map, scheme } = this.data;
    if (map.poolClass[pool] === NO_CLASS) return this.palette.tail;
    const { categories } = scheme;
    const free = this.palette.of(categories[0]!);
    const sizeClass = scheme.colouring === 'sizeClass' ? 6 + map.poolClass[pool]! : 3;
    const used = this.palette.of(categories[sizeClass] ?? categories[3]!);
    return mix(free, used, map.poolUsed[pool]! / Math.max(1, map.poolCapacity[pool]!));
  }

  private fill(picture: ImageData, stride: number, left: number, top: number, side: number, [r, g, b]: Rgb): void {
    const points = new Uint32Array(picture.data.buffer);
    const value = (255 << 24) | (b << 16) | (g << 8) | r;
    for (let y = top; y < top + side; y++) points.fill(value, y * stride + left, y * stride + left + side);
  }

  /** Grains brought to the size of the picture: each of its points is the mean of those that it covers. */
  private sample(
    picture: ImageData,
    stride: number,
    left: number,
    top: number,
    side: number,
    grains: Uint8Array,
    across: number,
    down: number,
  ): void {
    const { r, g, b } = this.colours!;
    const points = new Uint32Array(picture.data.buffer);
    for (let y = 0; y < side; y++) {
      const y0 = Math.floor((y * down) / side);
      const y1 = Math.max(y0 + 1, Math.floor(((y + 1) * down) / side));
      let at = (top + y) * stride + left;
      for (let x = 0; x < side; x++) {
        const x0 = Math.floor((x * across) / side);
        const x1 = Math.max(x0 + 1, Math.floor(((x + 1) * across) / side));
        let red = 0;
        let green = 0;
        let blue = 0;
        for (let gy = y0; gy < y1; gy++)
          for (let gx = x0; gx < x1; gx++) {
            const grain = grains[gy * across + gx]!;
            red += r[grain]!;
            green += g[grain]!;
            blue += b[grain]!;
          }
        const n = (y1 - y0) * (x1 - x0);
        points[at++] = (255 << 24) | ((blue / n) << 16) | ((green / n) << 8) | (red / n);
      }
    }
  }
}

/** Writes for each grain of a pool the category of the block that it belongs to. */
function grainsOf(layout: MapLayout, pool: number, categories: Uint8Array, first: number, grains: Uint8Array): void {
  const header = POOL_HEADER_BYTES / GRAIN;
  const each = layout.blockBytes(pool) / GRAIN;
  const capacity = layout.map.poolCapacity[pool]!;
  grains.fill(HEADER, 0, header);
  let at = header;
  for (let i = 0; i < capacity; i++) {
    grains.fill(categories[first + i]!, at, at + each);
    at += each;
  }
  grains.fill(TAIL, at);
}
