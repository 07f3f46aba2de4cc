// The answer to "why is it alive": for the names of every example, at its end and in its middle.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Moment } from '../../../src/protocol/position.js';
import type { PythonVersion } from '../../../src/protocol/run.js';
import { open } from './run.js';

const examples = path.resolve(import.meta.dirname, '../../../examples');
/** Names of a frame that are asked for: each answer runs the program once more. */
const NAMES = 6;
const files = fs.readdirSync(examples).filter((file) => file.endsWith('.py'));

function check(text: string, python: PythonVersion, at: Moment): void {
  const run = open(text, { python, at });
  for (const frame of run.result.picture?.frames ?? []) {
    for (const { name } of frame.names.slice(0, NAMES)) {
      const why = run.why({ kind: 'name', name, scope: frame.scope });
      if (why === null) throw new Error(`${name} is not found.`);
      const { detail, paths, retained, unbinding } = why;
      if (detail.marks.includes('immortal') || detail.marks.includes('static') || detail.holdersCut) continue;
      const sum = detail.holders.reduce((n, h) => n + h.times, 0);
      expect([name, sum]).toEqual([name, detail.count]);
      // What is older than the program is the interpreter's: no way to it is told.
      if (detail.bornLine === undefined) continue;
      expect([name, paths.length > 0]).toEqual([name, true]);
      for (const way of paths) expect(way.at(-1)!.object.address).toBe(detail.address);
      // With one reference it dies when its name goes, and all that only it keeps alive with it.
      if (detail.count !== 1 || unbinding === undefined) continue;
      expect([name, unbinding.dies.objectsTotal + unbinding.waits.objectsTotal]).toEqual([
        name,
        retained.objectsTotal + 1,
      ]);
    }
  }
}

const moments: readonly (readonly [PythonVersion, Moment])[] = [
  ['3.8', { kind: 'step', step: 20 }],
  ['3.12', { kind: 'end' }],
];

describe.each(moments)('ledgers sum to the count, Python %s', (python, at) => {
  test.each(files)('%s', { timeout: 60_000 }, (file) => {
    check(fs.readFileSync(path.join(examples, file), 'utf8'), python, at);
  });
});
