import fs from 'node:fs';
import { expect, test } from 'vitest';
import { FOLDERS, faults, files, LANGUAGES } from '../../src/build/l10n.mjs';
import { manifestSentences } from '../../src/build/manifest.mjs';

test.each(LANGUAGES)('every sentence is translated, none too many: %s (node src/build/l10n.mjs)', async (language) => {
  expect(await faults(language)).toEqual([]);
});

test('what the editor shows takes no words from the command line, which speaks English', () => {
  // The JSON of a trace, the listing in a report, and what is translated.
  const allowed = /\/terminal\/(json|style|explain|verify)\.js$/;
  const root = new URL('../../', import.meta.url);
  const taken = FOLDERS.flatMap(files).flatMap((file) =>
    [...fs.readFileSync(new URL(file, root), 'utf8').matchAll(/from '([^']*\/terminal\/[^']*)'/g)]
      .map((match) => `${file}: ${match[1]}`)
      .filter((found) => !allowed.test(found)),
  );
  expect(taken).toEqual([]);
});

test('package.nls.json says what the contributions say (else: npm run manifest)', async () => {
  const written = JSON.parse(fs.readFileSync(new URL('../../package.nls.json', import.meta.url), 'utf8'));
  expect(written).toEqual(await manifestSentences());
});
