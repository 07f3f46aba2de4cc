// The ledger of an object sums to its count, and time travel leads to the same state: checked for every program of the
// corpus, at a few moments of each, as one of the versions. Every line of all: node test/invariants/moments.mjs --all
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PythonVersion } from '../../src/protocol/run.js';
import type { LibraryCode } from '../../src/trace/observedRun.js';
import { check, type Plan } from './moments.js';

const programs = path.resolve(import.meta.dirname, '../conformance/programs');
const VERSIONS: readonly PythonVersion[] = ['3.8', '3.10', '3.12', '3.13'];
const PLAN: Plan = { ledgers: { kind: 'some', most: 2 }, travels: 1 };

const libraries = new Map<PythonVersion, LibraryCode>(VERSIONS.map((version) => [version, new Map()]));

/** A newer Python where the program asks for one; else the versions take turns. */
function versionFor(file: string, index: number): PythonVersion {
  const needed = /^# requires: 3\.(\d+)/m.exec(fs.readFileSync(file, 'utf8'));
  return needed === null ? VERSIONS[index % VERSIONS.length]! : Number(needed[1]) > 12 ? '3.13' : '3.12';
}

for (const area of fs.readdirSync(programs).sort()) {
  describe(area, () => {
    const files = fs.readdirSync(path.join(programs, area)).filter((file) => file.endsWith('.py'));
    const cases = files.map((name, i) => [name, versionFor(path.join(programs, area, name), i)] as const);
    test.each(cases)('%s, Python %s', { timeout: 60_000 }, (name, version) => {
      const { problems } = check(path.join(programs, area, name), version, PLAN, libraries.get(version)!);
      expect(problems).toEqual([]);
    });
  });
}
