import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pythonSourcesFile, pythonSourcesText } from '../../../src/build/pythonModules.mjs';

test('the generated sources are those of src/modules/python; run `node src/build/pythonModules.mjs`', () => {
  expect(readFileSync(pythonSourcesFile, 'utf8') === pythonSourcesText()).toBe(true);
});
