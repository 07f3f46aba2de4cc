// schemas/ says what the types of the command line's JSON say. `node src/build/schemas.mjs` writes it.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folder, schemas } from '../../src/build/schemas.mjs';

test('the schemas are those of the types', () => {
  const written = fs.readdirSync(folder).map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]);
  expect(new Map(written as [string, string][])).toEqual(new Map([...schemas()].sort(([a], [b]) => (a < b ? -1 : 1))));
}, 120_000);
