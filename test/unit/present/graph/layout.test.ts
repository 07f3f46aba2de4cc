import { expect, test } from 'vitest';
import { type Arrow, type Box, layoutGraph, type Placed } from '../../../../src/present/panel/graph/layout.js';

const box = (id: string, width = 80, height = 30): Box => ({ id, width, height });
const arrow = (from: string, to: string): Arrow => ({ id: `${from}>${to}`, from, to, labelWidth: 40 });

function overlaps(placed: Iterable<Placed>): string[] {
  const all = [...placed];
  return all.flatMap((a, i) =>
    all
      .slice(i + 1)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `${a.id} ${b.id}`),
  );
}

test('arrows lead to the right', () => {
  const { boxes } = layoutGraph([box('a'), box('b'), box('c')], [arrow('a', 'b'), arrow('b', 'c')]);
  expect(boxes.get('a')!.x).toBeLessThan(boxes.get('b')!.x);
  expect(boxes.get('b')!.x).toBeLessThan(boxes.get('c')!.x);
});

test('a cycle and an arrow to itself have ways of their own', () => {
  const arrows = [arrow('a', 'b'), arrow('b', 'a'), arrow('b', 'b')];
  const { arrows: placed } = layoutGraph([box('a'), box('b')], arrows);
  expect(new Set([...placed.values()].map((a) => a.path)).size).toBe(3);
});

test('what stays does not move; what is new finds a free place', () => {
  const before = layoutGraph([box('a'), box('b'), box('c')], [arrow('a', 'b'), arrow('a', 'c')]);
  const boxes = [box('a'), box('b'), box('c'), box('d'), box('e')];
  const now = layoutGraph(boxes, [arrow('a', 'b'), arrow('a', 'c'), arrow('a', 'd'), arrow('d', 'e')], before.boxes);
  for (const id of ['a', 'b', 'c']) expect(now.boxes.get(id)).toEqual(before.boxes.get(id));
  expect(overlaps(now.boxes.values())).toEqual([]);
});

test('many boxes are placed within a moment, without overlap', () => {
  const boxes = Array.from({ length: 400 }, (_, i) => box(`n${i}`));
  const arrows = boxes.slice(1).map((b, i) => arrow(`n${Math.floor(i / 3)}`, b.id));
  expect(overlaps(layoutGraph(boxes, arrows).boxes.values())).toEqual([]);
});
