/** Paints pools and the legend's swatches: each state has its own shape as well as its own colour. */

import { type Box, type BoxKind, poolBoxes, poolSize, type Scale } from '../present/panel/poolBoxes.js';
import type { Pool } from '../protocol/heap.js';

export type Palette = Readonly<Record<BoxKind | 'ground', string>>;

/** The theme's colours; read again when the theme changes. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim() || '#888';
  return {
    tracked: read('--block-tracked'),
    object: read('--block-object'),
    data: read('--block-data'),
    garbage: read('--block-garbage'),
    freed: read('--block-freed'),
    untouched: read('--block-untouched'),
    header: read('--block-header'),
    tail: read('--block-tail'),
    ground: read('--pool-ground'),
  };
}

/** Rows of 1 KiB for pools of 16 KiB, of 512 bytes for pools of 4 KiB: both are 213 pixels wide. */
export function scaleFor(poolBytes: number): Scale {
  return poolBytes > 4096
    ? { bytesPerRow: 1024, pixelsPerByte: 0.208, rowHeight: 8 }
    : { bytesPerRow: 512, pixelsPerByte: 0.416, rowHeight: 10 };
}

function paintBox(c: CanvasRenderingContext2D, box: Box, palette: Palette): void {
  const gap = box.width >= 6 ? 1 : 0.6;
  const x = box.x + gap / 2;
  const y = box.y + 0.75;
  const width = Math.max(0.8, box.width - gap);
  const height = box.height - 1.5;
  const color = palette[box.kind];
  c.fillStyle = color;
  c.strokeStyle = color;
  switch (box.kind) {
    case 'freed':
      c.lineWidth = 1;
      c.strokeRect(x + 0.5, y + 0.5, Math.max(0.5, width - 1), height - 1);
      return;
    case 'untouched':
      c.fillRect(x, y + height - 1, width, 1);
      return;
    case 'tail':
    case 'header':
      c.fillRect(x, y, width, height);
      return;
    case 'data':
      c.fillRect(x, y, width, height);
      c.fillStyle = palette.ground;
      c.fillRect(x, y + height / 2 - 0.6, width, 1.2);
      return;
    case 'garbage':
      c.fillRect(x, y, width, height);
      c.save();
      c.beginPath();
      c.rect(x, y, width, height);
      c.clip();
      c.strokeStyle = palette.ground;
      c.lineWidth = 1.2;
      c.beginPath();
      for (let at = x - height; at < x + width; at += 5) {
        c.moveTo(at, y + height);
        c.lineTo(at + height, y);
      }
      c.stroke();
      c.restore();
      return;
    case 'object':
      c.beginPath();
      c.roundRect(x, y, width, height, Math.min(3, width / 2));
      c.fill();
      return;
    case 'tracked':
      c.fillRect(x, y, width, height);
      return;
  }
}

function prepare(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.ceil(width * ratio);
  canvas.height = Math.ceil(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

export function paintPool(canvas: HTMLCanvasElement, pool: Pool, poolBytes: number, palette: Palette): void {
  const scale = scaleFor(poolBytes);
  const { width, height } = poolSize(poolBytes, scale);
  const context = prepare(canvas, width, height);
  if (!context) return;
  context.clearRect(0, 0, width, height);
  for (const box of poolBoxes(pool, poolBytes, scale)) paintBox(context, box, palette);
}

export function paintSwatch(canvas: HTMLCanvasElement, kind: BoxKind, palette: Palette): void {
  const context = prepare(canvas, 18, 10);
  if (context) paintBox(context, { x: 0, y: 0, width: 18, height: 10, kind, block: 0 }, palette);
}
