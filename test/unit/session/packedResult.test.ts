import { expect, it } from 'vitest';
import type { ExploreResult, LineAnnotation } from '../../../src/protocol/run.js';
import { annotationOf, linesBetween, packResult, unpackResult } from '../../../src/session/packedResult.js';
import { cycleRun } from '../present/cycleRun.js';

function longRun(lines: number): ExploreResult {
  const run = cycleRun();
  const line = run.files[0]!.lines[0]!;
  const many: LineAnnotation[] = Array.from({ length: lines }, (_, i) => ({ ...line, line: 2 * i + 1 }));
  return { ...run, files: [{ path: 'long.py', lines: many }, ...run.files.slice(1)] };
}

it('gives a short result back as it was, with nothing to hand over', () => {
  const result = cycleRun();
  const { packed, transfer } = packResult(result);
  expect(transfer).toEqual([]);
  expect(JSON.parse(JSON.stringify(unpackResult(structuredClone(packed))))).toEqual(JSON.parse(JSON.stringify(result)));
});

it('gives a long result back as it was, also to copies', () => {
  const result = longRun(3000);
  const { packed, transfer } = packResult(result);
  expect(transfer).toHaveLength(6);
  const back = unpackResult(structuredClone(packed, { transfer }));
  expect(JSON.parse(JSON.stringify(back))).toEqual(JSON.parse(JSON.stringify(result)));
  expect(structuredClone({ ...back })).toEqual(structuredClone({ ...back }));
  expect(back.picture).toEqual(result.picture);
});

it('finds the annotations of some lines, packed or not', () => {
  const result = longRun(3000);
  const back = unpackResult(packResult(result).packed);
  for (const file of [result.files[0], back.files[0]]) {
    expect(linesBetween(file, 998, 1004).map(({ line }) => line)).toEqual([999, 1001, 1003]);
    expect(annotationOf(file, 5999)?.line).toBe(5999);
    expect(annotationOf(file, 6000)).toBeUndefined();
  }
  expect(linesBetween(undefined, 1, 10)).toEqual([]);
});
