import { describe, expect, test } from 'vitest';
import { expectedFailures, recordedTasks, runCorpus } from './harness.mjs';

const known: Record<string, Record<string, string>> = expectedFailures();
// A busy machine is likelier than an endless program.
const results = await runCorpus(recordedTasks(), { timeLimit: 60_000 });
const versions = [...new Set(results.map((result) => result.version))];

describe.each(versions)('as Python %s', (version) => {
  for (const { program, difference } of results.filter((result) => result.version === version)) {
    const reason = known[version]?.[program];
    if (reason === undefined) {
      test(`${program} does as CPython`, () => {
        expect(difference?.lines.join('\n')).toBeUndefined();
      });
    } else {
      test(`${program} is known to differ: ${reason}`, () => {
        expect(difference, 'it does as CPython now: take it off expected-failures.json').toBeDefined();
      });
    }
  }
});

test('expected-failures.json names recorded programs only', () => {
  const ran = new Set(results.map(({ version, program }) => `${version} ${program}`));
  const listed = Object.entries(known).flatMap(([version, names]) =>
    Object.keys(names).map((name) => `${version} ${name}`),
  );
  expect(listed.filter((entry) => !ran.has(entry))).toEqual([]);
});
