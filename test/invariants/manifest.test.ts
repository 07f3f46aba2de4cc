import fs from 'node:fs';
import { expect, test } from 'vitest';
import { wholeManifest } from '../../src/build/manifest.mjs';

test('package.json says what the typed ids say (else: npm run manifest)', async () => {
  const manifest = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(manifest).toEqual(JSON.parse(JSON.stringify(await wholeManifest())));
});
