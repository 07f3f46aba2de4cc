// What was asked for an object, beside the block that it got.
import { expect, test } from 'vitest';
import { PYTHON_VERSIONS } from '../../../src/protocol/run.js';
import { open } from './run.js';

test.each(PYTHON_VERSIONS)('an instance has room for its own attributes since 3.13: %s', (python) => {
  const run = open('class A: pass\na = A()\na.x = 1\n', { python });
  const place = run.object({ kind: 'name', name: 'a' })!.place;
  expect(place.kind).toBe('pool');
  if (place.kind !== 'pool') return;
  expect(place.blockBytes - place.requestedBytes).toBeLessThan(16);
  expect(place.requestedBytes > 100).toBe(Number(python.split('.')[1]) >= 13);
});
