import { expect, test } from 'vitest';
import { growthView } from '../../../src/present/panel/growthView.js';
import { CURVE } from '../../../src/present/panel/timelineView.js';
import { english } from '../../../src/present/say.js';
import { open } from '../trace/run.js';

const ports = { shouldStop: () => undefined };

function viewOf(text: string) {
  const growth = open(text).growth(null, ports)!;
  return { growth, view: growthView(growth, english) };
}

/** The corners of a path of `M x y`, `H x` and `V y`. */
function corners(path: string): readonly (readonly [number, number])[] {
  let at: readonly [number, number] = [0, 0];
  return [...path.matchAll(/([MHV]) ([\d.]+)(?: ([\d.]+))?/g)].map(([, verb, a, b]) => {
    if (verb === 'M') at = [Number(a), Number(b)];
    else at = verb === 'H' ? [Number(a), at[1]] : [at[0], Number(a)];
    return at;
  });
}

test('a curve rises with what was asked for, and stays to the end of the run', () => {
  const { growth, view } = viewOf('x = []\nfor i in range(9):\n    x.append(i)\nfor i in range(30):\n    pass\n');
  const [curve] = view.curves;
  expect(curve).toMatchObject({ name: 'list x', line: 1, top: '128 bytes' });
  const allocated = corners(curve!.allocated);
  expect(allocated.at(0)![1]).toBe(CURVE.height);
  expect(allocated.at(-1)).toEqual([CURVE.width, CURVE.height]);
  // The ground, nothing asked for, and 4, 8, 16 places.
  const levels = [...new Set(allocated.map(([, y]) => y))];
  expect(levels).toHaveLength(5);
  expect(Math.min(...levels)).toBeCloseTo(3, 0);
  // What is used lies never above what was asked for.
  const { points } = growth.series[0]!;
  expect(points.every((p) => p.usedBytes <= p.allocatedBytes)).toBe(true);
  expect(Math.min(...corners(curve!.used).map(([, y]) => y))).toBeGreaterThan(Math.min(...levels));
});

test('a curve ends where its object died', () => {
  const text =
    'def f():\n    x = []\n    for i in range(9):\n        x.append(i)\nf()\nfor i in range(60):\n    pass\n';
  const { growth, view } = viewOf(text);
  const { diedStep } = growth.series[0]!;
  expect(diedStep).toBeLessThan(growth.steps / 3);
  const [x, y] = corners(view.curves[0]!.allocated).at(-1)!;
  expect(x).toBeCloseTo((diedStep! / growth.steps) * CURVE.width, 0);
  expect(y).toBe(CURVE.height);
});

test('the steps as text', () => {
  const { view } = viewOf('x = []\nfor i in range(9):\n    x.append(i)\n');
  expect(view.headings).toEqual(['Line', 'Used', 'Fits']);
  expect(view.curves[0]!.steps).toEqual([
    ['3', '1', '4'],
    ['3', '5', '8'],
    ['3', '9', '16'],
  ]);
});
