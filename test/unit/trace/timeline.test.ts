import { expect, test } from 'vitest';
import { TIMELINE_SAMPLES } from '../../../src/protocol/timeline.js';
import { open } from './run.js';

const ports = { shouldStop: () => undefined };

test('a short run has a sample before each line, and one after the last', () => {
  const { samples, countsBlocks } = open('a = []\nb = [a] * 100\ndel b\n').timeline(ports)!;
  expect(countsBlocks).toBe(true);
  expect(samples.map(({ step, line }) => [step, line])).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 0],
  ]);
  expect(samples[2]!.allocated).toBeGreaterThanOrEqual(1);
  expect(samples[3]!.freed).toBeGreaterThanOrEqual(1);
  for (let i = 1; i < samples.length; i++)
    expect(samples[i]!.blocks - samples[i - 1]!.blocks).toBe(samples[i]!.allocated - samples[i]!.freed);
});

test('a long run has a bounded number of samples, and sees memory grow and go', () => {
  const run = open('kept = []\nfor i in range(20000):\n    kept.append([i])\ndel kept\nlast = 1\n');
  const { samples } = run.timeline(ports)!;
  expect(samples).toHaveLength(TIMELINE_SAMPLES);
  expect(samples[samples.length - 1]!.step).toBe(run.result.steps);
  const most = Math.max(...samples.map((s) => s.heldBytes));
  expect(most).toBeGreaterThan(samples[0]!.heldBytes + 400_000);
  expect(samples[samples.length - 1]!.heldBytes).toBeLessThan(most);
});

test('a program that traces its memory is not disturbed', () => {
  const run = open('import tracemalloc\ntracemalloc.start()\na = [0] * 1000\nprint(tracemalloc.is_tracing())\n');
  const timeline = run.timeline(ports)!;
  expect(timeline.countsBlocks).toBe(false);
  expect(run.result.output[0]!.text).toBe('True\n');
});
