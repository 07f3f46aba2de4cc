/** Paints what a camera sees of the heap: arenas from afar, blocks from nearer, the fields of objects from close by. */
import { type FieldView, fieldsOf } from '../../../present/panel/map/fields.js';
import type { Place, Rect } from '../../../present/panel/map/layout.js';
import { ROW } from '../../../present/panel/map/layout.js';
import { arenaWords, poolWords } from '../../../present/panel/map/words.js';
import type { Say } from '../../../present/say.js';
import { formatAddress } from '../../../protocol/address.js';
import { BLOCK_STATES, NO_CLASS } from '../../../protocol/memoryMap.js';
import { POOL_HEADER_BYTES } from '../../../spec/mallocStats.js';
import type { MapData } from './data.js';
import { ArenaImages } from './images.js';
import { type MapPalette, mix, type Rgb, readable } from './palette.js';
import type { Surface } from './surface.js';

/** Where the map is looked at: the world's point in the upper left corner, and pixels for one world unit. */
export interface Camera {
  x: number;
  y: number;
  scale: number;
}

export interface Shown {
  readonly data: MapData;
  readonly palette: MapPalette;
  readonly images: ArenaImages;
  readonly say: Say;
  /** The category that stands out, or -1. */
  readonly highlighted: number;
  readonly selected: Place | null;
  /** Free blocks are joined in the order in which they are handed out. */
  readonly freeOrder: boolean;
}

/** A pool is drawn block by block from so many pixels on. */
const BLOCKS_FROM = 200;
/** Blocks have their own shapes from so many pixels of height on. */
const SHAPES_FROM = 7;
/** Fields are drawn from so many pixels for a row of eight bytes on. */
const FIELDS_FROM = 11;

const FREED = BLOCK_STATES.indexOf('freed');
const UNTOUCHED = BLOCK_STATES.indexOf('untouched');
const DATA = BLOCK_STATES.indexOf('data');
const GARBAGE = BLOCK_STATES.indexOf('garbage');

export class Painter {
  private colours: Rgb[] = [];
  /** Milliseconds that may still be spent on pictures of arenas; Infinity in a file. */
  private budget = 0;
  /** Something is to be drawn better in the next frame. */
  unfinished = false;

  constructor(
    private readonly shown: Shown,
    private readonly camera: Camera,
    private readonly width: number,
    private readonly height: number,
    private readonly ratio: number,
  ) {
    const { palette, data, highlighted } = shown;
    this.colours = data.scheme.categories.map((category, i) => {
      const own = palette.of(category);
      return highlighted >= 0 && highlighted !== i ? mix(own, palette.ground, 0.82) : own;
    });
  }

  /** Draws all that is in sight; pictures of arenas are made until the milliseconds are used up. */
  paint(surface: Surface, budget: number): void {
    this.budget = performance.now() + budget;
    const { data, palette } = this.shown;
    surface.fill(0, 0, this.width, this.height, palette.ground);
    const poolPixels = data.layout.side * this.camera.scale;
    const arenas = data.layout.arenasIn(this.view());
    for (const arena of arenas) {
      if (poolPixels < BLOCKS_FROM || !data.arena(arena)) this.arenaImage(surface, arena);
      else this.arenaBlocks(surface, arena);
      this.arenaTitle(surface, arena);
    }
    this.system(surface);
    if (this.shown.selected) this.selection(surface, this.shown.selected);
  }

  view(): Rect {
    const { x, y, scale } = this.camera;
    return { x, y, width: this.width / scale, height: this.height / scale };
  }

  private sx(x: number): number {
    return (x - this.camera.x) * this.camera.scale;
  }

  private sy(y: number): number {
    return (y - this.camera.y) * this.camera.scale;
  }

  private arenaImage(surface: Surface, arena: number): void {
    const { data, images } = this.shown;
    const { layout } = data;
    const rect = layout.arenaRect(arena);
    const { scale } = this.camera;
    const level = ArenaImages.levelFor(layout.pitch * scale * this.ratio);
    let { image, fresh } = images.get(arena, level);
    if (!fresh) {
      if (!image || performance.now() < this.budget) image = images.make(arena, level);
      else this.unfinished = true;
    }
    const size = 8 * layout.pitch * scale;
    surface.image(
      image!.canvas,
      this.sx(rect.x),
      this.sy(rect.y),
      size,
      size,
      image!.level > layout.pitch * scale * 0.9,
    );
  }

  private arenaTitle(surface: Surface, arena: number): void {
    const { data, palette, say } = this.shown;
    const rect = data.layout.arenaRect(arena);
    const width = rect.width * this.camera.scale;
    if (width < 110) return;
    const { address } = data.map.arenas[arena]!;
    const size = width < 220 ? 10 : 12;
    const x = Math.max(this.sx(rect.x), 4);
    const room = Math.min(this.sx(rect.x) + width, this.width) - x;
    const lift =
      data.layout.side * this.camera.scale >= BLOCKS_FROM ? data.layout.pitch * this.camera.scale * 0.09 + 22 : 11;
    const title = `${formatAddress(data.addressBase, address)} · ${arenaWords(data.map, arena, say)}`;
    surface.text(title, x, this.sy(rect.y) - lift, size, palette.quiet, { width: room });
  }

  private arenaBlocks(surface: Surface, arena: number): void {
    const { data, palette } = this.shown;
    const { layout, map } = data;
    const { firstPool, pools, poolsTotal } = map.arenas[arena]!;
    const { scale } = this.camera;
    const side = layout.side * scale;
    for (let slot = 0; slot < poolsTotal; slot++) {
      const square = layout.slotRect(arena, slot);
      const x = this.sx(square.x);
      const y = this.sy(square.y);
      if (x > this.width || y > this.height || x + side < 0 || y + side < 0) continue;
      const pool = firstPool + slot;
      if (slot >= pools || map.poolClass[pool] === NO_CLASS) {
        surface.outline(x + 0.5, y + 0.5, side - 1, side - 1, palette.line, 1);
        continue;
      }
      this.pool(surface, arena, pool, slot, x, y);
    }
  }

  /** One pool block by block; `left` and `top` in pixels. */
  private pool(surface: Surface, arena: number, pool: number, slot: number, left: number, top: number): void {
    const { data, palette, say } = this.shown;
    const { layout, map } = data;
    const { scale } = this.camera;
    const blocks = data.arena(arena)!;
    const first = blocks.first[slot]!;
    const { side } = layout;
    const bytes = layout.blockBytes(pool);
    const rowPixels = ROW * scale;
    surface.fill(left, top, side * scale, side * scale, mix(palette.ground, palette.text, 0.04));
    surface.fill(left, top + 0.5, POOL_HEADER_BYTES * scale, rowPixels - 1, palette.header);
    // Rows in sight, and the blocks that stand in them.
    const firstRow = Math.max(0, Math.floor(-top / rowPixels));
    const lastRow = Math.min(side / ROW - 1, Math.floor((this.height - top) / rowPixels));
    const capacity = map.poolCapacity[pool]!;
    const from = Math.max(0, Math.floor((firstRow * side - POOL_HEADER_BYTES) / bytes));
    const to = Math.min(capacity, Math.ceil(((lastRow + 1) * side - POOL_HEADER_BYTES) / bytes));
    for (let i = from; i < to; i++) {
      const start = POOL_HEADER_BYTES + i * bytes;
      const end = start + bytes;
      for (let at = start; at < end; ) {
        const row = Math.floor(at / side);
        const stop = Math.min(end, (row + 1) * side);
        const x = left + (at - row * side) * scale;
        const width = (stop - at) * scale;
        if (row >= firstRow && row <= lastRow && x < this.width && x + width > 0)
          this.block(surface, x, top + row * rowPixels, width, rowPixels, {
            pool,
            i,
            first,
            at: at - start,
            stop: stop - start,
          });
        at = stop;
      }
    }
    const end = POOL_HEADER_BYTES + capacity * bytes;
    for (const rect of layout.poolBytesRects(pool, end, map.poolBytes))
      surface.fill(this.sx(rect.x), this.sy(rect.y) + 0.5, rect.width * scale, rowPixels - 1, palette.tail);
    const gap = (layout.pitch - side) * scale;
    if (gap >= 11) {
      const words = `${poolWords(map, pool, say)} · ${formatAddress(data.addressBase, map.poolAddress[pool]!)}`;
      surface.text(words, left + 1, top - gap / 2, Math.min(12, gap * 0.8), palette.quiet, { width: side * scale - 4 });
    }
    if (this.shown.freeOrder && rowPixels > 6) this.freeList(surface, pool, first);
  }

  /** A part of a block, in one row. */
  private block(
    surface: Surface,
    x: number,
    y: number,
    width: number,
    height: number,
    which: { pool: number; i: number; first: number; at: number; stop: number },
  ): void {
    const { data, palette } = this.shown;
    const { layout } = data;
    const arena = data.arena(layout.arenaOfPool(which.pool))!;
    const number = which.first + which.i;
    const color = this.colours[arena.categories[number]!]!;
    const state = arena.columns.state[number]!;
    const gap = width > 6 ? 1 : width > 3 ? 0.5 : 0.25;
    const w = Math.max(0.5, width - gap);
    if (height < SHAPES_FROM) {
      surface.fill(x, y + 0.25, w, height - 0.5, color);
      return;
    }
    const h = height - 1.5;
    const top = y + 0.75;
    if (state === UNTOUCHED) {
      surface.fill(x, top + h - 1, w, 1, color);
      return;
    }
    if (state === FREED) {
      surface.outline(x + 0.5, top + 0.5, Math.max(0.5, w - 1), h - 1, color, 1);
      const order = arena.columns.freeOrder[number]!;
      if (order > 0 && height > 16 && w > 14)
        surface.text(String(order), x + w / 2, top + h / 2, Math.min(12, height * 0.4), palette.quiet, {
          width: w,
          align: 'center',
        });
      return;
    }
    const cell = height / Math.min(8, Math.max(1, Math.ceil((which.stop - which.at) / 8)));
    if (cell >= FIELDS_FROM && w > 70) {
      this.fields(surface, x, top, w, h, color, which);
      return;
    }
    surface.fill(x, top, w, h, color);
    if (state === DATA) surface.fill(x, top + h / 2 - 0.6, w, 1.2, palette.ground);
    if (state === GARBAGE) this.hatch(surface, x, top, w, h);
    const bytes = layout.blockBytes(which.pool);
    const asked = arena.columns.asked[number]!;
    if (asked > 0 && asked < bytes && asked < which.stop) {
      // What rounding costs, at the block's end.
      const lost = Math.max(asked, which.at);
      const from = x + (lost - which.at) * this.camera.scale;
      if (x + w - from >= 1.5)
        surface.fill(from, top + h - Math.max(2, h * 0.22), x + w - from, Math.max(2, h * 0.22), palette.ground);
    }
    if (which.at === 0 && height > 15 && w > 26) {
      const type = arena.columns.types[arena.columns.type[number]!]!;
      const size = Math.min(12, height * 0.5);
      surface.text(type, x + 4, top + h * (state === DATA ? 0.27 : 0.5), size, readable(color), { width: w - 6 });
    }
  }

  private hatch(surface: Surface, x: number, y: number, width: number, height: number): void {
    const step = Math.max(4, height / 4);
    for (let at = x + step / 2; at < x + width + height; at += step) {
      const x0 = Math.min(at, x + width);
      const y0 = y + (at - x0);
      const x1 = Math.max(x, at - height);
      const y1 = y + (at - x1);
      if (y0 <= y + height) surface.line([x0, y0, x1, Math.min(y + height, y1)], this.shown.palette.ground, 1);
    }
  }

  /** The bytes of a part of a block as fields: columns of eight words each, read downwards. */
  private fields(
    surface: Surface,
    x: number,
    y: number,
    width: number,
    height: number,
    color: Rgb,
    which: { pool: number; i: number; at: number; stop: number },
  ): void {
    const { data, palette } = this.shown;
    const ground = mix(palette.ground, color, 0.16);
    surface.fill(x, y, width, height, ground);
    surface.fill(x, y, 3, height, color);
    const fields = fieldsOfBlock(data, which.pool, which.i, this.shown.say);
    if (!fields) return;
    this.cells(surface, x + 3, y, width - 3, height, fields, which);
  }

  private cells(
    surface: Surface,
    x: number,
    y: number,
    width: number,
    height: number,
    fields: readonly FieldView[],
    part: { at: number; stop: number },
  ): void {
    const { palette, data } = this.shown;
    const words = Math.ceil((part.stop - part.at) / 8);
    const columns = Math.ceil(words / 8);
    const rows = Math.ceil(words / columns);
    const cellWidth = width / columns;
    const cellHeight = height / rows;
    const size = Math.max(8.5, Math.min(13, cellHeight * 0.48));
    for (const field of fields) {
      if (field.offset < part.at || field.offset >= part.stop) continue;
      const word = Math.floor((field.offset - part.at) / 8);
      const half = field.bytes === 4 ? 0.5 : 1;
      const left = x + Math.floor(word / rows) * cellWidth + (field.offset % 8 === 4 && half < 1 ? cellWidth / 2 : 0);
      const top = y + (word % rows) * cellHeight;
      const down = Math.min(rows - (word % rows), Math.max(1, Math.ceil(field.bytes / 8)));
      const w = cellWidth * half;
      const h = cellHeight * down;
      if (top > this.height || left > this.width || top + h < 0 || left + w < 0) continue;
      surface.fill(left, top + h - 0.5, w, 0.5, palette.line);
      const target =
        field.name === 'ob_type'
          ? field.value.slice(field.value.indexOf(' ') + 1)
          : field.target === undefined
            ? ''
            : targetName(data, field.target);
      const value = target === '' ? field.value : `→ ${target}`;
      const nameWidth = Math.min(w * 0.55, field.name.length * size * 0.62 + 10);
      surface.text(field.name, left + 6, top + h / 2, size, palette.quiet, { width: nameWidth, mono: true });
      surface.text(value, left + nameWidth + 6, top + h / 2, size, palette.text, {
        width: w - nameWidth - 10,
        mono: true,
      });
    }
  }

  private freeList(surface: Surface, pool: number, first: number): void {
    const { data, palette } = this.shown;
    const known = data.blocksOf(pool)!;
    const ordered: number[] = [];
    for (let i = 0; i < data.map.poolCapacity[pool]!; i++) {
      const order = known.columns.freeOrder[first + i]!;
      if (order > 0) ordered[order - 1] = i;
    }
    const points: number[] = [];
    for (const i of ordered) {
      const [rect] = data.layout.blockRects(pool, i);
      points.push(this.sx(rect!.x + rect!.width / 2), this.sy(rect!.y + rect!.height / 2));
    }
    if (points.length >= 4) surface.line(points, palette.focus, 1.25);
    if (points.length >= 2) surface.fill(points[0]! - 12, points[1]! - 2.5, 5, 5, palette.focus);
  }

  private system(surface: Surface): void {
    const { data, palette, say } = this.shown;
    const { layout, map } = data;
    if (layout.systemColumns === 0) return;
    const { scale } = this.camera;
    const left = this.sx(layout.systemX);
    if (left > this.width) return;
    const top = this.sy(layout.arenaRect(0).y);
    if (layout.side * layout.systemColumns * scale > 60)
      surface.text(say('System heap'), Math.max(4, left), top - 11, 12, palette.quiet, { width: this.width - left });
    const rowPixels = ROW * scale;
    for (let column = 0; column < layout.systemColumns; column++) {
      const x = this.sx(layout.systemX + column * layout.pitch);
      if (x > this.width || x + layout.side * scale < 0) continue;
      const begin = column * layout.rowsPerColumn;
      const firstRow = begin + Math.max(0, Math.floor(-top / rowPixels));
      const lastRow = begin + Math.min(layout.rowsPerColumn - 1, Math.floor((this.height - top) / rowPixels));
      if (rowPixels < 1.5) this.systemStrip(surface, x, top, begin, firstRow, lastRow);
      else
        for (let row = firstRow; row <= lastRow; ) {
          const index = layout.systemAtRow(row);
          if (index < 0) break;
          for (const rect of layout.systemRects(index)) this.systemPart(surface, index, rect, map.systemBytes[index]!);
          row = layout.systemRows[index + 1]!;
        }
    }
  }

  /** A column from afar: a line of pixels for what stands there. */
  private systemStrip(
    surface: Surface,
    x: number,
    top: number,
    begin: number,
    firstRow: number,
    lastRow: number,
  ): void {
    const { data } = this.shown;
    const { layout } = data;
    const { scale } = this.camera;
    const rowPixels = ROW * scale;
    for (let row = firstRow; row <= lastRow; ) {
      const index = layout.systemAtRow(row);
      if (index < 0) return;
      const end = Math.min(lastRow + 1, Math.max(layout.systemRows[index + 1]!, row + Math.ceil(1 / rowPixels)));
      const y = top + (row - begin) * rowPixels;
      surface.fill(
        x,
        y,
        layout.side * scale,
        Math.max(0.6, (end - row) * rowPixels - 0.3),
        this.colours[data.systemCategory(index)]!,
      );
      row = end;
    }
  }

  private systemPart(surface: Surface, index: number, rect: Rect, bytes: number): void {
    const { data, palette } = this.shown;
    const { scale } = this.camera;
    const x = this.sx(rect.x);
    const y = this.sy(rect.y);
    const width = rect.width * scale;
    const height = rect.height * scale;
    if (y > this.height || y + height < 0 || x > this.width || x + width < 0) return;
    const color = this.colours[data.systemCategory(index)]!;
    const gap = height > 6 ? 1 : 0.3;
    surface.fill(x, y + gap / 2, width, height - gap, color);
    if (!data.system || rect.width < data.layout.side) return;
    const state = data.system.state[index]!;
    if (state === DATA && height > 8 && height < 40) surface.fill(x, y + height / 2 - 0.6, width, 1.2, palette.ground);
    if (height < 15 || width < 60) return;
    const type = data.system.types[data.system.type[index]!]!;
    const size = Math.min(12, height * 0.5);
    const words = `${type} · ${bytes}`;
    surface.text(
      words,
      Math.max(x, 0) + 5,
      Math.max(y, 0) + Math.min(height * (state === DATA ? 0.25 : 0.5), 14),
      size,
      readable(color),
      {
        width: width - 8,
      },
    );
  }

  private selection(surface: Surface, place: Place): void {
    const { data, palette } = this.shown;
    const rects =
      place.kind === 'block'
        ? data.layout.blockRects(place.pool, place.index)
        : place.kind === 'system'
          ? data.layout.systemRects(place.index)
          : [data.layout.around(place)];
    for (const rect of rects) {
      const x = this.sx(rect.x);
      const y = this.sy(rect.y);
      const w = Math.max(3, rect.width * this.camera.scale);
      const h = Math.max(3, rect.height * this.camera.scale);
      if (x > this.width || y > this.height || x + w < 0 || y + h < 0) continue;
      surface.outline(x - 2, y - 2, w + 4, h + 4, palette.ground, 3);
      surface.outline(x - 2, y - 2, w + 4, h + 4, palette.focus, 2);
    }
    const [first] = rects;
    if (!first || first.width * this.camera.scale > 16) return;
    // From afar the block is a dot: a ring around it can be found.
    const x = this.sx(first.x + first.width / 2);
    const y = this.sy(first.y + first.height / 2);
    surface.outline(x - 12, y - 12, 24, 24, palette.focus, 1.5);
  }
}

/** The fields of a block; undefined while its bytes are on their way. */
export function fieldsOfBlock(data: MapData, pool: number, index: number, say: Say): readonly FieldView[] | undefined {
  const bytes = data.bytesOfPool(pool);
  const known = data.blocksOf(pool);
  if (!bytes || !known) return undefined;
  const { layout } = data;
  const address = layout.blockAddress(pool, index);
  const start = address - data.map.poolAddress[pool]!;
  const number = known.first + index;
  const { columns } = known;
  return fieldsOf(
    {
      address,
      bytes: bytes.subarray(start, start + layout.blockBytes(pool)),
      owner: columns.owner[number]!,
      type: columns.types[columns.type[number]!]!,
      isObject: columns.owner[number]! > 0 && columns.state[number] !== DATA,
    },
    { addressBase: data.addressBase, minor: data.minor, say },
  );
}

/** The type of the object at an address, where the map knows it. */
function targetName(data: MapData, address: number): string {
  const place = data.layout.placeOf(address);
  if (place?.kind !== 'block' && place?.kind !== 'system') return '';
  const known = place.kind === 'block' ? data.blocksOf(place.pool) : data.system && { columns: data.system, first: 0 };
  if (!known) return '';
  const number = known.first + place.index;
  const type = known.columns.types[known.columns.type[number]!]!;
  if (known.columns.state[number] === DATA) return '';
  return known.columns.owner[number] === address ? type : '';
}
