import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modulesTableFile, modulesTableText } from '../../../src/build/modulesTable.mjs';

test('the table of modules is that of the code; run `node src/build/modulesTable.mjs`', () => {
  expect(readFileSync(modulesTableFile, 'utf8')).toBe(modulesTableText());
});
