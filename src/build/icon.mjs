// Draws media/icon.png, the gallery's 128x128 icon, without any image library: `node src/build/icon.mjs`.
// An arena with its pools; two of the blocks hold each other in a cycle.
import fs from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { root } from './bundle.mjs';

const SIZE = 128;
const SAMPLES = 4; // along each axis of a pixel

const hex = (text) => [1, 3, 5].map((i) => Number.parseInt(text.slice(i, i + 2), 16));
const mix = (a, b, t) => a.map((v, i) => v + (b[i] - v) * t);

function inRound(x, y, left, top, width, height, radius) {
  const dx = Math.max(left + radius - x, x - (left + width - radius), 0);
  const dy = Math.max(top + radius - y, y - (top + height - radius), 0);
  return dx * dx + dy * dy <= radius * radius;
}

// Rows of blocks: x, width, colour, of one pool each.
const pools = [
  {
    top: 28,
    height: 20,
    blocks: [
      [20, 18, '#4a9bd1'],
      [41, 18, '#4a9bd1'],
      [62, 18, '#31425c'],
      [83, 25, '#4fb286'],
    ],
  },
  {
    top: 54,
    height: 20,
    blocks: [
      [20, 32, '#e2659c'],
      [55, 18, '#31425c'],
      [76, 32, '#e2659c'],
    ],
  },
  {
    top: 80,
    height: 20,
    blocks: [
      [20, 11, '#4fb286'],
      [34, 11, '#4fb286'],
      [48, 11, '#8e8bd8'],
      [62, 11, '#31425c'],
      [76, 32, '#31425c'],
    ],
  },
];

/** Distance from the two arcs that join the pink blocks; null outside their span. */
function arcDistance(x, y) {
  const at = (cx, cy, rx, ry, upper) => {
    const side = upper ? y <= cy : y >= cy;
    if (!side || Math.abs(x - cx) > rx) return 99;
    const r = Math.hypot((x - cx) / rx, (y - cy) / ry);
    return (Math.abs(r - 1) * Math.min(rx, ry)) / 1.05;
  };
  return Math.min(at(64, 57, 28, 15, true), at(64, 71, 28, 15, false));
}

function sample(x, y) {
  if (!inRound(x, y, 4, 4, 120, 120, 26)) return [0, 0, 0, 0];
  let colour = mix(hex('#1b2740'), hex('#0e1626'), (x + y) / (2 * SIZE));
  for (const { top, height, blocks } of pools)
    for (const [left, width, fill] of blocks)
      if (inRound(x, y, left, top, width, height, 4))
        colour = mix(hex(fill), [255, 255, 255], ((top + height - y) / height) * 0.14);
  const d = arcDistance(x, y);
  if (d < 3.6) colour = hex('#0e1626');
  if (d < 2) colour = hex('#ffd3e6');
  return [...colour, 255];
}

function crc(bytes) {
  let c = ~0;
  for (const byte of bytes) {
    c ^= byte;
    for (let i = 0; i < 8; i++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0);
  }
  return ~c >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc(body));
  return Buffer.concat([head, body, tail]);
}

const rows = [];
for (let y = 0; y < SIZE; y++) {
  rows.push(0); // no filter
  for (let x = 0; x < SIZE; x++) {
    const sum = [0, 0, 0, 0];
    for (let i = 0; i < SAMPLES * SAMPLES; i++) {
      const [r, g, b, a] = sample(x + ((i % SAMPLES) + 0.5) / SAMPLES, y + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES);
      const parts = [(r * a) / 255, (g * a) / 255, (b * a) / 255, a];
      for (let k = 0; k < 4; k++) sum[k] += parts[k];
    }
    const alpha = sum[3] / SAMPLES ** 2;
    for (let k = 0; k < 3; k++) rows.push(Math.round(alpha === 0 ? 0 : (sum[k] / sum[3]) * 255));
    rows.push(Math.round(alpha));
  }
}
const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
header.set([8, 6, 0, 0, 0], 8); // 8 bits, RGBA
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', header),
  chunk('IDAT', deflateSync(Buffer.from(rows), { level: 9 })),
  chunk('IEND', Buffer.alloc(0)),
]);
fs.writeFileSync(path.join(root, 'media/icon.png'), png);
