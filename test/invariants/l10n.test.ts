import fs from 'node:fs';
import { expect, test } from 'vitest';
import { faults, LANGUAGES } from '../../src/build/l10n.mjs';
import { manifestSentences } from '../../src/build/manifest.mjs';

test.each(LANGUAGES)('every sentence is translated, none too many: %s (node src/build/l10n.mjs)', async (language) => {
  expect(await faults(language)).toEqual([]);
});

test('package.nls.json says what the contributions say (else: npm run manifest)', async () => {
  const written = JSON.parse(fs.readFileSync(new URL('../../package.nls.json', import.meta.url), 'utf8'));
  expect(written).toEqual(await manifestSentences());
});
